"""Text tables: encodings, delimiters, addresses, and refusals that name the line."""

from __future__ import annotations

import codecs
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportcheck.errors import ReportcheckError
from reportcheck.model import Grid
from reportcheck.read.csv import read_csv

TEXT = "Đơn vị;Số hồ sơ;Tỷ lệ\nSở Nội vụ;1.939;86,02\nSở Y tế;3,341;7,5\n"
ROWS = [["Đơn vị", "Số hồ sơ", "Tỷ lệ"], ["Sở Nội vụ", "1.939", "86,02"], ["Sở Y tế", "3,341", "7,5"]]


def grid(data: bytes) -> Grid:
    grids, unread = read_csv(data, "bảng.csv")
    assert unread == ()
    (only,) = grids
    assert (only.name, only.left) == ("", 0)
    return only


def rows(data: bytes | str) -> list[list[str | None]]:
    return grid(data if isinstance(data, bytes) else data.encode()).rows  # type: ignore[return-value]


def cp1258(text: str) -> bytes:
    """Vietnamese text as the Windows page holds it: base letters as they are, tones as marks of their own."""
    out = bytearray()
    for letter in text:
        try:
            out += letter.encode("cp1258")
        except UnicodeEncodeError:
            tones = [m for m in unicodedata.normalize("NFD", letter) if m in "\u0300\u0301\u0303\u0309\u0323"]
            base = unicodedata.normalize(
                "NFC", "".join(m for m in unicodedata.normalize("NFD", letter) if m not in tones)
            )
            out += base.encode("cp1258") + tones[0].encode("cp1258")
    return bytes(out)


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("utf-16"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        cp1258(TEXT),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        TEXT.rstrip("\n").encode(),
    ],
    ids=["utf-8", "bom", "utf-16", "utf-16-be bom", "le", "be", "1258", "crlf", "cr", "no last break"],
)
def test_encodings_and_line_ends(data: bytes) -> None:
    found = grid(data)
    assert found.rows == ROWS
    assert found.top == 0


def test_western_text_is_not_taken_for_vietnamese() -> None:
    text = "Café;così è;1\nÜbung;naïve;2\nmañana;niño;3\n"
    assert rows(text.encode("cp1252"))[0] == ["Café", "così è", "1"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a,b,c\n1,2,3\n", [["a", "b", "c"], ["1", "2", "3"]]),
        ("a\tb\n1,5\t2,5\n", [["a", "b"], ["1,5", "2,5"]]),
        ("a|b\n1,5|2;5\n", [["a", "b"], ["1,5", "2;5"]]),
        ("1,5;2,5;3,5\n4,5;5,5;6,5\n", [["1,5", "2,5", "3,5"], ["4,5", "5,5", "6,5"]]),
        ('"3,341","1.939"\n"4,000","2.000"\n', [["3,341", "1.939"], ["4,000", "2.000"]]),
        ("Sở A; Sở B,1,2\nSở C; Sở D,3,4\n", [["Sở A; Sở B", "1", "2"], ["Sở C; Sở D", "3", "4"]]),
        ("Sở A, Sở B;1;2\nSở C, Sở D;3;4\n", [["Sở A, Sở B", "1", "2"], ["Sở C, Sở D", "3", "4"]]),
        ("BÁO CÁO THÁNG 6, NĂM 2025\n\nTên;Số\nA;1,2\nB;3,4\n",
         [["BÁO CÁO THÁNG 6, NĂM 2025", None], [None, None], ["Tên", "Số"], ["A", "1,2"], ["B", "3,4"]]),
        ("chỉ một cột\nhai\n", [["chỉ một cột"], ["hai"]]),
    ],
)  # fmt: skip
def test_delimiter_by_looking(text: str, expected: list[list[str | None]]) -> None:
    assert rows(text) == expected


def test_cells_stay_as_printed() -> None:
    assert rows('a;" 06 ";\n;"x ""y"" z";007\n') == [["a", " 06 ", None], [None, 'x "y" z', "007"]]


def test_a_declared_delimiter_counts_as_a_row_of_the_file() -> None:
    found = grid(b"sep=|\na,b|c\n1,2|3\n")
    assert found.rows == [["a,b", "c"], ["1,2", "3"]]
    assert found.top == 1
    assert found.at(1, 0) == "a,b"


def test_leading_empty_lines_keep_the_addresses() -> None:
    found = grid(b"\n\nname;1\nother;2\n")
    assert found.at(2, 0) == "name"
    assert found.at(3, 1) == "2"


def test_a_row_is_a_record() -> None:
    found = grid('"một\nhai";1\nba;2\n'.encode())
    assert found.rows == [["một\nhai", "1"], ["ba", "2"]]


def test_rows_are_rectangular() -> None:
    assert rows("a;b;c\n1;2\n3\n") == [["a", "b", "c"], ["1", "2", None], ["3", None, None]]


def test_a_quote_left_open_is_told() -> None:
    (found,), unread = read_csv(b'a;b\nc;d\n"e;1\nf;2\n', "x.csv")
    assert found.rows[:2] == [["a", "b"], ["c", "d"]]
    assert [(entry.display, entry.reason) for entry in unread] == [("dòng 3", "unclosed-quote")]


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b"", "empty", ""),
        (b"\r\n \n", "empty", ""),
        (b"a;b\nc;d\ne\x00\x01;f\n", "unreadable", "3"),
        (b"a;b\n" + b"x" * 1_000_001 + b"\n", "unreadable", "2"),
        (b"x" * 1_000_001, "unreadable", "1"),
        ("Đơn vị;Tổng số\nSở Nội vụ\n".encode() * 3 + b"\xff;1\n", "unreadable", "7"),
        (b"a;b\n\x81\x8d\xf2;\x9d\n", "unreadable", "2"),
        (b'a;b\n"' + b"x;y\n" * 50_000, "unreadable", "2"),
        (b"," * 900_000 + b"\n" + b"a\n" * 100_000, "unreadable", "1"),
    ],
)
def test_refusals_name_the_file_and_the_line(data: bytes, code: str, line: str) -> None:
    with pytest.raises(ReportcheckError) as caught:
        read_csv(data, "số liệu.csv")
    error = caught.value
    assert error.code == code
    assert error.path == "số liệu.csv"
    for sentence in (error.vi, error.en):
        assert "số liệu.csv" in sentence
        assert line in sentence


def test_a_long_line_below_the_limit_is_read() -> None:
    half = b"x" * 50_000
    assert rows(b";".join([half] * 9) + b"\n")[0][8] == "x" * 50_000


CELLS = st.text(alphabet="abcđế 0123456789", max_size=6).map(str.strip)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), min_size=1, max_size=8), st.sampled_from(";,\t|"))
def test_what_was_written_is_read(table: list[list[str]], delimiter: str) -> None:
    table = [["đầu", "cuối"], *table, ["hết", "rồi"]]
    text = "\n".join(delimiter.join(row) for row in table) + "\n"
    assert rows(text) == [[cell or None for cell in row] for row in table]


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_give_rows_or_one_error(data: bytes) -> None:
    code, widths = "read", set()
    try:
        (found,), _ = read_csv(data, "x.csv")
        widths = {len(row) for row in found.rows}
    except ReportcheckError as error:
        code = error.code
    assert code in ("read", "empty", "unreadable")
    assert len(widths) <= 1

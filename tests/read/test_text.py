"""Plain text and Markdown: paragraphs, tables, encodings, and the character at which each figure stands."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportcheck.errors import ReportcheckError
from reportcheck.model import Document, Note
from reportcheck.read.document import read_bytes
from reportcheck.read.legacy_text import coding_of_font, guessed_coding, undo
from reportcheck.read.source import sniff


def read(text: str, name: str = "a.txt") -> Document:
    return read_bytes(text.encode(), name)


def texts(document: Document) -> list[str]:
    return [p.text for p in document.paragraphs]


def check_offsets(document: Document, text: str) -> None:
    """Each letter and each cell stands in the file where it is said to stand."""
    for paragraph in document.paragraphs:
        for i, letter in enumerate(paragraph.text):
            at = paragraph.at(i, i + 1).offset
            if paragraph.location.table is None and not letter.isspace():
                assert at is not None
                assert unicodedata.normalize("NFC", text[at : at + 4]).startswith(letter)
    for grid in document.grids:
        for r, row in enumerate(grid.rows):
            for c, cell in enumerate(row):
                if cell is not None:
                    at = grid.location(r, c).offset
                    assert at is not None
                    assert text[at : at + len(str(cell))] == cell


# ---- paragraphs --------------------------------------------------------------------------------------------------------

WRAPPED = """                    BÁO CÁO
       Kết quả giải quyết thủ tục hành chính

I. KẾT QUẢ

   Trong tháng 10, các xã đã tiếp nhận 1.234 hồ sơ, trong đó trực tuyến là
1.000 hồ sơ, trực tiếp và qua bưu chính là 234 hồ sơ. Đã giải quyết 1.200
hồ sơ theo Quyết định số 05-
QĐ/UBND của Chủ tịch.
   Đoạn này thụt vào đầu dòng nên là một đoạn khác, dài đến hết cả dòng này
và sang dòng thứ hai.
- Mục thứ nhất có đủ dài để phải xuống dòng khi gần chạm lề bên phải trang
giấy;
- Mục thứ hai.
"""


def test_wrapped_lines_are_joined() -> None:
    document = read(WRAPPED)
    assert texts(document) == [
        "BÁO CÁO",
        "Kết quả giải quyết thủ tục hành chính",
        "I. KẾT QUẢ",
        "Trong tháng 10, các xã đã tiếp nhận 1.234 hồ sơ, trong đó trực tuyến là 1.000 hồ sơ, trực tiếp và qua bưu chính "
        "là 234 hồ sơ. Đã giải quyết 1.200 hồ sơ theo Quyết định số 05-QĐ/UBND của Chủ tịch.",
        "Đoạn này thụt vào đầu dòng nên là một đoạn khác, dài đến hết cả dòng này và sang dòng thứ hai.",
        "- Mục thứ nhất có đủ dài để phải xuống dòng khi gần chạm lề bên phải trang giấy;",
        "- Mục thứ hai.",
    ]
    check_offsets(document, WRAPPED)


def test_an_empty_line_after_every_line() -> None:
    document = read(WRAPPED.replace("\n\n", "\n").replace("\n", "\n\n") * 2)
    assert [t for t in texts(read(WRAPPED)) if len(t) > 50] * 2 == [t for t in texts(document) if len(t) > 50]


def test_lines_that_are_not_wrapped() -> None:
    text = "Một đoạn dài " + "x " * 90 + "hết.\nĐoạn hai ngắn\nĐoạn ba\r\n\r\nĐoạn bốn"
    document = read(text)
    assert len(texts(document)) == 4
    check_offsets(document, text)


def test_a_page_cut_with_a_note_at_its_foot() -> None:
    text = (
        "Ủy ban nhân dân tỉnh đã ban hành 60 quyết định công bố danh mục thuộc thẩm quyền của 14 sở¹ và danh mục\n\n"
        "¹ Gồm 08 sở và 06 ban, ngành.\n\n"
        "các thủ tục đều được công khai tại 124 xã, diện tích 12 km².\n"
    )
    document = read(text)
    first, note = document.paragraphs
    assert first.text.endswith("của 14 sở và danh mục các thủ tục đều được công khai tại 124 xã, diện tích 12 km².")
    assert first.anchors == (Note(first.text.index(" và danh"), "1", "1"),)
    assert (note.kind, note.note, note.text, note.location.display) == (
        "footnote",
        "1",
        "Gồm 08 sở và 06 ban, ngành.",
        "chú thích 1",
    )
    check_offsets(document, text)


# ---- tables ----------------------------------------------------------------------------------------------------------

ALIGNED = """Bảng 1. Hồ sơ của các xã
Đơn vị tính: hồ sơ

STT  Đơn vị         Tiếp nhận      Đã giải quyết
                                  Đúng hạn  Trễ hạn
---  -------------  ---------  --------  -------
1    Xã An Bình         1.234       900      334
2    Phường 3 Phú Hội      30        29        1
     Tổng cộng          1.264       929      335

Ghi chú: số liệu đến ngày 15/10.
"""


def test_columns_of_blanks() -> None:
    document = read(ALIGNED)
    (table,) = document.tables
    assert (table.caption, table.unit) == ("Bảng 1. Hồ sơ của các xã", "hồ sơ")
    assert table.grid.rows == [
        ["STT", "Đơn vị", "Tiếp nhận", "Đã giải quyết", None],
        [None, None, None, "Đúng hạn", "Trễ hạn"],
        ["1", "Xã An Bình", "1.234", "900", "334"],
        ["2", "Phường 3 Phú Hội", "30", "29", "1"],
        [None, "Tổng cộng", "1.264", "929", "335"],
    ]
    assert [area.name for area in table.grid.merges] == ["D1:E1"]
    assert table.notes == ("Ghi chú: số liệu đến ngày 15/10.",)
    check_offsets(document, ALIGNED)


def test_columns_of_tabs_and_bars() -> None:
    tabs = "Báo cáo tháng 10 của huyện, gồm một bảng.\nKết quả:\nMột\nHai\n\tTiếp nhận\tĐã trả\nXã A\t12\t10\nXã B\t\t29\n\nHết."
    document = read(tabs)
    assert document.grids[0].rows == [[None, "Tiếp nhận", "Đã trả"], ["Xã A", "12", "10"], ["Xã B", None, "29"]]
    check_offsets(document, tabs)
    bars = "+----+-----+\n| Xã | Số  |\n+----+-----+\n| A  |  12 |\n| B  |  30 |\n+----+-----+\n"
    document = read(bars)
    assert document.grids[0].rows == [["Xã", "Số"], ["A", "12"], ["B", "30"]]
    assert texts(document) == []
    check_offsets(document, bars)


def test_labels_between_the_rows() -> None:
    text = "Lĩnh vực        Số\nĐất đai         12\nTrong đó:\n  Cấp mới        7\n  Cấp đổi        5\nHộ tịch         30\n\nHết."
    assert read(text).grids[0].rows == [
        ["Lĩnh vực", "Số"],
        ["Đất đai", "12"],
        ["Trong đó:", None],
        ["Cấp mới", "7"],
        ["Cấp đổi", "5"],
        ["Hộ tịch", "30"],
    ]


def test_cells_in_an_older_encoding() -> None:
    cells = "Lĩnh vực;Số\nĐất đai;12\nHộ tịch;30\nXây dựng;5\nTổng cộng;47\n"
    old = "LÜnh vùc;Sè\n§Êt ®ai;12\nHé tÞch;30\nX©y dùng;5\nTæng céng;47\n"
    assert read_bytes(old.encode("cp1252"), "a.csv").grids[0].rows == read_bytes(cells.encode(), "a.csv").grids[0].rows


def test_a_signature_is_no_table() -> None:
    text = "Nơi nhận:                    TM. ỦY BAN NHÂN DÂN\n- Như trên;                   CHỦ TỊCH\n- Lưu VT.                     Nguyễn Văn An\n"
    assert read(text).grids == ()


def test_a_file_of_cells_is_still_a_table() -> None:
    assert sniff("Tên\tSố\nA\t1\n".encode(), "a.txt") == "csv"
    assert sniff("Báo cáo\nMột đoạn\nHai đoạn\nTên\tSố\nA\t1\n".encode(), "a.txt") == "txt"


# ---- encodings ---------------------------------------------------------------------------------------------------------

SENTENCE = "Cộng hòa xã hội chủ nghĩa Việt Nam, tổng số 12 hồ sơ đã tiếp nhận"
TCVN3 = "Céng hßa x· héi chñ nghÜa ViÖt Nam, tæng sè 12 hå s¬ ®· tiÕp nhËn"
VNI = "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam, toång soá 12 hoà sô ñaõ tieáp nhaän"


@pytest.mark.parametrize(
    "data",
    [
        SENTENCE.encode(),
        SENTENCE.encode("utf-8-sig"),
        SENTENCE.encode("utf-16"),
        SENTENCE.encode("utf-16-le"),
        unicodedata.normalize("NFD", SENTENCE).encode(),
        TCVN3.encode("cp1252"),
        TCVN3.encode(),
        VNI.encode("cp1252"),
        VNI.encode(),
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
def test_encodings(data: bytes, name: str) -> None:
    assert texts(read_bytes(data, name)) == [SENTENCE]


def test_the_windows_page() -> None:
    tones = "\u0300\u0301\u0303\u0309\u0323"
    apart = ""
    for letter in SENTENCE:
        marks = unicodedata.normalize("NFD", letter)
        tone = "".join(mark for mark in marks if mark in tones)
        apart += unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in tones)) + tone
    assert texts(read_bytes(apart.encode("cp1258"), "a.txt")) == [SENTENCE]


def test_letters_of_the_older_encodings() -> None:
    assert undo(TCVN3, "tcvn3") == undo(VNI, "vni") == SENTENCE
    assert undo("§éc lËp - Tù do - H¹nh phóc", "tcvn3") == "Độc lập - Tự do - Hạnh phúc"
    assert undo("ÑOÄC LAÄP - Töï do - Haïnh phuùc", "vni") == "ĐỘC LẬP - Tự do - Hạnh phúc"
    assert undo("céng hßa", "tcvn3-capitals") == "CỘNG HÒA"
    assert undo("s\xadu", "tcvn3") == "sưu"


@pytest.mark.parametrize(
    ("font", "coding"),
    [(".VnTime", "tcvn3"), (".VnTimeH", "tcvn3-capitals"), (".VnArial NarrowH", "tcvn3-capitals"), ("VNI-Times", "vni"), ("Times New Roman", ""), ("", "")],
)  # fmt: skip
def test_fonts(font: str, coding: str) -> None:
    assert coding_of_font(font) == coding


@pytest.mark.parametrize(
    "text",
    [
        SENTENCE,
        "Le déficit a été réduit à l'été, où les élèves ont été reçus; façade, naïf, Noël, à côté du théâtre",
        "Die Größe der Bevölkerung fällt; über zwölf Länder, öffentliche Gebühren, Straßen, Mädchen, für jährliche Schätzung",
        "Diện tích 12 km², 5 m³, nhiệt độ 30°C – “đạt”",
        "El año pasado la población creció; educación, según, más, números, médico, región, también, él",
        "Grants of £1,204, £377 and £52 were paid; £30 is due; fees of £4.20, £7.75 and £9 at 12¢ each.",
        "plain",
    ],
)
def test_text_that_is_left_alone(text: str) -> None:
    assert guessed_coding(text) == ""


# ---- Markdown ------------------------------------------------------------------------------------------------------------

MARKDOWN = """# Báo cáo *tháng 10*

Tiếp nhận **1.234** hồ sơ, [trong đó](https://example.org/x_(1)) trực tuyến
1.000; còn lại 234[^1] hồ sơ &ndash; xem `bảng 1`. Giá 3\\*4.

Kết quả chung
-------------

1. Tiếp nhận 12;
2. Trả 10.
   - trễ hạn 2

Bảng 1. Hồ sơ

| Đơn vị | Tiếp nhận | Đã trả |
|:-------|----------:|-------:|
| Xã **A** | 12 | 10 |
| B \\| C | 30<sup>1</sup> | 29 |

<table><tr><td>x<td>y</tr><tr><td>1<td>2</tr></table>

> Trích dẫn 5

[^1]: Gồm 08 xã.
"""


def test_markdown() -> None:
    document = read(MARKDOWN, "a.md")
    assert document.format == "md"
    assert [(p.kind, p.level, p.label, p.text) for p in document.paragraphs] == [
        ("heading", 1, "", "Báo cáo tháng 10"),
        ("body", 0, "", "Tiếp nhận 1.234 hồ sơ, trong đó trực tuyến 1.000; còn lại 234 hồ sơ – xem bảng 1. Giá 3*4."),
        ("heading", 2, "", "Kết quả chung"),
        ("list item", 1, "1.", "Tiếp nhận 12;"),
        ("list item", 1, "2.", "Trả 10."),
        ("list item", 2, "-", "trễ hạn 2"),
        ("caption", 0, "", "Bảng 1. Hồ sơ"),
        ("body", 0, "", "Trích dẫn 5"),
        ("footnote", 0, "1", "Gồm 08 xã."),
    ]
    first, second = document.grids
    assert first.rows == [["Đơn vị", "Tiếp nhận", "Đã trả"], ["Xã A", "12", "10"], ["B | C", "30", "29"]]
    assert second.rows == [["x", "y"], ["1", "2"]]
    body = next(p for p in document.paragraphs if p.text.startswith("Tiếp nhận 1.234"))
    assert [note.id for note in body.anchors] == ["1"]
    for figure in ("1.234", "1.000", "234 hồ"):
        place = body.at(body.text.rindex(figure), body.text.rindex(figure) + len(figure))
        assert place.offset is not None
        assert MARKDOWN[place.offset :].startswith(figure[:3])
    assert MARKDOWN[first.location(2, 2).offset :].startswith("29")


def test_markdown_in_odd_shapes() -> None:
    assert texts(read("a | b\nkhông phải bảng\n", "a.md")) == ["a | b không phải bảng"]
    assert read("|a|b|\n|-|-|\n|1|\n|1|2|3|\n", "a.md").grids[0].rows == [
        ["a", "b", None],
        ["1", None, None],
        ["1", "2", "3"],
    ]
    assert texts(read("```\n| a | b |\n|---|---|\n", "a.md")) == ["| a | b |", "|---|---|"]
    assert texts(read("2025. Năm thứ ba\n\n5 * 3 = 15\n\n_một_ snake_case_name", "a.md")) == [
        "Năm thứ ba",
        "5 * 3 = 15",
        "một snake_case_name",
    ]


# ---- any bytes ------------------------------------------------------------------------------------------------------

PIECES = [SENTENCE, TCVN3, "\t", "\n", "   ", "  12", " 1.234", "|", "| 5 |", "---", "\n|--|--|\n", "**", "[^1]", "[a](b)", "¹", "\n- ", "\n1. ", "# ", "<td>", "> ", "\f", "\r", "\u2028", "```\n", "\u0301", "&amp;", "\\", "[^1]: ", "$"]  # fmt: skip


@settings(max_examples=800, deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=40), st.sampled_from(["a.txt", "a.md"]))
def test_any_text(pieces: list[str], name: str) -> None:
    text = "".join(pieces).encode("utf-8", "replace").decode()
    try:
        document = read_bytes(text.encode(), name)
    except ReportcheckError as error:
        assert "\n" not in error.en
        return
    for grid in document.grids:
        assert len({len(line) for line in grid.rows}) <= 1
    for paragraph in document.paragraphs:
        assert paragraph.text.strip()
        assert paragraph.at(0, len(paragraph.text)).display


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["a.txt", "a.md", "a.html", "a.docx", "a.doc"]))
def test_any_bytes(data: bytes, name: str) -> None:
    try:
        read_bytes(data, name)
    except ReportcheckError as error:
        assert "\n" not in error.en


def test_long_runs_take_no_long_time() -> None:
    for text in (
        "*" * 50_000,
        "[" * 50_000,
        "a *" * 20_000,
        "<" * 50_000,
        "_" * 50_000,
        "![" * 20_000,
        "  x" * 30_000,
        "¹" * 30_000,
        "| " * 30_000 + "\n" + "|-" * 30_000,
        "\\" * 30_000,
        "> " * 2_000 + "5",
        "<!--" * 20_000,
    ):
        for name in ("a.md", "a.txt", "a.html"):
            read(text, name)


def test_a_long_list_of_words_in_columns_is_not_tried_from_each_of_its_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    from reportcheck.read import text

    tried = []
    at_columns = text._at_columns
    monkeypatch.setattr(text, "_at_columns", lambda lines: tried.append(len(lines)) or at_columns(lines))
    words = "\n".join(f"tên gọi thứ {'abc'[n % 3]}      nghĩa là {'xyz'[n % 3]}" for n in range(400))
    parts, _ = text.read_text(words.encode(), "danh-muc.txt")
    assert len(tried) < 20
    assert parts

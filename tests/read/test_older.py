"""xls, xlsb and ods: the same small report in each, then what is particular to each, then damaged and hostile files."""

from __future__ import annotations

import datetime as dt
import io
import math
import struct
import zipfile

import older as o
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import load_workbook

from reportcheck import validate
from reportcheck.errors import ReportcheckError
from reportcheck.model import Area, CellError, Grid, Unread
from reportcheck.read.ods_formula import spelled_out
from reportcheck.read.source import read_parts, sniff

HEAD = ["Đơn vị", "Nam", "Nữ", "Tổng số", "Tỷ lệ nữ"]
DAY = 45838  # 30/6/2025


def real(row: int, column: int, value: float, style: int = 0) -> bytes:
    return o.number(row, column, value, style)


# =B4+C4 of a cell in row 4, =SUM(B4:B5) as its short form and as a call
ADD8 = b"\x44\x03\0\x01\xc0\x44\x03\0\x02\xc0\x03"
SUM8 = b"\x25\x03\0\x04\0\x03\xc0\x03\xc0\x19\x10\0\0"


def report_xls() -> bytes:
    cells = [o.text(0, 0, "Số công chức"), *(o.text(2, c, word) for c, word in enumerate(HEAD))]
    cells += [o.text(3, 0, "Xã A"), real(3, 1, 12), real(3, 2, 20), o.formula(3, 3, 32.0, ADD8), real(3, 4, 0.625, 1)]
    cells += [o.text(4, 0, "Xã B"), real(4, 1, 1), real(4, 2, 3), real(4, 3, 4), real(4, 4, 0.75, 1)]
    cells += [
        o.text(5, 0, "Tổng cộng"),
        real(5, 1, 13),
        real(5, 2, 23),
        o.formula(5, 3, 37.0, SUM8),
        real(5, 4, DAY, 2),
    ]
    return o.container({"Workbook": o.xls({"Biểu 1": [*cells, o.merged((0, 0, 0, 4))]}, ["0.0%", "dd/mm/yyyy"])})


ADD12 = b"\x44\x03\0\0\0\x01\xc0\x44\x03\0\0\0\x02\xc0\x03"
SUM12 = b"\x25\x03\0\0\0\x04\0\0\0\x03\xc0\x03\xc0\x22\x01\x04\0"


def report_xlsb() -> bytes:
    def cells(row: int, label: str, *values: float, last: int = 1) -> bytes:
        made = o.row_head(row) + o.part_cell(6, 0, o.long_text(label))
        for column, value in enumerate(values, 1):
            tokens = {(3, 3): ADD12, (5, 3): SUM12}.get((row, column))
            raw = struct.pack("<d", value)
            style = last if column == 4 else 0
            made += o.part_formula(9, column, raw, tokens) if tokens else o.part_cell(5, column, raw, style)
        return made

    rows = o.row_head(0) + o.part_cell(7, 0, struct.pack("<I", 0)) + o.row_head(2)
    rows += b"".join(o.part_cell(7, c, struct.pack("<I", c + 1)) for c in range(5))
    rows += cells(3, "Xã A", 12, 20, 32, 0.625) + cells(4, "Xã B", 1, 3, 4, 0.75)
    rows += cells(5, "Tổng cộng", 13, 23, 37, DAY, last=2)
    merge = o.part_record(176, struct.pack("<4I", 0, 0, 0, 4))
    return o.xlsb({"Biểu 1": rows}, ["0.0%", "dd/mm/yyyy"], ["Số công chức", *HEAD], behind=merge)


ODS_STYLES = (
    '<number:percentage-style style:name="N1"><number:number number:decimal-places="1" number:min-integer-digits="1"/>'
    "<number:text>%</number:text></number:percentage-style>"
    '<number:date-style style:name="N2"><number:day/><number:text>/</number:text><number:month/></number:date-style>'
    '<style:style style:name="ce1" style:family="table-cell" style:data-style-name="N1"/>'
    '<style:style style:name="ce2" style:family="table-cell" style:data-style-name="N2"/>'
)


def word(text: str, more: str = "") -> str:
    return f'<table:table-cell office:value-type="string" {more}><text:p>{text}</text:p></table:table-cell>'


def value(number: float, more: str = "", kind: str = "float") -> str:
    return f'<table:table-cell office:value-type="{kind}" office:value="{number}" {more}><text:p>x</text:p></table:table-cell>'


def row(*cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def report_ods() -> bytes:
    covered = '<table:covered-table-cell table:number-columns-repeated="4"/>'
    day = '<table:table-cell table:style-name="ce2" office:value-type="date" office:date-value="2025-06-30"/>'
    share = 'table:style-name="ce1"'
    rows = row(word("Số công chức", 'table:number-columns-spanned="5"'), covered)
    rows += row('<table:table-cell table:number-columns-repeated="16384"/>') + row(*map(word, HEAD))
    rows += row(
        word("Xã A"),
        value(12),
        value(20),
        value(32, 'table:formula="of:=[.B4]+[.C4]"'),
        value(0.625, share, "percentage"),
    )
    rows += row(word("Xã B"), value(1), value(3), value(4), value(0.75, share, "percentage"))
    rows += row(word("Tổng cộng"), value(13), value(23), value(37, 'table:formula="of:=SUM([.D4:.D5])"'), day)
    rows += row(
        '<table:table-cell table:number-columns-repeated="16384"/>', more='table:number-rows-repeated="1048570"'
    )
    return o.ods({"Biểu 1": rows}, ODS_STYLES)


REPORTS = [("a.xls", report_xls()), ("a.xlsb", report_xlsb()), ("a.ods", report_ods())]


def grids(data: bytes, name: str) -> list[Grid]:
    kind, found, unread = read_parts(data, name)
    assert kind == name.rpartition(".")[2]
    assert unread == ()
    return list(found)


def refusal(data: bytes, name: str) -> ReportcheckError:
    with pytest.raises(ReportcheckError) as caught:
        read_parts(data, name)
    error = caught.value
    assert error.path == name
    for sentence in (error.vi, error.en):
        assert name in sentence
        assert "\n" not in sentence
    return error


@pytest.mark.parametrize(("name", "data"), REPORTS)
def test_the_same_report_in_each_format(name: str, data: bytes) -> None:
    (grid,) = grids(data, name)
    assert (grid.name, grid.top, grid.left, grid.typed, grid.hidden) == ("Biểu 1", 0, 0, True, False)
    blank = [None] * 5
    assert grid.rows == [
        ["Số công chức", None, None, None, None],
        blank,
        HEAD,
        ["Xã A", 12, 20, 32, 0.625],
        ["Xã B", 1, 3, 4, 0.75],
        ["Tổng cộng", 13, 23, 37, dt.date(2025, 6, 30)],
    ]
    assert grid.merges == (Area(0, 0, 0, 4),)
    assert grid.formulas == {(3, 3): "B4+C4", (5, 3): "SUM(D4:D5)"}
    share = grid.format_at(3, 4)
    assert (share.percent, share.digits) == (True, 1)
    assert grid.format_at(5, 4).date
    assert grid.format_at(3, 1).code == "General"


@pytest.mark.parametrize(("name", "data"), REPORTS)
def test_another_reader_sees_the_same_values(name: str, data: bytes) -> None:
    (grid,) = grids(data, name)
    other = load_workbook(io.BytesIO(data)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    assert [[None if v == "" else v for v in line] for line in other] == grid.rows


@pytest.mark.parametrize(("name", "data"), REPORTS)
def test_a_formula_that_its_stored_value_belies_is_found(name: str, data: bytes) -> None:
    report = validate(data, name=name)
    assert [(f.rule, str(f.figures[0][1].location)) for f in report.findings] == [("RC803", "Biểu 1!D6")]
    assert (report.findings[0].stated, report.findings[0].computed) == ("37", "36")


@pytest.mark.parametrize(("name", "data"), REPORTS)
def test_what_is_cut_short_gets_one_sentence(name: str, data: bytes) -> None:
    for length in (0, 1, 8, 200, 512, len(data) // 2, len(data) - 1000):
        assert refusal(data[:length], name).code in ("unreadable", "unknown-format", "empty")


# ---- xls ------------------------------------------------------------------------------------------------------------


def one(*cells: bytes, formats: tuple[str, ...] = (), extra: tuple[bytes, ...] = ()) -> Grid:
    (grid,) = grids(o.xls({"S": cells}, formats, extra), "a.xls")
    return grid


def rk(raw: int) -> bytes:
    return struct.pack("<i", raw)


def test_xls_numbers_in_four_bytes() -> None:
    many = o.record(
        0x00BD, struct.pack("<HH", 1, 2) + b"".join(struct.pack("<H", 0) + rk(v << 2 | 2) for v in (5, -6)) + b"\3\0"
    )
    half = struct.unpack("<i", struct.pack("<d", 0.5)[4:])[0]
    grid = one(
        o.cell(0x027E, 0, 2, 0, rk(1234 << 2 | 3)),
        o.cell(0x027E, 0, 3, 0, rk(half)),
        many,
        o.cell(0x027E, 2, 2, 0, rk(half | 1)),
    )
    assert (grid.top, grid.left, grid.rows) == (0, 2, [[12.34, 0.5], [5, -6], [0.005, None]])


def test_xls_truth_errors_and_results_of_formulas() -> None:
    grid = one(
        o.cell(0x0205, 0, 0, 0, b"\1\0"), o.cell(0x0205, 0, 1, 0, b"\x07\1"), o.cell(0x0205, 0, 2, 0, b"\x2a\1"),
        o.formula(1, 0, b"\1\0\1\0\0\0\xff\xff", b"\x1d\1"), o.formula(1, 1, b"\2\0\x17\0\0\0\xff\xff", b"\x1c\x17"),
        o.formula(1, 2, b"\0\0\0\0\0\0\xff\xff", b"\x17\1\0a"), o.record(0x0207, o.wide("chữ")),
        o.formula(1, 3, b"\3\0\0\0\0\0\xff\xff", b"\x17\0\0"), real(1, 4, math.inf),
    )  # fmt: skip
    assert grid.rows[0][:3] == [True, "#DIV/0!", "#N/A"]
    assert isinstance(grid.rows[0][1], CellError)
    assert grid.rows[1] == [True, "#REF!", "chữ", None, "#NUM!"]
    assert grid.formulas == {(1, 0): "TRUE", (1, 1): "#REF!", (1, 2): '"a"'}


def test_xls_shared_strings_may_be_cut_anywhere() -> None:
    first = struct.pack("<HB", 3, 0) + b"abc" + struct.pack("<HB", 6, 1) + "Tổng".encode("utf-16-le")
    rich = struct.pack("<HBH", 2, 8, 1) + b"xy" + b"\0\0\0\0" + struct.pack("<HBI", 1, 4, 3) + b"z" + b"..."
    strings = o.shared_strings(first, b"\0 s" + rich, struct.pack("<HB", 1, 1) + "ố".encode("utf-16-le"))
    cells = [o.cell(0x00FD, 0, c, 0, struct.pack("<I", c)) for c in range(5)]
    assert one(*cells, extra=(strings,)).rows == [["abc", "Tổng s", "xy", "z", "ố"]]
    assert (
        refusal(o.xls({"S": [o.cell(0x00FD, 0, 0, 0, struct.pack("<I", 9))]}, (), (strings,)), "a.xls").code
        == "unreadable"
    )


def test_xls_hidden_rows_columns_and_sheets_of_other_kinds() -> None:
    hidden_row = o.record(0x0208, struct.pack("<HHHHHHHH", 4, 0, 9, 255, 0, 0, 0x20, 0))
    hidden_columns = o.record(0x007D, struct.pack("<HHHHH", 2, 3, 0, 0, 1))
    sheets = {"Một": [hidden_row, hidden_columns, real(0, 0, 1)], "Ẩn": [real(0, 0, 2)], "Hình": [], "Macro": []}
    _, found, unread = read_parts(o.xls(sheets, hidden=["Ẩn"], kinds={"Hình": 2, "Macro": 1}), "a.xls")
    assert [(g.name, g.hidden, g.hidden_rows, g.hidden_columns) for g in found] == [
        ("Một", False, {4}, {2, 3}),
        ("Ẩn", True, set(), set()),
    ]
    assert unread == (Unread("Hình", "chart-sheet"), Unread("Macro", "other-sheet"))


def test_xls_dates_by_format_and_by_system() -> None:
    cells = [real(0, 0, 1.5, 1), real(0, 1, 0.25, 1), real(0, 2, 1.5, 2), real(0, 3, 59, 1)]
    grid = one(*cells, formats=("dd/mm/yyyy hh:mm", "[h]:mm"))
    assert grid.rows == [[dt.datetime(1900, 1, 1, 12), dt.time(6), dt.timedelta(days=1.5), dt.date(1900, 2, 28)]]
    later = one(real(0, 0, 1, 1), formats=("yyyy-mm-dd",), extra=(o.record(0x0022, b"\1\0"),))
    assert later.rows == [[dt.date(1904, 1, 2)]]


REFERENCES = (
    o.record(0x01AE, struct.pack("<H", 2) + b"\x01\x04"),
    o.record(0x01AE, struct.pack("<H", 1) + o.wide("khác.xls")),
    o.record(0x0017, struct.pack("<H", 3) + struct.pack("<9H", 0, 1, 1, 0, 0, 1, 1, 0, 0)),
    o.record(0x0018, struct.pack("<HBBH8x", 0, 0, 3, 0) + b"\0SoA"),
)


@pytest.mark.parametrize(
    ("tokens", "text"),
    [
        (b"\x1e\x02\0\x1e\x03\0\x03\x15\x1e\x04\0\x05", "(2+3)*4"),
        (b"\x1f" + struct.pack("<d", 0.5) + b"\x13\x14", "-0.5%"),
        (b"\x24\x00\0\x00\x00\x44\x01\0\x01\x80\x44\x02\0\x02\x40\x0b\x08", "$A$1&$B2=C$3"),
        (b"\x25\0\0\xff\xff\0\xc0\x01\xc0\x42\x01\x04\0", "SUM(A:B)"),
        (b"\x25\x01\0\x02\0\0\xc0\xff\xc0\x42\x01\x05\0", "AVERAGE(2:3)"),
        (b"\x24\0\0\0\xc0\x1e\x01\0\x41\x1b\0", "ROUND(A1,1)"),
        (b"\x24\0\0\0\xc0\x19\x02\x08\0\x1e\x01\0\x19\x08\x03\0\x16\x19\x08\x03\0\x42\x03\x01\0", "IF(A1,1,)"),
        (b"\x3a\0\0\0\0\0\xc0", "'Tờ khác'!A1"),
        (b"\x3b\x01\0\0\0\x01\0\0\xc0\x01\xc0", "'S:Tờ khác'!A1:B2"),
        (b"\x3a\x02\0\0\0\0\xc0", "?"),  # another workbook
        (b"\x45\x01\0\x04\0\x01\xc0\x01\xc0\x1e\x02\0\x05", "@B2:B5*2"),  # the cell of B2:B5 in the formula's row
        (b"\x45\x01\0\x04\0\x01\xc0\x01\xc0\x42\x01\x04\0", "SUM(B2:B5)"),
        (b"\x23\x01\0\0\0\x1e\x02\0\x05", "SoA*2"),
        (b"\x23\x09\0\0\0", "?"),
        (b"\x17\x03\0a\"b", '"a""b"'),
        (b"\x2a\0\0\0\0\x1e\x01\0\x03", "#REF!+1"),
        (b"\x60" + bytes(7), "?"),  # an array
        (b"\x42\x01\xff\0", "?"),  # a function of an add-in
        (b"\x03", "?"),
        (b"\x24", "?"),
        (b"\x1e\x01\0\x1e\x02\0", "?"),
    ],
)  # fmt: skip
def test_xls_formulas(tokens: bytes, text: str) -> None:
    sheets = {"S": [o.formula(6, 3, 1.0, tokens)], "Tờ khác": [real(0, 0, 1)]}
    assert grids(o.xls(sheets, extra=REFERENCES), "a.xls")[0].formulas == {(6, 3): text}


def test_xls_shared_and_array_formulas() -> None:
    refer = b"\x01" + struct.pack("<HH", 1, 2)
    # one row up, two columns to the left, and always row 1
    shared = b"\x4c\xff\xff\xfe\xc0\x4c\0\0\xfe\x40\x03"
    master = o.record(0x04BC, struct.pack("<HHBBBBH", 1, 2, 2, 2, 0, 2, len(shared)) + shared)
    array = o.record(0x0221, struct.pack("<HHBBHIH", 4, 5, 0, 0, 0, 0, len(ADD8)) + ADD8)
    member = b"\x01" + struct.pack("<HH", 4, 0)
    grid = one(
        o.formula(1, 2, 1.0, refer), master, o.formula(2, 2, 2.0, refer), o.formula(4, 0, 1.0, member), array,
        o.formula(5, 0, 1.0, member),
    )  # fmt: skip
    assert grid.formulas == {(1, 2): "A1+A$1", (2, 2): "A2+A$1", (4, 0): "B4+C4"}


@pytest.mark.parametrize(
    ("codepage", "raw", "text"),
    [
        (1258, b"T\xf4\xd2ng c\xf4\xf2ng", "Tổng cộng"),
        (1252, "Crème brûlée".encode("cp1252"), "Crème brûlée"),
        (None, "Überschuß".encode("cp1252"), "Überschuß"),
        (32769, "é".encode("cp1252"), "é"),
        (54321, "é".encode("cp1252"), "é"),
    ],
)
def test_xls_of_1995_in_code_pages(codepage: int | None, raw: bytes, text: str) -> None:
    cells = [o.cell(0x0204, 0, 0, 0, struct.pack("<H", len(raw)) + raw), real(0, 1, 0.25, 1)]
    cells.append(o.formula(1, 1, 0.25, b"\x44\0\xc0\x01\x1e\x02\0\x05"))
    (grid,) = grids(o.container({"Book": o.xls95(cells, raw, codepage)}), "a.xls")
    assert (grid.name, grid.rows[0], grid.formulas) == (text, [text, 0.25], {(1, 1): "B1*2"})
    assert (grid.format_at(0, 1).percent, grid.format_at(0, 1).digits) == (True, 1)


def test_xls_refusals() -> None:
    locked = o.xls({"S": []}, extra=(o.record(0x002F, bytes(6)),))
    assert refusal(o.container({"Workbook": locked}), "a.xls").code == "encrypted"
    assert refusal(o.container({"EncryptedPackage": b"x", "EncryptionInfo": b"y"}), "a.xlsx").code == "encrypted"
    for first in (b"\x09\x04\x06\0", b"\x09\x02\x06\0", b"\x09\0\x04\0"):
        assert "Excel 4" in refusal(first + bytes(60), "a.xls").en
    assert refusal(o.container({"Workbook": b"\x09\x08\x10\0"}), "a.xls").code == "unreadable"
    assert refusal(o.container({"Contents": b"x"}), "a.xls").code == "unknown-format"
    assert refusal(o.xls({}), "a.xls").code == "unreadable"


def test_what_a_document_embeds_does_not_say_what_it_is() -> None:
    inner = {"Workbook": b"x", "WordDocument": b"x", "EncryptedPackage": b"x"}
    document = o.container({"WordDocument": b"x" * 5000}, inner)
    assert sniff(document, "a.xls") == "doc"
    book = o.xls({"S": [real(0, 0, 7)]})
    assert grids(o.container({"Workbook": book.ljust(4096, b"\0")}, inner), "a.xls")[0].rows == [[7]]


def test_a_damaged_sheet_leaves_the_others() -> None:
    sheets = {"Hỏng": [o.record(0x0203, b"\0")], "Lành": [real(0, 0, 1)]}
    _, (grid,), unread = read_parts(o.xls(sheets), "a.xls")
    assert (grid.name, unread) == ("Lành", (Unread("Hỏng", "damaged-sheet"),))


def test_cells_far_apart_cost_no_more_than_others() -> None:
    found = grids(o.xls({"S": [real(0, 0, 1), real(65535, 255, 2)]}), "a.xls")
    assert [(g.top, g.left, g.rows) for g in found] == [(0, 0, [[1]]), (65535, 255, [[2]])]
    rows = o.row_head(0) + o.part_cell(5, 0, struct.pack("<d", 1))
    rows += o.row_head(1048575) + o.part_cell(5, 16383, struct.pack("<d", 2))
    assert [(g.top, g.left, g.rows) for g in read_parts(o.xlsb({"S": rows}), "a.xlsb")[1]] == [
        (0, 0, [[1]]), (1048575, 16383, [[2]]),
    ]  # fmt: skip
    gap = '<table:table-row table:number-rows-repeated="1048574"/>'
    wide = '<table:table-cell table:number-columns-repeated="16383"/>'
    found = grids(o.ods({"S": row(value(1)) + gap + row(wide, value(2))}), "a.ods")
    assert [(g.top, g.left, g.rows) for g in found] == [(0, 0, [[1]]), (1048575, 16383, [[2]])]


# ---- xlsb -----------------------------------------------------------------------------------------------------------


def test_xlsb_values_of_every_kind() -> None:
    half = struct.unpack("<i", struct.pack("<d", 0.5)[4:])[0]
    rows = o.row_head(1, hidden=True) + o.part_cell(1, 0, b"")
    rows += o.part_cell(2, 1, rk(1234 << 2 | 3)) + o.part_cell(2, 2, rk(half)) + o.part_cell(3, 3, b"\x07")
    rows += o.part_cell(4, 4, b"\1") + o.part_cell(5, 5, struct.pack("<d", 0.25), style=1)
    rows += o.part_cell(62, 6, b"\0" + o.long_text("Đậm"))
    rows += o.row_head(2) + o.part_formula(8, 1, o.long_text("chữ"), b"\x17\1\0a\0")
    rows += o.part_formula(8, 2, o.long_text(""), b"\x17\0\0") + o.part_formula(10, 3, b"\1", b"\x1d\1")
    rows += o.part_formula(11, 4, b"\x2a", b"\x1c\x2a")
    columns = o.part_record(60, struct.pack("<IIIIH", 2, 3, 0, 0, 1))
    (grid,) = grids(o.xlsb({"S": rows}, ["0.00%"], behind=columns), "a.xlsb")
    assert (grid.top, grid.left, grid.hidden_rows, grid.hidden_columns) == (1, 1, {1}, {2, 3})
    assert grid.rows == [[12.34, 0.5, "#DIV/0!", True, 0.25, "Đậm"], ["chữ", None, True, "#N/A", None, None]]
    assert grid.formulas == {(2, 1): '"a"', (2, 3): "TRUE", (2, 4): "#N/A"}
    assert grid.format_at(1, 5).percent


def test_xlsb_sheets_and_references_between_them() -> None:
    own = o.part_record(353) + o.part_record(357) + o.part_record(355, b"")
    own += o.part_record(362, struct.pack("<I6I", 2, 0, 1, 1, 1, 0, 0))
    there = o.row_head(0) + o.part_cell(5, 0, struct.pack("<d", 1))
    here = o.row_head(0) + o.part_formula(9, 0, struct.pack("<d", 1), b"\x5a\0\0" + struct.pack("<IH", 0, 0xC000))
    here += o.part_formula(9, 1, struct.pack("<d", 1), b"\x5a\1\0" + struct.pack("<IH", 0, 0xC000))
    first, second = grids(o.xlsb({"S": here, "Tờ khác": there}, hidden=["Tờ khác"], extra=own), "a.xlsb")
    assert first.formulas == {(0, 0): "'Tờ khác'!A1", (0, 1): "?"}
    assert (first.hidden, second.hidden) == (False, True)


def test_xlsb_shared_formulas() -> None:
    refer, behind = b"\x01" + struct.pack("<I", 0), struct.pack("<I", 1)
    shared = b"\x4c" + struct.pack("<IH", 0, 0xFFFF)  # the cell to the left
    master = o.part_record(427, struct.pack("<4I", 0, 1, 1, 1) + struct.pack("<I", len(shared)) + shared)
    value = struct.pack("<d", 1)
    rows = o.row_head(0) + o.part_formula(9, 1, value, refer, behind=behind) + master
    rows += o.row_head(1) + o.part_formula(9, 1, value, refer, behind=behind)
    assert grids(o.xlsb({"S": rows}), "a.xlsb")[0].formulas == {(0, 1): "A1", (1, 1): "A2"}


# ---- ods ------------------------------------------------------------------------------------------------------------


def table(rows: str, styles: str = "") -> Grid:
    (grid,) = grids(o.ods({"S": rows}, styles), "a.ods")
    return grid


def test_ods_values_of_every_kind() -> None:
    def cell(kind: str, attributes: str, text: str = "chữ") -> str:
        return f'<table:table-cell office:value-type="{kind}" {attributes}><text:p>{text}</text:p></table:table-cell>'

    grid = table(
        row(
            cell("boolean", 'office:boolean-value="true"'),
            cell("date", 'office:date-value="2025-06-30T14:30:00"'),
            cell("date", 'office:date-value="hôm qua"'),
            cell("time", 'office:time-value="PT07H30M15.5S"'),
            cell("time", 'office:time-value="PT36H"'),
            cell("float", 'office:value="nan"'),
            cell("currency", 'office:value="12.5" office:currency="VND"'),
            cell("string", 'office:string-value="lưu"'),
            cell("string", 'calcext:value-type="error"', "#REF!"),
            "<table:table-cell><text:p>trần</text:p></table:table-cell>",
        )
    )
    assert grid.rows == [[
        True, dt.datetime(2025, 6, 30, 14, 30), "chữ", dt.time(7, 30, 15, 500_000), dt.timedelta(hours=36), "chữ", 12.5,
        "lưu", "#REF!", "trần",
    ]]  # fmt: skip
    assert isinstance(grid.rows[0][8], CellError)


def test_ods_text() -> None:
    note = "<office:annotation><text:p>ghi chú</text:p></office:annotation>"
    text = f'{note}<text:p>\n  a<text:s text:c="2"/>b <text:span>c<text:tab/></text:span>d<text:line-break/>e</text:p><text:p>f</text:p>'
    grid = table(row(f'<table:table-cell office:value-type="string">{text}</table:table-cell>'))
    assert grid.rows == [[" a  b c\td\ne\nf"]]
    assert grid.comments == {(0, 0): "ghi chú"}


def test_ods_repeated_rows_and_columns() -> None:
    rows = row(value(0, 'table:number-columns-repeated="3"'), word("x"), more='table:number-rows-repeated="2"') + row(
        word("y")
    )
    assert table(rows).rows == [[0, 0, 0, "x"], [0, 0, 0, "x"], ["y", None, None, None]]
    many = row(value(0, 'table:number-columns-repeated="9999"'), more='table:number-rows-repeated="999999"')
    assert refusal(o.ods({"S": many}), "a.ods").code == "unreadable"


STYLES = """
<number:number-style style:name="gain"><number:number number:decimal-places="2" number:min-integer-digits="1" number:grouping="true"/></number:number-style>
<number:number-style style:name="loss"><number:text>(</number:text><number:number number:decimal-places="0" number:min-integer-digits="1"/>
<style:map style:condition="value()&gt;=0" style:apply-style-name="gain"/></number:number-style>
<number:number-style style:name="plain"><number:number number:min-integer-digits="1"/></number:number-style>
<number:number-style style:name="thousand"><number:number number:decimal-places="1" number:min-integer-digits="2" number:display-factor="1000"/></number:number-style>
<number:number-style style:name="sci"><number:scientific-number number:decimal-places="2"/></number:number-style>
<number:text-style style:name="text"><number:text-content/></number:text-style>
<style:style style:name="base" style:family="table-cell" style:data-style-name="loss"/>
<style:style style:name="heir" style:family="table-cell" style:parent-style-name="base"/>
<style:style style:name="circle" style:family="table-cell" style:parent-style-name="circle"/>
""" + "".join(
    f'<style:style style:name="c-{name}" style:family="table-cell" style:data-style-name="{name}"/>'
    for name in ("plain", "thousand", "sci", "text")
)  # fmt: skip


@pytest.mark.parametrize(
    ("style", "digits", "grouping", "thousands", "pad"),
    [
        ("base", 2, True, 0, 1),
        ("heir", 2, True, 0, 1),
        ("c-plain", None, False, 0, 0),
        ("c-thousand", 1, False, 1, 2),
        ("c-sci", None, False, 0, 0),
        ("c-text", None, False, 0, 0),
        ("circle", None, False, 0, 0),
        ("none", None, False, 0, 0),
    ],
)
def test_ods_number_formats(style: str, digits: int | None, grouping: bool, thousands: int, pad: int) -> None:
    found = table(row(value(1, f'table:style-name="{style}"')), STYLES).format_at(0, 0)
    assert (found.digits, found.grouping, found.thousands, found.pad) == (digits, grouping, thousands, pad)
    assert found.text is (style == "c-text")


def test_ods_styles_of_columns_and_rows_and_percentages_without_one() -> None:
    columns = '<table:table-column table:number-columns-repeated="2"/><table:table-column table:default-cell-style-name="base"/>'
    shown = (
        '<table:table-cell office:value-type="percentage" office:value="0.5"><text:p>50,00%</text:p></table:table-cell>'
    )
    rows = row(value(1), shown, value(2)) + row(value(3), more='table:default-cell-style-name="c-thousand"')
    grid = table(columns + rows, STYLES)
    assert [grid.format_at(0, c).digits for c in range(3)] == [None, 2, 2]
    assert grid.format_at(0, 1).percent
    assert grid.format_at(1, 0).thousands == 1


def test_ods_hidden_sheets_rows_and_columns_and_what_belongs_to_no_sheet() -> None:
    hidden = '<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style>'
    columns = '<table:table-column/><table:table-column table:visibility="collapse" table:number-columns-repeated="9"/>'
    rows = (
        row(value(1), value(2), value(3))
        + row(more='table:visibility="filter" table:number-rows-repeated="2"')
        + row(value(4))
    )
    old = f"<table:tracked-changes><table:cell-content-change>{value(9)}</table:cell-content-change></table:tracked-changes>"
    inner = f'<table:table-cell><table:table table:name="trong">{row(value(8))}</table:table></table:table-cell>'
    sheets = f'{old}<table:table table:name="Một">{columns}{rows}</table:table>'
    sheets += f'<table:table table:name="Hai" table:style-name="ta2">{row(inner, value(5))}</table:table>'
    sheets += f'<table:table table:name="tệp khác"><table:table-source/>{row(value(6))}</table:table>'
    first, second = grids(o.ods(sheets, hidden), "a.ods")
    assert (first.name, first.hidden, first.hidden_rows, first.hidden_columns) == ("Một", False, {1, 2}, {1, 2})
    assert first.rows[-1] == [4, None, None]
    assert (second.name, second.hidden, second.rows, second.left) == ("Hai", True, [[5]], 1)


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        ("of:=SUM([.A1:.A3])", "SUM(A1:A3)"),
        ('of:=IF([.$B$2]>0;[.A1]/[.B2];"a;[b]")', 'IF($B$2>0,A1/B2,"a;[b]")'),
        ("of:=[$Khác.A1]+['Tờ 1'.B2]", "Khác!A1+'Tờ 1'!B2"),
        ("of:=SUM([$'Ông ''A'.A1:.B2])", "SUM('Ông ''A'!A1:B2)"),
        ("of:=SUM([Một.A1:Hai.A1])", "SUM('Một:Hai'!A1)"),
        ("oooc:=SUM([.A:.A])", "SUM(A:A)"),
        ("msoxl:=SUM(A1;B1)", "SUM(A1;B1)"),
        ("=[.A1]", "A1"),
        ("of:=[.#REF!]+1", "#REF!+1"),
        ("of:=['file:///x.ods'#$S.A1]", "?"),
        ("of:=SUM([.A1]~[.B1])", "?"),
        ("of:={1;2}", "?"),
        ("of:=[", "?"),
        ("", ""),
    ],
)
def test_ods_formulas(formula: str, text: str) -> None:
    assert spelled_out(formula) == (text if text != "SUM('Một:Hai'!A1)" else "SUM('Một:Hai'!A1:A1)")


def test_ods_refusals() -> None:
    manifest = {"META-INF/manifest.xml": "<manifest><file-entry><encryption-data/></file-entry></manifest>"}
    assert refusal(o.ods({"S": ""}, parts=manifest), "a.ods").code == "encrypted"
    assert refusal(o.ods({}), "a.ods").code == "unreadable"


def test_ods_entities_are_refused() -> None:
    with zipfile.ZipFile(io.BytesIO(o.ods({"S": row(word("&b;"))}))) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    head, _, rest = parts["content.xml"].decode().partition("?>")  # type: ignore[union-attr]
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    assert "DOCTYPE" in refusal(o.packed({**parts, "content.xml": f"{head}?>{laughs}{rest}"}), "a.ods").en


# ---- any bytes ------------------------------------------------------------------------------------------------------


def survives(data: bytes, name: str) -> None:
    """Reading gives rectangular grids or one error."""
    try:
        _, found, _ = read_parts(data, name)
    except ReportcheckError as error:
        assert error.vi
        assert "\n" not in error.en
        return
    for grid in found:
        assert len({len(line) for line in grid.rows}) <= 1
        assert "" not in [value for line in grid.rows for value in line]


CHANGES = st.lists(
    st.tuples(
        st.floats(0, 0.999),
        st.sampled_from([b"\0", b"\xff", b"\x7f", b"\xff\xff\xff\xff", b"\1"]) | st.binary(max_size=3),
    ),
    max_size=6,
)


def changed(data: bytes, changes: list[tuple[float, bytes]]) -> bytes:
    made = bytearray(data)
    for share, piece in changes:
        place = int(share * len(made))
        made[place : place + len(piece)] = piece
    return bytes(made)


@settings(max_examples=300, deadline=None)
@given(CHANGES, st.floats(0.2, 1))
def test_changed_and_cut_xls(changes: list[tuple[float, bytes]], length: float) -> None:
    stream = o.xls(
        {"S": [real(0, 0, 1), o.formula(1, 0, 1.0, SUM8), o.text(2, 0, "ố")], "T": [o.merged((0, 1, 0, 1))]},
        ["0%"],
        REFERENCES,
    )
    survives(changed(stream, changes), "a.xls")
    survives(changed(REPORTS[0][1], changes)[: int(length * len(REPORTS[0][1]))], "a.xls")


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(REPORTS[1:]), st.integers(0, 6), CHANGES)
def test_changed_parts(report: tuple[str, bytes], number: int, changes: list[tuple[float, bytes]]) -> None:
    name, data = report
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts: dict[str, str | bytes] = {part: archive.read(part) for part in archive.namelist()}
    part = list(parts)[number % len(parts)]
    parts[part] = changed(parts[part], changes)  # type: ignore[arg-type]
    survives(o.packed(parts), name)


TOKENS = [
    "<",
    ">",
    '"',
    "&",
    "<!",
    "\0",
    "-1",
    "99999999999",
    "1048576",
    "<table:table>",
    "</table:table-row>",
    "office:",
    "0",
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 9), st.sampled_from(TOKENS)), min_size=1, max_size=3))
def test_changed_xml(changes: list[tuple[float, int, str]]) -> None:
    with zipfile.ZipFile(io.BytesIO(REPORTS[2][1])) as archive:
        xml = archive.read("content.xml").decode()
    for share, length, token in changes:
        place = int(share * len(xml))
        xml = xml[:place] + token + xml[place + length :]
    survives(o.packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": xml}), "a.ods")


@pytest.mark.parametrize("text", [b"T\xc3\xaan\tS\xe1\xbb\x91\nA\t5\n", b"sep=;\na;5\n"])
def test_text_that_is_called_xls(text: bytes) -> None:
    assert sniff(text, "xuất.xls") == "csv"

"""Workbooks: values with their addresses, the facts beside them, and what damaged or hostile files give."""

from __future__ import annotations

import datetime as dt
import io
import random
import struct
import zipfile
from collections.abc import Mapping

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.worksheet.formula import ArrayFormula

from reportcheck.errors import ReportcheckError
from reportcheck.model import Area, CellError, Grid, Unread
from reportcheck.read import sheet_sweep
from reportcheck.read.document import read_bytes
from reportcheck.read.shared_formula import SharedFormula
from reportcheck.read.sheet_walk import clusters
from reportcheck.read.xlsx import read_xlsx

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="#,##0.0"/>'
    '<numFmt numFmtId="165" formatCode="dd/mm/yyyy"/></numFmts><cellStyleXfs><xf numFmtId="9"/></cellStyleXfs>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="165" applyNumberFormat="1"><alignment/></xf>'
    '<xf numFmtId="10"/></cellXfs></styleSheet>'
)


def parts_of(*sheets: str, names: tuple[str, ...] = (), strings: str = "", styles: str = STYLES) -> dict[str, str]:
    """The parts of a workbook around the xml of its sheets."""
    titles = names or tuple(f"S{n}" for n in range(1, len(sheets) + 1))
    listed = "".join(f'<sheet name="{t}" sheetId="{n}" r:id="rId{n}"/>' for n, t in enumerate(titles, 1))
    related = "".join(
        f'<Relationship Id="rId{n}" Type="{REL}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    related += f'<Relationship Id="s" Type="{REL}/styles" Target="styles.xml"/>'
    related += f'<Relationship Id="t" Type="{REL}/sharedStrings" Target="sharedStrings.xml"/>'
    wrap = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": wrap.format(f'<Relationship Id="r" Type="{REL}/officeDocument" Target="xl/workbook.xml"/>'),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": wrap.format(related),
        "xl/styles.xml": styles,
    }
    if strings:
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{strings}</sst>'
    for n, xml in enumerate(sheets, 1):
        parts[f"xl/worksheets/sheet{n}.xml"] = xml
    return parts


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def sheet(data: str, after: str = "", before: str = "", namespace: str = MAIN) -> str:
    return f'<worksheet xmlns="{namespace}">{before}<sheetData>{data}</sheetData>{after}</worksheet>'


def read(data: bytes) -> list[Grid]:
    grids, unread = read_xlsx(data, "sổ.xlsx")
    assert unread == ()
    return list(grids)


def one(xml: str, strings: str = "") -> Grid:
    (grid,) = read(packed(parts_of(xml, strings=strings)))
    return grid


def saved(book: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def refusal(data: bytes) -> ReportcheckError:
    with pytest.raises(ReportcheckError) as caught:
        read_xlsx(data, "sổ.xlsx")
    error = caught.value
    assert error.path == "sổ.xlsx"
    assert "sổ.xlsx" in error.vi
    assert "sổ.xlsx" in error.en
    return error


def book() -> openpyxl.Workbook:
    made = openpyxl.Workbook()
    first = made.active
    first.title = "Biểu 1"
    first["C3"], first["D3"], first["C4"], first["D4"] = "Tổng số", 12, dt.date(2025, 6, 30), 0.8602
    first["C4"].number_format, first["D4"].number_format = "dd/mm/yyyy", "0.00%"
    first["E4"] = "=SUM(D3:D4)"
    first["C6"] = ArrayFormula("C6:C7", "=D3:D4*2")
    first["D3"].comment = Comment("Số liệu chốt đến 30/6", "A")
    first.merge_cells("C8:E8")
    first.row_dimensions[4].hidden = True
    first.column_dimensions.group("G", "H", hidden=True)
    made.create_sheet("ẩn").sheet_state = "hidden"
    made.create_sheet("rất ẩn").sheet_state = "veryHidden"
    made["ẩn"]["A1"] = True
    return made


def test_values_and_facts() -> None:
    first, hidden, very = read(saved(book()))
    assert (first.name, first.top, first.left) == ("Biểu 1", 2, 2)
    assert first.rows[:2] == [["Tổng số", 12.0, None], [dt.date(2025, 6, 30), 0.8602, None]]
    assert first.at(2, 2) == "Tổng số"
    assert first.format_at(3, 3).percent
    assert first.format_at(3, 3).digits == 2
    assert first.format_at(3, 2).date
    assert first.format_at(2, 3).digits is None
    assert first.formulas == {(3, 4): "SUM(D3:D4)", (5, 2): "D3:D4*2"}
    assert first.merges == (Area(7, 2, 7, 4),)
    assert first.hidden_rows == {3}
    assert first.hidden_columns == {6, 7}
    assert first.comments == {(2, 3): "Số liệu chốt đến 30/6"}
    assert (first.hidden, hidden.hidden, very.hidden) == (False, True, True)
    assert hidden.rows == [[True]]
    assert list(very.rows) == []


ROWS = '<row r="2"><c r="B2"{s}><v>1</v></c><c r="C2"{s} t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'


def test_one_format_for_all_is_uniform() -> None:
    grid = one(sheet(ROWS.replace("{s}", ' s="1"')))
    assert (dict(grid.formats), grid.uniform.code) == ({}, "#,##0.0")
    assert (grid.top, grid.left, grid.rows) == (1, 1, [[1.0, CellError("#DIV/0!")]])
    assert isinstance(grid.at(1, 2), CellError)
    assert grid.formulas == {(1, 2): "1/0"}


def test_formats_by_cell_whatever_the_order_of_attributes() -> None:
    rows = (
        '<row r="1" s="3" customFormat="1"><c r="A1" s="1"><v>1</v></c><c r="B1" t="n" s="3"><v>2</v></c>'
        '<c r="C1"><v>3</v></c><c r="D1" s="1"/></row>'
        '<row r="5"><c r="A5" s="3"><v>4</v></c><c r="B5" s="1"><v>5</v></c><c r="C5" s="9"><v>6</v></c></row>'
    )
    grid = one(sheet(rows))
    codes = {(0, 0): "#,##0.0", (0, 1): "0.00%", (0, 2): "General", (4, 0): "0.00%", (4, 1): "#,##0.0"}
    assert {place: grid.format_at(*place).code for place in codes} == codes
    assert grid.format_at(4, 2).code == "General"
    assert len(grid.formats) == len(list(grid.formats)) == 4
    assert (0, 3) not in grid.formats
    assert grid.formats.get((7, 7)) is None


def test_text_that_looks_like_a_style_shifts_no_format() -> None:
    rows = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>x s="3" y</t></is></c><c r="B1" s="1"><v>2</v></c></row>'
        '<row r="2"><c r="A2" s="3"><v>2</v></c></row>'
    )
    grid = one(sheet(rows))
    assert {place: format.code for place, format in grid.formats.items()} == {(0, 1): "#,##0.0", (1, 0): "0.00%"}
    assert grid.at(0, 0) == 'x s="3" y'


def test_shared_formulas_are_written_out() -> None:
    rows = "".join(
        f'<row r="{r}"><c r="A{r}"><v>{r}</v></c><c r="B{r}">'
        + ('<f t="shared" ref="B1:B3" si="0">SUM($A$1:A1)&amp;"A1"</f>' if r == 1 else '<f t="shared" si="0"/>')
        + f"<v>{r}</v></c></row>"
        for r in (1, 2, 3)
    )
    expected = {(0, 1): 'SUM($A$1:A1)&"A1"', (1, 1): 'SUM($A$1:A2)&"A1"', (2, 1): 'SUM($A$1:A3)&"A1"'}
    assert one(sheet(rows)).formulas == expected
    assert (
        one(sheet(rows).replace("<", "<x:").replace("<x:/", "</x:").replace("xmlns=", "xmlns:x=")).formulas == expected
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A1+$A1+A$1+$A$1", "C3+$A3+C$1+$A$1"),
        ("'Biểu A1'!B2*LOG10(C3)", "'Biểu A1'!D4*LOG10(E5)"),
        ("SUM(A:B,2:3,$A:C)", "SUM(C:D,4:5,$A:E)"),
        ("Table1[A1]+[1]Sheet1!A1", "Table1[A1]+[1]Sheet1!C3"),
        ("name_A1+A1.b+ABCD1", "name_A1+A1.b+ABCD1"),
        ('"A1 ""B2"""&A1', '"A1 ""B2"""&C3'),
        ("XFC1048576", "A2"),
    ],
)
def test_references_move_with_the_cell(text: str, expected: str) -> None:
    assert SharedFormula(text, 0, 0).at(2, 2) == expected.replace("XFC", "XFE")


def test_formulas_without_a_cached_value_make_room() -> None:
    rows = '<row r="1"><c r="B1"><f>C9</f></c></row><row r="2"><c r="C2"><v>1</v></c></row><row r="4"><c r="E4"><f>C2</f></c></row>'
    grid = one(sheet(rows))
    assert (grid.top, grid.left, len(grid.rows), len(grid.rows[0])) == (0, 1, 4, 4)
    assert grid.at(1, 2) == 1.0
    alone = one(sheet('<row r="7"><c r="D7"><f>A1</f></c></row>'))
    assert (alone.top, alone.left, alone.rows, alone.formulas) == (6, 3, [[None]], {(6, 3): "A1"})


def test_empty_text_is_none_and_makes_no_room() -> None:
    rows = '<row r="1"><c r="A1" t="str"><v></v></c></row><row r="2"><c r="B2" t="str"><f>""</f><v></v></c><c r="C2"><v>1</v></c><c r="D2" t="str"><v></v></c></row>'
    grid = one(sheet(rows))
    assert (grid.top, grid.left, grid.rows, grid.formulas) == (1, 2, [[1.0]], {})


STRINGS = "<si><t>một</t></si><si><r><t>ha</t></r><r><t>i</t></r><rPh><t>x</t></rPh></si>"
COMMON = (
    '<row r="3" hidden="1"><c r="C3" t="s"><v>0</v></c><c r="D3" t="s"><v>1</v></c><c r="E3"><v>2.5</v></c></row>'
    '<row r="4"><c r="C4" t="b"><v>1</v></c><c r="D4" t="e"><v>#REF!</v></c><c r="E4" s="2"><v>45838</v></c>'
    '<c r="F4" t="str"><f>"x"&amp;D3</f><v>xhai</v></c><c r="G4" t="inlineStr"><is><t>ba</t></is></c></row>'
)
AFTER = '<mergeCells count="1"><mergeCell ref="C3:D3"/></mergeCells>'
COLS = '<cols><col min="1" max="2" hidden="1"/></cols>'


def variants() -> dict[str, str]:
    plain = sheet(COMMON, AFTER, COLS)
    prefixed = plain.replace("<", "<x:").replace("<x:/", "</x:").replace("xmlns=", "xmlns:x=")
    nameless = plain
    for name in ("C3", "D3", "E3", "C4", "D4", "E4", "F4", "G4"):
        nameless = nameless.replace(f' r="{name}"', ' r="C3"' if name == "C3" else ' r="C4"' if name == "C4" else "")
    return {
        "plain": plain,
        "declaration": '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n' + plain,
        "strict": sheet(COMMON, AFTER, COLS, STRICT),
        "prefixed": prefixed,
        "without names": nameless,
        "single quotes": plain.replace('"x"', "&quot;x&quot;").replace('"', "'"),
        "spread over lines": plain.replace("<c ", "<c\n ").replace("><", ">\n<"),
        "comment": plain.replace("<sheetData>", '<!-- <c r="XFD1048576"> --><sheetData>'),
        "cdata": plain.replace("<v>xhai</v>", "<v><![CDATA[xhai]]></v>"),
    }


@pytest.mark.parametrize("name", variants())
def test_one_sheet_in_every_dress(name: str) -> None:
    grid = one(variants()[name], STRINGS)
    assert (grid.top, grid.left) == (2, 2)
    assert grid.rows == [
        ["một", "hai", 2.5, None, None],
        [True, "#REF!", dt.date(2025, 6, 30), "xhai", "ba"],
    ]
    assert isinstance(grid.at(3, 3), CellError)
    assert grid.formulas == {(3, 5): '"x"&D3'}
    assert grid.merges == (Area(2, 2, 2, 3),)
    assert grid.hidden_rows == {2}
    assert grid.hidden_columns == {0, 1}
    assert grid.format_at(3, 4).date


def test_another_encoding() -> None:
    parts: dict[str, str | bytes] = {**parts_of(sheet(COMMON), strings=STRINGS)}
    xml = '<?xml version="1.0" encoding="UTF-16"?>' + sheet(COMMON)
    parts["xl/worksheets/sheet1.xml"] = xml.encode("utf-16")
    (grid,) = read(packed(parts))
    assert grid.at(2, 2) == "một"


def test_a_workbook_part_of_another_name() -> None:
    parts = parts_of(sheet('<row r="1"><c r="A1"><v>1</v></c></row>'))
    parts["xl/workbook2.xml"] = parts.pop("xl/workbook.xml")
    parts["xl/_rels/workbook2.xml.rels"] = parts.pop("xl/_rels/workbook.xml.rels")
    parts["_rels/.rels"] = parts["_rels/.rels"].replace("xl/workbook.xml", "/xl/workbook2.xml")
    assert read(packed(parts))[0].rows == [[1.0]]


def test_dates_read_either_way_are_the_same() -> None:
    made = openpyxl.Workbook()
    for row, (number, format) in enumerate(
        [
            (45000, "d/m/yyyy"),
            (45000.5, "d/m h:mm"),
            (0.5, "h:mm"),
            (1.5, "[h]:mm"),
            (61, "d/m"),
            (5, "d/m"),
            (3e7, "d/m"),
        ],
        1,
    ):
        made.active.cell(row, 1, number).number_format = format
    data = saved(made)
    (fast,) = read(data)
    (walked,) = read(_with_zip_comment(data))
    assert fast.rows == walked.rows
    assert fast.rows[:4] == [
        [dt.date(2023, 3, 15)], [dt.datetime(2023, 3, 15, 12)], [dt.time(12)], [dt.timedelta(days=1, hours=12)],
    ]  # fmt: skip
    made.epoch = dt.datetime(1904, 1, 1)
    assert read(saved(made))[0].rows[0] == read(_with_zip_comment(saved(made)))[0].rows[0] == [dt.date(2027, 3, 16)]


def _with_zip_comment(data: bytes) -> bytes:
    """The same archive with a comment, which is read cell by cell."""
    file = io.BytesIO(data)
    with zipfile.ZipFile(file, "a") as archive:
        archive.comment = b"x"
    return file.getvalue()


def test_both_ways_agree_on_a_large_sheet() -> None:
    rng = random.Random(7)
    made = openpyxl.Workbook()
    for r in range(1, 401):
        for c in range(1, 30):
            if rng.random() < 0.8:
                cell = made.active.cell(r, c, rng.choice([rng.randint(0, 9999), rng.random(), "chữ", f"=A{r}+1"]))
                cell.number_format = rng.choice(["General", "0.0", "#,##0"])
    data = saved(made)
    (fast,), (walked,) = read(data), read(_with_zip_comment(data))
    assert fast.rows == walked.rows
    assert fast.formulas == walked.formulas
    assert dict(fast.formats) == dict(walked.formats)
    assert len(fast.formats) > 3000


@pytest.mark.parametrize("nothing", ["<v></v>", "<v/>", ""])
def test_a_text_without_letters_is_no_missing_value(nothing: str) -> None:
    xml = sheet(
        '<row r="1"><c r="A1"><v>0</v></c><c r="B1" t="str"><f t="shared" ref="B1:B3" si="0">IF(A1=0,"",A1)</f>'
        f'{nothing}</c></row><row r="2"><c r="A2"><v>4</v></c><c r="B2"><f t="shared" si="0"/><v>4</v></c></row>'
        f'<row r="3"><c r="A3"><v>0</v></c><c r="B3" t="str"><f t="shared" si="0"/>{nothing}</c>'
        '<c r="C3"><f>A3+1</f></c></row>'
    )
    data = packed(parts_of(xml))
    for grid in (*read(data), *read(_with_zip_comment(data))):
        assert grid.formulas == {(1, 1): 'IF(A2=0,"",A2)', (2, 2): "A3+1"}
    assert [(u.display, u.reason) for u in read_bytes(data, "a.xlsx").unread] == [("S1!C3", "no-stored-values")]


def test_many_pieces_of_xml() -> None:
    rows = "".join(
        f'<row r="{r}"><c r="A{r}" s="{r % 4}"><v>{r}</v></c><c r="B{r}"><f>A{r}*2</f><v>{2 * r}</v></c></row>'
        for r in range(1, 30_001)
    )
    grid = one(sheet(rows, AFTER))
    assert (grid.top, grid.left, len(grid.rows)) == (0, 0, 30_000)
    assert len(grid.formulas) == 30_000
    assert grid.formulas[29_999, 1] == "A30000*2"
    assert {grid.format_at(r, 0).code for r in range(3, 30_000, 4)} == {"General"}
    assert {grid.format_at(r, 0).code for r in range(0, 30_000, 4)} == {"#,##0.0"}
    assert grid.merges == (Area(2, 2, 2, 3),)


@pytest.mark.parametrize("prefix", ["", "x:"])
def test_cells_very_far_apart(prefix: str) -> None:
    xml = sheet(
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row><row r="1048576"><c r="XFD1048576"><v>3</v></c></row>'
    )
    if prefix:
        xml = xml.replace("<", "<x:").replace("<x:/", "</x:").replace("xmlns=", "xmlns:x=")
    near, far = read(packed(parts_of(xml)))
    assert (near.name, near.top, near.left, near.rows) == ("S1", 0, 0, [[1.0, 2.0]])
    assert (far.name, far.top, far.left, far.rows) == ("S1", 1_048_575, 16_383, [[3.0]])


def test_a_row_that_lies_about_its_number() -> None:
    xml = sheet('<row r="1"><c r="A1"><v>1</v></c><c r="XFD1048576"><v>3</v></c></row>')
    assert [grid.rows for grid in read(packed(parts_of(xml)))] == [[[1.0]], [[3.0]]]


FAR = "XFD1048576"


@pytest.mark.parametrize(
    "tag",
    [
        f'<c r="B1" r="{FAR}">',
        f'<c r="B1"  r="{FAR}">',
        f'<c r="B1" x=">" r="{FAR}">',
        f'<c r="B1" x="</row>" r="{FAR}">',
        f'<c r1="B1" r="{FAR}">',
        f'<c t="n" r="{FAR}">',
        f"<c r='{FAR}'>",
        f'<c\tr="{FAR}">',
        f'<c r ="{FAR}">',
        f'<é:c r="{FAR}">',
        f'<1:c r="{FAR}">',
        '<c r="xfd1048576">',
        '</row><row r="1048576"><c r1="B1" t="n">',
        '</row><row r="1048576"><c r.="B1" t="n">',
    ],
)
def test_no_way_of_writing_a_far_cell_reaches_the_fast_reader(tag: str) -> None:
    """The fast reader would take 550 GB for such a sheet, and the process would end with it."""
    data = f'<row r="1"><c r="A1"><v>1</v></c>{tag}<v>2</v></c></row>'
    survives(packed(parts_of(sheet(data))))


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/_rels/workbook.xml.rels", "</Relationships>", '<Relationship Id="rId1" Target="worksheets/far.xml"/></Relationships>'),
        ("xl/_rels/workbook.xml.rels", "</Relationships>", '<Relationship Id="rId1" Target="worksheets/far.xml" ! /></Relationships>'),
        ("xl/_rels/workbook.xml.rels", "</Relationships>",
         '<Relationship Id="rId1" TargetMode="External" Target="worksheets/far.xml"/></Relationships>'),
        ("xl/_rels/workbook.xml.rels", 'Target="worksheets/sheet1.xml"', 'Target="worksheets/sheet1.xml" Target="worksheets/far.xml"'),
        ("xl/_rels/workbook.xml.rels", "worksheets/sheet1.xml", "xl/worksheets/far.xml"),
        ("xl/_rels/workbook.xml.rels", "worksheets/sheet1.xml", "../xl/worksheets/sheet1.xml"),
        ("xl/workbook.xml", 'r:id="rId1"', 'r:id="rId9" x:id="rId1"'),
    ],
)  # fmt: skip
def test_no_way_of_naming_a_sheet_shows_another_to_the_fast_reader(part: str, old: str, new: str) -> None:
    far = sheet(f'<row r="1"><c r="A1"><v>1</v></c><c r="{FAR}"><v>2</v></c></row>')
    near = sheet('<row r="1"><c r="A1"><v>1</v></c></row>')
    parts = parts_of(near)
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new)
    parts["xl/worksheets/far.xml"] = parts["xl/../xl/worksheets/sheet1.xml"] = far
    parts["xl/xl/worksheets/far.xml"] = near
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(
        "</Relationships>",
        f'<Relationship Id="rId9" Type="{REL}/worksheet" Target="worksheets/far.xml"/></Relationships>',
    )
    survives(packed(parts))


def test_one_cell_far_out_is_one_cell() -> None:
    grid = one(sheet('<row r="1048576"><c r="XFD1048576" s="1"><v>3</v></c></row>'))
    assert (grid.top, grid.left, grid.rows) == (1_048_575, 16_383, [[3.0]])


def test_clusters_cover_all_cells_once() -> None:
    table = [(r, c) for r in range(100) for c in range(20)]
    stray = [(1_000_000, 3), (50, 16_000)]
    groups = clusters(table + stray)
    assert sorted(map(len, groups)) == [1, 1, 2000]
    cross = [(0, c) for c in range(16_384)] + [(r, 0) for r in range(1, 100_000)]
    groups = clusters(cross)
    assert sum(map(len, groups)) == len(cross)
    assert len(groups) < 100


def test_scattered_beyond_reason_is_told() -> None:
    cells = "".join(f'<row r="{r}"><c r="{"ABCDEFGH"[r % 8]}X{r}"><v>1</v></c></row>' for r in range(1, 1_048_000, 700))
    grids, unread = read_xlsx(packed(parts_of(sheet(cells))), "x")
    assert len(grids) >= 1
    assert sum(value is not None for grid in grids for row in grid.rows for value in row) <= 1498
    assert unread in ((), (Unread("S1", "scattered-cells"),))


def test_many_sheets() -> None:
    made = openpyxl.Workbook()
    for n in range(299):
        made.create_sheet(f"T{n}").append([n])
    grids = read(saved(made))
    assert len(grids) == 300
    assert grids[299].rows == [[298.0]]


def test_chart_sheets_and_missing_sheets_are_told() -> None:
    made = openpyxl.Workbook()
    made.active["A1"] = 1
    made.create_chartsheet("Biểu đồ")
    grids, unread = read_xlsx(saved(made), "x")
    assert [grid.name for grid in grids] == ["Sheet"]
    assert unread == (Unread("Biểu đồ", "chart-sheet"),)
    parts = parts_of(sheet('<row r="1"><c r="A1"><v>1</v></c></row>'), sheet(""))
    del parts["xl/worksheets/sheet2.xml"]
    grids, unread = read_xlsx(packed(parts), "x")
    assert ([grid.rows for grid in grids], unread) == ([[[1.0]]], (Unread("S2", "missing-sheet"),))


@pytest.mark.parametrize(
    "bad", ["<worksheet><sheetData><row", "", "no xml", sheet('<row><c r="ZZZZ9"><v>1</v></c></row>')]
)
def test_one_damaged_sheet_leaves_the_others(bad: str) -> None:
    good = sheet('<row r="1"><c r="A1"><v>1</v></c></row>')
    grids, unread = read_xlsx(packed(parts_of(good, bad, good)), "x")
    assert [grid.name for grid in grids] == ["S1", "S3"]
    assert unread == (Unread("S2", "damaged-sheet"),)
    assert refusal(packed(parts_of(bad))).code == "unreadable"


def test_names_are_unescaped() -> None:
    (grid,) = read(
        packed(parts_of(sheet('<row r="1"><c r="A1"><v>1</v></c></row>'), names=("Thu &amp; chi &quot;1&quot;",)))
    )
    assert grid.name == 'Thu & chi "1"'


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"]
)
@pytest.mark.parametrize(
    "bomb", ['<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>', '<!DOCTYPE x SYSTEM "file:///etc/passwd">']
)
def test_document_types_are_refused(part: str, bomb: str) -> None:
    parts = parts_of(sheet(COMMON), strings=STRINGS)
    parts[part] = bomb + parts[part]
    assert refusal(packed(parts)).code == "unreadable"


def test_hostile_xml_is_read_in_time_that_goes_with_its_length() -> None:
    many = 200_000
    for middle in (
        '<c r="A1"' * many,
        '<c r="A1" s="1">' + ' t="e"' * many,
        "<f " * many,
        '<row r="1" hidden="1" ' + "a" * many,
        '<c r="A1"><f t="shared" si="0">' + '"' * many + "</f></c>",
        '<c r="A1"><f t="shared" si="0">' + "A1+" * many + '</f></c><c r="A2"><f t="shared" si="0"/></c>',
        '<mergeCell r="' * many,
    ):
        survives(packed(parts_of(sheet(middle), sheet(ROWS.replace("{s}", "")))))


def test_shared_formulas_written_out_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_sweep, "MOST_WRITTEN", 10_000)
    cells = '<row r="1"><c r="A1"><f t="shared" ref="A1:A9" si="0">' + "1+" * 4000 + "1</f><v>1</v></c></row>"
    cells += "".join(f'<row r="{r}"><c r="A{r}"><f t="shared" si="0"/><v>1</v></c></row>' for r in range(2, 9))
    assert refusal(packed(parts_of(sheet(cells)))).code == "unreadable"


def _declare(data: bytes, name: str, size: int) -> bytes:
    """The same archive whose directory says that a part unpacks to ``size`` bytes."""
    place = data.rindex(name.encode()) - 46
    assert data[place : place + 4] == b"PK\x01\x02"
    return data[: place + 24] + struct.pack("<I", size) + data[place + 28 :]


def test_bombs_are_refused() -> None:
    data = packed(parts_of(sheet(COMMON), strings=STRINGS))
    assert refusal(_declare(data, "xl/styles.xml", (1 << 30) + 1)).code == "too-large"
    assert refusal(_declare(data, "xl/styles.xml", 101 << 20)).code == "too-large"
    parts = parts_of(*["<x/>"] * 9)
    data = packed(parts)
    lying = _declare(packed(parts_of(sheet(COMMON) + " " * 3_000_000)), "xl/worksheets/sheet1.xml", 900)
    assert refusal(lying).code == "unreadable"


def test_other_files_are_refused() -> None:
    assert refusal(packed({"a.txt": "x"})).code == "unreadable"
    assert refusal(b"").code == "unreadable"
    assert refusal(b"hello").code == "unreadable"
    assert refusal(saved(book())[:-400]).code == "unreadable"


def test_oddities_of_the_archive() -> None:
    parts = parts_of(sheet('<row r="1"><c r="A1"><v>1</v></c></row>'))
    data = packed(parts)
    assert read(b"junk" * 10 + data)[0].rows == [[1.0]]
    assert read(_with_zip_comment(data))[0].rows == [[1.0]]
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
            with pytest.warns(UserWarning, match="Duplicate"):
                archive.writestr(name, content)
    assert read(file.getvalue())[0].rows == [[1.0]]

    class Unseekable(io.RawIOBase):
        def __init__(self) -> None:
            self.data = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, piece: bytes) -> int:  # type: ignore[override]
            self.data += piece
            return len(piece)

    stream = Unseekable()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:  # writes data descriptors
        for name, content in parts.items():
            archive.writestr(name, content)
    assert read(bytes(stream.data))[0].rows == [[1.0]]


SAMPLE = saved(book())
PARTS = parts_of(sheet(COMMON, AFTER, COLS), sheet(ROWS.replace("{s}", "")), strings=STRINGS)
XML = sorted(name for name in PARTS if name.startswith("xl/"))
TOKENS = [
    "<",
    ">",
    '"',
    "'",
    "/",
    "&",
    "<!",
    "]]>",
    "\0",
    "-1",
    "99999999999",
    "XFD1048576",
    "<c>",
    "<x:c>",
    "<f>",
    "</row>",
]


def survives(data: bytes) -> None:
    """Reading gives grids or one error, and the grids are rectangular."""
    try:
        grids, _ = read_xlsx(data, "x.xlsx")
    except ReportcheckError:
        return
    for grid in grids:
        assert len({len(row) for row in grid.rows}) <= 1
        assert "" not in [value for row in grid.rows for value in row]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, len(SAMPLE) - 1), st.integers(0, 255)), max_size=8), st.integers(0, len(SAMPLE))
)
def test_changed_and_cut_files(changes: list[tuple[int, int]], length: int) -> None:
    data = bytearray(SAMPLE)
    for place, byte in changes:
        data[place] = byte
    survives(bytes(data))
    survives(bytes(data[:length]))


@settings(max_examples=600, deadline=None)
@given(st.data())
def test_changed_parts(data: st.DataObject) -> None:
    parts = dict(PARTS)
    for _ in range(data.draw(st.integers(1, 3))):
        name = data.draw(st.sampled_from(XML))
        text = parts[name]
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 12)))
        parts[name] = text[:start] + data.draw(st.sampled_from(TOKENS) | st.text(max_size=3)) + text[end:]
    survives(packed({name: text.encode("utf-8", "replace") for name, text in parts.items()}))

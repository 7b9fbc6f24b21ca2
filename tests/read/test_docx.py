"""Word documents as their author would print them."""

from __future__ import annotations

import io
import unicodedata
import zipfile

import pytest
import word as w
from hypothesis import given, settings
from hypothesis import strategies as st

from reportcheck.errors import ReportcheckError
from reportcheck.model import Document, Note, Paragraph
from reportcheck.read.document import read_bytes


def read(*body: str, **parts: str) -> Document:
    return read_bytes(w.docx(*body, parts=parts), "a.docx")


def texts(document: Document, kind: str = "") -> list[str]:
    return [f"{p.label} {p.text}".strip() for p in document.paragraphs if not kind or p.kind == kind]


def only(*body: str, **parts: str) -> Paragraph:
    (paragraph,) = read(*body, **parts).paragraphs
    return paragraph


# ---- words ----------------------------------------------------------------------------------------------------------


def test_changes_are_accepted() -> None:
    inserted, deleted = f"<w:ins>{w.run('34')}</w:ins>", "<w:del><w:r><w:delText>12</w:delText></w:r></w:del>"
    moved = f"<w:moveFrom>{w.run('cũ ')}</w:moveFrom><w:moveTo>{w.run('mới ')}</w:moveTo>"
    assert only(w.paragraph("Tổng ", moved, deleted, inserted, " hồ sơ")).text == "Tổng mới 34 hồ sơ"


def test_a_deleted_end_joins_two_paragraphs() -> None:
    gone = "<w:rPr><w:del/></w:rPr>"
    document = read(w.paragraph("Tổng số 12 ", properties=gone), w.paragraph("hồ sơ"), w.paragraph("Hết"))
    assert texts(document) == ["Tổng số 12 hồ sơ", "Hết"]
    wholly = w.paragraph("<w:del><w:r><w:delText>Bỏ</w:delText></w:r></w:del>", properties=gone)
    assert texts(read(wholly, w.paragraph("Còn"))) == ["Còn"]


def test_a_deleted_end_at_the_end_of_all() -> None:
    assert texts(read(w.paragraph("Hết", properties="<w:rPr><w:del/></w:rPr>"))) == ["Hết"]


def test_wrappers_are_looked_through() -> None:
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{w.run('12')}</w:sdtContent></w:sdt>"
    link = f'<w:hyperlink r:id="x">{w.run(" hồ sơ")}</w:hyperlink>'
    tag = f"<w:smartTag>{w.run(' mới')}</w:smartTag>"
    block = f"<w:sdt><w:sdtPr/><w:sdtContent>{w.paragraph(control, link, tag)}</w:sdtContent></w:sdt>"
    assert texts(read(block)) == ["12 hồ sơ mới"]
    asked = (
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>" + w.run("Bấm để nhập") + "</w:sdtContent></w:sdt>"
    )
    assert only(w.paragraph("Tên: ", asked)).text == "Tên: "


def test_hidden_words_are_left_out() -> None:
    hidden = w.run("999", properties="<w:vanish/>")
    shown = w.run("12", properties='<w:vanish w:val="0"/>')
    assert only(w.paragraph("a", hidden, shown)).text == "a12"
    styles = (
        f'<w:styles {w.NS}><w:style w:type="character" w:styleId="H"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>'
    )
    assert only(w.paragraph("a", w.run("99", properties='<w:rStyle w:val="H"/>')), styles=styles).text == "a"


def test_fields_show_their_results() -> None:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    code = "<w:r><w:instrText> =SUM(ABOVE) </w:instrText></w:r>"
    field = mark("begin") + code + mark("separate") + w.run("42") + mark("end")
    assert only(w.paragraph("Tổng ", field, " hồ sơ")).text == "Tổng 42 hồ sơ"
    simple = f'<w:fldSimple w:instr="DATE">{w.run("15/10/2025")}</w:fldSimple>'
    assert only(w.paragraph(simple)).text == "15/10/2025"
    contents = mark("begin") + code.replace("=SUM(ABOVE)", "TOC \\o") + mark("separate") + w.run("I. Kết quả 3")
    assert texts(read(w.paragraph(contents), w.paragraph("II. 9", mark("end")), w.paragraph("Sau"))) == ["Sau"]


def test_tabs_breaks_and_symbols() -> None:
    marks = (
        "<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>05</w:t><w:noBreakHyphen/><w:t>06</w:t><w:softHyphen/></w:r>"
    )
    assert only(w.paragraph(marks)).text == "a\tb\n05-06"
    times = '<w:r><w:sym w:font="Symbol" w:char="F0B4"/></w:r>'
    assert only(w.paragraph("3 ", times, " 4")).text == "3 × 4"
    sum_ = "<m:oMath><m:r><m:t>2+3</m:t></m:r></m:oMath>"
    assert only(w.paragraph("x=", sum_)).text == "x=2+3"


def test_raised_figures_are_marks_or_powers() -> None:
    raised = '<w:vertAlign w:val="superscript"/>'
    found = only(w.paragraph("1.234", w.run("1", properties=raised), " km", w.run("2", properties=raised)))
    assert (found.text, found.anchors) == ("1.234 km²", (Note(5, "", "1"),))
    assert found.at(6, 9).start == 7  # the mark stands between


def test_notes_with_their_anchors() -> None:
    notes = (
        f'<w:footnotes {w.NS}><w:footnote w:type="separator" w:id="0">{w.paragraph()}</w:footnote>'
        f'<w:footnote w:id="7">{w.paragraph("<w:r><w:footnoteRef/></w:r>", "Gồm 08 sở")}</w:footnote>'
        f'<w:footnote w:id="9">{w.paragraph("Không ai nhắc")}</w:footnote></w:footnotes>'
    )
    ends = f'<w:endnotes {w.NS}><w:endnote w:id="7">{w.paragraph("Cuối")}</w:endnote></w:endnotes>'
    body = w.paragraph(
        "14 sở", '<w:r><w:footnoteReference w:id="7"/></w:r>', " mới", '<w:r><w:endnoteReference w:id="7"/></w:r>'
    )
    found = list(read(body, w.paragraph("Sau"), footnotes=notes, endnotes=ends).paragraphs)
    assert found[0].text == "14 sở mới"
    assert found[0].anchors == (Note(5, "footnote-7", "1"), Note(9, "endnote-7", "1"))
    assert [(p.kind, p.note, p.label, p.text, p.location.display) for p in found[2:]] == [
        ("footnote", "footnote-7", "1", "Gồm 08 sở", "chú thích 1"),
        ("endnote", "endnote-7", "i", "Cuối", "chú thích i"),
    ]


def test_text_boxes_are_read_once() -> None:
    inner = f"<w:txbxContent>{w.paragraph('12 hồ sơ')}</w:txbxContent>"
    choice = f'<mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp><wps:txbx>{inner}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>'
    fallback = f"<mc:Fallback><w:pict><v:shape><v:textbox>{inner}</v:textbox></v:shape></w:pict></mc:Fallback>"
    both = f"<w:r><mc:AlternateContent>{choice}{fallback}</mc:AlternateContent></w:r>"
    document = read(w.paragraph("Ngoài khung", both), w.paragraph("Sau"))
    assert [(p.kind, p.text) for p in document.paragraphs] == [
        ("body", "Ngoài khung"),
        ("text box", "12 hồ sơ"),
        ("body", "Sau"),
    ]
    old = f"<w:r><w:pict><v:shape><v:textbox>{inner}</v:textbox></v:shape></w:pict></w:r>"
    assert texts(read(w.paragraph(old))) == ["12 hồ sơ"]


def test_headers_and_footers_stand_apart() -> None:
    header = f"<w:hdr {w.NS}>{w.table(w.row('TỈNH ỦY', 'Số 5'))}</w:hdr>"
    document = read(w.paragraph("12 hồ sơ"), header=header, footer=f"<w:ftr {w.NS}>{w.paragraph('Trang 3')}</w:ftr>")
    assert [(p.kind, p.text) for p in document.paragraphs] == [
        ("body", "12 hồ sơ"),
        ("header", "TỈNH ỦY"),
        ("header", "Số 5"),
        ("footer", "Trang 3"),
    ]
    assert not list(document.tables)


def test_letters_of_old_fonts() -> None:
    tcvn = w.paragraph(w.run("Tæng sè ", font=".VnTime"), w.run("12 hå s¬", font=".VnTime"))
    assert only(tcvn).text == "Tổng số 12 hồ sơ"
    assert only(w.paragraph(w.run("céng hßa", font=".VnTimeH"))).text == "CỘNG HÒA"
    vni = only(w.paragraph(w.run("To", font="VNI-Times"), w.run("ång soá 12", font="VNI-Times")))
    assert vni.text == "Tổng số 12"
    assert vni.at(8, 10).start == 10  # two letters took two characters each
    assert only(w.paragraph(w.run("Tổng số", font="Times New Roman"))).text == "Tổng số"
    styles = f'<w:styles {w.NS}><w:style w:type="paragraph" w:default="1" w:styleId="N"><w:rPr><w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/></w:rPr></w:style></w:styles>'
    assert only(w.paragraph("Tæng sè"), styles=styles).text == "Tổng số"


def test_letters_are_composed() -> None:
    found = only(w.paragraph(unicodedata.normalize("NFD", "Tổng số 12")))
    assert found.text == "Tổng số 12"
    assert (found.at(8, 10).start, found.at(8, 10).end) == (12, 14)


# ---- headings and lists ------------------------------------------------------------------------------------------------


def test_headings() -> None:
    styles = (
        f'<w:styles {w.NS}><w:style w:type="paragraph" w:styleId="A"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="C"><w:basedOn w:val="C"/></w:style></w:styles>'
    )
    bold = w.paragraph(w.run("III. KẾT QUẢ", properties="<w:b/>"))
    body = [w.paragraph("x", style=s) for s in "ABC"]
    outlined = w.paragraph("y", properties='<w:outlineLvl w:val="0"/>')
    found = read(*body, outlined, bold, w.paragraph("1.2. Kết quả năm 2025"), styles=styles).paragraphs
    assert [(p.kind, p.level) for p in found] == [
        ("heading", 2),
        ("heading", 2),
        ("body", 0),
        ("heading", 1),
        ("heading", 1),
        ("heading", 3),
    ]


def test_automatic_numbers() -> None:
    levels = (
        w.level(0, "%1.", "upperRoman") + w.level(1, "%2.") + w.level(2, "%2.%3") + w.level(3, "%4)", "lowerLetter")
    )
    body = [w.numbered(str(n), n) for n in (0, 1, 2, 2, 1, 2, 3, 3, 0, 1)]
    found = read(*body, numbering=w.numbering(levels)).paragraphs
    assert [p.label for p in found] == ["I.", "1.", "1.1", "1.2", "2.", "2.1", "a)", "b)", "II.", "1."]


def test_lists_begin_again_where_they_say_so() -> None:
    start = '<w:num w:numId="5"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    same = '<w:num w:numId="6"><w:abstractNumId w:val="0"/></w:num>'
    parts = {"numbering": w.numbering(w.level(0, "%1)"), numbers=start + same)}
    body = [w.numbered("x", 0, n) for n in (1, 1, 6, 5, 5, 1)]
    assert [p.label for p in read(*body, **parts).paragraphs] == ["1)", "2)", "3)", "1)", "2)", "3)"]


def test_levels_that_never_begin_again() -> None:
    levels = w.level(0, "%1.") + w.level(1, "%2)", more='<w:lvlRestart w:val="0"/>')
    body = [w.numbered("x", n) for n in (0, 1, 1, 0, 1)]
    found = read(*body, numbering=w.numbering(levels)).paragraphs
    assert [p.label for p in found] == ["1.", "1)", "2)", "2.", "3)"]


@pytest.mark.parametrize(
    ("how", "text", "label"),
    [
        ("bullet", "-", "-"),
        ("bullet", "\uf0b7", "•"),
        ("decimalZero", "%1.", "04."),
        ("lowerRoman", "(%1)", "(iv)"),
        ("upperLetter", "%1.", "D."),
        ("none", "", ""),
    ],
)
def test_kinds_of_numbers(how: str, text: str, label: str) -> None:
    found = only(w.numbered("x"), numbering=w.numbering(w.level(0, text, how, start=4)))
    assert (found.label, found.kind, found.level) == (label, "list item" if label else "body", 1)


def test_legal_numbers_and_lists_of_a_style() -> None:
    levels = w.level(0, "%1.", "upperRoman") + w.level(1, "%1.%2", more="<w:isLgl/>")
    found = read(w.numbered("x"), w.numbered("x", 1), numbering=w.numbering(levels)).paragraphs
    assert [p.label for p in found] == ["I.", "1.1"]
    styles = f'<w:styles {w.NS}><w:style w:type="paragraph" w:styleId="L"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style></w:styles>'
    linked = w.level(0, "%1.") + w.level(1, "%1.%2", more='<w:pStyle w:val="L"/>')
    found = read(
        w.paragraph("x", style="L"), w.paragraph("x", style="L"), styles=styles, numbering=w.numbering(linked)
    ).paragraphs
    assert [p.label for p in found] == ["1.1", "1.2"]


def test_typed_marks() -> None:
    found = list(
        read(
            *(
                w.paragraph(t)
                for t in ("a) Tiếp nhận 12 hồ sơ;", "- Trả 5 hồ sơ", "12 hồ sơ", "1.325 hồ sơ", "1.2 triệu đồng")
            )
        ).paragraphs
    )
    assert [(p.kind, p.label, p.text[p.lead :]) for p in found] == [
        ("list item", "a)", "Tiếp nhận 12 hồ sơ;"),
        ("list item", "-", "Trả 5 hồ sơ"),
        ("body", "", "12 hồ sơ"),
        ("body", "", "1.325 hồ sơ"),
        ("body", "", "1.2 triệu đồng"),
    ]


# ---- tables ----------------------------------------------------------------------------------------------------------


def test_merged_cells() -> None:
    wide, down, on = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    grid = read(
        w.table(
            w.row(w.cell("Đơn vị", properties=down), w.cell("Hồ sơ", properties=wide)),
            w.row(w.cell(properties=on), "Tiếp nhận", "Đã trả"),
            w.row("Xã An Bình", "12", "10"),
            w.row("Xã Phú Hội", "30", "29"),
        )
    ).grids[0]
    assert grid.rows[0] == ["Đơn vị", "Hồ sơ", None]
    assert grid.rows[1] == [None, "Tiếp nhận", "Đã trả"]
    assert sorted(area.name for area in grid.merges) == ["A1:A2", "B1:C1"]


def test_rows_that_begin_later_are_deleted_or_wrapped() -> None:
    wrapped = f"<w:sdt><w:sdtPr/><w:sdtContent>{w.row('Xã', '5')}</w:sdtContent></w:sdt>"
    grid = read(
        w.table(
            w.row("Đơn vị", "Số"),
            w.row("1", properties='<w:gridBefore w:val="1"/>'),
            w.row("Bỏ", "9", properties="<w:del/>"),
            wrapped,
        )
    ).grids[0]
    assert grid.rows == [["Đơn vị", "Số"], [None, "1"], ["Xã", "5"]]


def test_cells_with_deleted_ends() -> None:
    gone = "<w:rPr><w:del/></w:rPr>"
    joined = w.cell(w.paragraph("Xã ", properties=gone), w.paragraph("An Bình"))
    grid = read(w.table(w.row("Đơn vị", "Số"), w.row(joined, w.cell(w.paragraph("12", properties=gone))))).grids[0]
    assert grid.rows == [["Đơn vị", "Số"], ["Xã An Bình", "12"]]


def test_tables_in_tables_and_frames() -> None:
    inner = w.table(w.row("A", "B"), w.row("1", "2"))
    framed = w.table(w.row(w.cell("Trong khung", inner)))
    document = read(framed)
    assert texts(document) == ["Trong khung"]
    assert [g.rows for g in document.grids] == [[["A", "B"], ["1", "2"]]]
    document = read(w.table(w.row("x", "y"), w.row("1", w.cell("có", inner))))
    assert [g.rows for g in document.grids] == [[["x", "y"], ["1", "có"]], [["A", "B"], ["1", "2"]]]


def test_numbers_of_rows_may_be_automatic() -> None:
    rows = [w.row(w.cell(w.numbered("")), name, "5") for name in ("Xã An Bình", "Xã Phú Hội")]
    grid = read(w.table(w.row("STT", "Đơn vị", "Số"), *rows), numbering=w.numbering(w.level(0, "%1"))).grids[0]
    assert [row[0] for row in grid.rows] == ["STT", "1", "2"]


def test_what_is_left_out_is_said() -> None:
    def drawing(kind: str, size: int) -> str:
        return f'<w:r><w:drawing><wp:inline><wp:extent cx="{size}" cy="{size}"/><a:graphic><a:graphicData uri="http://x/{kind}"/></a:graphic></wp:inline></w:drawing></w:r>'

    body = [
        w.paragraph("Một"),
        w.paragraph(drawing("picture", 3_000_000), drawing("picture", 90_000)),
        w.paragraph(drawing("chart", 1)),
    ]
    document = read(*body, w.paragraph("<w:r><w:object/></w:r>"), "<w:altChunk/>")
    assert [(u.display, u.reason) for u in document.unread] == [
        ("đoạn 1", "picture"),
        ("đoạn 1", "chart"),
        ("đoạn 1", "embedded-object"),
        ("đoạn 1", "embedded-part"),
    ]


# ---- any bytes ------------------------------------------------------------------------------------------------------


def refusal(data: bytes) -> ReportcheckError:
    with pytest.raises(ReportcheckError) as caught:
        read_bytes(data, "a.docx")
    assert caught.value.vi
    assert "\n" not in caught.value.en
    return caught.value


def test_entities_are_refused() -> None:
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
    body = f"{laughs}<w:document {w.NS}><w:body>{w.paragraph('x')}<w:p><w:r><w:t>&b;&c;</w:t></w:r></w:p></w:body></w:document>"
    assert "DOCTYPE" in refusal(w.docx(parts={"document": body})).en


def test_deep_nesting() -> None:
    for open_, close in (
        ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"),
        ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"),
    ):
        assert refusal(w.docx(open_ * 20_000 + close * 20_000)).code == "unreadable"
        read(open_ * 60 + w.paragraph("5") + close * 60)


def test_styles_and_lists_that_go_in_circles() -> None:
    styles = f'<w:styles {w.NS}><w:style w:styleId="A"><w:basedOn w:val="B"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style><w:style w:styleId="B"><w:basedOn w:val="A"/></w:style></w:styles>'
    numbers = w.numbering('<w:numStyleLink w:val="A"/>' + w.level(0, "%1."))
    assert only(w.paragraph("x", style="B"), styles=styles, numbering=numbers).text == "x"


def test_giant_tables() -> None:
    endless = w.row(*[w.cell("1", properties='<w:gridSpan w:val="999999"/>')] * 3)
    assert len(read(w.table(endless)).grids[0].rows[0]) == 256
    wide = w.table(
        w.row(w.cell("1", properties='<w:gridSpan w:val="999999"/>'), "2"), *["<w:tr><w:tc/></w:tr>"] * 9_000
    )
    assert refusal(w.docx(wide)).code == "too-large"


@pytest.mark.parametrize("name", ["a.docx", "a.docm"])
def test_what_is_no_document(name: str) -> None:
    for data in (
        b"Bao cao",
        b"PK\x03\x04" + b"\0" * 60,
        w.packed({"word/other.xml": "<x/>"}),
        w.docx(parts={"document": "<x/>"}),
    ):
        with pytest.raises(ReportcheckError):
            read_bytes(data, name)


def test_a_bomb_is_refused() -> None:
    assert refusal(w.packed({"word/document.xml": b" " * (300 << 20)})).code == "too-large"


SAMPLE = w.docx(
    w.paragraph("Tổng ", "<w:ins>" + w.run("12") + "</w:ins>", '<w:r><w:footnoteReference w:id="1"/></w:r>'),
    w.numbered("Mục", 1),
    w.table(w.row("A", w.cell("B", properties='<w:gridSpan w:val="2"/>')), w.row("x", "1", "2"), w.row("y", "3", "4")),
    parts={
        "numbering": w.numbering(w.level(0, "%1.") + w.level(1, "%1.%2")),
        "styles": f'<w:styles {w.NS}><w:style w:type="paragraph" w:default="1" w:styleId="N"><w:rPr><w:rFonts w:hAnsi=".VnTime"/></w:rPr></w:style></w:styles>',
        "footnotes": f'<w:footnotes {w.NS}><w:footnote w:id="1">{w.paragraph("Chú")}</w:footnote></w:footnotes>',
    },
)
TOKENS = [
    "<",
    ">",
    '"',
    "&",
    "<!",
    "\0",
    "-1",
    "99999999999",
    "<w:tbl>",
    "</w:tc>",
    "w:",
    "0",
    "<w:p/>",
    "<w:vMerge/>",
    "%9",
    "²",
]


@settings(max_examples=500, deadline=None)
@given(
    st.integers(0, 9),
    st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 12), st.sampled_from(TOKENS)), min_size=1, max_size=4),
)
def test_changed_parts(number: int, changes: list[tuple[float, int, str]]) -> None:
    with zipfile.ZipFile(io.BytesIO(SAMPLE)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    name = list(parts)[number % len(parts)]
    for share, length, token in changes:
        place = int(share * len(parts[name]))
        parts[name] = parts[name][:place] + token + parts[name][place + length :]
    survives(w.packed(dict(parts)))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 0.999), st.binary(max_size=4)), max_size=6), st.floats(0.3, 1))
def test_changed_bytes(changes: list[tuple[float, bytes]], length: float) -> None:
    data = bytearray(SAMPLE)
    for share, piece in changes:
        place = int(share * len(data))
        data[place : place + len(piece)] = piece
    survives(bytes(data[: int(length * len(data))]))


def survives(data: bytes) -> None:
    """Reading gives a document whose places are sound, or one error."""
    try:
        document = read_bytes(data, "a.docx")
    except ReportcheckError as error:
        assert error.vi
        assert "\n" not in error.en
        return
    for grid in document.grids:
        assert len({len(line) for line in grid.rows}) <= 1
    for paragraph in document.paragraphs:
        assert paragraph.location.display
        assert paragraph.at(0, len(paragraph.text))

"""Web pages, and workbooks and documents saved as such."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportcheck.errors import ReportcheckError
from reportcheck.model import Document, Note
from reportcheck.read.document import read_bytes
from reportcheck.read.source import sniff


def read(page: str | bytes, name: str = "a.html") -> Document:
    return read_bytes(page if isinstance(page, bytes) else page.encode(), name)


def told(page: str) -> list[tuple[str, int, str, str]]:
    return [(p.kind, p.level, p.label, p.text) for p in read(page).paragraphs]


def test_blocks_in_reading_order() -> None:
    page = """<html><head><title>Không đọc</title><style>p {x: 1}</style></head><body><h2>Kết  quả</h2>
    <p>Tiếp nhận <b>12</b>
       hồ sơ<br>đã trả 10</p><div>Còn lại <span>2</span><p>Hết.</p></div><script>var x = 9;</script></body></html>"""
    assert told(page) == [
        ("heading", 2, "", "Kết quả"),
        ("body", 0, "", "Tiếp nhận 12 hồ sơ\nđã trả 10"),
        ("body", 0, "", "Còn lại 2"),
        ("body", 0, "", "Hết."),
    ]


def test_lists() -> None:
    page = "<ul><li>Một<ul><li>Hai</li></ul></li></ul><ol type='a' start='3'><li>Ba</li><li value='7'><p>Bảy</p><p>Thêm</p></li></ol>"
    assert told(page) == [
        ("list item", 1, "-", "Một"),
        ("list item", 2, "-", "Hai"),
        ("list item", 1, "c.", "Ba"),
        ("list item", 1, "g.", "Bảy"),
        ("list item", 1, "", "Thêm"),
    ]


def test_hidden_and_deleted() -> None:
    page = "<p>Tổng <del>9</del><ins>12</ins><span style='display: none'>99</span><span hidden>98</span></p><p style='mso-hide:all'>97</p>"
    assert told(page) == [("body", 0, "", "Tổng 12")]


def test_raised_figures() -> None:
    (found,) = read("<p>1.234<sup>1</sup> km<sup>2</sup></p>").paragraphs
    assert (found.text, found.anchors) == ("1.234 km²", (Note(5, "", "1"),))


NOTES = {
    "LibreOffice": """<p>Đã tiếp 2.640 lượt<sup><a class="sdfootnoteanc" name="s1anc" href="#s1sym"><sup>1</sup></a></sup>, giảm 12%.</p>
        <div id="sdfootnote1"><p><a class="sdfootnotesym" name="s1sym" href="#s1anc">1</a> Trong đó 948 lượt nữ.</p><p>Nguồn: Sở.</p></div>""",
    "Word": """<p>Đã tiếp 2.640 lượt<a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1"><span><span style='vertical-align: super'>[1]</span></span></a>, giảm 12%.</p>
        <div style='mso-element:footnote' id=ftn1><p><a href="#_ftnref1" name="_ftn1"><span>[1]</span></a> Trong đó 948 lượt nữ.</p><p>Nguồn: Sở.</p></div>""",
    "pandoc": """<p>Đã tiếp 2.640 lượt<a href="#fn1" id="fnref1" role="doc-noteref"><sup>1</sup></a>, giảm 12%.</p><section><hr/>
        <ol><li id="fn1"><p>Trong đó 948 lượt nữ.<a href="#fnref1" role="doc-backlink">↩︎</a></p><p>Nguồn: Sở.</p></li></ol></section>""",
    "Google": """<p>Đã tiếp 2.640 lượt<sup><a href="#ftnt1" id="ref1">[1]</a></sup>, giảm 12%.</p>
        <div><p><a href="#ref1" id="ftnt1">[1]</a><span> Trong đó 948 lượt nữ.</span></p><p>Nguồn: Sở.</p></div>""",
}


@pytest.mark.parametrize("who", list(NOTES))
def test_notes_that_are_linked(who: str) -> None:
    text, note, more = read(f"<html><body>{NOTES[who]}</body></html>").paragraphs
    assert (text.text, [(n.position, n.mark) for n in text.anchors]) == ("Đã tiếp 2.640 lượt, giảm 12%.", [(18, "1")])
    assert text.anchors[0].id == note.note == more.note
    assert [(p.kind, p.text, p.location.display) for p in (note, more)] == [
        ("footnote", "Trong đó 948 lượt nữ.", "chú thích 1"),
        ("footnote", "Nguồn: Sở.", "chú thích 1"),
    ]


def test_links_that_are_no_notes() -> None:
    page = """<p><a href="#a" id="b">1</a> Chương một có 12 trang.</p><p>Xem <a href="#x">2</a> và <a href="#a">3</a>.</p><p id="a">Hết.</p>"""
    assert [p.text for p in read(page).paragraphs] == ["1 Chương một có 12 trang.", "Xem 2 và 3.", "Hết."]


def test_headers_and_footers_of_a_saved_document() -> None:
    page = "<div title='header'><p>Báo cáo quý</p></div><p>Có 5 hồ sơ.</p><div title='footer'><p>Trang 2</p></div>"
    assert [p.kind for p in read(page).paragraphs] == ["header", "body", "footer"]


TABLE = """<table><caption>Biểu 1. Hồ sơ</caption><thead><tr><th rowspan=2>Đơn vị<th colspan=2>Hồ sơ</tr>
<tr><th>Tiếp nhận<th>Đã trả</tr></thead><tbody><tr><td>Xã An Bình<td>1.234<td>10</tr><tr style="display:none"><td>Ẩn<td>9<td>9</tr>
<tr><td>Xã Phú Hội<td>30<td>29</tr></tbody></table>"""


def test_tables() -> None:
    document = read(f"<p>Trước.</p>{TABLE}<p>Ghi chú: tạm tính</p>")
    (table,) = document.tables
    assert (table.display, table.caption, table.notes) == ("Bảng 1", "Biểu 1. Hồ sơ", ("Ghi chú: tạm tính",))
    assert table.grid.rows[0] == ["Đơn vị", "Hồ sơ", None]
    assert table.grid.rows[2:] == [["Xã An Bình", "1.234", "10"], ["Xã Phú Hội", "30", "29"]]
    assert sorted(area.name for area in table.grid.merges) == ["A1:A2", "B1:C1"]
    assert table.body == 2


def test_tables_that_arrange_the_page_and_tables_in_cells() -> None:
    inner = "<table><tr><td>A<td>B</tr><tr><td>1<td>2</tr></table>"
    document = read(f"<table><tr><td><p>Bên trái</p><td>{inner}</tr></table>")
    assert [g.rows for g in document.grids] == [[["A", "B"], ["1", "2"]]]
    document = read(f"<table><tr><td>x<td>y<td>z</tr><tr><td>1<td>có {inner}<td>2</tr></table>")
    assert [g.rows for g in document.grids] == [[["x", "y", "z"], ["1", "có", "2"]], [["A", "B"], ["1", "2"]]]


def test_a_workbook_saved_as_a_page() -> None:
    page = (
        '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset=windows-1258></head><body><!--[if gte mso 9]>x<![endif]-->'
        '<table><tr><td>Ten<td>So</tr><tr><td>Xa A<td x:num="1234.5" align=right>1.235</tr></table></body></html>'
    )
    assert sniff(page.encode(), "xuat.xls") == "html"
    assert read(page, "xuat.xls").grids[0].rows == [["Ten", "So"], ["Xa A", "1.235"]]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ('<?xml version="1.0" encoding="utf-8"?><html><p>Tổng số</p></html>'.encode(), "Tổng số"),
        ("<p>Tổng số</p>".encode("utf-16"), "Tổng số"),
        ("<meta charset=utf-8><p>Tổng số</p>".encode("utf-8-sig"), "Tổng số"),
        (b"<meta http-equiv=Content-Type content='text/html; charset=windows-1252'><p>d\xe9j\xe0 12</p>", "déjà 12"),
        (b"<meta charset=no-such><p>12</p>", "12"),
        (b"<p><font face='.VnTime'>T\xe6ng s\xe8 12</font></p>", "Tổng số 12"),
        ("<p style='font-family:\"VNI-Times\"'>Toång soá</p>".encode(), "Tổng số"),
        ("<p>Céng hßa x· héi chñ nghÜa ViÖt Nam, b¸o c¸o tæng hîp".encode("cp1252"), "Cộng hòa xã hội chủ nghĩa Việt Nam, báo cáo tổng hợp"),
    ],
)  # fmt: skip
def test_encodings(data: bytes, text: str) -> None:
    (found,) = read(data).paragraphs
    assert found.text == text


def refusal(page: str) -> ReportcheckError:
    with pytest.raises(ReportcheckError) as caught:
        read(page)
    return caught.value


def test_deep_and_giant_pages() -> None:
    for tag in ("div", "table><tr><td", "ul><li", "span", "b"):
        try:
            read(f"<{tag}>" * 30_000 + "5")
        except ReportcheckError as error:
            assert error.code in ("unreadable", "too-large")
    assert (
        refusal(f"<table><tr><td colspan=999999>1</tr>{'<tr><td rowspan=65534>2</tr>' * 9_000}</table>").code
        == "too-large"
    )
    spans = read("<table><tr><td rowspan=0>1<td>2</tr><tr><td>3</tr></table>").grids[0]
    assert spans.rows == [["1", "2"], [None, "3"]]


def test_nothing_is_fetched_or_expanded() -> None:
    page = '<!DOCTYPE html SYSTEM "http://127.0.0.1:9/x.dtd" [<!ENTITY a SYSTEM "file:///etc/passwd">]><p>12 &a;</p><iframe src="file:///etc/passwd"></iframe>'
    assert all("root:" not in p.text for p in read(page).paragraphs)


TOKENS = [
    "<",
    ">",
    '"',
    "&",
    "<!--",
    "\0",
    "<table>",
    "</td>",
    "<tr>",
    "colspan=9 ",
    "<p>",
    "<sup>1</sup>",
    "<li>",
    "</table>",
    "&#0;",
    "<del>",
]


@settings(max_examples=600, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 12), st.sampled_from(TOKENS)), min_size=1, max_size=6))
def test_changed_pages(changes: list[tuple[float, int, str]]) -> None:
    page = f"<html><body><h1>I. Kết quả</h1><ol><li>12 hồ sơ<sup>1</sup></li></ol>{TABLE}<pre>a\nb</pre></body></html>"
    for share, length, token in changes:
        place = int(share * len(page))
        page = page[:place] + token + page[place + length :]
    try:
        document = read(page)
    except ReportcheckError as error:
        assert "\n" not in error.en
        return
    for grid in document.grids:
        assert len({len(line) for line in grid.rows}) <= 1
    for paragraph in document.paragraphs:
        assert paragraph.text.strip()

"""Pdf files: a whole report word for word, and each way in which pages, tables and letters can be out of the ordinary."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import pytest
from documents import FORMATS, Block
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_writer import PdfPage, pdf, width
from test_documents import REPORT, found

from reportcheck.errors import ReportcheckError
from reportcheck.model import Area, Document, Paragraph
from reportcheck.read.document import read_bytes

pytest.importorskip("pypdfium2")


def read(pages: Sequence[PdfPage] | PdfPage, fonts: Sequence[str] = ()) -> Document:
    return read_bytes(pdf([pages] if isinstance(pages, PdfPage) else pages, fonts), "bao-cao.pdf")


def texts(document: Document) -> list[str]:
    return [p.text for p in document.paragraphs]


def cells(document: Document, table: int = 0) -> list[list[object]]:
    return [list(row) for row in document.grids[table].rows]


def refusal(data: bytes, name: str = "a.pdf") -> ReportcheckError:
    with pytest.raises(ReportcheckError) as caught:
        read_bytes(data, name)
    assert caught.value.path == name
    assert name in caught.value.vi
    assert name in caught.value.en
    return caught.value


# -- one report, whole ---------------------------------------------------------------

OPENING = (
    "Thực hiện kế hoạch năm 2025, toàn huyện đã tiếp nhận 4.812 hồ sơ, trong đó tiếp nhận trực tuyến 3.650 hồ sơ và tiếp nhận "
    "trực tiếp 1.162 hồ sơ; đã giải quyết 4.702 hồ sơ, còn 110 hồ sơ đang trong thời hạn."
)
ITEMS = [
    "- Lĩnh vực đất đai: 1.204 hồ sơ, chủ yếu là đăng ký biến động, cấp đổi giấy chứng nhận và tách thửa của hộ gia đình, cá nhân trên địa bàn.",
    "- Lĩnh vực hộ tịch: 2.318 hồ sơ.",
    "- Lĩnh vực khác: 1.290 hồ sơ, trong đó có 18 hồ sơ chuyển từ kỳ trước sang và đã được giải quyết xong trước hạn quy định.",
]
BROKEN = (
    "Qua kiểm tra tại 12 xã, đoàn kiểm tra đã lấy ý kiến của 1.480 người dân, trong đó 1.406 người hài lòng hoặc rất hài lòng, "
    "chiếm 95,00 % số người được hỏi; 74 người còn lại chưa hài lòng vì phải đi lại từ hai lần trở lên. Đoàn kiểm tra đã "
    "kiến nghị 7 nội dung, các xã đã thực hiện 5 nội dung và đang thực hiện 2 nội dung còn lại theo đúng tiến độ đã cam kết."
)
LEFT = "Cột thứ nhất nêu việc đã làm: đã tập huấn 26 lớp cho 1.350 lượt người, cấp 48 máy tính cho các bộ phận một cửa và nâng cấp 9 phần mềm dùng chung."
RIGHT = "Cột thứ hai nêu việc còn lại: có 4 xã chưa đủ thiết bị, 3 xã thiếu cán bộ chuyên trách, còn 21 thủ tục chưa được công khai trên cổng thông tin của tỉnh."
RULED = [
    ["TT", "Đơn vị", "Tiếp nhận", "Giải quyết"],
    ["1", "Khối huyện", "2.104", "2.050"],
    ["2", "Khối xã", "2.708", "2.652"],
    ["", "Tổng số", "4.812", "4.702"],
]
PLAIN = [
    ["Lĩnh vực", "Năm 2024", "Năm 2025"],
    ["Đất đai", "1.180", "1.204"],
    ["Hộ tịch", "2.255", "2.318"],
    ["Lĩnh vực khác", "1.301", "1.290"],
    ["Cộng", "4.736", "4.812"],
]
LONG = [["TT", "Tên xã", "Số hộ"]] + [[str(i), f"Xã Tân {i}", str(1000 + 7 * i)] for i in range(1, 31)]


def report() -> list[PdfPage]:
    pages = [PdfPage() for _ in range(4)]
    for number, page in enumerate(pages, 1):
        page.text(70, 42, "UBND huyện An Hòa – Báo cáo năm 2025", 9)
        page.centre(812, f"Trang {number}/4", 9)
    page = pages[0]
    page.centre(80, "BÁO CÁO", 14, "B")
    page.centre(99, "Kết quả cải cách hành chính năm 2025", 13, "B")
    y, _ = page.wrapped(130, OPENING, first=28)
    y, _ = page.wrapped(y + 6, "I. Kết quả theo lĩnh vực", first=28, font="B")
    for item in ITEMS:
        y, _ = page.wrapped(y + 4, item, first=28, rest=38)
    page.centre(y + 16, "Bảng 1. Hồ sơ theo khối", font="B")
    page.right(525, y + 32, "Đơn vị tính: hồ sơ", 11)
    y = page.table(y + 40, [70, 105, 290, 400, 525], RULED)
    page.centre(y + 30, "Bảng 2. Hồ sơ theo lĩnh vực", font="B")
    y += 54
    for label, before, now in PLAIN:
        page.text(90, y, label)
        page.right(350, y, before)
        page.right(480, y, now)
        y += 17
    y, rest = page.wrapped(y + 12, BROKEN, first=28, least=y + 44)
    page = pages[1]
    assert rest
    y, _ = page.wrapped(70, rest)
    page.centre(y + 14, "Bảng 3. Số hộ theo xã", font="B")
    page.table(y + 24 + 200, [70, 110, 320, 450], LONG[:18])
    page = pages[2]
    y = page.table(62, [70, 110, 320, 450], [LONG[0], *LONG[18:]])
    page = pages[3]
    page.wrapped(80, LEFT, right=285, size=11, leading=14)
    page.wrapped(80, RIGHT, left=310, size=11, leading=14)
    return pages


def test_a_whole_report_word_for_word() -> None:
    document = read(report())
    assert [(p.kind, p.text) for p in document.paragraphs] == [
        ("heading", "BÁO CÁO"),
        ("heading", "Kết quả cải cách hành chính năm 2025"),
        ("body", OPENING),
        ("heading", "I. Kết quả theo lĩnh vực"),
        *(("list item", item) for item in ITEMS),
        ("caption", "Bảng 1. Hồ sơ theo khối"),
        ("caption", "Đơn vị tính: hồ sơ"),
        ("caption", "Bảng 2. Hồ sơ theo lĩnh vực"),
        ("body", BROKEN),
        ("caption", "Bảng 3. Số hộ theo xã"),
        ("body", LEFT),
        ("body", RIGHT),
    ]
    assert [cells(document, i) for i in range(3)] == [
        [[cell or None for cell in row] for row in table] for table in (RULED, PLAIN, LONG)
    ]
    captions = ["Bảng 1. Hồ sơ theo khối", "Bảng 2. Hồ sơ theo lĩnh vực", "Bảng 3. Số hộ theo xã"]
    assert [(t.caption, t.unit) for t in document.tables] == list(zip(captions, ["hồ sơ", "", ""], strict=True))
    assert document.unread == ()
    assert document.language == "vi"


def test_everything_has_its_place() -> None:
    document = read(report())
    item = next(p for p in document.paragraphs if p.kind == "list item")
    assert (item.label, item.lead, item.level) == ("-", 2, 1)
    broken = next(p for p in document.paragraphs if p.text == BROKEN)
    start = BROKEN.index("7 nội dung")
    place = broken.at(start, start + 1)
    assert (broken.location.page, place.page, place.start, place.end) == (1, 2, start, start + 1)
    assert broken.at(0, 3).page == 1
    long = document.grids[2]
    assert long.location(1, 2).display == "trang 2, bảng 3, hàng 2, cột 3"
    assert long.location(30, 2).display == "trang 3, bảng 3, hàng 31, cột 3"


# -- paragraphs ----------------------------------------------------------------------


def test_a_hyphen_at_the_end_of_a_line() -> None:
    page = PdfPage()
    for i, line in enumerate(
        ["The district has received and han-", "dled 1,250 files in the years 2024-", "2025, see Nghi-Lam"]
    ):
        page.text(70, 100 + 15 * i, line)
    page.text(70, 160, "Filling the whole of this line up to its right margin, so that it is one.")
    assert (
        texts(read(page))[0] == "The district has received and handled 1,250 files in the years 2024-2025, see Nghi-Lam"
    )


def test_numbered_lists_and_their_levels() -> None:
    page = PdfPage()
    lines = ["1. Khối huyện:", "a) Phòng Nội vụ: 12;", "b) Phòng Tư pháp: 9;", "2. Khối xã:", "a) Xã Tân An: 4."]
    for i, line in enumerate(lines):
        page.text(70 + 20 * (line[0] in "ab"), 100 + 16 * i, line)
    found = [(p.kind, p.label, p.level) for p in read(page).paragraphs]
    assert found == [
        ("list item", mark, level) for mark, level in (("1.", 1), ("a)", 2), ("b)", 2), ("2.", 1), ("a)", 2))
    ]


def test_a_line_that_begins_with_a_figure_goes_on() -> None:
    text = "Tổng số cán bộ được tập huấn trong kỳ báo cáo của toàn ngành trên địa bàn là 1.450 người, tăng so với năm trước 12. Tỷ lệ đạt chuẩn là 98 % và tỷ lệ khá giỏi đạt hơn một nửa số người dự."
    page = PdfPage()
    page.wrapped(100, text, first=28, right=400)
    assert texts(read(page)) == [text]


def test_footnotes_stand_apart_with_their_marks() -> None:
    page = PdfPage()
    x = page.text(70, 100, "Đã giải quyết 1.250 hồ sơ")
    x = page.text(x, 95.5, "1", 7.5)
    page.text(x, 100, " trên diện tích 340 m")
    page.text(
        70 + width("Đã giải quyết 1.250 hồ sơ", 12) + width("1", 7.5) + width(" trên diện tích 340 m", 12),
        95.5,
        "2",
        7.5,
    )
    page.text(70, 118, "Câu tiếp theo của trang này dài hơn hẳn để làm cỡ chữ thường gặp nhất trong trang.")
    page.line(70, 700, 210, 700)
    page.text(70, 709, "1", 6)
    page.text(74, 712, " Không kể 35 hồ sơ đã rút.", 9.5)
    document = read(page)
    first, *_, note = document.paragraphs
    assert first.text == "Đã giải quyết 1.250 hồ sơ trên diện tích 340 m²"
    ((anchor,), kind) = first.anchors, note.kind
    assert (anchor.mark, anchor.position) == ("1", len("Đã giải quyết 1.250 hồ sơ"))
    assert (kind, note.text, note.note) == ("footnote", "Không kể 35 hồ sơ đã rút.", anchor.id)


@pytest.mark.parametrize("ruled", [True, False])
def test_a_note_in_letters_of_the_text_under_a_rule(ruled: bool) -> None:
    page = PdfPage()
    page.wrapped(80, "Các xã đã tiếp 2.640 lượt người trong kỳ, phần lớn đến vào buổi sáng.", justify=False)
    x = 70 + width("Các xã đã tiếp 2.640 lượt người trong kỳ, phần lớn đến vào buổi sáng.", 12)
    page.text(x, 75.5, "1", 7.5)
    if ruled:
        page.line(70, 700, 190, 700)
    page.text(70, 716, "1 Trong đó có 948 lượt người là nữ.")
    kinds = [p.kind for p in read_bytes(pdf([page]), "a.pdf").paragraphs]
    assert kinds == (["body", "footnote"] if ruled else ["body", "body"])


def test_running_lines_of_left_and_right_pages() -> None:
    pages = []
    for number in range(1, 9):
        page = PdfPage()
        page.text(70, 40, "Phụ lục báo cáo" if number % 2 else "Sở Tài chính", 9)
        page.text(70 if number % 2 else 500, 810, f"- {number + 4} -", 10)
        page.wrapped(90, f"Nội dung trang thứ {number} nêu {number * 37} hồ sơ.", first=28)
        pages.append(page)
    assert texts(read(pages)) == [f"Nội dung trang thứ {n} nêu {n * 37} hồ sơ." for n in range(1, 9)]


def test_a_figure_at_the_edge_of_every_page_is_no_page_number() -> None:
    pages = []
    for figure in (1204, 987, 1533, 640):
        page = PdfPage()
        page.text(70, 60, f"Số hồ sơ trong tháng: {figure}")
        page.wrapped(200, "Phần thuyết minh của tháng được trình bày ở đây.", first=28)
        pages.append(page)
    assert [t for t in texts(read(pages)) if t[:2] == "Số"] == [
        f"Số hồ sơ trong tháng: {n}" for n in (1204, 987, 1533, 640)
    ]


# -- tables --------------------------------------------------------------------------


def test_merged_headings_of_a_ruled_table() -> None:
    page = PdfPage()
    for y in (100, 140, 160):
        page.line(70, y, 470, y)
    page.line(270, 120, 470, 120)
    for x in (70, 110, 270, 470):
        page.line(x, 100, x, 160)
    page.line(370, 120, 370, 160)
    for x, y, text in [
        (75, 124, "TT"), (120, 124, "Đơn vị"), (330, 114, "Số lượng"), (290, 134, "Tỉnh"), (400, 134, "Huyện"),
        (78, 154, "1"), (120, 154, "Sở Y tế"), (300, 154, "25"), (400, 154, "1.150"),
    ]:  # fmt: skip
        page.text(x, y, text)
    document = read(page)
    assert cells(document) == [
        ["TT", "Đơn vị", "Số lượng", None],
        [None, None, "Tỉnh", "Huyện"],
        ["1", "Sở Y tế", "25", "1.150"],
    ]
    assert set(document.grids[0].merges) == {Area(0, 0, 1, 0), Area(0, 1, 1, 1), Area(0, 2, 0, 3)}
    assert [t.body for t in document.tables] == [2]


def test_rules_drawn_as_thin_boxes_and_no_outer_sides() -> None:
    page = PdfPage()
    for y in (100, 120, 140, 160):
        page.line(70, y, 470, y, thin_box=True)
    for x in (200, 330):
        page.line(x, 100, x, 160, thin_box=True)
    for y, row in ((114, ("Xã", "Nam", "Nữ")), (134, ("Tân An", "120", "131")), (154, ("Tân Hòa", "98", "104"))):
        for x, text in zip((75, 210, 340), row, strict=True):
            page.text(x, y, text)
    assert cells(read(page)) == [["Xã", "Nam", "Nữ"], ["Tân An", "120", "131"], ["Tân Hòa", "98", "104"]]


def test_rows_that_no_rule_divides() -> None:
    page = PdfPage()
    for y in (100, 120, 190):
        page.line(70, y, 470, y)
    for x in (70, 250, 360, 470):
        page.line(x, 100, x, 190)
    for x, text in ((80, "Chỉ tiêu"), (260, "Kế hoạch"), (370, "Thực hiện")):
        page.text(x, 114, text)
    for i, (label, plan, done) in enumerate(
        [("Thu nội địa", "1.200", "1.315"), ("Thu khác", "80", "76"), ("Cộng", "1.280", "1.391")]
    ):
        page.text(80, 136 + 18 * i, label)
        page.right(350, 136 + 18 * i, plan)
        page.right(460, 136 + 18 * i, done)
    assert cells(read(page)) == [
        ["Chỉ tiêu", "Kế hoạch", "Thực hiện"],
        ["Thu nội địa", "1.200", "1.315"],
        ["Thu khác", "80", "76"],
        ["Cộng", "1.280", "1.391"],
    ]


def test_a_figure_broken_over_two_lines_of_its_cell() -> None:
    page = PdfPage()
    page.table(100, [70, 200, 260], [["Chỉ tiêu", "Số"], ["Dự toán", ""]], height=40)
    page.text(204, 154, "1.234.")
    page.text(204, 168, "567.000")
    assert cells(read(page))[1] == ["Dự toán", "1.234.567.000"]


def test_headings_that_run_upwards() -> None:
    page = PdfPage()
    page.table(100, [70, 200, 260, 320], [["", "", ""]], height=80)
    page.table(180, [70, 200, 260, 320], [["Sở Y tế", "12", "15"]])
    page.text(75, 150, "Đơn vị")
    page.text(235, 175, "Năm 2024", matrix="0 1 -1 0")
    page.text(295, 175, "Năm 2025", matrix="0 1 -1 0")
    assert cells(read(page)) == [["Đơn vị", "Năm 2024", "Năm 2025"], ["Sở Y tế", "12", "15"]]


def test_a_frame_around_a_text_is_no_table() -> None:
    page = PdfPage()
    page.table(90, [60, 535], [[""]], height=60)
    page.wrapped(
        110, "Khung này chỉ đóng khung một đoạn văn có 25 hồ sơ và 37 kiến nghị của người dân trên địa bàn huyện."
    )
    document = read(page)
    assert not document.grids
    assert len(texts(document)) == 1


def test_labels_of_a_table_without_rules_go_on_over_lines() -> None:
    page = PdfPage()
    page.text(250, 90, "")
    page.right(400, 100, "Năm 2024")
    page.right(480, 100, "Năm 2025")
    lines = [
        ("I. Thu ngân sách", "", ""),
        ("1. Thu nội địa", "1.200", "1.315"),
        ("2. Thu từ hoạt động xuất khẩu,", "80", "76"),
        ("nhập khẩu", "", ""),
        ("Cộng", "1.280", "1.391"),
    ]
    for i, (label, a, b) in enumerate(lines):
        page.text(70 if label[0] in "IC" else 85, 118 + 16 * i, label)
        page.right(400, 118 + 16 * i, a)
        page.right(480, 118 + 16 * i, b)
    assert cells(read(page)) == [
        [None, "Năm 2024", "Năm 2025"],
        ["I. Thu ngân sách", None, None],
        ["1. Thu nội địa", "1.200", "1.315"],
        ["2. Thu từ hoạt động xuất khẩu, nhập khẩu", "80", "76"],
        ["Cộng", "1.280", "1.391"],
    ]


def test_a_heading_over_two_columns_without_rules() -> None:
    page = PdfPage()
    page.centre(100, "Số lượng văn bản", x=380)
    page.text(70, 118, "Cơ quan")
    page.right(340, 118, "Tỉnh")
    page.right(460, 118, "Huyện")
    for i, (label, a, b) in enumerate(
        [("HĐND", "1.225", "1.331"), ("UBND", "1.150", "1.200"), ("Cộng", "2.375", "2.531")]
    ):
        page.text(70, 136 + 16 * i, label)
        page.right(340, 136 + 16 * i, a)
        page.right(460, 136 + 16 * i, b)
    document = read(page)
    assert cells(document)[:3] == [
        [None, "Số lượng văn bản", None],
        ["Cơ quan", "Tỉnh", "Huyện"],
        ["HĐND", "1.225", "1.331"],
    ]
    assert document.grids[0].merges == (Area(0, 1, 0, 2),)


def test_a_table_goes_on_below_a_line_that_says_so() -> None:
    edges, head = [70, 110, 320, 450], ["TT", "Tên xã", "Số hộ"]
    first, second = PdfPage(), PdfPage()
    first.centre(600, "Biểu 4. Số hộ nghèo")
    first.table(620, edges, [head, *([str(i), f"Xã {i}", str(40 + i)] for i in range(1, 6))])
    second.right(450, 80, "Biểu 4 (tiếp theo)")
    second.table(95, edges, [head, *([str(i), f"Xã {i}", str(40 + i)] for i in range(6, 9))])
    document = read([first, second])
    assert cells(document) == [head, *([str(i), f"Xã {i}", str(40 + i)] for i in range(1, 9))]
    assert texts(document) == ["Biểu 4. Số hộ nghèo"]


def test_another_table_on_the_next_page_stays_its_own() -> None:
    first, second = PdfPage(), PdfPage()
    first.table(620, [70, 110, 320, 450], [["TT", "Tên xã", "Số hộ"], ["1", "Tân An", "45"]])
    second.table(80, [70, 200, 300, 400, 500], [["Xã", "A", "B", "C"], ["Tân An", "1", "2", "3"]])
    assert len(read([first, second]).grids) == 2


# -- pages ---------------------------------------------------------------------------


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_turned_page_is_read_as_its_words_run(rotate: int) -> None:
    page = PdfPage(rotate=rotate)
    page.table(100, [70, 200, 300], [["Xã", "Số hộ"], ["Tân An", "45"]])
    page.text(70, 90, "Biểu 1")
    document = read(page)
    assert cells(document) == [["Xã", "Số hộ"], ["Tân An", "45"]]
    assert texts(document) == ["Biểu 1"]


def test_a_landscape_table_on_an_upright_sheet() -> None:
    page = PdfPage()
    for i, (label, a, b) in enumerate(
        [("Xã", "Năm 2024", "Năm 2025"), ("Tân An", "45", "40"), ("Tân Hòa", "51", "47"), ("Cộng", "96", "87")]
    ):
        for y, text in ((100, label), (300, a), (450, b)):
            page.text(100 + 18 * i, 842 - y, text, matrix="0 1 -1 0")
    assert cells(read(page)) == [
        ["Xã", "Năm 2024", "Năm 2025"],
        ["Tân An", "45", "40"],
        ["Tân Hòa", "51", "47"],
        ["Cộng", "96", "87"],
    ]


def test_words_that_run_another_way_stand_apart() -> None:
    page = PdfPage()
    page.wrapped(100, OPENING, first=28)
    page.text(40, 500, "Lưu hành nội bộ", matrix="0 1 -1 0")
    page.text(560, 300, "Bản số 12", matrix="0 -1 1 0")
    document = read(page)
    assert [(p.kind, p.text) for p in document.paragraphs] == [
        ("body", OPENING),
        ("text box", "Lưu hành nội bộ"),
        ("text box", "Bản số 12"),
    ]


def test_a_scanned_page_is_not_read() -> None:
    first, scan, stamped, ocr = PdfPage(), PdfPage(), PdfPage(), PdfPage()
    first.wrapped(100, "Trang này có chữ: 12 hồ sơ.")
    scan.picture(0, 0, 595, 842)
    stamped.picture(10, 10, 585, 832)
    stamped.text(300, 60, "Ký bởi: Sở Nội vụ", 8)
    ocr.picture(0, 0, 595, 842)
    ocr.commands.append("3 Tr")
    ocr.text(70, 100, "Chữ ẩn: 1.234 hồ sơ")
    document = read([first, scan, first, stamped, first, ocr])
    assert [(u.display, u.reason) for u in document.unread] == [
        ("trang 2", "scanned picture"), ("trang 4", "scanned picture"), ("trang 6", "scanned picture"),
    ]  # fmt: skip
    assert "1.234" not in str(texts(document))


def test_a_file_of_pictures_only() -> None:
    scan = PdfPage()
    scan.picture(0, 0, 595, 842)
    document = read([scan] * 5)
    assert not document.blocks
    assert [(u.display, u.reason) for u in document.unread] == [("trang 1–5", "scanned picture")]


def test_a_large_picture_in_a_text_is_told() -> None:
    page = PdfPage()
    page.picture(100, 400, 500, 700)
    page.wrapped(100, OPENING * 2)
    assert [(u.display, u.reason) for u in read(page).unread] == [("trang 1", "picture")]


def test_what_nobody_sees_is_not_read() -> None:
    page = PdfPage()
    page.text(70, 100, "Số hồ sơ: 12")
    page.text(70, 130, "Chữ cỡ không: 34", 0.1)
    page.text(700, 100, "Ngoài trang: 56")
    page.text(200, 500, "DỰ THẢO", 60, matrix="0.7 0.7 -0.7 0.7")
    page.commands.append("3 Tr")
    page.text(70, 160, "Chữ ẩn: 78")
    assert texts(read(page)) == ["Số hồ sơ: 12"]


# -- letters -------------------------------------------------------------------------


def test_words_printed_twice_for_bold_type_are_read_once() -> None:
    page = PdfPage()
    page.text(70, 100, "Tổng số: 1.234 hồ sơ")
    page.text(70.3, 100, "Tổng số: 1.234 hồ sơ")
    assert texts(read(page)) == ["Tổng số: 1.234 hồ sơ"]


def test_letters_printed_one_by_one_make_words() -> None:
    page, x = PdfPage(), 70.0
    for letter in "So ho so 1.234 va 56":
        x = x + width(" ", 12) if letter == " " else page.text(x, 100, letter)
    assert texts(read(page)) == ["So ho so 1.234 va 56"]


def test_composed_letters_and_ligatures() -> None:
    page = PdfPage()
    page.text(70, 100, "Tô\u0309ng sô\u0301 12, of\ufb01ce e\ufb00ort, trƣờng học")
    document = read(page)
    assert texts(document) == ["Tổng số 12, office effort, trƣờng học"]  # ƣ stays as extracted; matching takes it as ư


def test_old_fonts_by_their_names() -> None:
    page = PdfPage()
    page.raw_text(70, 100, b"Tr\xad\xeang h\xeep: 1.234 ng\xad\xeai", "F0")
    page.raw_text(70, 130, b"T\xe6ng s\xe8", "F1")
    page.raw_text(70, 160, "Toång soá hoà sô ñöôïc caáp: 56".encode("cp1252"), "F2")
    page.raw_text(70, 260, b"Caf\xe9 12", "F3")
    document = read(page, ["ABCDEF+.VnTime", ".VnTimeH", "VNI-Times", "Arial"])
    assert texts(document) == ["Trường hợp: 1.234 người", "TỔNG SỐ", "Tổng số hồ sơ được cấp: 56", "Café 12"]


# -- files that cannot be used -------------------------------------------------------


def test_a_password_is_one_sentence() -> None:
    key = "/Encrypt<</Filter/Standard/V 1/R 2/O<" + "41" * 32 + ">/U<" + "42" * 32 + ">/P -4>>/ID[<00><00>]"
    error = refusal(pdf([PdfPage()], trailer=key))
    assert error.code == "encrypted"


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.4\n%%EOF", b"%PDF-" + bytes(range(256)) * 9])
def test_damaged_files_are_refused(data: bytes) -> None:
    assert refusal(data).code == "unreadable"


def test_a_pdf_by_name_only() -> None:
    assert refusal(b"Not a pdf at all").code == "unreadable"


def test_a_missing_library_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    error = refusal(pdf([PdfPage()]))
    assert error.code == "missing-library"
    assert "reportcheck[pdf]" in error.en


def test_paragraphs_are_numbered_in_order() -> None:
    numbers = [p.location.paragraph for p in read(report()).blocks if isinstance(p, Paragraph) and p.kind != "cell"]
    assert numbers == list(range(1, len(numbers) + 1))


# -- hostile files -------------------------------------------------------------------

WHOLE = pdf(report()[:2])
COMMANDS = [
    "0 Tf",
    "1e30 0 0 1e-30 9 9 cm",
    "q " * 60,
    "/Im Do",
    "0 0 m 1e9 1e9 l S",
    "/R -5 Tf",
    "1 0 0 1 1e38 5 Tm",
    "BT",
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), min_size=1, max_size=40))
def test_changed_bytes(changes: list[tuple[int, int]]) -> None:
    data = bytearray(WHOLE)
    for place, value in changes:
        data[place] = value
    survives(bytes(data))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, len(WHOLE)), st.integers(0, len(WHOLE)))
def test_parts_cut_out(a: int, b: int) -> None:
    survives(WHOLE[: min(a, b)] + WHOLE[max(a, b) :])


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(COMMANDS), st.integers(0, 40)), min_size=1, max_size=8))
def test_strange_commands(commands: list[tuple[str, int]]) -> None:
    pages = report()[:2]
    for command, place in commands:
        pages[place % 2].commands.insert(place, command)
    survives(pdf(pages))


def survives(data: bytes) -> None:
    """A report or a refusal, nothing else."""
    try:
        document = read_bytes(data, "a.pdf")
    except ReportcheckError as error:
        assert error.code in ("unreadable", "encrypted")
    else:
        assert all(p.text for p in document.paragraphs)


def test_forms_within_forms_and_pages_in_a_circle() -> None:
    data = pdf(report()[:1])
    survives(data.replace(b"/Kids[", b"/Kids[2 0 R ", 1))
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</Im 9 0 R>>>>/Was/Image"
    survives(data.replace(b"/Type/XObject/Subtype/Image", form, 1))


def test_thousands_of_lines_and_of_words_take_no_long_time() -> None:
    page = PdfPage()
    for i in range(4000):
        page.line(10 + i % 571, 10, 10 + i % 571, 830)
        page.line(10, 10 + i % 811, 580, 10 + i % 811)
    for i in range(6000):
        page.text(10 + 5 * (i % 110), 10 + 14 * (i // 110), "12")
    survives(pdf([page]))


# -- the same findings as in other formats ---------------------------------------------


def as_pdf(blocks: Sequence[Block], ruled: bool) -> bytes:
    """A paragraph for each string, a table with its title above it for each pair."""
    page, y = PdfPage(size=(1190, 842)), 60.0
    for block in blocks:
        if isinstance(block, str):
            y, _ = page.wrapped(y + 8, block, right=1120, first=28)
            continue
        title, rows = block
        page.centre(y + 24, title, font="B")
        edges = [70.0]
        for column in zip(*rows, strict=True):
            edges.append(edges[-1] + max(width(cell, 12) for cell in column) + 24)
        if ruled:
            y = page.table(y + 34, edges, rows) + 20
            continue
        for i, row in enumerate(rows):
            for c, cell in enumerate(row):
                if c and i:
                    page.right(edges[c + 1] - 12, y + 44 + 17 * i, cell)
                else:
                    page.text(edges[c] + 3, y + 44 + 17 * i, cell)
        y += 44 + 17 * len(rows) + 16
    return pdf([page])


@pytest.mark.parametrize("ruled", [True, False], ids=["ruled", "without rules"])
def test_the_same_findings_as_in_a_docx(ruled: bool) -> None:
    there = found(FORMATS["docx"](REPORT), "bao-cao.docx")
    here = found(as_pdf(REPORT, ruled), "bao-cao.pdf")
    assert [(*f[:5], str(f[5]).removeprefix("trang 1, "), f[6]) for f in here] == there

"""Headings as the circulars and other offices print them: the form is known, and a slip in any tied figure is found."""

from __future__ import annotations

import random
from dataclasses import dataclass

import pytest
from helpers import checked_of, forms_of, missed_slips, missing_claims, told
from layouts import Book, Column, Sheet, averages, content, put, put_on_side, with_details

TITLES = {
    "dossier-settlement": (
        "TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT TTHC TẠI CƠ QUAN, ĐƠN VỊ TRỰC TIẾP GIẢI QUYẾT TTHC",
        "Kết quả giải quyết thủ tục hành chính tại các sở, ban, ngành",
        "TỔNG HỢP TÌNH HÌNH TIẾP NHẬN, GIẢI QUYẾT HỒ SƠ THỦ TỤC HÀNH CHÍNH THÁNG 10/2025",
        "Biểu số II.06a/VPCP/KSTT",
        "Biểu số 06a/BTP/KSTT/KTTH",
        "KẾT QUẢ TIẾP NHẬN VÀ TRẢ KẾT QUẢ HỒ SƠ TTHC TẠI TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG",
        "Tiếp nhận và giải quyết hồ sơ TTHC theo cơ chế một cửa, một cửa liên thông",
    ),
    "procedures-by-channel": (
        "DANH MỤC THỦ TỤC HÀNH CHÍNH CUNG CẤP DỊCH VỤ CÔNG TRỰC TUYẾN",
        "Số lượng TTHC cung cấp DVCTT toàn trình, một phần trên Cổng Dịch vụ công quốc gia",
        "TỔNG HỢP SỐ LƯỢNG DỊCH VỤ CÔNG TRỰC TUYẾN THEO CẤP THỰC HIỆN",
    ),
    "digital-certificates": (
        "TỔNG HỢP TÌNH HÌNH CẤP CHỨNG THƯ SỐ CHUYÊN DÙNG CÔNG VỤ",
        "Số lượng chứng thư số đã cấp",
        "Kết quả cấp, thu hồi chứng thư chữ ký số chuyên dùng Chính phủ",
    ),
    "documents-by-body": (
        "TỔNG HỢP SỐ LƯỢNG VĂN BẢN DO TRUNG ƯƠNG, ĐỊA PHƯƠNG BAN HÀNH",
        "Thống kê số lượng văn bản của Trung ương và địa phương ban hành",
        "Tình hình ban hành văn bản của cơ quan Trung ương và địa phương",
    ),
    "documents-by-type": (
        "THỐNG KÊ VĂN BẢN DO TỈNH BAN HÀNH PHÂN THEO LOẠI VĂN BẢN",
        "Phân loại văn bản ban hành của tỉnh",
        "Số lượng văn bản theo thể loại",
    ),
    "document-averages": (
        "SỐ LƯỢNG VĂN BẢN ĐẾN, VĂN BẢN ĐI BÌNH QUÂN NGÀY, THÁNG",
        "Bình quân số văn bản xử lý trong ngày, trong tháng",
        "Trung bình số lượng văn bản đi, đến",
    ),
    "meetings": (
        "THỐNG KÊ HỘI NGHỊ, CUỘC HỌP",
        "Tổng hợp số lượng cuộc họp, hội nghị trong kỳ báo cáo",
        "Số cuộc họp do Trung ương và địa phương tổ chức",
    ),
}


@dataclass(frozen=True)
class Wording:
    name: str
    form: str
    title: str
    paths: dict[str, tuple[str, ...]]
    stub: str = "Đơn vị"


_R, _S, _P = "Số hồ sơ nhận giải quyết", "Kết quả giải quyết: số hồ sơ đã giải quyết", "Số hồ sơ đang giải quyết"
WORDINGS = (
    Wording(
        "circular 01/2020", "dossier-settlement", "TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT TTHC TẠI CƠ QUAN, ĐƠN VỊ",
        {
            "received": ("Số lượng hồ sơ tiếp nhận", "Tổng số"),
            "online": ("Số lượng hồ sơ tiếp nhận", "Trong kỳ", "Trực tuyến"),
            "in_person": ("Số lượng hồ sơ tiếp nhận", "Trong kỳ", "Trực tiếp, dịch vụ bưu chính"),
            "carried_over": ("Số lượng hồ sơ tiếp nhận", "Từ kỳ trước"),
            "settled": ("Số lượng hồ sơ đã giải quyết", "Tổng số"),
            "early": ("Số lượng hồ sơ đã giải quyết", "Trước hạn"),
            "on_time": ("Số lượng hồ sơ đã giải quyết", "Đúng hạn"),
            "late": ("Số lượng hồ sơ đã giải quyết", "Quá hạn"),
            "pending": ("Số lượng hồ sơ đang giải quyết", "Tổng số"),
            "pending_in_time": ("Số lượng hồ sơ đang giải quyết", "Trong hạn"),
            "pending_overdue": ("Số lượng hồ sơ đang giải quyết", "Quá hạn"),
        },
        "Lĩnh vực giải quyết",
    ),
    Wording(
        "counts in the heading", "dossier-settlement", "TÌNH HÌNH GIẢI QUYẾT HỒ SƠ TTHC",
        {
            "received": ("Hồ sơ tiếp nhận", "Tổng số hồ sơ"),
            "online": ("Hồ sơ tiếp nhận", "Số mới tiếp nhận trực tuyến"),
            "in_person": ("Hồ sơ tiếp nhận", "Số mới tiếp nhận trực tiếp và qua BCCI"),
            "carried_over": ("Hồ sơ tiếp nhận", "Số kỳ trước chuyển qua"),
            "settled": ("Hồ sơ đã giải quyết", "Tổng số"),
            "early": ("Hồ sơ đã giải quyết", "Giải quyết trước hạn"),
            "on_time": ("Hồ sơ đã giải quyết", "Giải quyết đúng hạn"),
            "late": ("Hồ sơ đã giải quyết", "Giải quyết quá hạn"),
            "pending": ("Hồ sơ chưa giải quyết", "Tổng số"),
            "pending_in_time": ("Hồ sơ chưa giải quyết", "Chưa đến hạn"),
            "pending_overdue": ("Hồ sơ chưa giải quyết", "Đã quá hạn"),
        },
        "Tên cơ quan",
    ),
    Wording(
        "being handled", "dossier-settlement", "KẾT QUẢ TIẾP NHẬN VÀ GIẢI QUYẾT HỒ SƠ THỦ TỤC HÀNH CHÍNH",
        {
            "received": ("Số hồ sơ nhận giải quyết", "Tổng"),
            "online": ("Số hồ sơ nhận giải quyết", "Nộp qua mạng"),
            "in_person": ("Số hồ sơ nhận giải quyết", "Nộp trực tiếp"),
            "carried_over": ("Số hồ sơ nhận giải quyết", "Tồn kỳ trước"),
            "settled": ("Số hồ sơ đã giải quyết xong", "Tổng"),
            "early": ("Số hồ sơ đã giải quyết xong", "Sớm hạn"),
            "on_time": ("Số hồ sơ đã giải quyết xong", "Đúng hạn"),
            "late": ("Số hồ sơ đã giải quyết xong", "Trễ hạn"),
            "pending": ("Số hồ sơ đang xử lý", "Tổng"),
            "pending_in_time": ("Số hồ sơ đang xử lý", "Còn hạn"),
            "pending_overdue": ("Số hồ sơ đang xử lý", "Trễ hạn"),
        },
    ),
    Wording(
        "full names", "documents-by-body", "THỐNG KÊ SỐ LƯỢNG VĂN BẢN CỦA TRUNG ƯƠNG VÀ ĐỊA PHƯƠNG BAN HÀNH",
        {
            "central_total": ("Văn bản do các cơ quan Trung ương ban hành", "Tổng cộng"),
            "central_committee": ("Văn bản do các cơ quan Trung ương ban hành", "BCH Trung ương Đảng"),
            "politburo": ("Văn bản do các cơ quan Trung ương ban hành", "BCT"),
            "secretariat": ("Văn bản do các cơ quan Trung ương ban hành", "Ban Bí thư Trung ương"),
            "national_assembly": ("Văn bản do các cơ quan Trung ương ban hành", "Quốc hội, UBTV Quốc hội"),
            "government": ("Văn bản do các cơ quan Trung ương ban hành", "Chính phủ, Thủ tướng Chính phủ"),
            "ministries": ("Văn bản do các cơ quan Trung ương ban hành", "Các bộ, cơ quan ngang bộ"),
            "local_total": ("Văn bản do các cơ quan địa phương ban hành", "Tổng cộng"),
            "committee": ("Văn bản do các cơ quan địa phương ban hành", "Ban Chấp hành Đảng bộ tỉnh, Ban Thường vụ Tỉnh ủy"),
            "council": ("Văn bản do các cơ quan địa phương ban hành", "HĐND tỉnh"),
            "peoples_committee": ("Văn bản do các cơ quan địa phương ban hành", "UBND tỉnh"),
            "departments": ("Văn bản do các cơ quan địa phương ban hành", "Các sở, ngành"),
            "communes": ("Văn bản do các cơ quan địa phương ban hành", "UBND cấp xã"),
        },
    ),
    Wording(
        "central bodies, short", "documents-by-body", "TỔNG HỢP SỐ LƯỢNG VĂN BẢN BAN HÀNH",
        {
            "central_total": ("Trung ương ban hành", "Cộng"),
            "central_committee": ("Trung ương ban hành", "Ban Chấp hành TW"),
            "politburo": ("Trung ương ban hành", "Bộ Chính trị"),
            "secretariat": ("Trung ương ban hành", "Ban Bí thư"),
            "national_assembly": ("Trung ương ban hành", "Quốc hội"),
            "government": ("Trung ương ban hành", "Chính phủ"),
            "ministries": ("Trung ương ban hành", "Bộ, ngành TW"),
            "local_total": ("Địa phương ban hành", "Cộng"),
            "committee": ("Địa phương ban hành", "Thành ủy"),
            "council": ("Địa phương ban hành", "HĐND TP"),
            "peoples_committee": ("Địa phương ban hành", "UBND TP"),
            "departments": ("Địa phương ban hành", "Sở, ngành"),
            "communes": ("Địa phương ban hành", "Xã, phường, đặc khu"),
        },
    ),
    Wording(
        "holders", "digital-certificates", "TỔNG HỢP TÌNH HÌNH CẤP CHỨNG THƯ SỐ",
        {
            "total": ("Tổng số chứng thư số đã cấp",),
            "organisations": ("Chứng thư số cấp cho cơ quan, tổ chức",),
            "individuals": ("Chứng thư số cấp cho cá nhân", "Tổng số"),
            "token": ("Chứng thư số cấp cho cá nhân", "USB Token"),
            "sim_pki": ("Chứng thư số cấp cho cá nhân", "Sim PKI"),
            "province": ("Phân theo cấp", "Cơ quan cấp tỉnh"),
            "communes": ("Phân theo cấp", "UBND cấp xã"),
        },
    ),
    Wording(
        "holders, short", "digital-certificates", "SỐ LƯỢNG CHỨNG THƯ SỐ ĐANG HOẠT ĐỘNG",
        {
            "total": ("Tổng",),
            "organisations": ("CTS tổ chức",),
            "individuals": ("CTS cá nhân",),
            "token": ("CTS cá nhân trên USB Token",),
            "sim_pki": ("CTS cá nhân trên SIM PKI",),
            "province": ("Các sở, ban, ngành",),
            "communes": ("Các xã, phường",),
        },
    ),
    Wording(
        "meetings", "meetings", "THỐNG KÊ HỘI NGHỊ, CUỘC HỌP",
        {
            "central_total": ("Cuộc họp do Trung ương tổ chức", "Tổng cộng"),
            "central_party": ("Cuộc họp do Trung ương tổ chức", "Ban Chấp hành Trung ương, Bộ Chính trị, Ban Bí thư"),
            "national_assembly": ("Cuộc họp do Trung ương tổ chức", "Quốc hội, UBTVQH"),
            "government": ("Cuộc họp do Trung ương tổ chức", "Chính phủ, Thủ tướng Chính phủ"),
            "ministries": ("Cuộc họp do Trung ương tổ chức", "Các bộ, ngành"),
            "local_total": ("Cuộc họp do địa phương tổ chức", "Tổng cộng"),
            "committee": ("Cuộc họp do địa phương tổ chức", "Thành ủy"),
            "council": ("Cuộc họp do địa phương tổ chức", "Thường trực HĐND tỉnh"),
            "peoples_committee": ("Cuộc họp do địa phương tổ chức", "UBND, Chủ tịch UBND tỉnh"),
            "departments": ("Cuộc họp do địa phương tổ chức", "Các sở, ngành"),
            "communes": ("Cuộc họp do địa phương tổ chức", "Các xã, phường"),
        },
    ),
)  # fmt: skip


def _book(wording: Wording, *, offices: int, side: bool = False) -> Book:
    table = content(wording.form, 5, offices=offices)
    table.title, table.stub = wording.title, wording.stub
    table.columns = [Column(c.id, wording.paths[c.id]) for c in table.columns if c.id in wording.paths]
    book = Book([Sheet("Biểu")])
    book.sheets[0].cells[0, 0] = table.title
    if side:
        put_on_side(book, table, top=2)
    else:
        put(book, table, top=2, stt=bool(offices))
    return book


def _demand(book: Book, sample: int = 4) -> None:
    checked = checked_of(book)
    assert forms_of(book, checked) == {t.name: t.form for t in book.tables}
    assert told(checked) == []
    assert missing_claims(book, checked) == []
    assert missed_slips(book, sample) == []


@pytest.mark.parametrize("side", [False, True], ids=["upright", "side"])
@pytest.mark.parametrize("offices", [0, 4])
@pytest.mark.parametrize("wording", WORDINGS, ids=lambda w: f"{w.form}-{w.name}".replace(" ", "_"))
def test_other_wordings(wording: Wording, offices: int, side: bool) -> None:
    _demand(_book(wording, offices=offices, side=side))


@pytest.mark.parametrize(("form", "title"), [(f, t) for f, titles in TITLES.items() for t in titles])
def test_other_titles(form: str, title: str) -> None:
    """A title of the form counts as one: a table that lacks a column is still the form, and is told so."""
    if form == "documents-by-type":
        table = with_details(3)[0]
    elif form == "document-averages":
        table = averages(content("documents-by-body", 3))
    else:
        table = content(form, 3)
    table.title = title
    book = Book([Sheet("Biểu")])
    book.sheets[0].cells[0, 0] = title
    put(book, table, top=2)
    checked = checked_of(book)
    assert forms_of(book, checked) == {t.name: t.form for t in book.tables}
    assert checked.bindings[0].titled


LEVELS = (
    ("Dịch vụ công trực tuyến mức độ 4", "Dịch vụ công trực tuyến mức độ 3", "Mức độ 2"),
    ("DVCTT toàn trình", "DVCTT một phần", "DVC cung cấp thông tin trực tuyến"),
    ("Số TTHC cung cấp toàn trình", "Số TTHC cung cấp một phần", "Số TTHC thực hiện trực tiếp"),
    ("Toàn trình", "Một phần", "Các dịch vụ cung cấp thông tin"),
    ("Trực tuyến toàn trình", "Trực tuyến một phần", "Trực tiếp tại Bộ phận Một cửa"),
)


@pytest.mark.parametrize("side", [False, True], ids=["upright", "side"])
@pytest.mark.parametrize("names", LEVELS)
def test_channels(names: tuple[str, str, str], side: bool) -> None:
    table = content("procedures-by-channel", 6)
    table.columns = [c for c in table.columns if c.id in ("province", "commune", "total")]
    table.columns.sort(key=lambda c: c.id != "total")
    for row, name in zip(table.rows, names, strict=False):
        row.label = name
    table.rows.insert(0, table.rows.pop())
    table.rows[0].label = "Tổng số TTHC"
    book = Book([Sheet("TTHC")])
    book.sheets[0].cells[0, 0] = "SỐ LƯỢNG THỦ TỤC HÀNH CHÍNH CUNG CẤP DỊCH VỤ CÔNG TRỰC TUYẾN"
    if side:
        put_on_side(book, table, top=2)
    else:
        put(book, table, top=2, stt=True)
    _demand(book)


AVERAGES = (
    ("Bình quân/ngày", "Bình quân/tháng", "Văn bản đến", "Văn bản đi"),
    ("TB/ngày", "TB/tháng", "Văn bản tiếp nhận", "Văn bản phát hành"),
    ("Bình quân 01 ngày", "Bình quân 01 tháng", "Số văn bản đến", "Số văn bản đi"),
    ("Bình quân mỗi ngày (văn bản)", "Bình quân mỗi tháng (văn bản)", "Công văn đến", "Công văn đi"),
    ("Trung bình/ngày", "Trung bình/tháng", "Xử lý văn bản đến", "Ban hành văn bản đi"),
)


@pytest.mark.parametrize("names", AVERAGES)
@pytest.mark.parametrize("side", [False, True], ids=["upright", "side"])
def test_averages(names: tuple[str, ...], side: bool) -> None:
    bodies = content("documents-by-body", 6)
    table = averages(bodies, total=True)
    for column, name in zip(table.columns[1:], names, strict=False):
        column.path = (name,)
    for row, name in zip(table.rows, names[2:], strict=True):
        row.label = name
    book = Book([Sheet("Bình quân"), Sheet("Biểu 1")])
    book.sheets[0].cells = {(0, 0): "SỐ VĂN BẢN BÌNH QUÂN NGÀY, THÁNG", (1, 0): table.period}
    (put_on_side if side else put)(book, table, top=3)
    book.sheets[1].cells[0, 0] = bodies.title
    put(book, bodies, sheet=1, top=2)
    _demand(book, 8)


@pytest.mark.parametrize("calendar", [False, True], ids=["thirty", "calendar"])
def test_averages_in_one_row(calendar: bool) -> None:
    """Items and averages together in the headings, one row of figures."""
    bodies = content("documents-by-body", 7)
    table = averages(bodies, calendar=calendar)
    book = Book([Sheet("Trung bình"), Sheet("Biểu 1")], [table])
    ws = book.sheets[0]
    ws.cells = {(0, 0): table.title, (2, 0): "Thời gian", (2, 1): "Văn bản đến", (2, 3): "Văn bản đi"}
    ws.merges = [(2, 0, 3, 0), (2, 1, 2, 2), (2, 3, 2, 4)]
    ws.cells[4, 0] = table.period
    for c, key in enumerate((r, f) for r in ("incoming", "outgoing") for f in ("per_day", "per_month")):
        ws.cells[3, c + 1] = ("Một ngày", "Một tháng")[c % 2]
        ws.cells[4, c + 1] = table.values[key]
        book.places[table.key(*key)] = (0, 4, c + 1)
    book.sheets[1].cells[0, 0] = bodies.title
    put(book, bodies, sheet=1, top=2)
    _demand(book, 6)


def test_dossiers_as_a_list_of_figures() -> None:
    """One office's figures one below the other, each group's total on the group's own line."""
    table = content("dossier-settlement", 8, offices=2)
    table.columns = [c for c in table.columns if c.id != "on_time_rate"]
    labels = {
        "received": "Tổng số hồ sơ tiếp nhận",
        "online": "- Tiếp nhận trực tuyến",
        "in_person": "- Tiếp nhận trực tiếp, qua dịch vụ bưu chính",
        "carried_over": "- Số hồ sơ tiếp nhận từ kỳ trước chuyển qua",
        "settled": "Tổng số hồ sơ đã giải quyết",
        "early": "- Đã giải quyết trước hạn",
        "on_time": "- Đã giải quyết đúng hạn",
        "late": "- Đã giải quyết quá hạn",
        "pending": "Tổng số hồ sơ đang giải quyết",
        "pending_in_time": "- Đang giải quyết trong hạn",
        "pending_overdue": "- Đang giải quyết quá hạn",
    }
    table.columns = [Column(c.id, (labels[c.id],)) for c in table.columns]
    book = Book([Sheet("Hồ sơ")])
    book.sheets[0].cells[0, 0] = "KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH"
    put_on_side(book, table, top=2, stt=True)
    _demand(book, 10)


def test_a_shuffled_copy_is_the_same_form() -> None:
    """Rows of offices in any order, the total in the middle."""
    table = content("documents-by-type", 9, offices=5)
    random.Random(3).shuffle(table.rows)
    book = Book([Sheet("Biểu")])
    book.sheets[0].cells[0, 0] = table.title
    put(book, table, top=2)
    _demand(book, 10)

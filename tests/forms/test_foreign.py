"""Tables of other kinds, full of words that the forms use and of figures that do not add up: no form is seen in them.

Where a row of totals is right in most of its columns, that it is wrong in another is seen in the figures, and no matter here.
"""

from __future__ import annotations

import io
from typing import Any

import pytest
from helpers import settings
from openpyxl import Workbook

from reportcheck import validate

_Rows = list[list[Any]]
TABLES: dict[str, tuple[str, _Rows]] = {
    "staff by department": (
        "BIÊN CHẾ CÔNG CHỨC CỦA CÁC SỞ, BAN, NGÀNH",
        [
            ["STT", "Đơn vị", "Tổng số", "Cấp tỉnh", "Cấp xã", "Nữ"],
            [1, "Sở Nội vụ", 60, 51, 12, 30],
            [2, "Sở Tài chính", 80, 77, 1, 44],
            [None, "Tổng cộng", 150, 128, 13, 74],
        ],
    ),
    "budget lines": (
        "DỰ TOÁN CHI NGÂN SÁCH NĂM 2025",
        [
            ["STT", "Nội dung", "Tổng số", "Cấp tỉnh", "Cấp huyện", "Cấp xã", "Tỷ lệ (%)"],
            ["I", "Chi đầu tư phát triển", 8718, 5000, 3000, 700, 98],
            ["II", "Chi thường xuyên", 14150, 9000, 4000, 1100, 87],
            [None, "Tổng cộng", 22900, 14001, 7000, 1800, 92],
        ],
    ),
    "school classes": (
        "SỐ LỚP, SỐ HỌC SINH THEO KHỐI",
        [
            ["Khối", "Tổng số", "Số lớp", "Nam", "Nữ", "Đúng hạn"],
            ["Khối 6", 120, 4, 60, 58, 118],
            ["Khối 7", 131, 4, 70, 60, 130],
            ["Cộng", 255, 9, 131, 118, 240],
        ],
    ),
    "price list": (
        "BẢNG GIÁ DỊCH VỤ CHỮ KÝ SỐ",
        [
            ["Gói dịch vụ", "Tổ chức", "Cá nhân", "Tổng"],
            ["1 năm", 1200000, 400000, 1500000],
            ["2 năm", 2000000, 700000, 2500000],
            ["3 năm", 2700000, 900000, 3000000],
        ],
    ),
    "inspection": (
        "KẾT QUẢ THANH TRA, KIỂM TRA",
        [
            [
                "Lĩnh vực",
                "Tổng số cuộc",
                "Theo kế hoạch",
                "Đột xuất",
                "Đã kết luận",
                "Số tổ chức vi phạm",
                "Số cá nhân vi phạm",
                "Tổng số vi phạm",
            ],
            ["Đất đai", 12, 9, 2, 10, 4, 9, 20],
            ["Tài chính", 8, 5, 4, 7, 2, 2, 9],
            ["Tổng cộng", 21, 14, 6, 18, 6, 11, 30],
        ],
    ),
    "crops": (
        "KẾT QUẢ SẢN XUẤT NÔNG NGHIỆP",
        [
            ["Cây trồng", "Diện tích (ha)", "Năng suất", "Sản lượng", "Kế hoạch", "Tỷ lệ (%)"],
            ["Lúa", 1200, 6.2, 7400, 7500, 98],
            ["Ngô", 300, 4.5, 1300, 1400, 93],
            ["Tổng số", 1600, 5.9, 8800, 9000, 97],
        ],
    ),
    "calendar": (
        "LỊCH CÔNG TÁC TUẦN CỦA LÃNH ĐẠO UBND TỈNH",
        [
            ["Ngày/tháng", "Số cuộc họp", "Hội nghị trực tuyến", "Hội nghị trực tiếp", "Tổng số"],
            ["13/10", 2, 1, 2, 4],
            ["14/10", 3, 1, 1, 5],
            ["15/10", 1, 0, 2, 4],
        ],
    ),
    "awards": (
        "DANH SÁCH KHEN THƯỞNG TỔ CHỨC, CÁ NHÂN",
        [
            ["Hình thức", "Tổng số", "Tổ chức", "Cá nhân", "Cấp tỉnh", "Cấp xã"],
            ["Bằng khen", 40, 10, 33, 20, 21],
            ["Giấy khen", 90, 30, 61, 10, 85],
        ],
    ),
    "legal documents": (
        "THEO DÕI THI HÀNH VĂN BẢN QUY PHẠM PHÁP LUẬT",
        [
            ["Cơ quan", "Tổng số", "Nghị quyết", "Quyết định", "Chỉ thị", "Báo cáo", "Đúng hạn", "Quá hạn"],
            ["Quốc hội", 20, 12, 3, 1, 9, 15, 9],
            ["Chính phủ", 50, 20, 25, 4, 6, 40, 15],
            ["Tổng số", 75, 32, 28, 5, 16, 55, 30],
        ],
    ),
    "tasks": (
        "THEO DÕI NHIỆM VỤ ĐƯỢC GIAO TẠI CÁC VĂN BẢN",
        [
            [
                "Đơn vị",
                "Tổng số nhiệm vụ",
                "Đã hoàn thành",
                "Trước hạn",
                "Đúng hạn",
                "Quá hạn",
                "Đang thực hiện",
                "Trong hạn",
            ],
            ["Sở Y tế", 40, 30, 5, 20, 7, 12, 9],
            ["Sở Nội vụ", 52, 41, 3, 33, 9, 8, 1],
            ["Tổng cộng", 90, 72, 8, 53, 15, 21, 10],
        ],
    ),
    "tax payers": (
        "SỐ NGƯỜI NỘP THUẾ",
        [
            ["Năm", "Tổng số", "Tổ chức", "Cá nhân", "Hộ kinh doanh"],
            ["2023", 1000, 200, 500, 310],
            ["2024", 1100, 210, 560, 320],
            ["2025", 1200, 230, 580, 400],
        ],
    ),
    "petitions": (
        "TIẾP CÔNG DÂN, GIẢI QUYẾT ĐƠN THƯ KHIẾU NẠI, TỐ CÁO",
        [
            ["Đơn vị", "Tiếp nhận", None, None, "Đã giải quyết", None, None, "Đang giải quyết"],
            [None, "Tổng số", "Trong kỳ", "Kỳ trước", "Tổng số", "Đúng hạn", "Quá hạn", "Tổng số"],
            ["Cấp tỉnh", 20, 12, 9, 10, 8, 3, 11],
            ["Cấp xã", 35, 22, 10, 30, 25, 4, 6],
            ["Tổng số", 58, 34, 19, 41, 33, 7, 18],
        ],
    ),
    "visitors": (
        "LƯỢNG KHÁCH DU LỊCH",
        [
            ["Chỉ tiêu", "Bình quân một ngày", "Bình quân một tháng", "Cả năm"],
            ["Khách đến", 43, 900, 20000],
            ["Khách đi", 46, 1100, 9000],
        ],
    ),
    "hospital": (
        "HOẠT ĐỘNG KHÁM CHỮA BỆNH THEO TUYẾN",
        [
            ["Hình thức", "Cấp tỉnh", "Cấp huyện", "Cấp xã", "Tổng số"],
            ["Khám trực tiếp", 9000, 5000, 3000, 18000],
            ["Khám trực tuyến một phần", 90, 30, 10, 100],
            ["Tổng số", 9100, 5000, 3100, 18200],
        ],
    ),
    "projects": (
        "TIẾN ĐỘ GIẢI NGÂN VỐN ĐẦU TƯ CÔNG",
        [
            ["Chủ đầu tư", "Kế hoạch", "Đã giải ngân", "Tỷ lệ", "Trung ương", "Địa phương", "Tổng số"],
            ["Ban QLDA 1", 500, 210, 40, 300, 210, 520],
            ["UBND cấp xã", 300, 120, 41, 100, 190, 310],
            ["Tổng cộng", 810, 340, 44, 400, 390, 850],
        ],
    ),
    "party members": (
        "TỔ CHỨC ĐẢNG VÀ ĐẢNG VIÊN",
        [
            ["Đơn vị", "Tổng số", "Tỉnh ủy", "Hội đồng nhân dân", "Ủy ban nhân dân", "Sở, ban, ngành", "Cấp xã"],
            ["Đảng viên", 5000, 60, 80, 900, 1400, 2400],
            ["Chi bộ", 300, 3, 4, 60, 80, 150],
        ],
    ),
    "English staff": (
        "STAFF BY DEPARTMENT",
        [
            ["Department", "Total", "Full time", "Part time", "Central", "Local"],
            ["Finance", 30, 20, 11, 12, 13],
            ["Health", 44, 30, 13, 20, 21],
        ],
    ),
    "English customers": (
        "Customers by type",
        [
            ["Region", "Total", "Organisations", "Individuals", "Online", "In person"],
            ["North", 300, 100, 190, 120, 160],
            ["South", 400, 150, 255, 200, 190],
        ],
    ),
}


def _bytes(title: str, rows: _Rows) -> bytes:
    book = Workbook()
    ws = book.active
    assert ws is not None
    ws.cell(1, 1, title)
    for r, row in enumerate(rows, 3):
        for c, value in enumerate(row, 1):
            if value is not None:
                ws.cell(r, c, value)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _said(title: str, rows: _Rows) -> list[str]:
    report = validate(_bytes(title, rows), name="bang.xlsx", settings=settings())
    return [f"{t.form}" for t in report.tables if t.form] + [
        f"{f.rule} {f.relation or f.message}"
        for f in report.findings
        if f.severity != "info" and f.origin != "discovered"
    ]


@pytest.mark.parametrize("name", TABLES, ids=lambda n: n.replace(" ", "_"))
def test_nothing_is_said(name: str) -> None:
    assert _said(*TABLES[name]) == []


@pytest.mark.parametrize("name", TABLES, ids=lambda n: n.replace(" ", "_"))
def test_nothing_is_said_of_its_turned_copy(name: str) -> None:
    title, rows = TABLES[name]
    if any(v is None for v in rows[0]):
        rows = [rows[0], *rows[2:]]
    assert _said(title, [list(r) for r in zip(*rows, strict=True)]) == []


@pytest.mark.parametrize("name", TABLES, ids=lambda n: n.replace(" ", "_"))
def test_nothing_is_said_without_title(name: str) -> None:
    assert _said("Phụ lục", TABLES[name][1]) == []

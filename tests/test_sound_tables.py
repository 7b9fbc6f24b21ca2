"""Tables as offices make them, matching no form, in which every figure is right: nothing is told at warning or error."""

from __future__ import annotations

import csv
import io
from typing import Any, TypeAlias

import pytest
from workbook import workbook

from reportcheck.report import Settings, read, run

Rows: TypeAlias = "list[list[Any]]"

SOUND: dict[str, Rows] = {
    # One who is in two classes counts once in the last column.
    "persons counted once": [
        ["TT", "Xã", "Lớp A", "Lớp B", "Lớp C", "Số người (không trùng)"],
        [1, "Tân Lập", 31, 42, 18, 77],
        [2, "Bình An", 25, 66, 40, 109],
        [3, "Hòa Phú", 57, 12, 33, 88],
        [4, "Đông Sơn", 44, 38, 29, 96],
        [5, "Cẩm Hà", 62, 51, 17, 104],
        [None, "Tổng", 219, 209, 137, 474],
    ],
    "features of one whole, a single column": [
        ["STT", "Nội dung", "Số lượng"],
        ["1", "Tổng số hộ", 4218],
        ["1.1", "Hộ có nước sạch", 3796],
        ["1.2", "Hộ có nhà tiêu hợp vệ sinh", 3304],
        ["1.3", "Hộ có điện", 4215],
        ["2", "Tổng số khẩu", 16390],
        ["2.1", "Nữ", 8212],
        ["2.2", "Dân tộc thiểu số", 741],
        ["2.3", "Trẻ em", 1935],
    ],
    "chained volumes do not add up": [
        ["GRDP theo giá so sánh 2010 (tỷ đồng)"],
        ["Khu vực", "2020", "2021", "2022", "2023", "2024"],
        ["Tổng số", 1651.2, 1718.9, 1790.4, 1866.7, 1941.3],
        ["Nông, lâm, thủy sản", 412.5, 425.1, 437.8, 449.6, 462.0],
        ["Công nghiệp, xây dựng", 655.3, 690.7, 726.2, 769.5, 811.4],
        ["Dịch vụ", 570.9, 596.4, 622.8, 645.1, 670.2],
    ],
    "shares rounded to whole percents": [
        ["Question", "Yes %", "No %", "Don't know %", "Total %"],
        ["Q1", 33, 33, 33, 100],
        ["Q2", 46, 28, 26, 100],
        ["Q3", 51, 12, 38, 100],
        ["Q4", 17, 67, 17, 100],
        ["Q5", 62, 25, 13, 100],
        ["Q6", 29, 57, 14, 100],
    ],
    "rounded to thousands": [
        ["Đơn vị tính: nghìn người"],
        ["Xã", "Nam", "Nữ", "Tổng"],
        ["Tân Lập", 121, 131, 253],
        ["Bình An", 78, 84, 162],
        ["Hòa Phú", 205, 214, 418],
        ["Đông Sơn", 66, 71, 136],
        ["Cẩm Hà", 149, 152, 301],
        ["Yên Trung", 93, 99, 193],
        ["Tổng", 712, 751, 1463],
    ],
    "weighted marks": [
        ["STT", "Họ và tên", "Miệng", "15 phút", "1 tiết", "Học kỳ", "ĐTB"],
        [1, "Nguyễn Văn An", 8.0, 7.5, 6.5, 8.0, 7.5],
        [2, "Trần Thị Bình", 9.0, 8.5, 9.0, 8.5, 8.7],
        [3, "Lê Hoàng Cường", 5.0, 6.5, 5.5, 6.0, 5.8],
        [4, "Phạm Thu Dung", 7.0, 9.0, 8.0, 7.5, 7.8],
        [5, "Vũ Thị Giang", 10.0, 9.5, 9.0, 9.5, 9.4],
        [6, "Bùi Thị Lan", 6.0, 5.5, 7.0, 6.5, 6.4],
    ],
    "a line below the total that it does not count": [
        ["TT", "Xã", "Tháng 7", "Tháng 8", "Tháng 9"],
        [1, "Tân Lập", 312, 405, 298],
        [2, "Bình An", 127, 236, 641],
        [3, "Hòa Phú", 553, 190, 274],
        [4, "Đông Sơn", 86, 318, 129],
        [None, "Tổng", 1078, 1149, 1342],
        [None, "Ghi thu - ghi chi (không tính vào tổng)", 41, 27, 63],
    ],
    "points taken away from one team": [
        ["Đội", "Trận", "Thắng", "Hòa", "Thua", "Bàn thắng", "Bàn thua", "Hiệu số", "Điểm"],
        ["Tân Lập", 10, 7, 2, 1, 21, 8, 13, 23],
        ["Bình An", 10, 6, 1, 3, 17, 12, 5, 19],
        ["Hòa Phú", 10, 5, 3, 2, 15, 9, 6, 15],
        ["Đông Sơn", 10, 3, 2, 5, 11, 16, -5, 11],
        ["Cẩm Hà", 10, 2, 3, 5, 9, 15, -6, 9],
        ["Yên Trung", 10, 1, 1, 8, 6, 19, -13, 4],
    ],
    "women and members among the staff": [
        ["TT", "Cơ quan", "Công chức", "Viên chức", "Hợp đồng"],
        [None, "Tổng số", 214, 377, 46],
        [1, "Sở Nội vụ", 58, 21, 9],
        [None, "- Trong đó: nữ", 29, 11, 4],
        [None, "- Đảng viên", 31, 8, 2],
        [2, "Sở Y tế", 71, 240, 22],
        [None, "- Trong đó: nữ", 39, 151, 12],
        [None, "- Đảng viên", 40, 66, 3],
        [3, "Sở Tư pháp", 85, 116, 15],
        [None, "- Trong đó: nữ", 44, 70, 8],
        [None, "- Đảng viên", 52, 37, 1],
    ],
    "months, quarters, half a year": [
        ["Kỳ", "Đến", "Đi", "Nội bộ"],
        ["Tháng 1", 120, 87, 14],
        ["Tháng 2", 98, 65, 22],
        ["Tháng 3", 143, 91, 9],
        ["Quý I", 361, 243, 45],
        ["Tháng 4", 156, 102, 31],
        ["Tháng 5", 87, 74, 12],
        ["Tháng 6", 131, 118, 26],
        ["Quý II", 374, 294, 69],
        ["6 tháng", 735, 537, 114],
    ],
    "indices of prices": [
        ["Nhóm hàng", "So với cùng kỳ", "So với tháng 12", "So với tháng trước", "Bình quân 9 tháng"],
        ["CHỈ SỐ CHUNG", 103.27, 102.11, 100.32, 103.05],
        ["I. Hàng ăn và dịch vụ ăn uống", 104.15, 103.4, 100.51, 103.88],
        ["1. Lương thực", 101.02, 99.8, 100.05, 101.3],
        ["2. Thực phẩm", 105.6, 104.27, 100.7, 104.91],
        ["II. Đồ uống và thuốc lá", 102.2, 101.5, 100.11, 102.07],
        ["III. Giao thông", 97.44, 98.9, 99.61, 97.02],
    ],
    "insurance, each share rounded by itself": [
        ["STT", "Họ tên", "Lương đóng BH", "BHXH 8%", "BHYT 1,5%", "BHTN 1%", "Cộng 10,5%"],
        [1, "Nguyễn Văn An", 7654321, 612346, 114815, 76543, 803704],
        [2, "Trần Thị Bình", 9120455, 729636, 136807, 91205, 957648],
        [3, "Lê Hoàng Cường", 6431207, 514497, 96468, 64312, 675277],
        [4, "Phạm Thu Dung", 8015333, 641227, 120230, 80153, 841610],
        [5, "Vũ Thị Giang", 11237719, 899018, 168566, 112377, 1179960],
        [6, "Bùi Thị Lan", 5908816, 472705, 88632, 59088, 620426],
    ],
}


@pytest.mark.parametrize("name", SOUND)
def test_workbook_is_sound(name: str) -> None:
    assert not _told(workbook({"Biểu": SOUND[name]}), "a.xlsx")


@pytest.mark.parametrize("name", SOUND)
def test_csv_is_sound(name: str) -> None:
    assert not _told(_csv(SOUND[name]), "a.csv")


def test_figures_shown_without_their_decimals_are_sound() -> None:
    rows = [[12.438, 20.377, 8.461], [40.449, 3.52, 17.476], [9.374, 55.318, 26.447], [31.46, 7.44, 48.39]]
    full = [[*row, sum(row)] for row in rows]
    full.append([sum(column) for column in zip(*full, strict=True)])
    shown = [[{"v": value, "format": "#,##0"} for value in row] for row in full]
    names = ["Tân Lập", "Bình An", "Hòa Phú", "Đông Sơn", "Tổng cộng"]
    table = [["Xã", "Quý I", "Quý II", "Quý III", "9 tháng"], *([n, *row] for n, row in zip(names, shown, strict=True))]
    assert not _told(workbook({"Biểu": table}), "a.xlsx")


def _told(data: bytes, name: str) -> list[str]:
    report = run(read(data, name), Settings.of())
    return [finding.message for finding in report.findings if finding.severity in ("error", "warning")]


def _csv(rows: Rows) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";").writerows([[_typed(cell) for cell in row] for row in rows])
    return out.getvalue().encode()


def _typed(cell: Any) -> str:
    if cell is None:
        return ""
    return str(cell).replace(".", ",") if isinstance(cell, float) else str(cell)

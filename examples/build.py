"""Writes the bundled example and its corrected copy: ``python examples/build.py`` (needs openpyxl).

The figures are those of a province's report for 1 July to 15 October 2025, as printed there, with its three
contradictions: the council's documents, and twice the certificates of individuals. The corrected copy differs in three cells.
"""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

HERE = Path(__file__).parent
PERIOD = "Từ ngày 01/7/2025 đến 15/10/2025"


def sheet(
    book: Workbook, name: str, title: str, rows: list[list[object]], merges: list[str], first: int = 3
) -> Worksheet:
    """A sheet with a merged title and a table below it."""
    ws = book.create_sheet(name)
    ws["A1"] = title
    ws["A1"].font = Font(bold=True)
    ws.merge_cells(start_row=1, start_column=1, end_row=1, end_column=max(len(r) for r in rows))
    for r, row in enumerate(rows, first):
        for c, value in enumerate(row, 1):
            if value is not None:
                ws.cell(r, c, value)
    for area in merges:
        ws.merge_cells(area)
    for row in ws.iter_rows(min_row=1, max_row=first + 1):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
    ws.column_dimensions["A"].width = 34
    return ws


def build(path: Path, *, corrected: bool) -> None:
    """Write the workbook."""
    book = Workbook()
    assert book.active is not None
    book.remove(book.active)
    sheet(
        book,
        "Biểu 1",
        "BIỂU TỔNG HỢP SỐ LƯỢNG VĂN BẢN DO TRUNG ƯƠNG BAN HÀNH, ĐỊA PHƯƠNG XỬ LÝ VÀ VĂN BẢN DO ĐỊA PHƯƠNG BAN HÀNH",
        [
            ["SỐ LƯỢNG THỜI GIAN", "VĂN BẢN DO TRUNG ƯƠNG BAN HÀNH", None, None, None, None, None, "VĂN BẢN DO ĐỊA PHƯƠNG BAN HÀNH", None, None, None, None],
            [None, "Ban chấp hành Trung ương", "Bộ Chính trị", "Ban Bí thư", "Quốc hội", "Chính phủ", "Bộ, ban, ngành",
             "Tỉnh ủy (Ban Chấp hành, Ban Thường vụ)", "Hội đồng nhân dân", "Ủy ban nhân dân", "Sở, ban, ngành", "Cấp xã"],
            [PERIOD, 5, 39, 6, 306, 828, 3341, 1868, 752, 10669, 132965, 340309],
        ],
        ["A3:A4", "B3:G3", "H3:L3"],
    )  # fmt: skip
    sheet(
        book,
        "Biểu 2",
        "BIỂU PHÂN LOẠI VĂN BẢN DO TỈNH, THÀNH PHỐ BAN HÀNH",
        [
            ["SỐ LƯỢNG THỜI GIAN", "TỈNH ỦY", *[None] * 6, "HỘI ĐỒNG NHÂN DÂN", None, None, "ỦY BAN NHÂN DÂN", *[None] * 4],
            [None, "Nghị quyết", "Chỉ thị", "Quy định", "Quyết định", "Kết luận", "Báo cáo", "Văn bản khác",
             "Nghị quyết", "Báo cáo", "Văn bản khác", "Quyết định", "Chỉ thị", "Thông báo", "Báo cáo", "Văn bản khác"],
            [PERIOD, 7, 5, 5, 568, 57, 112, 1114, 25, 150, 577 if corrected else 557, 1939, 4, 486, 194, 8046],
        ],
        ["A3:A4", "B3:H3", "I3:K3", "L3:P3"],
    )  # fmt: skip
    sheet(
        book,
        "Biểu 3",
        "BIỂU THỐNG KÊ SỐ LƯỢNG CÁC HỘI NGHỊ, CUỘC HỌP DO TRUNG ƯƠNG TRIỆU TẬP VÀ ĐỊA PHƯƠNG TỔ CHỨC",
        [
            ["ĐỊA PHƯƠNG THỜI GIAN", "HỘI NGHỊ DO TRUNG ƯƠNG TRIỆU TẬP", None, None, None, "HỘI NGHỊ DO ĐỊA PHƯƠNG TRIỆU TẬP", None, None, None, None],
            [None, "Ban Chấp hành, Bộ Chính trị, Ban Bí thư", "Quốc hội", "Chính phủ", "Bộ, ban, ngành",
             "Tỉnh ủy (Ban Chấp hành, Ban thường vụ)", "Hội đồng nhân dân", "Ủy ban nhân dân", "Sở, ban, ngành", "Cấp xã"],
            ["Tỉnh, thành phố thực hiện hợp nhất"],
            [PERIOD, 1, 10, 67, 84, 15, 58, 1136, 820, 19220],
        ],
        ["A3:A4", "B3:E3", "F3:J3"],
    )  # fmt: skip
    sheet(
        book,
        "Thủ tục hành chính",
        "SỐ THỦ TỤC HÀNH CHÍNH CÔNG KHAI THEO HÌNH THỨC THỰC HIỆN VÀ CẤP GIẢI QUYẾT",
        [
            ["STT", "Hình thức", "Đủ điều kiện", "Đã cung cấp", "Tỷ lệ (%)", "Cấp tỉnh", "Cấp xã", "Tổng số"],
            [1, "Dịch vụ công trực tuyến toàn trình", 898, 898, 100, 804, 94, 898],
            [2, "Dịch vụ công trực tuyến một phần", 1325, 1325, 100, 1095, 230, 1325],
            [3, "Tiếp nhận trực tiếp", None, None, None, 40, 96, 136],
            [None, "Tổng cộng", None, None, None, 1939, 420, 2359],
        ],
        [],
    )
    sheet(
        book,
        "Chứng thư số",
        "CẤP MỚI, GIA HẠN, THAY ĐỔI THÔNG TIN CHỨNG THƯ CHỮ KÝ SỐ",
        [
            ["Nội dung", "Tổng số", "Theo đối tượng", None, None, None, "Theo cấp", None],
            [None, None, "Tổ chức", "Cá nhân", "Trong đó", None, "Cấp tỉnh", "Cấp xã"],
            [None, None, None, None, "Token", "SIM PKI", None, None],
            ["Chứng thư chữ ký số chuyên dùng công vụ", 9375, 1487, 7888 if corrected else 7697, 7433, 455, 3820, 5555],
        ],
        ["A3:A5", "B3:B5", "C3:F3", "C4:C5", "D4:D5", "E4:F4", "G3:H3", "G4:G5", "H4:H5"],
    )
    sheet(
        book,
        "Trung bình",
        "SỐ VĂN BẢN TRUNG BÌNH MỘT NGÀY, MỘT THÁNG",
        [
            [f"Thời gian: {PERIOD.lower()}"],
            ["Loại văn bản", "Trung bình một ngày", "Trung bình một tháng"],
            ["Văn bản đến phải xử lý", 43, 1292],
            ["Văn bản đi đã ban hành", 4633, 139018],
        ],
        [],
        first=2,
    )
    book.save(path)


if __name__ == "__main__":
    build(HERE / "bao-cao-mau.xlsx", corrected=False)
    build(HERE / "bao-cao-da-sua.xlsx", corrected=True)

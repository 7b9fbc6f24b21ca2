"""Financial statements as enterprises print them (B01-DN, B02-DN, B03-DN): lines, official codes, the formulas in the labels.

The figures are made up. Lines with parts are computed from them by ``ADDED``, which says what the official circular says,
apart from how the labels print it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Line = tuple[str, str]  # label, code

BALANCE: list[Line] = [
    ("A - TÀI SẢN NGẮN HẠN (100 = 110+120+130+140+150)", "100"),
    ("I. Tiền và các khoản tương đương tiền", "110"),
    ("1. Tiền", "111"),
    ("2. Các khoản tương đương tiền", "112"),
    ("II. Đầu tư tài chính ngắn hạn", "120"),
    ("1. Chứng khoán kinh doanh", "121"),
    ("2. Dự phòng giảm giá chứng khoán kinh doanh (*)", "122"),
    ("3. Đầu tư nắm giữ đến ngày đáo hạn", "123"),
    ("III. Các khoản phải thu ngắn hạn", "130"),
    ("1. Phải thu ngắn hạn của khách hàng", "131"),
    ("2. Trả trước cho người bán ngắn hạn", "132"),
    ("3. Phải thu ngắn hạn khác", "136"),
    ("4. Dự phòng phải thu ngắn hạn khó đòi (*)", "137"),
    ("IV. Hàng tồn kho", "140"),
    ("1. Hàng tồn kho", "141"),
    ("2. Dự phòng giảm giá hàng tồn kho (*)", "149"),
    ("V. Tài sản ngắn hạn khác", "150"),
    ("1. Chi phí trả trước ngắn hạn", "151"),
    ("2. Thuế GTGT được khấu trừ", "152"),
    ("B - TÀI SẢN DÀI HẠN (200 = 210 + 220 + 230 + 240 + 250 + 260)", "200"),
    ("I. Các khoản phải thu dài hạn", "210"),
    ("1. Phải thu dài hạn của khách hàng", "211"),
    ("II. Tài sản cố định", "220"),
    ("1. Tài sản cố định hữu hình (221 = 222 + 223)", "221"),
    ("- Nguyên giá", "222"),
    ("- Giá trị hao mòn luỹ kế (*)", "223"),
    ("2. Tài sản cố định vô hình (227 = 228 + 229)", "227"),
    ("- Nguyên giá", "228"),
    ("- Giá trị hao mòn luỹ kế (*)", "229"),
    ("III. Bất động sản đầu tư", "230"),
    ("- Nguyên giá", "231"),
    ("- Giá trị hao mòn luỹ kế (*)", "232"),
    ("IV. Tài sản dở dang dài hạn", "240"),
    ("1. Chi phí xây dựng cơ bản dở dang", "242"),
    ("V. Đầu tư tài chính dài hạn", "250"),
    ("1. Đầu tư vào công ty con", "251"),
    ("2. Đầu tư vào công ty liên doanh, liên kết", "252"),
    ("VI. Tài sản dài hạn khác", "260"),
    ("1. Chi phí trả trước dài hạn", "261"),
    ("TỔNG CỘNG TÀI SẢN (270 = 100 + 200)", "270"),
    ("C - NỢ PHẢI TRẢ (300 = 310 + 330)", "300"),
    ("I. Nợ ngắn hạn", "310"),
    ("1. Phải trả người bán ngắn hạn", "311"),
    ("2. Người mua trả tiền trước ngắn hạn", "312"),
    ("3. Thuế và các khoản phải nộp Nhà nước", "313"),
    ("4. Phải trả người lao động", "314"),
    ("II. Nợ dài hạn", "330"),
    ("1. Vay và nợ thuê tài chính dài hạn", "338"),
    ("D - VỐN CHỦ SỞ HỮU (400 = 410 + 430)", "400"),
    ("I. Vốn chủ sở hữu", "410"),
    ("1. Vốn góp của chủ sở hữu (411 = 411a + 411b)", "411"),
    ("- Cổ phiếu phổ thông có quyền biểu quyết", "411a"),
    ("- Cổ phiếu ưu đãi", "411b"),
    ("2. Lợi nhuận sau thuế chưa phân phối", "421"),
    ("II. Nguồn kinh phí và quỹ khác", "430"),
    ("1. Nguồn kinh phí", "431"),
    ("TỔNG CỘNG NGUỒN VỐN (440 = 300 + 400)", "440"),
]

INCOME: list[Line] = [
    ("1. Doanh thu bán hàng và cung cấp dịch vụ", "01"),
    ("2. Các khoản giảm trừ doanh thu", "02"),
    ("3. Doanh thu thuần về bán hàng và cung cấp dịch vụ (10 = 01 - 02)", "10"),
    ("4. Giá vốn hàng bán", "11"),
    ("5. Lợi nhuận gộp về bán hàng và cung cấp dịch vụ (20=10 - 11)", "20"),
    ("6. Doanh thu hoạt động tài chính", "21"),
    ("7. Chi phí tài chính", "22"),
    ("- Trong đó: Chi phí lãi vay", "23"),
    ("8. Chi phí bán hàng", "25"),
    ("9. Chi phí quản lý doanh nghiệp", "26"),
    ("10. Lợi nhuận thuần từ hoạt động kinh doanh {30 = 20 + (21 - 22) - (25 + 26)}", "30"),
    ("11. Thu nhập khác", "31"),
    ("12. Chi phí khác", "32"),
    ("13. Lợi nhuận khác (40 = 31 - 32)", "40"),
    ("14. Tổng lợi nhuận kế toán trước thuế (50 = 30 + 40)", "50"),
    ("15. Chi phí thuế TNDN hiện hành", "51"),
    ("16. Chi phí thuế TNDN hoãn lại", "52"),
    ("17. Lợi nhuận sau thuế thu nhập doanh nghiệp (60 = 50 – 51 – 52)", "60"),
]

CASH: list[Line] = [
    ("1. Tiền thu từ bán hàng, cung cấp dịch vụ và doanh thu khác", "01"),
    ("2. Tiền chi trả cho người cung cấp hàng hóa và dịch vụ", "02"),
    ("3. Tiền chi trả cho người lao động", "03"),
    ("4. Tiền lãi vay đã trả", "04"),
    ("5. Thuế thu nhập doanh nghiệp đã nộp", "05"),
    ("6. Tiền thu khác từ hoạt động kinh doanh", "06"),
    ("7. Tiền chi khác cho hoạt động kinh doanh", "07"),
    ("Lưu chuyển tiền thuần từ hoạt động kinh doanh (20 = 01 + 02 + … + 07)", "20"),
    ("1. Tiền chi để mua sắm, xây dựng TSCĐ", "21"),
    ("2. Tiền thu từ thanh lý, nhượng bán TSCĐ", "22"),
    ("Lưu chuyển tiền thuần từ hoạt động đầu tư (30 = 21 + 22)", "30"),
    ("1. Tiền thu từ đi vay", "33"),
    ("2. Tiền trả nợ gốc vay", "34"),
    ("Lưu chuyển tiền thuần từ hoạt động tài chính (40 = 33 + 34)", "40"),
    ("Lưu chuyển tiền thuần trong kỳ (50 = 20+30+40)", "50"),
    ("Tiền và tương đương tiền đầu kỳ", "60"),
    ("Ảnh hưởng của thay đổi tỷ giá hối đoái quy đổi ngoại tệ", "61"),
    ("Tiền và tương đương tiền cuối kỳ (70 = 50+60+61)", "70"),
]

ADDED = {
    "B01": {
        "110": "111 112", "120": "121 122 123", "130": "131 132 136 137", "140": "141 149", "150": "151 152",
        "210": "211", "221": "222 223", "227": "228 229", "220": "221 227", "230": "231 232", "240": "242",
        "250": "251 252", "260": "261", "100": "110 120 130 140 150", "200": "210 220 230 240 250 260", "270": "100 200",
        "310": "311 312 313 314", "330": "338", "300": "310 330", "411": "411a 411b", "410": "411 421", "430": "431",
        "400": "410 430", "440": "300 400",
    },
    "B02": {"10": "01 -02", "20": "10 -11", "30": "20 21 -22 -25 -26", "40": "31 -32", "50": "30 40", "60": "50 -51 -52"},
    "B03": {
        "20": "01 02 03 04 05 06 07", "30": "21 22", "40": "33 34", "50": "20 30 40", "70": "50 60 61",
    },
}  # fmt: skip

TAKEN_OFF = frozenset(["122", "137", "149", "223", "229", "232"])  # printed as negative figures in the balance sheet
LINES = {"B01": BALANCE, "B02": INCOME, "B03": CASH}
HEADS = {
    "B01": ["TÀI SẢN", "Mã số", "Thuyết minh", "Số cuối năm", "Số đầu năm"],
    "B02": ["CHỈ TIÊU", "Mã số", "Thuyết minh", "Năm nay", "Năm trước"],
    "B03": ["Chỉ tiêu", "Mã số", "Thuyết minh", "Năm nay", "Năm trước"],
}


def figures(statement: str, year: int) -> dict[str, int]:
    """The figure of each code: made up where it has no parts, else computed."""
    found: dict[str, int] = {}
    for n, (_, code) in enumerate(LINES[statement]):
        if code not in ADDED[statement]:
            amount = (n * 7919 + year * 104729) % 900_000 * 1_000 + n * 37 + 1_250_000
            negative = code in TAKEN_OFF or (statement == "B03" and code in ("02", "03", "04", "05", "07", "21", "34"))
            found[code] = -amount // 9 if negative else amount
    _add_up(statement, found)
    if statement == "B01":  # what is owned is what is owed
        found["421"] += found["270"] - found["440"]
        _add_up(statement, found)
    return found


def _add_up(statement: str, found: dict[str, int]) -> None:
    for code, parts in ADDED[statement].items():
        found[code] = sum(-found[p[1:]] if p.startswith("-") else found[p] for p in parts.split())


def statement(name: str, changed: dict[tuple[str, int], int] | None = None) -> list[list[Any]]:
    """The rows of a statement, with title, unit note, headings and the row of column numbers.

    Args:
        name: ``B01``, ``B02`` or ``B03``.
        changed: what to add to the figure of a code in a year (0 or 1).
    """
    years = [figures(name, 0), figures(name, 1)]
    for (code, year), extra in (changed or {}).items():
        years[year][code] += extra
    titles = {"B01": "BẢNG CÂN ĐỐI KẾ TOÁN", "B02": "BÁO CÁO KẾT QUẢ KINH DOANH", "B03": "BÁO CÁO LƯU CHUYỂN TIỀN TỆ"}
    rows: list[list[Any]] = [[titles[name]], [None, None, None, None, "Đơn vị tính: đồng"], HEADS[name]]
    rows.append(["1", "2", "3", "4", "5"])
    for n, (label, code) in enumerate(LINES[name]):
        note: Any = f"V.{n:02d}" if n % 7 == 1 else None
        rows.append([label, code, note, years[0][code], years[1][code]])
    return rows


def printed_formulas(name: str) -> int:
    """How many labels of a statement print a formula."""
    return sum("=" in label for label, _ in LINES[name])


def row_of(rows: Sequence[Sequence[Any]], code: str) -> int:
    """The row (from 1) that bears a code."""
    return next(i for i, row in enumerate(rows, 1) if len(row) > 1 and row[1] == code)

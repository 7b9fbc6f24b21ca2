"""Forms of rows as they are printed, with figures that agree, and the sums that hold between their rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal


@dataclass(frozen=True)
class Line:
    """A row: what it is called, its code, its figure now and before; None where the cell is empty."""

    label: str
    code: str = ""
    now: int | Decimal | None = None
    before: int | Decimal | None = None
    more: tuple[int | Decimal | str, ...] = ()


@dataclass(frozen=True)
class Statement:
    """A form of rows: ``sums`` say which rows a row is made of, a minus sign before those taken away."""

    form: str
    title: str
    headings: tuple[str, ...]
    lines: tuple[Line, ...]
    sums: dict[str, str] = field(default_factory=dict)

    def rows(self) -> list[list[object]]:
        """Headings, then label, code, note and figures."""
        rows: list[list[object]] = [list(self.headings)]
        for line in self.lines:
            rows.append([line.label, line.code, None, line.now, line.before])
        return rows


def _lines(text: str) -> tuple[Line, ...]:
    """``label | code | now | before`` in each line."""
    lines = []
    for row in text.strip().splitlines():
        label, code, *figures = (part.strip() for part in row.split("|"))
        lines.append(Line(label, code, *(int(f) if f else None for f in figures)))
    return tuple(lines)


BALANCE = Statement(
    "balance-sheet",
    "BẢNG CÂN ĐỐI KẾ TOÁN",
    ("TÀI SẢN", "Mã số", "Thuyết minh", "Số cuối năm", "Số đầu năm"),
    _lines("""
A - TÀI SẢN NGẮN HẠN | 100 | 5150 | 4300
I. Tiền và các khoản tương đương tiền | 110 | 900 | 700
1. Tiền | 111 | 600 | 500
2. Các khoản tương đương tiền | 112 | 300 | 200
II. Đầu tư tài chính ngắn hạn | 120 | 450 | 380
1. Chứng khoán kinh doanh | 121 | 250 | 200
2. Dự phòng giảm giá chứng khoán kinh doanh (*) | 122 | -30 | -20
3. Đầu tư nắm giữ đến ngày đáo hạn | 123 | 230 | 200
III. Các khoản phải thu ngắn hạn | 130 | 1800 | 1520
1. Phải thu ngắn hạn của khách hàng | 131 | 1500 | 1300
2. Trả trước cho người bán ngắn hạn | 132 | 210 | 180
3. Phải thu ngắn hạn khác | 136 | 140 | 90
4. Dự phòng phải thu ngắn hạn khó đòi (*) | 137 | -50 | -50
IV. Hàng tồn kho | 140 | 1700 | 1450
1. Hàng tồn kho | 141 | 1760 | 1490
2. Dự phòng giảm giá hàng tồn kho (*) | 149 | -60 | -40
V. Tài sản ngắn hạn khác | 150 | 300 | 250
1. Chi phí trả trước ngắn hạn | 151 | 120 | 110
2. Thuế GTGT được khấu trừ | 152 | 180 | 140
B - TÀI SẢN DÀI HẠN | 200 | 6100 | 6240
I. Các khoản phải thu dài hạn | 210 | |
II. Tài sản cố định | 220 | 4800 | 5000
1. Tài sản cố định hữu hình | 221 | 4100 | 4250
- Nguyên giá | 222 | 7300 | 7000
- Giá trị hao mòn lũy kế (*) | 223 | -3200 | -2750
2. Tài sản cố định vô hình | 227 | 700 | 750
- Nguyên giá | 228 | 990 | 990
- Giá trị hao mòn lũy kế (*) | 229 | -290 | -240
III. Bất động sản đầu tư | 230 | |
IV. Tài sản dở dang dài hạn | 240 | 260 | 210
1. Chi phí xây dựng cơ bản dở dang | 242 | 260 | 210
V. Đầu tư tài chính dài hạn | 250 | 800 | 800
1. Đầu tư vào công ty con | 251 | 500 | 500
2. Đầu tư nắm giữ đến ngày đáo hạn | 255 | 300 | 300
VI. Tài sản dài hạn khác | 260 | 240 | 230
1. Chi phí trả trước dài hạn | 261 | 200 | 190
2. Tài sản thuế thu nhập hoãn lại | 262 | 40 | 40
TỔNG CỘNG TÀI SẢN | 270 | 11250 | 10540
C - NỢ PHẢI TRẢ | 300 | 6000 | 5700
I. Nợ ngắn hạn | 310 | 4100 | 3900
1. Phải trả người bán ngắn hạn | 311 | 2200 | 2100
2. Thuế và các khoản phải nộp Nhà nước | 313 | 300 | 280
3. Phải trả người lao động | 314 | 400 | 420
4. Vay và nợ thuê tài chính ngắn hạn | 320 | 1200 | 1100
II. Nợ dài hạn | 330 | 1900 | 1800
1. Vay và nợ thuê tài chính dài hạn | 338 | 1700 | 1650
2. Thuế thu nhập hoãn lại phải trả | 341 | 200 | 150
D - VỐN CHỦ SỞ HỮU | 400 | 5250 | 4840
I. Vốn chủ sở hữu | 410 | 5250 | 4840
1. Vốn góp của chủ sở hữu | 411 | 4000 | 4000
2. Quỹ đầu tư phát triển | 418 | 450 | 400
3. Lợi nhuận sau thuế chưa phân phối | 421 | 800 | 440
- LNST chưa phân phối lũy kế đến cuối kỳ trước | 421a | 240 | 210
- LNST chưa phân phối kỳ này | 421b | 560 | 230
TỔNG CỘNG NGUỒN VỐN | 440 | 11250 | 10540
"""),
    {
        "100": "110 120 130 140 150",
        "110": "111 112",
        "120": "121 122 123",
        "130": "131 132 136 137",
        "140": "141 149",
        "150": "151 152",
        "200": "210 220 230 240 250 260",
        "220": "221 227",
        "221": "222 223",
        "227": "228 229",
        "250": "251 255",
        "260": "261 262",
        "270": "100 200",
        "300": "310 330",
        "310": "311 313 314 320",
        "330": "338 341",
        "410": "411 418 421",
        "421": "421a 421b",
        "440": "300 400",
    },
)

SMALL = Statement(
    "balance-sheet-small",
    "BÁO CÁO TÌNH HÌNH TÀI CHÍNH",
    ("CHỈ TIÊU", "Mã số", "Thuyết minh", "Số cuối năm", "Số đầu năm"),
    _lines("""
I. Tiền và các khoản tương đương tiền | 110 | 320 | 280
II. Đầu tư tài chính | 120 | 150 | 150
1. Chứng khoán kinh doanh | 121 | 90 | 90
2. Đầu tư nắm giữ đến ngày đáo hạn | 122 | 60 | 60
III. Các khoản phải thu | 130 | 700 | 640
1. Phải thu của khách hàng | 131 | 610 | 560
2. Trả trước cho người bán | 132 | 90 | 80
IV. Hàng tồn kho | 140 | 500 | 470
1. Hàng tồn kho | 141 | 520 | 490
2. Dự phòng giảm giá hàng tồn kho (*) | 142 | -20 | -20
V. Tài sản cố định | 150 | 1200 | 1260
- Nguyên giá | 151 | 1900 | 1860
- Giá trị hao mòn lũy kế (*) | 152 | -700 | -600
VI. Bất động sản đầu tư | 160 | |
VII. XDCB dở dang | 170 | 40 | 30
VIII. Tài sản khác | 180 | 90 | 70
1. Thuế GTGT được khấu trừ | 181 | 60 | 50
2. Tài sản khác | 182 | 30 | 20
TỔNG CỘNG TÀI SẢN | 200 | 3000 | 2900
I. Nợ phải trả | 300 | 1300 | 1250
1. Phải trả người bán | 311 | 800 | 790
2. Thuế và các khoản phải nộp Nhà nước | 313 | 100 | 80
3. Vay và nợ thuê tài chính | 316 | 400 | 380
II. Vốn chủ sở hữu | 400 | 1700 | 1650
1. Vốn góp của chủ sở hữu | 411 | 1500 | 1500
2. Lợi nhuận sau thuế chưa phân phối | 417 | 200 | 150
TỔNG CỘNG NGUỒN VỐN | 500 | 3000 | 2900
"""),
    {
        "120": "121 122",
        "130": "131 132",
        "140": "141 142",
        "150": "151 152",
        "180": "181 182",
        "200": "110 120 130 140 150 160 170 180",
        "300": "311 313 316",
        "400": "411 417",
        "500": "300 400",
    },
)

INCOME = Statement(
    "income-statement",
    "BÁO CÁO KẾT QUẢ HOẠT ĐỘNG KINH DOANH",
    ("CHỈ TIÊU", "Mã số", "Thuyết minh", "Năm nay", "Năm trước"),
    _lines("""
1. Doanh thu bán hàng và cung cấp dịch vụ | 01 | 9100 | 8300
2. Các khoản giảm trừ doanh thu | 02 | 130 | 110
3. Doanh thu thuần về bán hàng và cung cấp dịch vụ | 10 | 8970 | 8190
4. Giá vốn hàng bán | 11 | 6200 | 5900
5. Lợi nhuận gộp về bán hàng và cung cấp dịch vụ | 20 | 2770 | 2290
6. Doanh thu hoạt động tài chính | 21 | 90 | 70
7. Chi phí tài chính | 22 | 260 | 240
- Trong đó: Chi phí lãi vay | 23 | 210 | 205
8. Chi phí bán hàng | 25 | 900 | 870
9. Chi phí quản lý doanh nghiệp | 26 | 760 | 720
10. Lợi nhuận thuần từ hoạt động kinh doanh | 30 | 940 | 530
11. Thu nhập khác | 31 | 45 | 20
12. Chi phí khác | 32 | 15 | 60
13. Lợi nhuận khác | 40 | 30 | -40
14. Tổng lợi nhuận kế toán trước thuế | 50 | 970 | 490
15. Chi phí thuế TNDN hiện hành | 51 | 190 | 100
16. Chi phí thuế TNDN hoãn lại | 52 | 6 | -2
17. Lợi nhuận sau thuế thu nhập doanh nghiệp | 60 | 774 | 392
18. Lãi cơ bản trên cổ phiếu | 70 | 1935 | 980
"""),
    {
        "10": "01 -02",
        "20": "10 -11",
        "30": "20 21 -22 -25 -26",
        "40": "31 -32",
        "50": "30 40",
        "60": "50 -51 -52",
    },
)

CASH = Statement(
    "cash-flow",
    "BÁO CÁO LƯU CHUYỂN TIỀN TỆ (Theo phương pháp gián tiếp)",
    ("Chỉ tiêu", "Mã số", "Thuyết minh", "Năm nay", "Năm trước"),
    _lines("""
I. Lưu chuyển tiền từ hoạt động kinh doanh | | |
1. Lợi nhuận trước thuế | 01 | 970 | 490
2. Điều chỉnh cho các khoản | | |
- Khấu hao TSCĐ và BĐSĐT | 02 | 500 | 480
- Các khoản dự phòng | 03 | 40 | -10
- Lãi, lỗ từ hoạt động đầu tư | 05 | -60 | -45
- Chi phí lãi vay | 06 | 210 | 205
3. Lợi nhuận từ hoạt động kinh doanh trước thay đổi vốn lưu động | 08 | 1660 | 1120
- Tăng, giảm các khoản phải thu | 09 | -280 | 150
- Tăng, giảm hàng tồn kho | 10 | -270 | -90
- Tăng, giảm các khoản phải trả (Không kể lãi vay phải trả, thuế thu nhập doanh nghiệp phải nộp) | 11 | 90 | 60
- Tiền lãi vay đã trả | 14 | -205 | -200
- Thuế thu nhập doanh nghiệp đã nộp | 15 | -170 | -95
Lưu chuyển tiền thuần từ hoạt động kinh doanh | 20 | 825 | 945
II. Lưu chuyển tiền từ hoạt động đầu tư | | |
1. Tiền chi để mua sắm, xây dựng TSCĐ và các tài sản dài hạn khác | 21 | -350 | -700
2. Tiền thu từ thanh lý, nhượng bán TSCĐ và các tài sản dài hạn khác | 22 | 20 |
3. Tiền thu lãi cho vay, cổ tức và lợi nhuận được chia | 27 | 55 | 45
Lưu chuyển tiền thuần từ hoạt động đầu tư | 30 | -275 | -655
III. Lưu chuyển tiền từ hoạt động tài chính | | |
1. Tiền thu từ đi vay | 33 | 600 | 500
2. Tiền trả nợ gốc vay | 34 | -450 | -620
3. Cổ tức, lợi nhuận đã trả cho chủ sở hữu | 36 | -500 | -150
Lưu chuyển tiền thuần từ hoạt động tài chính | 40 | -350 | -270
Lưu chuyển tiền thuần trong kỳ | 50 | 200 | 20
Tiền và tương đương tiền đầu kỳ | 60 | 700 | 680
Tiền và tương đương tiền cuối kỳ | 70 | 900 | 700
"""),
    {
        "08": "01 02 03 05 06",
        "20": "08 09 10 11 14 15",
        "30": "21 22 27",
        "40": "33 34 36",
        "50": "20 30 40",
        "70": "50 60",
    },
)

CASH_DIRECT = Statement(
    "cash-flow-direct",
    "BÁO CÁO LƯU CHUYỂN TIỀN TỆ (Theo phương pháp trực tiếp)",
    ("Chỉ tiêu", "Mã số", "Thuyết minh", "Năm nay", "Năm trước"),
    _lines("""
I. Lưu chuyển tiền từ hoạt động kinh doanh | | |
1. Tiền thu từ bán hàng, cung cấp dịch vụ và doanh thu khác | 01 | 9800 | 9100
2. Tiền chi trả cho người cung cấp hàng hóa và dịch vụ | 02 | -6900 | -6500
3. Tiền chi trả cho người lao động | 03 | -1400 | -1300
4. Tiền lãi vay đã trả | 04 | -205 | -200
5. Thuế thu nhập doanh nghiệp đã nộp | 05 | -170 | -95
6. Tiền thu khác từ hoạt động kinh doanh | 06 | 40 | 60
7. Tiền chi khác cho hoạt động kinh doanh | 07 | -340 | -120
Lưu chuyển tiền thuần từ hoạt động kinh doanh | 20 | 825 | 945
II. Lưu chuyển tiền từ hoạt động đầu tư | | |
1. Tiền chi để mua sắm, xây dựng TSCĐ và các tài sản dài hạn khác | 21 | -350 | -700
2. Tiền thu lãi cho vay, cổ tức và lợi nhuận được chia | 27 | 75 | 45
Lưu chuyển tiền thuần từ hoạt động đầu tư | 30 | -275 | -655
III. Lưu chuyển tiền từ hoạt động tài chính | | |
1. Tiền thu từ đi vay | 33 | 600 | 500
2. Tiền trả nợ gốc vay | 34 | -950 | -770
Lưu chuyển tiền thuần từ hoạt động tài chính | 40 | -350 | -270
Lưu chuyển tiền thuần trong kỳ | 50 | 200 | 20
Tiền và tương đương tiền đầu kỳ | 60 | 700 | 680
Tiền và tương đương tiền cuối kỳ | 70 | 900 | 700
"""),
    {
        "20": "01 02 03 04 05 06 07",
        "30": "21 27",
        "40": "33 34",
        "50": "20 30 40",
        "70": "50 60",
    },
)

STATEMENTS = (BALANCE, SMALL, INCOME, CASH, CASH_DIRECT)


def _share(part: int, whole: int) -> Decimal:
    return (Decimal(100 * part) / Decimal(whole)).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


# number, name, plan of the centre, plan of the council, executed, same period of the year before
_BUDGET: tuple[tuple[str, str, tuple[int, int, int, int]], ...] = (
    ("A", "TỔNG THU NGÂN SÁCH NHÀ NƯỚC TRÊN ĐỊA BÀN", (28000, 30200, 24310, 21700)),
    ("I", "Thu nội địa", (22000, 24000, 19810, 17600)),
    ("II", "Thu từ hoạt động xuất, nhập khẩu", (6000, 6200, 4500, 4100)),
    ("B", "TỔNG CHI NGÂN SÁCH ĐỊA PHƯƠNG", (31500, 33400, 22600, 20950)),
    ("I", "Chi đầu tư phát triển", (9000, 10400, 5600, 5150)),
    ("II", "Chi thường xuyên", (21800, 22250, 16900, 15700)),
    ("III", "Chi trả nợ lãi các khoản do chính quyền địa phương vay", (150, 150, 95, 98)),
    ("IV", "Chi bổ sung quỹ dự trữ tài chính", (2, 2, 5, 2)),
    ("V", "Dự phòng ngân sách", (548, 598, 0, 0)),
)
BUDGET_TITLE = "TÌNH HÌNH THỰC HIỆN DỰ TOÁN THU, CHI NGÂN SÁCH 9 THÁNG NĂM 2025"
BUDGET_SUMS = {0: (1, 2), 3: (4, 5, 6, 7, 8)}


def budget() -> list[list[object]]:
    """The table of the budget's execution: two rows of headings, then its lines with their shares."""
    rows: list[list[object]] = [
        [
            "STT",
            "Nội dung",
            "Dự toán năm 2025",
            None,
            "Thực hiện 9 tháng",
            "Cùng kỳ năm trước",
            "So sánh (%)",
            None,
            None,
        ],
        [
            None,
            None,
            "Trung ương giao",
            "HĐND tỉnh giao",
            None,
            None,
            "DT TW giao",
            "DT HĐND giao",
            "Cùng kỳ năm trước",
        ],
    ]
    for number, name, (centre, council, done, earlier) in _BUDGET:
        shares = [_share(done, whole) if whole else None for whole in (centre, council, earlier)]
        rows.append([number, name, centre, council, done, earlier, *shares])
    return rows


REFORM_TITLE = "PHỤ LỤC THỐNG KÊ SỐ LIỆU BÁO CÁO CẢI CÁCH HÀNH CHÍNH"
REFORM: Sequence[tuple[str, str, str, int | Decimal | None]] = (
    ("1", "Công tác chỉ đạo điều hành CCHC", "", None),
    ("1.1", "Kế hoạch CCHC", "", None),
    ("1.1.1", "Số nhiệm vụ đặt ra trong kế hoạch", "Nhiệm vụ", 48),
    ("1.1.2", "Số nhiệm vụ đã hoàn thành", "Nhiệm vụ", 39),
    ("1.1.3", "Tỷ lệ hoàn thành kế hoạch", "%", Decimal("81.25")),
    ("1.2", "Kiểm tra CCHC", "", None),
    ("1.2.1", "Số cơ quan, đơn vị đã kiểm tra", "Cơ quan", 21),
    ("1.2.2", "Số vấn đề đặt ra sau kiểm tra", "Vấn đề", 64),
    ("1.2.3", "Số vấn đề đã xử lý", "Vấn đề", 57),
    ("1.3", "Thực hiện nhiệm vụ Chính phủ, Thủ tướng Chính phủ giao", "", None),
    ("1.3.1", "Tổng số nhiệm vụ được giao", "Nhiệm vụ", 312),
    ("1.3.2", "Số nhiệm vụ đã hoàn thành đúng hạn", "Nhiệm vụ", 268),
    ("1.3.3", "Số nhiệm vụ đã hoàn thành nhưng quá hạn", "Nhiệm vụ", 7),
    ("1.3.4", "Số nhiệm vụ quá hạn nhưng chưa hoàn thành", "Nhiệm vụ", 2),
    ("2", "Cải cách thể chế", "", None),
    ("2.1", "Tổng số VBQPPL do địa phương ban hành", "Văn bản", 71),
    ("2.1.1", "Số VBQPPL do cấp tỉnh ban hành", "Văn bản", 58),
    ("2.1.2", "Số VBQPPL do cấp xã ban hành", "Văn bản", 13),
    ("2.2", "Kiểm tra, xử lý VBQPPL", "", None),
    ("2.2.1", "Số VBQPPL đã kiểm tra theo thẩm quyền", "Văn bản", 96),
    ("2.2.2", "Số VBQPPL phát hiện trái pháp luật qua kiểm tra", "Văn bản", 5),
    ("2.2.3", "Số VBQPPL trái pháp luật đã được xử lý", "Văn bản", 4),
    ("3", "Cải cách thủ tục hành chính", "", None),
    ("3.1", "Tổng số TTHC của địa phương", "Thủ tục", 2359),
    ("3.1.1", "Số TTHC cấp tỉnh", "Thủ tục", 1939),
    ("3.1.2", "Số TTHC cấp xã", "Thủ tục", 420),
)


def reform() -> list[list[object]]:
    """The statistics annex: numbers, names, units, figures."""
    head: list[object] = ["STT", "Các chỉ tiêu thống kê", "Đơn vị tính", "Kết quả thống kê", "Ghi chú"]
    return [head, *([number, name, unit or None, figure, None] for number, name, unit, figure in REFORM)]

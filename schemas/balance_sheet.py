"""Balance sheet: form B01-DN of Circular 200/2014/TT-BTC, with the rows of the consolidated B01-DN/HN (202/2014).

The formulas of the main rows are printed in their labels; all are checked, printed or not. Provisions, depreciation and
treasury shares are negative figures in brackets, so that sums need no subtraction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportcheck.extend import Field, Form, Identity, Item
from reportcheck.schemas._statements import coded_items, sum_of_codes

if TYPE_CHECKING:
    from pandera.pandas import DataFrameSchema

# the rows by their codes; those marked with * are needed
_ROWS = {
    "100*": ("tài sản ngắn hạn", "current assets"),
    "110": ("tiền và các khoản tương đương tiền", "tiền và tương đương tiền", "cash and cash equivalents"),
    "111": ("tiền", "cash"),
    "112": ("các khoản tương đương tiền", "cash equivalents"),
    "120": ("đầu tư tài chính ngắn hạn", "các khoản đầu tư tài chính ngắn hạn", "short term investments"),
    "121": ("chứng khoán kinh doanh", "trading securities"),
    "122": ("dự phòng giảm giá chứng khoán kinh doanh",),
    "130": ("các khoản phải thu ngắn hạn", "phải thu ngắn hạn", "short term receivables"),
    "131": ("phải thu ngắn hạn của khách hàng", "phải thu của khách hàng"),
    "132": ("trả trước cho người bán ngắn hạn", "trả trước cho người bán"),
    "133": ("phải thu nội bộ ngắn hạn",),
    "134": ("phải thu theo tiến độ kế hoạch hợp đồng xây dựng", "phải thu theo tiến độ hợp đồng xây dựng"),
    "135": ("phải thu về cho vay ngắn hạn",),
    "136": ("phải thu ngắn hạn khác", "các khoản phải thu ngắn hạn khác"),
    "137": ("dự phòng phải thu ngắn hạn khó đòi",),
    "139": ("tài sản thiếu chờ xử lý",),
    "140": ("hàng tồn kho", "inventories"),
    "141": ("hàng tồn kho", "inventories"),
    "149": ("dự phòng giảm giá hàng tồn kho",),
    "150": ("tài sản ngắn hạn khác", "other current assets"),
    "151": ("chi phí trả trước ngắn hạn",),
    "152": ("thuế gtgt được khấu trừ", "thuế giá trị gia tăng được khấu trừ"),
    "153": ("thuế và các khoản khác phải thu nhà nước", "thuế và các khoản phải thu nhà nước"),
    "155": ("tài sản ngắn hạn khác",),
    "200*": ("tài sản dài hạn", "non current assets", "long term assets"),
    "210": ("các khoản phải thu dài hạn", "phải thu dài hạn", "long term receivables"),
    "211": ("phải thu dài hạn của khách hàng",),
    "212": ("trả trước cho người bán dài hạn",),
    "213": ("vốn kinh doanh ở đơn vị trực thuộc", "vốn kinh doanh ở các đơn vị trực thuộc"),
    "214": ("phải thu nội bộ dài hạn",),
    "215": ("phải thu về cho vay dài hạn",),
    "216": ("phải thu dài hạn khác",),
    "219": ("dự phòng phải thu dài hạn khó đòi",),
    "220": ("tài sản cố định", "fixed assets"),
    "221": ("tài sản cố định hữu hình", "tangible fixed assets"),
    "224": ("tài sản cố định thuê tài chính",),
    "227": ("tài sản cố định vô hình", "intangible fixed assets"),
    "230": ("bất động sản đầu tư", "investment property"),
    "240": ("tài sản dở dang dài hạn",),
    "241": ("chi phí sản xuất kinh doanh dở dang dài hạn",),
    "242": ("chi phí xây dựng cơ bản dở dang", "chi phí xdcb dở dang"),
    "250": ("đầu tư tài chính dài hạn", "các khoản đầu tư tài chính dài hạn", "long term investments"),
    "251": ("đầu tư vào công ty con",),
    "252": ("đầu tư vào công ty liên doanh liên kết", "đầu tư vào công ty liên kết liên doanh"),
    "253": ("đầu tư góp vốn vào đơn vị khác",),
    "254": ("dự phòng đầu tư tài chính dài hạn", "dự phòng giảm giá đầu tư tài chính dài hạn"),
    "260": ("tài sản dài hạn khác", "other non current assets"),
    "261": ("chi phí trả trước dài hạn",),
    "262": ("tài sản thuế thu nhập hoãn lại",),
    "263": ("thiết bị vật tư phụ tùng thay thế dài hạn",),
    "268": ("tài sản dài hạn khác",),
    "269": ("lợi thế thương mại", "goodwill"),
    "270*": ("tổng cộng tài sản", "tổng tài sản", "total assets"),
    "300*": ("nợ phải trả", "liabilities", "total liabilities"),
    "310": ("nợ ngắn hạn", "current liabilities"),
    "311": ("phải trả người bán ngắn hạn", "phải trả người bán"),
    "312": ("người mua trả tiền trước ngắn hạn", "người mua trả tiền trước"),
    "313": ("thuế và các khoản phải nộp nhà nước",),
    "314": ("phải trả người lao động",),
    "315": ("chi phí phải trả ngắn hạn",),
    "316": ("phải trả nội bộ ngắn hạn",),
    "317": ("phải trả theo tiến độ kế hoạch hợp đồng xây dựng", "phải trả theo tiến độ hợp đồng xây dựng"),
    "318": ("doanh thu chưa thực hiện ngắn hạn",),
    "319": ("phải trả ngắn hạn khác",),
    "320": ("vay và nợ thuê tài chính ngắn hạn",),
    "321": ("dự phòng phải trả ngắn hạn",),
    "322": ("quỹ khen thưởng phúc lợi",),
    "323": ("quỹ bình ổn giá",),
    "330": ("nợ dài hạn", "non current liabilities", "long term liabilities"),
    "331": ("phải trả người bán dài hạn", "phải trả dài hạn người bán"),
    "332": ("người mua trả tiền trước dài hạn",),
    "333": ("chi phí phải trả dài hạn",),
    "334": ("phải trả nội bộ về vốn kinh doanh",),
    "335": ("phải trả nội bộ dài hạn",),
    "336": ("doanh thu chưa thực hiện dài hạn",),
    "337": ("phải trả dài hạn khác",),
    "338": ("vay và nợ thuê tài chính dài hạn",),
    "339": ("trái phiếu chuyển đổi",),
    "341": ("thuế thu nhập hoãn lại phải trả",),
    "342": ("dự phòng phải trả dài hạn",),
    "343": ("quỹ phát triển khoa học và công nghệ",),
    "400*": ("vốn chủ sở hữu", "owners equity", "equity"),
    "410": ("vốn chủ sở hữu",),
    "411": ("vốn góp của chủ sở hữu",),
    "411a": ("cổ phiếu phổ thông có quyền biểu quyết",),
    "412": ("thặng dư vốn cổ phần",),
    "413": ("quyền chọn chuyển đổi trái phiếu",),
    "414": ("vốn khác của chủ sở hữu",),
    "415": ("cổ phiếu quỹ",),
    "416": ("chênh lệch đánh giá lại tài sản",),
    "417": ("chênh lệch tỷ giá hối đoái",),
    "418": ("quỹ đầu tư phát triển",),
    "419": ("quỹ hỗ trợ sắp xếp doanh nghiệp",),
    "420": ("quỹ khác thuộc vốn chủ sở hữu",),
    "421": ("lợi nhuận sau thuế chưa phân phối", "lnst chưa phân phối"),
    "421a": (
        "lnst chưa phân phối lũy kế đến cuối kỳ trước",
        "lợi nhuận sau thuế chưa phân phối lũy kế đến cuối kỳ trước",
    ),
    "421b": ("lnst chưa phân phối kỳ này", "lợi nhuận sau thuế chưa phân phối kỳ này"),
    "422": ("nguồn vốn đầu tư xdcb", "nguồn vốn đầu tư xây dựng cơ bản"),
    "429": ("lợi ích cổ đông không kiểm soát", "lợi ích của cổ đông không kiểm soát"),
    "430": ("nguồn kinh phí và quỹ khác",),
    "431": ("nguồn kinh phí",),
    "432": ("nguồn kinh phí đã hình thành tscđ", "nguồn kinh phí đã hình thành tài sản cố định"),
    "440*": ("tổng cộng nguồn vốn", "tổng nguồn vốn", "total resources", "total liabilities and equity"),
}
_COST, _WORN = ("nguyên giá", "cost"), ("giá trị hao mòn lũy kế", "accumulated depreciation", "hao mòn lũy kế")
# rows that read alike: the row above tells which
_BELOW = {
    "123": (("đầu tư nắm giữ đến ngày đáo hạn",), ("tài chính ngắn hạn",)),
    "154": (("giao dịch mua bán lại trái phiếu chính phủ",), ("tài sản ngắn hạn",)),
    "255": (("đầu tư nắm giữ đến ngày đáo hạn",), ("tài chính dài hạn",)),
    "324": (("giao dịch mua bán lại trái phiếu chính phủ",), ("nợ ngắn hạn",)),
    "340": (("cổ phiếu ưu đãi",), ("nợ dài hạn",)),
    "411b": (("cổ phiếu ưu đãi",), ("vốn góp",)),
    "222": (_COST, ("hữu hình",)),
    "223": (_WORN, ("hữu hình",)),
    "225": (_COST, ("thuê tài chính",)),
    "226": (_WORN, ("thuê tài chính",)),
    "228": (_COST, ("vô hình",)),
    "229": (_WORN, ("vô hình",)),
    "231": (_COST, ("bất động sản đầu tư",)),
    "232": (_WORN, ("bất động sản đầu tư",)),
}
_SUMS = {
    "100": "110 120 130 140 150",
    "110": "111 112",
    "120": "121 122 123",
    "130": "131 132 133 134 135 136 137 139",
    "140": "141 149",
    "150": "151 152 153 154 155",
    "200": "210 220 230 240 250 260",
    "210": "211 212 213 214 215 216 219",
    "220": "221 224 227",
    "221": "222 223",
    "224": "225 226",
    "227": "228 229",
    "230": "231 232",
    "240": "241 242",
    "250": "251 252 253 254 255",
    "260": "261 262 263 268 269",
    "270": "100 200",
    "300": "310 330",
    "310": "311 312 313 314 315 316 317 318 319 320 321 322 323 324",
    "330": "331 332 333 334 335 336 337 338 339 340 341 342 343",
    "400": "410 430",
    "410": "411 412 413 414 415 416 417 418 419 420 421 422 429",
    "411": "411a 411b",
    "421": "421a 421b",
    "430": "431 432",
    "440": "300 400",
}


FORM = Form(
    id="balance-sheet",
    title_vi="Bảng cân đối kế toán (mẫu B01-DN)",
    title_en="Balance sheet (form B01-DN)",
    words=("bảng cân đối kế toán", "b 01 dn", "b01 dn", "cđkt", "balance sheet", "statement of financial position"),
    fields=(
        Field(
            "end",
            ("số cuối năm", "số cuối kỳ", "số cuối quý", "cuối năm", "cuối kỳ", "ending balance", "closing"),
            measure="money",
            required=False,
            signed=True,
        ),
        Field(
            "start",
            ("số đầu năm", "số đầu kỳ", "đầu năm", "đầu kỳ", "beginning balance", "opening"),
            measure="money",
            required=False,
            signed=True,
        ),
    ),
    items=(
        *coded_items(_ROWS),
        *(
            Item(f"r{code}", labels, under=under, required=False, code=code, whole=True)
            for code, (labels, under) in _BELOW.items()
        ),
    ),
    identities=(
        *(sum_of_codes(total, parts) for total, parts in _SUMS.items()),
        Identity("r270 = r440", rule="RC402"),
    ),
    needs_title=True,
    open=True,
)


def model() -> DataFrameSchema:
    """The pandera model of the form's rows: amounts, which may be negative."""
    from reportcheck.extend import counts_model

    return counts_model(FORM)

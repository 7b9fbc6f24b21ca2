"""Cash flow statement by the direct method: form B03-DN of Circular 200/2014/TT-BTC, and B03-DNN of 133/2016.

What is paid is negative, in brackets, so that every total is a plain sum.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportcheck.extend import Field, Form, Item

if TYPE_CHECKING:
    from pandera.pandas import DataFrameSchema

# the rows by their codes; those marked with * are needed
_ROWS = {
    "01*": (
        "tiền thu từ bán hàng cung cấp dịch vụ và doanh thu khác",
        "tiền thu bán hàng cung cấp dịch vụ và doanh thu khác",
    ),
    "02*": (
        "tiền chi trả cho người cung cấp hàng hóa và dịch vụ",
        "tiền chi trả cho người cung cấp hàng hóa dịch vụ",
    ),
    "03*": ("tiền chi trả cho người lao động", "tiền chi trả người lao động"),
    "04": ("tiền lãi vay đã trả", "tiền chi trả lãi vay", "interest paid"),
    "05": ("thuế thu nhập doanh nghiệp đã nộp", "thuế tndn đã nộp", "income tax paid"),
    "06": ("tiền thu khác từ hoạt động kinh doanh",),
    "07": ("tiền chi khác cho hoạt động kinh doanh", "tiền chi khác từ hoạt động kinh doanh"),
    "20*": ("lưu chuyển tiền thuần từ hoạt động kinh doanh", "net cash flows from operating activities"),
    "21": (
        "tiền chi để mua sắm xây dựng tscđ và các tài sản dài hạn khác",
        "tiền chi mua sắm xây dựng tscđ và các tài sản dài hạn khác",
        "tiền chi để mua sắm xây dựng tài sản cố định và các tài sản dài hạn khác",
    ),
    "22": (
        "tiền thu từ thanh lý nhượng bán tscđ và các tài sản dài hạn khác",
        "tiền thu từ thanh lý nhượng bán tài sản cố định và các tài sản dài hạn khác",
    ),
    "23": ("tiền chi cho vay mua các công cụ nợ của đơn vị khác",),
    "24": ("tiền thu hồi cho vay bán lại các công cụ nợ của đơn vị khác",),
    "25": ("tiền chi đầu tư góp vốn vào đơn vị khác",),
    "26": ("tiền thu hồi đầu tư góp vốn vào đơn vị khác",),
    "27": ("tiền thu lãi cho vay cổ tức và lợi nhuận được chia",),
    "30*": ("lưu chuyển tiền thuần từ hoạt động đầu tư", "net cash flows from investing activities"),
    "31": ("tiền thu từ phát hành cổ phiếu nhận vốn góp của chủ sở hữu",),
    "32": (
        "tiền trả lại vốn góp cho các chủ sở hữu mua lại cổ phiếu của doanh nghiệp đã phát hành",
        "tiền chi trả vốn góp cho các chủ sở hữu mua lại cổ phiếu của doanh nghiệp đã phát hành",
    ),
    "33": ("tiền thu từ đi vay", "tiền vay ngắn hạn dài hạn nhận được"),
    "34": ("tiền trả nợ gốc vay", "tiền chi trả nợ gốc vay"),
    "35": ("tiền trả nợ gốc thuê tài chính", "tiền chi trả nợ thuê tài chính"),
    "36": ("cổ tức lợi nhuận đã trả cho chủ sở hữu", "dividends paid"),
    "40*": ("lưu chuyển tiền thuần từ hoạt động tài chính", "net cash flows from financing activities"),
    "50*": ("lưu chuyển tiền thuần trong kỳ", "lưu chuyển tiền thuần trong năm", "net cash flows during the period"),
    "60*": (
        "tiền và tương đương tiền đầu kỳ",
        "tiền và tương đương tiền đầu năm",
        "tiền và các khoản tương đương tiền đầu kỳ",
        "cash and cash equivalents at beginning of period",
    ),
    "61": (
        "ảnh hưởng của thay đổi tỷ giá hối đoái quy đổi ngoại tệ",
        "effect of exchange rate changes",
    ),
    "70*": (
        "tiền và tương đương tiền cuối kỳ",
        "tiền và tương đương tiền cuối năm",
        "tiền và các khoản tương đương tiền cuối kỳ",
        "cash and cash equivalents at end of period",
    ),
}


def _sum(total: str, *parts: str) -> str:
    return f"r{total} = " + " + ".join(f"r{part}" for part in parts)


FORM = Form(
    id="cash-flow-direct",
    title_vi="Báo cáo lưu chuyển tiền tệ, phương pháp trực tiếp (mẫu B03-DN)",
    title_en="Cash flow statement, direct method (form B03-DN)",
    words=(
        "lưu chuyển tiền tệ",
        "b 03 dn",
        "b03 dn",
        "b 03 dnn",
        "b03 dnn",
        "lctt",
        "cash flow statement",
        "cash flows",
    ),
    fields=(
        Field(
            "this",
            ("năm nay", "kỳ này", "quý này", "this year", "current year"),
            measure="money",
            required=False,
            signed=True,
        ),
        Field(
            "previous",
            ("năm trước", "kỳ trước", "previous year", "prior year"),
            measure="money",
            required=False,
            signed=True,
        ),
    ),
    items=tuple(
        Item(f"r{code.rstrip('*')}", labels, required="*" in code, code=code.rstrip("*"), whole=True)
        for code, labels in _ROWS.items()
    ),
    identities=(
        _sum("20", "01", "02", "03", "04", "05", "06", "07"),
        _sum("30", "21", "22", "23", "24", "25", "26", "27"),
        _sum("40", "31", "32", "33", "34", "35", "36"),
        _sum("50", "20", "30", "40"),
        _sum("70", "50", "60", "61"),
    ),
    needs_title=True,
    open=True,
)


def model() -> DataFrameSchema:
    """The pandera model of the form's rows: amounts, which may be negative."""
    from reportcheck.extend import counts_model

    return counts_model(FORM)

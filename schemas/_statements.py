"""What the financial statements share: rows told by their codes, the columns of two periods, the flows of cash of B03-DN."""

from __future__ import annotations

from collections.abc import Mapping

from reportcheck.extend import Field, Identity, Item

__all__ = ["CASH_FLOW_ROWS", "CASH_FLOW_SUMS", "CASH_FLOW_WORDS", "THIS_AND_PREVIOUS", "coded_items", "sum_of_codes"]


def coded_items(rows: Mapping[str, tuple[str, ...]]) -> tuple[Item, ...]:
    """Rows by their codes, ``{code: labels}``; a code with ``*`` is needed. The item of ``01`` is called ``r01``."""
    return tuple(
        Item(f"r{code.rstrip('*')}", labels, required="*" in code, code=code.rstrip("*"), whole=True)
        for code, labels in rows.items()
    )


def sum_of_codes(total: str, parts: str) -> Identity:
    """``r120 = r121 + r122`` of ``"120"`` and ``"121 122"``."""
    return Identity(f"r{total} = " + " + ".join(f"r{part}" for part in parts.split()))


THIS_AND_PREVIOUS = (
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
)

CASH_FLOW_WORDS = (
    "lưu chuyển tiền tệ",
    "b 03 dn",
    "b03 dn",
    "b 03 dnn",
    "b03 dnn",
    "lctt",
    "cash flow statement",
    "cash flows",
)
CASH_FLOW_ROWS = {
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
CASH_FLOW_SUMS = (
    sum_of_codes("30", "21 22 23 24 25 26 27"),
    sum_of_codes("40", "31 32 33 34 35 36"),
    sum_of_codes("50", "20 30 40"),
    sum_of_codes("70", "50 60 61"),
)

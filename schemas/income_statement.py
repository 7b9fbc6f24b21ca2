"""Income statement: form B02-DN of Circular 200/2014/TT-BTC, with the rows of B02-DN/HN (202/2014) and B02-DNN (133/2016).

The formulas are printed in the labels; they are checked where they are left out too. Costs are printed as positive
figures or, by some, as negative ones in brackets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportcheck.extend import Form, Identity, Item
from reportcheck.schemas._statements import THIS_AND_PREVIOUS, coded_items

if TYPE_CHECKING:
    from pandera.pandas import DataFrameSchema

# the rows by their codes; those marked with * are needed
_ROWS = {
    "01*": ("doanh thu bán hàng và cung cấp dịch vụ", "doanh thu bán hàng", "revenue from sales of goods and services"),
    "02": ("các khoản giảm trừ doanh thu", "các khoản giảm trừ", "deductions", "revenue deductions"),
    "10*": (
        "doanh thu thuần về bán hàng và cung cấp dịch vụ",
        "doanh thu thuần bán hàng và cung cấp dịch vụ",
        "doanh thu thuần",
        "net revenue",
    ),
    "11*": ("giá vốn hàng bán", "cost of goods sold", "cost of sales"),
    "20*": (
        "lợi nhuận gộp về bán hàng và cung cấp dịch vụ",
        "lợi nhuận gộp bán hàng và cung cấp dịch vụ",
        "lợi nhuận gộp",
        "gross profit",
    ),
    "21": ("doanh thu hoạt động tài chính", "financial income"),
    "22": ("chi phí tài chính", "financial expenses"),
    "23": ("chi phí lãi vay", "lãi vay phải trả", "interest expenses", "interest expense"),
    "25": ("chi phí bán hàng", "selling expenses"),
    "26": ("chi phí quản lý doanh nghiệp", "general and administrative expenses", "administrative expenses"),
    "30*": (
        "lợi nhuận thuần từ hoạt động kinh doanh",
        "lãi lỗ thuần từ hoạt động kinh doanh",
        "net operating profit",
        "operating profit",
    ),
    "31": ("thu nhập khác", "other income"),
    "32": ("chi phí khác", "other expenses"),
    "40": ("lợi nhuận khác", "lãi lỗ khác", "other profit"),
    "50*": (
        "tổng lợi nhuận kế toán trước thuế",
        "lợi nhuận kế toán trước thuế",
        "lợi nhuận trước thuế",
        "profit before tax",
        "accounting profit before tax",
    ),
    "51": (
        "chi phí thuế tndn hiện hành",
        "chi phí thuế thu nhập doanh nghiệp hiện hành",
        "chi phí thuế tndn",
        "chi phí thuế thu nhập doanh nghiệp",
        "current income tax",
        "current income tax expense",
    ),
    "52": (
        "chi phí thuế tndn hoãn lại",
        "chi phí thuế thu nhập doanh nghiệp hoãn lại",
        "deferred income tax",
        "deferred income tax expense",
    ),
    "60*": (
        "lợi nhuận sau thuế thu nhập doanh nghiệp",
        "lợi nhuận sau thuế tndn",
        "lợi nhuận sau thuế",
        "profit after tax",
        "net profit after tax",
    ),
    "61": (
        "lợi nhuận sau thuế của công ty mẹ",
        "lợi nhuận sau thuế của cổ đông của công ty mẹ",
        "lợi nhuận sau thuế của cổ đông công ty mẹ",
    ),
    "62": (
        "lợi nhuận sau thuế của cổ đông không kiểm soát",
        "lợi nhuận sau thuế của cổ đông thiểu số",
        "lợi ích của cổ đông không kiểm soát",
    ),
}

FORM = Form(
    id="income-statement",
    title_vi="Báo cáo kết quả hoạt động kinh doanh (mẫu B02-DN)",
    title_en="Income statement (form B02-DN)",
    words=(
        "kết quả hoạt động kinh doanh",
        "kết quả kinh doanh",
        "b 02 dn",
        "b02 dn",
        "b 02 dnn",
        "b02 dnn",
        "kqhđkd",
        "kqkd",
        "income statement",
        "statement of profit or loss",
    ),
    fields=THIS_AND_PREVIOUS,
    items=(
        *coded_items(_ROWS),
        Item(
            "associates",
            (
                "phần lãi hoặc lỗ trong công ty liên doanh liên kết",
                "phần lãi lỗ trong công ty liên doanh liên kết",
                "phần lãi trong công ty liên doanh liên kết",
            ),
            required=False,
            whole=True,
        ),
        Item("management", ("chi phí quản lý kinh doanh",), required=False, whole=True),
    ),
    identities=(
        Identity("r10 = r01 - r02", instead=("r10 = r01 + r02",)),
        Identity("r20 = r10 - r11", instead=("r20 = r10 + r11",)),
        Identity(
            "r30 = r20 + r21 - r22 + associates - r25 - r26 - management",
            instead=("r30 = r20 + r21 + r22 + associates + r25 + r26 + management",),
        ),
        Identity("r40 = r31 - r32", instead=("r40 = r31 + r32",)),
        "r50 = r30 + r40",
        Identity("r60 = r50 - r51 - r52", instead=("r60 = r50 + r51 + r52",)),
        Identity("r60 = r61 + r62", complete=True),
    ),
    needs_title=True,
    open=True,
)


def model() -> DataFrameSchema:
    """The pandera model of the form's rows: amounts, which may be negative."""
    from reportcheck.extend import counts_model

    return counts_model(FORM)

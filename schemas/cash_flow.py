"""Cash flow statement by the indirect method: form B03-DN of Circular 200/2014/TT-BTC, and B03-DNN of 133/2016.

What is paid is negative, in brackets, so that every total is a plain sum.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportcheck.extend import Form
from reportcheck.schemas._statements import (
    CASH_FLOW_ROWS,
    CASH_FLOW_SUMS,
    CASH_FLOW_WORDS,
    THIS_AND_PREVIOUS,
    coded_items,
    sum_of_codes,
)

if TYPE_CHECKING:
    from pandera.pandas import DataFrameSchema

# the rows by their codes; those marked with * are needed
_ROWS = {
    "01*": ("lợi nhuận trước thuế", "profit before tax"),
    "02": (
        "khấu hao tscđ và bđsđt",
        "khấu hao tài sản cố định và bất động sản đầu tư",
        "khấu hao tscđ",
        "depreciation",
    ),
    "03": ("các khoản dự phòng", "provisions"),
    "04": (
        "lãi lỗ chênh lệch tỷ giá hối đoái do đánh giá lại các khoản mục tiền tệ có gốc ngoại tệ",
        "lãi lỗ chênh lệch tỷ giá hối đoái chưa thực hiện",
    ),
    "05": ("lãi lỗ từ hoạt động đầu tư",),
    "06": ("chi phí lãi vay", "interest expense", "interest expenses"),
    "07": ("các khoản điều chỉnh khác",),
    "08*": (
        "lợi nhuận từ hoạt động kinh doanh trước thay đổi vốn lưu động",
        "operating profit before changes in working capital",
    ),
    "09": ("tăng giảm các khoản phải thu", "increase decrease in receivables"),
    "10": ("tăng giảm hàng tồn kho", "increase decrease in inventories"),
    "11": (
        "tăng giảm các khoản phải trả không kể lãi vay phải trả thuế thu nhập doanh nghiệp phải nộp",
        "tăng giảm các khoản phải trả không kể lãi vay phải trả thuế tndn phải nộp",
        "tăng giảm các khoản phải trả",
        "increase decrease in payables",
    ),
    "12": ("tăng giảm chi phí trả trước",),
    "13": ("tăng giảm chứng khoán kinh doanh",),
    "14": ("tiền lãi vay đã trả", "interest paid"),
    "15": ("thuế thu nhập doanh nghiệp đã nộp", "thuế tndn đã nộp", "income tax paid"),
    "16": ("tiền thu khác từ hoạt động kinh doanh",),
    "17": ("tiền chi khác cho hoạt động kinh doanh", "tiền chi khác từ hoạt động kinh doanh"),
}


FORM = Form(
    id="cash-flow",
    title_vi="Báo cáo lưu chuyển tiền tệ, phương pháp gián tiếp (mẫu B03-DN)",
    title_en="Cash flow statement, indirect method (form B03-DN)",
    words=CASH_FLOW_WORDS,
    fields=THIS_AND_PREVIOUS,
    items=coded_items(_ROWS | CASH_FLOW_ROWS),
    identities=(
        sum_of_codes("08", "01 02 03 04 05 06 07"),
        sum_of_codes("20", "08 09 10 11 12 13 14 15 16 17"),
        *CASH_FLOW_SUMS,
    ),
    needs_title=True,
    open=True,
)


def model() -> DataFrameSchema:
    """The pandera model of the form's rows: amounts, which may be negative."""
    from reportcheck.extend import counts_model

    return counts_model(FORM)

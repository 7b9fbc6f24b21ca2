"""Cash flow statement by the direct method: form B03-DN of Circular 200/2014/TT-BTC, and B03-DNN of 133/2016.

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
}


FORM = Form(
    id="cash-flow-direct",
    title_vi="Báo cáo lưu chuyển tiền tệ, phương pháp trực tiếp (mẫu B03-DN)",
    title_en="Cash flow statement, direct method (form B03-DN)",
    words=CASH_FLOW_WORDS,
    fields=THIS_AND_PREVIOUS,
    items=coded_items(_ROWS | CASH_FLOW_ROWS),
    identities=(
        sum_of_codes("20", "01 02 03 04 05 06 07"),
        *CASH_FLOW_SUMS,
    ),
    needs_title=True,
    open=True,
)


def model() -> DataFrameSchema:
    """The pandera model of the form's rows: amounts, which may be negative."""
    from reportcheck.extend import counts_model

    return counts_model(FORM)

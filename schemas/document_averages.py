"""Average documents per day and per month, in and out, for a period.

A month's average divided by the days of a month is the day's average; both come from the totals of the form
``documents-by-body``. The days counted (calendar, 30 a month, working days) are those that reproduce the figures, and are named.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportcheck.extend import Field, Form, Item

if TYPE_CHECKING:
    from pandera.pandas import DataFrameSchema

_BY_BODY = "documents-by-body"
_IN = " + ".join(
    f"{_BY_BODY}[{f}]"
    for f in ("central_committee", "politburo", "secretariat", "national_assembly", "government", "ministries")
)
_OUT = " + ".join(f"{_BY_BODY}[{f}]" for f in ("committee", "council", "peoples_committee", "departments", "communes"))

_AVERAGE = ("trung bình", "bình quân", "average")
_DAY = ("một ngày", "mỗi ngày", "1 ngày", "01 ngày", "per day", "a day")
_MONTH = ("một tháng", "mỗi tháng", "1 tháng", "01 tháng", "per month", "a month")
_DOCUMENTS = ("văn bản", "công văn", "documents", "incoming", "outgoing")

FORM = Form(
    id="document-averages",
    title_vi="Số văn bản đến, văn bản đi trung bình một ngày, một tháng",
    title_en="Documents in and out, average per day and per month",
    words=(
        "văn bản trung bình",
        "văn bản bình quân",
        "trung bình văn bản",
        "bình quân văn bản",
        "trung bình một ngày một tháng",
        "bình quân một ngày một tháng",
        "average documents",
        "documents per day",
    ),
    fields=(
        Field("total", ("tổng số", "cả kỳ", "trong kỳ", "total"), avoid=_AVERAGE, required=False),
        Field(
            "per_day",
            (*_DAY, "trung bình ngày", "bình quân ngày", "ngày"),
            under=(*_AVERAGE, *_DAY),
            measure="rate",
        ),
        Field(
            "per_month",
            (*_MONTH, "trung bình tháng", "bình quân tháng", "tháng"),
            under=(*_AVERAGE, *_MONTH),
            measure="rate",
        ),
        Field("period", ("thời gian", "kỳ báo cáo", "từ ngày", "period"), measure="period", required=False),
    ),
    items=(
        Item("incoming", ("văn bản đến", "đến", "xử lý", "tiếp nhận", "incoming", "documents in"), under=_DOCUMENTS),
        Item(
            "outgoing",
            ("văn bản đi", "ban hành", "phát hành", "đi", "outgoing", "documents out"),
            under=_DOCUMENTS,
        ),
    ),
    identities=(
        "per_day = per_month / days_per_month",
        "per_day = total / days",
        "per_month = total / months",
        f"incoming.per_month = ({_IN}) / months",
        f"incoming.per_day = ({_IN}) / days",
        f"outgoing.per_month = ({_OUT}) / months",
        f"outgoing.per_day = ({_OUT}) / days",
    ),
)


def model() -> DataFrameSchema:
    """The pandera model of the form's rows: averages, none negative."""
    from reportcheck.extend import counts_model

    return counts_model(FORM)

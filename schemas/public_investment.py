"""Disbursement of public investment: the plan, what is paid to last month, what is expected to this month, and the share.

Source: the monthly form of Circular 15/2021/TT-BTC; a plan may be split into that of the year and what is carried over, or
into sources.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportcheck.extend import Field, Form, Identity

if TYPE_CHECKING:
    from pandera.pandas import DataFrameSchema

_TOTAL = ("tổng số", "tổng cộng", "tổng", "total")
_PLAN = ("kế hoạch", "plan")
_PAID = ("lũy kế", "đến hết tháng trước", "đã giải ngân", "đã thanh toán", "giải ngân đến", "thanh toán đến", "paid")
_ESTIMATE = ("ước", "estimate", "estimated")
_SHARE = ("tỷ lệ", "%", "share")

FORM = Form(
    id="public-investment",
    title_vi="Tình hình giải ngân kế hoạch vốn đầu tư công",
    title_en="Disbursement of public investment",
    words=(
        "giải ngân vốn đầu tư",
        "giải ngân kế hoạch vốn",
        "giải ngân đầu tư công",
        "thanh toán vốn đầu tư",
        "thanh toán kế hoạch vốn",
        "disbursement of public investment",
    ),
    fields=(
        Field(
            "project",
            ("tên dự án", "dự án", "chủ đầu tư", "nội dung", "đơn vị", "nguồn vốn", "project"),
            measure="text",
            required=False,
        ),
        Field(
            "plan",
            (*_TOTAL, "kế hoạch vốn được giao", "kế hoạch vốn", "kế hoạch năm", "kế hoạch", "plan"),
            under=_PLAN,
            avoid=(*_SHARE, *_ESTIMATE, *_PAID, "kéo dài", "trong năm", "so với"),
            measure="money",
        ),
        Field(
            "plan_carried",
            ("kéo dài", "kế hoạch kéo dài", "vốn kéo dài", "năm trước chuyển sang", "carried over"),
            under=_PLAN,
            avoid=(*_SHARE, *_ESTIMATE, *_PAID),
            measure="money",
            required=False,
        ),
        Field(
            "plan_year",
            ("kế hoạch trong năm", "giao trong năm", "trong năm", "kế hoạch vốn giao trong năm", "of the year"),
            under=_PLAN,
            avoid=(*_SHARE, *_ESTIMATE, *_PAID, "kéo dài"),
            measure="money",
            required=False,
        ),
        Field(
            "paid",
            (
                *_TOTAL,
                "lũy kế giải ngân đến hết tháng trước",
                "lũy kế thanh toán đến hết tháng trước",
                "giải ngân đến hết tháng trước",
                "thanh toán đến hết tháng trước",
                "đến hết tháng trước",
                "lũy kế giải ngân",
                "lũy kế thanh toán",
                "đã giải ngân",
                "đã thanh toán",
                "paid to last month",
            ),
            under=_PAID,
            avoid=(*_SHARE, *_ESTIMATE, "so với"),
            measure="money",
        ),
        Field(
            "paid_share",
            ("tỷ lệ giải ngân", "tỷ lệ", "%", "share paid"),
            under=_PAID,
            avoid=(*_ESTIMATE, "cùng kỳ"),
            measure="percent",
            required=False,
        ),
        Field(
            "month",
            ("trong tháng", "ước trong tháng", "ước giải ngân trong tháng", "this month alone"),
            avoid=(*_SHARE, "đến hết", "lũy kế"),
            measure="money",
            required=False,
        ),
        Field(
            "estimate",
            (
                *_TOTAL,
                "ước giải ngân đến hết tháng",
                "ước thanh toán đến hết tháng",
                "ước đến hết tháng",
                "ước lũy kế",
                "ước giải ngân",
                "ước thanh toán",
                "estimate to this month",
            ),
            under=_ESTIMATE,
            avoid=(*_SHARE, "trong tháng", "so với"),
            measure="money",
        ),
        Field(
            "estimate_share",
            ("tỷ lệ ước giải ngân", "tỷ lệ ước thanh toán", "tỷ lệ", "%", "share"),
            under=(*_ESTIMATE, "tỷ lệ giải ngân so với kế hoạch", "tỷ lệ so với kế hoạch", "share of the plan"),
            avoid=("cùng kỳ", "đến hết tháng trước"),
            measure="percent",
            required=False,
        ),
    ),
    identities=(
        "plan = plan_carried + plan_year",
        Identity("paid_share = 100 * paid / plan", rule="RC202"),
        Identity("estimate = paid + month", complete=True),
        Identity(
            "estimate_share = 100 * estimate / plan", rule="RC202", instead=("estimate_share = 100 * paid / plan",)
        ),
    ),
    total_row=True,
    share=1.0,
    needs_title=True,
)


def model() -> DataFrameSchema:
    """The pandera model of the form's rows: amounts and shares, none negative."""
    from reportcheck.extend import counts_model

    return counts_model(FORM)

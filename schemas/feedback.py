"""Feedback and petitions on administrative rules and conduct: form II.05a of the government's procedure-control reports.

Source: Circular 02/2017/TT-VPCP, form 05a, and 01/2020/TT-VPCP, form II.05a. What was received is handled or pending.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportcheck.extend import Field, Form, Identity

if TYPE_CHECKING:
    from pandera.pandas import DataFrameSchema

_RECEIVED = ("tiếp nhận", "nhận được", "received")
_HANDLED = ("đã xử lý", "đã giải quyết", "đã trả lời", "handled")
_PENDING = ("đang xử lý", "đang giải quyết", "chưa xử lý", "chưa giải quyết", "pending")
_TOTAL = ("tổng số", "tổng cộng", "cộng", "tổng", "total")
_PARTS = (
    "trong kỳ", "kỳ trước", "mới", "hành vi", "quy định", "đúng hạn", "quá hạn", "trong hạn", "trước hạn",
    "thuộc thẩm quyền", "trực tuyến", "công khai", "đăng tải", "tỷ lệ", "carried", "new",
)  # fmt: skip

FORM = Form(
    id="feedback",
    title_vi="Kết quả tiếp nhận, xử lý phản ánh, kiến nghị (biểu II.05a)",
    title_en="Feedback and petitions (form II.05a)",
    words=(
        "tiếp nhận xử lý phản ánh kiến nghị",
        "kết quả xử lý phản ánh kiến nghị",
        "tình hình xử lý phản ánh kiến nghị",
        "giải quyết phản ánh kiến nghị",
        "phản ánh kiến nghị cá nhân tổ chức",
        "phản ánh kiến nghị người dân doanh nghiệp",
        "phản ánh kiến nghị quy định hành chính",
        "tiếp nhận xử lý pakn",
        "ii 05a",
        "05a vpcp kstt",
        "feedback and petitions",
    ),
    fields=(
        Field("field", ("lĩnh vực", "ngành lĩnh vực", "tên đơn vị", "field"), measure="text", required=False, code="2"),
        Field("received", (*_TOTAL, *_RECEIVED), under=_RECEIVED, avoid=(*_PARTS, *_HANDLED, *_PENDING)),
        Field(
            "carried_over",
            ("kỳ trước chuyển sang", "kỳ trước chuyển qua", "từ kỳ trước", "kỳ trước", "carried over"),
            avoid=_HANDLED,
            required=False,
        ),
        Field(
            "new",
            ("tiếp nhận mới", "mới tiếp nhận", "trong kỳ", "new"),
            under=_RECEIVED,
            avoid=_HANDLED,
            required=False,
        ),
        Field("conduct", ("hành vi hành chính", "hành vi", "conduct"), under=_RECEIVED, required=False),
        Field(
            "rules", ("quy định hành chính", "quy định", "rules"), under=_RECEIVED, avoid=("hành vi",), required=False
        ),
        Field("both", ("cả hành vi và quy định", "cả hai nội dung", "cả hai"), under=_RECEIVED, required=False),
        Field("handled", (*_TOTAL, *_HANDLED), under=_HANDLED, avoid=_PARTS),
        Field(
            "handled_in_time",
            ("đúng hạn", "trước hạn và đúng hạn", "in time"),
            under=_HANDLED,
            avoid=("tỷ lệ",),
            required=False,
        ),
        Field("handled_late", ("quá hạn", "trễ hạn", "late"), under=_HANDLED, avoid=("tỷ lệ",), required=False),
        Field("pending", (*_TOTAL, *_PENDING), under=_PENDING, avoid=_PARTS),
        Field("pending_in_time", ("trong hạn", "chưa đến hạn"), under=_PENDING, avoid=("tỷ lệ",), required=False),
        Field("pending_overdue", ("quá hạn", "trễ hạn"), under=_PENDING, avoid=("tỷ lệ",), required=False),
        Field("published", ("đăng tải công khai", "công khai", "đăng tải", "published"), required=False),
        Field(
            "handled_rate",
            ("tỷ lệ xử lý", "tỷ lệ đã xử lý", "tỷ lệ giải quyết", "tỷ lệ", "handled rate"),
            avoid=("đúng hạn", "quá hạn", "so với"),
            measure="percent",
            required=False,
        ),
    ),
    identities=(
        "received = carried_over + new",
        "received = conduct + rules + both",
        "handled = handled_in_time + handled_late",
        "pending = pending_in_time + pending_overdue",
        Identity("received = handled + pending", rule="RC402"),
        Identity("handled_rate = 100 * handled / received", rule="RC202"),
    ),
    total_row=True,
    share=1.0,
    needs_title=True,
)


def model() -> DataFrameSchema:
    """The pandera model of the form's rows: counts and a share, none negative."""
    from reportcheck.extend import counts_model

    return counts_model(FORM)

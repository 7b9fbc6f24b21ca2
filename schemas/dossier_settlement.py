"""Settlement of dossiers of administrative procedures: form II.06a of the government's procedure-control reports.

Source: Circular 01/2020/TT-VPCP, form II.06a/VPCP/KSTT. The column formulas are printed on the form.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportcheck.extend import Field, Form, Identity

if TYPE_CHECKING:
    from pandera.pandas import DataFrameSchema

_RECEIVED = ("tiếp nhận", "nhận giải quyết", "received")
_SETTLED = ("đã giải quyết", "đã xử lý", "đã trả kết quả", "settled")
_PENDING = ("đang giải quyết", "chưa giải quyết", "đang xử lý", "chưa xử lý", "pending")
_TOTAL = ("tổng số", "tổng cộng", "cộng", "tổng", "total")

FORM = Form(
    id="dossier-settlement",
    title_vi="Tình hình, kết quả giải quyết thủ tục hành chính (biểu II.06a)",
    title_en="Dossier settlement (form II.06a)",
    words=(
        "kết quả giải quyết thủ tục hành chính",
        "tình hình giải quyết thủ tục hành chính",
        "giải quyết hồ sơ thủ tục hành chính",
        "tình hình giải quyết hồ sơ",
        "kết quả giải quyết hồ sơ",
        "tiếp nhận giải quyết hồ sơ",
        "tiếp nhận trả kết quả hồ sơ",
        "ii 06a",
        "06a btp kstt",
        "dossier settlement",
    ),
    fields=(
        Field(
            "field",
            ("lĩnh vực", "lĩnh vực công việc giải quyết", "tên đơn vị", "field"),
            measure="text",
            required=False,
            code="2",
        ),
        Field("received", _TOTAL, under=_RECEIVED, code="3"),
        Field("online", ("trực tuyến", "qua mạng", "online"), under=_RECEIVED, code="4"),
        Field(
            "in_person",
            ("trực tiếp", "trực tiếp dịch vụ bưu chính", "bưu chính", "in person"),
            under=_RECEIVED,
            code="5",
        ),
        Field(
            "carried_over",
            ("từ kỳ trước", "kỳ trước", "kỳ trước chuyển qua", "tồn kỳ trước", "carried over"),
            under=_RECEIVED,
            code="6",
        ),
        Field("settled", _TOTAL, under=_SETTLED, code="7"),
        Field("early", ("trước hạn", "trước thời hạn", "sớm hạn", "early"), under=_SETTLED, avoid=("tỷ lệ",), code="8"),
        Field("on_time", ("đúng hạn", "đúng thời hạn", "on time"), under=_SETTLED, avoid=("tỷ lệ",), code="9"),
        Field("late", ("quá hạn", "trễ hạn", "chậm", "late", "overdue"), under=_SETTLED, avoid=("tỷ lệ",), code="10"),
        Field("pending", _TOTAL, under=_PENDING, code="11"),
        Field(
            "pending_in_time",
            ("trong hạn", "còn hạn", "chưa đến hạn", "chưa quá hạn", "in time"),
            under=_PENDING,
            code="12",
        ),
        Field(
            "pending_overdue",
            ("quá hạn", "trễ hạn", "overdue"),
            under=_PENDING,
            avoid=("chưa quá hạn", "tỷ lệ"),
            code="13",
        ),
        Field(
            "on_time_rate",
            (
                "tỷ lệ giải quyết đúng hạn",
                "tỷ lệ giải quyết hồ sơ đúng hạn",
                "tỷ lệ hồ sơ giải quyết đúng hạn",
                "tỷ lệ hồ sơ đúng hạn",
                "tỷ lệ đúng hạn",
                "tỷ lệ đúng và trước hạn",
                "tỷ lệ trước và đúng hạn",
                "tỷ lệ",
                "on time rate",
            ),
            avoid=("quá hạn", "trễ hạn", "chậm", "trực tuyến", "so với", "overdue", "late", "online"),
            measure="percent",
            required=False,
        ),
    ),
    identities=(
        "received = online + in_person + carried_over",
        "settled = early + on_time + late",
        "pending = pending_in_time + pending_overdue",
        Identity("received = settled + pending", rule="RC402"),
        Identity(
            "on_time_rate = 100 * (early + on_time) / settled",
            rule="RC202",
            instead=("on_time_rate = 100 * on_time / settled",),  # beside a share of those settled early
        ),
    ),
    total_row=True,
)


def model() -> DataFrameSchema:
    """The pandera model of the form's rows: counts and a share, none negative."""
    from reportcheck.extend import counts_model

    return counts_model(FORM)

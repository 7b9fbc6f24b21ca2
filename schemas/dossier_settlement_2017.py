"""Settlement of dossiers of administrative procedures as reported until 2020: form 07a of Circular 02/2017/TT-VPCP.

Dossiers are new or carried over, whichever way they came; those settled early are not told from those on time. Some
offices still print it.
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
    id="dossier-settlement-2017",
    title_vi="Tình hình, kết quả giải quyết thủ tục hành chính (biểu 07a, Thông tư 02/2017/TT-VPCP)",
    title_en="Dossier settlement (form 07a of 2017)",
    words=(
        "kết quả giải quyết thủ tục hành chính",
        "tình hình giải quyết thủ tục hành chính",
        "giải quyết hồ sơ thủ tục hành chính",
        "tình hình giải quyết hồ sơ",
        "kết quả giải quyết hồ sơ",
        "tiếp nhận giải quyết hồ sơ",
        "07a vpcp kstt",
    ),
    fields=(
        Field("field", ("lĩnh vực", "lĩnh vực công việc giải quyết", "tên đơn vị"), measure="text", required=False),
        Field("received", _TOTAL, under=_RECEIVED),
        Field(
            "new",
            ("số mới tiếp nhận trong kỳ", "mới tiếp nhận trong kỳ", "mới tiếp nhận", "tiếp nhận mới", "trong kỳ"),
            under=_RECEIVED,
            avoid=("kỳ trước", "trực tuyến", "trực tiếp", "bưu chính", *_SETTLED, *_PENDING),
        ),
        Field(
            "carried_over",
            ("số kỳ trước chuyển qua", "từ kỳ trước", "kỳ trước", "kỳ trước chuyển qua", "kỳ trước chuyển sang"),
            under=_RECEIVED,
        ),
        Field("settled", _TOTAL, under=_SETTLED),
        Field("on_time", ("trả đúng thời hạn", "đúng thời hạn", "đúng hạn"), under=_SETTLED, avoid=("tỷ lệ",)),
        Field("late", ("trả quá hạn", "quá hạn", "trễ hạn"), under=_SETTLED, avoid=("tỷ lệ",)),
        Field("pending", _TOTAL, under=_PENDING),
        Field("pending_in_time", ("chưa đến hạn", "trong hạn", "còn hạn", "chưa quá hạn"), under=_PENDING),
        Field("pending_overdue", ("quá hạn", "trễ hạn"), under=_PENDING, avoid=("chưa quá hạn", "tỷ lệ")),
    ),
    identities=(
        "received = new + carried_over",
        "settled = on_time + late",
        "pending = pending_in_time + pending_overdue",
        Identity("received = settled + pending", rule="RC402"),
    ),
    total_row=True,
    share=1.0,
    needs_title=True,
)


def model() -> DataFrameSchema:
    """The pandera model of the form's rows: counts, none negative."""
    from reportcheck.extend import counts_model

    return counts_model(FORM)

"""Staff downsizing: who retired early and who left at once, by kind of staff.

Source: Decrees 29/2023/NĐ-CP and 178/2024/NĐ-CP, the summary that offices print of their lists.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportcheck.extend import Field, Form, Identity

if TYPE_CHECKING:
    from pandera.pandas import DataFrameSchema

_TOTAL = ("tổng số", "tổng cộng", "tổng", "cộng", "total")
_EARLY = ("nghỉ hưu trước tuổi", "hưu trước tuổi", "về hưu trước tuổi", "early retirement")
_LEAVE = ("thôi việc ngay", "nghỉ thôi việc ngay", "nghỉ thôi việc", "thôi việc", "immediate leave")
_KINDS = {
    "civil_servants": (("công chức", "cán bộ công chức", "civil servants"), ("cấp xã", "viên chức", "commune")),
    "public_employees": (("viên chức", "public employees"), ()),
    "commune_officials": (
        ("cán bộ công chức cấp xã", "công chức cấp xã", "cấp xã", "commune officials"),
        ("không chuyên trách",),
    ),
    "contract_staff": (("hợp đồng lao động", "lao động hợp đồng", "hợp đồng", "người lao động", "contract staff"), ()),
    "part_time": (("không chuyên trách", "người hoạt động không chuyên trách", "part time"), ()),
}


def _fields() -> tuple[Field, ...]:
    fields = [
        Field("unit", ("đơn vị", "tên đơn vị", "cơ quan đơn vị", "unit"), measure="text", required=False),
        Field(
            "total",
            ("tổng số người", "tổng số người tinh giản", "tổng số tinh giản biên chế", *_TOTAL),
            avoid=(*_EARLY, *_LEAVE, "kinh phí", "tỷ lệ", "biên chế được giao"),
        ),
    ]
    for group, under, others in (("early", _EARLY, _LEAVE), ("leave", _LEAVE, _EARLY)):
        fields.append(Field(group, (*_TOTAL, *under), under=under, avoid=(*others, "kinh phí"), whole=True))
        fields += [
            Field(f"{group}_{kind}", labels, under=under, avoid=(*others, *avoid, "kinh phí"), required=False)
            for kind, (labels, avoid) in _KINDS.items()
        ]
    return tuple(fields)


FORM = Form(
    id="downsizing",
    title_vi="Kết quả tinh giản biên chế: nghỉ hưu trước tuổi, thôi việc ngay",
    title_en="Staff downsizing: early retirement and immediate leave",
    words=(
        "tinh giản biên chế",
        "nghỉ hưu trước tuổi thôi việc",
        "nghỉ việc theo nghị định 178",
        "nghỉ hưu thôi việc",
        "sắp xếp tinh gọn bộ máy nghỉ",
        "downsizing",
    ),
    fields=_fields(),
    identities=(
        "total = early + leave",
        *(Identity(f"{group} = " + " + ".join(f"{group}_{kind}" for kind in _KINDS)) for group in ("early", "leave")),
    ),
    total_row=True,
    share=1.0,
    needs_title=True,
)


def model() -> DataFrameSchema:
    """The pandera model of the form's rows: counts, none negative."""
    from reportcheck.extend import counts_model

    return counts_model(FORM)

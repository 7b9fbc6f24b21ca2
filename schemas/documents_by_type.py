"""Documents issued by the province, classified by type within each body.

The kinds of one body add up to that body's figure in the form ``documents-by-body`` for the same period.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportcheck.extend import Field, Form

if TYPE_CHECKING:
    from pandera.pandas import DataFrameSchema

_KINDS = {
    "resolutions": ("nghị quyết", "resolutions"),
    "directives": ("chỉ thị", "directives"),
    "regulations": ("quy định", "regulations"),
    "charters": ("quy chế", "charters"),
    "decisions": ("quyết định", "decisions"),
    "conclusions": ("kết luận", "conclusions"),
    "programmes": ("chương trình", "programmes"),
    "plans": ("kế hoạch", "plans"),
    "notices": ("thông báo", "notices"),
    "guidelines": ("hướng dẫn", "guidelines"),
    "proposals": ("tờ trình", "đề án", "proposals"),
    "letters": ("công văn", "letters"),
    "reports": ("báo cáo", "reports"),
    "others": ("văn bản khác", "khác", "loại khác", "others", "other"),
}
_GROUPS = {
    "committee": (
        ("tỉnh ủy", "thành ủy", "party committee"),
        {"resolutions", "directives", "regulations", "decisions", "conclusions", "reports", "others"},
    ),
    "council": (("hội đồng nhân dân", "council"), {"resolutions", "reports", "others"}),
    "peoples_committee": (
        ("ủy ban nhân dân", "people s committee"),
        {"decisions", "directives", "notices", "reports", "others"},
    ),
}


def _fields() -> tuple[Field, ...]:
    fields = [Field("period", ("thời gian", "kỳ báo cáo", "period"), measure="period", required=False)]
    for group, (under, needed) in _GROUPS.items():
        fields.append(
            Field(f"{group}_total", ("tổng số", "tổng cộng", "cộng", "tổng", "total"), under=under, required=False)
        )
        fields += [
            Field(f"{group}_{kind}", labels, under=under, required=kind in needed) for kind, labels in _KINDS.items()
        ]
    return tuple(fields)


def _identities() -> tuple[str, ...]:
    identities = []
    for group in _GROUPS:
        parts = " + ".join(f"{group}_{kind}" for kind in _KINDS)
        identities += [f"{group}_total = {parts}", f"documents-by-body[{group}] = {parts}"]
    return tuple(identities)


FORM = Form(
    id="documents-by-type",
    title_vi="Biểu phân loại văn bản do tỉnh, thành phố ban hành",
    title_en="Documents by type within each body",
    words=("phân loại văn bản", "số lượng văn bản theo loại", "documents by type"),
    fields=_fields(),
    identities=_identities(),
    total_row=True,
)


def model() -> DataFrameSchema:
    """The pandera model of the form's rows: counts, none negative."""
    from reportcheck.extend import counts_model

    return counts_model(FORM)

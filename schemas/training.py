"""Training of officials: classes and learners by kind, and how much of the plan that is.

Rows are kinds of training (or offices); their total sums them. Some offices print the kinds as columns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportcheck.extend import Field, Form, Identity

if TYPE_CHECKING:
    from pandera.pandas import DataFrameSchema

_TOTAL = ("tổng số", "tổng cộng", "tổng", "cộng", "total")
_DONE = ("thực hiện", "đã thực hiện", "kết quả", "kết quả thực hiện", "đã mở", "held")
_CLASSES = ("số lớp", "lớp", "classes")
_LEARNERS = ("số học viên", "học viên", "số lượt người", "lượt người", "số người", "learners", "trainees")
_KINDS = {
    "politics": ("lý luận chính trị", "politics"),
    "administration": ("quản lý nhà nước", "administration"),
    "profession": ("chuyên môn nghiệp vụ", "chuyên môn", "nghiệp vụ", "profession"),
    "skills": ("kiến thức kỹ năng", "kỹ năng", "skills"),
    "languages": ("ngoại ngữ", "tiếng dân tộc", "languages"),
    "computing": ("tin học", "công nghệ thông tin", "chuyển đổi số", "computing"),
    "defence": ("quốc phòng an ninh", "quốc phòng", "defence"),
    "others": ("khác", "nội dung khác", "others"),
}
_APART = ("kế hoạch", "tỷ lệ", "%", "so với", "plan", "share")


def _fields() -> tuple[Field, ...]:
    fields = [
        Field("kind", ("nội dung đào tạo", "loại hình", "nội dung", "đơn vị", "kind"), measure="text", required=False),
    ]
    for group, under in (("classes", _CLASSES), ("learners", _LEARNERS)):
        words = ("lượt người", "học viên", "số người") if group == "classes" else ("số lớp",)
        fields.append(Field(group, (*_TOTAL, *_DONE, *under), under=under, avoid=(*_APART, *words), whole=True))
        fields.append(
            Field(
                f"{group}_planned",
                ("kế hoạch", "chỉ tiêu", "plan", "planned"),
                under=under,
                avoid=("tỷ lệ", "%", "so với", *words),
                required=False,
            )
        )
        fields.append(
            Field(
                f"{group}_share",
                ("tỷ lệ so với kế hoạch", "đạt tỷ lệ", "so với kế hoạch", "tỷ lệ", "%", "share"),
                under=under,
                avoid=("nữ", "cùng kỳ", *words),
                measure="percent",
                required=False,
            )
        )
        fields += [
            Field(f"{group}_{kind}", labels, under=under, avoid=(*_APART, *words), required=False)
            for kind, labels in _KINDS.items()
        ]
    return tuple(fields)


FORM = Form(
    id="training",
    title_vi="Kết quả đào tạo, bồi dưỡng cán bộ, công chức, viên chức",
    title_en="Training of officials",
    words=(
        "đào tạo bồi dưỡng cán bộ",
        "đào tạo bồi dưỡng công chức",
        "đào tạo bồi dưỡng viên chức",
        "kết quả đào tạo bồi dưỡng",
        "lớp đào tạo bồi dưỡng",
        "lớp bồi dưỡng",
        "đào tạo bồi dưỡng cbccvc",
        "training of officials",
    ),
    fields=_fields(),
    identities=tuple(
        identity
        for group in ("classes", "learners")
        for identity in (
            f"{group} = " + " + ".join(f"{group}_{kind}" for kind in _KINDS),
            Identity(f"{group}_share = 100 * {group} / {group}_planned", rule="RC202"),
        )
    ),
    total_row=True,
    share=1.0,
    needs_title=True,
)


def model() -> DataFrameSchema:
    """The pandera model of the form's rows: counts and shares, none negative."""
    from reportcheck.extend import counts_model

    return counts_model(FORM)

"""Meetings and conferences convened by the centre and by the province, for a period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportcheck.extend import Field, Form

if TYPE_CHECKING:
    from pandera.pandas import DataFrameSchema

_CENTRE = ("trung ương triệu tập", "trung ương tổ chức", "convened by the centre", "central")
_LOCAL = ("địa phương triệu tập", "địa phương tổ chức", "convened by the province", "local")
_TOTAL = ("tổng số", "tổng cộng", "cộng", "tổng", "total")

FORM = Form(
    id="meetings",
    title_vi="Biểu thống kê số lượng các hội nghị, cuộc họp do Trung ương triệu tập và địa phương tổ chức",
    title_en="Meetings convened by the centre and by the province",
    words=("hội nghị cuộc họp", "số lượng hội nghị", "số lượng cuộc họp", "số cuộc họp", "meetings convened"),
    fields=(
        Field("period", ("thời gian", "địa phương thời gian", "period"), measure="period", required=False),
        Field("central_total", _TOTAL, under=_CENTRE, required=False),
        Field("central_party", ("ban chấp hành bộ chính trị ban bí thư", "bộ chính trị", "politburo"), under=_CENTRE),
        Field("national_assembly", ("quốc hội", "national assembly")),
        Field("government", ("chính phủ", "government")),
        Field("ministries", ("bộ ban ngành", "bộ ngành", "các bộ ngành", "các bộ", "cơ quan ngang bộ", "ministries")),
        Field("local_total", _TOTAL, under=_LOCAL, required=False),
        Field("committee", ("tỉnh ủy", "thành ủy", "provincial committee", "party committee"), under=_LOCAL),
        Field("council", ("hội đồng nhân dân", "people s council", "council")),
        Field("peoples_committee", ("ủy ban nhân dân", "people s committee"), avoid=("cấp xã", "xã phường")),
        Field("departments", ("sở ban ngành", "sở ngành", "departments")),
        Field("district", ("cấp huyện", "district"), required=False),
        Field("communes", ("cấp xã", "xã phường", "communes", "commune")),
    ),
    identities=(
        "central_total = central_party + national_assembly + government + ministries",
        "local_total = committee + council + peoples_committee + departments + district + communes",
    ),
    total_row=True,
)


def model() -> DataFrameSchema:
    """The pandera model of the form's rows: counts, none negative."""
    from reportcheck.extend import counts_model

    return counts_model(FORM)

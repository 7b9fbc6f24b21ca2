"""Documents issued by central and local bodies and handled by a province, for a period.

Columns are the issuing bodies, centre and local; a row is a period or an office.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportcheck.extend import Field, Form

if TYPE_CHECKING:
    from pandera.pandas import DataFrameSchema

_CENTRAL = ("central_committee", "politburo", "secretariat", "national_assembly", "government", "ministries")
_LOCAL = ("committee", "council", "peoples_committee", "departments", "communes")

FORM = Form(
    id="documents-by-body",
    title_vi="Biểu tổng hợp số lượng văn bản do Trung ương ban hành, địa phương xử lý và do địa phương ban hành",
    title_en="Documents issued and handled, by issuing body",
    words=(
        "tổng hợp số lượng văn bản ban hành",
        "văn bản do trung ương ban hành địa phương xử lý",
        "số lượng văn bản trung ương địa phương ban hành",
        "ban hành văn bản trung ương địa phương",
        "documents issued by body",
    ),
    fields=(
        Field("period", ("thời gian", "kỳ báo cáo", "period"), measure="period", required=False),
        Field(
            "central_total",
            ("tổng số", "tổng cộng", "cộng", "tổng", "total"),
            under=("trung ương ban hành", "cơ quan trung ương", "central"),
            required=False,
        ),
        Field("central_committee", ("ban chấp hành trung ương", "trung ương đảng", "central committee")),
        Field("politburo", ("bộ chính trị", "politburo")),
        Field("secretariat", ("ban bí thư", "secretariat")),
        Field("national_assembly", ("quốc hội", "national assembly")),
        Field("government", ("chính phủ", "government")),
        Field("ministries", ("bộ ban ngành", "bộ ngành", "các bộ ngành", "các bộ", "cơ quan ngang bộ", "ministries")),
        Field(
            "local_total",
            ("tổng số", "tổng cộng", "cộng", "tổng", "total"),
            under=("địa phương ban hành", "cơ quan địa phương", "tỉnh ban hành", "local"),
            required=False,
        ),
        Field("committee", ("tỉnh ủy", "thành ủy", "provincial committee", "party committee")),
        Field("council", ("hội đồng nhân dân", "people s council", "council")),
        Field("peoples_committee", ("ủy ban nhân dân", "people s committee"), avoid=("cấp xã", "xã phường")),
        Field("departments", ("sở ban ngành", "sở ngành", "departments")),
        Field("district", ("cấp huyện", "huyện ủy", "district"), required=False),
        Field("communes", ("cấp xã", "xã phường", "communes", "commune")),
    ),
    identities=(
        "central_total = " + " + ".join(_CENTRAL),
        "local_total = committee + council + peoples_committee + departments + district + communes",
    ),
    total_row=True,
)


def model() -> DataFrameSchema:
    """The pandera model of the form's rows: counts, none negative."""
    from reportcheck.extend import counts_model

    return counts_model(FORM)

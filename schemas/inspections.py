"""Administrative inspections: form 01/TTr of the inspectorate's reports.

Source: Circular 02/2021/TT-TTCP (and 01/2024), form 01/TTr. Inspections are carried over or started, planned or ad hoc; what
they found is to be recovered or settled otherwise, in money and in land.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportcheck.extend import Field, Form, Identity

if TYPE_CHECKING:
    from pandera.pandas import DataFrameSchema

_ELSEWHERE = ("thu hồi", "xử lý khác", "recovered", "otherwise")
_MONEY = ("tiền và tài sản quy thành tiền", "tiền tài sản", "tiền", "money")
_LAND = ("đất", "đất m2", "land")

FORM = Form(
    id="inspections",
    title_vi="Tổng hợp kết quả thanh tra hành chính (biểu 01/TTr)",
    title_en="Administrative inspections (form 01/TTr)",
    words=(
        "kết quả thanh tra hành chính",
        "kết quả thanh tra",
        "tổng hợp thanh tra hành chính",
        "01 ttr",
        "administrative inspections",
    ),
    fields=(
        Field("unit", ("đơn vị", "tên đơn vị", "unit"), measure="text", required=False),
        Field(
            "total",
            ("tổng số cuộc thanh tra", "tổng số cuộc", "tổng số", "total"),
            avoid=("vi phạm", "kiến nghị", "thu hồi", "kết luận", "xử lý", "violations"),
            code="1",
        ),
        Field(
            "carried_over", ("kỳ trước chuyển sang", "từ kỳ trước chuyển sang", "kỳ trước", "carried over"), code="2"
        ),
        Field(
            "started",
            ("triển khai trong kỳ", "triển khai trong kỳ báo cáo", "trong kỳ báo cáo", "trong kỳ", "started"),
            avoid=("kỳ trước",),
            code="3",
        ),
        Field("planned", ("theo kế hoạch", "kế hoạch", "planned"), code="4"),
        Field("ad_hoc", ("đột xuất", "ad hoc", "unplanned"), code="5"),
        Field(
            "concluded",
            (
                "đã ban hành kết luận",
                "ban hành kết luận",
                "số cuộc đã kết luận",
                "đã có kết luận",
                "đã kết luận",
                "concluded",
            ),
            code="6",
        ),
        Field(
            "inspected",
            ("số đơn vị được thanh tra", "đơn vị được thanh tra", "bodies inspected"),
            required=False,
            code="7",
        ),
        Field(
            "money",
            _MONEY,
            under=("vi phạm", "violations"),
            avoid=(*_ELSEWHERE, "đất"),
            measure="money",
            required=False,
            code="8",
        ),
        Field(
            "land", _LAND, under=("vi phạm", "violations"), avoid=_ELSEWHERE, measure="money", required=False, code="9"
        ),
        Field(
            "money_recovered", _MONEY, under=("thu hồi", "recovered"), avoid=("đất",), measure="money", required=False
        ),
        Field("land_recovered", _LAND, under=("thu hồi", "recovered"), measure="money", required=False),
        Field(
            "money_other", _MONEY, under=("xử lý khác", "otherwise"), avoid=("đất",), measure="money", required=False
        ),
        Field("land_other", _LAND, under=("xử lý khác", "otherwise"), measure="money", required=False),
        Field("bodies", ("tổ chức", "tập thể"), under=("hành chính", "kiểm điểm", "xử lý"), required=False),
        Field("persons", ("cá nhân",), under=("hành chính", "kiểm điểm", "xử lý"), required=False),
    ),
    identities=(
        "total = carried_over + started",
        "total = planned + ad_hoc",
        Identity("concluded <= total", rule="RC103"),
        Identity("money = money_recovered + money_other", complete=True),
        Identity("land = land_recovered + land_other", complete=True),
    ),
    total_row=True,
    share=0.8,
    needs_title=True,
)


def model() -> DataFrameSchema:
    """The pandera model of the form's rows: counts and amounts, none negative."""
    from reportcheck.extend import counts_model

    return counts_model(FORM)

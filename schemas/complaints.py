"""Handling of complaints, denunciations and petitions: form 01/XLD of the inspectorate's reports.

Source: Circular 02/2021/TT-TTCP, form 01/XLD. Its formulas are printed under the headings:
1=2+3+…+7; 9=11+12+13=14+15+16+17=18+22; 18=19+20+21; 22=23+24+25.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportcheck.extend import Field, Form

if TYPE_CHECKING:
    from pandera.pandas import DataFrameSchema

_CARRIED = ("kỳ trước", "carried over")
_RECEIVED = ("tiếp nhận trong kỳ", "tiếp nhận", "trong kỳ", "received")
_MANY = ("nhiều người đứng tên", "nhiều người", "by many")
_ONE = ("một người đứng tên", "một người", "01 người", "by one")
_OTHER = ("đơn khác", "khác", "đơn nặc danh", "nặc danh", "other")
_SUBJECT = ("theo nội dung", "nội dung", "by subject")
_STATE = ("tình trạng giải quyết", "tình trạng", "by state")
_OWN = ("đơn thuộc thẩm quyền", "thuộc thẩm quyền", "own competence")
_FOREIGN = ("không thuộc thẩm quyền", "other competence")
_TOTAL = ("tổng số", "tổng cộng", "tổng", "total")
_COMPLAINT, _CHARGE = ("khiếu nại", "complaints"), ("tố cáo", "denunciations")
_PETITION = ("kiến nghị phản ánh", "phản ánh kiến nghị", "kiến nghị", "petitions")

FORM = Form(
    id="complaints",
    title_vi="Tổng hợp kết quả xử lý đơn (biểu 01/XLD)",
    title_en="Complaints, denunciations and petitions handled (form 01/XLD)",
    words=("kết quả xử lý đơn", "tổng hợp xử lý đơn", "01 xld", "xử lý đơn khiếu nại tố cáo", "complaints handled"),
    fields=(
        Field("unit", ("đơn vị", "tên đơn vị", "unit"), measure="text", required=False),
        Field(
            "total",
            ("tổng số đơn phải xử lý", "tổng số đơn", *_TOTAL),
            avoid=(*_OWN, *_SUBJECT, "đủ điều kiện", "qualified"),
            code="1",
        ),
        Field("carried_many", _MANY, under=_CARRIED, code="2"),
        Field("carried_one", _ONE, under=_CARRIED, code="3"),
        Field("carried_other", _OTHER, under=_CARRIED, required=False, code="4"),
        Field("received_many", _MANY, under=_RECEIVED, avoid=_CARRIED, code="5"),
        Field("received_one", _ONE, under=_RECEIVED, avoid=_CARRIED, code="6"),
        Field("received_other", _OTHER, under=_RECEIVED, avoid=_CARRIED, required=False, code="7"),
        Field(
            "processed",
            ("số đơn đã xử lý", "đã xử lý", "processed"),
            avoid=("kết quả", "thẩm quyền"),
            required=False,
            code="8",
        ),
        Field(
            "qualified",
            ("số đơn đủ điều kiện xử lý", "số đơn", "đủ điều kiện xử lý", "đủ điều kiện", "qualified"),
            under=("đủ điều kiện", "qualified"),
            avoid=("số vụ việc", "vụ việc", "cases"),
            code="9",
        ),
        Field("cases", ("số vụ việc", "vụ việc", "cases"), required=False, code="10"),
        Field("complaints", _COMPLAINT, under=_SUBJECT, avoid=("tố cáo",), code="11"),
        Field("denunciations", _CHARGE, under=_SUBJECT, avoid=("khiếu nại",), code="12"),
        Field("petitions", _PETITION, under=_SUBJECT, code="13"),
        Field(
            "settled_once",
            ("giải quyết lần đầu", "lần đầu", "đã giải quyết", "settled once", "settled"),
            under=_STATE,
            avoid=("chưa", "đang", "not"),
            required=False,
            code="14",
        ),
        Field(
            "settled_again",
            ("giải quyết nhiều lần", "nhiều lần", "lần 2", "lần hai", "settled again"),
            under=_STATE,
            required=False,
            code="15",
        ),
        Field("under_way", ("đang giải quyết", "under way"), under=_STATE, required=False, code="16"),
        Field(
            "not_settled",
            ("chưa giải quyết", "chưa được giải quyết", "not settled"),
            under=_STATE,
            required=False,
            code="17",
        ),
        Field("own", _TOTAL, under=_OWN, avoid=_FOREIGN, code="18"),
        Field("own_complaints", _COMPLAINT, under=_OWN, avoid=(*_FOREIGN, *_SUBJECT, "tố cáo"), code="19"),
        Field("own_denunciations", _CHARGE, under=_OWN, avoid=(*_FOREIGN, *_SUBJECT, "khiếu nại"), code="20"),
        Field("own_petitions", _PETITION, under=_OWN, avoid=(*_FOREIGN, *_SUBJECT), code="21"),
        Field("foreign", _TOTAL, under=_FOREIGN, code="22"),
        Field("guided", ("hướng dẫn", "số đơn hướng dẫn", "guided"), under=_FOREIGN, code="23"),
        Field(
            "passed_on",
            ("chuyển đơn", "số đơn chuyển", "chuyển", "passed on"),
            under=_FOREIGN,
            avoid=("phúc đáp",),
            code="24",
        ),
        Field("urged", ("đôn đốc giải quyết", "đôn đốc", "urged"), under=_FOREIGN, code="25"),
        Field("replies", ("văn bản phúc đáp", "phúc đáp", "replies"), required=False, code="26"),
    ),
    identities=(
        "total = carried_many + carried_one + carried_other + received_many + received_one + received_other",
        "qualified = complaints + denunciations + petitions",
        "qualified = settled_once + settled_again + under_way + not_settled",
        "qualified = own + foreign",
        "own = own_complaints + own_denunciations + own_petitions",
        "foreign = guided + passed_on + urged",
    ),
    total_row=True,
    needs_title=True,
)


def model() -> DataFrameSchema:
    """The pandera model of the form's rows: counts, none negative."""
    from reportcheck.extend import counts_model

    return counts_model(FORM)

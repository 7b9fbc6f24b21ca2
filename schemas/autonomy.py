"""Autonomy of public service units: how many of each of the four grades, by level of government.

Source: Decree 60/2021/NĐ-CP. Grade three, which earns a part of its running costs, splits into 70 to 100 %, 30 to 70 % and
10 to 30 %.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportcheck.extend import Field, Form

if TYPE_CHECKING:
    from pandera.pandas import DataFrameSchema

_TOTAL = ("tổng số", "tổng cộng", "tổng", "cộng", "total")
_PART = ("một phần", "nhóm 3", "nhóm iii", "loại 3", "partly")
_HIGH, _MIDDLE, _LOW = (
    ("từ 70 % đến dưới 100 %", "70 % đến dưới 100 %", "từ 70 %", "70 % 100 %", "70 100 %", "70 %"),
    ("từ 30 % đến dưới 70 %", "30 % đến dưới 70 %", "từ 30 %", "30 % 70 %", "30 70 %", "30 %"),
    ("từ 10 % đến dưới 30 %", "10 % đến dưới 30 %", "từ 10 %", "10 % 30 %", "10 30 %", "10 %"),
)
_INVESTMENT = ("đầu tư", "investment")

FORM = Form(
    id="autonomy",
    title_vi="Mức độ tự chủ tài chính của các đơn vị sự nghiệp công lập",
    title_en="Financial autonomy of public service units",
    words=(
        "tự chủ đơn vị sự nghiệp",
        "tự chủ tài chính",
        "đơn vị sự nghiệp công lập tự chủ",
        "đơn vị sự nghiệp mức độ tự chủ",
        "mức tự chủ",
        "autonomy of public service units",
    ),
    fields=(
        Field("level", ("cấp", "cấp quản lý", "đơn vị", "lĩnh vực", "level"), measure="text", required=False),
        Field(
            "total",
            ("tổng số đơn vị", "tổng số đvsn", *_TOTAL),
            avoid=("bảo đảm", "đảm bảo", "một phần", "nhóm", "biên chế", "self financing", "state financed", "partly"),
        ),
        Field(
            "investing",
            (
                "chi thường xuyên và chi đầu tư",
                "chi thường xuyên và đầu tư",
                "chi đầu tư và chi thường xuyên",
                "thường xuyên và đầu tư",
                "nhóm 1",
                "nhóm i",
                "running costs and investment",
            ),
        ),
        Field(
            "self_financing",
            (
                "tự bảo đảm chi thường xuyên",
                "tự đảm bảo chi thường xuyên",
                "bảo đảm chi thường xuyên",
                "đảm bảo chi thường xuyên",
                "nhóm 2",
                "nhóm ii",
                "self financing",
            ),
            avoid=(*_INVESTMENT, "một phần", "nhà nước", "nsnn", "ngân sách", "partly"),
        ),
        Field(
            "partial",
            (
                *_TOTAL,
                "tự bảo đảm một phần chi thường xuyên",
                "tự đảm bảo một phần chi thường xuyên",
                "bảo đảm một phần chi thường xuyên",
                "đảm bảo một phần chi thường xuyên",
                "một phần chi thường xuyên",
                "partly self financing",
            ),
            under=_PART,
            avoid=("70 %", "30 %", "10 %"),
        ),
        Field("partial_high", _HIGH, under=_PART, required=False),
        Field("partial_middle", _MIDDLE, under=_PART, avoid=("10 %", "dưới 30 %", "đến 30 %"), required=False),
        Field("partial_low", _LOW, under=_PART, avoid=("100 %",), required=False),
        Field(
            "state_financed",
            (
                "ngân sách nhà nước bảo đảm",
                "nhà nước bảo đảm",
                "nhà nước đảm bảo",
                "nsnn bảo đảm",
                "nsnn đảm bảo",
                "ngân sách bảo đảm",
                "ngân sách đảm bảo",
                "nhóm 4",
                "nhóm iv",
                "state financed",
            ),
            avoid=("một phần",),
        ),
    ),
    identities=(
        "total = investing + self_financing + partial + state_financed",
        "partial = partial_high + partial_middle + partial_low",
    ),
    total_row=True,
    share=1.0,
    needs_title=True,
)


def model() -> DataFrameSchema:
    """The pandera model of the form's rows: counts, none negative."""
    from reportcheck.extend import counts_model

    return counts_model(FORM)

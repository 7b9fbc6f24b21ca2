"""Execution of the budget: revenue and expenditure against the plan of the centre and that of the council.

Source: the monthly and quarterly forms that finance departments print after Circular 343/2016/TT-BTC (59/CK-NSNN to
61/CK-NSNN). Offices print different parts below revenue and expenditure: those sums are claimed where they usually hold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportcheck.extend import Field, Form, Identity, Item

if TYPE_CHECKING:
    from pandera.pandas import DataFrameSchema

_PLAN = ("dự toán", "kế hoạch", "plan", "estimate")
_CENTRE = ("trung ương", "bộ tài chính", "thủ tướng", "chính phủ", "centre", "central")
_COUNCIL = ("hội đồng nhân dân", "địa phương", "tỉnh giao", "thành phố giao", "council")
_SHARE = ("tỷ lệ", "%", "so sánh", "so với", "share")
_DONE = ("thực hiện", "ước thực hiện", "executed", "actual")
_EARLIER = ("cùng kỳ", "năm trước", "same period", "previous year")

FORM = Form(
    id="budget-execution",
    title_vi="Tình hình thực hiện dự toán thu, chi ngân sách",
    title_en="Budget execution",
    words=(
        "thực hiện dự toán ngân sách",
        "thực hiện dự toán thu ngân sách",
        "thực hiện dự toán chi ngân sách",
        "thực hiện thu chi ngân sách",
        "thực hiện thu ngân sách",
        "thực hiện chi ngân sách",
        "thực hiện ngân sách",
        "kết quả thu chi ngân sách",
        "cân đối thu chi ngân sách",
        "cân đối ngân sách địa phương",
        "budget execution",
    ),
    fields=(
        Field("line", ("nội dung", "chỉ tiêu", "item"), measure="text", required=False),
        Field(
            "plan_centre",
            (*_PLAN, *_CENTRE),
            under=_CENTRE,
            avoid=(*_SHARE, *_DONE, *_EARLIER),
            measure="money",
            required=False,
        ),
        Field(
            "plan_council",
            (*_PLAN, *_COUNCIL),
            under=_COUNCIL,
            avoid=(*_SHARE, *_DONE, *_EARLIER),
            measure="money",
            required=False,
        ),
        Field(
            "plan",
            ("dự toán năm", "dự toán giao", "dự toán", "kế hoạch năm", "kế hoạch", "plan"),
            avoid=(*_CENTRE, *_COUNCIL, *_SHARE, *_DONE, *_EARLIER),
            measure="money",
            required=False,
        ),
        Field(
            "executed",
            ("thực hiện", "ước thực hiện", "lũy kế thực hiện", "executed", "actual"),
            avoid=(*_SHARE, *_EARLIER, "dự toán", "kế hoạch"),
            measure="money",
            signed=True,
        ),
        Field(
            "earlier",
            ("cùng kỳ năm trước", "thực hiện cùng kỳ", "cùng kỳ", "same period"),
            avoid=(*_SHARE,),
            measure="money",
            required=False,
            signed=True,
        ),
        Field("share_centre", _SHARE, under=_CENTRE, avoid=_EARLIER, measure="percent", required=False, signed=True),
        Field("share_council", _SHARE, under=_COUNCIL, avoid=_EARLIER, measure="percent", required=False, signed=True),
        Field(
            "share_plan",
            (
                "so với dự toán",
                "so dự toán",
                "tỷ lệ thực hiện",
                "so với kế hoạch",
                "thực hiện dự toán",
                "% dự toán",
                "share of plan",
            ),
            under=_SHARE,
            avoid=(*_CENTRE, *_COUNCIL, *_EARLIER),
            measure="percent",
            required=False,
            signed=True,
        ),
        Field("share_earlier", _SHARE, under=_EARLIER, measure="percent", required=False, signed=True),
    ),
    items=(
        Item(
            "revenue",
            (
                "tổng thu ngân sách nhà nước trên địa bàn",
                "tổng thu nsnn trên địa bàn",
                "thu ngân sách nhà nước trên địa bàn",
                "thu nsnn trên địa bàn",
                "tổng thu cân đối ngân sách nhà nước",
                "tổng thu cân đối nsnn",
                "tổng thu ngân sách nhà nước",
                "tổng thu nsnn",
                "tổng thu ngân sách",
                "tổng thu",
                "total revenue",
            ),
            whole=True,
        ),
        Item("domestic", ("thu nội địa", "domestic revenue"), required=False, whole=True),
        Item("oil", ("thu từ dầu thô", "thu dầu thô", "oil revenue"), required=False, whole=True),
        Item(
            "customs",
            (
                "thu cân đối từ hoạt động xuất nhập khẩu",
                "thu từ hoạt động xuất nhập khẩu",
                "thu từ hoạt động xuất khẩu nhập khẩu",
                "thu hoạt động xuất nhập khẩu",
                "thu cân đối từ hoạt động xuất khẩu nhập khẩu",
                "thu xuất nhập khẩu",
                "thu hải quan",
                "customs revenue",
            ),
            required=False,
            whole=True,
        ),
        Item("grants", ("thu viện trợ", "thu viện trợ không hoàn lại", "grants"), required=False, whole=True),
        Item(
            "expenditure",
            (
                "tổng chi ngân sách địa phương",
                "tổng chi nsđp",
                "tổng chi cân đối ngân sách địa phương",
                "tổng chi cân đối nsđp",
                "chi cân đối ngân sách địa phương",
                "chi cân đối nsđp",
                "chi ngân sách địa phương",
                "tổng chi ngân sách nhà nước",
                "tổng chi ngân sách",
                "tổng chi nsnn",
                "tổng chi",
                "total expenditure",
            ),
            whole=True,
        ),
        Item("investment", ("chi đầu tư phát triển", "chi đầu tư", "capital expenditure"), whole=True),
        Item("recurrent", ("chi thường xuyên", "recurrent expenditure"), whole=True),
        Item(
            "interest",
            (
                "chi trả nợ lãi các khoản do chính quyền địa phương vay",
                "chi trả nợ lãi vay",
                "chi trả nợ lãi",
                "interest",
            ),
            required=False,
            whole=True,
        ),
        Item("reserve_fund", ("chi bổ sung quỹ dự trữ tài chính", "reserve fund"), required=False, whole=True),
        Item(
            "contingency", ("dự phòng ngân sách", "chi dự phòng", "dự phòng", "contingency"), required=False, whole=True
        ),
        Item(
            "salary_reform",
            ("chi tạo nguồn điều chỉnh tiền lương", "chi tạo nguồn cải cách tiền lương", "chi tạo nguồn cctl"),
            required=False,
            whole=True,
        ),
        Item(
            "programmes",
            ("chi các chương trình mục tiêu", "chi chương trình mục tiêu", "chi thực hiện các chương trình mục tiêu"),
            required=False,
            whole=True,
        ),
        Item("others", ("các khoản chi khác", "chi khác", "other expenditure"), required=False, whole=True),
    ),
    identities=(
        Identity("revenue = domestic + oil + customs + grants", usual=True),
        Identity(
            "expenditure = investment + recurrent + interest + reserve_fund + contingency + salary_reform + programmes + others",
            usual=True,
        ),
        Identity("expenditure >= investment + recurrent", rule="RC103"),
        Identity("share_centre = 100 * executed / plan_centre", rule="RC202"),
        Identity("share_council = 100 * executed / plan_council", rule="RC202"),
        Identity("share_plan = 100 * executed / plan", rule="RC202"),
        Identity(
            "share_earlier = 100 * executed / earlier",
            rule="RC202",
            instead=("share_earlier = 100 * executed / earlier - 100",),
        ),
    ),
    needs_title=True,
    open=True,
)


def model() -> DataFrameSchema:
    """The pandera model of the form's rows: amounts and shares, which may be negative."""
    from reportcheck.extend import counts_model

    return counts_model(FORM)

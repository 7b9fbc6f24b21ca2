"""Balance sheet of small and medium enterprises: form B01a-DNN of Circular 133/2016/TT-BTC."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportcheck.extend import Field, Form, Identity, Item
from reportcheck.schemas._statements import coded_items, sum_of_codes

if TYPE_CHECKING:
    from pandera.pandas import DataFrameSchema

# the rows by their codes; those marked with * are needed
_ROWS = {
    "110*": ("tiền và các khoản tương đương tiền", "tiền và tương đương tiền"),
    "120": ("đầu tư tài chính",),
    "121": ("chứng khoán kinh doanh",),
    "122": ("đầu tư nắm giữ đến ngày đáo hạn",),
    "123": ("đầu tư góp vốn vào đơn vị khác",),
    "124": ("dự phòng tổn thất đầu tư tài chính",),
    "130*": ("các khoản phải thu",),
    "131": ("phải thu của khách hàng",),
    "132": ("trả trước cho người bán",),
    "133": ("vốn kinh doanh ở đơn vị trực thuộc", "vốn kinh doanh ở các đơn vị trực thuộc"),
    "134": ("phải thu khác",),
    "135": ("tài sản thiếu chờ xử lý",),
    "136": ("dự phòng phải thu khó đòi",),
    "140*": ("hàng tồn kho",),
    "141": ("hàng tồn kho",),
    "142": ("dự phòng giảm giá hàng tồn kho",),
    "150*": ("tài sản cố định",),
    "160": ("bất động sản đầu tư",),
    "170": ("xdcb dở dang", "xây dựng cơ bản dở dang"),
    "180": ("tài sản khác",),
    "181": ("thuế gtgt được khấu trừ", "thuế giá trị gia tăng được khấu trừ"),
    "182": ("tài sản khác",),
    "200*": ("tổng cộng tài sản", "tổng tài sản"),
    "300*": ("nợ phải trả",),
    "311": ("phải trả người bán",),
    "312": ("người mua trả tiền trước",),
    "313": ("thuế và các khoản phải nộp nhà nước",),
    "314": ("phải trả người lao động",),
    "315": ("phải trả khác",),
    "316": ("vay và nợ thuê tài chính",),
    "317": ("phải trả nội bộ về vốn kinh doanh",),
    "318": ("dự phòng phải trả",),
    "319": ("quỹ khen thưởng phúc lợi",),
    "320": ("quỹ phát triển khoa học và công nghệ",),
    "400*": ("vốn chủ sở hữu",),
    "411": ("vốn góp của chủ sở hữu",),
    "412": ("thặng dư vốn cổ phần",),
    "413": ("vốn khác của chủ sở hữu",),
    "414": ("cổ phiếu quỹ",),
    "415": ("chênh lệch tỷ giá hối đoái",),
    "416": ("các quỹ thuộc vốn chủ sở hữu",),
    "417": ("lợi nhuận sau thuế chưa phân phối", "lnst chưa phân phối"),
    "500*": ("tổng cộng nguồn vốn", "tổng nguồn vốn"),
}
_COST, _WORN = ("nguyên giá",), ("giá trị hao mòn lũy kế", "hao mòn lũy kế")
# rows that read alike: the row above tells which
_BELOW = {
    "151": (_COST, ("tài sản cố định",)),
    "152": (_WORN, ("tài sản cố định",)),
    "161": (_COST, ("bất động sản",)),
    "162": (_WORN, ("bất động sản",)),
}
_SUMS = {
    "120": "121 122 123 124",
    "130": "131 132 133 134 135 136",
    "140": "141 142",
    "150": "151 152",
    "160": "161 162",
    "180": "181 182",
    "200": "110 120 130 140 150 160 170 180",
    "300": "311 312 313 314 315 316 317 318 319 320",
    "400": "411 412 413 414 415 416 417",
    "500": "300 400",
}


FORM = Form(
    id="balance-sheet-small",
    title_vi="Báo cáo tình hình tài chính của doanh nghiệp nhỏ và vừa (mẫu B01a-DNN)",
    title_en="Balance sheet of small and medium enterprises (form B01a-DNN)",
    words=(
        "báo cáo tình hình tài chính",
        "bảng cân đối kế toán",
        "b01a dnn",
        "b 01a dnn",
        "b01 dnn",
        "b 01 dnn",
        "cđkt",
    ),
    fields=(
        Field(
            "end", ("số cuối năm", "số cuối kỳ", "cuối năm", "cuối kỳ"), measure="money", required=False, signed=True
        ),
        Field("start", ("số đầu năm", "số đầu kỳ", "đầu năm", "đầu kỳ"), measure="money", required=False, signed=True),
    ),
    items=(
        *coded_items(_ROWS),
        *(
            Item(f"r{code}", labels, under=under, required=False, code=code, whole=True)
            for code, (labels, under) in _BELOW.items()
        ),
    ),
    identities=(
        *(sum_of_codes(total, parts) for total, parts in _SUMS.items()),
        Identity("r200 = r500", rule="RC402"),
    ),
    share=0.75,
    needs_title=True,
    open=True,
)


def model() -> DataFrameSchema:
    """The pandera model of the form's rows: amounts, which may be negative."""
    from reportcheck.extend import counts_model

    return counts_model(FORM)

"""Digital certificates issued: organisations and individuals (token and SIM PKI), province and communes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportcheck.extend import Field, Form, Identity

if TYPE_CHECKING:
    from pandera.pandas import DataFrameSchema

_ALL_BY_MEDIUM = "total = token + sim_pki"  # some offices split all certificates by medium, not the individuals

FORM = Form(
    id="digital-certificates",
    title_vi="Cấp mới, gia hạn, thay đổi thông tin chứng thư chữ ký số",
    title_en="Digital certificates issued",
    words=(
        "chứng thư số",
        "chứng thư chữ ký số",
        "cấp chữ ký số",
        "số lượng chữ ký số",
        "tình hình chữ ký số",
        "digital certificates",
    ),
    fields=(
        Field("total", ("tổng số", "tổng cộng", "tổng", "cộng", "total"), avoid=("cá nhân", "individual")),
        Field(
            "organisations", ("tổ chức", "cơ quan tổ chức", "cơ quan", "organisations", "organizations", "organisation")
        ),
        Field("individuals", ("cá nhân", "individuals", "individual"), avoid=("token", "sim", "usb")),
        Field("token", ("token", "usb token"), required=False),
        Field("sim_pki", ("sim pki", "simpki", "sim"), required=False),
        Field(
            "devices",
            ("thiết bị", "thiết bị dịch vụ phần mềm", "thiết bị phần mềm", "máy chủ", "devices"),
            avoid=("token", "sim", "usb", "cá nhân", "tổ chức"),
            required=False,
        ),
        Field(
            "province",
            ("cấp tỉnh", "đơn vị cấp tỉnh", "sở ban ngành", "sở ngành", "province", "provincial"),
            required=False,
        ),
        Field("district", ("cấp huyện", "district"), required=False),
        Field("communes", ("cấp xã", "xã phường đặc khu", "xã phường", "xã", "communes", "commune"), required=False),
    ),
    identities=(
        "total = organisations + individuals + devices",
        Identity("individuals = token + sim_pki", instead=(_ALL_BY_MEDIUM,), complete=True),
        Identity("total = organisations + token + sim_pki", instead=(_ALL_BY_MEDIUM,), complete=True),
        "total = province + district + communes",
    ),
    total_row=True,
    needs_title=True,
)


def model() -> DataFrameSchema:
    """The pandera model of the form's rows: counts, none negative."""
    from reportcheck.extend import counts_model

    return counts_model(FORM)

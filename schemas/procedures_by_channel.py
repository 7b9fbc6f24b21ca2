"""Administrative procedures by service channel and level of government.

Channels (full online, partial online, in person) make up the total at each level, levels make up the total of each
channel, and what is provided is compared with what is eligible.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportcheck.extend import Field, Form, Identity, Item

if TYPE_CHECKING:
    from pandera.pandas import DataFrameSchema

FORM = Form(
    id="procedures-by-channel",
    title_vi="Thủ tục hành chính theo hình thức cung cấp dịch vụ và cấp thực hiện",
    title_en="Procedures by service channel and level",
    words=(
        "thủ tục hành chính hình thức",
        "thủ tục hành chính công khai",
        "thủ tục hành chính dịch vụ công",
        "thủ tục hành chính cấp",
        "số lượng dịch vụ công trực tuyến",
        "procedures by channel",
    ),
    fields=(
        Field("total", ("tổng số", "tổng cộng", "cộng", "tổng", "toàn tỉnh", "total")),
        Field("province", ("cấp tỉnh", "tỉnh", "province", "provincial"), avoid=("tổng", "toàn tỉnh", "đủ điều kiện")),
        Field("district", ("cấp huyện", "huyện", "district"), required=False),
        Field("commune", ("cấp xã", "xã phường", "xã", "commune", "communes")),
        Field("eligible", ("đủ điều kiện", "eligible"), required=False),
        Field(
            "provided",
            ("đã cung cấp", "đã thực hiện", "cung cấp", "provided"),
            avoid=("đủ điều kiện", "tỷ lệ", "tỷ lệ cung cấp", "tỷ lệ thực hiện", "tỷ lệ đạt", "tỷ lệ hoàn thành"),
            required=False,
        ),
        Field(
            "share",
            ("tỷ lệ", "tỷ lệ cung cấp", "tỷ lệ thực hiện", "tỷ lệ đạt", "tỷ lệ hoàn thành", "share", "%"),
            measure="percent",
            required=False,
        ),
    ),
    items=(
        Item("full_online", ("trực tuyến toàn trình", "toàn trình", "mức độ 4", "full online", "fully online")),
        Item(
            "partial_online",
            ("trực tuyến một phần", "một phần", "mức độ 3", "partial online", "partially online", "partly online"),
        ),
        Item(
            "in_person", ("tiếp nhận trực tiếp", "trực tiếp", "cung cấp thông tin", "còn lại", "mức độ 2", "in person")
        ),
        Item(
            "all_channels",
            ("tổng số", "tổng cộng", "cộng", "tổng", "total", "all channels"),
            avoid=("toàn trình", "một phần", "trực tiếp", "mức độ"),
            required=False,
        ),
    ),
    identities=(
        "total = province + district + commune",
        Identity("all_channels = full_online + partial_online + in_person", rule="RC102"),
        Identity("provided <= eligible", rule="RC103"),
        Identity("share = 100 * provided / eligible", rule="RC202"),
    ),
)


def model() -> DataFrameSchema:
    """The pandera model of the form's rows: counts and shares, none negative."""
    from reportcheck.extend import counts_model

    return counts_model(FORM)

"""Statistics annex of administrative-reform reports: tasks, inspections, legal documents, procedures, staff.

Source: the annex that the Ministry of Home Affairs sends with its guidance on the reports (725/BNV-CCHC and later). Rows are
numbered 1, 1.1, 1.1.1 and have units of their own; some of them tie.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportcheck.extend import Field, Form, Identity, Item

if TYPE_CHECKING:
    from pandera.pandas import DataFrameSchema

_PLAN = ("kế hoạch", "plan")
_LAWS = ("quy phạm pháp luật", "vbqppl", "văn bản qppl", "legal documents")
_PROCEDURES = ("tổng số thủ tục hành chính", "total procedures")
_LEVELS = {
    "province": ("cấp tỉnh", "province"),
    "district": ("cấp huyện", "district"),
    "commune": ("cấp xã", "commune"),
}


def _item(name: str, *labels: str, **options: tuple[str, ...]) -> Item:
    return Item(name, labels, required=False, **options)  # type: ignore[arg-type]


FORM = Form(
    id="reform-statistics",
    title_vi="Phụ lục thống kê số liệu báo cáo cải cách hành chính",
    title_en="Statistics annex of administrative-reform reports",
    words=(
        "thống kê số liệu cải cách hành chính",
        "số liệu thống kê cải cách hành chính",
        "thống kê kết quả cải cách hành chính",
        "chỉ tiêu thống kê cải cách hành chính",
        "số liệu cải cách hành chính",
        "thống kê số liệu cchc",
        "số liệu thống kê cchc",
        "số liệu cchc",
        "administrative reform statistics",
    ),
    fields=(
        Field("unit", ("đơn vị tính", "đvt", "unit"), measure="text", required=False),
        Field("value", ("kết quả thống kê", "số liệu thống kê", "số liệu", "kết quả", "value"), required=False),
        Field("note", ("ghi chú", "note"), measure="text", required=False),
    ),
    items=(
        Item(
            "tasks_set",
            (
                "số nhiệm vụ đặt ra trong kế hoạch",
                "số nhiệm vụ đề ra trong kế hoạch",
                "nhiệm vụ đặt ra",
                "nhiệm vụ đề ra",
                "tasks set",
            ),
        ),
        Item(
            "tasks_done",
            ("số nhiệm vụ đã hoàn thành", "nhiệm vụ đã hoàn thành", "nhiệm vụ hoàn thành", "tasks done"),
            avoid=("đúng hạn", "quá hạn", "tỷ lệ", "được giao"),
        ),
        Item(
            "tasks_share",
            ("tỷ lệ hoàn thành kế hoạch", "tỷ lệ hoàn thành", "mức độ hoàn thành kế hoạch", "share of tasks done"),
            under=_PLAN,
            avoid=("được giao",),
            measure="percent",
            required=False,
        ),
        _item(
            "issues_found",
            "số vấn đề đặt ra sau kiểm tra",
            "vấn đề đặt ra sau kiểm tra",
            "vấn đề phát hiện qua kiểm tra",
            "issues found",
        ),
        _item("issues_handled", "số vấn đề đã xử lý", "vấn đề đã được xử lý", "vấn đề đã xử lý", "issues handled"),
        _item(
            "assigned",
            "tổng số nhiệm vụ được giao",
            "số nhiệm vụ được giao",
            "tasks assigned",
            avoid=("hoàn thành", "quá hạn"),
        ),
        _item("assigned_on_time", "hoàn thành đúng hạn", "done on time"),
        _item("assigned_late", "hoàn thành nhưng quá hạn", "hoàn thành quá hạn", "done late", avoid=("chưa",)),
        _item(
            "assigned_overdue",
            "quá hạn nhưng chưa hoàn thành",
            "quá hạn chưa hoàn thành",
            "chưa hoàn thành quá hạn",
            "not done and overdue",
        ),
        _item("assigned_under_way", "đang thực hiện trong hạn", "chưa đến hạn", "đang thực hiện", "under way"),
        _item(
            "laws",
            "tổng số vbqppl",
            "tổng số văn bản quy phạm pháp luật",
            "số vbqppl ban hành",
            "total legal documents",
            avoid=("kiểm tra", "rà soát", "trái", "xử lý", *(label for labels in _LEVELS.values() for label in labels)),
        ),
        *(
            _item(f"laws_{level}", *labels, under=_LAWS, avoid=("kiểm tra", "rà soát", "trái", "xử lý"))
            for level, labels in _LEVELS.items()
        ),
        _item(
            "laws_checked",
            "vbqppl đã kiểm tra",
            "văn bản quy phạm pháp luật đã kiểm tra",
            "văn bản đã kiểm tra",
            "legal documents checked",
        ),
        _item(
            "laws_unlawful",
            "phát hiện trái pháp luật",
            "dấu hiệu trái pháp luật",
            "unlawful ones found",
            avoid=("đã xử lý", "đã được xử lý"),
        ),
        _item("laws_mended", "trái pháp luật đã xử lý", "trái pháp luật đã được xử lý", "unlawful ones mended"),
        _item(
            "procedures",
            *_PROCEDURES,
            avoid=("trực tuyến", "một cửa", "công bố", *(label for labels in _LEVELS.values() for label in labels)),
        ),
        *(
            _item(
                f"procedures_{level}",
                *labels,
                under=(*_PROCEDURES, "số thủ tục hành chính"),
                avoid=("trực tuyến", "một cửa", "liên thông", "công bố", "hồ sơ"),
            )
            for level, labels in _LEVELS.items()
        ),
    ),
    identities=(
        Identity("tasks_done <= tasks_set", rule="RC103"),
        Identity("tasks_share = 100 * tasks_done / tasks_set", rule="RC202"),
        Identity("issues_handled <= issues_found", rule="RC103"),
        Identity("assigned = assigned_on_time + assigned_late + assigned_overdue + assigned_under_way", complete=True),
        Identity("assigned >= assigned_on_time + assigned_late + assigned_overdue", rule="RC103", complete=True),
        "laws = laws_province + laws_district + laws_commune",
        Identity("laws_unlawful <= laws_checked", rule="RC103"),
        Identity("laws_mended <= laws_unlawful", rule="RC103"),
        "procedures = procedures_province + procedures_district + procedures_commune",
    ),
    share=1.0,
    needs_title=True,
    open=True,
)


def model() -> DataFrameSchema:
    """The pandera model of the form's rows: figures, none negative."""
    from reportcheck.extend import counts_model

    return counts_model(FORM)

"""The forms of columns beyond the first seven, with figures that agree."""

from __future__ import annotations

import random

from layouts import More, register


def _split(rng: random.Random, made: dict[str, int], total: str, *parts: str, low: int = 1, high: int = 900) -> None:
    """Parts by chance, and their sum."""
    for part in parts:
        if part not in made:
            made[part] = rng.randrange(low, high)
    made[total] = sum(made[part] for part in parts)


def _feedback(rng: random.Random) -> dict[str, int]:
    made: dict[str, int] = {"share": 0}
    _split(rng, made, "handled", "handled_in_time", "handled_late")
    _split(rng, made, "pending", "pending_in_time", "pending_overdue")
    _split(rng, made, "received", "handled", "pending")
    for first, second in (("carried_over", "new"), ("conduct", "rules")):
        made[first] = rng.randrange(1, made["received"])
        made[second] = made["received"] - made[first]
    made["published"] = rng.randrange(1, made["handled"])
    return made


def _inspections(rng: random.Random) -> dict[str, int]:
    made: dict[str, int] = {}
    _split(rng, made, "total", "carried_over", "started", high=60)
    made["planned"] = rng.randrange(1, made["total"])
    made["ad_hoc"] = made["total"] - made["planned"]
    made["concluded"] = rng.randrange(1, made["total"])
    made["inspected"] = rng.randrange(2, 300)
    _split(rng, made, "money", "money_recovered", "money_other", high=90_000)
    _split(rng, made, "land", "land_recovered", "land_other", high=9_000)
    return made


def _complaints(rng: random.Random) -> dict[str, int]:
    made: dict[str, int] = {}
    _split(rng, made, "own", "own_complaints", "own_denunciations", "own_petitions")
    _split(rng, made, "foreign", "guided", "passed_on", "urged")
    _split(rng, made, "qualified", "own", "foreign")
    made["cases"] = made["qualified"] - rng.randrange(0, 3)
    for names in (("complaints", "denunciations", "petitions"), ("once", "again", "under_way", "not_settled")):
        rest = made["qualified"]
        for name in names[:-1]:
            made[name] = rng.randrange(0, rest // 2 + 1)
            rest -= made[name]
        made[names[-1]] = rest
    made["processed"] = made["qualified"] + rng.randrange(1, 40)
    rest = made["processed"]
    carried = ("carried_many", "carried_one", "carried_other", "received_many", "received_one")
    for name in carried:
        made[name] = rng.randrange(0, rest // 3 + 1)
        rest -= made[name]
    made["received_other"] = rest + 5
    made["total"] = sum(made[n] for n in (*carried, "received_other"))
    return made


def _downsizing(rng: random.Random) -> dict[str, int]:
    made: dict[str, int] = {}
    for group in ("early", "leave"):
        _split(rng, made, group, *(f"{group}_{kind}" for kind in ("officials", "employees", "communes")), high=80)
    _split(rng, made, "total", "early", "leave")
    return made


def _training(rng: random.Random) -> dict[str, int]:
    made = {"classes_share": 0, "learners_share": 0}
    for group, high in (("classes", 40), ("learners", 3000)):
        made[group] = rng.randrange(2, high)
        made[f"{group}_planned"] = made[group] + rng.randrange(0, 9)
    return made


def _autonomy(rng: random.Random) -> dict[str, int]:
    made: dict[str, int] = {}
    _split(rng, made, "partial", "high", "middle", "low", high=60)
    _split(rng, made, "total", "investing", "self_financing", "partial", "state_financed", high=300)
    return made


def _investment(rng: random.Random) -> dict[str, int]:
    made = {"paid_share": 0, "estimate_share": 0}
    _split(rng, made, "plan", "plan_carried", "plan_year", low=900, high=90_000)
    made["paid"] = rng.randrange(100, made["plan"] // 2)
    made["month"] = rng.randrange(10, made["plan"] // 4)
    made["estimate"] = made["paid"] + made["month"]
    return made


def _dossiers(rng: random.Random) -> dict[str, int]:
    made: dict[str, int] = {}
    _split(rng, made, "settled", "on_time", "late")
    _split(rng, made, "pending", "in_time", "overdue")
    _split(rng, made, "received", "settled", "pending")
    made["carried_over"] = rng.randrange(1, made["received"])
    made["new"] = made["received"] - made["carried_over"]
    return made


_STATE = "Phân loại đơn theo tình trạng giải quyết"
_SUBJECT = "Phân loại đơn theo nội dung"
_RESULT = "Kết quả xử lý đơn"
_OWN, _FOREIGN = "Đơn thuộc thẩm quyền", "Đơn không thuộc thẩm quyền"
_CARRIED, _RECEIVED = "Đơn kỳ trước chuyển sang", "Đơn tiếp nhận trong kỳ"
_FOUND, _ORDERED = "Vi phạm về kinh tế", "Kiến nghị xử lý"
_GRADE = "Đơn vị tự bảo đảm một phần chi thường xuyên (nhóm 3)"

MORE = {
    "dossier-settlement-2017": More(
        "TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT TTHC TẠI CƠ QUAN, ĐƠN VỊ TRỰC TIẾP GIẢI QUYẾT TTHC",
        "Lĩnh vực",
        {
            "received": ("Số hồ sơ nhận giải quyết", "Tổng số"),
            "new": ("Số hồ sơ nhận giải quyết", "Số mới tiếp nhận trong kỳ"),
            "carried_over": ("Số hồ sơ nhận giải quyết", "Số kỳ trước chuyển qua"),
            "settled": ("Kết quả giải quyết", "Số hồ sơ đã giải quyết", "Tổng số"),
            "on_time": ("Kết quả giải quyết", "Số hồ sơ đã giải quyết", "Trả đúng thời hạn"),
            "late": ("Kết quả giải quyết", "Số hồ sơ đã giải quyết", "Trả quá hạn"),
            "pending": ("Kết quả giải quyết", "Số hồ sơ đang giải quyết", "Tổng số"),
            "in_time": ("Kết quả giải quyết", "Số hồ sơ đang giải quyết", "Chưa đến hạn"),
            "overdue": ("Kết quả giải quyết", "Số hồ sơ đang giải quyết", "Quá hạn"),
        },
        _dossiers,
        (
            ("received", ("new", "carried_over")),
            ("settled", ("on_time", "late")),
            ("pending", ("in_time", "overdue")),
            ("received", ("settled", "pending")),
        ),
    ),
    "feedback": More(
        "KẾT QUẢ TIẾP NHẬN, XỬ LÝ PHẢN ÁNH, KIẾN NGHỊ VỀ QUY ĐỊNH HÀNH CHÍNH",
        "Lĩnh vực",
        {
            "received": ("Số phản ánh, kiến nghị tiếp nhận", "Tổng số"),
            "carried_over": ("Số phản ánh, kiến nghị tiếp nhận", "Kỳ trước chuyển sang"),
            "new": ("Số phản ánh, kiến nghị tiếp nhận", "Tiếp nhận mới trong kỳ"),
            "conduct": ("Số phản ánh, kiến nghị tiếp nhận", "Về hành vi hành chính"),
            "rules": ("Số phản ánh, kiến nghị tiếp nhận", "Về quy định hành chính"),
            "handled": ("Đã xử lý", "Tổng số"),
            "handled_in_time": ("Đã xử lý", "Đúng hạn"),
            "handled_late": ("Đã xử lý", "Quá hạn"),
            "pending": ("Đang xử lý", "Tổng số"),
            "pending_in_time": ("Đang xử lý", "Trong hạn"),
            "pending_overdue": ("Đang xử lý", "Quá hạn"),
            "published": ("Số phản ánh, kiến nghị đã được đăng tải công khai",),
            "share": ("Tỷ lệ xử lý (%)",),
        },
        _feedback,
        (
            ("received", ("carried_over", "new")),
            ("received", ("conduct", "rules")),
            ("received", ("handled", "pending")),
            ("handled", ("handled_in_time", "handled_late")),
            ("pending", ("pending_in_time", "pending_overdue")),
        ),
        {"share": ("handled", "received")},
    ),
    "inspections": More(
        "TỔNG HỢP KẾT QUẢ THANH TRA HÀNH CHÍNH",
        "Đơn vị",
        {
            "total": ("Số cuộc thanh tra", "Tổng số"),
            "carried_over": ("Số cuộc thanh tra", "Kỳ trước chuyển sang"),
            "started": ("Số cuộc thanh tra", "Triển khai trong kỳ"),
            "planned": ("Số cuộc thanh tra", "Theo kế hoạch"),
            "ad_hoc": ("Số cuộc thanh tra", "Đột xuất"),
            "concluded": ("Đã ban hành kết luận",),
            "inspected": ("Số đơn vị được thanh tra",),
            "money": (_FOUND, "Tiền và tài sản quy thành tiền"),
            "land": (_FOUND, "Đất (m2)"),
            "money_recovered": (_ORDERED, "Thu hồi về NSNN", "Tiền"),
            "land_recovered": (_ORDERED, "Thu hồi về NSNN", "Đất (m2)"),
            "money_other": (_ORDERED, "Xử lý khác về kinh tế", "Tiền"),
            "land_other": (_ORDERED, "Xử lý khác về kinh tế", "Đất (m2)"),
        },
        _inspections,
        (
            ("total", ("carried_over", "started")),
            ("total", ("planned", "ad_hoc")),
            ("money", ("money_recovered", "money_other")),
            ("land", ("land_recovered", "land_other")),
        ),
        bounds=(("concluded", "total"),),
    ),
    "complaints": More(
        "TỔNG HỢP KẾT QUẢ XỬ LÝ ĐƠN",
        "Đơn vị",
        {
            "total": ("Tổng số đơn",),
            "carried_many": (_CARRIED, "Đơn có nhiều người đứng tên"),
            "carried_one": (_CARRIED, "Đơn một người đứng tên"),
            "carried_other": (_CARRIED, "Đơn khác"),
            "received_many": (_RECEIVED, "Đơn có nhiều người đứng tên"),
            "received_one": (_RECEIVED, "Đơn một người đứng tên"),
            "received_other": (_RECEIVED, "Đơn khác"),
            "processed": ("Số đơn đã xử lý",),
            "qualified": ("Đủ điều kiện xử lý", "Số đơn"),
            "cases": ("Đủ điều kiện xử lý", "Số vụ việc"),
            "complaints": (_SUBJECT, "Khiếu nại"),
            "denunciations": (_SUBJECT, "Tố cáo"),
            "petitions": (_SUBJECT, "Kiến nghị, phản ánh"),
            "once": (_STATE, "Đã giải quyết lần đầu"),
            "again": (_STATE, "Đã giải quyết nhiều lần"),
            "under_way": (_STATE, "Đang giải quyết"),
            "not_settled": (_STATE, "Chưa giải quyết"),
            "own": (_RESULT, _OWN, "Tổng số"),
            "own_complaints": (_RESULT, _OWN, "Khiếu nại"),
            "own_denunciations": (_RESULT, _OWN, "Tố cáo"),
            "own_petitions": (_RESULT, _OWN, "Kiến nghị, phản ánh"),
            "foreign": (_RESULT, _FOREIGN, "Tổng số"),
            "guided": (_RESULT, _FOREIGN, "Hướng dẫn"),
            "passed_on": (_RESULT, _FOREIGN, "Chuyển đơn"),
            "urged": (_RESULT, _FOREIGN, "Đôn đốc giải quyết"),
        },
        _complaints,
        (
            (
                "total",
                (
                    "carried_many",
                    "carried_one",
                    "carried_other",
                    "received_many",
                    "received_one",
                    "received_other",
                ),
            ),
            ("qualified", ("complaints", "denunciations", "petitions")),
            ("qualified", ("once", "again", "under_way", "not_settled")),
            ("qualified", ("own", "foreign")),
            ("own", ("own_complaints", "own_denunciations", "own_petitions")),
            ("foreign", ("guided", "passed_on", "urged")),
        ),
    ),
    "downsizing": More(
        "KẾT QUẢ THỰC HIỆN TINH GIẢN BIÊN CHẾ",
        "Cơ quan, đơn vị",
        {
            "total": ("Tổng số người tinh giản",),
            "early": ("Nghỉ hưu trước tuổi", "Tổng số"),
            "early_officials": ("Nghỉ hưu trước tuổi", "Công chức"),
            "early_employees": ("Nghỉ hưu trước tuổi", "Viên chức"),
            "early_communes": ("Nghỉ hưu trước tuổi", "Cán bộ, công chức cấp xã"),
            "leave": ("Thôi việc ngay", "Tổng số"),
            "leave_officials": ("Thôi việc ngay", "Công chức"),
            "leave_employees": ("Thôi việc ngay", "Viên chức"),
            "leave_communes": ("Thôi việc ngay", "Cán bộ, công chức cấp xã"),
        },
        _downsizing,
        (
            ("total", ("early", "leave")),
            ("early", ("early_officials", "early_employees", "early_communes")),
            ("leave", ("leave_officials", "leave_employees", "leave_communes")),
        ),
    ),
    "training": More(
        "KẾT QUẢ ĐÀO TẠO, BỒI DƯỠNG CÁN BỘ, CÔNG CHỨC, VIÊN CHỨC",
        "Nội dung",
        {
            "classes_planned": ("Số lớp", "Kế hoạch"),
            "classes": ("Số lớp", "Thực hiện"),
            "classes_share": ("Số lớp", "Tỷ lệ so với kế hoạch (%)"),
            "learners_planned": ("Số lượt người", "Kế hoạch"),
            "learners": ("Số lượt người", "Thực hiện"),
            "learners_share": ("Số lượt người", "Tỷ lệ so với kế hoạch (%)"),
        },
        _training,
        (),
        {"classes_share": ("classes", "classes_planned"), "learners_share": ("learners", "learners_planned")},
    ),
    "autonomy": More(
        "MỨC ĐỘ TỰ CHỦ TÀI CHÍNH CỦA CÁC ĐƠN VỊ SỰ NGHIỆP CÔNG LẬP",
        "Cấp quản lý",
        {
            "total": ("Tổng số đơn vị",),
            "investing": ("Đơn vị tự bảo đảm chi thường xuyên và chi đầu tư (nhóm 1)",),
            "self_financing": ("Đơn vị tự bảo đảm chi thường xuyên (nhóm 2)",),
            "partial": (_GRADE, "Tổng số"),
            "high": (_GRADE, "Từ 70% đến dưới 100%"),
            "middle": (_GRADE, "Từ 30% đến dưới 70%"),
            "low": (_GRADE, "Từ 10% đến dưới 30%"),
            "state_financed": ("Đơn vị do ngân sách nhà nước bảo đảm chi thường xuyên (nhóm 4)",),
        },
        _autonomy,
        (
            ("total", ("investing", "self_financing", "partial", "state_financed")),
            ("partial", ("high", "middle", "low")),
        ),
    ),
    "public-investment": More(
        "TÌNH HÌNH GIẢI NGÂN KẾ HOẠCH VỐN ĐẦU TƯ CÔNG",
        "Chủ đầu tư",
        {
            "plan": ("Kế hoạch vốn", "Tổng số"),
            "plan_carried": ("Kế hoạch vốn", "Kéo dài"),
            "plan_year": ("Kế hoạch vốn", "Giao trong năm"),
            "paid": ("Lũy kế giải ngân đến hết tháng trước", "Số tiền"),
            "paid_share": ("Lũy kế giải ngân đến hết tháng trước", "Tỷ lệ (%)"),
            "month": ("Ước trong tháng",),
            "estimate": ("Ước giải ngân đến hết tháng báo cáo", "Số tiền"),
            "estimate_share": ("Ước giải ngân đến hết tháng báo cáo", "Tỷ lệ (%)"),
        },
        _investment,
        (("plan", ("plan_carried", "plan_year")), ("estimate", ("paid", "month"))),
        {"paid_share": ("paid", "plan"), "estimate_share": ("estimate", "plan")},
    ),
}
for _form, _more in MORE.items():
    register(_form, _more)

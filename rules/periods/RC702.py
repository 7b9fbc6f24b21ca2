"""RC702 weekday"""

from __future__ import annotations

from collections.abc import Iterator

from reportcheck.extend import Finding, Judgement, Tell, rule

_DAYS = (
    ("thứ Hai", "Monday"),
    ("thứ Ba", "Tuesday"),
    ("thứ Tư", "Wednesday"),
    ("thứ Năm", "Thursday"),
    ("thứ Sáu", "Friday"),
    ("thứ Bảy", "Saturday"),
    ("Chủ nhật", "Sunday"),
)


@rule(
    code="RC702",
    name="weekday",
    subject="judgement",
    vi="Thứ trong tuần không khớp với ngày",
    en="A weekday and its date disagree",
    explain_vi="""
Kiểm tra: thứ trong tuần ghi trước một ngày đúng với ngày đó.
Vì sao: lịch họp thường chép từ tuần trước, đổi ngày mà quên đổi thứ.
Ví dụ: "thứ Hai, ngày 15/10/2025": hôm đó là thứ Tư.
Cách xét: theo lịch dương.
Không báo khi: ngày không ghi năm.
""",
)
def weekday(judgement: Judgement, tell: Tell) -> Iterator[Finding]:
    """A weekday printed before a date is that date's.

    What: the weekday named right before a full date is the one that the date falls on.
    Why: schedules are taken over from the week before, and one of the two is not changed.
    Example: "Monday, 15 October 2025": it is a Wednesday.
    Judged: by the Gregorian calendar.
    Silent when: the date names no year.
    """
    if judgement.outcome == "fails":
        day = judgement.relation.operands[0].figure
        assert day.value is not None
        vi, en = _DAYS[int(day.value)]
        yield tell.failed(
            judgement,
            vi=f"{day.text} là {vi}, báo cáo ghi {judgement.relation.target.text}",
            en=f"{day.text} is a {en}, the report says {judgement.relation.target.text}",
            whole=True,
        )

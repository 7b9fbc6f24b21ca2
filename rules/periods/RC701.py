"""RC701 no-such-day"""

from __future__ import annotations

from collections.abc import Iterator

from reportcheck.extend import Finding, Judgement, Tell, rule

_MONTHS = 12


@rule(
    code="RC701",
    name="no-such-day",
    subject="judgement",
    vi="Ngày không có trong lịch",
    en="A date that the calendar does not have",
    explain_vi="""
Kiểm tra: ngày ghi trong báo cáo có thật trong lịch.
Vì sao: chép lại báo cáo tháng trước rồi đổi tháng thì ngày cuối tháng dễ sai.
Ví dụ: "đến ngày 31/6/2025": tháng 6 chỉ có 30 ngày.
Cách xét: theo lịch dương, kể cả năm nhuận.
Không báo khi: không đủ ngày, tháng, năm; hoặc không rõ đâu là ngày, đâu là tháng (03/04/2025 trong văn bản tiếng Anh).
""",
)
def no_such_day(judgement: Judgement, tell: Tell) -> Iterator[Finding]:
    """The calendar has every date that is printed.

    What: a date with day, month and year exists.
    Why: last month's report is taken over, the month is changed, and the last day of the month is not.
    Example: "by 31 June 2025": June has 30 days.
    Judged: by the Gregorian calendar, leap years included.
    Silent when: day, month or year is missing, or which is day and which month is open (03/04/2025 in English).
    """
    if judgement.outcome == "fails":
        printed, days = judgement.relation.target.text.removeprefix("ngày "), judgement.relation.offset
        month = days == _MONTHS  # every month has more days than a year has months
        yield tell.failed(
            judgement,
            vi=f"Không có ngày {printed}: {'một năm chỉ có 12 tháng' if month else f'tháng này chỉ có {days} ngày'}",
            en=f"There is no {printed}: {'a year has 12 months' if month else f'the month has {days} days'}",
            whole=True,
        )

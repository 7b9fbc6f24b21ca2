"""RC703 period-reversed"""

from __future__ import annotations

from collections.abc import Iterator

from reportcheck.extend import Finding, Judgement, Tell, rule


@rule(
    code="RC703",
    name="period-reversed",
    subject="judgement",
    vi="Kỳ báo cáo kết thúc trước khi bắt đầu",
    en="A period ends before it begins",
    explain_vi="""
Kiểm tra: "từ ngày … đến ngày …": ngày sau không sớm hơn ngày trước.
Vì sao: đổi kỳ báo cáo mà chỉ sửa một trong hai ngày, hoặc sửa tháng mà quên sửa năm.
Ví dụ: "từ ngày 15/12/2025 đến ngày 14/6/2025".
Cách xét: hai ngày đều ghi đủ ngày, tháng, năm; trùng nhau là được.
Không báo khi: một trong hai ngày không ghi năm.
""",
)
def period_reversed(judgement: Judgement, tell: Tell) -> Iterator[Finding]:
    """A period ends on or after the day on which it begins.

    What: in "from … to …" the second date is not before the first.
    Why: a report is taken over for a new period, and only one of the dates, or the month without its year, is changed.
    Example: "from 15 December 2025 to 14 June 2025".
    Judged: dates with day, month and year; one and the same day is fine.
    Silent when: one of the two names no year.
    """
    if judgement.outcome == "fails":
        last, first = judgement.relation.target.text, judgement.relation.operands[0].figure.text
        yield tell.failed(
            judgement,
            vi=f"Kỳ báo cáo kết thúc ({last}) trước khi bắt đầu ({first})",
            en=f"The period ends ({last}) before it begins ({first})",
            whole=True,
        )

"""RC704 period-length"""

from __future__ import annotations

from collections.abc import Iterator

from reportcheck.extend import Finding, Judgement, Tell, rule


@rule(
    code="RC704",
    name="period-length",
    subject="judgement",
    vi="Số ngày không khớp với kỳ báo cáo",
    en="A number of days and its period disagree",
    explain_vi="""
Kiểm tra: "trong N ngày (từ … đến …)": từ ngày đầu đến ngày cuối đúng là N ngày.
Vì sao: gia hạn đợt kiểm tra, đổi ngày kết thúc mà không sửa số ngày.
Ví dụ: "15 ngày, từ ngày 01/10/2025 đến ngày 20/10/2025": 20 ngày.
Cách xét: tính cả ngày đầu hoặc không tính đều được.
Không báo khi: là ngày làm việc, ngày công; hoặc số ngày là ước chừng.
""",
)
def period_length(judgement: Judgement, tell: Tell) -> Iterator[Finding]:
    """A period has as many days as the text says.

    What: in "N days (from … to …)" the period has N days.
    Why: an inspection is prolonged, its last day changed, and the number of days forgotten.
    Example: "15 days, from 1 October 2025 to 20 October 2025": they are 20.
    Judged: with or without the first day.
    Silent when: working days are meant, or the number is approximate.
    """
    if judgement.outcome == "fails":
        relation = judgement.relation
        last, first = (o.figure.text for o in relation.operands)
        yield tell.failed(
            judgement,
            vi=f"Từ {first} đến {last} là {judgement.computed} ngày, báo cáo ghi {relation.target.text}",
            en=f"From {first} to {last} are {judgement.computed} days, the report says {relation.target.text}",
            whole=True,
        )

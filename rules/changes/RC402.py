"""RC402 balance-mismatch"""

from __future__ import annotations

from collections.abc import Iterator

from reportcheck.extend import Finding, Judgement, Tell, rule


@rule(
    code="RC402",
    name="balance-mismatch",
    subject="judgement",
    vi="Cân đối không khớp",
    en="A balance does not close",
    explain_vi="""
Kiểm tra: đầu kỳ + phát sinh − giải quyết = cuối kỳ; tiếp nhận = đã giải quyết + đang giải quyết; số đầu kỳ bằng số cuối
kỳ trước.
Vì sao: hồ sơ không tự mất đi; chênh lệch là hồ sơ bị đếm sót hoặc đếm hai lần.
Ví dụ: tiếp nhận 1.000, đã giải quyết 930, đang giải quyết 60.
Cách xét: số nguyên phải bằng đúng.
Không báo khi: một số chưa có.
""",
)
def balance_mismatch(judgement: Judgement, tell: Tell) -> Iterator[Finding]:
    """A balance closes: what came in is settled or still there.

    What: opening + in − out = closing; received = settled + pending; a period opens where the one before closed.
    Why: dossiers do not vanish; a difference is one that was missed or counted twice.
    Example: 1,000 received, 930 settled, 60 pending.
    Judged: whole numbers must agree exactly.
    Silent when: a figure is not known.
    """
    if judgement.outcome == "fails" and judgement.relation.kind == "equality":
        yield tell.failed(
            judgement, vi="Số đầu kỳ khác số cuối kỳ trước", en="It opens with another figure than the last closed"
        )
    elif judgement.outcome == "fails":
        yield tell.failed(judgement, vi="Cân đối không khớp", en="The balance does not close")

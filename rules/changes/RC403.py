"""RC403 cumulative-falls"""

from __future__ import annotations

from collections.abc import Iterator

from reportcheck.extend import Finding, Judgement, Tell, rule


@rule(
    code="RC403",
    name="cumulative-falls",
    subject="judgement",
    vi="Số lũy kế giảm",
    en="A cumulative figure falls",
    explain_vi="""
Kiểm tra: số lũy kế kỳ sau không nhỏ hơn kỳ trước.
Vì sao: lũy kế chỉ có thể tăng; giảm là do gõ nhầm hoặc quên cộng dồn.
Ví dụ: lũy kế 6 tháng 1.205, lũy kế 9 tháng 1.120.
Cách xét: bằng nhau là được; số làm tròn được xét theo khoảng.
Không báo khi: một số chưa có.
""",
)
def cumulative_falls(judgement: Judgement, tell: Tell) -> Iterator[Finding]:
    """A cumulative figure never falls.

    What: the figure to date is at least that of the period before.
    Why: what has been counted stays counted; a fall is a slip or a missing carry.
    Example: 1,205 after six months, 1,120 after nine.
    Judged: equal is fine; rounded figures by their intervals.
    Silent when: a figure is not known.
    """
    if judgement.outcome == "fails":
        yield tell.failed(judgement, vi="Số lũy kế giảm", en="The cumulative figure falls")

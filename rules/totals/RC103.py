"""RC103 part-exceeds-whole"""

from __future__ import annotations

from collections.abc import Iterator

from reportcheck.extend import Finding, Judgement, Tell, rule


@rule(
    code="RC103",
    name="part-exceeds-whole",
    subject="judgement",
    vi="Thành phần lớn hơn tổng thể",
    en="A part exceeds its whole",
    explain_vi="""
Kiểm tra: số "trong đó" không lớn hơn số mà nó là một phần.
Vì sao: phần không thể lớn hơn toàn bộ; thường là gõ thừa chữ số hoặc nhầm dòng.
Ví dụ: đã cung cấp 920 trên 898 thủ tục đủ điều kiện.
Cách xét: so sánh khoảng của hai số; bằng nhau là được.
Không báo khi: một trong hai số chưa có.
""",
)
def part_exceeds_whole(judgement: Judgement, tell: Tell) -> Iterator[Finding]:
    """A part never exceeds the whole it is part of.

    What: an "of which" figure is at most the figure it belongs to.
    Why: a part cannot be larger than the whole; usually a digit too many, or the neighbour's row.
    Example: 920 provided of 898 eligible procedures.
    Judged: by the intervals of the two figures; equal is fine.
    Silent when: one of the two is not known.
    """
    if judgement.outcome == "fails":
        yield tell.failed(judgement, vi="Thành phần lớn hơn tổng thể", en="A part exceeds its whole")

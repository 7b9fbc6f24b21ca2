"""RC202 completion-mismatch"""

from __future__ import annotations

from collections.abc import Iterator

from reportcheck.extend import Finding, Judgement, Tell, rule


@rule(
    code="RC202",
    name="completion-mismatch",
    subject="judgement",
    vi="Tỷ lệ hoàn thành không khớp",
    en="A completion rate does not follow from its figures",
    explain_vi="""
Kiểm tra: tỷ lệ hoàn thành (a/b, đúng hạn, đạt kế hoạch) bằng 100 × đã làm / phải làm.
Vì sao: đây là con số cấp trên nhìn đầu tiên.
Ví dụ: (780 + 160)/979 = 96,02%, báo cáo ghi 98,02%.
Cách xét: theo số chữ số thập phân được in; làm tròn và cắt bớt đều chấp nhận.
Không báo khi: mẫu số bằng 0 hoặc một số chưa có.
""",
)
def completion_mismatch(judgement: Judgement, tell: Tell) -> Iterator[Finding]:
    """A completion rate follows from what was done and what was due.

    What: a completion (a of b, on time, of the plan) is 100 × done / due.
    Why: it is the first figure that a receiver looks at.
    Example: (780 + 160)/979 = 96.02 %, the report says 98.02 %.
    Judged: to the digits printed; rounding and cutting off are both accepted.
    Silent when: nothing was due or a figure is not known.
    """
    if judgement.outcome == "fails":
        yield tell.failed(judgement, vi="Tỷ lệ hoàn thành không khớp", en="The completion rate does not agree")

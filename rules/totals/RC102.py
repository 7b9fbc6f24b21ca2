"""RC102 cross-foot-disagreement"""

from __future__ import annotations

from collections.abc import Iterator

from reportcheck.extend import Finding, Judgement, Tell, rule


@rule(
    code="RC102",
    name="cross-foot-disagreement",
    subject="judgement",
    vi="Cộng theo chiều kia không khớp",
    en="Cross-footing disagrees",
    explain_vi="""
Kiểm tra: trong bảng cộng cả hai chiều, tổng theo chiều thứ hai cũng bằng các thành phần của nó.
Vì sao: một số sai trong thân bảng làm hỏng cả một dòng và một cột; chỗ giao nhau chính là số sai.
Ví dụ: 898 + 1.325 + 136 = 2.359 theo hình thức, và 1.939 + 420 = 2.359 theo cấp.
Cách xét: như RC101.
Không báo khi: như RC101.
""",
)
def cross_foot_disagreement(judgement: Judgement, tell: Tell) -> Iterator[Finding]:
    """A table that is summed both ways agrees in the second direction too.

    What: each column of a table that is also summed along its rows equals the sum of its own parts.
    Why: one wrong figure inside the table breaks one row and one column; where they cross is the wrong figure.
    Example: 898 + 1,325 + 136 = 2,359 by channel, and 1,939 + 420 = 2,359 by level.
    Judged: as RC101.
    Silent when: as RC101.
    """
    if judgement.outcome == "fails":
        yield tell.failed(judgement, vi="Cộng chéo không khớp", en="Cross-footing does not agree")

"""RC201 share-mismatch"""

from __future__ import annotations

from collections.abc import Iterator

from reportcheck.extend import Finding, Judgement, Tell, rule


@rule(
    code="RC201",
    name="share-mismatch",
    subject="judgement",
    vi="Tỷ lệ không khớp với số liệu",
    en="A share does not follow from its figures",
    explain_vi="""
Kiểm tra: tỷ lệ phần trăm ghi trong báo cáo bằng 100 × phần / toàn bộ.
Vì sao: tỷ lệ thường được tính một lần rồi giữ nguyên khi số liệu đổi.
Ví dụ: 19/45 = 42,22%, báo cáo ghi 44,22%.
Cách xét: theo số chữ số thập phân được in; làm tròn và cắt bớt đều chấp nhận.
Không báo khi: mẫu số bằng 0 hoặc một số chưa có.
""",
)
def share_mismatch(judgement: Judgement, tell: Tell) -> Iterator[Finding]:
    """A stated share follows from its part and its whole.

    What: the printed percentage is 100 × part / whole.
    Why: percentages are worked out once and stay when the figures change.
    Example: 19/45 = 42.22 %, the report says 44.22 %.
    Judged: to the digits printed; rounding and cutting off are both accepted.
    Silent when: the whole is zero or a figure is not known.
    """
    if judgement.outcome == "fails":
        yield tell.failed(judgement, vi="Tỷ lệ không khớp", en="The share does not agree")

"""RC301 rate-mismatch"""

from __future__ import annotations

from collections.abc import Iterator

from reportcheck.extend import Finding, Judgement, Tell, rule


@rule(
    code="RC301",
    name="rate-mismatch",
    subject="judgement",
    vi="Số bình quân ngày, tháng không khớp",
    en="A rate per day or month disagrees",
    explain_vi="""
Kiểm tra: số bình quân một tháng chia cho số ngày bằng số bình quân một ngày; tổng số chia cho kỳ báo cáo bằng số bình quân.
Vì sao: hai số bình quân thường được tính riêng, từ hai tổng khác nhau.
Ví dụ: bình quân một ngày 43 văn bản thì một tháng khoảng 1.290, không phải 1.920.
Cách xét: số bình quân là số làm tròn; cách tính ngày (theo lịch, tháng 30 ngày, ngày làm việc) là cách khớp nhiều số nhất và được nêu rõ.
Không báo khi: một số chưa có; tổng chỉ được đối chiếu khi biết kỳ báo cáo.
""",
)
def rate_mismatch(judgement: Judgement, tell: Tell) -> Iterator[Finding]:
    """Averages per day and per month agree with each other and with the totals of the period.

    What: the month's average over the days of a month is the day's average; a total over the period's length is the average.
    Why: the averages are often worked out apart, from different totals.
    Example: 43 documents a day make about 1,290 a month, not 1,920.
    Judged: averages are rounded figures; the days counted (calendar, 30 a month, working days) are those that reproduce
    most of the figures, and are named.
    Silent when: a figure is not known; totals are compared only where the period is.
    """
    if judgement.outcome == "fails":
        yield tell.failed(judgement, vi="Số bình quân không khớp", en="The rate does not agree")

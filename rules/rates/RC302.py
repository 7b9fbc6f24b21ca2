"""RC302 product-mismatch"""

from __future__ import annotations

from collections.abc import Iterator

from reportcheck.extend import Finding, Judgement, Tell, rule


@rule(
    code="RC302",
    name="product-mismatch",
    subject="judgement",
    vi="Tích không khớp",
    en="A product does not follow from its factors",
    explain_vi="""
Kiểm tra: số tiền hoặc số lượng ghi trong báo cáo bằng tích các thừa số (số người × mức chi × số tháng).
Vì sao: khi đổi một thừa số, thành tiền thường không được tính lại.
Ví dụ: 88 người × 6.000.000 đồng × 12 tháng = 6.336.000.000 đồng, báo cáo ghi 6.363.000.000.
Cách xét: số nguyên phải bằng đúng; số làm tròn được xét theo khoảng.
Không báo khi: một số chưa có.
""",
)
def product_mismatch(judgement: Judgement, tell: Tell) -> Iterator[Finding]:
    """A stated amount is the product of its factors.

    What: an amount equals people × rate × months, or quantity × price.
    Why: when one factor changes, the amount is often not worked out anew.
    Example: 88 people × 6,000,000 × 12 months = 6,336,000,000, the report says 6,363,000,000.
    Judged: whole numbers must agree exactly; rounded figures by their intervals.
    Silent when: a figure is not known.
    """
    if judgement.outcome == "fails":
        yield tell.failed(judgement, vi="Tích không khớp", en="The product does not agree")

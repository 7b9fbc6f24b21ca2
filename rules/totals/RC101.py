"""RC101 total-mismatch"""

from __future__ import annotations

from collections.abc import Iterator

from reportcheck.extend import Finding, Judgement, Tell, rule


@rule(
    code="RC101",
    name="total-mismatch",
    subject="judgement",
    vi="Tổng không bằng tổng các thành phần",
    en="A total does not equal the sum of its parts",
    explain_vi="""
Kiểm tra: tổng số ghi trong báo cáo bằng tổng các thành phần tạo thành nó (theo cột, theo dòng, dòng "Tổng cộng").
Vì sao: tổng thường được gõ tay, chép từ kỳ trước, hoặc quên sửa khi một thành phần thay đổi.
Ví dụ: 25 + 150 + 557 = 732 nhưng báo cáo ghi 752, lệch 20.
Cách xét: số nguyên phải bằng đúng; số thập phân được xét theo khoảng mà các chữ số in ra có thể biểu thị.
Không báo khi: có ô chưa có số liệu (…), ô tổng để trống, hoặc ô thành phần để trống có thể giải thích chênh lệch.
""",
)
def total_mismatch(judgement: Judgement, tell: Tell) -> Iterator[Finding]:
    """A total equals the sum of its parts.

    What: a stated total (a column, a row, the row labelled as total) equals the sum of the parts that make it up.
    Why: totals are typed by hand, copied from last month, or not updated when a part changes.
    Example: 25 + 150 + 557 = 732, but the report says 752, 20 too many.
    Judged: whole numbers must agree exactly; decimals by the intervals that the printed digits can stand for.
    Silent when: a figure is not known (…), the total is empty, or an empty part may explain the difference.
    """
    if judgement.outcome == "fails":
        yield tell.failed(judgement, vi="Tổng không khớp", en="The total does not agree")

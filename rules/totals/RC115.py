"""RC115 no-common-values"""

from __future__ import annotations

from collections.abc import Iterator

from reportcheck.extend import Conflict, Finding, Tell, relation_text, rule


@rule(
    code="RC115",
    name="no-common-values",
    subject="conflict",
    vi="Các quan hệ đều khớp riêng lẻ nhưng không thể cùng khớp",
    en="Relations hold one by one but cannot hold together",
    explain_vi="""
Kiểm tra: các quan hệ dùng chung số (kể cả ô để trống) có giá trị nào thỏa mãn cùng một lúc hay không.
Vì sao: mỗi quan hệ riêng lẻ được phép lệch do làm tròn hoặc do ô trống; cộng lại thì có thể không còn cách nào đúng cả.
Ví dụ: ô tổng để trống phải là 3 + 4 = 7 theo hàng nhưng phải là 5 + 4 = 9 theo cột.
Cách xét: số in ra biểu thị cả khoảng làm tròn lẫn cắt bớt, ô trống là số bất kỳ; nêu ra bộ quan hệ nhỏ nhất mâu thuẫn nhau.
Không báo khi: còn ít nhất một cách thỏa mãn, có số ước lượng, hoặc quá nhiều số dùng chung nên chưa tìm.
""",
)
def no_common_values(conflict: Conflict, tell: Tell) -> Iterator[Finding]:
    """Relations that share figures have values in common.

    What: relations of a form or a printed formula that share figures or blanks, each of which holds or may hold.
    Why: each alone may be off by rounding or for a blank; together there may be no values left that make all of them right.
    Example: an empty total must be 3 + 4 = 7 along its row, and 5 + 4 = 9 along its column.
    Judged: a printed figure stands for what rounding and cutting off leave, a blank for anything; the smallest set of relations
        that contradict each other is told.
    Silent when: any values remain, a figure is approximate, or so many figures are shared that it was not searched.
    """
    claims = "; ".join(relation_text(r, tell.language) for r in conflict.relations)
    figures = [("stated", r.target) for r in conflict.relations]
    yield tell.about(
        vi=f"Mỗi quan hệ có thể khớp riêng nhưng không thể cùng khớp: {claims}.",
        en=f"Each of these may hold by itself, but not all together: {claims}.",
        figures=figures,
        severity="warning",
        key=" ".join(relation_text(r, "en") for r in conflict.relations),
    )

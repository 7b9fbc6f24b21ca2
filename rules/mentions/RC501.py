"""RC501 annexes-disagree"""

from __future__ import annotations

from collections.abc import Iterator

from reportcheck.extend import Finding, Judgement, Tell, rule


@rule(
    code="RC501",
    name="annexes-disagree",
    subject="judgement",
    vi="Hai biểu ghi khác nhau về cùng một số",
    en="Two annexes disagree about one figure",
    explain_vi="""
Kiểm tra: cùng một số liệu, cùng kỳ, ghi ở hai biểu (hoặc cộng từ biểu chi tiết) phải bằng nhau.
Vì sao: biểu tổng hợp và biểu chi tiết thường do hai người lập.
Ví dụ: biểu 1 ghi HĐND 752 văn bản, biểu 2 phân loại 25 + 150 + 557 = 732.
Cách xét: hai số cùng độ chính xác phải bằng đúng; khác độ chính xác thì làm tròn về số thô hơn. Bảng không theo biểu mẫu nào:
hàng và cột cùng tên, hoặc hàng mang tên của trang chi tiết và tổng của trang ấy, khi ít nhất bốn phần năm số liệu khớp. Trong câu văn: số được nhắc lại ("823/1.561 vụ", "trong số 1.561 vụ", cùng từ ngữ trước và sau)
mà chỉ sai một lỗi gõ.
Không báo khi: hai biểu ghi kỳ báo cáo khác nhau; hai câu nói về kỳ khác nhau, mỗi số có từ riêng, hoặc là một dãy số gần nhau.
""",
)
def annexes_disagree(judgement: Judgement, tell: Tell) -> Iterator[Finding]:
    """The same fact in two annexes is the same figure.

    What: a figure stated in one table equals the figure, or the sum of the parts, stated in another for the same period.
    Why: the summary and the detail are often made by two people.
    Example: the first annex says 752 documents of the council, the second classifies 25 + 150 + 557 = 732.
    Judged: at equal precision they must be equal; otherwise after rounding to the coarser one. In tables of no form: rows and
        columns of the same labels, or a row that bears the name of a sheet and that sheet's total, where at least four
        figures in five agree. In sentences: a figure referred back to ("Of the 6,318 candidates", the same words before and
        behind it) that is one slip of the pen away from its first mention.
    Silent when: the two tables name different periods; two sentences speak of other periods, each figure has words of its
        own, or the figures are a series.
    """
    if judgement.outcome == "fails":
        others = {f"{o.figure.location}" for o in judgement.relation.operands if o.figure.location.file is not None}
        if others:
            place = ", ".join(sorted(others))
            yield tell.failed(judgement, vi=f"Số khác với {place}", en=f"The figure differs from {place}")
            return
        figures = [judgement.relation.target, *(o.figure for o in judgement.relation.operands)]
        if len({f.location.sheet for f in figures}) > 1:
            yield tell.failed(judgement, vi="Hai biểu không khớp", en="Two annexes disagree")
        else:
            yield tell.failed(
                judgement, vi="Cùng một số nhưng ghi khác nhau", en="One fact is stated twice, differently"
            )

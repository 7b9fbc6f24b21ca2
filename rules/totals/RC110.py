"""RC110 incomplete-sum-range"""

from __future__ import annotations

from collections.abc import Iterator

from reportcheck.extend import Finding, Judgement, Tell, rule


@rule(
    code="RC110",
    name="incomplete-sum-range",
    subject="judgement",
    vi="Hàm SUM bỏ sót ô của chính khối số liệu đó",
    en="A SUM leaves out a cell of its own block",
    explain_vi="""
Kiểm tra: vùng của hàm SUM phủ hết các ô số liệu của khối mà nó tính tổng.
Vì sao: chèn thêm dòng ngay trên dòng tổng thì Excel không nới vùng của hàm SUM.
Ví dụ: =SUM(B2:B8) ở B10 trong khi B9 cũng là số liệu của khối, tổng thiếu đúng số ở B9.
Cách xét: so với các công thức cùng dòng hoặc cùng cột, nếu không có thì xét các dòng liền kề cùng loại (nhãn, số thứ tự, định dạng).
Cảnh báo thay vì lỗi khi chỉ có các dòng liền kề làm chứng.
Không báo khi: dòng bị bỏ qua là tổng, tỷ lệ, so sánh, "trong đó", số kỳ trước; hoặc một công thức khác cộng cả hai.
""",
)
def incomplete_sum_range(judgement: Judgement, tell: Tell) -> Iterator[Finding]:
    """The range of a SUM covers the figures of its block.

    What: a SUM whose range stops short of its block, or passes over one of its rows.
    Why: a row inserted right above a total does not widen the range of its SUM.
    Example: =SUM(B2:B8) in B10 while B9 is a figure of the same block: the total lacks what B9 holds.
    Judged: against the formulas of the same row or column; where there are none, by the rows next to the range, if they
        are of its kind (label, running number, format), which is a warning.
    Silent when: what is passed over is a total, a share, a comparison, an "of which", another period's figure, or is
        added by a formula of its own.
    """
    if judgement.outcome == "fails":
        missing = ", ".join(judgement.relation.odd)
        yield tell.failed(
            judgement,
            vi=f"hàm SUM bỏ sót {missing}, đầy đủ là {judgement.relation.support}",
            en=f"the SUM leaves out {missing}, in full {judgement.relation.support}",
        )

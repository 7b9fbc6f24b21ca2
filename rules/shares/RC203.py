"""RC203 shares-not-whole"""

from __future__ import annotations

from collections.abc import Iterator

from reportcheck.extend import Finding, Judgement, Tell, rule


@rule(
    code="RC203",
    name="shares-not-whole",
    subject="judgement",
    vi="Các tỷ trọng không cộng thành 100%",
    en="Shares of one whole do not make 100 %",
    explain_vi="""
Kiểm tra: các tỷ trọng của mọi phần trong một tổng thể cộng lại bằng 100%.
Vì sao: một tỷ trọng gõ sai làm tổng lệch, mà từng số riêng lẻ thì vẫn hợp lý.
Ví dụ: cơ cấu nông nghiệp 11,5%, công nghiệp 36,4%, dịch vụ 53,1% cộng lại thành 101%.
Cách xét: theo khoảng mà các chữ số in ra có thể biểu thị, nên sai số do làm tròn được bỏ qua.
Không báo khi: câu không nói về cơ cấu, tỷ trọng; danh sách nêu không hết; hoặc tổng cách 100% quá xa để là một cơ cấu đầy đủ.
""",
)
def shares_not_whole(judgement: Judgement, tell: Tell) -> Iterator[Finding]:
    """The shares of all parts of one whole make 100 %.

    What: the shares that a sentence gives for every part of a whole add up to 100 %.
    Why: one share typed wrong puts the sum out, while each of them looks plausible.
    Example: farming 11.5%, industry 36.4%, services 53.1% make 101 %.
    Judged: by the intervals that the printed digits can stand for, so that rounding is forgiven.
    Silent when: the sentence is not about a structure; the list is not complete; or the sum is too far from 100 % to be one.
    """
    if judgement.outcome == "fails":
        yield tell.failed(judgement, vi="Tỷ trọng không đủ 100%", en="The shares do not make 100 %")

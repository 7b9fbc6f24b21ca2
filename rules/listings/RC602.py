"""RC602 numbering-gap"""

from __future__ import annotations

from collections.abc import Iterator

from reportcheck.extend import Finding, Judgement, Tell, rule


@rule(
    code="RC602",
    name="numbering-gap",
    subject="judgement",
    vi="Đánh số thứ tự nhảy hoặc trùng",
    en="A number is left out or used twice in a numbering",
    explain_vi="""
Kiểm tra: số thứ tự của đề mục, của các ý (1), (2), (3) trong một đoạn, của bảng, hình và chú thích tăng liên tục từng
đơn vị; số chú thích bằng số dấu chú thích.
Vì sao: bớt một mục hoặc chép thêm một mục thì các số sau dễ bị bỏ quên; người đọc tưởng thiếu nội dung.
Ví dụ: đề mục 1, 2, 4; các ý (1), (2), (2), (3).
Cách xét: chỉ xét dãy bắt đầu từ 1, có từ ba số trở lên và chỉ sai một chỗ (bốn số trở lên: một số gõ nhầm); số tự động của
Word không bao giờ sai nên không xét.
Không báo khi: dãy không bắt đầu từ 1, nhảy nhiều chỗ hoặc nhảy xa: đó là dẫn chiếu, không phải đánh số.
""",
)
def numbering_gap(judgement: Judgement, tell: Tell) -> Iterator[Finding]:
    """Headings, marks inside a paragraph, tables and pictures are numbered without a gap.

    What: headings, marks (1), (2), (3) inside one paragraph, typed marks of notes, and captions of tables and pictures go up
        by one; there are as many notes as marks.
    Why: when an item is taken out or copied in, the numbers behind it are forgotten, and readers miss a part that never was.
    Example: headings 1, 2, 4; marks (1), (2), (2), (3).
    Judged: series that begin with 1, have at least three numbers and are wrong in one place, or have four and one mistyped; automatic
        numbers are left out.
    Silent when: the series does not begin with 1, or jumps often or far: those numbers refer to something.
    """
    if judgement.outcome != "fails":
        return
    later = judgement.relation.target
    if judgement.relation.kind == "count":
        number = judgement.relation.offset
        yield tell.failed(
            judgement,
            vi=f"Dấu chú thích đánh đến {later.text} mà có {number} chú thích",
            en=f"The marks of notes go to {later.text}, and there are {number} notes",
            whole=True,
        )
        return
    earlier = judgement.relation.operands[0].figure
    assert judgement.gap is not None
    twice = judgement.gap < 0
    yield tell.failed(
        judgement,
        vi=f"Sau số {earlier.text} lại là số {later.text}: {'trùng số' if twice else 'thiếu một số ở giữa'}",
        en=f"{later.text} follows {earlier.text}: {'a number stands twice' if twice else 'a number is left out'}",
        whole=True,
    )

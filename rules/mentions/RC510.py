"""RC510 narrative-and-annex"""

from __future__ import annotations

from collections.abc import Iterator

from reportcheck.extend import Finding, Judgement, Tell, rule


@rule(
    code="RC510",
    name="narrative-and-annex",
    subject="judgement",
    vi="Lời văn ghi khác bảng, biểu về cùng một số",
    en="A sentence and a table disagree about one figure",
    explain_vi="""
Kiểm tra: một số nêu trong câu và cùng số ấy trong bảng, biểu (cùng báo cáo, hoặc phụ lục nộp kèm) phải bằng nhau.
Vì sao: lời văn thường viết từ một bản số liệu cũ hơn, hoặc bị gõ nhầm khi chép từ biểu.
Ví dụ: "Sở Y tế tiếp nhận 1.284 hồ sơ", biểu ghi 1.248; "trung bình một tháng ban hành 139.018 văn bản", biểu cộng được 486.563 trong 3,5 tháng.
Cách xét: hàng và cột được nhận ra theo từ ngữ quanh con số, viết tắt được viết đầy đủ, đơn vị và kỳ báo cáo phải phù hợp; đối chiếu cả với
tổng của nhóm cột, tổng các hàng, và số bình quân ngày, tháng. Khi khớp thì ghi nhận; khi lệch thì chỉ báo nếu câu chỉ đúng một ô, không bảng nào
có số ấy, và một lỗi gõ giải thích được hoặc các số khác của câu khớp với bảng: lỗi khi đủ căn cứ, cảnh báo khi ít hơn.
Không báo khi: từ ngữ chỉ được nhiều ô, khác kỳ hoặc không rõ kỳ (tháng này hay lũy kế), số ước lượng, mục tiêu, kế hoạch, hoặc số ấy có ở ô khác.
""",
)
def narrative_and_annex(judgement: Judgement, tell: Tell) -> Iterator[Finding]:
    """A figure in a sentence is the figure of the table that states the same.

    What: a figure of a sentence equals the figure of the row and the column that the sentence names, in a table of the report or of an
        annex submitted with it; also through the sum of columns or rows, another unit, or an average over the table's period.
    Why: narratives are written from older figures than the annex, or mistyped when copied.
    Example: "The health office received 1,284 files", and the annex says 1,248.
    Judged: row and column are recognised by the words around the figure, abbreviations written out; unit and period must agree. What
        agrees is noted. What differs is told only where the words name one cell beyond doubt, no table has the figure, and one slip
        explains it or the other figures of the sentence agree with that table: an error where much speaks for it, else a warning.
    Silent when: the words fit several cells, the periods differ or are unclear (this month or cumulative), the figure is
        approximate, a target or a plan, or stands in another cell.
    """
    if judgement.outcome != "fails":
        return
    operands = [operand.figure for operand in judgement.relation.operands]
    cells = f"{operands[0].location}" + (f" … {operands[-1].location}" if len(operands) > 1 else "")
    label = " › ".join(operands[0].label) if len(operands) == 1 else ""
    named = f"{cells} ({label})" if label else cells
    yield tell.failed(judgement, vi=f"Lời văn khác số ở {named}", en=f"The sentence differs from {named}")

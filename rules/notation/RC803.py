"""RC803 stale-formula"""

from __future__ import annotations

from collections.abc import Iterator

from reportcheck.extend import Finding, Judgement, Tell, rule


@rule(
    code="RC803",
    name="stale-formula",
    subject="judgement",
    vi="Giá trị lưu trong ô khác kết quả công thức của chính ô đó",
    en="A cell's stored value is not what its formula gives",
    explain_vi="""
Kiểm tra: giá trị đang lưu của ô công thức bằng kết quả tính lại từ các ô mà công thức dùng.
Vì sao: tệp được sửa bằng phần mềm không tính lại, hoặc tắt chế độ tính tự động, nên tổng giữ giá trị cũ.
Ví dụ: ô =SUM(C5:E5) lưu 752 trong khi 25 + 150 + 557 = 732.
Cách xét: tính lại chính xác các công thức cộng, trừ, nhân, chia, SUM, SUMIF(S), SUBTOTAL, AVERAGE, ROUND, MAX, MIN, COUNT,
IF và IFERROR đơn giản, kể cả sang trang khác; so theo chữ số hiển thị. Nhiều ô sai vì một nguyên nhân chỉ báo một lần.
Không báo khi: công thức thuộc loại khác, hoặc sổ tính chưa từng được tính (được đếm là chưa xét).
""",
)
def stale_formula(judgement: Judgement, tell: Tell) -> Iterator[Finding]:
    """The stored value of a formula cell is what the formula gives.

    What: the cached result of a cell against the cells that its formula names.
    Why: a file edited by a program that does not recalculate, or with calculation switched off, keeps the old total.
    Example: =SUM(C5:E5) holds 752 while 25 + 150 + 557 = 732.
    Judged: sums, differences, products, quotients, SUM, SUMIF(S), SUBTOTAL, AVERAGE, ROUND, MAX, MIN, COUNT, a plain IF
        or IFERROR, other sheets too, recomputed exactly, by the digits shown. Cells that are off for one reason are told once.
    Silent when: the formula is of another kind, or no program ever calculated the workbook (counted as not looked at).
    """
    if judgement.outcome == "fails":
        formula = judgement.relation.support
        yield tell.failed(
            judgement,
            vi=f"giá trị lưu đã cũ so với công thức {formula}",
            en=f"the stored value is stale, the formula is {formula}",
        )

"""RC807 typed-over-formula"""

from __future__ import annotations

from collections.abc import Iterator

from reportcheck.extend import Finding, Judgement, Tell, rule


@rule(
    code="RC807",
    name="typed-over-formula",
    subject="judgement",
    vi="Số gõ tay đè lên công thức",
    en="A figure is typed over a formula",
    explain_vi="""
Kiểm tra: trong dòng hoặc cột toàn công thức giống nhau, không ô nào là số gõ tay khác kết quả của công thức đó.
Vì sao: số gõ đè không thay đổi khi các thành phần thay đổi.
Ví dụ: cột Tổng số là =B2+C2, =B3+C3 … nhưng ô D4 là số 52 trong khi 12 + 20 = 32.
Cách xét: áp công thức của các ô bên cạnh vào ô đó rồi so theo chữ số hiển thị.
Cảnh báo thay vì lỗi khi ít ô bên cạnh làm chứng.
Không báo khi: số gõ tay bằng kết quả của công thức; ô đầu của chuỗi lũy tiến; cột tỷ lệ, đơn giá, bình quân trong dòng tổng.
""",
)
def typed_over_formula(judgement: Judgement, tell: Tell) -> Iterator[Finding]:
    """Among like formulas, no figure is typed that differs from what the formula gives.

    What: a constant in a row or column whose other cells share one formula.
    Why: a typed figure stays as it is when its parts change.
    Example: a column =B2+C2, =B3+C3 … with the number 52 in D4, while 12 + 20 = 32.
    Judged: by the neighbours' formula, written for that cell, and the digits shown; a warning where few neighbours speak.
    Silent when: the figure is what the formula gives, begins a running series, or is a share, price or average in a row
        of totals.
    """
    if judgement.outcome == "fails":
        formula = judgement.relation.support
        yield tell.failed(
            judgement,
            vi=f"số gõ tay giữa các công thức, các ô bên cạnh tính {formula}",
            en=f"typed among formulas, the cells beside it compute {formula}",
        )

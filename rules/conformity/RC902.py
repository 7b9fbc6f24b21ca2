"""RC902 wrong-type"""

from __future__ import annotations

from collections.abc import Iterator

from reportcheck.extend import Finding, ShapeFault, Tell, rule


@rule(
    code="RC902",
    name="wrong-type",
    subject="shape",
    vi="Ô số lại chứa chữ",
    en="Words stand where a figure is expected",
    explain_vi="""
Kiểm tra: ô thuộc cột số của mẫu chứa số.
Vì sao: chữ trong ô số làm hỏng mọi phép cộng.
Ví dụ: ô "đang tổng hợp" trong cột số hồ sơ.
Cách xét: dấu gạch (-) là 0, dấu ba chấm (…) là chưa có số liệu; các chữ khác là lỗi.
Không báo khi: ô trống, dấu gạch, dấu ba chấm.
""",
)
def wrong_type(fault: ShapeFault, tell: Tell) -> Iterator[Finding]:
    """A cell under a form's column of figures holds a figure.

    What: words in a cell where the form expects a number.
    Why: words in a column of figures break every sum.
    Example: "being compiled" in the column of dossiers.
    Judged: a dash is zero and dots are not known; other words are wrong.
    Silent when: the cell is empty, a dash or dots.
    """
    if fault.kind == "type":
        assert fault.figure is not None
        yield tell.about(
            vi=f"{fault.figure.location}: cột “{fault.heading}” của mẫu {fault.form} cần số, ô ghi “{fault.figure.text}”.",
            en=f"{fault.figure.location}: column “{fault.heading}” of form {fault.form} expects a figure, the cell says “{fault.figure.text}”.",
            figures=[("cell", fault.figure)],
            severity="error",
            key=fault.name,
        )

"""RC904 out-of-range"""

from __future__ import annotations

from collections.abc import Iterator

from reportcheck.extend import Finding, ShapeFault, Tell, rule


@rule(
    code="RC904",
    name="out-of-range",
    subject="shape",
    vi="Số nằm ngoài khoảng cho phép",
    en="A figure is outside its range",
    explain_vi="""
Kiểm tra: số đếm không âm.
Vì sao: số văn bản, số hồ sơ không thể nhỏ hơn 0.
Ví dụ: đang giải quyết: −5.
Cách xét: theo kiểu cột của mẫu.
Không báo khi: cột cho phép số âm (chênh lệch).
""",
)
def out_of_range(fault: ShapeFault, tell: Tell) -> Iterator[Finding]:
    """A figure is within the range of its column.

    What: counts are not negative.
    Why: there are never fewer than no documents.
    Example: pending: −5.
    Judged: by the column's type in the form.
    Silent when: the column may be negative (a difference).
    """
    if fault.kind == "range":
        assert fault.figure is not None
        yield tell.about(
            vi=f"{fault.figure.location}: cột “{fault.heading}” của mẫu {fault.form} không thể là {fault.figure.text}.",
            en=f"{fault.figure.location}: column “{fault.heading}” of form {fault.form} cannot be {fault.figure.text}.",
            figures=[("cell", fault.figure)],
            severity="error",
            key=fault.name,
        )

"""RC903 blank-required"""

from __future__ import annotations

from collections.abc import Iterator

from reportcheck.extend import Finding, ShapeFault, Tell, rule


@rule(
    code="RC903",
    name="blank-required",
    subject="shape",
    vi="Ô bắt buộc còn trống",
    en="A cell that must be filled is empty",
    explain_vi="""
Kiểm tra: ô mà mẫu bắt buộc điền thì không để trống.
Vì sao: ô trống không phân biệt được với số 0 hay chưa tổng hợp.
Ví dụ: cột "tổng số" của một đơn vị bỏ trống.
Cách xét: dấu gạch được coi là 0 và được chấp nhận.
Không báo khi: mẫu cho phép để trống.
""",
)
def blank_required(fault: ShapeFault, tell: Tell) -> Iterator[Finding]:
    """A cell that the form requires is filled.

    What: an empty cell (or dots) under a column that must be filled.
    Why: an empty cell may be zero or forgotten; nobody can tell.
    Example: the total of one office left empty.
    Judged: a dash counts as zero and is accepted.
    Silent when: the form allows the cell to be empty.
    """
    if fault.kind == "blank":
        assert fault.figure is not None
        yield tell.about(
            vi=f"{fault.figure.location}: cột “{fault.heading}” của mẫu {fault.form} bắt buộc phải điền.",
            en=f"{fault.figure.location}: column “{fault.heading}” of form {fault.form} must be filled.",
            figures=[("cell", fault.figure)],
            severity="error",
            key=fault.name,
        )

"""RC901 missing-column"""

from __future__ import annotations

from collections.abc import Iterator

from reportcheck.extend import Finding, ShapeFault, Tell, rule


@rule(
    code="RC901",
    name="missing-column",
    subject="shape",
    vi="Biểu thiếu cột bắt buộc",
    en="A form lacks a required column",
    explain_vi="""
Kiểm tra: biểu có đủ các cột (hoặc dòng) mà mẫu quy định.
Vì sao: thiếu cột thì không đối chiếu được và cấp trên sẽ trả lại.
Ví dụ: biểu II.06a không có cột "quá hạn".
Cách xét: theo tiêu đề cột, không phân biệt dấu, thứ tự.
Không báo khi: bảng không mang tên của mẫu.
""",
)
def missing_column(fault: ShapeFault, tell: Tell) -> Iterator[Finding]:
    """A form has the columns it requires.

    What: a table with the form's title has all its required columns (or rows).
    Why: what is missing cannot be compared, and the receiver bounces the report.
    Example: form II.06a without the column "overdue".
    Judged: by headings, in any order, with or without diacritics.
    Silent when: the table does not bear the form's title.
    """
    if fault.kind == "missing":
        yield tell.about(
            vi=f"{fault.table}: thiếu cột hoặc dòng “{fault.heading}” mà mẫu {fault.form} yêu cầu.",
            en=f"{fault.table}: the column or row “{fault.heading}” that form {fault.form} requires is missing.",
            severity="error",
            key=f"{fault.form} {fault.name}",
        )

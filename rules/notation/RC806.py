"""RC806 cell-error"""

from __future__ import annotations

from collections.abc import Iterator

from reportcheck.extend import CellError, Finding, TableView, Tell, rule


@rule(
    code="RC806",
    name="cell-error",
    subject="table",
    vi="Ô báo lỗi công thức",
    en="A cell shows a formula error",
    explain_vi="""
Kiểm tra: không còn ô nào hiện #REF!, #DIV/0!, #VALUE! …
Vì sao: cấp trên nhận được báo cáo không có số.
Ví dụ: ô tổng hiện #REF! vì một sheet đã bị xóa.
Cách xét: mỗi bảng một thông báo; #N/A chỉ là cảnh báo vì có khi được dùng có chủ ý.
Không báo khi: lỗi nằm ngoài các bảng số liệu.
""",
)
def cell_error(view: TableView, tell: Tell) -> Iterator[Finding]:
    """No cell shows a formula error.

    What: #REF!, #DIV/0!, #VALUE! … in a table.
    Why: the receiver gets a report without the figure.
    Example: a total that shows #REF! because its sheet was deleted.
    Judged: one finding for a table; #N/A alone is a warning, since some use it on purpose.
    Silent when: the error stands outside the tables.
    """
    if view.height > 4000:
        return
    places = [(r, c) for r, row in enumerate(view.body_rows) for c, v in enumerate(row) if isinstance(v, CellError)]
    if not places:
        return
    figures = [view.figure(r, c) for r, c in places[:20]]
    cells = ", ".join(f"{f.location.cell} {f.text}" for f in figures[:5]) + (" …" if len(places) > 5 else "")
    serious = any(f.text != "#N/A" for f in figures)
    yield tell.about(
        vi=f"{view.table.display}: ô báo lỗi công thức: {cells}.",
        en=f"{view.table.display}: cells show a formula error: {cells}.",
        figures=(("cell", figure) for figure in figures),
        severity="error" if serious else "warning",
        key=" ".join(f.text for f in figures),
    )

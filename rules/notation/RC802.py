"""RC802 number-stored-as-text"""

from __future__ import annotations

from collections.abc import Iterator

from reportcheck.extend import Finding, TableView, Tell, rule


@rule(
    code="RC802",
    name="number-stored-as-text",
    subject="table",
    vi="Số được lưu dạng chữ",
    en="A number is stored as text",
    explain_vi="""
Kiểm tra: trong bảng tính, ô số được lưu là số, không phải chữ trông giống số.
Vì sao: hàm SUM bỏ qua các ô dạng chữ mà không báo gì.
Ví dụ: ô "1.939" lưu dạng chữ giữa các ô số.
Cách xét: cảnh báo khi các ô khác của bảng là số thật; chỉ nhắc khi cả bảng đều gõ dạng chữ.
Không báo khi: tệp csv (vốn chỉ có chữ).
""",
)
def number_stored_as_text(view: TableView, tell: Tell) -> Iterator[Finding]:
    """In a workbook, figures are stored as numbers.

    What: text cells that read as a number, in columns of figures.
    Why: SUM passes over text cells without a word.
    Example: the text "1.939" among numbers.
    Judged: a warning where the table's other cells are true numbers, a remark where all are typed as text.
    Silent when: the file is csv, which has text only.
    """
    if tell.scene.document.format == "csv":
        return
    texts: list[tuple[int, int]] = []
    numbers = 0
    for c in view.number_columns:
        numbers += view.kinds(c)[float] + view.kinds(c)[int]
        if not view.kinds(c)[str]:
            continue
        for r, reading in enumerate(view.readings(c)):
            if reading is not None and reading.numerals and not reading.unit and not reading.mark:
                texts.append((r, c))
    if not texts:
        return
    figures = [view.figure(r, c) for r, c in texts[:20]]
    cells = ", ".join(f"{f.location.cell} ({f.text})" for f in figures[:3]) + (" …" if len(texts) > 3 else "")
    yield tell.about(
        vi=f"{view.table.display}: {len(texts)} ô số được lưu dạng chữ, hàm SUM sẽ bỏ qua: {cells}.",
        en=f"{view.table.display}: {len(texts)} figure{'s' if len(texts) > 1 else ''} stored as text, which SUM passes over: {cells}.",
        figures=(("cell", figure) for figure in figures),
        severity="warning" if numbers else "info",
        key=" ".join(f.text for f in figures),
    )

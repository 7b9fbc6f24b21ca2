"""RC802 number-stored-as-text"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportcheck.extend import Finding, Reading, TableView, Tell, rule, words

_CODES = re.compile(r"^(?:ma|so hieu|so dien thoai|dien thoai|code|phone|id)\b|\bma so\b")


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
    if not view.grid.typed:
        return
    texts: list[tuple[int, int]] = []
    numbers = 0
    for c in view.number_columns:
        if _CODES.search(words(" ".join(view.headings[c]))):
            continue
        numbers += view.kinds(c)[float] + view.kinds(c)[int]
        if not view.kinds(c)[str]:
            continue
        for r, reading in enumerate(view.readings(c)):
            if reading is not None and _is_plain(reading, str(view.body_rows[r][c])):
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


def _is_plain(reading: Reading, text: str) -> bool:
    """A figure that somebody would sum: no share, no word behind it, no code or telephone number beginning with 0."""
    code = text.strip().startswith("0") and text.strip().isdigit() and len(text.strip()) > 3
    return bool(reading.numerals) and not (reading.unit or reading.mark or reading.percent or code)

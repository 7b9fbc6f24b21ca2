"""RC801 mixed-separators"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from reportcheck.extend import Finding, TableView, Tell, rule

_NAMES = {
    ".": ("dấu chấm", "a dot"),
    ",": ("dấu phẩy", "a comma"),
    " ": ("dấu cách", "a blank"),
    "'": ("dấu phẩy trên", "an apostrophe"),
}


@rule(
    code="RC801",
    name="mixed-separators",
    subject="table",
    vi="Một bảng dùng nhiều kiểu dấu phân cách",
    en="One table uses several separators",
    explain_vi="""
Kiểm tra: trong một bảng, các số dùng cùng một dấu phân cách hàng nghìn và cùng một dấu thập phân.
Vì sao: 3,341 có người đọc là ba nghìn ba trăm bốn mươi mốt, có người đọc là ba phẩy ba.
Ví dụ: 1.939 và 3,341 trong cùng một bảng.
Cách xét: theo cách đọc mà các ô khác và phép tính xác nhận.
Không báo khi: mọi số dùng một kiểu, hoặc số được lưu là số thật (dấu do phần mềm hiển thị).
""",
)
def mixed_separators(view: TableView, tell: Tell) -> Iterator[Finding]:
    """The figures of one table use one mark for thousands and one for decimals.

    What: text cells that group thousands (or begin decimals) by different marks.
    Why: one reader takes 3,341 for three thousand, another for three point three.
    Example: 1.939 and 3,341 in one table.
    Judged: by the readings that the other cells and the arithmetic confirm.
    Silent when: all agree, or the figures are true numbers, whose marks the program shows.
    """
    for use, vi_use, en_use in (
        ("thousands", "phân cách hàng nghìn", "for thousands"),
        ("decimal", "thập phân", "for decimals"),
    ):
        cells = _cells_by_mark(view, use)
        if len(cells) < 2:
            continue
        common = max(cells, key=lambda mark: len(cells[mark]))
        odd = [place for mark, places in cells.items() if mark != common for place in places]
        figures = [view.figure(r, c) for r, c in odd[:20]]
        vi_marks = " và ".join(_NAMES[m][0] for m in cells)
        en_marks = " and ".join(_NAMES[m][1] for m in cells)
        sample = view.figure(*cells[common][0])
        yield tell.about(
            vi=f"{view.table.display}: dùng cả {vi_marks} làm dấu {vi_use} ({figures[0].text} bên cạnh {sample.text}).",
            en=f"{view.table.display}: {en_marks} both stand {en_use} ({figures[0].text} beside {sample.text}).",
            figures=(("cell", figure) for figure in figures),
            key=f"{use} {figures[0].text}",
        )


def _cells_by_mark(view: TableView, use: str) -> dict[str, list[tuple[int, int]]]:
    """The text cells that use each mark for thousands (or decimals)."""
    cells: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for c in view.number_columns:
        if not view.kinds(c)[str]:
            continue
        for r, reading in enumerate(view.readings(c)):
            if reading is None or not reading.numerals:
                continue
            numeral = view.numeral(reading, c)
            mark = numeral.thousands if use == "thousands" else numeral.decimal
            if mark:
                cells[mark].append((r, c))
    return cells

"""RC805 misread-entry"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from reportcheck.extend import Finding, TableView, Tell, rule, words

_RATES = re.compile(r"binh quan|trung binh|ty le|so voi|average|ratio|per ")


@rule(
    code="RC805",
    name="misread-entry",
    subject="table",
    vi="Phần mềm bảng tính đã hiểu sai số vừa gõ",
    en="The spreadsheet took a typed figure for something else",
    explain_vi="""
Kiểm tra: ô bị phần mềm hiểu khác ý người gõ: gõ 1.325 (một nghìn ba trăm hai mươi lăm) thành số thập phân 1,325; gõ 01/7 thành ngày tháng.
Vì sao: máy cài kiểu số nước ngoài coi dấu chấm là dấu thập phân.
Ví dụ: cột 898, 1.325, 136 mà ô giữa lưu là 1,325.
Cách xét: chỉ khi các số khác trong cột (hoặc trong bảng) đều là số nguyên.
Không báo khi: cột có số thập phân khác, cột hoặc dòng là tỷ lệ hoặc tiền; ô là công thức.
""",
)
def misread_entry(view: TableView, tell: Tell) -> Iterator[Finding]:
    """A typed figure was not taken for something else.

    What: 1.325 typed for one thousand three hundred and twenty-five and stored as a decimal; 01/7 turned into a date.
    Why: a machine set up for another country takes the dot for a decimal mark.
    Example: a column 898, 1.325, 136 whose middle cell holds 1.325.
    Judged: only where the other figures of the column (or of the table) are whole numbers.
    Silent when: the column has other decimals, or the column or the row is a share or money; the cell holds a formula.
    """
    if view.height > 4000:
        return
    columns = {c: [row[c] for row in view.body_rows] for c in view.number_columns[:60]}
    odd = {c for c, cells in columns.items() if not all(map(_is_plain, cells))}
    whole_table = _whole([v for cells in columns.values() for v in cells[:400]]) if odd else (0, 0)
    for c in sorted(odd):
        if view.unit_of(c) == "%" or _RATES.search(words(" ".join(view.headings[c]))):
            continue
        cells = columns[c]
        whole = _whole(cells)
        for r, value in enumerate(cells):
            if isinstance(value, float) and not _alone(view.body_rows[r]):
                continue
            if (
                isinstance(value, float)
                and not value.is_integer()
                and not _RATES.search(words(view.row_name(r)))
                and _thousandfold(value)
                and _among_whole(whole, whole_table)
            ):
                place = view.top + r, view.left + c
                if view.grid.format_at(*place).digits is None and place not in view.grid.formulas:
                    figure = view.figure(r, c)
                    meant = f"{round(value * 1000)}"
                    yield tell.about(
                        vi=f"{figure.location}: ô lưu số thập phân {figure.text} giữa các số nguyên; có lẽ người nhập gõ {meant}.",
                        en=f"{figure.location}: the cell holds the decimal {figure.text} among whole numbers; {meant} may have been typed.",
                        figures=[("cell", figure)],
                        key=f"{value!r}",
                    )
            elif isinstance(value, (dt.date, dt.datetime)) and whole[0] >= 3 and whole[0] > whole[1] * 4:
                figure = view.figure(r, c)
                yield tell.about(
                    vi=f"{figure.location}: ô giữa cột số lại là ngày tháng {figure.text}; có lẽ số gõ vào đã bị đổi thành ngày.",
                    en=f"{figure.location}: a cell among figures is the date {figure.text}; a typed figure may have been turned into a date.",
                    figures=[("cell", figure)],
                    key=figure.text,
                )


def _is_plain(value: object) -> bool:
    """Neither a decimal nor a date."""
    return value.is_integer() if isinstance(value, float) else not isinstance(value, (dt.date, dt.datetime))


def _whole(cells: Sequence[object]) -> tuple[int, int]:
    """Whole numbers and others among the cells, small fractions of thousands left out."""
    whole = sum(isinstance(v, (int, float)) and not isinstance(v, bool) and float(v).is_integer() for v in cells)
    other = sum(isinstance(v, float) and not v.is_integer() for v in cells)
    return whole, other


def _alone(row: Sequence[object]) -> bool:
    """Whether at most one cell of a row is a decimal: a row of decimals measures something else than its column."""
    return sum(isinstance(v, float) and not v.is_integer() for v in row) <= 1


def _among_whole(column: tuple[int, int], table: tuple[int, int]) -> bool:
    """Whether decimals are rare in the column, and where that is short, in the table."""
    if column[0] + column[1] >= 4:
        return column[0] >= 3 * column[1]
    return table[0] >= 4 and table[0] >= 4 * table[1] and column[1] <= 1


def _thousandfold(value: float) -> bool:
    """1 to 999 with at most three decimals: what dotted thousands become."""
    text = repr(value)
    return 1 <= abs(value) < 1000 and "e" not in text and len(text.partition(".")[2]) <= 3

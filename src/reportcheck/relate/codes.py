"""Printed formulas over columns: in the row of column numbers, in headings, captions and notes.

    (1)   (2)   (3)=(4)+(5)+(6)   (4)   (5)   (6)   (7)=(5)/(4)*100
    Ghi chú: Cột 3 = Cột 4 + Cột 5 + Cột 6

Codes stand in a row under the headings (``A B 1 2 3``), at the end of the headings themselves (``Nam (2)``), or are the
letters of the sheet's columns. Formulas over rows are those of :mod:`reportcheck.relate.row_codes`; a note that names
neither columns nor rows is read as either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from reportcheck.extract import TableView
from reportcheck.formula import FormulaError
from reportcheck.labels import is_percentage
from reportcheck.model import Figure, Value, column_name
from reportcheck.numerals import tidy
from reportcheck.printed_formula import PrintedFormula, code_key, formulas_in, parse_printed
from reportcheck.read.blocks import is_code_row
from reportcheck.relate.family import Family, family_key
from reportcheck.relate.reading import Printed, Rider, readings
from reportcheck.relate.row_codes import RowCodes
from reportcheck.structure import BULK_ROWS

__all__ = ["claim_codes"]

_OWN = re.compile(r"\(?\s*(\w{1,3}(?:\.\d{1,2})?)\s*\)?\s*=")
_ENDING = re.compile(r"\(\s*(\d{1,2}[a-z]?|[A-ZĐ]|[a-zđ])\s*\)\s*$")
_PADDED = re.compile(r"(\d{1,3})[.,]0+$")  # a column number that an export printed with decimals
_FAR = 12  # rows above and below a table in which its caption and notes are sought


def claim_codes(views: Sequence[TableView], taken: Sequence[Family]) -> list[Printed]:
    """What all printed formulas say must hold, those apart that a form of the table says already.

    Args:
        views: the tables.
        taken: families claimed before.
    """
    known: dict[tuple[object, ...], list[Family]] = {}
    for family in taken:
        known.setdefault(family_key(family), []).append(family)
    claims: list[Printed] = []
    for view in views:
        columns, rows = _Columns(view), RowCodes(view)
        found = [*columns.claims(), *rows.claims()]
        for formula, place in _noted(view):
            by_columns = [] if formula.axis == "row" else columns.noted(formula, place)
            by_rows = [] if formula.axis == "column" else rows.noted(formula, place)
            found += _either(by_columns, by_rows)
        for printed in found:
            if not any(_meet(family, known.get(family_key(family), ())) for family in printed.families):
                for family in printed.families:
                    known.setdefault(family_key(family), []).append(family)
                claims.append(printed)
    return claims


def _meet(family: Family, others: Sequence[Family]) -> bool:
    """Whether a family claims in any lane what one of the others, of the same lines, claims."""
    return any(not set(family.lanes).isdisjoint(other.lanes) for other in others)


def _either(by_columns: list[Printed], by_rows: list[Printed]) -> Iterator[Printed]:
    """A note that could mean columns or rows, read as whichever the figures follow."""
    if not by_columns or not by_rows:
        yield from by_columns or by_rows
        return
    for one, other in zip(by_columns, by_rows, strict=False):
        one.families += other.families
        one.sure = False
        yield one


def _noted(view: TableView) -> Iterator[tuple[PrintedFormula, Figure]]:
    """The formulas of a table's caption and notes, and of lines of words within it."""
    for text in (*view.table.caption.splitlines(), *view.table.notes):
        for formula in formulas_in(text):
            if formula.target:
                yield formula, _find(view, text, formula.text)
    if view.height > BULK_ROWS:
        return
    filled = set(view.data_rows)
    for r, row in enumerate(view.body_rows):
        texts = [] if r in filled else [(c, v) for c, v in enumerate(row) if isinstance(v, str)]
        for c, text in texts if len(texts) <= 2 else ():
            for formula in formulas_in(text):
                if formula.target:
                    yield formula, _place(view, view.top + r, c, formula.text)


def _find(view: TableView, text: str, shown: str) -> Figure:
    """Where a line of the caption or notes stands; the table itself where it is not found."""
    grid, area = view.grid, view.table.area
    for row in (*range(area.bottom + 1, area.bottom + _FAR), *range(area.top - 1, area.top - _FAR, -1)):
        for column in range(grid.left, grid.right + 1):
            value = grid.at(row, column)
            if isinstance(value, str) and tidy(value) == tidy(text):
                return _place(view, row, column - view.left, shown)
    return _place(view, area.top, 0, shown)


def _place(view: TableView, row: int, column: int, text: str) -> Figure:
    """The cell where a formula is printed; ``row`` counts in the sheet, ``column`` in the table."""
    return Figure(text, None, location=view.grid.location(row, view.left + column), set_aside="formula")


@dataclass(slots=True)
class _CodeRow:
    """A row of column numbers: the column of each, and the cells with formulas (row of the sheet, column, text)."""

    codes: dict[str, int] = field(default_factory=dict)
    formulas: list[tuple[int, int, str]] = field(default_factory=list)


class _Columns:
    """The column codes of one table."""

    def __init__(self, view: TableView) -> None:
        self.view = view
        rows = [
            self._code_row(row) for row in range(view.table.area.top, min(view.top + 2, view.table.area.bottom + 1))
        ]
        rows.append(self._in_headings())
        self.row = max(rows, key=lambda found: len(found.codes) + len(found.formulas))
        self.row.codes = {code: self._figures_of(c) for code, c in self.row.codes.items()}

    # -- codes ----------------------------------------------------------------

    def _code_row(self, row: int) -> _CodeRow:
        """The codes of one row; empty where it is none. Below the headings every cell must be one."""
        view, found = self.view, _CodeRow()
        last, others = 0, 0
        cells = [view.grid.at(row, view.left + c) for c in range(view.width)]
        for c, value in enumerate(cells):
            text = _cell_text(value)
            if not text:
                continue
            own = _OWN.match(text)
            key = code_key(own[1] if own else text)
            if key and not _is_year(key):
                if found.codes.setdefault(key, c) == c:
                    last = int(key) if key.isdigit() else 0
                if own:
                    found.formulas.append((row, c, text))
            elif _is_sum(text):
                found.formulas.append((row, c, text))
                last += 1
                found.codes.setdefault(str(last) if last > 1 else text, c)
            else:
                others += 1
        if row >= view.top and (others or not (found.formulas or is_code_row(cells))):
            return _CodeRow()
        if others and any(not _OWN.match(text) for _, _, text in found.formulas):
            return _CodeRow()
        wanted = 2 if found.formulas else 3
        return found if len(found.codes) >= wanted and (found.formulas or not others) else _CodeRow()

    def _figures_of(self, c: int) -> int:
        """The column of the figures under a number: where marks of notes stand there, the one right of them."""
        columns, coded = self.view.number_columns, set(self.row.codes.values())
        beside = c + 1 in columns and c + 1 not in coded
        return c + 1 if beside and c not in columns and c not in self.view.stub else c

    def _in_headings(self) -> _CodeRow:
        """Codes that end the headings themselves: ``Nam (2)``, ``Tổng số (1)=(2)+(3)``."""
        found = _CodeRow()
        for _, c, text in self._heading_cells():
            formulas = formulas_in(text)
            ending = _ENDING.search(text)
            if formulas and formulas[0].target:
                found.codes.setdefault(formulas[0].target, c)
            elif ending is not None:
                found.codes.setdefault(code_key(ending[1]), c)
        return found

    def _heading_cells(self) -> Iterator[tuple[int, int, str]]:
        """The words above the figures: row of the sheet, column of the table, text."""
        view = self.view
        for row in range(view.table.area.top, view.top):
            for c in range(view.width):
                value = view.grid.at(row, view.left + c)
                if isinstance(value, str):
                    yield row, c, tidy(value)

    # -- claims ---------------------------------------------------------------

    def claims(self) -> Iterator[Printed]:
        """The claims of the row of column numbers, then of the headings."""
        printed = {(row, c) for row, c, _ in self.row.formulas}
        for row, c, text in self.row.formulas:
            try:
                formula = parse_printed(text)
            except FormulaError:
                continue
            if len(formula.sides) > 1 or formula.sides[0].names:
                yield from self._claim(formula, self._figures_of(c), _place(self.view, row, c, text), text)
        for row, c, text in self._heading_cells():
            if (row, c) in printed:
                continue
            for formula in formulas_in(text):
                place = _place(self.view, row, c, formula.text)
                if formula.target:
                    yield from self.noted(formula, place, own=c)
                elif self._covers_one(row, c):
                    yield from self._claim(formula, c, place, formula.text, sure=len(formula.names) > 2)

    def noted(self, formula: PrintedFormula, place: Figure, own: int | None = None) -> list[Printed]:
        """The claims of a formula in a note (or in the heading of the column ``own``)."""
        if not any(len(side.names) > 1 for side in formula.sides) and formula.axis != "column":
            return []
        for codes, sure in self._meanings(formula, own):
            if formula.target in codes and all(name in codes for name in formula.names):
                return list(self._claim(formula, codes[formula.target], place, formula.text, codes=codes, sure=sure))
        if formula.axis != "column" or self.row.codes or not formula.target.isdigit():
            return []
        return self._by_position(formula, place)

    def _meanings(self, formula: PrintedFormula, own: int | None) -> Iterator[tuple[Mapping[str, int], bool]]:
        """What the codes may stand for: printed ones, else the letters of the sheet's columns."""
        yield self.row.codes, True
        if all(name.isalpha() and name.isupper() for name in (formula.target, *formula.names)):
            letters = {column_name(self.view.left + c): c for c in range(self.view.width)}
            yield letters, own is not None and letters.get(formula.target) == own

    def _by_position(self, formula: PrintedFormula, place: Figure) -> list[Printed]:
        """ "Cột 1" where no column bears a number: counted from the first column, or from the first with figures."""
        view, found = self.view, list[Printed]()
        for first in dict.fromkeys((min(view.number_columns, default=0), 0)):
            codes = {str(n + 1): first + n for n in range(view.width - first)}
            if formula.target in codes:
                more = list(self._claim(formula, codes[formula.target], place, formula.text, codes=codes, sure=False))
                if found:
                    for one, other in zip(found, more, strict=False):
                        one.families += other.families
                else:
                    found = more
        return found

    def _claim(
        self,
        formula: PrintedFormula,
        column: int,
        place: Figure,
        text: str,
        *,
        codes: Mapping[str, int] | None = None,
        sure: bool = True,
    ) -> Iterator[Printed]:
        """The claims of one formula, one for each ``=`` of a chain."""
        codes = self.row.codes if codes is None else codes
        target = formula.target or next((code for code, c in codes.items() if c == column), "")
        for side in formula.sides:
            shown = formula.percent or self.view.unit_of(column) == "%"
            lanes = self._lanes(column, linear=side.is_linear)
            rider = Rider(self.view, "column", lanes, shown)
            families = readings(rider, column, side, codes.get, text)
            if families:
                yield Printed(text, place, families, sure, target, codes)

    def _lanes(self, column: int, *, linear: bool) -> list[int]:
        """The rows that a formula speaks of: those with the figure it gives. Rows of percentages do not add up."""
        view = self.view
        rows = [r for r in view.data_rows if view.body_rows[r][column] is not None and r not in self._own_rows]
        if not linear or view.height > BULK_ROWS or view.unit_of(column) == "%":
            return rows
        return [r for r in rows if not is_percentage(view.row_name(r))]

    @cached_property
    def _own_rows(self) -> set[int]:
        """Body rows that are the row of column numbers itself."""
        return {row - self.view.top for row, _, _ in self.row.formulas}

    def _covers_one(self, row: int, c: int) -> bool:
        """Whether a heading stands over one column only."""
        at = row, self.view.left + c
        return all(at not in merge or merge.left == merge.right for merge in self.view.grid.merges)


def _cell_text(value: Value) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, str):
        text = tidy(value)
        return text if (padded := _PADDED.match(text)) is None else padded[1]
    return str(value) if type(value) is int else ""


def _is_year(key: str) -> bool:
    return key.isdigit() and len(key) > 3


def _is_sum(text: str) -> bool:
    """Whether a cell among column numbers is a formula without its own number: ``=4+5``, ``a+b``."""
    try:
        formula = parse_printed(text)
    except FormulaError:
        return False
    return not formula.target and any(len(side.names) > 1 for side in formula.sides) and not formula.ranged

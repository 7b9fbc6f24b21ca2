"""The formulas of one table beside each other: what stands next to a cell in its row and in its column."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from reportcheck.extract import TableView
from reportcheck.formula import Call, FormulaError, Name, parse_expression
from reportcheck.labels import is_comparison, is_percentage, is_total, words
from reportcheck.relate.cells import Reference, is_plain_number, read_reference
from reportcheck.relate.relative import RelativeForm, relative_form
from reportcheck.structure import numbering_style

__all__ = ["Cell", "Field", "Neighbours"]

Cell = tuple[int, int]  # zero-based row and column of the sheet

_WINDOW = 3  # figures looked at on each side
_APART = 2  # rows or columns without figures that a run of formulas spans
_RATES = re.compile(
    r"binh quan|trung binh|don gia|^gia\b|ty le|ty trong|he so|muc |chi so|diem|nam sinh|xep hang|average|mean|median"
    r"|\brate\b|ratio|price|index|rank|score|per |share|\bmax\b|\bmin\b|lon nhat|nho nhat"
)
_ASIDE = re.compile(
    r"^(?:[-+*] )?(?:trong do|of which|in which|including|bao gom|tru\b|less\b|minus|ghi chu|note|kiem tra|check|doi chieu"
    r"|nam truoc|ky truoc|thang truoc|quy truoc|luy ke|ke hoach|du kien|muc tieu|target|budget|plan\b|previous|prior"
    r"|last (?:year|month)|binh quan|trung binh|average|ton dau|so du|dau ky|opening|balance)"
)


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The formula that the figures next to a cell share.

    Attributes:
        model: the nearest of them.
        count: how many of the nearest figures have it, three on each side at most.
        both_sides: it stands on either side.
        in_row: they stand in the cell's row; else in its column.
    """

    model: Cell
    count: int
    both_sides: bool
    in_row: bool


class Field:
    """The figures and formulas in the body of a table, by their places on the sheet."""

    def __init__(self, view: TableView) -> None:
        self.view = view
        self.forms: dict[Cell, RelativeForm] = {}
        self._rows: dict[int, list[int]] = {}  # columns of the figures of each row
        self._columns: dict[int, list[int]] = {}
        self._index: dict[Cell, tuple[int, int]] = {}  # where a figure stands in its row and in its column
        self._sums: dict[Cell, list[Reference]] = {}
        self._totals: dict[int, bool] = {}
        formulas, top, left = view.grid.formulas, view.top, view.left
        first = max(view.stub, default=-1) + 1
        for r, values in enumerate(view.body_rows):
            row = top + r
            for c, value in enumerate(values):
                cell = row, left + c
                formula = formulas.get(cell)
                if not is_plain_number(value) or (c < first and formula is None):
                    continue
                if formula is not None:
                    self.forms[cell] = relative_form(formula, *cell)
                in_row, in_column = self._rows.setdefault(row, []), self._columns.setdefault(left + c, [])
                self._index[cell] = len(in_row), len(in_column)
                in_row.append(left + c)
                in_column.append(row)

    def formula(self, cell: Cell) -> str:
        return self.view.grid.formulas[cell]

    def suspects(self) -> Iterator[Cell]:
        """The formulas, and the figures without one that stand right beside formulas; in reading order."""
        for cell in self._index:
            if cell in self.forms:
                yield cell
            else:
                for line, i in self._lines(cell):
                    near = [*(line[i - 1 : i] if i else []), *line[i + 1 : i + 2]]
                    if near and all(n in self.forms for n in near):
                        yield cell
                        break

    def _lines(self, cell: Cell) -> Iterator[tuple[list[Cell], int]]:
        """A few figures around a cell in its row, then in its column, with its own index among them."""
        i, k = self._index[cell]
        start = max(0, i - _WINDOW)
        yield [(cell[0], c) for c in self._rows[cell[0]][start : i + _WINDOW + 1]], i - start
        start = max(0, k - _WINDOW)
        yield [(r, cell[1]) for r in self._columns[cell[1]][start : k + _WINDOW + 1]], k - start

    def _sides(self, line: list[Cell], i: int, axis: int) -> tuple[list[Cell], list[Cell]]:
        """The figures before and after, nearest first, up to a wide gap, or to the total of a column."""
        ends = axis == 0 and not self.is_total(line[i])

        def run(cells: list[Cell]) -> list[Cell]:
            kept, last = [], line[i]
            for cell in cells:
                if abs(cell[axis] - last[axis]) > _APART or (ends and self.is_total(cell)):
                    break
                kept.append(cell)
                last = cell
            return kept

        return run(line[:i][::-1]), run(line[i + 1 :])

    def neighbours(self, cell: Cell) -> list[Neighbours]:
        """The formula that a cell's neighbours share in its row and in its column, where they do and it does not."""
        found = []
        own = self.forms.get(cell)
        for in_row, (line, i) in zip((True, False), self._lines(cell), strict=True):
            before, after = self._sides(line, i, 1 if in_row else 0)
            near = before[:1] + after[:1]
            if not near or near[0] not in self.forms:
                continue
            usual = self.forms[near[0]]
            window = [self.forms.get(n) for n in before + after]
            if any(n not in self.forms or self.forms[n].text != usual.text for n in near) or own in window:
                continue
            if own is not None and own.text == usual.text:
                continue
            count = sum(form is not None and form.text == usual.text for form in window)
            found.append(Neighbours(near[0], count, bool(before and after), in_row))
        return found

    def is_explained(self, cell: Cell) -> bool:
        """Whether a formula reads like one near it, in its row or in its column."""
        text = self.forms[cell].text
        for line, i in self._lines(cell):
            if any(
                k != i and (form := self.forms.get(n)) is not None and form.text == text for k, n in enumerate(line)
            ):
                return True
        return False

    # -- sums ------------------------------------------------------------------------

    def sum_of(self, cell: Cell) -> list[Reference]:
        """The ranges that a cell adds up, where its formula is one ``SUM`` (or ``SUBTOTAL``) over this sheet; else none."""
        if cell not in self._sums:
            form = self.forms.get(cell)
            plain = form is not None and not form.sheets and form.skeleton.startswith(("SUM(", "SUBTOTAL("))
            self._sums[cell] = _sum_of(self.formula(cell), self.view.grid.name) if plain else []
        return self._sums[cell]

    def figures_in(self, column: int) -> list[int]:
        """The rows with figures of a column."""
        return self._columns.get(column, [])

    def formulas_within(self, reference: Reference) -> Iterator[Cell]:
        """The formulas in a range."""
        for column in self._columns_with_formulas:
            if reference.left <= column <= reference.right:
                for row in self._columns_with_formulas[column]:
                    if reference.top <= row <= reference.bottom:
                        yield row, column

    @cached_property
    def _columns_with_formulas(self) -> dict[int, list[int]]:
        columns: dict[int, list[int]] = {}
        for row, column in self.forms:
            columns.setdefault(column, []).append(row)
        return columns

    def formulas_of_row(self, row: int) -> list[Cell]:
        return [(row, c) for c in self._rows.get(row, ()) if (row, c) in self.forms]

    # -- labels ----------------------------------------------------------------------

    def _label(self, row: int) -> tuple[str, ...]:
        return self.view.row_labels[row - self.view.top]

    def name(self, row: int) -> str:
        """The row's label without its number."""
        return self.view.row_name(row - self.view.top)

    def style(self, row: int) -> str:
        """The style of the row's number."""
        return numbering_style(self._label(row))

    def number(self, row: int) -> int | None:
        """The row's running number, where it has one."""
        label = self._label(row)
        found = re.match(r"\s*(\d{1,4})\s*(?:[.)/:]|\s|$)", label[0]) if label else None
        return int(found[1]) if found is not None else None

    def is_total(self, cell: Cell) -> bool:
        """Whether the cell's row is labelled as a total."""
        known = self._totals.get(cell[0])
        if known is None:
            texts = (self.name(cell[0]), *self._label(cell[0]))
            known = self._totals[cell[0]] = any(map(is_total, texts))
        return known

    def is_aside(self, cell: Cell) -> bool:
        """Whether the cell's row is one that totals do not count: a share, a comparison, "of which"."""
        name = self.name(cell[0])
        return is_comparison(name) or is_percentage(name) or _ASIDE.search(words(name)) is not None

    def measures_otherwise(self, cell: Cell, model: Cell) -> bool:
        """Whether a cell's column measures another kind of thing than its neighbour's: a share, a price, an average."""
        grid = self.view.grid
        if grid.format_at(*cell).percent != grid.format_at(*model).percent:
            return True
        heading = " ".join(self.view.headings[cell[1] - self.view.left])
        return "%" in heading or _RATES.search(words(heading)) is not None


def _sum_of(formula: str, sheet: str) -> list[Reference]:
    try:
        node = parse_expression(formula, "cells")
    except (FormulaError, RecursionError):
        return []
    if not isinstance(node, Call):
        return []
    arguments = node.arguments
    if node.function == "SUBTOTAL":
        if not arguments or arguments[0] not in (9, 109):
            return []
        arguments = arguments[1:]
    elif node.function != "SUM":
        return []
    references = [read_reference(a.text, sheet) for a in arguments if isinstance(a, Name)]
    found = [r for r in references if r is not None]
    return found if len(found) == len(arguments) else []

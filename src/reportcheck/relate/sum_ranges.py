"""Sums over the wrong range: one that leaves out a figure of its block, one that counts a subtotal with its parts."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from reportcheck.model import cell_name
from reportcheck.relate.cell_formula import Maker
from reportcheck.relate.cells import Reference, read_reference
from reportcheck.relate.formula_field import Cell, Field
from reportcheck.relate.functions import RANGE
from reportcheck.relate.relative import references

__all__ = ["Short", "counted_twice", "short_sum"]

_MOST_MISSING = 2  # figures that slip out of a range; more are left out on purpose
_FEW_PARTS = 2


@dataclass(frozen=True, slots=True)
class Short:
    """A sum that leaves out figures of its block.

    Attributes:
        formula: the sum with them.
        missing: what it leaves out.
        is_sure: the rows are numbered on, or a neighbouring sum counts them.
    """

    formula: str
    missing: tuple[Cell, ...]
    is_sure: bool


# -- counted twice -------------------------------------------------------------------


def counted_twice(field: Field, maker: Maker, cell: Cell) -> list[Cell] | None:
    """The subtotals in a sum's range whose parts stand in the range too; None where there are none."""
    ranges = field.sum_of(cell)
    if not ranges:
        return None
    skips = "SUBTOTAL(" in field.formula(cell).upper()
    narrow = len({c for r in ranges for c in (r.left, r.right)}) == 1
    flat = len({r for ref in ranges for r in (ref.top, ref.bottom)}) == 1
    found = []
    for inner in itertools.chain.from_iterable(field.formulas_within(r) for r in ranges):
        form = field.forms[inner]
        if inner == cell or form.sheets or (narrow and form.across) or (flat and form.down):
            continue
        if skips and "SUBTOTAL(" in field.formula(inner).upper():
            continue  # SUBTOTAL passes over others of its kind
        if _lies_within(field, maker, inner, ranges):
            found.append(inner)
    return list(dict.fromkeys(found)) or None


def _lies_within(field: Field, maker: Maker, cell: Cell, ranges: list[Reference]) -> bool:
    """Whether a formula adds up two cells at least, or a range, all of them within the ranges."""
    sheet = field.view.grid.name
    expression = maker.linear(field.formula(cell), sheet)
    if expression is None or expression.offset or not expression.terms:
        return False
    if len(expression.terms) < _FEW_PARTS and not expression.terms[0][1].startswith(RANGE):
        return False
    for sign, name in expression.terms:
        part = read_reference(name.removeprefix(RANGE), sheet)
        if sign < 0 or part is None or part.sheet.casefold() != sheet.casefold():
            return False
        if not any(
            r.top <= part.top and part.bottom <= r.bottom and r.left <= part.left and part.right <= r.right
            for r in ranges
        ):
            return False
    return True


# -- left out --------------------------------------------------------------------------


def short_sum(field: Field, cell: Cell) -> Short | None:
    """A sum over cells of its own column that leaves out one or two which belong to them; None for every other formula."""
    ranges = sorted(field.sum_of(cell), key=lambda r: r.top)
    row, column = cell
    if not ranges or len(ranges) > _FEW_PARTS or any((r.left, r.right) != (column, column) for r in ranges):
        return None
    if ranges[0].top <= row <= ranges[-1].bottom:
        return None
    rows = field.figures_in(column)
    counted = [r for r in rows if any(ref.top <= r <= ref.bottom for ref in ranges)]
    if len(counted) < _FEW_PARTS:
        return None
    for missing, needs_number in _left_out(field, cell, ranges, rows):
        if not 1 <= len(missing) <= _MOST_MISSING or not _belong(field, column, missing, counted):
            continue
        if _told_elsewhere(field, cell, missing):
            continue
        numbered = _numbered_on(field, missing, counted)
        if needs_number and not numbered:
            continue
        sure = numbered or _counted_beside(field, cell, missing)
        return Short(_with(field, cell, ranges, missing), tuple((r, column) for r in missing), sure)
    return None


def _left_out(field: Field, cell: Cell, ranges: list[Reference], rows: list[int]) -> list[tuple[list[int], bool]]:
    """The rows that a sum may have lost, and whether only their numbers would show that they belong to it."""
    row = cell[0]
    first, last = ranges[0], ranges[-1]
    before = [r for r in rows if r < first.top]
    found: list[tuple[list[int], bool]] = []
    if len(ranges) == _FEW_PARTS:
        between = [r for r in rows if first.bottom < r < last.top]
        alone = not any(
            other != cell and field.forms[other].text == field.forms[cell].text for other in field.formulas_of_row(row)
        )
        if last.top - first.bottom == _FEW_PARTS and alone and first.bottom > first.top and last.bottom > last.top:
            found.append((between, False))
        return found
    if last.bottom < row:
        after = [r for r in rows if last.bottom < r < row]
        if after and after == list(range(last.bottom + 1, last.bottom + 1 + len(after))):
            found.append((after, False))
        if before == [first.top - 1]:
            found.append((before, True))
    elif field.is_total(cell):
        after = [r for r in rows if r > last.bottom]
        if after == list(range(last.bottom + 1, last.bottom + 1 + len(after))):
            found.append((after, False))
    return found


def _belong(field: Field, column: int, missing: list[int], counted: list[int]) -> bool:
    """Whether rows are of the same kind as those that a sum counts: labelled, numbered, formatted and filled alike."""
    for row in missing:
        near = min(counted, key=lambda r: abs(r - row))
        cell, beside = (row, column), (near, column)
        if field.is_total(cell) or field.is_aside(cell) or field.style(row) != field.style(near):
            return False
        if bool(field.name(row)) != bool(field.name(near)):
            return False
        own, usual = field.forms.get(cell), field.forms.get(beside)
        if (own is None) != (usual is None) or (own is not None and usual is not None and own.text != usual.text):
            return False
        grid = field.view.grid
        if grid.format_at(*cell).percent != grid.format_at(*beside).percent:
            return False
    values = field.view.column(column - field.view.left)
    top = field.view.top
    whole = not any(values.digits[r - top] for r in counted)
    return not (whole and any(values.digits[r - top] for r in missing))


def _told_elsewhere(field: Field, cell: Cell, missing: list[int]) -> bool:
    """Whether another formula of the column counts both the sum and what it leaves out, which then is no slip."""
    row, column = cell
    for other in field.figures_in(column):
        form = field.forms.get((other, column))
        if other == row or form is None or not form.down:
            continue
        named = _named(field, (other, column))
        if all(any(r.top <= wanted <= r.bottom for r in named) for wanted in (row, *missing)):
            return True
    return False


def _named(field: Field, cell: Cell) -> list[Reference]:
    """The cells of the own column that a formula names."""
    sheet = field.view.grid.name
    found = (read_reference(name, sheet) for name in references(field.formula(cell)))
    return [r for r in found if r is not None and r.sheet == sheet and r.left <= cell[1] <= r.right]


def _numbered_on(field: Field, missing: list[int], counted: list[int]) -> bool:
    """Whether the running numbers of all rows go on without a break."""
    rows = sorted((*missing, *counted))
    numbers = [field.number(r) for r in rows]
    return all(a is not None and b is not None and b - a == 1 for a, b in itertools.pairwise(numbers))


def _counted_beside(field: Field, cell: Cell, missing: list[int]) -> bool:
    """Whether a sum in the same row counts those rows of its own column."""
    for other in field.formulas_of_row(cell[0]):
        ranges = field.sum_of(other)
        own = other != cell and all((r.left, r.right) == (other[1], other[1]) for r in ranges)
        if own and all(any(r.top <= row <= r.bottom for r in ranges) for row in missing):
            return True
    return False


def _with(field: Field, cell: Cell, ranges: list[Reference], missing: list[int]) -> str:
    """The sum's formula with the missing rows."""
    top = min(ranges[0].top, *missing)
    bottom = max(ranges[-1].bottom, *missing)
    whole = f"{cell_name(top, cell[1])}:{cell_name(bottom, cell[1])}"
    formula = field.formula(cell)
    head = formula[: formula.index("(") + 1]
    if head.upper() == "SUBTOTAL(":
        head = formula[: formula.index(",") + 1]
    return f"{head}{whole})"

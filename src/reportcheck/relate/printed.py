"""What a workbook's own formulas say must hold: the cached value of a cell against what its formula gives.

Nothing is executed. A formula of sums, differences, products, one division and the functions that totals use becomes a
claim like any other, judged by the digits that the cells show; other formulas are counted as not looked at. Beside it
stand the claims about formulas that are wrong themselves (:mod:`reportcheck.relate.formula_faults`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reportcheck.extract import TableView
from reportcheck.model import Grid
from reportcheck.relate.cell_formula import Cells, Maker
from reportcheck.relate.cells import Book, Place, is_plain_number
from reportcheck.relate.declared import Claims
from reportcheck.relate.family import Family, Part
from reportcheck.relate.formula_faults import claim_faults

__all__ = ["claim_formulas"]

_MOST_PARTS = 300_000  # of all formulas of a workbook
_FEW = 3  # formulas that may all be 0 by chance


def claim_formulas(views: Sequence[TableView], grids: Sequence[Grid]) -> Claims:
    """A claim for each formula cell that stands in a table, and those that the formulas around a cell make."""
    claims = Claims()
    if not any(grid.formulas for grid in grids):
        return claims
    book, room = Book(views, grids), _MOST_PARTS
    maker, calculated = Maker(book), _is_calculated(grids)
    for grid in grids:
        for (row, column), formula in grid.formulas.items():
            target = book.line(Place(grid.name, row, column))
            value = grid.at(row, column)
            if target is not None and (value is None or not calculated):
                claims.not_looked_at += 1  # written by a program that does not calculate
            if target is None or not is_plain_number(value) or not calculated:
                continue
            made = maker.family(target, formula, grid.name) if room > 0 else None
            if made is None:
                claims.not_looked_at += 1
                continue
            room -= len(made[0].parts)
            claims.families.append(made[0])
            if (whole := _with_texts(*made)) is not None:
                claims.families.append(whole)
    if calculated:
        claim_faults(views, maker, claims)
    return claims


def _is_calculated(grids: Sequence[Grid]) -> bool:
    """Whether a program has calculated the workbook: one that cannot writes 0 for every formula."""
    values = [grid.at(*place) for grid in grids for place in grid.formulas]
    return len(values) < _FEW or any(value != 0 for value in values if value is not None)


def _with_texts(family: Family, cells: Cells) -> Family | None:
    """The claim that a sum counts the figures which are stored as text in its ranges."""
    if not cells.ignored or not family.is_linear:
        return None
    names = tuple(line.figure(0).location.cell or "" for line in cells.ignored)
    parts = (*family.parts, *(Part(line) for line in cells.ignored))
    return replace(family, parts=parts, rule="RC802", odd=names)

"""What a workbook's own formulas say must hold: the cached value of a cell against what its formula gives.

Nothing is executed. A formula of sums, differences, products, one division, ``SUM`` and ``AVERAGE`` becomes a claim like
any other, judged by the digits that the cells show; other formulas are counted as not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from reportcheck.extract import TableView
from reportcheck.formula import Call, Expression, FormulaError, parse_expression, reduce
from reportcheck.model import Grid, Kind
from reportcheck.relate.declared import Claims
from reportcheck.relate.family import Family, Line, Part

__all__ = ["claim_formulas"]

_REFERENCE = re.compile(
    r"^(?:'(?P<quoted>(?:[^']|'')+)'!|(?P<sheet>[^\W\d][\w.]*)!)?\$?(?P<c1>[A-Z]{1,3})\$?(?P<r1>\d+)(?::\$?(?P<c2>[A-Z]{1,3})\$?(?P<r2>\d+))?$",
    re.IGNORECASE,
)
_MOST_CELLS = 2000  # in one range
_MOST_PARTS = 300_000  # of all formulas of a workbook


@dataclass(frozen=True, slots=True)
class _Place:
    sheet: str
    row: int
    column: int


def claim_formulas(views: Sequence[TableView], grids: Sequence[Grid]) -> Claims:
    """A claim for each formula cell that stands in a table."""
    claims = Claims()
    book, room = _Book(views), _MOST_PARTS
    for grid in grids:
        for (row, column), formula in grid.formulas.items():
            target = book.line(_Place(grid.name, row, column))
            if target is not None and grid.at(row, column) is None:
                claims.not_looked_at += 1  # written by a program that does not calculate
            if target is None or not isinstance(grid.at(row, column), (int, float)):
                continue
            family = _family(target, formula, grid.name, book) if room > 0 else None
            if family is None:
                claims.not_looked_at += 1
            else:
                room -= len(family.parts)
                claims.families.append(family)
    return claims


class _Book:
    """Finds the line of a cell in the tables of the workbook."""

    def __init__(self, views: Sequence[TableView]) -> None:
        self._views: dict[str, list[TableView]] = {}
        for view in views:
            self._views.setdefault(view.grid.name.casefold(), []).append(view)

    def line(self, place: _Place) -> Line | None:
        for view in self._views.get(place.sheet.casefold(), ()):
            r, c = place.row - view.top, place.column - view.left
            if 0 <= r < view.height and 0 <= c < view.width:
                return Line(view, "cell", r, c)
        return None


def _family(target: Line, formula: str, sheet: str, book: _Book) -> Family | None:
    try:
        expand = partial(_expand, sheet=sheet, book=book)
        expression = reduce(parse_expression(formula.strip().lstrip("="), "cells"), expand)
    except FormulaError:
        return None
    if expression is None or not expression.names:
        return None
    parts: list[Part] = []
    for sign, name in expression.terms:
        if not _add(parts, name, sheet, book, sign):
            return None
    for name in expression.factors:
        if ":" in name or not _add(parts, name, sheet, book, 1, "factor"):
            return None
    for name in expression.divisors:
        if not _add(parts, name, sheet, book, 1, "divisor"):
            return None
    percent = _is_percent(target)
    if any(_is_percent(p.line) for p in parts) and not (expression.is_linear and percent):
        return None
    if percent and not expression.is_linear:
        expression = _times_hundred(expression)
    return Family(
        kind=_kind(expression, parts),
        target=target,
        parts=tuple(parts),
        lanes=[0],
        origin="printed",
        rule="RC803",
        factor=expression.factor,
        divisor=expression.divisor,
        offset=expression.offset,
        support=f"={formula.lstrip('=')}",
        name=f"={formula.lstrip('=')}",
        raw=True,
    )


def _times_hundred(expression: Expression) -> Expression:
    """A cell shown in percent: its figure is a hundred times what the formula gives."""
    return Expression(
        expression.terms, expression.factors, expression.divisors,
        expression.factor * 100, expression.divisor, expression.offset * 100,
    )  # fmt: skip


def _is_percent(line: Line) -> bool:
    r, c = line.place(0)
    return line.view.grid.format_at(line.view.top + r, line.view.left + c).percent


def _add(parts: list[Part], name: str, sheet: str, book: _Book, sign: int, role: str = "term") -> bool:
    """Add the cells of a reference; False where one is in no table, or there are too many."""
    places = _places(name, sheet)
    if places is None:
        return False
    for place in places:
        line = book.line(place)
        if line is None:
            if len(places) > 1:
                continue  # a range may reach over the table's edge
            return False
        r, c = line.place(0)
        if len(places) > 1 and not isinstance(line.view.body_rows[r][c], (int, float)):
            continue  # SUM passes over words and empty cells
        parts.append(Part(line, sign, role))  # type: ignore[arg-type]
    return True


def _places(name: str, sheet: str) -> list[_Place] | None:
    match = _REFERENCE.match(name)
    if match is None:
        return None
    if match["quoted"]:
        sheet = match["quoted"].replace("''", "'")
    elif match["sheet"]:
        sheet = match["sheet"]
    top, left = int(match["r1"]) - 1, _column(match["c1"])
    bottom, right = (int(match["r2"]) - 1, _column(match["c2"])) if match["r2"] else (top, left)
    if (abs(bottom - top) + 1) * (abs(right - left) + 1) > _MOST_CELLS:
        return None
    rows = range(min(top, bottom), max(top, bottom) + 1)
    columns = range(min(left, right), max(left, right) + 1)
    return [_Place(sheet, r, c) for r in rows for c in columns]


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def _expand(call: Call, *, sheet: str, book: _Book) -> Expression | None:
    """``SUM`` and ``AVERAGE`` of cells and ranges; None for every other function."""
    if call.function not in ("SUM", "AVERAGE"):
        return None
    terms: list[tuple[int, str]] = []
    for argument in call.arguments:
        inner = reduce(argument)
        if inner is None or not inner.is_linear or inner.offset:
            return None
        terms += inner.terms
    if call.function == "SUM":
        return Expression(terms=tuple(terms))
    parts: list[Part] = []
    if not all(_add(parts, name, sheet, book, sign) for sign, name in terms) or not parts:
        return None
    return Expression(terms=tuple(terms), divisor=Decimal(len(parts)))  # empty cells and words do not count


def _kind(expression: Expression, parts: Sequence[Part]) -> Kind:
    if expression.divisors:
        return "share"
    if expression.factors:
        return "product"
    if expression.divisor != 1:
        return "average"
    if expression.factor != 1:
        return "product"
    if any(p.sign < 0 for p in parts):
        return "difference"
    return "equality" if len(parts) == 1 and not expression.offset else "sum"

"""One formula of a cell → the claim it makes, over the cells it names.

Nothing is executed: the formula becomes a normal form (:class:`~reportcheck.formula.Expression`) whose names are cells.
Cells of tables are parts; a number that stands outside all tables is a constant, an empty cell is 0, as in the workbook.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from reportcheck.extract import stored_value
from reportcheck.formula import Call, Expression, FormulaError, Node, parse_expression, reduce
from reportcheck.model import Kind, Origin, Role, Value
from reportcheck.relate.cells import Book, Place, UnclearError, is_plain_number
from reportcheck.relate.family import Family, Line, Part
from reportcheck.relate.functions import RANGE, Functions

__all__ = ["Cells", "Maker", "is_text_number"]

_SURE = 13  # significant digits that binary arithmetic keeps in a short sum
_SHOWN = 6  # decimals to which figures are compared that show fewer
_CUT = 12  # digits of a number that was cut where its binary tail begins
_LARGE = 10**15


@dataclass(slots=True)
class Cells:
    """The cells that a formula names, sorted by what they do.

    Attributes:
        parts: cells of tables.
        ignored: cells of ranges whose text reads as a number, which the formula passes over.
        constant: what the numbers outside all tables add to the sum.
        factor, divisor: what they multiply and divide it by.
    """

    parts: list[Part] = field(default_factory=list)
    ignored: list[Line] = field(default_factory=list)
    constant: Decimal = Decimal(0)
    factor: Decimal = Decimal(1)
    divisor: Decimal = Decimal(1)


class Maker:
    """Makes the families of formulas."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self._functions: dict[str, Functions] = {}

    def functions(self, sheet: str) -> Functions:
        """The functions of formulas on one sheet."""
        found = self._functions.get(sheet)
        if found is None:
            found = self._functions[sheet] = Functions(self.book, sheet)
        return found

    def linear(self, formula: str, sheet: str) -> Expression | None:
        """The formula as a plain sum of cells; None where it is something else, or cannot be told."""
        try:
            expression = reduce(parse_expression(formula, "cells"), self.functions(sheet).expand)
        except (FormulaError, UnclearError, RecursionError):
            return None
        return expression if expression is not None and expression.is_linear else None

    def family(
        self, target: Line, formula: str, sheet: str, *, origin: Origin = "printed", rule: str = "RC803",
        typed: bool = False, blanks: bool = False,
    ) -> tuple[Family, Cells] | None:  # fmt: skip
        """The claim that a cell is what a formula gives, with the cells that it names.

        Args:
            target: the cell.
            formula: as it reads in that cell, without ``=``.
            sheet: where the cell stands.
            typed: somebody typed the cell's figure, so that it may be rounded.
            blanks: empty cells are parts, which leave the claim open, and not 0.

        Returns:
            None where the formula is of a kind that no claim can be made from.
        """
        try:
            return self._family(target, formula, sheet, origin, rule, typed, blanks)
        except (FormulaError, UnclearError, RecursionError):
            return None

    def _family(
        self, target: Line, formula: str, sheet: str, origin: Origin, rule: str, typed: bool, blanks: bool
    ) -> tuple[Family, Cells] | None:
        functions = self.functions(sheet)
        node = functions.branch(parse_expression(formula, "cells"))
        node, places = _rounding(node)
        node = None if node is None else functions.branch(node)
        expression = None if node is None else reduce(node, functions.expand)
        if expression is None:
            return None
        cells = Cells()
        roles: list[tuple[Role, list[tuple[int, str]]]] = [
            ("term", list(expression.terms)),
            ("factor", [(1, n) for n in expression.factors]),
            ("divisor", [(1, n) for n in expression.divisors]),
        ]
        for role, names in roles:
            for sign, name in names:
                self._add(cells, sign, name, sheet, role, blanks)
        if any(p.line.index == target.index and p.line == target for p in cells.parts):
            return None  # it counts itself
        scaled = _scaled(expression, cells, target)
        if scaled is None:
            return None
        parts = tuple(cells.parts)
        target, parts = _sharpened(target, parts, scaled, typed)
        if places is not None:
            target = replace(target, places=_limited(places - _power(target), target))
        text = f"={formula}"
        family = Family(
            kind=_kind(scaled, parts),
            target=target,
            parts=parts,
            lanes=[0],
            origin=origin,
            rule=rule,
            factor=scaled.factor,
            divisor=scaled.divisor,
            offset=scaled.offset,
            support=text,
            name=text,
            raw=True,
            typed=typed,
        )
        return family, cells

    def _add(self, cells: Cells, sign: int, name: str, sheet: str, role: Role, blanks: bool) -> None:
        """Add the cells of one reference."""
        in_range = name.startswith(RANGE)
        if ":" in name and not in_range:
            raise UnclearError(name)  # an array
        found: Iterable[tuple[Place, Value]]
        if in_range:
            found = self.book.filled(name.removeprefix(RANGE), sheet, empty=blanks)
        else:
            found = ((place, self.book.value(place)) for place in self.book.cells(name, sheet))
        for place, value in found:
            line = self.book.line(place)
            if is_plain_number(value):
                if abs(value) >= _LARGE:  # type: ignore[arg-type, operator]
                    raise UnclearError(name)  # more digits than a number holds
                if line is not None:
                    cells.parts.append(Part(line, sign, role))
                else:
                    _add_constant(cells, sign, stored_value(value), role)  # type: ignore[arg-type]
            elif isinstance(value, (dt.date, dt.time, dt.timedelta)):
                raise UnclearError(name)
            elif value is None:
                self._add_empty(cells, sign, place, line, role, in_range, blanks)
            elif in_range:
                if line is not None and is_text_number(line):
                    cells.ignored.append(line)
            elif line is None or isinstance(value, bool):
                raise UnclearError(name)
            else:
                cells.parts.append(Part(line, sign, role))

    def _add_empty(
        self, cells: Cells, sign: int, place: Place, line: Line | None, role: Role, in_range: bool, blanks: bool
    ) -> None:
        if not in_range and (role != "term" or self.book.formula(place)):
            raise UnclearError(place.name)  # a product with nothing, or an empty text
        if blanks and line is not None:
            cells.parts.append(Part(line, sign, role))


def is_text_number(line: Line) -> bool:
    """Whether a cell holds a text that reads as a figure, and not as a share, a code or a figure with words."""
    r, c = line.place(0)
    reading = line.view.readings(c)[r]
    if reading is None or not reading.numerals or reading.unit or reading.mark or reading.percent or reading.set_aside:
        return False
    text = str(line.view.body_rows[r][c]).strip()
    if r == 0 and re.fullmatch(r"(?:19|20)\d\d", text):
        return False  # a heading
    return not (text.startswith("0") and text.isdigit() and len(text) > 3)


def _add_constant(cells: Cells, sign: int, value: Decimal, role: Role) -> None:
    if role == "term":
        cells.constant += sign * value
    elif role == "factor":
        cells.factor *= value
    else:
        if not value or cells.divisor != 1:
            raise UnclearError("divisor")
        cells.divisor = value


def _rounding(node: Node | None) -> tuple[Node | None, int | None]:
    """What stands below an outermost ``ROUND``, and to how many decimals."""
    if not isinstance(node, Call) or node.function != "ROUND" or len(node.arguments) != 2:
        return node, None
    digits = reduce(node.arguments[1])
    if digits is None or digits.names or digits.offset != int(digits.offset) or abs(digits.offset) > 15:
        return None, None
    return node.arguments[0], int(digits.offset)


def _power(line: Line) -> int:
    """By what power of ten a cell shows more than it stores: 2 for a percentage."""
    r, c = line.place(0)
    style = line.view.grid.format_at(line.view.top + r, line.view.left + c)
    return (2 if style.percent else 0) - 3 * style.thousands


def _limited(places: int, line: Line) -> int:
    """Decimals of a rounded result as far as the cell shows them."""
    r, c = line.place(0)
    style = line.view.grid.format_at(line.view.top + r, line.view.left + c)
    return places if style.digits is None else min(places, style.digits)


def _scaled(expression: Expression, cells: Cells, target: Line) -> Expression | None:
    """The expression over the figures as shown (96 for 96 %), constants of the sheet included."""
    terms = {_power(p.line) for p in cells.parts if p.role == "term"}
    divisors = {_power(p.line) for p in cells.parts if p.role == "divisor"}
    if len(terms) > 1 or len(divisors) > 1:
        return None
    divided = bool(divisors)
    if expression.divisors and not divided and cells.divisor == 1:
        return None
    if cells.divisor != 1 and divided:
        return None  # a sum of parts and of numbers outside the tables below the line
    power = sum(divisors) - sum(terms)
    power -= sum(_power(p.line) for p in cells.parts if p.role == "factor")
    raised = Decimal(1).scaleb(_power(target))
    factor = expression.factor * cells.factor
    divisor = expression.divisor * cells.divisor
    offset = expression.offset
    if cells.constant:
        if expression.factors or expression.divisors:
            return None
        offset += cells.constant * factor / divisor
        if offset * divisor != expression.offset * divisor + cells.constant * factor:
            return None
    if expression.terms and not any(p.role == "term" for p in cells.parts) and (expression.factors or divided):
        return None  # nothing times something
    factor *= Decimal(1).scaleb(power) * raised
    return replace(expression, factor=factor.normalize() + 0, divisor=divisor, offset=offset * raised)


def _sharpened(
    target: Line, parts: tuple[Part, ...], expression: Expression, typed: bool
) -> tuple[Line, tuple[Part, ...]]:
    """The cells with the decimals that they are good for.

    A cell that shows all it stores is exact, up to the noise of binary arithmetic: 12.5 is no 12.45 here. Only whole
    numbers that are added up need nothing: they are exact anyway.
    """
    stated = _shown(target)
    linear = expression.is_linear
    if linear and not stated[1] and all(p.line.view.column(p.line.cell_column).whole for p in parts):
        return target, parts
    figures = [_shown(p.line) for p in parts]
    if linear and not stated[1] and not any(digits for _, digits, _ in figures):
        return target, parts
    if not linear and typed:
        target = replace(target, rounded=True)
    peak = max((abs(value) for value, _, _ in (*figures, stated)), default=Decimal(0))
    most = max(digits for _, digits, _ in (*figures, stated))
    places = min(_SURE - max(0, peak.adjusted() + 1), max(_SHOWN, most))
    exact = tuple(
        p if cut else replace(p, line=replace(p.line, places=_held(places, value, digits)))
        for p, (value, digits, cut) in zip(parts, figures, strict=True)
    )
    r, c = target.place(0)
    style = target.view.grid.format_at(target.view.top + r, target.view.left + c)
    if not typed and style.digits is None and not style.percent:
        target = replace(target, places=_held(places, stated[0], stated[1]))
    return target, exact


def _held(places: int, value: Decimal, digits: int) -> int:
    """The decimals that a figure is good for: a number of a long binary tail was cut after twelve digits."""
    return min(places, _CUT - max(0, value.adjusted() + 1)) if digits else places


def _shown(line: Line) -> tuple[Decimal, int, bool]:
    """Value and decimals as shown, and whether the cell stores digits that it does not show."""
    r, c = line.place(0)
    column = line.view.column(c)
    return Decimal(column.values[r] or 0), column.digits[r], r in column.hidden


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

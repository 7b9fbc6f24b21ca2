"""A printed formula, and the ways in which a table lets it be read.

``5 = 4/3`` may be shown as 0.96 or as 96; "Cột 1" may count from the first column or from the first with figures; two rows
may bear the code that a formula names. Each reading is a :class:`~reportcheck.relate.family.Family`; which one is meant,
and whether the figures follow it at all, is decided where claims are settled.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from reportcheck.extract import BULK_ROWS, TableView
from reportcheck.formula import Expression
from reportcheck.model import Figure, Kind
from reportcheck.relate.family import Axis, Family, Line, Part

__all__ = ["Printed", "Rider", "readings"]

_MARK = re.compile(r"^\s*\(\d{1,2}\)\s*$")


@dataclass(slots=True)
class Printed:
    """One side of a printed formula, claimed.

    Attributes:
        text: the formula as printed.
        place: the cell (or table) where it is printed.
        families: its readings, the likeliest first.
        sure: the codes leave no doubt that it is a formula over these lines; else it counts only where figures follow it.
        target: the code of what it gives, where it has one.
        lines: where each code stands, for what a misprint may have meant.
    """

    text: str
    place: Figure
    families: list[Family]
    sure: bool = True
    target: str = ""
    lines: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rider:
    """What a formula is read with: the table, the axis its codes name, the lanes across, signs for percent."""

    view: TableView
    axis: Axis
    lanes: Sequence[int]
    percent: bool = False


def readings(rider: Rider, target: int, side: Expression, find: Callable[[str], int | None], text: str) -> list[Family]:
    """The families that a side of a formula may mean for one target line; empty where a code is not there.

    Args:
        rider: how to read it.
        target: the column or body row that the formula gives.
        side: the expression over codes.
        find: the line of a code.
        text: the formula as printed.
    """
    places = {name: find(name) for name in side.names}
    kind, rule = _kind(side)
    if kind is None or any(p is None or p == target for p in places.values()):
        return []
    lanes = _without_marks(rider, (target, *(p for p in places.values() if p is not None)))
    if not lanes:
        return []
    parts = [Part(_line(rider, places[n]), sign) for sign, n in side.terms]
    parts += [Part(_line(rider, places[n]), 1, "factor") for n in side.factors]
    parts += [Part(_line(rider, places[n]), 1, "divisor") for n in side.divisors]
    ratio = bool(side.divisors)
    factor = side.factor
    if ratio and rider.percent and factor == 1 and not side.offset:
        factor = Decimal(100)
    hundred = ratio and factor == 100
    line = Line(
        rider.view, rider.axis, target,
        rounded=ratio or kind == "average",
        measure="percent" if hundred else "",
    )  # fmt: skip
    family = Family(
        kind, line, tuple(parts), lanes, "printed", rule,
        factor=factor, divisor=side.divisor, offset=side.offset,
        constants=(str(factor),) if factor != 1 else (),
        support=text, name=text,
    )  # fmt: skip
    return [family, *([_other_scale(family)] if ratio and factor in (1, 100) and not side.offset else [])]


def _without_marks(rider: Rider, lines: tuple[int, ...]) -> Sequence[int]:
    """The lanes in which no cell holds a footnote's mark, ``(1)`` as text among true numbers."""
    view = rider.view
    if not view.grid.typed or view.height > BULK_ROWS:
        return rider.lanes
    rows, column = view.body_rows, rider.axis == "column"
    cells = [[(rows[lane][i] if column else rows[i][lane]) for i in lines] for lane in rider.lanes]
    return [
        lane
        for lane, values in zip(rider.lanes, cells, strict=True)
        if not any(isinstance(v, str) and _MARK.match(v) for v in values)
    ]


def _line(rider: Rider, index: int | None) -> Line:
    assert index is not None
    return Line(rider.view, rider.axis, index)


def _other_scale(family: Family) -> Family:
    """The share in percent instead of as a fraction, or the reverse."""
    percent = family.factor == 1
    line = replace(family.target, measure="percent" if percent else "")
    factor = Decimal(100) if percent else Decimal(1)
    return replace(family, target=line, factor=factor, constants=("100",) if percent else ())


def _kind(side: Expression) -> tuple[Kind | None, str]:
    """The kind of an expression and the rule that speaks for it; None where it is none that reports print."""
    taken = any(sign < 0 for sign, _ in side.terms)
    if side.divisors:
        if side.factors:
            return None, ""
        return ("change", "RC401") if taken or side.offset else ("share", "RC201")
    if side.offset:
        return None, ""
    if side.factors:
        return "product", "RC302"
    if side.divisor != 1 and side.factor == 1 and len(side.terms) == side.divisor and not taken:
        return "average", "RC301"
    if not side.is_linear:
        return ("product", "RC302") if len(side.terms) == 1 else (None, "")
    if len(side.terms) == 1:
        return ("equality", "RC501") if not taken else (None, "")
    return ("difference", "RC401") if taken else ("sum", "RC101")

"""Which claims say the same? ``20 = 10 − 11`` of a label and ``10 = 11 + 20`` of the figures are one equation.

A claim is made once: by the cell's own formula, which names the cause, else by the form, else by a printed formula, and by
what the figures show only where nothing else says it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, TypeAlias

from reportcheck.relate.family import Family, Line

__all__ = ["with_formulas", "without_claims_of_lines"]

Cell: TypeAlias = "tuple[str, int, int]"


@dataclass(frozen=True, slots=True)
class _Equation:
    """What ties the lines of a family, solved for none of them: a coefficient (or an exponent) for each."""

    lines: tuple[tuple[Line, Fraction | int], ...]
    rest: tuple[Hashable, ...]
    turns: bool  # it reads the same from the other side

    def named(self, names: Sequence[tuple[Any, ...]]) -> Hashable:
        """The equation over other names for its lines, the same whichever line it was solved for."""
        pairs = sorted(zip(names, (k for _, k in self.lines), strict=True))
        first = pairs[0][1]
        if not self.turns or first == 1:
            return (*pairs, self.rest)
        return (*((name, -k if first == -1 else k / Fraction(first)) for name, k in pairs), self.rest)


def _equation(family: Family) -> _Equation:
    terms: Counter[Line] = Counter()
    for part in family.parts:
        if part.role == "term":
            terms[part.line] += part.sign
    factors = [p.line for p in family.parts if p.role == "factor"]
    divisors = [p.line for p in family.parts if p.role == "divisor"]
    scale, offset = Fraction(family.divisor) / Fraction(family.factor or 1), Fraction(family.offset)
    if len(divisors) == 1 and not factors and divisors[0] in terms:  # (new − old) / old
        offset += terms.pop(divisors[0]) / scale
    target, own = family.target, tuple((line, k) for line, k in terms.items() if k)
    if family.compare == "=" and family.factor and not factors and not divisors:
        constant = (_whole(offset * scale),) if offset else ()
        return _Equation(((target, _whole(-scale)), *own), ("sum", *constant), not offset)
    if family.compare == "=" and len(own) <= 1 and len(divisors) <= 1 and target not in (*terms, *factors, *divisors):
        powers: Counter[Line] = Counter({target: -1})
        for line in (*terms, *factors):
            powers[line] += 1
        for line in divisors:
            powers[line] -= 1
        return _Equation(tuple(powers.items()), ("product", bool(offset)), not offset)
    roles = (*own, *((line, 1) for line in factors), *((line, 1) for line in divisors))
    marks = ("other", family.compare, len(factors), len(divisors))
    return _Equation(((target, -1), *roles), marks, False)


def _whole(number: Fraction) -> Fraction | int:
    return int(number) if number.denominator == 1 else number


def without_claims_of_lines(families: Sequence[Family], firmer: Sequence[Family]) -> list[Family]:
    """Families without the lanes in which firmer ones, over the same rows or columns, say the same."""
    taken: dict[Hashable, set[int]] = defaultdict(set)
    for family in firmer:
        if family.target.axis != "cell":
            taken[_line_key(family)].update(family.lanes)
    kept = []
    for family in families:
        known = taken.get(_line_key(family))
        kept.append(family if known is None else _within(family, [i for i in family.lanes if i not in known]))
    return [family for family in kept if family.lanes]


def _line_key(family: Family) -> Hashable:
    equation = _equation(family)
    return id(family.target.view), equation.named([(line.axis, line.index) for line, _ in equation.lines])


def with_formulas(families: Sequence[Family], formulas: Sequence[Family]) -> list[Family]:
    """Families, less the lanes in which a cell's formula says the same, and those of the formulas.

    What a form or a printed formula says for certain is no question because the formulas beside the cell say it too.

    Args:
        families: over rows, columns or cells.
        formulas: what the formulas of cells say.
    """
    if not formulas:
        return list(families)
    keys = [_cell_key(_equation(f), 0) for f in formulas]
    known, met = set(keys), set[Hashable]()
    targets = {_cell(f.target, 0) for f in formulas}
    rows, columns = {(s, r) for s, r, _ in targets}, {(s, c) for s, _, c in targets}
    kept = []
    for family in families:
        if not _may_meet(family, rows, columns):
            kept.append(family)
            continue
        equation, lanes = _equation(family), list[int]()
        for lane in family.lanes:
            if (key := _cell_key(equation, lane)) not in known:
                lanes.append(lane)
            elif family.origin != "discovered":
                met.add(key)
        kept.append(_within(family, lanes))
    certain = [replace(f, doubtful=frozenset()) if key in met else f for f, key in zip(formulas, keys, strict=True)]
    return [family for family in kept if family.lanes] + certain


def _may_meet(family: Family, rows: set[tuple[str, int]], columns: set[tuple[str, int]]) -> bool:
    """Whether any line of a family lies in a row or column with formulas."""
    for line in (family.target, *(p.line for p in family.parts)):
        sheet, row, column = _cell(line, family.lanes[0] if family.lanes else 0)
        if (line.axis == "column" or (sheet, row) in rows) and (line.axis == "row" or (sheet, column) in columns):
            return True
    return False


def _cell_key(equation: _Equation, lane: int) -> Hashable:
    return equation.named([_cell(line, lane) for line, _ in equation.lines])


def _cell(line: Line, lane: int) -> Cell:
    r, c = line.place(lane)
    return line.view.grid.name, line.view.top + r, line.view.left + c


def _within(family: Family, lanes: list[int]) -> Family:
    return family if len(lanes) == len(family.lanes) else replace(family, lanes=lanes)

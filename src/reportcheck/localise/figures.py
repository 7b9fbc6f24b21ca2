"""Relations over figures as a system of whole numbers, with the same intervals as the judge has.

The judge's verdict stays the last word: what the search proposes is put to it before it is told (``diagnose``).
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor, lcm

from reportcheck.judge import by_value, figure_interval, scale_of, stands_among_decimals
from reportcheck.localise.ties import Quotient, Range, Sum, Tie
from reportcheck.model import Figure, Operand, Relation

__all__ = ["Figures", "key_of", "tie_of"]

_APPROXIMATE = ("about", "above", "below")


def key_of(figure: Figure) -> Hashable:
    """What a figure is known by: its place."""
    return figure.location


class Figures:
    """The figures of a system: each with its number, counted in units of its last printed digit."""

    def __init__(self) -> None:
        self.printed: list[Figure] = []
        self.values: list[int] = []
        self.units: list[Fraction] = []
        self._numbers: dict[Hashable, int] = {}

    def number(self, figure: Figure) -> int | None:
        """The figure's place in the system, new or known; None where it is known with another value."""
        assert figure.value is not None
        key, value = key_of(figure), Fraction(figure.value)
        known = self._numbers.get(key)
        if known is not None:
            return known if value == self.values[known] * self.units[known] else None
        unit = _unit(figure)
        counted = value / unit
        self._numbers[key] = len(self.printed)
        self.printed.append(figure)
        self.values.append(int(counted))
        self.units.append(unit)
        return len(self.printed) - 1

    def known(self, figure: Figure) -> int | None:
        """The place of a figure that is already there."""
        return self._numbers.get(key_of(figure))

    def value(self, number: int, counted: int) -> Decimal:
        """A number of units as a decimal."""
        value = counted * self.units[number]
        digits = 0
        while value.denominator != 1:
            value, digits = value * 10, digits + 1
        return Decimal(value.numerator).scaleb(-digits)


def _unit(figure: Figure) -> Fraction:
    """What the figure's last printed digit counts; the step of a figure that was rounded to one."""
    assert figure.value is not None
    if figure.step is not None:
        return Fraction(figure.step)
    exponent = figure.value.as_tuple().exponent
    digits = max(figure.digits, -exponent if isinstance(exponent, int) else 0, 0)
    return Fraction(1, 10**digits)


def tie_of(relation: Relation, figures: Figures) -> Tie | None:
    """The tie that a relation makes; None where it is none to reckon with: a figure is not known, or only approximate.

    Empty parts count as 0, which is what the judge took them for where the relation holds or fails.
    """
    target, operands = relation.target, [o for o in relation.operands if o.figure.value is not None]
    if target.value is None or any(f.mark in _APPROXIMATE for f in (target, *(o.figure for o in operands))):
        return None
    if relation.factor == 0 or any(figures.number(f) is None for f in (target, *(o.figure for o in operands))):
        return None
    linear = all(o.role == "term" for o in operands)
    return _sum(relation, operands, figures) if linear else _quotient(relation, operands, figures)


class _Slack:
    """By how much figures of a relation may be off: less (first) and more (second)."""

    def __init__(self, relation: Relation) -> None:
        self.relation = relation
        self.decimals = stands_among_decimals(relation)
        self.exact = by_value(relation)

    def operand(self, figure: Figure) -> tuple[Fraction, Fraction]:
        assert figure.value is not None
        if self.exact:
            return Fraction(0), Fraction(0)
        interval, value = figure_interval(figure, among_decimals=self.decimals), Fraction(figure.value)
        return value - interval.low, interval.high - value

    def stated(self) -> tuple[Fraction, Fraction, bool, bool]:
        """The same of the stated figure, which may have been cut off; and whether each end is left out."""
        target = self.relation.target
        assert target.value is not None
        below, above = self.operand(target)
        if self.exact or not (below or above) or (self.relation.raw and not self.relation.typed):
            return below, above, False, False
        whole = Fraction(1, 10**target.digits) if target.digits >= 0 else Fraction(10**-target.digits)
        if target.value < 0:
            return max(below, whole), above, whole > below, False
        return below, max(above, whole), False, whole > above


def _sum(relation: Relation, operands: Sequence[Operand], figures: Figures) -> Sum:
    slack = _Slack(relation)
    factor = Fraction(relation.factor) / Fraction(relation.divisor)
    low = high = Fraction(relation.offset)
    terms: dict[int, Fraction] = {}

    def add(figure: Figure, k: Fraction) -> None:
        number = figures.known(figure)
        assert number is not None
        terms[number] = terms.get(number, Fraction(0)) + k * figures.units[number]

    scale = Fraction(scale_of(relation.target, relation))
    add(relation.target, scale)
    below, above, low_open, high_open = slack.stated()
    low, high = low - above * scale, high + below * scale
    for operand in operands:
        k = factor * operand.sign * Fraction(scale_of(operand.figure, relation))
        add(operand.figure, -k)
        less, more = slack.operand(operand.figure)
        low, high = low - (k * less if k > 0 else -k * more), high + (k * more if k > 0 else -k * less)
    common = lcm(*(k.denominator for k in terms.values()))
    whole = {i: int(k * common) for i, k in terms.items() if k}
    bottom, top = low * common, high * common
    # stated is at most above more than it is printed: the lower end is open where that is
    least = floor(bottom) + 1 if high_open else ceil(bottom)
    most = ceil(top) - 1 if low_open else floor(top)
    return Sum(whole, None if relation.compare == "<=" else least, None if relation.compare == ">=" else most)


def _quotient(relation: Relation, operands: Sequence[Operand], figures: Figures) -> Quotient | None:
    slack = _Slack(relation)
    below, above, _, _ = slack.stated()
    scale = Fraction(scale_of(relation.target, relation))
    offset = Fraction(relation.offset)
    stated = _range([(relation.target, scale, below, above)], figures, -offset)
    sides: dict[str, list[tuple[Figure, Fraction, Fraction, Fraction]]] = {"term": [], "divisor": [], "factor": []}
    factor = Fraction(relation.factor) / Fraction(relation.divisor)
    for operand in operands:
        k = operand.sign * Fraction(scale_of(operand.figure, relation))
        if factor < 0 and operand.role == "term":
            k = -k
        less, more = slack.operand(operand.figure)
        sides[operand.role].append((operand.figure, k, less, more))
    divisors = _range(sides["divisor"], figures) if sides["divisor"] else None
    if divisors is not None and divisors.split((), figures.values)[1] - divisors.below <= 0:
        return None
    factors = [_range([one], figures) for one in sides["factor"]]
    if any(f.split((), figures.values)[1] - f.below < 0 for f in factors):
        return None
    terms = _range(sides["term"], figures) if sides["term"] else factors.pop(0) if factors else Range((), base=1)
    up = abs(factor)
    return Quotient(stated, terms, divisors, factors, up.numerator, up.denominator, relation.compare)


def _range(
    members: Sequence[tuple[Figure, Fraction, Fraction, Fraction]], figures: Figures, base: Fraction = Fraction(0)
) -> Range:
    """A sum of figures, each with its factor and by how much it may be less and more."""
    terms: dict[int, Fraction] = {}
    below = above = Fraction(0)
    for figure, k, less, more in members:
        number = figures.known(figure)
        assert number is not None
        terms[number] = terms.get(number, Fraction(0)) + k * figures.units[number]
        below += k * less if k > 0 else -k * more
        above += k * more if k > 0 else -k * less
    unit = lcm(*(k.denominator for k in terms.values()), base.denominator, below.denominator, above.denominator)
    return Range(
        tuple((i, int(k * unit)) for i, k in terms.items()),
        int(base * unit),
        int(below * unit),
        int(above * unit),
        unit,
    )

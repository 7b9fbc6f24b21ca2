"""Bounds of what a claim yields: most readings and most slips miss by far, and need no exact reckoning.

Floats only leave out what cannot hold; ``judge`` decides on the rest.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal
from typing import TypeAlias

from reportcheck.model import Figure, Relation

__all__ = ["Reach"]

_MARGIN = 1e-9  # far more than floats lose in a few operations, and far less than a printed digit


class Reach:
    """Bounds of what a claim yields with one figure replaced: most slips miss by far, and need no exact reckoning.

    Every figure counts with a whole unit of its last place to either side, which is more than rounding or cutting off
    leaves open, so that what cannot hold within these bounds cannot hold exactly. Floats only leave out; ``judge`` decides.
    """

    def __init__(self, relation: Relation) -> None:
        figures = self._figures = [relation.target, *(o.figure for o in relation.operands)]
        alike = relation.raw or len({f.power for f in figures}) == 1
        plain = all(f.value is not None and f.step is None and f.mark in ("", "nil") for f in figures)
        self._known = bool(relation.operands) and alike and plain and relation.compare == "="
        self._relation = relation
        self._factor = float(relation.factor / relation.divisor) if relation.divisor else 1.0
        self._offset = float(relation.offset)
        self._spans = {id(f): _around(f, f.value) for f in figures if f.value is not None}

    def within(self, figure: Figure) -> Callable[[float], bool]:
        """Whether a figure lies where the claim can hold, the others as they are."""
        low, high = self._window(figure)
        return lambda value: low <= value <= high

    def _window(self, figure: Figure) -> _Span:
        """Between which values a figure must lie for the claim to hold, the others as they are; wider rather than too narrow."""
        if not self._known or sum(f == figure for f in self._figures) > 1:
            return _ANY
        spans = {"term": _NOTHING_ADDED, "divisor": _NOTHING_ADDED}
        roles = {o.role for o in self._relation.operands}
        product, own = (self._factor, self._factor), None
        for operand in self._relation.operands:
            span = self._spans[id(operand.figure)]
            if operand.figure == figure:
                own = operand
            elif operand.role == "factor":
                product = _times(product, span)
            else:
                spans[operand.role] = _plus(spans[operand.role], span if operand.sign > 0 else (-span[1], -span[0]))
        target = self._spans[id(self._relation.target)]
        wanted = (target[0] - self._offset, target[1] - self._offset)
        terms = spans["term"] if "term" in roles else _ONE
        divisors = spans["divisor"] if "divisor" in roles else _ONE
        if own is None:
            low, high = _over(_times(product, terms), divisors)
            low, high = low + self._offset, high + self._offset
        elif own.role == "factor":
            low, high = _over(_times(wanted, divisors), _times(product, terms))
        else:
            if own.role == "term":
                needed, others = _over(_times(wanted, divisors), product), terms
            else:
                needed, others = _over(_times(product, terms), wanted), divisors
            low, high = _plus(needed, (-others[1], -others[0]))
            low, high = (low, high) if own.sign > 0 else (-high, -low)
        unit = 10.0**-figure.digits + _MARGIN * (abs(low) + abs(high) + abs(self._offset) + 1)
        return low - 2 * unit, high + 2 * unit

    def may_hold(self, figure: Figure | None = None, slip: Decimal | None = None) -> bool:
        """Whether the claim may hold, as it is or where one of its figures is another; True where the bounds do not tell."""
        if not self._known:
            return True
        spans = self._spans
        if figure is not None and slip is not None:
            other = _around(figure, slip)
            spans = {id(f): other if f == figure else spans[id(f)] for f in self._figures}
        target = spans[id(self._relation.target)]
        terms, divisors, product = [0.0, 0.0], [0.0, 0.0], (1.0, 1.0)
        has_terms = divided = False
        for operand in self._relation.operands:
            low, high = spans[id(operand.figure)]
            if operand.sign < 0:
                low, high = -high, -low
            if operand.role == "term":
                terms[0], terms[1], has_terms = terms[0] + low, terms[1] + high, True
            elif operand.role == "divisor":
                divisors[0], divisors[1], divided = divisors[0] + low, divisors[1] + high, True
            else:
                product = _ends([a * b for a in product for b in (low, high)])
        if divided and divisors[0] <= 0 <= divisors[1]:
            return True
        of_terms = terms if has_terms else (1.0, 1.0)
        result = _ends([self._factor * a * b for a in of_terms for b in product])
        if divided:
            result = _ends([a / b for a in result for b in divisors])
        margin = _MARGIN * (abs(result[0]) + abs(result[1]) + abs(self._offset) + abs(target[0]) + abs(target[1]))
        return result[0] + self._offset - margin <= target[1] and target[0] <= result[1] + self._offset + margin


_Span: TypeAlias = tuple[float, float]
_ANY: _Span = (-math.inf, math.inf)
_ONE: _Span = (1.0, 1.0)
_NOTHING_ADDED: _Span = (0.0, 0.0)


def _plus(a: _Span, b: _Span) -> _Span:
    return a[0] + b[0], a[1] + b[1]


def _times(a: _Span, b: _Span) -> _Span:
    return _ends([x * y for x in a for y in b])


def _over(a: _Span, b: _Span) -> _Span:
    return _ANY if b[0] <= 0 <= b[1] else _ends([x / y for x in a for y in b])


def _around(figure: Figure, value: Decimal) -> tuple[float, float]:
    middle, unit = float(value), 10.0**-figure.digits
    return middle - unit, middle + unit


def _ends(values: list[float]) -> tuple[float, float]:
    return min(values), max(values)

"""Cells with formulas in the system: a sum stands for its cell, anything else leaves the cell a riddle."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from fractions import Fraction
from math import lcm

from reportcheck.localise.figures import Figures, key_of
from reportcheck.localise.ties import Quotient, Range, Sum, Tie
from reportcheck.model import Figure
from reportcheck.relate.family import Family
from reportcheck.settle import HOLDS, Settled

__all__ = ["Formulas"]

_MOST_PARTS = 200
_DEEPEST = 6


class Formulas:
    """What the cells with formulas are computed from, where the formula is a sum whose stored value is right.

    Args:
        settled: the families that formulas of cells make.
    """

    def __init__(self, settled: Sequence[Settled]) -> None:
        self._families: dict[Hashable, Family | None] = {}
        for one in settled:
            family = one.family
            place = family.target.view.location(*family.target.place(0))
            sums = family.is_linear and len(family.parts) <= _MOST_PARTS and all(o in HOLDS for o in one.outcomes)
            self._families[place] = family if sums else None
        self._known: dict[Hashable, dict[Hashable, tuple[Figure, int]]] = {}

    def __contains__(self, figure: Figure) -> bool:
        return key_of(figure) in self._families

    def parts(self, figure: Figure) -> dict[Hashable, tuple[Figure, int]] | None:
        """The typed figures that a computed one is the signed sum of; None where it is typed, or no such sum."""
        key = key_of(figure)
        if self._families.get(key) is None:
            return None
        return self._parts(key, 0)

    def _parts(self, key: Hashable, depth: int) -> dict[Hashable, tuple[Figure, int]] | None:
        if key in self._known:
            return self._known[key] or None
        family = self._families.get(key)
        out: dict[Hashable, tuple[Figure, int]] = {}
        if family is not None and depth < _DEEPEST:
            for part in family.parts:
                figure = part.line.figure(0)
                place = key_of(figure)
                if figure.value is None:
                    continue
                below = self._parts(place, depth + 1) if place in self._families else {place: (figure, 1)}
                if below is None or len(out) > _MOST_PARTS:
                    below = {place: (figure, 1)}
                for inner, (leaf, sign) in below.items():
                    out[inner] = (leaf, out.get(inner, (leaf, 0))[1] + part.sign * sign)
        self._known[key] = out
        return out or None

    def expanded(self, tie: Tie, figures: Figures) -> Tie:
        """A tie with what computed figures are computed from in their place."""
        if not self._families or not any(figures.printed[i] in self for i in tie.figures):
            return tie
        if isinstance(tie, Sum):
            terms, base, scale = self._expand(tuple(tie.terms.items()), figures)
            low = None if tie.low is None else tie.low * scale - base
            high = None if tie.high is None else tie.high * scale - base
            return Sum({i: k for i, k in terms.items() if k}, low, high)
        assert isinstance(tie, Quotient)
        return Quotient(
            self._range(tie.stated, figures),
            self._range(tie.terms, figures),
            self._range(tie.divisors, figures),
            [self._range(f, figures) for f in tie.factors],
            tie.up,
            tie.down,
            tie.compare,
        )

    def _range(self, side: Range, figures: Figures) -> Range:
        terms, base, scale = self._expand(side.terms, figures)
        below, above = side.below * scale, side.above * scale
        return Range(tuple(terms.items()), side.base * scale + base, below, above, side.unit * scale)

    def _expand(self, terms: Sequence[tuple[int, int]], figures: Figures) -> tuple[dict[int, int], int, int]:
        """Terms over typed figures, what stays beside them, and by what all was multiplied to remain whole."""
        out: dict[int, Fraction] = {}
        base = Fraction(0)
        for i, k in terms:
            parts = self.parts(figures.printed[i]) if figures.printed[i] in self else None
            numbers = None if parts is None else [(figures.number(f), sign) for f, sign in parts.values()]
            if numbers is None or any(n is None for n, _ in numbers):
                out[i] = out.get(i, Fraction(0)) + k
                continue
            rest = Fraction(figures.values[i])
            for n, sign in numbers:
                assert n is not None
                share = sign * figures.units[n] / figures.units[i]
                out[n] = out.get(n, Fraction(0)) + k * share
                rest -= share * figures.values[n]
            base += k * rest  # what the digits shown leave out
        scale = lcm(base.denominator, *(k.denominator for k in out.values()))
        return {i: int(k * scale) for i, k in out.items()}, int(base * scale), scale

"""Strips ``low ≤ Σ coefficient · figure ≤ high`` over figures: intersected by direction, and figures eliminated from them.

This is Fourier and Motzkin's way, exact. Each end knows which ties it comes from, so that a contradiction names them.
"""

from __future__ import annotations

from fractions import Fraction
from math import gcd
from typing import NamedTuple

__all__ = ["Ends", "Terms", "UnsatisfiableError", "eliminate", "narrow"]

Terms = tuple[tuple[int, int], ...]


class UnsatisfiableError(Exception):
    """Ties that contradict each other whatever values the free figures take."""

    def __init__(self, ties: frozenset[int]) -> None:
        self.ties = ties


class Ends(NamedTuple):
    """The ends of a direction, and the ties that each comes from."""

    low: int | Fraction | None
    high: int | Fraction | None
    below: frozenset[int]
    above: frozenset[int]


def narrow(directions: dict[Terms, Ends], terms: Terms, ends: Ends, *, whole: bool = True) -> None:
    """Intersect a slab with those of its direction.

    Args:
        directions: what is known so far; changed.
        terms, ends: the slab.
        whole: the figures are whole numbers, and so are the ends.

    Raises:
        UnsatisfiableError: nothing is left.
    """
    if not terms:
        if ends.low is not None and ends.low > 0:
            raise UnsatisfiableError(ends.below)
        if ends.high is not None and ends.high < 0:
            raise UnsatisfiableError(ends.above)
        return
    terms, (low, high, below, above) = _normal(terms, ends, whole)
    if low is not None and high is not None and low > high:
        raise UnsatisfiableError(below | above)
    known = directions.get(terms)
    if known is None:
        directions[terms] = Ends(low, high, below, above)
        return
    if low is None or (known.low is not None and known.low >= low):
        low, below = known.low, known.below
    if high is None or (known.high is not None and known.high <= high):
        high, above = known.high, known.above
    if low is not None and high is not None and low > high:
        raise UnsatisfiableError(below | above)
    directions[terms] = Ends(low, high, below, above)


def _normal(terms: Terms, ends: Ends, whole: bool) -> tuple[Terms, Ends]:
    """A slab with its figures in order, the first factor positive and no common divisor."""
    low, high, below, above = ends
    if len(terms) > 1:
        terms = tuple(sorted(terms))
    divisor = gcd(*(k for _, k in terms))
    if terms[0][1] < 0:
        low, high, below, above = None if high is None else -high, None if low is None else -low, above, below
        divisor = -divisor
    if divisor != 1:
        terms = tuple((i, k // divisor) for i, k in terms)
        divisor = abs(divisor)
        if whole:
            low = None if low is None else -(-low // divisor)
            high = None if high is None else high // divisor
        else:
            low = None if low is None else Fraction(low) / divisor
            high = None if high is None else Fraction(high) / divisor
    return terms, Ends(low, high, below, above)


def eliminate(directions: dict[Terms, Ends], figure: int, *, whole: bool = True) -> dict[Terms, Ends]:
    """The directions without one figure: those that lack it, and each two that have it combined; see :func:`narrow`."""
    left: dict[Terms, Ends] = {}
    those: list[tuple[int, dict[int, int], Ends]] = []
    for terms, ends in directions.items():
        factors = dict(terms)
        k = factors.pop(figure, 0)
        if k:
            those.append((k, factors, ends))
        else:
            narrow(left, terms, ends, whole=whole)
    for n, (k, one, ends) in enumerate(those):
        for m, two, others in those[:n]:
            # m · one − k · two has no such figure
            a, b = (m, k) if m > 0 else (-m, -k)
            combined = {i: a * f for i, f in one.items()}
            for i, f in two.items():
                combined[i] = combined.get(i, 0) - b * f
            first, second = _times(ends, a), _times(others, -b)
            low = None if first.low is None or second.low is None else first.low + second.low
            high = None if first.high is None or second.high is None else first.high + second.high
            terms = tuple((i, f) for i, f in combined.items() if f)
            narrow(left, terms, Ends(low, high, first.below | second.below, first.above | second.above), whole=whole)
    return left


def _times(ends: Ends, k: int) -> Ends:
    if k >= 0:
        return Ends(
            None if ends.low is None else ends.low * k,
            None if ends.high is None else ends.high * k,
            ends.below,
            ends.above,
        )
    return Ends(
        None if ends.high is None else ends.high * k, None if ends.low is None else ends.low * k, ends.above, ends.below
    )

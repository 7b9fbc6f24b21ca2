"""What values of up to three figures do the ties around them leave? Exact, over whole numbers of printed units.

Figures are eliminated one after the other (Fourier and Motzkin's way; slabs of one direction are intersected at once, and since
figures are whole numbers, so are the ends). Each end knows which ties it comes from, so that a contradiction names them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from math import gcd
from typing import NamedTuple

from reportcheck.localise.ties import Changed, System

__all__ = ["Ends", "Region", "Terms", "UnsatisfiableError", "eliminate", "narrow"]

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


_OPEN = Ends(None, None, frozenset(), frozenset())


class Region:
    """The values of free figures under the ties around them.

    Args:
        system: figures and ties.
        free: the figures that may change.
        also: ties that must hold though no free figure is in them.

    Raises:
        UnsatisfiableError: there are none.
    """

    def __init__(self, system: System, free: Sequence[int], also: Iterable[int] = ()) -> None:
        self.system = system
        self.free = tuple(
            sorted(free, key=lambda i: (-len(system.of[i]), i))
        )  # those in one tie alone follow from the others
        around = dict.fromkeys(also)
        for i in self.free:
            around.update(dict.fromkeys(system.of[i]))
        self.ties = tuple(around)
        directions: dict[Terms, Ends] = {}
        self._silent: list[int] = []  # ties that say something only once all but one of their figures have values
        for t in self.ties:
            source = frozenset((t,))
            slabs = system.slabs(t, self.free)
            if not slabs:
                self._silent.append(t)
            for terms, low, high in slabs:
                narrow(directions, terms, Ends(low, high, source, source))
        # _levels[n] are the directions of the first n + 1 free figures only
        self._levels = [directions]
        for i in reversed(self.free[1:]):
            self._levels.insert(0, eliminate(self._levels[0], i))

    def first(self) -> tuple[int | None, int | None]:
        """Between which values the first free figure may lie."""
        ends = self._levels[0].get(((self.free[0], 1),), _OPEN)
        return None if ends.low is None else int(ends.low), None if ends.high is None else int(ends.high)

    def pick(
        self, choose: Callable[[int, int | None, int | None], Sequence[int]], most: int = 200
    ) -> list[tuple[int, ...]]:
        """Some points of the region.

        Args:
            choose: values worth trying for a figure (by its place in ``free``) between two ends, the likeliest first.
            most: how many points at most.
        """
        points: list[tuple[int, ...]] = []
        self._fill((), choose, points, most)
        return points

    def _fill(
        self,
        chosen: tuple[int, ...],
        choose: Callable[[int, int | None, int | None], Sequence[int]],
        points: list[tuple[int, ...]],
        most: int,
    ) -> None:
        place = len(chosen)
        if place == len(self.free):
            points.append(chosen)
            return
        ends = self._between(place, chosen)
        if ends is None:
            return
        for value in choose(place, *ends):
            self._fill((*chosen, value), choose, points, most)
            if len(points) >= most:
                return

    def _between(self, place: int, chosen: tuple[int, ...]) -> tuple[int | None, int | None] | None:
        """The ends of a figure once those before it have values; None where none is left."""
        values = dict(zip(self.free, chosen, strict=False))
        own, low, high = self.free[place], None, None
        directions = self._levels[place]
        if self._silent:
            directions = dict(directions)
            try:
                self._ask(directions, own, values)
            except UnsatisfiableError:
                return None
        for terms, ends in directions.items():
            k, rest = 0, 0
            for i, factor in terms:
                if i == own:
                    k = factor
                else:
                    rest += factor * values[i]
            if not k:
                continue
            bottom = None if ends.low is None else ends.low - rest
            top = None if ends.high is None else ends.high - rest
            if k < 0:
                k, bottom, top = -k, None if top is None else -top, None if bottom is None else -bottom
            if bottom is not None:
                bottom = -(-bottom // k)
                low = bottom if low is None else max(low, bottom)
            if top is not None:
                top //= k
                high = top if high is None else min(high, top)
        if low is not None and high is not None and low > high:
            return None
        return low, high

    def _ask(self, directions: dict[Terms, Ends], own: int, values: dict[int, int]) -> None:
        """Add what the silent ties say of a figure once the others have values."""
        for t in self._silent:
            tie = self.system.ties[t]
            unknown = set(tie.figures) & set(self.free) - values.keys()
            if unknown == {own}:
                source = frozenset((t,))
                for terms, low, high in tie.slabs((own,), Changed(self.system.values, values)):
                    narrow(directions, terms, Ends(low, high, source, source))


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

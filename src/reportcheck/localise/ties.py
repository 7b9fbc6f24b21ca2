"""Relations as a system over whole numbers: each figure counts units of its last printed digit.

A :class:`Sum` holds where ``low ≤ Σ coefficient · figure ≤ high``: the ends are what rounding leaves, 0 and 0 for exact
figures. A :class:`Quotient` (a share, a rate, an average, a change, a product) is
``stated · Σ divisors = factor · Σ terms · Π factors`` over such ranges. Both say of any few figures that may be changed which
:class:`Slab` of values they leave when all other figures stay as printed; nothing else is asked of them, so that the search
knows no kinds of relations.

>>> system = System([752, 25, 150, 557], [Sum({0: 1, 1: -1, 2: -1, 3: -1})])
>>> system.holds(0), system.ties[0].slabs((3,), system.values)
(False, [Slab(terms=((3, -1),), low=-577, high=-577)])
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

__all__ = ["Changed", "Quotient", "Range", "Slab", "Sum", "System", "Tie"]


class Slab(NamedTuple):
    """``low ≤ Σ coefficient · figure ≤ high``; an end that is None is open to all values."""

    terms: tuple[tuple[int, int], ...]
    low: int | None
    high: int | None


class Tie(Protocol):
    """A relation over figures, named by their place in the system."""

    @property
    def figures(self) -> tuple[int, ...]: ...

    def slabs(self, free: Iterable[int], values: Sequence[int]) -> list[Slab]:
        """What must hold of the ``free`` figures, all others being as ``values`` say."""
        ...


class Sum:
    """``low ≤ Σ coefficient · figure ≤ high``.

    Args:
        terms: the coefficient of each figure, none 0.
        low, high: the ends; None for an order, which has one.
    """

    __slots__ = ("figures", "high", "low", "terms")

    def __init__(self, terms: Mapping[int, int], low: int | None = 0, high: int | None = 0) -> None:
        self.terms = dict(terms)
        self.figures = tuple(self.terms)
        self.low, self.high = low, high

    def slabs(self, free: Iterable[int], values: Sequence[int]) -> list[Slab]:
        return [self.left(free, values, sum(k * values[i] for i, k in self.terms.items()))]

    def left(self, free: Iterable[int], values: Sequence[int], rest: int) -> Slab:
        """The same, where the sum of all terms is known."""
        terms, kept = self.terms, []
        for i in free:
            if i in terms:
                k = terms[i]
                rest -= k * values[i]
                kept.append((i, k))
        low, high = self.low, self.high
        return Slab(tuple(kept), None if low is None else low - rest, None if high is None else high - rest)


@dataclass(frozen=True, slots=True)
class Range:
    """``(Σ coefficient · figure + base) / unit``, give or take: from ``below / unit`` less to ``above / unit`` more."""

    terms: tuple[tuple[int, int], ...]
    base: int = 0
    below: int = 0
    above: int = 0
    unit: int = 1

    def split(self, free: Iterable[int], values: Sequence[int]) -> tuple[list[tuple[int, int]], int]:
        """The terms that are free, and what the others come to."""
        chosen, kept, total = set(free), [], self.base
        for i, k in self.terms:
            if i in chosen:
                kept.append((i, k))
            else:
                total += k * values[i]
        return kept, total


class Quotient:
    """``stated · Σ divisors = up / down · Σ terms · Π factors``, over ranges. Divisors and factors are positive.

    What it leaves of few figures is linear unless two ranges of one side are free at once: then it says nothing of them, and
    whoever chose values asks again with nothing free.

    Args:
        stated, terms, divisors, factors: the ranges; ``divisors`` None where nothing divides.
        up, down: the constant factor, both positive.
        compare: ``=``, ``<=`` (stated is at most the rest) or ``>=``.
    """

    __slots__ = ("compare", "divisors", "down", "factors", "figures", "stated", "terms", "up")

    def __init__(
        self,
        stated: Range,
        terms: Range,
        divisors: Range | None = None,
        factors: Sequence[Range] = (),
        up: int = 1,
        down: int = 1,
        compare: str = "=",
    ) -> None:
        self.stated, self.terms, self.factors = stated, terms, tuple(factors)
        self.divisors = divisors or Range((), base=1)
        self.up, self.down, self.compare = up, down, compare
        sides = (self.stated, self.terms, self.divisors, *self.factors)
        self.figures = tuple(dict.fromkeys(i for side in sides for i, _ in side.terms))

    def slabs(self, free: Iterable[int], values: Sequence[int]) -> list[Slab]:
        chosen = frozenset(free)
        left = _Side.of((self.stated, self.divisors), chosen, values)
        right = _Side.of((self.terms, *self.factors), chosen, values)
        if left is None or right is None:
            return []
        positive = left.free is self.divisors or right.free in self.factors
        left_low, left_high = left.ends(None if positive else right.sign())
        right_low, right_high = right.ends(None if positive else left.sign())
        a, b = self.down * right.unit, self.up * left.unit  # left · a meets right · b
        out = []
        if self.compare != ">=":
            out.append(_at_most(left_low, a, right_high, b))
        if self.compare != "<=":
            out.append(_at_most(right_low, b, left_high, a))
        if left.free is self.divisors:
            out.append(Slab(left.terms, 1 - left.base + self.divisors.below, None))
        return out


class _End(NamedTuple):
    """An end of a product, linear in what is free: ``k · Σ terms + rest``."""

    terms: tuple[tuple[int, int], ...]
    k: int
    rest: int


def _at_most(low: _End, a: int, high: _End, b: int) -> Slab:
    """``low · a ≤ high · b`` as a slab."""
    terms: dict[int, int] = {}
    for i, k in low.terms:
        terms[i] = terms.get(i, 0) + k * low.k * a
    for i, k in high.terms:
        terms[i] = terms.get(i, 0) - k * high.k * b
    return Slab(tuple((i, k) for i, k in terms.items() if k), None, high.rest * b - low.rest * a)


@dataclass(frozen=True, slots=True)
class _Side:
    """A product of ranges of which at most one, ``free``, has figures that may change; the others come to ``least … most``."""

    free: Range | None
    terms: tuple[tuple[int, int], ...]
    base: int
    least: int
    most: int
    unit: int

    @classmethod
    def of(cls, sides: Sequence[Range], chosen: frozenset[int], values: Sequence[int]) -> _Side | None:
        """The product of some ranges; None where figures of two of them may change at once."""
        free: Range | None = None
        terms: tuple[tuple[int, int], ...] = ()
        base, least, most, unit = 0, 1, 1, 1
        for side in sides:
            kept, total = side.split(chosen, values)
            unit *= side.unit
            if kept:
                if free is not None:
                    return None
                free, terms, base = side, tuple(kept), total
                continue
            ends = [x * y for x in (least, most) for y in (total - side.below, total + side.above)]
            least, most = min(ends), max(ends)
        return cls(free, terms, base, least, most, unit)

    def sign(self) -> int:
        """1 where the product is surely not negative, -1 where it is surely not positive, else 0; 0 where it may change."""
        if self.free is not None:
            return 0
        return 1 if self.least >= 0 else -1 if self.most <= 0 else 0

    def ends(self, sign: int | None) -> tuple[_End, _End]:
        """The least and the most that the product can be.

        ``sign`` is that of the other side, which decides that of what is free; None where that is positive anyway.
        """
        if self.free is None:
            return _End((), 0, self.least), _End((), 0, self.most)
        low, high = self.base - self.free.below, self.base + self.free.above
        negative = sign is not None and sign < 0 <= self.least
        if negative:
            bottom = _End(self.terms, self.most, low * self.most if self.most >= 0 else high * self.most)
            top = _End(self.terms, self.least, high * self.least if self.least >= 0 else low * self.least)
            return bottom, top
        bottom = _End(self.terms, self.least, low * self.least if self.least >= 0 else high * self.least)
        top = _End(self.terms, self.most, high * self.most if self.most >= 0 else low * self.most)
        return bottom, top


class Changed(Sequence[int]):
    """Figures with some of them changed."""

    __slots__ = ("_changed", "_values")

    def __init__(self, values: Sequence[int], changed: Mapping[int, int]) -> None:
        self._values, self._changed = values, changed

    def __getitem__(self, i: int) -> int:  # type: ignore[override]
        return self._changed[i] if i in self._changed else self._values[i]

    def __len__(self) -> int:
        return len(self._values)


class System:
    """Figures as printed, and the ties between them.

    Args:
        values: each figure in units of its last printed digit.
        ties: the relations; figures are named by their place in ``values``.
    """

    __slots__ = ("_totals", "of", "ties", "values")

    def __init__(self, values: Sequence[int], ties: Sequence[Tie]) -> None:
        self.values = list(values)
        self.ties = list(ties)
        self.of: list[list[int]] = [[] for _ in self.values]
        for t, tie in enumerate(self.ties):
            for i in tie.figures:
                self.of[i].append(t)
        self._totals: dict[int, int] = {}

    def slabs(self, tie: int, free: Sequence[int]) -> list[Slab]:
        """What a tie leaves of a few figures, all others being as printed."""
        claim = self.ties[tie]
        if not isinstance(claim, Sum):
            return claim.slabs(free, self.values)
        total = self._totals.get(tie)
        if total is None:
            total = self._totals[tie] = sum(k * self.values[i] for i, k in claim.terms.items())
        return [claim.left(free, self.values, total)]

    def holds(self, tie: int, values: Sequence[int] | None = None) -> bool:
        """Whether a tie holds, of the figures as printed or of others."""
        slabs = self.ties[tie].slabs((), self.values if values is None else values)
        return all((s.low is None or s.low <= 0) and (s.high is None or s.high >= 0) for s in slabs)

    def failing(self) -> list[int]:
        """The ties that do not hold."""
        return [t for t in range(len(self.ties)) if not self.holds(t)]

"""All relations at once: those that each hold alone and yet leave no common values, and blanks that only one value fits.

Here figures are the true amounts behind the print, anywhere in what their digits leave (rounded or cut off), and blanks may be
anything. A figure in one relation alone is a slack of that relation; the others are eliminated one by one, and a contradiction
names the relations that it came from. Exact, and only where few figures are shared; the rest is not searched.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from reportcheck.judge import by_value, figure_interval, scale_of, stands_among_decimals
from reportcheck.localise.strips import Ends, Terms, UnsatisfiableError, eliminate, narrow
from reportcheck.model import Conflict, Deduced, Figure, Judgement, Location, Relation

__all__ = ["look_jointly", "worth_a_look"]

_KINDS = ("sum", "difference", "equality", "share", "change")  # a rate over a period is approximate by nature
_BLANK = ("blank", "unknown")
_REASONS = ("target-blank", "operand-blank", "target-unknown", "operand-unknown")
_MOST_SHARED = 8  # figures that tie relations together, in one component
_MOST_DIRECTIONS = 200


def worth_a_look(judgements: Iterable[Judgement]) -> list[Judgement]:
    """The judgements that leave anything open: held by rounding, or undecided for a blank."""
    return [
        j
        for j in judgements
        if j.relation.kind in _KINDS
        and j.relation.compare == "="
        and (
            j.outcome in ("rounding", "truncation")
            or j.reason in _REASONS
            or (j.outcome == "exact" and any(o.figure.mark == "blank" for o in j.relation.operands))
        )
    ]


def look_jointly(judgements: Sequence[Judgement]) -> tuple[list[Conflict], list[Deduced]]:
    """What the relations of a document say together that none of them says alone.

    Args:
        judgements: those that leave anything open.

    Returns:
        the smallest sets of relations without a common solution, one for each component that has none; and the blanks that
        have one value only.
    """
    conflicts: list[Conflict] = []
    deduced: list[Deduced] = []
    for relations in _components(judgements):
        claims = [c for r in relations if (c := _claim(r)) is not None]
        found = _Component(claims)
        if found.conflict:
            conflicts.append(Conflict(tuple(c.relation for c in found.conflict)))
        else:
            deduced += found.deduced()
    return conflicts, deduced


@dataclass(frozen=True, slots=True)
class _Claim:
    """``low ≤ Σ coefficient · figure ≤ high`` of the true amounts; a share makes two of them, each open to one side."""

    relation: Relation
    strips: tuple[tuple[dict[Location, Fraction], Fraction | None, Fraction | None], ...]
    figures: dict[Location, Figure]
    boxes: dict[Location, tuple[Fraction, Fraction]]  # what the print leaves of each known figure


def _claim(relation: Relation) -> _Claim | None:
    figures = {f.location: f for f in (relation.target, *(o.figure for o in relation.operands))}
    if any(
        f.mark in ("about", "above", "below") or (f.value is None and f.mark not in _BLANK) for f in figures.values()
    ):
        return None
    decimals = stands_among_decimals(relation)
    boxes = {}
    for key, figure in figures.items():
        if figure.value is not None:
            boxes[key] = _box(figure, decimals=decimals, exact=by_value(relation))
    factor = Fraction(relation.factor) / Fraction(relation.divisor)
    terms: dict[Location, Fraction] = defaultdict(Fraction)
    divisors: dict[Location, Fraction] = defaultdict(Fraction)
    for operand in relation.operands:
        k = operand.sign * Fraction(scale_of(operand.figure, relation))
        if operand.role == "factor":
            return None
        (terms if operand.role == "term" else divisors)[operand.figure.location] += k
    offset, target = Fraction(relation.offset), relation.target.location
    if not divisors:
        sides: dict[Location, Fraction] = defaultdict(Fraction)
        sides[target] += Fraction(scale_of(relation.target, relation))
        for key, k in terms.items():
            sides[key] -= factor * k
        return _Claim(relation, ((dict(sides), offset, offset),), figures, boxes)
    if target not in boxes or factor <= 0:
        return None
    strips = []
    for stated, below in zip(boxes[target], (True, False), strict=True):
        strip: dict[Location, Fraction] = defaultdict(Fraction)
        for key, k in terms.items():
            strip[key] += factor * k
        for key, k in divisors.items():
            strip[key] -= (stated - offset) * k
        strips.append((dict(strip), Fraction(0) if below else None, None if below else Fraction(0)))
    return _Claim(relation, tuple(strips), figures, boxes)


def _box(figure: Figure, *, decimals: bool, exact: bool) -> tuple[Fraction, Fraction]:
    """The true amounts that a figure may stand for: rounded, or cut off."""
    assert figure.value is not None
    value, interval = Fraction(figure.value), figure_interval(figure, among_decimals=decimals)
    if interval.is_point or exact:
        return value, value
    unit = interval.high - interval.low
    return min(interval.low, value - unit if value < 0 else value), max(
        interval.high, value + unit if value >= 0 else value
    )


def _components(judgements: Sequence[Judgement]) -> list[list[Relation]]:
    """Relations that share figures which are not known for certain, directly or through others; those with few such figures.

    A blank that stands for 0 where a relation holds matters only where another relation leaves it open.
    """
    open_ = {
        f.location for j in judgements if j.outcome == "undecided" for f in _figures(j.relation) if f.value is None
    }
    members: dict[Location, list[int]] = defaultdict(list)
    relations: list[Relation] = []
    for judgement in judgements:
        unsure = _unsure(judgement.relation)
        if judgement.outcome == "exact" and open_.isdisjoint(unsure):
            continue
        for key in unsure:
            members[key].append(len(relations))
        relations.append(judgement.relation)
    root = list(range(len(relations)))

    def find(n: int) -> int:
        while root[n] != n:
            root[n] = root[root[n]]
            n = root[n]
        return n

    for group in members.values():
        for n in group[1:]:
            root[find(n)] = find(group[0])
    groups: dict[int, list[Relation]] = defaultdict(list)
    shared: dict[int, int] = defaultdict(int)
    blank: set[int] = set()
    for n, relation in enumerate(relations):
        groups[find(n)].append(relation)
    for key, group in members.items():
        shared[find(group[0])] += len(group) > 1 or key in open_
        if key in open_:
            blank.add(find(group[0]))
    return [g for n, g in groups.items() if shared[n] <= _MOST_SHARED and (len(g) > 1 or n in blank)]


def _figures(relation: Relation) -> list[Figure]:
    return [relation.target, *(o.figure for o in relation.operands)]


def _unsure(relation: Relation) -> list[Location]:
    """The figures of a relation that may stand for more than one amount."""
    figures = _figures(relation)
    decimals = any(f.digits > 0 for f in figures)
    return [f.location for f in figures if f.value is None or decimals or f.rounded or f.step is not None]


class _Component:
    """Claims with figures in common; ``conflict`` is a smallest set of them that has no solution."""

    def __init__(self, claims: Sequence[_Claim]) -> None:
        self.claims = claims
        self._boxes: dict[Location, tuple[Fraction, Fraction]] = {}
        uses: dict[Location, int] = defaultdict(int)
        for claim in claims:
            for key in claim.figures:
                uses[key] += 1
            for key, (low, high) in claim.boxes.items():
                least, most = self._boxes.get(key, (low, high))
                self._boxes[key] = min(least, low), max(most, high)  # the wider of two readings
        self._blanks = {k: f for c in claims for k, f in c.figures.items() if f.value is None}
        open_ = [k for k, n in uses.items() if k in self._blanks or (n > 1 and self._boxes[k][0] != self._boxes[k][1])]
        self._shared = {key: n for n, key in enumerate(open_)}
        self.searched = len(open_) <= _MOST_SHARED
        self.conflict: list[_Claim] = self._smallest() if self.searched else []

    def _directions(self, chosen: Iterable[int]) -> dict[Terms, Ends]:
        """The strips of some claims over the shared figures alone; raises UnsatisfiableError where two exclude each other."""
        directions: dict[Terms, Ends] = {}
        nothing: frozenset[int] = frozenset()
        for key, n in self._shared.items():
            if key in self._boxes and key not in self._blanks:
                narrow(directions, ((n, 1),), Ends(*self._boxes[key], nothing, nothing), whole=False)
        for c in chosen:
            source = frozenset((c,))
            for strip, low, high in self.claims[c].strips:
                terms: list[tuple[int, Fraction]] = []
                for key, k in strip.items():
                    if key in self._shared:
                        terms.append((self._shared[key], k))
                        continue
                    ends = sorted(k * end for end in self._boxes[key])
                    low = None if low is None else low - ends[1]
                    high = None if high is None else high - ends[0]
                scale = _common([k for _, k in terms])
                whole = tuple(sorted((n, int(k * scale)) for n, k in terms if k))
                narrow(
                    directions,
                    whole,
                    Ends(None if low is None else low * scale, None if high is None else high * scale, source, source),
                    whole=False,
                )
        return directions

    def _reduced(self, chosen: Iterable[int], keep: int | None) -> dict[Terms, Ends] | None:
        """The strips with all shared figures but one eliminated; None where they become too many."""
        directions = self._directions(chosen)
        left = [n for n in self._shared.values() if n != keep]
        while left:
            n = min(left, key=lambda n: sum(any(i == n for i, _ in terms) for terms in directions))
            left.remove(n)
            directions = eliminate(directions, n, whole=False)
            if len(directions) > _MOST_DIRECTIONS:
                return None
        return directions

    def _contradiction(self, chosen: Iterable[int]) -> frozenset[int] | None:
        try:
            self._reduced(chosen, None)
        except UnsatisfiableError as error:
            return error.ties
        return None

    def _smallest(self) -> list[_Claim]:
        found = self._contradiction(range(len(self.claims)))
        if found is None:
            return []
        for c in sorted(found):
            less = found - {c}
            if (smaller := self._contradiction(sorted(less))) is not None:
                found = smaller if smaller <= less else less
        return [self.claims[c] for c in sorted(found)]

    def deduced(self) -> Iterable[Deduced]:
        """The blanks with one value only."""
        if not self.searched:
            return
        for key, figure in self._blanks.items():
            if figure.mark != "blank":
                continue
            directions = self._reduced(range(len(self.claims)), self._shared[key])
            ends = None if directions is None else directions.get(((self._shared[key], 1),))
            if ends is None or ends.low is None or ends.low != ends.high or not ends.low:
                continue
            relations = tuple(self.claims[c].relation for c in sorted(ends.below | ends.above))
            value = _as_printed(Fraction(ends.low), key, relations)
            if value is not None:
                yield Deduced(figure, value, relations)


def _common(factors: Sequence[Fraction]) -> int:
    from math import lcm

    return lcm(*(k.denominator for k in factors)) if factors else 1


def _as_printed(value: Fraction, blank: Location, relations: Sequence[Relation]) -> Decimal | None:
    """A value as a figure of its place can say it; None where it would need more decimals, or a sign that no other has."""
    others = [
        f
        for r in relations
        for f in (r.target, *(o.figure for o in r.operands))
        if f.value is not None and f.location != blank
    ]
    digits = max((f.digits for f in others), default=0)
    scaled = value * 10 ** max(digits, 0)
    if scaled.denominator != 1 or (value < 0 and all(f.value is not None and f.value >= 0 for f in others)):
        return None
    return Decimal(scaled.numerator).scaleb(-max(digits, 0))

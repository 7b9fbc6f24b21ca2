"""Whether one slip of the pen mends a claim: a digit changed, two swapped, one dropped or added, a mark moved by a place.

It is evidence of a wrong figure only as far as it is rare, see ``gate``.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from reportcheck.judge import judge
from reportcheck.model import Figure, Operand, Relation
from reportcheck.prose.claims import Claim
from reportcheck.prose.quantities import Quantity
from reportcheck.prose.reach import Reach

__all__ = [
    "Neighbours",
    "digits_of",
    "mendable",
    "mends_sum",
    "mends_with",
    "one_slip",
    "rarity",
    "rarity_of_ratio",
    "slips_of",
    "wrong_in",
]

_NOTHING = Decimal(0)


def slips_of(value: Decimal, digits: int, wanted: Callable[[float], bool] | None = None) -> Iterator[Decimal]:
    """The figures that one slip makes of a printed one, only those that are ``wanted`` where that is given."""
    places = max(digits, 0)
    text = str(int(abs(value).scaleb(places))).zfill(places + 1)
    unit, size = Decimal(1).scaleb(-places), 10.0**-places
    yield from (n * unit for n in _rewritten(text) if wanted is None or wanted(n * size))
    yield from (other for other in (value * 10, value / 10) if wanted is None or wanted(float(other)))


def _rewritten(text: str) -> Iterator[int]:
    """A row of digits with one changed, two near ones swapped, one left out or put in."""
    for i, digit in enumerate(text):
        for other in "0123456789":
            if other != digit:
                yield int(text[:i] + other + text[i + 1 :])
        if i + 1 < len(text) and digit != text[i + 1]:
            yield int(text[:i] + text[i + 1] + digit + text[i + 2 :])
        if len(text) > 1:
            yield int(text[:i] + text[i + 1 :])
    for i in range(len(text) + 1):
        for other in "0123456789":
            yield int(text[:i] + other + text[i:])


def mendable(claim: Claim) -> bool:
    """Whether a slip in one of the figures of a failing claim makes it hold."""
    if claim.mendable is None:
        claim.mendable = _mendable(claim)
    return claim.mendable


def _mendable(claim: Claim) -> bool:
    if isinstance(claim.stated, tuple):
        return mends_sum(claim)
    relation = claim.stated
    if relation.kind in ("sum", "difference") and all(o.role == "term" for o in relation.operands):
        return mends_sum(claim)
    if claim.judgement.gap is None or claim.judgement.computed is None:
        return False
    return any(judge(rival).holds for rival in _variants(relation))


def mends_sum(claim: Claim) -> bool:
    """Whether a slip in one figure of a sum makes it hold."""
    return next(wrong_in(claim), None) is not None


def wrong_in(claim: Claim) -> Iterator[Quantity]:
    """The figures of a sum in which a slip makes it hold: reckoned with the digits as they are printed, so without trying them all."""
    gap, room = claim.off, claim.room / 2
    for q, sign in zip(claim.quantities, (-1, *claim.signs), strict=True):
        wanted = q.scaled + sign * gap
        if wanted < 0:
            continue
        step, width = q.step, max(q.figure.digits, 0) + 1
        lowest, highest = (wanted - room) / step, (wanted + room) / step
        if highest - lowest > 40:
            continue
        printed = digits_of(q)
        for n in range(math.ceil(max(lowest, _NOTHING)), math.floor(highest) + 1):
            if one_slip(printed, str(n).zfill(width)):
                yield q
                break


def rarity(claim: Claim) -> float:
    """How rare it is that a slip mends a sum which was misread, in bits: the gaps that slips can leave, of all that are as long.

    A gap of one digit says nothing, since a last digit mends it; one of four that is 9,000 or 90 · 37 says much. Figures
    that all end in noughts say as much as they would without them.
    """
    figures = claim.quantities
    unit = min(_round_to(q) for q in figures)
    gap = abs(claim.off) / unit
    if gap < 1:
        return 0.0
    place = gap.adjusted()
    ways = 0
    for q in figures:
        most = (q.scaled / unit).adjusted() if q.scaled else 0
        # a digit changed or two swapped at this place; one dropped before it or one put in front of all
        ways += 10 if place < most else 10 + most if place == most else 10 * (most + 2) if place == most + 1 else 0
    if not ways:
        return 0.0
    likely = max(1.0, float((claim.room / 2 + unit) / unit)) * ways / (18 * 10**place)
    return -math.log2(min(likely, 1.0))


def _round_to(q: Quantity) -> Decimal:
    """The last place of a figure that is no nought."""
    if not q.scaled:
        return abs(q.step) * 10**9
    return max(q.step, Decimal(1).scaleb(int(q.scaled.normalize().as_tuple().exponent)))


def rarity_of_ratio(claim: Claim) -> float:
    """How rare it is, in bits, that one slip mends a ratio whose figures were misread: of the values that the stated
    figure could have near the two, as many as a slip in one of the figures reaches.
    """
    relation, target = claim.relation, claim.target
    stated = float(abs(target.value))
    reached = _ratio(relation, {})
    if reached is None or not stated:
        return 0.0
    unit = 10.0**-target.figure.digits
    low, high = min(stated, abs(reached)) / 2, max(stated, abs(reached)) * 2
    cells = set()
    for operand in dict.fromkeys(o.figure for o in relation.operands):
        if operand.value is None:
            continue
        for slip in slips_of(operand.value, operand.digits):
            other = _ratio(relation, {operand: float(slip)})
            if other is not None and low <= abs(other) <= high:
                cells.add(round(abs(other) / unit))
    for slip in slips_of(Decimal(round(abs(reached) / unit)).scaleb(-target.figure.digits), target.figure.digits):
        if low <= slip <= high:
            cells.add(round(float(slip) / unit))
    return -math.log2(min((len(cells) + 1) / max((high - low) / unit, 1.0), 1.0))


def _ratio(relation: Relation, instead: dict[Figure, float]) -> float | None:
    """What the operands of a claim yield, some of them replaced, without exactness."""
    terms, divisors, product = [], [], 1.0
    for operand in relation.operands:
        value = instead.get(operand.figure, float(operand.figure.value or 0)) * operand.sign
        if operand.role == "term":
            terms.append(value)
        elif operand.role == "divisor":
            divisors.append(value)
        else:
            product *= value
    below = sum(divisors) if divisors else 1.0
    if not below:
        return None
    return float(relation.factor / relation.divisor) * (sum(terms) if terms else 1.0) * product / below + float(
        relation.offset
    )


def digits_of(q: Quantity) -> str:
    """The digits of a quantity as they are printed."""
    return q.printed


class Neighbours:
    """Figures by their digits, so that those which one slip makes of a figure are found without comparing all.

    They must come in their order. Rows of digits of which one slip makes the other are alike with one digit left out, in one of them or in both, or hold
    the same digits.
    """

    def __init__(self, quantities: Iterable[Quantity]) -> None:
        self._by_digits: dict[str, list[Quantity]] = {}
        for q in quantities:
            for key in _keys(q.printed):
                self._by_digits.setdefault(key, []).append(q)

    def of(self, q: Quantity, first: int, last: int) -> Iterator[Quantity]:
        """The figures one slip apart from another, from one order up to before another; each may come again."""
        for key in _keys(q.printed):
            alike = self._by_digits.get(key, [])
            for other in alike[bisect_left(alike, first, key=_order) :]:
                if other.order >= last:
                    break
                if one_slip(q.printed, other.printed):
                    yield other


def _order(q: Quantity) -> int:
    return q.order


def _keys(digits: str) -> set[str]:
    return {digits, "=" + "".join(sorted(digits)), *(digits[:i] + digits[i + 1 :] for i in range(len(digits)))}


def mends_with(claim: Claim, q: Quantity, other: Quantity) -> bool:
    """Whether a claim holds where one of its figures is what another one says."""
    if not Reach(claim.relation).may_hold(q.figure, other.value):
        return False
    return judge(_with(claim.relation, q.figure, replace(q.figure, value=other.value))).holds


def one_slip(a: str, b: str) -> bool:
    """Whether two rows of digits differ by one digit changed, two near ones swapped, or one digit more or less."""
    if len(a) == len(b):
        apart = [i for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
        if len(apart) == 2:
            i, j = apart
            return j <= i + 2 and a[i] == b[j] and a[j] == b[i]
        return len(apart) == 1
    if len(a) > len(b):
        a, b = b, a
    return len(b) == len(a) + 1 and any(b[:i] + b[i + 1 :] == a for i in range(len(b)))


def _variants(relation: Relation) -> Iterator[Relation]:
    figures: list[Figure] = [relation.target]
    figures += [o.figure for o in relation.operands if o.figure not in figures]
    reach = Reach(relation)
    for figure in figures:
        if figure.value is None:
            continue
        slips = dict.fromkeys(slips_of(figure.value, figure.digits, reach.within(figure)))
        for slip in slips:
            if slip == figure.value or not reach.may_hold(figure, slip):
                continue
            other = replace(figure, value=slip)
            yield _with(relation, figure, other)


def _with(relation: Relation, figure: Figure, other: Figure) -> Relation:
    """A relation with another figure in place of one of its own."""
    return replace(
        relation,
        target=other if relation.target == figure else relation.target,
        operands=tuple(Operand(other if o.figure == figure else o.figure, o.sign, o.role) for o in relation.operands),
    )

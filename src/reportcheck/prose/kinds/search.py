"""Sums that no word announces: a figure that is the sum of its neighbours to the last digit. They confirm, and never accuse."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from decimal import Decimal

from reportcheck.prose.claims import Claim, bits, linear
from reportcheck.prose.kinds.columns import fits
from reportcheck.prose.quantities import Quantity, Reading
from reportcheck.prose.slips import rarity, wrong_in

__all__ = ["found", "missed"]

_REACH = 40
_PARAGRAPHS = 5
_MOST = 16
_NEAR = 14  # how many of the nearest figures are tried in sets
_SURE = 4.5  # bits beyond those that the number of sets tried eats up
_LONG_BITS = 10.0  # the digits that a total must have to be looked for where nothing holds
_NO_CHANCE = 13.0  # bits that a slip which would mend a sum must keep over all the runs tried
_LEAST_BITS, _START_BITS, _STRIDE_BITS = 8, 0.7, 2.0  # asked for, and more for a later start and a wider stride


# The sets of two up to ``most`` figures that hold the j-th and earlier ones, in bits: ``_WAYS[j][most]``.
_WAYS = [
    [math.log2(max(1, sum(math.comb(j + 1, k) for k in range(2, most + 1)))) for most in range(5)] for j in range(_NEAR)
]


def found(reading: Reading, held: Sequence[Claim]) -> list[Claim]:
    """Sums and differences of near figures that hold and are no chance: at least eight bits, more for each way to look."""
    out: list[Claim] = []
    known = {c.target.order for c in held if c.relation.kind in ("sum", "difference")}
    levels = [q for q in reading.quantities if q.family not in ("%", "pp", "rank", "score") and q.under is None]
    for i, total in enumerate(levels):
        if total.order in known or total.prior:
            continue
        for window in (levels[i + 1 : i + _REACH], levels[max(0, i - _REACH) : i][::-1]):
            near = [q for q in window if abs(q.par - total.par) <= _PARAGRAPHS and fits(total, q)]
            claim = _run(total, near) or _run(total, [q for q in near if q.bracket is total.bracket])
            if claim is None and total.bits >= 10:
                claim = _run(total, [q for q in window if q.par == total.par and fits(total, q, nouns=False)])
            if claim is not None:
                out.append(claim)
                break
        else:
            window = levels[max(0, i - _NEAR) : i + _NEAR + 1]
            claim = _set_of(
                total, sorted((q for q in window if _alike(total, q)), key=lambda q: abs(q.order - total.order))
            )
            if claim is not None:
                out.append(claim)
    return out


def missed(reading: Reading, held: Sequence[Claim]) -> list[Claim]:
    """Sums of near figures that one slip would mend, where the digits are too many for chance.

    What holds keeps its figures: neither a run that holds most parts of another sum, nor a slip in a figure that
    another sum bears out, is looked at.
    """
    sums = [c for c in held if c.relation.kind in ("sum", "difference")]
    divided = {c.target.order for c in sums}
    borne = {q.order for c in sums for q in c.quantities}
    of = {q.order: n for n, c in enumerate(sums) for q in c.parts}
    levels = [q for q in reading.quantities if q.family not in ("%", "pp", "rank", "score") and q.under is None]
    out: list[Claim] = []
    for i, total in enumerate(levels):
        if total.order in divided or total.prior or total.approximate or total.bits < _LONG_BITS:
            continue
        tried = 0
        best: tuple[float, Claim | None] = 0.0, None
        for window in (levels[i + 1 : i + _REACH], levels[max(0, i - _REACH) : i][::-1]):
            near = [q for q in window if abs(q.par - total.par) <= 2 and fits(total, q) and not q.approximate]
            finest = min((q.step for q in near), default=total.step)
            finest = min(finest, total.step)
            for parts, reached in _runs(total, near):
                tried += 1
                # Not enough may speak for it: the gap and what is left of the total are at most these many last places.
                if 1.82 * float(max(total.scaled, reached - total.scaled) / finest) < 2**_NO_CHANCE * tried:
                    continue
                off, left = abs(total.scaled - reached), total.scaled - max([q.scaled for q in parts])
                if not off or 1.82 * float(max(left, off) / finest) < 2**_NO_CHANCE * tried:
                    continue
                best = max(best, _near_miss(total, parts, tried, borne, of), key=lambda found: found[0])
        if best[1] is not None:
            out.append(best[1])
    return out


def _near_miss(
    total: Quantity, parts: Sequence[Quantity], tried: int, borne: set[int], of: dict[int, int]
) -> tuple[float, Claim | None]:
    sums = [of[q.order] for q in parts if q.order in of]
    if len(sums) != len(set(sums)):
        return 0.0, None
    claim = Claim((1,) * len(parts), (total, *parts), 1.9, "search")
    if abs(claim.off) * 2 > total.scaled or any(q.scaled > total.scaled for q in parts):
        return 0.0, None
    left = max(total.scaled - max(q.scaled for q in parts), Decimal(0))  # what the other parts must come near to
    spoken = rarity(claim) + math.log2(max(float(left / abs(claim.off)), 1.0)) - math.log2(tried) if claim.off else 0
    if spoken < _NO_CHANCE or claim.holds or not all(q.scaled for q in parts):
        return 0.0, None
    wrong = [q for q in wrong_in(claim) if q.order not in borne]
    if not wrong:
        return 0.0, None
    claim.against_chance = spoken
    return spoken, claim


def _runs(total: Quantity, near: Sequence[Quantity]) -> Iterator[tuple[Sequence[Quantity], Decimal]]:
    """Two or more neighbours, or every second, third or fourth figure, the nearest first; and what they make."""
    for stride in (1, 2, 3, 4):
        for first in range(min(stride + 2, 4)):
            there = near[first::stride]
            reached = there[0].scaled if there else Decimal(0)
            for n in range(2, min(_MOST, len(there)) + 1):
                if reached > total.scaled * 10:
                    break
                reached += there[n - 1].scaled
                yield there[:n], reached


def _alike(total: Quantity, q: Quantity) -> bool:
    """Whether a figure may be a part whatever is said of it: of the same unit, less than the total, not far away."""
    return (
        q is not total
        and q.family == total.family
        and q.per == total.per
        and 0 < q.scaled < total.scaled
        and abs(q.par - total.par) <= _PARAGRAPHS
    )


def _set_of(total: Quantity, near: Sequence[Quantity]) -> Claim | None:
    """Two to four of the nearest figures that make the total, wherever they stand.

    Every set that might have been taken eats up evidence, so the total must have digits enough to rule out chance.
    """
    near = near[:_NEAR]
    if len(near) < 2:
        return None
    unit = min(q.step for q in (total, *near))
    wanted = int(total.scaled / unit)
    values = [int(q.scaled / unit) for q in near]
    room = total.bits - _SURE
    pairs: dict[int, tuple[int, int]] = {}
    for j, value in enumerate(values):
        for most in (2, 3, 4):
            ways = _WAYS[j][most]
            if ways > room:
                break
            picked = _pick(values, pairs, j, most, wanted - value)
            if picked is not None:
                round_to = math.gcd(
                    wanted, value, *(values[k] for k in picked)
                )  # round figures say less than they are long
                if ways + math.log2(round_to) > room:
                    continue
                parts = sorted((near[k] for k in (*picked, j)), key=lambda q: q.order)
                relation, quantities = linear(total, [(q, 1) for q in parts])
                return Claim(relation, quantities, 1.8, "search", cue="")
        for i in range(j):
            pairs.setdefault(values[i] + value, (i, j))
    return None


def _pick(
    values: Sequence[int], pairs: dict[int, tuple[int, int]], j: int, most: int, missing: int
) -> tuple[int, ...] | None:
    """One, two or three of the values before the j-th that make what is missing."""
    if most == 2:
        return next(((i,) for i in range(j) if values[i] == missing), None)
    if most == 3:
        return pairs.get(missing)
    for k in range(j):
        pair = pairs.get(missing - values[k])
        if pair is not None and k not in pair:
            return (*pair, k)
    return None


def _run(total: Quantity, near: Sequence[Quantity]) -> Claim | None:
    """The first run of neighbours that makes the total, or every second, third or fourth of them: one to each item."""
    if len(near) < 2 or total.bits < _LEAST_BITS:
        return None
    sign = [1 if not total.change or q.change == total.change else -1 for q in near]
    values = [s * q.scaled for s, q in zip(sign, near, strict=True)]
    for stride in (1, 2, 3, 4):
        if total.bits < _LEAST_BITS + _STRIDE_BITS * (stride - 1):
            break
        for first in range(stride if stride > 1 else 1):
            step = slice(first, None, stride)
            claim = _strided(total, near[step], sign[step], values[step], _STRIDE_BITS * (stride - 1))
            if claim is not None:
                return claim
    return None


def _strided(
    total: Quantity, near: Sequence[Quantity], sign: Sequence[int], values: Sequence[Decimal], more: float
) -> Claim | None:
    wanted, may_pass = total.scaled, bool(total.change)
    affordable = int((total.bits - _LEAST_BITS - more) / _START_BITS) + 2  # a claim has no more bits than its total
    for start in range(min(10, len(near) - 1, affordable)):
        reached = values[start]
        for n in range(start + 1, min(start + _MOST, len(near))):
            if reached > wanted and not may_pass:
                break
            reached += values[n]
            if reached == wanted and all(values[start : n + 1]):
                parts = list(zip(near[start : n + 1], sign[start : n + 1], strict=True))
                parts.sort(key=lambda part: part[0].order)
                relation, quantities = linear(total, parts)
                claim = Claim(relation, quantities, 1.5, "search", cue="")
                if bits(claim) >= _LEAST_BITS + _START_BITS * start + more:
                    return claim
    return None

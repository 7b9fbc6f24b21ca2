"""Sums that no word announces: a figure that is the sum of its neighbours to the last digit. They confirm, and never accuse."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal

from reportcheck.prose.claims import Claim, bits, linear
from reportcheck.prose.kinds.sums import fits
from reportcheck.prose.quantities import Quantity, Reading, nouns_agree

__all__ = ["found", "same"]

_REACH = 40
_MOST = 16


def found(reading: Reading, held: Sequence[Claim]) -> list[Claim]:
    """Sums and differences of near figures that hold and are no chance: at least eight bits, more for each way to look."""
    out: list[Claim] = []
    known = {c.target.order for c in held if c.relation.kind in ("sum", "difference")}
    levels = [q for q in reading.quantities if q.family not in ("%", "pp", "rank", "score") and q.under is None]
    for i, total in enumerate(levels):
        if total.order in known or total.prior:
            continue
        for window in (levels[i + 1 : i + _REACH], levels[max(0, i - _REACH) : i][::-1]):
            near = [q for q in window if abs(q.par - total.par) <= 3 and fits(total, q)]
            claim = _run(total, near) or _run(total, [q for q in near if q.bracket is total.bracket])
            if claim is None and bits_of(total) >= 10:
                claim = _run(total, [q for q in window if q.par == total.par and fits(total, q, nouns=False)])
            if claim is not None:
                out.append(claim)
                break
    return out


def bits_of(q: Quantity) -> float:
    """The digits of one figure, in bits."""
    return math.log2(max(float(abs(q.scaled) / q.step), 1.0))


def same(reading: Reading) -> list[Claim]:
    """The same fact told twice: one figure of three digits or more, of the same noun or money, not too far apart."""
    out: list[Claim] = []
    last: dict[tuple[str, Decimal], Quantity] = {}
    for q in reading.quantities:
        if (
            q.family in ("%", "pp", "rank", "score")
            or q.change
            or len(q.value.normalize().as_tuple().digits) < 3
            or not q.value
        ):
            continue
        if q.family == "count" and not q.noun:
            continue
        key = q.family, q.scaled
        other = last.get(key)
        if other is not None and nouns_agree(q, other) and q.par - other.par <= 12:
            relation, quantities = linear(q, [(other, 1)], kind="equality", rule="RC501")
            out.append(Claim(relation, quantities, 0.5, "search"))
        last[key] = q
    return out


def _run(total: Quantity, near: Sequence[Quantity]) -> Claim | None:
    """The first run of neighbours that makes the total, or every second, third or fourth of them: one to each item."""
    if len(near) < 2:
        return None
    sign = [1 if not total.change or q.change == total.change else -1 for q in near]
    values = [s * q.scaled for s, q in zip(sign, near, strict=True)]
    for stride in (1, 2, 3, 4):
        for first in range(stride if stride > 1 else 1):
            step = slice(first, None, stride)
            claim = _strided(total, near[step], sign[step], values[step], 2.0 * (stride - 1))
            if claim is not None:
                return claim
    return None


def _strided(
    total: Quantity, near: Sequence[Quantity], sign: Sequence[int], values: Sequence[Decimal], more: float
) -> Claim | None:
    wanted, may_pass = total.scaled, bool(total.change)
    for start in range(min(10, len(near) - 1)):
        reached = values[start]
        for n in range(start + 1, min(start + _MOST, len(near))):
            if reached > wanted and not may_pass:
                break
            reached += values[n]
            if reached == wanted and all(values[start : n + 1]):
                parts = list(zip(near[start : n + 1], sign[start : n + 1], strict=True))
                relation, quantities = linear(total, parts)
                claim = Claim(relation, quantities, 1.5, "search", cue="")
                if bits(claim) >= 8 + 0.7 * start + more:
                    return claim
    return None

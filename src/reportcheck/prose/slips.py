"""Whether one slip of the pen mends a claim: a digit changed, two swapped, one dropped or added, a mark moved by a place.

It is evidence of a wrong figure only as far as it is rare, see ``gate``.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from reportcheck.judge import judge
from reportcheck.model import Figure, Operand, Relation
from reportcheck.prose.claims import Claim
from reportcheck.prose.quantities import Quantity

__all__ = ["mendable", "one_slip", "slips_of"]


def slips_of(value: Decimal, digits: int) -> Iterator[Decimal]:
    """The figures that one slip makes of a printed one."""
    whole = int(abs(value).scaleb(max(digits, 0)))
    text = str(whole).zfill(max(digits, 0) + 1)
    unit = Decimal(1).scaleb(-max(digits, 0))
    for i, digit in enumerate(text):
        for other in "0123456789":
            if other != digit:
                yield int(text[:i] + other + text[i + 1 :]) * unit
        if i + 1 < len(text) and digit != text[i + 1]:
            yield int(text[:i] + text[i + 1] + digit + text[i + 2 :]) * unit
        if len(text) > 1:
            yield int(text[:i] + text[i + 1 :]) * unit
    for i in range(len(text) + 1):
        for other in "0123456789":
            yield int(text[:i] + other + text[i:]) * unit
    yield value * 10
    yield value / 10


def mendable(claim: Claim) -> bool:
    """Whether a slip in one of the figures of a failing claim makes it hold."""
    relation = claim.relation
    if relation.kind in ("sum", "difference") and all(o.role == "term" for o in relation.operands):
        return mends_sum(claim)
    if claim.judgement.gap is None or claim.judgement.computed is None:
        return False
    return any(judge(rival).holds for rival in _variants(relation))


def mends_sum(claim: Claim) -> bool:
    """Whether a slip in one figure of a sum makes it hold: reckoned with the digits as they are printed, so without trying them all."""
    signs = [o.sign for o in claim.relation.operands]
    reached = sum((s * q.scaled for s, q in zip(signs, claim.parts, strict=True)), claim.relation.offset)
    gap = claim.target.scaled - reached
    room = claim.room / 2
    for q, sign in zip(claim.quantities, [-1, *signs], strict=True):
        wanted = q.scaled + sign * gap
        if wanted < 0:
            continue
        printed = _digits(q.scaled, q)
        lowest, highest = (wanted - room) / q.step, (wanted + room) / q.step
        if highest - lowest > 40:
            continue
        for n in range(math.ceil(max(lowest, Decimal(0))), math.floor(highest) + 1):
            if one_slip(printed, str(n).zfill(max(q.figure.digits, 0) + 1)):
                return True
    return False


def _digits(scaled: Decimal, q: Quantity) -> str:
    return str(int(abs(scaled) / q.step)).zfill(max(q.figure.digits, 0) + 1)


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
    for figure in figures:
        if figure.value is None:
            continue
        for slip in dict.fromkeys(slips_of(figure.value, figure.digits)):
            if slip == figure.value:
                continue
            other = replace(figure, value=slip)
            yield replace(
                relation,
                target=other if relation.target == figure else relation.target,
                operands=tuple(
                    Operand(other if o.figure == figure else o.figure, o.sign, o.role) for o in relation.operands
                ),
            )

"""Whether one slip of the pen mends a claim: a digit changed, two swapped, one dropped or added, a mark moved by a place.

It is evidence of a wrong figure only as far as it is rare, see ``gate``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from reportcheck.judge import judge
from reportcheck.model import Figure, Operand, Relation
from reportcheck.prose.claims import Claim

__all__ = ["mendable", "slips_of"]


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
    judgement = claim.judgement
    if judgement.gap is None or judgement.computed is None:
        return False
    if (
        all(o.role == "term" for o in relation.operands)
        and relation.kind in ("sum", "difference")
        and len(set(_powers(claim))) == 1
    ):
        return _linear(claim, judgement.gap)
    return any(judge(rival).holds for rival in _variants(relation))


def _powers(claim: Claim) -> list[int]:
    return [q.power for q in claim.quantities]


def _linear(claim: Claim, gap: Decimal) -> bool:
    room = sum((Decimal(1).scaleb(-q.figure.digits) / 2 for q in claim.quantities if q.figure.rounded), Decimal(0))
    wanted = [(claim.target.figure, claim.target.value - gap)]
    for operand in claim.relation.operands:
        assert operand.figure.value is not None
        wanted.append((operand.figure, operand.figure.value + operand.sign * gap))
    for figure, value in wanted:
        if value < 0 or figure.value is None:
            continue
        if any(abs(slip - value) <= room for slip in slips_of(figure.value, figure.digits)):
            return True
    return False


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

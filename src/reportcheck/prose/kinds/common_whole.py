"""Shares that are told together are shares of one whole: the neighbours say which, whether it is printed or not.

A whole that makes several shares of a run hold is meant for the others of the run too. Where it is not printed, the wholes that
the shares imply must meet: ``742 (40,7%), 459 (25,2%)`` both speak of about 1.823.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportcheck.model import Operand, Relation
from reportcheck.prose.claims import Claim, Site, bits
from reportcheck.prose.quantities import Quantity
from reportcheck.prose.slips import mendable

__all__ = ["Told", "settle_common"]

_APART = 3  # places between two shares of one run
_SURE = 11  # bits that the shares that hold must make together


@dataclass(slots=True, eq=False)
class Told:
    """A share as told, its readings, the amount right at it if there is one, and the words that name its whole."""

    share: Quantity
    site: Site
    part: Quantity | None
    named: frozenset[str]
    then: bool = False  # told in brackets, of an earlier period


def settle_common(told: Sequence[Told]) -> None:
    """Let the shares of each run say which whole is meant: claims are made likelier, or added."""
    for run in _runs(told):
        _printed(run)
        _implied(run)


def _runs(told: Sequence[Told]) -> Iterator[list[Told]]:
    """Shares of one paragraph, or of paragraphs that follow each other."""
    run: list[Told] = []
    for one in told:
        if one.then:
            continue
        if run and one.share.par - run[-1].share.par > 1:
            yield run
            run = []
        run.append(one)
    if run:
        yield run


def _explained(claim: Claim) -> bool:
    """Whether a failing share is off by a slip, or by so little that the whole was meant."""
    gap = claim.judgement.gap
    return mendable(claim) or (gap is not None and abs(gap) * 500 <= abs(claim.target.value))


def _like(claim: Claim) -> bool:
    """Whether a failing share is at least of the size that the whole gives."""
    computed = claim.judgement.computed
    return computed is not None and 3 * abs(computed) >= abs(claim.target.value) >= abs(computed) / 3


def _together(a: Told, b: Told) -> bool:
    """Whether two shares stand in one sentence."""
    return (a.share.par, a.share.sentence) == (b.share.par, b.share.sentence)


def _holds(claim: Claim) -> bool:
    return claim.holds and bits(claim) >= 3


def _printed(run: Sequence[Told]) -> None:
    """Where a whole makes neighbours hold, it is meant."""
    votes: dict[int, list[tuple[int, Claim]]] = defaultdict(list)
    for i, one in enumerate(run):
        for claim in one.site.claims:
            if _holds(claim) and claim.penalty < 3:
                votes[claim.quantities[2].order].append((i, claim))
    for i, one in enumerate(run):
        if any(c.fixed and c.holds for c in one.site.claims):
            continue
        fine = one.share.figure.digits > 0
        for claim in one.site.claims:
            near = [
                c for j, c in votes.get(claim.quantities[2].order, ())
                if j != i and abs(j - i) <= _APART and (j < i or _together(one, run[j]))
            ]  # fmt: skip
            weight = sum(bits(c) for c in near)
            if (
                (one.part is None or claim.quantities[1] is one.part)
                and (len(near) >= 2 or claim.holds)
                and weight >= _SURE - 3 * len(near)
            ):
                claim.penalty = min(claim.penalty, 0.2 if len(near) >= 2 else 0.4)
                same = all(c.target.par == one.share.par for c in near)
                if (
                    len(near) >= 2
                    and weight >= _SURE
                    and same
                    and (_explained(claim) if fine else len(near) >= 3 and _like(claim))
                ):
                    claim.fixed, claim.strength = True, "strong"


def _implied(run: Sequence[Told]) -> None:
    """Two shares whose whole is not printed: each is the other times the ratio of their amounts."""
    open_ = [
        one for one in run
        if one.part is not None and one.share.value and one.part.value
        and not any(c.holds and (c.fixed or c.penalty < 1.2) for c in one.site.claims)
        and not any(c.penalty < 0.75 and _explained(c) for c in one.site.claims)
    ]  # fmt: skip
    for i, one in enumerate(open_):
        rivals = [o for o in open_[max(0, i - _APART) : i + _APART + 1] if o is not one and _alike(one, o)]
        claims = [implied_claim(one, other) for other in rivals]
        good = [c for c in claims if c.holds]
        if good:
            best = max(good, key=lambda c: _fineness(c.quantities[2]))
            best.penalty = (0.5 if len(good) >= 2 or one.named & rivals[0].named else 0.9) + 0.1 * (
                len(claims) - len(good)
            )
            if len(good) >= 2 or min(_fineness(one.share), _fineness(best.quantities[2])) >= 50:
                one.site.claims.append(best)
        elif len(claims) >= 2:
            agreed = [
                c
                for c, o in zip(claims, rivals, strict=True)
                if any(implied_claim(o, p).holds for p in rivals if p is not o)
            ]
            if len(agreed) >= 2:
                best = max(agreed, key=lambda c: _fineness(c.quantities[2]))
                best.penalty = 0.55
                one.site.claims.append(best)


def _alike(a: Told, b: Told) -> bool:
    assert a.part is not None
    assert b.part is not None
    return a.part.family == b.part.family and a.part is not b.part


def _fineness(share: Quantity) -> Decimal:
    """A share over its last printed place."""
    return abs(share.value).scaleb(share.figure.digits)


def implied_claim(one: Told, other: Told) -> Claim:
    """``p1 = x1 · p2 / x2``: the wholes that two shares imply are the same."""
    assert one.part is not None
    assert other.part is not None
    factor = Decimal(1).scaleb(one.part.power - other.part.power)
    operands = (
        Operand(one.part.figure, 1, "factor"),
        Operand(other.share.figure, 1, "factor"),
        Operand(other.part.figure, 1, "divisor"),
    )
    relation = Relation("share", one.share.figure, operands, "stated", "RC201", factor=factor, raw=True, typed=True)
    return Claim(relation, (one.share, one.part, other.share, other.part), 0.9, "fair")

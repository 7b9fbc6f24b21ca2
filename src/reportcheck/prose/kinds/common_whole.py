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
from reportcheck.prose.claims import Claim, Site, bits, share_claim
from reportcheck.prose.quantities import Quantity
from reportcheck.prose.slips import mendable

__all__ = ["Told", "settle_common"]

_APART = 3  # places between two shares of one run
_LOOK = 40  # figures around a share among which its whole is looked for
_SURE = 11  # bits that the shares that hold must make together


@dataclass(slots=True, eq=False)
class Told:
    """A share as told, its readings, the amount right at it if there is one, and the words that name its whole."""

    share: Quantity
    site: Site
    part: Quantity | None
    named: frozenset[str]
    then: bool = False  # told in brackets, of an earlier period


def settle_common(told: Sequence[Told], quantities: Sequence[Quantity]) -> None:
    """Let the shares of each run say which whole is meant: claims are made likelier, or added."""
    for run in _runs(told):
        _printed(run)
        _implied(run, quantities)


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
        for claim in one.site.claims:
            near = [
                (j, c) for j, c in votes.get(claim.quantities[2].order, ())
                if j != i and abs(j - i) <= _APART and (j < i or _together(one, run[j]))
            ]  # fmt: skip
            if near and (one.part is None or claim.quantities[1] is one.part):
                _vote(one, claim, [c for _, c in near], [run[j] for j, _ in near])


def _vote(one: Told, claim: Claim, near: Sequence[Claim], sites: Sequence[Told]) -> None:
    """What the neighbours that hold over the same whole make of a claim."""
    weight = sum(bits(c) for c in near)
    if claim.holds and any(c.fixed and _together(one, o) for c, o in zip(near, sites, strict=True)):
        claim.penalty, claim.fixed, claim.strength = min(claim.penalty, 0.3), True, "strong"
        return
    if weight < _SURE - 3 * len(near) or not (len(near) >= 2 or claim.holds):
        return
    claim.penalty = min(claim.penalty, 0.2 if len(near) >= 2 else 0.4)
    if len(near) < 2 or weight < _SURE or any(o.share.par != one.share.par for o in sites):
        return
    if _explained(claim) if one.share.figure.digits else (len(near) >= 3 and _like(claim)):
        claim.fixed, claim.strength = True, "strong"


def _implied(run: Sequence[Told], quantities: Sequence[Quantity]) -> None:
    """Shares whose whole is not printed, or not where one looks for it: the wholes that they imply must meet."""
    told = [one for one in run if one.part is not None and one.share.value and one.part.value]
    for i, one in enumerate(told):
        if any(c.holds and (c.fixed or c.penalty < 1.2) for c in one.site.claims):
            continue
        tried = {c.quantities[2].order for c in one.site.claims if c.quantities[1] is one.part}
        rivals = [
            o for o in told[max(0, i - _APART) : i + _APART + 1]
            if o is not one and _alike(one, o) and not _own_whole(o) & tried
        ]  # fmt: skip
        claims = [implied_claim(one, other) for other in rivals]
        good = [c for c in claims if c.holds]
        if good:
            best = max(good, key=lambda c: _fineness(c.quantities[2]))
            agreed = len(good) >= 2 or bool(one.named & rivals[0].named)
            best.penalty = (0.5 if agreed else 0.9) + 0.1 * (len(claims) - len(good))
            apart = not any(c.penalty < 0.75 and _explained(c) for c in one.site.claims)
            if len(good) >= 2 or (apart and min(_fineness(one.share), _fineness(best.quantities[2])) >= 50):
                one.site.claims.append(_with_whole(one, best, quantities) or best)
        elif len(claims) >= 2 and not any(c.penalty < 0.75 and _explained(c) for c in one.site.claims):
            agreed_ = [
                c for c, o in zip(claims, rivals, strict=True)
                if any(implied_claim(o, p).holds for p in rivals if p is not o and _alike(o, p))
            ]  # fmt: skip
            if len(agreed_) >= 2:
                best = max(agreed_, key=lambda c: _fineness(c.quantities[2]))
                best.penalty = 0.55
                one.site.claims.append(best)


def _with_whole(one: Told, implied: Claim, quantities: Sequence[Quantity]) -> Claim | None:
    """The share of a whole that is printed somewhere near, where two shares imply just it."""
    assert one.part is not None
    share, part = implied.quantities[2], implied.quantities[3]
    about = part.scaled * 100 / share.value
    room = about / max(_fineness(share), Decimal(1))
    low, high = max(0, one.share.order - _LOOK), one.share.order + _LOOK
    for q in quantities[low:high]:
        if abs(q.scaled - about) <= room and q.family == part.family and not q.change and q is not one.part:
            relation, figures = share_claim(one.share, one.part, q)
            claim = Claim(relation, figures, implied.penalty, "fair")
            if claim.holds:
                return claim
    return None


def _own_whole(one: Told) -> set[int]:
    """The printed whole that a share holds over."""
    sure = (c for c in one.site.claims if c.holds and (c.fixed or c.penalty < 1.2))
    return {c.quantities[2].order for c in sure}


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

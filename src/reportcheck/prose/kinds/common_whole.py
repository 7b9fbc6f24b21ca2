"""Shares that are told together are shares of one whole: the neighbours say which, whether it is printed or not.

A whole that makes several shares of a run hold is meant for the others of the run too. Where it is not printed, the wholes that
the shares imply must meet: ``742 (40,7%), 459 (25,2%)`` both speak of about 1.823.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportcheck.model import Operand, Relation
from reportcheck.prose.claims import Claim, Site, share_claim
from reportcheck.prose.quantities import Quantity, nouns_agree
from reportcheck.prose.slips import mendable, slips_of

__all__ = ["Told", "settle_common"]

_APART = 3  # places between two shares of one run
_LOOK = 40  # figures around a share among which its whole is looked for
_SURE = 5  # bits that shares must make together beyond the chance that some figure near them fits


@dataclass(slots=True, eq=False)
class Told:
    """A share as told, its readings, the amount right at it if there is one, and the words that name its whole."""

    share: Quantity
    site: Site
    part: Quantity | None
    named: frozenset[str]
    then: bool = False  # told in brackets, of an earlier period


def settle_common(told: Sequence[Told], quantities: Sequence[Quantity], wholes: dict[int, list[Quantity]]) -> None:
    """Let the shares of each run say which whole is meant: claims are made likelier, or added.

    Args:
        wholes: for the order of each quantity that is a part of a sum that holds, the totals.
    """
    for run in _runs(told):
        _shared(run, quantities, wholes)
        _misprinted(run)
        _implied(run, quantities)
        for i, one in enumerate(run):
            beside = [o for o in run[max(0, i - _APART) : i + _APART + 1] if o is not one]
            strange = sum(not any(c.holds for c in o.site.claims) for o in beside)
            for claim in one.site.claims:
                claim.strange = strange


def _runs(told: Sequence[Told]) -> Iterator[list[Told]]:
    """Shares of one paragraph, or of paragraphs that follow each other."""
    run: list[Told] = []
    for one in told:
        if one.then:
            continue
        if run and one.share.par - run[-1].share.par > 2:
            yield run
            run = []
        run.append(one)
    if run:
        yield run


def _explained(claim: Claim) -> bool:
    """Whether a failing share is off by a slip, or by so little that the whole was meant."""
    gap = claim.judgement.gap
    return mendable(claim) or (gap is not None and abs(gap) * 500 <= abs(claim.target.value))


def _together(a: Told, b: Told) -> bool:
    """Whether two shares stand in one sentence."""
    return (a.share.par, a.share.sentence) == (b.share.par, b.share.sentence)


def _shared(run: Sequence[Told], quantities: Sequence[Quantity], wholes: dict[int, list[Quantity]]) -> None:
    """A printed figure of which several neighbours are shares is the whole of the others among them, too."""
    told = [one for one in run if one.part is not None and one.share.value and one.part.value]
    if len(told) < 2:
        return
    candidates = _candidates(told, quantities)
    for whole in candidates:
        holding = {i: claim for i, one in enumerate(told) if (claim := _of_whole(one, whole)) is not None}
        for first, last in _clusters(sorted(holding)):
            claims = [holding[i] for i in range(first, last + 1) if i in holding]
            counts = {(c.target.value, c.quantities[1].value): _bits(c) for c in claims}
            known = sum(whole in wholes.get(c.quantities[1].order, ()) for c in claims)
            weight = sum(counts.values()) + 2 * min(known, 2)
            weight -= math.log2(math.comb(last - first + 1, len(claims)) * len(candidates))
            if weight < _SURE:
                continue
            if len({part for _, part in counts}) >= 2:
                for one in told[max(0, first - 1) : last + 2]:
                    _back(one, whole, len(claims), told[first : last + 1])
            else:
                for one in told[max(0, first - 1) : last + 2]:
                    if one is not told[first] and _side_by_side(one, told[first]):
                        _back(one, whole, 1, [told[first]])


def _side_by_side(a: Told, b: Told) -> bool:
    """Whether two shares stand in one paragraph and speak of things that are counted alike."""
    assert a.part is not None
    assert b.part is not None
    return a.share.par == b.share.par and nouns_agree(a.part, b.part) and a.named == b.named


def _misprinted(run: Sequence[Told]) -> None:
    """A whole that no share of it holds over, where all of them ask for the same other one that is a slip away."""
    first: dict[int, list[tuple[Told, Claim]]] = {}
    likely = set()
    for one in run:
        claims = [c for c in one.site.claims if len(c.quantities) == 3 and c.quantities[1] is one.part]
        if not claims or not one.share.value or any(c.holds and (c.fixed or c.penalty < 1.2) for c in claims):
            continue
        likely.add(min(claims, key=lambda c: c.penalty).quantities[2].order)
        for claim in claims:
            if claim.penalty < 2:
                first.setdefault(claim.quantities[2].order, []).append((one, claim))
    for members in (first[order] for order in likely if order in first):
        whole = members[0][1].quantities[2]
        spans = [_asked(claim) for _, claim in members]
        low, high = max(a for a, _ in spans), min(b for _, b in spans)
        weight = sum(_bits(c) for _, c in members) - max(_bits(c) for _, c in members)
        if len({c.quantities[1].value for _, c in members}) < 2 or weight < _SURE or low > high:
            continue
        if any(low <= slip.scaleb(whole.power) <= high for slip in slips_of(whole.value, whole.figure.digits)):
            one, claim = max(members, key=lambda m: _bits(m[1]))
            claim.penalty, claim.backed = min(claim.penalty, 0.2), len(members)
            one.site.claims[:] = [claim]
            one.part = None


def _asked(claim: Claim) -> tuple[Decimal, Decimal]:
    """The wholes of which a part makes just this share: lowest and highest."""
    share, part, _ = claim.quantities
    half = Decimal(1).scaleb(-share.figure.digits) / 2
    low = share.value - half if share.value > half else share.value
    return 100 * part.scaled / (share.value + half), 100 * part.scaled / low


def _bits(claim: Claim) -> float:
    """The bits of a share; one near 100 % says no more than what it leaves over."""
    return math.log2(max(_fineness(claim.target), Decimal(1))) if claim.target.value != 100 else 0.0


def _candidates(told: Sequence[Told], quantities: Sequence[Quantity]) -> list[Quantity]:
    """What the shares of a run may all be shares of: the amounts told around them, and what single ones were held to be of."""
    low, high = told[0].share.order - _LOOK // 2, told[-1].share.order + _LOOK // 2
    out = {c.quantities[2].order: c.quantities[2] for one in told for c in one.site.claims}
    for q in quantities[max(0, low) : high]:
        if told[0].share.par - 3 <= q.par <= told[-1].share.par + 1 and not q.change and not q.per:
            out.setdefault(q.order, q)
    families = {one.part.family for one in told if one.part is not None}
    return [q for q in out.values() if q.family in families and q.value]


def _of_whole(one: Told, whole: Quantity) -> Claim | None:
    """The share of a whole, if it holds."""
    part = one.part
    if part is None or part is whole or part.family != whole.family or whole.scaled < part.scaled:
        return None
    off = abs(float(part.scaled) * 100 / float(whole.scaled) - float(one.share.value))
    if off > 3 * 10.0**-one.share.figure.digits:
        return None
    claim = _claim(one, whole)
    return claim if claim.holds else None


def _claim(one: Told, whole: Quantity) -> Claim:
    assert one.part is not None
    for claim in one.site.claims:
        if claim.quantities[1] is one.part and claim.quantities[2] is whole and len(claim.quantities) == 3:
            return claim
    relation, figures = share_claim(one.share, one.part, whole)
    return Claim(relation, figures, 9, "weak")


def _clusters(holding: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The stretches of places that stand near each other, first and last."""
    first = last = -1
    for i in holding:
        if last >= 0 and i - last > _APART:
            yield first, last
            first = i
        first, last = (i if last < 0 else first), i
    if last >= 0:
        yield first, last


def _back(one: Told, whole: Quantity, count: int, others: Sequence[Told]) -> None:
    """What neighbours that are shares of a whole make of the claim that this one is, too."""
    if one.part is None or one.part is whole or whole.value == one.part.value:
        return
    claim = _claim(one, whole)
    if one.part.over is not None and one.part.over is not whole:
        return  # it is printed over its own whole
    if claim.holds:
        if any(c.holds and c.penalty < claim.penalty for c in one.site.claims):
            return  # it holds over a likelier one
        claim.penalty, claim.backed = min(claim.penalty, 0.3), max(claim.backed, count - 1)
        if any(o is not one and _together(one, o) for o in others):
            claim.fixed, claim.strength = True, "strong"
    elif any(c.holds and (c.fixed or c.penalty < 1.2) for c in one.site.claims):
        return
    else:
        claim.penalty, claim.backed = min(claim.penalty, 0.35), max(claim.backed, count)
    if claim not in one.site.claims:
        one.site.claims.append(claim)


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
            fine = min(_fineness(one.share), _fineness(best.quantities[2])) >= 50
            if len(good) >= 2 or (fine and not any(c.backed and _explained(c) for c in one.site.claims)):
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
    room = about / max(share.value.scaleb(share.figure.digits), Decimal(1))
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
    """A share over its last printed place, or what it leaves over."""
    told = abs(share.value)
    return (min(told, 100 - told) if told < 100 else told).scaleb(share.figure.digits)


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

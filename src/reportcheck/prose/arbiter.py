"""Of the rival readings of each place, the one that is meant: arithmetic chooses, and what holds excuses what overlaps it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from reportcheck.model import Judgement
from reportcheck.prose.claims import Claim, Site, bits
from reportcheck.prose.gate import Loudness, loudness
from reportcheck.prose.kinds import balances, bounds, changes, counts, gaps, rates, search, series, shares, sums
from reportcheck.prose.quantities import Quantity, Reading

__all__ = ["settle_statements"]


def settle_statements(reading: Reading) -> list[Judgement]:
    """Choose and judge the claims of all sites of a document. Those that are not firm raise nothing."""
    held: list[Claim] = []
    failed: list[Claim] = []
    _settle(sums.sites(reading), held, failed)
    _settle(series.sites(reading), held, failed)
    held += search.found(reading, held)
    wholes: dict[int, list[Quantity]] = {}
    for claim in held:
        if claim.relation.kind == "sum" and claim.strength != "search":
            for q in claim.parts:
                wholes.setdefault(q.order, []).append(claim.target)
    for claim in failed:
        if (
            claim.relation.kind != "sum"
            or claim.strength != "strong"
            or claim.penalty > 0.5
            or loudness(claim) == "silent"
        ):
            continue
        for q in claim.parts:
            wholes.setdefault(q.order, []).append(claim.target)
    _settle(changes.sites(reading), held, failed)
    taken = {c.target.order for c in held if c.relation.rule != "RC203"}
    _settle((s for s in shares.sites(reading, wholes) if s.claims[0].target.order not in taken), held, failed)
    _settle(gaps.sites(reading), held, failed)
    _settle(balances.sites(reading), held, failed)
    _settle(rates.sites(reading), held, failed)
    _settle(counts.sites(reading), held, failed)
    summed = {q.order for c in held if c.relation.kind == "sum" for q in c.parts}
    _settle((s for s in bounds.sites(reading) if s.best.target.order not in summed), held, failed)
    held += search.same(reading)
    return _concluded(_distinct(held), failed)


def _settle(sites: Iterable[Site], held: list[Claim], failed: list[Claim]) -> None:
    for site in sites:
        chosen = None
        best = site.best
        for claim in sorted(site.claims, key=lambda c: c.penalty + c.handicap):
            needed = {"share": 9, "change": 6, "difference": 6}.get(claim.relation.kind, 0)
            if best.fixed and not claim.fixed and needed and bits(claim) - claim.penalty < needed:
                continue
            if (claim.penalty < 1 or bits(claim) - claim.penalty >= 2) and _plausible(claim) and claim.holds:
                chosen = claim
                break
        if chosen is not None:
            held.append(chosen)
        else:
            failed.append(best)


def _plausible(claim: Claim) -> bool:
    """Whether a claim that holds says enough to be meant: a coarse share or a small rate fits almost anything."""
    if claim.relation.kind in ("rate", "product"):
        return bits(claim) >= 3 + 2 * claim.penalty
    if claim.relation.kind == "share" and not claim.fixed:
        return bits(claim) >= 4 + claim.penalty
    if claim.relation.kind == "difference" and claim.strength == "fair" and not claim.direction:
        return bits(claim) >= 1.5 + 2 * claim.penalty
    return True


def _distinct(claims: list[Claim]) -> list[Claim]:
    seen: dict[tuple[object, ...], Claim] = {}
    for claim in claims:
        seen.setdefault(claim.key, claim)
    return list(seen.values())


def _concluded(held: list[Claim], failed: list[Claim]) -> list[Judgement]:
    out = [_judgement(claim, firm=True) for claim in held]
    known, near, told = {claim.key for claim in held}, _ByFigure(held), _ByFigure()
    for claim in _distinct(sorted(failed, key=lambda c: (c.penalty, c.open, c.target.order))):
        if claim.key in known:
            continue
        level: Loudness = "silent" if _excused(claim, near.beside(claim)) else loudness(claim)
        if level != "silent" and _repeats(claim, told.beside(claim)):
            level = "silent"
        if level != "silent":
            told.add(claim)
        out.append(_judgement(claim, firm=level != "silent", certain=level == "error"))
    return out


class _ByFigure:
    """Claims by their figures, so that those that share one with another need not be looked for among all."""

    def __init__(self, claims: Iterable[Claim] = ()) -> None:
        self._by_order: dict[int, list[Claim]] = {}
        for claim in claims:
            self.add(claim)

    def add(self, claim: Claim) -> None:
        for order in {q.order for q in claim.quantities}:
            self._by_order.setdefault(order, []).append(claim)

    def beside(self, claim: Claim) -> Iterator[Claim]:
        """Those that share a figure with a claim; one that shares several may come again."""
        for order in {q.order for q in claim.quantities}:
            yield from self._by_order.get(order, ())


def _excused(claim: Claim, held: Iterable[Claim]) -> bool:
    """Whether the same stated figure is explained by a claim that holds over some of the same figures."""
    mine = {q.order for q in claim.parts}
    for other in held:
        theirs = {q.order for q in other.parts}
        if other.target is claim.target and mine & theirs and other.relation.kind == claim.relation.kind:
            if other.penalty > 1 and theirs < mine:
                continue  # a part of the list makes the total by chance
            return True
        if (
            other.target is claim.target
            and claim.relation.kind in ("share", "change", "difference", "rate", "product")
            and other.strength != "search"
        ):
            return True
        apart = claim.target.order not in theirs and other.target.order not in mine and claim.target is not other.target
        sums = claim.relation.kind == other.relation.kind == "sum" and bool(mine & theirs)
        if sums and apart and not claim.fixed and (claim.penalty >= other.penalty or claim.strength == "weak"):
            return True
        if (
            other.relation.kind == "difference"
            and claim.relation.kind in ("difference", "sum")
            and {claim.target.order, *mine} == {other.target.order, *theirs}
        ):
            return True
    return False


def _repeats(claim: Claim, told: Iterable[Claim]) -> bool:
    """Whether what fails has been told already, with the same stated figure and of the same kind."""
    mine = {q.order for q in claim.quantities}
    for other in told:
        theirs = {q.order for q in other.quantities}
        if other.target is claim.target and other.relation.kind == claim.relation.kind:
            return True
        if (
            other.relation.kind == claim.relation.kind == "sum"
            and len(mine & theirs) >= 2
            and (mine <= theirs or theirs <= mine)
        ):
            return True
    return False


def _judgement(claim: Claim, *, firm: bool, certain: bool = True) -> Judgement:
    relation = replace(claim.relation, firm=firm, certain=certain, support=claim.cue)
    return replace(claim.judgement, relation=relation)

"""Of the rival readings of each place, the one that is meant: arithmetic chooses, and what holds excuses what overlaps it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from reportcheck.model import Judgement
from reportcheck.prose.claims import Claim, Site, bits, linear
from reportcheck.prose.gate import (
    Loudness,
    evidence,
    is_hopeless,
    likeliest,
    likeliest_ratio,
    loudness,
    never_told,
    speaks,
)
from reportcheck.prose.kinds import (
    balances,
    bare_shares,
    bounds,
    changes,
    counts,
    directions,
    gaps,
    mentions,
    percents,
    rates,
    restated,
    search,
    series,
    shares,
    stocks,
    sums,
    tallies,
)
from reportcheck.prose.quantities import Quantity, Reading, nouns_agree
from reportcheck.prose.slips import Neighbours, digits_of, mends_with

__all__ = ["settle_statements"]


_MANY = 10  # bits of a total that no part of a list makes by chance
_LONGER, _BESIDE = 3, 15  # digits of a figure that does not stand twice by chance, and how many figures away
_EARSHOT = 120  # figures before and behind a claim among which one may say the same
_ECHO_BITS = 6  # of a figure that is worth comparing: it has three digits
_MEANT = 6  # bits that a reading which holds must keep to be no chance


def settle_statements(reading: Reading) -> list[Judgement]:
    """Choose and judge the claims of all sites of a document. Those that are not firm raise nothing."""
    held: list[Claim] = []
    failed: list[Claim] = []
    for sites in (sums.sites(reading), series.sites(reading), tallies.sites(reading)):
        _settle(sites, held, failed)
        for q in reading.quantities:
            q.levels.clear()  # they take more room than all else that is known of a figure
    _settle(percents.sites(reading), held, failed)
    held += search.found(reading, held)
    wholes: dict[int, list[Quantity]] = {}
    for claim in held:
        if claim.kind == "sum" and claim.strength != "search":
            for q in claim.parts:
                wholes.setdefault(q.order, []).append(claim.target)
    for claim in failed:
        if claim.kind != "sum" or claim.strength != "strong" or claim.penalty > 0.5 or loudness(claim) == "silent":
            continue
        for q in claim.parts:
            wholes.setdefault(q.order, []).append(claim.target)
    _settle(changes.sites(reading), held, failed)
    taken = {c.target.order for c in held if c.relation.rule != "RC203"}
    _settle((s for s in shares.sites(reading, wholes) if s.claims[0].target.order not in taken), held, failed)
    _settle(bare_shares.sites(reading), held, failed)
    _settle(gaps.sites(reading), held, failed)
    _settle(directions.sites(reading), held, failed)
    _settle(stocks.sites(reading), held, failed)
    _settle(balances.sites(reading), held, failed)
    _settle(rates.sites(reading), held, failed)
    _settle(counts.sites(reading), held, failed)
    _settle(restated.sites(reading), held, failed)
    summed = {q.order for c in held if c.kind == "sum" for q in c.parts}
    _settle((s for s in bounds.sites(reading) if s.best.target.order not in summed), held, failed)
    _settle(mentions.rescaled(reading), held, failed)
    failed += mentions.slipped(reading, held)
    held += mentions.repeated(reading)
    failed += search.missed(reading, held)
    _mark_copies(reading, failed)
    _mark_echoes(reading, failed)
    return _concluded(_distinct(held), failed)


def _settle(sites: Iterable[Site], held: list[Claim], failed: list[Claim]) -> None:
    for site in sites:
        chosen = None
        best = site.best
        for claim in sorted(site.claims, key=_cost):
            if claim.kind == "sum" and not claim.holds:
                continue
            needed = {"share": 9, "change": 6, "difference": 6}.get(claim.kind, 0)
            if best.fixed and not claim.fixed and needed and bits(claim) - claim.penalty < needed:
                continue
            if (claim.penalty < 1 or bits(claim) - claim.penalty >= 2) and _plausible(claim) and claim.holds:
                chosen = claim
                break
        if chosen is not None:
            held.append(chosen)
        elif best.kind == "sum":
            claim = likeliest(site.claims) if len(site.claims) > 1 else best
            if not (_is_faint(claim) and is_hopeless(claim)):
                failed.append(claim)
        elif best.kind in ("share", "change"):
            if (likely := _likeliest_ratio(site)) is not None:
                failed.append(likely)
        else:
            failed.append(best)


def _cost(claim: Claim) -> float:
    return claim.penalty + claim.handicap


def _likeliest_ratio(site: Site) -> Claim | None:
    """Of readings of a share or a change that all fail, the one that speaks most for a wrong figure.

    None where a likelier one holds, though too coarsely to say that it is meant.
    """
    same = [c for c in site.claims if c.kind == site.best.kind and not c.holds]
    limit = min((_cost(c) for c in site.claims if c.holds), default=99.0)
    chosen = likeliest_ratio(same) if same else site.best
    return chosen if _cost(chosen) < limit else None


def _plausible(claim: Claim) -> bool:
    """Whether a claim that holds says enough to be meant: a coarse share or a small rate fits almost anything."""
    if claim.kind in ("rate", "product"):
        return bits(claim) >= 3 + 2 * claim.penalty
    if claim.kind == "share" and not claim.fixed:
        return bits(claim) >= 4 + claim.penalty
    if claim.kind == "difference" and claim.strength == "fair" and not claim.direction:
        return bits(claim) >= 1.5 + 2 * claim.penalty
    return True


def _distinct(claims: list[Claim]) -> list[Claim]:
    seen: dict[tuple[object, ...], Claim] = {}
    for claim in claims:
        known = seen.setdefault(claim.key, claim)
        if claim.penalty < known.penalty and claim.holds:
            seen[claim.key] = claim  # the same figures, read as the words say first
    return list(seen.values())


def _concluded(held: list[Claim], failed: list[Claim]) -> list[Judgement]:
    _count_sisters(held, failed)
    linked = _link(failed)
    out = [_judgement(claim, firm=True) for claim in (*held, *linked)]
    known, near, told = {claim.key for claim in held}, _ByFigure(held), _ByFigure()
    strangers = _of_other_wholes(held, failed)
    for claim in _distinct(sorted(_worth_a_look(failed), key=_eagerness)):
        if claim.key in known:
            continue
        level: Loudness = (
            "silent"
            if claim in strangers
            or (claim.kind == "sum" and never_told(claim))
            or (not claim.linked and _cut_otherwise(claim, near.beside(claim)))
            or _excused(claim, near.beside(claim))
            else loudness(claim)
        )
        if level != "silent" and _repeats(claim, told.beside(claim)):
            level = "silent"
        if level != "silent":
            told.add(claim)
        elif _is_faint(claim):
            continue
        out.append(_judgement(claim, firm=level != "silent", certain=level == "error"))
    return out


def _is_faint(claim: Claim) -> bool:
    """Whether a reading that fails is not worth mentioning where it is not told."""
    return claim.strength == "weak" or claim.penalty >= 1


def _worth_a_look(failed: Sequence[Claim]) -> list[Claim]:
    """What fails without the faint readings that are silent anyway."""
    return [claim for claim in failed if not (claim.kind == "sum" and _is_faint(claim) and never_told(claim))]


def _cut_otherwise(claim: Claim, held: Iterable[Claim]) -> bool:
    """Whether parts told with their total make it: what stands apart, or another cut of the same list, is no rival then."""
    if claim.kind != "sum" or not claim.cue:
        return False
    same = (o for o in held if o.target is claim.target and o.kind == "sum" and o.strength != "search")
    return any(claim.cue == "+" or (claim.cue == o.cue and o.penalty < 2) for o in same)


def _of_other_wholes(held: Iterable[Claim], failed: Iterable[Claim]) -> set[Claim]:
    """Shares that cannot be of the whole that was taken for them: none of it holds, and together they exceed 100 %."""
    shares: dict[int, dict[int, list[Claim]]] = defaultdict(lambda: defaultdict(list))
    for claim in failed:
        if claim.kind == "share" and claim.parts[0].over is not claim.parts[1]:
            shares[claim.quantities[2].order][claim.parts[0].order].append(claim)
    for claim in held:
        if claim.kind == "share":
            shares.pop(claim.quantities[2].order, None)
    out: set[Claim] = set()
    for by_part in shares.values():
        claims = [claim for several in by_part.values() for claim in several]
        if len(by_part) > 1 and sum(several[0].target.value for several in by_part.values()) > 101:
            out.update(claims)
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


def _mark_copies(reading: Reading, failed: list[Claim]) -> None:
    """Which claims that fail hold a figure that stands twice in its paragraph: a neighbour's may have been copied."""
    times = Counter((q.par, q.figure.text) for q in reading.quantities if len(q.figure.text) > 1)
    for claim in failed:
        mine = Counter((q.par, q.figure.text) for q in claim.quantities)
        within = Counter(q.figure.text.rstrip("%") for q in claim.quantities)
        twice = claim.kind in ("share", "change") and any(n > 1 and len(text) > 1 for text, n in within.items())
        claim.copied = twice or any(times[key] > n for key, n in mine.items())
    places: dict[str, list[int]] = {}
    for q in reading.quantities:
        if sum(map(str.isdigit, q.figure.text)) >= _LONGER:
            places.setdefault(q.figure.text, []).append(q.order)
    for claim in failed:
        if claim.kind == "sum":
            claim.twice = any(_again(places.get(q.figure.text, ()), q.order) for q in claim.quantities)


def _again(places: Sequence[int], order: int) -> bool:
    """Whether a figure stands near a place that is not its own."""
    return any(place != order and abs(place - order) <= _BESIDE for place in places)


def _mark_echoes(reading: Reading, failed: list[Claim]) -> None:
    """Which claims that fail would hold with what the text says elsewhere of the same things, a slip apart from what they use."""
    neighbours = Neighbours(q for q in reading.quantities if _is_long(q))
    for claim in failed:
        if claim.penalty >= 1 or claim.strength not in ("strong", "fair"):
            continue
        own = {q.order for q in claim.quantities}
        claim.echoed = any(
            other.order not in own and _of_same_things(q, other) and mends_with(claim, q, other)
            for q in claim.quantities
            if q.bits > _ECHO_BITS and _is_long(q)
            for other in neighbours.of(q, min(own) - _EARSHOT, max(own) + _EARSHOT)
        )


def _is_long(q: Quantity) -> bool:
    """Whether a figure has three digits or more that say something."""
    return len(digits_of(q).strip("0")) >= 3


def _of_same_things(q: Quantity, other: Quantity) -> bool:
    """Whether two figures of the same things are printed alike and differ."""
    return (
        q.family == other.family
        and q.power == other.power
        and q.figure.digits == other.figure.digits
        and q.value != other.value
        and nouns_agree(q, other)
    )


def _count_sisters(held: list[Claim], failed: list[Claim]) -> None:
    """How many columns over the same items hold beside each that fails: the list is complete where they do."""
    by_rows: dict[tuple[int, ...], list[Claim]] = {}
    for claim in held:
        if claim.kind == "sum" and claim.rows and bits(claim) >= 2:
            by_rows.setdefault(claim.rows, []).append(claim)
    for claim in failed:
        claim.sisters = sum(1 for c in by_rows.get(claim.rows, ()) if c.target is not claim.target)


def _link(failed: list[Claim]) -> list[Claim]:
    """Sums that fail and ask for the same other value of one figure that they share: each is a witness for the other.

    Returns what follows without that figure: a total whose part is replaced by that part's own parts.
    """
    wanted: dict[tuple[int, Decimal], list[Claim]] = {}
    for claim in failed:
        if claim.kind != "sum" or claim.open or claim.penalty >= 1 or claim.strength not in ("strong", "fair"):
            continue
        for q, sign in zip(claim.quantities, (-1, *(o.sign for o in claim.relation.operands)), strict=True):
            if abs(claim.off) >= 10 * q.step:
                wanted.setdefault((q.order, q.scaled + sign * claim.off), []).append(claim)
    out = []
    for (order, _), claims in wanted.items():
        sets = {frozenset(q.order for q in c.quantities if q.order != order) for c in claims}
        if len(sets) < 2 or frozenset.intersection(*sets):
            continue
        for claim in claims:
            claim.linked = True
        outer = next((c for c in claims if c.target.order != order), None)
        inner = next((c for c in claims if c.target.order == order), None)
        if outer is not None and inner is not None:
            parts = [q for q in outer.parts if q.order != order] + list(inner.parts)
            relation, quantities = linear(outer.target, [(q, 1) for q in parts])
            out.append(Claim(relation, quantities, 1.5, "search"))
    return out


def _eagerness(claim: Claim) -> tuple[float, bool, int]:
    """What fails and is likeliest wrong comes first, so that other readings of the same figures are not told as well."""
    weight = -evidence(claim) if claim.kind == "sum" else claim.penalty
    return weight, claim.open, claim.target.order


def _excused(claim: Claim, held: Iterable[Claim]) -> bool:
    """Whether the same stated figure is explained by a claim that holds over some of the same figures."""
    mine = {q.order for q in claim.parts}
    kind = claim.kind
    telling = kind == "sum" and claim.strength != "weak" and speaks(claim)
    for other in held:
        if other.kind == "bound":
            continue  # that a part is no more than its whole explains no figure
        if claim.linked and other.strength == "search":
            continue  # what holds with the parts of the part that is wrong: it speaks for the failure
        theirs = {q.order for q in other.parts}
        by_chance = other.strength == "search" or (other.penalty > 2 and bits(other) - other.penalty < _MEANT)
        if kind == other.kind == "sum" and other.target.order in mine and claim.target.order in theirs:
            return True  # a total is no part of what it is the sum of
        if kind == other.kind == "sum" and other.strength != "search" and not claim.fixed:
            if other.target.order in mine and mine & theirs:
                return True  # no list counts a total and its own parts
            if other.target is claim.target and claim.strength == "weak" and other.penalty < 1 <= claim.penalty:
                return True  # told with its parts: what stands around it is another list
        if telling and by_chance:
            continue  # figures found to fit say less than words
        same = other.target is claim.target
        if same and mine & theirs and other.kind == kind:
            if by_chance and theirs < mine and bits(other) < _MANY:
                continue  # a part of the list makes the total by chance
            return True
        likely = other.fixed or other.penalty < 1
        if mine == theirs and kind == other.kind in ("share", "change") and likely and other.strength != "search":
            return True  # the two tell another percentage
        if same and kind in ("share", "change", "difference", "rate", "product") and other.strength != "search":
            return True
        if kind == other.kind == "sum" and mine & theirs and _explains(claim, other, mine, theirs):
            return True
        figures = {claim.target.order, *mine} == {other.target.order, *theirs}
        if other.kind == "difference" and kind in ("difference", "sum") and figures:
            return True
    return False


def _explains(claim: Claim, other: Claim, mine: set[int], theirs: set[int]) -> bool:
    """Whether a sum that holds shares so much with one that fails that the figures are meant for it."""
    if mine == theirs or (other.target is not claim.target and other.target.scaled == claim.target.scaled):
        return True  # they are the parts of another total, or of this one where it was told before
    if claim.target.order in theirs or (mine < theirs and other.strength != "weak"):
        return True  # a part beside its own parts, or a list that goes on: they stand side by side
    if other.target.order in mine or claim.fixed:
        return False
    # One part may well stand in two divisions that cross; two that make another total are likelier meant for that.
    crossing = len(mine & theirs) == 1 and (claim.strength != "weak" or claim.sisters > 0)
    return not crossing and (claim.penalty >= other.penalty or claim.strength == "weak")


def _repeats(claim: Claim, told: Iterable[Claim]) -> bool:
    """Whether what fails has been told already, with the same stated figure and of the same kind."""
    mine = {q.order for q in claim.quantities}
    for other in told:
        theirs = {q.order for q in other.quantities}
        if other.target is claim.target and other.kind == claim.kind:
            return True
        if other.kind == claim.kind == "sum" and len(mine & theirs) >= 2:
            return True
    return False


def _judgement(claim: Claim, *, firm: bool, certain: bool = True) -> Judgement:
    relation = replace(claim.relation, firm=firm, certain=certain, support=claim.cue)
    return replace(claim.judgement, relation=relation)

"""Which figures of a list may be the parts of a total: one of each item, those of its noun, a column, a run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import TypeAlias

from reportcheck.prose.claims import Claim, Site, Strength
from reportcheck.prose.kinds.lists import Listing, depth_of, vague
from reportcheck.prose.quantities import Quantity, nouns_agree

_CARRIED = frozenset(
    ["tồn", "chuyển", "carried", "brought"]
)  # of an earlier period, and yet a part of this one's total
_MOST_LISTED = 80  # figures of one list that are a total's
_MOST_THERE = 160  # figures of one list, whatever they count
_MOST_TOTALS = 16  # that one list may divide
_CROWDED = 0.7  # what taking one part of an item costs that holds three
_SKIPS = 0.3  # what an item without a part costs
_LEAST = Decimal("0.08")  # of a total that its parts are likely to make

_Leveller: TypeAlias = Callable[[Quantity, Quantity], int]  # ``_level``

__all__ = ["divided", "fits", "sum_claim"]


def fits(total: Quantity, part: Quantity, *, nouns: bool = True) -> bool:
    """Whether a quantity may be a part of another."""
    return _level(total, part) >= (1 if nouns else 0)


def _similar(a: Quantity, b: Quantity) -> int:
    """How many words around two quantities are the same."""
    return len(a.words & b.words)


def sum_claim(
    total: Quantity,
    parts: Sequence[Quantity],
    penalty: float,
    strength: Strength,
    *,
    cue: str = "",
    open_: bool = False,
) -> Claim:
    """A total that is the sum of its parts; those that go the other way than it does are taken off."""
    way = total.change
    signs = tuple([1 if not way or not q.change or q.change == way else -1 for q in parts])
    wanted, handicap = total.scaled, 0.0
    if wanted and not way:
        handicap += 0 if _LEAST * wanted < sum([q.scaled for q in parts]) < 12 * wanted else 1.2
        handicap += 1.0 if any(q.scaled > wanted for q in parts) else 0
    agree = bool(total.noun) and all(_level(total, q) == 2 for q in parts)
    return Claim(signs, (total, *parts), penalty, strength, False, open_, cue, handicap=handicap, agree=agree)


def divided(
    totals: Sequence[tuple[Quantity, float]],
    lists: Sequence[Listing],
    strength: Strength,
    cue: str,
    *,
    each: bool = False,
    fewer: bool = True,
    ranked: bool = False,
) -> Iterator[Site]:
    """The claims that lists divide totals: rivals of one site are those that take the same parts.

    Args:
        totals: the quantities that may be divided, the likeliest first, each with its cost.
        lists: the ways to cut one place into items.
        strength: of the words that announce the list.
        cue: those words, for ``inspect``.
        each: whether every item tells just one part, among other things.
        ranked: whether a list that fits a likelier total is not looked at for what fits another one better.
        fewer: whether also the first parts alone may be meant, where the text goes on to other things.
    """
    level: _Leveller = _level
    sites: dict[tuple[int, ...], Site] = defaultdict(Site)
    lists = [listing for listing in lists if sum(map(len, listing.items)) <= _MOST_THERE]
    candidates = [t for t, _ in totals[:_MOST_TOTALS]]
    for rank, (total, cost) in enumerate(totals[:_MOST_TOTALS]):
        rivals = [] if ranked and not rank else [t for t in candidates if _rival(total, t)]
        told: set[tuple[int, ...]] = set()
        for listing in lists:
            row = {q.order: item[0].order for item in listing.items for q in item}
            for parts, extra, vaguely in _columns(total, listing, rivals, level, each=each):
                key = tuple(q.order for q in parts)
                if key in told:
                    continue
                told.add(key)
                penalty = max(cost + extra + listing.cost, 0.0)
                back = each and len(parts) < 3 and any(q.change == -total.change for q in parts if q.change)
                vaguely |= back  # "giảm 567 …. A giảm 554. B tăng 7.": what others did is likely told elsewhere
                claim = sum_claim(total, parts, penalty, strength, cue=cue, open_=listing.open or vaguely)
                claim.closed = (len(parts) >= len(listing.items) and listing.closed) or _make_up_all(parts, listing)
                claim.joined = listing.joined and parts[-1] in listing.items[-1]
                claim.rows = tuple(dict.fromkeys(row[q.order] for q in parts))
                sites[tuple(sorted(key))].claims.append(claim)
                if extra < 1 and fewer:
                    for k in range(len(parts) - 1, 1 if each else max(1, len(parts) - 4), -1):
                        gone = len(parts) - k
                        if each:
                            less = sum_claim(
                                total,
                                parts[:k],
                                penalty + 0.3 + 0.3 * gone,
                                strength,
                                cue=cue,
                                open_=listing.open or vaguely,
                            )
                            less.rows = claim.rows[:k]
                        else:
                            less = sum_claim(total, parts[:k], penalty + 3 + 0.5 * gone, "weak", cue=cue, open_=True)
                        sites[tuple(sorted(key))].claims.append(less)
    yield from sites.values()


def _rival(total: Quantity, other: Quantity) -> bool:
    """Whether parts may belong to another total instead: one of the same unit, told beside it or after it."""
    alike = other.family == total.family and bool(other.change) == bool(total.change)
    return other is not total and alike and (other.par, other.sentence) >= (total.par, total.sentence)


def _make_up_all(parts: Sequence[Quantity], listing: Listing) -> bool:
    """Whether each part is told with a share behind it, and the shares make 100 %."""
    shares = []
    for part in parts:
        item = next(i for i in listing.items if part in i)
        behind = [q for q in item if q.family == "%" and not q.change and q.order in (part.order + 1, part.order + 2)]
        if not behind:
            return False
        shares.append(behind[0])
    off = abs(sum((q.value for q in shares), Decimal(-100)))
    return len(shares) >= 2 and off <= sum(q.step for q in shares)


def _level(total: Quantity, q: Quantity) -> int:
    """How well a quantity counts what its total does: 2 the same noun, 1 no noun printed, 0 another noun, -1 not at all."""
    known = total.levels.get(q.order)
    if known is None:
        known = total.levels[q.order] = _weighed(total, q)
    return known


def _weighed(total: Quantity, part: Quantity) -> int:
    if part is total or part.under is not None or part.family in ("%", "pp", "rank"):
        return -1
    if part.prior != total.prior and _CARRIED.isdisjoint(part.label):
        return -1
    if bool(total.change) != bool(part.change) and not (total.change and part.bracket is not total.bracket):
        return -1
    if not nouns_agree(total, part):
        return 0 if total.family == part.family and total.per == part.per else -1
    return 2 if total.family != "count" or (total.noun and part.noun) else 1


def _columns(
    total: Quantity, listing: Listing, rivals: Sequence[Quantity], level: _Leveller, *, each: bool
) -> Iterator[tuple[list[Quantity], float, bool]]:
    """The ways to take a total's parts from a list, the likeliest first: each with its cost, and whether something is left out."""
    items, said, vaguely = [], [], False
    for item, words in zip(listing.items, listing.words or [""] * len(listing.items), strict=True):
        candidates = [q for q in item if level(total, q) >= 0 and not _belongs(q, total, rivals, level)]
        if candidates:
            items.append(candidates)
            said.append(words)
        vaguely |= vague(words, total.noun) or (not candidates and vague(words))
    if not 2 <= sum(map(len, items)) <= _MOST_LISTED:
        return
    skipped = _SKIPS * (len(listing.items) - len(items))
    crowded = 0.0 if each else _CROWDED * _crowded(total, items, listing.depth, level)
    for parts, cost, some in _one_each(total, items, listing.depth, said, level):
        yield parts, cost + skipped + crowded, vaguely or some
    alike = [[q for q in item if level(total, q) == 2] for item in items]
    for table in (items, alike) if alike != items else (items,):
        width = len(table[0])
        if width > 1 and len(table) > 1 and all(len(i) == width for i in table):
            wanted = sorted([total, *rivals], key=lambda t: t.order).index(total)
            for k in sorted(range(width), key=lambda k: k != wanted):
                yield [i[k] for i in table], (0.4 if k == wanted else 0.9) + skipped, vaguely
    if each:
        return
    every = [q for item in items for q in item]
    own = [q for q in every if depth_of(q) == listing.depth]
    for pool, cost in ((own, 0.3), (every, 1.0)):
        agree = [q for q in pool if level(total, q) >= 1]
        if len(agree) >= 2:
            yield agree, cost, vaguely
            yield from ((group, cost + 0.3, vaguely) for group in _groups(agree))
    yield from ((group, 0.6, vaguely) for group in _groups(own))
    if len(own) >= 2:
        yield own, 1.0, vaguely
    outer = _without_children(own)
    if len(outer) >= 2:
        yield outer, 0.8, vaguely


def _one_each(
    total: Quantity, items: Sequence[list[Quantity]], depth: int, said: Sequence[str], level: _Leveller
) -> Iterator[tuple[list[Quantity], float, bool]]:
    """One quantity of each item: the best there is, or only those that are told as the total is."""
    best = [_best(total, item, depth, level) for item in items]
    if len(best) < 2:
        return
    likeness = [_similar(total, q) for q in best]
    alike = [n > max(likeness) - 2 for n in likeness]
    uneven, some = 0.0, False
    if 2 <= sum(alike) < len(best):
        some = any(vague(words) for words, like in zip(said, alike, strict=True) if not like)
        yield [q for q, like in zip(best, alike, strict=True) if like], _SKIPS * alike.count(False), some
        uneven += 0.6
    agreeing = [q for q in best if level(total, q) >= 1]
    if len(agreeing) == len(best):
        yield best, uneven, some
        return
    if len(agreeing) >= 2:
        yield agreeing, 0.3, some
    one = len({q.noun[:1] for q in best if q.noun}) == 1 and all(q.noun for q in best)
    cost = 0.9 if one and total.noun else 0.4 if not agreeing else 0.8
    if all(len(item) == 1 for item in items) and any(q.noun[:1] != total.noun[:1] for q in agreeing):
        cost = (
            0.4  # "27 cơ sở y tế: 1 trung tâm y tế, 2 phòng khám, 24 trạm y tế": kinds of it that have a word in common
        )
    yield best, cost + uneven, some


def _crowded(total: Quantity, items: Sequence[list[Quantity]], depth: int, level: _Leveller) -> bool:
    """Whether one item alone counts several things of the total's: a list of its own, not one part among others."""
    counts = [sum(level(total, q) == 2 and depth_of(q) == depth for q in item) for item in items]
    return max(counts) > 2 and len(set(counts)) > 1


def _belongs(q: Quantity, total: Quantity, rivals: Sequence[Quantity], level: _Leveller) -> bool:
    """Whether a quantity is likelier a part of another total."""
    if not rivals:
        return False
    own = level(total, q)
    mine: int | None = None
    for rival in rivals:
        other = level(rival, q)
        if other < max(own, 1):
            continue
        if other > own:
            return True
        mine = _similar(total, q) if mine is None else mine
        if _similar(rival, q) > mine:
            return True
    return False


def _best(total: Quantity, item: Sequence[Quantity], depth: int, level: _Leveller) -> Quantity:
    """The quantity of an item that is likeliest the part: of the total's noun, outside inner brackets, the first."""
    if len(item) == 1:
        return item[0]
    return max(
        item,
        key=lambda q: (
            level(total, q) >= 1,
            depth_of(q) <= depth,
            level(total, q) == 2,
            bool(total.change) and _similar(total, q),
            -q.order,
        ),
    )


def _groups(parts: Sequence[Quantity]) -> Iterator[list[Quantity]]:
    """Neighbours that count the same thing, where a list goes through several: each group divides the total anew."""
    run: list[Quantity] = []
    for q in [*parts, None]:
        if q is not None and (not run or (q.noun[:1] and q.noun[:1] == run[-1].noun[:1])):
            run.append(q)
            continue
        if 2 <= len(run) < len(parts) and run[0].noun:
            yield run
        run = [] if q is None else [q]


def _without_children(parts: Sequence[Quantity]) -> list[Quantity]:
    """The quantities without those that make up the one before them."""
    out, i = [], 0
    while i < len(parts):
        out.append(parts[i])
        reached, step = Decimal(0), 1
        for j in range(i + 1, len(parts)):
            reached += parts[j].scaled
            if reached >= parts[i].scaled:
                if reached == parts[i].scaled and j > i + 1 and reached >= 10:
                    step = j - i + 1
                break
        i += step
    return out if len(out) < len(parts) else []

"""Changes: growth over another level, the amount of a change, its percentage; the verb says which way."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from reportcheck.prose.claims import Claim, Site, Strength, change_claim, linear
from reportcheck.prose.quantities import Quantity, Reading, nouns_agree
from reportcheck.prose.text import Text

__all__ = ["sites"]

_FROM = re.compile(
    r"\b(?:từ|from|against|so với|compared (?:with|to)|versus|than|up on|down on|over)(?: (?!\S*[\d;,.])\S+){0,6}?\s*:?\s*(?:us)?[$£€]?$"
)
_TO = re.compile(
    r"\b(?:lên|xuống|còn|đến|to|reaching)(?: (?:còn|tới|mức|thành|about|around|just|an estimated))*\s*(?:us)?[$£€]?$"
)


def sites(reading: Reading) -> Iterator[Site]:
    """All places that state a change."""
    for par, text in enumerate(reading.texts):
        mine = reading.of_paragraph(par)
        for q in mine:
            if q.family == "%" and q.bracket is not None:
                moved = _moved_before(text, mine, q)
                if moved is not None:
                    yield from _of_amount(reading, text, mine, q, moved)
                elif (pair := _pair_before(text, mine, q)) is not None:
                    up = q.change or (1 if pair[0].scaled >= pair[1].scaled else -1)
                    yield Site([_growth(q, *pair, up, 0.3, "strong", fixed=True)])
                elif q.change:
                    yield from _levels(reading, text, mine, q)
                continue
            if q.family == "%" and not q.change:
                moved = _moved_before(text, mine, q)
                if moved is not None:
                    yield from _of_amount(reading, text, mine, q, moved)
                continue
            if not q.change or q.family == "rank":
                if q.family == "rank" and q.change:
                    yield from _ranks(reading, mine, q)
                continue
            if q.family == "%":
                moved = _moved_before(text, mine, q)
                if moved is not None and moved.change == q.change:
                    yield from _of_amount(reading, text, mine, q, moved)
                else:
                    yield from _levels(reading, text, mine, q)
            else:
                yield from _difference(text, mine, q)


def _level(q: Quantity, like: Quantity | None = None) -> bool:
    return (
        not q.change and q.under is None and q.family not in ("pp", "rank") and (like is None or nouns_agree(q, like))
    )


def _moved_before(text: Text, mine: Sequence[Quantity], share: Quantity) -> Quantity | None:
    """The amount of a change right before its percentage: ``giảm 2.527 vụ (-23,64%)``, ``tăng 318 vụ = 7%``."""
    before = [q for q in mine if q.sentence == share.sentence and q.end <= share.start]
    if not before or not before[-1].change or before[-1].family in ("%", "pp", "rank"):
        return None
    moved = before[-1]
    between = text.lower[moved.stop : share.start]
    if len(between) > 60 or ";" in between or ". " in between:
        return None
    if share.bracket is not None and share.bracket is not moved.bracket:
        return moved if share.bracket.start - moved.stop < 40 else None
    return (
        moved
        if re.search(r"=|\bhay\b|tương (?:ứng|đương)|\bor\b|tức|tăng|giảm|tỷ lệ|bằng|^\s*[(,]\s*$", between)
        else None
    )


def _pair_before(text: Text, mine: Sequence[Quantity], share: Quantity) -> tuple[Quantity, Quantity] | None:
    """``£118.9m against £115.4m (+3.1%)``; ``goes from 2.65p to 2.70p (+1.9%)``."""
    before = [
        q for q in mine if q.sentence == share.sentence and q.end <= share.start and _level(q) and q.family != "%"
    ][-2:]
    if len(before) < 2 or not nouns_agree(*before) or share.start - before[1].stop > 12:
        return None
    between = text.lower[before[0].stop : before[1].start]
    if re.search(r"\b(?:against|compared (?:with|to)|versus|vs\.?|so với)\b", between) and len(between) < 60:
        return before[0], before[1]
    head = text.lower[max(0, before[0].start - 12) : before[0].start]
    if re.search(r"\b(?:to|lên|xuống|đến|còn)\b", between) and re.search(r"\b(?:from|từ)\b", head):
        return before[1], before[0]
    return None


def _growth(
    share: Quantity, new: Quantity, old: Quantity, up: int, penalty: float, strength: Strength, *, fixed: bool = False
) -> Claim:
    relation, quantities = change_claim(share, new, old, None, up)
    return Claim(relation, quantities, penalty, strength, fixed, direction=True)


def _old_levels(text: Text, mine: Sequence[Quantity], q: Quantity) -> list[tuple[Quantity, float]]:
    """Levels of an earlier period that a sentence names: in a bracket behind the comparison, or after "từ"."""
    out: list[tuple[Quantity, float]] = []
    for other in mine:
        if other.sentence not in (q.sentence,) or not _level(other) or other is q:
            continue
        head = text.lower[max(0, other.start - 60) : other.start]
        if other.start > q.start and other.prior and other.start - q.stop < 120:
            between = text.lower[q.stop : other.start]
            out.append((other, 0.1 + (0.5 if ";" in between else 0)))
        elif other.end <= q.start and other.prior and other.bracket is not None and q.start - other.bracket.end < 60:
            out.append((other, 0.3))
        elif _FROM.search(head) and not re.search(
            r"[;.]\s", text.lower[min(other.end, q.end) : max(other.start, q.start)]
        ):
            out.append((other, 0.2))
    return sorted(out, key=lambda pair: (pair[1], abs(pair[0].start - q.start)))


def _new_levels(text: Text, mine: Sequence[Quantity], q: Quantity, old: Quantity) -> list[tuple[Quantity, float]]:
    """Levels of this period that a change may speak of, the likeliest first."""
    out: list[tuple[Quantity, float]] = []
    same = [
        o
        for o in mine
        if o.sentence == q.sentence and o is not q and o is not old and _level(o, old) and o.family == old.family
    ]
    for rank, other in enumerate(reversed([o for o in same if o.end <= q.start and not o.prior])):
        out.append((other, 0.1 + 0.7 * rank))
    for other in [o for o in same if o.start > q.start and not o.prior]:
        head = text.lower[max(0, other.start - 24) : other.start]
        if _TO.search(head):
            out.append((other, 0.0))
        elif other.start < old.start and other.bracket is None:
            out.append((other, 0.6))
    if not out:
        previous = [
            o
            for o in mine
            if o.sentence == q.sentence - 1 and _level(o, old) and not o.prior and o.family == old.family
        ]
        out += [(o, 1.0 + 0.5 * i) for i, o in enumerate(reversed(previous[-3:]))]
    return sorted(out, key=lambda pair: pair[1])


def _levels(reading: Reading, text: Text, mine: Sequence[Quantity], q: Quantity) -> Iterator[Site]:
    """``tăng 8,5% so với cùng kỳ (1.412)``; with percentages on both sides, their difference."""
    site = Site()
    if (pair := _pair_behind(text, mine, q)) is not None:
        site.claims.append(_growth(q, *pair, q.change, 0.1, "strong", fixed=True))
    if q.family == "%" and (amount := _amount_behind(text, mine, q)) is not None:
        for rank, (new, penalty) in enumerate(_present(reading, amount)[:4]):
            relation, quantities = change_claim(q, new, None, amount, q.change)
            site.claims.append(Claim(relation, quantities, 0.4 + penalty, "fair" if not rank else "weak"))
    for old, far in _old_levels(text, mine, q)[:3]:
        for new, extra in _new_levels(text, mine, q, old)[:3]:
            if old.family == "%":
                site.claims.append(_minus(q, new, old, far + extra))
            else:
                site.claims.append(_growth(q, new, old, q.change, far + extra, "strong", fixed=far + extra < 0.5))
    if q.family == "%" and not site.claims:
        levels = [
            o
            for o in mine
            if o.sentence == q.sentence and _level(o) and o.family != "%" and o.under is None and o.bracket is q.bracket
        ]
        near = [o for o in levels if o.end <= q.start][-2:]
        if len(near) == 2 and nouns_agree(*near) and near[0].bracket is near[1].bracket:
            site.claims.append(_growth(q, near[1], near[0], q.change, 0.9, "weak"))
            site.claims.append(_growth(q, near[0], near[1], q.change, 1.2, "weak"))
    if site.claims:
        yield site


def _pair_behind(text: Text, mine: Sequence[Quantity], q: Quantity) -> tuple[Quantity, Quantity] | None:
    """``giảm 12 vụ (45/57 vụ)``: this period over the last one, in brackets."""
    for other in mine:
        if other.over is None or other.bracket is None or other.bracket is q.bracket or other.start < q.end:
            continue
        if re.fullmatch(r"[^,;.\d]{0,30}\(", text.lower[q.end : other.bracket.start + 1]):
            return other, other.over
    return None


def _amount_behind(text: Text, mine: Sequence[Quantity], q: Quantity) -> Quantity | None:
    """``giảm 5,2% (12 vụ)``, ``tăng 6,5% (tăng 318 vụ)``: the amount of a change behind its percentage."""
    behind = [o for o in mine if o.sentence == q.sentence and o.start >= q.stop]
    if (
        not behind
        or behind[0].bracket is None
        or behind[0].bracket is q.bracket
        or behind[0].family in ("%", "pp", "rank")
    ):
        return None
    amount = behind[0]
    alone = [o for o in mine if o.bracket is amount.bracket] == [amount]
    near = re.fullmatch(r"[^,;.\d]{0,16}\(", text.lower[q.stop : amount.bracket.start + 1]) if amount.bracket else None
    if not near or not alone or amount.prior or amount.over is not None:
        return None
    return amount


def _of_amount(
    reading: Reading, text: Text, mine: Sequence[Quantity], share: Quantity, moved: Quantity
) -> Iterator[Site]:
    """``giảm 2.527 vụ (23,64%)``: the amount over the earlier level, printed or reckoned from the present one."""
    site = Site()
    for old, far in _old_levels(text, mine, moved)[:2]:
        if _level(old, moved) and old.family != "%":
            relation, quantities = change_claim(share, None, old, moved, moved.change)
            site.claims.append(Claim(relation, quantities, far, "strong", fixed=far < 0.3))
    ranked = _present(reading, moved)
    for rank, (new, penalty) in enumerate(ranked[:5]):
        relation, quantities = change_claim(share, new, None, moved, moved.change)
        site.claims.append(
            Claim(
                relation, quantities, 0.3 + penalty, "strong" if not rank else "weak", fixed=rank == 0 and penalty < 0.6
            )
        )
    if site.claims:
        yield site


def _present(reading: Reading, moved: Quantity) -> list[tuple[Quantity, float]]:
    """The present levels that an amount of change may belong to: same noun, likest words, nearest."""
    out: list[tuple[Quantity, float]] = []
    rank = 0
    near = reading.quantities[max(0, moved.order - 30) : moved.order]
    for other in reversed([o for o in near if o.par >= moved.par - 1]):
        if not _level(other, moved) or other.prior or other.under is not None or other.family == "%":
            continue
        if other.par != moved.par and any(o.par == moved.par for o, _ in out):
            break
        alike = len((set(other.noun) | set(other.label[-3:])) & (set(moved.noun) | set(moved.label[-3:])))
        away = (moved.sentence - other.sentence if other.par == moved.par else 2) + (
            0.2 if other.bracket is not None and other.bracket is not moved.bracket else 0
        )
        out.append((other, 0.35 * away + 0.15 * rank - 0.3 * min(alike, 3)))
        rank += 1
    low = min((p for _, p in out), default=0.0)
    return sorted(((q, p - low) for q, p in out), key=lambda pair: pair[1])


def _minus(
    target: Quantity,
    new: Quantity,
    old: Quantity,
    penalty: float,
    *,
    strength: Strength = "strong",
    rule: str = "RC401",
) -> Claim:
    up = target.change or 1
    terms = [(new, 1), (old, -1)] if up > 0 else [(old, 1), (new, -1)]
    relation, quantities = linear(target, terms, kind="difference", rule=rule)
    return Claim(relation, quantities, penalty, strength, fixed=penalty < 0.5, direction=True)


def _difference(text: Text, mine: Sequence[Quantity], q: Quantity) -> Iterator[Site]:
    """``giảm 05 đơn vị so với … (12)``: this level less the other."""
    site = Site()
    if (pair := _pair_behind(text, mine, q)) is not None and nouns_agree(pair[0], q):
        site.claims.append(_minus(q, *pair, 0.1))
    percents = q.family == "pp"
    for old, far in _old_levels(text, mine, q)[:3]:
        if not (old.family == "%" if percents else _level(old, q)):
            continue
        for new, extra in _new_levels(text, mine, q, old)[:3]:
            site.claims.append(_minus(q, new, old, far + extra))
    if site.claims:
        yield site


def _ranks(reading: Reading, mine: Sequence[Quantity], q: Quantity) -> Iterator[Site]:
    """``xếp thứ 46/63, giảm 31 hạng so với (15/63)``: a higher place has a smaller number."""
    places = [
        o for o in mine if o.family == "rank" and not o.change and o.under is None and abs(o.sentence - q.sentence) <= 1
    ]
    for a, b in pairwise(places):
        between = reading.texts[b.par].lower[min(a.end, b.start) : b.start]
        if not (b.prior or b.bracket is not None or re.search(r"\b(?:lên|xuống|so với|from|to|compared)\b", between)):
            continue
        if ";" in between:
            continue
        onward = re.search(r"\b(?:lên|xuống|to)\b", between) is not None
        site = Site()
        for new, old, penalty in ((b, a, 0.3),) if onward else ((a, b, 0.3),):
            terms = [(old, 1), (new, -1)]
            if q.change < 0:
                terms = [(new, 1), (old, -1)]
            relation, quantities = linear(q, terms, kind="difference", rule="RC401")
            site.claims.append(
                Claim(relation, quantities, penalty, "fair", fixed=len(places) == 2 and penalty < 0.5, direction=True)
            )
        yield site

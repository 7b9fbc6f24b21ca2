"""Changes: growth over another level, the amount of a change, its percentage; the verb says which way."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from reportcheck.prose.claims import Claim, Site, change_claim, linear
from reportcheck.prose.kinds.ranks import rank_sites
from reportcheck.prose.kinds.roles import Levels, Pair, away, is_level
from reportcheck.prose.quantities import Quantity, Reading, nouns_agree
from reportcheck.prose.text import Text
from reportcheck.prose.units import MONEY

__all__ = ["sites"]

_MOST = 10
_FREE = 1.0  # a claim with this penalty or more is chosen by arithmetic alone, and what it costs to try it is counted
_JOINS = re.compile(
    r"=|\bhay\b|tương (?:ứng|đương)|\bor\b|\btức|tăng|giảm|tỷ lệ|tỉ lệ|bằng|equivalent|equal|representing|\ban? \w+ of\b|^\s*[(,/]\s*$"
)
_AN = re.compile(r"[,;–-] an? $|\ban? $")
_GROWTH = re.compile(
    r"(?:tốc độ (?:tăng|giảm)|mức (?:tăng|giảm)|tỷ lệ (?:tăng|giảm)|growth rate|rate of (?:growth|increase|decline))[^,;.\d]{0,20}$"
)
_RIGHT_BEFORE = re.compile(
    r"\b(?:tăng|giảm|hơn|kém|vượt|ít|nhiều|cao|thấp|hụt|sụt|bớt|\w+ed|\w+ing|rose|fell|grew|up|down|by|of|rise|fall|drop|gain|lost)"
    r"(?: (?:thêm|đi|được|hơn|tới|by|of|khoảng|gần|trên|about|over|nearly|almost|some|around))*\s*"
    + MONEY
    + r"?\s*$|[-+]\s*$"
)
_RIGHT_BEHIND = re.compile(
    r"(?: [^\W\d_]+){0,4} (?:more|fewer|less|higher|lower|increase|decrease|drop|rise|fall|up|down)\b"
)
_GAP = re.compile(
    r"(?:\bmajority|\bmaj\b\.?|\blead|\bedge|\bgap|\bmargin|outnumber\w*|khoảng cách|cách biệt|chênh(?: lệch)?|hơn kém)\b[^;\d]{0,60}$"
)


def sites(reading: Reading) -> Iterator[Site]:
    """All places that state a change."""
    levels = Levels(reading)
    for par, text in enumerate(reading.texts):
        mine = reading.of_paragraph(par)
        if not mine:
            continue
        series = _series(text, mine)
        for q in mine:
            q = series.get(q.order, q)
            site = Site()
            if q.family == "rank":
                if q.change:
                    yield from rank_sites(text, mine, q)
                continue
            if q.family == "%":
                _percentage(site, levels, text, mine, q, series)
            elif q.change:
                _amount(site, levels, text, mine, q)
            elif q.under is None:
                _gap(site, text, mine, q)
            if site.claims:
                yield site


def _series(text: Text, mine: Sequence[Quantity]) -> dict[int, Quantity]:
    """``giảm 3.009 vụ, 201 người chết, 3.203 người bị thương``: one verb for a list, told of levels before it."""
    out: dict[int, Quantity] = {}
    leader: Quantity | None = None
    for i, q in enumerate(mine):
        if q.bracket is not None:
            continue
        if q.change:
            leader = q if q.family not in ("%", "pp", "rank") else None
            continue
        if leader is None or not is_level(q) or q.prior or q.over is not None or leader.sentence != q.sentence:
            leader = None
            continue
        between = text.masked(leader.stop, q.start)
        known = any(
            is_level(o) and not o.prior and o.noun and nouns_agree(o, q) and o.order < mine[0].order + i
            for o in mine[:i]
            if o.sentence < leader.sentence or o.order < leader.order
        )
        words = re.search(r"[^,]*$", between)
        plain = re.fullmatch(r"[^,;.\d]{0,40},?\s*(?:và |and )?", between) is not None and words is not None
        if q.noun and known and plain and q.noun != leader.noun and len(words[0] if words else "") < 24:
            q = replace(q, change=leader.change)
            out[q.order] = q
            leader = q
        else:
            leader = None
    return out


def _percentage(
    site: Site, levels: Levels, text: Text, mine: Sequence[Quantity], q: Quantity, series: dict[int, Quantity]
) -> None:
    """What a percentage of change may be reckoned from: an amount told with it, or two levels."""
    moved = _moved(text, [series.get(o.order, o) for o in mine], q)
    for amount, extra in moved:
        _of_amount(site, levels, q, amount, extra)
    up = q.change or _told_as_growth(text, q)
    if (pair := _pair_before(text, mine, q)) is not None and q.bracket is not None and not moved:
        up = up or (1 if pair[0].scaled >= pair[1].scaled else -1)
        site.claims.append(_growth(q, *pair, up, 0.1, fixed=True))
    if not up:
        return
    if (pair := _pair_behind(text, mine, q)) is not None:
        site.claims.append(_growth(q, *pair, up, 0.1, fixed=True))
    extra = 0.5 if moved else 0.0
    for pair_, penalty, fixed in _ranked([*levels.pairs(q), *levels.pairs(q, percents=True)]):
        fixed = fixed and not moved
        if pair_.old.family == "%":
            site.claims.append(_minus(q, pair_.new, pair_.old, penalty + extra, fixed=fixed))
        else:
            site.claims.append(_growth(q, pair_.new, pair_.old, up, penalty + extra, fixed=fixed))


def _told_as_growth(text: Text, q: Quantity) -> int:
    match = _GROWTH.search(text.lower[max(0, q.start - 50) : q.start])
    if match is None:
        return 0
    return -1 if "giảm" in match[0] or "decline" in match[0] else 1


def _ranked(pairs: Sequence[Pair]) -> Iterator[tuple[Pair, float, bool]]:
    """The likeliest pairs; each that words do not name costs what it adds to the chance of a coincidence."""
    tried = 0
    for pair in sorted(pairs, key=lambda p: p.penalty)[:_MOST]:
        penalty = pair.penalty
        if not pair.named or penalty >= _FREE:
            tried += 1
            penalty = max(penalty, 1.3) + math.log2(tried)
        yield pair, penalty, pair.named and penalty < 0.5


def _growth(share: Quantity, new: Quantity, old: Quantity, up: int, penalty: float, *, fixed: bool = False) -> Claim:
    relation, quantities = change_claim(share, new, old, None, up)
    return Claim(relation, quantities, penalty, "strong" if fixed else "fair", fixed, direction=True)


def _minus(target: Quantity, new: Quantity, old: Quantity, penalty: float, *, fixed: bool = False) -> Claim:
    up = target.change or 1
    terms = [(new, 1), (old, -1)] if up > 0 else [(old, 1), (new, -1)]
    relation, quantities = linear(target, terms, kind="difference", rule="RC401")
    return Claim(relation, quantities, penalty, "strong", fixed=fixed, direction=True)


def _moved(text: Text, mine: Sequence[Quantity], share: Quantity) -> list[tuple[Quantity, float]]:
    """The amount that a percentage tells again: ``giảm 2.527 vụ (-23,64%)``, ``by 4,892 or 4.4 per cent``, ``giảm 1,8% (446 ha)``."""
    out: list[tuple[Quantity, float]] = []
    before = [q for q in mine if q.sentence == share.sentence and q.end <= share.start]
    while before and (
        before[-1].prior
        or (before[-1].bracket is not None and before[-1].bracket is not share.bracket)
        or re.search(
            r"\b(?:to|lên|xuống còn|còn|từ|from)\s*" + MONEY + r"?\s?$",
            text.lower[max(0, before[-1].start - 12) : before[-1].start],
        )
    ):
        before.pop()
    if before and before[-1].change and before[-1].family not in ("%", "pp", "rank"):
        moved = before[-1]
        between = text.masked(moved.stop, share.start)
        clear = len(between) <= 90 and ";" not in between and ". " not in between
        if share.bracket is not None and share.bracket is not moved.bracket:
            if share.bracket.start - moved.stop < 40 and ";" not in between:
                out.append((moved, 0.0))
        elif clear and share.change in (0, moved.change) and (_JOINS.search(between) or _AN.search(between)):
            out.append((moved, 0.0 if len(between) <= 60 else 0.3))
    behind = [q for q in mine if q.sentence == share.sentence and q.start >= share.stop]
    if share.change and behind and behind[0].family not in ("%", "pp", "rank") and not behind[0].prior:
        amount = behind[0]
        if amount.bracket is not None and amount.bracket is not share.bracket:
            alone = [o for o in mine if o.bracket is amount.bracket] == [amount]
            near = re.fullmatch(r"[^,;.\d]{0,16}\(", text.lower[share.stop : amount.bracket.start + 1])
            if near and alone and amount.over is None and amount.change in (0, share.change):
                out.append((amount, 0.1))
        elif re.fullmatch(
            r",? ?(?:or|hay|tức(?: là)?|tương (?:đương|ứng)(?: với)?|equivalent to|\()?(?: \w+)? ?",
            text.lower[share.stop : amount.start],
        ) and (
            amount.change == share.change or re.search(r"\bor\b|tương|hay|tức", text.lower[share.stop : amount.start])
        ):
            out.append((amount, 0.3))
    return out


def _pair_before(text: Text, mine: Sequence[Quantity], share: Quantity) -> tuple[Quantity, Quantity] | None:
    """``£118.9m against £115.4m (+3.1%)``; ``goes from 2.65p to 2.70p (+1.9%)``."""
    before = [
        q for q in mine if q.sentence == share.sentence and q.end <= share.start and is_level(q) and q.family != "%"
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


def _pair_behind(text: Text, mine: Sequence[Quantity], q: Quantity) -> tuple[Quantity, Quantity] | None:
    """``giảm 12 vụ (45/57 vụ)``: this period over the last one, in brackets."""
    for other in mine:
        if other.over is None or other.bracket is None or other.bracket is q.bracket or other.start < q.end:
            continue
        if re.fullmatch(r"[^,;.\d]{0,30}\(", text.lower[q.end : other.bracket.start + 1]):
            return other, other.over
    return None


def _of_amount(site: Site, levels: Levels, share: Quantity, moved: Quantity, extra: float) -> None:
    """``giảm 2.527 vụ (23,64%)``: the amount over the earlier level, printed or reckoned from the present one."""
    reading = levels.reading
    up = moved.change or share.change
    around = [x for x in levels.near(moved) if x.q.par == moved.par and x.q.family != "%" and nouns_agree(x.q, moved)]
    for x in around:
        far = away(reading, x.q, moved) + extra
        if x.old:
            far += 0.1 if x.q.start > moved.start else 0.3
            relation, quantities = change_claim(share, None, x.q, moved, up)
            site.claims.append(Claim(relation, quantities, far, "strong", fixed=far < 0.35))
        elif x.new and x.q.start > moved.start and x.q.sentence == moved.sentence:
            far += 0.15
            relation, quantities = change_claim(share, x.q, None, moved, up)
            site.claims.append(Claim(relation, quantities, far, "strong", fixed=far < 0.5, direction=True))
    for rank, (new, penalty) in enumerate(_present(reading, moved)[:5]):
        relation, quantities = change_claim(share, new, None, moved, up)
        site.claims.append(
            Claim(
                relation,
                quantities,
                0.3 + penalty + extra,
                "strong" if not rank else "weak",
                fixed=rank == 0 and penalty < 0.6 and not extra,
                direction=True,
            )
        )


def _present(reading: Reading, moved: Quantity) -> list[tuple[Quantity, float]]:
    """The present levels that an amount of change may belong to: same noun, likest words, nearest."""
    out: list[tuple[Quantity, float]] = []
    rank = 0
    near = reading.quantities[max(0, moved.order - 30) : moved.order]
    for other in reversed([o for o in near if o.par >= moved.par - 1]):
        if not is_level(other) or not nouns_agree(other, moved) or other.prior or other.family == "%":
            continue
        if other.par != moved.par and any(o.par == moved.par for o, _ in out):
            break
        alike = len((set(other.noun) | set(other.label[-3:])) & (set(moved.noun) | set(moved.label[-3:])))
        far = (moved.sentence - other.sentence if other.par == moved.par else 2) + (
            0.2 if other.bracket is not None and other.bracket is not moved.bracket else 0
        )
        out.append((other, 0.35 * far + 0.15 * rank - 0.3 * min(alike, 3)))
        rank += 1
    low = min((p for _, p in out), default=0.0)
    return sorted(((q, p - low) for q, p in out), key=lambda pair: pair[1])


def _amount(site: Site, levels: Levels, text: Text, mine: Sequence[Quantity], q: Quantity) -> None:
    """``giảm 05 đơn vị so với … (12)``: this level less the other."""
    if (pair := _pair_behind(text, mine, q)) is not None and nouns_agree(pair[0], q):
        site.claims.append(_minus(q, *pair, 0.1, fixed=True))
    percents = q.family == "pp"
    firm = _firmly(text, q)
    for ranked, penalty, fixed in _ranked([*levels.pairs(q, like=None if percents else q, percents=percents)]):
        site.claims.append(_minus(q, ranked.new, ranked.old, penalty + (0 if firm else 0.7), fixed=fixed and firm))


def _firmly(text: Text, q: Quantity) -> bool:
    """Whether the word of a change stands right at its figure, so that the figure is no level of its own."""
    return (
        _RIGHT_BEFORE.search(text.lower[max(0, q.start - 40) : q.start]) is not None
        or _RIGHT_BEHIND.match(text.lower[q.end : q.end + 60]) is not None
    )


def _gap(site: Site, text: Text, mine: Sequence[Quantity], q: Quantity) -> None:
    """``a majority of 187``, ``khoảng cách 12``: the difference of two levels before it, whichever is the larger."""
    begin = text.sentence_span(q.sentence)[0]
    if not _GAP.search(text.lower[max(begin, q.start - 80) : q.start]):
        return
    near = [
        o for o in mine
        if o.order < q.order and is_level(o) and o.family == q.family and q.sentence - o.sentence <= 3 and o.scaled
    ]  # fmt: skip
    tried = 0
    for i, one in enumerate(reversed(near[-6:])):
        for other in list(reversed(near[-6:]))[i + 1 :]:
            big, small = (one, other) if one.scaled >= other.scaled else (other, one)
            tried += 1
            relation, quantities = linear(q, [(big, 1), (small, -1)], kind="difference", rule="RC402")
            penalty = 0.4 + math.log2(tried)
            site.claims.append(Claim(relation, quantities, penalty, "fair", fixed=len(near) == 2))

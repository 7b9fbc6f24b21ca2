"""Parts that stand apart: men here and women there, every figure that the same verb tells, the rows of a column of figures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from reportcheck.prose.claims import Site
from reportcheck.prose.kinds.columns import divided, fits, sum_claim
from reportcheck.prose.kinds.lists import Listing, complements, depth_of, is_level, vague
from reportcheck.prose.quantities import Quantity, Reading

__all__ = ["sites"]

_APART = 2  # paragraphs between a total and what it is divided into
_RIVALS = 6  # how many totals of a pair are tried
_VERBS_REACH = 24  # how many figures on a verb's column may go
_IDLE = frozenset(
    ["là", "có", "đạt", "được", "đã", "với", "hơn", "gần", "khoảng", "was", "were", "the", "of", "to", "a"]
)
_WORD = re.compile(r"[^\W\d_]+")
_MARKS = re.compile(r"[;,:()]|(?<= )(?:và|and|while|còn)(?= )")
_ROW = 90  # letters of a row
_RUN = 9  # rows that a row adds up at most


def sites(reading: Reading) -> Iterator[Site]:
    """All sums over figures that stand apart."""
    levels = [q for q in reading.quantities if is_level(q) and not q.change]
    yield from _pairs(reading, levels)
    yield from _verbs(reading, levels)
    yield from _rows(reading)


def _pairs(reading: Reading, levels: Sequence[Quantity]) -> Iterator[Site]:
    """``… số nam là 1.200. … số nữ là 380``: two figures that complement each other, and a total near them."""
    for i, (one, other) in enumerate(pairwise(levels)):
        if not fits(one, other, nouns=False) or other.par != one.par or other.sentence - one.sentence > 1:
            continue
        if not complements(_item_words(reading, one), _item_words(reading, other)):
            continue
        third = levels[i + 2] if i + 2 < len(levels) else None
        more = third is not None and (third.par, third.sentence) == (other.par, other.sentence) and fits(other, third)
        site = Site()
        reached = one.scaled + other.scaled
        before = [q for q in levels[max(0, i - 12) : i][::-1] if one.par - q.par <= _APART]
        after = [q for q in levels[i + 2 : i + 5] if q.par == other.par]
        likely = [
            q
            for q in (*before, *after)
            if (fits(q, one) or (one.noun[:1] != other.noun[:1] and fits(q, one, nouns=False)))
            and max(one.scaled, other.scaled) <= q.scaled < 3 * reached
        ]
        for rank, total in enumerate(likely[:_RIVALS]):
            claim = sum_claim(total, (one, other), 0.3 + 0.4 * rank, "fair", cue="+")
            claim.closed, claim.open = not more, more
            site.claims.append(claim)
        if site.claims:
            yield site


def _item_words(reading: Reading, q: Quantity) -> str:
    """The words of a quantity's own item, up to the marks and conjunctions around it."""
    text = reading.texts[q.par]
    begin, end = text.sentence_span(q.sentence)
    near = [o for o in reading.of_paragraph(q.par) if o is not q and o.family != "%"]
    before = text.lower[max([begin, q.start - 90, *(o.end for o in near if o.end <= q.start)]) : q.start]
    behind = text.lower[q.end : min([end, q.end + 60, *(o.start for o in near if o.start >= q.end)])]
    return _MARKS.split(before)[-1] + " " + _MARKS.split(behind)[0]


def _own_words(reading: Reading, q: Quantity, behind: int = 20) -> str:
    """The words from the figure before, its share apart, to those just behind; of ``a/b``, both have the words before a."""
    text = reading.texts[q.par]
    begin = max(text.sentence_span(q.sentence)[0], q.start - 90)
    near = reading.of_paragraph(q.par)
    ahead = [o for o in near if o.end <= q.start and o.family != "%"]
    if ahead and re.fullmatch(r"[^\W\d]*(?: [^\W\d]+)* ?/ ?", text.lower[ahead[-1].end : q.start]):
        return _own_words(reading, ahead[-1], 0)
    after = [o.start for o in near if o.start >= q.stop and o.family != "%"]
    return text.lower[max([begin, *(o.end for o in ahead)]) : min([q.stop + behind, *after])]


def _verbs(reading: Reading, levels: Sequence[Quantity]) -> Iterator[Site]:
    """``thụ lý N …. A thụ lý a, giải quyết …. B thụ lý b``: what the same verb tells of each part."""
    words: dict[int, str] = {}
    said: dict[int, set[str]] = {}
    first: dict[tuple[int, int], int] = {}
    for q in levels:
        first.setdefault((q.par, q.sentence), q.order)
    for i, total in enumerate(levels):
        if i:  # the words of figures in reach are kept, those of a whole document would take much room
            del words[levels[i - 1].order], said[levels[i - 1].order]
        for q in levels[i : i + 1 + _VERBS_REACH]:
            if q.order not in words:
                words[q.order] = _own_words(reading, q, 0)
                said[q.order] = set(_WORD.findall(words[q.order]))
        own = set(_WORD.findall(words[total.order])[-3:]) - _IDLE
        if not own or total.bracket is not None:
            continue
        parts, rows = [], []
        for q in levels[i + 1 : i + 1 + _VERBS_REACH]:
            if q.par - total.par > _APART + 4:
                break
            if (q.par, q.sentence) == (total.par, total.sentence) or depth_of(q) or not fits(total, q):
                continue
            if len(own & said[q.order]) * 2 > len(own):
                parts.append(q)
                rows.append(first[q.par, q.sentence])
        vaguely = [vague(words[q.order]) for q in parts] if len(parts) > 1 else []
        for k in range(len(parts), 1, -1):
            open_ = any(vaguely[:k])
            claim = sum_claim(total, parts[:k], 1.0 + 0.3 * (len(parts) - k), "weak", cue="list", open_=open_)
            claim.rows = tuple(rows[:k])
            yield Site([claim])


def _rows(reading: Reading) -> Iterator[Site]:
    """Lines of a label and one figure or more each: a line that adds up those right above it."""
    run: list[list[Quantity]] = []
    for par, text in [*enumerate(reading.texts), (-1, None)]:
        there = [q for q in reading.of_paragraph(par) if is_level(q) and q.bracket is None] if par >= 0 else []
        short = text is not None and len(text.plain) <= _ROW + 20 * len(there) and len(text.stops) < 3
        if there and short and (not run or len(there) == len(run[-1])):
            run.append(there)
            continue
        yield from _adding_rows(run)
        run = [there] if there and short else []


def _adding_rows(run: Sequence[Sequence[Quantity]]) -> Iterator[Site]:
    for r, row in enumerate(run):
        for k in range(2, min(r, _RUN) + 1):
            above = Listing([list(q) for q in run[r - k : r]], 0)
            cost = 0.4 if row[0].total and (k == r or run[r - k - 1][0].total) else 1.2
            totals = [(q, cost) for q in row]
            yield from divided(totals, [above], "fair" if cost < 1 else "weak", "list", each=True, fewer=False)

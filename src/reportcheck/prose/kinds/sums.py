"""A total and its parts within a paragraph: in brackets behind it, after "gồm"/"trong đó"/":", after no word at all, or before it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from reportcheck.prose.claims import Site, Strength
from reportcheck.prose.kinds.columns import divided, fits, sum_claim
from reportcheck.prose.kinds.lists import Listing, depth_of, is_level, listings, opens
from reportcheck.prose.nouns import content_words
from reportcheck.prose.quantities import Quantity, Reading, nouns_agree
from reportcheck.prose.text import Bracket, Text

__all__ = ["sites"]

_CUE = re.compile(
    r"(?P<strong>\b(?:bao gồm|gồm(?: có)?|chia (?:ra|làm|thành)(?: là)?|cơ cấu|phân (?:ra|thành)|trong số đó gồm|comprising|comprised(?: of)?|comprises|consist(?:s|ing|ed) of|made up of|composed of|broken down(?: as| into| by)?|breaks? down|namely|split between|divided into)\b(?: như sau| as follows)?:?)"
    r"|(?P<fair>\b(?:trong đó(?: có)?|trong số (?:đó|này)(?: có)?|trong số [^\d,;.]{0,40} có|cụ thể(?: là| như sau)?|phân (?:theo|chia|tổ)|phân bố|chia theo|xét theo|tính theo|theo (?=[^\W\d_ ]+(?: [^\W\d_]+){0,3}:)|of (?:which|whom|these|those|them|this)|(?<![^.;:] )of (?:the|all) (?:(?!total)[a-z-]+ ){1,4}(?=\d)|including|includes?)\b(?: như sau)?:?)"
    r"|(?P<soft>\b(?:phân (?:loại|bổ)|(?:được )?bố trí|với(?: có)?|tức(?: là)?|lần lượt(?: là)?|với|with|there were)\b:?)"
    r"|(?P<of>\b(?:trong|qua) (?:tổng )?(?:số )?[\d.,]*\d [^,;:.\d]{0,60}?(?:,|\b(?:thì|có|gồm)\b)|\b(?:out of|of|among) (?:the |these |those |its |a |total |a total of )*[\d.,]*\d(?: [^,;:.\d]{0,50})?,(?!\d))"
    r"|(?P<colon>:(?=\s))|(?P<dash> [–—-] (?=\S))"
)
_TOTAL_BEFORE = re.compile(
    r"(?:tổng(?: cộng| số)?|tổng (?:số )?[^\W\d_]+(?: [^\W\d_]+){0,2}|total(?:ing|ling)?(?: [a-z]+){0,3}|như vậy|cả (?:hai|ba|bốn|năm) [^\W\d_]+|altogether|overall|combined|cộng|lũy kế|luỹ kế|nâng [^\d,;.]*lên)[^.;\d]{0,45}$"
)
_TOTAL_AFTER = re.compile(r"(?: [^\W\d_]+){0,3},? (?:in all|in total|altogether|combined|tất cả)\b")
_STOPS_LIST = re.compile(
    r"(?:;|,|\.)\s*(?:so với|trong đó|đồng thời|ngoài ra|bên cạnh|tăng|giảm|while|compared)\b|\bso với\b|\bcompared (?:with|to)\b"
)
_INTRODUCES = re.compile(r", *(?:cụ thể|như sau|trong đó|kết quả|chia|phân|gồm|bao gồm|là|as follows|namely|that is)")
# "Các tỉnh thiệt hại lớn gồm …": only some of what the sentence before counted
_CHOSEN = re.compile(
    r"\s*(?:các|những|một số|the|some) [^\d,;]*\b(?:lớn|nhiều|nặng|cao|chủ yếu|tiêu biểu|điển hình|nổi bật|most|largest|worst|hardest|highest|biggest|main|leading)\b[^\d,;]*$"
)
_OF_WHAT = re.compile(r" ?(?:[a-z-]+ ){0,3}?(of|to|for|in|from|by) (?!which|whom|these|those)[a-z]", re.IGNORECASE)
_ALONG = re.compile(r"[^:;.()]*(?:,|,? and) $")
_REACH = 160  # how far before a bracket its total may stand


def sites(reading: Reading) -> Iterator[Site]:
    """All places within paragraphs that claim a sum."""
    for par, text in enumerate(reading.texts):
        mine = reading.of_paragraph(par)
        if len(mine) < 2 and not _CUE.match(text.lower, text.mark_end):
            continue
        yield from _brackets(text, mine)
        yield from _bracketed(text, mine)
        yield from _cues(reading, par, text, mine)
        yield from _unannounced(reading, par, text, mine)
        yield from _total_last(text, mine)
        yield from _over_one_whole(mine)


def _brackets(text: Text, mine: list[Quantity]) -> Iterator[Site]:
    """``8 lớp (4 lớp nghề nông, 4 lớp nghề khác)``: the parts stand in brackets behind their total."""
    for bracket in text.brackets:
        inside = [q for q in mine if bracket.start < q.start < bracket.end]
        if len(inside) < 2:
            continue
        number = text.sentence(bracket.start)
        ahead = [
            q
            for q in mine
            if q.stop <= bracket.start + 1
            and bracket.start - q.end < _REACH
            and q.sentence == number
            and depth_of(q) < bracket.depth
        ]
        nearest = [q for q in reversed(ahead) if is_level(q)][:3]
        nearest.sort(key=lambda t: not any(fits(t, q) and (t.noun or t.family != "count") for q in inside))
        totals: list[tuple[Quantity, float]] = []
        for rank, total in enumerate(nearest):
            totals.append((total, 0.5 * rank))
        if totals:
            span = (bracket.start + 1, bracket.end)
            yield from divided(totals, list(listings(text, inside, span, bracket.depth)), "strong", "()", ranked=True)


def _bracketed(text: Text, mine: list[Quantity]) -> Iterator[Site]:
    """``36 hộ của 3 xã A (13 hộ), B (17 hộ) và C (6 hộ)``: each part stands in brackets behind a name."""
    alone: list[Quantity] = []
    for bracket in text.brackets:
        inside = [q for q in mine if q.bracket is bracket and is_level(q) and not q.prior]
        if bracket.depth == 1 and inside:
            alone.append(inside[0])
    for i, first in enumerate(alone):
        if i and fits(alone[i - 1], first) and first.sentence - alone[i - 1].sentence < 2:
            continue
        run = [first]
        for q in alone[i + 1 :]:
            if not fits(first, q) or q.sentence - run[-1].sentence > 1:
                break
            run.append(q)
        if len(run) < 3:
            continue
        ahead = [q for q in mine if q.end <= first.start and is_level(q) and fits(q, first)]
        totals = [(q, 0.4 + 0.4 * rank) for rank, q in enumerate(reversed(ahead[-3:]))]
        words = [text.lower[a.end : b.start] for a, b in pairwise(run)]
        tail = text.masked(run[-1].end, text.sentence_span(run[-1].sentence)[1])
        opened = opens(text, (first.start, run[-1].end), [*words, tail], [False] * len(run))
        if 2 * sum(_behind_a_figure(q, mine) for q in run) < len(run):  # "60.7 (8.7)" tells more of its own figure
            yield from divided(totals, [Listing([[q] for q in run], 1, open=opened)], "strong", "(…) (…)")
        if len(run) >= 4:
            rest = Listing([[q] for q in run[1:]], 1, open=opened)
            yield from divided([(first, 0.8)], [rest], "fair", "(…) (…)")


def _behind_a_figure(q: Quantity, mine: Sequence[Quantity]) -> bool:
    """Whether a quantity's bracket opens right behind another figure, or behind its unit, and not behind a name."""
    ends = [end for o in mine for end in (o.end, o.stop if o.family != "count" else o.end)]
    return q.bracket is not None and any(0 <= q.bracket.start - end < 2 for end in ends)


def _cues(reading: Reading, par: int, text: Text, mine: list[Quantity]) -> Iterator[Site]:
    """``tổng số N …, trong đó: a, b, c``: the parts follow a word that announces them."""
    for match in _CUE.finditer(text.lower, text.mark_end):
        at = match.end()
        if match["dash"] and re.match(r"\d", text.lower[at:]) and text.lower[match.start() - 1].isdigit():
            continue
        bracket = text.bracket_at(match.start())
        number = text.sentence(match.start())
        end = text.sentence_span(number)[1] if bracket is None else bracket.end
        depth = bracket.depth if bracket is not None else 0
        till = at if match["of"] else match.start()
        adjacent = bool(match["colon"] or match["dash"])
        ahead = _ahead(reading, par, text, mine, till, bracket, number, adjacent=adjacent)
        if not ahead or (match["of"] and ahead[0].under is None and ahead[0].over is not None):
            continue
        named = content_words(match[0].partition(" the ")[2]) if match[0].startswith("of the ") else ()
        ahead = [q for q in ahead if set(named) & set(q.noun)] or ahead  # "of the new cases …" divides those
        near = match["colon"] and bracket is None and at - ahead[0].stop < 30
        strength: Strength = "strong" if match["strong"] or near else "fair"
        totals = [(t, 0.3 * rank - 0.2 * t.total) for rank, t in enumerate(ahead[:6])]
        soft = match["soft"] is not None and not match[0].endswith(":")
        stopped = _list_end(text, at, end)
        lists: list[Listing] = []
        for cost, until in ((0.0, stopped), (0.7, end)) if stopped != end else ((0.0, end),):
            there = [q for q in mine if at <= q.start < until and depth_of(q) >= depth]
            for listing in listings(text, there, (at, until), depth):
                listing.cost += cost
                lists.append(listing)
        if ahead[0].sentence < number and _CHOSEN.match(text.lower[text.sentence_span(number)[0] : till]):
            for listing in lists:
                listing.open = True
        if soft:  # "với 12 xã" may go with the figure and not divide it; a longer list divides
            for listing in lists:
                listing.cost += 0.4
                listing.open |= len(listing.items) < 3
        yield from divided(totals, lists, strength, match[0].strip())


def _list_end(text: Text, at: int, end: int) -> int:
    """Where a list ends before its sentence does: at the next cue, or at a comparison."""
    stop = _STOPS_LIST.search(text.masked(at, end))
    return at + stop.start() if stop is not None and stop.start() > 0 else end


def _ahead(
    reading: Reading,
    par: int,
    text: Text,
    mine: list[Quantity],
    cue: int,
    bracket: Bracket | None,
    number: int,
    *,
    adjacent: bool,
) -> list[Quantity]:
    """The quantities that a list may divide, the nearest first: of its own sentence, then of the one before.

    A colon or a dash divides only the figure right before it.
    """
    own = [q for q in mine if q.sentence == number and q.start < cue and q.bracket is bracket]
    if adjacent:
        near = own[-1:]
        between = text.masked(near[0].stop, cue) if near else ";"
        apart = re.search(r"[;.\d]", between) or ("," in between and not _INTRODUCES.search(between))
        return [q for q in near if len(between) < 60 and not apart and is_level(q)]
    if bracket is not None:
        own = [q for q in mine if q.sentence == number and q.start < bracket.start and q.bracket is None][-2:] + own
    start = text.sentence_span(number)[0]
    begins = not re.search(r"\d", text.lower[start:cue]) and cue - start < 45
    if begins and number > 0:
        own = [q for q in mine if q.sentence == number - 1 and q.bracket is None] + own
    elif begins and par > 0 and cue - max(start, text.mark_end) < 4:
        before = [q for q in reading.of_paragraph(par - 1) if q.bracket is None]
        own = [q for q in before if q.sentence == 0 or q.sentence == before[-1].sentence]
    elif bracket is None and number > 0 and own:
        own = [q for q in mine if q.sentence == number - 1 and q.bracket is None][-3:] + own
    return [q for q in reversed(own) if is_level(q) and not q.prior]


def _unannounced(reading: Reading, par: int, text: Text, mine: list[Quantity]) -> Iterator[Site]:
    """The rest of a sentence, the next one or the next paragraph, that divides a figure without a word that says so."""
    below = reading.texts[par + 1] if par + 1 < len(reading.texts) else None
    last = len(text.stops) - 1
    known: dict[tuple[bool, int, int], list[Listing]] = {}
    for total in mine:
        if not is_level(total) or total.bracket is not None or total.prior:
            continue
        end = text.sentence_span(total.sentence)[1]
        spans = [(1.0, text, total.stop, end)]
        if total.sentence < last:
            spans.append((1.2, text, *text.sentence_span(total.sentence + 1)))
            if total.sentence + 1 < last:
                spans.append((1.4, text, end, len(text.plain)))
        if below is not None and not below.bullet and total.sentence in (0, last):
            spans.append((1.3, below, *below.sentence_span(0)))
        beside = next((q for q in mine if q.order == total.order + 1 and q.sentence == total.sentence), None)
        if beside is not None and _told_alike(text, total, beside):
            spans[0] = (1.8, *spans[0][1:])  # "240 tonnes of rice, 22 tonnes of wheat …": it is the first of the list
        for cost, where, start, until in spans:
            lists = known.get((where is text, start, until))
            if lists is None:
                near = mine if where is text else reading.of_paragraph(par + 1)
                there = [q for q in near if start <= q.start < until]
                lists = list(listings(where, there, (start, until), 0)) if len(there) >= 2 else []
                known[where is text, start, until] = lists
            if lists:
                yield from divided([(total, cost)], lists, "weak", "…")


def _told_alike(text: Text, one: Quantity, other: Quantity) -> bool:
    """Whether two neighbours are told of one thing each by the same word: ``22 tonnes of wheat, 9 of rye``."""
    between = text.lower[one.end : other.start]
    first, second = _OF_WHAT.match(between), _OF_WHAT.match(text.lower, other.end)
    return first is not None and second is not None and first[1] == second[1] and _ALONG.search(between) is not None


def _total_last(text: Text, mine: list[Quantity]) -> Iterator[Site]:
    """``a và b, tổng cộng N``: the parts stand before their total, in its sentence, the one before, or one to a sentence."""
    for total in mine:
        if not is_level(total):
            continue
        head = text.lower[max(0, total.start - 80) : total.start]
        if not (_TOTAL_BEFORE.search(head) or _TOTAL_AFTER.match(text.lower, total.end)):
            continue
        before = [q for q in mine if q.end <= total.start and depth_of(q) == depth_of(total) and not q.under]
        by_sentence = [[q for q in before if q.sentence == n] for n in range(total.sentence + 1)]
        held = [s for s in by_sentence if s]
        for k in range(len(held), 1, -1):
            cost = 0.5 + 0.3 * (len(held) - k)
            rows = Listing(held[-k:], depth_of(total))
            plain = k == len(held) and all(sum(fits(total, q) for q in row) < 3 for row in held)
            strength: Strength = "fair" if plain else "weak"
            yield from divided([(total, cost)], [rows], strength, "tổng cộng", each=True, fewer=False)
        site = Site()
        near = [q for q in by_sentence[total.sentence] if fits(total, q)]
        loose = [q for q in by_sentence[total.sentence] if fits(total, q, nouns=False)]
        wider = [q for q in before if q.sentence >= total.sentence - 1 and fits(total, q)]
        for rank, parts in enumerate((near if len(near) >= 2 else loose, wider)):
            for k in range(2, len(parts) + 1):
                gone = len(parts) - k
                likely: Strength = "fair" if gone < 2 else "weak"
                site.claims.append(sum_claim(total, parts[-k:], 0.5 + 0.5 * rank + 0.4 * gone, likely, cue="tổng cộng"))
        if site.claims:
            yield site


def _over_one_whole(mine: Sequence[Quantity]) -> Iterator[Site]:
    """``cao 39/47 phiếu, trung bình 7/47, thấp 1``: what is counted out of one whole, kind by kind."""
    for i, first in enumerate(mine):
        whole = first.over
        if whole is None or (i and mine[i - 1].under is None and mine[i - 1].over is not None):
            continue
        parts = [first]
        for q in mine[i + 1 :]:
            if q.sentence != first.sentence or q.bracket is not first.bracket or q.par != first.par:
                break
            if q is whole or q.family == "%" or (q.under is not None and q.scaled == whole.scaled):
                continue
            if q.under is not None or q.family != first.family or q.change or not nouns_agree(first, q):
                break
            if q.over is not None and q.over.scaled != whole.scaled:
                break
            parts.append(q)
        if len(parts) >= 2:
            site = Site()
            for k in range(len(parts), 1, -1):
                over = sum(q.over is not None for q in parts[:k]) > 1
                strength: Strength = "fair" if over and whole.noun and k == len(parts) else "weak"
                site.claims.append(sum_claim(whole, parts[:k], 0.6 + 0.4 * (len(parts) - k), strength, cue="/"))
            yield site

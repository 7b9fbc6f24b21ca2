"""A total whose parts are told one to a bullet, a paragraph, a sentence or a clause, and two such divisions that cross."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from reportcheck.prose.claims import Site, Strength
from reportcheck.prose.kinds.sums import fits, similar, sum_claim
from reportcheck.prose.quantities import Quantity, Reading
from reportcheck.prose.text import Text

__all__ = ["sites"]

_MOST_SENTENCES = 24  # behind a total, of which each may tell a part


def sites(reading: Reading) -> Iterator[Site]:
    """A total whose parts are told one to a bullet, a paragraph or a sentence."""
    texts = reading.texts
    for par, text in enumerate(texts):
        mine = [
            q
            for q in reading.of_paragraph(par)
            if q.family not in ("%", "pp", "rank") and q.under is None and not q.prior
        ]
        if not mine:
            continue
        below = _bullets(texts, par)
        last_sentence = max(q.sentence for q in mine)
        for number in sorted({q.sentence for q in mine}):
            totals = [q for q in mine if q.sentence == number and q.bracket is None]
            if below and number == last_sentence:
                yield from _crossed(reading, mine, below)
                segments = [reading.of_paragraph(p) for p in below]
                colon = text.plain.rstrip().endswith((":", "：")) or "trong đó" in text.lower[-30:]
                yield from _over(totals, segments, "strong" if colon else "fair", 0.6)
            sentences = sorted({q.sentence for q in mine if q.sentence > number})[:_MOST_SENTENCES]
            if len(sentences) >= 2:
                yield from _over(totals, [[q for q in mine if q.sentence == s] for s in sentences], "weak")
            yield from _next_sentence(number, totals, mine)
            clauses = _clauses(text, number, mine)
            if len(clauses) >= 2:
                yield from _over(totals, clauses, "weak")
        if not below:
            totals = [q for q in mine if q.bracket is None]
            yield from _paragraphs(reading, par, totals)


_LABELLED = re.compile(r"[^:.;\d]{2,90}:(?= )")
_DIVIDES = re.compile(r"(?:trong đó|cụ thể|gồm|bao gồm|of these|of which)\b", re.IGNORECASE)


def _paragraphs(reading: Reading, par: int, totals: list[Quantity]) -> Iterator[Site]:
    """Parts in the paragraphs below: each under a label of its own, or one to a sentence after "Trong đó"."""
    texts = reading.texts
    labelled = [
        p for p in range(par + 1, min(par + 14, len(texts))) if _LABELLED.match(texts[p].plain) and not texts[p].bullet
    ]
    if len(labelled) >= 2:
        yield from _over(totals, [reading.of_paragraph(p) for p in labelled], "weak")
    if par + 1 < len(texts) and _DIVIDES.match(texts[par + 1].plain):
        text = texts[par + 1]
        below = reading.of_paragraph(par + 1)
        yield from _over(totals, [[q for q in below if q.sentence == s] for s in range(len(text.stops))], "weak", 0.6)


def _next_sentence(number: int, totals: list[Quantity], mine: list[Quantity]) -> Iterator[Site]:
    """All like quantities of the rest of a sentence, or of the next one, without a word that announces them."""
    for total in totals:
        if total.total or total is totals[0]:
            rest = [
                q
                for q in mine
                if q.sentence == number and q.start > total.stop and q.bracket is None and fits(total, q)
            ]
            after = [q for q in mine if q.sentence == number + 1 and q.bracket is None and fits(total, q)]
            for rank, parts in enumerate((rest, after)):
                if len(parts) >= 2:
                    yield Site([sum_claim(total, parts, 1.0 + 0.2 * rank, "weak", cue="…", open_=True)])


def _clauses(text: Text, number: int, mine: list[Quantity]) -> list[list[Quantity]]:
    """The next sentence, split at its semicolons."""
    if number + 1 >= len(text.stops):
        return []
    a, b = text.sentence_span(number + 1)
    masked = text.masked(a, b)
    cuts = [a, *(a + m.end() for m in re.finditer(";", masked)), b]
    return [[q for q in mine if x <= q.start < y] for x, y in pairwise(cuts)]


def _crossed(reading: Reading, mine: list[Quantity], below: list[int]) -> Iterator[Site]:
    """``N (a cấp tỉnh, b cấp xã)`` over bullets that each tell their own province and communes: a and b cross-foot."""
    for bracket in {q.bracket for q in mine if q.bracket is not None}:
        inside = [q for q in mine if q.bracket is bracket]
        if len(inside) < 2:
            continue
        words = [_around(reading.texts[q.par], q) for q in inside]
        for i, total in enumerate(inside):
            own = words[i].difference(*(w for j, w in enumerate(words) if j != i))
            parts = []
            for p in below:
                likely = [
                    q for q in reading.of_paragraph(p)
                    if fits(total, q) and q.over is None and own & _around(reading.texts[p], q)
                ]  # fmt: skip
                parts += likely[:1]
            if own and len(parts) == len(below) >= 2:
                yield Site([sum_claim(total, parts, 0.5, "fair", cue="()")])


def _around(text: Text, q: Quantity) -> set[str]:
    """The words of a quantity's own item, before and behind it."""
    before = re.split(r"[,;:()]", text.lower[max(0, q.start - 40) : q.start])[-1]
    behind = re.split(r"[,;:()]", text.lower[q.end : q.end + 40])[0]
    return set(re.findall(r"[^\W\d_]{2,}", before + " " + behind))


def _bullets(texts: Sequence[Text], par: int) -> list[int]:
    """The list items under a paragraph, of the first one's level."""
    out: list[int] = []
    own = texts[par]
    for p in range(par + 1, len(texts)):
        text = texts[p]
        if not text.bullet or (
            own.bullet and text.paragraph.level <= own.paragraph.level and _mark(text) == _mark(own)
        ):
            break
        if not out or (text.paragraph.level == texts[out[0]].paragraph.level and _mark(text) == _mark(texts[out[0]])):
            out.append(p)
        elif _mark(text) not in "-+*•" and _mark(texts[out[0]]) in "-+*•":
            break
    return out


def _mark(text: Text) -> str:
    mark = text.paragraph.label or text.plain[: text.mark_end].strip()
    return re.sub(r"[0-9]+", "1", re.sub(r"[a-zđ]\)", "a)", mark)) or "-"


def _over(
    totals: list[Quantity],
    segments: list[list[Quantity]],
    strength: Strength,
    base: float = 1.0,
) -> Iterator[Site]:
    for total in totals:
        parts: list[Quantity] = []
        runs: list[list[Quantity]] = []
        for segment in segments:
            rivals = [
                t
                for t in totals
                if t is not total and t.family == total.family and bool(t.change) == bool(total.change)
            ]
            candidates = [
                q
                for q in segment
                if (q.bracket is None or total.change)
                and fits(total, q)
                and not any(fits(t, q) and similar(t, q) > similar(total, q) for t in rivals)
            ]
            if not candidates:
                if strength == "weak" and parts:
                    runs.append(list(parts))
                continue
            best = max(candidates, key=lambda q: (similar(total, q), -q.order))
            first = candidates[0]
            parts.append(first if similar(total, first) >= similar(total, best) or not total.change else best)
        if len(parts) < 2 or (len(parts) < 3 and strength == "weak" and total.scaled < 1000):
            continue
        open_ = strength == "weak" or len(parts) < len(segments)
        site = Site([sum_claim(total, parts, 0.2 if strength == "strong" else base, strength, cue="list", open_=open_)])
        for run in runs:
            if 2 <= len(run) < len(parts):
                site.claims.append(sum_claim(total, run, 2.0, "weak", cue="list", open_=True))
        for k in _reaching(total, parts):
            site.claims.append(sum_claim(total, parts[:k], 3.5, "weak", cue="list", open_=True))
        yield site


def _reaching(total: Quantity, parts: Sequence[Quantity]) -> Iterator[int]:
    """After how many parts, not all of them, the total may be reached, so far as rounding can move the figures."""
    reached, room = Decimal(0), total.step
    certain = not (total.change or total.approximate)
    for k, part in enumerate(parts[:-1], 1):
        reached, room = reached + part.scaled, room + part.step
        certain = certain and not part.approximate
        if k >= 2 and not (certain and abs(reached - total.scaled) > room):
            yield k

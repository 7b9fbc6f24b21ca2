"""A total whose parts are told one to a bullet, a paragraph or a sentence, and two such divisions that cross."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from reportcheck.prose.claims import Site, Strength
from reportcheck.prose.kinds.columns import divided, fits, sum_claim
from reportcheck.prose.kinds.lists import Listing, is_level
from reportcheck.prose.quantities import Quantity, Reading
from reportcheck.prose.text import Text, kind_of_mark

__all__ = ["sites"]

_MOST = 24  # the paragraphs or sentences that one total is divided over
_LABELLED = re.compile(r"[^:.;\d]{2,90}:(?= )")
_DIVIDES = re.compile(r"(?:trong (?:số )?đó|cụ thể|gồm|bao gồm|of these|of which|of the total|out of)\b", re.IGNORECASE)
_ANNOUNCES = re.compile(r"(?:cụ thể|như sau|sau đây|trong đó|gồm|as follows|below|breakdown)[^.;]{0,20}[:.]?\s*$")

_Segment = tuple[str, list[Quantity]]  # the words of an item and its quantities


def sites(reading: Reading) -> Iterator[Site]:
    """All places that claim a sum over bullets, paragraphs or sentences."""
    texts = reading.texts
    sentences = [_sentences(reading, par) for par in range(len(texts))]
    for par, text in enumerate(texts):
        told = reading.of_paragraph(par)
        mine = [q for q in told if is_level(q)]
        if not mine:
            continue
        below = _bullets(texts, par)
        last = max(q.sentence for q in mine)
        after = _paragraphs_below(texts, par) if not below else []
        if below:
            yield from _crossed(reading, told, below)
        for number in sorted({q.sentence for q in mine}):
            totals = [q for q in mine if q.sentence == number and q.bracket is None]
            rest = [s for s in sentences[par] if s[1][0].sentence > number][:_MOST]
            if below and number == last:
                segments = [(texts[p].lower, reading.of_paragraph(p)) for p in below]
                colon = text.plain.rstrip().endswith((":", "：")) or bool(_ANNOUNCES.search(text.lower[-60:]))
                yield from _over(totals, segments, "strong" if colon else "fair", 0.2 if colon else 0.6)
            if len(rest) >= 2:
                told_so = _announced(text, number, rest[0][0])
                yield from _over(totals, rest, "fair" if told_so else "weak", 0.4 if told_so else 1.0)
            if after:
                told_so = bool(_ANNOUNCES.search(text.lower[-60:])) or bool(_DIVIDES.match(texts[after[0]].lower))
                whole = [(texts[p].lower, reading.of_paragraph(p)) for p in after]
                strength: Strength = "fair" if told_so else "weak"
                cost = 0.4 if told_so else 1.1
                if len(whole) >= 2:
                    yield from _over(totals, whole, strength, cost)
                single = rest + [s for p in after for s in sentences[p]]
                if len(single) >= 2 and len(single) != len(whole):
                    yield from _over(totals, single, strength, cost + 0.2)


def _announced(text: Text, number: int, following: str) -> bool:
    """Whether a sentence ends, or the next begins, with a word that a division follows."""
    a, b = text.sentence_span(number)
    return bool(_ANNOUNCES.search(text.lower[max(a, b - 60) : b])) or bool(_DIVIDES.match(following))


def _sentences(reading: Reading, par: int) -> list[_Segment]:
    """The sentences of a paragraph that hold quantities, with their words."""
    text = reading.texts[par]
    mine = reading.of_paragraph(par)
    out = []
    for number in range(len(text.stops)):
        there = [q for q in mine if q.sentence == number]
        if there:
            out.append((text.lower[slice(*text.sentence_span(number))], there))
    return out


def _paragraphs_below(texts: Sequence[Text], par: int) -> list[int]:
    """The paragraphs below one that may each tell a part: plain ones up to the next list, or all labelled ones."""
    span = range(par + 1, min(par + 1 + _MOST, len(texts)))
    labelled = [p for p in span if _LABELLED.match(texts[p].plain) and not texts[p].bullet]
    if len(labelled) >= 2:
        return labelled
    out = []
    for p in span:
        if texts[p].bullet != texts[par].bullet or not re.search(r"\d", texts[p].plain):
            break
        out.append(p)
    return out


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
    return kind_of_mark(text.paragraph.label or text.plain[: text.mark_end]) or "-"


def _over(totals: list[Quantity], segments: Sequence[_Segment], strength: Strength, cost: float) -> Iterator[Site]:
    """The claims that segments each hold one part of each total."""
    segments = list(takewhile(lambda s: s is segments[0] or not any(q.total for q in s[1][:1]), segments))
    counted = [any(is_level(q) for q in there) for _, there in segments]
    words = [said for said, _ in segments]
    held = [(said, there) for said, there in segments if there]
    listing = Listing([there for _, there in held], 0, [said for said, _ in held], told=(words, counted))
    yield from divided([(t, cost) for t in totals], [listing], strength, "list", each=True)

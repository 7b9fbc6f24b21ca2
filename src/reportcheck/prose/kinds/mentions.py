"""One fact told twice: what stands in two places with the same words is the same figure, or one of them is a slip.

A figure is told again where the words refer back (``Of the 6,318 candidates``, ``823/1.561 vụ``), or where the words right
before and behind it are those of an earlier sentence. Figures of other periods and places, and of series, differ by nature:
a difference is told only where the words name one thing alone, and the two figures are one slip apart.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from reportcheck.prose.claims import Claim, Site, bits, linear
from reportcheck.prose.quantities import Quantity, Reading, nouns_agree
from reportcheck.prose.slips import digits_of, one_slip
from reportcheck.prose.text import Text
from reportcheck.prose.units import MONTHS

__all__ = ["repeated", "rescaled", "slipped"]

_REACH = 12  # paragraphs between two mentions
_LEAST = 3  # digits of a figure that says something
_WORDS = 4  # words right around two figures that make them one fact
_PRINTED = 4  # digits of a change that is told again without its verb
_FEW, _MANY = 3, 6  # where the figures have digits enough; where the other words do not matter
_HALF, _DOUBLE = Decimal("0.5"), Decimal(2)
_CLOSE = 12  # letters between a figure and the bracket that tells it again
_NEAR = (Decimal("0.8"), Decimal("1.25"))  # how near a third figure is that makes them a series
_KNOWN = 6  # bits of a relation that holds, so that its figures are no slips
_BACK = re.compile(
    r"(?:\b(?:out of|of|among|amongst|in|all|from)(?: all)? (?:the|these|those|its|their|this)"
    r"(?: (?:total|same|entire|above|said|combined))*|\b(?:trong(?: tổng)? số|trên tổng số|cả|toàn bộ)"
    r"(?: (?:số|các|những))*)\s*$"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_WORD = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*%?")
_PERIOD = re.compile(
    r"\b(?:(?:19|20)\d\d(?:[-/]\d\d(?:\d\d)?)?|(?:tháng|quý|tuần|ngày|đợt|giai đoạn|phase|week|day|q) ?[\divx]+|"
    rf"{MONTHS}|"
    r"first|second|third|fourth|monday|tuesday|wednesday|thursday|friday|saturday|sunday|yesterday|today|earlier|previous)\b"
)
_SMALL = """
là có đạt được đã và với của trong số tổng gồm khoảng gần hơn trên ước cộng toàn thì các những cho ra về tại này đó
the a an of in to and at for by from was were is are has had have as with or its their this that total about some
"""
_EMPTY = frozenset(_SMALL.split())


def repeated(reading: Reading) -> list[Claim]:
    """The figures told twice, alike: each with its first mention, or the last where that is far away."""
    out: list[Claim] = []
    first: dict[tuple[str, Decimal], Quantity] = {}
    last: dict[tuple[str, Decimal], Quantity] = {}
    for q in reading.quantities:
        if q.family == "rank" or not q.value:
            continue
        key = q.family, q.scaled
        for other in (first.get(key), last.get(key)):
            if other is not None and q.par - other.par <= _REACH and nouns_agree(q, other) and _says(reading, q, other):
                out.append(_claim(q, other, 0.5))
                break
        first.setdefault(key, q)
        last[key] = q
    return out


def _says(reading: Reading, q: Quantity, other: Quantity) -> bool:
    """Whether it is no chance that two equal figures are equal."""
    if q.change != other.change and (q.change * other.change or len(digits_of(q)) < _PRINTED):
        return False
    digits = len(q.value.normalize().as_tuple().digits)
    if digits >= (4 if q.family in ("%", "pp", "score") or (q.family == "count" and not q.noun) else _LEAST):
        return True
    if digits < 2 or q.change or (q.under is None and q.sentence == other.sentence and q.par == other.par):
        return False
    if q.family == "count":
        return bool(q.noun) and q.noun[:1] == other.noun[:1] and _refers(reading, q)
    return digits >= _LEAST and _alike(reading, q, other) >= _FEW


def rescaled(reading: Reading) -> Iterator[Site]:
    """``1,17,43,465 (1.17 crore)``: a figure told again in brackets right behind it, in another scale."""
    for before, q in zip(reading.quantities, reading.quantities[1:], strict=False):
        bracket = q.bracket
        if bracket is None or before.par != q.par or before.bracket is bracket or before.family != q.family:
            continue
        text = reading.texts[q.par].lower
        around = text[bracket.start + 1 : q.start] + text[q.stop : bracket.end]
        if before.power == q.power or not re.fullmatch(r"[\s$£€]*(?:us|rs\.?)?[\s$£€]*", around) or not before.value:
            continue
        near = _HALF < q.scaled / before.scaled < _DOUBLE
        if near and not before.change and bracket.start - before.stop < _CLOSE:
            coarse, fine = (q, before) if q.step > before.step else (before, q)
            relation, quantities = linear(coarse, [(fine, 1)], kind="equality", rule="RC501")
            yield Site([Claim(relation, quantities, 0.2, "fair", fixed=True)])


def slipped(reading: Reading, held: Iterable[Claim]) -> list[Claim]:
    """The figures told twice, one slip apart, where nothing else speaks for both of them."""
    known: dict[int, set[int]] = {}
    for number, claim in enumerate(held):
        if claim.kind not in ("equality", "bound") and claim.strength != "search" and bits(claim) >= _KNOWN:
            for q in claim.quantities:
                known.setdefault(q.order, set()).add(number)
    usable = [q for q in reading.quantities if _usable(q)]
    alike: dict[tuple[object, ...], list[Quantity]] = {}
    for q in sorted(usable, key=_scaled):
        alike.setdefault(_sort(q), []).append(q)
    out: list[Claim] = []
    for i, q in enumerate(usable):
        near = [o for o in usable[max(0, i - 60) : i] if q.par - o.par <= _REACH and _comparable(q, o)]
        if any(o.scaled == q.scaled for o in near):
            continue
        apart = [o for o in near if one_slip(digits_of(o), digits_of(q))]
        for other in reversed(apart):
            if known.get(q.order) and known.get(other.order):
                continue
            back = q.family == "count" and bool(q.noun) and _refers(reading, q)
            if back and not _between(reading, q, other):
                continue
            if _may_be_one(reading, q, other) and (
                back or (_one_fact(reading, q, other) and not _has_rivals(alike[_sort(q)], q, other))
            ):
                out.append(_claim(q, other, 0.3, fixed=True))
                break
    return out


def _claim(q: Quantity, other: Quantity, penalty: float, *, fixed: bool = False) -> Claim:
    relation, quantities = linear(q, [(other, 1)], kind="equality", rule="RC501")
    return Claim(relation, quantities, penalty, "fair" if fixed else "search", fixed=fixed)


def _usable(q: Quantity) -> bool:
    """Whether a figure may be held against another mention of it: a level of four digits, or three of things with a name."""
    if (
        q.family in ("%", "pp", "rank", "score")
        or q.change
        or q.prior
        or q.target
        or q.per
        or q.approximate
        or not q.value
    ):
        return False
    if _YEAR.fullmatch(q.figure.text):
        return False
    return len(digits_of(q).strip("0")) >= (_LEAST if q.noun else 4)


def _scaled(q: Quantity) -> Decimal:
    return q.scaled


def _sort(q: Quantity) -> tuple[object, ...]:
    """What figures that are held against each other have in common."""
    return q.family, q.power, q.figure.digits, q.noun[:1]


def _has_rivals(alike: Sequence[Quantity], q: Quantity, other: Quantity) -> bool:
    """Whether a third figure of the same things is so near that the three are a series.

    Args:
        alike: the figures of the same sort, by their values.
    """
    low, high = _NEAR[0] * q.scaled, _NEAR[1] * q.scaled
    for i in range(bisect_right(alike, low, key=_scaled), bisect_left(alike, high, key=_scaled)):
        third = alike[i]
        if third.scaled not in (q.scaled, other.scaled) and third.over is None and nouns_agree(third, q):
            return True
    return False


def _comparable(q: Quantity, other: Quantity) -> bool:
    return _sort(q) == _sort(other) and nouns_agree(q, other)


def _refers(reading: Reading, q: Quantity) -> bool:
    """Whether the words before a figure refer back to one that was told: ``Of the 26 children``, ``18/93 ý kiến``."""
    text = reading.texts[q.par]
    if q.under is not None:
        return True
    return _BACK.search(text.lower[max(0, q.start - 40) : q.start]) is not None


def _may_be_one(reading: Reading, q: Quantity, other: Quantity) -> bool:
    """Whether nothing speaks against it that two figures state one fact: neither is a part, nor of a time of its own."""
    if q.par == other.par and q.sentence == other.sentence and q.under is None:
        return False
    a, b = q.figure.text, other.figure.text
    if a.isdigit() and b.isdigit() and len(a) != len(b):
        return False  # numbers of models: a count of five digits has a mark
    return q.over is None and other.over is None and not other.target and not _apart_in_time(reading, q, other)


def _one_fact(reading: Reading, q: Quantity, other: Quantity) -> bool:
    """Whether the words around two figures say that they state one fact."""
    digits = max(len(digits_of(o).strip("0")) for o in (q, other))
    if digits > 4 and _shares_a_word(reading, q, other):
        return True
    alike = _alike(reading, q, other)
    return alike >= _MANY or (alike >= (_FEW if digits > _LEAST else _WORDS) and not _contrasts(reading, q, other))


def _shares_a_word(reading: Reading, q: Quantity, other: Quantity) -> bool:
    """Whether one word that says something stands around both figures, whatever its ending."""
    one, two = (
        {w[:5] for part in _around(reading.texts[o.par], o, reading.of_paragraph(o.par)) for w in part if len(w) > 2}
        for o in (q, other)
    )
    return not one.isdisjoint(two)


def _between(reading: Reading, q: Quantity, other: Quantity) -> bool:
    """Whether no other whole of the same things is told between a figure and what refers back to it."""
    between = reading.quantities[other.order + 1 : q.order]
    return not any(o.scaled >= q.scaled and o.noun[:1] == q.noun[:1] and not o.change for o in between)


def _around(text: Text, q: Quantity, mine: Sequence[Quantity]) -> tuple[list[str], list[str]]:
    """The words before and behind a figure up to its neighbours, a mark or the ends of its sentence."""
    begin, end = text.sentence_span(q.sentence)
    for other in mine:
        if other.order < q.order:
            begin = max(begin, other.end)
        elif other.order > q.order:
            end = min(end, other.start)
            break
    head = re.split(r"[;:()\[\]|]", text.lower[begin : q.start].rstrip(" :-–—$£€"))[-1]
    tail = re.split(r"[;:,()\[\]|.]", text.lower[q.end : max(end, q.end)])[0]
    return list(_content(head)), list(_content(tail))


def _content(words: str) -> Iterator[str]:
    return (w for w in _WORD.findall(words) if w not in _EMPTY)


def _alike(reading: Reading, q: Quantity, other: Quantity) -> int:
    """How many words right before and behind two figures are the same, in order."""
    (ha, ta), (hb, tb) = (_around(reading.texts[o.par], o, reading.of_paragraph(o.par)) for o in (q, other))
    before = next(
        (i for i, (x, y) in enumerate(zip(reversed(ha), reversed(hb), strict=False)) if x != y), min(len(ha), len(hb))
    )
    behind = next((i for i, (x, y) in enumerate(zip(ta, tb, strict=False)) if x != y), min(len(ta), len(tb)))
    return before + behind


def _contrasts(reading: Reading, q: Quantity, other: Quantity) -> bool:
    """Whether each of two figures has words of its own that the other one's sentence does not have."""
    own = []
    for one, two in ((q, other), (other, q)):
        head, tail = _around(reading.texts[one.par], one, reading.of_paragraph(one.par))
        text = reading.texts[two.par]
        a, b = text.sentence_span(two.sentence)
        own.append(set(head[-6:] + tail[:4]) - set(_content(text.lower[a:b])))
    return bool(own[0]) and bool(own[1])


def _apart_in_time(reading: Reading, q: Quantity, other: Quantity) -> bool:
    """Whether two sentences name periods, and none that both name."""
    named = []
    for one in (q, other):
        text = reading.texts[one.par]
        a, b = text.sentence_span(one.sentence)
        named.append(set(_PERIOD.findall(text.lower[a:b])))
    return bool(named[0]) and bool(named[1]) and named[0].isdisjoint(named[1])

"""Shares that make another share or 100 %, and what each branch contributes, in points, to a growth."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from reportcheck.prose.claims import Claim, Site, Strength, linear
from reportcheck.prose.kinds.lists import Listing, depth_of, opens
from reportcheck.prose.quantities import Quantity, Reading
from reportcheck.prose.text import Text

__all__ = ["sites"]

_SHARES = re.compile(r"chiếm|tỷ trọng|cơ cấu|tỷ lệ|account|share|made up|compris|per cent of|% of|proportion")
_DIVIDES = re.compile(
    r"(?:\b(?P<strong>(?:bao )?gồm|comprising|consisting of|made up of)\b|\b(?:trong đó|cụ thể|of which|including)\b|:(?= ))"
)
_CONTRIBUTES = re.compile(r"\b(?:đóng góp|góp|contribut(?:ed|es|ing|ions?)|chiếm [\d.,]+ điểm phần trăm)\b")
_OTHERS = re.compile(r"\b(?:khác|others?)\b")
_POINTS = ("pp", "score")
_WORDLESS = 5  # how far from 100 shares may be that no word announces


def sites(reading: Reading) -> Iterator[Site]:
    """All places that claim a sum of shares."""
    for par, text in enumerate(reading.texts):
        mine = reading.of_paragraph(par)
        shares = [q for q in mine if q.family == "%" and not q.change]
        if len(shares) >= 2:
            yield from _hundred(text, shares)
            yield from _parts(text, shares)
        yield from _contributions(text, mine)


def _hundred(text: Text, shares: Sequence[Quantity]) -> Iterator[Site]:
    """``chiếm 11,55%; … 36,44%; … 43,35%; … 8,66%``: shares of one whole make 100 %."""
    groups: dict[int, list[Quantity]] = defaultdict(list)
    for q in shares:
        if q.bracket is None:
            groups[q.sentence].append(q)
    for number, group in groups.items():
        now = [q for q in group if not q.prior]
        if now and 2 * len(now) <= len(group):
            group = now  # "46.7 percent against 48.5 percent, …"
        if len(group) < 2:
            continue
        a, b = text.sentence_span(number)
        words = text.lower[a:b]
        previous = text.lower[text.sentence_span(number - 1)[0] : a] if number else ""
        said = _SHARES.search(words + previous) is not None and len(group) > 2
        items = [text.lower[x.end : y.start] for x, y in pairwise(group)]
        lead = [text.lower[max(a, group[0].start - 40) : group[0].start], *items]
        closed = Listing([[q] for q in group], 0, told=(lead, [True] * len(lead))).closed
        closed = closed or _OTHERS.search(lead[-1]) is not None
        total = sum((q.value for q in group), Decimal(0))
        exact = abs(total - 100) <= sum(q.step for q in group) / 2
        if not 70 < total < 130 or not (said or closed or (exact and len(group) > 2) or abs(total - 100) < _WORDLESS):
            continue
        relation, quantities = linear(
            group[0], [(q, -1) for q in group[1:]], kind="difference", rule="RC203", offset=Decimal(100)
        )
        open_ = opens(text, (a, b), [words], [False]) or not (said or (closed and len(group) > 2))
        yield Site([Claim(relation, quantities, 0.5 if said else 0.8, "fair", cue="100 %", open=open_)])


def _parts(text: Text, shares: Sequence[Quantity]) -> Iterator[Site]:
    """``88,28% (tốt 86,26%, khá 2,02%)``, ``đạt 97,5%, trong đó …``: a share and those that it consists of."""
    for bracket in text.brackets:
        inside = [q for q in shares if q.bracket is bracket]
        ahead = [q for q in shares if depth_of(q) < bracket.depth and 0 <= bracket.start - q.end < 90]
        if len(inside) >= 2 and ahead and not ahead[-1].prior:
            yield from _site(ahead[-1], inside, "strong", "()")
    for match in _DIVIDES.finditer(text.lower, text.mark_end):
        number = text.sentence(match.start())
        ahead = [q for q in shares if q.sentence == number and q.end <= match.start() and q.bracket is None]
        behind = [q for q in shares if q.sentence == number and q.start >= match.end() and q.bracket is None]
        if ahead and len(behind) >= 2 and not ahead[-1].prior:
            yield from _site(ahead[-1], behind, "strong" if match["strong"] else "fair", match[0].strip())


def _site(total: Quantity, parts: Sequence[Quantity], strength: Strength, cue: str) -> Iterator[Site]:
    if any(q.value >= total.value or q.prior for q in parts):
        return
    site = Site()
    for k in range(len(parts), 1, -1):
        cost = 0.3 + 0.5 * (len(parts) - k)
        site.claims.append(Claim((1,) * k, (total, *parts[:k]), cost, strength, cue=cue, open=total.value == 100))
    yield site


def _contributions(text: Text, mine: Sequence[Quantity]) -> Iterator[Site]:
    """``tăng 7,63%, … đóng góp lần lượt 3,68, 3,07 và 0,88 điểm phần trăm``: the points of each branch make the growth."""
    for number in range(len(text.stops)):
        begin, end = text.sentence_span(number)
        if not _CONTRIBUTES.search(text.lower, begin, end):
            continue
        points = [q for q in mine if q.sentence in (number, number + 1) and q.family in _POINTS]
        if len(points) < 2:
            continue
        ahead = [q for q in mine if q.start < points[0].start and q.family in ("%", *_POINTS) and not q.prior]
        site = Site()
        for rank, total in enumerate(reversed(ahead[-8:])):
            for k in range(len(points), 1, -1):
                cost = 0.4 + 0.2 * rank + 0.5 * (len(points) - k)
                site.claims.append(Claim((1,) * k, (total, *points[:k]), cost, "fair", cue="+"))
        if site.claims:
            yield site

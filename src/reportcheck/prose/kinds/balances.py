"""What is left: ``thụ lý X, giải quyết Y, còn R``; opening + in − out = closing; the gap between two figures that a sentence names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from reportcheck.prose.claims import Claim, Site, linear
from reportcheck.prose.quantities import Quantity, Reading, nouns_agree
from reportcheck.prose.text import Text
from reportcheck.prose.units import MONEY

__all__ = ["sites"]

_LEFT = re.compile(
    r"(?:\bcòn(?: lại| tồn(?: đọng)?| thiếu| thừa| phải| khoảng| có| đang| nợ)?|\btồn(?: đọng)?|\bthiếu|\bdư|chưa (?:\S+ ){0,3}|đang (?:\S+ ){0,2}\S+|thặng dư|thâm hụt|xuất siêu|nhập siêu|chênh lệch"
    r"|leaving|remain(?:s|ing|ed)?|outstanding|unresolved|balance|surplus|deficit|difference|net|margin|\bcó (?=\d+ [^,;.]{0,40} không ))(?: of)?(?: [^\W\d_]+){0,3}:?\s*"
    + MONEY
    + r"?\s?$"
)
_AFTER_LEFT = re.compile(
    r"^(?: [^\W\d_]+){0,6} (?:không (?:tham gia|đạt|có)|chưa|đang|còn lại|remain|were left|still|outstanding|pending)\b"
)


def sites(reading: Reading) -> Iterator[Site]:
    """All places that state what is left."""
    for par, text in enumerate(reading.texts):
        mine = reading.of_paragraph(par)
        for q in mine:
            if q.family in ("%", "pp", "rank") or q.under is not None or (q.change and not _surplus(text, q)):
                continue
            head = text.lower[max(0, q.start - 60) : q.start]
            if not _LEFT.search(head) and not _AFTER_LEFT.search(text.lower[q.end : q.end + 70]):
                continue
            site = _site(mine, q)
            if site.claims:
                yield site


def _surplus(text: Text, q: Quantity) -> bool:
    return bool(
        re.search(r"thặng dư|thâm hụt|xuất siêu|nhập siêu|surplus|deficit", text.lower[max(0, q.start - 40) : q.start])
    )


def _site(mine: list[Quantity], left: Quantity) -> Site:
    near = [
        q
        for q in mine
        if q is not left
        and q.end <= left.start
        and q.sentence >= left.sentence - 2
        and nouns_agree(q, left)
        and not q.change
        and q.family == left.family
    ][-6:]
    site = Site()
    for i, j in combinations(range(len(near)), 2):
        a, b = near[i], near[j]
        big, small = (a, b) if a.scaled >= b.scaled else (b, a)
        if big is b and b.over is not a and a.over is not b:
            continue
        penalty = 0.3 * (len(near) - 1 - j) + 0.3 * (j - i - 1) + 0.2 * (left.sentence - b.sentence)
        relation, quantities = linear(left, [(big, 1), (small, -1)], kind="difference", rule="RC402")
        site.claims.append(Claim(relation, quantities, 0.2 + penalty, "fair", fixed=penalty == 0))
    carried = any(set(q.label) & {"tồn", "chuyển", "cũ", "trước", "đầu"} for q in near)
    for a, b, c in combinations(near[-4:], 3):
        for signs in ((1, 1, -1), (1, -1, -1)):
            relation, quantities = linear(
                left, list(zip((a, b, c), signs, strict=True)), kind="difference", rule="RC402"
            )
            usual = carried and signs == (1, 1, -1) and len(near) == 3
            site.claims.append(Claim(relation, quantities, 0.1 if usual else 0.9, "fair", fixed=usual))
    return site

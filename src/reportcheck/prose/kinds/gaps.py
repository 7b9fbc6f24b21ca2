"""The gap between two figures that have names of their own: exports and imports, the first and the second of a vote, men and women."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reportcheck.prose.claims import Claim, Site, linear
from reportcheck.prose.quantities import Quantity, Reading, nouns_agree
from reportcheck.prose.text import Text

__all__ = ["sites"]

_TRADE = re.compile(r"\b(?:deficit|surplus|gap|thâm hụt|thặng dư|nhập siêu|xuất siêu)\b[^;.%]{0,70}$")
_LEAD = re.compile(
    r"\b(?:majority|maj\.?|margin|lead|plurality|chênh lệch|cách biệt)\b(?![^;.]*\b(?:report|group|party|people)\b)[^;.,%\d]{0,40}$"
)
_APART = re.compile(r"\b(?:gap|difference|disparity|majority|lead|khoảng cách|chênh lệch)\b[^;.,]{0,80}$")
_OUT = re.compile(r"\b(?:exports?|xuất khẩu|revenue|receipts|income|thu)\b")
_IN = re.compile(r"\b(?:imports?|nhập khẩu|expenditure|spending|outlays?|chi)\b")
_OTHERS = re.compile(r"\b(?:compared|against|previous|earlier|last|since|when|cùng kỳ|so với)\b")


def sites(reading: Reading) -> Iterator[Site]:
    """All places that state such a gap."""
    for par, text in enumerate(reading.texts):
        mine = reading.of_paragraph(par)
        for q in mine:
            if q.family in ("pp", "rank") or q.under is not None:
                continue
            head = text.lower[max(text.sentence_span(q.sentence)[0], q.start - 90) : q.start]
            if _OTHERS.search(head):
                continue
            if q.family.startswith("money") and (trade := _TRADE.search(head)) is not None:
                site = _trade(reading, q, trade[0])
            elif q.family == "%" and not q.change and _APART.search(head) is not None:
                site = _apart(reading, q)
            elif q.family == "count" and q.whole and (_LEAD.search(head) or _leads_in_row(text, q)):
                site = _lead(reading, q)
            else:
                continue
            if site.claims:
                yield site


def _gap(gap: Quantity, big: Quantity, small: Quantity, penalty: float, *, fixed: bool) -> Claim:
    relation, quantities = linear(gap, [(big, 1), (small, -1)], kind="difference", rule="RC402")
    return Claim(relation, quantities, penalty, "fair", fixed=fixed)


def _words_of(text: Text, q: Quantity) -> str:
    """The words of a quantity's own clause before it."""
    begin = text.sentence_span(q.sentence)[0]
    return re.split(r"[;,:]| (?:and|while|và) ", text.lower[begin : q.start])[-1]


def _trade(reading: Reading, gap: Quantity, words: str) -> Site:
    """``Exports rose to $82.4bn. Imports were $127.4bn, leaving a deficit of $45.0bn``: the last of each before it."""
    site = Site()
    outs: list[Quantity] = []
    ins: list[Quantity] = []
    for q in reading.quantities[max(0, gap.order - 14) : gap.order + 6]:
        if q is gap or q.family != gap.family or q.change or q.prior or abs(q.par - gap.par) > 1 or q.per:
            continue
        said = _words_of(reading.texts[q.par], q)
        if _OUT.search(said) and not _IN.search(said):
            outs.append(q)
        elif _IN.search(said) and not _OUT.search(said):
            ins.append(q)
    near = sorted(
        ((abs(a.order - gap.order) + abs(b.order - gap.order), a, b) for a in outs for b in ins if a.par == b.par),
        key=lambda pair: pair[0],
    )
    up = re.search(r"surplus|thặng dư|xuất siêu", words) is not None
    neutral = "gap" in words
    for rank, (_, a, b) in enumerate(near[:3]):
        big, small = (a, b) if up or (neutral and a.scaled > b.scaled) else (b, a)
        alone = len(outs) == len(ins) == 1 and a.par == gap.par
        site.claims.append(_gap(gap, big, small, 0.2 + 0.3 * rank, fixed=alone and not rank))
    return site


def _leads_in_row(text: Text, q: Quantity) -> bool:
    """``Lib. maj. over Labour …… 2,215``: a row of results."""
    head = text.lower[: q.start]
    return len(head) < 60 and re.search(r"\bmaj(?:ority|\.)", head) is not None


def _lead(reading: Reading, gap: Quantity) -> Site:
    """``Con 1,363, LD 1,176, Green 229. Majority 187``: the two highest before it, or another pair that makes it."""
    site = Site()
    told = [
        q
        for q in reading.quantities[max(0, gap.order - 24) : gap.order + 4]
        if q is not gap and q.whole and q.family == "count" and not q.change and not q.per and not q.prior
        and nouns_agree(q, gap) and gap.par - 6 <= q.par <= gap.par and q.scaled > gap.scaled
    ]  # fmt: skip
    ranked: Sequence[Quantity] = sorted(told, key=lambda q: -q.scaled)
    first = True
    for i, big in enumerate(ranked[:4]):
        for small in ranked[i + 1 : 5]:
            beside = big.par == small.par == gap.par
            site.claims.append(
                _gap(gap, big, small, 0.2 if first else 0.9, fixed=first and beside and len(ranked) <= 8)
            )
            first = False
    return site


def _apart(reading: Reading, gap: Quantity) -> Site:
    """``93.72% for men and 88.66% for women … The gap is 5.06%``: two shares of the paragraph told before it."""
    site = Site()
    told = [
        q
        for q in reading.of_paragraph(gap.par)
        if q.family == "%" and q.order < gap.order and not q.change and gap.sentence - q.sentence <= 2
        and q.value > gap.value and q.figure.digits <= gap.figure.digits
    ][-8:]  # fmt: skip
    for i, a in enumerate(told):
        for j, b in enumerate(told[i + 1 :], i + 1):
            big, small = (a, b) if a.value >= b.value else (b, a)
            penalty = 0.3 + 0.3 * (j - i - 1) + 0.1 * (i % 2)
            site.claims.append(_gap(gap, big, small, penalty, fixed=len(told) == 2))
    return site

"""The gap between two figures that have names of their own: exports and imports, the first and the second of a vote, men and women."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reportcheck.prose.claims import Claim, Site, linear
from reportcheck.prose.nouns import TIMES
from reportcheck.prose.quantities import Quantity, Reading, nouns_agree
from reportcheck.prose.slips import mendable
from reportcheck.prose.text import Text

__all__ = ["sites"]

_TRADE = re.compile(
    r"\b(?:deficit|surplus|gap|thâm hụt|thặng dư|nhập siêu|xuất siêu|cán cân|chênh lệch|hiệu số|trade balance)\b[^;.%]{0,70}$"
)
_LEAD = re.compile(
    r"\b(?:majority|maj\.?|margin|lead|plurality|chênh lệch|cách biệt)\b(?![^;.]*\b(?:report|group|party|people)\b)[^;.,%\d]{0,40}$"
)
_APART = re.compile(r"\b(?:gap|difference|disparity|majority|lead|khoảng cách|chênh lệch)\b[^;.,]{0,80}$")
_SIDES = re.compile(
    r"\b(?:(?P<out>exports?|exported|shipments abroad|(?:hàng |kim ngạch |chiều )?(?<!sản )(?<!đề )xuất(?: khẩu)?(?! siêu| phát| hiện| sắc)|bán ra|revenues?|receipts|income|thu(?! hút| hồi))"
    r"|(?P<in>imports?|imported|(?:hàng |kim ngạch |chiều )?(?<!thu )nhập(?: khẩu)?(?! siêu| học)|mua vào|expenditures?|spending|outlays?|chi(?! nhánh| phí| tiết| cục| trả)))\b"
)
_DECIMALS = re.compile(r"(?<=\d)[.,](?=\d)")
_OTHER_TIME = re.compile(r"\d\D*\b(?:versus|vs|from|to|than|against|compared|so với|từ|lên|xuống)\b")
_PAIRS, _NEAR = 6, 0.9
_OTHERS = re.compile(r"\b(?:compared|against|previous|earlier|last|since|when|cùng kỳ|so với)\b")


def sites(reading: Reading) -> Iterator[Site]:
    """All places that state such a gap."""
    for par, text in enumerate(reading.texts):
        mine = reading.of_paragraph(par)
        for q in mine:
            if q.family in ("pp", "rank") or q.under is not None:
                continue
            head = text.lower[max(text.sentence_span(q.sentence)[0], q.start - 90) : q.start]
            if _OTHERS.search(head) and not q.prior:
                continue
            coarse = q.scaled < 10 * q.step
            if (
                q.family.startswith("money")
                and not coarse
                and (trade := _TRADE.search(_DECIMALS.sub("0", head))) is not None
            ):
                if not q.prior and _OTHER_TIME.search(trade[0]):
                    continue
                site = _trade(reading, q, trade[0])
            elif q.family == "%" and not q.change and _APART.search(head) is not None:
                site = _apart(reading, q)
            elif (
                q.family == "count"
                and q.whole
                and TIMES.isdisjoint(q.noun[:1])
                and (_LEAD.search(head) or _leads_in_row(text, q))
            ):
                site = _lead(reading, q)
            else:
                continue
            if site.claims:
                yield site


def _gap(gap: Quantity, big: Quantity, small: Quantity, penalty: float, *, fixed: bool) -> Claim:
    relation, quantities = linear(gap, [(big, 1), (small, -1)], kind="difference", rule="RC402")
    return Claim(relation, quantities, penalty, "fair", fixed=fixed)


def _trade(reading: Reading, gap: Quantity, words: str) -> Site:
    """``Exports rose to $82.4bn. Imports were $127.4bn, leaving a deficit of $45.0bn``: one of each near it, of its period."""
    site = Site()
    outs: list[tuple[int, Quantity]] = []
    ins: list[tuple[int, Quantity]] = []
    for q in reading.quantities[max(0, gap.order - 14) : gap.order + 8]:
        if (
            q is gap
            or not (_is_money(q) and nouns_agree(q, gap))
            or q.change
            or q.prior != gap.prior
            or abs(q.par - gap.par) > 2
            or q.per
        ):
            continue
        role, behind = _side(reading, q)
        if role:
            (outs if role == "out" else ins).append((behind, q))
    near = sorted(
        ((_far(gap, i, a, j, b), a, b) for i, a in outs for j, b in ins),
        key=lambda pair: pair[0],
    )
    up = re.search(r"surplus|thặng dư|xuất siêu|dương", words) is not None
    neutral = re.search(r"\bgap\b|chênh lệch|cán cân|balance|hiệu số", words) is not None and not up
    for rank, (far, a, b) in enumerate(near[:_PAIRS]):
        big, small = (a, b) if up or (neutral and a.scaled > b.scaled) else (b, a)
        alone = len(outs) == len(ins) == 1 and a.par == b.par == gap.par
        site.claims.append(
            _gap(gap, big, small, 0.2 + 0.1 * rank + far / 8 + 0.6 * gap.prior, fixed=alone and not rank)
        )
    if not any(claim.holds for claim in site.claims):
        mended = [claim for claim in site.claims if mendable(claim)]
        if len(mended) == 1 and mended[0].penalty < _NEAR:  # of several pairs, the one that a slip mends
            mended[0].penalty = min(mended[0].penalty, site.best.penalty - 0.01)
    return site


def _is_money(q: Quantity) -> bool:
    """Whether a figure is money, or millions that may be."""
    return q.family.startswith("money") or (q.family == "count" and q.power >= 6)


def _side(reading: Reading, q: Quantity) -> tuple[str, int]:
    """Whether a figure is told of what goes out or of what comes in, and how many others stand between it and the word."""
    text = reading.texts[q.par]
    begin, end = text.sentence_span(q.sentence)
    words = list(_SIDES.finditer(text.lower, begin, q.start))
    if words:
        others = sum(
            1
            for o in reading.of_paragraph(q.par)
            if o.start >= words[-1].end() and o.order < q.order and o.family == q.family and not o.change
            and o.prior == q.prior
        )  # fmt: skip
        return str(words[-1].lastgroup), others
    behind = _SIDES.search(text.lower, q.end, min(end, q.end + 40))
    return (str(behind.lastgroup), 0) if behind is not None and behind[0] in ("exported", "imported") else ("", 0)


def _far(gap: Quantity, i: int, a: Quantity, j: int, b: Quantity) -> float:
    """How far two figures stand from a gap and from the words that name them: one told second to its word is of something else."""
    apart = abs(i - j) * 3 + i + j + 4 * abs(a.par - b.par)
    return apart + (abs(a.order - gap.order) + abs(b.order - gap.order)) / 8


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

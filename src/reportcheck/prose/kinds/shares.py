"""Shares and completions: ``19/45 lớp, đạt 42,22%``, ``12 hồ sơ (5,2%)``, ``N, chiếm p% tổng số (M)``, ``đạt p% kế hoạch (M)``."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from reportcheck.prose.claims import Claim, Site, bits, share_claim
from reportcheck.prose.kinds.common_whole import Told, settle_common
from reportcheck.prose.kinds.roles import Levels
from reportcheck.prose.kinds.wholes import is_amount, named_words, nouns_of, tail_of, wholes_of
from reportcheck.prose.quantities import Quantity, Reading, nouns_agree
from reportcheck.prose.slips import mendable
from reportcheck.prose.text import Text
from reportcheck.prose.units import MONEY

__all__ = ["sites"]

_POOR = re.compile(
    r"tốc độ|lãi suất|chỉ số|cpi|thuế suất|tỷ suất|interest|inflation|yield|load factor|coupon|margin|confidence|error|turnout|literacy"
)
# "the 8.50 percent notes", "14 percent protein": what is said of a thing, and no share
_ATTRIBUTE = re.compile(
    r" ?(?:%|per ?cent|percent|pct)? ?(?:[a-z]+ ){0,1}?(?:coupon|tranche|bonds?|notes?|stock|debentures?|due|loans?|convertible|preferred|protein|sulphur|tax|duty|tariff|dividend|discount|treasury|gilts?)\b"
    r"|(?: ?%| per ?cent| pct) (?:19|20)\d\d\b"
)
_GOES_ON = re.compile(
    r"(?:that|this|it|which|tỷ lệ này|như vậy)\b (?:is|was|represents?|represented|makes?|made|means|meant|equals?|equalled|amounts? to|gives?|là|chiếm|đạt|bằng)\b(?: (?:an?|about|around|just|only|nearly|over|some|to|of))* ?$"
)
_PAIRED = re.compile(r"\b(?:lần lượt|tương ứng|theo thứ tự|respectively|in (?:that|the same) order)\b")
_JOINED = re.compile(r"\s*(?:%|per ?cent)?\s*(?:,|;|và|and|,? ?and|, và|,? ?cùng)\s*(?:là |with )?\s*")
_CUE = re.compile(
    r"chiếm|đạt|bằng|tỷ lệ|tỉ lệ|t[ỷỉ] trọng|phần|\btức\b|\bhay\b|ứng với|xấp xỉ|tương ứng|tương đương|=|account|represent|equal|equivalent|reaching|\bor\b|constitut|mak(?:es?|ing)|\(|\["
)
_THEN = re.compile(r"\b(?:trước|cùng kỳ|năm ngoái|previous|prior|last year|year earlier)\b|\b(?:năm|in) (?:19|20)\d\d")
# ", tăng 12,5% so với cùng kỳ": told of the amount between it and its share
_MOVED = re.compile(
    r",? (?:tăng|giảm|thêm|bớt|hơn|kém|up|down)\b[^,;.()\d]{0,24}\d[\d.,]*\d?\s?(?:%|per ?cent|lần)"
    r"(?: so (?:với )?(?:cùng kỳ|năm|tháng|quý)(?: (?:năm|trước|ngoái|\d{4}))*)?(?=,)"
    r"|, \d[\d.,]* ?(?:%|per ?cent) (?:higher|lower|more|less|up|down)\b[^,;.()\d]{0,24}(?=,)"
)
_INTERVAL = re.compile(r" ?%? ?(?:ci\b|confidence|ktc\b|khoảng tin cậy)")
_ONWARD = re.compile(r"; (?!đạt|chiếm|bằng|tỷ lệ|tỉ lệ|tương)")  # another subject than that of the pair before it
# "70.798 học sinh (50,4% là nữ)": the share speaks of a part that is not printed, and the figure before is the whole
_PART_NAMED = re.compile(
    r"\s?(?:%|per ?cent)? (?!(?:of|tổng|so|kế hoạch|dự toán|trong|trên|của|chỉ tiêu|toàn|số|cùng kỳ|and|và|in|at|on|to|from|against|up|down|year|y[- ]o[- ]y)\b)"
    r"(?:là )?[^\W\d_]{2,}"
)
# "…, các khoản thu này chiếm 91,99% tổng thu": the percentage speaks of something else than the pair a/b before it
_OWN_SUBJECT = re.compile(
    r"[,;(]\s*(?:(?:các|những|số|tổng)\b(?! (?:này|đó|còn lại)\b)|these \w+s\b)[^,;()]*\b(?:chiếm|đạt|account\w*|make|made)\b[^,;()]*$"
    r"|\b(?:at|above|over|below|under|trên|dưới|ở mức) *$"
    r"|\bvới (?:số|tổng)\b[^,;()]*\b(?:chiếm|đạt)\b[^,;()]*$"
)


def sites(reading: Reading, wholes: dict[int, list[Quantity]]) -> Iterator[Site]:
    """All places that state a share.

    Args:
        wholes: for the order of each quantity that is a part of a sum that holds, the totals.
    """
    levels = Levels(reading)
    told: list[Told] = []
    for par, text in enumerate(reading.texts):
        mine = reading.of_paragraph(par)
        paired = _paired(text, mine)
        for share in mine:
            if share.family != "%" or share.change or share.under is not None or share.over is not None or share.prior:
                continue
            if re.search(r"[–+-]\s?$", text.lower[max(0, share.start - 2) : share.start]):
                continue  # the swing behind another share
            one = _told(levels, text, mine, share, wholes, paired)
            if one is not None:
                told.append(one)
    settle_common(told, reading.quantities, wholes)
    for one in told:
        if one.site.claims:
            yield one.site


def _paired(text: Text, mine: Sequence[Quantity]) -> dict[int, Quantity]:
    """``A và B lần lượt là 12 và 8, chiếm 60% và 40%``: the amount of each share, in the order told."""
    out: dict[int, Quantity] = {}
    run: list[Quantity] = []
    for i, q in enumerate([*mine, None]):
        if q is not None and q.family == "%" and not q.change:
            joined = run and _JOINED.fullmatch(text.lower[run[-1].end : q.start]) is not None
            if joined and q.sentence == run[-1].sentence:
                run.append(q)
                continue
        if len(run) >= 2:
            before = [
                o for o in mine[: i - len(run)] if o.sentence == run[0].sentence and is_amount(o) and o.under is None
            ]
            amounts = before[-len(run) :]
            begin, end = text.sentence_span(run[0].sentence)
            said = _PAIRED.search(text.lower[begin:end]) is not None
            listed = all(_JOINED.fullmatch(text.lower[a.stop : b.start]) for a, b in pairwise(amounts))
            if len(amounts) == len(run) and len({o.family for o in amounts}) == 1 and (said or listed):
                out.update((share.order, amount) for share, amount in zip(run, amounts, strict=True))
        run = [q] if q is not None and q.family == "%" and not q.change else []
    return out


def _told(
    levels: Levels,
    text: Text,
    mine: Sequence[Quantity],
    share: Quantity,
    wholes: dict[int, list[Quantity]],
    paired: dict[int, Quantity],
) -> Told | None:
    """A share with the amounts that it may speak of and the wholes that it may be of."""
    site = Site()
    begin, _ = text.sentence_span(share.sentence)
    same = [q for q in mine if q.sentence == share.sentence]
    if _INTERVAL.match(text.lower, share.end):
        return None
    if _ATTRIBUTE.match(text.lower, share.end):
        return None
    if _POOR.search(re.split(r"[,;:(]", text.lower[max(begin, share.start - 40) : share.start])[-1]):
        return None
    before = [q for q in same if q.end <= share.start and is_amount(q)]
    percents = [q for q in same if q.family in ("%", "pp") and q.end <= share.start]
    last = percents[-1].end if percents else begin
    tail = tail_of(text, share)
    about = _about(tail)
    if about:
        chosen = [q for q in before if set(q.noun[:2]) & about]
        if len(chosen) >= 2 or any(q.over for q in chosen):
            before, last = chosen, begin
        if len(chosen) == 2 and chosen[0].scaled >= chosen[1].scaled:
            _add(site, share, chosen[1], chosen[0], 0.2, fixed=True)
    if not before:
        _of_before(site, text, mine, share)
    _over(site, text, share, before, same, last)
    parts = _parts(text, share, same, before, last, paired)
    bracket = share.bracket
    then = bracket is not None and _THEN.search(text.lower[bracket.start : share.start]) is not None
    for part, extra, near in parts:
        if then and part.bracket is not bracket:
            continue
        known = wholes.get(part.order, []) if not then else []
        for whole in wholes_of(levels, text, share, part, same, known, near=near):
            if (then and whole.q.bracket is not bracket) or _at_another_time(levels, part, whole.q):
                continue
            inner = 0.3 if whole.q.order in wholes and not whole.named else 0.0  # a part of the whole told with it
            _add(site, share, part, whole.q, whole.penalty + extra + inner, fixed=whole.named and not extra)
    if not site.claims:
        _reversed(site, text, share, same)
    if not site.claims and not before:
        _alone(site, levels.reading, share)
    _mended_first(site)
    at_it = parts[0][0] if parts and parts[0][2] and not then else None
    return Told(share, site, at_it, named_words(tail), then)


def _of_before(site: Site, text: Text, mine: Sequence[Quantity], share: Quantity) -> None:
    """``9,275 of the 11,904 voters came. That is a 77.9 percent turnout``: the two amounts of the sentence before."""
    begin = text.sentence_span(share.sentence)[0]
    if share.bracket is not None or _GOES_ON.match(text.lower, begin, share.start) is None:
        return
    amounts = [
        q for q in mine if q.sentence == share.sentence - 1 and is_amount(q) and q.bracket is None and not q.prior
    ]
    if len(amounts) == 2 and amounts[0].family == amounts[1].family:
        small, big = sorted(amounts, key=lambda q: q.scaled)
        _add(site, share, small, big, 0.2, fixed=small.over is big or nouns_agree(small, big))


def _at_another_time(levels: Levels, part: Quantity, whole: Quantity) -> bool:
    """Whether one of them is told as the level from which the other came: ``raised it to 270 shares from 219``."""
    old, new = levels.role(part).old, levels.role(whole).old
    together = (part.par, part.sentence) == (whole.par, whole.sentence)
    return old != new and (together or old) and whole.start < part.start and part.over is not whole


def _mended_first(site: Site) -> None:
    """Of readings that all fail, the one that a slip in a finely printed share explains is likelier than the first."""
    ranked = sorted(site.claims, key=lambda c: c.penalty)
    if not ranked or ranked[0].fixed or ranked[0].target.figure.digits < 2 or any(c.holds for c in ranked[:6]):
        return
    for claim in ranked[:3]:
        if claim.penalty < 1.2 and mendable(claim):
            claim.penalty = min(claim.penalty, ranked[0].penalty)
            site.claims.remove(claim)
            site.claims.insert(0, claim)
            return


def _about(tail: str) -> set[str]:
    """``đạt 99,3% về số vụ``: what the percentage counts."""
    match = re.match(r" ?%? (?:(?:về|in terms of) (?:số )?(?:lượng )?|số )([^\W\d_]+(?: [^\W\d_]+)?)", tail)
    return nouns_of(match[1]) if match is not None else set()


def _over(
    site: Site, text: Text, share: Quantity, before: Sequence[Quantity], same: Sequence[Quantity], last: int
) -> None:
    """A pair ``a/b`` before or right behind the percentage."""
    pairs = [q for q in before if q.over is not None]
    for rank, q in enumerate(reversed(pairs)):
        assert q.over is not None
        taken = q.start < last
        distance = share.start - q.over.end
        if (taken and distance > 60) or distance > 220:
            continue
        between = text.masked(q.over.stop, share.start)
        other = any(p.search(between) is not None for p in (_OWN_SUBJECT, _ONWARD))
        fixed = not taken and not other and distance < 130 and rank == 0
        _add(site, share, q, q.over, 0.05 + 0.4 * rank + 0.5 * taken + 1.2 * other, fixed=fixed)
    behind = [q for q in same if q.start >= share.stop and q.over is not None and q.start - share.stop < 40]
    for q in behind[:1]:
        assert q.over is not None
        alone = not pairs or pairs[-1].start < last
        _add(site, share, q, q.over, 0.1 if alone else 1.2, fixed=alone and q.start - share.stop < 16)


def _parts(
    text: Text,
    share: Quantity,
    same: Sequence[Quantity],
    before: Sequence[Quantity],
    last: int,
    paired: dict[int, Quantity],
) -> list[tuple[Quantity, float, bool]]:
    """The amounts that a percentage may speak of, each with a penalty and whether it stands right at it."""
    if share.order in paired:
        return [(paired[share.order], 0.0, True)]
    out: list[tuple[Quantity, float, bool]] = []
    bracket = share.bracket
    fit = [q for q in before if q.under is None and not q.prior]
    if bracket is not None:
        inside = [q for q in fit if q.bracket is bracket]
        outside = [
            q for q in fit
            if q.stop <= bracket.start + 1 and q.bracket is not bracket and (q.bracket.depth if q.bracket else 0) < bracket.depth
        ]  # fmt: skip
        chosen = inside or outside
    else:
        chosen = [q for q in fit if q.bracket is None]
    inside_named = bracket is not None and _PART_NAMED.match(text.lower[share.end : bracket.end]) is not None
    for rank, part in enumerate(reversed(chosen[-3:])):
        near = not rank and _near(text, share, part) and not (inside_named and part.bracket is not bracket)
        used = 0.5 if part.end < last and not near and bracket is None else 0.0
        out.append((part, 0.6 * rank + used, near))
    behind = [q for q in same if q.start >= share.stop and is_amount(q) and q.under is None]
    if behind and behind[0].over is None and not (out and out[0][2]):
        amount = behind[0]
        between = text.lower[share.stop : amount.start]
        if re.fullmatch(r"\s?\((?:[^;,.\d]{0,20}\s)?" + MONEY + r"?\s?", between) or re.fullmatch(
            r",? (?:or|hay|tức|tương đương|equivalent to|with)(?: [^\W\d_]+){0,4} ?" + MONEY + r"?\s?", between
        ):
            out.append((amount, 0.3, True))
    return out


def _near(text: Text, share: Quantity, part: Quantity) -> bool:
    """Whether nothing but words of a share stands between an amount and its percentage."""
    between = _MOVED.sub("", text.masked(part.stop, share.start))
    if re.search(r"[.\d]|;(?! đạt| chiếm)|\b(?:tăng|giảm|trong đó)\b", between):
        return False
    if share.bracket is not None and share.bracket is not part.bracket:
        return len(between) < 90 and not re.search(r"[,;] *\w", text.masked(part.stop, share.bracket.start))
    if _CUE.search(between) is not None:
        return len(between) < 90
    return len(between) < 25 and re.search(r"[^\W\d_]", between) is None


def _reversed(site: Site, text: Text, share: Quantity, same: Sequence[Quantity]) -> None:
    """``85 per cent of those, about 16.9 million``; ``p% (a of b)``: the amounts follow."""
    behind = [q for q in same if q.start >= share.stop and q.start - share.stop < 90]
    behind = [] if any(q.family in ("%", "pp") for q in behind[:2]) else [q for q in behind if is_amount(q)]
    if (
        len(behind) >= 2
        and behind[0].family == behind[1].family
        and not re.search(r"[;.] ", text.lower[share.stop : behind[1].start])
    ):
        _add(site, share, behind[0], behind[1], 1.0)
        _add(site, share, behind[1], behind[0], 1.6)


def _alone(site: Site, reading: Reading, share: Quantity) -> None:
    """``Turnout: 71.3%``, ``That is 43.7% of all waste``: two amounts told before, and behind in lines of their own.

    No word says which two, so only as rare a coincidence as makes up for all that are tried counts.
    """
    alone = len(reading.of_paragraph(share.par)) == 1
    near = reading.quantities[max(0, share.order - 8) : share.order + 1 + 3 * alone]
    amounts = [
        q
        for q in near
        if is_amount(q) and not q.prior and q.value and q is not share
        if (abs(q.par - share.par) <= 6 if alone else q.par == share.par and share.sentence - q.sentence == 1)
    ]
    pairs = [
        (part, whole) for part in amounts for whole in amounts
        if part.family == whole.family and part.per == whole.per and part.scaled < whole.scaled
    ]  # fmt: skip
    for part, whole in pairs:
        _add(site, share, part, whole, 1 + math.log2(len(pairs)))
    site.claims[:] = [c for c in site.claims if c.holds and bits(c) >= 5 + c.penalty]


def _add(site: Site, share: Quantity, part: Quantity, whole: Quantity, penalty: float, *, fixed: bool = False) -> None:
    if part is whole or whole.value == 0:
        return
    if any(c.quantities[1] is part and c.quantities[2] is whole for c in site.claims):
        return
    relation, quantities = share_claim(share, part, whole)
    site.claims.append(Claim(relation, quantities, penalty, "strong" if fixed else "weak", fixed))

"""Averages over a count or a period, and products of count, price and months."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations
from math import prod

from reportcheck.prose.claims import Claim, Site, product_claim, ratio_claim
from reportcheck.prose.kinds.roles import Levels, is_level
from reportcheck.prose.quantities import Quantity, Reading, nouns_agree
from reportcheck.prose.text import Text

__all__ = ["sites"]

_AVERAGE = re.compile(
    r"bình quân|trung bình|tính ra|averag|\bmean\b|\bper (?:day|month|year|week|head|capita|person)|an average|equivalent to|\bmỗi\b|each|a day|a year"
)
_EACH = re.compile(r"\bmỗi\b|\beach\b|\bper\b|trị giá|mức|đơn giá|giá|/(?:người|suất|tháng|hộ|căn|ngày)|\bat\b|cost")
_DAY = re.compile(r"(?:mỗi|một|1|/|per|a|an|every|each|bình quân|trung bình)\s?(?:ngày|day)\b")
_MONTH = re.compile(r"(?:mỗi|một|1|/|per|a|every|each)\s?(?:tháng|month)\b")
_TIMES = re.compile(r" (?:lần\b|times (?:the|that|higher|more|as|larger|greater|what)\b)")
_TIMES_AHEAD = re.compile(r"(?:gấp|bằng|(?P<by>tăng))(?: (?:gấp|khoảng|gần|hơn|trên|tới|lên|thêm))*\s*$")
_NUMBERS = {
    "hai": 2, "ba": 3, "bốn": 4, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10, "mười một": 11,
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
}  # fmt: skip
_IN_WORDS = re.compile(rf"\b({'|'.join(sorted(_NUMBERS, key=len, reverse=True))}) (?:tháng|months)\b")
_FARTHEST = 12  # figures between a price and what it is multiplied with or makes


def sites(reading: Reading) -> Iterator[Site]:
    """All places that state an average or a product."""
    levels = Levels(reading)
    for par, text in enumerate(reading.texts):
        mine = reading.of_paragraph(par)
        for q in mine:
            if q.family in ("%", "pp", "rank", "score") or q.change:
                continue
            a, b = text.sentence_span(q.sentence)
            head = text.lower[max(a, q.start - 70) : q.start]
            tail = text.lower[q.end : min(b, q.end + 40)]
            if (
                _AVERAGE.search(head)
                or q.per
                or (re.search(r"(?:một|mỗi|per|a|an|every|each) [^\W\d_]+", tail[:34]) and "average" in head + tail)
                or re.search(r"every day|a day|per day", tail)
            ):
                yield from _rate(reading, text, q, head + "|" + tail)
        yield from _day_and_month(text, mine)
        yield from _products(text, mine)
        yield from _times(levels, text, mine)


def _rate(reading: Reading, text: Text, rate: Quantity, words: str) -> Iterator[Site]:
    near = [
        q
        for q in reading.quantities
        if q.order < rate.order
        and q.par >= rate.par - 1
        and q.sentence >= (rate.sentence - 2 if q.par == rate.par else 0)
    ]
    near = [
        q
        for q in near
        if not q.change and q.family not in ("%", "pp", "rank") and not q.prior and not q.per and q.under is None
    ][-8:]
    totals = [
        q
        for q in near
        if q.family == rate.family
        and (rate.family != "count" or not rate.noun or not q.noun or set(q.noun) & set(rate.noun))
    ]
    totals = [q for q in totals if q.scaled > rate.scaled]
    totals = totals or [q for q in near if q.family.startswith("money") and rate.family.startswith("money")]
    site = Site()
    average = _AVERAGE.search(words.partition("|")[0]) is not None
    for i, total in enumerate(reversed(totals)):
        beside = average and not i and total.par == rate.par and rate.sentence - total.sentence <= 1
        told = text.lower if total.par == rate.par else reading.texts[total.par].lower + " " + text.lower
        for days, name in _periods(told, words):
            relation, quantities = ratio_claim(rate, total, None, Decimal(days), name)
            site.claims.append(Claim(relation, quantities, 0.5 + 0.4 * i, "fair", fixed=beside))
        for j, per in enumerate(reversed(near)):
            if per is total or per.scaled <= 1 or per.family.startswith("money") or abs(per.order - total.order) > 3:
                continue
            if rate.family == "count" and rate.noun and per.noun and set(per.noun) & set(rate.noun):
                continue
            relation, quantities = ratio_claim(rate, total, per)
            named = bool(per.noun and any(w in words for w in per.noun[:2]))
            penalty = 0.3 + 0.4 * i + 0.2 * j + (0 if named else 0.8)
            site.claims.append(Claim(relation, quantities, penalty, "fair", fixed=named and beside))
    if (rate.family.startswith("money") and rate.per) or rate.family in ("kg",) or rate.per:
        for i, total in enumerate(
            q
            for q in reversed(near)
            if q.family.startswith("money") == rate.family.startswith("money") and q not in totals
        ):
            for per in near:
                if per is not total and per.family == rate.per:
                    relation, quantities = ratio_claim(rate, total, per)
                    site.claims.append(Claim(relation, quantities, 0.4 + 0.4 * i, "fair"))
    if site.claims:
        yield site


def _day_and_month(text: Text, mine: list[Quantity]) -> Iterator[Site]:
    """``trung bình một ngày 43 …, 4.633 …; trung bình một tháng 1.292 …, 139.018 …``: a month has about 30 days."""
    days = [m.end() for m in re.finditer(r"(?:trung bình|bình quân) (?:một|mỗi|1) ngày|(?:each|per|a) day", text.lower)]
    months = [
        m.end() for m in re.finditer(r"(?:trung bình|bình quân) (?:một|mỗi|1) tháng|(?:each|per|a) month", text.lower)
    ]
    if len(days) != 1 or len(months) != 1:
        return
    first, second = sorted((days[0], months[0]))
    stop = text.sentence_span(text.sentence(second))[1]
    heads = [q for q in mine if first <= q.start < second and q.bracket is None and q.family != "%"]
    tails = [q for q in mine if second <= q.start < stop and q.bracket is None and q.family != "%"]
    if not heads or len(heads) != len(tails):
        return
    for a, b in zip(heads, tails, strict=True):
        day, month = (a, b) if days[0] < months[0] else (b, a)
        if not nouns_agree(day, month):
            continue
        site = Site()
        for rank, length in enumerate((30, 31, 22)):
            relation, quantities = ratio_claim(day, month, None, Decimal(length), f"{length} ngày")
            site.claims.append(Claim(relation, quantities, 0.2 + 0.3 * rank, "fair"))
        yield site


def _times(levels: Levels, text: Text, mine: list[Quantity]) -> Iterator[Site]:
    """``12.600 tấn, gấp 1,5 lần năm 2020 (8.400 tấn)``, ``2.5 times the level of 2015``: this level over the other."""
    for q in mine:
        if q.family != "count" or not _TIMES.match(text.lower, q.end):
            continue
        said = _TIMES_AHEAD.search(text.lower[max(0, q.start - 30) : q.start])
        if said is None and not re.match(r" times", text.lower[q.end : q.end + 6]):
            continue
        site = Site()
        same = [o for o in mine if o.sentence == q.sentence and is_level(o) and o.family != "%" and o is not q]
        new = [o for o in same if o.end <= q.start]
        old = [o for o in same if 0 <= o.start - q.stop < 60]
        if new and old and nouns_agree(new[-1], old[0]) and (said is None or said["by"] is None):
            relation, quantities = ratio_claim(q, new[-1], old[0])
            site.claims.append(Claim(relation, quantities, 0.2, "fair", fixed=True))
        for pair in sorted(levels.pairs(q), key=lambda p: p.penalty)[:6]:
            if pair.named:
                relation, quantities = ratio_claim(q, pair.new, pair.old)
                fixed = pair.penalty < 0.4 and (said is None or said["by"] is None)
                site.claims.append(Claim(relation, quantities, 0.1 + pair.penalty, "fair", fixed=fixed))
        if site.claims:
            yield site


def _periods(lower: str, words: str) -> list[tuple[int, str]]:
    """Days or months of the period that a paragraph names, for a rate per day or month."""
    months = [int(m[1]) for m in re.finditer(r"\b(\d{1,2}) (?:tháng|months?)\b", lower) if 1 < int(m[1]) <= 12]
    months += [_NUMBERS[m[1]] for m in _IN_WORDS.finditer(lower)]
    if re.search(r"\bquý\b|quarter", lower):
        months.append(3)
    year = next((int(m[1]) for m in re.finditer(r"\b((?:19|20)\d\d)\b", lower)), 2023)
    out: list[tuple[int, str]] = []
    if _MONTH.search(words):
        return [(m, f"{m} tháng") for m in dict.fromkeys(months)]
    if not _DAY.search(words) and "day" not in words and "ngày" not in words:
        return []
    for m in dict.fromkeys(months):
        days = (dt.date(year + m // 12, m % 12 + 1, 1) - dt.date(year, 1, 1)).days
        out.append((days, f"{days} ngày"))
    if re.search(r"\b(?:in|trong)? ?(?:the )?(?:last )?(?:month|tháng)\b", lower) and not months:
        out += [(30, "30 ngày"), (31, "31 ngày")]
    if re.search(r"\byear|năm\b|annual", lower) and not months:
        out.append((365, "365 ngày"))
    return out


def _products(text: Text, mine: list[Quantity]) -> Iterator[Site]:
    """``200 suất quà, mỗi suất 350.000 đồng, … tổng kinh phí 70 triệu đồng``."""
    for each in mine:
        if each.family in ("%", "pp", "rank") or each.change:
            continue
        a, _ = text.sentence_span(each.sentence)
        head = re.split(r"\d", text.lower[max(a, each.start - 40) : each.start])[-1]
        if (
            not each.per
            and not _EACH.search(head)
            and not re.search(r"^ ?(?:/|per |a |mỗi )", text.lower[each.stop : each.stop + 6])
        ):
            continue
        window = [
            q
            for q in mine
            if abs(q.sentence - each.sentence) <= 2
            and abs(q.order - each.order) <= _FARTHEST
            and not q.change
            and q.family not in ("%", "pp", "rank")
        ]
        results = [
            q for q in window if q.family == each.family and q is not each and not q.per and q.scaled > each.scaled
        ]
        counts = [
            q
            for q in window
            if q.family != each.family and not q.family.startswith("money") and q.value > 1 and not q.per
        ]
        if each.family == "count":
            counts = [q for q in window if q is not each and q not in results]
            counts += results
        readings = list(_factors(each, results, counts))
        first = min((penalty for penalty, *_ in readings), default=None)
        site = Site()
        for penalty, fixed, result, factors in readings:
            if penalty == first or _conceivable(result, factors):
                relation, quantities = product_claim(result, factors)
                site.claims.append(Claim(relation, quantities, penalty, "fair", fixed=fixed))
        if site.claims:
            yield site


def _factors(
    each: Quantity, results: list[Quantity], counts: list[Quantity]
) -> Iterator[tuple[float, bool, Quantity, tuple[Quantity, ...]]]:
    """What may be the product of what: penalty, whether the words name every figure, product, factors."""
    money = each.family.startswith("money")
    for result in results:
        far = 0.3 * abs(result.sentence - each.sentence)
        others = [q for q in counts if q is not result]
        for count in others:
            penalty = (0.2 if money else 1.2) + 0.3 * far + 0.1 * abs(count.order - each.order)
            yield penalty + (0 if result.total else 0.3), money and result.total, result, (count, each)
        for one, two in combinations(others, 2):
            months = money and any(q.noun[:1] in (("tháng",), ("month",)) for q in (one, two))
            yield (0.2 if months else 1.3) + 0.3 * far, months, result, (one, each, two)


def _conceivable(result: Quantity, factors: tuple[Quantity, ...]) -> bool:
    """Whether a product is of the stated one's size, so far as rounding may move it: up to a half in each figure."""
    if any(q.approximate for q in (result, *factors)):
        return True
    product = prod((q.scaled for q in factors), start=Decimal(1))
    return result.scaled <= 30 * product and product <= 30 * result.scaled

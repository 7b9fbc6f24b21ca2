"""What stands behind a number: per cent, money with its scale, a measure, or the noun that is counted."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reportcheck.prose.nouns import content_words

__all__ = ["MONEY", "MONTHS", "UnitOf", "read_unit"]

MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"

_SCALES = [
    ("lakh crores?|nghìn tỷ|ngàn tỷ|nghìn tỉ|ngàn tỉ|trillion", 12),
    ("tỷ|tỉ|billion|bn|b", 9),
    ("crores?", 7),
    ("triệu|tr|million|mn|mln|m", 6),
    ("lakhs?", 5),
    ("vạn", 4),
    ("nghìn|ngàn|thousand|k", 3),
]
_SCALE = re.compile(
    r"\s?(?:" + "|".join(f"(?P<p{power}>{words})" for words, power in _SCALES) + r")\b(?! ?(?:lệ|trọng|suất|đồng thời))"
)
# a sign or code of money before an amount
MONEY = r"(?:(?:us|[acs]|nz|hk)?[$£€¥₹₱₦₩₽]|\b(?:rs\.?|tk|[kut]?sh\.?|kes|ugx|rmb|cny|inr|usd|eur|gbp|vnd|php|ngn))"
_MONEY = re.compile(
    r"\s?(?P<cur>đồng|vnđ|vnd|usd|đô la(?: mỹ)?|đô|eur|euros?|dollars?|pounds?|yên|yen|nhân dân tệ|tk|taka|rupees?)\b(?! (?:bào|thời|chí|bộ|hồ|loạt|tiền|đều))"
)
_SIGN = {
    "$": "usd", "us$": "usd", "£": "gbp", "€": "eur", "¥": "jpy", "tk": "tk", "₫": "đồng", "rs": "rs", "rs.": "rs", "₹": "rs", "₱": "php",
    "₦": "ngn", "₽": "rub", "₩": "krw", "sh": "sh", "sh.": "sh", "ksh": "sh", "kes": "sh", "ush": "ush", "ugx": "ush", "tsh": "tsh", "rmb": "cny",
    "cny": "cny", "rm": "myr", "inr": "rs", "usd": "usd", "eur": "eur", "gbp": "gbp", "php": "php", "ngn": "ngn",
}  # fmt: skip
_MEASURES = re.compile(
    r"\s?(?P<unit>km2|m2|m3|m²|m³|km²|[kmgt]wh|mw|gw|kw|kg|km|ha|tấn|tạ|lít|(?:metric )?tons?|tonnes?|kilograms?|kilomet|hecta|hectares?"
    r"|mm|cm|m|inch|gb|mb|mah|mp|°c|độ c|(?:sq(?:uare|\.)? (?:miles?|kilomet(?:er|re)s?|met(?:er|re)s?|feet|km|ft|m))|cubic met(?:er|re)s?"
    r"|miles?|acres?|gallons?|lit(?:er|re)s?|kilomet(?:er|re)s?|met(?:er|re)s?|feet|barrels?|lbs?|tex|phần trăm)\b(?:/(?P<per>[^\W\d_]+))?"
)
_SAME = {"hectare": "ha", "hecta": "ha", "kilogram": "kg", "kilomet": "km", "kilometre": "km", "kilometer": "km", "tonne": "ton",
         "metric ton": "ton", "square kilometre": "km2", "square kilometer": "km2", "sq km": "km2"}  # fmt: skip
_PERCENT = re.compile(r"\s?(?:%|phần trăm|per ?cent\b|percent\b|pct\b)|pc\b")
_POINTS = re.compile(r"\s?(?:%|phần trăm)? ?(?:điểm %|điểm phần trăm|percentage points?)|\s?%? ?(?:points? of percent)")
_SCORE = re.compile(r"\s?(?:điểm|points?)\b(?! (?:cầu|bán|trường|đen|nóng|du lịch|giao dịch|sáng|dân cư))")
_EACH = (
    r"ngày|tháng|năm|tuần|giờ|quý|vụ|người|hộ|ha|lớp|trường|xã|thôn|buổi|đợt|suất|căn|con|lần|lượt|sào|tấn|kg|km|km2|m2|héc ta|đơn vị|thành viên|học sinh|em"
    r"|day|month|year|week|hour|quarter|person|capita|head|pupil|student|household|family|class|school|share|ton|tonne|unit|night|patient|hectare|acre|mile|liter|litre|inhabitant"
)
_PER = re.compile(
    rf"\s?(?:/ ?(?P<slash>[^\W\d_]+(?: [^\W\d_]+)?)|(?:per|mỗi|một|trên một|each) (?P<what>[^\W\d_]+)|an? (?P<each>{_EACH})\b(?! (?:ago|earlier|before|later|on)\b))"
)
_PER_NOUN = re.compile(
    rf"\s?(?:[^\W\d_]+ ){{0,2}}[^\W\d_]+ ?/ ?(?P<slash>{_EACH})\b|\s?(?:[^\W\d_]+ ){{0,2}}(?:(?<!as )per (?!the\b)(?P<what>[a-z]+)|(?:an?|each|every) (?P<each>{_EACH})\b(?! (?:ago|earlier|before|later|on)\b))"
)


@dataclass(frozen=True, slots=True)
class UnitOf:
    """What a number counts. ``family``: ``%``, ``pp``, ``score``, ``money:usd``, ``ha`` …, or ``count``.

    ``noun`` are the words that follow, without those that say nothing; ``end`` is where the unit ends in the text.
    """

    family: str
    text: str
    power: int
    noun: tuple[str, ...]
    per: str
    end: int


def read_unit(lower: str, start: int, end: int) -> UnitOf:
    """The unit of the number at ``start`` … ``end`` of a lower-case text."""
    if ((points := _POINTS.match(lower, end)) is not None and "đ" + "iểm" in points[0]) or (
        points is not None and "point" in points[0]
    ):
        return UnitOf("pp", "điểm %", 0, (), "", points.end())
    if (percent := _PERCENT.match(lower, end)) is not None:
        return UnitOf("%", "%", 0, (), "", percent.end())
    before = lower[max(0, start - 5) : start].rstrip()
    sign = next(
        (
            name
            for mark, name in _SIGN.items()
            if before.endswith(mark) and (not mark[0].isalpha() or not before[: -len(mark)][-1:].isalpha())
        ),
        "",
    )
    if not sign and before.endswith("n") and lower[start - 1] == "n" and not before[:-1][-1:].isalnum():
        sign = "ngn"  # "N85.9 billion"
    power, at = 0, end
    if (scale := _SCALE.match(lower, end)) is not None and not (scale[0] in ("m", "k", "b", "tr") and not sign):
        power = int(str(scale.lastgroup)[1:])
        at = scale.end()
    if (money := _MONEY.match(lower, at)) is not None:
        family = {"vnđ": "đồng", "vnd": "đồng", "dollar": "usd", "dollars": "usd", "đô": "usd"}.get(
            money["cur"], money["cur"]
        )
        family = "usd" if family.startswith("đô la") else family
        at = money.end()
        return UnitOf(f"money:{family}", lower[end:at].strip(), power, (), _per(lower, at), at)
    if sign:
        return UnitOf(f"money:{sign}", lower[end:at].strip(), power, (), _per(lower, at), at)
    if re.match(r"đ\b|p\b|¢", lower[at : at + 2]):
        return UnitOf(
            "money:đồng" if lower[at] == "đ" else "money:small", lower[at], power, (), _per(lower, at + 1), at + 1
        )
    if (measure := _MEASURES.match(lower, at)) is not None and measure["unit"] != "tex":
        unit = measure["unit"].replace("²", "2")
        unit = unit if unit in ("feet",) else unit.rstrip("s")
        unit = _SAME.get(unit, unit)
        if unit == "gw":
            unit, power = "mw", power + 3
        return UnitOf(
            unit,
            lower[end : measure.end()].strip(),
            power,
            (),
            measure["per"] or _per(lower, measure.end()),
            measure.end(),
        )
    if (score := _SCORE.match(lower, at)) is not None:
        return UnitOf("score", "điểm", power, (), "", score.end())
    noun = content_words(lower[at : at + 60])
    if power >= 6 and not noun:
        return UnitOf("count", lower[end:at].strip(), power, (), _per(lower, at), at)
    first = re.match(r"\s?(?:[^\W\d_]+ ?){0,3}", lower[at:])
    return UnitOf(
        "count", " ".join(noun[:2]), power, noun, _per_noun(lower, at), at + (first.end() if first and noun else 0)
    )


def _per(lower: str, at: int) -> str:
    match = _PER.match(lower, at)
    return (match["slash"] or match["what"] or match["each"] or "") if match is not None else ""


def _per_noun(lower: str, at: int) -> str:
    match = _PER_NOUN.match(lower, at)
    return (match["slash"] or match["what"] or match["each"] or "") if match is not None else ""

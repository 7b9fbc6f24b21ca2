"""What stands behind a number: per cent, money with its scale, a measure, or the noun that is counted."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["UnitOf", "content_words", "read_unit"]

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
_MONEY = re.compile(
    r"\s?(?P<cur>đồng|vnđ|vnd|usd|đô la(?: mỹ)?|đô|eur|euros?|dollars?|pounds?|yên|yen|nhân dân tệ|tk|taka|rupees?)\b(?! (?:bào|thời|chí|bộ|hồ|loạt|tiền|đều))"
)
_SIGN = {"$": "usd", "us$": "usd", "£": "gbp", "€": "eur", "¥": "jpy", "tk": "tk", "₫": "đồng", "rs": "rs"}
_MEASURES = re.compile(
    r"\s?(?P<unit>km2|m2|m3|m²|m³|km²|kwh|mwh|mw|kw|kg|km|ha|tấn|tạ|lít|tons?|tonnes?|metric tons?|kilograms?|kilomet|hecta|hectares?"
    r"|mm|cm|m|inch|gb|mb|mah|mp|°c|độ c|miles?|acres?|gallons?|lbs?|tex|phần trăm)\b(?:/(?P<per>[^\W\d_]+))?"
)
_PERCENT = re.compile(r"\s?(?:%|phần trăm|per ?cent\b|percent\b)")
_POINTS = re.compile(r"\s?(?:%|phần trăm)? ?(?:điểm %|điểm phần trăm|percentage points?)|\s?%? ?(?:points? of percent)")
_SCORE = re.compile(r"\s?(?:điểm|points?)\b(?! (?:cầu|bán|trường|đen|nóng|du lịch|giao dịch|sáng|dân cư))")
_PER = re.compile(
    r"\s?(?:/ ?(?P<slash>[^\W\d_]+(?: [^\W\d_]+)?)|(?P<per>per|an?|mỗi|một|trên một|each) (?P<what>[^\W\d_]+))"
)
_WORD = re.compile(r"[^\W\d_]+|[,.;:()\[\]/=%–-]|\d")
_SKIPPED = frozenset(
    [
        "lượt",
        "the",
        "of",
        "a",
        "an",
        "new",
        "các",
        "loại",
        "số",
        "total",
        "tổng",
        "confirmed",
        "and",
        "và",
        "estimated",
        "full",
        "more",
        "other",
        "khác",
        "những",
        "individual",
        "nearly",
        "about",
    ]
)
_STOPPED = frozenset(
    [
        "được",
        "đã",
        "đạt",
        "là",
        "có",
        "tăng",
        "giảm",
        "so",
        "chiếm",
        "bằng",
        "trong",
        "ở",
        "tại",
        "từ",
        "đến",
        "với",
        "thuộc",
        "do",
        "để",
        "cho",
        "của",
        "sang",
        "về",
        "còn",
        "đang",
        "theo",
        "làm",
        "khi",
        "nên",
        "gồm",
        "bao",
        "trên",
        "bị",
        "in",
        "at",
        "on",
        "to",
        "from",
        "by",
        "with",
        "for",
        "was",
        "were",
        "is",
        "are",
        "had",
        "has",
        "have",
        "that",
        "which",
        "who",
        "compared",
        "up",
        "down",
        "took",
        "under",
        "during",
        "this",
        "while",
        "over",
        "out",
        "received",
        "sent",
        "against",
        "came",
        "went",
        "reported",
        "than",
        "as",
        "after",
        "before",
        "per",
        "among",
        "within",
        "under",
        "who",
        "and",
        "và",
        "nhưng",
        "but",
        "be",
        "into",
        "across",
        "aged",
    ]
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


def content_words(text: str, most: int = 4) -> tuple[str, ...]:
    """The words up to the next mark or number that name something."""
    out: list[str] = []
    for word in _WORD.findall(text):
        if not word[0].isalpha() or word in _STOPPED:
            break
        if word in _WRITTEN_OUT:
            out += _WRITTEN_OUT[word]
        elif word not in _SKIPPED:
            out.append(_stem(word))
        if len(out) >= most:
            break
    return tuple(out[:most])


_WRITTEN_OUT = {
    "tthc": ["thủ", "tục"],
    "dvc": ["dịch", "vụ"],
    "dvctt": ["dịch", "vụ"],
    "ubnd": ["ủy", "ban"],
    "hđnd": ["hội", "đồng"],
    "vb": ["văn", "bản"],
    "hs": ["học", "sinh"],
    "gv": ["giáo", "viên"],
    "htx": ["hợp", "tác", "xã"],
    "dn": ["doanh", "nghiệp"],
}


def _stem(word: str) -> str:
    if word.isascii() and len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        return word[:-3] + "y" if word.endswith("ies") else word[:-1]
    return {"people": "person", "persons": "person"}.get(word, word)


def read_unit(lower: str, start: int, end: int) -> UnitOf:
    """The unit of the number at ``start`` … ``end`` of a lower-case text."""
    if ((points := _POINTS.match(lower, end)) is not None and "đ" + "iểm" in points[0]) or (
        points is not None and "point" in points[0]
    ):
        return UnitOf("pp", "điểm %", 0, (), "", points.end())
    if (percent := _PERCENT.match(lower, end)) is not None:
        return UnitOf("%", "%", 0, (), "", percent.end())
    before = lower[max(0, start - 4) : start].rstrip()
    sign = next(
        (
            name
            for mark, name in _SIGN.items()
            if before.endswith(mark) and (not mark[-1].isalpha() or not before[: -len(mark)][-1:].isalpha())
        ),
        "",
    )
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
        unit = (
            re.sub("²", "2", measure["unit"]).replace("metric ", "").rstrip("s")
            if measure["unit"] not in ("lbs",)
            else "lb"
        )
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
    return (match["slash"] or match["what"] or "") if match is not None else ""


def _per_noun(lower: str, at: int) -> str:
    match = re.match(
        r"\s?(?:[^\W\d_]+ ){0,2}[^\W\d_]+ ?/ ?([^\W\d_]+)|\s?(?:[^\W\d_]+ ){1,2}(?:per|a|an|each|every) (day|month|year|week|hour|[a-z]+)",
        lower[at:],
    )
    return (match[1] or match[2] or "") if match is not None else ""

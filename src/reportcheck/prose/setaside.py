"""Numbers that are no quantities: dates, document numbers, articles, phones, list marks, names. The commonest source of false alarms.

A pattern is tried only where it can begin: at a number, at one of its words, at the start of the paragraph. A report has few
such places and many letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

__all__ = ["set_aside_spans"]

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?"
)
_YEAR = r"(?:19|20)\d{2}(?![\d.,]?\d)"
_SPAN = r"\s?[-–/]\s?"
_HALVED = (  # a fraction of the kind that prices and rates are quoted in
    r"(?:1/2|[13]/4|[1357]/8|(?:[13579]|1[135])/16|(?:[13579]|[12][13579]|31)/32|(?:[13579]|[1-5][13579]|6[13])/64)(?![\d.,/]*\d)"
)
_OF_TWOS = r"\d{1,2}/(?:2|4|8|16|32|64)(?![\d.,/]*\d)"
_RATED = r"(?:%|per ?cent\b|pct\b|percentage\b|points?\b|cents?\b|pence\b|basis\b|dlrs?\b|dollars?\b)"
_AMOUNT = r"\d(?:[\d.,]*\d)?"
_SCALED = r"(?:%| ?(?:%|per ?cent|pct|million|billion|mln|bln|thousand|lakh|crore)\b)"
_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_SPELLED = rf"(?:{'|'.join(_NUMBERS[1:])})\b"
_TO = r"(?: to | and | or |, |-| )"

# (reason, pattern), the first that fits a number is its reason. Letters are matched without case unless (?-i:…) says otherwise. A
# pattern begins at a word of its first group, or at the first digit of a number.
_PATTERNS: list[tuple[str, str]] = [
    ("phone", r"\b(?:điện thoại|đt|sđt|đường dây nóng|hotline|tel|phone|fax)\b[^.;\d\n]{0,20}\(?\d[\d .()-]{6,}\d"),
    ("phone", r"(?<![\d.,])(?:\d{3}-)?\d{3}-\d{4}(?!\d)"),
    ("phone", r"(?<![\d.,])0\d{2,3}[ .-]\d{3,4}[ .-]\d{3,4}(?!\d)|1[89]00 ?\d{4}(?!\d)"),
    ("document number", r"(?<![\d.,])\d+\s?/\s?\d{4}\s?/\s?(?-i:[A-ZĐ])[\w/-]*"),
    ("document number", r"(?<![\d.,])\d+\s?[-/]\s?(?-i:[A-ZĐ]{2,})[\w/-]*(?:\s?[/-]\s?(?-i:[A-ZĐ]{2,})\w*)*"),
    ("document number", r"(?<![\d.,/])\d{2}/(?-i:[A-ZĐ]{2})[\w-]+"),
    (
        "document number",
        r"\b(?:công văn|quyết định|nghị quyết|nghị định|thông tư|chỉ thị|báo cáo|kế hoạch|tờ trình|luật|hướng dẫn|thông báo|kết luận) số:? ?\d+(?:\s?/\s?[\w/-]+)?",
    ),
    (
        "number of a place",
        r"(?<!tổng )(?<!trong )(?<!con )(?<!của )(?<!sĩ )(?<!hệ )\bsố:? \d{1,4}[a-z]?(?= ?[,/.;)]| (?:đường|phố|ngõ))",
    ),
    ("date", r"(?<![\d.,])\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}(?!\d)"),
    ("date", r"(?<![\d.,])\d{4}-\d{2}-\d{2}(?!\d)|\d{1,2}-(?-i:[A-Z][a-z]{2})[a-z]*-\d{2,4}\b"),
    ("date", r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day,? \d{1,2}(?:st|nd|rd|th)?(?= (?:of )?(?-i:[A-Z]))"),
    (
        "date",
        r"(?<![\d.,])(?:1[6-9]|20)\d{2}(?= (?:census|elections?|polls?|budget|fiscal|levels?|baseline|survey|season)\b)",
    ),
    ("date", r"\b(?:week|day) \d{1,2}(?![\d.,]*\d|%)(?! \w+ (?:were|was))"),
    (
        "date",
        rf"(?<![\d.,])\d{{1,2}}(?:st|nd|rd|th)?(?: and \d{{1,2}}|{_SPAN}\d{{1,2}})? (?:of )?(?-i:{_MONTH})(?:,? \d{{4}})?",
    ),
    (
        "date",
        rf"\b(?-i:{_MONTH}) \d{{1,2}}(?:st|nd|rd|th)?(?:{_SPAN}\d{{1,2}}| (?:to|and|through) \d{{1,2}})?(?!\d)(?:,? \d{{4}}(?!\d))?",
    ),
    ("date", rf"\b(?-i:{_MONTH}),? \d{{4}}(?!\d)"),
    ("date", r"\bngày:? \d{1,2}(?:\s?[/-]\s?\d{1,2}(?:\s?[/-]\s?\d{4})?| tháng \d{1,2}(?: năm \d{4})?)"),
    ("date", r"\bngày \d{1,2}(?= (?:đến|và)\b|,? \d{1,2}[/-]\d{1,2})"),
    ("date", r"(?<![\d.,])\d{1,2} tháng \d{1,2}(?: năm \d{4}| tới| này| vừa qua)(?!\d)"),
    (
        "date",
        r"\b(?:ngày|sáng|trưa|chiều|tối|đêm|hôm|từ|đến|tới|mùng|hết|trước|sau|và|vào)(?: ngày| sáng| chiều| tối)? \d{1,2}(?:\s?/\s?\d{1,2}(?:\s?/\s?\d{4})?|\s?-\s?(?:0?[1-9]|1[0-2])(?:\s?-\s?\d{4})?(?! (?:ngày|tháng|năm|lần|giờ|người|vụ|hộ|lớp|buổi|tuần)))(?![\d.,]*\d|\s?%)(?= ?[,.;:)(]| [^\W\d]|$)",
    ),
    ("date", r"\b(?:quý (?:[ivx]+|\d)\b(?:\s?[/-]\s?\d{4}| năm \d{4})?|Q[1-4]\b(?: ?\d{4})?|FY ?\d{2,4}\b)"),
    ("date", r"\btháng (?:0?[1-9]|1[0-2])(?:\s?[/-]\s?\d{4}| năm \d{4})?(?![\d.,]*\d)"),
    ("date", rf"\bnăm (?:học |công tác |tài chính |ngân sách )?{_YEAR}(?:{_SPAN}{_YEAR}|\s?[-–]\s?\d{{2}}(?!\d))?"),
    ("date", rf"(?<![\d.,]){_YEAR}{_SPAN}(?:{_YEAR}|\d{{2}}(?!\d|[.,]\d))"),
    ("date", rf"(?<![\d.,/]){_YEAR}(?=[:)\].,;]| (?:năm|và|đến|so|to|and|was|were)\b|$)"),
    (
        "date",
        rf"\b(?:in|since|from|of|by|until|to|during|between|end|early|late|fiscal year|year|for|and|than|against|năm|khóa|vụ|kỳ|tết|xuân|mùa) {_YEAR}(?![\d.,]*\d)",
    ),
    (
        "date",
        r"\b(?:in|since|during|between|until|early|late|before|after) 1[5-8]\d{2}(?![\d.,]*\d)(?= ?[,.;:)]| [^\W\d])",
    ),
    (
        "date",
        r"(?<![\d.,/])\d{1,2} tháng(?: (?:đầu|cuối|qua|giữa))?(?: ?(?:/|-|năm) ?(?:19|20)\d{2}(?![\d.,]?\d)| (?:đầu|cuối) năm\b)",
    ),
    ("date", r"\b(?:hôm nay|hôm qua|sáng nay|chiều nay|tối qua|ngày mai|nay|qua) \(\d{1,2}[/-]\d{1,2}\)"),
    ("date", r"\bđến (?:19|20)\d{2}(?![\d.,]*\d)"),
    (
        "age",
        r"(?<![\d.,])\d{1,3}(?:\s?[-–]\s?\d{1,3}| (?:đến|to) (?:dưới )?\d{1,3})? ?(?:tuổi|tháng tuổi|years? (?:old|of age|age\b)|years? and (?:above|over|below|under|older|younger))",
    ),
    (
        "age",
        r"\b(?:below|above|under|over) (?:the )?(?:age (?:of )?)?(?:[5-9]|1\d|2[015]|30|[4-8][05]) ?years?\b",
    ),
    ("age", r"\bage (?:group )?(?:of )?\d{1,2}(?:\s?[-–]\s?\d{1,2})?(?![\d.,]*\d|%)"),
    ("age", r"\b(?:aged?|tuổi từ) \d{1,2}(?:\s?[-–]\s?\d{1,2}| (?:to|đến) \d{1,2})?"),
    ("age", r"\d{1,3}-year-olds?"),
    (
        "clock",
        r"(?<![\d.,])\d{1,2} ?(?:giờ|h) ?\d{2}(?: ?(?:phút|['’′]))?|(?<![\d.,])\d{1,2}:\d{2}(?::\d{2})?(?: ?[ap]\.?m\.?)?",
    ),
    (
        "clock",
        r"(?<![\d.,])\d{1,2}h(?=[ ,.;)]|$)|(?<![\d.,])\d{1,2} ?[ap]\.?m\b\.?",
    ),
    ("clock", r"\b(?:lúc|từ|đến|trước|sau|hồi|vào) \d{1,2} ?(?:giờ|h)\b"),
    (
        "clock",
        r"(?<![\d.,])\d{1,2} giờ(?= ngày| sáng| chiều| tối)|24\s?/\s?(?:24|7)(?: ?h\b| giờ)?|\b(?:24|48|72)-hour",
    ),
    (
        "article",
        r"\b(?:điều|khoản|điểm|mục|chương|phụ lục|biểu(?: mẫu)?(?: số)?|bảng(?: số)?|mẫu(?: số)?|(?<!vũ )trang|tiết)\s+\d{1,3}(?:\.\d+)*[a-zđ]?(?![\d.,]*\d|%)(?:(?:,| và) ?(?:điều |khoản )?\d{1,3}(?![\d.,]*\d|%))*",
    ),
    (
        "article",
        r"\b(?:sections?|articles?|tables?|figures?|chapters?|annex(?: table)?|appendix|pages?|paragraphs?|clauses?|schedules?|questions?|ordinance|rule|exhibit|note|part|items?|CFR|ALN|Title|findings?)\s+#?(?:no\. ?)?\d[\d.]*+(?! ?%| ?per ?cent|,\d{3})(?:\([a-z0-9]\))*(?:-\d+)?(?:(?:,| and|\s?[-–]) ?\d+(?![\d,.]))*",
    ),
    (
        "name",
        r"\b(?:quận|quốc lộ|ql\.?|tỉnh lộ|đường tỉnh|đt\.|dt\.|tl\.?|hl\.?|cao tốc|khu phố|ấp|tổ|thôn|đội|buôn|lô|số hiệu|km|đợt|lần(?: thứ)?|vòng|nhóm|loại|mức độ|cơn bão số|bão số|khóa|phiên(?: họp)?(?: thứ)?|kỳ họp(?: thứ)?|hội nghị lần thứ|chương trình|nghị quyết|chỉ thị|phiên bản|route|highway|road|county road|district|ward|phase|stage|grade|level|category|type|class|group|region|zone|unit|room|version|round|no\.|covid|iso|lot) ?-? ?\d{1,4}(?![\d.,]*\d|%)(?:(?:,|/| và| and) ?\d{1,3}(?![\d.,/]*\d|%| [^\W\d]))*(?! (?:người|vụ|hộ|lượt|tỷ|triệu|em|học))",
    ),
    (
        "name",
        r"(?<!thứ )(?<!xếp )\b(?:lớp|cấp|hạng|bậc|tầng|khối|vùng|tuyến) [1-9]\d?(?![\d.,]*\d|%)(?=[,.;:)(]|/|-| (?:học|trở|đến|và|của|thuộc|năm|2)\b|$)",
    ),
    (
        "name",
        r"(?<!thứ )\b(?:mức|học kỳ) [1-5](?![\d.,]*\d|%)(?=[,.;:)(]| (?:sau|và|trở|của|trong|năm học|năm)\b|$)",
    ),
    (
        "name",
        r"(?<![$£€])(?<![$£€] )\d+(?-i:[A-Z]|[a-jln-z])\b(?!\w)",
    ),
    ("name", r"\b(?:snapdragon|windows|iphone|galaxy|intel) \d+"),
    (
        "order",
        r"\b\d{1,3}(?:st|nd|rd|th)\b|\d{1,3}-(?:year|month|week|day|page|point|member|seat|minute|mile|storey|bed|man|km|hour|foot|acre)\b",
    ),
    ("base", r"\bper (?:100,000|1,000,000|10,000|1,000|100|1000|10 000|100 000)\b(?![.,]\d)"),
    ("list mark", r"(?<=[.:;] )\d{1,2}\)(?= )"),
    (
        "words again",
        r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty|forty|fifty|sixty|hundred|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)\s?\(\d{1,3}\)",
    ),
    (
        "fraction",
        r"\b\d{1,2} in (?:every )?(?!(?:19|20)\d\d\b|\d{1,2} (?:of|%|per))\d+\b(?![.,]\d)|\b1/[2-9](?![\d.,]*\d)(?= |-)",
    ),
    ("fraction", r"\bcứ \d+"),
    ("fraction", rf"(?<![\d.,/])(?:\d+(?:[- ]\d+)?[- ])?{_HALVED}(?:{_TO}(?:\d+[- ])?{_HALVED})*(?=[- ]?{_RATED})"),
    ("fraction", rf"(?<![\d.,/])\d+(?:[- ]\d+)?(?:-{_OF_TWOS}|[- ]{_HALVED})(?:{_TO}(?:\d+[- ])?{_HALVED})*"),
    ("fraction", rf"\b(?:up|down|off|by|rose|fell|gained|lost|added|eased|climbed|slipped|dropped) {_HALVED}"),
    ("quote", r"(?<![\d.,/])(?:\d+\.\d{2}/(?!10\b|20\b|30\b|50\b)\d{2}|\d+\.\d{4}/\d{2}(?:\d{2})?)(?![\d.,/]*\d)"),
    ("range", rf"(?<![\d.,/]){_AMOUNT}/{_AMOUNT}(?= ?(?:%|per ?cent\b|percent\b|pct\b))"),
    ("range", r"(?<![\d.,/])\d(?:[\d.,]*\d)?%?\s?[-–]\s?\d(?:[\d.,]*\d)?(?=\s?[^\W\d]|%)"),
    (
        "range",
        r"\btừ (?:trên |khoảng )?\d[\d.,]*(?: ?%|(?: [^\W\d_]+){0,2})? đến (?:dưới |gần |khoảng )?\d[\d.,]*",
    ),
    (
        "range",
        rf"\bbetween (?:about |around |some )?(?:{_SPELLED}|[$£€]?{_AMOUNT})(?:{_SCALED})? and (?:about |around |some )?(?:{_SPELLED}|[$£€]?{_AMOUNT})",
    ),
    ("plate", r"(?<![\d.,])\d{2}[A-Z]\d?-\d{3}\.?\d{2}"),
]
# "two to 2.2 million", "29.9 to 36.3 percent": one amount, not known exactly; "from 12 to 15" and "up 3 to 15" are two
_TO_RANGE = re.compile(
    rf"(?<![\w.,/])(?P<a>{_SPELLED}|{_AMOUNT})(?P<of_a>{_SCALED})?(?: to |-to-)(?:(?:nearly|about|over|around) )?[$£€]?"
    rf"(?P<b>{_SPELLED}|{_AMOUNT})(?P<of_b>{_SCALED})?",
    re.IGNORECASE,
)
_MOVES = re.compile(
    r"\b(?:from|between)\b[^;()]{0,50}$|\b(?P<by>by|up|down|off|rose|fell|grew|\w+ed|lost|cut)\b(?: (?:a|just|some|only|nearly|about|revised|net))* ?[$£€]?$",
    re.IGNORECASE,
)
_FROM = re.compile(r"[^,;.\d]{0,40}\bfrom\b", re.IGNORECASE)
_NAIRA = re.compile(r"N\d[\d.,]*\s?(?:trillion|billion|million|bn|tn)\b")
_BEFORE_NUMBER: list[tuple[str, str]] = [
    (
        "name",
        r"(?:#\s?|\b(?!(?:rs|tk|usd|eur|gbp|inr|vnd|k?sh|ush|tsh|kes|ugx|rmb|cny|php|ngn|may|june?|july?|aug|sep|oct|nov|dec|jan|feb|mar|apr)\b)(?-i:[A-ZĐ])[A-ZĐ]{0,3}-?)$",
    ),
    ("margin", r"(?:plus or minus|±|\+/-) ?$"),
]
_BRACKETED: list[tuple[str, str]] = [
    ("footnote mark", r"(?<=[^\W\d])(?:\[\d{1,3}\]|\(\d\)(?=[\s.,;]|$)(?<!khoản\(\d\)))"),
    ("list mark", r"(?:(?<=[:;,.])|(?<=^)|(?<= và)|(?<= and))\s*\(\d{1,2}\)(?=\s*[^\W\d])"),
]
_AT_START: list[tuple[str, str]] = [
    ("list mark", r"\s*\d{1,2}(?:\.\d{1,2}){0,3}[.)](?=\s)|\s*\d{1,2}\.\d{1,2}(?:\.\d{1,2})*\.?(?= [^\W\d_])"),
]
_Compiled = list[tuple[str, re.Pattern[str]]]


def _compiled(patterns: Sequence[tuple[str, str]]) -> _Compiled:
    return [(reason, re.compile(pattern, re.IGNORECASE)) for reason, pattern in patterns]


def _first_words(pattern: str) -> frozenset[str]:
    """The words that a pattern can begin with; none where it begins with digits."""
    rest = re.sub(r"^(?:\\b|\(\?<!.*?\))+", "", pattern)
    rest = re.sub(r"^(?:\(\?(?:-i)?:)+", "", rest)
    words, depth = [rest], 0
    for i, letter in enumerate(rest):
        depth += (letter == "(") - (letter == ")")
        if depth < 0:
            break
        if letter == "|" and depth == 0:
            words.append(rest[i + 1 :])
    found: set[str] = set()
    for word in words:
        word = re.sub(r"^\(\?<!.*?\)", "", word)
        if (match := re.match(r"([^\W\d_]+)(\??)", word)) is not None:
            found |= {match[1].lower(), match[1].lower()[: -1 if match[2] else None]}
    return frozenset(found)


_Place = tuple[str, re.Pattern[str], frozenset[str]]
_PLACES: list[_Place] = [
    (reason, compiled, _first_words(compiled.pattern)) for reason, compiled in _compiled(_PATTERNS)
]
_BEFORE, _BRACKETS, _STARTS = _compiled(_BEFORE_NUMBER), _compiled(_BRACKETED), _compiled(_AT_START)
_FIRST_WORDS = frozenset[str]().union(*(words for _, _, words in _PLACES))
_BRACKET = re.compile(r"\([^()]*\)")
_COUNTING = re.compile(r"(?:[(;,]|\b(?:và|and)\b)\s*[^\d();,]{2,40} (?P<number>\d[\d.]*)(?=\s*(?:[;,)]|và\b|and\b))")
_NUMBER_START = re.compile(r"(?<!\d)\d")
_NUMBER_REST = re.compile(r"\d[\w-]*")
_WORDS = re.compile(r"[^\W\d_]+")


def set_aside_spans(plain: str) -> list[tuple[int, int, str]]:
    """The spans of a paragraph whose numbers are no quantities, with the reason. A later pattern adds to earlier ones."""
    numbers = [m.start() for m in _NUMBER_START.finditer(plain)]
    if not numbers:
        return []
    words: dict[str, list[int]] = {}
    for match in _WORDS.finditer(plain):
        if (word := match[0].lower()) in _FIRST_WORDS:
            words.setdefault(word, []).append(match.start())
    found: list[tuple[int, int, str]] = []
    enclosed = "(" in plain
    for reason, pattern, first in _PLACES:
        if not first:
            starts = numbers
        elif first.isdisjoint(words):
            continue
        else:
            starts = sorted(at for word in first & words.keys() for at in words[word])
        if enclosed and reason == "list mark":  # "(male: 70, female: 83)" closes a bracket
            starts = [at for at in starts if plain.count("(", 0, at) <= plain.count(")", 0, at)]
        found += _matches(plain, reason, pattern, starts)
    for at in numbers:
        for reason, pattern in _BEFORE:
            if plain[at - 1 : at] == "N" and _NAIRA.match(plain, at - 1):
                continue
            if pattern.search(plain, max(0, at - 14), at) and (rest := _NUMBER_REST.match(plain, at)):
                found.append((at, rest.end(), reason))
        if at and plain[at - 1] in "([":
            for start in {at - 1, len(plain[: at - 1].rstrip())}:
                for reason, pattern in _BRACKETS:
                    found += _matches(plain, reason, pattern, [start])
    if " to " in plain or "-to-" in plain:
        found += _ranges(plain)
    for reason, pattern in _STARTS:
        found += _matches(plain, reason, pattern, [0])
    named = [(start, end) for start, end, reason in found if reason == "name"]
    counted = set(_counted(plain, named)) if named else set()
    return [span for span in found if span[2] != "name" or (span[0], span[1]) not in counted]


def _counted(plain: str, named: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Of the names, those that end an item of a bracket whose other items count: ``(mầm non 24, tiểu học 25, liên cấp 2)``."""
    for bracket in _BRACKET.finditer(plain):
        ends = [m.end("number") for m in _COUNTING.finditer(plain, bracket.start(), bracket.end())]
        inside = [(start, end) for start, end in named if end in ends]
        if 2 * len(inside) < len(ends) and len(ends) >= 3:
            yield from inside


def _ranges(plain: str) -> Iterator[tuple[int, int, str]]:
    """``two to 2.2 million``, ``29.9 to 36.3 percent``: ranges, where the words before do not make them two levels."""
    for match in _TO_RANGE.finditer(plain):
        low, high = _rough(match["a"]), _rough(match["b"])
        unit, other = (match["of_a"] or "").strip().lower(), (match["of_b"] or "").strip().lower()
        if not low < high or (unit and unit != other):
            continue
        moved = _MOVES.search(plain, max(0, match.start() - 70), match.start())
        percent = other[:1] == "%" or other.startswith(("per", "pct"))
        if moved is not None and not moved["by"]:
            continue
        near = high <= 1.5 * low
        onto = moved is not None and _FROM.match(plain, match.end()) is not None
        if (onto and not (percent and near)) or (moved is not None and not (percent or near)):
            continue
        yield match.start(), match.end(), "range"


def _rough(text: str) -> float:
    """The size of a number, near enough to order two of one range."""
    word = text.lower()
    return float(_NUMBERS.index(word)) if word in _NUMBERS else float(re.sub(r"[^\d.]", "", word).rstrip(".") or 0)


def _matches(
    plain: str, reason: str, pattern: re.Pattern[str], starts: Sequence[int]
) -> Iterator[tuple[int, int, str]]:
    end = 0
    for at in starts:
        if at >= end and (match := pattern.match(plain, at)) is not None:
            end = match.end()
            closes = plain[end - 1] == ")" and plain[match.start()].isdigit()
            if closes and plain.rfind("(", 0, at) > plain.rfind(")", 0, at):
                continue  # the end of a bracket: "(nam: 12, nữ: 15) "
            yield match.start(), end, reason

"""Words of headings and labels, compared as people mean them.

Case, tone marks, composed or decomposed letters, punctuation and the usual abbreviations make no difference:
``"HĐND"`` and ``"Hoi dong nhan dan"`` are the same label.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from reportcheck.numerals import strip_marks, tidy

__all__ = [
    "Period",
    "contains",
    "is_comparison",
    "is_percentage",
    "is_subtotal",
    "is_total",
    "language_of",
    "period_of",
    "unit_note",
    "unit_power",
    "words",
]

_ABBREVIATIONS = {
    "hdnd": "hoi dong nhan dan",
    "ubnd": "uy ban nhan dan",
    "ub": "uy ban",
    "tthc": "thu tuc hanh chinh",
    "dvc": "dich vu cong",
    "dvctt": "dich vu cong truc tuyen",
    "bch": "ban chap hanh",
    "btv": "ban thuong vu",
    "bct": "bo chinh tri",
    "vb": "van ban",
    "tw": "trung uong",
    "tu": "tinh uy",
    "sl": "so luong",
    "tb": "trung binh",
    "bq": "binh quan",
    "tl": "ty le",
    "stt": "stt",
}
_CONTEXT_FREE = frozenset({"ub", "tu", "sl", "tb", "bq", "tl"})  # words of their own in running text: capitals only


@lru_cache(maxsize=8192)
def words(text: str) -> str:
    """A label's plain words, abbreviations written out: ``"HĐND tỉnh"`` → ``"hoi dong nhan dan tinh"``."""
    capitals = {w.lower() for w in re.findall(r"\b[A-ZĐ]{2,5}\b", text)} if not text.isupper() else frozenset()
    out = []
    for word in strip_marks(text).split():
        full = _ABBREVIATIONS.get(word)
        if full is None or (word in _CONTEXT_FREE and word not in capitals):
            out.append("ty" if word == "ti" else word)
        else:
            out.append(full)
    return " ".join(out)


def contains(text: str, phrase: str) -> bool:
    """Whether plain words hold a phrase as whole words. Both are results of :func:`words`."""
    return f" {phrase} " in f" {text} "


_NUMBERING = r"^(?:[ivx]+ |[a-z] |\d+ )?"
_TOTAL = re.compile(
    _NUMBERING + r"(?:(?!tong (?:cong ty|cuc|hop|kho|dai ly|hoi|quan|lien doan|kiem ke|bi thu|giam doc)\b)tong"
    r"|toan (?:tinh|quoc|huyen|thanh pho|nganh|xa|don vi)|ca nam|(?:grand |sub ?)?total|sum|all)\b"
)
_PLUS = re.compile(
    _NUMBERING
    + r"cong(?: (?:[ivx]+(?: [ivx]+)*|\d+|[a-d](?: [a-d])*|chung|lai|so|(?:nhom|muc|cap|khoi|phan|vung) [\w ]+))?$"
)


def is_total(label: str) -> bool:
    """Whether a row label names a total: ``"TỔNG CỘNG"``, ``"Cộng"``, ``"Total"``; not ``"Công an tỉnh"``, ``"Tổng công ty"``."""
    plain = words(label)
    if not plain or len(plain.split()) > 5:
        return False
    if _PLUS.match(plain) is not None:
        text = unicodedata.normalize("NFC", label).lower()
        return text.isascii() or "cộng" in text
    return _TOTAL.match(plain) is not None


_COMPARED = re.compile(r"^(?:(?:ty le|muc|so) )?(?:tang|giam)\b|chenh lech|so voi|cung ky|^ke hoach|ty le|% ")


def is_comparison(label: str) -> bool:
    """Whether a row label names a comparison with other figures, which no total counts: ``"Tăng, giảm so với kỳ trước"``."""
    return _COMPARED.search(words(label)) is not None


def is_percentage(label: str) -> bool:
    """Whether a row label says that its figures are percentages: ``"Tỷ lệ (%)"``, ``"Tăng/giảm (%)"``."""
    return "%" in label or words(label).startswith("ty le")


_SUBTOTAL = re.compile(_NUMBERING + r"(?:cong (?!chung|lai|so\b)\w|tong (?:so )?(?:cap|khoi|muc|phan|nhom|vung) )")


def is_subtotal(label: str) -> bool:
    """Whether a total is only that of some lanes: ``"Cộng cấp tỉnh"``, ``"Cộng I"``, ``"Tổng khối huyện"``."""
    return is_total(label) and _SUBTOTAL.match(words(label)) is not None


_UNIT = re.compile(
    r"(?:đơn vị(?: tính)?|đvt|don vi(?: tinh)?|dvt|unit)\s*[:.]\s*(?P<unit>[^()\n;]{1,40})", re.IGNORECASE
)


def unit_note(text: str) -> str | None:
    """The unit that a note names: ``"Đơn vị tính: triệu đồng"`` → ``"triệu đồng"``."""
    match = _UNIT.search(tidy(text))
    return match["unit"].strip(" .)") if match else None


_POWERS = (
    ("nghin ty", 12),
    ("ngan ty", 12),
    ("ty", 9),
    ("trieu", 6),
    ("nghin", 3),
    ("ngan", 3),
    ("tram", 2),
    ("billion", 9),
    ("million", 6),
    ("thousand", 3),
)


@lru_cache(maxsize=1024)
def unit_power(unit: str) -> int:
    """The power of ten in a unit of money or count: ``"triệu đồng"`` → 6, ``"đồng"`` → 0."""
    plain = words(unit)
    if plain.startswith("ty le"):
        return 0
    for word, power in _POWERS:
        if contains(plain, word):
            return power
    return 0


_DAY = r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})"
_TO = r"(?:đến(?: hết)?(?: ngày)?|den(?: het)?(?: ngay)?|tới|-|–|to|until)\s*(?:ngày\s*)?"
_FROM_TO = re.compile(rf"{_DAY}\s*{_TO}{_DAY}", re.IGNORECASE)
_FROM_TO_SHORT = re.compile(rf"\b(\d{{1,2}})\s*/\s*(\d{{1,2}})\s*{_TO}{_DAY}", re.IGNORECASE)
_WRITTEN_DAY = r"(\d{1,2})\s*(?:tháng|thang)\s*(\d{1,2})(?:\s*(?:năm|nam)\s*(\d{4}))?"
_FROM_TO_WRITTEN = re.compile(rf"{_WRITTEN_DAY}\s*{_TO}{_WRITTEN_DAY}", re.IGNORECASE)
_MONTH = re.compile(r"(?:tháng|thang|month)\s*(\d{1,2})\s*(?:/|năm|nam|,)?\s*(\d{4})", re.IGNORECASE)
_MONTHS = re.compile(
    r"\b(\d{1,2})\s*(?:tháng|thang|months?)\s*(?:đầu năm|dau nam|of|năm|nam)?\s*(\d{4})", re.IGNORECASE
)
_QUARTER = re.compile(r"\b(?:quý|quy|quarter|q)\s*(IV|III|II|I|[1-4])\s*(?:/|năm|nam|,)?\s*(\d{4})", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:năm|nam|year)\s*(\d{4})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Period:
    """The days from ``first`` to ``last``, both counted."""

    first: dt.date
    last: dt.date

    @property
    def days(self) -> int:
        """Calendar days, first and last counted: 107 from 1 July to 15 October 2025."""
        return (self.last - self.first).days + 1

    @property
    def thirty_day_months(self) -> int:
        """Days when each month counts 30: 105 from 1 July to 15 October, 3.5 months."""
        end = min(self.last.day, 30)
        if (self.last + dt.timedelta(days=1)).day == 1:
            end = 30
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month
        return months * 30 + end - min(self.first.day, 30) + 1

    @property
    def working_days(self) -> int:
        """Mondays to Fridays; public holidays are not taken off."""
        weeks, rest = divmod(self.days, 7)
        start = self.first.weekday()
        return weeks * 5 + sum((start + i) % 7 < 5 for i in range(rest))


@lru_cache(maxsize=2048)
def period_of(text: str) -> Period | None:
    """The period that a text names, or None: ``"Từ ngày 01/7/2025 đến 15/10/2025"``, ``"Quý II/2025"``, ``"Năm 2024"``."""
    text = tidy(text)
    try:
        if found := _FROM_TO.search(text) or _FROM_TO_WRITTEN.search(text):
            d1, m1, y1, d2, m2, y2 = found.groups()
            return _period((d1, m1, y1 or y2), (d2, m2, y2 or y1))
        if found := _FROM_TO_SHORT.search(text):
            d1, m1, d2, m2, y2 = found.groups()
            return _period((d1, m1, y2), (d2, m2, y2))
        if found := _MONTHS.search(text):
            return _months(int(found[2]), 1, int(found[1]))
        if found := _MONTH.search(text):
            return _months(int(found[2]), int(found[1]), int(found[1]))
        if found := _QUARTER.search(text):
            quarter = {"I": 1, "II": 2, "III": 3, "IV": 4}.get(found[1].upper()) or int(found[1])
            return _months(int(found[2]), quarter * 3 - 2, quarter * 3)
        if found := _YEAR.search(text):
            return _months(int(found[1]), 1, 12)
    except ValueError:
        return None
    return None


def _period(first: tuple[str, ...], last: tuple[str, ...]) -> Period | None:
    """From a day to a day, each given as day, month, year."""
    if not first[2] or not last[2]:
        return None
    a, b = (dt.date(int(y), int(m), int(d)) for d, m, y in (first, last))
    return Period(a, b) if a <= b else None


def _months(year: int, first: int, last: int) -> Period:
    after = dt.date(year + last // 12, last % 12 + 1, 1)
    return Period(dt.date(year, first, 1), after - dt.timedelta(days=1))


_VIETNAMESE = re.compile(r"[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)
_VIETNAMESE_WORDS = frozenset(
    [
        "tong",
        "so",
        "cong",
        "bieu",
        "bao",
        "cao",
        "van",
        "ban",
        "tinh",
        "huyen",
        "xa",
        "thu",
        "tuc",
        "ho",
        "so",
        "giai",
        "quyet",
        "don",
        "vi",
        "ky",
        "thang",
        "nam",
        "ngay",
        "trong",
        "duoc",
        "chi",
        "tieu",
        "linh",
        "vuc",
        "noi",
        "dung",
        "ty",
        "le",
    ]
)
_ENGLISH_WORDS = frozenset(
    ["total", "of", "and", "the", "by", "number", "year", "month", "report", "per", "in", "for", "sum", "share"]
)


def language_of(texts: list[str]) -> str:
    """``"vi"`` or ``"en"``: the language of headings and labels, Vietnamese with or without diacritics."""
    joined = unicodedata.normalize("NFC", " ".join(texts)[:20_000])
    if _VIETNAMESE.search(joined):
        return "vi"
    plain = strip_marks(joined).split()
    vietnamese = sum(w in _VIETNAMESE_WORDS for w in plain)
    english = sum(w in _ENGLISH_WORDS for w in plain)
    return "vi" if vietnamese > english else "en"

"""Printed numbers: ``"1.234,5"``, ``"(12)"``, ``"06"``, ``"…"`` → what they can mean.

Nothing here knows a locale. A mark followed by exactly three digits can group thousands or begin decimals; both
readings are returned and the other cells of the table choose (``extract``). Everything that is no quantity (dates,
document numbers, column numbers) is told as such, since those are the commonest source of false alarms.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from reportcheck.model import Mark, NumberFormat

__all__ = ["Numeral", "Reading", "date_like", "plain", "print_number", "read_number", "render", "strip_marks", "tidy"]

_SPACES = re.compile(r"[\s\u00a0\u2000-\u200b\u202f\u205f\u3000\ufeff]+")
_MARKED = str.maketrans({"đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "ƣ": "u", "Ƣ": "u"})


def tidy(text: str) -> str:
    """Text with composed letters and single plain blanks."""
    if text.isascii():
        return " ".join(text.split())
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()


@lru_cache(maxsize=8192)
def strip_marks(text: str) -> str:
    """Words without case, tone marks and punctuation: ``"Hội đồng – NHÂN dân"`` → ``"hoi dong nhan dan"``.

    Composed and decomposed spellings, and spellings without diacritics, give the same words.
    """
    bare = text.lower()
    if not bare.isascii():
        bare = unicodedata.normalize("NFD", bare.translate(_MARKED))
    return " ".join(_WORD.findall("".join(c for c in bare if not unicodedata.combining(c))))


_WORD = re.compile(r"[^\W_]+|%")


@dataclass(frozen=True, slots=True)
class Numeral:
    """One reading of printed digits. ``thousands`` and ``decimal`` are the marks it takes for such, or empty."""

    value: Decimal
    digits: int
    thousands: str = ""
    decimal: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a printed cell says: its possible numerals (the likeliest first), and what stands around the digits.

    ``mark`` is that of :class:`reportcheck.model.Figure`; ``set_aside`` tells why it is no quantity. A reading without
    numerals is a nil or unknown mark, or set aside.
    """

    numerals: tuple[Numeral, ...] = ()
    mark: Mark = ""
    percent: bool = False
    unit: str = ""
    set_aside: str | None = None

    @property
    def ambiguous(self) -> bool:
        return len(self.numerals) > 1


_NIL = frozenset(
    {
        "-",
        "–",
        "—",
        "−",
        "--",
        "- -",
        "x",
        "X",
        "/",
        "//",
        "không",
        "không có",
        "không phát sinh",
        "ko",
        "kps",
        "nil",
        "none",
    }
)
_UNKNOWN = frozenset({"…", "...", "..", ".", "n/a", "N/A", "n.a.", "na", "NA", "?", "……", "-/-"})
_ABOUT = "khoảng|xấp xỉ|ước đạt|ước tính|ước|about|approximately|approx\\.?|circa|around|~|≈"
_ABOVE = "hơn|trên|over|more than|above|>"
_BELOW = "gần|dưới|nearly|almost|under|less than|<"
_CELL = re.compile(
    rf"""(?:(?P<about>{_ABOUT})|(?P<above>{_ABOVE})|(?P<below>{_BELOW}))?\s*
    (?P<open>\()?\s*(?P<sign>[-+−–])?\s*(?P<open2>\()?
    (?P<core>\d[\d.,'’\ ]*\d|\d)
    \s*(?P<percent>%)?\s*(?P<close>\))?\**
    (?P<unit>(?:\s*[^\W\d_][^\d]*)?)$""",
    re.VERBOSE | re.IGNORECASE,
)
_DATE = re.compile(
    r"^(?:ngày\s+)?(?:(0?[1-9]|[12]\d|3[01])\s?[/.-]\s?(0?[1-9]|1[0-2])\s?[/.-]\s?(\d{4}|\d\d)"
    r"|(\d{4})-(\d\d?)-(\d\d?)(?:[T ].*)?|(0?[1-9]|1[0-2])/(\d{4}))$",
    re.IGNORECASE,
)
_LONGEST = 120  # letters of a cell that may be a figure with words around it
_PLAIN_INTEGER = re.compile(r"^\d{1,18}$")


def date_like(text: str) -> bool:
    """Whether a printed cell is a date (``15/10/2025``, ``7/2025``, ``2025-10-15``)."""
    return _DATE.match(text) is not None


@lru_cache(maxsize=16384)
def read_number(text: str) -> Reading | None:
    """What a printed cell says as a number, or None where it is words.

    >>> read_number("1.939").numerals[0].value, read_number("1.939").numerals[1].value
    (Decimal('1939'), Decimal('1.939'))
    >>> read_number("86,02%").numerals
    (Numeral(value=Decimal('86.02'), digits=2, thousands='', decimal=','),)
    >>> read_number("(1.5)").numerals[0].value
    Decimal('-1.5')
    >>> read_number("08").numerals[0].value, read_number("–").mark, read_number("…").mark
    (Decimal('8'), 'nil', 'unknown')
    >>> read_number("15/10/2025").set_aside, read_number("2619/QĐ-UBND")
    ('date', None)
    """
    text = tidy(text)
    if not text:
        return Reading(mark="blank")
    if _PLAIN_INTEGER.match(text):
        return Reading((Numeral(Decimal(text), 0),))
    if text in _NIL or text.lower() in _NIL:
        return Reading(mark="nil")
    if text in _UNKNOWN:
        return Reading(mark="unknown")
    if _DATE.match(text):
        return Reading(set_aside="date")
    match = _CELL.match(text) if len(text) <= _LONGEST else None
    if match is None:
        return None
    numerals = _numerals(match["core"])
    if not numerals:
        return None
    unit = (match["unit"] or "").strip()
    if unit.startswith(("/", "-", ".", ")")) or len(unit) > 40:
        return None
    opened = bool(match["open"] or match["open2"])
    if opened != bool(match["close"]):
        return None
    negative = match["sign"] in ("-", "−", "–") or opened
    if negative:
        numerals = tuple(Numeral(-n.value, n.digits, n.thousands, n.decimal) for n in numerals)
    mark: Mark = "about" if match["about"] else "above" if match["above"] else "below" if match["below"] else ""
    return Reading(numerals, mark, bool(match["percent"]), unit)


_QUICK = re.compile(r"(?P<whole>[0-9]+)(?P<mark>[.,])(?P<rest>[0-9]+)$")  # one mark, the commonest case


def _numerals(core: str) -> tuple[Numeral, ...]:
    """The readings of digits and marks; empty where they make no number (``1.2.2020``)."""
    if (quick := _QUICK.match(core)) is not None:
        whole, mark, rest = quick["whole"], quick["mark"], quick["rest"]
        as_decimal = Numeral(Decimal(f"{whole}.{rest}"), len(rest), "", mark)
        if len(rest) == 3 and len(whole) <= 3 and whole[0] != "0":
            return Numeral(Decimal(whole + rest), 0, mark), as_decimal
        return (as_decimal,)
    core = core.replace("’", "'")
    marks = [c for c in core if not c.isdigit()]
    if not marks:
        return (Numeral(Decimal(core), 0),)
    kinds = list(dict.fromkeys(marks))
    last = marks[-1]
    if len(kinds) == 1:
        grouped = _grouped(core, last)
        if len(marks) > 1 or last in " '":
            return (Numeral(Decimal(core.replace(last, "")), 0, last),) if grouped else ()
        whole, decimals = core.split(last)
        as_decimal = Numeral(Decimal(f"{whole}.{decimals}"), len(decimals), "", last)
        if grouped:
            return Numeral(Decimal(whole + decimals), 0, last), as_decimal
        return (as_decimal,)
    if len(kinds) == 2 and marks.count(last) == 1 and last in ".,":
        whole, decimals = core.rsplit(last, 1)
        if _grouped(whole, kinds[0]):
            digits = whole.replace(kinds[0], "")
            return (Numeral(Decimal(f"{digits}.{decimals}"), len(decimals), kinds[0], last),)
    return ()


def _grouped(core: str, mark: str) -> bool:
    """Whether a mark stands before every third digit from the right, and the number does not begin with 0."""
    first, *rest = core.split(mark)
    return 1 <= len(first) <= 3 and not first.startswith("0") and all(len(g) == 3 and g.isdigit() for g in rest)


def print_number(value: Decimal, language: str = "vi", digits: int | None = None) -> str:
    """A number as reports of the language print it: ``2.359`` and ``86,02`` in Vietnamese.

    ``digits`` decimals are shown, or as many as there are. Four digits are grouped like longer ones.
    """
    if digits is not None:
        value = round(value, digits) if digits > 0 else value.quantize(Decimal(1))
    sign, whole, decimals = _parts(value)
    groups = f"{int(whole):,}"
    if language == "vi":
        groups = groups.replace(",", ".")
    mark = "," if language == "vi" else "."
    return f"{sign}{groups}{mark}{decimals}" if decimals else f"{sign}{groups}"


def _parts(value: Decimal) -> tuple[str, str, str]:
    whole, _, decimals = f"{abs(value):f}".partition(".")
    return ("-" if value < 0 else ""), whole, decimals


def plain(value: Decimal) -> str:
    """A decimal without exponent and without needless zeros, for programs: ``"752"``, ``"86.02"``.

    >>> plain(Decimal("7.520E+2")), plain(Decimal("0.50"))
    ('752', '0.5')
    """
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def render(value: Decimal, style: NumberFormat, language: str) -> tuple[str, Decimal, int]:
    """A workbook's number as its format shows it: text, the value that the shown digits say, decimals shown.

    A percentage is given in percent (0.8602 as ``0.00%`` → ``86,02%``, 86.02), a format that divides by thousands in
    the units it shows. ``General`` shows the shortest decimal.
    """
    if style.percent:
        value = value.scaleb(2)
    if style.thousands:
        value = value.scaleb(-3 * style.thousands)
    shown = value
    if style.digits is None:
        digits = max(0, -int(shown.normalize().as_tuple().exponent))
    else:
        digits = style.digits
        shown = _half_up(value, digits)
    sign, whole, decimals = _parts(shown if style.digits is not None else Decimal(plain(shown)))
    if style.grouping:
        whole = f"{int(whole):,}"
        whole = whole.replace(",", ".") if language == "vi" else whole
    whole = whole.zfill(style.pad) if style.pad else whole
    mark = "," if language == "vi" else "."
    text = f"{sign}{whole}{mark}{decimals}" if decimals else f"{sign}{whole}"
    return (text + "%" if style.percent else text), shown, digits


def _half_up(value: Decimal, digits: int) -> Decimal:
    """Rounded as spreadsheets display: ties away from zero."""
    import decimal

    with decimal.localcontext() as context:
        context.prec = 60
        return value.quantize(Decimal(1).scaleb(-digits), rounding=decimal.ROUND_HALF_UP)

"""What speaks against reckoning a change from two levels near it: it is told of another thing, another period, another basis.

A sentence that tells several changes names each one's subject or period anew: ``exports rose 5 percent, while imports fell to 12
from 15``, ``up 0.5 percent after falling 0.3 percent in December``, ``173.1 against 172.8 in May …, 2 percent less than a year earlier``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from reportcheck.prose.quantities import Quantity
from reportcheck.prose.text import Text
from reportcheck.prose.units import MONEY, MONTHS

__all__ = ["objection"]

_BEFORE_IT = re.compile(
    r"\b(?:after|following|against|versus|than|compared (?:with|to)|in contrast to|so với mức)\b(?: (?:an?|the|its|their|revised|final|further|strong|steep|sharp|much|mức|"
    r"rising|falling|increasing|decreasing|growing|declining|dropping|climbing|gaining|increases?|rises?|falls?|drops?|declines?|gains?|of|by|up|down|tăng|giảm))*\s*"
    + MONEY
    + r"?\s?$"
)
_RATE_BESIDE = re.compile(
    r"[^;.()\d]{0,40}\b(?:compared (?:with|to)|against|versus|vs\.?|(?:up|down) from|after|following|than)\b[^;.()\d]{0,40}[\d.]+ ?(?:%|per ?cent)"
)
_OTHER_BASIS = re.compile(
    r"\b(?:comparable|like-for-like|organic|same[- ]store|constant (?:currency|currencies|prices?)|real terms|adjusted for|excluding|giá so sánh|loại trừ)\b"
)
_RIGHT_ON = re.compile(
    r" ?(to|from|lên|xuống|còn|từ) (?:(?:an?|the|about|around|just|only|nearly|over|record|some|khoảng|gần|hơn) )*"
    + MONEY
    + r"?\s?(?=\d)"
)
_MARK = re.compile(
    r"[,;–—]\s|(?<= )(?:and|while|whereas|though|although|but|as|(?<!so )với|và|trong khi|nhưng)(?= )|(?<=said )(?=its |the |their )"
)
_LINKS = re.compile(
    r"\s*(?:(?:to|at|from|with|for|reach\w*|total\w*|when|of|in|or|by|on|which|that|it|they|this|up|down|versus|against|compared|là|lên|xuống|còn|từ|đạt|so|cùng|bằng|[\w-]+ing)\b|$|[(\[$£€-])"
)
_MOVED = (
    r"(?:(?:would|will|could|should|may|might|to) )?(?:rose|fell|grew|increased?|decreased?|declined?|dropp?(?:ed)?|climb(?:ed)?|slip(?:ped)?|gain(?:ed)?|jump(?:ed)?"
    r"|surged?|soar(?:ed)?|expand(?:ed)?|rise|fall|grow|was up|were up|was down|were down)"
)
_SUBJECT = re.compile(
    rf"\s*(?:said |that |its |the |their |our |total |net )*(?P<subject>[a-z][a-z-]*(?: [a-z-]+){{0,3}}?) (?:also |had |has |have |probably )?{_MOVED}\b"
)
_IN_WHAT = re.compile(
    r" ?(?:%|per ?cent|percent|pct|points?)? ?(?:increase|rise|growth|gain|jump|drop|fall|decline|decrease|reduction|hike|cut) (?:in|of) (?:the |its |their |our |total |net )*(?P<subject>[a-z][a-z-]*(?: [a-z-]+){0,1})"
)
_ANYTHING = "it they this that which these figure figures number numbers total level there"
_ANY = frozenset(_ANYTHING.split())
_SPANS = (
    ("year", re.compile(r"\b(?:year|12 months|cùng kỳ|năm (?:trước|ngoái))\b")),
    ("month", re.compile(r"\b(?:month(?!s)|tháng (?:trước))\b")),
    ("quarter", re.compile(r"\b(?:quarter|quý trước)\b")),
    ("week", re.compile(r"\b(?:week|tuần trước)\b")),
)
_NAMED_MONTH = re.compile(rf"\b(?:{MONTHS})\b")
_NAMED_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?!\d|[.,]\d)")
_WHEN = r"(?:[^,;.()\d]|(?<!\d),? ?(?:19|20)\d\d(?!\d))"
_FROM_WHEN = re.compile(
    rf"[^,;.()\d]{{0,24}}\b(?:from|over|on|compared (?:with|to)|against|than|versus|so với)\b(?P<when>{_WHEN}{{0,44}})"
)
_ONWARD = re.compile(rf"{_WHEN}*")
_UP_TO_FIGURE = re.compile(r"[,;()]|\d(?:[.,]\d)*")
_WORDS = re.compile(r"[a-z]{3,}")


def objection(text: Text, q: Quantity, old: Quantity, new: Quantity) -> float:
    """What it costs to reckon a change from two levels of its sentence, by what its own words tell.

    Args:
        text: the paragraph of the change.
        q: the change, in per cent or as an amount.
        old: the earlier level.
        new: the present one.
    """
    if (old.par, old.sentence) != (q.par, q.sentence) and (new.par, new.sentence) != (q.par, q.sentence):
        return 0.8 * (_earlier(text, q) or _compared(text, q))
    first, last = (old, new) if old.order < new.order else (new, old)
    cost = 0.8 * _of_when(_said_of(text, q), _words_of(text, old))
    if q.order < first.order:
        between = text.lower[q.stop : first.start]
        cost += 0.8 * _led_by_another(between)
        cost += 0.8 * (_compared(text, q) and q.family == "%" and first.family != "%")
    else:
        between = text.lower[last.stop : q.start] if last.order < q.order else ""
        said = _IN_WHAT.match(text.lower, q.end)
        own = said is not None and _is_new(set(_WORDS.findall(said["subject"])), text.lower[: last.stop][-160:])
        cost += 0.8 * (_earlier(text, q) or _compared(text, q) or own) + 0.7 * _of_another(
            between, text.lower[: last.stop][-160:]
        )
        if last.order > q.order:
            cost += 0.8 * _led_by_another(text.lower[q.stop : last.start])
    cost += 0.9 * _leads_elsewhere(text, q, old, new)
    return cost + 1.5 * (_OTHER_BASIS.search(between) is not None)


def _leads_elsewhere(text: Text, q: Quantity, old: Quantity, new: Quantity) -> bool:
    """``rose 30.7 percent to 24.7 million``: a change that says itself where it leads or starts, and it is not there."""
    said = _RIGHT_ON.match(text.lower, q.stop)
    if said is None or q.family != "%":
        return False
    level = new if said[1] in ("to", "lên", "xuống", "còn") else old
    return not said.start(1) <= level.start <= said.end() + 3


def _earlier(text: Text, q: Quantity) -> bool:
    """``after falling 0.3 percent``: a change of the period before."""
    return _BEFORE_IT.search(text.lower[max(0, q.start - 80) : q.start]) is not None


def _compared(text: Text, q: Quantity) -> bool:
    """``growth of 2.4 percent, compared with 3.1 percent``: a rate that is set beside another one, not beside levels."""
    return q.family == "%" and _RATE_BESIDE.match(text.lower[q.stop : q.stop + 110]) is not None


def _led_by_another(between: str) -> bool:
    """Whether the words from a change to the levels behind it begin anew with a subject."""
    marks = list(_MARK.finditer(between))
    return bool(marks) and _LINKS.match(between[marks[-1].end() :]) is None


def _of_another(between: str, before: str) -> bool:
    """Whether the words from two levels to the change behind them give it a subject that was not named before."""
    marks = list(_MARK.finditer(between))
    if not marks:
        return False
    match = _SUBJECT.match(between[marks[-1].end() :])
    if match is None:
        return False
    named = set(_WORDS.findall(match["subject"]))
    return _is_new(named, before)


def _is_new(named: set[str], before: str) -> bool:
    """Whether a subject was not told of before: none of its words, or two of them."""
    unheard = named.difference(_WORDS.findall(before))
    return named.isdisjoint(_ANY) and bool(named) and (unheard == named or len(unheard) > 1)


def _of_when(reading_words: str, old_words: str) -> bool:
    """Whether a change says of which period it is told, and the earlier level is said to be of another one."""
    own, theirs = _Period.of(reading_words), _Period.of(old_words)
    if own.years and theirs.years:
        return own.years.isdisjoint(theirs.years)
    if own.months and theirs.months:
        return own.months.isdisjoint(theirs.months)
    if "year" in own.spans:
        return bool(theirs.months or theirs.spans - {"year"}) and "year" not in theirs.spans and not theirs.years
    return bool(own.spans) and "year" in theirs.spans and not own.spans & theirs.spans


@dataclass(frozen=True, slots=True)
class _Period:
    """The periods that words name: a year or month by its name, or one before this by its length."""

    years: frozenset[str]
    months: frozenset[str]
    spans: frozenset[str]

    @classmethod
    def of(cls, words: str) -> _Period:
        spans = frozenset(name for name, pattern in _SPANS if pattern.search(words))
        return cls(frozenset(_NAMED_YEAR.findall(words)), frozenset(_NAMED_MONTH.findall(words)), spans)


def _said_of(text: Text, q: Quantity) -> str:
    """The words behind a change that say what it is compared with."""
    said = _FROM_WHEN.match(text.lower[q.stop : q.stop + 90])
    return said["when"] if said is not None else ""


def _words_of(text: Text, q: Quantity) -> str:
    """The words right around a level, up to the figures and marks beside it."""
    lead = _UP_TO_FIGURE.split(text.lower[max(0, q.start - 40) : q.start])[-1]
    onward = _ONWARD.match(text.lower, q.end, q.end + 50)
    return f"{lead} {onward[0] if onward is not None else ''}"

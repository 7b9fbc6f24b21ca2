"""Dates and periods: days that the calendar does not have, weekdays, periods that end before they begin, and their length."""

from __future__ import annotations

import calendar
import datetime as dt
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportcheck.model import Figure, Judgement, Operand, Outcome, Relation
from reportcheck.prose.quantities import Quantity, Reading
from reportcheck.prose.text import Text
from reportcheck.prose.units import MONTHS

__all__ = ["date_judgements"]

_NUMERIC = r"(?<![\d/.,-])(?P<day>\d{1,2})\s?(?P<mark>[/.-])\s?(?P<month>\d{1,2})\s?(?P=mark)\s?(?P<year>(?:19|20)\d{2})(?![\d/-]|[.,]\d)"
_DATE = re.compile(
    rf"{_NUMERIC}"
    r"|\bngày (?P<day2>\d{1,2}) tháng (?P<month2>\d{1,2}) năm (?P<year2>(?:19|20)\d{2})(?!\d)"
    rf"|\b(?P<day3>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<name3>{MONTHS}),? (?P<year3>(?:19|20)\d{{2}})(?!\d)"
    rf"|\b(?P<name4>{MONTHS}) (?P<day4>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year4>(?:19|20)\d{{2}})(?!\d)"
)
_WEEKDAY = re.compile(
    r"\b(?:(?P<vi>thứ hai|thứ ba|thứ tư|thứ năm|thứ sáu|thứ bảy|chủ nhật|thứ [2-7])|(?P<en>monday|tuesday|wednesday|thursday|friday|saturday|sunday)),?\s?\(?(?:ngày )?$"
)
_VI = ("thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật")
_EN = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_FROM = re.compile(r"\b(?:từ|kể từ|from|between)(?: (?:hết )?ngày| the)? ?$")
_TO = re.compile(r"\s*(?:,\s*)?(?:đến|tới|to|until|through|and|[-–])(?: (?:hết )?ngày| the)?\s*")


@dataclass(frozen=True, slots=True)
class _Date:
    """A date as printed: ``day`` is None where the calendar has none such; then ``number`` is too large for ``days``, or no month."""

    start: int
    end: int
    day: dt.date | None
    number: int  # the printed day of the month, or the month that is none
    days: int  # how many the month has, or 12


def date_judgements(reading: Reading) -> list[Judgement]:
    """What the dates of a document claim, decided: that the day exists, its weekday, the order of a period, its length in days."""
    out: list[Judgement] = []
    for par, text in enumerate(reading.texts):
        if not any(c.isdigit() for c in text.lower):
            continue
        dates = list(_dates(text, reading.language))
        out += [judgement for date in dates for judgement in _of_one(text, date)]
        for first, last in itertools.pairwise(dates):
            out += _of_period(text, first, last, reading.of_paragraph(par))
    return out


def _dates(text: Text, language: str) -> Iterator[_Date]:
    for match in _DATE.finditer(text.lower):
        which = next(k for k in ("day", "day2", "day3", "day4") if match[k] is not None)
        suffix = which.removeprefix("day")
        name = match[f"name{suffix}"] if suffix in ("3", "4") else None
        day, year = int(match[which]), int(match[f"year{suffix}"])
        month = MONTHS.split("|").index(name) + 1 if name else int(match[f"month{suffix}"])
        if suffix == "" and month > 12 and (language == "en" or day <= 12):
            day, month = month, day  # month first
        if suffix == "" and 12 < month <= 31 and 12 < day <= 31:  # whichever of the two is the month
            yield _Date(match.start(), match.end(), None, month, 12)
            continue
        if not 1 <= month <= 12 or day == 0:
            continue
        ambiguous = language == "en" and suffix == "" and match["mark"] == "/" and day <= 12 and month <= 12
        days = calendar.monthrange(year, month)[1]
        if day > 31:
            continue
        found = dt.date(year, month, day) if day <= days and not ambiguous else None
        if ambiguous:
            continue
        yield _Date(match.start(), match.end(), found, day, days)


def _figure(text: Text, start: int, end: int, value: int) -> Figure:
    return Figure(text.plain[start:end], Decimal(value), location=text.paragraph.at(start, end), set_aside="date")


def _judged(relation: Relation, outcome: Outcome, computed: Decimal | None = None) -> Judgement:
    stated = relation.target.value
    gap = None if computed is None or stated is None else stated - computed
    return Judgement(relation, outcome, computed, gap)


def _of_one(text: Text, date: _Date) -> Iterator[Judgement]:
    figure = _figure(text, date.start, date.end, date.number)
    whole = Decimal(date.days)
    relation = Relation("bound", figure, (), "stated", "RC701", compare="<=", offset=whole)
    if date.day is None:
        yield _judged(relation, "fails", whole)
        return
    head = _WEEKDAY.search(text.lower[max(0, date.start - 24) : date.start])
    if head is None:
        return
    said = _EN.index(head["en"]) if head["en"] else _weekday(head["vi"])
    start = max(0, date.start - 24) + head.start(head.lastgroup or 0)
    word = head[head.lastgroup or 0]
    named = _figure(text, start, start + len(word), said)
    day = _figure(text, date.start, date.end, date.day.weekday())
    relation = Relation("equality", named, (Operand(day),), "stated", "RC702")
    yield _judged(relation, "exact" if said == date.day.weekday() else "fails")


def _weekday(words: str) -> int:
    return int(words[-1]) - 2 if words[-1].isdigit() else _VI.index(words)


def _of_period(text: Text, first: _Date, last: _Date, quantities: Sequence[Quantity]) -> Iterator[Judgement]:
    """Of two dates that are a period: that it ends after it begins, and how many days it has where they are told."""
    if not _TO.fullmatch(text.lower[first.end : last.start]) or first.day is None or last.day is None:
        return
    between = text.lower[first.end : last.start]
    if not _FROM.search(text.lower[: first.start]) and re.search(r"\b(?:and|to)\b", between):
        return
    begin = _figure(text, first.start, first.end, first.day.toordinal())
    end = _figure(text, last.start, last.end, last.day.toordinal())
    relation = Relation("order", end, (Operand(begin),), "stated", "RC703", compare=">=")
    ordered = first.day <= last.day
    yield _judged(relation, "exact" if ordered else "fails")
    told = _told_length(text, first, last, quantities)
    if told is None or not ordered:
        return
    days = (last.day - first.day).days
    held = told.value in (days, days + 1)  # with or without the first day
    relation = Relation(
        "difference",
        told.figure,
        (Operand(end), Operand(begin, -1)),
        "stated",
        "RC704",
        certain=False,
        offset=Decimal(1),
    )
    yield _judged(relation, "exact" if held else "fails", Decimal(days + 1))


def _told_length(text: Text, first: _Date, last: _Date, quantities: Sequence[Quantity]) -> Quantity | None:
    """The number of days right before a period in brackets, or right behind it: ``trong 15 ngày (từ … đến …)``."""
    for q in quantities:
        if q.approximate or not q.whole or not re.match(r" (?:ngày|days?)\b(?! làm việc| công)", text.lower[q.end :]):
            continue
        before = text.lower[q.end : first.start]
        after = text.lower[last.end : q.start]
        if q.end <= first.start and re.fullmatch(
            r" (?:ngày|days?)(?: liên tục)?,? ?\(?,? ?(?:tính |kể )?(?:từ|from)?(?: ngày)? ?", before
        ):
            return q
        if last.end <= q.start and re.fullmatch(r" ?\((?:tổng cộng |gồm |là )?| ?(?:là|,|=) ", after):
            return q
    return None

"""What the cells of one row are: figures, column numbers, or a scale of years, days or steps that heads columns."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from decimal import Decimal

from reportcheck.labels import is_total
from reportcheck.model import Value
from reportcheck.numerals import read_number, tidy

__all__ = ["YEARS", "is_blank", "is_code_row", "is_number", "is_scale", "whole"]

YEARS = range(1900, 2100)
_CODE = re.compile(r"^\(?\s*(?:\d{1,3}|[A-ZĐ]{1,2})\s*\)?\s*(?:=.*)?$")


def is_number(value: Value) -> bool:
    """Whether a cell holds a figure: a true number, or text that reads as one without words behind it."""
    kind = type(value)
    if kind is float or kind is int or kind is Decimal:
        return True
    if kind is not str:
        return False
    reading = read_number(value)
    return reading is not None and bool(reading.numerals) and not reading.unit


def is_code_row(row: Sequence[Value]) -> bool:
    """A row of column numbers: ``A  B  1  2  3=4+5``, ``(1) (2) (3)``. The numbers must rise by one from the first."""
    texts = [_code_text(v) for v in row if v is not None]
    if len(texts) < 3 or not all(_CODE.match(t) for t in texts):
        return False
    numbers = [int(found[0]) for t in texts if (found := re.findall(r"\d+", t)) and not t.strip("( ")[0].isalpha()]
    return len(numbers) >= 2 and numbers[0] <= 3 and all(b - a == 1 for a, b in itertools.pairwise(numbers))


def _code_text(value: Value) -> str:
    if type(value) is float and value.is_integer():
        return str(int(value))
    return tidy(str(value))


def is_blank(value: Value) -> bool:
    """Whether a cell holds nothing but blanks."""
    return type(value) is str and not value.strip()


_SERIAL_DAYS = range(20_000, 60_000)  # 1954 to 2064, as workbooks count days
_CALENDAR_STEPS = (range(1, 2), range(7, 8), range(28, 32), range(90, 93), range(181, 185), range(365, 367))


def is_scale(row: Sequence[Value]) -> bool:
    """Whether the figures of a row are a scale that heads columns: years, serial dates of a calendar, or 1, 2, 3, 4 …

    Two figures at least, and no word among them that names a total. Years may begin again under the next heading.
    """
    numbers: list[int] = []
    for value in row:
        if value is None or not is_number(value):
            continue
        number = whole(value)
        if number is None:
            return False
        numbers.append(number)
    if len(numbers) < 2 or any(is_total(v) for v in row if isinstance(v, str)):
        return False
    if sum(n in YEARS for n in numbers) * 2 > len(numbers):  # 20081 is 2008 with the mark of a note
        numbers = [n if n in YEARS else n // 10 for n in numbers]
    steps = [b - a for a, b in itertools.pairwise(numbers)]
    if all(n in YEARS for n in numbers):
        return len(set(numbers)) == len(numbers) or _begins_again(numbers)
    if len(numbers) < 3 or (min(steps) < 0) == (max(steps) > 0):
        return False
    if all(n in _SERIAL_DAYS for n in numbers):
        return any(all(abs(step) in days for step in steps) for days in _CALENDAR_STEPS)
    return len(numbers) > 3 and numbers[0] in (0, 1) and all(step == 1 for step in steps)


def _begins_again(numbers: list[int]) -> bool:
    """Whether different years are followed by the same years, as under the next heading, or each comes equally often."""
    cycle = len(set(numbers))
    times, rest = divmod(len(numbers), cycle)
    if cycle == 1 or rest:
        return False
    return numbers[:cycle] * times == numbers or [n for n in numbers[::times] for _ in range(times)] == numbers


def whole(value: Value) -> int | None:
    """A cell's number if it is a whole one, written with or without zero decimals; never one with a thousands mark."""
    if isinstance(value, str):
        reading = read_number(value)
        if reading is None or len(reading.numerals) != 1 or reading.unit or reading.percent or reading.mark:
            return None
        numeral = reading.numerals[0]
        if numeral.thousands:
            return None
        value = numeral.value
    if isinstance(value, (int, float, Decimal)) and value == int(value):
        return int(value)
    return None

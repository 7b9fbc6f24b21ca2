"""Over how many days, over how many months was an average taken?

From 1 July to 15 October there are 107 calendar days, 105 if each month counts 30, and 77 working days; 3.5 months or
3.48. A report seldom says which it used. Each basis is tried, and the one that reproduces most of the printed averages
is named; the calendar wins ties, since it needs no explanation.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from reportcheck.labels import Period
from reportcheck.numerals import print_number

__all__ = ["Basis", "bases"]


@dataclass(frozen=True, slots=True)
class Basis:
    """A way to count a period: ``name`` is a key of the messages; ``days``, ``months`` and days in a month."""

    name: str
    days: Fraction | None
    months: Fraction | None
    days_per_month: Fraction

    def value(self, name: str) -> Fraction | None:
        """``days``, ``months`` or ``days_per_month`` as an exact number."""
        return {"days": self.days, "months": self.months, "days_per_month": self.days_per_month}[name]

    def constant(self, name: str, language: str) -> str:
        """The constant as a person writes it: ``3,5 tháng``."""
        value = self.value(name)
        assert value is not None
        number = Decimal(value.numerator) / Decimal(value.denominator)
        text = print_number(number, language, None if number == round(number, 4) else 4)
        noun = {
            "days": ("ngày", "days"),
            "months": ("tháng", "months"),
            "days_per_month": ("ngày/tháng", "days a month"),
        }
        return f"{text} {noun[name][0 if language == 'vi' else 1]}"


def bases(period: Period | None) -> list[Basis]:
    """The bases worth trying, the calendar first. Without a period only the days in a month are known."""
    if period is None:
        return [
            Basis(name, None, None, days)
            for name, days in (("thirty", Fraction(30)), ("calendar", Fraction(365, 12)), ("month31", Fraction(31)),
                               ("working", Fraction(22)), ("working26", Fraction(26)))
        ]  # fmt: skip
    calendar_days, thirty_days, working = (
        Fraction(period.days),
        Fraction(period.thirty_day_months),
        Fraction(period.working_days),
    )
    calendar_months, thirty_months = _calendar_months(period), thirty_days / 30
    return [
        Basis("calendar", calendar_days, calendar_months, calendar_days / calendar_months),
        Basis("thirty", thirty_days, thirty_months, Fraction(30)),
        Basis("calendar", calendar_days, thirty_months, calendar_days / thirty_months),
        Basis("working", working, thirty_months, working / thirty_months),
        Basis("working", working, calendar_months, working / calendar_months),
        Basis("working", 22 * thirty_months, thirty_months, Fraction(22)),
        *(
            Basis("working", working - holidays, thirty_months, (working - holidays) / thirty_months)
            for holidays in range(1, int(working * 6 / 100) + 1)
        ),
    ]


def _calendar_months(period: Period) -> Fraction:
    """Months with the part of a month that a last or first stretch makes up: 3 + 15/31 up to 15 October."""
    months = Fraction(0)
    year, month = period.first.year, period.first.month
    import calendar

    while (year, month) <= (period.last.year, period.last.month):
        length = calendar.monthrange(year, month)[1]
        first = period.first.day if (year, month) == (period.first.year, period.first.month) else 1
        last = period.last.day if (year, month) == (period.last.year, period.last.month) else length
        months += Fraction(last - first + 1, length)
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return months

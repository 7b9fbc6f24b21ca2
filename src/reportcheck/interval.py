"""Exact intervals: what printed digits can stand for.

A printed ``96,02`` stands for every value from 96.015 to 96.025; if the writer cut digits off instead of rounding, for
96.02 up to but not including 96.03. Ends are :class:`fractions.Fraction`, each open or closed, so that every verdict
is exact. The idea of judging by intervals instead of tolerances is that of XBRL Calculations 1.1; unlike there, equal
statements at equal precision must be equal (see ``judge``).

>>> from decimal import Decimal
>>> Interval.of_digits(Decimal("96.02"), 2)
[19203/200, 3841/40]
>>> Interval.of_digits(Decimal("2.5"), 1) + Interval.point(1)
[69/20, 71/20]
>>> Interval.truncated(Decimal("4633"), 0)
[4633, 4634)
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

__all__ = ["Interval"]


@dataclass(frozen=True, slots=True)
class Interval:
    """The values from ``low`` to ``high``; an end that is open does not belong to it."""

    low: Fraction
    high: Fraction
    low_open: bool = False
    high_open: bool = False

    @classmethod
    def point(cls, value: Decimal | int | Fraction) -> Interval:
        """The one value ``value``."""
        exact = Fraction(value)
        return cls(exact, exact)

    @classmethod
    def of_digits(cls, value: Decimal, digits: int) -> Interval:
        """What a figure printed with ``digits`` decimals can stand for if it was rounded (to nearest, ties either way)."""
        return _rounded(value, digits)

    @classmethod
    def truncated(cls, value: Decimal, digits: int) -> Interval:
        """What a figure printed with ``digits`` decimals can stand for if digits beyond them were cut off (towards zero)."""
        exact, unit = Fraction(value), _unit(digits)
        if value < 0 or (value == 0 and value.is_signed()):
            return cls(exact - unit, exact, low_open=True)
        return cls(exact, exact + unit, high_open=True)

    @property
    def is_empty(self) -> bool:
        return self.low > self.high or (self.low == self.high and (self.low_open or self.high_open))

    @property
    def is_point(self) -> bool:
        return self.low == self.high and not (self.low_open or self.high_open)

    def __contains__(self, value: Fraction | int) -> bool:
        above = self.low < value or (self.low == value and not self.low_open)
        return above and (value < self.high or (value == self.high and not self.high_open))

    def __and__(self, other: Interval) -> Interval:
        """The values in both; empty where there are none."""
        low, low_open = max((self.low, self.low_open), (other.low, other.low_open))
        high, high_closed = min((self.high, not self.high_open), (other.high, not other.high_open))
        return Interval(low, high, low_open, not high_closed)

    def meets(self, other: Interval) -> bool:
        """Whether the two have a value in common."""
        if self.low > other.high or other.low > self.high:
            return False
        return not (self & other).is_empty

    def __add__(self, other: Interval) -> Interval:
        return Interval(
            self.low + other.low,
            self.high + other.high,
            self.low_open or other.low_open,
            self.high_open or other.high_open,
        )

    def __neg__(self) -> Interval:
        return Interval(-self.high, -self.low, self.high_open, self.low_open)

    def __sub__(self, other: Interval) -> Interval:
        return self + -other

    def times(self, factor: Fraction | int) -> Interval:
        """Every value times an exact factor."""
        if factor == 1:
            return self
        if factor < 0:
            return (-self).times(-factor)
        if factor == 0:
            return Interval.point(0)
        return Interval(self.low * factor, self.high * factor, self.low_open, self.high_open)

    def __mul__(self, other: Interval) -> Interval:
        """All products. An end is closed if it can be reached in any way."""
        if self.is_point and other.is_point:  # most figures are exact
            return Interval.point(self.low * other.low)
        products = [
            (a * b, (a_open and b != 0) or (b_open and a != 0))
            for a, a_open in ((self.low, self.low_open), (self.high, self.high_open))
            for b, b_open in ((other.low, other.low_open), (other.high, other.high_open))
        ]
        low, low_open = min(products)
        high, high_closed = max((value, not is_open) for value, is_open in products)
        return Interval(low, high, low_open, not high_closed)

    def inverse(self) -> Interval | None:
        """All values of 1/x, or None where the interval holds or touches zero."""
        if self.low <= 0 <= self.high:
            return None
        return Interval(1 / self.high, 1 / self.low, self.high_open, self.low_open)

    def __repr__(self) -> str:
        return f"{'(' if self.low_open else '['}{self.low}, {self.high}{')' if self.high_open else ']'}"


@lru_cache(maxsize=10_000)  # most figures are weighed in many claims
def _rounded(value: Decimal, digits: int) -> Interval:
    exact, half = Fraction(value), _unit(digits) / 2
    return Interval(exact - half, exact + half)


@lru_cache(maxsize=100)
def _unit(digits: int) -> Fraction:
    """One unit of the last printed place: 1/100 for two decimals, 10 for minus one."""
    return Fraction(1, 10**digits) if digits >= 0 else Fraction(10**-digits)

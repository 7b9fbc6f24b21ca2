"""Intervals of printed digits, and their arithmetic."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from reportcheck.interval import Interval

ends = st.fractions(min_value=-50, max_value=50, max_denominator=20)
intervals = st.builds(
    lambda a, b, lo, hi: Interval(min(a, b), max(a, b), lo and a != b, hi and a != b),
    ends,
    ends,
    st.booleans(),
    st.booleans(),
)


def test_digits_stand_for_half_a_unit_on_both_sides() -> None:
    interval = Interval.of_digits(Decimal("96.02"), 2)
    assert (interval.low, interval.high) == (Fraction(96015, 1000), Fraction(96025, 1000))
    assert Fraction(96015, 1000) in interval
    assert Fraction(96025, 1000) in interval
    assert Fraction(960251, 10000) not in interval
    tens = Interval.of_digits(Decimal("1990"), -1)
    assert (tens.low, tens.high) == (1985, 1995)


def test_cut_digits_stand_for_one_unit_away_from_zero_without_its_end() -> None:
    cut = Interval.truncated(Decimal("4633"), 0)
    assert 4633 in cut
    assert Fraction("4633.999") in cut
    assert 4634 not in cut
    below = Interval.truncated(Decimal("-4633"), 0)
    assert -4633 in below
    assert -4634 not in below
    assert Fraction("-4633.5") in below


def test_open_ends_do_not_meet() -> None:
    low, high = Interval(Fraction(0), Fraction(1), high_open=True), Interval(Fraction(1), Fraction(2))
    assert not low.meets(high)
    assert Interval(Fraction(0), Fraction(1)).meets(high)


def test_inverse_of_an_interval_that_touches_zero_is_unknown() -> None:
    assert Interval(Fraction(0), Fraction(1)).inverse() is None
    assert Interval(Fraction(-1), Fraction(1)).inverse() is None
    assert Interval(Fraction(2), Fraction(4)).inverse() == Interval(Fraction(1, 4), Fraction(1, 2))


@given(intervals, intervals, st.data())
def test_sums_differences_and_products_hold_every_pair(a: Interval, b: Interval, data: st.DataObject) -> None:
    x, y = data.draw(inside(a)), data.draw(inside(b))
    assert x + y in a + b
    assert x - y in a - b
    assert x * y in a * b


@given(intervals, intervals, ends)
def test_the_intersection_holds_what_both_hold(a: Interval, b: Interval, x: Fraction) -> None:
    assert (x in (a & b)) == (x in a and x in b)


@given(intervals, ends)
def test_scaling_moves_every_value(a: Interval, factor: Fraction) -> None:
    middle = (a.low + a.high) / 2
    assert middle * factor in a.times(factor)


def inside(interval: Interval) -> st.SearchStrategy[Fraction]:
    """Values of an interval, its closed ends among them."""
    values = [(interval.low + interval.high) / 2, (3 * interval.low + interval.high) / 4]
    values += [
        e for e, is_open in ((interval.low, interval.low_open), (interval.high, interval.high_open)) if not is_open
    ]
    return st.sampled_from(values)

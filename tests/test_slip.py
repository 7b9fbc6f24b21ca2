"""Whether one slip of the hand makes one figure of another, and what that says."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportcheck.relate.slip import is_one_slip, slip_bits


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        (752, 732),  # a digit changed
        (2539, 2359),  # two neighbours swapped
        (129, 1292),  # a digit left out
        (12924, 1292),  # a digit too many
        (6, 6000),  # thousands typed as units
        (-84, 84),  # a sign
    ],
)
def test_one_slip(printed: int, meant: int) -> None:
    assert is_one_slip(printed, meant)
    assert is_one_slip(meant, printed)


@pytest.mark.parametrize(
    ("printed", "meant"), [(752, 752), (752, 741), (2359, 9352), (7697, 7888), (12, 3456), (5, -6)]
)
def test_more_than_one_slip(printed: int, meant: int) -> None:
    assert not is_one_slip(printed, meant)


@given(st.integers(10_000, 10**8), st.data())
def test_any_digit_changed_is_one_slip(figure: int, data: st.DataObject) -> None:
    text = str(figure)
    at = data.draw(st.integers(1, len(text) - 1))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != text[at]]))
    assert is_one_slip(int(text[:at] + digit + text[at + 1 :]), figure)


def test_a_slip_in_a_long_figure_says_much_and_in_a_short_one_nothing() -> None:
    assert slip_bits([(318_452, 318_462)], 3) > 3
    assert slip_bits([(12, 13)], 3) < 0
    assert slip_bits([(120_000, 130_000)], 3) < 0  # round: two digits to go wrong
    assert slip_bits([(752, 741)], 3) == -math.inf

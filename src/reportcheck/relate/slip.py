"""Whether one figure is another with one slip of the hand: a digit changed, left out, added, two digits swapped, a sign."""

from __future__ import annotations

import math
from collections.abc import Iterable

__all__ = ["common_zeros", "is_one_slip", "slip_bits"]

_RARE = 5.0  # bits that a slip costs: about one figure in thirty is mistyped where one is at all


def is_one_slip(printed: int, meant: int) -> bool:
    """Whether ``printed`` is ``meant`` with one slip; figures as whole numbers of their last printed digit.

    Zeros more or less at the end (thousands typed as units) count as one slip.

    >>> is_one_slip(752, 732), is_one_slip(2359, 2539), is_one_slip(129, 1292), is_one_slip(12924, 1292)
    (True, True, True, True)
    >>> is_one_slip(-5, 5), is_one_slip(6, 6000), is_one_slip(752, 741), is_one_slip(752, 752)
    (True, True, False, False)
    """
    if printed == meant:
        return False
    if (printed < 0) != (meant < 0) and 0 not in (printed, meant):
        return printed == -meant
    a, b = str(abs(printed)), str(abs(meant))
    if len(a) == len(b):
        differ = [i for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
        if len(differ) == 1:
            return True
        return (
            len(differ) == 2
            and differ[1] == differ[0] + 1
            and a[differ[0]] == b[differ[1]]
            and a[differ[1]] == b[differ[0]]
        )
    short, long = (a, b) if len(a) < len(b) else (b, a)
    if long.startswith(short) and set(long[len(short) :]) == {"0"}:
        return short != "0"
    if len(long) - len(short) > 1:
        return False
    return any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


def slip_bits(figures: Iterable[tuple[int, int]], count: int) -> float:
    """How much it says that one slip in one of some figures would make them agree, in bits; -inf where none would.

    A figure of d digits has about 20 d + 9 others one slip away, of 10^d: with four digits and more a near miss is hardly a
    coincidence, with two it says nothing.

    Args:
        figures: each figure as printed and as it would have to be, in whole units of its last digit.
        count: how many figures were tried.
    """
    best = -math.inf
    for printed, meant in figures:
        if printed != -meant and is_one_slip(
            printed, meant
        ):  # a sign alone is more often another meaning of the figure
            digits = len(str(abs(meant))) - common_zeros(printed, meant)
            chance = min(1.0, count * (20 * digits + 9) / 10**digits)
            best = max(best, -math.log2(chance) - _RARE)
    return best


def common_zeros(a: int, b: int) -> int:
    """How many zeros two figures end in alike: round figures have fewer digits to go wrong."""
    zeros = 0
    while a % 10 == 0 and b % 10 == 0 and zeros < 18 and (a or b):
        a, b, zeros = a // 10, b // 10, zeros + 1
    return zeros

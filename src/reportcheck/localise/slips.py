"""How likely is it that a figure was meant and another printed? Whole-number weights, so that ranking is exact.

Most wrong figures are typed wrong: one digit, two neighbours swapped, a digit left out or struck twice. Others slip by a
unit (×10, ×1000) or lose a sign. Any other figure is possible too, and much less likely:
that 7.697 stands for 7.888 is believed only where nothing else mends what fails.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Literal, TypeAlias

from reportcheck.relate.slip import common_zeros, is_one_slip

__all__ = ["WHOLE", "Slip", "is_strange", "kind_of", "likely", "weight_of"]

Slip: TypeAlias = Literal["digit", "swapped", "dropped", "added", "unit", "sign", "copied", "exchanged", "other"]

WHOLE = 10**24  # the weight of what is certain
_TYPING, _UNIT, _OTHER = 80, 5, 15  # hundredths of all wrong figures
_SPREAD = 10_000  # values among which any other figure is one, whatever its digits: no figure is blamed for being short
_UNSEEN = 1000  # so much less likely is nothing, or a figure below zero, in the place of one above
_FEW = 400  # values that are tried one by one


@lru_cache(maxsize=4096)
def kind_of(printed: int, meant: int) -> Slip:
    """Which slip makes ``printed`` of ``meant``, whatever stands around it.

    >>> kind_of(752, 732), kind_of(2359, 2539), kind_of(129, 1292), kind_of(6, 6000), kind_of(7697, 7888)
    ('digit', 'swapped', 'dropped', 'unit', 'other')
    """
    if not is_one_slip(printed, meant):
        return "other"
    a, b = str(abs(printed)), str(abs(meant))
    if a == b:
        return "sign"
    if len(a) == len(b):
        return "digit" if sum(x != y for x, y in zip(a, b, strict=True)) == 1 else "swapped"
    short, long = sorted((a, b), key=len)
    if long.startswith(short) and not long[len(short) :].strip("0") and printed and meant:
        return "unit"
    return "dropped" if len(a) < len(b) else "added"


def weight_of(printed: int, meant: int) -> int:
    """How likely ``printed`` is where ``meant`` was meant and something went wrong, out of WHOLE.

    That the figure beside it is the same speaks for nothing: equal neighbours are common.
    """
    digits = max(1, len(str(max(abs(printed), abs(meant)))) - common_zeros(printed, meant))
    weight: int = WHOLE * _OTHER // (100 * _SPREAD)
    kind = kind_of(printed, meant)
    if kind in ("unit", "sign"):
        weight += WHOLE * _UNIT // 800
    elif kind != "other" and not _is_finer(printed, meant):
        weight += WHOLE * _TYPING // (100 * (20 * digits + 9))
    if is_strange(printed, meant):
        weight //= _UNSEEN
    return max(weight, 1)


def _is_finer(printed: int, meant: int) -> bool:
    """Whether a round figure would get digits where it has none: 580,000 for 580,060 is no slip of the pen."""
    return printed != 0 and printed % 1000 == 0 and common_zeros(printed, printed) - common_zeros(meant, meant) >= 3


def is_strange(printed: int, meant: int) -> bool:
    """Whether a figure would become nothing, or fall below zero though not its sign alone is wrong."""
    return bool(printed) and (not meant or ((printed < 0) != (meant < 0) and printed != -meant))


def likely(printed: int, low: int | None, high: int | None) -> list[tuple[int, int]]:
    """The values between two ends with their weights, the likeliest first; of very many, those one slip away and the ends.

    Of values equally likely the middle ones come first: rounding errors of many figures rarely add up to their most. Of two
    the larger: a figure is rather rounded than cut off.
    """
    if low is not None and high is not None and high - low < _FEW:
        values: Iterable[int] = range(low, high + 1)
    else:
        values = {v for v in variants(printed) if (low is None or v >= low) and (high is None or v <= high)}
        values |= {v for v in (low, high) if v is not None}
    middle = printed if low is None or high is None else low + high
    double = 1 if low is None or high is None else 2
    weighed = [(value, weight_of(printed, value)) for value in values if value != printed]
    return sorted(weighed, key=lambda v: (-v[1], abs(double * v[0] - middle), -abs(v[0])))


def variants(printed: int) -> Iterator[int]:
    """The figures of which one slip makes a printed one."""
    sign, text = (-1 if printed < 0 else 1), str(abs(printed))
    for i, digit in enumerate(text):
        for other in "0123456789":
            if other != digit:
                yield sign * int(text[:i] + other + text[i + 1 :])
        if i + 1 < len(text) and digit != text[i + 1]:
            yield sign * int(text[:i] + text[i + 1] + digit + text[i + 2 :])
        if len(text) > 1:
            yield sign * int(text[:i] + text[i + 1 :])
    for i in range(len(text) + 1):
        for other in "0123456789":
            yield sign * int(text[:i] + other + text[i:])
    if printed:
        yield -printed
        for zeros in (1, 2, 3, 6, 9):
            yield printed * 10**zeros
            if printed % 10**zeros == 0:
                yield printed // 10**zeros

"""How sure a measured share is, and how times grow: the little statistics that the benchmarks need."""

from __future__ import annotations

import math
from collections.abc import Sequence


def interval(hits: int, tries: int, sure: float = 0.95) -> tuple[float, float]:
    """The exact interval of a share (Clopper and Pearson 1934), half of the doubt at either end."""
    doubt = (1 - sure) / 2
    return 1 - upper(tries - hits, tries, 1 - doubt), upper(hits, tries, 1 - doubt)


def upper(hits: int, tries: int, sure: float = 0.95) -> float:
    """The largest share that would still give so few hits with a probability of ``1 - sure``: 3 / tries where there are none."""
    if hits >= tries:
        return 1.0
    low, high = hits / tries, 1.0
    for _ in range(50):
        middle = (low + high) / 2
        if _at_most(hits, tries, middle) > 1 - sure:
            low = middle
        else:
            high = middle
    return high


def _at_most(hits: int, tries: int, share: float) -> float:
    """The probability of at most so many hits."""
    if share <= 0:
        return 1.0
    if share >= 1:
        return float(hits >= tries)
    log, total = tries * math.log1p(-share), 0.0
    odds = math.log(share) - math.log1p(-share)
    for k in range(hits + 1):
        total += math.exp(log)
        log += math.log((tries - k) / (k + 1)) + odds if k < tries else 0.0
    return total


def told(hits: int, tries: int) -> str:
    """``0.824 [0.77–0.87] 206/250``."""
    if not tries:
        return "–"
    low, high = interval(hits, tries)
    return f"{hits / tries:.3f} [{low:.3f}–{high:.3f}] {hits}/{tries}"


def slopes(*columns: Sequence[float], times: Sequence[float]) -> tuple[list[float], float]:
    """Exponents of a power law, by least squares of logarithms: times ~ Π column ** exponent.

    Returns:
        the exponent of each column, and the root mean square of what is left, as a factor (1.2: within about 20 %).
    """
    import numpy as np

    design = np.column_stack([np.ones(len(times)), *(np.log(np.asarray(column, float)) for column in columns)])
    wanted = np.log(np.asarray(times, float))
    solution, *_ = np.linalg.lstsq(design, wanted, rcond=None)
    left = wanted - design @ solution
    return [float(x) for x in solution[1:]], float(np.exp(np.sqrt(np.mean(left**2))))

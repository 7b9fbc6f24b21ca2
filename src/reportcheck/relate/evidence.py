"""How much a relation that holds in some lanes of a table says, in bits.

evidence = sum over lanes that hold of -log2 p  +  log2 BetaBinomial(hits, misses; 1.5, 0.3)  -  log2(candidates tried)  + cues
"""

from __future__ import annotations

import numpy as np

__all__ = ["Tally", "weigh"]

MOST_BITS = 14.0  # of one lane
_A, _B = 1.5, 0.3

_TABLE = 1024


def _log2_factors() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Running sums of log2(a + k), log2(b + k), log2(a + b + k)."""
    k = np.arange(_TABLE, dtype=float)
    return tuple(np.concatenate([[0.0], np.cumsum(np.log2(x + k))]) for x in (_A, _B, _A + _B))  # type: ignore[return-value]


_HIT, _MISS, _BOTH = _log2_factors()


def log2_betabinomial(hits: np.ndarray, misses: np.ndarray) -> np.ndarray:
    """log2 of the probability of one sequence with so many hits and misses; more than the table's end counts in proportion."""
    most = np.maximum(hits + misses, 1)
    shrink = np.minimum(1.0, (_TABLE - 1) / most)
    h, m = np.rint(hits * shrink).astype(int), np.rint(misses * shrink).astype(int)
    n = np.minimum(h + m, _TABLE)
    return (_HIT[h] + _MISS[np.minimum(m, _TABLE)] - _BOTH[n]) / shrink


class Tally:
    """Bits, hits and misses of candidates (first axis) over lanes (second axis)."""

    __slots__ = ("bits", "hit", "hits", "miss", "misses", "rounded", "strong", "zero")

    def __init__(
        self, bits: np.ndarray, hit: np.ndarray, miss: np.ndarray, strong: np.ndarray, zero: np.ndarray, rounded: np.ndarray
    ) -> None:
        self.bits, self.hit, self.miss, self.strong, self.zero, self.rounded = bits, hit, miss, strong, zero, rounded
        self.hits, self.misses = hit.sum(1), miss.sum(1)


def weigh(
    gap: np.ndarray,
    tolerance: np.ndarray,
    unit: np.ndarray,
    scale: np.ndarray,
    usable: np.ndarray,
    parts: np.ndarray,
    empty_part: np.ndarray,
    lane_weight: np.ndarray,
) -> Tally:
    """Weigh candidates, each in one of two readings of its figures: exact, or rounded at the last printed digit.

    Args (candidates × lanes, but ``lane_weight``):
        gap: what stands less what follows, absolute.
        tolerance: half units of all figures, of rounded reading.
        unit: the smallest step between possible values.
        scale: the span over which a coincidental value would spread.
        usable: the target stands there and no part is unknown.
        parts: how many parts are not zero.
        empty_part: a part is not known, so that a gap says nothing.
        lane_weight: how far a lane is evidence of its own.
    """
    informative = usable & (scale > 0)
    informative &= parts > 0
    readings = []
    for reading, slack in ((0, np.zeros_like(tolerance)), (1, tolerance)):
        near = gap <= slack
        hit = informative & near
        miss = usable & ~near & ~empty_part
        p = np.minimum(1.0, (2 * slack + unit) / np.maximum(scale, 1e-9))
        lane = np.minimum(MOST_BITS, -np.log2(p))
        lane = np.where(parts == 1, np.minimum(lane, 0.5), lane) * lane_weight
        bits = (lane * hit).sum(1) + log2_betabinomial(hit.sum(1), (miss & (lane_weight > 0)).sum(1)) - reading
        readings.append((bits, hit, miss, hit & (parts > 1), near & ~hit & ~empty_part))
    exact, rounded = readings
    better = rounded[0] > exact[0]
    wide = better[:, None]
    chosen = [np.where(better if a.ndim == 1 else wide, b, a) for a, b in zip(exact, rounded, strict=True)]
    return Tally(*chosen, better)

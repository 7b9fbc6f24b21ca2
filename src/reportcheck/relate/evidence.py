"""How much it says that a relation holds in some lanes of a table, in bits.

    evidence = Σ over lanes that hold of -log2 p  +  log2 BetaBinomial(hits, misses; 1.5, 0.3)  -  log2(candidates tried)

``p`` is the chance that figures which have nothing to do with each other agree as closely: the steps within tolerance over
the span in which the figures lie, at least 2⁻¹⁴. The second term is the likelihood, under a relation that a writer means
and mostly keeps, of that many failures (a beta prior with most of its mass near "always"); the last pays for having looked
elsewhere too, a Bonferroni correction in bits. Each candidate is read twice, as exact figures and as figures rounded at
their last digit, and the better reading pays one bit. The sum is a log-likelihood ratio in the sense of the minimum
description length (Rissanen 1978): a relation is worth claiming when it shortens the description of the table.
"""

from __future__ import annotations

import numpy as np

__all__ = ["MOST_BITS", "Tally", "joined", "log2_betabinomial", "weigh"]

MOST_BITS = 14.0  # of one lane
_A, _B = 1.5, 0.3  # of the beta prior over how often a meant relation holds
_TABLE = 1024


def _factors() -> tuple[np.ndarray, ...]:
    """Running sums of log2(a + k), log2(b + k), log2(a + b + k)."""
    k = np.arange(_TABLE, dtype=float)
    return tuple(np.concatenate([[0.0], np.cumsum(np.log2(x + k))]) for x in (_A, _B, _A + _B))


_HIT, _MISS, _BOTH = _factors()


def log2_betabinomial(hits: np.ndarray, misses: np.ndarray) -> np.ndarray:
    """log2 of the probability of one sequence of so many hits and misses; very long ones are scaled down.

    >>> float(log2_betabinomial(np.array([0]), np.array([0]))[0])
    0.0
    """
    shrink = np.minimum(1.0, (_TABLE - 1) / np.maximum(hits + misses, 1))
    h, m = np.rint(hits * shrink).astype(int), np.rint(misses * shrink).astype(int)
    n = np.minimum(h + m, _TABLE)
    return np.asarray((_HIT[h] + _MISS[np.minimum(m, _TABLE)] - _BOTH[n]) / shrink)


class Tally:
    """Bits, hits and misses of candidates (first axis) over lanes (second axis)."""

    __slots__ = ("bits", "hit", "hits", "miss", "misses", "rounded", "strong", "zero")

    def __init__(
        self,
        bits: np.ndarray,
        hit: np.ndarray,
        miss: np.ndarray,
        strong: np.ndarray,
        zero: np.ndarray,
        rounded: np.ndarray,
    ) -> None:
        self.bits, self.hit, self.miss, self.strong, self.zero, self.rounded = bits, hit, miss, strong, zero, rounded
        self.hits, self.misses = hit.sum(1), miss.sum(1)


def joined(tallies: list[Tally]) -> Tally:
    """Tallies of the same lanes, one below the other."""
    if len(tallies) == 1:
        return tallies[0]
    names = ("bits", "hit", "miss", "strong", "zero", "rounded")
    return Tally(*(np.concatenate([getattr(t, name) for t in tallies]) for name in names))


def weigh(
    *,
    gap: np.ndarray,
    tolerance: np.ndarray,
    unit: np.ndarray,
    scale: np.ndarray,
    told: np.ndarray,
    usable: np.ndarray,
    parts: np.ndarray,
    unclear: np.ndarray,
    soft: np.ndarray,
) -> Tally:
    """Weigh candidates.

    Args (candidates × lanes, but ``soft``, which is one for each lane):
        gap: stated less computed, absolute.
        tolerance: half units of all figures, for the rounded reading.
        unit: the step between possible values.
        scale: the span in which a coincidental value would lie.
        told: a target stands there that is not zero.
        usable: a target stands there, and at least one part.
        parts: how many parts are not zero.
        unclear: a part is not known, so that a gap says nothing.
        soft: no relation need hold there.
    """
    informative = told & usable & (parts > 0) & (scale > 0)
    readings = []
    for reading, slack in ((0, np.zeros_like(tolerance)), (1, tolerance)):
        near = gap <= slack
        hit = informative & near
        miss = usable & ~near & ~unclear & ~soft
        p = np.minimum(1.0, (2 * slack + unit) / np.maximum(scale, 1e-9))
        lane = np.minimum(MOST_BITS, -np.log2(p))
        lane = np.where(parts == 1, np.minimum(lane, 0.5), lane)
        bits = (lane * hit).sum(1) + log2_betabinomial(hit.sum(1), miss.sum(1)) - reading
        readings.append((bits, hit, miss, hit & (parts > 1), usable & near & ~hit & ~unclear))
    exact, rounded = readings
    better = rounded[0] > exact[0]
    bits, hit, miss, strong, zero = (
        np.where(better if a.ndim == 1 else better[:, None], b, a) for a, b in zip(exact, rounded, strict=True)
    )
    return Tally(bits, hit, miss, strong, zero, better)

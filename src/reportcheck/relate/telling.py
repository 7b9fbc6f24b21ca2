"""Which lanes of a discovered relation are worth telling when it fails there.

A relation that nobody declared was found because it holds in other lanes; where it fails, either a figure is wrong or the
relation does not mean that lane. A failure is told where the relation is very regular, or where one slip of the hand in one
figure explains it; it is an error where both the regularity and the evidence are beyond doubt, else a question (a warning).
Gaps that rounding explains are never told: many tables print rounded figures as whole numbers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reportcheck.relate.board import Board, Pattern

__all__ = ["Told", "failing_lanes"]

_REGULAR_RATE, _REGULAR_BITS = 0.9, 60.0
_CALLED_RATE, _CALLED_BITS = 0.8, 45.0  # of what is called a total
_EXPLAINED_RATE, _EXPLAINED_BITS = 0.6, 10.0  # with failures that a slip explains left out
_CERTAIN_RATE, _CERTAIN_BITS, _CERTAIN_HITS = 0.9, 60.0, 5
_NEIGHBOURLY = ("adjacent", "label")  # ways that leave a candidate little choice
# The share of lanes that hold, bits and lanes, of ratios and averages that are called so, and of others.
_NAMED_RATIO, _OTHER_RATIO = (0.8, 30.0, 4), (0.85, 60.0, 7)


@dataclass(frozen=True, slots=True)
class Told:
    """Lanes in which a relation fails and that are told; and those of them that are errors."""

    lanes: np.ndarray
    certain: np.ndarray


def failing_lanes(board: Board, pattern: Pattern) -> Told:
    """The lanes of a pattern's misses that are told."""
    parts = list(pattern.parts)
    misses = np.flatnonzero(pattern.miss & ~board.unknown[parts].any(0))
    hits = int(pattern.hit.sum())
    rate = hits / max(1, hits + len(misses))
    none = misses[:0]
    if pattern.way == "left out":
        return Told(misses, none)
    if pattern.kind != "sum":
        named = board.lines.ratio[pattern.target] or board.lines.average[pattern.target]
        asked = _NAMED_RATIO if named else _OTHER_RATIO
        sure = rate >= asked[0] and pattern.bits >= asked[1] and hits >= asked[2]
        return Told(_beyond_padding(board, pattern, misses) if sure else none, none)
    slipped = np.array(
        [board.slips(pattern.target, pattern.parts, int(i), pattern.rounded) > -np.inf for i in misses], dtype=bool
    )
    gap, unit = board.gaps(pattern, misses)
    rounding = 2 * np.abs(gap) <= (len(parts) + 1) * unit
    if pattern.exact:
        rounding &= False
    tellable = (board.some[parts].sum(0)[misses] >= 2) & ~rounding & ~_of_unlisted(board, pattern, misses, gap)
    if board.lines.bound[parts].any():
        tellable &= gap < 0  # under "of which" not all need be listed
    small = np.abs(gap) <= (len(parts) + 1) * unit
    certain = rate >= _CERTAIN_RATE and pattern.bits >= _CERTAIN_BITS and hits >= _CERTAIN_HITS
    short = (gap > 0) & ~(board.values[parts][:, misses] < 0).any(0)  # some parts may not be listed there
    sure = tellable & ~small & (slipped | ~short) & (pattern.way in _NEIGHBOURLY and certain)
    explained = hits / max(1, hits + int((~slipped).sum()))
    called = board.lines.total[pattern.target] and rate >= _CALLED_RATE and hits >= _CERTAIN_HITS
    if (rate >= _REGULAR_RATE and pattern.bits >= _REGULAR_BITS) or (called and pattern.bits >= _CALLED_BITS):
        told = tellable
    elif pattern.way == "near" or (
        explained >= _EXPLAINED_RATE and pattern.bits >= _EXPLAINED_BITS and len(misses) <= max(1, hits)
    ):
        told = tellable & slipped
    else:
        told = tellable & False
    return Told(misses[told], misses[told & sure])


def _of_unlisted(board: Board, pattern: Pattern, lanes: np.ndarray, gap: np.ndarray) -> np.ndarray:
    """Failing lanes that are off by what other lanes state without any part: those lanes are totals of nothing listed."""
    parts = list(pattern.parts)
    bare = board.some[pattern.target] & ~board.some[parts].any(0)
    alone = board.values[pattern.target, bare]
    if not len(alone):
        return np.zeros(len(lanes), bool)
    return np.asarray((gap == alone.sum()) | np.isin(gap, alone))


def _beyond_padding(board: Board, pattern: Pattern, lanes: np.ndarray) -> np.ndarray:
    """Failing lanes of a ratio or average that fail clearly: by twice what rounding explains, zeros at the end of the stated
    figure being no digits of it."""
    values = board.values[:, lanes].astype(float)
    half = board.lines.unit[:, lanes] / 2
    stated = values[pattern.target]
    if pattern.kind == "average":
        filled = np.maximum(1, board.lines.filled[list(pattern.parts)][:, lanes].sum(0))
        computed = values[list(pattern.parts)].sum(0) / filled
        loose = np.zeros(len(lanes))
    else:
        first, second = pattern.parts
        part, base = (first, second) if pattern.kind == "share" else (second, first)
        scale = pattern.factor * board.lines.one
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = values[part] / values[base]
            loose = np.abs(ratio) * (half[part] / np.abs(values[part]) + half[base] / np.abs(values[base])) * scale
        computed = (ratio - (pattern.kind == "change")) * scale
    step = np.ones(len(lanes))
    for power in range(1, 16):
        step = np.where(stated % 10**power == 0, 10.0**power, step)
    step = np.minimum(step, board.lines.one)  # a whole number's zeros are digits
    clear = np.isfinite(computed) & np.isfinite(loose) & (np.abs(stated - computed) > 2 * (step / 2 + loose))
    capped = (stated == 100 * board.lines.one) & (computed > stated)  # a completion that stops at 100 %
    beyond: np.ndarray = lanes[clear & (stated != 0) & ~capped]
    return beyond

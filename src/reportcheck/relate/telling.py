"""Which lanes of a discovered relation are worth telling when it fails there.

A relation that nobody declared was found because it holds in other lanes; where it fails, either a figure is wrong or the
relation does not mean that lane. A failure is told where the relation is very regular, or where one slip of the hand in one
figure explains it; it is an error where both the regularity and the evidence are beyond doubt, else a question (a warning).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reportcheck.relate.board import Board, Pattern

__all__ = ["Told", "failing_lanes"]

_REGULAR_RATE, _REGULAR_BITS = 0.85, 30.0
_ANY_SLIP = -100.0
_SLIP_RATE, _SLIP_BITS = 0.6, 12.0
_CERTAIN_RATE, _CERTAIN_BITS, _CERTAIN_HITS = 0.9, 60.0, 5


@dataclass(frozen=True, slots=True)
class Told:
    """Lanes in which a relation fails and that are told; and whether its failure is an error."""

    lanes: np.ndarray
    certain: bool


def failing_lanes(board: Board, pattern: Pattern) -> Told:
    """The lanes of a pattern's misses that are told."""
    parts = list(pattern.parts)
    some = board.some[parts].sum(0)
    enough = 2 if len(parts) > 1 else 1
    open_lanes = np.flatnonzero(pattern.miss & (some >= enough) & ~board.unknown[parts].any(0))
    hits = int(pattern.hit.sum())
    rate = hits / max(1, hits + len(open_lanes))
    regular = rate >= _REGULAR_RATE and pattern.bits >= _REGULAR_BITS
    certain = rate >= _CERTAIN_RATE and pattern.bits >= _CERTAIN_BITS and hits >= _CERTAIN_HITS
    if pattern.kind != "sum":
        return Told(open_lanes if certain else open_lanes[:0], False)
    slipped = np.array([board.slips(pattern.target, pattern.parts, int(i)) > _ANY_SLIP for i in open_lanes], dtype=bool)
    if pattern.way == "near":
        return Told(open_lanes[slipped], False)
    explained = hits / max(1, hits + int((~slipped).sum()))
    if not regular and (explained < _SLIP_RATE or pattern.bits < _SLIP_BITS or len(open_lanes) > max(1, hits)):
        return Told(open_lanes[:0], False)
    return Told(open_lanes if regular else open_lanes[slipped], certain)

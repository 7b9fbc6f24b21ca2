"""Averages among the lines of a table, found by their arithmetic.

An average takes the figures that stand in its parts: empty cells and words do not count.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from reportcheck.relate.board import Board, Pattern, agreement, lane_weights
from reportcheck.relate.evidence import MOST_BITS, log2_betabinomial

__all__ = ["find_averages"]

_ASKED, _ASKED_UNNAMED = 10.0, 40.0  # bits, of a line that is called an average and of another
_LEAST_RATE = 0.75
_MOST_RUN_LINES = 90  # lines of which every run is tried for a target that is called an average
_MOST_TARGETS = 60
_MOST_PARTS = 400


def find_averages(board: Board, sums: Sequence[Pattern]) -> list[Pattern]:
    """Lines that are averages of others; ``sums`` are those found before."""
    lines = board.lines
    totals = {p.target for p in sums}
    plain = np.array([i for i in range(lines.count) if i not in totals and not lines.average[i]], dtype=int)
    if len(plain) < 2 or not lines.lanes:
        return []
    named = [int(i) for i in np.flatnonzero(lines.average)]
    small = lines.count <= _MOST_TARGETS
    others = range(lines.count) if small else [0, 1, *range(lines.count - 4, lines.count)]
    targets = [*named, *(int(t) for t in others if t not in totals and not lines.average[t])][:_MOST_TARGETS]
    shared = list(dict.fromkeys([*(p.parts for p in sums if len(p.parts) > 1), *_alike(lines.labels)]))
    found = []
    for t in targets:
        every = lines.average[t] and len(plain) <= _MOST_RUN_LINES
        best = _best(board, t, plain, *(_all_runs(plain) if every else _next_to(plain, t)), shared)
        if best is not None:
            found.append(best)
    return found


def _alike(labels: Sequence[str]) -> list[tuple[int, ...]]:
    groups: dict[str, list[int]] = {}
    for i, label in enumerate(labels):
        groups.setdefault(label, []).append(i)
    return [tuple(g) for label, g in groups.items() if label and 2 <= len(g) < len(labels)]


def _all_runs(seq: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return np.triu_indices(len(seq) + 1, 2)


def _next_to(seq: np.ndarray, t: int) -> tuple[np.ndarray, np.ndarray]:
    """The runs that end right before a line or start right after it."""
    at = int(np.searchsorted(seq, t))
    own = int(at < len(seq) and seq[at] == t)
    before = np.arange(max(0, at - _MOST_PARTS), max(0, at - 1))
    after = np.arange(at + own + 2, min(len(seq), at + own + _MOST_PARTS) + 1)
    start = np.concatenate([before, np.full(len(after), at + own)])
    return start, np.concatenate([np.full(len(before), at), after])


def _best(
    board: Board, t: int, seq: np.ndarray, start: np.ndarray, stop: np.ndarray, shared: list[tuple[int, ...]]
) -> Pattern | None:
    lines, x = board.lines, board.values[t]
    told = lines.filled[t] & lines.known[t]
    unclear = board.unknown
    sets: list[tuple[int, ...]] = []
    if len(start):
        sums = board.prefixes(seq)
        total, unknown, filled = (p[stop] - p[start] for p in (sums[0], sums[3], sums[4]))
        near = np.abs(total - filled * x) <= (filled * lines.unit[t] + 1) // 2
        usable = told & (filled >= 2) & (near | (unknown == 0))
        hits = (near & usable).sum(1)
        good = np.flatnonzero((hits > 0) & (hits >= _LEAST_RATE * usable.sum(1)))
        good = good[np.lexsort((start[good] - stop[good], -hits[good]))][:8]
        sets += [tuple(map(int, seq[start[c] : stop[c]])) for c in good]
    best: Pattern | None = None
    for own in dict.fromkeys([*sets, *(s for s in shared if t not in s)]):
        pattern = _weighed(board, t, own, told, unclear)
        if pattern is not None and (best is None or pattern.bits > best.bits + 0.5):
            best = pattern
    return best


def _weighed(board: Board, t: int, own: tuple[int, ...], told: np.ndarray, unclear: np.ndarray) -> Pattern | None:
    lines, p = board.lines, list(own)
    m, x = board.values[p], board.values[t]
    count = lines.filled[p].sum(0)
    near = np.abs(m.sum(0) - count * x) <= (count * lines.unit[t] + 1) // 2
    usable = told & (count >= 2)
    hit = usable & near
    miss = usable & ~near & ~unclear[p].any(0) & ~lines.soft
    hits, misses = int(hit.sum()), int(miss.sum())
    if hits < _LEAST_RATE * (hits + misses) or not hits:
        return None
    at = np.flatnonzero(hit)
    spread = 3 * m[:, at].astype(float).std(0)
    step = lines.unit[t, at] + board.grain[t] / count[at]
    chance = step / np.maximum(np.minimum(np.abs(x[at]), spread), 1e-9)
    mean = m[:, at].sum(0) / count[at]
    chance = np.maximum(chance, agreement(mean, lambda shifted: 2 * np.abs(shifted - x[at]) <= lines.unit[t, at]))
    bits = np.where((spread > 0) & (x[at] != 0), np.minimum(MOST_BITS, -np.log2(np.minimum(1.0, chance))), 0.0)
    scaled = np.rint(m[:, at] / np.where(x[at] == 0, 1, x[at]) * 500)
    weight = lane_weights(scaled, np.vstack([m[:, at], x[None, at]]))
    total = float((bits * weight).sum() + log2_betabinomial(np.array([hits]), np.array([misses]))[0])
    total += (4.0 if lines.average[t] else -3.0) - float(np.log2(2.0 * len(own)))
    if total < (_ASKED if lines.average[t] else _ASKED_UNNAMED) or not (bits * weight).any():
        return None
    return Pattern("average", t, own, total, hit, miss, np.zeros_like(hit), "average", rounded=True)

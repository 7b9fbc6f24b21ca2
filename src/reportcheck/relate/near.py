"""Sums that lack something: totals that hold nowhere for want of one slip, and sums that leave a line out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from reportcheck.relate.board import Board, Pattern
from reportcheck.relate.found import Found
from reportcheck.relate.words import bits_of_words

__all__ = ["MOST_HEADS", "heads", "left_out", "near_miss"]

MOST_HEADS = 200  # totals without a sum that are looked at
_MOST_PARTS = 300
_ASKED = 3.0  # bits, of a sum that only its words, its place and a slip speak for
_PURE = 3.0  # bits, for "Tổng cộng" right below or above a whole section
_RARELY, _BEYOND_DOUBT = 0.2, 100.0


def heads(board: Board, found: Found) -> list[int]:
    """Lines without a sum that should have one: called totals, over deeper lines, or without a label below a section."""
    lines = board.lines
    rest = found.remaining(np.flatnonzero(~lines.ratio_like))
    over = np.append(lines.level[1:] > lines.level[:-1], False)
    unnamed = np.array([not label for label in lines.labels])
    below = unnamed & ~np.insert(unnamed[:-1], 0, True) & np.append(lines.gap[1:], True)
    likely = (lines.total | over | below) & ~lines.estimate
    return [int(t) for t in rest if likely[t] and int(t) not in found.sets]


def near_miss(board: Board, found: Found, t: int) -> Pattern | None:
    """The sum of a section that a line would be with one slip mended, the likeliest of the sections around it."""
    patterns = [_weighed(board, t, parts) for parts in dict.fromkeys(_sections(board, found, t))]
    return max((p for p in patterns if p is not None), key=lambda p: p.bits, default=None)


def _sections(board: Board, found: Found, t: int) -> Iterator[tuple[int, ...]]:
    """Runs from where a section begins up to a line, or from a line to where a section ends; of all lines, and of totals."""
    lines = board.lines
    for seq in (found.remaining(np.flatnonzero(~lines.ratio_like)), found.tops):
        before, after = seq[seq < t], seq[seq > t]
        summed = np.array([int(i) in found.sets for i in before[-_MOST_PARTS:]], dtype=bool)
        starts = [0, *np.flatnonzero(lines.gap[before])][-2:]
        starts += [i + 1 for i in np.flatnonzero(lines.total[before])[-1:]]
        starts += [max(0, len(before) - _MOST_PARTS) + i + 1 for i in np.flatnonzero(summed)[-1:]]
        ends = [len(after), *(i for i in np.flatnonzero(lines.gap[after]) if i)][:2]
        ends.append(int(np.argmin(np.append(lines.level[after] > lines.level[t], False))))
        for run in (*(before[i:] for i in starts), *(after[:i] for i in ends)):
            if 2 <= len(run) <= _MOST_PARTS:
                yield tuple(map(int, run))


def _weighed(board: Board, t: int, parts: tuple[int, ...]) -> Pattern | None:
    lines = board.lines
    tally = board.weigh_sets(np.array([t]), [np.array([p]) for p in parts])
    hit, miss, rounded = tally.hit[0], tally.miss[0], bool(tally.rounded[0])
    wrong, hits = np.flatnonzero(miss), int(hit.sum())
    if not 1 <= len(wrong) <= max(1, hits // 2):
        return None
    slips = [board.slips(t, parts, int(lane)) for lane in wrong]
    if min(slips) == -np.inf:
        return None
    bits = sum(slips) + float(bits_of_words(lines, np.array([t]))[0]) - 2.0
    if hits:
        bits += board.gate(t, parts, hit, 0, rounded)
    if min(lines.level[list(parts)]) > lines.level[t]:
        bits += 5.0
    first, last = parts[0], parts[-1]
    if lines.gap[first] or last + 1 >= lines.count or lines.gap[last + 1]:
        bits += 2.0
    if (
        lines.pure[t]
        and (first == 0 or last + 1 == lines.count or lines.gap[min(first, t)])
        and t in (last + 1, first - 1)
    ):
        bits += _PURE
    if t > last and not lines.labels[t] and (t + 1 == lines.count or lines.gap[t + 1]):
        bits += 3.0  # a figure below a section, without a label of its own
    return Pattern("sum", t, parts, bits, hit, miss, tally.zero[0], "near", rounded) if bits >= _ASKED else None


def left_out(board: Board, found: Found) -> list[Pattern]:
    """Sums that do not count the last line of their section, which stands empty nearly everywhere, where it does not."""
    lines = board.lines
    if lines.axis != "row":
        return []  # the next column is more often something else than a further part
    patterns = []
    for pattern in found.patterns:
        if pattern.way != "adjacent" or pattern.bits < _BEYOND_DOUBT or len(pattern.parts) < 3:
            continue
        last = pattern.parts[-1] + 1
        ends = last + 1 == lines.count or (last < lines.count and (lines.gap[last + 1] or lines.total[last + 1]))
        if not ends or last == pattern.target or lines.gap[last] or lines.total[last] or last in found.sets:
            continue
        if lines.level[last] != lines.level[pattern.parts[-1]]:
            continue
        there = board.some[last] & pattern.hit
        if there.any() and there.sum() <= _RARELY * pattern.hit.sum():
            none = np.zeros_like(there)
            parts = (*pattern.parts, last)
            patterns.append(replace(pattern, parts=parts, hit=none, zero=none, miss=there, way="left out"))
    return patterns

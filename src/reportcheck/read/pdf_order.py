"""The order in which a page is read: columns of text one after the other, tables where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from reportcheck.read.pdf_grids import Block
from reportcheck.read.pdf_lines import Line

__all__ = ["Column", "reading_order"]

_GUTTER = 8.0  # points between columns of text, at least
_LEAST_LINES = 4  # in each column
_FILLED = 0.55  # of a column's width that its lines fill on average, where it is running text
_MOST_DEPTH = 4


@dataclass(slots=True)
class Column:
    """Lines from top to bottom between the margins ``left`` and ``right``."""

    lines: list[Line]
    left: float
    right: float


def reading_order(lines: Sequence[Line], tables: Sequence[Block]) -> list[Column | Block]:
    """Columns of lines and tables in reading order.

    Args:
        lines: of one page, from top to bottom; a line across two columns of text is cut at the gap between them.
        tables: of the same page.
    """
    lanes = _text_lanes(lines, tables)
    if lanes is not None:
        return lanes
    ordered: list[Column | Block] = []
    rest = list(lines)
    for table in sorted(tables, key=lambda t: t.top):
        above = [line for line in rest if line.base <= table.top + 0.5 * line.size]
        ordered += _columns(above, 0)
        ordered.append(table)
        rest = [line for line in rest if line.base > table.top + 0.5 * line.size]
    return ordered + list(_columns(rest, 0))


def _text_lanes(lines: Sequence[Line], tables: Sequence[Block]) -> list[Column | Block] | None:
    """Two columns of text in which narrow tables stand: each column with its own tables."""
    if not tables:
        return None
    far = max((line.x1 for line in lines), default=0.0)
    near = min((line.x0 for line in lines), default=0.0)
    middle = (near + far) / 2
    if any(t.x0 < middle - _GUTTER and t.x1 > middle + _GUTTER for t in tables):
        return None
    run = _columns(lines, 0)
    if len(run) < 2:
        return None
    placed: list[Column | Block] = []
    waiting = sorted(tables, key=lambda t: t.top)
    for column in run:
        own = [t for t in waiting if t.x0 >= column.left - 20 and t.x1 <= column.right + 20]
        own = [t for t in own if not column.lines or column.lines[0].top - 400 < t.top < column.lines[-1].bottom + 400]
        left = column.lines
        for table in own:
            waiting.remove(table)
            above = [line for line in left if line.base <= table.top + 0.5 * line.size]
            left = [line for line in left if line.base > table.top + 0.5 * line.size]
            if above:
                placed.append(Column(above, column.left, column.right))
            placed.append(table)
        if left:
            placed.append(Column(left, column.left, column.right))
    return None if waiting else placed


def _columns(lines: Sequence[Line], depth: int) -> list[Column]:
    if not lines:
        return []
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    found = _widest_split(lines, left, right) if depth < _MOST_DEPTH and len(lines) >= _LEAST_LINES else None
    if found is None:
        return [Column(list(lines), left, right)]
    first, last, at = found
    west: list[Line] = []
    east: list[Line] = []
    for line in lines[first : last + 1]:
        for part in (west, east):
            words = [w for w in line.words if (w.x0 < at) == (part is west)]
            if words:
                part.append(line if len(words) == len(line.words) else Line(words))
    return [
        *_columns(lines[:first], depth + 1),
        *_columns(west, depth + 1),
        *_columns(east, depth + 1),
        *_columns(lines[last + 1 :], depth + 1),
    ]


def _widest_split(lines: Sequence[Line], left: float, right: float) -> tuple[int, int, float] | None:
    """(first line, last line, x) of the longest run of lines that a gutter divides into two columns of running text."""
    width = right - left
    best: tuple[int, int, int, float] | None = None
    for at in _candidates(lines, left + 0.2 * width, right - 0.2 * width):
        start = None
        for i in range(len(lines) + 1):
            free = i < len(lines) and not _crosses(lines[i], at)
            if free and start is None:
                start = i
            elif not free and start is not None:
                run = _trimmed(lines, start, i - 1, at)
                start = None
                if run is not None and (best is None or run[1] - run[0] > best[0]):
                    best = (run[1] - run[0], run[0], run[1], at)
    return None if best is None else best[1:]


def _candidates(lines: Sequence[Line], least: float, most: float) -> list[float]:
    """The middles of gaps that many lines share."""
    seen: dict[int, int] = {}
    for line in lines:
        for a, b in pairwise(line.words):
            if b.x0 - a.x1 >= _GUTTER and least < (a.x1 + b.x0) / 2 < most:
                for x in range(int(a.x1) + 4, int(b.x0) - 3, 2):
                    seen[x] = seen.get(x, 0) + 1
        if least < line.x0 < most:
            x = int(line.x0) - 6
            seen[x] = seen.get(x, 0) + 1
    ranked = sorted(seen, key=lambda x: -seen[x])
    chosen: list[float] = []
    for x in ranked:
        if all(abs(x - c) > 6 for c in chosen):
            chosen.append(float(x))
        if len(chosen) == 6:
            break
    return chosen


def _crosses(line: Line, at: float) -> bool:
    half = _GUTTER / 2
    if line.x1 <= at - half or line.x0 >= at + half:
        return False
    if any(w.x0 < at + half and w.x1 > at - half for w in line.words):
        return True
    before = max((w.x1 for w in line.words if w.x1 <= at), default=0.0)
    after = min((w.x0 for w in line.words if w.x0 >= at), default=0.0)
    return after - before < max(_GUTTER, 0.8 * line.size)


def _trimmed(lines: Sequence[Line], first: int, last: int, at: float) -> tuple[int, int] | None:
    """The run cut down to where both columns stand, or None where they are no columns of running text."""
    east = [i for i in range(first, last + 1) if lines[i].x1 > at]
    west = [i for i in range(first, last + 1) if lines[i].x0 < at]
    if len(east) < _LEAST_LINES or len(west) < _LEAST_LINES:
        return None
    start = max(first, _before(lines, first, east[0]))
    while last > east[-1] and not _same_column(lines, last):
        last -= 1
    west = [i for i in west if start <= i <= last]
    if len(west) < _LEAST_LINES or lines[east[-1]].base < lines[west[0]].base:
        return None
    for rows, side in ((west, 0), (east, 1)):
        parts = [[w for w in lines[i].words if (w.x0 < at) == (side == 0)] for i in rows]
        reach = [(p[0].x0, p[-1].x1) for p in parts if p]
        broad = max(b for _, b in reach) - min(a for a, _ in reach)
        if sum(b - a for a, b in reach) < _FILLED * broad * len(reach) or broad < 8 * lines[rows[0]].size:
            return None
    return start, last


def _before(lines: Sequence[Line], first: int, east: int) -> int:
    """Where the left column begins: not above the right one, save for a line that stands a little higher."""
    start = east
    while start > first and lines[east].base - lines[start - 1].base < 0.9 * lines[east].size:
        start -= 1
    return start


def _same_column(lines: Sequence[Line], i: int) -> bool:
    """Whether a line below the shorter column goes on with the longer one: close to the line before it."""
    return i > 0 and lines[i].base - lines[i - 1].base < 1.6 * lines[i].size

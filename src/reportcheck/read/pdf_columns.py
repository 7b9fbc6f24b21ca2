"""Tables without rules: lines whose figures stand in columns."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from reportcheck.labels import unit_note
from reportcheck.model import Area
from reportcheck.read.marks import find_mark
from reportcheck.read.pdf_grids import Block
from reportcheck.read.pdf_lines import FIGURE, Line, cell_text

__all__ = ["borderless_tables"]

_LEADERS = re.compile(r"\.{4,}|…{2,}|_{4,}")
_CAPTION = re.compile(r"^\s*(?:biểu|bảng|mẫu|phụ lục|table|annex|appendix|schedule)\b.{0,6}\d", re.IGNORECASE)
_CONTENTS = re.compile(r"^(?:mục lục|(?:table of )?contents)$", re.IGNORECASE)
_MOST_BETWEEN = 3  # lines without figures between two rows of a table
_MOST_HEADINGS = 7
_NEAR = 2.4  # of the size: how far apart rows may stand
_MUCH = 0.3  # of a heading's width
_PROSE = 70  # letters; a longer stretch in a figure's line belongs to running text


@dataclass(slots=True)
class _Band:
    """The reach of one column, with what stood in it."""

    x0: float
    x1: float
    figures: int = 0
    words: int = 0


@dataclass(slots=True)
class _Run:
    """Lines from ``first`` to ``last`` that make a table; ``cores`` are those with figures."""

    first: int
    last: int
    bands: list[_Band] = field(default_factory=list)
    cores: list[int] = field(default_factory=list)


def borderless_tables(lines: list[Line], page: int) -> tuple[list[Block], list[Line]]:
    """The tables in the lines of a page from top to bottom, and the lines that belong to none."""
    found: list[Block] = []
    taken: set[int] = set()
    i = 0
    while i < len(lines):
        run = _run(lines, i) if _is_core(lines[i]) else None
        if run is None:
            i += 1
            continue
        first = _first_heading(lines, run, max(taken, default=-1) + 1)
        contents = first > 0 and len(run.bands) == 2 and _CONTENTS.match(lines[first - 1].text)
        if contents or not _enough(lines, run, first):
            i = run.last + 1
            continue
        last = _tail(lines, run)
        found.append(_block(lines, run, first, last, page))
        taken.update(range(first, last + 1))
        i = last + 1
    return found, [line for k, line in enumerate(lines) if k not in taken]


def _enough(lines: list[Line], run: _Run, first: int) -> bool:
    """Whether rows and headings make a table: three rows, two under headings, or one with a heading over every cell."""
    if len(run.cores) > 2:
        return True
    if first == run.first or len(run.bands) < 3:
        return False
    heads = lines[run.first - 1].stretches
    return len(run.cores) == 2 or (
        sum(b.figures > 0 for b in run.bands) > 2
        and [_columns(p, run.bands) for p in heads] == [[i] for i in range(len(run.bands))]
    )


def _is_core(line: Line) -> bool:
    """A line with a figure that stands apart, behind other words or figures."""
    parts = line.stretches
    if len(parts) < 2 or _LEADERS.search(line.text):
        return False
    behind = [bool(FIGURE.fullmatch(p.text)) for p in parts[1:]]
    return any(behind) and sum(behind) * 2 >= len(behind) and all(len(p.text) <= _PROSE for p in parts[1:])


def _run(lines: list[Line], start: int) -> _Run | None:
    """The rows from one core line on that keep to the same columns."""
    run = _Run(start, start)
    _widen(run.bands, lines[start].stretches)
    run.cores.append(start)
    i = start + 1
    while i < len(lines) and i - run.last <= _MOST_BETWEEN:
        line, before = lines[i], lines[i - 1]
        if line.base - before.base > _NEAR * max(line.size, before.size):
            break
        if _is_core(line):
            bands = _widened(run.bands, line.stretches)
            if bands is None:
                break
            run.bands, run.last = bands, i
            run.cores.append(i)
        elif not _fits(line, run.bands):
            break
        i += 1
    return run if len(run.cores) == 1 or _aligned(lines, run) else None


def _widen(bands: list[_Band], parts: list[Line]) -> None:
    for part in parts:
        figure = bool(FIGURE.fullmatch(part.text))
        bands.append(_Band(part.x0, part.x1, figure, not figure))


def _widened(bands: list[_Band], parts: list[Line]) -> list[_Band] | None:
    """The bands with a further row, or None where one of its stretches lies across two of them."""
    pieces: list[_Band] = []
    _widen(pieces, parts)
    pool = sorted([*bands, *pieces], key=lambda b: b.x0)
    merged: list[tuple[_Band, int, int]] = []  # band, how many old ones, how many new ones
    for band in pool:
        old = int(any(band is b for b in bands))
        last = merged[-1] if merged else None
        if last is not None and band.x0 < last[0].x1 - 0.5:
            if last[1] + old > 1 or last[2] + (1 - old) > 1:
                return None
            joined = _Band(
                min(last[0].x0, band.x0),
                max(last[0].x1, band.x1),
                last[0].figures + band.figures,
                last[0].words + band.words,
            )
            merged[-1] = (joined, last[1] + old, last[2] + 1 - old)
        else:
            merged.append((band, old, 1 - old))
    return [band for band, _, _ in merged]


def _fits(line: Line, bands: list[_Band]) -> bool:
    """Whether a line without figures keeps to the columns: a label that goes on, or one that heads a group."""
    last = next((b for b in reversed(bands) if b.figures), bands[-1])
    if unit_note(line.text) or _CAPTION.match(line.text):
        return False
    return line.x0 >= bands[0].x0 - 0.5 * line.size and line.x1 < last.x0 and len(line.text) <= 2 * _PROSE


def _aligned(lines: list[Line], run: _Run) -> bool:
    """Whether some column behind the first holds a figure in most rows, at one edge."""
    for band in run.bands[1:]:
        held = [
            part
            for i in run.cores
            for part in lines[i].stretches
            if part.x0 >= band.x0 - 0.1 and part.x1 <= band.x1 + 0.1 and FIGURE.fullmatch(part.text)
        ]
        if len(held) < 2 or len(held) * 2 < len(run.cores):
            continue
        size = held[0].size
        for edges in ([p.x1 for p in held], [p.x0 for p in held], [(p.x0 + p.x1) / 2 for p in held]):
            if sum(abs(e - edges[0]) < 0.6 * size for e in edges) * 3 >= 2 * len(edges):
                return True
    return False


def _first_heading(lines: list[Line], run: _Run, least: int) -> int:
    """The first line of the headings above a run; the run's own first line where it has none."""
    first = run.first
    waiting = 0
    for i in range(run.first - 1, max(least, run.first - _MOST_HEADINGS) - 1, -1):
        line, below = lines[i], lines[i + 1]
        if below.base - line.base > _NEAR * max(line.size, below.size) or unit_note(line.text):
            break
        if _CAPTION.match(line.text) or line.text[-1:] in ".:;" or len(line.text) > 2 * _PROSE:
            break
        spans = [_columns(part, run.bands) for part in line.stretches]
        if any(not s for s in spans) or _overlap(spans):
            break
        if len(spans) == 1:
            if spans[0][0] == 0 and len(spans[0]) > 1:
                break
            waiting += 1
            if waiting > 2:
                break
            continue
        first, waiting = i, 0
    if waiting and first < run.first:
        above = lines[first - 1]
        over = _columns(above.stretches[0], run.bands)
        if len(over) > 1 and first - 1 >= least and lines[first].base - above.base < 1.6 * above.size:
            first -= 1
    return first


def _columns(part: Line, bands: list[_Band]) -> list[int]:
    """The bands under a heading: those whose middle it covers or that hold much of it, or the one that it stands next to."""
    over = []
    for i, band in enumerate(bands):
        left = (bands[i - 1].x1 + band.x0) / 2 if i else band.x0
        right = (band.x1 + bands[i + 1].x0) / 2 if i + 1 < len(bands) else band.x1
        shared = min(part.x1, right) - max(part.x0, left)
        if part.x0 - 1 <= (band.x0 + band.x1) / 2 <= part.x1 + 1 or shared >= _MUCH * (part.x1 - part.x0):
            over.append(i)
    if over:
        return over
    middle = (part.x0 + part.x1) / 2
    nearest = min(range(len(bands)), key=lambda i: max(bands[i].x0 - middle, middle - bands[i].x1, 0.0))
    band = bands[nearest]
    away = max(band.x0 - middle, middle - band.x1, 0.0)
    return [nearest] if away <= 3 * part.size else []


def _overlap(spans: list[list[int]]) -> bool:
    flat = [i for span in spans for i in span]
    return len(flat) != len(set(flat))


def _tail(lines: list[Line], run: _Run) -> int:
    """The last line: labels may go on below the last figures."""
    last = run.last
    label = next((p for p in lines[run.last].stretches if not FIGURE.fullmatch(p.text)), None)
    for i in range(run.last + 1, min(run.last + 3, len(lines))):
        line = lines[i]
        near = line.base - lines[i - 1].base <= 1.35 * line.size
        if label is None or not near or not _fits(line, run.bands) or line.x0 < label.x0 - 1:
            break
        if not line.text[:1].islower():
            break
        last = i
    return last


def _block(lines: list[Line], run: _Run, first: int, last: int, page: int) -> Block:
    bands = run.bands
    edges = [bands[0].x0, *((a.x1 + b.x0) / 2 for a, b in pairwise(bands)), bands[-1].x1]
    block = Block([], [], edges, lines[first].top, lines[last].bottom, page, ruled=False)
    body = run.first
    while body > first and _heads_group(lines[body - 1], lines[first : body - 1], bands):
        body -= 1
    _headings(block, lines[first:body], bands)
    cores = set(run.cores)
    waiting: Line | None = None  # a label whose figures may stand on the next line
    for i in range(body, last + 1):
        line = lines[i]
        if i not in cores:
            if waiting is None and len(block.rows) and line.text[:1].islower():
                _append(block, line, bands)
                continue
            if waiting is not None:
                _row(block, waiting, bands)
            waiting = line
            continue
        if waiting is not None:
            label = line.stretches[0]
            if label.text[:1].islower() and not FIGURE.fullmatch(label.text):
                _row(block, line, bands)
                _prepend(block, waiting, bands)
            else:
                _row(block, waiting, bands)
                _row(block, line, bands)
            waiting = None
        else:
            _row(block, line, bands)
    if waiting is not None:
        _row(block, waiting, bands)
    return block


def _heads_group(line: Line, above: list[Line], bands: list[_Band]) -> bool:
    """Whether a lone label between the headings and the figures heads a group of rows, and is no heading itself."""
    if not above or len(line.stretches) > 1 or _columns(line, bands) != [0] or line.text[:1].islower():
        return False
    return find_mark(line.text) is not None or any(0 in _columns(p, bands) for other in above for p in other.stretches)


def _headings(block: Block, lines: list[Line], bands: list[_Band]) -> None:
    """The heading lines: those without a spanning cell between them are one row."""
    groups: list[list[Line]] = []
    spanned = False
    for line in lines:
        spans = any(len(_columns(part, bands)) > 1 for part in line.stretches)
        if groups and not (spanned and _under_span(line, groups[-1], bands)):
            groups[-1].append(line)
        else:
            groups.append([line])
        spanned = spanned or spans
    for group in groups:
        row = len(block.rows)
        block.rows.append([None] * len(bands))
        for line in group:
            for part in line.stretches:
                over = _columns(part, bands)
                before = block.rows[row][over[0]]
                block.rows[row][over[0]] = f"{before} {part.text}" if before else part.text
                if len(over) > 1:
                    area = Area(row, over[0], row, over[-1])
                    if area not in block.merges:
                        block.merges.append(area)


def _under_span(line: Line, group: list[Line], bands: list[_Band]) -> bool:
    """Whether a line has words of its own under a heading that spans columns: the next level of headings."""
    spans = [s for above in group for part in above.stretches if len(s := _columns(part, bands)) > 1]
    own = [_columns(part, bands) for part in line.stretches]
    return any(len(o) == 1 and o[0] in s for o in own for s in spans)


def _row(block: Block, line: Line, bands: list[_Band]) -> None:
    row = len(block.rows)
    block.rows.append([None] * len(bands))
    for part in line.stretches:
        column = min(_columns(part, bands) or [0])
        before, text = block.rows[row][column], cell_text(part.words)
        block.rows[row][column] = f"{before} {text}" if before else text
        if part.bold:
            block.bold.add((row, column))
        block.indents[row, column] = part.x0 - bands[column].x0


def _append(block: Block, line: Line, bands: list[_Band]) -> None:
    """A label that goes on below its figures."""
    for part in line.stretches:
        column = min(_columns(part, bands) or [0])
        before = block.rows[-1][column]
        block.rows[-1][column] = f"{before} {part.text}" if before else part.text


def _prepend(block: Block, line: Line, bands: list[_Band]) -> None:
    """A label that began above its figures."""
    for part in line.stretches:
        column = min(_columns(part, bands) or [0])
        after = block.rows[-1][column]
        block.rows[-1][column] = f"{part.text} {after}" if after else part.text

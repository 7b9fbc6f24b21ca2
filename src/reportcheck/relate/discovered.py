"""Relations that nobody declared: found in the figures of a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import numpy as np

from reportcheck.extract import TableView
from reportcheck.labels import words
from reportcheck.relate.averages import find_averages
from reportcheck.relate.board import Board, Pattern
from reportcheck.relate.declared import Claims
from reportcheck.relate.family import Axis, Family, Line, Part
from reportcheck.relate.field import Lines, field_of
from reportcheck.relate.ratios import MOST_LINES, find_ratios
from reportcheck.relate.running import Chain, chain_families, find_chains
from reportcheck.relate.sums import SumSearch
from reportcheck.relate.telling import Told, failing_lanes

__all__ = ["discover"]

_MOST_GROUPS = 6
_RULES = {"sum": "RC101", "average": "RC301", "share": "RC201", "change": "RC401"}


def discover(view: TableView) -> Claims:
    """The relations that the figures of a table show.

    Searches over more lines than they can afford are not made; each counts once in ``not_looked_at``, and so does each row
    that a very large table has beyond those looked at.
    """
    claims = Claims()
    field = field_of(view)
    if field is None:
        return claims
    claims.not_looked_at += len(field.left_out)
    gaps: dict[tuple[int, int], set[int]] = {}
    chains: list[tuple[Board, Chain]] = []
    for lines, crossing in ((field.columns, field.rows), (field.rows, field.columns)):
        board = Board(lines)
        search = SumSearch(board)
        sums = search.run()
        board.settle_rounding(sums)
        claims.not_looked_at += len(search.skipped) + (lines.count > MOST_LINES)
        for pattern in [*sums, *find_averages(board, sums), *find_ratios(board, sums)]:
            told = failing_lanes(board, pattern)
            claims.families += _families(view, board, pattern, told, field.left_out)
            if pattern.kind == "sum":
                _note_told(board, pattern, told, gaps)
        for pattern in (p for t, p in search.thin.items() if t not in search.found.sets):
            claims.families += _thin(view, board, pattern, pattern.hit | pattern.zero | pattern.miss)
        found, skipped = find_chains(board, crossing, _names(view, lines))
        claims.not_looked_at += skipped
        chains += [(board, chain) for chain in found]
        if lines.axis == "row":
            claims.families += _beside(view, lines, sums)
    for board, chain in sorted(chains, key=lambda c: c[1].way):  # a figure that breaks two of them is told once
        places = [int(r) for r in chain.told]
        off = [abs(chain.gap(board, r)) for r in places]
        cells = [chain.cells(board, r) for r in places]
        silent = [r for r, gap, own in zip(places, off, cells, strict=True) if any(gap in gaps.get(c, ()) for c in own)]
        for gap, own in zip(off, cells, strict=True):
            for c in own:
                gaps.setdefault(c, set()).add(gap)
        claims.families += chain_families(view, board, chain, silent)
    return claims


def _names(view: TableView, lines: Lines) -> list[str]:
    """The words of each line: of a column those of all its headings."""
    if lines.axis == "row":
        return lines.labels
    return [words(" ".join(view.headings[int(c)])) for c in lines.index]


def _note_told(board: Board, pattern: Pattern, told: Told, gaps: dict[tuple[int, int], set[int]]) -> None:
    """For each cell of a sum whose failure is told, by how much it fails."""
    lines = board.lines
    off, _ = board.gaps(pattern, told.lanes)
    for lane, gap in zip(told.lanes, off, strict=True):
        for line in (pattern.target, *pattern.parts):
            gaps.setdefault(lines.cell(line, int(lane)), set()).add(abs(int(gap)))


def _beside(view: TableView, lines: Lines, found: Sequence[Pattern]) -> list[Family]:
    """Sums of rows that hold in one of several groups of columns with something between them: tables side by side."""
    starts = np.flatnonzero(np.diff(lines.lane) > 1) + 1
    groups = np.split(np.arange(lines.lanes), starts)
    if not 2 <= len(groups) <= _MOST_GROUPS or min(map(len, groups)) < 2:
        return []
    known = {(p.target, p.parts) for p in found}
    families = []
    for group in groups:
        board = Board(lines.within(group))
        sums = SumSearch(board).run()
        board.settle_rounding(sums)
        for pattern in sums:
            if (pattern.target, pattern.parts) not in known and pattern.way in ("adjacent", "near"):
                families += _families(view, board, pattern, failing_lanes(board, pattern), [])
    return families


def _families(view: TableView, board: Board, pattern: Pattern, told: Told, beyond: list[int]) -> list[Family]:
    """The claims of one pattern: where it holds, and where its failure is worth telling; thin where it only fails."""
    lanes = pattern.hit | pattern.zero
    untold = pattern.miss.copy()
    lanes[told.lanes], untold[told.lanes] = True, False
    claim = _claim(view, board, pattern, lanes)
    claim.may_fail = frozenset(_numbers(board.lines, told.lanes))
    claim.doubtful = claim.may_fail - frozenset(_numbers(board.lines, told.certain))
    if beyond and claim.target.axis == "column" and pattern.kind != "average" and not pattern.miss.any():
        # A law of all the rows looked at is one of those beyond them too.
        claim = replace(claim, lanes=[*claim.lanes, *beyond], may_fail=frozenset(beyond), doubtful=frozenset(beyond))
    return [*_of_kind(claim, board.lines, pattern), *_thin(view, board, pattern, untold)]


def _thin(view: TableView, board: Board, pattern: Pattern, lanes: np.ndarray) -> list[Family]:
    """Claims that are shown and never raise anything: too little speaks for them in these lanes."""
    if not lanes.any():
        return []
    claim = replace(_claim(view, board, pattern, lanes), firm=False)
    return _of_kind(claim, board.lines, pattern)


def _numbers(lines: Lines, lanes: np.ndarray) -> list[int]:
    """The body rows or columns that lanes are."""
    return [int(n) for n in lines.lane[lanes]]


def _claim(view: TableView, board: Board, pattern: Pattern, lanes: np.ndarray) -> Family:
    """A pattern in some of its lanes, as a plain sum of its parts."""
    lines = board.lines
    axis: Axis = "column" if lines.axis == "column" else "row"
    step = lines.grain if pattern.rounded else 1

    def line(i: int) -> Line:
        return Line(view, axis, int(lines.index[i]), rounded=pattern.rounded, step=step)

    holds = pattern.hit | pattern.zero
    crossed = "rows" if axis == "column" else "columns"
    return Family(
        kind=pattern.kind,
        target=replace(line(pattern.target), rounded=pattern.rounded or pattern.kind != "sum"),
        parts=tuple(Part(line(p)) for p in pattern.parts),
        lanes=_numbers(lines, np.flatnonzero(lanes)),
        origin="discovered",
        rule=_RULES[pattern.kind],
        support=f"{int(holds.sum())} of {int((holds | pattern.miss).sum())} {crossed}, {pattern.way}, {pattern.bits:.0f} bits",
    )


def _of_kind(claim: Family, lines: Lines, pattern: Pattern) -> list[Family]:
    """A claim written as its kind has it: an average divided by its figures, a share by its whole, a product of its factors."""
    if pattern.kind == "sum":
        return [claim]
    if pattern.kind == "average":
        return _averages(claim, lines, pattern)
    factor = Decimal(pattern.factor)
    first, second = claim.parts
    if pattern.way == "product":
        whole, factors = first.line, (replace(claim.target, rounded=pattern.rounded), second.line)
        parts = tuple(Part(factor, role="factor") for factor in factors)
        return [replace(claim, kind="product", rule="RC302", target=whole, parts=parts)]
    if pattern.kind == "share":
        return [replace(claim, parts=(first, replace(second, role="divisor")), factor=factor)]
    return [replace(claim, parts=(replace(first, role="divisor"), second), factor=factor, offset=-factor)]


def _averages(claim: Family, lines: Lines, pattern: Pattern) -> list[Family]:
    """One claim for each choice of figures that stand: empty cells and words do not count in an average."""
    filled = lines.filled[list(pattern.parts)]
    place = {int(n): i for i, n in enumerate(lines.lane)}
    groups: dict[bytes, list[int]] = {}
    for lane in claim.lanes:
        groups.setdefault(filled[:, place[lane]].tobytes(), []).append(lane)
    families = []
    for lanes in groups.values():
        parts = tuple(p for p, there in zip(claim.parts, filled[:, place[lanes[0]]], strict=True) if there)
        families.append(replace(claim, parts=parts, lanes=lanes, divisor=Decimal(len(parts))))
    return families

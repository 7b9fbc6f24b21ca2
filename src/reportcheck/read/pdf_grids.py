"""Ruled tables: drawn lines → cells, with merged ones, and the words in them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from reportcheck.model import Area
from reportcheck.read.pdf_lines import FIGURE, cell_text, lines_of
from reportcheck.read.pdf_page import Page, Rule, Word

__all__ = ["Block", "ruled_tables"]

_SNAP = 2.5  # points; rules closer than this are one
_REACH = 3.5  # points by which rules may miss each other and still meet
_COVERED = 0.6  # share of a cell's side that a rule must cover
_MOST_RULES = 6000
_MOST_CELLS = 40_000


@dataclass(slots=True)
class Block:
    """A table on one page: cells by row and column, merged areas from 0, its columns' edges and its place."""

    rows: list[list[str | None]]
    merges: list[Area]
    edges: list[float]
    top: float
    bottom: float
    page: int
    ruled: bool = True
    bold: set[tuple[int, int]] = field(default_factory=set)
    indents: dict[tuple[int, int], float] = field(default_factory=dict)

    @property
    def x0(self) -> float:
        return self.edges[0]

    @property
    def x1(self) -> float:
        return self.edges[-1]


def ruled_tables(page: Page) -> list[Block]:
    """The tables that drawn lines make on a page; their words are taken out of ``page.words``."""
    if len(page.level) > _MOST_RULES or len(page.upright) > _MOST_RULES:
        return []
    level, upright = _straightened(page.level), _straightened(page.upright)
    found = []
    for across, down in _meeting(level, upright):
        block = _Lattice(page, across, down).block()
        if block is not None:
            found.append(block)
    return sorted(found, key=lambda b: b.top)


def _straightened(rules: Sequence[Rule]) -> list[Rule]:
    """Rules at the same place made one, their pieces joined."""
    groups: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda r: r.at):
        if groups and rule.at - groups[-1][0].at <= _SNAP:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    joined = []
    for group in groups:
        at = sum(r.at for r in group) / len(group)
        start, end = 0.0, -1e9
        for rule in sorted(group, key=lambda r: r.start):
            if rule.start <= end + _REACH:
                end = max(end, rule.end)
                continue
            if end > -1e9:
                joined.append(Rule(at, start, end))
            start, end = rule.start, rule.end
        joined.append(Rule(at, start, end))
    return joined


def _meeting(level: list[Rule], upright: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Groups of rules that meet each other, each with at least two one way and one the other."""
    parent = list(range(len(level) + len(upright)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    heights = [rule.at for rule in level]
    for j, rule in enumerate(upright):
        first, last = bisect_left(heights, rule.start - _REACH), bisect_right(heights, rule.end + _REACH)
        for i in range(first, last):
            if level[i].start - _REACH <= rule.at <= level[i].end + _REACH:
                parent[root(i)] = root(len(level) + j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = defaultdict(lambda: ([], []))
    for i, rule in enumerate(level):
        groups[root(i)][0].append(rule)
    for j, rule in enumerate(upright):
        groups[root(len(level) + j)][1].append(rule)
    return [(a, b) for a, b in groups.values() if a and b and len(a) + len(b) >= 3]


def _edges(rules: list[Rule], across: list[Rule]) -> list[float]:
    """The places of rules, and the ends of those across them where they reach beyond."""
    edges: list[float] = []
    for at in sorted(rule.at for rule in rules):
        if not edges or at - edges[-1] > _SNAP:
            edges.append(at)
    for ends, outer in ((sorted(r.start for r in across), 0), (sorted((r.end for r in across), reverse=True), -1)):
        agreeing = [end for end in ends if abs(end - ends[0]) <= 2 * _SNAP]
        beyond = edges[0] - ends[0] if outer == 0 else ends[0] - edges[-1]
        if len(agreeing) >= 2 and beyond > 2 * _REACH:
            edges.insert(0, ends[0]) if outer == 0 else edges.append(ends[0])
    return edges


class _Lattice:
    """The cells between the rules of one group."""

    def __init__(self, page: Page, level: list[Rule], upright: list[Rule]) -> None:
        self.page = page
        self.level = level
        self.upright = upright
        self.xs = _edges(upright, level)
        self.ys = _edges(level, upright)

    def block(self) -> Block | None:
        columns, rows = len(self.xs) - 1, len(self.ys) - 1
        if columns < 1 or rows < 1 or columns * rows < 2 or columns * rows > _MOST_CELLS:
            return None
        areas = self._areas(rows, columns)
        if len(areas) < 2 or len({a.left for a in areas}) < 2:
            return None
        owner = {(r, c): a for a in areas for r in range(a.top, a.bottom + 1) for c in range(a.left, a.right + 1)}
        held: dict[Area, list[Word]] = defaultdict(list)
        kept: list[Word] = []
        for word in self.page.words:
            place = self._cell(word)
            if place is None:
                kept.append(word)
            else:
                held[owner[place]].append(word)
        if len(held) < 2 or not self._is_table(held):
            return None
        self.page.words = kept
        return self._filled(areas, held, rows, columns)

    def _is_table(self, held: dict[Area, list[Word]]) -> bool:
        """Cells with words beside each other: not the frame around a text, nor the lines of a chart."""
        return len({a.left for a in held}) > 1

    def _cell(self, word: Word) -> tuple[int, int] | None:
        x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
        c, r = bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1
        if 0 <= c < len(self.xs) - 1 and 0 <= r < len(self.ys) - 1:
            return r, c
        return None

    def _areas(self, rows: int, columns: int) -> list[Area]:
        """The cells, those without a rule between them as one where they make a rectangle."""
        under = self._sides(self.level, self.ys, self.xs)
        right = self._sides(self.upright, self.xs, self.ys)
        group = list(range(rows * columns))

        def root(i: int) -> int:
            while group[i] != i:
                group[i] = group[group[i]]
                i = group[i]
            return i

        for r in range(rows):
            for c in range(columns):
                if c + 1 < columns and (c + 1, r) not in right:
                    group[root(r * columns + c)] = root(r * columns + c + 1)
                if r + 1 < rows and (r + 1, c) not in under:
                    group[root(r * columns + c)] = root((r + 1) * columns + c)
        cells: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for r in range(rows):
            for c in range(columns):
                cells[root(r * columns + c)].append((r, c))
        areas = []
        for members in cells.values():
            top, bottom = members[0][0], max(r for r, _ in members)
            left, far = min(c for _, c in members), max(c for _, c in members)
            if (bottom - top + 1) * (far - left + 1) == len(members):
                areas.append(Area(top, left, bottom, far))
            else:
                areas += _level_runs(members)
        return areas

    def _sides(self, rules: list[Rule], edges: list[float], stops: list[float]) -> set[tuple[int, int]]:
        """(edge, stretch) for each stretch between two stops that a rule on the edge covers."""
        found: set[tuple[int, int]] = set()
        for rule in rules:
            near = bisect_left(edges, rule.at - _SNAP)
            if near >= len(edges) or abs(edges[near] - rule.at) > _SNAP:
                continue
            for k, (a, b) in enumerate(pairwise(stops)):
                covered = min(rule.end, b) - max(rule.start, a)
                if covered >= _COVERED * (b - a):
                    found.add((near, k))
        return found

    def _filled(self, areas: list[Area], held: dict[Area, list[Word]], rows: int, columns: int) -> Block:
        grid: list[list[str | None]] = [[None] * columns for _ in range(rows)]
        block = Block(grid, [], self.xs, self.ys[0], self.ys[-1], self.page.number)
        split: dict[int, dict[Area, list[list[Word]]]] = {}
        for r in range(rows):
            parts = _lanes([a for a in areas if a.top <= r <= a.bottom], held)
            if parts:
                split[r] = parts
        moved = 0
        grid.clear()
        starts: list[int] = []
        for r in range(rows):
            starts.append(r + moved)
            lanes = split.get(r)
            count = max(map(len, lanes.values())) if lanes else 1
            grid.extend([None] * columns for _ in range(count))
            moved += count - 1
            for area in areas:
                if area.top != r or area not in held:
                    continue
                pieces = lanes[area] if lanes else [held[area]]
                for k, words in enumerate(pieces):
                    _put(block, r + moved - (count - 1) + k, area.left, words, self.xs[area.left])
        starts.append(len(grid))
        for area in areas:
            top, bottom = starts[area.top], starts[area.bottom + 1] - 1
            if area.top in split:
                if area.left != area.right:
                    block.merges += [Area(r, area.left, r, area.right) for r in range(top, bottom + 1)]
            elif area.left != area.right or area.top != area.bottom:
                block.merges.append(Area(top, area.left, bottom, area.right))
        return block


def _level_runs(cells: list[tuple[int, int]]) -> list[Area]:
    """Cells that make no rectangle (the space around boxes), row by row."""
    runs: list[Area] = []
    for r, c in sorted(cells):
        if runs and runs[-1].top == r and runs[-1].right == c - 1:
            runs[-1] = Area(r, runs[-1].left, r, c)
        else:
            runs.append(Area(r, c, r, c))
    return runs


def _put(block: Block, row: int, column: int, words: list[Word], edge: float) -> None:
    text = cell_text(words)
    if not text:
        return
    block.rows[row][column] = text
    if all(w.bold for w in words):
        block.bold.add((row, column))
    block.indents[row, column] = min(w.x0 for w in words) - edge


def _lanes(areas: list[Area], held: dict[Area, list[Word]]) -> dict[Area, list[list[Word]]]:
    """The printed rows in cells that no rule divides: where two or more cells hold one figure on each of their lines.

    Returns:
        for each area its words row by row; empty where the cells are one row.
    """
    if any(a.top != a.bottom for a in areas):
        return {}
    lines = {a: lines_of(held[a]) for a in areas if a in held}
    figures = {a: [line for line in own if FIGURE.fullmatch(line.text)] for a, own in lines.items()}
    ladders = [
        own
        for a, own in figures.items()
        if len(own) >= 2 and len(own) == len(lines[a]) and not any(line.text[-1] in ".," for line in own)
    ]
    if len(ladders) < 2:
        return {}
    longest = max(ladders, key=len)
    size = longest[0].size
    bases = [line.base for line in longest]
    fitting = sum(all(any(abs(line.base - b) < 0.4 * size for b in bases) for line in own) for own in ladders)
    if fitting < len(ladders):
        return {}
    found: dict[Area, list[list[Word]]] = {}
    for area, own in lines.items():
        rows: list[list[Word]] = [[] for _ in bases]
        for line in own:
            k = bisect_right(bases, line.base + 0.4 * size) - 1
            if k < 0:
                if area in figures and len(figures[area]) == len(own):
                    return {}
                k = 0
            rows[k] += line.words
        found[area] = rows
    return found

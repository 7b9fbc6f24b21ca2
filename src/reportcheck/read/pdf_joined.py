"""Tables of single pages → one table where they are one, headings printed again left out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reportcheck.model import Area, Grid, Look, Placement
from reportcheck.numerals import tidy
from reportcheck.read.pdf_grids import Block
from reportcheck.read.pdf_lines import FIGURE

__all__ = ["JoinedTable", "is_continuation"]

_SAME_EDGE = 5.0  # points
_SAME_INDENT = 3.0
_MOST_INDENTS = 4
_MOST_REPEATED = 8
_CONTINUED = re.compile(r"tiếp theo|\(tiếp\)|\bcont(?:inued|['’]?d|\.)|đơn vị(?: tính)?\s*:|^unit\s*:", re.IGNORECASE)


def is_continuation(lines: Sequence[str]) -> bool:
    """Whether lines above the rest of a table only say so: ``"Biểu 2 (tiếp theo)"``, its unit once more."""
    return 0 < len(lines) <= 3 and all(_CONTINUED.search(line) and len(line) < 160 for line in lines)


class JoinedTable:
    """A table that may go on over the next page."""

    def __init__(self, block: Block) -> None:
        self.rows = block.rows
        self.merges = list(block.merges)
        self.edges = block.edges
        self.ruled = block.ruled
        self.bold = set(block.bold)
        self.indents = dict(block.indents)
        self.first = self.page = block.page
        self.pages: list[tuple[int, int]] = []

    def takes(self, block: Block) -> bool:
        """Whether a table at the top of the next page is the rest of this one: its columns stand where these do."""
        return block.page == self.page + 1 and block.ruled == self.ruled and self._columns(block) is not None

    def _columns(self, block: Block) -> list[int] | None:
        """For each edge of the other table, which of these it is; None where the two are different tables."""
        if not self.ruled:
            return self._bands(block)
        shift = block.edges[0] - self.edges[0]
        found = []
        for edge in block.edges:
            near = min(range(len(self.edges)), key=lambda i: abs(self.edges[i] + shift - edge))
            if abs(self.edges[near] + shift - edge) > _SAME_EDGE or abs(shift) > 4 * _SAME_EDGE:
                return None
            found.append(near)
        return found if len(set(found)) == len(found) and len(found) * 2 > len(self.edges) else None

    def _bands(self, block: Block) -> list[int] | None:
        """Without rules: as many columns, which overlap one by one."""
        if len(block.edges) != len(self.edges):
            return None
        for i in range(len(self.edges) - 1):
            a, b = max(self.edges[i], block.edges[i]), min(self.edges[i + 1], block.edges[i + 1])
            narrower = min(self.edges[i + 1] - self.edges[i], block.edges[i + 1] - block.edges[i])
            if b - a < 0.6 * narrower:
                return None
        return list(range(len(self.edges)))

    def add(self, block: Block) -> None:
        """Go on with the rest of the table, its repeated headings left out."""
        columns = self._columns(block)
        assert columns is not None
        width = len(self.edges) - 1
        mapped = [_spread(row, columns, width) for row in block.rows]
        skipped = 0
        most = min(_MOST_REPEATED, len(mapped), len(self.rows))
        while skipped < most and _same(mapped[skipped], self.rows[skipped]):
            skipped += 1
        self.page = block.page
        rest = mapped[skipped:]
        if rest and self._row_goes_on(rest[0]):
            for c, value in enumerate(rest[0]):
                if value:
                    before = self.rows[-1][c]
                    self.rows[-1][c] = f"{before} {value}" if before else value
            skipped += 1
            rest = rest[1:]
        if not rest:
            return
        start = len(self.rows)
        self.pages.append((start, block.page))
        self.rows += rest
        for area in block.merges:
            if area.top >= skipped:
                right = columns[area.right + 1] - 1
                top, bottom = area.top - skipped + start, area.bottom - skipped + start
                self.merges.append(Area(top, columns[area.left], bottom, right))
        self.bold |= {(r - skipped + start, columns[c]) for r, c in block.bold if r >= skipped}
        for (r, c), indent in block.indents.items():
            if r >= skipped:
                self.indents[r - skipped + start, columns[c]] = indent

    def _row_goes_on(self, row: list[str | None]) -> bool:
        """Whether a row is the rest of the last one, which the end of the page cut: words only, in small letters."""
        held = [value for value in row if value]
        return bool(held) and self.ruled and all(v[0].islower() for v in held) and not any(map(FIGURE.fullmatch, held))

    def grid(self) -> Grid:
        """The table as a grid, with the pages of its rows."""
        looks = {place: Look(bold=True) for place in self.bold}
        for cell, indent in self._indents().items():
            looks[cell] = Look(cell in self.bold, indent)
        place = Placement(page=self.first, pages=tuple(self.pages))
        return Grid("", self.rows, merges=tuple(self.merges), typed=False, looks=looks, place=place)

    def _indents(self) -> dict[tuple[int, int], int]:
        """The indent of labels in steps, where the labels of a column begin at a few places."""
        letters = [0] * (len(self.edges) - 1)
        for row in self.rows:
            for c, value in enumerate(row):
                if value and not FIGURE.fullmatch(value):
                    letters[c] += len(value)
        column = max(range(len(letters)), key=letters.__getitem__)
        top = max((a.bottom for a in self.merges if a.top == 0), default=0)
        own = {p: x for p, x in self.indents.items() if p[1] == column and p[0] > top}
        steps: list[list[float]] = []
        for x in sorted(own.values()):
            if steps and x - steps[-1][0] <= _SAME_INDENT:
                steps[-1].append(x)
            else:
                steps.append([x])
        if not 2 <= len(steps) <= _MOST_INDENTS or any(len(s) < 2 for s in steps[1:]):
            return {}
        starts = [s[0] for s in steps]
        found = {p: sum(x >= start for start in starts) - 1 for p, x in own.items()}
        return {p: step for p, step in found.items() if step}


def _spread(row: list[str | None], columns: list[int], width: int) -> list[str | None]:
    out: list[str | None] = [None] * width
    for c, value in enumerate(row):
        out[columns[c]] = value
    return out


def _same(a: Sequence[str | None], b: Sequence[str | None]) -> bool:
    return any(a) and all(tidy(x or "").casefold() == tidy(y or "").casefold() for x, y in zip(a, b, strict=True))

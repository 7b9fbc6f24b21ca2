"""The cells of one sheet while a reader gathers them one by one, and the grids they make.

Memory goes with the number of cells and never with the distance between them, whatever places a file names.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import isfinite

from reportcheck.model import GENERAL, Area, CellError, Grid, NumberFormat, Value
from reportcheck.read.cell_formats import CellFormats
from reportcheck.read.ooxml import DamagedError
from reportcheck.read.sheet_walk import clusters

__all__ = ["MOST_CELLS", "SheetCells"]

MOST_CELLS = 10_000_000
# One grid holds all cells up to this many places, or to this many per used cell; beyond, the sheet is taken apart.
MOST_PLACES = 2_000_000
MOST_SPREAD = 20


@dataclass(slots=True)
class SheetCells:
    """What a sheet holds, by absolute zero-based positions; a reader fills it and asks for :meth:`grids`."""

    name: str
    hidden: bool = False
    rows: dict[int, dict[int, Value]] = field(default_factory=dict)
    formats: CellFormats = field(default_factory=CellFormats)
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)
    merges: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    comments: dict[tuple[int, int], str] = field(default_factory=dict)
    count: int = 0

    def put(self, row: int, column: int, value: Value, format: NumberFormat = GENERAL) -> None:
        """Note a cell with its format; an empty one is passed over unless it has a formula already.

        Raises:
            DamagedError: there are more cells than a sheet may have.
        """
        if value is None or value == "":
            return
        if type(value) is float and not isfinite(value):
            value = CellError("#NUM!")
        self.count += 1
        if self.count > MOST_CELLS:
            raise DamagedError(f"the sheet {self.name} has more than {MOST_CELLS} cells")
        cells = self.rows.get(row)
        if cells is None:
            cells = self.rows[row] = {}
        cells[column] = value
        if format is not GENERAL:
            styled = self.formats.rows.get(row)
            if styled is None:
                styled = self.formats.rows[row] = {}
            styled[column] = format

    def grids(self) -> tuple[list[Grid], bool]:
        """One grid, or several where the cells stand very far apart; and whether all cells are in them."""
        for row, column in self.formulas:
            self.rows.setdefault(row, {}).setdefault(column, None)
        used = [row for row, cells in self.rows.items() if cells]
        if not used:
            return [self._grid([], 0, 0, None)], True
        top, bottom = min(used), max(used)
        left = min(min(cells) for cells in self.rows.values() if cells)
        right = max(max(cells) for cells in self.rows.values() if cells)
        places = (bottom - top + 1) * (right - left + 1)
        if places <= MOST_PLACES or places <= MOST_SPREAD * self.count:
            return [self._grid(self._filled(top, left, bottom, right), top, left, None)], True
        groups = clusters([(row, column) for row, cells in self.rows.items() for column in cells])
        whole = sum(map(len, groups)) == sum(map(len, self.rows.values()))
        return [self._part(set(group)) for group in groups], whole

    def _filled(self, top: int, left: int, bottom: int, right: int) -> list[list[Value]]:
        width = right - left + 1
        filled: list[list[Value]] = []
        for row in range(top, bottom + 1):
            line: list[Value] = [None] * width
            for column, value in self.rows.get(row, {}).items():
                line[column - left] = value
            filled.append(line)
        return filled

    def _part(self, group: set[tuple[int, int]]) -> Grid:
        """The grid of some of the cells, where the sheet was taken apart."""
        top, left = min(row for row, _ in group), min(column for _, column in group)
        bottom, right = max(row for row, _ in group), max(column for _, column in group)
        rows: list[list[Value]] = [[None] * (right - left + 1) for _ in range(bottom - top + 1)]
        for row, column in group:
            rows[row - top][column - left] = self.rows[row][column]
        return self._grid(rows, top, left, group)

    def _grid(self, rows: Sequence[Sequence[Value]], top: int, left: int, only: set[tuple[int, int]] | None) -> Grid:
        return Grid(
            name=self.name,
            rows=rows,
            top=top,
            left=left,
            formats=self.formats if only is None else {p: f for p, f in self.formats.items() if p in only},
            formulas=self.formulas if only is None else {p: f for p, f in self.formulas.items() if p in only},
            merges=tuple(self.merges),
            hidden=self.hidden,
            hidden_rows=frozenset(self.hidden_rows),
            hidden_columns=frozenset(self.hidden_columns),
            comments=self.comments,
        )

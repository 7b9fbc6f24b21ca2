"""What the references of a workbook's formulas name: cells, ranges, whole columns, on this sheet and on others."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from reportcheck.extract import TableView, stored_value
from reportcheck.model import CellError, Grid, Value, cell_name
from reportcheck.read.shared_formula import MAX_COLUMN, MAX_ROW, column_index
from reportcheck.relate.family import Line

__all__ = ["MOST_CELLS", "Book", "Place", "Reference", "UnclearError", "is_plain_number", "read_reference"]

MOST_CELLS = 5000  # in one range
_REFERENCE = re.compile(
    r"^(?:'(?P<quoted>(?:[^']|'')+)'!|(?P<sheet>[^\W\d][\w.]*)!)?"
    r"(?:\$?(?P<c1>[A-Z]{1,3})\$?(?P<r1>\d+)(?::\$?(?P<c2>[A-Z]{1,3})\$?(?P<r2>\d+))?"
    r"|\$?(?P<c3>[A-Z]{1,3}):\$?(?P<c4>[A-Z]{1,3})|\$?(?P<r3>\d+):\$?(?P<r4>\d+))$",
    re.IGNORECASE,
)


class UnclearError(Exception):
    """What a formula names cannot be told from the file: a sheet that is not there, an error, a date."""


class Place(NamedTuple):
    """A cell of the workbook, zero-based."""

    sheet: str
    row: int
    column: int

    @property
    def name(self) -> str:
        return cell_name(self.row, self.column)

    @property
    def reference(self) -> str:
        """The cell as a formula on another sheet names it."""
        sheet = self.sheet.replace("'", "''")
        return f"'{sheet}'!{self.name}"


@dataclass(frozen=True, slots=True)
class Reference:
    """A rectangle of cells on one sheet, both ends included; ``single`` where one cell is named without a range."""

    sheet: str
    top: int
    left: int
    bottom: int
    right: int
    single: bool = False

    @property
    def size(self) -> int:
        return (self.bottom - self.top + 1) * (self.right - self.left + 1)

    def places(self) -> Iterator[Place]:
        """Its cells, row by row."""
        for row in range(self.top, self.bottom + 1):
            for column in range(self.left, self.right + 1):
                yield Place(self.sheet, row, column)


def read_reference(name: str, sheet: str) -> Reference | None:
    """The rectangle that a reference of a formula on ``sheet`` names; None for what is no reference."""
    match = _REFERENCE.match(name)
    if match is None:
        return None
    if match["quoted"]:
        sheet = match["quoted"].replace("''", "'")
    elif match["sheet"]:
        sheet = match["sheet"]
    if match["c3"]:
        left, right = sorted((column_index(match["c3"]), column_index(match["c4"])))
        return Reference(sheet, 0, left, MAX_ROW - 1, right)
    if match["r3"]:
        top, bottom = sorted((int(match["r3"]) - 1, int(match["r4"]) - 1))
        return Reference(sheet, top, 0, bottom, MAX_COLUMN - 1)
    row, column = int(match["r1"]) - 1, column_index(match["c1"])
    if not match["r2"]:
        return Reference(sheet, row, column, row, column, single=True)
    top, bottom = sorted((row, int(match["r2"]) - 1))
    left, right = sorted((column, column_index(match["c2"])))
    return Reference(sheet, top, left, bottom, right)


class Book:
    """The cells of a workbook, and the tables in which they stand.

    Args:
        views: the tables.
        grids: the sheets; several of one name where its cells stand very far apart.
    """

    def __init__(self, views: Sequence[TableView], grids: Iterable[Grid]) -> None:
        self._views: dict[str, list[TableView]] = {}
        self._grids: dict[str, list[Grid]] = {}
        self._lines: dict[Place, Line | None] = {}
        for view in views:
            self._views.setdefault(view.grid.name.casefold(), []).append(view)
        for grid in grids:
            self._grids.setdefault(grid.name.casefold(), []).append(grid)

    def line(self, place: Place) -> Line | None:
        """The cell as a line of the table in whose body it stands; None outside all tables."""
        if place in self._lines:
            return self._lines[place]
        for view in self._views.get(place.sheet.casefold(), ()):
            r, c = place.row - view.top, place.column - view.left
            if 0 <= r < view.height and 0 <= c < view.width:
                found = self._lines[place] = Line(view, "cell", r, c)
                return found
        self._lines[place] = None
        return None

    def grid(self, place: Place) -> Grid | None:
        """The part of the sheet around a cell; None where nothing stands there.

        Raises:
            UnclearError: there is no sheet of that name.
        """
        grids = self._grids.get(place.sheet.casefold())
        if grids is None:
            raise UnclearError(place.sheet)
        for grid in grids:
            if grid.top <= place.row <= grid.bottom and grid.left <= place.column <= grid.right:
                return grid
        return None

    def value(self, place: Place) -> Value:
        """What a cell holds; None for an empty one.

        Raises:
            UnclearError: there is no sheet of that name, or the cell shows an error.
        """
        grid = self.grid(place)
        value = None if grid is None else grid.at(place.row, place.column)
        if isinstance(value, CellError):
            raise UnclearError(place.reference)
        return value

    def formula(self, place: Place) -> str:
        """The formula of a cell, empty where it has none."""
        grid = self.grid(place)
        return "" if grid is None else grid.formulas.get((place.row, place.column), "")

    def is_hidden(self, place: Place) -> bool:
        """Whether the cell's row is hidden."""
        grid = self.grid(place)
        return grid is not None and place.row in grid.hidden_rows

    def clipped(self, reference: Reference) -> Reference | None:
        """The part of a rectangle that lies in the used cells; None where nothing of it does.

        Raises:
            UnclearError: there is no such sheet, or the part is too large to be recomputed.
        """
        grids = self._grids.get(reference.sheet.casefold())
        if grids is None:
            raise UnclearError(reference.sheet)
        filled = [g for g in grids if g.rows]
        if not filled:
            return None
        top = max(reference.top, min(g.top for g in filled))
        left = max(reference.left, min(g.left for g in filled))
        bottom = min(reference.bottom, max(g.bottom for g in filled))
        right = min(reference.right, max(g.right for g in filled))
        if top > bottom or left > right:
            return None
        part = Reference(reference.sheet, top, left, bottom, right)
        if part.size > MOST_CELLS:
            raise UnclearError(reference.sheet)
        return part

    def cells(self, name: str, sheet: str) -> list[Place]:
        """The used cells that a reference names.

        Raises:
            UnclearError: it is no reference that can be followed.
        """
        reference = read_reference(name, sheet)
        if reference is None:
            raise UnclearError(name)
        part = reference if reference.single else self.clipped(reference)
        return [] if part is None else list(part.places())

    def filled(self, name: str, sheet: str, *, empty: bool = False) -> Iterator[tuple[Place, Value]]:
        """The cells of a range that hold something (or all of them, if ``empty``), with what they hold.

        Raises:
            UnclearError: it is no reference that can be followed, or one of the cells shows an error.
        """
        reference = read_reference(name, sheet)
        if reference is None:
            raise UnclearError(name)
        part = self.clipped(reference)
        if part is None:
            return
        sheet = part.sheet
        for grid in self._grids[sheet.casefold()]:
            first, last = max(part.left, grid.left), min(part.right, grid.right)
            for row in range(max(part.top, grid.top), min(part.bottom, grid.bottom) + 1):
                values = grid.rows[row - grid.top][first - grid.left : last - grid.left + 1]
                for column, value in enumerate(values, first):
                    if value is None and not empty:
                        continue
                    if type(value) is CellError:
                        raise UnclearError(name)
                    yield Place(sheet, row, column), value

    def number(self, place: Place) -> Decimal | None:
        """The number in a cell; None where it is empty or holds words.

        Raises:
            UnclearError: it holds an error or a date.
        """
        value = self.value(place)
        if isinstance(value, (dt.date, dt.time, dt.timedelta)):
            raise UnclearError(place.reference)
        return stored_value(value) if is_plain_number(value) else None  # type: ignore[arg-type]

    def numbers(self, names: Iterable[str], sheet: str) -> list[tuple[Place, Decimal]]:
        """The cells with numbers among those that references name."""
        found = []
        for name in names:
            for place in self.cells(name, sheet):
                number = self.number(place)
                if number is not None:
                    found.append((place, number))
        return found


def is_plain_number(value: object) -> bool:
    """A number as a workbook's functions take it: neither a truth value nor a date."""
    return isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)

"""Workbooks in xlsx and xlsm: values through a fast reader, facts beside them from the parts themselves."""

from __future__ import annotations

import gc
import io
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from math import isfinite
from typing import TYPE_CHECKING, TypeVar, cast

from reportcheck.errors import ReportcheckError
from reportcheck.model import CellError, Grid, NumberFormat, Unread, Value
from reportcheck.read.looks import CellLooks
from reportcheck.read.ooxml import (
    DEFLATE_LIMIT,
    RATIO_FROM,
    DamagedError,
    Package,
    Sheet,
    Workbook,
    read_formats,
    read_workbook,
    relations,
)
from reportcheck.read.refusal import unreadable
from reportcheck.read.sheet_sweep import Extent, Facts, UnusualError, exact_extent, sweep

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

__all__ = ["read_xlsx"]

T = TypeVar("T")

# A rectangle is handed to the fast reader, which holds all of it, up to this many cells, or to this many per used cell.
MOST_CELLS = 2_000_000
MOST_SPREAD = 20


def read_xlsx(data: bytes, path: str) -> tuple[tuple[Grid, ...], tuple[Unread, ...]]:
    """The sheets of a workbook in its order, and what of it could not be read.

    Args:
        data: the bytes of the file.
        path: its name, for messages.

    Returns:
        One grid per sheet (several of one name where its cells stand very far apart), and an :class:`Unread` with the
        reason ``chart-sheet``, ``other-sheet``, ``missing-sheet``, ``damaged-sheet``, ``damaged-comments`` or
        ``scattered-cells`` for each thing left out.

    Raises:
        ReportcheckError: ``unreadable``, ``encrypted``, ``too-large``; nothing else whatever the bytes.
    """
    try:
        return _Reader(data, path).read()
    except (ReportcheckError, MemoryError):
        raise
    except DamagedError as error:
        vi = f"sổ tính bị hỏng hoặc không phải xlsx ({error})"
        raise unreadable(path, vi, f"the workbook is damaged or is no xlsx ({error})") from error
    except Exception as error:
        vi, en = "sổ tính bị hỏng", "the workbook is damaged"
        raise unreadable(path, vi, en) from error


def _shielded(call: Callable[[], T]) -> T | None:
    """The result of a call into the fast reader; None where that fails, in whatever way."""
    try:
        return call()
    except BaseException as error:
        # A panic of native code is no Exception, and its class cannot be imported.
        panic = type(error).__name__ == "PanicException"
        if isinstance(error, MemoryError) or not (panic or isinstance(error, Exception)):
            raise
        return None


class _Reader:
    """One workbook while it is read."""

    def __init__(self, data: bytes, path: str) -> None:
        self.data, self.path = data, path
        self.package = Package(data, path)
        self.book: Workbook = read_workbook(self.package)
        self.formats = read_formats(self.package, self.book.targets.get("styles", ""))
        self.unread: list[Unread] = []

    def read(self) -> tuple[tuple[Grid, ...], tuple[Unread, ...]]:
        if not self.book.sheets:
            raise DamagedError("there is no sheet in it")
        grids: list[Grid] = []
        for position, sheet in enumerate(self.book.sheets):
            if sheet.kind != "worksheet" or sheet.part not in self.package:
                self.unread.append(Unread(sheet.name, _KINDS.get(sheet.kind, "other-sheet")))
                continue
            try:
                looks = CellLooks(self.package, sheet.part, self.book.targets.get("styles", ""))
                grids.extend(replace(grid, looks=looks) for grid in self.sheet(position, sheet))
            except DamagedError:
                self.unread.append(Unread(sheet.name, "damaged-sheet"))
        if not grids and any(entry.reason in ("damaged-sheet", "missing-sheet") for entry in self.unread):
            raise DamagedError("no sheet of it can be read")
        return tuple(grids), tuple(self.unread)

    def sheet(self, position: int, sheet: Sheet) -> list[Grid]:
        comments = self.comments(sheet)
        try:
            facts = self.swept(sheet.part)
            sheets = self.fast
            values = _shielded(lambda: _values(sheets, position)) if sheets is not None else None
        except UnusualError:
            values = None
        if values is None:
            return self.walked(sheet, comments)
        rows, top, left = values
        return [_grid(sheet, rows, top, left, facts, comments)]

    def swept(self, part: str) -> Facts:
        """The facts from the bytes; raises UnusualError also where the fast reader must not see the sheet."""
        package = self.package
        if not package.plain or not part.startswith("xl/worksheets/"):
            raise UnusualError("another reader might see another directory, or another part under that name")
        facts, extent = sweep(package.chunks(part), package.chunks(part), self.formats)
        if _sparse(extent):
            extent = exact_extent(package.chunks(part))
        if _sparse(extent):
            raise UnusualError("the cells stand too far apart")
        return facts

    def walked(self, sheet: Sheet, comments: dict[tuple[int, int], str]) -> list[Grid]:
        from reportcheck.read.sheet_walk import clusters, walk

        cells, facts = walk(self.package, sheet.part, self.formats, lambda: self.strings, self.book.date1904)
        places = list(dict.fromkeys((*cells, *facts.formulas)))
        groups = clusters(places) if places else []
        if sum(map(len, groups)) < len(places):
            self.unread.append(Unread(sheet.name, "scattered-cells"))
        grids = []
        for group in groups:
            top, left = min(row for row, _ in group), min(column for _, column in group)
            right = max(column for _, column in group)
            rows: list[list[Value]] = [
                [None] * (right - left + 1) for _ in range(max(row for row, _ in group) - top + 1)
            ]
            for row, column in group:
                rows[row - top][column - left] = cells.get((row, column))
            grids.append(_part_of(sheet, rows, top, left, facts, comments, set(group) if len(groups) > 1 else None))
        return grids or [_grid(sheet, [], 0, 0, facts, comments)]

    def comments(self, sheet: Sheet) -> dict[tuple[int, int], str]:
        try:
            parts = [part for kind, part in relations(self.package, sheet.part).values() if kind == "comments"]
            if not parts:
                return {}
            from reportcheck.read.sheet_walk import read_comments

            return {place: text for part in parts for place, text in read_comments(self.package, part).items()}
        except DamagedError:
            self.unread.append(Unread(sheet.name, "damaged-comments"))
            return {}

    @cached_property
    def strings(self) -> list[str]:
        from reportcheck.read.sheet_walk import read_strings

        return read_strings(self.package, self.book.targets.get("sharedStrings", ""))

    @cached_property
    def fast(self) -> CalamineWorkbook | None:
        """The workbook in the fast reader; None where it cannot open it or lists other sheets."""
        from python_calamine import load_workbook

        self.check_strings()
        workbook = _shielded(lambda: load_workbook(io.BytesIO(self.data)))
        if workbook is None or workbook.sheet_names != [sheet.name for sheet in self.book.sheets]:
            return None
        return workbook

    def check_strings(self) -> None:
        """Strings are unpacked by the fast reader alone: refuse a document type, and count what may be a bomb."""
        for name in self.package.names:
            if not name.endswith("strings.xml"):
                continue
            if b"<!DOCTYPE" in self.package.head(name) or b"<!ENTITY" in self.package.head(name):
                raise self.package.doctype(name)
            if self.package.packed_size(name) * DEFLATE_LIMIT > RATIO_FROM:
                for _ in self.package.chunks(name):
                    pass


_KINDS = {"chartsheet": "chart-sheet", "worksheet": "missing-sheet", "": "missing-sheet"}


_MOST_LOOKED_AT = 50_000  # cells in which numbers beyond measure are looked for


def _sparse(extent: Extent) -> bool:
    area = extent.rows * extent.columns
    return area > MOST_CELLS and area > MOST_SPREAD * extent.cells


@contextmanager
def _no_collection() -> Iterator[None]:
    """Lists of plain values form no cycles: looking for some while they are made costs a tenth of a large sheet."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _values(workbook: CalamineWorkbook, position: int) -> tuple[list[list[Value]], int, int]:
    """The used cells of a sheet with their top and left."""
    sheet = workbook.get_sheet_by_index(position)
    start = sheet.start
    if start is None:
        return [], 0, 0
    with _no_collection():
        rows = cast("list[list[Value]]", sheet.to_python(skip_empty_area=True))
    for row in rows:
        if "" in row:
            row[:] = [None if value == "" else value for value in row]
    if (
        rows and len(rows) * len(rows[0]) <= _MOST_LOOKED_AT
    ):  # no program writes such numbers: only small files are made by hand
        for row in rows:
            row[:] = [CellError("#NUM!") if type(v) is float and not isfinite(v) else v for v in row]
    return rows, *start


def _trim(rows: list[list[Value]], top: int, left: int) -> tuple[int, int]:
    """Take rows and columns without a value off the edges, in place; the new top and left."""
    while rows and not any(value is not None for value in rows[-1]):
        rows.pop()
    empty = next((i for i, row in enumerate(rows) if any(value is not None for value in row)), 0)
    del rows[:empty]
    if not rows:
        return 0, 0
    while all(row[-1] is None for row in rows):
        for row in rows:
            row.pop()
    blank = 0
    while all(row[blank] is None for row in rows):
        blank += 1
    if blank:
        for row in rows:
            del row[:blank]
    return top + empty, left + blank


def _stretch(rows: list[list[Value]], top: int, left: int, facts: Facts) -> tuple[int, int]:
    """Make room, in place, for cells with a formula and no cached value; the new top and left."""
    if not rows:
        top, left = next(iter(facts.formulas))
        rows.append([None])
    in_rows, in_columns = zip(*facts.formulas, strict=True)
    first_row, first_column = min(top, min(in_rows)), min(left, min(in_columns))
    last_row, last_column = max(in_rows), max(in_columns)
    before, after = left - first_column, max(0, last_column - left - len(rows[0]) + 1)
    if before or after:
        for row in rows:
            row[:] = [None] * before + row + [None] * after
    width = len(rows[0])
    rows.extend([None] * width for _ in range(last_row - top - len(rows) + 1))
    rows[:0] = [[None] * width for _ in range(top - first_row)]
    return first_row, first_column


def _grid(
    sheet: Sheet, rows: list[list[Value]], top: int, left: int, facts: Facts, comments: dict[tuple[int, int], str]
) -> Grid:
    for (row, column), text in facts.errors.items():
        if 0 <= row - top < len(rows) and 0 <= column - left < len(rows[0]):
            rows[row - top][column - left] = CellError(text)
    top, left = _trim(rows, top, left)
    if facts.formulas:
        top, left = _stretch(rows, top, left, facts)
    return _part_of(sheet, rows, top, left, facts, comments, None)


def _part_of(
    sheet: Sheet,
    rows: list[list[Value]],
    top: int,
    left: int,
    facts: Facts,
    comments: dict[tuple[int, int], str],
    only: set[tuple[int, int]] | None,
) -> Grid:
    """A grid with the facts of its cells; ``only`` names them where the sheet was taken apart."""
    formats: Mapping[tuple[int, int], NumberFormat] = facts.formats
    formulas = facts.formulas
    if only is not None:
        formats = {place: format for place, format in formats.items() if place in only}
        formulas = {place: text for place, text in formulas.items() if place in only}
    return Grid(
        name=sheet.name,
        rows=rows,
        top=top,
        left=left,
        formats=formats,
        uniform=facts.uniform,
        formulas=formulas,
        merges=tuple(facts.merges),
        hidden=sheet.hidden,
        hidden_rows=frozenset(facts.hidden_rows),
        hidden_columns=frozenset(facts.hidden_columns),
        comments=comments,
    )

"""A sheet's cells → its tables: where each begins and ends, its headings, caption, unit note and notes.

People put several tables on one sheet, a title in merged cells above, a unit note at the right, a row of column numbers
under the headings, notes and signatures below. What is told apart here is only rows: titles (one filled cell before
the headings), headings (words before the first row of figures), body, notes.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from reportcheck.labels import is_total, unit_note, words
from reportcheck.model import Area, Grid, Table, Value
from reportcheck.numerals import read_number, tidy

__all__ = ["is_number", "split"]

_NOTE = re.compile(r"^\s*(?:ghi chú|ghi chu|nguồn|nguon|chú thích|lưu ý|note|source|\(?\*+\)?\s)", re.IGNORECASE)
_CODE = re.compile(r"^\(?\s*(?:\d{1,3}|[A-ZĐ]{1,2})\s*\)?\s*(?:=.*)?$")
_NUMBERING = re.compile(r"^\s*(?:[IVX]{1,5}|[A-ZĐ]|\d{1,2}(?:\.\d+)*)\s*[.)]?\s*$")
_STATE_HEADING = re.compile(
    r"cong hoa xa hoi|doc lap tu do|^(?:mau|bieu)(?: mau)?(?: so)? [\w ]{1,12}$|^so \d* ?\w{0,3} ?(?:bc|qd|kh|tb|cv)\b|ngay [\d ]*thang [\d ]*nam"
)


def is_number(value: Value) -> bool:
    """Whether a cell holds a figure: a true number, or text that reads as one without words behind it."""
    kind = type(value)
    if kind is float or kind is int or kind is Decimal:
        return True
    if kind is not str:
        return False
    reading = read_number(value)
    return reading is not None and bool(reading.numerals) and not reading.unit


def split(grid: Grid) -> list[Table]:
    """The tables of a sheet, from top to bottom. A sheet without figures gives its headed rows as a table without body.

    Returns:
        tables whose ``area`` and ``body`` are absolute positions; ``index`` is left at 0.
    """
    return _Splitter(grid).tables()


class _Splitter:
    """Walks the bands of filled rows of one sheet. Rows are indexes into ``grid.rows``."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.rows = grid.rows
        self.found: list[Table] = []
        self.waiting: list[str] = []  # title lines whose table has not come yet

    def tables(self) -> list[Table]:
        headings: tuple[int, int] | None = None
        for first, last in self._bands():
            data = self._first_data(first, last)
            if data is None:
                start = self._heading_start(first, last + 1)
                width = max((self._filled(i) for i in range(start, last + 1)), default=0)
                if width >= 2 and not self._signature(start, last):
                    self._titles(first, start)
                    headings = (start, last)
                elif headings is None:
                    self._text_band(first, last)
                continue
            if data == first and headings is not None:
                self._add(headings[0], first, last)
            elif data == first and self._continues():
                self._extend(last)
            else:
                self._leave(headings)
                self._cut(first, data, last)
            headings = None
        self._leave(headings)
        if self.found and self.waiting:
            self.found[-1] = replace(self.found[-1], notes=(*self.found[-1].notes, *self.waiting))
        return self.found

    # -- rows ---------------------------------------------------------------

    def _bands(self) -> list[tuple[int, int]]:
        """Runs of rows that are not wholly empty."""
        bands: list[tuple[int, int]] = []
        start = -1
        for i, row in enumerate(self.rows):
            if row.count(None) == len(row):
                if start >= 0:
                    bands.append((start, i - 1))
                    start = -1
            elif start < 0:
                start = i
        if start >= 0:
            bands.append((start, len(self.rows) - 1))
        return bands

    def _filled(self, i: int) -> int:
        row = self.rows[i]
        return len(row) - row.count(None)

    def _texts(self, i: int) -> list[str]:
        return [tidy(v) if isinstance(v, str) else str(v) for v in self.rows[i] if v is not None]

    def _first_data(self, first: int, last: int) -> int | None:
        """The first row with figures that are neither column numbers nor years in a heading."""
        for i in range(first, last + 1):
            numbers = [v for v in self.rows[i] if v is not None and is_number(v)]
            if not numbers:
                continue
            if i > first and is_code_row(self.rows[i]):
                continue
            if (
                i < last
                and _is_year_row(self.rows[i])
                and not _is_year_row(self.rows[i + 1])
                and self._has_number(i + 1)
            ):
                continue
            return i
        return None

    def _has_number(self, i: int) -> bool:
        return any(is_number(v) for v in self.rows[i] if v is not None)

    def _heading_start(self, first: int, data: int) -> int:
        """The first heading row among the rows before the figures: below the last lone title line on top."""
        width = max((self._filled(i) for i in range(first, min(data + 3, len(self.rows)))), default=1)
        need = 3 if width >= 4 else 2
        wide = next((i for i in range(first, data) if self._filled(i) >= need and not self._stately(i)), data)
        start = first
        for i in range(first, wide):
            if self._filled(i) == 1 or self._stately(i):
                start = i + 1
        return start

    def _stately(self, i: int) -> bool:
        """A letterhead or a form's number, which stand above a title in two cells."""
        return any(_STATE_HEADING.search(words(t)) for t in self._texts(i)) and self._filled(i) <= 3

    def _signature(self, first: int, last: int) -> bool:
        """Names and offices below a table: few cells, and a table stands before them."""
        return bool(self.found) and max(self._filled(i) for i in range(first, last + 1)) <= 2

    # -- tables -------------------------------------------------------------

    def _text_band(self, first: int, last: int) -> None:
        for i in range(first, last + 1):
            for text in self._texts(i):
                if self.found and _NOTE.match(text):
                    self.found[-1] = replace(self.found[-1], notes=(*self.found[-1].notes, text))
                else:
                    self.waiting.append(text)

    def _titles(self, first: int, start: int) -> None:
        for i in range(first, start):
            self.waiting.extend(self._texts(i))

    def _cut(self, first: int, data: int | None, last: int) -> None:
        """A band with figures: titles, headings, body, and perhaps further tables with titles of their own."""
        while data is not None:
            start = self._heading_start(first, data)
            self._titles(first, start)
            end = self._next_table(data, last)
            while data - 1 > start and self._is_group_label(data - 1, start):
                data -= 1
            self._add(start, data, last if end is None else end - 1)
            if end is None:
                return
            first, data = end, self._first_data(end, last)

    def _is_group_label(self, i: int, heading: int) -> bool:
        """A lone label, perhaps with its number, right above the figures it heads: the body begins with it."""
        row, top = self.rows[i], self.rows[heading]
        filled = [c for c, v in enumerate(row) if v is not None]
        if len(filled) == 2 and not _NUMBERING.match(str(row[filled[0]])):
            return False
        lone = len(filled) <= 2 and filled[-1] - filled[0] == len(filled) - 1
        return lone and filled[-1] < len(row) - 1 and all(top[c] is not None for c in filled)

    def _next_table(self, data: int, last: int) -> int | None:
        """The row of a lone title below which headings and figures begin anew, in a band without empty rows."""
        for i in range(data + 1, last - 1):
            row = self.rows[i]
            if len(row) - row.count(None) != 1 or self._has_number(i):
                continue
            figures = self._first_data(i + 1, last)
            if figures is None:
                return None
            if self._heads(i + 1, figures):
                return i
        return None

    def _heads(self, start: int, data: int) -> bool:
        """Whether the rows from ``start`` are headings of the row ``data``: words stand above most of its figures."""
        figures = [c for c, v in enumerate(self.rows[data]) if v is not None and is_number(v)]
        rows = [i for i in range(start, data) if self._filled(i) >= 2]
        headed = sum(any(isinstance(self.rows[i][c], str) for i in rows) for c in figures)
        return headed * 5 >= len(figures) * 3

    def _add(self, start: int, data: int, last: int) -> None:
        """A table from its first heading row; trailing lines of words are its notes."""
        notes: list[str] = []
        while last > data and self._filled(last) <= 2 and not self._has_number(last) and self._is_note(last):
            notes[:0] = self._texts(last)
            last -= 1
        left, right = self._extent(start, last)
        unit, caption = "", []
        for text in self.waiting:
            found = unit_note(text)
            if found and len(text) < 60:
                unit = found
            else:
                caption.append(text)
                unit = unit or found or ""
        self.waiting = []
        top = self.grid.top
        area = Area(top + start, self.grid.left + left, top + last, self.grid.left + right)
        self.found.append(Table(self.grid, area, top + data, "\n".join(caption), unit, tuple(notes)))

    def _leave(self, headings: tuple[int, int] | None) -> None:
        """Rows of words without figures below: an empty form if they are wide, else more lines of a title."""
        if headings is None:
            return
        start, last = headings
        if max(self._filled(i) for i in range(start, last + 1)) >= 3:
            self._add(start, last + 1, last)
        else:
            self._text_band(start, last)

    def _is_note(self, i: int) -> bool:
        texts = self._texts(i)
        return bool(_NOTE.match(texts[0])) or (len(texts) == 1 and len(texts[0]) > 60)

    def _extent(self, start: int, last: int) -> tuple[int, int]:
        """First and last used column."""
        width = len(self.rows[start])
        rows: Sequence[Sequence[Value]] = self.rows[start : last + 1]
        if len(rows) > 2000:
            return 0, width - 1
        used = [any(row[c] is not None for row in rows) for c in range(width)]
        left = next((c for c in range(width) if used[c]), 0)
        right = next((c for c in range(width - 1, -1, -1) if used[c]), width - 1)
        return left, right

    def _continues(self) -> bool:
        """Figures after empty rows without headings of their own: the table before goes on."""
        return bool(self.found) and not self.waiting

    def _extend(self, last: int) -> None:
        table = self.found[-1]
        area = table.area
        width = self._extent(area.top - self.grid.top, last)
        self.found[-1] = replace(
            table, area=Area(area.top, self.grid.left + width[0], self.grid.top + last, self.grid.left + width[1])
        )


def is_code_row(row: Sequence[Value]) -> bool:
    """A row of column numbers: ``A  B  1  2  3=4+5``, ``(1) (2) (3)``. The numbers must rise by one from the first."""
    texts = [_code_text(v) for v in row if v is not None]
    if len(texts) < 3 or not all(_CODE.match(t) for t in texts):
        return False
    numbers = [int(found[0]) for t in texts if (found := re.findall(r"\d+", t)) and not t.strip("( ")[0].isalpha()]
    return len(numbers) >= 2 and numbers[0] <= 3 and all(b - a == 1 for a, b in itertools.pairwise(numbers))


def _code_text(value: Value) -> str:
    if type(value) is float and value.is_integer():
        return str(int(value))
    return tidy(str(value))


def _is_year_row(row: Sequence[Value]) -> bool:
    """All figures of the row are different years, two at least: a heading."""
    years = []
    for value in row:
        if value is None or not is_number(value):
            continue
        text = _code_text(value)
        if not re.fullmatch(r"(?:19|20)\d\d", text):
            return False
        years.append(text)
    return (
        len(years) >= 2
        and len(set(years)) == len(years)
        and not any(is_total(str(v)) for v in row if isinstance(v, str))
    )

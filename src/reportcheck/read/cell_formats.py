"""Number formats by cell, kept row by row: rows styled alike share one dict, however long the sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from reportcheck.model import GENERAL, NumberFormat
from reportcheck.read.shared_formula import column_index

__all__ = ["CellFormats", "FormatFinder"]

_TAG = re.compile(rb'<(?:row|c r="([A-Z]+)")( [^<>]*|/?)>')
_ROW_NUMBER = re.compile(rb'<row r="([0-9]{1,7})"')
_STYLE = re.compile(rb' s="([0-9]+)"')
_CELL = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"([^<>]*)>')


class CellFormats(Mapping[tuple[int, int], NumberFormat]):
    """Formats by absolute zero-based (row, column). The dicts of ``rows`` may be shared and are never changed."""

    __slots__ = ("rows",)

    def __init__(self) -> None:
        self.rows: dict[int, dict[int, NumberFormat]] = {}

    def __getitem__(self, place: tuple[int, int]) -> NumberFormat:
        return self.rows[place[0]][place[1]]

    def get(self, place: tuple[int, int], default: Any = None) -> Any:
        """The format of a cell, or the default; without the exception that the inherited one goes through."""
        row = self.rows.get(place[0])
        return default if row is None else row.get(place[1], default)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return ((row, column) for row, columns in self.rows.items() for column in columns)

    def __len__(self) -> int:
        return sum(map(len, self.rows.values()))


class FormatFinder:
    """Finds the formats of cells in pieces of sheet xml of the common shape.

    Args:
        formats: the number format of each cell style.
        uniform: the format that need not be noted.
    """

    def __init__(self, formats: tuple[NumberFormat, ...], uniform: NumberFormat) -> None:
        self.found = CellFormats()
        self._formats, self._uniform = formats, uniform
        # The row without its digits → for each style in it: column, or None where it is the row's own or of no cell
        # with a value; with the columns of the cells that have no style.
        self._columns: dict[bytes, tuple[list[int | None], list[int]] | None] = {}
        self._rows: dict[tuple[bytes, tuple[bytes, ...]], dict[int, NumberFormat]] = {}

    def _format(self, style: bytes) -> NumberFormat:
        index = int(style[:7])
        return self._formats[index] if index < len(self._formats) else GENERAL

    def look(self, piece: bytes, patterns: list[bytes], styles: list[bytes]) -> None:
        """Note the formats in a piece; ``patterns`` are its rows without their digits, ``styles`` all it names."""
        numbers = _ROW_NUMBER.findall(piece)
        if patterns and b"<row " not in patterns[-1]:
            patterns = patterns[:-1]
        columns = self._columns
        for pattern in patterns:
            if pattern not in columns:
                columns[pattern] = self._places(pattern)
        places = [columns[pattern] for pattern in patterns]
        if len(numbers) != len(patterns) or None in places or piece.count(b"<row") != len(numbers):
            self._cell_by_cell(piece)
            return
        used = 0
        rows, found = self._rows, self.found.rows
        for number, pattern, place in zip(numbers, patterns, places, strict=True):
            assert place is not None
            start, used = used, used + len(place[0])
            key = pattern, tuple(styles[start:used])
            known = rows.get(key)
            if known is None:
                known = rows[key] = self._row(place, key[1])
            if known:
                found[int(number) - 1] = known
        if len(columns) > 1000 or len(rows) > 10_000:
            columns.clear()
            rows.clear()

    def _row(self, place: tuple[list[int | None], list[int]], styles: tuple[bytes, ...]) -> dict[int, NumberFormat]:
        row = {
            column: format
            for column, style in zip(place[0], styles, strict=True)
            if column is not None and (format := self._format(style)) is not self._uniform
        }
        if place[1] and (format := self._format(b"0")) is not self._uniform:
            row.update(dict.fromkeys(place[1], format))
        return row

    def _places(self, pattern: bytes) -> tuple[list[int | None], list[int]] | None:
        """Where the styles of a row belong; None where the row cannot be told from its pattern."""
        styled: list[int | None] = []
        plain: list[int] = []
        for letters, inside in _TAG.findall(pattern):
            empty = inside.endswith(b"/")
            if b' s="' in inside:
                styled.append(column_index(letters) if letters and not empty else None)
            elif letters and not empty:
                plain.append(column_index(letters))
        fits = pattern.count(b' s="') == len(styled) and pattern.count(b"<row ") == 1
        return (styled, plain) if fits else None

    def _cell_by_cell(self, piece: bytes) -> None:
        """For rows that are cut, unnumbered, or hold text that looks like a style."""
        rows: dict[int, dict[int, NumberFormat]] = {}
        for letters, digits, inside in _CELL.findall(piece):
            if inside.endswith(b"/"):
                continue
            style = _STYLE.search(inside)
            format = self._format(style.group(1) if style else b"0")
            if format is not self._uniform:
                rows.setdefault(int(digits) - 1, {})[column_index(letters)] = format
        for number, row in rows.items():
            self.found.rows[number] = {**self.found.rows.get(number, {}), **row}

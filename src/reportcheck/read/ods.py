"""Workbooks in ods (OpenDocument): one xml part with all sheets, read row by row."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from math import isfinite
from typing import TYPE_CHECKING

from reportcheck.errors import ReportcheckError
from reportcheck.model import Area, CellError, Grid, NumberFormat, Unread, Value
from reportcheck.read.number_format import parse_format
from reportcheck.read.ods_formula import spelled_out
from reportcheck.read.ods_styles import STYLE_TAGS, TABLE, Styles
from reportcheck.read.ooxml import DamagedError, Package
from reportcheck.read.refusal import encrypted, unreadable
from reportcheck.read.sheet_cells import SheetCells
from reportcheck.read.sheet_walk import part_events

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["read_ods"]

_MAX_ROW, _MAX_COLUMN = 1 << 20, 1 << 14
# A few bytes may stand for very many equal cells.
_MOST_REPEATED = 2_000_000

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_CALC_KIND = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
_KIND, _VALUE, _NOTE = _OFFICE + "value-type", _OFFICE + "value", _OFFICE + "annotation"
_FORMULA, _MANY, _STYLE = TABLE + "formula", TABLE + "number-columns-repeated", TABLE + "style-name"
_ACROSS, _DOWN = TABLE + "number-columns-spanned", TABLE + "number-rows-spanned"
_NUMBERS = ("float", "currency", "percentage")
_CELL, _COVERED = TABLE + "table-cell", TABLE + "covered-table-cell"
_TAGS = tuple(
    TABLE + name for name in ("table", "table-row", "table-column", "table-source", "tracked-changes", "dde-links")
)
_DURATION = re.compile(r"(-?)PT(?:([0-9]{1,9})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9})(?:[.,]([0-9]+))?S)?")
_BLANKS = re.compile(r"[ \t\r\n]+")


def read_ods(data: bytes, path: str) -> tuple[tuple[Grid, ...], tuple[Unread, ...]]:
    """The sheets of a workbook in its order, and what of it could not be read.

    Args:
        data: the bytes of the file.
        path: its name, for messages.

    Returns:
        One grid per sheet (several of one name where its cells stand very far apart), and an :class:`Unread` with the
        reason ``scattered-cells`` for each sheet of which something was left out.

    Raises:
        ReportcheckError: ``unreadable``, ``encrypted``, ``too-large``; nothing else whatever the bytes.
    """
    try:
        package = Package(data, path)
        if _has_password(package):
            raise encrypted(path)
        return _Reader(package).read()
    except (ReportcheckError, MemoryError):
        raise
    except DamagedError as error:
        vi, en = f"sổ tính ods bị hỏng ({error})", f"the ods workbook is damaged ({error})"
        raise unreadable(path, vi, en) from error
    except Exception as error:
        vi, en = "sổ tính ods bị hỏng", "the ods workbook is damaged"
        raise unreadable(path, vi, en) from error


def _has_password(package: Package) -> bool:
    """Whether the manifest says that parts are encrypted."""
    if "encrypted-package" in package:
        return True
    manifest = "META-INF/manifest.xml"
    return manifest in package and b"encryption-data" in b"".join(package.chunks(manifest))


class _Reader:
    """One workbook while it is read."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.styles = Styles()
        self.sheets: list[_Sheet] = []

    def read(self) -> tuple[tuple[Grid, ...], tuple[Unread, ...]]:
        if "styles.xml" in self.package:
            for _, name, element in part_events(self.package, "styles.xml", ("end",), STYLE_TAGS):
                self.styles.note(name, element)
        self.content()
        if not self.sheets:
            raise DamagedError("there is no sheet in it")
        grids: list[Grid] = []
        unread: list[Unread] = []
        for sheet in self.sheets:
            found, whole = sheet.finished()
            grids += found
            if not whole:
                unread.append(Unread(sheet.cells.name, "scattered-cells"))
        return tuple(grids), tuple(unread)

    def content(self) -> None:
        depth = passed_over = 0
        sheet: _Sheet | None = None
        for event, name, element in part_events(self.package, "content.xml", ("start", "end"), (*_TAGS, *STYLE_TAGS)):
            if name == "table":
                depth += 1 if event == "start" else -1
                if event == "start" and depth == 1:
                    sheet = _Sheet(element, self.styles)
                elif event == "end" and depth == 0 and sheet is not None:
                    if not sheet.foreign:
                        self.sheets.append(sheet)
                    sheet = None
                    _drop(element)
            elif name in ("tracked-changes", "dde-links"):
                passed_over += 1 if event == "start" else -1
            elif event == "end" and depth == 1 and not passed_over and sheet is not None:
                sheet.take(name, element)
            elif event == "end" and depth == 0:
                self.styles.note(name, element)


def _drop(element: _Element) -> None:
    """Free an element and what stands before it, so that a long part is never held whole."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _number(text: str | None) -> int:
    """A number of repetitions or spanned cells, 1 where it is not told."""
    if text is None or not (text.isascii() and text.isdecimal() and len(text) < 9):
        return 1
    return max(int(text), 1)


class _Sheet:
    """One sheet while it is read."""

    def __init__(self, element: _Element, styles: Styles) -> None:
        name, style = element.get(TABLE + "name") or "", element.get(TABLE + "style-name") or ""
        self.cells = SheetCells(name, styles.hides(style) or element.get(TABLE + "display") == "false")
        self.styles = styles
        self.foreign = False  # kept from another file, not shown
        self.row = self.column = 0
        self.repeated = 0
        self.row_style = ""
        self.column_ends: list[int] = []  # the first column behind each run of columns
        self.column_styles: list[str] = []
        self.hidden: list[tuple[int, int]] = []
        self.hidden_columns: list[tuple[int, int]] = []
        self.line: list[tuple[int, Value, NumberFormat]] = []

    def take(self, name: str, element: _Element) -> None:
        """What comes next of the sheet, once the parser has met its end."""
        if name == "table-row":
            self.end_row(element)
        elif name == "table-column":
            self.end_column(element)
        elif name == "table-source":
            self.foreign = True

    def end_column(self, element: _Element) -> None:
        first = self.column_ends[-1] if self.column_ends else 0
        end = first + _number(element.get(_MANY))
        self.column_ends.append(end)
        self.column_styles.append(element.get(TABLE + "default-cell-style-name") or "")
        if element.get(TABLE + "visibility") in ("collapse", "filter"):
            self.hidden_columns.append((first, end))

    def end_row(self, element: _Element) -> None:
        count = _number(element.get(TABLE + "number-rows-repeated"))
        self.column, self.line = 0, []
        self.row_style = element.get(TABLE + "default-cell-style-name") or ""
        for child in element.iterchildren(_CELL, _COVERED):
            self.cell(child)
        if element.get(TABLE + "visibility") in ("collapse", "filter"):
            self.hidden.append((self.row, self.row + count))
        if self.line:
            self.repeat((count - 1) * len(self.line))
            for row in range(self.row, self.row + count):
                if row >= _MAX_ROW:
                    raise DamagedError(f"the sheet {self.cells.name} has too many rows")
                for column, value, format in self.line:
                    self.cells.put(row, column, value, format)
        self.row += count
        _drop(element)

    def repeat(self, count: int) -> None:
        self.repeated += count
        if self.repeated > _MOST_REPEATED:
            raise DamagedError(f"the sheet {self.cells.name} repeats too many cells")

    def cell(self, element: _Element) -> None:
        column, count = self.column, 1
        many = element.get(_MANY)
        if many is not None:
            count = _number(many)
        self.column = column + count
        kind, formula, inside = element.get(_KIND), element.get(_FORMULA), len(element)
        if count == 1 and element.tag == _CELL:
            self.merge(element, column)
        if kind is None and formula is None and not inside:
            return
        if column + count > _MAX_COLUMN:
            raise DamagedError(f"the sheet {self.cells.name} has too many columns")
        value = _value(element, kind)
        format = self.format(element, column)
        if kind == "percentage" and not format.percent:
            format = _percentage(_paragraphs(element))
        if value is not None and value != "":
            self.repeat(count - 1)
            self.line += [(column + i, value, format) for i in range(count)]
        if formula is not None and count == 1 and value != "":  # a text without letters is no stored value
            spelled = spelled_out(formula)
            if spelled:
                self.cells.formulas[self.row, column] = spelled
        if inside > 1 and count == 1:
            for note in element.iterchildren(_NOTE):
                self.cells.comments[self.row, column] = _paragraphs(note)

    def merge(self, element: _Element, column: int) -> None:
        across, down = element.get(_ACROSS), element.get(_DOWN)
        if across is None and down is None:
            return
        bottom, right = self.row + _number(down) - 1, column + _number(across) - 1
        if (bottom, right) != (self.row, column) and bottom < _MAX_ROW and right < _MAX_COLUMN:
            self.cells.merges.append(Area(self.row, column, bottom, right))

    def format(self, element: _Element, column: int) -> NumberFormat:
        style = element.get(_STYLE) or self.row_style
        if not style:
            run = bisect_right(self.column_ends, column)
            style = self.column_styles[run] if run < len(self.column_styles) else ""
        return self.styles.format(style)

    def finished(self) -> tuple[list[Grid], bool]:
        """The grids; what is hidden is told as far as the cells reach."""
        cells = self.cells
        bottom = max(cells.rows, default=-1)
        right = max((max(line) for line in cells.rows.values()), default=-1)
        for first, end in self.hidden:
            cells.hidden_rows.update(range(first, min(end, bottom + 1)))
        for first, end in self.hidden_columns:
            cells.hidden_columns.update(range(first, min(end, right + 1)))
        return cells.grids()


def _value(element: _Element, kind: str | None) -> Value:
    """What a cell holds; its text where that cannot be told."""
    try:
        if kind in _NUMBERS:
            number = float(element.get(_VALUE) or "")
            if isfinite(number) and element.get(_CALC_KIND) != "error":
                return number
        elif kind == "boolean":
            return element.get(_OFFICE + "boolean-value") == "true"
        elif kind == "date":
            moment = dt.datetime.fromisoformat(element.get(_OFFICE + "date-value") or "")
            return moment.date() if moment.time() == dt.time() else moment.replace(tzinfo=None)
        elif kind == "time":
            return _time(element.get(_OFFICE + "time-value") or "")
    except (ValueError, OverflowError):
        return _paragraphs(element)
    text = _paragraphs(element)
    if element.get(_CALC_KIND) == "error":
        return CellError(text)
    return element.get(_OFFICE + "string-value") or text


def _time(text: str) -> Value:
    found = _DURATION.fullmatch(text)
    if found is None:
        raise ValueError(text)
    sign, hours, minutes, seconds, fraction = found.groups("0")
    span = dt.timedelta(
        hours=int(hours), minutes=int(minutes), seconds=int(seconds), microseconds=int((fraction + "0" * 6)[:6])
    )
    if sign == "-":
        return -span
    return (dt.datetime.min + span).time() if span < dt.timedelta(days=1) else span


def _percentage(text: str) -> NumberFormat:
    """The format of a percentage whose style does not say how it is shown, from what is shown."""
    found = re.fullmatch(r"[^,.]*(?:[,.]([0-9]+))?\s*%", text)
    return parse_format("0." + "0" * len(found[1]) + "%" if found and found[1] else "0%" if found else "General%")


def _paragraphs(element: _Element) -> str:
    return "\n".join([_paragraph(child) for child in element.iterchildren(_TEXT + "p", _TEXT + "h")])


def _paragraph(element: _Element) -> str:
    """The text of a paragraph: blanks in the xml count as one, meant ones have elements of their own."""
    if not len(element):
        return _BLANKS.sub(" ", element.text or "").strip(" ")
    parts: list[str] = []
    _gather(element, parts, 0)
    return "".join(parts)


def _gather(element: _Element, parts: list[str], depth: int) -> None:
    if element.text:
        parts.append(_BLANKS.sub(" ", element.text))
    for child in element:
        tag = child.tag
        if tag == _TEXT + "s":
            text = child.get(_TEXT + "c") or "1"
            parts.append(" " * (min(int(text), 1000) if text.isascii() and text.isdecimal() and len(text) < 6 else 1))
        elif tag == _TEXT + "tab":
            parts.append("\t")
        elif tag == _TEXT + "line-break":
            parts.append("\n")
        elif isinstance(tag, str) and tag.startswith(_TEXT) and tag != _TEXT + "ruby-text" and depth < 100:
            _gather(child, parts, depth + 1)
        if child.tail:
            parts.append(_BLANKS.sub(" ", child.tail))

"""Workbooks in xlsb: the parts of an xlsx package, as streams of binary records instead of xml."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from functools import cached_property

from reportcheck.errors import ReportcheckError
from reportcheck.model import GENERAL, Area, CellError, Grid, NumberFormat, Unread, Value
from reportcheck.read.number_format import builtin_format, parse_format
from reportcheck.read.ooxml import DamagedError, Package, relations
from reportcheck.read.ptg import ERRORS, Dialect, formula_text, reference_of_shared, sheet_prefix, short_number
from reportcheck.read.refusal import unreadable
from reportcheck.read.sheet_cells import SheetCells
from reportcheck.read.sheet_walk import serial_date

__all__ = ["read_xlsb"]

_KINDS = {"chartsheet": "chart-sheet", "worksheet": "missing-sheet", "": "missing-sheet"}
_LONGEST = 16 << 20  # of one record
_MAX_ROW, _MAX_COLUMN = 1 << 20, 1 << 14

_ROW, _BLANK, _RK, _ERROR, _BOOL, _REAL, _TEXT, _SHARED_TEXT = range(8)
_F_TEXT, _F_REAL, _F_BOOL, _F_ERROR = range(8, 12)
_RICH_TEXT, _STRING_ITEM, _NAME, _FORMAT, _STYLE, _COLUMNS, _BOOK, _SHEET, _MERGE = (
    62,
    19,
    39,
    44,
    47,
    60,
    153,
    156,
    176,
)
_SHEET_END, _SUPPORTS, _OWN_SUPPORT, _REFERENCES = 130, (355, 357, 358, 667), (357, 358), 362
_ARRAY, _SHARED, _STYLES_BEGIN, _STYLES_END = 426, 427, 617, 618

_LONG, _DOUBLE = struct.Struct("<I"), struct.Struct("<d")


def read_xlsb(data: bytes, path: str) -> tuple[tuple[Grid, ...], tuple[Unread, ...]]:
    """The sheets of a workbook in its order, and what of it could not be read.

    Args:
        data: the bytes of the file.
        path: its name, for messages.

    Returns:
        One grid per sheet (several of one name where its cells stand very far apart), and an :class:`Unread` with the
        reason ``chart-sheet``, ``other-sheet``, ``missing-sheet``, ``damaged-sheet`` or ``scattered-cells`` for each
        thing left out. Comments are not read.

    Raises:
        ReportcheckError: ``unreadable``, ``encrypted``, ``too-large``; nothing else whatever the bytes.
    """
    try:
        return _Workbook(Package(data, path)).read()
    except (ReportcheckError, MemoryError):
        raise
    except DamagedError as error:
        vi, en = f"sổ tính xlsb bị hỏng ({error})", f"the xlsb workbook is damaged ({error})"
        raise unreadable(path, vi, en) from error
    except Exception as error:
        vi, en = "sổ tính xlsb bị hỏng", "the xlsb workbook is damaged"
        raise unreadable(path, vi, en) from error


def _records(package: Package, part: str) -> Iterator[tuple[int, bytes]]:
    """The records of a part: kind and content, kind and length in as many bytes as they need.

    Raises:
        DamagedError: the part cannot be unpacked, or ends within a record.
    """
    carry = b""
    for chunk in package.chunks(part):
        data, place = carry + chunk if carry else chunk, 0
        end = len(data)
        while True:
            found = _head(data, place)
            if found is None:
                break
            kind, length, at = found
            if length > _LONGEST:
                raise DamagedError(f"a record of {part} is too long")
            if at + length > end:
                break
            yield kind, data[at : at + length]
            place = at + length
        carry = data[place:]
    if carry:
        raise DamagedError(f"{part} ends within a record")


def _head(data: bytes, place: int) -> tuple[int, int, int] | None:
    """Kind, length and start of the content of a record; None where the bytes do not reach so far."""
    end = len(data)
    if place >= end:
        return None
    kind = data[place]
    place += 1
    if kind & 0x80:
        if place >= end:
            return None
        kind = kind & 0x7F | (data[place] & 0x7F) << 7
        place += 1
    length = 0
    for shift in (0, 7, 14, 21):
        if place >= end:
            return None
        byte = data[place]
        place += 1
        length |= (byte & 0x7F) << shift
        if byte < 0x80:
            break
    return kind, length, place


def _text(content: bytes, place: int) -> tuple[str, int]:
    """A text with its length before it, and where it ends."""
    count = _LONG.unpack_from(content, place)[0]
    if count == 0xFFFFFFFF:
        return "", place + 4
    end = place + 4 + 2 * count
    if end > len(content):
        raise DamagedError("a text is cut short")
    return content[place + 4 : end].decode("utf-16-le", "replace"), end


class _Workbook:
    """One workbook while it is read."""

    def __init__(self, package: Package) -> None:
        self.package = package
        part = "xl/workbook.bin"
        if part not in package:
            starts = [target for kind, target in relations(package, "").values() if kind == "officeDocument"]
            part = next((target for target in starts if target in package), part)
        related = relations(package, part)
        self.targets = dict(related.values())
        self.date1904 = False
        self.sheets: list[tuple[str, str, str, bool]] = []  # name, kind, part, hidden
        self.supports: list[bool] = []  # whether each workbook that is referred to is this one
        self.references: list[tuple[int, int, int]] = []
        self.names: list[str] = []
        for kind, content in _records(package, part):
            if kind == _SHEET:
                state = _LONG.unpack_from(content)[0]
                relation, end = _text(content, 8)
                self.sheets.append((_text(content, end)[0], *related.get(relation, ("", "")), bool(state)))
            elif kind == _BOOK:
                self.date1904 = bool(_LONG.unpack_from(content)[0] & 1)
            elif kind in _SUPPORTS:
                self.supports.append(kind in _OWN_SUPPORT)
            elif kind == _REFERENCES:
                count = min(_LONG.unpack_from(content)[0], (len(content) - 4) // 12)
                self.references += [struct.unpack_from("<Iii", content, 4 + 12 * i) for i in range(count)]
            elif kind == _NAME:
                self.names.append("" if content[0] & 0x20 else _text(content, 9)[0])
        self.dialect = Dialect(12, self.prefix, self.defined_name, lambda raw: raw.decode("latin-1"))
        self.formats = self.read_formats(self.targets.get("styles", ""))
        self.unread: list[Unread] = []

    def defined_name(self, index: int) -> str | None:
        return (self.names[index - 1] or None) if 0 < index <= len(self.names) else None

    def prefix(self, index: int, first: int, last: int) -> str | None:
        """The prefix of a reference to sheets of this workbook; None where they are another's."""
        if index >= len(self.references):
            return None
        book, first, last = self.references[index]
        if book >= len(self.supports) or not self.supports[book] or not 0 <= first <= last < len(self.sheets):
            return None
        return sheet_prefix(self.sheets[first][0], self.sheets[last][0])

    def read_formats(self, part: str) -> list[NumberFormat]:
        """The number format of each cell style."""
        if part not in self.package:
            return []
        codes: dict[int, str] = {}
        formats: list[NumberFormat] = []
        inside = False
        for kind, content in _records(self.package, part):
            if kind == _FORMAT:
                codes[struct.unpack_from("<H", content)[0]] = _text(content, 2)[0]
            elif kind in (_STYLES_BEGIN, _STYLES_END):
                inside = kind == _STYLES_BEGIN
            elif kind == _STYLE and inside:
                number = struct.unpack_from("<H", content, 2)[0]
                formats.append(parse_format(codes[number]) if number in codes else builtin_format(number))
        return formats

    @cached_property
    def strings(self) -> list[str]:
        part = self.targets.get("sharedStrings", "")
        if part not in self.package:
            return []
        return [_text(content, 1)[0] for kind, content in _records(self.package, part) if kind == _STRING_ITEM]

    def read(self) -> tuple[tuple[Grid, ...], tuple[Unread, ...]]:
        if not self.sheets:
            raise DamagedError("there is no sheet in it")
        grids: list[Grid] = []
        for name, kind, part, hidden in self.sheets:
            if kind != "worksheet" or part not in self.package:
                self.unread.append(Unread(name, _KINDS.get(kind, "other-sheet")))
                continue
            try:
                sheet = _Sheet(self, SheetCells(name, hidden))
                sheet.read(part)
                found, whole = sheet.cells.grids()
            except (DamagedError, struct.error, IndexError):
                self.unread.append(Unread(name, "damaged-sheet"))
                continue
            grids += found
            if not whole:
                self.unread.append(Unread(name, "scattered-cells"))
        if not grids and any(entry.reason in ("damaged-sheet", "missing-sheet") for entry in self.unread):
            raise DamagedError("no sheet of it can be read")
        return tuple(grids), tuple(self.unread)


class _Sheet:
    """One sheet while it is read."""

    def __init__(self, book: _Workbook, cells: SheetCells) -> None:
        self.book, self.cells = book, cells
        self.row = self.column = 0
        self.written: list[tuple[int, int, bytes, int]] = []
        self.shared: dict[tuple[int, int], bytes] = {}
        self.arrays: dict[tuple[int, int], bytes] = {}

    def read(self, part: str) -> None:
        ended = False
        for kind, content in _records(self.book.package, part):
            if 0 < kind < 12 or kind == _RICH_TEXT:
                self.cell(kind, content)
            elif kind == _ROW:
                self.row = _LONG.unpack_from(content)[0]
                if self.row >= _MAX_ROW:
                    raise DamagedError(f"a row is numbered {self.row}")
                if content[11] & 0x10:
                    self.cells.hidden_rows.add(self.row)
            elif kind in (_ARRAY, _SHARED):
                self.master(kind, content)
            elif kind == _COLUMNS:
                first, last = struct.unpack_from("<II", content)
                if content[16] & 1:
                    self.cells.hidden_columns.update(range(first, min(last, _MAX_COLUMN - 1) + 1))
            elif kind == _MERGE:
                top, bottom, left, right = struct.unpack_from("<IIII", content)
                if top <= bottom < _MAX_ROW and left <= right < _MAX_COLUMN:
                    self.cells.merges.append(Area(top, left, bottom, right))
            ended = kind == _SHEET_END
        if not ended:
            raise DamagedError("the end of the sheet is missing")
        self.write_formulas()

    def cell(self, kind: int, content: bytes) -> None:
        self.column, style = struct.unpack_from("<II", content)
        style &= 0xFFFFFF
        if self.column >= _MAX_COLUMN:
            raise DamagedError(f"a column is numbered {self.column}")
        if kind == _BLANK:
            return
        formats = self.book.formats
        format = formats[style] if style < len(formats) else GENERAL
        value, end = _VALUES[kind](self, content)
        if format.date and type(value) is float:
            value = serial_date(value, format.code, self.book.date1904)
        self.cells.put(self.row, self.column, value, format)
        if _F_TEXT <= kind <= _F_ERROR and value != "":  # a text without letters is no stored value
            length = _LONG.unpack_from(content, end + 2)[0]
            tokens = content[end + 6 : end + 6 + length]
            if tokens[:1] == b"\x01":
                self.written.append((self.row, self.column, tokens, self.own_column(content, end + 6 + length)))
            else:
                self.written.append((self.row, self.column, tokens, 0))

    def own_column(self, content: bytes, place: int) -> int:
        """The column of the shared formula that a cell refers to stands behind its tokens."""
        return int(_LONG.unpack_from(content, place + 4)[0]) if len(content) >= place + 8 else self.column

    def shared_text(self, content: bytes) -> tuple[Value, int]:
        index = _LONG.unpack_from(content, 8)[0]
        if index >= len(self.book.strings):
            raise DamagedError(f"there is no shared string {index}")
        return self.book.strings[index], 12

    def master(self, kind: int, content: bytes) -> None:
        top, _, left, _ = struct.unpack_from("<IIII", content)
        start = 16 if kind == _SHARED else 17
        length = _LONG.unpack_from(content, start)[0]
        tokens = content[start + 4 : start + 4 + length]
        if kind == _SHARED:
            self.shared[top, left] = self.shared[self.row, self.column] = tokens
        else:
            self.arrays[top, left] = tokens

    def write_formulas(self) -> None:
        """Formulas are written out last: a shared one stands behind the first cell that refers to it."""
        for row, column, tokens, master_column in self.written:
            found = reference_of_shared(tokens, 12)
            if found is not None:
                master = found[0], master_column
                if master in self.shared:
                    tokens = self.shared[master]
                elif master == (row, column) and master in self.arrays:
                    tokens = self.arrays[master]
                elif master in self.arrays:
                    continue  # stands in the first cell of its area
            self.cells.formulas[row, column] = formula_text(tokens, self.book.dialect, row, column)


def _real(_: _Sheet, content: bytes) -> tuple[Value, int]:
    return _DOUBLE.unpack_from(content, 8)[0], 16


def _truth(_: _Sheet, content: bytes) -> tuple[Value, int]:
    return bool(content[8]), 9


def _error(_: _Sheet, content: bytes) -> tuple[Value, int]:
    return CellError(ERRORS.get(content[8], "#N/A")), 9


_VALUES: dict[int, Callable[[_Sheet, bytes], tuple[Value, int]]] = {
    _RK: lambda _, content: (short_number(content, 8), 12),
    _ERROR: _error,
    _BOOL: _truth,
    _REAL: _real,
    _TEXT: lambda _, content: _text(content, 8),
    _SHARED_TEXT: _Sheet.shared_text,
    _F_TEXT: lambda _, content: _text(content, 8),
    _F_REAL: _real,
    _F_BOOL: _truth,
    _F_ERROR: _error,
    _RICH_TEXT: lambda _, content: _text(content, 9),
}

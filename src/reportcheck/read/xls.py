"""Workbooks in xls, as Excel 5 to 2003 wrote them: a stream of records in a compound file.

Read here instead of by a library: those at hand give no formulas, trust what a file says of itself (counts, names to be
evaluated) or end the process on what they do not expect.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from reportcheck.errors import ReportcheckError
from reportcheck.model import GENERAL, Area, CellError, Grid, NumberFormat, Unread, Value
from reportcheck.read.compound import OLE2, CompoundFile
from reportcheck.read.number_format import builtin_format, parse_format
from reportcheck.read.ooxml import DamagedError
from reportcheck.read.ptg import ERRORS, Dialect, formula_text, reference_of_shared, sheet_prefix, short_number
from reportcheck.read.refusal import encrypted, old_format, unreadable
from reportcheck.read.sheet_cells import SheetCells
from reportcheck.read.sheet_walk import serial_date
from reportcheck.read.xls_text import StringTable, codepage_name, decode_bytes, long_text, short_text

__all__ = ["read_xls"]

_KINDS = {1: "other-sheet", 2: "chart-sheet", 6: "other-sheet"}
_GLOBALS, _SHEET = 0x0005, 0x0010

_BOF, _EOF, _CONTINUE = 0x0809, 0x000A, 0x003C
_NUMBER, _RK, _MULRK, _LABELSST, _LABEL, _RSTRING, _BOOLERR = 0x0203, 0x027E, 0x00BD, 0x00FD, 0x0204, 0x00D6, 0x0205
_FORMULA, _STRING, _SHRFMLA, _ARRAY = 0x0006, 0x0207, 0x04BC, 0x0221
_ROW, _COLINFO, _MERGED = 0x0208, 0x007D, 0x00E5

_HEAD = struct.Struct("<HH")
_CELL = struct.Struct("<HHH")
_DOUBLE = struct.Struct("<d")


def read_xls(data: bytes, path: str) -> tuple[tuple[Grid, ...], tuple[Unread, ...]]:
    """The sheets of a workbook in its order, and what of it could not be read.

    Args:
        data: the bytes of the file, a compound file or the bare stream of records.
        path: its name, for messages.

    Returns:
        One grid per sheet (several of one name where its cells stand very far apart), and an :class:`Unread` with the
        reason ``chart-sheet``, ``other-sheet``, ``damaged-sheet`` or ``scattered-cells`` for each thing left out.
        Comments are not read.

    Raises:
        ReportcheckError: ``unreadable``, ``encrypted``, ``old-format`` (Excel 4 and older); nothing else whatever the
            bytes.
    """
    try:
        return _Workbook(_stream(data), path).read()
    except (ReportcheckError, MemoryError):
        raise
    except DamagedError as error:
        vi, en = f"sổ tính xls bị hỏng hoặc bị cắt cụt ({error})", f"the xls workbook is damaged or cut short ({error})"
        raise unreadable(path, vi, en) from error
    except Exception as error:
        vi, en = "sổ tính xls bị hỏng hoặc bị cắt cụt", "the xls workbook is damaged or cut short"
        raise unreadable(path, vi, en) from error


def _stream(data: bytes) -> bytes:
    if data[:8] != OLE2:
        return data
    container = CompoundFile(data)
    for name in ("workbook", "book"):
        if name in container.names:
            return container.stream(name)
    raise DamagedError("there is no workbook in it")


class _Workbook:
    """One workbook while it is read: first what belongs to all sheets, then sheet by sheet."""

    def __init__(self, stream: bytes, path: str) -> None:
        self.stream, self.path = stream, path
        self.room = 3 * len(stream)
        kind, length = _HEAD.unpack_from(stream, 0)
        if kind in (0x0009, 0x0209, 0x0409):
            raise old_format(path, "Excel 4")
        if kind != _BOF or length < 4:
            raise DamagedError("there is no workbook in it")
        version, substream = struct.unpack_from("<HH", stream, 4)
        if version not in (0x0500, 0x0600):
            raise DamagedError("its version is unknown")
        self.version = 8 if version == 0x0600 else 5
        self.encoding = "cp1252"
        self.date1904 = False
        self.sheets: list[tuple[str, int, int, bool]] = []  # name, place, kind, hidden
        self.strings = StringTable()
        self.codes: dict[int, str] = {}
        self.styles: list[int] = []
        self.books: list[bool] = []  # whether each workbook that is referred to is this one
        self.references: list[tuple[int, int, int]] = []
        self.names: list[str] = []
        if substream == _GLOBALS:
            self.globals()
        else:
            self.sheets.append(("Sheet1", 0, 0, False))
        self.formats = [self.format(number) for number in self.styles]
        self.dialect = Dialect(
            self.version, self.prefix, self.defined_name, lambda raw: decode_bytes(raw, self.encoding)
        )
        self.unread: list[Unread] = []

    def records(self, place: int) -> Iterator[tuple[int, bytes]]:
        """The records from a place on, up to the end of the sheet or globals that start there.

        Raises:
            DamagedError: the stream ends before, or was read several times already: its sheets overlap.
        """
        stream, depth, end = self.stream, 0, len(self.stream)
        while place + 4 <= end:
            kind, length = _HEAD.unpack_from(stream, place)
            place += 4
            content = stream[place : place + length]
            if len(content) < length:
                break
            place += length
            self.room -= length + 4
            if self.room < 0:
                raise DamagedError("its sheets overlap")
            if kind == _BOF:
                depth += 1
            elif kind == _EOF:
                depth -= 1
                if depth <= 0:
                    return
            if depth == 1:  # charts stand within a sheet as a sheet of their own
                yield kind, content
        raise DamagedError("the end is missing")

    def globals(self) -> None:
        names: list[bytes] = []
        sheets: list[bytes] = []
        formats: list[bytes] = []
        previous = 0
        for kind, content in self.records(0):
            if kind == 0x002F:
                raise encrypted(self.path)
            if kind == 0x0042:
                self.encoding = codepage_name(*struct.unpack_from("<H", content))
            elif kind == 0x0022:
                self.date1904 = content[:1] == b"\1"
            elif kind == 0x0085:
                sheets.append(content)
            elif kind == 0x041E:
                formats.append(content)
            elif kind == 0x00E0:
                self.styles.append(*struct.unpack_from("<H", content, 2))
            elif kind == 0x00FC:
                self.strings.add(content)
            elif kind == _CONTINUE and previous == 0x00FC:
                self.strings.add(content)
                continue
            elif kind == 0x01AE:
                self.books.append(content[2:4] == b"\x01\x04")
            elif kind == 0x0017 and self.version == 8:
                count = struct.unpack_from("<H", content)[0]
                self.references += [
                    struct.unpack_from("<HHH", content, at) for at in range(2, min(2 + count * 6, len(content) - 5), 6)
                ]
            elif kind == 0x0018:
                names.append(content)
            previous = kind
        # Text of old files is read in the code page of the file, which need not stand before it.
        for content in sheets:
            place, hidden, sort = struct.unpack_from("<IBB", content)
            self.sheets.append((short_text(content, 6, self.version, self.encoding), place, sort, bool(hidden & 3)))
        for content in formats:
            number = struct.unpack_from("<H", content)[0]
            text = long_text if self.version == 8 else short_text
            self.codes[number] = text(content, 2, self.version, self.encoding)
        self.names = [self.name_of(content) for content in names]

    def name_of(self, content: bytes) -> str:
        """A defined name; empty for a built-in one, and for one that cannot be read."""
        if len(content) < 15 or content[0] & 0x20:
            return ""
        count, start = content[3], 14
        if self.version == 5:
            return decode_bytes(content[start : start + count], self.encoding)
        if content[start] & 1:
            return content[start + 1 : start + 1 + count * 2].decode("utf-16-le", "replace")
        return content[start + 1 : start + 1 + count].decode("latin-1")

    def format(self, number: int) -> NumberFormat:
        return parse_format(self.codes[number]) if number in self.codes else builtin_format(number)

    def defined_name(self, index: int) -> str | None:
        return (self.names[index - 1] or None) if 0 < index <= len(self.names) else None

    def prefix(self, index: int, first: int, last: int) -> str | None:
        """The prefix of a reference to sheets of this workbook; None where they are another's."""
        if self.version == 8:
            if index >= len(self.references):
                return None
            book, first, last = self.references[index]
            if book >= len(self.books) or not self.books[book]:
                return None
        elif index < 0x8000:  # a negative number says: this workbook
            return None
        if not first <= last < len(self.sheets):
            return None
        return sheet_prefix(self.sheets[first][0], self.sheets[last][0])

    def read(self) -> tuple[tuple[Grid, ...], tuple[Unread, ...]]:
        if not self.sheets:
            raise DamagedError("there is no sheet in it")
        grids: list[Grid] = []
        for name, place, kind, hidden in self.sheets:
            if kind in _KINDS:
                self.unread.append(Unread(name, _KINDS[kind]))
                continue
            try:
                sheet = _Sheet(self, SheetCells(name, hidden))
                sheet.read(place)
                found, whole = sheet.cells.grids()
            except (DamagedError, struct.error, IndexError):
                self.unread.append(Unread(name, "damaged-sheet"))
                continue
            grids += found
            if not whole:
                self.unread.append(Unread(name, "scattered-cells"))
        if not grids and any(entry.reason == "damaged-sheet" for entry in self.unread):
            raise DamagedError("no sheet of it can be read")
        return tuple(grids), tuple(self.unread)


class _Sheet:
    """One sheet while it is read."""

    def __init__(self, book: _Workbook, cells: SheetCells) -> None:
        self.book, self.cells = book, cells
        self.text_of: tuple[int, int, int] | None = None  # the formula whose text follows
        self.written: list[tuple[int, int, bytes]] = []
        self.last = (0, 0)
        self.shared: dict[tuple[int, int], bytes] = {}
        self.arrays: dict[tuple[int, int], bytes] = {}

    def read(self, place: int) -> None:
        first = True
        for kind, content in self.book.records(place):
            if first:
                if kind != _BOF:
                    raise DamagedError("there is no sheet at its place")
                first = False
            handler = _HANDLERS.get(kind)
            if handler is not None:
                handler(self, content)
        self.write_formulas()

    def number(self, at: tuple[int, int, int], value: float) -> None:
        (row, column, style), formats = at, self.book.formats
        format = formats[style] if style < len(formats) else GENERAL
        found: Value = serial_date(value, format.code, self.book.date1904) if format.date else value
        self.cells.put(row, column, found, format)

    def other(self, at: tuple[int, int, int], value: Value) -> None:
        (row, column, style), formats = at, self.book.formats
        self.cells.put(row, column, value, formats[style] if style < len(formats) else GENERAL)

    def real(self, content: bytes) -> None:
        self.number(_cell(content), _DOUBLE.unpack_from(content, 6)[0])

    def rk(self, content: bytes) -> None:
        self.number(_cell(content), short_number(content, 6))

    def many_rk(self, content: bytes) -> None:
        row, column = _HEAD.unpack_from(content)
        for place in range(4, len(content) - 7, 6):
            self.number((row, column, _HEAD.unpack_from(content, place)[0]), short_number(content, place + 2))
            column += 1

    def shared_string(self, content: bytes) -> None:
        index = struct.unpack_from("<I", content, 6)[0]
        self.other(_cell(content), self.book.strings[index])

    def own_string(self, content: bytes) -> None:
        self.other(_cell(content), long_text(content, 6, self.book.version, self.book.encoding))

    def truth_or_error(self, content: bytes) -> None:
        self.other(_cell(content), _special(content[7] + 1, content[6]))

    def formula(self, content: bytes) -> None:
        row, column, style = _cell(content)
        self.last = row, column
        if content[12:14] != b"\xff\xff" or content[6] != 3:  # a text without letters is no stored value
            length = struct.unpack_from("<H", content, 20)[0]
            self.written.append((row, column, content[22 : 22 + length]))
        self.text_of = None
        if content[12:14] != b"\xff\xff":
            self.number((row, column, style), _DOUBLE.unpack_from(content, 6)[0])
        elif content[6] == 0:
            self.text_of = row, column, style
        else:
            self.other((row, column, style), _special(content[6], content[8]))

    def formula_string(self, content: bytes) -> None:
        if self.text_of is not None:
            self.other(self.text_of, long_text(content, 0, self.book.version, self.book.encoding))
            self.text_of = None

    def shared_formula(self, content: bytes) -> None:
        top, _, left, _ = struct.unpack_from("<HHBB", content)
        length = struct.unpack_from("<H", content, 8)[0]
        # The cells name the corner of the area; some programs let them name the first cell instead.
        self.shared[top, left] = self.shared[self.last] = content[10 : 10 + length]

    def array_formula(self, content: bytes) -> None:
        top, _, left, _ = struct.unpack_from("<HHBB", content)
        length = struct.unpack_from("<H", content, 12)[0]
        self.arrays[top, left] = content[14 : 14 + length]

    def write_formulas(self) -> None:
        """Formulas are written out last: a shared one may stand behind the first cell that refers to it."""
        dialect = self.book.dialect
        for row, column, tokens in self.written:
            master = reference_of_shared(tokens, self.book.version)
            if master is not None:
                if master in self.shared:
                    tokens = self.shared[master]
                elif master == (row, column) and master in self.arrays:
                    tokens = self.arrays[master]
                elif master in self.arrays:
                    continue  # stands in the first cell of its area
            text = formula_text(tokens, dialect, row, column)
            self.cells.formulas[row, column] = text

    def row(self, content: bytes) -> None:
        if content[12] & 0x20:
            self.cells.hidden_rows.add(_HEAD.unpack_from(content)[0])

    def columns(self, content: bytes) -> None:
        if content[8] & 1:
            first, last = _HEAD.unpack_from(content)
            self.cells.hidden_columns.update(range(first, min(last, 255) + 1))

    def merged(self, content: bytes) -> None:
        for top, bottom, left, right in struct.iter_unpack("<HHHH", content[2 : 2 + (len(content) - 2) // 8 * 8]):
            if top <= bottom and left <= right < 256:
                self.cells.merges.append(Area(top, left, bottom, right))


_HANDLERS = {
    _NUMBER: _Sheet.real,
    _RK: _Sheet.rk,
    _MULRK: _Sheet.many_rk,
    _LABELSST: _Sheet.shared_string,
    _LABEL: _Sheet.own_string,
    _RSTRING: _Sheet.own_string,
    _BOOLERR: _Sheet.truth_or_error,
    _FORMULA: _Sheet.formula,
    _STRING: _Sheet.formula_string,
    _SHRFMLA: _Sheet.shared_formula,
    _ARRAY: _Sheet.array_formula,
    _ROW: _Sheet.row,
    _COLINFO: _Sheet.columns,
    _MERGED: _Sheet.merged,
}


def _cell(content: bytes) -> tuple[int, int, int]:
    """Row, column and style of a cell."""
    row, column, style = _CELL.unpack_from(content)
    return row, column, style


def _special(kind: int, value: int) -> Value:
    """What is no number: 1 a truth value, 2 an error, 3 an empty text."""
    if kind == 1:
        return bool(value)
    return CellError(ERRORS.get(value, "#N/A")) if kind == 2 else None

"""What xls and xlsb write alike: formulas as tokens in the order of computing (turned back into text here), errors, numbers.

The text is what the author typed. Parentheses have tokens of their own, so that operators need no ranks. What has no text here (arrays, other workbooks, functions of add-ins) makes the whole formula
:data:`UNTOLD`, which says that there is one.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from dataclasses import dataclass

from reportcheck.model import column_name
from reportcheck.read.ptg_functions import FIXED, VARIABLE
from reportcheck.read.shared_formula import LONGEST

__all__ = ["ERRORS", "UNTOLD", "Dialect", "formula_text", "reference_of_shared", "sheet_prefix", "short_number"]

UNTOLD = "?"
ERRORS = {
    0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A", 43: "#GETTING_DATA",
}  # fmt: skip

_OPERATORS = {
    0x03: "+", 0x04: "-", 0x05: "*", 0x06: "/", 0x07: "^", 0x08: "&", 0x09: "<", 0x0A: "<=", 0x0B: "=", 0x0C: ">=",
    0x0D: ">", 0x0E: "<>", 0x0F: " ", 0x10: ",", 0x11: ":",
}  # fmt: skip
_DEEPEST = 1000
# These take an area whole, even where a careless program asked for one cell of it.
_OF_AREAS = frozenset(["SUM", "AVERAGE", "MIN", "MAX", "COUNT", "COUNTA", "PRODUCT", "SUBTOTAL", "SUMPRODUCT"])
_SIZES = {5: (1 << 14, 1 << 8), 8: (1 << 16, 1 << 8), 12: (1 << 20, 1 << 14)}  # rows, columns
_PLAIN_SHEET = re.compile(r"[^\W\d]\w*")


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a file writes its tokens.

    Attributes:
        version: 5 (xls before 1997), 8 (xls), 12 (xlsb).
        sheets: gives the prefix of a reference to other sheets (``'Biểu 1'!``) by its index, None where it is unknown.
        names: gives a defined name by its index from 1, None where it is unknown.
        decode: text of a file before 1997.
    """

    version: int
    sheets: Callable[[int, int, int], str | None]
    names: Callable[[int], str | None]
    decode: Callable[[bytes], str]


class _UntoldError(Exception):
    """A token without text."""


def sheet_prefix(first: str, last: str) -> str:
    """``Sheet1!`` or ``'Biểu 1:Biểu 3'!``."""
    name = first if first == last else f"{first}:{last}"
    return f"{name}!" if _PLAIN_SHEET.fullmatch(name) else f"'{name.replace(chr(39), chr(39) * 2)}'!"


def short_number(content: bytes, place: int) -> float:
    """A number in four bytes: a whole one or the upper half of a double, either perhaps a hundred times too large."""
    raw: int = struct.unpack_from("<i", content, place)[0]
    value: float = float(raw >> 2) if raw & 2 else struct.unpack("<d", b"\0\0\0\0" + struct.pack("<i", raw & ~3))[0]
    return value / 100 if raw & 1 else value


def reference_of_shared(tokens: bytes, version: int) -> tuple[int, int] | None:
    """Where the shared formula stands that these tokens (and, in xlsb, those after) refer to; None for a formula of its own.

    In xlsb the column is told elsewhere and given as -1.
    """
    if len(tokens) < 5 or tokens[0] != 0x01:
        return None
    if version == 12:
        return int(struct.unpack_from("<I", tokens, 1)[0]), -1
    row, column = struct.unpack_from("<HH", tokens, 1)
    return row, column


def formula_text(tokens: bytes, dialect: Dialect, row: int, column: int) -> str:
    """The formula without ``=`` as it reads in a zero-based cell; :data:`UNTOLD` where it has no text. Never raises."""
    try:
        return _Reader(tokens, dialect, row, column).read()
    except (_UntoldError, struct.error, IndexError, UnicodeDecodeError):
        return UNTOLD


class _Reader:
    """The state of one formula: what is left of its tokens, and the operands so far."""

    def __init__(self, tokens: bytes, dialect: Dialect, row: int, column: int) -> None:
        self.tokens, self.dialect, self.row, self.column = tokens, dialect, row, column
        self.place = 0
        self.stack: list[str] = []

    def take(self, layout: str) -> tuple[int, ...]:
        values = struct.unpack_from("<" + layout, self.tokens, self.place)
        self.place += struct.calcsize("<" + layout)
        return values

    def read(self) -> str:
        while self.place < len(self.tokens):
            token = self.tokens[self.place]
            self.place += 1
            if token >= 0x20:
                self.operand(token & 0x1F | 0x20, one=token & 0x60 == 0x40)
            else:
                self.basic(token)
            if self.stack and (len(self.stack[-1]) > LONGEST or len(self.stack) > _DEEPEST):
                raise _UntoldError
        if len(self.stack) != 1:
            raise _UntoldError
        return self.stack[0]

    def basic(self, token: int) -> None:
        stack = self.stack
        if token in _OPERATORS:
            right = stack.pop()
            stack[-1] = f"{stack[-1]}{_OPERATORS[token]}{right}"
        elif token in (0x12, 0x13):
            stack[-1] = "+-"[token - 0x12] + stack[-1]
        elif token == 0x14:
            stack[-1] += "%"
        elif token == 0x15:
            stack[-1] = f"({stack[-1]})"
        elif token == 0x16:
            stack.append("")
        elif token == 0x17:
            stack.append('"' + self.string().replace('"', '""') + '"')
        elif token == 0x19:
            self.attribute()
        elif token == 0x1C:
            stack.append(ERRORS.get(self.take("B")[0], "#N/A"))
        elif token == 0x1D:
            stack.append("TRUE" if self.take("B")[0] else "FALSE")
        elif token == 0x1E:
            stack.append(str(self.take("H")[0]))
        elif token == 0x1F:
            stack.append(_number(*self.take("d")))
        else:
            raise _UntoldError

    def string(self) -> str:
        version = self.dialect.version
        count = self.take("H" if version == 12 else "B")[0]
        wide = version == 12 or (version == 8 and self.take("B")[0] & 1)
        raw = self.tokens[self.place : self.place + count * (2 if wide else 1)]
        self.place += len(raw)
        if wide:
            return raw.decode("utf-16-le", "replace")
        return raw.decode("latin-1") if version == 8 else self.dialect.decode(raw)

    def attribute(self) -> None:
        """Hints for computing, of which only the short form of SUM belongs to the text."""
        kind, data = self.take("BH")
        if kind & 0x04:
            self.place += 2 * (data + 1)
        elif kind & 0x10:
            self.stack[-1] = f"SUM({self.stack[-1]})"

    def operand(self, token: int, one: bool) -> None:
        """A reference, a name or a call; ``one`` takes of an area the cell beside the formula, which Excel writes ``@``."""
        stack, version = self.stack, self.dialect.version
        if token == 0x21:
            name, count = FIXED.get(self.take("H")[0], ("", 0))
            self.call(name, count)
        elif token == 0x22:
            count, index = self.take("BH")
            self.call(VARIABLE.get(index & 0x7FFF, ""), count & 0x7F)
        elif token == 0x23:
            name = self.dialect.names(self.take("I" if version == 12 else "H")[0]) or ""
            self.place += {5: 12, 8: 2, 12: 0}[version]
            if not name:
                raise _UntoldError
            stack.append(name)
        elif token in (0x24, 0x2C):
            stack.append(self.cell(relative=token == 0x2C))
        elif token in (0x25, 0x2D):
            stack.append("@" * one + self.area(relative=token == 0x2D))
        elif token in (0x2A, 0x2B):
            self.place += {5: 3, 8: 4, 12: 6}[version] * (1 if token == 0x2A else 2)
            stack.append("#REF!")
        elif token == 0x29:
            self.take("H")
        elif token in (0x3A, 0x3B):
            prefix = self.prefix()
            if token == 0x3A:
                stack.append(prefix + self.cell(relative=False))
            else:
                stack.append("@" * one + prefix + self.area(relative=False))
        else:
            raise _UntoldError

    def call(self, name: str, count: int) -> None:
        if not name or count > len(self.stack):
            raise _UntoldError
        arguments = self.stack[len(self.stack) - count :]
        del self.stack[len(self.stack) - count :]
        if name in _OF_AREAS:
            arguments = [argument.removeprefix("@") for argument in arguments]
        self.stack.append(f"{name}({','.join(arguments)})")

    def prefix(self) -> str:
        if self.dialect.version == 5:
            index, first, last = self.take("h8xHH")
        else:
            (index,), first, last = self.take("H"), 0, 0
        found = self.dialect.sheets(index, first, last)
        if found is None:
            raise _UntoldError
        return found

    def cell(self, relative: bool) -> str:
        if self.dialect.version == 5:
            row, column = self.take("HB")
            return self.column_half(column, row >> 14, relative) + self.row_half(row & 0x3FFF, row >> 14, relative)
        row, column = self.take("IH" if self.dialect.version == 12 else "HH")
        return self.column_half(column & 0x3FFF, column >> 14, relative) + self.row_half(row, column >> 14, relative)

    def area(self, relative: bool) -> str:
        if self.dialect.version == 5:
            top, bottom, left, right = self.take("HHBB")
            flags, last_flags, top, bottom = top >> 14, bottom >> 14, top & 0x3FFF, bottom & 0x3FFF
        else:
            top, bottom, left, right = self.take("IIHH" if self.dialect.version == 12 else "HHHH")
            flags, last_flags, left, right = left >> 14, right >> 14, left & 0x3FFF, right & 0x3FFF
        rows, columns = _SIZES[self.dialect.version]
        first, last = self.column_half(left, flags, relative), self.column_half(right, last_flags, relative)
        if (top, bottom) == (0, rows - 1):
            return f"{first}:{last}"
        if (left, right) == (0, columns - 1):
            first = last = ""
        return f"{first}{self.row_half(top, flags, relative)}:{last}{self.row_half(bottom, last_flags, relative)}"

    def row_half(self, row: int, flags: int, relative: bool) -> str:
        """``7`` or ``$7``; with ``relative`` a row that is no fixed one is a distance from the cell's, modulo the sheet."""
        if not flags & 2:
            return f"${row + 1}"
        return str((row + self.row * relative) % _SIZES[self.dialect.version][0] + 1)

    def column_half(self, column: int, flags: int, relative: bool) -> str:
        """``C`` or ``$C``, likewise."""
        if not flags & 1:
            return "$" + column_name(column)
        return column_name((column + self.column * relative) % _SIZES[self.dialect.version][1])


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)

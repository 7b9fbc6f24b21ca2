"""Shared formulas, written out: the master's text with its relative references moved to another cell."""

from __future__ import annotations

import re
from functools import lru_cache

from reportcheck.model import column_name

__all__ = ["SharedFormula", "column_index"]

MAX_ROW, MAX_COLUMN = 1_048_576, 16_384
# Excel's own limit; a longer text is no formula and is left as it is.
LONGEST = 8192

# Strings, quoted sheet names and brackets are passed over: what looks like a reference in them is none.
_TOKEN = re.compile(
    r"""
      "(?:[^"]|"")*" | '(?:[^']|'')*' | \[[^\]]*\]
    | (?<![\w.$\\])(?P<dc>\$?)(?P<column>[A-Za-z]{1,3})(?P<dr>\$?)(?P<row>[0-9]{1,7})(?![\w(.!\[])
    | (?<![\w.$\\])(?P<dc1>\$?)(?P<c1>[A-Za-z]{1,3}):(?P<dc2>\$?)(?P<c2>[A-Za-z]{1,3})(?![\w(.!$])
    | (?<![\w.$\\:])(?P<dr1>\$?)(?P<r1>[0-9]{1,7}):(?P<dr2>\$?)(?P<r2>[0-9]{1,7})(?![\w(.!$])
    """,
    re.VERBOSE,
)


@lru_cache(maxsize=20_000)
def column_index(letters: str | bytes) -> int:
    """The zero-based column of ``A`` … ``XFD``, in either case."""
    index = 0
    for letter in letters.encode() if isinstance(letters, str) else letters:
        index = index * 26 + (letter & 0x1F)
    return index - 1


class SharedFormula:
    """A formula that stands for a block of cells, parsed once.

    Args:
        text: the formula without ``=``, as it reads in the master cell.
        row, column: zero-based position of the master cell.
    """

    __slots__ = ("_column", "_pieces", "_row")

    def __init__(self, text: str, row: int, column: int) -> None:
        self._row, self._column = row, column
        # A piece is plain text, or (axis, zero-based index) for a relative half of a reference.
        self._pieces: list[str | tuple[bool, int]] = []
        end = 0
        for token in _TOKEN.finditer(text) if len(text) <= LONGEST else ():
            if token.lastgroup is None:
                continue
            self._pieces.append(text[end : token.start()])
            end = token.end()
            self._reference(token)
        self._pieces.append(text[end:])

    def _reference(self, token: re.Match[str]) -> None:
        if token["column"]:
            self._half(token["dc"], token["column"], True)
            self._half(token["dr"], token["row"], False)
        elif token["c1"]:
            self._half(token["dc1"], token["c1"], True)
            self._pieces.append(":")
            self._half(token["dc2"], token["c2"], True)
        else:
            self._half(token["dr1"], token["r1"], False)
            self._pieces.append(":")
            self._half(token["dr2"], token["r2"], False)

    def _half(self, dollar: str, text: str, is_column: bool) -> None:
        index = column_index(text) if is_column else int(text) - 1
        if dollar:
            self._pieces.append(dollar + text)
        elif 0 <= index < (MAX_COLUMN if is_column else MAX_ROW):
            self._pieces.append((is_column, index))
        else:
            self._pieces.append(text)

    def at(self, row: int, column: int) -> str:
        """The formula as it reads at a zero-based cell; a reference moved off the sheet wraps around, as in Excel."""
        down, across = row - self._row, column - self._column
        return "".join(
            piece
            if isinstance(piece, str)
            else column_name((piece[1] + across) % MAX_COLUMN)
            if piece[0]
            else str((piece[1] + down) % MAX_ROW + 1)
            for piece in self._pieces
        )

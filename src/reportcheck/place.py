"""Where things stand in a file, and how that is said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["NOWHERE", "Area", "Location", "Placement", "cell_name", "column_name"]


def column_name(column: int) -> str:
    """The letters of a zero-based column: 0 is ``A``, 26 is ``AA``."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def cell_name(row: int, column: int) -> str:
    """The name of a zero-based cell: (6, 9) is ``J7``."""
    return f"{column_name(column)}{row + 1}"


_PLACES_VI = ("trang", "bảng", "hàng", "cột", "đoạn", "chú thích")
_PLACES_EN = ("page", "table", "row", "column", "paragraph", "note")


@dataclass(frozen=True, slots=True)
class Location:
    """Where something stands, set when the file is read and carried along.

    A workbook gives ``sheet``, ``row`` and ``column`` (zero-based); a csv the same without ``sheet``. A text document
    gives as far as its format knows ``page``, ``table`` (from 1; ``sheet`` is then the table's name) with ``row`` and
    ``column``, ``paragraph`` (from 1), ``note`` (the mark of a footnote), and ``start`` and ``end``, characters of that
    paragraph; a plain text file ``offset``, the character of the decoded file. ``file`` is set for a place in another file
    of the same submission. ``language`` is that of ``display``.
    """

    sheet: str | None = None
    row: int | None = None
    column: int | None = None
    page: int | None = None
    table: int | None = None
    paragraph: int | None = None
    start: int | None = None
    end: int | None = None
    offset: int | None = None
    frame: tuple[object, object] | None = None  # index label and column of a DataFrame
    note: str | None = None
    file: str | None = None  # where it stands in another file than the one that is reported on
    language: str = field(default="vi", compare=False)

    @property
    def cell(self) -> str | None:
        """``C7``, where the format has cells; None in tables of text documents."""
        if self.table is not None or self.row is None or self.column is None:
            return None
        return cell_name(self.row, self.column)

    @property
    def display(self) -> str:
        """The place as a person would say it: ``Biểu 1!C7``; ``trang 4, bảng 2, hàng 5, cột 3``; ``phu-luc.xlsx: C7``."""
        if self.file is not None:
            return f"{Path(self.file).name}: {self._within}"
        return self._within

    @property
    def _within(self) -> str:
        """The place in its own file."""
        if self.frame is not None:
            place = f"[{self.frame[0]!r}, {self.frame[1]!r}]"
            return f"{self.sheet}{place}" if self.sheet else place
        if self.cell is not None:
            return f"{self.sheet}!{self.cell}" if self.sheet else self.cell
        words = _PLACES_VI if self.language == "vi" else _PLACES_EN
        row, column = (None if n is None else n + 1 for n in (self.row, self.column))
        paragraph = None if self.table is not None or self.note is not None else self.paragraph
        numbers = (self.page, self.table, row, column, paragraph, self.note)
        named = ", ".join(f"{word} {n}" for word, n in zip(words, numbers, strict=True) if n is not None)
        return named or self.sheet or ""

    def __str__(self) -> str:
        return self.display


NOWHERE = Location()


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells, zero-based, both ends included."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def name(self) -> str:
        """``A3:L5``, or ``A3`` for one cell."""
        first, last = cell_name(self.top, self.left), cell_name(self.bottom, self.right)
        return first if first == last else f"{first}:{last}"

    def __contains__(self, place: tuple[int, int]) -> bool:
        return self.top <= place[0] <= self.bottom and self.left <= place[1] <= self.right


@dataclass(frozen=True, slots=True)
class Placement:
    """Where the table of a text document stands.

    ``table`` counts from 1 in the document, set when the document is put together. ``page`` is that of the first row;
    ``pages`` gives (row, page) for each row with which the table goes on to a further page. ``offsets`` holds the
    first character of each cell in a plain text file.
    """

    table: int = 0
    page: int | None = None
    pages: tuple[tuple[int, int], ...] = ()
    offsets: Mapping[tuple[int, int], int] = field(default_factory=dict, compare=False, repr=False)
    language: str = "vi"

    def page_of(self, row: int) -> int | None:
        """The page on which a row stands, where pages are known."""
        page = self.page
        for first, other in self.pages:
            if row >= first:
                page = other
        return page

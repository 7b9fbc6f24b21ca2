"""The facts of a sheet beside its values, swept from the bytes of its xml.

No tree is built and no object is made per cell where nothing stands out: the digits of a piece of xml are dropped, and
what is left of its rows is mostly the same few patterns, which are looked at once each. Only what these patterns show
to be there (formulas, errors, hidden rows, merges, differing styles) is then looked up in the bytes.

Xml that is out of the ordinary (prefixes, cells without a name, comments …) raises :class:`UnusualError`, and the sheet is
walked with a real parser instead.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape

from reportcheck.model import GENERAL, Area, NumberFormat
from reportcheck.read.cell_formats import FormatFinder
from reportcheck.read.ooxml import attributes
from reportcheck.read.shared_formula import SharedFormula, column_index

__all__ = ["Extent", "Facts", "UnusualError", "exact_extent", "formula_text", "sweep"]

_DIGITS = b"0123456789.-"
_PIECE = 1 << 18
_LIMIT = 4 << 20
# A few bytes per cell can stand for a long formula each.
MOST_WRITTEN = 1 << 28

# A cell's tag in full, so that nothing can stand in it that the fast reader would take for another name.
_STRANGE = re.compile(
    rb"""<c(?! r="[A-Z]{1,3}"(?: (?!(?:[^"= ]*:)?r=)[A-Za-z:_]+="[^"<>]*+")*+ ?/?>)(?![a-zA-Z])"""
    rb"""|<[^<> \t\r\n"=]*:c[ \t\r\n/>]|<!|<[a-zA-Z][^<>]*=\s*'"""
)
_COLUMN = re.compile(rb'<c r="([A-Z]+)"')
# A cell whose name is not of letters and at most so many digits.
_BEYOND = [re.compile(rb'<c (?!r="[A-Z]{1,3}[0-9]{1,%d}")' % max(digits, 1)) for digits in range(8)]
_CELL = re.compile(rb'<c r="([A-Z]{1,3})([0-9]+)"')
_PLAIN_CELL = re.compile(rb'<c r="[A-Z]+"(?![^<>]* s=")')
_STYLE = re.compile(rb' s="([0-9]+)"')
_FORMULA_TAG = re.compile(rb"<f[\s/>]")
_FORMULA = re.compile(
    rb'<c r="([A-Z]{1,3})([0-9]{1,7})"[^<>]*>\s*<f((?:\s[^<>]*?)?)(?:/>|>([^<]*)</f>)',
)
_EMPTY_TEXT = re.compile(rb"\s*(?:<v\s*/>|<v></v>)?\s*</c>")
_ERROR = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"[^<>]*>(?:\s*<f[^<>]*?(?:/>|>[^<]*</f>))?\s*<v>([^<]*)</v>')
_ROW = re.compile(rb"<row ([^<>]*)>")
_COL = re.compile(rb"<col ([^<>]*)>")
_MERGE = re.compile(rb'<mergeCell [^<>]*?ref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"')
_MERGE_TAG = re.compile(rb"<mergeCell[\s/>]")


class UnusualError(Exception):
    """The xml is not of the common shape, or holds cells too far apart: walk it instead."""


@dataclass(slots=True)
class Extent:
    """How far the cells reach, at most, and how many there are."""

    rows: int = 0
    columns: int = 0
    cells: int = 0


@dataclass(slots=True)
class Facts:
    """What a sheet holds beside its values, by absolute zero-based positions."""

    formats: Mapping[tuple[int, int], NumberFormat] = field(default_factory=dict)
    uniform: NumberFormat = GENERAL
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    merges: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    shared: dict[str, SharedFormula] = field(default_factory=dict)
    written: int = 0  # characters of shared formulas written out


class _Shape:
    """What the patterns of the rows show, gathered over the pieces of a sheet."""

    def __init__(self) -> None:
        self.cells = 0
        self.columns: set[bytes] = set()
        self.digits = 1
        self.formulas = self.errors = self.hidden = self.merges = self.styles = self.plain = False
        self.rows: list[bytes] = []
        self._seen: set[bytes] = set()

    def look(self, piece: bytes) -> None:
        self.rows = rows = piece.translate(None, _DIGITS).split(b"</row>")
        counted = Counter(rows)
        if len(counted) > 64 and len(counted) * 4 > len(rows):
            # Hardly two rows alike: then at least their cells are.
            head, *cells = b"</row>".join(rows).split(b"<c ")
            self.cells += len(cells)
            pattern = head + b"<c ".join([b"", *set(cells)])
        else:
            self.cells += sum(row.count(b"<c ") * times for row, times in counted.items())
            pattern = b"</row>".join(counted.keys() - self._seen)
            if len(self._seen) < 1000:
                self._seen |= counted.keys()
        if pattern:
            self._patterns(pattern)
        while _BEYOND[self.digits].search(piece):
            self.digits += 1
            if self.digits > 7:
                raise UnusualError("a cell without a name, or with one out of bounds")

    def _patterns(self, pattern: bytes) -> None:
        if _STRANGE.search(pattern):
            raise UnusualError("not the common shape")
        self.columns.update(_COLUMN.findall(pattern))
        self.formulas = self.formulas or _FORMULA_TAG.search(pattern) is not None
        self.errors = self.errors or b't="e"' in pattern
        self.hidden = self.hidden or b' hidden="' in pattern
        self.merges = self.merges or b"<mergeCell" in pattern
        self.styles = self.styles or b' s="' in pattern
        self.plain = self.plain or _PLAIN_CELL.search(pattern) is not None

    @property
    def extent(self) -> Extent:
        widest = max((column_index(letters) + 1 for letters in self.columns), default=0)
        return Extent(10**self.digits - 1, widest, self.cells)


def _pieces(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The xml cut between rows (or else between cells or merges), so that every tag of interest is whole."""
    carry = b""
    for chunk in chunks:
        chunk = carry + chunk if carry else chunk
        if len(chunk) < _PIECE:
            carry = chunk
            continue
        cut = chunk.rfind(b"</row>") + 6
        if cut < 6:
            cut = max(chunk.rfind(b"<c "), chunk.rfind(b"<row "), chunk.rfind(b"<mergeCell "))
        if cut <= 0 and len(chunk) > _LIMIT:
            raise UnusualError("one very long element")
        if cut > 0:
            yield chunk[:cut]
        carry = chunk[cut:] if cut > 0 else chunk
    if carry:
        yield carry


def _check_head(piece: bytes) -> None:
    head = piece[:200].removeprefix(b"\xef\xbb\xbf").lower()
    if not head.startswith(b"<") or (b"encoding=" in head and b'encoding="utf-8"' not in head) or b"\0" in head:
        raise UnusualError("another encoding")


def exact_extent(chunks: Iterable[bytes]) -> Extent:
    """The rows, columns and cells of a sheet whose cells all have the common shape, from each cell's name.

    Raises:
        UnusualError: a cell's name is out of bounds.
    """
    extent = Extent()
    columns: set[bytes] = set()
    for piece in _pieces(chunks):
        found = _CELL.findall(piece)
        extent.cells += len(found)
        columns.update(letters for letters, _ in found)
        rows = {row for _, row in found}
        if any(len(row) > 7 for row in rows):
            raise UnusualError("a row number is out of bounds")
        extent.rows = max(extent.rows, max(map(int, rows), default=0))
    extent.columns = max((column_index(letters) + 1 for letters in columns), default=0)
    return extent


def sweep(source: Iterable[bytes], again: Iterable[bytes], formats: tuple[NumberFormat, ...]) -> tuple[Facts, Extent]:
    """The facts of a sheet and an upper bound of how far it reaches.

    Args:
        source: the sheet's xml in pieces.
        again: the same once more; it is only asked for when the first pass saw something to look up.
        formats: the number format of each cell style.

    Raises:
        UnusualError: the xml is to be walked instead.
        DamagedError: the part cannot be unpacked.
    """
    shape, facts, first, count = _Shape(), Facts(), b"", 0
    styles, found = set[bytes](), list[bytes]()
    varied = any(format is not formats[0] for format in formats)
    for piece in _pieces(source):
        if not count:
            _check_head(piece)
            first = piece
        count += 1
        shape.look(piece)
        if varied and shape.styles:
            found = _STYLE.findall(piece)
            styles.update(found)
    if shape.plain:
        styles.add(b"0")
    used = _used(formats, styles) if varied else set(formats[:1])
    facts.uniform = next(iter(used)) if len(used) == 1 else GENERAL
    finder = FormatFinder(formats, facts.uniform) if len(used) > 1 else None
    if count == 1:
        _look_up(first, shape, facts)
        if finder is not None:
            finder.look(first, shape.rows, found)
    elif shape.formulas or shape.errors or shape.hidden or shape.merges or finder is not None:
        for piece in _pieces(again):
            _look_up(piece, shape, facts)
            if finder is not None:
                finder.look(piece, piece.translate(None, _DIGITS).split(b"</row>"), _STYLE.findall(piece))
    if finder is not None:
        facts.formats = finder.found
    return facts, shape.extent


def _used(formats: tuple[NumberFormat, ...], styles: set[bytes]) -> set[NumberFormat]:
    numbers = [int(style) for style in styles if len(style) < 7]
    return {formats[number] if number < len(formats) else GENERAL for number in numbers}


def _look_up(piece: bytes, shape: _Shape, facts: Facts) -> None:
    if shape.formulas:
        _formulas(piece, facts)
    if shape.errors:
        _errors(piece, facts)
    if shape.hidden:
        _hidden(piece, facts)
    if shape.merges:
        _merges(piece, facts)


def _merges(piece: bytes, facts: Facts) -> None:
    start = piece.find(b"<mergeCell")
    if start < 0:
        return
    found = _MERGE.findall(piece, start)
    if len(found) != len(_MERGE_TAG.findall(piece, start)):
        raise UnusualError("merged cells")
    for left, top, right, bottom in found:
        first, last = column_index(left), column_index(right)
        facts.merges.append(Area(int(top) - 1, first, int(bottom) - 1, last))


def _formulas(piece: bytes, facts: Facts) -> None:
    # Formulas are few: going back from each to its cell is cheaper than asking every cell for one.
    place = piece.find(b"<f")
    while place >= 0:
        found = _FORMULA.match(piece, max(piece.rfind(b"<c ", 0, place), 0))
        if found is not None and found.start(3) == place + 2:
            _formula(facts, found, _EMPTY_TEXT.match(piece, found.end()) is not None)
        elif _FORMULA_TAG.match(piece, place):
            raise UnusualError("a formula outside a cell, or with elements of its own")
        place = piece.find(b"<f", place + 2)


def _formula(facts: Facts, found: re.Match[bytes], is_empty: bool) -> None:
    """Note a formula; ``is_empty`` where no letters stand behind it, which is a text without any or no value at all."""
    letters, digits, inside, raw = found.groups(b"")
    row, column = int(digits) - 1, column_index(letters)
    text = raw.decode("utf-8", "replace")
    text = unescape(text) if "&" in text else text
    if inside or not text or text[0] in " =":
        text = formula_text(facts, attributes(inside.decode("utf-8", "replace")), text, row, column)
    if text and not (is_empty and b' t="str"' in found[0][: found.start(3) - found.start()]):
        facts.formulas[row, column] = text  # beside a text without letters there is no value to check


def _errors(piece: bytes, facts: Facts) -> None:
    place = piece.find(b' t="e"')
    while place >= 0:
        cell = _ERROR.match(piece, max(piece.rfind(b"<c ", 0, place), 0))
        if cell is None:
            raise UnusualError("an error without its value, or text that looks like one")
        where = int(cell.group(2)) - 1, column_index(cell.group(1))
        facts.errors[where] = unescape(cell.group(3).decode("utf-8", "replace"))
        place = piece.find(b' t="e"', place + 6)


def formula_text(facts: Facts, got: dict[str, str], text: str, row: int, column: int) -> str:
    """The formula of a cell, written out where it is a shared one; empty for a data table.

    ``got`` are the attributes of the formula element; masters of shared formulas are kept in ``facts.shared``.
    """
    text = text.strip().removeprefix("=")
    if got.get("t") == "dataTable":
        return ""
    if got.get("t") == "shared":
        index = got.get("si", "")
        if text:
            facts.shared[index] = SharedFormula(text, row, column)
        elif index in facts.shared:
            text = facts.shared[index].at(row, column)
            facts.written += len(text)
            if facts.written > MOST_WRITTEN:
                raise UnusualError("shared formulas beyond reason")
    return text


def _hidden(piece: bytes, facts: Facts) -> None:
    for pattern, columns in ((_ROW, False), (_COL, True)):
        for inside in pattern.findall(piece):
            if b"hidden=" not in inside:
                continue
            got = attributes(inside.decode("utf-8", "replace"))
            if got.get("hidden") not in ("1", "true", "on"):
                continue
            if not columns and "r" not in got:
                raise UnusualError("a row without its number")
            hide(facts, got, columns)


def hide(facts: Facts, got: dict[str, str], columns: bool) -> None:
    """Note a row or a range of columns as hidden from its attributes."""
    try:
        if columns:
            first, last = int(got.get("min", "1")), min(int(got.get("max", "1")), 16_384)
            facts.hidden_columns.update(range(max(first, 1) - 1, last))
        else:
            facts.hidden_rows.add(int(got["r"]) - 1)
    except ValueError:
        raise UnusualError("a row or column number that is none") from None

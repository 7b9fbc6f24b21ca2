"""A sheet read cell by cell with a real xml parser: for xml out of the ordinary and for cells very far apart.

Slower than the sweep, but memory goes with the number of cells and never with the distance between them.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, cast

from reportcheck.model import Area, CellError, NumberFormat, Value
from reportcheck.read.ooxml import DamagedError, Package
from reportcheck.read.shared_formula import MAX_COLUMN, MAX_ROW, column_index
from reportcheck.read.sheet_sweep import Facts, UnusualError, formula_text, hide

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["Cells", "clusters", "part_events", "read_comments", "read_strings", "serial_date", "walk"]

Cells = dict[tuple[int, int], Value]

_NAME = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
MAX_CLUSTERS = 1000
MOST_CELLS = 10_000_000


def part_events(
    package: Package, name: str, events: tuple[Literal["start", "end"], ...], only: tuple[str, ...] | None = None
) -> Iterator[tuple[str, str, _Element]]:
    """The (event, local name, element) triples of an xml part, read in pieces; of elements with some tags ``only``.

    Raises:
        DamagedError: the part cannot be unpacked or is no well-formed xml.
        ReportcheckError: ``unreadable`` where it has a document type.
    """
    from lxml import etree

    # Entities stay unresolved and nothing is fetched: a workbook needs neither.
    parser = etree.XMLPullParser(
        events, tag=only, resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False
    )
    checked = False
    try:
        for chunk in package.chunks(name):
            parser.feed(chunk)
            for event, element in cast("Iterator[tuple[str, _Element]]", parser.read_events()):
                if not checked:
                    checked = True
                    if element.getroottree().docinfo.internalDTD is not None:
                        raise package.doctype(name)
                if isinstance(element.tag, str):
                    yield event, element.tag.rpartition("}")[2], element
        parser.close()
    except etree.LxmlError as error:
        raise DamagedError(f"{name} is no well-formed xml") from error


def _drop(element: _Element) -> None:
    """Free an element and what stands before it, so that a long part is never held whole."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _text(element: _Element, within: str = "t") -> str:
    """The text of an inline or shared string: every ``t`` but those of a reading aid (``rPh``)."""
    parts = []
    for node in element.iter():
        if isinstance(node.tag, str) and node.tag.rpartition("}")[2] == within:
            above = node.getparent()
            if above is None or not str(above.tag).endswith("}rPh"):
                parts.append(_own_text(node))
    text = "".join(parts)
    return _ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), text) if "_x" in text else text


def read_strings(package: Package, part: str) -> list[str]:
    """The shared strings of a workbook; empty where there are none."""
    strings: list[str] = []
    if not part or part not in package:
        return strings
    for _, name, element in part_events(package, part, ("end",)):
        if name == "si":
            strings.append(_text(element))
            _drop(element)
    return strings


def read_comments(package: Package, part: str) -> dict[tuple[int, int], str]:
    """The comments of a sheet by absolute zero-based cell."""
    comments = {}
    for _, name, element in part_events(package, part, ("end",)):
        if name == "comment":
            place = _place(element.get("ref") or "")
            if place is not None:
                comments[place] = _text(element)
            _drop(element)
    return comments


def _place(name: str) -> tuple[int, int] | None:
    found = _NAME.fullmatch(name)
    if found is None:
        return None
    row, column = int(found.group(2)) - 1, column_index(found.group(1))
    return (row, column) if 0 <= row < MAX_ROW and column < MAX_COLUMN else None


class _Walk:
    """The state of one walk: where the next cell without a name would stand, and what was found so far."""

    def __init__(self, formats: tuple[NumberFormat, ...], strings: Callable[[], list[str]], date1904: bool) -> None:
        self.formats, self.strings, self.date1904 = formats, strings, date1904
        self.facts, self.cells = Facts(), Cells()
        self.styled: dict[tuple[int, int], NumberFormat] = {}
        self.facts.formats = self.styled
        self.row, self.column = -1, -1
        if formats:
            self.facts.uniform = formats[0]

    def start_row(self, element: _Element) -> None:
        number = element.get("r")
        self.row = int(number) - 1 if number and re.fullmatch("[0-9]{1,7}", number) else self.row + 1
        self.column = -1
        if element.get("hidden") in ("1", "true", "on"):
            self.facts.hidden_rows.add(self.row)

    def cell(self, element: _Element) -> None:
        name = element.get("r")
        place = (self.row, self.column + 1) if name is None else _place(name)
        if place is None or place[0] >= MAX_ROW or place[1] >= MAX_COLUMN:
            raise DamagedError(f"a cell is named {name!r}")
        self.row, self.column = place
        value, kind = None, element.get("t", "n")
        for child in element:
            local = str(child.tag).rpartition("}")[2]
            if local == "f":
                text = formula_text(
                    self.facts, {str(k): str(v) for k, v in child.attrib.items()}, _own_text(child), *place
                )
                if text:
                    self.facts.formulas[place] = text
            elif local == "v":
                value = _own_text(child)
            elif local == "is":
                value, kind = _text(child), "str"
        if kind == "str" and not value:
            self.facts.formulas.pop(place, None)  # a text without letters is no stored value
        style = element.get("s") or "0"
        index = int(style) if re.fullmatch("[0-9]{1,6}", style) else 0
        format = self.formats[index] if index < len(self.formats) else self.facts.uniform
        if value:
            if len(self.cells) >= MOST_CELLS:
                raise DamagedError("too many cells to be read one by one")
            self.cells[place] = self.value(kind, value, format)
        if format != self.facts.uniform and (value or place in self.facts.formulas):
            self.styled[place] = format

    def value(self, kind: str, text: str, format: NumberFormat) -> Value:
        if kind == "s":
            strings = self.strings()
            if not text.isdecimal() or int(text[:9]) >= len(strings):
                raise DamagedError(f"there is no shared string {text[:20]!r}")
            return strings[int(text[:9])] or None
        if kind == "b":
            return text.strip() in ("1", "true")
        if kind == "e":
            return CellError(text)
        if kind == "str":
            return text
        try:
            if kind == "d":
                return dt.datetime.fromisoformat(text)
            number = float(text)
        except ValueError:
            return text
        return serial_date(number, format.code, self.date1904) if format.date else number


def _own_text(element: _Element) -> str:
    return "".join(map(str, element.itertext()))


def serial_date(serial: float, code: str, date1904: bool) -> Value:
    """A serial number under a date format; a number outside the calendar stays a number."""
    try:
        if re.search(r"\[[hms]+\]", code, re.IGNORECASE):
            return dt.timedelta(days=serial)
        # 1900 was no leap year, but the first workbooks counted it as one: days before March 1900 are one off.
        first = dt.datetime(1904, 1, 1) if date1904 else dt.datetime(1899, 12, 30 if serial >= 60 else 31)
        moment = first + dt.timedelta(milliseconds=round(serial * 86_400_000))
    except (OverflowError, ValueError):
        return serial
    if 0 <= serial < 1:
        return moment.time()
    return moment.date() if moment.time() == dt.time() else moment


def walk(
    package: Package,
    part: str,
    formats: tuple[NumberFormat, ...],
    strings: Callable[[], list[str]],
    date1904: bool,
) -> tuple[Cells, Facts]:
    """The cells that hold something, and the facts beside them.

    Args:
        package, part: where the sheet's xml is.
        formats: the number format of each cell style.
        strings: gives the shared strings, asked for at the first cell that needs them.
        date1904: the workbook counts days from 1904.

    Raises:
        DamagedError: the part cannot be read.
        ReportcheckError: ``unreadable`` where it has a document type.
    """
    state = _Walk(formats, strings, date1904)
    try:
        for event, name, element in part_events(package, part, ("start", "end")):
            if event == "start":
                if name == "row":
                    state.start_row(element)
            elif name == "c":
                state.cell(element)
                _drop(element)
            elif name == "row":
                _drop(element)
            elif name == "col" and element.get("hidden") in ("1", "true", "on"):
                hide(state.facts, {str(k): str(v) for k, v in element.attrib.items()}, True)
            elif name == "mergeCell":
                _merge(state.facts, element.get("ref") or "")
    except UnusualError as error:
        raise DamagedError(str(error)) from error
    return state.cells, state.facts


def _merge(facts: Facts, ref: str) -> None:
    first, _, last = ref.partition(":")
    start, end = _place(first), _place(last or first)
    if start is not None and end is not None:
        facts.merges.append(Area(*start, *end))


def clusters(places: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Cells grouped so that each group fills a fair part of its rectangle; at most ``MAX_CLUSTERS`` groups.

    A group that is too sparse is cut at its widest gaps, or through the middle where it has none (a long row crossing
    a long column). Cells of further groups are left out.
    """
    done: list[list[tuple[int, int]]] = []
    waiting = [places]
    while waiting and len(done) < MAX_CLUSTERS:
        group = waiting.pop()
        rows = sorted({row for row, _ in group})
        columns = sorted({column for _, column in group})
        high, wide = rows[-1] - rows[0] + 1, columns[-1] - columns[0] + 1
        if high * wide <= 4096 + 32 * len(group):
            done.append(group)
            continue
        axis, cuts = _cuts(rows, columns)
        pieces: dict[int, list[tuple[int, int]]] = {}
        for place in group:
            pieces.setdefault(bisect_right(cuts, place[axis]), []).append(place)
        waiting.extend(pieces[band] for band in sorted(pieces, reverse=True))
    return done


def _cuts(rows: list[int], columns: list[int]) -> tuple[int, list[int]]:
    """Along which axis to cut, and the first index of each new band."""
    best: tuple[float, int, int] = (0.0, 0, 0)
    for axis, used in enumerate((rows, columns)):
        gap = max((b - a for a, b in pairwise(used)), default=1)
        best = max(best, ((gap - 1) / (used[-1] - used[0] + 1), axis, gap))
    share, axis, gap = best
    if share > 0:
        # Every gap of that order at once, so that evenly scattered cells take few rounds.
        return axis, [b for a, b in pairwise((rows, columns)[axis]) if b - a > max(gap // 2, 1)]
    if len(rows) >= len(columns):
        return 0, [rows[len(rows) // 2]]
    return 1, [columns[len(columns) // 2]]

"""Plain text: paragraphs from hard-wrapped lines, tables from tabs, bars or columns of blanks; each knows its characters."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

from reportcheck.model import Area, Grid, Placement, Unread
from reportcheck.read.legacy_text import Coding, undo
from reportcheck.read.lines import Line, broken_at_hyphen, decode_text, joined, lines_of
from reportcheck.read.marks import find_mark
from reportcheck.read.parts import Part
from reportcheck.read.rows import is_code_row, is_number
from reportcheck.read.text_tables import MOST_CELLS, WIDEST, too_many_cells

__all__ = ["read_text"]

_WIDEST_WRAP = 130  # letters; text with longer lines is not wrapped
_TRIES = 8  # lines above a table that may be left out of it
_LONG = 80  # letters of a line that is no heading
_RAISED_FIGURES = frozenset("⁽⁰¹²³⁴⁵⁶⁷⁸⁹")
_LONGEST_LABEL = 40  # letters of a row that has nothing but its label
_FULL = 0.84  # of the usual width: a line as long as that was cut for want of room
_RULE = re.compile(r"[\s|+=_*.:─━│┃┌┐└┘├┤┬┴┼╔╗╚╝║═╠╣╦╩╬-]*")
_BAR = re.compile(r"\s*[|│┃║]")
_BARS = re.compile(r"[|│┃║]")
_WORDS = re.compile(r"\S+(?: \S+)*")
_GAP = re.compile(r"\s{2,}|\t")
_ENDS = (".", ";", ":", "!", "?", "…")


def read_text(data: bytes, path: str) -> tuple[tuple[Part, ...], tuple[Unread, ...]]:
    """The paragraphs and tables of a text file in reading order, each with the character at which it begins.

    Raises:
        ReportcheckError: ``empty``, ``unreadable``, ``too-large``; nothing else whatever the bytes.
    """
    text, coding = decode_text(data, path)
    return tuple(_Text(lines_of(text), coding, path).parts()), ()


class _Text:
    """One file while it is read."""

    def __init__(self, lines: list[Line], coding: Coding, path: str) -> None:
        self.coding, self.path = coding, path
        self.emphasis = sum("**" in line.text for line in lines) > 1
        self.loose = _double_spaced(lines)
        self.lines = lines
        self.width = _usual_width(lines)

    def parts(self) -> list[Part]:
        found: list[Grid | list[Line]] = []
        fresh = True  # the next line begins a paragraph
        failed: Counter[int] = Counter()  # how often a run with this end was no table
        i = blanks = 0
        while i < len(self.lines):
            line = self.lines[i]
            if line.blank:
                blanks += 1
                i += 1
                continue
            end = self.table_end(i)
            failed[end] += end > i
            grid = self.grid(self.lines[i:end]) if end > i and failed[end] <= _TRIES else None
            if grid is not None:
                found.append(grid)
                i, blanks, fresh = end, 0, True
                continue
            if not _RULE.fullmatch(line.text):
                held = found[-1] if found else None
                if fresh or not isinstance(held, list) or not self.goes_on(held[-1], line, blanks):
                    found.append([line])
                else:
                    held.append(line)
                fresh = False
            i, blanks = i + 1, 0
        parts = [
            part if isinstance(part, Grid) else joined(part, self.coding, self.emphasis)
            for part in self.rejoined(found)
        ]
        return [part for part in parts if isinstance(part, Grid) or part.text.strip()]  # marks of bold type alone

    def rejoined(self, found: list[Grid | list[Line]]) -> list[Grid | list[Line]]:
        """Paragraphs that a page's end, and notes at its foot, had cut in two: words that go on in small letters."""
        whole: list[Grid | list[Line]] = []
        for part in found:
            before = next((i for i in range(len(whole) - 1, -1, -1) if not self.is_note(whole[i])), None)
            held = whole[before] if before is not None else None
            if isinstance(part, list) and isinstance(held, list) and _cut_in_two(held[-1].text, part[0].text):
                held.extend(part)
            else:
                whole.append(part)
        return whole

    def is_note(self, part: Grid | list[Line]) -> bool:
        return isinstance(part, list) and not self.coding and part[0].text.strip()[:1] in _RAISED_FIGURES

    def goes_on(self, before: Line, line: Line, blanks: int) -> bool:
        """Whether a line continues the paragraph of the one before."""
        if not self.width or blanks > (1 if self.loose else 0):
            return False
        last, text = before.text.rstrip(), line.text.strip()
        if find_mark(text) is not None or _GAP.search(text):
            return False
        if broken_at_hyphen(last, text):
            return True
        first = len(text.split(None, 1)[0])
        full = len(last) + 1 + first > self.width or len(last) >= self.width * _FULL
        if last.endswith(_ENDS):
            if full and text[:1].islower():
                return True
            return full and not self.loose and not _indented(before, line) and not last.endswith((";", ":"))
        if full:
            return not _indented(before, line) or text[:1].islower()
        return text[:1].islower() and len(last) >= self.width * 0.6

    # -- tables -----------------------------------------------------------------

    def table_end(self, start: int) -> int:
        """The line behind a run of lines cut into cells; ``start`` where none begins there."""
        line = self.lines[start]
        if "\t" in line.text.lstrip():
            return self._run(start, lambda one: "\t" in one.text.lstrip())
        if _BAR.match(line.text) and len(_BARS.findall(line.text)) > 1:
            return self._run(start, lambda one: bool(_BAR.match(one.text)) or bool(_RULE.fullmatch(one.text)))
        if _gaps(line.text):
            return self._run(start, lambda one: _gaps(one.text) > 0 or bool(_RULE.fullmatch(one.text)))
        return start

    def _run(self, start: int, fits: Callable[[Line], bool]) -> int:
        """The line behind those that fit. A lone label between two of them belongs to them, and so do empty lines where
        one stands after every line."""
        end = start
        for i in range(start, len(self.lines)):
            line = self.lines[i]
            if not line.blank and fits(line):
                end = i + 1
            elif line.blank:
                if not self.loose or i > end:
                    break
            elif i > end or len(line.text.strip()) > _LONGEST_LABEL or find_mark(line.text) is not None:
                break
        while end > start and _RULE.fullmatch(self.lines[end - 1].text):
            end -= 1
        return end

    def grid(self, lines: Sequence[Line]) -> Grid | None:
        """The cells of lines that are a table: two rows at least, figures in them."""
        lines = [line for line in lines if not line.blank and not _RULE.fullmatch(line.text)]
        if len(lines) < 2:
            return None
        merges: tuple[Area, ...] = ()
        if any("\t" in line.text.lstrip() for line in lines):
            rows = [_at_marks(line, re.compile("\t")) for line in lines]
        elif _BAR.match(lines[0].text):
            rows = [_at_marks(line, _BARS, outer=False) for line in lines]
        else:
            rows, merges = _at_columns(lines)
        width = min(max(map(len, rows), default=0), WIDEST)
        if width < 2 or width * len(rows) > MOST_CELLS:
            if width >= 2:
                raise too_many_cells(self.path)
            return None
        figures = [sum(is_number(cell.text) for cell in row[1:]) for row in rows]
        if not any(figures) or (sum(f > 0 for f in figures) * 3 < len(rows) and width < 4):
            return None
        offsets = {}
        values: list[list[str | None]] = []
        for r, row in enumerate(rows):
            texts: list[str | None] = [None] * width
            for c, cell in enumerate(row[:width]):
                if cell.text:
                    texts[c] = undo(cell.text, self.coding)
                    offsets[r, c] = cell.start
            values.append(texts)
        return Grid("", values, typed=False, merges=merges, place=Placement(offsets=offsets))


def _cut_in_two(before: str, after: str) -> bool:
    """Whether a long line ends in mid-sentence and the next begins with a small letter."""
    before, after = before.rstrip(), after.strip()
    return (
        len(before) >= _LONG
        and not before.endswith(_ENDS)
        and after[:1].islower()
        and find_mark(after) is None
        and not _GAP.search(after)
    )


def _gaps(text: str) -> int:
    """How many wide gaps a line has between its words."""
    return len(_GAP.findall(text.strip()))


def _indented(before: Line, line: Line) -> bool:
    """Whether a line begins further in than the one before it."""

    def indent(one: Line) -> int:
        return len(one.text) - len(one.text.lstrip())

    return indent(line) > indent(before)


def _at_marks(line: Line, mark: re.Pattern[str], outer: bool = True) -> list[Line]:
    """The cells of a line between marks; ``outer`` counts what stands before the first and after the last."""
    cells: list[Line] = []
    start = 0
    for match in mark.finditer(line.text):
        cells.append(line.cut(start, match.start()).stripped())
        start = match.end()
    cells.append(line.cut(start).stripped())
    if outer:
        return cells
    first, last = (0 if cells[0].text else 1), (len(cells) if cells[-1].text else len(cells) - 1)
    return cells[first:last]


def _at_columns(lines: Sequence[Line]) -> tuple[list[list[Line]], tuple[Area, ...]]:
    """The cells of aligned lines, and headings over several columns."""
    pieces = [[(m.start(), m.end()) for m in _WORDS.finditer(line.text)] for line in lines]
    columns = _columns(lines, pieces)
    rows: list[list[Line]] = []
    merges: list[Area] = []
    for r, (line, spans) in enumerate(zip(lines, pieces, strict=True)):
        cells: dict[int, tuple[int, int]] = {}
        for (first, last), over in zip(spans, _columns_of(spans, columns), strict=True):
            if len(over) > 1:
                merges.append(Area(r, over[0], r, over[-1]))
            held = cells.get(over[0])
            cells[over[0]] = (held[0] if held else first), last
        rows.append([line.cut(*cells.get(c, (0, 0))).stripped() for c in range(len(columns))])
    return rows, tuple(merges)


def _columns(lines: Sequence[Line], pieces: Sequence[Sequence[tuple[int, int]]]) -> list[tuple[int, int]]:
    """From where to where each column goes.

    Lines with figures tell columns apart, by what is blank in all of them; then each column grows by the headings that
    stand over it alone, and headings over none make columns of their own.
    """
    texts = [[line.text[a:b] for a, b in spans] for line, spans in zip(lines, pieces, strict=True)]
    body = [
        spans
        for spans, cells in zip(pieces, texts, strict=True)
        if any(is_number(cell) for cell in cells[1:]) and not is_code_row(cells)
    ]
    columns: list[tuple[int, int]] = []
    for first, last in sorted(span for spans in body or pieces for span in spans):
        if columns and first < columns[-1][1] + 1:
            columns[-1] = columns[-1][0], max(columns[-1][1], last)
        else:
            columns.append((first, last))
    grown = list(columns)
    for spans in pieces:
        for (first, last), over in zip(spans, _columns_of(spans, columns, nearest=False), strict=True):
            if len(over) == 1:
                c = over[0]
                left = max(first, columns[c - 1][1] if c else 0, grown[c - 1][1] if c else 0)
                right = min([last, *(known[c + 1][0] for known in (columns, grown) if c + 1 < len(columns))])
                grown[c] = min(grown[c][0], left), max(grown[c][1], right)
    for spans in pieces:
        for first, last in spans:
            if not any(first < right and last > left for left, right in grown):
                grown.append((first, last))
    return sorted(grown)


def _columns_of(
    spans: Sequence[tuple[int, int]], columns: Sequence[tuple[int, int]], nearest: bool = True
) -> list[list[int]]:
    """The columns over which each piece of a line stands; where two reach over one, it is the one's that covers more."""
    owned: list[list[int]] = [[] for _ in spans]
    for c, (left, right) in enumerate(columns):
        shared = [min(last, right) - max(first, left) for first, last in spans]
        if max(shared, default=0) > 0:
            owned[shared.index(max(shared))].append(c)
    for (first, last), over in zip(spans, owned, strict=True):
        if not over and nearest:
            over.append(min(range(len(columns)), key=lambda c: abs(columns[c][0] + columns[c][1] - first - last)))
    return owned


def _double_spaced(lines: Sequence[Line]) -> bool:
    """Whether an empty line stands after nearly every line, as some programs write text."""
    single = double = 0
    gap = 0
    seen = False
    for line in lines:
        if line.blank:
            gap += 1
            continue
        if seen:
            single += gap == 0
            double += gap == 1
        gap, seen = 0, True
    return double > 4 * single and double > 10


def _usual_width(lines: Sequence[Line]) -> int:
    """The width at which lines were wrapped; 0 where they were not."""
    lengths = sorted(len(line.text.rstrip()) for line in lines if not line.blank and not _gaps(line.text))
    if len(lengths) < 3:
        return 0
    width = lengths[min(len(lengths) * 9 // 10, len(lengths) - 1)]
    near = sum(width * _FULL <= n <= width * 1.1 for n in lengths)
    return width if 40 <= width <= _WIDEST_WRAP and near * 5 >= len(lengths) else 0

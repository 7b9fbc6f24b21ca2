"""How a table is laid out: heading paths of its columns, labels of its rows, which columns and rows hold figures.

Merged headings stand over all their columns; labels are the words of the columns at the left (the *stub*). How deep each
row stands is worked out in :mod:`reportcheck.hierarchy` from the signs that are gathered here.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property

from reportcheck.hierarchy import Place, RowSigns, Split, indent_of, names_total, place_rows, split_word, take_number
from reportcheck.labels import is_total, unit_power, words
from reportcheck.model import CellError, Table, Value
from reportcheck.note_marks import are_notes, is_note_mark
from reportcheck.numerals import read_number, tidy
from reportcheck.read.rows import is_blank, is_code_row, is_number

__all__ = ["BULK_ROWS", "Structure", "numbering_style"]

_NUMBER_HEADINGS = ("stt", "tt", "so tt", "no", "so thu tu", "ma so")
_UNIT_HEADINGS = ("don vi tinh", "dvt", "unit", "units", "unit of measure")
_UNIT_NOUNS = ("%", "dong", "nguoi", "ho so", "van ban", "usd", "vnd")
_ALIGNED_STEP = 3  # letters that a step of a cell's own indent is worth
_STAIR = 4  # letters that a column further right is worth where labels step to the right
BULK_ROWS = 4000  # tables of more rows are read with numpy


class Structure:
    """The layout of one table. Rows and columns count from 0 at the body's top left."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.grid = table.grid
        self.top = table.body
        self.left = table.area.left
        self.height = max(0, table.area.bottom - table.body + 1)
        self.width = table.area.right - table.area.left + 1

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.table.display})"

    @cached_property
    def body_rows(self) -> Sequence[Sequence[Value]]:
        """The rows of the body, each from the table's left to its right column."""
        grid = self.grid
        first = self.top - grid.top
        rows = grid.rows[first : first + self.height]
        start = self.left - grid.left
        if start == 0 and rows and len(rows[0]) == self.width:
            return rows
        return [row[start : start + self.width] for row in rows]

    @cached_property
    def headings(self) -> list[tuple[str, ...]]:
        """The heading path of each column, outermost first; merged headings stand over all their columns."""
        grid, area = self.grid, self.table.area
        lines: list[list[str]] = []
        for row in range(area.top, self.top):
            cells = [grid.at(row, c) for c in range(area.left, area.right + 1)]
            if is_code_row(cells):
                continue
            lines.append(["" if v is None else _heading_text(v) for v in cells])
        self._spread(lines)
        paths: list[tuple[str, ...]] = []
        for c in range(self.width):
            path: list[str] = []
            for line in lines:
                if line[c] and line[c] not in path:
                    path.append(line[c])
            paths.append(tuple(path))
        return paths

    def _spread(self, lines: list[list[str]]) -> None:
        """Let a heading stand over the columns it covers: those of its merged area, else the empty ones at its right."""
        area = self.table.area
        covered = set()
        for merge in self.grid.merges:
            if merge.top < area.top or merge.top >= self.top or merge.right < area.left or merge.left > area.right:
                continue
            text = _heading_text(value) if (value := self.grid.at(merge.top, merge.left)) is not None else ""
            index = merge.top - area.top
            if index >= len(lines) or not text:
                continue
            for c in range(max(merge.left, area.left), min(merge.right, area.right) + 1):
                covered.add((index, c - area.left))
                lines[index][c - area.left] = text
        for index, line in enumerate(lines[:-1]):
            deeper = [any(other[c] for other in lines[index + 1 :]) for c in range(self.width)]
            for c in range(1, self.width):
                if line[c] or (index, c) in covered or not line[c - 1] or not deeper[c] or not deeper[c - 1]:
                    continue
                if index == 0 or lines[index - 1][c] == lines[index - 1][c - 1]:
                    line[c] = line[c - 1]

    @cached_property
    def stub(self) -> tuple[int, ...]:
        """The columns, from the left, that hold row labels: mostly words, or running numbers before them."""
        stub: list[int] = []
        sample = self.body_rows[:40]
        for c in range(min(self.width, 6)):
            cells = [row[c] for row in sample if row[c] is not None]
            if not cells and not self.headings[c]:
                continue  # a stray empty column
            if not self._labels_rows(c, cells, first=not stub):
                break
            stub.append(c)
        if len(stub) == self.width:
            return tuple(stub[:-1])
        return tuple(c for c in stub if not self._is_running_only(stub, c))

    def _labels_rows(self, c: int, cells: list[Value], *, first: bool) -> bool:
        """Whether a column's cells name rows: words, running numbers, or on the left years."""
        heading = words(self.headings[c][-1]) if self.headings[c] else ""
        if _is_number_heading(heading):
            return True
        figures = [v for v in cells if is_number(v)]
        if cells and len(figures) * 2 < len(cells) and not self._mostly_marks(cells):
            return True
        if not first:
            return False
        return (len(cells) > 2 and _running(figures)) or _are_years(figures) or self._stands_before_words(c)

    def _stands_before_words(self, c: int) -> bool:
        """Whether a column of numberings, or of years that repeat, has words right beside it in most rows."""
        beside = next(
            (k for k in range(c + 1, self.width) if any(not _empty(row[k]) for row in self.body_rows[:40])), c
        )
        pairs = [(row[c], row[beside]) for row in self.body_rows[:200] if row[c] is not None]
        named = sum(isinstance(b, str) and not is_number(b) and not self._mostly_marks([b]) for _, b in pairs)
        if len(pairs) < 3 or named * 5 < len(pairs) * 4:
            return False
        figures = [v for v, _ in pairs if is_number(v)]
        return _numbers_rows([v for v, _ in pairs]) or (len(figures) == len(pairs) and _all_years(figures))

    def counts_rows(self, c: int) -> bool:
        """Whether a column holds running numbers, or says so in its heading."""
        heading = words(self.headings[c][-1]) if self.headings[c] else ""
        cells = [row[c] for row in self.body_rows[:40] if row[c] is not None]
        return _is_number_heading(heading) or (len(cells) > 2 and _running(cells))

    def _is_running_only(self, stub: list[int], c: int) -> bool:
        """A first column of running numbers (not of years) is a stub only where words follow it."""
        heading = words(self.headings[c][-1]) if self.headings[c] else ""
        if _are_years([v for row in self.body_rows[:40] if (v := row[c]) is not None and is_number(v)]):
            return False
        return (
            c == stub[-1]
            and len(stub) == 1
            and heading not in ("stt", "tt", "so tt", "no")
            and all(is_number(v) for row in self.body_rows[:40] if (v := row[c]) is not None)
        )

    @staticmethod
    def _mostly_marks(cells: list[Value]) -> bool:
        """A column of dashes and dots is a column of figures without any."""
        readings = [read_number(v) for v in cells if isinstance(v, str)]
        return sum(r is not None and not r.unit for r in readings) * 2 > len(cells)

    @cached_property
    def row_labels(self) -> list[tuple[str, ...]]:
        """The label path of each body row: the words of its stub columns."""
        merged = self._stub_merges()
        labels = []
        for r, row in enumerate(self.body_rows):
            path = []
            for c in self.stub:
                if c == self.unit_column:
                    continue
                value = row[c] if row[c] is not None else merged.get((r, c))
                if value is not None:
                    path.append(_heading_text(value))
            labels.append(tuple(path))
        return labels

    def _stub_merges(self) -> dict[tuple[int, int], Value]:
        """The values of cells merged downwards in the stub, for the rows below the first."""
        values: dict[tuple[int, int], Value] = {}
        for merge in self.grid.merges:
            if merge.bottom > merge.top >= self.top and merge.left - self.left in self.stub:
                value = self.grid.at(merge.top, merge.left)
                for row in range(merge.top + 1, merge.bottom + 1):
                    values[row - self.top, merge.left - self.left] = value
        return values

    def row_name(self, r: int) -> str:
        """The row's label without its running number."""
        return self._row_names[r]

    @cached_property
    def _row_names(self) -> list[str]:
        names = []
        for path in self.row_labels:
            named = [text for text in path if not _is_numbering(text)]
            names.append(" / ".join(named or (path if len(self.stub) == 1 else path[1:])))
        return names

    @cached_property
    def tree(self) -> list[tuple[int, int | None, str]]:
        """The data rows that are no totals, each with its parent (a data row, or None) and the style of its numbering.

        By numbering alone, for forms, whose rows are numbered; :attr:`places` weighs the other signs too.

        Each style of numbering that comes first below another is a level deeper: I, 1, 1.1, a, -. Rows without numbering
        stand beside each other; "Trong đó" and what it heads stand below the row before.
        """
        nodes: list[tuple[int, int | None, str]] = []
        stack: list[tuple[str, int]] = []
        for r in self.data_rows:
            if r in self.total_rows:
                continue
            style = numbering_style(self.row_labels[r])
            styles = [s for s, _ in stack]
            if style in styles:
                del stack[styles.index(style) :]
            nodes.append((r, stack[-1][1] if stack else None, style))
            stack.append((style, r))
        return nodes

    @cached_property
    def data_rows(self) -> list[int]:
        """Body rows (from 0) that hold at least one figure or mark outside the stub; the others are separators."""
        first = max(self.stub, default=-1) + 1
        again = self.repeats
        if self.height > BULK_ROWS:
            return [r for r in range(self.height) if r not in again] if again else list(range(self.height))
        rows = enumerate(self.body_rows)
        return [r for r, row in rows if r not in again and any(_is_figure_cell(v) for v in row[first:])]

    @cached_property
    def repeats(self) -> frozenset[int]:
        """Body rows that print the headings, or a line of the title, once more: those of a next page."""
        found: set[int] = set()
        lines = [self.grid.rows[row - self.grid.top] for row in range(self.table.area.top, self.top)]
        start = self.left - self.grid.left
        for line in lines:
            filled = [(c, v) for c, v in enumerate(line[start : start + self.width]) if not _empty(v)]
            if len(filled) > 1:
                (c, first), heading = filled[0], [(c, _heading_text(v)) for c, v in filled]
                alike = (r for r, row in enumerate(self.body_rows) if row[c] == first)
                found.update(r for r in alike if _filled(self.body_rows[r]) == heading)
        if self.table.caption and self.height <= BULK_ROWS:
            titles = set(self.table.caption.split("\n"))
            spare = self.width - 1
            lone = ((r, _filled(row)) for r, row in enumerate(self.body_rows) if row.count(None) == spare)
            found.update(r for r, cells in lone if len(cells) == 1 and cells[0][1] in titles)
        return frozenset(found)

    @cached_property
    def separators(self) -> list[int]:
        """Body rows of words without figures, such as the label of a group; neither empty rows nor repeated headings."""
        data = set(self.data_rows)
        return [r for r, row in enumerate(self.body_rows) if r not in data and r not in self.repeats and _filled(row)]

    # -- levels ----------------------------------------------------------------

    def level(self, r: int) -> int:
        """How deep a body row stands, 0 outermost; empty rows and all rows of a table of more than ``BULK_ROWS`` have 0."""
        return self.places[r].level

    def parent(self, r: int) -> int | None:
        """The body row that a row belongs to: one with figures, or the label of its group; None at the outermost level."""
        return self.places[r].parent

    def split(self, r: int) -> Split:
        """What the group of a row says of itself: ``bound`` ("Trong đó"), ``partition`` ("Gồm", "Chia ra"), else empty."""
        return self.places[r].split

    def of_which(self, r: int) -> bool:
        """Whether a row is one of the parts under "Trong đó", which need not make up the whole."""
        return self.places[r].split == "bound"

    def is_total(self, r: int) -> bool:
        """Whether a row's label names a total."""
        return names_total(self.row_name(r)) or any(names_total(text) for text in self.row_labels[r])

    @cached_property
    def places(self) -> list[Place]:
        """The place in the hierarchy of each body row."""
        if self.height > BULK_ROWS:
            return [Place()] * self.height
        return place_rows(self._signs())

    def _signs(self) -> list[RowSigns]:
        data, repeats, stairs = set(self.data_rows), self.repeats, self._stairs()
        columns = [c for c in self.stub if c != self.unit_column]
        signs = []
        for r, row in enumerate(self.body_rows):
            cells = [(c, v) for c in columns if not _empty(v := row[c])]
            if r in repeats or not _filled(row):
                signs.append(RowSigns(empty=True))
                continue
            number = ""
            if cells and cells[0][0] != columns[-1]:
                number, rest = take_number(_heading_text(cells[0][1]), alone=True)
                if number and not rest:
                    del cells[0]
                else:
                    number = ""
            if not cells:
                signs.append(RowSigns(number, figures=r in data))
                continue
            c, value = cells[0]
            text = value if isinstance(value, str) else _heading_text(value)
            look = self.grid.looks.get((self.top + r, self.left + c))
            indent = indent_of(text) + stairs.get(c, 0) + (_ALIGNED_STEP * look.indent if look else 0)
            if not number and len(self.stub) == len(columns):
                number, text = take_number(text)
            total = next((v for _, v in cells[1:] if isinstance(v, str) and names_total(v)), None)
            signs.append(RowSigns(number, tidy(total or text), indent, bool(look and look.bold), r in data))
        return signs

    def _stairs(self) -> dict[int, int]:
        """What labels further right are indented by, where they stand in the place of those at the left, not beside them."""
        shift, stairs = 0, {}
        columns = [c for c in self.stub if c != self.unit_column and not self.counts_rows(c)]
        for a, b in itertools.pairwise(columns):
            left = [row[b] for row in self.body_rows if not _empty(row[a])]
            beside = sum(not _empty(v) for v in left)
            if left and beside * 5 > len(left):
                break
            shift += _STAIR
            stairs[b] = shift
        return stairs

    def column_level(self, c: int) -> int:
        """How many headings stand over the one of a column, those that stand over all columns apart."""
        return max(0, len(self.headings[c]) - 1 - self._common_headings)

    def column_split(self, c: int) -> Split:
        """What the headings over a column say of its group: ``bound`` ("Trong đó"), ``partition`` ("Chia ra"), else empty."""
        for text in reversed(self.headings[c]):
            if found := split_word(text)[0]:
                return found
        return ""

    @cached_property
    def _common_headings(self) -> int:
        paths = [self.headings[c] for c in self.number_columns if self.headings[c]]
        common = 0
        while len(paths) > 1 and all(len(p) > common + 1 and p[common] == paths[0][common] for p in paths):
            common += 1
        return common

    # -- units, halves ---------------------------------------------------------

    @cached_property
    def unit_column(self) -> int | None:
        """The column that gives each row's unit ("Đơn vị tính"), where there is one among the first six."""
        for c in range(min(6, self.width)):
            if self.headings[c] and words(self.headings[c][-1]) in _UNIT_HEADINGS:
                return c
        return None

    def row_unit(self, r: int) -> str:
        """The unit of a row's figures, from the unit column or in brackets at its label's end; empty where it has none."""
        if self.unit_column is not None and isinstance(value := self.body_rows[r][self.unit_column], str):
            return tidy(value)
        name = self.row_name(r)
        if name.endswith(")") and "(" in name:
            inner = name[name.rindex("(") + 1 : -1].strip()
            if unit_power(inner) or inner == "%" or words(inner) in _UNIT_NOUNS:
                return inner
        return ""

    @cached_property
    def _halves(self) -> dict[int, int]:
        """For each column of a table's right half its label column, where that has the heading of the left one again."""
        label = next((c for c in reversed(self.stub) if c != self.unit_column and self.headings[c]), None)
        if label is None:
            return {}
        heads = [
            c for c in range(label + 2, self.width) if self.headings[c] and self.headings[c] == self.headings[label]
        ]
        return {c: max(h for h in heads if h <= c) for c in range(heads[0], self.width)} if heads else {}

    def name_at(self, r: int, c: int) -> str:
        """The label of a figure's row: of its own half where a table has labels and figures twice side by side."""
        half = self._halves.get(c)
        if half is None:
            return self.row_name(r)
        value = self.body_rows[r][half]
        return "" if value is None else _heading_text(value)

    @cached_property
    def total_rows(self) -> list[int]:
        """Body rows whose label names a total."""
        if self.height > BULK_ROWS:
            ends = [*range(min(3, self.height)), *range(max(0, self.height - 5), self.height)]
            return [r for r in ends if is_total(self.row_name(r))]
        return [r for r in self.data_rows if is_total(self.row_name(r))]

    @cached_property
    def number_columns(self) -> list[int]:
        """Columns (from 0) right of the stub that hold figures."""
        first = max(self.stub, default=-1) + 1
        sample = self.body_rows if self.height <= BULK_ROWS else self.body_rows[:200]
        labels = {self.unit_column, *self._halves.values()}
        columns = (c for c in range(first, self.width) if c not in labels)
        return [c for c in columns if any(_is_figure_cell(v := row[c]) and not self.is_note(v) for row in sample)]

    def is_note(self, value: Value) -> bool:
        """Whether a cell among figures holds nothing but the mark of a note."""
        return is_note_mark(value) and self._has_notes

    _has_notes = cached_property(are_notes)


_NUMBERED = re.compile(r"^\s*(?:([IVX]{1,5})|([A-ZĐ])|(\d{1,3}(?:\.\d{1,3})*)|([a-zđ])|([-–+*•]))\s*[.)/]?(?:\s|$)")
_STYLES = ("roman", "capital", "number", "letter", "dash")


def numbering_style(label: tuple[str, ...]) -> str:
    """The style of a row's numbering, from its own column or before its words: ``roman``, ``number``, ``number.2`` …"""
    if any(words(text).startswith(("trong do", "of which")) for text in label):
        return "of which"
    for text in label:
        if (match := _NUMBERED.match(text)) is not None:
            style = _STYLES[match.lastindex - 1] if match.lastindex else ""
            depth = text.strip().rstrip(".)").split()[0].count(".") if style == "number" else 0
            return f"{style}.{depth + 1}" if depth else style
    return "plain"


def _are_years(cells: list[Value]) -> bool:
    """A first column of different years labels its rows."""
    texts = [_heading_text(v) for v in cells]
    return len(texts) >= 2 and len(set(texts)) == len(texts) and all(re.fullmatch(r"(?:19|20)\d\d", t) for t in texts)


def _empty(value: Value) -> bool:
    return value is None or is_blank(value)


def _filled(row: Sequence[Value]) -> list[tuple[int, str]]:
    """The cells of a row that hold anything, as text."""
    return [(c, _heading_text(v)) for c, v in enumerate(row) if not _empty(v)]


def _is_number_heading(plain: str) -> bool:
    """Whether the plain words of a heading call a column that of running numbers: ``"stt"``, ``"stt no"``."""
    return plain in _NUMBER_HEADINGS or plain.startswith("stt ")


def _all_years(cells: list[Value]) -> bool:
    return all(re.fullmatch(r"(?:19|20)\d\d", _heading_text(v)) for v in cells)


def _numbers_rows(cells: list[Value]) -> bool:
    """Whether cells number rows: I, 1, 2, 2.1, a, II, 1 … Whole numbers begin at 1 or go on from the last such number."""
    last, fitting = 0, 0
    for value in cells:
        text = _heading_text(value).strip(" .)(")
        if text.isdigit() and len(text) <= 3:
            number = int(text)
            fitting += number in (1, last + 1)
            last = number
        else:
            fitting += _is_numbering(text) and not is_number(text)
    return fitting * 10 >= len(cells) * 9


def _heading_text(value: Value) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return tidy(value) if isinstance(value, str) else str(value)


def _is_numbering(text: str) -> bool:
    """A running number or numeral: ``1``, ``1.1``, ``II``, ``a)``, ``-``."""
    bare = text.strip(" .)(-+")
    return (
        not bare
        or bare.replace(".", "").isdigit()
        or (len(bare) <= 4 and not set(bare.upper()) - set("IVX"))
        or (len(bare) == 1 and bare.isalpha())
    )


def _is_figure_cell(value: Value) -> bool:
    kind = type(value)
    if kind is float or kind is int or kind is Decimal:
        return True
    if kind is str:
        reading = read_number(value)
        return reading is not None and not reading.set_aside and reading.mark != "blank"
    return kind is CellError


def _running(cells: list[Value]) -> bool:
    """Whether figures run 1, 2, 3 …"""
    numbers = [
        int(v) if isinstance(v, (int, float)) else int(r.numerals[0].value)
        for v in cells
        if (r := read_number(str(v))) and r.numerals
    ]
    return len(numbers) >= 2 and numbers[0] == 1 and all(b - a == 1 for a, b in itertools.pairwise(numbers))

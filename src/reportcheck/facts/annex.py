"""The tables as facts: what the words of each row and column are, and which figures stand where they meet.

Rows and columns are :class:`Line`; a total that a table does not print (of the columns under one heading, of its rows) is a
line too, of all that it adds up. Figures are found by value and lines by their words, so that nothing is compared with
everything.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby

from reportcheck.extract import BULK_ROWS, NIL, NUMBER, TableView
from reportcheck.facts.terms import KINDS, PERIODS, TOTAL, terms, unmarked
from reportcheck.facts.units import family_of
from reportcheck.labels import Period, is_subtotal, period_of, unit_power

__all__ = ["Annex", "Cell", "Line", "Sheet"]

_MOST_CELLS = 60_000  # figures of all tables together that are compared with sentences
_OUTER = 0.4  # what a word of an outer heading weighs beside one of the inner
_TOTAL_WEIGHT = 2.0


@dataclass(slots=True, eq=False)
class Line:
    """A row or column by its words.

    Attributes:
        index: the rows or columns, more than one for a total that is not printed.
        weights: how much each word says, 0 where all lines of the table have it. ``inner`` are those of its own label.
        times: the periods and kinds of figure that it names (``@month 10``, ``@sum``).
        earlier: the year that it names is the one before that of the report.
        total: a total of the others; ``bare``: its label says nothing else.
        percent: whether all figures of a column are percentages, or none; None where rows differ.
        own: the words of its own label that have a weight, all of which must be said to name it.
        parts: each word with its weight and whether it is one of its own. ``percents`` are those that a percentage is held
            against: "bằng 86 % dự toán" in a column "so với dự toán".
    """

    index: tuple[int, ...]
    words: frozenset[str]
    inner: frozenset[str]
    times: frozenset[str]
    total: bool = False
    bare: bool = False
    weights: dict[str, float] = field(default_factory=dict)
    period: Period | None = None
    percent: bool | None = None
    own: frozenset[str] = frozenset()
    parts: tuple[tuple[str, float, bool], ...] = ()
    percents: tuple[tuple[str, float, bool], ...] = ()
    full: float = 0  # the weight of all its words
    earlier: bool = False


@dataclass(slots=True, eq=False)
class Sheet:
    """One table: its lines, the words that stand over all of it, and in which lines a word stands.

    ``file`` is set where it belongs to another file than the sentences. ``with_own`` are the lines by the words of their own
    labels, ``only_row`` and ``only_column`` the only ones, which nothing need name.
    """

    number: int
    view: TableView
    rows: list[Line]
    columns: list[Line]
    words: frozenset[str]
    known: frozenset[str]
    times: frozenset[str]
    period: Period | None
    file: str = ""
    with_word: dict[str, list[tuple[bool, Line]]] = field(default_factory=dict)
    with_own: dict[str, list[Line]] = field(default_factory=dict)
    only_row: Line | None = None
    only_column: Line | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure of a table, or the sum of several. ``value`` is in units of one."""

    sheet: Sheet
    row: Line
    column: Line
    value: Decimal
    step: Decimal
    family: str
    unit: str

    @property
    def places(self) -> list[tuple[int, int]]:
        return [(r, c) for r in self.row.index for c in self.column.index]

    @property
    def period(self) -> Period | None:
        return self.row.period or self.column.period or self.sheet.period


class Annex:
    """All tables that sentences are compared with.

    Args:
        views: the tables. Those of more than ``BULK_ROWS`` rows, and figures beyond a bound, are left out and counted.
        marked: whether words are compared with their tone marks.
        more: abbreviations that the documents explain.
        files: the file of each table, where that is not the one of the sentences.
        period: the periods that the report is of, which its tables need not name.
    """

    def __init__(
        self,
        views: Sequence[TableView],
        *,
        marked: bool,
        more: Mapping[str, str],
        files: Sequence[str] = (),
        period: frozenset[str] = frozenset(),
    ) -> None:
        self.period = period
        years = [int(t.split(" ")[1]) for t in period if t.startswith("@year")]
        self._before = {f"@year {min(years) - 1}"} if years else set()
        self.not_looked_at = 0
        self.marked = marked
        self._more = more
        self._names: dict[str, frozenset[str]] = {}
        self.sheets: list[Sheet] = []
        self._cells: list[Cell] = []
        self._at: dict[tuple[int, int, int], Cell] = {}
        for i, view in enumerate(views):
            self._add(view, files[i] if files else "")
        self._with_own: dict[str, dict[frozenset[str], list[Sheet]]] = {}
        self.words: set[str] = set()
        for sheet in self.sheets:
            self.words.update(sheet.with_word)
            for word, lines in sheet.with_own.items():
                for line in lines:
                    self._with_own.setdefault(word, {}).setdefault(line.own, []).append(sheet)
        self._cells.sort(key=lambda cell: cell.value)
        self._values = [cell.value for cell in self._cells]
        self._floats = [float(value) for value in self._values]

    def names(self, text: str) -> frozenset[str]:
        """The terms of a label."""
        known = self._names.get(text)
        if known is None:
            known = self._names[text] = self.comparable(t.name for t in terms(text, self._more))
        return known

    def comparable(self, names: Iterable[str]) -> frozenset[str]:
        return frozenset(names if self.marked else map(unmarked, names))

    def one(self, name: str) -> str:
        """A term as it is compared."""
        return name if self.marked else unmarked(name)

    def naming(self, words: Iterable[str], close: frozenset[str]) -> list[Sheet]:
        """The tables with a line whose own words are all among ``close``, one of them among ``words``."""
        found: dict[int, Sheet] = {}
        for word in words:
            for own, sheets in self._with_own.get(word, {}).items():
                if own <= close:
                    found.update((sheet.number, sheet) for sheet in sheets)
        return [found[number] for number in sorted(found)]

    def between(self, low: Decimal, high: Decimal) -> Iterator[Cell]:
        """The figures from one value to another."""
        for i in range(bisect_left(self._values, low), bisect_right(self._values, high)):
            yield self._cells[i]

    def may_hold(self, middle: float, room: float) -> bool:
        """Whether a figure may lie within ``room`` of a value, as far as floats tell; False only where none does."""
        room += 1e-9 * (abs(middle) + room)
        at = bisect_left(self._floats, middle - room)
        return at < len(self._floats) and self._floats[at] <= middle + room

    def cell(self, sheet: Sheet, row: Line, column: Line) -> Cell | None:
        """The figure where two lines of a table meet."""
        return self._at.get((sheet.number, id(row), id(column)))

    def __len__(self) -> int:
        return len(self._cells)

    # -- reading ---------------------------------------------------------------------

    def _add(self, view: TableView, file: str) -> None:
        columns = [c for c in view.number_columns if not view.counts_rows(c)]
        size = len(columns) * (0 if view.height > BULK_ROWS else len(view.data_rows))
        if view.height > BULK_ROWS or len(self._cells) + size > _MOST_CELLS:
            self.not_looked_at += 1
            return
        if not size:
            return
        title = f"{view.table.caption}\n{view.grid.name if view.grid.place is None else ''}\n{view.table.unit}"
        words = self.names(title)
        rows, cols = self._rows(view), self._columns(view, columns)
        _weigh(rows)
        _weigh(cols)
        rows += _unprinted_total(view, rows)
        cols += _unprinted_groups(view, cols)
        known = words.union(*(line.words for line in (*rows, *cols)))
        times = frozenset(t for t in words if t.startswith("@"))
        sheet = Sheet(len(self.sheets), view, rows, cols, words, known, times, period_of(title), file)
        _index(sheet)
        self.sheets.append(sheet)
        self._read_cells(sheet)

    def _rows(self, view: TableView) -> list[Line]:
        lines = []
        for r in view.data_rows:
            name = view.row_name(r)
            outer, above, seen = [], view.parent(r), {r}
            while above is not None and above not in seen:
                seen.add(above)
                outer.append(view.row_name(above))
                above = view.parent(above)
            total = view.is_total(r)
            line = self._line((r,), name, " ".join(outer), total and not is_subtotal(name))
            line.period = period_of(name)
            lines.append(line)
        return lines

    def _columns(self, view: TableView, columns: Sequence[int]) -> list[Line]:
        lines = []
        for c in columns:
            path = list(view.headings[c])
            inner = path.pop() if path else ""
            total = False
            if path and self.names(inner) <= {TOTAL}:  # "Tổng số" under a heading is the figure of that heading
                total, inner = True, path.pop()
            line = self._line((c,), inner, " ".join(path), total or TOTAL in self.names(inner))
            line.period = period_of(inner)
            lines.append(line)
        return lines

    def _line(self, index: tuple[int, ...], inner: str, outer: str, total: bool) -> Line:
        own = self.names(_without_brackets(inner))
        every = own | self.names(inner) | self.names(outer)
        times = frozenset(w for w in every if w.split(" ")[0] in PERIODS or w in KINDS)
        words = every - {TOTAL}
        bare = not (own - {TOTAL} - times)
        earlier = bool(self._before & times) and not self.period & times
        return Line(index, words, own - {TOTAL}, times, total, bare, earlier=earlier)

    @staticmethod
    def _family(view: TableView, r: int, c: int) -> str:
        return family_of(view.unit_at(r, c), view.text(r, c), view.headings[c])

    def _read_cells(self, sheet: Sheet) -> None:
        view = sheet.view
        for column in sheet.columns:
            families = {
                self._family(view, r, c) == "%" for row in sheet.rows for r in row.index[:1] for c in column.index
            }
            column.percent = families.pop() if len(families) == 1 else None
        for row in sheet.rows:
            for column in sheet.columns:
                if len(row.index) > 1 and len(column.index) > 1:
                    continue
                value, step, unit = Decimal(0), Decimal(0), ""
                family = ""
                for r in row.index:
                    for c in column.index:
                        read = view.column(c)
                        printed = read.values[r]
                        if printed is None or read.states[r] not in (NUMBER, NIL):
                            break
                        unit = view.unit_at(r, c)
                        kind = self._family(view, r, c)
                        if family and kind != family:
                            break
                        family = kind
                        power = 0 if kind == "%" else unit_power(unit)
                        value += Decimal(printed).scaleb(power)
                        step = max(step, Decimal(1).scaleb(power - read.digits[r]))
                    else:
                        continue
                    break
                else:
                    many = len(row.index) > 1 or len(column.index) > 1
                    if (many and family == "%") or not value:
                        continue
                    cell = Cell(sheet, row, column, value, step, family, unit)
                    self._cells.append(cell)
                    self._at[sheet.number, id(row), id(column)] = cell


def _index(sheet: Sheet) -> None:
    """Note in which lines each word stands."""
    every: dict[str, list[tuple[bool, Line]]] = defaultdict(list)
    own: dict[str, list[Line]] = defaultdict(list)
    for is_row, lines in ((True, sheet.rows), (False, sheet.columns)):
        for line in lines:
            line.own = frozenset(w for w in line.weights if w in line.inner or w == TOTAL)
            line.parts = tuple((w, weight, w in line.own) for w, weight in line.weights.items())
            line.full = sum(line.weights.values())
            line.percents = tuple(part for part in line.parts if part[0] != "@change")
            for word in line.weights:
                every[word].append((is_row, line))
            for word in line.own:
                own[word].append(line)
    sheet.with_word, sheet.with_own = dict(every), dict(own)
    sheet.only_row, sheet.only_column = _alone(sheet.rows), _alone(sheet.columns)


def _alone(lines: Sequence[Line]) -> Line | None:
    printed = [line for line in lines if len(line.index) == 1]
    return printed[0] if len(printed) == 1 else None


def _without_brackets(text: str) -> str:
    """A label without what it explains in brackets: ``"Tỉnh ủy (Ban Thường vụ)"``, where something is left."""
    head = text.split("(")[0].strip()
    return head if len(head) > 1 else text


def _weigh(lines: Sequence[Line]) -> None:
    """Give each word of each line its weight: the rarer among the lines the more; none where all have it."""
    count = Counter(word for line in lines for word in line.words)
    for line in lines:
        for word in line.words:
            if count[word] < len(lines) or (len(lines) == 1 and word.startswith("@")):
                weight = math.log2((len(lines) + 1) / count[word])
                line.weights[word] = weight * (1.0 if word in line.inner else _OUTER)
        if line.total and line.bare and len(lines) > 1:
            line.weights[TOTAL] = _TOTAL_WEIGHT


def _unprinted_total(view: TableView, rows: Sequence[Line]) -> list[Line]:
    """The total of a flat table's rows, where it prints none."""
    if len(rows) < 2 or any(line.total for line in rows) or any(line.times for line in rows):
        return []
    data = [line.index[0] for line in rows]
    if any(view.level(r) for r in data) or any(view.row_unit(r) for r in data) or view.separators:
        return []
    return [Line(tuple(data), frozenset(), frozenset(), frozenset(), True, True, {TOTAL: _TOTAL_WEIGHT})]


def _unprinted_groups(view: TableView, columns: Sequence[Line]) -> list[Line]:
    """The total of the columns under each heading that has none of its own."""
    out = []
    for outer, group in groupby(columns, key=lambda line: view.headings[line.index[0]][:-1]):
        lines = list(group)
        if not outer or len(lines) < 2 or any(line.total or line.times for line in lines):
            continue
        index = tuple(line.index[0] for line in lines)
        if len(index) == len(columns):
            continue
        shared = frozenset.intersection(*(line.words for line in lines))
        weights = {w: weight / _OUTER for w, weight in lines[0].weights.items() if w in shared}
        out.append(Line(index, shared, shared, frozenset(), True, False, weights))
    return out

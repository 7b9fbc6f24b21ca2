"""A sheet's cells → its tables: where each begins and ends, its headings, caption, unit note and notes.

People put several tables on one sheet, a title in merged cells above, a unit note at the right, a row of column numbers
under the headings, notes and signatures below. What is told apart here is only rows: titles (one filled cell before
the headings), headings (words before the first row of figures), body, notes.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from reportcheck.labels import is_total, unit_note, words
from reportcheck.model import Area, Grid, Table, Value
from reportcheck.note_marks import is_note_mark
from reportcheck.numerals import tidy
from reportcheck.read.rows import YEARS, is_blank, is_code_row, is_number, is_scale, whole

__all__ = ["is_code_row", "is_number", "split"]

_NOTE = re.compile(r"^\s*(?:ghi chú|ghi chu|nguồn|nguon|chú thích|lưu ý|note|source|\(?\*+\)?\s)", re.IGNORECASE)
_NUMBERING = re.compile(r"^\s*(?:[IVX]{1,5}|[A-ZĐ]|\d{1,2}(?:\.\d+)*)\s*[.)]?\s*$")
_CAPTION = re.compile(
    r"^\s*(?:biểu|bảng|mẫu|phụ lục|phụ biểu|table|annex|appendix|schedule|form)\s*(?:số\s*)?[\dIVXA-Z]{1,4}\b",
    re.IGNORECASE,
)
_CONTINUED = re.compile(r"tiếp theo|\(tiếp\)|tiep theo|\bcont(?:inued|['’]?d|\.)", re.IGNORECASE)
_LONGEST_LABEL = 100  # letters; a longer line between rows is prose, no label of a group
_FEW = 6  # filled cells of a row up to which those that hold only blanks are told apart
_TALLEST_MERGE = 50  # rows of a merged cell that holds a table together
_WIDEST_GAP = 5  # empty rows that a group of rows may leave to the group before it
_STATE_HEADING = re.compile(
    r"cong hoa xa hoi|doc lap tu do|^(?:mau|bieu)(?: mau)?(?: so)? [\w ]{1,12}$|^so \d* ?\w{0,3} ?(?:bc|qd|kh|tb|cv)\b|ngay [\d ]*thang [\d ]*nam"
)


def split(grid: Grid) -> list[Table]:
    """The tables of a sheet, from top to bottom. A sheet without figures gives its headed rows as a table without body.

    Returns:
        tables whose ``area`` and ``body`` are absolute positions; ``index`` is left at 0.
    """
    return _Splitter(grid).tables()


class _Splitter:
    """Walks the bands of filled rows of one sheet. Rows are indexes into ``grid.rows``."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.rows = grid.rows
        self.found: list[Table] = []
        self.waiting: list[tuple[int, str]] = []  # title lines, with their rows, whose table has not come yet
        self.told: tuple[int, set[str]] = (0, set())  # the texts above the last table, up to a row
        self.noted = False  # a note stands below the last table: it is at its end

    def tables(self) -> list[Table]:
        headings: tuple[int, int] | None = None
        bands = self._bands()
        for n, (first, last) in enumerate(bands):
            after = bands[n + 1] if n + 1 < len(bands) else None
            data = self._first_data(first, last, after)
            if data is None or (after is not None and self._titles_only(first, last)):
                headings = self._words_only(first, last, headings)
                continue
            lone = headings is not None and self._labels_only(first, data, last)
            if headings is not None and lone:
                if self._repeats_headings(headings[0], headings[1]) and self._may_go_on(headings[0]):
                    self._extend(last)
                else:
                    self._add(headings[0], data, last)
            elif (
                (data == first and self._continues())
                or (headings is None and self._is_group(first, data, last))
                or (headings is None and self._prints_headings_again(first, data))
            ):
                self._extend(last)
            else:
                self._leave(headings)
                self._cut(first, data, last)
            headings = None
        self._leave(headings)
        if self.found and self.waiting:
            lines = (text for _, text in self.waiting)
            self.found[-1] = replace(self.found[-1], notes=(*self.found[-1].notes, *lines))
        return self.found

    def _words_only(self, first: int, last: int, headings: tuple[int, int] | None) -> tuple[int, int] | None:
        """A band without figures: headings whose figures come below an empty row, or lines of text.

        Args:
            headings: those of an earlier band that still wait for their figures.
        """
        start = self._heading_start(first, last + 1)
        width = max((self._filled(i) for i in range(start, last + 1)), default=0)
        if width < 2 or self._signature(start, last):
            self._text_band(first, last)
            return headings
        if headings is not None:
            if start == first and first - headings[1] <= _WIDEST_GAP:
                return headings[0], last
            self._leave(headings)
        self._titles(first, start)
        return start, last

    # -- rows ---------------------------------------------------------------

    def _bands(self) -> list[tuple[int, int]]:
        """Runs of rows that are not wholly empty."""
        bands: list[tuple[int, int]] = []
        start = -1
        covered = self._covered_rows()
        for i, row in enumerate(self.rows):
            missing = row.count(None)
            empty = missing == len(row) or (missing > 0 and all(v is None or is_blank(v) for v in row))
            if empty and i not in covered:
                if start >= 0:
                    bands.append((start, i - 1))
                    start = -1
            elif start < 0:
                start = i
        if start >= 0:
            bands.append((start, len(self.rows) - 1))
        return bands

    def _covered_rows(self) -> set[int]:
        """The rows below the first of cells merged downwards: not empty, whatever their own cells hold."""
        top = self.grid.top
        return {
            row - top
            for merge in self.grid.merges
            if merge.bottom - merge.top in range(1, _TALLEST_MERGE) and self.grid.at(merge.top, merge.left) is not None
            for row in range(merge.top + 1, merge.bottom + 1)
        }

    def _filled(self, i: int) -> int:
        row = self.rows[i]
        held = len(row) - row.count(None)
        return held if held > _FEW else sum(v is not None and not is_blank(v) for v in row)

    def _texts(self, i: int) -> list[str]:
        return [tidy(v) if isinstance(v, str) else str(v) for v in self.rows[i] if v is not None and not is_blank(v)]

    def _first_data(self, first: int, last: int, after: tuple[int, int] | None = None) -> int | None:
        """The first row with figures that are neither column numbers nor years or dates in a heading.

        Args:
            after: the next band, whose figures may stand under the headings of this one.
        """
        for i in range(first, last + 1):
            if not self._has_number(i) or (i > first and is_code_row(self.rows[i])):
                continue
            if i < last and is_code_row(self.rows[i + 1]) and self._has_marks_only(i):
                continue  # the last line of the headings, with the marks of notes
            if not self._heads_figures(i, last, after):
                return i
        return None

    def _has_marks_only(self, i: int) -> bool:
        """Whether all numbers of a row are small ones in brackets: ``(1)``, ``(2)``."""
        return self.grid.typed and all(is_note_mark(v) for v in self.rows[i] if v is not None and is_number(v))

    def _heads_figures(self, i: int, last: int, after: tuple[int, int] | None) -> bool:
        """Whether the figures of a row are years, dates or steps under which other figures stand."""
        row = self.rows[i]
        if not is_scale(row) and not self._one_year(i):
            return False
        below = next((k for k in range(i + 1, last + 1) if self._has_number(k) and not is_code_row(self.rows[k])), None)
        if below is None and after is not None:
            below = next((k for k in range(after[0], after[1] + 1) if self._has_number(k)), None)
        if below is None or is_scale(self.rows[below]):
            return False
        heads = [c for c, v in enumerate(row) if v is not None and is_number(v)]
        under = sum(self._figure_under(c, below) for c in heads)
        return under * 2 >= len(heads)

    def _figure_under(self, c: int, below: int) -> bool:
        """Whether a figure stands in a column within the few rows from ``below``."""
        return any((v := row[c]) is not None and is_number(v) for row in self.rows[below : below + 12])

    def _one_year(self, i: int) -> bool:
        """A single year beside a word, with no heading of its own above it: the heading of the only column."""
        row = self.rows[i]
        figures = [c for c, v in enumerate(row) if v is not None and is_number(v)]
        if len(figures) != 1 or figures[0] == 0 or whole(row[figures[0]]) not in YEARS:
            return False
        c = figures[0]
        beside = [v for k, v in enumerate(row) if k != c and v is not None and not is_blank(v)]
        above = (self.rows[k][c] for k in range(max(0, i - 4), i))
        return bool(beside) and not any(is_total(str(v)) for v in beside) and all(v is None for v in above)

    def _has_number(self, i: int) -> bool:
        return any(is_number(v) for v in self.rows[i] if v is not None)

    def _heading_start(self, first: int, data: int) -> int:
        """The first heading row among the rows before the figures: below the last lone title line on top."""
        width = max((self._filled(i) for i in range(first, min(data + 3, len(self.rows)))), default=1)
        need = 3 if width >= 4 else 2
        wide = next((i for i in range(first, data) if self._filled(i) >= need and not self._stately(i)), data)
        start = first
        for i in range(first, wide):
            if self._filled(i) == 1 or self._stately(i):
                start = i + 1
        return start

    def _stately(self, i: int) -> bool:
        """A letterhead, a form's number or a unit note, which stand above a table in two cells."""
        return self._filled(i) <= 3 and any(unit_note(t) or _STATE_HEADING.search(words(t)) for t in self._texts(i))

    def _titles_only(self, first: int, last: int) -> bool:
        """Lone cells one above another, words first: a title, whatever stands for an empty line of it (a link shows 0)."""
        if last - first > 3 or self.found:
            return False
        lines = [self._line(i) for i in range(first, last + 1)]
        return (
            all(len(line) <= 1 for line in lines)
            and len({line[0][0] for line in lines if line}) == 1
            and not self._has_number(first)
            and all(not is_number(v) or whole(v) == 0 for i in range(first, last + 1) for v in self.rows[i])
        )

    def _signature(self, first: int, last: int) -> bool:
        """Names and offices below a table: few cells, and a table stands before them."""
        return bool(self.found) and max(self._filled(i) for i in range(first, last + 1)) <= 2

    # -- tables -------------------------------------------------------------

    def _text_band(self, first: int, last: int) -> None:
        for i in range(first, last + 1):
            for text in self._texts(i):
                if self.found and _NOTE.match(text):
                    self.found[-1] = replace(self.found[-1], notes=(*self.found[-1].notes, text))
                    self.noted = True
                else:
                    self.waiting.append((i, text))

    def _titles(self, first: int, start: int) -> None:
        for i in range(first, start):
            self.waiting.extend((i, text) for text in self._texts(i))

    def _cut(self, first: int, data: int | None, last: int) -> None:
        """A band with figures: titles, headings, body, and perhaps further tables with titles of their own."""
        while data is not None:
            start = self._heading_start(first, data)
            self._titles(first, start)
            end = self._next_table(data, last)
            self._add(start, data, last if end is None else end - 1)
            if end is None:
                return
            first, data = end, self._first_data(end, last)

    def _body_from(self, start: int, data: int) -> int:
        """The first row of the body: that of the figures, or of the lone labels that head them."""
        i = data - 1
        while i > start:
            if self._filled(i):
                if not self._is_group_label(i, start):
                    break
                data = i
            i -= 1
        return data

    def _is_group_label(self, i: int, heading: int) -> bool:
        """A lone label, perhaps with its number, right above the figures it heads: the body begins with it."""
        row, top = self.rows[i], self.rows[heading]
        filled = [c for c, _ in self._line(i)]
        if len(filled) == 2 and not _NUMBERING.match(str(row[filled[0]])):
            return False
        lone = len(filled) <= 2 and filled[-1] - filled[0] == len(filled) - 1
        return lone and filled[-1] < len(row) - 1 and all(top[c] is not None for c in filled)

    def _next_table(self, data: int, last: int) -> int | None:
        """The row of a lone title below which headings and figures begin anew, in a band without empty rows."""
        for i in range(data + 1, last - 1):
            row = self.rows[i]
            if len(row) - row.count(None) != 1 or self._has_number(i):
                continue
            figures = self._first_data(i + 1, last)
            if figures is None:
                return None
            if self._heads(i + 1, figures):
                return i
        return None

    def _heads(self, start: int, data: int) -> bool:
        """Whether the rows from ``start`` are headings of the row ``data``: words stand above most of its figures."""
        figures = [c for c, v in enumerate(self.rows[data]) if v is not None and is_number(v)]
        rows = [i for i in range(start, data) if self._filled(i) >= 2]
        headed = sum(any(isinstance(self.rows[i][c], str) for i in rows) for c in figures)
        return headed * 5 >= len(figures) * 3

    def _add(self, start: int, data: int, last: int) -> None:
        """A table from its first heading row, with its first row of figures; trailing lines of words are its notes."""
        notes: list[str] = []
        data = self._body_from(start, data)
        while last > data and self._filled(last) <= 2 and not self._has_number(last) and self._is_note(last):
            notes[:0] = self._texts(last)
            last -= 1
        left, right = self._extent(start, last)
        unit, caption = "", []
        for row, text in sorted(self.waiting, key=lambda line: line[0]):
            found = unit_note(text)
            if found and len(text) < 60:
                unit = found
            elif row < start:
                caption.append(text)
                unit = unit or found or ""
        self.waiting = [line for line in self.waiting if line[0] > last]
        self.noted = bool(notes)
        top = self.grid.top
        area = Area(top + start, self.grid.left + left, top + last, self.grid.left + right)
        self.found.append(Table(self.grid, area, top + data, "\n".join(caption), unit, tuple(notes)))

    def _leave(self, headings: tuple[int, int] | None) -> None:
        """Rows of words without figures below: an empty form if they are wide, else more lines of a title."""
        if headings is None:
            return
        start, last = headings
        if self._repeats_headings(start, last) and self._may_go_on(start):
            self._extend(last)
        elif max(self._filled(i) for i in range(start, last + 1)) >= 3:
            self._add(start, last + 1, last)
        else:
            self._text_band(start, last)

    def _is_note(self, i: int) -> bool:
        texts = self._texts(i)
        return bool(texts) and (bool(_NOTE.match(texts[0])) or (len(texts) == 1 and len(texts[0]) > 60))

    def _extent(self, start: int, last: int) -> tuple[int, int]:
        """First and last used column."""
        width = len(self.rows[start])
        rows: Sequence[Sequence[Value]] = self.rows[start : last + 1]
        if len(rows) > 2000:
            return 0, width - 1
        used = [any(row[c] is not None for row in rows) for c in range(width)]
        left = next((c for c in range(width) if used[c]), 0)
        right = next((c for c in range(width - 1, -1, -1) if used[c]), width - 1)
        return left, right

    def _continues(self) -> bool:
        """Figures after empty rows without headings of their own: the table before goes on."""
        return bool(self.found) and not self.waiting

    # -- a table that goes on -----------------------------------------------

    def _prints_headings_again(self, first: int, data: int) -> bool:
        """Whether a band begins with the last table's headings, perhaps below its title."""
        start = self._heading_start(first, data)
        if data == first or not self._repeats_headings(start, data - 1):
            return False
        return self._may_go_on(start, [text for i in range(first, start) for text in self._texts(i)])

    def _may_go_on(self, start: int, titles: Sequence[str] = ()) -> bool:
        """Whether the lines between the last table and the row ``start`` are none, or that table's own title again.

        Args:
            titles: such lines that do not wait yet.
        """
        table = self.found[-1]
        lines = [*(text for row, text in self.waiting if row < start), *titles]
        if not lines:
            return True
        for i in range(self.told[0], table.area.top):
            self.told[1].update(self._above(i))
        self.told = max(self.told[0], table.area.top), self.told[1]
        known = self.told[1].union(table.caption.split("\n"))
        return all(text in known or unit_note(text) == (table.unit or 0) or _CONTINUED.search(text) for text in lines)

    def _above(self, row: int) -> list[str]:
        """The texts of a row given by its absolute position."""
        i = row - self.grid.top
        return self._texts(i) if 0 <= i < len(self.rows) else []

    def _repeats_headings(self, start: int, last: int) -> bool:
        """Whether the rows up to ``last`` are those of the last table's headings again, as on a next page."""
        if not self.found:
            return False
        table = self.found[-1]
        before = [self._line(i - self.grid.top) for i in range(table.area.top, table.body)]
        again = [self._line(i) for i in range(start, last + 1)]
        before, again = ([line for line in lines if len(line) > 1] for lines in (before, again))
        return bool(again) and again == before[: len(again)]

    def _line(self, i: int) -> list[tuple[int, str]]:
        """The filled cells of a row, each with its column."""
        return [(c, tidy(str(v))) for c, v in enumerate(self.rows[i]) if v is not None and not is_blank(v)]

    def _labels_only(self, first: int, data: int, last: int) -> bool:
        """Whether the rows before the figures are lone labels that head groups of rows, not columns."""
        if data == first:
            return True
        left = min(self._figure_columns(data, last), default=0)
        return all(
            len(line := self._line(i)) <= 2 and line[-1][0] < left and not self._stately(i) for i in range(first, data)
        )

    def _is_group(self, first: int, data: int, last: int) -> bool:
        """Figures below a lone label, without headings of their own, in the columns of the table before: its next group.

        The label then stands where the table's labels do, and most of the figures in columns that hold figures above.
        """
        if not self.found or self.noted or not self._labels_only(first, data, last):
            return False
        table = self.found[-1]
        bottom = table.area.bottom - self.grid.top
        lines = [i for i, _ in self.waiting] + list(range(first, data))
        texts = [text for _, text in self.waiting] + [t for i in range(first, data) for t in self._texts(i)]
        gaps = [b - a - 1 for a, b in itertools.pairwise([bottom, *sorted(set(lines)), data])]
        if max(gaps) > _WIDEST_GAP or sum(gaps) > 2 * _WIDEST_GAP:
            return False
        if any(_CAPTION.match(t) or unit_note(t) or len(t) > _LONGEST_LABEL for t in texts):
            return False
        before = self._figure_columns(table.body - self.grid.top, bottom)
        here = self._figure_columns(data, last)
        if not before or not here or any(self._line(i)[-1][0] >= min(before) for i in lines):
            return False
        most = max(before.values())
        main = {c for c, count in before.items() if count * 3 >= most}
        known, all_of_them = sum(count for c, count in here.items() if c in before), sum(here.values())
        return known == all_of_them or (known * 4 >= all_of_them * 3 and len(main & here.keys()) * 2 >= len(main))

    def _figure_columns(self, first: int, last: int) -> dict[int, int]:
        """For each column that holds figures below its labels, in how many of the rows (the last 150 at most) it does."""
        counts: dict[int, int] = {}
        words: dict[int, int] = {}
        for row in self.rows[max(first, last - 149) : last + 1]:
            for c, v in enumerate(row):
                if v is None:
                    continue
                held = counts if is_number(v) else words
                held[c] = held.get(c, 0) + 1
        return {c: count for c, count in counts.items() if count >= words.get(c, 0)}

    def _extend(self, last: int) -> None:
        table = self.found[-1]
        area = table.area
        width = self._extent(area.top - self.grid.top, last)
        self.found[-1] = replace(
            table, area=Area(area.top, self.grid.left + width[0], self.grid.top + last, self.grid.left + width[1])
        )
        self.waiting = []

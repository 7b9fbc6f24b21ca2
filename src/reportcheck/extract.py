"""A table's cells → columns of numbers, label paths, figures.

Tables are columnar: a :class:`Column` reads its cells once, into plain values that arithmetic can use. A
:class:`~reportcheck.model.Figure`, with its printed text, label and place, is made only for what a relation or a message
needs. Marks that can group thousands or begin decimals (``1.325``) are read alike in the whole table: the cells that
leave no choice decide, then the arithmetic (see :attr:`TableView.open_marks`), then the commoner use, thousands.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from reportcheck.labels import unit_power, words
from reportcheck.model import CellError, Figure, Location, Mark, NumberFormat, Table, Value
from reportcheck.numerals import Numeral, Reading, read_number, render, tidy
from reportcheck.structure import BULK_ROWS, Structure

if TYPE_CHECKING:
    import numpy

__all__ = ["BULK_ROWS", "Column", "TableView"]

NUMBER, NIL, BLANK, UNKNOWN, OTHER, SPECIAL = range(6)
_MARKS: dict[int, Mark] = {NIL: "nil", BLANK: "blank", UNKNOWN: "unknown"}


class Column:
    """The body cells of one column, read as numbers.

    Attributes, one entry for each body row:
        values: int or Decimal as shown by the cell's format; None where there is no number; 0 for a printed nil.
        digits: decimals shown.
        states: NUMBER, NIL, BLANK, UNKNOWN, OTHER (words, errors, dates) or SPECIAL (approximate: a word stands before it).
        whole: True if each entry is a whole exact number: then sums need no intervals.
    """

    __slots__ = ("digits", "hidden", "states", "values", "whole")

    def __init__(
        self, values: list[int | Decimal | None], digits: list[int], states: bytearray, hidden: set[int], whole: bool
    ) -> None:
        self.values = values
        self.digits = digits
        self.states = states
        self.hidden = hidden  # rows whose stored value has digits that the format does not show
        self.whole = whole


class TableView(Structure):
    """One table, read for its figures.

    Args:
        table: as a reader found it.
        language: of the report, for numbers printed by a format.
        thousands: how to read each mark that can be either (``{".": True}``: it groups thousands); what is not given is
            taken from the table's own cells.
    """

    def __init__(self, table: Table, language: str = "vi", thousands: dict[str, bool] | None = None) -> None:
        super().__init__(table)
        self.language = language
        self._forced = dict(thousands or {})
        self._columns: dict[int, Column] = {}
        self._groups: dict[tuple[int, str], bool] = {}
        self._kinds: dict[int, Counter[type]] = {}
        self._readings: dict[int, list[Reading | None]] = {}
        self._arrays: dict[int, tuple[numpy.ndarray, numpy.ndarray, int] | None] = {}

    # -- numbers ---------------------------------------------------------------

    @cached_property
    def _tallies(self) -> dict[str, list[int]]:
        """For ``.`` and ``,``: sure thousands, sure decimals, open cells; in all text cells of figures (2.1 may number a row)."""
        tallies = {".": [0, 0, 0], ",": [0, 0, 0]}
        for c in self.number_columns:
            for reading in self.readings(c):
                if reading is not None and reading.numerals:
                    _count_marks(reading, tallies)
        return tallies

    def readings(self, c: int) -> list[Reading | None]:
        """What each text cell of a column says as a number; None for words and for cells that are no text. Read once."""
        readings = self._readings.get(c)
        if readings is None:
            if self.kinds(c)[str]:
                cells = (row[c] for row in self.body_rows)
                readings = [read_number("" if self.is_note(v) else v) if type(v) is str else None for v in cells]
            else:
                readings = [None] * self.height
            self._readings[c] = readings
        return readings

    @cached_property
    def open_marks(self) -> tuple[str, ...]:
        """Marks that stand in cells of two readings while no other cell of the table tells which is meant."""
        return tuple(m for m, (sure, decimal, unclear) in self._tallies.items() if unclear and not sure and not decimal)

    @cached_property
    def used_marks(self) -> tuple[str, ...]:
        """Marks that stand in text cells of two readings."""
        return tuple(m for m, (_, _, unclear) in self._tallies.items() if unclear)

    @cached_property
    def thousands(self) -> dict[str, bool]:
        """For each mark: does it group thousands where it could be either?"""
        chosen = {}
        for mark, (sure, decimal, _) in self._tallies.items():
            chosen[mark] = self._forced.get(mark, not decimal or sure >= decimal)
        return chosen

    def numeral(self, reading: Reading, c: int) -> Numeral:
        """The one reading of a cell that the table's marks mean."""
        if not reading.ambiguous:
            return reading.numerals[0]
        mark = reading.numerals[0].thousands
        if mark in self._forced:
            return reading.numerals[0 if self._forced[mark] else 1]
        group = self._groups.get((c, mark))
        if group is None:
            group = self._groups[c, mark] = self._groups_thousands(c, mark)
        return reading.numerals[0 if group else 1]

    def _groups_thousands(self, c: int, mark: str) -> bool:
        """Whether a mark of two readings groups thousands in a column: its own cells decide, then the table's."""
        column = {mark: [0, 0, 0]}
        for other in self.readings(c):
            if other is not None and other.numerals:
                _count_marks(other, column)
        sure, decimal, _ = column[mark]
        if sure or decimal:
            return sure >= decimal
        return self._column_is_whole(c, mark) or self.thousands[mark]

    def _column_is_whole(self, c: int, mark: str) -> bool:
        """Whether the other figures of the column are whole numbers of more than one digit, all without this mark."""
        others = 0
        for reading in self.readings(c):
            if reading is None or not reading.numerals or reading.numerals[0].thousands == mark or reading.ambiguous:
                continue
            if reading.numerals[0].digits:
                return False
            others += 1
        return others > 0

    def column(self, c: int) -> Column:
        """The numbers of one column (from 0 at the table's left)."""
        column = self._columns.get(c)
        if column is None:
            column = self._columns[c] = self._read_column(c)
        return column

    def _read_column(self, c: int) -> Column:
        values: list[int | Decimal | None] = []
        digits: list[int] = []
        states = bytearray(self.height)
        hidden: set[int] = set()
        whole = True
        styled = bool(self.grid.formats) or self.grid.uniform.digits is not None or self.grid.uniform.percent
        for r, row in enumerate(self.body_rows):
            value = row[c]
            kind = type(value)
            if kind is float and not styled and value.is_integer():  # type: ignore[union-attr]
                values.append(int(value))  # type: ignore[arg-type]
                digits.append(0)
                continue
            if value is None:
                values.append(None)
                digits.append(0)
                states[r] = BLANK
                whole = False
                continue
            shown, places, state, cut = self._read_cell(value, self.top + r, c)
            values.append(shown)
            digits.append(places)
            states[r] = state
            if cut:
                hidden.add(r)
            whole = whole and state == NUMBER and places == 0 and not cut
        return Column(values, digits, states, hidden, whole)

    def _read_cell(self, value: Value, row: int, c: int) -> tuple[int | Decimal | None, int, int, bool]:
        """Value, decimals, state, and whether the stored value has digits that are not shown."""
        if isinstance(value, (bool, CellError)):
            return None, 0, OTHER, False
        if isinstance(value, (int, float, Decimal)):
            style = self.grid.format_at(row, self.left + c)
            stored = stored_value(value)
            if style.digits is None and not style.percent:
                if stored == stored.to_integral_value():
                    return int(stored), 0, NUMBER, False
                return stored, max(0, -int(stored.normalize().as_tuple().exponent)), NUMBER, False
            _, shown, places = render(stored, style, self.language)
            cut = shown != stored.scaleb(2 if style.percent else 0).scaleb(-3 * style.thousands)
            return (int(shown) if places == 0 else shown), places, NUMBER, cut
        if not isinstance(value, str):
            return None, 0, OTHER, False
        reading = self.readings(c)[row - self.top]
        if reading is None or reading.set_aside:
            return None, 0, OTHER, False
        if not reading.numerals:
            return (
                (0, 0, NIL, False)
                if reading.mark == "nil"
                else (None, 0, BLANK if reading.mark == "blank" else UNKNOWN, False)
            )
        chosen = self.numeral(reading, c)
        number: int | Decimal = int(chosen.value) if chosen.digits == 0 else chosen.value
        return number, chosen.digits, SPECIAL if reading.mark else NUMBER, False

    def kinds(self, c: int) -> Counter[type]:
        """How many cells of each Python type a column holds; counted once."""
        kinds = self._kinds.get(c)
        if kinds is None:
            kinds = self._kinds[c] = Counter(map(type, [row[c] for row in self.body_rows]))
        return kinds

    def count_figures(self) -> int:
        """How many figures stand right of the stub."""
        total = 0
        for c in self.number_columns:
            kinds = self.kinds(c)
            total += kinds[float] + kinds[int] + kinds[Decimal]
            if kinds[str]:
                total += sum(r is not None and bool(r.numerals) and not r.unit for r in self.readings(c))
        return total

    # -- figures ---------------------------------------------------------------

    def unit_of(self, c: int) -> str:
        """The unit of a column's figures: from its heading, else from the table's note."""
        unit = self._heading_unit(c)
        return self.table.unit if unit is None else unit

    def unit_at(self, r: int, c: int) -> str:
        """The unit of one figure: from its column's heading, its row's unit, else from the table's note."""
        unit = self._heading_unit(c)
        return (self.row_unit(r) or self.table.unit) if unit is None else unit

    def _heading_unit(self, c: int) -> str | None:
        return next((unit for text in reversed(self.headings[c]) if (unit := _heading_unit(text)) is not None), None)

    def location(self, r: int, c: int) -> Location:
        return self.grid.location(self.top + r, self.left + c)

    def figure(self, r: int, c: int, *, rounded: bool = False, measure: str = "") -> Figure:
        """The figure at body row ``r`` and column ``c`` of the table.

        Args:
            rounded: whole numbers here are rounded by nature (a rate, a share, an average).
            measure: the form's word for what the column measures; ``"percent"`` sets the unit.
        """
        column = self.column(c)
        value, state = column.values[r], column.states[r]
        raw = self.body_rows[r][c]
        text = self.text(r, c)
        percent = text.endswith("%") or measure == "percent"
        unit = "%" if percent else self.unit_at(r, c)
        power = 0 if percent else unit_power(unit)
        mark: Mark = _MARKS.get(state, "")
        if state == SPECIAL and isinstance(raw, str) and (reading := read_number(raw)) is not None:
            mark = reading.mark
        aside = _set_aside(raw) if state == OTHER else None
        is_rounded = rounded or percent or r in column.hidden or power > 0 or column.digits[r] > 0
        return Figure(
            text=text,
            value=None if value is None else Decimal(value),
            digits=column.digits[r],
            rounded=is_rounded and state not in (NIL, BLANK, UNKNOWN, OTHER),
            unit=unit,
            power=power,
            label=self.label(r, c),
            location=self.location(r, c),
            mark=mark,
            set_aside=aside,
            hidden=r in column.hidden,
        )

    def label(self, r: int, c: int) -> tuple[str, ...]:
        """Row label, then heading path."""
        name = self.name_at(r, c)
        return (*((name,) if name else ()), *self.headings[c])

    def text(self, r: int, c: int) -> str:
        """A cell as it is printed or shown."""
        value = self.body_rows[r][c]
        if value is None:
            return ""
        if isinstance(value, str):
            return tidy(value)
        if isinstance(value, bool):
            return str(value).upper()
        if isinstance(value, (int, float, Decimal)):
            style: NumberFormat = self.grid.format_at(self.top + r, self.left + c)
            if style.date:
                return str(value)
            return render(stored_value(value), style, self.language)[0]
        if isinstance(value, dt.datetime) and value.time() == dt.time():
            value = value.date()
        if isinstance(value, dt.date):
            return value.strftime("%d/%m/%Y")
        return str(value)

    # -- bulk ------------------------------------------------------------------

    def array(self, c: int) -> tuple[numpy.ndarray, numpy.ndarray, int] | None:
        """The column as scaled integers: (int64 values, blanks as bool, decimals), or None where it is not plain numbers.

        A float counts as the decimal of up to six places that it is the nearest double to, which a division shows
        exactly: n / 10**k == x.
        """
        if c not in self._arrays:
            self._arrays[c] = self._read_array(c)
        return self._arrays[c]

    def _read_array(self, c: int) -> tuple[numpy.ndarray, numpy.ndarray, int] | None:
        import numpy as np

        cells = [row[c] for row in self.body_rows]
        if (
            not set(self.kinds(c)) <= {float, int, type(None)}
            or self.grid.formats
            or self.grid.uniform.digits is not None
        ):
            return None
        floats = np.array(cells, dtype=np.float64)
        blank = np.isnan(floats)
        if blank.any():
            floats[blank] = 0.0
        if not floats.size or np.abs(floats).max() >= 2**53 / 10**6:
            return None
        for digits in range(7):
            scale = 10.0**digits
            scaled = np.rint(floats * scale)
            if bool((scaled / scale == floats).all()):
                return scaled.astype(np.int64), blank, digits
        return None


def stored_value(value: int | float | Decimal) -> Decimal:
    """A workbook's number as a decimal: the shortest that is this double.

    A number that somebody typed has at most 15 significant digits. One with more was computed (1/3, 0.1 + 0.2) and
    carries the errors of binary arithmetic in its tail: its first 12 digits count, one more than a cell shows.
    """
    if isinstance(value, (int, Decimal)):
        return Decimal(value)
    if value.is_integer() and abs(value) < 1e15:
        return Decimal(int(value))
    shortest = Decimal(repr(value))
    return shortest if len(shortest.as_tuple().digits) <= 15 else Decimal(f"{value:.12g}")


def _heading_unit(text: str) -> str | None:
    """A unit in brackets at a heading's end, or a percent sign: ``"Kinh phí (triệu đồng)"``."""
    plain_text = words(text)
    if "%" in plain_text:
        return "%"
    if text.endswith(")") and "(" in text:
        inner = text[text.rindex("(") + 1 : -1].strip()
        if unit_power(inner) or words(inner) in ("dong", "nguoi", "ho so", "van ban", "usd", "vnd"):
            return inner
    return None


def _count_marks(reading: Reading, tallies: dict[str, list[int]]) -> None:
    """Count what a cell's digits say of each mark."""
    if reading.ambiguous:
        mark = reading.numerals[0].thousands
        if mark in tallies:
            tallies[mark][2] += 1
        return
    numeral = reading.numerals[0]
    if numeral.thousands in tallies:
        tallies[numeral.thousands][0] += 1
    if numeral.decimal in tallies:
        tallies[numeral.decimal][1] += 1


def _set_aside(value: Value) -> str:
    if isinstance(value, CellError):
        return "cell error"
    if isinstance(value, (dt.date, dt.datetime, dt.time, dt.timedelta)):
        return "date"
    if isinstance(value, str) and (reading := read_number(value)) is not None and reading.set_aside:
        return reading.set_aside
    return "words"

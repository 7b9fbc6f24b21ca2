"""Columns of a pandas frame → integers with a number of decimals, as exact as they were written.

A cell is ``mantissa / 10**digits``: an integer as it stands, a float as its shortest decimal, a Decimal or a string
with the digits that it carries. Whole columns are read with numpy; objects and strings cell by cell. What the printed
digits leave open is one unit of a cell's last place, or nothing (`column_judge`).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import pandas as pd

from reportcheck.extract import stored_value
from reportcheck.model import Figure, Mark
from reportcheck.numerals import Reading, read_number

__all__ = ["BLANK", "NIL", "NUMBER", "OTHER", "SPECIAL", "UNKNOWN", "Array", "Numbers", "number_columns", "read_column"]

Array: TypeAlias = np.ndarray[Any, np.dtype[Any]]

NUMBER, NIL, BLANK, UNKNOWN, SPECIAL, OTHER = range(6)

_SURE = 10**15  # a decimal of up to 15 digits is the shortest of the double that it makes
_MOST_PLACES = 1000  # Decimal("1E+999999999") is no figure, and no integer that anybody wants to make


@dataclass(slots=True)
class Numbers:
    """A column, read: ``mantissas / 10**digits``.

    ``digits`` None means whole numbers, ``states`` None that every cell is a NUMBER, ``rounded`` None that no cell is
    rounded by a sign of its own (``"86 %"``). ``special`` holds what only the judge can weigh: value and mark by row.
    """

    mantissas: Array
    digits: Array | None = None
    states: Array | None = None
    rounded: Array | None = None
    special: dict[int, tuple[Decimal, Mark]] = field(default_factory=dict)

    def take(self, rows: Array | slice) -> Numbers:
        """The given rows (positions), without their special cells."""
        digits, states, rounded = (None if a is None else a[rows] for a in (self.digits, self.states, self.rounded))
        return Numbers(self.mantissas[rows], digits, states, rounded)

    def at(self, *states: int) -> Array:
        """Which rows are in one of the states."""
        if self.states is None:
            return np.zeros(len(self.mantissas), dtype=bool)
        return np.asarray(np.isin(self.states, states))

    def places(self) -> int:
        return 0 if self.digits is None or not len(self.digits) else int(self.digits.max())

    def peak(self) -> float:
        """A bound of the absolute values; infinite where they do not fit into int64."""
        if self.mantissas.dtype == object:
            return float("inf")
        if not len(self.mantissas):
            return 0.0
        if self.digits is None:
            return float(max(int(self.mantissas.max()), -int(self.mantissas.min())))
        with np.errstate(over="ignore"):
            return float((np.abs(self.mantissas.astype(np.float64)) / 10.0**self.digits).max()) * 1.000001

    def scaled(self, places: int, exact: bool) -> Array:
        """The values times ``10**places``, as Python's integers if ``exact``."""
        mantissas = self.mantissas.astype(object) if exact else self.mantissas
        if self.digits is None:
            return mantissas * 10**places if places else mantissas
        return np.asarray(mantissas * _powers(places, exact)[places - self.digits])

    def units(self, places: int, exact: bool, rounded: bool, among_decimals: Array | bool) -> Array | int:
        """One unit of the last printed place of each rounded cell times ``10**places``; 0 for exact cells."""
        if self.digits is None and self.rounded is None and not rounded and among_decimals is False:
            return 0
        open_ = np.full(len(self.mantissas), rounded) | among_decimals
        if self.rounded is not None:
            open_ = open_ | self.rounded
        if self.digits is not None:
            open_ = open_ | (self.digits > 0)
        if self.states is not None:
            open_ = open_ & ~self.at(NIL, BLANK)
        powers = _powers(places, exact)
        unit = powers[places] if self.digits is None else powers[places - self.digits]
        return np.asarray(open_.astype(powers.dtype) * unit)  # np.where would squeeze large integers into int64

    def text(self, row: int) -> str:
        """One cell's number as text, with the zeros that it carries; empty where there is none."""
        value = self.figure(row, False).value
        return "" if value is None else f"{value:f}"

    def figure(self, row: int, rounded: bool) -> Figure:
        """One cell as the judge sees it."""
        state = NUMBER if self.states is None else int(self.states[row])
        if state in (BLANK, UNKNOWN, OTHER):
            return Figure("", None, mark="blank" if state == BLANK else "unknown")
        digits = 0 if self.digits is None else int(self.digits[row])
        sign, mantissa = int(self.mantissas[row] < 0), abs(int(self.mantissas[row]))
        value, mark = Decimal((sign, tuple(map(int, str(mantissa))), -digits)), "nil" if state == NIL else ""
        value, mark = self.special.get(row, (value, mark))
        by_itself = self.rounded is not None and bool(self.rounded[row])
        return Figure("", value, digits, state != NIL and (rounded or by_itself or digits > 0), mark=mark)  # type: ignore[arg-type]


def _powers(places: int, exact: bool) -> Array:
    return np.array([10**k for k in range(places + 1)], dtype=object if exact else np.int64)


# -- reading -------------------------------------------------------------------


def read_column(series: pd.Series[Any]) -> Numbers:
    """The cells of a column as numbers.

    Integers are read as they are (nullable and pyarrow ones too), floats as their shortest decimal (`stored_value`),
    objects cell by cell: numbers, Decimals with the digits that they carry, and strings as `read_number` reads them.
    NaN, None, NA and empty strings are BLANK; ``…`` and infinities are UNKNOWN; words, dates and booleans are OTHER.

    >>> numbers = read_column(pd.Series([0.1 + 0.2, None, 43]))
    >>> numbers.mantissas.tolist(), numbers.digits.tolist(), numbers.states.tolist()
    ([3, 0, 43], [1, 0, 0], [0, 2, 0])
    """
    dtype, kind = series.dtype, getattr(series.dtype, "kind", "O")
    if kind in "iu":
        wide = np.dtype(np.uint64 if kind == "u" else np.int64)
        blank = None if isinstance(dtype, np.dtype) or not series.hasnans else series.isna().to_numpy(dtype=bool)
        values = series.to_numpy() if dtype == wide else series.to_numpy(dtype=wide, na_value=0)
        if kind == "u":
            values = values.astype(object if len(values) and int(values.max()) >= 2**63 else np.int64)
        return Numbers(values, states=None if blank is None else np.where(blank, BLANK, NUMBER).astype(np.uint8))
    if kind == "f":
        floats = series.to_numpy(dtype=np.float64, na_value=np.nan)
        if getattr(dtype, "itemsize", 8) < 8:  # 0.1 as float32 is not the double nearest to 0.1
            floats = series.to_numpy(dtype=np.float32, na_value=np.nan).astype("U32").astype(np.float64)
        return _read_floats(floats)
    if kind in "bcmM":
        states = np.where(series.isna().to_numpy(dtype=bool), BLANK, OTHER).astype(np.uint8)
        return Numbers(np.zeros(len(series), dtype=np.int64), states=states)
    return _read_cells(series.astype(object).tolist())


def _read_floats(floats: Array) -> Numbers:
    """Floats as the decimals that they are shortest for, those that were computed as `stored_value` cuts them."""
    states, finite = None, np.isfinite(floats)
    if not finite.all():
        states = np.where(finite, NUMBER, np.where(np.isnan(floats), BLANK, UNKNOWN)).astype(np.uint8)
        floats = np.where(finite, floats, 0.0)
    whole = np.rint(floats)
    pending = np.flatnonzero((whole != floats) | (np.abs(floats) >= _SURE))
    if not len(pending):
        return Numbers(whole.astype(np.int64), states=states)
    whole[pending] = 0.0
    mantissas, digits = whole.astype(np.int64), np.zeros(len(floats), dtype=np.int64)
    for places in range(1, 18):  # fifteen digits of 0.00112145340361108
        scale = 10.0**places  # exact: one division, correctly rounded, shows whether n / 10**places is this double
        with np.errstate(over="ignore"):
            scaled = np.rint(floats[pending] * scale)
        fits = (scaled / scale == floats[pending]) & (np.abs(scaled) < _SURE)
        mantissas[pending[fits]], digits[pending[fits]] = scaled[fits].astype(np.int64), places
        pending = pending[~fits]
        if not len(pending):
            return Numbers(mantissas, digits, states)
    pending = _cut_floats(floats, pending, mantissas, digits)
    parts = [_without_zeros(*_parts(stored_value(x))) for x in floats[pending].tolist()]
    if any(abs(m) >= 2**63 for m, _ in parts):
        mantissas = mantissas.astype(object)
    mantissas[pending], digits[pending] = [m for m, _ in parts], [d for _, d in parts]
    return Numbers(mantissas, digits, states)


def _cut_floats(floats: Array, pending: Array, mantissas: Array, digits: Array) -> Array:
    """Fill in computed floats of usual size, cut to 12 digits; the rows left over are those that need a closer look."""
    usual = pending[(np.abs(floats[pending]) >= 1e-3) & (np.abs(floats[pending]) < 1e11)]
    places = 11 - np.floor(np.log10(np.abs(floats[usual]))).astype(np.int64)
    scaled = floats[usual] * 10.0**places
    whole = np.rint(scaled)
    # the product is off by 1e-4 at most, so that only what lies so near to a half, or to a power of ten, is unsure
    sure = (np.abs(np.abs(scaled - whole) - 0.5) > 1e-2) & (np.abs(whole) >= 1e11 + 1) & (np.abs(whole) < 1e12 - 1)
    usual, number, places = usual[sure], whole[sure].astype(np.int64), places[sure]
    for _ in range(12):
        padded = (number % 10 == 0) & (places > 0)
        number, places = np.where(padded, number // 10, number), places - padded
    mantissas[usual], digits[usual] = number, places
    return np.setdiff1d(pending, usual, assume_unique=True)


def _parts(value: Decimal) -> tuple[int, int]:
    """Mantissa and digits of a decimal, with the zeros that it carries."""
    sign, numerals, exponent = value.as_tuple()
    mantissa = int("".join(map(str, numerals))) * (-1 if sign else 1)
    return (mantissa * 10 ** int(exponent), 0) if int(exponent) >= 0 else (mantissa, -int(exponent))


def _without_zeros(mantissa: int, digits: int) -> tuple[int, int]:
    while digits and mantissa % 10 == 0:
        mantissa, digits = mantissa // 10, digits - 1
    return mantissa, digits


class _Cell(NamedTuple):
    mantissa: int = 0
    digits: int = 0
    state: int = NUMBER
    rounded: bool = False
    special: tuple[Decimal, Mark] | None = None


def _read_cells(cells: Sequence[object]) -> Numbers:
    """Objects, one by one."""
    readings = [read_number(cell) if isinstance(cell, str) else None for cell in cells]
    groups = _grouping(reading for reading in readings if reading is not None)
    read = [
        _text_cell(reading, groups) if isinstance(cell, str) else _cell(cell)
        for cell, reading in zip(cells, readings, strict=True)
    ]
    fits = all(abs(c.mantissa) < 2**63 for c in read)
    return Numbers(
        np.array([c.mantissa for c in read], dtype=np.int64 if fits else object),
        np.array([c.digits for c in read], dtype=np.int64) if any(c.digits for c in read) else None,
        np.array([c.state for c in read], dtype=np.uint8) if any(c.state for c in read) else None,
        np.array([c.rounded for c in read], dtype=bool) if any(c.rounded for c in read) else None,
        {i: c.special for i, c in enumerate(read) if c.special is not None},
    )


def _grouping(readings: Iterable[Reading]) -> dict[str, bool]:
    """For each mark: does it group thousands where it could be either? The cells that leave no choice decide."""
    sure: dict[str, int] = {}
    for reading in readings:
        if reading.numerals and not reading.ambiguous:
            numeral = reading.numerals[0]
            for mark, step in ((numeral.thousands, 1), (numeral.decimal, -1)):
                if mark:
                    sure[mark] = sure.get(mark, 0) + step
    return {mark: balance >= 0 for mark, balance in sure.items()}


def _text_cell(reading: Reading | None, groups: Mapping[str, bool]) -> _Cell:
    if reading is None or reading.set_aside:
        return _Cell(state=OTHER)
    if not reading.numerals:
        return _Cell(state={"nil": NIL, "blank": BLANK}.get(reading.mark, UNKNOWN))
    numeral = reading.numerals[0]
    if reading.ambiguous and not groups.get(numeral.thousands, True):
        numeral = reading.numerals[1]
    mantissa, digits = _parts(numeral.value)
    if reading.mark:
        return _Cell(mantissa, digits, SPECIAL, reading.percent, (numeral.value, reading.mark))
    return _Cell(mantissa, digits, NUMBER, reading.percent)


def _cell(value: object) -> _Cell:
    """A cell that is no string."""
    if value is None or value is pd.NA or value is pd.NaT:
        return _Cell(state=BLANK)
    if isinstance(value, np.floating) and value.itemsize < 8:
        value = float(str(value))
    if isinstance(value, (float, np.floating)):
        if not np.isfinite(value):
            return _Cell(state=BLANK if np.isnan(value) else UNKNOWN)
        return _Cell(*_without_zeros(*_parts(stored_value(float(value)))))
    if isinstance(value, (int, np.integer)) and not isinstance(value, bool):
        return _Cell(int(value))
    if isinstance(value, Decimal):
        if not value.is_finite():
            return _Cell(state=BLANK if value.is_nan() else UNKNOWN)
        if abs(int(value.as_tuple().exponent)) <= _MOST_PLACES:
            signed_zero = not value and value.is_signed()  # was cut towards zero from below: only the judge knows
            return _Cell(
                *_parts(value), SPECIAL if signed_zero else NUMBER, False, (value, "") if signed_zero else None
            )
    return _Cell(state=OTHER)


def number_columns(frame: pd.DataFrame) -> list[Hashable]:
    """Columns of numbers: of a numeric dtype, or objects that are all numbers or blank; no booleans, no strings."""
    return [name for position, name in enumerate(frame.columns) if _is_numeric(frame.iloc[:, position])]


def _is_numeric(column: pd.Series[Any]) -> bool:
    if pd.api.types.is_bool_dtype(column.dtype) or isinstance(column.dtype, pd.StringDtype):
        return False
    if getattr(column.dtype, "kind", "O") in "iuf":
        return True
    if column.dtype != object and not (isinstance(column.dtype, pd.ArrowDtype) and "decimal" in str(column.dtype)):
        return False
    cells = column.tolist()
    if any(isinstance(cell, str) for cell in cells):
        return False
    read = read_column(column)
    return not read.at(UNKNOWN, OTHER).any() and not read.at(BLANK).all()

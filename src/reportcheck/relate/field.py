"""A table's figures as one matrix of scaled integers, seen along its columns or along its rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Any

import numpy as np

from reportcheck.extract import BLANK, NIL, NUMBER, TableView
from reportcheck.labels import is_total, words

__all__ = ["Field", "Lines", "field_of", "middle"]

_MOST_DIGITS = 6  # decimals kept: a search needs no more, and the judge reads the figures themselves
_MOST = 2**50
_MOST_CELLS = 3_000_000
_GRAINS = (1000, 500, 100, 50, 10, 5, 3)
_MOST_SOFT = 0.7  # where more lines are percentages, they are what the table is about
_LEAST_GRAINED = 24  # whole figures that show to what they were rounded
_TOTAL = re.compile(r"(?:sub ?|grand )?totals?\b(?! of)|tong (?:so|cong|chi|thu)\b|(?:[\w]+ ){1,3}(?:sub ?)?totals?$")
_PURE = re.compile(r"(?:[ivxa-d]+ )?(?:tong(?: so| cong)?|cong|(?:grand |sub ?)?totals?|sum)(?: chung)?")
_ESTIMATE = re.compile(r"\b(?:lam tron|uoc|khoang|du kien|rounded|estimated?)\b")
_CUES = ("total", "average", "ratio", "pure", "estimate")
_WORD = re.compile(r"[^\W\d_]{2}")
_AVERAGE = re.compile(r"\b(?:average|avg|mean|median|trung binh|binh quan|tb|bq)\b")
_RATIO = re.compile(
    r"%|\b(?:percent|percentage|pct|rate|ratio|per|index|ty le|ti le|ty trong|ty suat|co cau|he so|so voi|tang|giam|growth|change|share)\b"
)


@dataclass(slots=True)
class Lines:
    """Parallel lines of figures; *lanes* cross them. Arrays are lines × lanes.

    Attributes:
        axis: ``"column"`` or ``"row"``: what a line is.
        index: the column or body row that each line is.
        lane: the body row or column that each lane is.
        values: figures times ``one``; 0 where none stands.
        unit: one unit of each figure's last digit (or of what the table's figures are rounded to), scaled alike.
        known: False where something stands that is no figure: words, an unknown value.
        filled: a figure or a printed nil stands there.
        total, average, ratio: what the words of a line's label say.
        ratio_like: a line of percentages or ratios, by its words or by its figures beside those of the others.
        pure: the label is a total word and little else, so that all beside it are its parts.
        estimate: the label says that its figures are rounded or estimated.
        bound: the line stands under "of which", so that others may stand beside it that are not listed.
        level: how deep a line lies under others.
        gap: a line stands after a separator.
        labels: the words of each line, to find lines of equal label.
        soft: lanes of percentages, in which no total need hold.
        grain: what whole figures of the table are multiples of.
    """

    axis: str
    index: np.ndarray
    lane: np.ndarray
    values: np.ndarray
    unit: np.ndarray
    known: np.ndarray
    filled: np.ndarray
    one: int
    total: np.ndarray
    average: np.ndarray
    ratio: np.ndarray
    ratio_like: np.ndarray
    pure: np.ndarray
    estimate: np.ndarray
    bound: np.ndarray
    level: np.ndarray
    gap: np.ndarray
    labels: list[str]
    soft: np.ndarray
    grain: int

    def within(self, lanes: np.ndarray) -> Lines:
        """The same lines in some of their lanes."""
        arrays = {name: getattr(self, name)[:, lanes] for name in ("values", "unit", "known", "filled")}
        return replace(self, lane=self.lane[lanes], soft=self.soft[lanes], **arrays)

    def cell(self, line: int, lane: int) -> tuple[int, int]:
        """Body row and column where a line and a lane cross, each by its number here."""
        across, along = int(self.index[line]), int(self.lane[lane])
        return (along, across) if self.axis == "column" else (across, along)

    @property
    def count(self) -> int:
        return int(self.values.shape[0])

    @property
    def lanes(self) -> int:
        return int(self.values.shape[1])


@dataclass(slots=True)
class Field:
    """The figures of one table, as columns and as rows; ``left_out`` rows of a very large table are not among them."""

    view: TableView
    columns: Lines
    rows: Lines
    left_out: list[int]


def field_of(view: TableView) -> Field | None:
    """The figures of a table, or None where there are too few to tie."""
    columns = [c for c in view.number_columns if not _is_index(view, c)]
    every = view.data_rows
    rows = list(every[: max(_MOST_CELLS // max(1, len(columns)), 1)])
    if not columns or not rows or len(columns) + len(rows) < 4:
        return None
    values, unit, known, filled, one, grain = _matrix(view, columns, rows)
    kept_rows = ~_are_years(values, filled, one) & ~_are_running(values, filled, one) & filled.any(1)
    values, unit, known, filled = (a[kept_rows] for a in (values, unit, known, filled))
    kept = np.array(rows)[kept_rows]
    keep_columns = ~_are_years(values.T, filled.T, one) & filled.any(0)
    values, unit, known, filled = (np.ascontiguousarray(a[:, keep_columns]) for a in (values, unit, known, filled))
    across = np.array(columns)[keep_columns]
    if values.size == 0:
        return None
    names = [_row_words(view, int(r)) for r in kept]
    heads = [" ".join(view.headings[int(c)]) for c in across]
    lasts = [view.headings[int(c)][-1] if view.headings[int(c)] else "" for c in across]
    column_ratio, soft_columns = _ratio_like(np.ascontiguousarray(values.T), filled.T, heads, one)
    row_ratio, soft_rows = _ratio_like(values, filled, names, one)
    shared: dict[str, Any] = {"one": one, "grain": grain}
    by_row: dict[str, Any] = {"values": values, "unit": unit, "known": known, "filled": filled}
    by_column: dict[str, Any] = {name: np.ascontiguousarray(a.T) for name, a in by_row.items()}
    return Field(
        view=view,
        columns=Lines(
            axis="column", index=across, lane=kept, **by_column, **_cues(lasts), ratio_like=column_ratio,
            bound=np.array([view.column_split(int(c)) == "bound" for c in across], dtype=bool),
            level=np.zeros(len(across), int), gap=_gaps(across), labels=[words(t) for t in lasts], soft=soft_rows, **shared,
        ),
        rows=Lines(
            axis="row", index=kept, lane=across, **by_row, **_cues(names), ratio_like=row_ratio,
            bound=np.array([view.of_which(int(r)) for r in kept], dtype=bool),
            level=_levels(view, kept), gap=_gaps(kept), labels=[words(t) for t in names], soft=soft_columns, **shared,
        ),
        left_out=[int(r) for r in every[len(rows) :]],
    )  # fmt: skip


def _matrix(
    view: TableView, columns: list[int], rows: list[int]
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, int, int]:
    """Values, units, known, filled (rows × columns), the scale, and the grain of the whole figures."""
    read = [view.column(c) for c in columns]
    digits = np.stack([np.array(column.digits, dtype=np.int64)[rows] for column in read], 1)
    states = np.stack([np.frombuffer(column.states, dtype=np.int8)[rows] for column in read], 1)
    floats = np.stack([_floats(column.values)[rows] for column in read], 1)
    number = states == NUMBER
    scale = int(digits[number].max()) if number.any() else 0
    scale = min(scale, _MOST_DIGITS)
    largest = float(np.abs(floats).max()) if floats.size else 0.0
    while scale > 0 and largest * 10**scale > _MOST:
        scale -= 1
    one = 10**scale
    known = (states == NUMBER) | (states == NIL) | (states == BLANK)
    if largest > _MOST:
        known &= np.abs(floats) <= _MOST
        floats = np.where(known, floats, 0.0)
    values = np.where(known, np.rint(floats * one), 0).astype(np.int64)
    filled = known & (states != BLANK)
    unit = np.where(filled, 10 ** np.clip(scale - digits, 0, scale), 0).astype(np.int64)
    unit[states == NIL] = 0
    grain = _grain(values[number & known], one)
    if grain > 1:
        whole = number & known & (values % (grain * one) == 0)
        unit[whole] = np.maximum(unit[whole], grain * one)
    return values, unit, known, filled, one, grain


def _floats(values: Sequence[int | Decimal | None]) -> np.ndarray:
    return np.array([0.0 if v is None else float(v) for v in values])


def _grain(values: np.ndarray, one: int) -> int:
    """To what the whole figures of a table were rounded, where nearly all are multiples of it: 5, 10, 1000 …"""
    whole = values[(values % one == 0) & (values != 0)] // one
    whole = whole[(whole < 1900) | (whole > 2050)]
    if len(whole) < _LEAST_GRAINED or len(whole) < 0.9 * len(values):
        return 1
    for grain in _GRAINS:
        if (whole % grain == 0).mean() >= 0.97:
            return grain
    return 1


def _are_years(values: np.ndarray, filled: np.ndarray, one: int) -> np.ndarray:
    """Lines of years."""
    years = filled & (values % one == 0) & (values >= 1900 * one) & (values <= 2050 * one)
    some: np.ndarray = (years.sum(1) >= 2) & (years.sum(1) >= 0.8 * np.maximum(1, filled.sum(1)))
    return some


def _are_running(values: np.ndarray, filled: np.ndarray, one: int) -> np.ndarray:
    """Lines that count 1, 2, 3 … from left to right, some numbers left out: the numbers of the columns."""
    out = np.zeros(len(values), bool)
    for i, (line, there) in enumerate(zip(values, filled, strict=True)):
        counted = line[there]
        if len(counted) < 4 or counted[0] < 0 or counted[0] > 5 * one or counted[-1] > 3 * len(counted) * one:
            continue
        steps = np.diff(counted)
        out[i] = bool((steps > 0).all() and (counted % one == 0).all() and (steps == one).mean() >= 0.7)
    return out


def _is_index(view: TableView, c: int) -> bool:
    return view.height >= 3 and view.counts_rows(c)


def _cues(labels: list[str]) -> dict[str, Any]:
    told = [_cue(label) for label in labels]
    return {name: np.array([t[i] for t in told], dtype=bool) for i, name in enumerate(_CUES)}


def _row_words(view: TableView, r: int) -> str:
    """A row's label; where its stub says nothing, the first words that stand anywhere in it."""
    name = view.row_name(r)
    if name:
        return name
    return next((v.strip() for v in view.body_rows[r] if isinstance(v, str) and _WORD.search(v)), "")


@lru_cache(maxsize=8192)
def _cue(label: str) -> tuple[bool, ...]:
    plain = words(label)
    lowered = f"{plain} {'%' if '%' in label else ''}"
    return (
        is_total(label) or _TOTAL.match(plain) is not None,
        _AVERAGE.search(lowered) is not None,
        _RATIO.search(lowered) is not None,
        _PURE.fullmatch(plain) is not None,
        _ESTIMATE.search(plain) is not None,
    )


def _ratio_like(values: np.ndarray, filled: np.ndarray, labels: list[str], one: int) -> tuple[np.ndarray, np.ndarray]:
    """Lines of percentages or ratios: a sign in the label, or fractions far smaller than the other lines' figures.

    Returns:
        those smaller than most other lines, which no total counts; and those smaller than some, in which none need hold.
    """
    some = (values != 0) & filled
    n = np.maximum(1, some.sum(1))
    fractions = ((values % one != 0) & some).sum(1) / n > 0.5
    top = np.abs(values).max(1) if values.shape[1] else np.zeros(len(values))
    tops = top[some.any(1)]
    by_words = np.array(["%" in t or "percent" in t.lower() or "tỷ lệ" in t.lower() for t in labels], dtype=bool)

    def beside(others: float) -> np.ndarray:
        small = ((top <= 1.5 * one) & (others > 2 * one)) | ((top <= 100 * one) & (others > 1000 * one))
        return np.asarray((by_words | (fractions & small)) & some.any(1))

    if not len(tops):
        return by_words & False, by_words & False
    few, soft = beside(middle(tops)), beside(float(tops.max()))
    return few, soft & (soft.mean() <= _MOST_SOFT)


def middle(values: np.ndarray) -> float:
    """The median; numpy's own imports its masked arrays, which takes as long as a table."""
    ordered = np.sort(values, axis=None)
    return (float(ordered[(len(ordered) - 1) // 2]) + float(ordered[len(ordered) // 2])) / 2


def _gaps(index: np.ndarray) -> np.ndarray:
    """Lines after a line that is none of these: a heading, a blank."""
    after: np.ndarray = np.concatenate([[True], np.diff(index) > 1])
    return after


def _levels(view: TableView, rows: np.ndarray) -> np.ndarray:
    return np.array([view.level(int(r)) for r in rows])

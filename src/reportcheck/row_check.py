"""A claim on the rows of a frame → a pandera check with one failure case for each failing claim.

pandera itself makes one failure case for each column of a failing row, 22 of them about columns that have no part in
it. :class:`RowCheck` answers with its own: the column of the stated figure, the row, what is stated and what was computed.
What to decide is a :class:`Plan`; how, is `column_judge`.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import Any, Protocol, TypeAlias

import numpy as np
import pandas as pd
import pandera.pandas as pa
from pandera.api.base.checks import CheckResult
from pandera.errors import SchemaDefinitionError, SchemaError, SchemaErrorReason

from reportcheck.column_judge import EXACT, FAILS, UNDECIDED, Tie, column_total, computed, verdicts
from reportcheck.columns import BLANK, NIL, NUMBER, OTHER, SPECIAL, Array, Numbers, number_columns, read_column
from reportcheck.extract import stored_value

__all__ = [
    "ColumnTotals", "Figures", "Lanes", "NeverFalls", "Number", "Parts", "Plan", "RowCheck", "Ties",
    "is_number", "number_of", "plain_data", "sum_text", "terms_of",
]  # fmt: skip

Parts: TypeAlias = "Hashable | Sequence[Hashable] | Mapping[Hashable, int]"
Number: TypeAlias = "int | float | Decimal"

_UNLIKE = {"=": "≠", "<=": ">", ">=": "<"}


@dataclass(frozen=True, slots=True)
class Lanes:
    """Decided claims: ``codes`` has the outcome of each as a position in `OUTCOMES`.

    Claim i is about row ``rows[i]`` (about row i where that is None; about no row where it is -1) and the column ``column``, or ``columns[i]``.
    ``said`` tells for the given claims what to print.
    """

    codes: Array
    said: Callable[[Array], Sequence[object]]
    column: Hashable = None
    columns: Sequence[Hashable] | None = None
    rows: Array | None = None


class Plan(Protocol):
    """What a check decides. Plans are compared, hashed and pickled with their checks."""

    @property
    def formula(self) -> str: ...

    def lanes(self, frame: pd.DataFrame) -> list[Lanes]:
        """Decide it for a frame. Raises SchemaError where a column or row that it needs is not there."""


class RowCheck(pa.Check):
    """A pandera check that decides claims on rows.

    Args:
        plan: what to decide.
        name: that of the registered check.
        statistics: the arguments that make the check again, with ``formula``.
        options: of `pandera.Check`.
    """

    def __init__(self, plan: Plan, name: str, statistics: dict[str, Any], **options: Any) -> None:
        line = plan.formula.replace(">=", "≥")  # pandera's messages end a check's text at the first ">"
        options = {"name": name, "error": line, "ignore_na": False, **options}
        super().__init__(partial(_passes, plan), statistics={"formula": plan.formula, **statistics}, **options)
        self.plan = plan

    @classmethod
    def get_backend(cls, check_obj: Any) -> Any:
        """That of `pandera.Check`: this class has none of its own."""
        return pa.Check.get_backend(check_obj)

    def __call__(self, check_obj: Any, column: str | None = None) -> CheckResult:  # noqa: ARG002 - pandera's signature
        """Decide the rows of a frame; ``column`` is ignored.

        Raises:
            SchemaError: a column or row that the formula names is not there.
            SchemaDefinitionError: the check stands on a series instead of a frame.
        """
        if not isinstance(check_obj, pd.DataFrame):
            raise SchemaDefinitionError(
                f"{self.error}: a check of whole pandas frames, not of a {type(check_obj).__name__}"
            )
        lanes = self.plan.lanes(check_obj)
        output = _output(lanes, check_obj.index)
        if output.all() and all(lane.rows is None or not (lane.codes == FAILS).any() for lane in lanes):
            return CheckResult(output, True, check_obj, None)
        cases = _cases(lanes, check_obj.index)
        return CheckResult(
            output, False, check_obj, cases if self.n_failure_cases is None else cases.head(self.n_failure_cases)
        )


def _passes(plan: Plan, frame: pd.DataFrame) -> pd.Series[Any]:
    """The bare check: a boolean for each row, False where a claim about it fails."""
    return _output(plan.lanes(frame), frame.index)


def _output(lanes: list[Lanes], index: pd.Index[Any]) -> pd.Series[Any]:
    if len(lanes) == 1 and lanes[0].rows is None:
        return pd.Series(lanes[0].codes != FAILS, index=index)
    passes = np.ones(len(index), dtype=bool)
    for lane in lanes:
        failing = np.flatnonzero(lane.codes == FAILS)
        rows = failing if lane.rows is None else lane.rows[failing]
        passes[rows[rows >= 0]] = False
    return pd.Series(passes, index=index)


def _cases(lanes: list[Lanes], index: pd.Index[Any]) -> pd.DataFrame:
    """The failing claims as pandera takes them without making its own: ``column``, ``index``, ``failure_case``."""
    columns: list[Hashable] = []
    cases: list[object] = []
    places: list[int | None] = []
    for lane in lanes:
        failing = np.flatnonzero(lane.codes == FAILS)
        rows = failing if lane.rows is None else lane.rows[failing]
        places += [None if r < 0 else r for r in rows.tolist()]
        columns += [lane.column if lane.columns is None else lane.columns[i] for i in failing.tolist()]
        cases += lane.said(failing)
    labels: Any = [None if p is None else index[p] for p in places]
    if isinstance(index, pd.MultiIndex):  # as pandera writes them: drop_invalid_rows reads them back
        labels = [None if p is None else str(tuple(index[p : p + 1].tolist()[0])) for p in places]
    elif None not in places:
        labels = index.take(places)  # type: ignore[arg-type]
    return pd.DataFrame({"column": _objects(columns), "index": labels, "failure_case": _objects(cases)})


def _objects(values: list[Any]) -> Array:
    """An object array of values as they are: labels may be tuples."""
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


def _refuse(frame: pd.DataFrame, formula: str, problem: str, missing: Hashable) -> SchemaError:
    # the case is a string: with a table, drop_invalid_rows would look for rows to drop, find none, and go on
    return SchemaError(  # type: ignore[no-untyped-call]
        None, frame, f"{problem}; the check needs it: {formula}", failure_cases=str(missing), check=formula,
        reason_code=SchemaErrorReason.COLUMN_NOT_IN_DATAFRAME,
    )  # fmt: skip


def _read(frame: pd.DataFrame, names: Sequence[Hashable], formula: str) -> dict[Hashable, Numbers]:
    """The named columns as numbers."""
    found: dict[Hashable, Numbers] = {}
    for name in names:
        if name not in frame.columns:
            raise _refuse(frame, formula, f"column {name!r} not in dataframe", name)
        column: Any = frame[name]
        if isinstance(column, pd.DataFrame):
            raise _refuse(frame, formula, f"{column.shape[1]} columns are called {name!r}", name)
        found[name] = read_column(column)
    return found


# -- plans -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ties:
    """Claims on each row. ``lenient`` leaves out optional parts that are absent, and claims that lack another column."""

    ties: tuple[Tie, ...]
    formula: str
    blank_is_zero: bool = False
    lenient: bool = False
    optional: frozenset[Hashable] = frozenset()
    all_others: bool = False  # the terms are all other columns of numbers
    rounded: bool = False  # all columns are

    def lanes(self, frame: pd.DataFrame) -> list[Lanes]:
        ties = self._resolved(frame)
        return [self._lane(replace(tie, rounded=frozenset(tie.names)) if self.rounded else tie, frame) for tie in ties]

    def _lane(self, tie: Tie, frame: pd.DataFrame) -> Lanes:
        columns = _read(frame, tuple(dict.fromkeys(tie.names)), self.formula)
        codes = verdicts(tie, columns, blank_is_zero=self.blank_is_zero)
        return Lanes(codes, partial(_unlike, tie, columns, len(self.ties) > 1), tie.target)

    def _resolved(self, frame: pd.DataFrame) -> Iterator[Tie]:
        for tie in self.ties:
            if self.all_others:
                terms = tuple((1, n) for n in number_columns(frame) if n != tie.target)
                if not terms:
                    raise _refuse(frame, self.formula, "no other columns of numbers in dataframe", "parts")
                yield replace(tie, terms=terms)
            elif not self.lenient or all(n in frame.columns for n in tie.names):
                yield tie
            elif (left := self._without_absent(tie, frame)) is not None:
                yield left

    def _without_absent(self, tie: Tie, frame: pd.DataFrame) -> Tie | None:
        """What is left to claim without absent optional parts; None where that is nothing."""
        terms = tuple((s, n) for s, n in tie.terms if n in frame.columns or n not in self.optional)
        if not all(n in frame.columns for n in (tie.target, *tie.factors, *tie.divisors, *(n for _, n in terms))):
            return None
        if not terms or (tie.is_linear and not tie.factors and tie.compare == "=" and len(terms) < 2):
            return None  # only one part of the sum is there
        return replace(tie, terms=terms)


def _unlike(tie: Tie, columns: dict[Hashable, Numbers], named: bool, failing: Array) -> list[str]:
    """``"752 ≠ 751"``: what is stated, and what its parts yield; with the parts if the check has other claims too."""
    part = {n: c.take(failing) for n, c in columns.items()}
    stated = columns[tie.target]
    parts = f" ({', '.join(map(str, tie.operands))})" if named else ""
    return [
        f"{stated.text(row)} {_UNLIKE[tie.compare]} {value}{parts}"
        for row, value in zip(failing.tolist(), computed(tie, part), strict=True)
    ]


@dataclass(frozen=True, slots=True)
class ColumnTotals:
    """One row is the sum of others, in each column. There is one claim for each column, all about that row."""

    row: Hashable
    columns: tuple[Hashable, ...] | None
    rows: tuple[Hashable, ...] | None
    formula: str
    rounded: bool = False
    blank_is_zero: bool = False

    def lanes(self, frame: pd.DataFrame) -> list[Lanes]:
        names = self.columns if self.columns is not None else tuple(number_columns(frame))
        columns = _read(frame, names, self.formula)
        if not len(frame):
            return []
        row = len(frame) - 1 if self.row is None else self._position(frame, self.row)
        parts = [self._position(frame, r) for r in self.rows] if self.rows is not None else range(len(frame))
        chosen = np.array([p for p in parts if p != row], dtype=np.int64)
        decided = [column_total(columns[n], row, chosen, rounded=self.rounded) for n in names]
        zero = self.blank_is_zero or any(d.vouches for d in decided)
        codes = [FAILS if d.pending and zero else d.code for d in decided]

        def said(failing: Array) -> list[str]:
            return [f"{columns[names[i]].text(row)} ≠ {decided[i].sum}" for i in failing.tolist()]

        return [Lanes(np.array(codes, dtype=np.uint8), said, columns=names, rows=np.full(len(names), row))]

    def _position(self, frame: pd.DataFrame, label: Hashable) -> int:
        found = np.flatnonzero(frame.index == label)
        if isinstance(frame.index, pd.MultiIndex) or len(found) != 1:
            found = np.array([i for i, own in enumerate(frame.index.tolist()) if own == label], dtype=np.int64)
        if len(found) != 1:
            problem = f"{len(found)} rows are labelled {label!r}" if len(found) else f"no row is labelled {label!r}"
            raise _refuse(frame, self.formula, problem, label)
        return int(found[0])


@dataclass(frozen=True, slots=True)
class NeverFalls:
    """A figure is at least the known one before it, within its group. The first of a group is undecided."""

    column: Hashable
    by: tuple[Hashable, ...]
    formula: str
    rounded: bool = False

    def lanes(self, frame: pd.DataFrame) -> list[Lanes]:
        numbers = _read(frame, (self.column,), self.formula)[self.column]
        known = (
            np.flatnonzero(numbers.at(NUMBER, NIL, SPECIAL)) if numbers.states is not None else np.arange(len(frame))
        )
        group: Array = np.zeros(len(frame), dtype=np.int64)
        if self.by:
            for name in self.by:
                if name not in frame.columns:
                    raise _refuse(frame, self.formula, f"column {name!r} not in dataframe", name)
            group = frame.groupby(list(self.by), dropna=False, sort=False, observed=True).ngroup().to_numpy()
        order = known[np.argsort(group[known], kind="stable")] if self.by else known
        inside = group[order[1:]] == group[order[:-1]]
        rows, before = order[1:][inside], order[:-1][inside]
        pair: dict[Hashable, Numbers] = {"now": _chosen(numbers, rows), "before": _chosen(numbers, before)}
        rounded = frozenset(pair) if self.rounded else frozenset()
        tie = Tie("now", ((1, "before"),), compare=">=", kind="order", rounded=rounded)
        codes = np.full(len(frame), UNDECIDED, dtype=np.uint8)
        codes[rows] = verdicts(tie, pair)
        earlier = np.zeros(len(frame), dtype=np.int64)
        earlier[rows] = before

        def said(failing: Array) -> list[str]:
            return [f"{numbers.text(r)} < {numbers.text(int(earlier[r]))}" for r in failing.tolist()]

        return [Lanes(codes, said, self.column)]


def _chosen(numbers: Numbers, rows: Array) -> Numbers:
    """The given rows with their special cells."""
    chosen = numbers.take(rows)
    if numbers.special:
        chosen.special.update({i: numbers.special[r] for i, r in enumerate(rows.tolist()) if r in numbers.special})
    return chosen


@dataclass(frozen=True, slots=True)
class Figures:
    """Cells are figures: no words, none negative but in ``signed`` columns, none empty in those that must be ``filled``.

    ``required`` columns that are absent are failure cases without a row.
    """

    columns: tuple[str, ...]
    filled: frozenset[str] = frozenset()
    required: frozenset[str] = frozenset()
    signed: frozenset[str] = frozenset()
    formula: str = "figures, none negative"

    def lanes(self, frame: pd.DataFrame) -> list[Lanes]:
        there = frame.columns
        found = [self._offending(name, frame[name]) for name in self.columns if name in there]
        lanes = [lane for lane in found if lane is not None]
        for name in self.columns:
            if name in self.required and name not in there:
                nowhere, codes = np.array([-1]), np.array([FAILS], dtype=np.uint8)
                lanes.append(Lanes(codes, lambda _: ["column not in dataframe"], name, rows=nowhere))
        return lanes

    def _offending(self, name: str, column: Any) -> Lanes | None:
        if isinstance(column, pd.DataFrame):
            raise _refuse(column, self.formula, f"{column.shape[1]} columns are called {name!r}", name)
        if column.dtype == np.float64:
            values = column.to_numpy()
            wrong = (values < 0) & (name not in self.signed)
            if name in self.filled:
                wrong |= np.isnan(values)
        else:
            numbers = read_column(column)
            wrong = (numbers.mantissas < 0) & (name not in self.signed) | numbers.at(OTHER)
            if name in self.filled:
                wrong |= numbers.at(BLANK)
        if not wrong.any():
            return None
        codes = np.where(wrong, FAILS, EXACT)
        return Lanes(codes, lambda failing: column.iloc[failing].tolist(), name)


# -- arguments of checks -----------------------------------------------------------


def terms_of(parts: Parts, *, empty: bool = False) -> tuple[tuple[int, Hashable], ...]:
    """Signed column names.

    >>> terms_of(["a", "-b"]), terms_of({"a": 1, "b": -1}), terms_of("a")
    (((1, 'a'), (-1, 'b')), ((1, 'a'), (-1, 'b')), ((1, 'a'),))
    """
    if isinstance(parts, Mapping):
        terms = tuple((sign, name) for name, sign in parts.items())
    else:
        names = [parts] if isinstance(parts, str) or not isinstance(parts, Sequence) else parts
        terms = tuple((-1, n[1:].strip()) if isinstance(n, str) and n.startswith("-") else (1, n) for n in names)
    if any(sign not in (1, -1) for sign, _ in terms):
        raise ValueError(f"a part is added (1) or taken away (-1), got {parts!r}")
    if not terms and not empty:
        raise ValueError("expected at least one part")
    return terms


def sum_text(terms: Sequence[tuple[int, Hashable]]) -> str:
    """``a + b - c``."""
    return " ".join(f"{'+' if sign > 0 else '-'} {name}" for sign, name in terms).removeprefix("+ ")


def is_number(value: object) -> bool:
    return isinstance(value, (int, float, Decimal, np.integer)) and not isinstance(value, bool)


def number_of(value: Any) -> Decimal:
    """A number other than 0 as a decimal; ValueError for others."""
    exact = (
        value if isinstance(value, Decimal) else stored_value(value.item() if isinstance(value, np.generic) else value)
    )
    if not exact.is_finite() or not exact:
        raise ValueError(f"expected a number other than 0, got {value}")
    return exact


def plain_data(value: Any) -> Any:
    """An argument as statistics keep it and YAML can hold it."""
    if isinstance(value, Mapping):
        return dict(value)
    return list(value) if isinstance(value, (list, tuple)) else value

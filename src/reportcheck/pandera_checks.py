"""Identities of figures as pandera checks, for anybody's schema: what `judge` decides, row by row.

::

    schema = pa.DataFrameSchema(checks=sums_to("total", ["male", "female"]))

    class Schema(pa.DataFrameModel):
        class Config:
            sums_to = {"total": "total", "parts": ["male", "female"]}

Importing this module registers every check with pandera, so that ``pa.Check.sums_to("total", ["male", "female"])`` is
the same check. A ``Config`` holds each name once: several identities go into ``identity = ("total = a + b", …)``.
All checks are of whole frames, and:

- never compare binary floats: a float is its shortest decimal, and printed decimals stand for a rounding interval.
  Integers, Decimals, strings, nullable and pyarrow columns say the same as floats that print alike;
- pass a row that cannot be decided (see :func:`outcomes`): an empty total, words, infinity, or an empty part where the
  others do not already exceed the total. An empty part counts as 0 where the claim then holds, and everywhere if
  ``blank_is_zero``, or if the claim so holds on another row;
- make one failure case for each failing claim: the column of the stated figure, the row, ``"752 ≠ 751"``. The
  ``check_output`` has a boolean for each row, in order, also where index labels repeat;
- can be read: ``check.error`` and ``check.statistics["formula"]`` are the formula, the other statistics the arguments.

Each function takes the options of `pandera.Check` besides its own: ``error``, ``raise_warning``, ``n_failure_cases`` …
A column that is not there fails as a schema error that names it. ``rounded=True`` says that whole numbers too are
rounded (money in millions), so that sums may be off by half a unit for each figure.
"""

from __future__ import annotations

import inspect
import warnings
from collections.abc import Callable, Hashable, Sequence
from decimal import Decimal
from functools import wraps
from typing import Any

import pandas as pd
import pandera.pandas as pa
from pandera.api.extensions import register_check_method

from reportcheck.column_judge import OUTCOMES, Tie
from reportcheck.form_models import form_model, shape_model, tie_of
from reportcheck.forms import Identity
from reportcheck.model import Kind
from reportcheck.row_check import (
    ColumnTotals,
    NeverFalls,
    Number,
    Parts,
    RowCheck,
    Ties,
    is_number,
    number_of,
    plain_data,
    sum_text,
    terms_of,
)  # fmt: skip

__all__ = [
    "balance",
    "column_total",
    "difference_of",
    "form_model",
    "identity",
    "never_falls",
    "outcomes",
    "percent_of",
    "rate_agrees",
    "row_total",
    "shape_model",
    "sums_to",
]

# -- sums ----------------------------------------------------------------------


def sums_to(
    total: Hashable, parts: Parts, *, rounded: bool = False, blank_is_zero: bool = False, **options: Any
) -> pa.Check:
    """A column is the sum of others: ``total = male + female``.

    Args:
        total: the column of totals.
        parts: the columns that make it up. One that is taken away is written ``"-refunds"``, or ``{"refunds": -1}``.
        rounded: whole numbers are rounded too.
        blank_is_zero: empty cells stand for 0.
        options: of `pandera.Check`.

    Raises:
        ValueError: no parts, the total among them, or a sign that is not 1 or -1.

    >>> frame = pd.DataFrame({"total": [9, 9, 0.3], "male": [4, 4, 0.1], "female": [5, 6, 0.2]})
    >>> check = sums_to("total", ["male", "female"])
    >>> check.error, check(frame).check_output.tolist()
    ('total = male + female', [True, False, True])
    """
    terms = terms_of(parts)
    formula = f"{total} = {sum_text(terms)}"
    made = {"total": total, "parts": plain_data(parts), "rounded": rounded, "blank_is_zero": blank_is_zero}
    return RowCheck(_linear(total, terms, formula, rounded, blank_is_zero), "sums_to", made, **options)


def row_total(
    total: Hashable = "total", parts: Parts | None = None, *, rounded: bool = False, blank_is_zero: bool = False,
    **options: Any,
) -> pa.Check:  # fmt: skip
    """:func:`sums_to`, with all other columns of numbers as parts by default.

    Booleans and strings are no columns of numbers; name such parts.

    >>> frame = pd.DataFrame({"place": ["A", "B"], "a": [1, 2], "b": [3, 4], "total": [4, 7]})
    >>> row_total()(frame).check_output.tolist()
    [True, False]
    """
    made = {"total": total, "parts": plain_data(parts), "rounded": rounded, "blank_is_zero": blank_is_zero}
    if parts is not None:
        plan = _linear(total, terms_of(parts), f"{total} = {sum_text(terms_of(parts))}", rounded, blank_is_zero)
    else:
        formula = f"{total} = sum of all other columns of numbers"
        plan = Ties((Tie(total, ()),), formula, blank_is_zero, all_others=True, rounded=rounded)
    return RowCheck(plan, "row_total", made, **options)


def column_total(
    row: Hashable = None, columns: Sequence[Hashable] | None = None, *, rows: Sequence[Hashable] | None = None,
    rounded: bool = False, blank_is_zero: bool = False, **options: Any,
) -> pa.Check:  # fmt: skip
    """One row is the sum of the others, in each column.

    Each column that does not add up is one failure case; ``check_output`` is False at the row of totals alone.

    Args:
        row: index label of the row of totals, the last row by default.
        columns: where it must hold, all columns of numbers by default.
        rows: index labels of the rows to be summed, all others by default.
        rounded, blank_is_zero, options: as for :func:`sums_to`.

    >>> frame = pd.DataFrame({"a": [1, 2, 3], "b": [1, 2, 4]}, index=["x", "y", "Total"])
    >>> outcomes(frame, column_total("Total")).to_dict()
    {'a': 'exact', 'b': 'fails'}
    """
    whole = "the last row" if row is None else str(row)
    formula = f"{whole} = {'sum of the other rows' if rows is None else ' + '.join(map(str, rows))}"
    chosen = None if columns is None else tuple([columns] if isinstance(columns, str) else columns)
    made = {
        "row": row,
        "columns": plain_data(columns),
        "rows": plain_data(rows),
        "rounded": rounded,
        "blank_is_zero": blank_is_zero,
    }
    plan = ColumnTotals(row, chosen, None if rows is None else tuple(rows), formula, rounded, blank_is_zero)
    return RowCheck(plan, "column_total", made, **options)


def difference_of(
    difference: Hashable, minuend: Hashable, *subtrahends: Hashable, rounded: bool = False,
    blank_is_zero: bool = False, **options: Any,
) -> pa.Check:  # fmt: skip
    """A column is one column less others: ``pending = received - settled``.

    >>> frame = pd.DataFrame({"pending": [2, 3], "received": [10, 10], "settled": [8, 8]})
    >>> difference_of("pending", "received", "settled")(frame).check_output.tolist()
    [True, False]
    """
    terms = ((1, minuend), *((-1, name) for name in subtrahends))
    made = {"difference": difference, "minuend": minuend, "subtrahends": list(subtrahends)}
    made |= {"rounded": rounded, "blank_is_zero": blank_is_zero}
    plan = _linear(difference, terms, f"{difference} = {sum_text(terms)}", rounded, blank_is_zero)
    return RowCheck(plan, "difference_of", made, **options)


def balance(
    closing: Hashable, opening: Hashable, plus: Parts, minus: Parts, *, rounded: bool = False,
    blank_is_zero: bool = False, **options: Any,
) -> pa.Check:  # fmt: skip
    """What is there at the end is what was there, came and went: ``closing = opening + received - settled``.

    >>> frame = pd.DataFrame({"closing": [5, 6], "opening": [3, 3], "came": [9, 9], "went": [7, 7]})
    >>> balance("closing", "opening", ["came"], ["went"])(frame).check_output.tolist()
    [True, False]
    """
    terms = ((1, opening), *terms_of(plus, empty=True), *((-sign, name) for sign, name in terms_of(minus, empty=True)))
    made = {"closing": closing, "opening": opening, "plus": plain_data(plus), "minus": plain_data(minus)}
    made |= {"rounded": rounded, "blank_is_zero": blank_is_zero}
    plan = _linear(closing, terms, f"{closing} = {sum_text(terms)}", rounded, blank_is_zero)
    return RowCheck(plan, "balance", made, **options)


# -- quotients -----------------------------------------------------------------


def percent_of(percent: Hashable, part: Parts, whole: Hashable, *, factor: Number = 100, **options: Any) -> pa.Check:
    """A stated share agrees with its part and whole to the digits that it is printed with, rounded or cut off.

    Args:
        percent: the column of shares.
        part: the column of parts, or several that are summed.
        whole: the column of wholes.
        factor: 100 for percent, 1 for a share of one.
        options: of `pandera.Check`.

    >>> frame = pd.DataFrame({"share": [42.22, 42.2, 42.3], "done": [19, 19, 19], "all": [45, 45, 45]})
    >>> percent_of("share", "done", "all")(frame).check_output.tolist()
    [True, True, False]
    """
    terms, times = terms_of(part), number_of(factor)
    above = sum_text(terms) if len(terms) == 1 else f"({sum_text(terms)})"
    formula = f"{percent} = {above} / {whole}" if times == 1 else f"{percent} = {factor} * {above} / {whole}"
    tie = Tie(percent, terms, divisors=(whole,), factor=times, kind="share", rounded=frozenset({percent}))
    made = {"percent": percent, "part": plain_data(part), "whole": whole, "factor": factor}
    return RowCheck(Ties((tie,), formula), "percent_of", made, **options)


def rate_agrees(rate: Hashable, total: Hashable, per: Hashable, **options: Any) -> pa.Check:
    """A stated rate agrees with a total and what it is divided by, to the digits printed, rounded or cut off.

    Args:
        rate: the column of rates.
        total: the column of totals.
        per: the column of divisors, or a number (a number is never a column's name here).
        options: of `pandera.Check`.

    >>> frame = pd.DataFrame({"a day": [4.3, 4.4], "all": [130, 130]})
    >>> rate_agrees("a day", "all", 30)(frame).check_output.tolist()
    [True, False]
    """
    divisors, divisor = ((), number_of(per)) if is_number(per) else ((per,), Decimal(1))
    tie = Tie(rate, ((1, total),), divisors=divisors, divisor=divisor, kind="rate", rounded=frozenset({rate}))
    made = {"rate": rate, "total": total, "per": per}
    return RowCheck(Ties((tie,), f"{rate} = {total} / {per}"), "rate_agrees", made, **options)


# -- others --------------------------------------------------------------------


def never_falls(
    column: Hashable, *, by: Hashable | Sequence[Hashable] | None = None, rounded: bool = False, **options: Any
) -> pa.Check:
    """A cumulative figure is never less than the known one before it, in the order of the rows.

    Args:
        column: the column of figures; empty cells are passed over.
        by: a column or several: each group of rows that agree in them is a series of its own.
        rounded, options: as for :func:`sums_to`.

    >>> frame = pd.DataFrame({"so far": [3, None, 5, 5, 4]})
    >>> never_falls("so far")(frame).check_output.tolist()
    [True, True, True, True, False]
    """
    groups: tuple[Hashable, ...] = () if by is None else tuple(by) if isinstance(by, (list, tuple)) else (by,)
    formula = f"{column} never falls" + (f" within {', '.join(map(str, groups))}" if groups else "")
    made = {"column": column, "by": plain_data(by), "rounded": rounded}
    return RowCheck(NeverFalls(column, groups, formula, rounded), "never_falls", made, **options)


def identity(*formulas: str, rounded: bool = False, blank_is_zero: bool = False, **options: Any) -> pa.Check:
    """Identities written out, as forms declare them: ``"total = a + b"``, ``"part <= whole"``, ``"x = a * b / 12"``.

    Column names are those a formula can hold: words of letters, digits and ``_``. Shares and rates are rounded.

    Raises:
        FormulaError: a formula cannot be read, with the place.

    >>> frame = pd.DataFrame({"all": [5, 5], "online": [2, 6], "share": [40, 120]})
    >>> identity("online <= all", "share = 100 * online / all")(frame).check_output.tolist()
    [True, False]
    """
    if not formulas:
        raise ValueError("identity needs at least one formula")
    ties = tuple(tie_of(Identity(text)) for text in formulas)
    made = {"formulas": list(formulas), "rounded": rounded, "blank_is_zero": blank_is_zero}
    return RowCheck(Ties(ties, "; ".join(formulas), blank_is_zero, rounded=rounded), "identity", made, **options)


def outcomes(
    frame: pd.DataFrame, check: pa.Check | str, *, rounded: bool = False, blank_is_zero: bool = False
) -> pd.Series[str]:
    """The verdict on each row: ``exact``, ``rounding``, ``truncation``, ``fails`` or ``undecided``.

    Args:
        frame: with the columns that the check names.
        check: one made here, or a formula (as for :func:`identity`, with the same ``rounded`` and ``blank_is_zero``).

    Returns:
        a series over the frame's index; for :func:`column_total` over the columns.

    Raises:
        TypeError: a check that was not made here.
        ValueError: a check of several formulas.
        SchemaError: a column that is not there.

    >>> frame = pd.DataFrame({"t": [9, 3, 9, 9], "a": [4, 1.4, 4, None], "b": [5, 1.5, 6, 6]})
    >>> outcomes(frame, "t = a + b").tolist()
    ['exact', 'rounding', 'fails', 'undecided']
    """
    if isinstance(check, str):
        check = identity(check, rounded=rounded, blank_is_zero=blank_is_zero)
    if not isinstance(check, RowCheck):
        raise TypeError(f"expected a check of reportcheck or a formula, got {check!r}")
    lanes = check.plan.lanes(frame)
    if len(lanes) > 1:
        raise ValueError(f"one formula at a time, got {check.error}")
    if not lanes:
        return pd.Series([], index=frame.index[:0], dtype="str")
    index = (
        frame.index if lanes[0].columns is None else pd.Index(list(lanes[0].columns), tupleize_cols=False, dtype=object)
    )
    return pd.Series([OUTCOMES[code] for code in lanes[0].codes.tolist()], index=index, dtype="str")


# -- making checks, and pandera's registry -----------------------------------------


def _linear(
    target: Hashable, terms: tuple[tuple[int, Hashable], ...], formula: str, rounded: bool, blank_is_zero: bool
) -> Ties:
    if any(name == target for _, name in terms):
        raise ValueError(f"{target!r} cannot be a part of itself: {formula}")
    kind: Kind = "equality" if len(terms) == 1 else "sum" if all(sign > 0 for sign, _ in terms) else "difference"
    return Ties((Tie(target, terms, kind=kind),), formula, blank_is_zero, rounded=rounded)


def _register(make: Callable[..., pa.Check], star: str | None = None) -> None:
    """Make ``pa.Check.<name>(…)`` the same as ``<name>(…)``; ``star`` is the keyword for its ``*arguments``.

    pandera's own registration refuses names that somebody else has taken (then ours is left out, with a warning). The
    method that it makes would forget the formula, so ours takes its place. ``formula`` is accepted, and not needed,
    because a schema read from YAML passes all statistics.
    """
    name = make.__name__
    if getattr(pa.Check.REGISTERED_CUSTOM_CHECKS.get(name), "of_reportcheck", False):
        del pa.Check.REGISTERED_CUSTOM_CHECKS[name]  # the module is being loaded again
    if hasattr(pa.Check, name):
        warnings.warn(
            f"another package has registered a pandera check {name!r}: import reportcheck's own", stacklevel=3
        )
        return
    before = [p for p in inspect.signature(make).parameters.values() if p.kind is p.POSITIONAL_OR_KEYWORD]

    @wraps(make)
    def method(*args: Any, **kwargs: Any) -> pa.Check:
        kwargs.pop("formula", None)
        if star in kwargs:
            several = kwargs.pop(star)
            args = (*args, *(kwargs.pop(p.name) for p in before if p.name in kwargs), *several)
        return make(*args, **kwargs)

    method.of_reportcheck = True  # type: ignore[attr-defined]
    register_check_method(make, statistics=[])
    pa.Check.REGISTERED_CUSTOM_CHECKS[name] = method


for _make in (sums_to, row_total, column_total, percent_of, rate_agrees, balance, never_falls):
    _register(_make)
_register(difference_of, star="subtrahends")
_register(identity, star="formulas")

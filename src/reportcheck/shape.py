"""Does a table that is a form have the form's shape? Runs the form's pandera model; the only caller of it.

pandera's own error text is never shown: its failure cases are placed in the cells they came from and handed on as
:class:`~reportcheck.model.ShapeFault`. The identities that a model holds as checks are not run here: their formulas are
read (:func:`model_identities`), claimed, judged and located like all others. A form without a model (a YAML form) has its
cells looked at directly, without pandera.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from reportcheck.extract import BLANK, OTHER, UNKNOWN, Column
from reportcheck.forms import Form
from reportcheck.formula import FormulaError, parse_claim
from reportcheck.labels import is_comparison
from reportcheck.model import FaultKind, ShapeFault
from reportcheck.relate.recognise import Binding

if TYPE_CHECKING:
    import pandas

__all__ = ["check_shape", "model_identities"]

_MOST_LANES = 20_000


def check_shape(binding: Binding) -> list[ShapeFault]:
    """What a matched table lacks or holds wrongly, in reading order.

    Missing fields are told only where the form's title is there: without it the table may be another one.
    """
    form, view = binding.form, binding.view
    faults = [
        ShapeFault("missing", form.id, name, _heading(form, name), view.table.display)
        for name in binding.missing
        if binding.titled
    ]
    if binding.cells or not binding.lanes or len(binding.lanes) > _MOST_LANES:
        return faults
    return faults + (_cell_faults(binding) if form.model is None else _model_faults(binding))


def model_identities(form: Form) -> tuple[str, ...]:
    """The formulas of a form's model that the form itself does not name, as identities over its fields."""
    if form.model is None:
        return ()
    known = {identity.formula for identity in form.claims}
    return tuple(formula for formula in _split_model(form)[1] if formula not in known)


@lru_cache(maxsize=64)
def _split_model(form: Form) -> tuple[Any, tuple[str, ...]]:
    """The form's schema without its identities, and the identities' formulas."""
    assert form.model is not None
    schema = form.model()
    schema = schema.to_schema() if hasattr(schema, "to_schema") else schema
    formulas, rest = [], []
    for check in schema.checks:
        formula = (check.statistics or {}).get("formula")
        if isinstance(formula, str) and _is_identity(formula, form):
            formulas.append(formula)
        else:
            rest.append(check)
    schema.checks = rest
    return schema, tuple(formulas)


def _is_identity(formula: str, form: Form) -> bool:
    """Whether a check's formula ties fields of the form in a way that the engine can judge."""
    try:
        claim = parse_claim(formula)
    except FormulaError:
        return False
    return all(name in form.by_id for name in (claim.target, *claim.expression.names))


def _heading(form: Form, name: str) -> str:
    known = form.by_id.get(name) or form.by_id.get(name.rpartition(".")[2])
    return known.labels[0] if known is not None else name


def _measured(binding: Binding) -> dict[str, int]:
    """The places of the fields that hold figures."""
    return {n: i for n, i in binding.fields.items() if binding.form.by_id[n].measure not in ("text", "period")}


def _cell_faults(binding: Binding) -> list[ShapeFault]:
    """Words among figures, empty cells that must be filled, negative counts."""
    places = []
    for name, index in _measured(binding).items():
        one = binding.form.by_id[name]
        if not binding.transposed and _is_plain(binding.view.column(index)):
            continue
        for lane in binding.lanes:
            r, c = _place(binding, index, lane)
            column = binding.view.column(c)
            state, value = column.states[r], column.values[r]
            empty = state in (BLANK, UNKNOWN) and one.filled
            negative = value is not None and value < 0 and one.measure == "count" and not _signed(binding, name)
            if state == OTHER or empty or negative:
                places.append((r, c, name))
    return _faults(binding, places)


def _is_plain(column: Column) -> bool:
    """Whether every cell of a column is a whole number that is not negative."""
    return column.whole and min(column.values, default=0) >= 0  # type: ignore[type-var, operator]


def _signed(binding: Binding, name: str) -> bool:
    """Whether a field may be negative: the form says so, or it is a difference."""
    return binding.form.by_id[name].signed or any(
        claim.claim.target == name and any(sign < 0 for sign, _ in claim.claim.expression.terms)
        for claim in binding.form.claims
    )


def _model_faults(binding: Binding) -> list[ShapeFault]:
    import pandera.errors

    schema, _ = _split_model(binding.form)
    frame = _frame(binding)
    try:
        schema.validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as errors:
        places = []
        for case in errors.failure_cases.to_dict("records"):
            name, row = case.get("column"), case.get("index")
            if name in binding.fields and row is not None and row == row and 0 <= int(row) < len(binding.lanes):
                places.append((*_place(binding, binding.fields[str(name)], binding.lanes[int(row)]), str(name)))
        return _faults(binding, places)
    return []


def _frame(binding: Binding) -> pandas.DataFrame:
    """The form's fields as columns, one row a lane: floats where all cells are numbers, objects where words stand."""
    import pandas as pd

    columns = {name: _cells(binding, index) for name, index in _measured(binding).items()}
    return pd.DataFrame(columns)


def _cells(binding: Binding, index: int) -> Any:
    """The cells of a field across the lanes as pandera should see them; words stay words."""
    import numpy as np

    view = binding.view
    values: list[object] = []
    words = False
    for lane in binding.lanes:
        r, c = _place(binding, index, lane)
        column = view.column(c)
        if column.states[r] == OTHER:
            values.append(view.text(r, c))
            words = True
        else:
            value = column.values[r]
            values.append(None if value is None else float(value))
    return np.array(values, dtype=object if words else float)


def _place(binding: Binding, index: int, lane: int) -> tuple[int, int]:
    return (index, lane) if binding.transposed else (lane, index)


def _faults(binding: Binding, places: list[tuple[int, int, str]]) -> list[ShapeFault]:
    """The faults at cells, each once, in reading order. A cell error is said by the rules of notation."""
    form, view = binding.form, binding.view
    faults = []
    for r, c, name in sorted(set(places)):
        state = view.column(c).states[r]
        if state not in (OTHER, BLANK, UNKNOWN) and is_comparison(view.row_name(r)):
            continue  # "Tăng, giảm so với kỳ trước" may be negative
        kind: FaultKind = "type" if state == OTHER else "blank" if state in (BLANK, UNKNOWN) else "range"
        figure = view.figure(r, c)
        if figure.set_aside != "cell error":
            faults.append(ShapeFault(kind, form.id, name, _heading(form, name), view.table.display, figure))
    return faults

"""The pandera models of report forms: what a form's rows must look like, and what ties their figures."""

from __future__ import annotations

from collections.abc import Hashable

import pandera.pandas as pa

from reportcheck.column_judge import Tie
from reportcheck.forms import Field, Form, Identity, infer_kind
from reportcheck.row_check import Figures, RowCheck, Ties

__all__ = ["form_model", "shape_model", "tie_of"]


def form_model(form: Form) -> pa.DataFrameSchema:
    """The pandera model of a report form's rows: a column for each field, and the identities over its fields.

    Columns are named by field id. Those that the form requires must be there, other columns are allowed. Figures are not
    negative (but where the form itself subtracts) and no words; they may be integers, floats, Decimals or printed
    numbers, so that no dtype is demanded and only the cells at fault are failure cases. Columns that must be filled have
    no empty cells. Identities that name rows, other forms or periods are left to the linter; of the others, optional
    parts that are absent are left out.

    >>> form = Form("f", "", "", (), (Field("total", ()), Field("a", ()), Field("b", ())), identities=("total = a + b",))
    >>> [check.error for check in form_model(form).checks]
    ['figures, none negative', 'total = a + b']
    """
    columns = {f.id: pa.Column(None, required=f.required, nullable=not f.filled) for f in form.fields}
    figures = _figures(form)
    checks: list[pa.Check] = [_figures_check(Figures(tuple(figures), signed=_signed(form)))]
    rounded = frozenset(f.id for f in form.fields if f.rounded)
    optional = frozenset(f.id for f in form.fields if not f.required)
    for claimed in form.claims:
        if {*claimed.claim.expression.names, claimed.claim.target} <= set(figures):
            plan = Ties((tie_of(claimed, rounded),), claimed.formula, lenient=True, optional=optional)
            checks.append(RowCheck(plan, "identity", {"formulas": [claimed.formula]}))
    return pa.DataFrameSchema(columns, checks=checks, name=form.id, title=form.title_en or None)


def shape_model(form: Form) -> pa.DataFrameSchema:
    """What :func:`form_model` demands of single cells, as one check and no columns: three times as fast.

    Failure cases name the column and the row of words where figures are expected, of negative figures, and of empty
    cells that must be filled; a required column of figures that is absent has no row. Text and period columns are not
    looked at.

    >>> import pandas as pd
    >>> model = shape_model(Form("f", "", "", (), (Field("total", (), filled=True),)))
    >>> try:
    ...     _ = model.validate(pd.DataFrame({"total": [1, None, "many"]}, dtype=object), lazy=True)
    ... except pa.errors.SchemaErrors as error:
    ...     error.failure_cases[["column", "index", "failure_case"]].values.tolist()
    [['total', 1, nan], ['total', 2, 'many']]
    """
    figures = _figures(form)
    filled = frozenset(name for name, f in figures.items() if f.filled)
    required = frozenset(name for name, f in figures.items() if f.required)
    plan = Figures(tuple(figures), filled, required, _signed(form))
    return pa.DataFrameSchema({}, checks=[_figures_check(plan)], name=form.id)


def _figures(form: Form) -> dict[str, Field]:
    """The fields that hold figures."""
    return {f.id: f for f in form.fields if f.measure not in ("text", "period")}


def _figures_check(plan: Figures) -> RowCheck:
    return RowCheck(plan, "figures", {"columns": list(plan.columns)})


def _signed(form: Form) -> frozenset[str]:
    """Fields that may be negative: the form says so, or they are the difference of others."""
    claims = [c.claim for c in form.claims]
    differences = {c.target for c in claims if c.compare == "=" and any(sign < 0 for sign, _ in c.expression.terms)}
    return frozenset(differences | {f.id for f in form.fields if f.signed})


def tie_of(identity: Identity, rounded: frozenset[Hashable] = frozenset()) -> Tie:
    """An identity as a claim on columns: stated shares and rates are rounded, and the columns named by ``rounded``."""
    claim, e = identity.claim, identity.claim.expression
    kind, _ = infer_kind(identity)
    if kind in ("share", "rate"):
        rounded = rounded | {claim.target}
    return Tie(
        claim.target, e.terms, e.factors, e.divisors, claim.compare, e.factor, e.divisor, e.offset, kind, rounded
    )

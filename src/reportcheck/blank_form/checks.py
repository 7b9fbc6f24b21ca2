"""A form's identities as formulas of a workbook: the value of a target, and whether it is plainly wrong.

The conditions are those of ``validate``, on the safe side: a cell turns red only where all its parts are filled in (or
the parts already exceed their sum) and no rounding explains the gap.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from reportcheck.blank_form.plan import Plan
from reportcheck.forms import Field, Form, Identity, Item, infer_kind
from reportcheck.formula import Claim, parse_claim
from reportcheck.model import cell_name

__all__ = ["Check", "checks_of", "printed_codes", "ranges", "wording"]

_PERIOD = frozenset({"days", "months", "days_per_month"})
_SIGNS = {"<=": "≤", ">=": "≥", "=": "="}

Cell = tuple[int, int]
Find = Callable[[str], "Cell | None"]


@dataclass(frozen=True, slots=True)
class Check:
    """An identity that the sheet can check by itself, along its rows (``axis`` "column") or its columns ("row")."""

    identity: Identity
    axis: str
    target: str
    claims: tuple[Claim, ...]
    kind: str
    fills: bool  # whether the target's cells compute themselves

    @property
    def adds_up(self) -> bool:
        """Whether it holds of sums of rows where it holds of the rows."""
        return all(c.expression.is_linear and not c.expression.offset for c in self.claims)


def checks_of(plan: Plan) -> list[Check]:
    """The identities over the form's columns, then over its rows. Of those with one target, the first fills it."""
    form = plan.form
    fields, items = {c.field.id for c in plan.columns if c.is_figure and c.field}, {i.id for i in form.items}
    found: list[Check] = []
    feeds: dict[str, set[str]] = {}
    for axis, known in (("column", fields), ("row", items)):
        for identity in form.claims:
            claims = tuple(parse_claim(text) for text in (identity.formula, *identity.instead))
            here = tuple(c for c in claims if {c.target, *c.expression.names} <= known)
            if not here or here[0] is not claims[0] or len(here) != len(claims):
                continue
            claim, kind = here[0], infer_kind(identity)[0]
            parts = set(claim.expression.names)
            fills = (
                claim.compare == "="
                and kind != "equality"
                and claim.target not in feeds
                and (not identity.instead or kind == "share")
                and not _reaches(feeds, parts, claim.target)
            )
            if fills:
                feeds[claim.target] = parts
            found.append(Check(identity, axis, claim.target, here, kind, fills))
    return found


def _reaches(feeds: dict[str, set[str]], names: set[str], target: str) -> bool:
    """Whether a target would feed itself."""
    seen: set[str] = set()
    while names:
        seen |= names
        names = {part for name in names for part in feeds.get(name, ())} - seen
    return target in seen


# -- formulas -----------------------------------------------------------------


def ranges(cells: Sequence[Cell]) -> str:
    """Cells as a workbook lists them, neighbours as a range: ``E7:G7,I7``."""
    return ",".join(_runs(cells))


def _runs(cells: Sequence[Cell]) -> Iterator[str]:
    """The cells of one row, or of one column, in runs; others one by one."""
    if not cells:
        return
    in_row, in_column = len({r for r, _ in cells}) == 1, len({c for _, c in cells}) == 1
    if not in_row and not in_column:
        yield from (cell_name(*cell) for cell in cells)
        return
    along = 1 if in_row else 0
    for _, run in groupby(enumerate(sorted(cells)), key=lambda one: one[1][along] - one[0]):
        own = [cell for _, cell in run]
        yield cell_name(*own[0]) if len(own) == 1 else f"{cell_name(*own[0])}:{cell_name(*own[-1])}"


def _cells(names: Sequence[str], find: Find) -> list[Cell]:
    return [cell for name in names if (cell := find(name)) is not None]


def _amount(claim: Claim, find: Find) -> str:
    """The right side of a claim. ``SUM`` passes over words and empty cells, where ``+`` would fail."""
    e = claim.expression
    plus = _cells([n for sign, n in e.terms if sign > 0], find)
    minus = _cells([n for sign, n in e.terms if sign < 0], find)
    text = f"SUM({ranges(plus)})" if plus else ""
    if minus:
        text = f"{text or '0'}-SUM({ranges(minus)})"
    if e.is_linear and not e.offset:
        return text
    parts = [*([_number(e.factor)] if e.factor != 1 else []), *([f"({text})" if minus else text] if text else [])]
    text = "*".join([*parts, *(f"SUM({ranges([cell])})" for cell in _cells(e.factors, find))])
    if e.divisor != 1:
        text += f"/{_number(e.divisor)}"
    if e.divisors:
        text += f"/SUM({ranges(_cells(e.divisors, find))})"
    return f"{text}+{_number(e.offset)}" if e.offset > 0 else f"{text}-{_number(-e.offset)}" if e.offset else text


def _number(value: Decimal) -> str:
    return format(value.normalize(), "f")


def value_formula(check: Check, find: Find, whole: bool) -> str:
    """What a target's cell holds: the sum of its parts, or a share that stays empty until it can be computed."""
    claim = check.claims[0]
    amount = _amount(claim, find)
    if claim.expression.is_linear:
        return f"={amount}"
    names = claim.expression.names
    missing = f"COUNT({ranges(_cells(names, find))})<{len(names)}"
    if claim.expression.divisors:
        missing = f"OR({missing},SUM({ranges(_cells(claim.expression.divisors, find))})=0)"
    return f'=IF({missing},"",{amount if whole else f"ROUND({amount},2)"})'


def fails(check: Check, find: Find, form: Form) -> str:
    """Whether a target's cell is plainly wrong, as a condition."""
    wrong = [_fails(claim, check.kind, find, form) for claim in check.claims]
    return wrong[0] if len(wrong) == 1 else f"AND({','.join(wrong)})"


def _fails(claim: Claim, kind: str, find: Find, form: Form) -> str:
    e = claim.expression
    target = find(claim.target)
    assert target is not None
    t, amount = cell_name(*target), _amount(claim, find)
    cells = ranges(_cells(e.names, find))
    given = [f"ISNUMBER({t})", f"COUNT({cells})={len(e.names)}"]
    divided = f"SUM({ranges(_cells(e.divisors, find))})" if e.divisors else ""
    if divided:
        amount = f"IF({divided}=0,N({t}),{amount})"
    slack = _slack(claim, form)
    if claim.compare != "=":
        sign = ">" if claim.compare == "<=" else "<"
        return f"AND({','.join(given)},N({t}){sign}{amount}{'+' if sign == '>' else '-'}{slack})"
    above, below = slack, slack
    if kind in ("share", "rate", "average", "change", "product"):
        unit = "0.01" if _measure(claim.target, form) in ("percent", "money") else "1"
        above, below = ("0.005000001", "0.009999999") if unit == "0.01" else ("0.500000001", "0.999999999")
    complete = f"AND({','.join(given)},OR(N({t})-({amount})>{above},({amount})-N({t})>{below}))"
    if e.is_linear and not e.offset and all(sign > 0 for sign, _ in e.terms) and len(e.terms) > 1:
        exceeded = f"AND(ISNUMBER({t}),{amount}>N({t})+{slack})"
        return f"OR({complete},{exceeded})"
    return complete


def _measure(name: str, form: Form) -> str:
    return form.by_id[name].measure


def _slack(claim: Claim, form: Form) -> str:
    """What rounding may explain: nothing among counts, half a unit of the second decimal for each figure of money."""
    names = (claim.target, *claim.expression.names)
    if isinstance(form.by_id[claim.target], Item):
        across = [f for f in form.fields if f.measure in ("count", "money")]
    else:
        across = [form.by_id[n] for n in names]
    exact = all(f.measure == "count" for f in across)
    return "0.000001" if exact else f"{0.005 * len(names) + 0.000001:.6f}"


# -- words ----------------------------------------------------------------------


def printed_codes(plan: Plan, checks: Sequence[Check]) -> list[str]:
    """The numbers under the headings, with the formulas that tie them: ``3=4+5+6``."""
    codes = list(plan.codes)
    for check in checks:
        claim = check.claims[0]
        if check.axis != "column" or claim.compare != "=" or len(check.claims) > 1 or check.identity.complete:
            continue
        written = _printed(claim, lambda name: plan.codes[plan.column_of(name) or 0])
        at = plan.column_of(claim.target)
        if written and at is not None:
            codes[at] += f"={written}"
    return codes


def _printed(claim: Claim, code: Callable[[str], str]) -> str:
    """The right side over column numbers; empty where the row of numbers could not say it."""
    e = claim.expression
    if e.factors or e.offset or e.divisor != 1 or (e.factor not in (1, 100)) or (e.factor != 1 and not e.divisors):
        return ""
    if len(e.terms) < 2 and not e.divisors:
        return ""
    numbers = [int(code(n)) for sign, n in e.terms if sign > 0]
    runs = len(e.terms) == len(numbers) > 4 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    if runs:
        text = f"{numbers[0]}+{numbers[1]}+...+{numbers[-1]}"
    else:
        terms = sorted(e.terms, key=lambda one: -one[0])
        text = "".join(f"{'+' if sign > 0 else '-'}{code(n)}" for sign, n in terms).removeprefix("+")
    if e.divisors:
        under = "+".join(code(n) for n in e.divisors)
        text = f"({text})" if len(e.terms) > 1 else text
        text += f"/({under})" if len(e.divisors) > 1 else f"/{under}"
        text += "*100" if e.factor == 100 else ""
    return text


def wording(identity: Identity, name: Callable[[str], str]) -> str:
    """The rule in words, for the comment at its heading."""
    texts = []
    for formula in (identity.formula, *identity.instead):
        claim = parse_claim(formula)
        e = claim.expression
        terms = sorted(e.terms, key=lambda one: -one[0])
        text = "".join(f" {'+' if sign > 0 else '−'} {name(n)}" for sign, n in terms).removeprefix(" + ")
        if e.factors or e.divisors or e.factor != 1 or e.divisor != 1:
            text = f"({text})" if len(terms) > 1 else text
            text += "".join(f" × {name(n)}" for n in e.factors)
            text += f" × {_number(e.factor)}" if e.factor != 1 else ""
            text += f" : {_number(e.divisor)}" if e.divisor != 1 else ""
            text += f" : ({' + '.join(map(name, e.divisors))})" if e.divisors else ""
        text += f" + {_number(e.offset)}" if e.offset else ""
        texts.append(f"{name(claim.target)} {_SIGNS[claim.compare]} {text}")
    return "\nhoặc ".join(texts) + f" [{infer_kind(identity)[1]}]"


def label_of(form: Form, names: dict[str, str]) -> Callable[[str], str]:
    """How the name of an identity is written in words."""

    def named(name: str) -> str:
        if name in _PERIOD:
            return {"days": "số ngày", "months": "số tháng", "days_per_month": "số ngày của tháng"}[name]
        if "[" in name:
            return f"số của biểu {name}"
        known: Field | None = form.by_id.get(name)
        if known is not None:
            return names.get(name) or known.labels[0]
        return " / ".join(names.get(part, part) for part in name.split("."))

    return named

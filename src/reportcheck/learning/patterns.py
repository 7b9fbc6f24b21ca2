"""What the pipeline claimed of a table → formulas over the names of its columns and rows.

Claims along columns and rows are taken as they are; a claim on single cells (a cell's formula) that stays in one row says
something of columns, one that stays in one column something of rows, as the same formula copied down or across would.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from reportcheck.forms import Identity, infer_kind
from reportcheck.formula import FormulaError
from reportcheck.model import Kind
from reportcheck.relate.family import Axis, Family, Line

__all__ = ["Pattern", "canonical", "identity_of", "pattern_of"]

Origin = Literal["declared", "printed", "formula", "stated", "discovered"]
_MOST_PARTS = 60
_CELL_RULES = ("RC803", "RC804", "RC805", "RC806")  # they speak of formulas in cells, not of what ties the figures


@dataclass(frozen=True, slots=True)
class Pattern:
    """A claim over lines of one table: ``axis`` says whether its numbers are columns or body rows."""

    axis: Axis
    target: int
    terms: tuple[tuple[int, int], ...]
    factors: tuple[int, ...]
    divisors: tuple[int, ...]
    compare: str
    factor: Decimal
    divisor: Decimal
    offset: Decimal
    kind: Kind
    rule: str
    origin: Origin

    @property
    def lines(self) -> tuple[int, ...]:
        return (self.target, *(i for _, i in self.terms), *self.factors, *self.divisors)


def pattern_of(family: Family) -> Pattern | None:
    """The pattern of a family's lines; None where it reaches beyond one table, or ties nothing that a form can say."""
    lines = [family.target, *(p.line for p in family.parts)]
    if (
        not family.firm
        or family.basis
        or family.scaling
        or family.kind in ("count", "order")
        or not 1 <= len(family.parts) <= _MOST_PARTS
        or any(line.view is not family.target.view for line in lines)
    ):
        return None
    axis = _axis(lines)
    if axis is None:
        return None

    def number(line: Line) -> int:
        r, c = line.place(0)
        return line.index if line.axis == axis else c if axis == "column" else r

    formula = family.origin == "printed" and family.target.axis == "cell"
    pattern = Pattern(
        axis,
        number(family.target),
        tuple((p.sign, number(p.line)) for p in family.parts if p.role == "term"),
        tuple(number(p.line) for p in family.parts if p.role == "factor"),
        tuple(number(p.line) for p in family.parts if p.role == "divisor"),
        family.compare,
        family.factor,
        family.divisor,
        family.offset,
        family.kind,
        "" if family.rule in _CELL_RULES else family.rule,
        "formula" if formula else family.origin,
    )
    return pattern if len(set(pattern.lines)) == len(pattern.lines) else None


def _axis(lines: list[Line]) -> Axis | None:
    """Along which lines a family runs; of single cells, along those of the row or column that all of them share."""
    axes = {line.axis for line in lines}
    if axes == {"column"} or axes == {"row"}:
        return lines[0].axis
    if axes != {"cell"}:
        return None
    places = [line.place(0) for line in lines]
    if len({r for r, _ in places}) == 1:
        return "column"
    return "row" if len({c for _, c in places}) == 1 else None


def identity_of(pattern: Pattern, names: Mapping[int, str]) -> Identity | None:
    """The pattern as a form's identity; None where a line has no name or the language of forms cannot say it.

    >>> one = Pattern("column", 1, ((1, 2), (1, 3)), (), (2,), "=", Decimal(100), Decimal(1), Decimal(0), "share", "RC201", "printed")
    >>> identity_of(one, {1: "rate", 2: "a", 3: "b"}).formula
    'rate = 100 * (a + b) / a'
    """
    if any(i not in names for i in pattern.lines):
        return None
    terms = sorted(pattern.terms, key=lambda one: -one[0])  # a formula begins with what is added
    if not terms and not pattern.factors:
        return None
    total = "".join(f" {'+' if sign > 0 else '-'} {names[i]}" for sign, i in terms).removeprefix(" + ").strip()
    scaled = pattern.factor != 1 or pattern.divisor != 1 or bool(pattern.factors) or bool(pattern.divisors)
    if len(terms) > 1 and scaled:
        total = f"({total})"
    factors = [names[i] for i in pattern.factors]
    text = " * ".join(
        [*([_number(pattern.factor)] if pattern.factor != 1 else []), *([total] if terms else []), *factors]
    )
    if pattern.divisor != 1:
        text += f" / {_number(pattern.divisor)}"
    if pattern.divisors:
        under = " + ".join(names[i] for i in pattern.divisors)
        text += f" / ({under})" if len(pattern.divisors) > 1 else f" / {under}"
    if pattern.offset:
        text += f" {'+' if pattern.offset > 0 else '-'} {_number(abs(pattern.offset))}"
    plain = Identity(f"{names[pattern.target]} {pattern.compare} {text}")
    try:
        kind, rule = infer_kind(plain)
    except FormulaError:
        return None
    kind_said = pattern.kind if pattern.kind != kind and pattern.kind in ("change", "average") else None
    rule_said = pattern.rule if pattern.rule and pattern.rule != rule and pattern.origin == "declared" else ""
    return Identity(plain.formula, rule_said, kind_said)


def _number(value: Decimal) -> str:
    return format(value.normalize(), "f")


def canonical(identity: Identity) -> object:
    """What two identities have in common that say the same: ``a = b + c`` and ``b = a - c``."""
    claim = identity.claim
    e = claim.expression
    if e.is_linear and claim.compare == "=" and not e.offset:
        sides = {claim.target: 1}
        for sign, name in e.terms:
            sides[name] = sides.get(name, 0) - sign
        first = sides[min(sides)]
        return frozenset((name, sign * first) for name, sign in sides.items())
    return identity.formula

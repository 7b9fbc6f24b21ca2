"""Tables with known verdicts from the tests of other tools (``data/judge_cases.json``), decided by the judge.

A case holds figures, relations between them, and how exact they are: ``exact``, or intervals written ``440 ±0.5``. A list
of values is several statements of one fact.
"""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from reportcheck.formula import parse_claim
from reportcheck.judge import common_interval, figure_interval, judge
from reportcheck.model import Figure, Operand, Relation

CASES = json.loads((Path(__file__).parent / "data" / "judge_cases.json").read_text("utf-8"))
HALVES = {"0.5": 0, "5": -1, "50": -2, "500": -3}


def statement(value: Any, mode: str) -> Figure:
    """A figure of a case. An interval of ±5 is that of a number rounded to tens."""
    number, _, half = str(value).partition(" ±")
    digits = HALVES[half] if half else max(0, -int(Decimal(number).as_tuple().exponent))
    return Figure(number, Decimal(number), digits, rounded=bool(half) or mode != "exact")


def statements(case: dict[str, Any], name: str) -> list[Figure]:
    value = case["figures"][name]
    return [statement(v, case["mode"]) for v in (value if isinstance(value, list) else [value])]


def agree(figures: list[Figure]) -> bool:
    """Whether several statements of one fact leave a value possible."""
    return not common_interval([figure_interval(f) for f in figures]).is_empty


def narrowest(figures: list[Figure]) -> Figure:
    return max(figures, key=lambda f: f.digits)


def holds(case: dict[str, Any], text: str) -> bool:
    claim = parse_claim(text.replace(" < ", " <= "))  # no case turns on equality at a strict bound
    names = (claim.target, *claim.expression.names)
    if not all(agree(statements(case, name)) for name in names):
        return False
    if names == (claim.target, claim.target):
        return True
    e = claim.expression
    operands = [Operand(narrowest(statements(case, n)), s) for s, n in e.terms]
    kind = "bound" if claim.compare != "=" else "sum"
    relation = Relation(
        kind, narrowest(statements(case, claim.target)), tuple(operands), "declared", "RC101",
        compare=claim.compare, factor=e.factor, offset=e.offset,
    )  # fmt: skip
    return judge(relation).holds


@pytest.mark.parametrize("case", CASES, ids=[c["id"] for c in CASES])
def test_case(case: dict[str, Any]) -> None:
    verdicts = [holds(case, text) for text in case["relation"].split("; ")]
    assert ("consistent" if all(verdicts) else "inconsistent") == case["verdict"], case["source"]

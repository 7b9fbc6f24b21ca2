"""How sharp the judge is: right relations of real reports, and what becomes of them when one digit slips.

    python benchmarks/slips.py GOLD_FOLDER        (or REPORTCHECK_GOLD=GOLD_FOLDER)

The folder holds ``relations.json``: relations that a careful reader found in reports, with figures, expression and verdict;
it is no part of the project. Only arithmetic on quantities is judged. A relation that the gold calls ambiguous is left out.

Goals: no false alarm, every inconsistent relation fails, and of the slips (each digit of the stated figure replaced by each
other digit) 99 % are caught. An inequality cannot catch most slips: inequalities are counted apart.
"""

from __future__ import annotations

import ast
import json
import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from reportcheck.judge import judge
from reportcheck.model import Figure, Kind, Operand, Relation

KINDS = (
    "sum", "cross_foot", "table_vs_table", "per_period_rate", "completion(a/b)", "narrative_vs_table", "balance",
    "part_le_whole",
)  # fmt: skip
GOAL = 0.99
_RATE = re.compile("/(ngày|tuần|tháng|quý|năm)$")  # documents a month


class NotBuiltError(Exception):
    """A gold relation that cannot be put as a claim."""


# -- gold → claims -------------------------------------------------------------------


def figures_of(gold: dict[str, Any]) -> list[Figure]:
    """The printed figures; ``12/12`` gives two."""
    figures = []
    for one in gold["figures"]:
        unit = one["unit"] or ""
        percent = "%" in one["text"] or unit == "%"
        for text in one["text"].replace("%", "").strip().split("/"):
            rounded = percent or _RATE.search(unit) is not None
            figures.append(Figure(text, Decimal(_digits(text)), rounded=rounded, unit="%" if percent else unit))
    return figures


def _digits(text: str) -> str:
    """The digits of a whole number printed with or without marks between its thousands."""
    if not re.fullmatch(r"\d+|\d{1,3}([.,]\d{3})+", text):
        raise NotBuiltError(f"{text!r} is no whole number")
    return re.sub(r"[.,]", "", text)


def relation_of(gold: dict[str, Any]) -> Relation:
    """The claim of a gold relation.

    Its target is the stated figure. Where that is not printed (twice as many, nothing left over), or where the claim would
    weigh its parts differently, the equation is solved for the first figure that allows it.
    """
    figures, expression = figures_of(gold), gold["expression"]
    if "<=" in expression:
        low, _, high = expression.partition("<=")
        used = [_take(figures, Decimal(side.strip())) for side in (low, high) if side.strip().isdecimal()]
        if len(used) != 2 or None in used:
            raise NotBuiltError(expression)
        return _claim("bound", used[0], [(Fraction(1), used[1])], "<=")  # type: ignore[list-item, arg-type]
    ratio = re.fullmatch(r"(\d+) / (\d+)( \* 100)?", expression)
    if ratio is not None and (part := _peek(figures, ratio[1])) and (whole := _peek(figures, ratio[2], part)):
        return _ratio(gold, figures, part, whole, 100 if ratio[3] else 1)
    weights: list[tuple[Fraction, Figure]] = []
    constant = _walk(ast.parse(expression, mode="eval").body, Fraction(1), figures, weights)
    stated = _take(figures, Decimal(gold["stated"]))
    if stated is not None:
        weights.insert(0, (Fraction(-1), stated))
    else:
        constant -= gold["stated"]
    return _solved(gold, weights, constant)


def _peek(figures: list[Figure], digits: str, but: Figure | None = None) -> Figure | None:
    """A figure of this value, another than ``but``."""
    return next((f for f in figures if f.value == Decimal(digits) and f is not but and f.unit != "%"), None)


def _take(figures: list[Figure], value: Decimal) -> Figure | None:
    """The first figure of this value, which nothing else can then be."""
    for i, figure in enumerate(figures):
        if figure.value == value:
            return figures.pop(i)
    return None


def _ratio(gold: dict[str, Any], figures: list[Figure], part: Figure, whole: Figure, scale: int) -> Relation:
    """``898/898 = 100 %`` where the share is printed, else the part as a multiple of the whole."""
    share = next((f for f in figures if f.unit == "%" and f.value == gold["stated"]), None)
    if share is None:
        return _claim("equality", part, [(Fraction(gold["stated"], scale), whole)])
    operands = (Operand(part), Operand(whole, role="divisor"))
    return Relation("share", share, operands, "stated", "", factor=Decimal(scale))


def _walk(node: ast.expr, weight: Fraction, figures: list[Figure], weights: list[tuple[Fraction, Figure]]) -> Fraction:
    """Gather the weight of each figure in an expression that is linear in them; the result is its constant part."""
    if isinstance(node, ast.Constant):
        figure = _take(figures, Decimal(str(node.value)))
        if figure is None:
            return weight * Fraction(str(node.value))
        weights.append((weight, figure))
        return Fraction(0)
    if not isinstance(node, ast.BinOp):
        raise NotBuiltError(ast.dump(node))
    if isinstance(node.op, (ast.Mult, ast.Div)):
        if not isinstance(node.right, ast.Constant):
            raise NotBuiltError(ast.dump(node))
        by = Fraction(str(node.right.value))
        return _walk(node.left, weight * by if isinstance(node.op, ast.Mult) else weight / by, figures, weights)
    sign = -1 if isinstance(node.op, ast.Sub) else 1
    return _walk(node.left, weight, figures, weights) + _walk(node.right, sign * weight, figures, weights)


def _solved(gold: dict[str, Any], weights: list[tuple[Fraction, Figure]], constant: Fraction) -> Relation:
    """``Σ weight · figure + constant = 0``, solved for the first figure that leaves the others one common factor."""
    for i, (weight, target) in enumerate(weights):
        rest = [(-w / weight, f) for j, (w, f) in enumerate(weights) if j != i]
        if rest and len({abs(w) for w, _ in rest}) == 1 and constant == 0:
            kind: Kind = "rate" if target.rounded else "sum" if len(rest) > 1 else "equality"
            return _claim(kind, target, rest)
    raise NotBuiltError(gold["expression"])


def _claim(kind: Kind, target: Figure, parts: list[tuple[Fraction, Figure]], compare: str = "=") -> Relation:
    factor = abs(parts[0][0])
    if kind == "equality" and factor != 1:
        kind = "product"
    operands = tuple(Operand(f, 1 if w > 0 else -1) for w, f in parts)
    return Relation(
        kind, target, operands, "stated", "", compare,
        factor=Decimal(factor.numerator), divisor=Decimal(factor.denominator),
    )  # fmt: skip


# -- slips ---------------------------------------------------------------------------


def slips(relation: Relation) -> Iterator[tuple[str, Relation]]:
    """The claim with each digit of its stated figure replaced by each other digit."""
    text = relation.target.text
    for i, digit in enumerate(text):
        for other in "0123456789" if digit.isdecimal() else "":
            if other != digit:
                wrong = text[:i] + other + text[i + 1 :]
                value = Decimal(re.sub(r"[.,]", "", wrong))
                yield wrong, replace(relation, target=replace(relation.target, text=wrong, value=value))


def main() -> None:
    folder = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("REPORTCHECK_GOLD")
    if not folder or not (Path(folder) / "relations.json").is_file():
        print("slips.py needs a folder with relations.json: as its argument, or in REPORTCHECK_GOLD; nothing measured")
        return
    golden = [g for g in json.loads((Path(folder) / "relations.json").read_text("utf-8")) if g["kind"] in KINDS]
    relations, alarms, tried, caught = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    notes: list[str] = []
    for gold in golden:
        if gold["verdict"] == "ambiguous":
            notes.append(f"{gold['id']}: left out, ambiguous: {gold['expression']}")
            continue
        try:
            relation = relation_of(gold)
        except NotBuiltError as error:
            notes.append(f"{gold['id']}: left out, no claim on two printed figures: {error}")
            continue
        kind, outcome = gold["kind"], judge(relation)
        if gold["verdict"] == "inconsistent":
            told = "as it must" if outcome.outcome == "fails" else "WRONG, it must fail"
            notes.append(f"{gold['id']}: {_text(relation)}: {outcome.outcome} by {outcome.gap}, {told}")
            continue
        relations[kind] += 1
        if not outcome.holds:
            alarms[kind] += 1
            notes.append(f"{gold['id']}: FALSE ALARM: {_text(relation)}: {outcome.outcome}")
        for wrong, slipped in slips(relation):
            after = judge(slipped)
            tried[kind] += 1
            caught[kind] += not after.holds
            if after.holds and relation.compare == "=":
                notes.append(f"{gold['id']}: slip {relation.target.text} → {wrong} holds by {after.outcome}: "
                             f"{_text(relation)}, computed {after.computed}")  # fmt: skip
    _report(relations, alarms, tried, caught)
    print("\n".join("  " + note for note in notes))


def _text(relation: Relation) -> str:
    parts = " ".join(
        f"{'-' if o.sign < 0 else '+'} {o.figure.text}" for o in relation.operands if o.role == "term"
    ).removeprefix("+ ")  # fmt: skip
    factor = f"{relation.factor} × " if relation.factor != 1 else ""
    divisor = f" / {relation.divisor}" if relation.divisor != 1 else ""
    divisor += "".join(f" / {o.figure.text}" for o in relation.operands if o.role == "divisor")
    summed = f"({parts})" if factor or divisor else parts
    return f"{relation.target.text} {relation.compare} {factor}{summed}{divisor}"


def _report(relations: Counter[str], alarms: Counter[str], tried: Counter[str], caught: Counter[str]) -> None:
    def line(what: str, kinds: list[str], goal: bool = False) -> str:
        count, wrong, made, found = (sum(c[k] for k in kinds) for c in (relations, alarms, tried, caught))
        share = found / made if made else 0.0
        told = f"  0 alarms: {'met' if not wrong else 'MISSED'}, ≥ {GOAL:.0%}: {'met' if share >= GOAL else 'MISSED'}"
        return f"  {what:<20} {count:>9} {wrong:>12} {made:>6} {found:>7} {share:>8.2%}{told if goal else ''}"

    print(f"\n  {'':<20} relations false alarms  slips  caught    share")
    for kind in KINDS:
        if relations[kind]:
            print(line(kind, [kind]))
    print(line("all equations", [k for k in KINDS if k != "part_le_whole"], True))
    print(line("all", list(KINDS)))


if __name__ == "__main__":
    main()

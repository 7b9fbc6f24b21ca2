"""From findings to changes: the sure ones, and those that are left to the author, with the reason."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportcheck.model import Figure, Finding, Relation
from reportcheck.numerals import read_number
from reportcheck.pipeline import Checked
from reportcheck.what_if import Wanted, what_if
from reportcheck.what_if.places import formula_at
from reportcheck.what_if.web import key_of

__all__ = ["Change", "Left", "Plan", "plan"]

_REFERENCE = re.compile(r"(?:'[^']+'!|[\w.]+!)?\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?")


@dataclass(frozen=True, slots=True)
class Change:
    """A figure with what is to stand in its place.

    ``fingerprint`` is that of the finding that asks for it, ``mends`` the relations that then hold. ``computed``: the cell has a
    formula, which stays; what it gives with the changes is stored anew.
    """

    figure: Figure
    text: str
    value: Decimal
    reason: str = ""
    rule: str = ""
    fingerprint: str = ""
    mends: tuple[Relation, ...] = ()
    computed: bool = False


@dataclass(frozen=True, slots=True)
class Left:
    """A change that is not made, and why, in both languages."""

    change: Change
    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Plan:
    """The ``sure`` changes, the stored values of formulas that ``follow``, what is ``left``, and findings that are ``open``: something is
    wrong, and nothing says which figure."""

    sure: tuple[Change, ...]
    follow: tuple[Change, ...] = ()
    left: tuple[Left, ...] = ()
    open: tuple[Finding, ...] = ()


def plan(checked: Checked) -> Plan:
    """What the findings of a judged document suggest. Accepted findings ask for nothing."""
    wanted: dict[object, list[Change]] = {}
    for finding in checked.findings:
        for change in _suggested(finding):
            wanted.setdefault(key_of(change.figure.location), []).append(change)
    sure: list[Change] = []
    left: list[Left] = []
    for changes in wanted.values():
        first = changes[0]
        formula = formula_at(checked.document.grids, first.figure.location)
        if len({change.value for change in changes}) > 1:
            others = ", ".join(change.text for change in changes[1:])
            left.append(
                Left(
                    first,
                    f"phát hiện khác đề nghị số khác: {others}",
                    f"another finding suggests another figure: {others}",
                )
            )
        elif formula:
            cells = ", ".join(dict.fromkeys(_REFERENCE.findall(formula))) or "–"
            left.append(
                Left(
                    first,
                    f"ô này có công thức ={formula}, hãy sửa ở ô nhập liệu ({cells}) hoặc tính lại sổ tính",
                    f"the cell has the formula ={formula}: change an input cell ({cells}) or recalculate the workbook",
                )
            )
        else:
            sure.append(first)
    unsure = [f for f in checked.findings if not f.suspects and f.judgement is not None]
    return Plan(tuple(sure), tuple(_following(checked, sure)), tuple(left), tuple(unsure))


def _suggested(finding: Finding) -> list[Change]:
    failing = [one.judgement for one in (finding, *finding.knock_on) if one.judgement is not None]
    out = []
    for suspect in finding.suspects:
        value = suspect.value
        if value is None:
            reading = read_number(suspect.suggestion)
            if reading is None or len(reading.numerals) != 1:
                continue
            value = reading.numerals[0].value
        place = key_of(suspect.figure.location)
        mends = tuple(
            j.relation
            for j in failing
            if any(key_of(f.location) == place for f in (j.relation.target, *(o.figure for o in j.relation.operands)))
        )
        out.append(
            Change(suspect.figure, suspect.suggestion, value, suspect.reason, finding.rule, finding.fingerprint, mends)
        )
    return out


def _following(checked: Checked, sure: Sequence[Change]) -> list[Change]:
    """The stored values of formulas that rest on what is changed."""
    grids = checked.document.grids
    if not sure or not any(grid.formulas for grid in grids):
        return []
    wanted = []
    for change in sure:
        figure = change.figure
        new = Figure(
            change.text,
            change.value,
            figure.digits,
            figure.rounded,
            figure.unit,
            figure.power,
            figure.label,
            figure.location,
        )
        wanted.append(Wanted(figure, new))
    found = what_if(checked, wanted)
    return [
        Change(c.old, c.new.text, c.new.value, computed=True)
        for c in found.changes
        if c.new.value is not None and formula_at(grids, c.old.location)
    ]

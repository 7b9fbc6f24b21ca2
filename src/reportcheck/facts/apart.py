"""A figure of a sentence that should be a table's and is not: what speaks for it, in bits.

Two ways lead to the figure that is meant: the words name a row and a column, or the figure is a table's with one slip of the
pen. Either is weighed against chance: how many figures the tables hold, how many figures lie one slip away, how well the words
fit the cell, and how many other figures of the sentence stand in the same row or column.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal, TypeAlias

from reportcheck.facts.annex import Annex, Cell
from reportcheck.facts.equal import Held, claim, digits_of, usable
from reportcheck.facts.match import Meeting, figures_met, fit_cell, named
from reportcheck.facts.said import Said
from reportcheck.facts.units import agree
from reportcheck.judge import judge
from reportcheck.model import Judgement, Location, Relation
from reportcheck.prose.quantities import Quantity
from reportcheck.prose.slips import slips_of
from reportcheck.relate.slip import is_one_slip

__all__ = ["differing"]

_Level: TypeAlias = Literal["error", "warning", "silent"]
_ERRS, _WARNS, _WARNS_ALONE = 7.5, 4.5, 7.0
_LEADS = 1.5  # by how many bits the figure that is meant must lead any other
# What the fit of the words says, by tenths of it, and each of the first figures of the sentence in the same row or column:
# the logarithm of how much commoner it is at the figure that is meant than at others of the table.
_WORDS = (-4.0, -2.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.5, 4.5, 5.5, 5.5)
_MATES = (-1.6, 0.6, 2.3, 3.0)
_SPARSE = (0.0, 0.0, 1.6)  # what a slip says of so few digits: most pairs of them are one slip apart
_NAMED = 3.0  # beyond what it takes to tell the cell from all others
_STRANGE, _MOST_STRANGE = 0.25, 2.0  # a word of the figure's own part that the table does not know
_IMPLIED, _AGAIN, _OTHER_LINE, _UNCOUNTED = 0.9, 2.0, 4.0, 3.0
_UNTOLD = {"": 0.0, "before": 1.5, "here": 5.0}
_MOST_SLIPS = 400


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A figure of a table that may be meant, with what speaks for it."""

    cell: Cell
    weight: float
    slip: bool
    met: Meeting | None = None


def differing(
    annex: Annex,
    said: Sequence[Said],
    held: Mapping[int, Held],
    known: Collection[int],
    stated: Mapping[Location, Sequence[Relation]],
) -> list[Judgement]:
    """The figures of sentences that mean one figure of a table and differ from it; those too thin to tell are not firm.

    Args:
        held: what agrees, which says of a sentence that it tells of this table.
        known: figures whose value stands in a table, whatever it is called there.
        stated: the relations of sentences that hold, by the places of their figures.
    """
    near: dict[int, list[Held]] = defaultdict(list)
    counts: dict[int, frozenset[str]] = defaultdict(frozenset)  # by the number of the table
    for mate in held.values():
        near[mate.said.place[0]].append(mate)
        counts[mate.cell.sheet.number] |= annex.names(" ".join(mate.said.quantity.noun[:3]))
    taken = {id(h.cell) for h in held.values()}
    out = []
    for one in said:
        q = one.quantity
        if q.order in known or not usable(q) or q.approximate or q.per:
            continue
        mates = near[q.par]
        candidates = _candidates(annex, one, mates, taken, counts)
        if q.prior:
            candidates = [c for c in candidates if c.cell.row.earlier or c.cell.column.earlier]
        if not candidates:
            continue
        best, *others = sorted(candidates, key=lambda c: -c.weight)
        if any(o.cell.value != best.cell.value and o.weight > best.weight - _LEADS for o in others):
            continue
        judgement = judge(claim(q, best.cell))
        if judgement.outcome != "fails":
            continue
        borne = any(_breaks(relation, q, best.cell) for relation in stated.get(q.figure.location, ()))
        level = _loudness(one, best, mates, again=id(best.cell) in taken, borne=borne)
        if level == "silent" and best.met is None:
            continue
        relation = replace(judgement.relation, firm=level != "silent", certain=level == "error")
        out.append(replace(judgement, relation=relation))
    return out


def _candidates(
    annex: Annex, one: Said, mates: Sequence[Held], taken: Collection[int], counts: Mapping[int, Collection[str]]
) -> list[_Candidate]:
    q = one.quantity
    out: dict[int, _Candidate] = {}
    for met in figures_met(annex, one, counts):
        if agree(q, met.cell.family):
            words = math.log2(len(annex) + 1) + _NAMED - min(_MOST_STRANGE, _STRANGE * met.strange)
            words -= (
                _IMPLIED * met.implied + _OTHER_LINE * met.elsewhere + _UNCOUNTED * met.uncounted + _UNTOLD[met.untold]
            )
            slip = _one_slip(q, met.cell)
            weight = words + _common(annex, one, met.cell, mates, taken, slip=slip)
            out[id(met.cell)] = _Candidate(met.cell, weight, slip, met)
    if digits_of(q) > 2 and not one.ordered:
        for cell in _one_slip_away(annex, q):
            fit = fit_cell(cell, one)
            if id(cell) in out or fit < 0:
                continue
            words = _WORDS[int(fit * 10)] - _OTHER_LINE * _of_another_line(cell, one)
            weight = words + _common(annex, one, cell, mates, taken, slip=True)
            out[id(cell)] = _Candidate(cell, weight, True)
    return list(out.values())


def _common(annex: Annex, one: Said, cell: Cell, mates: Sequence[Held], taken: Collection[int], *, slip: bool) -> float:
    """What a figure of a table and the figures around the one of the sentence say, whatever the words do."""
    beside = [h for h in mates if h.said.place == one.place and _beside(h.cell, cell)]
    count = len({h.cell.value for h in beside if digits_of(h.said.quantity) >= 2})
    weight = _MATES[min(count, len(_MATES) - 1)] - _AGAIN * (id(cell) in taken) - math.log2(len(annex) + 1)
    if not slip:
        return weight
    q = one.quantity
    digits = (digits_of(q) + _printed(q)) // 2  # zeros at the end say less than other digits, and more than nothing
    return weight + (_SPARSE[digits] if digits <= 2 else math.log2(10**digits / (20 * digits + 9)))


def _one_slip_away(annex: Annex, q: Quantity) -> Iterator[Cell]:
    """The figures of the tables that one slip makes of a figure of a sentence."""
    seen: set[int] = set()
    room, scale = float(q.step), 10.0**q.power
    for value in slips_of(q.value, q.figure.digits, wanted=lambda slip: annex.may_hold(slip * scale, room)):
        meant = value.scaleb(q.power)
        for cell in annex.between(meant - q.step, meant + q.step):
            if id(cell) not in seen and agree(q, cell.family) and _one_slip(q, cell):
                seen.add(id(cell))
                yield cell
            if len(seen) > _MOST_SLIPS:
                return


def _beside(cell: Cell, other: Cell) -> bool:
    """Whether two figures stand in one row or one column."""
    return cell.row is other.row or cell.column is other.column


def _of_another_line(cell: Cell, one: Said) -> bool:
    """Whether the words at the figure name another row, or another column, and not that of the cell."""
    return any(
        not named(mine, one) and any(named(other, one) for other in lines if other is not mine)
        for mine, lines in ((cell.row, cell.sheet.rows), (cell.column, cell.sheet.columns))
    )


def _loudness(said: Said, found: _Candidate, mates: Sequence[Held], *, again: bool, borne: bool) -> _Level:
    """How loudly a difference is told: by how sure it is which figure is meant, and whether one slip explains it."""
    q, met = said.quantity, found.met
    size = _printed(q)
    if found.slip:
        together = [h for h in mates if h.said.place == said.place and _beside(h.cell, found.cell)]
        if borne and (met is None or not together):
            return "silent"
        if found.weight < (_WARNS if met is not None or together else _WARNS_ALONE):
            return "silent"
        if met is None or met.implied or not met.clean or borne or again or size < 4:
            return "warning"
        return "error" if found.weight >= _ERRS else "warning"
    if met is None or not met.clean or borne or again or met.implied or met.strange or size < 3:
        return "silent"
    values = {h.cell.value for h in mates if h.said.place == said.place and _beside(h.cell, found.cell)}
    gap = abs(found.cell.value - q.scaled) / max(abs(found.cell.value), abs(q.scaled))
    return "warning" if len(values) >= 2 and gap < Decimal("0.3") else "silent"


def _breaks(relation: Relation, q: Quantity, cell: Cell) -> bool:
    """Whether a relation of the sentence that holds would not with the table's figure: then it bears out that of the sentence."""
    meant = replace(q.figure, value=cell.value.scaleb(-q.power))
    operands = tuple(replace(o, figure=meant) if o.figure == q.figure else o for o in relation.operands)
    return not judge(
        replace(relation, target=meant if relation.target == q.figure else relation.target, operands=operands)
    ).holds


def _printed(q: Quantity) -> int:
    """How many digits of a figure are printed."""
    return len(str(int(abs(q.value).scaleb(q.figure.digits))))


def _one_slip(q: Quantity, cell: Cell) -> bool:
    """Whether the figure of the sentence is the table's with one slip, as many digits as are printed compared."""
    digits = q.figure.digits
    meant = cell.value.scaleb(digits - q.power)
    printed = q.value.scaleb(digits)
    whole = {int(meant.to_integral_value(ROUND_HALF_UP)), int(meant)}  # rounded, or cut off
    return any(is_one_slip(int(printed), one) for one in whole)

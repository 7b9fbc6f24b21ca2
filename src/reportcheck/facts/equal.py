"""A figure of a sentence and the figure of a table that state the same fact: first what agrees, then what should and does not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from reportcheck.facts.annex import Annex, Cell
from reportcheck.facts.match import Meeting, figures_met, fit_cell
from reportcheck.facts.said import Said
from reportcheck.facts.units import agree
from reportcheck.judge import judge
from reportcheck.model import Figure, Judgement, Location, Operand, Relation
from reportcheck.prose.quantities import Quantity
from reportcheck.relate.slip import is_one_slip

__all__ = ["RULE", "Held", "agreeing", "claim", "differing", "figures_of"]

RULE = "RC510"
_ROOM = Decimal("0.006")  # how far, in shares of a figure, a table's coarser figure may lie from it
_MOST_TRIED = 400  # figures of about one value that are weighed
# How well the words must fit a figure of equal value, by its digits: an equal long figure hardly needs words.
_NEEDED = {1: 0.8, 2: 0.62, 3: 0.42, 4: 0.25}
_NEEDED_LONG = 0.12


@dataclass(frozen=True, slots=True)
class Held:
    """A figure of a sentence that a table states too."""

    said: Said
    cell: Cell
    judgement: Judgement
    fit: float


def figures_of(cell: Cell) -> list[Figure]:
    """The printed figures of a cell, or of the cells that it sums."""
    figures = [cell.sheet.view.figure(r, c) for r, c in cell.places]
    if not cell.sheet.file:
        return figures
    return [replace(f, location=replace(f.location, file=cell.sheet.file)) for f in figures]


def claim(q: Quantity, cell: Cell) -> Relation:
    """The relation that ties a figure of a sentence to a table's; of several cells, to their sum."""
    figures = figures_of(cell)
    kind: Literal["equality", "sum"] = "equality" if len(figures) == 1 else "sum"
    return Relation(kind, q.figure, tuple(Operand(f) for f in figures), "stated", RULE)


def digits_of(q: Quantity) -> int:
    """How many digits of a figure say something: 3 of 12.300, 1 of 5 %."""
    return max(1, len(q.value.normalize().as_tuple().digits))


def usable(q: Quantity) -> bool:
    """Whether a quantity may state what a table states: no change, no aim, no rank."""
    return q.family not in ("pp", "rank") and not q.change and not q.target and bool(q.value)


def agreeing(annex: Annex, said: Iterable[Said]) -> tuple[dict[int, Held], set[int]]:
    """The figures of sentences that a table states too, by their order; and all whose value stands somewhere in a table."""
    held: dict[int, Held] = {}
    known: set[int] = set()
    for one in said:
        q = one.quantity
        if not usable(q):
            continue
        best: Held | None = None
        for tried, cell in enumerate(_near_value(annex, q)):
            if tried >= _MOST_TRIED:
                break
            if not agree(q, cell.family) or abs(cell.value - q.scaled) > cell.step + q.step:
                continue
            judgement = judge(claim(q, cell))
            if not judgement.holds:
                continue
            known.add(q.order)
            fit = fit_cell(cell, one) - (0.05 if len(cell.places) > 1 else 0)
            if fit >= _NEEDED.get(digits_of(q), _NEEDED_LONG) and (best is None or fit > best.fit):
                best = Held(one, cell, judgement, fit)
        if best is not None:
            held[q.order] = best
    return held, known


def _near_value(annex: Annex, q: Quantity) -> Iterable[Cell]:
    room = max(q.step, abs(q.scaled) * _ROOM) if q.figure.rounded or q.approximate else q.step
    cells = annex.between(q.scaled - room, q.scaled + room)
    return (
        cells if not (q.figure.rounded or q.approximate) else sorted(cells, key=lambda cell: abs(cell.value - q.scaled))
    )


# -- what should agree and does not ------------------------------------------------------


def differing(
    annex: Annex, said: Sequence[Said], held: dict[int, Held], known: set[int], summed: set[Location]
) -> list[Judgement]:
    """The figures of sentences that name one figure of a table and differ from it; those too thin to tell are not firm.

    Args:
        held: what agrees, which says of a sentence that it tells of this table.
        known: figures whose value stands in a table, whatever it is called there.
        summed: the places of figures that hold in a relation of their own sentence.
    """
    near: dict[tuple[int, int], list[Held]] = defaultdict(list)
    for mate in held.values():
        near[mate.said.place[0], mate.cell.sheet.number].append(mate)
    taken = {id(h.cell) for h in held.values()}
    out = []
    for one in said:
        q = one.quantity
        if q.order in known or not usable(q) or q.prior or q.approximate or q.per:
            continue
        found = [m for m in figures_met(annex, one) if agree(q, m.cell.family)]
        if not found:
            continue
        found.sort(key=lambda m: -m.score)
        best = found[0]
        if any(m.cell.value != best.cell.value and m.score > 0.7 * best.score for m in found[1:]):
            continue
        judgement = judge(claim(q, best.cell))
        if judgement.outcome != "fails":
            continue
        mates = [h for h in near[q.par, best.cell.sheet.number] if _beside(h.cell, best.cell)]
        again = id(best.cell) in taken
        level = _loudness(one, best, mates, again=again, summed=q.figure.location in summed)
        relation = replace(judgement.relation, firm=level != "silent", certain=level == "error")
        out.append(replace(judgement, relation=relation))
    return out


def _beside(cell: Cell, other: Cell) -> bool:
    """Whether two figures stand in one row or one column."""
    return cell.row is other.row or cell.column is other.column


def _loudness(
    said: Said, found: Meeting, mates: Sequence[Held], *, again: bool, summed: bool
) -> Literal["error", "warning", "silent"]:
    """How loudly a difference is told: by how sure it is which figure is meant, and whether one slip explains it."""
    q, cell = said.quantity, found.cell
    if not found.clean:
        return "silent"
    slip = _one_slip(q, cell)
    size = len(str(int(q.value.scaleb(q.figure.digits))))
    support = len({h.cell.value for h in mates if digits_of(h.said.quantity) >= 2})
    together = len({h.cell.value for h in mates if h.said.place == said.place and digits_of(h.said.quantity) >= 2})
    sure = found.strange <= 3 and not found.implied and not again
    if slip and size >= 4 and found.strange <= 12:
        if summed:
            return "warning" if support else "silent"
        return (
            "error" if (sure and (support or found.strange == 0)) or (support >= 2 and not found.implied) else "warning"
        )
    if summed:
        return "silent"
    if slip and size == 3 and found.strange <= 6:
        if found.implied:
            return "warning" if support else "silent"
        return "error" if sure and together >= 2 else "warning" if sure or support else "silent"
    if slip and size <= 2:
        return "warning" if sure and together and found.strange <= 2 else "silent"
    gap = abs(cell.value - q.scaled) / max(abs(cell.value), abs(q.scaled))
    if size >= 3 and sure and found.strange == 0 and together >= 2 and gap < Decimal("0.3"):
        return "warning"
    return "silent"


def _one_slip(q: Quantity, cell: Cell) -> bool:
    """Whether the figure of the sentence is the table's with one slip, as many digits as are printed compared."""
    digits = q.figure.digits
    meant = cell.value.scaleb(digits - q.power)
    printed = q.value.scaleb(digits)
    whole = {int(meant.to_integral_value(ROUND_HALF_UP)), int(meant)}  # rounded, or cut off
    return any(is_one_slip(int(printed), one) for one in whole)

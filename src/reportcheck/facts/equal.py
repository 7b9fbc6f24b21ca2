"""A figure of a sentence and the figure of a table that state the same fact, where both agree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from reportcheck.facts.annex import Annex, Cell
from reportcheck.facts.match import fit_cell
from reportcheck.facts.said import Said
from reportcheck.facts.units import agree
from reportcheck.judge import judge
from reportcheck.model import Figure, Judgement, Operand, Relation
from reportcheck.prose.quantities import Quantity

__all__ = ["RULE", "Held", "agreeing", "claim", "digits_of", "figures_of", "usable"]

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

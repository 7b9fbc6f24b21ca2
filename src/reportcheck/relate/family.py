"""One identity over parallel lanes: the unit in which claims are made and settled.

A :class:`Line` is a row or column of a table (or one cell of any table); a :class:`Family` ties lines, and each *lane*
across them is one relation. Figures are made only for the lanes that somebody wants to see.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal, TypeAlias

from reportcheck.extract import TableView
from reportcheck.labels import unit_power
from reportcheck.model import Figure, Kind, Operand, Origin, Relation, Role

__all__ = ["Axis", "Family", "Line", "Part", "family_key"]

Axis: TypeAlias = Literal["column", "row", "cell"]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of figures. Lanes cross a ``column`` at body rows, a ``row`` at columns, and a ``cell`` always at itself.

    ``index`` is the column, the body row, or for a cell the body row with the column in ``cell_column``. ``places`` are
    the decimals that the figures are good for, where more is known than the printed digits say: those of ``ROUND``, or of
    a cell that shows all that it stores. ``step`` is more than 1 where all figures of the table are multiples of it (5, 10,
    1000 …), so that it is what they were rounded to.
    """

    view: TableView
    axis: Axis
    index: int
    cell_column: int = 0
    rounded: bool = False
    measure: str = ""
    places: int | None = None
    step: int = 1

    def place(self, lane: int) -> tuple[int, int]:
        """Body row and column (from 0) of a lane."""
        if self.axis == "column":
            return lane, self.index
        if self.axis == "row":
            return self.index, lane
        return self.index, self.cell_column

    def values(self, lanes: Sequence[int]) -> list[int | Decimal | None]:
        """The plain value at each lane; None where there is none or where words qualify it."""
        if self.axis == "column":
            column = self.view.column(self.index)
            if column.whole:
                return [column.values[i] for i in lanes]
            return [None if column.states[i] > 1 else column.values[i] for i in lanes]
        if self.axis == "row":
            row, crossed = self.index, [self.view.column(c) for c in lanes]
            return [None if column.states[row] > 1 else column.values[row] for column in crossed]
        out: list[int | Decimal | None] = []
        for lane in lanes:
            r, c = self.place(lane)
            column = self.view.column(c)
            out.append(None if column.states[r] > 1 else column.values[r])
        return out

    def digits(self, lanes: Sequence[int]) -> list[int]:
        """Decimals shown at each lane, or that its figures are good for."""
        if self.places is not None:
            return [self.places] * len(lanes)
        return [self.view.column(c).digits[r] for r, c in map(self.place, lanes)]

    @property
    def power(self) -> int:
        """The power of ten of the line's unit; that of a row, else of the table, for a row, whose lanes share their columns."""
        if self.axis == "row":
            return unit_power(self.view.row_unit(self.index) or self.view.table.unit)
        return unit_power(self.view.unit_of(self.index if self.axis == "column" else self.cell_column))

    def state(self, lane: int) -> int:
        """What stands at a lane: one of the states of :class:`~reportcheck.extract.Column`."""
        r, c = self.place(lane)
        return self.view.column(c).states[r]

    def figure(self, lane: int) -> Figure:
        r, c = self.place(lane)
        figure = self.view.figure(r, c, rounded=self.rounded, measure=self.measure)
        if figure.value is None:
            return figure
        if self.step > 1 and figure.value % self.step == 0:
            return replace(figure, step=Decimal(self.step), rounded=True)
        if self.places is None:
            return figure
        return replace(figure, digits=self.places, rounded=True)


@dataclass(frozen=True, slots=True)
class Part:
    """A line on the right side of a claim."""

    line: Line
    sign: int = 1
    role: Role = "term"


@dataclass(slots=True)
class Family:
    """The same claim in many lanes. The fields are those of :class:`~reportcheck.model.Relation`, and for what was discovered:

    may_fail: the only lanes in which a failure is told; None where all are.
    doubtful: lanes whose failure is a question, not an error.
    """

    kind: Kind
    target: Line
    parts: tuple[Part, ...]
    lanes: Sequence[int]
    origin: Origin
    rule: str
    compare: str = "="
    factor: Decimal = Decimal(1)
    divisor: Decimal = Decimal(1)
    offset: Decimal = Decimal(0)
    constants: tuple[str, ...] = ()
    support: str = ""
    firm: bool = True
    name: str = ""
    form: str = ""
    basis: str = ""
    scaling: str = ""
    raw: bool = False
    may_fail: frozenset[int] | None = None
    doubtful: frozenset[int] = frozenset()
    odd: tuple[str, ...] = ()
    typed: bool = False

    @property
    def is_linear(self) -> bool:
        return (
            self.factor == 1
            and self.divisor == 1
            and self.offset == 0
            and self.compare == "="
            and all(p.role == "term" for p in self.parts)
        )

    def relation(self, lane: int) -> Relation:
        """The relation of one lane, with its figures."""
        return Relation(
            kind=self.kind,
            target=self.target.figure(lane),
            operands=tuple(Operand(p.line.figure(lane), p.sign, p.role) for p in self.parts),
            origin=self.origin,
            rule=self.rule,
            compare=self.compare,
            factor=self.factor,
            divisor=self.divisor,
            offset=self.offset,
            constants=self.constants,
            support=self.support,
            firm=self.firm,
            name=self.name,
            form=self.form,
            basis=self.basis,
            scaling=self.scaling,
            raw=self.raw,
            certain=lane not in self.doubtful,
            odd=self.odd,
            typed=self.typed,
        )


def family_key(family: Family) -> tuple[object, ...]:
    """What a family ties to what: equal for the same claim, whoever makes it."""
    parts = frozenset((p.line.index, p.sign, p.role) for p in family.parts)
    return id(family.target.view), family.target.axis, family.target.index, parts

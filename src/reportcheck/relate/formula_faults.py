"""What the formulas around a cell say about it: formulas that are wrong themselves, though their stored values are right.

Each fault is a claim over the cells that ought to count, judged like any other; it is told where the figures differ.

``RC110``  a ``SUM`` that leaves out a figure of its block: a row short, a row skipped, another range than its neighbours'
``RC111``  a ``SUM`` over parts and their own subtotal
``RC807``  a figure typed where the neighbours have a formula
``RC808``  a formula of the same kind as its neighbours' that reads otherwise

A cell makes one claim at most, by its row or by its column. What people do on purpose makes none: totals of subtotals, the
first month without the month before, rows of percentages, a row that all sums of the table pass over.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reportcheck.extract import TableView
from reportcheck.model import Origin, cell_name
from reportcheck.relate.cell_formula import Cells, Maker
from reportcheck.relate.cells import Place
from reportcheck.relate.declared import Claims
from reportcheck.relate.family import Family, Line
from reportcheck.relate.formula_field import Cell, Field, Neighbours
from reportcheck.relate.functions import RANGE
from reportcheck.relate.relative import relative_form, translated
from reportcheck.relate.sum_ranges import Short, counted_twice, short_sum

__all__ = ["claim_faults"]

_MOST_CELLS = 500_000  # of the tables of a workbook
_EVIDENCE = 3  # neighbours that make a form the usual one


def claim_faults(views: Sequence[TableView], maker: Maker, claims: Claims) -> None:
    """Add the claims of all tables with formulas."""
    room = _MOST_CELLS
    for view in views:
        if not view.grid.formulas:
            continue
        room -= view.height * view.width
        if room < 0:
            claims.not_looked_at += 1
            continue
        field = Field(view)
        for family in _Faults(field, maker, claims).families():
            claims.families.append(family)


class _Faults:
    """Looks at each cell of one table beside its neighbours."""

    def __init__(self, field: Field, maker: Maker, claims: Claims) -> None:
        self.field = field
        self.view = field.view
        self.sheet = field.view.grid.name
        self.maker = maker
        self.claims = claims

    def families(self) -> Iterator[Family]:
        for cell in self.field.suspects():
            family = self._typed(cell) if cell not in self.field.forms else self._formula(cell)
            if family is not None:
                yield family

    def _claim(
        self, cell: Cell, formula: str, rule: str, origin: Origin, *, typed: bool = False, blanks: bool = False
    ) -> tuple[Family, Cells] | None:
        """The claim that a cell is what a formula, written for it, gives."""
        line = self.maker.book.line(Place(self.sheet, *cell))
        if line is None:
            return None
        made = self.maker.family(line, formula, self.sheet, origin=origin, rule=rule, typed=typed, blanks=blanks)
        if made is None:
            self.claims.not_looked_at += 1
            return None
        family, cells = made
        if not family.parts:
            return None
        # The relative form groups the claims of a row: one slip of the hand makes them all.
        name = f"={relative_form(formula, *cell).text}"
        doubtful = frozenset(family.lanes) if origin == "discovered" else frozenset()
        return replace(family, name=name, doubtful=doubtful), cells

    # -- formulas ------------------------------------------------------------------

    def _formula(self, cell: Cell) -> Family | None:
        if (twice := counted_twice(self.field, self.maker, cell)) is not None:
            return self._counted_twice(cell, twice)
        neighbours = self.field.neighbours(cell)
        usual = [n for n in neighbours if n.count >= _EVIDENCE and self._is_kin(cell, n)]
        if usual:
            return self._unlike(cell, max(usual, key=lambda n: (n.both_sides, n.count)))
        short = short_sum(self.field, cell)
        return None if short is None else self._short(cell, short)

    def _counted_twice(self, cell: Cell, subtotals: list[Cell]) -> Family | None:
        made = self._claim(cell, self.field.formula(cell), "RC111", "printed")
        if made is None or not made[0].is_linear:
            return None
        family = made[0]
        twice = set(subtotals)
        parts = tuple(p for p in family.parts if _place(p.line) not in twice)
        names = tuple(cell_name(*s) for s in subtotals)
        return replace(family, parts=parts, odd=names) if parts else None

    def _is_kin(self, cell: Cell, neighbours: Neighbours) -> bool:
        """Whether a formula is meant to be like its neighbours': it looks the same way, or is built the same."""
        own, usual = self.field.forms[cell], self.field.forms[neighbours.model]
        if not usual.references or own.text == usual.text:
            return False
        if self.field.is_explained(cell):
            return False
        if own.direction == usual.direction:
            return neighbours.both_sides or not (usual.across if neighbours.in_row else usual.down)
        across, down = own.across, own.down
        subtotal = (across and not down) if neighbours.in_row else (down and not across)
        return neighbours.both_sides and own.skeleton == usual.skeleton and not subtotal

    def _unlike(self, cell: Cell, neighbours: Neighbours) -> Family | None:
        """A formula that reads otherwise than its neighbours'."""
        formula = self._as_neighbours(cell, neighbours)
        if formula.replace("$", "").upper() == self.field.formula(cell).replace("$", "").upper():
            return None
        made = self._claim(cell, formula, "RC808", "discovered")
        own = self.maker.linear(self.field.formula(cell), self.sheet)
        usual = self.maker.linear(formula, self.sheet)
        if made is None or own is None or usual is None or not self.field.sum_of(cell) or own.offset or usual.offset:
            return None if made is None else made[0]
        counted = self._named(own.terms)
        left_out = [place for p in made[0].parts if (place := _place(p.line)) not in counted]
        if left_out and counted <= self._named(usual.terms):
            names = tuple(cell_name(*p) for p in left_out)
            return replace(made[0], rule="RC110", origin="printed", doubtful=frozenset(), odd=names)
        return made[0]

    def _named(self, terms: Sequence[tuple[int, str]]) -> set[Cell]:
        places = (p for _, name in terms for p in self.maker.book.cells(name.removeprefix(RANGE), self.sheet))
        return {(p.row, p.column) for p in places if p.sheet.casefold() == self.sheet.casefold()}

    def _short(self, cell: Cell, short: Short) -> Family | None:
        made = self._claim(cell, short.formula, "RC110", "printed" if short.is_sure else "discovered")
        if made is None or not made[0].is_linear:
            return None
        return replace(made[0], odd=tuple(cell_name(*place) for place in short.missing))

    def _as_neighbours(self, cell: Cell, neighbours: Neighbours) -> str:
        return translated(self.field.formula(neighbours.model), *neighbours.model, *cell)

    # -- typed figures ---------------------------------------------------------------

    def _typed(self, cell: Cell) -> Family | None:
        """A figure that somebody typed where its neighbours have a formula."""
        for neighbours in self.field.neighbours(cell):
            usual = self.field.forms[neighbours.model]
            if not usual.references or usual.skeleton == "#":
                continue  # a copy of the cell beside it, which a new figure ends
            family = self._typed_total(cell, neighbours) if neighbours.in_row else self._typed_row(cell, neighbours)
            if family is not None:
                return family
        return None

    def _typed_total(self, cell: Cell, neighbours: Neighbours) -> Family | None:
        """In a row whose other cells sum up their own columns."""
        usual, total = self.field.forms[neighbours.model], self.field.is_total(cell)
        if usual.across or not usual.down or self.field.measures_otherwise(cell, neighbours.model):
            return self._typed_along(cell, neighbours)
        if neighbours.count < _EVIDENCE and not total:
            return None
        sure = neighbours.count >= (2 if total else _EVIDENCE) and (neighbours.both_sides or total)
        made = self._claim(
            cell, self._as_neighbours(cell, neighbours), "RC807", "printed" if sure else "discovered", typed=True
        )
        if made is None or not made[0].is_linear or len(made[0].parts) < 2:
            return None
        figures = [p.line.values([0])[0] or 0 for p in made[0].parts]
        stated = made[0].target.values([0])[0]
        if stated is None or min(figures) <= stated <= max(figures):
            return None  # an average, a price, the last of a series
        if neighbours.count == 1 and not sum(figures) <= 2 * stated <= 4 * sum(figures):
            return None
        return made[0]

    def _typed_row(self, cell: Cell, neighbours: Neighbours) -> Family | None:
        """In a column whose other cells compute each row's figure."""
        usual = self.field.forms[neighbours.model]
        if usual.down or self.field.is_aside(cell) or not usual.across:
            return self._typed_along(cell, neighbours)
        if neighbours.count < (2 if neighbours.both_sides else _EVIDENCE):
            return None
        sure = neighbours.count >= _EVIDENCE
        made = self._claim(
            cell, self._as_neighbours(cell, neighbours), "RC807", "printed" if sure else "discovered", typed=True,
            blanks=True,
        )  # fmt: skip
        if made is None or (self.field.is_total(cell) and not made[0].is_linear):
            return None
        return made[0]

    def _typed_along(self, cell: Cell, neighbours: Neighbours) -> Family | None:
        """Among formulas that go on from cell to cell, or take their figures elsewhere: only within a firm run."""
        usual = self.field.forms[neighbours.model]
        along = usual.across if neighbours.in_row else usual.down
        if (
            self.field.is_aside(cell)
            or self.field.is_total(cell)
            or self.field.measures_otherwise(cell, neighbours.model)
        ):
            return None
        if neighbours.count < _EVIDENCE or not neighbours.both_sides or not (along or usual.sheets):
            return None
        made = self._claim(cell, self._as_neighbours(cell, neighbours), "RC807", "discovered", typed=True, blanks=True)
        return None if made is None else made[0]


def _place(line: Line) -> Cell:
    """A cell of a table as a cell of its sheet."""
    r, c = line.place(0)
    return line.view.top + r, line.view.left + c

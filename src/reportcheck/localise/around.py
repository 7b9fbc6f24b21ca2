"""The relations around what fails, gathered outward a few steps: what holds there vouches for its figures.

A cell with a formula is no figure of its own: its sum stands for it, so that a typed part is never thought confirmed by a
total that would follow any change. Relations of very many figures are taken with those of their figures that matter only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from reportcheck.extract import TableView
from reportcheck.localise.figures import Figures, key_of, tie_of
from reportcheck.localise.formulas import Formulas
from reportcheck.localise.ties import Sum, System, Tie
from reportcheck.model import Figure, Judgement, Location, Relation
from reportcheck.relate.family import Line
from reportcheck.settle import HOLDS, Settled

__all__ = ["Around", "Surroundings"]

_STEPS = 3  # a figure changed, one that must change with it, and one more
_MOST_TIES = 3000
_MANY = 300  # parts of a relation that are looked at one by one

Cell = tuple[str | None, int | None, int | None, int | None]


@dataclass(slots=True)
class Around:
    """What was gathered: a system, and what its figures and ties are in the report.

    Attributes:
        relations: that of each tie; None for those of which only some figures were taken.
        number: the tie of each failing judgement, by the identity of its relation.
        whole: nothing was left out, so that what is unique here is unique.
    """

    figures: Figures
    system: System
    relations: list[Relation | None]
    number: dict[int, int]
    formulas: Formulas
    whole: bool


@dataclass(slots=True)
class _Lines:
    """Where families lie: by the row or column that each of their lines is, or by its cell."""

    columns: dict[tuple[Hashable, int], list[tuple[Settled, Line]]] = field(default_factory=lambda: defaultdict(list))
    rows: dict[tuple[Hashable, int], list[tuple[Settled, Line]]] = field(default_factory=lambda: defaultdict(list))
    cells: dict[tuple[Hashable, int, int], list[tuple[Settled, Line]]] = field(
        default_factory=lambda: defaultdict(list)
    )


class Surroundings:
    """All relations of a document, to be found by their figures.

    Args:
        settled: the families of its tables.
        stated: the judgements of its sentences, and of sentences against tables.
        views: its tables.
    """

    def __init__(self, settled: Sequence[Settled], stated: Iterable[Judgement], views: Sequence[TableView]) -> None:
        self._lines = _Lines()
        self._positions: dict[int, dict[int, int]] = {}
        self._sheets: dict[Hashable, list[TableView]] = defaultdict(list)
        for view in views:
            if view.height:
                self._sheets[_sheet(view.location(0, 0))].append(view)
        raw = []
        for one in settled:
            if not one.family.firm:
                continue
            if one.family.raw:
                raw.append(one)
            else:
                self._enter(one)
        self.formulas = Formulas(raw)
        self._stated: dict[Hashable, list[Judgement]] = defaultdict(list)
        for judgement in stated:
            if judgement.relation.firm and (judgement.holds or judgement.outcome == "fails"):
                for figure in _figures(judgement.relation):
                    self._stated[key_of(figure)].append(judgement)

    def _enter(self, one: Settled) -> None:
        for line in (one.family.target, *(p.line for p in one.family.parts)):
            view = line.view
            if not view.height:
                continue
            sheet = _sheet(view.location(0, 0))
            if line.axis == "column":
                self._lines.columns[sheet, view.left + line.index].append((one, line))
            elif line.axis == "row":
                self._lines.rows[sheet, view.top + line.index].append((one, line))
            else:
                r, c = line.place(0)
                self._lines.cells[sheet, view.top + r, view.left + c].append((one, line))

    def gather(self, failing: Sequence[Judgement]) -> Around:
        """The system around some failing judgements."""
        gathering = _Gathering(self)
        for judgement in failing:
            gathering.add(judgement.relation)
        front = 0
        for _ in range(_STEPS):
            until = len(gathering.figures.printed)
            for number in range(front, until):
                if not gathering.widen(gathering.figures.printed[number]):
                    return gathering.done()
            front = until
        return gathering.done()

    def of(self, figure: Figure) -> Iterator[tuple[Settled, int, Line]]:
        """The families and lanes that a figure of a table takes part in, and as which line."""
        at = figure.location
        if at.row is None or at.column is None:
            return
        sheet = _sheet(at)
        for one, line in self._lines.columns.get((sheet, at.column), ()):
            if (lane := at.row - line.view.top) in self.positions(one):
                yield one, lane, line
        for one, line in self._lines.rows.get((sheet, at.row), ()):
            if (lane := at.column - line.view.left) in self.positions(one):
                yield one, lane, line
        for one, line in self._lines.cells.get((sheet, at.row, at.column), ()):
            for lane in one.family.lanes:
                yield one, lane, line

    def stated(self, figure: Figure) -> Sequence[Judgement]:
        """The judgements of sentences that a figure takes part in."""
        return self._stated.get(key_of(figure), ())

    def positions(self, one: Settled) -> dict[int, int]:
        """The place of each lane in a family."""
        known = self._positions.get(id(one))
        if known is None:
            known = self._positions[id(one)] = {lane: n for n, lane in enumerate(one.family.lanes)}
        return known

    def near(self, figure: Figure) -> list[Fraction]:
        """The figures beside one in its table."""
        at = figure.location
        if at.row is None or at.column is None:
            return []
        out: list[Fraction] = []
        for view in self._sheets.get(_sheet(at), ()):
            r, c = at.row - view.top, at.column - view.left
            if 0 <= r < view.height and 0 <= c < view.width:
                for row, column in ((r - 1, c), (r + 1, c), (r, c - 1), (r, c + 1)):
                    if 0 <= row < view.height and 0 <= column < view.width:
                        value = view.column(column).values[row]
                        if value is not None:
                            out.append(Fraction(value))
                break
        return out


def _sheet(at: Location) -> Hashable:
    return at.sheet, at.table


def _figures(relation: Relation) -> list[Figure]:
    return [relation.target, *(o.figure for o in relation.operands)]


class _Gathering:
    """A system in the making."""

    def __init__(self, surroundings: Surroundings) -> None:
        self._all = surroundings
        self.figures = Figures()
        self._ties: list[Tie] = []
        self._relations: list[Relation | None] = []
        self._number: dict[int, int] = {}
        self._seen: dict[Hashable, int] = {}
        self._taken: set[tuple[int, int]] = set()
        self._large: dict[tuple[int, int], dict[int, int]] = {}  # figures taken of a large relation, with their signs
        self._whole = True

    def add(self, relation: Relation) -> None:
        """Take in a relation with all its figures."""
        if id(relation) in self._number:
            return
        tie = tie_of(relation, self.figures)
        if tie is None:
            return
        for i in tie.figures:
            computed = self.figures.printed[i]
            if computed in self._all.formulas:
                for leaf, _ in (self._all.formulas.parts(computed) or {}).values():
                    self.figures.number(leaf)  # so that what is known of it is gathered as well
        self._number[id(relation)] = len(self._ties)
        key = (tuple(sorted(tie.terms.items())), tie.low, tie.high) if isinstance(tie, Sum) else None
        if key is not None:
            known = self._seen.setdefault(key, len(self._ties))
            if known != len(self._ties):  # the same claim from another side
                self._number[id(relation)] = known
                return
        self._ties.append(tie)
        self._relations.append(relation)

    def widen(self, figure: Figure) -> bool:
        """Take in the relations around a figure; False where there are too many."""
        for judgement in self._all.stated(figure):
            self.add(judgement.relation)
        for one, lane, line in self._all.of(figure):
            key = id(one), lane
            outcome = one.outcomes[self._all.positions(one)[lane]]
            if outcome not in HOLDS and outcome != "fails":
                continue
            if len(one.family.parts) > _MANY:
                self._take(one, lane, line, figure, key)
            elif key not in self._taken:
                self._taken.add(key)
                self.add(one.judged[lane].relation if lane in one.judged else one.family.relation(lane))
        if len(self._ties) > _MOST_TIES:
            self._whole = False
            return False
        return True

    def _take(self, one: Settled, lane: int, line: Line, figure: Figure, key: tuple[int, int]) -> None:
        """Remember one figure of a very large sum that holds exactly; of others nothing is known."""
        self._whole = False
        family = one.family
        number = self.figures.known(figure)
        if number is None or not family.is_linear or lane in one.judged:
            return
        sign = 1 if line is family.target else -next(p.sign for p in family.parts if p.line is line)
        self._large.setdefault(key, {})[number] = sign

    def done(self) -> Around:
        for taken in self._large.values():
            if any(self.figures.units[i] != self.figures.units[next(iter(taken))] for i in taken):
                continue
            total = sum(k * self.figures.values[i] for i, k in taken.items())
            self._ties.append(Sum(taken, total, total))
            self._relations.append(None)
        formulas = self._all.formulas
        ties = [formulas.expanded(tie, self.figures) for tie in self._ties]
        system = System(self.figures.values, ties)
        return Around(self.figures, system, self._relations, self._number, formulas, self._whole)

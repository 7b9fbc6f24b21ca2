"""Which relations a figure is in, looked up without writing out those of a large table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TypeAlias

from reportcheck.extract import TableView
from reportcheck.judge import judge
from reportcheck.model import Judgement, Location, Relation
from reportcheck.pipeline import Checked
from reportcheck.relate.family import Line
from reportcheck.settle import Settled

__all__ = ["Key", "Name", "Web", "key_of"]

Key: TypeAlias = tuple[object, ...]  # a place, however much else is known of it
Name: TypeAlias = tuple[int, int]  # of a relation: family and lane, or -1 and its number among the others


def key_of(place: Location) -> Key:
    """What two figures share that stand at the same place."""
    if place.row is not None and place.column is not None:
        return ("cell", place.sheet if place.table is None else place.table, place.row, place.column)
    return ("text", place.paragraph, place.note, place.start, place.offset)


class Web:
    """The firm relations of a judged document, found by the figures in them."""

    def __init__(self, checked: Checked) -> None:
        self.checked = checked
        self.settled = [s for s in checked.settled if s.family.firm]
        self._by_view: dict[int, list[int]] = defaultdict(list)
        for i, one in enumerate(self.settled):
            views = {id(line.view) for line in _lines(one)}
            for view in views:
                self._by_view[view].append(i)
        self.others: list[Judgement] = []
        if checked.sentences is not None:
            self.others = [j for j in (*checked.sentences.judgements, *checked.facts) if j.relation.firm]
        self._by_key: dict[Key, list[int]] = defaultdict(list)
        for i, judgement in enumerate(self.others):
            relation = judgement.relation
            for key in {key_of(f.location) for f in (relation.target, *(o.figure for o in relation.operands))}:
                self._by_key[key].append(i)
        self._lanes: dict[int, dict[int, int]] = {}

    def view_at(self, place: Location) -> tuple[TableView, int, int] | None:
        """The table in which a cell stands, with its body row and column."""
        if place.row is None or place.column is None:
            return None
        for view in self.checked.views:
            r, c = place.row - view.top, place.column - view.left
            if (view.grid.name or None) == place.sheet and 0 <= r < view.height and 0 <= c < view.width:
                return view, r, c
        return None

    def named(self, place: Location) -> Iterator[Name]:
        """The relations that hold the figure at a place, each once."""
        found = self.view_at(place)
        if found is not None:
            view, r, c = found
            for i in self._by_view[id(view)]:
                yield from ((i, lane) for lane in self._lanes_at(i, view, r, c))
        yield from ((-1, i) for i in self._by_key.get(key_of(place), ()))

    def _lanes_at(self, i: int, view: TableView, r: int, c: int) -> list[int]:
        """The lanes of a family that cross a cell."""
        lanes = self._lane_numbers(i)
        found: dict[int, None] = {}
        for line in _lines(self.settled[i]):
            if line.view is not view:
                continue
            if line.axis == "cell":
                if (line.index, line.cell_column) == (r, c):
                    found.update(dict.fromkeys(lanes))
                continue
            lane, own = (r, c) if line.axis == "column" else (c, r)
            if line.index == own and lane in lanes:
                found[lane] = None
        return list(found)

    def _lane_numbers(self, i: int) -> dict[int, int]:
        if i not in self._lanes:
            self._lanes[i] = {lane: n for n, lane in enumerate(self.settled[i].family.lanes)}
        return self._lanes[i]

    def relation(self, name: Name) -> Relation:
        family, lane = name
        return self.others[lane].relation if family < 0 else self.settled[family].family.relation(lane)

    def before(self, name: Name) -> Judgement:
        """The verdict on the report as it is."""
        family, lane = name
        if family < 0:
            return self.others[lane]
        one = self.settled[family]
        return one.judged[lane] if lane in one.judged else judge(one.family.relation(lane))


def _lines(one: Settled) -> list[Line]:
    return [one.family.target, *(part.line for part in one.family.parts)]

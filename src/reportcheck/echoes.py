"""A fault is told once, though every figure that follows from it is off as well.

A total whose stored value is stale makes the percentages below it fail; a figure changed without recalculation makes
the total of its row fail and that of its column; a ``SUM`` a row short makes a form's own total fail; a wrong part of a
printed formula breaks the total that nobody declared. One of them is told, the others are its echoes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from reportcheck.judge import judge
from reportcheck.model import Figure, Judgement, Location, Misprint
from reportcheck.relate.family import Line
from reportcheck.settle import HOLDS, Settled

__all__ = ["told_once", "without_contradicted"]

_STALE, _TEXT = "RC803", "RC802"
_RANGES = ("RC110", "RC111")


def without_contradicted(settled: Sequence[Settled]) -> tuple[list[Settled], int]:
    """What was settled without what the figures show of a cell whose own formula gives something else, and how much that is.

    Whether the formula is wrong is judged by the claims about formulas.
    """
    kept, withdrawn = list[Settled](), 0
    for one in settled:
        family, formulas = one.family, one.family.target.view.grid.formulas
        if family.origin == "discovered" and not family.raw and formulas and "fails" in one.outcomes:
            lanes = [
                (lane, outcome)
                for lane, outcome in zip(family.lanes, one.outcomes, strict=True)
                if outcome != "fails" or _absolute(family.target, lane) not in formulas
            ]
            withdrawn += len(one.outcomes) - len(lanes)
            judged = {lane: one.judged[lane] for lane, _ in lanes if lane in one.judged}
            one = Settled(replace(family, lanes=[lane for lane, _ in lanes]), [o for _, o in lanes], judged)
        if one.outcomes:
            kept.append(one)
    return kept, withdrawn


def _absolute(line: Line, lane: int) -> tuple[int, int]:
    r, c = line.place(lane)
    return line.view.top + r, line.view.left + c


def told_once(
    judgements: Sequence[Judgement], settled: Sequence[Settled], misprints: Sequence[Misprint] = ()
) -> list[Judgement]:
    """The judgements without those that only repeat a fault that others tell.

    Args:
        judgements: all that may be told.
        settled: every family of the document with its outcomes.
        misprints: the printed formulas that are wrong themselves.
    """
    told = _found_once(_formulas_once(judgements, settled), misprints, _is_loose)
    # Two statements of one fact name the fault more closely than a sum over many figures.
    return _found_once(told, (), lambda j: _is_loose(j) and j.relation.kind != "equality")


def _formulas_once(judgements: Sequence[Judgement], settled: Sequence[Settled]) -> list[Judgement]:
    """The judgements without those that only repeat a fault of a formula."""
    faults = [j for j in judgements if _fails(j) and j.relation.raw]
    if not faults:
        return list(judgements)
    texts = _text_claims(settled)
    stale = {j.relation.target.location: j for j in faults if j.relation.rule == _STALE}
    roots = [f for j in _roots(faults) if (f := _with_text(j, texts, stale)) is not None]
    faults = list(_grouped(roots))
    kept = {id(j.relation): j for j in faults}
    origins = _Sources(settled)
    out = []
    for judgement in judgements:
        if not _fails(judgement):
            out.append(judgement)
        elif judgement.relation.raw:
            found = kept.get(id(judgement.relation)) or next(
                (f for f in faults if f.relation.target is judgement.relation.target), None
            )
            if found is not None:
                out.append(found)
        elif not any(_repeats(judgement, fault, origins) for fault in faults):
            out.append(judgement)
    return out


def _fails(judgement: Judgement) -> bool:
    return judgement.outcome == "fails"


def _cells(figures: Iterable[Figure]) -> list[Location]:
    return [f.location for f in figures]


def _operands(judgement: Judgement) -> list[Location]:
    return _cells(o.figure for o in judgement.relation.operands)


def _roots(faults: list[Judgement]) -> list[Judgement]:
    """The faults that no other explains, found one after the other: what follows from one explains nothing itself."""
    while True:
        stale = {j.relation.target.location: j for j in faults if j.relation.rule == _STALE}
        sources = {j.relation.target.location: j for j in reversed(faults)} | stale
        left = [j for j in faults if not _follows(j, sources)]
        if len(left) in (0, len(faults)):
            return faults
        faults = left


def _follows(judgement: Judgement, sources: dict[Location, Judgement]) -> bool:
    """Whether a claim fails only because cells that it counts are at fault themselves."""
    relation, changed = judgement.relation, False
    operands = []
    for operand in relation.operands:
        source = sources.get(operand.figure.location)
        if source is not None and source is not judgement and source.computed is not None:
            operand = replace(operand, figure=replace(operand.figure, value=source.computed))
            changed = True
        operands.append(operand)
    return changed and judge(replace(relation, operands=tuple(operands))).holds


def _text_claims(settled: Sequence[Settled]) -> dict[Location, tuple[str, tuple[str, ...]]]:
    """For each sum over figures stored as text: how the claim that counts them came out, and the cells."""
    return {
        s.family.target.figure(0).location: (s.outcomes[0], s.family.odd)
        for s in settled
        if s.family.raw and s.family.rule == _TEXT
    }


def _with_text(
    judgement: Judgement, texts: dict[Location, tuple[str, tuple[str, ...]]], stale: dict[Location, Judgement]
) -> Judgement | None:
    """A sum over figures stored as text is told by the rule for those, or by its stale value, never by both."""
    place = judgement.relation.target.location
    if judgement.relation.rule == _TEXT:
        return None if place in stale else judgement
    if judgement.relation.rule == _STALE and place in texts:
        outcome, odd = texts[place]
        if outcome in HOLDS:  # the stored value counts the text, which no program would
            return replace(judgement, relation=replace(judgement.relation, rule=_TEXT, odd=odd))
    return judgement


def _grouped(faults: Sequence[Judgement]) -> Iterable[Judgement]:
    """Faults of one cause as one: the first, with the stated figures of the others."""
    groups: list[list[Judgement]] = []
    by_gap: dict[tuple[str, Decimal | None], list[list[Judgement]]] = defaultdict(list)
    for fault in faults:
        key = _cause(fault)
        if key is None:
            groups.append([fault])
            continue
        for group in by_gap[key]:
            if _same_cause(group[0], fault):
                group.append(fault)
                break
        else:
            group = [fault]
            by_gap[key].append(group)
            groups.append(group)
    for group in groups:
        yield replace(group[0], also=tuple(j.relation.target for j in group[1:])) if len(group) > 1 else group[0]


def _cause(fault: Judgement) -> tuple[str, Decimal | None] | None:
    """What faults of one cause have in common for certain; None for a fault that stands alone."""
    rule = fault.relation.rule
    if rule == _STALE:
        return rule, fault.gap
    return (rule + fault.relation.name, None) if rule in _RANGES else None


def _same_cause(first: Judgement, other: Judgement) -> bool:
    one, two = first.relation.target.location, other.relation.target.location
    if first.relation.rule in _RANGES:
        return one.sheet == two.sheet and (one.row == two.row or one.column == two.column)
    return bool(set(_operands(first)) & set(_operands(other)))


class _Sources:
    """Which cells a formula's value comes from, however many formulas lie between."""

    def __init__(self, settled: Sequence[Settled]) -> None:
        self._families = [s.family for s in settled if s.family.raw and s.family.rule == _STALE]
        self._parts: dict[Location, list[Location]] | None = None

    def reach(self, start: Iterable[Location], goal: Location) -> bool:
        """Whether a cell is among others, or among what they are computed from."""
        if self._parts is None:
            self._parts = {
                f.target.figure(0).location: [p.line.view.location(*p.line.place(0)) for p in f.parts]
                for f in self._families
            }
        waiting, seen = list(start), set[Location]()
        while waiting:
            place = waiting.pop()
            if place == goal:
                return True
            if place not in seen:
                seen.add(place)
                waiting += self._parts.get(place, ())
        return False


def _repeats(judgement: Judgement, fault: Judgement, origins: _Sources) -> bool:
    """Whether a claim fails by as much as a formula at fault that its figures come from."""
    if judgement.gap is None or fault.gap is None or abs(judgement.gap) != abs(fault.gap):
        return False
    figures = [judgement.relation.target.location, *_operands(judgement)]
    return origins.reach(figures, fault.relation.target.location)


# -- what nobody declared -------------------------------------------------------------


def _is_loose(judgement: Judgement) -> bool:
    """Whether only the other figures say that a claim should hold."""
    return judgement.relation.origin == "discovered" and not judgement.relation.raw


def _found_once(
    judgements: list[Judgement], misprints: Sequence[Misprint], is_loose: Callable[[Judgement], bool]
) -> list[Judgement]:
    """The judgements without failures of loose claims that a firmer claim, or a misprinted formula, tells already."""
    if not any(_fails(j) and is_loose(j) for j in judgements):
        return judgements
    by_cell: dict[Location, list[Judgement]] = defaultdict(list)
    for judgement in judgements:
        if _fails(judgement) and not is_loose(judgement):
            for place in dict.fromkeys((judgement.relation.target.location, *_operands(judgement))):
                by_cell[place].append(judgement)
    printed = [_lines(m.example, m.along) for m in misprints]
    more: dict[int, list[Figure]] = defaultdict(list)
    out = []
    for judgement in judgements:
        if _fails(judgement) and is_loose(judgement):
            if any(_lines(judgement, m.along) == lines for m, lines in zip(misprints, printed, strict=True)):
                continue
            fault = _firmer(judgement, by_cell)
            if fault is not None:
                if judgement.relation.target.location != fault.relation.target.location:
                    more[id(fault)].append(judgement.relation.target)
                continue
        out.append(judgement)
    return [replace(j, also=(*j.also, *more[id(j)])) if id(j) in more else j for j in out]


def _lines(judgement: Judgement, along: str) -> frozenset[tuple[str | None, int | None]]:
    """The columns (or rows) that a claim ties, where its lanes are rows (or columns)."""
    figures = (judgement.relation.target, *(o.figure for o in judgement.relation.operands))
    if len({f.location.row if along == "row" else f.location.column for f in figures}) > 1:
        return frozenset()
    return frozenset((f.location.sheet, f.location.column if along == "row" else f.location.row) for f in figures)


def _firmer(judgement: Judgement, by_cell: dict[Location, list[Judgement]]) -> Judgement | None:
    """A failure of a firmer claim that one change to one figure would mend together with this one."""
    for place in (judgement.relation.target.location, *_operands(judgement)):
        for fault in by_cell.get(place, ()):
            if _mends(fault, judgement, place) or _mends(judgement, fault, place):
                return fault
    return None


def _mends(fault: Judgement, other: Judgement, place: Location) -> bool:
    """Whether the change to one figure that mends a failing sum mends another claim too."""
    change = _change(fault, place)
    if change is None:
        return False
    relation = other.relation

    def mended(figure: Figure) -> Figure:
        if figure.location != place or figure.value is None:
            return figure
        return replace(figure, value=figure.value + change)

    operands = tuple(replace(o, figure=mended(o.figure)) for o in relation.operands)
    return judge(replace(relation, target=mended(relation.target), operands=operands)).holds


def _change(judgement: Judgement, place: Location) -> Decimal | None:
    """By how much a figure of a failing sum would have to change for it to hold; None where that is not plain."""
    relation, gap = judgement.relation, judgement.gap
    figures = (relation.target, *(o.figure for o in relation.operands))
    plain = relation.factor == relation.divisor == 1 and not relation.offset and relation.compare == "="
    if (
        gap is None
        or not plain
        or any(o.role != "term" for o in relation.operands)
        or len({f.power for f in figures}) > 1
    ):
        return None
    changes = [-gap] if relation.target.location == place else []
    changes += [o.sign * gap for o in relation.operands if o.figure.location == place]
    return changes[0] if len(changes) == 1 else None

"""What fails together, and the changes that mend it: from judgements to repairs, each put to the judge again."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from reportcheck.extract import TableView
from reportcheck.judge import judge
from reportcheck.localise.around import Around, Surroundings
from reportcheck.localise.figures import key_of
from reportcheck.localise.search import SURE, Answer, Change, localise
from reportcheck.localise.slips import Slip, is_strange, kind_of, likely
from reportcheck.localise.solve import Region
from reportcheck.localise.strips import UnsatisfiableError
from reportcheck.localise.ties import System
from reportcheck.model import Figure, Judgement, Relation
from reportcheck.settle import Settled

__all__ = ["Case", "Mend", "diagnose"]

_MOST_CASES = 200  # failing judgements that are searched
_MOST_TOGETHER = 60  # ties that fail together; where so many do, it is not one figure that is wrong
_MOST_REPAIRS = 8
_TYPED: tuple[Slip, ...] = ("digit", "swapped", "dropped", "added")


@dataclass(frozen=True, slots=True)
class Mend:
    """A figure and the value that mends.

    Attributes:
        figure, value: what stands there, and what should.
        slip: how the one became the other, as far as that shows.
        mends: the failing relations that then hold.
        breaks: relations that hold and then would not: what vouches for the figure as it stands.
        others: the figures that must change together with it.
        likely: hardly less likely than the likeliest.
    """

    figure: Figure
    value: Decimal
    slip: Slip
    mends: tuple[Relation, ...] = ()
    breaks: tuple[Relation, ...] = ()
    others: tuple[Figure, ...] = ()
    likely: bool = True


@dataclass(frozen=True, slots=True)
class Case:
    """Judgements that fail together.

    Attributes:
        judgements: those.
        repairs: ways to mend them all with as few figures as can be, the likeliest first.
        sure: the first is the answer.
        certain: of several changes those that are, where the others are not.
        further: single figures that would mend all, but for what they would break.
        vouching: relations that hold around the figures of the judgements.
        searched: the search came to its end.
        doubtful: any change would break more than it mends, so that rather a relation is not meant.
    """

    judgements: tuple[Judgement, ...]
    repairs: tuple[tuple[Mend, ...], ...] = ()
    sure: bool = False
    certain: tuple[Mend, ...] = ()
    further: tuple[Mend, ...] = ()
    vouching: tuple[Relation, ...] = ()
    searched: bool = True
    doubtful: bool = False


def diagnose(
    failing: Sequence[Judgement],
    settled: Sequence[Settled],
    stated: Iterable[Judgement],
    views: Sequence[TableView],
) -> list[Case]:
    """Group judgements that fail by their cause and find what mends them.

    Args:
        failing: the judgements to explain.
        settled: every family of the document with its outcomes.
        stated: every judgement of its sentences.
        views: its tables.

    Returns:
        one case for each group; judgements about formulas, and those whose figures are only approximate, are in none.
    """
    told = [j for j in failing if j.outcome == "fails" and not _is_formula(j.relation)][:_MOST_CASES]
    if not told:
        return []
    surroundings = Surroundings(settled, stated, views)
    around = surroundings.gather(told)
    return _Diagnosis(told, surroundings, around).cases()


def _is_formula(relation: Relation) -> bool:
    """Whether a relation is what the formula of a cell says."""
    return relation.raw and relation.origin != "stated"


class _Diagnosis:
    def __init__(self, told: Sequence[Judgement], surroundings: Surroundings, around: Around) -> None:
        self._told = told
        self._surroundings, self._around = surroundings, around
        self._system: System = around.system
        self._judgements: dict[int, list[Judgement]] = {}
        for judgement in told:
            tie = around.number.get(id(judgement.relation))
            if tie is not None and not self._system.holds(tie):
                self._judgements.setdefault(tie, []).append(judgement)

    def cases(self) -> list[Case]:
        answers = localise(self._system, self._failing, near=self._near)
        return [case for answer in answers if (case := self._case(answer)) is not None]

    @cached_property
    def _failing(self) -> list[int]:
        return self._system.failing()

    def _near(self, i: int) -> list[int]:
        figures = self._around.figures
        counted = [value / figures.units[i] for value in self._surroundings.near(figures.printed[i])]
        return [int(value) for value in counted if value.denominator == 1]

    def _case(self, answer: Answer) -> Case | None:
        judgements = tuple(j for t in answer.failing for j in self._judgements.get(t, ()))
        if not judgements:
            return None
        if not answer.searched or len(answer.failing) > _MOST_TOGETHER:
            return Case(judgements, searched=False)
        repairs, first = [], False
        for n, repair in enumerate(answer.repairs[:_MOST_REPAIRS]):
            likely_too = repair.weight * SURE >= answer.repairs[0].weight
            if any(is_strange(c.printed, c.meant) for c in repair.changes):
                continue
            if mends := self._mends(answer, repair.changes, likely_too):
                repairs.append(mends)
                first = first or not n
        riddle = any(self._is_riddle(c.figure) for c in (answer.repairs[0].changes if answer.repairs else ()))
        complete = self._around.whole or (bool(repairs) and len(repairs[0]) == 1)
        sure = answer.sure and first and complete and not riddle and self._is_earned(answer)
        sure = sure and not self._may_be_misreckoned(answer)
        further = () if sure else self._further(answer)
        return Case(
            judgements,
            tuple(repairs),
            sure,
            self._certain(answer, repairs) if first and not sure else (),
            further,
            self._vouching(answer),
            doubtful=not any(len(r) == 1 for r in repairs) and self._doubtful(answer, repairs),
        )

    def _certain(self, answer: Answer, repairs: Sequence[tuple[Mend, ...]]) -> tuple[Mend, ...]:
        """The changes that nearly all repairs make, slips of the pen that mend more than one relation each."""
        if not self._around.whole:
            return ()
        figures = {key_of(self._around.figures.printed[i]) for i in answer.certain if not self._is_riddle(i)}
        return tuple(m for m in repairs[0] if key_of(m.figure) in figures and m.slip != "other" and len(m.mends) > 1)

    def _is_earned(self, answer: Answer) -> bool:
        """Whether the best repair explains more than it takes for granted, and more than rounding would."""
        changes = answer.repairs[0].changes
        if len(changes) > len(answer.failing) and any(c.slip == "other" for c in changes):
            return False  # rather the relation is not meant
        if len(answer.failing) > len(changes):
            return True
        return not any(_may_be_rounded(j) for t in answer.failing for j in self._judgements.get(t, ()))

    def _may_be_misreckoned(self, answer: Answer) -> bool:
        """Whether a typed total of the only relation that fails may be off by one place: carrying goes wrong as easily as typing."""
        if len(answer.failing) != 1:
            return False
        relation = self._around.relations[answer.failing[0]]
        if relation is None or relation.kind != "sum" or self._around.formulas.parts(relation.target) is not None:
            return False
        total = self._around.figures.known(relation.target)
        return any(
            len(repair.changes) == 1
            and (change := repair.changes[0]).figure == total
            and len(str(abs(change.meant - change.printed)).rstrip("0")) == 1
            for repair in answer.repairs[1:]
        )

    def _is_riddle(self, i: int) -> bool:
        """Whether a figure is computed by a formula that is no sum: what is wrong may be below it."""
        return self._around.figures.printed[i] in self._around.formulas

    # -- repairs -------------------------------------------------------------------

    def _mends(self, answer: Answer, changes: Sequence[Change], likely_too: bool) -> tuple[Mend, ...]:
        """The changes in terms of the report; none where the judge does not agree that they mend."""
        figures = self._around.figures
        values = {c.figure: c.meant for c in changes}
        touched = {t for c in changes for t in self._system.of[c.figure]}
        if any(self._holds(t, values) is False for t in touched | set(answer.failing)):
            return ()
        printed = {c.figure: figures.printed[c.figure] for c in changes}
        return tuple(
            Mend(
                printed[c.figure],
                figures.value(c.figure, c.meant),
                c.slip,
                self._relations(t for t in answer.failing if c.figure in self._system.ties[t].figures),
                (),
                tuple(f for i, f in printed.items() if i != c.figure),
                likely_too,
            )
            for c in changes
        )

    def _relations(self, ties: Iterable[int]) -> tuple[Relation, ...]:
        return tuple(r for t in ties if (r := self._around.relations[t]) is not None)

    def _holds(self, tie: int, values: dict[int, int]) -> bool | None:
        """Whether the judge finds that a relation holds with other values; None for what is no relation of a few figures."""
        relation = self._around.relations[tie]
        if relation is None:
            return None
        changed = self._changed(relation, values)
        target = changed.get(key_of(relation.target), relation.target)
        operands = tuple(replace(o, figure=changed.get(key_of(o.figure), o.figure)) for o in relation.operands)
        return judge(replace(relation, target=target, operands=operands), blank_is_zero=True).holds

    def _changed(self, relation: Relation, values: dict[int, int]) -> dict[Hashable, Figure]:
        """The figures of a relation that change: those with new values, and those computed from them."""
        around = self._around
        out: dict[Hashable, Figure] = {}
        for figure in (relation.target, *(o.figure for o in relation.operands)):
            if figure.value is None:
                continue
            number = around.figures.known(figure)
            if number in values:
                assert number is not None
                out[key_of(figure)] = replace(figure, value=around.figures.value(number, values[number]))
            elif figure in around.formulas:
                value = figure.value
                for leaf, sign in (around.formulas.parts(figure) or {}).values():
                    below = around.figures.known(leaf)
                    if below is not None and below in values and leaf.value is not None:
                        value += sign * (around.figures.value(below, values[below]) - leaf.value)
                if value != figure.value:
                    out[key_of(figure)] = replace(figure, value=value)
        return out

    # -- what vouches --------------------------------------------------------------

    def _vouching(self, answer: Answer) -> tuple[Relation, ...]:
        """Relations that hold and say something of the figures of those that fail."""
        figures = {i for t in answer.failing for i in self._system.ties[t].figures}
        ties = sorted({t for i in figures for t in self._system.of[i]} - set(self._failing))
        return tuple(r for r in self._relations(ties) if r.compare == "=" and r.kind != "bound")

    def _alone(self, answer: Answer, figure: int) -> tuple[int, list[int]] | None:
        """The likeliest value of one figure that mends what fails, whatever else it breaks, and what it breaks."""
        try:
            region = Region(System(self._system.values, [self._system.ties[t] for t in answer.failing]), [figure])
        except UnsatisfiableError:
            return None
        for value, _ in likely(self._system.values[figure], *region.first())[:1]:
            broken = [
                t
                for t in self._system.of[figure]
                if t not in answer.failing and self._holds(t, {figure: value}) is not True
            ]
            return value, broken
        return None

    def _further(self, answer: Answer) -> tuple[Mend, ...]:
        """Single figures that one slip of the pen would explain, but that other relations vouch for."""
        common = set.intersection(*(set(self._system.ties[t].figures) for t in answer.failing))
        named = {c.figure for r in answer.repairs for c in r.changes}
        out = []
        for figure in sorted(common - named):
            alone = self._alone(answer, figure)
            if alone is None or self._is_riddle(figure):
                continue
            value, broken = alone
            slip = kind_of(self._system.values[figure], value)
            if slip in _TYPED and broken:
                figures = self._around.figures
                out.append(
                    Mend(
                        figures.printed[figure],
                        figures.value(figure, value),
                        slip,
                        self._relations(answer.failing),
                        self._relations(broken),
                    )
                )
        return tuple(out[:_MOST_REPAIRS])

    def _doubtful(self, answer: Answer, repairs: Sequence[Sequence[Mend]]) -> bool:
        """Whether each figure's change would break more relations than it mends, and no slips of the pen explain it."""
        if any(all(m.slip in _TYPED for m in repair) for repair in repairs):
            return False
        for t in answer.failing:
            for figure in self._system.ties[t].figures:
                mended = [u for u in answer.failing if figure in self._system.ties[u].figures]
                alone = self._alone(replace(answer, failing=tuple(mended)), figure)
                if alone is not None and len(alone[1]) <= len(mended):
                    return False
        return True


def _may_be_rounded(judgement: Judgement) -> bool:
    """Whether a sum that only the figures show is off by what rounding explains, of figures whose decimals are all 0."""
    relation = judgement.relation
    figures = [relation.target, *(o.figure for o in relation.operands)]
    known = [f.value for f in figures if f.value is not None]
    return (
        relation.origin == "discovered"
        and judgement.gap is not None
        and any(f.digits > 0 for f in figures)
        and all(v == v.to_integral_value() for v in known)
        and 2 * abs(judgement.gap) <= len(known)
    )

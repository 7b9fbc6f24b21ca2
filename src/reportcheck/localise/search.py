"""The fewest figures whose change makes all relations hold, every such choice of them, and which is likeliest.

This is error localisation after Fellegi and Holt, with intervals for rounded figures, and with abstention: a choice is
named only where no other choice of as few figures is nearly as likely. Each set of figures that does not do leaves a
contradiction among a few ties, and any larger set that does must hold a figure of those ties (Reiter's hitting sets), which
keeps the search near what fails however large the system is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from reportcheck.localise.slips import WHOLE, Slip, is_strange, kind_of, likely, weight_of
from reportcheck.localise.solve import Region
from reportcheck.localise.strips import UnsatisfiableError
from reportcheck.localise.ties import Changed, System

__all__ = ["SURE", "Answer", "Change", "Repair", "clusters", "localise"]

_MOST_FIGURES = 3  # changed at once, in one cluster
_MOST_REGIONS = 4000
SURE = 19  # the likeliest choice is named where it is 19 times as likely as all others of its size together
_TRIED = 4  # values of a figure that are tried where several figures change together

Near = Callable[[int], Sequence[int]]


@dataclass(frozen=True, slots=True)
class Change:
    """A figure and the value that mends, both in units of its last printed digit."""

    figure: int
    printed: int
    meant: int
    slip: Slip


@dataclass(frozen=True, slots=True)
class Repair:
    """Changes that together make every tie around them hold, and how likely they are."""

    changes: tuple[Change, ...]
    weight: int

    @property
    def figures(self) -> tuple[int, ...]:
        return tuple(c.figure for c in self.changes)


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known about ties that fail together.

    Attributes:
        failing: the ties.
        repairs: all of fewest figures, the likeliest first; none where not searched, or where none was found.
        sure: the first of them is the answer.
        certain: the figures that nearly all repairs by weight change, whatever else they do.
        searched: the search came to its end.
    """

    failing: tuple[int, ...]
    repairs: tuple[Repair, ...] = ()
    sure: bool = False
    certain: tuple[int, ...] = ()
    searched: bool = True


@dataclass(slots=True)
class _Budget:
    left: int = _MOST_REGIONS
    spent: int = field(default=0)

    def take(self) -> bool:
        self.spent += 1
        return self.spent <= self.left


def clusters(system: System, failing: Iterable[int]) -> list[tuple[int, ...]]:
    """Failing ties by what they share: figures in common, directly or through others."""
    groups: list[tuple[set[int], set[int]]] = []
    for t in failing:
        figures, ties = set(system.ties[t].figures), {t}
        apart = []
        for group in groups:
            if group[0].isdisjoint(figures):
                apart.append(group)
            else:
                figures |= group[0]
                ties |= group[1]
        groups = [*apart, (figures, ties)]
    return sorted(tuple(sorted(ties)) for _, ties in groups)


def localise(
    system: System,
    failing: Sequence[int] | None = None,
    *,
    near: Near | None = None,
    most: int = _MOST_FIGURES,
    budget: int = _MOST_REGIONS,
) -> list[Answer]:
    """The likeliest repairs of what fails, cluster by cluster.

    Args:
        system: figures and ties.
        failing: the ties that fail, where they are known.
        near: the figures beside one, in its own units; by default none.
        most: how many figures may change in one cluster.
        budget: how many choices of figures are looked at in one cluster before it is left unsearched.
    """
    known = system.failing() if failing is None else list(failing)
    beside: Near = near or (lambda _: ())
    answers, waiting = [], clusters(system, known)
    while waiting:
        cluster = waiting.pop(0)
        found = _smallest(system, cluster, most, _Budget(budget))
        if found is None:
            answers.append(Answer(cluster, searched=False))
            continue
        met = _met(cluster, found, waiting)
        if met:  # one of its repairs mends others too: together they may need no more figures
            together = tuple(sorted({t for other in (cluster, *met) for t in other}))
            both = _smallest(system, together, len(found[0].free), _Budget(budget))
            if both:
                cluster, found = together, both
                waiting = [other for other in waiting if other not in met]
        answers.append(_answer(system, cluster, found, beside))
    return answers


def _met(cluster: tuple[int, ...], found: Sequence[Region], others: Sequence[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """Other clusters with a failing tie that some repair of this one changes as well."""
    touched = {t for region in found for t in region.ties} - set(cluster)
    return [other for other in others if not touched.isdisjoint(other)]


def _answer(system: System, cluster: tuple[int, ...], found: Sequence[Region], near: Near) -> Answer:
    repairs = [r for region in found if (r := _valued(system, region, near)) is not None]
    repairs.sort(key=lambda r: (-r.weight, r.figures))
    total = sum(r.weight for r in repairs)
    sure = bool(repairs) and (SURE + 1) * repairs[0].weight >= SURE * total and _is_sound(repairs[0])
    certain = [
        c.figure
        for c in (repairs[0].changes if repairs else ())
        if (SURE + 1) * sum(r.weight for r in repairs if c in r.changes) >= SURE * total
        and not is_strange(c.printed, c.meant)
    ]
    return Answer(cluster, tuple(repairs), sure, tuple(certain))


def _is_sound(repair: Repair) -> bool:
    """Whether every figure would become one that can stand in its place."""
    return not any(is_strange(c.printed, c.meant) for c in repair.changes)


def _smallest(system: System, cluster: tuple[int, ...], most: int, budget: _Budget) -> list[Region] | None:
    """The regions of all smallest sets of figures that mend a cluster; None where the budget ended first."""
    figures = {t: frozenset(system.ties[t].figures) for t in cluster}
    shortest = min(figures.values(), key=lambda f: (len(f), sorted(f)))
    for size in range(1, most + 1):
        search = _Search(system, figures, size, budget)
        if not search.widen(frozenset(), shortest):
            return None
        if search.found:
            return [region for _, region in sorted(search.found.items(), key=lambda f: sorted(f[0]))]
    return []


@dataclass(slots=True)
class _Search:
    """All sets of one size that mend a cluster, none of fewer figures doing so."""

    system: System
    failing: dict[int, frozenset[int]]  # the figures of each tie that fails
    size: int
    budget: _Budget
    found: dict[frozenset[int], Region] = field(default_factory=dict)
    seen: set[frozenset[int]] = field(default_factory=set)

    def widen(self, chosen: frozenset[int], conflict: frozenset[int]) -> bool:
        """Try each further figure of which one must be among those changed; False where the budget ended."""
        left = self.size - len(chosen)
        unmet = [figures for figures in self.failing.values() if figures.isdisjoint(chosen)]
        further = frozenset.intersection(conflict, *unmet) if left == 1 else conflict
        if left > 1 and _apart(unmet) > left:
            return True
        for i in sorted(further - chosen):
            wider = chosen | {i}
            if wider in self.seen:
                continue
            self.seen.add(wider)
            if not self.budget.take():
                return False
            try:
                region = Region(self.system, sorted(wider), self.failing)
            except UnsatisfiableError as contradiction:
                if left > 1 and not self.widen(wider, _figures(self.system, contradiction.ties)):
                    return False
            else:
                self.found[wider] = region
        return True


def _apart(ties: Sequence[frozenset[int]]) -> int:
    """How many of some ties at least have no figure in common: each needs a change of its own."""
    taken: frozenset[int] = frozenset()
    count = 0
    for figures in sorted(ties, key=len):
        if figures.isdisjoint(taken):
            taken |= figures
            count += 1
    return count


def _figures(system: System, ties: Iterable[int]) -> frozenset[int]:
    return frozenset(i for t in ties for i in system.ties[t].figures)


def _valued(system: System, region: Region, near: Near) -> Repair | None:
    """The likeliest values of the figures of a region; None where it holds none."""
    free, values = region.free, system.values
    printed = [values[i] for i in free]
    beside = [tuple(near(i)) for i in free]
    if len(free) == 1:
        ranked = likely(printed[0], *region.first())
        points: list[tuple[tuple[int, ...], int]] = [((value,), weight) for value, weight in ranked]
    else:

        def choose(place: int, low: int | None, high: int | None) -> list[int]:
            return [value for value, _ in likely(printed[place], low, high)[:_TRIED]]

        points = [(point, _weight(printed, point)) for point in region.pick(choose)]
    points.sort(key=lambda p: -p[1])  # stable: of equally likely ones the first stays
    best, weight = next((p for p in points if _holds(system, region, p[0])), (None, 0))
    if best is None:
        return None
    changes = [_change(i, values[i], new, near) for i, new, near in zip(free, best, beside, strict=True)]
    if _are_exchanged(printed, best):
        changes = [Change(c.figure, c.printed, c.meant, "exchanged") for c in changes]
    return Repair(tuple(sorted(changes, key=lambda c: c.figure)), weight)


def _weight(printed: Sequence[int], meant: Sequence[int]) -> int:
    """The weight of several changes together; two figures typed into each other's place are one slip."""
    if _are_exchanged(printed, meant):
        return WHOLE // 2000
    weight = WHOLE
    for old, new in zip(printed, meant, strict=True):
        weight = weight * weight_of(old, new) // WHOLE
    return max(weight, 1)


def _are_exchanged(printed: Sequence[int], meant: Sequence[int]) -> bool:
    return len(printed) == 2 and printed[0] == meant[1] and printed[1] == meant[0]


def _holds(system: System, region: Region, point: tuple[int, ...]) -> bool:
    """Whether values make every tie around them hold."""
    values = Changed(system.values, dict(zip(region.free, point, strict=True)))
    return all(system.holds(t, values) for t in region.ties)


def _change(figure: int, printed: int, meant: int, near: Sequence[int]) -> Change:
    slip = kind_of(printed, meant)
    return Change(figure, printed, meant, "copied" if slip == "other" and printed in near else slip)

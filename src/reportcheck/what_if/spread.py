"""A change, followed through the relations that held: a total that changes changes what it is part of."""

from __future__ import annotations

import decimal
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from reportcheck.judge import judge, yielded
from reportcheck.model import Figure, Judgement, Location, Outcome, Relation
from reportcheck.pipeline import Checked
from reportcheck.what_if.places import Wanted, printed_like
from reportcheck.what_if.web import Key, Name, Web, key_of

__all__ = ["Change", "Consequences", "Turn", "what_if"]

_MOST_TURNS = 20  # of one figure: relations that chase each other end here


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that would have to be another, and the relation that says so (with the new figures)."""

    old: Figure
    new: Figure
    because: Relation


@dataclass(frozen=True, slots=True)
class Turn:
    """A relation with a figure that changes: its verdict on the report as it is, and after all changes."""

    before: Judgement
    after: Judgement

    @property
    def outcomes(self) -> tuple[Outcome, Outcome]:
        return self.before.outcome, self.after.outcome


@dataclass(frozen=True, slots=True)
class Consequences:
    """What would follow: the figures ``wanted``, the ``changes`` that they entail in order, every relation with one of them."""

    wanted: tuple[Wanted, ...]
    changes: tuple[Change, ...]
    turns: tuple[Turn, ...]
    places: tuple[Location, ...]


def what_if(checked: Checked, wanted: Sequence[Wanted]) -> Consequences:
    """Follow changes of figures through a judged document.

    A relation that held and no longer would moves its stated figure, at its printed precision, with the residue of rounding that it
    has now; one that states two figures equal moves the other. A figure that somebody set stays. What failed before moves nothing.
    """
    return _Spread(Web(checked), wanted, checked.document.language).result()


class _Spread:
    def __init__(self, web: Web, wanted: Sequence[Wanted], language: str) -> None:
        self.web, self.wanted, self.language = web, wanted, language
        self.values: dict[Key, Figure] = {key_of(w.figure.location): w.new for w in wanted}
        self.fixed = frozenset(self.values)
        self.movers: dict[Key, Name] = {}
        self.changes: dict[Key, Change] = {}
        self.turns: Counter[Key] = Counter()
        self.places: dict[Key, Location] = {key_of(w.figure.location): w.figure.location for w in wanted}
        self.queue = deque(self.places)

    def result(self) -> Consequences:
        while self.queue:
            key = self.queue.popleft()
            for name in self.web.named(self.places[key]):
                self._follow(key, name)
        names = dict.fromkeys(name for place in self.places.values() for name in self.web.named(place))
        turns = []
        for name in names:
            before = self.web.before(name)
            turns.append(Turn(before, _again(self._now(before.relation), before)))
        changes = [c for c in self.changes.values() if c.old.value != c.new.value]
        return Consequences(tuple(self.wanted), tuple(changes), tuple(turns), tuple(self.places.values()))

    def _follow(self, key: Key, name: Name) -> None:
        """Move what a relation says must move once the figure at ``key`` has changed."""
        before = self.web.before(name)
        relation = before.relation
        if not before.holds or relation.compare != "=":
            return
        now = self._now(relation)
        outcome = _again(now, before).outcome
        if outcome != "fails" and not (outcome == "truncation" and before.outcome != "truncation"):
            return  # a figure that was rounded is not cut off now
        moved, value = self._moved(key, relation, now, before)
        if moved is None or value is None:
            return
        place = key_of(moved.location)
        if place in self.fixed or self.movers.setdefault(place, name) != name or self.turns[place] >= _MOST_TURNS:
            return
        self.turns[place] += 1
        new = replace(moved, value=value, text=printed_like(moved, value, max(moved.digits, 0), self.language), mark="")
        self.values[place], self.places[place] = new, moved.location
        because = replace(now, target=new) if place == key_of(relation.target.location) else now
        self.changes[place] = Change(moved, new, because)
        self.queue.append(place)

    def _moved(
        self, key: Key, relation: Relation, now: Relation, before: Judgement
    ) -> tuple[Figure, Decimal | None] | tuple[None, None]:
        """The figure that a relation moves, as it is, and its new value."""
        if key_of(relation.target.location) != key:
            return relation.target, _stated(relation, now, before)
        plain = relation.kind == "equality" and len(relation.operands) == 1 and relation.factor == relation.divisor
        other = relation.operands[0].figure if plain and not relation.offset else None
        if other is None or other.power != relation.target.power or other.digits != relation.target.digits:
            return None, None
        return other, now.target.value

    def _now(self, relation: Relation) -> Relation:
        """The relation with the figures as they would be."""
        operands = tuple(replace(o, figure=self._figure(o.figure)) for o in relation.operands)
        return replace(relation, target=self._figure(relation.target), operands=operands)

    def _figure(self, figure: Figure) -> Figure:
        new = self.values.get(key_of(figure.location))
        if new is None:
            return figure
        return replace(
            figure, value=new.value, text=new.text, digits=max(figure.digits, new.digits), mark="", step=None
        )


def _again(relation: Relation, before: Judgement) -> Judgement:
    """The verdict, an empty part counted as 0 where it was before."""
    blank = any(o.figure.mark == "blank" for o in relation.operands)
    return judge(relation, blank_is_zero=blank and before.outcome != "undecided")


def _stated(relation: Relation, now: Relation, before: Judgement) -> Decimal | None:
    """What the stated figure would be: what the new figures yield, and what it differs by now where it is a sum of rounded ones."""
    was, yields = yielded(relation), yielded(now)
    if was is None or yields is None or relation.target.value is None:
        return None
    linear = all(o.role == "term" for o in relation.operands) and relation.divisor == 1
    if linear and before.outcome != "exact":
        yields += Fraction(relation.target.value) - was
    unit = Fraction(10) ** relation.target.digits
    cut = before.outcome == "truncation"
    with decimal.localcontext() as context:
        context.prec = 200
        scaled = abs(yields) * unit
        whole = (
            scaled.numerator // scaled.denominator
            if cut
            else (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
        )
        return Decimal(whole if yields >= 0 else -whole).scaleb(-relation.target.digits)

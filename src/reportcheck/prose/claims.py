"""What a place in a text may claim: rival readings, of which arithmetic chooses one and evidence decides how loudly.

A :class:`Site` is a place that claims something (a bracket behind a figure, "trong đó", bullets under a colon, "đạt …%").
It has one or more :class:`Claim` readings, each with a penalty: how far it departs from what the words say first.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import repeat
from typing import Literal, TypeAlias

from reportcheck.judge import judge
from reportcheck.model import Figure, Judgement, Kind, Operand, Relation, Role
from reportcheck.prose.quantities import Quantity
from reportcheck.prose.reach import Reach

__all__ = ["Claim", "Site", "Strength", "bits", "change_claim", "linear", "product_claim", "ratio_claim", "share_claim"]

Strength: TypeAlias = Literal["strong", "fair", "weak", "search"]


@dataclass(slots=True, eq=False)
class Claim:
    """One reading of a place: a relation over quantities.

    ``fixed``: the words name every figure, so that a failure can only be a wrong figure. ``bound``: parts may be missing,
    so that only parts above the whole are wrong. ``open``: a list that says itself that it is not complete; ``closed``: one that
    leaves nothing over.
    """

    stated: (
        Relation | tuple[int, ...]
    )  # of a plain sum the signs of its parts: most readings fall before more is asked for
    quantities: tuple[Quantity, ...]
    penalty: float = 0
    strength: Strength = "fair"
    fixed: bool = False
    open: bool = False
    cue: str = ""
    direction: bool = False
    closed: bool = False
    joined: bool = False  # the last item stands behind "và", so that no other follows
    agree: bool = False  # every part names what the total counts
    rows: tuple[int, ...] = ()  # the items that the parts of a sum stand in, so that its sister columns are known
    sisters: int = 0  # how many other columns of the same items hold
    linked: bool = False  # another sum that fails asks for the same other value of one of the figures
    copied: bool = False  # one of its figures stands a second time in the paragraph, so that it may be a neighbour's
    twice: bool = False  # one of its longer figures stands near it a second time, in the sum or not
    against_chance: float = 0  # bits by which a sum that a slip would mend is no chance, where no word tells of it
    backed: int = 0  # how many shares beside it hold over the same whole
    strange: int = 0  # how many shares beside it hold over nothing that is printed
    echoed: bool = False  # it would hold with what the text says elsewhere in place of a figure that is a slip apart
    handicap: float = 0  # what speaks against the reading in the figures themselves: a part above its total
    kind: Kind = field(init=False)
    _judgement: Judgement | None = None
    _off: Decimal | None = None
    _room: Decimal | None = None
    _reached: bool | None = None
    _key: tuple[object, ...] | None = None
    mendable: bool | None = None  # whether one slip mends it, once that was asked
    weights: tuple[float, float] | None = None  # what ``gate`` finds in a sum's figures, once that was asked

    def __post_init__(self) -> None:
        self.kind = self.stated.kind if isinstance(self.stated, Relation) else "sum"

    @property
    def relation(self) -> Relation:
        if not isinstance(self.stated, Relation):
            operands = _operands(zip(self.parts, self.stated, repeat("term")))
            self.stated = Relation("sum", self.target.figure, operands, "stated", "RC101")
        return self.stated

    @property
    def signs(self) -> tuple[int, ...]:
        """Of its parts: 1, or -1 where one is taken off."""
        return self.stated if isinstance(self.stated, tuple) else tuple(o.sign for o in self.stated.operands)

    @property
    def judgement(self) -> Judgement:
        if self._judgement is None:
            self._judgement = judge(self.relation)
        return self._judgement

    @property
    def off(self) -> Decimal:
        """By how much a sum misses its total, in units of one: more than nothing where the parts are too few."""
        if self._off is None:
            terms = zip(self.signs, self.parts, strict=True)
            offset = self.stated.offset if isinstance(self.stated, Relation) else Decimal(0)
            self._off = self.target.scaled - sum((sign * q.scaled for sign, q in terms), offset)
        return self._off

    @property
    def holds(self) -> bool:
        if self._judgement is None and (self.surely_fails() if self.kind == "sum" else self._out_of_reach()):
            return False
        return self.judgement.holds

    def _out_of_reach(self) -> bool:
        """Whether another relation misses by more than a unit of each figure's last place explains."""
        if self._reached is None:
            self._reached = Reach(self.relation).may_hold()
        return not self._reached

    def surely_fails(self) -> bool:
        """Whether a sum is off by more than the rounding of its figures: most readings are, and need no closer look."""
        if not self.off or any(q.vague for q in self.quantities):
            return False
        return abs(self.off) > self.room

    @property
    def room(self) -> Decimal:
        """Twice what rounding may move a sum: a figure printed more coarsely than another one was rounded, too."""
        if self._room is None:
            finest = min(q.step for q in self.quantities)
            rounded = sum((q.step for q in self.quantities if q.figure.rounded or q.step > finest), Decimal(0))
            self._room = rounded + sum((2 * q.step for q in self.quantities if q.vague), Decimal(0))
        return self._room

    @property
    def target(self) -> Quantity:
        return self.quantities[0]

    @property
    def parts(self) -> tuple[Quantity, ...]:
        return self.quantities[1:]

    @property
    def key(self) -> tuple[object, ...]:
        if self._key is None:
            self._key = self.kind, frozenset(q.order for q in self.quantities)
        return self._key


@dataclass(slots=True, eq=False)
class Site:
    """A place that claims something, with its rival readings."""

    claims: list[Claim] = field(default_factory=list)

    @property
    def best(self) -> Claim:
        if len(self.claims) == 1:
            return self.claims[0]
        return min(self.claims, key=lambda c: c.penalty + c.handicap)


def bits(claim: Claim) -> float:
    """How unlikely it is that a relation holds by chance: the digits of its target over the room that rounding leaves."""
    target = claim.target
    size, step = abs(target.scaled), target.step
    if claim.kind == "sum" and (isinstance(claim.stated, tuple) or claim.stated.offset == 0):
        step = max(q.step for q in claim.quantities) * (1 + sum(q.figure.rounded for q in claim.parts) // 2)
    ratio = float(size / step) if step else 1.0
    return math.log2(max(ratio, 1.0))


def _operands(parts: Iterable[tuple[Quantity, int, Role]]) -> tuple[Operand, ...]:
    return tuple(Operand(q.figure, sign, role) for q, sign, role in parts)


def linear(
    target: Quantity,
    terms: Sequence[tuple[Quantity, int]],
    *,
    kind: Kind = "sum",
    rule: str = "RC101",
    compare: str = "=",
    offset: Decimal = Decimal(0),
) -> tuple[Relation, tuple[Quantity, ...]]:
    """A sum, a difference or a bound; scales of money are reckoned with by ``judge``."""
    operands = _operands((q, sign, "term") for q, sign in terms)
    relation = Relation(kind, target.figure, operands, "stated", rule, compare=compare, offset=offset)
    return relation, (target, *(q for q, _ in terms))


def share_claim(share: Quantity, part: Quantity, whole: Quantity) -> tuple[Relation, tuple[Quantity, ...]]:
    """``share % = 100 · part / whole``."""
    factor = Decimal(100).scaleb(part.power - whole.power)
    relation = Relation(
        "share",
        share.figure,
        _operands([(part, 1, "term"), (whole, 1, "divisor")]),
        "stated",
        "RC201",
        factor=factor,
        raw=True,
        typed=True,
    )
    return relation, (share, part, whole)


def change_claim(
    stated: Quantity, new: Quantity | None, old: Quantity | None, moved: Quantity | None, up: int
) -> tuple[Relation, tuple[Quantity, ...]]:
    """A change in per cent: from two levels (``new``, ``old``), or from the amount ``moved`` over ``old``, or over ``new`` less it."""
    if moved is None:
        assert new is not None
        assert old is not None
        factor = Decimal(100 * up).scaleb(new.power - old.power)
        relation = Relation(
            "change",
            stated.figure,
            _operands([(new, 1, "term"), (old, 1, "divisor")]),
            "stated",
            "RC401",
            factor=factor,
            offset=Decimal(-100 * up),
            raw=True,
            typed=True,
        )
        return relation, (stated, new, old)
    if old is not None:
        factor = Decimal(100).scaleb(moved.power - old.power)
        operands = _operands([(moved, 1, "term"), (old, 1, "divisor")])
        relation = Relation("change", stated.figure, operands, "stated", "RC401", factor=factor, raw=True, typed=True)
        return relation, (stated, moved, old)
    assert new is not None
    operands = _operands([(moved, 1, "term"), (new, 1, "divisor"), (moved, -up, "divisor")])
    if moved.power != new.power:
        scaled = Figure(moved.figure.text, moved.value.scaleb(moved.power - new.power), moved.figure.digits - moved.power + new.power,
                        moved.figure.rounded, location=moved.figure.location, mark=moved.figure.mark)  # fmt: skip
        operands = (Operand(scaled), Operand(new.figure, 1, "divisor"), Operand(scaled, -up, "divisor"))
    relation = Relation("change", stated.figure, operands, "stated", "RC401", factor=Decimal(100), raw=True, typed=True)
    return relation, (stated, moved, new)


def ratio_claim(
    rate: Quantity, total: Quantity, per: Quantity | None, constant: Decimal = Decimal(1), words: str = ""
) -> tuple[Relation, tuple[Quantity, ...]]:
    """A rate: ``rate = total / per``, or over a number that is not printed."""
    factor = Decimal(1).scaleb(total.power - rate.power - (per.power if per is not None else 0))
    parts: list[tuple[Quantity, int, Role]] = [(total, 1, "term")]
    if per is not None:
        parts.append((per, 1, "divisor"))
    relation = Relation(
        "rate",
        replace(rate.figure, rounded=True),
        _operands(parts),
        "stated",
        "RC301",
        factor=factor,
        divisor=constant,
        constants=(words,) if words else (),
        raw=True,
        typed=True,
    )
    return relation, (rate, total) if per is None else (rate, total, per)


def product_claim(result: Quantity, factors: Sequence[Quantity]) -> tuple[Relation, tuple[Quantity, ...]]:
    """``result = factor × factor …``."""
    factor = Decimal(1).scaleb(sum(q.power for q in factors) - result.power)
    relation = Relation(
        "product",
        result.figure,
        _operands((q, 1, "factor") for q in factors),
        "stated",
        "RC302",
        factor=factor,
        raw=True,
        typed=True,
    )
    return relation, (result, *factors)

"""The slips that bounds leave out before exact reckoning: none of them would have mended a claim."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal

from reportcheck.judge import judge
from reportcheck.model import Figure, Operand, Relation
from reportcheck.prose.reach import Reach
from reportcheck.prose.slips import slips_of

SHAPES = [
    ("share", (("term", 1), ("divisor", 1)), 0),
    ("change", (("term", 1), ("divisor", 1)), -100),
    ("change", (("term", 1), ("divisor", 1), ("divisor", -1)), 0),
    ("product", (("factor", 1), ("factor", 1)), 0),
]


def _figure(chance: random.Random, digits: int) -> Figure:
    value = Decimal(chance.randint(1, 10 ** chance.randint(1, 5))).scaleb(-digits)
    return Figure(str(value), value, digits, rounded=chance.random() < 0.5)


def test_no_slip_that_mends_is_left_out() -> None:
    chance = random.Random(7)
    mended = left_out = 0
    for _ in range(150):
        kind, roles, offset = chance.choice(SHAPES)
        operands = tuple(Operand(_figure(chance, chance.choice((0, 0, 1))), sign, role) for role, sign in roles)
        target = _figure(chance, chance.choice((0, 1, 2)))
        factor = Decimal(1) if kind == "product" else Decimal(100)
        relation = Relation(
            kind, target, operands, "stated", "RC201", factor=factor, offset=Decimal(offset), raw=True, typed=True
        )
        reach = Reach(relation)
        for place, figure in enumerate((target, *(o.figure for o in operands))):
            assert figure.value is not None
            near = set(slips_of(figure.value, figure.digits, reach.within(figure)))
            for slip in slips_of(figure.value, figure.digits):
                other = replace(figure, value=slip)
                slipped = [replace(o, figure=other) if o.figure == figure else o for o in operands]
                rival = replace(relation, target=other if target == figure else target, operands=tuple(slipped))
                holds, may = judge(rival).holds, reach.may_hold(figure, slip)
                assert may or not holds, (rival, place)
                assert slip in near or not holds, (rival, place)
                mended, left_out = mended + holds, left_out + (not may)
    assert mended > 30
    assert left_out > 10_000

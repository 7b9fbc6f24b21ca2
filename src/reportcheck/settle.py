"""Families of claims → judgements, quickly: most lanes hold exactly, which plain integers show.

What is not settled by exact equality (or, for a share of two counts, by the printed digits) goes to ``judge``, one
relation at a time; nothing fails here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal, localcontext

from reportcheck.extract import BULK_ROWS
from reportcheck.judge import judge
from reportcheck.model import Judgement, Outcome
from reportcheck.relate.declared import Claims
from reportcheck.relate.family import Family

__all__ = ["HOLDS", "Settled", "choose", "settle", "settle_all"]

_MOST_TOLD = 1000  # failures of one family of very many lanes that are told; all are counted
HOLDS = ("exact", "rounding", "truncation")


@dataclass(slots=True)
class Settled:
    """A family with the outcome of each lane; ``judged`` holds the judgements of those that needed a closer look."""

    family: Family
    outcomes: list[Outcome] = field(default_factory=list)
    judged: dict[int, Judgement] = field(default_factory=dict)

    def judgements(self) -> Iterator[Judgement]:
        """The judgement of every lane, in order."""
        for lane in self.family.lanes:
            yield self.judged[lane] if lane in self.judged else judge(self.family.relation(lane))

    def loud(self) -> Iterator[Judgement]:
        """The judgements that may be worth telling: all but those that hold without remark."""
        for lane in self.family.lanes:
            if lane in self.judged:
                yield self.judged[lane]


def settle(family: Family, *, blank_is_zero: bool = False) -> Settled:
    """Decide every lane of a family."""
    settled = Settled(family)
    with localcontext() as context:
        context.prec = 200  # sums of printed figures are exact
        quick = _quick(family)
    for lane, outcome in zip(family.lanes, quick, strict=True):
        if outcome is None or (outcome == "fails" and len(settled.judged) < _MOST_TOLD):
            judgement = judge(family.relation(lane), blank_is_zero=blank_is_zero)
            settled.judged[lane] = judgement
            outcome = judgement.outcome
        settled.outcomes.append(outcome)
    return settled if family.may_fail is None else _as_meant(settled)


def _as_meant(settled: Settled) -> Settled:
    """Without the lanes of a discovered claim that fail and are not told: it does not mean them."""
    family = settled.family
    assert family.may_fail is not None
    kept = [
        (lane, outcome)
        for lane, outcome in zip(family.lanes, settled.outcomes, strict=True)
        if outcome != "fails" or lane in family.may_fail
    ]
    if len(kept) == len(family.lanes):
        return settled
    lanes = [lane for lane, _ in kept]
    judged = {lane: judgement for lane, judgement in settled.judged.items() if lane in set(lanes)}
    return Settled(replace(family, lanes=lanes), [outcome for _, outcome in kept], judged)


def choose(claims: Claims) -> list[Family]:
    """All families of a document's claims, of rival sets the one that most figures support."""
    families = list(claims.families)
    for rivals in claims.rivals:
        best, meant, most = rivals[0], list[Family](), -1
        for rival in rivals:
            candidates = choose(rival)
            if sum(len(f.lanes) for f in candidates) <= most:
                continue  # it cannot hold more often
            held = sum(map(_held, candidates))
            if held > most:
                best, meant, most = rival, candidates, held
        families += meant
        claims.not_looked_at += best.not_looked_at
    for group in claims.groups:
        candidates = choose(group)
        outcomes = [o for family in candidates for o in settle(family).outcomes if o != "undecided"]
        if 2 * sum(o in HOLDS for o in outcomes) > len(outcomes):
            families += candidates
    for family in claims.tentative:
        outcomes = [o for o in settle(family).outcomes if o != "undecided"]
        if 2 * sum(o in HOLDS for o in outcomes) > len(outcomes):
            families.append(family)
        else:
            claims.not_looked_at += len(outcomes)
    return families


def _held(family: Family) -> int:
    """How many lanes hold; of very many, those that quick arithmetic shows to."""
    if len(family.lanes) <= BULK_ROWS:
        return sum(outcome in HOLDS for outcome in settle(family).outcomes)
    with localcontext() as context:
        context.prec = 200  # sums of printed figures are exact
        return sum(outcome in HOLDS for outcome in _quick(family))


def settle_all(families: list[Family]) -> list[Settled]:
    """Decide all families of a document.

    Where an empty cell stands for 0 in a sum that holds, empty cells of the same table stand for 0 in those that do not.
    """
    settled = [settle(family) for family in families]
    zero_tables = {
        id(s.family.target.view)
        for s in settled
        for judgement in s.judged.values()
        if judgement.holds and judgement.relation.firm and _vouches_for_zero(judgement)
    }
    for s in settled:
        if id(s.family.target.view) not in zero_tables:
            continue
        for i, lane in enumerate(s.family.lanes):
            judgement = s.judged.get(lane)
            if judgement is not None and judgement.reason == "operand-blank":
                again = judge(judgement.relation, blank_is_zero=True)
                s.judged[lane], s.outcomes[i] = again, again.outcome
    return settled


def _vouches_for_zero(judgement: Judgement) -> bool:
    relation = judgement.relation
    filled = [o for o in relation.operands if o.figure.value]
    return (
        relation.kind in ("sum", "difference")
        and bool(relation.target.value)
        and len(filled) >= 2
        and any(o.figure.mark == "blank" for o in relation.operands)
    )


def _quick(family: Family) -> list[Outcome | None]:
    """Outcomes that exact arithmetic on whole values shows at once; None for all others."""
    lanes = family.lanes
    if len(lanes) > BULK_ROWS and (bulk := _quick_bulk(family)) is not None:
        return bulk
    if family.is_linear:
        return _quick_linear(family)
    if family.kind == "share" and family.compare == "=" and family.offset == 0 and family.divisor == 1:
        return _quick_share(family)
    return [None] * len(lanes)


def _quick_linear(family: Family) -> list[Outcome | None]:
    if not family.raw and len({line.power for line in (family.target, *(p.line for p in family.parts))}) > 1:
        return [None] * len(family.lanes)
    target = family.target.values(family.lanes)
    lines = [(p.sign, p.line.values(family.lanes)) for p in family.parts]
    outcomes: list[Outcome | None] = []
    for i, stated in enumerate(target):
        if stated is None:
            outcomes.append(None)
            continue
        total: int | Decimal = 0
        for sign, values in lines:
            value = values[i]
            if value is None:
                break
            total = total + value if sign > 0 else total - value
        else:
            outcomes.append("exact" if total == stated else None)
            continue
        outcomes.append(None)
    return outcomes


def _quick_share(family: Family) -> list[Outcome | None]:
    """Shares of whole counts: |factor · part − share · whole| against half a unit of the share's last digit."""
    if family.factor != int(family.factor):
        return [None] * len(family.lanes)
    factor, lanes = int(family.factor), family.lanes
    target, places = family.target.values(lanes), family.target.digits(lanes)
    parts = [(p.sign, p.role, p.line.values(lanes)) for p in family.parts]
    outcomes: list[Outcome | None] = []
    for i, stated in enumerate(target):
        part = whole = 0
        plain = stated is not None and all(isinstance(values[i], int) for _, _, values in parts)
        if not plain:
            outcomes.append(None)
            continue
        for sign, role, values in parts:
            value = values[i]
            assert isinstance(value, int)
            if role == "term":
                part += sign * value
            else:
                whole += value
        scale = 10 ** places[i]
        assert stated is not None
        digits = int(Decimal(stated).scaleb(places[i]))
        gap = abs(factor * part * scale - digits * whole)
        if whole <= 0:
            outcomes.append(None)
        else:
            outcomes.append("exact" if gap == 0 else "rounding" if 2 * gap <= whole else None)
    return outcomes


def _quick_bulk(family: Family) -> list[Outcome | None] | None:
    """The linear case on numpy arrays of scaled integers; None where a column is no plain numbers."""
    lines = [family.target, *(p.line for p in family.parts)]
    if not family.is_linear or any(line.axis != "column" for line in lines):
        return None
    arrays = [line.view.array(line.index) for line in lines]
    if any(a is None for a in arrays):
        return None
    import numpy as np

    plain = [a for a in arrays if a is not None]
    scale = max(digits for _, _, digits in plain)
    peak = sum(int(np.abs(values).max()) * 10 ** (scale - digits) for values, _, digits in plain)
    if peak >= 2**62:
        return None
    stated, blank, digits = plain[0]
    gap = stated * 10 ** (scale - digits)
    unclear = blank.copy()
    for (values, empty, digits), part in zip(plain[1:], family.parts, strict=True):
        gap = gap - part.sign * values * 10 ** (scale - digits)
        unclear |= empty
    holds = (gap == 0) & ~unclear
    fails = (gap != 0) & ~unclear if scale == 0 and not any(line.rounded for line in lines) else holds & False
    if len(family.lanes) != len(holds):
        chosen = np.array(family.lanes)
        holds, fails = holds[chosen], fails[chosen]
    return [
        "exact" if ok else "fails" if wrong else None for ok, wrong in zip(holds.tolist(), fails.tolist(), strict=True)
    ]

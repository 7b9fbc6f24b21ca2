"""How loudly a claim that fails is told: as an error, as a warning, or not at all.

Misread structure, not chance, is what makes false alarms in prose: a list that is not complete, a base that the sentence
does not name. So a failing claim is told where the words name every figure, where the parts already exceed their total,
or where one slip of the pen explains it and that is rare by chance.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Literal, TypeAlias

from reportcheck.judge import judge
from reportcheck.model import Relation
from reportcheck.prose.claims import Claim
from reportcheck.prose.slips import mendable

__all__ = ["Loudness", "loudness", "reversed_direction"]

Loudness: TypeAlias = Literal["error", "warning", "silent"]
_WEAKER: dict[Loudness, Loudness] = {"error": "warning", "warning": "silent", "silent": "silent"}


def loudness(claim: Claim) -> Loudness:
    """How loudly to tell that a claim fails."""
    if claim.judgement.outcome != "fails" or claim.judgement.gap is None:
        return "silent"
    if claim.relation.kind == "sum":
        level = _sum(claim)
    elif claim.relation.kind in ("share", "change"):
        level = _share(claim)
    elif claim.relation.kind == "difference":
        level = _difference(claim)
    elif claim.relation.kind == "bound":
        level = "warning" if claim.fixed and claim.target.scaled < 10 * claim.parts[0].scaled else "silent"
    elif claim.relation.kind == "count":
        level = "warning" if claim.fixed else "silent"
    elif claim.relation.kind in ("rate", "product"):
        level = _rate(claim)
    else:
        level = "silent"
    if any(q.approximate for q in claim.quantities) and not _plainly_off(claim):
        level = _WEAKER[level]
    return level


def _size(claim: Claim) -> Decimal:
    """The total over the coarsest printed step."""
    step = max((q.step for q in claim.quantities), default=Decimal(1))
    return abs(claim.target.scaled) / step if step else Decimal(0)


def _plainly_off(claim: Claim) -> bool:
    """Whether a failure is too large for "khoảng" or "gần" to excuse."""
    gap = claim.judgement.gap
    return gap is not None and claim.target.value != 0 and abs(gap / claim.target.value) > Decimal("0.05")


def _printed(claim: Claim) -> Decimal:
    """The target over its own last printed place."""
    return abs(claim.target.value).scaleb(claim.target.figure.digits)


def _rate(claim: Claim) -> Loudness:
    """Averages and products: near enough to be a slip; over a period, off by more than its length may leave open."""
    gap = claim.judgement.gap
    if not claim.fixed or claim.penalty >= 0.9 or gap is None or not claim.target.value:
        return "silent"
    share = abs(gap / claim.target.value)
    if claim.relation.constants:
        likely = share > (Decimal("0.08") if _printed(claim) >= 100 else Decimal("0.15"))
    elif claim.relation.kind == "product":
        likely = claim.penalty < 0.55 and _printed(claim) >= 10 and share < 12
    else:
        likely = _printed(claim) >= 100 or (_printed(claim) >= 10 and share < Decimal("0.5"))
    return "warning" if likely and mendable(claim) else "silent"


def _sum(claim: Claim) -> Loudness:
    gap, target = claim.judgement.gap, claim.target.value
    assert gap is not None
    if target == 0 or claim.penalty >= 2:
        return "silent"
    over = gap < 0 and not claim.target.change
    if claim.handicap and not (_size(claim) >= 100 and mendable(claim)):
        alone = claim.strength == "strong" and claim.penalty < 0.3 and claim.handicap <= 1
        return "warning" if alone and over and abs(gap / target) < 3 else "silent"
    share = abs(gap / target)
    size, strong = _size(claim), claim.strength == "strong"
    sure = claim.penalty < 1 and claim.strength in ("strong", "fair")
    if claim.open or not sure:
        if not (claim.strength != "weak" and claim.penalty < 0.5) and not (len(claim.parts) >= 3 and size >= 1000):
            return "silent"
        if claim.open and not over and claim.strength != "weak":
            return "silent"
        return "warning" if size >= 1000 and mendable(claim) else "silent"
    if (share > 3 or (over and share > Decimal("0.25") and not strong)) and not (size >= 1000 and mendable(claim)):
        return "silent"
    if size < 100:
        return (
            "warning"
            if (over and (strong or len(claim.parts) > 2 or share < Decimal("0.5")))
            or (strong and share < Decimal("0.15"))
            else "silent"
        )
    if size < 1000:
        return "warning" if over or share < Decimal("0.03") or mendable(claim) else "silent"
    if mendable(claim):
        return "error" if strong else "warning"
    return "warning" if over or share < Decimal("0.05") else "silent"


def _of_like_size(claim: Claim) -> bool:
    """Whether the computed figure is so near the stated one that a slip could lie between: else other things were read."""
    if claim.direction and len(claim.parts) == 2:
        new, old = (abs(q.scaled) for q in claim.parts)
        return old > 0 and Decimal("0.15") < new / old < 7
    computed, stated = claim.judgement.computed, claim.target.value
    return computed is not None and stated != 0 and Decimal("0.08") <= abs(computed / stated) <= 12


def _barely(claim: Claim) -> bool:
    """Whether a finely printed share misses by so little that another base is unlikely."""
    gap = claim.judgement.gap
    return claim.target.figure.digits >= 2 and gap is not None and abs(gap) * 500 <= abs(claim.target.value)


def _share(claim: Claim) -> Loudness:
    if not _of_like_size(claim):
        return "silent"
    fine = claim.target.figure.digits >= 1
    if claim.direction and reversed_direction(claim) is not None:
        return "error" if claim.fixed else "warning"
    if claim.fixed:
        return "error" if fine else "warning"
    if claim.penalty < 1.2 and fine and (_barely(claim) or mendable(claim)):
        return "warning" if claim.target.figure.digits >= 2 or claim.penalty < 0.9 else "silent"
    return "silent"


def _difference(claim: Claim) -> Loudness:
    if claim.relation.offset:  # shares that make 100 %
        gap = abs(claim.judgement.gap or Decimal(0))
        if claim.open:
            return "silent"
        return "warning" if gap < 3 or mendable(claim) else "silent"
    if not _of_like_size(claim):
        return "silent"
    if claim.direction and reversed_direction(claim) is not None:
        return "error" if claim.fixed else "warning"
    if claim.fixed and claim.direction:
        return "error" if _size(claim) >= 10 else "warning"
    if claim.penalty < 0.75 and max(q.scaled / q.step for q in claim.quantities) >= 100 and mendable(claim):
        return "warning"
    return "silent"


def reversed_direction(claim: Claim) -> Relation | None:
    """The claim with its verb turned round, where that holds."""
    relation = claim.relation
    if relation.kind == "difference":
        turned = replace(relation, operands=tuple(replace(o, sign=-o.sign) for o in relation.operands))
    elif relation.kind == "change" and relation.offset:
        turned = replace(relation, factor=-relation.factor, offset=-relation.offset)
    else:
        return None
    return turned if judge(turned).holds else None

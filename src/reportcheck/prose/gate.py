"""How loudly a claim that fails is told: as an error, as a warning, or not at all.

Misread structure, not chance, is what makes false alarms in prose: a list that is not complete, a base that the sentence
does not name. So a failing claim is told where the words name every figure, where the parts already exceed their total,
or where one slip of the pen explains it and that is rare by chance.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Literal, TypeAlias

from reportcheck.judge import judge
from reportcheck.model import Relation
from reportcheck.prose.claims import Claim, Strength
from reportcheck.prose.nouns import TIMES
from reportcheck.prose.slips import mendable, rarity, rarity_of_ratio

__all__ = ["Loudness", "evidence", "is_hopeless", "likeliest", "likeliest_ratio", "loudness", "never_told", "speaks"]

Loudness: TypeAlias = Literal["error", "warning", "silent"]
_WEAKER: dict[Loudness, Loudness] = {"error": "warning", "warning": "silent", "silent": "silent"}


def loudness(claim: Claim) -> Loudness:
    """How loudly to tell that a claim fails."""
    if claim.kind == "sum":
        level = _sum(claim)
        return level if level != "silent" and _fails(claim) else "silent"
    if not _fails(claim):
        return "silent"
    if claim.kind in ("share", "change"):
        level = _share(claim)
    elif claim.kind == "difference":
        level = _difference(claim)
    elif claim.kind == "bound":
        level = "warning" if claim.fixed and claim.target.scaled < 10 * claim.parts[0].scaled else "silent"
    elif claim.kind in ("count", "equality", "order"):
        level = "warning" if claim.fixed else "silent"
    elif claim.kind in ("rate", "product"):
        level = _rate(claim)
    else:
        level = "silent"
    if level == "silent" and claim.echoed:
        level = "warning"
    if claim.kind in ("share", "change"):
        return level
    if any(q.approximate for q in claim.quantities) and not _plainly_off(claim):
        level = _WEAKER[level]
    return level


def _fails(claim: Claim) -> bool:
    return claim.judgement.outcome == "fails" and claim.judgement.gap is not None


def _size(claim: Claim) -> Decimal:
    """The total over the coarsest printed step."""
    return abs(claim.target.scaled) / max(q.step for q in claim.quantities)


def _common_zeros(claim: Claim) -> Decimal:
    """The power of ten that all figures are whole multiples of: 240,000 beside 22,000 says no more than 240 beside 22."""
    step = max(q.step for q in claim.quantities)
    zeros = Decimal(1)
    while all(q.scaled % (step * zeros * 10) == 0 for q in claim.quantities) and zeros < 10**6:
        zeros *= 10
    return zeros


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
        months = claim.relation.constants[0].endswith(
            "tháng"
        )  # no other length is meant, as with days that may be working days
        least = Decimal("0.01") if months else Decimal("0.08")
        likely = share > (least if _printed(claim) >= 100 else Decimal("0.15"))
    elif claim.kind == "product":
        likely = claim.penalty < 0.55 and _printed(claim) >= 10 and share < 12
    else:
        likely = _printed(claim) >= 100 or (_printed(claim) >= 10 and share < Decimal("0.5"))
    return "warning" if likely and mendable(claim) else "silent"


# What speaks for a wrong figure in a sum that fails, in bits, and against a list misread or not complete: how much likelier
# each is in sums of real texts with one figure altered than in readings of texts as they are, all of them weighed together.
_PRIOR = -4.9
_WORDS: dict[Strength, float] = {"strong": 1.8, "fair": 0.0, "weak": 0.3, "search": -40.0}
_PENALTY = -1.8
_CLOSED, _JOINED, _OPEN, _SISTER, _LINKED = 2.3, 0.3, -2.0, 3.4, 6.0
_AGREE = 0.7  # every part names what the total counts, where the words are no strong ones
_TOTAL = 1.1  # the figure is called a total
_FAR = -1.2  # the parts begin in another sentence
_SKIPPED = ((1, 0.0), (3, -0.9))  # figures between the total and its last part that are none of its parts, and for more
_SKIPPED_MORE = -1.3
_MANY_PARTS = -0.4  # four or more
_OVER, _PART_OVER = 2.9, 1.5  # parts too many; a part above the total alone
_NEAR, _NEXT_TO = 0.7, Decimal("0.15")  # off by less than that share of the total
_SCANT = -1.5  # parts that are not half of it
_SAME = -4.0  # a part that is as much as the total alone: it was told again
_LONG, _SHORT = 1.1, -0.9  # totals of five digits or more, and of one
_MENDED, _RARITY, _CLOSENESS = (
    3.0,
    0.7,
    0.5,
)  # a slip mends it; for each bit of how rare that is, and of how close it comes
_COPIED = 3.0  # none does, and one of its longer figures stands near it a second time
_ECHOED = 3.5  # it holds with what the text says elsewhere in place of a figure a slip apart
_MOST_BITS = 10.0
_WARNS: dict[Strength, float] = {"strong": 0.0, "fair": 0.0, "weak": 1.5, "search": 99.0}
_ERRS = 3.5


def evidence(claim: Claim) -> float:
    """What speaks for a wrong figure in a sum that fails, against a list misread or not complete, in bits."""
    return _weigh(claim, mends=mendable(claim)) if claim.target.scaled else -9.0


def speaks(claim: Claim) -> bool:
    """Whether a sum that fails says enough by itself to be told."""
    return evidence(claim) >= _WARNS[claim.strength]


def likeliest(claims: Sequence[Claim]) -> Claim:
    """The sum of most evidence. Whether a slip mends one is asked only where that may decide."""
    if any(not c.target.scaled for c in claims):
        return max(claims, key=evidence)
    least = max(_weigh(c, mends=c.mendable is True) for c in claims)
    return max((c for c in claims if _weigh(c, mends=c.mendable is not False) >= least), key=evidence)


def never_told(claim: Claim) -> bool:
    """Whether a sum that fails is silent, whether a slip mends it or not."""
    if claim.against_chance:
        return False
    if _unspoken(claim):
        return True
    return _weigh(claim, mends=claim.mendable is not False) < _WARNS[claim.strength]


def is_hopeless(claim: Claim) -> bool:
    """Whether a faint sum that fails is silent whatever else the document says: it need not be kept."""
    known = claim.sisters, claim.twice
    claim.sisters, claim.twice = 2 if claim.rows else 0, True
    hopeless = never_told(claim)
    claim.sisters, claim.twice = known
    return hopeless


def _weigh(claim: Claim, *, mends: bool) -> float:
    """The evidence of a sum whose total is not nothing, where a slip mends it or where none does."""
    if not claim.weights:
        claim.weights = _weights(claim)
    mended, words = claim.weights
    weight = _PRIOR + words + _PENALTY * claim.penalty + _OPEN * claim.open + _LINKED * claim.linked
    weight += _CLOSED * claim.closed + _ECHOED * claim.echoed
    if max(q.scaled for q in claim.parts) <= claim.target.scaled:
        weight += _SISTER * min(claim.sisters, 2)
    return weight + (mended if mends else _COPIED * claim.twice)


def _weights(claim: Claim) -> tuple[float, float]:
    """What the figures of a sum weigh: that a slip mends it, and the rest."""
    target, size = claim.target, _size(claim) / (_common_zeros(claim) if claim.strength == "weak" else 1)
    most = max(q.scaled for q in claim.parts)
    left = max(target.scaled - most, Decimal(0))
    close = math.log2(max(float(left / abs(claim.off)), 1.0)) if claim.off else 0.0
    mended = _MENDED + _RARITY * min(rarity(claim), _MOST_BITS) + _CLOSENESS * min(close, _MOST_BITS)
    weight = _WORDS[claim.strength] + _AGREE * (claim.agree and claim.strength != "strong") + _JOINED * claim.joined
    weight += _TOTAL * (target.total or claim.cue == "tổng cộng")
    orders = [q.order for q in claim.quantities]
    between = max(orders) - min(orders) + 1 - len(orders)
    weight += next((w for limit, w in _SKIPPED if between < limit), _SKIPPED_MORE)
    first = claim.parts[0]
    weight += _FAR * ((first.par, first.sentence) != (target.par, target.sentence))
    if not target.change and most > target.scaled:
        weight += _PART_OVER
    elif not target.change and claim.off < 0 and claim.strength != "weak":
        weight += _OVER
    weight += _NEAR if abs(claim.off / target.scaled) < _NEXT_TO else 0.0
    weight += _SCANT * (2 * claim.off > target.scaled) + _SAME * any(q.scaled == target.scaled for q in claim.parts)
    weight += _LONG if size >= 10_000 else _SHORT if size < 10 else 0.0
    return mended, weight + _MANY_PARTS * (len(claim.parts) > 3)


def _unspoken(claim: Claim) -> bool:
    """Whether a sum is not told whatever speaks for it."""
    return (
        (bool(claim.target.noun) and claim.target.noun[0] in TIMES)
        or not claim.target.scaled
        or claim.penalty >= 2
        or (claim.strength == "weak" and _far_off(claim))
        or (claim.open and (claim.off > 0 or claim.penalty >= 0.3))
    )


def _far_off(claim: Claim) -> bool:
    """Whether parts without a word that announces them are no division of the total at all."""
    total = abs(claim.target.scaled)
    return 2 * abs(claim.off) >= total or any(q.scaled > total for q in claim.parts)


def _sum(claim: Claim) -> Loudness:
    if never_told(claim):
        return "silent"
    if claim.against_chance:
        return "warning"
    weight = evidence(claim)
    if weight >= _ERRS and claim.strength == "strong" and _size(claim) >= 1000 and mendable(claim):
        return "error"
    return "warning" if weight >= _WARNS[claim.strength] else "silent"


def _of_like_size(claim: Claim) -> bool:
    """Whether the computed figure is so near the stated one that a slip could lie between: else other things were read."""
    of_levels = claim.kind == "difference" or bool(claim.relation.offset)
    if claim.direction and len(claim.parts) == 2 and of_levels:
        new, old = (abs(q.scaled) for q in claim.parts)
        return old > 0 and Decimal("0.15") < new / old < 7
    computed, stated = claim.judgement.computed, claim.target.value
    return computed is not None and stated != 0 and Decimal("0.08") <= abs(computed / stated) <= 12


def _close(claim: Claim) -> bool:
    """Whether a failure that no slip explains is small enough to be one of reckoning, not of reading."""
    computed, stated = claim.judgement.computed, claim.target.value
    return computed is not None and stated != 0 and Decimal("0.67") <= computed / stated <= Decimal("1.5")


def _sure_of(claim: Claim) -> bool:
    """Whether that a change holds the other way round is no chance, where the words do not name its levels."""
    return claim.penalty < 0.75 and _printed(claim) >= 10


# What speaks for a wrong figure in a share or a change that fails, in bits. Fitted on figures altered in claims that hold, against
# the readings that fail in texts as they are: most of those are misread, and so lie far off and are mended by chance only.
_RATIOS: dict[str, dict[str, float]] = {
    "share": {"base": 1.8, "fixed": 2.0, "penalty": -1.3, "doubtful": -2.0, "mended": 2.0, "rare": 0.6, "off": -4.5, "far": -0.6,
              "very far": -1.0, "fine": 2.0, "copied": 3.4, "backed": 2.5, "strange": -1.5, "told": 3.2, "sure": 8.0},
    "change": {"base": 4.9, "fixed": 1.0, "penalty": -3.0, "doubtful": -1.3, "mended": 1.8, "rare": 0.8, "off": -2.6, "far": -0.4,
               "very far": -1.5, "fine": 0.0, "copied": 2.7, "backed": 0.0, "strange": 0.0, "told": 3.5, "sure": 8.0},
}  # fmt: skip


def likeliest_ratio(claims: Sequence[Claim]) -> Claim:
    """Of readings of a share or a change that all fail, the one that speaks most for a wrong figure.

    Slips are tried only where they could make a reading the likeliest and let it be told.
    """
    bits = _RATIOS[claims[0].kind]
    most = bits["mended"] + 8 * bits["rare"]
    first, *rest = sorted(((_before_slips(c), n, c) for n, c in enumerate(claims)), key=lambda one: (-one[0], one[1]))
    best, weight = first[2], ratio_evidence(first[2]) if first[0] + most >= bits["told"] else first[0]
    for least, _, claim in rest:
        if least + most > max(weight, bits["told"]) and (now := ratio_evidence(claim)) > weight:
            best, weight = claim, now
    return best


def ratio_evidence(claim: Claim) -> float:
    """What speaks for a wrong figure in a share or a change that fails, against other figures meant, in bits."""
    bits = _RATIOS[claim.kind]
    weight = _before_slips(claim)
    if mendable(claim):
        weight += bits["mended"] + bits["rare"] * min(rarity_of_ratio(claim), 8.0)
    return weight


def _before_slips(claim: Claim) -> float:
    """The evidence of words, neighbours and distance."""
    bits = _RATIOS[claim.kind]
    weight = bits["base"] + bits["penalty"] * claim.penalty
    off = _off(claim)
    weight += bits["off"] * min(off, 0.7) + bits["far"] * (off > 0.7) + bits["very far"] * (off > 2.3)
    weight += bits["fixed"] * claim.fixed + bits["doubtful"] * (claim.penalty >= 1) + bits["copied"] * claim.copied
    weight += bits["backed"] * min(claim.backed, 2) + bits["fine"] * (claim.target.figure.digits >= 1)
    weight += bits["strange"] * min(claim.strange, 3)
    weight -= any(q.approximate for q in claim.quantities) and not _plainly_off(claim)
    return weight


def _off(claim: Claim) -> float:
    """How far a stated figure is from the computed one: the logarithm of one over the other; 9 where only one is below nothing."""
    computed, stated = claim.judgement.computed, claim.target.value
    if computed is None or not stated or computed / stated <= 0:
        return 9.0
    return abs(math.log(computed / stated))


def _share(claim: Claim) -> Loudness:
    if not _of_like_size(claim) and not (claim.fixed and mendable(claim)):
        return "silent"
    if claim.direction and (claim.fixed or _sure_of(claim)) and _reversed_direction(claim) is not None:
        return "error" if claim.fixed else "warning"
    weight = ratio_evidence(claim)
    bits = _RATIOS[claim.kind]
    if weight >= bits["sure"] and claim.fixed and not claim.strange and mendable(claim):
        return "error"
    return "warning" if weight >= bits["told"] else "silent"


def _difference(claim: Claim) -> Loudness:
    if claim.relation.offset:  # shares that make 100 %
        gap = abs(claim.judgement.gap or Decimal(0))
        if claim.open:
            return "silent"
        return "warning" if gap < 3 or mendable(claim) else "silent"
    if not _of_like_size(claim):
        return "silent"
    if claim.direction and _reversed_direction(claim) is not None:
        return "error" if claim.fixed else "warning" if _sure_of(claim) else "silent"
    if claim.fixed and claim.strength == "strong" and mendable(claim):
        return "warning"
    if claim.fixed and claim.direction and mendable(claim):
        return "error" if _size(claim) >= 10 else "warning"
    if claim.fixed and claim.direction:
        return "warning" if _close(claim) or claim.copied else "silent"
    if claim.penalty < 0.75 and max(q.scaled / q.step for q in claim.quantities) >= 100 and mendable(claim):
        return "warning"
    return "silent"


def _reversed_direction(claim: Claim) -> Relation | None:
    """The claim with its verb turned round, where that holds."""
    relation = claim.relation
    if relation.kind == "difference":
        turned = replace(relation, operands=tuple(replace(o, sign=-o.sign) for o in relation.operands))
    elif relation.kind == "change" and relation.offset:
        turned = replace(relation, factor=-relation.factor, offset=-relation.offset)
    elif (
        relation.kind == "change" and len(relation.operands) == 3
    ):  # the amount over the present level less it, or plus it
        *first, last = relation.operands
        turned = replace(relation, operands=(*first, replace(last, sign=-last.sign)))
    else:
        return None
    return turned if judge(turned).holds else None

"""Which printed formulas do the figures follow, and which are misprinted?

Of a formula's readings the one that most lanes follow is meant. A formula that most lanes follow is claimed, and so is one
over fewer than three lanes that is surely a formula. One that nearly all lanes contradict is wrong itself: it is told once,
with the one simple variation of it (a sign, another code, one more or one less) that nearly all lanes follow, if there is
just one. What lies between says nothing clear and is not looked at.

Rows of official codes have few lanes, often this year and last. There the other formulas of the table speak: where more
than half of them fail, the codes are not understood and none is claimed; a column that breaks most of them is no such
column (a comparison, a ratio).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from reportcheck.model import Misprint
from reportcheck.relate.family import Family, Line, Part
from reportcheck.relate.reading import Printed
from reportcheck.settle import HOLDS, Settled, settle

__all__ = ["Weighed", "weigh"]

_FEW = 3  # lanes that say too little against a printed formula
_MOST_TRIES = 4000  # variations of one formula


@dataclass(slots=True)
class Weighed:
    """The families that printed formulas claim, the misprinted formulas, how many relations were left out."""

    families: list[Family] = field(default_factory=list)
    misprints: list[Misprint] = field(default_factory=list)
    not_looked_at: int = 0


@dataclass(slots=True)
class _Tally:
    """One reading, settled: the lanes that were decided, those that hold, and the same for lanes with figures other than 0."""

    printed: Printed
    settled: Settled
    decided: int
    held: int
    telling: int
    followed: int

    @property
    def family(self) -> Family:
        return self.settled.family

    @property
    def is_followed(self) -> bool:
        return 2 * self.held > self.decided

    @property
    def is_contradicted(self) -> bool:
        """Nearly every lane with figures speaks against it."""
        return self.telling > 0 and 5 * self.followed <= self.telling


def weigh(claims: Sequence[Printed]) -> Weighed:
    """Choose between the readings of printed formulas, and tell the misprinted ones.

    Args:
        claims: what was printed.
    """
    weighed = Weighed()
    tallies = [_best(printed) for printed in claims]
    _leave_out_strange_lanes(tallies, weighed)
    _take_as_rounded(tallies)
    doubtful = _misunderstood(tallies)
    told: set[tuple[object, ...]] = set()
    for tally in tallies:
        if tally.is_followed or tally.decided == 0:
            weighed.families.append(tally.family)
            continue
        if tally.printed.sure and tally.is_contradicted and id(tally.family.target.view) not in doubtful:
            misprint = _misprint(tally)
            if misprint is not None:
                weighed.not_looked_at += tally.decided
                key = (misprint.text, misprint.figure.location)
                if key not in told:
                    told.add(key)
                    weighed.misprints.append(misprint)
                continue
        if _counts(tally) and id(tally.family.target.view) not in doubtful:
            weighed.families.append(tally.family)
        else:
            weighed.not_looked_at += tally.decided
    return weighed


def _take_as_rounded(tallies: list[_Tally]) -> None:
    """Settle the sums of tables whose whole figures are rounded themselves as such.

    Three lanes or more of a table that miss by what rounding each figure to a unit explains, in large figures, show that.
    """
    near: dict[int, int] = defaultdict(int)
    for tally in tallies:
        if tally.family.is_linear:
            bound = len(tally.family.parts) + 1
            for judgement in tally.settled.judged.values():
                stated, gap = judgement.relation.target.value, judgement.gap
                if judgement.outcome == "fails" and stated is not None and gap is not None:
                    near[id(tally.family.target.view)] += 2 * abs(gap) <= bound and abs(stated) >= 100 * bound
    for i, tally in enumerate(tallies):
        family = tally.family
        if family.is_linear and near[id(family.target.view)] >= _FEW:
            parts = tuple(replace(p, line=replace(p.line, rounded=True)) for p in family.parts)
            rounded = replace(family, target=replace(family.target, rounded=True), parts=parts)
            tallies[i] = _tally(tally.printed, rounded)


def _counts(tally: _Tally) -> bool:
    """Whether a formula that no more than half of the lanes follow is claimed all the same: it is sure, or half of them follow it.

    Of several lanes both are asked, and that the others miss by the same: one wrong figure breaks its own lane and that of
    the total.
    """
    half = tally.followed > 0 and 2 * tally.held >= tally.decided
    if tally.decided < _FEW:
        return tally.printed.sure or half
    gaps = {j.gap for j in tally.settled.judged.values() if j.outcome == "fails"}
    return tally.printed.sure and half and tally.followed > 1 and len(gaps) == 1


def _best(printed: Printed) -> _Tally:
    """The reading that most lanes follow, the first among equals."""
    best = _tally(printed, printed.families[0])
    for family in printed.families[1:]:
        if best.is_followed and best.followed:
            break
        rival = _tally(printed, family)
        if (rival.followed, rival.held) > (best.followed, best.held):
            best = rival
    return best


def _tally(printed: Printed, family: Family) -> _Tally:
    settled = settle(family)
    decided = held = telling = followed = 0
    for lane, outcome in zip(family.lanes, settled.outcomes, strict=True):
        if outcome == "undecided":
            continue
        holds = outcome in HOLDS
        decided, held = decided + 1, held + holds
        if _tells(family, lane):
            telling, followed = telling + 1, followed + holds
    return _Tally(printed, settled, decided, held, telling, followed)


def _tells(family: Family, lane: int) -> bool:
    """Whether a lane's figures could contradict: 0 = 0 + 0 speaks for any formula."""
    return any(value for line in (family.target, *(p.line for p in family.parts)) for value in line.values([lane]))


def _leave_out_strange_lanes(tallies: list[_Tally], weighed: Weighed) -> None:
    """Take the columns that break most row formulas, while other columns follow them, out of all row formulas."""
    votes: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0])
    for tally in tallies:
        family = tally.family
        if family.target.axis == "row" and family.is_linear and tally.printed.sure:
            for lane, outcome in zip(family.lanes, tally.settled.outcomes, strict=True):
                if outcome != "undecided" and _tells(family, lane):
                    votes[id(family.target.view), lane][outcome in HOLDS] += 1
    strange = {place for place, (fails, holds) in votes.items() if fails >= 3 and fails > 2 * holds}
    sound = {view for view, lane in votes if votes[view, lane][1] > votes[view, lane][0]}
    strange = {(view, lane) for view, lane in strange if view in sound}
    for i, tally in enumerate(tallies):
        family = tally.family
        kept = [lane for lane in family.lanes if (id(family.target.view), lane) not in strange]
        if family.target.axis == "row" and len(kept) < len(family.lanes):
            weighed.not_looked_at += len(family.lanes) - len(kept)
            tallies[i] = _tally(tally.printed, replace(family, lanes=kept))


def _misunderstood(tallies: list[_Tally]) -> set[int]:
    """The tables in which three row formulas and more than half of them hold nowhere."""
    counts: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for tally in tallies:
        if tally.family.target.axis == "row" and tally.telling:
            counts[id(tally.family.target.view)][tally.followed > 0] += 1
    return {view for view, (failed, held) in counts.items() if failed >= 3 and failed > held}


def _misprint(tally: _Tally) -> Misprint | None:
    """The misprint that a contradicted formula is. Two lanes are enough where a variation of it holds in both."""
    if tally.telling < 2:
        return None
    correction = _correction(tally)
    if tally.telling < _FEW and (not correction or tally.followed or not _large(tally.family)):
        return None
    failing = [lane for lane, o in zip(tally.family.lanes, tally.settled.outcomes, strict=True) if o == "fails"]
    example = next((tally.settled.judged[lane] for lane in failing if lane in tally.settled.judged), None)
    if example is None:
        return None
    printed, by_rows = tally.printed, tally.family.target.axis == "column"
    along: Literal["row", "column"] = "row" if by_rows else "column"
    return Misprint(printed.text, printed.place, len(failing), tally.decided, along, example, correction)


def _large(family: Family) -> bool:
    """Whether the figures of all lanes are large enough that two lanes do not agree by chance."""
    stated = family.target.values(family.lanes)
    return not any(value is None or -1000 < value < 1000 for value in stated)


def _correction(tally: _Tally) -> str:
    """The one simple variation that nearly all lanes follow, written in codes; empty where there is none, or several."""
    printed, family = tally.printed, tally.family
    names = {index: code for code, index in printed.lines.items()}
    lanes = [lane for lane in family.lanes if _tells(family, lane)]
    probe = lanes[:2]
    for kind in (_other_signs, _other_codes, _fewer_or_more):
        found: list[Family] = []
        for n, varied in enumerate(kind(family, printed)):
            if n > _MOST_TRIES or len(found) > 1:
                break
            if _follows(varied, probe, len(probe)) and _follows(varied, lanes, len(lanes) - len(lanes) // 10):
                found.append(varied)
        if len(found) == 1:
            return _written(found[0], printed, names)
        if found:
            return ""
    return ""


def _follows(family: Family, lanes: list[int], wanted: int) -> bool:
    outcomes = settle(replace(family, lanes=lanes)).outcomes
    return sum(o in HOLDS for o in outcomes) >= wanted > 0


def _other_signs(family: Family, _: Printed) -> Iterator[Family]:
    """One sign turned; the two sides of a fraction exchanged."""
    parts = family.parts
    if not family.is_linear:
        if [p.role for p in parts] == ["term", "divisor"]:
            yield replace(family, parts=(replace(parts[1], role="term"), replace(parts[0], role="divisor")))
        return
    for i, part in enumerate(parts):
        if len(parts) > 1:
            yield _typed(family, (*parts[:i], replace(part, sign=-part.sign), *parts[i + 1 :]))


def _other_codes(family: Family, printed: Printed) -> Iterator[Family]:
    """One code in place of another."""
    used = {family.target.index, *(p.line.index for p in family.parts)}
    for i, part in enumerate(family.parts):
        for index in dict.fromkeys(printed.lines.values()):
            if index not in used:
                line = Line(part.line.view, part.line.axis, index)
                yield replace(family, parts=(*family.parts[:i], replace(part, line=line), *family.parts[i + 1 :]))


def _fewer_or_more(family: Family, printed: Printed) -> Iterator[Family]:
    """One code left out, or one more added or taken away."""
    if not family.is_linear:
        return
    parts = family.parts
    if len(parts) > 2:
        for i in range(len(parts)):
            yield _typed(family, (*parts[:i], *parts[i + 1 :]))
    used = {family.target.index, *(p.line.index for p in parts)}
    for index in dict.fromkeys(printed.lines.values()):
        if index not in used:
            for sign in (1, -1):
                yield _typed(family, (*parts, Part(Line(family.target.view, family.target.axis, index), sign)))


def _typed(family: Family, parts: tuple[Part, ...]) -> Family:
    """A linear family of other parts, called a sum or a difference as it is."""
    return replace(family, parts=parts, kind="difference" if any(p.sign < 0 for p in parts) else "sum")


def _written(family: Family, printed: Printed, names: dict[int, str]) -> str:
    """A family in codes, in the style of the formula: ``(3) = (4) + (5)``."""
    marked = "(" in printed.text.replace("(%)", "") and f"({printed.target})" in printed.text

    def code(index: int) -> str:
        return f"({names[index]})" if marked else names[index]

    terms = [p for p in family.parts if p.role != "divisor"]
    divisors = [code(p.line.index) for p in family.parts if p.role == "divisor"]
    joint = " × " if any(p.role == "factor" for p in family.parts) else " + "
    text = ""
    for part in terms:
        sign = joint if part.sign > 0 else " − "
        text += (sign if text else "− " if part.sign < 0 else "") + code(part.line.index)
    if divisors:
        text = f"({text})" if len(terms) > 1 else text
        text += " / " + (f"({' + '.join(divisors)})" if len(divisors) > 1 else divisors[0])
    if family.factor != 1:
        text += f" × {family.factor}"
    target = code(family.target.index) if family.target.index in names else printed.target
    return f"{target} = {text}" if target else text

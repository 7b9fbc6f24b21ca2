"""How a report rounds: half up, half to even, or by cutting off; and how its shares are made to total 100.

Witnesses are shares, rates and averages of exact figures whose printed digits can tell: where the part beyond the last digit is
more than a half, rounding and cutting off print different figures; where it is a half, the two ways of rounding do. A habit is
named from eight witnesses on of which nine in ten go one way. Shares of one whole whose rounded values would make 99,9 or 100,1 show
whether that was left or adjusted, at the last of them or at those with the largest remainders; shares that a habit so explains hold.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Literal, TypeAlias

from reportcheck.judge import judge, yielded
from reportcheck.model import Judgement
from reportcheck.settle import HOLDS, Settled

__all__ = ["Rounding", "rounding_of"]

_KINDS = ("share", "rate", "average")
_LEAST, _SHARE = 8, (9, 10)  # witnesses, and how many of them must go one way
_LEAST_GROUPS = 2
_MOST_LANES = 5000  # of one family that are looked at
_Way: TypeAlias = Literal["round", "truncate", ""]
_Hundred: TypeAlias = Literal["independent", "last", "remainder", ""]


@dataclass(frozen=True, slots=True)
class Rounding:
    """The habit of a report.

    Attributes:
        way: ``round`` or ``truncate``; empty where there are too few witnesses, or both ways are used.
        ties: ``up`` or ``even`` where halves were met and all went one way; else empty.
        up, cut: witnesses rounded up, and cut off.
        hundred: how shares are made to total 100: ``independent`` (they are not), ``last``, ``remainder``, or empty where it is not known.
        groups: how many sets of shares tell.
        departures: relations that hold only by the other way than the report's own.
    """

    way: _Way = ""
    ties: Literal["up", "even", ""] = ""
    up: int = 0
    cut: int = 0
    hundred: _Hundred = ""
    groups: int = 0
    departures: tuple[Judgement, ...] = ()


@dataclass(slots=True)
class _Printed:
    """A stated figure in units of its last digit, beside the exact value ``num / den``; ``part`` of ``whole`` for a share."""

    printed: int
    num: int
    den: int
    outcome: str
    one: Settled | None = None
    lane: int = 0
    part: int = 0
    whole: int = 0
    place: tuple[int, int] = (0, 0)
    judgement: Judgement | None = None

    def told(self) -> Judgement:
        if self.judgement is not None:
            return self.judgement
        assert self.one is not None
        lane = self.lane
        return self.one.judged[lane] if lane in self.one.judged else judge(self.one.family.relation(lane))


def rounding_of(settled: Sequence[Settled], stated: Iterable[Judgement]) -> Rounding:
    """The habit that settled relations show; failing shares that it explains hold by rounding afterwards.

    Args:
        settled: the families of the tables; outcomes of shares that a habit explains are set in them.
        stated: judgements of sentences.
    """
    groups: dict[object, list[_Printed]] = defaultdict(list)
    seen: list[_Printed] = []
    for one in settled:
        if one.family.firm and one.family.kind in _KINDS:
            for entry, keys in _entries(one):
                seen.append(entry)
                for key in keys:
                    groups[key].append(entry)
    seen += [told for told in map(_of_sentence, stated) if told is not None]
    hundred, sets = _hundred([group for group in groups.values() if _complete(group)])
    up: list[_Printed] = []
    cut: list[_Printed] = []
    ties: dict[str, int] = {"up": 0, "even": 0}
    for entry in seen:
        if entry.outcome in HOLDS:
            _witness(entry, up, cut, ties)
    n = len(up) + len(cut)
    few, many = _SHARE
    way: _Way = ""
    if n >= _LEAST and many * len(up) >= few * n:
        way = "round"
    elif n >= _LEAST and many * len(cut) >= few * n:
        way = "truncate"
    departing = {"round": cut, "truncate": up, "": []}[way]
    halves: Literal["up", "even", ""] = ""
    if way == "round" and sum(ties.values()) >= 2 and 0 in ties.values():
        halves = "up" if ties["up"] else "even"
    return Rounding(way, halves, len(up), len(cut), hundred, sets, tuple(entry.told() for entry in departing))


def _entries(one: Settled) -> Iterator[tuple[_Printed, list[object]]]:
    """Each lane of a family of ratios of exact figures, with the sets of shares that it may belong to."""
    family = one.family
    lines = [family.target, *(part.line for part in family.parts)]
    plain = family.compare == "=" and family.offset == 0 and not family.raw and family.target.places is None
    if not plain or any(line.places is not None or line.step > 1 for line in lines):
        return
    if any(part.line.rounded for part in family.parts) or len({p.line.power for p in family.parts}) > 1:
        return
    if family.kind != "share" and len({line.power for line in lines}) > 1:
        return
    lanes = family.lanes[:_MOST_LANES]
    target, digits = family.target.values(lanes), family.target.digits(lanes)
    values = [part.line.values(lanes) for part in family.parts]
    scale = Fraction(family.factor) / Fraction(family.divisor)
    divisors = [part.line for part in family.parts if part.role == "divisor"]
    for i, lane in enumerate(lanes):
        stated, places = target[i], digits[i]
        numbers = [column[i] for column in values]
        if stated is None or places < 0 or not all(isinstance(number, int) for number in numbers):
            continue
        terms, whole, product = 0, 0, 1
        for part, number in zip(family.parts, numbers, strict=True):
            assert isinstance(number, int)
            if part.role == "term":
                terms += part.sign * number
            elif part.role == "divisor":
                whole += part.sign * number
            else:
                product *= number
        den = scale.denominator * (whole if divisors else 1)
        printed = int(Decimal(stated).scaleb(places))
        num = scale.numerator * terms * product * 10**places
        if den <= 0 or num < 0 or printed < 0:
            continue
        entry = _Printed(printed, num, den, one.outcomes[i], one, lane, terms, whole, family.target.place(lane))
        keys: list[object] = []
        if family.kind == "share" and scale == 100 and 0 < terms < whole:
            over = tuple((id(line.view), line.place(lane)) for line in divisors)
            keys = [
                ("along", id(one), over, places),
                ("across", id(family.target.view), lane, family.target.axis, over, places),
            ]
        yield entry, keys


def _of_sentence(judgement: Judgement) -> _Printed | None:
    """A ratio of exact figures in a sentence."""
    relation = judgement.relation
    target, figures = relation.target, [o.figure for o in relation.operands]
    exact = all(
        f.value is not None and not f.mark and not f.rounded and f.digits <= 0 and f.power == 0 for f in figures
    )
    if not (relation.firm and relation.kind in _KINDS and relation.compare == "=" and exact and judgement.holds):
        return None
    value = yielded(relation)
    if value is None or value < 0 or target.value is None or target.value < 0 or target.mark or target.digits < 0:
        return None
    scaled = value * 10**target.digits
    printed = int(target.value.scaleb(target.digits))
    return _Printed(printed, scaled.numerator, scaled.denominator, judgement.outcome, judgement=judgement)


def _witness(entry: _Printed, up: list[_Printed], cut: list[_Printed], ties: dict[str, int]) -> None:
    """Put a figure to the witnesses where its digits can tell."""
    floor, rest = divmod(entry.num, entry.den)
    if 2 * rest > entry.den:
        if entry.printed == floor + 1:
            up.append(entry)
        elif entry.printed == floor:
            cut.append(entry)
    elif 2 * rest == entry.den and floor % 2 == 0 and entry.printed in (floor, floor + 1):
        ties["even" if entry.printed == floor else "up"] += 1  # an odd floor goes up either way


# -- shares that are made to total 100 ------------------------------------------------


def _complete(group: Sequence[_Printed]) -> bool:
    """Whether the parts of some shares make their whole."""
    return len(group) >= 2 and sum(entry.part for entry in group) == group[0].whole


def _hundred(groups: Sequence[list[_Printed]]) -> tuple[_Hundred, int]:
    """How shares are made to total 100, and the number of sets that tell; what that explains is made to hold."""
    telling = []
    for group in groups:
        group.sort(key=lambda entry: entry.place)
        nearest = [_nearest(entry) for entry in group]
        total = _total(group)
        if sum(nearest) != total:
            printed = [entry.printed for entry in group]
            telling.append((group, _methods(group, printed, nearest, total)))
    if len(telling) < _LEAST_GROUPS or sum(len(group) for group, _ in telling) < _LEAST:
        return "", len(telling)
    few, many = _SHARE
    for method in ("remainder", "last", "independent"):
        agreeing = [group for group, methods in telling if method in methods]
        if many * len(agreeing) >= few * len(telling):
            for group in agreeing:
                for entry in group:
                    _forgive(entry)
            return method, len(telling)
    return "", len(telling)


def _total(group: Sequence[_Printed]) -> int:
    """100 % in units of the last digit: what the exact values add up to."""
    whole = sum(Fraction(entry.num, entry.den) for entry in group)
    return int(whole)


def _methods(group: Sequence[_Printed], printed: list[int], nearest: list[int], total: int) -> set[_Hundred]:
    """The ways in which the printed shares of a set may have come about."""
    methods: set[_Hundred] = set()
    if printed == nearest:
        methods.add("independent")
    if printed == [*nearest[:-1], total - sum(nearest[:-1])]:
        methods.add("last")
    floors = [entry.num // entry.den for entry in group]
    raised = [p - floor for p, floor in zip(printed, floors, strict=True)]
    if sum(printed) == total and set(raised) <= {0, 1}:
        rests = [Fraction(entry.num % entry.den, entry.den) for entry in group]
        up = [rest for rest, n in zip(rests, raised, strict=True) if n]
        down = [rest for rest, n in zip(rests, raised, strict=True) if not n]
        if not up or not down or min(up) >= max(down):
            methods.add("remainder")
    return methods


def _nearest(entry: _Printed) -> int:
    """The exact value rounded half up."""
    return (2 * entry.num + entry.den) // (2 * entry.den)


def _forgive(entry: _Printed) -> None:
    """Let a share that fails by an adjustment hold by rounding."""
    if entry.outcome != "fails" or entry.one is None:
        return
    one, told = entry.one, entry.told()
    one.judged[entry.lane] = replace(told, outcome="rounding")
    one.outcomes[list(one.family.lanes).index(entry.lane)] = "rounding"
    entry.outcome = "rounding"

"""What a figure is told as, beside another one: an earlier level, the present one, a plan; how far apart; of which year.

A change or a share rarely says in so many words what it is reckoned from. Each level near it is therefore given a role by
the words right around it, and a distance; the pairs that remain are rivals, the likeliest first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportcheck.prose.kinds.bases import objection
from reportcheck.prose.quantities import Quantity, Reading, nouns_agree
from reportcheck.prose.text import Text
from reportcheck.prose.units import MONEY

__all__ = ["Level", "Levels", "Pair", "away", "is_level"]

_CURRENCY = MONEY + r"?\s*$"
_COMPARED = (
    r"(?:(?<![\w])(?:%|pc) (?:on|over)|\b(?:từ|from|as against|(?<!crimes )(?<!crime )(?<!offences )(?<!offenses )(?<!violence )against|so với|so(?= (?:cùng|năm|tháng|quý|kỳ))|(?:as )?compared (?:with|to)|in comparison (?:with|to)|versus|vs\.?|(?<!more )(?<!less )(?<!fewer )than|(?:more|less|fewer) than (?:the|in|last|a year)|up on|down on"
    r"|(?:increase|rise|decrease|fall|drop|growth|decline|jump|gain|reduction|improvement|premium|discount|per ?cent|percent) (?:on|over)|over the|in place of|instead of|above|below))\b"
)
_OLD = re.compile(
    rf"{_COMPARED}(?P<rest>[^,;:.()]{{0,70}}:?\s*|[^;()]{{0,130}}\((?:[^;:()\d]{{0,24}}(?:\d{{4}})?:?)?\s*){_CURRENCY}"
)
_NEW = re.compile(
    r"\b(?:lên|xuống|còn|đến|nay|hiện|to|reach(?:ed|ing)|total(?:l?ing|l?ed)?|st(?:oo|an)ds? at|at|now)\b"
    rf"(?: (?:còn|tới|mức|thành|là|có|at|a|total|of|about|around|just|only|khoảng|an estimated|a record))*\s*{_CURRENCY}"
)
_ONWARD = re.compile(r"\b(?:lên|xuống|còn|đến|to)\b")
_BACK = re.compile(r"\b(?:from|against|compared|versus|vs|than|so với|từ|on the|over the)\b")
_EARLIER = (
    r"(?:year|month|week|quarter)s? (?:earlier|ago|before)|(?:in|of|for|during|at) the (?:previous|prior|preceding|same|corresponding) \w+|last (?:year|month|quarter)"
    r"|(?:the )?(?:previous|prior|preceding) (?:\w+ )?(?:year|month|quarter|week)|(?:năm|tháng|quý|kỳ|tuần|khóa|nhiệm kỳ) (?:trước|ngoái)|cùng kỳ"
)
_OLD_TAIL = re.compile(rf"[^,;.()\d]{{0,30}}\b(?:{_EARLIER})\b")
_OLD_LEAD = re.compile(
    rf"(?:{_EARLIER})(?:(?! (?:and|và|while|nay|này|reach\w*|lên|to|còn)\b)[^,;.()]){{0,30}}\b(?:là|đạt|có|:|was|were|at)?\s*{_CURRENCY}"
)
_PLAN = re.compile(
    r"\b(?:kế hoạch|chỉ tiêu|dự toán|mục tiêu|nghị quyết|đề ra|được giao|phải thu|plan(?:ned)?|target(?:ed)?|budget(?:ed)?|quota|goal)\b"
)
_OVER_TIME = re.compile(rf"[^,;.()\d]{{0,40}}\b(?:{_EARLIER}|năm \d{{4}})")
_YEAR = re.compile(r"(?<![\d.,/])((?:19|20)\d\d)(?![\d%]|[.,]\d)")
_TIME = frozenset(
    ["năm", "tháng", "ngày", "tuần", "quý", "giờ", "year", "month", "day", "week", "hour", "quarter", "minute", "phút"]
)
_ONTO = re.compile(
    rf"(?:(?<!compared )(?<!according )(?<!due )\bto|\blên|\bxuống|\bcòn)(?: (?:còn|tới|just|about|around|only))*\s*{_CURRENCY}"
)
_GOES_ON = re.compile(r"(?:this|that|it|these|they|which|con số này|đây)\b(?: [^\W\d]+){0,4}[^\W\d]* *$")
_REACH = 24
_KEPT = 6


@dataclass(frozen=True, slots=True)
class Level:
    """A figure that tells how much there is: ``old``, ``new``, ``plan`` by the words around it, ``year`` if one is named.

    ``beside``: it stands alone in brackets behind this other one, without words: the same of another period.
    """

    q: Quantity
    old: bool
    new: bool
    plan: bool
    year: int | None
    compared: bool  # by words that set it beside the other, not only by those of a period
    beside: Quantity | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """A present and an earlier level that a change may lie between; ``named``: words say which is the earlier one."""

    new: Quantity
    old: Quantity
    penalty: float
    named: bool


def is_level(q: Quantity) -> bool:
    """Whether a quantity tells how much there is: no change, no denominator, no points, ranks or lengths of time."""
    if q.change or q.under is not None or q.family in ("pp", "rank"):
        return False
    return q.family != "count" or not q.noun or q.noun[0] not in _TIME


def away(reading: Reading, a: Quantity, b: Quantity) -> float:
    """How far two figures stand apart in sense: clauses, sentences, paragraphs."""
    first, second = (a, b) if a.order < b.order else (b, a)
    if first.par != second.par:
        return 1.1 + 0.4 * (second.par - first.par)
    if first.sentence != second.sentence:
        return 0.5 + 0.4 * (second.sentence - first.sentence)
    between = reading.texts[a.par].masked(first.stop, second.start) if first.stop < second.start else ""
    clauses = (
        between.count("; ")
        + len(re.findall(r"\b(?:while|whereas|trong khi|(?:nhưng|but)(?! (?:\w+ ){0,2}$))\b", between)) / 2
    )
    return min(0.7 * clauses, 1.4)


def _of_before(text: Text, q: Quantity) -> bool:
    """``This is also 4.6% above …``: a sentence that goes on about what the last one told."""
    return _GOES_ON.match(text.lower, text.sentence_span(q.sentence)[0], q.start) is not None


class Levels:
    """The levels of a document with their roles."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self._roles: dict[int, Level] = {}

    def near(self, q: Quantity) -> list[Level]:
        """The levels of a figure's own paragraph around it, and of the ones before and behind."""
        low = max(0, q.order - _REACH)
        out = []
        for other in self.reading.quantities[low : q.order + _REACH // 2]:
            if other.order != q.order and abs(other.par - q.par) <= 1 and is_level(other):
                out.append(self.role(other))
        return out

    def role(self, q: Quantity) -> Level:
        """What a quantity is told as."""
        if q.order not in self._roles:
            self._roles[q.order] = _role(self.reading, q)
        return self._roles[q.order]

    def pairs(self, q: Quantity, *, like: Quantity | None = None, percents: bool = False) -> Iterator[Pair]:
        """The pairs of levels that a change may be told of, with a penalty each.

        Args:
            like: both count what this one counts.
            percents: levels in per cent only.
        """
        near = [x for x in self.near(q) if (x.q.family == "%") == percents]
        fitting = [x for x in near if like is None or nouns_agree(x.q, like)]
        far = {x.q.order: away(self.reading, x.q, q) for x in fitting}
        if _of_before(self.reading.texts[q.par], q):
            far |= {x.q.order: 0.15 for x in fitting if x.q.par == q.par and x.q.sentence == q.sentence - 1}
        olds = sorted(
            fitting,
            key=lambda x: (0.0 if x.old or x.beside else 1.0) + far[x.q.order] + 0.01 * abs(x.q.order - q.order),
        )
        news = sorted(fitting, key=lambda x: (1.0 if x.old else 0.0) + far[x.q.order] + _reach(fitting, q, x))
        for old in olds[:_KEPT]:
            for new in news[:_KEPT]:
                if (
                    new is old
                    or not _of_one_unit(new.q, old.q)
                    or (new.old and not _earlier(old, new) and not _set_beside(old, new))
                ):
                    continue
                pair = self._pair(q, old, new, fitting, max(far[old.q.order], far[new.q.order]))
                if pair is not None:
                    yield pair

    def _pair(self, q: Quantity, old: Level, new: Level, fitting: Sequence[Level], far: float) -> Pair | None:
        named, penalty = _order(old, new)
        if old.plan and named and _over_time(self.reading, q):
            named, penalty = False, 2.5  # the change says itself that it is not one from the plan
        if not named and q.family in ("pp", "%") and old.q.family == "%":
            return None
        alike = nouns_agree(new.q, old.q) or (named and new.q.family != old.q.family)
        if not alike and not named:
            return None
        penalty += far + (0.0 if alike else 0.7)
        if self._coupled(old, new):
            penalty += (0.05 if q.order < new.q.order else 0.3) * _skipped(fitting, q, old, new)
        else:
            penalty += _reach(fitting, q, new)
        if old.q.order > q.order and not old.old and old.beside is None:
            penalty += 0.6
        if far and old.q.order > q.order and new.q.order > q.order:
            penalty += 0.5
        penalty += self._taken(q, old, new) + objection(self.reading.texts[q.par], q, old.q, new.q)
        return Pair(new.q, old.q, penalty, named)

    def _coupled(self, old: Level, new: Level) -> bool:
        """``from X to Y``, ``Y, compared with X``, ``Y (X)``: two levels that one phrase sets side by side."""
        if old.beside is new.q:
            return True
        first, second = (old, new) if old.q.order < new.q.order else (new, old)
        if first.q.par != second.q.par or first.q.sentence != second.q.sentence or not old.old:
            return False
        between = self.reading.texts[first.q.par].lower[first.q.end : second.q.start]
        if len(between) > 90 or ";" in between or second.q.order - first.q.order != 1:
            return False
        return (_ONWARD if first is old else _BACK).search(between) is not None

    def _taken(self, q: Quantity, old: Level, new: Level) -> float:
        """Where another change stands nearer to the levels than this one, they are likelier its own."""
        quantities = self.reading.quantities
        high = max(old.q.order, new.q.order)
        between = (
            quantities[high + 1 : q.order] if q.order > high else quantities[q.order + 1 : max(q.order, old.q.order)]
        )
        changes = [o for o in between if o.change and o.bracket is None]
        if any((o.family == "%") == (q.family == "%") for o in changes):
            return 1.1
        if changes and q.order > high:
            last = self.reading.texts[q.par].lower[changes[-1].stop : q.start] if changes[-1].par == q.par else ";"
            return 0.4 if re.search(r"\bwith\b|\bwhile\b| [-–—] |;|trong đó|riêng|\bof which\b", last) else 0.0
        if old.q.order < q.order:
            ahead = next(
                (o for o in reversed(quantities[max(0, old.q.order - _REACH) : old.q.order]) if o.change), None
            )
            if ahead is not None and ahead.change and ahead.par == old.q.par and ahead.sentence == old.q.sentence:
                words = self.reading.texts[old.q.par].lower[ahead.end : old.q.start]
                if not re.search(r"[,;:]|\b(?:and|và|while)\b", re.sub(r"\d[.,]\d", "", words)) and len(words) < 80:
                    return 1.1
        return 0.0


def _role(reading: Reading, q: Quantity) -> Level:
    text = reading.texts[q.par]
    begin, stop = text.sentence_span(q.sentence)
    before = next((o for o in reversed(reading.quantities[max(0, q.order - 2) : q.order]) if o is not q.under), None)
    after = next(iter(reading.quantities[q.order + 1 : q.order + 2]), None)
    if before is not None and before.par == q.par:
        begin = max(begin, before.end)  # its noun may have run on into words of comparison
    if after is not None and after.par == q.par:
        stop = min(stop, max(after.start, q.end))
    lead, tail = text.lower[begin : q.start], text.lower[q.end : stop][:60]
    onto = _ONTO.search(lead) is not None
    old = not onto and (
        _worded(lead, tail) or (q.prior and q.bracket is not None and not _present_of_two(reading, text, q))
    )
    new = not old and (onto or _NEW.search(lead) is not None)
    planned = lead.rpartition(",")[2] if q.family == "%" else lead  # "59% kế hoạch năm, đạt 58%": the plan of the other
    compared = old and _compared(lead)
    return Level(q, old, new, _PLAN.search(planned) is not None, _year(lead, tail), compared, _beside(text, q, before))


def _over_time(reading: Reading, q: Quantity) -> bool:
    """Whether a change is told of an earlier period: "tăng 2,5% so với cùng kỳ"."""
    return _OVER_TIME.match(reading.texts[q.par].lower[q.stop :][:80]) is not None


def _compared(lead: str) -> bool:
    compared = _OLD.search(lead)
    return compared is not None and not re.search(r"\b(?:lên|xuống|còn|to|and|và|nay|reached)\b", compared["rest"])


def _worded(lead: str, tail: str) -> bool:
    """Whether the words right before or behind a figure say that it is of an earlier period."""
    if _compared(lead):
        return True
    told = _OLD_TAIL.match(tail)
    return (told is not None and not _BACK.search(told[0])) or _OLD_LEAD.search(lead) is not None


def _present_of_two(reading: Reading, text: Text, q: Quantity) -> bool:
    """``(576,040 against 566,433 in 2018)``: of two levels in one bracket, the one that the words do not call earlier."""
    if q.bracket is None:
        return False
    beside = reading.quantities[q.order + 1 : q.order + 2] + reading.quantities[max(0, q.order - 1) : q.order]
    for other in beside:
        if other.par == q.par and other.bracket is q.bracket and other.family == q.family and is_level(other):
            between = text.lower[min(q.end, other.end) : max(q.start, other.start)]
            if (_BACK if other.order > q.order else _ONWARD).search(between):
                return True
    return False


def _beside(text: Text, q: Quantity, before: Quantity | None) -> Quantity | None:
    """The level before it, where this one stands alone in brackets: ``Rs 450 crore (Rs 307 crore)``."""
    bracket = q.bracket
    if bracket is None or before is None or before.par != q.par or before.family != q.family or q.family == "%":
        return None
    inside = text.lower[bracket.start + 1 : q.start] + text.lower[q.stop : bracket.end]
    alone = re.fullmatch(r"\s*" + MONEY + r"?\s*(?:crore|lakh|năm \d{4}:?|\d{4}:?)?\s*", inside) is not None
    if alone and is_level(before) and before.bracket is None and bracket.start - before.stop < 12:
        return before
    return None


def _year(lead: str, tail: str) -> int | None:
    """The year that a level is told of: right behind it, or the last one before it."""
    behind = _YEAR.search(re.split(r"[,;(]", tail)[0])
    if behind is not None and not _BACK.search(tail[: behind.start()]):
        return int(behind[1])
    ahead = _YEAR.findall(re.split(r"\b(?:to|lên|xuống|còn)\b", lead)[-1])
    return int(ahead[-1]) if ahead else None


def _of_one_unit(a: Quantity, b: Quantity) -> bool:
    """Whether two levels may be of one unit: ``2,140 tonnes … from the 1,952 of 2018``; percentages always say so."""
    if a.family == b.family:
        return True
    return any(q.family == "count" and not q.noun and not q.per for q in (a, b)) and "%" not in (a.family, b.family)


def _set_beside(old: Level, new: Level) -> bool:
    """``In the last quarter 640 …, compared with 590 in that of 2018``: of two periods gone by, which is held against which."""
    return new.old and old.compared and not new.compared


def _earlier(old: Level, new: Level) -> bool:
    return old.year is not None and new.year is not None and old.year < new.year


def _order(old: Level, new: Level) -> tuple[bool, float]:
    """Whether words say which of two levels is the earlier one, and what it costs to take it so."""
    if old.year is not None and new.year is not None and old.year > new.year:
        return False, 2.5
    if new.plan and not old.plan:
        return False, 2.5
    if old.old:
        return True, 0.1 + (0.1 if _set_beside(old, new) else 0.8 if new.old else 0)
    if old.plan and not new.plan:
        return True, 0.4
    if old.beside is new.q:
        return True, 0.2
    if _earlier(old, new):
        return True, 0.2
    if old.year is not None and new.year is None and new.new:
        return True, 0.3
    return False, 1.3 + (1.0 if old.new else 0)


def _skipped(levels: Sequence[Level], q: Quantity, old: Level, new: Level) -> int:
    low, high = sorted((old.q.order, new.q.order))
    if q.order > high:
        return sum(high < x.q.order < q.order for x in levels)
    return sum(q.order < x.q.order < low for x in levels)


def _aside(x: Quantity, q: Quantity) -> bool:
    """Whether a figure stands in brackets that the other one is not in."""
    return x.bracket is not None and x.bracket is not q.bracket


def _reach(levels: Sequence[Level], q: Quantity, new: Level) -> float:
    """What it costs to take a level for the present one: the nearest before the change, or the one it leads to."""
    cost = 0.5 if _aside(new.q, q) else 0.0
    low, high = sorted((q.order, new.q.order))
    between = [x for x in levels if low < x.q.order < high and not x.old and not _aside(x.q, q)]
    if new.q.order > q.order:
        return cost + (0.0 if new.new else 0.5) + 0.4 * len(between)
    return cost + 0.1 + 0.45 * len(between)

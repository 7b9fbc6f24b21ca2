"""Averages of a sentence over the period of a table: ``139.018`` a month, where the annex adds up to 486.563 in 3,5 months.

All averages of one sentence count the period in the same way, so they are weighed together: the count that explains most of
them, by the digits that it explains, is the one that was used.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from reportcheck.facts.annex import Annex, Cell
from reportcheck.facts.equal import RULE, figures_of
from reportcheck.facts.said import Said
from reportcheck.facts.terms import terms
from reportcheck.facts.units import agree
from reportcheck.judge import judge
from reportcheck.labels import Period
from reportcheck.model import Judgement, Operand, Relation
from reportcheck.prose.quantities import Quantity
from reportcheck.relate.basis import Basis, bases
from reportcheck.relate.slip import is_one_slip

__all__ = ["averages"]

_AVERAGE = re.compile(r"\b(?:bình quân|trung bình|tính ra|mỗi|on average|average|averag\w+|per|each|a)\b")
_EACH = re.compile(
    r"\b(?:một|mỗi|1|hàng|per|each|every|a|bình quân|trung bình) ?(?P<unit>ngày|tháng|day|month)\b|/ ?(?P<slash>ngày|tháng|day|month)\b"
    r"|\b(?P<adverb>daily|monthly)\b"
)
_SPANS = {t.name for t in terms("tháng day days month months")} | {"thang"}
_DAYS = ("ngày", "day", "daily")
_ASKED, _ASKED_BESIDE = 9.0, 4.0  # bits that an average must explain alone, and beside others of the same count
_LEAST_WORDS = 2  # that two averages share
_NEAR = Decimal("0.02")  # how far a total may be from that of which averages are told
_LIKELY = Decimal("0.15")  # a difference beyond this is another figure, not a wrong one


@dataclass(frozen=True, slots=True)
class _Rate:
    """An average of a sentence: over ``days`` or ``months``."""

    said: Said
    over: str


@dataclass(frozen=True, slots=True)
class _Way:
    """One reading of an average: the total of a table over its period, counted in one way."""

    rate: _Rate
    cell: Cell
    basis: Basis
    judgement: Judgement
    bits: float


def averages(annex: Annex, said: Sequence[Said]) -> tuple[list[Judgement], set[int]]:
    """The averages that totals of tables explain, and those that should be and are not; and the figures used, by order."""
    sentences: dict[tuple[int, int], list[_Rate]] = defaultdict(list)
    for one in said:
        over = _over(one)
        if over:
            sentences[one.place].append(_Rate(one, over))
    out: list[Judgement] = []
    used: set[int] = set()
    if not sentences:
        return out, used
    periods = {cell.period for cell in annex.between(Decimal("-Infinity"), Decimal("Infinity"))} - {None}
    for rates in sentences.values():
        ways = [way for rate in rates for period in periods if period for way in _ways(annex, rate, period)]
        chosen = _together(ways)
        for way in chosen:
            used.add(way.rate.said.quantity.order)
            out.append(way.judgement)
        for judgement, order in _failing(annex, rates, chosen):
            used.add(order)
            out.append(judgement)
    return out, used


def _over(said: Said) -> str:
    """What a figure is an average over: ``days``, ``months`` or nothing."""
    q, text = said.quantity, said.text
    if q.family in ("%", "pp", "rank", "score") or q.change or q.target or q.prior:
        return ""
    begin, end = text.sentence_span(q.sentence)
    if q.per in ("ngày", "tháng", "day", "month"):
        return "days" if q.per in _DAYS else "months"
    head = text.lower[begin : q.start]
    last = next(reversed(list(_EACH.finditer(head))), None)
    if last is None:
        behind = _EACH.search(text.lower[q.end : min(end, q.end + 30)])
        if behind is None or not _AVERAGE.search(head + behind[0]):
            return ""
        last = behind
    elif not _AVERAGE.search(head[: last.end()]):
        return ""
    unit = last["unit"] or last["slash"] or last["adverb"]
    return "days" if unit in _DAYS else "months"


def _ways(annex: Annex, rate: _Rate, period: Period) -> Iterator[_Way]:
    """All totals of tables of one period that an average may have been taken from."""
    q = rate.said.quantity
    for basis in bases(period):
        length = basis.value(rate.over)
        if not length:
            continue
        low, high = (_scaled(q.scaled + side * q.step, length) for side in (-1, 1))
        for cell in annex.between(low - 1, high + 1):
            if cell.period != period or not agree(q, cell.family) or not _speaks_of(cell, rate.said):
                continue
            judgement = judge(_claim(rate, cell, basis))
            if judgement.holds:
                size = float(abs(q.scaled) / q.step)
                loss = 1.0 if judgement.outcome == "truncation" else 0.0
                yield _Way(rate, cell, basis, judgement, math.log2(max(size, 1.0)) - loss)


def _scaled(value: Decimal, length: Fraction) -> Decimal:
    return value * length.numerator / length.denominator


def _speaks_of(cell: Cell, said: Said) -> bool:
    """Whether the words around an average and those over a total share what is counted."""
    words = cell.sheet.words | cell.row.words | cell.column.words
    noun = [w for w in said.own if not w.startswith("@")]
    return sum(w in words for w in noun) >= min(2, len(noun)) and bool(noun)


def _claim(rate: _Rate, cell: Cell, basis: Basis) -> Relation:
    length = basis.value(rate.over)
    assert length is not None
    language = cell.sheet.view.language
    constant = basis.constant(rate.over, language)
    return Relation(
        "rate",
        replace(rate.said.quantity.figure, rounded=True),
        tuple(Operand(f) for f in figures_of(cell)),
        "stated",
        RULE,
        factor=Decimal(length.denominator),
        divisor=Decimal(length.numerator),
        constants=(constant,),
        basis=basis.name,
        scaling=f" / {constant}",
        typed=True,
    )


def _together(ways: Sequence[_Way]) -> list[_Way]:
    """The readings of the averages of one sentence under the count of the period that explains most of them."""
    by_basis: dict[Basis, dict[int, list[_Way]]] = defaultdict(lambda: defaultdict(list))
    for way in ways:
        by_basis[way.basis][way.rate.said.quantity.order].append(way)
    best: list[_Way] = []
    most = 0.0
    for by_figure in by_basis.values():
        sure = [way for found in by_figure.values() for way in found if way.bits - math.log2(len(found)) >= _ASKED]
        cells = {id(way.cell) for way in sure}
        chosen = []
        for found in by_figure.values():
            first = max(found, key=lambda way: (id(way.cell) in cells, way.bits))
            if id(first.cell) in cells and first.bits >= _ASKED_BESIDE:
                chosen.append(first)
        total = sum(way.bits for way in chosen)
        if total > most:
            best, most = chosen, total
    return best


def _failing(annex: Annex, rates: Sequence[_Rate], chosen: Sequence[_Way]) -> Iterator[tuple[Judgement, int]]:
    """The averages that differ from what the count of the others gives for the total that they speak of."""
    if not chosen:
        return
    done = {way.rate.said.quantity.order for way in chosen}
    left = [r for r in rates if r.said.quantity.order not in done and not r.said.quantity.approximate]
    meant = {r.said.quantity.order: _total_of(annex, r, chosen) for r in left}
    for rate in left:
        q = rate.said.quantity
        cell, twin = meant[q.order]
        if cell is None:
            continue
        judgement = judge(_claim(rate, cell, chosen[0].basis))
        if judgement.outcome != "fails" or judgement.computed is None:
            continue
        printed = int(q.value.scaleb(q.figure.digits))
        rounded = judgement.computed.scaleb(q.figure.digits).to_integral_value(ROUND_HALF_UP)
        size = len(str(int(rounded)))
        slip = size >= 3 and any(is_one_slip(printed, int(rounded) - less) for less in (0, 1))  # rounded, or cut off
        if twin:
            near = len(chosen) > 1 and abs(judgement.gap or Decimal(0)) <= _LIKELY * abs(judgement.computed)
            firm, certain = slip or near, slip and size >= 4
        else:  # where another average of the same thing is off as well, the table is; the longer of them tells it
            alike = [o.said.quantity for o in left if o is not rate and _same_words(rate.said, o.said)]
            alike = [other for other in alike if meant[other.order][0] is cell]
            firm, certain = bool(alike) and all(_size(q) > _size(other) for other in alike), False
        relation = replace(judgement.relation, firm=firm, certain=certain)
        yield replace(judgement, relation=relation), q.order


def _size(q: Quantity) -> Decimal:
    return abs(q.value).scaleb(q.figure.digits)


def _total_of(annex: Annex, rate: _Rate, chosen: Sequence[_Way]) -> tuple[Cell | None, bool]:
    """The total that an average speaks of, and whether another average of the same thing comes from it: else the only one of
    these tables that is near and shares its words."""
    totals = {id(w.cell): w.cell for w in chosen if w.rate.over != rate.over and _same_words(w.rate.said, rate.said)}
    if totals:
        return (next(iter(totals.values())), True) if len(totals) == 1 else (None, False)
    length = chosen[0].basis.value(rate.over)
    if not length:
        return None, False
    implied = _scaled(rate.said.quantity.scaled, length)
    sheets, used = {id(w.cell.sheet) for w in chosen}, {id(w.cell) for w in chosen}
    near = [
        cell
        for cell in annex.between(implied * (1 - _NEAR), implied * (1 + _NEAR))
        if id(cell.sheet) in sheets and id(cell) not in used and _speaks_of(cell, rate.said)
        and cell.period == chosen[0].cell.period and agree(rate.said.quantity, cell.family)
    ]  # fmt: skip
    return (near[0], False) if len(near) == 1 else (None, False)


def _same_words(one: Said, other: Said) -> bool:
    """Whether two averages are said to be of the same thing, "ngày" and "tháng" and what one of them adds apart."""
    first, second = ({w for w in said.own if w not in _SPANS} for said in (one, other))
    return min(len(first), len(second)) >= _LEAST_WORDS and (first <= second or second <= first)

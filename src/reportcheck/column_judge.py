"""The judge's verdicts on whole columns at once, with integers instead of fractions.

A :class:`Tie` claims of each row what a `Relation` claims of one. Its comparisons are those of `judge`, multiplied out
so that nothing is divided: int64 where every intermediate value surely fits, else the same on Python's integers. Rows that this arithmetic does not cover (``khoảng 8,5``, products, offsets) go to `judge` itself, one by one.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple, TypeAlias

import numpy as np

from reportcheck.columns import BLANK, OTHER, SPECIAL, UNKNOWN, Array, Numbers
from reportcheck.judge import judge
from reportcheck.model import Kind, Operand, Outcome, Relation
from reportcheck.numerals import plain

__all__ = [
    "EXACT", "FAILS", "OUTCOMES", "UNDECIDED", "ColumnTotal", "Columns", "Tie", "column_total", "computed", "verdicts",
]  # fmt: skip

Columns: TypeAlias = Mapping[Hashable, Numbers]

OUTCOMES: tuple[Outcome, ...] = ("exact", "rounding", "truncation", "fails", "undecided")
EXACT, ROUNDING, TRUNCATION, FAILS, UNDECIDED = range(5)

_ROOM = 2.0**62  # int64 serves while every intermediate value surely stays below
_BLOCK = 1 << 17  # rows that a processor's cache holds while they are bounded, added and compared
_FEW_PLACES = 6  # rows of more decimals are taken apart from the others, which then keep to int64


@dataclass(frozen=True, slots=True)
class Tie:
    """A claim on each row: ``target ⋈ factor · Σ terms · Π factors / (divisor · Σ divisors) + offset``, over column names.

    ``rounded`` names the columns whose whole numbers are rounded by nature, as `Figure.rounded` does for one figure.
    """

    target: Hashable
    terms: tuple[tuple[int, Hashable], ...]
    factors: tuple[Hashable, ...] = ()
    divisors: tuple[Hashable, ...] = ()
    compare: str = "="
    factor: Decimal = Decimal(1)
    divisor: Decimal = Decimal(1)
    offset: Decimal = Decimal(0)
    kind: Kind = "sum"
    rounded: frozenset[Hashable] = frozenset()

    @property
    def operands(self) -> tuple[Hashable, ...]:
        return (*(name for _, name in self.terms), *self.factors, *self.divisors)

    @property
    def names(self) -> tuple[Hashable, ...]:
        return (self.target, *self.operands)

    @property
    def is_linear(self) -> bool:
        return not self.divisors and self.factor == 1 and self.divisor == 1

    @property
    def needs_blanks_filled(self) -> bool:
        """Whether an empty operand leaves the claim undecided at once (see `judge`)."""
        return self.kind in ("share", "rate", "change", "equality")

    @property
    def is_plain(self) -> bool:
        """Whether the arithmetic here covers it."""
        return not self.factors and not self.offset and self.factor / self.divisor > 0 and bool(self.terms)

    def relation(self, columns: Columns, row: int) -> Relation:
        """The claim on one row, for `judge`."""
        roles = [(s, n, "term") for s, n in self.terms] + [(1, n, "factor") for n in self.factors]
        roles += [(1, n, "divisor") for n in self.divisors]
        operands = tuple(Operand(columns[n].figure(row, n in self.rounded), s, role) for s, n, role in roles)  # type: ignore[arg-type]
        stated = columns[self.target].figure(row, self.target in self.rounded)
        return Relation(
            self.kind, stated, operands, "declared", "", self.compare, self.factor, self.divisor, self.offset
        )  # fmt: skip


# -- verdicts ------------------------------------------------------------------


def verdicts(tie: Tie, columns: Columns, *, blank_is_zero: bool = False) -> Array:
    """The outcome of the claim on each row, as positions in `OUTCOMES`.

    Args:
        tie: the claim.
        columns: the columns it names, all of one length.
        blank_is_zero: empty cells stand for 0. They do so too where the claim holds on another row with an empty cell
            counted as 0 (a nonzero total of two or more parts; see `settle`).
    """
    target = columns[tie.target]
    operands = [columns[n] for n in tie.operands]
    if tie.is_plain and all(c.states is None for c in (target, *operands)):
        return _settled(tie, columns)[0]
    judged = np.ones(len(target.mantissas), dtype=bool) if not tie.is_plain else _any([target, *operands], SPECIAL)
    empty = _any(operands, BLANK)
    out = target.at(BLANK, UNKNOWN, OTHER) | _any(operands, UNKNOWN, OTHER)
    if tie.needs_blanks_filled:
        out |= empty
    else:
        out |= _any([columns[n] for n in (*tie.factors, *tie.divisors)], BLANK)
        out |= np.logical_and.reduce([c.at(BLANK) for c in operands]) & (target.mantissas != 0)
    codes = np.full(len(out), UNDECIDED, dtype=np.uint8)
    rows = np.flatnonzero(~out & ~judged)
    known = {n: columns[n].take(rows) for n in set(tie.names)}
    codes[rows], over = _settled(tie, known)
    # a sum with an empty part fails only if the known parts, none negative, already exceed the total
    sure = over & (tie.compare == "=") & all(sign > 0 for sign, _ in tie.terms) & ~_negative(operands)[rows]
    pending = rows[empty[rows] & (codes[rows] == FAILS) & ~sure]
    codes[pending] = UNDECIDED
    special = {r: judge(tie.relation(columns, r)) for r in np.flatnonzero(judged & ~out).tolist()}
    for row, judgement in special.items():
        codes[row] = OUTCOMES.index(judgement.outcome)
    if blank_is_zero or _vouched(tie, columns, codes, empty):
        codes[pending] = FAILS
        for row, judgement in special.items():
            if judgement.reason == "operand-blank":
                codes[row] = OUTCOMES.index(judge(judgement.relation, blank_is_zero=True).outcome)
    return codes


def _any(columns: list[Numbers], *states: int) -> Array:
    """Rows where one of the columns is in one of the states; False for no columns."""
    return np.logical_or.reduce([c.at(*states) for c in columns]) if columns else np.False_  # type: ignore[return-value]


def _negative(columns: list[Numbers]) -> Array:
    return np.asarray(np.logical_or.reduce([c.mantissas < 0 for c in columns]))


def _vouched(tie: Tie, columns: Columns, codes: Array, empty: Array) -> bool:
    """Whether a row with an empty part holds, so that empty cells stand for 0 here."""
    if tie.kind not in ("sum", "difference") or not empty.any():
        return False
    filled = sum((columns[n].mantissas != 0).astype(np.int64) for n in tie.operands)
    return bool((empty & (codes < FAILS) & (columns[tie.target].mantissas != 0) & (filled >= 2)).any())


def _settled(tie: Tie, columns: Columns) -> tuple[Array, Array]:
    """Outcomes of rows that hold numbers (a blank counts as 0), and where the computed side surely exceeds the stated."""
    count = len(columns[tie.target].mantissas)
    codes, over = np.zeros(count, dtype=np.uint8), np.zeros(count, dtype=bool)
    exact = _exact(tie, columns) if tie.is_linear and tie.compare == "=" else np.zeros(count, dtype=bool)
    if not exact.all():
        rest = np.flatnonzero(~exact)
        part = columns if len(rest) == count else {n: c.take(rest) for n, c in columns.items()}
        codes[rest], over[rest] = _weighed(tie, part)
    return codes, over


def _exact(tie: Tie, columns: Columns) -> Array:
    """Where the printed values of a linear claim fit exactly; False throughout where int64 may not hold them."""
    used = [columns[n] for n in tie.names]
    places = max(c.places() for c in used)
    fits = np.zeros(len(used[0].mantissas), dtype=bool)
    for start in range(0, len(fits), _BLOCK):
        rows = slice(start, start + _BLOCK)
        block = [c.take(rows) for c in used]
        if sum(c.peak() for c in block) * _power(places) < _ROOM:
            gap = block[0].scaled(places, False)
            for (sign, _), c in zip(tie.terms, block[1:], strict=True):
                gap = gap - c.scaled(places, False) if sign > 0 else gap + c.scaled(places, False)
            np.equal(gap, 0, out=fits[rows])
    return fits


def _weighed(tie: Tie, columns: Columns) -> tuple[Array, Array]:
    """`_settled` by intervals: in int64 where everything fits, with rows of many digits apart, else exactly anyhow."""
    if _fits(tie, columns):
        return _weigh(tie, columns, False)
    used = [columns[n] for n in tie.names]
    few = np.ones(len(used[0].mantissas), dtype=bool)
    for c in used:
        few &= (np.abs(c.mantissas) < 2**53) & (True if c.digits is None else c.digits <= _FEW_PLACES)
    if not few.any() or few.all():
        return _weigh(tie, columns, True)
    codes, over = np.zeros(len(few), dtype=np.uint8), np.zeros(len(few), dtype=bool)
    for rows in (np.flatnonzero(few), np.flatnonzero(~few)):
        part = {n: c.take(rows) for n, c in columns.items()}
        for c in part.values() if few[rows[0]] else ():
            c.mantissas = c.mantissas.astype(np.int64)
        codes[rows], over[rows] = _weigh(tie, part, not _fits(tie, part))
    return codes, over


def _fits(tie: Tie, columns: Columns) -> bool:
    """Whether no value in `_weigh` can leave int64."""
    stated = (2 * columns[tie.target].peak() + 3) * _power(columns[tie.target].places())
    terms = sum(2 * columns[n].peak() + 1 for _, n in tie.terms) * _power(_places(columns, tie.operands))
    if tie.is_linear:
        places = _places(columns, tie.names)
        return (2 * sum(columns[n].peak() for n in tie.names) + 3 * len(tie.names)) * _power(places) < _ROOM
    up, down = _ratio(tie, columns)
    below = sum(2 * columns[n].peak() + 1 for n in tie.divisors) or 2.0
    below *= _power(_places(columns, tie.operands))
    return max(up * terms, stated * down * below, float(up), float(down)) < _ROOM


def _power(places: int) -> float:
    """A power of ten for a bound; infinite where a float ends."""
    return 10.0**places if places <= 300 else float("inf")


def _places(columns: Columns, names: tuple[Hashable, ...]) -> int:
    return max(columns[n].places() for n in names)


def _ratio(tie: Tie, columns: Columns) -> tuple[int, int]:
    """The factor of a quotient, and of the doubled unit in which the stated side is counted, as a fraction."""
    factor = Fraction(tie.factor) / Fraction(tie.divisor) * 2 * 10 ** columns[tie.target].places()
    return factor.numerator, factor.denominator


class _Bounds(NamedTuple):
    """The computed side: its printed value and the ends of its interval, each as ``n / d`` with ``d`` positive."""

    point: tuple[Array, Array | int]
    low: tuple[Array, Array | int]
    high: tuple[Array, Array | int]


def _weigh(tie: Tie, columns: Columns, exact: bool) -> tuple[Array, Array]:
    """The judge's comparisons; all values are doubled, so that half a unit is whole."""
    stated = columns[tie.target]
    among = _among_decimals(tie, columns)
    places = _places(columns, tie.names if tie.is_linear else (tie.target,))
    value = 2 * stated.scaled(places, exact)
    unit = stated.units(places, exact, tie.target in tie.rounded, among)
    inner = places if tie.is_linear else _places(columns, tie.operands)
    terms, spread = _total(columns, tie.terms, inner, exact, tie.rounded, among)
    if tie.kind == "equality" or (tie.compare != "=" and tie.is_linear and len(tie.terms) == 1):
        # two statements of one fact at equal precision must be equal, two in an order must be in it
        digits = [np.zeros(len(value)) if columns[n].digits is None else columns[n].digits for n in tie.names]
        unequal = np.logical_or.reduce([d != digits[0] for d in digits])
        unit, spread = unit * unequal, spread * unequal
    if tie.is_linear:
        return _compared(value, unit, _Bounds((terms, 1), (terms - spread, 1), (terms + spread, 1)), tie.compare)
    below = tuple((1, n) for n in tie.divisors)
    whole, slack = _total(columns, below, inner, exact, tie.rounded, among) if below else (2 * 10**inner + 0 * terms, 0)
    sign = np.where(whole < 0, -1, 1)
    terms, whole = terms * sign, whole * sign
    least, most = whole - slack, whole + slack
    up, down = _ratio(tie, columns)
    high, low = terms + spread, terms - spread
    bounds = _Bounds(
        (terms * up, whole * down),
        (low * up, np.where(low < 0, least, most) * down),
        (high * up, np.where(high < 0, most, least) * down),
    )
    codes, over = _compared(value, unit, bounds, tie.compare)
    codes[least <= 0] = UNDECIDED
    return codes, over


def _among_decimals(tie: Tie, columns: Columns) -> Array | bool:
    """Rows of a linear claim that hold decimals, so that their whole numbers are rounded."""
    if not tie.is_linear:
        return False
    digits = [columns[n].digits for n in tie.names]
    found = [d > 0 for d in digits if d is not None]
    return np.asarray(np.logical_or.reduce(found)) if found else False


def _total(
    columns: Columns, terms: tuple[tuple[int, Hashable], ...], places: int, exact: bool,
    rounded: frozenset[Hashable], among: Array | bool,
) -> tuple[Array, Array | int]:  # fmt: skip
    """The doubled sum of signed columns, and the whole width of what their digits leave open."""
    total, width = 0, 0
    for sign, name in terms:
        total = total + 2 * sign * columns[name].scaled(places, exact)  # type: ignore[assignment]
        width = width + columns[name].units(places, exact, name in rounded, among)  # type: ignore[assignment]
    return total, width  # type: ignore[return-value]


def _compared(value: Array, unit: Array | int, computed: _Bounds, compare: str) -> tuple[Array, Array]:
    """`judge.decide` on arrays, and where the computed interval lies wholly above the stated one."""
    (point, by), (low, low_by), (high, high_by) = computed
    least, most = value - unit, value + unit
    over = np.asarray(low > most * low_by, dtype=bool)
    if compare == "<=":
        holds, rounds = value * by <= point, least * high_by <= high
        cut = np.zeros(len(value), dtype=bool)
    elif compare == ">=":
        holds, rounds = value * by >= point, most * low_by >= low
        cut = np.zeros(len(value), dtype=bool)
    else:
        holds = value * by == point
        rounds = (high >= least * high_by) & ~over
        above = (high >= value * high_by) & (low < (most + unit) * low_by)  # digits were cut off, towards zero
        under = (high > (least - unit) * high_by) & (low <= value * low_by)
        cut = (np.asarray(unit) > 0) & np.where(value < 0, under, above)
    choices = [np.asarray(c, dtype=bool) for c in (holds, rounds, cut)]
    return np.select(choices, [EXACT, ROUNDING, TRUNCATION], FAILS).astype(np.uint8), over


# -- one column's total ----------------------------------------------------------


class ColumnTotal(NamedTuple):
    """Whether one cell of a column is the sum of others: the outcome as a position in `OUTCOMES`, the sum as text.

    ``pending`` is True where the claim fails only if the column's empty cells stand for 0, ``vouches`` where it shows
    that they do.
    """

    code: int
    sum: str
    pending: bool = False
    vouches: bool = False


def column_total(numbers: Numbers, row: int, parts: Array, *, rounded: bool = False) -> ColumnTotal:
    """Decide whether the cell at ``row`` is the sum of the cells at ``parts`` (positions)."""
    stated, others = numbers.take(np.array([row])), numbers.take(parts)
    empty = others.at(BLANK)
    if not len(parts) or stated.at(BLANK, UNKNOWN, OTHER).any() or others.at(UNKNOWN, OTHER).any():
        return ColumnTotal(UNDECIDED, "")
    if len(parts) == 1 and empty.any():
        return ColumnTotal(UNDECIDED, "")
    filled = int((others.mantissas != 0).sum())
    if empty.all() and stated.mantissas[0] != 0:
        return ColumnTotal(UNDECIDED, "0")
    kind: Kind = "equality" if len(parts) == 1 else "sum"
    if numbers.special and numbers.at(SPECIAL)[[row, *parts.tolist()]].any():
        operands = tuple(Operand(numbers.figure(r, rounded)) for r in parts.tolist())
        judgement = judge(Relation(kind, numbers.figure(row, rounded), operands, "declared", ""))
        code, pending = OUTCOMES.index(judgement.outcome), judgement.reason == "operand-blank"
        text = "" if judgement.computed is None else plain(judgement.computed)
    else:
        code, text, over = _column_sum(stated, others, rounded)
        pending = code == FAILS and bool(empty.any()) and not (over and not (others.mantissas < 0).any())
    vouches = code < FAILS and bool(empty.any()) and filled >= 2 and stated.mantissas[0] != 0
    return ColumnTotal(UNDECIDED if pending else code, text, pending, vouches)


def _column_sum(stated: Numbers, others: Numbers, rounded: bool) -> tuple[int, str, bool]:
    """Outcome and sum by the judge's comparison, and whether the parts surely exceed the stated total."""
    places = max(stated.places(), others.places())
    exact = (others.peak() + 1) * len(others.mantissas) * _power(places) >= _ROOM
    among = places > 0
    terms = int(others.scaled(places, exact).sum())
    width = int(np.sum(others.units(places, exact, rounded, among)))
    value = stated.scaled(places, True) * 2
    unit = stated.units(places, True, rounded, among)
    if len(others.mantissas) == 1 and stated.places() == others.places():
        unit, width = 0, 0  # two statements of one fact at equal precision must be equal
    bounds = _Bounds(*((np.array([2 * terms + w], dtype=object), 1) for w in (0, -width, width)))
    codes, over = _compared(value, unit, bounds, "=")
    return int(codes[0]), _printed(terms, 10**places, places), bool(over[0])


# -- what was computed -----------------------------------------------------------


def computed(tie: Tie, columns: Columns) -> list[str]:
    """What the printed operands yield on each row, as text, with two places more than the stated figure where endless."""
    if not tie.is_plain or any(columns[n].special for n in tie.names):
        judged = (judge(tie.relation(columns, row)).computed for row in range(len(columns[tie.target].mantissas)))
        return ["" if value is None else plain(value) for value in judged]
    places = _places(columns, tie.operands)
    terms = np.asarray(sum(sign * columns[n].scaled(places, True) for sign, n in tie.terms))
    factor = Fraction(tie.factor) / Fraction(tie.divisor)
    below = np.asarray(
        sum(columns[n].scaled(places, True) for n in tie.divisors) if tie.divisors else 10**places + 0 * terms
    )
    beyond = columns[tie.target].places() + 2
    return [
        _printed(up * factor.numerator, down * factor.denominator, max(beyond, places) if tie.is_linear else beyond)
        for up, down in zip(terms.tolist(), below.tolist(), strict=True)
    ]


def _printed(up: int, down: int, places: int) -> str:
    """``up / down`` rounded to some places, without needless zeros; empty where there is no quotient."""
    if down == 0:
        return ""
    sign = "-" if (up < 0) != (down < 0) and up else ""
    up, down = abs(up), abs(down)
    whole, rest = divmod((2 * up * 10**places + down) // (2 * down), 10**places)
    return f"{sign}{whole}.{rest:0{places}d}".rstrip("0").rstrip(".") if rest else f"{sign}{whole}"

"""The one place that decides: does a claimed relation hold, given what its printed digits can stand for?

A claim reads ``target ⋈ factor · Σ terms · Π factors / (divisor · Σ divisors) + offset``. Each figure is an interval
(`interval`): a whole number is exact unless it is a rate, a share, money in a larger unit, or stands among decimals of
the same unit (777 + 407 = 1.183,7: the whole numbers are rounded too). The verdicts, in the order tried:

``exact``       the printed values themselves satisfy the claim;
``rounding``    some values that the printed digits can stand for do;
``truncation``  they do if the stated figure was cut off instead of rounded (4.633 for 4633,93), which only a figure
                that is rounded at all can be;
``fails``       no such values exist;
``undecided``   a figure is missing or not known, and the claim does not hold or fail whatever it is.

Two statements of one fact at equal precision must be equal, not merely overlap; and of two such figures in an order,
none may be a unit on the wrong side. An empty part counts as 0 where the
relation then holds; else the relation fails only if the parts (none negative) already exceed the total, or if empty
cells are known to stand for 0 in this table.

Measured on 91 right relations of real reports and 2,351 one-digit slips, these rules raise one false alarm and miss
0.9 % of the slips; a tolerance of 0.5 raises four and misses 9 %.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from reportcheck.interval import Interval
from reportcheck.model import Figure, Judgement, Operand, Outcome, Relation

__all__ = [
    "by_value",
    "common_interval",
    "decide",
    "figure_interval",
    "judge",
    "scale_of",
    "stands_among_decimals",
    "yielded",
]


def figure_interval(figure: Figure, *, among_decimals: bool = False) -> Interval:
    """What a figure's printed digits can stand for.

    Args:
        figure: a figure with a value.
        among_decimals: whole numbers of this unit stand beside decimals, so that they are rounded themselves.
    """
    assert figure.value is not None
    if figure.mark in ("about", "above", "below"):
        place = _last_place(figure)
        exact = Fraction(figure.value)
        low = exact if figure.mark == "above" else exact - place
        high = exact if figure.mark == "below" else exact + place
        return Interval(low, high)
    if figure.step is not None:
        half = Fraction(figure.step) / 2
        return Interval(Fraction(figure.value) - half, Fraction(figure.value) + half)
    if figure.rounded or figure.digits > 0 or (among_decimals and figure.mark != "nil"):
        return Interval.of_digits(figure.value, figure.digits)
    return Interval.point(figure.value)


def _last_place(figure: Figure) -> Fraction:
    """The place of the last digit that is not a padding zero: 10 for "hơn 820", 1/10 for "khoảng 8,5"."""
    assert figure.value is not None
    digits, place = figure.digits, Fraction(figure.value)
    while digits > -18 and place != 0 and (place * Fraction(10) ** (digits - 1)).denominator == 1:
        digits -= 1
    return Fraction(1) / Fraction(10) ** digits


def common_interval(statements: Sequence[Interval]) -> Interval:
    """What several statements of one fact leave possible: the intersection, empty where they contradict each other.

    >>> from decimal import Decimal as D
    >>> common_interval([Interval.of_digits(D(150), -1), Interval.of_digits(D(200), -2)]).is_empty
    False
    """
    common = statements[0]
    for statement in statements[1:]:
        common = common & statement
    return common


def decide(
    stated: Interval,
    stated_value: Fraction,
    computed: Interval,
    point: Fraction,
    cut: Interval | None,
    compare: str = "=",
) -> Outcome:
    """The verdict on one comparison.

    Args:
        stated: what the stated figure can stand for; ``stated_value`` is the printed value itself.
        computed: what the operands can yield; ``point`` is what their printed values yield.
        cut: what the stated figure can stand for if it was truncated, or None where it cannot have been.
        compare: ``=``, ``<=`` (stated is at most computed) or ``>=``.
    """
    if compare == "<=":
        if stated_value <= point:
            return "exact"
        return "rounding" if stated.low <= computed.high else "fails"
    if compare == ">=":
        if stated_value >= point:
            return "exact"
        return "rounding" if stated.high >= computed.low else "fails"
    if stated_value == point:
        return "exact"
    if stated.meets(computed):
        return "rounding"
    if cut is not None and cut.meets(computed):
        return "truncation"
    return "fails"


def judge(relation: Relation, *, blank_is_zero: bool = False) -> Judgement:
    """Decide a claim.

    Args:
        relation: the claim with its figures.
        blank_is_zero: empty cells stand for 0 in sums of the same table that hold.

    Returns:
        the judgement; ``computed`` and ``gap`` (stated minus computed) are set whenever the operands have values.
    """
    target = relation.target
    reason = _missing_reason(relation)
    if reason is not None:
        return Judgement(relation, "undecided", reason=reason)
    assert target.value is not None
    point = _whole_point(relation)
    if point is not None:
        shown = _shown(Fraction(point), target)
        return Judgement(relation, "exact" if point == target.value else "fails", shown, target.value - shown)
    decimals = stands_among_decimals(relation)
    values = _Operands(relation, decimals)
    if values.computed is None:
        return Judgement(relation, "undecided", reason="zero-divisor")
    stated = _stated(relation, decimals)
    scale = scale_of(target, relation)
    outcome = decide(stated, Fraction(target.value) * scale, values.computed, values.point, None, relation.compare)
    if outcome == "fails" and relation.compare == "=":
        cut = _cut_off(relation, stated)
        if cut is not None and cut.meets(values.computed):
            outcome = "truncation"
    blanks = any(o.figure.mark == "blank" for o in relation.operands)
    if outcome == "fails" and blanks and not blank_is_zero and not _exceeds(relation, values, stated):
        return Judgement(relation, "undecided", _shown(values.point / scale, target), reason="operand-blank")
    if outcome == "fails" and any(f.mark in ("about", "above", "below") for f in _figures(relation)):
        return Judgement(relation, "undecided", _shown(values.point / scale, target), reason="approximate")
    computed = _shown(values.point / scale, target)
    return Judgement(relation, outcome, computed, target.value - computed)


def _whole_point(relation: Relation) -> int | None:
    """What the operands of a claim yield, where every figure is an exact whole number: no interval is needed then."""
    if relation.compare != "=" or relation.factor != 1 or relation.divisor != 1 or relation.offset != 0:
        return None
    target, term, product, terms = relation.target, 0, 1, not relation.operands
    for figure in (target, *(o.figure for o in relation.operands)):
        if figure.value is None or figure.rounded or figure.digits > 0 or figure.step is not None:
            return None
        if figure.mark not in ("", "nil") or figure.value != int(figure.value):
            return None
        if figure.power != target.power and not relation.raw:
            return None
    for operand in relation.operands:
        assert operand.figure.value is not None
        value = int(operand.figure.value) * operand.sign
        if operand.role == "term":
            term, terms = term + value, True
        elif operand.role == "factor":
            product *= value
        else:
            return None
    return (term if terms else 1) * product


def yielded(relation: Relation) -> Fraction | None:
    """What the printed operands yield, exactly, in the unit of the stated figure; None where they do not."""
    if _missing_reason(relation) is not None:
        return None
    values = _Operands(relation, stands_among_decimals(relation))
    return None if values.computed is None else values.point / scale_of(relation.target, relation)


def _figures(relation: Relation) -> list[Figure]:
    return [relation.target, *(o.figure for o in relation.operands)]


def _missing_reason(relation: Relation) -> str | None:
    """Why a claim cannot be decided from the start, or None."""
    target = relation.target
    if target.mark == "blank":
        return "target-blank"
    if target.value is None:
        return "target-unknown" if target.mark == "unknown" else "target-not-a-number"
    blank = 0
    for operand in relation.operands:
        figure = operand.figure
        if figure.mark == "blank":
            blank += 1
            if operand.role != "term" or relation.kind in ("share", "rate", "change", "equality"):
                return "operand-blank"
        elif figure.value is None:
            return "operand-unknown" if figure.mark == "unknown" else "operand-not-a-number"
    if blank and blank == len(relation.operands) and target.value != 0:
        return "all-blank"
    return None


def stands_among_decimals(relation: Relation) -> bool:
    """Whether decimals of the target's own unit stand in a linear claim, so that its whole numbers are rounded."""
    if any(o.role != "term" for o in relation.operands) or relation.divisor != 1 or relation.factor != 1:
        return False
    unit = relation.target.unit
    return any(f.digits > 0 for f in _figures(relation) if f.unit == unit and f.value is not None)


def scale_of(figure: Figure, relation: Relation) -> int | Fraction:
    """What one of the figure's units is worth where the figures of a linear claim are printed in different ones."""
    if figure.power == 0 or relation.raw:
        return 1
    if any(o.role == "divisor" for o in relation.operands) and figure is relation.target:
        return 1  # a share or a rate has its own unit
    powers = {f.power for f in _figures(relation)}
    return 1 if len(powers) == 1 else Fraction(10) ** figure.power


def _stated(relation: Relation, decimals: bool) -> Interval:
    """What the stated figure can stand for."""
    target = relation.target
    assert target.value is not None
    stated = Interval.point(target.value) if by_value(relation) else figure_interval(target, among_decimals=decimals)
    return stated.times(scale_of(target, relation))


def _cut_off(relation: Relation, stated: Interval) -> Interval | None:
    """What the stated figure can stand for if it was truncated, or None where it cannot have been: it is no rounded figure."""
    target = relation.target
    assert target.value is not None
    computed = relation.raw and not relation.typed  # by a program, which cuts nothing off
    if stated.is_point or computed or target.mark in ("about", "above", "below"):
        return None
    return Interval.truncated(target.value, target.digits).times(scale_of(target, relation))


def by_value(relation: Relation) -> bool:
    """Two figures of equal precision, said to be equal or in an order: rounding keeps both, so their values decide."""
    if relation.kind != "equality" and (relation.compare == "=" or len(relation.operands) != 1):
        return False
    if relation.factor != 1 or relation.divisor != 1 or relation.offset != 0:
        return False
    return len({(f.digits, f.power) for f in _figures(relation)}) == 1


class _Operands:
    """The right side of a claim: the value of the printed operands and what their digits leave possible."""

    def __init__(self, relation: Relation, decimals: bool) -> None:
        exact = by_value(relation)
        terms: Interval | None = None
        divisors: Interval | None = None
        product: Interval | None = None
        point, point_divisors, point_product = Fraction(0), Fraction(0), Fraction(1)
        for operand in relation.operands:
            value, interval = self._value(operand, relation, decimals, exact)
            if operand.role == "term":
                terms = interval if terms is None else terms + interval
                point += value
            elif operand.role == "divisor":
                divisors = interval if divisors is None else divisors + interval
                point_divisors += value
            else:
                product = interval if product is None else product * interval
                point_product *= value
        factor, offset = Fraction(relation.factor) / Fraction(relation.divisor), Fraction(relation.offset)
        if terms is None:
            point = Fraction(1 if relation.operands else 0)
            terms = Interval.point(point)
        if product is not None:
            terms = terms * product
        result, result_point = terms.times(factor), point * point_product * factor
        self.computed: Interval | None = None
        self.point = Fraction(0)
        if divisors is not None:
            inverse = divisors.inverse()
            if inverse is None or point_divisors == 0:
                return
            result = result.times(inverse.low) if inverse.is_point else result * inverse
            result_point = result_point / point_divisors
        self.computed = result + Interval.point(offset) if offset else result
        self.point = result_point + offset

    @staticmethod
    def _value(operand: Operand, relation: Relation, decimals: bool, exact: bool) -> tuple[Fraction, Interval]:
        figure = operand.figure
        if figure.value is None:  # an empty part: counted as 0 here, see judge()
            return Fraction(0), Interval.point(0)
        value = Fraction(figure.value)
        interval = Interval(value, value) if exact else figure_interval(figure, among_decimals=decimals)
        factor = operand.sign * scale_of(figure, relation)
        return (value if factor == 1 else value * factor), interval.times(factor)


def _exceeds(relation: Relation, values: _Operands, stated: Interval) -> bool:
    """Whether the known parts of a sum, none of them negative, already exceed its total, whatever the empty ones are."""
    if values.computed is None or relation.compare != "=":
        return False
    for operand in relation.operands:
        if (
            operand.role != "term"
            or operand.sign < 0
            or (operand.figure.value is not None and operand.figure.value < 0)
        ):
            return False
    return values.computed.low > stated.high


def _shown(value: Fraction, target: Figure) -> Decimal:
    """A computed value as a decimal: exact where it ends soon, else two places beyond the stated figure's."""
    for digits in range(max(target.digits, 0) + 7):
        whole, rest = divmod(value.numerator * 10**digits, value.denominator)
        if not rest:
            return Decimal(whole).scaleb(-digits)
    digits = max(target.digits, 0) + 2
    return Decimal(round(value * 10**digits)).scaleb(-digits)

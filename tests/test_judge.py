"""Verdicts worked out by hand, one for each sentence of the judge's contract."""

from __future__ import annotations

from decimal import Decimal as D
from typing import Any

import pytest

from reportcheck.judge import judge
from reportcheck.model import Figure, Judgement, Operand, Relation


def fig(text: str, **more: Any) -> Figure:
    """A figure written as Python writes decimals; empty for a blank cell."""
    if not text:
        return Figure("", None, mark="blank")
    return Figure(text, D(text), max(0, -int(D(text).as_tuple().exponent)), **more)


def verdict(target: Figure, *parts: Figure, kind: str = "sum", **more: Any) -> Judgement:
    return judge(Relation(kind, target, tuple(Operand(p) for p in parts), "declared", "RC101", **more))  # type: ignore[arg-type]


def share(target: str, part: str, whole: str) -> Judgement:
    operands = (Operand(fig(part)), Operand(fig(whole), role="divisor"))
    return judge(Relation("share", fig(target, rounded=True, unit="%"), operands, "declared", "RC201", factor=D(100)))


@pytest.mark.parametrize(
    ("total", "parts", "outcome"),
    [
        ("2359", ["898", "1325", "136"], "exact"),
        ("752", ["25", "150", "557"], "fails"),
        ("733", ["25", "150", "557"], "fails"),  # off by one is off
        ("1183.7", ["777", "407"], "rounding"),  # whole numbers among decimals are rounded
        ("1185.1", ["777", "407"], "fails"),
        ("100.0", ["33.3", "33.3", "33.3"], "rounding"),
        ("100.3", ["33.3", "33.3", "33.3"], "fails"),
        ("-5", ["5", "-10"], "exact"),
        ("0.3", ["0.1", "0.2"], "exact"),  # which binary floats get wrong
    ],
)
def test_sums(total: str, parts: list[str], outcome: str) -> None:
    assert verdict(fig(total), *map(fig, parts)).outcome == outcome


def test_what_a_finding_shows_can_be_recomputed() -> None:
    judgement = verdict(fig("752"), fig("25"), fig("150"), fig("557"))
    assert (judgement.computed, judgement.gap) == (732, 20)


@pytest.mark.parametrize(
    ("stated", "part", "whole", "outcome"),
    [
        ("100", "898", "898", "exact"),
        ("42.22", "19", "45", "rounding"),  # 42.2222…
        ("66.66", "2", "3", "truncation"),  # 66.666…
        ("66.67", "2", "3", "rounding"),
        ("66.65", "2", "3", "fails"),
        ("44.22", "19", "45", "fails"),
        ("67", "2", "3", "rounding"),  # a whole percentage is rounded by nature
        ("66", "2", "3", "truncation"),
        ("65", "2", "3", "fails"),
        ("12.5", "1", "8", "exact"),
    ],
)
def test_shares(stated: str, part: str, whole: str, outcome: str) -> None:
    assert share(stated, part, whole).outcome == outcome


def test_a_share_of_nothing_is_undecided() -> None:
    assert share("0", "0", "0").reason == "zero-divisor"


@pytest.mark.parametrize(
    ("rate", "divisor", "outcome"),
    [
        ("1292", "3.5", "truncation"),
        ("1293", "3.5", "rounding"),
        ("43", "105", "rounding"),
        ("1291", "3.5", "fails"),
        ("42", "105", "fails"),
    ],
)
def test_rates_of_4525(rate: str, divisor: str, outcome: str) -> None:
    """4525 / 3.5 = 1292.86 and 4525 / 105 = 43.095."""
    assert verdict(fig(rate, rounded=True), fig("4525"), kind="rate", divisor=D(divisor)).outcome == outcome


def test_equal_precision_must_be_equal() -> None:
    assert verdict(fig("12.5"), fig("12.6"), kind="equality").outcome == "fails"
    assert verdict(fig("12.5"), fig("12.50"), kind="equality").outcome == "exact"


def test_the_finer_statement_rounds_to_the_coarser() -> None:
    assert verdict(fig("12.5"), fig("12.46"), kind="equality").outcome == "rounding"
    assert verdict(fig("12.5"), fig("12.58"), kind="equality").outcome == "truncation"
    assert verdict(fig("12.5"), fig("12.61"), kind="equality").outcome == "fails"


def test_units_of_different_size_are_brought_together() -> None:
    """6,404 million = 6.4 billion to its digits."""
    billion, million = (
        {"unit": "tỷ đồng", "power": 9, "rounded": True},
        {"unit": "triệu đồng", "power": 6, "rounded": True},
    )
    assert verdict(fig("6.4", **billion), fig("6404", **million), kind="equality").outcome == "rounding"
    assert verdict(fig("6.5", **billion), fig("6404", **million), kind="equality").outcome == "fails"


class TestBlanks:
    """An empty part is 0 where the sum then holds; else it explains a missing amount, never a surplus."""

    def test_counted_as_zero_where_it_holds(self) -> None:
        assert verdict(fig("30"), fig("10"), fig("20"), fig("")).outcome == "exact"

    def test_too_little_is_undecided(self) -> None:
        assert verdict(fig("40"), fig("10"), fig("20"), fig("")).reason == "operand-blank"

    def test_too_much_fails(self) -> None:
        assert verdict(fig("25"), fig("10"), fig("20"), fig("")).outcome == "fails"

    def test_too_much_with_a_negative_part_is_undecided(self) -> None:
        assert verdict(fig("5"), fig("-10"), fig("20"), fig("")).reason == "operand-blank"

    def test_known_to_stand_for_zero(self) -> None:
        relation = Relation(
            "sum", fig("40"), (Operand(fig("10")), Operand(fig("20")), Operand(fig(""))), "declared", "RC101"
        )
        assert judge(relation, blank_is_zero=True).outcome == "fails"

    def test_an_empty_total_is_not_stated(self) -> None:
        assert verdict(fig(""), fig("10"), fig("20")).reason == "target-blank"

    def test_dots_are_not_known(self) -> None:
        assert verdict(fig("10"), fig("10"), Figure("…", None, mark="unknown")).reason == "operand-unknown"

    def test_a_dash_is_zero(self) -> None:
        assert verdict(fig("10"), fig("10"), Figure("-", D(0), mark="nil")).outcome == "exact"


def test_signs() -> None:
    """A false difference of exactly twice the amount is the classic trap."""
    relation = Relation("difference", fig("30"), (Operand(fig("50")), Operand(fig("20"), -1)), "declared", "RC401")
    assert judge(relation).outcome == "exact"
    wrong = Relation("difference", fig("70"), (Operand(fig("50")), Operand(fig("20"), -1)), "declared", "RC401")
    assert judge(wrong).gap == 40


def test_bounds() -> None:
    assert verdict(fig("898"), fig("898"), kind="bound", compare="<=").outcome == "exact"
    assert verdict(fig("899"), fig("898"), kind="bound", compare="<=").outcome == "fails"
    assert verdict(fig("1205"), fig("1120"), kind="order", compare=">=").outcome == "exact"
    assert verdict(fig("1120"), fig("1205"), kind="order", compare=">=").outcome == "fails"


def test_an_order_at_equal_precision_is_that_of_the_values() -> None:
    """Rounding keeps an order: 8.4 cannot be what 8.5 grew to, though their intervals touch."""
    assert verdict(fig("8.4"), fig("8.5"), kind="order", compare=">=").outcome == "fails"
    assert verdict(fig("8.5"), fig("8.46"), kind="order", compare=">=").outcome == "exact"
    assert verdict(fig("8.4"), fig("8.43"), kind="order", compare=">=").outcome == "rounding"


def test_approximate_figures_never_fail() -> None:
    about = Figure("khoảng 820", D(820), mark="about")
    assert verdict(about, fig("400"), fig("425")).outcome == "rounding"
    assert verdict(about, fig("400"), fig("700")).reason == "approximate"

"""Number format codes: what each shows is stated here by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportcheck.model import GENERAL, NumberFormat
from reportcheck.read.number_format import builtin_format, parse_format


@pytest.mark.parametrize(
    ("code", "digits", "extra"),
    [
        ("0", 0, {"pad": 1}),
        ("00", 0, {"pad": 2}),
        ("#", 0, {}),
        ("0.00", 2, {"pad": 1}),
        ("#.##", 2, {}),
        ("#,##0", 0, {"grouping": True, "pad": 1}),
        ("#,##0.0", 1, {"grouping": True, "pad": 1}),
        ("#,##0,", 0, {"grouping": True, "thousands": 1, "pad": 1}),
        ("0.0,,", 1, {"thousands": 2, "pad": 1}),
        ('0,.0" nghìn"', 1, {"thousands": 1, "pad": 1}),
        ("0%", 0, {"percent": True, "pad": 1}),
        ("0.00%", 2, {"percent": True, "pad": 1}),
        ('0.0"%"', 1, {"pad": 1}),
        (r"0.0\%", 1, {"pad": 1}),
        ('"d/m" 0.0', 1, {"pad": 1}),
        ("[Red]0.0;[Blue]0.00", 1, {"pad": 1}),
        ("[$-42A]#,##0.00", 2, {"grouping": True, "pad": 1}),
        ("[$₫-42A] #,##0", 0, {"grouping": True, "pad": 1}),
        ('_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)', 2, {"grouping": True, "pad": 1}),
        ('#,##0\\ "đồng";-#,##0.00', 0, {"grouping": True, "pad": 1}),
        ('"a;b"0.0;0', 1, {"pad": 1}),
    ],
)
def test_numbers(code: str, digits: int, extra: dict[str, object]) -> None:
    assert parse_format(code) == NumberFormat(code=code, digits=digits, **extra)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "code", ["dd/mm/yyyy", "[$-42A]d mmmm yyyy", "[h]:mm", "mm:ss.0", "h:mm AM/PM", '"Ngày" dd', "[ss]", "yyyy\\-mm"]
)
def test_dates(code: str) -> None:
    found = parse_format(code)
    assert found.date
    assert found.digits is None


@pytest.mark.parametrize("code", ["General", "GENERAL", "general", ""])
def test_general(code: str) -> None:
    assert parse_format(code) is GENERAL


def test_general_with_words_has_no_fixed_digits() -> None:
    assert parse_format('General" người"') == NumberFormat(code='General" người"')


def test_text() -> None:
    assert parse_format("@") == NumberFormat(code="@", text=True)


@pytest.mark.parametrize("code", ["0.00E+00", "# ?/?", "##0.0E+0"])
def test_scientific_and_fractions_show_no_fixed_digits(code: str) -> None:
    found = parse_format(code)
    assert found.digits is None
    assert not found.date


@pytest.mark.parametrize(
    ("id", "digits", "percent", "date"),
    [(0, None, False, False), (1, 0, False, False), (2, 2, False, False), (4, 2, False, False), (9, 0, True, False),
     (10, 2, True, False), (14, None, False, True), (22, None, False, True), (46, None, False, True),
     (57, None, False, True), (163, None, False, False), (-1, None, False, False)],
)  # fmt: skip
def test_builtin(id: int, digits: int | None, percent: bool, date: bool) -> None:
    found = builtin_format(id)
    assert (found.digits, found.percent, found.date) == (digits, percent, date)


def test_same_code_same_object() -> None:
    assert parse_format("0.000") is parse_format("0.000")


@given(st.text(alphabet='0#?.,;%E+-"\\_*[]@/ dmyhs$GeneralđR', max_size=40))
def test_any_code_gives_a_format(code: str) -> None:
    found = parse_format(code)
    assert found.digits is None or found.digits >= 0
    assert not (found.date and found.digits is not None)

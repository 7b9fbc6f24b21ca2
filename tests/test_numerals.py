"""Printed numbers and what they can mean, from the facts that Vietnamese reports show."""

from __future__ import annotations

import unicodedata
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportcheck.numerals import print_number, read_number, render, strip_marks
from reportcheck.read.number_format import parse_format

PRINTED = [
    ("1.939", ["1939", "1.939"]),
    ("1,939", ["1939", "1.939"]),
    ("1 939", ["1939"]),
    ("1\u00a0939", ["1939"]),
    ("1325", ["1325"]),
    ("86,02%", ["86.02"]),
    ("100 %", ["100"]),
    ("8.718,3", ["8718.3"]),
    ("1,939.5", ["1939.5"]),
    ("6.336.000.000", ["6336000000"]),
    ("08", ["8"]),
    ("0,341", ["0.341"]),
    ("12,5", ["12.5"]),
    ("(1.5)", ["-1.5"]),
    ("-5", ["-5"]),
    ("−5", ["-5"]),
    ("  12 ", ["12"]),
    ("06 tháng", ["6"]),
    ("7.433Token", ["7433", "7.433"]),
    ("14.150 tỷ đồng", ["14150", "14.150"]),
]


@pytest.mark.parametrize(("text", "values"), PRINTED)
def test_readings(text: str, values: list[str]) -> None:
    reading = read_number(text)
    assert reading is not None
    assert [n.value for n in reading.numerals] == [D(v) for v in values]


@pytest.mark.parametrize("text", ["-", "–", "x"])
def test_nil(text: str) -> None:
    reading = read_number(text)
    assert reading is not None
    assert reading.mark == "nil"


@pytest.mark.parametrize("text", ["…", "...", "..", "n/a"])
def test_not_known(text: str) -> None:
    reading = read_number(text)
    assert reading is not None
    assert reading.mark == "unknown"
    assert not reading.numerals


@pytest.mark.parametrize(
    "text",
    [
        "2619/QĐ-UBND",
        "29/2023/NĐ-CP",
        "Điều 5",
        "quý II/2025",
        "24/24h",
        "1.2.2020.5",
        "Sở Y tế",
        "1.1.1",
        "12a3",
        "1. Tổng số",
    ],
)
def test_no_numbers(text: str) -> None:
    reading = read_number(text)
    assert reading is None or not reading.numerals


@pytest.mark.parametrize("text", ["28/12/2023", "15/10/2025", "2025-10-15", "7/2025"])
def test_dates_are_set_aside(text: str) -> None:
    reading = read_number(text)
    assert reading is not None
    assert reading.set_aside == "date"


@pytest.mark.parametrize(
    ("text", "mark"),
    [("khoảng 820", "about"), ("hơn 820", "above"), ("trên 820", "above"), ("gần 820", "below"), ("ước 820", "about")],
)
def test_approximate(text: str, mark: str) -> None:
    reading = read_number(text)
    assert reading is not None
    assert (reading.mark, reading.numerals[0].value) == (mark, 820)


@given(st.integers(0, 10**12), st.sampled_from([".", ",", " ", "\u00a0", "\u202f"]))
def test_grouped_thousands_keep_their_value(value: int, mark: str) -> None:
    reading = read_number(f"{value:,}".replace(",", mark))
    assert reading is not None
    assert reading.numerals[0].value == value


@given(st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False))
def test_what_is_printed_reads_back(value: D) -> None:
    for language in ("vi", "en"):
        reading = read_number(print_number(value, language, 2))
        assert reading is not None
        assert reading.numerals[0].value == value


@given(st.text(max_size=30))
def test_any_text_is_read_or_not(text: str) -> None:
    read_number(text)


@pytest.mark.parametrize(
    ("value", "code", "text", "shown"),
    [
        ("0.8602", "0.00%", "86,02%", "86.02"),
        ("0.860215", "0.00%", "86,02%", "86.02"),
        ("1939", "#,##0", "1.939", "1939"),
        ("1939.5", "#,##0", "1.940", "1940"),
        ("1234567", "#,##0,", "1.235", "1235"),
        ("752", "General", "752", "752"),
        ("12.5", "0.00", "12,50", "12.50"),
        ("8", "00", "08", "8"),
    ],
)
def test_shown_by_a_format(value: str, code: str, text: str, shown: str) -> None:
    printed, number, _ = render(D(value), parse_format(code), "vi")
    assert (printed, number) == (text, D(shown))


def test_words_without_marks() -> None:
    assert strip_marks("Hội đồng – NHÂN dân") == "hoi dong nhan dan"
    decomposed = unicodedata.normalize("NFD", "Đơn vị tính: triệu đồng")
    assert strip_marks(decomposed) == "don vi tinh trieu dong"

"""Words of labels, periods, units, totals."""

from __future__ import annotations

import datetime as dt
import unicodedata

import pytest

from reportcheck.labels import is_total, language_of, period_of, unit_note, unit_power, words


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Từ ngày 01/7/2025 đến 15/10/2025", (2025, 7, 1), (2025, 10, 15)),
        ("từ 01/7/2025 đến hết ngày 15/10/2025", (2025, 7, 1), (2025, 10, 15)),
        ("(từ 01/7 đến 15/10/2025)", (2025, 7, 1), (2025, 10, 15)),
        ("từ ngày 01 tháng 7 năm 2025 đến ngày 15 tháng 10 năm 2025", (2025, 7, 1), (2025, 10, 15)),
        ("từ 15 tháng 12 năm 2024 đến 14 tháng 3 năm 2025", (2024, 12, 15), (2025, 3, 14)),
        ("Quý II/2025", (2025, 4, 1), (2025, 6, 30)),
        ("Quý 4 năm 2024", (2024, 10, 1), (2024, 12, 31)),
        ("Tháng 02/2024", (2024, 2, 1), (2024, 2, 29)),
        ("6 tháng đầu năm 2025", (2025, 1, 1), (2025, 6, 30)),
        ("Năm 2024", (2024, 1, 1), (2024, 12, 31)),
    ],
)
def test_periods(text: str, first: tuple[int, int, int], last: tuple[int, int, int]) -> None:
    for spelling in (text, unicodedata.normalize("NFD", text)):
        period = period_of(spelling)
        assert period is not None
        assert (period.first, period.last) == (dt.date(*first), dt.date(*last))


@pytest.mark.parametrize("text", ["Sở Nội vụ", "31/02/2025 - 01/03/2025", "15/10/2025 đến 01/7/2025", "tháng 13/2025"])
def test_no_periods(text: str) -> None:
    assert period_of(text) is None


def test_lengths_of_a_period() -> None:
    """1 July to 15 October 2025: 31 + 31 + 30 + 15 days; 3.5 months of thirty; 77 Mondays to Fridays."""
    period = period_of("01/7/2025 - 15/10/2025")
    assert period is not None
    assert (period.days, period.thirty_day_months, period.working_days) == (107, 105, 77)


def test_abbreviations_are_written_out() -> None:
    assert words("HĐND tỉnh") == words("Hội đồng nhân dân tỉnh") == words("hoi dong nhan dan TINH")
    assert words("Tỉ lệ") == words("tỷ lệ")


@pytest.mark.parametrize(
    "text", ["Tổng cộng", "TỔNG SỐ", "Cộng", "I. Tổng cộng", "Total", "Tong cong", "Toàn tỉnh", "Cộng (A+B)"]
)
def test_totals(text: str) -> None:
    assert is_total(text)


@pytest.mark.parametrize(
    "text",
    ["Công an tỉnh", "Tổng công ty Sông Đà", "Tổng cục Thuế", "Tổng hợp", "Sở Y tế", "Cộng đồng dân cư", "Summer"],
)
def test_no_totals(text: str) -> None:
    assert not is_total(text)


@pytest.mark.parametrize(
    ("text", "unit", "power"),
    [
        ("Đơn vị tính: triệu đồng", "triệu đồng", 6),
        ("(ĐVT: nghìn đồng)", "nghìn đồng", 3),
        ("Unit: billion VND", "billion VND", 9),
        ("Đơn vị: người", "người", 0),
    ],
)
def test_unit_notes(text: str, unit: str, power: int) -> None:
    assert unit_note(text) == unit
    assert unit_power(unit) == power


def test_languages() -> None:
    assert language_of(["Tổng số văn bản"]) == "vi"
    assert language_of(["Tong so van ban", "Tinh uy", "Bao cao"]) == "vi"
    assert language_of(["Total of documents by type"]) == "en"

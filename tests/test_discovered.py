"""Relations that nobody declared: small tables of our own, each with a known truth."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from reportcheck.report import Report, Settings, read, run, validate


def report(rows: list[list[Any]]) -> Report:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return validate(out.getvalue().encode(), name="bang.csv")


def told(rows: list[list[Any]]) -> list[tuple[str, str, str]]:
    """Rule, severity and the first cell of each error or warning."""
    return [
        (f.rule, f.severity, str(f.figures[0][1].location))
        for f in report(rows).findings
        if f.severity in ("error", "warning")
    ]


def claimed(rows: list[list[Any]]) -> set[tuple[str, str]]:
    """Kind and support's way of each discovered family."""
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    checked = run(read(out.getvalue().encode(), "bang.csv"), Settings.of())
    return {
        (s.family.kind, s.family.support.split(", ")[1]) for s in checked.settled if s.family.origin == "discovered"
    }


def test_a_column_of_figures_and_its_total() -> None:
    rows = [["Đơn vị", "Số lớp"], ["Xã Đông", 1284], ["Xã Tây", 973], ["Xã Nam", 2451], ["Tổng cộng", 4708]]
    assert not told(rows)
    rows[-1][1] = 4780
    assert told(rows) == [("RC101", "warning", "B5")]


def test_a_total_of_other_figures_is_not_asked_about() -> None:
    """The words say total, the arithmetic is far off, and no slip explains it: nothing is known."""
    assert not told([["Đơn vị", "Số lớp"], ["Xã Đông", 1284], ["Xã Tây", 973], ["Tổng cộng", 91_350]])


SALES = [
    ["Tháng", "Tổng", "Bán lẻ", "Bán buôn", "Khác"],
    *(
        [f"Tháng {i + 1}", a + b + c, a, b, c]
        for i, (a, b, c) in enumerate(
            [(4127, 8093, 611), (3982, 7710, 594), (4410, 8125, 702), (4655, 8432, 688), (4019, 7966, 640),
             (4870, 9021, 715), (5102, 9233, 731), (4988, 9140, 722), (4517, 8650, 699), (4733, 8874, 707)]
        )
    ),
]  # fmt: skip


def test_a_regular_total_that_fails_once_is_an_error() -> None:
    assert not told(SALES)
    rows = [list(row) for row in SALES]
    rows[5][1] += 1000
    assert told(rows) == [("RC101", "error", "B6")]


def test_a_part_that_may_not_be_listed_is_no_error() -> None:
    """More in the total than in the parts, and no slip: another kind of sale may stand behind it."""
    rows = [list(row) for row in SALES]
    rows[5][1] += 3_517
    assert [severity for _, severity, _ in told(rows)] == ["warning"]


def test_rounded_figures_raise_nothing() -> None:
    parts = [
        (12.34, 55.28, 3.94),
        (18.71, 60.05, 4.27),
        (14.49, 57.46, 3.61),
        (16.58, 59.93, 4.44),
        (13.52, 56.51, 3.53),
    ]
    rows: list[list[Any]] = [["Năm", "Tổng số", "Lúa", "Ngô", "Khoai"]]
    rows += [[f"Vụ {i}", *(f"{v:.0f}" for v in (sum(p), *p))] for i, p in enumerate(parts)]
    assert not told(rows)


def test_percentages_of_a_whole_and_their_slip() -> None:
    people = [
        (1240, 623),
        (987, 501),
        (1502, 749),
        (811, 402),
        (1334, 690),
        (1090, 533),
        (1178, 604),
        (956, 470),
        (1421, 688),
        (1267, 651),
        (889, 447),
    ]
    rows: list[list[Any]] = [["Xã", "Dân số", "Nữ", "Tỷ lệ nữ (%)"]]
    rows += [[f"Xã {i}", a, b, f"{100 * b / a:.2f}".replace(".", ",")] for i, (a, b) in enumerate(people)]
    assert ("share", "share") in claimed(rows)
    assert not told(rows)
    rows[3][3] = "94,87"
    assert told(rows) == [("RC201", "warning", "D4")]


@pytest.mark.parametrize("step", [5, 10, 1000])
def test_figures_rounded_to_a_step_need_only_agree_to_it(step: int) -> None:
    exact = [
        (4127, 8093, 611),
        (3982, 7710, 594),
        (4410, 8125, 702),
        (4655, 8432, 688),
        (4019, 7966, 640),
        (4870, 9021, 715),
    ]
    rows: list[list[Any]] = [["Năm", "Tổng số", "Nam", "Nữ", "Khác"]]
    big = [[v * 131 for v in (sum(p), *p)] for p in exact]
    rows += [[f"Đợt {i}", *(round(v / step) * step for v in row)] for i, row in enumerate(big)]
    assert ("sum", "adjacent") in claimed(rows)
    assert not told(rows)


def test_a_line_that_is_left_out_of_its_region() -> None:
    """The last province has figures in one year only, and the region's total does not count it there."""
    rows: list[list[Any]] = [["Tỉnh", *range(2001, 2017)], ["Vùng"], ["A"], ["B"], ["C"], ["D"]]
    for year in range(16):
        a, b, c = 10_207 + 311 * year, 8_819 + 127 * year, 15_031 + 523 * year
        for row, figure in zip(rows[1:], (a + b + c, a, b, c, 2_145 if year == 7 else ".."), strict=True):
            row.append(figure)
    assert told(rows) == [("RC101", "warning", "I2")]


def test_large_tables_say_what_they_did_not_look_at() -> None:
    rows: list[list[Any]] = [["Mã", "Một", "Hai", "Ba"]]
    rows += [[f"dòng {i}", 7919 * i % 10_007, 104_729 * i % 99_991, 1_299_709 * i % 15_013] for i in range(1, 400)]
    assert report(rows).counts.not_looked_at > 0


def test_what_too_little_speaks_for_is_shown_and_raises_nothing() -> None:
    """Two sums of three hold; the third is far off, no slip explains it, and nothing says which of them is meant."""
    rows = [["Đơn vị", "Năm nay", "Năm trước", "Kế hoạch"], ["Xã Đông", 1284, 1190, 1300], ["Xã Tây", 973, 1012, 950],
            ["Xã Nam", 2451, 2388, 2500], ["Toàn cụm", 4708, 4590, 9133]]  # fmt: skip
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    checked = run(read(out.getvalue().encode(), "bang.csv"), Settings.of())
    thin = [s for s in checked.settled if s.family.origin == "discovered" and not s.family.firm]
    assert any("fails" in s.outcomes for s in thin)
    assert checked.counts.failed == 0
    assert not told(rows)

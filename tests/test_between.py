"""The same fact in two tables of a workbook of no form."""

from __future__ import annotations

import copy
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_discovered_properties import PLACES, SETTINGS, TOWNS, Rows, loud
from workbook import workbook

from reportcheck import Report, validate
from reportcheck.report import read, run

Sheets = dict[str, Rows]


def between(sheets: Sheets) -> dict[tuple[str, str], str]:
    """The pairs of cells on two sheets that are claimed to be equal, and whether they are."""
    checked = run(read(workbook(sheets), "a.xlsx"), SETTINGS)
    pairs = {}
    for settled in checked.settled:
        for judgement in settled.judgements():
            if judgement.relation.rule == "RC501":
                (other,) = judgement.relation.operands
                key = str(judgement.relation.target.location), str(other.figure.location)
                pairs[key] = judgement.outcome
    return pairs


def check(sheets: Sheets) -> Report:
    return validate(workbook(sheets), name="a.xlsx", settings=SETTINGS)


def table(pick: random.Random, names: tuple[str, ...], heads: tuple[str, ...], first: str = "Địa bàn") -> Rows:
    return [[first, *heads], *([name, *(pick.randint(1000, 99_999) for _ in heads)] for name in names)]


def with_total(rows: Rows) -> Rows:
    return [*rows, ["Tổng cộng", *(sum(row[c] for row in rows[1:]) for c in range(1, len(rows[0])))]]


HEADS = ("Tiếp nhận", "Giải quyết")


def summary_and_details(seed: int = 4) -> Sheets:
    pick = random.Random(seed)
    details = {place: with_total(table(pick, TOWNS[:5], HEADS)) for place in PLACES[:4]}
    summary: Rows = [["Tỉnh", *HEADS], *([place, *rows[-1][1:]] for place, rows in details.items())]
    return {"Tổng hợp": with_total(summary), **details}


def test_a_summary_says_what_its_sheets_add_up_to() -> None:
    sheets = summary_and_details()
    expected = {(f"Tổng hợp!{c}{i + 2}", f"{place}!{c}7"): "exact" for i, place in enumerate(PLACES[:4]) for c in "BC"}
    assert between(sheets) == expected
    assert not loud(check(sheets))


@pytest.mark.parametrize(("sheet", "row", "cell"), [("Tổng hợp", 2, "Tổng hợp!B3"), (PLACES[1], 6, f"{PLACES[1]}!B7")])
def test_a_wrong_figure_of_a_summary_or_total_is_told_once(sheet: str, row: int, cell: str) -> None:
    sheets = copy.deepcopy(summary_and_details())
    sheets[sheet][row][1] += 20
    (finding,) = loud(check(sheets))
    assert (finding.rule, finding.severity) == ("RC501", "warning")
    assert cell in [str(figure.location) for _, figure in finding.figures]


def test_the_same_rows_and_columns_in_two_tables() -> None:
    pick = random.Random(9)
    one = table(pick, PLACES[:6], HEADS)
    # In another order, beside other columns, with a row of its own.
    other: Rows = [["Đơn vị", "Cán bộ", "Tiếp nhận"], *([r[0], pick.randint(10, 99), r[1]] for r in reversed(one[1:]))]
    other.append(["Hà Nội", 45, 7812])
    sheets = {"Phụ lục 1": one, "Phụ lục 2": other}
    assert between(sheets) == {(f"Phụ lục 1!B{r}", f"Phụ lục 2!C{9 - r}"): "exact" for r in range(2, 8)}
    assert not loud(check(sheets))
    other[3][2] += 100
    (finding,) = loud(check(sheets))
    assert finding.rule == "RC501"
    assert "Phụ lục 2!C4" in [str(figure.location) for _, figure in finding.figures]


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(2, 6))
def test_sheets_of_other_figures_are_not_tied(seed: int, count: int) -> None:
    pick = random.Random(seed)
    sheets = {f"Trang {n}": table(pick, PLACES[:5], HEADS) for n in range(count)}
    assert between(sheets) == {}
    assert not loud(check(sheets))


@pytest.mark.parametrize(
    "names", [("Tháng 1", "Tháng 2"), ("Năm 2023", "Năm 2024"), ("Quý I", "Quý II"), ("Kế hoạch", "Thực hiện")]
)
def test_sheets_of_other_periods_are_not_compared(names: tuple[str, str]) -> None:
    rows = table(random.Random(2), PLACES[:8], HEADS)
    later = copy.deepcopy(rows)
    later[3][1] += 400
    assert between({names[0]: rows, names[1]: later}) == {}


def test_codes_and_other_units_tie_nothing() -> None:
    codes = [
        ["Chỉ tiêu", "Mã số", "Số tiền"],
        *([f"Mục {name}", 100 + 10 * i, 5000 + 17 * i] for i, name in enumerate(TOWNS[:8])),
    ]
    others: Rows = [[*row[:2], row[2] * 3 + 7 if isinstance(row[2], int) else row[2]] for row in codes]
    assert between({"A": codes, "B": others}) == {}
    million = copy.deepcopy(codes)
    million[0][2] = "Số tiền (triệu đồng)"
    assert between({"A": codes, "B": million}) == {}


def test_what_was_not_compared_is_counted() -> None:
    pick = random.Random(1)
    sheets: dict[str, Any] = {f"Trang {n}": table(pick, PLACES[:3], HEADS) for n in range(45)}
    assert check(sheets).counts.not_looked_at >= 5

"""What a form, a printed formula or a cell's own formula says is not said again by what the figures show; nor is its fault."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from told import every
from workbook import workbook

from reportcheck.pipeline import Checked
from reportcheck.report import Settings, read, run

Rows = list[list[Any]]
PARTS = [
    [1203, 418, 2750], [877, 1391, 640], [2046, 305, 1588], [931, 2214, 772], [1640, 1187, 903], [759, 1846, 2101],
    [3310, 296, 1477],
]  # fmt: skip


def table(codes: list[str] | None = None, *, formulas: bool = False) -> Rows:
    """Seven rows of a total and its three parts, a row of totals below; with column numbers, or with formulas in the totals."""
    rows: Rows = [["Kết quả giải quyết"], ["Địa phương", "Tổng số", "Quý I", "Quý II", "Quý III"]]
    if codes:
        rows.append(codes)
    first = len(rows) + 1
    for k, parts in enumerate(PARTS):
        rows.append([f"Xã {'ABCDEGH'[k]}", sum(parts), *parts])
    totals = [sum(parts[k] for parts in PARTS) for k in range(3)]
    rows.append(["Tổng cộng", sum(totals), *totals])
    if formulas:
        for r in range(first, first + 8):
            rows[r - 1][1] = {"f": f"SUM(C{r}:E{r})", "v": rows[r - 1][1]}
    return rows


def check(rows: Rows) -> Checked:
    return run(read(workbook({"S": rows}), "a.xlsx"), Settings.of())


def told(checked: Checked) -> list[tuple[str, str, str, str | None]]:
    return [
        (x.rule, str(x.origin), str(x.figures[0][1].location.cell), x.difference)
        for x in every(checked.findings)
        if x.severity != "info"
    ]


def origins(checked: Checked) -> Counter[str]:
    return Counter(s.family.origin for s in checked.settled for _ in s.outcomes)


@pytest.mark.parametrize("sums", ["(1)=(2)+(3)+(4)", "1=2+3+4", "(1) = (4) + (3) + (2)"])
def test_a_printed_formula_is_not_found_again(sums: str) -> None:
    checked = check(table(["A", sums, "(2)", "(3)", "(4)"]))
    assert not checked.findings
    assert origins(checked) == {"printed": 8, "discovered": 4}  # the rows; the columns of the row of totals


@pytest.mark.parametrize("formula", ["(2)=(1)-(3)-(4)", "(4) = (1) - (2) - (3)"])
def test_nor_is_it_where_it_is_solved_for_another_column(formula: str) -> None:
    at = int(formula[1])
    codes = ["A", "(1)", "(2)", "(3)", "(4)"]
    codes[at] = formula
    checked = check(table(codes))
    assert origins(checked) == {"printed": 8, "discovered": 4}
    rows = table(codes)
    rows[5][2] += 40
    assert [t[1:] for t in told(check(rows))] == [("printed", f"{'ABCDE'[at]}6", "40")]


def test_a_product_is_its_quotient() -> None:
    rows: Rows = [["Giá trị mua sắm"], ["Mặt hàng", "Số lượng", "Đơn giá", "Thành tiền"], ["A", "1", "2", "3=1x2"]]
    for k, (n, price) in enumerate([(12, 340), (7, 1250), (31, 86), (5, 2910), (18, 475), (23, 660), (9, 1740)]):
        rows.append([f"Loại {k}", n, price, n * price])
    checked = check(rows)
    assert origins(checked) == {"printed": 7}
    rows[4][3] += 300
    assert told(check(rows)) == [("RC302", "printed", "D5", "300")]


def test_the_formula_of_a_cell_is_not_found_again() -> None:
    checked = check(table(formulas=True))
    assert not checked.findings
    assert origins(checked) == {"printed": 8, "discovered": 4}


@pytest.mark.parametrize("value", [0, 300])
def test_where_a_cell_holds_its_own_formula_the_figures_say_nothing_against_it(value: int) -> None:
    rows = table()
    rows[4][1] = {"f": 'VLOOKUP("x",C5:E5,2)', "v": rows[4][1] + value}
    checked = check(rows)
    wrong = {"B5", "B10"} if value else set()  # the sum of the row, and that of the column of sums
    assert {t[2] for t in told(checked)} == wrong - {"B5"}
    rows[4][1] = rows[4][1]["v"]
    assert {t[2] for t in told(check(rows))} == wrong


@pytest.mark.parametrize("codes", [["A", "(1)=(2)+(3)+(4)", "(2)", "(3)", "(4)"], None])
def test_one_wrong_part_is_told_by_the_firmer_claim(codes: list[str] | None) -> None:
    """The row's total is printed (or a formula), the column's only seen in the figures."""
    rows = table(codes, formulas=codes is None)
    at = len(rows) - 6
    rows[at][3] += 70
    (finding,) = check(rows).findings
    assert (finding.origin, finding.difference) == ("printed", "70")
    if codes:
        assert finding.rule == "RC101"
        assert [f.location.cell for role, f in finding.figures if role == "likewise"] == [f"D{len(rows)}"]
        assert f"D{len(rows)}" in finding.message


def test_two_wrong_figures_are_two() -> None:
    rows = table(["A", "(1)=(2)+(3)+(4)", "(2)", "(3)", "(4)"])
    rows[4][3] += 70  # breaks the printed formula, and the column
    rows[-1][4] -= 900  # the total of another column
    findings = told(check(rows))
    assert ("RC101", "printed", "B5", "70") in findings
    assert {t[2] for t in findings} <= {"B5", "B11", "E11"}
    assert {"900"} <= {t[3] for t in findings}


def test_a_misprinted_formula_is_told_and_not_each_row() -> None:
    rows = table(["A", "(1)=(2)+(3)-(4)", "(2)", "(3)", "(4)"])
    assert [x.rule for x in check(rows).findings] == ["RC820"]
    rows[6][3] += 70
    assert [t[0] for t in told(check(rows))].count("RC820") == 1

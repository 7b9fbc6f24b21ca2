"""Printed rows of column numbers with formulas, on tables that no form declares."""

from __future__ import annotations

from typing import Any

import pytest
from workbook import workbook

from reportcheck import Report, validate


def check(codes: list[str], *rows: list[Any], heads: list[str] | None = None) -> Report:
    heads = heads or ["Đơn vị", *(f"Cột {i}" for i in range(1, len(codes)))]
    return validate(workbook({"S": [["Bảng kê"], heads, codes, *rows]}), name="a.xlsx")


def told(report: Report) -> list[tuple[str, str, str]]:
    return [(f.rule, str(f.origin), str(f.figures[0][1].location.cell)) for f in report.findings]


def test_sums_and_differences() -> None:
    codes = ["(1)", "(2)=(3)+(4)", "(3)", "(4)", "(5)=(2)-(3)"]
    good = check(codes, ["A", 32, 12, 20, 20], ["B", 5, 2, 3, 3], ["C", 9, 4, 5, 5])
    assert (good.counts.passed, good.counts.failed) == (6, 0)
    bad = check(codes, ["A", 32, 12, 20, 20], ["B", 6, 2, 3, 3], ["C", 9, 4, 5, 5])
    assert told(bad) == [("RC101", "printed", "B5"), ("RC401", "printed", "E5")]


def test_runs() -> None:
    codes = ["A", "1=2+3+...+6", "2", "3", "4", "5", "6"]
    good = check(codes, ["x", 15, 1, 2, 3, 4, 5], ["y", 25, 5, 5, 5, 5, 5], ["z", 6, 0, 1, 0, 2, 3])
    assert good.counts.passed == 3
    assert told(check(codes, ["x", 15, 1, 2, 3, 4, 5], ["y", 52, 5, 5, 5, 5, 5], ["z", 6, 0, 1, 0, 2, 3])) == [
        ("RC101", "printed", "B5")
    ]


def test_chains() -> None:
    codes = ["A", "1=2+3=4+5", "2", "3", "4", "5"]
    report = check(codes, ["x", 10, 4, 6, 1, 9], ["y", 12, 5, 7, 2, 11], ["z", 8, 4, 4, 5, 3])
    assert report.counts.total == 6
    assert [f.relation for f in report.findings] == ["12 = 2 + 11"]


@pytest.mark.parametrize("formula", ["(4)=(3)/(2)*100", "4=3/2 (%)", "4=3:2x100", "(4)=(3)/(2) %"])
def test_shares(formula: str) -> None:
    codes = ["1", "2", "3", formula]
    heads = ["Đơn vị", "Kế hoạch", "Thực hiện", "Tỷ lệ (%)"]
    assert check(codes, ["A", 45, 19, 42.22], ["B", 3, 2, 66.67], ["C", 8, 4, 50], heads=heads).counts.passed == 3
    assert told(check(codes, ["A", 45, 19, 44.22], ["B", 3, 2, 66.67], ["C", 8, 4, 50], heads=heads)) == [
        ("RC201", "printed", "D4")
    ]


def test_a_misprinted_formula_is_told_once() -> None:
    codes = ["A", "1=2-3", "2", "3"]
    report = check(codes, ["x", 30, 12, 18], ["y", 50, 20, 30], ["z", 7, 3, 4])
    assert told(report) == [("RC820", "None", "B3")]
    assert "1 = 2 + 3" in report.findings[0].message
    assert report.counts.not_looked_at == 3


def test_one_row_is_judged() -> None:
    assert told(check(["A", "1=2+3", "2", "3"], ["x", 31, 12, 18])) == [("RC101", "printed", "B4")]


def test_columns_that_are_not_there_claim_nothing() -> None:
    assert check(["A", "1=2+9", "2", "3"], ["x", 31, 12, 18], ["y", 1, 1, 1]).counts.total == 0


def test_a_form_that_prints_its_formulas_is_judged_once() -> None:
    rows = [
        ["Chứng thư số"],
        ["Nội dung", "Tổng số", "Tổ chức", "Cá nhân"],
        ["A", "1=2+3", "2", "3"],
        ["Sở A", 20, 4, 7],
        ["Sở B", 8, 4, 4],
    ]
    report = validate(workbook({"S": rows}), name="a.xlsx")
    assert report.counts.total == 2
    assert told(report) == [("RC101", "declared", "B4")]

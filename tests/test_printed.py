"""What formulas in cells claim, and that a fault is told once."""

from __future__ import annotations

from typing import Any

import pytest
from workbook import workbook

from reportcheck import Report, validate
from reportcheck.report import Settings, read, run

HEAD = ["Đơn vị", "Nam", "Nữ", "Tổng số"]


def check(*rows: list[Any], **sheets: list[list[Any]]) -> Report:
    return validate(workbook({"S": [HEAD, *rows], **sheets}), name="a.xlsx")


def f(formula: str, value: float, **more: Any) -> dict[str, Any]:
    return {"f": formula, "v": value, **more}


@pytest.mark.parametrize(
    ("formula", "right", "wrong"),
    [
        ("SUM(B2:C2)", 32, 42),
        ("B2+C2", 32, 42),
        ("C2-B2", 8, 9),
        ("-B2+C2", 8, 9),
        ("B2*C2", 240, 241),
        ("SUM(B2,C2)*2", 64, 63),
        ("AVERAGE(B2:C2)", 16, 17),
        ("SUM($B$2:$C$2)-B2", 20, 21),
        ("SUM(Khác!B2:B3)", 7, 8),
        ("'Tờ khác'!B2", 11, 12),
        ("(B2+C2)/2", 16, 18),
    ],
)
def test_recomputed(formula: str, right: float, wrong: float) -> None:
    others = {"Khác": [["Tên", "Số"], ["x", 3], ["y", 4]], "Tờ khác": [["Tên", "Số"], ["x", 11], ["y", 4]]}
    good = check(["A", 12, 20, f(formula, right)], ["B", 1, 2, 3], **others)
    assert (good.counts.passed, good.counts.failed) == (1, 0)
    bad = check(["A", 12, 20, f(formula, wrong)], ["B", 1, 2, 3], **others)
    assert [(x.rule, x.severity, x.origin, str(x.figures[0][1].location)) for x in bad.findings] == [
        ("RC803", "error", "printed", "S!D2")
    ]
    assert f"={formula}" in bad.findings[0].message


def test_binary_noise_is_no_error() -> None:
    report = check(
        ["A", 0.1, 0.2, f("B2+C2", 0.1 + 0.2)], ["B", 1.1, 2.2, f("B3+C3", 1.1 + 2.2)], ["C", 1, 3, f("B4/C4", 1 / 3)]
    )
    assert report.counts.passed == 3
    assert not report.findings


def test_shared_formulas_and_text_that_sum_passes_over() -> None:
    report = check(["A", "12", 20, f("SUM(B2:C2)", 20)], ["B", 1, 2, f("SUM(B3:C3)", 3)])
    assert report.counts.failed == 0
    assert [x.rule for x in report.findings] == ["RC802"]


def test_other_functions_are_counted_as_not_looked_at() -> None:
    assert check(["A", 12, 20, f('IF(B2>3,1,"x")', 99)], ["B", 1, 2, 3]).counts.not_looked_at == 1


def test_a_formula_that_says_what_the_form_says_is_told_once() -> None:
    rows = [
        ["Chứng thư số"],
        ["Nội dung", "Tổng số", "Tổ chức", "Cá nhân"],
        ["A", f("C3+D3", 752), 25, 150],
        ["B", 3, 1, 2],
    ]
    report = validate(workbook({"S": rows}), name="a.xlsx")
    assert [x.rule for x in report.findings] == ["RC803"]
    assert report.counts.total == 2


def test_a_sum_that_stops_short_is_told_by_the_form() -> None:
    rows = [
        ["Chứng thư số"],
        ["Nội dung", "Tổng số", "Tổ chức", "Cá nhân"],
        ["A", f("SUM(C3:C3)", 25), 25, 150],
        ["B", 3, 1, 2],
    ]
    report = validate(workbook({"S": rows}), name="a.xlsx")
    assert [(x.rule, x.difference) for x in report.findings] == [("RC101", "150")]


def test_claims_of_formulas_name_their_formula() -> None:
    checked = run(
        read(workbook({"S": [HEAD, ["A", 12, 20, f("SUM(B2:C2)", 32)], ["B", 1, 2, 3]]}), "a.xlsx"), Settings.of()
    )
    relation = next(s.family.relation(lane) for s in checked.settled for lane in s.family.lanes)
    assert (relation.origin, relation.support, relation.kind) == ("printed", "=SUM(B2:C2)", "sum")

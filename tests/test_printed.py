"""What formulas in cells claim, and that a fault is told once."""

from __future__ import annotations

from typing import Any

import pytest
from claimed import claimed
from workbook import workbook

from reportcheck import Report, validate
from reportcheck.report import Settings, read, run

HEAD = ["Đơn vị", "Nam", "Nữ", "Tổng số"]


def check(*rows: list[Any], **sheets: list[list[Any]]) -> Report:
    return claimed(workbook({"S": [HEAD, *rows], **sheets}))


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
        ("SUM(B:B)-B3-B2+C2", 20, 21),
        ("SUM($B2:C2)+5", 37, 36),
        ("SUM(Khác!B:B)", 7, 8),
        ("SUBTOTAL(9,B2:C2)", 32, 33),
        ("SUBTOTAL(101,B2:C2)", 16, 17),
        ("MAX(B2:C3)", 20, 12),
        ("MIN(B2:C2)", 12, 20),
        ("COUNT(B2:C3)", 4, 3),
        ("PRODUCT(B2,C2)", 240, 241),
        ('SUMIF(Khác!A2:A3,"Y",Khác!B2:B3)', 4, 3),
        ('SUMIF(Khác!B2:B3,">3")', 4, 7),
        ('SUMIFS(Khác!B2:B3,Khác!A2:A3,"<>x")', 4, 3),
        ("ROUND(B2/7,2)", 1.71, 1.72),
        ("ROUND(C2/7,0)", 3, 2),
        ("ROUND(B2*C2,-2)", 200, 300),
        ("IF(C2=0,0,B2/C2)", 0.6, 0.5),
        ('IF(C2="","",B2/C2)', 0.6, 0.7),
        ("IF(F9=0,0,B2/F9)", 0, 1),
        ("IFERROR(B2/C2,0)", 0.6, 0.7),
        ("IFERROR(B2/F9,0)", 0, 1),
        ("IFERROR(ROUND(B2/C2*100,1),0)", 60, 61),
        ("B2+F9", 12, 13),
        ("B2*1.1", 13.2, 13.1),
        ("1-B2/C2", 0.4, 0.6),
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
    assert [(x.rule, x.severity, x.difference) for x in report.findings] == [("RC802", "error", "12")]


def test_other_functions_are_counted_as_not_looked_at() -> None:
    assert check(["A", 12, 20, f('VLOOKUP("x",B2:C3,2)', 99)], ["B", 1, 2, 3]).counts.not_looked_at == 1


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
    relations = [s.family.relation(lane) for s in checked.settled for lane in s.family.lanes]
    (relation,) = (r for r in relations if r.target.location.cell == "D2")
    assert (relation.origin, relation.support, relation.kind) == ("printed", "=SUM(B2:C2)", "sum")


@pytest.mark.parametrize(
    "formula",
    [
        "SUM(Thiếu!B2:B3)",
        "SUM('[a.xlsx]S'!B2:B3)",
        "SUM(D:D)",
        "B2:C2",
        "-B2:C2",
        "ROUND(B2:C2,0)",
        "B2:C2*2",
        "SUM(B2:B3*C2:C3)",
        'SUMIF(A2:A3,"A*",B2:B3)',
        'IF(A2="A",B2,C2)',
        "OFFSET(B2,0,1)",
        "ROUND(B2/7,C2)",
        "ROUND(B2,1)+ROUND(C2,1)",
        "SUM(Tổng)",
        "B2^2",
        "(" * 4000 + "B2" + ")" * 4000,
    ],
)
def test_what_no_claim_is_made_from(formula: str) -> None:
    counts = check(["A", 12, 20, f(formula, 99)], ["B", 1, 2, 3]).counts
    assert (counts.total, counts.not_looked_at) == (1, 1)


def test_what_a_formula_names_beside_the_tables() -> None:
    rows = [["Tỷ giá", 25], [], HEAD, ["A", 12, 20, f("B4*$B$1", 300)], ["B", 1, 2, f("B5*$B$1", 26)]]
    assert [(x.rule, x.difference) for x in validate(workbook({"S": rows}), name="a.xlsx").findings] == [("RC803", "1")]


@pytest.mark.parametrize(
    ("formula", "parts", "right", "wrong"),
    [
        ("B2+C2", (0.3, 0.25), 0.55, 0.56),
        ("1-B2", (0.3, 0.25), 0.7, 0.3),
        ("B2*C2", (0.5, 0.25), 0.125, 0.25),
        ("AVERAGE(B2:C2)", (0.3, 0.2), 0.25, 0.5),
    ],
)
def test_cells_shown_in_percent(formula: str, parts: tuple[float, float], right: float, wrong: float) -> None:
    shown = [{"v": v, "format": "0.0%"} for v in parts]
    for value, failed in ((right, 0), (wrong, 1)):
        report = check(["A", *shown, f(formula, value, format="0.0%")], ["B", *shown, 0.1])
        assert (report.counts.total, report.counts.failed) == (1, failed)


def test_a_percentage_of_an_amount() -> None:
    rate = {"v": 0.1, "format": "0%"}
    assert check(["A", 250, rate, f("B2*C2", 25)], ["B", 1, 2, 3]).counts.passed == 1
    assert check(["A", 250, rate, f("B2*C2", 26)], ["B", 1, 2, 3]).counts.failed == 1


def test_amounts_shown_in_thousands() -> None:
    thousands = {"v": 1_250_000, "format": "#,##0,"}
    report = check(["A", thousands, thousands, f("B2+C2", 2_500_000)], ["B", 1, 2, f("B2/C2", 1)])
    assert (report.counts.passed, report.counts.failed) == (2, 0)


def test_decimals_are_exact_where_a_cell_shows_all_it_stores() -> None:
    assert check(["A", 12.5, 13.7, f("B2+C2", 26.3)], ["B", 1, 2, 3]).counts.failed == 1
    assert check(["A", 1000000.1, 1000000, f("B2-C2", 1000000.1 - 1000000)], ["B", 1, 2, 3]).counts.passed == 1
    assert check(["A", 0.1, 30, f("B2*C2", 0.1 * 30)], ["B", 1, 2, 3]).counts.passed == 1


def test_a_sum_that_counts_itself_is_not_looked_at() -> None:
    assert check(["A", 12, 20, f("SUM(B2:D2)", 32)], ["B", 1, 2, 3]).counts.not_looked_at == 1

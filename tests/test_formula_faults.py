"""Formulas that are wrong themselves: one finding for each fault, with cell and amount, and none for what people do on purpose."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import yaml
from claimed import claimed
from workbook import workbook

from reportcheck import Report, validate
from reportcheck.registry import load_forms

Rows = list[list[Any]]
COMMUNES = ["Xã An", "Xã Bình", "Xã Cát", "Xã Dương", "Xã Giang", "Xã Hòa"]
DOSSIERS = [[120, 35, 14], [98, 41, 9], [143, 28, 22], [76, 19, 5], [205, 64, 31], [88, 30, 12]]


def f(formula: str, value: Any, **more: Any) -> dict[str, Any]:
    return {"f": formula, "v": value, **more}


def sound() -> Rows:
    """Six numbered rows, a column and a row of totals, all computed. C … E hold the parts, F and row 8 the totals."""
    rows: Rows = [["STT", "Đơn vị", "Đúng hạn", "Trước hạn", "Quá hạn", "Tổng số"]]
    for r, (name, parts) in enumerate(zip(COMMUNES, DOSSIERS, strict=True), 2):
        rows.append([r - 1, name, *parts, f(f"SUM(C{r}:E{r})", sum(parts))])
    sums = [sum(parts[k] for parts in DOSSIERS) for k in range(3)]
    totals = [f(f"SUM({c}2:{c}7)", v) for c, v in zip("CDEF", [*sums, sum(sums)], strict=True)]
    rows.append([None, "Tổng cộng", *totals])
    return rows


def check(rows: Rows, **sheets: Rows) -> Report:
    return claimed(workbook({"S": rows, **sheets}))


def told(report: Report) -> list[tuple[str, str, str, str | None]]:
    """Rule, severity, the cell it is about, amount; remarks apart."""
    return [
        (x.rule, x.severity, str(x.figures[0][1].location.cell), x.difference)
        for x in report.findings
        if x.severity != "info"
    ]


def column(*cells: Any, head: str = "Số vụ", labels: list[str] | None = None) -> Rows:
    names = labels or [*COMMUNES[: len(cells) - 1], "Tổng cộng"]
    return [["Đơn vị", head], *([n, c] for n, c in zip(names, cells, strict=True))]


def test_the_sound_one() -> None:
    report = check(sound())
    assert not report.findings
    assert (report.counts.passed, report.counts.failed, report.counts.not_looked_at) == (10, 0, 0)


def stale_total(rows: Rows) -> None:
    rows[7][2]["v"] += 20


def stale_row_total(rows: Rows) -> None:
    rows[3][5]["v"] += 20


def changed_part(rows: Rows) -> None:
    rows[3][2] += 10


def short_sum(rows: Rows) -> None:
    rows[7][3] = f("SUM(D2:D6)", 187)


def short_sums(rows: Rows) -> None:
    rows[7][2:] = [f("SUM(C2:C6)", 642), f("SUM(D2:D6)", 187), f("SUM(E2:E6)", 81), f("SUM(F2:F6)", 910)]


def late_sum(rows: Rows) -> None:
    rows[7][3] = f("SUM(D3:D7)", 182)


def skipping_sum(rows: Rows) -> None:
    rows[7][3] = f("SUM(D2:D3,D5:D7)", 189)


def typed_total(rows: Rows) -> None:
    rows[7][4] = 100


def typed_grand_total(rows: Rows) -> None:
    rows[7][5] = 1100


def typed_row_total(rows: Rows) -> None:
    rows[4][5], rows[7][5]["v"] = 110, 1050


def typed_first_row_total(rows: Rows) -> None:
    rows[1][5], rows[7][5]["v"] = 170, 1041


def typed_last_row_total(rows: Rows) -> None:
    rows[6][5] = 139  # and nothing was calculated again


def text_part(rows: Rows) -> None:
    rows[3][2], rows[3][5]["v"], rows[7][2]["v"], rows[7][5]["v"] = "143", 50, 587, 897


def text_part_once_counted(rows: Rows) -> None:
    rows[3][2] = "143"


def unlike_row(rows: Rows) -> None:
    rows[4][5], rows[7][5]["v"] = f("SUM(C4:E4)", 193), 1133


def unlike_total(rows: Rows) -> None:
    rows[7][3] = f("SUM(D2:D7)+10", 227)


def narrow_row(rows: Rows) -> None:
    rows[4][5], rows[7][5]["v"] = f("SUM(C5:D5)", 95), 1035


FAULTS: list[tuple[Callable[[Rows], None], tuple[str, str, str, str]]] = [
    (stale_total, ("RC803", "error", "C8", "20")),
    (stale_row_total, ("RC803", "error", "F4", "20")),
    (changed_part, ("RC803", "error", "F4", "10")),
    (short_sum, ("RC110", "error", "D8", "30")),
    (short_sums, ("RC110", "error", "C8", "88")),
    (late_sum, ("RC110", "error", "D8", "35")),
    (skipping_sum, ("RC110", "error", "D8", "28")),
    (narrow_row, ("RC110", "error", "F5", "5")),
    (typed_total, ("RC807", "error", "E8", "7")),
    (typed_grand_total, ("RC807", "error", "F8", "60")),
    (typed_row_total, ("RC807", "error", "F5", "10")),
    (typed_first_row_total, ("RC807", "error", "F2", "1")),
    (typed_last_row_total, ("RC807", "error", "F7", "9")),
    (text_part, ("RC802", "error", "C4", "143")),
    (text_part_once_counted, ("RC802", "error", "C4", "143")),
    (unlike_row, ("RC808", "warning", "F5", "93")),
    (unlike_total, ("RC808", "warning", "D8", "10")),
]


@pytest.mark.parametrize(("spoil", "finding"), FAULTS, ids=[spoil.__name__ for spoil, _ in FAULTS])
def test_one_fault_one_finding(spoil: Callable[[Rows], None], finding: tuple[str, str, str, str]) -> None:
    rows = sound()
    spoil(rows)
    assert told(check(rows)) == [finding]


FORM = {
    "id": "counts",
    "title": {"vi": "Hồ sơ theo kết quả"},
    "words": ["trước hạn"],
    "fields": [
        {"id": "on_time", "labels": ["đúng hạn"]},
        {"id": "early", "labels": ["trước hạn"]},
        {"id": "late", "labels": ["quá hạn"]},
        {"id": "total", "labels": ["tổng số"]},
    ],
    "identities": ["total = on_time + early + late"],
    "total_row": True,
}


@pytest.mark.parametrize(("spoil", "finding"), FAULTS, ids=[spoil.__name__ for spoil, _ in FAULTS])
def test_a_form_that_says_the_same_says_it_once(
    spoil: Callable[[Rows], None], finding: tuple[str, str, str, str], tmp_path: Any
) -> None:
    (tmp_path / "form.yaml").write_text(yaml.safe_dump(FORM, allow_unicode=True), "utf-8")
    rows = sound()
    spoil(rows)
    report = validate(workbook({"S": rows}), name="a.xlsx", forms=list(load_forms(tmp_path / "form.yaml")))
    assert report.tables[0].form == "counts"
    rule, _, cell, amount = finding
    assert told(report) == [(rule, "error", cell, amount)]  # what formulas beside a cell only suggest, the form says


def test_all_short_sums_of_a_row_are_named() -> None:
    rows = sound()
    short_sums(rows)
    (finding,) = check(rows).findings
    assert "C7" in finding.message
    assert [x.location.cell for role, x in finding.figures if role == "likewise"] == ["D8", "E8", "F8"]


def grouped(total: Any) -> Rows:
    return [
        ["Đơn vị", "Số A"],
        ["Xã An", 10],
        ["Xã Bình", 30],
        ["Cộng khối I", f("SUM(B2:B3)", 40)],
        ["Xã Cát", 5],
        ["Xã Dương", 7],
        ["Cộng khối II", f("SUM(B5:B6)", 12)],
        ["Tổng cộng", total],
    ]


def test_a_subtotal_counted_twice() -> None:
    report = check(grouped(f("SUM(B2:B7)", 104)))
    assert told(report) == [("RC111", "error", "B8", "52")]
    assert "B4, B7" in report.findings[0].message


@pytest.mark.parametrize(
    "total", ["B4+B7", "SUM(B4,B7)", "SUM(B2:B7)/2", "SUM(B2:B3)+SUM(B5:B6)", "SUM(B2:B3,B5:B6)", "SUM(B2:B7)-B4-B7"]
)
def test_totals_over_subtotals(total: str) -> None:
    assert not check(grouped(f(total, 52))).findings


def test_nested_subtotals_pass_over_each_other() -> None:
    rows = grouped(f("SUBTOTAL(9,B2:B7)", 52))
    rows[3][1], rows[6][1] = f("SUBTOTAL(9,B2:B3)", 40), f("SUBTOTAL(109,B5:B6)", 12)
    report = check(rows)
    assert not report.findings
    assert report.counts.passed == 3


# -- a range that stops short, alone ---------------------------------------------------


def test_a_lone_sum_a_row_short_is_a_warning() -> None:
    report = check(column(3, 5, 4, 6, f("SUM(B2:B4)", 12)))
    assert told(report) == [("RC110", "warning", "B6", "6")]


def test_a_lone_sum_a_row_short_among_numbered_rows() -> None:
    rows = column(3, 5, 4, 6, f("SUM(B2:B4)", 12), labels=["1. An", "2. Bình", "3. Cát", "4. Dương", "Tổng cộng"])
    assert told(check(rows)) == [("RC110", "error", "B6", "6")]


def test_a_total_on_top_a_row_short() -> None:
    rows = column(f("SUM(B3:B5)", 12), 3, 5, 4, 6, labels=["Tổng số", *COMMUNES[:4]])
    assert told(check(rows)) == [("RC110", "warning", "B2", "6")]


@pytest.mark.parametrize(
    "label",
    [
        "Trong đó: nữ",
        "So với cùng kỳ",
        "Tỷ lệ (%)",
        "Kế hoạch năm",
        "Năm trước",
        "Cộng khối huyện",
        "a) Nông thôn",
        "Bình quân",
        "",
    ],
)
def test_rows_that_a_total_leaves_out_on_purpose(label: str) -> None:
    rows = column(3, 5, 4, 6, f("SUM(B2:B4)", 12), labels=[*COMMUNES[:3], label, "Tổng cộng"])
    assert not told(check(rows))


def test_a_row_added_by_a_formula_of_its_own() -> None:
    labels = ["Nhóm 1", "Nhóm 2", "Nhóm 3", "Cộng", "Bổ sung", "Tổng cộng"]
    rows = column(3, 5, 4, f("SUM(B2:B4)", 12), 6, f("B5+B6", 18), labels=labels)
    assert not told(check(rows))
    rows = column(3, 5, 4, 6, f("SUM(B2:B4)", 12), f("B5+B6", 18), labels=labels)
    assert not told(check(rows))


# -- what people do on purpose ---------------------------------------------------------


def months() -> Rows:
    """A running balance: the first month has no month before."""
    rows: Rows = [["Tháng", "Thu", "Chi", "Tồn"]]
    left = 0
    for r, (income, spent) in enumerate([(50, 20), (40, 35), (70, 61), (20, 12), (33, 40), (51, 22)], 2):
        left += income - spent
        rows.append([f"Tháng {r - 1}", income, spent, f("B2-C2" if r == 2 else f"D{r - 1}+B{r}-C{r}", left)])
    return rows


def quarters() -> Rows:
    """Totals of quarters among the months, and a year of quarters."""
    rows: Rows = [["Đơn vị", "T1", "T2", "T3", "Quý I", "T4", "T5", "T6", "Quý II", "Sáu tháng"]]
    for r, name in enumerate(COMMUNES, 2):
        m = [r * 3 + k * k for k in range(6)]
        rows.append(
            [
                name,
                *m[:3],
                f(f"SUM(B{r}:D{r})", sum(m[:3])),
                *m[3:],
                f(f"SUM(F{r}:H{r})", sum(m[3:])),
                f(f"E{r}+I{r}", sum(m)),
            ]
        )
    return rows


def rates() -> Rows:
    """A row of totals whose share and price are computed otherwise, or typed."""
    rows: Rows = [["Đơn vị", "Phải nộp", "Đã nộp", "Tỷ lệ", "Số lượng", "Đơn giá", "Thành tiền"]]
    due, paid, count, price = [50, 40, 80, 25], [40, 30, 60, 25], [3, 4, 5, 6], [10, 12, 11, 10]
    for r, (a, b, c, d) in enumerate(zip(due, paid, count, price, strict=True), 2):
        rows.append([COMMUNES[r - 2], a, b, f(f"C{r}/B{r}", b / a, format="0.0%"), c, d, f(f"E{r}*F{r}", c * d)])
    rows.append(
        ["Tổng cộng", f("SUM(B2:B5)", 195), f("SUM(C2:C5)", 155), f("C6/B6", 155 / 195, format="0.0%"),
         f("SUM(E2:E5)", 18), 10.75, f("SUM(G2:G5)", 193)]
    )  # fmt: skip
    return rows


def forecast() -> Rows:
    """Typed figures of the months that are over, formulas for those to come."""
    rows: Rows = [["Tháng", "Số vụ"], *([f"Tháng {k}", v] for k, v in enumerate([100, 104, 98], 1))]
    value = 98
    for r in range(5, 9):
        value += 5
        rows.append([f"Tháng {r - 1}", f(f"B{r - 1}+5", value)])
    return rows


def of_which() -> Rows:
    rows: Rows = [["Đơn vị", "Tổng số", "Nam", "Nữ", "Dân tộc"]]
    for r, (a, b, c) in enumerate([(5, 6, 2), (7, 8, 3), (4, 4, 1), (9, 2, 5)], 2):
        rows.append([COMMUNES[r - 2], f(f"C{r}+D{r}", a + b), a, b, c])
    rows.append(["Cộng", f("SUM(B2:B5)", 45), f("SUM(C2:C5)", 25), f("SUM(D2:D5)", 20), f("SUM(E2:E5)", 11)])
    return rows


def sections() -> Rows:
    """Sums of sections of different length; a formula for each row beside."""
    return [
        ["TT", "Nội dung", "Giao", "Làm", "Còn lại"],
        ["I", "Cấp tỉnh", f("SUM(C3:C5)", 12), f("SUM(D3:D5)", 6), f("C2-D2", 6)],
        [1, "Sở A", 3, 1, f("C3-D3", 2)],
        [2, "Sở B", 4, 2, f("C4-D4", 2)],
        [3, "Sở C", 5, 3, f("C5-D5", 2)],
        ["II", "Cấp huyện", f("SUM(C7:C8)", 20), f("SUM(D7:D8)", 9), f("C6-D6", 11)],
        [1, "Huyện A", 11, 4, f("C7-D7", 7)],
        [2, "Huyện B", 9, 5, f("C8-D8", 4)],
        [None, "Tổng cộng", f("C2+C6", 32), f("D2+D6", 15), f("C9-D9", 17)],
    ]


def typed_row() -> Rows:
    """A figure typed over a formula that gives the same."""
    rows = sound()
    rows[4][5] = 100
    return rows


def rounded() -> Rows:
    rows: Rows = [["Đơn vị", "Vốn", "Giải ngân", "Tỷ lệ"]]
    for r, (a, b) in enumerate([(300, 100), (700, 500), (900, 700), (110, 70)], 2):
        rows.append([COMMUNES[r - 2], a, b, f(f"ROUND(C{r}/B{r}*100,1)", round(b / a * 100, 1))])
    return rows


def years_above() -> Rows:
    return [
        ["Đơn vị", 2023, 2024],
        ["Xã An", 5, 6],
        ["Xã Bình", 7, 9],
        ["Cộng", f("SUM(B2:B3)", 12), f("SUM(C2:C3)", 15)],
    ]


def year_counted() -> Rows:
    """A range that begins at the heading, where a year stands as a number: the stored value is what the formula gives."""
    rows = years_above()
    rows[3][1:] = [f("SUM(B1:B3)", 2035), f("SUM(C1:C3)", 2039)]
    return rows


def blank_ends() -> Rows:
    return [["Đơn vị", "Số"], ["Xã An", 5], ["Xã Bình", 7], ["Xã Cát", None], ["Cộng", f("SUM(B2:B4)", 12)]]


PRACTICES = [
    months,
    quarters,
    rates,
    forecast,
    of_which,
    sections,
    typed_row,
    rounded,
    years_above,
    year_counted,
    blank_ends,
]


@pytest.mark.parametrize("rows", PRACTICES, ids=[p.__name__ for p in PRACTICES])
def test_common_practice_is_no_fault(rows: Callable[[], Rows]) -> None:
    report = check(rows())
    assert not told(report), [x.message for x in report.findings]
    assert report.counts.failed == 0


def test_a_column_of_references_to_another_sheet() -> None:
    detail: Rows = [["Đơn vị", "Số"], *([n, v] for n, v in zip(COMMUNES, [5, 8, 13, 21, 34, 55], strict=True))]
    rows = column(*(f(f"CT!B{r}", v) for r, v in enumerate([5, 8, 13, 21, 34, 55], 2)), f("SUM(B2:B7)", 136))
    assert not check(rows, CT=detail).findings
    rows[4][1], rows[7][1]["v"] = 22, 137
    assert told(check(rows, CT=detail)) == [("RC807", "warning", "B5", "1")]


def test_a_workbook_that_was_never_calculated() -> None:
    rows = sound()
    for row in rows[1:]:
        for cell in row:
            if isinstance(cell, dict):
                cell["v"] = 0
    report = check(rows)
    assert not report.findings
    assert report.counts.not_looked_at == 10


def test_percentages_below_a_stale_total_are_its_echoes() -> None:
    rows: Rows = [["Đơn vị", "Nam", "Nữ", "Tổng số", "Tỷ lệ nữ"]]
    for r, (a, b) in enumerate([(12, 20), (30, 10), (6, 6)], 2):
        rows.append([COMMUNES[r - 2], a, b, f(f"B{r}+C{r}", a + b), f(f"C{r}/D{r}", b / (a + b), format="0.0%")])
    rows[2][3]["v"] = 50
    assert told(check(rows)) == [("RC803", "error", "D3", "10")]

"""``(1)`` alone in a cell of figures: the mark of a note, unless the table puts figures below zero in brackets."""

from __future__ import annotations

from typing import Any

from claimed import claimed
from workbook import workbook

from reportcheck import Report
from reportcheck.report import Settings, read, run

BESIDE: list[list[Any]] = [
    ["Dự toán chi"],
    ["STT", "Chỉ tiêu", "Dự toán", "Trung ương", None, "Địa phương", None],
    ["A", "B", "1 = 2 + 3", 2, None, 3, None],
    ["I", "Chi đầu tư", 812, "(1)", 350, "(2)", 462],
    ["II", "Chi thường xuyên", 1240, None, 515, None, 725],
    ["III", "Chi cải cách tiền lương", 96, "(3)", 31, None, 65],
    ["IV", "Dự phòng", 58, None, 21, None, 37],
    [None, "Tổng số", 2206, None, 917, None, 1289],
]
WITHIN: list[list[Any]] = [
    ["Kết quả thực hiện"],
    ["Đơn vị", "Tổng số", "Nam", "Nữ"],
    ["Xã An", 31, 14, 17],
    ["Xã Bình", 22, "(1)", 22],
    ["Xã Cát", 47, 30, 17],
    ["Xã Dương", 16, 9, 7],
    ["Xã Giang", 28, 11, 17],
]


def check(rows: list[list[Any]]) -> Report:
    return claimed(workbook({"S": rows}, {"S": ["D2:E2", "F2:G2"]} if len(rows[1]) == 7 else None))


def changed(rows: list[list[Any]], r: int, c: int, value: Any) -> list[list[Any]]:
    return [[value if (i, j) == (r, c) else v for j, v in enumerate(row)] for i, row in enumerate(rows)]


def test_marks_in_columns_of_their_own() -> None:
    report = check(BESIDE)
    assert not report.findings
    assert (report.counts.passed, report.counts.failed) == (5, 0)
    (finding,) = check(changed(BESIDE, 4, 4, 525)).findings
    assert (finding.rule, finding.origin, finding.difference) == ("RC101", "printed", "10")
    assert [f.location.cell for _, f in finding.figures][:3] == ["C5", "E5", "G5"]


def test_marks_in_cells_without_a_figure() -> None:
    rows = [*WITHIN[:2], ["A", "1=2+3", "2", "3"], *WITHIN[2:]]
    report = check(rows)
    assert not report.findings
    assert report.figures == 14
    checked = run(read(workbook({"S": rows}), "a.xlsx"), Settings.of())
    figure = checked.views[0].figure(1, 2)
    assert (figure.text, figure.value, figure.mark) == ("(1)", None, "blank")


def test_marks_in_the_last_line_of_the_headings() -> None:
    rows = [
        ["Bổ sung ngân sách"],
        ["Địa phương", "Thu", "Chi", "Bổ sung"],
        [None, "(1)", None, "(2)"],
        [1, 2, 3, "4=3-2"],
        ["Tỉnh An", 40, 52, 12],
        ["Tỉnh Bình", 31, 49, 18],
        ["Tỉnh Cát", 22, 25, 3],
    ]
    report = check(rows)
    assert (report.findings, report.figures) == ((), 9)


def test_brackets_mean_below_zero_where_other_figures_say_so() -> None:
    text = changed(changed(WITHIN, 3, 1, 21), 5, 2, "(120)")
    report = check(text)
    assert {f.text for x in report.findings if x.rule == "RC802" for _, f in x.figures} == {"(1)", "(120)"}
    shown = changed(WITHIN, 5, 2, {"v": -9, "format": "#,##0;(#,##0)"})
    assert "RC802" in [x.rule for x in check(shown).findings]


def test_csv_has_text_only_and_tells_nothing() -> None:
    text = "\n".join(",".join("" if v is None else str(v) for v in row) for row in WITHIN)
    checked = run(read(text.encode(), "a.csv"), Settings.of())
    assert checked.views[0].figure(1, 2).value == -1

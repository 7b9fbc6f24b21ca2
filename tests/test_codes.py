"""Printed rows of column numbers with formulas, on tables that no form declares."""

from __future__ import annotations

from typing import Any

import pytest
from claimed import claimed
from told import every
from workbook import workbook

from reportcheck import Report, validate


def check(codes: list[str], *rows: list[Any], heads: list[str] | None = None) -> Report:
    heads = heads or ["Đơn vị", *(f"Cột {i}" for i in range(1, len(codes)))]
    return claimed(workbook({"S": [["Bảng kê"], heads, codes, *rows]}))


def told(report: Report) -> list[tuple[str, str, str]]:
    return [(f.rule, str(f.origin), str(f.figures[0][1].location.cell)) for f in every(report.findings)]


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
    report = claimed(workbook({"S": rows}))
    assert report.counts.total == 2
    assert told(report) == [("RC101", "declared", "B4")]


# -- headings, captions, notes --------------------------------------------------

HEADED = [["Xã A", 32, 12, 20], ["Xã B", 5, 2, 3], ["Xã C", 9, 4, 5]]


def sheet(*rows: list[Any], name: str = "a.xlsx") -> Report:
    return claimed(workbook({"S": list(rows)}), name)


def judged(*rows: list[Any], wrong: tuple[int, int], by: int = 10) -> tuple[int, list[tuple[str, str, str]]]:
    """How many relations hold in a table, and what is told once a figure of it is wrong."""
    sound = sheet(*rows)
    assert not sound.findings, [f.message for f in sound.findings]
    changed = [list(row) for row in rows]
    changed[wrong[0]][wrong[1]] += by
    return sound.counts.passed, told(sheet(*changed))


@pytest.mark.parametrize(
    "note",
    [
        "Ghi chú: (1) = (2) + (3)", "Ghi chú: Cột 1 = Cột 2 + Cột 3", "Ghi chú: cột (1) = cột (2) + cột (3).",
        "Note: Column 1 = Column 2 + Column 3", "Note: Col. 1 = 2 + 3", "Ghi chú: Cột 1 bằng cột 2 cộng cột 3",
        "Ghi chú: số liệu tính đến 15/10/2025; 1=2+3; trực 24/24", "Ghi chú：（１）＝（２）＋（３）",
    ],
)  # fmt: skip
@pytest.mark.parametrize("apart", [True, False])
def test_notes_over_column_numbers(note: str, apart: bool) -> None:
    heads = [["Bảng kê"], ["Đơn vị", "Tổng số", "Nam", "Nữ"], ["A", "1", "2", "3"]]
    rows = [*heads, *HEADED, *([[]] if apart else []), [note]]
    assert judged(*rows, wrong=(4, 1)) == (3, [("RC101", "printed", "B5")])


def test_a_caption_with_a_formula() -> None:
    rows = [["Bảng kê (cột 1 = cột 2 + cột 3)"], ["Đơn vị", "Tổng số", "Nam", "Nữ"], ["A", "1", "2", "3"], *HEADED]
    assert judged(*rows, wrong=(4, 1)) == (3, [("RC101", "printed", "B5")])


@pytest.mark.parametrize(
    "heads",
    [
        ["Đơn vị", "Tổng số (1)=(2)+(3)", "Nam (2)", "Nữ (3)"],
        ["Đơn vị", "Tổng số\n(1) = (2) + (3)", "Nam\n(2)", "Nữ\n(3)"],
        ["Đơn vị (A)", "Tổng số (B = C + D)", "Nam (C)", "Nữ (D)"],
        ["Đơn vị", "Tổng số (c=a+b)", "Nam (a)", "Nữ (b)"],
        ["Đơn vị", "Tổng số (B=C+D)", "Nam", "Nữ"],  # the sheet's own letters
    ],
)
def test_formulas_inside_headings(heads: list[str]) -> None:
    assert judged(["Bảng kê"], heads, *HEADED, wrong=(3, 1)) == (3, [("RC101", "printed", "B4")])


@pytest.mark.parametrize(
    "codes", [["A", "c=a+b", "a", "b"], ["A", "B = C + D", "C", "D"], ["(1)", "(2)=(3)+(4)", "(3)", "(4)"]]
)
def test_rows_of_letters(codes: list[str]) -> None:
    heads = ["Đơn vị", "Tổng số", "Nam", "Nữ"]
    assert judged(["Bảng kê"], heads, codes, *HEADED, wrong=(4, 1)) == (3, [("RC101", "printed", "B5")])


@pytest.mark.parametrize("formula", ["=(1)+(2)", "(1)+(2)"])
def test_a_formula_without_its_own_number(formula: str) -> None:
    codes = ["A", "(1)", "(2)", formula]
    report = check(codes, ["x", 1, 2, 3], ["y", 5, 6, 12], ["z", 7, 3, 10], heads=["Đơn vị", "Nam", "Nữ", "Tổng số"])
    assert report.counts.passed == 2
    assert ("RC101", "printed", "D5") in told(report)


def test_a_heading_that_names_what_it_sums() -> None:
    rows = [
        ["Bảng kê"], ["Đơn vị", "Nam", "Nữ", "Trẻ em", "Tổng số (1+2+3)"], ["A", "1", "2", "3", "4"],
        ["x", 10, 22, 3, 35], ["y", 15, 16, 7, 38], ["z", 7, 3, 9, 19],
    ]  # fmt: skip
    assert judged(*rows, wrong=(4, 4)) == (3, [("RC101", "printed", "E5")])


def test_positions_count_where_no_column_bears_a_number() -> None:
    rows = [
        ["Bảng kê"],
        ["Đơn vị", "Tổng số", "Nam", "Nữ"],
        *HEADED,
        ["Xã D", 41, 20, 21],
        [],
        ["Ghi chú: Cột 2 = Cột 3 + Cột 4"],
    ]
    assert judged(*rows, wrong=(3, 1)) == (4, [("RC101", "printed", "B4")])
    rows[-1] = ["Ghi chú: Cột 1 = Cột 2 + Cột 3"]
    assert judged(*rows, wrong=(3, 1)) == (4, [("RC101", "printed", "B4")])
    rows[-1] = ["Ghi chú: Cột 3 = Cột 1 + Cột 2"]
    assert sheet(*rows).findings == ()


def test_every_second_column() -> None:
    codes = ["A", "1=2+4+6+8", "2", "3", "4", "5", "6", "7", "8"]
    rows = [["x", 20, 2, 1, 4, 1, 6, 3, 8], ["y", 10, 1, 1, 2, 2, 3, 3, 4], ["z", 22, 9, 0, 8, 1, 3, 1, 2]]
    assert check(codes, *rows).counts.passed == 3
    rows[1][1] = 11
    assert told(check(codes, *rows)) == [("RC101", "printed", "B5")]


@pytest.mark.parametrize(
    ("formula", "figures"),
    [
        ("(4)=(3)-(2)", [7, -3, 12]),
        ("(4)=(2)x(3)", [3978, 2726, 1540]),
        ("(4)=((2)+(3))/2", [74.5, 52.5, 34]),
        ("(4)=(3)/(2)", [1.10, 0.94, 1.43]),
        ("4 = 3 : 2 × 100%", [109.86, 94.44, 142.86]),
        ("(4)=(3)/(2)*100-100", [9.9, -5.6, 42.9]),
        ("(4)=((3)-(2))/(2)*100", [9.9, -5.6, 42.9]),
    ],
)
def test_other_kinds_of_formulas(formula: str, figures: list[float]) -> None:
    rows = [["x", 71, 78], ["y", 54, 51], ["z", 28, 40]]
    codes = ["1", "2", "3", formula]
    if formula == "(4)=(2)x(3)":
        figures = [a * b for _, a, b in rows]  # type: ignore[operator,misc]
    good = check(codes, *([*row, n] for row, n in zip(rows, figures, strict=True)))
    assert (good.counts.passed, good.findings) == (3, ()), [f.message for f in good.findings]
    figures = [figures[0], figures[1] + 7, figures[2]]
    bad = check(codes, *([*row, n] for row, n in zip(rows, figures, strict=True)))
    assert [cell for _, _, cell in told(bad)] == ["D5"]


def test_a_share_stored_as_a_fraction() -> None:
    codes = ["1", "2", "3", "4=3/2*100"]
    rows = [["x", 80, 60, 0.75], ["y", 50, 45, 0.9], ["z", 64, 16, 0.25]]
    assert check(codes, *rows).counts.passed == 3


@pytest.mark.parametrize(
    "note",
    [
        "Ghi chú: năm 2024 = 2023 + 5%",
        "Nguồn: Cục Thống kê (2025)",
        "Ghi chú: 1 USD = 25.000 đồng",
        "Ghi chú: A = tốt, B = khá",
    ],
)
def test_notes_without_formulas(note: str) -> None:
    rows = [["Bảng kê"], ["Đơn vị", "2023", "2024", "Nữ"], ["A", "1", "2", "3"], *HEADED, [], [note]]
    assert sheet(*rows).counts.total == 0


def test_a_misprint_in_a_note_is_told_where_it_stands() -> None:
    rows = [
        ["Bảng kê"],
        ["Đơn vị", "Tổng số", "Nam", "Nữ"],
        ["A", "1", "2", "3"],
        *HEADED,
        [],
        ["Ghi chú: Cột 1 = Cột 2 - Cột 3"],
    ]
    assert told(sheet(*rows)) == [("RC820", "None", "A8")]


def test_csv_files_too() -> None:
    text = "Đơn vị;Tổng số;Nam;Nữ\nA;1=2+3;2;3\nXã A;1.032;512;520\nXã B;5;2;3\nXã C;10;4;5\n"
    assert told(validate(text.encode(), name="a.csv")) == [("RC101", "printed", "B5")]


def test_column_numbers_that_an_export_printed_with_decimals() -> None:
    text = '"Unit","Total","Men","Women"\n"","1=2+3","2.00000","3.00000"\n"a",32,12,20\n"b",6,2,3\n"c",9,4,5\n'
    assert told(validate(text.encode(), name="a.csv")) == [("RC101", "printed", "B4")]

"""Shapes of tables that once gave a false alarm or hid an error, redrawn as small cases."""

from __future__ import annotations

import io
import pickle
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from told import every
from workbook import workbook

from reportcheck import Report, ReportcheckError, Settings, validate

TITLE = ["Tình hình cấp chứng thư số"]
HEAD = ["Đơn vị", "Tổng số", "Tổ chức", "Cá nhân"]


def check(*rows: list[Any], head: list[Any] | None = None, title: list[Any] | None = None) -> Report:
    return validate(workbook({"S": [title or TITLE, head or HEAD, *rows]}), name="a.xlsx")


def told(report: Report) -> list[tuple[str, str]]:
    return [
        (f.rule, str(f.figures[0][1].location.cell) if f.figures else "")
        for f in every(report.findings)
        if f.severity != "info"
    ]


OFFICES = [["Sở A", 100, 40, 60], ["Sở B", 50, 20, 30]]
COMMUNES = [["Xã C", 10, 4, 6], ["Xã D", 5, 2, 3]]


@pytest.mark.parametrize(
    "rows",
    [
        [*OFFICES, ["Cộng cấp tỉnh", 150, 60, 90], *COMMUNES, ["Cộng cấp xã", 15, 6, 9], ["Tổng cộng", 165, 66, 99]],
        [["Toàn tỉnh", 165, 66, 99], ["Cấp tỉnh", 150, 60, 90], *OFFICES, ["Cấp xã", 15, 6, 9], *COMMUNES],
        [["Tổng cộng", 165, 66, 99], *OFFICES, *COMMUNES, ["Tăng, giảm so với kỳ trước", -5, -2, -3]],
        [*OFFICES, *COMMUNES, ["Tổng cộng", 165, 66, 99], ["So với cùng kỳ", 12, 5, 7]],
        [*OFFICES, ["Công an tỉnh", 10, 4, 6], ["Cộng đồng dân cư", 5, 2, 3], ["Cộng", 165, 66, 99]],
        [["I. Cấp tỉnh", 150, 60, 90], ["1. Sở A", 100, 40, 60], ["2. Sở B", 50, 20, 30], ["Tổng cộng", 150, 60, 90]],
        [*OFFICES, ["Sở C", "Không", "-", "x"], ["Tổng số", 150, 60, 90]],
    ],
)
def test_right_totals_are_silent_and_a_wrong_one_is_found(rows: list[list[Any]]) -> None:
    assert told(check(*rows)) == []
    total = next(i for i, row in enumerate(rows) if row[0] in ("Tổng cộng", "Toàn tỉnh", "Cộng", "Tổng số"))
    wrong = [list(row) for row in rows]
    wrong[total][2] += 7
    found = told(check(*wrong))
    assert ("RC101", f"C{total + 3}") in found
    assert ("RC101", f"B{total + 3}") in found


def test_a_section_right_under_the_headings() -> None:
    head = ["TT", *HEAD]
    rows: list[list[Any]] = [
        ["I", "Cấp tỉnh"],
        [1, "Sở A", 100, 40, 60],
        [2, "Sở B", 50, 20, 30],
        [None, "Tổng cộng", 150, 60, 90],
    ]
    assert told(check(*rows, head=head)) == []
    rows[-1][2] = 175
    assert ("RC101", "C6") in told(check(*rows, head=head))


def test_certificates_split_by_medium() -> None:
    head = [*HEAD, "Token", "SIM PKI"]
    rows = [["Sở A", 100, 40, 60, 70, 30], ["Sở B", 50, 20, 30, 45, 5], ["Sở C", 10, 4, 6, 10, 0]]
    assert told(check(*rows, head=head)) == []
    rows[1][4] = 46
    assert ("RC101", "B4") in told(check(*rows, head=head))


def test_a_heading_that_begins_like_a_total() -> None:
    assert "RC101" not in [
        rule for rule, _ in told(check(["A", 40, 60, 5], head=["Đơn vị", "Tổ chức", "Cá nhân", "Công chức"]))
    ]


def test_procedures_by_department_are_another_table() -> None:
    head = ["Sở, ngành", "Tổng số", "Toàn trình", "Một phần", "Trực tiếp"]
    rows = [["Sở A", 30, 10, 15, 5], ["Sở B", 12, 4, 6, 2], ["Tổng cộng", 42, 14, 21, 7]]
    assert told(check(*rows, head=head, title=["THỦ TỤC HÀNH CHÍNH THEO HÌNH THỨC"])) == []


@pytest.mark.parametrize(
    ("formula", "cells", "value"),
    [
        ("AVERAGE(B3:D3)", [4, None, 6], 5),
        ("B3*(1/2)", [4, 1, 1], 2),
        ("B3*(6/4)", [4, 1, 1], 6),
        ("B3/1000000", [1500000, 1, 1], 1.5),
        ("SUM(B3:D3)", [4, "không", 6], 10),
    ],
)
def test_formulas_that_are_right(formula: str, cells: list[Any], value: float) -> None:
    head = ["Mục", "Số tiền (đồng)", "Phần hai", "Phần ba", "Số tiền (triệu đồng)"]
    report = check(["x", *cells, {"f": formula, "v": value}], ["y", 1, 2, 3, 4], head=head, title=["Bảng kê"])
    assert [f.rule for f in report.findings if f.rule == "RC803"] == []


def test_formulas_without_stored_values_are_told() -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in [TITLE, HEAD, ["A", "=C3+D3", 4, 6], ["B", 5, 2, 3]]:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    report = validate(file.getvalue(), name="a.xlsx")
    assert [(u.display, u.reason) for u in report.unread] == [("Sheet!B3", "no-stored-values")]
    assert report.counts.not_looked_at == 1


def test_averages_on_working_days_less_holidays() -> None:
    """2025 has 261 Mondays to Fridays, 250 without eleven holidays: 3600 = 14.4 × 250, 300 a month."""
    rows = [["Văn bản đến", 14.4, 300, 3600], ["Văn bản đi", 67.8, 1412.67, 16952]]
    head = ["Loại văn bản", "Trung bình một ngày", "Trung bình một tháng", "Tổng số"]
    assert told(check(*rows, head=head, title=["Số văn bản trung bình một ngày, một tháng năm 2025"])) == []


def test_codes_and_years_are_no_figures_to_sum() -> None:
    rows = [["2024", 10, "0100109106", "94,44%"], ["2025", 12, "0100109107", "95,5%"], ["2026", 13, "0100109108", 1]]
    assert told(check(*rows, head=["Năm", "Số lượng", "Mã số thuế", "Ghi nhận"], title=["Bảng kê"])) == []


@pytest.mark.parametrize("codes", [{"select": ["XX"]}, {"ignore": ["RC9999"]}])
def test_codes_of_no_rule_are_refused(codes: dict[str, Any]) -> None:
    with pytest.raises(ReportcheckError, match="No rule begins with"):
        validate(pd.DataFrame({"a": [1]}), **codes)


@pytest.mark.parametrize(
    ("identity", "says"),
    [
        ("{formula: x = y, kind: foo}", "foo"),
        ("{formula: x = y, rule: RC999}", "RC999"),
        ("x = meetings[nobody]", "meetings[nobody]"),
        ("x = no-such-form[council]", "no-such-form"),
    ],
)
def test_forms_that_name_nothing_are_refused(identity: str, says: str, tmp_path: Path) -> None:
    (tmp_path / "f.yaml").write_text(
        f"id: f\nfields:\n  - {{id: x, labels: [x]}}\n  - {{id: y, labels: [y]}}\nidentities:\n  - {identity}\n",
        "utf-8",
    )
    with pytest.raises(ReportcheckError) as caught:
        Settings.of(forms=[tmp_path / "f.yaml"])
    assert says in caught.value.en


def test_settings_survive_pickling() -> None:
    again = pickle.loads(pickle.dumps(Settings.of(select_codes=["RC1"], language="en")))
    example = Path(__file__).parent.parent / "examples" / "bao-cao-mau.xlsx"
    assert [f.rule for f in validate(example, settings=again).findings] == ["RC101"]


def test_frames_that_hold_the_unusual() -> None:
    frame = pd.DataFrame(
        {"Tổng số": [10**400, Decimal("Infinity"), float("inf")], "Tổ chức": [1, 2, 3], "Cá nhân": [1, 2, 3]},
        dtype=object,
    )
    assert validate(frame, name="Chứng thư số").counts.failed == 0
    assert validate({1: pd.DataFrame({"a": [1]})}).ok  # type: ignore[dict-item]
    with pytest.raises(TypeError, match="Series"):
        validate({"t": pd.Series([1])})  # type: ignore[dict-item]


def test_rows_of_percentages_do_not_add_up() -> None:
    rows = [
        ["Năm 2023", 100, 40, 60],
        ["Năm 2024", 121, 46, 75],
        ["Tăng/giảm (%)", 21, 15, 25],
        ["Tỷ lệ (%)", 121, 115, 125],
    ]
    assert told(check(*rows)) == []


def test_one_medium_named_is_no_partition() -> None:
    assert told(check(["Sở A", 100, 10, 90, 40], ["Sở B", 50, 20, 30, 5], head=[*HEAD, "Trong đó SIM PKI"])) == []


@pytest.mark.parametrize(
    ("heading", "share"), [("Tỷ lệ quá hạn (%)", 9), ("Tỷ lệ đúng hạn (%)", 91), ("Tỷ lệ trực tuyến (%)", 58.33)]
)
def test_shares_of_dossiers(heading: str, share: float) -> None:
    """120 received, 70 of them online; 100 settled: 60 early, 31 on time, 9 late."""
    groups = [
        "Lĩnh vực",
        "Tiếp nhận",
        None,
        None,
        None,
        "Đã giải quyết",
        None,
        None,
        None,
        "Đang giải quyết",
        None,
        None,
        heading,
    ]
    heads = [
        None,
        "Tổng số",
        "Trực tuyến",
        "Trực tiếp",
        "Kỳ trước",
        "Tổng số",
        "Trước hạn",
        "Đúng hạn",
        "Quá hạn",
        "Tổng số",
        "Trong hạn",
        "Quá hạn",
    ]
    row = ["Đất đai", 120, 70, 30, 20, 100, 60, 31, 9, 20, 15, 5, share]
    assert told(check(heads, row, head=groups, title=["Kết quả giải quyết thủ tục hành chính"])) == []

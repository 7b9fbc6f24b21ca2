"""Forms of rows: recognised by labels or codes, silent where they agree, each sum broken once found at its cell."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from helpers import settings
from layouts import bare, decomposed, dotted
from openpyxl import Workbook
from statements import (
    BALANCE,
    BUDGET_SUMS,
    BUDGET_TITLE,
    INCOME,
    REFORM,
    REFORM_TITLE,
    STATEMENTS,
    Statement,
    budget,
    reform,
)

from reportcheck import Report, validate

_Rows = list[list[Any]]


def _xlsx(title: str, rows: _Rows) -> Report:
    book = Workbook()
    ws = book.active
    assert ws is not None
    ws.title = "Phụ lục"
    ws.cell(1, 1, title)
    for r, row in enumerate(rows, 3):
        for c, value in enumerate(row, 1):
            if value is not None:
                ws.cell(r, c, float(value) if isinstance(value, Decimal) else value)
    file = io.BytesIO()
    book.save(file)
    return validate(file.getvalue(), name="bieu.xlsx", settings=settings())


def _csv(title: str, rows: _Rows) -> Report:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";")
    writer.writerow([title, *[""] * (len(rows[0]) - 1)])
    for row in rows:
        writer.writerow(["" if v is None else _in_brackets(v) for v in row])
    return validate(file.getvalue().encode("utf-8-sig"), name="bieu.csv", settings=settings())


def _in_brackets(value: Any) -> Any:
    return f"({dotted(-value)})" if isinstance(value, int) and value < 0 else dotted(value)


def _told(report: Report) -> list[str]:
    return [f"{f.rule} {f.relation or f.message}" for f in report.findings if f.severity in ("error", "warning")]


def _forms(report: Report) -> list[str | None]:
    return [t.form for t in report.tables]


# -- layouts ----------------------------------------------------------------------


def _same(rows: _Rows) -> _Rows:
    return rows


def _without_codes(rows: _Rows) -> _Rows:
    return [[row[0], *row[3:]] for row in rows]


def _moved(rows: _Rows) -> _Rows:
    return [[row[0], row[1], row[4], row[3]] for row in rows]


def _dated(rows: _Rows) -> _Rows:
    return [[*rows[0][:3], "31/12/2024", "01/01/2024"], *rows[1:]]


def _more_columns(rows: _Rows) -> _Rows:
    """What changed, absolutely and in percent, and a remark."""
    out = [[*rows[0], "Chênh lệch", "Tỷ lệ (%)", "Ghi chú"]]
    for n, row in enumerate(rows[1:]):
        now, before = row[3], row[4]
        known = now and before
        change = now - before if known else None
        share = Decimal(round(1000 * change / before)) / 10 if known else None
        out.append([*row, change, share, "Đã kiểm toán" if n == 2 else None])
    return out


def _said(words: Callable[[str], str]) -> Callable[[_Rows], _Rows]:
    return lambda rows: [[words(v) if isinstance(v, str) else v for v in row] for row in rows]


def _with_numbers(rows: _Rows) -> _Rows:
    """A row of column numbers, and codes that are numbers."""
    coded = [
        [int(v) if n == 1 and isinstance(v, str) and v.isdigit() else v for n, v in enumerate(r)] for r in rows[1:]
    ]
    return [rows[0], ["1", "2", "3", "4", "5"], *coded]


def _codes_first(rows: _Rows) -> _Rows:
    return [[row[1], row[0], row[3], row[4]] for row in rows]


_LAYOUTS: dict[str, Callable[[_Rows], _Rows]] = {
    "as printed": _same,
    "without codes": _without_codes,
    "columns moved": _moved,
    "dates as headings": _dated,
    "more columns": _more_columns,
    "no diacritics": _said(bare),
    "decomposed letters": _said(decomposed),
    "column numbers": _with_numbers,
    "codes first": _codes_first,
}


@pytest.mark.parametrize("write", [_xlsx, _csv])
@pytest.mark.parametrize("layout", _LAYOUTS)
@pytest.mark.parametrize("statement", STATEMENTS, ids=lambda s: s.form)
def test_a_sound_statement_is_silent(statement: Statement, layout: str, write: Callable[[str, _Rows], Report]) -> None:
    title = bare(statement.title) if layout == "no diacritics" else statement.title
    report = write(title, _LAYOUTS[layout](statement.rows()))
    assert _forms(report) == [statement.form]
    assert _told(report) == []
    assert report.counts.passed >= 2 * len(statement.sums)


def _broken(statement: Statement) -> list[tuple[str, str]]:
    """Each sum with a row of it that no other sum counts, else its total."""
    chosen = []
    for total, parts in statement.sums.items():
        names = [p.lstrip("-") for p in parts.split()]
        filled = {line.code for line in statement.lines if line.now is not None}
        alone = [n for n in names if n not in statement.sums and n in filled]
        if alone:
            chosen.append((total, alone[0]))
    return chosen


@pytest.mark.parametrize("layout", ["as printed", "without codes", "dates as headings", "no diacritics"])
@pytest.mark.parametrize("statement", STATEMENTS, ids=lambda s: s.form)
def test_each_sum_broken_once(statement: Statement, layout: str) -> None:
    for total, code in _broken(statement):
        rows = statement.rows()
        row = next(r for r in rows if r[1] == code)
        row[3] += 7
        at = rows.index(row) + 3
        shown = _LAYOUTS[layout](rows)
        column = "B" if layout == "without codes" else "D"
        title = bare(statement.title) if layout == "no diacritics" else statement.title
        report = _xlsx(title, shown)
        errors = [f for f in report.findings if f.severity == "error"]
        assert len(errors) == 1, (total, code, _told(report))
        assert f"Phụ lục!{column}{at}" in [str(f.location) for _, f in errors[0].figures]


def test_printed_formulas_are_not_told_twice() -> None:
    rows = INCOME.rows()
    for row in rows[1:]:
        if row[1] in INCOME.sums:
            formula = INCOME.sums[row[1]].replace(" -", " - ").replace(" ", " + ").replace("+ - +", "-")
            row[0] = f"{row[0]} ({row[1]} = {formula})"
    assert _told(_xlsx(INCOME.title, rows)) == []
    rows[2][3] += 50
    report = _xlsx(INCOME.title, rows)
    assert len([f for f in report.findings if f.severity == "error"]) == 1


def test_costs_in_brackets() -> None:
    """Costs printed as negative figures are added."""
    costs = ("02", "11", "22", "23", "25", "26", "32", "51", "52")
    rows = [[*r[:3], -r[3], -r[4]] if r[1] in costs else r for r in INCOME.rows()]
    report = _xlsx(INCOME.title, rows)
    assert _forms(report) == ["income-statement"]
    assert _told(report) == []
    assert report.counts.passed == 12


def test_assets_equal_resources() -> None:
    rows = BALANCE.rows()
    for row in rows[1:]:
        if row[1] in ("440", "400", "410", "411"):
            row[3] += 90
    report = _xlsx(BALANCE.title, rows)
    assert [f.rule for f in report.findings if f.severity == "error"] == ["RC402"]


def test_rows_that_the_form_does_not_name_may_be_counted() -> None:
    """A company's own row among the parts makes the sum one that is not claimed unless it holds."""
    rows = BALANCE.rows()
    at = next(n for n, r in enumerate(rows) if r[1] == "152")
    rows.insert(at + 1, ["3. Kim loại quý của công ty mẹ", "159", None, 11, 11])
    for row in rows[1:]:
        if row[1] in ("150", "100", "270", "440", "400", "410", "411"):
            row[3] += 11
            row[4] += 11
    report = _xlsx(BALANCE.title, rows)
    assert _forms(report) == ["balance-sheet"]
    assert _told(report) == []


def test_without_the_title_nothing_is_taken() -> None:
    for statement in STATEMENTS:
        assert _forms(_xlsx("Phụ lục số 3", statement.rows())) == [None]


# -- budget and reform statistics ---------------------------------------------------


def _budget_without_council(rows: _Rows) -> _Rows:
    """One plan only, its share beside it."""
    out: _Rows = [["STT", "Nội dung", "Dự toán năm", "Thực hiện", "Tỷ lệ thực hiện so với dự toán (%)"]]
    return out + [[r[0], r[1], r[2], r[4], r[6]] for r in rows[2:]]


def _budget_moved(rows: _Rows) -> _Rows:
    """Shares beside the plans, the year before last."""
    out: _Rows = [
        ["TT", "Chỉ tiêu", "Thực hiện", "Dự toán TW giao", "Dự toán HĐND giao", "Tỷ lệ % so với DT TW giao",
         "Tỷ lệ % so với DT HĐND giao", "Thực hiện cùng kỳ năm trước", "Tỷ lệ % so với cùng kỳ năm trước"]
    ]  # fmt: skip
    return out + [[r[0], r[1], r[4], r[2], r[3], r[6], r[7], r[5], r[8]] for r in rows[2:]]


_BUDGETS: dict[str, Callable[[_Rows], _Rows]] = {
    "as printed": _same,
    "one plan": _budget_without_council,
    "columns moved": _budget_moved,
    "no diacritics": _said(bare),
    "decomposed letters": _said(decomposed),
}


@pytest.mark.parametrize("write", [_xlsx, _csv])
@pytest.mark.parametrize("layout", _BUDGETS)
def test_a_sound_budget_is_silent(layout: str, write: Callable[[str, _Rows], Report]) -> None:
    report = write(BUDGET_TITLE, _BUDGETS[layout](budget()))
    assert _forms(report) == ["budget-execution"]
    assert _told(report) == []
    assert report.counts.passed >= (8 if layout == "one plan" else 24)


@pytest.mark.parametrize("total", BUDGET_SUMS)
def test_a_part_of_the_budget_is_wrong(total: int) -> None:
    for part in BUDGET_SUMS[total]:
        rows = budget()
        rows[2 + part][2] += 6  # type: ignore[operator]
        rows[2 + part][6] = None
        errors = [f for f in _xlsx(BUDGET_TITLE, rows).findings if f.severity == "error"]
        assert len(errors) == 1
        assert f"Phụ lục!C{part + 5}" in [str(f.location) for _, f in errors[0].figures]


@pytest.mark.parametrize("column", [6, 7, 8])
def test_a_share_of_the_budget_is_wrong(column: int) -> None:
    rows = budget()
    rows[3][column] += 1  # type: ignore[operator]
    errors = [f for f in _xlsx(BUDGET_TITLE, rows).findings if f.severity == "error"]
    assert [f.rule for f in errors] == ["RC202"]
    assert f"Phụ lục!{'ABCDEFGHI'[column]}6" in [str(f.location) for _, f in errors[0].figures]


def test_other_parts_of_the_budget_are_no_error() -> None:
    """Lines that the form does not name, which the total counts."""
    rows = budget()
    rows.append(["VI", "Chi viện trợ", 40, 40, 40, 40, 100, 100, 100])
    for column in (2, 3, 4, 5):
        rows[5][column] += 40  # type: ignore[operator]
    rows[5][6:] = [None, None, None]
    assert _told(_xlsx(BUDGET_TITLE, rows)) == []


@pytest.mark.parametrize("write", [_xlsx, _csv])
@pytest.mark.parametrize("words", [str, bare, decomposed])
def test_a_sound_annex_is_silent(words: Callable[[str], str], write: Callable[[str, _Rows], Report]) -> None:
    report = write(words(REFORM_TITLE), _said(words)(reform()))
    assert _forms(report) == ["reform-statistics"]
    assert _told(report) == []
    assert report.counts.passed >= 8


@pytest.mark.parametrize(
    ("number", "wrong"),
    [("1.1.3", 82), ("1.2.3", 65), ("1.3.2", 304), ("2.1", 72), ("2.1.2", 12), ("2.2.2", 97), ("2.2.3", 6), ("3.1.1", 1940)],
)  # fmt: skip
def test_a_figure_of_the_annex_is_wrong(number: str, wrong: int) -> None:
    rows = reform()
    at = next(n for n, r in enumerate(rows) if r[0] == number)
    rows[at][3] = wrong
    errors = [f for f in _xlsx(REFORM_TITLE, rows).findings if f.severity == "error"]
    assert len(errors) == 1, errors
    assert f"Phụ lục!D{at + 3}" in [str(f.location) for _, f in errors[0].figures]


def test_the_annex_has_every_line_once() -> None:
    assert len({number for number, *_ in REFORM}) == len(REFORM)

"""Units of tables and headings, ambiguous marks, and forms that two tables share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from workbook import workbook

from reportcheck import Report, Settings, validate
from reportcheck.forms import Field, Form
from reportcheck.report import read, run

MONEY = Form(
    "money", "Kinh phí", "Money", ("kinh phí",),
    (Field("total", ("tổng kinh phí",), measure="money"), Field("a", ("chi đầu tư",), measure="money"), Field("b", ("chi thường xuyên",), measure="money")),
    identities=("total = a + b",),
)  # fmt: skip
SETTINGS = Settings.of(form=MONEY)


def money(note: str, head: list[str], *rows: list[Any]) -> Report:
    return validate(workbook({"S": [["Kinh phí"], [None, None, note], head, *rows]}), name="a.xlsx", settings=SETTINGS)


HEAD = ["Đơn vị", "Tổng kinh phí", "Chi đầu tư", "Chi thường xuyên"]


def test_money_in_larger_units_is_rounded() -> None:
    assert money("Đơn vị tính: triệu đồng", HEAD, ["A", 11, 5, 5], ["B", 9, 4, 5]).ok
    assert not money("Đơn vị tính: đồng", HEAD, ["A", 11, 5, 5], ["B", 9, 4, 5]).ok
    assert not money("Đơn vị tính: triệu đồng", HEAD, ["A", 13, 5, 5], ["B", 9, 4, 5]).ok


def test_units_in_headings_are_brought_together() -> None:
    head = ["Đơn vị", "Tổng kinh phí (tỷ đồng)", "Chi đầu tư (triệu đồng)", "Chi thường xuyên (triệu đồng)"]
    assert money("", head, ["A", 14.2, 9000, 5150], ["B", 1.0, 400, 600]).counts.passed == 2
    assert money("", head, ["A", 15.2, 9000, 5150], ["B", 1.0, 400, 600]).counts.failed == 1


def text_table(*rows: str) -> Any:
    data = "Kinh phí\nĐơn vị;Tổng kinh phí;Chi đầu tư;Chi thường xuyên\n" + "\n".join(rows) + "\n"
    return run(read(data.encode(), "a.csv"), SETTINGS)


def values(checked: Any) -> list[str]:
    return [str(s.family.relation(lane).target.value) for s in checked.settled for lane in s.family.lanes]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["A;1.325;1.095;230", "B;898;804;94"], ["1325", "898"]),  # thousands: the arithmetic holds
        (
            ["A;3,325;1,325;2", "B;5,125;2,125;3", "C;4,5;1,25;3,25"],
            ["3.325", "5.125", "4.5"],
        ),  # other cells say decimals
        (
            ["A;3,325;1,325;2", "B;5,125;2,125;3", "C;7,250;4,250;3"],
            ["3.325", "5.125", "7.250"],
        ),  # only the arithmetic says so
        (["A;3,341;1,939;1.402", "B;5;2;3"], ["3341", "5"]),  # mixed marks
    ],
)
def test_marks_of_two_readings(rows: list[str], expected: list[str]) -> None:
    checked = text_table(*rows)
    assert values(checked) == expected
    assert checked.counts.failed == 0


def test_no_reading_hides_the_failure_of_one_row() -> None:
    checked = text_table("A;1.325;1.095;230", "B;3.325;1.325;2", "C;1.000;900;100")
    assert values(checked) == ["1325", "3325", "1000"]
    assert checked.counts.failed == 1


def test_two_forms_that_match_are_both_named() -> None:
    twin = Form("twin", "Kinh phí", "Money", ("kinh phí",), MONEY.fields, identities=("total = a + b",))
    data = workbook({"S": [["Kinh phí"], HEAD, ["A", 3, 1, 2], ["B", 3, 1, 2]]})
    checked = run(read(data, "a.xlsx"), Settings.of(forms=[MONEY, twin]))
    binding = checked.matches[0][0][0]
    assert {binding.form.id, *binding.rivals} == {"money", "twin"}
    assert checked.counts.total == 2


def test_an_identity_that_only_the_model_holds_is_judged(tmp_path: Path) -> None:
    form = tmp_path / "form.py"
    form.write_text(
        "from reportcheck.extend import Field, Form\n"
        "FORM = Form('m', 'Kinh phí', 'Money', ('kinh phí',), (Field('total', ('tổng kinh phí',)), Field('a', ('chi đầu tư',)),"
        " Field('b', ('chi thường xuyên',))))\n"
        "def model():\n"
        "    import pandera.pandas as pa\n"
        "    from reportcheck.pandera_checks import sums_to\n"
        "    column = pa.Column(float, pa.Check.le(500), nullable=True)\n"
        "    return pa.DataFrameSchema({'total': column, 'a': column, 'b': column}, checks=sums_to('total', ['a', 'b']))\n",
        "utf-8",
    )
    report = validate(workbook({"S": [["Kinh phí"], HEAD, ["A", 13, 5, 5], ["B", 900, 400, 500]]}), form=form)
    assert [(x.rule, str(x.figures[0][1].location)) for x in report.findings] == [("RC101", "S!B3"), ("RC904", "S!B4")]

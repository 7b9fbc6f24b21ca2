"""Templates: recognised and silent when filled in rightly, red where a figure does not agree, for every form there is."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from filled_template import Filled
from openpyxl import load_workbook
from told import every

import reportcheck
from reportcheck import ReportcheckError, template, validate
from reportcheck.extend import Field, Form, Identity, Item
from reportcheck.registry import bundled_forms
from reportcheck.report import Settings, read, run

FORMS = bundled_forms()
by_form = pytest.mark.parametrize("form", FORMS, ids=lambda f: f.id)


def loud(report: reportcheck.Report) -> list[str]:
    return [f"{f.rule} {f.message}" for f in report.findings if f.severity != "info"]


def echoes(data: bytes, form: Form, told: list[reportcheck.Finding]) -> set[tuple[int, int]]:
    """The cells (from 0) of claims that fail by as much as one that is told, and over its cell: the same fault."""
    wrong = {(f.figures[0][1].location, abs(f.judgement.gap)) for f in told if f.judgement and f.judgement.gap}
    found = set()
    for judgement in (j for s in run(read(data, "a.xlsx"), Settings.of(form=form)).settled for j in s.loud()):
        relation, gap = judgement.relation, abs(judgement.gap or 0)
        figures = [relation.target, *(o.figure for o in relation.operands)]
        if judgement.outcome == "fails" and any((x.location, gap) in wrong for x in figures):
            found.add((relation.target.location.row or 0, relation.target.location.column or 0))
    return found


@by_form
def test_an_empty_template_is_its_form_and_says_nothing(form: Form, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    template(form.id, path)
    report = validate(path, form=form)
    # a fixed row without any figure yet counts as one that is not there
    assert [f for f in report.findings if not (form.items and f.rule == "RC901")] == []
    assert {t.form for t in report.tables} <= {form.id, None}
    book = load_workbook(path)
    (sheet,) = book.worksheets
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.protection.sheet
    unlocked = [c for row in sheet.iter_rows() for c in row if not c.protection.locked]
    assert len(unlocked) > len(form.fields)
    assert not any(isinstance(c.value, str) and c.value.startswith("=") for c in unlocked)
    assert sheet.data_validations.count > 0


@by_form
def test_filled_in_rightly_it_is_recognised_and_nothing_is_red(form: Form, tmp_path: Path) -> None:
    filled = Filled(form, tmp_path / "a.xlsx")
    assert filled.red() == set()
    assert set(filled.checks().values()) <= {"Khớp"}
    assert filled.state() in ("Kiểm tra: Khớp", "None")
    report = validate(filled.saved(), name="a.xlsx")
    assert [t.form for t in report.tables] == [form.id]
    assert loud(report) == []
    assert report.counts.failed == 0
    if filled.checks():
        assert report.counts.passed > 0


@by_form
def test_one_wrong_figure_is_red_and_found(form: Form, tmp_path: Path) -> None:
    """Figures in turn, typed or typed over a formula: what is red is what validate finds, and nothing else."""
    filled = Filled(form, tmp_path / "a.xlsx", seed=2)
    found = 0
    before = filled.values()
    cells = [(r, c) for r in filled.rows for c, _ in filled.figures]
    if filled.checks():
        for r, c in cells if len(cells) <= 16 else random.Random(3).sample(cells, 16):
            old = before.value(r, c)
            if isinstance(old, str) or old is None:
                continue
            changed = {(r, c): float(old + 7) if old.denominator > 1 else int(old + 7)}
            red = filled.red(changed)
            report = validate(filled.saved(changed), name="a.xlsx", form=form)
            errors = [f for f in every(report.findings) if f.severity == "error"]
            if red:
                found += 1
                at = {(x.location.row, x.location.column) for f in errors for _, x in f.figures}
                assert errors, (form.id, r, c, red)
                assert {(a - 1, b - 1) for a, b in red} <= at | echoes(filled.saved(changed), form, errors)
                assert "Lệch" in filled.state(changed)
            if (r, c) in filled.formulas:
                assert (r, c) in red, (form.id, r, c)
            other = filled.values(changed)
            moved = {k for k in {*filled.cells, (r, c)} if before.value(*k) != other.value(*k)}
            for f in errors:  # the cell itself, or one that computes with it
                assert {(x.location.row + 1, x.location.column + 1) for _, x in f.figures} & moved
    if filled.checks():
        assert found > 0


@pytest.mark.parametrize("name", ["dossier-settlement", "procedures-by-channel"])
def test_the_formulas_are_those_of_a_spreadsheet(name: str, tmp_path: Path) -> None:
    """An independent library computes the same values and colours (where it is installed)."""
    formulas = pytest.importorskip("formulas")
    form = next(f for f in FORMS if f.id == name)
    filled = Filled(form, tmp_path / "a.xlsx")
    for cell, value in filled.cells.items():
        filled.sheet.cell(*cell).value = value
    spare = filled.sheet.max_column + 3
    asked = 0
    for area in filled.sheet.conditional_formatting:
        for rule in area.rules:
            if rule.type == "expression":
                asked += 1
                filled.sheet.cell(asked, spare).value = f"={rule.formula[0]}"
    path = tmp_path / "filled.xlsx"
    filled.book.save(path)
    solution = formulas.ExcelModel().loads(str(path)).finish().calculate()
    values = {str(k).upper().rpartition("!")[2]: v.value[0, 0] for k, v in solution.items() if ":" not in str(k)}
    sheet = filled.values()
    for r, c in filled.formulas:
        own, other = sheet.value(r, c), values[filled.sheet.cell(r, c).coordinate]
        assert (str(other) == own) if isinstance(own, str) else abs(float(other) - float(own)) < 1e-9
    for k in range(1, asked + 1):
        cell = filled.sheet.cell(k, spare)
        assert bool(values[cell.coordinate]) == bool(sheet.compute(cell.value))


VISITS = Form(
    "visits",
    "Lượt khám trong tháng",
    "Visits",
    ("lượt khám trong tháng",),
    (
        Field("total", ("tổng số",), under=("lượt khám",)),
        Field("insured", ("có bảo hiểm",), under=("lượt khám",)),
        Field("other", ("không có bảo hiểm",), under=("lượt khám",)),
        Field("cost", ("chi phí",), measure="money"),
        Field("share", ("tỷ lệ",), measure="percent"),
    ),
    identities=("total = insured + other", Identity("share = 100 * insured / total")),
    total_row=True,
)


def test_what_stands_on_the_sheet(tmp_path: Path) -> None:
    template(VISITS, tmp_path / "a.xlsx", rows=4)
    (sheet,) = load_workbook(tmp_path / "a.xlsx").worksheets
    rows = [[c.value for c in row] for row in sheet.iter_rows(max_col=7)]
    assert rows[0][0] == "LƯỢT KHÁM TRONG THÁNG"
    assert rows[3] == ["STT", "Nội dung", "Lượt khám", None, None, "Chi phí (triệu đồng)", "Tỷ lệ (%)"]
    assert rows[4][2:5] == ["Tổng số", "Có bảo hiểm", "Không có bảo hiểm"]
    assert rows[5] == ["A", "B", "1=2+3", "2", "3", "4", "5=2/1*100"]
    assert rows[6][2] == "=SUM(D7:E7)"
    assert rows[10][:4] == [None, "Tổng cộng", "=SUM(C7:C10)", "=SUM(D7:D10)"]
    comment = sheet["C5"].comment.text
    assert comment == "Lượt khám: Tổng số = Lượt khám: Có bảo hiểm + Lượt khám: Không có bảo hiểm [RC101]"
    assert sheet["D7"].protection.locked is False
    assert sheet["C7"].protection.locked is True
    whole = [v for v in sheet.data_validations.dataValidation if "D7" in v.sqref]
    assert [(v.type, v.operator, v.formula1) for v in whole] == [("whole", None, "0")]  # between, the default


def test_half_typed_rows_are_not_red(tmp_path: Path) -> None:
    filled = Filled(VISITS, tmp_path / "a.xlsx")
    row = filled.rows[0]
    blank = {(row, c): None for c, _ in filled.figures if (row, c) not in filled.formulas}
    assert filled.red(blank) == set()
    assert filled.checks(blank)[row] == ""
    typed = blank | {(row, 4): 5, (row, 3): 12}  # a total typed over its formula, one part still missing
    assert filled.red(typed) == set()
    assert filled.red(typed | {(row, 5): 6}) == {(row, 3)}
    assert filled.red(blank | {(row, 4): 15, (row, 3): 12}) == {(row, 3)}  # parts already exceed it


CHANNELS = Form(
    "channels",
    "Thủ tục theo hình thức",
    "Procedures by channel",
    ("thủ tục theo hình thức",),
    (Field("all", ("tổng số",)), Field("province", ("cấp tỉnh",)), Field("commune", ("cấp xã",))),
    items=(
        Item("sum", ("cộng các hình thức",)),
        Item("full", ("toàn trình",)),
        Item("part", ("một phần",)),
        Item("head", ("trực tiếp",)),
        Item("post", ("bưu chính",), under=("trực tiếp",)),
        Item("desk", ("bộ phận một cửa",), under=("trực tiếp",)),
    ),
    identities=("all = province + commune", "sum = full + part + head", "head = post + desk", "full <= sum"),
)


def test_fixed_rows_with_levels(tmp_path: Path) -> None:
    filled = Filled(CHANNELS, tmp_path / "a.xlsx")
    labels = [(filled.cells[r, 1], filled.cells[r, 2]) for r in filled.rows if (r, 1) in filled.cells]
    assert ("IV", "Trực tiếp") in labels
    assert ("1", "Bưu chính") in labels
    report = validate(filled.saved(), name="a.xlsx", form=CHANNELS)
    assert [t.form for t in report.tables] == ["channels"]
    assert loud(report) == []
    post = filled.rows[4]
    changed = {(filled.rows[3], 4): 5000}
    assert (filled.rows[3], 4) in filled.red(changed)
    assert filled.checks(changed)[filled.rows[3]].startswith("Lệch")
    assert filled.checks(changed)[post] in ("Khớp", "")


def test_refusals(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    template("meetings", path)
    before = path.read_bytes()
    for arguments, said in (
        (("meetings", path), "exists already"),
        (("no-such-form", tmp_path / "b.xlsx"), "No form no-such-form; known forms: "),
        (("meetings", tmp_path / "b.xls"), "must end in .xlsx"),
        (("meetings", tmp_path / "none" / "b.xlsx"), "Cannot write"),
        (("nowhere.yaml", tmp_path / "b.xlsx"), "No forms or rules at nowhere.yaml"),
    ):
        with pytest.raises(ReportcheckError, match=said):
            template(*arguments)
    with pytest.raises(ReportcheckError, match="1 to 2000"):
        template("meetings", tmp_path / "c.xlsx", rows=0)
    assert path.read_bytes() == before
    template("meetings", path, force=True, rows=20)
    assert path.read_bytes() != before


def test_without_the_library_one_sentence_says_what_to_install(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    monkeypatch.delitem(sys.modules, "reportcheck.blank_form.book", raising=False)
    with pytest.raises(ReportcheckError, match=r"pip install 'reportcheck\[template\]'"):
        template("meetings", tmp_path / "a.xlsx")


def test_on_the_command_line(tmp_path: Path) -> None:
    forms = tmp_path / "forms.yaml"
    text = "id: {0}\ntitle: Biểu {0}\nfields:\n  - {{id: a, labels: [tổng số]}}\n  - {{id: b, labels: [nam]}}\n  - {{id: c, labels: [nữ]}}\nidentities: [a = b + c]\n"
    forms.write_text(text.format("one") + "---\n" + text.format("two"), "utf-8")
    command = [sys.executable, "-m", "reportcheck", "template", str(forms), "--output", str(tmp_path / "a.xlsx")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert load_workbook(tmp_path / "a.xlsx").sheetnames == ["Biểu one", "Biểu two"]
    again = subprocess.run([*command, "--lang", "vi"], capture_output=True, text=True, check=False, encoding="utf-8")
    assert again.returncode == 2
    assert "không ghi đè" in again.stderr

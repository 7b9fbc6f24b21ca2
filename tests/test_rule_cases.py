"""Each rule's cases, as data: ``cases/RC101.yml`` holds the smallest pass, the smallest fail, what stays undecided.

- name: a total is 20 too high
  rows: [[Nội dung, Tổng số, Nam, Nữ], [Lớp A, 52, 12, 20]]     # or sheets: {name: rows}, or csv: text
  form: {…}                                                      # a form, as in a YAML form file; optional
  finds: {B2: RC101}                                             # every error and warning, by cell; {} for none
  undecided: 1                                                   # relations left open; optional

A case of sentences has ``text``, a paragraph to a line, or ``markdown`` with tables among them; what it finds is named by the
stated figure as printed.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from sentences import validate_text
from told import every
from workbook import workbook

from reportcheck import validate
from reportcheck.registry import bundled_rules, load_forms

FOLDER = Path(__file__).parent / "cases"
CASES = [
    (path.stem, case) for path in sorted(FOLDER.glob("RC*.yml")) for case in yaml.safe_load(path.read_text("utf-8"))
]


@pytest.mark.parametrize(("code", "case"), CASES, ids=[f"{code}: {case['name']}" for code, case in CASES])
def test_case(code: str, case: dict[str, Any], tmp_path: Path) -> None:
    forms: list[Any] = []
    if "form" in case:
        file = tmp_path / "form.yaml"
        file.write_text(yaml.safe_dump(case["form"], allow_unicode=True), "utf-8")
        forms = list(load_forms(file))
    if "text" in case:
        report = validate_text(case["text"])
    elif "markdown" in case:
        report = validate(case["markdown"].encode(), name="case.md", forms=forms)
    elif "csv" in case:
        report = validate(case["csv"].encode(), name="case.csv", forms=forms)
    else:
        sheets = case.get("sheets") or {"S": case["rows"]}
        report = validate(workbook(sheets, case.get("merges")), name="case.xlsx", forms=forms)
    found = {
        f.figures[0][1].text
        if "text" in case or "markdown" in case
        else ((f"{f.figures[0][1].location.sheet}!" if "sheets" in case else "") + str(f.figures[0][1].location.cell))
        if f.figures
        else "-": f.rule
        for f in every(report.findings)
        if f.severity != "info"
    }
    assert found == case["finds"], [f.message for f in report.findings]
    assert report.counts.undecided == case.get("undecided", 0)
    if "info" in case:
        assert [f.rule for f in report.findings if f.severity == "info"] == case["info"]


def test_each_rule_has_a_case_that_passes_and_one_that_fails() -> None:
    for rule in bundled_rules():
        mine = [case for code, case in CASES if code == rule.code]
        assert any(not case["finds"] for case in mine), f"{rule.code} has no case that passes"
        assert any(rule.code in case["finds"].values() or rule.code in case.get("info", ()) for case in mine), (
            f"{rule.code} never fires"
        )

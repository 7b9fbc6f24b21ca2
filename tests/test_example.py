"""The bundled example: what its figures claim, by a list of its own, and what is told of it.

The list holds the relations that a careful reader finds between the cells of the annexes, with their verdicts.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from reportcheck import Report, Settings, validate
from reportcheck.model import Suspect
from reportcheck.report import read, run

EXAMPLES = Path(__file__).parent.parent / "examples"
IN, OUT = ["5", "39", "6", "306", "828", "3341"], ["1868", "752", "10669", "132965", "340309"]
COMMITTEE, COUNCIL = ["7", "5", "5", "568", "57", "112", "1114"], ["25", "150", "557"]
PEOPLES = ["1939", "4", "486", "194", "8046"]

RELATIONS = [
    ("1292", IN, "truncation"),  # 4,525 / 3.5 = 1,292.86
    ("139018", OUT, "exact"),  # 486,563 / 3.5
    ("43", IN, "rounding"),  # / 105 = 43.1
    ("4633", OUT, "truncation"),  # / 105 = 4,633.93
    ("43", ["1292"], "rounding"),  # / 30
    ("4633", ["139018"], "truncation"),  # / 30
    ("1868", COMMITTEE, "exact"),
    ("752", COUNCIL, "fails"),  # 732
    ("10669", PEOPLES, "exact"),
    ("898", ["804", "94"], "exact"),
    ("1325", ["1095", "230"], "exact"),
    ("136", ["40", "96"], "exact"),
    ("2359", ["1939", "420"], "exact"),
    ("2359", ["898", "1325", "136"], "exact"),
    ("1939", ["804", "1095", "40"], "exact"),
    ("420", ["94", "230", "96"], "exact"),
    ("100", ["898", "898"], "exact"),
    ("100", ["1325", "1325"], "exact"),
    ("9375", ["3820", "5555"], "exact"),
    ("9375", ["1487", "7697"], "fails"),  # 9,184
    ("7697", ["7433", "455"], "fails"),  # 7,888
    ("9375", ["1487", "7433", "455"], "exact"),
]


@pytest.fixture(scope="module")
def report() -> Report:
    return validate(EXAMPLES / "bao-cao-mau.xlsx")


def test_every_relation_is_claimed_with_its_verdict() -> None:
    checked = run(read(EXAMPLES / "bao-cao-mau.xlsx"), Settings.of())
    claimed = [
        (str(j.relation.target.value), sorted(str(o.figure.value) for o in j.relation.operands), j.outcome)
        for settled in checked.settled
        for j in settled.judgements()
    ]
    for target, operands, outcome in RELATIONS:
        assert (target, sorted(operands), outcome) in claimed


def test_three_relations_fail_for_two_reasons_and_nothing_else_is_said(report: Report) -> None:
    found = [(f.rule, f.severity, f.relation, f.difference) for f in report.findings]
    assert found == [
        ("RC501", "error", "752 = 25 + 150 + 557", "20"),
        ("RC101", "error", "7697 = 7433 + 455", "191"),
    ]
    assert [[k.relation for k in f.knock_on] for f in report.findings] == [[], ["9375 = 1487 + 7697"]]


def places(suspects: Iterable[Suspect]) -> list[tuple[str, str, str]]:
    return [(s.figure.location.display, s.figure.text, s.suggestion) for s in suspects]


def test_the_wrong_figure_of_the_certificates_is_named(report: Report) -> None:
    finding = report.findings[1]
    assert places(finding.suspects) == [("Chứng thư số!D6", "7697", "7888")]
    assert finding.alternatives == ()
    assert "7697 nên là 7888: khi đó 2 quan hệ đang lệch đều khớp" in finding.message


def test_four_figures_of_the_council_may_be_wrong_and_none_is_named(report: Report) -> None:
    finding = report.findings[0]
    assert finding.suspects == ()
    assert places(finding.alternatives) == [
        ("Biểu 2!I5", "25", "45"),
        ("Biểu 2!J5", "150", "170"),
        ("Biểu 2!K5", "557", "577"),
        ("Biểu 1!I5", "752", "732"),
    ]
    average = "139018 = (1868 + 752 + 10669 + 132965 + 340309) / 3,5 tháng"  # which 732 would not give
    assert f"752 thì đang khớp với {average}" in finding.message
    assert average in finding.alternatives[-1].reason


def test_the_working_is_written_out(report: Report) -> None:
    assert report.findings[0].working == "25 + 150 + 557 = 732, báo cáo ghi 752, lệch 20"


def test_all_that_holds_is_counted(report: Report) -> None:
    assert report.counts.failed == 3
    assert report.counts.passed >= sum(outcome != "fails" for *_, outcome in RELATIONS)
    assert report.figures == 64


def test_the_corrected_copy_is_clean() -> None:
    report = validate(EXAMPLES / "bao-cao-da-sua.xlsx")
    assert report.ok
    assert not report.findings
    assert report.counts.failed == 0


def test_each_annex_is_taken_for_its_form(report: Report) -> None:
    assert [t.form for t in report.tables] == [
        "documents-by-body",
        "documents-by-type",
        "meetings",
        "procedures-by-channel",
        "digital-certificates",
        "document-averages",
    ]


def test_the_basis_of_the_averages_is_named() -> None:
    checked = run(read(EXAMPLES / "bao-cao-mau.xlsx"), Settings.of())
    rates = [j.relation for s in checked.settled for j in s.judgements() if j.relation.kind == "rate"]
    assert {r.basis for r in rates} == {"thirty"}
    assert {c for r in rates for c in r.constants} == {"105 ngày", "3,5 tháng", "30 ngày/tháng"}

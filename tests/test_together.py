"""Several files as one submission: a narrative and its annexes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import word as w
from test_cli import call
from workbook import workbook

from reportcheck import Report, ReportcheckError, validate, validate_together
from reportcheck.report import Settings, read, run_together

SETTINGS = Settings.of()
NARRATIVE = (
    "Tháng 9 năm 2025, toàn huyện tiếp nhận 6.212 hồ sơ. Xã Tân Lập tiếp nhận 1.284 hồ sơ, giải quyết 1.190 hồ sơ; "
    "xã Hòa Phú tiếp nhận 2.047 hồ sơ, giải quyết 1.985 hồ sơ."
)
ROWS = [
    ["Hồ sơ của các xã tháng 9/2025", None, None],
    ["Xã", "Hồ sơ tiếp nhận", "Hồ sơ giải quyết"],
    ["Tân Lập", 1284, 1190],
    ["Hòa Phú", 2047, 1985],
    ["Đông Sơn", 2881, 2640],
    ["Tổng cộng", 6212, 5815],
]


def submission(folder: Path, text: str = NARRATIVE) -> tuple[Path, Path]:
    narrative, annex = folder / "thuyet-minh.docx", folder / "phu-luc.xlsx"
    narrative.write_bytes(w.docx(w.paragraph(text)))
    annex.write_bytes(workbook({"Biểu 1": ROWS}))
    return narrative, annex


def test_figures_of_a_sentence_are_found_in_the_annex(tmp_path: Path) -> None:
    reports = validate_together(submission(tmp_path))
    assert [r.ok for r in reports] == [True, True]
    checked = run_together([read(p) for p in submission(tmp_path)], SETTINGS)
    found = {j.relation.target.text: str(j.relation.operands[0].figure.location) for j in checked[0].facts}
    assert found == {
        "6.212": "phu-luc.xlsx: Biểu 1!B6",
        "1.284": "phu-luc.xlsx: Biểu 1!B3",
        "1.190": "phu-luc.xlsx: Biểu 1!C3",
        "2.047": "phu-luc.xlsx: Biểu 1!B4",
        "1.985": "phu-luc.xlsx: Biểu 1!C4",
    }
    assert checked[1].facts == []


def test_a_slip_is_told_in_the_narrative_and_names_the_annex(tmp_path: Path) -> None:
    paths = submission(tmp_path, NARRATIVE.replace("1.284", "1.248"))
    narrative, annex = validate_together(paths)
    (finding,) = narrative.findings
    assert (finding.rule, finding.severity, finding.stated) == ("RC510", "error", "1.248")
    assert "phu-luc.xlsx: Biểu 1!B3" in finding.message
    assert annex.findings == ()
    shown = narrative.to_dict()["files"][0]["findings"][0]
    assert "file" not in shown["figures"][0]["location"]
    assert shown["figures"][1]["location"]["file"] == str(paths[1])
    assert shown["figures"][1]["location"]["cell"] == "B3"


def test_what_each_file_says_alone_stays(tmp_path: Path) -> None:
    narrative, annex = submission(tmp_path, NARRATIVE + " Có 06 xã (An; Bình; Cao; Đông; Tân Lập).")
    alone = [validate(p, settings=SETTINGS) for p in (narrative, annex)]
    both = validate_together([narrative, annex], settings=SETTINGS)
    assert alone[0].findings
    assert [r.findings for r in both] == [r.findings for r in alone]
    assert both[0].counts.passed == alone[0].counts.passed + 5


def tables(*changed: tuple[int, int, int]) -> list[list[object]]:
    """The second annex: the same communes and headings, other columns beside them."""
    rows: list[list[object]] = [
        ["Đơn vị", "Cán bộ", "Hồ sơ tiếp nhận"],
        ["Đông Sơn", 31, 2881],
        ["Tân Lập", 27, 1284],
        ["Hòa Phú", 29, 2047],
        ["An Thịnh", 22, 1733],
        ["Cao Phong", 25, 1508],
    ]
    for r, c, value in changed:
        rows[r][c] = value
    return rows


def test_the_same_fact_in_tables_of_two_files(tmp_path: Path) -> None:
    one, other = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    many = [*ROWS[:5], ["An Thịnh", 1733, 1702], ["Cao Phong", 1508, 1471]]
    one.write_bytes(workbook({"Biểu": many}))
    other.write_bytes(workbook({"Biểu": tables()}))
    assert not [f for r in validate_together([one, other]) for f in r.findings if f.rule == "RC501"]
    other.write_bytes(workbook({"Biểu": tables((3, 2, 2074))}))
    first, second = validate_together([one, other])
    (finding,) = [f for r in (first, second) for f in r.findings if f.rule == "RC501"]
    assert {"2047", "2074"} == {figure.text for _, figure in finding.figures}
    here, there = (one, other) if finding in first.findings else (other, one)
    assert there.name in finding.message
    assert here.name not in finding.message
    assert [v for r in (first, second) for v in (validate(r.path).findings)] == []  # nothing without the other


def test_one_file_that_cannot_be_read(tmp_path: Path) -> None:
    paths = [str(p) for p in submission(tmp_path, NARRATIVE.replace("1.284", "1.248"))]
    broken = tmp_path / "bieu-2.xlsx"
    broken.write_bytes(b"PK\x03\x04 no workbook")
    done = call("validate", "--together", *paths, str(broken), "--format", "json")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    files = json.loads(done.stdout)["files"]
    assert [f["error"] is None for f in files] == [True, True, False]
    assert files[0]["findings"][0]["rule"] == "RC510"
    assert files[0]["checks"]["not_looked_at"] == 1
    with pytest.raises(ReportcheckError):
        validate_together([*paths, broken])


def test_inspect_shows_the_relations_across_files(tmp_path: Path) -> None:
    paths = [str(p) for p in submission(tmp_path)]
    done = call("inspect", "--together", *paths, "--format", "json")
    first, second = json.loads(done.stdout)["files"]
    across = [r for r in first["relations"] if r["rule"] == "RC510"]
    assert len(across) == 5
    assert {r["operands"][0]["location"]["file"] for r in across} == {paths[1]}
    assert all("row_index" in r["operands"][0] for r in across)
    assert {f["text"]: f["used"] for f in first["figures"] if f["set_aside"] is None}["6.212"] == 1
    assert [r for r in second["relations"] if r["rule"] == "RC510"] == []
    told = call("inspect", "--together", "--verbose", *paths).stdout.split(f"\n{paths[1]}")[0]
    assert told.count("(phu-luc.xlsx: Biểu 1!") == 5


def test_of_one_file_nothing_is_compared(tmp_path: Path) -> None:
    narrative, _ = submission(tmp_path)
    (alone,) = validate_together([narrative])
    assert isinstance(alone, Report)
    assert alone == validate(narrative)


def test_what_holds_in_the_annex_says_which_figure_is_wrong(tmp_path: Path) -> None:
    sums = [["Xã", "Hồ sơ tiếp nhận", "Trực tuyến", "Trực tiếp"]]
    parts = (("Tân Lập", 803, 481), ("Hòa Phú", 1204, 843), ("Đông Sơn", 1990, 891), ("Cao Phong", 951, 557))
    sums += [[name, a + b, a, b] for name, a, b in parts]
    text = (
        "Trong quý, xã Tân Lập tiếp nhận {} hồ sơ, xã Hòa Phú tiếp nhận 2.047 hồ sơ, xã Đông Sơn tiếp nhận 2.881 hồ sơ."
    )
    narrative, annex = tmp_path / "bao-cao.docx", tmp_path / "phu-luc.xlsx"
    annex.write_bytes(workbook({"Biểu": [list(row) for row in sums]}))
    narrative.write_bytes(w.docx(w.paragraph(text.format("1.248"))))
    told, untold = validate_together([narrative, annex], settings=SETTINGS)
    assert not untold.findings
    (finding,) = told.findings
    assert [(s.figure.text, str(s.value)) for s in finding.suspects] == [("1.248", "1284")]

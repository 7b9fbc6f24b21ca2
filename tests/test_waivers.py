"""Waivers: findings keep their fingerprints wherever they stand, and what is accepted is shown and not counted."""

from __future__ import annotations

import datetime as dt
import io
import json
import random
from collections import Counter
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_cli import BAD, call
from workbook import workbook

from reportcheck import ReportcheckError, Settings, validate
from reportcheck.waivers import Waiver, Waivers, add_waiver

DATA = Path(BAD).read_bytes()
COUNCIL = "25 + 150 + 557 = 732"


def marks(source: Any, **more: Any) -> Counter[tuple[str, str]]:
    report = validate(source, waivers=False, **more)
    return Counter((f.rule, f.fingerprint) for f in report.findings)


def written(book: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_saved_again_by_another_program() -> None:
    assert marks(written(openpyxl.load_workbook(io.BytesIO(DATA)))) == marks(DATA)


def test_sheets_in_another_order() -> None:
    book = openpyxl.load_workbook(io.BytesIO(DATA))
    book.move_sheet(book.sheetnames[0], len(book.sheetnames) - 1)
    assert marks(written(book)) == marks(DATA)


def tables(seed: int) -> list[list[list[Any]]]:
    """Tables with printed formulas, totals and one figure that is off in each."""
    draw = random.Random(seed)
    made = []
    for name in ("Lượt khám", "Hồ sơ", "Văn bản"):
        rows: list[list[Any]] = [[f"{name} theo đơn vị"], ["Đơn vị", "Tổng số", "Nam", "Nữ"], ["", "1=2+3", "2", "3"]]
        for unit in ("Xã A", "Xã B", "Xã C", "Xã D", "Xã Đ"):
            men, women = draw.randrange(100, 900), draw.randrange(100, 900)
            rows.append([unit, men + women, men, women])
        rows[draw.randrange(3, 8)][1] += draw.choice([9, 90, 20])
        made.append(rows)
    return made


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 6), st.permutations(range(3)))
def test_moved_rows_and_tables_in_another_order(seed: int, down: int, order: list[int]) -> None:
    parts = tables(seed)
    first = workbook({"S": [row for part in parts for row in [*part, [None], [None]]]})
    moved = [[None]] * down + [row for i in order for row in [*parts[i], [None], [None], [None]]]
    assert marks(first)
    assert marks(first) == marks(workbook({"S": moved}))


def with_formulas(down: int) -> bytes:
    rows: list[list[Any]] = [[None]] * down + [["Đơn vị", "Số lượt", "Số người", "Ghi chú"]]
    first = len(rows) + 1
    rows += [[f"Xã {i}", 10 + i, 7 + i, None] for i in range(4)]
    last = len(rows)
    stale = {"v": 49, "f": f"SUM(B{first}:B{last})"}
    rows.append(["Tổng cộng", stale, {"v": 34, "f": f"SUM(C{first}:C{last})"}, None])
    return workbook({"Tháng 10": rows})


def test_formulas_do_not_bind_a_finding_to_its_cell() -> None:
    found = marks(with_formulas(0))
    assert {rule for rule, _ in found} == {"RC803"}
    assert found == marks(with_formulas(5))


PARTS = [
    "Trong tháng, đơn vị tiếp nhận 120 hồ sơ, gồm 70 hồ sơ trực tuyến và 40 hồ sơ trực tiếp.\n",
    "Toàn tỉnh có 90 trường, trong đó 50 trường công lập và 30 trường tư thục.\n",
    "| Đơn vị | Tổng số | Nam | Nữ |\n|---|---|---|---|\n| | 1=2+3 | 2 | 3 |\n| Xã A | 12 | 5 | 7 |\n| Xã B | 21 | 8 | 12 |\n",
]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_sentences_and_tables_of_a_text_in_another_order(order: tuple[int, ...]) -> None:
    first = marks("\n".join(["# Báo cáo\n", *PARTS]).encode(), name="a.md")
    assert len(first) >= 2
    other = "\n".join(["# Báo cáo\n", "Đoạn mới.\n", *(PARTS[i] for i in order)])
    assert marks(other.encode(), name="a.md") == first


def test_equal_claims_are_told_apart_by_their_sheets_not_by_their_order() -> None:
    head = ["Nội dung", "Tổng số", "Tổ chức", "Cá nhân"]
    rows = [["Chứng thư số"], head, ["A", 10, 4, 5], ["B", 12, 5, 7]]
    one = validate(workbook({"Quý I": rows, "Quý II": rows}), waivers=False)
    other = validate(workbook({"Quý II": rows, "Quý I": rows}), waivers=False)
    by_sheet = [{f.figures[0][1].location.sheet: f.fingerprint for f in r.findings} for r in (one, other)]
    assert by_sheet[0] == by_sheet[1]
    assert len(set(by_sheet[0].values())) == 2
    assert len({mark.split("-")[0] for mark in by_sheet[0].values()}) == 1
    alone = validate(workbook({"Quý II": rows}), waivers=False).findings[0]
    assert Waiver(by_sheet[0]["Quý II"], "x").fits(alone)
    assert not Waiver(by_sheet[0]["Quý I"], "x").fits(alone)
    assert Waiver(alone.fingerprint, "x").fits(one.findings[0])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "bao-cao.xlsx").write_bytes(DATA)
    return tmp_path


def council(folder: Path) -> str:
    found = validate(folder / "bao-cao.xlsx", waivers=False).findings
    return next(f.fingerprint for f in found if COUNCIL in f.message)


def test_accepted_by_the_command_shown_and_not_counted(folder: Path) -> None:
    file = str(folder / "bao-cao.xlsx")
    done = call("waive", file, "--fingerprint", council(folder), "--reason", "20 văn bản mật", "--who", "Trần B")
    assert done.returncode == 0, done.stderr
    more = ("--rule", "rc101", "--cell", "B6")  # fails because of D6 and is told with it
    done = call("waive", file, *more, "--reason", 'chờ: số liệu "mới" # của xã')
    assert done.returncode == 0, done.stderr
    assert "Chứng thư số!D6" in done.stderr
    shown = call("validate", file)
    assert shown.returncode == 0, shown.stdout
    text = " ".join(shown.stdout.split())
    assert "Đã chấp nhận" in text
    assert "lý do: 20 văn bản mật; Trần B" in text
    assert "0 lỗi, 0 cảnh báo trong 1 tệp, 2 đã chấp nhận" in text
    answer = json.loads(call("validate", file, "--format", "json").stdout)
    entry = answer["files"][0]
    assert (entry["findings"], answer["summary"]["errors"]) == ([], 0)
    assert entry["waived"][0]["waiver"]["reason"] == "20 văn bản mật"
    assert COUNCIL in entry["waived"][0]["message"]
    assert entry["checks"]["failed"] == 3  # what fails still fails
    assert call("validate", file, "--no-waivers").returncode == 1
    again = call("waive", file, "--fingerprint", council(folder), "--reason", "x")
    assert again.returncode == 2
    assert "already" in again.stderr
    assert (folder / "bao-cao.xlsx").read_bytes() == DATA


def test_a_rule_with_several_findings_needs_a_place(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(workbook({"S": [row for part in tables(1) for row in [*part, [None], [None]]]}))
    cells = [str(f.figures[0][1].location) for f in validate(file).findings if f.rule == "RC101"]
    assert len(cells) == 3
    done = call("waive", str(file), "--rule", "RC101", "--reason", "x", "--lang", "en")
    assert done.returncode == 2
    assert "has 3 such findings" in done.stderr
    assert not (tmp_path / "reportcheck-waivers.yml").exists()
    none = call("waive", str(file), "--rule", "RC203", "--reason", "x", "--lang", "en")
    assert (none.returncode, "no such finding" in none.stderr) == (2, True)
    assert call("waive", str(file), "--cell", cells[1], "--reason", "x", "--until", "soon").returncode == 2
    assert call("waive", str(file), "--cell", cells[1].split("!")[1], "--reason", "x").returncode == 0
    assert [str(w.finding.figures[0][1].location) for w in validate(file).waived] == cells[1:2]


def test_comments_and_order_stay(folder: Path) -> None:
    file = folder / "reportcheck-waivers.yml"
    text = "# của văn phòng\nwaivers:\n- fingerprint: 0123456789abcdef  # cũ\n  reason: >\n    một\n    - hai\n"
    file.write_text(text, "utf-8")
    add_waiver(file, Waiver(council(folder), "mới"))
    assert file.read_text("utf-8").startswith(text)
    assert [w.line for w in Waivers.read(file).entries] == [3, 7]
    for start in ("", "# nothing yet\n", "waivers:\n", "waivers: []\n"):
        file.write_text(start, "utf-8")
        assert add_waiver(file, Waiver("0" * 16, "x")).reason == "x"
        assert [w.reason for w in Waivers.read(file).entries] == ["x"]


def test_what_no_longer_fits_and_what_has_ended_is_told(folder: Path) -> None:
    mark = council(folder)
    (folder / "reportcheck-waivers.yml").write_text(
        f"waivers:\n  - {{fingerprint: {mark}, reason: a, until: 31/10/2025}}\n"
        "  - {fingerprint: 0123456789abcdef, reason: b}\n"
        "  - {fingerprint: 0123456789abcdef, reason: c, file: other-*.xlsx}\n",
        "utf-8",
    )
    file = str(folder / "bao-cao.xlsx")
    done = call("validate", file, "--date", "2025-11-01", "--lang", "en")
    assert done.returncode == 1
    assert "reportcheck-waivers.yml:2: the waiver of" in done.stderr
    assert "reportcheck-waivers.yml:3: no finding has the fingerprint 0123456789abcdef" in done.stderr
    assert ":4:" not in done.stderr
    assert len(validate(file, settings=Settings.of(today=dt.date(2025, 10, 31))).waived) == 1
    late = validate(file, settings=Settings.of(today=dt.date(2025, 11, 1)))
    assert [(i.why, i.waiver.line) for i in late.idle_waivers] == [("expired", 2), ("unmatched", 3)]
    assert [s["why"] for s in late.to_dict()["files"][0]["stale_waivers"]] == ["expired", "unmatched"]


def test_one_that_has_ended_is_renewed_and_told_no_more(folder: Path) -> None:
    file, mark = folder / "reportcheck-waivers.yml", council(folder)
    add_waiver(file, Waiver(mark, "đợt một", until=dt.date(2020, 1, 31)))
    assert [i.why for i in validate(folder / "bao-cao.xlsx").idle_waivers] == ["expired"]
    with pytest.raises(ReportcheckError):
        add_waiver(file, Waiver(mark, "sớm hơn", until=dt.date(2020, 1, 30)))
    add_waiver(file, Waiver(mark, "đợt hai"))
    renewed = validate(folder / "bao-cao.xlsx")
    assert renewed.idle_waivers == ()
    assert [w.waiver.reason for w in renewed.waived] == ["đợt hai"]
    with pytest.raises(ReportcheckError):
        add_waiver(file, Waiver(mark, "lần nữa", until=dt.date(2099, 1, 1)))


def test_a_file_for_another_rule_or_report_accepts_nothing(folder: Path) -> None:
    mark, file = council(folder), folder / "w.yml"
    for more in ("rule: RC101", "file: thang-11.xlsx", "file: 'other/*.xlsx'"):
        file.write_text(f"waivers:\n  - {{fingerprint: {mark}, reason: a, {more}}}\n", "utf-8")
        assert validate(folder / "bao-cao.xlsx", waivers=file).waived == ()
    file.write_text(f"waivers:\n  - {{fingerprint: {mark}, reason: a, rule: RC501, file: bao-*.xlsx}}\n", "utf-8")
    assert len(validate(folder / "bao-cao.xlsx", waivers=file).waived) == 1
    assert validate(folder / "bao-cao.xlsx", waivers=False).waived == ()


def test_a_crashed_rule_cannot_be_waived() -> None:
    from reportcheck.model import Finding

    crashed = Finding("RC000", "rule-crashed", "error", "…", fingerprint="RC000-RC101")
    assert not Waiver("0" * 16, "x").fits(crashed)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("waivers:\n  - reason: x\n", 2, "fingerprint"),
        ("waivers:\n  - fingerprint: 0123456789abcdef\n", 2, "reason"),
        ("waivers:\n  - fingerprint: 0123456789abcdef\n    reason:\n", 3, "reason"),
        ("waivers:\n  - fingerprint: not a mark\n    reason: x\n", 2, "not a mark"),
        ("waivers:\n  - {fingerprint: 0123456789abcdef, reason: x}\n  - {reason: x, because: y}\n", 3, "because"),
        ("waivers:\n  - fingerprint: 0123456789abcdef\n    reason: x\n    until: tomorrow\n", 4, "tomorrow"),
        ("waivers:\n  - fingerprint: [a\n", 3, "YAML"),
        ("waivers: yes\n", 1, "yes"),
        ("[" * 20_000, 1, "[[["),
        ("waivers:\n  - {? [a] : b, reason: x}\n", 2, "fingerprint"),
        ("waivers: \0\n", 1, "YAML"),
        ("- fingerprint: 0123456789abcdef\n", 1, "waivers"),
    ],
)
def test_mistakes_are_shown_with_their_line(folder: Path, text: str, line: int, said: str) -> None:
    file = folder / "reportcheck-waivers.yml"
    file.write_text(text, "utf-8")
    with pytest.raises(ReportcheckError) as caught:
        validate(folder / "bao-cao.xlsx")
    for sentence in (caught.value.vi, caught.value.en):
        assert f"{file}:{line}: " in sentence
        assert said in sentence
        assert len(sentence.splitlines()) == 1


def test_a_mistake_beside_a_file_ends_the_call_with_2(folder: Path) -> None:
    (folder / "reportcheck-waivers.yml").write_text("waivers: yes\n", "utf-8")
    done = call("validate", str(folder / "bao-cao.xlsx"), "--format", "json")
    assert done.returncode == 2
    assert json.loads(done.stdout)["files"][0]["error"]["code"] == "waivers"
    assert "Traceback" not in done.stderr
    assert call("validate", BAD, "--waivers", str(folder / "none.yml")).returncode == 2


def test_settings_name_the_file(folder: Path, tmp_path: Path) -> None:
    mark = council(folder)
    (folder / "reportcheck.toml").write_text('waivers = "accepted.yml"\n', "utf-8")
    (folder / "accepted.yml").write_text(f"waivers:\n  - {{fingerprint: {mark}, reason: a}}\n", "utf-8")
    answer = json.loads(call("validate", "bao-cao.xlsx", "--format", "json", cwd=folder).stdout)
    assert len(answer["files"][0]["waived"]) == 1

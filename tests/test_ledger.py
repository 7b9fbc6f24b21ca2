"""The ledger: what a run looked at and how it came out, to go with a submission."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path

import pytest
from test_cli import BAD, GOOD, call

DATA = Path(BAD).read_bytes()
TEXT = """# Báo cáo tháng 10

Nội dung chung.

## Kết quả

Trong tháng, đơn vị tiếp nhận 120 hồ sơ, gồm 70 hồ sơ trực tuyến và 40 hồ sơ trực tiếp.

## Văn bản

Ban hành 30 văn bản, gồm 10 quyết định và 20 công văn.

| Đơn vị | Tổng số | Nam | Nữ |
|---|---|---|---|
| Xã A | 12 | 5 | 7 |
| Xã B | 20 | 8 | 12 |
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "bao-cao.xlsx").write_bytes(DATA)
    (tmp_path / "bao-cao.md").write_text(TEXT, "utf-8")
    return tmp_path


def test_it_says_all_that_was_looked_at(folder: Path) -> None:
    place = folder / "so.md"
    done = call("validate", str(folder / "bao-cao.xlsx"), "-q", "--ledger", str(place), "--date", "2026-01-05")
    assert done.returncode == 1
    text = place.read_text("utf-8")
    assert hashlib.sha256(DATA).hexdigest() in text
    assert "05/01/2026" in text
    assert "21 khớp, 3 không khớp" in text
    assert "chưa kết luận 2, không đối chiếu được 0" in text
    assert "documents-by-body" in text
    undecided = text.split("Chưa kết luận:")[1].split("\n\n")[1]
    assert undecided.count("\n- RC102 Thủ tục hành chính") + undecided.startswith("- RC102 Thủ tục hành chính") == 2
    line = next(line for line in text.splitlines() if line.startswith("| Chứng thư số"))
    assert line.split("|")[4:7] == [" 7 ", " 2 ", " 2 "]  # figures, hold, fail
    assert "RC101 Chứng thư số!D6" in text
    assert "7433 + 455 = 7888" in text


def test_the_same_run_writes_the_same_bytes_in_each_format(folder: Path) -> None:
    for suffix in (".md", ".txt", ".html", ".csv", ".json"):
        written = []
        for turn in ("a", "b"):
            place = folder / f"{turn}{suffix}"
            call(
                "validate",
                str(folder / "bao-cao.xlsx"),
                "-q",
                "--ledger",
                str(place),
                "--date",
                "2026-01-05",
                "--lang",
                "en",
            )
            written.append(place.read_bytes())
        assert written[0] == written[1]
        assert b"7433 + 455 = 7888" in written[0]


def test_sums_of_sections_are_those_of_the_file(folder: Path) -> None:
    place = folder / "ledger.json"
    call("validate", str(folder / "bao-cao.xlsx"), str(folder / "bao-cao.md"), "-q", "--ledger", str(place))
    ledger = json.loads(place.read_text("utf-8"))
    for file in ledger["files"]:
        for outcome in ("held", "failed", "undecided"):
            assert sum(s[outcome] for s in file["sections"]) == file[outcome]
            assert sum(r[outcome] for r in file["rules"].values()) == file[outcome]
        assert sum(s["figures"] for s in file["sections"]) == file["figures"]
    text = next(f for f in ledger["files"] if f["path"].endswith(".md"))
    named = {s["title"]: s for s in text["sections"] if s["kind"] == "text"}
    assert named["Kết quả"]["failed"] == named["Kết quả"]["findings"] == 1
    assert (named["Văn bản"]["held"], named["Văn bản"]["failed"]) == (1, 0)


def test_accepted_findings_stand_in_it(folder: Path) -> None:
    file, place = str(folder / "bao-cao.xlsx"), folder / "so.csv"
    call("waive", file, "--rule", "RC501", "--reason", "=20 văn bản mật")
    call("validate", file, "-q", "--ledger", str(place))
    lines = list(csv.DictReader(place.read_text("utf-8-sig").splitlines()))
    accepted = [line for line in lines if line["ledger"] == "accepted"]
    assert [(line["rule"], line["reason"]) for line in accepted] == [("RC501", "'=20 văn bản mật")]
    assert next(line for line in lines if line["ledger"] == "file")["waived"] == "1"


def test_it_is_written_over_nothing_but_a_ledger(folder: Path) -> None:
    report = folder / "bao-cao.md"
    done = call("validate", str(report), "--ledger", str(report), "--lang", "en")
    assert (done.returncode, done.stdout) == (2, "")
    assert "a file being checked" in done.stderr
    other = folder / "khac.csv"
    other.write_text("a,b\n1,2\n", "utf-8")
    assert call("validate", BAD, "--ledger", str(other)).returncode == 2
    assert other.read_text("utf-8") == "a,b\n1,2\n"
    assert call("validate", BAD, "--ledger", str(folder / "so.xlsx")).returncode == 2
    assert call("validate", BAD, "--ledger", str(folder / "none" / "so.md")).returncode == 2
    assert report.read_text("utf-8") == TEXT


def test_a_ledger_in_the_folder_is_no_report_and_is_written_again(folder: Path) -> None:
    place = folder / "so.md"
    for _ in range(2):
        done = call("validate", str(folder), "-q", "--ledger", str(place), "--date", "2026-01-05")
        assert done.returncode == 1, done.stderr
    text = place.read_text("utf-8")
    assert text.count("## ") == 2
    assert "so.md" not in text


def test_what_could_not_be_read_stands_in_it(folder: Path) -> None:
    (folder / "hong.xlsx").write_bytes(b"PK\x03\x04 no")
    place = folder / "so.txt"
    done = call("validate", GOOD, str(folder / "hong.xlsx"), "--ledger", str(place))
    assert done.returncode == 2
    assert "Không đọc được" in place.read_text("utf-8")


def test_nothing_in_a_report_is_markup(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    rows = ["Đơn vị|<b>,1=2+3,Nam,Nữ", ",1=2+3,2,3"] + [f"<script>{i},{i + 20},{i},20" for i in range(3, 8)]
    file.write_text("\n".join([*rows, "<script>x,99,1,2"]) + "\n", "utf-8")
    for suffix in (".md", ".html"):
        place = tmp_path / f"so{suffix}"
        call("validate", str(file), "-q", "--ledger", str(place))
        assert "<script>" not in place.read_text("utf-8").replace("\\<", "")

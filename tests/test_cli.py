"""The command line, as a process: exit status, what goes where, colours, consoles, settings."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from workbook import workbook

from reportcheck.model import Document
from reportcheck.pipeline import Checked

EXAMPLES = Path(__file__).parent.parent / "examples"
BAD, GOOD = str(EXAMPLES / "bao-cao-mau.xlsx"), str(EXAMPLES / "bao-cao-da-sua.xlsx")


def call(*arguments: str, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the program. The output is decoded as the console it was told of."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG"))}
    env |= {"PYTHONIOENCODING": "utf-8", "NO_COLOR": "", **environment}
    encoding = env["PYTHONIOENCODING"]
    command = [sys.executable, "-m", "reportcheck", *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, encoding=encoding, cwd=cwd, env=env, timeout=120, check=False
    )


def test_exit_status() -> None:
    assert call("validate", GOOD).returncode == 0
    assert call("validate", BAD).returncode == 1
    assert call("validate", BAD, "--fail-on", "never").returncode == 0
    assert call("validate", BAD, "no-such-file.xlsx").returncode == 2
    assert call("validate").returncode == 2


def test_text_shows_place_cells_working_and_summary() -> None:
    out = call("validate", BAD).stdout
    assert "lỗi[RC501]" in out
    assert "Biểu 1!I5" in out
    assert "25 + 150 + 557 = 732, báo cáo ghi 752" in " ".join(out.split())
    assert "^^^" in out
    assert "2 lỗi, 0 cảnh báo trong 1 tệp" in out
    assert max(map(len, out.splitlines())) <= 100


def test_json_alone_goes_to_standard_output() -> None:
    done = call("validate", BAD, "no-such-file.xlsx", GOOD, "--format", "json")
    answer = json.loads(done.stdout)
    assert done.returncode == 2
    assert [f["error"] and f["error"]["code"] for f in answer["files"]] == [None, None, "missing"]
    assert answer["summary"]["errors"] == 2
    assert "no-such-file.xlsx" in done.stderr
    assert "Traceback" not in done.stderr


def test_inspect_names_forms_relations_and_reasons() -> None:
    answer = json.loads(call("inspect", BAD, "--format", "json").stdout)
    file = answer["files"][0]
    assert [t["form"] for t in file["tables"]][:2] == ["documents-by-body", "documents-by-type"]
    failing = [r["expression"] for r in file["relations"] if r["outcome"] == "fails"]
    assert failing == ["752 = 25 + 150 + 557", "9375 = 1487 + 7697", "7697 = 7433 + 455"]
    assert all(r["reason"] for r in file["relations"] if r["outcome"] == "undecided")
    assert "KHÔNG KHỚP" in call("inspect", BAD).stdout


def test_inspect_names_the_nearest_form_and_what_it_lacks(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(workbook({"S": [["Hội nghị, cuộc họp"], ["Nội dung", "Quốc hội", "Chính phủ"], ["A", 1, 2]]}))
    out = call("inspect", str(file), "--lang", "en").stdout
    assert "the nearest is: meetings" in out
    assert "communes" in out


def test_quiet_prints_one_line_for_each_finding() -> None:
    done = call("validate", BAD, GOOD, "--quiet")
    assert len(done.stdout.splitlines()) == 2
    assert all("bao-cao-mau.xlsx" in line for line in done.stdout.splitlines())
    assert call("validate", GOOD, "-q").stdout == ""


def test_output_file(tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    done = call("validate", BAD, "--format", "json", "--output", str(target))
    assert done.stdout == ""
    assert json.loads(target.read_text("utf-8"))["summary"]["errors"] == 2
    assert call("validate", BAD, "--output", str(tmp_path / "no" / "folder.txt")).returncode in (1, 2)


@pytest.mark.parametrize("command", [("validate",), ("inspect",), ("what-if", "--set", "Biểu 1!I5=732")])
def test_no_result_is_written_over_a_report(tmp_path: Path, command: tuple[str, ...]) -> None:
    file = tmp_path / "a.xlsx"
    data = Path(BAD).read_bytes()
    file.write_bytes(data)
    for place in (file, tmp_path) if command[0] == "validate" else (file,):
        done = call(command[0], str(place), *command[1:], "--output", str(file))
        assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert file.read_bytes() == data


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp437", "utf-16"])
def test_consoles_that_are_not_utf8(encoding: str) -> None:
    done = call("validate", BAD, PYTHONIOENCODING=encoding)
    assert done.returncode == 1
    assert "25 + 150 + 557 = 732" in " ".join(done.stdout.split())
    assert done.stderr == ""
    answer = call("validate", BAD, "--format", "json", PYTHONIOENCODING=encoding)
    assert json.loads(answer.stdout)["summary"]["errors"] == 2


def test_no_colour_in_pipes() -> None:
    assert "\x1b[" not in call("validate", BAD).stdout


def test_folders_skip_lock_files(tmp_path: Path) -> None:
    data = Path(BAD).read_bytes()
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "b.xlsx").write_bytes(data)
    (tmp_path / "~$b.xlsx").write_bytes(b"lock")
    answer = json.loads(call("validate", str(tmp_path), "--format", "json").stdout)
    assert [Path(f["path"]).name for f in answer["files"]] == ["b.xlsx"]
    empty = tmp_path / "empty"
    empty.mkdir()
    assert call("validate", str(empty)).returncode == 2


@pytest.mark.parametrize("together", [False, True])
@pytest.mark.parametrize(("fault", "word"), [(KeyError("x"), "reportcheck"), (MemoryError(), "bộ nhớ")])
def test_a_fault_at_one_file_leaves_the_others_checked(
    fault: Exception, word: str, together: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from click.testing import CliRunner

    from reportcheck import report
    from reportcheck.cli import main

    judged = report.judged

    def failing(document: Document, settings: report.Settings) -> Checked:
        if document.path.endswith("lạ.md"):
            raise fault
        return judged(document, settings)

    monkeypatch.setattr(report, "judged", failing)
    for name in ("a.md", "lạ.md", "z.md"):
        (tmp_path / name).write_text("Có 12 hồ sơ, gồm 5 hồ sơ mới và 8 hồ sơ cũ.", "utf-8")
    done = CliRunner().invoke(main, ["validate", *(["--together"] if together else []), "--lang", "vi", str(tmp_path)])
    assert done.exit_code == 2
    assert done.stdout.count("12 = 5 + 8") + done.stdout.count("5 + 8 = 13") == 2
    (told,) = [line for line in done.stderr.splitlines() if "lạ.md" in line]
    assert word in told


def test_rules_explain_forms() -> None:
    assert "RC101  total-mismatch" in call("rules").stdout
    assert "Silent when" in call("explain", "RC101", "--lang", "en").stdout
    assert "Không báo khi" in call("explain", "rc101", "--lang", "vi").stdout
    assert call("explain", "RC999").returncode == 2
    assert "dossier-settlement" in call("forms").stdout
    shown = call("forms", "--show", "dossier-settlement").stdout
    assert "received = online + in_person + carried_over" in shown
    assert json.loads(call("forms", "--format", "json").stdout)


class TestSettings:
    """Settings are found upward from the working directory."""

    def test_select_in_pyproject(self, tmp_path: Path) -> None:
        (tmp_path / "pyproject.toml").write_text('[tool.reportcheck]\nselect = ["RC5"]\nlang = "en"\n', "utf-8")
        below = tmp_path / "a" / "b"
        below.mkdir(parents=True)
        out = call("validate", BAD, cwd=below).stdout
        assert "1 error" in out

    def test_an_unknown_setting_is_named_with_its_file(self, tmp_path: Path) -> None:
        (tmp_path / "reportcheck.toml").write_text('selct = ["RC5"]\n', "utf-8")
        done = call("validate", BAD, cwd=tmp_path)
        assert done.returncode == 2
        assert "selct" in done.stderr
        assert "reportcheck.toml" in done.stderr

    def test_python_named_by_settings_beside_a_submission_is_not_run(self, tmp_path: Path) -> None:
        evil = tmp_path / "rules.py"
        evil.write_text("open('touched', 'w').close()\n", "utf-8")
        (tmp_path / "reportcheck.toml").write_text('rules = ["rules.py"]\nforms = ["."]\n', "utf-8")
        (tmp_path / "a.xlsx").write_bytes(Path(GOOD).read_bytes())
        done = call("validate", "a.xlsx", cwd=tmp_path)
        assert done.returncode == 0
        assert not (tmp_path / "touched").exists()
        assert "not loaded" in done.stderr

    def test_python_named_by_settings_elsewhere_is_run(self, tmp_path: Path) -> None:
        (tmp_path / "rules.py").write_text("open('touched', 'w').close()\n", "utf-8")
        (tmp_path / "reportcheck.toml").write_text('rules = ["rules.py"]\n', "utf-8")
        assert call("validate", GOOD, cwd=tmp_path).returncode == 0
        assert (tmp_path / "touched").exists()


RULE = '''
"""A rule of an office."""
from reportcheck.extend import rule

@rule(code="XX001", name="no-thirteen", subject="table", vi="Không dùng số 13", en="No thirteen")
def no_thirteen(view, tell):
    """Nothing is thirteen."""
    for c in view.number_columns:
        for r in view.data_rows:
            if view.column(c).values[r] == 13:
                yield tell.about(vi="số 13", en="a thirteen", figures=[("cell", view.figure(r, c))])
'''


def test_an_office_adds_a_rule(tmp_path: Path) -> None:
    (tmp_path / "my_rules.py").write_text(RULE, "utf-8")
    (tmp_path / "a.xlsx").write_bytes(workbook({"S": [["Đơn vị", "Số"], ["A", 13], ["B", 2]]}))
    done = call("validate", str(tmp_path / "a.xlsx"), "--rules", str(tmp_path / "my_rules.py"), "--fail-on", "warning")
    assert done.returncode == 1
    assert "XX001" in done.stdout


def test_a_rule_that_crashes_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "my_rules.py").write_text(RULE.replace("for c in view", "1 / 0\n    for c in view"), "utf-8")
    done = call("validate", BAD, "--rules", str(tmp_path / "my_rules.py"), "--format", "json")
    assert done.returncode == 2
    codes = [f["rule"] for f in json.loads(done.stdout)["files"][0]["findings"]]
    assert codes.count("RC000") == 1
    assert "RC501" in codes


@pytest.mark.parametrize(
    ("name", "text", "line", "says"),
    [
        ("a.yaml", "id: a\nfields:\n  - {id: x, labels: [x]}\nidentities:\n  - x = y +\n", 5, "x = y +"),
        ("a.yaml", "id: a\nfields:\n  - {id: x, labels: [x]}\nidentities:\n  - x = y + z\n", 5, "'y'"),
        ("a.yaml", "id: a\nfeilds: []\n", 2, "feilds"),
        ("a.yaml", "id: a\nfields:\n  - {id: x, labels: [x], measure: weight}\n", 3, "weight"),
        ("a.yaml", "id: [\n", 2, ""),
        ("a.py", "from reportcheck.extend import Form\n\nFORM = Form(id=1 / 0)\n", 3, "division"),
        ("a.py", "from reportcheck.extend import Form\nFORM = Form(\n", 2, "SyntaxError"),
    ],
)
def test_a_form_with_a_mistake_is_shown_with_its_line(
    tmp_path: Path, name: str, text: str, line: int, says: str
) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    done = call("forms", "--form", str(tmp_path / name))
    assert done.returncode == 2
    assert f"{name}:{line}:" in done.stderr
    assert says in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "command", [("fix",), ("waive", "--rule", "RC101", "--reason", "x"), ("what-if", "--set", "A1=3")]
)
def test_commands_of_one_file_refuse_folders(tmp_path: Path, command: tuple[str, ...]) -> None:
    done = call(*command, str(tmp_path))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines() == [f"reportcheck: {tmp_path} is a folder; this command takes one file."]

"""Fix: what is sure is shown and written into a copy; the file itself, and all else in the copy, stays as it is."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from decimal import Decimal as D
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import word as w
from documents import as_docx, as_html
from hypothesis import given, settings
from hypothesis import strategies as st
from test_cli import BAD, call
from workbook import workbook

from reportcheck import ReportcheckError, Settings, validate
from reportcheck.fixing import copy_of, plan, save_copy
from reportcheck.model import Finding, Suspect
from reportcheck.pipeline import Checked
from reportcheck.report import read, run

PLAIN = Settings.of(waivers=False)
LEAVES = [[1241, 2317, 1182], [1473, 1968, 2255], [3114, 1029, 1846], [2207, 1590, 1371]]


def crossed(slip: tuple[int, int, int] | None = None) -> list[list[Any]]:
    """A cross-footed table; ``slip`` puts another figure at a row and column."""
    rows = [[f"Xã {'ABCD'[i]}", sum(row), *row] for i, row in enumerate(LEAVES)]
    rows.append(["Tổng cộng", *(sum(row[i] for row in rows) for i in range(1, 5))])  # type: ignore[misc]
    if slip is not None:
        rows[slip[0]][slip[1]] = slip[2]
    return [["Đơn vị", "Tổng số", "Trực tuyến", "Trực tiếp", "Bưu chính"], *rows]


SLIPS = [(0, 2, 1421), (1, 3, 1986), (2, 1, 5889), (4, 0 + 4, 6645), (3, 4, 1311)]
TITLE = "Kết quả tiếp nhận hồ sơ"


def printed(rows: list[list[Any]]) -> list[list[str]]:
    return [[f"{v:,}".replace(",", ".") if isinstance(v, int) else v for v in row] for row in rows]


def in_format(suffix: str, rows: list[list[Any]]) -> bytes:
    if suffix == ".xlsx":
        return workbook({"Biểu 1": [[TITLE], *rows]})
    if suffix == ".docx":
        return as_docx([(TITLE, printed(rows))])
    if suffix == ".csv":
        lines = [
            TITLE + ";;;;",
            *(";".join(f'"{v}"' if i % 2 else v for i, v in enumerate(row)) for row in printed(rows)),
        ]
        return "\ufeff".encode() + ("\r\n".join(lines) + "\r\n").encode()
    lines = ["| " + " | ".join(row) + " |" for row in printed(rows)]
    if suffix == ".md":
        lines.insert(1, "|---" * 5 + "|")
    return (TITLE + "\n\n" + "\n".join(lines) + "\n").encode("utf-8" if suffix == ".md" else "utf-16")


@pytest.mark.parametrize("suffix", [".xlsx", ".docx", ".csv", ".md", ".txt"])
@pytest.mark.parametrize("slip", SLIPS)
def test_the_copy_is_the_file_as_it_should_have_been(tmp_path: Path, suffix: str, slip: tuple[int, int, int]) -> None:
    file, copy = tmp_path / f"bao-cao{suffix}", tmp_path / f"da-sua{suffix}"
    data = in_format(suffix, crossed(slip))
    file.write_bytes(data)
    assert validate(file).findings
    checked = run(read(file), PLAIN)
    planned = plan(checked)
    assert [c.value for c in planned.sure] == [crossed()[slip[0] + 1][slip[1]]]
    made = copy_of(data, checked, planned, PLAIN)
    assert (len(made.made), made.left, made.findings) == (1, (), ())
    save_copy(str(file), str(copy), made.data)
    assert file.read_bytes() == data
    assert validate(copy).findings == ()
    if suffix != ".xlsx" and suffix != ".docx":
        assert copy.read_bytes() == in_format(suffix, crossed())


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def cells(data: bytes) -> dict[tuple[str, str], Any]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {(s.title, c.coordinate): (c.value, c.number_format, c.font.b) for s in book for row in s for c in row}


def test_nothing_but_the_figure_changes_in_a_workbook(tmp_path: Path) -> None:
    copy = tmp_path / "sua.xlsx"
    done = call("fix", BAD, "--output", str(copy))
    assert done.returncode == 0, done.stderr
    assert "Chứng thư số!D6: 7697 → 7888" in done.stdout
    assert "557 → 577" in done.stdout  # possible, not done
    before, after = Path(BAD).read_bytes(), copy.read_bytes()
    changed = {name for name, part in parts(before).items() if parts(after)[name] != part}
    assert list(parts(before)) == list(parts(after))
    assert len(changed) == 1
    old, new = cells(before), cells(after)
    assert {place: new[place][0] for place in old if old[place] != new[place]} == {("Chứng thư số", "D6"): 7888}
    assert {f.rule for f in validate(copy).findings} == {"RC501"}


def with_formulas() -> bytes:
    """Typed row totals, which the table prints a formula for; the last row adds up with formulas, the wrong figure too."""
    rows = crossed((1, 3, 1986))
    for c in (2, 3, 4):
        rows[5][c] = {"v": sum(row[c] for row in rows[1:5]), "f": f"SUM({'ABCDE'[c]}4:{'ABCDE'[c]}7)"}
    return workbook({"Biểu 1": [[TITLE], rows[0], [None, "1=2+3+4", "2", "3", "4"], *rows[1:]]})


def test_formulas_stay_and_are_stored_anew(tmp_path: Path) -> None:
    file, copy = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    file.write_bytes(with_formulas())
    done = call("fix", str(file), "--output", str(copy), "--lang", "en")
    assert "D5: 1986 → 1968" in done.stdout
    assert "D8: 6922 → 6904" in done.stdout
    stored = openpyxl.load_workbook(copy, data_only=True)["Biểu 1"]
    assert (stored["D5"].value, stored["D8"].value) == (1968, 6904)
    formulas = openpyxl.load_workbook(copy)
    assert formulas["Biểu 1"]["D8"].value == "=SUM(D4:D7)"
    assert formulas.calculation.fullCalcOnLoad
    assert validate(copy).findings == ()


def told(checked: Checked, sheet_cell: tuple[int, int], text: str, value: str) -> Checked:
    """The document with one finding, made by hand, that suggests a figure."""
    row, column = sheet_cell
    view = next(v for v in checked.views if 0 <= row - v.top < v.height)
    figure = view.figure(row - view.top, column - view.left)
    suspect = Suspect(figure, text, "thử", D(value))
    checked.findings = [Finding("RC101", "x", "error", "x", fingerprint="f" * 16, suspects=(suspect,))]
    return checked


def test_a_cell_with_a_formula_is_left_and_its_inputs_are_named() -> None:
    checked = told(run(read(with_formulas(), "a.xlsx"), PLAIN), (7, 3), "6904", "6904")
    planned = plan(checked)
    assert planned.sure == ()
    assert "=SUM(D4:D7)" in planned.left[0].en
    assert "(D4:D7)" in planned.left[0].vi
    assert copy_of(with_formulas(), checked, planned, PLAIN).made == ()


def test_percentages_thousands_and_texts_are_stored_as_the_cell_stores_them() -> None:
    head = ["Đơn vị", "Tỷ lệ", "Kinh phí", "Số"]
    share, money = {"v": 0.8602, "format": "0.00%"}, {"v": 1234567, "format": "#,##0,"}
    data = workbook({"S": [head, ["Xã A", share, money, "1.939 hồ sơ"], ["Xã B", share, money, "120"]]})
    for column, text, value, stored in (
        (1, "85,02%", "85.02", 0.8502),
        (2, "1.300", "1300", 1300000),
        (3, "1.993", "1993", "1.993"),
    ):
        checked = told(run(read(data, "a.xlsx"), PLAIN), (1 if column < 3 else 2, column), text, value)
        made = copy_of(data, checked, plan(checked), PLAIN)
        cell = openpyxl.load_workbook(io.BytesIO(made.data))["S"].cell(2 if column < 3 else 3, column + 1)
        assert cell.value == stored


def test_runs_of_a_word_file_keep_their_looks() -> None:
    """The slip stands in two runs, the second of them bold, and once more as a number that is right."""
    bold = w.run("57", properties="<w:b/>")
    sentence = w.paragraph(
        w.run("Toàn tỉnh có 1.200 hồ sơ, gồm 700 hồ sơ trực tuyến và "), w.run("4"), bold, w.run(" hồ sơ trực tiếp.")
    )
    data = w.docx(w.paragraph("Trong đó 457 hồ sơ trả trước hạn."), sentence)
    checked = run(read(data, "a.docx"), PLAIN)
    assert checked.sentences is not None
    figure = next(q.figure for q in reversed(checked.sentences.quantities) if q.figure.text == "457")
    checked.findings = [
        Finding("RC101", "x", "error", "x", fingerprint="f" * 16, suspects=(Suspect(figure, "500", "thử", D(500)),))
    ]
    made = copy_of(data, checked, plan(checked), PLAIN)
    assert len(made.made) == 1
    document = parts(made.data)["word/document.xml"].decode()
    assert "Trong đó 457 hồ sơ" in document
    assert document.count("<w:b/>") == 1
    again = run(read(made.data, "a.docx"), PLAIN)
    assert [p.text for p in again.document.paragraphs][1].endswith("và 500 hồ sơ trực tiếp.")


def test_rows_alike_in_two_word_tables() -> None:
    tables = [printed(crossed()), printed(crossed(SLIPS[1]))]
    data = as_docx([("Kỳ trước", tables[0]), ("Kỳ này", tables[1])])
    checked = run(read(data, "a.docx"), PLAIN)
    made = copy_of(data, checked, plan(checked), PLAIN)
    assert (len(made.made), made.findings) == (1, ())
    assert made.made[0].figure.location.table == 2


def test_figures_in_shared_strings_and_csv_of_many_kinds() -> None:
    book = openpyxl.Workbook()
    for row in [[TITLE], *printed(crossed(SLIPS[0]))]:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    checked = run(read(file.getvalue(), "a.xlsx"), PLAIN)
    made = copy_of(file.getvalue(), checked, plan(checked), PLAIN)
    assert len(made.made) == 1
    assert openpyxl.load_workbook(io.BytesIO(made.data)).active["C3"].value == "1.241"
    for encoding, separator, first in (
        ("utf-8", ",", ""),
        ("utf-16-le", "\t", ""),
        ("utf-8", ";", "sep=;\n"),
        ("cp1258", ";", ""),
    ):
        texts = {
            slip: first
            + "\n".join(separator.join(map(str, row)) for row in [[TITLE], [], *crossed(slip)])
            .replace("ộ", "o")
            .replace("ế", "e")
            .replace("ậ", "a")
            for slip in (None, SLIPS[0])
        }
        texts = {slip: text if encoding != "cp1258" else plain_letters(text) for slip, text in texts.items()}
        data = texts[SLIPS[0]].encode(encoding)
        checked = run(read(data, "a.csv"), PLAIN)
        assert copy_of(data, checked, plan(checked), PLAIN).data == texts[None].encode(encoding)


def plain_letters(text: str) -> str:
    """Letters that a Windows page writes with combining marks, so that they come back as they were."""
    import unicodedata

    return (
        "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
        .replace("đ", "d")
        .replace("Đ", "Đ")
    )


def test_what_ties_is_not_done(tmp_path: Path) -> None:
    file, copy = tmp_path / "a.csv", tmp_path / "b.csv"
    file.write_text("Đơn vị,Tổng số,Nam,Nữ\n,1=2+3,2,3\nXã A,30,10,20\nXã B,41,20,20\nXã C,50,20,30\n", "utf-8")
    done = call("fix", str(file), "--output", str(copy), "--lang", "en")
    assert done.returncode == 0
    assert "41" in done.stdout
    assert not copy.exists()
    assert "is not written" in done.stdout


def test_the_file_itself_is_never_written(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    data = Path(BAD).read_bytes()
    file.write_bytes(data)
    link = tmp_path / "link.xlsx"
    link.symlink_to(file)
    (tmp_path / "there.xlsx").write_bytes(b"x")
    for place in (
        file,
        link,
        tmp_path / "there.xlsx",
        tmp_path / "b.csv",
        tmp_path / "none" / "b.xlsx",
        f"{tmp_path}/./a.xlsx",
    ):
        done = call("fix", str(file), "--output", str(place))
        assert done.returncode == 2, place
        assert len(done.stderr.splitlines()) == 1
    assert call("fix", str(file), "--output", str(file), "--force").returncode == 2
    assert file.read_bytes() == data
    assert (tmp_path / "there.xlsx").read_bytes() == b"x"
    assert call("fix", str(file), "--output", str(tmp_path / "there.xlsx"), "--force").returncode == 0


def test_formats_that_are_shown_only(tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    file.write_bytes(as_html([(TITLE, printed(crossed(SLIPS[0])))]))
    assert "1.421 → 1.241" in call("fix", str(file)).stdout
    done = call("fix", str(file), "--output", str(tmp_path / "b.html"), "--lang", "en")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "1.421 → 1.241" in done.stdout
    assert "a html file cannot be written" in done.stderr


def test_json(tmp_path: Path) -> None:
    answer = json.loads(call("fix", BAD, "--format", "json").stdout)
    assert [(c["location"]["cell"], c["old"], c["new_value"]) for c in answer["changes"]] == [("D6", "7697", "7888")]
    assert sorted(answer["changes"][0]["mends"]) == ["7697 = 7433 + 455", "9375 = 1487 + 7697"]
    assert [f["rule"] for f in answer["open"]] == ["RC501"]
    assert answer["made"] is None


def test_accepted_findings_ask_for_nothing(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(Path(BAD).read_bytes())
    call("waive", str(file), "--rule", "RC101", "--reason", "x")
    assert json.loads(call("fix", str(file), "--format", "json").stdout)["changes"] == []


def test_a_change_that_does_not_mend_is_not_written() -> None:
    data = in_format(".xlsx", crossed(SLIPS[0]))
    checked = run(read(data, "a.xlsx"), PLAIN)
    sure = plan(checked).sure[0]
    idle = replace(plan(checked), sure=(replace(sure, value=D(1421), text="1421"),))
    with pytest.raises(ReportcheckError, match="still there"):
        copy_of(data, checked, idle, PLAIN)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 3), st.integers(2, 4), st.integers(1, 9), st.sampled_from([".csv", ".xlsx", ".md"]))
def test_whatever_is_written_is_clean_of_what_was_changed(row: int, column: int, digit: int, suffix: str) -> None:
    true = crossed()[row + 1][column]
    data = in_format(suffix, crossed((row, column, true + 10 * digit)))
    checked = run(read(data, f"a{suffix}"), PLAIN)
    made = copy_of(data, checked, plan(checked), PLAIN)
    assert not {c.fingerprint for c in made.made} & {f.fingerprint for f in made.findings}


def test_unknown_format_is_refused() -> None:
    checked = run(read(as_html([(TITLE, printed(crossed(SLIPS[0])))]), "a.html"), PLAIN)
    with pytest.raises(ReportcheckError, match="html"):
        copy_of(b"", checked, plan(checked), PLAIN)

"""What-if: a change is followed through every relation that held, and through nothing else."""

from __future__ import annotations

import json
import random
from decimal import ROUND_HALF_UP
from decimal import Decimal as D
from pathlib import Path
from typing import Any

import pytest
from documents import as_docx
from hypothesis import example, given, settings
from hypothesis import strategies as st
from test_cli import BAD, call
from workbook import workbook

from reportcheck import ReportcheckError, Settings, validate
from reportcheck.report import read, run
from reportcheck.what_if import Consequences, read_setting, what_if

PLAIN = Settings.of(waivers=False)


def follow(source: Any, *wanted: str, name: str | None = None) -> Consequences:
    checked = run(read(source, name), PLAIN)
    return what_if(checked, [read_setting(checked, one) for one in wanted])


def moved(found: Consequences) -> dict[str, str]:
    return {str(c.old.location): c.new.text for c in found.changes}


def crossed(seed: int) -> tuple[list[list[Any]], list[list[int]]]:
    """A cross-footed table with a printed formula, shares in whole per cent of the row's total."""
    draw = random.Random(seed)
    counts = [[draw.randrange(100, 900) for _ in range(2)] for _ in range(6)]
    return table(counts), counts


def share(part: int, whole: int) -> D:
    return (D(100 * part) / D(whole)).quantize(D("0.01"), ROUND_HALF_UP)


def table(counts: list[list[int]]) -> list[list[Any]]:
    rows: list[list[Any]] = [
        ["Số lượt tiếp công dân"],
        ["Đơn vị", "Tổng số", "Nam", "Nữ", "Tỷ lệ nữ (%)"],
        [None, "(1)=(2)+(3)", "(2)", "(3)", "(4)=(3)/(1)*100"],
    ]
    for i, (men, women) in enumerate(counts):
        rows.append([f"Xã {'ABCDEG'[i]}", men + women, men, women, share(women, men + women)])
    men, women = (sum(row[i] for row in counts) for i in (0, 1))
    rows.append(["Tổng cộng", men + women, men, women, share(women, men + women)])
    return [[{"v": float(v), "format": "0.00"} if isinstance(v, D) else v for v in row] for row in rows]


def shown(rows: list[list[Any]]) -> dict[str, str]:
    out = {}
    for r, row in enumerate(rows, 1):
        for c, v in enumerate(row):
            if isinstance(v, dict):
                out[f"S!{'ABCDE'[c]}{r}"] = f"{D(str(v['v'])):.2f}".replace(".", ",")
            elif isinstance(v, int):
                out[f"S!{'ABCDE'[c]}{r}"] = str(v)
    return out


@settings(max_examples=20, deadline=None)
@example(seed=2242, row=0, column=0, new=617)  # a share that the old figure would only cut off
@given(st.integers(0, 10_000), st.integers(0, 5), st.integers(0, 1), st.integers(100, 999))
def test_what_follows_is_what_the_table_would_be_with_the_new_figure(
    seed: int, row: int, column: int, new: int
) -> None:
    rows, counts = crossed(seed)
    found = follow(workbook({"S": rows}), f"S!{'CD'[column]}{row + 4}={new}")
    assert validate(workbook({"S": rows})).ok
    counts[row][column] = new
    before, after = shown(rows), shown(table(counts))
    expected = {place: text for place, text in after.items() if text != before[place]}
    expected.pop(f"S!{'CD'[column]}{row + 4}", None)
    assert moved(found) == expected
    assert all(turn.after.holds for turn in found.turns)


def test_a_total_that_failed_holds_and_the_averages_that_rest_on_it_move() -> None:
    found = follow(Path(BAD), "Biểu 1!I5=732")
    assert [t.outcomes for t in found.turns if t.outcomes[0] == "fails"] == [("fails", "exact")]
    assert moved(found) == {"Trung bình!C5": "139012"}  # (1868 + 732 + 10669 + 132965 + 340309) / 3,5


def test_what_failed_moves_nothing_and_what_was_set_stays() -> None:
    found = follow(Path(BAD), "Chứng thư số!E6=7000")
    assert moved(found) == {"Chứng thư số!B6": "8942"}  # 1487 + 7000 + 455 held; 7433 + 455 was never the 7697
    assert {t.after.relation.target.text for t in found.turns if t.outcomes[0] == "fails"} == {"8942", "7697"}
    rows, _ = crossed(1)
    both = follow(workbook({"S": rows}), "S!C4=500", "S!B4=1")
    assert "S!B4" not in moved(both)
    assert ("exact", "fails") in {t.outcomes for t in both.turns}


TEXT = """Trong tháng 10, toàn tỉnh tiếp nhận 1.200 hồ sơ, gồm 700 hồ sơ trực tuyến và 500 hồ sơ trực tiếp.

Có 300 hồ sơ quá hạn trên tổng số 1.200 hồ sơ, đạt tỷ lệ 25%.
"""


def test_sentences(tmp_path: Path) -> None:
    file = tmp_path / "bao-cao.txt"
    file.write_text(TEXT, "utf-8")
    place = TEXT.index("700")
    found = follow(file, f"@{place}=740")
    assert next(iter(moved(found).values())) == "1.240"
    done = call("what-if", str(file), "--set", f"đoạn 1@{place}=740")
    assert done.returncode == 0
    assert "1.200 → 1.240" in done.stdout
    assert "[700]" in done.stdout
    several = call("what-if", str(file), "--set", "đoạn 1=740", "--lang", "en")
    assert several.returncode == 2
    assert f"@{place} (700)" in several.stderr
    assert file.read_text("utf-8") == TEXT


def test_json_and_csv(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    lines = ["Đơn vị,Tổng số,Nam,Nữ", ",1=2+3,2,3"] + [f"Xã {i},{30 + i},{10 + i},20" for i in range(1, 6)]
    file.write_text("\n".join(lines) + "\n", "utf-8")
    answer = json.loads(call("what-if", str(file), "--set", "C3=15", "--format", "json").stdout)
    assert [(s["location"]["cell"], s["old"], s["new"]) for s in answer["set"]] == [("C3", "11", "15")]
    assert [(s["location"]["cell"], s["old"], s["new"], s["because"]) for s in answer["changes"]] == [
        ("B3", "31", "35", "35 = 15 + 20")
    ]
    assert [(r["before"], r["after"]) for r in answer["relations"]] == [("exact", "exact")]


def test_places_in_tables_of_text_documents() -> None:
    rows = [
        ["Đơn vị", "Tổng số", "Nam", "Nữ"],
        ["", "1=2+3", "2", "3"],
        ["Xã A", "1.200", "500", "700"],
        ["Xã B", "41", "20", "21"],
    ]
    data = as_docx([("Lượt tiếp công dân", rows)])
    for place in ("bảng 1, hàng 3, cột 3", "table 1, row 3, column 3"):
        assert moved(follow(data, f"{place}=540", name="a.docx")) == {"bảng 1, hàng 3, cột 2": "1.240"}


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("Biểu 9!J7=732", "no sheet"),
        ("J7=732", "must name its sheet"),
        ("Biểu 1!ZZ900=732", "in no table"),
        ("Biểu 1!A5=732", "holds no figure"),
        ("Biểu 1!I5=nhiều", "no number"),
        ("Biểu 1!I5=", "PLACE=NUMBER"),
        ("Biểu 1!I5=5%", "no share"),
        (f"Biểu 1!I5={'9' * 40}", "too long"),
        ("732", "PLACE=NUMBER"),
        ("đoạn 3=5", "no figure at"),
    ],
)
def test_what_cannot_be_meant_is_said(setting: str, said: str) -> None:
    with pytest.raises(ReportcheckError) as caught:
        follow(Path(BAD), setting)
    assert said in caught.value.en
    done = call("what-if", BAD, "--set", setting)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1


def test_a_large_table_is_no_trouble() -> None:
    rows: list[list[Any]] = [["Đơn vị", "Tổng số", "Nam", "Nữ"], [None, "1=2+3", "2", "3"]]
    rows += [[f"Hộ {i}", 3 * i, i, 2 * i] for i in range(1, 20_001)]
    assert moved(follow(workbook({"S": rows}), "S!C103=5")) == {"S!B103": "207"}

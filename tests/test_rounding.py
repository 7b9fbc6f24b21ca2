"""The habit of rounding: named from evidence, one departure told once, adjusted shares explained, silence otherwise."""

from __future__ import annotations

import json
import random
from fractions import Fraction
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_cli import call

from reportcheck import Settings, validate
from reportcheck.report import read, run
from reportcheck.rounding import Rounding

PLAIN = Settings.of(waivers=False)
Way = Literal["round", "truncate"]


def share(part: int, whole: int, way: Way, places: int = 1) -> str:
    scaled = Fraction(100 * part * 10**places, whole)
    digits = int(scaled + Fraction(1, 2)) if way == "round" else int(scaled)
    text = str(digits).rjust(places + 1, "0")
    return f"{text[:-places]},{text[-places:]}" if places else text


def table(rows: list[tuple[int, int]], ways: list[Way]) -> bytes:
    lines = ["Đơn vị;Tổng số;Đúng hạn;Tỷ lệ (%)", ";(1);(2);(3)=(2)/(1)*100"]
    for i, ((part, whole), way) in enumerate(zip(rows, ways, strict=True)):
        lines.append(f"Xã {i};{whole};{part};{share(part, whole, way)}")
    return ("\n".join(lines) + "\n").encode()


def tells(part: int, whole: int) -> bool:
    """Whether rounding and cutting off give different digits."""
    return share(part, whole, "round") != share(part, whole, "truncate") and (2000 * part) % whole != 0


def drawn(seed: int, n: int) -> list[tuple[int, int]]:
    """Shares that can tell."""
    draw = random.Random(seed)
    rows: list[tuple[int, int]] = []
    while len(rows) < n:
        whole = draw.randrange(201, 997, 2)
        part = draw.randrange(20, whole - 20)
        if tells(part, whole):
            rows.append((part, whole))
    return rows


def habit(data: bytes) -> Rounding:
    return run(read(data, "a.csv"), PLAIN).rounding


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(["round", "truncate"]))
def test_a_habit_of_twelve_figures(seed: int, way: Way) -> None:
    found = habit(table(drawn(seed, 12), [way] * 12))
    assert found.way == way
    assert (found.up, found.cut) == ((12, 0) if way == "round" else (0, 12))
    assert found.departures == ()


@pytest.mark.parametrize("way", ["round", "truncate"])
def test_one_departure_is_told_once_as_a_remark(way: Way) -> None:
    other: Way = "truncate" if way == "round" else "round"
    report = validate(table(drawn(3, 12), [way] * 7 + [other] + [way] * 4), name="a.csv")
    assert [(f.rule, f.severity) for f in report.findings] == [("RC809", "info")]
    assert [f.figures[0][1].location.cell for f in report.findings] == ["D10"]
    assert "11" in report.findings[0].message


def test_silence_without_evidence() -> None:
    assert habit(table(drawn(5, 7), ["round"] * 7)).way == ""
    mixed: list[Way] = ["round", "truncate"] * 6
    found = habit(table(drawn(5, 12), mixed))
    assert (found.way, found.departures) == ("", ())
    assert validate(table(drawn(5, 12), mixed), name="a.csv").findings == ()
    exact = [(25 * i, 100) for i in range(1, 4)] * 4
    assert habit(table(exact, ["round"] * 12)).up == 0


@pytest.mark.parametrize(("ties", "halves"), [("up", ("12,3", "45,5")), ("even", ("12,2", "45,4"))])
def test_halves_tell_the_two_ways_of_rounding(ties: str, halves: tuple[str, str]) -> None:
    """49 of 400 are 12,25 %, 909 of 2.000 are 45,45 %."""
    text = table(drawn(3, 12), ["round"] * 12).decode()
    text += f"Xã X;400;49;{halves[0]}\nXã Y;2000;909;{halves[1]}\n"
    assert habit(text.encode()).ties == ties
    assert habit((text + "Xã Z;400;49;12,2\nXã T;400;49;12,3\n").encode()).ties == ""


def adjusted(counts: list[int], method: str) -> list[int]:
    """Shares in tenths of a per cent that make 1000, by the last one or by the largest remainders."""
    whole = sum(counts)
    exact = [Fraction(1000 * n, whole) for n in counts]
    if method == "last":
        nearest = [int(x + Fraction(1, 2)) for x in exact]
        return [*nearest[:-1], 1000 - sum(nearest[:-1])]
    floors = [int(x) for x in exact]
    order = sorted(range(len(counts)), key=lambda i: floors[i] - exact[i])
    for i in order[: 1000 - sum(floors)]:
        floors[i] += 1
    return floors


def shares(seed: int, method: str, rows: int = 20) -> tuple[bytes, int]:
    """A table of three parts with their shares, and how many of its rows had to be adjusted."""
    draw = random.Random(seed)
    lines = ["Đơn vị;Tổng số;Tốt;Khá;Đạt;Tỷ lệ tốt;Tỷ lệ khá;Tỷ lệ đạt"]
    lines.append(";(1)=(2)+(3)+(4);(2);(3);(4);(5)=(2)/(1)*100;(6)=(3)/(1)*100;(7)=(4)/(1)*100")
    touched = 0
    for i in range(rows):
        counts = [draw.randrange(50, 400) for _ in range(3)]
        printed = adjusted(counts, method)
        plain = [int(Fraction(1000 * n, sum(counts)) + Fraction(1, 2)) for n in counts]
        touched += printed != plain
        cells = [sum(counts), *counts, *(f"{p // 10},{p % 10}" for p in printed)]
        lines.append(f"Xã {i};" + ";".join(map(str, cells)))
    return ("\n".join(lines) + "\n").encode(), touched


@pytest.mark.parametrize("method", ["last", "remainder"])
@pytest.mark.parametrize("seed", range(4))
def test_shares_that_are_made_to_total_100_are_no_mistakes(method: str, seed: int) -> None:
    data, touched = shares(seed, method)
    assert 3 * touched >= 8
    found = habit(data)
    assert (found.hundred in (method, "remainder"), found.groups) == (True, touched)
    assert [f for f in validate(data, name="a.csv").findings if f.severity != "info"] == []


def test_a_share_that_no_habit_explains_is_told_among_adjusted_ones() -> None:
    data, _ = shares(1, "last")
    lines = data.decode().splitlines()
    cells = lines[5].split(";")
    cells[5] = "77,7"
    lines[5] = ";".join(cells)
    findings = validate("\n".join(lines).encode(), name="a.csv").findings
    assert [f.figures[0][1].location.cell for f in findings if f.rule == "RC201"] == ["F6"]


def test_one_adjusted_row_is_no_habit() -> None:
    lines = ["Đơn vị;Tổng số;Tốt;Khá;Đạt;Tỷ lệ tốt;Tỷ lệ khá;Tỷ lệ đạt"]
    lines.append(";(1)=(2)+(3)+(4);(2);(3);(4);(5)=(2)/(1)*100;(6)=(3)/(1)*100;(7)=(4)/(1)*100")
    lines.append("Xã A;300;100;100;100;33,3;33,3;33,4")
    lines += [
        f"Xã {x};200;{50 + i};50;{100 - i};{(50 + i) / 2:.1f};25,0;{(100 - i) / 2:.1f}".replace(".", ",")
        for i, x in enumerate("BCDE")
    ]
    assert [f.rule for f in validate("\n".join(lines).encode(), name="a.csv").findings] == ["RC201"]


def test_inspect_shows_it(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(table(drawn(3, 12), ["round"] * 12))
    answer = json.loads(call("inspect", str(file), "--format", "json").stdout)
    assert answer["files"][0]["rounding"]["way"] == "round"
    assert answer["files"][0]["rounding"]["witnesses"] == {"up": 12, "cut": 0}
    assert "rounds" in call("inspect", str(file), "--lang", "en").stdout
    file.write_bytes(table(drawn(3, 4), ["round"] * 4))
    assert json.loads(call("inspect", str(file), "--format", "json").stdout)["files"][0]["rounding"]["way"] is None


def test_sentences_are_witnesses_too(tmp_path: Path) -> None:
    rows = drawn(9, 10)
    text = "\n\n".join(
        f"Xã {i} có {a} hồ sơ đúng hạn trên tổng số {b} hồ sơ, đạt tỷ lệ {share(a, b, 'round')}%."
        for i, (a, b) in enumerate(rows)
    )
    file = tmp_path / "a.txt"
    file.write_text(text, "utf-8")
    assert run(read(str(file)), PLAIN).rounding.up >= 8

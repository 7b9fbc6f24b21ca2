"""Generated reports: consistent ones stay silent, one changed figure is found, spelling changes nothing, reading never breaks.

The forms here are made by the tests; which cells tie is known from how the figures were made, not from the program.
"""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from typing import Any

import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from told import every
from workbook import workbook

from reportcheck import ReportcheckError, Settings, validate
from reportcheck.forms import Field, Form, Identity
from reportcheck.judge import judge
from reportcheck.model import Figure, Operand, Relation

PARTS = ["Nhóm một", "Nhóm hai", "Nhóm ba"]
FORM = Form(
    "generated", "Bảng sinh", "Generated", ("bảng sinh",),
    (Field("total", ("tổng số",)), *(Field(f"p{i}", (name,)) for i, name in enumerate(PARTS)),
     Field("due", ("phải làm",)), Field("done", ("đã làm",)), Field("share", ("tỷ lệ",), measure="percent")),
    identities=("total = p0 + p1 + p2", "done <= due", Identity("share = 100 * done / due", rule="RC202")),
    total_row=True,
)  # fmt: skip
SETTINGS = Settings.of(form=FORM)
HEAD = ["Đơn vị", "Tổng số", *PARTS, "Phải làm", "Đã làm", "Tỷ lệ (%)"]

counts = st.integers(0, 20_000)
rows = st.lists(st.tuples(counts, counts, counts, st.integers(1, 5000), st.integers(0, 5000)), min_size=2, max_size=6)


def table(figures: list[tuple[int, int, int, int, int]], places: int = 2) -> list[list[Any]]:
    """A consistent table: body rows and a row of totals (which has no share)."""
    body: list[list[Any]] = []
    for i, (a, b, c, due, some) in enumerate(figures):
        done = min(due, some)
        share = (Decimal(100 * done) / due).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        body.append([f"Xã {i}", a + b + c, a, b, c, due, done, share])
    body.append(["Tổng cộng", *(sum(row[k] for row in body) for k in range(1, 7)), None])
    return body


def check(body: list[list[Any]], spell: Any = lambda v: float(v) if isinstance(v, Decimal) else v) -> Any:
    data = [["Bảng sinh"], [], HEAD, *([row[0], *map(spell, row[1:])] for row in body)]
    return validate(workbook({"S": data}), settings=SETTINGS)


@settings(max_examples=60, deadline=None)
@given(rows, st.integers(0, 4))
def test_consistent_reports_stay_silent(figures: list[tuple[int, int, int, int, int]], places: int) -> None:
    report = check(table(figures, places))
    assert not [f for f in report.findings if f.severity != "info"]
    assert report.counts.failed == 0
    assert report.counts.undecided == 1  # the row of totals states no share
    assert (
        report.counts.passed == len(figures) * 3 + 2 + 6
    )  # rows: sum, bound, share; sum and bound of the totals; six columns


@settings(max_examples=120, deadline=None)
@given(rows, st.data())
def test_one_changed_figure_is_found_at_its_relations(
    figures: list[tuple[int, int, int, int, int]], data: st.DataObject
) -> None:
    body = table(figures)
    r, c = data.draw(st.integers(0, len(body) - 1)), data.draw(st.integers(1, 6))
    change = data.draw(st.integers(-300, 300).filter(bool))
    body[r][c] = max(0, body[r][c] + change) if body[r][c] + change != body[r][c] else body[r][c] + 1
    if body[r][c] == table(figures)[r][c]:
        body[r][c] += 1
    report = check(body)
    cell = f"{'ABCDEFGH'[c]}{r + 4}"
    blamed = {
        f.location.cell for finding in every(report.findings) for _, f in finding.figures if finding.severity == "error"
    }
    assert cell in blamed  # every count stands in the sum of its column
    if c <= 4:
        assert any(f.rule == "RC101" and f.figures[0][1].location.cell == f"B{r + 4}" for f in every(report.findings))


def dotted(value: Any) -> Any:
    """A number as Vietnamese reports print it."""
    if value is None:
        return None
    whole, _, decimals = str(value).partition(".")
    text = f"{int(whole):,}".replace(",", ".")
    return f"{text},{decimals}" if decimals else text


SPELLINGS: dict[str, Any] = {
    "dots": dotted,
    "commas": lambda v: None if v is None else f"{v:,}",
    "blanks": lambda v: None if v is None else f"{v:,}".replace(",", " "),
    "nothing": lambda v: None if v is None else str(v),
    "padded": lambda v: None if v is None else (f"{v:02d}" if isinstance(v, int) else str(v)),
}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows, st.sampled_from(sorted(SPELLINGS)), st.booleans())
def test_respelling_changes_no_verdict(figures: list[tuple[int, int, int, int, int]], way: str, broken: bool) -> None:
    body = table(figures)
    if broken:
        body[0][1] += 7
    plain, spelled = check(body), check(body, SPELLINGS[way])
    assert [(f.rule, f.figures[0][1].location) for f in plain.errors] == [
        (f.rule, f.figures[0][1].location) for f in spelled.errors
    ]
    assert plain.counts == spelled.counts


@settings(max_examples=40, deadline=None)
@given(rows)
def test_a_frame_is_judged_like_the_workbook(figures: list[tuple[int, int, int, int, int]]) -> None:
    body = table(figures)
    body[-1][2] += 1
    frame = pd.DataFrame([row[1:] for row in body], columns=HEAD[1:], index=[row[0] for row in body])
    assert validate(frame, name="Bảng sinh", settings=SETTINGS).counts == check(body).counts


@given(
    st.integers(0, 10**6),
    st.integers(1, 10**6),
    st.integers(0, 6),
    st.sampled_from([ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_DOWN]),
)
def test_rounding_a_share_never_fails(part: int, whole: int, places: int, how: str) -> None:
    share = (Decimal(100 * part) / whole).quantize(Decimal(1).scaleb(-places), how)
    target = Figure(str(share), share, places, rounded=True, unit="%")
    operands = (Operand(Figure(str(part), Decimal(part))), Operand(Figure(str(whole), Decimal(whole)), role="divisor"))
    assert judge(Relation("share", target, operands, "declared", "RC201", factor=Decimal(100))).holds


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=10), st.booleans())
def test_mutated_files_are_read_or_refused(changes: list[tuple[int, int]], cut: bool) -> None:
    data = bytearray(SAMPLE)
    for place, byte in changes:
        data[place % len(data)] = byte
    try:
        validate(bytes(data[: changes[0][0] % len(data)] if cut else data), name="a.xlsx")
    except ReportcheckError as error:
        assert "a.xlsx" in error.en
        assert "a.xlsx" in error.vi


SAMPLE = workbook(
    {"Bảng": [["Chứng thư số"], ["Nội dung", "Tổng số", "Tổ chức", "Cá nhân"], ["A", 10, 4, {"v": 6, "f": "B3-C3"}]]}
)

"""The column checks against the judge: figures made here, judged one relation at a time, must agree with whole columns."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reportcheck import pandera_checks as checks
from reportcheck.judge import judge
from reportcheck.model import Figure, Kind, Operand, Relation


@dataclass(frozen=True)
class Cell:
    """A printed cell: what stands in the frame, and the figure that a reader would make of it."""

    raw: Any
    figure: Figure


def number(mantissa: int, digits: int, *, rounded: bool = False, spelling: str = "Decimal") -> Cell:
    value = Decimal(mantissa).scaleb(-digits)
    text = f"{value:.{digits}f}"
    if spelling != "Decimal":  # no other spelling keeps zeros
        value = Decimal(text.rstrip("0").rstrip(".")) if digits else value
        digits = max(0, -int(value.as_tuple().exponent))
    raw: Any = {"float": float(value), "str": f"{value:f}", "Decimal": value}[spelling]
    if spelling == "str" and digits == 3 and len(text.lstrip("-").split(".")[0]) <= 3:
        raw = f"{value:.4f}".replace(".", ",")  # three decimals would be thousands, and four are printed as such
        value, digits = value.quantize(Decimal("0.0001")), 4
    return Cell(raw, Figure(str(raw), value, digits, rounded or digits > 0))


BLANK = Cell(None, Figure("", None, mark="blank"))
UNKNOWN = Cell(float("inf"), Figure("", None, mark="unknown"))
NIL = Cell("-", Figure("-", Decimal(0), mark="nil"))
ABOUT = Cell("khoảng 12", Figure("khoảng 12", Decimal(12), mark="about"))
HUGE = Cell(10**25, Figure("", Decimal(10**25)))

mantissas = st.integers(-300, 900) | st.integers(-(10**9), 10**12)
numbers = st.builds(
    number, mantissas, st.sampled_from([0, 0, 0, 1, 2, 4, 9]), spelling=st.sampled_from(["Decimal", "float", "str"])
)
cells = st.one_of(numbers, numbers, numbers, st.sampled_from([BLANK, BLANK, UNKNOWN, NIL, ABOUT, HUGE]))


def plausible(draw: st.DrawFn, signs: Sequence[int]) -> list[Cell]:
    """A row whose total is near the sum of its parts, so that all outcomes turn up."""
    parts = [draw(cells) for _ in signs]
    if draw(st.booleans()):
        return [draw(cells), *parts]
    known = [(s, c.figure.value) for s, c in zip(signs, parts, strict=True) if c.figure.value is not None]
    exact = sum((s * v for s, v in known), Decimal(0)) + Decimal(
        draw(st.sampled_from(["0", "0.3", "-0.5", "1", "0.06"]))
    )
    digits = draw(st.sampled_from([0, 1, 2]))
    rounding = draw(st.sampled_from([ROUND_HALF_UP, ROUND_DOWN, ROUND_HALF_EVEN]))
    total = exact.quantize(Decimal(1).scaleb(-digits), rounding=rounding)
    if abs(total) >= 10**14:
        return [HUGE, *parts]
    return [number(int(total.scaleb(digits)), digits, spelling=draw(st.sampled_from(["Decimal", "float"]))), *parts]


@st.composite
def sums(draw: st.DrawFn) -> tuple[list[int], list[list[Cell]]]:
    signs = draw(st.lists(st.sampled_from([1, 1, 1, -1]), min_size=1, max_size=4))
    return signs, [plausible(draw, signs) for _ in range(draw(st.integers(1, 6)))]


def frame_of(rows: list[list[Cell]], names: Sequence[str]) -> pd.DataFrame:
    return pd.DataFrame({n: pd.Series([row[i].raw for row in rows], dtype=object) for i, n in enumerate(names)})


def judged(relations: list[Relation]) -> list[str]:
    """The judge's verdicts on the rows of one table: empty parts are 0 where a row of the table shows that they are."""
    found = [judge(r) for r in relations]
    zero = any(
        j.holds
        and j.relation.kind in ("sum", "difference")
        and bool(j.relation.target.value)
        and sum(bool(o.figure.value) for o in j.relation.operands) >= 2
        and any(o.figure.mark == "blank" for o in j.relation.operands)
        for j in found
    )
    if zero:
        found = [judge(j.relation, blank_is_zero=True) if j.reason == "operand-blank" else j for j in found]
    return [j.outcome for j in found]


def as_rounded(cell: Cell) -> Figure:
    f = cell.figure
    return f if f.value is None or f.mark == "nil" else Figure(f.text, f.value, f.digits, True, mark=f.mark)


@settings(max_examples=400, deadline=None)
@given(sums(), st.booleans())
def test_sums_are_those_of_the_judge(case: tuple[list[int], list[list[Cell]]], rounded: bool) -> None:
    signs, rows = case
    names = [f"p{i}" for i in range(len(signs))]
    kind: Kind = "equality" if len(signs) == 1 else "sum" if min(signs) > 0 else "difference"
    pick = as_rounded if rounded else lambda c: c.figure
    relations = [
        Relation(
            kind, pick(total), tuple(Operand(pick(c), s) for s, c in zip(signs, parts, strict=True)), "declared", ""
        )
        for total, *parts in rows
    ]
    check = checks.sums_to("t", dict(zip(names, signs, strict=True)), rounded=rounded)
    frame = frame_of(rows, ["t", *names])
    assert checks.outcomes(frame, check).tolist() == judged(relations)
    passed = check(frame).check_output.tolist()
    assert passed == [o != "fails" for o in judged(relations)]


@settings(max_examples=300, deadline=None)
@given(sums(), st.sampled_from(["<=", ">="]))
def test_bounds_are_those_of_the_judge(case: tuple[list[int], list[list[Cell]]], compare: str) -> None:
    signs, rows = case
    names = [f"p{i}" for i in range(len(signs))]
    relations = [
        Relation(
            "bound",
            total.figure,
            tuple(Operand(c.figure, s) for s, c in zip(signs, parts, strict=True)),
            "declared",
            "",
            compare,
        )
        for total, *parts in rows
    ]
    formula = f"t {compare} 0 " + " ".join(f"{'+' if s > 0 else '-'} {n}" for s, n in zip(signs, names, strict=True))
    assert checks.outcomes(frame_of(rows, ["t", *names]), formula).tolist() == judged(relations)


@st.composite
def shares(draw: st.DrawFn) -> list[list[Cell]]:
    rows = []
    for _ in range(draw(st.integers(1, 5))):
        part, other, whole = draw(cells), draw(cells), draw(cells)
        stated = draw(cells)
        values = [c.figure.value for c in (part, other, whole)]
        if draw(st.booleans()) and None not in values and whole.figure.value:
            exact = 100 * (Fraction(values[0]) + Fraction(values[1])) / Fraction(values[2])  # type: ignore[arg-type]
            digits = draw(st.sampled_from([0, 1, 2]))
            mantissa = int(exact * 10**digits) if draw(st.booleans()) else round(exact * 10**digits)
            if abs(mantissa) < 10**14:
                stated = number(mantissa + draw(st.sampled_from([0, 0, 0, 1, -1])), digits)
        rows.append([stated, part, other, whole])
    return rows


@settings(max_examples=400, deadline=None)
@given(shares(), st.sampled_from([100, 1, Decimal("0.5")]))
def test_shares_are_those_of_the_judge(rows: list[list[Cell]], factor: Any) -> None:
    relations = [
        Relation(
            "share",
            as_rounded(s),
            (Operand(a.figure), Operand(b.figure), Operand(w.figure, role="divisor")),
            "declared",
            "",
            factor=Decimal(factor),
        )
        for s, a, b, w in rows
    ]
    check = checks.percent_of("s", ["a", "b"], "w", factor=factor)
    assert checks.outcomes(frame_of(rows, "sabw"), check).tolist() == [judge(r).outcome for r in relations]


@settings(max_examples=200, deadline=None)
@given(shares(), st.sampled_from([30, Decimal("3.5"), 0.1, -2, 12]))
def test_rates_are_those_of_the_judge(rows: list[list[Cell]], per: Any) -> None:
    by_number = [
        Relation("rate", as_rounded(s), (Operand(a.figure),), "declared", "", divisor=Decimal(str(per)))
        for s, a, _, _ in rows
    ]
    by_column = [
        Relation("rate", as_rounded(s), (Operand(a.figure), Operand(w.figure, role="divisor")), "declared", "")
        for s, a, _, w in rows
    ]
    frame = frame_of(rows, "sabw")
    assert checks.outcomes(frame, checks.rate_agrees("s", "a", per)).tolist() == [judge(r).outcome for r in by_number]
    assert checks.outcomes(frame, checks.rate_agrees("s", "a", "w")).tolist() == [judge(r).outcome for r in by_column]


@settings(max_examples=200, deadline=None)
@given(shares())
def test_products_and_offsets_are_those_of_the_judge(rows: list[list[Cell]]) -> None:
    relations = [
        Relation(
            "product",
            s.figure,
            (Operand(a.figure), Operand(b.figure, role="factor")),
            "declared",
            "",
            factor=Decimal(2),
        )
        for s, a, b, _ in rows
    ]
    frame = frame_of(rows, "sabw")
    assert checks.outcomes(frame, "s = 2 * a * b").tolist() == [judge(r).outcome for r in relations]
    added = [
        Relation("sum", s.figure, (Operand(a.figure), Operand(b.figure)), "declared", "", offset=Decimal(3))
        for s, a, b, _ in rows
    ]
    assert checks.outcomes(frame, "s = a + b + 3").tolist() == judged(added)


@settings(max_examples=300, deadline=None)
@given(st.lists(cells, min_size=1, max_size=8), cells, st.booleans())
def test_the_row_of_totals_is_that_of_the_judge(parts: list[Cell], total: Cell, near: bool) -> None:
    if near and all(p.figure.value is not None for p in parts):
        value = sum((p.figure.value for p in parts if p.figure.value is not None), Decimal(0))
        rounded_value = value.quantize(Decimal("0.1"), rounding=ROUND_DOWN)
        total = number(int(rounded_value * 10), 1) if abs(value) < 10**14 else total
    kind: Kind = "equality" if len(parts) == 1 else "sum"
    relation = Relation(kind, total.figure, tuple(Operand(p.figure) for p in parts), "declared", "")
    frame = frame_of([[p] for p in (*parts, total)], ["c"])
    assert checks.outcomes(frame, checks.column_total(columns=["c"])).tolist() == judged([relation])


@settings(max_examples=200, deadline=None)
@given(st.lists(cells, max_size=8))
def test_a_series_falls_where_the_judge_says_so(column: list[Cell]) -> None:
    expected = []
    before: Figure | None = None
    for cell in column:
        if cell.figure.value is None or before is None:
            expected.append("undecided")
        else:
            expected.append(judge(Relation("order", cell.figure, (Operand(before),), "declared", "", ">=")).outcome)
        before = before if cell.figure.value is None else cell.figure
    frame = frame_of([[c] for c in column], ["c"])
    assert checks.outcomes(frame, checks.never_falls("c")).tolist() == expected


@settings(max_examples=300, deadline=None)
@given(
    st.integers(0, 10**7),
    st.integers(1, 10**7),
    st.integers(0, 6),
    st.sampled_from([ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_DOWN]),
    st.sampled_from(["float", "Decimal", "str", "int"]),
)
def test_a_share_rounded_or_cut_to_any_digits_never_fails(
    part: int, whole: int, digits: int, how: str, spelling: str
) -> None:
    if spelling == "int" or (spelling == "str" and digits == 3):
        digits = 0  # "1,234 %" could as well be 1234
    exact = (Decimal(100 * part) / Decimal(whole)).quantize(Decimal(1).scaleb(-digits), rounding=how)
    spell = {"float": float, "Decimal": Decimal, "str": lambda v: f"{v:f} %".replace(".", ","), "int": int}[spelling]
    stated: Any = spell(exact)
    frame = pd.DataFrame({"s": [stated], "p": [part], "w": [whole]})
    assert checks.outcomes(frame, checks.percent_of("s", "p", "w"))[0] != "fails"


def _arrow_decimal() -> Any:
    import pyarrow

    return pyarrow.decimal128(12, 0)


thousands = st.integers(-9999, 9999)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(thousands, thousands, st.integers(-2, 2)), min_size=1, max_size=5), st.integers(0, 2))
def test_every_spelling_gives_the_same_verdict(rows: list[tuple[int, int, int]], digits: int) -> None:
    unit = Decimal(1).scaleb(-digits)
    table = [[(a + b + off) * unit, a * unit, b * unit] for a, b, off in rows]
    as_floats = pd.DataFrame([[float(v) for v in row] for row in table], columns=list("tab"))
    want = checks.outcomes(as_floats, "t = a + b").tolist()
    shortest = [[Decimal(repr(float(v))) if float(v) % 1 else Decimal(int(v)) for v in row] for row in table]
    spellings = {
        "Decimal": pd.DataFrame(shortest, columns=list("tab"), dtype=object),
        "text": pd.DataFrame([[f"{v:f}".replace(".", ",") for v in row] for row in shortest], columns=list("tab")),
        "Float64": as_floats.astype("Float64"),
        "float32": as_floats.astype("float32"),
        "mixed": as_floats.astype(object),
    }
    if digits == 0:
        spellings |= {d: as_floats.astype(d) for d in ("int64", "int32", "Int64", "category")}
    if importlib.util.find_spec("pyarrow"):
        spellings["arrow"] = as_floats.astype("double[pyarrow]")
        if digits == 0:
            spellings["arrow integers"] = as_floats.astype("int64[pyarrow]")
            spellings["arrow decimals"] = spellings["Decimal"].astype(pd.ArrowDtype(_arrow_decimal()))
    for name, frame in spellings.items():
        assert checks.outcomes(frame, "t = a + b").tolist() == want, name


@settings(max_examples=200, deadline=None)
@given(st.integers(-500, 1500), st.lists(st.integers(0, 500) | st.none(), min_size=2, max_size=5))
def test_an_empty_cell_fails_only_where_the_parts_exceed(total: int, parts: list[int | None]) -> None:
    frame = pd.DataFrame([[total, *parts]], columns=["t", *(f"p{i}" for i in range(len(parts)))], dtype=float)
    known = sum(p for p in parts if p is not None)
    failed = not checks.sums_to("t", list(frame.columns[1:]))(frame).check_output[0]
    if all(p is None for p in parts):
        assert not failed
    elif None in parts:
        assert failed == (known > total)
    else:
        assert failed == (known != total)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(-(2**63), 2**63 - 1), min_size=3, max_size=3), st.sampled_from([-1, 0, 0, 1]))
@example([2**63 - 1, 2**63 - 1, 2], 0)
def test_int64_never_wraps_around(parts: list[int], off: int) -> None:
    total = sum(parts) + off
    row: dict[str, Any] = {f"p{i}": pd.Series([p, 1], dtype="int64") for i, p in enumerate(parts)}
    frame = pd.DataFrame({"t": pd.Series([total, 3], dtype=object), **row})
    assert checks.sums_to("t", ["p0", "p1", "p2"])(frame).check_output.tolist() == [off == 0, True]
    wrapped = (total + 2**63) % 2**64 - 2**63
    frame["t"] = np.array([wrapped, 3], dtype=np.int64)
    assert checks.sums_to("t", ["p0", "p1", "p2"])(frame).check_output[0] == (wrapped == sum(parts))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.floats(allow_nan=True, allow_infinity=True), min_size=1, max_size=6))
def test_floats_are_read_as_stored_values(values: list[float]) -> None:
    from reportcheck.columns import BLANK, UNKNOWN, read_column
    from reportcheck.extract import stored_value

    numbers_read = read_column(pd.Series(values, dtype=float))
    for row, value in enumerate(values):
        state = 0 if numbers_read.states is None else numbers_read.states[row]
        if value != value:
            assert state == BLANK
        elif value in (float("inf"), float("-inf")):
            assert state == UNKNOWN
        else:
            figure = numbers_read.figure(row, False)
            want = stored_value(value)
            assert figure.value == want
            assert figure.digits == max(0, -int(want.normalize().as_tuple().exponent)) if want else figure.digits == 0


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(-(10**6), 10**6), st.integers(1, 10**6)), min_size=1, max_size=40))
def test_computed_floats_are_cut_like_stored_values(quotients: list[tuple[int, int]]) -> None:
    from reportcheck.columns import read_column
    from reportcheck.extract import stored_value

    values = [100 * a / b for a, b in quotients]
    found = read_column(pd.Series(values, dtype=float))
    assert [found.figure(i, False).value for i in range(len(values))] == [stored_value(v) for v in values]


@pytest.mark.parametrize(
    "value",
    [
        65108732.545250006,
        57.631047657349995,
        2037.7750540050001,
        29891.461035149998,
        0.0038816070463250003,
        -57.631047657349995,
    ],
)
def test_floats_beside_a_tie_are_cut_like_stored_values(value: float) -> None:
    """A 13th digit 5, and then a little more or less: a product in doubles makes a tie of it."""
    from reportcheck.columns import read_column
    from reportcheck.extract import stored_value

    assert read_column(pd.Series([value])).figure(0, False).value == stored_value(value)


@pytest.mark.parametrize("count", [1, 140_000, 300_000])
def test_long_columns_are_judged_in_every_block(count: int) -> None:
    parts = np.arange(3 * count, dtype=np.int64).reshape(3, count)
    frame = pd.DataFrame({"a": parts[0], "b": parts[1], "c": parts[2], "t": parts.sum(axis=0)})
    wrong = sorted({0, count // 2, count - 1})
    frame.loc[wrong, "t"] += 1
    output = checks.sums_to("t", ["a", "b", "c"])(frame).check_output
    assert np.flatnonzero(~output.to_numpy()).tolist() == wrong
    output = checks.sums_to("t", ["a", "b", "c"])(frame / 100).check_output
    assert np.flatnonzero(~output.to_numpy()).tolist() == []  # 0.01 is what three rounded parts leave open

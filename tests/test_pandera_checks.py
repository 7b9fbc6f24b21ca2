"""The pandera checks: cases worked out by hand, and every pitfall of pandera that was met on the way."""

from __future__ import annotations

import importlib
import pickle
import warnings
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pandera.pandas as pa
import pytest
from pandera.errors import SchemaDefinitionError, SchemaError, SchemaErrors

from reportcheck import pandera_checks as rc
from reportcheck.forms import Field, Form, Identity


def verdicts(check: Any, **columns: list[Any]) -> list[str]:
    return rc.outcomes(pd.DataFrame(columns), check).tolist()


def passes(check: pa.Check, frame: pd.DataFrame) -> list[bool]:
    return check(frame).check_output.tolist()


def failures(schema: Any, frame: pd.DataFrame) -> list[tuple[Any, Any, Any]]:
    """Column, index and case of all failure cases of a schema; empty where it holds."""
    try:
        schema.validate(frame, lazy=True)
    except SchemaErrors as errors:
        return list(errors.failure_cases[["column", "index", "failure_case"]].itertuples(index=False, name=None))
    return []


ROWS = pd.DataFrame({"total": [9, 752, 5], "male": [4, 400, 2], "female": [5, 351, 3], "place": ["a", "b", "c"]})
SUM = rc.sums_to("total", ["male", "female"])


# -- what each check decides ---------------------------------------------------


@pytest.mark.parametrize(
    ("total", "a", "b", "outcome"),
    [
        (752, 400, 352, "exact"),
        (752, 400, 351, "fails"),
        (0.3, 0.1, 0.2, "exact"),  # a comparison of doubles says they differ
        (1183.7, 777, 407, "rounding"),  # 777 and 407 are rounded too: the sum lies in 1183 to 1185
        (1185.3, 777, 407, "fails"),
        (Decimal("8.30"), Decimal("4.10"), Decimal("4.2"), "exact"),
        ("1.939", "1.000", "939", "exact"),
        ("12,5", "6,25", "6,25", "exact"),
        (2**60 + 1, 2**60, 1, "exact"),
        (2**60 + 2, 2**60, 1, "fails"),  # as doubles they would be equal
        (10**30, 10**30 - 1, 1, "exact"),
        ("-", 0, 0, "exact"),
        ("-", 1, 0, "fails"),
        ("…", 1, 0, "undecided"),
        ("hai", 1, 1, "undecided"),
        (True, 1, 0, "undecided"),
        (float("inf"), 1, 0, "undecided"),
        (pd.Timestamp("2025-10-15"), 1, 0, "undecided"),
        ("khoảng 10", 4, 5, "rounding"),  # to the tens: 0 to 20
        ("khoảng 10", 40, 5, "undecided"),
    ],
)
def test_a_sum(total: Any, a: Any, b: Any, outcome: str) -> None:
    frame = pd.DataFrame({"t": pd.Series([total], dtype=object), "a": pd.Series([a], dtype=object), "b": [b]})
    assert rc.outcomes(frame, rc.sums_to("t", ["a", "b"])).tolist() == [outcome]


@pytest.mark.parametrize(
    ("total", "a", "b", "outcome"),
    [
        (None, 4, 5, "undecided"),
        (5, 5, None, "exact"),
        (5, 4, None, "undecided"),  # b may be 1
        (5, 6, None, "fails"),  # no count is less than 0
        (5, None, None, "undecided"),
        (0, None, None, "exact"),
        (5.5, 5, None, "rounding"),  # 5 among decimals is 4.5 to 5.5
        (5, -6, None, "undecided"),
    ],
)
def test_an_empty_cell_is_not_a_failure(total: Any, a: Any, b: Any, outcome: str) -> None:
    check = rc.sums_to("t", ["a", "b"])
    for empty in (None, float("nan"), pd.NA, "", "  ", pd.NaT):
        row = [empty if v is None else v for v in (total, a, b)]
        frame = pd.DataFrame([row], columns=["t", "a", "b"], dtype=object)
        assert rc.outcomes(frame, check).tolist() == [outcome]
        assert passes(check, frame) == [outcome != "fails"]


def test_empty_cells_stand_for_0_where_a_row_shows_it() -> None:
    columns = {"t": [5, 9], "a": [4, 4], "b": [None, 5], "c": [None, None]}
    assert verdicts("t = a + b + c", **columns) == ["fails", "exact"]  # the second row holds with c empty
    columns = {"t": [5, 4], "a": [4, 4], "b": [None, None], "c": [None, None]}
    assert verdicts("t = a + b + c", **columns) == ["undecided", "exact"]  # one part alone shows nothing
    assert verdicts(rc.sums_to("t", ["a", "b", "c"], blank_is_zero=True), **columns) == ["fails", "exact"]


def test_parts_are_taken_away() -> None:
    columns = {"t": [6, 14], "a": [10, 10], "b": [4, 4]}
    for parts in (["a", "-b"], {"a": 1, "b": -1}):
        check = rc.sums_to("t", parts)
        assert check.error == "t = a - b"
        assert verdicts(check, **columns) == ["exact", "fails"]


def test_one_part_is_the_same_fact_twice() -> None:
    """Equal precision, equal figures; a coarser one is met by rounding."""
    assert verdicts(rc.sums_to("t", "a"), t=[2.5, 2.5, 2.0], a=[2.5, 2.4, 2.4]) == ["exact", "fails", "rounding"]


def test_money_in_millions_is_rounded() -> None:
    columns = {"t": [10, 10, 10], "a": [4, 4, 4], "b": [6, 7, 8]}
    assert verdicts(rc.sums_to("t", ["a", "b"]), **columns) == ["exact", "fails", "fails"]
    # 10 ± ½ against 11 ± 1; against 12 ± 1 not, but 10 cut off is up to 11, which 12 - 1 only touches
    assert verdicts(rc.sums_to("t", ["a", "b"], rounded=True), **columns) == ["exact", "rounding", "fails"]


def test_row_total_takes_all_other_numbers() -> None:
    frame = pd.DataFrame(
        {
            "place": ["a", "b"],
            "done": [True, False],
            "year": ["2024", "2025"],
            "x": [1, 2],
            "y": [0.5, None],
            "z": pd.Series([1, None], dtype="Int64"),
            "d": [Decimal(1), None],
            "total": [3.5, 3],
        }
    )
    assert rc.outcomes(frame, rc.row_total()).tolist() == ["exact", "undecided"]
    assert rc.outcomes(frame, rc.row_total(parts=["x", "y"])).tolist() == ["fails", "undecided"]
    with pytest.raises(SchemaError, match="no other columns of numbers"):
        rc.row_total()(frame[["total", "place"]])


def test_column_total() -> None:
    frame = pd.DataFrame(
        {"name": ["x", "y", "Tổng"], "a": [1, 2, 3], "b": [1, 2, 4], "c": [1.5, 2, 3.6], "d": [1, None, 1]},
        index=["x", "y", "Tổng"],
    )
    # c: 1.5 + 2 is 2.95 to 4.05, since 2 stands among decimals; d: one known part shows nothing, but it holds
    want = {"a": "exact", "b": "fails", "c": "rounding", "d": "exact"}
    assert rc.outcomes(frame, rc.column_total()).to_dict() == want
    assert rc.outcomes(frame, rc.column_total("Tổng")).to_dict() == want
    assert rc.outcomes(frame, rc.column_total("Tổng", ["a", "b"])).to_dict() == {"a": "exact", "b": "fails"}
    assert rc.outcomes(frame, rc.column_total("Tổng", ["b"], rows=["x"])).tolist() == ["fails"]
    assert rc.outcomes(frame, rc.column_total("x", ["a"], rows=["Tổng", "y"])).tolist() == ["fails"]
    assert passes(rc.column_total("Tổng"), frame) == [True, True, False]
    assert failures(pa.DataFrameSchema(checks=rc.column_total("Tổng")), frame) == [("b", "Tổng", "4 ≠ 3")]


def test_column_total_knows_empty_cells() -> None:
    frame = pd.DataFrame({"a": [1, 2, None, 3], "b": [1, None, None, 3], "c": [5, None, None, 3], "d": [1, 1, 1, None]})
    # a holds with an empty cell, so that b fails; c exceeds anyhow; d states nothing
    want = ["exact", "fails", "fails", "undecided"]
    assert rc.outcomes(frame, rc.column_total()).tolist() == want
    assert rc.outcomes(frame, rc.column_total(columns=["b"])).tolist() == ["undecided"]
    empty = pd.DataFrame({"x": [None, None, 0], "y": [None, None, 1]}, dtype=float)
    assert rc.outcomes(empty, rc.column_total()).tolist() == ["exact", "undecided"]
    assert rc.outcomes(frame, rc.column_total(columns=["b"], blank_is_zero=True)).tolist() == ["fails"]


@pytest.mark.parametrize("label", ["Tổng", ("Tổng", "")])
def test_column_total_refuses_a_row_that_is_not_there_or_twice(label: Any) -> None:
    frame = pd.DataFrame({"a": [1, 1]}, index=pd.Index([label, label], tupleize_cols=isinstance(label, tuple)))
    with pytest.raises(SchemaError, match="2 rows are labelled"):
        rc.column_total(label)(frame)
    with pytest.raises(SchemaError, match="no row is labelled 'Cộng'"):
        rc.column_total("Cộng")(frame)


def test_column_total_of_very_many_rows() -> None:
    values = np.full(100_001, 0.1)
    values[-1] = 10_000.0
    assert verdicts(rc.column_total(), a=values.tolist()) == ["exact"]
    big = [2**62, 2**62, 2**62, 3 * 2**62]
    assert verdicts(rc.column_total(), a=big) == ["exact"]


@pytest.mark.parametrize(
    ("share", "outcome"),
    [
        (42.22, "rounding"),
        (42.2, "rounding"),
        (42, "rounding"),
        (42.23, "fails"),
        (100 * 19 / 45, "rounding"),
        ("42,22 %", "rounding"),
        (Decimal("42.2222222"), "rounding"),
        (None, "undecided"),
    ],
)
def test_a_share(share: Any, outcome: str) -> None:
    assert verdicts(rc.percent_of("s", "p", "w"), s=[share], p=[19], w=[45]) == [outcome]


def test_a_share_that_was_cut_off_holds() -> None:
    assert verdicts(rc.percent_of("s", "p", "w"), s=[66.6, 66.5, 66], p=[2, 2, 2], w=[3, 3, 3]) == [
        "truncation", "fails", "truncation",
    ]  # fmt: skip


def test_a_share_of_nothing_or_of_empty_cells_is_undecided() -> None:
    columns = {"s": [0, 100, 50], "p": [0, 5, None], "w": [0, None, 5]}
    assert verdicts(rc.percent_of("s", "p", "w"), **columns) == ["undecided"] * 3


def test_a_share_of_several_parts_and_of_one() -> None:
    check = rc.percent_of("s", ["early", "due"], "all")
    assert check.error == "s = 100 * (early + due) / all"
    assert verdicts(check, s=[75.0, 75.1], early=[1, 1], due=[2, 2], all=[4, 4]) == ["exact", "fails"]
    one = rc.percent_of("s", "a", "b", factor=1)
    assert one.error == "s = a / b"
    assert verdicts(one, s=[0.75, 0.7], a=[3, 19], b=[4, 25]) == ["exact", "truncation"]
    assert verdicts(one, s=[-0.75, 0.75], a=[3, -3], b=[-4, -4]) == ["exact", "exact"]


def test_rates() -> None:
    columns = {"rate": [4.33, 4, 5], "total": [130, 130, 130], "days": [30, 30, 30]}
    assert verdicts(rc.rate_agrees("rate", "total", "days"), **columns) == ["rounding", "rounding", "fails"]
    for per in (30, 30.0, Decimal(30), np.int64(30)):
        assert verdicts(rc.rate_agrees("rate", "total", per), **columns) == ["rounding", "rounding", "fails"]
    assert verdicts(rc.rate_agrees("rate", "total", 3.5), rate=[37.14], total=[130]) == ["rounding"]


def test_differences_and_balances() -> None:
    assert verdicts(rc.difference_of("d", "a", "b", "c"), d=[3, 3], a=[10, 10], b=[4, 3], c=[3, 3]) == [
        "exact",
        "fails",
    ]
    check = rc.balance("closing", "opening", ["in1", "in2"], "out")
    assert check.error == "closing = opening + in1 + in2 - out"
    columns = {"closing": [8, 9], "opening": [3, 3], "in1": [5, 5], "in2": [1, 1], "out": [1, 1]}
    assert verdicts(check, **columns) == ["exact", "fails"]


def test_never_falls() -> None:
    columns = {"so far": [3, None, 5, 5, 4, 4]}
    want = ["undecided", "undecided", "exact", "exact", "fails", "exact"]
    assert verdicts(rc.never_falls("so far"), **columns) == want
    frame = pd.DataFrame({"g": ["x", "y", "x", None, "y", None], "k": 1, "v": [5, 2, 4, 9, 3, 8]})
    assert passes(rc.never_falls("v", by="g"), frame) == [True, True, False, True, True, False]
    assert passes(rc.never_falls("v", by=["g", "k"]), frame) == [True, True, False, True, True, False]
    schema = pa.DataFrameSchema(checks=rc.never_falls("v", by="g"))
    assert failures(schema, frame) == [("v", 2, "4 < 5"), ("v", 5, "8 < 9")]


def test_identities_as_text() -> None:
    columns = {"a": [2, 2], "b": [3, 3], "c": [6, 7], "t": [5, 1]}
    assert verdicts("c = a * b", **columns) == ["exact", "fails"]
    assert verdicts("b <= t", **columns) == ["exact", "fails"]
    assert verdicts("t >= b", **columns) == ["exact", "fails"]
    assert verdicts("t = a + 3", **columns) == ["exact", "fails"]
    check = rc.identity("t = a + b", "b <= t", "c >= t")
    cases = failures(pa.DataFrameSchema(checks=check), pd.DataFrame(columns))
    assert cases == [("t", 1, "1 ≠ 5 (a, b)"), ("b", 1, "3 > 1 (t)")]


# -- columns of all kinds ------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["1.939", "2.001"], [1939, 2001]),  # nothing tells: thousands
        (["1.939", "2.5"], ["1.939", "2.5"]),  # sure decimals with the same mark
        (["1.939", "1.234.567"], [1939, 1234567]),
        (["1.939", "1.234.567", "2.5"], [1939, 1234567, "2.5"]),  # both for sure: thousands, as in a report's table
        (["1.939", "2,5"], [1939, "2.5"]),
        (["1,939", "2,5"], ["1.939", "2.5"]),
        (["(12)", "12 hồ sơ"], [-12, 12]),
        (["08", "15/10/2025"], [8, None]),
    ],
)
def test_texts_are_read_as_their_column_tells(cells: list[str], values: list[Any]) -> None:
    frame = pd.DataFrame({"text": cells, "value": [None if v is None else Decimal(v) for v in values]})
    frame["back"] = frame["value"]
    want = ["undecided" if v is None else "exact" for v in values]
    assert rc.outcomes(frame, "text = value").tolist() == want


@pytest.mark.parametrize(
    "dtype",
    [
        "int8",
        "int64",
        "uint8",
        "uint64",
        "float32",
        "float64",
        "Int64",
        "UInt8",
        "Float32",
        "Float64",
        "object",
        "str",
        "category",
    ],
)
def test_every_dtype_says_the_same(dtype: str) -> None:
    frame = pd.DataFrame({"t": [9, 8], "a": [4, 4], "b": [5, 5]}).astype(dtype)
    assert rc.outcomes(frame, "t = a + b").tolist() == ["exact", "fails"]


def test_nullable_integers_stay_exact() -> None:
    frame = pd.DataFrame(
        {"t": [2**62 + 1, 2**62, None, 7], "a": [2**62, 2**62, 1, None], "b": [1, 1, 1, 7]}, dtype="Int64"
    )
    assert rc.outcomes(frame, "t = a + b").tolist() == ["exact", "fails", "undecided", "exact"]
    unsigned = pd.DataFrame({"t": [2**64 - 1, 2**64 - 1], "a": [2**63, 2**63], "b": [2**63 - 1, 2**63]}, dtype="uint64")
    assert rc.outcomes(unsigned, "t = a + b").tolist() == ["exact", "fails"]


def test_float32_is_the_decimal_that_it_prints() -> None:
    frame = pd.DataFrame({"t": [0.3, 0.3], "a": [0.1, 0.1], "b": [0.2, 0.5]}, dtype="float32")
    assert rc.outcomes(frame, "t = a + b").tolist() == ["exact", "fails"]


def test_odd_floats() -> None:
    columns = {"t": [1e300, 5e-324, 1e22, -0.0], "a": [1e300, 5e-324, 1e22, 0.0], "b": [0, 0, 0, 0]}
    assert verdicts("t = a + b", **columns) == ["exact"] * 4
    assert verdicts("t = a + b", t=[1e300, 1e22], a=[1e300, 1e22], b=[1, 1]) == ["fails", "fails"]


def test_absurd_decimals_are_no_figures() -> None:
    assert verdicts("t = a + b", t=[Decimal("1E+999999")], a=[1], b=[Decimal("NaN")]) == ["undecided"]


def test_a_negative_zero_was_cut_off_from_below() -> None:
    """-0.0 cut off stands for more than -0.1 and at most 0: the judge knows, so that the check does."""
    columns = {"s": [Decimal("-0.0"), Decimal("0.0")], "p": [-8, -8], "w": [10000, 10000]}
    assert verdicts(rc.percent_of("s", "p", "w"), **columns) == ["truncation", "fails"]


# -- pandera -------------------------------------------------------------------


def test_a_failing_row_is_one_failure_case() -> None:
    """pandera by itself makes one for each of the four columns."""
    assert failures(pa.DataFrameSchema(checks=SUM), ROWS) == [("total", 1, "752 ≠ 751")]
    by_hand = pa.DataFrameSchema(checks=pa.Check(lambda d: d.total == d.male + d.female))
    assert len(failures(by_hand, ROWS)) == 4


def test_index_labels_may_repeat_be_tuples_or_missing() -> None:
    schema = pa.DataFrameSchema(checks=SUM)
    assert failures(schema, ROWS.set_axis(["a", "a", "a"])) == [("total", "a", "752 ≠ 751")]
    tuples = pd.MultiIndex.from_tuples([("x", 1), ("x", 2), ("y", 1)])
    assert failures(schema, ROWS.set_axis(tuples)) == [("total", "('x', 2)", "752 ≠ 751")]
    ((column, index, _),) = failures(schema, ROWS.set_axis([1.0, np.nan, 2.0]))
    assert column == "total"
    assert np.isnan(index)
    for labels in (["a", "a", "a"], tuples, [1.0, np.nan, 2.0]):
        output = SUM(ROWS.set_axis(labels)).check_output
        assert output.tolist() == [True, False, True]
        assert output.index.equals(ROWS.set_axis(labels).index)


def test_an_empty_frame_holds() -> None:
    empty = ROWS[:0]
    for check in (SUM, rc.row_total(), rc.column_total(), rc.never_falls("total"), rc.identity("male <= total")):
        assert failures(pa.DataFrameSchema(checks=check), empty) == []
        assert check(empty).check_output.tolist() == []
    assert rc.outcomes(empty, SUM).tolist() == []
    assert rc.outcomes(empty, rc.column_total()).tolist() == []


def test_columns_may_be_tuples_or_numbers() -> None:
    frame = pd.DataFrame([[9, 4, 6]], columns=pd.MultiIndex.from_tuples([("n", "t"), ("n", "a"), ("n", "b")]))
    check = rc.sums_to(("n", "t"), [("n", "a"), ("n", "b")])
    assert [c[1:] for c in failures(pa.DataFrameSchema(checks=check), frame)] == [(0, "9 ≠ 10")]
    assert passes(rc.sums_to(0, [1, 2]), pd.DataFrame([[3, 1, 2]])) == [True]


def test_a_missing_column_is_named() -> None:
    schema = pa.DataFrameSchema(checks=SUM)
    with pytest.raises(
        SchemaError, match=r"column 'female' not in dataframe; the check needs it: total = male \+ female"
    ):
        schema.validate(ROWS.drop(columns="female"))
    ((_, _, case),) = failures(schema, ROWS.drop(columns="female"))
    assert case == "female"
    dropping = pa.DataFrameSchema({"total": pa.Column(int)}, checks=SUM, drop_invalid_rows=True)
    with pytest.raises(SchemaErrors):
        dropping.validate(ROWS.drop(columns="female"), lazy=True)
    with pytest.raises(SchemaError, match="'g' not in dataframe"):
        rc.never_falls("total", by="g")(ROWS)


def test_a_column_that_stands_twice_is_named() -> None:
    with pytest.raises(SchemaError, match="2 columns are called 'male'"):
        SUM(pd.concat([ROWS, ROWS[["male"]]], axis=1))


def test_a_check_of_frames_does_not_stand_on_a_series() -> None:
    with pytest.raises(SchemaDefinitionError, match="whole pandas frames"):
        SUM(ROWS["total"])


def test_rows_are_dropped_by_label() -> None:
    schema = pa.DataFrameSchema({"total": pa.Column(int)}, checks=SUM, drop_invalid_rows=True)
    assert schema.validate(ROWS, lazy=True).index.tolist() == [0, 2]
    tuples = pd.MultiIndex.from_tuples([("x", 1), ("x", 2), ("y", 1)])
    assert schema.validate(ROWS.set_axis(tuples), lazy=True).index.tolist() == [("x", 1), ("y", 1)]


def test_a_failure_can_be_a_warning() -> None:
    schema = pa.DataFrameSchema(checks=rc.sums_to("total", ["male", "female"], raise_warning=True))
    with pytest.warns(pa.errors.SchemaWarning, match="752 ≠ 751"):
        schema.validate(ROWS)


def test_only_so_many_failure_cases() -> None:
    check = rc.sums_to("total", ["male", "female"], n_failure_cases=1, error="does not add up")
    frame = ROWS.assign(total=1)
    assert failures(pa.DataFrameSchema(checks=check), frame) == [("total", 0, "1 ≠ 9")]
    assert passes(check, frame) == [False] * 3
    assert check.error == "does not add up"


def test_models_have_the_checks_in_their_config() -> None:
    class Model(pa.DataFrameModel):
        total: int

        class Config:
            sums_to = {"total": "total", "parts": ["male", "female"]}  # noqa: RUF012 - as pandera wants it
            difference_of = ("male", "total", "female")
            identity = ("male <= total", "female <= total")
            never_falls = "total"

    found = failures(Model, ROWS)
    assert ("total", 1, "752 ≠ 751") in found
    assert ("male", 1, "400 ≠ 401") in found
    assert ("total", 2, "5 < 752") in found
    assert len(found) == 3


def test_models_may_ask_for_outcomes() -> None:
    class Model(pa.DataFrameModel):
        total: int

        @pa.dataframe_check
        def adds_up(cls, frame: pd.DataFrame) -> pd.Series:  # noqa: N805 - a class method for pandera
            return rc.outcomes(frame, SUM) != "fails"

    assert {index for _, index, _ in failures(Model, ROWS)} == {1}


CHECKS = [
    SUM,
    rc.sums_to("total", {"male": 1, "female": -1}, rounded=True),
    rc.row_total(),
    rc.column_total("Tổng", ["a"], rows=["x", "y"]),
    rc.difference_of("a", "b", "c", blank_is_zero=True),
    rc.balance("a", "b", ["c"], ["d"]),
    rc.percent_of("a", ["b", "c"], "d", factor=1),
    rc.rate_agrees("a", "b", 30),
    rc.never_falls("a", by=["b", "c"]),
    rc.identity("a <= b", "c = d + e"),
]


@pytest.mark.parametrize("check", CHECKS, ids=lambda c: c.error)
def test_checks_survive_yaml_pickle_and_registration(check: pa.Check) -> None:
    schema = pa.DataFrameSchema({"total": pa.Column(int)}, checks=check)
    back = pa.DataFrameSchema.from_yaml(schema.to_yaml())
    assert back.checks == [check]
    assert pickle.loads(pickle.dumps(schema)) == schema
    assert getattr(pa.Check, check.name)(**check.statistics) == check
    assert check.statistics["formula"] == check.error
    assert str(check) == f"<Check {check.name}: {check.error}>"


def test_checks_are_equal_only_where_they_claim_the_same() -> None:
    assert rc.sums_to("total", ["male", "female"]) == SUM
    assert hash(rc.sums_to("total", ["male", "female"])) == hash(SUM)
    assert rc.sums_to("total", ["male"]) != SUM
    assert pa.Check.sums_to("total", ["male", "female"]) == SUM


def test_the_module_may_be_loaded_again() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        again = importlib.reload(rc)
    assert again.sums_to("total", ["male", "female"]) == SUM
    assert pa.Check.sums_to("total", ["male", "female"]) == SUM


def test_a_name_that_somebody_else_registered_is_theirs(monkeypatch: pytest.MonkeyPatch) -> None:
    def theirs() -> None:
        pass

    monkeypatch.setitem(pa.Check.REGISTERED_CUSTOM_CHECKS, "balance", theirs)
    with pytest.warns(UserWarning, match="'balance'"):
        importlib.reload(rc)
    assert pa.Check.balance is theirs


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: rc.sums_to("t", []), "at least one part"),
        (lambda: rc.sums_to("t", ["a", "t"]), "part of itself"),
        (lambda: rc.sums_to("t", {"a": 2}), "added"),
        (lambda: rc.rate_agrees("t", "a", 0), "other than 0"),
        (lambda: rc.percent_of("t", "a", "b", factor=float("nan")), "other than 0"),
        (lambda: rc.identity(), "at least one formula"),
        (lambda: rc.identity("a = b +"), "expected a name"),
        (lambda: rc.outcomes(ROWS, rc.identity("male <= total", "female <= total")), "one formula"),
    ],
)
def test_wrong_arguments_are_refused(make: Any, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        make()


def test_outcomes_of_other_checks_are_not_known() -> None:
    with pytest.raises(TypeError, match="check of reportcheck"):
        rc.outcomes(ROWS, pa.Check.ge(0))


# -- forms ---------------------------------------------------------------------

FORM = Form(
    "f",
    "",
    "Form",
    (),
    (
        Field("place", (), measure="text"),
        Field("total", (), filled=True),
        Field("a", ()),
        Field("b", ()),
        Field("c", (), required=False),
        Field("d", (), required=False, measure="money"),
        Field("share", (), measure="percent", required=False),
        Field("change", (), required=False),
    ),
    identities=(
        "total = a + b + c",
        Identity("share = 100 * a / total"),
        "b <= total",
        "total = other-form[total]",
        "change = a - b",
        "d = c",
    ),
)


def good() -> pd.DataFrame:
    columns = {"place": ["x", "y"], "total": [10.0, 3], "a": [4.0, 1], "b": [6.0, 2], "share": [40.0, 33.3]}
    return pd.DataFrame(columns)


def test_a_form_model_reads_as_the_form() -> None:
    model = rc.form_model(FORM)
    assert model.name == "f"
    assert list(model.columns) == ["place", "total", "a", "b", "c", "d", "share", "change"]
    formulas = [c.statistics["formula"] for c in model.checks if c.name == "identity"]
    assert formulas == ["total = a + b + c", "share = 100 * a / total", "b <= total", "change = a - b", "d = c"]


@pytest.mark.parametrize("dtype", [float, object])
def test_a_good_form_holds(dtype: Any) -> None:
    frame = good().astype(dict.fromkeys(("total", "a", "b", "share"), dtype))
    assert failures(rc.form_model(FORM), frame) == []
    assert failures(rc.shape_model(FORM), frame) == []
    assert failures(rc.form_model(FORM), frame.assign(c=[0, None], change=[-2, -1], extra="x")) == []


def test_a_form_model_finds_what_does_not_agree() -> None:
    frame = good().assign(total=[10, 4], share=[41, 33.3])
    # 100 × 1/4 is 25, and 1 + 2 is not 4
    assert set(failures(rc.form_model(FORM), frame)) == {
        ("total", 1, "4 ≠ 3"),
        ("share", 0, "41 ≠ 40"),
        ("share", 1, "33.3 ≠ 25"),
    }


@pytest.mark.parametrize("make", [rc.form_model, rc.shape_model])
def test_cells_that_are_no_figures_are_named(make: Any) -> None:
    frame = pd.DataFrame(
        {
            "place": ["x", "y", "z", "w"],
            "total": [None, 3, 3, 3],
            "a": [1, "nhiều", -1, 1],
            "b": [1, "…", "1.939", "#REF!"],
            "d": [-1.0, 2, None, 4],
        },
        dtype=object,
    ).astype({"total": float, "d": float})
    cases = failures(make(FORM), frame)
    found = {(column, index) for column, index, case in cases if "≠" not in str(case) and ">" not in str(case)}
    assert found == {("total", 0), ("a", 1), ("a", 2), ("b", 3), ("d", 0)}
    assert ("a", 1, "nhiều") in cases


@pytest.mark.parametrize("make", [rc.form_model, rc.shape_model])
def test_columns_that_a_form_needs_are_named(make: Any) -> None:
    try:
        make(FORM).validate(good().drop(columns=["a"]), lazy=True)
    except SchemaErrors as errors:
        cases = errors.failure_cases
    named = [*cases["column"], *cases["failure_case"]]
    assert "a" in named
    assert len(cases) == 1  # and the identities over it say nothing
    assert cases["index"].isna().all()


def test_optional_parts_that_are_absent_are_left_out() -> None:
    with_c = good().assign(c=[1, 0])
    assert failures(rc.form_model(FORM), with_c) == [("total", 0, "10 ≠ 11")]
    form = Form(
        "g",
        "",
        "",
        (),
        (Field("t", ()), Field("a", (), required=False), Field("b", (), required=False)),
        identities=("t = a + b",),
    )
    assert failures(rc.form_model(form), pd.DataFrame({"t": [5.0], "a": [4.0]})) == []  # one part alone


def test_forms_of_the_house_have_models() -> None:
    from reportcheck.schemas.dossier_settlement import FORM as DOSSIERS

    row = {
        "received": 100, "online": 60, "in_person": 30, "carried_over": 10, "settled": 80, "early": 50, "on_time": 20,
        "late": 10, "pending": 20, "pending_in_time": 15, "pending_overdue": 5, "on_time_rate": 87.5,
    }  # fmt: skip
    model = rc.form_model(DOSSIERS)
    assert failures(model, pd.DataFrame([row], dtype=float)) == []
    slip = {**row, "early": 51}
    assert {c for c, _, _ in failures(model, pd.DataFrame([slip], dtype=float))} == {"settled", "on_time_rate"}

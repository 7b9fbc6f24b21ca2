"""Sums so far, balances and openings in tables of no form: what is tied is known from how the figures were made."""

from __future__ import annotations

import random
from itertools import accumulate
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_discovered_properties import Rows, check, claims, csv_file, loud, slip

seeds = st.integers(0, 2**32 - 1)


def months(pick: random.Random, count: int, *, carried: int = 0) -> Rows:
    """A heading, then each month's figure, the sum so far, and a figure that has nothing to do with them."""
    added = [pick.randint(1_000, 99_999) for _ in range(count)]
    so_far = [carried + total for total in accumulate(added)]
    body = [
        [f"Tháng {n}", a, t, pick.randint(1_000, 99_999)] for n, (a, t) in enumerate(zip(added, so_far, strict=True), 1)
    ]
    return [["Kỳ", "Trong tháng", "Lũy kế", "Khách thăm"], *body]


def turned(rows: Rows) -> Rows:
    return [list(row) for row in zip(*rows, strict=True)]


@settings(max_examples=25, deadline=None)
@given(seeds, st.integers(6, 12), st.sampled_from([0, 48_213]), st.booleans(), st.booleans())
def test_every_month_of_a_sum_so_far_is_claimed(
    seed: int, count: int, carried: int, across: bool, latest: bool
) -> None:
    rows = months(random.Random(seed), count, carried=carried)
    if latest:  # the latest month first
        rows = [rows[0], *reversed(rows[1:])]
    step = -1 if latest else 1
    expected = set()
    for r in range(1, count + 1):
        before = r - step
        parts = [(r, 1), *([(before, 2)] if 1 <= before <= count else [])]
        if len(parts) == 2 or not carried:
            expected.add(("sum", (r, 2), frozenset((1, p) for p in parts)))
    if across:
        rows = turned(rows)
        expected = {(kind, t[::-1], frozenset((s, p[::-1]) for s, p in own)) for kind, t, own in expected}
    assert claims(csv_file(rows)) == expected
    assert not loud(check(rows))


@settings(max_examples=25, deadline=None)
@given(seeds, st.integers(7, 12), st.data())
def test_a_slip_in_a_sum_so_far_is_told_once_at_its_cell(seed: int, count: int, data: Any) -> None:
    pick = random.Random(seed)
    rows = months(pick, count)
    r = data.draw(st.integers(1, count))
    right, rows[r][2] = rows[r][2], slip(rows[r][2], pick, places=int(r == count))
    (finding,) = loud(check(rows))
    assert (finding.rule, finding.stated) == ("RC101", str(rows[r][2]))
    assert finding.computed is not None
    assert finding.computed.replace(".", "") == str(right)
    assert finding.figures[0][1].location.cell == f"C{r + 1}"


@settings(max_examples=25, deadline=None)
@given(seeds, st.integers(7, 12), st.data())
def test_a_slip_in_what_is_added_is_told_once(seed: int, count: int, data: Any) -> None:
    pick = random.Random(seed)
    rows = months(pick, count)
    r = data.draw(st.integers(2, count))
    rows[r][1] = slip(rows[r][1], pick, places=1)  # a unit more or less may be rounding
    (finding,) = loud(check(rows))
    assert f"B{r + 1}" in [figure.location.cell for _, figure in finding.figures]


def test_a_new_year_begins_again() -> None:
    pick = random.Random(5)
    first, second = months(pick, 6), months(pick, 6)
    rows = [*first, *([f"Tháng {n} năm sau", *row[1:]] for n, row in enumerate(second[1:], 1))]
    found = claims(csv_file(rows))
    assert ("sum", (7, 2), frozenset({(1, (7, 1))})) in found
    assert len(found) == 12
    assert not loud(check(rows))


@settings(max_examples=25, deadline=None)
@given(seeds, st.integers(5, 12))
def test_words_alone_claim_nothing(seed: int, count: int) -> None:
    pick = random.Random(seed)
    body = [[f"Tháng {n}", *(pick.randint(100, 99_999) for _ in range(3))] for n in range(1, count + 1)]
    assert claims(csv_file([["Kỳ", "Trong tháng", "Lũy kế", "Số dư"], *body])) == set()


def test_a_counter_is_no_sum_so_far() -> None:
    body = [[f"Đợt {n}", 1, n, n * 7 % 11] for n in range(1, 12)]
    assert not any(kind == "sum" for kind, *_ in claims(csv_file([["Đợt", "Số lần", "Lũy kế", "Khách"], *body])))


def ledger(pick: random.Random, count: int) -> Rows:
    rows: Rows = [["Ngày", "Nhập", "Xuất", "Số dư"]]
    held = 52_000
    for n in range(count):
        came, went = pick.randint(100, 9_999), pick.randint(100, 3_999)
        held += came - went
        rows.append([f"Phiếu {n}", came, went, held])
    return rows


def test_a_ledger_runs_over_what_came_and_went() -> None:
    rows = ledger(random.Random(3), 10)
    found = claims(csv_file(rows))
    assert found == {("sum", (r, 3), frozenset({(1, (r - 1, 3)), (1, (r, 1)), (-1, (r, 2))})) for r in range(2, 11)}
    assert not loud(check(rows))
    rows[5][3] += 3000
    (finding,) = loud(check(rows))
    assert finding.figures[0][1].location.cell == "D6"


def balances(pick: random.Random, count: int) -> Rows:
    rows: Rows = [["Kỳ", "Tồn đầu kỳ", "Nhận", "Giải quyết", "Tồn cuối kỳ"]]
    held = 5120
    for n in range(1, count + 1):
        came, went = pick.randint(1000, 9999), pick.randint(500, 4999)
        rows.append([f"Tháng {n}", held, came, went, held + came - went])
        held += came - went
    return rows


def test_a_period_opens_where_the_last_closed() -> None:
    rows = balances(random.Random(8), 9)
    carried = {("equality", (r, 1), frozenset({(1, (r - 1, 4))})) for r in range(2, 10)}
    closed = {("sum", (r, 4), frozenset({(1, (r, 1)), (1, (r, 2)), (-1, (r, 3))})) for r in range(1, 10)}
    assert claims(csv_file(rows)) == carried | closed
    assert not loud(check(rows))


@pytest.mark.parametrize("column", [1, 2, 3, 4])
def test_a_slip_in_a_balance_is_told_once(column: int) -> None:
    rows = balances(random.Random(8), 9)
    rows[5][column] += 300
    (finding,) = loud(check(rows))
    assert finding.rule == "RC402"
    assert f"{'ABCDE'[column]}6" in [figure.location.cell for _, figure in finding.figures]

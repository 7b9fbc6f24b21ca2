"""Rows within rows, marks for nothing, shares as formats, the same form more than once: what ties and what does not."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from helpers import checked_of, forms_of, missed_slips, missing_claims, told
from layouts import (
    EARLIER,
    PERIOD,
    Book,
    Column,
    Row,
    Sheet,
    Table,
    Tie,
    content,
    put,
    with_details,
)

from reportcheck.model import Grid
from reportcheck.read.blocks import split

COLUMNAR = ("documents-by-body", "documents-by-type", "meetings", "digital-certificates", "dossier-settlement")


def _on_sheet(*tables: Table, stt: bool = True, between: int = 2) -> Book:
    book = Book([Sheet("Biểu")])
    top = 0
    for table in tables:
        book.sheets[0].cells[top, 0] = table.title
        top = put(book, table, top=top + 2, stt=stt) + between
    return book


def _demand(book: Book, sample: int = 6) -> None:
    checked = checked_of(book)
    assert forms_of(book, checked) == {t.name: t.form for t in book.tables}
    assert told(checked) == []
    assert missing_claims(book, checked) == []
    assert missed_slips(book, sample) == []


def _summed(table: Table, target: Row, rows: Sequence[Row]) -> None:
    """Make a row the sum of others, column by column; its shares anew."""
    for column in table.columns:
        if column.id == "on_time_rate":
            continue
        table.values[target.id, column.id] = sum(table.values[r.id, column.id] for r in rows)
        table.ties.append(
            Tie("sum", table.key(target.id, column.id), tuple(table.key(r.id, column.id) for r in rows))
        )  # fmt: skip


def _open_rows(form: str, offices: int) -> Table:
    """Rows of offices whose total is still to be made."""
    table = content(form, 11, offices=offices)
    table.columns = [c for c in table.columns if c.id != "on_time_rate"]
    table.ties = [t for t in table.ties if "total" not in (t.target[1], *(k[1] for k in t.cells)) and t.kind == "sum"]
    table.rows = table.rows[:-1]
    for i, row in enumerate(table.rows, 1):
        row.number = str(i)
    return table


@pytest.mark.parametrize("form", COLUMNAR)
def test_section_names_without_figures(form: str) -> None:
    table = _open_rows(form, 5)
    offices = list(table.rows)
    total = Row("total", "TỔNG CỘNG")
    _summed(table, total, offices)
    table.rows = [Row("I", "Cấp tỉnh", "I"), *offices[:2], Row("II", "Cấp xã", "II"), *offices[2:], total]
    _demand(_on_sheet(table))


@pytest.mark.parametrize("form", COLUMNAR)
def test_sections(form: str) -> None:
    table = _open_rows(form, 5)
    offices = list(table.rows)
    heads = [Row("I", "Cấp tỉnh", "I"), Row("II", "Cấp xã", "II")]
    total = Row("total", "TỔNG CỘNG")
    _summed(table, heads[0], offices[:2])
    _summed(table, heads[1], offices[2:])
    _summed(table, total, heads)
    table.rows = [heads[0], *offices[:2], heads[1], *offices[2:], total]
    _demand(_on_sheet(table))


@pytest.mark.parametrize("form", COLUMNAR)
def test_sections_of_sections(form: str) -> None:
    """A and B hold I and II, which hold 1 and 2: each sums the next."""
    table = _open_rows(form, 6)
    o = list(table.rows)
    inner = [Row("A1", "Khối sở", "I"), Row("A2", "Khối ban", "II"), Row("B1", "Vùng biển", "I")]
    outer = [Row("A", "Cấp tỉnh", "A"), Row("B", "Cấp xã", "B")]
    total = Row("total", "TỔNG CỘNG")
    _summed(table, inner[0], o[:2])
    _summed(table, inner[1], o[2:4])
    _summed(table, inner[2], o[4:])
    _summed(table, outer[0], inner[:2])
    _summed(table, outer[1], inner[2:])
    _summed(table, total, outer)
    table.ties = [t for t in table.ties if len(t.parts) > 1]
    table.rows = [outer[0], inner[0], *o[:2], inner[1], *o[2:4], outer[1], inner[2], *o[4:], total]
    checked = checked_of(book := _on_sheet(table))
    assert told(checked) == []
    assert missing_claims(book, checked) == []


@pytest.mark.parametrize("form", COLUMNAR)
def test_numbers_within_numbers(form: str) -> None:
    """1 holds 1.1 and 1.2; the total sums 1 and 2."""
    table = _open_rows(form, 5)
    o = list(table.rows)
    head = Row("h", "Khối sở", "1")
    for row, number in zip(o, ("1.1", "1.2", "2", "3", "4"), strict=True):
        row.number = number
    total = Row("total", "TỔNG CỘNG")
    _summed(table, head, o[:2])
    _summed(table, total, [head, *o[2:]])
    table.rows = [head, *o, total]
    assert told(checked_of(_on_sheet(table))) == []


@pytest.mark.parametrize("form", COLUMNAR)
def test_of_which_rows(form: str) -> None:
    """A row "Trong đó" is part of the row above it and not of the total."""
    table = _open_rows(form, 4)
    o = list(table.rows)
    part = Row("part", "Trong đó: đơn vị trực thuộc", "-")
    for column in table.columns:
        table.values["part", column.id] = table.values[o[1].id, column.id]
    total = Row("total", "TỔNG CỘNG")
    _summed(table, total, o)
    table.rows = [*o[:2], part, *o[2:], total]
    assert told(checked_of(_on_sheet(table))) == []


@pytest.mark.parametrize("form", COLUMNAR)
def test_subtotals_below_their_rows(form: str) -> None:
    table = _open_rows(form, 5)
    o = list(table.rows)
    sums = [Row("s1", "Cộng I"), Row("s2", "Cộng II")]
    total = Row("total", "TỔNG CỘNG")
    _summed(table, sums[0], o[:2])
    _summed(table, sums[1], o[2:])
    _summed(table, total, sums)
    table.rows = [*o[:2], sums[0], *o[2:], sums[1], total]
    assert told(checked_of(_on_sheet(table))) == []


@pytest.mark.parametrize("form", COLUMNAR)
def test_headings_repeated_on_the_next_page(form: str) -> None:
    table = content(form, 12, offices=6)
    book = Book([Sheet("Biểu")])
    book.sheets[0].cells[0, 0] = table.title
    depth = max(len(c.path) for c in table.columns)
    end = put(book, table, top=2, stt=True)
    ws = book.sheets[0]
    cut = 2 + depth + 3
    down = {(r + depth if r >= cut else r, c): v for (r, c), v in ws.cells.items()}
    for (r, c), v in ws.cells.items():
        if 2 <= r < 2 + depth:
            down[cut + r - 2, c] = v
    ws.cells = down
    ws.merges += [(t + cut - 2, left, b + cut - 2, right) for t, left, b, right in ws.merges]
    book.places = {k: (s, r + depth if r >= cut else r, c) for k, (s, r, c) in book.places.items()}
    assert end == 2 + depth + 7
    assert told(checked_of(book)) == []


@pytest.mark.parametrize("mark", ["-", "–", "x", None, 0])
@pytest.mark.parametrize("form", COLUMNAR)
def test_nothing_printed_as_a_mark(form: str, mark: Any) -> None:
    """Offices that had nothing: dashes or empty cells instead of zeros."""
    table = content(form, 13, offices=5)
    plain = content(form, 13, offices=5)
    ids = [c.id for c in table.columns]
    for i in ids:
        if i != "on_time_rate":
            table.values["total", i] -= table.values["o2", i]
        table.values["o2", i] = 0
    if "on_time_rate" in ids:
        good = table.values["total", "early"] + table.values["total", "on_time"]
        table.values["total", "on_time_rate"] = round(Decimal(100 * good) / table.values["total", "settled"], 2)
    assert plain.values["total", ids[0]] != table.values["total", ids[0]]
    for i in ids:
        table.values["o2", i] = mark
    assert told(checked_of(_on_sheet(table))) == []


@pytest.mark.parametrize("form", ["dossier-settlement", "procedures-by-channel"])
def test_shares_as_a_format(form: str) -> None:
    """86,02 % stored as 0.8602 and shown by a format."""
    table = content(form, 14)
    book = Book([Sheet("Biểu")])
    book.sheets[0].cells[0, 0] = table.title
    put(book, table, top=2, stt=True)
    ws = book.sheets[0]
    for key, (_, r, c) in book.places.items():
        if key[2] in ("share", "on_time_rate"):
            ws.cells[r, c] = table.values[key[1:]] / 100
            ws.formats[r, c] = "0.00%"
    checked = checked_of(book)
    assert told(checked) == []
    assert missing_claims(book, checked) == []
    wrong = next(k for k in book.figures() if k[2] in ("share", "on_time_rate"))
    found = checked_of(book, {wrong: Decimal("0.1234")})
    assert any(f.rule == "RC202" and f.severity == "error" for f in found.findings)


def _two_periods(totals: bool) -> Book:
    kinds, bodies = with_details(15, totals=totals)
    old_kinds, old_bodies = with_details(16, totals=totals)
    for table in (old_kinds, old_bodies):
        table.period = EARLIER
        table.rows[0].label = EARLIER
    for table, name in ((old_kinds, "kinds, earlier"), (old_bodies, "bodies, earlier")):
        old = table.name
        for n, tie in enumerate(old_kinds.ties + old_bodies.ties):
            del n
            assert tie.kind == "sum"
        for holder in (old_kinds, old_bodies):
            holder.ties = [
                Tie(t.kind, _renamed(t.target, old, name), tuple(_renamed(k, old, name) for k in t.parts))
                for t in holder.ties
            ]
        table.name = name
    return _on_sheet(old_bodies, kinds, bodies, old_kinds, stt=False)


def _renamed(key: tuple[str, str, str], old: str, name: str) -> tuple[str, str, str]:
    return (name if key[0] == old else key[0], *key[1:])


@pytest.mark.parametrize("totals", [False, True])
def test_each_period_with_its_own(totals: bool) -> None:
    _demand(_two_periods(totals), 10)


def test_offices_tied_by_name() -> None:
    """Both forms by offices, in another order: what is tied is the row of the same name, and the totals."""
    kinds, bodies = content("documents-by-type", 17, offices=4), content("documents-by-body", 17, offices=4)
    for row in kinds.rows:
        for group in ("committee", "council", "peoples_committee"):
            keys = tuple(
                kinds.key(row.id, c.id)
                for c in kinds.columns
                if c.id.startswith(f"{group}_") and not c.id.endswith("_total")
            )
            bodies.values[row.id, group] = sum(kinds.values[k[1:]] for k in keys)
            kinds.ties.append(Tie("sum", bodies.key(row.id, group), keys))
    for row in bodies.rows:
        parts = ("committee", "council", "peoples_committee", "departments", "communes")
        bodies.values[row.id, "local_total"] = sum(bodies.values[row.id, i] for i in parts)
    for column in ("local_total", "committee", "council", "peoples_committee"):
        bodies.values["total", column] = sum(bodies.values[r.id, column] for r in bodies.rows[:-1])
    bodies.rows = [*reversed(bodies.rows[:-1]), bodies.rows[-1]]
    _demand(_on_sheet(kinds, bodies), 12)


def test_other_periods_are_not_compared() -> None:
    kinds = content("documents-by-type", 18)
    bodies = content("documents-by-body", 19, period=EARLIER)
    assert kinds.period == PERIOD
    assert told(checked_of(_on_sheet(kinds, bodies, stt=False))) == []


def test_levels_over_channels() -> None:
    """Levels of government over channels in the headings, offices below: nothing wrong is said of it."""
    table = content("procedures-by-channel", 20)
    values, columns = {}, []
    for level, heading in (("province", "Cấp tỉnh"), ("commune", "Cấp xã"), ("total", "Tổng số")):
        for channel, name in (
            ("full_online", "Toàn trình"),
            ("partial_online", "Một phần"),
            ("in_person", "Trực tiếp"),
        ):
            column = Column(f"{level}.{channel}", (heading, name))
            columns.append(column)
            values["y", column.id] = table.values[channel, level]
            values["z", column.id] = table.values[channel, level] * 2
    table.columns, table.values, table.ties = columns, values, []
    table.rows = [Row("y", "Năm 2024"), Row("z", "Năm 2025")]
    checked = checked_of(_on_sheet(table))
    assert told(checked) == []


@pytest.mark.parametrize("form", COLUMNAR)
def test_an_empty_form(form: str) -> None:
    """A form nobody has filled in: no crash, nothing wrong."""
    table = content(form, 21, offices=3)
    table.values = {}
    table.ties = []
    assert told(checked_of(_on_sheet(table))) == []


@pytest.mark.parametrize("form", COLUMNAR)
def test_a_number_forgotten(form: str) -> None:
    """One of the numbered rows has no number: it counts all the same."""
    table = _open_rows(form, 5)
    offices = list(table.rows)
    total = Row("total", "TỔNG CỘNG")
    _summed(table, total, offices)
    table.rows = [*offices, total]
    book = _on_sheet(table)
    ws = book.sheets[0]
    at = next(k for k, v in ws.cells.items() if v == offices[2].label)
    del ws.cells[at[0], at[1] - 1]
    _demand(book)


def test_years_typed_as_text() -> None:
    """Rows of years, which are labels however they are stored."""
    table = content("meetings", 22, offices=3)
    for row, year in zip(table.rows, ("2023", "2024", "2025"), strict=False):
        row.label = year
    table.stub = "Năm"
    _demand(_on_sheet(table, stt=False))


@pytest.mark.parametrize("form", ["documents-by-body", "meetings", "documents-by-type"])
def test_on_its_side_the_group_carries_its_total(form: str) -> None:
    """I names the group and holds its total, 1, 2, 3 below it are the bodies."""
    table = content(form, 33)
    book = Book([Sheet("Biểu")], [table])
    ws = book.sheets[0]
    ws.cells = {(0, 0): table.title, (2, 0): "TT", (2, 1): "Nội dung", (2, 2): PERIOD}
    r, group, number = 3, 0, 0
    for column in table.columns:
        is_total = column.id.endswith("_total")
        group, number = (group + 1, 0) if is_total else (group, number + 1)
        ws.cells[r, 0] = "I" * group if is_total else number
        ws.cells[r, 1] = column.path[0 if is_total else 1]
        ws.cells[r, 2] = table.values["period", column.id]
        book.places[table.key("period", column.id)] = (0, r, 2)
        r += 1
    _demand(book)


def test_sections_of_a_narrow_table_begin_no_table() -> None:
    """Names of sections over the labels only, in a table of one column of figures."""
    rows: list[list[Any]] = [
        ["TT", "Nội dung", "Số lượng"],
        [1, "Sở A", 5],
        ["A. Cấp xã", None, None],
        ["I", "Vùng biển", None],
        [1, "Xã X", 3],
        [None, "Tổng cộng", 8],
    ]
    assert [t.area.name for t in split(Grid("Biểu", rows))] == ["A1:C6"]

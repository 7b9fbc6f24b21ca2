"""The layout of a table: headings without merges, repeated headings, units by row, two halves, levels from a workbook's print."""

from __future__ import annotations

import io
import pickle

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.styles import Alignment, Font

from reportcheck.extract import TableView
from reportcheck.model import Grid, Value
from reportcheck.read.blocks import split
from reportcheck.read.document import read_bytes


def rows_of(text: str) -> list[list[Value]]:
    cells: list[list[Value]] = [
        [cell.strip() or None for cell in line.split("|")] for line in text.strip("\n").split("\n")
    ]
    width = max(map(len, cells))
    return [row + [None] * (width - len(row)) for row in cells]


def view(rows: list[list[Value]]) -> TableView:
    [table] = split(Grid("", rows, typed=False))
    return TableView(table)


TABLE = """
STT | Chỉ tiêu | Tổng số | Chia ra | | Tỷ lệ (%)
 | | | Tỉnh | Xã |
I | Thu | 30 | 20 | 10 | 100
1 | Phí | 12 | 8 | 4 | 40
2 | Thuế | 18 | 12 | 6 | 60
II | Chi | 25 | 15 | 10 | 100
1 | Lương | 25 | 15 | 10 | 100
"""


def test_headings_stand_over_empty_cells_at_their_right() -> None:
    read = view(rows_of(TABLE))
    assert read.headings[2:] == [("Tổng số",), ("Chia ra", "Tỉnh"), ("Chia ra", "Xã"), ("Tỷ lệ (%)",)]
    assert [read.column_level(c) for c in read.number_columns] == [0, 1, 1, 0]
    assert [read.column_split(c) for c in read.number_columns] == ["", "partition", "partition", ""]
    assert [read.level(r) for r in read.data_rows] == [0, 1, 1, 0, 1]
    assert [read.parent(r) for r in read.data_rows] == [None, 0, 0, None, 3]


def structure(read: TableView) -> tuple[object, ...]:
    """What must not change: by row the name, level and parent's name; by column of figures the headings."""
    rows = [
        (read.row_name(r), read.level(r), None if (p := read.parent(r)) is None else read.row_name(p))
        for r in read.data_rows
    ]
    figures = [[read.column(c).values[r] for c in read.number_columns] for r in read.data_rows]
    return rows, [read.headings[c] for c in read.number_columns], figures


@given(st.integers(1, 6))
def test_a_stray_blank_column_changes_nothing(at: int) -> None:
    """Within a spanning heading nothing says that a column is no part of it: it is spared."""
    if at == 4:
        return
    rows = [[*row[:at], None, *row[at:]] for row in rows_of(TABLE)]
    assert structure(view(rows)) == structure(view(rows_of(TABLE)))


@given(st.integers(2, 7), st.integers(1, 3))
def test_blank_rows_change_nothing(at: int, count: int) -> None:
    rows = rows_of(TABLE)
    rows[at:at] = [[None] * 6 for _ in range(count)]
    assert structure(view(rows)) == structure(view(rows_of(TABLE)))


@given(st.integers(3, 7), st.booleans(), st.booleans())
def test_headings_printed_again_change_nothing(at: int, gap_before: bool, gap_after: bool) -> None:
    rows = rows_of(TABLE)
    again: list[list[Value]] = [*([[None] * 6] if gap_before else []), *rows[:2], *([[None] * 6] if gap_after else [])]
    rows[at:at] = again
    read = view(rows)
    assert structure(read) == structure(view(rows_of(TABLE)))
    assert len(read.repeats) == 2
    assert read.separators == []


def test_a_unit_column_gives_each_row_its_unit() -> None:
    read = view(
        rows_of("STT | Chỉ tiêu | Đơn vị tính | Năm 2024\n1 | Sản lượng | tấn | 120\n2 | Doanh thu | triệu đồng | 35\n")
    )
    assert read.number_columns == [3]
    assert [read.row_name(r) for r in read.data_rows] == ["Sản lượng", "Doanh thu"]
    figures = [read.figure(r, 3) for r in read.data_rows]
    assert [(f.unit, f.power) for f in figures] == [("tấn", 0), ("triệu đồng", 6)]


def test_a_row_label_gives_the_unit_of_its_figures() -> None:
    read = view(rows_of("Chỉ tiêu | Quý I | Quý II\nHồ sơ | 120 | 130\nKinh phí (triệu đồng) | 35 | 36\n"))
    assert [read.unit_at(r, 1) for r in read.data_rows] == ["", "triệu đồng"]


def test_two_halves_side_by_side_have_labels_of_their_own() -> None:
    read = view(rows_of("Tỉnh | Hồ sơ | Tỉnh | Hồ sơ\nHuế | 5 | Vinh | 7\nLào Cai | 6 | Cà Mau | 9\n"))
    assert read.number_columns == [1, 3]
    assert [read.figure(0, c).label[0] for c in (1, 3)] == ["Huế", "Vinh"]


def test_a_list_of_single_letters_has_names() -> None:
    read = view(rows_of("Nhóm | Số\nA | 5\nB | 7\n"))
    assert [read.row_name(r) for r in read.data_rows] == ["A", "B"]


@pytest.mark.parametrize("how", ["spaces", "aligned", "bold"])
def test_levels_however_a_workbook_prints_them(how: str) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Chỉ tiêu", "Quý I", "Quý II"])
    drawn = [("Thu", 0, 30), ("Phí", 1, 12), ("Thuế", 1, 18), ("Chi", 0, 25), ("Lương", 1, 25)]
    for label, level, figure in drawn:
        sheet.append([("   " * level if how == "spaces" else "") + label, figure, figure])
        cell = sheet.cell(sheet.max_row, 1)
        if how == "aligned":
            cell.alignment = Alignment(indent=level)
        if how == "bold":
            cell.font = Font(bold=level == 0)
    file = io.BytesIO()
    book.save(file)
    document = read_bytes(file.getvalue())
    for copy in (document, pickle.loads(pickle.dumps(document))):
        read = TableView(copy.blocks[0])
        assert [(read.row_name(r), read.level(r)) for r in read.data_rows] == [
            (label, level) for label, level, _ in drawn
        ]
        assert [read.parent(r) for r in read.data_rows] == [None, 0, 0, None, 3]

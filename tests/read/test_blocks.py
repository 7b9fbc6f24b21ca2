"""Where the tables of a sheet begin and end, what is heading and what is body. Rows are written as people see them."""

from __future__ import annotations

from reportcheck.extract import TableView
from reportcheck.model import Area, Grid, Table, Value
from reportcheck.read.blocks import split
from reportcheck.read.rows import is_scale


def tables(text: str, merges: tuple[Area, ...] = ()) -> list[Table]:
    """The tables of a sheet drawn with one line a row and a bar between cells; an empty line is an empty row."""
    lines = text.strip("\n").split("\n")
    cells: list[list[Value]] = [[cell.strip() or None for cell in line.split("|")] for line in lines]
    width = max(map(len, cells))
    rows = [row + [None] * (width - len(row)) for row in cells]
    return split(Grid("", rows, merges=merges, typed=False))


def view(text: str, merges: tuple[Area, ...] = ()) -> TableView:
    [table] = tables(text, merges)
    return TableView(table)


def labels(read: TableView) -> list[str]:
    return [read.row_name(r) for r in read.data_rows]


GROUPS = """
Chỉ tiêu | Quý I | Quý II
Thu
Phí | 5 | 7
Thuế | 10 | 12

Chi
Lương | 6 | 6
Mua sắm | 2 | 1


Còn lại | 7 | 12
"""


def test_groups_between_empty_rows_are_one_table() -> None:
    read = view(GROUPS)
    assert read.headings == [("Chỉ tiêu",), ("Quý I",), ("Quý II",)]
    assert labels(read) == ["Phí", "Thuế", "Lương", "Mua sắm", "Còn lại"]
    assert read.number_columns == [1, 2]


def test_group_with_other_columns_is_another_table() -> None:
    found = tables(
        """
Chỉ tiêu | Quý I | Quý II
Phí | 5 | 7
Thuế | 10 | 12

Danh sách
 | | | | An | 35 | 4
 | | | | Bình | 41 | 6
"""
    )
    assert [t.area for t in found] == [Area(0, 0, 2, 2), Area(5, 4, 6, 6)]


def test_numbered_caption_begins_another_table() -> None:
    found = tables(
        """
Tỉnh | Hồ sơ
Huế | 5

Biểu số 2. Hồ sơ quá hạn
Vinh | 7
"""
    )
    assert len(found) == 2
    assert found[1].caption == "Biểu số 2. Hồ sơ quá hạn"


def test_headings_again_on_the_next_page_go_on_with_the_table() -> None:
    read = view(
        """
Tỉnh | Hồ sơ | Đúng hạn
Huế | 5 | 4
Vinh | 6 | 6

Tỉnh | Hồ sơ | Đúng hạn

Cà Mau | 7 | 2
"""
    )
    assert labels(read) == ["Huế", "Vinh", "Cà Mau"]


def test_headings_again_under_another_title_begin_another_table() -> None:
    found = tables(
        """
Cấp tỉnh

Tỉnh | Hồ sơ | Đúng hạn
Huế | 5 | 4

Cấp xã

Tỉnh | Hồ sơ | Đúng hạn
Cà Mau | 7 | 2
"""
    )
    assert [t.caption for t in found] == ["Cấp tỉnh", "Cấp xã"]


def test_years_are_headings_however_they_are_written() -> None:
    for first, second in (("2023", "2024"), ("2023.00000", "2024.00000")):
        read = view(f"Tỉnh | {first} | {second}\n\nHuế | 1999 | 7\nVinh | 5 | 2001\n")
        assert labels(read) == ["Huế", "Vinh"]
        assert read.headings[1] == (first,)


def test_one_year_over_the_only_column_is_a_heading() -> None:
    read = view("Chỉ tiêu | 2024\nThu | 150\nChi | 120\n")
    assert labels(read) == ["Thu", "Chi"]


def test_year_founded_is_a_figure_of_its_row() -> None:
    read = view("Tỉnh | Năm thành lập\nHuế | 1997\nVinh | 2004\n")
    assert labels(read) == ["Huế", "Vinh"]


def test_scale() -> None:
    assert is_scale(["x", "2019", "2020", "2021"])
    assert is_scale(["x", "2019", "2020", "2019", "2020"])
    assert is_scale([None, 36892.0, 36923.0, 36954.0, 36985.0])  # the months of 2001, as a workbook counts days
    assert is_scale(["x", "2019", "2019", "2020", "2020"])
    assert is_scale(["x", "2019", "2020", "20211"])  # with the mark of a note
    assert is_scale(["Tháng", "1", "2", "3", "4", "5"])
    assert not is_scale(["x", "2019", "2019"])
    assert not is_scale(["Tổng", "2019", "2020"])
    assert not is_scale(["x", "2.019", "2.020"])
    assert not is_scale(["x", "3", "5", "7", "9"])


def test_empty_rows_under_merged_headings_do_not_part_them_from_the_body() -> None:
    [table] = tables(
        """
STT | Nội dung | Số tiền
 | |
A | CẤP TỈNH |
I | Thu | 40
1 | Phí | 15
2 | Thuế | 25
""",
        (Area(0, 0, 1, 0), Area(0, 1, 1, 1), Area(0, 2, 1, 2)),
    )
    assert (table.area, table.body) == (Area(0, 0, 5, 2), 2)


def test_letterhead_title_and_unit_are_no_headings() -> None:
    [table] = tables(
        """
BỘ Y TẾ | | Phụ lục 02/YT

DỰ TOÁN NĂM 2025
(Kèm theo quyết định)

 | Đơn vị: Tỷ đồng
STT | Nội dung | Dự toán
I | Thu | 40
1 | Phí | 15
2 | Thuế | 25
"""
    )
    assert (table.area.top, table.body, table.unit) == (6, 7, "Tỷ đồng")
    assert table.caption.split("\n")[2:] == ["DỰ TOÁN NĂM 2025", "(Kèm theo quyết định)"]


def test_numbering_column_without_a_word_for_it_labels_rows() -> None:
    read = view(
        "Nội dung | | Số tiền\nA | CẤP TỈNH | 40\nI | Thu | 40\n1 | Phí | 15\n2 | Thuế | 25\nII | Chi | 30\n1 | Lương | 30\n"
    )
    assert read.stub == (0, 1)
    assert read.number_columns == [2]


def test_years_that_repeat_before_words_label_rows() -> None:
    read = view("Năm | Tháng | Số\n2023 | Một | 4\n2023 | Hai | 5\n2024 | Một | 6\n2024 | Hai | 7\n")
    assert read.stub == (0, 1)

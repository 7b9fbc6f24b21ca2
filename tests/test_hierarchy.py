"""How deep rows stand. Each case is drawn as people print it; the truth is the number before the bar: the level."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportcheck.hierarchy import RowSigns, indent_of, names_total, place_rows, split_word, take_number

# level | label; "=" at the end: a row without figures; "*": bold
NUMBERED = """
0|I. Thu
1|1. Phí
2|- Phí tham quan
2|- Phí thẩm định
1|2. Thuế
2|Trong đó: thuế xuất khẩu
1|3. Khác
0|II. Chi
1|1. Lương
2|a) Biên chế
2|b) Hợp đồng
1|2. Mua sắm
2|Trong đó: =
2|- Máy tính
2|- Bàn ghế
1|3. Khác
0|Cộng II
0|Tổng cộng
"""
OUTLINE = """
0|A. Cấp tỉnh
1|I. Sở
2|1. Nội vụ
3|1.1 Văn thư
3|1.2 Cán bộ
4|1.2.1 Biên chế
2|2. Tài chính
1|II. Ban
0|B. Cấp xã
1|I. Phường
"""
LETTERS = """
0|A. Một
0|B. Hai
0|C. Ba
0|D. Bốn
0|Đ. Năm
0|E. Sáu
0|G. Bảy
0|H. Tám
0|I. Chín
0|K. Mười
"""
INDENTED = """
0|Cả nước
1|   Đồng bằng
2|      Hà Nội
2|      Hải Phòng
1|   Trung du
2|      Lào Cai
"""
BOLD = """
0|*Thu
1|Phí
1|Thuế
0|*Chi
1|Lương
"""
GROUPS = """
0|Sách =
1|Sách in
1|Tạp chí
1|Cộng
0|Tư liệu khác =
1|Băng
1|Đĩa
1|Cộng
"""
INSET_TOTAL = """
0|Khoa nội =
1|Phòng một
1|Phòng hai
1|    Tổng khoa nội
0|Khoa ngoại =
1|Phòng ba
1|    Tổng khoa ngoại
"""
PARTS_OF_EACH = """
0|Đơn khiếu nại
1|Trong đó: =
1|Đã giải quyết
0|Đơn tố cáo
1|Trong đó: =
1|Đã kết luận
"""


def read(drawing: str) -> tuple[list[RowSigns], list[int]]:
    signs, levels = [], []
    for line in drawing.strip("\n").split("\n"):
        level, _, text = line.partition("|")
        figures = not text.endswith(" =")
        text = text.removesuffix(" =")
        number, label = take_number(text.strip().removeprefix("*"))
        signs.append(RowSigns(number, label, indent_of(text), "*" in text, figures))
        levels.append(int(level))
    return signs, levels


@pytest.mark.parametrize(
    "drawing",
    [NUMBERED, OUTLINE, LETTERS, INDENTED, BOLD, GROUPS, INSET_TOTAL, PARTS_OF_EACH],
    ids=lambda d: d.split("\n")[1][2:],
)
def test_levels(drawing: str) -> None:
    signs, levels = read(drawing)
    assert [place.level for place in place_rows(signs)] == levels


def test_parents_and_splits() -> None:
    signs, _ = read(NUMBERED)
    places = place_rows(signs)
    labels = [row.label for row in signs]
    assert [labels[p.parent] if p.parent is not None else None for p in places[1:6]] == [
        "Thu",
        "Phí",
        "Phí",
        "Thu",
        "Thuế",
    ]
    assert [labels[r] for r, p in enumerate(places) if p.split == "bound"] == [
        "Trong đó: thuế xuất khẩu",
        "Trong đó:",
        "Máy tính",
        "Bàn ghế",
    ]
    assert {labels[p.parent or 0] for p in places[13:15]} == {"Mua sắm"}


def test_an_empty_row_ends_the_list_under_of_which() -> None:
    signs, _ = read("0|Hồ sơ\n1|Trong đó: =\n1|Trực tuyến\n0|Đơn thư")
    signs.insert(3, RowSigns(empty=True))
    assert [p.level for p in place_rows(signs)] == [0, 1, 1, 0, 0]


def test_a_number_goes_on_after_the_list_under_of_which() -> None:
    signs, _ = read("0|1. Hồ sơ\n1|Trong đó: =\n1|Trực tuyến\n0|2. Đơn thư")
    assert [p.level for p in place_rows(signs)] == [0, 1, 1, 0]


@pytest.mark.parametrize(
    ("label", "split"),
    [
        ("Trong đó:", "bound"),
        ("Of which: women", "bound"),
        ("Including", "bound"),
        ("Chia ra:", "partition"),
        ("Bao gồm", "partition"),
        ("Gồm:", "partition"),
        ("Gốm sứ", ""),
        ("Gồm sứ", ""),
        ("Trong nước", ""),
    ],
)
def test_split_words(label: str, split: str) -> None:
    assert split_word(label)[0] == split


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1. Phí", "1"),
        ("1.2 Phí", "1.2"),
        ("a) Lương", "a"),
        ("(2) Thuế", "2"),
        ("- Thuế", "-"),
        ("+ Nam", "+"),
        ("IV. Chi", "IV"),
        ("A Lưới", ""),
        ("V Nam", ""),
        ("-5", ""),
        ("Phí", ""),
        ("2024", ""),
        ("5 %", ""),
    ],
)
def test_numbers_before_labels(text: str, number: str) -> None:
    assert take_number(text)[0] == number


def test_totals_with_brackets() -> None:
    assert names_total("Tổng số (A+B+C+D+E) - Total")
    assert not names_total("Tổng công ty (A+B)")


numbered = st.lists(st.integers(1, 4), min_size=1, max_size=6)


def outline(parts: list[int]) -> list[tuple[RowSigns, int]]:
    """I, 1, 2 … II, 1, 2 …: parts[i] rows below the i-th numeral."""
    romans = ["I", "II", "III", "IV", "V", "VI"]
    rows = []
    for i, count in enumerate(parts):
        rows.append((RowSigns(romans[i], f"Mục {romans[i]}"), 0))
        rows.extend((RowSigns(str(k + 1), "Khoản"), 1) for k in range(count))
    return rows


@given(numbered, st.integers(0, 30), st.booleans())
def test_empty_rows_and_a_total_anywhere_change_no_level(parts: list[int], at: int, total_first: bool) -> None:
    rows = outline(parts)
    rows.insert(at % (len(rows) + 1), (RowSigns(empty=True), 0))
    rows.insert(0 if total_first else len(rows), (RowSigns("", "Tổng số"), 0))
    assert [p.level for p in place_rows([row for row, _ in rows])] == [level for _, level in rows]


@given(st.lists(st.integers(0, 3), min_size=2, max_size=12), st.integers(2, 6), st.booleans())
def test_indents_of_any_width_and_totals_on_either_end(depths: list[int], step: int, total_first: bool) -> None:
    depths = [0, *(d + 1 for d in depths)]
    known = sorted(set(depths))
    rows = [RowSigns("", f"Dòng {i}", d * step) for i, d in enumerate(depths[1:])]
    total = RowSigns("", "Tổng số", 0)
    rows = [total, *rows] if total_first else [*rows, total]
    expected = [known.index(d) for d in depths[1:]]
    levels = [p.level for p in place_rows(rows)]
    assert (levels[1:] if total_first else levels[:-1]) == expected
    assert (levels[0] if total_first else levels[-1]) == 0

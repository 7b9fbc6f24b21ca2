"""Documents of paragraphs and tables: numbers, titles, places."""

from __future__ import annotations

from reportcheck.model import Grid, Location, Note, Paragraph, Placement, Table
from reportcheck.place import Area
from reportcheck.read.parts import put_together


def table(*rows: list[str], page: int | None = None, merges: tuple[Area, ...] = ()) -> Grid:
    return Grid(
        "", [[cell or None for cell in row] for row in rows], typed=False, place=Placement(page=page), merges=merges
    )


FORM = table(["STT", "Đơn vị", "Tổng số"], ["1", "Xã An Bình", "12"], ["2", "Xã Phú Hội", "30"], page=4)


def test_titles_and_unit_above_a_table_are_its_own() -> None:
    parts = [
        Paragraph("Kết quả được nêu tại biểu sau."),
        Paragraph("Biểu 1. Số hồ sơ tiếp nhận"),
        Paragraph("(Kèm theo Báo cáo số 15/BC-UBND)"),
        Paragraph("Đơn vị tính: hồ sơ"),
        FORM,
        Paragraph("Ghi chú: số liệu đến 15/10"),
        Paragraph("Phần tiếp theo."),
    ]
    grids, blocks = put_together(parts, "vi")
    found = blocks[4]
    assert isinstance(found, Table)
    assert (found.caption, found.unit) == ("Biểu 1. Số hồ sơ tiếp nhận\n(Kèm theo Báo cáo số 15/BC-UBND)", "hồ sơ")
    assert found.notes == ("Ghi chú: số liệu đến 15/10",)
    assert found.grid is grids[0]
    paragraphs = [b for b in blocks if isinstance(b, Paragraph)]
    assert [p.location.paragraph for p in paragraphs] == [1, 2, 3, 4, 5, 6]
    assert [p.kind for p in paragraphs] == ["body", "caption", "caption", "caption", "body", "body"]


def test_what_is_no_title() -> None:
    (_, blocks) = put_together([Paragraph("Tổng số 12 hồ sơ"), FORM], "vi")
    assert (blocks[0].kind, blocks[1].caption) == ("body", "")  # type: ignore[union-attr]
    (_, blocks) = put_together([Paragraph("II. KẾT QUẢ 6 tháng đầu năm 2025"), FORM], "vi")
    assert (blocks[0].kind, blocks[1].caption) == ("heading", "II. KẾT QUẢ 6 tháng đầu năm 2025")  # type: ignore[union-attr]
    (_, blocks) = put_together([Paragraph("II. KẾT QUẢ"), Paragraph("Bảng 3. Hồ sơ"), FORM], "vi")
    assert blocks[2].caption == "Bảng 3. Hồ sơ"  # type: ignore[union-attr]


def test_places_are_said_as_people_say_them() -> None:
    (grid,), (found,) = put_together([FORM], "vi")
    assert isinstance(found, Table)
    assert found.display == "Bảng 1"
    assert grid.location(2, 2).display == "trang 4, bảng 1, hàng 3, cột 3"
    (grid,), _ = put_together([FORM], "en")
    assert grid.location(2, 2).display == "page 4, table 1, row 3, column 3"
    assert Location(paragraph=12).display == "đoạn 12"
    assert Location(page=2, note="3", paragraph=80).display == "trang 2, chú thích 3"
    assert Location("Biểu 1", 6, 2).display == "Biểu 1!C7"


def test_a_table_over_pages_knows_the_page_of_each_row() -> None:
    place = Placement(page=4, pages=((10, 5), (20, 6)))
    assert [place.page_of(row) for row in (0, 9, 10, 19, 20)] == [4, 4, 5, 5, 6]


def test_a_part_of_a_paragraph_is_found_in_its_source() -> None:
    plain = Paragraph("tổng số 12 hồ sơ", Location(paragraph=3))
    assert plain.at(8, 10) == Location(paragraph=3, start=8, end=10)
    # "ổ" and "ố" stand in the source as three letters each
    apart = Paragraph("tổng số 12", Location(paragraph=3), steps=((2, 4), (6, 10)))
    assert apart.at(8, 10) == Location(paragraph=3, start=12, end=14)
    # a line of a plain text file is wrapped after "số" and goes on with two spaces
    wrapped = Paragraph("tổng số 12", Location(paragraph=3, offset=100), steps=((8, 111),))
    assert wrapped.at(8, 10) == Location(paragraph=3, start=8, end=10, offset=111)
    assert wrapped.at(0, 4).offset == 100
    paged = Paragraph("tổng số 12", Location(page=1), pages=((8, 2),), anchors=(Note(4, "1", "1"),))
    assert (paged.at(0, 4).page, paged.at(8, 10).page) == (1, 2)


def test_words_of_cells_are_given_where_they_are_no_figures() -> None:
    signature = table(["Nơi nhận: như trên", "TM. ỦY BAN NHÂN DÂN"])
    sentence = "Tổng số 42 hồ sơ, trong đó xã An Bình 12 hồ sơ, xã Phú Hội 30 hồ sơ"
    _, blocks = put_together([signature, table(["Nội dung", "Số"], [sentence, "42"], ["Khác", "0"])], "vi")
    cells = [b for b in blocks if isinstance(b, Paragraph)]
    assert [(p.text, p.kind, p.location.display) for p in cells] == [
        ("Nơi nhận: như trên", "cell", "bảng 1, hàng 1, cột 1"),
        ("TM. ỦY BAN NHÂN DÂN", "cell", "bảng 1, hàng 1, cột 2"),
        (sentence, "cell", "bảng 2, hàng 2, cột 1"),
    ]

"""A paragraph of many pages is cut, and its figures stand where they stood."""

from __future__ import annotations

import tracemalloc

import pytest

from reportcheck import validate
from reportcheck.model import Location, Paragraph
from reportcheck.prose import read_sentences
from reportcheck.prose.pieces import pieces
from reportcheck.report import Settings, read, run

SENTENCE = "Trong kỳ, xã {n} tiếp nhận {t} hồ sơ, trong đó trực tuyến {a} hồ sơ và trực tiếp {b} hồ sơ. "
PLAIN = "Việc tiếp nhận và trả kết quả tại các xã nhìn chung nền nếp, người dân hài lòng, tuy có nơi còn chậm. "


def report(sentences: int) -> str:
    lines = [PLAIN] * sentences
    lines[7:7] = [SENTENCE.format(n="Phú Hội", t=4117, a=2596, b=1521)]
    lines[3 * sentences // 4 : 3 * sentences // 4] = [SENTENCE.format(n="Tân Lập", t=8888, a=5000, b=3788)]
    return "".join(lines).strip()


LONG = report(60)


def test_pieces_make_the_whole() -> None:
    text = report(900)
    whole = Paragraph(text, Location(paragraph=4), steps=((0, 0), (50, 60)), lead=3, kind="list item", label="a)")
    cut, _ = pieces(whole)
    assert len(cut) > 5
    assert "".join(piece.text for piece in cut) == text
    assert all(piece.text.endswith(". ") for piece in cut[:-1])
    assert [(p.label, p.lead) for p in cut[:2]] == [("a)", 3), ("", 0)]
    begin = 0
    for piece in cut:
        for at in (0, 7, len(piece.text) - 1):
            assert piece.at(at, at + 1) == whole.at(begin + at, begin + at + 1)
        begin += len(piece.text)


def test_a_paragraph_of_usual_length_is_left_alone() -> None:
    whole = Paragraph(report(30), Location(paragraph=4))
    assert pieces(whole) == ([whole], 0)


@pytest.mark.parametrize("kind", ["txt", "md", "html"])
def test_a_finding_far_inside(kind: str) -> None:
    text = report(900)
    found = validate(text.encode(), name=f"a.{kind}").findings
    assert [f.relation for f in found] == ["8888 = 5000 + 3788"]
    place = found[0].figures[0][1].location
    assert (place.paragraph, text[place.start : place.end]) == (1, "8888")
    assert (place.offset is None) == (kind == "html")
    assert kind == "html" or text[place.offset :].startswith("8888")


def test_listings_of_figures_are_not_looked_at() -> None:
    report = validate(("1.234, 77; " * 300).encode(), name="a.md")
    assert (report.findings, report.counts.not_looked_at > 1) == ((), True)


def test_a_column_of_bare_figures_is_no_text() -> None:
    column = "\n\n".join(["1.200", "700", "510"] * 20)
    words = "Đã tiếp nhận 1.200 hồ sơ, gồm 700 hồ sơ trực tuyến và 510 hồ sơ trực tiếp."
    report = validate(f"{words}\n\n{column}\n\nTrân trọng báo cáo.".encode(), name="a.txt")
    assert ([f.relation for f in report.findings], report.counts.not_looked_at) == (["1.200 = 700 + 510"], 1)
    few = validate("\n\n".join(["Tổng số 1.200 hồ sơ", "700", "510"]).encode(), name="a.txt")
    assert few.counts.not_looked_at == 0


def test_what_has_few_words_is_not_looked_at_in_a_very_long_paragraph() -> None:
    """Five thousand figures of one list are told by their number; sentences behind them are read all the same."""
    figures = "".join(f"{1000 + i} hồ sơ, " for i in range(5000))
    report = validate((figures + LONG).encode(), name="a.md")
    assert report.counts.not_looked_at >= 5
    assert [f.relation for f in report.findings] == ["8888 = 5000 + 3788"]


@pytest.mark.parametrize("piece", ["1 ", "a ", "(1 ", "12.", "x", "trong đó 5 ", "tăng 5% so với ", "và 5 hồ sơ"])
def test_it_ends(piece: str) -> None:
    """Nothing of it grows with the square of the length: else this would take minutes."""
    checked = run(read((piece * 1500).encode(), "a.md"), Settings.of())
    assert checked.findings == []


def test_readings_that_lead_nowhere_are_not_kept() -> None:
    """A paragraph of many figures has hundreds of readings as sums: what is kept of them must go with the figures."""
    one = "Đơn vị thứ {n} đã tiếp nhận {a} hồ sơ, trong đó {b} hồ sơ trực tuyến và {c} hồ sơ trực tiếp trên địa bàn. "

    def paragraph(n: int) -> Paragraph:
        units = range(9 * n, 9 * n + 9)
        text = "".join(one.format(n=k, a=100 + 9 * k, b=61 + 5 * k, c=39 + 4 * k) for k in units)
        return Paragraph(text, Location(paragraph=n + 1))

    read_sentences([paragraph(0)])  # what is loaded and looked up once
    tracemalloc.start()
    try:
        found = read_sentences([paragraph(n) for n in range(1, 31)])
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(found.quantities) > 800
    assert peak / len(found.quantities) < 14_000

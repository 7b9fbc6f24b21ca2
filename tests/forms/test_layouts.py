"""Every form in every layout: recognised, all that ties it claimed, nothing found where it agrees, slips found."""

from __future__ import annotations

import pytest
from helpers import checked_of, forms_of, missed_slips, missing_claims, told
from layouts import CASES, FORMS, book_of, over_sheets, stacked

_IDS = [f"{form}-{layout}".replace(" ", "_").replace(",", "") for layout, form in CASES]


@pytest.mark.parametrize(("layout", "form"), CASES, ids=_IDS)
def test_recognised_and_claimed(layout: str, form: str) -> None:
    book = book_of(layout, form)
    checked = checked_of(book)
    assert forms_of(book, checked) == {t.name: t.form for t in book.tables}
    assert told(checked) == []
    assert missing_claims(book, checked) == []


@pytest.mark.parametrize(("layout", "form"), CASES, ids=_IDS)
def test_slips_are_found(layout: str, form: str) -> None:
    assert missed_slips(book_of(layout, form), sample=5) == []


@pytest.mark.parametrize("form", FORMS)
def test_each_figure_in_turn(form: str) -> None:
    assert missed_slips(book_of("as printed", form, 2), sample=1000) == []


_STACKS = {
    "two": ("documents-by-body", "meetings"),
    "three": ("documents-by-body", "documents-by-type", "document-averages"),
    "reverse": ("document-averages", "documents-by-type", "documents-by-body"),
    "mixed": ("procedures-by-channel", "digital-certificates", "dossier-settlement"),
}


@pytest.mark.parametrize("stt", [False, True], ids=["plain", "numbered"])
@pytest.mark.parametrize("between", [0, 1, 3])
@pytest.mark.parametrize("name", _STACKS)
def test_one_below_the_other(name: str, between: int, stt: bool) -> None:
    book = stacked(3, _STACKS[name], between=between, stt=stt)
    checked = checked_of(book)
    assert forms_of(book, checked) == {t.name: t.form for t in book.tables}
    assert told(checked) == []
    assert missing_claims(book, checked) == []
    assert missed_slips(book, sample=6) == []


@pytest.mark.parametrize("order", [FORMS, FORMS[::-1], (*FORMS[3:], *FORMS[:3])], ids=["given", "reverse", "turned"])
def test_over_the_sheets(order: tuple[str, ...]) -> None:
    book = over_sheets(4, order)
    checked = checked_of(book)
    assert forms_of(book, checked) == {t.name: t.form for t in book.tables}
    assert told(checked) == []
    assert missing_claims(book, checked) == []
    assert missed_slips(book, sample=12) == []

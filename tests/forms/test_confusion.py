"""No form is taken for another: every form's tables, recognised among all forms, with and without their titles."""

from __future__ import annotations

import io
from typing import Any

import pytest
from helpers import checked_of, settings
from layouts import FORMS, Book, as_printed, by_offices
from library import MORE
from openpyxl import Workbook
from statements import BUDGET_TITLE, REFORM_TITLE, STATEMENTS, budget, reform

from reportcheck.registry import bundled_forms
from reportcheck.report import read, run

_ROWS: dict[str, tuple[str, list[list[Any]]]] = {
    **{s.form: (s.title, s.rows()) for s in STATEMENTS},
    "budget-execution": (BUDGET_TITLE, budget()),
    "reform-statistics": (REFORM_TITLE, reform()),
}


_OLD_AND_NEW = (
    "dossier-settlement-2017",
    "dossier-settlement",
)  # the newer form lacks some columns of the older's tables


def test_every_form_is_tried() -> None:
    assert {f.id for f in bundled_forms()} == {*FORMS, *MORE, *_ROWS}


def _matches(checked: Any) -> list[tuple[str, ...]]:
    return [tuple(b.form.id for b in found) for found, _ in checked.matches.values() if found]


def _rows_checked(title: str, rows: list[list[Any]]) -> Any:
    book = Workbook()
    ws = book.active
    assert ws is not None
    ws.cell(1, 1, title)
    for r, row in enumerate(rows, 3):
        for c, value in enumerate(row, 1):
            if value is not None:
                ws.cell(r, c, value)
    file = io.BytesIO()
    book.save(file)
    return run(read(file.getvalue(), name="bieu.xlsx"), settings())


@pytest.mark.parametrize("form", [*FORMS, *MORE])
def test_columns_are_no_other_form(form: str) -> None:
    for layout in (as_printed, by_offices) if form in MORE else (as_printed,):
        for found in _matches(checked_of(layout(form, 1))):
            assert found[0] in (form, "documents-by-body")  # which averages and kinds go with
            assert len(found) == 1 or found == _OLD_AND_NEW


@pytest.mark.parametrize("form", _ROWS)
def test_rows_are_no_other_form(form: str) -> None:
    assert [found[0] for found in _matches(_rows_checked(*_ROWS[form]))] == [form]


_TITLES = {**{form: more.title for form, more in MORE.items()}, **{form: title for form, (title, _) in _ROWS.items()}}


@pytest.mark.parametrize("title", _TITLES)
def test_a_title_alone_makes_no_form(title: str) -> None:
    """Each form's table under the title of another: none of the two is taken, unless the table itself is plain enough."""
    for form in MORE:
        if form == title or (form, title) == ("feedback", "dossier-settlement-2017"):
            continue  # the same headings in both
        book: Book = as_printed(form, 1)
        book.sheets[0].cells[0, 0] = _TITLES[title]
        assert _matches(checked_of(book)) == [], (form, title)
    for form, (_, rows) in _ROWS.items():
        if form.split("-")[0] != title.split("-")[0]:
            assert _matches(_rows_checked(_TITLES[title], rows)) == [], (form, title)

"""The later forms of columns, in the layouts that offices use: recognised, claimed, silent where they agree, slips found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from helpers import checked_of, claimed, forms_of, missed_slips, missing_claims, sheet_name, told
from layouts import (
    Book,
    Key,
    Sheet,
    added,
    as_annex,
    as_comma_csv,
    as_csv,
    as_formats,
    as_printed,
    as_text,
    by_offices,
    by_offices_csv,
    by_offices_on_side,
    by_offices_total_first,
    content,
    in_ascii,
    in_capitals,
    in_nfd,
    moved,
    numbered,
    off_corner,
    on_side,
    on_side_flat,
    on_side_numbered,
    put,
    unmerged,
    with_gaps,
    with_hidden,
    with_loose_lines,
    with_signatures,
)
from library import MORE
from told import every

_ON_SIDE = (on_side, on_side_numbered, by_offices_on_side)
_LAYOUTS: tuple[Callable[[str, int], Book], ...] = (
    as_printed, moved, added, numbered, in_nfd, in_ascii, in_capitals, as_annex, with_signatures, with_gaps,
    with_loose_lines, off_corner, unmerged, on_side_flat, as_csv, as_comma_csv, as_text, as_formats, with_hidden,
    by_offices, by_offices_total_first, by_offices_csv, *_ON_SIDE,
)  # fmt: skip


_NO_SIDE = (
    "dossier-settlement-2017",
    "inspections",
    "complaints",
    "autonomy",
    "public-investment",
)  # three levels, or lone rows below a group
_CASES = [(f, layout) for f in MORE for layout in _LAYOUTS if f not in _NO_SIDE or layout not in _ON_SIDE]


@pytest.mark.parametrize(("form", "layout"), _CASES, ids=[f"{f}-{layout.__name__}" for f, layout in _CASES])
def test_recognised_and_claimed(form: str, layout: Callable[[str, int], Book]) -> None:
    book = layout(form, 1)
    checked = checked_of(book)
    assert forms_of(book, checked) == {t.name: t.form for t in book.tables}
    assert told(checked) == []
    assert missing_claims(book, checked) == []
    assert missed_slips(book, sample=3) == []


@pytest.mark.parametrize("form", MORE)
def test_each_figure_in_turn(form: str) -> None:
    assert missed_slips(as_printed(form, 2), sample=1000) == []


def _one_row(form: str, seed: int) -> Book:
    """One office without a total, so that a figure stands in the ties of its own row only."""
    table = content(form, seed, offices=1)
    table.rows = table.rows[:1]
    table.ties = [t for t in table.ties if {key[1] for key in (t.target, *t.cells)} == {table.rows[0].id}]
    book = Book([Sheet("Biểu 1")])
    book.sheets[0].cells[0, 0] = table.title
    put(book, table, top=2)
    return book


@pytest.mark.parametrize("form", MORE)
def test_each_identity_broken_once(form: str) -> None:
    """A figure is changed: one error for each tie that holds it and now does not, each naming its cell."""
    book = _one_row(form, 3)
    assert told(checked_of(book)) == []
    alone = 0
    for key in book.figures():
        wrong = book.value(key) + 10**6

        def value(k: Key, key: Key = key, wrong: Any = wrong) -> Any:
            return wrong if k == key else book.value(k)

        broken = [tie for tie in book.ties if tie.broken(value)]
        findings = [f for f in every(checked_of(book, {key: wrong}).findings) if f.severity == "error"]
        assert len(findings) == len(broken), (key, findings)
        sheet, row, column = book.places[key]
        for finding in findings:
            places = [(f.location.sheet, f.location.row, f.location.column) for _, f in finding.figures]
            assert (sheet_name(book, sheet), row, column) in places
        alone += len(broken) == 1
    assert alone > 0


def test_claims_name_only_what_ties() -> None:
    """Nothing is claimed beyond what the content holds."""
    for form in MORE:
        book = as_printed(form, 4)
        checked = checked_of(book)
        known = {(place(book, tie.target), frozenset(place(book, k) for k in tie.cells)) for tie in book.ties}
        assert set(claimed(checked)) <= known


def place(book: Book, key: tuple[str, str, str]) -> tuple[str, int, int]:
    sheet, row, column = book.places[key]
    return sheet_name(book, sheet), row, column

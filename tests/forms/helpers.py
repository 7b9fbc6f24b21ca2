"""What the tests of forms demand of a book."""

from __future__ import annotations

import random
from functools import lru_cache
from typing import Any

from layouts import Book, Key, slip
from told import every

from reportcheck.report import Settings, read, run

HOLDS = ("exact", "rounding", "truncation")


@lru_cache(maxsize=1)
def settings() -> Settings:
    return Settings.of()


def checked_of(book: Book, changed: dict[Key, Any] | None = None) -> Any:
    return run(read(book.data(changed), name=book.name), settings())


def sheet_name(book: Book, sheet: int) -> str:
    return book.sheets[sheet].name


def told(checked: Any) -> list[str]:
    """Errors and warnings, one line each."""
    return [
        f"{f.rule} {f.severity} {f.figures[0][1].location if f.figures else ''} {f.relation or f.message}"
        for f in every(checked.findings)
        if f.severity in ("error", "warning")
    ]


def forms_of(book: Book, checked: Any) -> dict[str, str | None]:
    """The form that each table of the book was taken for; other tables that were taken for one, by their place."""
    found: dict[str, str | None] = {}
    for i, view in enumerate(checked.views):
        bindings = checked.matches[i][0]
        form = bindings[0].form.id if bindings else None
        names = {
            key[0]
            for key, (sheet, r, c) in book.places.items()
            if sheet_name(book, sheet) == view.grid.name and (r, c) in view.table.area
        }
        if form is not None or names:
            found["+".join(sorted(names)) or view.table.display] = form
    return found


def claimed(checked: Any) -> dict[tuple[Any, frozenset[Any]], str]:
    """Each claim that was settled: the cell stated, the cells it is made of, and how it came out."""
    claims = {}
    for settled in checked.settled:
        family = settled.family

        def cell(line: Any, lane: int) -> tuple[str, int, int]:
            r, c = line.place(lane)
            return line.view.grid.name, line.view.top + r, line.view.left + c

        for lane, outcome in zip(family.lanes, settled.outcomes, strict=True):
            claims[cell(family.target, lane), frozenset(cell(p.line, lane) for p in family.parts)] = outcome
    return claims


def missing_claims(book: Book, checked: Any) -> list[str]:
    """The ties of a book that were not claimed, or do not hold."""
    claims = claimed(checked)

    def cell(key: Key) -> tuple[str, int, int]:
        sheet, r, c = book.places[key]
        return sheet_name(book, sheet), r, c

    missing = []
    for tie in book.ties:
        outcome = claims.get((cell(tie.target), frozenset(map(cell, tie.cells))))
        if outcome not in HOLDS:
            parts = ", ".join("/".join(k[1:]) for k in sorted(tie.cells))
            missing.append(f"{outcome or 'not claimed'}: {tie.kind} {'/'.join(tie.target)} of {parts}")
    return missing


def missed_slips(book: Book, sample: int, seed: int = 1) -> list[str]:
    """The figures whose slip raises no error that shows them, of a sample of those that something ties."""
    rng = random.Random(seed)
    keys = book.figures()
    chosen = keys if len(keys) <= sample else sorted(rng.sample(keys, sample))
    missed = []
    for key in chosen:
        table = next(t for t in book.tables if t.name == key[0])
        old = book.value(key)
        new = slip(old, rng, leading=table.form == "document-averages")

        def value(k: Key, key: Key = key, new: Any = new) -> Any:
            return new if k == key else book.value(k)

        if not any(tie.broken(value) for tie in book.ties if key == tie.target or key in tie.cells):
            continue
        checked = checked_of(book, {key: new})
        sheet, r, c = book.places[key]
        place = (sheet_name(book, sheet) or None, r, c)
        shown = {
            (f.location.sheet, f.location.row, f.location.column)
            for finding in every(checked.findings)
            if finding.severity == "error"
            for _, f in finding.figures
        }
        if place not in shown:
            missed.append(f"{'/'.join(key)}: {old} -> {new}")
    return missed

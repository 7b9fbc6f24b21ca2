"""A cut-out of the table around a finding: what the terminal draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportcheck.extract import TableView
from reportcheck.model import Figure, Finding

__all__ = ["Excerpt", "excerpts_of"]

_MOST_COLUMNS = 9
_MOST_ROWS = 7


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Rows of a table as text.

    ``columns`` are letters, ``rows`` pairs of row number (1-based; 0 for a heading line) and cells; ``marks`` maps
    (position in ``rows``, position in ``columns``) to ``target`` or ``part``. A column ``…`` stands for columns left out.
    """

    place: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    marks: tuple[tuple[int, int, str], ...]


def excerpts_of(finding: Finding, views: Sequence[TableView]) -> tuple[Excerpt, ...]:
    """A cut-out of each table that a marked figure stands in, the stated figure's first."""
    tables: dict[int, tuple[TableView, dict[tuple[int, int], str]]] = {}
    for i, (_, figure) in enumerate(finding.figures[:40]):
        view, place = _find(figure, views)
        if view is not None:
            _, marks = tables.setdefault(id(view), (view, {}))
            marks.setdefault(place, "target" if i == 0 else "part")
    return tuple(_cut(view, marks) for view, marks in list(tables.values())[:3])


def _cut(view: TableView, marks: dict[tuple[int, int], str]) -> Excerpt:
    keep = next(iter(marks))
    rows = _limited(sorted({r for r, _ in marks}), keep[0], _MOST_ROWS)
    wanted = sorted({c for _, c in marks} | set(view.stub[-1:]))
    columns = _limited(wanted, keep[1], _MOST_COLUMNS)
    return _draw(view, rows, columns, marks)


def _find(figure: Figure, views: Sequence[TableView]) -> tuple[TableView | None, tuple[int, int]]:
    at = figure.location
    if at.row is None or at.column is None or at.file is not None:
        return None, (0, 0)
    for view in views:
        r, c = at.row - view.top, at.column - view.left
        if (view.grid.name or None) == at.sheet and 0 <= r < view.height and 0 <= c < view.width:
            return view, (r, c)
    return None, (0, 0)


def _limited(places: list[int], keep: int, most: int) -> list[int]:
    """At most so many places, the one to keep among them."""
    if len(places) <= most:
        return places
    chosen = places[: most - 1]
    return [*chosen, places[-1] if keep in chosen else keep]


def _draw(view: TableView, rows: list[int], columns: list[int], marks: dict[tuple[int, int], str]) -> Excerpt:
    gaps = _with_gaps(columns)
    letters = tuple("…" if c is None else _letter(view, c) for c in gaps)
    drawn: list[tuple[int, tuple[str, ...]]] = []
    heading = tuple("" if c is None else (view.headings[c][-1] if view.headings[c] else "") for c in gaps)
    if any(heading):
        drawn.append((0, heading))
    shown_marks: list[tuple[int, int, str]] = []
    for r in rows:
        for position, c in enumerate(gaps):
            if c is not None and (r, c) in marks:
                shown_marks.append((len(drawn), position, marks[r, c]))
        drawn.append((view.top + r + 1, tuple("" if c is None else view.text(r, c) for c in gaps)))
    return Excerpt(view.table.display, letters, tuple(drawn), tuple(shown_marks))


def _with_gaps(columns: list[int]) -> list[int | None]:
    """The columns with None where some are left out between two."""
    out: list[int | None] = []
    for c in columns:
        if out and out[-1] is not None and c > out[-1] + 1:
            out.append(None)
        out.append(c)
    return out


def _letter(view: TableView, c: int) -> str:
    """What stands over a column: its letter, in a text document its number."""
    from reportcheck.model import column_name

    return column_name(view.left + c) if view.grid.place is None else str(view.left + c + 1)

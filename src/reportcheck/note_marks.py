"""``(1)``, ``(2)`` alone in cells of figures: the marks of notes below the table, or figures below zero?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from reportcheck.model import Grid, Value
from reportcheck.numerals import read_number

__all__ = ["are_notes", "is_note_mark"]

_MARK = re.compile(r"\s*\(\s*\d{1,2}\s*\)\s*")


def is_note_mark(value: Value) -> bool:
    """Whether a cell holds the text of a small number in brackets and nothing else."""
    return isinstance(value, str) and _MARK.fullmatch(value) is not None


class _Body(Protocol):
    """The rows below a table's headings, and where they begin."""

    grid: Grid
    top: int
    left: int

    @property
    def body_rows(self) -> Sequence[Sequence[Value]]: ...


def are_notes(body: _Body) -> bool:
    """Whether such texts mark notes: they stand among true numbers, and no other figure below zero is put in brackets."""
    grid, top, left = body.grid, body.top, body.left
    if not grid.typed:
        return False
    marks = numbers = 0
    for r, row in enumerate(body.body_rows):
        for c, value in enumerate(row):
            if isinstance(value, str):
                if is_note_mark(value):
                    marks += 1
                elif value.lstrip()[:1] == "(" and (reading := read_number(value)) is not None and reading.numerals:
                    return False
            elif isinstance(value, (int, float)) and not isinstance(value, bool):
                numbers += 1
                if value < 0 and "(" in grid.format_at(top + r, left + c).code:
                    return False
    return numbers > marks

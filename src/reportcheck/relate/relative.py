"""Formulas as they read relative to their own cell, so that neighbours with the same formula read the same.

D5: B5+C5  →  RC[-2]+RC[-1]  ←  D6: B6+C6
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from reportcheck.read.shared_formula import SharedFormula, column_index

__all__ = ["RelativeForm", "references", "relative_form", "translated"]

_TOKEN = re.compile(
    r"""
      "(?:[^"]|"")*" | (?P<sheet>'(?:[^']|'')*'!|[^\W\d][\w.]*!) | \[[^\]]*\]
    | (?<![\w.$\\])(?P<dc>\$?)(?P<column>[A-Za-z]{1,3})(?P<dr>\$?)(?P<row>[0-9]{1,7})(?![\w(.!\[])
    | (?<![\w.$\\])(?P<column_only>\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3})(?![\w(.!$])
    """,
    re.VERBOSE,
)

_RANGE = re.compile(
    r"""
      "(?:[^"]|"")*" | (?:'(?:[^']|'')*'!|[^\W\d][\w.]*!)[$\w:]* | \[[^\]]*\]
    | (?<![\w.$\\])(?P<own>\$?[A-Za-z]{1,3}(?:\$?[0-9]{1,7}(?::\$?[A-Za-z]{1,3}\$?[0-9]{1,7})?|:\$?[A-Za-z]{1,3}))(?![\w(.!\[])
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class RelativeForm:
    """A formula, relative to its cell.

    Attributes:
        text: the formula with each reference as an offset: ``SUM(R[-8]C:R[-1]C)``.
        skeleton: the formula without its references: ``SUM(#:#)``.
        down: some reference names another row; ``across``: another column.
        sheets: the other sheets that it names.
        references: how many cells and ends of ranges it names.
    """

    text: str
    skeleton: str
    down: bool
    across: bool
    sheets: tuple[str, ...]
    references: int

    @property
    def direction(self) -> tuple[object, ...]:
        """Where the cells stand that it names: formulas of one kind look the same way."""
        return self.down, self.across, self.sheets


def relative_form(formula: str, row: int, column: int) -> RelativeForm:
    """The formula of the zero-based cell, relative to it. Spaces and case make no difference."""
    pieces: list[str] = []
    bones: list[str] = []
    sheets: list[str] = []
    down = across = False
    count = end = 0
    for token in _TOKEN.finditer(formula):
        plain = formula[end : token.start()].replace(" ", "").upper()
        end = token.end()
        pieces.append(plain)
        bones.append(plain)
        if token["column"]:
            rows, columns = int(token["row"]) - 1 - row, column_index(token["column"]) - column
            down, across, count = down or bool(rows), across or bool(columns), count + 1
            pieces.append(_half("R", token["dr"], rows, int(token["row"])))
            pieces.append(_half("C", token["dc"], columns, column_index(token["column"]) + 1))
            bones.append("#")
            continue
        if token["sheet"]:
            sheets.append(token["sheet"].casefold())
        elif token["column_only"]:
            across, count = True, count + 1
        pieces.append(token[0])
        bones.append(token[0])
    rest = formula[end:].replace(" ", "").upper()
    return RelativeForm(
        "".join((*pieces, rest)), "".join((*bones, rest)), down, across, tuple(dict.fromkeys(sheets)), count
    )


def _half(letter: str, dollar: str, offset: int, number: int) -> str:
    if dollar:
        return f"{letter}{number}"
    return f"{letter}[{offset}]" if offset else letter


def translated(formula: str, row: int, column: int, to_row: int, to_column: int) -> str:
    """The formula of one cell as it reads after a copy to another."""
    return SharedFormula(formula, row, column).at(to_row, to_column)


def references(formula: str) -> list[str]:
    """The cells and ranges of its own sheet that a formula names, as written."""
    found = []
    for match in _RANGE.finditer(formula):
        if match["own"]:
            found.append(match["own"])
    return found

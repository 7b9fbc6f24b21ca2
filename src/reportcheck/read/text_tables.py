"""Cells that span rows and columns, laid out as a grid: for formats that say so by numbers (html)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportcheck.errors import ReportcheckError
from reportcheck.model import Area, Grid, Look, Placement
from reportcheck.read.refusal import too_large

__all__ = ["MOST_CELLS", "WIDEST", "Spanning", "laid_out", "too_many_cells"]

MOST_CELLS = 2_000_000
WIDEST = 256  # columns


@dataclass(frozen=True, slots=True)
class Spanning:
    """A cell: its words, over how many rows (0: all that follow) and columns it goes, whether it is bold."""

    text: str
    rows: int = 1
    columns: int = 1
    bold: bool = False


def laid_out(lines: Sequence[Sequence[Spanning]], path: str) -> Grid | None:
    """The grid of a table; None where it has no cells.

    Raises:
        ReportcheckError: ``too-large``.
    """
    taken: dict[int, int] = {}  # by column, the last row that a cell from above covers
    placed: list[dict[int, str]] = []
    merges: list[Area] = []
    looks: dict[tuple[int, int], Look] = {}
    width = 0
    for r, line in enumerate(lines):
        texts: dict[int, str] = {}
        c = 0
        for cell in line:
            while taken.get(c, -1) >= r:
                c += 1
            if c >= WIDEST:
                break
            right = min(c + max(cell.columns, 1), WIDEST) - 1
            bottom = min(r + cell.rows, len(lines)) - 1 if cell.rows > 0 else len(lines) - 1
            for covered in range(c, right + 1):
                taken[covered] = bottom
            if bottom > r or right > c:
                merges.append(Area(r, c, bottom, right))
            if cell.text:
                texts[c] = cell.text
                if cell.bold:
                    looks[r, c] = Look(bold=True)
            width = max(width, right + 1)
            c = right + 1
        placed.append(texts)
    if width * len(placed) > MOST_CELLS:
        raise too_many_cells(path)
    if not any(placed):
        return None
    rows = [[texts.get(c) for c in range(width)] for texts in placed]
    return Grid("", rows, merges=tuple(merges), typed=False, looks=looks, place=Placement())


def too_many_cells(path: str) -> ReportcheckError:
    """The refusal of tables that no report has."""
    vi, en = f"các bảng có hơn {MOST_CELLS:,} ô", f"its tables have more than {MOST_CELLS:,} cells"
    return too_large(path, vi, en)

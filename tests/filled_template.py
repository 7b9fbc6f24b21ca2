"""Templates filled in as an office would: figures that agree, formulas computed, cells coloured."""

from __future__ import annotations

import io
import random
from fractions import Fraction
from pathlib import Path
from typing import Any

from excel_formulas import Sheet
from openpyxl import load_workbook
from openpyxl.formula.translate import Translator
from openpyxl.utils import get_column_letter, range_boundaries
from workbook import workbook

from reportcheck import template
from reportcheck.blank_form.plan import Plan, plan_of
from reportcheck.extend import Form

RED = "00FF9999"
Cell = tuple[int, int]


class Filled:
    """One form's template, filled. Cells are (row, column) from 1."""

    def __init__(self, form: Form, path: Path, seed: int = 1, rows: int = 3) -> None:
        template(form, path, rows=rows)
        self.form = form
        self.plan: Plan = plan_of(form, rows)
        self.book = load_workbook(path)
        self.sheet = self.book.worksheets[0]
        self.cells: dict[Cell, Any] = {
            (c.row, c.column): c.value for row in self.sheet.iter_rows() for c in row if c.value is not None
        }
        self.formulas = {k for k, v in self.cells.items() if isinstance(v, str) and v.startswith("=")}
        self.rows = [r + 1 for r in self.plan.figure_rows() if self.plan.rows[r - self.plan.body].kind != "total"]
        self.figures = [(i + 1, c) for i, c in enumerate(self.plan.columns) if c.is_figure]
        self._label()
        self._fill(random.Random(seed))

    def _label(self) -> None:
        for k, r in enumerate(self.rows):
            for c, column in enumerate(self.plan.columns):
                if not column.is_figure and (r, c + 1) not in self.cells:
                    period = column.field is not None and column.field.measure == "period"
                    self.cells[r, c + 1] = f"Tháng {k + 1} năm 2025" if period else f"Đơn vị {'ABCDEFGH'[k % 8]}"

    def _fill(self, rng: random.Random) -> None:
        """Figures that satisfy all identities of the form that are plain sums."""
        cells = [(r, c) for r in self.rows for c, _ in self.figures]
        values = self._solved(cells, rng)
        for cell in cells:
            if cell not in self.formulas:
                self.cells[cell] = values[cell]
        for identity in self.form.claims:  # averages per day and month of 30 days
            claim = identity.claim
            if claim.expression.divisors == ("days_per_month",):
                for lane in self.rows:
                    day, month = (self._place("column", n, lane) for n in (claim.target, claim.expression.terms[0][1]))
                    assert day is not None
                    assert month is not None
                    self.cells[month] = 30 * self.cells[day]

    def _place(self, axis: str, name: str, lane: int) -> Cell | None:
        at = self.plan.column_of(name) if axis == "column" else self.plan.row_of(name)
        if at is None:
            return None
        return (lane, at + 1) if axis == "column" else (at + 1, lane)

    def _ties(self, compare: str) -> list[tuple[Cell, list[tuple[int, Cell]]]]:
        found = []
        summed = [c for c, column in self.figures if column.adds_up]
        for identity in self.form.claims:
            claim = identity.claim
            if claim.compare != compare or not claim.expression.is_linear or claim.expression.offset:
                continue
            for axis, lanes in (("column", self.rows), ("row", summed)):
                for lane in lanes:
                    target = self._place(axis, claim.target, lane)
                    parts = [(s, self._place(axis, n, lane)) for s, n in claim.expression.terms]
                    if target is not None and all(p is not None for _, p in parts):
                        found.append((target, [(s, p) for s, p in parts if p is not None]))
        return found

    def _solved(self, cells: list[Cell], rng: random.Random) -> dict[Cell, int]:
        """Gauss: targets by the figures that are free; tried anew until none is negative."""
        sums = self._ties("=")
        targets = {t for t, _ in sums}
        order = sorted(cells, key=lambda cell: cell not in targets)
        solved: dict[Cell, dict[Cell, Fraction]] = {}
        for target, parts in sums:
            row: dict[Cell, Fraction] = {target: Fraction(1)}
            for sign, part in parts:
                row[part] = row.get(part, Fraction(0)) - sign
            for pivot, other in solved.items():
                if factor := row.pop(pivot, Fraction(0)):
                    for k, v in other.items():
                        row[k] = row.get(k, Fraction(0)) + factor * v
            row = {k: v for k, v in row.items() if v}
            if not row:
                continue
            pivot = min(row, key=order.index)
            own = {k: -v / row[pivot] for k, v in row.items() if k != pivot}
            for other in solved.values():
                if factor := other.pop(pivot, Fraction(0)):
                    for k, v in own.items():
                        other[k] = other.get(k, Fraction(0)) + factor * v
            solved[pivot] = own
        bounds = [(1, *tie) for tie in self._ties("<=")] + [(-1, *tie) for tie in self._ties(">=")]
        for _ in range(20_000):
            values: dict[Cell, Fraction] = {c: Fraction(rng.randint(1, 90)) for c in cells if c not in solved}
            for pivot, own in solved.items():
                values[pivot] = sum((v * values[k] for k, v in own.items()), Fraction(0))
            held = all(sign * values[t] <= sign * sum(s * values[p] for s, p in parts) for sign, t, parts in bounds)
            if held and all(v >= 0 and v.denominator == 1 for v in values.values()):
                return {k: int(v) for k, v in values.items()}
        raise AssertionError(f"no figures found that agree with {self.form.id}")

    # -- what a spreadsheet shows ---------------------------------------------------

    def values(self, changed: dict[Cell, Any] | None = None) -> Sheet:
        return Sheet(self.cells | (changed or {}))

    def red(self, changed: dict[Cell, Any] | None = None) -> set[Cell]:
        """The cells that conditional formats colour red."""
        sheet = self.values(changed)
        found = set()
        for area in self.sheet.conditional_formatting:
            for rule in area.rules:
                if rule.type != "expression" or rule.dxf.fill is None or rule.dxf.fill.bgColor.rgb[-6:] != RED[-6:]:
                    continue
                left, top, right, bottom = range_boundaries(str(area.sqref))
                origin = f"{get_column_letter(left)}{top}"
                for r in range(top, bottom + 1):
                    for c in range(left, right + 1):
                        moved = Translator(f"={rule.formula[0]}", origin).translate_formula(
                            f"{get_column_letter(c)}{r}"
                        )
                        if sheet.compute(moved):
                            found.add((r, c))
        return found

    def checks(self, changed: dict[Cell, Any] | None = None) -> dict[int, str]:
        """What the check column says of each row."""
        sheet, column = self.values(changed), self.plan.check_column + 1
        return {r: str(sheet.value(r, column)) for r, c in self.formulas if c == column}

    def state(self, changed: dict[Cell, Any] | None = None) -> str:
        return str(self.values(changed).value(len(self.plan.title) + 2, 1))

    def saved(self, changed: dict[Cell, Any] | None = None) -> bytes:
        """The workbook as a spreadsheet saves it: each formula with its value."""
        sheet, cells = self.values(changed), self.cells | (changed or {})
        rows: list[list[Any]] = []
        for r in range(1, self.sheet.max_row + 1):
            row: list[Any] = []
            for c in range(1, self.sheet.max_column + 1):
                value = sheet.value(r, c)
                if isinstance(value, Fraction):
                    value = int(value) if value.denominator == 1 else float(value)
                if (r, c) in cells and value is not None:
                    said = cells[r, c]
                    style = self.sheet.cell(r, c).number_format
                    cell: dict[str, Any] = {"v": value}
                    if isinstance(said, str) and said.startswith("="):
                        cell["f"] = said[1:]
                    if style != "General" and not isinstance(value, str):
                        cell["format"] = style
                    row.append(cell)
                else:
                    row.append(None)
            rows.append(row)
        merges = [str(m) for m in self.sheet.merged_cells.ranges]
        return workbook({self.sheet.title: rows}, {self.sheet.title: merges})


def reloaded(data: bytes) -> Any:
    return load_workbook(io.BytesIO(data))

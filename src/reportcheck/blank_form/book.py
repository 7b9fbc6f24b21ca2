"""Writes the sheets: the only module that knows xlsxwriter."""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import groupby
from typing import Any

import xlsxwriter

from reportcheck.blank_form.checks import (
    Check,
    checks_of,
    fails,
    label_of,
    printed_codes,
    ranges,
    value_formula,
    wording,
)
from reportcheck.blank_form.plan import Plan, pairwise_groups, sheet_title
from reportcheck.forms import Field, Measure
from reportcheck.labels import is_total
from reportcheck.model import cell_name

__all__ = ["write_book"]

_MOST_LETTERS = 8000  # of a formula; a workbook allows 8,192
_MOST_ARGUMENTS = 250  # of a function; a workbook allows 255
_RIGHT, _WRONG = "Khớp", "Lệch"
_FORMATS = {"count": "#,##0", "money": "#,##0.00", "percent": "0.00", "rate": "General"}
_LEGEND = (
    "Ghi chú: nhập vào ô nền vàng; ô nền xám tự tính; ô đỏ là chỗ không khớp. "
    "Số 0 ghi 0, chưa có số thì để trống. Trang tính được khóa không có mật khẩu."
)


def write_book(plans: Sequence[Plan]) -> bytes:
    """The workbook, a sheet for each form."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    taken: set[str] = set()
    for plan in plans:
        name, number = sheet_title(plan.form), 2
        while name.casefold() in taken:
            name, number = f"{sheet_title(plan.form)[:27]} {number}", number + 1
        taken.add(name.casefold())
        _Sheet(book, name, plan).write()
    book.close()
    return file.getvalue()


class _Sheet:
    """Writes one plan."""

    def __init__(self, book: Any, name: str, plan: Plan) -> None:
        self.plan = plan
        self.sheet = book.add_worksheet(name)
        self.book = book
        self.checks = checks_of(plan)
        tied = any(check.axis == "row" for check in self.checks)
        self.sums = {plan.body + i: parts for i in range(len(plan.rows)) if (parts := _summed(plan, i, tied))}
        self.lanes = [self._lanes(check) for check in self.checks]
        self.filled: dict[tuple[int, int], str] = {}  # cells that compute themselves
        self._styles: dict[tuple[tuple[str, Any], ...], Any] = {}

    def style(self, **facts: Any) -> Any:
        key = tuple(sorted(facts.items()))
        if key not in self._styles:
            self._styles[key] = self.book.add_format({"font_name": "Times New Roman", "font_size": 12, **facts})
        return self._styles[key]

    def write(self) -> None:
        self._find_filled()
        self._head()
        self._headings()
        self._body()
        self._validations()
        self._colours()
        self._check_column()
        self._page()

    # -- where ------------------------------------------------------------------

    def _find(self, check: Check, lane: int) -> Any:
        """The cell of a name along one row (or one column)."""
        if check.axis == "column":
            return lambda name: None if (c := self.plan.column_of(name)) is None else (lane, c)
        return lambda name: None if (r := self.plan.row_of(name)) is None else (r, lane)

    def _lanes(self, check: Check) -> list[int]:
        """The rows that a check over columns runs through; the columns of one over rows."""
        plan = self.plan
        if check.axis == "column":
            # where rows agree, so do their sums
            return [r for r in plan.figure_rows() if not (check.adds_up and r in self.sums)]
        return [i for i, c in enumerate(plan.columns) if c.adds_up]

    def _find_filled(self) -> None:
        plan = self.plan
        for check, lanes in zip(self.checks, self.lanes, strict=True):
            for lane in lanes if check.fills else ():
                find = self._find(check, lane)
                cell = find(check.target)
                if cell not in self.filled:
                    self.filled[cell] = value_formula(check, find, plan.measure_at(*cell) == "count")
        for total, parts in self.sums.items():
            for c, column in enumerate(plan.columns):
                if column.adds_up:
                    self.filled[total, c] = f"=SUM({ranges([(r, c) for r in parts])})"
                elif column.is_figure:
                    self.filled.setdefault((total, c), "")

    # -- cells ------------------------------------------------------------------

    def _head(self) -> None:
        plan, sheet = self.plan, self.sheet
        last = max(len(plan.columns) - 1, 1)
        for r, line in enumerate(plan.title):
            sheet.merge_range(
                r, 0, r, last, line, self.style(bold=True, align="center", valign="vcenter", text_wrap=True)
            )
            sheet.set_row(r, 36 if len(line) > 60 else 20)
        r = len(plan.title)
        sheet.merge_range(r, 0, r, last, "Kỳ báo cáo: ", self.style(italic=True, align="center", locked=False))
        first, end = plan.body, plan.body + len(plan.rows) - 1
        column = f"{cell_name(first, plan.check_column)}:{cell_name(end, plan.check_column)}"
        if self.checks or self.sums:
            state = (
                f'="Kiểm tra: "&IF(COUNTIF({column},"{_WRONG}*")>0,"{_WRONG} ở "&COUNTIF({column},"{_WRONG}*")&" dòng",'
                f'IF(COUNTIF({column},"{_RIGHT}")>0,"{_RIGHT}","chưa có số liệu"))'
            )
            sheet.write_formula(r + 1, 0, state, self.style(bold=True), "Kiểm tra: chưa có số liệu")
        if plan.unit:
            sheet.merge_range(r + 2, 0, r + 2, last, plan.unit, self.style(italic=True, align="right", locked=False))

    def _headings(self) -> None:
        plan, sheet = self.plan, self.sheet
        style = self.style(
            bold=True, align="center", valign="vcenter", text_wrap=True, border=1, bg_color="#DDEBF7", font_size=11
        )
        top = plan.heading_row
        if plan.two_levels:
            for left, right in pairwise_groups(plan):
                if left == right:
                    sheet.write_string(top, left, plan.columns[left].parent, style)
                else:
                    sheet.merge_range(top, left, top, right, plan.columns[left].parent, style)
        places = {}
        for c, column in enumerate(plan.columns):
            places[c] = top + 1 if column.parent else top
            if plan.two_levels and not column.parent:
                sheet.merge_range(top, c, top + 1, c, column.heading, style)
            else:
                sheet.write_string(places[c], c, column.heading, style)
        if plan.two_levels:
            sheet.set_row(top, 32)
        sheet.set_row(plan.code_row - 1, 64)
        for c, code in enumerate(printed_codes(plan, self.checks) if plan.codes else []):
            sheet.write_string(
                plan.code_row, c, code, self.style(italic=True, align="center", border=1, font_size=9, text_wrap=True)
            )
        self._comments(places)

    def _comments(self, places: dict[int, int]) -> None:
        """The rules of each heading and label, in words."""
        plan = self.plan
        names = {
            c.field.id: f"{c.parent}: {c.heading}" if c.parent else c.heading
            for c in plan.columns
            if c.field is not None
        } | {r.item.id: r.label for r in plan.rows if r.item is not None}
        named = label_of(plan.form, names)
        own = {check.identity.formula for check in self.checks}
        told: dict[tuple[int, int], list[str]] = {}
        for identity in plan.form.claims:
            target = identity.claim.target.split(".")[0]
            column, row = plan.column_of(target), plan.row_of(target)
            text = wording(identity, named)
            if identity.formula not in own:
                text += "\n(kiểm tra khi chạy reportcheck validate)"
            if column is not None:
                told.setdefault((places[column], column), []).append(text)
            elif row is not None:
                told.setdefault((row, plan.label_column), []).append(text)
        for total in self.sums:
            told.setdefault((total, plan.label_column), []).append("Tổng các dòng khác, ở mỗi cột [RC101]")
        for (r, c), texts in told.items():
            text = "\n".join(texts)
            self.sheet.write_comment(r, c, text, {"x_scale": 2.2, "y_scale": 0.5 + len(text) / 110})

    def _body(self) -> None:
        plan, sheet = self.plan, self.sheet
        for i, row in enumerate(plan.rows):
            r = plan.body + i
            bold = row.kind in ("total", "heads") or is_total(row.label)
            for c, column in enumerate(plan.columns):
                if c in (plan.number_column, plan.row_code_column):
                    code = row.item.code if c == plan.row_code_column and row.item is not None else row.number
                    sheet.write(r, c, code or None, self.style(border=1, align="center", bold=bold))
                elif not column.is_figure:
                    text = row.label if c == plan.label_column else ""
                    fixed = bool(text)
                    style = self.style(border=1, text_wrap=True, bold=bold, locked=fixed, **_shade(fixed, False))
                    sheet.write(r, c, text or None, style)
                elif row.kind == "heads":
                    sheet.write_blank(r, c, None, self.style(border=1))
                else:
                    self._figure(r, c, bold)

    def _figure(self, r: int, c: int, bold: bool) -> None:
        formula = self.filled.get((r, c))
        style = self.style(
            border=1, num_format=_FORMATS.get(self.plan.measure_at(r, c), "General"), bold=bold, locked=formula is not None,
            **_shade(False, formula is not None),
        )  # fmt: skip
        if formula:
            self.sheet.write_formula(r, c, formula, style, "" if formula.startswith("=IF") else 0)
        else:
            self.sheet.write_blank(r, c, None, style)

    def _validations(self) -> None:
        """What may be typed, column by column."""
        for c, column in enumerate(self.plan.columns):
            if not column.is_figure:
                continue
            free = [r for r in self.plan.figure_rows() if (r, c) not in self.filled]
            for rule, rows in groupby(free, key=lambda r, c=c: self._allowed(r, c)):  # type: ignore[misc]
                for run in _consecutive(list(rows)):
                    self.sheet.data_validation(run[0], c, run[-1], c, rule)

    def _allowed(self, r: int, c: int) -> dict[str, Any]:
        """What may be typed into a cell."""
        item, one = self.plan.rows[r - self.plan.body].item, self.plan.columns[c].field
        signed = any(self._signed(f) for f in (item, one) if f is not None)
        return _allowed(self.plan.measure_at(r, c), signed)

    def _signed(self, one: Field) -> bool:
        """Whether a figure may be negative: the form says so, or it is a difference."""
        return one.signed or any(
            i.claim.target == one.id and any(sign < 0 for sign, _ in i.claim.expression.terms)
            for i in self.plan.form.claims
        )

    # -- checks -----------------------------------------------------------------

    def _colours(self) -> None:
        """Red where an identity fails; nothing where a formula has nothing to sum yet."""
        plan = self.plan
        red = self.book.add_format({"bg_color": "#FF9999", "font_color": "#9C0006", "bold": True})
        hidden = self.book.add_format({"num_format": ";;;"})
        for check, lanes in zip(self.checks, self.lanes, strict=True):
            for run in _consecutive(lanes):
                find = self._find(check, run[0])
                first, last = find(check.target), self._find(check, run[-1])(check.target)
                self._colour(first, last, fails(check, find, plan.form), red)
        for total in self.sums:
            for c, column in enumerate(plan.columns):
                if column.adds_up:
                    self._colour((total, c), (total, c), self._total_fails(total, c), red)
        for top, bottom in self._alike():
            if inputs := self._inputs(top):
                for c in [c for c in range(len(plan.columns)) if self.filled.get((top, c))]:
                    self._colour((top, c), (bottom, c), f"COUNT({inputs})=0", hidden)

    def _colour(self, first: tuple[int, int], last: tuple[int, int], condition: str, style: Any) -> None:
        if len(condition) < _MOST_LETTERS:
            rule = {"type": "formula", "criteria": f"={condition}", "format": style}
            self.sheet.conditional_format(*first, *last, rule)

    def _alike(self) -> list[tuple[int, int]]:
        """First and last of each run of rows whose formulas are the same, copied down."""
        plan = self.plan
        empty = [r for r in plan.figure_rows() if plan.rows[r - plan.body].kind == "open"]
        others = [(r, r) for r in plan.figure_rows() if plan.rows[r - plan.body].kind != "open"]
        return [*([(empty[0], empty[-1])] if empty else []), *others]

    def _total_fails(self, total: int, c: int) -> str:
        """Whether a figure of a total row is plainly wrong."""
        parts, one = self.sums[total], self.plan.columns[c].field
        slack = "0.000001" if one is not None and one.measure == "count" else f"{0.005 * (len(parts) + 1):.3f}"
        cell = cell_name(total, c)
        return f"AND(ISNUMBER({cell}),ABS(N({cell})-SUM({ranges([(r, c) for r in parts])}))>{slack})"

    def _inputs(self, r: int) -> str:
        """The cells to be typed that a row rests on: its own, those of the rows that it sums, else all of the sheet."""
        text = self._free(self.sums.get(r, [r])) or self._free(self.plan.figure_rows())
        return text if len(text) < _MOST_LETTERS // 2 and text.count(",") < _MOST_ARGUMENTS else ""

    def _free(self, rows: Sequence[int]) -> str:
        """The cells of rows that do not compute themselves."""
        columns = [c for c, column in enumerate(self.plan.columns) if column.is_figure]
        if len(rows) == 1:
            return ranges([(rows[0], c) for c in columns if (rows[0], c) not in self.filled])
        found = [ranges([(r, c) for r in rows if (r, c) not in self.filled]) for c in columns]
        return ",".join(filter(None, found))

    def _check_column(self) -> None:
        """``Khớp`` or ``Lệch 2`` at the end of each row."""
        plan = self.plan
        if not self.checks and not self.sums:
            return
        c = plan.check_column
        head = self.style(bold=True, align="center", valign="vcenter", border=1, bg_color="#E2EFDA", text_wrap=True)
        if plan.two_levels:
            self.sheet.merge_range(plan.heading_row, c, plan.heading_row + 1, c, "Kiểm tra", head)
        else:
            self.sheet.write_string(plan.heading_row, c, "Kiểm tra", head)
        style = self.style(border=1, align="center")
        for i, row in enumerate(plan.rows):
            if row.kind == "heads":
                continue
            r = plan.body + i
            wrong = [
                fails(check, self._find(check, lane), plan.form)
                for check, lanes in zip(self.checks, self.lanes, strict=True)
                for lane in self._lanes_at(check, lanes, r)
            ]
            wrong += [self._total_fails(r, k) for k, x in enumerate(plan.columns) if r in self.sums and x.adds_up]
            inputs = self._inputs(r)
            if not wrong or not inputs or sum(len(w) + 10 for w in wrong) * 2 > _MOST_LETTERS - len(inputs):
                self.sheet.write_blank(r, c, None, style)  # nothing to check, or more than a formula can hold
                continue
            number = "+".join(f"IF({w},1,0)" for w in wrong)
            formula = f'=IF(COUNT({inputs})=0,"",IF({number}=0,"{_RIGHT}","{_WRONG} "&({number})))'
            self.sheet.write_formula(r, c, formula, style, "")
        area = (plan.body, c, plan.body + len(plan.rows) - 1, c)
        for text, colours in (
            (_WRONG, {"bg_color": "#FF9999", "font_color": "#9C0006"}),
            (_RIGHT, {"font_color": "#006100"}),
        ):
            rule = {"type": "text", "criteria": "begins with", "value": text, "format": self.book.add_format(colours)}
            self.sheet.conditional_format(*area, rule)

    def _lanes_at(self, check: Check, lanes: list[int], r: int) -> list[int]:
        """The lanes of a check whose target stands in a row."""
        if check.axis == "row":
            return lanes if self.plan.row_of(check.target) == r else []
        return [] if check.adds_up and r in self.sums else [r]

    # -- page -------------------------------------------------------------------

    def _page(self) -> None:
        plan, sheet = self.plan, self.sheet
        end = plan.body + len(plan.rows)
        sheet.write_string(end, 0, _LEGEND, self.style(italic=True, font_size=10))
        for c, column in enumerate(plan.columns):
            narrow = c in (plan.number_column, plan.row_code_column)
            width = 7 if narrow else 12 if column.is_figure else 34
            sheet.set_column(c, c, width)
        sheet.set_column(plan.check_column, plan.check_column, 12)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(0.4, 0.4, 0.5, 0.5)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(plan.heading_row, plan.body - 1)
        sheet.print_area(0, 0, end, len(plan.columns) - 1)
        sheet.freeze_panes(plan.body, plan.label_column + 1)
        sheet.protect(
            "",
            {"insert_rows": True, "format_cells": True, "format_columns": True, "format_rows": True, "sort": True},
        )


def _summed(plan: Plan, i: int, tied: bool) -> list[int]:
    """The rows that a total row sums: the empty ones, or all items where nothing else ties (``tied``) them."""
    row = plan.rows[i]
    if row.kind == "total":
        return [plan.body + k for k, other in enumerate(plan.rows) if other.kind == "open"]
    if row.kind != "item" or not plan.form.total_row or not is_total(row.label) or tied:
        return []
    items = [k for k, other in enumerate(plan.rows) if other.kind == "item" and k != i]
    return [] if any(is_total(plan.rows[k].label) for k in items) else [plan.body + k for k in items]


def _shade(fixed: bool, computed: bool) -> dict[str, str]:
    if fixed:
        return {}
    return {"bg_color": "#F2F2F2" if computed else "#FFFDE7"}


def _allowed(measure: Measure, signed: bool) -> dict[str, Any]:
    """What may be typed where a form measures this."""
    rule: dict[str, Any] = {"validate": "decimal", "criteria": "between", "minimum": -1e15, "maximum": 1e15}
    text = "Cần một số."
    if measure == "count":
        rule = rule | {"validate": "integer"}
        text = "Cần một số nguyên."
    if measure != "money" and not signed:
        rule = rule | {"minimum": 0}
        text = text.rstrip(".") + " không âm."
    return rule | {"error_title": "Số liệu không hợp lệ", "error_message": f"{text} Chưa có số thì để trống."}


def _consecutive(numbers: Sequence[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs

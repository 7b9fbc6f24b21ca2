"""Where everything of a form stands on its sheet: title, headings, rows, inputs.

The wordings of title and headings are tried against the form's own recognition before anything is written, so that the
filled-in sheet is taken for the form that it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from reportcheck.extract import TableView
from reportcheck.forms import Field, Form, Measure
from reportcheck.labels import contains, is_total, unit_power, words
from reportcheck.model import Area, Grid, Value
from reportcheck.read.blocks import split
from reportcheck.relate.recognise import recognise

__all__ = ["Plan", "PlannedColumn", "PlannedRow", "plan_of"]

_MOST_TRIES = 60
_LABELS = ("text", "period")
_TOTAL = "Tổng cộng"
_CODES = "Mã số"
_NO_LABELS = frozenset({"don vi tinh", "dvt", "unit", "ghi chu", "note", "ma so", "code"})


@dataclass(frozen=True, slots=True)
class PlannedColumn:
    """A column of the sheet. ``field`` is None for running numbers, row codes, and labels that the form does not name."""

    heading: str
    parent: str = ""
    field: Field | None = None

    @property
    def is_figure(self) -> bool:
        return self.field is not None and self.field.measure not in _LABELS

    @property
    def adds_up(self) -> bool:
        return self.field is not None and self.field.measure in ("count", "money")


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """A body row: an empty one, a fixed one (``item``), a label above others (``heads``), or the total."""

    kind: str  # "open", "item", "heads", "total"
    number: str = ""
    label: str = ""
    item: Field | None = None


@dataclass(slots=True)
class Plan:
    """The sheet of one form. Rows and columns count from 0."""

    form: Form
    title: list[str]
    unit: str
    columns: list[PlannedColumn]
    rows: list[PlannedRow]
    codes: list[str] = field(default_factory=list)

    @property
    def two_levels(self) -> bool:
        return any(c.parent for c in self.columns)

    @property
    def heading_row(self) -> int:
        return len(self.title) + 2 + (1 if self.unit else 0)  # title, period, state of the checks, unit

    @property
    def code_row(self) -> int:
        return self.heading_row + (2 if self.two_levels else 1)

    @property
    def body(self) -> int:
        return self.code_row + (1 if self.codes else 0)

    @property
    def check_column(self) -> int:
        return len(self.columns)

    @property
    def label_column(self) -> int:
        """The column of row labels."""
        return next(i for i, c in enumerate(self.columns) if not c.is_figure and c.heading not in ("STT", _CODES))

    @property
    def number_column(self) -> int | None:
        """The column of running numbers."""
        return 0 if self.columns[0].heading == "STT" else None

    @property
    def row_code_column(self) -> int | None:
        """The column of row codes, where the form has such."""
        return next((i for i, c in enumerate(self.columns) if c.field is None and c.heading == _CODES), None)

    def measure_at(self, row: int, column: int) -> Measure:
        """What a figure of the sheet measures: what its row says, else its column."""
        item, one = self.rows[row - self.body].item, self.columns[column].field
        if item is not None and item.measure != "count":
            return item.measure
        return one.measure if one is not None else "count"

    def column_of(self, name: str) -> int | None:
        return next((i for i, c in enumerate(self.columns) if c.field is not None and c.field.id == name), None)

    def row_of(self, name: str) -> int | None:
        """The sheet's row of an item."""
        return next((self.body + i for i, r in enumerate(self.rows) if r.item is not None and r.item.id == name), None)

    def figure_rows(self) -> list[int]:
        """The sheet's rows that hold figures."""
        return [self.body + i for i, r in enumerate(self.rows) if r.kind != "heads"]


def plan_of(form: Form, rows: int) -> Plan:
    """The sheet of a form with so many empty rows, in wordings that the form recognises."""
    chosen: dict[str, int] = {}
    plan = _plan(form, rows, chosen)
    best, fewest = plan, len(form.by_id) + 1
    for _ in range(_MOST_TRIES):
        wrong = _unrecognised(plan)
        if len(wrong) < fewest:
            best, fewest = plan, len(wrong)
        later = [n for n in wrong if chosen.get(n, 0) + 1 < len(form.by_id[n].labels)]
        if not later:
            break
        chosen[later[0]] = chosen.get(later[0], 0) + 1
        plan = _plan(form, rows, chosen)
    return best


def _plan(form: Form, rows: int, chosen: Mapping[str, int]) -> Plan:
    money = [f for f in form.fields if f.measure == "money"]
    mixed = any(f.measure in ("count", "rate") for f in form.fields)
    unit = "Đơn vị tính: triệu đồng" if money and not mixed and not any(map(_names_unit, money)) else ""
    columns = list(_columns(form, chosen, units=mixed))
    plan = Plan(form, _title(form), unit, columns, list(_rows(form, rows, chosen)))
    plan.codes = _codes(plan)
    return plan


def _title(form: Form) -> list[str]:
    """The form's title; a second line where the title alone does not hold any of its phrases."""
    title = form.title_vi or form.title_en or (form.words[0] if form.words else form.id)
    lines = [title.upper()]
    if form.words and not any(_in_order(words(title), words(phrase)) for phrase in form.words):
        lines.append(_capital(form.words[0]))
    return lines


def _in_order(text: str, phrase: str) -> bool:
    rest = iter(text.split())
    return all(word in rest for word in phrase.split())


# -- columns --------------------------------------------------------------------


def _columns(form: Form, chosen: Mapping[str, int], *, units: bool) -> Iterator[PlannedColumn]:
    labels = [f for f in form.fields if f.measure in _LABELS]
    if form.items:
        labels = [f for f in labels if f.measure == "text" and words(f.labels[0]) not in _NO_LABELS][:1]
    coded = any(item.code for item in form.items)
    if not coded and (not labels or labels[0].measure == "text"):
        yield PlannedColumn("STT")
    if not labels:
        yield PlannedColumn("Nội dung")
    figures = [f for f in form.fields if f.measure not in _LABELS]
    for i, f in enumerate([*labels, *figures]):
        if coded and i == len(labels):
            yield PlannedColumn(_CODES)
        text = f.labels[min(chosen.get(f.id, 0), len(f.labels) - 1)]
        yield PlannedColumn(_heading(f, text, units), _parent(f, text), f)


def _heading(f: Field, text: str, units: bool) -> str:
    if f.measure == "percent" and "%" not in text:
        return f"{_capital(text)} (%)"
    if f.measure == "money" and units and not _names_unit(f):
        return f"{_capital(text)} (triệu đồng)"
    return _capital(text)


def _names_unit(f: Field) -> bool:
    return any(unit_power(t) or "đồng" in t.lower() for t in f.labels)


def _parent(f: Field, text: str) -> str:
    """The heading above, where the field's own wording does not say it."""
    if not f.under or any(contains(words(text), phrase) for phrase in f.under_phrases):
        return ""
    return _capital(f.under[0])


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _codes(plan: Plan) -> list[str]:
    """The numbers under the headings: those of the official form where they run on, else A, B, 1, 2, 3 …"""
    labels = [c for c in plan.columns if not c.is_figure]
    figures = [c.field for c in plan.columns if c.is_figure and c.field is not None]
    if len(figures) < 2:
        return []
    starts = {int(f.code) - i for i, f in enumerate(figures) if f.code.isdigit()}
    first = starts.pop() if len(starts) == 1 else 1
    if first == len(labels) + 1 <= 3:
        return [str(i + 1) for i in range(len(plan.columns))]
    return [*"ABCDEFGH"[: len(labels)], *(str(i + 1) for i in range(len(figures)))]


# -- rows -----------------------------------------------------------------------


def _rows(form: Form, rows: int, chosen: Mapping[str, int]) -> Iterator[PlannedRow]:
    if not form.items:
        for i in range(rows):
            yield PlannedRow("open", str(i + 1))
        if form.total_row:
            yield PlannedRow("total", "", _TOTAL)
        return
    heads = {words(phrase) for item in form.items for phrase in item.under}
    own = {words(label) for item in form.items for label in item.labels}
    levels = bool(heads & own)
    coded = any(item.code for item in form.items)
    roman, number = 0, 0
    for parent, group in groupby(form.items, key=lambda item: _item_parent(item, own)):
        if parent and not coded:
            roman, number = roman + 1, 0
            yield PlannedRow("heads", _roman(roman), parent)
        for item in group:
            text = item.labels[min(chosen.get(item.id, 0), len(item.labels) - 1)]
            child = levels and any(words(u) in own for u in item.under)
            if is_total(text):
                yield PlannedRow("item", "", _capital(text), item)
                continue
            if levels and not child:
                roman, number = roman + 1, 0
                yield PlannedRow("item", _roman(roman), _capital(text), item)
                continue
            number += 1
            yield PlannedRow("item", str(number), _capital(text), item)


def _item_parent(item: Field, own: set[str]) -> str:
    """The label to stand above an item, where neither its own words nor another item's row are it."""
    if not item.under or any(contains(words(item.labels[0]), phrase) for phrase in item.under_phrases):
        return ""
    return "" if any(words(u) in own for u in item.under) else _capital(item.under[0])


def _roman(number: int) -> str:
    text = ""
    for value, sign in ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        while number >= value:
            text, number = text + sign, number - value
    return text


# -- recognition ------------------------------------------------------------------


def _unrecognised(plan: Plan) -> list[str]:
    """The fields and items that the form does not find in its own sheet, filled with ones."""
    tables = split(_sketch(plan))
    names = [f.id for f in (*(c.field for c in plan.columns if c.field), *(r.item for r in plan.rows if r.item))]
    if not tables:
        return names
    view = TableView(tables[0])
    found, _ = recognise(view, [plan.form])
    if not found or found[0].transposed or found[0].cells:
        return names
    at_rows = {name: view.top + r for name, r in found[0].items.items()}
    at_columns = {name: view.left + c for name, c in found[0].fields.items()}
    wrong = [c.field.id for i, c in enumerate(plan.columns) if c.field and at_columns.get(c.field.id) != i]
    return wrong + [r.item.id for r in plan.rows if r.item and at_rows.get(r.item.id) != plan.row_of(r.item.id)]


def _sketch(plan: Plan) -> Grid:
    """The sheet as a reader sees it, each figure a one."""
    width = len(plan.columns)
    blank: list[Value] = [None] * width
    rows: list[list[Value]] = [[line, *blank[1:]] for line in (*plan.title, "Kỳ báo cáo:", "Kiểm tra:")]
    if plan.unit:
        rows.append([plan.unit, *blank[1:]])
    merges = []
    top = len(rows)
    if plan.two_levels:
        rows.append([c.parent or c.heading for c in plan.columns])
        rows.append([c.heading if c.parent else None for c in plan.columns])
        for left, right in pairwise_groups(plan):
            merges.append(Area(top, left, top, right))
            rows[top][left + 1 : right + 1] = [None] * (right - left)
        merges += [Area(top, i, top + 1, i) for i, c in enumerate(plan.columns) if not c.parent]
    else:
        rows.append([c.heading for c in plan.columns])
    if plan.codes:
        rows.append(list(plan.codes))
    for row in plan.rows[:400]:
        cells: list[Value] = [None] * width
        if plan.number_column is not None:
            cells[plan.number_column] = row.number or None
        if plan.row_code_column is not None and row.item is not None:
            cells[plan.row_code_column] = row.item.code or None
        cells[plan.label_column] = row.label or "x"
        if row.kind != "heads":
            for i, c in enumerate(plan.columns):
                cells[i] = 1 if c.is_figure else cells[i]
        rows.append(cells)
    return Grid(sheet_title(plan.form), rows, merges=tuple(merges))


def pairwise_groups(plan: Plan) -> list[tuple[int, int]]:
    """First and last column of each heading that stands over several."""
    edges = [i for i, (a, b) in enumerate(pairwise(plan.columns), 1) if a.parent != b.parent or not b.parent]
    starts = [0, *edges]
    ends = [*(e - 1 for e in edges), len(plan.columns) - 1]
    return [(a, b) for a, b in zip(starts, ends, strict=True) if plan.columns[a].parent]


def sheet_title(form: Form) -> str:
    """A sheet's name: the form's title as far as a workbook allows."""
    text = "".join(" " if c in "[]:*?/\\'" else c for c in form.title_vi or form.title_en or form.id)
    return " ".join(text.split())[:31].strip() or "Biểu"

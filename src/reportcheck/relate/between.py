"""The same fact in two tables of one document that no form ties: a summary and its details, equal labels twice.

Two tables are tied where their figures agree under equal words: a row and a column of the same labels in both, or the row
of a summary that names a sheet and the total of the table on that sheet. Equal labels alone say nothing, as the sheets of
twelve months show. The statistic is a plain share: at least three different figures of three digits and more agree (by
chance each would once in hundreds), and they are at least four in five of those compared. Then a figure that differs is a
question, if most of its row and its column agree.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from reportcheck.extract import BULK_ROWS, NUMBER, TableView
from reportcheck.labels import contains, is_subtotal, is_total, period_of, unit_power, words
from reportcheck.relate.declared import Claims
from reportcheck.relate.family import Family, Line, Part

__all__ = ["discover_between"]

_MOST_TABLES = 40
_MOST_FIGURES = 40_000  # compared in one document
_LEAST_AGREEING, _LEAST_SHARE = 3, Decimal("0.8")
_TELLING = 100  # figures of three digits and more
_NO_FACTS = re.compile(r"^(?:ma|ma so|code|id|stt|tt|no|so tt|nam|year|thu tu)$|\b(?:ma so|dien thoai|phone)\b")
_TIMES = re.compile(
    r"\b(?:(?:19|20)\d\d|(?:t|thang|month|q|quy|quarter|tuan|week|ky|dot|lan|ngay|day)\s?(?:\d+|[ivx]+)"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*|\d+ (?:thang|months?)"
    r"|ke hoach|du toan|thuc hien|uoc|quyet toan|plan(?:ned)?|budget|actual|nam truoc|ky truoc|cung ky)\b"
)
_NUMBERING = re.compile(r"^(?:(?:\d+|[ivx]+|[a-h]) )+(?=\w)")
_LEAST_TITLE = 2  # words of a caption that a label names


@dataclass(slots=True)
class _Sheet:
    """A table by its words: its rows and columns that have a name of their own."""

    view: TableView
    number: int
    name: str
    caption: str
    rows: dict[str, int] = field(default_factory=dict)
    columns: dict[str, int] = field(default_factory=dict)
    total: int | None = None
    times: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Pair:
    """A figure of one table and the figure of another that states the same."""

    first: tuple[_Sheet, int, int]
    second: tuple[_Sheet, int, int]
    equal: bool
    telling: bool


def discover_between(views: Sequence[TableView], files: Sequence[object] = ()) -> Claims:
    """Equal facts in several tables; where ``files`` says of which file each is, in tables of different files.

    Tables and figures beyond what is compared each count once in ``not_looked_at``.
    """
    claims = Claims()
    if len(views) < 2:
        return claims
    claims.not_looked_at += max(0, len(views) - _MOST_TABLES)
    sheets = [_sheet(view, i) for i, view in enumerate(views[:_MOST_TABLES]) if view.height <= BULK_ROWS]
    claims.not_looked_at += min(len(views), _MOST_TABLES) - len(sheets)
    left = _MOST_FIGURES
    tied: dict[int, int] = {}
    told: set[tuple[int, int, int]] = set()
    for i, second in enumerate(sheets):
        for first in sheets[:i]:
            # Of many alike each is compared with the first of them.
            if tied.get(first.number, first.number) != first.number or second.number in tied:
                continue
            if files and files[first.number] == files[second.number]:
                continue
            if not _may_meet(first, second):
                continue
            size = len(first.rows.keys() & second.rows.keys()) * len(first.columns.keys() & second.columns.keys())
            if size > left:
                claims.not_looked_at += 1
                continue
            left -= size
            found = _claims(list(_alike(first, second)), "same labels", told)
            if found:
                tied[second.number] = first.number
                claims.families += found
    for summary in sheets:
        others = [s for s in sheets if s is not summary and not (files and files[s.number] == files[summary.number])]
        pairs = [p for detail in others for p in _summed(summary, detail)]
        if len(pairs) > left:
            claims.not_looked_at += 1
            continue
        left -= len(pairs)
        claims.families += _claims(pairs, "total of the detail", told)
    return claims


# -- tables by their words -------------------------------------------------------------


def _sheet(view: TableView, number: int) -> _Sheet:
    name, caption = words(view.grid.name), words(view.table.caption)
    sheet = _Sheet(view, number, _plain(name), _plain(caption))
    sheet.times = frozenset(_TIMES.findall(f"{name} {caption}"))
    labels = [(_plain(words(view.row_name(r))), r) for r in view.data_rows]
    sheet.rows = _unique(labels)
    heads = [(words(" ".join(dict.fromkeys(view.headings[c]))), c) for c in view.number_columns]
    sheet.columns = _unique([(head, c) for head, c in heads if not _NO_FACTS.search(head) and not view.counts_rows(c)])
    totals = [r for r in view.data_rows if is_total(view.row_name(r)) and not is_subtotal(view.row_name(r))]
    sheet.total = totals[0] if len(totals) == 1 else None
    return sheet


def _plain(text: str) -> str:
    """Words without the numbering before them."""
    return _NUMBERING.sub("", text)


def _unique(labels: Iterable[tuple[str, int]]) -> dict[str, int]:
    """What each label that stands once and has letters names."""
    known = list(labels)
    count = Counter(label for label, _ in known)
    return {label: i for label, i in known if count[label] == 1 and any(map(str.isalpha, label))}


def _may_meet(first: _Sheet, second: _Sheet) -> bool:
    """Whether two tables may speak of the same facts: of one period, by their titles and the names of their sheets."""
    if first.times and second.times and first.times != second.times:
        return False
    one, other = _periods(first.view), _periods(second.view)
    return not one or not other or one == other


def _periods(view: TableView) -> set[object]:
    return {p for text in (view.table.caption, view.grid.name) if (p := period_of(text)) is not None}


# -- pairs of figures --------------------------------------------------------------------


def _alike(first: _Sheet, second: _Sheet) -> Iterator[_Pair]:
    """The figures of rows and columns that are called the same."""
    columns = [(first.columns[h], second.columns[h]) for h in first.columns if h in second.columns]
    for label, r in first.rows.items():
        if label in second.rows:
            for a, b in columns:
                pair = _pair((first, r, a), (second, second.rows[label], b))
                if pair is not None:
                    yield pair


def _summed(summary: _Sheet, detail: _Sheet) -> Iterator[_Pair]:
    """The figures of a summary's row and of the total of the table that it names."""
    if detail.total is None or not _may_meet(summary, detail):
        return
    row = next((r for label, r in summary.rows.items() if r != summary.total and _names(label, detail)), None)
    if row is None:
        return
    for head, c in summary.columns.items():
        if head in detail.columns:
            pair = _pair((summary, row, c), (detail, detail.total, detail.columns[head]))
            if pair is not None:
                yield pair


def _names(label: str, detail: _Sheet) -> bool:
    if not label or label in detail.rows:
        return False
    return label in (detail.name, detail.caption) or (
        len(label.split()) >= _LEAST_TITLE and contains(detail.caption, label)
    )


def _pair(first: tuple[_Sheet, int, int], second: tuple[_Sheet, int, int]) -> _Pair | None:
    """Two figures of one unit; None where one is not there, or where either is no plain number."""
    read = []
    for sheet, r, c in (first, second):
        column = sheet.view.column(c)
        value = column.values[r]
        if column.states[r] != NUMBER or value is None:
            return None
        read.append((Decimal(value), column.digits[r], unit_power(sheet.view.unit_at(r, c))))
    (a, places, power), (b, others, other_power) = read
    if power != other_power:
        return None
    coarse = min(places, others)
    equal = a == b if places == others else 2 * abs(a - b) <= Decimal(1).scaleb(-coarse)
    telling = max(abs(a), abs(b)).scaleb(coarse) >= _TELLING
    return _Pair(first, second, equal, telling)


# -- claims ------------------------------------------------------------------------------


def _claims(pairs: Sequence[_Pair], way: str, told: set[tuple[int, int, int]]) -> list[Family]:
    """The claims of pairs that mostly agree; none where they do not.

    Args:
        told: table, row and column of figures of which it is told that they differ from another; a figure is told once.
    """
    telling = [p for p in pairs if p.telling]
    agreeing = {abs(_value(p)) for p in telling if p.equal}
    hits, every = sum(p.equal for p in telling), sum(p.equal for p in pairs)
    if len(agreeing) < _LEAST_AGREEING or hits < _LEAST_SHARE * len(telling) or every < _LEAST_SHARE * len(pairs):
        return []
    rows: dict[tuple[int, int], list[bool]] = defaultdict(list)
    columns: dict[tuple[int, str], list[bool]] = defaultdict(list)
    for p in pairs:
        rows[_row(p)].append(p.equal)
        columns[_column(p)].append(p.equal)
    support = f"{every} of {len(pairs)} figures, {way}"
    families = []
    for p in pairs:
        if not p.equal:
            cells = {(sheet.number, r, c) for sheet, r, c in (p.first, p.second)}
            alone = _stands_alone(rows[_row(p)], 0) and _stands_alone(columns[_column(p)], 2)
            if not (p.telling and alone) or cells & told:
                continue
            told |= cells
        families.append(_family(p, support))
    return families


def _stands_alone(line: list[bool], least: int) -> bool:
    """Whether what differs in a line is the exception there."""
    off = line.count(False)
    return len(line) - off >= (least if off == 1 else 4 * off)


def _value(pair: _Pair) -> Decimal:
    sheet, r, c = pair.first
    return Decimal(sheet.view.column(c).values[r] or 0)


def _row(pair: _Pair) -> tuple[int, int]:
    return pair.second[0].number, pair.first[1]


def _column(pair: _Pair) -> tuple[int, str]:
    sheet, _, c = pair.first
    return sheet.number, words(" ".join(sheet.view.headings[c]))


def _family(pair: _Pair, support: str) -> Family:
    def cell(place: tuple[_Sheet, int, int]) -> Line:
        sheet, r, c = place
        return Line(sheet.view, "cell", r, cell_column=c)

    return Family(
        kind="equality",
        target=cell(pair.first),
        parts=(Part(cell(pair.second)),),
        lanes=[0],
        origin="discovered",
        rule="RC501",
        support=support,
        may_fail=frozenset() if pair.equal else frozenset([0]),
        doubtful=frozenset([0]),
    )

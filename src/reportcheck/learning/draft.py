"""A group of like tables → a form: its words, columns, rows, and the identities that hold in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal

from reportcheck.forms import Field, Form, Identity, Item, Measure
from reportcheck.labels import is_percentage, period_of, unit_power, words
from reportcheck.learning.identities import Support, bound, claimed_totals, supported
from reportcheck.learning.patterns import Pattern, canonical, identity_of, pattern_of
from reportcheck.learning.rows import Row, fixed_rows
from reportcheck.learning.tables import Column, Group, Sample, constant_words
from reportcheck.learning.titles import common_title
from reportcheck.numerals import tidy

__all__ = ["Draft", "Proof", "draft"]

_ID_WORDS = 6
_TITLE_WORDS = 14  # of a title that a table must hold
_MOST_WORDINGS = 4
_RESERVED = frozenset({"days", "months", "days_per_month", "true", "false", "yes", "no", "null", "on", "off"})


@dataclass(frozen=True, slots=True)
class Proof:
    """An identity with what speaks for it, and against it."""

    identity: Identity
    support: Support
    origin: str
    axis: str


@dataclass(eq=False)
class Draft:
    """A form in the making. ``left_out`` are claims that the files do not bear out, ``notes`` what else to say."""

    form: Form
    proofs: list[Proof] = field(default_factory=list)
    left_out: list[Proof] = field(default_factory=list)
    total: Support | None = None
    tables: int = 0
    files: int = 0
    rows_said: str = ""
    notes: list[str] = field(default_factory=list)

    def rename(self, id: str) -> None:
        self.form = replace(self.form, id=id)


def draft(group: Group, groups: list[Group], files: int, language: str) -> Draft:
    """The form of one group; the other groups tell whether its headings alone are enough to know it by."""
    vi = language == "vi"
    title = common_title(group.samples)
    columns = {f.id: (f, column) for f, column in _fields(group)}
    made = Form(
        id="-".join(words(title).split()[:_ID_WORDS]) or "learnt-form",
        title_vi=title if vi else "",
        title_en="" if vi else title,
        words=(_phrase(title),) if title else (),
        fields=tuple(f for f, _ in columns.values()),
        needs_title=bool(title) and any(g is not group and g.likeness(group.samples[0]) >= 0.7 for g in groups),
    )
    result = Draft(made, tables=len(group.samples), files=group.files)
    _drop_unrecognised(result, group, {name: column for name, (_, column) in columns.items()}, vi)
    if bound(result.form, group.samples[0]) is None:
        result.notes.append(
            "bảng không có tiêu đề và quá ít cột nên chưa đủ để nhận ra mẫu: hãy thêm words"
            if vi
            else "the table has no title and too few headings to be recognised by: add words"
        )
        return result
    names = [
        {column.places[i]: name for name, (_, column) in columns.items() if i in column.places}
        for i in range(len(group.samples))
    ]
    candidates = _candidates(group.samples, names, "column")
    _take_rows(result, group, files, candidates, vi)
    return result


def _phrase(title: str) -> str:
    """The words of a title that know it again: the first, where it is long."""
    return " ".join(title.split()[:_TITLE_WORDS]).rstrip(" ,;:")


# -- columns ------------------------------------------------------------------


def _fields(group: Group) -> Iterable[tuple[Field, Column]]:
    """The columns that at least half of the tables have, as fields."""
    kept = [c for c in group.columns if 2 * len(c.places) >= len(group.samples)]
    leaves = Counter(_leaf(group, c) for c in kept)
    taken: set[str] = set()
    for column in kept:
        paths = [_path(group.samples[i], c) for i, c in column.places.items()]
        leaf = _leaf(group, column)
        name = leaf if leaves[leaf] == 1 else f"{' '.join(words(t) for t in paths[0][:-1])} {leaf}"
        measures = Counter(_measure(group.samples[i], c) for i, c in column.places.items())
        codes = Counter(_code(group.samples[i], c) for i, c in column.places.items())
        code, count = codes.most_common(1)[0]
        measure: Measure = "money" if measures["money"] else measures.most_common(1)[0][0]
        yield (
            Field(
                id=_identifier(name, taken),
                labels=_wordings(path[-1] for path in paths),
                under=_wordings(" ".join(path[:-1]) for path in paths if path[:-1]),
                measure=measure,
                required=len(column.places) == len(group.samples) and measure not in ("text", "period"),
                code=code if 2 * count > len(column.places) else "",
                signed=any(_is_signed(group.samples[i], c) for i, c in column.places.items()),
            ),
            column,
        )


def _path(sample: Sample, c: int) -> tuple[str, ...]:
    return tuple(constant_words(text) for text in sample.view.headings[c])


def _leaf(group: Group, column: Column) -> str:
    number, c = next(iter(column.places.items()))
    return words(_path(group.samples[number], c)[-1])


def _wordings(texts: Iterable[str]) -> tuple[str, ...]:
    """Different wordings, the first as printed; those that say the same words only once."""
    found: dict[str, str] = {}
    for text in texts:
        if plain := words(text):
            found.setdefault(plain, tidy(text))
    return tuple(found.values())[:_MOST_WORDINGS]


def _identifier(text: str, taken: set[str]) -> str:
    """A name for identities: ``"Tổng số (hồ sơ)"`` → ``tong_so_ho_so``."""
    parts = words(text.replace("%", " ")).split()
    base = "_".join(parts[: _ID_WORDS if len(parts) <= 2 * _ID_WORDS else 2 * _ID_WORDS]) or "column"
    if len(parts) > _ID_WORDS:
        base = "_".join([*parts[:3], *parts[-3:]])
    if not base[0].isalpha() or base in _RESERVED:
        base = f"c_{base}"
    name, number = base, 2
    while name in taken:
        name, number = f"{base}_{number}", number + 1
    taken.add(name)
    return name


def _measure(sample: Sample, c: int) -> Measure:
    view = sample.view
    if c not in view.number_columns:
        texts = [view.text(r, c) for r in view.data_rows[:50]]
        return "period" if texts and sum(period_of(t) is not None for t in texts) * 2 > len(texts) else "text"
    path = view.headings[c]
    plain = words(" ".join(path))
    figures = _figures(sample, c)
    if len(set(figures)) > 1 and all(v in range(1900, 2101) for v in figures):
        return "text"  # years
    shown = [view.text(r, c) for r in view.data_rows[:50]]
    if (
        view.unit_of(c) == "%"
        or is_percentage(path[-1])
        or sum(t.endswith("%") for t in shown) * 2 > sum(map(bool, shown))
    ):
        return "percent"
    if re.search(r"\b(?:trung binh|binh quan|average|per (?:day|month|year))\b", plain):
        return "rate"
    unit = words(view.unit_of(c))
    if unit_power(unit) or set(unit.split()) & {"dong", "vnd", "usd"}:
        return "money"
    return "count"


def _figures(sample: Sample, c: int) -> list[int | Decimal]:
    column = sample.view.column(c)
    return [v for r in sample.view.data_rows if (v := column.values[r]) is not None]


def _is_signed(sample: Sample, c: int) -> bool:
    """Whether a column of figures holds a negative one."""
    return c in sample.view.number_columns and any(v < 0 for v in _figures(sample, c))


def _code(sample: Sample, c: int) -> str:
    """The column's printed number: ``"3"`` for (3) or 3=4+5."""
    view = sample.view
    for row in range(view.top - 1, view.table.area.top, -1):
        text = str(view.grid.at(row, view.left + c) or "").removesuffix(".0")
        if (match := re.match(r"\(?\s*(\d{1,3})\s*\)?\s*(?:=|$)", text)) is not None:
            return match[1]
    return ""


def _drop_unrecognised(result: Draft, group: Group, columns: dict[str, Column], vi: bool) -> None:
    """Leave out the columns that the form's own words do not find again in every table."""
    while True:
        wrong: set[str] = set()
        for number, sample in enumerate(group.samples):
            binding = bound(result.form, sample)
            if binding is None:
                continue
            for f in result.form.fields:
                if number in columns[f.id].places and binding.fields.get(f.id) != columns[f.id].places[number]:
                    wrong.add(f.id)
        if not wrong or len(wrong) == len(result.form.fields):
            return
        name = sorted(wrong)[0]
        label = result.form.by_id[name].labels[0]
        result.form = replace(result.form, fields=tuple(f for f in result.form.fields if f.id != name))
        result.notes.append(
            f"cột {label} bỏ ra vì tiêu đề của nó không đủ để nhận ra"
            if vi
            else f"the column {label} is left out: its heading is not enough to know it by"
        )


# -- identities ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Candidate:
    """An identity that some file claims, and on what ground."""

    identity: Identity
    origin: str


_TRUST = ("declared", "printed", "formula", "stated", "discovered")


def _candidates(samples: list[Sample], names: list[dict[int, str]], axis: str) -> list[Candidate]:
    """What is claimed along an axis, each once, over the names of the lines in each sample."""
    patterns = [
        (pattern, names[i])
        for i, sample in enumerate(samples)
        for settled in sample.settled
        if (pattern := pattern_of(settled.family)) is not None and pattern.axis == axis
    ]
    return _distinct(patterns)


def _distinct(patterns: list[tuple[Pattern, dict[int, str]]]) -> list[Candidate]:
    found: dict[object, Candidate] = {}
    seen: set[tuple[object, ...]] = set()
    for pattern, named in sorted(patterns, key=lambda one: _TRUST.index(one[0].origin)):
        # a formula copied down thousands of rows is one
        key = (pattern, id(named))
        if key in seen:
            continue
        seen.add(key)
        identity = identity_of(pattern, named)
        if identity is not None:
            found.setdefault(canonical(identity), Candidate(identity, pattern.origin))
    return list(found.values())


def _take_rows(result: Draft, group: Group, files: int, candidates: list[Candidate], vi: bool) -> None:
    """Decide whether the rows are fixed, then try all candidates."""
    samples = group.samples
    plain = replace(result.form, identities=(), total_row=any(s.view.total_rows for s in samples))
    totals = claimed_totals(plain, samples)
    ties = _row_ties(samples)
    covered = all((number, target, parts) in totals for number, target, parts in ties)
    rows = fixed_rows(samples) if (group.files > 1 or ties) and not (covered and totals) else []
    if rows and (with_items := _with_items(plain, samples, rows)) is not None:
        form, names = with_items
        own = _candidates(samples, names, "row")
        summed = _distinct(
            [
                (pattern, names[i])
                for i, sample in enumerate(samples)
                for family in claimed_totals(plain, [sample]).values()
                if (pattern := pattern_of(family)) is not None
            ]
        )
        known = {canonical(c.identity) for c in own}
        rowwise = [*own, *(c for c in summed if canonical(c.identity) not in known)]
        _prove(result, replace(form, total_row=False), samples, candidates, rowwise)
        if files == 1:
            result.rows_said = (
                "học từ một tệp: nếu mẫu không cố định các dòng thì bỏ phần items"
                if vi
                else "learnt from one file: leave items out if the form does not fix its rows"
            )
        return
    if ties and not covered:
        result.notes.append(
            "có quan hệ giữa các dòng, nhưng tên dòng không giống nhau ở mọi tệp nên không ghi được"
            if vi
            else "rows are tied to each other, but their labels differ between files, so that it cannot be written"
        )
    _prove(result, plain, samples, candidates, [])


def _row_ties(samples: list[Sample]) -> set[tuple[int, int, frozenset[int]]]:
    """The rows that are claimed to be sums of others: sample, row, the others."""
    found = set()
    for number, sample in enumerate(samples):
        for settled in sample.settled:
            pattern = pattern_of(settled.family)
            if pattern is not None and pattern.axis == "row":
                found.add((number, pattern.target, frozenset(pattern.lines[1:])))
    return found


def _with_items(form: Form, samples: list[Sample], rows: list[Row]) -> tuple[Form, list[dict[int, str]]] | None:
    """The form with its rows, and the names of each sample's rows; None where the rows' words do not find them again."""
    taken = {f.id for f in form.fields}
    named = [(_identifier(row.label if not row.under else f"{row.under[0]} {row.label}", taken), row) for row in rows]
    items = tuple(Item(name, row.labels, row.under, required=len(row.places) == len(samples)) for name, row in named)
    with_items = replace(form, items=items)
    for number, sample in enumerate(samples):
        binding = bound(with_items, sample)
        if binding is None or binding.transposed or binding.cells:
            return None
        if any(number in row.places and binding.items.get(name) != row.places[number] for name, row in named):
            return None
    return with_items, [
        {row.places[number]: name for name, row in named if number in row.places} for number in range(len(samples))
    ]


def _prove(result: Draft, form: Form, samples: list[Sample], columns: list[Candidate], rows: list[Candidate]) -> None:
    """Try every candidate in all tables; keep those that hold."""
    ways = [(c, "column") for c in columns] + [(c, "row") for c in rows]
    supports, total = supported(replace(form, identities=tuple(c.identity for c, _ in ways)), samples)
    kept: list[Proof] = []
    for candidate, axis in ways:
        support = supports.get(candidate.identity.formula, Support())
        proof = Proof(candidate.identity, support, candidate.origin, axis)
        if support.holds:
            kept.append(proof)
        elif support.held or support.failed:
            result.left_out.append(proof)
    result.proofs = kept
    result.total = total if form.total_row and total.holds else None
    if form.total_row and result.total is None and (total.held or total.failed):
        result.left_out.append(Proof(Identity("total_row = rows"), total, "declared", "total"))
    result.form = replace(form, identities=tuple(p.identity for p in kept), total_row=result.total is not None)

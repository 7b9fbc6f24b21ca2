"""Is this table that form? Headings and title against the form's words, whichever way the table lies.

A form's fields are looked for in the headings of the columns, or in the labels of the rows where the table lies on its
side; the form's items along the other way. A small form may also be *flat*: items and fields together in one heading
path ("Văn bản đến / một ngày"). Columns may be moved, others added; a form with its title may lack some fields, which is
then reported as its shape.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from reportcheck.extract import TableView
from reportcheck.forms import Field, Form, Item
from reportcheck.labels import contains, words

__all__ = ["Binding", "Nearest", "recognise"]


@dataclass(slots=True)
class Binding:
    """A table taken for a form.

    ``fields`` and ``items`` give the place along their axis (columns and body rows, or the reverse where ``transposed``);
    ``cells`` the (row, column) of ``item.field`` in a flat table. ``lanes`` run across the fields.
    """

    form: Form
    view: TableView
    transposed: bool = False
    fields: dict[str, int] = field(default_factory=dict)
    items: dict[str, int] = field(default_factory=dict)
    cells: dict[str, tuple[int, int]] = field(default_factory=dict)
    lanes: list[int] = field(default_factory=list)
    missing: tuple[str, ...] = ()
    titled: bool = False
    score: float = 0.0
    rivals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Nearest:
    """The form that came nearest where none matched, and what the table lacked."""

    form: Form
    missing: tuple[str, ...]
    titled: bool


_Axis = tuple[tuple[str, ...], ...]
_CANDIDATES = 3  # for the nearest form
_Marks = tuple[
    tuple[str, str, str], ...
]  # of each row its bare label, its code, and the label of the row it belongs to


def recognise(view: TableView, forms: Sequence[Form], name: str = "") -> tuple[list[Binding], Nearest | None]:
    """The forms that a table matches, the best first; where there is none, the nearest.

    ``name`` counts as a title beside the table's own: a csv's file name.
    A table matches if it has the form's title and enough of its required fields, or without the title all of them.
    Forms whose words are not in the table are passed over without a closer look.
    """
    columns = tuple(_plain(path) for path in view.headings)
    rows, marks = (_row_paths(view), _row_marks(view)) if view.height <= 200 else ((), ())
    title = " ".join(words(line) for line in (*view.table.caption.splitlines(), view.grid.name, name))
    there, coded = _vocabulary(columns) | _vocabulary(rows), any(code for _, code, _ in marks)
    said = frozenset(title.split())
    bindings: list[Binding] = []
    others: list[tuple[float, Form, bool]] = []
    for form in forms:
        titled = _has_title(title, said, form)
        most = _most(form, there, coded)  # of the required, as far as words tell
        if most < (form.share if titled else 1) or (form.needs_title and not titled):
            others.append((most, form, titled))
            continue
        best = _best(form, columns, rows, marks)
        if best is not None:
            share, weight, transposed, placed, items, cells, missing = best
            if (titled and share >= form.share) or (share == 1 and not form.needs_title and weight >= 3):
                binding = Binding(form, view, transposed, dict(placed), dict(items), dict(cells), [], missing, titled)
                binding.score = share * share * weight + (2.5 if titled else 0)
                binding.lanes = _lanes(binding)
                bindings.append(binding)
                continue
        others.append((most, form, titled))
    bindings.sort(key=lambda b: (-b.score, b.form.id))
    for binding in bindings:
        binding.rivals = tuple(b.form.id for b in bindings if b is not binding)
    return bindings, None if bindings else _nearest(others, columns, rows, marks)


def _most(form: Form, there: frozenset[str], coded: bool) -> float:
    """The part of the required fields and items whose words are all in the table: more of the form cannot be found."""
    if not form.required or (coded and any(item.code for item in form.items)):
        return 1.0
    return sum(any(there >= needle for needle in f.needles) for f in form.required) / len(form.required)


def _nearest(others: list[tuple[float, Form, bool]], columns: _Axis, rows: _Axis, marks: _Marks) -> Nearest | None:
    """The form that comes nearest, of the few that by their words could."""
    nearest: tuple[float, Nearest] | None = None
    for most, form, titled in sorted(others, key=lambda o: -(o[0] + 0.5 * o[2]))[:_CANDIDATES]:
        if most + 0.5 * titled <= (0.3 if nearest is None else nearest[0]):
            break
        best = _best(form, columns, rows, marks)
        share = 0.0 if best is None else best[0]
        near = share + 0.5 * titled
        if (share > 0.3 or titled) and (nearest is None or near > nearest[0]):
            missing = tuple(f.id for f in form.fields if f.required) if best is None else best[-1]
            nearest = near, Nearest(form, missing, titled)
    return None if nearest is None else nearest[1]


@lru_cache(maxsize=64)
def _vocabulary(axis: _Axis) -> frozenset[str]:
    """All words of an axis."""
    return frozenset(word for path in axis for text in path for word in text.split())


def _plain(path: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(words(text) for text in path)


def _row_paths(view: TableView) -> _Axis:
    """The label path of each body row: labels without figures, and rows of a higher level of numbering, stand above it.

    A row with rows of a lower level below it holds their total, and reads as that of its group.
    """
    data = set(view.data_rows)
    parents = {r: parent for r, parent, style in view.tree if style not in ("plain", "dash", "of which")}
    heads = {parent for parent in parents.values() if parent is not None}
    paths: list[tuple[str, ...]] = []
    above = ""
    for r in range(view.height):
        own = words(view.row_name(r))
        if r not in data:
            above = own or above
            paths.append(())
            continue
        path = [own, "tong so"] if r in heads else [own]
        parent = parents.get(r)
        while parent is not None:
            path.insert(0, words(view.row_name(parent)))
            parent = parents.get(parent)
        paths.append((above, *path) if above else tuple(path))
    return tuple(paths)


_CODE_HEADINGS = ("ma so", "ma chi tieu", "code")
_NUMBERING = re.compile(r"(?:\d+|[ivx]+|[a-z])(?: (?:\d+|[ivx]+|[a-z]))*")
_AROUND = re.compile(r"^(?:(?:\d+|[ivx]+|[a-z]) )*(?:(?:trong do|of which) )?(.*?)(?: (?:\d+[a-z]?|[ivx]+|[a-z]))*$")


def _row_marks(view: TableView) -> _Marks:
    """Of each body row the label without numbering, what stands in the column of row codes, and the row above in rank."""
    parents = {r: words(view.row_name(parent)) for r, parent, _ in view.tree if parent is not None}
    coded = next((c for c, path in enumerate(view.headings) if path and words(path[-1]) in _CODE_HEADINGS), None)
    marks = []
    for r, path in enumerate(view.row_labels):
        label = next((bare for text in path if (bare := _bare(words(text)))), "")
        value = None if coded is None else view.body_rows[r][coded]
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        marks.append((label, "" if value is None else _code(str(value)), parents.get(r, "")))
    return tuple(marks)


@lru_cache(maxsize=4096)
def _bare(plain: str) -> str:
    """A label without its numbering and without the formula or the mark behind it: the words themselves."""
    if _NUMBERING.fullmatch(plain):
        return ""
    match = _AROUND.match(plain)
    return match[1] if match is not None else plain


def _code(text: str) -> str:
    """A row code as people mean it: ``"01"`` and ``"1"`` are the same."""
    return text.strip(" ()").lower().lstrip("0")


def _has_title(title: str, said: frozenset[str], form: Form) -> bool:
    """Whether a title holds one of the form's phrases, its words in order, perhaps with others between."""
    return any(said.issuperset(phrase) and _in_order(title, phrase) for phrase in form.title_phrases)


@lru_cache(maxsize=4096)
def _in_order(title: str, phrase: tuple[str, ...]) -> bool:
    rest = iter(title.split())
    return all(word in rest for word in phrase)


# share of the required found, how many, whether the table lies on its side, places of fields, items and cells, what lacks
_Placed = tuple[tuple[str, int], ...]
_Arrangement = tuple[float, int, bool, _Placed, _Placed, tuple[tuple[str, tuple[int, int]], ...], tuple[str, ...]]


@lru_cache(maxsize=512)
def _best(form: Form, columns: _Axis, rows: _Axis, marks: _Marks) -> _Arrangement | None:
    """The arrangement in which most of the form is found: share of required found, how many, and the places."""
    required = form.required
    best: tuple[tuple[float, int, bool], _Arrangement] | None = None
    for transposed, along, across in ((False, columns, rows), (True, rows, columns)):
        fields = _match(form.fields, along, marks if transposed else ())
        items = _match(form.items, across, () if transposed else marks) if form.items else {}
        found = [f for f in required if f.id in fields or f.id in items]
        measured = any(f.measure not in ("text", "period") for f in form.fields if f.id in fields)
        if (measured or (form.open and len(items) > 1)) and (not form.items or items):
            rank = (len(found) / max(1, len(required)), len(fields) + len(items), not transposed)
            if best is None or rank > best[0]:
                lacking = tuple(f.id for f in required if f not in found)
                best = (
                    rank,
                    (
                        _share(form, found),
                        len(found),
                        transposed,
                        tuple(fields.items()),
                        tuple(items.items()),
                        (),
                        lacking,
                    ),
                )
    if form.items and not form.open:
        flat = _flat(form, columns, rows)
        if flat and (best is None or best[0][0] < 1):
            wanted = [f"{i.id}.{f.id}" for i in form.items if i.required for f in form.fields if f.required]
            lacking = tuple(w for w in wanted if w not in flat)
            share = 1 - len(lacking) / max(1, len(wanted))
            if best is None or share > best[0][0]:
                best = (share, len(flat), True), (share, len(flat), False, (), (), tuple(flat.items()), lacking)
    return None if best is None else best[1]


def _share(form: Form, found: Sequence[Field]) -> float:
    """The part of the required that is found; where a form has rows too, not more than is found of columns or rows alone."""
    wanted = [f for f in form.fields if f.required], [f for f in form.items if f.required]
    parts = [sum(f in found for f in kind) / len(kind) for kind in wanted if kind]
    everything = [f for kind in wanted for f in kind]
    whole = sum(f in found for f in everything) / max(1, len(everything))
    return whole if min(parts, default=1) >= 0.5 else min(parts)


def _flat(form: Form, columns: _Axis, rows: _Axis) -> dict[str, tuple[int, int]]:
    """Cells of a table whose one data row (or column) has items and fields together in its headings."""
    data = [r for r, path in enumerate(rows) if path]
    numbers = [c for c, path in enumerate(columns) if path]
    cells: dict[str, tuple[int, int]] = {}
    for item in form.items:
        for axis, row in ((columns, data[0] if len(data) == 1 else None), (rows, None)):
            if axis is columns and row is None:
                continue
            holding = tuple(path if _fits(item, path) else () for path in axis)
            for name, index in _match(form.fields, holding).items():
                if axis is columns and row is not None:
                    cells.setdefault(f"{item.id}.{name}", (row, index))
                elif axis is rows and numbers:
                    cells.setdefault(f"{item.id}.{name}", (index, numbers[-1]))
    return cells


def _fits(wanted: Field, path: tuple[str, ...]) -> bool:
    return bool(path) and _strength(wanted, path) > 0


def _match(wanted: Sequence[Field], axis: _Axis, marks: _Marks = ()) -> dict[str, int]:
    """The place of each field along an axis: the strongest fits first, each heading and each field once.

    Rows whose code is an item's are that item's; where the label only resembles it, only if most other codes bear it out.
    """
    vocabulary = _vocabulary(axis)
    fits: list[tuple[float, int, int]] = []
    by_code: list[tuple[float, int, int]] = []
    agreed = 0
    codes: dict[str, int] = {}
    for index, (_, code, _) in enumerate(marks):
        codes.setdefault(code, index)
    for number, one in enumerate(wanted):
        own = one.code.lstrip("0").lower() if isinstance(one, Item) and codes else ""
        same = codes.get(own, -1) if own else -1
        if any(vocabulary >= needle for needle in one.needles):
            for index, path in enumerate(axis):
                code = marks[index][1] if own else ""
                if not path or (own and code and code != own):
                    continue
                strength = _strength(one, path, marks[index] if marks else None)
                if strength > 0:
                    fits.append((strength + (6 if own and code else 0), -number, -index))
                    if index == same:
                        agreed, same = agreed + 1, -1
        if same >= 0 and _resembles(marks[same][0], one):
            by_code.append((0.5, -number, -same))
    if agreed >= len(by_code):
        fits += by_code
    fits.sort(reverse=True)
    placed: dict[str, int] = {}
    taken: set[int] = set()
    for _, number, index in fits:
        one = wanted[-number]
        if one.id not in placed and -index not in taken:
            placed[one.id] = -index
            taken.add(-index)
    return placed


def _resembles(label: str, one: Field) -> bool:
    """Whether a label has most words of a wording, and few others."""
    own = set(label.split())
    return any(len(own & needle) >= 0.6 * len(own | needle) for needle in one.needles)


# wordings that say something only where they stand alone: not "Công chức", not "Tỷ lệ quá hạn"
_ALONE = {"cong": re.compile(r"cong(?: (?:\d+|[ivx]+))*$"), "ty le": re.compile(r"ty le(?: %)?$")}


def _strength(wanted: Field, path: tuple[str, ...], mark: tuple[str, str, str] | None = None) -> float:
    """How well a heading path fits a field: words of the longest wording found, more in the innermost heading."""
    bare = ""
    if wanted.whole:
        bare = _bare(path[-1]) if mark is None else mark[0]
        if bare not in wanted.whole_phrases:
            return 0
    whole = " ".join(path) if mark is None or not wanted.whole else " ".join((mark[2], *path))
    if any(contains(whole, phrase) for phrase in wanted.avoid_phrases):
        return 0
    bonus = 0.0
    if wanted.under_phrases:
        if not any(contains(whole, phrase) for phrase in wanted.under_phrases):
            return 0
        bonus = 3
    if wanted.whole:
        return bonus + 5 + bare.count(" ")
    leaf = path[-1]
    for phrase in wanted.phrases:
        if (alone := _ALONE.get(phrase)) is not None and not alone.match(leaf):
            continue
        length = phrase.count(" ") + 1
        if contains(leaf, phrase):
            return bonus + length + 4 * length / (leaf.count(" ") + 1)
        if contains(whole, phrase):
            return bonus + length * 0.5
    return 0


def _lanes(binding: Binding) -> list[int]:
    """The lanes that hold figures: body rows, or columns where the table lies on its side."""
    view = binding.view
    if binding.cells:
        return []
    if binding.form.items and not binding.form.open:
        return sorted(binding.items.values())
    if binding.transposed:
        return [c for c in view.number_columns if any(_filled(view, r, c) for r in binding.fields.values())]
    measured = [c for name, c in binding.fields.items() if binding.form.by_id[name].measure not in ("text", "period")]
    if view.height > 4000:
        return list(range(view.height))
    rows = view.body_rows
    return [r for r in view.data_rows if any(rows[r][c] is not None for c in measured)]


def _filled(view: TableView, r: int, c: int) -> bool:
    return view.body_rows[r][c] is not None

"""Tables of several submissions → groups of like tables, their columns side by side.

Headings are compared as words, without the years and dates in them; a column whose wording differs between submissions
is known by its neighbours and the words that it keeps.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property
from pathlib import Path

from reportcheck.extract import TableView
from reportcheck.labels import words
from reportcheck.numerals import tidy
from reportcheck.pipeline import Checked
from reportcheck.settle import Settled

__all__ = ["Column", "Group", "Sample", "constant_words", "groups_of", "samples_of"]

_ALIKE = 0.7  # share of the columns that two tables of one form have in common
_SAME_WORDS = 0.5  # share of the words that two titles of one form have in common

# what differs from one submission to the next: dates, months, quarters, years
_VARYING = re.compile(
    r"(?:từ\s+|tu\s+|đến\s+|den\s+)?(?:hết\s+)?(?:ngày\s+|ngay\s+)?\b\d{1,2}\s*[/.-]\s*\d{1,2}(?:\s*[/.-]\s*\d{4})?\b"
    r"|\b(?:tháng|thang|month)\s*\d{1,2}(?:\s*[/.-]\s*\d{4})?\b"
    r"|\b(?:quý|quy|quarter)\s*(?:IV|I{1,3}|[1-4])\b(?:\s*[/.-]\s*\d{4})?"
    r"|\b\d{1,2}\s+(?:tháng|thang|months?)\b"
    r"|\b(?:19|20)\d{2}\b",
    re.IGNORECASE,
)


@dataclass(slots=True, eq=False)
class Sample:
    """One table of one submission, with what was claimed of it."""

    view: TableView
    path: str
    file: int
    settled: list[Settled]

    @property
    def name(self) -> str:
        """What counts as a title beside the table's own: the file's name where sheets have none."""
        return "" if self.view.grid.name else Path(self.path).stem.replace("_", " ")

    @property
    def columns(self) -> list[int]:
        """The columns with a heading that hold labels or figures; running numbers apart."""
        view = self.view
        known = {*view.stub, *view.number_columns}
        return [c for c in range(view.width) if c in known and view.headings[c] and not view.counts_rows(c)]

    @property
    def title_lines(self) -> list[str]:
        lines = [tidy(line) for line in self.view.table.caption.splitlines() if line.strip()]
        sheet = self.view.grid.name
        if sheet and not re.fullmatch(r"(?:sheet|trang tính|table|bảng)?\s*\d*", sheet, re.IGNORECASE):
            lines.append(tidy(sheet))
        return lines or ([self.name] if self.name else [])


@dataclass(slots=True, eq=False)
class Column:
    """A column of a form: its place in each sample that has it."""

    key: tuple[str, ...]
    places: dict[int, int] = field(default_factory=dict)


@dataclass(eq=False)
class Group:
    """Samples of one form, and its columns in order."""

    samples: list[Sample] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)

    @property
    def files(self) -> int:
        return len({s.file for s in self.samples})

    @cached_property
    def title_words(self) -> set[str]:
        return _title_words(self.samples[0])

    def add(self, sample: Sample) -> None:
        """Take a sample in, its columns beside those that are known."""
        number = len(self.samples)
        self.samples.append(sample)
        keys = [c.key for c in self.columns]
        matched = _aligned(keys, [_key(sample.view.headings[c]) for c in sample.columns])
        at = 0
        for position, c in enumerate(sample.columns):
            known = matched.get(position)
            if known is None:
                self.columns.insert(at, Column(_key(sample.view.headings[c]), {number: c}))
            else:
                column = next(one for one in self.columns if one.key is keys[known])
                column.places[number] = c
                at = self.columns.index(column)
            at += 1

    def likeness(self, sample: Sample) -> float:
        """The share of the columns that a table has in common with the group."""
        keys = [_key(sample.view.headings[c]) for c in sample.columns]
        return 2 * len(_aligned([c.key for c in self.columns], keys)) / max(1, len(keys) + len(self.columns))

    def shares_title(self, sample: Sample) -> bool:
        """Whether titles have most words in common; tables without one do."""
        own, other = self.title_words, _title_words(sample)
        return not own or not other or len(own & other) >= _SAME_WORDS * min(len(own), len(other))


def samples_of(checked: Checked, file: int) -> list[Sample]:
    """The tables of a document that have headings and figures."""
    by_view: dict[int, list[Settled]] = {}
    for settled in checked.settled:
        by_view.setdefault(id(settled.family.target.view), []).append(settled)
    found = []
    for view in checked.views:
        sample = Sample(view, checked.document.path, file, by_view.get(id(view), []))
        if view.data_rows and any(c in view.number_columns for c in sample.columns) and len(sample.columns) >= 2:
            found.append(sample)
    return found


def groups_of(samples: list[Sample], files: int) -> tuple[list[Group], list[Sample]]:
    """Tables of like headings and titles that stand in at least two files (in one, where there is only one); the others."""
    groups: list[Group] = []
    for sample in samples:
        alike = [(g.likeness(sample), -i, g) for i, g in enumerate(groups) if g.shares_title(sample)]
        best = max(alike, key=lambda one: one[:2], default=None)
        if best is not None and best[0] >= _ALIKE:
            best[2].add(sample)
        else:
            groups.append(Group())
            groups[-1].add(sample)
    least = min(2, files)
    return [g for g in groups if g.files >= least], [s for g in groups if g.files < least for s in g.samples]


def constant_words(text: str) -> str:
    """A heading without the dates in it: the longest run of words that stays.

    >>> constant_words("Thực hiện năm 2024"), constant_words("Lũy kế từ 01/01 đến 30/6/2025")
    ('Thực hiện năm', 'Lũy kế')
    """
    pieces = [piece.strip(" ,;:-–/.") for piece in _VARYING.split(tidy(text))]
    best = max(pieces, key=lambda piece: len(piece.split()))
    return best if words(best) else tidy(text)


def _key(path: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(words(constant_words(text)) for text in path)


def _title_words(sample: Sample) -> set[str]:
    return {w for line in sample.title_lines for w in words(_VARYING.sub(" ", line)).split() if not w.isdigit()}


def _aligned(known: list[tuple[str, ...]], own: list[tuple[str, ...]]) -> dict[int, int]:
    """For each own column the known one that it is: the same words, or more of them at the same place."""
    matched: dict[int, int] = {}
    for kind, a, b, c, d in SequenceMatcher(None, known, own, autojunk=False).get_opcodes():
        if kind == "equal":
            matched.update(zip(range(c, d), range(a, b), strict=True))
        elif kind == "replace" and b - a == d - c:
            matched.update({j: i for i, j in zip(range(a, b), range(c, d), strict=True) if _kin(known[i], own[j])})
    free = [i for i in range(len(known)) if i not in matched.values()]
    for j, key in enumerate(own):  # columns that were moved
        if j not in matched and (same := next((i for i in free if known[i] == key), None)) is not None:
            matched[j] = same
            free.remove(same)
    return matched


def _kin(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether one heading only says more than the other."""
    a, b = set(one[-1].split()), set(other[-1].split())
    return bool(a and b) and (a <= b or b <= a)

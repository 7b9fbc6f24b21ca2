"""How deep each row of a table stands: numbering, indent, bold type, lone labels, and words such as "Trong đó:".

Numbering counts first: a style (I, 1, 1.1, a, -) that begins below another stands a level deeper, as people number. Rows
without a number rank by how they are printed, the same in the whole table: less indented before more, bold before plain,
labels without figures before rows with figures. So a total has the same level wherever it is put.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from reportcheck.labels import is_total, words
from reportcheck.numerals import tidy

__all__ = ["Place", "RowSigns", "Split", "indent_of", "names_total", "place_rows", "split_word", "take_number"]

Split: TypeAlias = Literal["", "bound", "partition"]


@dataclass(frozen=True, slots=True)
class RowSigns:
    """What one row shows of its place.

    Attributes:
        number: its running number or mark as printed ("I", "1.2", "a)", "-"), from its own column or before the label.
        label: its words, without the number.
        indent: of the label, in letters.
        bold: the label is printed bold.
        figures: the row holds figures.
        empty: the row holds nothing, or repeats the headings: it has no place.
    """

    number: str = ""
    label: str = ""
    indent: int = 0
    bold: bool = False
    figures: bool = True
    empty: bool = False

    @property
    def total(self) -> bool:
        """The row names a total and has no number of its own."""
        return not self.number and names_total(self.label)


class Place(NamedTuple):
    """Where a row stands: its level (0 is the outermost), the row above it in the hierarchy, and what the group that it
    belongs to says of itself: ``bound`` under "Trong đó" (parts that need not make up the whole), ``partition`` under
    "Gồm", "Chia ra" (parts that do), else empty."""

    level: int = 0
    parent: int | None = None
    split: Split = ""


_BOUND = re.compile(r"(?:trong (?:so )?do|of which|in which|including|incl|thereof)\b")
_PARTITION = re.compile(r"(?:bao gom|chia ra|chia theo|phan theo|comprising|consisting of|broken down)\b")


def split_word(label: str) -> tuple[Split, str]:
    """What a label says of the rows that it begins, and the label without those words.

    >>> split_word("Trong đó: - Khiếu nại"), split_word("Chia ra:"), split_word("Gồm:"), split_word("Gốm sứ")
    (('bound', '- Khiếu nại'), ('partition', ''), ('partition', ''), ('', 'Gốm sứ'))
    """
    text = tidy(label)
    plain = words(text)
    for kind, pattern in (("bound", _BOUND), ("partition", _PARTITION)):
        if match := pattern.match(plain):
            return kind, _after(text, match[0].count(" ") + 1)  # type: ignore[return-value]
    if plain == "gom" or re.match(r"gồm\s*:", text.lower()):
        return "partition", _after(text, 1)
    return "", label


def _after(text: str, count: int) -> str:
    """A text without its first words and the colon behind them."""
    match = re.match(rf"(?:\W*\w+){{{count}}}[\s:,;.]*", text)
    return text[match.end() :] if match else ""


def names_total(label: str) -> bool:
    """Whether a label names a total, whatever it says of it in brackets: ``"Tổng số (A+B+C)"``."""
    return is_total(label) or ("(" in label and is_total(re.sub(r"\([^()]*\)", " ", label)))


_OWN_NUMBER = re.compile(r"\(?([IVX]{1,5}|[A-ZĐ]|\d{1,3}(?:\.\d{1,3}){0,4}|[ivx]{1,5}|[a-zđ]|[-–+*•])\)?[.)/]?")
_NUMBER_BEFORE = re.compile(
    r"\s*(?:\(?((?:[IVX]{1,5}|[A-ZĐ]|[ivx]{1,5}|[a-zđ])(?=[.)/])|\d{1,3}(?:\.\d{1,3}){0,4}(?=[.)/]|\s+[^\W\d_]))[.)/]*"
    r"|([-–+*•]))\s*(?=\S)"
)


def take_number(text: str, *, alone: bool = False) -> tuple[str, str]:
    """The running number or mark before a label, and the label; an empty number where there is none.

    Args:
        alone: the cell may hold the number only, its label stands in the next one.

    >>> take_number("1.2. Phí"), take_number("a) Lương"), take_number("- Thuế"), take_number("A Lưới")
    (('1.2', 'Phí'), ('a', 'Lương'), ('-', 'Thuế'), ('', 'A Lưới'))
    """
    if alone and (own := _OWN_NUMBER.fullmatch(text.strip())):
        return own[1], ""
    match = _NUMBER_BEFORE.match(text)
    if match is None or re.match(r"[-–]\s*\d", text.strip()):
        return "", text
    return match[1] or match[2], text[match.end() :]


def indent_of(text: str) -> int:
    """How many blanks stand before a text; a tab counts four."""
    blanks = text[: len(text) - len(text.lstrip())]
    return len(blanks) + 3 * blanks.count("\t")


# -- levels ------------------------------------------------------------------


@dataclass(slots=True)
class _Frame:
    """A row that rows below may belong to. ``key`` is equal for rows that stand beside each other."""

    key: tuple[object, ...]
    level: int
    row: int | None  # None for a row that only says "Trong đó:"
    rank: int = -1  # of rows without a number
    value: int = 0  # of the running number
    split: Split = ""  # of the rows of this key
    total: bool = False


def place_rows(signs: Sequence[RowSigns]) -> list[Place]:
    """The place of each row.

    Args:
        signs: of the rows of a table from top to bottom.
    """
    return _Placer(signs).places()


class _Placer:
    """Walks the rows with a stack of those that the next row may belong to."""

    def __init__(self, signs: Sequence[RowSigns]) -> None:
        self.signs = signs
        self.stack: list[_Frame] = []
        self.found: list[Place] = []
        self.ranks = _ranks(signs)
        self.numbered = any(row.number for row in signs)

    def places(self) -> list[Place]:
        for r, row in enumerate(self.signs):
            if row.empty:
                marker = self._marker()
                if 0 <= marker < len(self.stack) - 1:  # an empty row ends a list of parts that has begun
                    del self.stack[marker:]
                self.found.append(Place())
            else:
                self.found.append(self._place(r, row))
        return self.found

    def _marker(self) -> int:
        """The place in the stack of the last row that only says "Trong đó:"; -1 for none."""
        return next((i for i in range(len(self.stack) - 1, -1, -1) if self.stack[i].row is None), -1)

    def _place(self, r: int, row: RowSigns) -> Place:
        split, rest = split_word(row.label)
        if split and not rest.strip() and not row.figures:
            return self._open(row, split)
        if split:
            return self._of_which(r, split, rest)
        if row.number:
            return self._numbered(r, row.number)
        if row.total and any(f.key[0] in _NUMBERINGS for f in self.stack):
            return self._total_among_numbers(row)
        return self._plain(r, row)

    def _push(self, frame: _Frame) -> Place:
        above = self.stack[-1] if self.stack else None
        if above is not None and above.row is None:
            frame.split = above.split
        self.stack.append(frame)
        parent = next((f.row for f in reversed(self.stack[:-1]) if f.row is not None), None)
        return Place(frame.level, parent, frame.split)

    def _beside(self, i: int, r: int, value: int = 0) -> Place:
        """A row beside the one at place ``i`` of the stack, of the same key."""
        frame = self.stack[i]
        del self.stack[i + 1 :]
        frame.row, frame.value = r, value
        parent = next((f.row for f in reversed(self.stack[:-1]) if f.row is not None), None)
        return Place(frame.level, parent, frame.split)

    def _next_level(self) -> int:
        return self.stack[-1].level + (self.stack[-1].row is not None) if self.stack else 0

    def _open(self, row: RowSigns, split: Split) -> Place:
        """A row that only says "Trong đó:": the next rows are parts of the one before."""
        rank = self.ranks.get(_style(row), -1)
        while len(self.stack) > 1 and self.stack[-1].rank > rank >= 0 and self.stack[-1].row is not None:
            self.stack.pop()
        marker = self._marker()
        if marker > 0 and len(self.stack) == marker + 2 and self.stack[-1].key == self.stack[marker - 1].key:
            # The row before has parts as the owner of the list before has, and looks like it: it stands beside it.
            last = self.stack[-1].row
            assert last is not None
            self.found[last] = self._beside(marker - 1, last)
        parent = self.stack[-1].row if self.stack else None
        level = self._next_level()
        self.stack.append(_Frame(("marker",), level, None, split=split))
        return Place(level, parent, split)

    def _of_which(self, r: int, split: Split, rest: str) -> Place:
        """A row "Trong đó: nữ": a part of the row before, or beside the part before."""
        number, _ = take_number(rest)
        key: tuple[object, ...] = ("which",) if not number else _numbers(number)[0][0]
        for i, frame in enumerate(self.stack):
            if frame.key == key and frame.split:
                return self._beside(i, r)
        place = self._push(_Frame(key, self._next_level(), r, rank=-1, split=split))
        self.stack[-1].split = split
        return place._replace(split=split)

    def _numbered(self, r: int, number: str) -> Place:
        readings = _numbers(number)
        low = self._marker() + 1
        for key, value in readings:  # the list that this number goes on with
            for i in range(len(self.stack) - 1, -1, -1):
                frame = self.stack[i]
                if frame.key == key and value and frame.value == value - 1 and (i >= low or value > 1):
                    return self._beside(i, r, value)
        key, value = readings[0]
        for i in range(len(self.stack) - 1, low - 1, -1):
            if self.stack[i].key == key:
                return self._beside(i, r, value)
        while self.stack and self.stack[-1].total:
            self.stack.pop()
        return self._push(_Frame(key, self._next_level(), r, value=value))

    def _total_among_numbers(self, row: RowSigns) -> Place:
        """A total below numbered rows: of the list whose number it names, else of all."""
        named = words(row.label).split()[-1]
        for i, frame in enumerate(self.stack):
            if frame.value and any(key == frame.key and value == frame.value for key, value in _numbers(named.upper())):
                del self.stack[i:]
                level = frame.level
                parent = self.stack[-1].row if self.stack else None
                return Place(level, parent)
        self.stack.clear()
        return Place()

    def _plain(self, r: int, row: RowSigns) -> Place:
        rank = self.ranks.get(_style(row))
        if rank is None:  # a total set in from the rows that it closes
            before = next((f.row for f in reversed(self.stack) if f.row is not None), None)
            return Place() if before is None else self.found[before]._replace(split="")
        key: tuple[object, ...] = ("plain", rank)
        low = self._marker() + 1
        if any(f.rank > rank for f in self.stack[:low]):
            low = 0  # less deep than the row that the list of parts belongs to
        for i in range(low, len(self.stack)):
            frame = self.stack[i]
            if frame.rank == rank:
                frame.total = row.total
                return self._beside(i, r)
            if frame.rank > rank:
                del self.stack[i:]
                break
        above = self.stack[-1] if self.stack else None
        total = row.total
        if above is None:
            level = 0 if total and self.numbered else rank
        elif above.rank >= 0 and above.row is not None:
            level = above.level + rank - above.rank
        else:
            level = self._next_level()
        return self._push(_Frame(key, level, r, rank=rank, total=total))


def _style(row: RowSigns) -> tuple[int, bool, bool]:
    """How a row without a number is printed; sorted, the styles run from the outermost to the innermost."""
    return row.indent, not row.bold, row.figures


def _ranks(signs: Sequence[RowSigns]) -> dict[tuple[int, bool, bool], int]:
    """The rank of each style among the rows without a number, from 0.

    Indents that differ by one letter are the same. A lone label stands above the rows below it; where those are printed
    like it, only their figures tell them from it. A total that is set in further than the rows above has no rank.
    """
    rows = [row for row in signs if not row.empty and not row.number and not split_word(row.label)[0]]
    others = {_style(row) for row in rows if not row.total}
    inset = {_style(b) for a, b in itertools.pairwise(rows) if b.total and b.indent > a.indent} - others
    rows = [row for row in rows if _style(row) not in inset]
    steps: dict[int, int] = {}
    last = -2
    for indent in sorted({row.indent for row in rows}):
        steps[indent] = steps[last] if last in steps and indent - last <= 1 else indent
        last = indent
    heads = {
        (steps[a.indent], not a.bold)
        for a, b in itertools.pairwise(rows)
        if not a.figures and b.figures and (steps[a.indent], a.bold) == (steps[b.indent], b.bold)
    }
    ranked = {}
    for row in rows:
        printed = steps[row.indent], not row.bold
        ranked[_style(row)] = (*printed, row.figures and printed in heads)
    order = {style: i for i, style in enumerate(sorted(set(ranked.values())))}
    return {style: order[merged] for style, merged in ranked.items()}


_NUMBERINGS = ("roman", "letter", "number", "mark")
_LETTERS = "ABCDĐEFGHIJKLMNOPQRSTUVWXYZ"
_ROMAN = {"I": 1, "V": 5, "X": 10}


def _numbers(text: str) -> list[tuple[tuple[object, ...], int]]:
    """What a running number can be: the key of its list and its value in it, the likeliest first."""
    readings: list[tuple[tuple[object, ...], int]] = []
    upper = text.upper()
    case = "upper" if text == upper else "lower"
    if upper and not set(upper) - _ROMAN.keys() and _roman(upper):
        readings.append((("roman", case), _roman(upper)))
    if len(text) == 1 and upper in _LETTERS:
        readings.append((("letter", case), _LETTERS.index(upper) + 1))
    if text[0].isdigit() and text.replace(".", "").isdigit():
        parts = text.split(".")
        readings.append((("number", len(parts)), int(parts[-1])))
    return readings or [(("mark", text), 0)]


def _roman(text: str) -> int:
    """The value of a numeral of I, V and X; 0 where it is none as people write them."""
    value = 0
    for a, b in zip(text, [*text[1:], ""], strict=True):
        value += -_ROMAN[a] if b and _ROMAN[b] > _ROMAN[a] else _ROMAN[a]
    return value if re.fullmatch(r"X{0,3}(?:IX|IV|V?I{0,3})", text) else 0

"""Words of a page → lines, and the stretches of a line that wide gaps divide."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from statistics import median

from reportcheck.read.pdf_page import Word

__all__ = ["FIGURE", "Line", "cell_text", "lines_of", "stretches", "superscript", "turned_lines"]

_SAME_LINE = 0.25  # of the size: words whose base lines differ by less stand on one line
_SMALL = 0.82  # of a line's size: smaller letters beside it may be raised ones
_NEAR = 0.45  # of the size: how close a raised mark stands to its word
_WIDE_GAP = 1.05  # of the size: a gap that divides a line
_WIDEST_BLANK = 2.0  # of the size: a blank of a line that is stretched to its margins
_RAISED = str.maketrans("0123456789()+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾⁺⁻")
FIGURE = re.compile(r"[(+\-–−]?\s*\d[\d.,\s]*(?:\s?%)?\)?(?:\s?%)?|[-–—…x]|\.{2,3}|#+|n/?a", re.IGNORECASE)
_BROKEN_NUMBER = re.compile(r"[\d.,]*\d[.,]")
_GOES_ON = re.compile(r"\d{3}(?:[.,]\d+)*%?")


def superscript(text: str) -> str:
    """Raised letters as far as there are signs for them: they never join the figure before them."""
    return text.translate(_RAISED)


@dataclass
class Line:
    """Words on one base line, from left to right."""

    words: list[Word]

    def __post_init__(self) -> None:
        plain = [w for w in self.words if not w.raised] or self.words
        self.x0, self.x1 = self.words[0].x0, max(w.x1 for w in self.words)
        self.base = median(w.base for w in plain)
        self.size = max(w.size for w in plain)
        self.top, self.bottom = self.base - 0.8 * self.size, self.base + 0.22 * self.size

    @cached_property
    def text(self) -> str:
        """The words; a small raised one keeps to its word, as a raised sign."""
        out: list[str] = []
        for i, word in enumerate(self.words):
            if i and not _touching(self.words[i - 1], word):
                out.append(" ")
            out.append(superscript(word.text) if word.raised else word.text)
        return "".join(out)

    @cached_property
    def bold(self) -> bool:
        return all(w.bold for w in self.words if any(c.isalnum() for c in w.text))

    @cached_property
    def stretches(self) -> list[Line]:
        return stretches(self)


def _touching(a: Word, b: Word) -> bool:
    return (a.raised != b.raised) and b.x0 - a.x1 < 0.12 * max(a.size, b.size)


def lines_of(words: Iterable[Word]) -> list[Line]:
    """Lines from top to bottom. Words that stand upright to the reading direction are left out."""
    rows: list[list[Word]] = []
    base = size = 0.0
    for word in sorted((w for w in words if not w.turned), key=lambda w: w.base):
        if rows and word.base - base <= _SAME_LINE * min(size, word.size):
            rows[-1].append(word)
            count = len(rows[-1])
            base += (word.base - base) / count
            size = max(size, word.size)
        else:
            rows.append([word])
            base, size = word.base, word.size
    _take_in_raised(rows)
    return [Line(sorted(row, key=lambda w: w.x0)) for row in rows if row]


def _take_in_raised(rows: list[list[Word]]) -> None:
    """Put small words a little above (or below) a line into it, where they touch one of its words."""
    sizes = [max(w.size for w in row) for row in rows]
    bases = [median(w.base for w in row) for row in rows]
    for i, row in enumerate(rows):
        for j in (i + 1, i - 1, i + 2):
            if not 0 <= j < len(rows) or not rows[j] or sizes[i] > _SMALL * sizes[j]:
                continue
            if not -0.35 * sizes[j] <= bases[j] - bases[i] <= 0.65 * sizes[j]:
                continue
            beside = [w for w in row if _beside(w, rows[j])]
            for word in beside:
                word.raised = bases[i] < bases[j]
                rows[j].append(word)
            row[:] = [w for w in row if w not in beside]
            if not row:
                break


def _beside(word: Word, row: Sequence[Word]) -> bool:
    """Whether a small word touches a full-sized one, on either side."""
    for w in row:
        if w.raised:
            continue
        near = _NEAR * w.size
        if -near < word.x0 - w.x1 < near or -near < w.x0 - word.x1 < near:
            return True
    return False


def stretches(line: Line) -> list[Line]:
    """The parts of a line between wide gaps."""
    words = line.words
    gaps = [b.x0 - a.x1 for a, b in pairwise(words)]
    if not gaps:
        return [line]
    wide = _WIDE_GAP * line.size
    if len(gaps) > 3 and sum(bool(FIGURE.fullmatch(w.text)) for w in words) * 2 < len(words):
        usual = min(gap for gap in gaps if gap > 0.1 * line.size) if max(gaps) > 0.1 * line.size else 0.0
        wide = max(wide, min(2.2 * usual, _WIDEST_BLANK * line.size))  # a line stretched to its margins
    parts: list[list[Word]] = [[words[0]]]
    for gap, word in zip(gaps, words[1:], strict=True):
        if gap > wide:
            parts.append([])
        parts[-1].append(word)
    return [line] if len(parts) == 1 else [Line(part) for part in parts]


def cell_text(words: Sequence[Word]) -> str:
    """The words of a cell in reading order; a figure broken over two lines is one again."""
    lines = lines_of(words)
    figures = [Line(plain) for line in lines if (plain := [w for w in line.words if not w.raised])]
    if len(lines) == len(figures) and all(FIGURE.fullmatch(line.text) for line in figures):
        lines = figures  # a figure with the mark of a note
    level = [line.text for line in lines]
    text = ""
    for line in [*level, *turned_lines(words)]:
        if not text:
            text = line
        elif _divided(text, line):
            text += line
        else:
            text += " " + line
    return text


def _divided(text: str, line: str) -> bool:
    """Whether a figure or a hyphenated word goes on in the next line of a cell."""
    if _BROKEN_NUMBER.fullmatch(text):
        return bool(_GOES_ON.fullmatch(line))
    return text.endswith("-") and text[-2:-1].isalnum() and line[:1].isalnum()


def turned_lines(words: Iterable[Word]) -> list[str]:
    """Words that run upwards, downwards or upside down: the lines of each direction in its own reading order."""
    texts: list[str] = []
    for turned in (1, 3, 2):
        own = [w for w in words if w.turned == turned]
        lines: list[list[Word]] = []
        for word in sorted(own, key=_across):
            if lines and _across(word) - _across(lines[-1][0]) < 0.5 * word.size:
                lines[-1].append(word)
            else:
                lines.append([word])
        texts += [" ".join(w.text for w in sorted(line, key=_along)) for line in lines]
    return texts


def _across(word: Word) -> float:
    """The place of a turned word's line among the lines of its direction."""
    return {1: word.x0, 2: -word.bottom, 3: -word.x1}[word.turned]


def _along(word: Word) -> float:
    """The place of a turned word in its line."""
    return {1: -word.bottom, 2: -word.x1, 3: word.top}[word.turned]

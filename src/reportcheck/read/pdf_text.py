"""Lines → paragraphs: what was one paragraph before it was wrapped is one again, over columns and pages too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from reportcheck.model import Location, Note, Paragraph, ParagraphKind
from reportcheck.read.marks import find_mark, marked
from reportcheck.read.pdf_lines import Line, superscript
from reportcheck.read.pdf_order import Column

__all__ = ["Flow", "note_id"]

_DEFINED = re.compile(r"(?:phần|chương|mục|điều|phụ lục|part|chapter|section)\s+[\dIVX]{1,5}\b[.:]?", re.IGNORECASE)
_CAPTION = re.compile(
    r"\s*(?:biểu(?: số)?|bảng(?: số)?|phụ lục|phụ biểu|table|annex|appendix|figure|hình)\s*(?:số\s*)?[\dIVX]{1,4}\b",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[.:;!?…][”\"')\]]*$")
_LONGEST_HEADING = 200
_LEADING = 1.28  # times the usual distance of lines: more begins a paragraph
_SIZE = 0.055  # share by which the sizes of one paragraph's lines may differ
_NUMBERING = re.compile(r"(?:\(?(?:\d{1,3}(?:\.\d{1,3})*|[A-Za-zđĐ]|[IVXivx]{1,5})[.):]?|\W)")
_DIVIDED = re.compile(r"\w-$|\d/$")  # a word or a span of years that the end of the line divides
_WORD_END = re.compile(r"[^\W\d_]-$")


@dataclass(slots=True)
class _Open:
    """A paragraph that may go on."""

    lines: list[tuple[Line, int]] = field(default_factory=list)  # with their pages
    right: float = 0.0  # margin of its column
    left: float = 0.0
    leading: float = 0.0  # the distance of its lines, once it has two
    rest: float | None = None  # where its lines after the first begin
    marked: bool = False
    centred: bool = False


class Flow:
    """Takes the columns of a document in reading order, gives its paragraphs.

    Footnotes given by :meth:`note` come out behind the paragraph that they interrupt.
    """

    def __init__(self) -> None:
        self.open: _Open | None = None
        self.marks: dict[int, frozenset[str]] = {}  # the footnote marks of each page that is still in use
        self.notes: list[Paragraph] = []
        self.levels: list[str] = []
        self.margins: dict[tuple[int, int], float] = {}

    def column(self, column: Column, page: int, marks: frozenset[str] = frozenset()) -> Iterator[Paragraph]:
        """The paragraphs that lines complete. The last one stays open.

        Args:
            marks: those of the footnotes on the page.
        """
        self.marks = {p: m for p, m in self.marks.items() if p >= page - 1} | {page: marks}
        right = self._margin(column)
        usual = _usual_leading(column.lines)
        for i, line in enumerate(column.lines):
            before = column.lines[i - 1] if i else None
            if self.open is None or not self._goes_on(line, before, right, usual):
                yield from self.close()
                self.open = _Open(left=column.left, marked=find_mark(line.text) is not None)
                self.open.centred = _centred(line, column.left, right)
            elif before is not None:
                self.open.leading = line.base - before.base
            if self.open.lines and self.open.rest is None:
                self.open.rest = line.x0
            elif self.open.lines and before is None and self.open.rest is not None:
                self.open.rest += column.left - self.open.left
            self.open.left, self.open.right = column.left, right
            self.open.lines.append((line, page))

    def _margin(self, column: Column) -> float:
        """The right margin: on a page of few short lines that of the pages before, where their left one is the same."""
        key = (round(column.left / 12), round((column.left + 400) / 400))
        right = column.right
        for k in (key, (key[0] - 1, key[1]), (key[0] + 1, key[1])):
            known = self.margins.get(k)
            if known is not None and len(column.lines) < 8 and known > right:
                right = known
        if len(column.lines) >= 8:
            self.margins[key] = right
        return right

    def note(self, paragraph: Paragraph) -> None:
        """Keep a footnote until the paragraph that is open is complete."""
        self.notes.append(paragraph)

    def close(self) -> Iterator[Paragraph]:
        """The open paragraph, and the footnotes that waited for its end."""
        if self.open is not None and self.open.lines:
            yield self._made(self.open)
        self.open = None
        yield from self.notes
        self.notes = []

    # -- where a paragraph ends -----------------------------------------------

    def _goes_on(self, line: Line, before: Line | None, right: float, usual: float) -> bool:
        one = self.open
        assert one is not None
        last, _ = one.lines[-1]
        if abs(line.size - last.size) > _SIZE * max(line.size, last.size) or (
            len(line.stretches) > 1 and len(last.stretches) > 1
        ):
            return False
        if before is None:
            return self._over_the_break(line, last, one)
        distance = line.base - before.base
        if distance > _LEADING * (one.leading or usual or 1.25 * line.size) + 0.6 or distance > 2.6 * line.size:
            return False
        if one.centred and _centred(line, one.left, right):
            return last.bold == line.bold and not find_mark(line.text) and not _ENDS.search(last.text)
        if _DIVIDED.search(last.text):
            return True
        fits = last.x1 + 0.3 * line.size + line.words[0].x1 - line.words[0].x0 < one.right - 0.2 * line.size
        ended = bool(_ENDS.search(last.text))
        start = one.rest if one.rest is not None else None
        if find_mark(line.text) and (fits or ended or (start is not None and abs(line.x0 - start) > 0.3 * line.size)):
            return False
        if start is not None:
            if abs(line.x0 - start) > 0.9 * line.size:
                return False
        elif line.x0 > one.lines[0][0].x0 + 0.9 * line.size and not one.marked and not line.text[:1].islower():
            return False
        if find_mark(line.text) and one.rest is None and abs(line.x0 - one.lines[0][0].x0) < 0.3 * line.size:
            return not (one.marked and ended)
        if line.text[:1].islower() and not ended:
            return True  # the line before was ragged
        return not fits

    def _over_the_break(self, line: Line, last: Line, one: _Open) -> bool:
        """Whether the first line of a column or page goes on with the paragraph before it."""
        if find_mark(line.text) and not re.match(r"[-–]\s", line.text):
            return False
        full = last.x1 > one.right - max(6 * line.size, 0.2 * (one.right - one.left))
        if not full or last.bold != line.bold:
            return False
        if line.text[:1].islower():
            return True
        if _ENDS.search(last.text) or find_mark(line.text):
            return False
        return last.x1 > one.right - 4 * line.size

    # -- making it ------------------------------------------------------------

    def _made(self, one: _Open) -> Paragraph:
        text, pages, anchors = "", [], []
        page = one.lines[0][1]
        for line, number in one.lines:
            piece, marks = self._piece(line, number)
            if text:
                if text.endswith("-") and _WORD_END.search(text) and piece[:1].islower():
                    drop = text[-2:-1].isascii() and piece[:1].isascii() and _is_latin(text, piece)
                    text = text[:-1] if drop else text
                elif not (text.endswith("-") and text[-2:-1].isalnum()) and not (
                    text.endswith("/") and piece[:1].isdigit()
                ):
                    text += " "
            if number != page:
                pages.append((len(text), number))
                page = number
            anchors += [Note(len(text) + at, note_id(number, mark), mark) for at, mark in marks]
            text += piece
        place = Location(page=one.lines[0][1])
        bold = all(line.bold for line, _ in one.lines)
        made = Paragraph(text, place, _kind(text, bold), anchors=tuple(anchors), pages=tuple(pages))
        made = marked(made)
        if made.kind == "heading":
            self.levels = []
            return replace(made, level=made.level or 1)
        return replace(made, level=self._level(made.label)) if made.kind == "list item" else made

    def _level(self, mark: str) -> int:
        """The level of a list item: how many other forms of marks it stands under."""
        form = re.sub(r"\d+", "1", mark)
        form = re.sub(r"[^\W\d_]+", "a" if form.islower() else "I", form)
        if form in self.levels:
            del self.levels[self.levels.index(form) + 1 :]
        else:
            self.levels.append(form)
        return len(self.levels)

    def _piece(self, line: Line, page: int) -> tuple[str, list[tuple[int, str]]]:
        """The words of a line, without the marks of footnotes that its page has, and where those stood."""
        known = self.marks.get(page, frozenset())
        parts = line.stretches
        if len(parts) > 1 and _NUMBERING.fullmatch(parts[0].text):
            parts = parts[1:]  # a mark with its words
        if not any(w.raised and w.text in known for w in line.words) and len(parts) < 2:
            return line.text, []
        ends = {id(part.words[-1]) for part in parts[:-1]}
        out, marks = "", []
        for i, word in enumerate(line.words):
            if word.raised and word.text in known:
                marks.append((len(out), word.text))
                continue
            before = line.words[i - 1] if i else None
            if out and before is not None:
                close = before.raised != word.raised and word.x0 - before.x1 < 0.12 * line.size
                out += "\t" if id(before) in ends else ("" if close else " ")
            out += superscript(word.text) if word.raised else word.text
        return out, marks


def _kind(text: str, bold: bool) -> ParagraphKind:
    """What a paragraph is by its look; marks tell the rest."""
    if len(text) > _LONGEST_HEADING or re.search(r"\t|[.;:,]$", text):
        return "body"
    if _CAPTION.match(text):
        return "caption"
    capitals = text.isupper() and bool(_DEFINED.match(text))
    return "heading" if (bold or capitals) and any(c.isalpha() for c in text) else "body"


def _apart(line: Line, last: Line) -> bool:
    """Whether wide gaps show that one of two lines is a row of cells."""
    here, before = len(line.stretches), len(last.stretches)
    return max(here, before) > 2 or min(here, before) > 1


def _is_latin(text: str, piece: str) -> bool:
    """Whether the halves of a divided word are plain Latin letters: Vietnamese words are never divided."""
    left = re.search(r"[^\W\d_]+(?=-$)", text)
    right = re.match(r"[^\W\d_]+", piece)
    return bool(left and right and left.group().isascii() and right.group().isascii() and len(left.group()) > 1)


def note_id(page: int, mark: str) -> str:
    """The name of a footnote within its document."""
    return f"p{page}-{mark}"


def _centred(line: Line, left: float, right: float) -> bool:
    before, after = line.x0 - left, right - line.x1
    return min(before, after) > 1.2 * line.size and abs(before - after) < max(1.5 * line.size, 0.15 * (before + after))


def _usual_leading(lines: list[Line]) -> float:
    """The lower middle of the distances between lines of a column."""
    steps = sorted(b.base - a.base for a, b in pairwise(lines) if b.base - a.base > 0.5 * a.size)
    return steps[(len(steps) - 1) // 3] if steps else 0.0

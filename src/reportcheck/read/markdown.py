"""Markdown: headings, paragraphs, lists, footnotes and pipe tables, each with the character at which it begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from reportcheck.model import Grid, Location, Note, Paragraph, ParagraphKind, Placement, Unread
from reportcheck.read.inline import inline
from reportcheck.read.legacy_text import Coding, Letters
from reportcheck.read.lines import Line, decode_text, lines_of
from reportcheck.read.parts import Part
from reportcheck.read.text_tables import MOST_CELLS, WIDEST, too_many_cells

__all__ = ["read_markdown"]

_HEADING = re.compile(r" {0,3}(#{1,6})(?:\s+|$)")
_UNDERLINE = re.compile(r" {0,3}(=+|-+)\s*$")
_RULE = re.compile(r" {0,3}(?:(?:\*\s*){3,}|(?:_\s*){3,}|(?:-\s*){3,})$")
_ITEM = re.compile(r"(\s*)([-*+]|[0-9]{1,9}[.)])(\s+|$)")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_QUOTE = re.compile(r" {0,3}>\s?")
_NOTE = re.compile(r" {0,3}\[\^([^\]\s]{1,40})\]:\s*")
_DIVIDER = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_HTML = re.compile(r" {0,3}<(?:table|div|p|h[1-6]|ul|ol|center|section|article|!--|html|body)\b", re.IGNORECASE)
_CLOSING = re.compile(r"\s+#+\s*$")


def read_markdown(data: bytes, path: str) -> tuple[tuple[Part, ...], tuple[Unread, ...]]:
    """The paragraphs and tables of a Markdown file in reading order, its footnotes last.

    Raises:
        ReportcheckError: ``empty``, ``unreadable``, ``too-large``; nothing else whatever the bytes.
    """
    text, coding = decode_text(data, path)
    reader = _Markdown(lines_of(text), text, coding, path)
    reader.read()
    return (*reader.parts, *reader.notes), ()


@dataclass(slots=True)
class _Open:
    """A paragraph that is being put together."""

    lines: list[Line] = field(default_factory=list)
    kind: ParagraphKind = "body"
    level: int = 0
    label: str = ""
    note: str = ""


class _Markdown:
    """One file while it is read."""

    def __init__(self, lines: list[Line], text: str, coding: Coding, path: str) -> None:
        self.lines, self.whole, self.coding, self.path = lines, text, coding, path
        self.parts: list[Part] = []
        self.notes: list[Paragraph] = []
        self.open = _Open()
        self.indents: list[int] = []  # of the list items that are open
        self.cells = 0

    def read(self) -> None:
        i = 0
        while i < len(self.lines):
            i = self.line(i)
        self.close()

    def line(self, i: int) -> int:
        """Take the line ``i`` and those that belong to it; the next one."""
        line = self.lines[i]
        quote = _QUOTE.match(line.text)
        while quote is not None:
            line = line.cut(quote.end())
            quote = _QUOTE.match(line.text)
        text = line.text
        if line.blank:
            self.close()
            return i + 1
        fence = _FENCE.match(text)
        if fence is not None:
            return self.code(i + 1, fence[1])
        if self.table_at(i):
            return self.table(i)
        if _HTML.match(text) and not self.open.lines:
            return self.html(i)
        heading = _HEADING.match(text)
        if heading is not None:
            self.close()
            self.open = _Open([line.cut(heading.end(), _closing(text))], "heading", len(heading[1]))
            self.close()
            return i + 1
        underline = _UNDERLINE.match(text)
        if underline is not None and self.open.lines and self.open.kind == "body":
            self.open.kind, self.open.level = "heading", 1 if underline[1][0] == "=" else 2
            self.close()
            return i + 1
        if _RULE.match(text):
            self.close()
            return i + 1
        self.words(line)
        return i + 1

    def words(self, line: Line) -> None:
        """A line of a paragraph, or of a list item or footnote that begins with it."""
        note, item = _NOTE.match(line.text), _ITEM.match(line.text)
        if note is not None:
            self.close()
            self.open = _Open([line.cut(note.end())], "footnote", label=note[1], note=note[1])
            return
        if item is not None and not (
            self.open.lines and self.open.kind == "body" and item[2] not in ("-", "*", "+", "1.", "1)")
        ):
            self.close()
            indent = len(item[1].expandtabs(4))
            while self.indents and self.indents[-1] >= indent:
                self.indents.pop()
            self.indents.append(indent)
            label = "-" if item[2] in "-*+" else item[2]
            self.open = _Open([line.cut(item.end())], "list item", len(self.indents), label)
            return
        if not self.open.lines and not line.text[:1].isspace():
            self.indents.clear()
        self.open.lines.append(line)

    def close(self) -> None:
        """End the paragraph."""
        held, self.open = self.open, _Open()
        lines = [line for line in held.lines if not line.blank]
        if not lines:
            return
        letters = Letters(lines[0].stripped().start)
        notes: list[Note] = []
        at = lines[0].stripped().start
        for i, line in enumerate(lines):
            piece = line.stripped()
            if i:
                forced = lines[i - 1].text.endswith(("  ", "\\"))
                letters.put("\n" if forced else " ", piece.start - at)
            inline(piece.text.removesuffix("\\"), letters, notes, self.coding)
            at = piece.start + len(piece.text.removesuffix("\\"))
        place = Location(offset=lines[0].stripped().start, note=held.note or None)
        text = letters.text
        if not text.strip():
            return
        paragraph = Paragraph(
            text,
            place,
            held.kind,
            held.level,
            held.label,
            anchors=tuple(notes),
            note=held.note,
            steps=tuple(letters.steps),
        )
        if held.note:
            self.notes.append(paragraph)
        else:
            self.parts.append(paragraph)

    def code(self, i: int, fence: str) -> int:
        """A fenced block: its lines as they stand."""
        self.close()
        while i < len(self.lines):
            line = self.lines[i]
            i += 1
            if line.text.strip().startswith(fence) and not line.text.strip().strip(fence[0]):
                break
            if not line.blank:
                piece = line.stripped()
                self.parts.append(Paragraph(piece.text, Location(offset=piece.start)))
        return i

    def html(self, i: int) -> int:
        """A block of html, up to an empty line outside of a table."""
        self.close()
        start = i
        deep = 0
        while i < len(self.lines):
            text = self.lines[i].text.lower()
            if self.lines[i].blank and deep <= 0:
                break
            deep += text.count("<table") - text.count("</table")
            i += 1
        from reportcheck.read.html import html_parts

        end = self.lines[i - 1].start + len(self.lines[i - 1].text)
        parts, _ = html_parts(self.whole[self.lines[start].start : end], self.path)
        self.parts += parts
        return i

    # -- tables -----------------------------------------------------------------

    def table_at(self, i: int) -> bool:
        """Whether a heading row and its divider begin here."""
        if i + 1 >= len(self.lines) or "|" not in self.lines[i].text:
            return False
        divider = self.lines[i + 1].text
        return bool(_DIVIDER.match(divider)) and "-" in divider and "|" in divider

    def table(self, i: int) -> int:
        self.close()
        rows = [cells_of(self.lines[i])]
        i += 2
        while i < len(self.lines) and not self.lines[i].blank and "|" in self.lines[i].text:
            rows.append(cells_of(self.lines[i]))
            i += 1
        width = min(max(map(len, rows)), WIDEST)
        self.cells += width * len(rows)
        if self.cells > MOST_CELLS:
            raise too_many_cells(self.path)
        values: list[list[str | None]] = []
        offsets: dict[tuple[int, int], int] = {}
        for r, row in enumerate(rows):
            texts: list[str | None] = [None] * width
            for c, cell in enumerate(row[:width]):
                letters = Letters(cell.start)
                inline(cell.text, letters, [], self.coding)
                text = letters.text.strip()
                if text:
                    texts[c] = text
                    offsets[r, c] = letters.steps[0][1] if letters.steps and letters.steps[0][0] == 0 else cell.start
            values.append(texts)
        if any(any(row) for row in values):
            self.parts.append(Grid("", values, typed=False, place=Placement(offsets=offsets)))
        return i


def cells_of(line: Line) -> Sequence[Line]:
    """The cells of a table's row; ``\\|`` does not end one."""
    line = line.stripped()
    cells: list[Line] = []
    start = 0
    for match in re.finditer(r"\\.|\|", line.text):
        if match[0] == "|":
            cells.append(line.cut(start, match.start()).stripped())
            start = match.end()
    cells.append(line.cut(start).stripped())
    if not cells[0].text and line.text.startswith("|"):
        del cells[0]
    if len(cells) > 1 and not cells[-1].text and line.text.endswith("|"):
        del cells[-1]
    return cells


def _closing(text: str) -> int | None:
    """Where a heading's closing ``#`` begin."""
    found = _CLOSING.search(text)
    return None if found is None else found.start()

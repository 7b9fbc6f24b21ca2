"""The runs of a docx paragraph → its words in the accepted view of tracked changes, with the marks of its notes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reportcheck.model import Note
from reportcheck.read.docx_styles import Styles, W, child, coding, font_named, properties, switched_on, symbol, value
from reportcheck.read.legacy_text import Coding, Letters
from reportcheck.read.raised import raised_text

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

__all__ = ["DROPPED", "TRANSPARENT", "Line", "LineReader", "chosen"]

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
# What merely wraps content, and what accepting all changes takes away.
TRANSPARENT = frozenset(
    W + name
    for name in ("ins", "moveTo", "smartTag", "customXml", "sdtContent", "hyperlink", "fldSimple", "dir", "bdo")
)
DROPPED = frozenset(W + name for name in ("del", "moveFrom", "rPr", "pPr", "sdtPr", "sdtEndPr", "instrText", "delText"))
_PICTURES = frozenset({"drawing", "pict", "object"})


@dataclass(slots=True)
class _Raised:
    """Letters set high: the mark of a note somebody typed, or a power."""

    text: str


@dataclass(slots=True)
class Line:
    """What the runs of a paragraph hold, in order: pieces of text, marks of notes; and boxes and pictures beside them."""

    pieces: list[tuple[str, Coding] | Note | _Raised] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    pictures: list[Element] = field(default_factory=list)
    bold: bool = True  # nothing in it is not

    def words(self) -> tuple[str, tuple[tuple[int, int], ...], tuple[Note, ...]]:
        """The text, its steps, and the marks of notes in it."""
        if all(isinstance(piece, tuple) and not piece[1] for piece in self.pieces):
            text = "".join(piece[0] for piece in self.pieces if isinstance(piece, tuple))
            if unicodedata.is_normalized("NFC", text):
                return text, (), ()
        letters = Letters()
        notes: list[Note] = []
        held, last = "", ""
        for piece in [*self.pieces, ("", "end")]:
            if isinstance(piece, tuple) and piece[1] == last:
                held += piece[0]
                continue
            if held:
                letters.add(held, last)  # type: ignore[arg-type]
                held = ""
            if isinstance(piece, tuple):
                held, last = piece
            elif isinstance(piece, Note):
                notes.append(Note(letters.length, piece.id, piece.mark))
            else:
                self._raised(piece.text, letters, notes)
        return letters.text, tuple(letters.steps), tuple(notes)

    @staticmethod
    def _raised(text: str, letters: Letters, notes: list[Note]) -> None:
        shown = raised_text(letters.end, text)
        if shown is None:
            notes.append(Note(letters.length, "", text.strip()))
            letters.skip(len(text))
        else:
            letters.put(shown, len(text))


@dataclass(slots=True)
class _Field:
    """A field between its begin and its end."""

    instruction: str = ""
    shows: bool = False  # its result has begun

    @property
    def silent(self) -> bool:
        """Whether nothing of it is read: its instructions, and tables of contents, which repeat the headings."""
        return not self.shows or self.instruction.strip().upper().startswith(("TOC", "INDEX", "PAGEREF"))


class LineReader:
    """Reads the runs of one paragraph after another; fields may go from one into the next."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._fields: list[_Field] = []
        self.marks: dict[tuple[str, str], int] = {}  # (kind, id) of each note met, in order
        self._kinds = {"footnote": 0, "endnote": 0}

    def read(self, paragraph: Element, line: Line, style: str | None) -> None:
        """Put the words of a paragraph into a line.

        Args:
            style: the paragraph's, for the font and looks of its runs.
        """
        self._inside(paragraph, line, style)

    def _inside(self, element: Element, line: Line, style: str | None) -> None:
        for one in element:
            tag = one.tag
            if tag == W + "r":
                self._run(one, line, style)
            elif tag in TRANSPARENT:
                if tag != W + "fldSimple" or not _Field(one.get(W + "instr") or "", True).silent:
                    self._inside(one, line, style)
            elif tag == W + "sdt":
                if switched_on(child(one, "sdtPr", "showingPlcHdr")) is None:
                    self._inside(one, line, style)
            elif tag == MC + "AlternateContent":
                for choice in chosen(one):
                    self._inside(choice, line, style)
            elif tag == W + "ruby":
                for base in one.iterfind(W + "rubyBase"):
                    self._inside(base, line, style)
            elif isinstance(tag, str) and tag.startswith(M):
                self._put("".join(t.text or "" for t in one.iter(M + "t")), "", line)

    def _run(self, run: Element, line: Line, style: str | None) -> None:
        given = properties(run, "rPr")
        whole = self._styles.of(style)
        own = None
        if given:
            named = value(given.get("rStyle"))
            own = self._styles.run_style(named) if named else None
        hidden, font, raised, bold = whole.hidden, whole.font, whole.raised, whole.bold
        if own is not None:
            hidden, raised = _first(own.hidden, hidden), _first(own.raised, raised)
            font, bold = own.font or font, _first(own.bold, bold)
        if given:
            hidden, bold = _first(switched_on(given.get("vanish")), hidden), _first(switched_on(given.get("b")), bold)
            font = font_named(given.get("rFonts")) or font
            high = value(given.get("vertAlign"))
            raised = raised if high is None else high == "superscript"
        if hidden:
            self._field_marks(run)
            return
        if not bold and line.bold:
            line.bold = not any((t.text or "").strip() for t in run.iterfind(W + "t"))
        code = coding(font)
        for one in run:
            self._piece(one, line, code, bool(raised))

    def _field_marks(self, run: Element) -> None:
        """Begin and end of fields count where the run itself is hidden."""
        for one in run.iterfind(W + "fldChar"):
            self._field(one)

    def _field(self, mark: Element) -> None:
        kind = mark.get(W + "fldCharType")
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].shows = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _piece(self, one: Element, line: Line, code: Coding, raised: bool) -> None:
        tag = one.tag
        if not isinstance(tag, str):
            return
        name = tag.removeprefix(W)
        if name == "t":
            if raised and not any(f.silent for f in self._fields) and one.text:
                line.pieces.append(_Raised(one.text))
            else:
                self._put(one.text or "", code, line)
        elif name in ("tab", "ptab"):
            self._put("\t", "", line)
        elif name in ("br", "cr"):
            self._put("\n", "", line)
        elif name == "noBreakHyphen":
            self._put("-", "", line)
        elif name == "sym":
            self._symbol(one, line)
        elif name == "fldChar":
            self._field(one)
        elif name == "instrText" and self._fields and not self._fields[-1].shows:
            self._fields[-1].instruction += one.text or ""
        elif name in ("footnoteReference", "endnoteReference"):
            self._note(one, name.removesuffix("Reference"), line)
        elif tag == MC + "AlternateContent":
            for choice in chosen(one):
                for inner in choice:
                    self._piece(inner, line, code, raised)
        elif name in _PICTURES:
            line.boxes.extend(_boxes(one))
            line.pictures.append(one)

    def _put(self, text: str, code: Coding, line: Line) -> None:
        if text and not (self._fields and any(f.silent for f in self._fields)):
            line.pieces.append((text, code))

    def _symbol(self, one: Element, line: Line) -> None:
        code = one.get(W + "char") or ""
        if re.fullmatch("[0-9A-Fa-f]{2,5}", code):
            number = int(code, 16)
            letter = chr(number if number >= 0xF000 else number | 0xF000 if number < 0x100 else number)
            self._put(symbol(one.get(W + "font") or "", letter), "", line)

    def _note(self, one: Element, kind: str, line: Line) -> None:
        if any(f.silent for f in self._fields):
            return
        id = one.get(W + "id") or ""
        if (kind, id) not in self.marks:
            custom = (one.get(W + "customMarkFollows") or "0") in ("1", "true", "on")
            if not custom:
                self._kinds[kind] += 1
            self.marks[kind, id] = 0 if custom else self._kinds[kind]
        number = self.marks[kind, id]
        line.pieces.append(Note(0, f"{kind}-{id}", str(number) if number else ""))


def _first(given: bool | None, otherwise: bool | None) -> bool | None:
    """What is given, or what stands in for it."""
    return otherwise if given is None else given


def chosen(alternate: Element) -> Iterator[Element]:
    """The one branch of alternatives to read: the first choice that holds anything, else the fallback."""
    choices = [*alternate.iterfind(MC + "Choice"), *alternate.iterfind(MC + "Fallback")]
    if choices:
        yield next((c for c in choices if len(c)), choices[0])


def _boxes(element: Element) -> Iterator[Element]:
    """The contents of the text boxes of a drawing, those of one branch of alternatives only."""
    for one in element:
        if one.tag == W + "txbxContent":
            yield one
        elif one.tag == MC + "AlternateContent":
            for choice in chosen(one):
                yield from _boxes(choice)
        else:
            yield from _boxes(one)

"""Web pages and what offices save as such: headings, paragraphs, lists, tables with spans. Nothing they name is fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reportcheck.errors import ReportcheckError
from reportcheck.model import Location, Note, Paragraph, ParagraphKind, Unread
from reportcheck.read.csv import find_encoding
from reportcheck.read.docx_styles import number_text
from reportcheck.read.html_notes import PageNotes, page_notes
from reportcheck.read.legacy_text import Coding, Letters, coding_of_font, guessed_coding
from reportcheck.read.parts import Part
from reportcheck.read.raised import raised_text
from reportcheck.read.refusal import unreadable
from reportcheck.read.text_tables import WIDEST, Spanning, laid_out

if TYPE_CHECKING:
    from lxml.html import HtmlElement as Element

__all__ = ["decode_html", "html_parts", "read_html"]

_DEEPEST = 200  # elements in elements
_CHARSET = re.compile(rb"""<(?:meta|\?xml)\b[^>]*?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)", re.IGNORECASE)
_FAMILY = re.compile(r"font-family\s*:\s*([^;]+)", re.IGNORECASE)
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_RAISED = re.compile(r"vertical-align\s*:\s*super", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_SKIPPED = frozenset(
    ("script", "style", "head", "title", "template", "noscript", "del", "select", "option", "button", "textarea", "svg")
)
_BLOCKS = frozenset(
    ("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt", "fieldset",
     "figcaption", "figure", "footer", "form", "header", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "html", "li", "main", "nav",
     "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul")
)  # fmt: skip
_KINDS: dict[str, ParagraphKind] = {"header": "header", "footer": "footer", "nav": "header"}
_LISTS = {"A": "upperLetter", "a": "lowerLetter", "I": "upperRoman", "i": "lowerRoman"}


def read_html(data: bytes, path: str) -> tuple[tuple[Part, ...], tuple[Unread, ...]]:
    """The paragraphs and tables of a page in reading order.

    Raises:
        ReportcheckError: ``unreadable``, ``too-large``; nothing else whatever the bytes.
    """
    try:
        parts, unread = html_parts(decode_html(data), path)
    except (ReportcheckError, MemoryError):
        raise
    except Exception as error:
        raise unreadable(path, "trang html bị hỏng", "the html page is damaged") from error
    return tuple(parts), unread


def decode_html(data: bytes) -> str:
    """The page's characters: by byte order mark, by what is valid, by what the page declares."""
    found = find_encoding(data)
    declared = _CHARSET.search(data[:4096])
    if found in ("cp1252", "cp1258") and declared is not None:
        try:
            return data.decode(declared[1].decode("ascii"), "replace")
        except (LookupError, ValueError):  # a name that is no encoding
            pass
    return data.decode(found, "replace")


def html_parts(text: str, path: str) -> tuple[list[Part], tuple[Unread, ...]]:
    """What a page, or a piece of one, holds."""
    from lxml import etree, html

    text = _DECLARATION.sub("", text.replace("\0", "")).lstrip("\ufeff")
    if not text.strip():
        return [], ()
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = html.document_fromstring(text, parser=parser, ensure_head_body=False)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return [], ()
    walk = _Walk(path, guessed_coding("".join(str(text) for text in root.itertext())), page_notes(root))
    walk.block(root, _Look(), 0)
    walk.close()
    return walk.parts, tuple(walk.unread)


@dataclass(frozen=True, slots=True)
class _Look:
    """What elements inherit."""

    coding: Coding = ""
    bold: bool = False
    kept: bool = False  # blanks as they stand
    kind: ParagraphKind = "body"
    level: int = 0
    note: str = ""  # the mark of the note that it stands in


@dataclass(slots=True)
class _Line:
    """A paragraph that is being put together."""

    letters: Letters = field(default_factory=Letters)
    notes: list[Note] = field(default_factory=list)
    blank: bool = True  # it ends with a blank, so that a further one adds nothing
    bold: bool = True


class _Walk:
    """One page while it is read."""

    def __init__(self, path: str, coding: Coding, notes: PageNotes) -> None:
        self.path, self.coding, self.notes = path, coding, notes
        self.parts: list[Part] = []
        self.unread: list[Unread] = []
        self.line = _Line()
        self.look = _Look()
        self.label = ""

    # -- blocks -----------------------------------------------------------------

    def block(self, element: Element, look: _Look, depth: int) -> None:
        """An element that begins and ends a line."""
        if depth > _DEEPEST:
            raise unreadable(self.path, "các thẻ html lồng nhau quá sâu", "its html elements are nested too deeply")
        self.close()
        tag = element.tag
        if element in self.notes.places:
            look = _with(look, kind="footnote", note=self.notes.places[element])
        if tag == "table":
            self.table(element, look, depth)
        elif tag in ("ol", "ul"):
            self.listing(element, look, depth)
        else:
            if tag[:1] == "h" and tag[1:].isdigit():
                look = _with(look, kind="heading", level=int(tag[1:]))
            elif tag in ("caption", "figcaption"):
                look = _with(look, kind="caption")
            elif tag == "pre":
                look = _with(look, kept=True)
            elif (kind := _KINDS.get(tag) or _KINDS.get(element.get("title") or "")) is not None:
                look = _with(look, kind=kind)
            self.inside(element, look, depth)
        self.close()

    def inside(self, element: Element, look: _Look, depth: int) -> None:
        """The words and elements in an element."""
        if depth > _DEEPEST:
            raise unreadable(self.path, "các thẻ html lồng nhau quá sâu", "its html elements are nested too deeply")
        self.words(element.text, look)
        for one in element:
            tag = one.tag
            if isinstance(tag, str) and tag not in _SKIPPED and not _hidden(one):
                own = _look_of(one, look)
                if one in self.notes.marks:
                    mark = self.notes.marks[one]
                    self.line.notes.append(Note(self.line.letters.length, _note_id(mark), mark))
                elif one in self.notes.backs:
                    pass
                elif tag in _BLOCKS:
                    self.block(one, own, depth + 1)
                elif tag == "br":
                    self.put("\n", look)
                elif (tag == "sup" or _RAISED.search(one.get("style") or "")) and not self.links(one):
                    self.raised("".join(one.itertext()), own)
                else:
                    self.inside(one, own, depth + 1)
            self.words(one.tail, look)

    def listing(self, element: Element, look: _Look, depth: int) -> None:
        ordered = element.tag == "ol"
        number = _whole(element.get("start"), 1)
        how = _LISTS.get(element.get("type") or "", "decimal")
        level = look.level + 1 if look.kind == "list item" else 1
        for one in element:
            if not isinstance(one.tag, str) or _hidden(one):
                continue
            number = _whole(one.get("value"), number)
            self.close()
            plain = not ordered or "list-style:none" in (element.get("style") or "").replace(" ", "")
            self.label = "-" if plain else f"{number_text(number, how)}."
            own = _with(_look_of(one, look), kind="list item", level=level)
            if one in self.notes.places:
                own, self.label = _with(own, kind="footnote", level=0, note=self.notes.places[one]), ""
            self.block_of_item(one, own, depth + 1)
            number += 1
        self.label = ""

    def block_of_item(self, element: Element, look: _Look, depth: int) -> None:
        label = self.label
        if element.tag in ("ol", "ul", "table"):
            self.label = ""
            self.block(element, look, depth)
            return
        self.inside(element, look, depth)
        self.close()
        if self.label == label:
            self.label = ""

    def links(self, element: Element) -> bool:
        """Whether an element holds the mark of a linked note."""
        return any(one in self.notes.marks or one in self.notes.backs for one in element.iter("a"))

    # -- words ------------------------------------------------------------------

    def words(self, text: str | None, look: _Look) -> None:
        if not text:
            return
        if not look.kept:
            text = _BLANKS.sub(" ", text)
            if self.line.blank:
                text = text.lstrip(" ")
        self.put(text, look)

    def put(self, text: str, look: _Look) -> None:
        line = self.line
        if not text:
            return
        self.look = look
        line.letters.add(text, look.coding or self.coding)
        line.blank = text.endswith((" ", "\n"))
        line.bold = line.bold and (look.bold or not text.strip())

    def raised(self, text: str, look: _Look) -> None:
        line = self.line
        shown = raised_text(line.letters.end, text)
        if shown is None:
            line.notes.append(Note(line.letters.length, "", text.strip()))
        else:
            self.put(shown, look)

    def close(self) -> None:
        """End the line; what it holds becomes a paragraph, a line of kept blanks each its own."""
        line, look = self.line, self.look
        self.line = _Line()
        text = line.letters.text
        if not text.strip():
            return
        lead = len(text) - len(text.lstrip())
        kind = look.kind
        if kind == "body" and line.bold and len(text) < 200 and not text.rstrip().endswith((".", ";", ",", ":")):
            kind = "heading"
        notes = tuple(Note(max(n.position - lead, 0), n.id, n.mark) for n in line.notes)
        label, self.label = (self.label, "") if kind == "list item" else (look.note, self.label)
        place, note = Location(note=look.note or None), _note_id(look.note) if look.note else ""
        lines = [text.strip()] if not look.kept else [one.rstrip() for one in text.splitlines() if one.strip()]
        for one in lines:
            self.parts.append(Paragraph(one, place, kind, look.level, label, anchors=notes, note=note))

    # -- tables -----------------------------------------------------------------

    def table(self, element: Element, look: _Look, depth: int) -> None:
        """A table as a grid; one that only arranges the page as what it holds."""
        rows = [row for row in _rows(element) if not _hidden(row)]
        captions = [one for one in element if one.tag == "caption"]
        for caption in captions:
            self.block(caption, look, depth + 1)
        if (len(rows) == 1 and len(list(_cells(rows[0]))) == 1) or _arranges(rows):
            for row in rows:
                for cell in _cells(row):
                    self.block(cell, _look_of(cell, look), depth + 1)
            return
        inner: list[tuple[Element, _Look]] = []
        lines = [
            [self.cell(cell, _look_of(cell, _look_of(row, look)), inner, depth) for cell in _cells(row)] for row in rows
        ]
        grid = laid_out(lines, self.path)
        if grid is not None:
            self.parts.append(grid)
        for one, own in inner:
            self.block(one, own, depth + 1)

    def cell(self, element: Element, look: _Look, inner: list[tuple[Element, _Look]], depth: int) -> Spanning:
        """A cell's words, read by a walk of its own; tables in it go to ``inner``."""
        walk = _Walk(self.path, self.coding, self.notes)
        tables = [one for one in element.iter("table") if not any(up.tag == "table" for up in _between(one, element))]
        for table in tables:
            inner.append((table, look))
            parent = table.getparent()
            if parent is not None:
                tail = table.tail
                placeholder = parent.makeelement("span")
                placeholder.tail = tail
                table.tail = None
                parent.replace(table, placeholder)
        walk.inside(element, _with(look, bold=look.bold or element.tag == "th"), depth + 1)
        walk.close()
        found = [part for part in walk.parts if isinstance(part, Paragraph)]
        text = "\n".join(f"{part.label} {part.text}".strip() for part in found)
        bold = bool(found) and all(part.kind == "heading" for part in found)
        return Spanning(text, _whole(element.get("rowspan"), 1), _whole(element.get("colspan"), 1), bold)


def _note_id(mark: str) -> str:
    return f"footnote-{mark}"


def _with(look: _Look, **changes: object) -> _Look:
    from dataclasses import replace

    return replace(look, **changes)  # type: ignore[arg-type]


def _look_of(element: Element, look: _Look) -> _Look:
    """What an element's font, weight and style add."""
    style = element.get("style") or ""
    font = element.get("face") or ""
    family = _FAMILY.search(style)
    if family is not None:
        font = family[1]
    coding = coding_of_font(font.split(",")[0]) if font else look.coding
    bold = look.bold or element.tag in ("b", "strong", "th") or bool(_BOLD.search(style))
    kept = look.kept or "white-space:pre" in style.replace(" ", "")
    if (coding, bold, kept) == (look.coding, look.bold, look.kept):
        return look
    return _with(look, coding=coding, bold=bold, kept=kept)


def _hidden(element: Element) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))


def _rows(table: Element) -> Iterator[Element]:
    """The rows of a table, not those of tables in it."""
    for one in table:
        if one.tag == "tr":
            yield one
        elif one.tag in ("thead", "tbody", "tfoot") and not _hidden(one):
            yield from (row for row in one if row.tag == "tr")


def _cells(row: Element) -> Iterator[Element]:
    return (one for one in row if one.tag in ("td", "th") and not _hidden(one))


def _arranges(rows: list[Element]) -> bool:
    """Whether a table only puts other tables or long text side by side: every row has one cell, or it holds tables."""
    if not rows:
        return True
    holds = any(next(row.iter("table"), None) is not None for row in rows)
    return holds and all(len(list(_cells(row))) <= 2 for row in rows)


def _between(element: Element, outer: Element) -> Iterator[Element]:
    """The elements around one, up to another."""
    for up in element.iterancestors():
        if up is outer:
            return
        yield up


def _whole(text: str | None, otherwise: int) -> int:
    text = (text or "").strip()
    return min(int(text), WIDEST * WIDEST) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise

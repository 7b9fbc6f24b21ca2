"""Word documents (docx, docm) as their author would print them: all changes accepted, nothing hidden, lists numbered.

Read with lxml over the parts; nothing outside the file is ever looked at, whatever it names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from reportcheck.errors import ReportcheckError
from reportcheck.model import Area, Grid, Location, Look, Paragraph, ParagraphKind, Placement, Unread
from reportcheck.read.docx_styles import Numbering, Styles, W, child, number_text, properties, switched_on, value
from reportcheck.read.docx_text import DROPPED, MC, TRANSPARENT, Line, LineReader, chosen
from reportcheck.read.ooxml import DamagedError, Package, relations
from reportcheck.read.parts import Part
from reportcheck.read.refusal import too_large, unreadable
from reportcheck.read.text_tables import MOST_CELLS, WIDEST, too_many_cells

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

__all__ = ["read_docx"]

LARGEST_PART = 256 << 20
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_PLAIN = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_LARGE_PICTURE = (2_000_000, 1_000_000)  # width and height in EMU, 360,000 to the cm, that may hold a table
_TALLEST_HEADING = 200  # letters


def read_docx(data: bytes, path: str) -> tuple[tuple[Part, ...], tuple[Unread, ...]]:
    """The paragraphs and tables of a document in reading order, then its notes, headers and footers.

    Args:
        data: the bytes of the file.
        path: its name, for messages.

    Returns:
        The parts, and an :class:`Unread` with the reason ``picture``, ``chart``, ``embedded-object``, ``embedded-part``
        or ``damaged-part`` for each thing left out.

    Raises:
        ReportcheckError: ``unreadable``, ``encrypted``, ``too-large``; nothing else whatever the bytes.
    """
    try:
        return _Reader(data, path).read()
    except (ReportcheckError, MemoryError):
        raise
    except DamagedError as error:
        vi = f"văn bản bị hỏng hoặc không phải docx ({error})"
        raise unreadable(path, vi, f"the document is damaged or is no docx ({error})") from error
    except Exception as error:
        raise unreadable(path, "văn bản bị hỏng", "the document is damaged") from error


@dataclass(slots=True)
class _Cell:
    """A cell of a table while it is read."""

    text: str
    span: int
    goes_on: Literal["", "begins", "continues"]
    bold: bool


class _Reader:
    """One document while it is read."""

    def __init__(self, data: bytes, path: str) -> None:
        self.path = path
        self.package = Package(data, path)
        main = "word/document.xml"
        if main not in self.package:
            starts = [target for kind, target in relations(self.package, "").values() if kind == "officeDocument"]
            main = next((target for target in starts if target in self.package), main)
        if main not in self.package:
            raise DamagedError("there is no document in it")
        self.root = self.parsed(main)
        try:
            self.related = relations(self.package, main)
        except DamagedError:
            self.related = {}
        self.unread: list[Unread] = []
        self.styles = Styles(self.part("styles"))
        self.numbering = Numbering(self.part("numbering"), self.styles)
        self.lines = LineReader(self.styles)
        self.parts: list[Part] = []
        self.number = 0  # of the last paragraph, as it will be counted
        self.waiting: Line | None = None  # the line of a paragraph whose end was deleted
        self.cells = 0

    def parsed(self, name: str) -> Element:
        """A part as a tree; entities and document types are refused, nothing is fetched."""
        from lxml import etree

        pieces: list[bytes] = []
        size = 0
        for piece in self.package.chunks(name):
            size += len(piece)
            if size > LARGEST_PART:
                vi, en = (
                    f"phần {name} lớn hơn {LARGEST_PART >> 20} MiB",
                    f"the part {name} is over {LARGEST_PART >> 20} MiB",
                )
                raise too_large(self.path, vi, en)
            pieces.append(piece)
        raw = b"".join(pieces)
        if b"<!DOCTYPE" in raw or b"<!ENTITY" in raw:
            raise self.package.doctype(name)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
        )
        try:
            root = etree.fromstring(raw.replace(_STRICT, _PLAIN), parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise DamagedError(f"{name} is no xml") from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise self.package.doctype(name)
        return root

    def part(self, kind: str) -> Element | None:
        """The part that the document names for a purpose; None where there is none or it is damaged."""
        name = next((target for what, target in self.related.values() if what == kind), "")
        if not name or name not in self.package:
            return None
        try:
            return self.parsed(name)
        except DamagedError:
            self.unread.append(Unread(name, "damaged-part"))
            return None

    def read(self) -> tuple[tuple[Part, ...], tuple[Unread, ...]]:
        body = child(self.root, "body")
        if body is None:
            raise DamagedError("there is no text in it")
        self.blocks(body, "body")
        self.end_line("body")
        self.notes()
        self.margins()
        return tuple(self.parts), tuple(self.unread)

    # -- blocks -----------------------------------------------------------------

    def blocks(self, element: Element, kind: ParagraphKind, note: str = "") -> None:
        """What stands in a body, a cell, a text box or a note."""
        for one in content(element):
            if one.tag == W + "p":
                self.paragraph(one, kind, note)
            elif one.tag == W + "tbl":
                self.end_line(kind)
                self.table(one, kind)
            elif one.tag == W + "altChunk":
                self.unread.append(Unread(self.here(), "embedded-part"))

    def here(self) -> str:
        return f"đoạn {max(self.number, 1)}"

    def paragraph(self, element: Element, kind: ParagraphKind, note: str = "") -> None:
        given = properties(element, "pPr")
        style = value(given.get("pStyle")) or self.styles.normal
        line = self.waiting or Line()
        self.lines.read(element, line, style)
        if _end_deleted(given):
            self.waiting = line  # it runs on into the next paragraph
            return
        self.waiting = None
        self.emit(line, kind, note, given, style)

    def end_line(self, kind: ParagraphKind) -> None:
        """What waits for a next paragraph that does not come."""
        if self.waiting is not None:
            line, self.waiting = self.waiting, None
            self.emit(line, kind, "", {}, self.styles.normal)

    def emit(self, line: Line, kind: ParagraphKind, note: str, given: dict[str, Element], style: str) -> None:
        label, level = self.list_mark(given, style)
        text, steps, anchors = line.words()
        how = self.styles.of(style)
        if how.contents:
            return
        if text.strip():
            heading = self.heading(given, style)
            if kind == "body":
                if heading or (line.bold and _like_heading(text)):
                    kind, level = "heading", heading or 0
                elif label:
                    kind = "list item"
            self.number += 1
            self.parts.append(Paragraph(text, Location(), kind, level, label, anchors=anchors, note=note, steps=steps))
        self.beside(line, kind)

    def beside(self, line: Line, kind: ParagraphKind) -> None:
        """The text boxes of a paragraph, after it, and the pictures that nobody reads."""
        self.unread_pictures(line)
        for box in line.boxes:
            waiting, self.waiting = self.waiting, None
            self.blocks(box, "text box" if kind not in ("header", "footer") else kind)
            self.end_line("text box")
            self.waiting = waiting

    def unread_pictures(self, line: Line) -> None:
        for picture in line.pictures:
            reason = _unread_picture(picture)
            if reason:
                self.unread.append(Unread(self.here(), reason))

    def heading(self, given: dict[str, Element], style: str) -> int | None:
        outline = value(given.get("outlineLvl"))
        if outline is not None and outline.isdecimal():
            return int(outline) + 1 if int(outline) < 9 else None
        return self.styles.of(style).level

    def list_mark(self, given: dict[str, Element], style: str) -> tuple[str, int]:
        """The automatic mark of a paragraph and its level from 1; ("", 0) outside of lists."""
        numbers = given.get("numPr")
        how = self.styles.of(style)
        list_id = value(child(numbers, "numId")) or how.list_id
        if not list_id or list_id == "0":
            return "", 0
        text = value(child(numbers, "ilvl"))
        if text is not None and text.isdecimal():
            level = int(text)
        elif how.list_level is not None:
            level = how.list_level
        else:
            level = self.numbering.level_of_style(list_id, style)
        return self.numbering.next(list_id, level), level + 1

    # -- tables -----------------------------------------------------------------

    def table(self, element: Element, kind: ParagraphKind) -> None:
        """A table as a grid; one of a single cell is a frame around its content."""
        rows = [row for row in content(element, "tr") if not _taken_away(row)]
        if kind in ("header", "footer"):  # words that every page repeats, whatever aligns them
            for cell in (cell for row in rows for cell in content(row, "tc")):
                self.blocks(cell, kind)
                self.end_line(kind)
            return
        if len(rows) == 1:
            cells = list(content(rows[0], "tc"))
            if len(cells) == 1:
                self.blocks(cells[0], kind)
                self.end_line(kind)
                return
        inner: list[Element] = []
        lines = [self.row(row, inner) for row in rows]
        if any(cell is not None and cell.text for line in lines for cell in line):
            grid = self.grid(lines)
            if grid is not None:
                self.parts.append(grid)
        for table in inner:
            self.table(table, kind)

    def row(self, element: Element, inner: list[Element]) -> list[_Cell | None]:
        """The cells of a row, None for a column that it leaves out; tables in its cells go to ``inner``."""
        line: list[_Cell | None] = [None] * _count(value(properties(element, "trPr").get("gridBefore")), 0)
        for one in content(element, "tc"):
            about = properties(one, "tcPr")
            if "cellDel" in about:
                continue
            text, bold = self.cell_text(one, inner)
            merged = about.get("vMerge")
            goes_on: Literal["", "begins", "continues"] = ""
            if merged is not None:
                goes_on = "begins" if merged.get(W + "val") == "restart" else "continues"
            if value(about.get("hMerge")) == "continue" and line and line[-1] is not None:
                line[-1].span += 1
                continue
            line.append(_Cell(text, max(_count(value(about.get("gridSpan")), 1), 1), goes_on, bold))
        return line

    def cell_text(self, element: Element, inner: list[Element]) -> tuple[str, bool]:
        """The words of a cell, a line for each paragraph with its list mark, and whether all are bold."""
        texts: list[str] = []
        bold = True
        line = Line()
        label = ""
        for one in (*content(element), None):
            if one is not None and one.tag == W + "tbl":
                inner.append(one)
                continue
            if one is not None:
                if one.tag != W + "p":
                    continue
                given = properties(one, "pPr")
                style = value(given.get("pStyle")) or self.styles.normal
                self.lines.read(one, line, style)
                if _end_deleted(given):
                    continue
                label, _ = self.list_mark(given, style)
            text = f"{label} {line.words()[0].strip()}".strip()
            for box in line.boxes:
                text = " ".join([text, *(self.cell_text(box, inner)[0].split("\n"))]).strip()
            self.unread_pictures(line)
            if text:
                texts.append(text)
                bold = bold and line.bold
            line, label = Line(), ""
        return "\n".join(texts), bold

    def grid(self, lines: Sequence[Sequence[_Cell | None]]) -> Grid | None:
        """Cells laid out over the columns, with what is merged."""
        width = min(max((sum(1 if c is None else c.span for c in line) for line in lines), default=0), WIDEST)
        self.cells += width * len(lines)
        if self.cells > MOST_CELLS:
            raise too_many_cells(self.path)
        rows: list[list[str | None]] = []
        looks: dict[tuple[int, int], Look] = {}
        open_merges: dict[int, Area] = {}  # by first column, the merges that may go on downwards
        merges: list[Area] = []
        for r, line in enumerate(lines):
            texts: list[str | None] = [None] * width
            going: dict[int, Area] = {}
            c = 0
            for cell in line:
                if c >= width:
                    break
                if cell is None:
                    c += 1
                    continue
                right = min(c + cell.span, width) - 1
                above = open_merges.get(c)
                if cell.goes_on == "continues" and above is not None and above.right == right:
                    going[c] = replace(above, bottom=r)
                else:
                    texts[c] = cell.text or None
                    if cell.bold and cell.text:
                        looks[r, c] = Look(bold=True)
                    if cell.goes_on or right > c:
                        area = Area(r, c, r, right)
                        going[c] = area
                        if not cell.goes_on:
                            merges.append(area)
                            del going[c]
                c = right + 1
            merges += [area for start, area in open_merges.items() if _ended(area, going.get(start))]
            open_merges = going
            rows.append(texts)
        merges += open_merges.values()
        kept = tuple(area for area in merges if area.bottom > area.top or area.right > area.left)
        return Grid("", rows, merges=kept, typed=False, looks=looks, place=Placement()) if width else None

    # -- what stands apart ----------------------------------------------------------

    def notes(self) -> None:
        """The footnotes and endnotes that the text names, in its order."""
        for kind, how in (("footnote", "decimal"), ("endnote", "lowerRoman")):
            marks = [(id, number) for (what, id), number in self.lines.marks.items() if what == kind]
            root = self.part(f"{kind}s") if marks else None
            if root is None:
                continue
            found = {one.get(W + "id"): one for one in root.iterfind(W + kind)}
            for id, number in marks:
                if id not in found:
                    continue
                before = len(self.parts)
                self.blocks(found[id], "footnote" if kind == "footnote" else "endnote", f"{kind}-{id}")
                self.end_line("footnote")
                mark = number_text(number, how) if number else "*"
                for i in range(before, len(self.parts)):
                    part = self.parts[i]
                    if isinstance(part, Paragraph):
                        place = replace(part.location, note=mark)
                        self.parts[i] = replace(part, text=part.text, label=part.label or mark, location=place)

    def margins(self) -> None:
        """Headers and footers, each once."""
        seen: set[str] = set()
        for kind, name in self.related.values():
            if kind not in ("header", "footer") or name in seen or name not in self.package:
                continue
            seen.add(name)
            try:
                root = self.parsed(name)
            except DamagedError:
                self.unread.append(Unread(name, "damaged-part"))
                continue
            self.blocks(root, "header" if kind == "header" else "footer")
            self.end_line("header")


def content(element: Element, *names: str) -> Iterator[Element]:
    """The paragraphs and tables (or what else is named) in an element, through what merely wraps them."""
    wanted = {W + name for name in names or ("p", "tbl", "altChunk")}
    for one in element:
        if one.tag in wanted:
            yield one
        elif one.tag in DROPPED or not isinstance(one.tag, str):
            continue
        elif one.tag == W + "sdt":
            about = child(one, "sdtPr")
            gallery = value(child(about, "docPartObj", "docPartGallery")) or ""
            if gallery == "Table of Contents" or switched_on(child(about, "showingPlcHdr")):
                continue
            yield from content(one, *names)
        elif one.tag in TRANSPARENT:
            yield from content(one, *names)
        elif one.tag == MC + "AlternateContent":
            for choice in chosen(one):
                yield from content(choice, *names)


def _taken_away(row: Element) -> bool:
    """Whether a row was deleted, or is hidden."""
    given = properties(row, "trPr")
    return "del" in given or bool(switched_on(given.get("hidden")))


def _end_deleted(given: dict[str, Element]) -> bool:
    """Whether the end of a paragraph with these properties was deleted or moved away."""
    mark = given.get("rPr")
    return mark is not None and (child(mark, "del") is not None or child(mark, "moveFrom") is not None)


def _ended(area: Area, now: Area | None) -> bool:
    return now is None or now.top != area.top


def _count(text: str | None, otherwise: int) -> int:
    return min(int(text), WIDEST) if text and text.isascii() and text.isdigit() and len(text) < 7 else otherwise


def _like_heading(text: str) -> bool:
    """Bold words on a line of their own that end no sentence."""
    line = text.strip()
    return len(line) <= _TALLEST_HEADING and not line.endswith((".", ";", ",", ":"))


def _unread_picture(element: Element) -> str | None:
    """Why a drawing was not read: a chart, an embedded object, a picture large enough to hold a table."""
    if element.tag == W + "object":
        return "embedded-object"
    for data in element.iter(_A + "graphicData"):
        kind = data.get("uri") or ""
        if "/chart" in kind or "/diagram" in kind:
            return "chart"
        if kind.endswith("/picture"):
            extent = next(element.iter(_WP + "extent"), None)
            sizes = [extent.get(name) or "" for name in ("cx", "cy")] if extent is not None else []
            known = [int(s) for s in sizes if s.isascii() and s.isdigit() and len(s) < 12]
            if len(known) == 2 and all(a >= b for a, b in zip(known, _LARGE_PICTURE, strict=True)):
                return "picture"
    return None

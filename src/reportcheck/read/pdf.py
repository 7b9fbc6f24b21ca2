"""Pdf files: paragraphs and tables in reading order, page by page, so that a long file takes little memory.

What a page shows is read by :mod:`pdf_page`; tables by :mod:`pdf_grids` (ruled) and :mod:`pdf_columns` (without rules);
the order by :mod:`pdf_order`; paragraphs by :mod:`pdf_text`. Here pages are compared with those around them, tables that
go on over pages are joined, and everything becomes the parts of a document.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from reportcheck.errors import ReportcheckError
from reportcheck.model import Location, Paragraph, Unread
from reportcheck.read.pdf_columns import borderless_tables
from reportcheck.read.pdf_grids import Block, ruled_tables
from reportcheck.read.pdf_joined import JoinedTable, is_continuation
from reportcheck.read.pdf_lines import lines_of
from reportcheck.read.pdf_order import Column, reading_order
from reportcheck.read.pdf_page import Page, load_page
from reportcheck.read.pdf_running import (
    Draft,
    Edge,
    Footnote,
    drop_running,
    edges_of,
    footnotes,
    picture_key,
    unread_in,
    unread_pages,
)
from reportcheck.read.pdf_text import Flow, note_id
from reportcheck.read.refusal import encrypted, unreadable

if TYPE_CHECKING:
    from reportcheck.read.parts import Part

__all__ = ["read_pdf"]

_PAGES_OPEN = 200
_AROUND = 6  # pages before and after that running lines are sought on


def read_pdf(data: bytes, path: str) -> tuple[tuple[Part, ...], tuple[Unread, ...]]:
    """The paragraphs and tables of a pdf in reading order.

    Args:
        data: the bytes of the file.
        path: its name, for messages.

    Returns:
        the parts; an :class:`Unread` for pages that are scanned pictures (``scanned picture``), hold a large picture
        (``picture``), letters drawn as outlines (``drawn letters``), or could not be loaded (``damaged page``).

    Raises:
        ReportcheckError: ``missing-library`` where pypdfium2 is not installed, ``encrypted``, ``unreadable``.
    """
    try:
        import pypdfium2
    except ImportError as error:
        raise ReportcheckError(
            "missing-library",
            vi=f'Để đọc tệp {path} cần cài thêm thư viện: pip install "reportcheck[pdf]".',
            en=f'Reading {path} needs one more library: pip install "reportcheck[pdf]".',
            path=path,
        ) from error
    file = _File(pypdfium2, data, path)
    try:
        reading = _Reading(file)
        parts = tuple(reading.parts())
    finally:
        file.close()
    if len(reading.damaged) == reading.pages:
        raise unreadable(path, "không trang nào của tệp pdf còn đọc được", "no page of the pdf can be read")
    return parts, tuple(unread_pages(sorted([*reading.unread, *((n, "damaged page") for n in reading.damaged)])))


class _File:
    """The pages of a pdf. pdfium keeps what it has once read of a file, so that a long one is opened anew now and then."""

    def __init__(self, library: Any, data: bytes, path: str) -> None:
        self.library = library
        self.data = data
        self.path = path
        self.document = self._opened()
        self.pages = len(self.document)
        self.used = 0
        if self.pages == 0:
            self.close()
            raise unreadable(path, "tệp pdf không có trang nào", "the pdf has no pages")

    def _opened(self) -> Any:
        library, path = self.library, self.path
        try:
            return library.PdfDocument(self.data)
        except library.PdfiumError as error:
            code = getattr(error, "err_code", None)
            if code in (library.raw.FPDF_ERR_PASSWORD, library.raw.FPDF_ERR_SECURITY):
                raise encrypted(path) from error
            vi, en = "tệp pdf bị hỏng hoặc bị cắt cụt", "the pdf is damaged or cut short"
            raise unreadable(path, vi, en) from error

    def page(self, index: int) -> Page | None:
        """A page counted from 0; None where it cannot be loaded."""
        if self.used >= _PAGES_OPEN:
            self.close()
            self.document, self.used = self._opened(), 0
        self.used += 1
        try:
            return load_page(self.document, index)
        except self.library.PdfiumError:
            return None

    def close(self) -> None:
        self.document.close()


class _Reading:
    """Walks the pages of one file, a few of them at hand at a time."""

    def __init__(self, file: _File) -> None:
        self.file = file
        self.pages = file.pages
        self.unread: list[tuple[int, str]] = []
        self.damaged: list[int] = []
        self.flow = Flow()
        self.table: JoinedTable | None = None

    def parts(self) -> Iterator[Part]:
        for draft, others, backgrounds in self._with_neighbours():
            drop_running(draft, others)
            letters = (
                sum(map(len, draft.turned))
                + sum(len(line.text) for line in draft.lines)
                + sum(len(cell) for table in draft.tables for row in table.rows for cell in row if cell)
            )
            self.unread += [(draft.number, reason) for reason in unread_in(draft, letters, backgrounds)]
            yield from self._page(draft)
        yield from self._end_table()
        yield from self.flow.close()

    def _with_neighbours(
        self,
    ) -> Iterator[tuple[Draft, list[tuple[int, tuple[Edge, ...]]], frozenset[tuple[int, ...]]]]:
        """Each page with the lines near the edges, and the places of pictures, of the pages around it."""
        ahead: deque[Draft] = deque()
        edges: deque[tuple[int, tuple[Edge, ...], frozenset[tuple[int, ...]]]] = deque(maxlen=2 * _AROUND + 1)
        index = 0
        while index < self.pages or ahead:
            while index < self.pages and len(ahead) <= _AROUND:
                draft = self._draft(index)
                index += 1
                if draft is not None:
                    ahead.append(draft)
                    places = frozenset(picture_key(p) for p in draft.pictures)
                    edges.append((draft.number, edges_of(draft), places))
            if not ahead:
                return
            draft = ahead.popleft()
            around = [one for one in edges if one[0] != draft.number]
            yield draft, [(n, e) for n, e, _ in around], frozenset(key for _, _, keys in around for key in keys)

    def _draft(self, index: int) -> Draft | None:
        page = self.file.page(index)
        if page is None:
            self.damaged.append(index + 1)
            return None
        tables = ruled_tables(page)
        return Draft.of(page, lines_of(page.words), tables)

    # -- one page -------------------------------------------------------------

    def _page(self, draft: Draft) -> Iterator[Part]:
        notes = footnotes(draft)
        found, lines = borderless_tables(draft.lines, draft.number)
        marks = frozenset(note.mark for note in notes)
        ordered = reading_order(lines, [*draft.tables, *found])
        for k, item in enumerate(ordered):
            if isinstance(item, Block):
                yield from self._block(item)
            elif k > 0 or not self._between(item, ordered[1:]):
                yield from self._end_table()
                yield from self.flow.column(item, draft.number, marks)
        for text in draft.turned:
            self.flow.note(Paragraph(text, Location(page=draft.number), "text box"))
        for note in notes:
            self.flow.note(_noted(note, draft.number))

    def _between(self, column: Column, rest: Sequence[Column | Block]) -> bool:
        """Whether lines at the top of a page only say that the table goes on."""
        if self.table is None or not rest or not isinstance(rest[0], Block) or not self.table.takes(rest[0]):
            return False
        return is_continuation([line.text for line in column.lines])

    def _block(self, block: Block) -> Iterator[Part]:
        if self.table is not None and self.table.takes(block):
            self.table.add(block)
            return
        yield from self._end_table()
        yield from self.flow.close()
        self.table = JoinedTable(block)

    def _end_table(self) -> Iterator[Part]:
        if self.table is not None:
            yield self.table.grid()
            self.table = None
            if self.flow.open is None:
                yield from self.flow.close()


def _noted(note: Footnote, page: int) -> Paragraph:
    text = " ".join(line.text for line in note.lines)
    raised = note.lines[0].words[0]
    lead = note.lines[0].text.find(" ") if not raised.raised else len(raised.text)
    body = text[lead:].lstrip() if lead > 0 else text
    return Paragraph(body, Location(page=page, note=note.mark), "footnote", note=note_id(page, note.mark))

"""A page of a pdf as it is seen: words with their places, drawn rules, pictures.

Everything comes from pdfium, page by page. Coordinates are points from the top left corner of the page as it is read,
y downwards: a page whose words run upwards (a landscape table on an upright sheet) is turned until they run to the right.
"""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from reportcheck.read.legacy_text import Coding
from reportcheck.read.pdf_letters import coding_of, is_bold, spelled

__all__ = ["Page", "Picture", "Rule", "Word", "load_page"]

_LEAST_SIZE = 1.5  # points; smaller letters cannot be read by anybody
_INVISIBLE = (3, 7)  # render modes: neither filled nor stroked, and clip only
_THICKEST = 3.5  # points; a filled bar up to this is a rule
_SHORTEST = 4.0
_MOST_CHARACTERS = 400_000
_MOST_SEGMENTS = 60_000
_DEEPEST_FORM = 6
_WORD = re.compile(r"[^\s\x00]+")
_LETTER_GAP = 0.3  # of the size: between letters of one word that are drawn one by one
_SAME_WORD = 0.08  # of the size: closer pieces are one word whatever the order in which they were drawn


@dataclass(slots=True)
class Word:
    """A run of letters without a gap. ``base`` is the line that it stands on; ``raised`` marks a small raised one,
    ``turned`` counts quarter turns against the clock."""

    text: str
    x0: float
    x1: float
    base: float
    size: float
    bold: bool = False
    turned: int = 0
    top: float = 0.0
    bottom: float = 0.0
    raised: bool = False
    order: int = 0  # in which it was drawn


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight drawn line: ``at`` is its y (level) or x (upright), ``start`` and ``end`` its reach."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Picture:
    """The place of a picture."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def area(self) -> float:
        return max(0.0, self.x1 - self.x0) * max(0.0, self.bottom - self.top)


@dataclass(slots=True)
class Page:
    """What is seen on one page. ``number`` counts from 1; ``curves`` are pieces of drawn outlines."""

    number: int
    width: float
    height: float
    words: list[Word] = field(default_factory=list)
    level: list[Rule] = field(default_factory=list)
    upright: list[Rule] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    curves: int = 0


@dataclass(slots=True)
class _Style:
    """What the letters of one text object share."""

    quarter: int  # quarter turns counter-clockwise; -1 for letters that are not to be read
    size: float
    bold: bool
    coding: Coding


@dataclass(slots=True)
class _Piece:
    """Letters of one style side by side, in the page's own coordinates."""

    text: str
    style: _Style
    left: float
    right: float
    low: float
    high: float
    x: float  # where the first letter starts
    y: float


def load_page(document: Any, index: int) -> Page:
    """The page at a position counted from 0.

    Raises:
        pypdfium2.PdfiumError: pdfium cannot load it.
    """
    import pypdfium2

    raw: Any = pypdfium2.raw
    handle = document[index]
    try:
        if _shows_fields(raw, handle) and raw.FPDFPage_Flatten(handle, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_SUCCESS:
            handle.close()
            handle = document[index]
        return _Reader(raw, handle, index + 1).page()
    finally:
        handle.close()


def _shows_fields(raw: Any, handle: Any) -> bool:
    """Whether fields that people fill in, or words typed over the page, stand on it."""
    shown = (raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_FREETEXT)
    for i in range(min(raw.FPDFPage_GetAnnotCount(handle), 500)):
        annotation = raw.FPDFPage_GetAnnot(handle, i)
        if annotation:
            kind = raw.FPDFAnnot_GetSubtype(annotation)
            raw.FPDFPage_CloseAnnot(annotation)
            if kind in shown:
                return True
    return False


class _Reader:
    def __init__(self, raw: Any, handle: Any, number: int) -> None:
        self.raw = raw
        self.handle = handle
        self.number = number
        box = raw.FS_RECTF()
        known = raw.FPDF_GetPageBoundingBox(handle, box)
        left, bottom, right, top = (box.left, box.bottom, box.right, box.top) if known else (0.0, 0.0, 595.0, 842.0)
        self.left, self.right = min(left, right), max(left, right)
        self.bottom, self.top = min(bottom, top), max(bottom, top)
        self.styles: dict[int, _Style] = {}
        self.fonts: dict[int, tuple[bool, Coding]] = {}
        self.rect, self.matrix = raw.FS_RECTF(), raw.FS_MATRIX()
        self.x, self.y = ctypes.c_double(), ctypes.c_double()
        self.curves = 0

    def page(self) -> Page:
        pieces = self._pieces()
        turns = Counter[int]()
        for piece in pieces:
            turns[piece.style.quarter] += len(piece.text)
        turn = turns.most_common(1)[0][0] if turns else self.raw.FPDFPage_GetRotation(self.handle) % 4
        width, height = self.right - self.left, self.top - self.bottom
        if turn % 2:
            width, height = height, width
        page = Page(self.number, width, height)
        page.words = _words(self._placed(pieces, turn))
        self._draw(page, turn)
        page.curves = self.curves
        return page

    # -- letters --------------------------------------------------------------

    def _pieces(self) -> list[_Piece]:
        raw = self.raw
        text_page = raw.FPDFText_LoadPage(self.handle)
        if not text_page:
            return []
        try:
            count = min(raw.FPDFText_CountChars(text_page), _MOST_CHARACTERS)
            pieces: list[_Piece] = []
            letters = self._letters(text_page, count)
            for match in _WORD.finditer(letters):
                pieces += self._span(text_page, letters, *match.span())
            return pieces
        finally:
            raw.FPDFText_ClosePage(text_page)

    def _letters(self, text_page: Any, count: int) -> str:
        """One character for each that pdfium counts."""
        if count <= 0:
            return ""
        buffer = (ctypes.c_ushort * (count + 1))()
        if self.raw.FPDFText_GetText(text_page, 0, count, buffer) == count + 1:
            text = bytes(buffer)[: 2 * count].decode("utf-16-le", "replace")
            if len(text) == count:
                return text
        codes = (self.raw.FPDFText_GetUnicode(text_page, i) for i in range(count))
        return "".join(chr(c) if 0 < c < 0x110000 and not 0xD800 <= c < 0xE000 else "\0" for c in codes)

    def _span(self, text_page: Any, letters: str, start: int, end: int) -> Iterator[_Piece]:
        """The pieces of letters that no blank divides: nearly always one."""
        first = self._object(text_page, start)
        if end - start == 1 or first == self._object(text_page, end - 1):
            cuts = [(start, end, first)]
        else:
            cuts = []
            for i in range(start, end):
                own = self._object(text_page, i)
                if cuts and cuts[-1][2] == own:
                    cuts[-1] = (cuts[-1][0], i + 1, own)
                else:
                    cuts.append((i, i + 1, own))
        last: _Piece | None = None
        for begin, stop, own in cuts:
            piece = self._piece(text_page, letters, begin, stop, own)
            if piece is None:
                continue
            if last is not None and _goes_on(last, piece):
                last = _joined(last, piece)
                continue
            if last is not None:
                yield last
            last = piece
        if last is not None:
            yield last

    def _object(self, text_page: Any, index: int) -> int:
        found = self.raw.FPDFText_GetTextObject(text_page, index)
        return ctypes.addressof(found.contents) if found else 0

    def _piece(self, text_page: Any, letters: str, start: int, end: int, own: int) -> _Piece | None:
        style = self.styles.get(own)
        if style is None:
            style = self.styles[own] = self._style(text_page, start, own)
        if style.quarter < 0:
            return None
        raw, box, x, y = self.raw, self.rect, self.x, self.y
        if not raw.FPDFText_GetLooseCharBox(text_page, start, box):
            return None
        left, right, low, high = box.left, box.right, box.bottom, box.top
        if end - start > 1 and raw.FPDFText_GetLooseCharBox(text_page, end - 1, box):
            left, right = min(left, box.left), max(right, box.right)
            low, high = min(low, box.bottom), max(high, box.top)
        middle = (left + right) / 2, (low + high) / 2
        if not (self.left <= middle[0] <= self.right and self.bottom <= middle[1] <= self.top):
            return None
        raw.FPDFText_GetCharOrigin(text_page, start, x, y)
        return _Piece(letters[start:end], style, left, right, low, high, x.value, y.value)

    def _style(self, text_page: Any, index: int, own: int) -> _Style:
        raw = self.raw
        if not own:
            return _Style(-1, 0.0, False, "")
        matrix = self.matrix
        raw.FPDFText_GetMatrix(text_page, index, matrix)
        handle = raw.FPDFText_GetTextObject(text_page, index)
        size = abs(raw.FPDFText_GetFontSize(text_page, index)) * math.hypot(matrix.c, matrix.d)
        angle = math.degrees(math.atan2(matrix.b, matrix.a)) / 90
        quarter = round(angle) % 4
        invisible = raw.FPDFTextObj_GetTextRenderMode(handle) in _INVISIBLE
        if invisible or not size > _LEAST_SIZE or abs(angle - round(angle)) > 0.06:
            quarter = -1  # nobody can read it, or it is a watermark across the page
        bold, coding = self._font(raw.FPDFTextObj_GetFont(handle))
        return _Style(quarter, size, bold, coding)

    def _font(self, font: Any) -> tuple[bool, Coding]:
        """Whether a font is bold, and what its name says of its codes."""
        key = ctypes.addressof(font.contents) if font else 0
        known = self.fonts.get(key)
        if known is None:
            buffer = ctypes.create_string_buffer(256)
            length = self.raw.FPDFFont_GetBaseFontName(font, buffer, 256) if font else 0
            name = buffer.value.decode("utf-8", "replace") if 0 < length <= 256 else ""
            known = self.fonts[key] = is_bold(name), coding_of(name)
        return known

    def _placed(self, pieces: list[_Piece], turn: int) -> list[Word]:
        found = []
        for order, piece in enumerate(pieces):
            x0, top, x1, bottom = self._box(piece.left, piece.low, piece.right, piece.high, turn)
            _, base = self._point(piece.x, piece.y, turn)
            style = piece.style
            text = spelled(piece.text, style.coding)
            if not text:
                continue
            turned = (style.quarter - turn) % 4
            if not turned:
                top, bottom = base - 0.8 * style.size, base + 0.22 * style.size
            found.append(Word(text, x0, x1, base, style.size, style.bold, turned, top, bottom, order=order))
        return found

    def _point(self, x: float, y: float, turn: int) -> tuple[float, float]:
        if turn == 0:
            return x - self.left, self.top - y
        if turn == 1:
            return y - self.bottom, x - self.left
        if turn == 2:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x

    def _box(self, x0: float, y0: float, x1: float, y1: float, turn: int) -> tuple[float, float, float, float]:
        ax, ay = self._point(x0, y0, turn)
        bx, by = self._point(x1, y1, turn)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)

    # -- rules and pictures ---------------------------------------------------

    def _draw(self, page: Page, turn: int) -> None:
        raw = self.raw
        left = _MOST_SEGMENTS
        for handle, matrix in self._objects():
            kind = raw.FPDFPageObj_GetType(handle)
            if kind == raw.FPDF_PAGEOBJ_IMAGE:
                page.pictures += self._picture(handle, matrix, page, turn)
            elif kind == raw.FPDF_PAGEOBJ_PATH:
                left -= raw.FPDFPath_CountSegments(handle)
                if left < 0:
                    page.level, page.upright = [], []  # a map or a drawing: its lines divide no cells
                    return
                self._path(handle, matrix, page, turn)

    def _objects(self) -> Iterator[tuple[Any, tuple[float, ...]]]:
        """The paths and pictures of the page, those in forms too, each with the matrix of its form."""
        raw = self.raw
        wanted = (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE)
        waiting: list[tuple[Any, tuple[float, ...], int]] = [
            (raw.FPDFPage_GetObject(self.handle, i), (1.0, 0.0, 0.0, 1.0, 0.0, 0.0), 0)
            for i in range(min(raw.FPDFPage_CountObjects(self.handle), 200_000) - 1, -1, -1)
        ]
        while waiting:
            handle, matrix, depth = waiting.pop()
            kind = raw.FPDFPageObj_GetType(handle)
            if kind in wanted:
                yield handle, matrix
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST_FORM and len(waiting) < 400_000:
                inner = _times(self._matrix(handle), matrix)
                count = raw.FPDFFormObj_CountObjects(handle)
                waiting += [(raw.FPDFFormObj_GetObject(handle, i), inner, depth + 1) for i in range(count - 1, -1, -1)]

    def _matrix(self, handle: Any) -> tuple[float, ...]:
        m = self.matrix
        if not self.raw.FPDFPageObj_GetMatrix(handle, m):
            return (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
        return (m.a, m.b, m.c, m.d, m.e, m.f)

    def _picture(self, handle: Any, matrix: tuple[float, ...], page: Page, turn: int) -> list[Picture]:
        own = _times(self._matrix(handle), matrix)
        corners = [_moved(x, y, own) for x, y in ((0, 0), (1, 0), (0, 1), (1, 1))]
        xs, ys = [c[0] for c in corners], [c[1] for c in corners]
        if not all(map(math.isfinite, xs + ys)):
            return []
        x0, top, x1, bottom = self._box(min(xs), min(ys), max(xs), max(ys), turn)
        seen = Picture(max(x0, 0.0), max(top, 0.0), min(x1, page.width), min(bottom, page.height))
        return [seen] if seen.area > 0 else []

    def _path(self, handle: Any, matrix: tuple[float, ...], page: Page, turn: int) -> None:
        raw = self.raw
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        if not raw.FPDFPath_GetDrawMode(handle, fill, stroke) or not (fill.value or stroke.value):
            return
        own = _times(self._matrix(handle), matrix)
        for points in self._outlines(handle, own, turn):
            if stroke.value:
                for (ax, ay), (bx, by) in pairwise(points):
                    _add_line(page, ax, ay, bx, by)
            if fill.value:
                xs, ys = [p[0] for p in points], [p[1] for p in points]
                x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
                if len(points) <= 6 and min(x1 - x0, y1 - y0) <= _THICKEST:
                    if x1 - x0 > y1 - y0:
                        _add_line(page, x0, (y0 + y1) / 2, x1, (y0 + y1) / 2)
                    else:
                        _add_line(page, (x0 + x1) / 2, y0, (x0 + x1) / 2, y1)

    def _outlines(self, handle: Any, matrix: tuple[float, ...], turn: int) -> Iterator[list[tuple[float, float]]]:
        """The points of each part of a path; a curve counts as its end."""
        raw = self.raw
        x, y = ctypes.c_float(), ctypes.c_float()
        points: list[tuple[float, float]] = []
        for i in range(raw.FPDFPath_CountSegments(handle)):
            segment = raw.FPDFPath_GetPathSegment(handle, i)
            if not segment or not raw.FPDFPathSegment_GetPoint(segment, x, y):
                continue
            point = self._point(*_moved(x.value, y.value, matrix), turn)
            if not (math.isfinite(point[0]) and math.isfinite(point[1])):
                continue
            kind = raw.FPDFPathSegment_GetType(segment)
            if kind == raw.FPDF_SEGMENT_MOVETO:
                if len(points) > 1:
                    yield points
                points = [point]
            elif kind == raw.FPDF_SEGMENT_LINETO:
                points.append(point)
            else:
                if len(points) > 1:
                    yield points
                points = [point]
                self.curves += 1
            if raw.FPDFPathSegment_GetClose(segment) and len(points) > 1:
                points.append(points[0])
        if len(points) > 1:
            yield points


def _goes_on(last: _Piece, piece: _Piece) -> bool:
    """Whether a piece stands right behind another on its line, in the same size."""
    size = last.style.size
    if last.style.quarter != piece.style.quarter or abs(size - piece.style.size) > 0.15 * size:
        return False
    if last.style.coding != piece.style.coding:
        return False
    if last.style.quarter % 2 == 0:
        shift, gap = abs(last.y - piece.y), piece.left - last.right
        gap = gap if last.style.quarter == 0 else last.left - piece.right
    else:
        shift, gap = abs(last.x - piece.x), piece.low - last.high
        gap = gap if last.style.quarter == 1 else last.low - piece.high
    return shift < 0.1 * size and -0.6 * size < gap < _LETTER_GAP * size


def _joined(a: _Piece, b: _Piece) -> _Piece:
    low, high = min(a.low, b.low), max(a.high, b.high)
    return _Piece(a.text + b.text, a.style, min(a.left, b.left), max(a.right, b.right), low, high, a.x, a.y)


def _words(words: list[Word]) -> list[Word]:
    """The words without those drawn twice (for bold type), pieces that touch put together."""
    words.sort(key=lambda w: (w.turned, round(w.base), w.x0))
    found: list[Word] = []
    for word in words:
        last = found[-1] if found else None
        if last is None or last.turned or word.turned or abs(last.base - word.base) > 0.1 * word.size:
            found.append(word)
            continue
        gap = word.x0 - last.x1
        if last.text == word.text and abs(last.x0 - word.x0) < 0.25 * word.size:
            continue
        same = abs(last.size - word.size) < 0.1 * word.size and word.order != last.order + 1  # a blank was between
        if same and -0.1 * word.size < gap < _SAME_WORD * word.size:
            last.text = unicodedata.normalize("NFC", last.text + word.text)
            last.x1 = max(last.x1, word.x1)
            last.bold = last.bold and word.bold
            last.order = word.order
        else:
            found.append(word)
    return found


def _add_line(page: Page, ax: float, ay: float, bx: float, by: float) -> None:
    if abs(ay - by) < 0.7 and abs(ax - bx) >= _SHORTEST:
        x0, x1, at = max(min(ax, bx), -5.0), min(max(ax, bx), page.width + 5), (ay + by) / 2
        if x1 > x0 and -5 <= at <= page.height + 5:
            page.level.append(Rule(at, x0, x1))
    elif abs(ax - bx) < 0.7 and abs(ay - by) >= _SHORTEST:
        y0, y1, at = max(min(ay, by), -5.0), min(max(ay, by), page.height + 5), (ax + bx) / 2
        if y1 > y0 and -5 <= at <= page.width + 5:
            page.upright.append(Rule(at, y0, y1))


def _times(a: tuple[float, ...], b: tuple[float, ...]) -> tuple[float, ...]:
    """The matrix that does ``a`` and then ``b``."""
    return (
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    )


def _moved(x: float, y: float, m: tuple[float, ...]) -> tuple[float, float]:
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]

"""Changes in a docx: the letters of the figures inside their runs, so that fonts and marks stay."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

from reportcheck.fixing.plan import Change, Left
from reportcheck.fixing.workbook import read_parts, repacked
from reportcheck.model import Grid, Value
from reportcheck.numerals import tidy
from reportcheck.pipeline import Checked

__all__ = ["write_words"]

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MAIN = "word/document.xml"
_OUTSIDE = (_W + "del", _W + "moveFrom", _W + "txbxContent")


def write_words(data: bytes, checked: Checked, changes: Sequence[Change]) -> tuple[bytes, list[Left]]:
    """The bytes of a docx with figures changed; what could not be found beyond doubt is returned.

    Raises:
        ReportcheckError: the archive cannot be read as zip archives are.
    """
    from lxml import etree

    parts = read_parts(data, checked.document.path)
    if _MAIN not in parts:
        return data, [_gone(change) for change in changes]
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(parts[_MAIN], parser)
    failed = [change for change in changes if not _changed(root, checked, change)]
    written = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return repacked(data, {_MAIN: written}), [_gone(change) for change in failed]


def _gone(change: Change) -> Left:
    return Left(
        change,
        "không xác định được chắc chắn chỗ này trong tệp Word",
        "the place could not be told beyond doubt in the Word file",
    )


def _changed(root: Any, checked: Checked, change: Change) -> bool:
    """Change one figure; False where its place is not sure."""
    at = change.figure.location
    if at.row is not None and at.column is not None:
        grid = next((g for g in checked.document.grids if g.place is not None and g.place.table == at.table), None)
        cell = None if grid is None else _cell(root, checked, grid, at.row, at.column)
        paragraphs = [] if cell is None else [p for p in cell.iter(_W + "p") if change.figure.text in _text(p)]
        if len(paragraphs) != 1 or _text(paragraphs[0]).count(change.figure.text) != 1:
            return False
        return _replace(paragraphs[0], _text(paragraphs[0]).index(change.figure.text), change)
    found = [p for p in checked.document.paragraphs if p.location.paragraph == at.paragraph and not p.note]
    if len(found) != 1 or at.start is None:
        return False
    text = found[0].text
    alike = [p for p in root.iter(_W + "p") if tidy(_text(p)) == tidy(text)]
    same = [p for p in checked.document.paragraphs if tidy(p.text) == tidy(text)]
    number = next((i for i, p in enumerate(same) if p is found[0]), 0)
    if not alike or len(alike) != len(same):
        return False
    whole = _text(alike[number])
    lead = len(whole) - len(whole.lstrip())
    for start in (at.start, at.start + lead):
        if whole[start : start + len(change.figure.text)] == change.figure.text:
            return _replace(alike[number], start, change)
    return False


def _pieces(paragraph: Any) -> Iterator[tuple[Any, str]]:
    """The letters of a paragraph as they are shown: each element with its text."""
    for element in paragraph.iter(_W + "t", _W + "tab", _W + "br", _W + "noBreakHyphen"):
        above = element.iterancestors()
        inside = next((a.tag for a in above if a is paragraph or a.tag in (*_OUTSIDE, _W + "p")), None)
        if inside != _W + "p":
            continue
        if element.tag == _W + "t":
            yield element, element.text or ""
        elif element.getparent().tag == _W + "r":
            yield element, {_W + "tab": "\t", _W + "br": "\n"}.get(element.tag, "-")


def _text(paragraph: Any) -> str:
    return "".join(text for _, text in _pieces(paragraph))


def _replace(paragraph: Any, start: int, change: Change) -> bool:
    """Put the new figure where the old one stands; its first letters' run takes it."""
    end, at, put = start + len(change.figure.text), 0, False
    if unicodedata.normalize("NFC", _text(paragraph)) != _text(paragraph):
        return False  # letters are counted otherwise than they were read
    for element, text in _pieces(paragraph):
        first, last = max(start, at), min(end, at + len(text))
        if first < last:
            if element.tag != _W + "t":
                return False
            new = "" if put else change.text
            element.text = text[: first - at] + new + text[last - at :]
            element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            put = True
        at += len(text)
    return put


def _cell(root: Any, checked: Checked, grid: Grid, row: int, column: int) -> Any | None:
    """The cell of the file that is this cell of a table, told by the words of its row; of rows alike, by their order."""
    wanted = _words(grid.rows[row - grid.top])
    alike = [
        (other, r)
        for other in checked.document.grids
        for r, values in enumerate(other.rows, other.top)
        if _words(values) == wanted
    ]
    found = []
    for line in root.iter(_W + "tr"):
        cells: list[tuple[Any, str]] = []
        for cell in line.iterchildren(_W + "tc"):
            about = cell.find(f"{_W}tcPr/{_W}gridSpan")
            span = about.get(_W + "val", "1") if about is not None else "1"
            text = tidy(" ".join(t for t in (_text(p) for p in cell.iter(_W + "p")) if t.strip()))
            cells += [(cell, text), *([(cell, "")] * (int(span) - 1 if span.isdigit() else 0))]
        if [text for _, text in cells] == wanted:
            found.append(cells[column - grid.left][0])
    if len(found) != len(alike):
        return None
    return next((cell for cell, (other, r) in zip(found, alike, strict=True) if other is grid and r == row), None)


def _words(values: Sequence[Value]) -> list[str]:
    return ["" if value is None else tidy(str(value).replace("\n", " ")) for value in values]

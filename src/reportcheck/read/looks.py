"""Bold type and indents of a sheet's cells, read from its part when somebody asks for the first of them.

Most tables are checked without them; whoever seeks the levels of rows wants those of a few label columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from reportcheck.model import Look
from reportcheck.read.ooxml import DamagedError, Package, attributes, tags
from reportcheck.read.shared_formula import column_index

__all__ = ["CellLooks"]

MOST_BYTES = 16_000_000  # of a sheet's part; a larger one is a list, whose rows have no levels
_CELL = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"([^<>]*)>')
_STYLE = re.compile(rb' s="([0-9]{1,6})"')
_XF = re.compile(r"<(?:[\w.-]+:)?xf\b(?:[^<>]*/>|[^<>]*>.*?</(?:[\w.-]+:)?xf>)", re.DOTALL)
_FONT = re.compile(r"<(?:[\w.-]+:)?font\b(?:[^<>]*/>|[^<>]*>.*?</(?:[\w.-]+:)?font>)", re.DOTALL)


class CellLooks(Mapping[tuple[int, int], Look]):
    """Looks by absolute zero-based (row, column), of the cells that are bold or indented.

    Args:
        package: the workbook's archive, kept until the first look.
        part: of the sheet.
        styles: the part of the cell styles, empty where the workbook has none.
    """

    __slots__ = ("_found", "_source")

    def __init__(self, package: Package, part: str, styles: str) -> None:
        self._source: tuple[Package, str, str] | None = (package, part, styles)
        self._found: dict[tuple[int, int], Look] = {}

    def _cells(self) -> dict[tuple[int, int], Look]:
        if self._source is not None:
            (package, part, styles), self._source = self._source, None
            try:
                looks = _styles(package.text(styles)) if styles and styles in package else []
                if any(looks):
                    self._found = _read(package, part, looks)
            except DamagedError:
                self._found = {}
        return self._found

    def __getitem__(self, place: tuple[int, int]) -> Look:
        return self._cells()[place]

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return iter(self._cells())

    def __len__(self) -> int:
        return len(self._cells())

    def __reduce__(self) -> tuple[Any, ...]:
        return dict, (self._cells(),)


def _read(package: Package, part: str, looks: list[Look | None]) -> dict[tuple[int, int], Look]:
    """The looks of the cells of a sheet that have one."""
    found: dict[tuple[int, int], Look] = {}
    size, rest = 0, b""
    for chunk in package.chunks(part):
        size += len(chunk)
        if size > MOST_BYTES:
            return {}
        piece = rest + chunk
        end = piece.rfind(b"<")
        piece, rest = piece[:end], piece[end:]
        _look(piece, looks, found)
    _look(rest, looks, found)
    return found


def _look(piece: bytes, looks: list[Look | None], found: dict[tuple[int, int], Look]) -> None:
    for letters, digits, inside in _CELL.findall(piece):
        style = _STYLE.search(inside)
        index = int(style[1]) if style else 0
        look = looks[index] if index < len(looks) else None
        if look is not None:
            found[int(digits) - 1, column_index(letters)] = look


def _styles(text: str) -> list[Look | None]:
    """The look of each cell style; None where it is neither bold nor indented."""
    start, end = text.find("<fonts"), text.rfind("fonts>")
    bold = [_is_bold(font) for font in _FONT.findall(text[max(start, 0) : end])]
    start, end = text.find("cellXfs"), text.rfind("cellXfs")
    looks: list[Look | None] = []
    for xf in _XF.findall(text[start:end]):
        font = attributes(xf[: xf.index(">")]).get("fontId", "0")
        indents = [attributes(tag).get("indent", "0") for tag in tags(xf, "alignment")]
        indent = int(indents[0]) if indents and re.fullmatch("[0-9]{1,3}", indents[0]) else 0
        is_bold = font.isdigit() and int(font) < len(bold) and bold[int(font)]
        looks.append(Look(is_bold, indent) if is_bold or indent else None)
    return looks


def _is_bold(font: str) -> bool:
    marks = tags(font, "b")
    return bool(marks) and attributes(marks[0]).get("val", "1") not in ("0", "false", "off")

"""What the reader of a text document found, put together: tables cut and numbered, each with its title, paragraphs numbered.

A reader hands over paragraphs and grids in reading order, a grid with a :class:`~reportcheck.model.Placement` and no
name. Numbers of paragraphs and tables, the titles and unit notes of tables, and the words of cells are found here, so
that every format does it alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from reportcheck.labels import unit_note
from reportcheck.model import Grid, Paragraph, Placement, Table
from reportcheck.numerals import tidy
from reportcheck.read.blocks import split
from reportcheck.read.marks import marked, states_figures

__all__ = ["Part", "put_together"]

Part: TypeAlias = Paragraph | Grid

_LONGEST_TITLE = 220
_UNIT_LINE = re.compile(r"\W*(?:đơn vị|đvt|don vi|dvt|unit)", re.IGNORECASE)  # nothing but the unit note
_UNIT_LAST = re.compile(
    r"\(((?:(?:nghìn|ngàn|triệu|tỷ|tỉ|thousand|million|billion)s? )+(?:đồng|vnđ|vnd|usd|us dollars|dollars|eur|euros?))\)\s*$",
    re.IGNORECASE,
)
_MOST_TITLES = 5
_SENTENCE_WORDS = 12  # a cell of so many words that holds a digit is read as a sentence too
_ENDS_SENTENCE = re.compile(r"[.;:,]$")
_BESIDE_TABLE = frozenset({"body", "heading", "caption"})
_TITLE = re.compile(r"(?:biểu|bảng|mẫu|phụ lục|phụ biểu|table|annex|appendix|schedule)\b", re.IGNORECASE)
_NOTE = re.compile(r"^\s*(?:ghi chú|chú thích|nguồn|lưu ý|note|source|\(?\*+\)?\s)", re.IGNORECASE)
_APART = frozenset({"footnote", "endnote", "header", "footer"})


def put_together(parts: Sequence[Part], language: str) -> tuple[tuple[Grid, ...], tuple[Table | Paragraph, ...]]:
    """The grids and the blocks of a text document.

    Args:
        parts: paragraphs and grids in reading order. A paragraph that has no number gets the next one, cells apart.
        language: of the document, for the names of its tables.
    """
    return _Assembly(language).of(parts)


def _is_title(block: Paragraph, text: str) -> bool:
    """Whether a paragraph can be the title of a table below: a short line that ends no sentence and states no figures."""
    if block.kind == "caption":
        return True
    if block.kind not in _BESIDE_TABLE or len(text) > _LONGEST_TITLE or _ENDS_SENTENCE.search(text):
        return False
    return block.kind == "heading" or text[0] == "(" or bool(_TITLE.match(text)) or not states_figures(text)


@dataclass(slots=True)
class _Assembly:
    language: str
    grids: list[Grid] = field(default_factory=list)
    blocks: list[Table | Paragraph] = field(default_factory=list)
    number: int = 0  # of the last paragraph
    tables: int = 0

    def of(self, parts: Sequence[Part]) -> tuple[tuple[Grid, ...], tuple[Table | Paragraph, ...]]:
        after: Table | None = None
        for part in parts:
            if isinstance(part, Grid):
                after = self._table(part)
                continue
            paragraph = marked(self._numbered(part))
            if after is not None and paragraph.kind in _BESIDE_TABLE and _NOTE.match(paragraph.text):
                self.blocks[self._index(after)] = after = replace(after, notes=(*after.notes, tidy(paragraph.text)))
            elif paragraph.kind not in _APART:
                after = None
            self.blocks.append(paragraph)
        return tuple(self.grids), tuple(self.blocks)

    def _index(self, table: Table) -> int:
        return next(i for i in range(len(self.blocks) - 1, -1, -1) if self.blocks[i] is table)

    def _numbered(self, paragraph: Paragraph) -> Paragraph:
        place = paragraph.location
        if place.paragraph is None and place.table is None:
            self.number += 1
            place = replace(place, paragraph=self.number)
        return replace(paragraph, location=replace(place, language=self.language))

    def _table(self, grid: Grid) -> Table | None:
        """Add a table; its titles come from the paragraphs above it, unless it holds them itself."""
        count = len(self.grids) + 1
        name = f"{'Bảng' if self.language == 'vi' else 'Table'} {count}"
        place = replace(grid.place or Placement(), table=count, language=self.language)
        grid = replace(grid, name=name, place=place)
        self.grids.append(grid)
        found = split(grid)
        if found:
            titles, unit = self._titles()
            first = found[0]
            caption = "\n".join([*titles, *([first.caption] if first.caption else [])])
            found[0] = replace(first, caption=caption)
            found = [replace(table, unit=table.unit or unit) for table in found]
        for table in found:
            self.blocks.append(replace(table, index=self.tables))
            self.tables += 1
        last = self.blocks[-1] if found else None
        self.blocks.extend(self._cells(grid, found))
        return last if isinstance(last, Table) else None

    def _titles(self) -> tuple[list[str], str]:
        """The title lines and the unit note right above: short lines that end no sentence. They become captions."""
        titles: list[str] = []
        unit = ""
        for i in range(len(self.blocks) - 1, -1, -1):
            block = self.blocks[i]
            if not isinstance(block, Paragraph) or len(titles) >= _MOST_TITLES:
                break
            if block.kind in _APART:
                continue
            text = tidy(block.text)
            note = unit_note(text) or _unit_in_brackets(text)
            named = note if len(text) < 60 and _UNIT_LINE.match(text) else None
            if not named and not _is_title(block, text):
                break
            section = block.kind == "heading" and block.level > 0
            if section and titles:
                break
            if not section:
                self.blocks[i] = replace(block, kind="caption")
            unit = unit or note or ""
            if not named:
                titles.insert(0, f"{'' if block.lead else block.label} {text}".strip())
            if section or block.kind == "caption":
                break
        return titles, unit

    def _cells(self, grid: Grid, tables: Sequence[Table]) -> Iterator[Paragraph]:
        """The words of cells that hold sentences, and of every cell where no table was found."""
        for r, row in enumerate(grid.rows):
            for c, value in enumerate(row):
                if not isinstance(value, str) or not value.strip():
                    continue
                if tables and not (len(value.split()) >= _SENTENCE_WORDS and re.search(r"\d", value)):
                    continue
                yield Paragraph(value, grid.location(grid.top + r, grid.left + c), "cell")


def _unit_in_brackets(title: str) -> str | None:
    """The unit in which a title ends: ``"Spending (thousand USD)"``."""
    found = _UNIT_LAST.search(title)
    return found[1] if found else None

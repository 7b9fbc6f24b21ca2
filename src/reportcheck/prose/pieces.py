"""Paragraphs of more than a paragraph's length, cut: what a figure says is looked for near it, and takes time that grows
with the square of what stands near.

A file without empty lines is one paragraph of many pages. It is cut where a line or a sentence ends; each piece is a
paragraph that knows its place in the whole. Pieces that are hardly more than numbers hold no sentences, and no more do
many such paragraphs below one another: a column of figures that no reader has taken for a table. Of a paragraph of very many
numbers the further pieces must have some words beside each.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby

from reportcheck.model import Paragraph

__all__ = ["pieces", "without_columns"]

_LONGEST = 8000  # letters
_MOST_NUMBERS = 100
_NUMBER = re.compile(r"\d[\d.,]*")
_WORD = re.compile(r"[^\W\d_]{2,}")
_LEAST_WORDS = 3  # numbers to a word: with more it is a listing
_MANY, _WORDS_OF_MANY = 4000, 4  # numbers read of a paragraph, and words to each that a further piece must have
_COLUMN = 40  # paragraphs without words below one another
_ENDS = (re.compile(r"\n"), re.compile(r"[.;!?…]\s"), re.compile(r"\s"))


def pieces(paragraph: Paragraph) -> tuple[list[Paragraph], int]:
    """The paragraph itself, or the pieces of one that is too long, in order; and how many of these hold no sentences."""
    text, start = paragraph.text, 0
    if len(text) <= _LONGEST and _numbers(text) <= _MOST_NUMBERS:
        return [paragraph], 0
    found, wordless, read = [], 0, 0
    while start < len(text):
        stop = _cut(text, start)
        part = text[start:stop]
        if _wordless(part) or (read > _MANY and _numbers(part) * _WORDS_OF_MANY > len(_WORD.findall(part))):
            wordless += 1
        else:
            found.append(_piece(paragraph, start, stop))
            read += _numbers(part)
        start = stop
    return found, wordless


def without_columns(paragraphs: Iterable[Paragraph]) -> tuple[list[Paragraph], int]:
    """The paragraphs without long columns of bare figures, and how many such columns there were."""
    kept: list[Paragraph] = []
    columns = 0
    for bare, run in groupby(paragraphs, lambda p: _wordless(p.text)):
        there = list(run)
        if bare and len(there) > _COLUMN:
            columns += 1
        else:
            kept += there
    return kept, columns


def _wordless(text: str) -> bool:
    return _numbers(text) > _LEAST_WORDS * len(_WORD.findall(text))


def _numbers(text: str) -> int:
    return sum(1 for _ in _NUMBER.finditer(text))


def _cut(text: str, start: int) -> int:
    """Where a piece ends that begins at ``start``: at the last end of a line, a sentence or a word that is not too far."""
    most = min(start + _LONGEST, len(text))
    for count, match in enumerate(_NUMBER.finditer(text, start, most), 1):
        if count > _MOST_NUMBERS:
            most = match.start()
            break
    if most == len(text):
        return most
    for end in _ENDS:
        last = max((m.end() for m in end.finditer(text, (start + most) // 2, most)), default=start)
        if last > start:
            return last
    return most


def _piece(paragraph: Paragraph, start: int, stop: int) -> Paragraph:
    origin = paragraph.location.offset or 0
    steps = [(0, paragraph.source(start, origin))]
    steps += [(position - start, at) for position, at in paragraph.steps if start < position < stop]
    pages = [(max(position - start, 0), page) for position, page in paragraph.pages if position < stop]
    anchors = [
        replace(note, position=note.position - start) for note in paragraph.anchors if start <= note.position < stop
    ]
    begins = start == 0
    return replace(
        paragraph,
        text=paragraph.text[start:stop],
        kind=paragraph.kind if begins or paragraph.kind != "list item" else "body",
        level=paragraph.level if begins else 0,
        label=paragraph.label if begins else "",
        lead=paragraph.lead if begins else 0,
        anchors=tuple(anchors),
        steps=tuple(steps),
        pages=tuple(pages),
        begin=start,
    )

"""Texts for the benchmarks of prose: a document from plain text, judged, as ``validate`` and ``inspect`` would print it."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

from reportcheck.model import Document, Location, Paragraph
from reportcheck.prose.text import language_of_text
from reportcheck.read.document import read_path
from reportcheck.read.source import READABLE
from reportcheck.render.payload import inspect_payload, validate_payload
from reportcheck.report import Settings, report_of, run

__all__ = ["checked_text"]

_SETTINGS: list[Settings] = []


def checked_text(text: str, path: Path | None = None) -> dict[str, Any]:
    """What ``inspect`` prints for a text, with the ``findings`` of ``validate``."""
    if not _SETTINGS:
        _SETTINGS.append(Settings.of())
    document = _document(text) if path is None or ".txt" not in READABLE else read_path(path)
    checked = run(document, _SETTINGS[0])
    shown: dict[str, Any] = inspect_payload([checked])["files"][0]
    shown["findings"] = validate_payload([report_of(checked)])["files"][0]["findings"]
    return shown


def _document(text: str) -> Document:
    """One paragraph to a line, in composed letters, each figure located in the text as it is."""
    blocks, offset, language = [], 0, language_of_text(text)
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            plain, steps = _composed(line, offset)
            place = Location(paragraph=number, offset=offset, language=language)
            blocks.append(Paragraph(plain, place, steps=steps))
        offset += len(line) + 1
    return Document("text.txt", "txt", "", (), tuple(blocks), language=language)


def _composed(line: str, offset: int) -> tuple[str, tuple[tuple[int, int], ...]]:
    if unicodedata.is_normalized("NFC", line):
        return line, ()
    out, steps, length, i = [], [], 0, 0
    while i < len(line):
        j = i + 1
        while j < len(line) and unicodedata.combining(line[j]):
            j += 1
        letter = unicodedata.normalize("NFC", line[i:j])
        out.append(letter)
        length += len(letter)
        if len(letter) != j - i:
            steps.append((length, offset + j))
        i = j
    return "".join(out), tuple(steps)

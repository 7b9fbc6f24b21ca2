"""Sentences for tests: a document of paragraphs, one to a line, checked as ``validate`` does."""

from __future__ import annotations

from reportcheck.model import Document, Location, Paragraph
from reportcheck.report import Report, Settings, report_of, run

__all__ = ["document_of", "validate_text"]


def document_of(text: str, language: str = "vi") -> Document:
    """A document whose paragraphs are the lines of a text, each with its offset."""
    blocks, offset = [], 0
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            blocks.append(Paragraph(line, Location(paragraph=number, offset=offset, language=language)))
        offset += len(line) + 1
    return Document("case.txt", "txt", "", (), tuple(blocks), language=language)


def validate_text(text: str, language: str = "vi") -> Report:
    """The report on such a document."""
    return report_of(run(document_of(text, language), Settings.of()))

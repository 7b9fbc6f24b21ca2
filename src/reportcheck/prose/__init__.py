"""Reading the sentences: the figures in running text and the relations that the sentences state.

``quantities`` reads the numbers, ``kinds`` (one file each) propose what places in the text claim, ``arbiter`` lets
arithmetic choose among rival readings, ``gate`` decides how loudly a claim that fails is told.
"""

from __future__ import annotations

from collections.abc import Iterable

from reportcheck.model import Judgement, Paragraph
from reportcheck.prose.arbiter import settle_statements
from reportcheck.prose.quantities import Reading, read_quantities

__all__ = ["Reading", "read_sentences"]

_UNREAD = ("header", "footer", "caption", "cell")


def read_sentences(paragraphs: Iterable[Paragraph], language: str | None = None) -> tuple[Reading, list[Judgement]]:
    """The figures of a document's paragraphs and the judgements of what its sentences state.

    Args:
        paragraphs: in reading order; headers, footers, captions and words of cells are left out.
        language: whose marks the numbers have, by default that of the words.
    """
    reading = read_quantities([p for p in paragraphs if p.kind not in _UNREAD], language)
    return reading, settle_statements(reading).judgements

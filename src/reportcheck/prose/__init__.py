"""Reading the sentences: the figures in running text and the relations that the sentences state.

``quantities`` reads the numbers, ``kinds`` (one file each) propose what places in the text claim, ``arbiter`` lets
arithmetic choose among rival readings, ``gate`` decides how loudly a claim that fails is told. ``numbering`` and ``dates``
look at the numbers that are no quantities.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reportcheck.model import Figure, Judgement, Paragraph
from reportcheck.prose.arbiter import settle_statements
from reportcheck.prose.dates import date_judgements
from reportcheck.prose.numbering import numbering_judgements
from reportcheck.prose.pieces import pieces, without_columns
from reportcheck.prose.quantities import Quantity, read_quantities
from reportcheck.prose.text import Text

__all__ = ["Sentences", "read_sentences"]

_NOTES = ("footnote", "endnote")
_UNREAD = ("header", "footer", "caption", "cell")


@dataclass(frozen=True, slots=True)
class Sentences:
    """What was read in the paragraphs of a document: quantities, numbers that are none, what the sentences state.
    ``texts`` are the paragraphs that ``Quantity.par`` counts; ``not_looked_at`` counts long listings of figures, which are no sentences.

    A judgement whose relation is not ``firm`` is a reading that was weighed and is neither counted nor told.
    """

    quantities: tuple[Quantity, ...]
    aside: tuple[Figure, ...]
    judgements: tuple[Judgement, ...]
    texts: tuple[Text, ...] = ()
    not_looked_at: int = 0

    def figures(self, more: Iterable[Judgement] = ()) -> Iterator[tuple[Figure, int]]:
        """Every number in reading order with the count of the relations that use it, of ``more`` relations too."""
        uses: Counter[tuple[int | None, int | None, int | None]] = Counter()
        for judgement in (*self.judgements, *more):
            relation = judgement.relation
            if relation.firm:
                uses.update({_place(f) for f in (relation.target, *(o.figure for o in relation.operands))})
        figures = [q.figure for q in self.quantities] + list(self.aside)
        for figure in sorted(figures, key=lambda f: tuple(n or 0 for n in _place(f))):
            yield figure, uses[_place(figure)]


def _place(figure: Figure) -> tuple[int | None, int | None, int | None]:
    at = figure.location
    return at.paragraph, at.start, at.offset


def read_sentences(paragraphs: Iterable[Paragraph], language: str | None = None) -> Sentences:
    """The figures of a document's paragraphs and what its sentences state.

    Args:
        paragraphs: in reading order; headers, footers, captions and words of cells are left out.
        language: whose marks the numbers have, by default that of the words.
    """
    every = list(paragraphs)
    cut = [pieces(p) for p in every if p.kind not in _UNREAD]
    told, columns = without_columns(piece for found, _ in cut for piece in found)
    body = [
        p for p in told if p.kind not in _NOTES
    ]  # a note may stand in the middle of a list, at the foot of its page
    reading = read_quantities([*body, *(p for p in told if p.kind in _NOTES)], language)
    judgements = [*settle_statements(reading), *date_judgements(reading), *numbering_judgements(reading, every)]
    return Sentences(
        tuple(reading.quantities),
        tuple(reading.aside),
        tuple(judgements),
        tuple(reading.texts),
        columns + sum(n for _, n in cut),
    )

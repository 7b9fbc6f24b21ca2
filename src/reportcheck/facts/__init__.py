"""The same fact in a sentence and in a table: claimed where both agree, told where they should and do not.

``terms`` makes words comparable, ``annex`` reads the tables and ``said`` the sentences, ``match`` says how well the words of a
figure fit a row and a column, ``equal`` and ``averages`` compare the figures: as they stand, through a sum or a unit, over a period.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from reportcheck.extract import TableView
from reportcheck.facts.annex import Annex
from reportcheck.facts.apart import differing
from reportcheck.facts.averages import averages
from reportcheck.facts.equal import agreeing
from reportcheck.facts.said import read_said
from reportcheck.facts.terms import PERIODS, defined, has_marks, terms
from reportcheck.model import Judgement, Location, Relation
from reportcheck.prose import Sentences
from reportcheck.prose.text import Text

__all__ = ["compare"]

_TITLE, _FIRST, _LINE = (
    40,
    10,
    160,
)  # paragraphs that may be the title, those that may be without its looks, their length


def compare(
    sentences: Sentences,
    views: Sequence[TableView],
    files: Sequence[str] = (),
    told: Collection[Location] = (),
) -> tuple[list[Judgement], int]:
    """What the sentences of a report state that its tables state too.

    Args:
        sentences: as they were read, with what they claim among themselves.
        views: the tables, of the same file or of others.
        files: of others, the file of each table.
        told: the places of figures that have been compared already, and are left out.

    Returns:
        the judgements, those too thin to tell not firm; and how many tables were not looked at.
    """
    if not views or not sentences.quantities:
        return [], 0
    more: dict[str, str] = {}
    for text in sentences.texts:
        more |= defined(text.plain)
    labels = (label for view in views for column in view.headings for label in column)
    marked = has_marks(labels) and has_marks(text.plain for text in sentences.texts)
    annex = Annex(views, marked=marked, more=more, files=files, period=_period(sentences.texts))
    if not len(annex):
        return [], annex.not_looked_at
    said = read_said(sentences.texts, sentences.quantities, annex.one, more)
    said = [one for one in said if one.quantity.figure.location not in told]
    rates, used = averages(annex, said)
    others = [one for one in said if one.quantity.order not in used]
    held, known = agreeing(annex, others)
    found = [*rates, *(one.judgement for one in held.values())]
    found += differing(annex, others, held, known, _held(sentences.judgements))
    places = {q.figure.location: q.order for q in sentences.quantities}
    return sorted(found, key=lambda j: places.get(j.relation.target.location, 0)), annex.not_looked_at


def _period(texts: Sequence[Text]) -> frozenset[str]:
    """The period that the report is of: what its first heading, or line like one, that names a period names."""
    for i, text in enumerate(texts[:_TITLE]):
        short = i < _FIRST and len(text.plain) < _LINE and not text.plain.rstrip().endswith((".", ";", ":", ","))
        if text.paragraph.kind == "heading" or short:
            found = frozenset(t.name for t in terms(text.plain) if t.name.split(" ")[0] in PERIODS)
            if found:
                return found
    return frozenset()


def _held(judgements: Iterable[Judgement]) -> dict[Location, list[Relation]]:
    """The relations of sentences that hold, by the places of their figures."""
    out: dict[Location, list[Relation]] = {}
    for j in judgements:
        if j.holds and j.relation.firm and j.relation.kind in ("sum", "difference", "share", "change"):
            for figure in (j.relation.target, *(o.figure for o in j.relation.operands)):
                out.setdefault(figure.location, []).append(j.relation)
    return out

"""A count and its note: ``14 sở¹`` and ``¹ 14/14 Sở: …`` state one figure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportcheck.prose.claims import Claim, Site, linear
from reportcheck.prose.quantities import Quantity, Reading, nouns_agree

__all__ = ["sites"]

_NEAR = 40  # letters between a count and the mark of its note: the words of what is counted
_WITHIN = 40  # letters between the beginning of a note and the count that it restates


def sites(reading: Reading) -> Iterator[Site]:
    """The counts that stand at the mark of a note which begins with a count of the same things."""
    heads = _heads(reading)
    if not heads:
        return
    for par, text in enumerate(reading.texts):
        for anchor in text.paragraph.anchors:
            head = heads.get(anchor.id)
            before = [q for q in reading.of_paragraph(par) if q.end <= anchor.position]
            if head is None or not before or text.paragraph.note:
                continue
            marked = before[-1]
            between = text.lower[marked.end : anchor.position]
            if not _alike(marked, head) or len(between) > _NEAR or re.search(r"[;.:,()]", between):
                continue
            relation, quantities = linear(marked, [(head, 1)], kind="equality", rule="RC501")
            yield Site([Claim(relation, quantities, 0.2, "strong", fixed=True)])


def _heads(reading: Reading) -> dict[str, Quantity]:
    """The count that a note begins with, ahead of the colon behind which it lists what is counted; by the note's id."""
    out: dict[str, Quantity] = {}
    seen: set[str] = set()
    for par, text in enumerate(reading.texts):
        note = text.paragraph.note
        if not note or note in seen:
            continue
        seen.add(note)
        mine = reading.of_paragraph(par)
        colon = text.lower.find(":")
        ahead = [q for q in mine if q.end <= colon and q.under is None and text.bracket_at(q.start) is None]
        if len(ahead) == 1 and ahead[0].start <= _WITHIN and colon - ahead[0].stop <= _NEAR:
            out[note] = ahead[0]
    return out


def _alike(marked: Quantity, head: Quantity) -> bool:
    """Whether both count things by one noun, and neither is a change or an estimate."""
    counts = all(
        q.family == "count" and q.whole and q.noun and not q.change and not q.approximate for q in (marked, head)
    )
    return counts and marked.under is None and nouns_agree(marked, head)

"""A number of things and the list that names them: ``07 nền tảng (…; …)``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from reportcheck.model import Relation
from reportcheck.prose.claims import Claim, Site
from reportcheck.prose.quantities import Quantity, Reading
from reportcheck.prose.text import Text

__all__ = ["sites"]


def sites(reading: Reading) -> Iterator[Site]:
    """All places where a list of names follows its number. Only ";" divides for certain; commas stand inside names too."""
    for par, text in enumerate(reading.texts):
        mine = reading.of_paragraph(par)
        for q in mine:
            if q.family != "count" or not q.whole or not 2 <= q.value <= 60 or q.approximate or q.change or not q.noun:
                continue
            claim = _listed(text, mine, q)
            if claim is not None:
                yield Site([claim])


def _listed(text: Text, mine: list[Quantity], q: Quantity) -> Claim | None:
    bracket = next((b for b in text.brackets if q.end <= b.start < q.end + 70), None)
    if bracket is not None and not re.search(r"[,;.:]|\d", text.lower[q.end : bracket.start]):
        span = (bracket.start + 1, bracket.end)
    else:
        colon = text.lower.find(":", q.end, q.end + 90)
        if (
            q.bracket is not None
            or colon < 0
            or re.search(r"[;.]|\d", text.lower[q.end : colon])
            or text.bracket_at(colon) is not None
        ):
            return None
        span = (colon + 1, text.sentence_span(text.sentence(q.start))[1])
    if any(span[0] <= other.start < span[1] for other in mine):
        return None
    masked = text.masked(*span).strip(" .;")
    semicolons = masked.count(";")
    names = [n for n in re.split(";" if semicolons else r",| và | and ", masked) if n.strip()]
    if len(names) < 2 or re.search(r"…|\.\.\.|v\.v|etc|\bkhác\b|\bother", masked):
        return None
    relation = Relation("count", q.figure, (), "stated", "RC601", offset=Decimal(len(names)))
    claim = Claim(relation, (q,), 0.2, "strong" if semicolons else "weak", fixed=bool(semicolons))
    if not semicolons and not claim.holds:
        return None
    return claim

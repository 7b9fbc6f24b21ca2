"""Places in a ranking: ``xếp thứ 46/63, giảm 31 hạng so với năm trước (15/63)``; a higher place has a smaller number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from reportcheck.prose.claims import Claim, Site, linear
from reportcheck.prose.quantities import Quantity
from reportcheck.prose.text import Text

__all__ = ["rank_sites"]


def rank_sites(text: Text, mine: Sequence[Quantity], q: Quantity) -> Iterator[Site]:
    """The pairs of places that a number of places gained or lost may lie between."""
    places = [
        o for o in mine if o.family == "rank" and not o.change and o.under is None and abs(o.sentence - q.sentence) <= 1
    ]
    for a, b in pairwise(places):
        between = text.lower[min(a.end, b.start) : b.start]
        if not (b.prior or b.bracket is not None or re.search(r"\b(?:lên|xuống|so với|from|to|compared)\b", between)):
            continue
        if ";" in between:
            continue
        onward = re.search(r"\b(?:lên|xuống|to)\b", between) is not None
        new, old = (b, a) if onward else (a, b)
        terms = [(old, 1), (new, -1)] if q.change > 0 else [(new, 1), (old, -1)]
        relation, quantities = linear(q, terms, kind="difference", rule="RC401")
        yield Site([Claim(relation, quantities, 0.3, "fair", fixed=len(places) == 2, direction=True)])

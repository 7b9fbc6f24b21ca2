"""``tăng từ 105 lên 120``, ``fell from 412 to 395``: the word says which of two levels is the greater."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from reportcheck.model import Operand, Relation
from reportcheck.prose.claims import Claim, Site
from reportcheck.prose.kinds.roles import is_level
from reportcheck.prose.quantities import Quantity, Reading, nouns_agree

__all__ = ["sites"]

# the verb, right before "từ" or "from"; what may stand between them says how, and not what
_FROM = re.compile(
    r"\b(?:(?P<up>tăng|nâng|rose|risen|grew|grown|increased|climbed|jumped|up)|(?P<down>giảm|hạ|fell|fallen|dropped|declined|decreased|down))"
    r"(?: (?:mạnh|dần|đều|nhẹ|nhanh|sharply|slightly|steadily))? (?:từ|from)(?: (?:mức|khoảng|about|around))?\s*(?:us|rs\.? ?)?[$£€]?\s*$"
)
_TO = re.compile(
    r"%?(?:(?! (?:and|và|but|nhưng|sau đó|then)\b)[^,;:.()\d]){0,40}(?:\((?:năm )?(?:19|20)\d\d\)|(?:19|20)\d\d)?[^,;:.()\d]{0,24}"
    r"\b(?:lên|xuống|to)(?: (?:còn|tới|đến|mức|about|around))*\s*(?:us|rs\.? ?)?[$£€]?\s*"
)


def sites(reading: Reading) -> Iterator[Site]:
    """The places where two levels stand the other way round than the word says; those that agree claim nothing."""
    for par, text in enumerate(reading.texts):
        for old, new in pairwise(reading.of_paragraph(par)):
            head = text.lower[text.sentence_span(old.sentence)[0] : old.start]
            said = _FROM.search(head[-60:])
            if said is None or not _comparable(old, new) or _TO.fullmatch(text.lower[old.end : new.start]) is None:
                continue
            compare = ">=" if said["up"] else "<="
            relation = Relation("order", new.figure, (Operand(old.figure),), "stated", "RC401", compare=compare)
            claim = Claim(relation, (new, old), 0.0, "strong", fixed=True)
            if claim.judgement.outcome == "fails":
                yield Site([claim])


def _comparable(old: Quantity, new: Quantity) -> bool:
    levels = is_level(old) and is_level(new) and old.sentence == new.sentence and old.over is None and new.over is None
    return levels and old.power == new.power and old.family == new.family and nouns_agree(old, new)

"""Wholes that a sentence names for the figures that follow: ``Of the 1,710 candidates, 360 …``, ``Trong số 45 hồ sơ, 12 …``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reportcheck.prose.nouns import are_people, content_words
from reportcheck.prose.quantities import Quantity, Reading, nouns_agree
from reportcheck.prose.text import Text

__all__ = ["wholes_named"]

_OF_N = re.compile(
    r"(?:^|[,;:—–-] ?|\bwhile |\band )(?:in [^,.;]{3,30}, )?(?:(?:out )?of|(?:included )?among|amongst|trong(?: tổng)? số|trong tổng số|trên tổng số|qua) (?:the |these |those |its |all |a total of |some |total |about |các )*$"
)
_OF_THESE = re.compile(
    r"\b(?:(?:out )?of|among|trong số) (?:(?:all )?(?:these|those|them|this|which|whom|này|đó|trên))(?P<noun>(?: [^\W\d_]+){0,3}?),?(?: (?:only|about|some|nearly|a total of|as many as|there (?:were|are)|has|have|with|có|đã))*(?: [^\W\d_]+){0,3} $"
)
_THEN_OF_THESE = re.compile(r"(?: [^\W\d_]+){0,3} (?:out )?of (?:these|those|them|which|whom)\b")
_INCLUDED = re.compile(
    r"\b(?:including|includes?|which included|included among (?:the|these))(?: (?:about|some|nearly|over))? $"
)
_SHARE = re.compile(r"(?:%|per ?cent|half|third|quarter|most|majority)\s*$")
_COMPARED = re.compile(r"\b(?:compared|against|than|from|versus|so với|cùng kỳ)\b")


def wholes_named(reading: Reading, par: int) -> list[tuple[Quantity, Quantity]]:
    """The parts of one paragraph whose whole the words name, each with it."""
    text, mine = reading.texts[par], reading.of_paragraph(par)
    out: list[tuple[Quantity, Quantity]] = []
    frame: Quantity | None = None
    for i, q in enumerate(mine):
        if frame is not None and (frame.sentence != q.sentence or ";" in text.masked(frame.stop, q.start)):
            frame = None
        head = text.lower[text.sentence_span(q.sentence)[0] : q.start]
        of_n = _OF_N.search(head[-80:])
        if of_n and (q.noun or "these" not in of_n[0]) and q.family == "count" and not q.change and q.bracket is None:
            frame = q
            continue
        if not _part(q):
            continue
        parts = {part.order for part, _ in out}
        before = [o for o in mine[:i] if o.order not in parts]
        if (whole := _of_these(text, before, q, head)) is not None:
            out.append((q, whole))
        elif q.over is not None and "of" in text.lower[q.end : q.over.start]:
            out.append((q, q.over))
        elif (
            frame is not None
            and frame.prior == q.prior
            and _agree(frame, q)
            and not _COMPARED.search(text.lower[frame.stop : q.start])
        ):
            out.append((q, frame))
    return out


def _agree(whole: Quantity, part: Quantity) -> bool:
    """Whether one may be of the other: of 600 candidates, 450 students."""
    return nouns_agree(whole, part) or (are_people(whole.noun) and are_people(part.noun) and whole.per == part.per)


def _part(q: Quantity) -> bool:
    return q.family == "count" and not q.change and q.under is None and not q.per


def _of_these(text: Text, before: Sequence[Quantity], q: Quantity, head: str) -> Quantity | None:
    found = _OF_THESE.search(head[-90:])
    included = found is None and _INCLUDED.search(head[-40:])
    if not (found or included or _THEN_OF_THESE.match(text.lower, q.end)):
        return None
    if found is not None and _SHARE.search(head[: len(head) - len(found[0])]):
        return None
    here = found is None or re.search(r"which|whom|đó", found[0]) is not None
    likely = [
        o
        for o in before
        if _part(o)
        and o.bracket in (None, q.bracket)
        and nouns_agree(o, q)
        and o.prior == q.prior
        and (o.sentence == q.sentence if here else o.sentence == q.sentence - 1)
    ]
    if found is not None and found["noun"]:
        named = [o for o in likely if o.noun and set(o.noun) & set(content_words(found["noun"]))]
        likely = named or likely
    return likely[-1] if likely else None

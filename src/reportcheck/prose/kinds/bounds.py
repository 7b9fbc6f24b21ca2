"""A part and the whole that it belongs to, where the other parts are not told: it is at most the whole."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportcheck.prose.claims import Claim, Site, linear
from reportcheck.prose.frames import wholes_named
from reportcheck.prose.quantities import Quantity, Reading, nouns_agree
from reportcheck.prose.text import Text

__all__ = ["sites"]

_OF_WHICH = re.compile(
    r"\b(?:trong đó(?: có)?|trong số (?:đó|này)(?: có)?|riêng|of (?:which|whom|these|those|them)|including|includes)\b"
)
_EACH = re.compile(r"\beach of (?:which|whom|these|those|them)\b")
_NET = re.compile(
    r"\b(?:loss(?:es)?|profits?|earnings|deficit|surplus|net|balance|lỗ|lãi|lợi nhuận)\b"
)  # what takes off and adds: no part is below it
_APART = re.compile(r"[^\W\d_], ?[^\W\d_]")  # "including B, fell to": the figure is of something else
_DONE = re.compile(
    r"\b(?:đã|làm rõ|hoàn thành|giải quyết|kết luận|trúng cử|được bầu|thu hồi|xử lý|có mặt|tham gia|kết nạp|resolved|completed|elected|settled|approved|recovered|died|includes?)\b"
)


def sites(reading: Reading) -> Iterator[Site]:
    """All places that tell one part of a whole."""
    for par, text in enumerate(reading.texts):
        told = {part.order: whole for part, whole in wholes_named(reading, par)}
        mine = [
            q
            for q in reading.of_paragraph(par)
            if q.family not in ("%", "pp", "rank") and not q.change and q.under is None
        ]
        yield from _below_totals(mine)
        for i, part in enumerate(mine):
            if part.prior and part.order not in told:
                continue
            whole, sure = (told[part.order], True) if part.order in told else _whole(text, mine[:i], part)
            if whole is not None:
                relation, quantities = linear(part, [(whole, 1)], kind="bound", rule="RC103", compare="<=")
                yield Site([Claim(relation, quantities, 0.3 if sure else 0.9, "fair" if sure else "weak", fixed=sure)])


def _below_totals(mine: list[Quantity]) -> Iterator[Site]:
    """``533,837 persons in A, 336,470 in B … The total number is 967,115 persons``: each is at most the total behind it."""
    for total in mine:
        if not total.total or total.prior or total.bracket is not None or not total.noun:
            continue
        for part in mine:
            beside = part.order < total.order and total.sentence - part.sentence == 1
            if beside and part.noun[:1] == total.noun[:1] and not part.total and not part.prior:
                relation, quantities = linear(part, [(total, 1)], kind="bound", rule="RC103", compare="<=")
                yield Site([Claim(relation, quantities, 0.9, "weak")])


def _whole(text: Text, before: list[Quantity], part: Quantity) -> tuple[Quantity | None, bool]:
    """The quantity that a part is of, and whether a word says so."""
    near = [
        q
        for q in before
        if q.sentence >= part.sentence - 1
        and nouns_agree(q, part)
        and not q.prior
        and q.bracket in (None, part.bracket)
    ]
    if not near or (part.family == "count" and not (part.noun and near[-1].noun)):
        return None, False
    whole = near[-1]
    between = text.lower[whole.stop : part.start]
    cue = _OF_WHICH.search(between)
    if cue is not None and part.sentence == whole.sentence:
        if _EACH.search(between) or (
            _NET.search(text.lower[max(0, whole.start - 30) : part.start]) and "including" in between
        ):
            return None, False
        return whole, not re.search(r"[;.]\s", between) and not _APART.search(between, cue.end())
    if _DONE.search(between) and whole.bracket is part.bracket and whole.scaled >= part.scaled:
        return whole, False
    return None, False

"""Shares without a sign: ``Screened: 127 (84)`` under ``n (%)``, ``Con 1,363 (49.2; +17.4), LD 1,176 (42.5; …)``.

A bare figure in brackets behind a count may be anything. It is a share where most of a list are shares of one whole: one that
the text states, or the list's own sum.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from reportcheck.model import Operand, Relation
from reportcheck.prose.claims import Claim, Site, share_claim
from reportcheck.prose.quantities import Quantity, Reading

__all__ = ["sites"]

_GAP = 2  # paragraphs from one item to the next
_LEAST = 3  # items that must be shares of a whole that is stated
_WHOLES = 12  # figures before a list among which its whole is looked for
_ALONE = re.compile(r"\s*")
_BEHIND = re.compile(r"\s*(?:[;,:].*)?", re.DOTALL)
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class _Item:
    count: Quantity
    share: Quantity

    def is_of(self, whole: Decimal) -> bool:
        """Whether the bracket is this count's share of a whole, as it is rounded."""
        unit = Decimal(1).scaleb(-self.share.figure.digits)
        return 2 * abs(_HUNDRED * self.count.scaled / whole - self.share.value) <= unit


def sites(reading: Reading) -> Iterator[Site]:
    """The brackets of each list whose items are shares of one whole."""
    for items in _lists(reading):
        whole = _stated(reading, items)
        if whole is not None:
            for item in items:
                if item.count.scaled <= whole.scaled:
                    yield Site([_share_of(item, (whole,), len(items))])
        elif len(items) > 1 and _makes_all(items):
            counts = [item.count for item in items]
            for item in items:
                yield Site([_share_of(item, counts, len(items))])


def _lists(reading: Reading) -> Iterator[list[_Item]]:
    """Counts with a bare figure in brackets behind them, in a paragraph or in rows that follow each other."""
    run: list[_Item] = []
    for count, share in zip(reading.quantities, reading.quantities[1:], strict=False):
        if not _is_item(reading, count, share):
            continue
        if run and count.par != run[-1].count.par and (count.par - run[-1].count.par > _GAP or _together(run)):
            yield run
            run = []
        run.append(_Item(count, share))
    if run:
        yield run


def _together(run: Sequence[_Item]) -> bool:
    """Whether a list's last items stand in one paragraph, so that another one begins in the next."""
    return len(run) > 1 and run[-1].count.par == run[-2].count.par


def _rows(run: Sequence[_Item]) -> set[int]:
    return {item.count.par for item in run}


def _is_item(reading: Reading, count: Quantity, share: Quantity) -> bool:
    bracket = share.bracket
    if bracket is None or count.bracket is not None or count.par != share.par or share.value > _HUNDRED:
        return False
    if count.family != "count" or share.family != "count" or share.power or share.change or not count.whole:
        return False
    if count.change or count.under is not None or share.per or not count.value:
        return False
    text = reading.texts[count.par].lower
    between, inside = text[count.end : bracket.start], text[share.end : bracket.end]
    return (
        len(between) < 24
        and not re.search(r"[,;.]", between)
        and _ALONE.fullmatch(text[bracket.start + 1 : share.start]) is not None
        and _BEHIND.fullmatch(inside) is not None
    )


def _stated(reading: Reading, items: Sequence[_Item]) -> Quantity | None:
    """The whole that most items are shares of, among the figures before the list and in it."""
    if len(items) < _LEAST:
        return None
    first, last = items[0].count, items[-1].share
    near = reading.quantities[max(0, first.order - _WHOLES) : last.order + 1]
    best: tuple[int, Quantity | None] = 0, None
    for whole in near:
        if (
            whole.family != "count"
            or not whole.whole
            or whole.change
            or whole.scaled < 10
            or whole.bracket is last.bracket
        ):
            continue
        fitting = sum(item.is_of(whole.scaled) and item.share.value < _HUNDRED for item in items)
        if fitting > best[0]:
            best = fitting, whole
    return best[1] if best[0] >= _LEAST and 3 * best[0] >= 2 * len(items) else None


def _makes_all(items: Sequence[_Item]) -> bool:
    """Whether the brackets of a paragraph make 100, or all but one are shares of the sum of the counts."""
    if len(_rows(items)) > 1 or any(item.share.figure.digits == 0 for item in items):
        return False
    total = sum((item.count.scaled for item in items), Decimal(0))
    if not total:
        return False
    fitting = sum(item.is_of(total) for item in items)
    every = sum((item.share.value for item in items), Decimal(0))
    room = max(Decimal(len(items)).scaleb(-item.share.figure.digits) for item in items)
    return (
        fitting == len(items)
        or (fitting >= _LEAST - 1 and fitting + 1 >= len(items))
        or (abs(every - _HUNDRED) <= room and 2 * fitting >= len(items))
    )


def _share_of(item: _Item, wholes: Sequence[Quantity], items: int) -> Claim:
    """One bracket as a share of a whole that is stated, or of several counts together."""
    relation, quantities = share_claim(item.share, item.count, wholes[0])
    share = replace(item.share.figure, rounded=True, unit="%")
    if len(wholes) > 1:
        operands = (relation.operands[0], *(Operand(q.figure, 1, "divisor") for q in wholes))
        relation = replace(relation, operands=operands)
        quantities = (item.share, *dict.fromkeys([item.count, *wholes]))
    stated: Relation = replace(relation, target=share)
    claim = Claim(stated, quantities, 0.2, "strong", fixed=True)
    claim.backed = items - 1
    return claim

"""A part and the whole that it belongs to, where the other parts are not told: it is at most the whole."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportcheck.prose.claims import Claim, Site, linear
from reportcheck.prose.frames import wholes_named
from reportcheck.prose.nouns import TIMES
from reportcheck.prose.quantities import Quantity, Reading, nouns_agree
from reportcheck.prose.text import Text
from reportcheck.prose.units import MONTHS

__all__ = ["sites"]

_OF_WHICH = re.compile(
    r"\b(?:trong đó(?: có)?|trong số (?:đó|này)(?: có)?|riêng|nhiều nhất|cao nhất|lớn nhất|dẫn đầu|đứng đầu|chủ yếu|kế đó|tiếp đến|of (?:which|whom|these|those|them)|including|includes|led by|mostly|chiefly)\b"
)
_EACH = re.compile(r"\beach of (?:which|whom|these|those|them)\b")
_NET = re.compile(
    r"\b(?:loss(?:es)?|profits?|earnings|deficit|surplus|net|balance|lỗ|lãi|lợi nhuận)\b"
)  # what takes off and adds: no part is below it
_APART = re.compile(r"[^\W\d_], ?[^\W\d_]")  # "including B, fell to": the figure is of something else
_DONE = re.compile(
    r"\b(?:đã|xong|hoàn tất|(?:đủ|có) điều kiện|được (?:chấp thuận|chấp nhận|duyệt|công nhận|cấp|giải ngân)|đạt chuẩn|trúng tuyển|làm rõ|hoàn thành|giải quyết|kết luận|trúng cử|được bầu|thu hồi|xử lý|có mặt|tham gia|kết nạp|resolved|completed|elected|settled|approved|recovered|died|includes?)\b"
)
_SO_FAR = re.compile(
    r"\b(?:lũy kế|luỹ kế|cộng dồn|tính chung|tính từ đầu (?:năm|vụ)|từ đầu (?:năm|vụ)|cả (?:năm|nhiệm kỳ)|(?:year|so far|far)[- ]to[- ]date|so far this year|since january|in the year so far|for the whole year|cumulative(?:ly)?)\b[^;.]{0,70}$"
)
_SCOPE = re.compile(
    rf"\W*(?:riêng|trong (?:đó|số)|(?:trong )?(?:năm|tháng|quý|tuần) [\divx]|cấp |khối |khu vực |of (?:these|which)|in (?:{MONTHS})\b|alone)"
)
_TAIL = 40  # letters behind a figure in which it may be said to be done


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
        yield from _so_far(text, mine)
        for i, part in enumerate(mine):
            if part.over is not None and part.order not in told and 0 < part.scaled <= part.over.scaled:
                if part.family == part.over.family == "count" and part.whole and part.over.whole and part.over.noun:
                    yield _weakly(part, part.over)
                continue
            if part.prior and part.order not in told:
                continue
            whole, sure = (told[part.order], True) if part.order in told else _whole(text, mine[:i], part)
            if whole is not None:
                relation, quantities = linear(part, [(whole, 1)], kind="bound", rule="RC103", compare="<=")
                yield Site([Claim(relation, quantities, 0.3 if sure else 0.9, "fair" if sure else "weak", fixed=sure)])


def _weakly(part: Quantity, whole: Quantity) -> Site:
    """A part that nothing but its place says to be of a whole: it confirms, and never accuses."""
    relation, quantities = linear(part, [(whole, 1)], kind="bound", rule="RC103", compare="<=")
    return Site([Claim(relation, quantities, 0.9, "weak")])


def _so_far(text: Text, mine: list[Quantity]) -> Iterator[Site]:
    """``tháng 7 đạt 35,08 tỷ USD; cộng dồn 7 tháng 233,13 tỷ USD``: one period is at most what all of them make."""
    for i, whole in enumerate(mine):
        things = [
            q for q in mine[:i] if TIMES.isdisjoint(q.noun[:1])
        ]  # "cộng dồn 7 tháng 233 tỷ": the months are no figure of their own
        begin = max(text.sentence_span(whole.sentence)[0], things[-1].end if things else 0)
        if whole.prior or whole.bracket is not None or not _SO_FAR.search(text.lower[begin : whole.start]):
            continue
        for part in reversed(things):
            if whole.sentence - part.sentence > 1:
                break
            if part.prior or part.bracket is not None or not nouns_agree(part, whole) or part.per != whole.per:
                continue
            if part.scaled <= whole.scaled:
                yield _weakly(part, whole)
            break


def _below_totals(mine: list[Quantity]) -> Iterator[Site]:
    """``533,837 persons in A, 336,470 in B … The total number is 967,115 persons``: each is at most the total behind it."""
    for total in mine:
        if not total.total or total.prior or total.bracket is not None or not total.noun:
            continue
        for part in mine:
            beside = part.order < total.order and total.sentence - part.sentence == 1
            if beside and part.noun[:1] == total.noun[:1] and not part.total and not part.prior:
                yield _weakly(part, total)


def _told_alike(whole: Quantity, part: Quantity) -> bool:
    """Whether the same words stand before two figures of the same things, of which the earlier is not less."""
    same = bool(part.label) and whole.label[-2:] == part.label[-2:] and nouns_agree(whole, part)
    return same and whole.scaled >= part.scaled and not whole.prior and whole.bracket is None


def _behind(before: list[Quantity], part: Quantity, whole: Quantity) -> int:
    """Where the words of a part begin: behind the figure before it."""
    last = before[-1]
    return max(whole.stop, last.stop if last.stop <= part.start else last.end)


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
    if not near:
        return None, False
    whole = near[-1]
    between = text.lower[whole.stop : part.start]
    cue = _OF_WHICH.search(between)
    if part.family == "count" and not (part.noun and whole.noun):
        named = [q for q in near if q.noun and q.sentence == part.sentence and q.scaled >= part.scaled]
        return (
            (named[-1], False) if named and _OF_WHICH.search(text.lower, named[-1].end, part.start) else (None, False)
        )
    if cue is not None and part.sentence == whole.sentence:
        if _EACH.search(between) or (
            _NET.search(text.lower[max(0, whole.start - 30) : part.start]) and "including" in between
        ):
            return None, False
        return whole, not re.search(r"[;.]\s", between) and not _APART.search(between, cue.end())
    larger = next((q for q in reversed(near) if q.scaled >= part.scaled and q.bracket is part.bracket), None)
    begin = text.sentence_span(part.sentence)[0]
    if whole.sentence == part.sentence - 1 and _OF_WHICH.match(text.lower, begin) and whole.scaled >= part.scaled:
        return whole, False
    tail = re.split(r"[,;.:()]|\d", text.lower[part.end : part.end + _TAIL])[0]
    if larger is not None and _DONE.search(text.lower[_behind(before, part, larger) : part.start] + " # " + tail):
        return larger, False
    if _SCOPE.match(text.lower, begin):
        alike = [q for q in before if _told_alike(q, part) and part.sentence - q.sentence in (1, 2)]
        return (alike[-1] if alike else None), False
    return None, False

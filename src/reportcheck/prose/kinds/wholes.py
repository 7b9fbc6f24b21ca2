"""What a share may be a share of: a whole that the words name, the whole of its neighbours, the likeliest figure told before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportcheck.prose.kinds.roles import Levels
from reportcheck.prose.nouns import TIMES, stem
from reportcheck.prose.quantities import Quantity, Reading, content_words, nouns_agree
from reportcheck.prose.text import Text
from reportcheck.prose.units import MONEY

__all__ = ["Whole", "is_amount", "wholes_of"]

_OF = re.compile(
    r"\b(?:tổng(?: số)?|trong|số|của|trên|kế hoạch|dự toán|chỉ tiêu|so với|mục tiêu|of|on|plan|target)\b(?P<words>[^,;:.()\d]{0,50})$"
)
_BREAKS = re.compile(
    r"\b(?:compare\w*|from|with|while|whilst|were|was|had|and|versus|against|và|với|còn|tăng|giảm|gồm|cùng kỳ)\b"
)
_ELSEWHERE = re.compile(
    r"^(?: ?%| per ?cent)?,? (?:so với |về đích |trong |của |the |of |of the |its |against |tổng )*(?:tổng )?(?:cùng kỳ|nghị quyết|năm trước|tháng trước|dân số|gdp|grdp|lực lượng lao động|llđ"
    r"|lllđ|định mức|thời điểm|so cùng kỳ|population|last year|previous year)\b"
)
_PLAN = re.compile(
    r"^(?: ?%| per ?cent)?,? (?:so với |của |the |of |its |against )*(?:dự toán|kế hoạch|chỉ tiêu|mục tiêu|plan|target|budget|goal|quota)\b"
)
_NAMED = re.compile(
    r"^(?: ?%| per ?cent)?,? (?:(?:trong|trên|so với|của|of|in|so) )?(?P<all>tổng(?: số)?|toàn (?:bộ|tỉnh|huyện|ngành|thành phố)|số|of (?:the|all)(?: \w+)? ?|of)\b(?P<words>[^,;.()\d]{0,60})"
)
_TOPIC = re.compile(
    r"(?:\b(?:out )?of (?:the |these |those |all |its |their |a total of |some )*"
    + MONEY
    + r"?\s?(?=\d)|\btrong (?:tổng )?(?:số )?(?=\d))"
    r"|(?P<which>\b(?:out )?of (?:which|whom)\b|\btrong (?:số )?đó\b)"
)
_AHEAD = re.compile(
    r"(?:^|[.,;:(–—-]|\b(?:while|whereas|and|but|that))\s*$"
)  # no "the equivalent of 642", but "Of 642 …"
_THESE = re.compile(r"(?:trong số (?:này|đó|trên)|of (?:these|those|them|which))\b")
_THEN = re.compile(r"\b(?:khóa|kỳ|năm|tháng|quý|vụ) trước\b|\bcùng kỳ|\b(?:previous|prior|last|preceding) ")
_DONE = re.compile(r"\bđạt\b|\bhoàn thành\b|\breach|\bachiev")
_UNLIKE = 1.2
_PERSONS = frozenset(["người", "em", "đồng", "cháu", "person", "man", "woman"])
_EMPTY = frozenset(
    ["tổng", "số", "của", "trong", "cả", "các", "trên", "of", "the", "total", "all", "toàn", "bộ", "được"]
)


@dataclass(frozen=True, slots=True)
class Whole:
    """A candidate, its penalty, and whether the words name it."""

    q: Quantity
    penalty: float
    named: bool


def is_amount(q: Quantity) -> bool:
    length = q.family == "count" and q.noun and q.noun[0] in TIMES
    return q.family not in ("%", "pp", "rank") and not q.change and not q.per and not length


def _is_time(q: Quantity) -> bool:
    """``13 percent in the 12 months``: how long, and no whole."""
    return q.family == "count" and not TIMES.isdisjoint(q.noun[:1])


def tail_of(text: Text, share: Quantity) -> str:
    """The words behind a percentage, within its own bracket and sentence."""
    stop = text.sentence_span(share.sentence)[1]
    if share.bracket is not None:
        stop = min(stop, share.bracket.end)
    return text.lower[share.end : min(stop, share.end + 70)]


def named_words(tail: str) -> frozenset[str]:
    """The words that name the whole behind a percentage: ``chiếm 12,5% trên tổng số hộ dân``."""
    match = _NAMED.match(tail)
    if match is None:
        return frozenset()
    words = re.findall(r"[^\W\d_]+", match["words"])[:7]
    return frozenset(stem for word in words for stem in content_words(word)) - _EMPTY


def _names_another(tail: str) -> bool:
    """Whether the words name a whole that a report of this kind does not print beside it: population, last year."""
    return _ELSEWHERE.match(tail) is not None


def wholes_of(
    levels: Levels,
    text: Text,
    share: Quantity,
    part: Quantity,
    same: Sequence[Quantity],
    known: Sequence[Quantity],
    *,
    near: bool,
) -> Iterator[Whole]:
    """The candidates for the whole of a share, the likeliest first.

    Args:
        part: the amount that the share speaks of; ``near`` says that nothing stands between them.
        same: the quantities of its sentence.
        known: the totals of the sums that the amount is a part of.
    """
    tail = tail_of(text, share)
    explicit = [q for q in same if _is_explicit(text, share, q)]
    for rank, whole in enumerate(explicit[:2]):
        yield Whole(whole, 0.1 + rank, near and not rank)
    named = named_words(tail)
    if _names_another(tail):
        for whole in _earlier(levels.reading, share, part):
            if len(named & _words(whole)) >= 2 and not explicit:
                yield Whole(whole, 0.7, False)
        return
    if _PLAN.match(tail):
        if not explicit:
            yield from _plans(levels, share, part, near)
        return
    if part.bracket is not None and part.bracket is share.bracket:
        outer = [q for q in same if q.stop <= part.bracket.start + 1 and q.bracket is None and q.under is None]
        outer = [q for q in outer if is_amount(q)]
        if outer and nouns_agree(outer[-1], part) and not named:
            yield Whole(outer[-1], 0.2, near)
    done = _DONE.search(text.lower[part.stop : share.start]) is not None
    for whole in known:
        other = bool(named - _words(whole))  # the words name something else
        aside = done or (whole.par, whole.sentence) != (part.par, part.sentence)
        yield Whole(whole, 1.3 if other else 0.75 if aside else 0.2, near and not named and not aside)
    if near and (topic := _topic(levels.reading, text, share, part)) is not None:
        yield Whole(topic, 0.15, not named)
    if near and (these := _of_these(levels.reading, text, share, part)) is not None:
        yield Whole(these, 0.3, True)
    yield from _told(levels, text, share, part, named, near)


def _is_explicit(text: Text, share: Quantity, whole: Quantity) -> bool:
    """``85,4% dự toán năm (600 tỷ đồng)``, ``40% of the 3,160 posts``: the whole that is named right behind."""
    if whole.start < share.stop or whole.start - share.stop > 90 or not is_amount(whole) or _is_time(whole):
        return False
    between = text.lower[share.stop : whole.start]
    if re.search(r"[;]|\. ", between):
        return False
    if share.bracket is not None and whole.start > share.bracket.end and share.bracket.end - share.stop > 1:
        return False
    if whole.bracket is not None and whole.bracket is not share.bracket:
        ahead = text.lower[share.stop : whole.bracket.start]
        if _THEN.search(text.lower[whole.bracket.start : whole.start]) and "so với" not in ahead:
            return False  # the same share of an earlier period
        return "," not in ahead and not re.search(r"tăng|giảm|\bup\b|\bdown\b|compare", ahead)
    match = _OF.search(between)
    return (
        match is not None
        and "," not in between
        and _BREAKS.search(match["words"]) is None
        and not _BREAKS.search(re.sub(r"^.*?\bso với\b", "", between))
    )


def _plans(levels: Levels, share: Quantity, part: Quantity, near: bool) -> Iterator[Whole]:
    """``Kế hoạch trồng 500 ha, đã trồng 368 ha, đạt 73,6% kế hoạch``: the figure that was told as a plan."""
    plans = [
        x.q for x in levels.near(share)
        if x.plan and x.q is not part and is_amount(x.q) and nouns_agree(x.q, part) and x.q.order < part.order
    ]  # fmt: skip
    for rank, whole in enumerate(reversed(plans)):
        beside = whole.par == share.par and share.sentence - whole.sentence <= 1
        yield Whole(whole, 0.4 + 0.4 * rank, near and len(plans) == 1 and beside)


def _of_these(reading: Reading, text: Text, share: Quantity, part: Quantity) -> Quantity | None:
    """``Trong số này có …, chiếm p%``: the last figure of that noun in the sentence before is the whole."""
    begin = max(text.sentence_span(share.sentence)[0], text.mark_end)
    match = _THESE.search(text.lower, begin, share.start)
    if match is None or re.search(r"[.;]", text.lower[match.end() : part.start]):
        return None
    for q in reversed(reading.quantities[max(0, part.order - 20) : part.order]):
        if (q.par, q.start) > (part.par, match.start()) or not is_amount(q):
            continue
        if q.bracket is None and not q.prior and q.noun and part.noun:
            if nouns_agree(q, part) and q.scaled >= part.scaled:
                return q
            if q.par < part.par - 1:
                return None
    return None


def _topic(reading: Reading, text: Text, share: Quantity, part: Quantity) -> Quantity | None:
    """``Of 642 inspections, 417 (65%) …``, ``567 were analysed, out of which 144 (25%) …``: what the sentence is about."""
    begin = max(text.sentence_span(share.sentence)[0], text.mark_end)
    last = None
    for match in _TOPIC.finditer(text.lower, begin, part.start):
        if match["which"] or not match[0].startswith("of ") or _AHEAD.search(text.lower[begin : match.start()]):
            last = match
    if last is None or re.search(r"[;]|\. ", text.lower[last.end() : part.start]):
        return None
    if last["which"]:
        before = [q for q in reading.of_paragraph(share.par) if q.stop <= last.start() and q.sentence == share.sentence]
        before = [q for q in before if is_amount(q) and q.under is None and q.bracket is part.bracket]
        return before[-1] if before and before[-1].scaled >= part.scaled and nouns_agree(before[-1], part) else None
    after = [q for q in reading.of_paragraph(share.par) if q.start >= last.end() - 1 and q.start < part.start]
    if not after or after[0].start > last.end() + 2 or not is_amount(after[0]) or after[0].scaled < part.scaled:
        return None
    cost = _akin(part, after[0])
    akin = cost is not None and cost < _UNLIKE
    return after[0] if akin and "," in text.lower[after[0].end : part.start] else None


def _words(q: Quantity) -> frozenset[str]:
    return frozenset(q.label) | frozenset(map(stem, q.label)) | frozenset(q.noun)


def _akin(part: Quantity, whole: Quantity, named: frozenset[str] = frozenset()) -> float | None:
    """What it costs that a part and a whole do not count the same thing by name; None if they cannot."""
    if nouns_agree(part, whole):
        return 0.0
    if part.family != "count" or whole.family != "count" or part.per != whole.per:
        return None
    if _words(part) & frozenset(whole.noun):
        return 0.1 if frozenset(part.noun) & _PERSONS else 0.3
    if named and len(named & _words(whole)) >= min(2, len(named)):
        return 0.2
    return _UNLIKE


def _earlier(reading: Reading, share: Quantity, part: Quantity) -> Iterator[Quantity]:
    low = max(0, part.order - 60)
    for whole in reversed(reading.quantities[low : part.order]):
        if whole.par < share.par - 4:
            return
        if is_amount(whole) and whole.under is None and not whole.prior and whole.scaled * 4 >= part.scaled * 3:
            yield whole


def _told(
    levels: Levels, text: Text, share: Quantity, part: Quantity, named: frozenset[str], near: bool
) -> Iterator[Whole]:
    """Wholes among the quantities told before, and totals right behind: the likest words, a total, the nearest."""
    if share.value > 130:
        return
    begin = text.sentence_span(share.sentence)[0]
    head = re.match(r"trong ([^,\d]{4,40}),", text.lower[begin : share.start])
    if head is not None:
        named |= frozenset(re.findall(r"[^\W\d_]+", head[1])) - _EMPTY
    candidates = [
        (q, cost)
        for q in _earlier(levels.reading, share, part)
        if (cost := _akin(part, q, named)) is not None and (cost < _UNLIKE or (near and share.figure.digits))
    ]
    likest = [q for q, _ in candidates if named and named <= _words(q) and q.scaled >= part.scaled]
    telling = named - frozenset(part.noun)  # what is said of the whole beyond what is counted
    rank = 0
    for whole, unlike in candidates:
        far = share.sentence - whole.sentence if whole.par == share.par else 1.2 + share.par - whole.par
        small = 0.5 if whole.scaled < part.scaled else 0.0
        penalty = 0.6 + 0.35 * rank + 0.4 * max(far, 0) + (0 if near else 0.6) + unlike + small
        alike = len(named & _words(whole))
        if telling and not telling & _words(whole):
            penalty += 0.7  # the words name something else
            alike = 0
        if likest == [whole]:
            penalty = min(penalty, 0.3 + unlike)
        elif alike >= 2 or (alike and len(named) == 1):
            penalty = min(penalty, 0.45 + 0.1 * rank + unlike + small)
        elif whole.total:
            penalty = min(penalty, 0.8 + 0.2 * far + unlike + small)
        if rank < 6 or alike >= 2 or whole.total:
            yield Whole(whole, penalty, near and likest == [whole] and not unlike)
        rank += not small and unlike < _UNLIKE
    behind = levels.reading.quantities[share.order + 1 : share.order + 16]
    for whole in behind:
        total = whole.par == share.par and whole.total and is_amount(whole) and whole.under is None
        if total and nouns_agree(part, whole) and whole.scaled >= part.scaled:
            yield Whole(whole, 1.2, False)


def nouns_of(words: str) -> set[str]:
    """The words of a phrase that name something."""
    return set(content_words(words))

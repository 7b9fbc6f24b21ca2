"""Shares and completions: ``19/45 lớp, đạt 42,22%``, ``12 hồ sơ (5,2%)``, ``N, chiếm p% tổng số (M)``, ``đạt p% kế hoạch (M)``."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from reportcheck.prose.claims import Claim, Site, share_claim
from reportcheck.prose.quantities import Quantity, Reading, content_words, nouns_agree
from reportcheck.prose.text import Text

__all__ = ["sites"]

_OF = re.compile(r"\b(?:tổng|trong|số|của|kế hoạch|dự toán|chỉ tiêu|so với|mục tiêu|of|plan|target)\b")
_POOR = re.compile(
    r"tốc độ|lãi suất|chỉ số|cpi|thuế suất|tỷ suất|interest|inflation|yield|margin|confidence|error|lần lượt|respectively"
)
_ELSEWHERE = re.compile(
    r"^(?: ?%)?,? (?:so với |về đích |trong |của |the |of |of the |its |against )*(?:tổng )?(?:dự toán|kế hoạch|chỉ tiêu|mục tiêu|cùng kỳ|nghị quyết|năm trước|tháng trước|dân số|gdp|grdp|lực lượng lao động|llđ"
    r"|lllđ|định mức|thời điểm|so cùng kỳ|plan|target|budget|goal|population|quota|last year|previous year)\b"
)


def sites(reading: Reading, wholes: dict[int, list[Quantity]]) -> Iterator[Site]:
    """All places that state a share.

    Args:
        wholes: for the order of each quantity that is a part of a sum that holds, the totals.
    """
    series: dict[tuple[int, int], list[Site]] = defaultdict(list)
    for par, text in enumerate(reading.texts):
        mine = reading.of_paragraph(par)
        for share in mine:
            if share.family != "%" or share.change or share.under is not None or share.over is not None or share.prior:
                continue
            site = _site(reading, text, mine, share, wholes)
            if site.claims:
                series[(par, share.sentence)].append(site)
    for group in series.values():
        _common(group)
        yield from group


def _common(group: list[Site]) -> None:
    """Shares told in one breath are shares of one whole: where it makes most of them hold, it is meant for the others."""
    if len(group) < 3:
        return
    votes: dict[int, list[bool]] = defaultdict(list)
    for site in group:
        if any(c.fixed and c.holds for c in site.claims):
            continue
        for claim in site.claims:
            votes[claim.quantities[2].order].append(claim.holds)
    for order, held in sorted(votes.items(), key=lambda pair: -sum(pair[1])):
        if sum(held) >= 2 and 3 * sum(held) >= 2 * len(held):
            for site in group:
                for claim in site.claims:
                    if claim.quantities[2].order == order:
                        claim.penalty, claim.fixed, claim.strength = 0.15, True, "strong"
            return


def _amount(q: Quantity) -> bool:
    return q.family not in ("%", "pp", "rank") and not q.change and not q.per


def _site(
    reading: Reading, text: Text, mine: list[Quantity], share: Quantity, wholes: dict[int, list[Quantity]]
) -> Site:
    site = Site()
    a, b = text.sentence_span(share.sentence)
    same = [q for q in mine if q.sentence == share.sentence]
    if _POOR.search(re.split(r"[,;:(]", text.lower[max(a, share.start - 40) : share.start])[-1]):
        return site
    before = [q for q in same if q.end <= share.start and _amount(q)]
    percents = [q for q in same if q.family in ("%", "pp") and q.end <= share.start]
    last = percents[-1].end if percents else a
    tail = text.lower[share.end : min(b, share.end + 60)]
    about = _about(tail)
    if about:
        chosen = [q for q in before if set(q.noun[:2]) & about]
        if len(chosen) >= 2 or any(q.over for q in chosen):
            before, last = chosen, a
        if len(chosen) == 2 and chosen[0].scaled >= chosen[1].scaled:
            _add(site, share, chosen[1], chosen[0], 0.2, fixed=True)
    _over(site, share, before, same, last)
    part = _part(share, before)
    if part is None:
        _reversed(site, text, share, same)
        return site
    explicit = [
        q
        for q in same
        if q.start >= share.stop and q.start - share.stop < 90 and _amount(q) and _explicit(text, share, q)
    ]
    near = _near(text, share, part)
    for rank, whole in enumerate(explicit[:2]):
        _add(site, share, part, whole, 0.1 + rank, fixed=rank == 0 and near)
    if _ELSEWHERE.match(tail):
        return site
    if part.bracket is not None and part.bracket is share.bracket:
        outer = [q for q in before if q.stop <= part.bracket.start + 1 and q.bracket is None and q.under is None]
        if outer and nouns_agree(outer[-1], part):
            _add(site, share, part, outer[-1], 0.2, fixed=near)
    known = wholes.get(part.order, [])
    for whole in known:
        _add(site, share, part, whole, 0.2, fixed=near)
    if near and (these := _of_these(reading, text, share, part)) is not None:
        _add(site, share, part, these, 0.3, fixed=True)
    head = re.match(r"trong ([^,\d]{4,40}),", text.lower[a : share.start])
    _earlier(site, reading, share, part, near, tail + (" " + head[1] if head else ""))
    if not near and explicit:
        for other in reversed(before[-4:]):
            if other is not part:
                _add(site, share, other, explicit[0], 2.5)
    if not site.claims:
        _reversed(site, text, share, same)
    return site


def _of_these(reading: Reading, text: Text, share: Quantity, part: Quantity) -> Quantity | None:
    """``Trong số này có …, chiếm p%``: the last figure of that noun in the sentence before is the whole."""
    head = text.lower[max(text.sentence_span(share.sentence)[0], text.mark_end) :][:24]
    if not re.match(r"(?:trong số (?:này|đó|trên)|of (?:these|those|them))\b", head):
        return None
    for q in reversed(reading.quantities[: part.order]):
        if (q.par, q.sentence) != (part.par, part.sentence) and _amount(q) and q.bracket is None and not q.prior:
            if q.noun and part.noun and nouns_agree(q, part) and q.scaled >= part.scaled:
                return q
            if q.par < part.par - 1:
                return None
    return None


def _about(tail: str) -> set[str]:
    """``đạt 99,3% về số vụ``: what the percentage counts."""
    match = re.match(r" ?%? (?:về|số|in terms of) (?:số )?(?:lượng )?([^\W\d_]+(?: [^\W\d_]+)?)", tail)
    return set(content_words(match[1])) if match is not None else set()


def _earlier(site: Site, reading: Reading, share: Quantity, part: Quantity, near: bool, tail: str) -> None:
    """Wholes among the quantities told before: the likest words, a total, the nearest."""
    if share.value > 130:
        return
    named = set(re.findall(r"[^\W\d_]+", re.split(r"[,;.(]", tail, maxsplit=1)[0])[:7]) - {
        "tổng",
        "số",
        "của",
        "trong",
        "cả",
        "các",
        "of",
        "the",
        "total",
    }
    rank = 0
    taken = {c.quantities[2].order for c in site.claims}
    told = reading.quantities[max(0, part.order - 60) : part.order]
    for whole in reversed([q for q in told if q.par >= share.par - 4]):
        if (
            not _amount(whole)
            or whole.under is not None
            or whole.prior
            or not nouns_agree(part, whole)
            or whole.scaled < part.scaled
        ):
            continue
        if whole.order in taken:
            continue
        away = share.sentence - whole.sentence if whole.par == share.par else 1.5 + share.par - whole.par
        penalty = 0.6 + 0.35 * rank + 0.4 * max(away, 0) + (0 if near else 0.6)
        alike = len(named & (set(whole.label) | set(whole.noun)))
        if alike >= 2 and named:
            penalty = min(penalty, 0.5 + 0.1 * rank)
        elif whole.total:
            penalty = min(penalty, 0.8 + 0.2 * away)
        if rank < 6 or alike >= 2 or whole.total:
            _add(site, share, part, whole, penalty)
        rank += 1


def _over(site: Site, share: Quantity, before: Sequence[Quantity], same: Sequence[Quantity], last: int) -> None:
    """A pair ``a/b`` before or right behind the percentage."""
    pairs = [q for q in before if q.over is not None]
    for rank, q in enumerate(reversed(pairs)):
        assert q.over is not None
        taken = q.start < last
        distance = share.start - q.over.end
        if (taken and distance > 60) or distance > 220:
            continue
        _add(
            site,
            share,
            q,
            q.over,
            0.05 + 0.4 * rank + (0.5 if taken else 0),
            fixed=not taken and distance < 130 and rank == 0,
        )
    behind = [q for q in same if q.start >= share.stop and q.over is not None and q.start - share.stop < 40]
    for q in behind[:1]:
        assert q.over is not None
        _add(site, share, q, q.over, 0.1 if not pairs else 1.2, fixed=not pairs and q.start - share.stop < 16)


def _part(share: Quantity, before: Sequence[Quantity]) -> Quantity | None:
    """The amount that a percentage speaks of: the nearest one before it."""
    bracket = share.bracket
    if bracket is not None:
        inside = [q for q in before if q.bracket is bracket]
        outside = [q for q in before if q.stop <= bracket.start + 1 and q.bracket is not bracket]
        chosen = inside or [q for q in outside if (q.bracket.depth if q.bracket else 0) < bracket.depth]
    else:
        chosen = [q for q in before if q.bracket is None]
    chosen = [q for q in chosen if q.under is None and not q.prior]
    return chosen[-1] if chosen else None


def _near(text: Text, share: Quantity, part: Quantity) -> bool:
    """Whether nothing but words of a share stands between an amount and its percentage."""
    between = text.masked(part.stop, share.start)
    if re.search(r"[.\d]|;(?! đạt| chiếm)|\b(?:tăng|giảm|trong đó)\b", between):
        return False
    if len(between) < 25:
        return True
    return (
        bool(
            re.search(
                r"chiếm|đạt|bằng|tỷ lệ|tỉ lệ|tương ứng|tương đương|=|account|represent|equal|\bor\b|\(|\[", between
            )
        )
        and len(between) < 90
    )


def _explicit(text: Text, share: Quantity, whole: Quantity) -> bool:
    between = text.lower[share.stop : whole.start]
    if re.search(r"[;]|\. ", between):
        return False
    if whole.bracket is not None and whole.bracket is not share.bracket:
        return re.search(r"[,]", text.lower[share.stop : whole.bracket.start]) is None and not re.search(
            r"tăng|giảm", between
        )
    return bool(_OF.search(between)) and not re.search(r"cùng kỳ|tăng|giảm|,", between)


def _reversed(site: Site, text: Text, share: Quantity, same: Sequence[Quantity]) -> None:
    """``85 per cent of those, about 16.9 million``; ``p% (a of b)``: the amounts follow."""
    behind = [q for q in same if q.start >= share.stop and q.start - share.stop < 90 and _amount(q)]
    if (
        len(behind) >= 2
        and behind[0].family == behind[1].family
        and not re.search(r"[;.] ", text.lower[share.stop : behind[1].start])
    ):
        _add(site, share, behind[0], behind[1], 1.0)
        _add(site, share, behind[1], behind[0], 1.6)


def _add(site: Site, share: Quantity, part: Quantity, whole: Quantity, penalty: float, *, fixed: bool = False) -> None:
    if part is whole or whole.value == 0:
        return
    relation, quantities = share_claim(share, part, whole)
    site.claims.append(Claim(relation, quantities, penalty, "strong" if fixed else "weak", fixed))

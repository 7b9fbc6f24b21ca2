"""A total and its parts: in brackets behind it, after "gồm"/"trong đó"/":", over bullets, sentences or paragraphs that follow, or before it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from reportcheck.prose.claims import Claim, Site, Strength, linear
from reportcheck.prose.quantities import Quantity, Reading, nouns_agree
from reportcheck.prose.text import Bracket, Text

__all__ = ["fits", "similar", "sites", "sum_claim"]

_CUE = re.compile(
    r"(?P<strong>\b(?:bao gồm|gồm(?: có)?|chia (?:ra|làm|thành)(?: là)?|cơ cấu|phân (?:ra|thành)|trong số đó gồm|comprising|comprised of|consist(?:s|ing|ed) of|made up of|composed of|broken down(?: as| into| by)?|namely|split between|divided into)\b:?)"
    r"|(?P<fair>\b(?:trong đó(?: có)?|trong số (?:đó|này)(?: có)?|cụ thể(?: là| như sau)?|phân (?:theo|chia|tổ)|chia theo|xét theo|tính theo|theo (?=[^\W\d_ ]+(?: [^\W\d_]+){0,3}:)|of (?:which|whom|these|those|them)|including|includes?)\b:?)"
    r"|(?P<soft>\b(?:phân (?:loại|bổ)|(?:được )?bố trí|với(?: có)?|tức(?: là)?|lần lượt(?: là)?|with|there were)\b:?)"
    r"|(?P<of>\btrong (?:tổng )?(?:số )?[\d.,]*\d [^,;:.\d]{0,60}?(?:,|\b(?:thì|có|gồm)\b)|\bof (?:the |these |its |a total of )?[\d.,]*\d [^,;:.\d]{0,50},)"
    r"|(?P<colon>:(?=\s))|(?P<dash> [–-] (?=\S))"
)
_TOTAL_WORD = re.compile(r"tổng|toàn (?:tỉnh|quốc|huyện|ngành|thành phố)|cả nước|total|altogether|in all\b|overall")
_OPEN_LIST = re.compile(
    r"\bnhiều|\bmany|\b(?:một số|một vài|còn lại|v\.v|vv|chủ yếu|phần lớn|đa số|riêng|nhất là|đặc biệt|điển hình|tiêu biểu|many|several|some other|numerous|a number of|others?|the rest|the remainder|mainly|mostly|primarily|notably|especially|such as|among|at least|as well as others|etc|và các)\b|…|\.\.\."
)
_MOST_LISTED = 60  # figures behind a word that announces a list
_PARTIAL = re.compile(r"trong đó có\b|\binclud(?:es?|ing)\b|\bwith$|\bwith\b")


def sites(reading: Reading) -> Iterator[Site]:
    """All places of the document that claim a sum."""
    for par, text in enumerate(reading.texts):
        mine = reading.of_paragraph(par)
        if mine:
            yield from _bracket_sites(text, mine)
            yield from _cue_sites(reading, par, text, mine)
            yield from _bracket_series(text, mine)
            yield from _last_sites(text, mine)
            yield from _percent_sites(text, mine)


def fits(total: Quantity, part: Quantity, *, nouns: bool = True) -> bool:
    """Whether a quantity may be a part of another."""
    if part is total or part.under is not None or part.prior != total.prior or part.family in ("%", "pp", "rank"):
        return False
    if bool(total.change) != bool(part.change):
        return False
    if nouns:
        return nouns_agree(total, part)
    if nouns_agree(total, part):
        return True
    return (
        total.family == part.family
        and total.per == part.per
        and (total.family != "count" or bool(total.per) == bool(part.per))
    )


def sum_claim(
    total: Quantity,
    parts: Sequence[Quantity],
    penalty: float,
    strength: Strength,
    *,
    cue: str = "",
    fixed: bool = False,
    open_: bool = False,
) -> Claim:
    sign = {q.order: (1 if not total.change or q.change == total.change else -1) for q in parts}
    relation, quantities = linear(total, [(q, sign[q.order]) for q in parts])
    reached = sum(q.scaled for q in parts)
    handicap = 0.0
    if total.scaled and not total.change:
        handicap += 0 if Decimal("0.08") < reached / total.scaled < 12 else 1.2
        handicap += 1.0 if any(q.scaled > total.scaled for q in parts) else 0
    return Claim(relation, quantities, penalty, strength, fixed, open_, cue, handicap=handicap)


def _bracket_sites(text: Text, mine: list[Quantity]) -> Iterator[Site]:
    """``8 lớp (4 lớp nghề nông, 4 lớp nghề khác)``: the parts stand in brackets behind their total."""
    for bracket in text.brackets:
        inside = [q for q in mine if q.bracket is bracket]
        if not inside:
            continue
        ahead = [
            q for q in mine if q.stop <= bracket.start + 1 and q.bracket is not bracket and bracket.start - q.end < 160
        ]
        ahead = [q for q in ahead if q.sentence == inside[0].sentence and _depth(q) < bracket.depth]
        totals = [q for q in reversed(ahead) if q.family not in ("%", "pp", "rank") and q.under is None][:3]
        site = Site()
        for rank, total in enumerate(totals):
            between = [
                q
                for q in mine
                if total.end <= q.start < bracket.start and _depth(q) < bracket.depth and q.under is not total
            ]
            if rank and len(between) > 2:
                break
            penalty = 0.5 * rank + (0.3 if between and rank else 0)
            span = (bracket.start + 1, bracket.end)
            for parts, extra, open_ in _part_lists(text, total, inside, span):
                if len(parts) >= 2:
                    site.claims.append(sum_claim(total, parts, penalty + extra, "strong", cue="()", open_=open_))
        if site.claims:
            yield site


def _bracket_series(text: Text, mine: list[Quantity]) -> Iterator[Site]:
    """``36 hộ của 3 xã A (13 hộ), B (17 hộ) và C (6 hộ)``: each part stands in brackets behind a name."""
    alone = []
    for bracket in text.brackets:
        inside = [q for q in mine if q.bracket is bracket]
        if len(inside) == 2 and inside[0].over is inside[1]:
            inside = inside[:1]
        if (
            bracket.depth == 1
            and len(inside) == 1
            and inside[0].family not in ("%", "pp", "rank")
            and not inside[0].prior
        ):
            alone.append(inside[0])
    for i, first in enumerate(alone):
        run = [first]
        for q in alone[i + 1 :]:
            if not fits(first, q) or q.sentence - run[-1].sentence > 1:
                break
            run.append(q)
        if len(run) < 3 or (i and fits(alone[i - 1], first) and alone[i - 1].sentence >= first.sentence - 1 and i > 1):
            continue
        site = Site()
        opens = bool(_OPEN_LIST.search(text.lower[run[0].end : run[-1].end])) or bool(
            _OPEN_LIST.search(text.masked(run[0].end, text.sentence_span(run[-1].sentence)[1]))
        )
        totals = [
            q
            for q in mine
            if q.end <= first.start and q.bracket is None and fits(q, first) and q.sentence >= first.sentence - 1
        ]
        for rank, total in enumerate(reversed(totals[-3:])):
            site.claims.append(
                sum_claim(total, run, 0.4 + 0.4 * rank, "fair" if rank else "strong", cue="(…) (…)", open_=opens)
            )
        if len(run) >= 4:
            site.claims.append(sum_claim(first, run[1:], 0.8, "fair", cue="(…) (…)", open_=opens))
        if site.claims:
            yield site


def _depth(q: Quantity) -> int:
    return q.bracket.depth if q.bracket is not None else 0


def _part_lists(
    text: Text, total: Quantity, inside: Sequence[Quantity], span: tuple[int, int]
) -> list[tuple[list[Quantity], float, bool]]:
    """The ways to take parts from a span: (parts, penalty, whether the list says that it is not complete)."""
    same = [q for q in inside if fits(total, q)]
    loose = [q for q in inside if fits(total, q, nouns=False)]
    out: list[tuple[list[Quantity], float, bool]] = []
    items = _items(text, span)
    if len(items) >= 2:
        firsts = []
        for a, b in items:
            there = [q for q in same if a <= q.start < b] or [q for q in loose if a <= q.start < b]
            firsts += there[:1]
        strict = all(q in same for q in firsts)
        out.append(
            (
                firsts,
                0 if strict else 0.4 + 0.5 * bool(total.noun and all(q.noun for q in firsts) and _one_noun(firsts)),
                _is_open(text, span, items, firsts),
            )
        )
    if same and not any(same == p for p, _, _ in out):
        out.append((same, 0.1 if not out else 0.6, _is_open(text, span, items, same)))
    for group in _noun_groups(loose):
        if not any(group == p for p, _, _ in out):
            within = (span[0], group[-1].stop)
            out.append((group, 0.5, _is_open(text, within, [(a, b) for a, b in items if b <= within[1]], group)))
    if loose and not any(loose == p for p, _, _ in out):
        out.append((loose, 0.9, _is_open(text, span, items, loose)))
    return out


def _noun_groups(parts: Sequence[Quantity]) -> Iterator[list[Quantity]]:
    """Neighbours that count the same thing, where a list goes through several: each group divides the total anew."""
    run: list[Quantity] = []
    for q in [*parts, None]:
        if q is not None and (not run or (q.noun[:1] and q.noun[:1] == run[-1].noun[:1])):
            run.append(q)
            continue
        if 2 <= len(run) < len(parts) and run[0].noun:
            yield run
        run = [] if q is None else [q]


def _one_noun(parts: Sequence[Quantity]) -> bool:
    """Whether all parts count the same thing, so that a total of another noun is not theirs."""
    return bool(parts) and all(q.noun[:1] == parts[0].noun[:1] for q in parts)


_SEPARATOR = re.compile(r"(?<!\d)[,]|,(?!\d)| (?:và|and|cùng|cũng như|as well as|plus|với) ")


def _items(text: Text, span: tuple[int, int]) -> list[tuple[int, int]]:
    """The items of a list: split at ";" of its own depth if there are any, else at commas and conjunctions."""
    masked = text.masked(*span)
    start = span[0]
    cuts = [m.start() for m in re.finditer(r";(?=.*\w)", masked)]
    ends = [1] * len(cuts)
    if not cuts:
        found = list(_SEPARATOR.finditer(masked))
        cuts, ends = [m.start() for m in found], [m.end() - m.start() for m in found]
    bounds, last = [], 0
    for cut, width in zip(cuts, ends, strict=True):
        bounds.append((start + last, start + cut))
        last = cut + width
    bounds.append((start + last, span[1]))
    return [(a, b) for a, b in bounds if text.plain[a:b].strip(" .;,")]


def _is_open(text: Text, span: tuple[int, int], items: list[tuple[int, int]], parts: Sequence[Quantity]) -> bool:
    """Whether a list names what it does not count: "và nhiều …", "…", an item without a number at its end."""
    for a, b in items:
        words = text.masked(a, b) if a < b else ""
        counted = any(a <= q.start < b for q in parts)
        if not counted and _OPEN_LIST.search(words):
            return True
        if counted and re.match(
            r"\s*(?:và )?(?:nhiều|một số|chủ yếu|riêng|đặc biệt|nhất là|mainly|mostly|many|several)\b", words
        ):
            return True
        if not counted and not re.search(r"\d", words) and re.search(r"\bkhác\b|\bother\b", words):
            return True
    head = text.lower[max(0, span[0] - 24) : span[0]]
    return bool(
        _OPEN_LIST.search(text.lower[span[0] : span[0] + 18])
        or re.search(r"(?:chủ yếu|nhất là|riêng|trong đó có cả)[^,;]*$", head)
    )


def _cue_sites(reading: Reading, par: int, text: Text, mine: list[Quantity]) -> Iterator[Site]:
    """``tổng số N …, trong đó: a, b, c``: the parts follow a word that announces them."""
    for match in _CUE.finditer(text.lower, text.mark_end):
        at = match.end()
        if match["dash"] and re.match(r"\d", text.lower[at:]):
            continue
        bracket = text.bracket_at(match.start())
        number = text.sentence(match.start())
        end = text.sentence_span(number)[1] if bracket is None else bracket.end
        span_end = _cue_end(text, at, end)
        inside = [q for q in mine if at <= q.start < span_end and q.bracket is bracket]
        till = at if match["of"] else match.start()
        adjacent = bool(match["colon"] or match["dash"])
        ahead = _totals_before(reading, par, text, mine, till, bracket, number, adjacent)
        if not ahead:
            continue
        firmly = match["strong"] or (match["colon"] and bracket is None and at - ahead[0].stop < 30)
        weak: Strength = "strong" if firmly else "fair"
        for full in (end, span_end) if span_end != end else (end,):
            there = inside if full == span_end else [q for q in mine if at <= q.start < full and q.bracket is bracket]
            if not 2 <= len(there) <= _MOST_LISTED:
                continue
            soft = match["soft"] is not None and not match[0].endswith(":")
            yield from _assigned(
                text, ahead, there, (at, full), weak, match[0].strip(), 0.0 if full == span_end else 0.7, soft=soft
            )


def _cue_end(text: Text, at: int, end: int) -> int:
    """Where a list ends before its sentence does: at the next cue, or at a comparison."""
    masked = text.masked(at, end)
    stop = re.search(
        r"(?:;|,|\.)\s*(?:so với|trong đó|đồng thời|ngoài ra|bên cạnh|tăng|giảm|while|compared)\b|\bso với\b|\bcompared (?:with|to)\b",
        masked,
    )
    return at + stop.start() if stop is not None and stop.start() > 0 else end


def _totals_before(
    reading: Reading,
    par: int,
    text: Text,
    mine: list[Quantity],
    cue: int,
    bracket: Bracket | None,
    number: int,
    adjacent: bool,
) -> list[Quantity]:
    """The quantities that a list may divide, the nearest first: of its own sentence, then of the one before.

    A colon or a dash divides only the figure right before it.
    """
    own = [q for q in mine if q.sentence == number and q.start < cue and q.bracket is bracket]
    if adjacent:
        near = own[-1:]
        between = text.masked(near[0].stop, cue) if near else ";"
        own = near if len(between) < 60 and not re.search(r"[;.\d]", between) else []
        return [q for q in own if q.family not in ("%", "pp", "rank") and q.under is None]
    if bracket is not None:
        own = [q for q in mine if q.sentence == number and q.start < bracket.start and q.bracket is None][-2:] + own
    start = text.sentence_span(number)[0]
    begins = not re.search(r"\d", text.lower[start:cue]) and cue - start < 45
    if begins and number > 0:
        own = [q for q in mine if q.sentence == number - 1 and q.bracket is None] + own
    elif begins and par > 0 and cue - max(start, text.mark_end) < 4:
        before = reading.of_paragraph(par - 1)
        last = max((q.sentence for q in before), default=0)
        own = [q for q in before if q.sentence == last and q.bracket is None]
    elif bracket is None and number > 0 and own:
        own = [q for q in mine if q.sentence == number - 1 and q.bracket is None][-3:] + own
    return [q for q in reversed(own) if q.family not in ("%", "pp", "rank") and q.under is None and not q.prior]


def similar(a: Quantity, b: Quantity) -> int:
    wide_a, wide_b = set(a.noun) | set(a.label[-3:]), set(b.noun) | set(b.label[-3:])
    return len(wide_a & wide_b)


def _assigned(
    text: Text,
    ahead: list[Quantity],
    inside: list[Quantity],
    span: tuple[int, int],
    strength: Strength,
    cue: str,
    extra: float,
    *,
    soft: bool,
) -> Iterator[Site]:
    """Each total with the quantities of the list that are likest to it; totals of one list are rivals."""
    by_parts: dict[tuple[int, ...], Site] = defaultdict(Site)
    alike = {(t, q): similar(t, q) for t in ahead[:6] for q in inside if fits(t, q)}
    for rank, total in enumerate(ahead[:6]):
        rivals = [
            t for t in ahead[:6] if t is not total and t.family == total.family and bool(t.change) == bool(total.change)
        ]
        mine = [
            q
            for q in inside
            if (own := alike.get((total, q))) is None or not any(alike.get((t, q), 0) > own for t in rivals)
        ]
        for parts, penalty, open_ in _part_lists(text, total, mine, span):
            if len(parts) < 2:
                continue
            penalty += extra + 0.3 * rank - (0.2 if total.total else 0)
            site = by_parts[tuple(sorted(q.order for q in parts))]
            site.claims.append(sum_claim(total, parts, max(penalty, 0), strength, cue=cue, open_=open_ or soft))
            for fewer in range(len(parts) - 1, 1, -1):
                if fewer >= len(parts) - 2:
                    site.claims.append(
                        sum_claim(
                            total, parts[:fewer], penalty + 7 + 0.1 * (len(parts) - fewer), "weak", cue=cue, open_=True
                        )
                    )
    yield from by_parts.values()


def _last_sites(text: Text, mine: list[Quantity]) -> Iterator[Site]:
    """``a và b, tổng cộng N``: the parts stand before their total."""
    for total in mine:
        head = text.lower[max(0, total.start - 40) : total.start]
        tail = text.lower[total.stop : total.stop + 12]
        if not (
            re.search(
                r"(?:tổng cộng|tổng số|tổng (?:số )?[^\W\d_]+(?: [^\W\d_]+)?|total(?: [a-z]+){0,3}|như vậy)[^.;\d]{0,30}$",
                head,
            )
            or re.match(r",? (?:in all|in total|altogether)", tail)
        ):
            continue
        before = [
            q
            for q in mine
            if q.sentence in (total.sentence, total.sentence - 1)
            and q.end <= total.start
            and _depth(q) == _depth(total)
        ]
        same = [q for q in before if fits(total, q)]
        near = [q for q in same if q.sentence == total.sentence]
        loose = [q for q in before if q.sentence == total.sentence and fits(total, q, nouns=False)]
        site = Site()
        for rank, parts in enumerate((near if len(near) >= 2 else loose, same)):
            if len(parts) >= 2:
                site.claims.append(sum_claim(total, parts, 0.5 + rank, "fair", cue="tổng cộng", open_=True))
                for k in range(2, len(parts)):
                    site.claims.append(sum_claim(total, parts[-k:], 2 + rank, "weak", cue="tổng cộng", open_=True))
        if site.claims:
            yield site


def _percent_sites(text: Text, mine: list[Quantity]) -> Iterator[Site]:
    """``chiếm 11,55%; … 36,44%; … 43,35%; … 8,66%``: shares of one whole make 100 %."""
    groups: dict[int, list[Quantity]] = defaultdict(list)
    for q in mine:
        if q.family == "%" and not q.change and q.bracket is None:
            groups[q.sentence].append(q)
    for number, group in groups.items():
        a, b = text.sentence_span(number)
        words = text.lower[a:b]
        previous = text.lower[text.sentence_span(number - 1)[0] : a] if number else ""
        if len(group) < 3 or not re.search(
            r"chiếm|tỷ trọng|cơ cấu|account|share|made up|compris|per cent of|% of", words + previous
        ):
            continue
        total = sum((q.value for q in group), Decimal(0))
        if not 70 < total < 130:
            continue
        relation, quantities = linear(
            group[0], [(q, -1) for q in group[1:]], kind="difference", rule="RC203", offset=Decimal(100)
        )
        claim = Claim(relation, quantities, 0.5, "fair", cue="100 %", open=_OPEN_LIST.search(words) is not None)
        yield Site([claim])

"""A number of things and the list that names them: in brackets, behind a colon, in bullets, in the note of its mark.

Items between semicolons, behind enumerating marks, in bullets, or plain names between commas can be counted; in any other
list commas stand inside names too ("Sở Văn hóa, Thể thao và Du lịch"), so that it may have as many items as a range says: it
confirms and never accuses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from reportcheck.model import Relation
from reportcheck.prose.claims import Claim, Site
from reportcheck.prose.quantities import Quantity, Reading
from reportcheck.prose.text import Text, kind_of_mark

__all__ = ["sites"]

_NOT_ALL = re.compile(
    r"…|\.\.\.|v\.v|\bvv\b|\betc\b|\bkhác\b|\bothers?\b|\bsuch as\b|\bnhư:? |\bđiển hình|\btiêu biểu|\btrong đó|\bnhất là|\bincluding\b|\bof which"
)
_NO_COUNT = re.compile(r"tháng|năm|ngày|quý|tuần|lần|giờ|phút|đồng|months?|years?|days?|weeks?|hours?|times|minutes?")
_MOST = 60
_CAPITALS = "".join(c for c in map(chr, range(0x41, 0x1EFA)) if c.isupper() and (c < "Ʌ" or c >= "Ạ"))
_SMALL_WORDS = re.compile(rf" (?:[^\W\d_{_CAPITALS}]+ ){{1,3}}(?=[{_CAPITALS}])")


@dataclass(frozen=True, slots=True)
class _Listing:
    """How many items a list may have, ``least`` to ``most``; ``sure``: that they can be counted is beyond doubt."""

    least: int
    most: int
    sure: bool
    strong: bool = True


def sites(reading: Reading) -> Iterator[Site]:
    """All places where a list of names follows its number."""
    notes = _notes(reading)
    for par, text in enumerate(reading.texts):
        mine = reading.of_paragraph(par)
        for q in mine:
            if not _counts_things(q):
                continue
            listing = (
                _right_behind(text, q)
                or _in_brackets(text, mine, q)
                or _behind_colon(text, mine, q)
                or _in_bullets(reading, par, text, q)
                or _in_note(reading, notes, text, mine, q)
            )
            if listing is not None and (claim := _claim(q, listing)) is not None:
                yield Site([claim])


def _counts_things(q: Quantity) -> bool:
    named = bool(q.noun) or q.over is not None
    return (
        q.family == "count"
        and q.whole
        and 1 <= q.value <= _MOST
        and not q.approximate
        and not q.change
        and not q.per
        and q.under is None
        and named
        and not (q.noun and _NO_COUNT.fullmatch(q.noun[0]))
    )


def _claim(q: Quantity, listing: _Listing) -> Claim | None:
    n = int(q.value)
    if n == 1 and listing.most > 1 and q.over is None:
        return None  # "một" before a list is rarely a count
    fits = listing.least <= n <= listing.most
    if not listing.sure and not fits:
        return None
    named = n if fits else (listing.most if n > listing.most else listing.least)
    relation = Relation("count", q.figure, (), "stated", "RC601", offset=Decimal(named))
    # A list that is longer or shorter by half is another list.
    near = fits or abs(named - n) <= max(2, max(n, named) // 2)
    return Claim(
        relation, (q,), 0.2, "strong" if listing.sure else "weak", fixed=listing.sure and listing.strong and near
    )


# -- where a list may stand ------------------------------------------------------


def _right_behind(text: Text, q: Quantity) -> _Listing | None:
    """``3 xã Bình An (13 hộ), An Đông (17 hộ) và Thanh Bình (6 hộ)``"""
    head = _SMALL_WORDS.match(text.plain, q.end)
    if head is None:
        return None
    end = text.sentence_span(text.sentence(q.start))[1]
    bare = text.plain[head.end() : end]
    for bracket in text.brackets:
        if head.end() <= bracket.start < end:
            a, b = bracket.start - head.end(), bracket.end - head.end() + 1
            bare = bare[:a] + " " * (b - a) + bare[b:]
    found = _NAMES.match(bare)
    return None if found is None else _plain_names(re.sub(r"\s+", " ", found[0]).replace(" ,", ","))


def _in_brackets(text: Text, mine: Sequence[Quantity], q: Quantity) -> _Listing | None:
    """``07 nền tảng (…; …; …)``"""
    bracket = next((b for b in text.brackets if q.end <= b.start < q.end + 70), None)
    if bracket is None or re.search(r"[,;.:]|\d", text.lower[q.end : bracket.start]):
        return None
    start = bracket.start + 1
    if (lead := re.match(r"(?:bao )?gồm:?|là:?|namely:?|viz\.?:?", text.lower[start : bracket.end])) is not None:
        start += lead.end()
    return _items(text, mine, start, bracket.end)


_LEADS = re.compile(
    r"[^;.:()\d]{0,60}?(?:\b(?:bao gồm|gồm(?: có)?|là|đó là|cụ thể(?: là)?|như sau|sau đây|sau|sau đó|namely|are|were|as follows|comprising)\b ?:?|:)(?= )"
)


_COLON = re.compile(r"[^;.:()\d]{0,90}:(?= )")
_FAR_COLON = re.compile(r"[^;:()\n]{0,140}:(?= )")  # other numbers stand between: the list confirms, whichever it is of


def _behind_colon(text: Text, mine: Sequence[Quantity], q: Quantity) -> _Listing | None:
    """``ban hành 05 văn bản: …; …; …``, ``3 provinces, namely …``"""
    after = q.over.end if q.over is not None else q.end
    far = False
    if (within := text.bracket_at(q.start)) is not None:
        # "(08/8): …" stands in a bracket that the colon follows
        if not re.match(r"\)\s*:", text.lower[within.end : within.end + 3]):
            return None
        start = text.lower.index(":", within.end) + 1
    else:
        head = _COLON.match(text.lower, after) or _LEADS.match(text.lower, after) or _FAR_COLON.match(text.lower, after)
        if head is None:
            return None
        start = head.end()
        far = head.re is _FAR_COLON
    end = text.sentence_span(text.sentence(q.start))[1]
    if within is not None and (stop := text.masked(start, end).find(";")) >= 0:
        end = start + stop
    listing = _items(text, mine, start, end)
    return replace(listing, sure=False) if far and listing is not None else listing


def _in_bullets(reading: Reading, par: int, text: Text, q: Quantity) -> _Listing | None:
    """``thực hiện 5 nhóm giải pháp sau:`` and a paragraph to each."""
    if not re.fullmatch(r"[^;.:()\d]{0,90}:\s*", text.lower[q.end :]):
        return None
    marks = []
    for after in reading.texts[par + 1 : par + 2 + 2 * _MOST]:
        marks.append(_mark(after))
    if not marks or not marks[0]:
        return None
    number, level, inside = 0, marks[0], 0
    for mark in marks:
        if mark == level:
            number += 1
        elif mark and mark != _mark(text) and level != "-":
            inside += 1  # a deeper list of another kind of mark
        else:
            break
    if number < 2:
        return None
    # "- " may mark both a list and what goes on behind it; letters and numbers begin anew
    counted = _enumerated(reading, par, level)
    if counted is not None:
        return _Listing(counted, counted, sure=True)
    # What goes on behind a list may look like more of it, but nothing makes it shorter.
    return _Listing(number, number, sure=inside == 0 and not _mark(text), strong=q.value > number)


def _mark(text: Text) -> str:
    """The kind of a paragraph's list mark: ``-``, ``1.``, ``a)`` …, empty for none."""
    found = re.match(r"\s*([-–—+*•●▪o](?=\s)|\(?\d{1,2}[.)](?=\s)|\(?[a-zđ]\)(?=\s)|[IVX]{1,4}\.(?=\s))", text.plain)
    return kind_of_mark(found[1] if found is not None else text.paragraph.label)


def _enumerated(reading: Reading, par: int, level: str) -> int | None:
    """The last number of a numbered list, where its numbers run from 1 without a gap."""
    if "1" not in level:
        return None
    last = 0
    for after in reading.texts[par + 1 :]:
        if _mark(after) != level:
            if _mark(after) and last:
                continue
            break
        found = re.search(
            r"\d+", after.plain[: max(after.mark_end, 4)] if not after.paragraph.label else after.paragraph.label
        )
        if found is None or int(found[0]) != last + 1:
            return None
        last += 1
    return last if last >= 2 else None


def _notes(reading: Reading) -> dict[str, int]:
    """The first paragraph of each note, by its id."""
    out: dict[str, int] = {}
    for par, text in enumerate(reading.texts):
        if text.paragraph.note:
            out.setdefault(text.paragraph.note, par)
    return out


def _in_note(
    reading: Reading, notes: dict[str, int], text: Text, mine: Sequence[Quantity], q: Quantity
) -> _Listing | None:
    """``12 chi cục²`` and what the note names."""
    following = next((other.start for other in mine if other.start > q.end), len(text.plain))
    for anchor in text.paragraph.anchors:
        between = text.lower[q.end : anchor.position]
        if not q.end <= anchor.position <= following or len(between) > 70 or re.search(r"[;.:]", between):
            continue
        note = notes.get(anchor.id)
        if note is None:
            return None
        there = reading.texts[note]
        start = there.lower.find(":") + 1
        if start == 0 or start > 90:
            return None
        if re.search(r"\d", re.sub(r"^\W*\d{1,2}\b", "", there.lower[:start])):
            return None  # the note has a number of its own, which counts for itself
        listing = _several(there, start)
        return listing or _items(there, reading.of_paragraph(note), start, len(there.plain))
    return None


def _several(text: Text, start: int) -> _Listing | None:
    """Lists in one note, each behind its own colon: their items together."""
    spans = [text.sentence_span(i) for i in range(len(text.stops))]
    lists = [(max(a, start), b) if i == 0 else (text.lower.find(":", a, b) + 1, b) for i, (a, b) in enumerate(spans)]
    if len(lists) < 2 or any(a <= 0 for a, _ in lists):
        return None
    found = [_items(text, (), a, b) for a, b in lists]
    if any(one is None for one in found):
        return None
    listings = [one for one in found if one is not None]
    return _Listing(sum(x.least for x in listings), sum(x.most for x in listings), all(x.sure for x in listings))


# -- what a list holds -------------------------------------------------------------


def _items(text: Text, mine: Sequence[Quantity], start: int, end: int) -> _Listing | None:
    """The items of a span; None where it names no complete list."""
    masked = text.masked(start, end).strip(" .;")
    if not masked or _NOT_ALL.search(masked):
        return None
    if any(start <= other.start < end and not _inside_a_bracket(text, start, other.start) for other in mine):
        return None
    marks = [int(n) for n in re.findall(r"\((\d{1,2})\)(?=\s*[^\W\d])", text.lower[start:end])]
    if len(marks) >= 2 and marks == list(range(1, len(marks) + 1)):
        return _Listing(len(marks), len(marks), sure=True)
    plain = text.plain[start:end].strip(" .;")
    parts = [part for part in re.split(";", masked) if part.strip()]
    if len(parts) >= 2:
        return _Listing(len(parts), len(parts), sure=True)
    segments = [part.strip() for part in masked.split(",") if part.strip()]
    if not segments or any(len(s.split()) > 14 for s in segments):
        return None
    joined = [bool(re.search(r" (?:và|and|&) ", f" {s} ")) for s in segments]
    if (names := _plain_names(plain)) is not None:
        return names
    least = len(segments) - sum(joined[1:])
    return _Listing(max(1, least), len(segments) + joined[-1] + (0 if len(segments) > 1 else joined[0]), sure=False)


def _inside_a_bracket(text: Text, start: int, place: int) -> bool:
    return any(start <= b.start < place < b.end for b in text.brackets)


_WORD = rf"[{_CAPITALS}][\w'’-]*"
_NAME = rf"(?:(?:xã|phường|huyện|quận|tỉnh|thị trấn|thị xã) )?{_WORD}(?: {_WORD}){{0,3}}"
_NAMES = re.compile(rf"{_NAME}(?:\s*,\s+{_NAME})*\s+(?:và|and)\s+{_NAME}|{_NAME}(?:\s*,\s+{_NAME}){{2,}}")


def _plain_names(plain: str) -> _Listing | None:
    """A list of nothing but proper names of like make: none of them can hold a comma or a conjunction."""
    bare = re.sub(r"\([^()]*\)", "", plain).strip(" .;")
    parts = [p.strip() for p in re.split(r",| và | and ", bare) if p.strip()]
    heads = {p.split()[0] for p in parts}
    if (
        len(parts) >= 3
        and len(heads) == 1
        and all(2 <= len(p.split()) <= 5 for p in parts)
        and len(set(parts)) == len(parts)
    ):
        return _Listing(len(parts), len(parts), sure=True)  # "Sở Y tế, Sở Nội vụ, Sở Tư pháp"
    kinds = {m[0] if (m := re.match(r"(?:xã|phường|huyện|quận|tỉnh|thị trấn|thị xã) ", p)) else "" for p in parts}
    if (
        not _NAMES.fullmatch(bare)
        or len(set(parts)) < len(parts)
        or len(kinds - {""}) > 1
        or any(len(p.split()) > 4 for p in parts)
    ):
        return None
    return _Listing(len(parts), len(parts), sure=True)

"""Figures that stand side by side: the items of a list, and what its words say of how complete it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from reportcheck.prose.quantities import Quantity
from reportcheck.prose.text import Text

__all__ = [
    "Listing",
    "complements",
    "depth_of",
    "is_level",
    "listings",
    "opens",
    "vague",
]

_SEPARATOR = re.compile(r"(?<!\d)[,]|,(?!\d)| (?:và|and|cùng với|cùng|cũng như|as well as|plus|với) ")
_JOINS = re.compile(r"[,;]? *(?:và|and|cùng với|as well as) ")
_SIGNS = re.compile(r" ?[+] ?")
_OPEN_LIST = re.compile(
    r"\bnhiều|\bmany|\b(?:một số|một vài|còn lại|v\.v|vv|chủ yếu|phần lớn|đa số|riêng|nhất là|đặc biệt|điển hình|tiêu biểu|nổi bật|đáng chú ý|many|several|some other|numerous|a number of|others?|the rest|the remainder|mainly|mostly|primarily|notably|especially|such as|among|at least|as well as others|etc|và các)\b|…|\.\.\."
)
_OPEN_FROM_START = re.compile(
    r"\s*(?:và )?(?:nhiều|một số|chủ yếu|riêng|đặc biệt|nhất là|nổi bật|điển hình|mainly|mostly|many|several|notably)\b"
)
_SPELLED = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|hai|bốn|sáu|bảy|tám|chín|mười) [^\W\d_]"
)
_VAGUE = re.compile(r"\b(?:nhiều|một số|một vài|hàng (?:chục|trăm|nghìn)|many|several|some|numerous|dozens|hundreds)\b")
_EACH = re.compile(r"\b(?:mỗi|each)\b[^\d]{0,20}$|\b(?:mỗi|each) (?:\w+ ){0,3}\d")  # "A và B, mỗi tỉnh 1 người"
_OPEN_AHEAD = re.compile(r"(?:chủ yếu|nhất là|riêng|trong đó có cả|đặc biệt|điển hình)[^,;]*$")
_REST = re.compile(r"\b(?:còn lại|the (?:rest|other|remaining|remainder|balance)|remaining|the rest|others?)\b")
# What divides a whole for good: the words stand each in its own item.
_COMPLEMENTS = [
    ("nam", "nữ"),
    ("mới", "cũ|tồn|chuyển"),
    ("trực tuyến", "trực tiếp"),
    ("thành thị", "nông thôn"),
    ("âm tính", "dương tính"),
    ("trong nước", "nước ngoài|ngoài"),
    ("nội", "ngoại"),
    ("trong nước", "nhập cảnh"),
    ("nội địa", "quốc tế"),
    ("đúng hạn|trước hạn|trong hạn|chưa đến hạn|còn hạn", "quá hạn|trễ hạn"),
    ("đã giải quyết|đã hoàn thành|đã xong", "đang giải quyết|đang thực hiện|đang xử lý"),
    ("trung ương", "địa phương"),
    ("trong tỉnh|nội tỉnh", "ngoài tỉnh|ngoại tỉnh"),
    ("biên chế", "hợp đồng"),
    ("hộ nghèo", "hộ cận nghèo|cận nghèo"),
    ("lần đầu", "lần hai|lần thứ hai"),
    ("bắt buộc", "tự nguyện"),
    ("xuất khẩu", "nhập khẩu"),
    ("công lập", "ngoài công lập"),
    ("kế hoạch", "đột xuất"),
    ("đạt", "không đạt|chưa đạt"),
    ("males|male|men|boys", "females|female|women|girls"),
    ("full time|full-time", "part time|part-time"),
    ("urban", "rural"),
    ("domestic", "foreign|international|overseas"),
    ("negative", "positive"),
    ("civil", "criminal"),
    ("approved|granted|accepted", "rejected|denied|refused|declined"),
    ("exports|export", "imports|import"),
    ("adults|adult", "children"),
    ("public", "private"),
    ("below|under", "above|over"),
    ("plan", "nonplan"),
    ("current|recurrent", "capital|development"),
    ("employed", "unemployed"),
    ("residents|resident", "visitors|visitor"),
    ("new|first-time", "renewed|renewals|repeat|existing|returning"),
    ("fixed", "mobile"),
    ("primary", "secondary"),
    ("undergraduate|undergraduates", "graduate|graduates|postgraduate|postgraduates"),
    ("citizens|nationals", "foreigners|foreign nationals"),
    ("direct", "indirect"),
    ("short-term", "long-term"),
    ("on-line|online", "on paper|by post|by mail|in person"),
    ("owned", "rented"),
    ("residential", "commercial"),
    ("passed", "failed"),
    ("inpatients|inpatient", "outpatients|outpatient"),
    ("trái tuyến", "đúng tuyến"),
    ("nội trú", "ngoại trú"),
    ("đầu tư", "thường xuyên"),
    ("người chết", "người mất tích"),
    ("interest income", "other income"),
]
_NOT = r"\b(?:không|chưa|ngoài|not|non)[ -]"
_IDLE = frozenset(["có", "còn", "được", "phải", "là", "đến", "kể", "tính", "yet", "to", "the", "in"])
_EDGE = re.compile(r"\b")
_DENIED = re.compile(rf"{_NOT}([^\W\d_]{{2,}})")
_DENIED_WORD = re.compile(rf"{_NOT}(?=([^\W\d_]{{2,}})\b)")


@dataclass(slots=True, eq=False)
class Listing:
    """The quantities of the items of one list, an item at a time.

    ``open``: the words say that something is left out. ``closed``: they say that nothing is ("còn lại 12", nam and nữ);
    ``joined``: the last item alone stands behind "và" or "and".
    ``cost``: how far this way to cut the text into items departs from the first.
    """

    items: list[list[Quantity]]
    depth: int
    words: list[str] = field(default_factory=list)  # of each item, where they may say that something is not counted
    open: bool = False
    joined: bool = False
    cost: float = 0
    told: tuple[list[str], list[bool]] = ([], [])  # the words of every item, and whether a figure in it counts

    @property
    def closed(self) -> bool:
        """Whether its items leave nothing over: the last counts the rest ("còn lại 12"), or two of them are complements."""
        counted = [words for words, has in zip(*self.told, strict=True) if has]
        if len(counted) < 2:
            return False
        return bool(_REST.search(counted[-1])) or (len(counted) == 2 and complements(*counted))


def depth_of(q: Quantity) -> int:
    """How many brackets stand around a quantity."""
    return q.bracket.depth if q.bracket is not None else 0


def is_level(q: Quantity) -> bool:
    """Whether a quantity may be a total or a part: no rate, no rank, not what another is measured against."""
    return q.family not in ("%", "pp", "rank") and q.under is None


def listings(text: Text, inside: Sequence[Quantity], span: tuple[int, int], depth: int) -> Iterator[Listing]:
    """The ways to cut a span into items: at ";" if there are any, at commas and conjunctions of its first clause, of all of it."""
    seen: list[list[list[Quantity]]] = []
    clauses = _spans_of_items(text, span, semicolons=True)
    cuts: list[tuple[float, list[tuple[int, int]]]] = []
    if len(clauses) > 1:
        cuts.append((0, clauses))
        cuts.append((0.5, _spans_of_items(text, clauses[0])))
        cuts.append((0.5, [x for c in clauses for x in _spans_of_items(text, c)]))
    else:
        cuts.append((0, _spans_of_items(text, span)))
    for cost, spans in cuts:
        items = [[q for q in inside if a <= q.start < b] for a, b in spans]
        held = [i for i in items if i]
        if len(held) < 2 or held in seen:
            continue
        seen.append(held)
        words = [text.masked(a, b) for a, b in spans]
        of_held = [w for w, i in zip(words, items, strict=True) if i]
        inner = any(depth_of(q) > depth for i in held for q in i)
        unsaid = inner and any(_VAGUE.search(text.lower[a:b]) for a, b in spans)
        counted = [any(a <= q.start < b and is_level(q) for q in inside) for a, b in spans]
        whole = (spans[0][0], spans[-1][1])
        opened = unsaid or opens(text, whole, words, counted)
        tail = text.masked(spans[-2][1], spans[-1][0]) if cost == 0 and len(spans) > 1 else ""
        joined = _JOINS.fullmatch(tail) is not None
        yield Listing(held, depth, of_held, opened, joined, cost, (words, counted))


def _spans_of_items(text: Text, span: tuple[int, int], *, semicolons: bool = False) -> list[tuple[int, int]]:
    """Where the items of a list stand: between ";" of its own depth, or between commas, conjunctions and signs."""
    masked = text.masked(*span)
    start = span[0]
    if semicolons:
        found = list(re.finditer(r";(?=.*\w)", masked))
    else:
        found = list(_SEPARATOR.finditer(masked)) or list(_SIGNS.finditer(masked))
    out, last = [], 0
    for match in found:
        out.append((start + last, start + match.start()))
        last = match.end()
    out.append((start + last, span[1]))
    return [(a, b) for a, b in out if text.plain[a:b].strip(" .;,")]


def opens(text: Text, span: tuple[int, int], words: Sequence[str], counted: Sequence[bool]) -> bool:
    """Whether a list names what it does not count: "và nhiều …", "…", "chủ yếu"."""
    for said, has in zip(words, counted, strict=True):
        if has and (_OPEN_FROM_START.match(said) or _EACH.search(said)):
            return True
        if not has and (_OPEN_LIST.search(said) or _SPELLED.search(said)):
            return True
        if not has and not re.search(r"\d", said) and re.search(r"\bkhác\b|\bother\b", said):
            return True
    head = text.lower[max(0, span[0] - 24) : span[0]]
    return bool(_OPEN_LIST.search(text.lower[span[0] : span[0] + 18])) or bool(_OPEN_AHEAD.search(head))


@lru_cache(maxsize=10_000)
def vague(words: str, noun: tuple[str, ...] = ()) -> bool:
    """Whether an item tells an amount without a figure, where a noun is given: of that noun."""
    if noun:
        return any(noun[0] in words[m.end() : m.end() + 20].split()[:2] for m in _VAGUE.finditer(words))
    return bool(_VAGUE.search(words) or _SPELLED.search(words))


def complements(one: str, other: str) -> bool:
    """Whether the words of two items divide a whole between them: men and women, what is done and what is not."""
    sides = _sides(other)
    if any(side ^ 1 in sides for side in _sides(one)):
        return True
    return _denies(one, other) or _denies(other, one)


def _edged(words: str) -> str:
    """A text with a mark at each edge of a word, so that a word within it is a plain part of it."""
    return _EDGE.sub("\0", words)


_SIDES = [[_edged(words) for words in side.split("|")] for pair in _COMPLEMENTS for side in pair]


@lru_cache(maxsize=10_000)
def _sides(words: str) -> frozenset[int]:
    """Which sides of complements an item tells: 2k and 2k + 1 are those of one pair."""
    edged = _edged(words.replace("non-plan", "nonplan").replace("non plan", "nonplan"))
    return frozenset(i for i, side in enumerate(_SIDES) if any(told in edged for told in side))


def _denies(one: str, other: str) -> bool:
    """Whether one item says of a thing that it is not so, which the other says of its own."""
    denied = [m[1] for m in _DENIED.finditer(one) if m[1] not in _IDLE]
    if not denied:
        return False
    edged, denied_too = _edged(other), _DENIED_WORD.findall(other)
    return any(_edged(word) in edged and word not in denied_too for word in denied)

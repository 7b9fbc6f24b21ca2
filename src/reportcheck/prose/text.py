"""A paragraph as the patterns see it: look-alike letters mended, its brackets and sentences known.

Places are positions in ``plain``, which has as many letters as the paragraph.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from reportcheck.model import Paragraph

__all__ = ["Bracket", "Text", "kind_of_mark", "language_of_text"]

_ALIKE = str.maketrans({"ƣ": "ư", "Ƣ": "Ư", "ð": "đ", "Ð": "Đ", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "−": "-"})
_OPEN = "(["
_BRACKET_MARKS = re.compile(r"[()\[\]]")
_BLANKS = re.compile(r"\s*")
_WORD = re.compile(r"\w")
_ABBREVIATED = re.compile(
    r"(?:\b(?:TP|Tp|tp|TX|Tx|tx|GS|PGS|TS|ThS|BS|KS|CN|v\.v|St|Ave|Mr|Mrs|Ms|Dr|Prof|Gov|Gen|Col|Lt|Sgt|Rev|Hon|Sen|Rep|No|Nos|Inc|Ltd|Co|Corp|Dept|Govt|vs|viz|cf|approx|est|incl|excl|e\.g|i\.e|U\.S|U\.K|U\.N|Rs|Fig|pp?|maj|Jan|Feb|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)|\b[A-ZĐ])$"
)
_STOP = re.compile(r"[.!?…]+[”\"’')\]]*(?=\s+\S|\s*$)")
_VIETNAMESE = re.compile(r"[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Bracket:
    """A pair of brackets: ``start`` is the opening one, ``end`` the closing one; ``depth`` counts from 1."""

    start: int
    end: int
    depth: int
    outer: Bracket | None = field(default=None, repr=False, compare=False)


def _opening(bracket: Bracket) -> int:
    return bracket.start


@dataclass(slots=True)
class Text:
    """One paragraph, prepared."""

    paragraph: Paragraph
    plain: str = ""
    lower: str = ""
    brackets: list[Bracket] = field(default_factory=list)
    stops: list[int] = field(default_factory=list)  # where each sentence begins
    items: list[int] = field(default_factory=list)  # where the words of an item begin: behind a mark or a conjunction
    bullet: bool = False
    mark_end: int = 0  # where the words begin behind a list mark

    @classmethod
    def of(cls, paragraph: Paragraph) -> Text:
        """The paragraph, prepared."""
        text = cls(paragraph, paragraph.text.translate(_ALIKE))
        lower = text.plain.lower()
        text.lower = lower if len(lower) == len(text.plain) else text.plain
        text.brackets = _brackets(text.plain)
        text.stops = _sentences(text)
        text.items = _items(text.lower)
        mark = _BULLET.match(text.plain)
        text.bullet = mark is not None or bool(paragraph.label)
        text.mark_end = max(paragraph.lead, mark.end() if mark is not None else 0)
        return text

    def sentence(self, place: int) -> int:
        """The number of the sentence that holds a place."""
        return max(0, bisect_right(self.stops, place) - 1)

    def sentence_span(self, number: int) -> tuple[int, int]:
        end = self.stops[number + 1] if number + 1 < len(self.stops) else len(self.plain)
        return self.stops[number], end

    def item_start(self, place: int) -> int:
        """Where the words of the item that holds a place begin: behind the last mark or conjunction, not that inside a number."""
        at = bisect_right(self.items, place)
        return self.items[at - 1] if at else 0

    def bracket_at(self, place: int) -> Bracket | None:
        """The innermost bracket around a place."""
        at = bisect_left(self.brackets, place, key=_opening)
        bracket = self.brackets[at - 1] if at else None
        while bracket is not None and bracket.end <= place:
            bracket = bracket.outer
        return bracket

    def masked(self, start: int, end: int) -> str:
        """Lower-case text of a span with what stands in brackets of its own blanked out."""
        said, reached = self.lower[start:end], start
        for at in range(bisect_left(self.brackets, start, key=_opening), len(self.brackets)):
            bracket = self.brackets[at]
            if bracket.start >= end:
                break
            if reached <= bracket.end < end:  # one inside another is blank already
                a, b = bracket.start - start, bracket.end + 1 - start
                said, reached = said[:a] + " " * (b - a) + said[b:], bracket.end + 1
        return said


_BULLET = re.compile(r"\s*(?:[-–—+*•●▪o]\s|\(?\d{1,2}(?:\.\d{1,2}){0,3}[.)]\s|\(?[a-zđ]\)\s|[IVX]{1,4}\.\s)\s*")


_NUMERAL_OF_MARK = re.compile(r"(?<!\w)(?:(?P<roman>[IVX]+)|(?P<upper>[A-ZĐ])|(?P<lower>[ivx]+|[a-zđ]))(?=[.)])")


def kind_of_mark(mark: str) -> str:
    """The kind of a list mark, the same for every item of a list: ``1.``, ``a)``, ``a.``, ``A.``, ``I.``, ``-``; empty for none."""
    named = _NUMERAL_OF_MARK.sub(lambda m: "I" if m["roman"] else "A" if m["upper"] else "a", mark.strip())
    return re.sub(r"[0-9]+", "1", named)


def _brackets(plain: str) -> list[Bracket]:
    pairs: list[tuple[int, int, int]] = []
    stack: list[int] = []
    for match in _BRACKET_MARKS.finditer(plain):
        if match[0] in _OPEN:
            stack.append(match.start())
        elif stack:
            pairs.append((stack.pop(), match.start(), len(stack) + 1))
    found: list[Bracket] = []
    for start, end, depth in sorted(pairs):
        outer = found[-1] if found else None
        while outer is not None and outer.end < start:
            outer = outer.outer
        found.append(Bracket(start, end, depth, outer))
    return found


_ITEM = re.compile(r"[;,(\[)\]:=—]|(?<= )– |(?<= )(?:và|and|(?<!compared )with|với|nhưng|but|while|trong đó|gồm)(?= )")


def _items(lower: str) -> list[int]:
    return [
        match.end()
        for match in _ITEM.finditer(lower)
        if match[0] not in ",:" or not lower[match.end() : match.end() + 1].isdigit()
    ]


def _sentences(text: Text) -> list[int]:
    plain, starts = text.plain, [0]
    for match in _STOP.finditer(plain):
        if text.bracket_at(match.start()) is not None:
            continue
        if _ABBREVIATED.search(plain, max(0, match.start() - 12), match.start()):
            continue
        begin = _BLANKS.match(plain, match.end()).end()  # type: ignore[union-attr]
        first = plain[begin : begin + 2].lstrip('“"(')[:1]
        if first and not (first.isupper() or first.isdigit()):
            continue
        if begin < len(plain) and begin > starts[-1] and _WORD.search(plain, starts[-1], match.start()):
            starts.append(begin)
    return starts


def language_of_text(text: str) -> str:
    """``"vi"`` where the letters are Vietnamese, else ``"en"``."""
    letters = sum(c.isalpha() for c in text)
    marked = len(_VIETNAMESE.findall(unicodedata.normalize("NFC", text)))
    return "vi" if marked * 25 > letters else "en"

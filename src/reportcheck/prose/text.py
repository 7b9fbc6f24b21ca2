"""A paragraph as the patterns see it: look-alike letters mended, its brackets and sentences known.

Places are positions in ``plain``, which has as many letters as the paragraph.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field

from reportcheck.model import Paragraph

__all__ = ["Bracket", "Text", "language_of_text"]

_ALIKE = str.maketrans({"ƣ": "ư", "Ƣ": "Ư", "ð": "đ", "Ð": "Đ", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "−": "-"})
_OPEN, _CLOSE = "([", ")]"
_ABBREVIATED = re.compile(
    r"(?:\b(?:TP|Tp|tp|TX|GS|PGS|TS|ThS|BS|v\.v|St|Mr|Mrs|Dr|No|Inc|Ltd|vs|approx|e\.g|i\.e|U\.S)|\b[A-Z])$"
)
_STOP = re.compile(r"[.!?…]+[”\"’')\]]*(?=\s+\S|\s*$)")
_VIETNAMESE = re.compile(r"[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Bracket:
    """A pair of brackets: ``start`` is the opening one, ``end`` the closing one; ``depth`` counts from 1."""

    start: int
    end: int
    depth: int


@dataclass(slots=True)
class Text:
    """One paragraph, prepared."""

    paragraph: Paragraph
    plain: str = ""
    lower: str = ""
    brackets: list[Bracket] = field(default_factory=list)
    stops: list[int] = field(default_factory=list)  # where each sentence begins
    bullet: bool = False
    mark_end: int = 0  # where the words begin behind a list mark

    @classmethod
    def of(cls, paragraph: Paragraph) -> Text:
        """The paragraph, prepared."""
        text = cls(paragraph, paragraph.text.translate(_ALIKE))
        lower = text.plain.lower()
        text.lower = lower if len(lower) == len(text.plain) else text.plain
        text.brackets = _brackets(text.plain)
        text.stops = _sentences(text.plain, text.brackets)
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

    def bracket_at(self, place: int) -> Bracket | None:
        """The innermost bracket around a place."""
        best = None
        for bracket in self.brackets:
            if bracket.start < place < bracket.end and (best is None or bracket.depth > best.depth):
                best = bracket
        return best

    def masked(self, start: int, end: int) -> str:
        """Lower-case text of a span with what stands in brackets of its own blanked out."""
        out = list(self.lower[start:end])
        for bracket in self.brackets:
            if bracket.start >= start and bracket.end < end:
                for i in range(bracket.start, bracket.end + 1):
                    out[i - start] = " "
        return "".join(out)


_BULLET = re.compile(r"\s*(?:[-–—+*•●▪o]\s|\(?\d{1,2}(?:\.\d{1,2}){0,3}[.)]\s|\(?[a-zđ]\)\s|[IVX]{1,4}\.\s)\s*")


def _brackets(plain: str) -> list[Bracket]:
    found: list[Bracket] = []
    stack: list[int] = []
    for i, letter in enumerate(plain):
        if letter in _OPEN:
            stack.append(i)
        elif letter in _CLOSE and stack:
            found.append(Bracket(stack.pop(), i, len(stack) + 1))
    return sorted(found, key=lambda b: b.start)


def _sentences(plain: str, brackets: list[Bracket]) -> list[int]:
    starts = [0]
    for match in _STOP.finditer(plain):
        if any(b.start < match.start() < b.end for b in brackets) or _ABBREVIATED.search(plain[: match.start()]):
            continue
        after = re.compile(r"\s*").match(plain, match.end())
        begin = after.end() if after else match.end()
        first = plain[begin : begin + 2].lstrip('“"(')[:1]
        if first and not (first.isupper() or first.isdigit()):
            continue
        if begin < len(plain) and begin > starts[-1] and re.search(r"\w", plain[starts[-1] : match.start()]):
            starts.append(begin)
    return starts


def language_of_text(text: str) -> str:
    """``"vi"`` where the letters are Vietnamese, else ``"en"``."""
    letters = sum(c.isalpha() for c in text)
    marked = len(_VIETNAMESE.findall(unicodedata.normalize("NFC", text)))
    return "vi" if marked * 25 > letters else "en"

"""Vietnamese in the encodings before Unicode: TCVN3 (fonts called ``.VnTime``) and VNI (``VNI-Times``).

Both print ordinary Latin letters through fonts of their own, so the font's name says how to read them; where there is no
font, the words do: text is taken for one of them only if its words are no Vietnamese as they stand and are once decoded.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Literal, TypeAlias

__all__ = ["Coding", "Letters", "coding_of_font", "guessed_coding", "undo"]

Coding: TypeAlias = Literal["", "tcvn3", "tcvn3-capitals", "vni"]

# In the order of the code page; the soft hyphen U+00AD is a letter here, ư.
_TCVN3 = dict(
    zip(
        "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊËÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\xadõö÷øùúûüýþ®¡¢£¤¥¦§",
        "àảãáạăằẳẵắặâầẩẫấậèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵđĂÂÊÔƠƯĐ",
        strict=True,
    )
)
_TCVN3_TABLE = str.maketrans(_TCVN3)
_TCVN3_CAPITALS = str.maketrans({old: new.upper() for old, new in _TCVN3.items()})

_VNI_MARKS = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_VNI_HATS = {
    "â": "\u0302", "á": "\u0302\u0301", "à": "\u0302\u0300", "å": "\u0302\u0309", "ã": "\u0302\u0303", "ä": "\u0302\u0323",
    "ê": "\u0306", "é": "\u0306\u0301", "è": "\u0306\u0300", "ú": "\u0306\u0309", "ü": "\u0306\u0303", "ë": "\u0306\u0323",
}  # fmt: skip
_VNI_ALONE = {"í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ñ": "đ", "ô": "ơ", "ö": "ư"}


def _vni_letters() -> dict[str, str]:
    """Each letter of Vietnamese as VNI writes it, in one character or two."""
    found = dict(_VNI_ALONE)
    for base, letter in (*((v, v) for v in "aeouy"), ("ô", "ơ"), ("ö", "ư")):
        for sign, mark in _VNI_MARKS.items():
            found[base + sign] = unicodedata.normalize("NFC", letter + mark)
    for sign, marks in _VNI_HATS.items():
        for base in "a" if "\u0306" in marks else "aeo":
            found[base + sign] = unicodedata.normalize("NFC", base + marks)
    capitals = {old.upper(): new.upper() for old, new in found.items()}
    mixed = {old[0].upper() + old[1]: new.upper() for old, new in found.items() if len(old) == 2}
    return {**found, **mixed, **capitals}


_VNI = _vni_letters()
_VNI_LETTER = re.compile("|".join(map(re.escape, sorted(_VNI, key=len, reverse=True))))
_CLUSTER = re.compile(r"[^\u0300-\u036f][\u0300-\u036f]+")


@lru_cache(maxsize=512)
def coding_of_font(font: str) -> Coding:
    """The encoding that a font's name tells: ``.VnTimeH`` prints TCVN3 in capitals, ``VNI-Times`` VNI."""
    name = font.strip().strip("'\"").lower()
    if name.startswith(".vn"):
        return "tcvn3-capitals" if re.search(r"h(?:\s|$)", name) else "tcvn3"
    return "vni" if name.startswith(("vni-", "vni ")) else ""


def undo(text: str, coding: Coding) -> str:
    """Text in composed Unicode letters."""
    letters = Letters()
    letters.add(text, coding)
    return letters.text


class Letters:
    """Text put together from pieces in several encodings, with the way back to the characters that were there.

    ``steps`` holds (position in the text, character of the source) wherever the two cease to run side by side; see
    :class:`reportcheck.model.Paragraph`. ``end`` is the last few characters.
    """

    def __init__(self, origin: int = 0) -> None:
        self._pieces: list[str] = []
        self.length = 0
        self._source = self._shift = origin
        self.steps: list[tuple[int, int]] = []
        self.end = ""

    @property
    def text(self) -> str:
        return "".join(self._pieces)

    def add(self, text: str, coding: Coding = "") -> None:
        """Take the next characters of the source."""
        if coding == "tcvn3":
            self._put(text.translate(_TCVN3_TABLE), len(text))
        elif coding == "tcvn3-capitals":
            self._put(text.translate(_TCVN3_CAPITALS).upper(), len(text))
        elif coding == "vni":
            self._replaced(text, _VNI_LETTER, _VNI.__getitem__)
        elif unicodedata.is_normalized("NFC", text):
            self._put(text, len(text))
        else:
            self._replaced(text, _CLUSTER, lambda letter: unicodedata.normalize("NFC", letter))

    def skip(self, count: int) -> None:
        """Leave out so many characters of the source."""
        self._source += count

    def put(self, text: str, width: int) -> None:
        """Text that stands for ``width`` characters of the source."""
        self._put(text, width)

    def _replaced(self, text: str, pattern: re.Pattern[str], letter: Callable[[str], str]) -> None:
        done = 0
        for match in pattern.finditer(text):
            self._put(text[done : match.start()], match.start() - done)
            self._put(letter(match[0]), len(match[0]))
            done = match.end()
        self._put(text[done:], len(text) - done)

    def _put(self, text: str, width: int) -> None:
        if text:
            if self._source - self.length != self._shift:
                self._shift = self._source - self.length
                self.steps.append((self.length, self._source))
            self._pieces.append(text)
            self.length += len(text)
            self.end = (self.end + text[-4:])[-4:]
        self._source += width


_WORD = re.compile(r"[^\W\d_]+|[^\W\d_]*[\u00a1-\u00ff][\u00a1-\u00ff\w]*")
_SYLLABLE = re.compile(
    r"(?:ngh?|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnprstvx])?"
    r"(?:[aăâeêioôơuưy]|[iuưoy][aăâeêoôơuy]|[aâeêioôơuư][iuoy]|oo|[iuy]ê[uy]?|uô[i]?|ươ[iu]?|uy[êau]|o[aeă][iyo]|uâ[y]?|uya)"
    r"(?:ch|ng|nh|[cmnpt])?"
)
_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))
_LEAST_WORDS = 5


def _is_syllable(word: str) -> bool:
    """Whether a word could be Vietnamese: the build of its syllable, and one tone mark at most."""
    apart = unicodedata.normalize("NFD", word.lower())
    bare = apart.translate(_TONES)
    return len(apart) - len(bare) <= 1 and bool(_SYLLABLE.fullmatch(unicodedata.normalize("NFC", bare)))


def guessed_coding(text: str) -> Coding:
    """The encoding that text without fonts is in, by its words; empty for Unicode and for what is no Vietnamese."""
    sample = text[:200_000]
    if sample.isascii():
        return ""
    words = re.split(r"[\s\d.,;:!?()\[\]{}\"'/–—-]+", sample)
    marked = [w for w in words if not w.isascii() and any(map(str.isalpha, w))][:4000]  # "£" alone is no word
    if len(marked) < _LEAST_WORDS or _share(marked) > 0.5:
        return ""
    best: Coding = ""
    most = 0.7
    for coding in ("tcvn3", "vni"):
        share = _share([undo(word, coding) for word in marked])
        if share > most:
            best, most = coding, share
    return best


def _share(words: list[str]) -> float:
    """How many of the words with marks could be Vietnamese."""
    return sum(map(_is_syllable, words)) / len(words)

"""What the letters of a pdf stand for: ligatures taken apart, old Vietnamese fonts decoded by their names."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from reportcheck.read.legacy_text import Coding, coding_of_font, undo

__all__ = ["coding_of", "is_bold", "spelled"]

_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_MENDED = {**_LIGATURES, 0x2: "-", 0xFFFE: "-", 0xFFFF: "", 0xFEFF: "", 0x200B: ""}
_BOLD = re.compile(r"bold|black|heavy|[-,]b(?:i|d)?$|\bcmbx", re.IGNORECASE)
# TCVN3 has ư where other fonts have a soft hyphen, which comes out as a plain one: beside a small letter it is ư.
_LOST_U = re.compile(r"(?<=[^\W\d_])-(?=[^\W\dA-Z_])|(?<![\w-])-(?=[^\W\dA-Z_])|(?<=[a-z])-(?!\w)")


@lru_cache(maxsize=512)
def coding_of(font: str) -> Coding:
    """The encoding that the name of a font tells, as pdf files write it: ``ABCDEF+.VnTimeH,Bold``."""
    name = font.rpartition("+")[2]
    return coding_of_font(re.split(r"[-,]", name)[0] if name.lower().startswith(".vn") else name)


def is_bold(font: str) -> bool:
    """Whether a font is bold, by its name."""
    return bool(_BOLD.search(font))


def spelled(text: str, coding: Coding) -> str:
    """Letters as they are printed, in composed Unicode. A look-alike (``ƣ`` for ``ư``) stays: comparing takes care of it."""
    text = text.translate(_MENDED)
    if coding.startswith("tcvn3"):
        text = _LOST_U.sub("\xad", text)
    if coding:
        return undo(text, coding)
    return text if text.isascii() else unicodedata.normalize("NFC", text)

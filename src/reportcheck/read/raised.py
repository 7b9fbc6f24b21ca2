"""Letters set high: the mark of a note that somebody typed, or a power."""

from __future__ import annotations

import re

__all__ = ["raised_text"]

_MARK = re.compile(r"\s*[\[(]?(?:[0-9]{1,2}|\*{1,3}|[a-c])[\])]?\s*")
_POWER_OF = re.compile(r"(?:(?<![^\W\d_])(?:k|c|d|m|h)?m|10)$", re.IGNORECASE)
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def raised_text(before: str, text: str) -> str | None:
    """How raised letters read after the text before them: ``km`` and ``2`` make ``²``; None for the mark of a note."""
    if _POWER_OF.search(before) and text.strip() in ("2", "3"):
        return text.translate(_SUPERSCRIPT)
    if before and not before[-1].isspace() and _MARK.fullmatch(text):
        return None
    return text

"""The words that the titles of several submissions share."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reportcheck.labels import words
from reportcheck.learning.tables import Sample, constant_words
from reportcheck.numerals import tidy

__all__ = ["common_title"]

_NO_TITLE = re.compile(
    r"cong hoa xa hoi|doc lap tu do|^(?:mau|bieu|phu luc|bang|annex|table)(?: mau)?(?: so)?(?: [\w]{1,6}){0,4}$"
    r"|^kem theo|^ky bao cao|^don vi|^tu ngay|^so \d|ngay thang nam"
)


def common_title(samples: Sequence[Sample]) -> str:
    """The line of the first title that keeps most words in all the others, without dates; empty where none does."""
    others = [" ".join(s.title_lines).split() for s in samples[1:]]
    best = ""
    for line in samples[0].title_lines:
        tokens = constant_words(line).split()
        for other in others:
            tokens = _common(tokens, other)
        text = tidy(re.sub(r"[\s(,;:–-]*(?:\b(?:năm|nam|quý|tháng|năm học|year)\b)?[\s(,;:–-]*$", "", " ".join(tokens)))
        plain = words(text)
        if len(plain.split()) >= 2 and not _NO_TITLE.search(plain) and len(plain.split()) > len(words(best).split()):
            best = text
    return best


def _common(one: Sequence[str], other: Sequence[str]) -> list[str]:
    """The longest run of words, in order, that both have; perhaps with others between."""
    a, b = [words(t) for t in one], [words(t) for t in other]
    lengths = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in range(len(a) - 1, -1, -1):
        for j in range(len(b) - 1, -1, -1):
            same = a[i] and a[i] == b[j]
            lengths[i][j] = lengths[i + 1][j + 1] + 1 if same else max(lengths[i + 1][j], lengths[i][j + 1])
    found, i, j = [], 0, 0
    while i < len(a) and j < len(b):
        if a[i] and a[i] == b[j]:
            found.append(one[i])
            i, j = i + 1, j + 1
        elif lengths[i + 1][j] >= lengths[i][j + 1]:
            i += 1
        else:
            j += 1
    return found

"""The words of a line with Markdown's emphasis, links and tags taken out."""

from __future__ import annotations

import re
from html import unescape

from reportcheck.model import Note
from reportcheck.read.legacy_text import Coding, Letters
from reportcheck.read.raised import raised_text

__all__ = ["inline"]

# What is no text of its own, innermost words kept: the group ``t`` is what is printed.
_INLINE = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|(?P<note>\[\^[^\]\s]{1,40}\])"
    r"|(?P<picture>!\[[^\]]{0,500}\]\([^()]{0,2000}\))"
    r"|(?P<small>⁽?(?P<figures>[¹²³⁰⁴-⁹]{1,3})⁾?)"
    r"|(?P<sup><sup>(?P<raised>[^<]{0,20})</sup>)"
    r"|(?P<break><br\s*/?>)"
    r"|(?P<tag></?[a-zA-Z][^<>]{0,500}>|<!--.{0,1000}?-->)"
    r"|(?P<entity>&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,10});)"
    r"|(?P<link>\]\([^()\s]{0,2000}(?:\([^()\s]{0,200}\)[^()\s]{0,200})?(?:\s+\"[^\"]{0,200}\")?\))"
    r"|(?P<marks>\*{1,3}(?=\S)|(?<=\S)\*{1,3}|(?<!\w)_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w)|`+|~~)"
)
_PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_LINKED = re.compile(
    r"\[(?=[^\[\]]{0,500}\]\([^()\s]{0,2000}(?:\([^()\s]{0,200}\)[^()\s]{0,200})?(?:\s+\"[^\"]{0,200}\")?\))"
)


def inline(text: str, letters: Letters, notes: list[Note], coding: Coding) -> None:
    """The words of a line without emphasis, links and tags; marks of notes are taken out."""
    opening = {match.start() for match in _LINKED.finditer(text)} if "](" in text else set()
    at = 0
    for match in _INLINE.finditer(text):
        if match["small"] and coding:
            continue
        if match["marks"] and match["marks"][0] == "*" and not _emphasis(text, match):
            continue
        _plain(text[at : match.start()], at, opening, letters, coding)
        _special(match, letters, notes)
        at = match.end()
    _plain(text[at:], at, opening, letters, coding)


def _plain(text: str, at: int, opening: set[int], letters: Letters, coding: Coding) -> None:
    """Words, without the brackets that open links."""
    start = 0
    for place in sorted(p - at for p in opening if at <= p < at + len(text)):
        letters.add(text[start:place], coding)
        letters.skip(1)
        start = place + 1
    letters.add(text[start:], coding)


def _special(match: re.Match[str], letters: Letters, notes: list[Note]) -> None:
    whole = match[0]
    if match["escaped"]:
        letters.skip(1)
        letters.put(match["escaped"], 1)
    elif match["entity"]:
        letters.put(unescape(whole), len(whole))
    elif match["break"]:
        letters.put("\n", len(whole))
    elif match["sup"] or match["small"]:
        number = match["raised"] if match["sup"] else match["figures"].translate(_PLAIN)
        shown = raised_text(letters.end, number)
        if shown is None:
            notes.append(Note(letters.length, number.strip(), number.strip()))
        letters.put("" if shown is None else shown if match["sup"] else whole, len(whole))
    else:
        if match["note"]:
            notes.append(Note(letters.length, whole[2:-1], whole[2:-1]))
        letters.skip(len(whole))


def _emphasis(text: str, match: re.Match[str]) -> bool:
    """Whether asterisks can be emphasis rather than a sign of multiplication or of a note: their like comes again."""
    return text.count(match["marks"]) > 1 or text.count("*") > 1

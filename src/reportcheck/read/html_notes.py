"""Footnotes of web pages: a mark in the text and a note that link to each other, as Word, LibreOffice, Google and pandoc write them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement as Element

__all__ = ["PageNotes", "page_notes"]

_MARK = re.compile(r"[\[(]?(?:\d{1,3}|[a-z]{1,4}|\*{1,4}|†|‡)[\])]?", re.IGNORECASE)
_MOST_LETTERS = 12  # of a link that may be a mark or lead back to one
_MOST_LINKS = 8  # to one place
_PLACES = ("p", "li", "div", "aside", "dd", "td", "section")
_WHOLE = ("li", "div", "aside", "dd")  # an element that may hold the paragraphs of one note


@dataclass(slots=True)
class PageNotes:
    """The links that are marks of notes, with the mark; those that only lead back; and the element of each note with its mark."""

    marks: dict[Element, str] = field(default_factory=dict)
    backs: dict[Element, str] = field(default_factory=dict)
    places: dict[Element, str] = field(default_factory=dict)


def page_notes(root: Element) -> PageNotes:
    """The notes of a page."""
    found = PageNotes()
    links: dict[str, list[tuple[Element, set[str]]]] = {}
    short = [(a, href[1:]) for a in root.iter("a") if (href := a.get("href") or "").startswith("#") and _is_short(a)]
    for a, target in short:
        if len(leading := links.setdefault(target, [])) < _MOST_LINKS:
            leading.append((a, _names(a)))
    used: set[Element] = set()
    for a, target in short:
        mark = "".join(a.itertext()).strip()
        if a in used or not _MARK.fullmatch(mark):
            continue
        own = _names(a)
        back = next((b for name in own for b, there in links.get(name, ()) if b is not a and target in there), None)
        if back is None or back in used:
            continue
        place = _place(back)
        if place is None or place in found.places:
            continue
        used.update((a, back))
        mark = mark.strip("[]()")
        found.marks[a], found.backs[back], found.places[place] = mark, mark, mark
    return found


def _is_short(a: Element) -> bool:
    return len("".join(a.itertext()).strip()) <= _MOST_LETTERS


def _names(a: Element) -> set[str]:
    """What a link is called: by itself, by what it holds, or by what is around it up to its block."""
    names = {name for one in (a, *a) for name in (one.get("id"), one.get("name")) if name}
    for up in a.iterancestors():
        if up.tag in ("body", "html"):
            break
        names.update(name for name in (up.get("id"), up.get("name")) if name)
        if up.tag in _WHOLE:
            break
    return names


def _place(back: Element) -> Element | None:
    """The element of a note: what holds nothing but its paragraphs, else its paragraph."""
    block = next((up for up in back.iterancestors() if up.tag in _PLACES), None)
    if block is None or block.tag in _WHOLE:
        return block
    around = block.getparent()
    if around is None or around.tag not in _WHOLE:
        return block
    links = islice((one for one in around.iter("a") if one.get("href")), 2)
    return around if len(list(links)) == 1 else block

"""What a docx says apart from its text: styles (font, heading level, hidden, bold) and the automatic numbers of lists."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from reportcheck.read.legacy_text import Coding, coding_of_font

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

__all__ = [
    "Numbering",
    "Styles",
    "W",
    "child",
    "coding",
    "font_named",
    "number_text",
    "properties",
    "switched_on",
    "symbol",
    "value",
]

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LONGEST_CHAIN = 20  # styles based on styles; a longer chain goes in a circle
_MOST_LEVELS = 9
_HEADING = re.compile(r"(?:heading|tiêu đề|đề mục)\s*([1-9])", re.IGNORECASE)


def child(element: Element | None, *names: str) -> Element | None:
    """The first child of that name, and of that one the next, and so on."""
    for name in names:
        if element is None:
            return None
        element = element.find(W + name)
    return element


def value(element: Element | None, name: str = "val") -> str | None:
    """An attribute of an element; None where either is missing."""
    return None if element is None else element.get(W + name)


def switched_on(element: Element | None) -> bool | None:
    """An on/off property: None where it is not given."""
    if element is None:
        return None
    return (element.get(W + "val") or "1") not in ("0", "false", "off")


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and re.fullmatch(r"-?[0-9]{1,6}", text) else otherwise


@dataclass(slots=True)
class _Style:
    """One style, with what it is based on taken in."""

    font: str | None = None
    hidden: bool | None = None
    bold: bool | None = None
    raised: bool | None = None
    level: int | None = None  # of a heading, from 1
    list_id: str | None = None
    list_level: int | None = None
    contents: bool = False  # an entry of the table of contents


class Styles:
    """The styles of a document by id.

    Args:
        root: of ``styles.xml``, None where there is none.
    """

    def __init__(self, root: Element | None) -> None:
        self._found: dict[str, Element] = {}
        self._made: dict[tuple[str, bool], _Style] = {}
        self.normal = ""
        self.base = _Style()
        if root is None:
            return
        for style in root.iterfind(W + "style"):
            id = style.get(W + "styleId") or ""
            self._found.setdefault(id, style)
            if style.get(W + "type") == "paragraph" and (style.get(W + "default") or "0") in ("1", "true", "on"):
                self.normal = id
        self._read(self.base, child(root, "docDefaults", "rPrDefault"))

    def of(self, id: str | None) -> _Style:
        """The style of that id, or the plain one."""
        if not id or id not in self._found:
            return self.base
        return self._resolved(id, self.base)

    def run_style(self, id: str) -> _Style | None:
        """What a style of runs itself says, None for each thing left to the paragraph."""
        return self._resolved(id, _Style()) if id in self._found else None

    def _resolved(self, id: str, base: _Style) -> _Style:
        key = id, base is self.base
        made = self._made.get(key)
        if made is None:
            made = self._made[key] = self._read_chain(id, replace(base))
        return made

    def _read_chain(self, id: str, style: _Style) -> _Style:
        chain: list[Element] = []
        at: str | None = id
        while at in self._found and len(chain) < _LONGEST_CHAIN:
            chain.append(self._found[at])
            at = value(child(self._found[at], "basedOn"))
        for element in reversed(chain):
            self._read(style, element)
            name = value(child(element, "name")) or ""
            heading = _HEADING.fullmatch(name.strip())
            if heading:
                style.level = int(heading[1])
            style.contents = name.strip().lower().startswith(("toc ", "table of figures"))
        return style

    def _read(self, style: _Style, element: Element | None) -> None:
        run, paragraph = child(element, "rPr"), child(element, "pPr")
        if run is not None:
            style.font = font_named(child(run, "rFonts")) or style.font
            hidden, bold = switched_on(child(run, "vanish")), switched_on(child(run, "b"))
            style.hidden = style.hidden if hidden is None else hidden
            style.bold = style.bold if bold is None else bold
            raised = value(child(run, "vertAlign"))
            style.raised = style.raised if raised is None else raised == "superscript"
        if paragraph is not None:
            outline = value(child(paragraph, "outlineLvl"))
            if outline is not None:
                level = _whole(outline, 9)
                style.level = level + 1 if level < _MOST_LEVELS else None
            numbers = child(paragraph, "numPr")
            if numbers is not None:
                style.list_id = value(child(numbers, "numId")) or style.list_id
                level_id = value(child(numbers, "ilvl"))
                style.list_level = style.list_level if level_id is None else _whole(level_id, 0)


def properties(element: Element, name: str) -> dict[str, Element]:
    """The properties of a run, a paragraph, a row or a cell by name; they stand first in it."""
    if not len(element):
        return {}
    first: Element | None = element[0]
    if first is None or first.tag != W + name:
        first = element.find(W + name)
    if first is None:
        return {}
    return {one.tag.removeprefix(W): one for one in first if isinstance(one.tag, str)}


def font_named(fonts: Element | None) -> str | None:
    """The font that an element names for Latin letters."""
    return None if fonts is None else fonts.get(W + "hAnsi") or fonts.get(W + "ascii")


def coding(font: str | None) -> Coding:
    """The encoding of text in a font."""
    return coding_of_font(font) if font else ""


@dataclass(slots=True)
class _Level:
    """How one level of a list is numbered."""

    format: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None  # level from 1 after which it begins again; 0 never; None: after any level above
    legal: bool = False  # all numbers in decimals
    font: str = ""
    style: str = ""


@dataclass(slots=True)
class _List:
    """A numbered list: whose numbers it shares, its levels, and where it begins anew."""

    shared: str
    levels: dict[int, _Level]
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Gives each paragraph of a list its number, in the order in which the paragraphs come.

    Args:
        root: of ``numbering.xml``, None where there is none.
        styles: some lists are defined by a style.
    """

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._root, self._styles = root, styles
        self._lists: dict[str, _List | None] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()

    @cached_property
    def _abstract(self) -> dict[str, Element]:
        root = self._root
        return {} if root is None else {e.get(W + "abstractNumId") or "": e for e in root.iterfind(W + "abstractNum")}

    @cached_property
    def _numbers(self) -> dict[str, Element]:
        return {} if self._root is None else {e.get(W + "numId") or "": e for e in self._root.iterfind(W + "num")}

    def level_of_style(self, list_id: str, style: str) -> int:
        """The level of a list that a paragraph style stands for."""
        found = self._list(list_id)
        levels = {} if found is None else found.levels
        return next((i for i, level in levels.items() if level.style and level.style == style), 0)

    def next(self, list_id: str, level: int) -> str:
        """The mark of the next paragraph of a list: ``1.2.``, ``a)``, ``-``; empty where there is none."""
        found = self._list(list_id)
        if found is None or level not in range(_MOST_LEVELS):
            return ""
        counts = self._counts.setdefault(found.shared, {})
        how = found.levels.get(level, _Level())
        if level in found.starts and (list_id, level) not in self._begun:
            self._begun.add((list_id, level))
            counts[level] = found.starts[level]
        else:
            counts[level] = counts[level] + 1 if level in counts else how.start
        for deeper in [n for n in counts if n > level]:
            restart = found.levels.get(deeper, how).restart
            if restart is None or (restart > 0 and level < restart):
                del counts[deeper]
        if how.format == "none":
            return ""
        if how.format == "bullet":
            return "".join(symbol(how.font, letter) for letter in how.text)
        return re.sub("%([1-9])", lambda match: self._number(found, counts, int(match[1]) - 1, how.legal), how.text)

    def _number(self, found: _List, counts: dict[int, int], level: int, legal: bool) -> str:
        how = found.levels.get(level, _Level())
        number = counts.get(level, how.start)
        return number_text(number, "decimal" if legal and how.format != "decimalZero" else how.format)

    def _list(self, list_id: str) -> _List | None:
        if list_id not in self._lists:
            self._lists[list_id] = self._made(list_id)
        return self._lists[list_id]

    def _made(self, list_id: str, depth: int = 0) -> _List | None:
        number = self._numbers.get(list_id)
        id = value(child(number, "abstractNumId"))
        if number is None or id not in self._abstract:
            return None
        abstract = self._abstract[id]
        linked = value(child(abstract, "numStyleLink"))
        if linked is not None and depth < _LONGEST_CHAIN:
            other = self._styles.of(linked).list_id
            made = None if other is None else self._made(other, depth + 1)
            if made is not None:
                return made
        levels = {_whole(e.get(W + "ilvl"), 0): _level(e) for e in abstract.iterfind(W + "lvl")}
        starts: dict[int, int] = {}
        for override in number.iterfind(W + "lvlOverride"):
            at = _whole(override.get(W + "ilvl"), 0)
            own = child(override, "lvl")
            if own is not None:
                levels[at] = _level(own)
            start = value(child(override, "startOverride"))
            if start is not None:
                starts[at] = _whole(start, 1)
        return _List(id, levels, starts)


def _level(element: Element) -> _Level:
    fonts = child(element, "rPr")
    restart = value(child(element, "lvlRestart"))
    return _Level(
        format=value(child(element, "numFmt")) or "decimal",
        text=value(child(element, "lvlText")) or "",
        start=_whole(value(child(element, "start")), 0 if child(element, "start") is None else 1),
        restart=None if restart is None else _whole(restart, 0),
        legal=bool(switched_on(child(element, "isLgl"))),
        font=font_named(child(fonts, "rFonts")) or "",
        style=value(child(element, "pStyle")) or "",
    )


_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip


def number_text(number: int, how: str) -> str:
    """A number of a list: ``decimal``, ``decimalZero``, ``upperRoman``, ``lowerLetter`` … as OOXML calls it."""
    if how in ("upperRoman", "lowerRoman") and 0 < number < 4000:
        text = ""
        for size, letters in _ROMAN:
            times, number = divmod(number, size)
            text += letters * times
        return text if how == "upperRoman" else text.lower()
    if how in ("upperLetter", "lowerLetter") and 0 < number < 26 * 50:
        times, place = divmod(number - 1, 26)
        return chr((65 if how == "upperLetter" else 97) + place) * (times + 1)
    if how == "chicago" and number > 0:
        times, place = divmod(number - 1, 4)
        return "*†‡§"[place] * (times + 1)
    if how == "decimalZero":
        return f"{number:02d}"
    if how == "numberInDash":
        return f"- {number} -"
    return "" if how == "none" else str(number)


_SYMBOLS = {
    "symbol": {
        "-": "−", "£": "≤", "¥": "∞", "°": "°", "±": "±", "³": "≥", "´": "×", "·": "•", "¸": "÷", "¹": "≠", "»": "≈",
        "m": "μ", "D": "Δ", "S": "Σ",
    },
    "wingdings": {
        "§": "▪", "Ø": "➢", "ü": "✓", "û": "✗", "à": "→", "ß": "←", "q": "❑", "n": "■", "l": "●", "v": "❖", "þ": "☑",
        "¨": "□", "o": "□", "x": "☒",
    },
}  # fmt: skip


def symbol(font: str, letter: str) -> str:
    """A letter of a font of symbols as what it prints; a bullet where that is not known."""
    code = ord(letter)
    table = next((marks for name, marks in _SYMBOLS.items() if font.lower().startswith(name)), None)
    if 0xF000 <= code <= 0xF0FF:
        plain = chr(code - 0xF000)
        if table is None or plain not in table:
            return plain if plain in "-+.,()%" or (plain.isdigit() and table is None) else "•"
        return table[plain]
    return letter if table is None else table.get(letter, letter)

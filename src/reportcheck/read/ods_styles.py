"""Styles of OpenDocument: which number format a cell style means, and which sheets a style hides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportcheck.model import GENERAL, NumberFormat
from reportcheck.read.number_format import parse_format

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["STYLE_TAGS", "TABLE", "Styles"]

_BASE = "urn:oasis:names:tc:opendocument:xmlns:"
NUMBER, STYLE, TABLE = f"{{{_BASE}datastyle:1.0}}", f"{{{_BASE}style:1.0}}", f"{{{_BASE}table:1.0}}"

_PLAIN = {"date-style": "yyyy-mm-dd", "time-style": "h:mm:ss", "boolean-style": "General", "text-style": "@"}
_NUMBERS = ("number-style", "percentage-style", "currency-style")
STYLE_TAGS = (STYLE + "style", *(NUMBER + name for name in (*_PLAIN, *_NUMBERS)))
_FOR_GAIN = ("value()>=0", "value()>0")
_MOST_DIGITS = 30
_DEEPEST = 20


class Styles:
    """The styles of a document as they are read, and what they mean to a cell."""

    def __init__(self) -> None:
        self._codes: dict[str, str] = {}  # data style → number format code
        self._instead: dict[str, str] = {}  # data style → the one that shows what is above zero
        self._cells: dict[str, tuple[str, str]] = {}  # cell style → data style, parent
        self._hidden: set[str] = set()
        self._known: dict[str, NumberFormat] = {}

    def note(self, name: str, element: _Element) -> None:
        """Note an element of the styles, one of :data:`STYLE_TAGS`, by its local name."""
        if name == "style":
            self._style(element)
        elif name in _PLAIN or name in _NUMBERS:
            style = element.get(STYLE + "name") or ""
            self._codes[style] = _PLAIN.get(name) or _code(element, name)
            for child in element.iter(STYLE + "map"):
                if (child.get(STYLE + "condition") or "").replace(" ", "") in _FOR_GAIN:
                    self._instead[style] = child.get(STYLE + "apply-style-name") or ""
                    break

    def _style(self, element: _Element) -> None:
        name, family = element.get(STYLE + "name") or "", element.get(STYLE + "family")
        if family == "table-cell":
            self._cells[name] = (
                element.get(STYLE + "data-style-name") or "",
                element.get(STYLE + "parent-style-name") or "",
            )
        elif family == "table":
            for child in element.iter(STYLE + "table-properties"):
                if child.get(TABLE + "display") == "false":
                    self._hidden.add(name)

    def hides(self, name: str) -> bool:
        """Whether a sheet of that style is hidden."""
        return name in self._hidden

    def format(self, name: str) -> NumberFormat:
        """The number format that a cell style gives, its own or the one it inherits."""
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = self._found(name)
        return known

    def _found(self, name: str) -> NumberFormat:
        for _ in range(_DEEPEST):
            data, parent = self._cells.get(name, ("", ""))
            if data:
                code = self._codes.get(self._instead.get(data, data)) or self._codes.get(data, "")
                return parse_format(code)
            if not parent:
                break
            name = parent
        return GENERAL


def _whole(element: _Element, name: str) -> int | None:
    text = element.get(NUMBER + name) or ""
    return min(int(text), _MOST_DIGITS) if text.isascii() and text.isdecimal() and len(text) < 6 else None


def _code(element: _Element, kind: str) -> str:
    """The number format code that shows what the style shows; General for one that says no more than "a number"."""
    percent = "%" if kind == "percentage-style" else ""
    for child in element:
        if child.tag == NUMBER + "scientific-number":
            return "0.00E+00"
        if child.tag == NUMBER + "fraction":
            return "# ?/?"
        if child.tag == NUMBER + "number":
            return _number(child) + percent
    return "General" + percent


def _number(element: _Element) -> str:
    digits, least = _whole(element, "decimal-places"), _whole(element, "min-integer-digits")
    grouped = element.get(NUMBER + "grouping") == "true"
    if digits is None and not grouped:
        return "General"
    whole = "0" * (1 if least is None else least) or "#"
    if grouped:
        whole = f"#,{whole.rjust(3, '#')}"
    factor = element.get(NUMBER + "display-factor") or "1"
    thousands = (len(factor.partition(".")[0]) - 1) // 3 if factor.startswith("1") else 0
    return whole + ("." + "0" * digits if digits else "") + "," * min(thousands, _DEEPEST)

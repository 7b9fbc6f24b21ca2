"""Whether the figure of a sentence and that of a table may count the same thing, by their units."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reportcheck.labels import unit_power, words
from reportcheck.prose.quantities import Quantity

__all__ = ["agree", "family_of"]

_MEASURES = {
    "ha": "ha", "hecta": "ha", "hectare": "ha", "hectares": "ha", "tan": "tấn", "ton": "tấn", "tons": "tấn", "tonnes": "tấn",
    "km": "km", "m2": "m2", "m3": "m3", "km2": "km2", "kg": "kg", "lit": "lít", "mw": "mw", "kwh": "kwh", "ta": "tạ",
}  # fmt: skip
_ALIKE = {"hecta": "ha", "hectare": "ha", "ton": "tấn", "tonne": "tấn", "m²": "m2", "m³": "m3", "km²": "km2"}
_MONEY = re.compile(r"\b(?:dong|vnd|d)\b")
_FOREIGN = re.compile(r"\b(usd|eur|dollars?|euros?|do la)\b")


def family_of(unit: str, text: str, headings: Sequence[str]) -> str:
    """What a table's figure counts: ``%``, ``money``, a measure such as ``ha``, ``count``, or empty where nothing tells.

    Args:
        unit: of its column, row or table.
        text: the cell as printed.
        headings: over its column, outermost first.
    """
    plain = words(unit)
    if "%" in unit or text.endswith("%") or (not unit and headings and "%" in headings[-1]):
        return "%"
    if (foreign := _FOREIGN.search(plain)) is not None:
        return f"money:{foreign[1][:3]}"
    if _MONEY.search(plain):
        return "money:đồng"
    last = plain.split()[-1] if plain else ""
    if last in _MEASURES:
        return _MEASURES[last]
    if unit_power(unit):
        return ""
    return "count" if plain else ""


def agree(q: Quantity, family: str) -> bool:
    """Whether a quantity may count what a table's figure counts."""
    own = _ALIKE.get(q.family, q.family)
    if own in ("pp", "rank"):
        return False
    if own == "%" or family == "%":
        return own == family
    if not family:
        return True
    if own == "count" and not q.noun and q.power >= 6:
        return family == "count" or family.startswith("money")
    if own.startswith("money"):
        return family == own or (own == "money:usd" and family in ("money:dol", "money:do "))
    return own == family or (own == "score" and family == "count")

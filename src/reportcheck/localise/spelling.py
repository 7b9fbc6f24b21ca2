"""A number in the spelling of the figure that it replaces: its marks, its decimals, its zeros in front, its sign of per cent."""

from __future__ import annotations

import re
from decimal import Decimal

from reportcheck.model import Figure
from reportcheck.numerals import plain

__all__ = ["spelled"]

_CORE = re.compile(r"\d(?:[\d.,' \u00a0\u2009\u202f]*\d)?")


def spelled(figure: Figure, value: Decimal) -> str:
    """``value`` as the figure would print it.

    >>> spelled(Figure("7.697", Decimal(7697)), Decimal(7888)), spelled(Figure("08", Decimal(8)), Decimal(6))
    ('7.888', '06')
    >>> spelled(Figure("(1,234.5)", Decimal("-1234.5"), 1), Decimal("-234.5"))
    '(234.5)'
    """
    found = _CORE.search(figure.text)
    if found is None or figure.value is None:
        return plain(value)
    core, digits = found[0], max(figure.digits, 0)
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and -exponent > digits:
        trimmed = Decimal(plain(value))
        digits = max(digits, -int(trimmed.as_tuple().exponent))
    marks = re.sub(r"\d", "", core)
    decimal_mark = marks[-1] if figure.digits > 0 and marks else "." if "," in marks else ","
    groups = marks[:-1] if figure.digits > 0 else marks
    whole, _, decimals = f"{abs(value):.{digits}f}".partition(".")
    if groups:
        whole = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", groups[0], whole)
    elif core.startswith("0") and figure.digits <= 0 and len(core) > 1:
        whole = whole.zfill(len(core))
    new = whole + (decimal_mark + decimals if decimals else "")
    before, after = figure.text[: found.start()], figure.text[found.end() :]
    if (value < 0) == (figure.value < 0):
        return before + new + after
    if value < 0:
        return f"{before}-{new}{after}"
    return re.sub(r"[-−(]\s*$", "", before) + new + re.sub(r"^\s*\)", "", after)

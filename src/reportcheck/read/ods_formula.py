"""Formulas of OpenDocument, ``of:=SUM([.A1:.B3];2)``, in the spelling of other workbooks: ``SUM(A1:B3,2)``."""

from __future__ import annotations

import re

from reportcheck.read.ptg import UNTOLD, sheet_prefix
from reportcheck.read.shared_formula import LONGEST

__all__ = ["spelled_out"]

_TOKEN = re.compile(
    r"""(?P<text>"(?:[^"]|"")*")|\[(?P<reference>(?:'(?:[^']|'')*'|[^\]'])*)\]|(?P<other>[;~!{}\[\]"])"""
)
_HALF = re.compile(
    r"""\$?(?P<sheet>'(?:[^']|'')*'|[^'.:#\[\]$]*)\.(?P<cell>\$?[A-Za-z]{1,3}\$?[0-9]{1,7}|\$?[A-Za-z]{1,3}|\$?[0-9]{1,7})"""
)


class _UntoldError(Exception):
    """A part that has no such spelling."""


def spelled_out(formula: str) -> str:
    """The formula without its prefix and ``=``; ``?`` where it refers to other files, joins areas or holds an array.

    Never raises.
    """
    prefix, _, rest = formula.partition(":=")
    text = rest if rest and prefix.isalpha() else formula
    text = text.strip().removeprefix("=")
    if prefix == "msoxl" or not text:
        return text
    if len(text) > 4 * LONGEST:
        return UNTOLD
    try:
        return _TOKEN.sub(_spelled, text)
    except _UntoldError:
        return UNTOLD


def _spelled(token: re.Match[str]) -> str:
    if token["text"] is not None:
        return token["text"]
    if token["reference"] is not None:
        return _reference(token["reference"])
    if token["other"] == ";":
        return ","
    raise _UntoldError


def _reference(text: str) -> str:
    if "#REF!" in text:
        return "#REF!"
    first = _HALF.match(text)
    if first is None:
        raise _UntoldError
    sheet, found = _sheet(first), first["cell"]
    last_sheet = sheet
    if first.end() < len(text):
        last = _HALF.fullmatch(text, first.end() + 1)
        if last is None or text[first.end()] != ":":
            raise _UntoldError
        last_sheet = _sheet(last) or sheet
        found = f"{found}:{last['cell']}"
    return (sheet_prefix(sheet, last_sheet) if sheet else "") + found


def _sheet(half: re.Match[str]) -> str:
    name = half["sheet"]
    return name[1:-1].replace("''", "'") if name.startswith("'") else name

"""What a form prints under its headings: the row of column numbers, with formulas over them.

    (1)   (2)   (3)=(4)+(5)+(6)   (4)   (5)   (6)   (7)=(5)/(4)*100

Chains (``9=11+12+13=14+15``), runs (``1=2+3+...+7``) and a sign for percent (``5=4/3 (%)``) are understood. A formula that most
rows contradict is a misprint or misread and claims nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from reportcheck.extract import TableView
from reportcheck.forms import Identity, infer_kind
from reportcheck.formula import Claim, FormulaError, parse_claim
from reportcheck.model import Value
from reportcheck.numerals import tidy
from reportcheck.relate.declared import Claims
from reportcheck.relate.family import Family, Line, Part, family_key

__all__ = ["claim_codes"]

_TOKEN = re.compile(
    r"\s*(?:\((?P<marked>\d{1,3}[a-z]?)\)|(?P<bare>\d{1,4}[a-wyz]?)|(?P<run>\.{2,}|…)|(?P<op>[-+*/:x×=()]))"
)
_PERCENT = re.compile(r"\(?\s*%\s*\)?\s*$")
_SAME = {"x": "*", "×": "*", ":": "/"}


def claim_codes(views: Sequence[TableView], taken: Sequence[Family]) -> Claims:
    """The claims of all printed column formulas, those apart that a form of the table makes already.

    Args:
        views: the tables.
        taken: families claimed before.
    """
    claims = Claims()
    known = {family_key(family) for family in taken}
    for view in views:
        codes, formulas = _codes(view)
        for column, text in formulas:
            for family in _families(view, column, text, codes):
                if family_key(family) not in known:
                    claims.tentative.append(family)
    return claims


def _codes(view: TableView) -> tuple[dict[str, int], list[tuple[int, str]]]:
    """The column of each printed number, and the cells with formulas; from the heading row that has most numbers."""
    best: tuple[dict[str, int], list[tuple[int, str]]] = {}, []
    for row in range(view.table.area.top, view.top):
        codes: dict[str, int] = {}
        formulas: list[tuple[int, str]] = []
        for c in range(view.width):
            text = _code_text(view.grid.at(row, view.left + c))
            own = re.match(r"\(?\s*(\d{1,3}[a-z]?)\s*\)?\s*(=|$)", text)
            if own is None:
                continue
            codes.setdefault(own[1], c)
            if own[2]:
                formulas.append((c, text))
        if formulas and len(codes) > len(best[0]):
            best = codes, formulas
    return best


def _code_text(value: Value) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return tidy(value) if isinstance(value, str) else ""


def _families(view: TableView, column: int, text: str, codes: dict[str, int]) -> list[Family]:
    """The claims of one printed formula, one for each ``=`` of a chain."""
    text, percents = _PERCENT.subn("", text)
    own, *chain = (side.strip() for side in text.split("="))
    target = own.strip("() ")
    families = []
    for side in chain:
        written = _named(side, codes)
        if written is None:
            continue
        try:
            claim = parse_claim(f"c{target} = {written}")
        except FormulaError:
            continue
        family = _family(view, column, claim, codes, percents > 0)
        if family is not None:
            families.append(replace(family, support=text, name=text))
    return families


def _named(side: str, codes: dict[str, int]) -> str | None:
    """A side with its codes as names: ``(5)/(4)*100`` → ``c5 / c4 * 100``; None where it names a column that is not there."""
    words: list[str] = []
    at = 0
    while at < len(side.rstrip()):
        match = _TOKEN.match(side, at)
        if match is None:
            return None
        at = match.end()
        number = match["marked"] or match["bare"]
        if match["run"]:
            words.append("...")
        elif number is None:
            words.append(_SAME.get(match["op"], match["op"]))
        elif number in codes:
            words.append(f"c{number}")
        elif match["bare"] and number in ("100", "1000"):
            words.append(number)
        else:
            return None
    return _without_runs(words, codes)


def _without_runs(words: list[str], codes: dict[str, int]) -> str | None:
    """``c2 + c3 + ... + c7`` with the numbers between written out."""
    while "..." in words:
        i = words.index("...")
        if i < 2 or i + 2 >= len(words) or words[i - 1] != "+" or words[i + 1] != "+":
            return None
        first, last = words[i - 2][1:], words[i + 2][1:]
        if not (first.isdigit() and last.isdigit()):
            return None
        between = [str(n) for n in range(int(first) + 1, int(last))]
        if any(n not in codes for n in between):
            return None
        words[i : i + 2] = [word for n in between for word in (f"c{n}", "+")]
    return " ".join(words)


def _family(view: TableView, column: int, claim: Claim, codes: dict[str, int], percent: bool) -> Family | None:
    e = claim.expression
    kind, rule = infer_kind(Identity(f"{claim.target} = {' + '.join(e.names)}")) if e.is_linear else ("share", "RC201")
    if any(sign < 0 for sign, _ in e.terms):
        kind, rule = "difference", "RC401"
    if e.factors or e.offset or (kind != "share" and not e.is_linear):
        return None
    shared = kind == "share"
    shown = view.unit_of(column) == "%" or percent
    factor = Decimal(100) if shared and shown and e.factor == 1 else e.factor
    parts = [Part(Line(view, "column", codes[n[1:]]), sign) for sign, n in e.terms]
    parts += [Part(Line(view, "column", codes[n[1:]]), 1, "divisor") for n in e.divisors]
    lanes = [r for r in view.data_rows if view.body_rows[r][column] is not None]
    if not lanes or any(p.line.index == column for p in parts) or (len(parts) < 2 and kind != "equality"):
        return None
    target = Line(view, "column", column, rounded=shared, measure="percent" if shared and factor == 100 else "")
    constants = (str(factor),) if factor != 1 else ()
    return Family(
        kind, target, tuple(parts), lanes, "printed", rule, factor=factor, divisor=e.divisor, constants=constants
    )

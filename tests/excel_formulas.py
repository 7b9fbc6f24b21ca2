"""Computes the formulas of a sheet as a spreadsheet does, as far as templates use them: a second opinion on what they say.

Numbers are fractions. ``SUM`` and ``COUNT`` pass over words and empty cells of ranges, an empty cell is 0 in arithmetic.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from openpyxl.utils import range_boundaries

_TOKEN = re.compile(
    r'\s*(?:(?P<text>"(?:[^"]|"")*")|(?P<number>\d+(?:\.\d+)?)|(?P<call>[A-Z]+)(?=\()'
    r"|(?P<cell>\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?)|(?P<op><=|>=|<>|[-+*/&=<>(),]))"
)


class Sheet:
    """A sheet's cells by (row, column) from 1; texts with a leading ``=`` are formulas."""

    def __init__(self, cells: dict[tuple[int, int], Any]) -> None:
        self.cells = cells
        self._known: dict[tuple[int, int], Any] = {}

    def value(self, row: int, column: int) -> Any:
        key = row, column
        if key not in self._known:
            cell = self.cells.get(key)
            if isinstance(cell, str) and cell.startswith("="):
                self._known[key] = self.compute(cell)
            elif isinstance(cell, (int, float)):
                self._known[key] = Fraction(repr(cell) if isinstance(cell, float) else cell)
            else:
                self._known[key] = cell
        return self._known[key]

    def compute(self, formula: str) -> Any:
        return _Reader(self, formula.removeprefix("=")).all()


class _Range(list[Any]):
    """The values of a range."""


class _Reader:
    def __init__(self, sheet: Sheet, text: str) -> None:
        self.sheet = sheet
        self.tokens: list[tuple[str, str]] = []
        at = 0
        while at < len(text):
            match = _TOKEN.match(text, at)
            assert match is not None, f"cannot read {text[at:]!r} of {text!r}"
            self.tokens.append((match.lastgroup or "", match[match.lastgroup or 0]))
            at = match.end()
        self.tokens.append(("end", ""))
        self.at = 0

    def all(self) -> Any:
        value = self.compared()
        assert self.tokens[self.at][0] == "end", self.tokens[self.at :]
        return _one(value)

    def take(self, *signs: str) -> str:
        kind, text = self.tokens[self.at]
        if kind == "op" and text in signs:
            self.at += 1
            return text
        return ""

    def compared(self) -> Any:
        left = self.joined()
        while sign := self.take("=", "<>", "<", ">", "<=", ">="):
            a, b = _one(left), _one(self.joined())
            if not isinstance(a, str) and not isinstance(b, str):
                a, b = _number(a), _number(b)
            left = {"=": a == b, "<>": a != b}[sign] if sign in ("=", "<>") else _ordered(sign, a, b)
        return left

    def joined(self) -> Any:
        left = self.sum()
        while self.take("&"):
            left = _shown(_one(left)) + _shown(_one(self.sum()))
        return left

    def sum(self) -> Any:
        left = self.product()
        while sign := self.take("+", "-"):
            right = _number(_one(self.product()))
            left = _number(_one(left)) + (right if sign == "+" else -right)
        return left

    def product(self) -> Any:
        left = self.signed()
        while sign := self.take("*", "/"):
            right = _number(_one(self.signed()))
            left = _number(_one(left)) * right if sign == "*" else _number(_one(left)) / right
        return left

    def signed(self) -> Any:
        if self.take("-"):
            return -_number(_one(self.signed()))
        return self.atom()

    def atom(self) -> Any:
        kind, text = self.tokens[self.at]
        self.at += 1
        if kind == "number":
            return Fraction(text)
        if kind == "text":
            return text[1:-1].replace('""', '"')
        if kind == "cell":
            left, top, right, bottom = range_boundaries(text.replace("$", ""))
            return _Range(self.sheet.value(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1))
        if kind == "call":
            return self.call(text)
        assert text == "(", (text, self.tokens)
        value = self.compared()
        assert self.take(")")
        return value

    def call(self, name: str) -> Any:
        assert self.take("(")
        if name == "IF":
            return self.chosen()
        arguments = [self.compared()]
        while self.take(","):
            arguments.append(self.compared())
        assert self.take(")")
        return FUNCTIONS[name](arguments)

    def chosen(self) -> Any:
        """IF: the branch that is not chosen may divide by zero."""
        condition = _one(self.compared())
        branches = []
        while self.take(","):
            start = self.at
            try:
                branches.append(self.compared())
            except ZeroDivisionError:
                branches.append(None)
                self.skip(start)
        assert self.take(")")
        return branches[0 if condition else 1]

    def skip(self, start: int) -> None:
        """Go to the end of an argument."""
        self.at, depth = start, 0
        while depth or self.tokens[self.at][1] not in (",", ")"):
            depth += {"(": 1, ")": -1}.get(self.tokens[self.at][1], 0)
            self.at += 1


def _one(value: Any) -> Any:
    if isinstance(value, _Range):
        assert len(value) == 1
        return value[0]
    return value


def _number(value: Any) -> Any:
    assert not isinstance(value, str), f"#VALUE!: {value!r} in arithmetic"
    return Fraction(0) if value is None else value


def _ordered(sign: str, a: Any, b: Any) -> bool:
    return {"<": a < b, ">": a > b, "<=": a <= b, ">=": a >= b}[sign]


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else "" if value is None else str(value)


def _numbers(arguments: list[Any]) -> list[Fraction]:
    flat = [v for a in arguments for v in (a if isinstance(a, _Range) else [a])]
    return [v for v in flat if isinstance(v, Fraction)]


def _rounded(arguments: list[Any]) -> Fraction:
    value, digits = _number(_one(arguments[0])), int(_one(arguments[1]))
    scaled = abs(value) * 10**digits
    whole = int(scaled + Fraction(1, 2))
    return Fraction(whole if value >= 0 else -whole, 10**digits)


def _counted(arguments: list[Any]) -> Fraction:
    pattern = arguments[1]
    begins = pattern.endswith("*")
    texts = [v for v in arguments[0] if isinstance(v, str)]
    return Fraction(sum(t.startswith(pattern[:-1]) if begins else t == pattern for t in texts))


FUNCTIONS: dict[str, Callable[[list[Any]], Any]] = {
    "SUM": lambda a: sum(_numbers(a), Fraction(0)),
    "COUNT": lambda a: Fraction(len(_numbers(a))),
    "AND": lambda a: all(map(_one, a)),
    "OR": lambda a: any(map(_one, a)),
    "ABS": lambda a: abs(_number(_one(a[0]))),
    "N": lambda a: _one(a[0]) if isinstance(_one(a[0]), Fraction) else Fraction(0),
    "ROUND": _rounded,
    "ISNUMBER": lambda a: isinstance(_one(a[0]), Fraction),
    "COUNTIF": _counted,
}

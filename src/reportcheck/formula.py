"""Formulas as text → expressions: ``total = male + female``, ``rate = 100 * (early + on_time) / settled``.

One small grammar serves the identities of forms and the formulas in a workbook's cells; only the names differ. What
comes out is a normal form that the judge understands,

    target ⋈ factor · Σ ±terms · Π factors / (divisor · Σ divisors) + offset,

or a :class:`FormulaError` that points at the place where the text stops making sense.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from functools import lru_cache

__all__ = [
    "COMPARISONS",
    "Binary",
    "Call",
    "Claim",
    "Expression",
    "FormulaError",
    "Name",
    "Node",
    "Text",
    "parse_claim",
    "parse_expression",
    "reduce",
]


class FormulaError(ValueError):
    """A formula that cannot be read. ``position`` counts characters from 0 in ``text``."""

    def __init__(self, problem: str, text: str, position: int) -> None:
        super().__init__(f"{problem}: {text[:position]}⟨here⟩{text[position:]}".rstrip())
        self.problem = problem
        self.text = text
        self.position = position


@dataclass(frozen=True, slots=True)
class Name:
    """A reference: a field, a row of a form, a cell. ``text`` is as written."""

    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A text in a workbook's formula: ``">5"``."""

    text: str


@dataclass(frozen=True, slots=True)
class Call:
    """A function of a workbook: ``SUM(A1:A5)``."""

    function: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Binary:
    """Two sides of ``+ - * /``; in a workbook's formula also of a comparison."""

    operator: str
    left: Node
    right: Node


Node = Name | Call | Binary | Text | Decimal
COMPARISONS = ("=", "<>", "<=", ">=", "<", ">")


@dataclass(frozen=True, slots=True)
class Expression:
    """``factor · Σ ±terms · Π factors / (divisor · Σ divisors) + offset``. Names are given as written."""

    terms: tuple[tuple[int, str], ...] = ()
    factors: tuple[str, ...] = ()
    divisors: tuple[str, ...] = ()
    factor: Decimal = Decimal(1)
    divisor: Decimal = Decimal(1)
    offset: Decimal = Decimal(0)

    @property
    def names(self) -> tuple[str, ...]:
        return (*(name for _, name in self.terms), *self.factors, *self.divisors)

    @property
    def is_linear(self) -> bool:
        return not self.factors and not self.divisors and self.factor == 1 and self.divisor == 1


@dataclass(frozen=True, slots=True)
class Claim:
    """``target compare expression``; ``compare`` is ``=``, ``<=`` or ``>=``."""

    target: str
    compare: str
    expression: Expression


_IDENTITY_NAME = r"[^\W\d]\w*(?:-\w+)*\[[\w.]+\]|[^\W\d]\w*(?:\.[^\W\d]\w*)?"
_CELL = r"\$?[A-Za-z]{1,3}\$?\d{1,7}(?::\$?[A-Za-z]{1,3}\$?\d{1,7})?"
_LINES = r"\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}(?![\w$])|\$?\d{1,7}:\$?\d{1,7}(?![\w$])"
_CELL_NAME = rf"(?:'(?:[^']|'')+'!|[^\W\d][\w.]*!)?(?:{_LINES}|{_CELL})(?![\w.!])"
_CALL = r"[A-Za-z][A-Za-z0-9_.]*(?=\()"
_SCANNERS = {
    "identity": re.compile(
        rf"\s*(?:(?P<call>{_CALL})|(?P<name>{_IDENTITY_NAME})|(?P<number>\d+(?:\.\d+)?%?)"
        r"|(?P<op><=|>=|[-+*/():=,;≤≥×÷−]))"
    ),
    "cells": re.compile(
        rf"\s*(?:(?P<call>{_CALL})|(?P<name>{_CELL_NAME})|(?P<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{{1,3}})?%?)"
        r"""|(?P<text>"(?:[^"]|"")*")|(?P<op><=|>=|<>|[-+*/()=<>,;]))"""
    ),
}
_SAME = {"≤": "<=", "≥": ">=", "×": "*", "÷": "/", "−": "-", ":": "/", ";": ","}


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    position: int


class _Parser:
    """Precedence climbing over the tokens of one formula."""

    def __init__(self, text: str, names: str) -> None:
        self.text = text
        self.compares = names == "cells"
        self.tokens = list(self._scan(_SCANNERS[names]))
        self.at = 0

    def _scan(self, scanner: re.Pattern[str]) -> list[_Token]:
        tokens, position, end = [], 0, len(self.text.rstrip())
        while position < end:
            match = scanner.match(self.text, position)
            if match is None:
                raise FormulaError("unexpected character", self.text, position)
            kind = match.lastgroup or "op"
            text = match[kind]
            tokens.append(_Token(kind, _SAME.get(text, text) if kind == "op" else text, match.start(kind)))
            position = match.end()
        return [*tokens, _Token("end", "", end)]

    @property
    def token(self) -> _Token:
        return self.tokens[self.at]

    def take(self, *texts: str) -> _Token | None:
        token = self.token
        if token.kind == "op" and token.text in texts:
            self.at += 1
            return token
        return None

    def expect(self, text: str) -> None:
        if self.take(text) is None:
            raise FormulaError(f"expected {text!r}", self.text, self.token.position)

    def whole(self) -> Node:
        """A sum, in a workbook's formula perhaps compared with another."""
        left = self.sum()
        while self.compares and (operator := self.take(*COMPARISONS)) is not None:
            left = Binary(operator.text, left, self.sum())
        return left

    def sum(self) -> Node:
        left = self.product()
        while (operator := self.take("+", "-")) is not None:
            left = Binary(operator.text, left, self.product())
        return left

    def product(self) -> Node:
        left = self.signed()
        while (operator := self.take("*", "/")) is not None:
            left = Binary(operator.text, left, self.signed())
        return left

    def signed(self) -> Node:
        if self.take("-"):
            return Binary("-", Decimal(0), self.signed())
        self.take("+")
        return self.atom()

    def atom(self) -> Node:
        token = self.token
        self.at += 1
        if token.kind == "name":
            return Name(token.text)
        if token.kind == "number":
            value = Decimal(token.text.rstrip("%"))
            return value / 100 if token.text.endswith("%") else value
        if token.kind == "text":
            return Text(token.text[1:-1].replace('""', '"'))
        if token.kind == "call":
            return self._call(token.text)
        if token.kind == "op" and token.text == "(":
            inside = self.whole()
            self.expect(")")
            return inside
        raise FormulaError("expected a name, a number or '('", self.text, token.position)

    def _call(self, function: str) -> Node:
        self.expect("(")
        arguments: list[Node] = []
        if self.take(")") is None:
            arguments.append(self.whole())
            while self.take(",") is not None:
                arguments.append(self.whole())
            self.expect(")")
        return Call(function.upper(), tuple(arguments))

    def finish(self) -> None:
        if self.token.kind != "end":
            raise FormulaError("unexpected text", self.text, self.token.position)


@lru_cache(maxsize=4096)
def parse_expression(text: str, names: str = "identity") -> Node:
    """The syntax tree of a formula without ``=``. ``names`` is ``"identity"`` or ``"cells"``.

    Raises:
        FormulaError: with the position.
    """
    parser = _Parser(text, names)
    node = parser.whole()
    parser.finish()
    return node


@lru_cache(maxsize=4096)
def parse_claim(text: str) -> Claim:
    """A form's identity.

    >>> parse_claim("received = online + in_person").expression.terms
    ((1, 'online'), (1, 'in_person'))
    >>> parse_claim("rate = 100 * (early + on_time) / settled").expression.divisors
    ('settled',)
    >>> parse_claim("a = b + ")
    Traceback (most recent call last):
    ...
    reportcheck.formula.FormulaError: expected a name, a number or '(': a = b +⟨here⟩

    Raises:
        FormulaError: with the position, also where the formula is none that the judge can decide.
    """
    parser = _Parser(text, "identity")
    target = parser.atom()
    if not isinstance(target, Name):
        raise FormulaError("expected one name before '='", text, 0)
    compare = parser.take("=", "<=", ">=")
    if compare is None:
        raise FormulaError("expected '=', '<=' or '>='", text, parser.token.position)
    node = parser.sum()
    parser.finish()
    expression = reduce(node)
    if expression is None:
        raise FormulaError("only sums, products and one division can be checked", text, compare.position + 1)
    return Claim(target.text, compare.text, expression)


def reduce(node: Node, expand: Callable[[Call], Node | Expression | None] | None = None) -> Expression | None:
    """The normal form of a syntax tree, or None where it has none. ``expand`` resolves calls (``SUM``, ``AVERAGE`` …)."""
    if isinstance(node, Decimal):
        return Expression(offset=node)
    if isinstance(node, Name):
        return Expression(terms=((1, node.text),))
    if isinstance(node, Call):
        resolved = expand(node) if expand is not None else None
        return resolved if isinstance(resolved, Expression) or resolved is None else reduce(resolved, expand)
    if isinstance(node, Text) or node.operator in COMPARISONS:
        return None
    left, right = reduce(node.left, expand), reduce(node.right, expand)
    if left is None or right is None:
        return None
    if node.operator in "+-":
        return _added(left, right, 1 if node.operator == "+" else -1)
    return _multiplied(left, right) if node.operator == "*" else _divided(left, right)


def _quotient(dividend: Decimal, divisor: Decimal) -> Expression | None:
    """The quotient of two constants, or None where its decimals do not end."""
    with localcontext() as context:
        context.prec = 50
        quotient = dividend / divisor
        return Expression(offset=quotient) if quotient * divisor == dividend else None


def _is_constant(e: Expression) -> bool:
    return not e.names


def _added(left: Expression, right: Expression, sign: int) -> Expression | None:
    if _is_constant(right):
        return replace(left, offset=left.offset + sign * right.offset)
    if _is_constant(left) and right.is_linear:
        flipped = tuple((sign * s, n) for s, n in right.terms)
        return Expression(terms=flipped, offset=left.offset + sign * right.offset)
    if _is_constant(left):
        return replace(right, factor=sign * right.factor, offset=left.offset + sign * right.offset)
    if left.is_linear and right.is_linear:
        terms = (*left.terms, *((sign * s, n) for s, n in right.terms))
        return Expression(terms=terms, offset=left.offset + sign * right.offset)
    return None


def _multiplied(left: Expression, right: Expression) -> Expression | None:
    if _is_constant(left) and _is_constant(right):
        return Expression(offset=left.offset * right.offset)
    if _is_constant(left):
        left, right = right, left
    if _is_constant(right):
        if left.offset and not _is_constant(left):
            return None
        return replace(left, factor=left.factor * right.offset)
    if left.offset or right.offset or right.divisors:
        return None
    if len(right.terms) == 1 and right.terms[0][0] == 1:
        factors = (*left.factors, right.terms[0][1], *right.factors)
        return replace(left, factors=factors, factor=left.factor * right.factor, divisor=left.divisor * right.divisor)
    return None


def _divided(left: Expression, right: Expression) -> Expression | None:
    if left.offset and not _is_constant(left):
        return None
    if _is_constant(right):
        if not right.offset:
            return None
        if _is_constant(left):
            return _quotient(left.offset, right.offset)
        return replace(left, divisor=left.divisor * right.offset)
    if _is_constant(left) or left.divisors or not right.is_linear or right.offset or any(s < 0 for s, _ in right.terms):
        return None
    return replace(left, divisors=tuple(n for _, n in right.terms))

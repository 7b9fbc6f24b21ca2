"""Formulas that reports print for people, as text → expressions over codes of columns or rows.

    (3)=(4)+(5)       1=2+3+...+7       9=11+12+13=14+15       (6)=(5)/(4)*100       5 = 4:3 (%)
    100 = 110 + 120   30 = 20 + (21 - 22) - 25 - 26            A = I + II + III      Tổng cộng (I+II+III)
    Cột 1 = Cột 2 + Cột 3     cột (5) bằng cột (3) cộng cột (4)     Col. 4 = 2 + 3     Tổng số (từ 1 đến 5)

A code is a number (``01``, ``131.1``, ``1a``), a numeral (``IV``) or a letter; leading zeros make no difference. Full-width
and typographic signs, braces and decomposed letters are read like the plain ones. What a code stands for, and whether it
is there at all, is for others to say: here only the text is understood.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from reportcheck.formula import Binary, Expression, FormulaError, Name, Node, reduce
from reportcheck.numerals import tidy

__all__ = ["PrintedFormula", "code_key", "formulas_in", "parse_printed"]


@dataclass(frozen=True, slots=True)
class PrintedFormula:
    """One printed formula.

    Attributes:
        target: the code before ``=``, empty where the formula stands alone: ``(I+II+III)``.
        sides: what it equals, one for each ``=`` of a chain, over codes.
        axis: ``"column"`` or ``"row"`` where the text says so ("Cột 3", "Mã số 20"), else empty.
        percent: it carries a sign for percent.
        text: as printed, with plain signs.
        bracketed: it stands alone in brackets.
        ranged: it is written as a mere range, ``(1 đến 5)``.
    """

    target: str
    sides: tuple[Expression, ...]
    axis: str = ""
    percent: bool = False
    text: str = ""
    bracketed: bool = False
    ranged: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The codes on the right, each once."""
        return tuple(dict.fromkeys(name for side in self.sides for name in side.names))


_SIGNS = {ord(a): b for a, b in zip("−–—‒×✕∙·÷∶｛｝{}[]", "----****/:()()()", strict=True)}
_SIGNS |= {0xFF01 + i: chr(0x21 + i) for i in range(94)}  # full-width forms
_SIGNS |= {ord("①") + i: f"({i + 1})" for i in range(20)}
_SIGNS |= {ord(c): "" for c in "¹²³⁴⁵"}  # footnote marks

_COLUMN = r"(?:c[ộo]t|columns?|cols?\.?)"
_ROW = r"(?:mã\s+số|mã|ma\s+so|dòng|hàng|rows?|lines?)"
_EITHER = r"(?:mục|chỉ\s+tiêu|khoản|items?|codes?)"
_DIGITS = r"\d{1,4}(?:\.\d{1,3})*[a-wyzđ]?(?=$|\W|[xX]\s*[\d(])"
_LETTERS = r"(?-i:[IVX]{1,6}|[A-ZĐ]{1,2}|[a-zđ])(?:\.?\d{1,3}(?:\.\d{1,3})*)?(?=$|\W|[xX]\s*[\d(])"
_CODE = rf"(?:{_DIGITS}|{_LETTERS})"
_TOKEN = re.compile(
    rf"""\s*(?:
    (?P<percent>\(\s*%\s*\)|%)
    |(?P<hundred>100+(?:[.,]0+)?\s*%)
    |(?P<run>\.{{2,}}|…[….]*|(?:đến|tới|to)(?!\w))
    |(?P<from>(?:từ|from)(?!\w))
    |(?P<equals>(?:bằng|equals?)(?!\w))|(?P<plus>(?:cộng|plus)(?!\w))|(?P<minus>(?:trừ|minus|less)(?!\w))
    |(?P<times>(?:nhân(?:\s+với)?|times)(?!\w))|(?P<by>(?:chia(?:\s+cho)?|divided\s+by)(?!\w))
    |(?:(?:(?P<column>{_COLUMN})|(?P<row>{_ROW})|{_EITHER})\s*(?:số\s*)?)?(?:\(\s*(?P<marked>{_CODE})\s*\)|(?P<bare>{_CODE}))
    |(?P<op>[-+*/:=()])
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_TIMES = re.compile(r"\s*[xX](?=\s*[\d(]|\s+\w)")
_OPERATORS = {"equals": "=", "plus": "+", "minus": "-", "times": "*", "by": "/"}
_PROMISING = re.compile(r"[=+＝＋…①-⑳]|\.\.|[-−–—:/]\s*[\dIVXA-ZĐ(]|đến|tới|\bto\b|bằng|equal", re.IGNORECASE)
_WORD = re.compile(r"\w+|.", re.DOTALL)
_LONGEST = 600  # letters of a text that is searched
_ROMAN = (
    *("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"),
    *("XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII", "XVIII", "XIX", "XX"),
)


def code_key(text: str) -> str:
    """A code as it is compared: without brackets, full stop and leading zeros; empty where the text is none.

    >>> code_key("(01)"), code_key("131.1"), code_key("IV."), code_key("Tổng")
    ('1', '131.1', 'IV', '')
    """
    bare = _plain(text).strip().strip("()").rstrip(".)/ ").strip()
    if not bare or len(bare) > 14 or _WHOLE_CODE.fullmatch(bare) is None:
        return ""
    if bare[0].isdigit():
        first, *rest = bare.split(".")
        return ".".join((first.lstrip("0") or "0", *rest)).lower()
    return bare


_WHOLE_CODE = re.compile(
    r"\d{1,4}(?:\.\d{1,3})*[a-zđA-ZĐ]?|(?:[IVX]{1,6}|[A-ZĐ]{1,2}|[a-zđ])(?:\.?\d{1,3}(?:\.\d{1,3})*)?"
)


def _plain(text: str) -> str:
    return tidy(text).translate(_SIGNS)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str  # code, number, op, run, from, percent, end
    text: str
    position: int
    end: int
    axis: str = ""
    marked: bool = False


def _token(text: str, at: int, before: _Token | None) -> _Token | None:
    """The token at a place, or None where there is none."""
    after_operand = before is not None and (before.kind in ("code", "number") or before.text == ")")
    if after_operand and (times := _TIMES.match(text, at)) is not None:
        return _Token("op", "*", times.end() - 1, times.end())
    match = _TOKEN.match(text, at)
    if match is None:
        return None
    start, end = match.end() - len(match[0].lstrip()), match.end()
    code = match["marked"] or match["bare"]
    if code is not None:
        axis = "column" if match["column"] else "row" if match["row"] else ""
        return _Token("code", code_key(code) or code, start, end, axis, bool(match["marked"] or axis))
    if match["hundred"]:
        return _Token("number", re.sub(r"[.,]0+|\s|%", "", match["hundred"]) + "%", start, end)
    for kind, sign in _OPERATORS.items():
        if match[kind]:
            return _Token("op", sign, start, end)
    for kind in ("percent", "run", "from"):
        if match[kind]:
            return _Token(kind, match[kind], start, end)
    return _Token("op", "/" if match["op"] == ":" else match["op"], start, end)


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    at, end = 0, len(text.rstrip())
    while at < end:
        token = _token(text, at, tokens[-1] if tokens else None)
        if token is None:
            raise FormulaError("unexpected text", text, len(text) - len(text[at:].lstrip()))
        tokens.append(token)
        at = token.end
    return tokens


class _Parser:
    """Precedence climbing over the tokens of one formula."""

    def __init__(self, text: str, tokens: list[_Token]) -> None:
        self.text = text
        self.tokens = [t for t in tokens if t.kind not in ("percent", "from")]
        self.percent = any(t.kind == "percent" or t.text.endswith("%") for t in tokens)
        self.any_marked = any(t.marked for t in tokens)
        self.scaled = any(a.text == "*" and b.text in ("100", "100%") for a, b in itertools.pairwise(tokens))
        self.ranged = any(t.kind == "run" for t in tokens) and not any(t.text in ("+", "=") for t in tokens)
        self.at = 0
        end = tokens[-1].end if tokens else 0
        self.end = _Token("end", "", end, end)

    @property
    def token(self) -> _Token:
        return self.tokens[self.at] if self.at < len(self.tokens) else self.end

    def take(self, *texts: str) -> _Token | None:
        token = self.token
        if token.kind == "op" and token.text in texts:
            self.at += 1
            return token
        return None

    def fail(self, problem: str) -> FormulaError:
        return FormulaError(problem, self.text, self.token.position)

    def sides(self) -> list[Node | None]:
        """The sides of a chain; the first is None where the text begins with ``=``."""
        sides: list[Node | None] = [None] if self.token.text == "=" else [self.sum()]
        while self.take("="):
            sides.append(self.sum())
        if self.token.kind != "end":
            raise self.fail("unexpected text")
        return sides

    def sum(self) -> Node:
        node = self.product()
        last = node
        while True:
            if self.token.kind == "run" or (self.token.text == "+" and self._next_is_run()):
                node, last = self._run(node, last)
            elif (operator := self.take("+", "-")) is not None:
                if self.token.kind == "run":
                    raise self.fail("expected a code before the dots")
                last = self.product()
                node = Binary(operator.text, node, last)
            else:
                return node

    def _next_is_run(self) -> bool:
        return self.at + 1 < len(self.tokens) and self.tokens[self.at + 1].kind == "run"

    def _run(self, node: Node, last: Node) -> tuple[Node, Node]:
        """``2 + 3 + ... + 7``: the codes between, in the steps of the two before the dots."""
        place = self.token
        while self.token.kind == "run" or self.token.text == "+":
            self.at += 1
        final = self.product()
        before = node.right if isinstance(node, Binary) and node.operator == "+" else None
        earlier = _last_added(node.left) if isinstance(node, Binary) and before is not None else None
        if not isinstance(last, Name) or not isinstance(final, Name):
            raise FormulaError("dots run between two codes", self.text, place.position)
        between = _between(earlier.text if isinstance(earlier, Name) else "", last.text, final.text)
        if between is None:
            raise FormulaError("cannot tell which codes the dots stand for", self.text, place.position)
        for code in (*between, final.text):
            node = Binary("+", node, Name(code))
        return node, final

    def product(self) -> Node:
        left = self.signed()
        multiplied = False
        while (operator := self.take("*", "/")) is not None:
            right = self.signed(scaled=operator.text == "*" or multiplied)
            multiplied = multiplied or operator.text == "*"
            left = Binary(operator.text, left, right)
        return left

    def signed(self, *, scaled: bool = False) -> Node:
        if self.take("-"):
            return Binary("-", Decimal(0), self.signed())
        self.take("+")
        return self.atom(scaled=scaled)

    def atom(self, *, scaled: bool) -> Node:
        token = self.token
        self.at += 1
        if token.kind == "number":
            return Decimal(token.text.rstrip("%"))
        if token.kind == "code":
            if self._is_constant(token, scaled):
                return Decimal(token.text)
            return Name(token.text)
        if token.kind == "op" and token.text == "(":
            inside = self.sum()
            if self.take(")") is None:
                raise self.fail("expected ')'")
            return inside
        self.at -= 1
        raise self.fail("expected a code or '('")

    def _is_constant(self, token: _Token, scaled: bool) -> bool:
        """``x 100``, ``100 x``; a bare divisor among marked codes: ``((2)+(3)+(4))/3``."""
        if token.marked or not token.text.isdigit():
            return False
        after, before = self.token.text, self.tokens[self.at - 2].text if self.at >= 2 else ""
        if token.text in ("100", "1000", "1000000"):
            return (
                scaled or (after == "*" and before not in ("/",)) or (before == "-" and (self.percent or self.scaled))
            )
        return self.any_marked and before in ("/", "*")


def _last_added(node: Node) -> Node:
    return node.right if isinstance(node, Binary) and node.operator == "+" else node


def _between(earlier: str, last: str, final: str) -> list[str] | None:
    """The codes between ``last`` and ``final``, in steps of ``last`` from ``earlier`` where that is one."""
    for series in (_numbers, _dotted, _numerals, _letters):
        a, b = series(last), series(final)
        if a is None or b is None or a[0] != b[0] or a[1] >= b[1]:
            continue
        e = series(earlier) if earlier else None
        step = a[1] - e[1] if e is not None and e[0] == a[0] else 1
        if step < 1 or (b[1] - a[1]) % step or (b[1] - a[1]) // step > 500:
            return None
        return [_spell(a[0], n) for n in range(a[1] + step, b[1], step)]
    return None


def _numbers(code: str) -> tuple[str, int] | None:
    return ("", int(code)) if code.isdecimal() else None


def _dotted(code: str) -> tuple[str, int] | None:
    stem, dot, last = code.rpartition(".")
    return (stem + dot, int(last)) if dot and last.isdecimal() else None


def _numerals(code: str) -> tuple[str, int] | None:
    return ("roman", _ROMAN.index(code)) if code in _ROMAN else None


def _letters(code: str) -> tuple[str, int] | None:
    if len(code) != 1 or not code.isascii() or not code.isalpha():
        return None
    return ("letter", ord(code))


def _spell(series: str, n: int) -> str:
    if series == "roman":
        return _ROMAN[n]
    return chr(n) if series == "letter" else f"{series}{n}"


def _understood(text: str, tokens: list[_Token], shown: str) -> PrintedFormula:
    parser = _Parser(text, tokens)
    if not parser.tokens:
        raise FormulaError("expected a formula", text, 0)
    sides = parser.sides()
    axis = next((t.axis for t in tokens if t.axis), "")
    target, right = "", sides
    if len(sides) > 1:
        first, last = sides[0], sides[-1]
        if first is None:
            right = sides[1:]
        elif isinstance(first, Name):
            target, right = first.text, sides[1:]
        elif isinstance(last, Name) and len(sides) == 2:
            target, right = last.text, sides[:1]
        else:
            raise FormulaError("expected one code before '='", text, tokens[0].position)
    expressions = tuple(e for node in right if node is not None and (e := reduce(node)) is not None and e.names)
    if not expressions:
        raise FormulaError("only sums, products and one division of codes can be checked", text, tokens[0].position)
    bracketed = len(sides) == 1 and shown.startswith("(")
    return PrintedFormula(target, expressions, axis, parser.percent, shown, bracketed, parser.ranged)


@lru_cache(maxsize=4096)
def parse_printed(text: str) -> PrintedFormula:
    """The formula that a text is, and nothing else.

    >>> parse_printed("(3)=(4)+(5)").names
    ('4', '5')
    >>> parse_printed("1=2+3+...+6").names
    ('2', '3', '4', '5', '6')
    >>> parse_printed("30 = 20 + (21 - 22)").sides[0].terms
    ((1, '20'), (1, '21'), (-1, '22'))

    Raises:
        FormulaError: with the place where it stops making sense.
    """
    plain = _plain(text)
    return _understood(plain, _unwrapped(_tokens(plain)), plain)


@lru_cache(maxsize=4096)
def formulas_in(text: str) -> tuple[PrintedFormula, ...]:
    """The formulas that stand in a heading, label or note, with the words around them left out.

    >>> [(f.target, f.names) for f in formulas_in("A - TÀI SẢN NGẮN HẠN (100 = 110+120)")]
    [('100', ('110', '120'))]
    >>> [f.names for f in formulas_in("Tổng số (A+B+C) - Total")], formulas_in("Điều 5 Nghị định 24/2023 (1)")
    ([('A', 'B', 'C')], ())
    """
    if len(text) > _LONGEST or _PROMISING.search(text) is None:
        return ()
    plain = _plain(text)
    found: list[PrintedFormula] = []
    for span in _spans(plain):
        for formula in _in_span(plain, span):
            if formula not in found:
                found.append(formula)
    return tuple(found)


def _spans(text: str) -> Iterator[list[_Token]]:
    """The longest runs of tokens between words."""
    span: list[_Token] = []
    at = 0
    while at < len(text):
        token = _token(text, at, span[-1] if span else None)
        if token is not None:
            span.append(token)
            at = token.end
            continue
        if text[at].isspace():
            at += 1
            continue
        if span:
            yield span
            span = []
        word = _WORD.match(text, at)
        at = word.end() if word else at + 1
    if span:
        yield span


def _in_span(text: str, span: list[_Token]) -> list[PrintedFormula]:
    """The formula of a run of tokens, or those of the brackets in it."""
    span = _unwrapped(_trimmed(span))
    if sum(t.kind == "code" for t in span) < 2 and not (span and span[0].text == "="):
        return []
    if any(t.kind in ("op", "run") and t.text not in "()" for t in span):
        try:
            first, last = span[0].position, span[-1].end
            wrapped = first > 0 and text[first - 1 : first] == "(" and text[last : last + 1] == ")"
            formula = _understood(text[:last], span, text[first - wrapped : last + wrapped].strip())
        except FormulaError:
            pass
        else:
            return [formula] if any(len(s.names) > 1 or formula.target for s in formula.sides) else []
    found = []
    for group in _groups(span):
        if len(group) < len(span):
            found += _in_span(text, group)
    return found


def _trimmed(span: list[_Token]) -> list[_Token]:
    """Without signs that belong to the words around: a dash before, a colon behind, a bracket of the words."""
    while True:
        depth, unopened = 0, None
        opened: list[int] = []
        for i, token in enumerate(span):
            if token.text == "(":
                opened.append(i)
                depth += 1
            elif token.text == ")":
                depth -= 1
                if depth < 0:
                    unopened = i
                    break
                opened.pop()
        if span and span[0].kind in ("op", "run", "percent") and span[0].text not in ("(", "="):
            span = span[1:]
        elif span and (span[-1].kind in ("run", "from") or (span[-1].kind == "op" and span[-1].text != ")")):
            span = span[:-1]
        elif unopened is not None:
            span = span[:unopened]
        elif opened:
            span = span[opened[-1] + 1 :] if opened[0] == 0 or len(opened) > 1 else span[: opened[0]] or span[1:]
        else:
            return span


def _unwrapped(span: list[_Token]) -> list[_Token]:
    """Without brackets around the whole."""
    while len(span) > 2 and span[0].text == "(" and span[-1].text == ")" and _closes(span) == len(span) - 1:
        span = span[1:-1]
    return span


def _closes(span: list[_Token]) -> int:
    """Where the bracket that opens first is closed."""
    depth = 0
    for i, token in enumerate(span):
        depth += (token.text == "(") - (token.text == ")")
        if depth == 0:
            return i
    return -1


def _groups(span: list[_Token]) -> Iterator[list[_Token]]:
    """The outermost brackets of a run."""
    i = 0
    while i < len(span):
        if span[i].text == "(":
            length = _closes(span[i:])
            if length < 0:
                return
            yield span[i : i + length + 1]
            i += length
        i += 1

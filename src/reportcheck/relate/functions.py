"""The functions of a workbook that totals use, as expressions over cells: which cells count is decided here, not what
they add up to.

``SUM``, ``AVERAGE`` and ``COUNT`` pass over words and empty cells; ``SUBTOTAL`` also over other subtotals; ``SUMIF(S)``
takes the cells beside those that meet its criteria; ``MAX`` and ``MIN`` are the one cell that they show. ``IF`` and
``IFERROR`` become the branch that the stored values choose. Whatever depends on more than that (errors, dates, wildcards,
rows hidden by a filter) is unclear and claims nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction

from reportcheck.extract import stored_value
from reportcheck.formula import COMPARISONS, Binary, Call, Expression, Name, Node, Text, reduce
from reportcheck.model import Value
from reportcheck.relate.cells import Book, Place, Reference, UnclearError, is_plain_number, read_reference

__all__ = ["RANGE", "Functions"]

RANGE = "Σ"  # before a reference whose words and empty cells do not count
_CRITERION = re.compile(r"^(<=|>=|<>|=|<|>)?(.*)$", re.DOTALL)
_NUMBER = re.compile(r"^-?\d+(?:\.\d+)?$")
_HIDDEN_TOO = 100  # from this number on, SUBTOTAL passes over rows hidden by hand


class Functions:
    """Resolves the calls of formulas on one sheet."""

    def __init__(self, book: Book, sheet: str) -> None:
        self.book = book
        self.sheet = sheet
        self._known: dict[str, Callable[[Sequence[Node]], Node | Expression | None]] = {
            "SUM": self._sum,
            "AVERAGE": self._average,
            "COUNT": self._count,
            "MAX": lambda a: self._extreme(a, max),
            "MIN": lambda a: self._extreme(a, min),
            "PRODUCT": self._product,
            "SUBTOTAL": self._subtotal,
            "SUMIF": self._sumif,
            "SUMIFS": self._sumifs,
            "IF": self._if,
            "IFERROR": self._iferror,
        }

    def expand(self, call: Call) -> Node | Expression | None:
        """The expression (or the branch) that a call stands for; None for every other function.

        Raises:
            UnclearError: the cells do not tell.
        """
        known = self._known.get(call.function)
        return None if known is None else known(call.arguments)

    def branch(self, node: Node) -> Node | None:
        """The formula below ``IF`` and ``IFERROR``: the branch taken."""
        while isinstance(node, Call) and node.function in ("IF", "IFERROR"):
            chosen = self._if(node.arguments) if node.function == "IF" else self._iferror(node.arguments)
            if chosen is None:
                return None
            node = chosen
        return node

    # -- sums --------------------------------------------------------------------

    def _linear(self, arguments: Sequence[Node]) -> Expression | None:
        """The arguments of a sum, added up."""
        terms: list[tuple[int, str]] = []
        offset = Decimal(0)
        for argument in arguments:
            if isinstance(argument, Name):
                terms.append((1, RANGE + argument.text))
                continue
            inner = reduce(argument, self.expand)
            if inner is None or not inner.is_linear:
                return None
            terms += inner.terms
            offset += inner.offset
        return Expression(terms=tuple(terms), offset=offset)

    def _sum(self, arguments: Sequence[Node]) -> Expression | None:
        return self._linear(arguments)

    def _average(self, arguments: Sequence[Node]) -> Expression | None:
        names = _names(arguments)
        count = 0 if names is None else len(self.book.numbers(names, self.sheet))
        if names is None or not count:
            return None
        return Expression(terms=tuple((1, RANGE + n) for n in names), divisor=Decimal(count))

    def _count(self, arguments: Sequence[Node]) -> Expression | None:
        names = _names(arguments)
        return None if names is None else Expression(offset=Decimal(len(self.book.numbers(names, self.sheet))))

    def _extreme(self, arguments: Sequence[Node], choose: Callable[..., tuple[Decimal, Place]]) -> Expression | None:
        names = _names(arguments)
        numbers = [] if names is None else self.book.numbers(names, self.sheet)
        if not numbers:
            return None
        return Expression(terms=((1, choose((number, place) for place, number in numbers)[1].reference),))

    def _product(self, arguments: Sequence[Node]) -> Node | None:
        names = _names(arguments)
        if names is None or not all(_is_single(n) for n in names):
            return None
        product: Node = arguments[0]
        for argument in arguments[1:]:
            product = Binary("*", product, argument)
        return product

    def _subtotal(self, arguments: Sequence[Node]) -> Expression | None:
        names = _names(arguments[1:])
        if not names or not isinstance(arguments[0], Decimal):
            return None
        number = int(arguments[0])
        kept: list[Place] = []
        for name in names:
            for place in self.book.cells(name, self.sheet):
                if self.book.is_hidden(place):
                    if number < _HIDDEN_TOO:
                        return None  # hidden by a filter it does not count, hidden by hand it does
                    continue
                formula = self.book.formula(place).upper()
                if self.book.number(place) is not None and "SUBTOTAL(" not in formula and "AGGREGATE(" not in formula:
                    kept.append(place)
        function = number % _HIDDEN_TOO
        if function == 9:
            return Expression(terms=tuple((1, p.reference) for p in kept))
        if function == 1 and kept:
            return Expression(terms=tuple((1, p.reference) for p in kept), divisor=Decimal(len(kept)))
        return None

    # -- criteria ----------------------------------------------------------------

    def _sumif(self, arguments: Sequence[Node]) -> Expression | None:
        if len(arguments) not in (2, 3):
            return None
        tested, criterion, *summed = arguments
        first = summed[0] if summed else tested
        if not isinstance(tested, Name) or not isinstance(first, Name):
            return None
        shape, start = read_reference(tested.text, self.sheet), read_reference(first.text, self.sheet)
        if shape is None or start is None:
            return None
        bottom, right = start.top + shape.bottom - shape.top, start.left + shape.right - shape.left
        return self._matching(
            Reference(start.sheet, start.top, start.left, bottom, right), [(shape, self._criterion(criterion))]
        )

    def _sumifs(self, arguments: Sequence[Node]) -> Expression | None:
        names = [read_reference(a.text, self.sheet) for a in (*arguments[:1], *arguments[1::2]) if isinstance(a, Name)]
        if len(arguments) < 3 or len(arguments) % 2 == 0 or len(names) != len(arguments) // 2 + 1 or None in names:
            return None
        shapes = [n for n in names if n is not None]
        tests = [(s, self._criterion(a)) for s, a in zip(shapes[1:], arguments[2::2], strict=True)]
        first = shapes[0]
        if any(
            (s.bottom - s.top, s.right - s.left) != (first.bottom - first.top, first.right - first.left) for s in shapes
        ):
            return None
        return self._matching(first, tests)

    def _matching(self, summed: Reference, tests: list[tuple[Reference, _Criterion]]) -> Expression:
        """The cells of ``summed`` beside which every test is met."""
        terms = []
        part = self.book.clipped(summed)
        for place in part.places() if part is not None else ():
            number = self.book.number(place)
            if number is None:
                continue
            down, across = place.row - summed.top, place.column - summed.left
            cells = (Place(shape.sheet, shape.top + down, shape.left + across) for shape, _ in tests)
            if all(test.meets(self.book.value(cell)) for cell, (_, test) in zip(cells, tests, strict=True)):
                terms.append((1, place.reference))
        return Expression(terms=tuple(terms))

    def _criterion(self, node: Node) -> _Criterion:
        if isinstance(node, Name) and _is_single(node.text):
            value = self.book.value(self.book.cells(node.text, self.sheet)[0])
            if is_plain_number(value):
                return _Criterion("=", Fraction(stored_value(value)))  # type: ignore[arg-type]
            if isinstance(value, str):
                return _Criterion.read(value)
        if isinstance(node, Decimal):
            return _Criterion("=", Fraction(node))
        if isinstance(node, Text):
            return _Criterion.read(node.text)
        raise UnclearError("criterion")

    # -- branches ----------------------------------------------------------------

    def _if(self, arguments: Sequence[Node]) -> Node | None:
        if len(arguments) not in (2, 3):
            return None
        met = self._is_met(arguments[0])
        if met is None:
            return None
        return arguments[1] if met else (arguments[2] if len(arguments) == 3 else None)

    def _iferror(self, arguments: Sequence[Node]) -> Node | None:
        """The first argument where its divisors are not zero, else the second."""
        if len(arguments) != 2:
            return None
        first = arguments[0]
        inner = first.arguments[0] if isinstance(first, Call) and first.function == "ROUND" else first
        divided = reduce(inner, self.expand)
        if divided is None or not divided.divisors:
            return None if divided is None else arguments[0]
        return arguments[0] if self._value(Expression(terms=tuple((1, n) for n in divided.divisors))) else arguments[1]

    def _is_met(self, node: Node) -> bool | None:
        """Whether a comparison of numbers (or of an empty cell with ``""``) is true; None for other conditions."""
        if isinstance(node, Call) and node.function == "ISERROR" and len(node.arguments) == 1:
            chosen = self._iferror((node.arguments[0], Text("")))
            return None if chosen is None else isinstance(chosen, Text)
        if not isinstance(node, Binary) or node.operator not in COMPARISONS:
            return None
        if node.right == Text("") and isinstance(node.left, Name) and _is_single(node.left.text):
            empty = self.book.value(self.book.cells(node.left.text, self.sheet)[0]) in (None, "")
            return empty == (node.operator == "=") if node.operator in ("=", "<>") else None
        left, right = self._side(node.left), self._side(node.right)
        if not isinstance(left, Fraction) or not isinstance(right, Fraction):
            return None  # texts compare by the machine's language
        return _compare(left, node.operator, right)

    def _side(self, node: Node) -> Fraction | None:
        """What one side of a comparison is worth; None for words."""
        if isinstance(node, Name) and _is_single(node.text):
            place = self.book.cells(node.text, self.sheet)[0]
            if self.book.value(place) is None and self.book.formula(place):
                return None  # an empty text, which is no 0
        expression = reduce(node, self.expand)
        return None if expression is None else self._value(expression)

    def _value(self, expression: Expression) -> Fraction | None:
        """What a sum is worth by the stored values; None for other expressions, and where words stand in it."""
        if not expression.is_linear:
            return None
        total = Fraction(expression.offset)
        for sign, name in expression.terms:
            in_range = name.startswith(RANGE)
            for place in self.book.cells(name.removeprefix(RANGE), self.sheet):
                number = self.book.number(place)
                if number is None and not in_range and self.book.value(place) is not None:
                    return None
                total += sign * Fraction(number or 0)
        return total


def _names(arguments: Sequence[Node]) -> list[str] | None:
    """The references that the arguments are; None where one is something else."""
    names = [a.text for a in arguments if isinstance(a, Name)]
    return names if names and len(names) == len(arguments) else None


def _is_single(name: str) -> bool:
    return ":" not in name


def _compare(left: Fraction, operator: str, right: Fraction) -> bool:
    return {
        "=": left == right,
        "<>": left != right,
        "<": left < right,
        ">": left > right,
        "<=": left <= right,
        ">=": left >= right,
    }[operator]


class _Criterion:
    """What ``SUMIF`` asks of a cell: a number in an order, or words equal or not."""

    def __init__(self, operator: str, wanted: Fraction | str) -> None:
        self.operator = operator
        self.wanted = wanted

    @classmethod
    def read(cls, text: str) -> _Criterion:
        match = _CRITERION.match(text)
        assert match is not None
        operator, rest = match[1] or "=", match[2]
        if _NUMBER.match(rest):
            return cls(operator, Fraction(rest))
        if not rest or set(rest) & set("*?~,%/") or operator not in ("=", "<>"):
            raise UnclearError("criterion")
        return cls(operator, rest.casefold())

    def meets(self, value: Value) -> bool:
        """Whether a cell's value meets the criterion.

        Raises:
            UnclearError: a program might compare them otherwise.
        """
        if isinstance(self.wanted, str):
            if not isinstance(value, str) and value is not None:
                return self.operator == "<>"
            return (value is not None and value.casefold() == self.wanted) == (self.operator == "=")
        if is_plain_number(value):
            return _compare(Fraction(stored_value(value)), self.operator, self.wanted)  # type: ignore[arg-type]
        if value is None or (isinstance(value, str) and not any(ch.isdigit() for ch in value)):
            return self.operator == "<>"
        raise UnclearError("criterion")

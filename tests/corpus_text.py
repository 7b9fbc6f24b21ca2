"""The corpus as data: texts, and the relations that they state, each with the places of its figures and what must hold.

The arithmetic here is its own, and knows nothing of the program: numbers are read by the language of the file's name, and a
relation holds if some values that the printed digits can stand for satisfy it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from pathlib import Path

__all__ = ["CORPUS", "Report", "Stated", "load"]

CORPUS = Path(__file__).parent / "corpus"
_TOKEN = re.compile(r"\{[\d.]+\}|#?\d(?:[\d.,]*\d)?%?(?:@\d)?|[-+*/=]|<=|vs")


@dataclass(frozen=True)
class Stated:
    """A relation that a text states: ``text`` as annotated; ``figures``: (offset, digits) of each printed one, the stated first."""

    text: str
    holds: bool
    tokens: tuple[str, ...]
    figures: tuple[tuple[int, str], ...]
    english: bool

    def true_of(self, digits: dict[int, str] | None = None) -> bool:
        """Whether it holds, with the figures at some offsets replaced."""
        if self.tokens[0].startswith("#"):
            return not digits or int(digits.get(self.figures[0][0], self.figures[0][1])) == int(self.figures[0][1])
        return any(self._at(scale, digits or {}) for scale in (0, 2, 3, 5, 6, 9, -3, -6, -9))

    def _at(self, scale: int, digits: dict[int, str]) -> bool:
        numbers = iter(self.figures)
        values: list[str | list[Fraction]] = []
        for token in self.tokens:
            if token[0] == "{":
                values.append([Fraction(token[1:-1])])
            elif token[0].isdigit() or token[0] == "#":
                offset, printed = next(numbers)
                values.append(_span(digits.get(offset, printed), self.english, first=not values))
            else:
                values.append(token)
        stated, sign, right = values[0], values[1], values[2:]
        assert isinstance(stated, list)
        results = []
        for choice in _choices(right):
            try:
                results.append(_compute(right, iter(choice)) * Fraction(10) ** scale)
            except ZeroDivisionError:
                return False
        if sign == "<=":
            return stated[0] <= max(results)
        return min(results) <= stated[-1] and stated[0] <= max(results)


def _choices(right: list[str | list[Fraction]]) -> Iterable[tuple[Fraction, ...]]:
    """The values of the figures that may make the result least or largest: of sums these are known, else all are tried."""
    figures = [v for v in right if isinstance(v, list)]
    signs = ["+", *(v for v in right if isinstance(v, str))]
    if not set(signs) <= {"+", "-"}:
        return product(*figures)
    pairs = list(zip(signs, figures, strict=True))
    return [tuple(v[0] if (sign == "+") == least else v[-1] for sign, v in pairs) for least in (True, False)]


def _compute(right: list[str | list[Fraction]], values: object) -> Fraction:
    numbers = [next(values) if isinstance(v, list) else v for v in right]  # type: ignore[call-overload]
    result = numbers[0]
    for operator, value in zip(numbers[1::2], numbers[2::2], strict=True):
        if operator == "vs":
            result = abs(result - value) / value
        else:
            result = {"+": result + value, "-": result - value, "*": result * value}.get(operator) or (
                result / value if operator == "/" else result * 0
            )
    return result


def _span(printed: str, english: bool, *, first: bool) -> list[Fraction]:
    """Lowest, middle and highest value that digits can stand for; whole numbers are exact but where they are computed."""
    bare = printed.rstrip("%")
    grouping, mark = (",", ".") if english else (".", ",")
    whole, _, decimals = bare.replace(grouping, "").partition(mark)
    value = Fraction(f"{whole}.{decimals or 0}")
    if decimals or printed.endswith("%") or first:
        step = Fraction(1, 10 ** len(decimals))
        return [value - step / 2, value, value + step]
    return [value]


@dataclass(frozen=True)
class Report:
    name: str
    text: str
    stated: tuple[Stated, ...]


def load(path: Path) -> Report:
    """A report of the corpus. Raises ValueError for a figure that is not in the text above its relation."""
    lines, text, notes, block, offset = path.read_text("utf-8").split("\n"), [], [], 0, 0
    for line in lines:
        if line[:2] in ("= ", "! "):
            notes.append((line[0] == "=", line[2:], block))
            continue
        if not line.strip():
            block = offset + 1
        text.append(line)
        offset += len(line) + 1
    whole = "\n".join(text)
    english = path.stem.endswith("-en")
    stated = []
    for holds, note, start in notes:
        tokens = tuple(_TOKEN.findall(note))
        figures = tuple(_places(whole, tokens, start, f"{path.name}: {note}"))
        stated.append(Stated(note, holds, tuple(t.partition("@")[0] for t in tokens), figures, english))
    return Report(path.stem, whole, tuple(stated))


def _places(text: str, tokens: tuple[str, ...], start: int, note: str) -> list[tuple[int, str]]:
    end = text.find("\n\n", start)
    out: list[tuple[int, str]] = []
    for token in tokens:
        if not re.match(r"#?\d", token):
            continue
        digits, _, which = token.lstrip("#").partition("@")
        pattern = rf"(?<![\d.,]){re.escape(digits)}(?![\d%]|[.,]\d)"
        inside = [m.start() for m in re.finditer(pattern, text[start : None if end < 0 else end])]
        free = [start + at for at in inside if (start + at, digits) not in out] or [start + at for at in inside]
        before = [m.start() for m in re.finditer(pattern, text[:start])]
        if which and len(inside) >= int(which):
            out.append((start + inside[int(which) - 1], digits))
        elif free:
            out.append((free[0], digits))
        elif before:
            out.append((before[-1], digits))
        else:
            raise ValueError(f"{note}: {digits} is not in the text")
    return out

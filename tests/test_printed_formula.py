"""The grammar of formulas that reports print: any formula, printed in any style, is read as what it says."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportcheck.formula import FormulaError
from reportcheck.printed_formula import code_key, formulas_in, parse_printed

# A formula as a tree: a code, or (sign, tree) pairs in brackets.
Tree = str | list[tuple[int, "Tree"]]  # type: ignore[misc]

PLAIN_CODES = st.one_of(
    st.integers(1, 99).map(str),
    st.sampled_from(["110", "131", "270", "131.1", "1.1", "1.2.3", "1a", "411b"]),
    st.sampled_from(["I", "II", "III", "IV", "VI", "A", "B", "C", "D", "E"]),
)
CODES = PLAIN_CODES.filter(lambda code: code not in ("100",))
SIGNED = st.sampled_from([1, -1])


def trees(codes: st.SearchStrategy[str]) -> st.SearchStrategy[Tree]:
    sums = st.lists(st.tuples(SIGNED, codes), min_size=2, max_size=5).map(lambda terms: [(1, terms[0][1]), *terms[1:]])
    return st.lists(st.tuples(SIGNED, st.one_of(codes, sums)), min_size=2, max_size=5).map(
        lambda terms: [(1, terms[0][1]), *terms[1:]]
    )


def flat(tree: Tree, sign: int = 1) -> list[tuple[int, str]]:
    """The signed codes of a tree, brackets dissolved."""
    if isinstance(tree, str):
        return [(sign, tree)]
    return [leaf for s, part in tree for leaf in flat(part, sign * s)]


class Style:
    """How somebody prints a formula."""

    def __init__(
        self, words: str, space: str, wide: bool, decomposed: bool, minus: str, zeros: bool, brackets: str
    ) -> None:
        self.words, self.space, self.wide, self.decomposed = words, space, wide, decomposed
        self.minus, self.zeros, self.brackets = minus, zeros, brackets

    def code(self, code: str) -> str:
        if self.zeros and len(code) == 1 and code.isdigit():
            code = f"0{code}"
        return {
            "bare": code, "marked": f"({code})", "vi": f"Cột {code}", "vi marked": f"cột ({code})", "vi row": f"Mã số {code}",
            "en": f"Column {code}", "en short": f"Col. {code}", "en row": f"line {code}",
        }[self.words]  # fmt: skip

    def print(self, tree: Tree, *, outermost: bool = True) -> str:
        if isinstance(tree, str):
            return self.code(tree)
        text = ""
        for sign, part in tree:
            operator = ("+" if sign > 0 else self.minus) if text else ""
            text += f"{self.space}{operator}{self.space}" if operator else ""
            text += self.print(part, outermost=False)
        if outermost:
            return text
        return f"{self.brackets[0]}{text}{self.brackets[1]}"

    def dress(self, text: str) -> str:
        if self.wide:
            text = "".join(chr(ord(c) + 0xFEE0) if c in "()+=-*/" else c for c in text)
        return unicodedata.normalize("NFD", text) if self.decomposed else text


STYLES = st.builds(
    Style,
    st.sampled_from(["bare", "marked", "vi", "vi marked", "vi row", "en", "en short", "en row"]),
    st.sampled_from(["", " ", "  ", "\u00a0"]),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["-", "–", "−"]),
    st.booleans(),
    st.sampled_from(["()", "[]", "{}"]),
)


@given(CODES, trees(CODES), STYLES)
def test_a_printed_formula_says_what_was_meant(target: str, tree: Tree, style: Style) -> None:
    text = style.dress(f"{style.code(target)}{style.space}={style.space}{style.print(tree)}")
    formula = parse_printed(text)
    assert formula.target == target
    assert list(formula.sides[0].terms) == flat(tree)


@given(
    CODES,
    trees(CODES),
    STYLES,
    st.sampled_from(
        [("Ghi chú: ", "."), ("TÀI SẢN NGẮN HẠN (", ")"), ("Gross profit [", "]; see below"), ("Lãi gộp {", "} (*)")]
    ),
)
def test_a_formula_among_words_is_the_same_formula(
    target: str, tree: Tree, style: Style, around: tuple[str, str]
) -> None:
    text = style.dress(around[0] + f"{style.code(target)} = {style.print(tree)}" + around[1])
    assert [(f.target, list(f.sides[0].terms)) for f in formulas_in(text)] == [(target, flat(tree))]


@given(CODES, st.lists(trees(CODES), min_size=2, max_size=4), STYLES)
def test_chains(target: str, sides: list[Tree], style: Style) -> None:
    text = style.dress("=".join([style.code(target), *(style.print(side) for side in sides)]))
    assert [list(side.terms) for side in parse_printed(text).sides] == [flat(side) for side in sides]


@given(
    CODES,
    CODES,
    CODES,
    STYLES,
    st.sampled_from([("/", "*"), (":", "x"), ("÷", "×"), (" : ", " x "), ("/", " X ")]),
    st.sampled_from(["100", "100%", "100 %"]),
)
def test_shares(target: str, part: str, whole: str, style: Style, signs: tuple[str, str], hundred: str) -> None:
    text = f"{style.code(target)} = {style.code(part)}{signs[0]}{style.code(whole)}{signs[1]}{hundred}"
    side = parse_printed(style.dress(text)).sides[0]
    assert (side.terms, side.divisors, side.factor) == (((1, part),), (whole,), Decimal(100))


@given(
    st.integers(1, 40),
    st.integers(2, 12),
    st.integers(1, 3),
    st.sampled_from(["...", "…", " … ", "....", "…."]),
    STYLES,
)
def test_runs_are_written_out(first: int, count: int, step: int, dots: str, style: Style) -> None:
    codes = [str(first + step * n) for n in range(count + 2)]
    shown = codes[:2] if step > 1 or count % 2 else codes[:1]
    text = "+".join([*map(style.code, shown), dots, style.code(codes[-1])])
    assert [name for _, name in parse_printed(style.dress(f"{style.code('99')}={text}")).sides[0].terms] == codes


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Tổng số (từ 1 đến 5)", "1 2 3 4 5"), ("Tổng (1 đến 3)", "1 2 3"), ("(1+…+5)", "1 2 3 4 5"), ("Cộng (I+II+...+V)", "I II III IV V"),
        ("Tổng cộng A+...+D", "A B C D"), ("(1.1 + 1.2 + … + 1.4)", "1.1 1.2 1.3 1.4"), ("(2+4+...+10)", "2 4 6 8 10"), ("(110+120+…+150)", "110 120 130 140 150"),
        ("Total (1 to 3)", "1 2 3"),
    ],
)  # fmt: skip
def test_ranges(text: str, names: str) -> None:
    (formula,) = formulas_in(text)
    assert formula.target == ""
    assert list(formula.names) == names.split()


@pytest.mark.parametrize(
    ("text", "target", "names"),
    [
        ("A - TÀI SẢN NGẮN HẠN (100 = 110+120+130+140+150)", "100", "110 120 130 140 150"), ("(60 = 50 - 51 - 52)", "60", "50 51 52"),
        ("10. Lợi nhuận thuần {30 = 20 + (21 - 22) - (25 + 26)}", "30", "20 21 22 25 26"), ("Bội chi (III= II- I)", "III", "II I"),
        ("cột (5) bằng cột (3) cộng cột (4)", "5", "3 4"), ("2+3=1", "1", "2 3"), ("Cộng (6) = (1)+(2) (%)", "6", "1 2"),
    ],
)  # fmt: skip
def test_formulas_as_forms_print_them(text: str, target: str, names: str) -> None:
    (formula,) = formulas_in(text)
    assert (formula.target, formula.names) == (target, tuple(names.split()))


@pytest.mark.parametrize(
    "text",
    [
        "", "Tổng số", "Điều 5 Nghị định 61/2018/NĐ-CP", "(1)", "Số liệu (2024)", "15/10/2025", "Hội nghị, họp", "A. Chi", "(*)", "I.",
        "ĐT (024) 3825 1234", "Nam + nữ", "lúc 9:00", "Tăng (+), giảm (-)", "3.500 người", "100%", "Mẫu số B01 - DN", "kỳ I/2025",
    ],
)  # fmt: skip
def test_words_without_a_formula(text: str) -> None:
    assert [f for f in formulas_in(text) if f.target or f.bracketed] == []


@pytest.mark.parametrize(
    ("text", "position"),
    [("(3)=(4)+", 8), ("3 = 4 + Nam", 8), ("1 = (2 + 3", 10), ("1 = 2 ++ / 3", 9), ("1+2=3+4", 0), ("1 = 5+...+2", 5)],
)
def test_errors_point_at_the_place(text: str, position: int) -> None:
    with pytest.raises(FormulaError) as caught:
        parse_printed(text)
    assert caught.value.position == position
    assert "⟨here⟩" in str(caught.value)


@given(st.text(max_size=60))
def test_any_text_is_read_without_a_crash(text: str) -> None:
    formulas_in(text)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("01", "1"),
        ("(3)", "3"),
        (" IV. ", "IV"),
        ("131.1", "131.1"),
        ("1A", "1a"),
        ("010", "10"),
        ("0", "0"),
        ("a)", "a"),
        ("Tổng", ""),
        ("1.234.567,8", ""),
        ("", ""),
    ],
)
def test_codes(text: str, key: str) -> None:
    assert code_key(text) == key

"""Relations that nobody declared, in generated tables: what is tied is known from how the figures were made.

Figures come from a seed, not from a search for the worst case: a search would find the coincidences that chance allows.
"""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any, TypeAlias

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from workbook import workbook

from reportcheck import Report, Settings, validate
from reportcheck.report import read, run

SETTINGS = Settings.of()
Place: TypeAlias = "tuple[int, int]"  # row and column in the sheet
Claim: TypeAlias = "tuple[str, Place, frozenset[tuple[int, Place]]]"
Rows: TypeAlias = "list[list[Any]]"

PLACES = (
    "Hà Giang", "Cao Bằng", "Lào Cai", "Sơn La", "Phú Thọ", "Nam Định", "Thái Bình", "Nghệ An", "Quảng Trị", "Kon Tum",
    "Gia Lai", "Phú Yên", "Tây Ninh", "Long An", "Bến Tre", "Trà Vinh",
)  # fmt: skip
TOWNS = (
    "Aldham", "Barton", "Colby", "Denby", "Easton", "Farley", "Garton", "Hadley", "Ingham", "Kelby",
    "Langton", "Marley", "Norton", "Oakham", "Paxton", "Radley",
)  # fmt: skip
CROPS = ("Lúa", "Ngô", "Khoai", "Sắn", "Mía", "Lạc", "Chè", "Cà phê", "Cao su", "Hồ tiêu", "Điều", "Bông")
GRAINS = ("Wheat", "Maize", "Barley", "Oats", "Rye", "Peas", "Beans", "Flax", "Hops", "Beet", "Clover", "Millet")

seeds = st.integers(0, 2**32 - 1)


# -- looking ---------------------------------------------------------------------------


def csv_file(rows: Iterable[Sequence[Any]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(["" if cell is None else cell for cell in row] for row in rows)
    return out.getvalue().encode()


def claims(source: Any) -> set[Claim]:
    """The firm relations between the cells of one sheet, whether they hold or fail."""
    checked = run(
        read(source, "a.csv" if isinstance(source, bytes) and not source.startswith(b"PK") else None), SETTINGS
    )
    found = set()
    for settled in checked.settled:
        for judgement in settled.judgements():
            relation = judgement.relation
            if relation.firm:
                parts = frozenset((o.sign, place(o.figure)) for o in relation.operands)
                found.add((relation.kind, place(relation.target), parts))
    return found


def place(figure: Any) -> Place:
    assert figure.location.row is not None
    assert figure.location.column is not None
    return figure.location.row, figure.location.column


def total(target: Place, parts: Iterable[Place]) -> Claim:
    return "sum", target, frozenset((1, part) for part in parts)


def loud(report: Report) -> list[Any]:
    return [finding for finding in report.findings if finding.severity in ("error", "warning")]


def blamed(report: Report) -> set[Place]:
    """The cells that errors and warnings name, as figures or as suspects."""
    cells = set()
    for finding in loud(report):
        cells |= {place(figure) for _, figure in finding.figures}
        cells |= {place(suspect.figure) for suspect in finding.suspects}
    return cells


def check(rows: Rows) -> Report:
    return validate(csv_file(rows), name="a.csv", settings=SETTINGS)


def slip(figure: int, pick: random.Random, places: int = 0) -> int:
    """Another figure with as many digits, one of them changed; none of so many last ones."""
    text = str(figure)
    at = pick.randrange(len(text) - places)
    others = [d for d in ("123456789" if at == 0 and len(text) > 1 else "0123456789") if d != text[at]]
    return int(text[:at] + pick.choice(others) + text[at + 1 :])


# -- tables ----------------------------------------------------------------------------


def cross_table(pick: random.Random, *, height: int, parts: int, most: int = 5_000_000, wording: bool = True) -> Rows:
    """A heading, rows of a total and its parts, and last a row of the columns' totals."""
    body = [[pick.randint(most // 500, most) for _ in range(parts)] for _ in range(height)]
    figures = [[sum(row), *row] for row in body]
    figures.append([sum(column) for column in zip(*figures, strict=True)])
    heads = ["Tổng số" if wording else CROPS[-1], *CROPS[:parts]]
    names = [*PLACES[:height], "Tổng cộng" if wording else PLACES[-1]]
    return [["Địa bàn", *heads], *([name, *row] for name, row in zip(names, figures, strict=True))]


def cross_totals(height: int, parts: int) -> set[Claim]:
    """What ties the cells of a cross table: each row's total, each column's."""
    last = height + 1
    by_row = {total((r, 1), [(r, c) for c in range(2, parts + 2)]) for r in range(1, last + 1)}
    by_column = {total((last, c), [(r, c) for r in range(1, last)]) for c in range(1, parts + 2)}
    return by_row | by_column


def tree_table(
    pick: random.Random, *, groups: Sequence[int], width: int, wording: bool = True
) -> tuple[Rows, dict[int, list[int]]]:
    """A heading, a grand total, then groups: each a total and, below it, so many parts. Also which rows each total sums."""
    rows: Rows = [["Đơn vị", *CROPS[:width]], []]
    totals: dict[int, list[int]] = {1: []}
    for number, count in enumerate(groups):
        head = len(rows)
        parts = [[pick.randint(1_000, 99_999) for _ in range(width)] for _ in range(count)]
        mark = f"{('I', 'II', 'III', 'IV')[number]}. " if wording else ""
        rows.append([f"{mark}Vùng {TOWNS[number]}", *(sum(column) for column in zip(*parts, strict=True))])
        for i, part in enumerate(parts, 1):
            rows.append([f"{f'{i}. ' if wording else ''}{PLACES[(5 * number + i) % len(PLACES)]}", *part])
        totals[1].append(head)
        totals[head] = list(range(head + 1, len(rows)))
    rows[1] = [
        "Tổng cộng" if wording else "Toàn bộ",
        *(sum(rows[head][c] for head in totals[1]) for c in range(1, width + 1)),
    ]
    return rows, totals


def lacking(found: set[Claim], totals: dict[int, list[int]], width: int) -> list[Claim]:
    """The totals that nothing claims. A grand total may be claimed of the groups' totals or of all that these sum."""
    leaves = [part for head in totals[1] for part in totals[head]]
    missing = []
    for row, parts in totals.items():
        for c in range(1, width + 1):
            readings = [total((row, c), [(part, c) for part in parts])]
            if row == 1:
                readings.append(total((row, c), [(part, c) for part in leaves]))
            if not found.intersection(readings):
                missing.append(readings[0])
    return missing


trees = st.lists(st.integers(3, 5), min_size=2, max_size=4)
sizes = st.tuples(st.integers(6, 14), st.integers(3, 6))


# -- the same relations, however the table is written -------------------------------------


@settings(max_examples=40, deadline=None)
@given(seeds, sizes, st.booleans())
def test_what_ties_a_table_is_claimed_and_nothing_else(seed: int, size: tuple[int, int], wording: bool) -> None:
    height, parts = size
    rows = cross_table(random.Random(seed), height=height, parts=parts, wording=wording)
    assert claims(csv_file(rows)) == cross_totals(height, parts)
    assert not loud(check(rows))


@settings(max_examples=40, deadline=None)
@given(seeds, sizes, st.booleans())
def test_rows_and_columns_may_stand_in_any_order(seed: int, size: tuple[int, int], wording: bool) -> None:
    height, parts = size
    pick = random.Random(seed)
    rows = cross_table(pick, height=height, parts=parts, wording=wording)
    down = [0, *pick.sample(range(1, height + 1), height), height + 1]
    across = [0, 1, *pick.sample(range(2, parts + 2), parts)]
    shuffled = [[rows[r][c] for c in across] for r in down]

    def home(at: Place) -> Place:
        return down[at[0]], across[at[1]]

    moved = {
        (kind, home(at), frozenset((sign, home(part)) for sign, part in operands))
        for kind, at, operands in claims(csv_file(shuffled))
    }
    assert moved == claims(csv_file(rows)) == cross_totals(height, parts)


@settings(max_examples=30, deadline=None)
@given(seeds, sizes)
def test_labels_without_cues_do_not_matter(seed: int, size: tuple[int, int]) -> None:
    height, parts = size
    pick = random.Random(seed)
    rows = cross_table(pick, height=height, parts=parts, wording=False)
    heads, names = pick.sample(GRAINS, parts + 1), pick.sample(TOWNS, height + 1)
    renamed = [["Place", *heads], *([name, *row[1:]] for name, row in zip(names, rows[1:], strict=True))]
    assert claims(csv_file(renamed)) == claims(csv_file(rows)) == cross_totals(height, parts)


SPELLINGS = {
    "plain": ("", ""), "dots": (".", ","), "commas": (",", "."), "spaces": (" ", ","), "no-break spaces": ("\u00a0", ","),
}  # fmt: skip


def spelt(value: Any, spelling: str, places: int) -> Any:
    """A whole number of units of the last digit, printed with so many decimals."""
    if not isinstance(value, int):
        return value
    mark, point = SPELLINGS[spelling]
    whole, rest = divmod(value, 10**places)
    text = f"{whole:,}".replace(",", mark)
    return f"{text}{point or '.'}{rest:0{places}}" if places else text


@pytest.mark.parametrize("spelling", SPELLINGS)
@settings(max_examples=15, deadline=None)
@given(seeds, sizes, st.integers(0, 2))
def test_marks_between_digits_do_not_matter(spelling: str, seed: int, size: tuple[int, int], places: int) -> None:
    height, parts = size
    most = 5_000_000 * 10**places
    rows = cross_table(random.Random(seed), height=height, parts=parts, most=most)
    printed = [[spelt(cell, spelling, places) for cell in row] for row in rows]
    assert claims(csv_file(printed)) == cross_totals(height, parts)


@settings(max_examples=15, deadline=None)
@given(seeds, sizes)
def test_the_kind_of_file_does_not_matter(seed: int, size: tuple[int, int]) -> None:
    height, parts = size
    rows = cross_table(random.Random(seed), height=height, parts=parts)
    frame = pd.DataFrame(rows[1:], columns=rows[0])
    assert claims(workbook({"S": rows})) == claims(frame) == cross_totals(height, parts)


# -- levels of totals ---------------------------------------------------------------------


@settings(max_examples=40, deadline=None)
@given(seeds, trees, st.integers(4, 8), st.booleans())
def test_totals_on_two_levels_are_all_claimed(seed: int, groups: list[int], width: int, wording: bool) -> None:
    rows, totals = tree_table(random.Random(seed), groups=groups, width=width, wording=wording)
    assert not lacking(claims(csv_file(rows)), totals, width)
    report = check(rows)
    assert not loud(report)
    assert report.counts.failed == 0


@settings(max_examples=80, deadline=None)
@given(seeds, trees, st.integers(4, 8), st.data())
def test_one_wrong_digit_is_found_where_three_like_columns_hold(
    seed: int, groups: list[int], width: int, data: st.DataObject
) -> None:
    """In a table of a dozen sums a unit more or less may be rounding, so that the last digit is another test's."""
    pick = random.Random(seed)
    rows, _ = tree_table(pick, groups=groups, width=width)
    at = data.draw(st.integers(1, len(rows) - 1)), data.draw(st.integers(1, width))
    rows[at[0]][at[1]] = slip(rows[at[0]][at[1]], pick, places=1)
    assert at in blamed(check(rows))


@settings(max_examples=20, deadline=None)
@given(seeds, st.integers(3, 5), st.booleans(), st.data())
def test_a_unit_more_or_less_is_found_where_all_others_agree(
    seed: int, parts: int, more: bool, data: st.DataObject
) -> None:
    rows = cross_table(random.Random(seed), height=15, parts=parts)
    at = data.draw(st.integers(1, 15)), data.draw(st.integers(1, parts + 1))
    rows[at[0]][at[1]] += 1 if more else -1
    assert at in blamed(check(rows))


@settings(max_examples=40, deadline=None)
@given(seeds, st.integers(3, 5), st.data())
def test_any_other_figure_is_found_where_nine_like_rows_hold(seed: int, parts: int, data: st.DataObject) -> None:
    """Not only slips of the pen: a figure taken from anywhere."""
    height = 12
    pick = random.Random(seed)
    rows = cross_table(pick, height=height, parts=parts, wording=False)
    at = data.draw(st.integers(1, height)), data.draw(st.integers(1, parts + 1))
    right = rows[at[0]][at[1]]
    while rows[at[0]][at[1]] == right:
        rows[at[0]][at[1]] = pick.randint(10_000, 5_000_000)
    assert at in blamed(check(rows))


@settings(max_examples=40, deadline=None)
@given(seeds, trees, st.integers(4, 8), st.data())
def test_a_wrong_figure_blames_only_what_it_is_tied_to(
    seed: int, groups: list[int], width: int, data: st.DataObject
) -> None:
    pick = random.Random(seed)
    rows, totals = tree_table(pick, groups=groups, width=width)
    at = data.draw(st.integers(1, len(rows) - 1)), data.draw(st.integers(1, width))
    rows[at[0]][at[1]] = slip(rows[at[0]][at[1]], pick)
    tied = {row for head, parts in totals.items() if at[0] in (head, *parts) for row in (head, *parts)}
    if at[0] in (1, *totals[1]):
        tied |= set(range(1, len(rows)))  # a grand total may be claimed of all that the groups' totals sum
    assert blamed(check(rows)) <= {(row, at[1]) for row in tied}


# -- shares, changes, averages ----------------------------------------------------------------


def rounded(value: Fraction, places: int) -> str:
    """A fraction as it is printed, half away from zero."""
    units = int(abs(value) * 10**places + Fraction(1, 2))
    whole, rest = divmod(units, 10**places)
    return f"{'-' if value < 0 and units else ''}{whole}.{rest:0{places}}"


def derived_table(kind: str, pick: random.Random, height: int, places: int) -> tuple[Rows, int]:
    """Rows of independent figures and, last, one that follows from some of them; also how many it follows from."""
    rows: Rows = []
    for r in range(height):
        if kind == "average":
            own = [pick.randint(100, 9_999) for _ in range(4)]
            last = Fraction(sum(own), len(own))
        elif kind == "share":
            whole = pick.randint(2_000, 99_999)
            own = [whole, pick.randint(whole // 10, whole - 1)]
            last = Fraction(100 * own[1], own[0])
        else:
            before = pick.randint(2_000, 99_999)
            own = [before, pick.randint(before // 2, 2 * before)]
            last = Fraction(100 * (own[1] - before), before)
        rows.append([PLACES[r], *own, rounded(last, places)])
    heads = {
        "average": ["Quý I", "Quý II", "Quý III", "Quý IV", "Bình quân"],
        "share": ["Phải làm", "Đã làm", "Tỷ lệ (%)"],
        "change": ["Năm trước", "Năm nay", "Tăng, giảm (%)"],
    }[kind]
    return [["Địa bàn", *heads], *rows], len(rows[0]) - 2


@pytest.mark.parametrize("kind", ["average", "share", "change"])
@settings(max_examples=30, deadline=None)
@given(seeds, st.integers(8, 15), st.integers(1, 2))
def test_what_follows_from_other_figures_is_claimed(kind: str, seed: int, height: int, places: int) -> None:
    rows, parts = derived_table(kind, random.Random(seed), height, places)
    wanted = {(kind, (r, parts + 1), frozenset((1, (r, c)) for c in range(1, parts + 1))) for r in range(1, height + 1)}
    assert claims(csv_file(rows)) == wanted
    assert not loud(check(rows))


@pytest.mark.parametrize("kind", ["average", "share", "change"])
@settings(max_examples=30, deadline=None)
@given(seeds, st.integers(1, 12), st.integers(1, 2))
def test_a_wrong_first_digit_of_it_is_found(kind: str, seed: int, row: int, places: int) -> None:
    pick = random.Random(seed)
    rows, parts = derived_table(kind, pick, 12, places)
    text = rows[row][parts + 1]
    first = next(i for i, sign in enumerate(text) if sign.isdecimal())
    wrong = pick.choice([d for d in "123456789" if d != text[first]])
    rows[row][parts + 1] = text[:first] + wrong + text[first + 1 :]
    assert (row, parts + 1) in blamed(check(rows))


# -- nothing is tied ------------------------------------------------------------------------

DRAWS = {
    "wide": lambda pick: pick.randint(1, 99_999),
    "skewed": lambda pick: max(1, round(pick.lognormvariate(6, 1.5))),
    "small": lambda pick: pick.randint(0, 20),
    "years": lambda pick: pick.randint(1985, 2026),
    "percentages": lambda pick: f"{pick.randint(0, 99)}.{pick.randint(0, 9)}",
}


@pytest.mark.parametrize("kind", DRAWS)
@settings(max_examples=40, deadline=None, derandomize=True)  # chance has a say: the same tables each time
@given(seeds, st.integers(8, 15), st.integers(2, 10))
def test_independent_figures_raise_nothing(kind: str, seed: int, height: int, width: int) -> None:
    pick = random.Random(seed)
    rows: Rows = [["Địa bàn", *CROPS[:width]]]
    rows += [[PLACES[r], *(DRAWS[kind](pick) for _ in range(width))] for r in range(height)]
    assert not loud(check(rows))


# -- two tables ------------------------------------------------------------------------------


def other_table(pick: random.Random, height: int, parts: int) -> Rows:
    """A table of other things in other places, with totals of its own."""
    rows = cross_table(pick, height=height, parts=parts, most=90_000)
    heads = ["Total", *GRAINS[:parts]]
    return [
        ["Town", *heads],
        *([name, *row[1:]] for name, row in zip([*TOWNS[:height], "Total"], rows[1:], strict=True)),
    ]


def shifted(found: set[Claim], down: int, across: int) -> set[Claim]:
    def move(at: Place) -> Place:
        return at[0] + down, at[1] + across

    return {(kind, move(at), frozenset((sign, move(part)) for sign, part in parts)) for kind, at, parts in found}


@settings(max_examples=30, deadline=None)
@given(seeds, sizes, sizes, st.integers(1, 3))
def test_nothing_ties_a_table_to_one_below(seed: int, one: tuple[int, int], two: tuple[int, int], gap: int) -> None:
    pick = random.Random(seed)
    first, second = cross_table(pick, height=one[0], parts=one[1]), other_table(pick, *two)
    width = max(one[1], two[1]) + 2
    rows = [row + [None] * (width - len(row)) for row in [*first, *([[]] * gap), *second]]
    assert claims(csv_file(rows)) == cross_totals(*one) | shifted(cross_totals(*two), len(first) + gap, 0)
    assert not loud(check(rows))


def side_by_side(first: Rows, second: Rows, gap: int) -> Rows:
    height = max(len(first), len(second))
    left, right = ([*rows, *([[None] * len(rows[0])] * (height - len(rows)))] for rows in (first, second))
    return [a + [None] * gap + b for a, b in zip(left, right, strict=True)]


@settings(max_examples=30, deadline=None)
@given(seeds, sizes, sizes, st.integers(1, 2))
def test_nothing_ties_a_table_to_one_beside(seed: int, one: tuple[int, int], two: tuple[int, int], gap: int) -> None:
    pick = random.Random(seed)
    first, second = cross_table(pick, height=one[0], parts=one[1]), other_table(pick, *two)
    across = len(first[0]) + gap
    rows = side_by_side(first, second, gap)
    assert not loud(check(rows))
    found = claims(csv_file(rows))
    assert found
    assert found <= cross_totals(*one) | shifted(cross_totals(*two), 0, across)


@settings(max_examples=30, deadline=None)
@given(seeds, sizes, sizes, st.integers(1, 2))
@example(0, (6, 3), (11, 4), 1)
@example(0, (14, 4), (6, 3), 1)
def test_all_is_claimed_of_tables_that_stand_side_by_side(
    seed: int, one: tuple[int, int], two: tuple[int, int], gap: int
) -> None:
    pick = random.Random(seed)
    first, second = cross_table(pick, height=one[0], parts=one[1]), other_table(pick, *two)
    across = len(first[0]) + gap
    found = claims(csv_file(side_by_side(first, second, gap)))
    assert found == cross_totals(*one) | shifted(cross_totals(*two), 0, across)


@settings(max_examples=20, deadline=None)
@given(seeds, sizes, sizes)
def test_nothing_ties_a_sheet_to_another(seed: int, one: tuple[int, int], two: tuple[int, int]) -> None:
    pick = random.Random(seed)
    first, second = cross_table(pick, height=one[0], parts=one[1]), other_table(pick, *two)
    frames = {name: pd.DataFrame(rows[1:], columns=rows[0]) for name, rows in (("Một", first), ("Two", second))}
    for source in (workbook({"Một": first, "Two": second}), frames):
        sheets: set[frozenset[str | None]] = set()
        for settled in run(read(source), SETTINGS).settled:
            for judgement in settled.judgements():
                relation = judgement.relation
                figures = [relation.target, *(operand.figure for operand in relation.operands)]
                sheets.add(frozenset(figure.location.sheet for figure in figures))
        assert sheets == {frozenset({"Một"}), frozenset({"Two"})}

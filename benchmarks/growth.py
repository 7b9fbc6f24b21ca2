"""How the time to find relations grows with a table: rows, columns, and a fitted exponent.

    python benchmarks/growth.py [--cells 2000000] [--kind NAME …] [--seconds 600]

Tables of 10 … 100,000 rows and 5 … 200 columns, up to so many cells (20,000,000 is all of them, and needs memory), of three kinds:

* ``named``: totals of groups of rows and of columns, numbered (I, 1, 2 …) and called totals: a table that everything ties;
* ``bare``: the same figures without numbering or words, so that only arithmetic tells;
* ``independent``: nothing is tied, so that every candidate is looked at in vain.

Measured is CPU time of the whole check after the file is read: structure, relations, judgement. What the budget cut off is
told as "not looked at", beside how many totals the table has ("tied") and how many of them were claimed and hold.

The exponents come from least squares of logarithms over tables of 5,000 cells and more (below, fixed costs rule), and over
those of 100,000 and more, where a steeper law would show: time ~ cells ** a, time ~ (cells · log cells) ** b, and
time ~ rows ** r · columns ** c.

Goal: b ≤ 1.05, which is n log n within what repeats differ by.
"""

from __future__ import annotations

import argparse
import gc
import math
import random
import time
from statistics import median
from typing import Any

from annotated import TooSlowError, at_most, csv_bytes
from chance import slopes

ROWS = (10, 30, 100, 300, 1_000, 3_000, 10_000, 30_000, 100_000)
COLUMNS = (5, 10, 20, 50, 100, 200)
KINDS = ("named", "bare", "independent")
SIZES = (5_000, 100_000)  # cells from which on a power law is fitted
GOAL = 1.05
GROUP = 9  # lines below a total
MOST = 9_999_999  # of a figure that is no total: texts that repeat would be read only once


def main() -> None:
    options = _options()
    from reportcheck.report import Settings

    settings = Settings.of()
    _measured("named", 30, 10, settings, options.limit)  # imports
    for kind in options.kind:
        print(
            f"\n{kind}\n{'rows':>9}{'columns':>9}{'cells':>11}{'CPU s':>10}{'µs a cell':>11}{'tied':>10}{'held':>10}{'failed':>8}{'not looked at':>15}"
        )
        points: list[tuple[int, int, float]] = []
        for rows in ROWS:
            for columns in COLUMNS:
                if rows * columns > options.cells:
                    continue
                seconds, counts = _measured(kind, rows, columns, settings, options.limit)
                size = f"{rows:9,}{columns:9}{rows * columns:11,}"
                if counts is None:
                    print(f"{size}{'':>10} stopped after {seconds:.0f} s", flush=True)
                    continue
                points.append((rows, columns, seconds))
                each = seconds / (rows * columns) * 1e6
                told = (
                    f"{_tied(kind, rows, columns):10,}{counts.passed:10,}{counts.failed:8,}{counts.not_looked_at:15,}"
                )
                print(f"{size}{seconds:10.3f}{each:11.2f}{told}", flush=True)
        for least in SIZES:
            _show_growth(least, [p for p in points if p[0] * p[1] >= least])


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--cells", type=int, default=2_000_000, help="the largest table")
    parser.add_argument("--kind", nargs="+", choices=KINDS, default=list(KINDS))
    parser.add_argument("--seconds", type=float, default=600, dest="limit", help="that one table may take")
    return parser.parse_args()


def _show_growth(least: int, points: list[tuple[int, int, float]]) -> None:
    if len(points) < 4:
        print(f"from {least:,} cells: too few tables for an exponent")
        return
    rows, columns, seconds = (list(one) for one in zip(*points, strict=True))
    cells = [r * c for r, c in zip(rows, columns, strict=True)]
    (plain,), spread = slopes(cells, times=seconds)
    (n_log_n,), _ = slopes([n * math.log(n) for n in cells], times=seconds)
    (by_rows, by_columns), within = slopes(rows, columns, times=seconds)
    print(
        f"from {least:,} cells: time ~ cells ** {plain:.2f} (within × {spread:.2f});  time ~ rows ** {by_rows:.2f} · columns ** {by_columns:.2f} (within × {within:.2f})"
    )
    print(f"  time ~ (n log n) ** {n_log_n:.2f}   ≤ {GOAL}: {'met' if n_log_n <= GOAL else 'MISSED'}")


def _measured(kind: str, rows: int, columns: int, settings: Any, limit: float) -> tuple[float, Any]:
    """CPU seconds of checking what was read, the middle of three tables where it is quick, and the counts; None where it was
    stopped. No figure is met twice, so that no memory of texts that were read before helps."""
    from reportcheck.report import read, run

    each, counts = [], None
    for turn in range(3):
        document = read(_table(kind, rows, columns, turn), "table.csv")
        gc.collect()
        start = time.process_time()
        try:
            with at_most(limit):
                counts = run(document, settings).counts
        except TooSlowError:
            return limit, None
        each.append(time.process_time() - start)
        if each[-1] > 2:
            break
    return median(each), counts


# -- tables ------------------------------------------------------------------------


def _table(kind: str, height: int, width: int, turn: int) -> bytes:
    """A csv file of so many rows and columns of figures below one row of headings and right of one column of names."""
    pick = random.Random(f"{kind if kind == 'independent' else 'tied'}/{height}/{width}/{turn}")
    if kind == "independent":
        figures = [[pick.randint(1, MOST) for _ in range(width)] for _ in range(height)]
        return _printed([f"Địa bàn {i + 1}" for i in range(height)], [f"Loại {j + 1}" for j in range(width)], figures)
    row_totals, column_totals = _totals(height), _totals(width)
    figures = [[0] * width for _ in range(height)]
    for i in range(height):
        if i not in row_totals:
            row = figures[i]
            for j in range(width):
                if j not in column_totals:
                    row[j] = pick.randint(1, MOST)
            _add_up(row, column_totals)
    for total in sorted(row_totals, reverse=True):  # groups before the grand total, which stands first
        parts = [figures[i] for i in row_totals[total]]
        figures[total] = [sum(column) for column in zip(*parts, strict=True)]
    if kind == "bare":
        return _printed([f"Địa bàn {i + 1}" for i in range(height)], [f"Loại {j + 1}" for j in range(width)], figures)
    return _printed(_names(height, row_totals), _heads(width, column_totals), figures)


def _totals(count: int) -> dict[int, list[int]]:
    """Which lines are the total of which: the first that of all groups, the first of each group that of the lines below it."""
    heads = [k for k in range(1, count, GROUP + 1) if count - k > 2]
    if len(heads) < 2:
        return {0: list(range(1, count))}
    ends = [*heads[1:], count]
    return {0: heads} | {head: list(range(head + 1, end)) for head, end in zip(heads, ends, strict=True)}


def _tied(kind: str, height: int, width: int) -> int:
    """How many totals a table has: those of each row, those of each column."""
    return 0 if kind == "independent" else height * len(_totals(width)) + width * len(_totals(height))


def _add_up(row: list[int], totals: dict[int, list[int]]) -> None:
    for total in sorted(totals, reverse=True):
        row[total] = sum(row[part] for part in totals[total])


def _names(count: int, totals: dict[int, list[int]]) -> list[str]:
    names, group, place = ["Tổng cộng"], 0, 0
    for i in range(1, count):
        if i in totals:
            group, place = group + 1, 0
            names.append(f"{_roman(group)}. Vùng {group}")
        else:
            place += 1
            names.append(f"{place}. Địa bàn {i}")
    return names


def _heads(count: int, totals: dict[int, list[int]]) -> list[str]:
    return ["Tổng số", *(f"Tổng nhóm {j}" if j in totals else f"Loại {j}" for j in range(1, count))]


def _roman(number: int) -> str:
    text = ""
    for value, sign in (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
        (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ):  # fmt: skip
        while number >= value:
            text, number = text + sign, number - value
    return text


def _printed(names: list[str], heads: list[str], figures: list[list[int]]) -> bytes:
    rows = [["Địa bàn", *heads]]
    rows += [[name, *map(str, row)] for name, row in zip(names, figures, strict=True)]
    return csv_bytes(rows)


if __name__ == "__main__":
    main()

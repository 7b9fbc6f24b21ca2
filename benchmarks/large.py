"""Large tables: whole processes against the bare read of the same file.

    python benchmarks/large.py [ROUNDS]

A workbook of 100,000 × 20 numbers and a csv of 200,000 × 10, with a YAML form that says that a total is the sum of the
columns after it. Goals for the workbook: twice the CPU time of the bare read, and 450 MB.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from books import wide_rows, with_slip, write_book, write_wide_yaml
from measure import PEERS, PYTHON, Cost, alternate, row, run, show

ROWS, COLUMNS = 100_000, 20
CSV_ROWS, CSV_COLUMNS = 200_000, 10


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _workbook(folder, rounds)
        _csv(folder, rounds)


def _call(command: list[str], folder: Path) -> Callable[[], Cost]:
    return lambda: run(command, folder)


def _validate(book: Path, form: Path) -> list[str]:
    return [PYTHON, "-m", "reportcheck", "validate", str(book), "--form", str(form), "--lang", "en"]


def _workbook(folder: Path, rounds: int) -> None:
    book, broken, form = folder / "large.xlsx", folder / "broken.xlsx", folder / "large.yaml"
    write_book(book, wide_rows(ROWS, COLUMNS))
    write_wide_yaml(form, COLUMNS)
    write_book(broken, with_slip(wide_rows(ROWS, COLUMNS), ROWS // 2))
    _show_counts(book, form)
    _show_counts(broken, form)
    calls = {
        "calamine read alone": [PYTHON, str(PEERS / "read_calamine.py"), str(book)],
        "reportcheck validate": _validate(book, form),
        "pandas by hand, calamine": [PYTHON, str(PEERS / "wide_pandas.py"), str(book)],
    }
    costs = alternate({what: _call(command, folder) for what, command in calls.items()}, rounds)
    base = "calamine read alone"
    lines = [
        row(costs, base),
        row(costs, "reportcheck validate", base, 2.0, memory_goal=450),
        row(costs, "pandas by hand, calamine", base),
    ]
    if find_spec("openpyxl"):  # so slow that it runs beside the bare read once
        slow = alternate({base: _call(calls[base], folder)}, 1)
        slow["openpyxl read_only, read alone"] = [run([PYTHON, str(PEERS / "read_openpyxl.py"), str(book)], folder)]
        lines.append(row(slow, "openpyxl read_only, read alone", base))
    show(f"A workbook of {ROWS:,} × {COLUMNS}, whole process", lines)


def _csv(folder: Path, rounds: int) -> None:
    book, form = folder / "large.csv", folder / "csv.yaml"
    with book.open("w", encoding="utf-8") as file:
        file.writelines(",".join(map(str, one)) + "\n" for one in wide_rows(CSV_ROWS, CSV_COLUMNS))
    write_wide_yaml(form, CSV_COLUMNS)
    _show_counts(book, form)
    read = f"import pandas; pandas.read_csv({str(book)!r}, dtype=str)"
    calls = {
        "pandas.read_csv as text": [PYTHON, "-c", read],
        "reportcheck validate": _validate(book, form),
        "pandas by hand": [PYTHON, str(PEERS / "wide_pandas.py"), str(book)],
    }
    costs = alternate({what: _call(command, folder) for what, command in calls.items()}, rounds)
    lines = [row(costs, what, "pandas.read_csv as text") for what in calls]
    show(f"A csv of {CSV_ROWS:,} × {CSV_COLUMNS}, whole process (no goal)", lines)


def _show_counts(book: Path, form: Path) -> None:
    """Print what is found in a file."""
    told = subprocess.run(_validate(book, form), cwd=book.parent, capture_output=True, text=True)
    print(f"\n{book.name}:")
    print("\n".join("  " + line.strip() for line in (told.stdout + told.stderr).splitlines()[-3:]))


if __name__ == "__main__":
    main()

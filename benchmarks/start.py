"""How soon it answers: whole processes, from nothing to the exit status.

    python benchmarks/start.py [ROUNDS]

Goals: the help in 1.5 times the import of click; a small workbook of a known form in 1.3 times a pandas and pandera
script that was told every relation by hand; one of no known form sooner than a pandas script, without either imported.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from books import write_dossiers, write_unknown
from measure import PEERS, PYTHON, Cost, alternate, row, run, show

MODULE = [PYTHON, "-m", "reportcheck"]
SCRIPT = Path(PYTHON).with_name("reportcheck")


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _help(folder, rounds)
        _known(folder, rounds)
        _unknown(folder, rounds)


def _call(command: list[str], folder: Path) -> Callable[[], Cost]:
    return lambda: run(command, folder)


def _help(folder: Path, rounds: int) -> None:
    calls = {
        "import click": [PYTHON, "-c", "import click"],
        "python -m reportcheck --help": [*MODULE, "--help"],
        "bare python": [PYTHON, "-c", ""],
    }
    if SCRIPT.exists():
        calls["reportcheck --help (script)"] = [str(SCRIPT), "--help"]
    costs = alternate({what: _call(command, folder) for what, command in calls.items()}, 2 * rounds)
    lines = [row(costs, what, "import click", 1.5 if "help" in what else None) for what in calls]
    show("Help, whole process", lines, "ms", 1000)


def _known(folder: Path, rounds: int) -> None:
    book = folder / "bao-cao.xlsx"
    write_dossiers(book, 1)
    _show_counts(book, folder)
    calls = {
        "pandas and pandera by hand": [PYTHON, str(PEERS / "dossier_pandera.py"), str(book)],
        "reportcheck validate": [*MODULE, "validate", str(book)],
        "pandas by hand": [PYTHON, str(PEERS / "dossier_pandas.py"), str(book)],
        "import pandera.pandas alone": [PYTHON, "-c", "import pandera.pandas"],
    }
    costs = alternate({what: _call(command, folder) for what, command in calls.items()}, rounds)
    base = "pandas and pandera by hand"
    lines = [row(costs, what, base, 1.3 if what.startswith("report") else None) for what in calls]
    show("A small workbook of a known form, whole process", lines)


def _unknown(folder: Path, rounds: int) -> None:
    book = folder / "kho.xlsx"
    write_unknown(book, 1)
    _show_counts(book, folder)
    calls = {
        "pandas by hand": [PYTHON, str(PEERS / "stock_pandas.py"), str(book)],
        "reportcheck validate": [*MODULE, "validate", str(book)],
        "calamine read alone": [PYTHON, str(PEERS / "read_calamine.py"), str(book)],
    }
    costs = alternate({what: _call(command, folder) for what, command in calls.items()}, rounds)
    lines = [row(costs, what, "pandas by hand", 1.0 if what.startswith("r") else None, below=True) for what in calls]
    show("A small workbook of no known form, whole process", lines)


def _show_counts(book: Path, folder: Path) -> None:
    """Print what is checked in a workbook, and which of the heavy libraries were imported for it."""
    code = (
        "import sys\n"
        "from reportcheck.cli import main\n"
        "try:\n    main()\n"
        "finally:\n"
        "    heavy = [m for m in ('numpy', 'pandas', 'pandera') if m in sys.modules]\n"
        "    print('  imported:', ', '.join(heavy) or 'neither numpy nor pandas nor pandera')\n"
    )
    told = subprocess.run(
        [PYTHON, "-c", code, "validate", str(book), "--lang", "en"], cwd=folder, capture_output=True, text=True
    )
    print(f"\n{book.name}:")
    print("\n".join("  " + line.strip() for line in told.stdout.splitlines() if line.strip()))


if __name__ == "__main__":
    main()

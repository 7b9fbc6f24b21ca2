"""Many small workbooks in one process: what one more file costs, as a multiple of its bare read.

    python benchmarks/many.py [FILES]

Each contender has a process of its own, so that none pays for what another imported; they take turns, 50 files at a
time (the rivals 5 of them). The workbooks have 40 rows and 12 columns, each its own figures, which all agree.

Goals: 16 times the bare read with the bundled form, which has a pandera model; 8 times with the same form as YAML, which
has none.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from books import write_dossier_yaml, write_dossiers
from measure import PEERS, PYTHON, Cost, Row, middle, peak_memory, ratio, show

BARE = "calamine read alone"
TURN, FEW = 50, 5


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for i in range(count):
            write_dossiers(folder / f"{i:04}.xlsx", i)
        write_dossier_yaml(folder / "dossiers.yaml")
        _compare(folder, count)


# -- the contenders: each makes a function of a path that says how many relations hold ---------------------------


def _bare(_: Path) -> Callable[[str], int]:
    from python_calamine import load_workbook

    def read(path: str) -> int:
        book = load_workbook(path)
        for sheet in book.sheet_names:
            book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        return 0

    return read


def _checker(settings: Any) -> Callable[[str], int]:
    from reportcheck import validate

    def checks(path: str) -> int:
        report = validate(path, settings=settings)
        assert report.ok, report.findings
        assert not report.counts.undecided, report.counts
        return report.counts.passed

    return checks


def _bundled(_: Path) -> Callable[[str], int]:
    from reportcheck import Settings

    return _checker(Settings.of())


def _yaml(folder: Path) -> Callable[[str], int]:
    from reportcheck import Settings

    known = Settings.of(forms=[folder / "dossiers.yaml"])
    return _checker(Settings(tuple(f for f in known.forms if f.id != "dossier-settlement"), known.rules))


def _only_yaml(folder: Path) -> Callable[[str], int]:
    from reportcheck import Settings

    return _checker(Settings.of(form=folder / "dossiers.yaml"))


def _openpyxl(_: Path) -> Callable[[str], int]:
    from openpyxl import load_workbook

    def read(path: str) -> int:
        for sheet in load_workbook(path, data_only=True):
            list(sheet.values)
        return 0

    return read


def _peer(module: str) -> Callable[[Path], Callable[[str], int]]:
    def make(_: Path) -> Callable[[str], int]:
        sys.path.insert(0, str(PEERS))
        check = importlib.import_module(module).check

        def checks(path: str) -> int:
            assert check(path) == 0
            return 0

        return checks

    return make


CONTENDERS: dict[str, Callable[[Path], Callable[[str], int]]] = {
    BARE: _bare,
    "reportcheck, bundled form with pandera model": _bundled,
    "reportcheck, the form as YAML": _yaml,
    "reportcheck, the YAML form alone (--form)": _only_yaml,
    "pandas by hand, calamine": _peer("dossier_pandas"),
    "openpyxl read alone": _openpyxl,
    "pandera by hand, calamine": _peer("dossier_pandera"),
    "frictionless by hand": _peer("dossier_frictionless"),
}
GOALS = {"reportcheck, bundled form with pandera model": 16.0, "reportcheck, the form as YAML": 8.0}


def _work(what: str, folder: Path) -> None:
    """The child: for each line ``first count`` on standard input, CPU seconds, relations and peak memory."""
    check = CONTENDERS[what](folder)
    for line in sys.stdin:
        first, count = map(int, line.split())
        paths = [str(folder / f"{i:04}.xlsx") for i in range(first, first + count)]
        before = time.process_time()
        relations = sum(map(check, paths))
        print(json.dumps([time.process_time() - before, relations, peak_memory()]), flush=True)


# -- taking turns ------------------------------------------------------------------


class _Child:
    """A contender at work in its own process."""

    def __init__(self, what: str, folder: Path) -> None:
        command = [PYTHON, __file__, "--work", what, str(folder)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.count = TURN if what == BARE or what.startswith("reportcheck") else FEW
        self.costs: list[Cost] = []
        self.relations = 0
        self.files = 0
        self.ask(0, 3)  # imports and caches

    def ask(self, first: int, count: int) -> tuple[Cost, int]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{first} {count}\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            sys.exit(f"a contender stopped: {self.process.args!r}")
        seconds, relations, memory = json.loads(answer)
        return Cost(seconds / count, memory), relations

    def turn(self, first: int) -> None:
        cost, relations = self.ask(first, self.count)
        self.costs.append(cost)
        self.relations += relations
        self.files += self.count


def _compare(folder: Path, count: int) -> None:
    names = [w for w in CONTENDERS if "frictionless" not in w or importlib.util.find_spec("frictionless")]
    names = [w for w in names if "openpyxl" not in w or importlib.util.find_spec("openpyxl")]
    children = {what: _Child(what, folder) for what in names}
    for turn, first in enumerate(range(0, count - TURN + 1, TURN)):
        for what in names[turn % len(names) :] + names[: turn % len(names)]:
            children[what].turn(first)
    base = children[BARE].costs
    lines = []
    for what, child in children.items():
        cost = Cost(middle(child.costs).cpu, child.costs[-1].memory)
        lines.append(Row(what, cost, BARE, ratio(child.costs, base), GOALS.get(what)))
        assert child.process.stdin is not None
        child.process.stdin.close()
        child.process.wait()
    show(f"{count} workbooks of 40 × 12, per file", lines, "ms", 1000)
    for what, child in children.items():
        if child.relations:
            print(f"  {what}: {child.relations} relations checked in {child.files} files, all hold")
    for what in CONTENDERS:
        if what not in names:
            print(f"  {what}: not installed")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--work"]:
        _work(sys.argv[2], Path(sys.argv[3]))
    else:
        main()

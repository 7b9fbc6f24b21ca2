"""What the benchmarks on annotated tables share: the tables of one half of the set, and reportcheck run on one of them.

The set is AggreCol's validation set (github.com/lanchiang/AggreCol) in a folder that also holds the scripts ``common.py``,
``score.py``, ``predict_from_inspect.py``, ``mutate.py`` and ``score_mutations.py``; it is no part of the project. Thresholds are chosen on the dev
half alone, so that the test half says what to expect of new tables. A table's half follows from a hash of its file name.
"""

from __future__ import annotations

import csv
import hashlib
import importlib
import io
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

HALVES = ("dev", "test", "all")
VARIABLE = "REPORTCHECK_AGGRECOL"
_NEEDED = ("common.py", "score.py", "predict_from_inspect.py", "mutate.py", "score_mutations.py", "dataset.jl.gz")


class TooSlowError(Exception):
    """A table took longer than it may."""


def find_folder(argument: Path | None) -> Path:
    """The folder of the set, from the command line or the environment; exits with one sentence where there is none."""
    folder = argument or (Path(os.environ[VARIABLE]) if os.environ.get(VARIABLE) else None)
    if folder is None:
        sys.exit(f"No set to measure on: name the folder of the AggreCol set, or set {VARIABLE}.")
    lacking = [name for name in _NEEDED if not (folder / name).is_file()]
    if lacking:
        sys.exit(f"{folder} is not the folder of the AggreCol set: it lacks {', '.join(lacking)}.")
    return folder


def script(folder: Path, name: str) -> ModuleType:
    """One of the scripts of the set, as a module."""
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
        sys.dont_write_bytecode = True
    return importlib.import_module(name)


def in_half(file_name: str, half: str) -> bool:
    """Whether a table belongs to a half."""
    even = int(hashlib.sha256(file_name.encode()).hexdigest(), 16) % 2 == 0
    return half == "all" or even == (half == "dev")


def csv_bytes(rows: list[list[str]]) -> bytes:
    """The csv file of a table, every cell quoted, so that cell [row][column] of the table is that of the file."""
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raise :class:`TooSlowError` once the block has run so long; 0 lets it run on."""

    def stop(*_: Any) -> None:
        raise TooSlowError

    previous = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)


class Stopwatch:
    """CPU seconds of this process since it was made."""

    __slots__ = ("start",)

    def __init__(self) -> None:
        self.start = time.process_time()

    @property
    def seconds(self) -> float:
        return time.process_time() - self.start

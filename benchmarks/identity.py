"""One identity on a million rows: the check alone, and inside a pandera schema.

    python benchmarks/identity.py [ROUNDS]

Goals for whole numbers: the check alone in 3 times numpy's own sum and comparison; through pandera in 1.5 times the same
schema with the check written by hand. Decimals are shown beside: there the hand-written check is wrong (0.1 + 0.2).
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from measure import PYTHON, Cost, Row, alternate, peak_memory, row, show

ROWS = 1_000_000
PARTS = ("a", "b", "c")
NUMPY, CHECK = "numpy sum and compare", "sums_to, the check alone"
BY_HAND, SCHEMA = "pandera, check by hand", "pandera, sums_to"
BARE_BY_HAND, BARE_SCHEMA = "pandera without columns, by hand", "pandera without columns, sums_to"


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    kinds = ("int64", "float64")
    whats = ("", NUMPY, CHECK, BY_HAND, SCHEMA, BARE_BY_HAND, BARE_SCHEMA)
    # before this process grows: a child's peak begins with its parent's
    peaks = {kind: {what: _memory(kind, what) for what in whats} for kind in kinds}
    for kind in kinds:
        calls, memory = _calls(_frame(kind)), peaks[kind]
        costs = alternate({what: _timed(call) for what, call in calls.items()}, rounds)
        goals = {CHECK: 3.0, SCHEMA: 1.5} if kind == "int64" else {}
        bases = {NUMPY: "", CHECK: NUMPY, BY_HAND: "", SCHEMA: BY_HAND, BARE_BY_HAND: "", BARE_SCHEMA: BARE_BY_HAND}
        lines = []
        for what, base in bases.items():
            one = row(costs, what, base, goals.get(what))
            lines.append(Row(one.what, Cost(one.cost.cpu, memory[what] - memory[""]), one.base, one.ratio, one.goal))
        note = "" if kind == "int64" else ", two decimals (no goal)"
        show(f"{ROWS:,} rows of {kind}{note}; MB above the frame itself", lines, "ms", 1000)
        passing = {what: call() for what, call in calls.items()}
        print("  rows that pass:", ", ".join(f"{what} {count:,}" for what, count in passing.items() if count >= 0))


def _frame(kind: str) -> Any:
    import numpy as np
    import pandas as pd

    rng = np.random.default_rng(1)
    block = np.zeros((4, ROWS), dtype=kind)  # filled in place: copies would hide what the calls need
    for i in range(1, 4):
        block[i] = rng.integers(1, 100_000, ROWS)
        block[0] += block[i]
    if kind == "float64":
        block /= 100
    return pd.DataFrame(block.T, columns=["total", *PARTS], copy=False)


def _calls(frame: Any) -> dict[str, Callable[[], int]]:
    """What is measured, each giving the number of rows that pass, or -1 where it only says whether all do."""
    import pandera.pandas as pa

    from reportcheck.pandera_checks import sums_to

    dtype = str(frame["total"].dtype)
    columns = {name: pa.Column(dtype) for name in ("total", *PARTS)}
    ours = sums_to("total", list(PARTS))
    by_hand = pa.Check(lambda f: f["total"] == f["a"] + f["b"] + f["c"])

    def numpy_sum() -> int:
        a, b, c, total = (frame[name].to_numpy() for name in (*PARTS, "total"))
        return int((a + b + c == total).sum())

    def valid(schema: Any) -> Callable[[], int]:
        def call() -> int:
            try:
                schema.validate(frame, lazy=False)
            except pa.errors.SchemaError:
                return 0
            return -1

        return call

    return {
        NUMPY: numpy_sum,
        CHECK: lambda: int(ours(frame).check_output.sum()),
        BY_HAND: valid(pa.DataFrameSchema(columns, checks=[by_hand])),
        SCHEMA: valid(pa.DataFrameSchema(columns, checks=[ours])),
        BARE_BY_HAND: valid(pa.DataFrameSchema(checks=[by_hand])),
        BARE_SCHEMA: valid(pa.DataFrameSchema(checks=[ours])),
    }


def _timed(call: Callable[[], int]) -> Callable[[], Cost]:
    def timed() -> Cost:
        before = time.process_time()
        call()
        return Cost(time.process_time() - before)

    return timed


def _memory(kind: str, what: str) -> float:
    """The peak of a process that makes the frame and runs one call, or none."""
    with tempfile.TemporaryDirectory() as name:
        place = Path(name) / "peak"
        subprocess.run([PYTHON, __file__, "--memory", kind, what, str(place)], check=True)
        return float(place.read_text())


def _measure_memory(kind: str, what: str, place: str) -> None:
    calls = _calls(_frame(kind))
    if what:
        calls[what]()
    Path(place).write_text(str(peak_memory()))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--memory"]:
        _measure_memory(*sys.argv[2:5])
    else:
        main()

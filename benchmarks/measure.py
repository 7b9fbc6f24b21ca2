"""What the benchmarks share: CPU time and peak memory of child processes, contenders taking turns, tables of ratios.

CPU time is user and system time of a process and all it started; memory is its peak resident set. Every contender runs
once unmeasured, so that compiled modules and file caches are there for all; modules are compiled into a folder of their own,
also where the environment says that nothing be written beside the sources. A child's peak cannot be seen where it is
below that of this process, which therefore imports little.
"""

from __future__ import annotations

import atexit
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from statistics import median

PEERS = Path(__file__).parent / "peers"
PYTHON = sys.executable
_PEAK_UNIT = 1 if sys.platform == "darwin" else 1024  # bytes there, kilobytes elsewhere


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run took: seconds of CPU time, peak memory in MB."""

    cpu: float
    memory: float = 0.0


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: what ran, against what, and the goal that its ratio (or its memory) is held to."""

    what: str
    cost: Cost
    base: str = ""
    ratio: float | None = None
    goal: float | None = None
    memory_goal: float | None = None
    below: bool = False  # the goal itself is not good enough


def peak_memory() -> float:
    """The peak memory of this process in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _PEAK_UNIT / 1e6


def run(command: Sequence[str], folder: Path, expected: Sequence[int] = (0,)) -> Cost:
    """The cost of one process, its output thrown away. A status that is not expected stops the benchmark."""
    process = subprocess.Popen(
        command, cwd=folder, env=_environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    assert process.stderr is not None
    complaints = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stderr.close()
    if process.returncode not in expected:
        sys.exit(f"{' '.join(command)}: status {process.returncode}\n{complaints.decode('utf-8', 'replace')}")
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss * _PEAK_UNIT / 1e6)


@lru_cache(maxsize=1)
def _environment() -> dict[str, str]:
    """That of this process, with a place for compiled modules that goes when it ends."""
    compiled = tempfile.mkdtemp()
    atexit.register(shutil.rmtree, compiled, ignore_errors=True)
    own = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**own, "PYTHONPYCACHEPREFIX": compiled}


def alternate(contenders: Mapping[str, Callable[[], Cost]], rounds: int) -> dict[str, list[Cost]]:
    """The costs of contenders that take turns, each round beginning with another one."""
    names = list(contenders)
    for name in names:
        contenders[name]()
    costs: dict[str, list[Cost]] = {name: [] for name in names}
    for i in range(rounds):
        for name in names[i % len(names) :] + names[: i % len(names)]:
            costs[name].append(contenders[name]())
    return costs


def middle(costs: Sequence[Cost]) -> Cost:
    """The median of each measure."""
    return Cost(median(c.cpu for c in costs), median(c.memory for c in costs))


def ratio(costs: Sequence[Cost], base: Sequence[Cost]) -> float:
    """How many times the CPU time of the base: the median over the rounds, each measured side by side."""
    return median(own.cpu / other.cpu for own, other in zip(costs, base, strict=True))


def row(
    costs: Mapping[str, Sequence[Cost]],
    what: str,
    base: str = "",
    goal: float | None = None,
    *,
    memory_goal: float | None = None,
    below: bool = False,
) -> Row:
    """The line of one contender."""
    times = ratio(costs[what], costs[base]) if base else None
    return Row(what, middle(costs[what]), base, times, goal, memory_goal, below)


def show(title: str, rows: Sequence[Row], unit: str = "s", scale: float = 1.0) -> None:
    """Print a table: CPU time, peak memory, ratio and goal of each line.

    Args:
        unit: of the CPU time; ``scale`` is what one second is worth in it.
    """
    cells = [["", f"CPU {unit}", "MB", "ratio", "to", "goal"]]
    for one in rows:
        times = "" if one.ratio is None else f"{one.ratio:.2f}"
        memory = f"{one.cost.memory:.0f}" if one.cost.memory else ""
        cells.append([one.what, f"{one.cost.cpu * scale:.3f}", memory, times, one.base, _goals(one)])
    widths = [max(len(line[i]) for line in cells) for i in range(len(cells[0]))]
    print(f"\n{title}")
    for line in cells:
        texts = [
            t.rjust(w) if 0 < i < 4 else t.ljust(w) for i, (t, w) in enumerate(zip(line, widths, strict=True))
        ]  # fmt: skip
        print("  " + "  ".join(texts).rstrip())


def _goals(one: Row) -> str:
    told = []
    if one.goal is not None and one.ratio is not None:
        met = one.ratio < one.goal if one.below else one.ratio <= one.goal
        told.append(f"{'<' if one.below else '≤'} {one.goal:g}: {'met' if met else 'MISSED'}")
    if one.memory_goal is not None:
        told.append(f"≤ {one.memory_goal:g} MB: {'met' if one.cost.memory <= one.memory_goal else 'MISSED'}")
    return ", ".join(told)

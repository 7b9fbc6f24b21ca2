"""Naming the wrong figure: systems with known slips, against what can be known at most and against HiGHS.

    python benchmarks/localise.py [--n 300] [--rounded 2000] [--large 5000] [--seed 1]

One slip: cross-footed tables of 4 × 4, hierarchies of three levels, balance chains, one figure of each broken by a slip of the
pen. Two ceilings are found by trying every figure: only one can be changed at all (structure); only one of them by one slip
(structure and likeliest slip). The same systems are broken in other ways as well: the figure beside, thousands for units, any
other figure. Rounded: tables in tenths with shares and a rate, one to three slips, where trying every choice of figures says which slips are
identified. HiGHS solves the same systems. Times are CPU time of the search, system built. Needs scipy.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections import Counter
from collections.abc import Callable

from localise_cases import (
    Case,
    balance,
    cross,
    fewest_by_milp,
    hierarchy,
    near_by_hand,
    one_slip,
    possible,
    rounded,
    silent,
)

from reportcheck.localise.search import Answer, localise
from reportcheck.localise.ties import Quotient, Range, Sum, System

Break = Callable[[Case, int, random.Random], int]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--n", type=int, default=300, help="systems of one slip, of each kind of slip")
    parser.add_argument("--rounded", type=int, default=2000)
    parser.add_argument("--large", type=int, default=5000, help="figures in one component")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    _one_slip(options.n, options.seed)
    _rounded(options.rounded, options.seed)
    _large(options.large)


def system_of(case: Case) -> System:
    ties: list[Sum | Quotient] = [Sum(dict(row.terms), row.low, row.high) for row in case.rows]
    for share in case.shares:
        s = share.slack
        ties.append(
            Quotient(
                Range(((share.stated, 2),), 0, 1, 1, 2),
                Range(((share.part, 2),), 0, s, s, 2),
                Range(((share.whole, 2),), 0, s, s, 2),
                up=share.factor,
            )
        )
    return System(case.printed, ties)


def broken(make: Callable[[random.Random], Case], pick: random.Random, breaks: Break, count: int = 1) -> Case:
    """A case with slips in some figures, of which something fails."""
    while True:
        case = make(pick)
        case.wrong = tuple(sorted(pick.sample(range(len(case.meant)), count)))
        case.printed = list(case.meant)
        for i in case.wrong:
            case.printed[i] = breaks(case, i, pick)
        if case.failing() and all(case.printed[i] != case.meant[i] for i in case.wrong):
            return case


def _beside(case: Case, i: int, _: random.Random) -> int:
    return case.meant[i - 1 if i else 1]


def _random(case: Case, i: int, pick: random.Random) -> int:
    return pick.randrange(10 ** (len(str(abs(case.meant[i]))) - 1), 10 ** len(str(abs(case.meant[i]))))


BREAKS: dict[str, Break] = {
    "one slip of the pen": lambda case, i, pick: one_slip(case.meant[i], pick),
    "the figure beside": _beside,
    "× 1000": lambda case, i, _: case.meant[i] * 1000,
    "any other figure": _random,
}


def _one_slip(n: int, seed: int) -> None:
    for what, breaks in BREAKS.items():
        pick = random.Random(seed)
        counts: Counter[str] = Counter()
        times = []
        for k in range(n):
            case = broken((cross, hierarchy, balance)[k % 3], pick, breaks)
            system = system_of(case)
            start = time.process_time_ns()
            answers = localise(system)
            times.append((time.process_time_ns() - start) / 1e6)
            counts[_verdict(case, answers)] += 1
            candidates = _candidates(case)
            counts["ceiling structure"] += len(candidates) == 1
            slips = [i for i, value in candidates.items() if near_by_hand(case.printed[i], value)]
            counts["ceiling slip"] += slips == [case.wrong[0]] or (len(candidates) == 1)
        print(f"\n{what}: {n} systems, {statistics.median(times):.3f} ms at the median, {max(times):.1f} at most")
        for name in (
            "right and sure",
            "wrong",
            "abstains, true figure named",
            "abstains without it",
            "ceiling structure",
            "ceiling slip",
        ):
            print(f"  {name:30} {counts[name] / n:.3f}")


def _candidates(case: Case) -> dict[int, int]:
    """Each figure that alone, with a certain value, makes all rows hold; all rows are exact here."""
    out = {}
    for i in range(len(case.meant)):
        wanted = set()
        for row in case.rows:
            terms = dict(row.terms)
            if i in terms:
                rest = sum(k * case.printed[j] for j, k in row.terms if j != i)
                wanted.add(-rest / terms[i])
            elif not case.holds(row, case.printed):
                wanted.update((0.5, 0.25))
        if len(wanted) == 1 and (value := wanted.pop()) == int(value):
            out[i] = int(value)
    return out


def _verdict(case: Case, answers: list[Answer]) -> str:
    named = {c.figure: c.meant for a in answers if a.sure for c in a.repairs[0].changes}
    if answers and all(a.sure for a in answers):
        right = tuple(sorted(named)) == case.wrong and all(case.meant[i] == v for i, v in named.items())
        return "right and sure" if right else "wrong"
    others = {(c.figure, c.meant) for a in answers for r in a.repairs for c in r.changes}
    known = all((i, case.meant[i]) in others for i in case.wrong)
    return "abstains, true figure named" if known else "abstains without it"


def _rounded(n: int, seed: int) -> None:
    pick = random.Random(seed)
    counts: Counter[str] = Counter()
    ours, theirs = [], []
    for k in range(n):

        def breaks(case: Case, i: int, pick: random.Random) -> int:
            return BREAKS[pick.choices(list(BREAKS), (7, 1, 1, 1))[0]](case, i, pick)

        case = broken(rounded, pick, breaks, 1 + k % 3)
        system = system_of(case)
        start = time.process_time_ns()
        answers = localise(system)
        ours.append((time.process_time_ns() - start) / 1e6)
        with silent():
            start = time.process_time_ns()
            fewest = fewest_by_milp(case)
            theirs.append((time.process_time_ns() - start) / 1e6)
        size, choices = possible(case)
        if all(a.repairs for a in answers):
            needed = sum(len(a.repairs[0].changes) for a in answers)
            counts["searched"] += 1
            counts["as few as by trying all"] += needed == size
            counts["as few as HiGHS"] += fewest is None or needed <= fewest
        slips = max((count for count, _ in choices.values()), default=0)
        likeliest = [free for free, (count, _) in choices.items() if count == slips]
        identified = likeliest[0] if len(likeliest) == 1 else None
        sure = bool(answers) and all(a.sure for a in answers)
        named = tuple(sorted(c.figure for a in answers if a.sure for c in a.repairs[0].changes))
        if identified is None:
            counts["not identified"] += 1
            counts["… abstains"] += not sure
            counts["… names the truth all the same"] += sure and named == case.wrong
        elif identified == case.wrong:
            counts["identified"] += 1
            first = tuple(sorted(c.figure for a in answers if a.repairs for c in a.repairs[0].changes))
            counts["… named first"] += first == identified
            counts["… and sure"] += sure and named == identified
            values: tuple[int, ...] = ()
            if first == identified:
                values = tuple(v for _, v in sorted((c.figure, c.meant) for a in answers for c in a.repairs[0].changes))
                counts["… of those, right value"] += values == tuple(case.meant[i] for i in case.wrong)
                counts["… within rounding"] += all(
                    abs(v - case.meant[i]) <= 2 for i, v in zip(case.wrong, values, strict=True)
                )
            if choices[identified][0] == size and len(choices[identified][1]) == 1:
                counts["identified with its value"] += 1
                counts["… right value"] += values == tuple(case.meant[i] for i in case.wrong)
        else:
            counts["identified, and not the truth"] += 1
            counts["… and named"] += sure
    print(f"\nrounded, 1 to 3 slips: {n} systems")
    for name, count in counts.items():
        print(f"  {name:32} {count:5}")
    print(
        f"  ours {statistics.median(ours):.2f} ms at the median, {max(ours):.0f} at most; HiGHS {statistics.median(theirs):.1f}, {max(theirs):.0f}; ratio {statistics.median(theirs) / statistics.median(ours):.1f}"
    )


def _large(figures: int) -> None:
    pick = random.Random(1)
    side = int(figures**0.5)
    for slips in (1, 2, 3):
        case = broken(lambda p: cross(p, side - 1), pick, BREAKS["one slip of the pen"], slips)
        system = system_of(case)
        start = time.process_time()
        answers = localise(system)
        seconds = time.process_time() - start
        print(
            f"\n{len(case.meant)} figures, {slips} slips: {seconds:.2f} s, {_verdict(case, answers)}, searched {[a.searched for a in answers]}"
        )


if __name__ == "__main__":
    main()

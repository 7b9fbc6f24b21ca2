"""Slips of the pen in tables that no form describes: how many ``validate`` finds, and how often it cries wolf.

    python benchmarks/discovered_slips.py FOLDER [--half dev|test|all] [--n 250] [--seed 1] [--jobs 2] [--examples N]

FOLDER is that of the AggreCol set (or REPORTCHECK_AGGRECOL=FOLDER). Its ``mutate.py`` changes one figure of an annotated
sum that held: a digit changed, swapped, dropped or added. Since "one slip would mend it" is a clue that such slips flatter,
each of these figures is also replaced by random digits of the same length. Clean are all tables of the half whose annotated
sums hold; their annotation is not complete, so that a false finding deserves a look (``--examples``).

Detected: an error or warning that has the changed cell among its figures or suspects. Support: how many like annotated sums
(the same lines in other lanes) hold. The curve shows what other thresholds would have made of the same relations: a lane
that fails counts where its pattern holds in so many lanes, in that share of them, with so many bits where they are told.

Goals: 85 % found, 92 % of those with support 3 or more, a finding in at most one clean table in 25; of those that break two
relations or more and are found, 90 % named first.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from annotated import HALVES, Stopwatch, TooSlowError, at_most, csv_bytes, find_folder, in_half, script
from chance import told

DETECTED, SUPPORTED, FALSE, NAMED = 0.85, 0.92, 0.04, 0.90
SUPPORTS = ("0", "1-2", "3-9", "10+")


def main() -> None:
    options = _options()
    folder = find_folder(options.folder)
    mutate, common = script(folder, "mutate"), script(folder, "common")
    pick = random.Random(options.seed)
    sheets = [mutate.Sheet(table) for table in common.load_set() if in_half(table["file_name"], options.half)]
    slipped = [(rows, facts, sheet) for sheet, rows, facts in mutate.choose(sheets, options.n, pick)]
    replaced = [
        (*other, sheet) for rows, facts, sheet in slipped if (other := _random_digits(mutate, sheet, rows, facts, pick))
    ]
    clean = [(sheet.cells, {"clean": True}, sheet) for sheet in sheets if mutate.is_clean(sheet)]
    groups = {"one slip": slipped, "random digits": replaced, "clean": clean}
    jobs = [
        (what, place, rows, facts | {"file_name": sheet.record["file_name"]})
        for what, group in groups.items()
        for place, (rows, facts, sheet) in enumerate(group)
    ]
    jobs.sort(key=lambda job: -sum(map(len, job[2])))
    answers: dict[str, list[Any]] = {what: [None] * len(group) for what, group in groups.items()}
    with multiprocessing.Pool(options.jobs, _begin, (folder, options.limit)) as pool:
        for what, place, facts, answer in pool.imap_unordered(_validated, jobs):
            answers[what][place] = facts, answer
    verdict = script(folder, "score_mutations").verdict
    print(
        f"{options.half}, seed {options.seed}: {len(slipped)} slips, {len(replaced)} replaced figures, {len(clean)} clean tables"
    )
    found = {
        what: [(facts, answer, *verdict(facts, answer["findings"])) for facts, answer in answers[what]]
        for what in ("one slip", "random digits")
    }
    for what, verdicts in found.items():
        _show_detected(what, verdicts)
    _show_clean(answers["clean"])
    _show_curve({what: answers[what] for what in groups})
    _show_times(common, [answer for group in answers.values() for _, answer in group])
    if options.examples:
        _show_examples(found["one slip"], answers["clean"], options.examples)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--half", choices=HALVES, default="dev")
    parser.add_argument("--n", type=int, default=250, help="how many slips")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--limit", type=float, default=60, help="seconds a table may take")
    parser.add_argument("--examples", type=int, default=0, metavar="N", help="N slips not found, N false findings")
    return parser.parse_args()


def _random_digits(mutate: Any, sheet: Any, rows: Any, facts: Any, pick: random.Random) -> tuple[Any, Any] | None:
    """The table with random digits in the place of the slip, as many as there were, so that the sum fails; None if none do."""
    cell, old = tuple(facts["cell"]), sheet.number(facts["cell"])
    relation = {
        "operator": facts["relation"]["operator"],
        "aggregator_index": facts["relation"]["target"],
        "aggregatee_indices": facts["relation"]["operands"],
    }
    for _ in range(50):
        digits = [pick.choice("0123456789") for _ in old.whole + old.fraction[: len(old.fraction) - old.padding]]
        if len(old.whole) > 1:
            digits[0] = pick.choice("123456789")
        text = "".join(digits)
        number = mutate.Number(old.with_digits(text[: len(old.whole)], text[len(old.whole) :], ""), sheet.format)
        distance = sheet.gap(relation, {cell: number}) if number.ok else None
        if distance and distance[0] > distance[1]:
            changed = [list(row) for row in rows]
            changed[cell[0]][cell[1]] = number.text
            holding = [r for r in sheet.relations if list(cell) in [r["aggregator_index"], *r["aggregatee_indices"]]]
            broken = [r for r in holding if sheet.holds(r) and sheet.holds(r, {cell: number}) is False]
            return changed, facts | {"new": number.text, "slip": "random", "broken": [mutate.plain(r) for r in broken]}
    return None


# -- one table ---------------------------------------------------------------------

_WORK: dict[str, Any] = {}
_BITS = re.compile(r"([\d.,]+)\s*bit")


def _begin(folder: Path, limit: float) -> None:
    from reportcheck.report import Settings

    _WORK.update(limit=limit, settings=Settings.of(), findings_of=script(folder, "score_mutations").findings_of)


def _validated(job: tuple[str, int, Any, Any]) -> tuple[str, int, Any, dict[str, Any]]:
    """The findings of one table as ``validate --format json`` gives them, and the discovered lanes that fail."""
    from reportcheck.render.payload import validate_payload
    from reportcheck.report import read, report_of, run

    what, place, rows, facts = job
    answer: dict[str, Any] = {"findings": [], "failing": [], "problem": None}
    watch = Stopwatch()
    try:
        with at_most(_WORK["limit"]):
            checked = run(read(csv_bytes(rows), "table.csv"), _WORK["settings"])
            answer["findings"] = _WORK["findings_of"](validate_payload([report_of(checked)]))
            answer["failing"] = list(_failing(checked))
    except TooSlowError:
        answer["problem"] = "too slow"
    except Exception as error:
        answer["problem"] = f"{type(error).__name__}: {error}"
    answer["seconds"] = watch.seconds
    return what, place, facts, answer


def _failing(checked: Any) -> Iterable[dict[str, Any]]:
    """Lanes of discovered relations that fail, each with how often its pattern holds and fails in the table."""
    patterns: dict[Any, list[Any]] = defaultdict(list)
    for settled in checked.settled:
        for judgement in settled.judgements():
            if judgement.relation.origin == "discovered":
                patterns[_pattern(judgement.relation)].append(judgement)
    for lanes in patterns.values():
        holds = sum(judgement.holds for judgement in lanes)
        fails = [judgement for judgement in lanes if judgement.outcome == "fails"]
        for judgement in fails:
            relation = judgement.relation
            bits = _BITS.search(relation.support)
            figures = [relation.target, *(operand.figure for operand in relation.operands)]
            yield {
                "kind": relation.kind,
                "firm": relation.firm,
                "cells": [(figure.location.row, figure.location.column) for figure in figures],
                "holds": holds,
                "rate": holds / (holds + len(fails)),
                "bits": float(bits[1].replace(",", ".")) if bits else None,
            }


def _pattern(relation: Any) -> Any:
    """The lines that a relation ties, whichever lane it stands in."""
    at, others = relation.target.location, [(o.sign, o.role, o.figure.location) for o in relation.operands]
    along_row = all(place.row == at.row for _, _, place in others)
    line: Callable[[Any], Any] = (lambda p: p.column) if along_row else (lambda p: p.row)
    parts = tuple(sorted((sign, role, line(place)) for sign, role, place in others))
    return relation.kind, at.sheet, along_row, line(at), parts


# -- telling -----------------------------------------------------------------------


def _support(facts: dict[str, Any]) -> str:
    support = facts["support"]
    return SUPPORTS[0] if not support else SUPPORTS[1] if support < 3 else SUPPORTS[2] if support < 10 else SUPPORTS[3]


def _goal(value: float, goal: float, *, most: bool = False) -> str:
    met = value <= goal if most else value >= goal
    return f"   {'≤' if most else '≥'} {goal:.2f}: {'met' if met else 'MISSED'}"


def _show_detected(what: str, verdicts: Sequence[Any]) -> None:
    found, count = sum(v[2] for v in verdicts), len(verdicts)
    if not count:
        return
    goal = what == "one slip"
    print(f"\n{what}: detected {told(found, count)}{_goal(found / count, DETECTED) if goal else ''}")
    print(
        f"  first suspect is the cell {told(sum(v[3] for v in verdicts), count)}, findings elsewhere {sum(v[5] for v in verdicts)}"
    )
    several = [v for v in verdicts if len(v[0]["broken"]) >= 2 and v[2]]
    if several and goal:
        share = sum(v[3] for v in several) / len(several)
        print(
            f"  … where it breaks two relations or more and is found {told(sum(v[3] for v in several), len(several))}{_goal(share, NAMED)}"
        )
    well = [v for v in verdicts if v[0]["support"] >= 3]
    if well:
        share = sum(v[2] for v in well) / len(well)
        print(f"  support ≥ 3: {told(sum(v[2] for v in well), len(well))}{_goal(share, SUPPORTED) if goal else ''}")
    groups: list[tuple[str, Callable[[Any], str], Iterable[str]]] = [
        ("support", lambda v: _support(v[0]), SUPPORTS),
        ("relations broken", lambda v: str(min(3, len(v[0]["broken"]))), "0123"),
        ("changed figure", lambda v: v[0]["role"], ("aggregator", "aggregatee")),
    ]
    if goal:
        groups.append(("slip", lambda v: v[0]["slip"], sorted({v[0]["slip"] for v in verdicts})))
    for title, group, names in groups:
        rows = {name: [v for v in verdicts if group(v) == name] for name in names}
        shown = ", ".join(f"{name}: {sum(v[2] for v in some)}/{len(some)}" for name, some in rows.items() if some)
        print(f"  by {title}: {shown}")


def _show_clean(clean: Sequence[Any]) -> None:
    loud = [answer["findings"] for _, answer in clean]
    some = sum(map(bool, loud))
    print(f"\nclean tables with a finding {told(some, len(clean))}{_goal(some / max(1, len(clean)), FALSE, most=True)}")
    severities = Counter(f["severity"] for findings in loud for f in findings)
    rules = Counter(f"{f['rule']} ({f['origin']})" for findings in loud for f in findings)
    print(f"  findings: {dict(severities)}; by rule: {', '.join(f'{rule} {n}' for rule, n in rules.most_common())}")


def _show_curve(answers: dict[str, list[Any]]) -> None:
    """Detection and false claims under other thresholds, from all discovered lanes that fail, firm or not."""
    print("\nif failing lanes of discovered relations were reported where …")
    print(f"  {'':34}{'one slip':>10}{'random':>9}{'support ≥ 3':>13}{'clean tables':>14}{'lanes there':>13}")
    bits = any(f["bits"] is not None for group in answers.values() for _, a in group for f in a["failing"])
    rules: list[tuple[str, Callable[[dict[str, Any]], bool]]] = [
        ("always", lambda _: True),
        ("the program is firm", lambda f: bool(f["firm"])),
    ]
    for least in (1, 2, 3, 5, 10):
        rules.append((f"≥ {least} lanes hold", lambda f, n=least: f["holds"] >= n))  # type: ignore[misc]
    for rate in (0.5, 0.7, 0.8, 0.85, 0.9, 0.95):
        rules.append((f"≥ {rate:.0%} of lanes hold", lambda f, r=rate: f["rate"] >= r))  # type: ignore[misc]
    for least, rate in ((3, 0.7), (3, 0.8), (5, 0.8), (5, 0.9), (10, 0.9)):
        rules.append(
            (f"≥ {least} and ≥ {rate:.0%} hold", lambda f, n=least, r=rate: f["holds"] >= n and f["rate"] >= r)
        )  # type: ignore[misc]
    if bits:
        for most in (10, 20, 30, 50, 100):
            rules.append((f"≥ {most} bits", lambda f, b=most: (f["bits"] or 0) >= b))  # type: ignore[misc]
        for most, rate in ((10, 0.7), (20, 0.7), (30, 0.7), (20, 0.85), (30, 0.85)):
            rules.append(
                (
                    f"≥ {most} bits and ≥ {rate:.0%} hold",
                    lambda f, b=most, r=rate: (f["bits"] or 0) >= b and f["rate"] >= r,
                )
            )  # type: ignore[misc]
    for title, kept in rules:
        slip, other = (_detection(answers[what], kept) for what in ("one slip", "random digits"))
        well = _detection([a for a in answers["one slip"] if a[0]["support"] >= 3], kept)
        noise = [sum(map(kept, answer["failing"])) for _, answer in answers["clean"]]
        false = sum(map(bool, noise)) / max(1, len(noise))
        print(f"  {title:34}{slip:10.3f}{other:9.3f}{well:13.3f}{false:14.3f}{sum(noise):13}")


def _detection(answers: Sequence[Any], kept: Callable[[dict[str, Any]], bool]) -> float:
    hits = 0
    for facts, answer in answers:
        cell = tuple(facts["cell"])
        hits += any(cell in failing["cells"] for failing in answer["failing"] if kept(failing))
    return hits / max(1, len(answers))


def _show_times(common: Any, answers: Sequence[dict[str, Any]]) -> None:
    seconds = [answer["seconds"] for answer in answers]
    problems = Counter(answer["problem"] for answer in answers if answer["problem"])
    print(
        f"\nCPU s a table: median {common.median(seconds):.4f}, p95 {common.percentile(seconds, 95):.3f}, most {max(seconds):.2f}"
    )
    for problem, count in problems.most_common(5):
        print(f"problem: {count} × {problem}")


def _show_examples(verdicts: Sequence[Any], clean: Sequence[Any], number: int) -> None:
    missed = [v for v in verdicts if not v[2]]
    print(f"\nslips not found: {len(missed)}")
    for facts, answer, *_ in sorted(missed, key=lambda v: -v[0]["support"])[:number]:
        lanes = [f for f in answer["failing"] if tuple(facts["cell"]) in f["cells"]]
        seen = max((f"{f['holds']} hold, {f['rate']:.0%}, firm {f['firm']}" for f in lanes), default="no failing lane")
        print(
            f"  {facts['file_name']} {facts['a1']}: {facts['old']!r} → {facts['new']!r}, support {facts['support']}: {seen}"
        )
        relation = facts["relation"]
        print(f"      {relation['operator']} {relation['target']} <- {relation['operands'][:12]}")
    print("\nfindings in clean tables")
    loud = [(facts, f) for facts, answer in clean for f in answer["findings"]]
    for facts, finding in loud[:number]:
        print(
            f"  {facts['file_name']}: {finding['rule']} {finding['severity']} ({finding['origin']}): {finding['message']}"
        )
        print(
            f"      {finding['figures'][0]['location']['display'] if finding['figures'] else ''}: {finding['relation']}"
        )


if __name__ == "__main__":
    main()

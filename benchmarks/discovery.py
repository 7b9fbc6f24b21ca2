"""How many annotated relations of published tables ``inspect`` finds, how many it claims that nobody annotated, how fast.

    python benchmarks/discovery.py FOLDER [--half dev|test|all] [--jobs 2] [--examples N] [--slowest N]
                                   [--only TEXT] [--limit SECONDS] [--breakdown] [--keep FILE] [--against FILE]

FOLDER is that of the AggreCol set (or REPORTCHECK_AGGRECOL=FOLDER). Each table is read as a csv file and inspected in this
process, its relations turned into cells and scored by the set's own scripts, strictly (all filled operands) and as AggreCol
does (left-out operands forgiven). ``--keep`` writes the predictions in the form that ``score.py`` reads; ``--against``
compares with predictions kept before, table by table. Seconds are CPU time: reading, finding and judging ("checked"), and with what
``inspect --format json`` adds ("inspected").
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from annotated import HALVES, Stopwatch, TooSlowError, at_most, csv_bytes, find_folder, in_half, script

# F1 of strict and of AggreCol's matching on the half that nothing was tuned on; mean of files; least precision of an operator
GOALS = {("strict", "Sum"): 0.88, ("strict", "All"): 0.84, ("aggrecol", "Sum"): 0.90, ("aggrecol", "All"): 0.86}
PER_FILE, PRECISION = 0.82, 0.85
MEDIAN, MOST = 0.030, 3.0  # seconds a table


def main() -> None:
    options = _options()
    folder = find_folder(options.folder)
    score, common = script(folder, "score"), script(folder, "common")
    jobs = [
        (number, table)
        for number, table in enumerate(common.load_set(), 1)
        if in_half(table["file_name"], options.half) and (options.only or "") in table["file_name"]
    ]
    if not jobs:
        raise SystemExit(f"No table of the {options.half} half has {options.only!r} in its name.")
    # The longest first, so that both processes end together.
    order = sorted(jobs, key=lambda job: -sum(map(len, job[1]["table_array"])))
    with multiprocessing.Pool(options.jobs, _begin, (folder, options.limit)) as pool:
        records = {record["number"]: record for record in pool.imap_unordered(_inspected, order)}
    ordered = [records[number] for number, _ in jobs]
    tables = [table for _, table in jobs]
    if options.keep:
        options.keep.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in ordered), encoding="utf-8")
    predicted = _predicted(score, common, ordered)
    results = {
        "strict": score.evaluate(tables, predicted, score.same_strict),
        "aggrecol": score.evaluate(tables, predicted, score.same_aggrecol),
    }
    print(f"{options.half}: {len(tables)} tables, {sum(len(t['aggregation_annotations']) for t in tables)} annotations")
    for name, title in (("strict", "strict matching"), ("aggrecol", "AggreCol's matching")):
        _show(title, score.summarise(results[name]), name)
    _tell_rest(ordered, common, options.slowest)
    if options.against:
        _compare(score, common, options.against, tables, predicted)
    if options.breakdown:
        score.breakdown(results["aggrecol"])
    if options.examples:
        _show_examples(score, results["strict"], records, jobs, options.examples)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--half", choices=HALVES, default="dev")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--examples", type=int, default=0, metavar="N", help="the N tables with most mistakes")
    parser.add_argument("--breakdown", action="store_true", help="recall by direction, place and number of operands")
    parser.add_argument("--slowest", type=int, default=5, metavar="N", help="the N tables that took longest")
    parser.add_argument("--only", metavar="TEXT", help="tables whose file name has this in it")
    parser.add_argument(
        "--limit", type=float, default=60, help="seconds a table may take; then nothing counts as found"
    )
    parser.add_argument("--keep", type=Path, metavar="FILE", help="write the predictions, one JSON object a table")
    parser.add_argument("--against", type=Path, metavar="FILE", help="predictions kept before")
    return parser.parse_args()


# -- one table ---------------------------------------------------------------------

_WORK: dict[str, Any] = {}


def _begin(folder: Path, limit: float) -> None:
    """What a process needs before its first table, so that imports are not measured."""
    from reportcheck.render.payload import inspect_payload
    from reportcheck.report import Settings, read, run

    _WORK.update(limit=limit, tool=script(folder, "predict_from_inspect"), key_of=script(folder, "common").key_of)
    settings = Settings.of()

    def inspected(name: str, data: bytes) -> tuple[Any, float, dict[str, Any], float]:
        watch = Stopwatch()
        checked = run(read(data, name), settings)
        seconds = watch.seconds
        return checked, seconds, inspect_payload([checked]), watch.seconds

    _WORK["inspected"] = inspected
    warm = [["Mục", "Một", "Hai", "Tổng"], *([f"Dòng {i}", str(i), str(7 * i), str(8 * i)] for i in range(11, 19))]
    inspected("warm.csv", csv_bytes(warm))


def _inspected(job: tuple[int, dict[str, Any]]) -> dict[str, Any]:
    """The prediction of one table as ``predict_from_inspect.py`` makes it, with what else is worth counting."""
    number, table = job
    file_name, table_id = _WORK["key_of"](table)
    record: dict[str, Any] = {"number": number, "file_name": file_name, "table_id": table_id, "relations": []}
    watch = Stopwatch()
    try:
        with at_most(_WORK["limit"]):
            checked, seconds, payload, all_seconds = _WORK["inspected"](
                f"t{number:04}.csv", csv_bytes(table["table_array"])
            )
    except TooSlowError:
        return {**record, "problem": "too slow", "seconds": watch.seconds, "checked": watch.seconds}
    except Exception as error:
        problem = f"{type(error).__name__}: {error}"
        return {**record, "problem": problem, "seconds": watch.seconds, "checked": watch.seconds}
    left_out: Counter[str] = Counter()
    for relation in _WORK["tool"].relations_of(payload):
        converted, reason = _WORK["tool"].convert(relation)
        if relation.get("firm") is False:
            left_out["not firm"] += 1
        elif reason:
            left_out[reason] += 1
        else:
            told = {"outcome": relation["outcome"], "origin": relation["origin"], "support": relation["support"]}
            record["relations"].append({**converted, **told})
    return {
        **record,
        "seconds": round(all_seconds, 4),
        "checked": round(seconds, 4),
        "not looked at": checked.counts.not_looked_at,
        "loud": [f.rule for f in checked.findings if f.severity in ("error", "warning")],
        "left out": left_out,
    }


def _predicted(score: Any, common: Any, records: Iterable[dict[str, Any]]) -> dict[Any, list[Any]]:
    """What score.py evaluates: per table its relations, each once."""
    predicted: dict[Any, list[Any]] = {}
    for record in records:
        relations = [score.normalise(raw) for raw in record["relations"]]
        predicted[common.key_of(record)] = list(dict.fromkeys(r for r in relations if r is not None))
    return predicted


# -- telling -----------------------------------------------------------------------


def _show(title: str, summary: dict[str, Any], name: str) -> None:
    print(
        f"\n{title}\n  {'':16}{'P':>6}{'R':>7}{'F1':>7}{'hit':>8}{'missed':>8}{'false':>8}   per file P, R, F1 (files)"
    )
    for operator, micro in summary["micro"].items():
        each = summary["macro"][operator]
        line = f"  {operator:16}{micro['precision']:6.3f}{micro['recall']:7.3f}{micro['f1']:7.3f}"
        line += f"{micro['hit']:8}{micro['missed']:8}{micro['false']:8}"
        line += f"   {each['precision']:.3f} {each['recall']:.3f} {each['f1']:.3f} ({each['files']})"
        goals = []
        if (name, operator) in GOALS:
            goals.append(_goal("F1", micro["f1"], GOALS[name, operator]))
        if operator == "All":
            goals.append(_goal("per file", each["f1"], PER_FILE))
        else:
            goals.append(_goal("P", micro["precision"], PRECISION))
        print(line + ("   " + ", ".join(goals)))
    bare = summary["unannotated tables"]
    print(
        f"  without annotations: {bare['tables']} tables, {bare['false relations']} relations in {bare['with false relations']}"
    )


def _goal(what: str, value: float, goal: float) -> str:
    return f"{what} ≥ {goal:g}: {'met' if value >= goal else 'MISSED'}"


def _tell_rest(records: Sequence[dict[str, Any]], common: Any, slowest: int) -> None:
    """Times, what was left out, what went wrong, and how much was said aloud."""
    print()
    for name in ("checked", "seconds"):
        each = [record[name] for record in records]
        middle, most = common.median(each), max(each)
        title = "inspected" if name == "seconds" else name
        line = f"CPU s a table, {title}: median {middle:.4f}, p95 {common.percentile(each, 95):.3f}, most {most:.2f}, all {sum(each):.1f}"
        met = f"   median < {MEDIAN}: {'met' if middle < MEDIAN else 'MISSED'}, most ≤ {MOST:g}: {'met' if most <= MOST else 'MISSED'}"
        print(line + met)
    for record in sorted(records, key=lambda r: -r["checked"])[:slowest]:
        print(f"  {record['checked']:8.3f} s  {record['file_name']} (t{record['number']:04})")
    left_out: Counter[str] = Counter()
    for record in records:
        left_out.update(record.get("left out", {}))
    for title, counts in (
        ("problems", Counter(r["problem"] for r in records if "problem" in r)),
        ("left out", left_out),
        ("by origin and outcome", Counter(f"{x['origin']} {x['outcome']}" for r in records for x in r["relations"])),
        ("findings at error or warning", Counter(rule for r in records for rule in r.get("loud", ()))),
    ):
        if counts:
            print(f"{title}: " + ", ".join(f"{what} {n}" for what, n in counts.most_common(12)))
    unseen = [r.get("not looked at", 0) for r in records]
    print(f"not looked at: {sum(unseen)} relations in {sum(map(bool, unseen))} tables")
    print(f"tables with any finding at error or warning: {sum(bool(r.get('loud')) for r in records)} of {len(records)}")


def _compare(score: Any, common: Any, path: Path, tables: list[Any], predicted: dict[Any, list[Any]]) -> None:
    """Which tables changed since the predictions of ``path``: hits and false relations, strictly, before and after."""
    before = _predicted(score, common, common.read_lines(path))
    old, new = (score.evaluate(tables, p, score.same_strict) for p in (before, predicted))
    changed = []
    for table, first, second in zip(tables, old, new, strict=True):
        (hit, _, false), (hit_now, _, false_now) = score.of(first["counts"]), score.of(second["counts"])
        if (hit, false) != (hit_now, false_now):
            changed.append((hit_now - hit - false_now + false, table["file_name"], hit, hit_now, false, false_now))
    micro = [score.summarise(results)["micro"]["All"]["f1"] for results in (old, new)]
    print(f"\nagainst {path}: strict F1 {micro[0]:.4f} → {micro[1]:.4f}; {len(changed)} tables changed")
    worst_first = sorted(changed)
    shown = worst_first if len(changed) <= 24 else worst_first[:12] + worst_first[-12:]
    for gain, name, hit, hit_now, false, false_now in shown:
        print(f"  {gain:+5}  {name}: hits {hit} → {hit_now}, false {false} → {false_now}")


# -- examples ----------------------------------------------------------------------


def _show_examples(score: Any, results: list[Any], records: dict[int, Any], jobs: list[Any], number: int) -> None:
    """The tables with most mistakes, relations of one pattern (the same lines in other lanes) told once."""

    def mistakes(place: int) -> int:
        _, missed, false = score.of(results[place]["counts"])
        return int(missed + false)

    for place in sorted(range(len(results)), key=mistakes, reverse=True)[:number]:
        if not mistakes(place):
            return
        result, (at, table) = results[place], jobs[place]
        hit, missed, false = score.of(result["counts"])
        cells = table["table_array"]
        size = f"{len(cells)} × {max(map(len, cells), default=0)}"
        problem = f", {records[at]['problem']}" if "problem" in records[at] else ""
        print(
            f"\n{table['file_name']} (t{at:04}, {size}, {table['number_format']}): {hit} hit, {missed} missed, {false} false{problem}"
        )
        lost = [truth for truth, found in zip(result["truths"], result["found"], strict=True) if not found]
        outcomes = {score.normalise(raw): raw for raw in records[at]["relations"]}
        _show_patterns("missed", lost, cells, {})
        _show_patterns("false", result["false"], cells, outcomes)


def _show_patterns(what: str, relations: list[Any], cells: list[list[str]], told: dict[Any, Any]) -> None:
    patterns: dict[Any, list[Any]] = defaultdict(list)
    for relation in relations:
        patterns[_pattern(relation)].append(relation)
    ranked = sorted(patterns.items(), key=lambda item: -len(item[1]))
    for (operator, axis, target, operands), lanes in ranked[:6]:
        example = lanes[len(lanes) // 2]
        support = f"  [{told[example]['outcome']}; {told[example]['support']}]" if example in told else ""
        lines = ", ".join(map(str, operands[:12])) + (" …" if len(operands) > 12 else "")
        print(f"  {what} {len(lanes)} ×: {operator} {axis} {target} <- {lines}{support}")
        shown = [_cell(cells, cell) for cell in example[2][:12]]
        print(f"      e.g. {_cell(cells, example[1])} <- {', '.join(shown)}{' …' if len(example[2]) > 12 else ''}")
    if len(ranked) > 6:
        print(f"  {what}: {sum(len(lanes) for _, lanes in ranked[6:])} more of {len(ranked) - 6} further patterns")


def _pattern(relation: Any) -> tuple[str, str, int, tuple[int, ...]]:
    operator, (row, column), operands = relation
    if operator in ("Sum", "Average"):
        operands = tuple(sorted(operands))
    if all(cell[0] == row for cell in operands):
        return operator, "column", column, tuple(cell[1] for cell in operands)
    return operator, "row", row, tuple(cell[0] for cell in operands)


def _cell(cells: list[list[str]], cell: tuple[int, int]) -> str:
    row, column = cell
    inside = 0 <= row < len(cells) and 0 <= column < len(cells[row])
    return f"[{row},{column}] {cells[row][column] if inside else '?'!r}"


if __name__ == "__main__":
    main()

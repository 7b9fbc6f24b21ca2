"""What is claimed where nothing is true: tables of independent figures, and the same tables with one planted total.

    python benchmarks/coincidence.py [TABLES] [--jobs 2] [--seed 1] [--examples N] [--no-control]

Each table has 8 to 20 rows and 2 to 10 columns of figures of one kind: uniform, log-normal, small whole numbers, percentages
with one decimal, years. Labels are Vietnamese or English and name no total; figures are printed with or without marks between
thousands. Tables do not depend on the order in which they are checked: each has a seed of its own.

Told for each kind: the share of tables with a claim that is *firm* (such a claim may raise a finding), with one that is only
shown, with a finding; and the upper bound of each share at 95 % where it is 0 or small.

The control shows that silence is not blindness: one column more, with a label like the others, is the sum of the columns
before it (or the first is that of those behind it). It counts as found if the relation is claimed in 80 % of the rows. One
figure of the total is then replaced by random digits, and counts as caught if a finding names its cell.

Goals: claims in less than 1 % of the tables, findings in less than 0.1 %, control found in 95 % (years apart).
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import time
from collections import Counter
from collections.abc import Callable
from typing import Any, TypeAlias

from annotated import csv_bytes
from chance import interval, upper

Rows: TypeAlias = "list[list[int]]"  # figures in units of the last printed digit

CLAIMS, FINDINGS, CONTROL = 0.01, 0.001, 0.95
ALL_BUT_YEARS = "all but years"

NAMES = {
    "vi": (
        "Hà Giang", "Cao Bằng", "Lào Cai", "Sơn La", "Phú Thọ", "Nam Định", "Thái Bình", "Nghệ An", "Quảng Trị", "Kon Tum",
        "Gia Lai", "Bình Định", "Phú Yên", "Tây Ninh", "Long An", "Bến Tre", "Trà Vinh", "An Giang", "Cà Mau", "Hậu Giang",
    ),
    "en": (
        "Aldham", "Barton", "Colby", "Denby", "Easton", "Farley", "Garton", "Hadley", "Ingham", "Kelby",
        "Langton", "Marley", "Norton", "Oakham", "Paxton", "Radley", "Selby", "Thornby", "Upton", "Weston",
    ),
}  # fmt: skip
HEADS = {
    "vi": ("Lúa", "Ngô", "Khoai", "Sắn", "Mía", "Lạc", "Đậu tương", "Cà phê", "Chè", "Cao su", "Hồ tiêu"),
    "en": ("Wheat", "Maize", "Barley", "Oats", "Rye", "Peas", "Beans", "Flax", "Hops", "Beet", "Clover"),
}
CORNER = {"vi": "Địa bàn", "en": "Place"}


def _uniform(pick: random.Random) -> Callable[[], int]:
    most = pick.choice((999, 9_999, 99_999))
    return lambda: pick.randint(1, most)


def _log_normal(pick: random.Random) -> Callable[[], int]:
    scale, spread = pick.uniform(4, 9), pick.uniform(0.5, 2)
    return lambda: max(1, round(pick.lognormvariate(scale, spread)))


def _small(pick: random.Random) -> Callable[[], int]:
    most = pick.choice((5, 9, 20))
    return lambda: pick.randint(0, most)


def _percentages(pick: random.Random) -> Callable[[], int]:
    return lambda: pick.randint(1, 1000)


def _years(pick: random.Random) -> Callable[[], int]:
    return lambda: pick.randint(1985, 2026)


KINDS: dict[str, Callable[[random.Random], Callable[[], int]]] = {
    "uniform": _uniform,
    "log-normal": _log_normal,
    "small whole numbers": _small,
    "percentages, one decimal": _percentages,
    "years": _years,
}


def main() -> None:
    options = _options()
    kinds = list(KINDS)
    jobs = [(options.seed, place, kinds[place % len(kinds)], options.control) for place in range(options.tables)]
    results: dict[str, list[dict[str, Any]]] = {kind: [] for kind in kinds}
    with multiprocessing.Pool(options.jobs, _begin) as pool:
        for kind, result in pool.imap_unordered(_tried, jobs, chunksize=20):
            results[kind].append(result)
    _show(results)
    if options.control:
        _show_control(results)
    everything = [r for group in results.values() for r in group]
    claimed = Counter(f"{kind} ({origin})" for r in everything for kind, origin in r["claims"])
    print("\nclaims: " + (", ".join(f"{what} {n}" for what, n in claimed.most_common()) or "none"))
    print(
        "findings: "
        + (
            ", ".join(f"{rule} {n}" for rule, n in Counter(x for r in everything for x in r["rules"]).most_common())
            or "none"
        )
    )
    print(f"not looked at: {sum(r['unseen'] for r in everything)} relations")
    seconds = sorted(r["seconds"] for r in everything)
    print(f"CPU s a table: median {seconds[len(seconds) // 2]:.4f}, most {seconds[-1]:.3f}")
    told = sorted((r for r in everything if r["claims"] or r["rules"]), key=lambda r: r["place"])
    for r in told[: options.examples]:
        print(f"\ntable {r['place']} ({kinds[r['place'] % len(kinds)]}): {'; '.join(r['texts'][:5])}\n{r['csv']}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("tables", type=int, nargs="?", default=10_000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--examples", type=int, default=0, metavar="N", help="N tables in which something is claimed")
    parser.add_argument("--no-control", dest="control", action="store_false")
    return parser.parse_args()


# -- one table ---------------------------------------------------------------------

_WORK: dict[str, Any] = {}


def _begin() -> None:
    from reportcheck.report import Settings

    _WORK["settings"] = Settings.of()


def _tried(job: tuple[int, int, str, bool]) -> tuple[str, dict[str, Any]]:
    """What is claimed in one table of a kind, and whether a total planted in it is found."""
    seed, place, kind, control = job
    pick = random.Random(f"{seed}/{place}")
    height, width = pick.randint(8, 20), pick.randint(2, 10)
    draw = KINDS[kind](pick)
    figures = [[draw() for _ in range(width)] for _ in range(height)]
    language, grouped, decimals = pick.choice(("vi", "en")), pick.random() < 0.5, int(kind.startswith("percent"))
    grouped = grouped and kind != "years"
    heads, names = pick.sample(HEADS[language], len(HEADS[language])), pick.sample(NAMES[language], height)

    def printed(rows: Rows) -> bytes:
        cells = [[CORNER[language], *heads[: len(rows[0])]]]
        cells += [
            [name, *(_text(v, decimals, language, grouped) for v in row)] for name, row in zip(names, rows, strict=True)
        ]
        return csv_bytes(cells)

    start = time.process_time()
    data = printed(figures)
    checked = _checked(data)
    result = _claims(checked) | {"place": place, "seconds": time.process_time() - start, "csv": data.decode()}
    if control:
        result |= _control(pick, figures, printed)
    return kind, result


def _checked(data: bytes) -> Any:
    from reportcheck.report import read, run

    return run(read(data, "table.csv"), _WORK["settings"])


def _text(value: int, decimals: int, language: str, grouped: bool) -> str:
    whole, rest = divmod(value, 10**decimals)
    mark, point = (".", ",") if language == "vi" else (",", ".")
    text = f"{whole:,}".replace(",", mark) if grouped else str(whole)
    return f"{text}{point}{rest:0{decimals}}" if decimals else text


def _claims(checked: Any) -> dict[str, Any]:
    """The patterns that are claimed, each once; the rules that speak."""
    from reportcheck.wording import relation_text

    firm: dict[Any, str] = {}
    shown = 0
    for settled in checked.settled:
        for judgement in settled.judgements():
            relation = judgement.relation
            shown += not relation.firm
            if relation.firm:
                firm.setdefault((relation.kind, relation.origin, id(settled.family)), relation_text(relation, "en"))
    loud = [f for f in checked.findings if f.severity in ("error", "warning")]
    return {
        "claims": [key[:2] for key in firm],
        "shown": shown,
        "rules": [f"{f.rule} ({f.origin})" for f in loud],
        "texts": [*firm.values(), *(f.message for f in loud)],
        "unseen": checked.counts.not_looked_at,
    }


def _control(pick: random.Random, figures: Rows, printed: Callable[[Rows], bytes]) -> dict[str, bool]:
    """Whether a planted column of totals is claimed, and whether one wrong total in it is caught."""
    first = pick.random() < 0.5
    planted = [[sum(row), *row] if first else [*row, sum(row)] for row in figures]
    target = 1 if first else len(planted[0])  # the column in the file, behind the names
    parts = {c for c in range(1, len(planted[0]) + 1) if c != target}
    hits = 0
    for settled in _checked(printed(planted)).settled:
        for judgement in settled.judgements():
            relation = judgement.relation
            cells = [relation.target, *(operand.figure for operand in relation.operands)]
            columns = [figure.location.column for figure in cells]
            same_row = len({figure.location.row for figure in cells}) == 1
            # A sum of two is as well found as the difference that one of its parts is.
            whole = {target, *parts} == set(columns) and (columns[0] == target or len(parts) == 2)
            hits += relation.firm and judgement.holds and same_row and whole
    row = pick.randrange(len(planted))
    at = target - 1
    right = planted[row][at]
    digits = len(str(right))
    while planted[row][at] == right:
        planted[row][at] = pick.randint(10 ** (digits - 1) if digits > 1 else 0, 10**digits - 1)
    wrong = _checked(printed(planted))
    blamed = {
        (figure.location.row, figure.location.column)
        for finding in wrong.findings
        if finding.severity in ("error", "warning")
        for figure in (*(f for _, f in finding.figures), *(s.figure for s in finding.suspects))
    }
    return {"found": hits >= 0.8 * len(figures), "caught": (row + 1, target) in blamed}


# -- telling -----------------------------------------------------------------------


def _show(results: dict[str, list[dict[str, Any]]]) -> None:
    print(
        f"{'tables of independent figures':28}{'tables':>8}{'firm claim':>12}{'≤ (95 %)':>10}{'shown only':>12}{'finding':>9}{'≤ (95 %)':>10}"
    )
    groups = {**results, "all": [r for group in results.values() for r in group]}
    for kind, group in groups.items():
        if not group:
            continue
        count = len(group)
        firm, shown, loud = (sum(bool(r[name]) for r in group) for name in ("claims", "shown", "rules"))
        line = f"{kind:28}{count:8}{firm:12}{upper(firm, count):10.4%}{shown:12}{loud:9}{upper(loud, count):10.4%}"
        if kind == "all":
            met = [
                f"claims < {CLAIMS:.1%}: {_met(upper(firm, count) < CLAIMS)}",
                f"findings < {FINDINGS:.1%}: {_met(upper(loud, count) < FINDINGS)}",
            ]
            line += "   " + ", ".join(met)
        print(line)


def _show_control(results: dict[str, list[dict[str, Any]]]) -> None:
    print(f"\n{'a planted total':28}{'tables':>8}{'found':>9}{'95 %':>18}{'wrong one caught':>19}{'95 %':>18}")
    # Years are hardly added up, so that a program may well take a column of them for no quantities.
    groups = {**results, ALL_BUT_YEARS: [r for kind, group in results.items() if kind != "years" for r in group]}
    for kind, group in groups.items():
        if not group:
            continue
        count = len(group)
        line = f"{kind:28}{count:8}"
        for name, width in (("found", 9), ("caught", 19)):
            hits = sum(r[name] for r in group)
            low, high = interval(hits, count)
            line += f"{hits / count:{width}.4f}{f'[{low:.3f}–{high:.3f}]':>18}"
        if kind == ALL_BUT_YEARS:
            line += f"   found ≥ {CONTROL:.0%}: {_met(sum(r['found'] for r in group) >= CONTROL * count)}"
        print(line)


def _met(yes: bool) -> str:
    return "met" if yes else "MISSED"


if __name__ == "__main__":
    main()

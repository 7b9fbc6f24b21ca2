"""The corpus of short reports: errors put in one at a time, found or not; ``python benchmarks/corpus.py [--part open | --folder DIR]``

``aside`` (the default) is the third of ``tests/corpus`` that was set aside before the patterns were written; ``open`` the rest;
``--folder`` takes any folder of texts annotated in the same way.
A slip (a digit changed, two swapped) in one figure of a relation counts only where it breaks the relation whatever was rounded.
It is found where an error or warning names the figure; a finding is right where it names the altered figure, or a relation that
the report itself gets wrong.
"""

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path
from typing import Any

from sentences import checked_text

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from corpus_text import CORPUS, Report, Stated, load

_LOUD = ("error", "warning")


def slip(digits: str, rng: random.Random) -> str:
    """The digits with one slip of the pen."""
    places = [i for i, c in enumerate(digits) if c.isdigit()]
    letters = list(digits)
    if len(places) > 1 and rng.random() < 0.35:
        k = rng.randrange(len(places) - 1)
        i, j = places[k], places[k + 1]
        letters[i], letters[j] = letters[j], letters[i]
    else:
        i = rng.choice(places[1:] or places) if rng.random() < 0.75 else rng.choice(places)
        letters[i] = rng.choice([c for c in "123456789" if c != letters[i]])
    return "".join(letters)


def altered(report: Report, stated: Stated, rng: random.Random) -> tuple[str, int, str] | None:
    """The text with one figure of a relation altered so that it no longer holds, the figure's offset, the new digits."""
    for _ in range(60 if stated.figures else 0):
        offset, digits = rng.choice(stated.figures)
        new = slip(digits, rng)
        if new == digits or new[0] == "0" != digits[0] or stated.true_of({offset: new}):
            continue
        return report.text[:offset] + new + report.text[offset + len(digits) :], offset, new
    return None


def offsets(finding: dict[str, Any]) -> set[int]:
    return {f["location"]["offset"] for f in finding["figures"] if f["location"].get("offset") is not None}


def claimed(shown: dict[str, Any], stated: Stated) -> list[dict[str, Any]]:
    """The relations of ``inspect`` that are the annotated one: most of its figures and few others."""
    wanted = {offset for offset, _ in stated.figures}
    out = []
    for relation in shown["relations"]:
        figures = [relation["target"], *relation["operands"]]
        held = {f["location"].get("offset") for f in figures}
        if (
            relation["firm"]
            and len(wanted & held) >= max(min(2, len(wanted)), -(-3 * len(wanted) // 4))
            and len(held) <= len(wanted) + 2
        ):
            out.append(relation)
    return out


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=("aside", "open"), default="aside")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--misses", action="store_true", help="name them (not of the part set aside)")
    given = parser.parse_args()
    folder = given.folder or (CORPUS / "aside" if given.part == "aside" else CORPUS)
    name = str(given.folder or given.part)
    paths = sorted(folder.glob("[0-9a-z]*.txt"))
    tell = given.misses and name != "aside"
    n = dict.fromkeys(
        (
            "put in",
            "found",
            "errors",
            "right errors",
            "raised",
            "right",
            "clean false",
            "texts",
            "claimed",
            "claimed right",
            "of",
        ),
        0,
    )
    for path in paths:
        report = load(path)
        shown = checked_text(report.text)
        own = [{o for o, _ in s.figures} for s in report.stated if not s.holds]
        clean = [x for x in shown["findings"] if x["severity"] in _LOUD]
        false = [x for x in clean if not any(len(offsets(x) & w) >= 2 for w in own)]
        n["clean false"] += len(false)
        n["texts"] += bool(false)
        if tell:
            print(
                *(f"false {path.name} {x['severity']} {x['relation']}" for x in false),
                sep="\n",
                end="\n" if false else "",
            )
        known = {x["fingerprint"] for x in clean}
        for stated in report.stated:
            found = claimed(shown, stated)
            n["of"] += 1
            n["claimed"] += bool(found)
            n["claimed right"] += bool(found) and all((x["outcome"] == "fails") != stated.holds for x in found)
            if tell and not found:
                print("not claimed", path.name, stated.text)
            if not stated.holds or "<=" in stated.text:
                continue
            for seed in range(given.seeds):
                made = altered(report, stated, random.Random(f"{seed} {path.name} {stated.text}"))
                if made is None:
                    continue
                text, offset, new = made
                fresh = [
                    x
                    for x in checked_text(text)["findings"]
                    if x["severity"] in _LOUD and x["fingerprint"] not in known
                ]
                right = [x for x in fresh if offset in offsets(x)]
                n["put in"] += 1
                n["found"] += bool(right)
                n["raised"] += len(fresh)
                n["right"] += len(right)
                n["errors"] += sum(x["severity"] == "error" for x in fresh)
                n["right errors"] += sum(x["severity"] == "error" for x in right)
                if tell and not right:
                    print("missed", path.name, stated.text, "|", new)
                if tell and len(right) < len(fresh):
                    print("beside", path.name, stated.text, "|", new, [x["relation"] for x in fresh if x not in right])
    print(
        f"{name}: {len(paths)} reports, {n['of']} relations, claimed {n['claimed']}, right {n['claimed right']} | errors put in {n['put in']},"
        f" found {n['found']} ({n['found'] / max(1, n['put in']):.1%}) | findings {n['raised']}, right {n['right']}"
        f" ({n['right'] / max(1, n['raised']):.1%}); errors {n['errors']}, right {n['right errors']}"
        f" ({n['right errors'] / max(1, n['errors']):.1%}) | false on the reports as they are {n['clean false']}, in {n['texts']} of them"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())

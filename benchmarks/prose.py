"""Real prose: altered figures found, clean passages left alone, relations claimed. ``python benchmarks/prose.py SET [--half A]``

SET is the folder of the prose set with its scripts (or ``REPORTCHECK_PROSE``), no part of the project. A passage's half is
the parity of the SHA-256 of its id: ``A`` (the default) is what patterns may be chosen on, ``B`` is what is quoted and is
never read. ``--misses`` names what was missed in half A. ``--incomplete`` replaces, in every right sum of three or more parts, one
part by "nhiều"/"many", and counts what is still raised on that sum.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from sentences import checked_text


def half(name: str) -> str:
    """The half that a passage belongs to."""
    return "AB"[int(hashlib.sha256(name.encode()).hexdigest(), 16) % 2]


def load_score(folder: Path) -> Any:
    """The set's own scorer, as a module."""
    sys.path.insert(0, str(folder))
    spec = importlib.util.spec_from_file_location("prose_score", folder / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def measure(folder: Path, which: str, seeds: list[int], misses: bool) -> None:
    score = load_score(folder)
    n: Counter[str] = Counter()
    by: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    claimed: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for seed in seeds:
        with tempfile.TemporaryDirectory() as out:
            command = [sys.executable, str(folder / "build.py"), out, "--seed", str(seed)]
            subprocess.run(command, check=True, capture_output=True)
            for one in json.loads((Path(out) / "truth.json").read_text("utf-8"))["files"]:
                if half(one["passage"]) != which or (seed != seeds[0] and not one["alteration"]):
                    continue
                text = (Path(out) / one["file"]).read_bytes().decode("utf-8")
                shown = checked_text(text, Path(out) / one["file"])
                if one["alteration"]:
                    _altered(score, one, shown, n, by, misses)
                else:
                    _clean(score, one, shown, n, claimed, misses)
    for name, (found, of) in sorted(by.items()):
        print(f"  {name:20} {found}/{of}")
    for name, (c, right, of) in sorted(claimed.items()):
        print(f"  claimed {name:16} {c}/{of}, right {right}")
    print(
        f"half {which}: altered found {n['found']}/{n['altered']} ({n['found'] / max(1, n['altered']):.1%}),"
        f" bounds apart {n['found'] - n['bound found']}/{n['altered'] - n['bound']}"
        f" ({(n['found'] - n['bound found']) / max(1, n['altered'] - n['bound']):.1%})"
        f" | really wrong {n['real found']}/{n['real']} | clean passages with a false finding {n['dirty']}/{n['clean']}"
        f" (errors {n['false error']}, warnings {n['false warning']}; without relations {n['trap']})"
    )


def _altered(score: Any, one: Any, shown: Any, n: Counter[str], by: dict[str, list[int]], misses: bool) -> None:
    alteration = one["alteration"]
    found, _, _ = score.detected(shown, alteration)
    n["altered"] += 1
    n["found"] += found
    n["bound"] += alteration["kind"] == "bound"
    n["bound found"] += found and alteration["kind"] == "bound"
    for key in ("kind " + alteration["kind"], "lang " + one["lang"], "op " + alteration["op"]):
        by[key][0] += found
        by[key][1] += 1
    if misses and not found and half(one["passage"]) == "A":
        print("missed", one["file"], alteration["kind"], alteration["op"], alteration["old"], "->", alteration["new"])


def _clean(score: Any, one: Any, shown: Any, n: Counter[str], claimed: dict[str, list[int]], misses: bool) -> None:
    n["clean"] += 1
    wrong = [r for r in one["relations"] if r["verdict"] == "inconsistent"]
    open_ = [r for r in one["relations"] if r["verdict"] == "ambiguous"]
    n["real"] += len(wrong)
    n["real found"] += sum(any(score.touches(x, r) for x in score.loud(shown)) for r in wrong)
    false = [x for x in score.loud(shown) if not any(score.touches(x, r) for r in wrong + open_)]
    for x in false:
        n["false " + x["severity"]] += 1
        if misses and half(one["passage"]) == "A":
            print("false", one["file"], x["rule"], x["relation"])
    n["dirty"] += bool(false)
    n["trap"] += bool(false) and one["trap"]
    for r in one["relations"]:
        if r["verdict"] == "ambiguous":
            continue
        found = score.claims(shown, r)
        outcomes = {x["outcome"] for x in found}
        bad = r["verdict"] == "inconsistent"
        right = "fails" in outcomes if bad else bool(outcomes & set(score.GOOD)) and "fails" not in outcomes
        for key in ("all", r["kind"]):
            claimed[key][0] += bool(found)
            claimed[key][1] += right
            claimed[key][2] += 1


def incomplete(folder: Path, which: str) -> None:
    """Right sums of three or more parts, one part replaced by "nhiều"/"many": any finding on the sum is false."""
    score = load_score(folder)
    texts = raised = errors = 0
    for line in (folder / "passages.jsonl").read_text("utf-8").splitlines():
        passage = json.loads(line)
        if half(passage["id"]) != which:
            continue
        for r in passage["relations"]:
            if r["kind"] != "sum" or r["verdict"] != "consistent" or len(r["figures"]) < 4:
                continue
            gone = r["figures"][1 + len(r["figures"]) // 2 - 1]
            word = "nhiều" if passage["lang"] == "vi" else "many"
            at, length = gone["offset"], len(gone["text"])
            text = passage["text"][:at] + word + passage["text"][at + length :]
            move = len(word) - length
            figures = [dict(f, offset=f["offset"] + move * (f["offset"] > at)) for f in r["figures"] if f is not gone]
            false = [x for x in score.loud(checked_text(text)) if score.touches(x, dict(r, figures=figures))]
            texts += 1
            raised += bool(false)
            errors += any(x["severity"] == "error" for x in false)
    print(
        f"incomplete lists, half {which}: {texts} texts, a finding on {raised} ({raised / max(1, texts):.1%}), errors {errors}"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", default=os.environ.get("REPORTCHECK_PROSE"))
    parser.add_argument("--half", choices=("A", "B"), default="A")
    parser.add_argument("--seeds", default="1,2")
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--incomplete", action="store_true")
    given = parser.parse_args()
    if not given.folder or not (Path(given.folder) / "passages.jsonl").is_file():
        print("The prose set is not there: name its folder, or set REPORTCHECK_PROSE.", file=sys.stderr)
        return 2
    if given.incomplete:
        incomplete(Path(given.folder), given.half)
    else:
        measure(Path(given.folder), given.half, [int(s) for s in given.seeds.split(",")], given.misses)
    return 0


if __name__ == "__main__":
    sys.exit(main())

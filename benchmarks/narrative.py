"""Sentences that quote real tables: altered figures found, and false alarms.

    python benchmarks/narrative.py FOLDER [--half dev|test|all] [--n 400] [--seed 1] [--examples N]

FOLDER holds the tables: that of the AggreCol set (or REPORTCHECK_AGGRECOL=FOLDER), or any folder of csv files, searched with
its folders. Of each table a narrative is made: sentences of many wordings that quote figures of rows and columns with names of
their own, spelled as the language spells them, sometimes in a larger unit or rounded. Four texts come of it:

*altered*: one figure has one slip of the pen, so that it stands in no cell of the table any more. Found: RC510 names it.
*right*: nothing is altered. Any RC510 is a false alarm.
*lacking*: the table has lost the column, or the rows, that the sentences quote. Any RC510 is a false alarm.
*foreign*: the same rows and sentences, with figures that the table does not hold (of as many digits), about things that
the table does not count. Any RC510 is a false alarm.

Goals: no more than 1 false alarm in 100 texts, right, lacking or foreign. What can be found depends on how the tables name their lines.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from annotated import HALVES, VARIABLE, csv_bytes, find_folder, in_half, script

from reportcheck.extract import NUMBER, TableView
from reportcheck.labels import is_total
from reportcheck.model import Document, Location, Paragraph
from reportcheck.numerals import print_number
from reportcheck.read.document import read_bytes
from reportcheck.report import Settings, run

ENGLISH = (
    "In {row}, {column} came to {v}.",
    "{column} of {row} stood at {v}.",
    "The figure for {row} was {v} ({column}).",
    "{row} reported {v} for {column}, while {row2} reported {v2}.",
    "As to {column}, {row} had {v}; {row2} had {v2} and {row3} had {v3}.",
    "For {row} the annex gives {v} under {column} and {w} under {column2}.",
)
VIETNAMESE = (
    "{column} của {row} là {v}.",
    "Tại {row}, {column} đạt {v}.",
    "{row} có {v} ({column}).",
    "Về {column}, {row} đạt {v}; {row2} đạt {v2} và {row3} đạt {v3}.",
    "{row} ghi nhận {column} {v}, trong khi {row2} ghi nhận {v2}.",
    "{row} có {column} {v}, {column2} {w}.",
)
FOREIGN_ENGLISH = (
    "In {row}, {v} visitors came to the fair.",
    "{row} handed out {v} leaflets; {row2} handed out {v2}.",
    "Schools of {row} planted {v} trees last spring.",
)
FOREIGN_VIETNAMESE = (
    "Tại {row}, hội chợ đón {v} lượt khách tham quan.",
    "{row} đã phát {v} tờ rơi; {row2} phát {v2} tờ rơi.",
    "Các trường của {row} đã trồng {v} cây xanh.",
)


@dataclass(frozen=True)
class Quoted:
    """A narrative: its sentences, and for each figure its place (paragraph, first character), printed digits and value."""

    sentences: list[str]
    figures: list[tuple[int, int, str, Decimal]]


@dataclass(frozen=True)
class Source:
    """A table with the lines that a sentence can name."""

    document: Document
    view: TableView
    rows: list[int]
    columns: list[int]
    values: frozenset[Decimal]


def main() -> None:
    options = _options()
    pick = random.Random(options.seed)
    settings = Settings.of(select_codes=["RC510"])
    sources = [source for document in _documents(options) if (source := _source(document)) is not None]
    pick.shuffle(sources)
    sources = sources[: options.n]
    tally: Counter[str] = Counter()
    shown = 0
    for source in sources:
        quoted = _narrative(source, pick, foreign=False)
        right = _told(source, quoted, settings)
        tally["right"] += 1
        tally["right, told"] += bool(right)
        tally["figures"] += len(quoted.figures)
        tally["claimed"] += _claimed(source, quoted, settings)
        other = _narrative(source, pick, foreign=True)
        foreign = _told(source, other, settings)
        tally["foreign, told"] += bool(foreign)
        lacking = _lacking(source, quoted, settings, pick)
        tally["lacking"] += lacking is not None
        tally["lacking, told"] += bool(lacking)
        for what, found in (("right", right), ("foreign", foreign), ("lacking", lacking or {})):
            for place, message in found.items():
                if shown < options.examples:
                    shown += 1
                    print(f"-- false, {what}: {source.document.path} {place}: {message}")
        slipped = _slip(source, quoted, pick)
        if slipped is None:
            continue
        text, place = slipped
        found = _told(source, text, settings)
        size = min(5, len(next(d for p, s, d, _ in text.figures if (p, s) == place).replace(".", "").replace(",", "")))
        tally["altered"] += 1
        tally[f"altered, {size} digits"] += 1
        tally["found"] += place in found
        tally[f"found, {size} digits"] += place in found
        tally["beside"] += any(p != place for p in found)
        if place not in found and shown < options.examples:
            shown += 1
            print(f"-- missed: {source.document.path} {text.sentences[place[0]]!r} at {place[1]}")
    _print(options.half, tally)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--half", choices=HALVES, default="dev")
    parser.add_argument("--n", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--examples", type=int, default=0)
    return parser.parse_args()


def _print(half: str, tally: Counter[str]) -> None:
    print(f"{half}: {tally['right']} narratives with {tally['figures']} figures quoted")
    print(f"claimed to be the table's: {tally['claimed']} ({tally['claimed'] / max(1, tally['figures']):.3f})")
    print(
        f"altered figures found: {tally['found']} of {tally['altered']} ({tally['found'] / max(1, tally['altered']):.3f})"
    )
    for size in range(1, 6):
        if every := tally[f"altered, {size} digits"]:
            print(f"  of {size} digits{' and more' if size == 5 else ''}: {tally[f'found, {size} digits']} of {every}")
    print(f"right narratives with a finding: {tally['right, told']} of {tally['right']}")
    print(f"narratives of what the table lacks, with a finding: {tally['lacking, told']} of {tally['lacking']}")
    print(f"foreign narratives with a finding: {tally['foreign, told']} of {tally['right']}")
    print(f"altered narratives with a finding elsewhere: {tally['beside']} of {tally['altered']}")


# -- tables -------------------------------------------------------------------------------


def _documents(options: argparse.Namespace) -> Iterator[Document]:
    """The tables of one half of the set, or all csv files of a folder."""
    folder = options.folder or (Path(os.environ[VARIABLE]) if os.environ.get(VARIABLE) else None)
    if folder is not None and not (folder / "common.py").is_file():
        files = [path for path in sorted(folder.rglob("*.csv")) if in_half(path.name, options.half)]
        if not files:
            sys.exit(f"{folder} holds no csv files.")
        for path in files:
            yield read_bytes(path.read_bytes(), path.name)
        return
    common = script(find_folder(options.folder), "common")
    for table in common.load_set():
        if in_half(table["file_name"], options.half):
            yield read_bytes(csv_bytes(table["table_array"]), f"{table['file_name']}.csv")


def _source(document: Document) -> Source | None:
    tables = list(document.tables)
    if len(tables) != 1:
        return None
    view = TableView(tables[0], document.language)
    names = Counter(view.row_name(r) for r in view.data_rows)
    rows = [
        r
        for r in view.data_rows
        if names[view.row_name(r)] == 1 and 1 <= len(view.row_name(r).split()) <= 8 and not is_total(view.row_name(r))
        and any(map(str.isalpha, view.row_name(r)))
    ]  # fmt: skip
    heads = Counter(view.headings[c] for c in view.number_columns)
    columns = [c for c in view.number_columns if heads[view.headings[c]] == 1 and _heading(view, c)]
    values = {
        Decimal(v)
        for c in view.number_columns
        for v, state in zip(view.column(c).values, view.column(c).states, strict=True)
        if state == NUMBER and v is not None
    }
    if len(rows) < 4 or not columns:
        return None
    return Source(document, view, rows, columns, frozenset(values))


def _heading(view: TableView, c: int) -> str:
    text = " ".join(" ".join(view.headings[c]).replace("\n", " ").split())
    return text[0].lower() + text[1:] if 3 <= len(text) <= 80 else ""


# -- narratives ---------------------------------------------------------------------------


def _narrative(source: Source, pick: random.Random, *, foreign: bool) -> Quoted:
    """Four sentences that quote the table, or that quote nothing of it."""
    vi = source.document.language == "vi"
    if foreign:
        patterns: Sequence[str] = FOREIGN_VIETNAMESE if vi else FOREIGN_ENGLISH
    else:
        patterns = VIETNAMESE if vi else ENGLISH
    sentences: list[str] = []
    figures: list[tuple[int, int, str, Decimal]] = []
    while len(sentences) < 4:
        sentence, found = _sentence(source, pick.choice(patterns), pick, len(sentences), foreign=foreign)
        if not sentence:
            break
        sentences.append(sentence)
        figures += found
    return Quoted(sentences, figures)


def _sentence(
    source: Source, pattern: str, pick: random.Random, number: int, *, foreign: bool
) -> tuple[str, list[tuple[int, int, str, Decimal]]]:
    view, language = source.view, source.document.language
    for _ in range(30):
        rows = pick.sample(source.rows, 3)
        columns = [pick.choice(source.columns), pick.choice(source.columns)]
        if "{column2}" in pattern and columns[0] == columns[1]:
            continue
        cells = {"v": (rows[0], 0), "v2": (rows[1], 0), "v3": (rows[2], 0), "w": (rows[0], 1)}
        cells = {k: place for k, place in cells.items() if "{" + k + "}" in pattern}
        read = {k: (view.column(columns[c]), r) for k, (r, c) in cells.items()}
        if any(
            column.states[r] != NUMBER or not column.values[r] or Decimal(column.values[r] or 0) < 0
            for column, r in read.values()
        ):
            continue
        values = {k: (Decimal(column.values[r] or 0), column.digits[r]) for k, (column, r) in read.items()}
        if foreign:
            values = {k: (_random_like(source, v, pick), digits) for k, (v, digits) in values.items()}
        printed = {k: print_number(v, language, digits) for k, (v, digits) in values.items()}
        words = {"row": view.row_name(rows[0]), "row2": view.row_name(rows[1]), "row3": view.row_name(rows[2])}
        words |= {"column": _heading(view, columns[0]), "column2": _heading(view, columns[1])}
        return _filled(pattern, words, printed, values, number)
    return "", []


def _filled(
    pattern: str, words: dict[str, str], printed: dict[str, str], values: dict[str, tuple[Decimal, int]], number: int
) -> tuple[str, list[tuple[int, int, str, Decimal]]]:
    """A pattern with its words and figures, and where the figures stand."""
    out, figures = "", []
    for piece in pattern.replace("}", "{").split("{"):
        if piece in printed:
            figures.append((number, len(out), printed[piece], values[piece][0]))
            out += printed[piece]
        else:
            out += words.get(piece, piece)
    shift = len(out) - len(out.lstrip())
    return out.strip()[0].upper() + out.strip()[1:], [(n, at - shift, text, v) for n, at, text, v in figures]


def _random_like(source: Source, value: Decimal, pick: random.Random) -> Decimal:
    """A figure of as many digits that the table does not hold."""
    exponent = min(0, int(value.as_tuple().exponent))
    size = len(str(abs(int(value.scaleb(-exponent)))))
    while True:
        found = Decimal(pick.randint(10 ** (size - 1), 10**size - 1)).scaleb(exponent)
        if found not in source.values:
            return found
        size += 1


def _slip(source: Source, quoted: Quoted, pick: random.Random) -> tuple[Quoted, tuple[int, int]] | None:
    """The narrative with one slip in one figure, and its place."""
    for _ in range(40):
        if not quoted.figures:
            return None
        number, at, printed, value = pick.choice(quoted.figures)
        places = [i for i, c in enumerate(printed) if c.isdigit()]
        letters = list(printed)
        i = pick.choice(places)
        if len(places) > 1 and pick.random() < 0.4:
            k = pick.randrange(len(places) - 1)
            i, j = places[k], places[k + 1]
            letters[i], letters[j] = letters[j], letters[i]
        else:
            letters[i] = pick.choice([c for c in "0123456789" if c != letters[i]])
        new = "".join(letters)
        digits = [c for c in new if c.isdigit()]
        exponent = min(0, int(value.as_tuple().exponent))
        meant = Decimal(int("".join(digits))).scaleb(exponent)
        if new == printed or (digits[0] == "0" and exponent == 0) or meant in source.values or meant == value:
            continue
        sentence = quoted.sentences[number]
        changed = list(quoted.sentences)
        changed[number] = sentence[:at] + new + sentence[at + len(printed) :]
        figures = [(n, s, new if (n, s) == (number, at) else d, v) for n, s, d, v in quoted.figures]
        return Quoted(changed, figures), (number, at)
    return None


# -- checking -----------------------------------------------------------------------------


def _with_text(source: Source, quoted: Quoted) -> Document:
    language = source.document.language
    paragraphs = [Paragraph(s, Location(paragraph=n + 1, language=language)) for n, s in enumerate(quoted.sentences)]
    old = source.document
    return Document(old.path, "docx", "", old.grids, (*paragraphs, *old.blocks), language=language)


def _told(source: Source, quoted: Quoted, settings: Settings) -> dict[tuple[int, int], str]:
    checked = run(_with_text(source, quoted), settings)
    return {
        (
            (f.figures[0][1].location.paragraph or 1) - 1,
            f.figures[0][1].location.start or 0,
        ): f"{f.severity}: {f.message}"
        for f in checked.findings
        if f.rule == "RC510"
    }


def _lacking(
    source: Source, quoted: Quoted, settings: Settings, pick: random.Random
) -> dict[tuple[int, int], str] | None:
    """What is told of sentences about a table that has lost half of the columns, or half of the rows, that it had."""
    view, grid = source.view, source.view.grid
    if pick.random() < 0.5 and len(source.columns) > 1:
        gone = {view.left + c for c in pick.sample(source.columns, (len(source.columns) + 1) // 2)}
        cells = [[v for c, v in enumerate(row, grid.left) if c not in gone] for row in grid.rows]
    else:
        lost = {view.top + r for r in pick.sample(source.rows, (len(source.rows) + 1) // 2)}
        cells = [list(row) for r, row in enumerate(grid.rows, grid.top) if r not in lost]
    texts = [["" if v is None else str(v) for v in row] for row in cells]
    rest = _source(read_bytes(csv_bytes(texts), source.document.path))
    return None if rest is None else _told(rest, quoted, settings)


def _claimed(source: Source, quoted: Quoted, settings: Settings) -> int:
    checked = run(_with_text(source, quoted), settings)
    at = {
        ((j.relation.target.location.paragraph or 1) - 1, j.relation.target.location.start)
        for j in checked.facts
        if j.holds
    }
    return sum((number, start) in at for number, start, _, _ in quoted.figures)


if __name__ == "__main__":
    main()

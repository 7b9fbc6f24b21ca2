"""Damaged and hostile documents: each gives a report or a ReportcheckError, in bounded time and memory, and nothing else.

    python benchmarks/fuzz.py [ROUNDS] [--seed N] [--only TEXT] [--seconds S] [--megabytes M] [--keep FOLDER] [--commands]

First the hostile files that are written out below (cyclic references, deep nesting, giant tables, entities, repetitions that
make patterns slow), each of some megabyte; then ROUNDS (300) files mutated from small sound ones of every text format: bytes
changed, cut, doubled, parts of a zip changed and packed again. Every file goes through all that ``validate`` and
``inspect`` do, in a process of its own that may take S seconds (20) and 10 more for each megabyte, and M megabytes (1,500), and
may not ask the network for anything. With ``--commands`` each file goes through ``validate`` beside a sound one, ``validate --together``,
``inspect``, ``fix`` and ``what-if``: no traceback, status 0, 1 or 2 (2 with one sentence that names the file), the sound file
checked all the same, no file changed. Prints each one that fails and exits with status 1 where there is any; ``--keep`` writes
those files to a folder.
"""

from __future__ import annotations

import argparse
import io
import json
import multiprocessing
import os
import random
import resource
import signal
import sys
import tempfile
import time
import traceback
import unicodedata
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
import word as w
from documents import FORMATS, Block
from pdf_writer import PdfPage, pdf

Case = tuple[str, str, Callable[[], bytes]]

REPORT: list[Block] = [
    "BÁO CÁO",
    "1. Kết quả chung",
    "Trong tháng 10, các xã đã tiếp nhận 2.232 hồ sơ, trong đó trực tuyến 1.731 hồ sơ, trực tiếp 491 hồ sơ, đạt 77,55%.",
    (
        "Bảng 1. Kết quả giải quyết hồ sơ",
        [
            ["STT", "Đơn vị", "Tổng số", "Trực tuyến", "Trực tiếp"],
            ["(1)", "(2)", "(3)=(4)+(5)", "(4)", "(5)"],
            ["1", "Xã An Bình", "1.234", "1.000", "234"],
            ["2", "Xã Phú Hội", "586", "431", "145"],
            ["3", "Xã Tân Lập", "412", "300", "112"],
            ["", "Tổng cộng", "2.232", "1.731", "491"],
        ],
    ),
    "- Đúng hạn: 2.100 hồ sơ (tăng 5,2% so với cùng kỳ);",
    "- Quá hạn: 132 hồ sơ.",
    "Trân trọng báo cáo.",
]


def main() -> None:
    options = _options()
    failed = 0
    for name, suffix, make in [*_hostile(), *_mutated(options.rounds, options.seed)]:
        if options.only and options.only not in f"{name}.{suffix}":
            continue
        data = make()
        problem, told = _run(data, f"{name}.{suffix}", options)
        if problem or told:
            print(f"{'FAILED' if problem else 'ok':6} {name}.{suffix} ({len(data) / 1e6:.2f} MB): {problem or told}")
        failed += bool(problem)
        if problem and options.keep:
            options.keep.mkdir(parents=True, exist_ok=True)
            (options.keep / f"{name.replace('/', '-').replace(' ', '-')}.{suffix}").write_bytes(data)
    print(f"{failed} failed")
    sys.exit(failed > 0)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("rounds", type=int, nargs="?", default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", metavar="TEXT", help="the cases whose name holds this")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--megabytes", type=int, default=1500)
    parser.add_argument("--keep", type=Path, metavar="FOLDER")
    parser.add_argument("--commands", action="store_true", help="run the commands on each file instead")
    parser.add_argument("--verbose", action="store_true", help="tell what each file gave")
    return parser.parse_args()


def _run(data: bytes, name: str, options: argparse.Namespace) -> tuple[str, str]:
    """What went wrong with a file, and what it gave otherwise (told where asked for, or where it took long)."""
    allowed = (options.seconds + 10 * len(data) / 1e6) * (len(_COMMANDS) if options.commands else 1)
    mine, theirs = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(
        target=_check, args=(data, name, theirs, allowed, options.megabytes, options.commands)
    )
    start = time.perf_counter()
    process.start()
    theirs.close()
    problem, gave, cpu, memory = "died", "", 0.0, 0.0
    with suppress(EOFError):
        problem, gave, cpu, memory = mine.recv()
    process.join()
    if problem == "died":
        problem = f"killed or died with status {process.exitcode} after {time.perf_counter() - start:.0f} s"
    shown = f"{gave}, {cpu:.2f} s, {memory:.0f} MB"
    return problem, shown if options.verbose or cpu > allowed / 4 else ""


def _check(data: bytes, name: str, out: Connection, seconds: float, megabytes: int, commands: bool) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * 1_000_000 + 600_000_000,) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 5))
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    asked: list[str] = []
    sys.addaudithook(lambda event, _: asked.append(event) if event in _OUTSIDE else None)
    problem, gave = (_commanded if commands else _validated)(data, name)
    if asked:
        problem = f"asked the network: {asked[:5]}"
    usage = resource.getrusage(resource.RUSAGE_SELF)
    out.send((problem, gave, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1e3))


_OUTSIDE = ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "urllib.Request")


def _validated(data: bytes, name: str) -> tuple[str, str]:
    """What is wrong with checking a file, and what it gave."""
    from reportcheck.errors import ReportcheckError
    from reportcheck.render.inspection import describe_inspection
    from reportcheck.render.payload import inspect_payload, validate_payload
    from reportcheck.report import Settings, read, report_of, run

    problem, gave = "", ""
    try:
        checked = run(read(data, name), Settings.of())
        json.dumps([validate_payload([report_of(checked)]), inspect_payload([checked])])
        list(describe_inspection(checked, "vi", lambda text, _: text, verbose=True))
        gave = f"{checked.counts.total} relations"
    except ReportcheckError as error:
        gave = f"{error.code}"
    except BaseException:
        problem = traceback.format_exc(limit=-3)
    return problem, gave


_COMMANDS: tuple[tuple[str, ...], ...] = (
    ("validate", "FILE", "SOUND"),
    ("validate", "--together", "--format", "json", "SOUND", "FILE"),
    ("inspect", "--verbose", "FILE"),
    ("fix", "FILE", "--output", "COPY"),
    ("what-if", "FILE", "--set", "đoạn 1=5"),
)


_WRONG = "Có 618 cán bộ được tập huấn (402 cán bộ xã, 206 cán bộ huyện).\n".encode()


def _commanded(data: bytes, name: str) -> tuple[str, str]:
    """What is wrong with the commands on a file, and the status of each."""
    from reportcheck.cli import main as reportcheck

    statuses = []
    with tempfile.TemporaryDirectory() as folder:
        file, sound = Path(folder) / name.replace("/", "-"), Path(folder) / "sound.md"
        file.write_bytes(data)
        sound.write_bytes(_WRONG)
        known = {"FILE": str(file), "SOUND": str(sound), "COPY": str(file.with_stem("copy"))}
        for command in _COMMANDS:
            status: object = 0
            said, complaint = Path(folder) / "said", Path(folder) / "complaint"
            with said.open("w") as out, complaint.open("w") as aside:
                os.dup2(out.fileno(), 1)
                os.dup2(aside.fileno(), 2)
                try:
                    reportcheck([known.get(word, word) for word in command], standalone_mode=True)
                except SystemExit as end:
                    status = end.code
                except BaseException:
                    return f"{command}: {traceback.format_exc(limit=-3)}", ""
                finally:
                    sys.stdout.flush()
                    sys.stderr.flush()
            statuses.append(f"{status}")
            shown, words = said.read_text("utf-8", "replace"), complaint.read_text("utf-8", "replace")
            problem = ""
            if status not in (0, 1, 2) or "Traceback" in words or "fault" in words or "RC000" in shown:
                problem = f"status {status}, {words[-500:]}"
            elif status == 2 and (not words.startswith("reportcheck: ") or words.count("\n") > 4):
                problem = f"no sentence: {words[:500]!r}"
            elif status == 2 and command[0] != "what-if" and file.name not in words:
                problem = f"the file is not named: {words[:500]!r}"
            elif "SOUND" in command and "618" not in shown:
                problem = f"the other file was not checked: {words[:300]!r}"
            elif file.read_bytes() != data or sound.read_bytes() != _WRONG:
                problem = "a file was changed"
            if problem:
                return f"{' '.join(command)}: {problem}", ""
    return "", "status " + " ".join(statuses)


# -- sound files, mutated ----------------------------------------------------------


def _sound() -> dict[str, bytes]:
    page = PdfPage()
    y = 80.0
    for block in REPORT:
        if isinstance(block, str):
            y, _ = page.wrapped(y, block)
        else:
            y, _ = page.wrapped(y, block[0])
            y = page.table(y, [70, 105, 250, 340, 430, 525], block[1]) + 20
    return {**{kind: make(REPORT) for kind, make in FORMATS.items()}, "docx": _rich_docx(), "pdf": pdf([page, page])}


def _rich_docx() -> bytes:
    """A document with every part that the reader follows."""
    rows = next(b for b in REPORT if not isinstance(b, str))[1]
    styles = f'<w:styles {w.NS}><w:style w:type="paragraph" w:default="1" w:styleId="N"/><w:style w:type="paragraph" w:styleId="H"><w:basedOn w:val="N"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style></w:styles>'
    notes = f'<w:footnotes {w.NS}><w:footnote w:id="2">{w.paragraph("Số liệu đến 30/9.")}</w:footnote></w:footnotes>'
    return w.docx(
        w.paragraph("BÁO CÁO", style="H"),
        *(w.numbered(b) for b in REPORT if isinstance(b, str)),
        w.table(*(w.row(*line) for line in rows)),
        w.paragraph("Hết.", '<w:r><w:footnoteReference w:id="2"/></w:r>'),
        parts={
            "styles": styles,
            "footnotes": notes,
            "numbering": w.numbering(w.level(0, "%1.")),
            "header": f"<w:hdr {w.NS}>{w.paragraph('UBND')}</w:hdr>",
        },
    )


def _mutated(rounds: int, seed: int) -> Iterator[Case]:
    sound = _sound()
    for i in range(rounds):
        kind = sorted(sound)[i % len(sound)]
        chance = random.Random(f"{seed}-{i}")
        mutate = _mutated_zip if kind == "docx" and chance.random() < 0.8 else _mutated_bytes
        yield f"mutated {seed}-{i}", kind, partial(mutate, sound[kind], chance)


_PIECES = [b"\x00", b"<", b">", b'"', b"&", b"(", b"|", b"\xff\xfe", b"1" * 40, b"<w:tbl>", b"</w:p>", b"endobj", b"obj <<",
           b"9" * 400, b" 0 R", b"]]>", b"\r", b"e9999999", "₫".encode(), b"%PDF-1.4", b'w:val="-1"', b"-2147483649"]  # fmt: skip


def _mutated_bytes(data: bytes, chance: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        at = chance.randrange(len(out) + 1)
        how = chance.randrange(6)
        if how == 0 and at < len(out):
            out[at] = chance.randrange(256)
        elif how == 1:
            out[at:at] = chance.choice(_PIECES)
        elif how == 2:
            del out[at : at + chance.choice((1, 4, 50, 1000))]
        elif how == 3:
            piece = bytes(out[at : at + chance.choice((10, 200))])
            out[at:at] = piece * chance.choice((1, 3, 50))
        elif how == 4:
            other = chance.randrange(len(out) + 1)
            out[at : at + 30] = out[other : other + 30]
        else:
            del out[max(at, 20) :]
    return bytes(out)


def _mutated_zip(data: bytes, chance: random.Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        parts: dict[str, str | bytes] = {name: file.read(name) for name in file.namelist()}
    for _ in range(chance.choice((1, 1, 2))):
        name = chance.choice(sorted(parts))
        content = parts[name]
        assert isinstance(content, bytes)
        parts[name] = _mutated_bytes(content, chance)
        if chance.random() < 0.1:
            parts.pop(name)
    return w.packed(parts)


# -- hostile files -----------------------------------------------------------------


def _hostile() -> Iterator[Case]:
    yield from _texts()
    yield from _markdown()
    yield from _html()
    yield from _docx()
    yield from _pdf()
    for kind in ("docx", "html", "md", "txt", "pdf", "doc"):
        yield "empty", kind, bytes
        yield "zeros", kind, lambda: bytes(1_000_000)
        yield "noise", kind, lambda: random.Random(3).randbytes(200_000)
        yield "utf-16", kind, lambda: ("Tổng số 12 hồ sơ, gồm 5 và 6.\n" * 2000).encode("utf-16")
        yield "broken utf-8", kind, lambda: ("Tổng số 12 hồ sơ, gồm 5 và 6.\n" * 2000).encode()[1::2]
        yield "a compound file", kind, lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000)
        yield "a cut compound file", kind, lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 90
    yield from _misnamed()
    yield from _encodings()
    yield from _workbooks()


def _misnamed() -> Iterator[Case]:
    """Sound files under the name of another format."""
    sound = _sound()
    kinds = ("docx", "doc", "odt", "rtf", "pdf", "html", "md", "txt", "xlsx", "xls", "csv", "ods")
    for own, data in sound.items():
        for kind in kinds:
            if kind != own:
                yield f"{own} in truth", kind, partial(bytes, data)


_LINE = "Tổng số 2.232 hồ sơ, trong đó trực tuyến 1.731 hồ sơ, trực tiếp 491 hồ sơ.\n"


def _encodings() -> Iterator[Case]:
    plain = _LINE * 3
    table = "Đơn vị\tTổng số\tA\tB\nXã một\t12\t5\t7\nXã hai\t9\t4\t6\n"
    for kind in ("txt", "md", "html", "csv"):
        for name, marked in {
            "utf-8-sig": plain.encode("utf-8-sig"),
            "utf-16-le": plain.encode("utf-16-le"),
            "utf-16-be with its mark": b"\xfe\xff" + plain.encode("utf-16-be"),
            "utf-32": plain.encode("utf-32"),
            "utf-16 cut in a letter": plain.encode("utf-16")[:-1],
            "cp1258": unicodedata.normalize("NFD", plain).replace("Đ", "\u0110").encode("cp1258", "replace"),
            "latin-1 of an office": plain.encode("latin-1", "replace"),
            "tcvn3": "Tæng sè 2.232 hå s¬, trong ®ã trùc tuyÕn 1.731 hå s¬, trùc tiÕp 491 hå s¬.\n".encode("latin-1")
            * 3,
            "vni": "Toång soá 2.232 hoà sô, trong ñoù tröïc tuyeán 1.731 hoà sô, tröïc tieáp 491 hoà sô.\n".encode(
                "latin-1"
            )
            * 3,
            "nul bytes": plain.replace(" ", "\0").encode(),
            "nul bytes between": "\0".join(plain).encode(),
            "right to left": ("\u202e" + plain + "\u202c" + "المجموع 12 = 5 + 6، منها ١٢٣\n" * 50).encode(),
            "lone surrogates": plain.encode() + b"\xed\xa0\x80\xed\xb0\x80" + plain.encode(),
            "controls": "".join(map(chr, range(32))).encode() + plain.encode() + b"\x7f\x80\x85\x1a\x0c",
            "old line ends": plain.replace("\n", "\r").encode(),
            "separators": plain.replace("\n", "\u2028\u2029\x85\x0b\x1c").encode(),
            "combining": unicodedata.normalize("NFD", plain).encode(),
            "a table": table.encode(),
        }.items():
            yield f"{name} text", kind, partial(bytes, marked)


def _workbooks() -> Iterator[Case]:
    book = _workbook('<c r="A1" t="inlineStr"><is><t>Tổng số</t></is></c><c r="B1"><v>12</v></c>')
    yield "cut", "xlsx", lambda: book[: len(book) // 2]
    yield (
        "cells far away",
        "xlsx",
        lambda: _workbook('<c r="XFD1048576"><v>1</v></c><c r="ZZZZ9999999999"><v>2</v></c>'),
    )
    yield (
        "a formula of itself",
        "xlsx",
        lambda: _workbook('<c r="A1"><f>A1+B1</f><v>1</v></c><c r="B1"><f>A1</f><v>2</v></c>'),
    )
    yield "a deep formula", "xlsx", lambda: _workbook(f'<c r="A1"><f>{"(" * 9000}1{")" * 9000}</f><v>1</v></c>')
    yield "entities", "xlsx", lambda: _workbook("", head=_entities("worksheet").decode().removesuffix("<worksheet>"))
    yield "numbers beyond measure", "xlsx", lambda: _workbook("".join(
        f'<c r="A{i}"><v>{v}</v></c>' for i, v in enumerate(("1e400", "-1e400", "nan", "1e-400", "9" * 5000, "1" + "0" * 400, "0x1", ""), 1)))  # fmt: skip
    yield "rows of one number", "xlsx", lambda: _workbook("".join('<c r="A1"><v>1</v></c>' for _ in range(200_000)))
    yield "merges over all", "xlsx", lambda: _workbook(
        '<c r="A1"><v>1</v></c>', tail="<mergeCells>" + '<mergeCell ref="A1:XFD1048576"/>' * 3000 + "</mergeCells>")  # fmt: skip
    for i in range(40):
        yield f"mutated workbook {i}", "xlsx", partial(_mutated_zip, book, random.Random(f"book-{i}"))


def _workbook(cells: str, head: str = "", tail: str = "") -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    rels = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    one = '<Relationship Id="r1" Type="{}/{}" Target="{}"/>'
    return w.packed({
        "_rels/.rels": rels.format(one.format(rel, "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{space}" xmlns:r="{rel}"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": rels.format(one.format(rel, "worksheet", "worksheets/sheet1.xml")),
        "xl/worksheets/sheet1.xml": f'{head}<worksheet xmlns="{space}"><sheetData><row r="1">{cells}</row></sheetData>{tail}</worksheet>'})  # fmt: skip


_REPEATED = {
    "digits": "1234567890", "ones": "1 ", "thousands": "1.234, ", "commas": ",", "brackets": "(", "brackets of one": "(1 ",
    "closed brackets": "(1) ", "closing": ")", "pairs": "(5, 6) ", "of which": "trong đó ", "of which five": "trong đó 5 hồ sơ, ",
    "totals": "tổng số 10 hồ sơ, trong đó 5 hồ sơ và 6 đơn; ", "words": "a ", "one word": "a", "stops": ".", "sentences": ". A",
    "short sentences": "Có 5 hồ sơ. ", "colons": ": ", "semicolons": "; ", "per cent": "5% ", "fractions": "1/2", "dashes": "5-",
    "long dashes": "5 – ", "growth": "tăng 5% so với ", "dates": "ngày 1/1/2020 ", "years": "năm 2020 ", "decrees": "12/QĐ-UBND ",
    "blanks": " ", "tabs": "\t", "blank and digit": "  1", "hard blanks": "\u00a0", "accents": "\u0301", "quotes": '"', "dots and digits": "1.",
    "commas and digits": "1,", "minus": "-1", "signs": "=", "equations": "(1)=(2)+(3) ", "letters": "A-", "capitals": "AB1 ", "phones": "0912 345 678 ",
    "each": "mỗi suất 5 đồng, 6 người, tổng 30 đồng; ", "from to": "từ 5 đến 6 ", "and": "5 và ", "slashes": "5 hồ sơ/", "cjk": "漢", "emoji": "😀",
    "dollar": "$5 million ", "capital with dot above": "İ1 ", "zero width": "\u200b1", "underscores": "_", "stars": "*", "pipes": "|", "backslashes": "\\",
}  # fmt: skip


def _times(piece: str, letters: int) -> Callable[[], bytes]:
    """A text of so many letters, or hardly fewer, that is one piece again and again."""
    return lambda: (piece * (letters // len(piece))).encode()


def _texts() -> Iterator[Case]:
    for name, piece in _REPEATED.items():
        yield f"one line of {name}", "txt", _times(piece, 500_000)
        yield f"lines of {name}", "txt", _times(piece.rstrip("\n") + "\n", 300_000)
        yield f"paragraphs of {name}", "txt", _times(f"{piece * 8}\n\n", 200_000)
    yield "nested brackets", "txt", lambda: ("Có 9 việc " + "(1 " * 10_000 + "5" + ")" * 10_000 + ".").encode()
    yield "fifty thousand numbers", "txt", lambda: ", ".join(str(i * 7919 % 99_991) for i in range(50_000)).encode()
    yield "numbers of two megabytes", "txt", lambda: " ".join(str(i * 7919 % 99_991) for i in range(350_000)).encode()
    yield "list items", "txt", lambda: "\n".join(f"- Xã {i}: {i % 97} hồ sơ" for i in range(20_000)).encode()
    yield "numbered headings", "txt", lambda: "\n".join(f"{i}.{i % 9}. Mục" for i in range(30_000)).encode()
    yield (
        "an aligned table",
        "txt",
        lambda: "\n".join(f"Xã {i:6}   {i:8}   {2 * i:8}   {3 * i:8}" for i in range(30_000)).encode(),
    )
    yield "many aligned tables", "txt", lambda: "\n\n".join(
        "\n".join(f"Xã {i}   {i + k}   {2 * i}   {3 * i + k}" for i in range(4)) for k in range(600)
    ).encode()  # fmt: skip


def _markdown() -> Iterator[Case]:
    pieces = {
        "quotes": "> ", "open links": "[", "link ends": "](", "stars": "*", "ticks": "`", "cells": "|a", "tags": "<div>", "html tables": "<table>",
        "pictures": "![", "escapes": "\\", "notes": "[^a]: ", "entities": "&#", "tildes": "~~", "unders": "_a", "hashes": "#", "comments": "<!--",
    }  # fmt: skip
    for name, piece in pieces.items():
        yield f"one line of {name}", "md", _times(piece, 500_000)
        yield f"lines of {name}", "md", _times(f"{piece}\n", 300_000)
    yield "nested quotes", "md", lambda: "\n".join(">" * i + f" {i} hồ sơ" for i in range(1, 1200)).encode()
    yield "nested lists", "md", lambda: "\n".join("  " * i + f"- {i} hồ sơ" for i in range(900)).encode()
    yield (
        "a table of a million cells",
        "md",
        lambda: ("|a|b|\n|-|-|\n" + "|1" * 1000 + "|\n").encode() + (b"|1" * 1000 + b"|\n") * 1000,
    )
    yield "dividers", "md", lambda: b"|-" * 100_000 + b"\n" + b"|-" * 100_000


def _html() -> Iterator[Case]:
    for name, piece in {"divs": "<div>", "tables": "<table><tr><td>1", "lists": "<ul><li>1", "angles": "<", "entities": "&amp", "paragraphs": "<p>1 hồ sơ",
                        "spans": "<span>1", "attributes": "<p a=", "comments": "<!--", "rows": "<tr><td>1<td>2", "sups": "1<sup>2"}.items():  # fmt: skip
        yield f"nested {name}", "html", _times(piece, min(1_000_000, 100_000 * len(piece)))
    table = (
        "<table><tr><td colspan=1000000000>1<td rowspan=1000000000>2</tr>" + "<tr><td colspan=5 rowspan=7>3<td>4" * 300
    )
    yield "spans that overlap", "html", lambda: table.encode()
    yield "a million cells", "html", lambda: ("<table>" + ("<tr>" + "<td>1" * 1000) * 1000).encode()
    yield "ten million cells", "html", lambda: ("<table>" + ("<tr>" + "<td>1" * 16000) * 100).encode()
    yield "tall cells", "html", lambda: ("<table>" + "<tr><td rowspan=60000 colspan=1000>1" * 500).encode()
    yield "entities", "html", lambda: _entities("html") + b"<p>&d;</p></html>"
    yield (
        "a frame outside",
        "html",
        lambda: b'<iframe src="http://127.0.0.1:9/x"></iframe><img src="file:///etc/passwd"><p>1',
    )


def _entities(root: str) -> bytes:
    levels = "".join(
        f'<!ENTITY {b} "{"&" + a + ";" * 1}{("&" + a + ";") * 9}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    return f'<?xml version="1.0"?><!DOCTYPE {root} [<!ENTITY a "{"1" * 1000}">{levels}<!ENTITY x SYSTEM "file:///etc/passwd">]><{root}>'.encode()


def _docx() -> Iterator[Case]:
    def nested(depth: int) -> str:
        return "<w:tbl><w:tr><w:tc><w:p/>" * depth + w.paragraph("5") + "<w:p/></w:tc></w:tr></w:tbl>" * depth

    def style(name: str, base: str, more: str = "") -> str:
        return f'<w:style w:type="paragraph" w:styleId="{name}"><w:basedOn w:val="{base}"/>{more}</w:style>'

    yield "tables in tables", "docx", lambda: w.docx(nested(5000))
    yield "tables in tables, fewer", "docx", lambda: w.docx(nested(80))
    yield "styles in a circle", "docx", lambda: w.docx(
        w.paragraph("1", style="A"), parts={"styles": f"<w:styles {w.NS}>{style('A', 'B')}{style('B', 'A')}</w:styles>"})  # fmt: skip
    yield (
        "a chain of styles",
        "docx",
        lambda: w.docx(
            w.paragraph("1", style="S0"),
            parts={
                "styles": f"<w:styles {w.NS}>{''.join(style(f'S{i}', f'S{i + 1}') for i in range(20_000))}</w:styles>"
            },
        ),
    )
    link = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    yield "numbering in a circle", "docx", lambda: w.docx(
        w.numbered("1"), w.paragraph("2", style="A"),
        parts={"numbering": w.numbering('<w:numStyleLink w:val="A"/>', '<w:styleLink w:val="A"/>'),
               "styles": f"<w:styles {w.NS}>{style('A', 'A', link)}</w:styles>"})  # fmt: skip
    yield "many list items", "docx", lambda: w.docx(
        *(w.numbered(f"Xã {i}: {i % 97} hồ sơ", i % 9) for i in range(8000)),
        parts={"numbering": w.numbering("".join(w.level(i, f"%{i + 1}.") for i in range(9)))})  # fmt: skip
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    yield "notes of themselves", "docx", lambda: w.docx(
        w.paragraph("1", note),
        parts={"footnotes": f'<w:footnotes {w.NS}><w:footnote w:id="2">{w.paragraph("5", note)}</w:footnote></w:footnotes>'})  # fmt: skip
    yield "many notes", "docx", lambda: w.docx(
        *(w.paragraph("1", f'<w:r><w:footnoteReference w:id="{i}"/></w:r>') for i in range(4000)),
        parts={"footnotes": f"<w:footnotes {w.NS}>" + "".join(f'<w:footnote w:id="{i}">{w.paragraph("5 hồ sơ")}</w:footnote>' for i in range(4000)) + "</w:footnotes>"})  # fmt: skip
    yield "a hundred thousand notes", "docx", lambda: w.docx(
        *(w.paragraph("Có 5 hồ sơ", "".join(f'<w:r><w:footnoteReference w:id="{100 * i + k}"/></w:r>' for k in range(100))) for i in range(1000)),
        parts={"footnotes": f"<w:footnotes {w.NS}>" + "".join(f'<w:footnote w:id="{i}">{w.paragraph("Nguồn: Sở.")}</w:footnote>' for i in range(100_000)) + "</w:footnotes>"})  # fmt: skip
    yield "notes in a circle", "docx", lambda: w.docx(
        w.paragraph("1", note),
        parts={"footnotes": f'<w:footnotes {w.NS}><w:footnote w:id="2">{w.paragraph("5", note.replace("2", "3"))}</w:footnote><w:footnote w:id="3">{w.paragraph("6", note)}</w:footnote></w:footnotes>'})  # fmt: skip
    yield "tables in tables 200 deep", "docx", lambda: w.docx(nested(200))
    yield "changes in changes", "docx", lambda: w.docx(
        "<w:p>" + '<w:ins w:id="1"><w:del w:id="2">' * 90 + "<w:r><w:delText>5</w:delText><w:t>6</w:t></w:r>" + "</w:del></w:ins>" * 90 + "</w:p>")  # fmt: skip
    yield "deleted ends of paragraphs", "docx", lambda: w.docx(
        *(w.paragraph(f"Có {i} hồ sơ. ", properties='<w:rPr><w:del w:id="1"/></w:rPr>') for i in range(20_000)))  # fmt: skip
    yield "comments by the thousand", "docx", lambda: w.docx(
        *(w.paragraph(f'<w:commentRangeStart w:id="{i}"/>{w.run("Có 5 hồ sơ")}<w:commentRangeEnd w:id="{i}"/><w:r><w:commentReference w:id="{i}"/></w:r>') for i in range(5000)),
        parts={"comments": f"<w:comments {w.NS}>" + "".join(f'<w:comment w:id="{i}">{w.paragraph("Sai, phải là 7")}</w:comment>' for i in range(5000)) + "</w:comments>"})  # fmt: skip
    choice = '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:t>5</w:t></mc:Choice><mc:Fallback><w:t>5</w:t></mc:Fallback></mc:AlternateContent></w:r>'
    yield "choices by the thousand", "docx", lambda: w.docx(w.paragraph(*[choice] * 20_000))
    yield "choices in choices", "docx", lambda: w.docx(
        "<mc:AlternateContent><mc:Choice Requires='wps'>" * 60 + w.paragraph("5") + "</mc:Choice></mc:AlternateContent>" * 60)  # fmt: skip
    yield "a number for every level", "docx", lambda: w.docx(
        *(w.numbered("Mục", i % 9) for i in range(3000)),
        parts={"numbering": w.numbering("".join(w.level(i, "%1.%2.%3.%4.%5.%6.%7.%8.%9" * 200) for i in range(9)))})  # fmt: skip
    yield "numbers that start at the end", "docx", lambda: w.docx(
        *(w.numbered("Mục", 0) for _ in range(50)),
        parts={"numbering": w.numbering(w.level(0, "%1.", "upperRoman", 2_147_483_600))})  # fmt: skip
    yield "no document", "docx", lambda: w.packed({"word/styles.xml": "<x/>"})
    yield "a document of another kind", "docx", lambda: w.docx(parts={"document": "<html><body>5</body></html>"})
    yield "utf-16 inside", "docx", lambda: w.packed(
        {"word/document.xml": f'<?xml version="1.0" encoding="UTF-16"?><w:document {w.NS}><w:body>{w.paragraph("Có 12 hồ sơ")}</w:body></w:document>'.encode("utf-16")})  # fmt: skip
    yield (
        "a part twice",
        "docx",
        lambda: _twice("word/document.xml", f"<w:document {w.NS}><w:body>{w.paragraph('5')}</w:body></w:document>"),
    )
    yield "an embedded part", "docx", lambda: w.docx('<w:altChunk r:id="rId0"/>', w.paragraph("1"))
    yield (
        "wide cells",
        "docx",
        lambda: w.docx(
            w.table(
                *(
                    w.row(*(w.cell("1", properties='<w:gridSpan w:val="999999"/>') for _ in range(90)))
                    for _ in range(90)
                )
            )
        ),
    )
    yield (
        "a span beyond reason",
        "docx",
        lambda: w.docx(
            w.table(w.row(w.cell("1", properties='<w:gridSpan w:val="99999999999"/>'), "2"), w.row("3", "4"))
        ),
    )
    yield (
        "wide gaps",
        "docx",
        lambda: w.docx(w.table(*(w.row("1", "2", properties='<w:gridBefore w:val="999999"/>') for _ in range(90)))),
    )
    yield "a million cells", "docx", lambda: w.docx(w.table(w.row(*["1"] * 100) * 10_000))
    yield "one line of a megabyte", "docx", lambda: w.docx(w.paragraph("Có 5 hồ sơ, trong đó 3 (1 và 2); " * 30_000))
    yield "many runs", "docx", lambda: w.docx(w.paragraph(*["5 "] * 1, *(w.run("5 ") for _ in range(60_000))))
    yield "many paragraphs", "docx", lambda: w.docx(*(w.paragraph(f"Có {i} hồ sơ.") for i in range(20_000)))
    yield (
        "many tables",
        "docx",
        lambda: w.docx(*(w.table(w.row("A", "B"), w.row("x", "1"), w.row("y", "2")) for _ in range(1500))),
    )
    yield "entities", "docx", lambda: w.docx(parts={"document": _entities("w:document").decode() + "&i;</w:document>"})
    yield (
        "entities in styles",
        "docx",
        lambda: w.docx(w.paragraph("1"), parts={"styles": _entities("w:styles").decode() + "&i;</w:styles>"}),
    )
    yield (
        "deep content controls",
        "docx",
        lambda: w.docx("<w:sdt><w:sdtContent>" * 20_000 + w.paragraph("5") + "</w:sdtContent></w:sdt>" * 20_000),
    )
    yield (
        "content controls, fewer",
        "docx",
        lambda: w.docx("<w:sdt><w:sdtContent>" * 110 + w.paragraph("5") + "</w:sdtContent></w:sdt>" * 110),
    )
    box = "<w:r><w:pict><v:textbox><w:txbxContent><w:p>"
    yield (
        "boxes in boxes",
        "docx",
        lambda: w.docx(
            f"<w:p>{box * 30}<w:r><w:t>5</w:t></w:r>{'</w:p></w:txbxContent></v:textbox></w:pict></w:r>' * 30}</w:p>"
        ),
    )
    yield "boxes in boxes in cells", "docx", lambda: w.docx(
        f"<w:tbl><w:tr><w:tc><w:p>{box * 30}<w:r><w:t>5</w:t></w:r>{'</w:p></w:txbxContent></v:textbox></w:pict></w:r>' * 30}</w:p></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>")  # fmt: skip
    yield "a bomb", "docx", lambda: w.docx(w.paragraph(" " * 600_000_000))
    yield "cut", "docx", lambda: _rich_docx()[:-300]
    yield "cut in the middle", "docx", lambda: _rich_docx()[:900]
    yield "relations in a circle", "docx", lambda: w.packed({
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="_rels/.rels"/></Relationships>',
        "word/document.xml": "<x/>"})  # fmt: skip
    yield "a target outside", "docx", lambda: w.packed({
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" TargetMode="External" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="http://127.0.0.1:9/x"/></Relationships>',
        "word/document.xml": f"<w:document {w.NS}><w:body/></w:document>"})  # fmt: skip


def _twice(name: str, content: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        archive.writestr(name, content)
        archive.writestr(name, content.replace("5", "6"))
    return file.getvalue()


def _pdf() -> Iterator[Case]:
    sound = _sound()["pdf"]

    def with_page(commands: str, facts: str = "", size: tuple[float, float] = (595, 842)) -> bytes:
        page = PdfPage(size=size, extra=facts)
        page.text(70, 80, "Tổng số 12 hồ sơ")
        page.commands.append(commands)
        return pdf([page])

    yield "cut", "pdf", lambda: sound[: len(sound) // 2]
    yield "no end", "pdf", lambda: sound[:-40]
    yield "a broken table of places", "pdf", lambda: sound.replace(b"0000000", b"9999999")
    yield "a table of places of lies", "pdf", lambda: sound.replace(b"startxref\n", b"startxref\n1")
    yield "pages in a circle", "pdf", lambda: sound.replace(b"/Kids[", b"/Kids[2 0 R ")
    yield "pages of themselves", "pdf", lambda: sound.replace(b"/Type/Page/Parent", b"/Type/Pages/Kids[2 0 R]/Parent")
    yield "a billion pages", "pdf", lambda: sound.replace(b"/Count 2", b"/Count 999999999")
    yield (
        "locked",
        "pdf",
        lambda: sound.replace(
            b"trailer<<",
            b"trailer<</Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -44/O<"
            + b"00" * 32
            + b">/U<"
            + b"11" * 32
            + b">>>/ID[<00><00>]",
        ),
    )
    yield "a huge page", "pdf", lambda: with_page("", size=(1e7, 1e7))
    yield "a page of no size", "pdf", lambda: with_page("", size=(0, 0))
    yield "a page of negative size", "pdf", lambda: with_page("", size=(-5, -5))
    yield (
        "words turned",
        "pdf",
        lambda: with_page(
            "\n".join(f"BT /R 9 Tf 0.7 0.7 -0.7 0.7 {i % 500} {i % 800} Tm <00310032> Tj ET" for i in range(30_000))
        ),
    )
    yield "words on one another", "pdf", lambda: with_page("BT /R 9 Tf 1 0 0 1 70 700 Tm <00310032> Tj ET\n" * 20_000)
    yield "words of no size", "pdf", lambda: with_page("BT /R 0 Tf 1 0 0 1 70 700 Tm <00310032> Tj ET\n" * 3000)
    yield (
        "words far away",
        "pdf",
        lambda: with_page("\n".join(f"BT /R 9 Tf 1 0 0 1 {i}e9 -{i}e8 Tm <00310032> Tj ET" for i in range(3000))),
    )
    yield (
        "one word of a megabyte",
        "pdf",
        lambda: with_page("BT /R 9 Tf 1 0 0 1 70 700 Tm <" + "0031" * 150_000 + "> Tj ET"),
    )
    yield (
        "numbers in columns",
        "pdf",
        lambda: with_page(
            "\n".join(f"BT /R 2 Tf 1 0 0 1 {5 + i % 90 * 6} {5 + i // 90 * 3} Tm <0031> Tj ET" for i in range(25_000))
        ),
    )
    yield (
        "rules",
        "pdf",
        lambda: with_page(
            "\n".join(f"{i % 595} 0 m {i % 595} 842 l S 0 {i % 842} m 595 {i % 842} l S" for i in range(20_000))
        ),
    )
    yield (
        "a grid of rules",
        "pdf",
        lambda: with_page("\n".join(f"{i * 2} 0 m {i * 2} 842 l S 0 {i * 2} m 595 {i * 2} l S" for i in range(300))),
    )
    yield (
        "rules of chance",
        "pdf",
        lambda: with_page(
            "\n".join(
                "{} {} m {} {} l S".format(*(random.Random(i).randrange(800) for _ in range(4))) for i in range(10_000)
            )
        ),
    )
    yield (
        "boxes",
        "pdf",
        lambda: with_page("\n".join(f"{i * 7 % 500} {i * 13 % 800} {i % 90} {i % 40} re S" for i in range(20_000))),
    )
    yield "no pages", "pdf", lambda: sound.replace(b"/Count 2", b"/Count 0").replace(b"/Kids[", b"/Kids[] /X[")
    yield "scanned pages", "pdf", lambda: pdf([_scanned() for _ in range(60)])
    yield "a thousand empty pages", "pdf", lambda: pdf([PdfPage() for _ in range(1000)])
    yield "a bomb", "pdf", lambda: _pdf_bomb(sound)


def _scanned() -> PdfPage:
    page = PdfPage()
    page.picture(0, 0, 595, 842)
    return page


def _pdf_bomb(sound: bytes) -> bytes:
    """A content stream that unpacks to 400 MB."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b"0 0 m " * 1_000_000) for _ in range(66)) + packer.flush()
    at = sound.index(b"stream\nBT")
    head = sound.rindex(b"<</Length", 0, at)
    end = sound.index(b"\nendstream", at)
    return sound[:head] + b"<</Filter/FlateDecode/Length %d>>stream\n" % len(packed) + packed + sound[end:]


if __name__ == "__main__":
    main()

"""Waivers: findings that somebody accepted, with the reason, in a small YAML file beside the report.

A waiver names a finding by its fingerprint, which the finding keeps when rows are moved or the file is saved again. What is
waived is shown and not counted; a waiver that fits no finding, or whose time is over, is told. A mistake in the file is
shown with its line.

waivers:
  - fingerprint: 3f2a9c0d1e4b5a67
    rule: RC501                      # optional: only while this rule says it
    file: "bao-cao-*.xlsx"           # optional: only in files so named
    reason: Biểu 2 không gồm 20 văn bản mật.
    who: Trần Thị B, Văn phòng       # optional
    until: 2026-03-31                # optional: the last day
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from reportcheck.errors import ReportcheckError
from reportcheck.model import Finding
from reportcheck.rulebook import context_of

__all__ = ["BESIDE", "Divided", "IdleWaiver", "Waived", "Waiver", "Waivers", "add_waiver", "divide", "parse_date"]

BESIDE = "reportcheck-waivers.yml"
_LARGEST = 4 << 20
_KEYS = ("fingerprint", "rule", "file", "reason", "who", "until", "about")
_FINGERPRINT = re.compile(r"[0-9a-f]{16}(?:-[0-9a-f]+)*$")
_HEAD = """# Findings that were accepted, each with its reason: shown in every report, counted in none.
# Những phát hiện đã được chấp nhận, mỗi phát hiện một lý do: báo cáo nào cũng nêu, không tính là lỗi.
waivers:
"""


@dataclass(frozen=True, slots=True)
class Waiver:
    """A finding that is accepted: its ``fingerprint`` and the ``reason``; by ``who``, ``until`` which day.

    It holds only in files whose name fits the pattern ``file`` and for findings of ``rule``, where they are given.
    ``about`` is a note for people. ``line`` is its line in the file (from 1, 0 for none).
    """

    fingerprint: str
    reason: str
    rule: str = ""
    file: str = ""
    who: str = ""
    until: dt.date | None = None
    about: str = ""
    line: int = 0

    def fits(self, finding: Finding) -> bool:
        """Whether it means this finding. A fingerprint without what tells equal claims apart means each of them."""
        if finding.rule == "RC000" or (self.rule and self.rule != finding.rule):
            return False
        base = finding.fingerprint.split("-")[0]
        return self.fingerprint in (finding.fingerprint, base, f"{base}-{context_of(finding)}")

    def concerns(self, path: str) -> bool:
        """Whether it is for the file: by name, or by its whole path where the pattern has folders."""
        place = Path(path).as_posix()
        if not self.file:
            return True
        return fnmatchcase(place, self.file) or fnmatchcase(place.rpartition("/")[2], self.file)


@dataclass(frozen=True, slots=True)
class Waivers:
    """The waivers of one file, in its order."""

    path: str
    entries: tuple[Waiver, ...]

    @classmethod
    def read(cls, path: str | os.PathLike[str]) -> Waivers:
        """The waivers in a file.

        Raises:
            ReportcheckError: code ``waivers``, naming file, line, what was expected and what stands there.
        """
        name = os.fspath(path)
        try:
            facts = os.stat(name)
        except OSError as error:
            vi = f"Không mở được tệp {name} ghi những phát hiện đã chấp nhận: {error.strerror}."
            raise ReportcheckError(
                "waivers", vi=vi, en=f"Cannot open the waivers {name}: {error.strerror}.", path=name
            ) from error
        return _read(name, facts.st_mtime_ns, facts.st_size)

    @classmethod
    def beside(cls, path: str) -> Waivers | None:
        """Those in ``reportcheck-waivers.yml`` in the folder of a report, if there are any."""
        place = Path(path).parent / BESIDE
        return cls.read(place) if place.is_file() and Path(path).is_file() else None


@dataclass(frozen=True, slots=True)
class Waived:
    """A finding with the waiver that accepts it."""

    finding: Finding
    waiver: Waiver


@dataclass(frozen=True, slots=True)
class IdleWaiver:
    """A waiver that accepts nothing in a file for which it is meant: it fits no finding, or its time is over."""

    waiver: Waiver
    why: Literal["unmatched", "expired"]
    path: str

    def message(self, language: str) -> str:
        """What to tell: ``reportcheck-waivers.yml:3: …``."""
        waiver, vi = self.waiver, language == "vi"
        place = f"{self.path}:{waiver.line}"
        if self.why == "expired":
            assert waiver.until is not None
            day = waiver.until.strftime("%d/%m/%Y") if vi else waiver.until.isoformat()
            told = f"việc chấp nhận {waiver.fingerprint} đã hết hạn ngày {day}"
            return f"{place}: {told if vi else f'the waiver of {waiver.fingerprint} ended on {day}'}"
        told = f"không còn phát hiện nào mang dấu {waiver.fingerprint}; có thể bỏ mục này"
        return f"{place}: {told if vi else f'no finding has the fingerprint {waiver.fingerprint} any more; this entry can go'}"


@dataclass(frozen=True, slots=True)
class Divided:
    """The findings of a file: those that count, those that are waived, and the waivers that accept nothing."""

    kept: tuple[Finding, ...]
    waived: tuple[Waived, ...] = ()
    idle: tuple[IdleWaiver, ...] = ()


def divide(findings: Sequence[Finding], waivers: Waivers, path: str, today: dt.date) -> Divided:
    """Part the findings of the file ``path`` by the waivers that hold ``today``."""
    meant = [w for w in waivers.entries if w.concerns(path)]
    valid = [w for w in meant if w.until is None or today <= w.until]
    kept: list[Finding] = []
    waived: list[Waived] = []
    for finding in findings:
        fitting = next((w for w in valid if w.fits(finding)), None)
        if fitting is None:
            kept.append(finding)
        else:
            waived.append(Waived(finding, fitting))
    idle = []
    for waiver in meant:
        if waiver not in valid and any(_means_as_much(waiver, other) for other in valid):
            continue  # renewed further down
        if waiver not in valid:
            idle.append(IdleWaiver(waiver, "expired", waivers.path))
        elif not any(waiver.fits(one) for finding in findings for one in (finding, *finding.knock_on)):
            idle.append(IdleWaiver(waiver, "unmatched", waivers.path))
    return Divided(tuple(kept), tuple(waived), tuple(idle))


def parse_date(text: str) -> dt.date | None:
    """A day written ``2026-03-31`` or ``31/3/2026``; None for anything else."""
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return dt.datetime.strptime(text.strip(), form).date()
        except ValueError:
            continue
    return None


@lru_cache(maxsize=8)
def _read(name: str, _changed: int, size: int) -> Waivers:
    if size > _LARGEST:
        raise _mistake(
            name, 0, f"at most {_LARGEST >> 20} MiB", f"tệp không quá {_LARGEST >> 20} MiB", f"{size >> 20} MiB"
        )
    try:
        text = Path(name).read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise _mistake(name, 0, "utf-8 text", "văn bản mã utf-8", str(error)) from error
    return _parse(name, text)


def _parse(name: str, text: str) -> Waivers:
    import yaml  # only files of waivers need it

    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line if error.problem_mark else 0
        raise _mistake(name, line, "YAML", "YAML", error.problem or "something else") from error
    except yaml.YAMLError as error:
        raise _mistake(name, 0, "YAML", "YAML", str(error).splitlines()[0]) from error
    except RecursionError as error:
        raise _mistake(name, 0, "a flat list", "danh sách không lồng nhau", "[[[…") from error
    if root is None:
        return Waivers(name, ())
    pairs = _mapping(name, root, ("waivers",))
    listed = pairs.get("waivers")
    if listed is None or _is_null(listed):
        return Waivers(name, ())
    if not isinstance(listed, yaml.SequenceNode):
        raise _unlike(name, listed, "a list of waivers", "danh sách các mục chấp nhận")
    return Waivers(name, tuple(_waiver(name, node) for node in listed.value))


def _is_null(node: Any) -> bool:
    return str(node.tag) == "tag:yaml.org,2002:null"


def _waiver(name: str, node: Any) -> Waiver:
    pairs = _mapping(name, node, _KEYS)
    texts: dict[str, str] = {}
    for key, value in pairs.items():
        if value.id != "scalar" or _is_null(value) or not value.value.strip():
            raise _unlike(name, value, f"words after {key!r}", f"chữ sau {key!r}")
        texts[key] = value.value.strip()
    for key in ("fingerprint", "reason"):
        if key not in texts:
            raise _unlike(name, node, f"a key {key!r} in each waiver", f"khóa {key!r} trong mỗi mục")
    if not _FINGERPRINT.match(texts["fingerprint"]):
        got = pairs["fingerprint"]
        raise _unlike(name, got, "a fingerprint of 16 letters and digits", "dấu nhận dạng gồm 16 chữ và số")
    until = None
    if "until" in texts:
        until = parse_date(texts["until"])
        if until is None:
            raise _unlike(name, pairs["until"], "a day such as 2026-03-31", "ngày, ví dụ 2026-03-31")
    named = {key: texts.get(key, "") for key in ("fingerprint", "reason", "rule", "file", "who", "about")}
    return Waiver(**named, until=until, line=node.start_mark.line + 1)


def _mapping(name: str, node: Any, known: Sequence[str]) -> dict[str, Any]:
    if node.id != "mapping":
        raise _unlike(name, node, f"a mapping with {', '.join(known)}", f"các khóa {', '.join(known)}")
    pairs: dict[str, Any] = {}
    for key, value in node.value:
        if key.value not in known or key.value in pairs:
            raise _unlike(
                name, key, f"each key once, of {', '.join(known)}", f"mỗi khóa một lần, trong {', '.join(known)}"
            )
        pairs[key.value] = value
    return pairs


def _unlike(name: str, node: Any, en: str, vi: str) -> ReportcheckError:
    shown = node.value if node.id == "scalar" else {"sequence": "[…]", "mapping": "{…}"}[node.id]
    return _mistake(name, node.start_mark.line, en, vi, str(shown))


def _mistake(name: str, line: int, en: str, vi: str, got: str) -> ReportcheckError:
    return ReportcheckError(
        "waivers",
        vi=f"{name}:{line + 1}: cần {vi}, nhưng ghi {got!r}.",
        en=f"{name}:{line + 1}: expected {en}, got {got!r}.",
        path=name,
    )


def add_waiver(path: str | os.PathLike[str], waiver: Waiver) -> Waiver:
    """Write a waiver at the end of a file of waivers, which is made where there is none. What stands there stays as it is.

    Returns:
        the waiver, with its line.

    Raises:
        ReportcheckError: the file has a mistake, cannot be written, or has the same waiver already, for as long or longer.
    """
    place = Path(path)
    text, indent = _HEAD, "  "
    if place.exists():
        for other in Waivers.read(place).entries:
            if _means_as_much(other, waiver) and not _lasts_longer(waiver, other):
                raise ReportcheckError(
                    "waivers",
                    vi=f"{place}:{other.line}: dấu {waiver.fingerprint} đã được chấp nhận ở đây.",
                    en=f"{place}:{other.line}: {waiver.fingerprint} is waived here already.",
                    path=str(place),
                )
        text, indent = _ready(str(place), place.read_text("utf-8-sig"))
    lines = [f"{key}: {_scalar(key, value)}" for key, value in _fields(waiver) if value]
    entry = f"{indent}- " + f"\n{indent}  ".join(lines) + "\n"
    written = _parse(str(place), text + entry)
    try:
        place.write_text(text + entry, "utf-8")
    except OSError as error:
        raise ReportcheckError(
            "waivers",
            vi=f"Không ghi được tệp {place}: {error.strerror}.",
            en=f"Cannot write {place}: {error.strerror}.",
            path=str(place),
        ) from error
    return replace(waiver, line=written.entries[-1].line)


def _means_as_much(one: Waiver, other: Waiver) -> bool:
    """Whether two waivers accept the same findings of the same files."""
    return (one.fingerprint, one.file, one.rule) == (other.fingerprint, other.file, other.rule)


def _lasts_longer(one: Waiver, other: Waiver) -> bool:
    return other.until is not None and (one.until is None or one.until > other.until)


def _fields(waiver: Waiver) -> list[tuple[str, str]]:
    until = "" if waiver.until is None else waiver.until.isoformat()
    return [
        ("fingerprint", waiver.fingerprint), ("rule", waiver.rule), ("about", waiver.about), ("file", waiver.file),
        ("reason", waiver.reason), ("who", waiver.who), ("until", until),
    ]  # fmt: skip


def _scalar(key: str, value: str) -> str:
    return value if key in ("rule", "until") else json.dumps(" ".join(value.split()), ensure_ascii=False)


def _ready(name: str, text: str) -> tuple[str, str]:
    """The text of a file to whose list a further item can be appended, and how far its items stand in."""
    import yaml

    root: Any = yaml.compose(text, Loader=yaml.SafeLoader)
    if root is None:
        return (text.rstrip() + "\n" if text.strip() else "") + "waivers:\n", "  "
    listed: Any = root.value[0][1] if root.value else None
    items = listed.value if listed is not None and listed.id == "sequence" else []
    if root.flow_style or (items and listed.flow_style):
        en, vi = "one waiver below the other", "mỗi mục một dòng riêng, bắt đầu bằng “- ”"
        raise _mistake(name, root.start_mark.line, en, vi, "[…]")
    if listed is not None and not items:  # waivers: []
        text = text[: listed.start_mark.index].rstrip() + text[listed.end_mark.index :]
    indent = " " * (listed.start_mark.column if items else 2)
    return (text if text.endswith("\n") else text + "\n"), indent

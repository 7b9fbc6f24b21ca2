"""What the commands share of the console: where results go, what goes to standard error, colours, letters it cannot show."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from reportcheck.errors import ReportcheckError

__all__ = ["Out", "complain", "locale", "say"]


def locale() -> str:
    """The language of the console, for what concerns no report: Vietnamese where it is set, else English."""
    import os

    return (
        "vi"
        if (os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or "").startswith("vi")
        else "en"
    )


def complain(error: ReportcheckError, language: str | None) -> None:
    say(f"reportcheck: {error.message(language or locale())}")


def say(text: str) -> None:
    stream = sys.stderr
    print(text.encode(stream.encoding or "utf-8", "replace").decode(stream.encoding or "utf-8"), file=stream)


_STYLES: dict[str, dict[str, Any]] = {
    "error": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow", "bold": True},
    "info": {"fg": "blue"},
    "ok": {"fg": "green"},
    "dim": {"dim": True},
    "target": {"fg": "red", "bold": True},
    "part": {"fg": "blue"},
}


class _OutputError(click.FileError):
    """The result cannot be written where the call says."""

    exit_code = 2


class Out:
    """Where results go: standard output or a file; in colour only on a terminal that wants it; letters that the console
    cannot show lose their marks instead of the whole line."""

    def __init__(self, path: str | None) -> None:
        import os
        import shutil

        self.path = path
        self._lines: list[str] = []
        self.encoding = "utf-8" if path else (sys.stdout.encoding or "utf-8")
        terminal = path is None and sys.stdout.isatty()
        self.colour = terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        self.width = min(shutil.get_terminal_size((80, 24)).columns, 120) if terminal else 80

    def __enter__(self) -> Out:
        return self

    def __exit__(self, *problem: object) -> None:
        if self.path is None or problem[0] not in (None, click.exceptions.Exit):
            return
        try:
            with open(self.path, "w", encoding="utf-8") as file:
                file.write("".join(f"{line}\n" for line in self._lines))
        except OSError as error:
            raise _OutputError(self.path, error.strerror or str(error)) from error

    def paint(self, text: str, style: str) -> str:
        return click.style(text, **_STYLES[style]) if self.colour else text

    def line(self, text: str) -> None:
        if self.path is not None:
            self._lines.append(text)
            return
        try:
            print(text if self._shows(text) else _without_marks(text, self.encoding))
        except BrokenPipeError:
            import os

            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader has seen enough

    def json(self, payload: object) -> None:
        import json

        self.line(json.dumps(payload, ensure_ascii=self.encoding.lower().replace("-", "") != "utf8", indent=1))

    def _shows(self, text: str) -> bool:
        try:
            text.encode(self.encoding)
        except UnicodeEncodeError:
            return False
        return True


def _without_marks(text: str, encoding: str) -> str:
    """The text in letters that an encoding has: ``Biểu`` becomes ``Bieu`` on a console of plain ASCII."""
    import unicodedata

    out = []
    for letter in text.replace("đ", "d").replace("Đ", "D").replace("→", "->").replace("›", ">").replace("…", "..."):
        bare = "".join(c for c in unicodedata.normalize("NFD", letter) if not unicodedata.combining(c))
        swapped = {"−": "-", "×": "x", "≤": "<=", "≥": ">=", "“": '"', "”": '"', "–": "-"}.get(bare, bare)
        out.append(letter if _can(letter, encoding) else swapped if _can(swapped, encoding) else "?")
    return "".join(out)


def _can(letter: str, encoding: str) -> bool:
    try:
        letter.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True

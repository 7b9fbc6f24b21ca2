"""What a call asks for: its own options over those of the settings file found upward from the working directory."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reportcheck.errors import ReportcheckError
from reportcheck.report import Settings

__all__ = ["Options", "gather"]

_KEYS: dict[str, type[str] | type[list[str]]] = {
    "form": str,
    "forms": list,
    "rules": list,
    "select": list,
    "ignore": list,
    "fail-on": str,
    "lang": str,
    "waivers": str,
}


@dataclass(slots=True)
class Options:
    """Options of one call. ``notes`` are things to tell on standard error."""

    form: str | None = None
    forms: list[Path] = field(default_factory=list)
    rules: list[Path] = field(default_factory=list)
    select: list[str] = field(default_factory=list)
    ignore: list[str] = field(default_factory=list)
    fail_on: str = "error"
    language: str | None = None
    waivers: Path | bool = True
    today: dt.date | None = None
    notes: list[str] = field(default_factory=list)

    def settings(self) -> Settings:
        """Load the forms and rules.

        Raises:
            ReportcheckError: one of them cannot be used.
        """
        only = self.form
        forms = list(self.forms)
        if only is not None and Path(only).is_dir():
            forms.append(Path(only))
            only = None
        return Settings.of(
            form=only,
            forms=forms,
            rules=self.rules,
            select_codes=self.select,
            ignore=self.ignore,
            language=self.language,
            waivers=self.waivers,
            today=self.today,
        )


def gather(paths: Sequence[str], given: dict[str, Any]) -> Options:
    """The options of a call.

    Args:
        paths: the submitted files and folders.
        given: the command line's options by name; None or empty where not given.

    Raises:
        ReportcheckError: the settings file has a mistake.
    """
    options = Options()
    found = _settings_file(Path.cwd())
    if found is not None:
        _apply_file(options, *found, paths)
    options.form = given.get("form") or options.form
    options.rules += [Path(p) for p in given.get("rules") or ()]
    options.select = _codes(given.get("select")) or options.select
    options.ignore = _codes(given.get("ignore")) or options.ignore
    options.fail_on = given.get("fail_on") or options.fail_on
    options.language = given.get("lang") or options.language
    options.waivers = (
        False if given.get("no_waivers") else Path(given["waivers"]) if given.get("waivers") else options.waivers
    )
    options.today = given.get("day")
    return options


def _codes(given: Iterable[str] | None) -> list[str]:
    """Codes given as several options or with commas."""
    return [code.strip() for one in given or () for code in one.split(",") if code.strip()]


def _settings_file(start: Path) -> tuple[Path, dict[str, Any]] | None:
    """The nearest ``reportcheck.toml``, or ``pyproject.toml`` with ``[tool.reportcheck]``, upward from a folder."""
    for folder in (start, *start.parents):
        own = folder / "reportcheck.toml"
        if own.is_file():
            return own, _toml(own)
        project = folder / "pyproject.toml"
        if project.is_file():
            table = _toml(project).get("tool", {}).get("reportcheck")
            if table is not None:
                return project, table
    return None


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise _mistake(path, f"{error}", f"{error}") from error


def _apply_file(options: Options, path: Path, table: dict[str, Any], submitted: Sequence[str]) -> None:
    for key, value in table.items():
        expected = _KEYS.get(key)
        if expected is None:
            known = ", ".join(_KEYS)
            raise _mistake(
                path, f"unknown setting {key!r}; known: {known}", f"không có thiết lập {key!r}; hiện có: {known}"
            )
        if not isinstance(value, expected) or (isinstance(value, list) and not all(isinstance(v, str) for v in value)):
            kind = "a list of strings" if expected is list else "a string"
            raise _mistake(
                path,
                f"{key} must be {kind}, got {value!r}",
                f"{key} phải là {'danh sách chuỗi' if expected is list else 'chuỗi'}, nhưng ghi {value!r}",
            )
    for key, allowed in (("fail-on", ("info", "warning", "error", "never")), ("lang", ("vi", "en"))):
        if key in table and table[key] not in allowed:
            raise _mistake(
                path,
                f"{key} must be one of {', '.join(allowed)}, got {table[key]!r}",
                f"{key} phải là một trong {', '.join(allowed)}, nhưng ghi {table[key]!r}",
            )
    trusted = not _beside(path.parent, submitted)
    options.form = table.get("form")
    options.forms = _places(path, table.get("forms", []), (".yaml", ".yml"), trusted, options)
    options.rules = _places(path, table.get("rules", []), (), trusted, options)
    options.select, options.ignore = list(table.get("select", [])), list(table.get("ignore", []))
    options.fail_on = table.get("fail-on", "error")
    options.language = table.get("lang")
    options.waivers = path.parent / table["waivers"] if "waivers" in table else True
    if options.form is not None and not trusted and (path.parent / options.form).suffix == ".py":
        options.form = None
        options.notes.append(_untrusted(path))


def _beside(folder: Path, submitted: Sequence[str]) -> bool:
    """Whether settings lie beside (or below) something submitted: they may have come with it."""
    resolved = folder.resolve()
    for one in submitted:
        place = Path(one).resolve()
        home = place if place.is_dir() else place.parent
        if resolved == home or home in resolved.parents:
            return True
    return False


def _places(path: Path, given: list[str], harmless: tuple[str, ...], trusted: bool, options: Options) -> list[Path]:
    """Folders and files of a setting, relative to its file. What lies beside a submission is data only: YAML, never Python."""
    places = [path.parent / one for one in given]
    if trusted:
        return places
    kept: list[Path] = []
    for place in places:
        files = sorted(place.rglob("*")) if place.is_dir() else [place]
        kept += [f for f in files if f.suffix in harmless]
        if any(f.suffix == ".py" for f in files) and _untrusted(path) not in options.notes:
            options.notes.append(_untrusted(path))
    return kept


def _untrusted(path: Path) -> str:
    return f"reportcheck: {path} lies beside a submitted file, so that the Python it names is not loaded (use --form or --rules)"


def _mistake(path: Path, en: str, vi: str) -> ReportcheckError:
    return ReportcheckError("settings", vi=f"{path}: {vi}", en=f"{path}: {en}", path=str(path))

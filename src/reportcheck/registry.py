"""Finds forms and rules: the bundled ones, those of installed packages, an office's own folder; one way for all three.

A module is looked at for what it holds: a :class:`~reportcheck.forms.Form` called ``FORM`` (with ``model``, if there is
one) or a :class:`~reportcheck.rulebook.Rule`. A YAML file holds a form.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import pkgutil
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

from reportcheck.errors import ReportcheckError
from reportcheck.forms import Form
from reportcheck.model import Grid, Unread
from reportcheck.rulebook import Rule

__all__ = [
    "bundled_forms",
    "bundled_rules",
    "installed_output",
    "installed_reader",
    "load_forms",
    "load_rules",
    "select",
]


@lru_cache(maxsize=1)
def bundled_forms() -> tuple[Form, ...]:
    """The forms that ship with the package and those of installed packages, by id."""
    found = [form for module in _modules("reportcheck.schemas") for form in _forms_in(module)]
    found += [form for module in _installed("reportcheck.forms") for form in _forms_in(module)]
    return tuple(sorted(found, key=lambda f: f.id))


@lru_cache(maxsize=1)
def bundled_rules() -> tuple[Rule, ...]:
    """The rules that ship with the package and those of installed packages, by code."""
    found = [rule for module in _modules("reportcheck.rules") for rule in _rules_in(module)]
    found += [rule for module in _installed("reportcheck.rules") for rule in _rules_in(module)]
    return tuple(sorted(found, key=lambda r: r.code))


def load_forms(place: str | Path) -> tuple[Form, ...]:
    """The forms in a file (Python or YAML) or a folder of such.

    Raises:
        ReportcheckError: with the file and line of the first mistake.
    """
    found: list[Form] = []
    for path in _files(Path(place), (".py", ".yaml", ".yml")):
        if path.suffix == ".py":
            forms = list(_forms_in(_load(path)))
        else:
            from reportcheck.yaml_form import read_forms

            forms = list(read_forms(path))
        found += [_checked(form, path) for form in forms]
    return tuple(found)


def load_rules(place: str | Path) -> tuple[Rule, ...]:
    """The rules in a Python file or a folder of such.

    Raises:
        ReportcheckError: with the file and line of the first mistake.
    """
    return tuple(rule for path in _files(Path(place), (".py",)) for rule in _rules_in(_load(path)))


def _files(place: Path, suffixes: tuple[str, ...]) -> list[Path]:
    if place.is_dir():
        return sorted(p for p in place.rglob("*") if p.suffix in suffixes and not p.name.startswith(("_", ".")))
    if place.is_file() and place.suffix in suffixes:
        return [place]
    raise ReportcheckError(
        "form",
        vi=f"Không tìm thấy mẫu biểu hoặc quy tắc ở {place}: cần một tệp {', '.join(suffixes)} hoặc một thư mục chứa chúng.",
        en=f"No forms or rules at {place}: expected a {', '.join(suffixes)} file or a folder of such.",
        path=str(place),
    )


def _modules(package: str) -> Iterator[ModuleType]:
    """The modules of a package and its folders, in order of name; names with an underscore are left out."""
    root = importlib.import_module(package)
    for info in pkgutil.walk_packages(root.__path__, package + "."):
        if not info.ispkg and not info.name.rpartition(".")[2].startswith("_"):
            yield importlib.import_module(info.name)


def _installed(group: str) -> Iterator[ModuleType]:
    """What other installed packages add under an entry point."""
    if not _is_added(group):
        return
    from importlib.metadata import entry_points

    for entry in entry_points(group=group):
        loaded = entry.load()
        if isinstance(loaded, ModuleType):
            yield loaded


@lru_cache(maxsize=8)
def _is_added(group: str) -> bool:
    """Whether an installed package may name an entry point: importlib.metadata takes longer to import than a sheet to check."""
    for place in sys.path:
        if os.path.isfile(place):  # packages in an archive
            return True
        with suppress(OSError), os.scandir(place or ".") as found:
            for one in found:
                if one.name.endswith((".dist-info", ".egg-info")):
                    with suppress(OSError), open(os.path.join(one.path, "entry_points.txt"), "rb") as file:
                        if group.encode() in file.read():
                            return True
    return False


def installed_reader(suffix: str) -> Callable[[bytes, str], tuple[tuple[Grid, ...], tuple[Unread, ...]]] | None:
    """The reader that an installed package adds for a suffix (an entry point ``reportcheck.readers`` called ``.fods``)."""
    reader: Callable[[bytes, str], tuple[tuple[Grid, ...], tuple[Unread, ...]]] | None
    reader = _entry("reportcheck.readers", suffix.lower())
    return reader


def installed_output(name: str) -> Callable[..., str] | None:
    """The output that an installed package adds under a name (an entry point ``reportcheck.outputs``)."""
    output: Callable[..., str] | None = _entry("reportcheck.outputs", name)
    return output


def _entry(group: str, name: str) -> Any:
    if not _is_added(group):
        return None
    from importlib.metadata import entry_points

    for entry in entry_points(group=group, name=name):
        return entry.load()
    return None


def _load(path: Path) -> ModuleType:
    """Run a Python file as a module of its own."""
    name = f"_reportcheck_{path.stem}_{abs(hash(str(path.resolve()))):x}"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        del sys.modules[name]
        line = _line_of(error, path)
        raise _mistake(path, line, f"{type(error).__name__}: {error}") from error
    return module


def _line_of(error: Exception, path: Path) -> int:
    """The line of the file itself at which an error arose."""
    if isinstance(error, SyntaxError) and error.lineno:
        return error.lineno
    lines = [f.lineno for f in traceback.extract_tb(error.__traceback__) if Path(f.filename) == path and f.lineno]
    return lines[-1] if lines else 1


def _mistake(path: Path, line: int, problem: str) -> ReportcheckError:
    text = path.read_text("utf-8", errors="replace").splitlines()
    shown = text[line - 1].strip() if 0 < line <= len(text) else ""
    return ReportcheckError(
        "form",
        vi=f"{path}:{line}: {problem}\n    {shown}",
        en=f"{path}:{line}: {problem}\n    {shown}",
        path=str(path),
    )


def _forms_in(module: ModuleType) -> Iterator[Form]:
    form = getattr(module, "FORM", None)
    if isinstance(form, Form):
        yield replace(form, model=getattr(module, "model", None), source=getattr(module, "__file__", None) or "")


def _rules_in(module: ModuleType) -> Iterator[Rule]:
    for value in vars(module).values():
        if isinstance(value, Rule):
            yield replace(value, source=getattr(module, "__file__", None) or "")


def _checked(form: Form, path: Path) -> Form:
    """The form, if its own text makes sense."""
    for problem in form.problems():
        text = path.read_text("utf-8", errors="replace").splitlines()
        quoted = problem.split("'")[1] if "'" in problem else ""
        line = next((i for i, row in enumerate(text, 1) if quoted and quoted in row), 1)
        raise _mistake(path, line, problem)
    return form


def select(rules: Iterable[Rule], chosen: Iterable[str] = (), ignored: Iterable[str] = ()) -> tuple[Rule, ...]:
    """The rules whose code (or name) begins with one of ``chosen`` (all if empty) and with none of ``ignored``."""
    wanted, unwanted = tuple(chosen), tuple(ignored)
    return tuple(
        rule
        for rule in rules
        if (not wanted or rule.code.startswith(wanted) or rule.name in wanted)
        and not (unwanted and (rule.code.startswith(unwanted) or rule.name in unwanted))
    )

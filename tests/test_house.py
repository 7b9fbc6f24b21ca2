"""The house's own rules: imports go downward only, cheap starts stay cheap, verdicts hold no binary floats, nothing is undocumented."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from reportcheck.registry import bundled_forms, bundled_rules

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "reportcheck"

# From the bottom up; a module may import from its own line and from those before it.
LAYERS = [
    ["_version", "errors", "place", "model"],
    ["interval", "numerals"],
    ["labels", "formula"],
    ["printed_formula", "hierarchy", "note_marks"],
    ["read"],
    ["structure", "forms"],
    ["extract"],
    ["relate"],
    ["judge", "wording"],
    ["settle"],
    ["prose"],
    ["facts"],
    ["misprint", "rounding", "echoes", "twins"],
    ["localise"],
    ["numbers_in", "column_judge", "columns", "row_check", "form_models", "pandera_checks"],
    ["shape", "rulebook"],
    ["waivers"],
    ["extend"],
    ["yaml_form", "registry"],
    ["pipeline"],
    ["together"],
    ["render"],
    ["report"],
    ["learning", "blank_form", "ledger", "what_if"],
    ["fixing"],
    ["options"],
    ["console"],
    ["commands"],
    ["cli"],
    ["__init__", "__main__"],
]
RANK = {name: i for i, layer in enumerate(LAYERS) for name in layer}


def modules() -> list[Path]:
    return [p for p in sorted(SOURCE.rglob("*.py")) if not {"schemas", "rules"} & set(p.relative_to(SOURCE).parts)]


def imported(path: Path) -> set[str]:
    """What a module imports of the package, imports for type checkers apart."""
    tree = ast.parse(path.read_text("utf-8"))
    found: set[str] = set()
    skipped: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            skipped.update(n for child in node.body for n in ast.walk(child))
    for node in ast.walk(tree):
        if node in skipped:
            continue
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("reportcheck"):
            found.add(node.module or "")
        elif isinstance(node, ast.Import):
            found.update(a.name for a in node.names if a.name.startswith("reportcheck"))
    return found


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(SOURCE)))
def test_imports_go_downward(path: Path) -> None:
    own = RANK[path.relative_to(SOURCE).parts[0].removesuffix(".py")]
    for module in imported(path):
        parts = module.split(".")
        other = RANK[parts[1]] if len(parts) > 1 else RANK["__init__"]
        assert other <= own, f"{path.name} imports {module}"


@pytest.mark.parametrize(
    "path", sorted([*ROOT.glob("rules/**/*.py"), *ROOT.glob("schemas/*.py")]), ids=lambda p: p.name
)
def test_forms_and_rules_import_extend_only(path: Path) -> None:
    """An office's own forms and rules can do all that the bundled ones do; these may share a module with an underscore."""
    own = {name for name in imported(path) if name.startswith("reportcheck.schemas._")}
    assert imported(path) - own <= {"reportcheck.extend", "reportcheck.pandera_checks"}


def test_no_engine_module_names_a_form_or_rule() -> None:
    forms = [form.id for form in bundled_forms()]
    for path in modules():
        text = re.sub(r'""".*?"""', "", path.read_text("utf-8"), flags=re.DOTALL)
        assert not [form for form in forms if f'"{form}"' in text], path


def loaded(code: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    return {name.split(".")[0] for name in done.stdout.split()}


def test_help_loads_no_heavy_library() -> None:
    code = "from click.testing import CliRunner\nfrom reportcheck.cli import main\nCliRunner().invoke(main, ['--help'])"
    assert not loaded(code) & {"pandas", "pandera", "numpy", "lxml", "yaml", "python_calamine"}


def test_forms_and_rules_load_neither_pandas_nor_pandera() -> None:
    code = "from reportcheck.registry import bundled_forms, bundled_rules\nbundled_forms(), bundled_rules()"
    assert not loaded(code) & {"pandas", "pandera", "numpy"}


def test_a_workbook_without_a_known_form_loads_neither_pandas_nor_pandera() -> None:
    code = "import sys\nsys.path.insert(0, 'tests')\nfrom workbook import workbook\nfrom reportcheck import validate\n"
    code += "assert validate(workbook({'S': [['a', 'b'], [1, 2], [3, 4]]})).ok"
    assert not loaded(code) & {"pandas", "pandera"}


VERDICTS = ["interval.py", "judge.py", "formula.py", "settle.py", "numerals.py"]
LOCALISING = [f"localise/{p.name}" for p in sorted((SOURCE / "localise").glob("*.py"))]


@pytest.mark.parametrize("name", [*VERDICTS, *LOCALISING])
def test_verdicts_hold_no_binary_floats(name: str) -> None:
    tree = ast.parse((SOURCE / name).read_text("utf-8"))
    for node in ast.walk(tree):
        assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), f"{name}:{node.lineno}"
        if isinstance(node, ast.Call):
            called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            assert called not in ("float", "isclose"), f"{name}:{node.lineno}"


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(SOURCE)))
def test_modules_can_be_read_in_a_sitting(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 500


@pytest.mark.parametrize("rule", bundled_rules(), ids=lambda r: r.code)
def test_rules_explain_themselves_in_both_languages(rule: object) -> None:
    code, english, vietnamese = rule.code, rule.explain_en, rule.explain_vi  # type: ignore[attr-defined]
    assert [w for w in ("What:", "Why:", "Example:", "Judged:", "Silent when:") if w not in english] == [], code
    assert [
        w for w in ("Kiểm tra:", "Vì sao:", "Ví dụ:", "Cách xét:", "Không báo khi:") if w not in vietnamese
    ] == [], code


def test_codes_are_unique_and_in_their_family() -> None:
    rules = bundled_rules()
    assert len({r.code for r in rules}) == len({r.name for r in rules}) == len(rules)
    folders = {
        "1": "totals",
        "2": "shares",
        "3": "rates",
        "4": "changes",
        "5": "mentions",
        "6": "listings",
        "7": "periods",
        "8": "notation",
        "9": "conformity",
    }
    for rule in rules:
        assert Path(rule.source).parent.name == folders[rule.code[2]]


@pytest.mark.parametrize("form", bundled_forms(), ids=lambda f: f.id)
def test_forms_make_sense(form: object) -> None:
    assert form.problems() == []  # type: ignore[attr-defined]


def test_the_page_of_rules_is_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, "docs/build.py"], capture_output=True, text=True, check=True, cwd=ROOT, encoding="utf-8"
    )
    assert (ROOT / "docs" / "rules.md").read_text("utf-8") == done.stdout


def test_every_command_is_in_the_readme() -> None:
    from reportcheck.cli import main

    readme = (ROOT / "README.md").read_text("utf-8")
    assert [name for name in main.commands if f"reportcheck {name}" not in readme] == []

"""Wheel, sdist and editable install each expose the forms and rules (run with ``--packaging``; needs the ``dev`` extra)."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CODE = (
    "import reportcheck.schemas.meetings, reportcheck.rules.totals.RC101, importlib.resources as r\n"
    "from reportcheck.registry import bundled_forms, bundled_rules\n"
    "print(len(bundled_forms()), len(bundled_rules()), r.files('reportcheck').joinpath('py.typed').is_file())"
)


def run(*command: str, cwd: Path) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the tree without what git does not keep."""
    copy = tmp_path_factory.mktemp("tree") / "reportcheck"
    unwanted = shutil.ignore_patterns(".git", ".venv", "__pycache__", "*.egg-info", ".*_cache", ".hypothesis")
    shutil.copytree(ROOT, copy, symlinks=True, ignore=unwanted)
    return copy


def installed(what: list[str], tmp_path: Path) -> str:
    """What a fresh environment says that has the dependencies of this one and the package."""
    target = tmp_path / "env"
    run(sys.executable, "-m", "venv", "--system-site-packages", str(target), cwd=tmp_path)
    python = str(target / "bin" / "python")
    paths = [p for p in sys.path if p.endswith("site-packages")]
    (next((target / "lib").glob("python3*")) / "site-packages" / "parent.pth").write_text("\n".join(paths), "utf-8")
    run(python, "-m", "pip", "install", "--quiet", "--no-deps", "--force-reinstall", *what, cwd=tmp_path)
    assert (
        str(tmp_path) in run(python, "-c", "import reportcheck; print(reportcheck.__file__)", cwd=tmp_path)
        or "-e" in what
    )
    return run(python, "-c", CODE, cwd=tmp_path).strip()


def expected() -> str:
    from reportcheck.registry import bundled_forms, bundled_rules

    return f"{len(bundled_forms())} {len(bundled_rules())} True"


@pytest.mark.parametrize("way", ["wheel straight from the tree", "wheel through the sdist", "editable"])
def test_install(way: str, source: Path, tmp_path: Path) -> None:
    if way == "editable":
        what = ["-e", str(source)]
    else:
        options = ["--wheel"] if "straight" in way else []
        run(sys.executable, "-m", "build", "--outdir", str(tmp_path / "dist"), *options, str(source), cwd=tmp_path)
        what = [str(next((tmp_path / "dist").glob("*.whl")))]
    assert installed(what, tmp_path) == expected()

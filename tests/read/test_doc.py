"""Old Word documents and what else LibreOffice makes a docx of, by way of a program that stands in for it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import older as o
import pytest
import word as w

from reportcheck.errors import ReportcheckError
from reportcheck.read import doc
from reportcheck.read.document import read_bytes
from reportcheck.read.source import sniff

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a script")
OLD = o.container({"WordDocument": b"\xec\xa5" + b"\0" * 600})


def stand_in(folder: Path, monkeypatch: pytest.MonkeyPatch, body: str) -> Path:
    """A program called soffice that runs some Python with its arguments in ``sys.argv``."""
    program = folder / "soffice"
    program.write_text(f"#!{sys.executable}\nimport sys, os, pathlib, subprocess, time\n{body}\n", "utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    return program


def test_the_converted_document_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = tmp_path / "made.docx"
    made.write_bytes(w.docx(w.paragraph("Tổng số 12 hồ sơ")))
    said = tmp_path / "said"
    stand_in(
        tmp_path,
        monkeypatch,
        f"""
source = pathlib.Path(sys.argv[-1])
out = pathlib.Path(sys.argv[sys.argv.index("--outdir") + 1])
out.mkdir()
(out / (source.stem + ".docx")).write_bytes(pathlib.Path({str(made)!r}).read_bytes())
pathlib.Path({str(said)!r}).write_text(f"{{sys.argv[1]}}\\n{{source}}\\n{{os.environ['http_proxy']}}\\n{{len(source.read_bytes())}}")
""",
    )
    assert sniff(OLD, "a.doc") == "doc"
    document = read_bytes(OLD, "a.doc")
    assert (document.format, [p.text for p in document.paragraphs]) == ("doc", ["Tổng số 12 hồ sơ"])
    profile, source, proxy, size = said.read_text().split("\n")
    assert profile.startswith("-env:UserInstallation=file://")
    assert not Path(source).exists()
    assert proxy == "http://127.0.0.1:9"
    assert int(size) == len(OLD)


@pytest.mark.parametrize(
    ("data", "name", "kind", "suffix"),
    [
        (b"{\\rtf1 x}", "a.doc", "rtf", ".rtf"),
        (w.packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}), "a.odt", "odt", ".odt"),
        (b'<office:document office:mimetype="application/vnd.oasis.opendocument.text"/>', "a.fodt", "fodt", ".fodt"),
        (b'<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"/>', "a.xml", "wordml", ".xml"),
    ],
)  # fmt: skip
def test_other_documents_go_the_same_way(
    data: bytes, name: str, kind: str, suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, said = tmp_path / "made.docx", tmp_path / "said"
    made.write_bytes(w.docx(w.paragraph("Tổng số 12 hồ sơ")))
    stand_in(
        tmp_path,
        monkeypatch,
        f"""
source = pathlib.Path(sys.argv[-1])
out = pathlib.Path(sys.argv[sys.argv.index("--outdir") + 1])
out.mkdir()
(out / (source.stem + ".docx")).write_bytes(pathlib.Path({str(made)!r}).read_bytes())
pathlib.Path({str(said)!r}).write_text(source.suffix + str(len(source.read_bytes())))
""",
    )
    document = read_bytes(data, name)
    assert (document.format, [p.text for p in document.paragraphs]) == (kind, ["Tổng số 12 hồ sơ"])
    assert said.read_text() == f"{suffix}{len(data)}"
    monkeypatch.setattr(doc, "find_office", lambda: None)
    with pytest.raises(ReportcheckError) as caught:
        read_bytes(data, name)
    assert caught.value.code == "needs-libreoffice"
    assert name in caught.value.vi


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (o.container({"WordDocument": b"\xec\xa5" + bytes(9) + b"\x01" + bytes(600)}), "a.doc"),
        (
            w.packed(
                {
                    "mimetype": "application/vnd.oasis.opendocument.text",
                    "content.xml": b"\0",
                    "META-INF/manifest.xml": "<manifest:encryption-data/>",
                }
            ),
            "a.odt",
        ),
    ],
)
def test_a_password(data: bytes, name: str) -> None:
    with pytest.raises(ReportcheckError) as caught:
        read_bytes(data, name)
    assert caught.value.code == "encrypted"


def refusal() -> ReportcheckError:
    with pytest.raises(ReportcheckError) as caught:
        read_bytes(OLD, "a.doc")
    assert "a.doc" in caught.value.vi
    assert "\n" not in caught.value.en
    return caught.value


def test_without_libreoffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(doc, "_PLACES", ())
    error = refusal()
    assert error.code == "needs-libreoffice"
    assert "LibreOffice" in error.vi
    assert "docx" in error.en


@pytest.mark.parametrize("body", ["sys.exit(1)", "pass"])
def test_a_file_that_libreoffice_does_not_open(body: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(tmp_path, monkeypatch, body)
    assert refusal().code == "unreadable"


def test_libreoffice_that_does_not_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    children = tmp_path / "child"
    stand_in(
        tmp_path,
        monkeypatch,
        f"""
child = subprocess.Popen([{sys.executable!r}, "-c", "import time; time.sleep(60)"])
pathlib.Path({str(children)!r}).write_text(str(child.pid))
time.sleep(60)
""",
    )
    monkeypatch.setattr(doc, "SECONDS", 2)
    assert "2 seconds" in refusal().en
    status = Path(f"/proc/{children.read_text()}/stat")
    assert not status.exists() or status.read_text().split()[2] == "Z"


def test_a_program_that_cannot_be_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "soffice"
    program.write_bytes(b"\x7fELF nothing")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path) + os.pathsep)
    assert refusal().code == "unreadable"

"""The same document as other programs write it, and what LibreOffice makes of it: the same findings."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from test_same_report import NOTE, REPORT, WRONG, as_docx, told

from reportcheck import validate
from reportcheck.read.doc import find_office

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RUN = re.compile(r'<w:r><w:rPr></w:rPr><w:t xml:space="preserve">([^<]*)</w:t></w:r>')
_AROUND = (
    '<w:hyperlink w:anchor="x">{}</w:hyperlink>',
    '<w:smartTag w:element="a">{}</w:smartTag>',
    '<w:fldSimple w:instr="REF x">{}</w:fldSimple>',
    '<w:ins w:id="1" w:author="a">{}</w:ins>',
    '<w:customXml w:element="b">{}</w:customXml>',
    '<w:bdo w:val="ltr">{}</w:bdo>',
    '<w:moveTo w:id="3" w:author="a">{}</w:moveTo>',
)


def _strict(name: str, xml: str) -> tuple[str, str | bytes]:
    purl = "http://purl.oclc.org/ooxml/"
    return name, xml.replace(_W, f"{purl}wordprocessingml/main").replace(_R, f"{purl}officeDocument/relationships")


def _other_prefix(name: str, xml: str) -> tuple[str, str | bytes]:
    return name, re.sub(r"(</?|\s)w:", r"\1ns0:", xml).replace("xmlns:w=", "xmlns:ns0=")


def _no_prefix(name: str, xml: str) -> tuple[str, str | bytes]:
    return name, re.sub(r"(</?)w:", r"\1", xml).replace(f'xmlns:w="{_W}"', f'xmlns="{_W}" xmlns:w="{_W}"')


def _controls_around_all(name: str, xml: str) -> tuple[str, str | bytes]:
    if name == "word/document.xml":
        for what in ("r", "tc", "tr", "tbl"):
            one = rf"(<w:{what}>(?:(?!<w:{what}>).)*?</w:{what}>)"
            xml = re.sub(one, r"<w:sdt><w:sdtPr/><w:sdtContent>\1</w:sdtContent></w:sdt>", xml)
    return name, xml


def _runs_in_something(name: str, xml: str) -> tuple[str, str | bytes]:
    count = iter(range(10**6))
    return name, _RUN.sub(lambda m: _AROUND[next(count) % len(_AROUND)].format(m[0]), xml)


def _a_run_for_each_letter(name: str, xml: str) -> tuple[str, str | bytes]:
    run = '<w:r><w:rPr><w:rtl w:val="0"/></w:rPr><w:t xml:space="preserve">{}</w:t></w:r><w:proofErr w:type="spellStart"/>'
    return name, _RUN.sub(lambda m: "".join(map(run.format, m[1])), xml)


def _utf_16(name: str, xml: str) -> tuple[str, str | bytes]:
    if not re.fullmatch(r"word/\w+\.xml", name):
        return name, xml
    return name, f'<?xml version="1.0" encoding="UTF-16"?>{xml}'.encode("utf-16")


def _elsewhere(name: str, xml: str) -> tuple[str, str | bytes]:
    if name == "word/_rels/document.xml.rels":
        return "doc/_rels/main.xml.rels", xml.replace('Target="', 'Target="/word/')
    return name.replace("word/document.xml", "doc/main.xml"), xml.replace("word/document.xml", "/doc/main.xml")


VARIANTS: list[Callable[[str, str], tuple[str, str | bytes]]] = [
    _strict, _other_prefix, _no_prefix, _controls_around_all, _runs_in_something, _a_run_for_each_letter, _utf_16, _elsewhere
]  # fmt: skip


@pytest.mark.parametrize("change", VARIANTS, ids=lambda change: change.__name__)
def test_docx_of_other_programs(change: Callable[[str, str], tuple[str, str | bytes]]) -> None:
    plain = as_docx(REPORT, NOTE)
    packed = io.BytesIO()
    changed = False
    with zipfile.ZipFile(io.BytesIO(plain)) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            into, content = change(name, text)
            changed |= (into, content) != (name, text)
            new.writestr(into, content)
    assert changed
    report, usual = validate(packed.getvalue(), name="a.docx"), validate(plain, name="a.docx")
    assert sorted((f.rule, f.relation) for f in report.findings) == sorted(WRONG)
    assert (told(report), report.counts, report.figures) == (told(usual), usual.counts, usual.figures)


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report as LibreOffice saves it in each of its formats."""
    office = find_office()
    if office is None:
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("office")
    (folder / "a.docx").write_bytes(as_docx(REPORT, NOTE))
    call = [office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore"]
    for kind in ("doc", "odt", "rtf", "docx", "html", "pdf"):
        command = [*call, "--convert-to", kind, "--outdir", str(folder / "out"), str(folder / "a.docx")]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder / "out"


@pytest.mark.parametrize("kind", ["doc", "odt", "rtf", "docx", "html", "pdf"])
def test_what_libreoffice_saves(kind: str, converted: Path) -> None:
    if kind == "pdf":
        pytest.importorskip("pypdfium2")
    report = validate(converted / f"a.{kind}")
    assert sorted((f.rule, f.relation) for f in report.findings) == sorted(WRONG)
    assert told(report) == told(validate(as_docx(REPORT, NOTE), name="a.docx"))

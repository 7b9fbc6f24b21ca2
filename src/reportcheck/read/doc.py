"""Documents of other formats (doc, rtf, odt, fodt, Word's xml of 2003): an installed LibreOffice makes a docx of them, which is then read."""

from __future__ import annotations

import io
import os
import shutil
import signal
import subprocess
import tempfile
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from reportcheck.errors import ReportcheckError
from reportcheck.model import Unread
from reportcheck.read.compound import CompoundFile
from reportcheck.read.parts import Part
from reportcheck.read.refusal import encrypted, unreadable

__all__ = ["find_office", "office_reader", "read_doc"]

SECONDS = 120
_NAMES = ("soffice", "libreoffice")
_PLACES = (
    "/usr/lib/libreoffice/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)
# Macros stay off and pictures that a document links to are not loaded.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
_NOWHERE = "http://127.0.0.1:9"  # a proxy that answers nobody, so that nothing is fetched
_CALLED = {  # what a format is called, in Vietnamese and English
    "doc": ("văn bản Word cũ (doc)", "an old Word document (doc)"),
    "rtf": ("văn bản rtf", "an rtf document"),
    "odt": ("văn bản OpenDocument (odt)", "an OpenDocument text (odt)"),
    "fodt": ("văn bản OpenDocument một tệp xml (fodt)", "an OpenDocument text in one xml file (fodt)"),
    "wordml": ("văn bản Word 2003 dạng xml", "a Word document in the xml of 2003"),
}
_SUFFIXES = {"wordml": "xml"}


def find_office() -> str | None:
    """The path of LibreOffice's program; None where it is not installed."""
    return next((found for name in _NAMES if (found := shutil.which(name))), None) or next(
        (place for place in _PLACES if os.path.isfile(place)), None
    )


def read_doc(data: bytes, path: str, kind: str = "doc") -> tuple[tuple[Part, ...], tuple[Unread, ...]]:
    """What a file holds of which LibreOffice makes a docx, as :func:`reportcheck.read.docx.read_docx` gives it.

    Args:
        kind: ``doc``, ``rtf``, ``odt``, ``fodt`` or ``wordml``.

    Raises:
        ReportcheckError: ``needs-libreoffice`` where that is not installed; ``encrypted``; ``unreadable`` where it makes
            nothing of the file within two minutes.
    """
    if _has_password(data, kind):
        raise encrypted(path)
    office = find_office()
    if office is None:
        called = _CALLED[kind]
        vi = f"Tệp {path} là {called[0]}: cần cài LibreOffice để đọc, hoặc mở tệp và lưu lại dưới dạng docx."
        en = f"The file {path} is {called[1]}: reading it needs LibreOffice installed, or open it and save it as docx."
        raise ReportcheckError("needs-libreoffice", vi=vi, en=en, path=path)
    from reportcheck.read.docx import read_docx

    with tempfile.TemporaryDirectory(prefix="reportcheck-", ignore_cleanup_errors=True) as folder:
        return read_docx(_converted(office, data, Path(folder), path, _SUFFIXES.get(kind, kind)), path)


def office_reader(kind: str) -> Callable[[bytes, str], tuple[tuple[Part, ...], tuple[Unread, ...]]]:
    """:func:`read_doc` for one format."""
    return partial(read_doc, kind=kind)


def _has_password(data: bytes, kind: str) -> bool:
    """Whether a doc or odt says that it is encrypted: LibreOffice would only fail."""
    try:
        if kind == "doc":
            head = CompoundFile(data).stream("worddocument")[:12]
            return len(head) == 12 and bool(head[11] & 1)
        if kind == "odt":
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                return b"encryption-data" in archive.read("META-INF/manifest.xml")
    except Exception:
        return False  # damaged: LibreOffice may still make something of it
    return False


def _converted(office: str, data: bytes, folder: Path, path: str, suffix: str) -> bytes:
    """The docx that LibreOffice makes, in a profile of its own."""
    profile, out = folder / "profile", folder / "out"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, "utf-8")
    source = folder / f"report.{suffix}"
    source.write_bytes(data)
    command = [
        office, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nologo", "--nolockcheck",
        "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(out), str(source),
    ]  # fmt: skip
    proxies = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), _NOWHERE)
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **proxies},
            start_new_session=True,
        )
    except OSError as error:
        raise unreadable(path, "không chạy được LibreOffice", "LibreOffice cannot be started") from error
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired as error:
        vi, en = f"LibreOffice không xong sau {SECONDS} giây", f"LibreOffice did not finish within {SECONDS} seconds"
        raise unreadable(path, vi, en) from error
    finally:
        _end(process)
    made = out / "report.docx"
    if not made.is_file():
        raise unreadable(path, "LibreOffice không mở được tệp này", "LibreOffice cannot open it")
    return made.read_bytes()


def _end(process: subprocess.Popen[bytes]) -> None:
    """Stop the program and what it has started, if it still runs."""
    if process.poll() is not None:
        return
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()

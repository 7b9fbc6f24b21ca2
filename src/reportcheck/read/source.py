"""The front door: from a path or bytes to the grids of a file, whatever its format."""

from __future__ import annotations

import io
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from reportcheck.errors import ReportcheckError
from reportcheck.read.refusal import encrypted, unreadable

if TYPE_CHECKING:
    from reportcheck.model import Unread
    from reportcheck.read.parts import Part

__all__ = ["READABLE", "expand", "load_path", "read_parts", "sniff"]

LARGEST = 512 << 20
READABLE = (
    *(".xlsx", ".xlsm", ".csv", ".tsv", ".xls", ".xlsb", ".ods"),
    *(".docx", ".docm", ".dotx", ".dotm", ".doc", ".dot", ".rtf", ".odt", ".ott", ".fodt"),
    *(".html", ".htm", ".xhtml", ".md", ".markdown", ".txt", ".pdf"),
)
_KINDS = "xlsx, xlsm, xlsb, xls, ods, csv, docx, doc, odt, rtf, pdf, html, md"
_TEXT = (".csv", ".tsv", ".txt", ".md", ".markdown")
_PAGES = (".html", ".htm", ".xhtml")
_TEXTS = ("docx", "docm", "doc", "rtf", "odt", "fodt", "wordml", "pdf", "html", "md", "txt")
_WORD = (".docx", ".docm", ".dotx", ".dotm")
_BY_OFFICE = {".doc": "doc", ".dot": "doc", ".rtf": "rtf", ".odt": "odt", ".ott": "odt", ".fodt": "fodt"}
_FIRST = 1 << 20
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?(?:\s|<!--.*?-->|<\?xml[^>]*>)*"
    rb"<(?:!doctype\s+html|html|head|meta|title|body|table|div|p|h[1-6]|center|font|style)\b",
    re.IGNORECASE | re.DOTALL,
)
_BARE = (b"\x09\x00", b"\x09\x02", b"\x09\x04", b"\x09\x08")  # xls without its container


def load_path(path: str | os.PathLike[str]) -> tuple[bytes, str]:
    """The bytes of a file and its name as given.

    Raises:
        ReportcheckError: ``missing``, ``folder``, ``no-permission``, ``empty``, ``too-large`` (over 512 MiB) or
            ``unreadable`` (no regular file, an error of the disk, a text file of one endless line).
    """
    name = os.fspath(path)
    try:
        facts = os.stat(name)
        if stat.S_ISDIR(facts.st_mode):
            vi, en = f"{name} là một thư mục, không phải tệp.", f"{name} is a folder, not a file."
            raise ReportcheckError("folder", vi=vi, en=en, path=name)
        if not stat.S_ISREG(facts.st_mode):
            raise unreadable(name, "đây không phải tệp thông thường", "it is no regular file")
        if facts.st_size > LARGEST:
            raise _too_large(name, facts.st_size)
        with open(name, "rb") as file:
            data = _first(file, name) if name.lower().endswith(_TEXT) else b""
            data += file.read(max(facts.st_size + 1 - len(data), 0))  # no more room is asked for than it has bytes
            if len(data) > facts.st_size:  # it has grown
                data += file.read(LARGEST + 1 - len(data))
    except (OSError, ValueError) as error:
        raise _os_error(name, error) from error
    if len(data) > LARGEST:
        raise _too_large(name, len(data))
    if not data:
        vi, en = f"Tệp {name} không có nội dung (0 byte).", f"The file {name} is empty (0 bytes)."
        raise ReportcheckError("empty", vi=vi, en=en, path=name)
    return data, name


def _first(file: io.BufferedReader, name: str) -> bytes:
    """The first MiB of a text file: the rest of one that has no line break by then is not worth loading."""
    data = file.read(_FIRST)
    if len(data) == _FIRST and b"\n" not in data and b"\r" not in data:
        vi, en = "dòng 1 dài hơn 1 MiB mà không xuống dòng", "line 1 is longer than 1 MiB without a line break"
        raise unreadable(name, vi, en)
    return data


def _too_large(name: str, size: int) -> ReportcheckError:
    got, most = size >> 20, LARGEST >> 20
    vi = f"Tệp {name} quá lớn: {got} MiB, chỉ đọc được đến {most} MiB."
    en = f"The file {name} is too large: {got} MiB, at most {most} MiB can be read."
    return ReportcheckError("too-large", vi=vi, en=en, path=name)


def _os_error(name: str, error: Exception) -> ReportcheckError:
    if isinstance(error, PermissionError):
        vi = f"Không mở được tệp {name}: không có quyền đọc, hoặc tệp đang được chương trình khác mở và khóa."
        en = f"Cannot open {name}: no permission to read it, or another program has it open and locked."
        return ReportcheckError("no-permission", vi=vi, en=en, path=name)
    if isinstance(error, (FileNotFoundError, NotADirectoryError, ValueError)):
        vi, en = f"Không tìm thấy tệp {name}.", f"The file {name} does not exist."
        return ReportcheckError("missing", vi=vi, en=en, path=name)
    detail = getattr(error, "strerror", None) or str(error)
    return unreadable(name, f"hệ thống báo lỗi “{detail}”", f"the system says “{detail}”")


def sniff(data: bytes, name: str) -> str:
    """``xlsx``, ``xlsm``, ``xlsb``, ``xls``, ``ods``, ``csv``, ``docx``, ``docm``, ``doc``, ``rtf``, ``odt``, ``fodt``, ``wordml``, ``pdf``,
    ``html``, ``md`` or ``txt``, by the first bytes and then by the suffix of the name.

    Raises:
        ReportcheckError: ``encrypted``, ``unknown-format`` for what is not read, naming it where that is known,
            ``unreadable`` for a file cut short.
    """
    suffix = os.path.splitext(name)[1].lower()
    if data[:8] == _OLE2:
        return _compound(data, name)
    if data[:2] in _BARE and data[2:4] in (b"\x04\0", b"\x06\0", b"\x08\0", b"\x10\0"):
        return "xls"
    if data[:2] == b"PK" and data[2:4] in (b"\x03\x04", b"\x05\x06"):
        return _archive(data, name, suffix)
    if data[:1024].lstrip()[:5] == b"%PDF-" or (suffix == ".pdf" and b"%PDF-" in data[:1024]):
        return "pdf"
    if suffix == ".pdf":
        raise unreadable(name, "nội dung không phải tệp pdf", "its content is no pdf, whatever its name says")
    if suffix in (".xlsx", ".xlsm"):
        raise unreadable(
            name, "nội dung không phải sổ tính xlsx", "its content is no xlsx workbook, whatever its name says"
        )
    if data[:5] == b"{\\rtf":
        return "rtf"
    if suffix in _WORD:
        raise unreadable(
            name, "nội dung không phải văn bản docx", "its content is no docx document, whatever its name says"
        )
    if suffix in (".csv", ".tsv"):
        return "csv"
    if suffix in (".md", ".markdown"):
        return "md"
    if suffix in _PAGES or (suffix != ".txt" and _is_page(data)):
        return "html"
    if data[:512].removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<" and suffix != ".txt":
        return _xml(data[:8192], name)
    if suffix in _BY_OFFICE:
        kind = _BY_OFFICE[suffix]
        vi, en = f"nội dung không phải văn bản {kind}", f"its content is no {kind} document, whatever its name says"
        raise unreadable(name, vi, en)
    if suffix in (".txt", ".xls", "") and _tabular(data):
        return "csv"
    if suffix == ".txt":
        return "txt"
    if suffix in (".xls", ".xlsb", ".ods"):
        kind = suffix.removeprefix(".")
        vi, en = f"nội dung không phải sổ tính {kind}", f"its content is no {kind} workbook, whatever its name says"
        raise unreadable(name, vi, en)
    raise _unknown(name, suffix.removeprefix(".") or None)


def _xml(head: bytes, name: str) -> str:
    """Which text document a file of xml is."""
    if b"opendocument.text" in head:
        return "fodt"
    if b"schemas.microsoft.com/office/word/2003/wordml" in head:
        return "wordml"
    raise _unknown(name, "xml")


def _is_page(data: bytes) -> bool:
    """Whether bytes are html: they begin with one of its elements, or with an excel page's comments before it."""
    head = data[:4096]
    if b"\0" in head[:64]:
        head = head.replace(b"\0", b"")
    return bool(_PAGE.match(head))


def _tabular(data: bytes) -> bool:
    """Text in which nearly every line has tabs, or with its delimiter declared on the first line."""
    from reportcheck.read.csv import find_encoding

    head = data[:65536].decode(find_encoding(data[:65536]), "replace")
    if "\0" in head:
        return False
    if head.lstrip("\ufeff").lower().startswith("sep="):
        return True
    lines = [line for line in head.splitlines() if line.strip()]
    return "\t" in head and sum("\t" in line for line in lines) * 10 >= len(lines) * 6


def _compound(data: bytes, name: str) -> str:
    """What a compound file is, by the names of its streams."""
    from reportcheck.read.compound import CompoundFile
    from reportcheck.read.ooxml import DamagedError

    try:
        found = CompoundFile(data).names
    except DamagedError as error:
        vi, en = f"tệp bị hỏng hoặc bị cắt cụt ({error})", f"it is damaged or cut short ({error})"
        raise unreadable(name, vi, en) from error
    if "encryptedpackage" in found:
        raise encrypted(name)
    if found & {"workbook", "book"}:
        return "xls"
    if "worddocument" in found:
        return "doc"
    if "powerpoint document" in found:
        raise _unknown(name, "ppt")
    raise _unknown(name, "OLE2")


def _archive(data: bytes, name: str, suffix: str) -> str:
    tail = data[-65536:]
    if b"xl/workbook.xml" in tail:
        return "xlsm" if suffix == ".xlsm" or b"xl/vbaProject.bin" in tail else "xlsx"
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {entry.filename.lower() for entry in archive.infolist()}
    except MemoryError:
        raise
    except Exception as error:
        vi, en = "tệp nén bị hỏng hoặc bị cắt cụt", "the zip archive is damaged or cut short"
        raise unreadable(name, vi, en) from error
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "ppt/presentation.xml" in names:
        raise _unknown(name, "pptx")
    if "mimetype" in names and "content.xml" in names:
        if b"opendocument.spreadsheet" in data[:200] or suffix == ".ods":
            return "ods"
        if b"opendocument.text" in data[:200] or suffix in (".odt", ".ott"):
            return "odt"
        raise _unknown(name, suffix.removeprefix(".") or "OpenDocument")
    if any(part.startswith("word/") for part in names) or suffix in _WORD:
        return "docm" if suffix in (".docm", ".dotm") else "docx"
    if any(part.startswith("xl/") for part in names) or suffix in (".xlsx", ".xlsm"):
        return "xlsm" if suffix == ".xlsm" else "xlsx"
    raise _unknown(name, "zip")


def _unknown(name: str, kind: str | None, english: str | None = None) -> ReportcheckError:
    vi = f"có định dạng {kind}" if kind else "có định dạng không rõ"
    en = f"is in the format {english or kind}" if kind else "is in an unknown format"
    return ReportcheckError(
        "unknown-format",
        vi=f"Tệp {name} {vi}, không đọc được; chỉ đọc được {_KINDS} và txt.",
        en=f"The file {name} {en}, which is not supported; {_KINDS} and txt are.",
        path=name,
    )


def read_parts(data: bytes, name: str) -> tuple[str, tuple[Part, ...], tuple[Unread, ...]]:
    """The format of a file, its sheets or its paragraphs and tables in order, and what of it could not be read.

    Raises:
        ReportcheckError: the file cannot be used; nothing else is raised whatever the bytes.
    """
    kind = sniff(data, name)
    if kind == "csv":
        from reportcheck.read.csv import read_csv as read
    elif kind == "xls":
        from reportcheck.read.xls import read_xls as read
    elif kind == "xlsb":
        from reportcheck.read.xlsb import read_xlsb as read
    elif kind == "ods":
        from reportcheck.read.ods import read_ods as read
    elif kind in _TEXTS:
        return (kind, *_text_reader(kind)(data, name))
    else:
        from reportcheck.read.xlsx import read_xlsx as read
    parts, unread = read(data, name)
    return kind, parts, unread


def _text_reader(kind: str) -> Callable[[bytes, str], tuple[tuple[Part, ...], tuple[Unread, ...]]]:
    """The reader of a text document."""
    if kind in ("doc", "rtf", "odt", "fodt", "wordml"):
        from reportcheck.read.doc import office_reader

        return office_reader(kind)
    if kind == "pdf":
        from reportcheck.read.pdf import read_pdf as read
    elif kind == "html":
        from reportcheck.read.html import read_html as read
    elif kind == "md":
        from reportcheck.read.markdown import read_markdown as read
    elif kind == "txt":
        from reportcheck.read.text import read_text as read
    else:
        from reportcheck.read.docx import read_docx as read
    return read


def expand(paths: Iterable[str]) -> Iterator[tuple[str, ReportcheckError | None]]:
    """The files to read: a file as it is, a folder's readable files in sorted order, each file once.

    Yields:
        (path, None) for a file, which need not exist; (path, error) for a folder that cannot be listed
        (``no-permission``) or holds nothing to read (``nothing-to-read``).
    """
    seen: set[str] = set()
    for path in paths:
        if not os.path.isdir(path):
            if _new(path, seen):
                yield path, None
            continue
        found = False
        for entry, error in _files(path):
            found = True
            if error is not None or _new(entry, seen):
                yield entry, error
        if not found:
            vi = f"Thư mục {path} không có tệp nào đọc được ({_KINDS}, txt)."
            en = f"The folder {path} holds no file that can be read ({_KINDS}, txt)."
            yield path, ReportcheckError("nothing-to-read", vi=vi, en=en, path=path)


def _new(path: str, seen: set[str]) -> bool:
    try:
        real = os.path.normcase(os.path.realpath(path))
    except (OSError, ValueError):
        real = path
    if real in seen:
        return False
    seen.add(real)
    return True


def _files(folder: str) -> Iterator[tuple[str, ReportcheckError | None]]:
    """The readable files under a folder; a folder reached twice over links is entered once."""
    entered: set[str] = set()
    waiting = [folder]
    while waiting:
        path = waiting.pop()
        if not os.path.isdir(path):
            yield path, None
            continue
        if not _new(path, entered):
            continue
        try:
            names = sorted(os.listdir(path), reverse=True)
        except OSError:
            vi, en = (
                f"Không mở được thư mục {path}: không có quyền đọc.",
                f"Cannot open the folder {path}: no permission.",
            )
            yield path, ReportcheckError("no-permission", vi=vi, en=en, path=path)
            continue
        for name in names:
            entry = os.path.join(path, name)
            if not name.startswith((".", "~$")) and (name.lower().endswith(READABLE) or os.path.isdir(entry)):
                waiting.append(entry)

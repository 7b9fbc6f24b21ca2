"""The front door: paths, formats by looking, folders."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from older import container

from reportcheck.errors import ReportcheckError
from reportcheck.read.source import expand, load_path, read_parts, sniff

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def workbook() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["Tổng", 5])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def archive(*names: str, first: bytes = b"<x/>") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for name in names:
            made.writestr(name, first)
    return file.getvalue()


def refusal(path: object) -> ReportcheckError:
    with pytest.raises(ReportcheckError) as caught:
        load_path(path)  # type: ignore[arg-type]
    error = caught.value
    name = str(path)
    assert error.path == name
    assert name in error.vi
    assert name in error.en
    return error


def test_load_gives_bytes_and_the_name_as_given(tmp_path: Path) -> None:
    file = tmp_path / "báo cáo.csv"
    file.write_bytes(b"a;b\n")
    assert load_path(file) == (b"a;b\n", str(file))
    assert load_path(str(file)) == (b"a;b\n", str(file))


def test_load_reads_all_of_a_long_text(tmp_path: Path) -> None:
    file = tmp_path / "dài.csv"
    file.write_bytes(b"12345;7\n" * 300_000)
    assert len(load_path(file)[0]) == 2_400_000


def test_load_refusals(tmp_path: Path) -> None:
    empty = tmp_path / "rỗng.csv"
    empty.touch()
    endless = tmp_path / "một dòng.csv"
    endless.write_bytes(b"x" * (2 << 20))
    huge = tmp_path / "lớn.xlsx"
    with open(huge, "wb") as file:
        file.truncate(513 << 20)
    pipe = tmp_path / "ống.csv"
    os.mkfifo(pipe)
    assert refusal(tmp_path / "không có.xlsx").code == "missing"
    assert refusal("a\0b.csv").code == "missing"
    assert refusal(empty / "trong tệp.csv").code == "missing"
    assert refusal(tmp_path).code == "folder"
    assert refusal(empty).code == "empty"
    assert refusal(huge).code == "too-large"
    assert refusal(endless).code == "unreadable"
    assert refusal(pipe).code == "unreadable"
    assert refusal(tmp_path / ("x" * 300 + ".csv")).code == "unreadable"


def test_load_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "khóa.xlsx"
    file.write_bytes(b"x")

    def locked(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("builtins.open", locked)
    assert refusal(file).code == "no-permission"


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (workbook(), "a.xlsx", "xlsx"),
        (workbook(), "a.csv", "xlsx"),
        (workbook(), "a.xlsm", "xlsm"),
        (archive("xl/workbook.xml", "xl/vbaProject.bin"), "a.xlsx", "xlsm"),
        (archive("xl/workbook2.xml"), "a", "xlsx"),
        (archive("xl/workbook.bin"), "a.xlsb", "xlsb"),
        (archive("mimetype", "content.xml", first=b"application/vnd.oasis.opendocument.spreadsheet"), "a.xlsx", "ods"),
        (archive("mimetype", "content.xml"), "a.ods", "ods"),
        (container({"Workbook": b"x"}), "a.xls", "xls"),
        (container({"Workbook": b"x"}), "a.xlsx", "xls"),
        (container({"BOOK": b"x", "WordDocument": b"x"}), "a", "xls"),
        (b"\x09\x08\x10\0\0\6", "a.xls", "xls"),
        (b"a;b\n", "a.csv", "csv"),
        (b"a\tb\n", "A.TSV", "csv"),
        (b"a\tb\n", "a.txt", "csv"),
        ("a\tb\n".encode("utf-16"), "a.txt", "csv"),
        (b"sep=;\na;b\n", "a.txt", "csv"),
        (b"a\tb\n", "-", "csv"),
        (archive("word/document.xml"), "a.xlsx", "docx"),
        (archive("word/document2.xml"), "a", "docx"),
        (archive("word/document.xml"), "a.docm", "docm"),
        (container({"WordDocument": b"x"}), "a.docx", "doc"),
        (archive("word/document.xml"), "a.dotx", "docx"),
        (archive("word/document.xml"), "a.dotm", "docm"),
        (container({"WordDocument": b"x"}), "a.dot", "doc"),
        (b"{\\rtf1\\ansi x}", "a.rtf", "rtf"),
        (b"{\\rtf1\\ansi x}", "a.doc", "rtf"),
        (archive("mimetype", "content.xml", first=b"application/vnd.oasis.opendocument.text"), "a.zip", "odt"),
        (archive("mimetype", "content.xml"), "a.ott", "odt"),
        (
            b'<?xml version="1.0"?><office:document office:mimetype="application/vnd.oasis.opendocument.text">',
            "a",
            "fodt",
        ),
        (b'<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml">', "a.doc", "wordml"),
        (b"<html><table>", "a.xls", "html"),
        (b"<html><p>", "a.doc", "html"),
        (b"\xef\xbb\xbf <!-- x --> <!DOCTYPE HTML>", "a", "html"),
        (b"x", "a.htm", "html"),
        (b"just prose\n", "a.txt", "txt"),
        (b"<p> is text here\n", "a.txt", "txt"),
        (b"# x\n", "a.md", "md"),
    ],
)
def test_sniff(data: bytes, name: str, kind: str) -> None:
    assert sniff(data, name) == kind


@pytest.mark.parametrize(
    ("data", "name", "code", "word"),
    [
        (archive("ppt/presentation.xml"), "a.pptx", "unknown-format", "pptx"),
        (archive("a.txt"), "a.zip", "unknown-format", "zip"),
        (OLE2 + b"\0" * 600, "a.xls", "unreadable", "a.xls"),
        (container({"EncryptedPackage": b"x"}), "a.xlsx", "encrypted", "a.xlsx"),
        (b"hello", "a.docx", "unreadable", "docx"),
        (b"<x/>", "a.xml", "unknown-format", "xml"),
        (container({"PowerPoint Document": b"x"}), "a.ppt", "unknown-format", "ppt"),
        (container({"Contents": b"x"}), "a.xls", "unknown-format", "OLE2"),
        (b"hello", "a.xls", "unreadable", "xls"),
        (b"hello", "a.doc", "unreadable", " doc"),
        (b"hello", "a.odt", "unreadable", " odt"),
        (b"hello", "a.rtf", "unreadable", " rtf"),
        (b"hello", "a.dotx", "unreadable", " docx"),
        (b"hello", "a.ods", "unreadable", "ods"),
        (workbook()[:2000], "a.xlsx", "unreadable", "a.xlsx"),
        (b"hello", "a.xlsx", "unreadable", "xlsx"),
        (b"\x89PNG\r\n", "a.png", "unknown-format", "png"),
        (b"\x00\x01\x02", "a", "unknown-format", "a"),
    ],
)  # fmt: skip
def test_sniff_refuses(data: bytes, name: str, code: str, word: str) -> None:
    with pytest.raises(ReportcheckError) as caught:
        sniff(data, name)
    error = caught.value
    assert (error.code, error.path) == (code, name)
    for sentence in (error.vi, error.en):
        assert name in sentence
        assert word in sentence


def test_read_parts() -> None:
    kind, (grid,), unread = read_parts(workbook(), "a.xlsx")
    assert (kind, grid.name, grid.rows, unread) == ("xlsx", "Sheet", [["Tổng", 5.0]], ())
    kind, (grid,), unread = read_parts("Tổng;5\n".encode(), "a.csv")
    assert (kind, grid.name, grid.rows, unread) == ("csv", "", [["Tổng", "5"]], ())


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from([b"", b"PK\x03\x04", b"PK\x05\x06", OLE2, b"\xff\xfe", b"sep=", b"<"]),
    st.binary(max_size=200),
    st.sampled_from(["a.xlsx", "a.csv", "a.txt", "a.ods", "a", ""]),
)
def test_any_bytes_give_grids_or_one_error(start: bytes, rest: bytes, name: str) -> None:
    sentences: tuple[str, ...] = ("read",)
    try:
        read_parts(start + rest, name)
    except ReportcheckError as error:
        sentences = (error.vi, error.en)
    assert all(sentences)


def test_expand(tmp_path: Path) -> None:
    for name in ("b.xlsx", "a.csv", "sub/c.XLSM", "sub/d.xls", "~$b.xlsx", ".ẩn.csv", ".git/e.csv", "f.docx", "z.tsv"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(b"x")
    (tmp_path / "sub" / "vòng").symlink_to(tmp_path)
    (tmp_path / "sub" / "nữa.csv").symlink_to(tmp_path / "a.csv")
    root = str(tmp_path)
    found = list(expand([root]))
    assert [path.removeprefix(root + os.sep) for path, error in found if error is None] == [
        "a.csv", "b.xlsx", "f.docx", "sub/c.XLSM", "sub/d.xls", "z.tsv",
    ]  # fmt: skip
    assert all(error is None for _, error in found)


def test_expand_gives_files_as_they_are_and_once(tmp_path: Path) -> None:
    file = tmp_path / "x.docx"
    file.write_bytes(b"x")
    missing = str(tmp_path / "không có")
    other = str(tmp_path / "." / "x.docx")
    assert list(expand([str(file), missing, other, str(file)])) == [(str(file), None), (missing, None)]


def test_expand_tells_of_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "readme.pptx").write_bytes(b"x")
    ((path, error),) = expand([str(tmp_path)])
    assert path == str(tmp_path)
    assert error is not None
    assert error.code == "nothing-to-read"
    assert str(tmp_path) in error.vi


def test_expand_tells_of_a_closed_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("os.listdir", closed)
    ((_, error),) = expand([str(tmp_path)])
    assert error is not None
    assert error.code == "no-permission"


def test_importing_the_readers_loads_no_heavy_library() -> None:
    code = (
        "import sys, reportcheck.read.source, reportcheck.read.csv, reportcheck.read.xlsx\n"
        "heavy = {'lxml', 'python_calamine', 'pandas', 'numpy', 'openpyxl'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    path = os.pathsep.join(entry for entry in sys.path if entry)
    subprocess.run([sys.executable, "-c", code], check=True, env={**os.environ, "PYTHONPATH": path})

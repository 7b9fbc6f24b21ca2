"""Drafts → YAML with comments, to be read and edited."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from reportcheck._version import __version__
from reportcheck.forms import Field
from reportcheck.learning.draft import Draft, Proof
from reportcheck.learning.identities import Support

__all__ = ["document_text"]

_PLAIN = re.compile(r"[^\W\d_](?:[\w /().%+-]*[\w).%])?")
_WORDS_OF_YAML = frozenset({"true", "false", "yes", "no", "null", "on", "off", "y", "n"})
_GROUNDS = {
    "declared": ("mẫu đã biết", "a known form"),
    "printed": ("công thức in dưới tiêu đề", "printed under the headings"),
    "formula": ("công thức trong ô", "formulas in cells"),
    "stated": ("lời văn", "stated in words"),
    "discovered": ("thấy từ số liệu", "seen in the figures"),
}


def document_text(drafts: Sequence[Draft], files: Sequence[str], notes: Sequence[str], language: str) -> str:
    """The YAML file, one document a form."""
    vi = language == "vi"
    return "".join(f"{line}\n" for line in _lines(drafts, files, notes, vi))


def _lines(drafts: Sequence[Draft], files: Sequence[str], notes: Sequence[str], vi: bool) -> Iterator[str]:
    names = ", ".join(files[:8]) + (" …" if len(files) > 8 else "")
    yield (
        f"# Học từ {len(files)} tệp ({names}), reportcheck {__version__}."
        if vi
        else f"# Learnt from {len(files)} file{'s' * (len(files) > 1)} ({names}), reportcheck {__version__}."
    )
    yield (
        "# Hãy đọc lại và sửa, rồi dùng: reportcheck validate TỆP --form FILE.yaml"
        if vi
        else "# Read it over, edit it, and use it: reportcheck validate FILE --form FILE.yaml"
    )
    if len(files) == 1:
        yield (
            "# Chỉ học từ một tệp: chưa biết phần nào thay đổi giữa các kỳ báo cáo."
            if vi
            else "# Learnt from one file only: what differs from one submission to the next is not known."
        )
    for note in notes:
        yield f"# {note}"
    for one in drafts:
        yield "---"
        yield from _form(one, vi)


def _form(one: Draft, vi: bool) -> Iterator[str]:
    form = one.form
    if vi:
        yield f"# Có trong {one.files} tệp, {one.tables} bảng."
    else:
        yield f"# In {one.files} file{'s' * (one.files > 1)}, {one.tables} table{'s' * (one.tables > 1)}."
    for note in one.notes:
        yield f"# {note}"
    yield f"id: {_scalar(form.id)}"
    if form.title_vi or form.title_en:
        yield f"title: {{{'vi' if form.title_vi else 'en'}: {_scalar(form.title_vi or form.title_en)}}}"
    yield "words: " + (_flow(form.words) if form.words else "[]")
    if form.needs_title:
        yield "needs_title: true  # " + (
            "có biểu khác cùng các cột này" if vi else "another table has the same columns"
        )
    yield "fields:"
    for f in form.fields:
        yield f"  - {_field(f)}"
    if form.items:
        yield "items:" + (f"  # {one.rows_said}" if one.rows_said else "")
        for f in form.items:
            yield f"  - {_field(f)}"
    if one.proofs:
        yield "identities:"
        for proof in one.proofs:
            yield f"  # {_support(proof.support, proof.axis, vi)} ({_GROUNDS[proof.origin][0 if vi else 1]})"
            yield f"  - {_identity(proof)}"
    if one.total is not None:
        yield f"total_row: true  # {_support(one.total, 'row', vi)}"
    if not one.proofs and one.total is None:
        yield "# " + (
            "không thấy quan hệ nào giữa các số liệu: hãy thêm identities"
            if vi
            else "nothing was seen that ties the figures: add identities"
        )
    if one.left_out:
        yield "# " + ("Bỏ ra, vì các tệp không thống nhất:" if vi else "Left out, because the files contradict it:")
        for proof in one.left_out:
            yield f"#   {proof.identity.formula}: {_against(proof, vi)}"


def _field(f: Field) -> str:
    parts = [f"id: {f.id}", f"labels: {_flow(f.labels)}"]
    if f.under:
        parts.append(f"under: {_flow(f.under)}")
    if f.measure != "count":
        parts.append(f"measure: {f.measure}")
    if not f.required:
        parts.append("required: false")
    if f.signed:
        parts.append("signed: true")
    if f.code:
        parts.append(f'code: "{f.code}"')
    return "{" + ", ".join(parts) + "}"


def _identity(proof: Proof) -> str:
    identity = proof.identity
    if not identity.rule and identity.kind is None:
        return identity.formula
    more = [f"formula: {_scalar(identity.formula)}"]
    if identity.rule:
        more.append(f"rule: {identity.rule}")
    if identity.kind is not None:
        more.append(f"kind: {identity.kind}")
    return "{" + ", ".join(more) + "}"


def _support(support: Support, axis: str, vi: bool) -> str:
    lanes = {"column": ("dòng", "rows"), "row": ("cột", "columns")}[axis][0 if vi else 1]
    decided = support.held + support.failed
    if vi:
        text = f"đúng ở {support.held}/{decided} {lanes} của {support.files} tệp"
        if support.failed:
            text = f"GẦN NHƯ luôn đúng, {text}"
        return text + (f", {support.undecided} {lanes} để trống" if support.undecided else "")
    files = f"{support.files} file{'s' * (support.files > 1)}"
    text = f"holds in {support.held} of {decided} {lanes} of {files}"
    if support.failed:
        text = f"NEARLY always: {text}"
    return text + (f", {support.undecided} undecided" if support.undecided else "")


def _against(proof: Proof, vi: bool) -> str:
    held, failed = proof.support.held, proof.support.failed
    return f"đúng {held}, sai {failed}" if vi else f"holds {held} times, fails {failed} times"


def _flow(texts: Sequence[str]) -> str:
    return "[" + ", ".join(map(_scalar, texts)) + "]"


def _scalar(text: str) -> str:
    """A text as YAML writes it: bare where nothing in it could be taken for something else."""
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS_OF_YAML:
        return text
    return json.dumps(text, ensure_ascii=False)

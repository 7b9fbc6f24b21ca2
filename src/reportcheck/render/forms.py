"""What a form expects, for people and programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reportcheck.forms import Field, Form, Item, infer_kind

__all__ = ["describe_form", "form_payload"]

_MEASURES = {
    "count": ("số đếm", "count"),
    "money": ("tiền", "money"),
    "rate": ("bình quân", "rate"),
    "percent": ("tỷ lệ %", "percent"),
    "text": ("chữ", "text"),
    "period": ("kỳ báo cáo", "period"),
}


def describe_form(form: Form, language: str) -> Iterator[str]:
    """Title, recognising words, columns, rows and identities, line by line."""
    vi = language == "vi"
    yield f"{form.id}: {form.title_vi if vi else form.title_en}"
    yield ""
    yield ("Nhận biết: tiêu đề có một trong các cụm từ" if vi else "Recognised by a title with one of the phrases")
    for phrase in form.words:
        yield f"  - {phrase}"
    for name, fields in (("Cột" if vi else "Columns", form.fields), ("Dòng" if vi else "Rows", form.items)):
        if fields:
            yield ""
            yield f"{name}:"
            for one in fields:
                yield f"  {_field(one, vi)}"
    if form.open:
        yield ""
        yield "Có thể có thêm dòng và cột khác." if vi else "Further rows and columns may stand beside them."
    yield ""
    yield "Ràng buộc:" if vi else "Identities:"
    for identity in form.claims:
        yield f"  {infer_kind(identity)[1]}  {identity.formula}"
    if form.total_row:
        yield "  RC101  " + (
            "dòng tổng cộng = tổng các dòng, ở mỗi cột"
            if vi
            else "the row labelled as total sums the others, in each column"
        )


def _field(one: Field, vi: bool) -> str:
    notes = [_MEASURES[one.measure][0 if vi else 1]]
    if isinstance(one, Item) and one.code:
        notes = [f"{'mã số' if vi else 'code'} {one.code}"]
    if not one.required:
        notes.append("không bắt buộc" if vi else "optional")
    if one.filled:
        notes.append("phải điền" if vi else "must be filled")
    if one.under:
        notes.append(("dưới: " if vi else "under: ") + " / ".join(one.under))
    return f"{one.id:<24} {' | '.join(one.labels)}  ({'; '.join(notes)})"


def form_payload(form: Form) -> dict[str, Any]:
    """A form as plain data."""

    def field(one: Field) -> dict[str, Any]:
        return {
            "id": one.id,
            "labels": list(one.labels),
            "under": list(one.under),
            "measure": one.measure,
            "required": one.required,
        }

    return {
        "id": form.id,
        "title": {"vi": form.title_vi, "en": form.title_en},
        "words": list(form.words),
        "fields": [field(f) for f in form.fields],
        "items": [field(f) for f in form.items],
        "identities": [i.formula for i in form.claims],
        "total_row": form.total_row,
    }

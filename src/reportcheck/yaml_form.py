"""Forms written as YAML, for offices that do not program; one file may hold several, between lines of ``---``.

A mistake is shown with its own line.

id: monthly-visits
title: {vi: Lượt khám trong tháng, en: Visits in the month}
words: [lượt khám trong tháng]
fields:
  - {id: total, labels: [tổng số]}
  - {id: insured, labels: [có bảo hiểm y tế]}
  - {id: other, labels: [không có bảo hiểm]}
identities:
  - total = insured + other
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar, get_args

import yaml

from reportcheck.errors import ReportcheckError
from reportcheck.forms import Field, Form, Identity, Item
from reportcheck.formula import FormulaError, parse_claim
from reportcheck.model import Kind

__all__ = ["read_forms"]

_MEASURES = ("count", "money", "rate", "percent", "text", "period")
_FIELD_KEYS = {"id", "labels", "under", "avoid", "measure", "required", "filled", "code", "whole", "signed"}
_FORM_KEYS = {"id", "title", "words", "fields", "items", "identities", "total_row", "share", "needs_title", "open"}
_IDENTITY_KEYS = {"formula", "rule", "kind", "usual"}


def read_forms(path: Path) -> tuple[Form, ...]:
    """The forms in a YAML file, one a document.

    Raises:
        ReportcheckError: code ``form``, naming file, line, what was expected and what stands there; two forms of one id.
    """
    reader = _Reader(path)
    forms = tuple(reader.form(root) for root in reader.roots)
    for i, form in enumerate(forms):
        if form.id in [other.id for other in forms[:i]]:
            raise reader.fail(reader.roots[i], f"an id other than {form.id!r}", f"id khác {form.id!r}")
    return forms


_F = TypeVar("_F", bound=Field)


def _is_empty(node: Any) -> bool:
    """Whether a document holds nothing but comments."""
    return node is None or (isinstance(node, yaml.ScalarNode) and not node.value)


class _Reader:
    """Walks the nodes of one file, which know their lines."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.text = path.read_text("utf-8")
            composed: list[Any] = list(yaml.compose_all(self.text, Loader=yaml.SafeLoader))
            self.roots = [root for root in composed if not _is_empty(root)] or [None]
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark
            raise self._mistake(
                mark.line if mark else 0, error.problem or "not YAML", error.problem or "không phải YAML"
            ) from error
        except (UnicodeDecodeError, yaml.YAMLError) as error:
            raise self._mistake(0, f"not YAML in utf-8: {error}", f"không phải YAML mã utf-8: {error}") from error

    def _mistake(self, line: int, en: str, vi: str) -> ReportcheckError:
        rows = getattr(self, "text", "").splitlines()
        shown = rows[line].strip() if line < len(rows) else ""
        return ReportcheckError(
            "form",
            vi=f"{self.path}:{line + 1}: {vi}\n    {shown}",
            en=f"{self.path}:{line + 1}: {en}\n    {shown}",
            path=str(self.path),
        )

    def fail(self, node: Any, expected_en: str, expected_vi: str) -> ReportcheckError:
        line = node.start_mark.line if node is not None else 0
        got = (
            node.value
            if isinstance(node, yaml.ScalarNode)
            else {"sequence": "a list", "mapping": "a mapping"}.get(getattr(node, "id", ""), "nothing")
        )
        return self._mistake(line, f"expected {expected_en}, got {got!r}", f"cần {expected_vi}, nhưng ghi {got!r}")

    def form(self, node: Any) -> Form:
        root = self.mapping(node, _FORM_KEYS)
        is_open = self.boolean(root["open"]) if "open" in root else False
        for key in ("id", "items" if is_open and "fields" not in root else "fields"):
            if key not in root:
                raise self.fail(node, f"a key {key!r}", f"khóa {key!r}")
        title = self._titles(root.get("title"))
        identity_nodes = self.sequence(root["identities"]) if "identities" in root else []
        return Form(
            id=self.string(root["id"]),
            title_vi=title.get("vi") or title.get("en", ""),
            title_en=title.get("en") or title.get("vi", ""),
            words=self.strings(root["words"]) if "words" in root else tuple(title.values()),
            fields=tuple(self.field(node, Field) for node in self.sequence(root["fields"])) if "fields" in root else (),
            items=tuple(self.field(node, Item) for node in self.sequence(root["items"])) if "items" in root else (),
            identities=tuple(self.identity(node) for node in identity_nodes),
            total_row=self.boolean(root["total_row"]) if "total_row" in root else False,
            share=self.number(root["share"]) if "share" in root else 0.6,
            needs_title=self.boolean(root["needs_title"]) if "needs_title" in root else False,
            open=is_open,
            source=str(self.path),
        )

    def _titles(self, node: Any) -> dict[str, str]:
        if node is None:
            return {}
        if isinstance(node, yaml.ScalarNode):
            return {"vi": node.value}
        return {key: self.string(value) for key, value in self.mapping(node, {"vi", "en"}).items()}

    def field(self, node: Any, kind: type[_F]) -> _F:
        parts = self.mapping(node, _FIELD_KEYS)
        for key in ("id", "labels"):
            if key not in parts:
                raise self.fail(node, f"a key {key!r}", f"khóa {key!r}")
        measure = self.string(parts["measure"]) if "measure" in parts else "count"
        if measure not in _MEASURES:
            raise self.fail(parts["measure"], f"one of {', '.join(_MEASURES)}", f"một trong {', '.join(_MEASURES)}")
        return kind(
            id=self.string(parts["id"]),
            labels=self.strings(parts["labels"]),
            under=self.strings(parts["under"]) if "under" in parts else (),
            avoid=self.strings(parts["avoid"]) if "avoid" in parts else (),
            measure=measure,  # type: ignore[arg-type]
            required=self.boolean(parts["required"]) if "required" in parts else True,
            filled=self.boolean(parts["filled"]) if "filled" in parts else False,
            code=self.string(parts["code"]) if "code" in parts else "",
            whole=self.boolean(parts["whole"]) if "whole" in parts else False,
            signed=self.boolean(parts["signed"]) if "signed" in parts else False,
        )

    def identity(self, node: Any) -> Identity:
        if isinstance(node, yaml.ScalarNode):
            formula, rule, kind, usual = node, "", None, False
        else:
            parts = self.mapping(node, _IDENTITY_KEYS)
            if "formula" not in parts:
                raise self.fail(node, "a key 'formula'", "khóa 'formula'")
            formula = parts["formula"]
            rule = self.string(parts["rule"]) if "rule" in parts else ""
            kind = self.string(parts["kind"]) if "kind" in parts else None
            usual = self.boolean(parts["usual"]) if "usual" in parts else False
            if kind is not None and kind not in get_args(Kind):
                known = ", ".join(get_args(Kind))
                raise self.fail(parts["kind"], f"one of {known}", f"một trong {known}")
        text = self.string(formula)
        try:
            parse_claim(text)
        except FormulaError as error:
            raise self._mistake(
                formula.start_mark.line, f"the formula cannot be read: {error}", f"không đọc được công thức: {error}"
            ) from error
        return Identity(text, rule, kind, usual=usual)  # type: ignore[arg-type]

    def mapping(self, node: Any, allowed: set[str]) -> dict[str, Any]:
        if not isinstance(node, yaml.MappingNode):
            raise self.fail(
                node, f"a mapping with {', '.join(sorted(allowed))}", f"các khóa {', '.join(sorted(allowed))}"
            )
        parts = {}
        for key, value in node.value:
            if key.value not in allowed:
                raise self.fail(
                    key,
                    f"one of the keys {', '.join(sorted(allowed))}",
                    f"một trong các khóa {', '.join(sorted(allowed))}",
                )
            parts[key.value] = value
        return parts

    def sequence(self, node: Any) -> list[Any]:
        if not isinstance(node, yaml.SequenceNode):
            raise self.fail(node, "a list", "một danh sách")
        return list(node.value)

    def string(self, node: Any) -> str:
        if not isinstance(node, yaml.ScalarNode):
            raise self.fail(node, "a word", "một chuỗi")
        return str(node.value)

    def strings(self, node: Any) -> tuple[str, ...]:
        if isinstance(node, yaml.ScalarNode):
            return (str(node.value),)
        return tuple(self.string(one) for one in self.sequence(node))

    def boolean(self, node: Any) -> bool:
        text = self.string(node).lower()
        if text not in ("true", "false", "yes", "no"):
            raise self.fail(node, "true or false", "true hoặc false")
        return text in ("true", "yes")

    def number(self, node: Any) -> float:
        try:
            return float(self.string(node))
        except ValueError:
            raise self.fail(node, "a number", "một số") from None

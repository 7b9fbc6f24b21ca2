"""Relations and judgements in words: the claim with the figures as printed, and the working written out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from reportcheck.model import Figure, Judgement, Relation
from reportcheck.numerals import plain, print_number

__all__ = [
    "OUTCOMES",
    "REASONS",
    "aside_text",
    "label_of",
    "number_text",
    "relation_text",
    "roles",
    "unread_text",
    "working_text",
]

OUTCOMES: dict[str, tuple[str, str]] = {
    "exact": ("khớp", "holds"),
    "rounding": ("khớp (làm tròn)", "holds (rounding)"),
    "truncation": ("khớp (cắt bớt)", "holds (cut off)"),
    "fails": ("KHÔNG KHỚP", "FAILS"),
    "undecided": ("chưa kết luận", "undecided"),
}

REASONS: dict[str, tuple[str, str]] = {
    "target-blank": ("ô tổng để trống", "the total is not stated"),
    "target-unknown": ("số được đối chiếu chưa có", "the stated figure is not known"),
    "target-not-a-number": ("ô được đối chiếu không phải là số", "the stated cell is no number"),
    "operand-unknown": ("có thành phần chưa có số liệu", "a part is not known"),
    "operand-blank": (
        "có ô thành phần để trống, có thể là 0 hoặc chưa có số liệu",
        "a part is empty: zero or not known",
    ),
    "operand-not-a-number": ("có ô thành phần không phải là số", "a part is no number"),
    "all-blank": ("mọi thành phần đều để trống", "all parts are empty"),
    "zero-divisor": ("mẫu số bằng 0", "the divisor is zero"),
    "approximate": ("có số ước lượng (khoảng, hơn, gần)", "a figure is approximate"),
}

UNREAD: dict[str, tuple[str, str]] = {
    "chart-sheet": ("trang chỉ có biểu đồ", "a chart sheet"),
    "other-sheet": ("loại trang không phải bảng tính", "a sheet of another kind"),
    "missing-sheet": ("tệp không chứa trang này", "the file does not hold this sheet"),
    "damaged-sheet": ("trang bị hỏng", "the sheet is damaged"),
    "damaged-comments": ("phần ghi chú bị hỏng", "the comments are damaged"),
    "scattered-cells": ("các ô nằm quá rải rác", "cells are scattered too far apart"),
    "no-stored-values": (
        "công thức chưa có giá trị lưu; hãy mở bằng Excel rồi lưu lại",
        "formulas without stored values: open the file in a spreadsheet program and save it",
    ),
    "picture": ("hình ảnh, có thể chứa bảng", "a picture, which may show a table"),
    "chart": ("biểu đồ", "a chart"),
    "embedded-object": ("đối tượng nhúng (Excel, công thức…)", "an embedded object"),
    "embedded-part": ("phần chèn từ tệp khác", "a part taken in from another file"),
    "damaged-part": ("phần này bị hỏng", "this part is damaged"),
    "scanned picture": ("trang là ảnh quét", "scanned picture"),
    "drawn letters": ("chữ được vẽ thành nét", "letters drawn as outlines"),
    "damaged page": ("trang bị hỏng", "the page is damaged"),
    "unclosed-quote": ("dấu ngoặc kép không đóng", "a quotation mark is not closed"),
}


def unread_text(reason: str, language: str) -> str:
    """Why something was not read, in words; reasons that are words already stay as they are."""
    known = UNREAD.get(reason)
    return reason if known is None else known[0 if language == "vi" else 1]


_ASIDE = {
    "age": "tuổi",
    "article": "điều, khoản, bảng, trang",
    "base": "tính trên số dân",
    "clock": "giờ",
    "date": "ngày, tháng, năm",
    "document number": "số văn bản",
    "footnote mark": "dấu chú thích",
    "fraction": "phân số bằng lời",
    "list mark": "số thứ tự",
    "margin": "sai số",
    "name": "tên gọi",
    "number": "không đọc được số",
    "number of a place": "số nhà",
    "order": "thứ hạng",
    "phone": "số điện thoại",
    "plate": "biển số",
    "range": "khoảng giá trị",
    "words again": "đã ghi bằng chữ",
}


def aside_text(reason: str, language: str) -> str:
    """Why a number is no quantity, in words; a reason that is not known stays as it is."""
    return _ASIDE.get(reason, reason) if language == "vi" else reason


_MANY = 12  # operands written out before the rest is counted


def number_text(value: Decimal, language: str, beside: Iterable[Figure] = ()) -> str:
    """A computed number in the spelling of the figures beside it: with marks for thousands unless they have none."""
    printed = print_number(Decimal(plain(value)), language)
    long = [f.text for f in beside if f.value is not None and abs(f.value) >= 1000]
    if long and not any(re.search(r"\d[.,\s]\d{3}(?!\d)", text) for text in long):
        return printed.replace("." if language == "vi" else ",", "")
    return printed


def label_of(figure: Figure) -> str:
    """A figure's label, innermost heading last: ``"Xã A › Tiếp nhận › Tổng số"``."""
    return " › ".join(" ".join(part.split()) for part in figure.label)


def roles(relation: Relation) -> list[tuple[str, Figure]]:
    """Each figure with its role, the stated side first."""
    stated, term, divisor = {
        "sum": ("total", "part", "divisor"),
        "difference": ("difference", "part", "divisor"),
        "share": ("share", "part", "whole"),
        "rate": ("rate", "total", "per"),
        "average": ("average", "part", "divisor"),
        "change": ("change", "new", "old"),
        "equality": ("stated", "other statement", "divisor"),
        "bound": ("part", "whole", "divisor"),
        "order": ("later", "earlier", "divisor"),
        "product": ("product", "factor", "divisor"),
        "count": ("count", "item", "divisor"),
    }[relation.kind]
    if relation.kind == "bound" and relation.compare == ">=":
        stated, term = "whole", "part"
    named = [(stated, relation.target)]
    for operand in relation.operands:
        role = {"term": term, "divisor": divisor, "factor": "factor"}[operand.role]
        if relation.kind == "difference":
            role = "minuend" if operand.sign > 0 else "subtrahend"
        named.append((role, operand.figure))
    return named


def expression_text(relation: Relation, language: str = "vi") -> str:
    """The right side with the figures as printed: ``25 + 150 + 557``, ``(a + b) / 3,5 tháng``."""
    empty = "(trống)" if language == "vi" else "(empty)"
    scales = _scales(relation)

    def text(figure: Figure) -> str:
        printed = _with_unit(figure, scales) or empty
        return f"({printed})" if printed.startswith(("-", "−")) else printed

    terms = [o for o in relation.operands if o.role == "term"]
    pieces: list[str] = []
    for operand in terms[:_MANY]:
        sign = ("− " if operand.sign < 0 else "") if not pieces else ("+ " if operand.sign > 0 else "− ")
        pieces.append(sign + text(operand.figure))
    if len(terms) > _MANY:
        rest = len(terms) - _MANY
        pieces.append(f"+ … ({rest} số nữa)" if language == "vi" else f"+ … ({rest} more)")
    factors = [text(o.figure) for o in relation.operands if o.role == "factor"]
    divisors: list[str] = []
    for operand in (o for o in relation.operands if o.role == "divisor"):
        divisors.append((("+ " if operand.sign > 0 else "− ") if divisors else "") + text(operand.figure))
    result = " ".join(pieces)
    multiplied = factors or divisors or relation.factor != 1 or relation.divisor != 1
    if multiplied and len(pieces) > 1:
        result = f"({result})"
    result = " × ".join([*([result] if result else []), *factors])
    if divisors:
        result += " / " + (f"({' '.join(divisors)})" if len(divisors) > 1 else divisors[0])
    if relation.scaling:
        result += relation.scaling
    else:
        if relation.divisor != 1:
            result += f" / {number_text(relation.divisor, language)}"
        if (factor := _factor(relation, scales)) != 1:
            result += f" × {number_text(factor, language)}"
    if relation.offset and not result:
        return number_text(relation.offset, language)
    if relation.offset:
        result += f" {'+' if relation.offset > 0 else '−'} {number_text(abs(relation.offset), language)}"
    return result


def relation_text(relation: Relation, language: str = "vi") -> str:
    """The claim, stated side first: ``752 = 25 + 150 + 557``."""
    sign = {"=": "=", "<=": "≤", ">=": "≥"}[relation.compare]
    return f"{_with_unit(relation.target, _scales(relation))} {sign} {expression_text(relation, language)}"


def _scales(relation: Relation) -> bool:
    """Whether a sentence's figures stand in units of different size: 1,2 tỷ đồng and 850 triệu đồng."""
    if relation.origin != "stated":
        return False
    scaled = [f for f in (relation.target, *(o.figure for o in relation.operands)) if f.power]
    return len({f.power for f in scaled}) > 1 and all(f.unit for f in scaled)


def _with_unit(figure: Figure, scales: bool) -> str:
    return f"{figure.text} {figure.unit}" if scales and figure.power and figure.text else figure.text


def _factor(relation: Relation, scales: bool) -> Decimal:
    """The factor of a relation, without what only turns one printed unit into another."""
    if not (scales and relation.raw):
        return relation.factor
    power = -relation.target.power
    for operand in relation.operands:
        power += -operand.figure.power if operand.role == "divisor" else operand.figure.power
    return relation.factor.scaleb(-power).normalize()


def working_text(judgement: Judgement, language: str = "vi") -> str:
    """The arithmetic written out: ``25 + 150 + 557 = 732, báo cáo ghi 752, lệch 20``."""
    relation = judgement.relation
    right = expression_text(relation, language)
    figures = [relation.target, *(o.figure for o in relation.operands)]
    if judgement.computed is None or judgement.gap is None:
        return relation_text(relation, language)
    computed = number_text(judgement.computed, language, figures)
    if relation.target.text.endswith("%"):
        computed += "%"
    gap = number_text(abs(judgement.gap), language, figures)
    stated = _with_unit(relation.target, scales := _scales(relation))
    if scales and relation.target.power:
        computed, gap = f"{computed} {relation.target.unit}", f"{gap} {relation.target.unit}"
    if relation.compare != "=":
        sign = "≤" if relation.compare == "<=" else "≥"
        if right == computed:
            return f"{stated} {'>' if sign == '≤' else '<'} {computed}" + (
                f", lệch {gap}" if language == "vi" else f", off by {gap}"
            )
        if language == "vi":
            return f"{right} = {computed}, báo cáo ghi {stated}, đáng lẽ {sign} {computed}"
        return f"{right} = {computed}, the report says {stated}, expected {sign} {computed}"
    restated = relation.kind == "equality" and len({f.power for f in figures}) == 1
    left = right if right == computed or restated else f"{right} = {computed}"
    if language == "vi":
        return f"{left}, báo cáo ghi {stated}, lệch {gap}"
    return f"{left}, the report says {stated}, off by {gap}"

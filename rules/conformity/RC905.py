"""RC905 deduced-blank"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from reportcheck.extend import Deduced, Finding, Suspect, Tell, number_text, relation_text, rule


@rule(
    code="RC905",
    name="deduced-blank",
    subject="blank",
    vi="Ô trống chỉ có thể là một số",
    en="An empty cell that only one figure fits",
    explain_vi="""
Kiểm tra: ô để trống mà các quan hệ quanh nó chỉ cho phép một giá trị.
Vì sao: điền được ngay, và quan hệ đang "chưa kết luận" sẽ được kiểm tra.
Ví dụ: tổng để trống, hai thành phần là 120 và 35: chỉ có thể là 155.
Cách xét: chỉ theo quan hệ của mẫu hoặc công thức in trên biểu, với số chính xác; là gợi ý (lưu ý), không phải lỗi.
Không báo khi: nhiều giá trị đều được, giá trị là 0 hoặc âm, có số ước lượng, hoặc các quan hệ mâu thuẫn nhau (RC115).
""",
)
def deduced_blank(blank: Deduced, tell: Tell) -> Iterator[Finding]:
    """An empty cell that only one figure fits is offered that figure.

    What: an empty cell whose relations leave exactly one value.
    Why: it can be filled in at once, and what was undecided is then checked.
    Example: an empty total whose two parts are 120 and 35 can only be 155.
    Judged: by relations of a form or a printed formula over exact figures; offered as a remark, never an error.
    Silent when: several values fit, the value is zero or negative, a figure is approximate, or the relations contradict each
        other (RC115).
    """
    value = number_text(
        blank.value, tell.language, [f for r in blank.relations for f in (r.target, *(o.figure for o in r.operands))]
    )
    claims = "; ".join(relation_text(r, tell.language) for r in blank.relations)
    offered = Suspect(blank.figure, value, claims, blank.value)
    finding = tell.about(
        vi=f"{blank.figure.location}: ô trống chỉ có thể là {value} ({claims}).",
        en=f"{blank.figure.location}: the empty cell can only be {value} ({claims}).",
        figures=[("cell", blank.figure)],
        severity="info",
        key=value,
    )
    yield replace(finding, alternatives=(offered,))

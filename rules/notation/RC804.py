"""RC804 hidden-precision"""

from __future__ import annotations

from collections.abc import Iterator

from reportcheck.extend import Finding, Scene, Tell, rule


@rule(
    code="RC804",
    name="hidden-precision",
    subject="document",
    vi="Số hiển thị không cộng đúng, số lưu trong ô thì đúng",
    en="The figures shown do not add up, the stored ones do",
    explain_vi="""
Kiểm tra: các số hiển thị (đã làm tròn theo định dạng ô) cộng lại có bằng tổng hiển thị hay không.
Vì sao: người đọc bản in cộng lại sẽ thấy lệch một vài đơn vị.
Ví dụ: 33,3 + 33,3 + 33,3 hiển thị tổng 100,0.
Cách xét: không phải lỗi; chỉ nhắc một lần cho mỗi tệp.
Không báo khi: số hiển thị cộng lại đúng.
""",
)
def hidden_precision(scene: Scene, tell: Tell) -> Iterator[Finding]:
    """Figures shown in rounded form add up as shown.

    What: sums that hold by rounding only because cells store digits that their format does not show.
    Why: somebody who adds up the printed page finds them a unit or two off.
    Example: 33.3 + 33.3 + 33.3 under a total shown as 100.0.
    Judged: no error; mentioned once for a file.
    Silent when: the figures shown add up.
    """
    found = [
        j
        for j in scene.judgements
        if j.outcome == "rounding"
        and j.relation.kind in ("sum", "difference")
        and any(f.hidden for f in (j.relation.target, *(o.figure for o in j.relation.operands)))
    ]
    if found:
        first = found[0]
        target = first.relation.target
        yield tell.about(
            vi=f"{target.location}: số hiển thị đã làm tròn nên cộng lại không đúng bằng tổng hiển thị {target.text} ({len(found)} chỗ).",
            en=f"{target.location}: figures are shown rounded, so that they do not add up to the {target.text} shown ({len(found)} places).",
            figures=[("total", target), *(("part", o.figure) for o in first.relation.operands)],
            severity="info",
            key="hidden precision",
        )

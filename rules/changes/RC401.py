"""RC401 difference-mismatch"""

from __future__ import annotations

from collections.abc import Iterator

from reportcheck.extend import Finding, Judgement, Tell, rule


@rule(
    code="RC401",
    name="difference-mismatch",
    subject="judgement",
    vi="Hiệu, tăng giảm không khớp",
    en="A difference or change does not follow from its figures",
    explain_vi="""
Kiểm tra: chênh lệch, mức tăng giảm bằng số mới trừ số cũ (hoặc hiệu các số tạo thành nó); "tăng từ … lên …" thì số sau lớn hơn.
Vì sao: chênh lệch thường chép từ kỳ trước.
Ví dụ: 1.412 − 1.300 = 112, báo cáo ghi 102.
Cách xét: như RC101, có tính dấu.
Không báo khi: một số chưa có.
""",
)
def difference_mismatch(judgement: Judgement, tell: Tell) -> Iterator[Finding]:
    """A stated difference follows from its figures.

    What: a difference or change equals the new figure less the old (or the figures it is made of, with their signs);
    of "rose from … to …" the second figure is the greater.
    Why: differences are often left over from the last report.
    Example: 1,412 − 1,300 = 112, the report says 102.
    Judged: as RC101, with signs.
    Silent when: a figure is not known.
    """
    if judgement.outcome == "fails" and judgement.relation.kind == "order":
        yield tell.failed(judgement, vi="Tăng, giảm ngược chiều", en="It goes the other way than the words say")
    elif judgement.outcome == "fails":
        yield tell.failed(judgement, vi="Chênh lệch không khớp", en="The difference does not agree")

"""Copy this file to your folder of rules, give it your own code, and put its cases beside it."""

from __future__ import annotations

from collections.abc import Iterator

from reportcheck.extend import Finding, Judgement, Tell, rule


@rule(
    code="XX001",
    name="my-rule",
    subject="judgement",
    vi="Một dòng: quy tắc này tìm gì",
    en="One line: what this rule finds",
    explain_vi="""
Kiểm tra: …
Vì sao: …
Ví dụ: …
Cách xét: …
Không báo khi: …
""",
)
def my_rule(judgement: Judgement, tell: Tell) -> Iterator[Finding]:
    """One line: what must hold.

    What: which figures are looked at.
    Why: what goes wrong in practice.
    Example: the smallest case that fails, with its numbers.
    Judged: what counts as agreeing.
    Silent when: what it leaves alone.
    """
    if judgement.outcome == "fails":
        yield tell.failed(judgement, vi="Không khớp", en="It does not agree")

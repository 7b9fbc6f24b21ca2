"""RC111 subtotal-counted-twice"""

from __future__ import annotations

from collections.abc import Iterator

from reportcheck.extend import Finding, Judgement, Tell, rule


@rule(
    code="RC111",
    name="subtotal-counted-twice",
    subject="judgement",
    vi="Hàm SUM cộng cả tổng con lẫn các thành phần của nó",
    en="A SUM counts a subtotal with its parts",
    explain_vi="""
Kiểm tra: vùng của hàm SUM không chứa đồng thời các số liệu và ô tổng con tính từ chính các số liệu đó.
Vì sao: kéo vùng chọn qua cả dòng cộng nhóm thì mỗi thành phần bị tính hai lần.
Ví dụ: =SUM(B2:B9) trong khi B5 là =SUM(B2:B4): các ô B2 đến B4 được tính hai lần.
Cách xét: so tổng đang lưu với tổng khi không tính các ô tổng con.
Không báo khi: công thức chỉ cộng các tổng con, dùng SUBTOTAL lồng nhau, hoặc chia đôi tổng một cách có chủ ý.
""",
)
def subtotal_counted_twice(judgement: Judgement, tell: Tell) -> Iterator[Finding]:
    """A SUM counts each part once.

    What: a SUM whose range holds parts and a cell that is itself the sum of those parts.
    Why: a range drawn across the line of a subtotal counts its parts twice.
    Example: =SUM(B2:B9) while B5 is =SUM(B2:B4): B2 to B4 count twice.
    Judged: the stored total against the sum without the subtotals.
    Silent when: only subtotals are added, SUBTOTAL passes over others of its kind, or the sum is halved on purpose.
    """
    if judgement.outcome == "fails":
        twice = ", ".join(judgement.relation.odd)
        yield tell.failed(
            judgement,
            vi=f"hàm SUM cộng cả {twice} là tổng con của chính vùng đó",
            en=f"the SUM also counts {twice}, a subtotal of the same range",
        )

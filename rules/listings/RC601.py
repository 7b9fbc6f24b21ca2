"""RC601 count-of-list"""

from __future__ import annotations

from collections.abc import Iterator

from reportcheck.extend import Finding, Judgement, Tell, rule


@rule(
    code="RC601",
    name="count-of-list",
    subject="judgement",
    vi="Số lượng không bằng số mục được liệt kê",
    en="A number and the list that it counts disagree",
    explain_vi="""
Kiểm tra: số lượng nêu trước một danh sách bằng số mục trong danh sách đó.
Vì sao: thêm, bớt một mục trong danh sách thì dễ quên sửa con số đứng trước.
Ví dụ: "07 nền tảng (…; …; …)" nhưng trong ngoặc chỉ có sáu mục.
Cách xét: các mục cách nhau bằng dấu chấm phẩy; danh sách cách nhau bằng dấu phẩy chỉ được ghi nhận khi khớp, vì dấu phẩy còn nằm trong tên gọi.
Không báo khi: danh sách nêu không hết ("…", "v.v.", "khác"), hoặc trong danh sách có số liệu.
""",
)
def count_of_list(judgement: Judgement, tell: Tell) -> Iterator[Finding]:
    """A list has as many items as the number before it says.

    What: the number stated before a list equals the number of its items.
    Why: an item is added to a list or taken out, and the number before it is forgotten.
    Example: "07 platforms (…; …; …)", but only six are named.
    Judged: items stand between semicolons; lists with commas are only noted where they agree, since commas stand in names too.
    Silent when: the list does not name everything ("…", "etc.", "other"), or figures stand in it.
    """
    if judgement.outcome == "fails":
        yield tell.failed(judgement, vi="Số lượng không khớp danh sách", en="The count and the list disagree")

"""RC820 misprinted-formula"""

from __future__ import annotations

from collections.abc import Iterator

from reportcheck.extend import Finding, Misprint, Tell, rule


@rule(
    code="RC820",
    name="misprinted-formula",
    subject="misprint",
    vi="Công thức in trên biểu trái với hầu hết số liệu",
    en="A printed formula contradicts nearly all figures",
    explain_vi="""
Kiểm tra: công thức in trên biểu, như (3)=(4)+(5) hay (20 = 10 - 11), có được số liệu tuân theo không.
Vì sao: khi thêm, bớt cột hoặc dòng, người ta hay quên sửa công thức in; người nhận sẽ đối chiếu sai.
Ví dụ: biểu in (3)=(4)-(5) nhưng mọi dòng đều có (3)=(4)+(5).
Cách xét: hầu hết các dòng (hoặc cột), ít nhất ba, trái với công thức; nếu có đúng một cách sửa đơn giản (một dấu, một số hiệu,
thêm hoặc bớt một số hiệu) mà hầu hết số liệu tuân theo thì nêu ra. Từng dòng không bị báo nữa.
Không báo khi: có ít dòng, khi một phần đáng kể số liệu tuân theo công thức, hoặc khi không chắc số hiệu chỉ dòng nào.
""",
)
def misprinted_formula(misprint: Misprint, tell: Tell) -> Iterator[Finding]:
    """A formula printed on a form is one that its figures follow.

    What: a formula over column numbers or row codes, like (3)=(4)+(5) or (20 = 10 - 11), against the figures it speaks of.
    Why: when columns or rows are added or dropped, the printed formula is forgotten, and whoever checks by it goes wrong.
    Example: (3)=(4)-(5) is printed, and (3)=(4)+(5) in every row.
    Judged: nearly all rows (or columns), three at least, contradict it; where just one simple variation (a sign, another code,
    one more or one less) is followed by nearly all, it is named. The rows are not reported one by one.
    Silent when: there are few rows, a good part of the figures follow the formula, or the codes are not surely understood.
    """
    rows_vi, rows_en = ("dòng", "rows") if misprint.along == "row" else ("cột", "columns")
    count = f"{misprint.contradicted}/{misprint.lanes}"
    vi = f"Công thức in “{misprint.text}” trái với {count} {rows_vi} số liệu"
    en = f"The printed formula “{misprint.text}” contradicts {misprint.contradicted} of {misprint.lanes} {rows_en}"
    if misprint.correction:
        vi += f"; số liệu theo “{misprint.correction}”, có lẽ công thức in nhầm."
        en += f"; the figures follow “{misprint.correction}”, so the formula may be misprinted."
    else:
        example = tell.failed(misprint.example).working
        vi += f", ví dụ {example}."
        en += f", for example {example}."
    yield tell.about(vi=vi, en=en, figures=[("formula", misprint.figure)], key=misprint.text)

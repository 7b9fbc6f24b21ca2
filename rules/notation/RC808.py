"""RC808 formula-unlike-neighbours"""

from __future__ import annotations

from collections.abc import Iterator

from reportcheck.extend import Finding, Judgement, Scene, Tell, rule


@rule(
    code="RC808",
    name="formula-unlike-neighbours",
    subject="judgement",
    vi="Công thức khác các ô bên cạnh",
    en="A formula differs from its neighbours",
    explain_vi="""
Kiểm tra: trong dòng hoặc cột có ít nhất ba ô bên cạnh cùng một công thức, ô này không dùng công thức khác.
Vì sao: công thức bị sửa riêng một ô hoặc sao chép lệch dòng thường không ai nhận ra.
Ví dụ: cột Tổng số là =B2+C2, =B3+C3, =B5+C5 nhưng ô D4 là =B3+C4.
Cách xét: áp công thức của các ô bên cạnh vào ô đó, cảnh báo khi kết quả khác số đang lưu.
Không báo khi: kết quả như nhau; ô là tổng con; có ô khác gần đó cũng dùng công thức ấy; dòng tổng, cột tỷ lệ.
""",
)
def formula_unlike_neighbours(judgement: Judgement, tell: Tell) -> Iterator[Finding]:
    """A formula reads like those beside it.

    What: a formula whose neighbours, three at least in its row or column, share another one.
    Why: a formula changed in one cell, or copied a row off, is seldom noticed.
    Example: a column =B2+C2, =B3+C3, =B5+C5 with =B3+C4 in D4.
    Judged: by the neighbours' formula, written for that cell; a warning where it gives another figure.
    Silent when: both give the same, the cell is a subtotal, another cell nearby has the same formula, or it is a total
        among rows, a share among totals.
    """
    if judgement.outcome == "fails":
        own, usual = _formula(judgement, tell.scene), judgement.relation.support
        yield tell.failed(
            judgement,
            vi=f"công thức ={own} khác các ô bên cạnh, theo chúng là {usual}",
            en=f"the formula ={own} differs from its neighbours', which would be {usual}",
        )


def _formula(judgement: Judgement, scene: Scene) -> str:
    """The formula that the cell has."""
    at = judgement.relation.target.location
    grids = (g for g in scene.document.grids if g.name == (at.sheet or ""))
    found = (g.formulas.get((at.row or 0, at.column or 0)) for g in grids)
    return next((text for text in found if text), "")

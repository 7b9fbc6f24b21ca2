"""RC809 rounding-habit"""

from __future__ import annotations

from collections.abc import Iterator

from reportcheck.extend import Finding, Rounding, Tell, rule

MOST = 6


@rule(
    code="RC809",
    name="rounding-habit",
    subject="rounding",
    vi="Có số làm tròn khác cách của cả báo cáo",
    en="A figure is rounded otherwise than the rest of the report",
    explain_vi="""
Kiểm tra: mọi tỷ lệ, số bình quân trong báo cáo được làm tròn theo cùng một cách: làm tròn hoặc cắt bỏ phần lẻ.
Vì sao: trộn hai cách làm cho các số cộng lại lệch nhau, và cho thấy số được lấy từ nhiều nguồn.
Ví dụ: mười hai tỷ lệ được làm tròn, riêng 2/3 lại ghi 66,6% thay vì 66,7%.
Cách xét: chỉ xét những số mà hai cách cho kết quả khác nhau; báo cáo có thói quen khi có từ tám số như vậy, chín phần mười theo một cách.
Không báo khi: có ít số phân biệt được hơn thế, hoặc báo cáo dùng cả hai cách. Mọi chỗ khác cách chỉ báo một lần.
""",
)
def rounding_habit(rounding: Rounding, tell: Tell) -> Iterator[Finding]:
    """The figures of a report are rounded in one way.

    What: shares, rates and averages are rounded, or cut off, in the same way in the whole report.
    Why: where both ways are mixed sums come out different, and figures were taken from several hands.
    Example: twelve shares are rounded, and 2/3 alone is printed as 66.6 % instead of 66.7 %.
    Judged: by the figures for which the two ways give different digits; a habit needs eight of them, nine in ten of one way.
    Silent when: fewer figures can tell, or both ways are used. All departures are told once.
    """
    if not rounding.departures:
        return
    figures = [judgement.relation.target for judgement in rounding.departures]
    places = ", ".join(f"{f.text} ({f.location})" for f in figures[:MOST]) + (" …" if len(figures) > MOST else "")
    most, all_ = max(rounding.up, rounding.cut), rounding.up + rounding.cut
    rounds = rounding.way == "round"
    vi_usual, vi_other = ("làm tròn", "bị cắt bỏ phần lẻ") if rounds else ("cắt bỏ phần lẻ", "lại được làm tròn lên")
    en_usual, en_other = ("rounds", "cut off") if rounds else ("cuts off", "rounded up")
    yield tell.about(
        vi=f"Báo cáo {vi_usual} ({most} trên {all_} số phân biệt được), riêng {places} {vi_other}.",
        en=f"The report {en_usual} ({most} of {all_} figures that can tell), but {places} {'is' if len(figures) == 1 else 'are'} {en_other}.",
        figures=[("rounded otherwise", figure) for figure in figures[:MOST]],
        severity="info",
        key=f"{rounding.way} {' '.join(f.text for f in figures)}",
    )

"""Forms learnt from good submissions: silent on them, loud on a broken copy, honest about what they rest on."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from workbook import workbook

from reportcheck import ReportcheckError, learn, template, validate
from reportcheck.registry import load_forms

Rows = list[list[Any]]


def f(formula: str, value: float) -> dict[str, Any]:
    return {"f": formula, "v": value}


def reception(seed: int, month: int, *, wordings: int = 0, printed: bool = True, wrong: int = 0) -> bytes:
    """A monthly table with two-level headings: total = online + counter, a share, a total row."""
    rng = random.Random(seed)
    heads = [
        ["Đơn vị", "Tiếp nhận", None, None, "Tỷ lệ trực tuyến (%)"],
        ["ĐƠN VỊ", "Tiếp  nhận", None, None, "Tỷ lệ trực tuyến (%)"],
        ["Don vi", "Tiep nhan", None, None, "Ty le truc tuyen (%)"],
    ][wordings]
    rows: Rows = [
        [f"KẾT QUẢ TIẾP NHẬN HỒ SƠ THÁNG {month} NĂM 2025"],
        heads,
        [None, "Tổng số", "Trực tuyến", "Trực tiếp", None],
    ]
    if printed:
        rows.append(["A", "1=2+3", "2", "3", "4=2/1*100"])
    sums = [0, 0]
    first = len(rows) + 1
    for i in range(5 + seed % 3):
        online, counter = rng.randint(20, 900), rng.randint(20, 900)
        sums = [sums[0] + online, sums[1] + counter]
        total = online + counter
        share = round(100 * online / total, 2)
        rows.append(
            [f"Phường {rng.choice('ABCDE')}{i + seed}", total + (wrong if i == 1 else 0), online, counter, share]
        )
    whole = sum(sums)
    rows.append(["Tổng cộng", whole, *sums, round(100 * sums[0] / whole, 2)])
    if not printed:
        for r in range(first, len(rows) + 1):
            rows[r - 1][1] = f(f"SUM(C{r}:D{r})", rows[r - 1][1])
            rows[r - 1][4] = f(f"ROUND(C{r}/B{r}*100,2)", rows[r - 1][4])
    return workbook({"Biểu": rows}, {"Biểu": ["B2:D2"]})


def saved(folder: Path, **files: bytes) -> list[Path]:
    paths = []
    for name, data in files.items():
        paths.append(folder / f"{name}.xlsx")
        paths[-1].write_bytes(data)
    return paths


def formulas_of(form: Any) -> list[str]:
    return [i.formula for i in form.claims]


def test_printed_formulas_of_several_submissions(tmp_path: Path) -> None:
    files = saved(
        tmp_path, a=reception(1, 3), b=reception(2, 4, wordings=1), c=reception(3, 5, wordings=2, printed=False)
    )
    learned = learn(files)
    (form,) = learned.forms
    assert formulas_of(form) == ["tong_so = truc_tuyen + truc_tiep", "ty_le_truc_tuyen = 100 * truc_tuyen / tong_so"]
    assert form.total_row
    assert form.words == ("KẾT QUẢ TIẾP NHẬN HỒ SƠ",)
    assert [x.measure for x in form.fields] == ["text", "count", "count", "count", "percent"]
    assert [x.code for x in form.fields] == ["", "1", "2", "3", "4"]
    assert form.by_id["tong_so"].under == ("Tiếp nhận",)
    # 6 + 7 + 5 offices, and the three totals
    assert "# đúng ở 21/21 dòng của 3 tệp (công thức in dưới tiêu đề)\n  - tong_so = " in learned.text
    assert "total_row: true  # đúng ở 9/9 cột của 3 tệp" in learned.text
    learned.save(tmp_path / "form.yaml")
    for path in files:
        report = validate(path, form=tmp_path / "form.yaml")
        assert [t.form for t in report.tables] == [form.id]
        assert not report.findings
        assert report.counts.failed == report.counts.undecided == 0
        assert report.counts.passed >= 13
    report = validate(reception(9, 6, wordings=2, wrong=10), form=tmp_path / "form.yaml")
    assert {("RC101", "declared", "10")} <= {(x.rule, x.origin, x.difference) for x in report.errors}
    report = validate(reception(9, 6, wordings=2, printed=False, wrong=10), form=tmp_path / "form.yaml")
    assert [(x.rule, x.difference) for x in report.errors] == [("RC803", "10")]  # the cells' formulas name the cause


def test_cell_formulas_copied_down_become_one_identity(tmp_path: Path) -> None:
    files = saved(tmp_path, a=reception(1, 3, printed=False), b=reception(2, 4, printed=False))
    learned = learn(files, language="en")
    (form,) = learned.forms
    assert "tong_so = truc_tuyen + truc_tiep" in formulas_of(form)
    assert "# holds in 15 of 15 rows of 2 files (formulas in cells)" in learned.text


def test_a_slip_in_a_good_submission_is_said(tmp_path: Path) -> None:
    files = saved(tmp_path, a=reception(1, 3), b=reception(2, 4), c=reception(3, 5, wrong=1))
    learned = learn(files)
    assert "# GẦN NHƯ luôn đúng, đúng ở 20/21 dòng của 3 tệp" in learned.text
    assert any("c.xlsx có" in note for note in learned.notes)


def test_what_the_files_contradict_is_left_out(tmp_path: Path) -> None:
    def table(offset: int) -> bytes:
        rows: Rows = [["Biên chế được giao"], ["Đơn vị", "Tổng số", "Nam", "Nữ"]]
        rows += [[f"Phòng {x}", f(f"C{r}+D{r}", a + b) if not offset else a + b + offset, a, b]
                 for r, (x, a, b) in enumerate([("A", 3, 4), ("B", 7, 9), ("C", 5, 12), ("D", 8, 1)], 3)]  # fmt: skip
        return workbook({"S": rows})

    learned = learn(saved(tmp_path, a=table(0), b=table(3)), language="en")
    assert formulas_of(learned.forms[0]) == []
    assert "#   tong_so = nam + nu: holds 4 times, fails 4 times" in learned.text


LINES = [
    ("1. Doanh thu bán hàng", "01"),
    ("2. Các khoản giảm trừ", "02"),
    ("3. Doanh thu thuần", "10"),
    ("4. Giá vốn hàng bán", "11"),
    ("5. Lợi nhuận gộp", "20"),
]


def income(seed: int, year: int) -> bytes:
    rng = random.Random(seed)
    sides = []
    for _ in range(2):
        sales, back = rng.randint(5000, 9000), rng.randint(10, 90)
        cost = rng.randint(1000, 4000)
        sides.append([sales, back, sales - back, cost, sales - back - cost])
    rows: Rows = [[f"KẾT QUẢ HOẠT ĐỘNG KINH DOANH NĂM {year}"], ["Đơn vị tính: triệu đồng"]]
    rows.append(["Chỉ tiêu", "Mã số", f"Năm {year}", f"Năm {year - 1}"])
    for i, (label, code) in enumerate(LINES):
        rows.append([label, code, sides[0][i], sides[1][i]])
    for column in "CD":
        k = "ABCD".index(column)
        rows[5][k] = f(f"{column}4-{column}5", rows[5][k])
        rows[7][k] = f(f"{column}6-{column}7", rows[7][k])
    return workbook({"KQKD": rows})


def test_rows_that_the_form_fixes_and_what_ties_them(tmp_path: Path) -> None:
    files = saved(tmp_path, a=income(1, 2023), b=income(2, 2024))
    learned = learn(files)
    (form,) = learned.forms
    assert [x.labels for x in form.items] == [(label[3:],) for label, _ in LINES]
    assert formulas_of(form) == [
        "doanh_thu_thuan = doanh_thu_ban_hang - cac_khoan_giam_tru",
        "loi_nhuan_gop = doanh_thu_thuan - gia_von_hang_ban",
    ]
    assert "# đúng ở 4/4 cột của 2 tệp (công thức trong ô)" in learned.text
    learned.save(tmp_path / "form.yaml")
    later = validate(income(3, 2026), name="c.xlsx", form=tmp_path / "form.yaml")
    assert [t.form for t in later.tables] == [form.id]
    assert (later.findings, later.counts.failed) == ((), 0)
    assert later.counts.passed >= 4


def test_several_tables_make_several_forms_in_one_file(tmp_path: Path) -> None:
    def book(seed: int, month: int) -> bytes:
        rng = random.Random(seed)
        first: Rows = [[f"Tình hình cấp chữ ký điện tử tháng {month}/2025"], ["Xã", "Tổng", "Cá nhân", "Tổ chức"]]
        second: Rows = [[f"Số lượt đào tạo kỹ năng tháng {month}/2025"], ["Xã", "Tổng", "Cá nhân", "Tổ chức"]]
        for rows in (first, second):
            for r in range(3, 8):
                a, b = rng.randint(1, 99), rng.randint(1, 99)
                rows.append([f"Xã {'KLMNO'[r - 3]}", f(f"C{r}+D{r}", a + b), a, b])
        lone: Rows = [["Ghi nhớ"], ["Việc", "Số lần", "Ghi"], ["x", 3, 4]] if seed == 1 else [[None]]
        return workbook({"A": first, "B": second, "C": lone})

    files = saved(tmp_path, a=book(1, 3), b=book(2, 4))
    learned = learn(files)
    assert [x.id for x in learned.forms] == ["tinh-hinh-cap-chu-ky-dien", "so-luot-dao-tao-ky-nang"]
    assert all(x.needs_title for x in learned.forms)
    assert any("C!" in note for note in learned.notes)
    learned.save(tmp_path / "form.yaml")
    assert [x.id for x in load_forms(tmp_path / "form.yaml")] == [x.id for x in learned.forms]
    report = validate(files[0], form=tmp_path / "form.yaml")
    assert [t.form for t in report.tables][:2] == [x.id for x in learned.forms]
    assert report.counts.passed >= 10
    template(tmp_path / "form.yaml", tmp_path / "blank.xlsx")
    assert not validate(tmp_path / "blank.xlsx", form=tmp_path / "form.yaml").findings


def test_years_are_labels_and_what_was_negative_may_be_so(tmp_path: Path) -> None:
    rows: Rows = [["Dân số theo vùng"], ["Vùng", "Năm", "Dân số", "Tăng, giảm"]]
    rows += [["Bắc", 2021, 310, -4], ["Bắc", 2022, 306, 12], ["Nam", 2021, 200, 3], ["Nam", "Sơ bộ 2022", 203, -1]]
    learned = learn(saved(tmp_path, a=workbook({"S": rows})))
    (form,) = learned.forms
    assert [(x.measure, x.signed) for x in form.fields] == [
        ("text", False), ("text", False), ("count", False), ("count", True),
    ]  # fmt: skip
    assert not validate(tmp_path / "a.xlsx", form=form).findings
    learned.save(tmp_path / "form.yaml")
    (read,) = load_forms(tmp_path / "form.yaml")
    assert [x.signed for x in read.fields] == [False, False, False, True]
    rows[2][2] = -310
    (finding,) = validate(workbook({"S": rows}), form=tmp_path / "form.yaml").findings
    assert (finding.rule, finding.figures[0][1].location.cell) == ("RC904", "C3")


def test_one_file_will_do_and_says_so(tmp_path: Path) -> None:
    learned = learn(saved(tmp_path, a=reception(1, 3)), language="en")
    assert formulas_of(learned.forms[0])[0] == "tong_so = truc_tuyen + truc_tiep"
    assert "# Learnt from one file only" in learned.text


def test_a_bundled_form_is_learnt_with_the_wordings_of_the_office() -> None:
    example = Path(__file__).parent.parent / "examples" / "bao-cao-da-sua.xlsx"
    learned = learn([example])
    assert len(learned.forms) >= 2
    assert any("known form" in line or "mẫu đã biết" in line for line in learned.text.splitlines())


def test_refusals(tmp_path: Path) -> None:
    words_only = workbook({"S": [["Kính gửi"], ["Nội dung", "Người"], ["a", "b"]]})
    other = workbook({"S": [["Giá cả"], ["Mặt hàng", "Đầu kỳ", "Cuối kỳ"], ["Gạo", 3, 4], ["Muối", 5, 6]]})
    a, b, c = saved(tmp_path, a=reception(1, 3), b=other, c=words_only)
    with pytest.raises(ReportcheckError, match=r"share no table .*: a\.xlsx, b\.xlsx"):
        learn([a, b])
    with pytest.raises(ReportcheckError, match=r"c\.xlsx: no table with headings and figures"):
        learn([a, c])
    with pytest.raises(ReportcheckError, match="No file"):
        learn([])
    with pytest.raises(ReportcheckError):
        learn([tmp_path / "none.xlsx"])
    (tmp_path / "form.yaml").write_text("mine", "utf-8")
    with pytest.raises(ReportcheckError, match="exists already"):
        learn([a]).save(tmp_path / "form.yaml")
    assert (tmp_path / "form.yaml").read_text("utf-8") == "mine"


def test_on_the_command_line(tmp_path: Path) -> None:
    saved(tmp_path, a=reception(1, 3), b=reception(2, 4))
    target = tmp_path / "out" / "form.yaml"
    target.parent.mkdir()
    command = [sys.executable, "-m", "reportcheck", "learn", str(tmp_path), "--output", str(target)]

    def call(*more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([*command, *more], capture_output=True, text=True, check=False, encoding="utf-8")

    assert (call().returncode, len(load_forms(target))) == (0, 1)
    refused = call("--lang", "vi")
    assert (refused.returncode, "không ghi đè" in refused.stderr) == (2, True)
    assert call("--force").returncode == 0
    shown = subprocess.run(command[:5], capture_output=True, text=True, check=False, encoding="utf-8")
    assert shown.stdout.strip() == target.read_text("utf-8").strip()


def test_yaml_with_a_mistake_in_its_second_form_names_the_line(tmp_path: Path) -> None:
    path = tmp_path / "forms.yaml"
    good = "id: {0}\nfields:\n  - {{id: a, labels: [tổng]}}\n"
    path.write_text(good.format("one") + "---\n" + good.format("two") + "identities: [a = b]\n", "utf-8")
    with pytest.raises(ReportcheckError, match=r"forms\.yaml:8: .*no field or item 'b'"):
        load_forms(path)
    path.write_text(good.format("one") + "---\n" + good.format("one"), "utf-8")
    with pytest.raises(ReportcheckError, match=r"forms\.yaml:5: expected an id other than 'one'"):
        load_forms(path)

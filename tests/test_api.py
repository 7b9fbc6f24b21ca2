"""What a program that imports reportcheck relies on."""

from __future__ import annotations

import json
import pickle
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from workbook import workbook

import reportcheck
from reportcheck import DisagreementError, ReportcheckError, Settings, validate
from reportcheck.registry import load_forms

EXAMPLE = Path(__file__).parent.parent / "examples" / "bao-cao-mau.xlsx"
TITLE = "Chứng thư số"


def certificates(**columns: list[object]) -> pd.DataFrame:
    return pd.DataFrame({"Tổng số": [9375], "Tổ chức": [1487], "Cá nhân": [7697], **columns})


def test_path_string_and_bytes_give_the_same() -> None:
    reports = [validate(EXAMPLE), validate(str(EXAMPLE)), validate(EXAMPLE.read_bytes(), name=str(EXAMPLE))]
    assert reports[0].to_json() == reports[1].to_json() == reports[2].to_json()


def test_findings_on_a_frame_are_located_by_label() -> None:
    frame = certificates()
    frame.index = pd.Index(["toàn tỉnh"])
    finding = validate(frame, name=TITLE).findings[0]
    location = finding.figures[0][1].location
    assert location.frame == ("toàn tỉnh", "Tổng số")
    assert location.display == "Chứng thư số['toàn tỉnh', 'Tổng số']"


@pytest.mark.parametrize(
    "values",
    [
        [9375, 1487, 7888],
        [9375.0, 1487.0, 7888.0],
        [Decimal(9375), Decimal(1487), Decimal(7888)],
        ["9.375", "1.487", "7.888"],
        pd.array([9375, 1487, 7888], dtype="Int64").tolist(),
    ],
)
def test_any_spelling_of_right_figures_is_right(values: list[object]) -> None:
    frame = pd.DataFrame([values], columns=["Tổng số", "Tổ chức", "Cá nhân"])
    report = validate(frame, name=TITLE)
    assert report.counts.passed == 1
    assert report.ok


def test_missing_values_are_no_errors() -> None:
    frame = pd.DataFrame({"Tổng số": [9375, None], "Tổ chức": [None, 5], "Cá nhân": [7697, 6]})
    report = validate(frame, name=TITLE)
    assert report.ok
    assert report.counts.undecided == 2


def test_several_frames_belong_together() -> None:
    bodies = ["Ban chấp hành Trung ương", "Bộ Chính trị", "Ban Bí thư", "Quốc hội", "Chính phủ", "Bộ, ban, ngành"]
    bodies += ["Tỉnh ủy", "HĐND", "UBND", "Sở, ban, ngành", "Cấp xã"]
    summary = pd.DataFrame([[5, 39, 6, 306, 828, 3341, 1868, 752, 10669, 132965, 340309]], columns=bodies)
    kinds = ["Nghị quyết", "Chỉ thị", "Quy định", "Quyết định", "Kết luận", "Báo cáo", "Văn bản khác"]
    columns = [("Tỉnh ủy", k) for k in kinds] + [("HĐND", k) for k in ("Nghị quyết", "Báo cáo", "Văn bản khác")]
    columns += [("UBND", k) for k in ("Quyết định", "Chỉ thị", "Thông báo", "Báo cáo", "Văn bản khác")]
    detail = pd.DataFrame(
        [[7, 5, 5, 568, 57, 112, 1114, 25, 150, 557, 1939, 4, 486, 194, 8046]],
        columns=pd.MultiIndex.from_tuples(columns),
    )
    report = validate({"Tổng hợp số lượng văn bản ban hành": summary, "Phân loại văn bản": detail})
    assert [f.relation for f in report.findings] == ["752 = 25 + 150 + 557"]
    assert report.findings[0].figures[1][1].location.frame == (0, ("HĐND", "Nghị quyết"))


def test_frames_are_not_changed() -> None:
    frame = certificates()
    before = frame.copy()
    validate(frame, name=TITLE)
    pd.testing.assert_frame_equal(frame, before)


def test_report_as_frame_dict_and_json() -> None:
    report = validate(EXAMPLE)
    table = report.to_frame()
    assert list(table["place"]) == ["Biểu 1!I5", "Chứng thư số!D6"]
    assert list(table["difference"]) == ["20", "191"]
    assert json.loads(report.to_json()) == report.to_dict()
    assert report.to_dict()["summary"] == {
        "files": 1,
        "figures": 64,
        "checks": 24,
        "errors": 2,
        "warnings": 0,
    }


def test_raise_for_errors() -> None:
    with pytest.raises(DisagreementError, match="752") as caught:
        validate(EXAMPLE).raise_for_errors()
    assert caught.value.report is not None
    validate(EXAMPLE.with_name("bao-cao-da-sua.xlsx")).raise_for_errors()


def test_reports_and_errors_survive_pickling() -> None:
    report = validate(EXAMPLE)
    assert pickle.loads(pickle.dumps(report)).to_json() == report.to_json()
    with pytest.raises(ReportcheckError) as caught:
        validate("no-such-file.xlsx")
    again = pickle.loads(pickle.dumps(caught.value))
    assert (again.code, str(again)) == ("missing", str(caught.value))


def test_threads_and_repetition_give_the_same_order() -> None:
    settings = Settings.of()
    with ThreadPoolExecutor(8) as pool:
        results = set(pool.map(lambda _: validate(EXAMPLE, settings=settings).to_json(), range(24)))
    assert len(results) == 1


def test_the_input_file_is_not_modified() -> None:
    before = EXAMPLE.stat().st_mtime_ns, EXAMPLE.read_bytes()
    validate(EXAMPLE)
    assert (EXAMPLE.stat().st_mtime_ns, EXAMPLE.read_bytes()) == before


def test_language_of_messages() -> None:
    assert "báo cáo ghi 752" in validate(EXAMPLE).findings[0].message
    assert "the report says 752" in validate(EXAMPLE, language="en").findings[0].message


def test_select_and_ignore() -> None:
    assert {f.rule for f in validate(EXAMPLE, select=["RC5"]).findings} == {"RC501"}
    assert {f.rule for f in validate(EXAMPLE, ignore=["RC501"]).findings} == {"RC101"}


def test_a_form_by_id_file_or_object(tmp_path: Path) -> None:
    text = "id: visits\nwords: [lượt khám]\nfields:\n  - {id: total, labels: [tổng số]}\n  - {id: a, labels: [nam]}\n  - {id: b, labels: [nữ]}\n"
    file = tmp_path / "visits.yaml"
    file.write_text(text + "identities: [total = a + b]\n", "utf-8")
    frame = pd.DataFrame({"Đơn vị": ["A"], "Tổng số": [5], "Nam": [1], "Nữ": [3]})
    assert not validate(frame, name="Lượt khám", form=file).ok
    assert validate(frame, name="Lượt khám", form="meetings").ok
    with pytest.raises(ReportcheckError, match="meetings"):
        validate(frame, form="no-such-form")


def test_a_form_of_rows_in_yaml(tmp_path: Path) -> None:
    """Rows beside which others stand; one that may be negative, one whose label must be whole, a usual sum."""
    text = """
id: result
words: [kết quả hoạt động]
open: true
items:
  - {id: income, labels: [thu], whole: true}
  - {id: spent, labels: [chi], whole: true}
  - {id: left, labels: [còn lại], signed: true}
identities:
  - left = income - spent
  - {formula: income = spent + left, usual: true}
"""
    (tmp_path / "result.yaml").write_text(text, "utf-8")
    (form,) = load_forms(tmp_path / "result.yaml")
    assert (form.open, form.fields, form.problems()) == (True, (), [])
    assert [(x.whole, x.signed) for x in form.items] == [(True, False), (True, False), (False, True)]
    assert [x.usual for x in form.claims] == [False, True]
    rows = [["Kết quả hoạt động"], ["Chỉ tiêu", "Năm 1", "Năm 2", "Năm 3"], ["Thu", 40, 35, 48], ["Thu khác", 1, 1, 4],
            ["Chi", 30, 37, 31], ["Còn lại", 10, -2, 17]]  # fmt: skip
    assert not validate(workbook({"S": rows}), form=form).findings
    rows[5][2] = -3
    assert [f.rule for f in validate(workbook({"S": rows}), form=form).findings] == ["RC101"]
    (tmp_path / "bad.yaml").write_text("id: a\nopen: true\n", "utf-8")
    with pytest.raises(ReportcheckError, match="'items'"):
        load_forms(tmp_path / "bad.yaml")


def test_fingerprints_survive_moved_rows() -> None:
    head = ["Nội dung", "Tổng số", "Tổ chức", "Cá nhân"]
    rows = [[TITLE], head, ["A", 10, 4, 6], ["B", 12, 4, 6]]
    first = validate(workbook({"S": rows})).findings[0]
    moved = validate(workbook({"S": [[], [], rows[0], head, rows[3], rows[2]]})).findings[0]
    assert first.figures[0][1].location != moved.figures[0][1].location
    assert first.fingerprint == moved.fingerprint


def test_a_type_that_is_no_report() -> None:
    with pytest.raises(TypeError, match="int"):
        validate(5)  # type: ignore[arg-type]


def test_the_public_names_are_there() -> None:
    for name in reportcheck.__all__:
        assert getattr(reportcheck, name) is not None
    with pytest.raises(AttributeError):
        _ = reportcheck.no_such_name

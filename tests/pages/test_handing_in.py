"""From the template to the leadership's page: upload, issues, fix, submit, return, submit again, approve."""

import csv
import datetime as dt
import html
import io
import re
from pathlib import Path

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.filters import Filters
from dashboard.intake.templates import expected_rows, template_csv
from dashboard.mart import queries
from dashboard.mart.queries import deadline
from dashboard.notation import date, number
from dashboard.settings import StoreLocation
from tests import stores
from tests.pages.reading import shown, tables, words
from tests.pages.site import Site

OFFICE = {"province": "bac_ninh", "agency": "health_department", "year": "2025"}
INDICATOR = "life_expectancy"
KEY = Filters(provinces=("bac_ninh",), indicators=(INDICATOR,), years=(2025,))


@pytest.fixture
def site(demo: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A copy of the illustrative store, where one person has every role and may approve what they handed in."""
    monkeypatch.setenv("DASHBOARD_AUTHOR_MAY_APPROVE", "true")
    return Site(stores.copied_store(demo.store, tmp_path))


@pytest.fixture(scope="module")
def after_handing_in(demo: Site, tmp_path_factory: pytest.TempPathFactory) -> tuple[StoreLocation, str]:
    """A copy of the illustrative store in which one figure was handed in and waits, to copy again; and its id."""
    site = Site(stores.copied_store(demo.store, tmp_path_factory.mktemp("handed-in")))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DASHBOARD_AUTHOR_MAY_APPROVE", "true")
        page = upload(site, site.open("nop-so-lieu", **OFFICE), filled(site, **{INDICATOR: "75,9"}))
        page = press(site, explain_everything(site, page), "Nộp 1 số liệu")
    return site.store, submitted_id(site, page)


@pytest.fixture
def handed_in(
    after_handing_in: tuple[StoreLocation, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[Site, str]:
    """A store of one test's own with one figure handed in, and the id of its submission."""
    monkeypatch.setenv("DASHBOARD_AUTHOR_MAY_APPROVE", "true")
    store, id_ = after_handing_in
    return Site(stores.copied_store(store, tmp_path)), id_


def filled(site: Site, **values: str) -> bytes:
    """Return the office's template with the values of some indicators, a note, and nothing else."""
    rows = expected_rows(site.mart(), site.catalogue(), province="bac_ninh", agency="health_department", year=2025)
    lines = list(csv.reader(io.StringIO(template_csv(rows, site.catalogue()).decode("utf-8-sig")), delimiter=";"))
    place = {heading: number for number, heading in enumerate(lines[0])}
    for line in lines[1:]:
        line[place["Giá trị thực hiện"]] = values.get(line[place["Mã chỉ tiêu"]], "")
        line[place["Nguồn số liệu"]] = "Báo cáo năm 2025"
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(lines)
    return out.getvalue().encode("utf-8-sig")


def upload(site: Site, page: AppTest, content: bytes, name: str = "so-lieu.csv") -> AppTest:
    page.file_uploader[0].upload(name, content, "text/csv")
    return site.run(page)


def press(site: Site, page: AppTest, label: str) -> AppTest:
    next(button for button in page.button if button.label.startswith(label)).click()
    return site.run(page)


def explain_everything(site: Site, page: AppTest) -> AppTest:
    for position in range(len(page.text_input)):
        page.text_input[position].set_value("Đã kiểm tra với cơ sở.")
        page = site.run(page)
    return page


def actual(site: Site) -> float | None:
    (row,) = queries.assessed(site.mart(), KEY).iter_rows(named=True)
    return row["actual"]


def explained(page: AppTest) -> list[str]:
    """Return what the submitter said to what was unusual, as a decided submission shows it."""
    (table,) = (table for table in tables(page) if table.caption == "Điểm khác thường lúc nộp và giải thích")
    assert all(
        "Tuổi thọ trung bình" in text and "“…”" not in text and "từ … thành" not in text
        for text in table.column("Điểm khác thường")
    )
    return table.column("Giải thích của người nộp")


def submitted_id(site: Site, page: AppTest) -> str:
    """Return the id of the submission that heads the list."""
    table = next(table for table in tables(page) if table.caption == "Của cơ quan này, mới nhất trước")
    (link,) = table.links[0]["Tệp, mã lần nộp"]
    return link.split("submission=")[1].split("&")[0]


def test_from_a_wrong_file_to_the_leaderships_page(site: Site):
    before = actual(site)
    page = site.open("nop-so-lieu", **OFFICE)
    assert not page.error
    page = upload(site, page, filled(site, **{INDICATOR: "760"}))
    assert "1 lỗi" in page.error[0].value
    assert "ngoài khoảng cho phép" in words(page)
    assert (
        next(button for button in page.button if button.label.startswith("Nộp ")).disabled
        if any(button.label.startswith("Nộp ") for button in page.button)
        else True
    )

    page = press(site, page, "Chọn tệp khác")
    page = upload(site, page, filled(site, **{INDICATOR: "76,4"}), "so-lieu-2.csv")
    assert not page.error
    page = explain_everything(site, page)
    assert page.success
    assert "76,4" in words(page)
    page = press(site, page, "Nộp 1 số liệu")
    assert "Đã nộp" in page.success[0].value
    assert "draft" not in page.query_params
    assert actual(site) == before, "nothing is published before the review"
    first = submitted_id(site, page)

    review = site.open("duyet", submission=first)
    assert "76,4" in words(review)
    assert "Đã kiểm tra với cơ sở." in words(review)
    review = press(site, review, "Trả lại")
    assert "lý do trả lại" in review.error[0].value, "a submission goes back with words on what to put right"
    next(area for area in review.text_area if "bắt buộc" in area.label).set_value("Xem lại số liệu tuổi thọ.")
    review = press(site, review, "Trả lại")
    assert "Đã trả lại" in review.success[0].value
    assert "Đã kiểm tra với cơ sở." in explained(review), "explanations outlive the decision"

    page = site.open("nop-so-lieu", **OFFICE)
    (told,) = [shown(error) for error in page.error]
    assert told.startswith(f"**Lần nộp {first[:8]} (so-lieu-2.csv) bị trả lại**")
    assert "“Xem lại số liệu tuổi thọ.”" in told
    assert f"Hạn báo cáo năm 2025: {date(deadline('bac_ninh', 2025, site.catalogue()))}, đã qua hạn." in told
    assert not any("Hạn báo cáo năm 2025" in line.value for line in (*page.warning, *page.caption)), "told once"
    page = upload(site, page, filled(site, **{INDICATOR: "76,1"}), "so-lieu-3.csv")
    page = explain_everything(site, page)
    assert f"thay lần nộp đã bị trả lại {first[:8]}" in words(page)
    page = press(site, page, "Nộp 1 số liệu")
    second = submitted_id(site, page)
    assert second != first
    assert not page.error, "an answered return is not told any more"

    review = site.open("duyet", submission=second)
    assert f"Thay lần nộp {first[:8]}" in [heading.value for heading in review.header]
    assert "“Xem lại số liệu tuổi thọ.”" in words(review)
    (different,) = (table for table in tables(review) if table.caption.startswith("Khác lần bị trả lại: 1 số liệu"))
    (row,) = different.rows
    assert (row["Thay đổi"], row["Lần bị trả lại"], row["Lần nộp này"]) == ("sửa số liệu", "76,4", "76,1")
    review = press(site, review, "Duyệt và công bố")
    assert "đã được công bố" in review.success[0].value
    assert "Đã kiểm tra với cơ sở." in explained(review)
    assert actual(site) == 76.1
    page = site.open("chi-tieu", id=INDICATOR, year="2025", province="bac_ninh")
    assert "76,1" in words(page)
    assert "Số liệu đã được sửa" in " ".join(heading.value for heading in page.header)


def test_a_name_misspelt_is_settled_with_one_click(site: Site):
    content = filled(site, **{INDICATOR: "75,9"}).decode("utf-8-sig")
    content = content.replace(f";{INDICATOR};", ";tuoi tho trung bin;", 1).replace("Tuổi thọ trung bình", "", 1)
    page = upload(site, site.open("nop-so-lieu", **OFFICE), content.encode())
    assert any("tuoi tho trung bin" in shown(element) for element in page.markdown)
    page = press(site, page, "Tuổi thọ trung bình")
    assert not page.error


def test_what_the_submitter_chose_is_shown_before_and_after_the_decision(site: Site):
    page = upload(site, site.open("nop-so-lieu", **OFFICE), filled(site, **{INDICATOR: "75,9(1)"}))
    page = press(site, explain_everything(site, press(site, page, "75,9")), "Nộp 1 số liệu")
    id_ = submitted_id(site, page)

    def choices(page: AppTest) -> list[str]:
        (table,) = (table for table in tables(page) if table.caption.endswith(": 1 điểm"))
        return table.column("Lựa chọn")

    review = site.open("duyet", submission=id_)
    (told,) = choices(review)
    assert told.startswith("Dòng ")
    assert told.endswith(": “75,9(1)” được hiểu là 75,9, do người nộp chọn.")
    review = press(site, review, "Duyệt và công bố")
    assert choices(review) == choices(site.open("nop-so-lieu", submission=id_, **OFFICE)) == [told]
    (english,) = (table for table in tables(site.open("duyet", submission=id_, lang="en")) if "Choice" in table.rows[0])
    assert "is read as 75.9, as the submitter chose" in english.column("Choice")[0]


def test_figures_that_wait_are_an_error_with_a_way_to_their_submission(site: Site):
    page = upload(site, site.open("nop-so-lieu", **OFFICE), filled(site, **{INDICATOR: "75,9"}))
    page = press(site, explain_everything(site, page), "Nộp 1 số liệu")
    first = submitted_id(site, page)
    content = filled(site, **{INDICATOR: "76,1", "doctors_per_10000": "15,2"})
    page = upload(site, site.open("nop-so-lieu", **OFFICE), content)
    assert "Có 1 lỗi" in page.error[0].value
    issues = next(table for table in tables(page) if "lỗi trước" in table.caption)
    assert issues.rows[0]["Vấn đề"] == f"Số liệu này đang chờ duyệt ở lần nộp {first[:8]}."
    (link,) = issues.links[0]["Vấn đề"]
    assert f"submission={first}" in link
    draft = page.query_params["draft"]
    site.run(press(site, site.open("nop-so-lieu", **OFFICE, submission=first), "Rút lần nộp"))
    assert not site.open("nop-so-lieu", **OFFICE, draft=draft).error, "withdrawn, it locks nothing any more"


def test_what_changes_comes_first_and_the_rest_is_one_line_that_opens(site: Site):
    content = filled(site, **{INDICATOR: "760", "doctors_per_10000": "15,2"})
    page = upload(site, site.open("nop-so-lieu", **OFFICE), content)
    moving = next(table for table in tables(page) if table.caption == "Sẽ thay đổi: 1 số liệu")
    assert "bác sĩ" in moving.rows[0]["Chỉ tiêu"]
    expected = queries.expected(site.mart(), provinces=("bac_ninh",), agencies=("health_department",), year=2025).height
    (rest,) = page.main.expander
    assert rest.label == f"Còn lại: 1 có lỗi trong tệp, {expected - 2} không có trong tệp"
    told = next(table for table in tables(page) if table.caption == "Không thay đổi gì")
    assert len(told.rows) == expected - 1
    counts = {metric.label: metric.value for metric in page.metric}
    assert (counts["Có lỗi trong tệp"], counts["Không có trong tệp"]) == ("1", str(expected - 2))
    content = content.decode("utf-8-sig").replace(f";{INDICATOR};", ";gì đó;", 1).replace("Tuổi thọ trung bình", "", 1)
    page = upload(site, site.open("nop-so-lieu", **OFFICE), content.encode())
    assert "1 dòng có lỗi chưa rõ là của chỉ tiêu nào" in words(page)


def test_the_page_says_that_the_deadline_has_passed(site: Site, monkeypatch: pytest.MonkeyPatch):
    rows = queries.expected(site.mart(), provinces=("bac_ninh",), agencies=(), year=2025)
    owed = rows.filter(pl.col("published").is_null(), pl.col("under_review").is_null(), ~pl.col("not_available"))
    office = OFFICE | {"agency": owed["agencies"][0][0]}
    (told,) = [warning.value for warning in site.open("nop-so-lieu", **office).warning]
    assert told.startswith("Hạn báo cáo năm 2025")
    assert "Đã qua hạn" in told
    due = deadline("bac_ninh", 2025, site.catalogue())
    for module in ("sentences.deadlines", "ui.handing_in.scope"):
        monkeypatch.setattr(f"dashboard.{module}.today", lambda: due - dt.timedelta(days=1))
    page = site.open("nop-so-lieu", **office)
    assert "Hạn báo cáo năm 2025" in words(page)
    assert "Đã qua hạn" not in words(page)


def test_a_draft_is_taken_up_again_in_another_session(site: Site):
    page = upload(site, site.open("nop-so-lieu", **OFFICE), filled(site, **{INDICATOR: "75,9"}))
    draft = page.query_params["draft"]
    page = explain_everything(site, page)
    again = site.open("nop-so-lieu", **OFFICE, draft=draft)
    assert {field.value for field in again.text_input} == {"Đã kiểm tra với cơ sở."}
    assert again.success
    fresh = site.open("nop-so-lieu", **OFFICE)
    fresh = press(site, fresh, "Làm tiếp")
    assert fresh.query_params["draft"] == draft


def test_two_explanations_given_at_once_are_both_kept(site: Site):
    page = upload(site, site.open("nop-so-lieu", **OFFICE), filled(site, **{INDICATOR: "76,4"}))
    assert len(page.text_input) == 2
    for position, field in enumerate(page.text_input):
        field.set_value(f"Giải thích {position}")
    page = site.run(page)
    again = site.open("nop-so-lieu", **OFFICE, draft=page.query_params["draft"])
    assert [field.value for field in again.text_input] == ["Giải thích 0", "Giải thích 1"]
    assert again.success


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "Tệp trống"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 100, "không phải bảng số liệu"),
        (b"a;b\r\n1;2\r\n", "dòng tiêu đề"),
    ],
    ids=["empty", "image", "no header"],
)
def test_a_file_that_cannot_be_read_is_refused_and_nothing_is_kept(site: Site, content: bytes, told: str):
    page = upload(site, site.open("nop-so-lieu", **OFFICE), content)
    assert told in page.error[0].value
    assert "draft" not in page.query_params


def test_withdrawn_before_the_review_it_is_not_published(handed_in: tuple[Site, str]):
    site, id_ = handed_in
    before = actual(site)
    page = site.open("nop-so-lieu", **OFFICE, submission=id_)
    page = press(site, page, "Rút lần nộp")
    assert "Đã rút" in page.success[0].value
    assert actual(site) == before


def test_figures_under_review_stand_beside_those_of_the_years_before(handed_in: tuple[Site, str]):
    site, id_ = handed_in
    review = site.open("duyet", submission=id_)
    table = next(table for table in tables(review) if table.caption.startswith("Số liệu so với"))
    known = queries.actuals(site.mart(), KEY.model_copy(update={"years": ()})).filter(pl.col("year") < 2025)
    for year, value in known.sort("year", descending=True).head(3).select("year", "actual").iter_rows():
        assert f"{year} {number(value, decimals=1)}" in table.rows[0]["Các năm trước"]


def test_what_most_likely_is_a_mistake_is_reviewed_first(site: Site):
    content = filled(site, **{INDICATOR: "75,4", "doctors_per_10000": "15,2", "beds_per_10000": "353"})
    page = press(
        site, explain_everything(site, upload(site, site.open("nop-so-lieu", **OFFICE), content)), "Nộp 3 số liệu"
    )
    review = site.open("duyet", submission=submitted_id(site, page))
    table = next(table for table in tables(review) if table.caption.startswith("Số liệu so với"))
    assert "Số giường bệnh" in table.rows[0]["Chỉ tiêu"]
    assert "gấp hoặc kém khoảng mười" in table.rows[0]["Điểm cần xem"]


def test_a_return_of_another_office_or_year_is_told_with_the_way_to_it(site: Site):
    page = upload(site, site.open("nop-so-lieu", **OFFICE), filled(site, **{INDICATOR: "75,9"}))
    page = press(site, explain_everything(site, page), "Nộp 1 số liệu")
    first = submitted_id(site, page)
    review = site.open("duyet", submission=first)
    next(area for area in review.text_area if "bắt buộc" in area.label).set_value("Nguồn nào?")
    press(site, review, "Trả lại")
    page = site.open("nop-so-lieu", **OFFICE | {"year": "2024"})
    assert "Còn lần nộp bị trả lại" in words(page)
    (way,) = re.findall(
        r'href="([^"]*)"[^>]*>Sở Y tế, Bắc Ninh, 2025<', "".join(made.value for made in page.get("html"))
    )
    assert {f"submission={first}", "year=2025", "agency=health_department"} <= set(re.split("[?&]", html.unescape(way)))
    page = upload(site, site.open("nop-so-lieu", **OFFICE), filled(site, doctors_per_10000="15,2"))
    assert f"không có gì của lần nộp bị trả lại {first[:8]}" in words(page)
    assert "thay lần nộp đã bị trả lại" not in words(page)


def test_a_comment_stands_beside_its_figure(handed_in: tuple[Site, str]):
    site, id_ = handed_in
    review = site.open("duyet", submission=id_)
    next(area for area in review.text_area if area.label == "Ý kiến").set_value("Nguồn nào?")
    review = press(site, review, "Gửi ý kiến")
    assert "Nguồn nào?" in words(review)
    table = next(table for table in tables(review) if table.caption.startswith("Số liệu so với"))
    assert "1 ý kiến" in table.rows[0]["Ý kiến"]
    assert "chờ trả lời" not in table.rows[0]["Ý kiến"], "here one person asks and hands in"


def test_without_the_setting_an_author_does_not_approve(handed_in: tuple[Site, str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("DASHBOARD_AUTHOR_MAY_APPROVE")
    site, id_ = handed_in
    review = site.open("duyet", submission=id_)
    assert not [button for button in review.button if button.label.startswith("Duyệt")]
    assert "không tự duyệt" in words(review)


OWN = "STT;Nội dung theo dõi;Bắc Ninh đạt\n1;Tuổi thọ trung bình;75,9\n".encode()


def test_a_file_with_columns_of_ones_own_is_asked_about_and_remembered(site: Site) -> None:
    page = upload(site, site.open("nop-so-lieu", **OFFICE), OWN)
    assert "Cột nào là gì?" in words(page)
    assert next(button for button in page.button if button.label == "Đọc tệp theo các cột này").disabled
    page.selectbox(key="own_columns_1_B").select("indicator_name")
    page = site.run(page)
    page.selectbox(key="own_columns_1_C").select("value")
    page = press(site, site.run(page), "Đọc tệp theo các cột này")
    assert "Cột nào là gì?" not in words(page)
    assert "1 số liệu đọc được" in words(page)
    page = press(site, page, "Chọn tệp khác")
    page = upload(site, page, OWN, "nam-sau.csv")
    assert page.selectbox(key="own_columns_1_C").value == "value"
    assert not next(button for button in page.button if button.label == "Đọc tệp theo các cột này").disabled


def test_one_file_for_all_agencies_and_several_years(site: Site) -> None:
    page = site.open("nop-so-lieu", province="bac_ninh", agency="all", year="all")
    assert "số liệu nhiều năm trong một tệp" in words(page)
    file = "indicator;year;value;source\nlife_expectancy;2022;75,2;NGTK\ntrained_labour;2023;77,9;NGTK\n"
    page = explain_everything(site, upload(site, page, file.encode()))
    page = press(site, page, "Nộp 2 số liệu")
    assert "Đã nộp" in page.success[0].value
    table = next(table for table in tables(page) if table.caption == "Của cơ quan này, mới nhất trước")
    assert len(table.rows) == 1
    id_ = submitted_id(site, page)
    review = site.open("duyet", submission=id_)
    assert "Đã kiểm tra với cơ sở." in words(review)
    next(area for area in review.text_area if "bắt buộc" in area.label).set_value("Nguồn nào?")
    press(site, review, "Trả lại")
    page = site.open("nop-so-lieu", **OFFICE)
    assert "Cả tỉnh, mọi cơ quan, Bắc Ninh, nhiều năm" in words(page)
    (way,) = re.findall(r'href="([^"]*)"[^>]*>Cả tỉnh', "".join(made.value for made in page.get("html")))
    assert {f"submission={id_}", "year=all", "agency=all"} <= set(re.split("[?&]", html.unescape(way)))
    assert "bị trả lại" in words(site.open("nop-so-lieu", province="bac_ninh", agency="all", year="all"))

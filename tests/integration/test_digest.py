"""The digest: what it says in both languages and both forms, as a command, and as letters through a real mail server."""

import datetime as dt
import html
import re
from functools import partial
from html.parser import HTMLParser

import pytest

from dashboard.changes import words
from dashboard.changes.digest import SHOWN, digest
from dashboard.filters import Filters
from dashboard.mart import queries
from dashboard.mart.mart import CurrentMart
from dashboard.store.store import open_store
from tests.integration.changed_store import PERIOD, SINCE, UNTIL, WHAT, filled_store, run_digest

SITE = "https://so-lieu.example.vn/"


@pytest.fixture(scope="module")
def location(tmp_path_factory):
    return filled_store(tmp_path_factory.mktemp("digest"))


@pytest.fixture(scope="module")
def letter(location, catalogue):
    """Give a function that writes the letter of the filters."""
    store = open_store(location)
    marts = CurrentMart(catalogue, store)

    def write(language="vi", **filters):
        wanted = Filters(since=SINCE, as_of=UNTIL, **filters)
        mart = marts.at(UNTIL)
        found = queries.changes(mart, catalogue, wanted, at=marts.at)
        page = f"co-gi-moi?since={SINCE}"
        return digest(found, mart, catalogue, language=language, site=SITE, page=page)

    yield write
    store.close()


# ---- what it says ----------------------------------------------------------------------------------


def test_the_sentences_count_what_changed(letter):
    text = letter().text
    assert text.startswith("Có gì mới trong chính sách xã hội, đến ngày 31/3/2026\n====")
    assert (
        "Từ ngày 15/3/2026 đến ngày 31/3/2026: 1 chỉ tiêu đổi trạng thái (0 xấu đi, 1 tốt lên), 1 chỉ tiêu lần đầu được đánh giá, "
        "1 chỉ tiêu không còn được đánh giá, 2 số liệu mới, 2 số liệu được sửa, 1 số liệu bị rút. Nhiệm vụ: 1 báo đã xong. "
        "Việc phải làm: 1 thành quá hạn, 1 mới giao hoặc cam kết.\n"
    ) in text  # fmt: skip
    assert letter("en").text.splitlines()[3] == (
        "From 15 Mar 2026 to 31 Mar 2026: statuses moved: 1 (0 worse, 1 better), indicators assessed for the first time: 1, "
        "indicators no longer assessed: 1, new figures: 2, revised figures: 2, withdrawn figures: 1. Tasks: reported done: 1. "
        "What is to be done: became overdue: 1, assigned or committed to: 1."
    )  # fmt: skip


@pytest.mark.parametrize(
    "line",
    [
        "- Tỉ lệ lao động qua đào tạo, Bắc Ninh: Không đạt (2025) → Đạt (2025)",
        "  Vì số liệu năm 2025 được sửa.",
        "  Thực hiện: 79\u00a0% (2025) → 80,4\u00a0% (2025).",
        "  Mục tiêu in: “80” cho năm 2025.",
        "- Tỉ lệ lao động qua đào tạo, Bắc Ninh, năm 2024: 78,1\u00a0%; trong thời gian này từng là 70\u00a0%",
        "  Lý do: Đúng như lần đầu.",
        "- Tỉ lệ lao động qua đào tạo, Tuyên Quang, năm 2024: 69\u00a0%, đã rút",
        "  Lý do: Mẫu quá nhỏ.",
        "  Xong ngày 1/12/2025.",
        "  Văn bản: 7/QĐ-UBND.",
        f"- Giao việc: {WHAT} (Tỉ lệ lao động qua đào tạo, Tuyên Quang)",
        "  Ghi chú: Sẽ làm.",
        f"  {SITE}chi-tieu?id=trained_labour&year=2025&province=bac_ninh",
        f"Xem đầy đủ: {SITE}co-gi-moi?since=2026-03-15",
    ],
)
def test_each_change_reads_as_one_would_write_it(letter, line):
    assert line in letter().text.splitlines()


@pytest.mark.parametrize(
    "line",
    [
        "  Why: the figure of 2025 was revised.",
        "  Reason: Mẫu quá nhỏ.",
        "  What was done: Ban hành <đề án>.",
        "  Agency: Department of Labour, Invalids and Social Affairs; due: 25 Mar 2026.",
        f"See everything: {SITE}co-gi-moi?since=2026-03-15",
    ],
)
def test_and_in_english(letter, line):
    assert line in letter("en").text.splitlines()


class Reader(HTMLParser):
    """Takes a page apart: its text, links, and whether every element is closed."""

    def __init__(self):
        super().__init__()
        self.open, self.links, self.text, self.wrong = [], [], [], []

    def handle_starttag(self, tag, attrs):
        if tag not in ("br", "meta"):
            self.open.append(tag)
        self.links += [value for name, value in attrs if name == "href"]

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def handle_data(self, data):
        if "style" not in self.open:
            self.text.append(data)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_html_has_the_words_and_the_links_of_the_text(letter, language):
    made = letter(language)
    page = Reader()
    page.feed(made.html)
    assert (page.open, page.wrong) == ([], [])
    assert f'<html lang="{language}">' in made.html
    told = " ".join(" ".join(page.text).split())
    for line in made.text.splitlines():
        words_of = re.sub(r"^[-=]+$|^- |^\S.*: https\S+$", "", line.strip())
        if words_of and not words_of.startswith("https://"):
            assert " ".join(words_of.split()) in told, line
    assert set(page.links) == set(re.findall(r"https://\S+", made.text))
    assert html.escape(WHAT) in made.html
    assert WHAT not in made.html


def test_without_an_address_it_leads_nowhere(location, catalogue):
    store = open_store(location)
    marts = CurrentMart(catalogue, store)
    found = queries.changes(marts.current, catalogue, Filters(since=SINCE), at=marts.at)
    made = digest(found, marts.current, catalogue, language="vi")
    store.close()
    assert "http" not in made.text
    assert "href" not in made.html


def test_a_long_group_ends_and_says_how_much_more_there_is(letter, catalogue, location):
    store = open_store(location)
    marts = CurrentMart(catalogue, store)
    since, until = dt.date(2025, 10, 1), dt.date(2025, 10, 31)
    found = queries.changes(marts.at(until), catalogue, Filters(since=since, as_of=until), at=marts.at)
    made = digest(found, marts.at(until), catalogue, language="vi")
    store.close()
    assert found.tasks.height > SHOWN
    assert f"Nhiệm vụ ({found.tasks.height})" in made.text
    assert f"… và {found.tasks.height - SHOWN} mục nữa" in made.text
    assert f"… và {found.tasks.height - SHOWN} mục nữa" in made.html


def test_every_word_of_a_fixed_set_is_known():
    from dashboard.mart.queries.changed_figures import CAUSES, FIGURE_KINDS

    assert (set(words.CAUSE_WORDS), set(words.FIGURE_WORDS)) == (set(CAUSES), set(FIGURE_KINDS))


# ---- the command -----------------------------------------------------------------------------------


@pytest.fixture
def run(location, monkeypatch, capsys):
    return partial(run_digest, location, monkeypatch, capsys)


def test_it_prints_what_the_page_shows(run, letter):
    assert run(*PERIOD, DASHBOARD_SITE=SITE)[:2] == (0, letter().text.replace("co-gi-moi?since=2026-03-15", f"co-gi-moi?as_of={UNTIL}&since={SINCE}"))  # fmt: skip
    code, printed, _ = run(*PERIOD, "--format", "html", "--lang", "en")
    assert (code, printed[:34]) == (0, '<!DOCTYPE html>\n<html lang="en">\n<')
    code, printed, _ = run(*PERIOD, "--province", "bac_ninh", "--sector", "human_resources")
    assert "(Bắc Ninh; " in printed.splitlines()[0]
    assert "Tuyên Quang" not in printed


def test_it_writes_a_file(run, tmp_path):
    assert run(*PERIOD, "--format", "html", "-o", str(tmp_path / "moi.html"))[:2] == (0, "")
    assert (tmp_path / "moi.html").read_text("utf-8").startswith("<!DOCTYPE html>")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--since", "15/3/2026"), "phải viết dạng"),
        (("--since", "2999-01-01"), "sau ngày cuối cùng"),
        ((*PERIOD, "--province", "bac_nin"), "bac_ninh"),
        ((*PERIOD, "--send"), "thêm --to"),
        ((*PERIOD, "--to", "a@b.vn"), "chưa có --send"),
        ((*PERIOD, "--send", "--to", "a@b.vn"), "DASHBOARD_SMTP_HOST"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_sent(run, arguments, told):
    code, printed, message = run(*arguments)
    assert (code, printed) == (1, "")
    assert told in message


def test_since_must_be_said(run, capsys):
    with pytest.raises(SystemExit) as ended:
        run()
    assert ended.value.code == 2

"""The digest: what it says in both languages and both forms, as a command, and as letters through a real mail server."""

import datetime as dt
import html
import re
import ssl
from email import message_from_bytes, policy
from html.parser import HTMLParser

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from dashboard.__main__ import main
from dashboard.changes import words
from dashboard.changes.digest import SHOWN, digest
from dashboard.filters import Filters
from dashboard.mart import queries
from dashboard.mart.mart import CurrentMart
from dashboard.settings import mail_server, site
from dashboard.store.store import open_store
from dashboard.words.messages import DashboardError, ProblemsError
from tests.browser.server import _free_port
from tests.integration.changed_store import SINCE, UNTIL, WHAT, fill
from tests.stores import environment, location_in

SITE = "https://so-lieu.example.vn/"
PERIOD = ("--since", str(SINCE), "--as-of", str(UNTIL))


@pytest.fixture(scope="module")
def location(tmp_path_factory):
    location = location_in(tmp_path_factory.mktemp("digest"), "store")
    store = open_store(location)
    fill(store)
    store.close()
    return location


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
    """Give a function that runs the command with settings and returns code, output and messages."""

    def run(*arguments, **settings):
        for name in ("HOST", "PORT", "TLS", "USER", "PASSWORD", "FROM"):
            monkeypatch.delenv(f"DASHBOARD_SMTP_{name}", raising=False)
        for name, value in {**environment(location), **settings}.items():
            monkeypatch.setenv(name, value)
        return main(["digest", *arguments]), *capsys.readouterr()

    return run


@pytest.fixture(autouse=True)
def without_curated_figures(monkeypatch):
    """Nothing but what the test published: the shipped statistics would be new since March, too."""
    monkeypatch.setattr("dashboard.commands.shared.load_curated", lambda *_: None)


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


# ---- the mail --------------------------------------------------------------------------------------


class Postbox:
    """Keeps what a server is given; refuses those whose address begins with ``no``."""

    def __init__(self):
        self.letters = []

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802  the name aiosmtpd asks for
        if address.startswith("no"):
            return "550 no such box"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        message = message_from_bytes(envelope.content, policy=policy.default)
        self.letters.append((envelope.mail_from, list(envelope.rcpt_tos), message))
        return "250 kept"


def serve(**settings):
    """Return a running server, its box and the settings that name it."""
    box, port = Postbox(), _free_port()
    server = Controller(box, hostname="127.0.0.1", port=port, **settings)
    server.start()
    return server, box, {
        "DASHBOARD_SMTP_HOST": "127.0.0.1", "DASHBOARD_SMTP_PORT": str(port), "DASHBOARD_SMTP_TLS": "none",
        "DASHBOARD_SMTP_FROM": "Số liệu <so-lieu@example.vn>",
    }  # fmt: skip


@pytest.fixture
def mail():
    server, box, settings = serve()
    yield box, settings
    server.stop()


def test_a_letter_goes_to_each_recipient_with_both_forms(run, mail, letter):
    box, settings = mail
    code, printed, message = run(
        *PERIOD, "--send", "--to", "a@example.vn", "--to", "b@example.vn", DASHBOARD_SITE=SITE, **settings
    )
    assert (code, message) == (0, "")
    assert printed.startswith("Đã gửi 2 thư: Có gì mới trong chính sách xã hội, đến ngày 31/3/2026")
    assert [(sender, to) for sender, to, _ in box.letters] == [
        ("so-lieu@example.vn", ["a@example.vn"]),
        ("so-lieu@example.vn", ["b@example.vn"]),
    ]
    for _, (to,), received in box.letters:
        assert (received["To"], received["Subject"]) == (to, "Có gì mới trong chính sách xã hội, đến ngày 31/3/2026")
        assert received["Auto-Submitted"] == "auto-generated"
        assert received["Message-ID"].endswith("@example.vn>")
        plain, rich = received.get_body(("plain",)), received.get_body(("html",))
        assert "Lý do: Mẫu quá nhỏ." in plain.get_content()
        assert "80,4\u00a0%" in rich.get_content()
        assert f"{SITE}chi-tieu" in rich.get_content()


def test_where_nothing_changed_nothing_is_sent(run, mail):
    box, settings = mail
    day = ("--since", str(dt.date(2026, 3, 30)), "--as-of", str(UNTIL))
    code, printed, _ = run(*day, "--province", "bac_giang", "--send", "--to", "a@example.vn", **settings)
    assert (code, printed, box.letters) == (0, "Không có gì thay đổi, nên không gửi thư.\n", [])


def test_without_send_nothing_is_sent(run, mail):
    box, settings = mail
    assert run(*PERIOD, **settings)[0] == 0
    assert box.letters == []


def test_addresses_that_are_none_are_told_at_once_and_nothing_is_sent(run, mail):
    box, settings = mail
    given = ("--to", "a@example.vn", "--to", "ai đó", "--to", "x")
    code, _, message = run(*PERIOD, "--send", *given, **settings)
    assert code == 1
    assert "“ai đó” không phải địa chỉ thư" in message
    assert "“x” không phải địa chỉ thư" in message
    assert box.letters == []


def test_a_refused_recipient_is_told_with_how_many_letters_had_gone(run, mail):
    box, settings = mail
    code, _, message = run(*PERIOD, "--send", "--to", "a@example.vn", "--to", "no@example.vn", **settings)
    assert (code, len(box.letters)) == (1, 1)
    assert "đã gửi 1 trong 2" in message
    assert "550 no such box" in message


def test_a_server_that_is_not_there_is_told(run):
    settings = {"DASHBOARD_SMTP_HOST": "127.0.0.1", "DASHBOARD_SMTP_PORT": str(_free_port())}
    settings |= {"DASHBOARD_SMTP_FROM": "a@b.vn", "DASHBOARD_SMTP_TLS": "none"}
    code, _, message = run(*PERIOD, "--send", "--to", "a@example.vn", **settings)
    assert code == 1
    assert "đã gửi 0 trong 1" in message


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate of this machine, signed by itself, and the server's side of TLS."""
    folder = tmp_path_factory.mktemp("certificate")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1)).not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    encoding = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "key.pem").write_bytes(key.private_bytes(*encoding))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return folder / "cert.pem", context


def test_it_signs_in_over_starttls_and_the_password_is_never_told(run, certificate):
    path, context = certificate

    def check(server, session, envelope, mechanism, data):
        return AuthResult(success=(data.login, data.password) == (b"nguoi-gui", b"dung-mat-khau"), handled=False)

    server, box, settings = serve(tls_context=context, require_starttls=True, authenticator=check, auth_required=True)
    settings |= {"DASHBOARD_SMTP_HOST": "localhost", "DASHBOARD_SMTP_TLS": "starttls", "SSL_CERT_FILE": str(path)}
    settings |= {"DASHBOARD_SMTP_USER": "nguoi-gui", "DASHBOARD_SMTP_PASSWORD": "dung-mat-khau"}
    send = (*PERIOD, "--send", "--to", "a@example.vn")
    try:
        assert run(*send, **settings)[0] == 0
        assert len(box.letters) == 1
        code, _, message = run(*send, **settings | {"DASHBOARD_SMTP_PASSWORD": "mat-khau-sai"})
        assert (code, len(box.letters)) == (1, 1)
        assert "535" in message
        assert "mat-khau-sai" not in message
        code, _, message = run(*send, **settings | {"SSL_CERT_FILE": ""})
        assert (code, len(box.letters)) == (1, 1)
        assert "CERTIFICATE_VERIFY_FAILED" in message
    finally:
        server.stop()


# ---- settings --------------------------------------------------------------------------------------


def test_the_settings_of_the_mail_server_and_all_that_is_wrong_with_them():
    given = {"DASHBOARD_SMTP_HOST": "mail.example.vn", "DASHBOARD_SMTP_USER": "a@example.vn"}
    found = mail_server(given | {"DASHBOARD_SMTP_PASSWORD": " x "})
    assert (found.host, found.port, found.tls, found.sender) == ("mail.example.vn", 587, "starttls", "a@example.vn")
    assert found.password == " x "
    assert " x " not in repr(found)
    assert mail_server(given | {"DASHBOARD_SMTP_TLS": "TLS"}).port == 465
    with pytest.raises(ProblemsError) as wrong:
        mail_server({"DASHBOARD_SMTP_PORT": "0", "DASHBOARD_SMTP_TLS": "ssl"})
    assert len(wrong.value.problems) == 4


@pytest.mark.parametrize(
    ("text", "found"),
    [("", ""), ("https://a.vn", "https://a.vn/"), (" http://a.vn:80/so-lieu/ ", "http://a.vn:80/so-lieu/")],
)
def test_the_address_of_the_installation_ends_with_a_slash(text, found):
    assert site({"DASHBOARD_SITE": text}) == found


@pytest.mark.parametrize("text", ["a.vn", "ftp://a.vn", "https://", "https://a.vn/?x=1"])
def test_what_is_no_address_is_refused(text):
    with pytest.raises(DashboardError, match="DASHBOARD_SITE"):
        site({"DASHBOARD_SITE": text})

"""Letters through a real mail server on this machine: who gets what, over which security, and what is told when it fails."""

import datetime as dt
import ssl
from email import message_from_bytes, policy
from functools import partial

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from dashboard.settings import mail_server, site
from dashboard.words.messages import DashboardError, ProblemsError
from tests.browser.server import free_port
from tests.integration.changed_store import PERIOD, UNTIL, filled_store, run_digest

SITE = "https://so-lieu.example.vn/"


@pytest.fixture(scope="module")
def location(tmp_path_factory):
    return filled_store(tmp_path_factory.mktemp("mail"))


@pytest.fixture
def run(location, monkeypatch, capsys):
    return partial(run_digest, location, monkeypatch, capsys)


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
    box, port = Postbox(), free_port()
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


def test_a_letter_goes_to_each_recipient_with_both_forms(run, mail):
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
    settings = {"DASHBOARD_SMTP_HOST": "127.0.0.1", "DASHBOARD_SMTP_PORT": str(free_port())}
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

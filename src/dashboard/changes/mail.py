"""Sending a letter over SMTP, where the installation names a server for it; nothing is sent otherwise."""

import smtplib
import ssl
from collections.abc import Sequence
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from dashboard.changes.digest import Digest
from dashboard.settings import MailServer
from dashboard.words.messages import DashboardError, Problem, ProblemsError, mark

_SECONDS = 30.0


def send(letter: Digest, recipients: Sequence[str], server: MailServer, *, language: str) -> None:
    """Send the letter to every recipient, each a message of their own: nobody sees who else gets it.

    Raises:
        ProblemsError: The recipients that are no addresses; then nothing is sent.
        DashboardError: The server cannot be reached or refuses; tells to how many recipients it had gone.
    """
    wrong = [text for text in recipients if not _is_address(text)]
    if wrong:
        text = mark("“{text}” không phải địa chỉ thư.")
        raise ProblemsError([Problem(text, {"text": one}) for one in wrong])
    sent = 0
    try:
        with _connected(server) as connection:
            for recipient in recipients:
                connection.send_message(_message(letter, recipient, server.sender, language))
                sent += 1
    except (OSError, smtplib.SMTPException) as error:
        raise DashboardError(
            mark("Máy chủ thư {host} không nhận thư (đã gửi {sent} trong {all}): {reason}"),
            host=f"{server.host}:{server.port}",
            sent=sent,
            all=len(recipients),
            reason=_reason(error),
        ) from error


def _connected(server: MailServer) -> smtplib.SMTP:
    """Return a connection, secured and signed in as the settings say; what fails leaves none open."""
    context = ssl.create_default_context()
    if server.tls == "tls":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=_SECONDS, context=context)
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=_SECONDS)
    try:
        if server.tls == "starttls":
            connection.starttls(context=context)
        if server.user:
            connection.login(server.user, server.password)
    except BaseException:
        connection.close()
        raise
    return connection


def _message(letter: Digest, recipient: str, sender: str, language: str) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = " ".join(letter.subject.split())
    message["From"] = sender
    message["To"] = recipient
    message["Date"] = formatdate()
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2].strip("> ") or "localhost")
    message["Content-Language"] = language
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    return message


def _is_address(text: str) -> bool:
    try:
        Address(addr_spec=text)
    except (ValueError, IndexError):
        return False
    return "@" in text and text.isascii()


def _reason(error: Exception) -> str:
    """Return what the server said, never what we said to it: that may hold the password."""
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        return f"{error.smtp_code} {said.decode('utf-8', 'replace') if isinstance(said, bytes) else said}"
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return "; ".join(f"{to}: {code} {said.decode('utf-8', 'replace')}" for to, (code, said) in error.recipients.items())  # fmt: skip
    return f"{type(error).__name__}: {error}"

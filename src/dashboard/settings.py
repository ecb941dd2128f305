"""Where this installation keeps its data and how it talks: read from the environment, nowhere else.

| variable | meaning | default |
|---|---|---|
| ``DASHBOARD_STORE`` | ``sqlite:PATH`` or ``postgres:DSN`` of the store's catalogue | ``sqlite:data/store/catalog.sqlite``; from a wheel ``~/.local/share/dashboard/catalog.sqlite`` |
| ``DASHBOARD_FILES`` | folder or ``s3://BUCKET/PREFIX`` of the store's files | ``files`` or ``NAME-files`` beside the catalogue |
| ``AWS_ACCESS_KEY_ID``, ``AWS_SECRET_ACCESS_KEY``, ``AWS_SESSION_TOKEN`` | keys of an object store | none: the role of the machine |
| ``AWS_REGION``, ``AWS_ENDPOINT_URL`` | its region, and its address where it is not Amazon's | ``us-east-1``, none |
| ``DASHBOARD_REFERENCE`` | folder that holds ``indicators.yaml`` and ``data/`` | the project |
| ``DASHBOARD_LANGUAGE`` | language of the command line and the log, ``vi`` or ``en`` | ``vi`` |
| ``DASHBOARD_ACCESS`` | file that says who may do what (``docs/access.example.yaml``) | none: one local user with all roles |
| ``DASHBOARD_AUTHOR_MAY_APPROVE`` | ``true``: without an access file, authors may approve their own submissions | ``false`` |
| ``DASHBOARD_GROUPS_CLAIM`` | claim of the sign-in that lists a person's groups | ``groups`` |
| ``DASHBOARD_SIGN_IN_HOURS`` | hours after which people must sign in again, 1 to 720 | ``12`` |
| ``DASHBOARD_API_ORIGINS`` | web sites whose pages may read the API from a browser: origins such as ``https://so-lieu.example.vn``, joined by commas | none |
| ``DASHBOARD_API_LIMIT`` | requests to the API that each token, or without one each address, may make: ``NUMBER/second``, ``…/minute``, ``…/hour``, ``…/day``, or ``none`` | ``600/minute`` |
| ``DASHBOARD_SITE`` | address of the installation, for links in letters | none: letters have no links |
| ``DASHBOARD_METRICS`` | ``HOST:PORT`` or ``PORT`` at which Prometheus may ask; a port alone means this machine only | none: nothing is served |
| ``DASHBOARD_LOG`` | ``text`` or ``json``: how lines of the log are written | ``text`` |
| ``DASHBOARD_SMTP_HOST``, ``DASHBOARD_SMTP_PORT`` | server that sends letters | none: nothing is sent; ``587``, with ``tls`` ``465`` |
| ``DASHBOARD_SMTP_TLS`` | ``starttls``, ``tls`` or ``none`` | ``starttls`` |
| ``DASHBOARD_SMTP_USER``, ``DASHBOARD_SMTP_PASSWORD`` | sign-in at that server | none: it is not asked for |
| ``DASHBOARD_SMTP_FROM`` | sender of letters | the user, where it is an address |
"""

import os
import re
from dataclasses import dataclass, field
from pathlib import Path

from dashboard.reference.files import IS_INSTALLED, PROJECT
from dashboard.words.messages import DashboardError, Problem, ProblemsError, mark

_OF_THE_USER = Path(os.environ.get("XDG_DATA_HOME") or Path(os.environ.get("HOME", "/"), ".local", "share"))
DEFAULT_CATALOGUE = (_OF_THE_USER / "dashboard" if IS_INSTALLED else PROJECT / "data" / "store") / "catalog.sqlite"
"""Beside a checkout's data; with a wheel among the user's, for what pip wrote is not ours to write to."""
_PASSWORD_KEY = re.compile(r"(password\s*=\s*)('(?:[^'\\]|\\.)*'|[^\s'&]+)", re.IGNORECASE)
_PASSWORD_IN_URI = re.compile(r"(://[^\s/?#@:]*):[^\s/?#]*@")


@dataclass(frozen=True)
class StoreLocation:
    """Where the store is: its catalogue as DuckLake attaches it, and the folder of its files.

    Attributes:
        kind: ``sqlite`` or ``postgres``.
        catalogue: The path or the connection string.
        files: Folder or object-store prefix, ending in ``/``.
    """

    kind: str
    catalogue: str
    files: str

    @property
    def shown(self) -> str:
        """The catalogue's place as messages and logs may show it."""
        return without_password(self.catalogue)

    @property
    def is_folder(self) -> bool:
        """Whether the files lie in a folder of this machine."""
        return "://" not in self.files


@dataclass(frozen=True)
class MailServer:
    """Where letters are sent from; ``tls`` is ``starttls``, ``tls`` or ``none``, ``user`` is empty where nobody signs in."""

    host: str
    port: int
    tls: str
    user: str
    password: str = field(repr=False)
    sender: str


@dataclass(frozen=True)
class ObjectStore:
    """How an object store is entered; ``key`` is empty where the machine itself has a role, ``endpoint`` where it is Amazon's."""

    key: str
    secret: str = field(repr=False)
    token: str = field(repr=False)
    region: str
    endpoint: str


def object_store(environment: dict[str, str] | None = None) -> ObjectStore:
    """Return how the object store of ``DASHBOARD_FILES`` is entered, by the names every tool for S3 reads."""
    environment = dict(os.environ) if environment is None else environment

    def given(*names: str) -> str:
        return next((environment[name].strip() for name in names if environment.get(name, "").strip()), "")

    return ObjectStore(
        given("AWS_ACCESS_KEY_ID"),
        given("AWS_SECRET_ACCESS_KEY"),
        given("AWS_SESSION_TOKEN"),
        given("AWS_REGION", "AWS_DEFAULT_REGION") or "us-east-1",
        given("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"),
    )


def without_password(text: str) -> str:
    """Return the text with the passwords of connection strings struck out."""
    return _PASSWORD_IN_URI.sub(r"\1:***@", _PASSWORD_KEY.sub(r"\1***", text))


def _given(name: str, environment: dict[str, str] | None) -> str:
    """Return a setting without the spaces around it; empty where it is not set."""
    return (os.environ if environment is None else environment).get(name, "").strip()


def _one_of(name: str, one: str, other: str, environment: dict[str, str] | None) -> str:
    """Return a setting that is one of two words, in small letters; empty where it is not set."""
    text = _given(name, environment).lower()
    if text not in ("", one, other):
        told = mark("{name} phải là {one} hoặc {other}; đang là “{text}”.")
        raise DashboardError(told, name=name, one=one, other=other, text=text)
    return text


def store_location(environment: dict[str, str] | None = None) -> StoreLocation:
    """Return the store the environment names, the embedded default where it names none.

    Raises:
        DashboardError: ``DASHBOARD_STORE`` or ``DASHBOARD_FILES`` has another form, or a PostgreSQL store has no
            ``DASHBOARD_FILES``.
    """
    environment = dict(os.environ) if environment is None else environment
    named = environment.get("DASHBOARD_STORE") or f"sqlite:{DEFAULT_CATALOGUE}"
    files = environment.get("DASHBOARD_FILES")
    kind, _, catalogue = named.partition(":")
    if kind not in ("sqlite", "postgres") or not catalogue:
        raise DashboardError(
            mark("DASHBOARD_STORE phải là sqlite:ĐƯỜNG_DẪN hoặc postgres:CHUỖI_KẾT_NỐI; đang là “{named}”."),
            named=without_password(named),
        )
    if kind == "sqlite":
        path = Path(catalogue).expanduser().resolve()
        catalogue = str(path)
        if not files:
            files = str(path.parent / ("files" if path == DEFAULT_CATALOGUE else f"{path.stem}-files"))
    elif not files:
        raise DashboardError(
            mark("Kho trên PostgreSQL cần DASHBOARD_FILES: thư mục hoặc tiền tố kho đối tượng cho các tệp.")
        )
    if "://" not in files:
        files = str(Path(files).expanduser().resolve())
    elif not re.fullmatch(r"s3://[^/\s?#]+(/[^\s?#]*)?", files):
        raise DashboardError(
            mark("DASHBOARD_FILES phải là thư mục hoặc s3://VÙNG_CHỨA/TIỀN_TỐ; đang là “{files}”."),
            files=without_password(files),
        )
    return StoreLocation(kind, catalogue, files.rstrip("/") + "/")


def reference_folder(environment: dict[str, str] | None = None) -> Path:
    """Return the folder of the reference files and the curated actuals."""
    environment = dict(os.environ) if environment is None else environment
    return Path(environment.get("DASHBOARD_REFERENCE") or PROJECT).expanduser().resolve()


def access_path(environment: dict[str, str] | None = None) -> Path | None:
    """Return the access file; None where the installation has one local user with all roles."""
    environment = dict(os.environ) if environment is None else environment
    named = environment.get("DASHBOARD_ACCESS")
    return Path(named).expanduser().resolve() if named else None


def author_may_approve(environment: dict[str, str] | None = None) -> bool:
    """Return whether authors approve their own submissions where there is no access file to say so.

    Raises:
        DashboardError: The setting is neither ``true`` nor ``false``.
    """
    return _one_of("DASHBOARD_AUTHOR_MAY_APPROVE", "true", "false", environment) == "true"


def groups_claim(environment: dict[str, str] | None = None) -> str:
    """Return the name of the claim that lists the groups of whoever signs in."""
    return _given("DASHBOARD_GROUPS_CLAIM", environment) or "groups"


def sign_in_hours(environment: dict[str, str] | None = None) -> int:
    """Return for how many hours a sign-in counts.

    Raises:
        DashboardError: The setting is not a whole number from 1 to 720 (Streamlit's cookie lasts 30 days).
    """
    text = _given("DASHBOARD_SIGN_IN_HOURS", environment) or "12"
    if not re.fullmatch(r"[0-9]{1,3}", text) or not 1 <= int(text) <= 720:
        raise DashboardError(
            mark("DASHBOARD_SIGN_IN_HOURS phải là số nguyên từ 1 đến 720; đang là “{text}”."), text=text
        )
    return int(text)


def metrics_address(environment: dict[str, str] | None = None) -> tuple[str, int] | None:
    """Return the host and port at which Prometheus may ask; None where nothing is served.

    Raises:
        DashboardError: The setting is no port and no host with a port.
    """
    text = _given("DASHBOARD_METRICS", environment)
    if not text:
        return None
    found = re.fullmatch(r"(?:(?P<host>[^\s:]+|\[[0-9a-fA-F:]+\]):)?(?P<port>[0-9]{1,5})", text)
    if not found or not 0 < int(found["port"]) < 65536:
        raise DashboardError(mark("DASHBOARD_METRICS phải là CỔNG hoặc MÁY:CỔNG; đang là “{text}”."), text=text)
    return (found["host"] or "127.0.0.1").strip("[]"), int(found["port"])


def log_as_json(environment: dict[str, str] | None = None) -> bool:
    """Return whether lines of the log are written as JSON.

    Raises:
        DashboardError: The setting is neither ``text`` nor ``json``.
    """
    return _one_of("DASHBOARD_LOG", "text", "json", environment) == "json"


def site(environment: dict[str, str] | None = None) -> str:
    """Return the address of the installation with a slash at its end; empty where it is not set.

    Raises:
        DashboardError: The setting is no address of a web site.
    """
    text = _given("DASHBOARD_SITE", environment)
    if text and not re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", text):
        raise DashboardError(mark("DASHBOARD_SITE phải là địa chỉ http:// hoặc https://; đang là “{text}”."), text=text)
    return f"{text.rstrip('/')}/" if text else ""


def api_origins(environment: dict[str, str] | None = None) -> tuple[str, ...]:
    """Return the origins whose pages may read the API from a browser; none where none is named.

    Raises:
        DashboardError: An entry is no origin: scheme, host, port, and nothing behind.
    """
    named = [text.strip() for text in _given("DASHBOARD_API_ORIGINS", environment).split(",") if text.strip()]
    for text in named:
        if not re.fullmatch(r"https?://[^\s/?#*,@]+", text):
            raise DashboardError(
                mark("DASHBOARD_API_ORIGINS phải gồm các nguồn như https://so-lieu.example.vn, không có đường dẫn hay dấu *; có “{text}”."),
                text=text,
            )  # fmt: skip
    return tuple(text.lower() for text in named)


def api_limit(environment: dict[str, str] | None = None) -> str:
    """Return how many requests to the API whoever asks may make, such as ``600/minute``; empty where any number is.

    Raises:
        DashboardError: The setting is neither ``none`` nor a number of requests and a span of time.
    """
    text = _given("DASHBOARD_API_LIMIT", environment).lower() or "600/minute"
    if not re.fullmatch(r"none|[1-9][0-9]{0,6}/(second|minute|hour|day)", text):
        raise DashboardError(
            mark("DASHBOARD_API_LIMIT phải là none hoặc SỐ/second, SỐ/minute, SỐ/hour, SỐ/day; đang là “{text}”."),
            text=text,
        )
    return "" if text == "none" else text


def mail_server(environment: dict[str, str] | None = None) -> MailServer:
    """Return the server that sends letters.

    Raises:
        ProblemsError: It is not set, or everything that is wrong with how it is set.
    """
    environment = dict(os.environ) if environment is None else environment

    def given(name: str) -> str:
        return environment.get(name, "").strip()

    problems = []
    host, tls, user = (
        given("DASHBOARD_SMTP_HOST"),
        given("DASHBOARD_SMTP_TLS").lower() or "starttls",
        given("DASHBOARD_SMTP_USER"),
    )
    port = given("DASHBOARD_SMTP_PORT") or ("465" if tls == "tls" else "587")
    sender = given("DASHBOARD_SMTP_FROM") or (user if "@" in user else "")
    if not host:
        problems.append(Problem(mark("Chưa có máy chủ gửi thư: đặt DASHBOARD_SMTP_HOST. Chưa gửi thư nào.")))
    if not re.fullmatch(r"[0-9]{1,5}", port) or not 1 <= int(port) <= 65535:
        problems.append(
            Problem(mark("DASHBOARD_SMTP_PORT phải là số từ 1 đến 65535; đang là “{text}”."), {"text": port})
        )
    if tls not in ("starttls", "tls", "none"):
        problems.append(
            Problem(mark("DASHBOARD_SMTP_TLS phải là starttls, tls hoặc none; đang là “{text}”."), {"text": tls})
        )
    if "@" not in sender:
        problems.append(Problem(mark("DASHBOARD_SMTP_FROM phải là địa chỉ thư của người gửi.")))
    if problems:
        raise ProblemsError(problems)
    return MailServer(host, int(port), tls, user, environment.get("DASHBOARD_SMTP_PASSWORD", ""), sender)


def language(environment: dict[str, str] | None = None) -> str:
    """Return the language of the command line and the log."""
    environment = dict(os.environ) if environment is None else environment
    return "en" if environment.get("DASHBOARD_LANGUAGE", "vi").lower().startswith("en") else "vi"

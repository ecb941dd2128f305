"""Where this installation keeps its data and how it talks: read from the environment, nowhere else.

| variable | meaning | default |
|---|---|---|
| ``DASHBOARD_STORE`` | ``sqlite:PATH`` or ``postgres:DSN`` of the store's catalogue | ``sqlite:data/store/catalog.sqlite`` |
| ``DASHBOARD_FILES`` | folder or object-store prefix of the store's files | ``files`` or ``NAME-files`` beside the catalogue |
| ``DASHBOARD_REFERENCE`` | folder that holds ``indicators.yaml`` and ``data/`` | the project |
| ``DASHBOARD_LANGUAGE`` | language of the command line and the log, ``vi`` or ``en`` | ``vi`` |
| ``DASHBOARD_ACCESS`` | file that says who may do what (``docs/access.example.yaml``) | none: one local user with all roles |
| ``DASHBOARD_AUTHOR_MAY_APPROVE`` | ``true``: without an access file, authors may approve their own submissions | ``false`` |
| ``DASHBOARD_GROUPS_CLAIM`` | claim of the sign-in that lists a person's groups | ``groups`` |
| ``DASHBOARD_SIGN_IN_HOURS`` | hours after which people must sign in again, 1 to 720 | ``12`` |
"""

import os
import re
from dataclasses import dataclass
from pathlib import Path

from dashboard.reference.files import PROJECT
from dashboard.words.messages import DashboardError, mark

DEFAULT_CATALOGUE = PROJECT / "data" / "store" / "catalog.sqlite"
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


def without_password(text: str) -> str:
    """Return the text with the passwords of connection strings struck out."""
    return _PASSWORD_IN_URI.sub(r"\1:***@", _PASSWORD_KEY.sub(r"\1***", text))


def store_location(environment: dict[str, str] | None = None) -> StoreLocation:
    """Return the store the environment names, the embedded default where it names none.

    Raises:
        DashboardError: ``DASHBOARD_STORE`` has another form, or a PostgreSQL store has no ``DASHBOARD_FILES``.
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
    environment = dict(os.environ) if environment is None else environment
    text = environment.get("DASHBOARD_AUTHOR_MAY_APPROVE", "").strip().lower()
    if text not in ("", "true", "false"):
        raise DashboardError(mark("DASHBOARD_AUTHOR_MAY_APPROVE phải là true hoặc false; đang là “{text}”."), text=text)
    return text == "true"


def groups_claim(environment: dict[str, str] | None = None) -> str:
    """Return the name of the claim that lists the groups of whoever signs in."""
    environment = dict(os.environ) if environment is None else environment
    return environment.get("DASHBOARD_GROUPS_CLAIM", "").strip() or "groups"


def sign_in_hours(environment: dict[str, str] | None = None) -> int:
    """Return for how many hours a sign-in counts.

    Raises:
        DashboardError: The setting is not a whole number from 1 to 720 (Streamlit's cookie lasts 30 days).
    """
    environment = dict(os.environ) if environment is None else environment
    text = environment.get("DASHBOARD_SIGN_IN_HOURS", "").strip() or "12"
    if not re.fullmatch(r"[0-9]{1,3}", text) or not 1 <= int(text) <= 720:
        raise DashboardError(
            mark("DASHBOARD_SIGN_IN_HOURS phải là số nguyên từ 1 đến 720; đang là “{text}”."), text=text
        )
    return int(text)


def language(environment: dict[str, str] | None = None) -> str:
    """Return the language of the command line and the log."""
    environment = dict(os.environ) if environment is None else environment
    return "en" if environment.get("DASHBOARD_LANGUAGE", "vi").lower().startswith("en") else "vi"

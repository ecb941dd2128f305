"""The store's files in an object store: how DuckDB is let in, and what is said where it is not."""

import duckdb

from dashboard.settings import ObjectStore, StoreLocation, without_password
from dashboard.words.messages import DashboardError, mark

REFUSED = ("http code 401", "http code 403", "http code 400", "invalidaccesskeyid", "signaturedoesnotmatch")
ABSENT = ("nosuchbucket",)
UNREACHABLE = ("could not connect", "could not resolve", "timed out", "timeout was reached", "ssl", "http code 50")
WITHOUT_CREDENTIALS = ("credential_chain", "secret validation failure")
"""Words of DuckDB's errors, in small letters, that tell what is the matter."""


def secret(location: StoreLocation, access: ObjectStore) -> str:
    """Return the statement that lets DuckDB read and write below the location's prefix, and nowhere else.

    Keys of the environment are taken as they are; without them the machine is asked for its own, and again before they expire.
    """
    options = {"TYPE": "s3", "SCOPE": location.files, "REGION": access.region}
    if access.key:
        options |= {"KEY_ID": access.key, "SECRET": access.secret}
        options |= {"SESSION_TOKEN": access.token} if access.token else {}
    else:
        options |= {"PROVIDER": "credential_chain", "CHAIN": "instance", "REFRESH": "auto"}
    if access.endpoint:
        scheme, _, host = access.endpoint.rpartition("://")
        options |= {"ENDPOINT": host.rstrip("/"), "URL_STYLE": "path", "USE_SSL": str(scheme != "http").lower()}
    told = ", ".join(f"{name} '{value.replace(chr(39), chr(39) * 2)}'" for name, value in options.items())
    return f"CREATE SECRET files ({told})"


def failure(error: BaseException, location: StoreLocation) -> DashboardError | None:
    """Return what is wrong with the object store and what to do; None where the failure is another's."""
    words = str(error).lower()
    if location.is_folder or not isinstance(error, duckdb.Error):
        return None
    for signs, text in (
        (ABSENT, mark("Kho đối tượng {files}: không có vùng chứa (bucket) này. Tạo nó, hoặc sửa DASHBOARD_FILES.")),
        (
            WITHOUT_CREDENTIALS,
            mark(
                "Kho đối tượng {files}: không có khoá truy cập. Đặt AWS_ACCESS_KEY_ID và AWS_SECRET_ACCESS_KEY, "
                "hoặc gắn vai trò cho máy chủ."
            ),
        ),
        (
            REFUSED,
            mark(
                "Kho đối tượng {files} từ chối khoá truy cập. Kiểm tra AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, "
                "AWS_SESSION_TOKEN, AWS_REGION và quyền đọc, ghi trên tiền tố ấy."
            ),
        ),
        (
            UNREACHABLE,
            mark("Không tới được kho đối tượng {files}. Kiểm tra mạng và AWS_ENDPOINT_URL. Lý do: {reason}"),
        ),
    ):
        if any(sign in words for sign in signs):
            reason = without_password(str(error).splitlines()[0])
            return DashboardError(text, files=location.files, reason=reason)
    return None

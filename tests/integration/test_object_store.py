"""A store whose files lie in an object store: written, read, backed up and restored there, and every way it can be shut."""

import http.server
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from moto import settings
from moto.core.authorization import ActionAuthenticatorMixin
from moto.server import ThreadedMotoServer

from dashboard.mart.mart import Mart
from dashboard.reference.catalogue import Catalogue
from dashboard.settings import StoreLocation, store_location
from dashboard.store.backup import back_up, restore
from dashboard.store.file_hashes import DamagedFilesError
from dashboard.store.store import open_store
from dashboard.words.messages import DashboardError
from dashboard.words.translations import translator
from tests.conftest import submission

ROWS = [("bac_ninh", "trained_labour", "total", 2024, 77.5)]
BUCKET = "dashboard-tests"


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    address = "http://{}:{}".format(*server.get_host_and_port())
    client = boto3.client(
        "s3", endpoint_url=address, region_name="us-east-1", aws_access_key_id="key", aws_secret_access_key="secret"
    )
    client.create_bucket(Bucket=BUCKET)
    yield address
    server.stop()


@pytest.fixture
def entered(s3: str, monkeypatch: pytest.MonkeyPatch) -> str:
    for name in ("AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL_S3", "AWS_REGION", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name, raising=False)
    for name, value in (("ACCESS_KEY_ID", "key"), ("SECRET_ACCESS_KEY", "it's secret"), ("ENDPOINT_URL", s3)):
        monkeypatch.setenv(f"AWS_{name}", value)
    return s3


def place(folder: Path, name: str, bucket: str = BUCKET) -> StoreLocation:
    named = {
        "DASHBOARD_STORE": f"sqlite:{folder / name}.sqlite",
        "DASHBOARD_FILES": f"s3://{bucket}/{folder.name}/{name}",
    }
    return store_location(named)


def test_figures_and_originals_are_written_there_backed_up_and_restored(entered: str, tmp_path: Path):
    location = place(tmp_path, "store")
    store = open_store(location)
    store.append(submission(ROWS))
    store.transact(lambda ledger: ledger.keep_file(b"original", "goc.csv", by="nop@example.vn"))
    assert store.table("observations")["value"].to_list() == [77.5]
    store.close()
    client = boto3.client("s3", endpoint_url=entered, region_name="us-east-1")
    keys = [entry["Key"] for entry in client.list_objects_v2(Bucket=BUCKET)["Contents"]]
    assert all(key.startswith(f"{tmp_path.name}/store/") for key in keys)
    assert "files" in {key.split("/")[3] for key in keys}  # few small rows stand in the catalogue itself

    saved = back_up(location, tmp_path / "backup")
    anew = place(tmp_path, "anew")
    assert restore(tmp_path / "backup", anew).tables == saved.tables
    store = open_store(anew)
    assert store.table("observations")["value"].to_list() == [77.5]
    assert store.table("files")["content"].to_list() == [b"original"]
    store.close()


def written(location: StoreLocation) -> None:
    """Open the store, keep a file in it and read it back."""
    store = open_store(location)
    try:
        store.transact(lambda ledger: ledger.keep_file(b"original", "goc.csv", by="nop@example.vn"))
        assert store.table("files").height == 1
    finally:
        store.close()


def in_both_languages(error: DashboardError) -> str:
    return error.tell(translator("vi")) + error.tell(translator("en"))


def test_a_bucket_that_is_not_there_is_told(entered: str, tmp_path: Path):
    with pytest.raises(DashboardError) as caught:
        written(place(tmp_path, "store", "not-there"))
    told = in_both_languages(caught.value)
    assert "s3://not-there/" in told
    assert "There is no such bucket" in told


def test_a_store_that_nobody_answers_for_is_told(entered: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    with pytest.raises(DashboardError) as caught:
        written(place(tmp_path, "store"))
    assert "AWS_ENDPOINT_URL" in in_both_languages(caught.value)
    assert "cannot be reached" in in_both_languages(caught.value)


@pytest.fixture
def only_known_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server, which runs in this process, asks who comes."""
    monkeypatch.setattr(settings, "INITIAL_NO_AUTH_ACTION_COUNT", 0.0)
    monkeypatch.setattr(ActionAuthenticatorMixin, "request_count", 0)


@pytest.mark.usefixtures("only_known_keys")
def test_keys_that_are_refused_are_told_without_the_keys(entered: str, tmp_path: Path):
    with pytest.raises(DashboardError) as caught:
        written(place(tmp_path, "store"))
    told = in_both_languages(caught.value)
    assert "refuses the access keys" in told
    assert "it's secret" not in told


class Machine(http.server.BaseHTTPRequestHandler):
    """What a machine of a cloud answers to whoever asks it for the keys of its role."""

    def do_PUT(self) -> None:
        self.reply("token")

    def do_GET(self) -> None:
        role = "/latest/meta-data/iam/security-credentials"
        keys = {"Code": "Success", "Type": "AWS-HMAC", "AccessKeyId": "of-the-role", "SecretAccessKey": "secret"}
        keys |= {"Token": "token", "Expiration": "2999-01-01T00:00:00Z", "LastUpdated": "2026-01-01T00:00:00Z"}
        self.reply("role" if self.path.rstrip("/") == role else json.dumps(keys))

    def reply(self, text: str) -> None:
        self.send_response(200)
        self.send_header("content-length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, format: str, *args: object) -> None:
        pass


def test_without_keys_the_machine_is_asked_for_its_role(entered: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    machine = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Machine)
    threading.Thread(target=machine.serve_forever, daemon=True).start()
    monkeypatch.setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", f"http://127.0.0.1:{machine.server_port}")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    written(place(tmp_path, "store"))
    machine.shutdown()
    monkeypatch.setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://127.0.0.1:1")
    with pytest.raises(DashboardError) as caught:
        written(place(tmp_path, "other"))
    assert "No access keys" in in_both_languages(caught.value)


@pytest.mark.parametrize("files", ["gs://bucket/x", "s3:///x", "https://key:word@host/x"])
def test_another_kind_of_place_is_refused_by_its_setting(files: str):
    with pytest.raises(DashboardError, match="DASHBOARD_FILES") as caught:
        store_location({"DASHBOARD_STORE": "sqlite:x", "DASHBOARD_FILES": files})
    assert "word" not in str(caught.value)


MANY = [("bac_ninh", "trained_labour", "total", year, 60.0 + year - 2010) for year in range(2010, 2030)]
"""More than the catalogue keeps in itself."""


def test_an_object_changed_or_lost_there_is_named(entered: str, tmp_path: Path, catalogue: Catalogue):
    location = place(tmp_path, "store")
    store = open_store(location)
    store.append(submission(MANY))
    client = boto3.client("s3", endpoint_url=entered, region_name="us-east-1")
    prefix = f"{tmp_path.name}/store/main/observations/"
    (found,) = client.list_objects_v2(Bucket=BUCKET, Prefix=prefix)["Contents"]
    content = client.get_object(Bucket=BUCKET, Key=found["Key"])["Body"].read()
    Mart(catalogue, store)
    client.put_object(Bucket=BUCKET, Key=found["Key"], Body=content[:200] + bytes([content[200] ^ 1]) + content[201:])
    with pytest.raises(DamagedFilesError, match=found["Key"].rpartition("/")[2]):
        Mart(catalogue, store)
    client.delete_object(Bucket=BUCKET, Key=found["Key"])
    with pytest.raises(DamagedFilesError, match=found["Key"].rpartition("/")[2]):
        Mart(catalogue, store)
    store.close()


@pytest.mark.usefixtures("entered")
def test_a_server_that_refuses_says_nothing_of_the_files(
    tmp_path: Path, catalogue: Catalogue, request: pytest.FixtureRequest
):
    store = open_store(place(tmp_path, "store"))
    store.append(submission(MANY))
    request.getfixturevalue("only_known_keys")
    with pytest.raises(DashboardError) as caught:
        Mart(catalogue, store)
    assert not isinstance(caught.value, DamagedFilesError)
    store.close()

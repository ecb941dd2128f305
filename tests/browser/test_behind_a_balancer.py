"""Two replicas of one store behind the balancers as ``deploy/`` configures them, and people who sign in through them."""

import re
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests import stores
from tests.browser.balancers import Balancer, folder_for_everybody
from tests.browser.server import PATIENCE, Server, free_port
from tests.browser.signing_in import Guest, IdentityProvider, browser_for, settings_in, write_settings

VIEW = {"year": "2024", "province": "bac_ninh"}


@dataclass
class Replica:
    """A server, and where it tells how many sessions it has."""

    server: Server
    metrics: int

    @property
    def sessions(self) -> int:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.metrics}/metrics", timeout=10) as answer:
            told = re.search(r"^dashboard_sessions (\S+)$", answer.read().decode(), re.MULTILINE)
        assert told
        return int(float(told[1]))


@dataclass
class Site:
    """What stands behind the balancers, and the one address people know."""

    replicas: list[Replica]
    secure: int
    nobody: int


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Two replicas, and the port of a third that is not there."""
    folder, secure = tmp_path_factory.mktemp("site"), free_port()
    provider = IdentityProvider(folder, f"https://127.0.0.1:{secure}")
    write_settings(folder, f"https://127.0.0.1:{secure}", provider)
    environment = {**stores.environment(stores.demo_store(tmp_path_factory.getbasetemp())), **settings_in(folder)}
    with ExitStack() as open_things:
        provider.start()
        open_things.callback(provider.stop)
        replicas = []
        for number in (1, 2):
            metrics = free_port()
            server = Server({**environment, "DASHBOARD_METRICS": str(metrics)}, folder / f"replica-{number}.log")
            replicas.append(Replica(open_things.enter_context(server), metrics))
        yield Site(replicas, secure, free_port())


@pytest.fixture(scope="module", params=["haproxy", "nginx"])
def balancer(request: pytest.FixtureRequest, site: Site) -> Iterator[Balancer]:
    ports = [*(replica.server.port for replica in site.replicas), site.nobody]
    with folder_for_everybody() as folder:
        made = Balancer(request.param, folder, ports, site.secure, free_port())
        made.checked()
        with made.running():
            yield made


@pytest.fixture
def guest(browser: Browser, balancer: Balancer, tmp_path: Path) -> Iterator[Guest]:
    """Somebody who has signed in through the balancer."""
    context = browser_for(browser, ignore_https_errors=True)
    visitor = Guest(context.new_page(), balancer.address)
    visitor.arrive("y-te")
    visitor.sign_in("xem")
    visitor.drawn()
    yield visitor
    visitor.picture(tmp_path / "last.png")
    context.close()
    assert visitor.complaints == []


CUT_OFF = 0
"""In place of a status: the connection was closed before an answer could be read."""


def answer(address: str, *, headers: dict[str, str] | None = None, data: bytes | None = None) -> tuple[int, str]:
    """Ask as a visitor outside does, and return status and where it leads or what it says."""

    class Stays(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_: object) -> None:
            return None

    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    opener = urllib.request.build_opener(Stays, urllib.request.HTTPSHandler(context=trusting))
    try:
        with opener.open(urllib.request.Request(address, headers=headers or {}, data=data), timeout=30) as got:
            return got.status, got.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.headers.get("location", "")
    except urllib.error.URLError as broken:
        if isinstance(broken.reason, (ssl.SSLEOFError, ConnectionError)):
            return CUT_OFF, ""  # refused and closed while the question was still being written
        raise


def test_a_person_stays_on_one_replica(guest: Guest, site: Site):
    for page in ("giao-duc", "so-sanh", "y-te"):
        guest.open(page, **VIEW)
    assert sorted(replica.sessions > 0 for replica in site.replicas) == [False, True]
    guest.go("Giáo dục", "6. Giáo dục")
    assert guest.query == {"year": ["2024"], "province": ["bac_ninh"]}
    cookies = {cookie["name"]: cookie for cookie in guest.page.context.cookies()}
    seat = cookies.get("dashboard_replica") or cookies["dashboard_seat"]
    assert (seat["secure"], seat["httpOnly"], seat["sameSite"]) == (True, True, "Lax")


def test_a_page_whose_replica_is_gone_goes_on_through_the_other(guest: Guest, site: Site):
    guest.open("y-te", **VIEW)
    (gone,) = [replica for replica in site.replicas if replica.sessions]
    (other,) = [replica for replica in site.replicas if replica is not gone]
    finding = guest.page.locator(".plan-picture").first.inner_text()
    gone.server.kill()
    try:
        give_up = time.monotonic() + PATIENCE
        while not other.sessions:  # it joins the other one by itself
            assert time.monotonic() < give_up, "The page has not come back."
            guest.page.wait_for_timeout(200)
        guest.drawn()
        assert (guest.path, guest.query) == ("y-te", {"year": ["2024"], "province": ["bac_ninh"]})
        assert guest.page.locator(".plan-picture").first.inner_text() == finding
        guest.go("Giáo dục", "6. Giáo dục")  # and takes clicks
        assert guest.query == {"year": ["2024"], "province": ["bac_ninh"]}
        guest.page.reload()
        guest.drawn()
        expect(guest.title).to_have_text("6. Giáo dục")
        assert guest.query == {"year": ["2024"], "province": ["bac_ninh"]}
    finally:
        gone.server.__enter__()
    # The browser notes the broken connection, and nothing else.
    assert [told for told in guest.complaints if "WebSocket" not in told and "/_stcore/" not in told] == []
    guest.complaints.clear()


def test_what_is_not_for_visitors_stays_behind_the_balancer(balancer: Balancer):
    assert answer(f"{balancer.address}/api/v1/ready")[0] == 200
    assert answer(f"{balancer.address}/_stcore/metrics")[0] == 404
    assert answer(f"{balancer.address}/metrics")[1].find("dashboard_sessions") == -1
    status, place = answer(f"{balancer.plain_address}/y-te?year=2024")
    assert (status, place.startswith("https://"), place.endswith("/y-te?year=2024")) == (301, True, True)


def test_what_is_too_large_is_cut_off_before_any_replica(balancer: Balancer):
    assert answer(f"{balancer.address}/y-te?province={'x' * 40_000}")[0] in (400, 414, CUT_OFF)
    assert answer(f"{balancer.address}/api/v1/ready", headers={"Content-length": "10500000"}, data=b"x")[0] in (
        413,
        CUT_OFF,
    )

"""Following what is new where people sign in: an address with a token of one's own, made and revoked on the page."""

import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import feedparser
import icalendar
import pytest
from playwright.sync_api import Browser, expect

from tests import stores
from tests.browser.signing_in import Guest, Office, open_office


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A copy of the illustrative store, for what is made here is kept in it."""
    folder = tmp_path_factory.mktemp("following")
    store = stores.copied_store(stores.demo_store(tmp_path_factory.getbasetemp()), folder)
    with open_office(folder, store) as opened:
        yield opened


def fetched(address: str, *, token: str = "") -> tuple[int, bytes]:
    """Ask for an address as a feed reader does, without cookies, or as a program does with a token in its header."""
    request = urllib.request.Request(address, headers={"Authorization": f"Bearer {token}"} if token else {})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read()


def test_a_reader_makes_an_address_follows_by_it_and_revokes_it(office: Office, browser: Browser, tmp_path: Path):
    guest = Guest.enter(browser, office)
    guest.arrive("co-gi-moi?province=bac_ninh")
    guest.sign_in("duyet")
    guest.drawn()
    guest.page.get_by_text("Theo dõi: nguồn tin Atom").click()
    addresses = guest.page.get_by_test_id("stCode")
    expect(addresses.first).to_contain_text("token=…")
    guest.press("Tạo mã riêng")
    expect(guest.page.get_by_text("chỉ hiện lần này")).to_be_visible()
    feed, calendar = ("".join(text.split()) for text in addresses.all_inner_texts())
    assert guest.axe() == []
    guest.picture(tmp_path / "following.png")
    asked = urlsplit(feed)
    (token,) = parse_qs(asked.query)["token"]
    status, content = fetched(feed)
    assert status == 200
    parsed = feedparser.parse(content)
    assert not parsed.bozo
    assert parsed.feed.subtitle == "Bắc Ninh"
    assert parsed.entries
    assert token.encode() not in content
    assert icalendar.Calendar.from_ical(fetched(calendar)[1]).walk("VEVENT")
    site = f"{asked.scheme}://{asked.netloc}"
    assert fetched(feed.replace(token, "csxh_feed_x"))[0] == 401
    assert fetched(f"{site}/api/v1/gaps.csv?token={token}")[0] == 401
    assert fetched(f"{site}/api/v1/gaps.csv", token=token)[0] == 401
    guest.page.reload()
    guest.drawn()
    guest.page.get_by_text("Theo dõi: nguồn tin Atom").click()
    expect(addresses.first).to_contain_text("token=…")  # it cannot be read again
    guest.press("Thu hồi")
    expect(guest.page.get_by_text(re.compile("Đã thu hồi mã"))).to_be_visible()
    assert (fetched(feed)[0], fetched(calendar)[0]) == (401, 401)
    assert token not in office.server.log()
    assert guest.complaints == []
    guest.page.context.close()

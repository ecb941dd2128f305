"""The annex of a draft and of a submission, made where they are handed in, holds what they hold."""

import zipfile
from io import BytesIO

import pytest

from dashboard import workflow
from dashboard.access import LOCAL, rights_of
from dashboard.documents.content.handed_in import hash_in_groups
from dashboard.store.store import open_store
from tests import stores
from tests.pages.site import Site
from tests.pages.test_handing_in import INDICATOR, OFFICE, explain_everything, filled, press, submitted_id, upload
from tests.pages.test_report_page import made_file


@pytest.fixture
def site(demo: Site, tmp_path, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A copy of the illustrative store, where one person has every role."""
    monkeypatch.setenv("DASHBOARD_AUTHOR_MAY_APPROVE", "true")
    return Site(stores.copied_store(demo.store, tmp_path))


def words_of(content: bytes) -> str:
    """Return what stands in a workbook."""
    with zipfile.ZipFile(BytesIO(content)) as book:
        return "\n".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))


def test_a_draft_and_what_was_handed_in_each_have_their_annex(site: Site):
    page = upload(site, site.open("nop-so-lieu", **OFFICE), filled(site, **{INDICATOR: "75,9"}))
    draft = page.query_params["draft"][0]
    page = press(site, explain_everything(site, page), "Làm tệp Excel")
    name, content = made_file(page)
    assert f"draft-{draft[:8]}" in name
    told = words_of(content)
    assert "Bản nháp, chưa nộp" in told
    assert "75.9" in told
    assert "Đã kiểm tra với cơ sở." in told
    store = open_store(site.store)
    (held,) = workflow.open_drafts(store, rights_of(LOCAL, None, author_may_approve=True))
    store.close()
    assert hash_in_groups(held.file_hash) in told

    page = press(site, page, "Nộp 1 số liệu")
    id_ = submitted_id(site, page)
    page = site.open("nop-so-lieu", **OFFICE, submission=id_)
    buttons = [button for button in page.button if button.label == "Làm tệp Excel"]
    assert len(buttons) == 2, "one for the submission, one for what is published"
    buttons[0].click()
    name, content = made_file(site.run(page))
    assert f"submitted-{id_[:8]}" in name
    told = words_of(content)
    assert "Đã nộp, chờ duyệt" in told
    assert hash_in_groups(id_) in told
    assert hash_in_groups(held.file_hash) in told

"""On a phone the pictures of many indicators are a list that opens; at a desk and on paper they are pictures."""

from playwright.sync_api import expect

from tests.browser.conftest import PHONE, WIDE, NewVisit

_FOLDS = "[class*='_ways_'] details"


def test_a_line_opens_by_keyboard_to_the_picture_of_its_indicator(new_visit: NewVisit):
    visit = new_visit(PHONE)
    visit.open("y-te")
    lines = visit.page.locator(f"{_FOLDS} summary")
    assert lines.count() > 20
    expect(visit.page.locator("[class*='_ways_'] .js-plotly-plot")).to_have_count(0)
    line = lines.filter(has_text="Số giường bệnh trên 10.000 dân")
    expect(line).to_contain_text("tỉnh đỏ")
    line.focus()
    visit.page.keyboard.press("Enter")
    picture = visit.page.locator("[class*='_ways_'] .js-plotly-plot")
    expect(picture).to_have_count(1)
    words = " ".join(picture.locator("svg text").all_text_contents())
    assert "Số giường bệnh trên 10.000 dân" in words
    assert "Số bác sĩ" not in words
    visit.page.keyboard.press("Enter")
    expect(picture).not_to_be_visible()


def test_the_list_takes_no_more_room_than_its_lines_and_opens_again_to_pictures_at_a_desk(new_visit: NewVisit):
    visit = new_visit(PHONE)
    visit.open("y-te")
    box = visit.page.locator("[class*='_ways_']").first
    assert box.evaluate("box => box.clientHeight - box.firstElementChild.clientHeight") == 0
    high = visit.page.locator(_FOLDS).first.bounding_box()
    assert high is not None
    assert high["height"] < 90
    visit.page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
    expect(visit.page.locator("[class*='_ways_'] .js-plotly-plot")).to_have_count(2)
    expect(visit.page.locator(_FOLDS)).to_have_count(0)


def test_what_stands_open_stays_open_when_the_figures_change(new_visit: NewVisit):
    visit = new_visit(PHONE)
    visit.open("y-te")
    visit.page.locator(f"{_FOLDS} summary").filter(has_text="Số giường bệnh trên 10.000 dân").click()
    visit.page.get_by_role("button", name="Bắc Giang", exact=True).click()
    visit.drawn()
    picture = visit.page.locator("[class*='_ways_'] .js-plotly-plot")
    expect(picture).to_have_count(1)
    words = picture.locator("svg text").all_text_contents()
    assert any("Bắc Giang" in text for text in words)
    assert not any("Tuyên Quang" in text for text in words)


def test_paper_has_the_pictures_whatever_is_open(new_visit: NewVisit):
    visit = new_visit(PHONE)
    visit.open("y-te")
    visit.page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    visit.page.emulate_media(media="print")
    words = " ".join(visit.page.locator("[class*='_ways_'] .plan-paper.upright svg text").all_text_contents())
    for name in ("Số giường bệnh trên 10.000 dân", "Loại trừ sốt rét", "Số bác sĩ trên 10.000 dân"):
        assert name in words
    expect(visit.page.locator(_FOLDS).first).not_to_be_visible()

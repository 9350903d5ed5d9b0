"""Reading results on a phone: the conclusion, one's own place in two taps, why a loser lost, the data to count again."""

import re

from playwright.sync_api import Browser, expect

from pb.demo.content.cycles import FINISHED

PHONE = {"width": 360, "height": 800}


def test_a_resident_reads_results_on_a_phone(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport=PHONE, locale="uk-UA")
    faults: list[str] = []
    page.on("console", lambda said: faults.append(said.text) if said.type in {"error", "warning"} else None)
    page.goto(address + "/results")
    page.locator(f"main a[href='/results/{FINISHED.code}']").first.click()
    expect(page.locator("h1")).to_contain_text(re.compile(r"обрали|Residents chose"))
    cycle = page.url
    for picture in page.locator("main figure img").all():
        picture.scroll_into_view_if_needed()
        expect(picture).to_have_js_property("complete", value=True)
        assert picture.evaluate("image => image.naturalWidth") > 0, picture.get_attribute("src")
        figure = picture.locator("xpath=ancestor::figure")
        expect(figure.locator("summary, a", has_text=re.compile("таблиц|списк"))).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    page.locator("main a[href$='/places']").click()
    page.locator("main a[href='#place-2']").click()
    expect(page.locator("#place-2")).to_be_in_viewport()

    page.goto(cycle)
    page.locator("main a[href*='/contests/']").first.click()
    page.get_by_role("cell", name="Не переміг").first.scroll_into_view_if_needed()
    page.locator("tr", has_text="Не переміг").first.locator("a").click()
    expect(page.locator("h1")).to_have_count(1)

    page.goto(cycle + "/verify")
    expect(page.locator("main")).to_contain_text("python -m pb.tally")
    page.goto(cycle + "/data")
    with page.expect_download() as taken:
        page.locator("main a[href$='results.csv']").click()
    assert taken.value.path().read_bytes().startswith(b"\xef\xbb\xbf")
    page.close()
    assert faults == []

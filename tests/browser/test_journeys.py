"""From the catalogue to the start of a project: with the keyboard only, on a phone with JavaScript and without."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

MOST_TABS = 80
WITH_AND_WITHOUT = pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 1280, "height": 800}, locale="uk-UA")
    yield opened
    opened.close()


def tab_to(page: Page, pattern: str) -> None:
    """Press Tab until the focus is on a link to `pattern`; the focus must always be visible."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        where = page.evaluate(
            """() => {
                const on = document.activeElement, box = on.getBoundingClientRect();
                const drawn = style => style.outlineStyle !== 'none' || style.boxShadow !== 'none'
                    || style.backgroundColor !== 'rgba(0, 0, 0, 0)';
                return {href: on.getAttribute('href') || on.getAttribute('name') || '', width: box.width,
                        ring: drawn(getComputedStyle(on)) || drawn(getComputedStyle(on, '::after'))};
            }"""
        )
        assert where["width"] > 0, where
        assert where["ring"], where
        if re.search(pattern, where["href"]):
            return
    raise AssertionError(f"{MOST_TABS} tabs lead to no {pattern}")


def test_with_the_keyboard_only(page: Page, address: str) -> None:
    page.goto(address + "/")
    page.keyboard.press("Tab")
    expect(page.locator(".govuk-skip-link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.goto(address + "/projects")
    tab_to(page, r"^q$")
    page.keyboard.type("а")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"q=%D0%B0"))
    tab_to(page, r"^/projects/[^/?]+$")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/projects/[^/?]+$"))
    expect(page.locator("h1")).to_have_count(1)
    page.goto(address + "/submit")
    tab_to(page, r"^/submit/new/")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/submit/new/"))
    tab_to(page, r"^title$")
    page.keyboard.type("Лавки")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/identity/choose"))


@WITH_AND_WITHOUT
def test_reading_on_a_phone(browser: Browser, address: str, scripts: bool) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740}, java_script_enabled=scripts, locale="uk-UA")
    page.goto(address + "/projects")
    page.locator("form[role=search] input[type=search]").fill("а")
    page.locator("form[role=search] button").first.click()
    expect(page).to_have_url(re.compile(r"q=%D0%B0"))
    page.locator(".pb-grid h2 a").first.click()
    expect(page).to_have_url(re.compile(r"/projects/[^/?]+$"))
    page.goto(address + "/submit")
    page.locator("main a[href^='/submit/new/']").first.click()
    page.locator("#title").fill("Лавки")
    page.locator("main form button").first.click()
    expect(page).to_have_url(re.compile(r"/identity/choose"))
    expect(page.locator("h1")).to_have_count(1)
    page.close()


@WITH_AND_WITHOUT
def test_map_and_comparison_on_a_phone(browser: Browser, address: str, scripts: bool) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740}, java_script_enabled=scripts, locale="uk-UA")
    page.goto(address + "/projects?view=map")
    marker = page.locator(".pb-map summary").first
    marker.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".pb-map [open]")).to_have_count(1)
    page.keyboard.press("Tab")
    expect(page.locator(".pb-map [open] a").first).to_be_focused()
    page.locator(".pb-map summary").last.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".pb-map [open]")).to_have_count(1)
    page.goto(address + "/projects")
    for box in page.locator("input[form=compare]").all()[:2]:
        box.focus()
        page.keyboard.press("Space")
    page.get_by_role("button", name="Порівняти обрані").click()
    expect(page).to_have_url(re.compile(r"/projects/compare\?code=\w+&code=\w+$"))
    expect(page.locator("thead th")).to_have_count(3)
    page.close()

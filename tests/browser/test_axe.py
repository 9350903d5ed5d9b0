"""Every public page on a phone: axe finds nothing (WCAG 2.2 AA), the console is silent, nothing overflows."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from pb.demo.content.cycles import FINISHED, IN_VOTING
from tests.browser.looking import AXE, seen

PAGES = [
    "/",
    "/projects",
    "/projects?view=map",
    "/projects?view=map&at=48.92,24.71&zoom=4",
    "/projects?view=sheet",
    "/projects/compare",
    f"/cycle/{IN_VOTING.code}",
    f"/cycle/{IN_VOTING.code}/turnout",
    f"/cycle/{IN_VOTING.code}/lot",
    "/points",
    "/projects/watch?q=лавка",
    "/vote",
    "/vote/review",
    "/vote/desk",
    "/vote/code",
    "/submit",
    "/identity/choose?purpose=author",
    "/identity/choose?purpose=support",
    "/identity/choose?purpose=vote",
    "/results",
    f"/results/{FINISHED.code}",
    f"/results/{FINISHED.code}/data",
    f"/results/{FINISHED.code}/verify",
    "/implementation",
    "/news",
    "/help",
    "/help/rules",
    "/help/secret",
    "/accessibility",
    "/privacy",
    "/verify",
    "/staff/sign-in",
    "/nowhere",
]
# Pages whose address has a code: found by a link that leads there.
LED_TO = {
    "a project": ("/projects", re.compile(r"^/projects/[^/?]+$")),
    "a project's road": ("/projects/*", re.compile(r"^/projects/[^/?]+/track$")),
    "works of a project": ("/implementation", re.compile(r"^/projects/[^/?]+/works$")),
    "a project of the ballot": ("/vote", re.compile(r"^/projects/[^/?]+$")),
}


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 360, "height": 740}, locale="uk-UA")
    yield page
    page.close()


@pytest.mark.parametrize("path", PAGES)
def test_a_public_page_is_for_everybody(phone: Page, address: str, path: str) -> None:
    assert seen(phone, address + path) == []


def led_to(phone: Page, address: str, name: str) -> str:
    """The address of the first page of that kind."""
    source, pattern = LED_TO[name]
    phone.goto(address + (led_to(phone, address, "a project") if "*" in source else source))
    hrefs = phone.locator("a[href]").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    return next(href for href in hrefs if pattern.match(href))


@pytest.mark.parametrize("name", LED_TO)
def test_a_page_with_a_code_is_for_everybody(phone: Page, address: str, name: str) -> None:
    path = led_to(phone, address, name)
    assert seen(phone, address + path) == []


def test_axe_is_awake(phone: Page, address: str) -> None:
    """A check that never finds anything would pass as well."""
    phone.goto(address + "/verify")
    phone.evaluate("document.querySelector('label').remove()")
    phone.evaluate(AXE)
    found = phone.evaluate("axe.run(document, {runOnly: ['wcag2a']})")["violations"]
    assert "label" in {rule["id"] for rule in found}

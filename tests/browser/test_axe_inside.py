"""Every page behind a login on a phone: axe finds nothing, the console is silent, nothing overflows.

Each door without a code in its address, and from there the first page of every kind that a link leads to.
"""

from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from tests.browser.looking import seen
from tests.pages.city import ANYBODY, PEOPLE, City, access_of, city_of, doors, may_open


@pytest.fixture(scope="module")
def city(served: tuple[str, Flask]) -> City:
    return city_of(served[1])


@pytest.fixture(scope="module")
def looked_at() -> set[str]:
    """Endpoints that somebody has seen: the second role need not look at the same page."""
    return set()


def as_(browser: Browser, city: City, url: str, name: str) -> Page:
    page = browser.new_page(viewport={"width": 360, "height": 740}, locale="uk-UA")
    value = city.app.session_interface.get_signing_serializer(city.app).dumps(
        {"_user_id": city.tokens[name], "_fresh": True}
    )
    page.context.add_cookies([{"name": "sid", "value": value, "url": url}])
    return page


def inner_endpoint(app: Flask, path: str) -> str:
    """The endpoint behind an address that only some may open; empty for all others."""
    try:
        endpoint, _codes = app.url_map.bind("localhost").match(path, "GET")
    except (HTTPException, RequestRedirect):
        return ""
    access = str(getattr(app.view_functions[endpoint], "access", "public"))
    return "" if access in {"public", ANYBODY} else endpoint


def is_page(page: Page, url: str) -> bool:
    answer = page.request.get(url, max_redirects=0)
    return answer.ok and "text/html" in answer.headers.get("content-type", "")


@pytest.mark.parametrize("name", PEOPLE[1:])
def test_a_page_behind_a_login_is_for_everybody(
    browser: Browser, city: City, served: tuple[str, Flask], looked_at: set[str], name: str
) -> None:
    url, app = served
    page = as_(browser, city, url, name)
    rules = [rule for rule in doors(app) if inner_endpoint(app, rule.rule) and may_open(name, access_of(app, rule))]
    waiting, wrong = [rule.rule for rule in rules], {}
    assert waiting
    for path in waiting:
        endpoint = inner_endpoint(app, urlsplit(path).path)
        if endpoint in looked_at or not is_page(page, url + path):
            continue
        looked_at.add(endpoint)
        page.set_viewport_size({"width": 360, "height": 740})
        if found := seen(page, url + path):
            wrong[path] = found
        hrefs = page.locator("a[href^='/']").evaluate_all("links => links.map(link => link.getAttribute('href'))")
        waiting += [href.split("#")[0] for href in hrefs if inner_endpoint(app, urlsplit(href).path)]
    page.context.close()
    assert wrong == {}

"""The headers and cookies of every route's answer; what each is for is in docs and `pb.web.security`."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from pb.app import create_app
from pb.settings import Mode, Settings, checked
from tests.conftest import demo_city
from tests.pages.city import City, doors, filled

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "'none'",
}
EXPECTED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
}
OFF = ("camera", "geolocation", "microphone", "payment", "usb")


def mistakes(answer: TestResponse, connect: str = "'self'") -> list[str]:
    """What is wrong with an answer's headers."""
    headers = answer.headers
    policy = dict(part.strip().split(" ", 1) for part in headers.get("Content-Security-Policy", "").split(";") if part)
    forms = policy.pop("form-action", "").split()
    found = [name for name, value in EXPECTED.items() if headers.get(name) != value]
    if policy != {**POLICY, "connect-src": connect}:
        found.append(f"policy {policy}")
    if forms[:1] != ["'self'"] or any("*" in target or "unsafe" in target for target in forms):
        found.append(f"form-action {forms}")
    found += [name for name in OFF if f"{name}=()" not in headers.get("Permissions-Policy", "")]
    for cookie in headers.getlist("Set-Cookie"):
        found += [f"{cookie}: no {flag}" for flag in ("HttpOnly", "SameSite=Lax") if flag not in cookie]
    return found


def test_every_get_route(city: City) -> None:
    client = city.as_("visitor").client
    wrong = {rule.rule: mistakes(client.get(filled(rule))) for rule in doors(city.app, plain=False)}
    assert {path: found for path, found in wrong.items() if found} == {}


def test_every_post_route(city: City) -> None:
    client = city.as_("visitor").client
    wrong = {rule.rule: mistakes(client.post(filled(rule))) for rule in doors(city.app, "POST", plain=False)}
    assert {path: found for path, found in wrong.items() if found} == {}


@pytest.mark.parametrize("name", ["author", "manager", "operator"])
def test_pages_of_a_known_person_are_not_stored(city: City, name: str) -> None:
    client = city.as_(name).client
    stored = {
        rule.rule: answer.headers.get("Cache-Control")
        for rule in doors(city.app)
        if (answer := client.get(rule.rule)).headers.get("Cache-Control") != "no-store"
    }
    assert stored == {}


@pytest.fixture
def https_app(tmp_path: Path, demo_folder: Path) -> Iterator[Flask]:
    settings = Settings(
        secret_key="test-0123456789-abcdefghij-KLMNOPQRST",
        data_dir=tmp_path,
        mode=Mode.DEMO,
        public_url="https://budget.test",
        box_url="https://box.budget.test",
        database_url=demo_city(demo_folder).database_url,
        log_level="ERROR",
    )
    app = create_app(checked(settings))
    yield app
    app.extensions["pb"].database.dispose()


def test_over_https_cookies_are_locked_to_the_host(https_app: Flask) -> None:
    answer = https_app.test_client().get("/staff/sign-in", base_url="https://budget.test")
    assert mistakes(answer, "'self' https://box.budget.test") == []
    assert answer.headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"
    cookies = answer.headers.getlist("Set-Cookie")
    assert [cookie.split("=")[0] for cookie in cookies] == ["__Host-sid"]
    assert all("; Secure" in cookie and "Path=/" in cookie and "Domain" not in cookie for cookie in cookies)


def test_the_language_cookie_is_secure_too(https_app: Flask) -> None:
    answer = https_app.test_client().get("/language/en", base_url="https://budget.test")
    assert [("; Secure" in cookie) for cookie in answer.headers.getlist("Set-Cookie")] == [True]


def test_signing_out_clears_what_the_browser_keeps(city: City) -> None:
    visitor = city.as_("manager")
    visitor.get("/staff")
    answer = visitor.client.post("/staff/sign-out", data={"csrf_token": "wrong"})
    assert answer.status_code == 400  # and nobody was signed out by a forged form
    visitor.get("/staff")

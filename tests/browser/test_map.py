"""The map of the place: buttons zoom it, a tap is exact at every zoom, on the drawing and over a city's own tiles."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PIL import Image
from playwright.sync_api import Page, Route, expect

from pb.settings import Settings
from tests.browser.test_writing import Phone, Town, phone, playwright, town

__all__ = ["phone", "playwright", "town"]
TILES = "https://tiles.example.org/{z}/{x}/{y}.png"


@pytest.fixture(params=["", TILES], ids=["drawing", "tiles"])
def settings(request: pytest.FixtureRequest, settings: Settings) -> Settings:
    return replace(settings, tile_url=request.param, tile_credit="Мапа міста Зразкового" if request.param else "")


@pytest.fixture
def page(phone: Phone, town: Town) -> Iterator[Page]:
    opened = phone.open(f"/submit/{town.code}", signed_in=True)
    picture = io.BytesIO()
    Image.new("RGB", (256, 256), "#cde").save(picture, "PNG")
    asked: list[str] = []

    def tile(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(body=picture.getvalue(), content_type="image/png", headers={"Access-Control-Allow-Origin": "*"})

    opened.route(re.compile(r"https://tiles\.example\.org/.*"), tile)
    opened.asked = asked  # type: ignore[attr-defined]
    faults: list[str] = []
    opened.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    opened.goto(f"{town.url}/submit/{town.code}/place")
    yield opened
    assert faults == []


def test_a_tap_is_exact_at_every_zoom(page: Page, town: Town, settings: Settings) -> None:
    page.locator("#latitude").fill("48.92260")
    page.locator("#longitude").fill("24.71110")
    page.locator("#longitude").press("Tab")
    for _zoom in range(4):
        page.get_by_role("button", name="Наблизити").click()
    page.wait_for_timeout(300)
    pin = page.locator("[data-pin]")
    spot = pin.evaluate("""pin => { const sheet = pin.parentElement.getBoundingClientRect();
        return [sheet.left + sheet.width * parseFloat(pin.style.left) / 100,
                sheet.top + sheet.height * parseFloat(pin.style.top) / 100]; }""")
    page.mouse.click(*spot)
    assert abs(float(page.locator("#latitude").input_value()) - 48.9226) < 0.0003
    assert abs(float(page.locator("#longitude").input_value()) - 24.7111) < 0.0003
    expect(page.locator("[data-saved-line]")).to_contain_text("Збережено о", timeout=20_000)
    if settings.tile_url:
        asked = page.asked  # type: ignore[attr-defined]
        zooms = {int(url.split("/")[3]) for url in asked}
        assert zooms, "no tile was asked for"
        assert max(zooms) >= 14
        assert len(asked) < 120
        expect(page.locator(".pb-point")).to_contain_text("Мапа міста Зразкового")
    else:
        assert page.locator(".pb-point__tile").count() == 0


def test_taps_draw_a_line(page: Page, town: Town) -> None:
    page.get_by_label("лінія: вулиця").check()
    sheet = page.locator(".pb-point__sheet")
    for x, y in ((100, 120), (140, 120), (180, 130)):
        sheet.click(position={"x": x, "y": y})
    assert len(page.locator("#more").input_value().splitlines()) == 2
    expect(page.locator("#pb-status")).to_contain_text("додано")

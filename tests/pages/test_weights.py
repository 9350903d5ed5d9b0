"""What a page weighs on the way to a phone: brotli, without pictures; the limits are those of the design."""

import re
from urllib.parse import urljoin

import brotli
import pytest

from pb.demo.content.cycles import FINISHED, IN_VOTING
from tests.pages.city import City, parsed

KILO = 1000
PAGES = [
    "/",
    "/projects",
    "/vote",
    "/submit",
    "/results",
    "/news",
    "/help",
    "/help/rules",
    "/help/secret",
    "/points",
    "/implementation",
    "/verify",
    "/privacy",
    f"/cycle/{IN_VOTING.code}",
    f"/results/{FINISHED.code}",
    f"/results/{FINISHED.code}/data",
    f"/results/{FINISHED.code}/verify",
]
IMPORT = re.compile(rb"""(?:from|import)\s*\(?["']([^"']+)["']""")


class Scales:
    """Weighs what a page loads, each file once."""

    def __init__(self, city: City) -> None:
        self._client = city.as_("visitor").client

    def body(self, path: str) -> bytes:
        answer = self._client.get(path)
        assert answer.status_code == 200, path
        data = answer.get_data()
        answer.close()
        return data

    def modules(self, path: str, seen: set[str]) -> set[str]:
        if path not in seen:
            seen.add(path)
            for found in IMPORT.findall(self.body(path)):
                self.modules(urljoin(path, found.decode()), seen)
        return seen

    def weigh(self, path: str) -> dict[str, int]:
        html = self.body(path)
        page = parsed(self._client.get(path))
        styles = {str(tag["href"]) for tag in page.select("link[rel=stylesheet]")}
        fonts = {str(tag["href"]) for tag in page.select("link[rel=preload][as=font]")}
        scripts: set[str] = set()
        for tag in page.select("script[src]"):
            self.modules(str(tag["src"]), scripts)
        weight = lambda paths: sum(len(brotli.compress(self.body(one), quality=5)) for one in paths)  # noqa: E731
        return {
            "html": len(brotli.compress(html, quality=5)),
            "css": weight(styles),
            "js": weight(scripts),
            "fonts": sum(len(self.body(font)) for font in fonts),
        }


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_light(city: City, path: str) -> None:
    weight = Scales(city).weigh(path)
    assert weight["html"] <= 30 * KILO, weight
    assert weight["css"] <= 20 * KILO, weight
    assert weight["js"] <= 25 * KILO, weight
    assert sum(weight.values()) <= (130 if path.startswith("/results") else 110) * KILO, weight


def test_the_page_of_a_project_is_light(city: City) -> None:
    page = parsed(city.as_("visitor").client.get("/projects"))
    weight = Scales(city).weigh(str(page.select(".pb-card__title a")[0]["href"]))
    assert weight["html"] <= 30 * KILO, weight
    assert sum(weight.values()) <= 90 * KILO, weight


def test_a_certificate_is_verified_with_next_to_nothing(city: City) -> None:
    weight = Scales(city).weigh("/verify")
    assert weight["html"] + weight["css"] + weight["js"] <= 25 * KILO, weight

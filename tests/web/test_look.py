"""Layouts and components: they render, obey the content policy, stay light, and docs/look.md lists them all."""

import re
from collections import Counter
from pathlib import Path

import brotli
import pytest
from bs4 import BeautifulSoup

from tests.web.look import create_app

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "static"
PAGES = ["/", *sorted(f"/page/{path.stem}" for path in (ROOT / "templates/styleguide").glob("*.html"))]


@pytest.fixture(scope="module")
def client():
    return create_app().test_client()


def page(client, address: str, language: str = "uk") -> BeautifulSoup:
    client.set_cookie("language", language)
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html5lib")


@pytest.mark.parametrize("address", PAGES)
def test_page_obeys_the_content_policy_and_the_outline(client, address: str) -> None:
    html = page(client, address)
    assert not html.select("[style], style, script:not([src])")
    assert not [name for tag in html.find_all(True) for name in tag.attrs if name.startswith("on")]
    assert len(html.find_all("h1")) == 1 or address == "/"
    assert html.title.text.strip().startswith(html.h1.text.strip())
    assert not [name for name, count in Counter(tag["id"] for tag in html.select("[id]")).items() if count > 1]
    assert not html.select("img:not([alt]), img:not([width])")


@pytest.mark.parametrize("address", PAGES)
def test_labels_and_descriptions_point_at_something(client, address: str) -> None:
    html = page(client, address)
    ids = {tag["id"] for tag in html.select("[id]")}
    named = [tag["for"] for tag in html.select("label[for]")]
    described = [name for tag in html.select("[aria-describedby]") for name in tag["aria-describedby"].split()]
    controlled = [tag["aria-controls"] for tag in html.select("[aria-controls]")]
    summary = [tag["href"].lstrip("#") for tag in html.select(".govuk-error-summary a")]
    assert {*named, *described, *controlled, *summary} <= ids


def test_error_summary_repeats_the_sentence_of_each_field(client) -> None:
    html = page(client, "/")
    summary = [tag.text for tag in html.select(".govuk-error-summary a")]
    beside = [
        tag.get_text(" ", strip=True).removeprefix("Помилка: ") for tag in html.select("form .govuk-error-message")
    ]
    assert len(summary) > 3
    assert summary == beside


def test_what_was_typed_is_kept(client) -> None:
    html = page(client, "/")
    assert html.select_one("#wrong-cost")["value"] == "багато"
    assert html.select_one("#wrong-title")["value"].startswith("Сквер Сквер")


def test_english_page_says_no_ukrainian_of_ours(client) -> None:
    html = page(client, "/page/submit", "en")
    assert html.html["lang"] == "en"
    assert html.select_one(".govuk-skip-link").text == "Skip to content"
    assert html.select_one("#gain-info").text == "Up to 300 characters"


def test_ukrainian_plurals_have_three_forms(client) -> None:
    words = page(client, "/").get_text()
    assert "1\u00a0204 голоси" in words
    assert "21 голос\n" in words or "21 голос " in words
    assert "Без новин 52 дні" in words


def macros() -> dict[str, list[str]]:
    """Public macros of each component file, with their signatures on one line."""
    found = {}
    for path in sorted((ROOT / "templates/components").glob("*.html")):
        heads = re.findall(r"{% macro ([a-z]\w*\([^%]*\)) %}", path.read_text(encoding="utf-8"))
        found[path.stem] = [re.sub(r"\s+", " ", head) for head in heads]
    return found


@pytest.mark.parametrize(("name", "signatures"), macros().items())
def test_every_macro_stands_in_the_documentation(name: str, signatures: list[str]) -> None:
    text = (ROOT / "docs/look.md").read_text(encoding="utf-8")
    assert signatures
    assert [signature for signature in signatures if signature not in text] == []


@pytest.mark.parametrize("name", [path.stem for path in (ROOT / "templates/components").glob("*.html")])
def test_every_macro_is_shown_in_the_styleguide(name: str) -> None:
    shown = "".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "templates").glob("styleguide*") if path.is_file()
    ) + "".join(path.read_text(encoding="utf-8") for path in (ROOT / "templates/styleguide").glob("*"))
    calls = [signature.split("(")[0] for signature in macros()[name]]
    assert [call for call in calls if f"{call}(" not in shown and call != "flashes"] == []


def test_icons_categories_and_modules_exist() -> None:
    css = (STATIC / "css/site.css").read_text(encoding="utf-8")
    templates = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "templates").rglob("*.html"))
    icons = {name for name in re.findall(r'icon\("([a-z]+)"\)|pb-icon--([a-z]+)"', templates) for name in name if name}
    assert [name for name in icons if f".pb-icon--{name}{{" not in css] == []
    drawn = {path.stem for path in (STATIC / "img/category").glob("*.svg")}
    assert drawn == set(re.findall(r"\.pb-category--([a-z-]+)[,{]", css))
    script = (STATIC / "js/site.js").read_text(encoding="utf-8")
    assert [name for name in re.findall(r'data-module="([a-z-]+)"', templates) if f'"{name}"' not in script] == []


def compressed(*paths: Path) -> int:
    return sum(len(brotli.compress(path.read_bytes())) for path in paths)


def with_imports(script: Path) -> set[Path]:
    """A script and all that it imports."""
    found = {script}
    for name in re.findall(r'from "\./([a-z-]+\.js)"', script.read_text(encoding="utf-8")):
        found |= with_imports(script.parent / name)
    return found


def test_pages_stay_light() -> None:
    vendored = (STATIC / "vendor/govuk-frontend-6.3.0").glob("*.mjs")
    assert compressed(STATIC / "css/site.css") <= 20_000
    assert compressed(STATIC / "css/staff.css") <= 5_000
    # What any page may ask for together; what a page loads besides is its own (tests/pages weighs whole pages).
    asked_for = {STATIC / "js" / name for name in re.findall(r"/([a-z-]+\.js)", (STATIC / "js/site.js").read_text())}
    assert compressed(STATIC / "js/site.js", *vendored, *asked_for) <= 25_000
    for own in sorted(set((STATIC / "js").glob("*.js")) - asked_for):
        assert compressed(*with_imports(own)) <= 12_500, own
    assert (STATIC / "vendor/inter-tight-5.3.0/inter-tight-700.woff2").stat().st_size <= 35_000
    for drawing in (STATIC / "img").rglob("*.svg"):
        assert compressed(drawing) <= 12_000, drawing

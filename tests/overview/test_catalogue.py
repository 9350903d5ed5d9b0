"""The catalogue as a list, a map and a sheet; projects beside each other."""

import pytest
from flask import Flask

from pb.cycles.rules import EAST, NORTH, SOUTH, WEST, Phase
from pb.overview.rules import APART, ZOOMS, frame_of, markers
from pb.projects.models import Project
from pb.projects.rules import Status
from tests import make
from tests.visitor import Visitor

VIEWS = ("list", "map", "sheet")
WHOLE = frame_of("", "")


def test_markers_do_not_cover_each_other_and_lose_nothing() -> None:
    points = [(SOUTH + (NORTH - SOUTH) * n / 60, WEST + (EAST - WEST) * (n * 7 % 61) / 60) for n in range(61)]
    found = markers(points, WHOLE)
    assert sorted(index for marker in found for index in marker.points) == list(range(61))
    for marker in found:
        others = [other for other in found if other is not marker]
        assert all(abs(marker.x - other.x) + abs(marker.y - other.y) >= APART for other in others)


def test_what_lies_elsewhere_is_not_in_the_frame() -> None:
    assert markers([(50.45, 30.52)], WHOLE) == []
    near = frame_of("48.92,24.71", "16")
    assert [marker.points for marker in markers([(48.72, 24.6), (48.92, 24.71)], near)] == [[1]]


@pytest.mark.parametrize("zoom", ZOOMS)
def test_a_frame_stays_within_the_community(zoom: int) -> None:
    for at in ("48.70,24.55", "49.05,24.90", "0,0", "99,180"):
        frame = frame_of(at, str(zoom))
        assert frame.west + 1e-9 >= WEST
        assert frame.west + frame.wide <= EAST + 1e-9
        assert frame.north <= NORTH + 1e-9
        assert frame.north - frame.high >= SOUTH - 1e-9


@pytest.mark.parametrize(
    ("at", "zoom"), [("", "4"), ("a,b", "4"), ("48.9,24.7", "3"), ("48.9,24.7", "x"), ("9" * 99, "4")]
)
def test_a_broken_frame_is_the_whole(at: str, zoom: str) -> None:
    assert frame_of(at, zoom) == WHOLE


@pytest.fixture
def codes(app: Flask) -> list[str]:
    """Four public projects of one cycle in two places, and a draft."""
    with app.extensions["pb"].database.transaction() as session:
        cycle = make.cycle(session, Phase.REVIEW, code="2026")
        here, there = make.district(session, "here"), make.district(session, "there")
        rows = [
            make.project(session, cycle, district_id=where.id, title=f"Проєкт {name}")
            for name, where in (("перший", here), ("другий", here), ("третій", there), ("четвертий", there))
        ]
        draft = make.project(session, cycle, Status.DRAFT)
        return [row.code for row in [*rows, draft]]


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_keeps_the_filters(codes: list[str], visitor: Visitor, view: str) -> None:
    visitor.get(f"/projects?cycle=2026&view={view}&district=here&code={codes[2]}")
    assert "Проєкт перший" in visitor.text
    assert "Проєкт другий" in visitor.text
    assert "Проєкт третій" not in visitor.text
    ways = [str(link["href"]) for link in visitor.page.select(".pb-tabs a, p.pb-print-button a")]
    assert ways
    assert all("district=here" in way and f"code={codes[2]}" in way for way in ways)


def test_readers_of_english_read_places_in_latin_letters(codes: list[str], visitor: Visitor) -> None:
    visitor.get("/language/en", status=302)
    pages = [f"/projects?cycle=2026&view={view}&district=here" for view in VIEWS]
    for page in [*pages, f"/projects/{codes[0]}", f"/projects/compare?code={codes[0]}&code={codes[2]}"]:
        visitor.get(page)
        assert "Mistse here" in visitor.text, page
        assert "Місце here" not in visitor.text, page


def test_what_people_wrote_in_ukrainian_says_so_on_english_pages(
    codes: list[str], visitor: Visitor, app: Flask
) -> None:
    with app.extensions["pb"].database.transaction() as session:
        row = session.query(Project).filter_by(code=codes[0]).one()
        row.title_en, row.problem = "The first project", "Двір <темний> і **слизький**."
    address = f"/projects/{codes[0]}"
    visitor.get(address)
    assert visitor.page.select("main [lang]") == []
    visitor.get("/language/en", status=302)
    visitor.get(address)
    spoken = [one.get_text() for one in visitor.page.select("main [lang=uk]")]
    assert any("Двір <темний> і слизький." in text for text in spoken)
    assert not any("The first project" in text for text in spoken)
    visitor.get("/projects?cycle=2026")
    titles = {one.get_text(): bool(one.select("[lang=uk]")) for one in visitor.page.select(".pb-card__title")}
    assert (titles["The first project"], titles["Проєкт другий"]) == (False, True)


def test_an_unknown_view_is_the_list(codes: list[str], visitor: Visitor) -> None:
    visitor.get("/projects?view=../x")
    assert visitor.page.select(f"#compare-{codes[0]}")


def test_markers_are_named_and_open_without_a_script(codes: list[str], visitor: Visitor) -> None:
    visitor.get("/projects?view=map")
    markers = visitor.page.select(".pb-map details")
    assert markers
    for marker in markers:
        assert "проєкт" in str(marker.summary["aria-label"])  # type: ignore[index]
        assert marker.select("[role=group][aria-label] a[href^='/projects/']")
    shown = {str(link["href"]) for link in visitor.page.select(".pb-map__popup li a")}
    assert shown == {f"/projects/{code}" for code in codes[:4]}
    nearer = visitor.page.select_one(".pb-map__popup a[href*='zoom=']")
    assert nearer is not None
    visitor.get(str(nearer["href"]))
    assert visitor.page.select(".pb-map details")


def test_three_projects_stand_beside_each_other_in_the_order_asked(codes: list[str], visitor: Visitor) -> None:
    visitor.get("/projects/compare?" + "&".join(f"code={code}" for code in (codes[2], codes[0], codes[2])))
    names = [cell.get_text(strip=True) for cell in visitor.page.select("thead th")][1:]
    assert [name.split(". ")[1] for name in names] == ["Проєкт третій", "Проєкт перший"]
    back = visitor.page.select_one(".govuk-back-link")
    assert back is not None
    visitor.get(str(back["href"]))
    assert [str(box["value"]) for box in visitor.page.select("input[checked]")] == [codes[0], codes[2]]


def test_a_fourth_project_is_refused_in_words(codes: list[str], visitor: Visitor) -> None:
    visitor.get("/projects/compare?" + "&".join(f"code={code}" for code in codes[:4]))
    assert len(visitor.page.select("thead th")) == 4
    assert "до трьох проєктів" in visitor.text


def test_drafts_and_strangers_are_not_compared(codes: list[str], visitor: Visitor) -> None:
    visitor.get(f"/projects/compare?code={codes[4]}&code=%01&code=ZZZZ")
    assert "Проєктів не обрано" in visitor.text


@pytest.mark.parametrize(
    "path", ["/projects?q=%00", "/projects?district=a%00b", "/projects/%00", "/projects/compare?code=%00"]
)
def test_a_nul_in_an_address_leads_nowhere(visitor: Visitor, codes: list[str], path: str) -> None:
    visitor.get(path, status=404)


def test_a_nul_in_a_text_is_dropped(visitor: Visitor, codes: list[str]) -> None:
    visitor.get("/projects/watch")
    visitor.send("main form", status=303, email="somebody@example\0.org")


@pytest.mark.parametrize(
    ("typed", "number", "is_guessed"),
    [
        ("третій", 3, False),
        ("третього проєкту", 3, True),
        ("тертій", 3, True),
        ("четвертй", 4, True),
        ("фонтан", 0, False),
    ],
)
def test_the_search_forgives_another_form_and_a_slip(
    codes: list[str], visitor: Visitor, typed: str, number: int, is_guessed: bool
) -> None:
    visitor.get(f"/projects?q={typed}")
    shown = [link["href"] for link in visitor.page.select(".pb-grid h2 a")]
    assert shown == ([f"/projects/{codes[number - 1]}"] if number else [])
    assert ("Показуємо проєкти зі схожими" in visitor.text) is is_guessed
    assert visitor.page.select_one("input[name=q]")["value"] == typed

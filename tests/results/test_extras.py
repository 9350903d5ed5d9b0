"""Beside the results: own district, ten years, the widget, the preview for the press, who took part."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from pb import clock
from pb.audit.rules import SYSTEM
from pb.results import service
from pb.results.charts.people import ages
from pb.results.people import OTHERS, Grid, PlaceTurnout, grid
from pb.results.rules import Day, Turnout
from pb.tally import importing
from pb.values.permission import Role
from tests import make, make_results
from tests.visitor import Visitor

BANDS = ["unknown", "under_18", "from_18", "from_25", "from_35", "from_45", "from_55", "from_65"]
WHO = Turnout(
    31_337,
    (Day(clock.city_moment(make.NOW.date()).date(), 29_111, 2_226),),
    (PlaceTurnout("Лісове", 100, 10_000), PlaceTurnout("Центр", 31_000, 60_000)),
    Grid(("Центр", OTHERS), (("from_18", "from_25"), ("from_35",)), ((20_000, 11_000), (200, 137))),
)


@given(
    counts=st.dictionaries(
        st.tuples(st.sampled_from(["", "а", "б", "в", "г"]), st.sampled_from(BANDS)), st.integers(1, 30)
    ),
    smallest=st.integers(2, 10),
)
def test_no_cell_is_small_and_nobody_is_lost(counts, smallest) -> None:
    found = grid(counts, BANDS, smallest)
    if found is None:
        return
    assert min(min(row) for row in found.cells) >= smallest
    assert sum(sum(row) for row in found.cells) == sum(counts.values())
    assert [band for bands in found.ages for band in bands] == [
        b for b in BANDS if any(b == band for _, band in counts)
    ]


def test_large_cells_stay_as_they_are() -> None:
    found = grid(
        {("Центр", "from_18"): 50, ("Центр", "from_25"): 60, ("Лісове", "from_18"): 9, ("Лісове", "from_25"): 8},
        BANDS,
        5,
    )
    assert found == Grid(("Центр", "Лісове"), (("from_18",), ("from_25",)), ((50, 60), (9, 8)))


@pytest.mark.parametrize(
    ("bands", "words"),
    [
        (("from_18",), "18–24"),
        (("from_18", "from_25"), "18–34"),
        (("from_55", "from_65"), "55+"),
        (("from_65",), "65+"),
        (("under_18", "from_18"), "до 24"),
    ],
)
def test_neighbouring_ages_are_named_together(bands, words) -> None:
    assert ages(bands, "uk") == words


@pytest.fixture
def decided(session: Session, elections: Path, decisions: Path):
    cycle, _contest, projects = make_results.counted(session, elections)
    service.enter_decision(
        session, SYSTEM, cycle, number="77-7", decided_on=clock.today(), now=clock.now(),
        document=b"%PDF-1.7 test", folder=decisions,
    )  # fmt: skip
    return cycle, projects


@pytest.fixture
def shown(session: Session, decided, elections: Path, published: Path) -> str:
    make_results.publish(session, SYSTEM, decided[0], elections, published, WHO)
    code = decided[0].code
    session.commit()
    return f"/results/{code}"


def test_charts_of_people_have_tables_and_pictures(visitor: Visitor, shown, published: Path) -> None:
    visitor.get(shown)
    assert "Найменше голосували в місці «Лісове»: 1% дорослих" in visitor.text
    assert "Люди за місцем і віком" in visitor.text
    assert "Явки за годинами немає, бо годин голосування ніде не зберігаємо" in visitor.text
    for name in ("missing", "place-age"):
        visitor.get(f"{shown}/files/{name}-uk.png")
        svg = visitor.get(f"{shown}/files/{name}-en.svg").get_data(as_text=True)
        assert len(svg) < 12_000
    assert "35–44" in svg


def test_an_english_reader_reads_places_in_latin_letters(visitor: Visitor, shown) -> None:
    visitor.get("/language/en", status=302)
    visitor.get(shown)
    assert "Fewest voted in “Lisove”: 1% of adults" in visitor.text
    visitor.get(f"{shown}/places")
    headings = [heading.get_text() for heading in visitor.page.select("main section h2")]
    for path, name in (("missing-en", "Lisove"), ("missing-en-narrow", "Lisove"), ("place-age-en", "Tsentr")):
        headings.append(visitor.get(f"{shown}/files/{path}.svg").get_data(as_text=True))
        assert name in headings[-1]
    assert headings
    assert not any(re.search("[а-яіїєґ]", text, re.IGNORECASE) for text in headings)


def test_own_district_is_two_taps_away(visitor: Visitor, shown) -> None:
    visitor.get(shown)
    (first,) = [link for link in visitor.page.select("a") if "у моєму районі" in link.get_text()]
    visitor.get(str(first["href"]))
    second = visitor.page.select("nav a[href^='#place-']")
    assert second
    assert all(visitor.page.select_one(str(link["href"])) for link in second)


def test_the_widget_may_stand_in_any_page_and_nothing_else_may(visitor: Visitor, shown) -> None:
    answer = visitor.get(f"{shown}/embed")
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in answer.headers
    page = answer.get_data(as_text=True)
    assert not visitor.page.select("form, script, img")
    assert len(page) < 5_000
    for path in (shown, f"{shown}/data", "/results/none/embed"):
        other = visitor.client.get(path)
        assert "frame-ancestors 'none'" in other.headers["Content-Security-Policy"]


def test_years_stand_beside_each_other_in_their_own_money(
    visitor: Visitor, session: Session, decided, elections: Path, published: Path, tmp_path: Path
) -> None:
    make_results.publish(session, SYSTEM, decided[0], elections, published, WHO)
    file = tmp_path / "old.pb"
    lines = ["META", "key;value", "description;Old", "country;Poland", "unit;Zmyślone", "instance;2022"]
    lines += ["num_projects;1", "num_votes;2", "budget;3000000", "vote_type;choose-1", "rule;greedy", "currency;PLN"]
    lines += ["date_begin;01.05.2022", "date_end;09.05.2022", "PROJECTS", "project_id;cost", "1;2500000"]
    file.write_text("\n".join([*lines, "VOTES", "voter_id;vote", "1;1", "2;1"]) + "\n", "utf-8")
    old = importing.import_pabulib(session, SYSTEM, file, root=elections)
    service.publish_imported(
        session, SYSTEM, old, elections=elections, published=published, unit="Zmyślone", now=clock.now()
    )
    code = old.code
    session.commit()
    visitor.get("/results/years")
    assert "2,5 млн zł" in visitor.text
    assert "750 000 ₴" in visitor.text
    visitor.get(f"/results/{code}")
    assert "₴" not in visitor.page.select_one("main").get_text()
    visitor.get("/results")
    assert "2,5 млн zł" in visitor.text


def _link(visitor: Visitor, code: str) -> str:
    visitor.get(f"/council/{code}")
    visitor.post(f"/council/{code}/press", {"hours": "24"}, status=200)
    (found,) = visitor.page.select("main code")
    return found.get_text().removeprefix("http://localhost")


def test_the_press_reads_ahead_until_the_invitation_ends(
    visitor: Visitor, session: Session, app, decided, the_clock
) -> None:
    code = decided[0].code
    make.signed_in(visitor, session, make.staff(session, Role.MANAGER))
    first = _link(visitor, code)
    press = Visitor(app)
    answer = press.get(first)
    assert "7 433" in press.text
    assert "Попередній перегляд для преси" in press.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    picture = str(press.page.select_one("figure img")["src"])
    press.get(picture)
    for link in press.page.select("main a:not([href^='#'])"):
        assert link["href"]
        assert press.client.get(str(link["href"])).status_code == 200, link
    press.get(f"{first}/results.csv", status=404)
    press.get(f"/results/{code}", status=200)
    assert "7 433" not in press.text
    # Not the last letter: some of its bits say nothing.
    for forged in (first[:-2] + ("A" if first[-2] != "A" else "B") + first[-1], first.replace(code, "other")):
        assert press.client.get(forged).status_code in {403, 404}
    the_clock.now += timedelta(hours=24, seconds=1)
    press.get(first, status=403)
    assert "7 433" not in press.text
    press.get(picture, status=404)


def test_how_long_is_bounded(visitor: Visitor, session: Session, decided) -> None:
    code = decided[0].code
    make.signed_in(visitor, session, make.staff(session, Role.MANAGER))
    visitor.get(f"/council/{code}")
    visitor.post(f"/council/{code}/press", {"hours": "73"}, status=303)
    visitor.get(f"/council/{code}")
    assert "Впишіть від 1 до 72" in visitor.text

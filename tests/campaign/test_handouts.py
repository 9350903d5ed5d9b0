"""Cards, posters, flyers and the printed catalogue, as a phone and a printer get them."""

import io
import shutil
import subprocess
from pathlib import Path

import pypdf
import pytest
from flask import Flask
from PIL import Image

from pb.campaign.drawing import HIGH, MARGIN, PHOTO_WIDE, WIDE, Card, _face, card_png, kept_card, wrapped
from pb.cycles.rules import Phase
from pb.projects.models import Project
from pb.projects.rules import Status
from pb.settings import Settings
from tests import make
from tests.make_school import scanned
from tests.visitor import Visitor

PDFTOPPM = shutil.which("pdftoppm")
CARD = Card("Бюджет участі · Зразкове", "№ 12", "Ґанок і їжаки біля школи", "475 800 ₴", "Лісове")
ROOM = WIDE - PHOTO_WIDE - 2 * MARGIN


@pytest.fixture
def code(app: Flask) -> str:
    """A project on the ballot of a running vote."""
    with app.extensions["pb"].database.transaction() as session:
        cycle = make.cycle(session, Phase.VOTING, code="2026")
        first, second = make.district(session, "first"), make.district(session, "second")
        _far, third, _second = [
            make.project(session, cycle, Status.ON_BALLOT, district_id=where.id, title=f"Проєкт {name}")
            for name, where in (("далекий", second), ("третій", first), ("другий", first))
        ]
        third.ballot_position = 9  # not the order of the numbers
        make.project(session, cycle, Status.REFUSED, district_id=first.id, title="Проєкт відхилений")
        make.project(session, cycle, Status.DRAFT)
        return third.code


def pages_of(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def photographed(pdf: bytes, folder: Path) -> bytes:
    (folder / "sheet.pdf").write_bytes(pdf)
    command = [str(PDFTOPPM), "-r", "110", "-gray", "-png", "-singlefile", "sheet.pdf", "sheet"]
    subprocess.run(command, cwd=folder, check=True)
    return (folder / "sheet.png").read_bytes()


@pytest.mark.parametrize("title", ["Ґ", "Ґанок і їжаки " * 8, "б" * 120])
def test_a_card_holds_any_title(title: str) -> None:
    card = Card(CARD.programme, CARD.number, title.strip(), CARD.cost, CARD.place)
    with Image.open(io.BytesIO(card_png(card, None))) as drawn:
        assert (drawn.format, drawn.size) == ("PNG", (1200, 630))
    assert all(_face(32).getlength(line) <= ROOM for line in wrapped(card.title, _face(32), ROOM))


def test_every_letter_of_a_card_has_a_shape() -> None:
    missing = bytes(_face(40).getmask("\uffff"))
    for sign in set("".join(map(str, (CARD.title, CARD.cost, CARD.number, "АЄІЇҐабєіїґщьюя’«»–"))).replace(" ", "")):
        assert bytes(_face(40).getmask(sign)) != missing, sign


def test_a_card_is_drawn_once_and_anew_when_something_else_is_said(tmp_path: Path) -> None:
    first = kept_card(tmp_path, "ABC", CARD, None)
    drawn = first.stat().st_mtime_ns
    assert kept_card(tmp_path, "ABC", CARD, None).stat().st_mtime_ns == drawn
    dearer = Card(CARD.programme, CARD.number, CARD.title, "500 000 ₴", CARD.place)
    other = kept_card(tmp_path, "ABC", dearer, None)
    assert list(tmp_path.iterdir()) == [other]


def test_a_photo_that_is_lost_leaves_the_mark(tmp_path: Path) -> None:
    assert card_png(CARD, tmp_path / "none.webp") == card_png(CARD, None)


def test_a_shared_link_finds_its_card(code: str, visitor: Visitor, settings: Settings) -> None:
    visitor.get(f"/projects/{code}")
    tag = visitor.page.select_one("meta[property='og:image']")
    assert tag is not None
    answer = visitor.get(str(tag["content"]).removeprefix(settings.public_url))
    with Image.open(io.BytesIO(answer.data)) as drawn:
        assert drawn.size == (WIDE, HIGH)


@pytest.mark.parametrize(("name", "size"), [("poster", (595, 842)), ("flyer", (420, 595))])
def test_a_leaflet_is_one_sheet_that_says_it_all(code: str, visitor: Visitor, name: str, size: tuple[int, int]) -> None:
    visitor.client.set_cookie("language", "en")  # what hangs on a wall is Ukrainian, whoever prints it
    pdf = visitor.get(f"/projects/{code}/{name}.pdf").data
    [page] = pypdf.PdfReader(io.BytesIO(pdf)).pages
    assert tuple(round(float(side)) for side in page.mediabox[2:]) == size
    [text] = pages_of(pdf)
    for said in ("Проєкт третій", "Голосуйте:", "₴", f"localhost/projects/{code}"):
        assert said in text


def test_readers_of_english_get_english_sheets_and_cards(app: Flask, code: str, visitor: Visitor) -> None:
    with app.extensions["pb"].database.transaction() as session:
        session.query(Project).filter_by(code=code).one().title_en = "The third project"
    visitor.get("/language/en", status=302)
    visitor.get(f"/projects/{code}")
    for link in visitor.page.select("a[href*='.pdf']"):
        [text] = pages_of(visitor.get(str(link["href"])).data)
        assert "The third project" in text
        assert "Vote:" in text
        assert "Zrazkove City" in text
        assert "Mistse" in text
        assert "Місце" not in text
    tag = visitor.page.select_one("meta[property='og:image']")
    assert str(tag["content"]).endswith("?lang=en")
    english, ukrainian = (visitor.get(f"/projects/{code}/card.png{ask}").data for ask in ("?lang=en", "?lang=xx"))
    assert english != ukrainian
    visitor.get("/projects?cycle=2026&view=sheet")
    link = visitor.page.select_one("a[href*='projects.pdf']")
    first, *_rest = pages_of(visitor.get(str(link["href"])).data)
    assert "Catalogue of projects" in first
    assert "The third project" in first


@pytest.mark.skipif(PDFTOPPM is None, reason="needs poppler-utils: apt-get install poppler-utils")
@pytest.mark.parametrize("name", ["poster", "flyer"])
def test_a_phone_reads_the_code_of_a_leaflet(code: str, visitor: Visitor, tmp_path: Path, name: str) -> None:
    seen = photographed(visitor.get(f"/projects/{code}/{name}.pdf").data, tmp_path)
    assert scanned(seen) == [f"http://localhost/projects/{code}"]


def test_a_leaflet_of_a_longest_title_stays_one_sheet(app: Flask, code: str, visitor: Visitor) -> None:
    with app.extensions["pb"].database.transaction() as session:
        row = session.query(Project).filter_by(code=code).one()
        row.title, row.summary = "Довге слово " * 10, "Ще довше речення про користь " * 10
    for name in ("poster", "flyer"):
        assert len(pages_of(visitor.get(f"/projects/{code}/{name}.pdf").data)) == 1


def test_the_catalogue_goes_by_district_in_the_order_of_the_lot(code: str, visitor: Visitor) -> None:
    contents, *rest = pages_of(visitor.get("/cycle/2026/projects.pdf").data)
    for text in (contents, " ".join(rest)):
        places = [text.index(f"Проєкт {name}") for name in ("другий", "третій", "далекий")]
        assert places == sorted(places)
    assert "відхилений" not in contents
    assert contents.index("Місце first") < contents.index("Місце second")


def test_the_catalogue_of_one_district(code: str, visitor: Visitor) -> None:
    whole = " ".join(pages_of(visitor.get("/cycle/2026/projects.pdf?district=second").data))
    assert "Проєкт далекий" in whole
    assert "Проєкт третій" not in whole
    for other in ("nowhere", "%00"):
        visitor.get(f"/cycle/2026/projects.pdf?district={other}", status=404)


def test_what_is_not_public_is_not_printed(app: Flask, visitor: Visitor) -> None:
    with app.extensions["pb"].database.transaction() as session:
        cycle = make.cycle(session, Phase.REVIEW, code="2027")
        draft = make.project(session, cycle, Status.DRAFT).code
    for path in (f"/projects/{draft}/card.png", f"/projects/{draft}/poster.pdf", "/cycle/2027/projects.pdf"):
        visitor.get(path, status=404)

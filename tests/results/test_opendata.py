"""Open data as programs read it: GeoJSON, the data package, the catalogue, and .pb by the format's own checker."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from sqlalchemy.orm import Session

from pb import clock
from pb.audit.rules import SYSTEM
from pb.results import service
from pb.results.opendata.files import FORMULA_SIGNS, safe
from pb.results.opendata.tables import tables_of
from pb.results.people import OTHERS, Grid, PlaceTurnout
from pb.results.record import of_json
from pb.results.rules import Day, Turnout
from pb.tally import service as tally
from pb.tally.options import CountOptions
from tests import make_results
from tests.visitor import Visitor

SPACE = {"dcat": "http://www.w3.org/ns/dcat#", "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#"}


def _published(session: Session, elections: Path, published: Path, **told: str) -> tuple[str, str]:
    cycle, contest, projects = make_results.cycle_to_count(session)
    projects[0].latitude, projects[0].longitude = 48.93, 24.72
    for name, value in told.items():
        setattr(contest, name, value)
    people = make_results.two_people(session)
    file = make_results.ballot_file(elections, "a/b.pb", projects, (70, 60, 50, 40, 30))
    tally.register_ballot_file(session, people[0], contest, elections, file, clock.now())
    for person in people:
        tally.run_tally(session, person, cycle, contest, elections, clock.now())
    tally.adopt_run(session, people[0], cycle, contest, clock.now())
    service.enter_decision(session, SYSTEM, cycle, number="7", decided_on=clock.today(), now=clock.now())
    make_results.publish(session, SYSTEM, cycle, elections, published)
    found = (cycle.code, contest.code)
    session.commit()
    return found


def test_geojson_holds_every_project_with_a_point(session: Session, elections: Path, published: Path) -> None:
    code, _ = _published(session, elections, published)
    found = json.loads((published / code / "projects.geojson").read_text("utf-8"))
    (feature,) = found["features"]
    assert feature["geometry"]["coordinates"] == [24.72, 48.93]
    assert feature["properties"]["votes"] == 70


def test_the_package_names_every_file_with_size_and_hash(session: Session, elections: Path, published: Path) -> None:
    code, contest = _published(session, elections, published)
    folder = published / code
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    named = {row["path"]: row for row in package["resources"]}
    assert {"projects.csv", "results.csv", f"{contest}.pb", f"ballots-{contest}.csv", "all.xlsx"} <= named.keys()
    for path, row in named.items():
        content = (folder / path).read_bytes()
        assert row["hash"] == "sha256:" + hashlib.sha256(content).hexdigest()
        assert row["bytes"] == len(content)
        if "schema" in row:
            header = content.decode("utf-8-sig").splitlines()[0]
            assert header == ",".join(field["name"] for field in row["schema"]["fields"])
    assert "datapackage.json" in (folder / "SHA256SUMS").read_text("utf-8")


def test_both_catalogues_say_the_same_and_lead_to_files(
    visitor: Visitor, session: Session, elections: Path, published: Path, settings
) -> None:
    code, contest = _published(session, elections, published)
    found = json.loads(visitor.get("/data/catalog.jsonld").get_data(as_text=True))
    of_cycle, of_works = found["dcat:dataset"]
    addresses = {row["dcat:downloadURL"]["@id"] for one in (of_cycle, of_works) for row in one["dcat:distribution"]}
    assert (of_cycle["dct:issued"]["@value"], "dct:issued" in of_works) == (clock.today().isoformat(), False)
    assert f"{settings.public_url.rstrip('/')}/data/implementation.csv" in addresses
    assert f"{settings.public_url.rstrip('/')}/results/{code}/files/{contest}.pb" in addresses
    root = ET.fromstring(visitor.get("/data/catalog.rdf").get_data())
    told = {one.get(f"{{{SPACE['rdf']}}}resource") for one in root.iterfind(".//dcat:downloadURL", SPACE)}
    assert told == addresses
    assert len(root.findall(".//dcat:Dataset", SPACE)) == 2
    for address in sorted(addresses)[:4]:
        visitor.get(address.removeprefix(settings.public_url.rstrip("/")))


def test_the_catalogue_is_silent_before_publication(visitor: Visitor, session: Session, elections: Path) -> None:
    cycle, _contest, _projects = make_results.counted(session, elections)
    code = cycle.code
    session.commit()
    for path in ("/data/catalog.jsonld", "/data/catalog.rdf"):
        assert f"/results/{code}" not in visitor.get(path).get_data(as_text=True)


def test_every_cell_is_what_its_column_says(session: Session, elections: Path, published: Path) -> None:
    """The package promises a type for each column: an integer column holds whole numbers or nothing."""
    code, _ = _published(session, elections, published)
    record = of_json((published / code / "results-full.json").read_text("utf-8"))
    day = Day(clock.today(), 5, 2, 1, 3)
    people = (PlaceTurnout("Лісове", 100, 10_000), PlaceTurnout("Центр", 31, 0))
    ages = Grid(("Центр", OTHERS), (("from_18", "from_25"), ("from_35",)), ((20, 11), (200, 137)))
    tables = tables_of(replace(record, decision_number="59-21", turnout=Turnout(11, (day,), people, ages)))
    kinds = {"integer": int, "number": int | float, "string": str | int}
    for table in tables:
        for row in table.rows:
            for column, cell in zip(table.columns, row, strict=True):
                assert cell is None or isinstance(cell, kinds[column.kind]), (table.name, column.name, cell)
    rows = {table.name: table.rows for table in tables}
    assert rows["turnout-places"] == [["Лісове", 100, 10_000], ["Центр", 31, None]]
    assert rows["turnout-ages"][0] == ["Центр", "from_18 from_25", 20]
    assert len(rows["turnout-ages"]) == 4


@pytest.mark.parametrize("sign", FORMULA_SIGNS)
def test_no_cell_is_a_formula(sign: str) -> None:
    assert str(safe(f"{sign}1+1")).startswith("'")
    assert safe(-5) == -5


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"unaffordable": "skip"},
        {"threshold": 45},
        {"counting_rule": "equal-shares"},
        {"counting_rule": "equal-shares", "counting": CountOptions(completion="add1u").text()},
        {"counting_rule": "phragmen"},
        {"counting": CountOptions(most_winners=1, tail_percent=80).text()},
    ],
    ids=str,
)
def test_the_formats_own_checker_accepts_our_files(
    session: Session, elections: Path, published: Path, told: dict[str, str]
) -> None:
    checker = pytest.importorskip("pabulib", reason="pabulib-checker is not installed: make .venv/.developing")
    from pb.cycles.rules import Unaffordable

    if "unaffordable" in told:
        told = {**told, "unaffordable": Unaffordable(told["unaffordable"])}
    code, contest = _published(session, elections, published, **told)
    text = (published / code / f"{contest}.pb").read_text("utf-8")
    report = checker.Checker().process_files([text])
    assert report["metadata"]["valid"] == 1, json.dumps(report, default=str, ensure_ascii=False)[:3000]

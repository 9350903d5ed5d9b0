"""The read-only interface: what it tells, how it pages, and that nothing private or early ever leaves."""

import json

import pytest
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from pb import clock
from pb.audit.rules import SYSTEM
from pb.cycles.rules import Phase
from pb.overview.api.describing import PATHS
from pb.overview.api.told import KINDS
from pb.projects.rules import Status
from pb.results import service
from tests import make, make_results
from tests.visitor import Visitor

PRIVATE = ("author", "phone", "mail", "address", "person", "staff", "contact", "token", "note", "id")


def _told(visitor: Visitor, path: str, status: int = 200):
    return json.loads(visitor.get(f"/api/v1{path}", status=status).get_data(as_text=True))


@pytest.fixture
def town(session: Session, elections):
    cycle, _contest, projects = make_results.counted(session, elections)
    hidden = [make.project(session, cycle, status) for status in (Status.DRAFT, Status.SUBMITTED)]
    secret = make.cycle(session, Phase.ANNOUNCED)
    secret.announced_at = secret.submission_opens_at
    early = make.project(session, secret, Status.ADMITTED)
    author = projects[0].author_name or "nobody-at-all"
    return (cycle.code, [row.code for row in projects], [row.code for row in (*hidden, early)], secret.code, author)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_no_field_is_private(kind) -> None:
    for field in kind.fields:
        assert not any(word in field.name.split("_") for word in PRIVATE), field.name


def test_what_is_not_public_is_not_told(visitor: Visitor, session: Session, town) -> None:
    cycle, projects, hidden, secret, author = town
    session.commit()
    listed = [row["code"] for row in _told(visitor, "/projects?limit=200")["items"]]
    assert set(projects) <= set(listed)
    assert not set(hidden) & set(listed)
    for code in hidden:
        visitor.get(f"/api/v1/projects/{code}", status=404)
    visitor.get(f"/api/v1/cycles/{secret}", status=404)
    visitor.get(f"/api/v1/results/{cycle}", status=404)
    assert secret not in [row["code"] for row in _told(visitor, "/cycles")["items"]]
    for path in ("/projects", "/cycles", f"/projects/{projects[0]}", "/implementation"):
        text = visitor.get(f"/api/v1{path}").get_data(as_text=True)
        assert author not in text
        assert not any(str(votes) in text for votes in make_results.VOTES)


def test_results_are_told_once_published(visitor: Visitor, session: Session, town, elections, published) -> None:
    from pb.cycles.queries import cycle_by_code

    cycle = cycle_by_code(session, town[0])
    service.enter_decision(session, SYSTEM, cycle, number="7", decided_on=clock.today(), now=clock.now())
    make_results.publish(session, SYSTEM, cycle, elections, published)
    session.commit()
    rows = _told(visitor, f"/results/{town[0]}")["items"]
    assert {row["votes"] for row in rows} == set(make_results.VOTES)
    assert sum(row["won"] for row in rows) == 2


def test_pages_follow_each_other_without_gap_or_repeat(visitor: Visitor, session: Session, town) -> None:
    session.commit()
    path, seen = f"/projects?limit=2&cycle={town[0]}", []
    while path:
        page = _told(visitor, path)
        assert len(page["items"]) <= 2
        seen += [row["code"] for row in page["items"]]
        path = page["next"] and page["next"].partition("/api/v1")[2]
    assert sorted(town[1]) == seen


@pytest.mark.parametrize("limit", ["0", "-1", "9999999999", "²", "x"])
def test_a_strange_limit_is_no_mistake(visitor: Visitor, session: Session, town, limit) -> None:
    session.commit()
    assert len(_told(visitor, f"/projects?limit={limit}")["items"]) <= 200


def test_an_unchanged_answer_is_not_sent_twice(visitor: Visitor, session: Session, town) -> None:
    session.commit()
    first = visitor.get("/api/v1/projects")
    again = visitor.get("/api/v1/projects", headers={"If-None-Match": first.headers["ETag"]}, status=304)
    assert again.get_data() == b""


def test_too_many_questions_are_refused(visitor: Visitor) -> None:
    codes = [visitor.client.get("/api/v1/cycles").status_code for _ in range(121)]
    assert codes[:120] == [200] * 120
    assert codes[120] == 429


def test_a_program_reads_why_there_is_no_answer(visitor: Visitor) -> None:
    for path in ("/api/v1/projects/NOTTHERE", "/api/v1/results/1999", "/api/v1/nothing"):
        answer = visitor.client.get(path)
        assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
        assert (answer.json["title"], answer.json["status"]) == ("Сторінку не знайдено", 404)
    for _ in range(121):
        answer = visitor.client.get("/api/v1/cycles")
    assert (answer.status_code, answer.mimetype) == (429, "application/problem+json")
    assert visitor.client.get("/projects/NOTTHERE").mimetype == "text/html"


@pytest.mark.parametrize(
    ("fault", "status", "says"),
    [(RuntimeError("inside"), 500, "назвіть нам номер помилки"), (PoolTimeout("inside"), 503, "Спробуйте за хвилину")],
)
def test_a_program_is_told_of_a_fault_as_a_problem_too(visitor: Visitor, monkeypatch, fault, status, says) -> None:
    def fail() -> None:
        raise fault

    monkeypatch.setattr("pb.overview.api.doors.reading", fail)
    answer = visitor.client.get("/api/v1/cycles")
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert says in answer.json["detail"]
    assert "inside" not in answer.text


def test_the_description_says_what_is_answered(visitor: Visitor, session: Session, town) -> None:
    cycle, projects, *_ = town
    session.commit()
    document = _told(visitor, "/openapi.json")
    assert document["openapi"] == "3.1.0"
    assert set(document["paths"]) == {path for path, *_ in PATHS}
    for path, _says, kind, is_list in PATHS:
        if path.startswith("/results"):
            continue
        told = _told(visitor, path.replace("{cycle}", cycle).replace("{code}", projects[0]))
        schema = document["components"]["schemas"][kind.name]
        for thing in told["items"] if is_list else [told]:
            assert set(thing) == set(schema["required"])
            for name, value in thing.items():
                allowed = schema["properties"][name]["type"]
                assert _type(value) in (allowed if isinstance(allowed, list) else [allowed]), name


def _type(value) -> str:
    names = {bool: "boolean", int: "integer", float: "number", str: "string", type(None): "null"}
    return names[type(value)]


def test_its_page_names_every_address(visitor: Visitor) -> None:
    visitor.get("/api")
    assert all(path in visitor.text for path, *_ in PATHS)


def test_works_are_a_table_for_spreadsheets(visitor: Visitor) -> None:
    answer = visitor.get("/data/implementation.csv")
    assert answer.get_data(as_text=True).startswith("\ufeffcode,number,cycle")

"""How many questions a page asks the database: as many for a full page as for a nearly empty one."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import event

from pb.demo.content.cycles import FINISHED
from tests.pages.city import City, links, parsed

MOST = 15
CARDS = "main .pb-grid > li h2, main .pb-works h3"


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    """The SQL sent while the block runs."""
    sent: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        if statement.split()[0] not in {"BEGIN", "PRAGMA"}:
            sent.append(statement)

    engine = app.extensions["pb"].database.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


def asked_by(city: City, path: str, **query: str) -> tuple[int, int]:
    """(statements, cards shown) of a page."""
    client = city.as_("visitor").client
    client.get(path, query_string=query)  # whatever is kept after the first visit is kept now
    with statements(city.app) as sent:
        answer = client.get(path, query_string=query)
    assert answer.status_code == 200
    return len(sent), len(parsed(answer).select(CARDS))


@pytest.mark.parametrize("path", ["/projects", "/implementation"])
def test_many_rows_ask_no_more_than_few(city: City, path: str) -> None:
    page = parsed(city.as_("visitor").client.get(path))
    heading = page.select_one(CARDS).find_parent("main").select_one("article :is(h2, h3)").get_text(" ", strip=True)
    title = re.sub(r"^№\s*\d+\.?\s*", "", heading)
    many, shown = asked_by(city, path)
    few, left = asked_by(city, path, q=title)
    assert shown > left > 0
    assert many <= few + 1  # one more: the next page has to be known of
    assert many <= MOST


def test_every_project_page_asks_alike(city: City) -> None:
    page = parsed(city.as_("visitor").client.get("/projects"))
    projects = sorted({link for link in links(page, "/projects") if link.startswith("/projects/")})[:8]
    assert len(projects) > 3
    counts = [asked_by(city, path)[0] for path in projects]
    assert max(counts) <= MOST
    assert max(counts) - min(counts) <= 2  # a part that a project lacks is not asked for


@pytest.mark.parametrize("path", ["/results", f"/results/{FINISHED.code}", "/", "/points"])
def test_other_pages_ask_little(city: City, path: str) -> None:
    assert asked_by(city, path)[0] <= MOST

"""A catalogue of three hundred projects: what its pages weigh and how often they ask the database."""

import pytest
from flask import Flask

from pb.cycles.rules import Phase
from pb.projects.rules import Status
from tests import make
from tests.pages.city import ANYBODY, City
from tests.pages.test_statements import statements
from tests.pages.test_weights import KILO, Scales


@pytest.fixture
def large(app: Flask) -> City:
    with app.extensions["pb"].database.transaction() as session:
        cycle = make.cycle(session, Phase.VOTING, code="2026")
        district, author = make.district(session).id, make.author(session).id
        for number in range(300):
            title = f"Тіниста алея з лавками й ліхтарями вздовж річки, черга {number}"
            make.project(session, cycle, Status.ON_BALLOT, title=title, district_id=district, author_id=author)
    return City(app, {ANYBODY: ""})


def test_three_hundred_projects_are_light_and_quick(large: City) -> None:
    for path in ("/projects", "/projects?view=map", "/projects?view=sheet"):
        weight = Scales(large).weigh(path)
        assert weight["html"] <= 30 * KILO, (path, weight)
        assert sum(weight.values()) <= 110 * KILO, (path, weight)
        with statements(large.app) as sent:
            large.as_(ANYBODY).client.get(path)
        assert len(sent) <= 3, (path, sent)  # the cycle, its projects with their photos and number, the districts

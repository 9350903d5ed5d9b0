"""The demo city with a session for every kind of reader; the clock is the real one, as the city was built by it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from pb import clock
from pb.app import create_app
from pb.web.logs import init_logs
from pb.web.security import limiter
from tests.conftest import demo_city
from tests.pages.city import City, city_of


@pytest.fixture(autouse=True)
def the_clock() -> Iterator[None]:
    clock.use(None)
    yield
    clock.use(None)


@pytest.fixture(autouse=True)
def logs() -> None:
    """Write to this test's stream: the application outlives the one it began with."""
    init_logs("ERROR")


@pytest.fixture(scope="session")
def demo(demo_folder: Path) -> Iterator[Flask]:
    clock.use(None)
    app = create_app(demo_city(demo_folder))
    yield app
    app.extensions["pb"].database.dispose()


@pytest.fixture(scope="session")
def city(demo: Flask) -> City:
    """The demo and a token of a session for an author and for one member of staff of every role."""
    clock.use(None)
    return city_of(demo)


@pytest.fixture(autouse=True)
def unlimited(request: pytest.FixtureRequest) -> Iterator[None]:
    """Hundreds of pages in a second are no visitor; the test of the limit asks for it."""
    limiter.enabled = "limited" in request.fixturenames
    yield
    limiter.enabled = True


@pytest.fixture
def limited() -> None:
    """Marks a test that wants the rate limits on."""

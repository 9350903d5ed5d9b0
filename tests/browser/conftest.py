"""The demo city on a free loopback port and Debian's Chromium; the clock is the real one."""

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect, sync_playwright
from werkzeug.serving import make_server

from pb import clock
from pb.app import create_app
from pb.web.security import limiter
from tests.conftest import demo_city
from tests.live import Quiet

CHROMIUM = shutil.which("chromium")
expect.set_options(timeout=20_000)  # milliseconds: a busy machine fails nobody


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All of them need the browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="needs Debian's chromium: apt-get install chromium"))


@pytest.fixture(autouse=True)
def the_clock() -> Iterator[None]:
    clock.use(None)
    yield
    clock.use(None)


@pytest.fixture(scope="module")
def address(served: tuple[str, Flask]) -> str:
    """Where the demo city is served."""
    return served[0]


@pytest.fixture(scope="module")
def served(demo_folder: Path) -> Iterator[tuple[str, Flask]]:
    """The demo city, its address first; without rate limits, as all pages are asked for in seconds."""
    clock.use(None)
    server = make_server("127.0.0.1", 0, lambda *_: None, threaded=True, request_handler=Quiet)
    url = f"http://127.0.0.1:{server.server_port}"
    app = create_app(demo_city(demo_folder, url))
    server.app = app
    limiter.enabled = False
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield url, app
    server.shutdown()
    server.server_close()
    limiter.enabled = True
    app.extensions["pb"].database.dispose()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield launched
        launched.close()

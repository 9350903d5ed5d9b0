"""A city with its box mounted and a sandbox bank, on free loopback ports, for tests that vote as people do."""

import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from pb.app import create_app
from pb.db.database import Database
from pb.demo.bank.server import Client, create_bank
from pb.demo.running import providers_text
from pb.settings import Settings
from tests.make_booth import Vote


class Quiet(WSGIRequestHandler):
    def log(self, *_: Any) -> None:
        """Say nothing."""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _served(app: Any, port: int) -> Any:
    server = make_server("127.0.0.1", port, app, threaded=True, request_handler=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


@dataclass
class Live:
    url: str
    app: Flask
    vote: Vote
    database: Database
    settings: Settings


@pytest.fixture
def live(settings: Settings, database: Database, tmp_path: Path) -> Iterator[Live]:
    port, bank_port = _free_port(), _free_port()
    url, bank_url = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{bank_port}"
    providers = tmp_path / "providers.toml"
    providers.write_text(providers_text(bank_url, "sandbox-secret"), "utf-8")
    placed = replace(settings, public_url=url, box_url=f"{url}/box", providers_file=providers)
    with database.transaction() as session:
        vote = Vote(session, placed)
    bank = _served(
        create_bank(base_url=bank_url, client=Client("city", "sandbox-secret", f"{url}/identity/return/")), bank_port
    )
    app = create_app(placed)
    city = _served(app, port)
    yield Live(url, app, vote, database, placed)
    for server in (city, bank):
        server.shutdown()
        server.server_close()
    app.extensions["pb"].database.dispose()
    vote.clerk.box.database.dispose()

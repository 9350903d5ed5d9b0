"""A city and its sandbox bank on free loopback ports, for tests that use them as people do."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from flask import Flask
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from pb.app import create_app
from pb.demo.bank.server import Client, create_bank
from pb.demo.running import providers_text
from pb.settings import Settings


class Quiet(WSGIRequestHandler):
    def log(self, *_: Any) -> None:
        """Say nothing."""


def _door() -> BaseWSGIServer:
    """A server that holds its port from now on: a free one that is let go may be somebody's a moment later."""
    return make_server("127.0.0.1", 0, lambda *_: [], threaded=True, request_handler=Quiet)


@dataclass(frozen=True)
class Doors:
    """The ports of a city and its bank, held until `city_with_bank` serves there."""

    city: BaseWSGIServer
    bank: BaseWSGIServer

    @property
    def bank_url(self) -> str:
        return f"http://127.0.0.1:{self.bank.server_port}"


def placed(settings: Settings) -> tuple[Settings, Doors]:
    """The settings at an address of their own, and the doors that belong to them."""
    doors = Doors(_door(), _door())
    url = f"http://127.0.0.1:{doors.city.server_port}"
    providers = settings.data_dir / "providers.toml"
    providers.write_text(providers_text(doors.bank_url, "sandbox-secret"), "utf-8")
    return replace(settings, public_url=url, box_url=f"{url}/box", providers_file=providers), doors


@contextmanager
def city_with_bank(settings: Settings, doors: Doors) -> Iterator[Flask]:
    """Serve both at the doors of `placed`."""
    client = Client("city", "sandbox-secret", f"{settings.public_url}/identity/return/")
    app = create_app(settings)
    doors.bank.app = create_bank(base_url=doors.bank_url, client=client)
    doors.city.app = app
    for server in (doors.city, doors.bank):
        threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield app
    finally:
        for server in (doors.city, doors.bank):
            server.shutdown()
            server.server_close()
        app.extensions["pb"].database.dispose()

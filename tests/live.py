"""A city and its sandbox bank on free loopback ports, for tests that use them as people do."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
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


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def served(app: Any, port: int) -> BaseWSGIServer:
    server = make_server("127.0.0.1", port, app, threaded=True, request_handler=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def placed(settings: Settings) -> tuple[Settings, str]:
    """The settings at an address of their own, and the address of the bank that belongs to them."""
    url, bank_url = f"http://127.0.0.1:{free_port()}", f"http://127.0.0.1:{free_port()}"
    providers = settings.data_dir / "providers.toml"
    providers.write_text(providers_text(bank_url, "sandbox-secret"), "utf-8")
    return replace(settings, public_url=url, box_url=f"{url}/box", providers_file=providers), bank_url


@contextmanager
def city_with_bank(settings: Settings, bank_url: str) -> Iterator[Flask]:
    """Serve both at the addresses of `placed`."""
    client = Client("city", "sandbox-secret", f"{settings.public_url}/identity/return/")
    app = create_app(settings)
    servers = [
        served(create_bank(base_url=bank_url, client=client), int(bank_url.rpartition(":")[2])),
        served(app, int(settings.public_url.rpartition(":")[2])),
    ]
    yield app
    for server in servers:
        server.shutdown()
        server.server_close()
    app.extensions["pb"].database.dispose()

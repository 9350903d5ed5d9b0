"""The sandbox bank on a free loopback port, for a whole test session."""

import threading
from collections.abc import Iterator

import pytest
from werkzeug.serving import make_server

from pb.demo.bank.server import Client, create_bank


@pytest.fixture(scope="session")
def bank_url() -> Iterator[str]:
    server = make_server("127.0.0.1", 0, _application := _Late(), threaded=True)
    base = f"http://127.0.0.1:{server.server_port}"
    client = Client("city", "sandbox-secret", "http://localhost/identity/return/")
    _application.app = create_bank(base_url=base, client=client)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield base
    server.shutdown()
    server.server_close()
    thread.join()


class _Late:
    """A WSGI application that is set after the port is known: issuers carry their address."""

    app = None

    def __call__(self, environ, start_response):
        return self.app(environ, start_response)

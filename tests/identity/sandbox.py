"""Banks on free loopback ports and people who walk to them and back, for tests of providers without a city."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

import requests
from bs4 import BeautifulSoup
from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from pb.demo.bank.clients import Client
from pb.demo.bank.demands import Demands
from pb.demo.bank.openid import Bank, openid_bank
from pb.demo.bank.people import customers
from pb.identity.providers import oidc
from pb.identity.providers.contract import LoginRequest, Provider
from pb.identity.rules import VerifiedPerson
from pb.web.paths import beside_or_inside

RETURN = "http://localhost/identity/return/"
SECRET = "sandbox-secret-of-some-length"
ASK = LoginRequest("state-1234567890.", "nonce-1234567890", "verifier-" + "v" * 50, RETURN + "bank")


class Quiet(WSGIRequestHandler):
    def log(self, *_: Any) -> None:
        """Say nothing."""


class Late:
    """A WSGI application that is set after the port is known: issuers carry their address."""

    app: Any = None

    def __call__(self, environ: Any, start_response: Any) -> Any:
        return self.app(environ, start_response)


@contextmanager
def served(late: Late) -> Iterator[str]:
    """The base address of a server while the block runs."""
    server = make_server("127.0.0.1", 0, late, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass
class Demanding:
    """A demanding bank and its address."""

    bank: Bank
    url: str
    app: Flask

    def provider(self, folder: Path, **knobs: Any) -> oidc.OidcProvider:
        """The city's side, with the least said and `knobs` besides."""
        block = {"title": "Банк", "issuer": self.bank.issuer, "client_id": "city", "client_secret": SECRET}
        return oidc.make("bank", {**block, **knobs}, folder)


@contextmanager
def demanding(demands: Demands, keys: Any = None) -> Iterator[Demanding]:
    """One OpenID bank alone; it knows the sandbox's people as customers of «bystrytsia»."""
    late = Late()
    with served(late) as url:
        client = Client("city", SECRET, RETURN, keys)
        bank = Bank("bystrytsia", "Банк", f"{url}/bystrytsia", customers(), client, demands)
        app = Flask("bank", static_folder=None, template_folder=str(beside_or_inside("templates")))
        app.secret_key = "sandbox"
        app.register_blueprint(openid_bank(app, bank))
        late.app = app
        yield Demanding(bank, url, app)


def confirmed(address: str, person: str = "oksana") -> tuple[int, dict[str, str]]:
    """The bank's consent page and what it sends the browser back with: parameters, by address or by form."""
    while (shown := requests.get(address, timeout=5, allow_redirects=False)).is_redirect:
        address = urljoin(address, shown.headers["Location"])
        if address.startswith(RETURN):  # the bank does not even ask
            return shown.status_code, dict(parse_qsl(urlsplit(address).query))
    if shown.status_code != 200:
        return shown.status_code, {}
    answer = requests.post(shown.url, data={"person": person}, allow_redirects=False, timeout=5)
    if answer.status_code == 200:
        page = BeautifulSoup(answer.text, "html5lib")
        return 200, {str(one["name"]): str(one["value"]) for one in page.select("input[type=hidden]")}
    assert answer.status_code == 302, answer.text
    return 302, dict(parse_qsl(urlsplit(answer.headers["Location"]).query))


def walked(provider: Provider, person: str = "oksana", ask: LoginRequest = ASK) -> VerifiedPerson:
    """From the city to the bank and back."""
    status, told = confirmed(provider.begin(ask), person)
    assert told, status
    return provider.finish(ask, provider.unwrapped(told))


def swapped(told: Mapping[str, str], **changes: str | None) -> dict[str, str]:
    """Parameters with some changed or (None) taken away."""
    return {name: value for name, value in {**told, **changes}.items() if value is not None}

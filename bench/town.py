"""An election with many confirmed voters, and the servers of a city, a box and the floor, on free loopback ports."""

import multiprocessing
import os
import secrets
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask, request
from flask import session as cookie
from flask_wtf.csrf import generate_csrf
from sqlalchemy import Column, LargeBinary, MetaData, Table, event, insert

from pb import clock
from pb.app import create_app
from pb.booth.box import box_settings
from pb.box.app import create_box
from pb.box.routes import KEY as BOX
from pb.db.database import Database
from pb.demo.bank.people import BANKS
from pb.demo.bank.server import Client, create_bank
from pb.demo.running import CLIENT_ID, providers_text
from pb.serving import CASTING, COMPUTING, Server, gunicorn_options
from pb.settings import Mode, Settings, checked
from pb.tables import metadata
from pb.web.access import VISIT
from pb.web.counters import Counters
from pb.web.current import KEY
from tests import make
from tests.make_booth import Vote, visit

WORKERS = 4
AT_WORK = {  # how many processes, and requests at work in each; the box many, to be measured
    "city": (WORKERS, COMPUTING),
    "box": (WORKERS, CASTING),
    "floor": (WORKERS, CASTING),
    "bank": (1, CASTING),
}
BANK, SECRET = next(iter(BANKS)), "bench-secret"
ROWS = Table("floor", MetaData(), Column("key", LargeBinary, primary_key=True), Column("record", LargeBinary))


@dataclass
class Town:
    """An open election; `cookies` belong to voters who came from their bank."""

    settings: Settings
    vote: Vote
    cookies: list[tuple[str, str]]
    ports: dict[str, int]
    counters: Counters = field(default_factory=Counters)


def found_town(
    folder: Path, city_url: str, box_url: str, voters: int, contests: tuple[str, ...] = ("improvement", "green")
) -> Town:
    """Create the databases and an election of these contests, beside the sandbox's banks."""
    ports = {name: _free_port() for name in ("city", "box", "bank", "floor")}
    providers = folder / "providers.toml"
    providers.write_text(providers_text(f"http://127.0.0.1:{ports['bank']}", SECRET), "utf-8")
    clock.use(_moving)
    settings = checked(
        Settings(
            secret_key="bench-0123456789-abcdefghij-KLMNOPQRST",
            data_dir=folder,
            mode=Mode.DEMO,
            public_url=f"http://127.0.0.1:{ports['city']}",
            box_url=f"http://127.0.0.1:{ports['box']}",
            database_url=city_url,
            box_database_url=box_url,
            providers_file=providers,
            log_level="ERROR",
        )
    )
    database = Database(settings.database_url)
    metadata.create_all(database.engine)
    ROWS.create(database.engine, checkfirst=True)
    with database.transaction() as session:
        vote = Vote(session, settings, contests={code: {"max_choices": 2} for code in contests[1:]})
        tokens = [visit(session, f"voter-{number}")[1] for number in range(voters)]
    database.dispose()
    vote.clerk.box.database.dispose()
    return Town(settings, vote, _cookies(settings, tokens), ports)


_START = time.monotonic()


def _moving() -> Any:
    return make.NOW + make.DAY * 0 + (make.DAY / 86_400) * (time.monotonic() - _START)


def _cookies(settings: Settings, tokens: list[str]) -> list[tuple[str, str]]:
    app, made = create_app(settings), []
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    for token in tokens:
        with app.test_request_context():
            cookie[VISIT] = token
            csrf = generate_csrf()
            made.append((f"{app.config['SESSION_COOKIE_NAME']}={signer.dumps(dict(cookie))}", csrf))
    app.extensions["pb"].database.dispose()
    return made


@contextmanager
def served(town: Town, *names: str, residents: int = 0) -> Iterator[None]:
    """Four workers of each named application while the block runs; of the bank, which knows `residents`, one."""
    makers: dict[str, Callable[[], Any]] = {
        "city": lambda: watched(create_app(town.settings, town.counters), KEY),
        "box": lambda: watched(create_box(box_settings(town.settings)), BOX),
        "bank": lambda: watched(_bank(town, residents)),
        "floor": lambda: floor(town.settings),
    }
    fork = multiprocessing.get_context("fork")
    running = [fork.Process(target=_serve, args=(makers[name], town.ports[name], *AT_WORK[name])) for name in names]
    for process in running:
        process.start()
    try:
        for name in names:
            _wait_for(town.ports[name])
        yield
    finally:
        for process in running:
            if process.pid:
                os.kill(process.pid, signal.SIGTERM)
            process.join(20)


def _bank(town: Town, residents: int) -> Flask:
    address = f"http://127.0.0.1:{town.ports['bank']}"
    client = Client(CLIENT_ID, SECRET, f"{town.settings.public_url}/identity/return/")
    return create_bank(base_url=address, client=client, residents=residents)


def watched(app: Flask, database_of: str = "") -> Callable[[dict[str, Any], Callable[..., Any]], Any]:
    """The application; each answer says how many statements and milliseconds of a processor its thread needed."""
    seen = threading.local()

    def count(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        seen.statements = getattr(seen, "statements", 0) + (not statement.startswith("BEGIN"))

    if database_of:
        event.listen(app.extensions[database_of].database.engine, "before_cursor_execute", count)

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        seen.statements, begun = 0, time.thread_time()

        def start(status: str, headers: list[tuple[str, str]], *failure: Any) -> Any:
            cost = f"{seen.statements} {(time.thread_time() - begun) * 1000:.2f}"
            return start_response(status, [*headers, ("X-Cost", cost)], *failure)

        return app(environ, start)

    return answer


def floor(settings: Settings) -> Flask:
    """The least a durable acknowledgement can cost here: a bare route, one row, one commit on the disk."""
    app, database = Flask("floor"), Database(settings.database_url, durable=True)

    @app.post("/row")
    def row() -> dict[str, bool]:
        body = request.get_data()
        with database.transaction() as session:
            session.execute(insert(ROWS).values(key=body[-32:], record=body))
        return {"kept": True}

    return app


def _serve(make_app: Callable[[], Any], port: int, workers: int, at_once: int) -> None:
    options = gunicorn_options(f"127.0.0.1:{port}", workers, is_proxied=True, at_once=at_once)
    Server(make_app, {**options, "loglevel": "critical", "backlog": 1024}).run()


def _free_port() -> int:
    """Below the range of which the clients' own ports are taken: each request is a connection."""
    while True:
        port = 15_000 + secrets.randbelow(15_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def _wait_for(port: int) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError("a server did not start")

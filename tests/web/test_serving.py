"""How the served city shares out its threads: few at work, and who waits for a bank takes nobody's place."""

import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from pb.identity.health import MOST_WAITING, Waiting
from pb.identity.providers.contract import ProviderDown
from pb.serving import COMPUTING

pytestmark = [pytest.mark.enable_socket, pytest.mark.sqlite]
ROOT = Path(__file__).resolve().parents[2]
SERVER = """
import sys, time
from contextlib import nullcontext
from pathlib import Path
from pb.identity.health import waiting
from pb.serving import Server, gunicorn_options

port, folder = sys.argv[1], Path(sys.argv[2])

def answer(environ, start):
    kind, _slash, number = environ["PATH_INFO"].strip("/").partition("/")
    if kind != "quick":
        with waiting.one_more() if kind == "bank" else nullcontext():
            (folder / f"{kind}-{number}").touch()
            while not (folder / f"{kind}-goes-on").exists():
                time.sleep(0.01)
    start("200 OK", [("Content-Length", "4")])
    return [b"done"]

Server(lambda: answer, gunicorn_options(f"127.0.0.1:{port}", 1, is_proxied=True)).run()
"""


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen([sys.executable, "-c", SERVER, str(port), str(tmp_path)], cwd=ROOT)
    try:
        until(lambda: answers(port))
        yield port
    finally:
        for kind in ("bank", "busy"):
            (tmp_path / f"{kind}-goes-on").touch()
        server.terminate()
        assert server.wait(40) == 0


def until(true) -> None:
    for _ in range(600):
        if true():
            return
        time.sleep(0.05)
    raise AssertionError("it did not come")


def answers(port: int, patience: float = 5) -> bool:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=patience)) as one:
        try:
            one.request("GET", "/quick")
            return one.getresponse().read() == b"done"
        except OSError:
            return False


def asked(port: int, path: str) -> http.client.HTTPConnection:
    one = http.client.HTTPConnection("127.0.0.1", port, timeout=40)
    one.request("GET", path)
    return one


def test_who_waits_for_a_bank_takes_nobodys_place_at_work(port: int, tmp_path: Path) -> None:
    at_banks = []
    for number in range(Waiting.MOST):
        at_banks.append(asked(port, f"/bank/{number}"))
        until((tmp_path / f"bank-{number}").exists)
    assert answers(port)
    at_work = [asked(port, f"/busy/{number}") for number in range(COMPUTING)]
    until(lambda: all((tmp_path / f"busy-{number}").exists() for number in range(COMPUTING)))
    assert not answers(port, 0.5), "no more than that are taken in"
    for kind, held in (("busy", at_work), ("bank", at_banks)):
        (tmp_path / f"{kind}-goes-on").touch()
        assert [one.getresponse().read() for one in held] == [b"done"] * len(held)
        assert answers(port)
    for one in at_work + at_banks:
        one.close()


def test_more_than_two_slow_banks_do_not_hold_every_thread() -> None:
    waiting, told = Waiting(), []
    waiting.changed = lambda: told.append(waiting.count)
    held = [waiting.one_more() for _ in range(2 * MOST_WAITING)]
    for one in held:
        one.__enter__()
    with pytest.raises(ProviderDown), waiting.one_more():
        pass
    assert told == list(range(1, 2 * MOST_WAITING + 1))
    for one in held:
        one.__exit__(None, None, None)
    with waiting.one_more():
        assert waiting.count == 1

"""Envelopes are opened by a side-car, over HTTP or as a program; whatever is wrong with it, nobody is let in."""

import base64
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, jsonify, request

from pb.errors import BadSetting
from pb.identity.providers.contract import ProviderDown, Untrustworthy
from pb.identity.providers.envelopes import (
    CommandOpener,
    EnvelopeKnobs,
    HttpOpener,
    OpenerKind,
    PlainOpener,
    decoded,
    opener_of,
)
from tests.identity import sidecar
from tests.identity.sandbox import Late, served

PROGRAM = str(Path(sidecar.__file__))
GOOD = b'sealed.{"inn": "1"}'


@pytest.fixture
def side_url() -> Iterator[str]:
    app = Flask("side-car")

    @app.post("/open")
    def opened():
        found = sidecar.answered(request.get_json())
        return (jsonify(found), 200) if found else ("", 422)

    @app.post("/unsigned")
    def unsigned():
        return jsonify(content={"inn": "1"}, signer="")

    @app.post("/broken")
    def broken():
        return "", 500

    late = Late()
    late.app = app
    with served(late) as url:
        yield url


def test_a_plain_envelope_is_its_content() -> None:
    assert PlainOpener().open(b'{"inn": "1"}', b"").content == {"inn": "1"}


@pytest.mark.enable_socket
def test_a_side_car_over_http_says_content_and_signer(side_url: str) -> None:
    found = HttpOpener(f"{side_url}/open", 5).open(GOOD, b"12345678")
    assert (found.content, found.signer) == ({"inn": "1"}, "12345678")


@pytest.mark.enable_socket
@pytest.mark.parametrize(
    ("path", "envelope", "failure"),
    [
        ("open", b"forged.{}", Untrustworthy),
        ("unsigned", GOOD, Untrustworthy),
        ("broken", GOOD, ProviderDown),
        ("absent", GOOD, Untrustworthy),
    ],
)
def test_a_side_car_that_refuses_or_fails_lets_nobody_in(side_url, path, envelope, failure) -> None:
    with pytest.raises(failure):
        HttpOpener(f"{side_url}/{path}", 5).open(envelope, b"1")


def test_a_program_opens_too() -> None:
    found = CommandOpener((sys.executable, PROGRAM), 10).open(GOOD, b"12345678")
    assert (found.content, found.signer) == ({"inn": "1"}, "12345678")


@pytest.mark.parametrize(
    ("command", "failure"),
    [
        ((sys.executable, PROGRAM), Untrustworthy),
        ((sys.executable, "-c", "raise SystemExit(3)"), ProviderDown),
        (("/nonexistent/program",), ProviderDown),
        ((sys.executable, "-c", "import time; time.sleep(30)"), ProviderDown),
        ((sys.executable, "-c", "print('[]')"), Untrustworthy),
        ((sys.executable, "-c", "print('x' * 300_000)"), Untrustworthy),
    ],
    ids=["refuses", "fails", "absent", "hangs", "nonsense", "huge"],
)
def test_a_program_that_refuses_or_fails_lets_nobody_in(command: tuple[str, ...], failure: type[Exception]) -> None:
    with pytest.raises(failure):
        CommandOpener(command, 2).open(b"forged.{}", b"1")


@pytest.mark.parametrize(
    "knobs",
    [
        EnvelopeKnobs(kind=OpenerKind.HTTP),
        EnvelopeKnobs(kind=OpenerKind.HTTP, url="http://elsewhere.example/open"),
        EnvelopeKnobs(kind=OpenerKind.COMMAND),
        EnvelopeKnobs(timeout=0),
    ],
)
def test_a_half_described_side_car_refuses_to_start(knobs: EnvelopeKnobs) -> None:
    with pytest.raises(BadSetting, match="envelope"):
        opener_of("bank", knobs)


def test_fields_that_are_not_base64_are_refused() -> None:
    assert decoded({"a": base64.b64encode(b"x").decode()}, "a") == b"x"
    for bad in ("***", "привіт", json.dumps({})):
        with pytest.raises(Untrustworthy):
            decoded({"a": bad}, "a")

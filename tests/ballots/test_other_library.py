"""Our two halves against a third one that others wrote: @cloudflare/blindrsa-ts, installed for the tests alone."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from joserfc.jwk import RSAKey

from pb.ballots.blind import blind, finalize
from tests.ballots.make import OTHER_KEY, SIGNING_KEY, approval
from tests.ballots.test_envelope import js  # noqa: F401 - the browser's half

ORACLE = Path(__file__).parent.parent / "oracle"
INSTALLED = Path(sys.prefix) / "oracle"  # by `make test`
pytestmark = pytest.mark.skipif(
    not (INSTALLED / "node_modules").is_dir() or shutil.which("node") is None, reason="needs npm: apt-get install npm"
)


def jwk(key, *, private):
    loaded = serialization.load_pem_private_key(key.to_pem(), password=None)
    made = RSAKey.import_key(loaded if private else loaded.public_key())
    return made.as_dict(private=private)


THEIRS, OURS = jwk(OTHER_KEY, private=True), jwk(SIGNING_KEY, private=False)


def other(*calls):
    """Each call is (name, *arguments); bytes go and come as hex."""
    asked = [
        {"name": name, "args": [one.hex() if isinstance(one, bytes) else one for one in arguments]}
        for name, *arguments in calls
    ]
    done = subprocess.run(
        ["node", "--no-warnings", ORACLE / "blindrsa.mjs", INSTALLED],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return json.loads(done.stdout)


def sealed_by_other(key, message):
    """What the other library's voter sends and keeps: prepared, blinded, inverse."""
    [prepared] = other(("prepare", message))
    [blinded] = other(("blind", key, prepared))
    return bytes.fromhex(prepared), bytes.fromhex(blinded["message"]), blinded["inverse"]


def test_their_voter_gets_our_signature():
    message = approval("A", "B").as_bytes()
    prepared, blinded, inverse = sealed_by_other(OURS, message)
    assert prepared[32:] == message
    [signature] = other(("finalize", OURS, prepared, SIGNING_KEY.blind_sign(blinded), inverse))
    assert SIGNING_KEY.public.verifies(prepared, bytes.fromhex(signature))
    assert other(("verify", OURS, signature, prepared), ("verify", OURS, signature, prepared + b".")) == [True, False]


def test_our_server_and_theirs_sign_the_same():
    blinded = blind(OTHER_KEY.public, b"p" * 32 + b"a ballot").message
    assert other(("blindSign", THEIRS, blinded)) == [OTHER_KEY.blind_sign(blinded).hex()]


def test_our_voter_gets_their_signature():
    prepared = b"p" * 32 + approval("A").as_bytes()
    sent = blind(OTHER_KEY.public, prepared)
    [signed] = other(("blindSign", THEIRS, sent.message))
    signature = finalize(OTHER_KEY.public, prepared, bytes.fromhex(signed), sent.inverse)
    assert other(("verify", jwk(OTHER_KEY, private=False), signature, prepared)) == [True]


def test_the_browser_gets_their_signature(js):  # noqa: F811 - the fixture
    key = OTHER_KEY.public.as_text()
    [ready] = js(("prepare", approval("A").as_bytes().decode()))
    [sent] = js(("blind", key, ready["prepared"]))
    [signed] = other(("blindSign", THEIRS, sent["message"]))
    [signature] = js(("finalize", key, ready["prepared"], bytes.fromhex(signed), sent["inverse"]))
    assert other(("verify", jwk(OTHER_KEY, private=False), signature, ready["prepared"])) == [True]


def test_the_browser_accepts_what_their_voter_made(js):  # noqa: F811 - the fixture
    prepared, blinded, inverse = sealed_by_other(OURS, b"a ballot")
    [signature] = other(("finalize", OURS, prepared, SIGNING_KEY.blind_sign(blinded), inverse))
    assert js(("verify", SIGNING_KEY.public.as_text(), prepared, bytes.fromhex(signature))) == [True]

"""The box over HTTP: every answer, every header, and what a hostile request gets."""

import hashlib
import json

import pytest

from pb.ballots.canonical import from_base64url
from pb.ballots.checkpoint import Checkpoint, is_receipt, split_notes
from pb.ballots.log import is_consistent, is_included
from pb.web.logs import init_logs
from tests.ballots.elections import MANIFEST, POOL
from tests.ballots.make import BOX_KEY, approval, sealed

G = MANIFEST.hash
PUBLIC = BOX_KEY.public_key()
BODY = POOL[0].as_bytes()
LEAF = POOL[0].leaf.hex()


def post(client, body=BODY, **more):
    return client.post("/ballots", data=body, content_type="application/json", **more)


def test_cast_and_cast_again(client):
    first, second = post(client), post(client)
    assert (first.status_code, first.json) == (second.status_code, second.json) == (200, second.json)
    assert first.json["leaf"] == LEAF
    assert is_receipt(G, POOL[0].leaf, from_base64url(first.json["receipt"], 64), PUBLIC)


def _changed(**changes):
    return json.dumps({**json.loads(BODY), **changes}, sort_keys=True, separators=(",", ":")).encode()


HOSTILE = {
    "nothing": (b"", 400, "malformed"),
    "noise": (b"\xff\x00", 400, "malformed"),
    "null": (b"null", 400, "malformed"),
    "a list": (b"[]", 400, "malformed"),
    "deep": (b"[" * 20_000, 400, "malformed"),
    "too long": (b" " * 100_000, 413, "request_entity_too_large"),
    "spaces": (BODY.replace(b":", b": "), 400, "malformed"),
    "a newline": (BODY + b"\n", 400, "malformed"),
    "another key": (_changed(voter="5"), 400, "malformed"),
    "a key missing": (BODY.replace(b'"prefix"', b'"Prefix"'), 400, "malformed"),
    "ballot as text": (_changed(ballot="{}"), 400, "malformed"),
    "a short prefix": (_changed(prefix="AAAA"), 400, "malformed"),
    "a foreign prefix": (_changed(prefix="A" * 43), 422, "not_signed"),
    "a foreign signature": (_changed(signature="A" * 512), 422, "not_signed"),
    "a signature of another ballot": (
        _changed(signature=json.loads(POOL[1].as_bytes())["signature"]),
        422,
        "not_signed",
    ),
    "another salt": (BODY.replace(b'"salt":"', b'"salt":"AAAA')[: len(BODY)], 400, "malformed"),
    "another election": (BODY.replace(G.encode(), b"ab" * 32), 404, "unknown_election"),
    "another contest": (BODY.replace(b'"contest":"green"', b'"contest":"blue"'), 404, "unknown_contest"),
    "the other contest": (BODY.replace(b'"contest":"green"', b'"contest":"streets"'), 422, "not_signed"),
    "over the limit": (sealed(approval("G1", "G2", "G3", "G4", manifest=G)).as_bytes(), 422, "too_many"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_request_gets_a_reason(client, name):
    body, status, reason = HOSTILE[name]
    answer = post(client, body)
    assert (answer.status_code, answer.json) == (status, {"reason": reason})


@pytest.mark.parametrize("method", ["put", "delete", "patch", "get"])
def test_other_methods_do_nothing(client, method):
    answer = getattr(client, method)("/ballots", data=BODY)
    assert answer.status_code == 405
    assert answer.json == {"reason": "method_not_allowed"}


def test_before_and_after(client, the_clock):
    the_clock.now = MANIFEST.opens_at.replace(day=15)
    assert (post(client).status_code, post(client).json) == (409, {"reason": "not_open_yet"})
    the_clock.now = MANIFEST.grace_until
    assert (post(client).status_code, post(client).json) == (409, {"reason": "closed"})


def test_the_manifest_has_the_hash_of_its_address(client):
    answer = client.get(f"/manifest/{G}")
    assert hashlib.sha256(answer.data).hexdigest() == G
    assert "immutable" in answer.headers["Cache-Control"]
    assert client.get("/elections").json == [{"manifest": G, "open": True, "read_only": False}]


def test_log_and_proofs(client, clerk, the_clock):
    for record in POOL[:25]:
        post(client, record.as_bytes())
    assert client.get(f"/leaves/{G}").data == b"", "until the batch nobody sees that a ballot came"
    assert client.get(f"/proof/{G}/{LEAF}").json == {"reason": "not_logged"}
    the_clock.now = the_clock.now.replace(day=21)
    clerk.tick()
    notes = split_notes(client.get(f"/checkpoints/{G}").text)
    points = [Checkpoint.open(note, PUBLIC) for note in notes]
    assert [point.size for point in points] == [0, 25]
    assert client.get(f"/checkpoints/{G}?newest").text == notes[-1]
    proof = client.get(f"/proof/{G}/{LEAF}").json
    steps = [bytes.fromhex(step) for step in proof["proof"]]
    assert is_included(POOL[0].leaf, proof["index"], proof["size"], steps, points[-1].root)
    assert proof["checkpoint"] == notes[-1]
    lines = client.get(f"/leaves/{G}?from=20").text.splitlines()
    assert len(lines) == 5
    assert client.get(f"/leaves/{G}?from=25").data == b""
    assert len(set(client.get(f"/leaves/{G}").text.splitlines())) == 25
    post(client, POOL[26].as_bytes())
    the_clock.now = the_clock.now.replace(day=22)
    clerk.tick()
    newest = Checkpoint.open(client.get(f"/checkpoints/{G}?newest").text, PUBLIC)
    steps = [bytes.fromhex(step) for step in client.get(f"/consistency/{G}/25/26").json["proof"]]
    assert is_consistent(25, points[-1].root, 26, newest.root, steps)


@pytest.mark.parametrize(
    ("path", "status", "reason"),
    [
        (f"/leaves/{G}?from=-1", 400, "malformed"),
        (f"/leaves/{G}?from=x", 400, "malformed"),
        (f"/leaves/{G}?from=" + "9" * 40, 400, "malformed"),
        (f"/leaves/{G}?from=٥", 400, "malformed"),
        (f"/proof/{G}/xyz", 400, "malformed"),
        (f"/proof/{G}/{'ab' * 32}", 404, "not_logged"),
        (f"/consistency/{G}/0/1", 404, "not_logged"),
        (f"/consistency/{G}/1/0", 404, "not_logged"),
        (f"/consistency/{G}/a/0", 400, "malformed"),
        (f"/published/{G}/manifest.json", 404, "not_published"),
        (f"/published/{G}/ballots-green.ndjson", 404, "not_published"),
        ("/manifest/" + "ab" * 32, 404, "unknown_election"),
        ("/manifest/x", 404, "unknown_election"),
        ("/checkpoints/x", 404, "unknown_election"),
        ("/leaves/x", 404, "unknown_election"),
        ("/nowhere", 404, "not_found"),
        ("/", 404, "not_found"),
    ],
)
def test_bad_addresses_get_a_reason(client, path, status, reason):
    answer = client.get(path)
    assert (answer.status_code, answer.json) == (status, {"reason": reason})


def test_ballots_are_published_only_after_the_latch(client, clerk, the_clock):
    for record in POOL[:3]:
        post(client, record.as_bytes())
    the_clock.now = MANIFEST.grace_until
    assert client.get(f"/published/{G}/ballots-green.ndjson").json == {"reason": "not_published"}
    clerk.tick()
    with client.get(f"/published/{G}/ballots-green.ndjson") as answer:
        assert sorted(answer.data.splitlines()) == sorted(record.as_bytes() for record in POOL[:3])
    with client.get(f"/published/{G}/manifest.json") as answer:
        assert answer.data == MANIFEST.as_bytes()
    for path in ("../box.sqlite", "..%2fbox.sqlite", "roll.json", ".hidden"):
        assert client.get(f"/published/{G}/{path}").status_code == 404
    assert client.get("/elections").json[0]["open"] is False


@pytest.mark.parametrize("path", ["/elections", f"/manifest/{G}", f"/checkpoints/{G}", "/nowhere", "/ballots"])
def test_headers(client, path):
    for answer in (client.get(path), client.options(path), post(client)):
        headers = answer.headers
        assert "Set-Cookie" not in headers
        assert headers["Access-Control-Allow-Origin"] == "https://budget.test"
        assert "Access-Control-Allow-Credentials" not in headers
        assert headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "max-age" in headers["Strict-Transport-Security"]
    assert post(client).headers["Cache-Control"] == "no-store"


def test_the_browser_may_ask_first(client):
    answer = client.options(
        "/ballots", headers={"Origin": "https://budget.test", "Access-Control-Request-Method": "POST"}
    )
    assert answer.status_code == 200
    assert "POST" in answer.headers["Access-Control-Allow-Methods"]
    assert answer.headers["Access-Control-Allow-Headers"] == "Content-Type"


def test_a_cookie_changes_nothing(client):
    client.set_cookie("sid", "somebody")
    assert "Set-Cookie" not in post(client).headers


def test_a_broken_database_tells_nothing(client, box, monkeypatch, capsys):
    init_logs("INFO")  # other tests leave the logs quieter, and writing to a stream that is gone

    def broken(*_args, **_kwargs):
        raise RuntimeError(f"row {LEAF} of somebody")

    monkeypatch.setattr("pb.box.routes.store_ballot", broken)
    answer = post(client)
    assert (answer.status_code, answer.json) == (503, {"reason": "unavailable"})
    printed = capsys.readouterr()
    assert "RuntimeError" in printed.out + printed.err
    assert LEAF not in printed.out + printed.err

"""The browser's half of the protocol against ours, byte for byte and in both directions."""

import json
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path

import pytest
from gmpy2 import invert, mpz

from pb.ballots.blind import BlindSignatureError, blind, finalize, prepare
from pb.ballots.canonical import to_base64url
from pb.ballots.checkpoint import Checkpoint, is_receipt, sign_receipt
from pb.ballots.encoding import Ballot, Choices, Record
from pb.ballots.log import Tree
from pb.ballots.manifest import raw_public_key
from pb.ballots.pss import PublicKey
from tests.ballots.make import BOX_KEY, MANIFEST, OTHER_KEY, SIGNING_KEY, approval, manifest, sealed

HERE = Path(__file__).parent
ENVELOPE = HERE.parent.parent / "static/js/envelope.js"
DRIVER = HERE / "envelope_driver.mjs"
CHROMIUM = Path("/usr/bin/chromium")
KEY = SIGNING_KEY.public.as_text()
BOX = to_base64url(raw_public_key(BOX_KEY.public_key()))


def by_node():
    def run(calls):
        done = subprocess.run(
            ["node", "--no-warnings", DRIVER, ENVELOPE.as_uri()],
            input=json.dumps(calls),
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        return json.loads(done.stdout)

    yield run


def by_chromium():
    from playwright.sync_api import sync_playwright

    sources = {"/": "<!doctype html>", "/envelope.js": ENVELOPE.read_text(), "/driver.js": DRIVER.read_text()}

    def serve(route):
        path = "/" + route.request.url.split("/", 3)[3]
        kind = "text/javascript" if path.endswith(".js") else "text/html"
        route.fulfill(body=sources[path], content_type=f"{kind}; charset=utf-8")

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        page = browser.new_page()
        page.route("**/*", serve)
        page.goto("https://budget.test/")
        call = "async (calls) => (await import('/driver.js')).run(await import('/envelope.js'), calls)"
        yield lambda calls: page.evaluate(call, calls)
        browser.close()


RUNNERS = {
    "node": (by_node, bool(shutil.which("node")), "needs Node 20 or newer as `node`"),
    "chromium": (by_chromium, CHROMIUM.exists(), "needs Debian's chromium as /usr/bin/chromium"),
}


@pytest.fixture(
    scope="module",
    # Node is a second opinion where it happens to be; the browser is what voters have, and must be there.
    params=[
        pytest.param(name, marks=[pytest.mark.browser] if name == "chromium" else [])
        for name, (_make, is_here, _need) in RUNNERS.items()
        if is_here or name == "chromium"
    ],
)
def js(request):
    """Calls functions of envelope.js: js((name, *args), …) → their results; an exception is {"error": …}."""
    make_runner, is_here, need = RUNNERS[request.param]
    if not is_here:
        pytest.skip(need)

    def call(*calls, random=()):
        prepared = [
            {"name": name, "args": [_to_js(argument) for argument in arguments], "random": list(random)}
            for name, *arguments in calls
        ]
        return [_from_js(answer.get("result", answer)) for answer in runner(prepared)]

    with contextmanager(make_runner)() as runner:
        yield call


def _to_js(value):
    return {"hex": value.hex()} if isinstance(value, bytes) else value


def _from_js(value):
    if isinstance(value, dict):
        return bytes.fromhex(value["hex"]) if "hex" in value else {k: _from_js(v) for k, v in value.items()}
    return value


def test_one_of_the_two_engines_is_here():
    """The browser's half must not go untested without anybody noticing."""
    assert any(is_here for _, is_here, _ in RUNNERS.values()), " or ".join(need for *_, need in RUNNERS.values())


def test_ballots_and_records_are_the_same_bytes(js):
    salt = bytes(range(200, 232))
    cases = [
        ({"approve": ["S-2", "S-10", "S-1", "a", "B", "2022/CHW/0018"]}, Choices.approve),
        ({"approve": []}, Choices.approve),
        ({"rank": ["S-2", "S-10", "S-1"]}, Choices.rank),
        ({"points": {"S-2": 1, "S-10": 1_000_000, "7": 3}}, Choices.award),
    ]
    ballots = [Ballot(MANIFEST, "green", made(next(iter(choices.values()))), salt) for choices, made in cases]
    written = js(*[("writeBallot", MANIFEST, "green", choices, salt) for choices, _ in cases])
    assert written == [ballot.as_bytes().decode() for ballot in ballots]
    records = [Record(ballot, bytes(range(32)), bytes(range(256)) + bytes(128)) for ballot in ballots]
    calls = [("writeRecord", r.ballot.as_bytes().decode(), r.prefix, r.signature) for r in records]
    assert js(*calls) == [record.as_bytes().decode() for record in records]
    assert js(*[("leafOf", r.as_bytes().decode()) for r in records]) == [r.leaf.hex() for r in records]
    assert js(("hashManifest", manifest().as_bytes())) == [manifest().hash]


def test_javascript_refuses_to_write_what_python_refuses_to_read(js):
    good = (MANIFEST, "green", {"approve": ["A"]}, bytes(32))
    bad = [
        (MANIFEST.upper(), *good[1:]),
        (MANIFEST, "gr een", *good[2:]),
        (MANIFEST, "green", {"approve": ["A", "A"]}, bytes(32)),
        (MANIFEST, "green", {"approve": ["А"]}, bytes(32)),
        (MANIFEST, "green", {"approve": ["A"], "rank": []}, bytes(32)),
        (MANIFEST, "green", {"veto": ["A"]}, bytes(32)),
        (MANIFEST, "green", {"points": {"A": 0}}, bytes(32)),
        (MANIFEST, "green", {"points": {"A": 1.5}}, bytes(32)),
        (*good[:3], bytes(31)),
    ]
    answers = js(("writeBallot", *good), *[("writeBallot", *arguments) for arguments in bad])
    assert isinstance(answers[0], str)
    assert all("error" in answer for answer in answers[1:]), answers


def test_fresh_randomness_is_fresh(js):
    one, other = js(*[("writeBallot", MANIFEST, "green", {"approve": ["A"]})] * 2)
    assert one != other
    assert Ballot.parse(one.encode()).choices == Ballot.parse(other.encode()).choices


def test_the_browser_seals_and_python_accepts(js):
    ballot = approval("A", "B").as_bytes().decode()
    [ready] = js(("prepare", ballot))
    assert ready["prepared"] == ready["prefix"] + ballot.encode()
    [blinded, again] = js(*[("blind", KEY, ready["prepared"])] * 2)
    assert blinded["message"] != again["message"]
    signed = SIGNING_KEY.blind_sign(blinded["message"])
    [signature] = js(("finalize", KEY, ready["prepared"], signed, blinded["inverse"]))
    assert SIGNING_KEY.public.verifies(ready["prepared"], signature)
    assert finalize(SIGNING_KEY.public, ready["prepared"], signed, blinded["inverse"]) == signature
    [record] = js(("writeRecord", ballot, ready["prefix"], signature))
    assert Record.parse(record.encode()).prepared == ready["prepared"]


def test_python_seals_and_the_browser_accepts(js):
    _, prepared = prepare(b"a ballot")
    blinded = blind(SIGNING_KEY.public, prepared)
    signed = SIGNING_KEY.blind_sign(blinded.message)
    [signature] = js(("finalize", KEY, prepared, signed, blinded.inverse))
    assert signature == finalize(SIGNING_KEY.public, prepared, signed, blinded.inverse)
    assert js(
        ("verify", KEY, prepared, signature),
        ("verify", OTHER_KEY.public.as_text(), prepared, signature),
        ("verify", KEY, prepared + b".", signature),
    ) == [True, False, False]


def test_the_browser_refuses_a_signature_the_city_spoilt(js):
    _, prepared = prepare(b"a ballot")
    blinded = blind(SIGNING_KEY.public, prepared)
    signed = SIGNING_KEY.blind_sign(blinded.message)
    spoilt = bytes([signed[0], signed[1] ^ 1]) + signed[2:]
    answers = js(
        ("finalize", KEY, prepared, spoilt, blinded.inverse),
        ("finalize", KEY, prepared, signed[1:], blinded.inverse),
        ("finalize", KEY, prepared, signed, blinded.inverse[1:]),
        ("finalize", KEY, b"another", signed, blinded.inverse),
        ("blind", "AQAB", prepared),
        ("blind", KEY[:-1] + "A", prepared),
    )
    assert all("error" in answer for answer in answers), answers
    with pytest.raises(BlindSignatureError):
        finalize(SIGNING_KEY.public, b"another", signed, blinded.inverse)


def test_the_rfc_vector(js):
    vector = json.loads((HERE / "rfc9474_randomized.json").read_text())
    modulus = int(vector["p"], 16) * int(vector["q"], 16)
    key = PublicKey(modulus).as_text()
    prepared = bytes.fromhex(vector["msg_prefix"] + vector["msg"])
    blinder = f"{int(invert(mpz(int(vector['inv'], 16)), mpz(modulus))):01024x}"
    [blinded] = js(("blind", key, prepared), random=[vector["salt"], blinder])
    assert blinded["message"].hex() == vector["blinded_msg"]
    assert blinded["inverse"].hex() == vector["inv"]
    [signature] = js(("finalize", key, prepared, bytes.fromhex(vector["blind_sig"]), blinded["inverse"]))
    assert signature.hex() == vector["sig"]


def test_receipts(js):
    leaf = bytes(range(32))
    receipt = sign_receipt(MANIFEST, leaf, BOX_KEY)
    assert is_receipt(MANIFEST, leaf, receipt, BOX_KEY.public_key())
    assert js(
        ("checkReceipt", BOX, MANIFEST, leaf.hex(), receipt),
        ("checkReceipt", BOX, MANIFEST, bytes(32).hex(), receipt),
        ("checkReceipt", BOX, "cd" * 32, leaf.hex(), receipt),
    ) == ["valid", "invalid", "invalid"]


def test_checkpoints(js):
    root = bytes(range(200, 232))
    for final in (False, True):
        note = Checkpoint("2026", MANIFEST, 1200, root, final=final).sign(BOX_KEY)
        said = {"cycle": "2026", "manifest": MANIFEST, "size": 1200, "root": root.hex(), "final": final}
        assert js(
            ("readCheckpoint", BOX, note),
            ("readCheckpoint", BOX, note.replace("1200", "1201")),
        ) == [{**said, "signature": "valid"}, {**said, "size": 1201, "signature": "invalid"}]
    assert all("error" in answer for answer in js(("readCheckpoint", BOX, ""), ("readCheckpoint", BOX, note + "x")))


def test_inclusion_proofs(js):
    leaves = [sealed(approval("A")).leaf for _ in range(3)] + [bytes([number]) * 32 for number in range(10)]
    tree, calls, truths = Tree(leaves), [], []
    for size in range(1, len(leaves) + 1):
        for index in range(size):
            proof = [step.hex() for step in tree.inclusion_proof(index, size)]
            calls += [
                ("isIncluded", leaves[index].hex(), index, size, proof, tree.root(size).hex()),
                (
                    "isIncluded",
                    leaves[index].hex(),
                    (index + 1) % size if size > 1 else 5,
                    size,
                    proof,
                    tree.root(size).hex(),
                ),
            ]
            truths += [True, False]
    assert js(*calls) == truths

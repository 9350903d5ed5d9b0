"""`pb witness` beside a running box: an honest log is kept; every way of rewriting it is told and remembered."""

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask, Response
from werkzeug.serving import make_server

from pb.ballots.checkpoint import Checkpoint, join_notes, split_notes
from pb.ballots.log import Tree
from pb.ballots.manifest import Manifest
from pb.ballots.verifier import verify_election
from pb.box.clerk import Clerk
from pb.box.routes import KEY
from pb.cli import main
from pb.observer.witness import State, Witness
from pb.web.logs import init_logs
from tests.ballots.elections import MANIFEST, POOL, Election
from tests.ballots.make import BOX_KEY, OTHER_KEY
from tests.box.conftest import box_app, box_settings  # noqa: F401 - fixtures
from tests.live import Quiet

pytestmark = pytest.mark.enable_socket
G = MANIFEST.hash


def served(app: Flask) -> tuple[object, str]:
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, f"http://127.0.0.1:{server.port}"


def run(*arguments: object) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["witness", *map(str, arguments)])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


# Beside a real box.


def test_a_witness_of_a_whole_election_keeps_what_the_verifier_takes(box_app, tmp_path, the_clock):  # noqa: F811
    init_logs("ERROR")
    clerk, client, keep = Clerk(box_app.extensions[KEY]), box_app.test_client(), tmp_path / "kept"
    server, url = served(box_app)
    for start, end in ((0, 0), (0, 21), (21, 26), (26, 28)):
        for record in POOL[start:end]:
            assert client.post("/ballots", data=record.as_bytes()).status_code == 200
        the_clock.now = the_clock.now.replace(day=the_clock.now.day + 1)
        clerk.tick()
        code, said = run(url, "--keep", keep, "--once")
        assert code == 0, said
        assert f"{end} leaves" in said
    the_clock.now = MANIFEST.grace_until
    clerk.tick()
    assert run(url, "--keep", keep, "--once")[1].strip().endswith("28 leaves, final")
    assert run(url, "--keep", keep, "--once", "--manifest", G)[0] == 0
    server.shutdown()
    server.server_close()
    kept = (keep / G / "witnessed.txt").read_text("utf-8")
    assert [Checkpoint.open(note, BOX_KEY.public_key()).size for note in split_notes(kept)] == [0, 21, 26, 28, 28]
    election = Election(MANIFEST, POOL, [], issued=28)
    log = [
        bytes.fromhex(line)
        for line in (box_app.extensions[KEY].settings.published_folder / G / "leaves.txt").read_text().split()
    ]
    files = replace(election, log=sorted(POOL, key=lambda record: log.index(record.leaf)), batches=[21, 26]).files()
    assert verify_election({**files, "witnessed.txt": kept.encode()}, G).passed
    other = replace(election, log=sorted(POOL, key=lambda record: record.leaf), batches=[21, 26]).files()
    assert not verify_election({**other, "witnessed.txt": kept.encode()}, G).passed


def test_a_box_out_of_reach_is_no_rewriting(tmp_path):
    code, said = run("http://127.0.0.1:9", "--keep", tmp_path, "--once")
    assert (code, "UNREACHABLE" in said) == (3, True)
    assert not json.loads((tmp_path / "status.json").read_text())["rewritten"]


# Beside a box that lies.


class LyingBox:
    """Answers as the box does, from whatever log and notes it is told to have."""

    def __init__(self) -> None:
        self.app = Flask("lying")
        self.elections, self.manifest = [G], MANIFEST.as_bytes()
        self.tree, self.note = Tree(), ""
        self.proof: Callable[[int, int], object] = self.honest_proof
        self.app.add_url_rule(
            "/elections", "elections", view_func=lambda: [{"manifest": one} for one in self.elections]
        )
        self.app.add_url_rule("/manifest/<one>", "manifest", view_func=lambda one: Response(self.manifest))
        self.app.add_url_rule("/checkpoints/<one>", "checkpoints", view_func=lambda one: Response(self.note.encode()))
        self.app.add_url_rule(
            "/consistency/<one>/<int:a>/<int:b>", "consistency", view_func=lambda one, a, b: {"proof": self.proof(a, b)}
        )

    def honest_proof(self, old: int, new: int) -> list[str]:
        return [step.hex() for step in self.tree.consistency_proof(old, new)]

    def show(self, leaves: list[bytes], *, final: bool = False, manifest: str = G, key=BOX_KEY) -> None:
        self.tree = Tree(leaves)
        self.note = Checkpoint("2026", manifest, len(leaves), self.tree.root(), final).sign(key)


LEAVES = [record.leaf for record in POOL]


@pytest.fixture
def box() -> Iterator[tuple[LyingBox, str]]:
    lying = LyingBox()
    server, url = served(lying.app)
    yield lying, url
    server.shutdown()
    server.server_close()


REWRITTEN = {
    "leaves dropped": (lambda box: box.show(LEAVES[:10]), "has 10 now"),
    "a leaf swapped": (lambda box: box.show([*LEAVES[:11], LEAVES[20]]), "two logs of 12 leaves"),
    "leaves reordered and more": (lambda box: box.show([*LEAVES[:12][::-1], *LEAVES[12:20]]), "does not begin"),
    "a leaf slipped in before": (lambda box: box.show([LEAVES[20], *LEAVES[:15]]), "does not begin"),
    "another election's checkpoint": (lambda box: box.show(LEAVES[:15], manifest="ab" * 32), "another election"),
    "emptied": (lambda box: box.show([]), "has 0 now"),
}


@pytest.mark.parametrize("name", REWRITTEN)
def test_a_rewritten_log_is_told_and_never_forgotten(name, box, tmp_path):
    lying, url = box
    rewrite, why = REWRITTEN[name]
    lying.show(LEAVES[:12])
    assert run(url, "--keep", tmp_path, "--once")[0] == 0
    rewrite(lying)
    code, said = run(url, "--keep", tmp_path, "--every", 0)  # not --once: a daemon ends with the alarm
    assert code == 1
    assert why in said
    assert "THE LOG WAS REWRITTEN" in said
    status = json.loads((tmp_path / "status.json").read_text())
    assert (status["rewritten"], status["elections"][G]["state"]) == (True, "rewritten")
    evidence = json.loads((tmp_path / G / "contradiction.json").read_text())
    assert evidence["shown"] == lying.note
    kept = split_notes((tmp_path / G / "witnessed.txt").read_text("utf-8"))
    assert [Checkpoint.open(note, BOX_KEY.public_key()).size for note in kept] == [12]
    lying.show(LEAVES[:12])
    assert run(url, "--keep", tmp_path, "--once")[0] == 1, "an honest face afterwards changes nothing"


@pytest.mark.parametrize("leaves", [12, 15])
def test_a_log_that_goes_on_after_its_final_checkpoint_is_rewritten(leaves, box, tmp_path):
    lying, url = box
    lying.show(LEAVES[:12], final=True)
    assert run(url, "--keep", tmp_path, "--once")[0] == 0
    lying.show(LEAVES[:leaves])
    assert run(url, "--keep", tmp_path, "--once")[0] == 1


NOISE = {
    "a proof of noise": lambda box: setattr(box, "proof", lambda a, b: ["xx"]),
    "no proof": lambda box: setattr(box, "proof", lambda a, b: None),
    "a note of another key": lambda box: box.show(LEAVES[:15], key=Ed25519PrivateKey.generate()),
    "a note of noise": lambda box: setattr(box, "note", "noise"),
}


@pytest.mark.parametrize("name", NOISE)
def test_what_nobody_signed_is_no_evidence_and_no_progress(name, box, tmp_path):
    lying, url = box
    lying.show(LEAVES[:12])
    assert run(url, "--keep", tmp_path, "--once")[0] == 0
    lying.show(LEAVES[:15])
    NOISE[name](lying)
    assert run(url, "--keep", tmp_path, "--once")[0] == 3
    assert len(split_notes((tmp_path / G / "witnessed.txt").read_text("utf-8"))) == 1


def test_an_election_that_is_no_longer_listed_is_still_watched(box, tmp_path):
    lying, url = box
    lying.show(LEAVES[:12])
    run(url, "--keep", tmp_path, "--once")
    lying.elections = []
    lying.show(LEAVES[:5])
    assert run(url, "--keep", tmp_path, "--once")[0] == 1


def test_a_manifest_of_another_hash_is_not_taken(box, tmp_path):
    lying, url = box
    lying.show(LEAVES[:12])
    lying.manifest = replace(MANIFEST, rule_set="00" * 32).as_bytes()
    (seen,) = Witness(url, tmp_path).look()
    assert (seen.state, "not the one of that hash" in seen.why) == (State.UNREACHABLE, True)


def test_nothing_the_witness_writes_is_about_people(box, tmp_path: Path):
    lying, url = box
    lying.show(LEAVES[:12])
    run(url, "--keep", tmp_path, "--once")
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == [
        "manifest.json", "status.json", "witnessed.txt",
    ]  # fmt: skip
    assert Manifest.parse((tmp_path / G / "manifest.json").read_bytes()) == MANIFEST
    assert join_notes([lying.note]) == (tmp_path / G / "witnessed.txt").read_text("utf-8")
    assert OTHER_KEY.public.as_text() in (tmp_path / G / "manifest.json").read_text()

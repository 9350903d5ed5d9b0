"""What the box does by itself over days, through restarts, restored backups and the close."""

import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from pb.ballots.checkpoint import split_notes
from pb.ballots.manifest import raw_public_key
from pb.ballots.published import write_roll
from pb.ballots.verifier import verify_election
from pb.box import queries
from pb.box.app import create_box
from pb.box.box import Box
from pb.box.clerk import Clerk
from pb.box.keys import make_key, read_keys
from pb.box.publishing import publish_election
from pb.box.rules import Refusal
from pb.errors import BadSetting, Refused
from tests.ballots.elections import MANIFEST, POOL

G = MANIFEST.hash
on_sqlite = pytest.mark.sqlite


def cast(client, *records):
    for record in records:
        assert client.post("/ballots", data=record.as_bytes()).status_code == 200


def sizes(client) -> list[int]:
    return [int(note.split("\n")[1]) for note in split_notes(client.get(f"/checkpoints/{G}").text)]


def test_days_of_voting(client, clerk, the_clock):
    clerk.tick()
    cast(client, *POOL[:3])
    the_clock.now += timedelta(hours=2)
    clerk.tick()
    assert sizes(client) == [0], "three ballots would tell who came"
    the_clock.now += timedelta(days=1)
    clerk.tick()
    assert sizes(client) == [0, 3], "a new day: the receipts promise 24 hours"
    cast(client, *POOL[3:24])
    the_clock.now += timedelta(minutes=29)
    clerk.tick()
    assert sizes(client) == [0, 3]
    the_clock.now += timedelta(minutes=1)
    clerk.tick()
    assert sizes(client) == [0, 3, 24]
    the_clock.now = MANIFEST.grace_until - timedelta(seconds=1)
    cast(client, POOL[24])
    the_clock.now += timedelta(seconds=1)
    clerk.tick()
    clerk.tick()
    assert sizes(client) == [0, 3, 24, 25]


def test_the_day_is_the_citys(client, clerk, the_clock):
    """Midnight in Kyiv in April is 21:00 UTC."""
    cast(client, POOL[0])
    the_clock.now = the_clock.now.replace(hour=20, minute=59)
    clerk.tick()
    assert sizes(client) == [0]
    the_clock.now = the_clock.now.replace(hour=21, minute=0)
    clerk.tick()
    assert sizes(client) == [0, 1]


def test_a_clock_set_back_closes_nothing_and_opens_nothing(client, clerk, the_clock):
    cast(client, POOL[0])
    the_clock.now = MANIFEST.grace_until
    clerk.tick()
    the_clock.now = MANIFEST.opens_at
    clerk.tick()
    assert client.post("/ballots", data=POOL[1].as_bytes()).json == {"reason": "closed"}
    assert sizes(client) == [0, 1]


def test_a_restart_forgets_nothing_that_matters(client, clerk, box_settings, the_clock):
    cast(client, *POOL[:2])
    the_clock.now += timedelta(days=1)
    again = create_box(box_settings)
    Clerk(again.extensions["pb.box"]).tick()
    assert sizes(client) == [0, 2]
    again.extensions["pb.box"].database.dispose()


def test_what_is_published_verifies(client, clerk, box_settings, the_clock):
    cast(client, *POOL[:20])
    the_clock.now += timedelta(days=2)
    clerk.tick()
    cast(client, *POOL[20:])
    the_clock.now = MANIFEST.grace_until
    clerk.tick()
    folder = box_settings.published_folder / G
    files = {path.name: path.read_bytes() for path in folder.iterdir()}
    files["roll.json"] = write_roll(G, {"green": (16, 0), "streets": (12, 1)})
    report = verify_election(files, G)
    assert report.passed, report.checks
    assert (report.leaves, report.checkpoints) == (len(POOL), 3)
    shutil.rmtree(folder)
    clerk.tick()
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        name: content for name, content in files.items() if name != "roll.json"
    }


def test_an_interrupted_close_is_finished(client, clerk, box_settings, the_clock, monkeypatch):
    cast(client, POOL[0])
    the_clock.now = MANIFEST.grace_until

    def cut(*_args):
        raise OSError("no space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("pb.box.clerk.publish_election", cut)
        with pytest.raises(OSError, match="space"):
            clerk.tick()
    assert not box_settings.published_folder.exists()
    clerk.tick()
    assert (box_settings.published_folder / G / "ballots-green.ndjson").exists()


def test_publishing_early_or_twice(box, clerk, box_settings, the_clock):
    def publish():
        with box.database.snapshot() as session:
            return publish_election(session, MANIFEST, box_settings.published_folder)

    with pytest.raises(Refused) as refused:
        publish()
    assert refused.value.reason is Refusal.NOT_PUBLISHED
    the_clock.now = MANIFEST.grace_until
    clerk.tick()
    assert publish() == box_settings.published_folder / G
    assert [path.name for path in box_settings.published_folder.iterdir()] == [G]


def test_publishing_onto_something_else_fails_loudly(box, clerk, box_settings, the_clock):
    box_settings.published_folder.mkdir()
    the_clock.now = MANIFEST.grace_until
    clerk.tick()
    shutil.rmtree(box_settings.published_folder / G)
    (box_settings.published_folder / G).write_text("a file in the way")
    with box.database.snapshot() as session, pytest.raises(OSError, match=G):
        publish_election(session, MANIFEST, box_settings.published_folder)


def _reopened(box_settings):
    app = create_box(box_settings)
    return app, app.extensions["pb.box"]


@on_sqlite
def test_a_restored_older_database_takes_no_ballots(client, clerk, box, box_settings, the_clock):
    cast(client, *POOL[:2])
    clerk.tick()
    box.database.dispose()
    path = Path(box.database.url.database)
    shutil.copy(path, path.with_suffix(".backup"))
    the_clock.now += timedelta(days=1)
    clerk.tick()
    assert sizes(client) == [0, 2]
    box.database.dispose()
    shutil.copy(path.with_suffix(".backup"), path)
    app, restored = _reopened(box_settings)
    answer = app.test_client().post("/ballots", data=POOL[5].as_bytes())
    assert (answer.status_code, answer.json) == (503, {"reason": "read_only"})
    assert app.test_client().get("/elections").json[0]["read_only"] is True
    Clerk(restored).tick()
    assert sizes(app.test_client()) == [0]
    restored.database.dispose()


@on_sqlite
def test_a_lost_database_cannot_be_opened_anew(box, box_settings):
    box.database.dispose()
    Path(box.database.url.database).unlink()
    _, empty = _reopened(box_settings)
    with pytest.raises(Refused) as refused:
        Clerk(empty).open(MANIFEST)
    assert refused.value.reason is Refusal.READ_ONLY
    empty.database.dispose()


def test_another_history_of_the_same_length_takes_no_ballots(client, clerk, box, box_settings, the_clock):
    cast(client, *POOL[:2])
    the_clock.now += timedelta(days=1)
    clerk.tick()
    path = box_settings.key_folder / f"checkpoint-{G}.txt"
    for note in (path.read_text().replace("\n2\n", "\n1\n"), "", "noise", path.read_text()[:-5]):
        path.write_text(note)
        box.look_back()
        assert box.read_only == {G}


def test_an_old_note_is_no_alarm(client, clerk, box, box_settings, the_clock):
    """A crash between the commit and the note leaves an older note: the log has only grown since."""
    path = box_settings.key_folder / f"checkpoint-{G}.txt"
    old = path.read_text()
    cast(client, POOL[0])
    the_clock.now += timedelta(days=1)
    clerk.tick()
    assert path.read_text() != old
    path.write_text(old)
    box.look_back()
    assert box.read_only == frozenset()


def test_keys(tmp_path):
    folder = tmp_path / "new"
    public = make_key(folder)
    assert list(read_keys(folder)) == [public]
    assert [oct(path.stat().st_mode & 0o777) for path in folder.iterdir()] == ["0o400"]
    plain = (Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    other = X25519PrivateKey.generate().private_bytes(*plain)
    for content in (b"noise", (folder / f"box-{public.hex()}.pem").read_bytes()[:50], other):
        (folder / "box-bad.pem").write_bytes(content)
        with pytest.raises(BadSetting):
            read_keys(folder)


def test_an_election_of_another_box_is_not_opened(clerk):
    other = replace(MANIFEST, box_key=raw_public_key(Ed25519PrivateKey.generate().public_key()))
    with pytest.raises(Refused) as refused:
        clerk.open(other)
    assert refused.value.reason is Refusal.FOREIGN_KEY


def test_a_lost_key_stops_the_ballots_clearly(client, box_settings, box):
    next(box_settings.key_folder.glob("box-*.pem")).unlink()
    app, again = _reopened(box_settings)
    assert app.test_client().post("/ballots", data=POOL[0].as_bytes()).json == {"reason": "foreign_key"}
    again.database.dispose()


VOTES = """
import sys, pathlib
from pb import clock
from datetime import UTC, datetime
from pb.box.app import create_box
from pb.box.box import BoxSettings
clock.use(lambda: datetime(2026, 4, 20, 9, tzinfo=UTC))
url, keys, published, records = sys.argv[1:]
app = create_box(BoxSettings(url, pathlib.Path(keys), pathlib.Path(published), "https://budget.test"))
client = app.test_client()
for line in pathlib.Path(records).read_bytes().splitlines():
    answer = client.post("/ballots", data=line)
    print(answer.json["leaf"], flush=True)
"""


@pytest.mark.parametrize("acknowledged", [1, 6, 15])
def test_no_acknowledged_ballot_is_lost_by_a_kill(box, box_settings, tmp_path, acknowledged):
    records = tmp_path / "records"
    records.write_bytes(b"".join(record.as_bytes() + b"\n" for record in POOL))
    url = box_settings.database_url
    arguments = [url, str(box_settings.key_folder), str(box_settings.published_folder), str(records)]
    process = subprocess.Popen([sys.executable, "-c", VOTES, *arguments], stdout=subprocess.PIPE, text=True)
    told = [process.stdout.readline().strip() for _ in range(acknowledged)]
    process.kill()
    told += process.stdout.read().split()
    process.stdout.close()
    process.wait()
    again = Box(box_settings)
    with again.database.reading() as session:
        stored = {leaf.hex() for leaf in queries.waiting_leaves(session, G)}
    again.database.dispose()
    assert set(told) <= stored
    assert len(stored) <= len(told) + 1, "at most the one that was under way"

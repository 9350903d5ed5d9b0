"""Ballots stored together: one commit for many, nobody refused because of another, few statements each."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import event, text

from pb.box.casting import CastingQueue
from pb.box.rules import Refusal
from pb.box.service import Receipt
from pb.errors import Refused
from tests.ballots.elections import POOL


def written(box) -> list[str]:
    seen: list[str] = []
    event.listen(box.database.engine, "before_cursor_execute", lambda *given: seen.append(given[2]))
    return seen


def commits(box) -> list[object]:
    seen: list[object] = []
    event.listen(box.database.engine, "commit", seen.append)
    return seen


def test_a_cast_is_at_most_three_statements(client, box):
    box.manifest(POOL[0].ballot.manifest)  # known from the first ballot on
    for record, most in ((POOL[0], 2), (POOL[0], 2), (POOL[1], 2)):
        seen = written(box)
        assert client.post("/ballots", data=record.as_bytes()).status_code == 200
        assert len([one for one in seen if not one.startswith("BEGIN")]) <= most, seen


def test_a_ballot_after_the_close_is_at_most_three_statements(client, box, the_clock):
    client.post("/ballots", data=POOL[0].as_bytes())
    the_clock.now = the_clock.now.replace(year=2027)
    for record, status in ((POOL[0], 200), (POOL[1], 409)):
        seen = written(box)
        assert client.post("/ballots", data=record.as_bytes()).status_code == status
        assert len([one for one in seen if not one.startswith("BEGIN")]) <= 3, seen


def gathered(box, works):
    """All works are waiting before the first is stored."""
    queue, gate = CastingQueue(box.database), threading.Event()

    def hold(session):
        session.execute(text("SELECT 1"))  # a transaction begins with its first statement
        gate.wait(10)
        return Receipt(b"\0" * 32, b"")

    def one(work):
        try:
            return queue.cast(*work)
        except Exception as failure:  # noqa: BLE001 - looked at below
            return failure

    with ThreadPoolExecutor(len(works) + 1) as pool:
        first = pool.submit(one, (b"\0" * 32, hold))
        while not queue._disk.locked():
            pass
        rest = [pool.submit(one, work) for work in works]
        while len(queue._waiting) < len(works):
            pass
        seen = commits(box)
        gate.set()
        return [done.result() for done in rest], seen, first.result()


def test_many_that_wait_are_one_commit_in_the_order_of_their_hashes(box):
    order: list[bytes] = []

    def work(leaf):
        def store(session):
            session.execute(text("SELECT 1"))
            order.append(leaf)
            return Receipt(leaf, b"s")

        return leaf, store

    leaves = [record.leaf for record in POOL]
    answers, seen, _ = gathered(box, [work(leaf) for leaf in leaves])
    assert [answer.leaf for answer in answers] == leaves
    assert order == sorted(leaves)
    assert len(seen) == 2, "one for the first, one for all that waited"


def test_a_refusal_or_a_failure_is_its_own_ballots_alone(box):
    def refused(_session):
        raise Refused(Refusal.CLOSED)

    def broken(_session):
        raise RuntimeError("the disk is full")

    good = [(record.leaf, lambda _session, leaf=record.leaf: Receipt(leaf, b"s")) for record in POOL[:4]]
    answers, _seen, _ = gathered(box, [*good, (b"\1" * 32, refused), (b"\2" * 32, broken)])
    assert [answer.leaf for answer in answers[:4]] == [record.leaf for record in POOL[:4]]
    assert isinstance(answers[4], Refused)
    assert str(answers[5]) == "the disk is full"


def test_nothing_is_acknowledged_when_the_commit_fails(box, client, monkeypatch):
    def full(_connection):
        raise OSError("the disk is full")

    event.listen(box.database.engine, "commit", full)
    answer = client.post("/ballots", data=POOL[0].as_bytes())
    assert (answer.status_code, answer.json) == (503, {"reason": "unavailable"})
    event.remove(box.database.engine, "commit", full)
    assert client.post("/ballots", data=POOL[0].as_bytes()).status_code == 200


@pytest.mark.sqlite
def test_the_queue_survives_a_storm(box_app):
    def post(record):
        return box_app.test_client().post("/ballots", data=record.as_bytes()).status_code

    with ThreadPoolExecutor(28) as pool:
        assert set(pool.map(post, POOL * 4)) == {200}

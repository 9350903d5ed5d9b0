"""Many at once: one ballot stays one ballot, and each acknowledged one is there."""

from concurrent.futures import ThreadPoolExecutor

from pb.box import queries
from tests.ballots.elections import MANIFEST, POOL


def _post(app, record):
    answer = app.test_client().post("/ballots", data=record.as_bytes())
    return answer.status_code, answer.json


def test_two_hundred_posts_of_one_ballot_are_one_ballot(box_app, box):
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: _post(box_app, POOL[0]), range(200)))
    assert {status for status, _ in answers} == {200}
    assert len({answer["receipt"] for _, answer in answers}) == 1
    with box.database.reading() as session:
        assert queries.ballot_count(session, MANIFEST.hash) == 1


def test_ballots_cast_while_batches_run_and_the_box_closes(box_app, box, clerk, the_clock):
    """Whoever got a receipt is in the final log, whatever happened at the same time."""

    def one(number):
        if number == 60:
            the_clock.now = MANIFEST.grace_until
        if number % 20 == 10:
            clerk.tick()
        return number, _post(box_app, POOL[number % len(POOL)])

    with ThreadPoolExecutor(8) as pool:
        answers = dict(pool.map(one, range(80)))
    clerk.tick()
    receipted = {answer["leaf"] for status, answer in answers.values() if status == 200}
    assert {answer["reason"] for status, answer in answers.values() if status != 200} <= {"closed"}
    with box.database.reading() as session:
        logged = {leaf.hex() for leaf in queries.leaves_from(session, MANIFEST.hash, 0)}
    assert receipted
    assert receipted == logged

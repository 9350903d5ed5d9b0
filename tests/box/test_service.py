"""The box at the level of its services: what is taken, what is refused, and that it costs three statements."""

from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError

from pb.ballots.checkpoint import Checkpoint, is_receipt
from pb.ballots.encoding import Choices
from pb.ballots.log import Tree, is_consistent
from pb.ballots.terms import NotValid
from pb.box import queries
from pb.box.rules import Refusal
from pb.box.service import append_batch, cast_ballot, close_election, open_election
from pb.errors import Refused
from tests.ballots.elections import MANIFEST, POOL, altered
from tests.ballots.make import BOX_KEY, OTHER_KEY, approval, sealed
from tests.box.conftest import TODAY
from tests.conftest import NOW

PUBLIC = BOX_KEY.public_key()
AFTER = MANIFEST.grace_until
G = MANIFEST.hash


@pytest.fixture
def session(box):
    with box.database.transaction() as opened:
        yield opened


def cast(session, record=POOL[0], now=NOW):
    return cast_ballot(session, MANIFEST, record, BOX_KEY, now)


def batch(session, **more):
    return append_batch(session, MANIFEST, BOX_KEY, TODAY, **more)


def close(session, now=AFTER):
    return close_election(session, MANIFEST, BOX_KEY, now, TODAY)


def test_a_ballot_gets_a_receipt_and_the_same_again(session):
    receipt = cast(session)
    assert is_receipt(G, POOL[0].leaf, receipt.signature, PUBLIC)
    assert cast(session) == receipt
    assert queries.ballot_count(session, G) == 1
    assert cast(session, POOL[1]) != receipt
    assert queries.ballot_count(session, G) == 2


@pytest.mark.parametrize(("count", "now"), [(2, NOW), (2, AFTER)])
def test_a_cast_costs_at_most_three_statements(box, count, now):
    with box.database.transaction() as session:
        cast(session)
    seen = []
    event.listen(box.database.engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    with box.database.transaction() as session:
        cast(session, now=now)
    statements = [sql for sql in seen if not sql.startswith(("BEGIN", "PRAGMA"))]
    assert len(statements) == count <= 3, statements


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (replace(POOL[0], prefix=bytes(32)), Refusal.NOT_SIGNED),
        (replace(POOL[0], signature=bytes(384)), Refusal.NOT_SIGNED),
        (replace(POOL[0], signature=b"\xff" * 384), Refusal.NOT_SIGNED),
        (altered(POOL[0], choices=Choices.approve(["G6"]), salt=bytes(32)), Refusal.NOT_SIGNED),
        (sealed(approval("G1", manifest=G), OTHER_KEY), Refusal.NOT_SIGNED),
        (sealed(approval("G1", manifest="cd" * 32)), Refusal.UNKNOWN_ELECTION),
        (sealed(approval("G1", manifest=G, contest="blue")), Refusal.UNKNOWN_CONTEST),
        (sealed(approval("G9", manifest=G)), NotValid.UNKNOWN_PROJECT),
        (sealed(approval(manifest=G)), NotValid.TOO_FEW),
        (sealed(approval("G1", "G2", "G3", "G4", manifest=G)), NotValid.TOO_MANY),
        (sealed(replace(approval(manifest=G), choices=Choices.rank(["G1"]))), NotValid.WRONG_FORM),
    ],
)
def test_what_is_not_a_ballot_of_this_election_is_refused(session, record, reason):
    with pytest.raises(Refused) as refused:
        cast(session, record)
    assert refused.value.reason is reason
    assert queries.ballot_count(session, G) == 0


@pytest.mark.parametrize(
    ("now", "reason"),
    [(MANIFEST.opens_at - timedelta(seconds=1), Refusal.NOT_OPEN_YET), (AFTER, Refusal.CLOSED)],
)
def test_outside_the_window_only_a_known_ballot_gets_its_receipt(session, now, reason):
    with pytest.raises(Refused) as refused:
        cast(session, now=now)
    assert refused.value.reason is reason
    receipt = cast(session)
    assert cast(session, now=now) == receipt


def test_a_batch_is_everything_that_waits_in_a_random_order(session):
    for record in POOL[:10]:
        cast(session, record)
    first = batch(session)
    assert first.size == 10
    leaves = queries.leaves_from(session, G, 0)
    assert set(leaves) == {record.leaf for record in POOL[:10]}
    assert leaves != [record.leaf for record in POOL[:10]]
    assert leaves != sorted(leaves)
    assert first.root == Tree(leaves).root()
    assert batch(session) == first, "nothing waits, nothing is signed"
    cast(session, POOL[11])
    second = batch(session)
    proof = Tree(queries.leaves_from(session, G, 0)).consistency_proof(10, 11)
    assert is_consistent(10, first.root, 11, second.root, proof)
    notes = [Checkpoint.open(note, PUBLIC) for note in queries.checkpoint_notes(session, G)]
    assert [note.size for note in notes] == [0, 10, 11]


def test_the_close_is_final(session):
    known = cast(session)
    with pytest.raises(Refused) as refused:
        close(session, now=AFTER - timedelta(seconds=1))
    assert refused.value.reason is Refusal.TOO_EARLY_TO_CLOSE
    final = close(session)
    assert (final.size, final.final) == (1, True)
    assert close(session) == final
    with pytest.raises(Refused) as refused:
        batch(session)
    assert refused.value.reason is Refusal.CLOSED
    # A clock set back must not reopen the box.
    with pytest.raises(Refused) as refused:
        cast(session, POOL[1], now=NOW)
    assert refused.value.reason is Refusal.CLOSED
    assert cast(session) == known


def test_an_empty_election_closes_too(session):
    final = close(session)
    assert (final.size, final.root) == (0, Tree().root())


def test_opening_again_changes_nothing(session):
    before = queries.checkpoint_notes(session, G)
    open_election(session, MANIFEST, BOX_KEY, TODAY)
    assert queries.checkpoint_notes(session, G) == before
    with pytest.raises(Refused) as refused:
        open_election(session, MANIFEST, Ed25519PrivateKey.generate(), TODAY)
    assert refused.value.reason is Refusal.FOREIGN_KEY


def test_an_election_nobody_opened(session):
    other = replace(MANIFEST, rule_set="00" * 32)
    for act in (
        lambda: cast_ballot(session, other, sealed(approval("G1", manifest=other.hash)), BOX_KEY, NOW),
        lambda: append_batch(session, other, BOX_KEY, TODAY),
        lambda: close_election(session, other, BOX_KEY, AFTER, TODAY),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.reason is Refusal.UNKNOWN_ELECTION


FORBIDDEN = {
    "reopen": "UPDATE box_elections SET closed = FALSE",
    "change the manifest": "UPDATE box_elections SET manifest = {other}",
    "delete the election": "DELETE FROM box_elections",
    "change a ballot": "UPDATE box_ballots SET contest = 'streets'",
    "delete a ballot": "DELETE FROM box_ballots",
    "add a ballot after the close": (
        "INSERT INTO box_ballots (leaf, election, contest, record) "
        "SELECT {other}, election, contest, record FROM box_ballots"
    ),
    "move a leaf": "UPDATE box_leaves SET position = 7",
    "delete a leaf": "DELETE FROM box_leaves",
    "change a checkpoint": "UPDATE box_checkpoints SET note = ''",
    "delete a checkpoint": "DELETE FROM box_checkpoints",
    "a short leaf": "INSERT INTO box_leaves (election, position, leaf) SELECT hash, 9, {short} FROM box_elections",
    "a leaf twice": "INSERT INTO box_leaves (election, position, leaf) SELECT election, 9, leaf FROM box_leaves",
    "a place twice": "INSERT INTO box_leaves (election, position, leaf) SELECT election, 0, {other} FROM box_leaves",
    "a negative place": "INSERT INTO box_leaves (election, position, leaf) SELECT hash, -1, {other} FROM box_elections",
    "a leaf of nothing": "INSERT INTO box_leaves (election, position, leaf) VALUES ('x', 9, {other})",
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_the_database_itself_refuses(box, what):
    with box.database.transaction() as session:
        cast(session)
        close(session)
    literal = "'\\x{}'::bytea" if box.database.engine.dialect.name == "postgresql" else "x'{}'"
    statement = FORBIDDEN[what].format(other=literal.format("ab" * 32), short=literal.format("ab"))
    with pytest.raises(DBAPIError), box.database.transaction() as session:
        session.execute(text(statement.replace(":", "\\:")))

"""What a thief of the box's files learns about the order in which ballots came: nothing within a batch."""

import random
import struct
from pathlib import Path

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.types import DateTime

from pb.ballots.canonical import to_base64url
from pb.box.models import BoxBase
from pb.box.storage import forget_order
from tests.ballots.elections import POOL

ORDER = random.Random(11).sample(POOL, len(POOL))
on_sqlite = pytest.mark.sqlite
on_postgres = pytest.mark.postgres


@pytest.fixture
def filled(box_app, box):
    client = box_app.test_client()
    for record in ORDER:
        client.post("/ballots", data=record.as_bytes())
    return box


def test_no_table_has_a_time_a_counter_or_a_person():
    for table in BoxBase.metadata.tables.values():
        for column in table.columns:
            assert not isinstance(column.type, DateTime), column
            assert column.name not in {"id", "created_at", "updated_at", "person", "voter", "address", "session"}
            assert column.autoincrement in {False, "auto"}
            assert column.server_default is None
    assert [column.name for column in BoxBase.metadata.tables["box_ballots"].columns] == [
        "leaf",
        "election",
        "contest",
        "record",
    ]


def agreement(places: list[int]) -> float:
    """Share of pairs of ballots whose order of arrival the places tell rightly: 0.5 is chance."""
    pairs = [(a, b) for i, a in enumerate(places) for b in places[i + 1 :]]
    return sum(a < b for a, b in pairs) / len(pairs)


@on_sqlite
@pytest.mark.parametrize("rewritten", [False, True])
def test_the_file_keeps_hashes_in_order_and_nothing_else(filled, rewritten):
    if rewritten:
        forget_order(filled.database)
    path = Path(filled.database.url.database)
    filled.database.dispose()
    data = path.read_bytes()
    places = [data.find(to_base64url(record.signature).encode()) for record in ORDER]
    assert all(place >= 0 for place in places)
    # 28 ballots make 378 pairs: the standard deviation of a random order is about 0.07.
    assert 0.25 < agreement(places) < 0.75
    copies = [data.count(to_base64url(record.signature).encode()) for record in ORDER]
    if rewritten:
        assert set(copies) == {1}


@on_sqlite
def test_the_write_ahead_log_never_holds_two_commits(box_app, box):
    """Each frame that ends a commit says so in its header; two of them would already be an order."""
    client = box_app.test_client()
    log = Path(box.database.url.database + "-wal")
    for record in ORDER:
        client.post("/ballots", data=record.as_bytes())
        data = log.read_bytes()
        (page_size,) = struct.unpack(">I", data[8:12])
        frames = range(32, len(data), 24 + page_size)
        assert sum(struct.unpack(">I", data[at + 4 : at + 8])[0] > 0 for at in frames) <= 1


@on_sqlite
def test_tables_have_no_hidden_row_numbers(filled):
    with filled.database.reading() as session:
        for table in BoxBase.metadata.tables:
            with pytest.raises(Exception, match="no such column"):
                session.execute(text(f"SELECT rowid FROM {table}"))
        assert "sqlite_sequence" not in inspect(session.connection()).get_table_names()


@on_postgres
def test_transaction_numbers_are_wiped(filled):
    with filled.database.reading() as session:
        before = session.execute(text("SELECT count(DISTINCT xmin::text) FROM box_ballots")).scalar()
    forget_order(filled.database)
    with filled.database.reading() as session:
        after = session.execute(text("SELECT count(DISTINCT xmin::text) FROM box_ballots")).scalar()
        leaves = session.execute(text("SELECT leaf FROM box_ballots ORDER BY ctid")).scalars().all()
    assert (before, after) == (len(ORDER), 1)
    assert [bytes(leaf) for leaf in leaves] == sorted(record.leaf for record in ORDER)

"""The secrets by which a person is found again: one for everybody who asks, whole or not there, never replaced."""

import stat
import threading
from pathlib import Path

import pytest
from flask import Flask

from pb.db.database import Database
from pb.identity import person_key
from pb.identity.person_key import put_secret, secret_file, stretched
from pb.identity.rules import NumberKind


def test_whoever_asks_first_together_gets_the_same_secret(tmp_path: Path) -> None:
    for number in range(20):
        path, found, gate = tmp_path / f"{number}.pepper", [], threading.Barrier(16)

        def ask(path=path, found=found, gate=gate) -> None:
            gate.wait()
            found.append(secret_file(path))

        threads = [threading.Thread(target=ask) for _ in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert set(found) == {path.read_bytes()}
        assert len(found) == 16


def test_a_slow_writer_is_not_read_half_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between opening and writing somebody else may ask: two secrets would be two votes of one person."""
    path, asked = tmp_path / "roll.pepper", []

    def sync(_handle: int) -> None:
        monkeypatch.undo()
        asked.append(secret_file(path))

    monkeypatch.setattr(person_key.os, "fsync", sync)
    assert secret_file(path) == asked[0]


def test_only_this_user_reads_it_and_the_first_stays(tmp_path: Path) -> None:
    path = tmp_path / "person.salt"
    first = secret_file(path)
    put_secret(path, bytes(32))
    assert secret_file(path) == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o400
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("broken", [b"", b"short", bytes(33)])
def test_a_broken_file_stops_the_vote_and_makes_no_second_key(tmp_path: Path, broken: bytes) -> None:
    path = tmp_path / "roll.pepper"
    path.write_bytes(broken)
    with pytest.raises(ValueError, match=r"roll\.pepper is not a secret"):
        secret_file(path)
    assert path.read_bytes() == broken


def test_a_page_that_stretches_a_number_in_its_transaction_fails_its_tests(app: Flask, database: Database) -> None:
    with app.test_request_context(), database.transaction(), pytest.raises(AssertionError, match="in a transaction"):
        stretched(NumberKind.TAX, "0000000000", bytes(32))

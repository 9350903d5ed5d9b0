"""The thief of everything stored does no better than chance; and finds each leak that is planted."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from gmpy2 import invert, mpz, powmod

from bench.linkability.attacks import attacks
from bench.linkability.election import Cast, Leak, hold_election
from pb.ballots.blind import encode_pss
from pb.ballots.pss import EXPONENT
from pb.ballots.voter import seal

pytestmark = pytest.mark.sqlite
VOTERS = 48


def found(folder: Path, leak: Leak | None = None) -> set[str]:
    return {one.name for one in attacks(hold_election(folder, VOTERS, leak)) if one.succeeds}


def test_nothing_stored_links_voters_and_ballots(tmp_path):
    made = attacks(hold_election(tmp_path, VOTERS))
    assert len(made) > 200
    names = " ".join(one.name for one in made)
    for looked_at in (
        "electorate_roll",
        "identity_visits.opened_at",
        "box_ballots",
        "box_leaves.position",
        "sqlite-wal",
    ):
        assert looked_at in names
    assert [one for one in made if one.succeeds] == []


def put(path: Path, statement: str, rows: list[tuple[object, ...]]) -> None:
    database = sqlite3.connect(path)
    with database:
        database.execute(statement.split(";", maxsplit=1)[0])
        database.executemany(statement.split(";")[1], rows)
    database.close()


def arrival_numbers(folder: Path, casts: list[Cast]) -> None:
    """A table of the box that grows by itself, as an audit entry for each ballot would."""
    rows = [(cast.record.leaf,) for cast in casts]
    put(folder / "box.sqlite", "CREATE TABLE arrivals (id INTEGER PRIMARY KEY AUTOINCREMENT, leaf BLOB);"
        "INSERT INTO arrivals (leaf) VALUES (?)", rows)  # fmt: skip


def arrival_times(folder: Path, casts: list[Cast]) -> None:
    """Moments, in rows that lie in another order."""
    rows = sorted(
        (cast.record.leaf, f"2026-04-20T09:{place // 60:02}:{place % 60:02}") for place, cast in enumerate(casts)
    )
    put(folder / "box.sqlite", "CREATE TABLE seen (leaf BLOB PRIMARY KEY, at TEXT) WITHOUT ROWID;"
        "INSERT INTO seen VALUES (?, ?)", rows)  # fmt: skip


def access_log(folder: Path, casts: list[Cast]) -> None:
    """A line for each ballot."""
    (folder / "access.log").write_text("".join(f"POST /ballots {cast.record.leaf.hex()}\n" for cast in casts))


PLANTED = {
    "arrival numbers in the box": (arrival_numbers, "arrivals.id"),
    "arrival times in the box": (arrival_times, "seen.at"),
    "an access log of the box": (access_log, "access.log: place"),
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_order_is_found(name, tmp_path):
    plant, seen = PLANTED[name]
    assert any(seen in one for one in found(tmp_path, Leak(before_theft=plant)))


def test_a_weak_blinding_factor_is_found(tmp_path):
    def weak(manifest, choices):
        envelopes = seal(manifest, choices)
        for code, one in envelopes.items():
            modulus = mpz(manifest.contest(code).key.modulus)
            prepared = one.prefix + one.ballot.as_bytes()
            message = int.from_bytes(encode_pss(prepared, bytes(48), int(modulus).bit_length() - 1), "big")
            blinder = 2**64 + 13
            blinded = message * powmod(blinder, EXPONENT, modulus) % modulus
            inverse = int(invert(blinder, modulus)).to_bytes(384, "big")
            envelopes[code] = replace(one, message=int(blinded).to_bytes(384, "big"), inverse=inverse)
        return envelopes

    assert "the smallest blinding factor" in found(tmp_path, Leak(seal=weak))


def test_a_mark_that_both_sides_hold_is_found(tmp_path):
    """As if the roll had kept something that is on the ballot too."""
    loot = hold_election(tmp_path, VOTERS)
    loot.casts = [replace(cast, request=cast.request[:100] + cast.record.prefix) for cast in loot.casts]
    assert "eight bytes in common" in {one.name for one in attacks(loot) if one.succeeds}

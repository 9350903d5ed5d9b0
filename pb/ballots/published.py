"""The files of a published election: their names and how they are written; `verifier` checks them."""

from collections.abc import Iterable, Mapping
from typing import Any

from pb.ballots.canonical import (
    HASH,
    SLUG,
    NotCanonicalError,
    from_bytes,
    number_of,
    record_of,
    text_of,
    to_bytes,
)
from pb.ballots.encoding import Record

MANIFEST_FILE = "manifest.json"
CHECKPOINTS_FILE = "checkpoints.txt"
LEAVES_FILE = "leaves.txt"
ROLL_FILE = "roll.json"
WITNESSED_FILE = "witnessed.txt"
"""Optional: checkpoints that somebody else kept while people voted."""
RECEIPTS_FILE = "receipts.txt"
"""Optional: receipts of voters, one a line: leaf hash, space, signature in base64url."""
ROLL_LIMIT = 200_000
MOST_VOTERS = 10**9


def ballots_file(contest: str) -> str:
    """The name of a contest's published ballots, one record a line in ascending order of leaf hashes."""
    return f"ballots-{contest}.ndjson"


def write_leaves(leaves: Iterable[bytes]) -> bytes:
    """The log: one leaf hash a line, in hexadecimal, in log order."""
    return "".join(f"{leaf.hex()}\n" for leaf in leaves).encode()


def write_ballots(records: Iterable[Record]) -> bytes:
    """A contest's ballots in the one published order, which says nothing about who came first."""
    ordered = sorted(records, key=lambda record: record.leaf)
    return b"".join(record.as_bytes() + b"\n" for record in ordered)


def write_roll(
    manifest: str, totals: Mapping[str, tuple[int, int]], on_paper: Mapping[str, int] | None = None
) -> bytes:
    """The roll's published totals: contest → (issued, reissued); `on_paper`: people handed a paper ballot."""
    contests = {code: {"issued": issued, "reissued": again} for code, (issued, again) in totals.items()}
    for code, handed in (on_paper or {}).items():
        if handed:
            contests[code]["paper"] = handed
    return to_bytes({"contests": contests, "manifest": manifest})


def read_roll(data: bytes) -> tuple[str, dict[str, tuple[int, int]]]:
    """The manifest's hash and contest → (issued, reissued); NotCanonicalError for any other bytes."""
    fields = record_of(from_bytes(data, ROLL_LIMIT), frozenset({"contests", "manifest"}))
    if not isinstance(fields["contests"], dict):
        raise NotCanonicalError("not totals by contest")
    totals = {text_of(code, SLUG): _totals(entry) for code, entry in fields["contests"].items()}
    return text_of(fields["manifest"], HASH), totals


def read_paper_roll(data: bytes) -> dict[str, int]:
    """Contest → people handed a paper ballot, of those contests that have any."""
    read_roll(data)
    contests = from_bytes(data, ROLL_LIMIT)["contests"]
    return {code: entry["paper"] for code, entry in contests.items() if "paper" in entry}


def _totals(entry: Any) -> tuple[int, int]:
    on_paper = isinstance(entry, dict) and "paper" in entry
    fields = record_of(entry, frozenset({"issued", "reissued", *(["paper"] if on_paper else [])}))
    if on_paper:
        number_of(fields["paper"], 1, MOST_VOTERS)
    return number_of(fields["issued"], 0, MOST_VOTERS), number_of(fields["reissued"], 0, MOST_VOTERS)

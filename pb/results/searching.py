"""Looks for a voter's control code in the published log; nothing about who asked is kept."""

from pathlib import Path

from pb.ballots.published import LEAVES_FILE
from pb.errors import Refused
from pb.results.record import Record
from pb.results.rules import Found, control_code
from pb.tally.sources import election_folder


def found_in_log(root: Path, record: Record, typed: str) -> Found:
    """Whether a leaf of the cycle's log begins with the code a person typed; `root`: the folder of elections."""
    code = control_code(typed)
    if code is None:
        return Found.NOT_A_CODE
    try:
        leaves = (_folder(root, record) / LEAVES_FILE).open("r", encoding="ascii")
    except (Refused, OSError):
        return Found.NO_LOG
    with leaves:
        return Found.IN_LOG if any(line.startswith(code) for line in leaves) else Found.NOT_IN_LOG


def _folder(root: Path, record: Record) -> Path:
    named = root / record.manifest_hash
    return election_folder(named if record.manifest_hash and named.is_dir() else root / record.cycle)

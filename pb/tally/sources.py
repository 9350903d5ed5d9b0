"""Reading the ballots of a contest from its file, and checking that the file is still the one registered.

No database and no counting here.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path

from pb.ballots.canonical import NotCanonicalError
from pb.ballots.encoding import Record
from pb.ballots.manifest import Manifest
from pb.ballots.paper import Sheet
from pb.ballots.published import MANIFEST_FILE
from pb.ballots.terms import Form
from pb.ballots.verifier import Report, verify_election
from pb.errors import Refused
from pb.tally.counting import Refusal, SourceKind, ballot_of, renamed, vote_type
from pb.tally.pabulib import Election, PabulibError, read
from pb.tally.rules.contest import Ballot, VoteType

CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Published:
    """A verified election: its manifest, the report, and the folder its files are in."""

    manifest: Manifest
    report: Report
    folder: Path


def sha256_of(path: Path) -> str:
    """The file's SHA-256 in hexadecimal; Refused when it is not there."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                digest.update(chunk)
    except OSError as missing:
        raise Refused(Refusal.ELECTION_MISSING) from missing
    return digest.hexdigest()


def election_folder(folder: Path) -> Path:
    """Where the manifest lies: `folder`, or the one folder inside it that the box named by its hash."""
    if (folder / MANIFEST_FILE).is_file():
        return folder
    inside = sorted(path.parent for path in folder.glob(f"[0-9a-f]*/{MANIFEST_FILE}"))
    if len(inside) != 1:
        raise Refused(Refusal.ELECTION_MISSING)
    return inside[0]


def verified_election(folder: Path, manifest_hash: str | None = None) -> Published:
    """The election in `folder` with every check made; Refused unless all of them pass."""
    found = election_folder(folder)
    contents = {path.name: path.read_bytes() for path in found.iterdir() if path.is_file()}
    report = verify_election(contents, manifest_hash)
    if not report.passed:
        failed = [check for check in report.checks if not check.passed]
        raise Refused(
            Refusal.ELECTION_NOT_VERIFIED, checks=", ".join(f"{check.name} ({check.found})" for check in failed)
        )
    return Published(Manifest.parse(contents[MANIFEST_FILE]), report, found)


def read_election(path: Path) -> Election:
    """The .pb file, plain or gzipped; Refused with line and reason when broken."""
    try:
        return read(path)
    except PabulibError as broken:
        raise Refused(Refusal.FILE_BROKEN, line=broken.line, fault=broken.reason) from broken
    except OSError as missing:
        raise Refused(Refusal.ELECTION_MISSING) from missing


def ballots_in(
    path: Path, kind: SourceKind, sha256: str, names: Mapping[str, str], form: Form, most: int
) -> tuple[list[Ballot], VoteType]:
    """The ballots of a registered file with public codes; Refused when the file is no longer the same."""
    if sha256_of(path) != sha256:
        raise Refused(Refusal.SOURCE_CHANGED)
    if kind is SourceKind.FILE:
        election = read_election(path)
        return [renamed(ballot, names) for ballot in election.contest.ballots], election.vote_type
    return list(_sealed(path, most)), vote_type(form, most)


def _sealed(path: Path, most: int) -> Iterator[Ballot]:
    with path.open("rb") as file:
        for line in file:
            try:
                record = Record.parse(line.rstrip(b"\n"))
            except NotCanonicalError as broken:
                raise Refused(Refusal.SOURCE_CHANGED) from broken
            yield ballot_of(record.ballot.choices, most)


def paper_ballots(path: Path, sha256: str, manifest: str, most: int) -> list[Ballot]:
    """The paper ballots that count, of a registered file; Refused when the file is no longer the same."""
    if sha256_of(path) != sha256:
        raise Refused(Refusal.SOURCE_CHANGED)
    try:
        sheets = [Sheet.parse(line, manifest) for line in path.read_bytes().splitlines()]
    except NotCanonicalError as broken:
        raise Refused(Refusal.SOURCE_CHANGED) from broken
    return [ballot_of(sheet.choices, most) for sheet in sheets if sheet.choices]


def single(ballots: list[Ballot]) -> Iterator[Ballot]:
    """Merged ballots one by one."""
    for ballot in ballots:
        for _ in range(ballot.count):
            yield replace(ballot, count=1)


def rules_version() -> str:
    """SHA-256 over the source of every counting rule: which code counted."""
    digest = hashlib.sha256()
    for file in sorted(files("pb.tally.rules").iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".py"):
            digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()

"""Checks a whole published election from its files alone; counting the ballots is the tally's work.

Needs the standard library and `cryptography`. From the command line: `python -m pb.ballots FOLDER`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

from pb.ballots.canonical import HASH, NotCanonicalError, from_base64url, text_of
from pb.ballots.checkpoint import Checkpoint, is_receipt, split_notes
from pb.ballots.encoding import Record
from pb.ballots.log import Tree
from pb.ballots.manifest import Manifest
from pb.ballots.paper import PAPER_FILE, check_paper, sheets_file
from pb.ballots.published import (
    CHECKPOINTS_FILE,
    LEAVES_FILE,
    MANIFEST_FILE,
    RECEIPTS_FILE,
    ROLL_FILE,
    WITNESSED_FILE,
    ballots_file,
    read_paper_roll,
    read_roll,
)
from pb.ballots.terms import why_not_valid

FAULTS_NAMED = 20
"""How many faults of one check are named; all are counted."""


class CheckName(StrEnum):
    """The checks, in the order they are made. All but the last three are always made."""

    FILES = "files"  # every file is there and none is strange
    MANIFEST = "manifest"  # readable, and the one expected
    CHECKPOINTS = "checkpoints"  # each is signed by the box for this manifest
    GROWTH = "growth"  # the log only grew, and the last checkpoint, alone, is final
    LOG = "log"  # each checkpoint's root is the root of that many leaves
    READABLE = "readable"  # each published ballot is in canonical form
    PLACED = "placed"  # each belongs to this election and its contest
    SIGNED = "signed"  # each carries the signature of its contest's key
    CHOICES = "choices"  # each obeys the terms of its contest
    UNIQUE = "unique"  # none is there twice
    OPENED = "opened"  # the ballots are exactly the leaves of the log
    ROLL = "roll"  # no more ballots than envelopes issued and reissued
    WITNESSES = "witnesses"  # checkpoints kept by others agree
    RECEIPTS = "receipts"  # ballots with a receipt are in the log
    PAPER = "paper"  # paper ballots agree with their batches and the roll


OPTIONAL = {CheckName.WITNESSES: WITNESSED_FILE, CheckName.RECEIPTS: RECEIPTS_FILE, CheckName.PAPER: PAPER_FILE}


@dataclass(frozen=True, slots=True)
class Check:
    """One check: it passed if nothing was found. `faults` names the first few, in English, for a terminal."""

    name: CheckName
    found: int
    faults: tuple[str, ...]

    @property
    def passed(self) -> bool:
        return self.found == 0


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Of one contest: envelopes issued, envelopes issued anew for lost ones, ballots in the box, on paper."""

    issued: int
    reissued: int
    cast: int
    paper: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """What was checked and found; `manifest` is the hash to compare with the one published elsewhere."""

    manifest: str | None
    checks: tuple[Check, ...]
    contests: Mapping[str, Reconciliation]
    checkpoints: int
    leaves: int

    @property
    def passed(self) -> bool:
        return all(check.passed for check in self.checks)


@dataclass(slots=True)
class _Evidence:
    """The files as far as they can be read, and the faults found so far."""

    files: Mapping[str, bytes]
    manifest: Manifest
    faults: list[tuple[CheckName, str]] = field(default_factory=list)
    checkpoints: list[Checkpoint] = field(default_factory=list)
    tree: Tree = field(default_factory=Tree)
    records: dict[str, list[Record]] = field(default_factory=dict)
    roll: dict[str, tuple[int, int]] = field(default_factory=dict)
    paper: dict[str, int] = field(default_factory=dict)

    def find(self, name: CheckName, fault: str) -> None:
        self.faults.append((name, fault))

    def lines(self, file: str) -> list[str]:
        """Lines of a text file, each ended by a newline; a file that ends without one is refused whole."""
        text = self.files.get(file, b"").decode("utf-8", errors="replace")
        if text and not text.endswith("\n"):
            self.find(CheckName.FILES, f"{file} does not end with a newline")
            return []
        return text.split("\n")[:-1]


def verify_election(files: Mapping[str, bytes], manifest_hash: str | None = None) -> Report:
    """Check the published files (name → content) against each other and against the expected manifest.

    Give `manifest_hash` as printed elsewhere (a newspaper, a witness): files alone cannot say which election
    was the true one. Never raises on bad files; the report says what is wrong with them.
    """
    manifest, fault = _manifest(files, manifest_hash)
    if manifest is None:
        return Report(None, _checks([(CheckName.MANIFEST, fault)], frozenset()), {}, 0, 0)
    evidence = _Evidence(files, manifest)
    if fault:
        evidence.find(CheckName.MANIFEST, fault)
    for step in (_files, _checkpoints, _leaves, _log, _ballots, _opened, _roll, _witnesses, _receipts, _paper):
        step(evidence)
    cast = {code: len(records) for code, records in evidence.records.items()}
    totals = {
        contest.terms.code: Reconciliation(
            *evidence.roll.get(contest.terms.code, (0, 0)),
            cast=cast.get(contest.terms.code, 0),
            paper=evidence.paper.get(contest.terms.code, 0),
        )
        for contest in manifest.contests
    }
    checks = _checks(evidence.faults, frozenset(files))
    return Report(manifest.hash, checks, totals, len(evidence.checkpoints), len(evidence.tree))


def _checks(faults: list[tuple[CheckName, str]], files: frozenset[str]) -> tuple[Check, ...]:
    made = [name for name in CheckName if name not in OPTIONAL or OPTIONAL[name] in files]
    found = {name: [fault for where, fault in faults if where is name] for name in made}
    return tuple(Check(name, len(found[name]), tuple(found[name][:FAULTS_NAMED])) for name in made)


def _manifest(files: Mapping[str, bytes], expected: str | None) -> tuple[Manifest | None, str]:
    try:
        manifest = Manifest.parse(files.get(MANIFEST_FILE, b""))
    except NotCanonicalError as error:
        return None, f"{MANIFEST_FILE}: {error}"
    if expected is not None and manifest.hash != expected:
        return manifest, f"the manifest is {manifest.hash}, expected was {expected}"
    return manifest, ""


def _files(evidence: _Evidence) -> None:
    contests = {ballots_file(contest.terms.code) for contest in evidence.manifest.contests}
    needed = contests | {MANIFEST_FILE, CHECKPOINTS_FILE, LEAVES_FILE, ROLL_FILE}
    for name in sorted(needed - evidence.files.keys()):
        evidence.find(CheckName.FILES, f"{name} is missing")
    on_paper = {sheets_file(contest.terms.code) for contest in evidence.manifest.contests}
    known = needed | set(OPTIONAL.values()) | (on_paper if PAPER_FILE in evidence.files else set())
    for name in sorted(evidence.files.keys() - known):
        evidence.find(CheckName.FILES, f"{name} does not belong here")


def _notes(evidence: _Evidence, file: str, check: CheckName) -> Iterator[Checkpoint]:
    text = "".join(f"{line}\n" for line in evidence.lines(file))
    for number, note in enumerate(split_notes(text), 1):
        try:
            checkpoint = Checkpoint.open(note, evidence.manifest.box_public_key)
        except NotCanonicalError as error:
            evidence.find(check, f"{file}, checkpoint {number}: {error}")
            continue
        if (checkpoint.manifest, checkpoint.cycle) != (evidence.manifest.hash, evidence.manifest.cycle):
            evidence.find(check, f"{file}, checkpoint {number}: of another election")
        yield checkpoint


def _checkpoints(evidence: _Evidence) -> None:
    evidence.checkpoints = list(_notes(evidence, CHECKPOINTS_FILE, CheckName.CHECKPOINTS))
    sizes = [checkpoint.size for checkpoint in evidence.checkpoints]
    for number, (older, newer) in enumerate(pairwise(sizes), 2):
        if newer < older:
            evidence.find(CheckName.GROWTH, f"checkpoint {number} has {newer} leaves after {older}")
    final = [checkpoint.final for checkpoint in evidence.checkpoints]
    if final.count(True) != 1 or not final[-1]:
        evidence.find(CheckName.GROWTH, "the last checkpoint, and no other, must be final")


def _leaves(evidence: _Evidence) -> None:
    seen: set[str] = set()
    for number, line in enumerate(evidence.lines(LEAVES_FILE), 1):
        if not HASH.match(line):
            evidence.find(CheckName.LOG, f"{LEAVES_FILE}, line {number}: not a leaf hash")
            continue
        if line in seen:
            evidence.find(CheckName.UNIQUE, f"{LEAVES_FILE}, line {number}: the leaf is there twice")
        seen.add(line)
        evidence.tree.append(bytes.fromhex(line))


def _log(evidence: _Evidence) -> None:
    size = len(evidence.tree)
    for number, checkpoint in enumerate(evidence.checkpoints, 1):
        if not _agrees(checkpoint, evidence.tree):
            evidence.find(CheckName.LOG, f"checkpoint {number} is not of these leaves")
    if not evidence.checkpoints or evidence.checkpoints[-1].size != size:
        evidence.find(CheckName.LOG, f"the last checkpoint does not cover all {size} leaves")


def _agrees(checkpoint: Checkpoint, tree: Tree) -> bool:
    return checkpoint.size <= len(tree) and checkpoint.root == tree.root(checkpoint.size)


def _ballots(evidence: _Evidence) -> None:
    for contest in evidence.manifest.contests:
        file, previous = ballots_file(contest.terms.code), b""
        records = evidence.records.setdefault(contest.terms.code, [])
        for number, line in enumerate(evidence.lines(file), 1):
            try:
                record = Record.parse(line.encode("utf-8"))
            except NotCanonicalError as error:
                evidence.find(CheckName.READABLE, f"{file}, line {number}: {error}")
                continue
            records.append(record)
            for name, fault in _faults_of(record, evidence.manifest, contest.terms.code):
                evidence.find(name, f"{file}, line {number}: {fault}")
            if record.leaf <= previous:
                evidence.find(CheckName.UNIQUE, f"{file}, line {number}: repeated or out of order")
            previous = record.leaf


def _faults_of(record: Record, manifest: Manifest, code: str) -> Iterator[tuple[CheckName, str]]:
    contest = manifest.contest(code)
    if contest is None or record.ballot.contest != code or record.ballot.manifest != manifest.hash:
        yield CheckName.PLACED, "of another election or contest"
        return
    if not contest.key.verifies(record.prepared, record.signature):
        yield CheckName.SIGNED, "not signed by the contest's key"
    if reason := why_not_valid(record.ballot, contest.terms):
        yield CheckName.CHOICES, reason.value


def _opened(evidence: _Evidence) -> None:
    logged = set(evidence.tree.leaves)
    published = {record.leaf for records in evidence.records.values() for record in records}
    for leaf in sorted(logged - published):
        evidence.find(CheckName.OPENED, f"leaf {leaf.hex()} has no published ballot")
    for leaf in sorted(published - logged):
        evidence.find(CheckName.OPENED, f"ballot {leaf.hex()} is not in the log")


def _roll(evidence: _Evidence) -> None:
    try:
        manifest, evidence.roll = read_roll(evidence.files.get(ROLL_FILE, b""))
    except NotCanonicalError as error:
        evidence.find(CheckName.ROLL, f"{ROLL_FILE}: {error}")
        return
    if manifest != evidence.manifest.hash or evidence.roll.keys() != evidence.records.keys():
        evidence.find(CheckName.ROLL, f"{ROLL_FILE}: of another election")
    for code, records in evidence.records.items():
        envelopes = sum(evidence.roll.get(code, (0, 0)))
        if len(records) > envelopes:
            evidence.find(CheckName.ROLL, f"{code}: {len(records)} ballots, {envelopes} envelopes")


def _witnesses(evidence: _Evidence) -> None:
    for checkpoint in _notes(evidence, WITNESSED_FILE, CheckName.WITNESSES):
        ours = evidence.checkpoints[-1] if evidence.checkpoints else None
        if not _agrees(checkpoint, evidence.tree) or (checkpoint.final and checkpoint != ours):
            evidence.find(CheckName.WITNESSES, f"a witness saw another log of {checkpoint.size} leaves")


def _receipts(evidence: _Evidence) -> None:
    logged = set(evidence.tree.leaves)
    for number, line in enumerate(evidence.lines(RECEIPTS_FILE), 1):
        try:
            name, _, signed = line.partition(" ")
            leaf, signature = bytes.fromhex(text_of(name, HASH)), from_base64url(signed, 64)
        except NotCanonicalError as error:
            evidence.find(CheckName.RECEIPTS, f"{RECEIPTS_FILE}, line {number}: {error}")
            continue
        if not is_receipt(evidence.manifest.hash, leaf, signature, evidence.manifest.box_public_key):
            evidence.find(CheckName.RECEIPTS, f"{RECEIPTS_FILE}, line {number}: not signed by the box")
        elif leaf not in logged:
            evidence.find(CheckName.RECEIPTS, f"{RECEIPTS_FILE}, line {number}: the ballot is not in the log")


def _paper(evidence: _Evidence) -> None:
    try:
        handed = read_paper_roll(evidence.files.get(ROLL_FILE, b""))
    except NotCanonicalError:
        handed = {}  # the check of the roll has said so
    if PAPER_FILE not in evidence.files:
        if handed:
            evidence.find(CheckName.FILES, f"{PAPER_FILE} is missing: people were handed paper ballots")
        return
    checked = check_paper(evidence.files, evidence.manifest, handed)
    evidence.paper = checked.counted
    for fault in checked.faults:
        evidence.find(CheckName.PAPER, fault)

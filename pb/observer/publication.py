"""Checks a published cycle as a whole: files, record, sealed ballots, count, winners; nothing of the city is asked.

The sealed election is checked by `pb.ballots.verifier`. Here it is laid beside what was counted and published.
"""

import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from pb.ballots.encoding import Choices
from pb.ballots.encoding import Record as SealedRecord
from pb.ballots.manifest import Manifest
from pb.ballots.paper import Sheet, sheets_file
from pb.ballots.published import MANIFEST_FILE, ballots_file
from pb.ballots.terms import ContestTerms
from pb.ballots.verifier import FAULTS_NAMED, Report, verify_election
from pb.errors import Refused
from pb.observer.fetching import HASHES, FetchError, listed_hashes, unpack
from pb.results.publishing import ELECTION, RECORD
from pb.results.record import ContestRecord, Record, of_json
from pb.tally.counting import ballot_of, to_hryvnias
from pb.tally.recounting import Recount, recounted
from pb.tally.rules.contest import Ballot, Decision, Reason, VoteType, grouped
from pb.tally.sources import sha256_of


class PublicationCheck(StrEnum):
    """The checks besides those of the sealed election, in the order they are made."""

    FILES = "files"  # each file is the one of the list of hashes
    RECORD = "record"  # the published record can be read and names the sealed election
    SEALED = "sealed"  # the sealed election holds by itself
    TERMS = "terms"  # projects, costs and purses counted are those that were frozen before the vote
    BALLOTS = "ballots"  # the ballots counted are the ballots opened
    COUNT = "count"  # counted again, each contest gives the published digest
    WINNERS = "winners"  # the published winners and figures are those of the count


NEED_THE_BOX = frozenset({PublicationCheck.SEALED, PublicationCheck.TERMS, PublicationCheck.BALLOTS})


@dataclass(slots=True)
class Publication:
    """What was found: faults by check, the sealed election's own report, the contests counted again."""

    manifest: str = ""
    faults: dict[PublicationCheck, list[str]] = field(default_factory=dict)
    sealed: Report | None = None
    counts: dict[str, Recount] = field(default_factory=dict)

    @property
    def passed(self) -> bool:
        return not any(self.faults.values())

    def find(self, check: PublicationCheck, fault: str) -> None:
        self.faults.setdefault(check, []).append(fault)


def verify_publication(folder: Path, manifest_hash: str | None = None, *, count_only: bool = False) -> Publication:
    """Check the published files of one cycle in `folder`; never raises on bad files.

    `manifest_hash`: as printed elsewhere. `count_only`: for cycles of before the sealed vote, of which there are
    no sealed ballots; what is then checked is only that the published ballots give the published winners.
    """
    found = Publication()
    _check_files(found, folder)
    record = _record(found, folder)
    if record is None:
        return found
    found.manifest = record.manifest_hash
    _recount(found, folder, record)
    if count_only:
        return found
    if not (folder / ELECTION).is_file():
        found.find(PublicationCheck.SEALED, f"{ELECTION} is missing: no sealed ballots were published")
        return found
    with tempfile.TemporaryDirectory() as name:
        _check_sealed(found, folder, Path(name), record, manifest_hash)
    return found


def lines_of(found: Publication) -> Iterator[str]:
    """The checks for a terminal."""
    for check in PublicationCheck:
        faults = found.faults.get(check, [])
        unseen = check in NEED_THE_BOX and found.sealed is None
        yield f"{check:<12}{f'FAILS, {len(faults)} found' if faults else 'not checked' if unseen else 'holds'}"
        yield from (f"            {fault}" for fault in faults[:FAULTS_NAMED])
    for code, count in found.counts.items():
        yield f"{code}: {count.contest.voters} ballots counted, winners {' '.join(count.outcome.winners) or 'none'}"


def _check_files(found: Publication, folder: Path) -> None:
    try:
        hashes = listed_hashes((folder / HASHES).read_bytes())
    except (FetchError, OSError) as broken:
        found.find(PublicationCheck.FILES, f"{HASHES}: {broken}")
        return
    for name, expected in hashes.items():
        try:
            if sha256_of(folder / name) != expected:
                found.find(PublicationCheck.FILES, f"{name} is not the file of the list")
        except Refused:
            found.find(PublicationCheck.FILES, f"{name} is missing")
    for path in sorted(folder.iterdir()):
        if path.name not in hashes and path.name != HASHES:
            found.find(PublicationCheck.FILES, f"{path.name} is not in the list")


def _record(found: Publication, folder: Path) -> Record | None:
    try:
        record = of_json((folder / RECORD).read_text("utf-8"))
        record.winners, record.spent  # noqa: B018 - everything read once: a wrong type shows here
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as broken:
        found.find(PublicationCheck.RECORD, f"{RECORD}: {type(broken).__name__}")
        return None
    return record


def _recount(found: Publication, folder: Path, record: Record) -> None:
    for contest in record.contests:
        try:
            count = recounted(contest.command, folder)
        except (OSError, ValueError) as broken:
            found.find(PublicationCheck.COUNT, f"{contest.code}: {broken}")
            continue
        if contest.code in found.counts or count.file != f"{contest.code}.pb":
            found.find(PublicationCheck.COUNT, f"{contest.code}: counted twice, or from another contest's file")
            continue
        found.counts[contest.code] = count
        if count.digest != contest.digest:
            found.find(PublicationCheck.COUNT, f"{contest.code}: the count gives the digest {count.digest}")
        for fault in _other_rows(contest, count):
            found.find(PublicationCheck.WINNERS, f"{contest.code}: {fault}")


def _other_rows(contest: ContestRecord, count: Recount) -> Iterator[str]:
    """Where the published rows depart from the steps of the count; a council's change must be named as one."""
    if contest.ballots != count.contest.voters or to_hryvnias(contest.purse) != count.contest.purse:
        yield "another number of ballots, or another purse"
    steps = {step.project: step for step in count.outcome.steps}
    if sorted(row.code for row in contest.rows) != sorted(steps):
        yield "other projects than those counted"
        return
    for row in contest.rows:
        step = steps[row.code]
        funded = step.decision is Decision.FUNDED
        if row.counted != funded or (row.won != funded and not row.change):
            yield f"project {row.number} ({row.code}) is published as {'won' if row.won else 'lost'}"
        is_dearer = step.reason is not Reason.WITHDRAWN and to_hryvnias(row.cost) != step.cost
        if is_dearer or str(row.score) != str(step.score) or row.rank != step.rank:
            yield f"project {row.number} ({row.code}) has another cost, score or place"


def _check_sealed(found: Publication, folder: Path, opened: Path, record: Record, expected: str | None) -> None:
    try:
        unpack(folder / ELECTION, opened)
    except FetchError as broken:
        found.find(PublicationCheck.SEALED, str(broken))
        return
    files = {path.name: path.read_bytes() for path in opened.iterdir()}
    report = found.sealed = verify_election(files, expected)
    for check in report.checks:
        if not check.passed:
            found.find(PublicationCheck.SEALED, f"{check.name}: {check.found} found")
    if report.manifest is None:
        return
    if report.manifest != record.manifest_hash:
        found.find(PublicationCheck.RECORD, f"the record names the election {record.manifest_hash or 'none'}")
    _check_counted(found, record, Manifest.parse(files[MANIFEST_FILE]), files)


def _check_counted(found: Publication, record: Record, manifest: Manifest, files: Mapping[str, bytes]) -> None:
    """That what was counted is what was voted on."""
    codes = {contest.code for contest in record.contests}
    if manifest.cycle != record.cycle or {one.terms.code for one in manifest.contests} != codes:
        found.find(PublicationCheck.TERMS, "the contests counted are not those that were voted on")
    for contest in manifest.contests:
        if count := found.counts.get(contest.terms.code):
            on_paper = files.get(sheets_file(contest.terms.code), b"")
            _check_contest(
                found, contest.terms, count, files.get(ballots_file(contest.terms.code), b""), (on_paper, manifest.hash)
            )


def _check_contest(
    found: Publication, terms: ContestTerms, count: Recount, ballots: bytes, paper: tuple[bytes, str]
) -> None:
    """`paper`: the file of the contest's paper ballots, and the hash of the manifest."""
    costs = {code: to_hryvnias(cost) for code, cost in terms.projects}
    counted = {project.id: project.cost for project in count.contest.projects if not project.withdrawn}
    withdrawn = {project.id for project in count.contest.projects if project.withdrawn}
    if counted.items() - costs.items() or counted.keys() | withdrawn != costs.keys():
        found.find(PublicationCheck.TERMS, f"{terms.code}: other projects or costs than were voted on")
    if to_hryvnias(terms.purse) != count.contest.purse:
        found.find(PublicationCheck.TERMS, f"{terms.code}: another purse than was promised")
    rows, form = list(costs), count.contest.form
    try:
        sealed = [_choices(SealedRecord.parse(line).ballot.choices, terms, form) for line in ballots.splitlines()]
        sheets = [Sheet.parse(line, paper[1]).choices for line in paper[0].splitlines()]
        sealed += [_choices(choices, terms, form) for choices in sheets if choices]
        same = Counter(_weighed(sealed, rows, form)) == Counter(_weighed(count.contest.ballots, rows, form))
    except (ValueError, KeyError):
        same = False
    if not same:
        found.find(PublicationCheck.BALLOTS, f"{terms.code}: the ballots counted are not the ballots opened")


def _choices(choices: Choices, terms: ContestTerms, form: VoteType) -> Ballot:
    ballot = ballot_of(choices, terms.max_choices)
    return ballot if form.carries_points else Ballot(ballot.choices)


def _weighed(ballots: object, rows: list[str], form: VoteType) -> dict[tuple[object, ...], int]:
    return {(one.choices, one.points): one.count for one in grouped(ballots, rows, form)}  # type: ignore[arg-type]

"""Ballots marked on paper, as they are published beside the box's: their files and account; typing them is elsewhere.

A paper ballot has no signature: what stands against forgery is the roll (no more ballots than people who were handed
one), the account of every batch, and serial numbers by which anybody may compare the paper with the file.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, Self

from pb.ballots.canonical import (
    HASH,
    SLUG,
    NotCanonicalError,
    from_bytes,
    list_of,
    number_of,
    record_of,
    text_of,
    to_bytes,
)
from pb.ballots.encoding import Ballot, Choices
from pb.ballots.manifest import Manifest
from pb.ballots.terms import why_not_valid

PAPER_FILE = "paper.json"
PAPER_LIMIT = 10_000_000
LINE_LIMIT = 24_576
MOST_SHEETS = 10**6
FEW = "few"
"""The batch and the point under which batches too small to be told apart are published together."""
CLASS_POINT, FEW_CLASSES = "class", "few-classes"
"""The point of every class that votes together, and the batch of those too small to be told apart."""
NO_SALT = bytes(32)


class BatchKind(StrEnum):
    """What was typed: single ballots, or a class's totals of raised cards."""

    BALLOTS = "ballots"
    TOTALS = "totals"


class BatchState(StrEnum):
    """What became of a batch: its account agreed, two people let it be counted nevertheless, or not."""

    COUNTED = "counted"
    RELEASED = "released"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True)
class PaperBatch:
    """One batch's account. `handed`: people on the roll; `found`: sheets in the sealed box, `invalid` ones included."""

    batch: str
    contest: str
    kind: BatchKind
    point: str
    printed: int
    handed: int
    returned: int
    spoilt: int
    found: int
    invalid: int
    state: BatchState

    def as_json(self) -> dict[str, Any]:
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @classmethod
    def of_json(cls, value: Any) -> Self:
        given = record_of(value, frozenset(field.name for field in fields(cls)))
        if given["kind"] not in list(BatchKind) or given["state"] not in list(BatchState):
            raise NotCanonicalError("a batch of an unknown kind or state")
        amounts = ("printed", "handed", "returned", "spoilt", "found", "invalid")
        return cls(
            batch=text_of(given["batch"], SLUG),
            contest=text_of(given["contest"], SLUG),
            kind=BatchKind(given["kind"]),
            point=text_of(given["point"], SLUG),
            state=BatchState(given["state"]),
            **{name: number_of(given[name], 0, MOST_SHEETS) for name in amounts},
        )


@dataclass(frozen=True, slots=True)
class Sheet:
    """One paper ballot as typed; `choices` is None for one that nobody can count."""

    contest: str
    batch: str
    serial: int
    choices: Choices | None

    def as_bytes(self, manifest: str) -> bytes:
        """The line of the published file."""
        choices = self.choices.as_json() if self.choices else None
        return to_bytes(
            {"batch": self.batch, "choices": choices, "contest": self.contest, "manifest": manifest,
             "serial": self.serial}
        )  # fmt: skip

    @classmethod
    def parse(cls, data: bytes, manifest: str) -> Self:
        """Read a line; NotCanonicalError for other bytes or another election's."""
        given = record_of(
            from_bytes(data, LINE_LIMIT), frozenset({"batch", "choices", "contest", "manifest", "serial"})
        )
        if text_of(given["manifest"], HASH) != manifest:
            raise NotCanonicalError("a paper ballot of another election")
        return cls(
            contest=text_of(given["contest"], SLUG),
            batch=text_of(given["batch"], SLUG),
            serial=number_of(given["serial"], 1, MOST_SHEETS),
            choices=None if given["choices"] is None else Choices.of_json(given["choices"]),
        )


def sheets_file(contest: str) -> str:
    """The name of a contest's paper ballots, one a line by batch and serial."""
    return f"paper-{contest}.ndjson"


def write_sheets(manifest: str, sheets: Iterable[Sheet]) -> bytes:
    """A contest's paper ballots in the one published order."""
    ordered = sorted(sheets, key=lambda sheet: (sheet.batch, sheet.serial))
    return b"".join(sheet.as_bytes(manifest) + b"\n" for sheet in ordered)


def write_paper(manifest: str, batches: Iterable[PaperBatch]) -> bytes:
    """The account of all batches."""
    ordered = sorted(batches, key=lambda batch: (batch.contest, batch.batch))
    return to_bytes({"batches": [batch.as_json() for batch in ordered], "manifest": manifest})


def read_paper(data: bytes, manifest: str) -> list[PaperBatch]:
    """The account; NotCanonicalError for other bytes or another election's."""
    given = record_of(from_bytes(data, PAPER_LIMIT), frozenset({"batches", "manifest"}))
    if text_of(given["manifest"], HASH) != manifest:
        raise NotCanonicalError("an account of another election")
    return [PaperBatch.of_json(entry) for entry in list_of(given["batches"])]


def fault_of_account(batch: PaperBatch, most: int) -> str:
    """What does not agree in a batch that is counted; empty when all does. `most`: choices of one ballot."""
    room = batch.handed * (most if batch.kind is BatchKind.TOTALS else 1)
    known = batch.found + batch.spoilt + batch.returned
    is_strict = batch.kind is BatchKind.BALLOTS and batch.state is BatchState.COUNTED
    faults = [
        (batch.found > room, f"{batch.found} ballots found, {batch.handed} people on the roll"),
        (batch.invalid > batch.found, "more invalid ballots than ballots"),
        (batch.kind is BatchKind.TOTALS and known + batch.invalid > batch.found, "a class has no blanks"),
        (is_strict and batch.found < batch.handed, f"{batch.found} ballots found, {batch.handed} people on the roll"),
        (is_strict and batch.printed != known, f"{batch.printed} printed, {known} accounted for"),
    ]
    return next((fault for wrong, fault in faults if wrong and batch.state is not BatchState.LEFT_OUT), "")


@dataclass(frozen=True, slots=True)
class PaperCheck:
    """What the check of the paper found; `counted`: contest → paper ballots that count."""

    faults: list[str]
    counted: dict[str, int]


def check_paper(files: Mapping[str, bytes], manifest: Manifest, handed: Mapping[str, int]) -> PaperCheck:
    """Compare account, ballots and the roll's numbers of people handed a paper ballot (contest → people)."""
    try:
        batches = read_paper(files.get(PAPER_FILE, b""), manifest.hash)
    except NotCanonicalError as error:
        return PaperCheck([f"{PAPER_FILE}: {error}"], {})
    faults, counted = list(_faults_of_batches(batches, manifest)), {}
    for contest in manifest.contests:
        code = contest.terms.code
        mine = [batch for batch in batches if batch.contest == code]
        on_paper = sum(batch.handed for batch in mine if batch.kind is BatchKind.BALLOTS)
        if on_paper != handed.get(code, 0):
            faults.append(f"{code}: {on_paper} people in the batches, {handed.get(code, 0)} on the roll")
        sheets = _sheets(files, manifest, code, faults)
        faults.extend(f"{sheets_file(code)}: {fault}" for fault in _faults_of_sheets(sheets, mine, manifest))
        counted[code] = sum(1 for sheet in sheets if sheet.choices)
    return PaperCheck(faults, counted)


def _faults_of_batches(batches: list[PaperBatch], manifest: Manifest) -> Iterator[str]:
    names = [(batch.contest, batch.batch) for batch in batches]
    if names != sorted(set(names)):
        yield f"{PAPER_FILE}: batches are repeated or out of order"
    for batch in batches:
        contest = manifest.contest(batch.contest)
        if contest is None:
            yield f"{PAPER_FILE}: batch {batch.batch} is of no contest"
        elif fault := fault_of_account(batch, contest.terms.max_choices):
            yield f"batch {batch.batch} of {batch.contest}: {fault}"


def _sheets(files: Mapping[str, bytes], manifest: Manifest, code: str, faults: list[str]) -> list[Sheet]:
    file = sheets_file(code)
    lines = files.get(file, b"").split(b"\n")
    if lines.pop():
        faults.append(f"{file} does not end with a newline")
    found = []
    for number, line in enumerate(lines, 1):
        try:
            found.append(Sheet.parse(line, manifest.hash))
        except NotCanonicalError as error:
            faults.append(f"{file}, line {number}: {error}")
    return found


def _faults_of_sheets(sheets: list[Sheet], batches: list[PaperBatch], manifest: Manifest) -> Iterator[str]:
    known = {batch.batch: batch for batch in batches if batch.state is not BatchState.LEFT_OUT}
    places = [(sheet.batch, sheet.serial) for sheet in sheets]
    if places != sorted(set(places)):
        yield "serial numbers are repeated or out of order"
    found = Counter(sheet.batch for sheet in sheets)
    invalid = Counter(sheet.batch for sheet in sheets if sheet.choices is None)
    for name, batch in known.items():
        if (found[name], invalid[name]) != (batch.found, batch.invalid):
            yield f"batch {name}: {found[name]} lines, {invalid[name]} of them invalid, against its account"
    yield from _faults_of_hands(sheets, known)
    for sheet in sheets:
        if sheet.batch not in known:
            yield f"batch {sheet.batch} is not counted"
        elif fault := _fault_of_sheet(sheet, known[sheet.batch], manifest):
            yield f"batch {sheet.batch}, ballot {sheet.serial}: {fault}"


def _faults_of_hands(sheets: list[Sheet], known: Mapping[str, PaperBatch]) -> Iterator[str]:
    """In a class nobody raises two hands for one project."""
    hands = Counter((sheet.batch, sheet.choices.codes) for sheet in sheets if sheet.choices)
    for (name, codes), votes in sorted(hands.items()):
        batch = known.get(name)
        if batch and batch.kind is BatchKind.TOTALS and votes > batch.handed:
            yield f"batch {name}: {votes} votes for {', '.join(codes)} of {batch.handed} pupils"


def _fault_of_sheet(sheet: Sheet, batch: PaperBatch, manifest: Manifest) -> str:
    contest = manifest.contest(batch.contest)
    if contest is None or sheet.contest != batch.contest:
        return "of another contest"
    if batch.kind is BatchKind.BALLOTS and sheet.serial > batch.printed:
        return "a serial number that was not printed"
    if sheet.choices is None:
        return ""
    if batch.kind is BatchKind.TOTALS:
        one = sheet.choices.codes
        return "" if len(one) == 1 and set(one) <= contest.terms.costs.keys() else "not one vote of a class"
    broken = why_not_valid(Ballot(manifest.hash, sheet.contest, sheet.choices, NO_SALT), contest.terms)
    return broken.value if broken else ""

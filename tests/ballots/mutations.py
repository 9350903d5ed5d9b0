"""Forged elections, name → files and the checks that must refuse them: for the verifier, the command, the browser."""

import random
from dataclasses import replace
from functools import cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pb.ballots.canonical import to_bytes
from pb.ballots.checkpoint import Checkpoint, join_notes, split_notes
from pb.ballots.encoding import Choices
from pb.ballots.published import write_ballots, write_roll
from pb.ballots.verifier import CheckName
from tests.ballots.elections import MANIFEST, Election, altered, standing, vote
from tests.ballots.make import BOX_KEY, OTHER_KEY, SIGNING_KEY, approval, sealed

STANDING = standing()
FILES = STANDING.files()
WITNESSED = join_notes(STANDING.notes()[:3]).encode()
RECEIPTS = STANDING.receipts()


# What somebody can do to the files who has none of the keys.


def _replace_line(file: str, number: int, line: bytes | None):
    lines = FILES[file].splitlines(keepends=True)
    lines[number : number + 1] = [] if line is None else [line]
    return {**FILES, file: b"".join(lines)}


def _without(file: str):
    return {name: content for name, content in FILES.items() if name != file}


def _swap_lines(file: str):
    lines = FILES[file].splitlines(keepends=True)
    return {**FILES, file: b"".join([lines[1], lines[0], *lines[2:]])}


def _notes(change):
    notes = split_notes(FILES["checkpoints.txt"].decode())
    return {**FILES, "checkpoints.txt": join_notes(change(notes)).encode()}


GREEN, STREETS = "ballots-green.ndjson", "ballots-streets.ndjson"
FIRST = STANDING.of_contest("green")[0]
OUTSIDER = {
    "a ballot dropped": (_replace_line(GREEN, 3, None), {CheckName.OPENED}),
    "a leaf dropped": (_replace_line("leaves.txt", 3, None), {CheckName.LOG, CheckName.OPENED}),
    "a ballot doubled": (
        {**FILES, GREEN: FILES[GREEN].splitlines(keepends=True)[0] + FILES[GREEN]},
        {CheckName.UNIQUE, CheckName.ROLL},
    ),
    "a leaf doubled": (
        {**FILES, "leaves.txt": FILES["leaves.txt"].splitlines(keepends=True)[0] + FILES["leaves.txt"]},
        {CheckName.UNIQUE, CheckName.LOG},
    ),
    "ballots reordered": (_swap_lines(GREEN), {CheckName.UNIQUE}),
    "leaves reordered": (_swap_lines("leaves.txt"), {CheckName.LOG}),
    "a ballot changed": (
        {**FILES, GREEN: FILES[GREEN].replace(b'{"approve":["G', b'{"approve":["G6","G', 1)},
        None,
    ),
    "a ballot moved to another contest": (
        {**FILES, GREEN: b"", STREETS: write_ballots([*STANDING.log])},
        {CheckName.PLACED, CheckName.ROLL},
    ),
    "a line of noise": (_replace_line(GREEN, 0, b"\xff\xfe\n"), {CheckName.READABLE, CheckName.OPENED}),
    "a ballot with spaces": (
        {**FILES, GREEN: FILES[GREEN].replace(b",", b", ", 1)},
        {CheckName.READABLE, CheckName.OPENED},
    ),
    "a ballot beheaded": ({**FILES, GREEN: FILES[GREEN][:-10]}, {CheckName.FILES, CheckName.OPENED}),
    "no ballots of a contest": (_without(STREETS), {CheckName.FILES, CheckName.OPENED}),
    "no checkpoints": (_without("checkpoints.txt"), {CheckName.FILES, CheckName.GROWTH, CheckName.LOG}),
    "no leaves": (_without("leaves.txt"), {CheckName.FILES, CheckName.LOG, CheckName.OPENED}),
    "no roll": (_without("roll.json"), {CheckName.FILES, CheckName.ROLL}),
    "no manifest": (_without("manifest.json"), {CheckName.MANIFEST}),
    "a strange file": ({**FILES, "ballots-late.ndjson": b""}, {CheckName.FILES}),
    "a manifest with a space": (
        {**FILES, "manifest.json": FILES["manifest.json"] + b" "},
        {CheckName.MANIFEST},
    ),
    "a manifest with a dearer project": (
        {**FILES, "manifest.json": FILES["manifest.json"].replace(b'"G1",5', b'"G1",4')},
        {CheckName.CHECKPOINTS, CheckName.PLACED, CheckName.ROLL},
    ),
    "a leaf that is none": (_replace_line("leaves.txt", 0, b"leaf\n"), {CheckName.LOG, CheckName.OPENED}),
    "leaves in capitals": (
        {**FILES, "leaves.txt": FILES["leaves.txt"].upper()},
        {CheckName.LOG, CheckName.OPENED},
    ),
    "the final checkpoint cut off": (_notes(lambda notes: notes[:-1]), {CheckName.GROWTH, CheckName.LOG}),
    "checkpoints reordered": (
        _notes(lambda notes: [notes[2], notes[1], notes[0], notes[3]]),
        {CheckName.GROWTH},
    ),
    "a checkpoint after the final one": (
        _notes(lambda notes: [*notes, notes[2]]),
        {CheckName.GROWTH, CheckName.LOG},
    ),
    "the final checkpoint twice": (_notes(lambda notes: [*notes, notes[3]]), {CheckName.GROWTH}),
    "a checkpoint's size changed": (
        _notes(lambda notes: [notes[0], notes[1].replace("\n5\n", "\n6\n"), *notes[2:]]),
        {CheckName.CHECKPOINTS},
    ),
    "noise for checkpoints": ({**FILES, "checkpoints.txt": b"\xff\n"}, None),
    "a roll of another election": (
        {**FILES, "roll.json": write_roll("cd" * 32, {"green": (12, 0), "streets": (12, 0)})},
        {CheckName.ROLL},
    ),
    "a roll with fewer envelopes": (
        {**FILES, "roll.json": write_roll(MANIFEST.hash, {"green": (11, 0), "streets": (12, 0)})},
        {CheckName.ROLL},
    ),
    "a roll without a contest": (
        {**FILES, "roll.json": write_roll(MANIFEST.hash, {"green": (24, 0)})},
        {CheckName.ROLL},
    ),
    "a roll of noise": ({**FILES, "roll.json": b'{"contests":[]}'}, {CheckName.ROLL}),
    "a roll of lists": (
        {**FILES, "roll.json": to_bytes({"contests": [], "manifest": MANIFEST.hash})},
        {CheckName.ROLL},
    ),
    "a roll with a negative number": (
        {**FILES, "roll.json": FILES["roll.json"].replace(b'"issued":12', b'"issued":-12')},
        {CheckName.ROLL},
    ),
}


# What an insider can do who holds the box's key or a contest's, and signs everything anew.


def log_changed(change, **more) -> Election:
    return replace(STANDING, log=change(list(STANDING.log)), batches=[], **more)


def _cast(ballot, key=SIGNING_KEY) -> Election:
    return log_changed(lambda log: [*log, sealed(ballot, key)])


ELSE = replace(MANIFEST, rule_set="00" * 32)
G, H = MANIFEST.hash, "green"
INSIDER = {
    "an unsigned ballot": (log_changed(lambda log: [*log, replace(FIRST, prefix=bytes(32))]), {CheckName.SIGNED}),
    "a ballot's choices swapped under its signature": (
        log_changed(lambda log: [altered(FIRST, choices=Choices.approve(["G6"])) if r is FIRST else r for r in log]),
        {CheckName.SIGNED},
    ),
    "a ballot's salt swapped under its signature": (
        log_changed(lambda log: [altered(FIRST, salt=bytes(32)) if r is FIRST else r for r in log]),
        {CheckName.SIGNED},
    ),
    "a ballot signed by another contest's key": (
        _cast(approval("G1", manifest=G), OTHER_KEY),
        {CheckName.SIGNED},
    ),
    "a ballot of another election": (_cast(approval("G1", manifest=ELSE.hash)), {CheckName.PLACED}),
    "a ballot over the limit": (_cast(approval("G1", "G2", "G3", "G4", manifest=G)), {CheckName.CHOICES}),
    "a ballot for a project that is not there": (_cast(approval("G9", manifest=G)), {CheckName.CHOICES}),
    "an empty ballot": (_cast(approval(manifest=G)), {CheckName.CHOICES}),
    "a ballot in another form": (
        log_changed(lambda log: [*log, sealed(replace(approval(manifest=G), choices=Choices.rank(["G1"])))]),
        {CheckName.CHOICES},
    ),
    "a ballot counted twice": (log_changed(lambda log: [*log, log[0]]), {CheckName.UNIQUE}),
    "a ballot published that was not logged": (
        replace(STANDING, published=[*STANDING.log, vote(random.Random(1), "green")]),
        {CheckName.OPENED},
    ),
    "a logged ballot kept back": (replace(STANDING, published=STANDING.log[1:]), {CheckName.OPENED}),
    "more ballots than envelopes": (replace(STANDING, issued=11), {CheckName.ROLL}),
    "another box's checkpoints": (
        replace(STANDING, box_key=Ed25519PrivateKey.generate()),
        {CheckName.CHECKPOINTS, CheckName.GROWTH, CheckName.LOG},
    ),
}


def insider(name: str) -> dict[str, bytes]:
    """The files of an insider's election; its roll says what it must unless the roll is what is forged."""
    election, checks = INSIDER[name]
    if CheckName.ROLL not in checks:
        election = replace(election, issued=election.issued or 100)
    return election.files()


EVIDENCE = {
    "a ballot dropped before the last witnessed batch": (
        {**log_changed(lambda log: log[1:]).files(), "witnessed.txt": WITNESSED},
        {CheckName.WITNESSES},
    ),
    "a checkpoint of another election as a witness": (
        {**FILES, "witnessed.txt": Checkpoint("2026", ELSE.hash, 0, STANDING.tree().root(0)).sign(BOX_KEY).encode()},
        {CheckName.WITNESSES},
    ),
    "a ballot dropped that has a receipt": (
        {**log_changed(lambda log: log[:-1]).files(), "receipts.txt": RECEIPTS},
        {CheckName.RECEIPTS},
    ),
    "a receipt the box did not sign": (
        {**FILES, "receipts.txt": b"ab" * 32 + RECEIPTS[64:152]},
        {CheckName.RECEIPTS},
    ),
}


# What only evidence of others shows: the insider made a consistent other election.

REWRITTEN = {
    "a ballot dropped before the last witnessed batch": log_changed(lambda log: log[1:]),
    "a ballot swapped for another valid one": log_changed(lambda log: [vote(random.Random(2), "green"), *log[1:]]),
    "the log reordered": log_changed(lambda log: log[::-1]),
    "an envelope of an abstainer used early": log_changed(lambda log: [vote(random.Random(3), "green"), *log]),
}


@cache
def mutations() -> dict[str, dict[str, bytes]]:
    """Every forged election."""
    outsiders = {name: files for name, (files, _checks) in OUTSIDER.items()}
    evidence = {name: files for name, (files, _checks) in EVIDENCE.items()}
    return outsiders | {name: insider(name) for name in INSIDER} | evidence

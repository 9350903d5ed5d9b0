"""Honest elections pass; of the others each is refused, by the check that is there for it."""

import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from pb.ballots.__main__ import main
from pb.ballots.canonical import to_bytes
from pb.ballots.checkpoint import Checkpoint, join_notes, split_notes
from pb.ballots.encoding import Choices
from pb.ballots.manifest import raw_public_key
from pb.ballots.published import write_ballots, write_roll
from pb.ballots.verifier import CheckName, verify_election
from tests.ballots.elections import MANIFEST, Election, altered, honest, receipts, standing, vote
from tests.ballots.make import BOX_KEY, OTHER_KEY, SIGNING_KEY, approval, sealed

STANDING = standing()
FILES = STANDING.files()
WITNESSED = join_notes(STANDING.notes()[:3]).encode()
RECEIPTS = STANDING.receipts()


def failed(files, manifest_hash=None) -> set[CheckName]:
    report = verify_election(files, manifest_hash)
    assert report.passed == all(check.passed for check in report.checks)
    return {check.name for check in report.checks if not check.passed}


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 2**64))
def test_honest_elections_pass(seed):
    election = honest(random.Random(seed))
    files = {**election.files(), "witnessed.txt": join_notes(election.notes()).encode()}
    report = verify_election({**files, "receipts.txt": election.receipts()}, MANIFEST.hash)
    assert report.passed, report.checks
    assert sum(total.cast for total in report.contests.values()) == report.leaves == len(election.log)


def test_the_report_has_the_figures():
    report = verify_election({**FILES, "witnessed.txt": WITNESSED, "receipts.txt": RECEIPTS}, MANIFEST.hash)
    assert [check.name for check in report.checks] == [name for name in CheckName if name is not CheckName.PAPER]
    assert report.passed
    assert (report.manifest, report.leaves, report.checkpoints) == (MANIFEST.hash, 24, 4)
    assert report.contests["green"].cast == report.contests["streets"].issued == 12


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


@pytest.mark.parametrize("name", OUTSIDER)
def test_files_changed_without_keys_are_refused(name):
    files, checks = OUTSIDER[name]
    assert files != FILES
    assert failed(files) == checks if checks else failed(files)


# What an insider can do who holds the box's key or a contest's, and signs everything anew.


def _log(change, **more) -> Election:
    return replace(STANDING, log=change(list(STANDING.log)), batches=[], **more)


def _cast(ballot, key=SIGNING_KEY) -> Election:
    return _log(lambda log: [*log, sealed(ballot, key)])


ELSE = replace(MANIFEST, rule_set="00" * 32)
G, H = MANIFEST.hash, "green"
INSIDER = {
    "an unsigned ballot": (_log(lambda log: [*log, replace(FIRST, prefix=bytes(32))]), {CheckName.SIGNED}),
    "a ballot's choices swapped under its signature": (
        _log(lambda log: [altered(FIRST, choices=Choices.approve(["G6"])) if r is FIRST else r for r in log]),
        {CheckName.SIGNED},
    ),
    "a ballot's salt swapped under its signature": (
        _log(lambda log: [altered(FIRST, salt=bytes(32)) if r is FIRST else r for r in log]),
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
        _log(lambda log: [*log, sealed(replace(approval(manifest=G), choices=Choices.rank(["G1"])))]),
        {CheckName.CHOICES},
    ),
    "a ballot counted twice": (_log(lambda log: [*log, log[0]]), {CheckName.UNIQUE}),
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


@pytest.mark.parametrize("name", INSIDER)
def test_elections_forged_with_the_keys_are_refused(name):
    election, checks = INSIDER[name]
    if CheckName.ROLL not in checks:
        election = replace(election, issued=election.issued or 100)
    assert failed(election.files()) == checks


# What only outsiders' evidence shows: the insider made a consistent other election.

REWRITTEN = {
    "a ballot dropped before the last witnessed batch": _log(lambda log: log[1:]),
    "a ballot swapped for another valid one": _log(lambda log: [vote(random.Random(2), "green"), *log[1:]]),
    "the log reordered": _log(lambda log: log[::-1]),
    "an envelope of an abstainer used early": _log(lambda log: [vote(random.Random(3), "green"), *log]),
}


@pytest.mark.parametrize("name", REWRITTEN)
def test_a_rewritten_log_contradicts_its_witnesses(name):
    files = REWRITTEN[name].files()
    assert failed(files, MANIFEST.hash) == set()
    assert failed({**files, "witnessed.txt": WITNESSED}) == {CheckName.WITNESSES}


def test_a_split_view_after_the_close_contradicts_its_witness():
    final = join_notes(STANDING.notes()[3:]).encode()
    longer = _log(lambda log: [*log, vote(random.Random(4), "green")])
    assert failed({**longer.files(), "witnessed.txt": final}) == {CheckName.WITNESSES}


def test_a_checkpoint_of_another_election_is_no_witness():
    other = Checkpoint("2026", ELSE.hash, 0, STANDING.tree().root(0)).sign(BOX_KEY).encode()
    assert failed({**FILES, "witnessed.txt": other}) == {CheckName.WITNESSES}


def test_a_dropped_ballot_contradicts_its_receipt():
    files = _log(lambda log: log[:-1]).files()
    assert failed(files) == set()
    assert failed({**files, "receipts.txt": RECEIPTS}) == {CheckName.RECEIPTS}


@pytest.mark.parametrize("line", [b"nothing\n", RECEIPTS[:64] + b" AAAA\n", b"ab" * 32 + RECEIPTS[64:152]])
def test_a_receipt_the_box_did_not_sign_is_named(line):
    assert failed({**FILES, "receipts.txt": line}) == {CheckName.RECEIPTS}


def test_a_replaced_election_contradicts_the_printed_hash():
    """Other keys, other manifest, all consistent: only the hash printed elsewhere can tell."""
    box = Ed25519PrivateKey.generate()
    forged = replace(MANIFEST, box_key=raw_public_key(box.public_key()))
    files = Election(forged, [vote(random.Random(5), "green", forged)], [], box_key=box).files()
    assert failed(files) == set()
    assert failed(files, MANIFEST.hash) == {CheckName.MANIFEST}
    theirs = receipts(MANIFEST.hash, [FIRST.leaf], BOX_KEY)
    assert failed({**files, "receipts.txt": theirs, "witnessed.txt": WITNESSED}) == {
        CheckName.RECEIPTS,
        CheckName.WITNESSES,
    }


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_single_changed_byte_goes_unseen(data):
    name = data.draw(st.sampled_from(sorted(FILES)))
    content = bytearray(FILES[name])
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= data.draw(st.integers(1, 255))
    changed = {**FILES, name: bytes(content)}
    if name == "roll.json" and not failed(changed):
        # A larger number of envelopes is not for these files to contradict: the roll has its own audit.
        report = verify_election(changed)
        assert sum(total.issued + total.reissued for total in report.contests.values()) > 24
    else:
        assert failed(changed, MANIFEST.hash)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from([*FILES, "witnessed.txt", "receipts.txt"]), st.binary(max_size=80)))
def test_noise_is_reported_and_raises_nothing(noise):
    assert verify_election({**FILES, **noise}).passed == all(FILES.get(name, b"") == noise[name] for name in noise)


# The command line.


def _folder(tmp_path: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


def test_the_command_says_so(tmp_path, capsys):
    assert main([str(_folder(tmp_path, FILES)), MANIFEST.hash]) == 0
    printed = capsys.readouterr().out
    assert "EVERYTHING HOLDS" in printed
    assert "green: issued 12, reissued 0, cast 12" in printed
    assert main([str(tmp_path), "00" * 32]) == 1
    assert "FAILS, 1 found" in capsys.readouterr().out
    (tmp_path / "leaves.txt").write_bytes(b"leaf\n")
    assert main([str(tmp_path)]) == 1
    assert "line 1: not a leaf hash" in capsys.readouterr().out
    assert main([]) == main([str(tmp_path / "nowhere")]) == main([str(tmp_path), "a", "b"]) == 2


def test_the_command_needs_neither_flask_nor_sqlalchemy_nor_gmpy2(tmp_path):
    """An outsider's machine has Python and `cryptography`."""
    program = (
        "import runpy, sys\n"
        f"sys.argv = ['pb.ballots', {str(_folder(tmp_path, FILES))!r}]\n"
        "for name in ('flask', 'sqlalchemy', 'gmpy2', 'flask_babel'): sys.modules[name] = None\n"
        "runpy.run_module('pb.ballots', run_name='__main__')\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "EVERYTHING HOLDS" in done.stdout

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
from pb.ballots.checkpoint import Checkpoint, join_notes
from pb.ballots.manifest import raw_public_key
from pb.ballots.verifier import CheckName, verify_election
from tests.ballots.elections import MANIFEST, Election, honest, receipts, vote
from tests.ballots.make import BOX_KEY
from tests.ballots.mutations import (
    ELSE,
    EVIDENCE,
    FILES,
    FIRST,
    INSIDER,
    OUTSIDER,
    RECEIPTS,
    REWRITTEN,
    STANDING,
    WITNESSED,
    insider,
    log_changed,
)


def failed(files, manifest_hash=None) -> set[CheckName]:
    report = verify_election(files, manifest_hash)
    assert report.passed == all(check.passed for check in report.checks)
    return {check.name for check in report.checks if not check.passed}


@settings(max_examples=1_000, deadline=None)
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


@pytest.mark.parametrize("name", OUTSIDER)
def test_files_changed_without_keys_are_refused(name):
    files, checks = OUTSIDER[name]
    assert files != FILES
    assert failed(files) == checks if checks else failed(files)


@pytest.mark.parametrize("name", INSIDER)
def test_elections_forged_with_the_keys_are_refused(name):
    _election, checks = INSIDER[name]
    assert failed(insider(name)) == checks


@pytest.mark.parametrize("name", EVIDENCE)
def test_elections_that_contradict_evidence_are_refused(name):
    files, checks = EVIDENCE[name]
    assert failed(files) == checks


# What only outsiders' evidence shows: the insider made a consistent other election.


@pytest.mark.parametrize("name", REWRITTEN)
def test_a_rewritten_log_contradicts_its_witnesses(name):
    files = REWRITTEN[name].files()
    assert failed(files, MANIFEST.hash) == set()
    assert failed({**files, "witnessed.txt": WITNESSED}) == {CheckName.WITNESSES}


def test_a_split_view_after_the_close_contradicts_its_witness():
    final = join_notes(STANDING.notes()[3:]).encode()
    longer = log_changed(lambda log: [*log, vote(random.Random(4), "green")])
    assert failed({**longer.files(), "witnessed.txt": final}) == {CheckName.WITNESSES}


def test_a_checkpoint_of_another_election_is_no_witness():
    other = Checkpoint("2026", ELSE.hash, 0, STANDING.tree().root(0)).sign(BOX_KEY).encode()
    assert failed({**FILES, "witnessed.txt": other}) == {CheckName.WITNESSES}


def test_a_dropped_ballot_contradicts_its_receipt():
    files = log_changed(lambda log: log[:-1]).files()
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

"""The command `pb verify`: finds what there is to check, has it checked, says what was found."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from pb.ballots.__main__ import lines_of as sealed_lines
from pb.ballots.published import MANIFEST_FILE
from pb.ballots.verifier import verify_election
from pb.observer.fetching import FetchError, fetch_publication, is_address
from pb.observer.publication import lines_of, verify_publication
from pb.results.publishing import RECORD

Say = Callable[[str], object]
WRONG = 1


def verify_at(where: str, manifest_hash: str | None, *, count_only: bool, say: Say) -> int:
    """Check a folder or an address; 0: everything holds, 1: something is wrong, or there is nothing to check."""
    if not is_address(where):
        return _verify_folder(Path(where), manifest_hash, count_only=count_only, say=say)
    with tempfile.TemporaryDirectory() as name:
        try:
            fetch_publication(where, Path(name))
        except FetchError as failed:
            say(f"SOMETHING IS WRONG: {failed}")
            return WRONG
        return _publication(Path(name), manifest_hash, count_only=count_only, say=say)


def _verify_folder(folder: Path, manifest_hash: str | None, *, count_only: bool, say: Say) -> int:
    if (folder / RECORD).is_file():
        return _publication(folder, manifest_hash, count_only=count_only, say=say)
    if not folder.is_dir() or not (folder / MANIFEST_FILE).is_file():
        say(f"SOMETHING IS WRONG: {folder} holds neither {RECORD} nor {MANIFEST_FILE}: nothing to check")
        return WRONG
    report = verify_election(
        {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}, manifest_hash
    )
    for line in sealed_lines(report):
        say(line)
    return 0 if report.passed else WRONG


def _publication(folder: Path, manifest_hash: str | None, *, count_only: bool, say: Say) -> int:
    found = verify_publication(folder, manifest_hash, count_only=count_only)
    if found.sealed:
        say("The sealed election:")
        for line in sealed_lines(found.sealed):
            say(line)
        say("What was counted and published:")
    for line in lines_of(found):
        say(line)
    if count_only:
        say("Sealed ballots were not looked at: this says only that the published ballots give the published winners.")
    elif not manifest_hash and found.manifest:
        say("Compare the manifest's hash with one printed elsewhere, or give it as --manifest.")
    say("EVERYTHING HOLDS" if found.passed else "SOMETHING IS WRONG")
    return 0 if found.passed else WRONG

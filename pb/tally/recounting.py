"""Repeats a published count from its command line, in a folder of published files; prints nothing."""

import argparse
import re
import shlex
from dataclasses import dataclass
from pathlib import Path

from pb.tally.__main__ import count, parser
from pb.tally.rules.contest import Contest, MalformedError, Outcome

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}\Z")
PROGRAM = ["python", "-m", "pb.tally"]


@dataclass(frozen=True, slots=True)
class Recount:
    """One contest counted again: the file it was counted from, what came out, and the digest over all of it."""

    file: str
    contest: Contest
    outcome: Outcome
    digest: str


def recounted(command: str, folder: Path) -> Recount:
    """Do what the published line says, with the files of `folder` alone; ValueError or OSError if it cannot be done."""
    words = shlex.split(command)
    if words[:3] != PROGRAM:
        raise MalformedError("the published command is not a count")
    options = _options(words[3:])
    for name in filter(None, (options.file, options.lot)):
        if not NAME.match(name):
            raise MalformedError("the published command names a file elsewhere")
    file = options.file
    options.file = str(folder / file)
    options.lot = str(folder / options.lot) if options.lot else None
    report = count(options)
    return Recount(file, report.election.contest, report.outcome, report.digest)


def _options(words: list[str]) -> argparse.Namespace:
    reader = parser(exit_on_error=False)
    try:
        options, unknown = reader.parse_known_args(words)
    except (argparse.ArgumentError, SystemExit) as wrong:
        raise MalformedError("the published command cannot be read") from wrong
    if unknown:
        raise MalformedError("the published command cannot be read")
    return options

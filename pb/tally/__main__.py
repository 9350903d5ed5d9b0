"""`python -m pb.tally FILE.pb`: recount a published election with the standard library alone.

No rule lives here; every setting of every rule in RULES becomes an option.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import Field, fields, replace
from enum import Enum
from pathlib import Path
from typing import Any

from pb.tally.digest import digest
from pb.tally.lacking import what_it_lacked
from pb.tally.pabulib import Election, PabulibError, read
from pb.tally.promise import promised
from pb.tally.report import Report, as_json, as_table
from pb.tally.rules import RULES, rule_named
from pb.tally.rules.contest import Exclusion, Lot, MalformedError, Rule, Settings

BROKEN = 2
"""The exit code for a file or a question that cannot be counted."""


def main(argv: Sequence[str] | None = None) -> int:
    """Count one file and print the outcome; 0 if counted, 2 with one line on stderr if not."""
    try:
        options = parser().parse_args(argv)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else BROKEN
    try:
        report = count(options)
        print(as_json(report) if options.json else as_table(report))
    except PabulibError as error:
        return _refuse(f"{options.file}: {error}")
    except OSError as error:
        return _refuse(f"{error.filename or options.file}: {error.strerror or error}")
    except ValueError as error:
        return _refuse(str(error))
    return 0


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return BROKEN


def count(options: argparse.Namespace) -> Report:
    """The count that parsed `options` ask for; ValueError or OSError when it cannot be made."""
    election = read(options.file)
    contest = election.contest
    rule, base = _rule(options, election)
    settings = _settings(options, rule, base, election)
    lot = _lot(options.lot)
    outcome = rule.count(contest, settings, lot)
    report = Report(election, rule, settings, outcome, digest(contest, rule, settings, lot, outcome))
    if options.explain is not None:
        step = next((step for step in outcome.steps if step.project == options.explain), None)
        if step is None:
            raise MalformedError(f"project {options.explain} is not in the contest")
        lost = options.explain not in outcome.winners
        lack = what_it_lacked(contest, rule, settings, lot, options.explain) if lost else None
        report = replace(report, asked=step, lack=lack)
    return report


def parser(*, exit_on_error: bool = True) -> argparse.ArgumentParser:
    """Reads the command line; every setting of every rule is an option."""
    reader = argparse.ArgumentParser(
        prog="python -m pb.tally", description="Recount an election in .pb format.", exit_on_error=exit_on_error
    )
    reader.add_argument("file", help="a .pb file, plain or gzipped")
    reader.add_argument(
        "--rule",
        choices=[rule.name for rule in RULES],
        help=f"without it the rule and settings that the file itself promises, else {RULES[0].name}",
    )
    reader.add_argument("--json", action="store_true", help="print one JSON object")
    reader.add_argument("--exclude", nargs="+", default=[], metavar="ID", help="projects that may not win")
    reader.add_argument("--conflict", action="append", default=[], metavar="A,B", help="at most one of these wins")
    reader.add_argument("--lot", metavar="FILE", help="project ids, one a line, in the order that decides ties")
    reader.add_argument("--explain", metavar="ID", help="why this project won or lost, and what it lacked")
    for name, each in _rule_fields().items():
        words = _words(each.metadata["parse"])
        reader.add_argument(_flag(name), dest=name, choices=words, help=each.metadata["help"])
    return reader


def _rule_fields() -> dict[str, Field[Any]]:
    """Every setting that one word can give, of every rule, by name."""
    owned = (each for rule in RULES for each in fields(rule.settings))
    return {each.name: each for each in owned if "parse" in each.metadata}


def _words(parse: object) -> list[str] | None:
    """The words an option may take, where its values are an enum."""
    if isinstance(parse, type) and issubclass(parse, Enum):
        return [choice.value for choice in parse]
    return None


def _flag(name: str) -> str:
    return "--" + name.replace("_", "-")


def _rule(options: argparse.Namespace, election: Election) -> tuple[Rule, Settings]:
    """The rule asked for, and what the file promises of its settings."""
    found = promised(election.meta.get("comment", ""))
    if found and options.rule in {None, found[0].name}:
        return found
    rule = rule_named(options.rule or RULES[0].name)
    return rule, rule.settings()


def _settings(options: argparse.Namespace, rule: Rule, base: Settings, election: Election) -> Settings:
    given: dict[str, Any] = {}
    own = {each.name for each in fields(rule.settings)}
    for name, each in _rule_fields().items():
        word = getattr(options, name)
        if word is None:
            continue
        if name not in own:
            raise MalformedError(f"the rule {rule.name} does not know {_flag(name)}")
        given[name] = _value(name, word, each, election)
    excluded = tuple(Exclusion(project, authority="command line") for project in options.exclude)
    conflicts = tuple(tuple(group.split(",")) for group in options.conflict)
    return replace(base, exclusions=(*base.exclusions, *excluded), conflicts=(*base.conflicts, *conflicts), **given)


def _value(name: str, word: str, each: Field[Any], election: Election) -> object:
    if name == "threshold" and word == "file":
        return election.threshold
    try:
        return each.metadata["parse"](word)
    except (ValueError, ZeroDivisionError) as error:
        raise MalformedError(f"{_flag(name)} {word}: {error}") from error


def _lot(path: str | None) -> Lot | None:
    if path is None:
        return None
    lines = Path(path).read_text(encoding="utf-8-sig").splitlines()
    return Lot(tuple(line.strip() for line in lines if line.strip()), name=Path(path).name)


if __name__ == "__main__":
    sys.exit(main())

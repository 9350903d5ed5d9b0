"""Reads a .pb file in one pass, groups identical ballots, and refuses a broken file with line and reason.

What the regulation demands of a ballot (how many projects, how many points) is not checked here.
"""

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from types import MappingProxyType
from typing import IO, cast

from pb.tally.pabulib.lines import Lines, PabulibError, Progress
from pb.tally.pabulib.votes import read_votes
from pb.tally.rules.amounts import Amount, parse_amount
from pb.tally.rules.contest import Contest, Project, VoteType, grouped

WITHDRAWN_COST = 999_999_999
"""The cost that Pabulib files give to a project that was on the ballot and then withdrawn."""

_SECTIONS = ("META", "PROJECTS", "VOTES")


@dataclass(frozen=True, slots=True)
class Election:
    """One file: META as text, the contest in the currency's main unit, and every PROJECTS row as text."""

    meta: Mapping[str, str]
    contest: Contest
    rows: Mapping[str, Mapping[str, str]]

    @property
    def vote_type(self) -> VoteType:
        return self.contest.form

    @property
    def selected(self) -> dict[str, str]:
        """The official column: project id → 1 (won by the rule), 0, or 2 and 3 (see the file's comment)."""
        return {project: row["selected"] for project, row in self.rows.items() if "selected" in row}

    @property
    def threshold(self) -> Amount:
        """The lowest score that may win, 0 where META has none. Raises ValueError if it is not a number."""
        return parse_amount(self.meta.get("min_project_score_threshold", "0"))


def read(path: Path | str, progress: Progress | None = None) -> Election:
    """The election in `path`, plain or gzipped. Raises PabulibError if broken, OSError if unreadable."""
    with Path(path).open("rb") as raw:
        size = Path(path).stat().st_size
        packed = raw.peek(2)[:2] == b"\x1f\x8b"
        source = gzip.GzipFile(fileobj=raw) if packed else raw
        with TextIOWrapper(cast("IO[bytes]", source), encoding="utf-8-sig", newline="") as text:
            return _read_sections(Lines(text, progress, lambda: (raw.tell(), size)))


@dataclass(frozen=True, slots=True)
class _Meta:
    """META as text, and the line of each key for error messages."""

    texts: dict[str, str]
    lines: dict[str, int]

    def fail(self, key: str, reason: str) -> PabulibError:
        return PabulibError(self.lines[key], f"META has a wrong {key}: {reason}")

    def amount(self, key: str) -> Amount:
        try:
            value = parse_amount(self.texts[key])
        except ValueError as error:
            raise self.fail(key, str(error)) from error
        if value < 0:
            raise self.fail(key, "it is below zero")
        return value

    def form(self) -> VoteType:
        try:
            return VoteType(self.texts["vote_type"])
        except ValueError as error:
            known = ", ".join(form.value for form in VoteType)
            raise self.fail("vote_type", f"{self.texts['vote_type']!r} is none of {known}") from error

    def check_count(self, key: str, found: int) -> None:
        if self.amount(key) != found:
            raise self.fail(key, f"it says {self.texts[key]}, the file lists {found}")


def _read_sections(lines: Lines) -> Election:
    lines.expect_title("META")
    meta = _read_meta(lines)
    form = meta.form()
    purse = meta.amount("budget")
    default = meta.amount("default_score") if "default_score" in meta.texts else 0
    rows = _read_projects(lines)
    meta.check_count("num_projects", len(rows))
    projects = tuple(_project(name, row) for name, row in rows.items())
    ballots = read_votes(lines, list(rows), form, default)
    meta.check_count("num_votes", sum(ballot.count for ballot in ballots))
    contest = Contest(projects, grouped(ballots, list(rows), form), purse, form)
    return Election(MappingProxyType(meta.texts), contest, MappingProxyType(rows))


def _read_meta(lines: Lines) -> _Meta:
    lines.header("key", "value")
    meta = _Meta({}, {})
    for row in lines.until("PROJECTS"):
        if len(row) != 2:
            raise lines.fail(f"a META line needs a key and a value, this one has {len(row)} parts")
        key, value = row
        if key in meta.texts:
            raise lines.fail(f"META names {key} twice")
        meta.texts[key] = value
        meta.lines[key] = lines.line
    for key in ("num_projects", "num_votes", "budget", "vote_type"):
        if key not in meta.texts:
            raise lines.fail(f"META lacks {key}")
    return meta


def _read_projects(lines: Lines) -> dict[str, dict[str, str]]:
    header = lines.header("project_id")
    if "cost" not in header:
        raise lines.fail("the PROJECTS header lacks the column cost")
    rows: dict[str, dict[str, str]] = {}
    for row in lines.until("VOTES"):
        lines.check_width(row, header)
        if row[0] in rows:
            raise lines.fail(f"project {row[0]} is listed twice")
        rows[row[0]] = dict(zip(header, row, strict=True))
        _check_project(lines, row[0], rows[row[0]]["cost"])
    return rows


def _check_project(lines: Lines, name: str, cost: str) -> None:
    if not name or name != name.strip() or "," in name:
        raise lines.fail(f"{name!r} cannot be a project id: it is empty, padded or has a comma")
    try:
        amount = parse_amount(cost)
    except ValueError as error:
        raise lines.fail(f"wrong cost of project {name}: {error}") from error
    if amount <= 0:
        raise lines.fail(f"wrong cost of project {name}: it must be above zero")


def _project(name: str, row: dict[str, str]) -> Project:
    cost = parse_amount(row["cost"])
    return Project(name, cost, withdrawn=cost == WITHDRAWN_COST)

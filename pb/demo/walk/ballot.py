"""What stands on a frozen ballot, and what a closed box has published."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import select

from pb.ballots.encoding import Record
from pb.ballots.published import ballots_file
from pb.cycles.queries import cycle_by_code
from pb.demo.walk.town import Town
from pb.projects.models import Project
from pb.projects.rules import Status


def on_ballot(town: Town, code: str) -> dict[str, list[str]]:
    """Contest → projects of a cycle in the order of the lot."""
    with town.database.reading() as session:
        cycle = cycle_by_code(session, code)
        codes = {contest.id: contest.code for contest in cycle.contests}
        listed = select(Project).where(Project.cycle_id == cycle.id, Project.status == Status.ON_BALLOT)
        found: dict[str, list[str]] = {}
        for project in session.scalars(listed.order_by(Project.ballot_position)):
            found.setdefault(codes[project.contest_id or 0], []).append(project.code)
    return found


def published(folder: Path, contests: Iterable[str]) -> tuple[Counter[tuple[str, str]], set[str]]:
    """Contest and project → sealed votes, and every control code."""
    found: Counter[tuple[str, str]] = Counter()
    leaves = set()
    for contest in contests:
        for line in (folder / ballots_file(contest)).read_bytes().splitlines():
            record = Record.parse(line)
            leaves.add(record.leaf.hex())
            found.update((contest, code) for code in record.ballot.choices.codes)
    return found, leaves

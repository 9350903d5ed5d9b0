"""A published cycle whose ballots came sealed from a box, and what somebody may have changed of it since."""

import hashlib
import json
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

from sqlalchemy.orm import Session

from pb import clock
from pb.cycles.models import Cycle
from pb.results.publishing import ELECTION, HASHES, RECORD
from pb.results.service import enter_decision
from pb.tally import service as tally
from pb.values.actor import SYSTEM
from tests import make_results

VOTES = (5, 4, 3, 2, 1)


def published_cycle(session: Session, elections: Path, published: Path) -> tuple[Cycle, str]:
    """Counted by two people, decided, published; with the hash of its manifest."""
    cycle, contest, projects = make_results.cycle_to_count(session)
    manifest = make_results.manifest_of(cycle, contest, projects)
    votes = {project.code: many for project, many in zip(projects, VOTES, strict=True)}
    make_results.election(elections / cycle.code, manifest, votes)
    people = make_results.two_people(session)
    tally.register_election(session, people[0], cycle, elections, clock.now())
    for person in people:
        tally.run_tally(session, person, cycle, contest, elections, clock.now())
    tally.adopt_run(session, people[1], cycle, contest, clock.now())
    enter_decision(session, SYSTEM, cycle, number="77-7", decided_on=clock.today(), now=clock.now())
    make_results.publish(session, SYSTEM, cycle, elections, published)
    session.commit()
    return cycle, manifest.hash


def sealed_files(folder: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(folder / ELECTION) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def put_sealed(folder: Path, files: Mapping[str, bytes]) -> None:
    with zipfile.ZipFile(folder / ELECTION, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)


def change_record(folder: Path, change: Callable[[dict], object]) -> None:
    record = json.loads((folder / RECORD).read_text("utf-8"))
    change(record)
    (folder / RECORD).write_text(json.dumps(record, ensure_ascii=False), "utf-8")


def list_again(folder: Path) -> None:
    """Hide a change from the list of hashes, as whoever publishes can."""
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n"
        for path in sorted(folder.iterdir())
        if path.name != HASHES
    ]
    (folder / HASHES).write_text("".join(lines), "utf-8")

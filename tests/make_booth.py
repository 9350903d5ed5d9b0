"""Factories of a vote: a cycle whose election is open, people who vote in it."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from pb import clock
from pb.accounts.passwords import new_token, token_hash
from pb.ballots.manifest import Manifest
from pb.booth.box import box_clerk
from pb.cycles.models import Contest, ContestGroup, Cycle, District
from pb.cycles.queries import cycle_by_code
from pb.cycles.rules import DistrictKind, Phase
from pb.db.database import Database
from pb.electorate.keys import CycleKeys
from pb.electorate.models import Election
from pb.electorate.service import admit, issue, open_election
from pb.identity.models import Visit
from pb.identity.rules import VISIT_LASTS
from pb.projects.rules import Status
from pb.settings import Settings
from pb.values.actor import SYSTEM
from tests import make
from tests.ballots.make import OTHER_KEY, SIGNING_KEY

HOME = "Івано-Франківськ"


def home(session: Session) -> District:
    """The district where the sandbox's people live."""
    found = session.query(District).filter_by(code="ivano-frankivsk").one_or_none()
    if found is None:
        found = District(
            code="ivano-frankivsk", name=HOME, kind=DistrictKind.CITY, latitude=48.92, longitude=24.71,
            residents=200_000, adults=160_000, position=0,
        )  # fmt: skip
        session.add(found)
        session.flush()
    return found


def keys_ready(folder: Path, cycle: str) -> CycleKeys:
    """The cycle's key files, with keys made once a run: generating them takes seconds."""
    keys = CycleKeys(folder, cycle)
    keys.folder.mkdir(parents=True, exist_ok=True)
    for contest, key in (("improvement", SIGNING_KEY), ("green", OTHER_KEY)):
        (keys.folder / f"sign-{contest}.pem").write_bytes(key.to_pem())
    return keys


def grouped(session: Session, cycle: Cycle, most: int) -> ContestGroup:
    """All contests of a cycle in one group, whatever its phase."""
    group = ContestGroup(cycle_id=cycle.id, title="Райони", title_en="Districts", most=most)
    session.add(group)
    session.flush()
    session.query(Contest).filter_by(cycle_id=cycle.id).update({"group_id": group.id})
    return group


class Vote:
    """An open election of two contests, three projects each; `green` may take two.

    `most`: both are one group, of which a person may use so many.
    """

    def __init__(self, session: Session, settings: Settings, **changes: Any) -> None:
        self.settings = settings
        contests = changes.pop("contests", {"green": {"max_choices": 2}})
        most = changes.pop("most", None)
        row = make.cycle(session, Phase.VOTING, **changes)
        home(session)
        for code, columns in contests.items():
            make.contest(session, row, code, **columns)
        if most:
            grouped(session, row, most)
        session.expire_all()
        self.cycle: Cycle = cycle_by_code(session, row.code)
        self.codes: dict[str, list[str]] = {}
        for contest in self.cycle.contests:
            made = [make.project(session, self.cycle, Status.ON_BALLOT, contest=contest) for _ in range(3)]
            self.codes[contest.code] = [project.code for project in made]
        self.keys = keys_ready(settings.folder("keys"), self.cycle.code)
        self.clerk = box_clerk(settings)
        self.election: Election = open_election(session, SYSTEM, self.cycle, self.clerk, self.keys, clock.now())
        session.flush()

    @property
    def manifest(self) -> Manifest:
        return Manifest.parse(self.election.manifest)


def issued(
    database: Database, cycle: Cycle, who: Visit, requests: Mapping[str, bytes], keys: CycleKeys, now: datetime
) -> dict[str, bytes]:
    """What the booth's page does: admit the person, then sign their blinded requests."""
    with database.reading() as session:
        admission = admit(session, cycle, who, keys=keys, region="", now=now)
    return issue(database, admission, requests, keys)


def visit(session: Session, person: str = "someone", **changes: Any) -> tuple[Visit, str]:
    """A confirmed resident of age; `person` tells people apart."""
    token, now = new_token(), clock.now()
    values: dict[str, Any] = {
        "stretch": token_hash(person), "name": f"Уявна Особа {person}", "birth_date": date(1990, 5, 1),
        "country": "UA", "region": "", "place": HOME, "provider": "bystrytsia", "bank": "bystrytsia",
        "begun_at": now, "opened_at": now, "expires_at": now + VISIT_LASTS,
    }  # fmt: skip
    row = Visit(token_hash=token_hash(token), **{**values, **changes})
    session.add(row)
    session.flush()
    return row, token

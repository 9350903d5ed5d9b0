"""What happens without a click: elections open, publish, deadlines pass; each job may run again at any time."""

import shutil
import threading
from dataclasses import dataclass
from datetime import timedelta

import structlog
from sqlalchemy.orm import Session

from pb import clock
from pb.audit import service as audit
from pb.audit.rules import SYSTEM
from pb.booth.box import clerk_at_work, published_folder
from pb.booth.drafts import forget_old
from pb.cycles.models import Cycle
from pb.cycles.queries import announced_cycles, cycle_by_code
from pb.cycles.rules import Phase
from pb.db.database import Database
from pb.electorate import queries
from pb.electorate.keys import CycleKeys
from pb.electorate.service import forget_registers, forget_told, note_night, open_election
from pb.electorate.service.findings import NIGHT_ENDS
from pb.identity.service import forget_past
from pb.mail.service import send_due
from pb.mail.smtp import connection
from pb.paper.queries import is_settled
from pb.paper.service import publish_totals
from pb.review.queries import lot_of
from pb.review.service import refuse_unanswered, remind_unanswered
from pb.settings import Settings
from pb.submission.letters import AuthorPost
from pb.submission.service import forget_supporters
from pb.talk.service.following import forget_unconfirmed, tell_followers
from pb.talk.service.watching import forget_unconfirmed_watches, tell_watchers

EVERY = 60.0  # seconds
# The pepper and the signing keys are of no use after the vote but to whoever would search for a voter.
FORGET_AFTER = timedelta(days=30)
ROLL = "roll.json"
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Done:
    """What one round did: codes of cycles."""

    opened: tuple[str, ...]
    published: tuple[str, ...]
    forgotten: tuple[str, ...]


def run_due(settings: Settings, database: Database) -> Done:
    """One round of everything that is due now."""
    with database.transaction() as session:
        forget_past(session, clock.now())
        forget_old(session, clock.today())
        forget_unconfirmed(session, clock.now())
        refuse_unanswered(session, AuthorPost(settings.public_url), clock.now())
        remind_unanswered(session, AuthorPost(settings.public_url), clock.now())
        _forget_supporters(session)
        tell_followers(session, settings.public_url, clock.now())
        forget_unconfirmed_watches(session, clock.now())
        tell_watchers(session, settings.public_url, clock.now())
    opened = tuple(code for code in _codes(database, {Phase.BALLOT, Phase.VOTING}) if _open(settings, database, code))
    _note_nights(settings, database)
    late = {Phase.TALLY, Phase.IMPLEMENTATION}
    published = tuple(code for code in _codes(database, late) if _publish(settings, database, code))
    if settings.smtp_url:
        send_due(
            database.transaction, lambda: connection(settings.smtp_url), sender=settings.mail_from, now=clock.now()
        )
    forgotten = tuple(code for code in _codes(database, late | {Phase.ARCHIVE}) if _forget(settings, database, code))
    return Done(opened, published, forgotten)


def _codes(database: Database, phases: set[Phase]) -> list[str]:
    now = clock.now()
    with database.reading() as session:
        return [cycle.code for cycle in announced_cycles(session, now) if cycle.phase(now) in phases]


def _forget_supporters(session: Session) -> None:
    """Once a ballot is frozen, or its vote has begun without one, no support is compared any more."""
    for cycle in announced_cycles(session, clock.now()):
        lot = lot_of(session, cycle.id)
        if (lot is not None and lot.drawn_at is not None) or cycle.voting_opens_at <= clock.now():
            forget_supporters(session, cycle)


def _note_nights(settings: Settings, database: Database) -> None:
    """Around midnight and at six, how long the public log of each running vote is."""
    if clock.now().astimezone(clock.CITY_ZONE).hour not in {0, NIGHT_ENDS}:
        return
    for code in _codes(database, {Phase.VOTING}):
        with database.transaction() as session:
            cycle = cycle_by_code(session, code)
            election = queries.election_of(session, cycle.id)
            if election is not None:
                with clerk_at_work(settings) as clerk:
                    note_night(session, cycle, clerk.logged(election.hash), clock.now())


def _open(settings: Settings, database: Database, code: str) -> bool:
    """Freeze the ballot and hand it to the box once the lot is drawn."""
    with database.transaction() as session:
        cycle = cycle_by_code(session, code)
        lot = lot_of(session, cycle.id)
        if lot is None or lot.drawn_at is None or queries.election_of(session, cycle.id) is not None:
            return False
        keys = CycleKeys(settings.folder("keys"), cycle.code)
        with clerk_at_work(settings) as clerk:
            open_election(session, SYSTEM, cycle, clerk, keys, clock.now())
    return True


def _publish(settings: Settings, database: Database, code: str) -> bool:
    """Let the box latch and publish, then put the paper and the roll's totals beside its files.

    While a batch of paper is open the roll waits: what is published is published once.
    """
    with database.reading() as session:
        election = queries.election_of(session, cycle_by_code(session, code).id)
    folder = published_folder(settings) / election.hash if election else None
    if folder is None or (folder / ROLL).exists():
        return False
    if not folder.exists():
        with clerk_at_work(settings) as clerk:
            clerk.tick()
    with database.transaction() as session:
        cycle = cycle_by_code(session, code)
        if not is_settled(session, cycle):
            return False
        _put_roll(settings, session, cycle)
    return True


def _put_roll(settings: Settings, session: Session, cycle: Cycle) -> None:
    election = queries.election_of(session, cycle.id)
    if election is not None:
        publish_totals(session, SYSTEM, cycle, election, published_folder(settings))


def _forget(settings: Settings, database: Database, code: str) -> bool:
    """Destroy the keys of a cycle whose results have stood for a month: the roll's rows become anonymous.

    What people told in cases and the city's registers go with them.
    """
    folder = settings.folder("keys") / code
    with database.transaction() as session:
        cycle = cycle_by_code(session, code)
        if clock.now() < cycle.results_at + FORGET_AFTER or not folder.exists():
            return False
        forget_told(session, cycle)
        forget_registers(session, cycle)
        shutil.rmtree(folder)
        audit.record(session, SYSTEM, "electorate.destroy_keys", f"cycle:{code}")
    return True


def start_jobs(settings: Settings, database: Database) -> threading.Event:
    """Run a round every minute in a thread until the returned event is set: for the demo's one process."""
    stop = threading.Event()

    def work() -> None:
        while not stop.wait(EVERY):
            try:
                run_due(settings, database)
            except Exception as fault:  # noqa: BLE001 - the next minute finishes what this one could not
                log.error("jobs failed", kind=type(fault).__name__)  # noqa: TRY400

    threading.Thread(target=work, name="jobs", daemon=True).start()
    return stop

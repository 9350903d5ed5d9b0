"""What the box does by itself: opens elections, moves ballots to the log, closes and publishes in time.

Call `tick` once a minute from one process. Everything it does may be cut short and is finished by the next call.
"""

from datetime import datetime, timedelta

import structlog

from pb import clock
from pb.ballots.checkpoint import Checkpoint
from pb.ballots.manifest import Manifest
from pb.box import queries
from pb.box.box import Box
from pb.box.keys import make_key
from pb.box.memory import remember
from pb.box.publishing import publish_election
from pb.box.rules import Refusal, is_batch_due
from pb.box.service import append_batch, close_election, open_election
from pb.box.storage import forget_order
from pb.errors import Refused

log = structlog.get_logger()


class Clerk:
    """Remembers only in memory when it last made a batch: the box stores no times."""

    def __init__(self, box: Box) -> None:
        self.box = box
        self._last: dict[str, datetime] = {}

    def new_key(self) -> bytes:
        """Make the key of an election about to be opened; its 32 public bytes belong into the manifest."""
        return make_key(self.box.settings.key_folder)

    def open(self, manifest: Manifest) -> None:
        """Take a frozen manifest into the box; the first checkpoint of an empty log is signed at once."""
        if manifest.hash in self.box.read_only:
            raise Refused(Refusal.READ_ONLY)
        with self.box.database.transaction() as session:
            open_election(session, manifest, self.box.key_for(manifest), clock.today())
        self._keep_note(manifest)

    def logged(self, election: str) -> int:
        """How many ballots the newest signed checkpoint counts: what anybody may see."""
        with self.box.database.reading() as session:
            _, note = queries.newest_note(session, election)
        return Checkpoint.open(note, self.box.manifest(election).box_public_key).size

    def tick(self) -> None:
        """Do whatever is due now."""
        self.box.look_back()
        with self.box.database.reading() as session:
            known, still_open = queries.known_elections(session), queries.open_elections(session)
        for election in known:
            if election in self.box.read_only:
                continue
            manifest = self.box.manifest(election)
            if election in still_open and self._move(manifest):
                self._keep_note(manifest)
                forget_order(self.box.database)
            self._publish_closed(manifest)

    def _move(self, manifest: Manifest) -> bool:
        """Whether ballots were moved to the log, or the box closed."""
        now, today = clock.now(), clock.today()
        key, closing = self.box.key_for(manifest), now >= manifest.grace_until
        since_last = now - self._last.setdefault(manifest.hash, now)
        with self.box.database.transaction() as session:
            election = queries.locked_election(session, manifest.hash)
            waiting = len(queries.waiting_leaves(session, manifest.hash))
            new_day = election is not None and election.batched_on < today
            if not is_batch_due(waiting, max(since_last, timedelta(0)), new_day=new_day, closing=closing):
                return False
            if closing:
                close_election(session, manifest, key, now, today)
            else:
                append_batch(session, manifest, key, today)
        self._last[manifest.hash] = now
        log.info("ballots moved to the log", count=waiting)
        return True

    def _keep_note(self, manifest: Manifest) -> None:
        with self.box.database.reading() as session:
            _, note = queries.newest_note(session, manifest.hash)
        remember(self.box.settings.key_folder, manifest.hash, note)

    def _publish_closed(self, manifest: Manifest) -> None:
        folder = self.box.settings.published_folder
        if (folder / manifest.hash).exists():
            return
        with self.box.database.snapshot() as session:
            if queries.is_closed(session, manifest.hash):
                publish_election(session, manifest, folder)

"""An election in which everybody casts at once what was just issued: the easiest case for a thief."""

import contextlib
import io
import random
import secrets
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from pb import clock
from pb.accounts.passwords import token_hash
from pb.ballots.encoding import Choices, Record
from pb.ballots.voter import open_signed, seal
from pb.booth.box import box_settings
from pb.box.app import create_box
from pb.box.clerk import Clerk
from pb.box.routes import KEY
from pb.cycles.rules import VoterProof
from pb.db.database import Database
from pb.electorate.queries import DESK_PROVIDER
from pb.electorate.rules import Channel
from pb.electorate.service import make_codes, open_code_visit
from pb.identity.models import Visit
from pb.settings import Mode, Settings, checked
from pb.tables import metadata
from pb.values.actor import SYSTEM
from tests import make
from tests.make_booth import Vote, issued, visit


@dataclass(frozen=True, slots=True)
class Cast:
    """The truth that the thief wants: whose ballot is whose, within a group that nothing public tells apart."""

    group: str
    person_key: bytes
    stretch: bytes
    request: bytes
    blind_signature: bytes
    record: Record


@dataclass
class Loot:
    """Everything stored, as copies: of the running services, and after the batch; with the truth to measure by."""

    folders: dict[str, Path]
    casts: list[Cast]
    moduli: dict[str, int]


@dataclass
class Leak:
    """What a test plants: told of each vote, and of the folder before it is stolen."""

    on_vote: Callable[[Cast], None] = lambda _cast: None
    before_theft: Callable[[Path, list[Cast]], None] = lambda _folder, _casts: None
    seal: Callable[..., dict] = field(default=seal)  # type: ignore[type-arg]


def hold_election(folder: Path, voters: int, leak: Leak | None = None) -> Loot:
    """Online, desk and school voters mixed, a third each, on one day and in one batch."""
    leak, said = leak or Leak(), io.StringIO()
    moment = [make.NOW]
    clock.use(lambda: moment[0])
    data = folder / "data"
    data.mkdir(parents=True)
    secret = secrets.token_urlsafe(32)
    settings = checked(Settings(secret_key=secret, data_dir=data, mode=Mode.DEMO, public_url="http://127.0.0.1:1"))
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        town = _Town(settings, voters)
        casts = town.vote(leak, moment)
        (data / "services.log").write_text(said.getvalue(), "utf-8")
        leak.before_theft(data, casts)
        loot = {"running": shutil.copytree(data, folder / "running")}
        moment[0] += timedelta(days=1)
        town.clerk.tick()
        loot["after the batch"] = shutil.copytree(data, folder / "after")
    moduli = {code: contest.key.modulus for vote in town.votes for code, contest in _contests(vote)}
    town.close()
    clock.use(None)
    return Loot(loot, casts, moduli)


def _contests(vote: Vote) -> list[tuple[str, object]]:
    return [(f"{vote.cycle.code} {one.terms.code}", one) for one in vote.manifest.contests]


class _Town:
    def __init__(self, settings: Settings, voters: int) -> None:
        self.settings, self.database = settings, Database(settings.database_url, durable=True)
        metadata.create_all(self.database.engine)
        with self.database.transaction() as session:
            city = Vote(session, settings)
        with self.database.transaction() as session:
            school = Vote(session, settings, rules={"voter_proof": VoterProof.CODE})
            desk = make.desk(session)
            slips = make_codes(session, SYSTEM, school.cycle, {"5-А": voters // 3}, keys=school.keys)["5-А"]
        self.votes = [city, school]
        kinds = [Channel.ONLINE] * (voters - 2 * (voters // 3)) + [Channel.DESK] * (voters // 3)
        self.people = [(kind, desk.code if kind is Channel.DESK else "") for kind in kinds]
        self.people += [(Channel.CODE, slip) for slip in slips]
        random.SystemRandom().shuffle(self.people)
        self.box = create_box(box_settings(settings))
        self.clerk = Clerk(self.box.extensions[KEY])

    def vote(self, leak: Leak, moment: list[datetime]) -> list[Cast]:
        casts = []
        for number, (channel, detail) in enumerate(self.people):
            moment[0] += timedelta(seconds=7)
            for cast in self._one(leak, number, channel, detail):
                casts.append(cast)
                leak.on_vote(cast)
        return casts

    def _one(self, leak: Leak, number: int, channel: Channel, detail: str) -> list[Cast]:
        vote = self.votes[channel is Channel.CODE]
        who = self._visit(vote, number, channel, detail)
        chosen = {code: Choices.approve(random.SystemRandom().sample(codes, 1)) for code, codes in vote.codes.items()}
        envelopes = leak.seal(vote.manifest, chosen)
        requests = {code: one.message for code, one in envelopes.items()}
        signed = issued(self.database, vote.cycle, who, requests, vote.keys, clock.now())
        person, made = vote.keys.person_key(who.stretch), []
        for code, signature in signed.items():
            record = open_signed(vote.manifest, envelopes[code], signature)
            answer = self.box.test_client().post("/ballots", data=record.as_bytes())
            assert answer.status_code == 200, answer.data
            group = f"{vote.cycle.code} {code}"
            made.append(Cast(group, person, who.stretch, requests[code], signature, record))
        return made

    def _visit(self, vote: Vote, number: int, channel: Channel, detail: str) -> Visit:
        with self.database.transaction() as session:
            if channel is Channel.CODE:
                token = open_code_visit(session, vote.cycle, detail, keys=vote.keys, now=clock.now())
                return session.get_one(Visit, token_hash(token))
            desk = {"provider": DESK_PROVIDER, "bank": detail} if channel is Channel.DESK else {}
            return visit(session, f"voter-{number}", **desk)[0]

    def close(self) -> None:
        self.database.dispose()
        self.clerk.box.database.dispose()
        for vote in self.votes:
            vote.clerk.box.database.dispose()

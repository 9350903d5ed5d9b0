"""Factories of paper: people handed ballots at a desk, a batch typed twice."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from pb import clock
from pb.cycles.models import Cycle, Desk
from pb.demo.content.people import tax_number
from pb.electorate import service as electorate
from pb.electorate.models import Shift
from pb.electorate.rules import ResidenceProof
from pb.electorate.service import Documents, stretch_of_documents
from pb.identity.rules import NumberKind
from pb.paper import queries, service
from pb.paper.models import Batch
from pb.values.actor import Actor, ActorKind
from tests.make_booth import HOME, Vote

OPERATORS = [Actor(ActorKind.STAFF, f"OPER234{number}") for number in range(5)]
BORN = date(1987, 7, 14)


class Paper:
    """A desk with `printed` ballots of each contest and an open shift."""

    def __init__(self, session: Session, vote: Vote, desk: Desk, printed: int = 5) -> None:
        self.session, self.vote, self.desk = session, vote, desk
        self.batches: dict[str, Batch] = {}
        if printed:
            made = service.order_ballots(session, OPERATORS[0], vote.cycle, desk, printed, clock.now())
            codes = {contest.id: contest.code for contest in vote.cycle.contests}
            self.batches = {codes[batch.contest_id]: batch for batch in made}
        self.shift: Shift = electorate.open_shift(session, OPERATORS[0], vote.cycle, desk)

    @property
    def cycle(self) -> Cycle:
        return self.vote.cycle

    def identified(self, person: int) -> str:
        """The booth code of a resident; `person` tells people apart."""
        documents = Documents(NumberKind.TAX, tax_number(BORN, person), BORN, HOME, "", ResidenceProof.REGISTRATION)
        keys = self.vote.settings.folder("keys")
        found = electorate.identify_voter(
            self.session, self.shift, self.cycle, self.desk, documents, stretch_of_documents(documents, keys),
            keys=keys, now=clock.now(),
        )  # fmt: skip
        return found.code

    def hand(self, person: int, *contests: str) -> list[str]:
        code = self.identified(person)
        with self.session.begin_nested():  # as a request would: all of it or nothing
            return service.hand_ballots(
                self.session, self.shift, self.cycle, self.desk, code, contests,
                keys=self.vote.keys, region="", now=clock.now(),
            )  # fmt: skip

    def ledger(self, contest: str) -> queries.Ledger:
        self.session.expire_all()
        cycle = queries.batch_cycle(self.session, self.batches[contest].code)
        return queries.ledger_of(self.session, cycle, self.batches[contest].code)

    def account(self, contest: str, returned: int, spoilt: int = 0) -> None:
        service.close_account(self.session, OPERATORS[0], self.ledger(contest), returned, spoilt, "")

    def type(self, contest: str, operator: int, readings: dict[int, str]) -> Any:
        ledger = self.ledger(contest)
        return service.type_batch(self.session, OPERATORS[operator], self.cycle, ledger, readings, clock.now())

    def settle(self, contest: str, operator: int, readings: dict[int, str]) -> Any:
        ledger = self.ledger(contest)
        return service.settle_batch(self.session, OPERATORS[operator], self.cycle, ledger, readings, clock.now())

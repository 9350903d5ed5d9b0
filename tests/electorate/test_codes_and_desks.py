"""School codes and the service desk, as services."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from pb import clock
from pb.accounts.passwords import token_hash
from pb.audit.queries import every_entry
from pb.cycles.rules import VoterProof
from pb.electorate import queries, service
from pb.electorate.models import BoothCode, SchoolCode, Shift
from pb.electorate.rules import BoothState, Reason, Refusal, ResidenceProof
from pb.electorate.service import Documents
from pb.errors import Refused
from pb.identity.models import Visit
from pb.identity.rules import NumberKind
from pb.settings import Settings
from pb.values.actor import SYSTEM, Actor, ActorKind
from tests import make
from tests.make_booth import HOME, Vote

OPERATOR = Actor(ActorKind.STAFF, "OPER2345")


def tax_number() -> str:
    from pb.demo.content.people import tax_number as made

    return made(date(1987, 7, 14), 1234)


@pytest.fixture
def school(session: Session, settings: Settings) -> Vote:
    return Vote(session, settings, rules={"voter_proof": VoterProof.CODE})


def test_codes_are_returned_once_and_stored_as_hashes(session: Session, school: Vote) -> None:
    made = service.make_codes(session, SYSTEM, school.cycle, {"5-А": 3, "5-Б": 2}, keys=school.keys)
    codes = [code for some in made.values() for code in some]
    assert len(set(codes)) == 5
    assert {len(code) for code in codes} == {12}
    stored = b"".join(row.code_hash for row in session.query(SchoolCode))
    assert not any(code.encode() in stored for code in codes)
    assert queries.codes_by_class(session, school.cycle.id) == {
        "5-А": queries.ClassCodes(3, 0, 0), "5-Б": queries.ClassCodes(2, 0, 0),
    }  # fmt: skip
    assert not any(code in entry.details for entry in every_entry(session) for code in codes)


def test_a_code_opens_a_visit_that_may_vote_here_only(session: Session, school: Vote, vote: Vote) -> None:
    [code] = service.make_codes(session, SYSTEM, school.cycle, {"5-А": 1}, keys=school.keys)["5-А"]
    spelt = f"{code[:4]}-{code[4:8]} {code[8:]}".lower()
    token = service.open_code_visit(session, school.cycle, spelt, keys=school.keys, now=clock.now())
    visit = session.get_one(Visit, token_hash(token))
    day = clock.today()
    assert queries.standing_of(session, school.cycle, visit, keys=school.keys, region="", day=day).reasons == []
    assert queries.standing_of(session, vote.cycle, visit, keys=vote.keys, region="", day=day).reasons == [
        Reason.NEEDS_PERSON
    ]


def test_void_and_unknown_codes_are_refused(session: Session, school: Vote) -> None:
    [code] = service.make_codes(session, SYSTEM, school.cycle, {"5-А": 1}, keys=school.keys)["5-А"]
    token = service.open_code_visit(session, school.cycle, code, keys=school.keys, now=clock.now())
    service.replace_code(session, SYSTEM, school.cycle, code, keys=school.keys)
    for typed, reason in ((code, Refusal.VOID_CODE), ("AAAABBBBCCCC", Refusal.UNKNOWN_CODE)):
        with pytest.raises(Refused) as refused:
            service.open_code_visit(session, school.cycle, typed, keys=school.keys, now=clock.now())
        assert refused.value.reason is reason
    visit = session.get_one(Visit, token_hash(token))
    standing = queries.standing_of(session, school.cycle, visit, keys=school.keys, region="", day=clock.today())
    assert standing.reasons == [Reason.CODE_VOID]


def test_codes_belong_to_cycles_that_vote_by_code(session: Session, vote: Vote) -> None:
    with pytest.raises(Refused) as refused:
        service.make_codes(session, SYSTEM, vote.cycle, {"5-А": 1}, keys=vote.keys)
    assert refused.value.reason is Refusal.NOT_A_CODE_CYCLE


def documents(place: str = HOME, born: date = date(1987, 7, 14)) -> Documents:
    return Documents(NumberKind.TAX, tax_number(), born, place, "", ResidenceProof.DISPLACED)


class AtDesk:
    def __init__(self, session: Session, vote: Vote, settings: Settings) -> None:
        self.session, self.vote, self.keys = session, vote, settings.folder("keys")
        self.desk = make.desk(session)
        self.shift: Shift = service.open_shift(session, OPERATOR, vote.cycle, self.desk)

    def identify(self, shown: Documents) -> service.Identified:
        stretch = service.stretch_of_documents(shown, self.keys)
        return service.identify_voter(
            self.session, self.shift, self.vote.cycle, self.desk, shown, stretch, keys=self.keys, now=clock.now()
        )


@pytest.fixture
def at_desk(session: Session, vote: Vote, settings: Settings) -> AtDesk:
    return AtDesk(session, vote, settings)


def test_a_voter_enters_the_booth_once_and_the_operator_sees_two_words(session: Session, at_desk: AtDesk) -> None:
    found = at_desk.identify(documents())
    assert (found.reasons, found.voted) == ([], {})
    now = clock.now()
    assert queries.booth_state(session, at_desk.shift.id, found.code, now) is BoothState.WAITING
    token = service.enter_booth(session, found.code.lower(), now)
    assert queries.booth_state(session, at_desk.shift.id, found.code, now) is BoothState.VOTING
    with pytest.raises(Refused):
        service.enter_booth(session, found.code, now)
    with pytest.raises(Refused) as inside:
        service.close_shift(session, OPERATOR, at_desk.shift, "", now)
    assert inside.value.reason is Refusal.VOTERS_INSIDE
    service.finish_booth(session, token_hash(token))
    service.finish_booth(session, token_hash(token))
    session.refresh(at_desk.shift)
    assert (at_desk.shift.entered, at_desk.shift.finished) == (1, 1)
    assert queries.proofs_of(session, at_desk.shift.id) == {ResidenceProof.DISPLACED: 1}
    service.close_shift(session, OPERATOR, at_desk.shift, "усе гаразд", now)
    assert session.query(BoothCode).count() == 0


def test_a_person_who_may_not_vote_gets_the_reason_and_no_code(session: Session, at_desk: AtDesk) -> None:
    found = at_desk.identify(documents(place="Калуш"))
    assert (found.reasons, found.voted, found.code) == ([Reason.REGISTERED_ELSEWHERE], {}, "")
    assert at_desk.identify(documents(born=date(2012, 1, 1))).reasons == [Reason.TOO_YOUNG]
    assert session.query(Visit).count() == 0


def test_a_number_that_cannot_be_one_is_refused(at_desk: AtDesk) -> None:
    with pytest.raises(Refused) as refused:
        at_desk.identify(Documents(NumberKind.TAX, "1234567890", date(1990, 1, 1), HOME, "", ResidenceProof.WORK))
    assert refused.value.reason is Refusal.BAD_NUMBER


def test_a_booth_code_lives_five_minutes(session: Session, at_desk: AtDesk) -> None:
    found = at_desk.identify(documents())
    with pytest.raises(Refused) as refused:
        service.enter_booth(session, found.code, clock.now() + timedelta(minutes=5))
    assert refused.value.reason is Refusal.BOOTH_CODE_GONE


def test_the_desk_and_the_bank_know_one_person_by_one_key(
    session: Session, at_desk: AtDesk, settings: Settings
) -> None:
    from pb.identity.rules import VerifiedPerson
    from pb.identity.service import open_visit, stretch_of

    at_desk.identify(documents())
    [by_desk] = session.query(Visit)
    online = VerifiedPerson("bystrytsia", "bystrytsia", NumberKind.TAX, tax_number(), "Оксана", "Придумана")
    by_bank, _token = open_visit(
        session, online, stretch=stretch_of(online, at_desk.keys), begun_at=clock.now(), now=clock.now()
    )
    assert at_desk.vote.keys.person_key(by_desk.stretch) == at_desk.vote.keys.person_key(by_bank.stretch)


def test_an_operator_has_one_open_shift(session: Session, at_desk: AtDesk) -> None:
    with pytest.raises(Refused) as refused:
        service.open_shift(session, OPERATOR, at_desk.vote.cycle, at_desk.desk)
    assert refused.value.reason is Refusal.SHIFT_OPEN

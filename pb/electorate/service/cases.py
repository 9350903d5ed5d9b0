"""«Somebody voted in my name»: a person opens a case, the ombudsman takes it and answers with a reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from pb import clock
from pb.accounts.passwords import new_token, token_hash
from pb.audit import service as audit
from pb.cycles.models import Contest, Cycle
from pb.electorate.keys import CycleKeys
from pb.electorate.models import Case, RollEntry
from pb.electorate.rules import CASE_DAYS, CASE_MOVES, CaseOutcome, CaseState, Refusal
from pb.errors import NotFound, Refused
from pb.mail.rules import Letter
from pb.mail.service import enqueue
from pb.values.actor import SYSTEM, Actor
from pb.values.code import new_code
from pb.values.period import due_on


@dataclass(frozen=True, slots=True)
class Told:
    """What a person tells, and where they want to hear of it."""

    story: str
    email: str = ""
    language: str = "uk"


@dataclass(frozen=True, slots=True)
class Post:
    """`public_url` is where the links of letters lead."""

    public_url: str

    def link(self, token: str) -> str:
        """The person's own page of a case."""
        return f"{self.public_url.rstrip('/')}/vote/case/{token}"

    def write(self, session: Session, case: Case, letter: Letter, facts: Mapping[str, object]) -> None:
        """Queue a letter to whoever left an address."""
        host = urlsplit(self.public_url).hostname or "localhost"
        told = {"code": case.code, **facts}
        enqueue(session, case.email, letter, told, now=clock.now(), language=case.language, host=host,
                about=f"case:{case.code}")  # fmt: skip


def open_case(
    session: Session, cycle: Cycle, person_key: bytes, told: Told, post: Post, *, operator: Actor | None = None
) -> tuple[Case, str]:
    """The case and the token of the person's page.

    Refused when the roll holds nothing of this person, and while another case of theirs is open.
    """
    mine = Contest.cycle_id == cycle.id, RollEntry.person_key == person_key
    if session.scalar(select(RollEntry.contest_id).join(Contest).where(*mine).limit(1)) is None:
        raise Refused(Refusal.NOTHING_ON_ROLL)
    is_open = Case.cycle_id == cycle.id, Case.person_key == person_key, Case.state != CaseState.ANSWERED
    if known := session.scalar(select(Case.code).where(*is_open)):
        raise Refused(Refusal.CASE_OPEN, code=known)
    token, today = new_token(), clock.today()
    case = Case(
        code=new_code(),
        cycle_id=cycle.id,
        person_key=person_key,
        token_hash=token_hash(token),
        story=told.story,
        email=told.email,
        language=told.language,
        opened_at_desk=operator.code if operator else None,
        opened_on=today,
        due_on=due_on(today, CASE_DAYS),
    )
    session.add(case)
    try:
        session.flush()
    except IntegrityError as twice:  # a double click: the first of them stands
        raise Refused(Refusal.CASE_OPEN, code="–") from twice
    audit.record(session, operator or SYSTEM, "electorate.open_case", f"case:{case.code}", {"cycle": cycle.code})
    facts = {"link": post.link(token), "due_on": f"{case.due_on:%d.%m.%Y}"}
    post.write(session, case, Letter.CASE_OPENED, facts)
    return case, token


def open_case_at_desk(
    session: Session,
    operator: Actor,
    cycle: Cycle,
    stretch: bytes,
    told: Told,
    post: Post,
    *,
    keys: Path,
) -> tuple[Case, str]:
    """The same for a person whose documents the operator holds (`stretch_of_documents`)."""
    person_key = CycleKeys(keys, cycle.code).person_key(stretch)
    return open_case(session, cycle, person_key, told, post, operator=operator)


def take_case(session: Session, actor: Actor, code: str) -> None:
    """Begin to check; the person's page names who does."""
    case = _moved(session, code, CaseState.CHECKING)
    case.handled_by = actor.code
    audit.record(session, actor, "electorate.take_case", f"case:{code}")


def answer_case(session: Session, actor: Actor, code: str, outcome: CaseOutcome, answer: str, post: Post) -> None:
    """Say what it was and why; the person reads it on their page and, if they left an address, in a letter."""
    case = _moved(session, code, CaseState.ANSWERED)
    case.outcome, case.answer, case.answered_on, case.handled_by = outcome, answer, clock.today(), actor.code
    audit.record(session, actor, "electorate.answer_case", f"case:{code}", {"outcome": outcome.value})
    post.write(session, case, Letter.CASE_ANSWERED, {"outcome": outcome.value, "answer": answer})


def forget_told(session: Session, cycle: Cycle) -> None:
    """What people told, what they were answered and where goes with the keys of the cycle; outcomes stay for the count.

    No audit entry of its own: it is part of destroying the keys.
    """
    session.execute(update(Case).where(Case.cycle_id == cycle.id).values(story="", email="", answer=""))


def _moved(session: Session, code: str, state: CaseState) -> Case:
    case = session.scalar(select(Case).where(Case.code == code).with_for_update())
    if case is None:
        raise NotFound(code)
    if state not in CASE_MOVES[case.state]:
        raise Refused(Refusal.CASE_MOVED)
    case.state = state
    return case

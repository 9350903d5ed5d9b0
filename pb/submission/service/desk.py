"""An application typed at the desk for a person who shows a document; signed on paper, theirs from the start."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from pb.accounts.service import known_author, save_contacts
from pb.audit import service as audit
from pb.audit.rules import Actor
from pb.cycles.models import Cycle
from pb.errors import Refused
from pb.identity.person_key import stretched
from pb.identity.rules import NumberKind, normalised_number
from pb.identity.service import author_key, person_salt
from pb.projects.models import Project
from pb.projects.queries import project_by_code
from pb.projects.rules import EstimateLine
from pb.submission.rules import Refusal
from pb.submission.service.parts import Idea, save_estimate, save_idea
from pb.submission.service.place import Place, save_place
from pb.submission.service.road import begin_draft


@dataclass(frozen=True, slots=True)
class Shown:
    """What the operator read off the document, and how the person wants to be reached."""

    kind: NumberKind
    number: str
    name: str
    birth_date: date
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class Dictated:
    """The application as the person told it."""

    idea: Idea
    place: Place
    lines: list[EstimateLine]


def stretch_of_shown(shown: Shown, keys: Path) -> bytes:
    """From which the person's key as an author is made; tens of milliseconds, so before the transaction.

    Refused when the number cannot be one.
    """
    number = normalised_number(shown.kind, shown.number)
    if number is None:
        raise Refused(Refusal.DOCUMENT_UNREADABLE)
    return stretched(shown.kind, number, person_salt(keys))


def enter_application(
    session: Session,
    actor: Actor,
    cycle: Cycle,
    shown: Shown,
    dictated: Dictated,
    stretch: bytes,
    *,
    staff_id: int,
    keys: Path,
    now: datetime,
) -> Project:
    """A draft of the person of `stretch_of_shown`, who goes on with it after a bank login; no number is kept.

    The log names the operator. An author known before keeps the name that the bank gave.
    """
    key = author_key(keys, stretch)
    year = shown.birth_date.year
    author = known_author(session, person_key=key, name=shown.name, birth_year=year, now=now)
    save_contacts(session, actor, author, email=shown.email or author.email, phone=shown.phone or author.phone)
    begun = begin_draft(session, actor, author, cycle, now)
    begun.entered_by = staff_id
    draft = project_by_code(session, begun.code)
    save_idea(session, actor, draft, dictated.idea, now)
    save_place(session, actor, draft, dictated.place, now)
    save_estimate(session, actor, draft, dictated.lines, now)
    audit.record(session, actor, "submission.enter_application", f"project:{draft.code}", {"author": author.code})
    return draft

"""Factories: `make.cycle(session)`, `make.project(session, cycle)`; each fills in what a test does not care about."""

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from PIL import Image
from sqlalchemy.orm import Session

from pb import clock
from pb.accounts import passwords
from pb.accounts import service as accounts
from pb.accounts.models import Author, Department, Staff
from pb.audit.rules import SYSTEM
from pb.ballots.terms import Form
from pb.cycles.models import Contest, Cycle, Desk, District
from pb.cycles.rules import Calendar, Category, CycleKind, DistrictKind, Phase, RuleSet, Unaffordable
from pb.cycles.service import add_contest, create_cycle
from pb.projects.models import EstimateRow, Project
from pb.projects.rules import Move, Status, searchable
from pb.projects.service import move_project, next_number
from pb.submission.models import CoAuthor
from pb.values.code import new_code
from pb.values.money import hryvnias
from pb.values.period import Period
from pb.values.permission import Role
from tests.visitor import Visitor

NOW = datetime(2026, 4, 20, 9, 0, tzinfo=UTC)
PASSWORD = "довгий пароль для тестів"
DAY = timedelta(days=1)
_numbers = count(1)
# How far into the year each phase lies, so that NOW falls into its middle.
_OFFSETS = {
    Phase.ANNOUNCED: 5,
    Phase.SUBMISSION: 20,
    Phase.REVIEW: 50,
    Phase.APPEALS: 75,
    Phase.BALLOT: 85,
    Phase.VOTING: 97,
    Phase.TALLY: 107,
    Phase.IMPLEMENTATION: 200,
    Phase.ARCHIVE: 500,
}


def calendar(phase: Phase = Phase.VOTING, now: datetime = NOW) -> Calendar:
    """A calendar whose `phase` is on at `now`."""
    start = now - DAY * _OFFSETS[phase]
    return Calendar(
        announced_at=start,
        submission=Period(start + DAY * 10, start + DAY * 40),
        review_until=start + DAY * 70,
        appeals_until=start + DAY * 80,
        voting=Period(start + DAY * 90, start + DAY * 105),
        grace=timedelta(minutes=15),
        results_at=start + DAY * 110,
        implementation_until=start + DAY * 400,
    )


def cycle(session: Session, phase: Phase = Phase.VOTING, **changes: Any) -> Cycle:
    """A cycle in `phase` with one contest («improvement»); rule set fields may be given as `rules=`."""
    rules = replace(RuleSet(supporters_needed=0), **changes.pop("rules", {}))
    number = next(_numbers)
    row = create_cycle(
        session,
        SYSTEM,
        code=changes.pop("code", f"cycle-{number}"),
        kind=changes.pop("kind", CycleKind.CITY),
        title=changes.pop("title", f"Бюджет участі {number}"),
        title_en=f"Participatory budget {number}",
        calendar=changes.pop("calendar", calendar(phase)),
        rule_set=rules,
        **changes,
    )
    contest(session, row, "improvement")
    return row


def contest(session: Session, row: Cycle, code: str, **changes: Any) -> Contest:
    """One more contest of a cycle."""
    columns: dict[str, Any] = {
        "code": code,
        "position": next(_numbers),
        "title": f"Напрям {code}",
        "title_en": f"Contest {code}",
        "description": "Для тестів.",
        "category": Category.IMPROVEMENT,
        "purse_kopecks": hryvnias(1_000_000),
        "ceiling_kopecks": hryvnias(500_000),
        "form": Form.APPROVE,
        "unaffordable": Unaffordable.STOP,
    }
    return add_contest(session, SYSTEM, row, {**columns, **changes})


def district(session: Session, code: str = "") -> District:
    """A place of the community."""
    code = code or f"place-{next(_numbers)}"
    row = District(
        code=code, name=f"Місце {code}", kind=DistrictKind.CITY, latitude=48.92, longitude=24.71,
        residents=1000, adults=800, position=next(_numbers),
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def desk(session: Session) -> Desk:
    """A service desk."""
    number = next(_numbers)
    row = Desk(
        code=f"desk-{number}", name=f"ЦНАП {number}", address="вул. Проста, 1", hours="9–18", is_step_free=True,
        latitude=48.92, longitude=24.71, district_id=district(session).id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def author(session: Session, name: str = "Уявна Ольга", birth_year: int | None = 1990) -> Author:
    """An author with a contact."""
    row = Author(
        code=new_code(), person_key=new_code(12).encode(), name=name, birth_year=birth_year,
        email="author@example.org", first_seen_at=clock.now(),
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def coauthor(session: Session, project: Project, person: Author) -> CoAuthor:
    row = CoAuthor(
        code=new_code(16), project_id=project.id, author_id=person.id, invited_as=person.name, invited_at=NOW
    )
    row.accepted_at = NOW
    session.add(row)
    session.flush()
    return row


def department(session: Session) -> Department:
    """A department."""
    number = next(_numbers)
    row = Department(code=f"department-{number}", name=f"Департамент {number}", contact="тел. 0")
    session.add(row)
    session.flush()
    return row


def staff(session: Session, *roles: Role, department_id: int | None = None) -> Staff:
    """A member of staff who can sign in with PASSWORD."""
    number = next(_numbers)
    row, _token = accounts.invite_staff(
        session, SYSTEM, email=f"staff{number}@example.org", name=f"Працівник {number}", roles=frozenset(roles),
        now=clock.now(), department_id=department_id,
    )  # fmt: skip
    row.totp_secret = passwords.new_totp_secret()
    row.password_hash = _HASHED
    return row


_HASHED = passwords.hash_password(PASSWORD)


def project(session: Session, row: Cycle, status: Status = Status.ADMITTED, **changes: Any) -> Project:
    """A complete project of a cycle's first contest that came to `status` by the ordinary road."""
    number = next(_numbers)
    found = (
        changes.pop("contest", None) or session.query(Contest).filter_by(cycle_id=row.id).order_by("position").first()
    )
    price = changes.pop("cost", hryvnias(100_000))
    values = {
        "title": f"Лавки в парку {number}",
        "summary": "Буде де відпочити.",
        "problem": "Немає де сісти.",
        "idea": "Поставити лавки.",
        "address": "Парк",
        "district_id": None,
        "author_id": None,
    } | changes
    values["district_id"] = values["district_id"] or district(session).id
    values["author_id"] = values["author_id"] or author(session).id
    made = Project(
        code=new_code(), cycle_id=row.id, contest_id=found.id, author_name="Уявна Ольга", total_kopecks=price,
        started_at=clock.now(), saved_at=clock.now(), **values,
    )  # fmt: skip
    made.search_text = searchable(made.title, made.summary)
    made.estimate = [EstimateRow(position=1, item="Лавка", unit="шт.", quantity=1000, price_kopecks=price)]
    session.add(made)
    session.flush()
    for move in ROADS[status]:
        if move is Move.SUBMIT:
            made.number, made.submitted_at = next_number(session, row.id), clock.now()
        if move is Move.LIST:
            made.ballot_position = made.number
        if move is Move.MERGE:
            made.merged_into_id = project(session, row, Status.IN_REVIEW, contest=found).id
        move_project(session, SYSTEM, made, move, reason="Причина для тесту.")
    return made


_ADMITTED = [Move.SUBMIT, Move.ACCEPT_COMPLETE, Move.ADMIT]
_LISTED = [*_ADMITTED, Move.LIST]
ROADS: dict[Status, list[Move]] = {
    Status.DRAFT: [],
    Status.SUBMITTED: [Move.SUBMIT],
    Status.INCOMPLETE: [Move.SUBMIT, Move.FIND_INCOMPLETE],
    Status.IN_REVIEW: [Move.SUBMIT, Move.ACCEPT_COMPLETE],
    Status.RETURNED: [Move.SUBMIT, Move.ACCEPT_COMPLETE, Move.RETURN],
    Status.ADMITTED: _ADMITTED,
    Status.REFUSED: [Move.SUBMIT, Move.ACCEPT_COMPLETE, Move.REFUSE],
    Status.REFUSED_FINALLY: [Move.SUBMIT, Move.ACCEPT_COMPLETE, Move.REFUSE_FINALLY],
    Status.ON_BALLOT: _LISTED,
    Status.WON: [*_LISTED, Move.WIN],
    Status.TOOK_PART: [*_LISTED, Move.TAKE_PART],
    Status.PLANNED: [*_LISTED, Move.WIN, Move.PLAN],
    Status.IN_IMPLEMENTATION: [*_LISTED, Move.WIN, Move.PLAN, Move.START],
    Status.IMPLEMENTED: [*_LISTED, Move.WIN, Move.PLAN, Move.START, Move.FINISH],
    Status.IMPOSSIBLE: [*_LISTED, Move.WIN, Move.PLAN, Move.GIVE_UP],
    Status.WITHDRAWN: [Move.SUBMIT, Move.WITHDRAW],
    Status.REMOVED: [Move.SUBMIT, Move.REMOVE],
    Status.MERGED: [Move.SUBMIT, Move.ACCEPT_COMPLETE, Move.MERGE],
}


def photo(width: int = 64, height: int = 48, kind: str = "JPEG", **options: Any) -> bytes:
    """Bytes of a picture."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), (80, 140, 90)).save(out, kind, **options)
    return out.getvalue()


def signed_in(visitor: Visitor, session: Session, person: Staff | Author) -> Visitor:
    """`visitor` as that person, without the way through the sign-in pages. Commits what the session holds."""
    now = clock.now()
    if isinstance(person, Staff):
        token = accounts.open_staff_session(session, person, device="test", now=now)
    else:
        token = accounts.open_author_session(
            session,
            person_key=person.person_key,
            name=person.name,
            birth_year=person.birth_year,
            device="test",
            now=now,
        )
    session.commit()
    with visitor.client.session_transaction() as cookie:
        cookie["_user_id"] = token
        cookie["_fresh"] = True
    return visitor

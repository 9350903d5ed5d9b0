"""Support before the review: given through a bank, or typed by an operator from a list on paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from pb import clock
from pb.audit import service as audit
from pb.audit.rules import SYSTEM, Actor
from pb.cycles.models import Cycle
from pb.cycles.queries import rule_set
from pb.cycles.rules import Action, why_not
from pb.errors import Refused
from pb.identity.person_key import keyed, secret_file, stretched
from pb.identity.rules import NumberKind
from pb.identity.service import author_key, person_salt
from pb.projects.models import Project
from pb.submission.models import SupportKept, SupportList, SupportRow
from pb.submission.queries import accepted_coauthors, cycle_of, is_supporter
from pb.submission.rules import Refusal, why_not_gathering, why_not_listed


@dataclass(frozen=True, slots=True)
class TypedList:
    """A paper list as typed: its number, how many valid signatures, the numbers that could be read."""

    number: str
    lines: int
    numbers: tuple[tuple[NumberKind, str], ...]


@dataclass(frozen=True, slots=True)
class Entered:
    """What a list brought: signatures that count, those of people counted before, those of the project's authors."""

    counted: int
    repeated: int
    own: int


def supporter_key(keys: Path, project: Project, stretch: bytes) -> bytes:
    """The key by which this project knows a supporter; every project knows another."""
    return keyed(secret_file(keys / "supporters.pepper"), f"support {project.code}", stretch)


def support_project(session: Session, project: Project, stretch: bytes, *, keys: Path, now: datetime) -> None:
    """The person of a bank visit supports a project; Refused for its authors, a second time, and after the deadline.

    The log keeps that there was one more, never who.
    """
    _check_gathering(session, project, Action.SUPPORT_PROJECT, now)
    if author_key(keys, stretch) in _authors_keys(session, project):
        raise Refused(Refusal.OWN_PROJECT)
    session.add(SupportRow(project_id=project.id, person_key=supporter_key(keys, project, stretch)))
    try:
        session.flush()
    except IntegrityError as twice:
        raise Refused(Refusal.ALREADY_SUPPORTED) from twice
    audit.record(session, SYSTEM, "submission.support", f"project:{project.code}")


def withdraw_support(session: Session, project: Project, stretch: bytes, *, keys: Path, now: datetime) -> None:
    """Take one's online support back; what was signed on paper stays on paper."""
    _check_gathering(session, project, Action.SUPPORT_PROJECT, now)
    row = session.get(SupportRow, (project.id, supporter_key(keys, project, stretch)))
    if row is None or row.list_id is not None:
        raise Refused(Refusal.NOT_SUPPORTED)
    session.delete(row)
    audit.record(session, SYSTEM, "submission.withdraw_support", f"project:{project.code}")


def stretches_of(typed: TypedList, keys: Path) -> list[bytes]:
    """From which the supporters' keys are made; tens of milliseconds for each line, so before the transaction."""
    salt = person_salt(keys)
    return [stretched(kind, number, salt) for kind, number in typed.numbers]


def enter_support_list(
    session: Session,
    actor: Actor,
    project: Project,
    typed: TypedList,
    stretches: Sequence[bytes],
    *,
    staff_id: int,
    keys: Path,
    now: datetime,
) -> Entered:
    """Count a paper list: whoever supported before counts once, an author not at all, nobody's number is kept."""
    _check_gathering(session, project, Action.CHECK_PROJECT, now)
    if refusal := why_not_listed(typed.lines, len(typed.numbers)):
        raise Refused(refusal)
    if _list_of(session, project, typed.number) is not None:
        raise Refused(Refusal.LIST_TYPED)
    unnumbered = typed.lines - len(typed.numbers)
    row = SupportList(
        project_id=project.id,
        number=typed.number,
        lines=typed.lines,
        unnumbered=unnumbered,
        typed_by=staff_id,
        typed_on=now.astimezone(clock.CITY_ZONE).date(),
    )
    session.add(row)
    session.flush()
    authors = _authors_keys(session, project)
    others = [one for one in stretches if author_key(keys, one) not in authors]
    people = {supporter_key(keys, project, one) for one in others}
    fresh = {key for key in people if not is_supporter(session, project.id, key)}
    session.add_all(SupportRow(project_id=project.id, person_key=key, list_id=row.id) for key in sorted(fresh))
    found = Entered(len(fresh) + unnumbered, len(others) - len(fresh), len(stretches) - len(others))
    details = {"list": typed.number, "lines": typed.lines, "counted": found.counted}
    audit.record(session, actor, "submission.enter_support_list", f"project:{project.code}", details)
    return found


def remove_support_list(session: Session, actor: Actor, project: Project, number: str, *, now: datetime) -> None:
    """Take a mistyped list out again, with everybody whom only it brought."""
    _check_gathering(session, project, Action.CHECK_PROJECT, now)
    row = _list_of(session, project, number)
    if row is None:
        raise Refused(Refusal.NO_SUCH_LIST)
    session.execute(delete(SupportRow).where(SupportRow.list_id == row.id))
    session.delete(row)
    details = {"list": number, "lines": row.lines}
    audit.record(session, actor, "submission.remove_support_list", f"project:{project.code}", details)


def forget_supporters(session: Session, cycle: Cycle) -> int:
    """Keep of each project of a cycle how many people supported it, and no key; returns how many keys went."""
    projects = select(Project.id).where(Project.cycle_id == cycle.id)
    rows = select(SupportRow.project_id, func.count().label("people")).where(SupportRow.project_id.in_(projects))
    counted: dict[int, int] = {
        row.project_id: row.people for row in session.execute(rows.group_by(SupportRow.project_id))
    }
    if not counted:
        return 0
    session.add_all(SupportKept(project_id=number, people=people) for number, people in counted.items())
    session.execute(delete(SupportRow).where(SupportRow.project_id.in_(projects)))
    forgotten = sum(counted.values())
    audit.record(session, SYSTEM, "submission.forget_supporters", f"cycle:{cycle.code}", {"keys": forgotten})
    return forgotten


def _list_of(session: Session, project: Project, number: str) -> SupportList | None:
    query = select(SupportList).where(SupportList.project_id == project.id, SupportList.number == number)
    return session.scalar(query)


def _check_gathering(session: Session, project: Project, action: Action, now: datetime) -> None:
    needed = rule_set(session, project.cycle_id).supporters_needed
    is_open = why_not(action, cycle_of(session, project).phase(now)) is None
    if refusal := why_not_gathering(project.status, needed, is_open=is_open):
        raise Refused(refusal)


def _authors_keys(session: Session, project: Project) -> set[bytes]:
    authors = [project.author, *accepted_coauthors(session, project.id)]
    return {one.person_key for one in authors if one is not None and one.person_key is not None}

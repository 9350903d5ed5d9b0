"""Use cases of a school: who coordinates it, and a pupil's project; its further road is the ordinary submission's."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from pb import clock
from pb.accounts.models import Author
from pb.audit import service as audit
from pb.cycles.models import Contest, Cycle, District
from pb.projects.models import Project
from pb.projects.queries import project_by_code
from pb.projects.rules import EstimateLine
from pb.school.models import Coordinator
from pb.submission.service import Idea, Place, begin_draft, save_estimate, save_idea, save_place, send_project
from pb.values.actor import Actor
from pb.values.code import new_code


def name_coordinators(session: Session, actor: Actor, cycle: Cycle, staff: Collection[str]) -> None:
    """Put exactly these members of staff (public codes) in charge of a school's budget."""
    session.execute(delete(Coordinator).where(Coordinator.cycle_id == cycle.id))
    session.add_all(Coordinator(cycle_id=cycle.id, staff_code=code, given_on=clock.today()) for code in sorted(staff))
    audit.record(session, actor, "school.name_coordinators", f"cycle:{cycle.code}", {"staff": sorted(staff)})


@dataclass(frozen=True, slots=True)
class PupilsProject:
    """What a pupil told the coordinator; `author` is a class, for names of children are not kept."""

    author: str
    title: str
    summary: str
    problem: str
    idea: str
    address: str
    contest: Contest
    district: District
    estimate: list[EstimateLine]


def enter_project(
    session: Session, actor: Actor, cycle: Cycle, told: PupilsProject, *, contact: str, now: datetime
) -> Project:
    """Enter and send a project of pupils; `contact` is the coordinator's e-mail. Refused as any author's would be."""
    author = Author(code=new_code(), name=told.author, birth_year=None, email=contact, first_seen_at=now)
    session.add(author)
    session.flush()
    code = begin_draft(session, actor, author, cycle, now).code
    project = project_by_code(session, code)
    words = Idea(told.title, told.contest, told.summary, told.problem, told.idea, "", "", "")
    save_idea(session, actor, project, words, now)
    save_place(session, actor, project, Place(told.district.code, told.address, None), now)
    save_estimate(session, actor, project, told.estimate, now)
    session.flush()
    session.expire(project)
    project = project_by_code(session, code)
    send_project(session, actor, project, author, consent=True, now=now)
    audit.record(session, actor, "school.enter_project", f"project:{code}", {"cycle": cycle.code})
    return project

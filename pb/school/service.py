"""Use case of a school: the coordinator enters a pupil's project; every step of it is the ordinary submission's."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from pb.accounts.models import Author
from pb.audit import service as audit
from pb.cycles.models import Contest, Cycle, District
from pb.projects.models import Project
from pb.projects.queries import project_by_code
from pb.projects.rules import EstimateLine
from pb.submission.service import Idea, Place, begin_draft, save_estimate, save_idea, save_place, send_project
from pb.values.actor import Actor
from pb.values.code import new_code


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

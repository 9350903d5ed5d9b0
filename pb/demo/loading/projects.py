"""Projects of the demo with estimate, picture and the road they have come."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb import clock
from pb.accounts.models import Author
from pb.accounts.queries import staff_with_role
from pb.audit.rules import Actor, ActorKind
from pb.cycles.models import Contest, Cycle, District
from pb.demo.content import reader, records
from pb.demo.loading.moment import standing_at
from pb.demo.loading.workers import Drawing
from pb.media.models import Picture
from pb.projects.models import EstimateRow, Project, ProjectPhoto
from pb.projects.rules import Applicant, Move, applicant_line, searchable
from pb.projects.service import move_project, next_number
from pb.submission.models import SupportList
from pb.values.code import new_code
from pb.values.permission import Role

# Projects that a body proposes; names and register numbers are invented, the check digits are right.
BODIES = {
    "Пірс для тих, хто боїться глибини": (Applicant.ASSOCIATION, "ГО «Вигаданий берег»", "99000011"),
}
SIGNATURES = 15  # what the rules of the demo's cycles ask for


def load_authors(session: Session, now: datetime) -> dict[str, Author]:
    """Everybody who proposes something; without a bank's key until they log in."""
    found = {}
    for code, author in reader.authors().items():
        row = Author(code=new_code(), name=author.name, birth_year=1985, first_seen_at=now)
        session.add(row)
        found[code] = row
    session.flush()
    return found


def load_projects(session: Session, cycle: Cycle, authors: Mapping[str, Author], media: Path) -> list[Drawing]:
    """Every written project of a cycle as its author sent it; returns the pictures still to be drawn."""
    contests = {row.code: row for row in session.scalars(select(Contest).where(Contest.cycle_id == cycle.id))}
    districts = {row.code: row.id for row in session.scalars(select(District))}
    drawings = []
    # Money given outside the vote (the armed forces in 2025) has no contest here, so its projects do not appear.
    written = [project for project in reader.projects(cycle.code) if project.contest in contests]
    for place, project in enumerate(written):
        span = (cycle.submission_closes_at - cycle.submission_opens_at) * 0.9
        sent_at = cycle.submission_opens_at + span * place / max(len(written), 1) + timedelta(hours=9)
        sent_at = min(sent_at, clock.now())
        with standing_at(sent_at):
            row = _row(session, cycle, project, contests[project.contest].id, districts[project.place], authors)
            drawings.append(_picture(session, row, project, media))
            if project.status != "draft":
                _send(session, row, authors[project.author])
                _support(session, row, place, is_ready=project.status not in {"submitted", "incomplete"})
    return drawings


def _row(
    session: Session,
    cycle: Cycle,
    project: records.Project,
    contest_id: int,
    district_id: int,
    authors: Mapping[str, Author],
) -> Project:
    author = authors[project.author]
    row = Project(
        code=new_code(),
        cycle_id=cycle.id,
        contest_id=contest_id,
        district_id=district_id,
        author_id=author.id,
        title=project.title,
        summary=project.summary,
        title_en=project.title_en,
        summary_en=project.summary_en,
        problem=project.problem,
        idea=project.idea,
        beneficiaries=project.beneficiaries,
        plan="\n".join(f"- **{stage.when}.** {stage.what}" for stage in project.plan),
        upkeep=project.upkeep,
        address=project.address,
        latitude=project.latitude,
        longitude=project.longitude,
        total_kopecks=project.cost_kopecks,
        search_text=searchable(project.title, project.summary, project.address, project.problem),
        started_at=clock.now(),
        saved_at=clock.now(),
    )
    row.applicant, row.body_name, row.body_code = BODIES.get(project.title, (Applicant.PERSON, "", ""))
    row.author_name = applicant_line(row.body_name, row.body_code, [author.name])
    row.estimate = _estimate(project)
    session.add(row)
    session.flush()
    return row


def _estimate(project: records.Project) -> list[EstimateRow]:
    return [
        EstimateRow(
            position=place,
            item=line.item,
            unit=line.unit,
            quantity=int(line.quantity * 1000),
            price_kopecks=line.price_kopecks,
        )
        for place, line in enumerate(project.estimate, start=1)
    ]


def _picture(session: Session, row: Project, project: records.Project, media: Path) -> Drawing:
    code = new_code(12)
    picture = Picture(
        code=code, sha256=bytes(32), width=960, height=640, alt=project.picture.alt, stored_at=clock.now()
    )
    session.add(picture)
    session.flush()
    session.add(ProjectPhoto(project_id=row.id, picture_id=picture.id, position=1))
    return Drawing(media, code, project.picture.scene, row.id)


def _send(session: Session, row: Project, author: Author) -> None:
    row.number = next_number(session, row.cycle_id)
    row.submitted_at = clock.now()
    move_project(session, Actor(ActorKind.AUTHOR, author.code), row, Move.SUBMIT)


def _support(session: Session, row: Project, place: int, *, is_ready: bool) -> None:
    """One paper list, typed on the day of sending: enough signatures where the review goes on, fewer elsewhere."""
    operator = staff_with_role(session, Role.OPERATOR)[0]
    lines = SIGNATURES + place % 7 if is_ready else 3 + place % 11
    session.add(
        SupportList(
            project_id=row.id,
            number="1",
            lines=lines,
            unnumbered=lines,
            typed_by=operator.id,
            typed_on=clock.today(),
        )
    )

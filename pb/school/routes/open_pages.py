"""Pages of schools' budgets for everybody: the list, a school's front page, the poster of its results."""

from typing import Any

from flask import Blueprint, Response, render_template, url_for
from sqlalchemy.orm import Session

from pb import clock
from pb.cycles.models import Cycle
from pb.electorate.queries import classes_by_hands
from pb.errors import NotFound
from pb.projects.queries import Search, found_projects
from pb.results.publishing import published_record
from pb.results.queries import publication_of
from pb.results.record import Record
from pb.school import queries
from pb.school.paper import poster_pdf
from pb.school.telling import poster_of
from pb.web.access import public
from pb.web.current import house, reading

A_DAY = 86_400


def add_to(bp: Blueprint) -> None:
    """Hang these pages on the school's blueprint."""
    bp.add_url_rule("/school", "index", index)
    bp.add_url_rule("/school/<string:cycle>", "front", front)
    bp.add_url_rule("/school/<string:cycle>/poster.pdf", "poster", poster)


@public
def index() -> Any:
    """Every school's budget and what is going on in it."""
    now = clock.now()
    with reading() as session:
        cycles = [(cycle, cycle.phase(now)) for cycle in queries.school_cycles(session, now)]
    return render_template("school/index.html", cycles=cycles)


@public
def front(cycle: str) -> Any:
    """One school: what is going on, the one thing to do, the projects, the results when they are public."""
    now = clock.now()
    with reading() as session:
        found = queries.school_cycle(session, cycle, now)
        projects = found_projects(session, found.id, Search(page_size=12))
        record = _record(session, found)
        people = _people(session, found, record)
    return render_template(
        "school/front.html", cycle=found, phase=found.phase(now), projects=projects, record=record, people=people
    )


@public
def poster(cycle: str) -> Any:
    """The results for the school's wall, A3; NotFound before they are published."""
    with reading() as session:
        found = queries.school_cycle(session, cycle, clock.now())
        record = _record(session, found)
        turnout = queries.turnout_by_class(session, found)
        together = sum(classes_by_hands(session, found.id).values())
        people = _people(session, found, record)
    if record is None:
        raise NotFound(cycle)
    address = house().settings.public_url.rstrip("/") + url_for("school.front", cycle=found.code)
    drawn = poster_pdf(poster_of(found, record, people, turnout.issued and turnout.issued + together, address))
    answer = Response(drawn, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="poster-{found.code}.pdf"'
    answer.cache_control.public = True
    answer.cache_control.max_age = A_DAY
    return answer


def _people(session: Session, cycle: Cycle, record: Record | None) -> int:
    """Pupils who voted, by slips and by raised hands; 0 before the results are public."""
    if record is None:
        return 0
    by_slips = record.turnout.people if record.turnout else 0
    return by_slips + sum(classes_by_hands(session, cycle.id).values())


def _record(session: Session, cycle: Cycle) -> Record | None:
    publication = publication_of(session, cycle.code)
    if publication is None:
        return None
    return published_record(house().settings.folder("published"), cycle.code, publication.files_sha256)

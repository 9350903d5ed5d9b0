"""Drafts a publication: reads everything, writes it beside the published place, changes nothing in the database."""

from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from pb.cycles.models import Cycle
from pb.cycles.rules import Action, why_not
from pb.errors import Refused
from pb.results import queries
from pb.results.gathering import gather
from pb.results.publishing import Draft, write_draft
from pb.results.rules import Refusal, Turnout
from pb.values.progress import Progress, silent


def draft_results(
    session: Session,
    cycle: Cycle,
    *,
    elections: Path,
    published: Path,
    unit: str,
    now: datetime,
    decisions: Path | None = None,
    turnout: Turnout | None = None,
    progress: Progress = silent,
) -> Draft:
    """Write what will be published; only after the decision. Changes nothing, so a reading session is enough.

    Drawing takes some seconds, in which nobody else should have to wait for the database. `elections`,
    `published`, `decisions`: the folders of that name; `unit`: the city's name for data files.
    """
    if refusal := why_not(Action.PUBLISH_RESULTS, cycle.phase(now)):
        raise Refused(refusal)
    decision = queries.decision_of(session, cycle.id)
    if decision is None:
        raise Refused(Refusal.NO_DECISION)
    refuse_published(session, cycle)
    document = decisions / decision.file if decisions and decision.file else None
    gathered = gather(session, cycle, elections, decision, turnout, now, progress)
    return write_draft(gathered, elections, published, unit, document, progress)


def refuse_published(session: Session, cycle: Cycle) -> None:
    """A cycle is published once."""
    if queries.publication_of(session, cycle.code):
        raise Refused(Refusal.ALREADY_PUBLISHED)

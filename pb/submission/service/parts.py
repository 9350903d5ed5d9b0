"""Keeping the parts of an application as they are typed, complete or not."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from pb.audit import service as audit
from pb.audit.rules import Actor
from pb.cycles.models import Contest
from pb.cycles.queries import rule_set
from pb.errors import Refused
from pb.projects.models import EstimateRow, Project
from pb.projects.rules import Applicant, EstimateLine, Status, searchable, total_of
from pb.questions.queries import answers_of
from pb.questions.service import keep_answers
from pb.submission.parts import line_text, stored_texts
from pb.submission.rules import MOST_LINES, PERSON, Body, Refusal, Task, changed_elsewhere

EDITABLE = frozenset({Status.DRAFT, Status.INCOMPLETE, Status.RETURNED})


@dataclass(frozen=True, slots=True)
class Idea:
    """The part «Ідея» as typed."""

    title: str
    contest: Contest | None
    summary: str
    problem: str
    idea: str
    beneficiaries: str
    plan: str
    upkeep: str


def check_editable(project: Project) -> None:
    """Refused once the project is out of its author's hands."""
    if project.status not in EDITABLE:
        raise Refused(Refusal.NOT_EDITABLE)


def check_seen(project: Project, task: Task, typed: dict[str, str], seen: str) -> None:
    if changed_elsewhere(stored_texts(project, task), typed, seen):
        raise Refused(Refusal.CHANGED_ELSEWHERE)


def note_saved(session: Session, actor: Actor, project: Project, part: str, now: datetime) -> None:
    """What follows every save. Saves of a draft leave no audit entry: nothing is decided, and they come by seconds."""
    project.saved_at = now
    project.search_text = searchable(project.title, project.summary, project.address, project.problem)
    if project.status is not Status.DRAFT:
        audit.record(session, actor, "submission.save", f"project:{project.code}", {"part": part})


def save_idea(session: Session, actor: Actor, project: Project, idea: Idea, now: datetime, *, seen: str = "") -> None:
    """Keep the part «Ідея»; Refused when another tab has changed what `seen` is the fingerprint of."""
    check_editable(project)
    typed = {"title": idea.title, "summary": idea.summary, "problem": idea.problem, "idea": idea.idea}
    typed |= {"beneficiaries": idea.beneficiaries, "plan": idea.plan, "upkeep": idea.upkeep}
    check_seen(project, Task.IDEA, {**typed, "contest": idea.contest.code if idea.contest else ""}, seen)
    for name, text in typed.items():
        setattr(project, name, text)
    if idea.contest is not None:
        project.contest_id, project.contest = idea.contest.id, idea.contest
    note_saved(session, actor, project, Task.IDEA.value, now)


def save_body(session: Session, actor: Actor, project: Project, body: Body, now: datetime) -> None:
    """Keep in whose name the author acts, right or not yet; a person has neither name nor number of a body."""
    check_editable(project)
    kept = PERSON if body.kind is Applicant.PERSON else body
    project.applicant, project.body_name, project.body_code = kept.kind, kept.name, kept.code
    note_saved(session, actor, project, Task.ABOUT.value, now)


def save_answers(
    session: Session, actor: Actor, project: Project, values: Mapping[str, Any], now: datetime, *, seen: str = ""
) -> None:
    """Keep answers to the programme manager's questions: key → value, None for none."""
    check_editable(project)
    stored = {one.question.key: json.dumps(one.value) for one in answers_of(session, project)}
    if changed_elsewhere(stored, {key: json.dumps(value) for key, value in values.items()}, seen):
        raise Refused(Refusal.CHANGED_ELSEWHERE)
    keep_answers(session, project, values)
    note_saved(session, actor, project, Task.QUESTIONS.value, now)


def save_estimate(
    session: Session,
    actor: Actor,
    project: Project,
    lines: list[EstimateLine],
    now: datetime,
    *,
    reserve: int = 0,
    seen: str = "",
) -> None:
    """Keep the estimate, line by line; the sum follows. `reserve` in percent, up to what the rule set allows."""
    check_editable(project)
    if len(lines) > MOST_LINES:
        raise Refused(Refusal.TOO_MANY_LINES)
    most = rule_set(session, project.cycle_id).reserve_percent
    if not 0 <= reserve <= most:
        raise Refused(Refusal.RESERVE_TOO_LARGE, most=most)
    typed = {"lines": "\n".join(line_text(line) for line in lines), "reserve": str(reserve)}
    check_seen(project, Task.ESTIMATE, typed, seen)
    project.estimate.clear()
    session.flush()
    project.estimate.extend(
        EstimateRow(position=place, item=line.item, unit=line.unit, quantity=line.quantity, price_kopecks=line.price)
        for place, line in enumerate(lines, start=1)
    )
    project.reserve_percent = reserve
    project.total_kopecks = total_of(lines, reserve)
    note_saved(session, actor, project, Task.ESTIMATE.value, now)

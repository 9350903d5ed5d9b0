"""Classes of years 1–4 that vote together: registered before, their raised hands typed by two after the close."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from pb import clock
from pb.ballots.paper import BatchKind
from pb.cycles.models import Cycle
from pb.electorate.queries import classes_by_hands, election_of, frozen_manifest
from pb.errors import NotFound, Refused
from pb.paper import service
from pb.paper.queries import Ledger, ledger_of, ledgers, listed_projects
from pb.paper.rules import TYPED_IN, Standing
from pb.paper.service.printing import PRINTED_IN
from pb.projects.models import Project
from pb.school import queries
from pb.school.forms import ClassesForm, hands_field, hands_form
from pb.school.rules import class_order, over_hands
from pb.values.permission import Permission
from pb.web.access import requires
from pb.web.current import actor, reading, transaction
from pb.web.forms import PbForm, add_mistake
from pb.web.labels import labels

TO_TYPE = (Standing.TO_TYPE, Standing.DISPUTED)


def add_to(bp: Blueprint) -> None:
    """Hang these pages on the school's blueprint."""
    bp.add_url_rule("/school/desk/<string:cycle>/classes", "classes", classes, methods=["GET", "POST"])
    bp.add_url_rule("/school/desk/<string:cycle>/classes/<string:code>", "hands", hands, methods=["GET", "POST"])


@requires(Permission.RUN_SCHOOL)
def classes(cycle: str) -> Any:
    """The classes that vote together, where the count of each stands, and the form of more of them."""
    form, now = ClassesForm(), clock.now()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                found = queries.own_cycle(session, cycle, actor().code, now)
                service.register_classes(session, actor(), found, form.counts, now)
        except Refused as refused:
            add_mistake(form.classes, labels.of_refusal(refused))
        else:
            flash(_("Класи записано. Талонів їм не потрібно."), "success")
            return redirect(url_for("school.classes", cycle=cycle), 303)
    with reading() as session:
        found = queries.own_cycle(session, cycle, actor().code, now)
        pupils = classes_by_hands(session, found.id)
        rows = [one for one in ledgers(session, found) if one.batch.kind is BatchKind.TOTALS]
        is_frozen = election_of(session, found.id) is not None
    is_typing = found.phase(now) in TYPED_IN
    page = render_template(
        "school/classes.html",
        form=form,
        cycle=found,
        pupils=sorted(pupils.items(), key=lambda one: class_order(one[0])),
        rows=sorted(rows, key=lambda one: class_order(one.batch.place)),
        to_type=[one for one in rows if is_typing and one.standing in TO_TYPE and not one.has_typed(actor().code)],
        is_open=found.phase(now) in PRINTED_IN,
        is_frozen=is_frozen,
    )
    return page, 422 if form.is_submitted() else 200


@dataclass(frozen=True, slots=True)
class Typing:
    """A class's count in one contest, with the projects whose hands are to be typed now."""

    cycle: Cycle
    ledger: Ledger
    projects: list[Project]
    most: int

    @property
    def is_third(self) -> bool:
        return self.ledger.standing is Standing.DISPUTED


@requires(Permission.RUN_SCHOOL)
def hands(cycle: str, code: str) -> Any:
    """The hands of a class for each project; what the other coordinator typed is not shown."""
    with reading() as session:
        told = _typing(session, cycle, code)
    form = hands_form([(one.number or 0, one.title) for one in told.projects])
    if form.validate_on_submit() and _fits(form, told) and _typed(form, cycle, code):
        return redirect(url_for("school.classes", cycle=cycle), 303)
    fields = [form[hands_field(one.number or 0)] for one in told.projects]
    page = render_template("school/hands.html", form=form, fields=fields, told=told, one=told.ledger, cycle=told.cycle)
    return page, 422 if form.is_submitted() else 200


def _typing(session: Session, cycle: str, code: str) -> Typing:
    found = queries.own_cycle(session, cycle, actor().code, clock.now())
    ledger = ledger_of(session, found, code, BatchKind.TOTALS)
    election = election_of(session, found.id)
    contest = frozen_manifest(election).contest(ledger.batch.contest.code) if election else None
    if contest is None:
        raise NotFound(code)
    projects = listed_projects(session, ledger.batch.contest_id, list(contest.terms.costs))
    if ledger.standing is Standing.DISPUTED:
        projects = [one for one in projects if one.number in ledger.contested]
    return Typing(found, ledger, projects, contest.terms.max_choices)


def _fits(form: PbForm, told: Typing) -> bool:
    """Never more hands than pupils; a third person, who counts some projects, cannot be checked by the sum."""
    votes = {one.number or 0: form[hands_field(one.number or 0)].data for one in told.projects}
    pupils = told.ledger.batch.printed
    over = over_hands(votes, pupils, told.most)
    if over is None:
        return True
    first = form[hands_field(over or min(votes))]
    sentence = _("Рук більше, ніж може підняти клас: учнів %(pupils)s, рук від кожного – до %(most)s.",
                 pupils=pupils, most=told.most if not over else 1)  # fmt: skip
    add_mistake(first, sentence)
    return False


def _typed(form: PbForm, cycle: str, code: str) -> bool:
    try:
        with transaction() as session:
            told = _typing(session, cycle, code)
            use_case = service.settle_batch if told.is_third else service.type_batch
            readings = {one.number or 0: str(form[hands_field(one.number or 0)].data) for one in told.projects}
            use_case(session, actor(), told.cycle, told.ledger, readings, clock.now())
    except Refused as refused:
        add_mistake(next(iter(form)), labels.of_refusal(refused))
        return False
    flash(_("Голоси класу записано."), "success")
    return True

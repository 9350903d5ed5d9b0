"""The lot of the ballot: for the manager who draws it, and for everybody who redoes it."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from pb import clock
from pb.cycles.queries import announced_cycles, cycle_by_code
from pb.cycles.rules import Action, why_not
from pb.errors import Refused
from pb.projects.rules import STOOD_FOR_VOTE
from pb.review import queries, service
from pb.review.forms import PlainForm, SeedForm
from pb.values.permission import Permission
from pb.web.access import public, requires
from pb.web.current import actor, reading, transaction
from pb.web.forms import add_mistake
from pb.web.labels import labels


def add_to(bp: Blueprint) -> None:
    """Hang these pages on the stage's blueprint."""
    bp.add_url_rule("/review/lots", view_func=lots)
    bp.add_url_rule("/review/lots/<string:cycle>", view_func=draw, methods=["GET", "POST"])
    bp.add_url_rule("/cycle/<string:cycle>/lot", view_func=lot)


@requires(Permission.MANAGE_CYCLES)
def lots() -> Any:
    """Cycles and where their lots stand."""
    now = clock.now()
    with reading() as session:
        rows = [(cycle, queries.lot_of(session, cycle.id)) for cycle in announced_cycles(session, now)]
    return render_template("review/lots.html", rows=rows, now_at=now)


@requires(Permission.MANAGE_CYCLES)
def draw(cycle: str) -> Any:
    """Announce the list, then draw."""
    form = SeedForm() if request.form.get("act") != "announce" else PlainForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                found = cycle_by_code(session, cycle)
                if request.form.get("act") == "announce":
                    service.announce_list(session, actor(), found, clock.now())
                else:
                    service.draw_ballot(session, actor(), found, form.seed.data, clock.now())
        except Refused as refused:
            if isinstance(form, SeedForm):
                add_mistake(form.seed, labels.of_refusal(refused))
            else:
                flash(labels.of_refusal(refused))
                return redirect(url_for("review.draw", cycle=cycle), 303)
        else:
            flash(_("Зроблено. Запис видно всім."), "success")
            return redirect(url_for("review.draw", cycle=cycle), 303)
    with reading() as session:
        found = cycle_by_code(session, cycle)
        row = queries.lot_of(session, found.id)
    closed = why_not(Action.DRAW_BALLOT, found.phase(clock.now()))
    page = render_template("review/draw.html", form=form, cycle=found, lot=row, closed=closed)
    return page, 422 if form.is_submitted() else 200


@public
def lot(cycle: str) -> Any:
    """The list's hash, the seed, the order, and how to redo it."""
    with reading() as session:
        found = cycle_by_code(session, cycle)
        row = queries.lot_of(session, found.id)
        projects = queries.listed_projects(session, found, STOOD_FOR_VOTE) if row and row.drawn_at else []
    return render_template("review/lot.html", cycle=found, lot=row, projects=projects)

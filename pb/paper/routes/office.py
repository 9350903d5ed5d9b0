"""The office's pages: order and print ballots, see every batch, decide about those in quarantine."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from sqlalchemy.orm import Session

from pb import clock
from pb.ballots.paper import BatchKind
from pb.cycles.models import Cycle
from pb.cycles.queries import announced_cycles, cycle_by_code, every_desk
from pb.cycles.rules import Phase
from pb.electorate.queries import desk_by_code, election_of, frozen_manifest
from pb.errors import NotFound, Refused
from pb.paper import queries, service
from pb.paper.drawing import ballots_pdf
from pb.paper.forms import DecisionForm, OrderForm
from pb.paper.rules import Refusal, Verdict
from pb.values.permission import Permission
from pb.web.access import requires
from pb.web.current import actor, reading, transaction
from pb.web.forms import add_mistake
from pb.web.labels import labels

SHOWN = (Phase.BALLOT, Phase.VOTING, Phase.GRACE, Phase.TALLY, Phase.IMPLEMENTATION)


def add_to(bp: Blueprint) -> None:
    """Hang these pages on the paper's blueprint."""
    bp.add_url_rule("/paper", "batches", batches)
    bp.add_url_rule("/paper/order", "order", order, methods=["GET", "POST"])
    bp.add_url_rule("/paper/batch/<string:code>", "batch", batch, methods=["GET", "POST"])
    bp.add_url_rule("/paper/batch/<string:code>/confirm", "confirm", confirm, methods=["POST"])
    bp.add_url_rule("/paper/batch/<string:code>/ballots.pdf", "ballots", ballots)


def cycle_on_paper(session: Session, asked: str) -> tuple[Cycle | None, list[Cycle]]:
    """The cycle asked for, else the newest with an election; and all that may be chosen."""
    now = clock.now()
    cycles = [one for one in announced_cycles(session, now) if one.phase(now) in SHOWN]
    cycles = [one for one in cycles if election_of(session, one.id)]
    chosen = asked or (cycles[0].code if cycles else "")
    return next((one for one in cycles if one.code == chosen), None), cycles


@requires(Permission.RUN_TALLY)
def batches() -> Any:
    """Every batch of a cycle: numbers, state, differences; no votes."""
    with reading() as session:
        cycle, cycles = cycle_on_paper(session, request.args.get("cycle", ""))
        rows = queries.ledgers(session, cycle) if cycle else []
        closing = queries.closing_of(session, cycle.id) if cycle else None
    return render_template(
        "paper/batches.html",
        cycle=cycle,
        cycles=cycles,
        rows=rows,
        closing=closing,
        may_order=current_user.may(Permission.MANAGE_CYCLES),
    )


@requires(Permission.MANAGE_CYCLES)
def order() -> Any:
    """So many ballots of every contest for one desk."""
    with reading() as session:
        cycle, _cycles = cycle_on_paper(session, request.args.get("cycle", ""))
        desks = every_desk(session)
    if cycle is None:
        raise Refused(Refusal.ELECTION_NOT_FROZEN)
    form = OrderForm()
    form.offer([(one.code, f"{one.name}, {one.address}") for one in desks])
    if form.validate_on_submit():
        try:
            with transaction() as session:
                found, desk = cycle_by_code(session, cycle.code), desk_by_code(session, form.desk.data)
                made = service.order_ballots(session, actor(), found, desk, form.amount.data, clock.now())
        except Refused as refused:
            add_mistake(form.amount, labels.of_refusal(refused))
        else:
            flash(
                ngettext("Готово до друку: %(num)s напрям.", "Готово до друку: %(num)s напрямів.", len(made)), "success"
            )
            return redirect(url_for("paper.batches", cycle=cycle.code), 303)
    return render_template("paper/order.html", form=form, cycle=cycle), 422 if form.is_submitted() else 200


@requires(Permission.MANAGE_CYCLES)
def ballots(code: str) -> Any:
    """The ballots of a batch for the printer; `?from=` a serial number for those ordered later."""
    with reading() as session:
        cycle = queries.batch_cycle(session, code)
        found = queries.ledger_of(session, cycle, code, BatchKind.BALLOTS).batch
        election = election_of(session, cycle.id)
        contest = frozen_manifest(election).contest(found.contest.code) if election else None
        if contest is None:
            raise NotFound(code)
        projects = queries.listed_projects(session, found.contest_id, list(contest.terms.costs))
    first = request.args.get("from", 1, type=int)
    if not 1 <= first <= found.printed:
        raise NotFound(code)
    answer = Response(ballots_pdf(cycle, found, contest.terms, projects, first), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="ballots-{found.code}.pdf"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


@requires(Permission.RUN_TALLY)
def batch(code: str) -> Any:
    """One batch: its account and, in quarantine, the decision of two people."""
    form = DecisionForm()
    form.offer([(one.value, labels(one)) for one in Verdict])
    if form.validate_on_submit():
        try:
            with transaction() as session:
                cycle = queries.batch_cycle(session, code)
                ledger = queries.ledger_of(session, cycle, code)
                service.propose_decision(session, actor(), cycle, ledger, form.chosen, form.reason.data)
        except Refused as refused:
            add_mistake(form.verdict, labels.of_refusal(refused))
        else:
            flash(_("Рішення запропоновано. Його має підтвердити інша людина."), "success")
            return redirect(url_for("paper.batch", code=code), 303)
    with reading() as session:
        cycle = queries.batch_cycle(session, code)
        ledger = queries.ledger_of(session, cycle, code)
    page = render_template("paper/batch.html", form=form, cycle=cycle, one=ledger, me=actor().code)
    return page, 422 if form.is_submitted() else 200


@requires(Permission.RUN_TALLY)
def confirm(code: str) -> Any:
    """The second person's word."""
    try:
        with transaction() as session:
            cycle = queries.batch_cycle(session, code)
            service.confirm_decision(session, actor(), cycle, queries.ledger_of(session, cycle, code))
    except Refused as refused:
        flash(labels.of_refusal(refused))
    else:
        flash(_("Рішення підтверджено."), "success")
    return redirect(url_for("paper.batch", code=code), 303)

"""The counting page: take in ballots, count, compare, adopt; no project's votes are shown here."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from pb import clock
from pb.cycles.queries import contest_by_code, cycle_by_code
from pb.cycles.rules import Action, why_not
from pb.errors import Refused
from pb.tally import queries, service
from pb.tally.forms import CountForm
from pb.values.permission import Permission
from pb.web.access import requires
from pb.web.current import actor, house, reading, transaction
from pb.web.labels import labels

bp = Blueprint("tally", __name__)


@bp.get("/tally")
@requires(Permission.RUN_TALLY)
def runs() -> Any:
    """Cycles whose votes may be counted."""
    with reading() as session:
        cycles = queries.cycles_to_count(session, clock.now())
        rows = [(cycle, queries.standings(session, cycle.contests)) for cycle in cycles]
    return render_template("tally/runs.html", rows=rows)


@bp.route("/tally/<string:cycle>", methods=["GET", "POST"])
@requires(Permission.RUN_TALLY)
def counting(cycle: str) -> Any:
    """The contests of one cycle: sources, runs of each person, adoption."""
    form = CountForm()
    if form.validate_on_submit():
        try:
            flash(_act(cycle, form), "success")
        except Refused as refused:
            flash(labels.of_refusal(refused))
        return redirect(url_for("tally.counting", cycle=cycle), 303)
    with reading() as session:
        found = cycle_by_code(session, cycle)
        rows = queries.standings(session, found.contests)
    return render_template(
        "tally/counting.html",
        form=form,
        cycle=found,
        rows=rows,
        me=str(actor()),
        closed=why_not(Action.COUNT, found.phase(clock.now())),
        has_sources=any(row.source for row in rows),
        all_adopted=bool(rows) and all(row.adoption for row in rows),
    )


def _act(cycle: str, form: CountForm) -> str:
    acts = {"register": _register, "run": _run_all, "adopt": _adopt}
    if form.act.data not in acts:
        abort(400)
    return acts[form.act.data](cycle, form)


def _register(cycle: str, _form: CountForm) -> str:
    root = house().settings.folder("elections")
    with transaction() as session:
        found = cycle_by_code(session, cycle)
        sources = service.register_election(session, actor(), found, root, clock.now())
    ballots = sum(source.ballots for source in sources)
    return str(_("Бюлетені прийнято й перевірено: %(ballots)s.", ballots=ballots))


def _run_all(cycle: str, _form: CountForm) -> str:
    root = house().settings.folder("elections")
    with reading() as session:
        codes = [row.code for row in queries.contested(session, cycle_by_code(session, cycle).contests)]
    for code in codes:
        with transaction() as session:
            found = cycle_by_code(session, cycle)
            contest = contest_by_code(session, found.id, code)
            service.run_tally(session, actor(), found, contest, root, clock.now())
    return str(_("Пораховано напрямів: %(count)s.", count=len(codes)))


def _adopt(cycle: str, form: CountForm) -> str:
    with transaction() as session:
        found = cycle_by_code(session, cycle)
        contest = contest_by_code(session, found.id, form.contest.data)
        service.adopt_run(session, actor(), found, contest, clock.now())
    return str(_("Підрахунок затверджено: %(contest)s.", contest=contest.title))

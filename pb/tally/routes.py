"""The counting pages: take in ballots, count, compare, adopt, set the rules; no project's votes are shown here."""

from pathlib import Path
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from pb import clock
from pb.cycles.queries import contest_by_code, cycle_by_code
from pb.cycles.rules import Action, why_not
from pb.errors import Refused
from pb.tally import queries, service
from pb.tally.counting import Refusal
from pb.tally.forms import CorrectionForm, CountForm, CountRulesForm, DrawForm
from pb.tally.typed import NotUnderstood, Typing, numbers_in, stated_for
from pb.values.permission import Permission
from pb.web.access import requires
from pb.web.current import actor, house, reading, transaction
from pb.web.forms import add_mistake
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
        _run(cycle, code, root)
    return str(_("Пораховано напрямів: %(count)s.", count=len(codes)))


def _run(cycle: str, code: str, root: Path) -> None:
    with transaction() as session:
        found = cycle_by_code(session, cycle)
        contest = contest_by_code(session, found.id, code)
        numbers = {row.code: str(row.number) for row in queries.ballot_projects(session, contest.id)}
        try:
            service.run_tally(session, actor(), found, contest, root, clock.now())
        except Refused as refused:
            if refused.reason is not Refusal.TIE_UNDECIDED:
                raise
            groups: Any = refused.facts["groups"]
            named = "; № ".join(", ".join(numbers[name] for name in group) for group in groups)
            raise Refused(Refusal.TIE_UNDECIDED, numbers=named) from refused


@bp.route("/tally/<string:cycle>/draw/<string:contest>", methods=["GET", "POST"])
@requires(Permission.RUN_TALLY)
def draw(cycle: str, contest: str) -> Any:
    """The lot that a count asked for, drawn in public and entered here."""
    form = DrawForm()
    with reading() as session:
        found = cycle_by_code(session, cycle)
        row = contest_by_code(session, found.id, contest)
        drawn = queries.draws(session, row.id)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                mine = cycle_by_code(session, cycle)
                one = contest_by_code(session, mine.id, contest)
                numbers = numbers_in(form.numbers.data)
                service.enter_draw(session, actor(), mine, one, numbers, form.place.data, clock.now())
        except Refused as refused:
            add_mistake(form.numbers, labels.of_refusal(refused))
        else:
            flash(_("Жереб внесено. Тепер порахуйте ще раз."), "success")
            return redirect(url_for("tally.counting", cycle=cycle), 303)
    page = render_template("tally/draw.html", form=form, cycle=found, contest=row, draws=drawn)
    return page, 422 if form.is_submitted() else 200


@bp.route("/tally/<string:cycle>/correct/<string:contest>", methods=["GET", "POST"])
@requires(Permission.RUN_TALLY)
def correct(cycle: str, contest: str) -> Any:
    """An adopted count made anew, with the reason that residents will read."""
    form = CorrectionForm()
    with reading() as session:
        found = cycle_by_code(session, cycle)
        row = contest_by_code(session, found.id, contest)
    if form.validate_on_submit():
        root = house().settings.folder("elections")
        try:
            with transaction() as session:
                mine = cycle_by_code(session, cycle)
                one = contest_by_code(session, mine.id, contest)
                service.correct_run(session, actor(), mine, one, root, form.reason.data, clock.now())
        except Refused as refused:
            add_mistake(form.reason, labels.of_refusal(refused))
        else:
            flash(_("Пораховано ще раз. Те саме має зробити друга людина."), "success")
            return redirect(url_for("tally.counting", cycle=cycle), 303)
    page = render_template("tally/correct.html", form=form, cycle=found, contest=row)
    return page, 422 if form.is_submitted() else 200


@bp.get("/staff/cycles/<string:cycle>/count")
@requires(Permission.MANAGE_CYCLES)
def rules(cycle: str) -> Any:
    """What the count of each contest is told, in words."""
    with reading() as session:
        found = cycle_by_code(session, cycle)
        told = [(contest, stated_for(session, contest)) for contest in found.contests]
    return render_template("tally/rules.html", cycle=found, told=told)


@bp.route("/staff/cycles/<string:cycle>/count/<string:contest>", methods=["GET", "POST"])
@requires(Permission.MANAGE_CYCLES)
def set_rules(cycle: str, contest: str) -> Any:
    """The form of one contest's count."""
    with reading() as session:
        found = cycle_by_code(session, cycle)
        row = contest_by_code(session, found.id, contest)
        typing = Typing.of(session, row)
    form = CountRulesForm(data=typing.shown(row))
    if form.validate_on_submit():
        try:
            with transaction() as session:
                mine = cycle_by_code(session, cycle)
                one = contest_by_code(session, mine.id, contest)
                service.set_count(session, actor(), mine, one, **typing.told(form), now=clock.now())
        except NotUnderstood as wrong:
            add_mistake(form[wrong.field], wrong.sentence)
        except Refused as refused:
            add_mistake(form.rule, labels.of_refusal(refused))
        else:
            flash(_("Правила підрахунку збережено."), "success")
            return redirect(url_for("tally.rules", cycle=cycle), 303)
    page = render_template("tally/set_rules.html", form=form, cycle=found, contest=row)
    return page, 422 if form.is_submitted() else 200


def _adopt(cycle: str, form: CountForm) -> str:
    with transaction() as session:
        found = cycle_by_code(session, cycle)
        contest = contest_by_code(session, found.id, form.contest.data)
        service.adopt_run(session, actor(), found, contest, clock.now())
    return str(_("Підрахунок затверджено: %(contest)s.", contest=contest.title))

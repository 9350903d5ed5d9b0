"""The programme manager's pages of cycles: where each stands, and moving its dates with a public reason."""

from datetime import timedelta
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from pb import clock
from pb.cycles import service
from pb.cycles.forms import CalendarForm, local, stored
from pb.cycles.queries import announced_cycles, cycle_by_code, rule_set
from pb.cycles.routes.staff import bp
from pb.cycles.rules import Calendar
from pb.errors import Refused
from pb.values.period import Period
from pb.values.permission import Permission
from pb.web.access import requires
from pb.web.current import actor, reading, transaction
from pb.web.forms import add_mistake
from pb.web.labels import labels

MOMENTS = (
    "announced_at",
    "submission_opens_at",
    "submission_closes_at",
    "review_until",
    "appeals_until",
    "voting_opens_at",
    "voting_closes_at",
    "results_at",
    "implementation_until",
)


@bp.get("/staff/cycles")
@requires(Permission.MANAGE_CYCLES)
def settings() -> Any:
    """All cycles."""
    now = clock.now()
    with reading() as session:
        rows = [(cycle, cycle.phase(now)) for cycle in announced_cycles(session, now)]
    return render_template("cycles/settings.html", rows=rows)


@bp.route("/staff/cycles/<string:code>", methods=["GET", "POST"])
@requires(Permission.MANAGE_CYCLES)
def calendar(code: str) -> Any:
    """Dates and rules of one cycle; moving a date needs a reason."""
    with reading() as session:
        cycle = cycle_by_code(session, code)
        rules = rule_set(session, cycle.id)
    form = CalendarForm(data={name: local(getattr(cycle, name)) for name in MOMENTS})
    if form.validate_on_submit():
        typed = {name: stored(form[name].data) for name in MOMENTS}
        try:
            with transaction() as session:
                moved = _calendar(typed, cycle.grace_minutes)
                mine = cycle_by_code(session, code)
                service.move_calendar(session, actor(), mine, moved, reason=form.reason.data, now=clock.now())
        except Refused as refused:
            add_mistake(form.announced_at, labels.of_refusal(refused))
        except ValueError:
            add_mistake(form.announced_at, _("Кінець має бути після початку."))
        else:
            flash(_("Дати змінено. Причину видно всім."), "success")
            return redirect(url_for("cycles.settings"), 303)
    page = render_template("cycles/calendar.html", form=form, cycle=cycle, rules=rules, names=MOMENTS)
    return page, 422 if form.is_submitted() else 200


def _calendar(typed: dict[str, Any], grace_minutes: int) -> Calendar:
    return Calendar(
        announced_at=typed["announced_at"],
        submission=Period(typed["submission_opens_at"], typed["submission_closes_at"]),
        review_until=typed["review_until"],
        appeals_until=typed["appeals_until"],
        voting=Period(typed["voting_opens_at"], typed["voting_closes_at"]),
        grace=timedelta(minutes=grace_minutes),
        results_at=typed["results_at"],
        implementation_until=typed["implementation_until"],
    )

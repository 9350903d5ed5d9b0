"""Groups of contests of which one person may use only some, such as districts."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from wtforms.fields import SelectChoice

from pb import clock
from pb.cycles import service
from pb.cycles.forms import GroupForm
from pb.cycles.queries import cycle_by_code, groups_of
from pb.cycles.routes.staff import bp
from pb.cycles.rules import Action, why_not
from pb.errors import NotFound, Refused
from pb.values.permission import Permission
from pb.web.access import requires
from pb.web.current import actor, reading, transaction
from pb.web.forms import add_mistake
from pb.web.labels import labels


@bp.route("/staff/cycles/<string:code>/groups", methods=["GET", "POST"])
@requires(Permission.MANAGE_CYCLES)
def groups(code: str) -> Any:
    """The groups of a cycle and, until submission opens, the form of one more."""
    form = GroupForm()
    with reading() as session:
        cycle = cycle_by_code(session, code)
    form.contests.choices = [SelectChoice(one.code, one.title) for one in cycle.contests if one.group_id is None]
    frozen = why_not(Action.CHANGE_RULES, cycle.phase(clock.now()))
    if form.validate_on_submit():
        try:
            with transaction() as session:
                mine = cycle_by_code(session, code)
                service.group_contests(session, actor(), mine, _typed(form), clock.now())
        except Refused as refused:
            add_mistake(form.contests, labels.of_refusal(refused))
        else:
            flash(_("Групу записано."), "success")
            return redirect(url_for("cycles.groups", code=code), 303)
    ids = {one.code: one.group_id for one in cycle.contests}
    rows = [(ids[min(group.contests)], group) for group in groups_of(cycle)]
    page = render_template("cycles/groups.html", form=form, cycle=cycle, rows=rows, frozen=frozen)
    return page, 422 if form.is_submitted() else 200


def _typed(form: GroupForm) -> service.Grouping:
    return service.Grouping(form.title.data, form.title_en.data, form.most.data, form.contests.data)


@bp.route("/staff/cycles/<string:code>/groups/<int:group>/change", methods=["GET", "POST"])
@requires(Permission.MANAGE_CYCLES)
def regroup(code: str, group: int) -> Any:
    """Change the name, the contests and the limit of a group."""
    with reading() as session:
        cycle = cycle_by_code(session, code)
    mine = [one for one in cycle.contests if one.group_id == group]
    row = mine[0].group if mine else None
    if row is None:
        raise NotFound(str(group))
    form = GroupForm(obj=row, contests=[one.code for one in mine])
    free = [one for one in cycle.contests if one.group_id in {None, group}]
    form.contests.choices = [SelectChoice(one.code, one.title) for one in free]
    if form.validate_on_submit():
        try:
            with transaction() as session:
                found = cycle_by_code(session, code)
                service.regroup_contests(session, actor(), found, group, _typed(form), clock.now())
        except Refused as refused:
            add_mistake(form.contests, labels.of_refusal(refused))
        else:
            flash(_("Групу записано."), "success")
            return redirect(url_for("cycles.groups", code=code), 303)
    page = render_template("cycles/group.html", form=form, cycle=cycle)
    return page, 422 if form.is_submitted() else 200


@bp.post("/staff/cycles/<string:code>/groups/<int:group>")
@requires(Permission.MANAGE_CYCLES)
def ungroup(code: str, group: int) -> Any:
    """Undo one group."""
    try:
        with transaction() as session:
            service.ungroup_contests(session, actor(), cycle_by_code(session, code), group, clock.now())
    except Refused as refused:
        flash(labels.of_refusal(refused))
    else:
        flash(_("Групу прибрано: її напрями знову окремі."), "success")
    return redirect(url_for("cycles.groups", code=code), 303)

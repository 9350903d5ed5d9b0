"""The coordinator enters what pupils propose; the road of the project after that is every project's."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from pb import clock
from pb.cycles.models import Cycle
from pb.cycles.queries import every_district
from pb.cycles.rules import Action, why_not
from pb.errors import Refused
from pb.projects.rules import EstimateLine, total_of
from pb.school import queries
from pb.school.forms import LINES, ProjectForm
from pb.school.service import PupilsProject, enter_project
from pb.values.permission import Permission
from pb.web.access import requires
from pb.web.current import actor, reading, transaction
from pb.web.forms import add_mistake
from pb.web.labels import labels
from pb.web.languages import current_language
from pb.web.template_filters import money


def add_to(bp: Blueprint) -> None:
    """Hang this page on the school's blueprint."""
    bp.add_url_rule("/school/desk/<string:cycle>/project", "enter_project", enter, methods=["GET", "POST"])


@requires(Permission.RUN_SCHOOL)
def enter(cycle: str) -> Any:
    """One page for a whole project; sent, it goes to the review like any other."""
    with reading() as session:
        found = queries.own_cycle(session, cycle, actor().code, clock.now())
        districts = every_district(session)
    if refusal := why_not(Action.SUBMIT_PROJECT, found.phase(clock.now())):
        raise Refused(refusal)
    form = ProjectForm(data={"lines": [{}] * LINES})
    english = current_language() == "en"
    contests = [(one.code, one.title_en if english else one.title) for one in found.contests]
    form.offer(contests, [(one.code, one.name) for one in districts])
    if form.is_submitted():
        is_valid, lines = form.validate(), form.read()
        if is_valid and lines is not None and _fits(form, found, lines) and _entered(form, cycle, lines):
            flash(_("Проєкт внесено. Тепер його перевірять."), "success")
            return redirect(url_for("school.slips", cycle=cycle), 303)
    page = render_template("school/project.html", form=form, cycle=found)
    return page, 422 if form.is_submitted() else 200


def _fits(form: ProjectForm, cycle: Cycle, lines: list[EstimateLine]) -> bool:
    ceiling = next(one.ceiling_kopecks for one in cycle.contests if one.code == form.contest.data)
    total = total_of(lines)
    if not total:
        add_mistake(form.lines[0].item, _("Запишіть хоча б один рядок кошторису."))
    elif total > ceiling:
        sentence = _("Разом %(sum)s, а можна до %(most)s.", sum=money(total), most=money(ceiling))
        add_mistake(form.lines[0].price, sentence)
    return 0 < total <= ceiling


def _entered(form: ProjectForm, code: str, lines: list[EstimateLine]) -> bool:
    try:
        with transaction() as session:
            cycle = queries.own_cycle(session, code, actor().code, clock.now())
            told = PupilsProject(
                author=f"Учні {form.author.data.upper()}",
                title=form.title.data,
                summary=form.summary.data,
                problem=form.problem.data,
                idea=form.idea.data,
                address=form.address.data,
                contest=next(one for one in cycle.contests if one.code == form.contest.data),
                district=next(one for one in every_district(session) if one.code == form.district.data),
                estimate=lines,
            )
            enter_project(session, actor(), cycle, told, contact=form.email.data, now=clock.now())
    except Refused as refused:
        add_mistake(form.title, labels.of_refusal(refused))
        return False
    return True

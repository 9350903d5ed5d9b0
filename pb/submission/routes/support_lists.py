"""The desk's pages for paper lists of support: which project, what the list says."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from pb import clock
from pb.cycles.rules import Action
from pb.errors import Refused
from pb.submission import queries, service
from pb.submission.forms import SupportListForm
from pb.submission.routes.desk import bp
from pb.submission.routes.support import closed_words
from pb.values.permission import Permission
from pb.web.access import requires
from pb.web.current import actor, house, reader, reading, transaction
from pb.web.forms import add_mistake
from pb.web.labels import labels


@bp.get("/support-lists")
@requires(Permission.RUN_DESK)
def support_lists() -> Any:
    """Projects that gather support now."""
    with reading() as session:
        rows = queries.gathering_projects(session, clock.now())
    return render_template("submission/support_lists.html", rows=rows)


@bp.route("/support-lists/<string:code>", methods=["GET", "POST"])
@requires(Permission.RUN_DESK)
def support_list(code: str) -> Any:
    """The lists of one project and the form for the next."""
    form = SupportListForm()
    if form.validate_on_submit():
        try:
            found = _entered(code, form)
        except Refused as refused:
            add_mistake(form.numbers, labels.of_refusal(refused))
        else:
            flash(
                _(
                    "Зараховано: %(counted)s. Уже підтримали раніше: %(repeated)s. Підписів авторів: %(own)s.",
                    counted=found.counted,
                    repeated=found.repeated,
                    own=found.own,
                ),
                "success",
            )
            return redirect(url_for("submission.support_list", code=code), 303)
    with reading() as session:
        project = queries.project_to_support(session, code)
        support = queries.support_of(session, project)
        lists = queries.support_lists(session, project.id)
    closed = closed_words(project, support.needed, Action.CHECK_PROJECT)
    shown = {"project": project, "support": support, "lists": lists, "closed": closed}
    page = render_template("submission/support_list.html", form=form, **shown)
    return page, 422 if form.is_submitted() else 200


def _entered(code: str, form: SupportListForm) -> service.Entered:
    typed = service.TypedList(form.number.data, form.lines.data, form.read_numbers())
    keys = house().settings.folder("keys")
    stretches = service.stretches_of(typed, keys)
    with transaction() as session:
        project = queries.project_to_support(session, code)
        return service.enter_support_list(
            session, actor(), project, typed, stretches, staff_id=reader().id, keys=keys, now=clock.now()
        )


@bp.post("/support-lists/<string:code>/remove")
@requires(Permission.RUN_DESK)
def remove_support_list(code: str) -> Any:
    """Take a mistyped list out."""
    with transaction() as session:
        project = queries.project_to_support(session, code)
        service.remove_support_list(session, actor(), project, request.form.get("number", ""), now=clock.now())
    flash(_("Аркуш вилучено. Його можна ввести знову."), "success")
    return redirect(url_for("submission.support_list", code=code), 303)

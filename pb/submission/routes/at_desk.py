"""The desk's pages for an application on somebody's behalf: typed, printed, signed, sent."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from wtforms.fields import SelectChoice

from pb import clock
from pb.cycles.models import Contest
from pb.cycles.queries import contests_of, cycle_by_code, cycles_in_phase, every_district
from pb.cycles.rules import CycleKind, Phase
from pb.errors import Refused
from pb.identity.rules import NumberKind
from pb.projects.queries import documents_of
from pb.projects.rules import EstimateLine
from pb.questions.queries import answers_of, questions_for
from pb.submission import queries, service
from pb.submission.forms import OF_RESIDENTS, DictatedForm, SendForm, offer_contests
from pb.submission.letters import AuthorPost
from pb.submission.parts import IDEA_TEXTS
from pb.submission.routes.desk import bp
from pb.submission.rules import Task, is_done, what_is_missing
from pb.values.permission import Permission
from pb.web.access import requires
from pb.web.current import actor, house, public_url, reader, reading, transaction
from pb.web.forms import add_mistake
from pb.web.labels import labels

TYPED = tuple(task for task in Task if task is not Task.ABOUT)  # who the author is was read off the document


@bp.get("/at-desk")
@requires(Permission.RUN_DESK)
def at_desk() -> Any:
    """The cycles that take projects, and what this operator typed and nobody has signed."""
    with reading() as session:
        cycles = cycles_in_phase(session, clock.now(), {Phase.SUBMISSION}, CycleKind.CITY)
        drafts = queries.drafts_of_operator(session, reader().id)
    return render_template("submission/at_desk.html", cycles=cycles, drafts=drafts)


@bp.route("/at-desk/new/<string:cycle>", methods=["GET", "POST"])
@requires(Permission.RUN_DESK)
def dictate(cycle: str) -> Any:
    """One page: the document, the idea, the place, the estimate."""
    with reading() as session:
        found = cycle_by_code(session, cycle)
        contests = contests_of(session, found.id)
        districts = every_district(session)
    form = DictatedForm()
    offer_contests(form, contests)
    form.kind.choices = [SelectChoice(kind.value, labels(kind)) for kind in OF_RESIDENTS]
    form.district.choices = [SelectChoice("", _("Оберіть місце")), *(SelectChoice(d.code, d.name) for d in districts)]
    if form.validate_on_submit():
        lines = form.lines()
        try:
            if not form.mistakes:
                return redirect(url_for("submission.signed", code=_entered(cycle, form, lines)), 303)
        except Refused as refused:
            add_mistake(form.number, labels.of_refusal(refused))
    page = render_template("submission/dictate.html", form=form, cycle=found)
    return page, 422 if form.is_submitted() else 200


def _dictated(form: DictatedForm, contests: list[Contest], lines: list[EstimateLine]) -> service.Dictated:
    contest = next((one for one in contests if one.code == form.contest.data), None)
    texts = {name: form[name].data or "" for name in IDEA_TEXTS}
    place = service.Place(form.district.data or "", form.address.data or "", None)
    return service.Dictated(service.Idea(contest=contest, **texts), place, lines)


def _entered(cycle: str, form: DictatedForm, lines: list[EstimateLine]) -> str:
    shown = service.Shown(
        kind=NumberKind(form.kind.data),
        number=form.number.data,
        name=form.name.data,
        birth_date=form.birth_date.data,
        email=form.email.data or "",
        phone=form.phone.data or "",
    )
    keys = house().settings.folder("keys")
    stretch = service.stretch_of_shown(shown, keys)
    with transaction() as session:
        found = cycle_by_code(session, cycle)
        draft = service.enter_application(
            session,
            actor(),
            found,
            shown,
            _dictated(form, contests_of(session, found.id), lines),
            stretch,
            staff_id=reader().id,
            keys=keys,
            now=clock.now(),
        )
        return draft.code


@bp.route("/at-desk/<string:code>", methods=["GET", "POST"])
@requires(Permission.RUN_DESK)
def signed(code: str) -> Any:
    """What lacks, the way to the sheet, and the last step once the person has signed it."""
    with reading() as session:
        project, author = queries.entered_at_desk(session, reader().id, code)
        missing = what_is_missing(queries.draft_of(session, project, author))
        tasks = [one for one in TYPED if one is not Task.QUESTIONS or questions_for(session, project)]
    form = SendForm()
    form.consent.label.text = _("Людина прочитала аркуш і підписала його. Аркуш лишається в пункті.")
    if form.validate_on_submit():
        try:
            with transaction() as session:
                own, person = queries.entered_at_desk(session, reader().id, code)
                consent, post = form.consent.data, AuthorPost(public_url())
                service.send_project(session, actor(), own, person, consent=consent, now=clock.now(), post=post)
        except Refused as refused:
            add_mistake(form.consent, labels.of_refusal(refused))
        else:
            flash(_("Проєкт надіслано. Автор може стежити за ним після входу через банк."), "success")
            return redirect(url_for("submission.at_desk"), 303)
    done = {task: is_done(task, missing, len(project.photos)) for task in tasks}
    shown = {"project": project, "author": author, "missing": missing, "done": done}
    page = render_template("submission/signed.html", form=form, saved=request.args.get("saved", ""), **shown)
    return page, 422 if form.is_submitted() else 200


@bp.get("/at-desk/<string:code>/sheet")
@requires(Permission.RUN_DESK)
def sheet(code: str) -> Any:
    """The application on paper, for the person's signature."""
    with reading() as session:
        project, author = queries.entered_at_desk(session, reader().id, code)
        answers = answers_of(session, project)
        documents = documents_of(session, project.id)
    shown = {"project": project, "author": author, "answers": answers, "documents": documents}
    return render_template("submission/sheet.html", **shown)

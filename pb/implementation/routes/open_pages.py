"""The public board, its money as a file, and the works of one project with residents' ratings."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from pb import clock
from pb.errors import NotFound, Refused
from pb.implementation import queries, service
from pb.implementation.downloads import money_csv
from pb.implementation.forms import HideForm, RatingForm
from pb.implementation.models import Rating, Works
from pb.implementation.queries import Search
from pb.implementation.rules import CLOSED, SILENT_DAYS, Stage, State, Verdict
from pb.projects.queries import public_project
from pb.projects.rules import FUNDED
from pb.values.permission import Permission
from pb.web.access import author_only, public, requires
from pb.web.current import actor, reader, reading, transaction
from pb.web.forms import add_mistake
from pb.web.labels import labels
from pb.web.reader import ReaderKind
from pb.web.security import limiter

FILE_LASTS = timedelta(minutes=5)


def add_to(bp: Blueprint) -> None:
    """Hang these pages on the stage's blueprint."""
    bp.add_url_rule("/implementation", view_func=board)
    bp.add_url_rule("/implementation/money.csv", view_func=money)
    bp.add_url_rule("/projects/<string:code>/works", view_func=project_works)
    bp.add_url_rule("/projects/<string:code>/works/rate", view_func=rate, methods=["GET", "POST"])
    bp.add_url_rule("/projects/<string:code>/works/hide/<string:rating>", view_func=hide, methods=["GET", "POST"])


def _search() -> Search:
    asked = request.args
    stage, state, page = asked.get("stage", ""), asked.get("state", ""), asked.get("page", "1")
    return Search(
        words=asked.get("q", "")[:100],
        cycle=asked.get("year", ""),
        department=asked.get("department", ""),
        stage=Stage(stage) if stage in set(Stage) else None,
        state=State(state) if state in set(State) else None,
        page=int(page) if page.isdecimal() and len(page) < 5 else 1,
    )


@public
def board() -> Any:
    """What is being built with the money that was voted for, the latest first."""
    search = _search()
    with reading() as session:
        found = queries.board(session, search, clock.now())
        return render_template(
            "implementation/board.html",
            board=found,
            search=search,
            photos=queries.newest_photos(session, [row.works.id for row in found.rows]),
            cycles=queries.cycles_with_works(session),
            departments=queries.departments_with_works(session),
            stages=list(Stage),
            states=list(State),
            silent_from=SILENT_DAYS,
            asked={name: value for name, value in request.args.items() if name != "page" and value},
        )


@public
def money() -> Any:
    """The money of each project of the board as a file."""
    with reading() as session:
        text = money_csv(queries.rows_of(session, _search(), clock.now()))
    answer = Response(text, mimetype="text/csv")
    answer.headers["Content-Disposition"] = "attachment; filename=implementation-money.csv"
    answer.headers["Cache-Control"] = f"public, max-age={int(FILE_LASTS.total_seconds())}"
    return answer


def _resident() -> int | None:
    person = reader()
    return person.id if person.is_authenticated and person.kind is ReaderKind.AUTHOR else None


@public
def project_works(code: str) -> Any:
    """What happens with one winner: stages, money, news with photos, the residents' word."""
    with reading() as session:
        project = public_project(session, code)
        if project.status not in FUNDED:
            raise NotFound(code)
        works = _works_or_none(session, code)
    if works is None:
        return render_template("implementation/waiting.html", project=project)
    return render_template(
        "implementation/project.html",
        project=project,
        works=works,
        row=queries.row_of(works, clock.now()),
        is_closed=works.stage in CLOSED,
        silent_from=SILENT_DAYS,
        pair=queries.before_and_after(works),
        opinion=queries.opinion_of(works),
        own=queries.rating_by(works, _resident()),
    )


def _works_or_none(session: Session, code: str) -> Works | None:
    try:
        return queries.works_of(session, code)
    except NotFound:
        return None


def _typed_before(own: Rating | None) -> dict[str, str]:
    return {} if own is None else {"verdict": own.verdict.value, "stars": str(own.stars), "comment": own.comment}


@author_only
@limiter.limit("20 per hour", methods=["POST"])
def rate(code: str) -> Any:
    """One resident confirms or disputes the finished thing."""
    with reading() as session:
        works = queries.works_of(session, code)
    if works.stage is not Stage.DONE:
        raise NotFound(code)
    form = RatingForm(data=_typed_before(queries.rating_by(works, reader().id)))
    if form.validate_on_submit():
        with transaction() as session:
            service.rate_result(
                session,
                actor(),
                queries.works_of(session, code),
                author_id=reader().id,
                stars=int(form.stars.data),
                verdict=Verdict(form.verdict.data),
                comment=form.comment.data or "",
                now=clock.now(),
            )
        flash(_("Дякуємо. Вашу оцінку враховано."), "success")
        return redirect(url_for("implementation.project_works", code=code), 303)
    page = render_template("implementation/rate.html", form=form, works=works)
    return page, 422 if form.is_submitted() else 200


@requires(Permission.MODERATE)
def hide(code: str, rating: str) -> Any:
    """A moderator hides the words of one rating and says why."""
    with reading() as session:
        works = queries.works_of(session, code)
        found = queries.rating_of(works, rating)
    form = HideForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                mine = queries.works_of(session, code)
                service.hide_comment(session, actor(), mine, queries.rating_of(mine, rating), form.reason.data)
        except Refused as refused:
            add_mistake(form.reason, labels.of_refusal(refused))
        else:
            return redirect(url_for("implementation.project_works", code=code), 303)
    page = render_template("implementation/hide.html", form=form, works=works, rating=found)
    return page, 422 if form.is_submitted() else 200

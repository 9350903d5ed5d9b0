"""Public news, and the editors' drafts."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from pb import clock
from pb.errors import Refused
from pb.media.rules import Refusal as PictureRefusal
from pb.news import queries, service
from pb.news.forms import NewsForm, PlainForm
from pb.news.rules import Refusal, summary_of
from pb.values.permission import Permission
from pb.web.access import public, requires
from pb.web.current import actor, media_folder, reading, transaction
from pb.web.forms import add_mistake
from pb.web.labels import labels

bp = Blueprint("news", __name__)
FIELDS = {Refusal.TITLE_NEEDED: "title", Refusal.TEXT_NEEDED: "text", Refusal.PICTURE_NEEDS_WORDS: "alt"}


@bp.get("/news")
@public
def index() -> Any:
    """Public news, the newest first."""
    typed = request.args.get("page", "1")
    page = int(typed) if typed.isdecimal() and 0 < len(typed) < 5 else 1
    with reading() as session:
        found, has_more = queries.published_news(session, clock.now(), page=page)
    summaries = {news.code: (summary_of(news.text), summary_of(news.text_en)) for news in found}
    return render_template("news/index.html", found=found, page=max(page, 1), has_more=has_more, summaries=summaries)


@bp.get("/news/<string:code>")
@public
def one(code: str) -> Any:
    """One piece of news."""
    with reading() as session:
        found = queries.public_news(session, code, clock.now())
    return render_template("news/one.html", news=found, summary=summary_of(found.text))


@bp.get("/staff/news")
@requires(Permission.WRITE_NEWS)
def drafts() -> Any:
    """Drafts and public news for editors."""
    with reading() as session:
        return render_template("news/drafts.html", found=queries.every_news(session))


@bp.route("/staff/news/new", methods=["GET", "POST"], defaults={"code": ""})
@bp.route("/staff/news/<string:code>", methods=["GET", "POST"])
@requires(Permission.WRITE_NEWS)
def edit(code: str) -> Any:
    """Write a piece of news, or change it; the same page publishes and withdraws."""
    with reading() as session:
        found = queries.news_by_code(session, code) if code else None
    form = NewsForm(obj=found, alt=found.picture.alt if found and found.picture else "")
    if form.validate_on_submit():
        try:
            with transaction() as session:
                mine = queries.news_by_code(session, code) if code else None
                saved = service.save_news(
                    session,
                    actor(),
                    form.draft(),
                    now=clock.now(),
                    news=mine,
                    picture=form.upload(),
                    folder=media_folder(),
                )
                if request.form.get("act") == "publish":
                    service.publish_news(session, actor(), saved, clock.now())
        except Refused as refused:
            is_picture = isinstance(refused.reason, PictureRefusal)
            field = "picture" if is_picture else FIELDS[refused.reason]  # type: ignore[index]
            add_mistake(form[field], labels.of_refusal(refused))
        else:
            flash(_("Опубліковано.") if saved.published_at else _("Чернетку збережено."), "success")
            return redirect(url_for("news.drafts"), 303)
    page = render_template("news/edit.html", form=form, news=found, plain=PlainForm())
    return page, 422 if form.is_submitted() else 200


@bp.post("/staff/news/<string:code>/withdraw")
@requires(Permission.WRITE_NEWS)
def withdraw(code: str) -> Any:
    """Take a piece of news back into the drafts."""
    with transaction() as session:
        service.withdraw_news(session, actor(), queries.news_by_code(session, code))
    flash(_("Новину знято. Вона знову в чернетках."), "success")
    return redirect(url_for("news.drafts"), 303)

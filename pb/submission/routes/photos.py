"""The part «Фото»."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from pb import clock
from pb.errors import Refused
from pb.submission import forms, service
from pb.submission.routes.desk import bp, mine, page
from pb.web.access import author_only
from pb.web.current import actor, media_folder, reading, transaction
from pb.web.forms import add_mistake
from pb.web.labels import labels
from pb.web.security import limiter


@bp.route("/<string:code>/photos", methods=["GET", "POST"])
@author_only
@limiter.limit("60 per hour", methods=["POST"])
def photos(code: str) -> Any:
    """The part «Фото»."""
    with reading() as session:
        project = mine(session, code)
    form = forms.PhotoForm()
    upload = request.files.get("photo")
    if not form.validate_on_submit():
        return page("photos", form, project=project)
    if upload is None or not upload.filename:
        add_mistake(form.photo, _("Оберіть файл із фото."))
        return page("photos", form, project=project)
    try:
        with transaction() as session:
            service.add_photo(
                session,
                actor(),
                mine(session, code),
                upload.read(),
                alt=form.alt.data or "",
                folder=media_folder(),
                now=clock.now(),
            )
    except Refused as refused:
        add_mistake(form.photo, labels.of_refusal(refused))
        return page("photos", form, project=project)
    flash(_("Фото додано."), "success")
    return redirect(url_for("submission.photos", code=code), 303)


@bp.post("/<string:code>/photos/<string:picture>/remove")
@author_only
def remove_photo(code: str, picture: str) -> Any:
    """Take one photo out."""
    with transaction() as session:
        service.remove_photo(session, actor(), mine(session, code), picture, clock.now())
    return redirect(url_for("submission.photos", code=code), 303)

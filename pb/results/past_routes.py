"""Loading results of past years from tables: several files wait, each is looked at, corrected, then taken.

What has been taken waits no more, so that work broken off goes on where it stopped.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.utils import secure_filename

from pb import clock
from pb.cycles.rules import Unaffordable
from pb.errors import Refused
from pb.results import service
from pb.results.forms import PastFilesForm, PastForm
from pb.tally.counting import Refusal
from pb.tally.past.columns import NEEDED, Column, Table, guessed, understood
from pb.tally.past.importing import About, import_table
from pb.tally.past.sheets import read_sheet
from pb.values.permission import Permission
from pb.web.access import requires
from pb.web.current import actor, house, transaction
from pb.web.forms import add_mistake
from pb.web.labels import labels
from pb.web.progress import told

SHOWN = 20  # lines and faults on the preview


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file that was sent and is not taken yet."""

    digest: str
    name: str
    path: Path


def add_to(bp: Blueprint) -> None:
    """Hang these pages on the blueprint of the results."""
    bp.add_url_rule("/staff/past", view_func=past, methods=["GET", "POST"])
    bp.add_url_rule("/staff/past/<string:digest>", view_func=past_file, methods=["GET", "POST"])


def _waiting() -> list[Waiting]:
    """The files that wait, by name; a folder for each, named by the hash of what it holds."""
    files = house().settings.folder("past").glob("*/*")
    return sorted((Waiting(path.parent.name, path.name, path) for path in files), key=lambda each: each.name)


@requires(Permission.MANAGE_CYCLES)
def past() -> Any:
    """Send files; see which of them still wait."""
    form = PastFilesForm()
    if form.validate_on_submit():
        uploads = [upload for upload in request.files.getlist("files") if upload.filename]
        if not uploads:
            add_mistake(form.files, _("Оберіть файл."))
        for upload in uploads:
            try:
                _keep(secure_filename(upload.filename or "") or "table", upload.read())
            except Refused as refused:
                add_mistake(form.files, f"{upload.filename}: {labels.of_refusal(refused)}")
    page = render_template("results/past.html", form=form, waiting=_waiting())
    return page, 422 if form.is_submitted() and form.mistakes else 200


def _keep(name: str, data: bytes) -> None:
    folder = house().settings.folder("past") / hashlib.sha256(data).hexdigest()
    folder.mkdir(exist_ok=True)
    path = next(folder.iterdir(), folder / name)
    path.write_bytes(data)
    try:
        read_sheet(path)
    except Refused:
        _forget(path)
        raise


def _forget(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.parent.rmdir()


@requires(Permission.MANAGE_CYCLES)
def past_file(digest: str) -> Any:
    """One file: its columns, what they say, the lines nobody understands; then take it in or forget it."""
    file = next((each for each in _waiting() if each.digest == digest), None)
    if file is None:
        abort(404)
    if "forget" in request.form:
        _forget(file.path)
        return redirect(url_for("results.past"), 303)
    sheet = read_sheet(file.path)
    form = PastForm(sheet.header, guessed(sheet.header))
    table = understood(sheet.lines, form.places)
    if "take" in request.form and form.validate_on_submit() and (code := _taken(form, table, digest)):
        _forget(file.path)
        flash(_("Завантажено проєктів: %(count)s.", count=len(table.projects)), "success")
        return redirect(url_for("results.cycle", cycle=code), 303)
    if form.is_submitted():
        _ask_for_columns(form)
    page = render_template("results/past_file.html", form=form, file=file, table=table, shown=SHOWN, columns=Column)
    return page, 422 if form.is_submitted() and form.mistakes else 200


def _ask_for_columns(form: PastForm) -> None:
    for column in NEEDED:
        if column not in form.places and not form[column.value].errors:
            add_mistake(form[column.value], _("Оберіть стовпець: без нього рахувати нема чого."))


def _taken(form: PastForm, table: Table, digest: str) -> str:
    """The code of the new cycle, or nothing when it was refused."""
    settings = house().settings
    about = About(
        form.code.data,
        house().city.name,
        form.first_day.data,
        form.last_day.data,
        Unaffordable(form.unaffordable.data),
        form.purse.data,
    )
    root = settings.folder("elections")
    try:
        with told(digest) as progress, transaction() as session:
            cycle = import_table(session, actor(), table, about, root=root, progress=progress)
            service.publish_imported(
                session, actor(), cycle, elections=root, published=settings.folder("published"),
                unit=about.unit, now=clock.now(), progress=progress,
            )  # fmt: skip
            return cycle.code
    except Refused as refused:
        add_mistake(_field_of(form, refused), labels.of_refusal(refused))
        return ""


def _field_of(form: PastForm, refused: Refused) -> Any:
    fields = {
        Refusal.CYCLE_EXISTS: form.code,
        Refusal.WRONG_DATES: form.last_day,
        Refusal.TABLE_FAULTY: form.title,
        Refusal.OTHER_WINNERS: form.won,
    }
    return next((field for reason, field in fields.items() if reason is refused.reason), form.purse)

"""Desks without a network: a journal to print, and its merge; typed numbers are on no page and in no table."""

import json
from datetime import date
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from pb import clock
from pb.cycles.queries import cycle_by_code, every_desk
from pb.electorate.queries import desk_by_code
from pb.electorate.rules import Channel
from pb.errors import NotFound, Refused
from pb.paper import queries, service
from pb.paper.drawing import journal_pdf
from pb.paper.forms import ListForm, MergeForm
from pb.paper.journal import MOST_ROWS, read_journal
from pb.paper.routes.desk import sentence
from pb.paper.routes.office import cycle_on_paper
from pb.paper.rules import Conflict
from pb.values.permission import Permission
from pb.web.access import requires
from pb.web.current import actor, house, reading, transaction
from pb.web.forms import add_mistake
from pb.web.labels import labels


def add_to(bp: Blueprint) -> None:
    """Hang these pages on the paper's blueprint."""
    bp.add_url_rule("/desk/paper/lists", "lists", lists, methods=["GET", "POST"])
    bp.add_url_rule("/desk/paper/lists/<string:code>", "merge", merge, methods=["GET", "POST"])
    bp.add_url_rule("/desk/paper/lists/<string:code>/journal.pdf", "journal", journal)


@requires(Permission.RUN_DESK)
def lists() -> Any:
    """Every list of a cycle; the form gives a desk a new one."""
    form = ListForm()
    with reading() as session:
        cycle, _cycles = cycle_on_paper(session, request.args.get("cycle", ""))
        if cycle is None:
            raise NotFound(request.args.get("cycle", ""))
        rows = queries.offline_lists(session, cycle.id)
        form.offer([(one.code, f"{one.name}, {one.address}") for one in every_desk(session)])
    if form.validate_on_submit():
        try:
            with transaction() as session:
                found, desk = cycle_by_code(session, cycle.code), desk_by_code(session, form.desk.data)
                code = service.open_list(session, actor(), found, desk, clock.now()).code
        except Refused as refused:
            add_mistake(form.desk, labels.of_refusal(refused))
        else:
            return redirect(url_for("paper.merge", code=code), 303)
    page = render_template("paper/lists.html", form=form, cycle=cycle, rows=rows)
    return page, 422 if form.is_submitted() else 200


@requires(Permission.RUN_DESK)
def journal(code: str) -> Any:
    """The journal for print: numbered rows, the contests numbered too."""
    with reading() as session:
        row = queries.offline_list(session, code)
        cycle = queries.list_cycle(session, row)
        contests = service.journal_contests(session, cycle, row.desk_id)
    pdf = journal_pdf(cycle, row, [contest.title for contest in contests], MOST_ROWS)
    answer = Response(pdf, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="journal-{row.code}.pdf"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


@requires(Permission.RUN_DESK)
def merge(code: str) -> Any:
    """The merge, and afterwards its act: how many people, which rows are in conflict."""
    form = MergeForm()
    with reading() as session:
        row = queries.offline_list(session, code)
        cycle = queries.list_cycle(session, row)
        contests = service.journal_contests(session, cycle, row.desk_id)
    if form.validate_on_submit():
        found, faults = read_journal(form.journal.data or "", len(contests))
        for fault in faults[:10]:
            add_mistake(form.journal, sentence(fault))
        if not faults:
            people = service.person_keys(cycle.code, found, house().settings.folder("keys"))
            try:
                with transaction() as session:
                    current, listed = cycle_by_code(session, cycle.code), queries.offline_list(session, code)
                    service.merge_list(session, actor(), current, listed, found, people, clock.now())
            except Refused as refused:
                add_mistake(form.journal, labels.of_refusal(refused))
            else:
                flash(_("Список зведено."), "success")
                return redirect(url_for("paper.merge", code=code), 303)
    page = render_template(
        "paper/merge.html", form=form, cycle=cycle, row=row, contests=contests, conflicts=_conflicts(row.conflicts)
    )
    return page, 422 if form.is_submitted() else 200


def _conflicts(stored: str) -> list[str]:
    """One sentence for each conflict: the row of the journal, the contest, why, and what was before."""
    sentences = []
    for one in json.loads(stored):
        text = f"{_('Рядок %(row)s', row=one['row'])}, {one['contest']}: {labels(Conflict(one['conflict']))}"
        if one.get("day"):
            day = date.fromisoformat(one["day"]).strftime("%d.%m.%Y")
            text += f" ({day}, {labels(Channel(one['channel']))})"
        sentences.append(text)
    return sentences

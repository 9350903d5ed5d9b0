"""Draws printed ballots from the frozen list; whose ballot it will be stands nowhere on it."""

import secrets
from collections.abc import Sequence

from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from pb.ballots.terms import ContestTerms, Form
from pb.cycles.models import Cycle
from pb.paper.models import Batch, OfflineList
from pb.projects.models import Project
from pb.web.press import qr_svg, typeset
from pb.web.template_filters import money, number


def ballots_pdf(cycle: Cycle, batch: Batch, terms: ContestTerms, projects: Sequence[Project], first: int) -> bytes:
    """Ballots `first`…`batch.printed` of a batch, one after another in a random order.

    The order is random each time, so that a serial number does not tell who came when.
    """
    serials = list(range(first, batch.printed + 1))
    secrets.SystemRandom().shuffle(serials)
    with force_locale("uk"):  # paper is Ukrainian, whatever the manager reads in
        sheet = {
            "cycle": cycle.title,
            "contest": batch.contest.title,
            "desk": batch.place,
            "batch": batch.code,
            "how": how_to_mark(terms),
            "boxed": terms.form in {Form.APPROVE, Form.EXACTLY, Form.KNAPSACK},
            "purse": money(terms.purse) if terms.form is Form.KNAPSACK else "",
            "projects": [
                {"number": number(one.number or 0), "title": one.title, "cost": money(one.total_kopecks)}
                for one in projects
            ],
            "ballots": [{"serial": serial, "qr": qr_svg(f"{batch.code}-{serial}")} for serial in serials],
        }
    return typeset("paper/ballots.typ", sheet)


def how_to_mark(terms: ContestTerms) -> str:
    """One or two sentences for the voter, by the form of the ballot."""
    most = terms.max_choices
    if terms.form is Form.RANK:
        return str(_("Поставте 1 біля найкращого проєкту, 2 – біля другого і так до %(most)s.", most=most))
    if terms.form is Form.POINTS and terms.scale:
        scale = ", ".join(map(str, terms.scale))
        return str(_("Дайте проєктам бали: %(scale)s. Кожен бал – одному проєкту.", scale=scale))
    if terms.form is Form.POINTS:
        return str(_("Розподіліть між проєктами до %(total)s балів.", total=terms.points_total))
    if terms.form is Form.KNAPSACK:
        return str(_("Позначте проєкти, які разом коштують не більше %(purse)s.", purse=money(terms.purse)))
    if terms.form is Form.EXACTLY:
        return str(ngettext("Позначте рівно %(num)s проєкт.", "Позначте рівно %(num)s проєктів.", most))
    up_to = ngettext("Позначте до %(num)s проєкту.", "Позначте до %(num)s проєктів.", most)
    return str(_("Позначте один проєкт.") if most == 1 else up_to)


def journal_pdf(cycle: Cycle, row: OfflineList, contests: Sequence[str], rows: int) -> bytes:
    """The journal of a desk without a network: `rows` numbered lines and one column for each contest."""
    sheet = {"cycle": cycle.title, "desk": row.desk.name, "code": row.code, "contests": list(contests), "rows": rows}
    return typeset("paper/journal.typ", sheet)

"""What every page knows (city, language, navigation), and the page of an error."""

from typing import Any

from flask import Flask, Response, current_app, make_response, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from jinja2 import StrictUndefined

from pb import clock
from pb.values.permission import Permission
from pb.web.current import house
from pb.web.languages import LANGUAGES, current_language
from pb.web.reader import ReaderKind


def navigation() -> list[tuple[str, str, str]]:
    """Items of the public menu as (id, label, address); a stage that is not there is left out."""
    items = [
        ("projects", _("Проєкти"), "overview.catalogue"),
        ("vote", _("Голосування"), "booth.choose"),
        ("results", _("Результати"), "results.index"),
        ("implementation", _("Реалізація"), "implementation.board"),
        ("news", _("Новини"), "news.index"),
        ("help", _("Як це працює"), "pages.help"),
    ]
    return [
        (name, label, url_for(endpoint)) for name, label, endpoint in items if endpoint in current_app.view_functions
    ]


def footer() -> list[tuple[str, str]]:
    """Links about the platform itself as (label, address), at the foot of every public page."""
    items = [
        (_("Запитання й відповіді"), "pages.rules"),
        (_("Чому голос таємний"), "pages.secret"),
        (_("Пункти голосування"), "overview.points"),
        (_("Відкриті дані"), "results.index"),
        (_("Перевірити сертифікат"), "certificates.verify"),
        (_("Доступність"), "pages.accessibility"),
        (_("Персональні дані"), "pages.privacy"),
        (_("Службовий вхід"), "accounts.sign_in"),
    ]
    return [(label, url_for(endpoint)) for label, endpoint in items if endpoint in current_app.view_functions]


MenuItem = tuple[str, str, str, int | None]
P = Permission
WORKING_MENU: tuple[tuple[Any, tuple[tuple[str, Any, str, Permission], ...]], ...] = (
    (
        _l("Проєкти"),
        (
            ("at_desk", _l("Заявки в пункті"), "submission.at_desk", P.RUN_DESK),
            ("support", _l("Аркуші підтримки"), "submission.support_lists", P.RUN_DESK),
            ("completeness", _l("Перевірка повноти"), "review.completeness", P.CHECK_COMPLETENESS),
            ("dossiers", _l("Картки аналізу"), "review.dossiers", P.FILL_DOSSIER),
            ("sittings", _l("Засідання"), "review.sittings", P.RUN_SITTING),
            ("ballots", _l("Мої голосування"), "review.votes", P.VOTE_IN_SITTING),
            ("appeals", _l("Скарги"), "review.appeals", P.RUN_SITTING),
            ("lot", _l("Жеребкування"), "review.lots", P.MANAGE_CYCLES),
            ("questions", _l("Запитання мешканців"), "talk.questions", P.FILL_DOSSIER),
            ("moderation", _l("Модерація"), "talk.queue", P.MODERATE),
        ),
    ),
    (
        _l("Голосування"),
        (
            ("desk", _l("Пункт голосування"), "desk.shift", P.RUN_DESK),
            ("typing", _l("Паперові бюлетені пункту"), "paper.desk", P.RUN_DESK),
            ("paper", _l("Облік паперу"), "paper.batches", P.RUN_TALLY),
            ("reissues", _l("Перевидання конвертів"), "electorate.reissues", P.GUARD_VOTERS),
            ("registers", _l("Списки виборців"), "electorate.registers", P.GUARD_VOTERS),
            ("cases", _l("Голос від чужого імені"), "electorate.cases", P.WATCH_VOTE),
            ("findings", _l("Що впадає в око"), "electorate.findings", P.WATCH_VOTE),
            ("turnout", _l("Перебіг голосування"), "electorate.turnout", P.MANAGE_CYCLES),
            ("school", _l("Шкільний бюджет"), "school.coordinator", P.RUN_SCHOOL),
            ("naming", _l("Шкільні координатори"), "school.naming", P.MANAGE_CYCLES),
        ),
    ),
    (
        _l("Підсумки"),
        (
            ("tally", _l("Підрахунок"), "tally.runs", P.RUN_TALLY),
            ("decision", _l("Рішення ради"), "results.decision", P.ENTER_DECISION),
            ("certificates", _l("Сертифікати"), "certificates.issue", P.ISSUE_CERTIFICATES),
            ("works", _l("Реалізація"), "implementation.works", P.POST_PROGRESS),
        ),
    ),
    (
        _l("Програма"),
        (
            ("cycles", _l("Цикли"), "cycles.settings", P.MANAGE_CYCLES),
            ("news", _l("Новини"), "news.drafts", P.WRITE_NEWS),
            ("people", _l("Люди й ролі"), "accounts.people", P.MANAGE_ACCOUNTS),
            ("audit", _l("Журнал дій"), "audit.log", P.READ_AUDIT),
        ),
    ),
)


def staff_navigation() -> list[tuple[str, list[MenuItem]]]:
    """The working menu of the signed-in member of staff: groups of (id, label, address, count)."""
    present = current_app.view_functions
    own: list[MenuItem] = [("sessions", _("Мої сесії"), url_for("accounts.sessions"), None)]
    if "overview.dashboard" in present:
        own.insert(0, ("dashboard", _("Робочий стіл"), url_for("overview.dashboard"), None))
    shown: list[tuple[str, list[MenuItem]]] = [("", own)]
    for group, items in WORKING_MENU:
        mine: list[MenuItem] = [
            (name, str(label), url_for(endpoint), None)
            for name, label, endpoint, permission in items
            if endpoint in present and current_user.may(permission)
        ]
        if mine:
            shown.append((str(group), mine))
    return shown


def init_pages(app: Flask) -> None:
    """Set up templates and what each of them knows."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension("jinja2.ext.do")

    @app.context_processor
    def _knowledge() -> dict[str, Any]:
        staff = current_user.is_authenticated and current_user.kind is ReaderKind.STAFF
        return {
            "city": house().city,
            "demo": house().settings.is_demo,
            "language": current_language(),
            "languages": LANGUAGES,
            "nav_items": navigation(),
            "footer_items": footer(),
            "nav": "",
            "now": clock.now(),
            "reader": current_user if current_user.is_authenticated else None,
            "is_staff": staff,
            "staff_nav": staff_navigation() if staff else [],
            "person": {"name": current_user.name, "role": ""} if staff else {},
            "sign_out_href": url_for("accounts.sign_out"),
            "here": request.full_path if request.query_string else request.path,
        }


def error_page(status: int, title: str, step: str) -> Response:
    """A page for a refusal or a fault, with its status code."""
    wants_json = request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"
    if wants_json:
        answer = make_response({"error": title, "next": step}, status)
    else:
        answer = make_response(render_template("error.html", title=title, step=step, status=status), status)
    return answer

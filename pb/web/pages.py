"""What every page knows (city, language, navigation), and the page of an error."""

from typing import Any

from flask import Flask, Response, current_app, make_response, render_template, request, url_for
from flask_babel import gettext as _
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


MenuItem = tuple[str, str, str, int | None]


def staff_navigation() -> list[tuple[str, list[MenuItem]]]:
    """The working menu of the signed-in member of staff: groups of (id, label, address, count)."""
    groups = [
        (
            _("Проєкти"),
            [
                ("completeness", _("Перевірка повноти"), "review.completeness", Permission.CHECK_COMPLETENESS),
                ("dossiers", _("Картки аналізу"), "review.dossiers", Permission.FILL_DOSSIER),
                ("sittings", _("Засідання"), "review.sittings", Permission.RUN_SITTING),
                ("ballots", _("Мої голосування"), "review.votes", Permission.VOTE_IN_SITTING),
                ("appeals", _("Скарги"), "review.appeals", Permission.RUN_SITTING),
                ("lot", _("Жеребкування"), "review.lots", Permission.MANAGE_CYCLES),
            ],
        ),
        (
            _("Голосування"),
            [
                ("desk", _("Пункт голосування"), "desk.shift", Permission.RUN_DESK),
                ("turnout", _("Перебіг голосування"), "electorate.turnout", Permission.MANAGE_CYCLES),
                ("school", _("Шкільний бюджет"), "school.coordinator", Permission.RUN_SCHOOL),
            ],
        ),
        (
            _("Підсумки"),
            [
                ("tally", _("Підрахунок"), "tally.runs", Permission.RUN_TALLY),
                ("decision", _("Рішення ради"), "results.decision", Permission.ENTER_DECISION),
                ("certificates", _("Сертифікати"), "certificates.issue", Permission.ISSUE_CERTIFICATES),
                ("works", _("Реалізація"), "implementation.works", Permission.POST_PROGRESS),
            ],
        ),
        (
            _("Програма"),
            [
                ("cycles", _("Цикли"), "cycles.settings", Permission.MANAGE_CYCLES),
                ("news", _("Новини"), "news.drafts", Permission.WRITE_NEWS),
                ("people", _("Люди й ролі"), "accounts.people", Permission.MANAGE_ACCOUNTS),
                ("audit", _("Журнал дій"), "audit.log", Permission.READ_AUDIT),
            ],
        ),
    ]
    present = current_app.view_functions
    shown: list[tuple[str, list[MenuItem]]] = [
        (
            group,
            [
                (name, label, url_for(endpoint), None)
                for name, label, endpoint, permission in items
                if endpoint in present and current_user.may(permission)
            ],
        )
        for group, items in groups
    ]
    own: list[MenuItem] = [("sessions", _("Мої сесії"), url_for("accounts.sessions"), None)]
    if "overview.dashboard" in present:
        own.insert(0, ("dashboard", _("Робочий стіл"), url_for("overview.dashboard"), None))
    return [("", own), *(entry for entry in shown if entry[1])]


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

"""Turns refusals and faults into pages that say why and what to do next; internals stay inside."""

import secrets
from typing import Any

import structlog
from flask import Flask, current_app, jsonify, redirect, request
from flask_babel import gettext as _
from flask_limiter.errors import RateLimitExceeded
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

from pb.errors import NotFound, Refused
from pb.web.access import SignInError
from pb.web.labels import labels
from pb.web.pages import error_page
from pb.web.resending import access_here, is_typed_here, page_to_send_again

log = structlog.get_logger()
FOR_PROGRAMS = "/api/"


def init_errors(app: Flask) -> None:
    """Register a page for every way an answer may fail."""
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(NotFound, lambda _e: _http(404))
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(SignInError, _sign_in)
    app.register_error_handler(RateLimitExceeded, lambda _e: _http(429))
    app.register_error_handler(OperationalError, _database)
    app.register_error_handler(PoolTimeout, _database)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _fault)


def sentences(status: int) -> tuple[str, str]:
    """Title and next step for an HTTP status."""
    known = {
        400: (_("Запит незрозумілий"), _("Поверніться назад і спробуйте ще раз.")),
        401: (_("Потрібно увійти"), _("Увійдіть і повторіть дію.")),
        403: (
            _("Цю сторінку вам не відкрито"),
            _("Увійдіть під іншим обліковим записом або зверніться до адміністратора."),
        ),
        404: (
            _("Сторінку не знайдено"),
            _("Перевірте адресу або почніть із головної сторінки. Проєкт можна знайти в каталозі."),
        ),
        405: (_("Так цю сторінку не відкрити"), _("Поверніться назад і скористайтеся кнопкою на сторінці.")),
        413: (
            _("Забагато даних за раз"),
            _("Один файл може мати до 10 МБ. Поверніться назад: написане збережено у формі."),
        ),
        429: (_("Забагато спроб"), _("Зачекайте хвилину і спробуйте ще раз. Нічого не втрачено.")),
        503: (
            _("Сервіс тимчасово недоступний"),
            _("Спробуйте за хвилину. Те, що ви вже зберегли або подали, не зникло."),
        ),
    }
    return known.get(status, (_("Щось пішло не так"), _("Спробуйте ще раз за хвилину.")))


def _http(status: int) -> Any:
    return _told(status, *sentences(status))


def _told(status: int, title: str, step: str) -> Any:
    if request.path.startswith(FOR_PROGRAMS):  # a problem as RFC 9457 writes it
        answer = jsonify(title=title, detail=step, status=status)
        answer.status_code, answer.mimetype = status, "application/problem+json"
        return answer
    return error_page(status, title, step)


def _http_error(error: HTTPException) -> Any:
    status = error.code or 500
    if status < 400:
        return error
    answer = _http(status)
    if status == 405 and error.get_response().headers.get("Allow"):
        answer.headers["Allow"] = error.get_response().headers["Allow"]
    return answer


def _refused(refused: Refused) -> Any:
    return _told(409, labels.of_refusal(refused), _("Поверніться назад: написане збережено у формі."))


def _sign_in(needed: SignInError) -> Any:
    """To the door; whoever wrote something keeps it: a session may end while one writes."""
    if not is_typed_here():
        return redirect(needed.where)
    step = _("Увійдіть у новій вкладці, поверніться сюди й надішліть ще раз.")
    return page_to_send_again(401, _("Сеанс завершився, ваш текст – нижче"), step, needed.where)


def _csrf(_error: CSRFError) -> Any:
    title = _("Сторінка застаріла")
    if is_typed_here() and access_here() not in {"public", "visitor"}:
        return page_to_send_again(400, title, _("Перевірте, чи ви ввійшли, і надішліть ще раз."))
    step = _("Поверніться назад, оновіть сторінку і надішліть форму ще раз. Так ми захищаємо вас від підробок.")
    return error_page(400, title, step)


def _database(error: Exception) -> Any:
    log.error("database_unavailable", kind=type(error).__name__, endpoint=request.endpoint)
    _forget_reader()
    answer = _http(503)
    answer.headers["Retry-After"] = "30"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _fault(error: Exception) -> Any:
    _forget_reader()
    fault_id = secrets.token_hex(6)
    log.error("fault", fault_id=fault_id, kind=type(error).__name__, endpoint=request.endpoint, exc_info=error)
    title = _("Сталася помилка на нашому боці")
    step = _("Спробуйте ще раз за хвилину. Якщо не допоможе, назвіть нам номер помилки: %(id)s.", id=fault_id)
    answer = _told(500, title, step)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _forget_reader() -> None:
    """Who reads is in the database that may just have failed: the page of the failure must not ask it again."""
    current_app.login_manager._update_request_context_with_user()  # type: ignore[attr-defined]  # noqa: SLF001 - there is no public way

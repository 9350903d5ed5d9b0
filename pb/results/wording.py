"""Words of the results: what the council changed, refusals, what the search in the log found."""

from typing import Any

from flask_babel import lazy_gettext as _l

from pb.results.rules import Change, Found, Refusal

WORK = {
    "read": _l("Читаємо файл"),
    "projects": _l("Записуємо проєкти"),
    "count": _l("Рахуємо"),
    "what losers lacked": _l("Шукаємо, чого бракувало тим, хто не переміг"),
    "pictures": _l("Малюємо"),
    "open data": _l("Пишемо відкриті дані"),
}
"""What work that tells its progress is doing."""

# One dictionary for each enum: values of different enums may be the same word.
LABELS: list[dict[Any, Any]] = [
    {
        Change.ADDED: _l("Додано рішенням ради"),
        Change.REMOVED: _l("Вилучено рішенням ради"),
    },
    {
        Refusal.NOT_ADOPTED: _l("Спершу затвердьте підрахунок кожного напряму."),
        Refusal.DECISION_KNOWN: _l("Рішення ради вже внесено. Змінити його не можна."),
        Refusal.NO_DECISION: _l("Спершу внесіть рішення ради: без нього переможців немає."),
        Refusal.NUMBER_NEEDED: _l("Впишіть номер рішення."),
        Refusal.DECIDED_TOO_EARLY: _l("Дата рішення має бути після голосування і не пізніше сьогодні."),
        Refusal.REASON_NEEDED: _l("Поясніть кожну зміну: причину побачать усі."),
        Refusal.PROJECT_UNKNOWN: _l("У бюлетені немає проєкту з таким номером."),
        Refusal.NOT_A_PDF: _l("Файл рішення має бути у форматі PDF."),
        Refusal.ALREADY_PUBLISHED: _l("Підсумки цього циклу вже оприлюднено."),
        Refusal.COUNTING_NOW: _l("Зараз рахують інший варіант. Оновіть сторінку за хвилину."),
        Refusal.INVITATION_OVER: _l("Це запрошення вже не діє. Попросіть нове."),
        Refusal.NOT_IMPORTED: _l("Цей цикл рахували тут. Для нього потрібне рішення ради."),
    },
    {
        Found.IN_LOG: _l("Цей код є в журналі. Голос зараховано."),
        Found.NOT_IN_LOG: _l("Такого коду в журналі немає. Перевірте, чи всі знаки вписано правильно."),
        Found.NOT_A_CODE: _l("Це не схоже на контрольний код. У ньому лише цифри й літери від a до f."),
        Found.NO_LOG: _l("Для цього циклу журналу немає: його бюлетені взято з файлу."),
    },
]

"""Words of the works: stages, marks, verdicts, and why something is not taken."""

from typing import Any

from flask_babel import lazy_gettext as _l

from pb.implementation.rules import Mark, PhotoTime, Refusal, Stage, State, Verdict

# One dictionary for each enum: values of different enums may be the same word.
LABELS: list[dict[Any, Any]] = [
    {
        Stage.PLANNED: _l("Планування"),
        Stage.DOCUMENTS: _l("Документи"),
        Stage.TENDER: _l("Закупівля"),
        Stage.CONTRACT: _l("Договір"),
        Stage.WORKS: _l("Роботи"),
        Stage.ACCEPTANCE: _l("Приймання"),
        Stage.DONE: _l("Готово"),
        Stage.SUSPENDED: _l("Призупинено"),
        Stage.IMPOSSIBLE: _l("Неможливо виконати"),
    },
    {
        Mark.DONE: _l("пройдено"),
        Mark.NOW: _l("зараз тут"),
        Mark.LATE: _l("запізнюється"),
        Mark.LATER: _l("попереду"),
        Mark.STOPPED: _l("зупинено"),
    },
    {
        State.UNDER_WAY: _l("тривають"),
        State.LATE: _l("запізнюються"),
        State.SILENT: _l("давно без новин"),
        State.FINISHED: _l("завершені"),
    },
    {
        Verdict.CONFIRM: _l("Так, зроблено як обіцяли"),
        Verdict.DISPUTE: _l("Ні, є недоробки"),
    },
    {
        PhotoTime.BEFORE: _l("до робіт"),
        PhotoTime.DURING: _l("під час робіт"),
        PhotoTime.AFTER: _l("після робіт"),
    },
    {
        Refusal.NOT_A_WINNER: _l("Реалізацію починають лише для проєкту-переможця. Перевірте стан проєкту."),
        Refusal.ALREADY_STARTED: _l("Реалізацію цього проєкту вже почато. Оновіть сторінку."),
        Refusal.NOTHING_ALLOCATED: _l("Напишіть суму, більшу за нуль."),
        Refusal.DATES_MISSING: _l("Вкажіть, коли плануєте завершити: цю дату побачать мешканці."),
        Refusal.DATES_OUT_OF_ORDER: _l("Дати йдуть не за порядком етапів. Перевірте їх."),
        Refusal.CLOSED: _l("Реалізацію вже завершено, нових дописів не приймаємо."),
        Refusal.NOT_FROM_HERE: _l("З нинішнього етапу так перейти не можна. Перед «Готово» буває приймання."),
        Refusal.BACK_NEEDS_REASON: _l("Проєкт повертається на попередній етап. Напишіть причину."),
        Refusal.STOP_NEEDS_REASON: _l("Роботи зупиняються. Напишіть причину: її побачать усі."),
        Refusal.LATE_NEEDS_REASON: _l("Етап настав пізніше, ніж планували. Напишіть причину."),
        Refusal.SLIP_NEEDS_REASON: _l("Наступний етап переноситься. Напишіть причину."),
        Refusal.NEXT_IN_PAST: _l("Ця дата вже минула. Вкажіть сьогоднішню або пізнішу."),
        Refusal.OVERSPENT_NEEDS_REASON: _l("Сума більша за виділену. Перевірте її або напишіть причину."),
        Refusal.PAID_LESS_NEEDS_REASON: _l("Раніше було сплачено більше. Перевірте суму або напишіть причину."),
        Refusal.TENDER_NUMBER: _l("Номер закупівлі має вигляд UA-2026-03-05-001234-a."),
        Refusal.TOO_MANY_PHOTOS: _l("До допису можна додати три фото."),
        Refusal.PHOTO_NEEDS_WORDS: _l("Напишіть, що видно на фото: його не всі бачать."),
        Refusal.NOT_FINISHED: _l("Оцінити можна лише завершений проєкт."),
        Refusal.NO_SUCH_STARS: _l("Оберіть оцінку від 1 до 5."),
    },
]

"""Words of the school's budget."""

from typing import Any

from flask_babel import lazy_gettext as _l

from pb.school.rules import Refusal, Step

# One dictionary for each enum: values of different enums may be the same word.
LABELS: list[dict[Any, Any]] = [
    {
        Refusal.NO_CLASSES: _l("Напишіть хоча б один клас: «7-А; 28»."),
        Refusal.NOT_A_CLASS: _l("Почніть рядок із номера класу, наприклад «7-А; 28». Імен тут не пишуть."),
        Refusal.NOT_A_COUNT: _l("Після крапки з комою напишіть кількість учнів: від 1 до 300."),
        Refusal.CLASS_TWICE: _l("Цей клас уже є вище в переліку."),
        Refusal.TOO_MANY_SLIPS: _l("За один раз можна надрукувати до 3000 талонів. Розділіть перелік."),
    },
    {
        Step.ANNOUNCE: _l("Оголосити бюджет школи"),
        Step.COLLECT: _l("Зібрати проєкти учнів"),
        Step.REVIEW: _l("Перевірити проєкти"),
        Step.DRAW: _l("Провести жеребкування"),
        Step.PRINT: _l("Надрукувати й роздати талони"),
        Step.VOTE: _l("Провести голосування"),
        Step.PUBLISH: _l("Оприлюднити підсумки"),
    },
]

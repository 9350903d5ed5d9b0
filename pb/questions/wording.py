"""Words of composing a form."""

from typing import Any

from flask_babel import lazy_gettext as _l

from pb.questions.rules import Direction, Refusal

# One dictionary for each enum: values of different enums may be the same word.
LABELS: list[dict[Any, Any]] = [
    {
        Refusal.TOO_MANY: _l("У формі може бути до 40 додаткових запитань. Приберіть зайві."),
        Refusal.NOTHING_TO_PUBLISH: _l("Змін немає: усі запитання вже оприлюднено."),
        Refusal.FORM_EXISTS: _l("У цьому циклі вже є запитання. Скопіювати можна лише в порожню форму."),
        Refusal.KIND_IS_FIXED: _l("Вид відповіді не можна змінити. Приберіть запитання і додайте нове."),
    },
    {
        Direction.UP: _l("Вище"),
        Direction.DOWN: _l("Нижче"),
    },
]

"""Words of what residents write, and of what is refused."""

from typing import Any

from flask_babel import lazy_gettext as _l

from pb.talk.rules import Heap, Kind, Refusal, State, Verdict

# One dictionary for each enum: values of different enums may be the same word.
LABELS: list[dict[Any, Any]] = [
    {Kind.QUESTION: _l("Запитання до департаменту"), Kind.COMMENT: _l("Коментар")},
    {
        State.WAITING: _l("чекає на модератора"),
        State.SHOWN: _l("бачать усі"),
        State.HIDDEN: _l("приховано"),
    },
    {Verdict.SHOW: _l("Показати всім"), Verdict.HIDE: _l("Приховати")},
    {Heap.WAITING: _l("Чекають на рішення"), Heap.HIDDEN: _l("Приховані")},
    {
        Refusal.COMMENTS_OFF: _l("У цьому циклі коментарів немає. Ви можете поставити запитання."),
        Refusal.TOO_MANY: _l("За день можна написати до 10 разів. Продовжте завтра."),
        Refusal.REASON_NEEDED: _l("Напишіть причину: її побачить автор тексту."),
        Refusal.NOTHING_CHOSEN: _l("Позначте хоча б один запис."),
        Refusal.NOT_SHOWN: _l("Цього запису вже не видно."),
    },
]

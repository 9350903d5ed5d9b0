"""Words of a project's status and its moves; the labels are the model city's public ones."""

from typing import Any

from flask_babel import lazy_gettext as _l

from pb.projects.rules import Applicant, Move, Refusal, Shape, Status

# One dictionary for each enum: values of different enums may be the same word.
LABELS: list[dict[Any, Any]] = [
    {
        Applicant.PERSON: _l("від себе"),
        Applicant.ASSOCIATION: _l("від громадської організації"),
        Applicant.SELF_ORGANISED: _l("від органу самоорганізації населення"),
        Applicant.CONDOMINIUM: _l("від ОСББ"),
    },
    {
        Status.DRAFT: _l("Чернетка"),
        Status.SUBMITTED: _l("Подано"),
        Status.INCOMPLETE: _l("Бракує даних"),
        Status.IN_REVIEW: _l("На розгляді"),
        Status.RETURNED: _l("На доопрацюванні"),
        Status.ADMITTED: _l("Допущено"),
        Status.REFUSED: _l("Відхилений"),
        Status.REFUSED_FINALLY: _l("Відхилений остаточно"),
        Status.ON_BALLOT: _l("На голосуванні"),
        Status.WON: _l("Переможець"),
        Status.TOOK_PART: _l("Брав участь"),
        Status.PLANNED: _l("Заплановано"),
        Status.IN_IMPLEMENTATION: _l("На реалізації"),
        Status.IMPLEMENTED: _l("Реалізований"),
        Status.IMPOSSIBLE: _l("Неможливо реалізувати"),
        Status.WITHDRAWN: _l("Відкликаний автором"),
        Status.REMOVED: _l("Видалений"),
    },
    {
        Move.SUBMIT: _l("Автор подав проєкт"),
        Move.FIND_INCOMPLETE: _l("Секретаріат попросив доповнити заявку"),
        Move.ACCEPT_COMPLETE: _l("Заявку визнано повною"),
        Move.RETURN: _l("Повернуто на доопрацювання"),
        Move.ANSWER: _l("Автор доопрацював проєкт"),
        Move.ADMIT: _l("Комісія допустила проєкт"),
        Move.REFUSE: _l("Комісія відхилила проєкт"),
        Move.REFUSE_FINALLY: _l("Комісія остаточно відхилила проєкт"),
        Move.GRANT_APPEAL: _l("Скаргу задоволено"),
        Move.REJECT_APPEAL: _l("Скаргу відхилено"),
        Move.LIST: _l("Проєкт внесено до бюлетеня"),
        Move.WIN: _l("Рада визнала проєкт переможцем"),
        Move.TAKE_PART: _l("Проєкт узяв участь у голосуванні"),
        Move.PLAN: _l("Проєкт передано на реалізацію"),
        Move.START: _l("Роботи розпочато"),
        Move.FINISH: _l("Проєкт реалізовано"),
        Move.GIVE_UP: _l("Проєкт неможливо реалізувати"),
        Move.WITHDRAW: _l("Автор відкликав проєкт"),
        Move.REMOVE: _l("Проєкт видалено"),
    },
    {
        Shape.POINT: _l("одна точка"),
        Shape.POINTS: _l("кілька точок"),
        Shape.LINE: _l("лінія: вулиця, доріжка, мережа"),
    },
    {
        Refusal.NOT_FROM_HERE: _l("Проєкт зараз на іншому етапі. Оновіть сторінку, щоб побачити його стан."),
        Refusal.REASON_NEEDED: _l("Напишіть причину: її побачать автор і всі мешканці."),
    },
]

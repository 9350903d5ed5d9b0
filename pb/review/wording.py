"""Words of review: outcomes, conclusions, decisions, votes, refusals."""

from typing import Any

from flask_babel import lazy_gettext as _l

from pb.review.rules import AppealOutcome, CheckOutcome, Conclusion, Decision, Refusal, Step, StepState, Vote

# One dictionary for each enum: values of different enums may be the same word.
LABELS: list[dict[Any, Any]] = [
    {
        Step.RECEIVED: _l("Отримано"),
        Step.CHECK: _l("Перевірка повноти"),
        Step.DOSSIER: _l("Оцінка департаменту"),
        Step.DECISION: _l("Рішення комісії"),
        Step.VOTE: _l("Голосування"),
    },
    {
        StepState.DONE: _l("зроблено"),
        StepState.NOW: _l("зараз"),
        StepState.LATER: _l("попереду"),
        StepState.STOPPED: _l("зупинено"),
    },
    {
        CheckOutcome.COMPLETE: _l("Заявка повна"),
        CheckOutcome.INCOMPLETE: _l("Бракує даних"),
    },
    {
        Conclusion.CAN: _l("Можна реалізувати"),
        Conclusion.CAN_IF: _l("Можна за умови"),
        Conclusion.CANNOT: _l("Не можна реалізувати"),
    },
    {
        Decision.ADMIT: _l("Допустити до голосування"),
        Decision.RETURN: _l("Повернути на доопрацювання"),
        Decision.REFUSE: _l("Відхилити"),
        Decision.REFUSE_FINALLY: _l("Відхилити остаточно"),
    },
    {
        Vote.FOR: _l("за"),
        Vote.AGAINST: _l("проти"),
        Vote.ABSTAIN: _l("утримуюся"),
    },
    {
        AppealOutcome.GRANTED: _l("Скаргу задоволено"),
        AppealOutcome.REJECTED: _l("Скаргу відхилено"),
    },
    {
        Refusal.DOSSIER_MISSING: _l("Спершу департамент має підписати картку аналізу цього проєкту."),
        Refusal.DOSSIER_SIGNED: _l("Картку вже підписано, змінити її не можна."),
        Refusal.REASON_NEEDED: _l("Дайте відповідь на всі запитання й напишіть причину: її побачать автор і мешканці."),
        Refusal.ACT_NEEDED: _l("Відмова має спиратися на норму. Назвіть акт і статтю."),
        Refusal.CONDITION_NEEDED: _l("Напишіть умову, за якої проєкт можна реалізувати."),
        Refusal.CONTRADICTION: _l("Відповіді суперечать висновку. Перевірте їх."),
        Refusal.OTHER_DEPARTMENT: _l("Цю картку заповнює інший департамент."),
        Refusal.NO_QUORUM: _l("Немає кворуму: голосів менше, ніж вимагають правила."),
        Refusal.NOT_CARRIED: _l("Рішення не набрало більшості голосів. Запропонуйте інше."),
        Refusal.ITEM_DECIDED: _l("Рішення в цьому питанні вже ухвалено."),
        Refusal.ITEMS_OPEN: _l("Оприлюднити протокол можна, коли всі питання порядку денного вирішено."),
        Refusal.ALREADY_PUBLISHED: _l("Протокол цього засідання вже оприлюднено."),
        Refusal.NOT_IN_REVIEW: _l("Цей проєкт зараз не на розгляді."),
        Refusal.NOT_REFUSED: _l("Оскаржити можна лише відмову, яка не є остаточною."),
        Refusal.APPEAL_EXISTS: _l("Скаргу на це рішення вже подано."),
        Refusal.APPEAL_LATE: _l("Строк оскарження минув."),
        Refusal.DECIDED_BEFORE: _l("Скаргу розглядає той, хто не ухвалював першого рішення."),
        Refusal.LIST_NOT_ANNOUNCED: _l("Спершу оприлюдніть список проєктів: після цього він не має змінитися."),
        Refusal.LOT_DRAWN: _l("Жереб уже витягнуто."),
        Refusal.SEED_TOO_SHORT: _l("Зерно жеребу має мати щонайменше 16 знаків із відкритого джерела."),
        Refusal.NO_ROUND_LEFT: _l(
            "Доопрацювань за правилами циклу – %(most)s, і їх вичерпано. Запропонуйте інше рішення."
        ),
        Refusal.NOTHING_ADMITTED: _l("Немає жодного допущеного проєкту."),
    },
]

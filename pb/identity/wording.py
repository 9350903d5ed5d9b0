"""Words of a login through a provider."""

from typing import Any

from flask_babel import lazy_gettext as _l

from pb.identity.rules import NumberKind, Purpose, Refusal

# One dictionary for each enum: values of different enums may be the same word.
LABELS: list[dict[Any, Any]] = [
    {
        Purpose.VOTE: _l("щоб проголосувати"),
        Purpose.AUTHOR: _l("щоб подати проєкт"),
        Purpose.SUPPORT: _l("щоб підтримати проєкт"),
    },
    {
        NumberKind.TAX: _l("податковий номер (РНОКПП)"),
        NumberKind.PASSPORT: _l("серія і номер паспорта"),
        NumberKind.NATIONAL: _l("номер іншої країни"),
    },
    {
        Refusal.PERSON_REFUSED: _l("Банк не підтвердив вхід: ви скасували його. Ваш вибір збережено."),
        Refusal.BANK_DOWN: _l("Банк зараз не відповідає. Оберіть інший банк або прийдіть до пункту голосування."),
        Refusal.BANK_NONSENSE: _l("Банк відповів незрозуміло, тому ми не впустили нікого. Спробуйте інший банк."),
        Refusal.OTHER_BANK: _l("Ви обрали один банк, а відповів інший. Почніть вхід ще раз."),
        Refusal.NOT_SET_UP: _l("Вхід через цей банк налаштовано з помилкою. Ми вже бачимо її. Оберіть інший банк."),
        Refusal.TOO_WEAK: _l("Банк підтвердив вас слабшим способом, ніж потрібно. Увійдіть у ньому ще раз."),
        Refusal.LEGAL_PERSON: _l("Це підпис організації, а потрібен ваш власний. Увійдіть як людина."),
        Refusal.NO_NUMBER: _l("Банк не передав ваш податковий номер. Оберіть інший банк або пункт голосування."),
        Refusal.WRONG_NUMBER: _l(
            "У податковому номері від банку є помилка. Попросіть банк виправити її або прийдіть до пункту з документом."
        ),
        Refusal.LOGIN_EXPIRED: _l("Вхід тривав понад 10 хвилин. Почніть його ще раз: ваш вибір збережено."),
        Refusal.LOGIN_USED: _l("Цей вхід уже використано. Почніть його ще раз: ваш вибір збережено."),
        Refusal.LOGIN_UNKNOWN: _l("Цей вхід почато не в нас або дуже давно. Почніть його ще раз."),
        Refusal.VISIT_OVER: _l("Минуло 15 хвилин від входу через банк. Увійдіть ще раз: ваш вибір збережено."),
    },
]

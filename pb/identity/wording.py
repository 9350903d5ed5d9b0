"""Words of a login through a provider."""

from typing import Any

from flask_babel import lazy_gettext as _l

from pb.identity.rules import NumberKind, Purpose, Refusal

# One dictionary for each enum: values of different enums may be the same word.
LABELS: list[dict[Any, Any]] = [
    {
        Purpose.VOTE: _l("щоб проголосувати"),
        Purpose.AUTHOR: _l("щоб подати проєкт"),
    },
    {
        NumberKind.TAX: _l("податковий номер (РНОКПП)"),
        NumberKind.PASSPORT: _l("серія і номер паспорта"),
    },
    {
        Refusal.PERSON_REFUSED: _l("Банк не підтвердив вхід: ви скасували його. Ваш вибір збережено."),
        Refusal.BANK_DOWN: _l("Банк зараз не відповідає. Оберіть інший банк або прийдіть до пункту голосування."),
        Refusal.BANK_NONSENSE: _l("Банк відповів незрозуміло, тому ми не впустили нікого. Спробуйте інший банк."),
        Refusal.LOGIN_EXPIRED: _l("Вхід тривав понад 10 хвилин. Почніть його ще раз: ваш вибір збережено."),
        Refusal.LOGIN_UNKNOWN: _l("Цей вхід уже використано або почато не в нас. Почніть його ще раз."),
        Refusal.NO_NUMBER: _l("Банк не передав ваш податковий номер. Оберіть інший банк або пункт голосування."),
        Refusal.VISIT_OVER: _l("Минуло 15 хвилин від входу через банк. Увійдіть ще раз: ваш вибір збережено."),
    },
]

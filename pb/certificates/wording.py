"""Words of certificates: what they are, whether they hold, why something is refused."""

from typing import Any

from flask_babel import lazy_gettext as _l

from pb.certificates.rules import Kind, Refusal, Verdict

# One dictionary for each enum: values of different enums may be the same word.
LABELS: list[dict[Any, Any]] = [
    {
        Kind.WINNER: _l("Сертифікат автора проєкту-переможця"),
        Kind.PARTICIPANT: _l("Подяка за участь"),
    },
    {
        Verdict.GENUINE: _l("Справжній"),
        Verdict.REPLACED: _l("Замінено новим"),
        Verdict.REVOKED: _l("Скасовано"),
        Verdict.UNKNOWN: _l("Не знайдено"),
    },
    {
        Refusal.NO_DECISION: _l("Спершу внесіть рішення ради: його номер друкують на сертифікатах."),
        Refusal.NAME_EMPTY: _l("Напишіть ім’я та прізвище так, як їх надрукувати."),
        Refusal.NAME_TOO_LONG: _l("Скоротіть ім’я: на сертифікаті вміщується 120 знаків."),
        Refusal.NAME_SAME: _l("Таке ім’я вже надруковано. Змініть його або поверніться назад."),
        Refusal.REASON_NEEDED: _l("Напишіть причину: її побачить кожен, хто перевірить код."),
        Refusal.NOT_VALID: _l("Цей сертифікат уже скасовано або замінено. Оновіть сторінку."),
    },
]

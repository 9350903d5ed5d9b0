"""Words of accounts: roles, what each may do, refusals."""

from typing import Any

from flask_babel import lazy_gettext as _l

from pb.accounts.rules import Refusal, SessionKind
from pb.values.permission import Permission, Role

# One dictionary for each enum: values of different enums may be the same word.
LABELS: list[dict[Any, Any]] = [
    {
        SessionKind.STAFF: _l("службовий вхід"),
        SessionKind.AUTHOR: _l("вхід автора"),
    },
    {
        Role.OPERATOR: _l("Оператор пункту голосування"),
        Role.EXPERT: _l("Експерт департаменту"),
        Role.COMMISSION_MEMBER: _l("Член комісії"),
        Role.SECRETARY: _l("Секретар комісії"),
        Role.IMPLEMENTER: _l("Виконавець"),
        Role.SCHOOL_COORDINATOR: _l("Шкільний координатор"),
        Role.OMBUDSMAN: _l("Уповноважений із прав виборців"),
        Role.MANAGER: _l("Керівник програми"),
        Role.AUDITOR: _l("Аудитор"),
        Role.ADMINISTRATOR: _l("Адміністратор"),
    },
    {
        Permission.SEE_DASHBOARD: _l("бачити робочий стіл"),
        Permission.MANAGE_CYCLES: _l("налаштовувати цикли"),
        Permission.CHECK_COMPLETENESS: _l("перевіряти повноту заявок"),
        Permission.FILL_DOSSIER: _l("заповнювати картки аналізу"),
        Permission.VOTE_IN_SITTING: _l("голосувати на засіданні"),
        Permission.RUN_SITTING: _l("вести засідання"),
        Permission.MODERATE: _l("модерувати"),
        Permission.RUN_DESK: _l("вести пункт голосування"),
        Permission.RUN_TALLY: _l("запускати підрахунок"),
        Permission.GUARD_VOTERS: _l("дозволяти перевидання і розглядати звернення виборців"),
        Permission.ENTER_DECISION: _l("вносити рішення ради"),
        Permission.PUBLISH_RESULTS: _l("оприлюднювати підсумки"),
        Permission.ISSUE_CERTIFICATES: _l("видавати сертифікати"),
        Permission.POST_PROGRESS: _l("звітувати про реалізацію"),
        Permission.RUN_SCHOOL: _l("вести шкільний бюджет"),
        Permission.WRITE_NEWS: _l("писати новини"),
        Permission.WATCH_VOTE: _l("переглядати, що в голосуванні впадає в око"),
        Permission.READ_AUDIT: _l("читати журнал дій"),
        Permission.MANAGE_ACCOUNTS: _l("керувати обліковими записами"),
    },
    {
        Refusal.WRONG_LOGIN: _l("Адреса або пароль неправильні. Перевірте розкладку й спробуйте ще раз."),
        Refusal.WRONG_CODE: _l("Код неправильний або вже використаний. Дочекайтеся наступного в застосунку."),
        Refusal.TOO_MANY_TRIES: _l("Забагато спроб. Спробуйте за 15 хвилин."),
        Refusal.SUSPENDED: _l("Обліковий запис закрито. Зверніться до адміністратора."),
        Refusal.INVITATION_OVER: _l("Запрошення вже використано або його строк минув. Попросіть нове."),
        Refusal.PASSWORD_TOO_SHORT: _l("Пароль має мати щонайменше 12 знаків. Найпростіше взяти кілька слів."),
        Refusal.EMAIL_TAKEN: _l("Людину з такою адресою вже запрошено."),
        Refusal.LAST_ADMINISTRATOR: _l("Це останній адміністратор. Спершу призначте іншого."),
    },
]

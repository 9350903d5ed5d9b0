"""Words of the count: sources, refusals, and why a project was or was not funded."""

from typing import Any

from flask_babel import lazy_gettext as _l

from pb.tally.counting import Refusal, SourceKind
from pb.tally.rules.contest import Reason

# One dictionary for each enum: values of different enums may be the same word.
LABELS: list[dict[Any, Any]] = [
    {
        SourceKind.BOX: _l("скринька для голосування"),
        SourceKind.FILE: _l("файл із бюлетенями"),
    },
    {
        Reason.FITS: _l("Вистачило грошей."),
        Reason.TAIL: _l("Грошей лишалося майже досить. Решту додано з резерву."),
        Reason.SUPPORTERS_PAY: _l("Прихильникам вистачило їхньої частки грошей."),
        Reason.COMPLETION: _l("Додано із залишку за правилами циклу."),
        Reason.DOES_NOT_FIT: _l("Не вистачило грошей."),
        Reason.LIST_ENDED: _l("Перелік завершився вище: на проєкт перед ним забракло грошей."),
        Reason.SUPPORTERS_CANNOT_PAY: _l("У прихильників лишилося замало грошей із їхньої частки."),
        Reason.BELOW_THRESHOLD: _l("Голосів менше, ніж вимагають правила."),
        Reason.EXCLUDED: _l("Вилучено з підрахунку рішенням, яке оприлюднено."),
        Reason.WITHDRAWN: _l("Відкликано: голоси за нього не рахували."),
        Reason.LOST_CONFLICT: _l("Не може перемогти разом із проєктом, що набрав більше голосів."),
        Reason.LOST_TIE: _l("Голосів порівну з іншим проєктом. Далі вирішила черговість реєстрації."),
    },
    {
        Refusal.NO_SOURCE: _l("Бюлетенів цього напряму ще не прийнято. Спершу прийміть їх."),
        Refusal.SOURCE_KNOWN: _l("Бюлетені вже прийнято. Другий раз їх не приймають."),
        Refusal.ELECTION_MISSING: _l("Файлів із бюлетенями немає. Їх публікує скринька після закриття голосування."),
        Refusal.ELECTION_NOT_VERIFIED: _l("Файли виборів не пройшли перевірку: %(checks)s. Рахувати їх не можна."),
        Refusal.ELECTION_DIFFERS: _l("Файли описують інші вибори: напрями, суми або проєкти не збігаються."),
        Refusal.SOURCE_CHANGED: _l("Файл із бюлетенями змінився після прийняття. Поверніть його з копії."),
        Refusal.FILE_BROKEN: _l("Файл зіпсовано, рядок %(line)s: %(fault)s."),
        Refusal.PROJECT_UNKNOWN: _l("У файлі є проєкт %(project)s, якого немає в цьому напрямі."),
        Refusal.NO_PROJECTS: _l("У цьому напрямі немає проєктів у бюлетені."),
        Refusal.RULE_UNKNOWN: _l("Платформа не знає правила підрахунку «%(rule)s»."),
        Refusal.NO_SECOND_PERSON: _l("Потрібен підрахунок другої людини. Попросіть колегу порахувати самостійно."),
        Refusal.DIGESTS_DIFFER: _l("Підрахунки різних людей не збігаються. Порахуйте ще раз і з’ясуйте причину."),
        Refusal.ALREADY_ADOPTED: _l("Підрахунок цього напряму вже затверджено."),
        Refusal.CYCLE_EXISTS: _l("Цикл із кодом %(code)s уже є. Назвіть інший код."),
        Refusal.WRONG_DATES: _l("У файлі немає зрозумілих дат голосування."),
        Refusal.WRONG_MONEY: _l("Сума %(amount)s менша за копійку або завелика."),
    },
]

"""Words of the count: sources, refusals, and why a project was or was not funded."""

from typing import Any

from flask_babel import lazy_gettext as _l

from pb.tally.counting import Refusal, SourceKind
from pb.tally.past.columns import Column, Fault
from pb.tally.rules.contest import Reason, Ties
from pb.tally.rules.equal_shares import Completion, Start, StopWhen, Utility

RULE_NAMES = {
    "greedy": _l("За голосами"),
    "votes-per-cost": _l("За голосами на гривню"),
    "equal-shares": _l("Рівні частки"),
    "phragmen": _l("Метод Фрагмена"),
}

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
        Reason.LOST_TIE: _l("Голосів порівну з іншим проєктом. Далі вирішив жереб або час подання."),
        Reason.ADDRESS_RESTS: _l("За цією адресою нещодавно вже переміг інший проєкт."),
        Reason.CAP_REACHED: _l("Межу для цієї теми вичерпано."),
        Reason.ENOUGH_WINNERS: _l("Уже перемогло стільки проєктів, скільки дозволяють правила."),
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
        Refusal.NOTHING_TO_CORRECT: _l("Підсумок ще не затверджено. Просто порахуйте ще раз."),
        Refusal.CORRECTION_UNEXPLAINED: _l("Напишіть, що саме виправляєте: це прочитають мешканці."),
        Refusal.DECIDED: _l("Рада вже ухвалила рішення. Тепер підсумок може змінити лише вона."),
        Refusal.TIE_UNDECIDED: _l("Голосів порівну: № %(numbers)s. Проведіть прилюдний жереб і внесіть його нижче."),
        Refusal.LOT_INCOMPLETE: _l("Впишіть щонайменше два різні номери проєктів цього напряму."),
        Refusal.COUNT_SET_WRONG: _l("Перевірте межі, групи й числа переможців: %(fault)s."),
        Refusal.COUNT_FROZEN: _l("Голосування почалося. Правил підрахунку вже не змінюють."),
        Refusal.CYCLE_EXISTS: _l("Цикл із кодом %(code)s уже є. Назвіть інший код."),
        Refusal.WRONG_DATES: _l("У файлі немає зрозумілих дат голосування."),
        Refusal.WRONG_MONEY: _l("Сума %(amount)s менша за копійку або завелика."),
        Refusal.TABLE_UNREADABLE: _l("Це не таблиця CSV чи XLSX, або її зіпсовано. Збережіть її ще раз."),
        Refusal.TABLE_EMPTY: _l("У таблиці немає рядків під заголовком."),
        Refusal.TABLE_LONG: _l("У таблиці понад %(most)s рядків. Поділіть її за роками."),
        Refusal.TABLE_HUGE: _l("Розпакована таблиця завелика. Збережіть лише аркуш із проєктами."),
        Refusal.TABLE_FAULTY: _l("Рядків із помилками: %(count)s. Виправте таблицю й завантажте її знову."),
        Refusal.PURSE_OF_MANY: _l("У таблиці кілька напрямів. Лишіть фонд порожнім і вкажіть стовпець переможців."),
        Refusal.PURSE_UNKNOWN: _l("Впишіть фонд або вкажіть стовпець переможців."),
        Refusal.OTHER_WINNERS: _l(
            "Підрахунок дає інших переможців, проєктів: %(count)s (%(titles)s). Перевірте фонд і правило."
        ),
    },
    {
        Column.TITLE: _l("Назва проєкту"),
        Column.COST: _l("Вартість"),
        Column.VOTES: _l("Кількість голосів"),
        Column.WON: _l("Чи переміг"),
        Column.NUMBER: _l("Номер"),
        Column.CONTEST: _l("Конкурсний напрям"),
        Column.LATITUDE: _l("Широта"),
        Column.LONGITUDE: _l("Довгота"),
    },
    {
        Fault.NO_COLUMN: _l("Не вказано стовпця"),
        Fault.NO_TITLE: _l("Немає назви проєкту."),
        Fault.WRONG_COST: _l("Вартість має бути більшою за нуль."),
        Fault.WRONG_VOTES: _l("Кількість голосів має бути цілим числом."),
        Fault.MANY_VOTES: _l("Голосів у таблиці більше, ніж можна завантажити."),
        Fault.WRONG_WON: _l("Незрозуміло, чи переміг. Напишіть «так» або «ні»."),
        Fault.WRONG_NUMBER: _l("Номер має складатися з літер, цифр і рисок."),
        Fault.NUMBER_TWICE: _l("Такий номер уже є вище."),
        Fault.WRONG_SPOT: _l("Координати мають бути в градусах."),
    },
    {
        Ties.LOT: _l("перемагає поданий раніше"),
        Ties.REFUSE: _l("зупинитися й попросити прилюдний жереб"),
    },
    {
        Utility.COST: _l("вартість проєкту, який переміг"),
        Utility.CARDINALITY: _l("кожен проєкт однаково"),
        Utility.POINTS: _l("бали, які дав проєктові"),
    },
    {
        Completion.NONE: _l("нічого"),
        Completion.UTILITARIAN: _l("за голосами"),
        Completion.ADD1: _l("збільшувати частки"),
        Completion.ADD1U: _l("збільшувати частки, далі за голосами"),
        Completion.PHRAGMEN: _l("метод Фрагмена"),
    },
    {
        StopWhen.OVER_BUDGET: _l("коли фонд уже перевищено"),
        StopWhen.EXHAUSTIVE: _l("коли більше нічого не вміщається"),
    },
    {
        Start.EXACT: _l("фонд, поділений на людей точно"),
        Start.FLOOR: _l("фонд, поділений на людей, до цілої гривні"),
    },
]

"""Words of the electorate: channels, reasons, refusals."""

from typing import Any

from flask_babel import lazy_gettext as _l

from pb.electorate.registers import LineFault, RegisterKind, RegisterRefusal
from pb.electorate.rules import (
    AgeBand,
    BoothState,
    CaseOutcome,
    CaseState,
    Channel,
    FindingKind,
    LostBy,
    Reason,
    Refusal,
    ResidenceProof,
)

# One dictionary for each enum: values of different enums may be the same word.
LABELS: list[dict[Any, Any]] = [
    {
        Channel.ONLINE: _l("онлайн"),
        Channel.DESK: _l("у пункті голосування"),
        Channel.PAPER: _l("на папері"),
        Channel.CODE: _l("за шкільним кодом"),
    },
    {
        AgeBand.UNKNOWN: _l("вік невідомий"),
        AgeBand.UNDER_18: _l("до 18 років"),
        AgeBand.FROM_18: _l("18–24 роки"),
        AgeBand.FROM_25: _l("25–34 роки"),
        AgeBand.FROM_35: _l("35–44 роки"),
        AgeBand.FROM_45: _l("45–54 роки"),
        AgeBand.FROM_55: _l("55–64 роки"),
        AgeBand.FROM_65: _l("65 років і старші"),
    },
    {
        ResidenceProof.REGISTRATION: _l("реєстрація місця проживання"),
        ResidenceProof.DISPLACED: _l("довідка внутрішньо переміщеної особи"),
        ResidenceProof.WORK: _l("довідка з місця роботи"),
        ResidenceProof.STUDY: _l("довідка з місця навчання"),
        ResidenceProof.SERVICE: _l("довідка з місця служби"),
    },
    {
        LostBy.DEVICE: _l("пристрій зламався, загубився або його змінено"),
        LostBy.BROWSER: _l("дані браузера стерто"),
        LostBy.OTHER: _l("інше"),
    },
    {
        BoothState.WAITING: _l("чекаємо, доки виборець введе код"),
        BoothState.VOTING: _l("голосує"),
        BoothState.DONE: _l("завершено"),
    },
    {
        CaseState.RECEIVED: _l("отримано, чекає на уповноваженого"),
        CaseState.CHECKING: _l("перевіряють"),
        CaseState.ANSWERED: _l("відповідь надано"),
    },
    {
        CaseOutcome.OWN_VOTE: _l("голосувала сама людина"),
        CaseOutcome.DESK_MISTAKE: _l("помилка пункту голосування"),
        CaseOutcome.SOMEBODY_ELSE: _l("голосував хтось інший"),
        CaseOutcome.UNCLEAR: _l("з’ясувати не вдалося"),
    },
    {
        FindingKind.NO_SHIFT: _l("Люди у списку без зміни"),
        FindingKind.OPERATOR: _l("День одного оператора"),
        FindingKind.DESK: _l("День одного пункту"),
        FindingKind.AGE_AT_DESK: _l("Вік людей у пункті"),
        FindingKind.AGE_ONLINE: _l("Вік людей онлайн за день"),
        FindingKind.NIGHT: _l("Голоси вночі"),
    },
    {
        RegisterKind.RESIDENTS: _l("реєстр мешканців"),
        RegisterKind.EXCLUDED: _l("люди без права голосу"),
    },
    {
        LineFault.NUMBER: _l("такого номера не буває"),
        LineFault.BIRTH_DATE: _l("немає дати народження"),
        LineFault.PLACE: _l("такого населеного пункту в громаді немає"),
        LineFault.TWICE: _l("цей номер уже був"),
    },
    {
        RegisterRefusal.REGISTER_UNREADABLE: _l("Це не таблиця CSV."),
        RegisterRefusal.REGISTER_COLUMNS: _l("У першому рядку файлу немає стовпців: %(missing)s."),
        RegisterRefusal.REGISTER_LATE: _l("Голосування завершилося. Списки вже не змінюють."),
        RegisterRefusal.NOT_EXCLUDED: _l("Цього номера в списку людей без права голосу немає."),
    },
    {
        Reason.TOO_YOUNG: _l("За правилами циклу ви ще замолоді. Для учнів є шкільний бюджет."),
        Reason.BIRTH_DATE_UNKNOWN: _l("Банк не передав дату народження. Прийдіть із документом до пункту голосування."),
        Reason.REGISTERED_ELSEWHERE: _l(
            "За даними банку ви зареєстровані в іншій громаді. Живете тут? "
            "Візьміть довідку (ВПО, робота, навчання) і прийдіть до пункту голосування."
        ),
        Reason.RESIDENCE_UNKNOWN: _l("Банк не передав місце реєстрації. Прийдіть із документом до пункту голосування."),
        Reason.NEEDS_CODE: _l("Тут голосують за кодом із талона. Талон видає школа."),
        Reason.NEEDS_PERSON: _l("Шкільний код тут не діє. Увійдіть через банк або прийдіть до пункту голосування."),
        Reason.EXCLUDED: _l(
            "Ви у списку людей, які в цьому циклі не голосують. Якщо це помилка, "
            "прийдіть із документом до пункту голосування: уповноважений виправить список."
        ),
        Reason.CODE_VOID: _l("Цей код замінено іншим. Введіть код із нового талона або зверніться до школи."),
    },
    {
        Refusal.NOT_ELIGIBLE: _l("Голосувати в цьому циклі не можна."),
        Refusal.ALREADY_VOTED: _l("Ви вже проголосували в цьому напрямі. Двічі голос не зарахується."),
        Refusal.GROUP_USED: _l(
            "Ви вже проголосували в стількох напрямах цієї групи, скільки дозволено. "
            "Приберіть вибір у зайвому напрямі. В інших напрямах голосувати можна."
        ),
        Refusal.ELECTION_NOT_OPENED: _l("Скриньку для цього циклу ще не відкрито. Спробуйте пізніше."),
        Refusal.UNKNOWN_CONTEST: _l("Такого напряму немає в бюлетені. Оновіть сторінку."),
        Refusal.BAD_ENVELOPE: _l("Бюлетень запечатано неправильно. Оновіть сторінку і спробуйте ще раз."),
        Refusal.BALLOT_NOT_DRAWN: _l("Бюлетень ще не готовий: спершу проведіть жеребкування."),
        Refusal.TOO_FEW_PROJECTS: _l("У напрямі «%(contest)s» менше проєктів, ніж треба обрати."),
        Refusal.NOT_A_CODE_CYCLE: _l("У цьому циклі голосують без кодів."),
        Refusal.BAD_CODE_COUNT: _l("Назвіть клас і кількість кодів від 1 до %(most)s."),
        Refusal.UNKNOWN_CODE: _l("Такого коду немає. Перевірте літери й цифри на талоні."),
        Refusal.VOID_CODE: _l("Цей код замінено іншим. Введіть код із нового талона."),
        Refusal.USED_CODE: _l("За цим кодом уже проголосували. Замінити його не можна."),
        Refusal.CLASS_HAS_CODES: _l("Для цих класів талони вже є: %(classes)s. Позначте, якщо треба додати ще."),
        Refusal.CLASS_BY_HANDS: _l(
            "Є клас, що голосує разом, піднятими руками, тому талонів йому не дають: %(classes)s."
        ),
        Refusal.NO_CODES_LEFT: _l("У цьому класі немає невикористаних талонів."),
        Refusal.TOO_LATE_FOR_CODES: _l("Голосування завершилося. Нові талони вже не потрібні."),
        Refusal.SHIFT_OPEN: _l("У вас уже є відкрита зміна. Спершу закрийте її."),
        Refusal.NO_SHIFT: _l("Спершу відкрийте зміну."),
        Refusal.BAD_NUMBER: _l("Такого номера не буває. Перевірте цифри в документі."),
        Refusal.BOOTH_CODE_GONE: _l("Цей код уже використано або минуло 5 хвилин. Попросіть оператора про новий."),
        Refusal.NO_ENVELOPE: _l("У цих напрямах цій людині конверта не видавали: %(contests)s. Вона може голосувати."),
        Refusal.REISSUE_ASKED: _l("Про перевидання в цих напрямах уже просили. Удруге конверт не перевидають."),
        Refusal.REISSUE_SETTLED: _l("Цей запит уже вирішено."),
        Refusal.SECOND_PERSON_NEEDED: _l("Дозволити має інша людина, не та, що просила."),
        Refusal.NOTHING_ON_ROLL: _l("Голосів від вашого імені у списку немає: ви можете проголосувати."),
        Refusal.CASE_OPEN: _l(
            "Ваше звернення № %(code)s уже розглядають. Відповідь з’явиться за адресою, яку ви тоді отримали."
        ),
        Refusal.CASE_MOVED: _l("Стан звернення вже змінився. Оновіть сторінку."),
        Refusal.FINDING_GONE: _l("Число відтоді змінилося. Перегляньте його ще раз."),
        Refusal.NOTE_NEEDED: _l("Напишіть, що з’ясовано, щонайменше 10 знаків."),
        Refusal.VOTERS_INSIDE: _l("У кабінці ще хтось голосує. Зачекайте, доки завершить."),
    },
]

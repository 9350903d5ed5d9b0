"""Words of the paper's stage: states, differences, faults of a line, refusals."""

from typing import Any

from flask_babel import lazy_gettext as _l

from pb.ballots.paper import BatchKind
from pb.paper.rules import Conflict, Difference, Fault, Refusal, Standing, Verdict

# One dictionary for each enum: values of different enums may be the same word.
LABELS: list[dict[Any, Any]] = [
    {
        BatchKind.BALLOTS: _l("бюлетені"),
        BatchKind.TOTALS: _l("клас голосував разом"),
    },
    {
        Standing.OPEN: _l("видають виборцям"),
        Standing.TO_TYPE: _l("чекає на внесення"),
        Standing.DISPUTED: _l("карантин: внесено по-різному"),
        Standing.UNBALANCED: _l("карантин: числа не сходяться"),
        Standing.COUNTED: _l("зараховано"),
        Standing.RELEASED: _l("зараховано рішенням двох"),
        Standing.LEFT_OUT: _l("не зараховано рішенням двох"),
    },
    {
        Difference.BLANKS_MISSING: _l("бракує чистих бланків"),
        Difference.BLANKS_EXTRA: _l("бланків більше, ніж надруковано"),
        Difference.FOUND_FEWER: _l("у скриньці менше, ніж людей у списку"),
        Difference.FOUND_MORE: _l("у скриньці більше, ніж людей у списку"),
        Difference.VOTES_OVER: _l("голосів більше, ніж може дати клас"),
    },
    {
        Conflict.VOTED: _l("уже проголосувала в цьому напрямі"),
        Conflict.GROUP_USED: _l("уже проголосувала в стількох напрямах цієї групи, скільки дозволено"),
        Conflict.EXCLUDED: _l("у списку людей без права голосу"),
        Conflict.TOO_YOUNG: _l("замолода за правилами циклу"),
    },
    {
        Verdict.RELEASE: _l("Зарахувати партію"),
        Verdict.LEAVE_OUT: _l("Не зараховувати партію"),
    },
    {
        Fault.NO_SERIAL: _l("Почніть рядок із номера бюлетеня і двокрапки: «17: 3 8»."),
        Fault.NOT_PRINTED: _l("Такого номера бюлетеня не друкували."),
        Fault.SERIAL_TWICE: _l("Цей бюлетень уже внесено вище."),
        Fault.NO_MARKS: _l("Напишіть номери проєктів, а для порожнього бюлетеня – риску: «17: -»."),
        Fault.UNKNOWN_NUMBER: _l("Проєкту з таким номером у цьому напрямі немає."),
        Fault.NUMBER_TWICE: _l("Номер проєкту повторено в одному рядку."),
        Fault.NOT_A_ROW: _l("Потрібно чотири частини через «;»: рядок, номер, дата народження, напрями."),
        Fault.ROW_TWICE: _l("Цей рядок журналу вже внесено вище."),
        Fault.BAD_NUMBER: _l("Такого номера документа не буває. Перевірте цифри."),
        Fault.BAD_DATE: _l("Дату пишіть так: 14.07.1987."),
        Fault.UNKNOWN_CONTEST: _l("Напряму з таким числом на журналі немає."),
        Fault.BAD_POINTS: _l("Бали пишіть через «=», наприклад «17: 3=5 8=2»; в інших бюлетенях балів немає."),
    },
    {
        Refusal.ELECTION_NOT_FROZEN: _l("Спершу відкрийте скриньку: бюлетень друкують із замороженого переліку."),
        Refusal.TOO_LATE_TO_PRINT: _l("Голосування завершилося. Друкувати бюлетені вже не можна."),
        Refusal.BAD_AMOUNT: _l("Число має бути не більше за %(most)s."),
        Refusal.NOTHING_PRINTED: _l("Паперових бюлетенів цього напряму в пункті немає."),
        Refusal.NOTHING_CHOSEN: _l("Позначте хоча б один напрям."),
        Refusal.HANDING_OVER: _l("Голосування не триває. Видавати бюлетені не можна."),
        Refusal.ALREADY_ACCOUNTED: _l("Облік цієї партії вже закрито."),
        Refusal.NOT_ACCOUNTED: _l("Спершу пункт має закрити облік цієї партії."),
        Refusal.STILL_VOTING: _l("Паперову скриньку відкривають, коли голосування завершиться."),
        Refusal.SAME_PERSON: _l("Це має зробити інша людина: ви вже працювали з цією партією."),
        Refusal.TYPED_TWICE: _l("Цю партію вже внесли двоє."),
        Refusal.NOT_DISPUTED: _l("Спірних бюлетенів у цій партії немає."),
        Refusal.OTHER_SERIALS: _l("Внесіть саме спірні бюлетені: %(serials)s."),
        Refusal.NOT_QUARANTINED: _l("Ця партія не в карантині: вирішувати нічого."),
        Refusal.NOT_PROPOSED: _l("Рішення ще ніхто не запропонував."),
        Refusal.MORE_THAN_PEOPLE: _l("Бюлетенів більше, ніж людей у списку: зарахувати таку партію не можна."),
        Refusal.NOT_SETTLED: _l("Спершу завершіть облік паперу: є партії, внесені не до кінця або в карантині."),
        Refusal.LIST_OPEN: _l("Спершу зведіть офлайн-список цього пункту: %(lists)s."),
        Refusal.LIST_MERGED: _l("Цей список уже зведено."),
        Refusal.NOT_BY_HANDS: _l(
            "У цьому циклі є напрям, де руками не проголосувати: «%(contest)s». Дайте класу талони."
        ),
        Refusal.NOT_YOUNGEST: _l("Разом голосують лише класи 1–4. Іншим дайте талони: %(classes)s."),
        Refusal.CLASS_KNOWN: _l("Цей клас уже має талони або вже голосує разом: %(classes)s."),
        Refusal.PUBLISHED: _l("Облік паперу оприлюднено. Змінити його вже не можна."),
    },
]

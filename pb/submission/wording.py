"""Words of the author's desk."""

from typing import Any

from flask_babel import lazy_gettext as _l

from pb.submission.rules import LineFault, Missing, PublicField, Refusal, Settle, Task

# One dictionary for each enum: values of different enums may be the same word.
LABELS: list[dict[Any, Any]] = [
    {
        PublicField.TITLE: _l("Назва проєкту"),
        PublicField.CONTEST: _l("Напрям"),
        PublicField.SUMMARY: _l("Що зміниться"),
        PublicField.PROBLEM: _l("Яку проблему це вирішує"),
        PublicField.IDEA: _l("Що саме треба зробити"),
        PublicField.BENEFICIARIES: _l("Кому це допоможе"),
        PublicField.PLAN: _l("План робіт за етапами"),
        PublicField.UPKEEP: _l("Хто й як доглядатиме потім"),
        PublicField.DISTRICT: _l("Місто або село"),
        PublicField.ADDRESS: _l("Адреса або орієнтир"),
        PublicField.POINTS: _l("На карті"),
        PublicField.ESTIMATE: _l("Кошторис"),
        PublicField.RESERVE: _l("Запас на непередбачене, відсотків"),
        PublicField.PHOTOS: _l("Фото"),
    },
    {
        LineFault.NO_ITEM: _l("Напишіть, що купуємо або робимо."),
        LineFault.NO_QUANTITY: _l("Напишіть кількість."),
        LineFault.NO_PRICE: _l("Напишіть ціну за одиницю."),
        LineFault.NOT_A_NUMBER: _l("Напишіть число цифрами, наприклад 12 500 або 2,5."),
        LineFault.NOT_POSITIVE: _l("Кількість має бути більшою за нуль."),
        LineFault.NEGATIVE: _l("Ціна не може бути від’ємною."),
        LineFault.TOO_MANY: _l("Кількість завелика: можна до мільйона. Перевірте, чи немає зайвих нулів."),
        LineFault.TOO_DEAR: _l("Сума завелика: рядок може коштувати до 100 млн ₴. Перевірте, чи немає зайвих нулів."),
        LineFault.FORMULA: _l("Це формула таблиці. Напишіть саме число або слова, без знака «=»."),
        LineFault.TOO_MANY_ROWS: _l("У кошторисі може бути до 40 рядків. Об’єднайте схожі."),
    },
    {
        Task.IDEA: _l("Ідея"),
        Task.PLACE: _l("Місце"),
        Task.QUESTIONS: _l("Додаткові запитання"),
        Task.ESTIMATE: _l("Кошторис"),
        Task.PHOTOS: _l("Фото й документи"),
        Task.ABOUT: _l("Про вас"),
    },
    {
        Missing.TITLE: _l("Дайте проєкту назву."),
        Missing.SUMMARY: _l("Напишіть одним реченням, що зміниться."),
        Missing.PROBLEM: _l("Опишіть проблему."),
        Missing.IDEA: _l("Опишіть свою ідею."),
        Missing.CONTEST: _l("Оберіть напрям."),
        Missing.DISTRICT: _l("Оберіть місто або село."),
        Missing.ADDRESS: _l("Напишіть адресу або орієнтир."),
        Missing.ESTIMATE: _l("Додайте хоча б один рядок кошторису."),
        Missing.CEILING: _l("Кошторис більший за стелю напряму. Зменште кількість або ціну."),
        Missing.ANSWERS: _l("Дайте відповідь на обов’язкові додаткові запитання."),
        Missing.CONTACT: _l("Напишіть телефон або електронну адресу."),
    },
    {
        Settle.MAP: _l("Правильно на карті"),
        Settle.CHOSEN: _l("Правильно те, що вибрано"),
    },
    {
        Refusal.NOT_YOURS: _l("Це чернетка іншої людини."),
        Refusal.TOO_YOUNG: _l("Подавати проєкти можна з %(age)s років. Для учнів є шкільний бюджет."),
        Refusal.TOO_MANY_PROJECTS: _l("Проєктів від однієї людини за цикл – не більше %(most)s."),
        Refusal.NOT_COMPLETE: _l("Проєкт ще не готовий до надсилання. Доповніть його за списком."),
        Refusal.NOT_EDITABLE: _l("Цей проєкт уже надіслано. Змінити його можна лише на прохання комісії."),
        Refusal.OUTSIDE: _l("Точка за межами громади. Введіть адресу або оберіть інше місце."),
        Refusal.DISTRICT_DIFFERS: _l("Точка лежить тут: %(found)s, а вибрано %(chosen)s. Що правильно?"),
        Refusal.TOO_MANY_POINTS: _l("На карті може бути до 50 точок. Залиште головні."),
        Refusal.RESERVE_TOO_LARGE: _l("Запас може бути від 0 до %(most)s відсотків."),
        Refusal.TOO_MANY_LINES: _l("У кошторисі може бути до 40 рядків. Об’єднайте схожі."),
        Refusal.CONSENT_NEEDED: _l("Підтвердьте згоду: без неї ми не можемо прийняти проєкт."),
        Refusal.CHANGED_ELSEWHERE: _l("Цю частину вже змінено в іншій вкладці або на іншому пристрої."),
        Refusal.LINK_DEAD: _l("Посилання вже використано або його час минув. Створіть нове на першому пристрої."),
        Refusal.FIRST_AUTHOR_ONLY: _l("Це може зробити лише перший автор проєкту."),
        Refusal.TOO_MANY_COAUTHORS: _l("Можна запросити до трьох співавторів. Приберіть когось, щоб запросити іншого."),
        Refusal.ALREADY_AUTHOR: _l("Ви вже автор цього проєкту."),
        Refusal.INVITATION_OVER: _l("Це запрошення вже не діє. Попросіть автора надіслати нове."),
        Refusal.NAME_NEEDED: _l("Напишіть, кого запрошуєте."),
        Refusal.NO_REMARKS: _l("Зауважень, на які треба відповісти, немає."),
        Refusal.REMARKS_UNANSWERED: _l("Дайте відповідь на кожне зауваження: що змінили або чому лишаєте."),
        Refusal.OWN_PROJECT: _l("Це ваш проєкт. Підтримка автора не рахується: покажіть проєкт сусідам."),
        Refusal.ALREADY_SUPPORTED: _l("Ви вже підтримали цей проєкт. Більше нічого робити не треба."),
        Refusal.NOT_SUPPORTED: _l("Вашої підтримки через банк тут немає, тож і відкликати нічого."),
        Refusal.SUPPORT_NOT_COLLECTED: _l("У цьому циклі підтримку не збирають: проєкти розглядають одразу."),
        Refusal.SUPPORT_OVER: _l("Підтримку цього проєкту вже не збирають. Стежте за розглядом на сторінці проєкту."),
        Refusal.SUPPORT_LACKING: _l(
            "Підтримки замало: %(count)s, а потрібно %(needed)s. Поверніть проєкт авторові як неповний."
        ),
        Refusal.LIST_TYPED: _l("Аркуш із цим номером уже введено. Перевірте номер або вилучіть старий запис."),
        Refusal.NO_SUCH_LIST: _l("Такого аркуша немає. Можливо, його вже вилучено."),
        Refusal.MORE_NUMBERS_THAN_LINES: _l("Номерів більше, ніж підписів на аркуші. Перерахуйте підписи."),
        Refusal.NUMBER_UNREADABLE: _l("Рядок %(line)s: це не податковий номер і не паспорт. Звірте з аркушем."),
        Refusal.SAME_CYCLE: _l("Цей проєкт уже належить до цього циклу."),
    },
]

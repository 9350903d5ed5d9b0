"""Words of a budget year: phases, actions, categories, refusals."""

from typing import Any

from flask_babel import lazy_gettext as _l

from pb.ballots.terms import Form
from pb.cycles.rules import (
    Action,
    Category,
    Comments,
    CycleKind,
    DistrictKind,
    GeographyFault,
    Phase,
    Refusal,
    Unaffordable,
    VoterProof,
)

# One dictionary for each enum: values of different enums may be the same word.
LABELS: list[dict[Any, Any]] = [
    {
        CycleKind.CITY: _l("Бюджет участі громади"),
        CycleKind.SCHOOL: _l("Шкільний бюджет участі"),
    },
    {
        VoterProof.BANK_OR_DESK: _l("вхід через банк або документ у ЦНАПі"),
        VoterProof.CODE: _l("код із талона"),
    },
    {
        Comments.OFF: _l("коментарів немає, лише запитання"),
        Comments.RELEASED: _l("з’являються після модератора"),
        Comments.AT_ONCE: _l("з’являються одразу"),
    },
    {
        Category.EDUCATION: _l("Освіта"),
        Category.SCHOOL: _l("Школи"),
        Category.PRESCHOOL: _l("Дитячі садки"),
        Category.EXTRACURRICULAR: _l("Позашкільна освіта"),
        Category.IMPROVEMENT: _l("Благоустрій"),
        Category.STREETS: _l("Малі вулиці"),
        Category.HERITAGE: _l("Спадщина"),
        Category.GREEN: _l("Зелене місто"),
        Category.ARMED_FORCES: _l("Допомога військовим"),
        Category.ACCESSIBILITY: _l("Безбар’єрність"),
        Category.OTHER: _l("Інше"),
    },
    {
        Form.APPROVE: _l("можна обрати кілька проєктів, не більше дозволеного"),
        Form.EXACTLY: _l("треба обрати рівно стільки проєктів, скільки дозволено"),
        Form.KNAPSACK: _l("можна обирати, доки вистачає грошей напряму"),
        Form.RANK: _l("треба розставити проєкти за місцями"),
        Form.POINTS: _l("треба розподілити бали між проєктами"),
    },
    {
        Unaffordable.STOP: _l("підрахунок зупиняється на першому проєкті, на який не вистачає грошей"),
        Unaffordable.SKIP: _l("проєкт, на який не вистачає грошей, пропускають, і підрахунок триває"),
    },
    {
        DistrictKind.CITY: _l("місто"),
        DistrictKind.VILLAGE: _l("село"),
        DistrictKind.ELSEWHERE: _l("інша громада"),
    },
    {
        Phase.DRAFT: _l("Готується"),
        Phase.ANNOUNCED: _l("Оголошено"),
        Phase.SUBMISSION: _l("Подання проєктів"),
        Phase.REVIEW: _l("Розгляд проєктів"),
        Phase.APPEALS: _l("Оскарження рішень"),
        Phase.BALLOT: _l("Підготовка бюлетеня"),
        Phase.VOTING: _l("Голосування"),
        Phase.GRACE: _l("Завершення голосування"),
        Phase.TALLY: _l("Підрахунок голосів"),
        Phase.IMPLEMENTATION: _l("Реалізація проєктів"),
        Phase.ARCHIVE: _l("Завершено"),
    },
    {
        Action.CHANGE_RULES: _l("змінювати правила"),
        Action.SUBMIT_PROJECT: _l("подавати проєкт"),
        Action.SUPPORT_PROJECT: _l("підтримувати проєкт"),
        Action.CHECK_PROJECT: _l("перевіряти повноту проєкту"),
        Action.REVISE_PROJECT: _l("доопрацьовувати проєкт"),
        Action.WITHDRAW_PROJECT: _l("відкликати проєкт"),
        Action.DECIDE_PROJECT: _l("ухвалювати рішення щодо проєкту"),
        Action.FILE_APPEAL: _l("оскаржувати рішення"),
        Action.DECIDE_APPEAL: _l("розглядати скаргу"),
        Action.DRAW_BALLOT: _l("жеребкувати порядок у бюлетені"),
        Action.CAST_BALLOT: _l("голосувати"),
        Action.FINISH_BALLOT: _l("завершити розпочате голосування"),
        Action.COUNT: _l("рахувати голоси"),
        Action.ENTER_DECISION: _l("вносити рішення ради"),
        Action.PUBLISH_RESULTS: _l("оприлюднювати підсумки"),
        Action.REPORT_PROGRESS: _l("звітувати про реалізацію"),
    },
    {
        GeographyFault.NO_NAME: _l("немає назви вулиці"),
        GeographyFault.UNKNOWN_DISTRICT: _l("немає такого міста або села"),
        GeographyFault.BAD_POINT: _l("координати мають бути числами, наприклад 48.9226 і 24.7111"),
        GeographyFault.FAR_AWAY: _l("це далеко за межами громади; можливо, переплутано широту й довготу"),
        GeographyFault.TOO_MANY: _l("забагато вулиць: можна до 20 000"),
        GeographyFault.NOT_GEOJSON: _l("це не GeoJSON зі списком меж (FeatureCollection)"),
        GeographyFault.BAD_AREA: _l("це не правильний многокутник: межа перетинає сама себе або не замкнена"),
        GeographyFault.NOT_TEXT: _l("це не текстовий файл UTF-8"),
    },
    {
        Refusal.NOT_ANNOUNCED: _l("Цей цикл ще не оголошено."),
        Refusal.SUBMISSION_NOT_OPEN: _l("Подання проєктів ще не почалося."),
        Refusal.SUBMISSION_OVER: _l("Подання проєктів завершилося. Чернетка збережена для наступного циклу."),
        Refusal.VOTING_NOT_OPEN: _l("Голосування ще не почалося."),
        Refusal.VOTING_OVER: _l("Голосування завершилося. Нові голоси вже не приймаємо."),
        Refusal.TOO_EARLY: _l("Для цієї дії ще зарано: попередній етап триває."),
        Refusal.TOO_LATE: _l("Час для цієї дії минув: цикл уже на іншому етапі."),
        Refusal.RULES_FROZEN: _l("Правила циклу заморожено. Змінити їх можуть лише двоє з публічним записом."),
        Refusal.CALENDAR_OUT_OF_ORDER: _l("Дати йдуть не за порядком: %(fields)s."),
        Refusal.GROUP_TOO_SMALL: _l("Напрямів у групі має бути більше, ніж дозволено використати."),
        Refusal.ALREADY_GROUPED: _l("Напрям уже є в іншій групі: %(contests)s."),
    },
]

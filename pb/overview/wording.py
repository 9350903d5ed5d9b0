"""Words of the pages across stages: what the front page invites to, what waits for staff."""

from typing import Any

from flask_babel import lazy_gettext as _l

from pb.overview.rules import Duty, Invitation, StepState, View

# One dictionary for each enum: values of different enums may be the same word.
LABELS: list[dict[Any, Any]] = [
    {
        Invitation.READ_RULES: _l("Прочитати правила"),
        Invitation.SUBMIT: _l("Подати проєкт"),
        Invitation.FOLLOW_REVIEW: _l("Переглянути проєкти"),
        Invitation.SEE_BALLOT: _l("Переглянути бюлетень"),
        Invitation.VOTE: _l("Проголосувати"),
        Invitation.SEE_RESULTS: _l("Переглянути результати"),
        Invitation.SEE_WORKS: _l("Переглянути, що збудовано"),
    },
    {View.LIST: _l("Список"), View.MAP: _l("Карта"), View.SHEET: _l("Для друку")},
    {
        StepState.DONE: _l("минуло"),
        StepState.NOW: _l("зараз тут"),
        StepState.LATER: _l("попереду"),
    },
    {
        Duty.CHECK: _l("Перевірити повноту"),
        Duty.LATE_DOSSIERS: _l("Підписати картки, строк яких минув"),
        Duty.DOSSIERS: _l("Заповнити й підписати картки аналізу"),
        Duty.AGENDA: _l("Винести на засідання комісії"),
        Duty.VOTES: _l("Проголосувати на засіданні"),
        Duty.APPEALS: _l("Розглянути скарги"),
        Duty.QUESTIONS: _l("Відповісти на запитання мешканців"),
        Duty.MODERATION: _l("Прочитати запитання й коментарі"),
    },
]

"""Words of the pages across stages: what the front page invites to."""

from typing import Any

from flask_babel import lazy_gettext as _l

from pb.overview.rules import Invitation, StepState

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
    {
        StepState.DONE: _l("минуло"),
        StepState.NOW: _l("зараз тут"),
        StepState.LATER: _l("попереду"),
    },
]

"""What a letter was about, for the list of letters on an author's page."""

from typing import Any

from flask_babel import lazy_gettext as _l

from pb.mail.rules import Letter

LABELS: list[dict[Any, Any]] = [
    {
        Letter.INVITATION: _l("запрошення до роботи"),
        Letter.PROJECT_SUBMITTED: _l("проєкт отримано"),
        Letter.PROJECT_INCOMPLETE: _l("заявку треба доповнити"),
        Letter.PROJECT_COMPLETE: _l("передано на розгляд"),
        Letter.PROJECT_RETURNED: _l("повернуто на доопрацювання"),
        Letter.REVISION_DUE: _l("нагадування про відповідь на зауваження"),
        Letter.PROJECT_LAPSED: _l("на зауваження не відповіли вчасно"),
        Letter.PROJECT_DECIDED: _l("рішення ухвалено"),
        Letter.MERGER_PROPOSED: _l("пропонують об’єднати проєкти"),
        Letter.MERGER_ENDED: _l("чим скінчилася пропозиція об’єднати проєкти"),
        Letter.PROJECT_WON: _l("проєкт переміг"),
        Letter.CERTIFICATE_READY: _l("сертифікат готовий"),
        Letter.FOLLOW_ASKED: _l("підтвердження, що ви стежите"),
        Letter.FOLLOW_NEWS: _l("новини проєкту"),
        Letter.WATCH_ASKED: _l("підтвердження, що ви зберегли добірку"),
        Letter.WATCH_NEWS: _l("нові проєкти у вашій добірці"),
        Letter.CASE_OPENED: _l("звернення отримано"),
        Letter.CASE_ANSWERED: _l("відповідь на звернення"),
        Letter.PROGRESS_DUE: _l("час розповісти про роботи"),
    },
]

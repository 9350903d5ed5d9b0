"""Words for the box's refusals, for ballots against their terms, and for the verifier's checks."""

from typing import Any

from flask_babel import lazy_gettext as _l

from pb.ballots.terms import NotValid
from pb.ballots.verifier import CheckName
from pb.box.rules import Refusal

# One dictionary for each enum: values of different enums may be the same word.
LABELS: list[dict[Any, Any]] = [
    {
        Refusal.MALFORMED: _l("Бюлетень пошкоджено дорогою. Надішліть його ще раз."),
        Refusal.UNKNOWN_ELECTION: _l("Скринька не знає такого голосування."),
        Refusal.UNKNOWN_CONTEST: _l("У цьому голосуванні немає такого напряму."),
        Refusal.NOT_SIGNED: _l("На конверті немає чинного підпису міста."),
        Refusal.NOT_OPEN_YET: _l("Голосування ще не почалося."),
        Refusal.CLOSED: _l("Голосування завершено, скриньку закрито."),
        Refusal.READ_ONLY: _l("Скринька тимчасово не приймає голосів. Ваш голос збережено в цьому браузері."),
        Refusal.NOT_LOGGED: _l("Цього голосу ще немає в журналі. Він з’явиться там протягом доби."),
        Refusal.NOT_PUBLISHED: _l("Бюлетені опублікують після завершення голосування."),
        Refusal.FOREIGN_KEY: _l("У скриньки немає ключа до цього голосування."),
        Refusal.TOO_EARLY_TO_CLOSE: _l("Закрити скриньку можна лише після завершення голосування."),
    },
    {
        NotValid.WRONG_CONTEST: _l("Бюлетень належить іншому напряму."),
        NotValid.WRONG_FORM: _l("Бюлетень заповнено не так, як потрібно в цьому напрямі."),
        NotValid.UNKNOWN_PROJECT: _l("У бюлетені є проєкт, якого немає в цьому напрямі."),
        NotValid.TOO_FEW: _l("Обрано менше проєктів, ніж потрібно."),
        NotValid.TOO_MANY: _l("Обрано більше проєктів, ніж дозволено."),
        NotValid.OVER_PURSE: _l("Обрані проєкти разом коштують більше, ніж є у фонді напряму."),
        NotValid.WRONG_POINTS: _l("Бали розподілено не за правилами напряму."),
        NotValid.OVER_LIMIT: _l("Обрано забагато проєктів з однієї групи."),
    },
    {
        CheckName.FILES: _l("Усі файли на місці, зайвих немає"),
        CheckName.MANIFEST: _l("Умови голосування ті самі, що були оприлюднені"),
        CheckName.CHECKPOINTS: _l("Кожну контрольну точку підписала скринька"),
        CheckName.GROWTH: _l("Журнал тільки зростав і закритий один раз"),
        CheckName.LOG: _l("Контрольні точки відповідають журналу"),
        CheckName.READABLE: _l("Кожен бюлетень можна прочитати"),
        CheckName.PLACED: _l("Кожен бюлетень належить цьому голосуванню і своєму напряму"),
        CheckName.SIGNED: _l("Кожен бюлетень має чинний підпис міста"),
        CheckName.CHOICES: _l("Кожен бюлетень заповнено за правилами напряму"),
        CheckName.UNIQUE: _l("Жоден бюлетень не пораховано двічі"),
        CheckName.OPENED: _l("Опубліковано саме ті бюлетені, що є в журналі"),
        CheckName.ROLL: _l("Бюлетенів не більше, ніж виданих конвертів"),
        CheckName.WITNESSES: _l("Журнал збігається з копіями сторонніх свідків"),
        CheckName.RECEIPTS: _l("Усі голоси з контрольними кодами є в журналі"),
        CheckName.PAPER: _l("Паперові бюлетені сходяться зі списком і обліком партій"),
    },
]

"""How the result of one project is told: its place in the count and, where voters pay, who paid what and why."""

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from pb.results.record import ContestRecord, Paying, Row
from pb.tally.rules.contest import Reason
from pb.web.template_filters import money, number, percent


@dataclass(frozen=True, slots=True)
class Group:
    """People who paid alike: how many, what each paid, what they paid together, and why."""

    who: str
    people: int
    together: int
    why: str


@dataclass(frozen=True, slots=True)
class Paid:
    """What the page of one project says of money: sentences, groups, the winners that got its supporters' money."""

    sentences: list[str]
    groups: list[Group]
    elsewhere: list[tuple[Row, int]]


def paid(contest: ContestRecord, row: Row) -> Paid | None:
    """None where the rule lets nobody pay."""
    if row.paying is None or contest.share is None:
        return None
    told = row.paying
    rows = {each.number: each for each in contest.rows}
    elsewhere = [(rows[where], kopecks) for where, kopecks in told.elsewhere]
    if row.reason == Reason.SUPPORTERS_PAY.value:
        sentences = _of_winner(contest, row, told)
    else:
        sentences = _of_loser(contest, row, told)
    return Paid([str(sentence) for sentence in sentences], _groups(told), elsewhere)


def _of_winner(contest: ContestRecord, row: Row, told: Paying) -> list[str]:
    payers = told.full + told.part
    found = [
        _("Кожен, хто голосував за цим напрямом, мав %(share)s.", share=money(contest.share or 0)),
        ngettext(
            "Проєкт обрала %(num)s людина. Разом їм треба було зібрати %(cost)s.",
            "Проєкт обрали %(num)s людей. Разом їм треба було зібрати %(cost)s.",
            told.supporters,
            cost=money(row.cost),
        ),
    ]
    if payers and told.price is not None:
        found.append(_("Найнижча ціна, за якої сума сходиться, – близько %(price)s з людини.", price=money(told.price)))
    if told.nothing:
        found.append(
            ngettext(
                "%(num)s людина вже витратила свою частку на інші проєкти.",
                "%(num)s людей уже витратили свою частку на інші проєкти.",
                told.nothing,
            )
        )
    return found


def _of_loser(contest: ContestRecord, row: Row, told: Paying) -> list[str]:
    found = [
        _("Кожен, хто голосував за цим напрямом, мав %(share)s.", share=money(contest.share or 0)),
        ngettext(
            "Проєкт обрала %(num)s людина. Після підрахунку в неї лишилося %(kept)s.",
            "Проєкт обрали %(num)s людей. Після підрахунку в них разом лишилося %(kept)s.",
            told.supporters,
            kept=money(told.kept),
        ),
    ]
    if row.reason == Reason.SUPPORTERS_CANNOT_PAY.value and told.kept < row.cost:
        found.append(
            _(
                "Проєкт коштує %(cost)s, тож забракло %(short)s.",
                cost=money(row.cost),
                short=money(row.cost - told.kept),
            )
        )
    if row.reason == Reason.COMPLETION.value:
        found.append(_("За нього ніхто не платив зі своєї частки: його додано із залишку фонду."))
    return found


def _groups(told: Paying) -> list[Group]:
    groups = []
    if told.full:
        each = _("по %(price)s", price=money(told.price or 0)) if told.price is not None else ""
        groups.append(Group(_("Заплатили повну ціну"), told.full, told.full_sum, each))
    if told.part:
        groups.append(Group(_("Віддали все, що мали"), told.part, told.part_sum, _("на повну ціну вже не вистачало")))
    if told.nothing and (told.full or told.part):
        groups.append(Group(_("Не заплатили нічого"), told.nothing, 0, _("частку вже витрачено на інші проєкти")))
    return groups


def place(contest: ContestRecord, row: Row) -> str:
    """Where the project stood and how many chose it, also as a part of all ballots."""
    return str(
        ngettext(
            "Місце в підрахунку: %(rank)s з %(all)s. Проєкт обрала %(votes)s людина, це %(share)s бюлетенів.",
            "Місце в підрахунку: %(rank)s з %(all)s. Проєкт обрали %(votes)s людей, це %(share)s бюлетенів.",
            row.votes,
            rank=row.rank,
            all=len(contest.rows),
            votes=number(row.votes),
            share=percent(row.votes, contest.ballots),
        )
    )

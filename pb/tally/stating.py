"""The rules of a count in plain words, for the rules page and beside the results; nothing is counted here."""

from collections.abc import Iterator, Mapping

from flask_babel import gettext as _
from flask_babel import ngettext

from pb.tally.options import CountOptions
from pb.tally.rules.contest import Ties
from pb.tally.rules.equal_shares import Completion, StopWhen, Utility
from pb.web.template_filters import money


def stated(rule: str, threshold: int, unaffordable: str, options: CountOptions, places: Mapping[str, str]) -> list[str]:
    """Each sentence says one thing the count does; `places`: names of districts by code."""
    by_rule = {
        "greedy": _by_votes,
        "votes-per-cost": _per_cost,
        "equal-shares": _equal_shares,
        "phragmen": _phragmen,
    }
    sentences = [*by_rule[rule](unaffordable, options)]
    if threshold:
        sentences.append(
            ngettext(
                "Проєкт має набрати щонайменше %(num)s голос.",
                "Проєкт має набрати щонайменше %(num)s голосів.",
                threshold,
            )
        )
    if rule in {"greedy", "votes-per-cost"}:
        sentences += _limits(options, places)
    return [str(sentence) for sentence in [*sentences, *_whatever_the_rule(options)]]


def _by_votes(unaffordable: str, _options: CountOptions) -> Iterator[str]:
    yield _("Спершу перемагає проєкт із найбільшою кількістю голосів, далі – наступний за голосами.")
    yield _stop_or_skip(unaffordable)


def _per_cost(unaffordable: str, _options: CountOptions) -> Iterator[str]:
    yield _("Спершу перемагає проєкт, що має найбільше голосів на одну гривню вартості.")
    yield _stop_or_skip(unaffordable)


def _equal_shares(_unaffordable: str, options: CountOptions) -> Iterator[str]:
    yield _("Фонд ділять порівну між усіма, хто проголосував. Прихильники купують свої проєкти разом.")
    yield {
        Utility.COST.value: _("Першим купують проєкт, за який кожна гривня підтримки коштує прихильникові найменше."),
        Utility.CARDINALITY.value: _("Першим купують проєкт, за який кожен прихильник платить найменше."),
        Utility.POINTS.value: _("Першим купують проєкт, за який кожен бал коштує найменше."),
    }[options.utility]
    yield {
        Completion.NONE.value: _("Гроші, які лишилися в людей, нікуди не переходять."),
        Completion.UTILITARIAN.value: _("Решту грошей віддають проєктам за кількістю голосів."),
        Completion.ADD1.value: _("Частку кожного потроху збільшують, доки вистачає фонду."),
        Completion.ADD1U.value: _("Частку кожного потроху збільшують. Решту віддають проєктам за кількістю голосів."),
        Completion.PHRAGMEN.value: _("Решту розподіляють так, ніби люди й далі відкладали гроші."),
    }[options.completion]
    raises = options.completion in {Completion.ADD1.value, Completion.ADD1U.value}
    if raises and options.stop_when == StopWhen.EXHAUSTIVE.value:
        yield _("Збільшення припиняють, щойно жоден інший проєкт уже не вміщається.")


def _phragmen(unaffordable: str, _options: CountOptions) -> Iterator[str]:
    yield _("Кожен, хто проголосував, поступово отримує однакові умовні гроші.")
    yield _("Щойно прихильники проєкту разом мають його вартість, проєкт перемагає.")
    yield _stop_or_skip(unaffordable)


def _stop_or_skip(unaffordable: str) -> str:
    if unaffordable == "stop":
        return str(_("На першому проєкті, на який бракує грошей, перелік завершується."))
    return str(_("Проєкт, на який бракує грошей, пропускають і йдуть далі."))


def _limits(options: CountOptions, places: Mapping[str, str]) -> Iterator[str]:
    if options.tail_percent:
        yield _(
            "Перший, кому бракує, теж перемагає, якщо лишилося щонайменше %(part)s%% його вартості. Решту дає резерв.",
            part=options.tail_percent,
        )
    if options.least_winners:
        yield ngettext(
            "Перелік не завершують, доки не переміг %(num)s проєкт.",
            "Перелік не завершують, доки не перемогло %(num)s проєктів.",
            options.least_winners,
        )
    if options.most_winners:
        yield ngettext(
            "Перемогти може щонайбільше %(num)s проєкт.",
            "Перемогти може щонайбільше %(num)s проєктів.",
            options.most_winners,
        )
    for cap in options.caps:
        place = places.get(cap.district, cap.district)
        if cap.kopecks is not None:
            yield _(
                "На проєкти в місці «%(place)s» разом іде не більше %(money)s.", place=place, money=money(cap.kopecks)
            )
        if cap.most is not None:
            yield ngettext(
                "У місці «%(place)s» перемагає щонайбільше %(num)s проєкт.",
                "У місці «%(place)s» перемагає щонайбільше %(num)s проєктів.",
                cap.most,
                place=place,
            )


def _whatever_the_rule(options: CountOptions) -> Iterator[str]:
    if options.one_per_address:
        yield _("За однією адресою перемагає лише один проєкт.")
    if options.conflicts:
        yield ngettext(
            "Є %(num)s група проєктів, з якої перемагає лише один.",
            "Є %(num)s груп проєктів, з яких перемагає лише один.",
            len(options.conflicts),
        )
    if options.rest_years:
        yield ngettext(
            "Адреса, за якою щось перемогло, відпочиває %(num)s рік: нові проєкти там не перемагають.",
            "Адреса, за якою щось перемогло, відпочиває %(num)s років: нові проєкти там не перемагають.",
            options.rest_years,
        )
    if options.ties == Ties.REFUSE.value:
        yield _("Якщо голосів порівну і від цього залежить перемога, тягнуть прилюдний жереб.")
    else:
        yield _("Якщо голосів порівну, перемагає той, хто подав проєкт раніше.")

"""The account of the paper for everybody: batch by batch, from the close of the vote."""

from typing import Any

from flask import Blueprint, render_template

from pb import clock
from pb.cycles.queries import cycle_by_code
from pb.cycles.rules import Phase
from pb.errors import NotFound
from pb.paper import queries
from pb.web.access import public
from pb.web.current import reading

CLOSED = (Phase.GRACE, Phase.TALLY, Phase.IMPLEMENTATION, Phase.ARCHIVE)


def add_to(bp: Blueprint) -> None:
    """Hang this page on the paper's blueprint."""
    bp.add_url_rule("/cycle/<string:cycle>/paper", "account_of_all", account_of_all)


@public
def account_of_all(cycle: str) -> Any:
    """Printed, handed out, spoilt, returned, found, with every difference and every decision."""
    with reading() as session:
        found = cycle_by_code(session, cycle)
        rows = queries.ledgers(session, found)
        closing = queries.closing_of(session, found.id)
    if not rows or found.phase(clock.now()) not in CLOSED:
        raise NotFound(cycle)
    return render_template("paper/public.html", cycle=found, rows=rows, closing=closing)

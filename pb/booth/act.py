"""The act of a shift as a PDF: numbers alone, no voter and no choice."""

from collections.abc import Mapping

from flask_babel import force_locale
from flask_babel import gettext as _

from pb.cycles.models import Cycle, Desk
from pb.electorate.models import Shift
from pb.electorate.rules import ResidenceProof
from pb.web.labels import labels
from pb.web.press import typeset
from pb.web.template_filters import day_full, number


def shift_act(
    shift: Shift, desk: Desk, cycle: Cycle, envelopes: int, proofs: Mapping[ResidenceProof, int], operator: str
) -> bytes:
    """One A4 page, Ukrainian; `envelopes`: those of the desk on the day the shift began."""
    with force_locale("uk"):
        figures = [
            (_("Увійшли до кабінки"), shift.entered),
            (_("Проголосували"), shift.finished),
            (_("Пішли, не проголосувавши"), shift.entered - shift.finished),
            (_("Узяли паперові бюлетені"), shift.on_paper),
            (_("Записів у списку за день, разом у пункті"), envelopes),
        ]
        closed = shift.closed_on or shift.opened_on
        days = day_full(shift.opened_on)
        sheet = {
            "code": shift.code,
            "cycle": cycle.title,
            "desk": f"{desk.name}, {desk.address}",
            "days": days if closed == shift.opened_on else f"{days} – {day_full(closed)}",
            "figures": [{"name": name, "amount": number(amount)} for name, amount in figures],
            "proofs": [{"name": str(labels(proof)), "amount": number(amount)} for proof, amount in proofs.items()],
            "note": shift.note,
            "operator": operator,
        }
    return typeset("desk/act.typ", sheet)

"""The demo city's registers for the cycle in voting: its written people, one of them excluded by mistake."""

from sqlalchemy.orm import Session

from pb import clock
from pb.audit.rules import SYSTEM
from pb.cycles.models import Cycle
from pb.cycles.queries import every_district
from pb.demo.content.people import people
from pb.electorate.registers import Listed, RegisterKind
from pb.electorate.service import keys_of_listed, load_register
from pb.identity.rules import NumberKind
from pb.settings import Settings

EXCLUDED = "excluded"


def load_registers(session: Session, cycle: Cycle, settings: Settings) -> None:
    """Who comes by id.gov.ua, which tells no address, may vote all the same."""
    districts = {one.code: one.id for one in every_district(session)}
    for kind in RegisterKind:
        listed = [
            Listed(NumberKind(one.number_kind), one.number, one.birth_date, districts[one.registered])
            for one in people()
            if one.registered and (one.kind == EXCLUDED or kind is RegisterKind.RESIDENTS)
        ]
        keys = keys_of_listed(listed, cycle.code, settings.folder("keys"))
        load_register(session, SYSTEM, cycle, kind, listed, keys, left_out=0, now=clock.now())

"""A register from the file to the table: the one use of `service.registers` that takes minutes."""

from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime

from pb.audit.rules import SYSTEM
from pb.cycles.queries import cycle_by_code, every_district
from pb.db.database import Database
from pb.electorate.registers import Register, RegisterKind, read_register
from pb.electorate.service import keys_of_listed, load_register
from pb.settings import Settings


def load_file(
    settings: Settings,
    data: bytes,
    code: str,
    kind: RegisterKind,
    *,
    leave_out_faults: bool,
    now: datetime,
    progress: Callable[[int, int], None],
) -> Register:
    """Load a register for the cycle `code`; with faults nothing is loaded, unless they are to be left out.

    The people's keys are made outside of any transaction.
    """
    keys = settings.folder("keys")
    with ExitStack() as ending:
        database = Database(settings.database_url, durable=True)
        ending.callback(database.dispose)
        with database.reading() as session:
            cycle = cycle_by_code(session, code)
            places = {one.name: one.id for one in every_district(session)}
        register = read_register(data, kind, places)
        left_out = len(register.faults)
        if left_out and not leave_out_faults:
            return register
        register_keys = keys_of_listed(register.people, code, keys, progress)
        with database.transaction() as session:
            load_register(session, SYSTEM, cycle, kind, register.people, register_keys, left_out=left_out, now=now)
    return register

"""Factories of a school's budget: an open vote by codes, a coordinator, what stands on printed slips."""

import io
import re
from typing import Any

import pypdf
import zxingcpp
from PIL import Image
from sqlalchemy.orm import Session

from pb.cycles.models import Cycle
from pb.cycles.rules import CycleKind, VoterProof
from pb.db.database import Database
from pb.school.service import name_coordinators
from pb.settings import Settings
from pb.values.actor import SYSTEM
from pb.values.permission import Role
from tests import make
from tests.make_booth import Vote
from tests.visitor import Visitor

SCHOOL = "Ліцей №99 «Приклад»"
CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")


def school_vote(session: Session, settings: Settings, **changes: Any) -> Vote:
    """A school's vote of one contest that is open now."""
    rules = {"voter_proof": VoterProof.CODE, "residence_needed": False, "voter_age": 10, "author_age": 10}
    return Vote(
        session, settings, kind=CycleKind.SCHOOL, host_name=SCHOOL, contests={}, rules=rules,
        title="Шкільний бюджет ліцею №99", **changes,
    )  # fmt: skip


def coordinator(visitor: Visitor, database: Database) -> Visitor:
    """`visitor` signed in as the coordinator of every school there is."""
    with database.transaction() as session:
        person = make.staff(session, Role.SCHOOL_COORDINATOR)
        for cycle in session.query(Cycle).filter_by(kind=CycleKind.SCHOOL):
            name_coordinators(session, SYSTEM, cycle, [person.code])
        return make.signed_in(visitor, session, person)


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def codes_of(pdf: bytes) -> list[str]:
    """Printed codes in the order of the sheets, without dashes."""
    return [code.replace("-", "") for code in CODE.findall(text_of(pdf))]


def scanned(page: bytes) -> list[str]:
    """What a phone reads off a picture of a sheet."""
    return sorted(one.text for one in zxingcpp.read_barcodes(Image.open(io.BytesIO(page))))

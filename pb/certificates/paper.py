"""Draws a certificate as a tagged PDF, the same bytes for the same facts; which ones are issued is in `service`."""

import io
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any

import segno
import typst
from babel.dates import format_date

from pb.values.code import grouped
from pb.web.paths import beside_or_inside

# Archivable, tagged, readable aloud; typst stops when a picture has no words.
STANDARDS = ["a-3a", "ua-1"]


@dataclass(frozen=True, slots=True)
class Facts:
    """What stands on one certificate."""

    kind: str
    code: str
    name: str
    title: str
    number: int
    contest: str
    cycle: str
    decision_number: str
    decided_on: date | None
    issued_on: date


class Press:
    """Prints certificates of one city; `public_url` is where they are checked."""

    def __init__(self, *, city: str, programme: str, council: str, public_url: str) -> None:
        self.city, self.programme, self.council = city, programme, council
        self.public_url = public_url.rstrip("/")

    @cached_property
    def _compiler(self) -> Any:
        static = beside_or_inside("static")
        return typst.Compiler(root=str(static), font_paths=[str(static / "fonts")], ignore_system_fonts=True)

    def address(self, code: str) -> str:
        """Where a certificate is checked."""
        return f"{self.public_url}/verify/{code}"

    def pdf(self, facts: Facts) -> bytes:
        """The PDF of one certificate, about 40 kB."""
        template = (beside_or_inside("templates") / "certificates" / "certificate.typ").read_bytes()
        noon = datetime(facts.issued_on.year, facts.issued_on.month, facts.issued_on.day, 12, tzinfo=UTC)
        made: bytes = self._compiler.compile(
            template,
            format="pdf",
            sys_inputs=self._inputs(facts),
            pdf_standards=STANDARDS,
            timestamp=int(noon.timestamp()),
        )
        return made

    def _inputs(self, facts: Facts) -> dict[str, str]:
        return {
            "kind": facts.kind,
            "code": grouped(facts.code),
            "name": facts.name,
            "title": facts.title,
            "number": str(facts.number),
            "contest": facts.contest,
            "cycle": facts.cycle,
            "decision_number": facts.decision_number,
            "decided_on": _day(facts.decided_on),
            "issued_on": _day(facts.issued_on),
            "city": self.city,
            "programme": self.programme,
            "council": self.council,
            "address": self.address(facts.code).split("://", 1)[-1],
            "qr": qr(self.address(facts.code)),
        }


def qr(address: str) -> str:
    """The code of an address as SVG, level M; printed 34 mm wide, so that an old phone reads it."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", scale=8, border=2, dark="#1A1A1A")
    return out.getvalue().decode()


def _day(day: date | None) -> str:
    return format_date(day, "d MMMM y", locale="uk") if day else ""

"""The table of coordinators: who runs which school's budget; each sees their own school and no other."""

from datetime import date

from sqlalchemy import Date, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from pb.db.base import Base


class Coordinator(Base):
    """One member of staff in charge of one school's budget."""

    __tablename__ = "school_coordinators"

    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycles_cycles.id"), primary_key=True)
    staff_code: Mapped[str] = mapped_column(String(16), primary_key=True)
    given_on: Mapped[date] = mapped_column(Date)

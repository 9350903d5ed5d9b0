"""Tables of the noun: the project, its estimate, its pictures, the history of its status."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pb.accounts.models import Author
from pb.cycles.models import Contest, Cycle, District
from pb.db.base import Base, Code, Key, Moment, Money, enum_type
from pb.media.models import Document, Picture
from pb.projects.rules import Applicant, Move, Shape, Status, reserve_of
from pb.values.money import Kopecks, line_sum


class Project(Base):
    """One project of one cycle; a draft may be incomplete, anything sent may not."""

    __tablename__ = "projects_projects"
    __table_args__ = (
        UniqueConstraint("cycle_id", "number"),
        UniqueConstraint("contest_id", "ballot_position"),
        CheckConstraint(
            "status = 'draft' OR (number IS NOT NULL AND submitted_at IS NOT NULL AND contest_id IS NOT NULL"
            " AND district_id IS NOT NULL AND title <> '' AND summary <> '' AND total_kopecks > 0)",
            name="sent_is_complete",
        ),
        CheckConstraint(
            "(latitude IS NULL) = (longitude IS NULL) AND (latitude IS NULL OR latitude BETWEEN -90 AND 90)",
            name="point",
        ),
        CheckConstraint("total_kopecks >= 0", name="total"),
        CheckConstraint("reserve_percent BETWEEN 0 AND 50", name="reserve"),
        CheckConstraint(
            "status NOT IN ('on_ballot', 'won', 'took_part') OR ballot_position IS NOT NULL",
            name="on_ballot_has_place",
        ),
        CheckConstraint("(status = 'merged') = (merged_into_id IS NOT NULL)", name="merged_leads_on"),
        CheckConstraint("merged_into_id <> id", name="merged_into_another"),
        CheckConstraint("applicant <> 'person' OR (body_name = '' AND body_code = '')", name="person_is_no_body"),
        CheckConstraint(
            "status = 'draft' OR applicant = 'person'"
            " OR (body_name <> '' AND (applicant = 'self_organised' OR length(body_code) = 8))",
            name="sent_body_is_named",
        ),
        Index("ix_projects_projects_cycle_status", "cycle_id", "status"),
    )

    id: Mapped[Key]
    code: Mapped[Code]
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycles_cycles.id"))
    number: Mapped[int | None]
    contest_id: Mapped[int | None] = mapped_column(ForeignKey("cycles_contests.id"), index=True)
    district_id: Mapped[int | None] = mapped_column(ForeignKey("cycles_districts.id"), index=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_authors.id"), index=True)
    author_name: Mapped[str] = mapped_column(String(200), default="")  # public, as it stood when sent
    entered_by: Mapped[int | None] = mapped_column(ForeignKey("accounts_staff.id"), index=True)  # at a desk
    applicant: Mapped[Applicant] = mapped_column(enum_type(Applicant), default=Applicant.PERSON)
    body_name: Mapped[str] = mapped_column(String(120), default="")  # of the body in whose name the author acts
    body_code: Mapped[str] = mapped_column(String(20), default="")  # ЄДРПОУ; as typed while the project is a draft
    status: Mapped[Status] = mapped_column(enum_type(Status), default=Status.DRAFT)
    title: Mapped[str] = mapped_column(String(120), default="")
    summary: Mapped[str] = mapped_column(String(300), default="")
    title_en: Mapped[str] = mapped_column(String(160), default="")
    summary_en: Mapped[str] = mapped_column(String(400), default="")
    problem: Mapped[str] = mapped_column(Text, default="")
    idea: Mapped[str] = mapped_column(Text, default="")
    beneficiaries: Mapped[str] = mapped_column(Text, default="")
    plan: Mapped[str] = mapped_column(Text, default="")
    upkeep: Mapped[str] = mapped_column(Text, default="")
    address: Mapped[str] = mapped_column(String(200), default="")
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    shape: Mapped[Shape] = mapped_column(enum_type(Shape), default=Shape.POINT)
    reserve_percent: Mapped[int] = mapped_column(default=0)  # of the lines' sum, for dearer prices
    total_kopecks: Mapped[Money] = mapped_column(default=0)  # lines and reserve, or what a department corrected it to
    search_text: Mapped[str] = mapped_column(Text, default="")  # case-folded: SQLite and C locales misread Cyrillic
    started_at: Mapped[Moment]
    saved_at: Mapped[Moment]
    submitted_at: Mapped[Moment | None]
    ballot_position: Mapped[int | None]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("projects_projects.id"), index=True)  # what goes on

    cycle: Mapped[Cycle] = relationship(lazy="raise")
    contest: Mapped[Contest | None] = relationship(lazy="raise")
    district: Mapped[District | None] = relationship(lazy="raise")
    author: Mapped[Author | None] = relationship(lazy="raise")
    estimate: Mapped[list["EstimateRow"]] = relationship(
        lazy="raise", order_by="EstimateRow.position", cascade="all, delete-orphan"
    )
    further_points: Mapped[list["FurtherPoint"]] = relationship(
        lazy="raise", order_by="FurtherPoint.position", cascade="all, delete-orphan"
    )
    photos: Mapped[list["ProjectPhoto"]] = relationship(
        lazy="raise", order_by="ProjectPhoto.position", cascade="all, delete-orphan"
    )
    history: Mapped[list["StatusChange"]] = relationship(lazy="raise", order_by="StatusChange.id")

    @property
    def where(self) -> str:
        """«Село, вул. Довга, 5»; empty when neither is known."""
        return ", ".join(filter(None, (self.district.name if self.district else "", self.address)))

    @property
    def reserve_kopecks(self) -> int:
        """What the estimate puts aside."""
        return reserve_of(sum(row.total for row in self.estimate), self.reserve_percent)


class EstimateRow(Base):
    """One line of the estimate; quantity in thousandths of a unit, price in kopecks."""

    __tablename__ = "projects_estimate_rows"
    __table_args__ = (
        UniqueConstraint("project_id", "position"),
        CheckConstraint("quantity > 0 AND price_kopecks >= 0", name="positive"),
    )

    id: Mapped[Key]
    project_id: Mapped[int] = mapped_column(ForeignKey("projects_projects.id"), index=True)
    position: Mapped[int]
    item: Mapped[str] = mapped_column(String(200))
    unit: Mapped[str] = mapped_column(String(20))
    quantity: Mapped[int]
    price_kopecks: Mapped[Money]

    @property
    def total(self) -> int:
        """The line's sum in kopecks."""
        return line_sum(self.quantity, Kopecks(self.price_kopecks))


class FurtherPoint(Base):
    """A point after the first one: another place, or the next corner of a line."""

    __tablename__ = "projects_further_points"
    __table_args__ = (CheckConstraint("latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180", name="point"),)

    project_id: Mapped[int] = mapped_column(ForeignKey("projects_projects.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    latitude: Mapped[float]
    longitude: Mapped[float]


class ProjectPhoto(Base):
    """A picture of the idea; the first one is the cover."""

    __tablename__ = "projects_photos"

    project_id: Mapped[int] = mapped_column(ForeignKey("projects_projects.id"), primary_key=True)
    picture_id: Mapped[int] = mapped_column(ForeignKey("media_pictures.id"), primary_key=True)
    position: Mapped[int]

    picture: Mapped[Picture] = relationship(lazy="raise")


class ProjectDocument(Base):
    """A document of a project; for its author and those who judge it."""

    __tablename__ = "projects_documents"

    project_id: Mapped[int] = mapped_column(ForeignKey("projects_projects.id", ondelete="CASCADE"), primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("media_documents.id"), primary_key=True)

    document: Mapped[Document] = relationship(lazy="raise")


class StatusChange(Base):
    """One change of a project's status: what, when, why; readable by everybody once the project is public."""

    __tablename__ = "projects_status_changes"

    id: Mapped[Key]
    project_id: Mapped[int] = mapped_column(ForeignKey("projects_projects.id"), index=True)
    at: Mapped[Moment]
    move: Mapped[Move] = mapped_column(enum_type(Move))
    status: Mapped[Status] = mapped_column(enum_type(Status))
    reason: Mapped[str] = mapped_column(Text, default="")

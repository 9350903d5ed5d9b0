"""Tables of the works: one row for each winner, its stages, posts with photos, residents' ratings."""

from datetime import date

from sqlalchemy import CheckConstraint, Enum, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pb.accounts.models import Department
from pb.db.base import Base, Code, Key, Moment, Money, enum_type
from pb.implementation import rules
from pb.implementation.rules import ROAD, Stage, StageDay, Standing, Verdict
from pb.media.models import Picture
from pb.projects.models import Project

# Without a constraint of its own: two columns of one enum would give it one name twice.
ROAD_TYPE = Enum(Stage, native_enum=False, values_callable=lambda stages: [stage.value for stage in stages], length=40)


class Works(Base):
    """The works of one project; `road` keeps the place on the road while they are stopped."""

    __tablename__ = "implementation_works"
    __table_args__ = (
        CheckConstraint(
            "allocated_kopecks > 0 AND estimate_kopecks > 0 AND paid_kopecks >= 0 AND contracted_kopecks >= 0",
            name="money",
        ),
        CheckConstraint(f"road IN ({', '.join(repr(stage.value) for stage in ROAD)})", name="road"),
        CheckConstraint("stage IN ('suspended', 'impossible') OR stage = road", name="stage_or_stop"),
    )

    id: Mapped[Key]
    project_id: Mapped[int] = mapped_column(ForeignKey("projects_projects.id"), unique=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("accounts_departments.id"), index=True)
    stage: Mapped[Stage] = mapped_column(enum_type(Stage), index=True)
    road: Mapped[Stage] = mapped_column(ROAD_TYPE)
    allocated_kopecks: Mapped[Money]
    estimate_kopecks: Mapped[Money]
    contracted_kopecks: Mapped[Money | None]
    paid_kopecks: Mapped[Money] = mapped_column(default=0)
    tender_number: Mapped[str] = mapped_column(String(40), default="")
    contract_number: Mapped[str] = mapped_column(String(60), default="")
    contact: Mapped[str] = mapped_column(String(200), default="")
    started_at: Mapped[Moment]
    last_post_at: Mapped[Moment]

    project: Mapped[Project] = relationship(lazy="raise")
    department: Mapped[Department] = relationship(lazy="raise")
    stages: Mapped[list["WorksStage"]] = relationship(lazy="raise", cascade="all, delete-orphan")
    posts: Mapped[list["Post"]] = relationship(lazy="raise", order_by="Post.posted_at.desc(), Post.id.desc()")
    ratings: Mapped[list["Rating"]] = relationship(lazy="raise", order_by="Rating.rated_at.desc(), Rating.id.desc()")

    @property
    def money(self) -> rules.Money:
        """The row's money as the value that `rules` decide by."""
        return rules.Money(self.allocated_kopecks, self.contracted_kopecks, self.paid_kopecks)

    @property
    def standing(self) -> Standing:
        """Where the works stand; the stages must be loaded."""
        days = {row.stage: row.day for row in self.stages}
        return Standing(self.stage, self.road, days, self.money)


class WorksStage(Base):
    """The days of one stage of the road; `promised_on` is the first plan and never changes."""

    __tablename__ = "implementation_stages"
    __table_args__ = (CheckConstraint("stage NOT IN ('suspended', 'impossible')", name="on_the_road"),)

    works_id: Mapped[int] = mapped_column(ForeignKey("implementation_works.id"), primary_key=True)
    stage: Mapped[Stage] = mapped_column(enum_type(Stage), primary_key=True)
    promised_on: Mapped[date | None]
    planned_on: Mapped[date | None]
    real_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(Text, default="")

    @property
    def day(self) -> StageDay:
        """The row as the value that `rules` decide by."""
        return StageDay(self.stage, self.promised_on, self.planned_on, self.real_on, self.reason)


class Post(Base):
    """One piece of news from the works; posts are not changed, a mistake is corrected by the next one."""

    __tablename__ = "implementation_posts"
    __table_args__ = (Index("ix_implementation_posts_works_posted", "works_id", "posted_at"),)

    id: Mapped[Key]
    works_id: Mapped[int] = mapped_column(ForeignKey("implementation_works.id"))
    stage: Mapped[Stage] = mapped_column(enum_type(Stage))
    text: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text, default="")
    paid_kopecks: Mapped[Money]
    posted_at: Mapped[Moment]

    photos: Mapped[list["PostPhoto"]] = relationship(lazy="raise", order_by="PostPhoto.position")


class PostPhoto(Base):
    """A photo of a post, and whether it shows the place before, during or after the works."""

    __tablename__ = "implementation_photos"

    post_id: Mapped[int] = mapped_column(ForeignKey("implementation_posts.id"), primary_key=True)
    picture_id: Mapped[int] = mapped_column(ForeignKey("media_pictures.id"), primary_key=True)
    position: Mapped[int]
    time: Mapped[rules.PhotoTime] = mapped_column(enum_type(rules.PhotoTime))

    picture: Mapped[Picture] = relationship(lazy="raise")


class Rating(Base):
    """What one resident says about the finished thing; the newest word of a person replaces the older."""

    __tablename__ = "implementation_ratings"
    __table_args__ = (
        UniqueConstraint("works_id", "author_id"),
        CheckConstraint("stars BETWEEN 1 AND 5", name="stars"),
    )

    id: Mapped[Key]
    code: Mapped[Code]
    works_id: Mapped[int] = mapped_column(ForeignKey("implementation_works.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("accounts_authors.id"))
    is_project_author: Mapped[bool]
    stars: Mapped[int]
    verdict: Mapped[Verdict] = mapped_column(enum_type(Verdict))
    comment: Mapped[str] = mapped_column(String(500), default="")
    hidden_reason: Mapped[str] = mapped_column(String(200), default="")  # a moderator's; empty means shown
    rated_at: Mapped[Moment]

"""Tables of a budget year: cycle, rule set, districts, contests and their groups, desks."""

from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pb.ballots.terms import Form
from pb.cycles import rules
from pb.db.base import Base, Code, Key, Moment, Money, Name, enum_type
from pb.values.period import Period


class Cycle(Base):
    """One budget year of the city or of one school; `code` stands in addresses («2026»)."""

    __tablename__ = "cycles_cycles"
    __table_args__ = (
        CheckConstraint(
            "announced_at <= submission_opens_at AND submission_opens_at < submission_closes_at"
            " AND submission_closes_at <= review_until AND review_until <= appeals_until"
            " AND appeals_until <= voting_opens_at AND voting_opens_at < voting_closes_at"
            " AND voting_closes_at <= results_at AND results_at <= implementation_until",
            name="calendar_in_order",
        ),
        CheckConstraint("grace_minutes BETWEEN 0 AND 120", name="grace"),
    )

    id: Mapped[Key]
    code: Mapped[Code]
    kind: Mapped[rules.CycleKind] = mapped_column(enum_type(rules.CycleKind))
    title: Mapped[Name]
    title_en: Mapped[Name]
    host_name: Mapped[str] = mapped_column(String(200), default="")  # the school, for a school's budget
    announced_at: Mapped[Moment]
    submission_opens_at: Mapped[Moment]
    submission_closes_at: Mapped[Moment]
    review_until: Mapped[Moment]
    appeals_until: Mapped[Moment]
    voting_opens_at: Mapped[Moment]
    voting_closes_at: Mapped[Moment]
    grace_minutes: Mapped[int]
    results_at: Mapped[Moment]
    implementation_until: Mapped[Moment]
    currency: Mapped[str] = mapped_column(String(3), default="UAH")  # other only where an election was imported

    contests: Mapped[list["Contest"]] = relationship(back_populates="cycle", lazy="raise", order_by="Contest.position")

    @property
    def calendar(self) -> rules.Calendar:
        """The row's moments as the value that `rules` decide by."""
        return rules.Calendar(
            announced_at=self.announced_at,
            submission=Period(self.submission_opens_at, self.submission_closes_at),
            review_until=self.review_until,
            appeals_until=self.appeals_until,
            voting=Period(self.voting_opens_at, self.voting_closes_at),
            grace=timedelta(minutes=self.grace_minutes),
            results_at=self.results_at,
            implementation_until=self.implementation_until,
        )

    def phase(self, now: datetime) -> rules.Phase:
        """The phase at `now`; computed."""
        return rules.phase_at(self.calendar, now)


class CycleRules(Base):
    """One version of a cycle's rule set; the newest holds; frozen ones are never changed."""

    __tablename__ = "cycles_rule_sets"
    __table_args__ = (
        UniqueConstraint("cycle_id", "version"),
        CheckConstraint("author_age BETWEEN 6 AND 120 AND voter_age BETWEEN 6 AND 120", name="ages"),
        CheckConstraint("reserve_percent BETWEEN 0 AND 50", name="reserve"),
        CheckConstraint("quorum >= 1 AND revision_rounds >= 0 AND supporters_needed >= 0", name="counts"),
    )

    id: Mapped[Key]
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycles_cycles.id"))
    version: Mapped[int]
    author_age: Mapped[int]
    voter_age: Mapped[int]
    residence_needed: Mapped[bool]
    voter_proof: Mapped[rules.VoterProof] = mapped_column(enum_type(rules.VoterProof))
    projects_per_author: Mapped[int]
    condominiums_apply: Mapped[bool]
    supporters_needed: Mapped[int]
    reserve_percent: Mapped[int]
    check_days: Mapped[int]
    dossier_days: Mapped[int]
    commission_days: Mapped[int]
    revision_rounds: Mapped[int]
    revision_days: Mapped[int]
    appeal_days: Mapped[int]
    quorum: Mapped[int]
    grace_minutes: Mapped[int]
    smallest_cell: Mapped[int]
    comments: Mapped[rules.Comments] = mapped_column(enum_type(rules.Comments))
    digest: Mapped[str] = mapped_column(String(64))
    frozen_at: Mapped[Moment | None]


class District(Base):
    """One place of the community; all cycles of the city share them."""

    __tablename__ = "cycles_districts"
    __table_args__ = (CheckConstraint("residents >= 0 AND adults >= 0 AND adults <= residents", name="people"),)

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[Name]
    kind: Mapped[rules.DistrictKind] = mapped_column(enum_type(rules.DistrictKind))
    latitude: Mapped[float]
    longitude: Mapped[float]
    residents: Mapped[int]
    adults: Mapped[int]
    position: Mapped[int]


class Street(Base):
    """One street of the list by which authors find their place; without coordinates it gives the name only."""

    __tablename__ = "cycles_streets"
    __table_args__ = (
        UniqueConstraint("name", "district_id"),
        CheckConstraint("(latitude IS NULL) = (longitude IS NULL)", name="point"),
    )

    id: Mapped[Key]
    name: Mapped[Name]
    district_id: Mapped[int | None] = mapped_column(ForeignKey("cycles_districts.id"), index=True)
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]

    district: Mapped[District | None] = relationship(lazy="raise")


class Boundary(Base):
    """The edge of one district: a GeoJSON geometry in WGS 84."""

    __tablename__ = "cycles_boundaries"

    district_id: Mapped[int] = mapped_column(ForeignKey("cycles_districts.id"), primary_key=True)
    geometry: Mapped[str] = mapped_column(Text)


class ContestGroup(Base):
    """Contests of which one person may use at most `most`: districts, say.

    The roll's slots refer to (id, most): once somebody has voted the number can no longer be changed.
    """

    __tablename__ = "cycles_contest_groups"
    __table_args__ = (
        UniqueConstraint("id", "most"),
        CheckConstraint("most BETWEEN 1 AND 100", name="most"),
    )

    id: Mapped[Key]
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycles_cycles.id"), index=True)
    title: Mapped[Name]
    title_en: Mapped[Name]
    most: Mapped[int]


class Contest(Base):
    """One contest of a cycle: a purse, its projects, a ballot form, a counting rule."""

    __tablename__ = "cycles_contests"
    __table_args__ = (
        UniqueConstraint("cycle_id", "code"),
        CheckConstraint("purse_kopecks >= 0 AND ceiling_kopecks > 0", name="money"),
        CheckConstraint("min_choices >= 1 AND max_choices >= min_choices", name="choices"),
        CheckConstraint("threshold >= 0", name="threshold"),
    )

    id: Mapped[Key]
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycles_cycles.id"), index=True)
    code: Mapped[str] = mapped_column(String(40))
    position: Mapped[int]
    title: Mapped[Name]
    title_en: Mapped[Name]
    description: Mapped[str] = mapped_column(Text)
    category: Mapped[rules.Category] = mapped_column(enum_type(rules.Category))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_departments.id"), index=True)
    group_id: Mapped[int | None] = mapped_column(ForeignKey(ContestGroup.id), index=True)
    purse_kopecks: Mapped[Money]
    ceiling_kopecks: Mapped[Money]
    form: Mapped[Form] = mapped_column(enum_type(Form))
    min_choices: Mapped[int] = mapped_column(default=1)
    max_choices: Mapped[int] = mapped_column(default=1)
    scale: Mapped[str] = mapped_column(String(60), default="")  # points per place, «3,2,1»
    points_total: Mapped[int | None]
    counting_rule: Mapped[str] = mapped_column(String(40), default="greedy")
    unaffordable: Mapped[rules.Unaffordable] = mapped_column(enum_type(rules.Unaffordable))
    threshold: Mapped[int] = mapped_column(default=0)
    counting: Mapped[str] = mapped_column(Text, default="")  # what else the count is told, as tally writes it

    cycle: Mapped[Cycle] = relationship(back_populates="contests", lazy="raise")
    group: Mapped[ContestGroup | None] = relationship(lazy="raise")


class Desk(Base):
    """A place where people vote with an operator's help (ЦНАП)."""

    __tablename__ = "cycles_desks"

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[Name]
    address: Mapped[Name]
    hours: Mapped[Name]
    is_step_free: Mapped[bool]
    latitude: Mapped[float]
    longitude: Mapped[float]
    district_id: Mapped[int] = mapped_column(ForeignKey("cycles_districts.id"))

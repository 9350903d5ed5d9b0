"""Tables of the electorate: the roll, opened elections, school codes, shifts and booth codes; no choice is here.

No table grows by itself and none holds a time finer than a day, except codes that live for minutes and are deleted:
SQLite keeps rows in the order of their keys, which are hashes, so that a copy of the file is not a list of who came
first.
"""

from datetime import date

from sqlalchemy import (
    CheckConstraint,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from pb.ballots.manifest import MANIFEST_LIMIT
from pb.db.base import Base, Code, Key, LongText, Moment, enum_type
from pb.electorate.rules import AgeBand, BoothState, CaseOutcome, CaseState, Channel, LostBy, ResidenceProof

BY_KEY = {"sqlite_with_rowid": False}


class Election(Base):
    """The manifest of a cycle, frozen byte for byte when its ballot was opened."""

    __tablename__ = "electorate_elections"
    __table_args__ = (
        CheckConstraint("length(hash) = 64", name="hash"),
        CheckConstraint(f"length(manifest) BETWEEN 1 AND {MANIFEST_LIMIT}", name="manifest"),
    )

    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycles_cycles.id"), primary_key=True)
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    manifest: Mapped[bytes] = mapped_column(LargeBinary)
    opened_on: Mapped[date] = mapped_column(Date)


class RollEntry(Base):
    """That a person took an envelope or a paper ballot of a contest: one, whatever the channel.

    `day` is the city's calendar day. On paper nothing is signed: `request_hash` is the same in all such rows.
    """

    __tablename__ = "electorate_roll"
    __table_args__ = (
        CheckConstraint("length(person_key) = 32 AND length(request_hash) = 32", name="hashes"),
        CheckConstraint("(channel IN ('desk', 'paper')) = (desk_id IS NOT NULL)", name="desk"),
        CheckConstraint("(channel = 'paper') = (length(blind_signature) = 0)", name="envelope"),
        Index(None, "contest_id", "day", "channel"),
        BY_KEY,
    )

    contest_id: Mapped[int] = mapped_column(ForeignKey("cycles_contests.id"), primary_key=True)
    person_key: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    channel: Mapped[Channel] = mapped_column(enum_type(Channel))
    desk_id: Mapped[int | None] = mapped_column(ForeignKey("cycles_desks.id"))
    day: Mapped[date] = mapped_column(Date)
    district_id: Mapped[int | None] = mapped_column(ForeignKey("cycles_districts.id"))
    age_band: Mapped[AgeBand] = mapped_column(enum_type(AgeBand))
    request_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    blind_signature: Mapped[bytes] = mapped_column(LargeBinary)


class Resident(Base):
    """A person of the city's register of residents, known by a key that only this cycle has."""

    __tablename__ = "electorate_residents"
    __table_args__ = (CheckConstraint("length(register_key) = 32", name="register_key"), BY_KEY)

    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycles_cycles.id"), primary_key=True)
    register_key: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    birth_date: Mapped[date] = mapped_column(Date)
    district_id: Mapped[int] = mapped_column(ForeignKey("cycles_districts.id"))


class Excluded(Base):
    """A person who has no vote in this cycle whatever a bank says, say because of death; known by a key only."""

    __tablename__ = "electorate_excluded"
    __table_args__ = (CheckConstraint("length(register_key) = 32", name="register_key"), BY_KEY)

    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycles_cycles.id"), primary_key=True)
    register_key: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)


class Slot(Base):
    """One use of a group of contests by a person: the database itself refuses the one too many.

    Which contest it was used for stands on the roll alone, so that slots tell no order in which a person voted.
    """

    __tablename__ = "electorate_slots"
    __table_args__ = (
        ForeignKeyConstraint(["group_id", "most"], ["cycles_contest_groups.id", "cycles_contest_groups.most"]),
        CheckConstraint("length(person_key) = 32", name="person_key"),
        CheckConstraint("slot BETWEEN 1 AND most", name="limit"),
        BY_KEY,
    )

    group_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    person_key: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    slot: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    most: Mapped[int]


class SchoolClass(Base):
    """How a class votes: each pupil by a slip, or all together by raised hands; never both.

    Slips and totals refer to (cycle, label, by_hands), so that the database refuses the other way.
    """

    __tablename__ = "electorate_classes"
    __table_args__ = (
        UniqueConstraint("cycle_id", "label", "by_hands"),
        CheckConstraint("by_hands = (pupils > 0) AND pupils >= 0", name="pupils"),
    )

    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycles_cycles.id"), primary_key=True)
    label: Mapped[str] = mapped_column(String(40), primary_key=True)
    by_hands: Mapped[bool]
    pupils: Mapped[int] = mapped_column(default=0)  # the class's roll when it votes together; slips count themselves


class SchoolCode(Base):
    """A code slip by its keyed hash: its class, whether it was replaced, whether an envelope was taken with it.

    Never whose it is, never when it was used; a used one is not replaced, or its holder would vote twice.
    """

    __tablename__ = "electorate_codes"
    __table_args__ = (
        CheckConstraint("length(code_hash) = 32", name="hash"),
        CheckConstraint("NOT (is_void AND is_used)", name="one_vote"),
        CheckConstraint("NOT by_hands", name="by_slip"),
        ForeignKeyConstraint(
            ["cycle_id", "class_label", "by_hands"],
            ["electorate_classes.cycle_id", "electorate_classes.label", "electorate_classes.by_hands"],
            name="fk_electorate_codes_class",
        ),
        BY_KEY,
    )

    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycles_cycles.id"), primary_key=True)
    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    class_label: Mapped[str] = mapped_column(String(40))
    by_hands: Mapped[bool] = mapped_column(default=False)
    is_void: Mapped[bool] = mapped_column(default=False)
    is_used: Mapped[bool] = mapped_column(default=False)


class Reissue(Base):
    """A second envelope for one that was lost: asked for by an operator, granted by another person, used once.

    Whose it is only the roll's key says; the day is as fine as everywhere.
    """

    __tablename__ = "electorate_reissues"
    __table_args__ = (
        CheckConstraint("length(person_key) = 32", name="person_key"),
        CheckConstraint("granted_by <> asked_by", name="two_people"),
        CheckConstraint("NOT is_used OR is_granted", name="granted_first"),
        CheckConstraint("NOT is_granted OR granted_by IS NOT NULL", name="granted_by"),
        BY_KEY,
    )

    contest_id: Mapped[int] = mapped_column(ForeignKey("cycles_contests.id"), primary_key=True)
    person_key: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    code: Mapped[str] = mapped_column(String(16), index=True)  # one for all contests asked for together
    lost_by: Mapped[LostBy] = mapped_column(enum_type(LostBy))
    reason: Mapped[str] = mapped_column(String(500))
    asked_by: Mapped[str] = mapped_column(String(40))
    asked_on: Mapped[date] = mapped_column(Date)
    granted_by: Mapped[str | None] = mapped_column(String(40))  # who decided, either way
    granted_on: Mapped[date | None] = mapped_column(Date)
    is_granted: Mapped[bool] = mapped_column(default=False)
    is_used: Mapped[bool] = mapped_column(default=False)


class Shift(Base):
    """An operator's shift at a desk: how many people entered the booth and how many of them voted."""

    __tablename__ = "electorate_shifts"
    __table_args__ = (
        CheckConstraint("finished >= 0 AND finished <= entered AND on_paper >= 0", name="counts"),
        Index("uq_electorate_shifts_open", "operator", unique=True,
              sqlite_where=text("closed_on IS NULL"), postgresql_where=text("closed_on IS NULL")),
    )  # fmt: skip

    id: Mapped[Key]
    code: Mapped[Code]
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycles_cycles.id"), index=True)
    desk_id: Mapped[int] = mapped_column(ForeignKey("cycles_desks.id"), index=True)
    operator: Mapped[str] = mapped_column(String(40))  # public code of the member of staff
    opened_on: Mapped[date] = mapped_column(Date)
    closed_on: Mapped[date | None] = mapped_column(Date)
    entered: Mapped[int] = mapped_column(default=0)
    finished: Mapped[int] = mapped_column(default=0)
    on_paper: Mapped[int] = mapped_column(default=0)
    note: Mapped[str] = mapped_column(String(500), default="")


class ShiftProof(Base):
    """How many people of a shift proved their residence in which way."""

    __tablename__ = "electorate_shift_proofs"
    __table_args__ = (CheckConstraint("amount > 0", name="amount"),)

    shift_id: Mapped[int] = mapped_column(ForeignKey(Shift.id), primary_key=True)
    proof: Mapped[ResidenceProof] = mapped_column(enum_type(ResidenceProof), primary_key=True)
    amount: Mapped[int]


class Night(Base):
    """How long the box's public log was at midnight and at six, by the city's clock: what anybody could have seen.

    Nothing else about the hour of a vote is kept anywhere.
    """

    __tablename__ = "electorate_nights"
    __table_args__ = (CheckConstraint("at_midnight >= 0 AND at_six >= at_midnight", name="grows"),)

    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycles_cycles.id"), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    at_midnight: Mapped[int]
    at_six: Mapped[int | None]


class FindingNote(Base):
    """What people found out about a figure that stood out: who, when, why it is no longer open."""

    __tablename__ = "electorate_finding_notes"

    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycles_cycles.id"), primary_key=True)
    finding: Mapped[str] = mapped_column(String(300), primary_key=True)
    note: Mapped[str] = mapped_column(String(1000))
    closed_by: Mapped[str] = mapped_column(String(40))
    closed_on: Mapped[date] = mapped_column(Date)


class Case(Base):
    """«Somebody voted in my name»: what the person tells, who looks, by when, what it was. Never what was chosen.

    `token_hash` opens the person's own page; the day is as fine as everywhere.
    """

    __tablename__ = "electorate_cases"
    __table_args__ = (
        CheckConstraint("length(person_key) = 32 AND length(token_hash) = 32", name="hashes"),
        CheckConstraint("(state = 'received') = (handled_by IS NULL)", name="handled"),
        CheckConstraint("(state = 'answered') = (outcome IS NOT NULL AND answered_on IS NOT NULL)", name="answered"),
        Index("uq_electorate_cases_open", "cycle_id", "person_key", unique=True,
              sqlite_where=text("state <> 'answered'"), postgresql_where=text("state <> 'answered'")),
    )  # fmt: skip

    id: Mapped[Key]
    code: Mapped[Code]
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycles_cycles.id"), index=True)
    person_key: Mapped[bytes] = mapped_column(LargeBinary(32))
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    story: Mapped[LongText]
    email: Mapped[str] = mapped_column(String(254), default="")
    language: Mapped[str] = mapped_column(String(5), default="uk")
    opened_at_desk: Mapped[str | None] = mapped_column(String(40))  # the operator who wrote it down
    opened_on: Mapped[date] = mapped_column(Date)
    due_on: Mapped[date] = mapped_column(Date)
    state: Mapped[CaseState] = mapped_column(enum_type(CaseState), default=CaseState.RECEIVED)
    handled_by: Mapped[str | None] = mapped_column(String(40))
    outcome: Mapped[CaseOutcome | None] = mapped_column(enum_type(CaseOutcome))
    answer: Mapped[LongText] = mapped_column(default="")
    answered_on: Mapped[date | None] = mapped_column(Date)


class BoothCode(Base):
    """A one-time code that gives a visit to the voter's screen; deleted when its shift closes or it is over."""

    __tablename__ = "electorate_booth_codes"
    __table_args__ = (CheckConstraint("length(code_hash) = 32 AND length(visit_hash) = 32", name="hashes"), BY_KEY)

    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    visit_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    shift_id: Mapped[int] = mapped_column(ForeignKey(Shift.id), index=True)
    proof: Mapped[ResidenceProof] = mapped_column(enum_type(ResidenceProof))
    state: Mapped[BoothState] = mapped_column(enum_type(BoothState), default=BoothState.WAITING)
    expires_at: Mapped[Moment]

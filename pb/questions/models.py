"""Tables of the form as data: its versions, their questions, which version a sent project keeps, the answers."""

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pb.db.base import Base, Key, Moment


class FormVersion(Base):
    """One version of a cycle's questions; a published one never changes, at most one is being composed."""

    __tablename__ = "questions_forms"
    __table_args__ = (UniqueConstraint("cycle_id", "version"), CheckConstraint("version >= 1", name="version"))

    id: Mapped[Key]
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycles_cycles.id"))
    version: Mapped[int]
    published_at: Mapped[Moment | None]

    questions: Mapped[list["QuestionRow"]] = relationship(
        lazy="raise", order_by="QuestionRow.position", cascade="all, delete-orphan"
    )


class QuestionRow(Base):
    """One question of one version; `kind` names a file of `pb.questions.kinds`."""

    __tablename__ = "questions_questions"
    __table_args__ = (UniqueConstraint("form_id", "key"), CheckConstraint("label <> ''", name="label"))

    id: Mapped[Key]
    form_id: Mapped[int] = mapped_column(ForeignKey("questions_forms.id"), index=True)
    key: Mapped[str] = mapped_column(String(16))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(40))
    label: Mapped[str] = mapped_column(String(300))
    help: Mapped[str] = mapped_column(Text, default="")
    example: Mapped[str] = mapped_column(Text, default="")
    is_required: Mapped[bool]
    is_public: Mapped[bool]
    contest: Mapped[str] = mapped_column(String(40), default="")
    options: Mapped[str] = mapped_column(Text, default="")


class ProjectForm(Base):
    """The version a project was sent with: later versions do not touch it."""

    __tablename__ = "questions_project_forms"

    project_id: Mapped[int] = mapped_column(ForeignKey("projects_projects.id", ondelete="CASCADE"), primary_key=True)
    form_id: Mapped[int] = mapped_column(ForeignKey("questions_forms.id"), index=True)


class Answer(Base):
    """What an author answered to one question; `value` is JSON of the kind's own shape."""

    __tablename__ = "questions_answers"

    project_id: Mapped[int] = mapped_column(ForeignKey("projects_projects.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(String(16), primary_key=True)
    value: Mapped[str] = mapped_column(Text)

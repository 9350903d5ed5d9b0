"""Departments, places, desks and staff of the demo city."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb.accounts import passwords
from pb.accounts.models import Department, Staff
from pb.accounts.service import add_department, invite_staff
from pb.audit.rules import SYSTEM
from pb.cycles.models import Desk, District
from pb.cycles.rules import DistrictKind
from pb.demo.content.places import DEPARTMENTS, DESKS, PLACES
from pb.values.permission import Role

PASSWORD = "демо-пароль-бюджету"  # noqa: S105 - printed on the console and on the sign-in page's hint: a demo


@dataclass(frozen=True, slots=True)
class Login:
    """A demo login as `make run` prints it."""

    email: str
    name: str
    role: Role
    department: str = ""


LOGINS = (
    Login("manager@example.org", "Керівниця Умовна", Role.MANAGER),
    Login("secretary@example.org", "Секретар Прикладенко", Role.SECRETARY),
    Login("commission1@example.org", "Членкиня Комісії Перша", Role.COMMISSION_MEMBER),
    Login("commission2@example.org", "Член Комісії Другий", Role.COMMISSION_MEMBER),
    Login("commission3@example.org", "Членкиня Комісії Третя", Role.COMMISSION_MEMBER),
    Login("operator1@example.org", "Оператор Перший", Role.OPERATOR),
    Login("operator2@example.org", "Операторка Друга", Role.OPERATOR),
    Login("school@example.org", "Координаторка Шкільна", Role.SCHOOL_COORDINATOR),
    Login("school2@example.org", "Учителька Примарна", Role.SCHOOL_COORDINATOR),
    Login("ombudsman@example.org", "Уповноважена Вигадана", Role.OMBUDSMAN),
    Login("auditor@example.org", "Аудитор Незалежний", Role.AUDITOR),
    Login("admin@example.org", "Адміністраторка Системна", Role.ADMINISTRATOR),
)


def department_logins() -> list[Login]:
    """An expert and an implementer for each department."""
    found = []
    for place, department in enumerate(DEPARTMENTS, start=1):
        found.append(Login(f"expert{place}@example.org", department.expert, Role.EXPERT, department.code))
        found.append(Login(f"works{place}@example.org", f"Виконавець {place}", Role.IMPLEMENTER, department.code))
    return found


def load_city(session: Session, now: datetime) -> None:
    """Departments, places, desks, staff."""
    for department in DEPARTMENTS:
        contact = f"{department.address}; {department.phone}; {department.email}"
        add_department(session, SYSTEM, code=department.code, name=department.name, contact=contact)
    for position, place in enumerate(PLACES):
        session.add(
            District(
                code=place.code,
                name=place.name,
                kind=DistrictKind(place.kind),
                latitude=place.latitude,
                longitude=place.longitude,
                residents=place.residents,
                adults=place.adults,
                position=position,
            )
        )
    session.flush()
    _load_desks(session)
    _load_staff(session, now)


def _load_desks(session: Session) -> None:
    ids = {district.code: district.id for district in session.scalars(select(District))}
    for desk in DESKS:
        session.add(
            Desk(
                code=desk.code,
                name=desk.name,
                address=desk.address,
                hours=desk.hours,
                is_step_free=desk.step_free,
                latitude=desk.latitude,
                longitude=desk.longitude,
                district_id=ids[desk.place],
            )
        )


def _load_staff(session: Session, now: datetime) -> None:
    departments = {row.code: row.id for row in session.scalars(select(Department))}
    hashed = passwords.hash_password(PASSWORD)  # one hash for all: a demo has nothing to hide behind it
    for login in [*LOGINS, *department_logins()]:
        staff, _token = invite_staff(
            session,
            SYSTEM,
            email=login.email,
            name=login.name,
            roles=frozenset({login.role}),
            now=now,
            department_id=departments.get(login.department),
        )
        staff.password_hash, staff.totp_secret = hashed, passwords.new_totp_secret()


def staff_of(session: Session, email: str) -> Staff:
    """A demo member of staff by address."""
    return session.scalars(select(Staff).where(Staff.email == email)).one()

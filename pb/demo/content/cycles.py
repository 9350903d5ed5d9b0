"""The four demo cycles with their calendars: finished, in voting, in submission, and one of a school.

Voting days of 2025 and 2026 are those of the model city; the other days are plausible inventions.
"""

from datetime import date

from pb.demo.content.contests import CONTESTS_2025, CONTESTS_2026, CONTESTS_2027, CONTESTS_SCHOOL
from pb.demo.content.records import Calendar, Cycle

FINISHED = Cycle(
    code="2025",
    year=2025,
    name="Бюджет участі 2025",
    name_en="Participatory budget 2025",
    electorate="community",
    fund_kopecks=50_000_000_00,
    contests=CONTESTS_2025,
    calendar=Calendar(
        announced_on=date(2024, 10, 14),
        submission=(date(2024, 11, 4), date(2024, 12, 13)),
        review=(date(2024, 12, 16), date(2025, 2, 14)),
        appeals=(date(2025, 2, 17), date(2025, 3, 7)),
        ballot_on=date(2025, 3, 20),
        voting=(date(2025, 4, 3), date(2025, 4, 17)),
        results_on=date(2025, 4, 24),
        council_on=date(2025, 5, 8),
        implementation=(date(2025, 5, 12), date(2025, 12, 31)),
    ),
)
IN_VOTING = Cycle(
    code="2026",
    year=2026,
    name="Бюджет участі 2026",
    name_en="Participatory budget 2026",
    electorate="community",
    fund_kopecks=55_000_000_00,
    contests=CONTESTS_2026,
    calendar=Calendar(
        announced_on=date(2025, 10, 20),
        submission=(date(2025, 11, 3), date(2025, 12, 19)),
        review=(date(2025, 12, 22), date(2026, 2, 27)),
        appeals=(date(2026, 3, 2), date(2026, 3, 20)),
        ballot_on=date(2026, 4, 2),
        voting=(date(2026, 4, 16), date(2026, 4, 30)),
        results_on=date(2026, 5, 7),
        council_on=date(2026, 5, 21),
        implementation=(date(2026, 5, 25), date(2026, 12, 31)),
    ),
)
IN_SUBMISSION = Cycle(
    code="2027",
    year=2027,
    name="Бюджет участі 2027",
    name_en="Participatory budget 2027",
    electorate="community",
    fund_kopecks=55_000_000_00,
    contests=CONTESTS_2027,
    calendar=Calendar(
        announced_on=date(2026, 3, 23),
        submission=(date(2026, 4, 6), date(2026, 6, 12)),
        review=(date(2026, 6, 15), date(2026, 9, 25)),
        appeals=(date(2026, 9, 28), date(2026, 10, 16)),
        ballot_on=date(2027, 3, 25),
        voting=(date(2027, 4, 8), date(2027, 4, 22)),
        results_on=date(2027, 4, 29),
        council_on=date(2027, 5, 13),
        implementation=(date(2027, 5, 17), date(2027, 12, 31)),
    ),
)
SCHOOL = Cycle(
    code="school-99-2026",
    year=2026,
    name="Шкільний бюджет ліцею №99 «Приклад»",
    name_en="School budget of Lyceum 99 “Example”",
    electorate="school",
    fund_kopecks=100_000_00,
    contests=CONTESTS_SCHOOL,
    calendar=Calendar(
        announced_on=date(2026, 2, 2),
        submission=(date(2026, 2, 9), date(2026, 3, 6)),
        review=(date(2026, 3, 9), date(2026, 3, 27)),
        appeals=(date(2026, 3, 30), date(2026, 4, 3)),
        ballot_on=date(2026, 4, 8),
        voting=(date(2026, 4, 20), date(2026, 4, 24)),
        results_on=date(2026, 4, 27),
        council_on=date(2026, 5, 4),
        implementation=(date(2026, 5, 5), date(2026, 10, 30)),
    ),
)

CYCLES: tuple[Cycle, ...] = (FINISHED, IN_VOTING, IN_SUBMISSION, SCHOOL)

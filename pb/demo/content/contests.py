"""The purses of the demo cycles: thirteen of 2026 and 2027, eight of 2025, one of the school.

Codes, categories, funds and ceilings follow the model city; the split of a category by size is our own.
"""

from dataclasses import replace

from pb.demo.content.records import Contest

_CEILING = 500_000_00
_STREET_CEILING = 3_000_000_00


def _contest(
    code: str,
    names: tuple[str, str],
    category: str,
    descriptions: tuple[str, str],
    *,
    purse_uah: int,
    department: str,
    ceiling_kopecks: int = _CEILING,
) -> Contest:
    return Contest(code, *names, category, *descriptions, purse_uah * 100, ceiling_kopecks, department)


SCHOOL_GREAT = _contest(
    "school-great",
    ("Школи: великі", "Schools: large"),
    "school",
    (
        "Школи, де навчається понад 800 дітей: класи, їдальні, спорт, подвір’я.",
        "Schools with more than 800 pupils: classrooms, canteens, sport, yards.",
    ),
    purse_uah=2_400_000,
    department="education",
)
SCHOOL_MEDIUM = _contest(
    "school-medium",
    ("Школи: середні", "Schools: medium"),
    "school",
    (
        "Школи, де навчається від 300 до 800 дітей.",
        "Schools with 300 to 800 pupils.",
    ),
    purse_uah=2_200_000,
    department="education",
)
SCHOOL_TINY = _contest(
    "school-tiny",
    ("Школи: малі", "Schools: small"),
    "school",
    (
        "Школи, де менше ніж 300 дітей. Тут змагаються сільські школи й невеликі міські.",
        "Schools with fewer than 300 pupils: village schools and small city ones.",
    ),
    purse_uah=1_900_000,
    department="education",
)
PRESCHOOL_GREAT = _contest(
    "preschool-great",
    ("Садки: великі", "Nurseries: large"),
    "preschool",
    (
        "Дитячі садки, де понад 200 дітей: групи, майданчики, кухні, укриття.",
        "Nurseries with more than 200 children: rooms, playgrounds, kitchens, shelters.",
    ),
    purse_uah=1_900_000,
    department="education",
)
PRESCHOOL_SMALL = _contest(
    "preschool-small",
    ("Садки: малі", "Nurseries: small"),
    "preschool",
    (
        "Дитячі садки, де до 200 дітей.",
        "Nurseries with up to 200 children.",
    ),
    purse_uah=1_500_000,
    department="education",
)
EXTRACURRICULAR = _contest(
    "extracurricular",
    ("Позашкілля", "After-school education"),
    "extracurricular",
    (
        "Гуртки, музичні й художні школи, спортивні секції, центри творчості.",
        "Clubs, music and art schools, sports sections, creativity centres.",
    ),
    purse_uah=1_300_000,
    department="education",
)
IMPROVEMENT = _contest(
    "improvement",
    ("Благоустрій", "Public space"),
    "improvement",
    (
        "Двори, майданчики, лавки, світло, тротуари, набережні.",
        "Courtyards, playgrounds, benches, lights, pavements, embankments.",
    ),
    purse_uah=4_300_000,
    department="improvement",
)
STREETS = _contest(
    "streets",
    ("Ремонт вулиць", "Street repair"),
    "streets",
    (
        "Ремонт невеликих вулиць і проїздів. Один проєкт може коштувати до трьох мільйонів.",
        "Repair of small streets and drives. One project may cost up to three million.",
    ),
    purse_uah=13_500_000,
    department="infrastructure",
    ceiling_kopecks=_STREET_CEILING,
)
GREEN = _contest(
    "green",
    ("Зелене місто", "Green city"),
    "green",
    (
        "Дерева, парки, струмки, птахи, дощові садки й усе, що береже природу.",
        "Trees, parks, streams, birds, rain gardens and all that cares for nature.",
    ),
    purse_uah=1_300_000,
    department="improvement",
)
ACCESSIBILITY = _contest(
    "accessibility",
    ("Доступність", "Accessibility"),
    "accessibility",
    (
        "Пандуси, підйомники, тактильні смуги, зрозумілі вказівники: місто для кожного.",
        "Ramps, lifts, tactile paving, clear signs: a city for everyone.",
    ),
    purse_uah=1_100_000,
    department="social",
)
HERITAGE = _contest(
    "heritage",
    ("Спадщина", "Heritage"),
    "heritage",
    (
        "Старі брами, вітражі, написи, дерев’яні церкви й пам’ять про людей.",
        "Old gates, stained glass, inscriptions, wooden churches and the memory of people.",
    ),
    purse_uah=1_800_000,
    department="culture",
)
ARMED_FORCES = _contest(
    "armed-forces",
    ("Підтримка війська", "Aid to the armed forces"),
    "armed_forces",
    (
        "Обладнання для підрозділів. До заявки додають лист від частини.",
        "Equipment for units. The application carries a letter from the unit.",
    ),
    purse_uah=21_400_000,
    department="defence",
)
OTHER = _contest(
    "other",
    ("Інші ідеї", "Other ideas"),
    "other",
    (
        "Події, курси, видання, взаємодопомога: те, що не вмістилося деінде.",
        "Events, courses, publications, mutual aid: what fits nowhere else.",
    ),
    purse_uah=400_000,
    department="youth-sport",
)

CONTESTS_2026: tuple[Contest, ...] = (
    SCHOOL_GREAT,
    SCHOOL_MEDIUM,
    SCHOOL_TINY,
    PRESCHOOL_GREAT,
    PRESCHOOL_SMALL,
    EXTRACURRICULAR,
    IMPROVEMENT,
    STREETS,
    GREEN,
    ACCESSIBILITY,
    HERITAGE,
    ARMED_FORCES,
    OTHER,
)
CONTESTS_2027 = CONTESTS_2026

_SCHOOL_2025 = _contest(
    "school",
    ("Школи", "Schools"),
    "school",
    ("Усі школи громади разом, без поділу за розміром.", "All schools of the community together."),
    purse_uah=3_300_000,
    department="education",
)
_PRESCHOOL_2025 = _contest(
    "preschool",
    ("Дитячі садки", "Nurseries"),
    "preschool",
    ("Усі дитячі садки громади разом.", "All nurseries of the community together."),
    purse_uah=1_700_000,
    department="education",
)


def _purse(contest: Contest, purse_uah: int) -> Contest:
    return replace(contest, purse_kopecks=purse_uah * 100)


CONTESTS_2025: tuple[Contest, ...] = (
    _SCHOOL_2025,
    _PRESCHOOL_2025,
    _purse(EXTRACURRICULAR, 1_300_000),
    _purse(IMPROVEMENT, 3_100_000),
    _purse(STREETS, 15_200_000),
    _purse(ACCESSIBILITY, 1_100_000),
    replace(_purse(ARMED_FORCES, 22_400_000), outside_vote=True),
    _purse(OTHER, 1_900_000),
)

CONTESTS_SCHOOL: tuple[Contest, ...] = (
    _contest(
        "our-school",
        ("Наша школа", "Our school"),
        "school",
        (
            "Ідеї учнів 5–11 класів для свого ліцею. Голосують учні, дорослі лише допомагають.",
            "Ideas of pupils of years 5–11 for their own lyceum. Pupils vote, adults only help.",
        ),
        purse_uah=100_000,
        department="education",
        ceiling_kopecks=50_000_00,
    ),
)

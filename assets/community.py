"""Draws static/img/community.svg and its English twin: the places of the community, its city and its rivers.

Not a map to measure on: degrees are stretched to a square so that names have room. Run from the root of the project:
`python -m assets.community`. The corners are those of pb.cycles.rules.
"""  # noqa: INP001 - a script, not a package

from itertools import pairwise
from pathlib import Path

from pb.cycles.rules import EAST, NORTH, SOUTH, WEST
from pb.demo.content.places import PLACES

SIDE = 700
FACES = "system-ui,-apple-system,Segoe UI,Roboto,Noto Sans,Arial,sans-serif"
IMAGES = Path(__file__).parents[1] / "static" / "img"
# Rough courses of the two Bystrytsias and of their common bed, (longitude, latitude) from the spring down.
RIVERS = (
    (
        (24.55, 48.79),
        (24.60, 48.84),
        (24.632, 48.87),
        (24.655, 48.912),
        (24.69, 48.947),
        (24.73, 48.962),
        (24.765, 48.99),
    ),
    (
        (24.66, 48.70),
        (24.69, 48.755),
        (24.705, 48.79),
        (24.71, 48.835),
        (24.745, 48.87),
        (24.738, 48.91),
        (24.765, 48.99),
    ),
    ((24.765, 48.99), (24.785, 49.01), (24.79, 49.05)),
)
# Where a name stands beside its dot: horizontal and vertical shift, anchor. Right of the dot unless said here.
RIGHT = (12, 7, "start")
LEFT = (-12, 7, "end")
BESIDE = {
    "kolodiivka": LEFT,
    "krykhivtsi": LEFT,
    "drahomyrchany": LEFT,
    "radcha": LEFT,
    "chukalivka": LEFT,
    "berezivka": LEFT,
    "tysmenychany": LEFT,
    "dobrovliany": (0, -14, "middle"),
    "vovchynets": (0, -14, "middle"),
}


def spot(longitude: float, latitude: float) -> tuple[int, int]:
    """Pixels from the upper left corner."""
    across, down = (longitude - WEST) / (EAST - WEST), (NORTH - latitude) / (NORTH - SOUTH)
    return round(across * SIDE), round(down * SIDE)


def course(points: tuple[tuple[float, float], ...]) -> str:
    """A smooth line: each point but the ends pulls the curve between the middles of its two stretches."""
    spots = [spot(*point) for point in points]
    path = f"M{spots[0][0]} {spots[0][1]}"
    for (x, y), (next_x, next_y) in pairwise(spots[1:]):
        last = (next_x, next_y) == spots[-1]
        end = (next_x, next_y) if last else ((x + next_x) // 2, (y + next_y) // 2)
        path += f"Q{x} {y} {end[0]} {end[1]}"
    return path


def drawing(language: str) -> str:
    """The picture as SVG text."""
    city, *villages = PLACES
    x, y = spot(city.longitude, city.latitude)
    dots, names = [], []
    for place in villages:
        left, top = spot(place.longitude, place.latitude)
        dx, dy, anchor = BESIDE.get(place.code, RIGHT)
        name = place.name if language == "uk" else place.name_en
        dots.append(f'<circle cx="{left}" cy="{top}" r="6"/>')
        names.append(f'<text x="{left + dx}" y="{top + dy}" text-anchor="{anchor}">{name}</text>')
    label = 'fill="#1a1a1a" stroke="#f6f4fb" stroke-width="4" stroke-linejoin="round" paint-order="stroke"'
    city_label = f'x="{x}" y="{y - 20}" text-anchor="middle" font-size="21" font-weight="700" stroke="#d9d0ee"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}">',
        f'<rect width="{SIDE}" height="{SIDE}" fill="#f6f4fb"/>',
        '<g fill="none" stroke="#cfe3f2" stroke-width="9" stroke-linecap="round" stroke-linejoin="round">',
        *(f'<path d="{course(river)}"/>' for river in RIVERS),
        "</g>",
        '<path d="M232 236q16-56 84-50 66 4 78 46 12 50-34 78-56 24-102 0-36-26-26-74z" fill="#d9d0ee"/>',
        f'<circle cx="{x}" cy="{y}" r="9" fill="#4e3c84"/>',
        f'<g fill="#654ea3" stroke="#f6f4fb" stroke-width="2">{"".join(dots)}</g>',
        f'<g font-family="{FACES}" font-size="20" {label}>',
        *names,
        f"<text {city_label}>{city.name if language == 'uk' else city.name_en}</text>",
        "</g>",
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    (IMAGES / "community.svg").write_text(drawing("uk"), "utf-8")
    (IMAGES / "community.en.svg").write_text(drawing("en"), "utf-8")

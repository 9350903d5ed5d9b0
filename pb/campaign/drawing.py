"""Draws the picture that stands beside a shared link; drawn once for the same facts and kept."""

import hashlib
import io
from dataclasses import astuple, dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, ImageOps

from pb.web.paths import beside_or_inside

WIDE, HIGH = 1200, 630
MARGIN = 64
PHOTO_WIDE = 430
INK, GREY, BRAND, LIGHT, SURFACE, MARK = "#1A1A1A", "#4A4C56", "#654EA3", "#C7B9E8", "#F6F4FB", "#FFEC08"
LAYOUT = b"1"  # another number when the drawing changes: kept cards are of no use then


@dataclass(frozen=True, slots=True)
class Card:
    """What the picture says, in words."""

    programme: str
    number: str
    title: str
    cost: str
    place: str


def kept_card(folder: Path, name: str, card: Card, photo: Path | None) -> Path:
    """The PNG of a card, drawn when it is not there; those of the same `name` that say something else are removed."""
    said = LAYOUT + repr((astuple(card), photo and photo.name)).encode()
    path = folder / f"{name}-{hashlib.sha256(said).hexdigest()[:16]}.png"
    if not path.exists():
        half = path.with_suffix(".half")
        half.write_bytes(card_png(card, photo))
        half.replace(path)
        for old in folder.glob(f"{name}-*.png"):
            if old != path:
                old.unlink(missing_ok=True)
    return path


def card_png(card: Card, photo: Path | None) -> bytes:
    """1200 × 630, words on the left, the photo or the city's mark on the right."""
    picture = Image.new("RGB", (WIDE, HIGH), SURFACE)
    draw = ImageDraw.Draw(picture)
    if photo is not None and photo.exists():
        with Image.open(photo) as opened:
            picture.paste(ImageOps.fit(opened.convert("RGB"), (PHOTO_WIDE, HIGH)), (WIDE - PHOTO_WIDE, 0))
    else:
        _mark(draw)
    draw.rectangle((0, 0, WIDE - PHOTO_WIDE, 12), fill=BRAND)
    room = WIDE - PHOTO_WIDE - 2 * MARGIN
    _line(draw, card.programme, 28, room, (MARGIN, 56), GREY)
    _line(draw, card.number, 44, room, (MARGIN, 112), BRAND)
    _title(draw, card.title, room)
    _line(draw, card.place, 28, room, (MARGIN, HIGH - 150), GREY)
    _line(draw, card.cost, 56, room, (MARGIN, HIGH - 110), INK)
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def _mark(draw: ImageDraw.ImageDraw) -> None:
    left = WIDE - PHOTO_WIDE
    draw.rectangle((left, 0, WIDE, HIGH), fill=BRAND)
    for step, (top, colour) in enumerate(((330, LIGHT), (250, "#FFFFFF"), (160, MARK))):
        x = left + 95 + step * 90
        draw.rounded_rectangle((x, top, x + 62, 470), 14, fill=colour)


def _title(draw: ImageDraw.ImageDraw, title: str, room: int) -> None:
    """As large as its lines allow."""
    for size in (60, 52, 44, 38, 32):
        lines = wrapped(title, _face(size), room)
        if len(lines) * size * 1.15 <= HIGH - 180 - 170:
            break
    draw.multiline_text((MARGIN, 180), "\n".join(lines), font=_face(size), fill=INK, spacing=size * 0.12)


def _line(draw: ImageDraw.ImageDraw, text: str, size: int, room: int, at: tuple[int, int], colour: str) -> None:
    draw.text(at, wrapped(text, _face(size), room)[0], font=_face(size), fill=colour)


def wrapped(text: str, face: ImageFont.FreeTypeFont, room: int) -> list[str]:
    """Lines no wider than `room`; a word wider than that is cut."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if face.getlength(longer) <= room:
            lines[-1] = longer
            continue
        if lines[-1]:
            lines.append("")
        while face.getlength(word) > room:
            word = word[:-1]  # noqa: PLW2901 - the rest of so long a word says no more
        lines[-1] = word
    return lines


def _face(size: int) -> ImageFont.FreeTypeFont:
    file = beside_or_inside("static") / "fonts" / "inter-tight-5.3.0" / "inter-tight-700.ttf"
    return ImageFont.truetype(str(file), size)

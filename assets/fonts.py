"""Cuts the display face down to the letters this platform writes: Latin, Ukrainian, digits and ₴ in one file.

Not run at install time: its result in static/vendor is committed (see assets/build.sh).
Usage: fonts.py FOLDER_OF_FONTSOURCE_FILES OUTPUT.woff2
"""  # noqa: INP001 - a script, not a package

import sys
import tempfile
from pathlib import Path

from fontTools import subset
from fontTools.merge import Merger
from fontTools.ttLib import TTFont

LETTERS = (
    {*range(0x20, 0x7F), *range(0x410, 0x450)}
    | {ord(letter) for letter in "ЁЄІЇҐёєіїґ"}
    | {ord(sign) for sign in "\u00a0«»·×©°–—’‘“”…−₴№"}
)
PARTS = ("latin", "cyrillic", "cyrillic-ext")
FEATURES = ["kern", "tnum", "mark", "mkmk", "ccmp", "locl"]


def cut(source: Path, letters: set[int], target: Path) -> set[int]:
    """Writes the wanted letters of one file to another and returns those it had."""
    font = TTFont(source)
    font.flavor = None
    found = letters & set(font.getBestCmap())
    options = subset.Options(layout_features=FEATURES, name_IDs=["*"], notdef_outline=True, glyph_names=False)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=found)
    cutter.subset(font)
    font.save(target)
    return found


def main(folder: Path, output: Path) -> None:
    """Cuts each part, joins them and stops if a letter was found in none."""
    missing = set(LETTERS)
    with tempfile.TemporaryDirectory() as workshop:
        pieces = []
        for part in PARTS:
            piece = Path(workshop) / f"{part}.ttf"
            missing -= cut(folder / f"inter-tight-{part}-700-normal.woff2", missing, piece)
            pieces.append(str(piece))
        if missing:
            raise SystemExit(f"no glyph for {''.join(map(chr, sorted(missing)))!r}")
        whole = Merger().merge(pieces)
        whole.flavor = "woff2"
        whole.save(output)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

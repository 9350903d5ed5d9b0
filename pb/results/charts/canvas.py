"""A sheet measured in pixels, with the few strokes our charts are made of; what is drawn is decided elsewhere."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from pb.results.charts.svg import compact

INK, MUTED, LINE, PAPER = "#1A1A1A", "#6A6C77", "#CACAD1", "#FFFFFF"
BRAND, TEAL, PALE, SURFACE, MARK = "#654EA3", "#0E7C8C", "#9C8BCC", "#EEEAF7", "#FFEC08"
POINTS_IN_INCH = 72
PNG_WIDTH = 1200
LETTER = 0.61
"""Width of an average letter as a part of its height; wide letters are cut a little early."""


class Sheet:
    """`width` × `height` pixels, the origin at the top left. Shapes of one call are one path: few bytes."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self._figure = Figure(figsize=(width / POINTS_IN_INCH, height / POINTS_IN_INCH), facecolor=PAPER)
        self._axes = self._figure.add_axes((0, 0, 1, 1))
        self._axes.set_xlim(0, width)
        self._axes.set_ylim(height, 0)
        self._axes.axis("off")

    def boxes(self, boxes: Iterable[tuple[float, float, float, float]], fill: str, edge: str | None = None) -> None:
        """Filled rectangles (x, y, width, height)."""
        corners = [_box(*box) for box in boxes if box[2] > 0 and box[3] > 0]
        self._paths(corners, facecolor=fill, edgecolor=edge or "none", linewidth=1.5 if edge else 0)

    def dots(self, places: Sequence[tuple[float, float]], size: float, colour: str) -> None:
        """Round dots on whole pixels: strokes without length, 17 bytes each, so that 600 fit into 12 kB."""
        whole = [(round(x), round(y)) for x, y in places]
        strokes = [Path([(x, y), (x + 0.01, y)], [Path.MOVETO, Path.LINETO]) for x, y in whole]
        self._paths(strokes, facecolor="none", edgecolor=colour, linewidth=size, capstyle="round", snap=False)

    def rules(self, lines: Iterable[tuple[float, float, float, float]], colour: str = LINE, width: float = 1) -> None:
        """Straight lines (x, y, to x, to y)."""
        strokes = [Path([(x, y), (u, v)], [Path.MOVETO, Path.LINETO]) for x, y, u, v in lines]
        self._paths(strokes, facecolor="none", edgecolor=colour, linewidth=width)

    def curve(self, places: Sequence[tuple[float, float]], colour: str, width: float = 1.5) -> None:
        """A line through `places`."""
        xs, ys = zip(*places, strict=True)
        self._axes.add_line(Line2D(xs, ys, color=colour, linewidth=width))

    def _paths(self, paths: list[Path], **looks: Any) -> None:
        if paths:
            self._axes.add_patch(PathPatch(Path.make_compound_path(*paths), clip_on=False, **looks))

    def write(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = 16,
        colour: str = INK,
        align: str = "left",
        bold: bool = False,
        room: float | None = None,
    ) -> None:
        """One line of text on the baseline `y`, cut with «…» to `room` pixels."""
        if room is not None:
            text = fitted(text, room, size)
        weight = "bold" if bold else "normal"
        looks: dict[str, Any] = {"fontsize": size, "color": colour, "ha": align, "va": "baseline", "weight": weight}
        self._axes.text(x, y, text, clip_on=False, parse_math=False, **looks)

    def svg(self) -> bytes:
        """The drawing for a page; the same bytes for the same drawing."""
        out = io.BytesIO()
        with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "pb", "path.simplify": False}):
            self._figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
        return compact(out.getvalue())

    def png(self) -> bytes:
        """The same drawing for print, 1200 px wide."""
        out = io.BytesIO()
        dpi = PNG_WIDTH / self.width * POINTS_IN_INCH
        self._figure.savefig(out, format="png", dpi=dpi, metadata={"Software": None})
        return out.getvalue()


def _box(x: float, y: float, width: float, height: float) -> Path:
    points = [(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)]
    return Path(points, [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY])


def fitted(text: str, room: float, size: float) -> str:
    """`text`, cut at a letter with «…» where it would be wider than `room` pixels."""
    most = max(int(room / (size * LETTER)), 1)
    return text if len(text) <= most else text[: most - 1].rstrip(" ,.:«(") + "…"


def spaced(value: float) -> str:
    """14 832, with a space that does not break; a fraction with one digit."""
    whole = f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"
    return whole.replace(",", "\u00a0")


def amount(kopecks: int, sign: str = "₴") -> str:
    """62 437 ₴, whole units."""
    return f"{spaced(round(kopecks / 100))}\u00a0{sign}"

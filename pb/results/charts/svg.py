"""Makes matplotlib's SVG small: no metadata, no ids, no comments, attributes instead of styles."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

NAMESPACE = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
FONT = "system-ui,sans-serif"
_NUMBER = re.compile(r"-?\d+\.\d+")
_HEX = re.compile(r"#([0-9a-f])\1([0-9a-f])\2([0-9a-f])\3\Z")
DROPPED = {"stroke-miterlimit", "stroke-linejoin", "clip-path", "font-family", "font-style", "font-stretch"}
DEFAULTS = {("opacity", "1"), ("font-weight", "400"), ("text-anchor", "start"), ("fill-rule", "nonzero")}


def compact(drawn: bytes) -> bytes:
    """The same picture; `drawn` is our own drawing, never a stranger's file."""
    root = ET.fromstring(drawn)  # noqa: S314 - written by matplotlib a moment ago
    ET.register_namespace("", NAMESPACE)
    view = root.attrib["viewBox"]
    small = ET.Element(f"{{{NAMESPACE}}}svg", {"viewBox": _rounded(view), "font-family": FONT})
    small.extend(_flat(root))
    text: bytes = ET.tostring(small, encoding="utf-8")
    return text


def _flat(node: ET.Element) -> Iterator[ET.Element]:
    """Shapes and texts in the order painted, without the groups around them."""
    for child in node:
        name = child.tag.rpartition("}")[2]
        if name == "g":
            yield from _flat(child)
        elif name in {"path", "text", "rect"} and not child.get("clip"):
            yield _bare(child, name)


def _bare(child: ET.Element, name: str) -> ET.Element:
    pairs = (part.split(":", 1) for part in child.get("style", "").split(";") if ":" in part)
    given = {key.strip(): value.strip() for key, value in pairs}
    if "font" in given:
        given |= _font(given.pop("font"))
    attributes = {key: value for key, value in child.attrib.items() if key in {"d", "x", "y", "width", "height"}}
    kept = {key: _short(value) for key, value in given.items() if key not in DROPPED}
    attributes |= {key: value for key, value in kept.items() if (key, value) not in DEFAULTS}
    if "stroke" not in kept:
        attributes.pop("stroke-width", None)
    for key in ("d", "x", "y"):
        if key in attributes:
            attributes[key] = _rounded(" ".join(attributes[key].split()))
    bare = ET.Element(f"{{{NAMESPACE}}}{name}", attributes)
    bare.text = child.text
    return bare


def _font(words: str) -> dict[str, str]:
    """The shorthand «600 16px 'DejaVu Sans'» as attributes."""
    size = re.search(r"([\d.]+)px", words)
    weight = re.match(r"\d{3}|bold", words)
    found = {"font-size": size[1]} if size else {}
    return {**found, "font-weight": "700" if weight[0] == "bold" else weight[0]} if weight else found


def _short(value: str) -> str:
    short = _HEX.sub(r"#\1\2\3", value)
    return _rounded(short.removesuffix("px"))


def _rounded(text: str) -> str:
    return _NUMBER.sub(lambda found: f"{float(found[0]):.1f}".removesuffix(".0"), text)

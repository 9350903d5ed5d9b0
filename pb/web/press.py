"""Typesets printed matter with typst: our templates, our fonts, no network; what stands on a page is the stages'."""

import io
import json
from collections.abc import Mapping
from functools import cache
from typing import Any

import segno
import typst

from pb.web.paths import beside_or_inside


@cache
def _compiler() -> Any:
    static = beside_or_inside("static")
    return typst.Compiler(root=str(static), font_paths=[str(static / "fonts")], ignore_system_fonts=True)


def typeset(template: str, content: Mapping[str, Any]) -> bytes:
    """The PDF of `templates/<template>`, which finds its content as JSON in `sys.inputs.sheet`."""
    source = (beside_or_inside("templates") / template).read_bytes()
    made: bytes = _compiler().compile(
        source, format="pdf", sys_inputs={"sheet": json.dumps(content, ensure_ascii=False)}
    )
    return made


def qr_svg(text: str) -> str:
    """The code of a text as SVG, level M."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", border=2, dark="#1A1A1A", xmldecl=False)
    return out.getvalue().decode()

"""How the winners of the finished cycle are being carried out, read from `stories/` into frozen records.

The projects themselves are in `reader`; dates are those of the model year and may be shifted by the loader.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from pb.demo.content.records import Implementation, Opinion, Post, StageMark

_STATES = {"before": "-before", "during": "-works", "after": ""}


@cache
def implementations() -> Mapping[str, Implementation]:
    """Every story by the code of its project."""
    folder = files(__package__) / "stories"
    names = sorted(file.name for file in folder.iterdir() if file.name.endswith(".toml"))
    entries = [tomllib.loads((folder / name).read_text(encoding="utf-8")) for name in names]
    return {code: _story(code, dict(facts)) for entry in entries for code, facts in entry.items()}


def scene_of(post: Post, scene: str) -> str | None:
    """The name to draw beside a post of a project with that scene, or None when it has no picture."""
    return scene + _STATES[post.picture] if post.picture else None


def _story(code: str, facts: dict[str, Any]) -> Implementation:
    allocated, contracted, paid = (uah * 100 for uah in facts.pop("money"))
    return Implementation(
        project=code,
        allocated_kopecks=allocated,
        contracted_kopecks=contracted,
        paid_kopecks=paid,
        stages=tuple(StageMark(stage, planned, real or None, why) for stage, planned, real, why in facts.pop("stages")),
        posts=tuple(Post(*post) for post in facts.pop("posts")),
        opinions=tuple(Opinion(*opinion) for opinion in facts.pop("opinions")),
        **facts,
    )

"""How the winners of the finished cycle are being carried out, read from `data/stories/` into frozen records.

The projects themselves are in `reader`; dates are those of the model year and may be shifted by the loader.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from pb.demo.content.reader import documents
from pb.demo.content.records import Implementation, Opinion, Post, StageMark

_STATES = {"before": "-before", "during": "-works", "after": ""}


@cache
def implementations() -> Mapping[str, Implementation]:
    """Every story by the code of its project."""
    contents = documents("stories")
    return {code: _story(code, dict(facts)) for content in contents for code, facts in content.items()}


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

"""Banks and national schemes that speak OpenID Connect: one block each, no code."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pb.identity.providers.blocks import read_block
from pb.identity.providers.oidc.knobs import OidcKnobs, with_preset
from pb.identity.providers.oidc.provider import OidcProvider

__all__ = ["OidcKnobs", "OidcProvider", "make"]


def make(code: str, block: Mapping[str, Any], folder: Path) -> OidcProvider:
    """The provider of one block; files are beside the providers file in `folder`."""
    return OidcProvider(code, read_block(OidcKnobs, code, with_preset(code, dict(block)), folder))

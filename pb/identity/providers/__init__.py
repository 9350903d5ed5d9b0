"""One file per identity provider and the list of them; no database here."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pb.errors import BadSetting
from pb.identity.providers.contract import Provider
from pb.identity.providers.oidc import OidcProvider

# A new kind of provider is one file beside this one and one line here.
KINDS: dict[str, Callable[..., Provider]] = {"oidc": OidcProvider}
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def read_providers(path: Path | None, *, is_demo: bool) -> dict[str, Provider]:
    """Providers of a TOML file by code, in its order; BadSetting names a block that is half configured."""
    if path is None:
        return {}
    blocks: dict[str, dict[str, Any]] = tomllib.loads(path.read_text("utf-8"))
    return {code: _provider(code, dict(block), is_demo=is_demo) for code, block in blocks.items()}


def _provider(code: str, block: dict[str, Any], *, is_demo: bool) -> Provider:
    kind = KINDS.get(str(block.pop("kind", "")))
    if kind is None:
        raise BadSetting(f"PB_PROVIDERS_FILE: [{code}] needs a kind out of {', '.join(KINDS)}")
    is_sandbox = bool(block.pop("sandbox", False))
    if is_sandbox and not is_demo:
        raise BadSetting(f"PB_PROVIDERS_FILE: [{code}] is a sandbox bank and not for production")
    try:
        provider = kind(code=code, **block)
    except TypeError as incomplete:
        raise BadSetting(f"PB_PROVIDERS_FILE: [{code}] {incomplete}") from incomplete
    for origin in provider.origins:
        parts = urlsplit(origin)
        if parts.scheme != "https" and not (is_demo and parts.hostname in LOOPBACK):
            raise BadSetting(f"PB_PROVIDERS_FILE: [{code}] needs https")
    return provider

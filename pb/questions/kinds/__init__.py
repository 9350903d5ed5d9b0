"""Kinds of questions: each file of this folder that offers a `KIND` is one; nothing else has to know its name."""

from importlib import import_module
from pkgutil import iter_modules

from pb.questions.kinds.contract import Kind

__all__ = ["Kind", "every_kind", "kind_of"]


def every_kind() -> dict[str, Kind]:
    """All kinds by code, in the order in which they are offered."""
    modules = [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)]
    kinds: list[Kind] = [module.KIND for module in modules if hasattr(module, "KIND")]
    return {kind.code: kind for kind in sorted(kinds, key=lambda kind: (kind.place, kind.code))}


def kind_of(code: str) -> Kind:
    """The kind with this code; KeyError when its file is gone."""
    return every_kind()[code]

"""Reading one block of the providers file into a dataclass, naming what is wrong; what the knobs do is elsewhere."""

from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, field, fields, is_dataclass
from enum import StrEnum
from pathlib import Path
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from pb.errors import BadSetting

Knobs = TypeVar("Knobs")


def knob(doc: str, default: Any = MISSING, *, secret: bool = False) -> Any:
    """A field of a block with the sentence that explains it in docs/add-a-bank.md; required without a default."""
    if default is MISSING:
        return field(repr=not secret, metadata={"doc": doc})
    if default == {}:
        return field(default_factory=dict, metadata={"doc": doc})
    return field(default=default, repr=not secret, metadata={"doc": doc})


@dataclass(frozen=True, kw_only=True)
class Shown:
    """How a provider looks in the grid."""

    title: str = knob("name in the grid of banks")
    title_en: str = knob("the same in English", "")
    note: str = knob("a second line under the name", "")
    note_en: str = knob("the same in English", "")
    logo: Path | None = knob("picture (PNG, JPEG, WebP), a file beside the providers file", None)


def read_block(kind: type[Knobs], where: str, block: Mapping[str, Any], folder: Path) -> Knobs:
    """`block` as a `kind`; BadSetting names the knob that is unknown, missing or of the wrong type."""
    known = {entry.name: entry for entry in fields(kind)}  # type: ignore[arg-type]
    for name in block:
        if name not in known:
            raise BadSetting(f"PB_PROVIDERS_FILE: [{where}] has no knob {name}; see docs/add-a-bank.md")
    for name, entry in known.items():
        if name not in block and entry.default is MISSING and entry.default_factory is MISSING:
            raise BadSetting(f"PB_PROVIDERS_FILE: [{where}] needs {name}")
    hints = get_type_hints(kind)
    values = {name: _read(hints[name], f"{where}.{name}", told, folder) for name, told in block.items()}
    return kind(**values)


def _read(hint: Any, where: str, told: Any, folder: Path) -> Any:
    if get_origin(hint) is UnionType:  # Path | None
        hint = next(one for one in get_args(hint) if one is not type(None))
    if hint is Path:
        return _file(where, told, folder)
    if is_dataclass(hint):
        return read_block(hint, where, _typed(dict, where, told), folder)  # type: ignore[arg-type]
    if get_origin(hint) is tuple:
        entries = _typed(list, where, told)
        return tuple(_read(get_args(hint)[0], f"{where}[{place}]", one, folder) for place, one in enumerate(entries))
    if get_origin(hint) is Mapping:
        return {name: _typed(str, f"{where}.{name}", one) for name, one in _typed(dict, where, told).items()}
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return _one_of(hint, where, told)
    return _typed(hint, where, told)


def _typed(kind: Any, where: str, told: Any) -> Any:
    if type(told) is not kind:
        raise BadSetting(f"PB_PROVIDERS_FILE: {where} must be a {kind.__name__}, not {told!r:.60}")
    return told


def _one_of(kind: type[StrEnum], where: str, told: Any) -> StrEnum:
    try:
        return kind(told)
    except ValueError as wrong:
        raise BadSetting(f"PB_PROVIDERS_FILE: {where} is one of {', '.join(kind)}") from wrong


def _file(where: str, told: Any, folder: Path) -> Path:
    path = folder / str(_typed(str, where, told))
    if not path.is_file():
        raise BadSetting(f"PB_PROVIDERS_FILE: {where}: there is no file {told!r} beside the providers file")
    return path


def knob_table(kind: type) -> str:
    """The knobs of a block as a Markdown table."""
    rows = [f"| `{entry.name}` | {_default(entry)} | {entry.metadata['doc']} |" for entry in fields(kind)]
    return "\n".join(["| knob | default | what it is |", "|---|---|---|", *rows])


def _default(entry: Field[Any]) -> str:
    told = entry.default
    if told is MISSING:
        return "required" if entry.default_factory is MISSING else "–"
    if told in (None, "", ()):
        return "–"
    if is_dataclass(told):
        return "see below"
    if isinstance(told, tuple):
        return "see below" if is_dataclass(told[0]) else ", ".join(f"`{one}`" for one in told)
    return f"`{str(told).lower() if isinstance(told, bool) else told}`"

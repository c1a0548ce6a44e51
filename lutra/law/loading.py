"""Reading the YAML of the statute book, strictly.

A file is one or more *editions*: YAML documents in the order of their ``in_force_from``. Numbers of law change by a new
edition, never by an edit, so that an old case is still judged by the words of its day. Every record becomes a frozen
dataclass; an unknown, missing or doubled key is an error that names file and record, because a silent slip here would
be a wrong letter there.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, Protocol, TypeVar, Union, get_args, get_origin, get_type_hints

import yaml

from lutra.law.errors import BookError, NotInForce

BOOK = Path(__file__).resolve().parent

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _StrictLoader(_Base):  # type: ignore[misc]
    """YAML's safe loader, but a key given twice is refused instead of the last one winning."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[Hashable] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise BookError(f"Kunci '{key}' ditulis dua kali{key_node.start_mark}. Hapus salah satunya.")
            seen.add(key)
        return dict(super().construct_mapping(node, deep))


class Dated(Protocol):
    """Anything that holds from a day on."""

    @property
    def in_force_from(self) -> date: ...


R = TypeVar("R")
D = TypeVar("D", bound=Dated)


@cache
def read(name: str) -> tuple[dict[str, Any], ...]:
    """All editions in the book's file ``name`` (such as ``tables/grounds.yaml``), as plain mappings.

    Raises BookError when the file is missing, is not YAML, or an edition is not a mapping.
    """
    path = BOOK / name
    try:
        with path.open(encoding="utf-8") as file:
            editions = tuple(yaml.load_all(file, Loader=_StrictLoader))
    except FileNotFoundError as error:
        raise BookError(f"Berkas {name} tidak ada dalam kitab hukum.") from error
    except yaml.YAMLError as error:
        raise BookError(f"Berkas {name} bukan YAML yang benar: {error}") from error
    except BookError as error:
        raise BookError(f"Berkas {name}: {error}") from error
    if not editions or not all(isinstance(edition, dict) for edition in editions):
        raise BookError(
            f"Berkas {name} harus berisi satu edisi atau lebih, masing-masing berupa pemetaan YAML."
        )
    return editions


def files(folder: str) -> tuple[str, ...]:
    """Names of all YAML files in a folder of the book, sorted, as ``read`` takes them."""
    return tuple(f"{folder}/{path.name}" for path in sorted((BOOK / folder).glob("*.yaml")))


def edition_on(editions: Iterable[D], on: date | None, *, what: str) -> D:
    """The edition in force on the day ``on`` (today when None). Raises NotInForce before the first one."""
    day = on or datetime.now(tz=UTC).date()
    held = [edition for edition in editions if edition.in_force_from <= day]
    if not held:
        raise NotInForce(f"Kitab hukum belum memuat '{what}' yang berlaku pada {day:%Y-%m-%d}.")
    return max(held, key=lambda edition: edition.in_force_from)


def build(record: type[R], data: object, *, where: str) -> R:
    """Make one frozen record from a YAML mapping; ``where`` names file and record in every error."""
    if not isinstance(data, Mapping):
        raise BookError(f"{where}: seharusnya pemetaan YAML, ditemukan {data!r}.")
    hints = get_type_hints(record)
    known = {field.name: field for field in fields(record)}  # type: ignore[arg-type]  # always a dataclass
    unknown = [str(key) for key in data if key not in known]
    if unknown:
        raise BookError(
            f"{where}: kunci tidak dikenal {', '.join(unknown)}. Yang dikenal: {', '.join(known)}."
        )
    missing = [
        name
        for name, field in known.items()
        if name not in data and field.default is MISSING and field.default_factory is MISSING
    ]
    if missing:
        raise BookError(f"{where}: kunci {', '.join(missing)} belum diisi.")
    return record(
        **{str(key): _value(hints[str(key)], value, where=f"{where}.{key}") for key, value in data.items()}
    )


def build_all(record: type[R], data: object, *, where: str) -> tuple[R, ...]:
    """Make a tuple of records from a YAML list; each is named in errors by its ``code`` where it has one."""
    if not isinstance(data, list):
        raise BookError(f"{where}: seharusnya daftar YAML, ditemukan {data!r}.")
    return tuple(
        build(record, item, where=f"{where}[{item.get('code', place) if isinstance(item, dict) else place}]")
        for place, item in enumerate(data)
    )


def _value(wanted: Any, value: object, *, where: str) -> Any:
    """Check one value against a type hint and turn lists into tuples, frozen sets and records."""
    origin, arguments = get_origin(wanted), get_args(wanted)
    if origin in (Union, UnionType):
        if value is None and NoneType in arguments:
            return None
        inner = next(argument for argument in arguments if argument is not NoneType)
        return _value(inner, value, where=where)
    if origin is Literal:
        if value not in arguments:
            raise BookError(f"{where}: '{value}' bukan salah satu dari {', '.join(map(str, arguments))}.")
        return value
    if origin in (tuple, frozenset):
        if not isinstance(value, list):
            raise BookError(f"{where}: seharusnya daftar YAML, ditemukan {value!r}.")
        if is_dataclass(arguments[0]):
            item_type: type[Any] = arguments[0]  # type: ignore[assignment]  # a record, not one of its instances
            return build_all(item_type, value, where=where)
        return origin(_value(arguments[0], item, where=where) for item in value)
    if is_dataclass(wanted):
        return build(wanted, value, where=where)  # type: ignore[arg-type]
    # bool is an int to Python, and YAML reads a bare `no` as a bool: both must be caught here.
    if type(value) is not wanted:
        raise BookError(f"{where}: seharusnya {wanted.__name__}, ditemukan {value!r}.")
    return value

"""How a fact becomes a row, and how a changed field becomes JSON in the journal.

One codec per fact class, made from its type hints, so that a new field needs no code here.
"""

from __future__ import annotations

import json
import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache, lru_cache
from json.encoder import encode_basestring
from operator import attrgetter
from typing import Any, Generic, TypeVar, Union, get_args, get_origin, get_type_hints

from wom_tui.domain.fact import Fact

PAYLOAD_VERSION = 1


def _encoder(*, sort_keys: bool, default: Callable[[Any], Any] | None) -> Callable[[Any], str]:
    """`json.dumps` for objects and lists, made once: the encoder that it makes for each call costs as much again."""
    whole = json.JSONEncoder(
        ensure_ascii=False,
        check_circular=False,
        sort_keys=sort_keys,
        separators=(",", ":"),
        default=default,
    )
    make: Any = getattr(json.encoder, "c_make_encoder", None)
    if make is None:  # not CPython
        return whole.encode
    say = make(
        markers=None,
        default=whole.default,
        encoder=encode_basestring,
        indent=None,
        key_separator=":",
        item_separator=",",
        sort_keys=sort_keys,
        skipkeys=False,
        allow_nan=True,
    )
    return lambda value: "".join(say(value, 0))


_plain = _encoder(sort_keys=False, default=None)
_canonical = _encoder(sort_keys=True, default=str)
_NO_DEFAULT = object()

F = TypeVar("F", bound=Fact)
Convert = Callable[[Any], Any]


def _same(value: Any) -> Any:
    return value


@dataclass(frozen=True)
class FieldCodec:
    """One field: what kind of column it needs, and its way to JSON and back."""

    name: str
    kind: str  # int, float, str, bool, datetime, date, json
    is_enum: bool
    is_optional: bool
    to_json: Convert
    from_json: Convert
    plain_to_json: Convert  # of a value that is there

    def to_column(self, value: Any) -> Any:
        """The value that the column takes; the database's own types do the rest."""
        if value is None:
            return None
        if self.kind == "json":
            return "[]" if value == () else _plain(self.to_json(value))
        return value.value if self.is_enum else value

    def from_column(self, value: Any) -> Any:
        if value is None:
            return None
        if self.kind == "json":
            return () if value == "[]" else self.from_json(json.loads(value))
        return self.from_json(value) if self.is_enum else value


class FactCodec(Generic[F]):
    """All fields of one fact class, in the order of the class."""

    def __init__(self, cls: type[F]) -> None:
        hints = get_type_hints(cls)
        self.cls = cls
        self.noun: str = cls.noun
        self.private: frozenset[str] = getattr(cls, "private", frozenset())
        self.fields = tuple(_field(f.name, hints[f.name]) for f in fields(cls))
        self.by_name = {f.name: f for f in self.fields}
        self.names = tuple(self.by_name)
        # Only the fields whose column does not take the value as it is: few, on the hot path.
        self.to_column = {f.name: f.to_column for f in self.fields if f.is_enum or f.kind == "json"}
        # (name, to JSON, default); None marks a value that is JSON already.
        defaults = {f.name: f.default for f in fields(cls) if f.default is not MISSING}
        self._to_json = tuple(
            (f.name, None if f.to_json is _same else f.plain_to_json, defaults.get(f.name, _NO_DEFAULT))
            for f in self.fields
            if f.name != "version"
        )
        # As for `to_column`: most values of a row are the fact's already.
        self._readers = tuple((f.name, f.from_column) for f in self.fields if f.name in self.to_column)

    def copy(self, fact: F, **changed: Any) -> F:
        """The fact with some fields changed, as `replace` does it, at a tenth of the price.

        Its own checks are not run again: for fields that they do not look at.
        """
        copy = object.__new__(self.cls)
        vars(copy).update(vars(fact))
        vars(copy).update(changed)
        return copy

    def from_row(self, row: Any) -> F:
        """The fact of a row whose columns stand in the order of the class."""
        fact = object.__new__(self.cls)  # what is stored has passed the class's own checks
        values = vars(fact)
        values.update(zip(self.names, row, strict=True))
        for name, read in self._readers:
            if values[name] is not None:
                values[name] = read(values[name])
        return fact

    def changes(self, old: F | None, new: F) -> tuple[dict[str, Any], dict[str, Any]]:
        """The changed fields only, JSON-ready: (before, after). `version` is not among them.

        A creation has no before, and an after that holds every field that is not at its default.
        """
        if old is None:
            return {}, self._set_fields(new)
        before, after, olds, news = {}, {}, vars(old), vars(new)
        for name, to_json, _ in self._to_json:
            was, now = olds[name], news[name]
            if was is not now and was != now:
                before[name] = was if to_json is None or was is None else to_json(was)
                after[name] = now if to_json is None or now is None else to_json(now)
        return before, after

    def _set_fields(self, fact: F) -> dict[str, Any]:
        """JSON-ready values of the fields that are not at their default."""
        values, found = vars(fact), {}
        for name, to_json, default in self._to_json:
            value = values[name]
            if value is not default and value != default:
                found[name] = value if to_json is None or value is None else to_json(value)
        return found

    def patch(self, fact: F | None, changes: Mapping[str, Any], version: int) -> F:
        """The fact with journal values put in; a new one when there is none yet."""
        values = {name: self.by_name[name].from_json(value) for name, value in changes.items()}
        values["version"] = version
        return self.cls(**values) if fact is None else self.copy(fact, **values)


_CODECS: dict[type[Fact], FactCodec[Any]] = {}


def codec_of(cls: type[F]) -> FactCodec[F]:
    """The codec of a fact class."""
    codec = _CODECS.get(cls)
    if codec is None:
        codec = _CODECS[cls] = FactCodec(cls)
    return codec


def _field(name: str, hint: Any) -> FieldCodec:
    inner, optional = _without_none(hint)
    kind, to_json, from_json, is_enum = _codec(inner)
    return FieldCodec(name, kind, is_enum, optional, _nullable(to_json), _nullable(from_json), to_json)


def _without_none(hint: Any) -> tuple[Any, bool]:
    if get_origin(hint) in (Union, types.UnionType):
        (inner,) = (a for a in get_args(hint) if a is not types.NoneType)
        return inner, True
    return hint, False


def _nullable(convert: Convert) -> Convert:
    if convert is _same:
        return _same
    return lambda value: None if value is None else convert(value)


@cache
def _codec(hint: Any) -> tuple[str, Convert, Convert, bool]:
    """(kind of column, to JSON, from JSON, is an enum)."""
    if hint in (int, float, str, bool):
        return hint.__name__, _same, _same, False
    if hint is datetime:
        return "datetime", instant_text, instant_of, False
    if hint is date:
        return "date", date.isoformat, date.fromisoformat, False
    if isinstance(hint, type) and issubclass(hint, Enum):
        kind = "int" if issubclass(hint, int) else "str"
        return kind, attrgetter("value"), hint, True
    if get_origin(hint) is tuple:
        return "json", *_tuple_codec(get_args(hint)), False
    if is_dataclass(hint):
        return "json", *_record_codec(hint), False  # type: ignore[arg-type]  # is_dataclass narrows to instances too
    raise TypeError(f"a fact cannot hold {hint!r}")


def _tuple_codec(args: tuple[Any, ...]) -> tuple[Convert, Convert]:
    if len(args) != 2 or args[1] is not Ellipsis:
        raise TypeError("a fact holds tuples of any length of one type: tuple[T, ...]")
    inner, _ = _without_none(args[0])
    _, to_json, from_json, _ = _codec(inner)
    return (lambda value: [to_json(v) for v in value]), (lambda value: tuple(from_json(v) for v in value))


def _record_codec(cls: type) -> tuple[Convert, Convert]:
    hints = get_type_hints(cls)
    parts = [(f.name, _field(f.name, hints[f.name])) for f in fields(cls)]

    def to_json(value: Any) -> dict[str, Any]:
        return {name: part.to_json(getattr(value, name)) for name, part in parts}

    def from_json(value: Mapping[str, Any]) -> Any:
        return cls(**{name: part.from_json(value[name]) for name, part in parts if name in value})

    return to_json, from_json


@lru_cache(maxsize=4096)  # of an import's order one moment stands in four fields and three events
def instant_text(value: datetime) -> str:
    """An instant as the journal writes it: UTC, ISO 8601, `Z`."""
    if value.tzinfo is not UTC:
        value = value.astimezone(UTC)
    return value.isoformat()[:-6] + "Z"  # for +00:00


def instant_of(text: str) -> datetime:
    """The instant that the journal wrote."""
    return datetime.fromisoformat(text)


def canonical(value: Any) -> str:
    """One text for one value: what hashes are made of."""
    return _canonical(value) if value else "{}" if value == {} else json.dumps(value)

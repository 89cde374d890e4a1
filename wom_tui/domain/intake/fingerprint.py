"""Do two maps say the same, word for word? An import is gone on with only by just the map that it began with."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import fields, is_dataclass

from wom_tui.domain.intake.preset import Preset


def fingerprint(preset: Preset) -> str:
    """The same for the same words, in every process."""
    return hashlib.sha256(repr(_in_order(preset)).encode("utf-8", "replace")).hexdigest()[:16]


def _in_order(value: object) -> object:
    """The value with each set in it sorted: a process has another order of them than the next one."""
    if isinstance(value, frozenset):
        return sorted(value)
    if is_dataclass(value):
        return [_in_order(getattr(value, f.name)) for f in fields(value)]
    if isinstance(value, Mapping):
        return [(name, _in_order(one)) for name, one in value.items()]
    return [_in_order(one) for one in value] if isinstance(value, tuple) else value

"""One member of a document, with its name: every complaint about it says where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from wom_tui.errors import InvalidInput

N = TypeVar("N", int, "int | None")


@dataclass(frozen=True, slots=True)
class Member:
    """Attributes:
    name: as a person would find it: `jobs[3].x-wom.due`.
    value: None where it is absent; so is a member that says null.
    """

    name: str
    value: Any

    @property
    def is_absent(self) -> bool:
        return self.value is None

    def __bool__(self) -> bool:
        return self.value is not None

    def required(self) -> Member:
        """Itself, when it is there."""
        if self.is_absent:
            raise InvalidInput(self.name, None, "a value")
        return self

    def get(self, key: str) -> Member:
        """The member inside."""
        return Member(self._inside(key), self._object().get(key))

    def known(self, names: frozenset[str]) -> Member:
        """Itself, when all that says something in it has one of these names."""
        for key, value in self._object().items():
            if key not in names and value not in (None, [], {}):
                known = ", ".join(sorted(names))
                raise InvalidInput(
                    self._inside(key), _shape(value), f"one of the members known here: {known}"
                )
        return self

    def members(self) -> Iterator[Member]:
        """All that are inside."""
        for key, value in self._object().items():
            yield Member(self._inside(key), value)

    def items(self) -> list[Member]:
        """The entries of a list."""
        if self.is_absent:
            return []
        if not isinstance(self.value, list):
            raise InvalidInput(self.name, _shape(self.value), "a list")
        return [Member(f"{self.name}[{k}]", value) for k, value in enumerate(self.value)]

    def whole(self, absent: N, *, most: int | None = None) -> int | N:
        """A whole number, 0 or more."""
        value = self.value
        if value is None:
            return absent
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise InvalidInput(self.name, _shape(value), "a whole number, 0 or more")
        if most is not None and value > most:
            raise InvalidInput(self.name, value, f"{most:,} at most")
        return value

    def wholes(self, most: int | None = None) -> list[int]:
        """A list of whole numbers."""
        return [m.required().whole(0, most=most) for m in self.items()]

    def positive(self, absent: float) -> float:
        """A number above 0."""
        value = self.value
        if value is None:
            return absent
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 1000:
            raise InvalidInput(self.name, _shape(value), "a number above 0")
        return float(value)

    def flag(self) -> bool:
        """True or false; false where it is absent."""
        if not isinstance(self.value, bool | None):
            raise InvalidInput(self.name, _shape(self.value), "true or false")
        return bool(self.value)

    def text(self, absent: str) -> str:
        """A text."""
        if self.value is None:
            return absent
        if not isinstance(self.value, str):
            raise InvalidInput(self.name, _shape(self.value), "a text")
        return self.value

    def _inside(self, key: str) -> str:
        return key if self.name == "problem" else f"{self.name}.{key}"

    def _object(self) -> dict[str, Any]:
        if self.value is None:
            return {}
        if not isinstance(self.value, dict):
            raise InvalidInput(self.name, _shape(self.value), "an object")
        return self.value


def _shape(value: Any) -> Any:
    """What to show of it: not a whole list."""
    return f"a list of {len(value)}" if isinstance(value, list) else value

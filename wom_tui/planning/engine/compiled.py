"""How is a function compiled? To code that needs no lock of the interpreter, kept in the user's cache."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numba

F = TypeVar("F", bound=Callable[..., Any])

# Without numba's counting of references: the arrays live outside, nothing is allocated inside, and a step of the search
# takes a sixth of the time (docs/decisions/0018).
_HOW: dict[str, Any] = {"nogil": True, "cache": True, "_nrt": False}


def compiled(function: F) -> F:
    """The function, compiled when it is first called, or as it is where NUMBA_DISABLE_JIT says so."""
    made: F = numba.njit(**_HOW)(function)
    return made

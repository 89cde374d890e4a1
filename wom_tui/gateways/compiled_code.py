"""Where is the engine's compiled code kept? In the user's cache, apart for each version of the code it comes from."""

from __future__ import annotations

import hashlib
import os
from importlib.metadata import version
from pathlib import Path

_ENGINE = Path(__file__).parents[1] / "planning"


def keep_compiled_code() -> None:
    """Tell the compiler where; before the engine is imported. A folder that the user chose stays chosen."""
    from platformdirs import user_cache_path

    os.environ.setdefault("NUMBA_CACHE_DIR", str(user_cache_path("wom") / f"engine-{_fingerprint()}"))


def _fingerprint() -> str:
    """Of the engine's whole source: a compiled function holds what it calls, and is not made anew when that changes."""
    digest = hashlib.sha256(version("numba").encode())
    for path in (_ENGINE / "problem.py", *sorted((_ENGINE / "engine").glob("*.py"))):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]

"""Where is the engine's compiled code kept? In the user's cache, apart for each version of the code it comes from."""

from __future__ import annotations

import hashlib
import os
from importlib.metadata import version
from pathlib import Path

from wom_tui.errors import GatewayError
from wom_tui.folders import cache_folder

_ENGINE = Path(__file__).parents[1] / "planning"


def keep_compiled_code() -> bool:
    """Tell the compiler where; before the engine is imported. Answers whether there is none yet, so that it takes long.

    A folder that the user chose stays chosen.

    Raises:
        GatewayError: it cannot be kept there.
    """
    folder = cache_folder() / f"engine-{_fingerprint()}"
    kept = Path(os.environ.setdefault("NUMBA_CACHE_DIR", str(folder)))
    if os.environ.get("NUMBA_DISABLE_JIT") == "1":
        return False
    try:
        kept.mkdir(parents=True, exist_ok=True)
        return not any(kept.iterdir())
    except OSError as error:
        why = error.strerror or error
        raise GatewayError(
            f"the compiled engine cannot be kept in {kept}: {why}; NUMBA_CACHE_DIR may name another folder"
        ) from error


def _fingerprint() -> str:
    """Of the engine's whole source: a compiled function holds what it calls, and is not made anew when that changes."""
    digest = hashlib.sha256(version("numba").encode())
    for path in (_ENGINE / "problem.py", *sorted((_ENGINE / "engine").glob("*.py"))):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]

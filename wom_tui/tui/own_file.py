"""Where does a console keep something of its own on this machine: one small file per database, for its user only?"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any


def own_path(kind: str, address: str, folder: Path | None = None) -> Path:
    """The file of that kind for a database. The name says nothing about the address."""
    if folder is None:
        home = os.environ.get("XDG_CACHE_HOME") or os.fspath(Path.home() / ".cache")
        folder = Path(home) / "wom"
    return folder / f"{kind}-{hashlib.sha256(address.encode()).hexdigest()[:16]}.json"


def write_own(path: Path, content: Any) -> bool:
    """Put JSON there, whole or not at all; returns whether that went well. Failing is no reason to disturb anybody."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_suffix(f".{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        draft.replace(path)
    except OSError:
        return False
    return True

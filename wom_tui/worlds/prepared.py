"""Has this very demonstration been built before? Then a copy of its database saves the ten seconds.

One copy is kept for each world, in the user's cache. Its name tells what it was made from: this program's own
files and the world's, as they stand on the disk, the moment and the user. When one changes, it is built anew.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from wom_tui.resources import resource_dir
from wom_tui.worlds.loader import World

_PACKAGE = Path(__file__).resolve().parents[1]


def copy_for(folder: Path, world: World, at: datetime, os_user: str) -> Path:
    """Where the copy of that demonstration is, or would be.

    Args:
        folder: of the demonstrations' databases.
    """
    parts = (world.name, at.isoformat(), os_user, *_files(world))
    digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
    return folder / f"prepared-{world.name}-{digest}.db"


def fetch(copy: Path, database: Path) -> bool:
    """Put the copy where the database is to be; False where there is none, or it cannot be had."""
    try:
        shutil.copyfile(copy, database)
        database.chmod(0o600)
    except OSError:
        database.unlink(missing_ok=True)
        return False
    return True


def keep(database: Path, copy: Path, world: World) -> None:
    """Keep a copy of a database that nobody has open, in place of an older one of the world.

    It is only there to save time: where the disk has no room for it, there is none.
    """
    fresh = copy.with_suffix(f".{os.getpid()}")
    try:
        for old in copy.parent.glob(f"prepared-{world.name}-*"):
            old.unlink(missing_ok=True)
        shutil.copyfile(database, fresh)
        fresh.chmod(0o600)
        fresh.replace(copy)
    except OSError:
        fresh.unlink(missing_ok=True)


def _files(world: World) -> Iterator[str]:
    """Every file that has a say in it: name, size, time of its last change."""
    shipped = resource_dir("sample_data") / world.name
    for path in sorted((*_PACKAGE.rglob("*.py"), *_PACKAGE.rglob("*.toml"), *shipped.rglob("*"))):
        about = path.stat()
        yield f"{path} {about.st_size} {about.st_mtime_ns}"

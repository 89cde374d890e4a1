"""Which files the house consists of."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@cache
def tracked(*patterns: str) -> tuple[Path, ...]:
    """The files under version control that match, as absolute paths, without those that were just deleted."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--", *patterns], cwd=ROOT, capture_output=True, check=True, text=True
    ).stdout
    return tuple(path for name in listed.split("\0") if name and (path := ROOT / name).is_file())


def shown(path: Path) -> str:
    """The file's name as a reader of the repository writes it."""
    return path.relative_to(ROOT).as_posix()

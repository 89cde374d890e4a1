"""What is the machine like that this program runs on: its files, its room, its terminal, its other programs?

Only facts; what to think of them is said in `checkup.py`. Nothing is written, and nothing is asked that can hang.
"""

from __future__ import annotations

import os
import shutil
import stat
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

_ENGINE = "engine"
_VERBS = frozenset({_ENGINE, "console"})  # that run for long
_PROGRAM = frozenset({"wom", "wom_tui"})


@dataclass(frozen=True)
class FileFacts:
    """A file or folder: who may read it, whose it is, how large it is."""

    path: Path
    mode: int
    is_mine: bool
    can_write: bool
    size: int

    @property
    def is_open_to_others(self) -> bool:
        """Somebody but its owner may read or write it."""
        return bool(self.mode & 0o077)


def file_facts(path: Path) -> FileFacts | None:
    """About a file or folder; None when there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return FileFacts(
        path=path,
        mode=stat.S_IMODE(found.st_mode),
        is_mine=found.st_uid == os.geteuid(),
        can_write=os.access(path, os.W_OK),
        size=found.st_size,
    )


def free_bytes(folder: Path) -> int | None:
    """The room that is left where a folder lies; None when it cannot be told."""
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return None


@dataclass(frozen=True)
class Holder:
    """Another program that has a file open.

    Attributes:
        is_stopped: it was stopped (Ctrl+Z) and goes on when somebody lets it.
        is_orphan: the shell that started it is gone.
        verb: what it does, `console` or `engine`, where it is this program; else empty.
    """

    pid: int
    name: str
    is_stopped: bool
    is_orphan: bool
    verb: str = ""

    @property
    def is_left_over(self) -> bool:
        """Nobody is there to look at it; an engine is meant to run by itself."""
        return self.is_orphan and not self.is_stopped and self.verb != _ENGINE

    @property
    def words(self) -> str:
        """`16697 (wom console)`."""
        return f"{self.pid} (wom {self.verb})" if self.verb else f"{self.pid} ({self.name})"


def holders(file: Path, proc: Path = Path("/proc")) -> Iterator[Holder]:
    """The other programs of this user that have a file open; none where the system does not tell."""
    try:
        wanted = file.stat()
        entries = [entry for entry in proc.iterdir() if entry.name.isdecimal()]
    except OSError:
        return
    for entry in entries:
        if int(entry.name) != os.getpid() and _has_open(entry, (wanted.st_dev, wanted.st_ino)):
            try:
                said = (entry / "stat").read_text(encoding="utf-8", errors="replace")
            except OSError:
                continue  # it has just ended
            name, _, rest = said.partition("(")[2].rpartition(")")
            state, parent = rest.split()[:2]
            yield Holder(int(entry.name), name, state in "Tt", parent == "1", _verb(entry))


def _verb(process: Path) -> str:
    """What a `wom` was told to do; of its other words nothing is told, an address may hold a password."""
    try:
        words = (process / "cmdline").read_text(encoding="utf-8", errors="replace").split("\0")
    except OSError:
        return ""  # it has just ended
    names = [place for place, word in enumerate(words) if Path(word).name in _PROGRAM]
    return next((word for word in words[names[0] + 1 :] if word in _VERBS), "") if names else ""


def _has_open(process: Path, wanted: tuple[int, int]) -> bool:
    try:
        for opened in (process / "fd").iterdir():
            found = opened.stat()
            if (found.st_dev, found.st_ino) == wanted:
                return True
    except OSError:
        return False  # another user's, or it has just ended
    return False


@dataclass(frozen=True)
class TerminalFacts:
    """What a person would look at.

    Attributes:
        colours: 0 where there are none, else how many: 8, 256, or 2^24.
    """

    is_terminal: bool
    columns: int
    lines: int
    kind: str  # TERM
    colours: int
    encoding: str


def terminal_facts(environ: Mapping[str, str]) -> TerminalFacts:
    """About the terminal on stdout, as the environment describes it."""
    size = shutil.get_terminal_size()
    return TerminalFacts(
        is_terminal=sys.stdout is not None and sys.stdout.isatty(),
        columns=size.columns,
        lines=size.lines,
        kind=environ.get("TERM", ""),
        colours=_colours(environ),
        encoding=(getattr(sys.stdout, "encoding", None) or "ascii").lower(),
    )


def _colours(environ: Mapping[str, str]) -> int:
    kind = environ.get("TERM", "")
    if environ.get("NO_COLOR") or kind in ("", "dumb"):
        return 0
    if environ.get("COLORTERM", "").lower() in ("truecolor", "24bit") or kind.endswith("-direct"):
        return 2**24
    return 256 if "256" in kind else 8


def can_show(signs: str, encoding: str) -> str:
    """Those of the signs that an encoding has no place for."""
    missing = ""
    for sign in signs:
        try:
            sign.encode(encoding)
        except (UnicodeEncodeError, LookupError):
            missing += sign
    return missing


def cached_files(folder: Path) -> dict[str, tuple[int, int]]:
    """What lies in a cache: of each kind, how many files and bytes. A kind is a folder, or what a name begins with."""
    found: dict[str, tuple[int, int]] = {}
    for path in folder.rglob("*"):
        try:
            size = path.lstat().st_size if path.is_file() else None
        except OSError:
            continue
        if size is not None:
            inside = path.relative_to(folder)
            kind = inside.parts[0] if len(inside.parts) > 1 else inside.stem.partition("-")[0]
            files, total = found.get(kind, (0, 0))
            found[kind] = (files + 1, total + size)
    return found

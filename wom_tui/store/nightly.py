"""Where does tonight's backup lie, and which of those before it go? One file a night, whatever ended whoever wrote it.

The name carries the office and the night: whoever comes after somebody that was killed finds what is there, proves it,
and writes nothing twice. Nothing is removed before the new file is proved, and never what has another name than these.
"""

from __future__ import annotations

import fcntl
import os
import re
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import URL, Engine

from wom_tui.errors import InvalidInput, SchemaBehind, StoreError
from wom_tui.store import backups, journal, office
from wom_tui.store.backups import Proved
from wom_tui.store.engine import translated

_LONGEST_NAME = 40  # characters of the office's name
_OTHER_SIGNS = re.compile(r"[^a-z0-9]+")
_MARK = 8  # signs of what tells this office from any other of its name
_PART = ".part"  # as `backups` names what it has not finished


@dataclass(frozen=True)
class Tonight:
    """The backup of a night.

    Attributes:
        removed: files of nights before that had had their time; `stuck` would not go.
    """

    file: Path
    proved: Proved
    removed: int = 0
    stuck: int = 0


def write_tonight(source: Engine, said: str, on: date, keep: int) -> Tonight:
    """Write the backup of a night, prove it, and let the oldest go.

    Args:
        said: the folder, as the rule has it.
        keep: how many files of this office stay, this one among them.

    Raises:
        InvalidInput: that folder leads nowhere with this database.
        StoreBusy: somebody is writing the same file.
        StoreError: it could not be written, or another office's file stands there; the files before are all there.
    """
    folder = ready_folder(folder_of(said, source.url))
    with translated(), source.connect() as connection:
        name, mark = office.read(connection).name, journal.first_hash(connection)[:_MARK]
    file = folder / f"{prefix_of(name)}-{mark}-{on.isoformat()}.backup"
    try:
        proved = _found(file, source) or backups.write(source, file, lambda _table, _rows: None, replace=True)
    except OSError as error:
        raise StoreError(f"{file} cannot be written: {error.strerror}", "make room, or see to it") from error
    removed, stuck = _let_go(folder, mark, keep, file.name)
    return Tonight(file, proved, removed=removed, stuck=stuck)


def prefix_of(office_name: str) -> str:
    """How the file's name begins: of the office's name only what no system reads as anything else."""
    words = _OTHER_SIGNS.sub("-", office_name.casefold()).strip("-")[:_LONGEST_NAME].strip("-")
    return f"wom-{words or 'office'}"


def folder_of(said: str, database: URL) -> Path:
    """Where a rule's folder is on this machine; a relative one lies beside the database's file.

    Raises:
        InvalidInput: the database is a server, or has no file, so that nothing lies beside it.
    """
    try:
        folder = Path(said).expanduser()
    except RuntimeError as error:
        raise InvalidInput("backup", said, "a whole path: whoever runs the rules has no home") from error
    if folder.is_absolute():
        return folder
    if database.get_backend_name() != "sqlite" or not database.database:
        raise InvalidInput("backup", said, "a whole path, for the database is a server: /var/backups/wom")
    return Path(database.database).resolve().parent / folder


def ready_folder(folder: Path) -> Path:
    """The folder, made where only it is missing; others than its owner must not be able to put files there.

    Raises:
        StoreError: it cannot be used; says why.
    """
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        mode = folder.stat().st_mode
    except OSError as error:
        raise StoreError(f"no backup into {folder}: {error.strerror}", "see to that folder") from error
    if mode & stat.S_IWOTH:
        raise StoreError(f"no backup into {folder}: everybody may write there", f"chmod o-w {folder}")
    return folder


def _found(file: Path, source: Engine) -> Proved | None:
    """Tonight's file, where it is there and whole; what is damaged gives way to a new one.

    Raises:
        StoreError: what stands there is whole, and not what this database would write: it is left alone.
    """
    if not os.path.lexists(file):
        return None
    if not stat.S_ISREG(file.lstat().st_mode):
        raise StoreError(f"{file} is no plain file", "move it away")
    try:
        proved = backups.verify(file)
    except SchemaBehind:
        raise
    except StoreError:
        return None
    with translated(), source.connect() as connection:
        seq = proved.head.seq
        same = next(journal.events(connection, since=seq - 1, limit=1), None)
    if same is None or same.seq != seq or same.hash != proved.head.hash:
        raise StoreError(f"{file} holds this office as it never was here", "move it away")
    return proved


def _let_go(folder: Path, mark: str, keep: int, tonight: str) -> tuple[int, int]:
    """Remove what had its time, and what was begun on another night and never finished; how many went, and did not."""
    known = re.compile(rf"wom-[a-z0-9-]+-{re.escape(mark)}-(\d{{4}}-\d\d-\d\d)\.backup", re.ASCII)
    names = list(_plain_files(folder))
    nights = {name: found[1] for name in names if (found := known.fullmatch(name))}
    others = sorted(nights.keys() - {tonight}, key=lambda name: (nights[name], name), reverse=True)
    for name in names:
        if name.endswith(_PART) and known.fullmatch(name.removesuffix(_PART)):
            _remove_begun(folder / name)
    removed = stuck = 0
    for name in others[keep - 1 :]:
        try:
            (folder / name).unlink()
            removed += 1
        except OSError:
            stuck += 1
    return removed, stuck


def _plain_files(folder: Path) -> Iterator[str]:
    """The names of what is neither a folder nor a link."""
    with os.scandir(folder) as entries:
        yield from (entry.name for entry in entries if entry.is_file(follow_symlinks=False))


def _remove_begun(part: Path) -> None:
    """Remove what was begun, unless somebody still writes it."""
    with suppress(OSError):
        held = os.open(part, os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            part.unlink()
        finally:
            os.close(held)

"""A folder in which others put files: which are there, what stands in one, and away with it when it is done.

Whoever can write into the folder is not trusted with more than that: no link is followed, no pipe is waited for, no
name leads out of the folder, and of a large file no more is read than is wanted. All goes by the folder as it was
opened.
"""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from wom_tui.errors import GatewayError, InvalidInput

DONE, FAILED = "done", "failed"
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_MOST_SEEN = 10_000  # names of one look
_MOST_NAMESAKES, _LONGEST_NAME = 1_000, 200


class BadFile(Exception):
    """It is no file that could be read; says why."""


class Gone(Exception):
    """It is not there any more: somebody else has taken it since the folder was looked at."""


@dataclass(frozen=True)
class Spool:
    """The folder, while it is open."""

    path: Path
    here: int
    done: int
    failed: int

    def names(self, endings: tuple[str, ...]) -> list[str]:
        """Files that are whole, by name: with one of these endings, and no point before."""
        try:
            with os.scandir(self.here) as there:
                seen = [entry.name for entry in islice(there, _MOST_SEEN)]
        except OSError as error:
            raise _trouble(self.path, error) from error
        return sorted(n for n in seen if n.casefold().endswith(endings) and not n.startswith("."))

    def read(self, name: str, most: int, *, is_cut: bool = False) -> bytes:
        """What stands in a file.

        Args:
            most: bytes of it.
            is_cut: of a larger one so many are enough.

        Raises:
            Gone: somebody else has put it away.
            BadFile: it is none, cannot be read, or is larger.
        """
        try:
            file = os.open(name, _FILE, dir_fd=self.here)
        except FileNotFoundError as error:
            raise Gone(name) from error
        except OSError as error:
            raise BadFile("it is a link, or cannot be opened") from error
        try:
            told = os.fstat(file)
            if not stat.S_ISREG(told.st_mode):
                raise BadFile("it is no file but a folder, a pipe or a device")
            if told.st_size > most and not is_cut:
                raise BadFile(f"it has more than {most:,} bytes")
            with os.fdopen(os.dup(file), "rb") as source:
                data = source.read(most + 1)
        except OSError as error:
            raise BadFile(f"it cannot be read: {error.strerror}") from error
        finally:
            os.close(file)
        if len(data) > most and not is_cut:
            raise BadFile(f"it has more than {most:,} bytes")
        return data[:most]

    def mark(self, name: str) -> str:
        """What tells this file from another of its name."""
        try:
            told = os.stat(name, dir_fd=self.here, follow_symlinks=False)
        except OSError:
            return name
        return f"{name}:{told.st_ino}:{told.st_mtime_ns}:{told.st_size}"

    def put_away(self, name: str, *, is_done: bool) -> None:
        """To `done` or `failed`, at once and whole; one that is gone already was put away by another.

        Raises:
            GatewayError: it cannot be moved.
        """
        target = self.done if is_done else self.failed
        try:
            os.rename(name, _free(name, target), src_dir_fd=self.here, dst_dir_fd=target)
        except FileNotFoundError:
            return
        except OSError as error:
            raise _trouble(self.path / name, error) from error


def _free(name: str, folder: int) -> str:
    """The name, with a number before it where another file has it already."""
    short = os.fsdecode(os.fsencode(name)[-_LONGEST_NAME:])  # room for the number; the ending stays
    tried = (f"{number}-{short}" if number else name for number in range(_MOST_NAMESAKES))
    return next((one for one in tried if not _is_there(one, folder)), f"{secrets.token_hex(8)}-{short}")


@contextmanager
def open_spool(path: Path) -> Iterator[Spool]:
    """The folder with its two others, which are made where they are not there yet.

    Raises:
        InvalidInput: there is no such folder.
        GatewayError: it cannot be read or written.
    """
    opened: list[int] = []
    try:
        try:
            opened.append(os.open(path, _FOLDER))
        except (FileNotFoundError, NotADirectoryError) as error:
            raise InvalidInput("folder", str(path), "a folder that is there") from error
        for name in (DONE, FAILED):
            if not _is_there(name, opened[0]):
                os.mkdir(name, 0o700, dir_fd=opened[0])
            opened.append(os.open(name, _FOLDER | os.O_NOFOLLOW, dir_fd=opened[0]))
    except OSError as error:
        _close(opened)
        raise _trouble(path, error) from error
    except InvalidInput:
        _close(opened)
        raise
    try:
        yield Spool(path, *opened)
    finally:
        _close(opened)


def _is_there(name: str, folder: int) -> bool:
    try:
        os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return False
    return True


def _close(opened: list[int]) -> None:
    for one in opened:
        os.close(one)


def _trouble(path: Path, error: OSError) -> GatewayError:
    return GatewayError(f"{path}: {error.strerror or error}")

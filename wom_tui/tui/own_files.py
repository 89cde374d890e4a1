"""What does a user keep from one day to the next, and how is it read and written?

Small files of their own, readable by nobody else: in the folder for settings what one may want to read, change and pass
on, in that for states what was typed, in the cache what is of one database. A file is replaced as a whole, so there is
never half of one.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wom_tui.errors import InvalidInput, NotFound
from wom_tui.folders import cache_folder, config_folder, state_folder
from wom_tui.presets.toml_text import toml_key, toml_list, toml_text

NOTE = "# Kept by the console; it may be changed by hand and passed on. Comments are not kept.\n"


@dataclass(frozen=True)
class OwnFiles:
    """Where they are. Without folders nothing outlives the console."""

    config: Path | None = None
    state: Path | None = None
    cache: Path | None = None

    @staticmethod
    def of_user() -> OwnFiles:
        """The folders of whoever runs this."""
        return OwnFiles(config_folder(), state_folder(), cache_folder())

    def setting(self, name: str) -> Path | None:
        """A file that people may read and change."""
        return self.config / name if self.config else None

    def memory(self, name: str) -> Path | None:
        """A file that only the console reads."""
        return self.state / name if self.state else None

    def about(self, kind: str, address: str) -> Path | None:
        """The file of that kind for a database. Its name says nothing about the address."""
        name = f"{kind}-{hashlib.sha256(address.encode()).hexdigest()[:16]}.json"
        return self.cache / name if self.cache else None


NOTHING_KEPT = OwnFiles()


def replace_file(path: Path, text: str, *, is_synced: bool = False) -> None:
    """Put another text there, whole, readable by its owner only.

    Args:
        is_synced: wait until the disk has it: for what a person has written by hand.

    Raises:
        OSError: it cannot be written.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            if is_synced:
                file.flush()
                os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def read_own(path: Path, form: int) -> dict[str, Any]:
    """What `write_own` has put there.

    Raises:
        OSError, ValueError, KeyError, TypeError: nothing is there, or something else; nobody need be disturbed.
    """
    content = json.loads(path.read_text(encoding="utf-8"))
    if content["format"] != form:
        raise ValueError(f"format {content['format']}")
    return dict(content)


def write_own(path: Path, form: int, content: Mapping[str, Any]) -> bool:
    """Put JSON there; returns whether that went well. Failing is no reason to disturb anybody.

    Args:
        form: how it is written, by number: what another version has written otherwise is not read.
    """
    try:
        replace_file(path, json.dumps({"format": form, **content}, ensure_ascii=False))
    except OSError:
        return False
    return True


class OwnTable:
    """Things by their name in one TOML file, or in memory where there is no folder.

    Args:
        checked: answers a thing from what is written down; raises `InvalidInput` where it is none.
        noun: what one of them is called.
    """

    def __init__(self, path: Path | None, noun: str, checked: Callable[[str, Any], object]) -> None:
        self.path, self.noun, self._checked = path, noun, checked
        self._kept: dict[str, Any] = {}

    def read(self) -> dict[str, Any]:
        """What is written down, checked.

        Raises:
            InvalidInput: the file cannot be used; says in which line.
        """
        if self.path is None:
            return dict(self._kept)
        text, found = read_toml(self.path)
        for slip in self._slips(self.path, text, found):
            raise slip
        return found

    def slips(self) -> list[InvalidInput]:
        """All that keeps the file from being used, each with its line."""
        if self.path is None:
            return []
        try:
            return list(self._slips(self.path, *read_toml(self.path)))
        except InvalidInput as error:
            return [error]

    def _slips(self, path: Path, text: str, found: Mapping[str, Any]) -> Iterator[InvalidInput]:
        for name, value in found.items():
            try:
                self._checked(name, value)
            except InvalidInput as error:
                yield InvalidInput(at_line(path, text, name, error.field), error.value, error.expected)

    def put(self, name: str, value: Any) -> None:
        """Write one down, in the place of one that has its name.

        Raises:
            InvalidInput: what is written down already cannot be used, so it is left as it is.
        """
        self._write(self.read() | {name: value})

    def drop(self, name: str) -> None:
        """Strike one out.

        Raises:
            NotFound: there is none of that name.
        """
        kept = self.read()
        if name not in kept:
            raise NotFound(self.noun, name, tuple(kept))
        del kept[name]
        self._write(kept)

    def _write(self, kept: dict[str, Any]) -> None:
        if self.path is None:
            self._kept = kept
            return
        try:
            replace_file(self.path, NOTE + "\n".join(_lines(kept)) + "\n")
        except OSError as error:
            raise InvalidInput(str(self.path), error.strerror or "", "a file that can be written") from error


def read_toml(path: Path) -> tuple[str, dict[str, Any]]:
    """The text of a file and what it says; nothing where there is none.

    Raises:
        InvalidInput: it is no TOML; says in which line.
    """
    import tomllib

    try:
        text = path.read_text(encoding="utf-8")
        return text, tomllib.loads(text)
    except FileNotFoundError:
        return "", {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InvalidInput(str(path), "", "a TOML file", why=f"{path.name}: {error}") from error


def at_line(path: Path, text: str, table: str, key: str = "") -> str:
    """`views.toml, line 7: sort`: where in a file something stands."""
    heads = (f"[{toml_key(table)}]", f"{toml_key(table)} ", f"{toml_key(table)}=")
    lines = text.splitlines()
    at = next((at for at, line in enumerate(lines) if line.strip().startswith(heads)), 0)
    below = (at + more for more, line in enumerate(lines[at:]) if line.split("=")[0].strip() == key)
    return f"{path.name}, line {(next(below, at) if key else at) + 1}: {key or table}"


def _lines(kept: dict[str, Any]) -> Iterator[str]:
    """Values first: after the head of a table they would belong to it."""
    for name, value in kept.items():
        if not isinstance(value, dict):
            yield f"{toml_key(name)} = {_value(value)}"
    for name, value in kept.items():
        if isinstance(value, dict):
            yield f"\n[{toml_key(name)}]"
            yield from (f"{toml_key(key)} = {_value(each)}" for key, each in value.items())


def _value(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return toml_text(value)
    if isinstance(value, list) and value and isinstance(value[0], str) and len(value) > 1:
        return "[\n" + "".join(f"    {toml_text(each)},\n" for each in value) + "]"
    return toml_list(value) if isinstance(value, list) else str(value)

"""What has a user given a name to, and how is it read and written without keeping keys waiting?"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from wom_tui.tui.own_files import OwnTable
from wom_tui.tui.widgets.command_line import Choice

if TYPE_CHECKING:
    from wom_tui.tui.app import WomApp

T = TypeVar("T")


class OwnThings(Generic[T]):
    """Things by name, as they were read last; read and written on a worker, answered on the screen's thread.

    Args:
        noun: what one of them is called, which is also the word of the command line.
        made: a thing from what is written down; raises `InvalidInput` where it is none.
    """

    def __init__(self, app: WomApp, path: Path | None, noun: str, made: Callable[[str, Any], T]) -> None:
        self.app, self.noun, self._made = app, noun, made
        self.table = OwnTable(path, noun, made)
        self.known: dict[str, T] = {}

    def load(self) -> None:
        """Read them; on a worker."""
        read = {name: self._made(name, value) for name, value in self.table.read().items()}
        self.app.call_from_thread(self._take, read)

    def _take(self, read: dict[str, T]) -> None:
        self.known = read

    def read_again(self, then: Callable[[], object]) -> None:
        """Read them, for another console may have written; then go on."""
        self._work(lambda: None, then, self.noun)

    def put(self, name: str, value: Any, then: Callable[[], object]) -> None:
        """Write one down."""
        self._work(partial(self.table.put, name, value), then, f"{self.noun} {name}")

    def drop(self, name: str, then: Callable[[], object]) -> None:
        """Strike one out."""
        self._work(partial(self.table.drop, name), then, f"{self.noun} drop {name}")

    def _work(self, change: Callable[[], object], then: Callable[[], object], draft: str) -> None:
        def job() -> None:
            change()
            self.load()
            self.app.call_from_thread(then)

        self.app.acts.work(job, draft=draft)  # what is pressed meanwhile is meant for the list that comes


def offers(noun: str, text: str, listed: Iterable[tuple[str, str]]) -> list[Choice]:
    """What `text` can become: of what can stand behind the word, each with its meaning, all that begins so."""
    begun = text.removeprefix(f"{noun} ")
    return [
        Choice(f"{noun} {said}", said, told)
        for said, told in listed
        if said.startswith(begun) and said != begun
    ]


def named(words: str, names: list[str]) -> str | None:
    """The name that is meant: by its number in the list, whole, or by as much of it as fits only one."""
    if words.isdecimal():
        return names[int(words) - 1] if 0 < int(words) <= len(names) else None
    said = words.casefold()
    exact = [name for name in names if name.casefold() == said]
    begun = exact or [name for name in names if said and name.casefold().startswith(said)]
    return begun[0] if len(begun) == 1 else None

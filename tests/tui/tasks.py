"""The tasks of a dispatcher's day, with the keys that do them: one row per task.

`test_tasks.py` presses just these keys and looks at the facts; docs/reference/tasks.md is written from the same rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wom_tui.tui.key import key_name, key_of


@dataclass(frozen=True, kw_only=True)
class Task:
    """One task.

    Attributes:
        asked: what the dispatcher wants.
        keys: as they are pressed, from the board; a word that is no key's name is typed letter by letter, and
            `␣` in it is a space.
        on: the order under the cursor when it begins; None = whichever.
        world: where it is done, see `afternoon.py`.
        does: what the keys do, in words.
    """

    name: str
    asked: str
    keys: str
    does: str
    on: int | None = None
    world: str = "afternoon"

    @property
    def presses(self) -> tuple[str, ...]:
        """Every key, by Textual's name of it."""
        return tuple(press for word in self.keys.split() for press in _presses(word))

    @property
    def count(self) -> int:
        """Keystrokes, each letter and each Enter."""
        return len(self.presses)

    @property
    def shown(self) -> tuple[str, ...]:
        """The keys as they are read: `2`, `;`, `Enter`; what is typed as one."""
        return tuple(word.replace("␣", " ") for word in self.keys.split())


def _presses(word: str) -> Iterator[str]:
    if (key := key_of(word)) is not None:
        yield key
        return
    for char in word:
        yield "space" if char == "␣" else key_of(char) or char


TASKS: tuple[Task, ...] = (
    Task(
        name="assign to best",
        asked="Nobody has this order. Who is best, and when?",
        on=4419,
        keys="a Enter",
        does="the candidates, the best under the cursor; Enter books it",
    ),
    Task(
        name="emergency",
        asked="Somebody calls: people are stuck in a lift. Send whoever is there first.",
        keys="n lift␣stuck Enter curl Enter Rossi Enter Enter Enter d",
        does="the call is taken in, type and priority are guessed; the last Enter books who is there first and moves "
        "nobody; `d` sends them",
    ),
    Task(
        name="move by 30 min",
        asked="The customer is not there before 15:37. The same visit, half an hour later.",
        on=4424,
        keys="2 ; ;",
        does="the lanes, with the cursor on the order's visit; `;` is 15 minutes later",
    ),
    Task(
        name="swap two visits",
        asked="These two technicians had better change their visits.",
        on=4424,
        keys="Space Space :sw Enter",
        does="both are marked; `swap` exchanges technicians and times",
    ),
    Task(
        name="hold for parts",
        asked="The pump has to be ordered first.",
        on=4405,
        keys="h p Enter",
        does="the line is typed but for the reason; `p` is enough for `parts`",
    ),
    Task(
        name="find all of a customer",
        asked="What do we have open for the college?",
        keys="/ coll Enter",
        does="every order that has these letters in its title, place or customer",
    ),
    Task(
        name="who is late",
        asked="Who is behind, and whom will it hit?",
        keys="2",
        does="lanes stand in the order of their trouble; the last column says who is late, by how much",
    ),
    Task(
        name="call back",
        asked="Who called about this order? I want to ring back.",
        on=4407,
        keys="Enter y",
        does="the order's page shows name and number, `y` copies them with the order",
    ),
    Task(
        name="bulk dispatch",
        asked="Send everybody whose visit begins within the hour.",
        keys="/ state=s␣pl<+1h Enter M d Y",
        does="what is scheduled and begins before an hour from now; all of it is marked; one look at the preview",
    ),
    Task(
        name="undo last three",
        asked="My last three acts were about the wrong building.",
        world="three acts",
        keys="u u u",
        does="each takes the last one back, and says which",
    ),
    Task(
        name="compare with 08:00",
        asked="What is different from this morning?",
        world="busy morning",
        keys=":diff␣8am Enter",
        does="order by order, what differs between then and now",
    ),
    Task(
        name="close out",
        asked="The work is done and reported. Off the books.",
        keys="7 G Enter c Enter",
        does="what is done and not closed stands last in the queue; labour and materials are typed already, `c` is "
        "enough for `contract`",
    ),
)


def key_words(task: Task) -> tuple[str, ...]:
    """Its keys for a reader; keys by their names, what is typed as it is typed."""
    return tuple(key_name(key_of(word) or word) for word in task.shown)

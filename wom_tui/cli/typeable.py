"""What can be typed after `wom`, place by place? For the shells' completion and for the manual.

Taken from the verbs themselves, so that nothing is said twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from wom_tui.cli.naming import NAMED
from wom_tui.cli.root import ENTRIES, EVERYWHERE, load
from wom_tui.domain.sheets.catalogue import SHEETS
from wom_tui.domain.sheets.orders import ORDERS
from wom_tui.domain.words import typed

ANYWHERE = "*"  # the place of what may stand anywhere in the line
FILE = "@file"
_ASKED = {  # parameters whose values only the office, or this program, knows
    "number": "@order",
    "order": "@order",
    "message send to": "@technician",
    "technician": "@technician",
    "territory": "@territory",
    "preset": "@preset",
    "world": "@world",
    "policy": "@policy",
    "policy show name": "@policy",
    "customer erase name": "@customer",
    "part show code": "@parts",
    "site locate name": "@sites",
    **{f"request {verb} number": "@request" for verb in typed("show convert decline")},
}
_NAMING = "words"  # the parameter of verbs that say themselves what they want named: `cli/naming.py`
_WORDS = {
    "theme": typed("dark light contrast ansi mono"),
    "form": typed("csv xlsx json ndjson parquet"),
    "import form": typed("csv xlsx"),
    "cases": typed("all even odd"),
    "role": typed("viewer technician dispatcher manager admin"),
    "shell": typed("bash zsh fish"),
}
_TEMPLATE = "import template"  # no verb of Typer's, but typed like one
_FILES = ("--db", "to", "file", "files", "out", "reject_file", "folder")


@dataclass(frozen=True)
class Choice:
    """Something that can be typed.

    Attributes:
        place: the verbs before it (`wo show`), and the option when it is an option's value (`plan --territory`).
        word: what to type; `@order` and the like stand for values that have to be asked for.
    """

    place: str
    word: str
    help: str = ""


def choices() -> Iterator[Choice]:
    """Everything, the verbs first."""
    for entry in shown_entries():
        yield Choice("", entry.name, entry.help)
    for name, (metavar, said) in EVERYWHERE.items():
        yield Choice(ANYWHERE, name, said)
        if metavar:
            yield Choice(f"{ANYWHERE} {name}", FILE if name in _FILES else "")
    yield Choice(ANYWHERE, "--help", "Say what can be typed here.")
    for entry in shown_entries():
        yield from _below(entry.name, load(entry))
    yield Choice("import", "template", "Write an empty sheet, with examples.")
    yield from (Choice(_TEMPLATE, noun) for noun in (ORDERS, *SHEETS))
    yield from (Choice(_TEMPLATE, option) for option in ("--out", "--format"))
    yield Choice(f"{_TEMPLATE} --out", FILE)
    yield from (Choice(f"{_TEMPLATE} --format", form) for form in _WORDS["import form"].split())


def shown_entries() -> Iterator[Any]:
    """The verbs that people type."""
    return (entry for entry in ENTRIES if not entry.name.startswith("_"))


def _below(place: str, command: Any) -> Iterator[Choice]:
    for name, sub in verbs_below(command).items():
        yield Choice(place, name, _first_line(sub))
        yield from _below(f"{place} {name}", sub)
    for parameter in command.params:
        asked = getattr(command.callback, NAMED, None) if parameter.name == _NAMING else None
        values = [f"@{asked}"] if asked else list(_values(place, parameter))
        if parameter.param_type_name == "argument":
            yield from (Choice(place, word) for word in values)
            continue
        option = max(parameter.opts, key=len)
        if option in EVERYWHERE:
            continue
        yield Choice(place, option, parameter.help or "")
        if not parameter.is_flag:
            yield from (Choice(f"{place} {option}", word) for word in values or [""])


def verbs_below(command: Any) -> dict[str, Any]:
    """The verbs of a noun, by name; none where the command is a verb itself."""
    names = command.list_commands(None) if hasattr(command, "list_commands") else ()
    return {name: command.get_command(None, name) for name in names}


def _values(place: str, parameter: Any) -> Iterator[str]:
    name = parameter.name
    if asked := _ASKED.get(f"{place} {name}") or _ASKED.get(name):
        yield asked
    elif name in _FILES:
        yield FILE
    elif name == "what":
        yield from (ORDERS, *SHEETS)
    else:
        yield from (_WORDS.get(f"{place} {name}") or _WORDS.get(name, "")).split()


def _first_line(command: Any) -> str:
    return " ".join((command.help or "").split("\n\n")[0].split())

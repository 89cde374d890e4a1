"""`wom man`: the manual as a page for `man`, made from the verbs themselves. The wheel carries it as well."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import typer

from wom_tui import __version__
from wom_tui.cli.root import EVERYWHERE, load
from wom_tui.cli.typeable import shown_entries, verbs_below
from wom_tui.errors import WomError

_FILES = (
    ("~/.config/wom/config.toml", "settings; WOM_CONFIG names another file"),
    ("~/.local/share/wom/wom.db", "the database, unless --db, WOM_DB or the settings name another"),
    ("~/.cache/wom/", "pictures of last screens, and demonstrations; may be deleted"),
)
_VARIABLES = (
    ("WOM_DB", "the database: a URL, or a path"),
    ("WOM_CONFIG", "the settings file"),
    ("WOM_NOW", "what time it is, in demonstrations only"),
    ("WOM_OUTPUT", "plain: send whole frames to a terminal that tears them"),
    ("WOM_SQLITE_JOURNAL", "wal or delete: the journal mode of SQLite"),
    ("WOM_CONSOLE_LOOK, WOM_CONSOLE_SIGNS", "how the console looks"),
    ("WOM_CONSOLE_PRESENCE", "whether other consoles are told who is here"),
    ("NO_COLOR", "no colours"),
)


def manual(context: typer.Context) -> None:
    """Print the manual as a page for `man`: wom man | man -l -"""
    typer.echo("\n".join(page()))


def page() -> Iterator[str]:
    """The lines of the page."""
    yield rf'.TH WOM 1 \& "wom {__version__}" "Manual of wom"'
    yield ".SH NAME"
    yield r"wom \- a dispatcher's console for field-service work orders"
    yield ".SH SYNOPSIS"
    yield r".B wom"
    yield r"[\fIoptions\fR] [\fIverb\fR …]"
    yield ".SH DESCRIPTION"
    yield _text("Without a verb: the console, on this terminal. ? shows its keys.")
    yield ".SH OPTIONS"
    yield _text("These may stand anywhere in the line.")
    yield from _list((f"{name} {value}".strip(), said) for name, (value, said) in EVERYWHERE.items())
    yield ".SH VERBS"
    for entry in shown_entries():
        yield from _verb(f"wom {entry.name}", load(entry))
    yield ".SH EXIT STATUS"
    yield from _list((("0", "done"), *_exit_codes(), ("130", "interrupted")))
    yield ".SH ENVIRONMENT"
    yield from _list(_VARIABLES)
    yield ".SH FILES"
    yield from _list(_FILES)


def _verb(path: str, command: Any) -> Iterator[str]:
    below = verbs_below(command)
    if not below:
        arguments = [p for p in command.params if p.param_type_name == "argument"]
        named = " ".join(_shape(argument) for argument in arguments)
        yield f".SS {_text(f'{path} {named}'.strip())}"
        yield _text(" ".join((command.help or "").split()))
        options = [p for p in command.params if p.param_type_name == "option"]
        yield from _list((f"{max(p.opts, key=len)}{_value(p)}", p.help or "") for p in options)
    for name, sub in below.items():
        yield from _verb(f"{path} {name}", sub)


def _shape(argument: Any) -> str:
    name = argument.metavar or argument.name.upper()
    many = " …" if argument.nargs == -1 else ""
    return f"{name}{many}" if argument.required else f"[{name}]{many}"


def _value(option: Any) -> str:
    return "" if option.is_flag else f" {option.metavar or option.name.upper()}"


def _exit_codes() -> Iterator[tuple[str, str]]:
    meanings: dict[int, str] = {}
    for error in _errors(WomError):
        meanings.setdefault(error.exit_code, (error.__doc__ or "").splitlines()[0])
    for code, meaning in sorted(meanings.items()):
        yield str(code), meaning


def _errors(root: type[WomError]) -> Iterator[type[WomError]]:
    yield root
    for sub in root.__subclasses__():
        yield from _errors(sub)


def _list(items: Iterable[tuple[str, str]]) -> Iterator[str]:
    for name, said in items:
        yield ".TP"
        yield rf"\fB{_text(name)}\fR"
        yield _text(said)


def _text(text: str) -> str:
    """Text that roff takes as text."""
    text = text.replace("\\", r"\e").replace("-", r"\-")
    return rf"\&{text}" if text.startswith((".", "'")) else text

"""Which verbs does `wom` have? Each is loaded when it is called, and only that one.

Global options may stand anywhere in the line: they are moved to the front before it is read.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from wom_tui.cli.failure import INTERRUPTED, report, report_bug, report_usage
from wom_tui.cli.shell import Shell
from wom_tui.config import read_config
from wom_tui.errors import WomError

FLAGS = frozenset({"--json"})
VALUED = frozenset({"--db", "--as", "--now", "--as-of"})
EVERYWHERE = "Everywhere: --db, --json, --as, --now, --as-of; see `wom --help`."


@dataclass(frozen=True, slots=True)
class Entry:
    """One verb: the module that has it, and its name there (a function, or a Typer for a noun)."""

    name: str
    module: str
    help: str
    attribute: str = "app"


ENTRIES = (
    Entry("init", "init", "Make an office in an empty database.", "init"),
    Entry("console", "console", "The board, the lanes, the orders: work here.", "console"),
    Entry("wo", "wo", "Work orders: list them, show one."),
    Entry("do", "do", "Do what lines say: assign 4417 kim 14:30.", "do"),
    Entry("undo", "undo", "Take an act back: your last one, or the one named.", "undo"),
    Entry("redo", "undo", "Do again what you have just taken back.", "redo"),
    Entry("plan", "plan", "Plan a day.", "plan"),
    Entry("log", "log", "What happened, event by event.", "log"),
    Entry("audit", "audit", "Prove that nobody has changed the journal."),
    Entry("import", "import_", "Bring orders in from a file."),
    Entry("sla", "sla", "Clocks: fit rules to dues, accept them, compare."),
    Entry("user", "user", "Who may come in, and as what."),
    Entry("db", "db", "The database: upgrade, copy, status."),
    Entry("demo", "demo", "Look around in a sample world.", "demo"),
)


class Root(TyperGroup):
    """The verbs, by name; their modules are imported one at a time."""

    def list_commands(self, ctx: Any) -> list[str]:
        return [entry.name for entry in ENTRIES]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        entry = next((entry for entry in ENTRIES if entry.name == cmd_name), None)
        if entry is None or cmd_name in self.commands:
            return self.commands.get(cmd_name)
        return TyperCommand(
            name=entry.name, help=entry.help, rich_markup_mode=None
        )  # enough for a list of verbs

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        entry = next((entry for entry in ENTRIES if entry.name == args[0]), None)
        if entry is not None:
            self.commands[entry.name] = load(entry)
        return super().resolve_command(ctx, args)


def load(entry: Entry) -> Any:
    """The command of an entry, with its module."""
    found = getattr(importlib.import_module(f"wom_tui.cli.{entry.module}"), entry.attribute)
    if not isinstance(found, typer.Typer):
        app = typer.Typer(add_completion=False, rich_markup_mode=None)
        app.command(entry.name, help=None, epilog=EVERYWHERE)(found)
        found = app
    command = typer.main.get_command(found)
    command.name = entry.name
    return command


app = typer.Typer(
    cls=Root, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False, name="wom"
)


@app.callback(invoke_without_command=True)
def root(
    context: typer.Context,
    db: Annotated[
        str | None, typer.Option(help="Database: a URL, or a path, which means SQLite. Or WOM_DB.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Answer with one JSON document.")] = False,
    on_behalf_of: Annotated[
        str | None, typer.Option("--as", help="Act for another user; admins only.")
    ] = None,
    now: Annotated[
        str | None, typer.Option(help="What time it is, in demonstrations and tests only. Or WOM_NOW.")
    ] = None,
    as_of: Annotated[str | None, typer.Option(help="Show how things stood at that time.")] = None,
    version: Annotated[bool, typer.Option("--version", "-V", help="Tell the version.")] = False,
) -> None:
    """A dispatcher's console for field-service work orders. Without a verb: the console."""
    if version:
        from wom_tui import __version__

        typer.echo(f"wom {__version__}")
        raise typer.Exit
    shell = Shell(read_config(), as_json, db, on_behalf_of, now, as_of)
    context.obj = shell
    # A verb may have such an option of its own; then it is told what was said in front.
    given = {"db": db, "as_json": as_json or None}
    context.default_map = {e.name: {k: v for k, v in given.items() if v is not None} for e in ENTRIES}
    if context.invoked_subcommand is None:
        from wom_tui.cli.console import open_console

        raise typer.Exit(open_console(shell))


def run(arguments: Sequence[str]) -> int:
    """Run one command line; returns its exit code. Nothing but the answer goes to stdout."""
    args = in_front(arguments)
    is_json = "--json" in args[: _globals_in(args)]
    try:
        return int(typer.main.get_command(app).main(args=args, prog_name="wom", standalone_mode=False) or 0)
    except WomError as error:
        return report(error, is_json=is_json)
    except typer.TyperException as error:
        return report_usage(error.format_message(), _usage(error), is_json=is_json)
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except BrokenPipeError:  # the reader has seen enough, as in `wom log | head`
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115,PTH123  else closing stdout complains again
        return 0
    except Exception as error:  # noqa: BLE001  the last catch: users see a report file's name, no traceback
        return report_bug(error, is_json=is_json)


def _usage(error: Exception) -> str:
    context = getattr(error, "ctx", None)
    return str(context.get_usage()) if context is not None else "see `wom --help`"


def in_front(arguments: Sequence[str]) -> list[str]:
    """The same arguments, global options first; those after `--` stay where they are."""
    front: list[str] = []
    rest: list[str] = []
    pending = list(arguments)
    while pending:
        word = pending.pop(0)
        if word == "--":
            return [*front, *rest, word, *pending]
        name, has_value, _ = word.partition("=")
        if word in FLAGS or (has_value and name in VALUED):
            front.append(word)
        elif word in VALUED and pending:
            front += [word, pending.pop(0)]
        else:
            rest.append(word)
    return [*front, *rest]


def _globals_in(args: Sequence[str]) -> int:
    """How many of the arguments stand in front of the verb."""
    at = 0
    while at < len(args) and args[at].startswith("--"):
        at += 2 if args[at] in VALUED else 1
    return at

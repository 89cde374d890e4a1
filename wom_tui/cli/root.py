"""Which verbs does `wom` have? Each is loaded when it is called, and only that one.

Options that every verb has may stand anywhere in the line; they are taken out before Typer reads the rest.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import typer
from typer._click.exceptions import NoArgsIsHelpError
from typer.core import TyperCommand, TyperGroup

from wom_tui.cli.failure import INTERRUPTED, report, report_bug, report_usage
from wom_tui.cli.output import flush, leave_stdout, show_what_can_be_shown
from wom_tui.cli.plain import take_as_typed
from wom_tui.cli.shell import Shell
from wom_tui.config import read_settings
from wom_tui.domain.habits import habits_of, take
from wom_tui.errors import InvalidInput, WomError

# name → (metavar, help); an empty metavar makes a flag.
EVERYWHERE: Mapping[str, tuple[str, str]] = {
    "--db": ("ADDRESS", "Database: a URL, or a path, which means SQLite. Or WOM_DB."),
    "--json": ("", "Answer with one JSON document on stdout and nothing else."),
    "--as": ("USER", "Act for another user; admins only."),
    "--now": ("TIME", "What time it is, in demonstrations and tests only. Or WOM_NOW."),
    "--as-of": ("TIME", "Show how things stood at that time."),
    "--branch": ("NAME", "Look at a branch, and plan on it: see `wom branch`."),
}
EPILOG = f"Everywhere: {', '.join(EVERYWHERE)}; see `wom --help`."


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
    Entry("wo", "wo", "Work orders: list, show, and all that a line can do with them."),
    Entry("visit", "visit", "Visits: who goes where, and when."),
    Entry("my", "my", "A technician's day, and what is reported from there."),
    Entry("inbound", "inbound", "What comes in from the field, and what of it waits for a person."),
    Entry("message", "message", "What office and field say to each other."),
    Entry("request", "request", "What is asked for and is no order yet."),
    Entry("do", "do", "Do what lines say: assign 4417 kim 14:30.", "do"),
    Entry("undo", "undo", "Take an act back: your last one, or the one named.", "undo"),
    Entry("redo", "undo", "Do again what you have just taken back.", "redo"),
    Entry("plan", "plan", "Plan a day; compare, check and take over plans as text."),
    Entry("branch", "branch", "Plans beside the live days: try out, compare, bring over."),
    Entry("repair", "repair", "Mend a running day with the fewest moves."),
    Entry("slots", "slots", "Where could an order go, and what would it cost?", "slots"),
    Entry("why", "why", "Why is an order planned as it is, or not at all?", "why"),
    Entry("why-not", "why", "Why not with that technician?", "why_not"),
    Entry("relax", "relax", "What would make room for an order?", "relax"),
    Entry("offer", "offer", "Windows to offer to a customer, with the price of each.", "offer"),
    Entry("policy", "policy", "Policies: what matters most when a day is planned."),
    Entry("solve", "solve", "Plan a problem that comes as a file, in VROOM's format.", "solve"),
    Entry("day", "day", "A day on paper."),
    Entry("handover", "handover", "The shift change on one page.", "handover"),
    Entry("backlog", "backlog", "How old is what is open, and what does it wait for?", "backlog"),
    Entry("review", "review", "The week behind: what came of it, on one page."),
    Entry("map", "map_", "Where are orders and technicians?", "map_"),
    Entry("triage", "triage", "What needs a decision, the most pressing first?", "triage"),
    Entry("log", "log", "What happened, event by event.", "log"),
    Entry("diff", "diff", "What differs between two moments, order by order?", "diff"),
    Entry("audit", "audit", "Prove that nobody has changed the journal."),
    Entry("import", "import_", "Bring orders and all other records in from files."),
    Entry("rejects", "rejects", "What was not understood in the files that came in.", "rejects"),
    Entry("export", "export", "Orders and all other records for a spreadsheet, visits for a calendar."),
    Entry("part", "part", "Parts: what is in stock, reserved, on its way."),
    Entry("warehouse", "warehouse", "Warehouses: places for parts that are no vans."),
    Entry("stock", "stock", "Stock: how many of a part were counted at a place."),
    Entry("purchase", "purchase", "Purchases: what is ordered, and when it is expected."),
    Entry("feedback", "feedback", "What customers say of orders that were completed."),
    Entry("attachment", "attachment", "Files of orders: where documents and pictures are."),
    Entry("technician", "technician", "Technicians: list, show, create, edit, remove."),
    Entry("skill", "skill", "Skills of technicians, with level and dates."),
    Entry("shift", "shift", "Shifts of technicians."),
    Entry("absence", "absence", "Absences of technicians."),
    Entry("customer", "customer", "Customers: list, show, create, edit, remove, erase."),
    Entry("contact", "contact", "Contacts: people to talk to."),
    Entry("site", "site", "Sites: list, show, create, edit, remove, locate."),
    Entry("asset", "asset", "Assets: list, show, create, edit, remove."),
    Entry("maintenance", "maintenance", "Maintenance plans: work that comes back, and when."),
    Entry("reading", "reading", "What the meters of assets showed."),
    Entry("territory", "territory", "Territories: list, show, create, edit, remove."),
    Entry("type", "type_", "Work types: list, show, create, edit, remove."),
    Entry("calendar", "calendar", "Calendars: open hours by the day of the week."),
    Entry("holiday", "holiday", "Holidays of calendars."),
    Entry("sla", "sla", "SLA policies: list, show, create, edit, remove; fit them to dues."),
    Entry("user", "user", "Who may come in, and as what."),
    Entry("rule", "rule", "Rules: what the office does by itself, and what came of it."),
    Entry("alert", "alert", "Alerts: what somebody has to know of now."),
    Entry("notify", "notify", "Notifications: who hears of what, by which way, in which words."),
    Entry("outbox", "outbox", "What waits to leave the house, what has left, what could not."),
    Entry("engine", "engine", "Run the office's rules without a console.", "engine"),
    Entry("db", "db", "The database: upgrade, copy, status, backups."),
    Entry("doctor", "doctor", "Is everything as it should be, and what to do if not?", "doctor"),
    Entry("demo", "demo", "Look around in a sample world.", "demo"),
    Entry("completion", "completion", "Let a shell complete what you type.", "completion"),
    Entry("man", "manual", "The manual, as a page for `man`.", "manual"),
    Entry("_values", "values", "What a shell offers."),  # for the scripts of `wom completion`
)


class Root(TyperGroup):
    """The verbs, by name; their modules are imported one at a time."""

    def list_commands(self, ctx: Any) -> list[str]:
        return [entry.name for entry in ENTRIES if not entry.name.startswith("_")]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        entry = next((entry for entry in ENTRIES if entry.name == cmd_name), None)
        if entry is None or cmd_name in self.commands:
            return self.commands.get(cmd_name)
        # Enough for a list of verbs.
        return TyperCommand(name=entry.name, help=entry.help, rich_markup_mode=None)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        with formatter.section("Options, anywhere in the line"):
            formatter.write_dl(
                [(f"{name} {value}".strip(), said) for name, (value, said) in EVERYWHERE.items()]
            )
        super().format_options(ctx, formatter)

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
        app.command(entry.name, help=None, epilog=EPILOG)(found)
        found = app
    command = typer.main.get_command(found)
    command.name = entry.name
    return take_as_typed(command)


app = typer.Typer(
    cls=Root, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False, name="wom"
)


@app.callback(invoke_without_command=True)
def root(context: typer.Context) -> None:
    """A dispatcher's console for field-service work orders. Without a verb: the console."""
    if context.invoked_subcommand is None:
        from wom_tui.cli.console import open_console

        raise typer.Exit(open_console(context.obj))


def run(arguments: Sequence[str]) -> int:
    """Run one command line; returns its exit code. Nothing but the answer goes to stdout."""
    is_json = "--json" in arguments
    show_what_can_be_shown()
    try:
        given, rest = taken_out(arguments)
        if rest[:1] == ["help"]:
            rest = [*rest[1:], "--help"]
        return _run(_shell(given), given, rest)
    except WomError as error:
        return report(error, is_json=is_json)
    except NoArgsIsHelpError as error:
        return report_usage("a verb is missing", error.format_message(), is_json=is_json)
    except typer.TyperException as error:
        return report_usage(error.format_message(), _usage(error), is_json=is_json)
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    # The reader has seen enough, as in `wom log | head`: Typer exits then.
    except (BrokenPipeError, SystemExit):
        leave_stdout()
        return 0
    except Exception as error:  # noqa: BLE001  the last catch: users see a report file's name, no traceback
        return report_bug(error, is_json=is_json, is_restricted="--restricted" in arguments)


def _run(shell: Shell, given: Mapping[str, str], rest: list[str]) -> int:
    # A verb may have such an option of its own; then it is told what was said here.
    own = {"db": given.get("--db"), "as_json": shell.is_json or None}
    told = {entry.name: {name: value for name, value in own.items() if value} for entry in ENTRIES}
    command = take_as_typed(typer.main.get_command(app))
    code = command.main(
        args=rest,
        prog_name="wom",
        standalone_mode=False,
        obj=shell,
        default_map=told,
        help_option_names=["-h", "--help"],
    )
    flush()
    return int(code or 0)


def _shell(given: Mapping[str, str]) -> Shell:
    reading = read_settings()
    words = reading.config.words
    take(habits_of(words.dates, words.clock, words.distances, words.week))
    return Shell(
        reading=reading,
        is_json="--json" in given,
        db=given.get("--db"),
        on_behalf_of=given.get("--as"),
        now=given.get("--now"),
        as_of=given.get("--as-of"),
        branch=given.get("--branch"),
    )


def _usage(error: Exception) -> str:
    context = getattr(error, "ctx", None)
    if context is None:
        return "see `wom --help`"
    return f"{context.get_usage()}\nsee `{context.command_path} --help`"


def taken_out(arguments: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """The options that every verb has, with their values, and the rest; after `--` all is rest.

    Raises:
        InvalidInput: one of them has no value.
    """
    given: dict[str, str] = {}
    rest: list[str] = []
    pending = list(arguments)
    while pending:
        word = pending.pop(0)
        if word == "--":
            return given, [*rest, word, *pending]
        name, has_value, value = word.partition("=")
        if name not in EVERYWHERE or (has_value and not EVERYWHERE[name][0]):
            rest.append(word)
        elif has_value or not EVERYWHERE[name][0]:
            given[name] = value
        elif pending:
            given[name] = pending.pop(0)
        else:
            raise InvalidInput(name, "", EVERYWHERE[name][0])
    return given, rest

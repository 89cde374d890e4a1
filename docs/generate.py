"""Writes docs/reference from the code, so that it cannot say anything else: `make docs`.

A test compares what is there with what this would write.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import MISSING, Field, fields
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from typer import Context

from docs.catalogue import catalogue
from docs.explained import explanations_page
from docs.gallery import gallery_page
from docs.incoming import import_page, sheets_page
from docs.keys import keys_page
from docs.markdown import code, table, words
from docs.order_verbs import order_verb_lines
from docs.rules import rules_page
from docs.settings import SETTINGS
from docs.tasks import tasks_page
from wom_tui.cli.documents import event_document, plan_document
from wom_tui.cli.manual import page as manual_page
from wom_tui.cli.part import PART, PURCHASE, STOCK
from wom_tui.cli.root import EVERYWHERE, load
from wom_tui.cli.typeable import shown_entries
from wom_tui.commands.command import Command
from wom_tui.commands.registry import HANDLERS
from wom_tui.domain.event import Event
from wom_tui.domain.filter_keys import KEYS, TEXT_KEYS, Kind
from wom_tui.domain.moments import EXAMPLES
from wom_tui.domain.plan import Plan
from wom_tui.domain.receipt import Receipt
from wom_tui.domain.violation import CATALOGUE
from wom_tui.errors import WomError
from wom_tui.grammar.intent import COMMON, EXPECT, Verb
from wom_tui.grammar.questions import QUESTIONS
from wom_tui.grammar.verbs import VERBS
from wom_tui.importing.report import ImportReport
from wom_tui.present.order_table import ROW
from wom_tui.queries.inbound import InboundRow
from wom_tui.queries.messages import MessageRow
from wom_tui.queries.sla import SlaAudit
from wom_tui.queries.visits import VisitRow

HERE = Path(__file__).resolve().parent / "reference"
NOTE = "<!-- Written by docs/generate.py (`make docs`); a change belongs in the code. -->\n\n"
WIDTH = 80  # of the help texts, on whatever terminal this runs
ORDER_VERBS = "../../wom_tui/cli/order_verbs.tsv"  # beside the code that reads it
MESSAGES = "../../wom_tui/locale/wom.pot"
SOME_TIME = datetime(2015, 5, 12, 13, tzinfo=UTC)


def pages() -> dict[str, str]:
    """Every page of the reference, by file name."""
    made = {
        "cli.md": cli_page(),
        "grammar.md": grammar_page(),
        "commands.md": commands_page(),
        "violations.md": violations_page(),
        "explanations.md": explanations_page(),
        "filter.md": filter_page(),
        "import.md": import_page(),
        "sheets.md": sheets_page(),
        "keys.md": keys_page(),
        "gallery.md": gallery_page(),
        "tasks.md": tasks_page(),
        "rules.md": rules_page(),
    }
    pages = {name: NOTE + "\n".join(lines).rstrip() + "\n" for name, lines in made.items()}
    told = {ORDER_VERBS: "".join(order_verb_lines()), MESSAGES: "\n".join(catalogue()) + "\n"}
    return told | pages | {"wom.1": "\n".join(manual_page()) + "\n"}


# -- wom -----------------------------------------------------------------------------------------


def cli_page() -> Iterator[str]:
    """The verbs of the shell."""
    yield "# `wom` on the command line\n"
    yield "`wom` alone is `wom console`. These options may stand anywhere in the line:\n"
    yield from table(
        ("option", "meaning"),
        ((code(f"{n} {value}".strip()), said) for n, (value, said) in EVERYWHERE.items()),
    )
    yield "Settings come from `wom/config.toml` in the user's configuration folder (or the file that WOM_CONFIG"
    yield "names), then from `WOM_*` variables. Without any the database is a file in the user's data folder.\n"
    yield from table(("setting", "variable", "holds"), SETTINGS)
    yield "The answer goes to stdout; progress and messages go to stderr. With `--json` stdout holds one JSON"
    yield 'document and nothing else, also when something went wrong: `{"error": {"code", "message", "advice",'
    yield '"exit_code", "where", …}}`, with `"violations"` where the rules said no. It is written in ASCII; times'
    yield "are ISO 8601 in UTC.\n"
    yield "## Exit codes\n"
    yield from table(("code", "means", "error codes"), exit_codes())
    yield "130: interrupted.\n"
    yield "## What `--json` answers\n"
    yield from table(("verb", "document"), documents())
    for entry in shown_entries():
        yield f"## wom {entry.name}\n"
        for usage in helps(load(entry), f"wom {entry.name}"):
            yield f"```\n{usage}\n```\n"


def helps(command: Any, path: str, parent: Context | None = None) -> Iterator[str]:
    """The help of a verb, and of each verb below it."""
    context = command.make_context(path, [], parent=parent, resilient_parsing=True, terminal_width=WIDTH)
    yield re.sub(r"[ \t]+$", "", command.get_help(context), flags=re.MULTILINE)
    for name in command.list_commands(context) if hasattr(command, "list_commands") else ():
        below = command.get_command(context, name)
        yield from helps(below, name, parent=context)


def errors(root: type[WomError] = WomError) -> Iterator[type[WomError]]:
    """Every error of `errors.py`, the more general one first."""
    if root.__module__ == WomError.__module__:
        yield root
    for sub in root.__subclasses__():
        yield from errors(sub)


def exit_codes() -> Iterator[tuple[str, str, str]]:
    """Exit code, meaning, codes of the errors that end with it."""
    yield "0", "done", ""
    for exit_code in sorted({error.exit_code for error in errors()}):
        named = [error for error in errors() if error.exit_code == exit_code]
        meaning = " ".join((named[0].__doc__ or "").split("\n")[0].split())
        yield str(exit_code), meaning, words(sorted({error.code for error in named}))


def documents() -> Iterator[tuple[str, str]]:
    """Verb and the keys of its document, taken from the code that makes it."""
    receipt = Receipt(
        command_id="",
        recorded_at=SOME_TIME,
        actor="",
        on_behalf_of=None,
        door="",
        session="",
        summary="",
    )
    plan = Plan(on=date(2015, 5, 12), basis=0, visits=(), unplanned=(), travel_s=0)
    event = Event(**dict[str, Any](dict.fromkeys(Event.__dataclass_fields__)))  # only its names are asked
    yield "`wom wo list`", f"array of objects: {words([*ROW, 'sla'])}"
    yield "`wom visit list`", f"array of objects: {words(VisitRow._fields)}"
    yield (
        "`wom wo show`",
        "one such object, with description, requirement, visits, clocks and their ledger, feedback, history",
    )
    yield "`wom do`", f"array of receipts, one for the whole act: {words(receipt.as_dict())}"
    yield "`wom undo`, `wom redo`, `wom user add`, `wom customer erase`", "one receipt"
    yield "`wom log`", f"array of events: {words(event_document(event))}"
    yield "`wom plan`", f"object: {words(plan_document(plan, None))}"
    yield (
        "`wom audit verify`",
        f"object: {words(('whole', 'events', 'head', 'broken_at', 'reason', 'erasures'))}",
    )
    backup = ("file", "rows", "head", "schema", "bytes", "verified")
    yield "`wom db backup`, `verify-backup`, `restore`", f"object: {words(backup)}"
    finding = words(("area", "mark", "said", "advice"))
    yield (
        "`wom doctor`",
        f"object: `healthy`, `findings`: array of objects: {finding}; `mark` is `ok`, `warn` or `bad`",
    )
    counts: dict[str, Any] = dict.fromkeys(ImportReport.__dataclass_fields__, 0)
    imported = ImportReport(**counts | {"reject_files": (), "strangers": {}})
    yield (
        "`wom import`",
        f"object: {words([*imported.as_dict(), 'dry_run'])}; read = created + updated + unchanged + rejected",
    )
    yield (
        "`wom import --what NOUN`",
        "the same object; a row that repeats nothing and has no position leaves `repeated` and `quarantined` at 0",
    )
    yield "`wom export NOUN --out FILE`", f"object: {words(('file', 'what', 'rows'))}"
    yield (
        "`wom technician list` and the like",
        "array of objects: the columns of its [sheet](sheets.md), and `version`",
    )
    yield "`wom technician show` and the like", "one such object, with `history`: array of events"
    yield "`wom technician create`, `edit` and the like", "one receipt"
    yield "`wom sla audit`", f"object: {words(SlaAudit(by_type=()).as_dict())}"
    yield "`wom init`", f"object: {words(('database', 'name', 'zone', 'admin'))}"
    yield "`wom part list`", f"array of objects: {words(PART)}"
    yield "`wom part stock`, `wom part below-minimum`", f"array of objects: {words(STOCK)}"
    yield "`wom part purchases`", f"array of objects: {words(PURCHASE)}"
    yield "`wom part show`", "one object of the list, with stock, purchases, reservations, movements"
    yield "`wom message list`", f"array of objects: {words(MessageRow._fields)}"
    yield "`wom message show`", "object: `number`, `thread`: array of objects of the list"
    my_day = ("technician", "name", "on", "zone", "shifts", "absences", "current", "visits", "messages")
    yield "`wom my`", f"object: {words(my_day)}"
    yield "`wom my show`", "one object of `visits`: the visit, with all that is needed there"
    yield "`wom inbound list`", f"array of objects: {words(InboundRow._fields)}"
    yield "`wom inbound run`", f"object: {words(('outcomes', 'done', 'failed', 'is_full'))}"
    yield "`wom user list`", f"array of objects: {words(('name', 'os_user', 'role', 'is_active', 'version'))}"


# -- the grammar ---------------------------------------------------------------------------------


def grammar_page() -> Iterator[str]:
    """The verbs of a line."""
    yield "# Lines\n"
    yield "What the command bar (`:`), `wom do` and batches on stdin understand: a verb, what it is about, its words."
    yield "Why it is so: [the grammar, explained](../explanation/grammar.md).\n"
    yield "- **Verbs** may be shortened as long as one fits: `as 4417 kim` assigns, `a 4417` asks which."
    yield "- **Orders** are typed by number: `4417`, `WO-004417`; several: `4417 4418 4420-4425`,"
    yield "  `4417,4418`, `4417 and 4418`. A visit is `4417/2`."
    yield "  In the console `.` or nothing means the marked orders, or else the one under the cursor."
    yield "- **Technicians** are typed by code or name, or by as much of it as fits only one: `moran`, `k.moran`, `km`,"
    yield "  `maria` for María; a name of several words needs no quotes. What is whole goes before what is only begun."
    yield "- **Texts** with spaces stand in quotes, unless they are the last words of the line. A quote opens at the"
    yield "  beginning of a word or after `name=`: `customer's` needs none. `\\\"` inside quotes is a quote."
    yield "  In `edit` the words after `name=` belong to it, as they have no other place: `title=Leak in cellar`."
    yield f"- **Times**: {EXAMPLES}."
    yield "  On the clock of the office; `2015-05-12T14:30+02:00` names another. A bare `14:30` belongs to the day that"
    yield "  is shown, else to today. `+45m` counts from now; in `move` and `reassign` from when the visit is planned."
    yield "  A day without a time of day means its opening where something begins or is looked at again (`hold … fri`,"
    yield "  `earliest=fri`), and its closing where something is due (`required_by=fri`), by the calendar of the"
    yield "  order's agreement, else of the office."
    yield "  From when until when: `fri 9:00-12:00`, `thu to fri`, `1-3pm`."
    yield "- **Durations**: 90m, 2h, 1h30, 1:30; `for 90m` is `for=90m`. `none` or `-` empties a field."
    yield "- Words that only join may stand there: `assign 4417 to kim`, `move 4417 to 15:00`, `hold … until fri`."
    yield "  A word has its name where it has its place: `hold 4417 parts until=fri`."
    yield "- A name that stands for more than one thing is refused with the list of them; none is ever guessed.\n"
    yield "## Verbs\n"
    yield from table(("line", "what it does"), ((code(verb.usage), said_of(verb)) for verb in VERBS))
    yield "## Examples\n"
    yield "```"
    yield from (verb.example for verb in VERBS)
    yield "```\n"
    yield "## Questions\n"
    yield "The command bar answers these as well; in the shell they are `wom why`, `wom why-not`, `wom relax`.\n"
    yield from table(
        ("line", "what it answers"), ((code(told.usage), told.help) for told in QUESTIONS.values())
    )
    yield "## Options\n"
    yield "Every verb but `undo`, `redo` and `plan` takes:\n"
    yield from table(
        ("option", "holds", "meaning"), ((code(f"{o.name}="), o.kind.value, o.help) for o in COMMON)
    )
    yield f"Verbs about orders and visits take `{EXPECT.name}=` as well: {EXPECT.help}.\n"
    for verb in VERBS:
        if verb.options:
            yield f"### {verb.name}\n"
            yield from table(
                ("option", "holds", "meaning"),
                ((code(f"{o.name}="), o.kind.value, o.help) for o in verb.options),
            )


def said_of(verb: Verb) -> str:
    """What a verb does, its other names, and who may."""
    also = f" Also {words(verb.aliases)}." if verb.aliases else ""
    return f"{verb.help}{also} ({verb.needs.value})"


def commands_page() -> Iterator[str]:
    """Every command, for those who write rules or read the journal."""
    yield "# Commands\n"
    yield "Every change is one of these: a frozen record of an intention. Each is checked, done and recorded as one"
    yield "act with one receipt. `at`, `override` and `command_id` belong to all of them.\n"
    typed = {command: [verb.name for verb in VERBS if command in verb.commands] for command in HANDLERS}
    common = {f.name for f in fields(Command)}
    for command in HANDLERS:
        yield f"## {command.__name__}\n"
        yield f"{(command.__doc__ or '').strip().splitlines()[0]}\n"
        yield f"Needs {role_of(command)}. {f'Typed as {words(typed[command])}.' if typed[command] else ''}\n".replace(
            " \n", "\n"
        )
        own = [f for f in fields(command) if f.name not in common]
        if own:
            yield from table(
                ("field", "type", "default"), ((code(f.name), code(str(f.type)), default(f)) for f in own)
            )


def role_of(command: type[Command]) -> str:
    """The role from which on a command is allowed; in words where what it is about tells it."""
    is_of_class = command.needed_role is Command.needed_role
    return command.needs.value if is_of_class else "the role that its verb or its noun needs"


def default(field: Field[Any]) -> str:
    """A field's default; nothing where it has none."""
    return "" if field.default is MISSING else code(str(field.default))


def violations_page() -> Iterator[str]:
    """Every reason there is for a no."""
    yield "# Violations\n"
    yield "Why something cannot be done, or only with care. Hard ones refuse; a few of these a dispatcher may pass over"
    yield 'with a written reason (`why="…"`), and that is counted.\n'
    yield from table(("code", "means"), ((code(name), said) for name, said in CATALOGUE.items()))


# -- filters -------------------------------------------------------------------------------------

_KINDS = {
    Kind.TEXT: "equal, whatever the case; `*` stands for any letters: `title=*leak*`",
    Kind.WORD: "one of its words, or a unique beginning of one",
    Kind.NUMBER: "also `<` `<=` `>` `>=`",
    Kind.TIME: "also `<` `<=` `>` `>=`",
    Kind.SPAN: "`90m` `3h` `5d` `2w`; `=5d` is five days and not six. Also `<` `<=` `>` `>=`",
}


def filter_page() -> Iterator[str]:
    """The filter language."""
    yield "# Filters\n"
    yield "```\nstatus=ready pri<=2 due<eod territory=West /leak\n```\n"
    yield "For `wom wo list` and the console's `/`. An order has to meet every term.\n"
    yield from table(("term", "true when"), (tuple(row) for row in _TERMS))
    yield "There is no `or` between terms: `pri=1,2` is one of several values. `/or` looks for the word.\n"
    yield "A time is what people say, in quotes where it has a space:"
    yield f"{EXAMPLES}. Here digits alone are no time: `1430` might be a year.\n"
    yield "It lasts as long as it is precise: a day is all of it, `14:30` that minute. So `due<fri` ends before Friday,"
    yield "`due<=fri` with it, and `due=fri` is the day itself. What is empty is neither before nor after anything.\n"
    yield "## Keys\n"
    yield "A key may be shortened as long as one fits; `pri` is `priority`.\n"
    rows = (
        (code(key.name), key.help, key.kind.value + (f": {', '.join(key.words)}" if key.words else ""))
        for key in KEYS.values()
    )
    yield from table(("key", "holds", "kind"), rows)
    yield "## Kinds\n"
    yield from table(("kind", "`=` and `!=`"), ((kind.value, said) for kind, said in _KINDS.items()))
    yield f"`/text` and `~letters` look into {words(TEXT_KEYS)}.\n"


_TERMS = (
    ("`key=value`", "it is that"),
    ("`key=a,b`", "it is one of them"),
    ("`key!=value`", "it is not that; what is empty is not that either"),
    ("`key<value` `<=` `>` `>=`", "it is below, above …"),
    ("`key=none` `key=-`", "it is empty"),
    ('`key="West Roxbury"`', 'in quotes a value is taken by the letter; `""` inside stands for one quote'),
    ("`!term`", "the term is not true"),
    ("`/leak` or just `leak`", "the text stands somewhere, whatever the case"),
    ("`~wtrlk`", "these letters stand somewhere in this order"),
)


def main() -> int:
    """Write the pages; with `--check` only say which are stale."""
    is_check = "--check" in sys.argv[1:]
    HERE.mkdir(exist_ok=True)
    stale = [name for name, text in pages().items() if read(HERE / name) != text]
    for name in stale:
        if not is_check:
            (HERE / name).write_text(pages()[name], encoding="utf-8")
        print(f"{'stale' if is_check else 'written'}: docs/reference/{name}")
    return 1 if is_check and stale else 0


def read(path: Path) -> str:
    """A file's text; empty where there is none."""
    return path.read_text(encoding="utf-8") if path.is_file() else ""


if __name__ == "__main__":
    sys.exit(main())

"""`wom notify`: who hears of what, by which way, in which words?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from wom_tui.cli.asked import BY_HAND, DryRun, OffReason, refuse_neither
from wom_tui.cli.do import told
from wom_tui.cli.listing import Listing, Wanted, listing
from wom_tui.cli.notifications import (
    COLUMNS,
    Which,
    all_documents,
    document_of,
    kept,
    text_of,
    unset_way,
    unset_words,
)
from wom_tui.cli.notify_people import customer, reach
from wom_tui.cli.notify_test import try_out
from wom_tui.cli.output import answer, say, tell
from wom_tui.cli.shell import shell_of, zone_of_office
from wom_tui.cli.small_files import read_small

app = typer.Typer(
    help="Notifications: who hears of what, by which way, in which words.",
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
)


@app.command("list")
@listing
def list_notifications(context: typer.Context, wanted: Wanted) -> None:
    """List the notifications that there are: which of them are on, and which off."""
    from wom_tui.outbox_desk import ways_of

    shell = shell_of(context)
    with shell.desk() as desk:
        zone, known = zone_of_office(desk), kept(desk)
        documents = all_documents(desk, known)
    rows: Listing[dict[str, Any]] = Listing(
        what="notification",
        columns=COLUMNS,
        headings=("name", "state", "events", "to", "by", "sent", "waiting", "says"),
        document=lambda one: one,
        line=lambda one: (
            *(one["name"], one["state"], one["events"], one["to"], one["by"]),
            *(one["sent"] or "", one["waiting"] or "", one["why_off"] or one["says"]),
        ),
    )
    rows.tell(shell, documents, wanted, zone)
    if wanted.is_for_people(shell):
        ways = ways_of(shell.config)
        for line in sorted(set(unset_words(known, ways))):
            say(line)


@app.command("show")
def show(context: typer.Context, which: Which) -> None:
    """Show a notification as it is written, and what came of it."""
    shell = shell_of(context)
    with shell.desk() as desk:
        text, _ = text_of(desk, which)
        document = document_of(desk, which, text) | {"text": text}
    state = f"{document['name']}: {document['state']}, {document['events']}"
    off = [f"off because: {document['why_off']}"] if document["why_off"] else []
    counts = f"sent {document['sent']}, waiting {document['waiting']}, given up {document['dead']}"
    answer(shell.is_json, document, lambda: tell(state, *off, counts, "", *text.splitlines()))


@app.command("check")
def check(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Notifications, in TOML.")],
) -> None:
    """Read notifications, and say of the first one that is wrong what is wrong with it, and in which line."""
    from wom_tui.domain.subscription_text import checked_subscription
    from wom_tui.outbox_desk import ways_of
    from wom_tui.present.notifications import events_words, way_words

    found = [(file, checked_subscription(read_small(file, "a notification"), str(file))) for file in files]
    shell = shell_of(context)
    ways = ways_of(shell.config)
    for file, one in found:
        if unset := unset_way(one, ways):
            say(f"careful: {file}: {unset}")
    document = [{"file": str(file), "name": one.name, "says": one.says} for file, one in found]
    lines = [f"{file}: {one.name}, {events_words(one)} by {way_words(one)}" for file, one in found]
    answer(shell.is_json, document, lambda: tell(*lines))


@app.command("enable")
def enable(context: typer.Context, which: Which, dry_run: DryRun = False) -> None:
    """Switch a notification on: one that the office keeps, one that comes with wom, or one from a file."""
    from wom_tui.commands.notify import EnableNotification
    from wom_tui.domain.subscription_text import checked_subscription
    from wom_tui.outbox_desk import ways_of

    shell = shell_of(context)
    with shell.desk(writes=True) as desk:
        text, place = text_of(desk, which)
        definition = checked_subscription(text, place)
        receipt = desk.run(EnableNotification(text=text), dry_run=dry_run)
    if unset := unset_way(definition, ways_of(shell.config)):
        say(f"careful: {unset}")
    answer(shell.is_json, receipt.as_dict(), lambda: tell(*told(receipt)))


@app.command("disable")
def disable(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="[NOTIFICATION]", help="Its name.")] = "",
    all_: Annotated[bool, typer.Option("--all", help="Every one that is on: nothing leaves.")] = False,
    reason: OffReason = BY_HAND,
    dry_run: DryRun = False,
) -> None:
    """Switch a notification off, or all of them. What waits is not sent; `wom undo` brings it back."""
    from wom_tui.commands.notify import DisableNotification

    refuse_neither("notification", name, all_)
    shell = shell_of(context)
    with shell.desk(writes=True) as desk:
        names = [one.name for one in kept(desk) if one.is_on] if all_ else [name]
        if not names:
            say("no notification is on")
            return
        commands = [DisableNotification(name=one, reason=reason) for one in names]
        receipt = desk.run_all(commands, dry_run=dry_run)
    answer(shell.is_json, receipt.as_dict(), lambda: tell(*told(receipt)))


app.command("test")(try_out)
app.command("customer")(customer)
app.command("reach")(reach)

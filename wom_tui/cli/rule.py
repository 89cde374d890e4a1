"""`wom rule`: what does the office do by itself, and what came of it?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wom_tui.cli.asked import BY_HAND, DryRun, OffReason, refuse_neither
from wom_tui.cli.do import told
from wom_tui.cli.listing import Listing, Wanted, listing
from wom_tui.cli.long_look import LongLook
from wom_tui.cli.output import answer, at_text, say, tell
from wom_tui.cli.rule_told import Heads, document_of, in_groups, shipped_document
from wom_tui.cli.rule_whole import is_of_no_order, tell_whole, tell_whole_past
from wom_tui.cli.shell import Shell, shell_of, zone_of_office
from wom_tui.cli.small_files import read_small, refuse_twins, text_named
from wom_tui.domain.words import some
from wom_tui.errors import WomError

if TYPE_CHECKING:
    from wom_tui.automation.alert_rehearsal import WouldHave
    from wom_tui.desk import Desk
    from wom_tui.domain.rule import Definition, Firing
    from wom_tui.queries.rules import Action

app = typer.Typer(
    help="Rules: what the office does by itself, and what came of it.",
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
)
Which = Annotated[str, typer.Argument(metavar="RULE", help="Its name, or the file that it is written in.")]


@app.command("list")
@listing
def list_rules(
    context: typer.Context,
    wanted: Wanted,
    group: Annotated[str, typer.Option(help="Only one group of them: intake, field, promises …")] = "",
) -> None:
    """List the rules that there are, by what they are about, and whether each is on or off."""
    from wom_tui.presets.shipped import shipped_rules
    from wom_tui.queries.rules import rule_rows

    shell = shell_of(context)
    with shell.desk() as desk:
        zone, known, leads = zone_of_office(desk), desk.ask(rule_rows), _leader(desk)
    documents = [document_of(row) for row in known]
    here = {row.rule.name for row in known}
    documents += [shipped_document(name, text) for name, text in shipped_rules().items() if name not in here]
    documents = in_groups(documents, group)
    head = Heads()
    rows: Listing[dict[str, Any]] = Listing(
        what="rule",
        columns=(
            *("group", "name", "state", "does", "when", "condition", "done", "last_at", "held", "failures"),
            *("says", "why_off", "is_kept"),
        ),
        headings=("group", "name", "state", "does", "when", "done", "last", "held", "says"),
        headed={"last": "last_at"},
        document=lambda one: one,
        line=lambda one: (
            *(head(one["group"]), one["name"], one["state"], one["does"], one["when"], one["done"] or ""),
            *(at_text(one["last_at"], zone), one["held"] or "", one["why_off"] or one["says"]),
        ),
    )
    rows.tell(shell, documents, wanted, zone)
    if wanted.is_for_people(shell) and any(row.rule.is_on for row in known):
        say(f"run by {leads}" if leads else "run by nobody just now: open a console, or start `wom engine`")


@app.command("show")
def show(context: typer.Context, which: Which) -> None:
    """Show a rule as it is written, and what came of it."""
    from wom_tui.queries.rules import rule_rows

    shell = shell_of(context)
    with shell.desk() as desk:
        text, _ = _text_of(desk, which)
        row = next((one for one in desk.ask(rule_rows) if one.rule.name == which), None)
    document = (document_of(row) if row is not None else shipped_document(which, text)) | {"text": text}
    state = f"{document['name']}: {document['state']}, {document['when']}, {document['catch_up']}"
    off = [f"off because: {document['why_off']}"] if document["why_off"] else []
    waiting = some(document["held"], "order waits", "orders wait")
    count = f"did something {some(document['done'], 'time')}; {waiting}"
    told_too = [*off, *document["alert"], count]
    answer(shell.is_json, document, lambda: tell(state, *told_too, "", *text.splitlines()))


@app.command("check")
def check(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Rules, in TOML.")],
) -> None:
    """Read rules, and say of the first one that is wrong what is wrong with it, and in which line."""
    from wom_tui.grammar.rule_lines import checked_here, checked_rule
    from wom_tui.present.rules import trigger_words

    shell, texts = shell_of(context), [(file, read_small(file, "a rule")) for file in files]
    with ExitStack() as stack:
        try:
            desk = stack.enter_context(shell.desk())
        except WomError as error:  # whoever writes rules elsewhere has no office
            say(f"names were not looked up: {error}")
            found = [(file, checked_rule(text, str(file))) for file, text in texts]
        else:
            found = [(file, checked_here(text, desk, str(file))) for file, text in texts]
    refuse_twins((rule.name, str(file)) for file, rule in found)
    document = [{"file": str(file), "name": rule.name, "says": rule.says} for file, rule in found]
    lines = [f"{file}: {rule.name}, {trigger_words(rule.trigger)}" for file, rule in found]
    answer(shell.is_json, document, lambda: tell(*lines))


@app.command("test")
def look_back(
    context: typer.Context,
    which: Which,
    days: Annotated[int, typer.Option(min=1, max=90, help="How far to look back.")] = 7,
) -> None:
    """Say when a rule would have come due lately, and for which orders, leaving out what it would have changed."""
    from wom_tui.automation.alert_rehearsal import WouldHave, would_have_raised
    from wom_tui.grammar.rule_rehearsal import LookedBack, would_have_fired

    shell = shell_of(context)
    with _tried_out(shell, which) as (desk, definition):
        zone = zone_of_office(desk)
        since = desk.now() - timedelta(days=days)
        if is_of_no_order(definition):
            tell_whole_past(shell, desk, definition, days)
            return
        if definition.is_watched:
            looking = LongLook(WouldHave())
            raised = looking.result(lambda: would_have_raised(definition, desk, since, go_on=looking.watch))
            _tell_raised(shell, definition, raised, days, zone)
            return
        back = LongLook(LookedBack((), 0, 0))
        found = back.result(lambda: would_have_fired(definition, desk, since, go_on=back.watch))
    document = {
        "name": definition.name,
        "days": days,
        "times": found.times,
        "moments": found.looks,
        "of_moments": found.of,
        "fired": [{"at": one.at, "orders": one.orders} for one in found.fired],
    }
    lines = [f"{at_text(one.at, zone)}  {' '.join(map(str, one.orders))}" for one in found.fired]
    is_cut = found.looks < found.of
    last = f"the last {found.looks} of its {found.of} moments" if is_cut else f"{days} days"
    head = f"{definition.name} would have fired {some(found.times, 'time')} in {last}"
    answer(shell.is_json, document, lambda: tell(head, *lines))


def _tell_raised(shell: Shell, definition: Definition, found: WouldHave, days: int, zone: tzinfo) -> None:
    """When an alert would have been raised, and how closely that was looked at."""
    from wom_tui.domain.alert import subject_words

    step_min = round(found.step.total_seconds() / 60)
    document = {
        "name": definition.name,
        "days": days,
        "times": len(found.raised),
        "step_min": step_min,
        "looks": found.looks,
        "of_looks": found.of,
        "raised": [{"at": at, "subject": subject} for at, subject in found.raised],
    }
    lines = [f"{at_text(at, zone)}  {subject_words(subject)}" for at, subject in found.raised]
    looked = f"{days} days, looked at every {step_min} min"
    if found.is_cut:
        looked = f"the first {found.looks} of {found.of} looks at {looked}"
    head = f"{definition.name} would have raised {some(len(found.raised), 'alert')} in {looked}"
    answer(shell.is_json, document, lambda: tell(head, *lines))


@app.command("enable")
def enable(
    context: typer.Context,
    which: Annotated[
        list[str], typer.Argument(metavar="RULE…", help="Their names, or the files that they are written in.")
    ],
    dry_run: DryRun = False,
) -> None:
    """Switch rules on: such as the office keeps, such as come with wom, or some from files, which it keeps then."""
    from wom_tui.commands.rule import EnableRule
    from wom_tui.grammar.rule_lines import checked_here

    shell = shell_of(context)
    with shell.desk(writes=True) as desk:
        texts = [_text_of(desk, one) for one in which]
        found = [(checked_here(text, desk, place).name, place) for text, place in texts]
        refuse_twins(found)
        enabling = [EnableRule(text=text) for text, _ in texts]
        receipt = (
            desk.run_all(enabling, dry_run=dry_run)
            if len(enabling) > 1
            else desk.run(enabling[0], dry_run=dry_run)
        )
    answer(shell.is_json, receipt.as_dict(), lambda: tell(*told(receipt)))


@app.command("disable")
def disable(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="[RULE]", help="Its name.")] = "",
    all_: Annotated[bool, typer.Option("--all", help="Every rule that is on: everything stops.")] = False,
    reason: OffReason = BY_HAND,
    dry_run: DryRun = False,
) -> None:
    """Switch a rule off, or all of them. Nothing automatic is written from that moment; `wom undo` brings it back."""
    from wom_tui.commands.rule import DisableRule, StopRules

    refuse_neither("rule", name, all_)
    shell = shell_of(context)
    with shell.desk(writes=True) as desk:
        command = StopRules(reason=reason) if all_ else DisableRule(name=name, reason=reason)
        receipt = desk.run(command, dry_run=dry_run)
        if all_ and not receipt.events:
            say("no rule is on")
            return
    answer(shell.is_json, receipt.as_dict(), lambda: tell(*told(receipt)))


@app.command("history")
@listing
def history(
    context: typer.Context,
    wanted: Wanted,
    name: Annotated[str, typer.Argument(metavar="[RULE]", help="Only of that one.")] = "",
) -> None:
    """List what rules have done, the last first: to which order, by what cause, how it ended, and who undid it."""
    from wom_tui.queries.rules import actions

    shell = shell_of(context)
    with shell.desk() as desk:
        zone, found = zone_of_office(desk), desk.ask(actions, name or None, wanted.last)
    columns = (*_KEPT, "undone_by", "undone_at", "answered_by", "answered_at", "undo")
    rows: Listing[Action] = Listing(
        what="action",
        columns=columns,
        headings=("at", "rule", "about", "outcome", "undo", "why"),
        headed={"at": "recorded_at", "about": "subject", "why": "said"},
        document=_firing,
        line=lambda one: (
            *(at_text(one.recorded_at, zone), one.rule, one.order or one.subject, one.fate),
            one.undoable[:16],
            _why(one, zone),
        ),
    )
    rows.tell(shell, found, wanted, zone)


_KEPT = ("recorded_at", "rule", "subject", "order", "outcome", "due_at", "cause", "command_id", "said")


def _why(one: Action, zone: tzinfo) -> str:
    """Who has taken it back, or answered it; else what is said of it."""
    if one.undone:
        return f"by {one.undone.by} {at_text(one.undone.at, zone)}"
    if (answer := one.answer) is None:
        return one.said
    return "; ".join(filter(None, (f"by {answer.by} {at_text(answer.at, zone)}", answer.why, one.said)))


def _firing(one: Action) -> dict[str, Any]:
    """What became of it, and who has answered it, or taken it back."""
    by, at = one.undone or (None, None)
    answered_by, answered_at = (one.answer.by, one.answer.at) if one.answer else (None, None)
    return {name: getattr(one, name) for name in _KEPT} | {
        "outcome": one.fate,
        "undone_by": by,
        "undone_at": at,
        "answered_by": answered_by,
        "answered_at": answered_at,
        "undo": one.undoable,
    }


@app.command("dry-run")
def dry_run(
    context: typer.Context,
    which: Which,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="At most so many orders.")] = 50,
) -> None:
    """Say what a rule would do if it came due now; nothing is written."""
    from wom_tui.automation.alert_rehearsal import would_raise
    from wom_tui.grammar.rule_rehearsal import would_do

    shell = shell_of(context)
    with _tried_out(shell, which) as (desk, definition):
        if is_of_no_order(definition):
            tell_whole(shell, desk, definition, limit)
            return
        if definition.is_watched:
            _tell_raising(shell, definition, would_raise(definition, desk), limit)
            return
        found, count = would_do(definition, desk, limit)
    document = [vars(one) for one in found]
    lines = [f"{one.order}  {one.refused or ' '.join(one.events) or 'it is so already'}" for one in found]
    head = some(count, "order meets its condition", "orders meet its condition")
    head += f", {len(found)} of them shown" if len(found) < count else ""
    answer(shell.is_json, document, lambda: tell(head, *lines))


def _tell_raising(shell: Shell, definition: Definition, found: list[Firing], limit: int) -> None:
    """What an alert would be raised about now."""
    from wom_tui.domain.alert import subject_words

    document = [
        {"subject": one.subject, "order": one.order, "says": one.act.says, "value": one.act.value}
        for one in found[:limit]
        if one.act is not None
    ]
    lasting = definition.alert.lasting if definition.alert else timedelta(0)
    when = f", and an alert is raised when that has held for {lasting}" if lasting and found else ""
    head = f"{len(found)} meet its condition{when}"
    answer(
        shell.is_json,
        document,
        lambda: tell(head, *(f"{subject_words(str(d['subject']))}  {d['says']}" for d in document)),
    )


@contextmanager
def _tried_out(shell: Shell, which: str) -> Iterator[tuple[Desk, Definition]]:
    """The office as it is now, and a rule that is looked at there before anybody switches it on."""
    from wom_tui.grammar.rule_lines import checked_here

    with shell.desk_now() as desk:
        text, place = _text_of(desk, which)
        yield desk, checked_here(text, desk, place)


def _leader(desk: Desk) -> str:
    """Which program runs the rules, as `machine:process`; empty where none does."""
    from wom_tui.domain.lease import Term
    from wom_tui.rule_desk import RuleDesk

    standing = RuleDesk(desk).leases.standing()
    if standing is None or standing.left_s <= 0:
        return ""
    term = Term.read(standing.holder)
    return f"{term.machine}:{term.process}"


def _text_of(desk: Desk, which: str) -> tuple[str, str]:
    """The text of a rule, and where it stands: a file, the office, or the program."""
    from wom_tui.presets.shipped import shipped_rules
    from wom_tui.queries.rules import all_rules

    known = {rule.name: rule.text for rule in desk.ask(all_rules)}
    return text_named(which, "rule", shipped_rules() | known)

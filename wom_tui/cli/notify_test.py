"""`wom notify test`: what would a notification say about an order, letter by letter, and does it arrive?"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wom_tui.cli.notifications import Which, text_of
from wom_tui.cli.output import answer, tell
from wom_tui.cli.shell import shell_of
from wom_tui.errors import Forbidden, GatewayError, InvalidInput

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wom_tui.domain.outbox import Outgoing
    from wom_tui.outbox_desk import Ways
    from wom_tui.queries.letter_rehearsal import Rehearsal
    from wom_tui.queries.letters import Letter


def try_out(
    context: typer.Context,
    which: Which,
    order: Annotated[int, typer.Argument(metavar="ORDER", help="The number of an order.")],
    send_to: Annotated[
        str,
        typer.Option(metavar="ADDRESS", help="Send it there, once; - for the endpoint of a chat or webhook."),
    ] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Show what a notification would say about an order as it is now. Nothing is sent, unless you say where to."""
    from wom_tui.domain.policy import Role, command_violations
    from wom_tui.domain.subscription_text import read_subscription
    from wom_tui.outbox_desk import ways_of
    from wom_tui.queries.letter_rehearsal import rehearsed
    from wom_tui.queries.letters import Never

    shell = shell_of(context)
    ways = ways_of(shell.config)
    with shell.desk() as desk:
        definition = read_subscription(*text_of(desk, which))
        found = desk.ask(rehearsed, definition, order, ways.addresses, desk.now())
    if isinstance(found.letter, Never):
        raise InvalidInput("words", definition.name, "words for what there is", why=found.letter.why)
    document = letter_document(found.outgoing, found.letter, ways)
    document |= {"nobody": found.nobody or None, "examples": list(found.examples)}
    lines = [*letter_lines(document), *_remarks(found)]
    if send_to:
        if refused := tuple(command_violations(desk.actor, Role.DISPATCHER, "sending a message")):
            raise Forbidden(refused)
        _ask(send_to, yes)
        document["sent"] = _sent(found.outgoing, found.letter, ways, send_to)
        lines.append(f"sent to {send_to if send_to != '-' else 'the endpoint'}")
    answer(shell.is_json, document, lambda: tell(*lines))


def _remarks(found: Rehearsal) -> Iterator[str]:
    """What a trial has to say besides the letter."""
    if found.examples:
        named = ", ".join(f"{{{name}}}" for name in found.examples)
        yield f"in [ ] stand examples, for nothing of the kind has happened to this order yet: {named}"
    if found.nobody:
        yield f"nobody would hear it: {found.nobody}"


def letter_document(outgoing: Outgoing, letter: Letter, ways: Ways) -> dict[str, Any]:
    """What is sent, exactly; how it goes over the line, where the settings name a way."""
    from wom_tui.automation.deliverer import parcel_of
    from wom_tui.domain.letter import SmsLength
    from wom_tui.domain.subscription import Channel

    outlet = ways.outlets(outgoing.channel, outgoing.endpoint)
    parts = SmsLength.of(letter.body).parts if outgoing.channel is Channel.SMS else None
    return {
        "by": outgoing.channel.value,
        "endpoint": outgoing.endpoint,
        "to": letter.to,
        "subject": letter.subject,
        "body": letter.body or letter.document,
        "parts": parts,
        "raw": outlet.shown(parcel_of(outgoing, letter)) if outlet else None,
    }


def letter_lines(document: dict[str, Any]) -> list[str]:
    """The same for people."""
    parts = f" ({document['parts']} parts)" if document["parts"] and document["parts"] > 1 else ""
    heads = [f"by {document['by']}{parts}, to {document['to'] or document['endpoint']}"]
    heads += [f"subject: {document['subject']}"] if document["subject"] else []
    raw = ["", "over the line:", *document["raw"].splitlines()] if document["raw"] else []
    return [*heads, "", *document["body"].splitlines(), *raw]


def _ask(send_to: str, yes: bool) -> None:
    """What has left cannot be called back."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise InvalidInput("--send-to", send_to, "--yes, where nobody can be asked")
    typer.confirm(f"Send this to {send_to}? It cannot be called back", abort=True, err=True)


def _sent(outgoing: Outgoing, letter: Letter, ways: Ways, send_to: str) -> bool:
    """Send it there now.

    Raises:
        GatewayError: it was not taken; says why.
    """
    from dataclasses import replace
    from threading import Event

    from wom_tui.automation.deliverer import parcel_of
    from wom_tui.commands.command import new_command_id
    from wom_tui.gateways.notify.outlet import Fate
    from wom_tui.gateways.notify.within import within

    outlet = ways.outlets(outgoing.channel, outgoing.endpoint)
    if outlet is None:
        raise GatewayError(ways.why_not(outgoing.channel, outgoing.endpoint))
    to = "" if send_to == "-" else ways.addresses.fitting(outgoing.channel, send_to, send_to)
    if not to and send_to != "-":
        raise InvalidInput("--send-to", send_to, f"an address that {outgoing.channel.value} reaches")
    parcel = parcel_of(replace(outgoing, dedupe_key=new_command_id()), replace(letter, to=to))
    said = within(ways.timeout_s, Event(), lambda: outlet.send(parcel))
    if said is None or said.fate is not Fate.SENT:
        raise GatewayError(said.said if said else f"no answer within {ways.timeout_s:g} s")
    return True

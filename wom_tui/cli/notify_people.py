"""`wom notify customer` and `reach`: what do customers want to hear, and how are our own people reached?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from wom_tui.cli.do import told
from wom_tui.cli.output import answer, tell
from wom_tui.cli.shell import shell_of
from wom_tui.errors import InvalidInput, NotFound

if TYPE_CHECKING:
    from wom_tui.desk import Desk
    from wom_tui.domain.subscription import Channel

_Channels = Annotated[list[str] | None, typer.Option(metavar="CHANNEL", help="mail, sms or chat.")]


def customer(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME|ID", help="The whole name, or the number.")],
    opt_out: _Channels = None,
    opt_in: _Channels = None,
    language: Annotated[
        str | None, typer.Option(help="In which they are written to: de; empty: any.")
    ] = None,
) -> None:
    """Show what a customer wants to hear, or note that: nothing by a channel, something again, a language."""
    from wom_tui.commands.notify import SetPreference
    from wom_tui.queries.customers import customer_named
    from wom_tui.queries.recipients import preference_of

    shell = shell_of(context)
    out, in_ = (tuple(map(_channel, said or ())) for said in (opt_out, opt_in))
    if not (out or in_ or language is not None):
        with shell.desk() as desk:
            found = desk.ask(customer_named, name)
            known = desk.ask(preference_of, found.id)
        document = {
            "customer": found.name,
            "opted_out": list(known.opted_out) if known else [],
            "language": known.language if known else "",
        }
        nothing = ", ".join(document["opted_out"]) or "no channel"
        said = f"{found.name}: has opted out of {nothing}; language: {document['language'] or 'any'}"
        answer(shell.is_json, document, lambda: tell(said))
        return
    with shell.desk(writes=True) as desk:
        found = desk.ask(customer_named, name)
        command = SetPreference(customer=found.id, opt_out=out, opt_in=in_, language=language)
        receipt = desk.run(command)
    answer(shell.is_json, receipt.as_dict(), lambda: tell(*told(receipt)))


def _channel(said: str) -> Channel:
    from wom_tui.domain.subscription import Channel
    from wom_tui.grammar.values import word_of

    return word_of(Channel, said, "channel")


def reach(
    context: typer.Context,
    who: Annotated[str, typer.Argument(help="The code of a technician, or the name of a user.")],
    phone: Annotated[str | None, typer.Option(help="A number such as +1 617 555 0117; empty: none.")] = None,
    email: Annotated[
        str | None, typer.Option(help="An address such as kim@example.org; empty: none.")
    ] = None,
    language: Annotated[
        str | None, typer.Option(help="In which they are written to: de; empty: any.")
    ] = None,
) -> None:
    """Note how a technician or a user is reached. The journal says that it changed, never what it is."""
    from wom_tui.commands.notify import SetReach

    shell = shell_of(context)
    if phone is None and email is None and language is None:
        raise InvalidInput("reach", who, "--phone, --email or --language")
    with shell.desk(writes=True) as desk:
        technician, user = _person(desk, who)
        command = SetReach(technician=technician, user=user, phone=phone, email=email, language=language)
        receipt = desk.run(command)
    answer(shell.is_json, receipt.as_dict(), lambda: tell(*told(receipt)))


def _person(desk: Desk, who: str) -> tuple[int | None, int | None]:
    """The technician of that code, else the user of that name."""
    from wom_tui.queries.names import read_names
    from wom_tui.queries.users import users

    technicians = desk.ask(read_names).technicians.values()
    if found := [one for one in technicians if one.code == who]:
        return found[0].id, None
    everybody = desk.ask(users)
    if named := [one for one in everybody if one.name.casefold() == who.casefold()]:
        return None, named[0].id
    raise NotFound("person", who, [*(one.code for one in technicians), *(one.name for one in everybody)][:5])

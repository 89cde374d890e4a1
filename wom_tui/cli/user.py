"""`wom user`: who may come in, and as what?"""

from __future__ import annotations

from operator import attrgetter
from typing import Annotated

import typer

from wom_tui.cli.do import told
from wom_tui.cli.listing import Listing, Wanted, listing
from wom_tui.cli.nouns import add_changes, add_show
from wom_tui.cli.output import answer, tell
from wom_tui.cli.shell import shell_of, zone_of_office
from wom_tui.domain.sheets.catalogue import SHEETS

app = typer.Typer(
    help="Who may come in, and as what.", no_args_is_help=True, rich_markup_mode=None, add_completion=False
)


@app.command("add")
def add(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="The name under which their acts are written down.")],
    role: Annotated[
        str, typer.Option(help="viewer, technician, dispatcher, manager or admin.")
    ] = "dispatcher",
    os_name: Annotated[
        str | None, typer.Option("--os", help="The name under which the machine knows them, if another.")
    ] = None,
) -> None:
    """Let somebody in, or give somebody another role."""
    from wom_tui.commands.roster import AddUser
    from wom_tui.domain.policy import Role
    from wom_tui.grammar.values import word_of

    shell = shell_of(context)
    with shell.desk(writes=True) as desk:
        receipt = desk.run(AddUser(name=name, role=word_of(Role, role, "role"), os_user=os_name))
    answer(shell.is_json, receipt.as_dict(), lambda: tell(*told(receipt)))


@app.command("list")
@listing
def list_users(context: typer.Context, wanted: Wanted) -> None:
    """List everybody who may come in."""
    from wom_tui.queries.users import users

    shell = shell_of(context)
    with shell.desk() as desk:
        found = shell.ask(desk, users)
        zone = zone_of_office(desk)
    columns = ("name", "os_user", "role", "is_active", "version")
    everybody = Listing(
        what="user",
        columns=columns,
        headings=columns,
        document=lambda user: {name: getattr(user, name) for name in columns},
        line=attrgetter(*columns),
    )
    everybody.tell(shell, found, wanted, zone)


add_show(app, SHEETS["users"])
add_changes(app, SHEETS["users"])

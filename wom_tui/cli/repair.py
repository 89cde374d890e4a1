"""`wom repair`: the day has changed while it runs; what moves, and who has to be told?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from wom_tui.cli.effort import Budget, Iterations, Seed, effort_of
from wom_tui.cli.output import answer, say, tell
from wom_tui.cli.shell import day_of, shell_of, zone_of_office
from wom_tui.errors import InvalidInput

if TYPE_CHECKING:
    from wom_tui.desk import Desk
    from wom_tui.domain.receipt import Receipt
    from wom_tui.domain.visit import Visit
    from wom_tui.grammar.resolver import FactResolver
    from wom_tui.planning.repair import Repair, Trouble
    from wom_tui.store.reader import Reader


def repair(
    context: typer.Context,
    on: Annotated[str, typer.Option("--date", help="The day: 2015-05-12, tomorrow, fri.")] = "today",
    sick: Annotated[
        list[str] | None, typer.Option(metavar="TECHNICIAN", help="Cannot work any more that day.")
    ] = None,
    emergency: Annotated[
        list[int] | None, typer.Option(metavar="ORDER", help="Comes before all others.")
    ] = None,
    late: Annotated[
        tuple[str, str] | None, typer.Option(metavar="VISIT +45m", help="It takes so much longer.")
    ] = None,
    no_show: Annotated[
        list[str] | None, typer.Option("--no-show", metavar="VISIT", help="It does not take place.")
    ] = None,
    policy: Annotated[
        str, typer.Option(metavar="NAME", help="What matters most: see `wom policy list`.")
    ] = "stable-day",
    accept: Annotated[bool, typer.Option("--accept", help="Do it, as one act.")] = False,
    budget: Budget = None,
    seed: Seed = 1,
    iterations: Iterations = None,
) -> None:
    """Mend the day with as few moves as can be. Shown, until it is accepted."""
    from wom_tui.gateways.compiled_code import keep_compiled_code
    from wom_tui.planning.effort import REPAIRING
    from wom_tui.present.repair import repair_document, repair_lines
    from wom_tui.queries.names import read_names

    shell = shell_of(context)
    is_given = budget is not None or iterations is not None
    with shell.desk(writes=True) as desk:
        trouble = desk.ask(_trouble, desk, sick or (), emergency or (), late, no_show or ())
        if keep_compiled_code():
            say("the engine is compiled first: half a minute, once")
        found = desk.repair(
            day_of(desk, on, "--date"),
            trouble,
            policy=policy,
            effort=effort_of(seed, budget, iterations) if is_given else REPAIRING,
        )
        accepted = _accept(desk, found, trouble) if accept else None
        people, zone = desk.ask(read_names).technicians, zone_of_office(desk)
    names = {id: one.name for id, one in people.items()}
    document = repair_document(found, accepted, names)
    answer(shell.is_json, document, lambda: tell(*repair_lines(found, accepted, names, zone)))
    if accepted is None and (found.plan.visits or found.plan.unplanned):
        say("nothing is changed yet: the same with --accept does it")


def _accept(desk: Desk, found: Repair, trouble: Trouble) -> Receipt:
    from wom_tui.commands.plan import AcceptPlan
    from wom_tui.commands.trouble import commands_of

    return desk.run_all([*commands_of(trouble, found), AcceptPlan(plan=found.plan)])


def _trouble(
    reader: Reader,
    desk: Desk,
    sick: Sequence[str],
    emergency: Sequence[int],
    late: tuple[str, str] | None,
    no_show: Sequence[str],
) -> Trouble:
    """What was said, as the facts name it."""
    from wom_tui.grammar.resolver import FactResolver
    from wom_tui.planning.repair import Trouble

    look = FactResolver(reader, desk.now())
    return Trouble(
        sick=frozenset(look.technician(name).id for name in sick),
        emergency=frozenset(look.order(number).id for number in emergency),
        late={_visit(look, late[0], "--late").id: _minutes(late[1])} if late else {},
        no_show=frozenset(_visit(look, said, "--no-show").id for said in no_show),
    )


def _visit(look: FactResolver, said: str, option: str) -> Visit:
    """The visit of a label, as `4417/2`; an order's number is enough where it has one that is live."""
    found = re.fullmatch(r"(\d+)(?:/(\d+))?", said)
    if found is None:
        raise InvalidInput(option, said, "a visit, as 4417/1")
    live = [v for v in look.visits(look.order(int(found[1])).id) if v.is_booked]
    named = [v for v in live if found[2] is None or v.ordinal == int(found[2])]
    if len(named) != 1:
        labels = ", ".join(v.label for v in live)
        raise InvalidInput(option, said, f"one of {labels}" if labels else "a visit that is booked")
    return named[0]


def _minutes(said: str) -> int:
    found = re.fullmatch(r"\+?(\d{1,3})(m|h)?", said)
    if found is None:
        raise InvalidInput("--late", said, "how much longer: +45m, +1h")
    return int(found[1]) * (60 if found[2] == "h" else 1)

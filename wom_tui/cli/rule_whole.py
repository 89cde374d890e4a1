"""What does the shell tell of a rule that is tried out and is about no single order: maintenance, the running day?"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from wom_tui.cli.effort import keep_compiled_once
from wom_tui.cli.long_look import LongLook
from wom_tui.cli.output import answer, at_text, tell
from wom_tui.cli.shell import Shell, zone_of_office

if TYPE_CHECKING:
    from wom_tui.desk import Desk
    from wom_tui.domain.rule import Definition, Mending


def is_of_no_order(definition: Definition) -> bool:
    """It makes orders, or mends the day."""
    from wom_tui.domain.rule import Mending, Upkeep

    return isinstance(definition.trigger, Upkeep | Mending)


def tell_whole(shell: Shell, desk: Desk, definition: Definition, limit: int) -> None:
    """What it would do now."""
    from wom_tui.automation.whole_rehearsal import would_make
    from wom_tui.domain.rule import Mending
    from wom_tui.present.rule_whole import made_lines

    if isinstance(definition.trigger, Mending):
        _tell_mended(shell, desk, definition.trigger)
        return
    made, count = would_make(definition, desk, limit)
    document = {"name": definition.name, "count": count, "orders": [vars(one) for one in made]}
    answer(shell.is_json, document, lambda: tell(*made_lines(made, count)))


def _tell_mended(shell: Shell, desk: Desk, mending: Mending) -> None:
    from wom_tui.automation.whole_rehearsal import would_mend
    from wom_tui.present.repair import repair_document
    from wom_tui.present.rule_whole import mended_lines
    from wom_tui.queries.names import read_names

    keep_compiled_once()
    would = would_mend(mending, desk)
    names = {id: one.name for id, one in desk.ask(read_names).technicians.items()}
    zone = zone_of_office(desk)
    document = {
        "setbacks": [
            {"order": one.order, "kind": one.kind.value, "said": one.said} for one in would.setbacks
        ],
        "repair": repair_document(would.found, None, names) if would.found is not None else None,
    }
    answer(shell.is_json, document, lambda: tell(*mended_lines(would, names, zone)))


def tell_whole_past(shell: Shell, desk: Desk, definition: Definition, days: int) -> None:
    """What it would have looked at lately; of plans, which depend on no past, what they would make in as many days."""
    from wom_tui.automation.alert_rehearsal import WouldHave
    from wom_tui.automation.whole_rehearsal import would_have_looked, would_make_until
    from wom_tui.domain.alert import subject_words
    from wom_tui.domain.rule import Mending
    from wom_tui.domain.words import some

    mending = definition.trigger
    if not isinstance(mending, Mending):
        made = would_make_until(desk, days)
        lines = [f"{one.made_on.isoformat()}  due {one.due_on.isoformat()}  {one.plan}" for one in made]
        document = {"name": definition.name, "days": days, "orders": [vars(one) for one in made]}
        head = f"{definition.name} would make {some(len(made), 'order')} in the next {days} days"
        answer(shell.is_json, document, lambda: tell(head, *lines))
        return
    zone, since = zone_of_office(desk), desk.now() - timedelta(days=days)
    looking = LongLook(WouldHave())
    found = looking.result(lambda: would_have_looked(mending, desk, since, go_on=looking.watch))
    rows = [(at, subject, said) for (at, subject), said in zip(found.raised, found.said, strict=True)]
    told = {
        "name": definition.name,
        "days": days,
        "times": len(rows),
        "looks": found.looks,
        "of_looks": found.of,
        "looked_at": [{"at": at, "subject": subject, "said": said} for at, subject, said in rows],
    }
    looked = f"{found.looks} of {found.of} looks at the last {days} days"
    head = f"{definition.name} would have looked at {some(len(rows), 'order')} in {looked}"
    lines = [f"{at_text(at, zone)}  {subject_words(subject)}  {said}" for at, subject, said in rows]
    answer(shell.is_json, told, lambda: tell(head, *lines))

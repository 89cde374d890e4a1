"""Is what goes wrong with the running day mended as the office's rule allows, once, and told?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from tests.commands.typed import do, the_order
from tests.office import ALI, HOUR, KIM, MINUTE, T0, an_order, number_of
from tests.ruled import Ruled
from wom_tui.automation.runner import Tick
from wom_tui.commands.plan import AcceptPlan
from wom_tui.commands.roster import AddAbsence
from wom_tui.commands.rule import DisableRule
from wom_tui.commands.undo import Undo
from wom_tui.commands.visit import AssignVisit, PinVisit
from wom_tui.domain.branch import Branch, BranchStatus
from wom_tui.domain.rule import Outcome
from wom_tui.domain.technician import Absence
from wom_tui.domain.visit import Visit, VisitStatus
from wom_tui.domain.work_order import Priority
from wom_tui.domain.worktime import Window
from wom_tui.queries.repairs import proposed_repairs
from wom_tui.store.reader import Reader
from wom_tui.store.replay import differences

SECOND = timedelta(seconds=1)


def reassign(office: Ruled, alone: str = "within_limits", **limits: int | str) -> None:
    keys = "".join(
        f'{key} = "{value}"\n' if isinstance(value, str) else f"{key} = {value}\n"
        for key, value in limits.items()
    )
    office.enable(f'name = "reassign"\nsays = "Mend the day."\nalone = "{alone}"\n{keys}')
    office.tick()


def booked(office: Ruled, technician: int, start_at: datetime, site: int = 1, **given: object) -> Visit:
    number = number_of(office.desk, an_order(site=site, **given))
    office.desk.run(AssignVisit(order=number, technician=technician, start_at=start_at))
    (visit,) = office.desk.ask(Reader.select, Visit, order_id=number)
    return visit


def there(office: Ruled, visit: Visit) -> tuple[int | None, datetime | None]:
    now = office.desk.ask(Reader.get, Visit, visit.id)
    return now.technician_id, now.start_at


def away(office: Ruled, technician: int, hours: int = 8) -> None:
    office.desk.run(AddAbsence(technician=technician, start_at=T0, end_at=T0 + hours * HOUR, reason="ill"))


def mended(office: Ruled, ticks: int = 6) -> list[Outcome]:
    """A few seconds go by."""
    told = [office.tick(SECOND) for _ in range(ticks)]
    assert not any(tick.failed for tick in told), [tick.failed for tick in told]
    return [outcome for tick in told for outcome in tick.outcomes]


def proposals(office: Ruled) -> list[Branch]:
    return list(office.desk.ask(Reader.select, Branch, status=BranchStatus.OPEN))


def test_the_visits_of_who_falls_ill_go_to_others_as_one_act(office: Ruled) -> None:
    reassign(office)
    lost = [booked(office, KIM, T0 + 2 * HOUR), booked(office, KIM, T0 + 4 * HOUR)]
    away(office, KIM)

    assert mended(office) == [Outcome.DONE]

    assert {there(office, visit)[0] for visit in lost} == {ALI}
    last = office.desk.latest_events(1)[0]
    assert (last.actor, last.door) == ("rule:reassign", "rule")
    (cause,) = office.desk.events(since=(last.cause or 0) - 1, limit=1)
    assert cause.noun == "absence"
    office.desk.run(Undo(receipt=last.command_id))
    assert [there(office, visit)[0] for visit in lost] == [KIM, KIM]
    assert mended(office) == []  # a person has said no
    assert office.desk.ask(lambda reader: differences(reader.connection)) == []

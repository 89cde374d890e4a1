"""A day that runs, and what comes between: visits that are booked, people who fall ill, and a rule that mends it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from tests.commands.typed import do
from tests.office import HOUR, KIM, MINUTE, T0, an_order, number_of
from tests.ruled import Ruled
from wom_tui.commands.promise import PromiseWindow
from wom_tui.commands.roster import AddAbsence
from wom_tui.commands.visit import AdvanceVisit, AssignVisit
from wom_tui.domain.branch import Branch, BranchStatus
from wom_tui.domain.rule import Outcome
from wom_tui.domain.visit import Visit, VisitStatus
from wom_tui.domain.worktime import Window
from wom_tui.store.reader import Reader

SECOND = timedelta(seconds=1)


def reassign(office: Ruled, alone: str = "within_limits", **limits: int | str) -> None:
    keys = "".join(
        f'{key} = "{value}"\n' if isinstance(value, str) else f"{key} = {value}\n"
        for key, value in limits.items()
    )
    office.enable(f'name = "reassign"\nsays = "Mend the day."\nalone = "{alone}"\n{keys}')
    office.tick()


def booked(
    office: Ruled,
    technician: int,
    start_at: datetime,
    site: int = 1,
    *,
    override: str | None = None,
    lasts: timedelta | None = None,
    **given: object,
) -> Visit:
    number = number_of(office.desk, an_order(site=site, **given))
    assign = AssignVisit(order=number, technician=technician, start_at=start_at, override=override)
    office.desk.run(replace(assign, end_at=start_at + lasts) if lasts else assign)
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


def promise(office: Ruled, visit: Visit, start_at: datetime, end_at: datetime) -> None:
    office.desk.run(
        PromiseWindow(order=visit.order_id, visit=visit.id, window=Window(start_at=start_at, end_at=end_at))
    )


def running_late(office: Ruled) -> tuple[Visit, Visit]:
    """Kim began an hour late what takes three; what follows cannot begin in time, and is not near yet."""
    running = booked(office, KIM, T0 + 10 * MINUTE)
    office.desk.run(
        AssignVisit(
            order=running.order_id,
            visit=running.id,
            technician=KIM,
            start_at=T0 + 10 * MINUTE,
            end_at=T0 + 190 * MINUTE,
        )
    )
    follows = booked(office, KIM, T0 + 195 * MINUTE, site=2)
    do(office.desk, f"dispatch {running.order_id}")
    office.clock.forward(HOUR)
    office.desk.run(AdvanceVisit(visit=running.id, to=VisitStatus.ON_SITE))
    return running, follows

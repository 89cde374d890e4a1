"""What can be said of a line before there is the order that it is about? All but what hangs on that order.

A rule's line is read long before it comes due. The names in it, its amounts and its words are those of the office; the
order is one that could be any: ready, with one visit that is planned, and as many points as a checklist may have.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NoReturn, cast

from wom_tui.commands.message import SendMessage
from wom_tui.commands.message_to import refuse_strangers
from wom_tui.domain.states import OrderStatus, VisitStatus
from wom_tui.domain.technician import Technician
from wom_tui.domain.visit import Visit
from wom_tui.domain.work_order import ChecklistItem, WorkOrder
from wom_tui.errors import InvalidInput, NotFound, Rejected
from wom_tui.grammar.intent import Intent
from wom_tui.grammar.resolver import Resolver

ANY_ORDER = 4417  # the number that stands for it: as long as the numbers of most offices
_POINTS = 999
_PLANS = "assign"  # is about an order that nobody has yet
_ITS_OWN = frozenset({"visit", "work order"})


class _HangsOnTheOrder(Exception):
    pass


def look_up(intent: Intent, look: Resolver) -> None:
    """Read a line about any order as far as it can be.

    Raises:
        InvalidInput, NotFound: a name, an amount or a word in it is none.
    """
    try:
        # What it does not answer itself, the office's own resolver does.
        command = intent.verb.build(intent, cast("Resolver", _OfAnyOrder(look, intent.verb.name)))
        command.check()
        if isinstance(command, SendMessage):  # the only one about an order that looks up names itself
            refuse_strangers(command.to, command.text, command.canned, look.reader)
    except (_HangsOnTheOrder, Rejected):
        return
    except InvalidInput as error:
        if not _is_about_the_order(error, intent):
            raise
    except NotFound as error:
        if error.kind not in _ITS_OWN:
            raise


def _is_about_the_order(error: InvalidInput, intent: Intent) -> bool:
    return error.field == intent.verb.name and str(error.value) in (str(intent.target), str(ANY_ORDER))


@dataclass(frozen=True)
class _OfAnyOrder:
    """A resolver for which the order is there."""

    look: Resolver
    verb: str

    def __getattr__(self, name: str) -> Any:
        return getattr(self.look, name)

    def order(self, number: int) -> WorkOrder:
        if number != ANY_ORDER:
            return self.look.order(number)
        return WorkOrder(
            id=ANY_ORDER,
            title="any",
            status=OrderStatus.READY,
            opened_at=self.look.now,
            checklist=(ChecklistItem(text="any"),) * _POINTS,
        )

    def visits(self, number: int) -> Sequence[Visit]:
        if number != ANY_ORDER:
            return self.look.visits(number)
        if self.verb == _PLANS:
            return ()
        start_at = self.look.now
        planned = Visit(
            id=0,
            order_id=ANY_ORDER,
            ordinal=1,
            status=VisitStatus.PLANNED,
            technician_id=0,
            start_at=start_at,
            end_at=start_at + timedelta(hours=1),
        )
        return (planned,)

    def crew_size(self, number: int) -> int:
        return 1

    def resolution_codes(self, number: int) -> tuple[str, ...] | None:
        return None

    def cancel_reasons(self, number: int) -> tuple[str, ...]:
        return ()

    def earliest_start(
        self, order: WorkOrder, visit: Visit | None, technician: Technician, on: date | None
    ) -> NoReturn:
        raise _HangsOnTheOrder

    def anyone(self, order: WorkOrder, visit: Visit | None, on: date | None) -> NoReturn:
        raise _HangsOnTheOrder

    def end_of_work(self, technician: Technician, at: datetime) -> datetime:
        return at

"""What leaves the house because of an act? Asked once, where every act is committed: no handler writes a message.

Taking an act back takes back what has not left yet; doing it again lets it wait again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache, partial

from wom_tui.domain.fact import Fact
from wom_tui.domain.outbox import leaving
from wom_tui.domain.policy import Role, User
from wom_tui.domain.receipt import Form, Receipt
from wom_tui.domain.subscription import GRACE, Definition
from wom_tui.domain.subscription_text import read_subscription
from wom_tui.errors import InvalidInput
from wom_tui.store import outbox
from wom_tui.store.driver import Statement
from wom_tui.store.tables import FACTS
from wom_tui.store.unit import Unit


def outgoing(unit: Unit, receipt: Receipt) -> Iterator[Statement]:
    """What has to be written into the outbox with an act."""
    dialect = unit.connection.dialect
    if receipt.undo_of is not None and receipt.form is not Form.ACT:
        yield from outbox.withdrawal(dialect, receipt.undo_of, receipt.command_id)
        due_at = receipt.recorded_at + GRACE
        yield outbox.revival(dialect, receipt.undo_of, receipt.command_id, due_at)
    if not (unit.wanted and receipt.events):
        return
    definitions = [one for text in unit.wanted if (one := _definition(text)) is not None]
    told = leaving(
        receipt.events,
        definitions,
        lambda subject: _fact(unit, subject),
        cache(partial(_staff, unit)),  # asked for each event of a thousand
        now=unit.stamp.at,
        written_at=receipt.recorded_at,
    )
    if rows := list(told):
        yield outbox.insertion(dialect, rows)


@lru_cache(maxsize=256)
def _definition(text: str) -> Definition | None:
    """What a notification says; None where a later program wrote what this one cannot read."""
    try:
        return read_subscription(text)
    except InvalidInput:
        return None


def _fact(unit: Unit, subject: str) -> Fact | None:
    """The record of an event as the act leaves it."""
    noun, _, id = subject.partition(":")
    return unit.staged.get(FACTS[noun], {}).get(int(id))


def _staff(unit: Unit, role: Role) -> Sequence[int]:
    """Who works in that role."""
    return [user.id for user in unit.stored.select(User, role=role.value, is_active=True)]

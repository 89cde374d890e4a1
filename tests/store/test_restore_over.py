"""Does an office give way to a backup, whatever it has that no migration takes away?"""

from __future__ import annotations

from pathlib import Path

from tests.delivering import a_notification
from tests.office import an_order, close_desks, desk_on, filled, number_of
from tests.ruled import a_rule
from wom_tui.commands.notify import EnableNotification
from wom_tui.commands.rule import EnableRule
from wom_tui.domain.outbox import OutgoingState
from wom_tui.queries.outbox import all_subscriptions, in_states
from wom_tui.queries.rules import all_rules
from wom_tui.store import backups
from wom_tui.store.replay import differences


def test_an_office_with_rules_and_notifications_gives_way_too(database_url: str, tmp_path: Path) -> None:
    desk, backup = filled(desk_on(database_url)), tmp_path / "office.backup"
    backups.write(desk.engine, backup, lambda *_: None)
    desk.run(EnableRule(text=a_rule()))
    desk.run(EnableNotification(text=a_notification(event="order.created")))
    number_of(desk, an_order(title="after the backup"))

    backups.restore(backup, desk.engine, lambda *_: None, replace=True)

    assert desk.ask(all_rules) == []
    assert desk.ask(all_subscriptions) == []
    assert desk.ask(in_states, tuple(OutgoingState), 10) == []
    number_of(desk, an_order())
    with desk.engine.connect() as connection:
        assert differences(connection) == []
    close_desks()

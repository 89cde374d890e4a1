"""Nothing is written in the name of a term that is over, however often it is tried, and whatever it is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.e2e.programs import FAULTS
from tests.office import T0
from tests.ruled import Ruled, a_rule
from wom_tui.automation.firing import command_id_of
from wom_tui.commands.rule import FireRule
from wom_tui.domain.policy import Actor
from wom_tui.domain.rule import Firing, Mark
from wom_tui.domain.rule_text import read_rule
from wom_tui.errors import LostLease
from wom_tui.grammar.rule_lines import RULE_ROLE, commands_for
from wom_tui.rule_desk import RuleDesk

TRIES = 10 * FAULTS  # a thousand in the long form

pytestmark = pytest.mark.fault


def test_no_act_of_an_old_term_is_accepted(office: Ruled, order: int) -> None:
    office.enable(a_rule(every="15m"))
    rule, old = office.rule("note-it"), office.may
    office.take("two")
    desk = RuleDesk(office.desk)
    acting = desk.acting_as(Actor(name=rule.actor, role=RULE_ROLE), old)
    lines = commands_for(read_rule(rule.text), order, acting)
    before = office.desk.last_seq()

    for minute in range(TRIES):
        due_at = T0 + timedelta(minutes=minute)
        firing = Firing(rule=rule.name, order=order, occasion=due_at.isoformat(), due_at=due_at)
        fire = FireRule(
            rule=rule.id,
            order=order,
            firing=firing,
            lines=lines,
            still=lambda _: True,
            is_readable=lambda _: True,
            loop="",
            command_id=command_id_of(firing),
        )
        with pytest.raises(LostLease):
            acting.run(fire)

    assert old is not None
    with pytest.raises(LostLease):
        desk.mark(old, [Mark(rule_id=rule.id, done_until=T0, seq=1)])
    assert office.desk.last_seq() == before
    assert office.notes() == []
    assert office.actions() == []

"""Is a line of a rule checked as far as that can be before there is an order?"""

from __future__ import annotations

import pytest

from tests.commands.typed import do
from tests.ruled import a_rule, an_alert_rule
from wom_tui.commands.facts import LoadFacts
from wom_tui.commands.roster import AddUser
from wom_tui.desk import Desk
from wom_tui.domain.policy import Role, allows
from wom_tui.domain.site import Customer
from wom_tui.errors import InvalidInput
from wom_tui.grammar.intent import Takes
from wom_tui.grammar.rule_lines import RULE_ROLE, checked_here
from wom_tui.grammar.verbs import VERBS


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("assign {order} nobodyknows", "no technician 'nobodyknows' in this office; expected a technician"),
        ("assign {order} kimm", "expected kim"),
        ("assign {order} kim 25:00", "25:00"),
        ("reassign {order} alli 15:00", "expected ali"),
        ("move {order} never", "never"),
        ("priority {order} 9", "priority: '9' cannot be used; expected P1 to P4"),
        ("hold {order} partz", "reason: 'partz'"),
        ("hold {order} parts until someday", "someday"),
        ("edit {order} type=Streetlight", "expected Street light"),
        ("edit {order} crew=0", "crew"),
        ("edit {order} preferred=nobody", "no technician 'nobody' in this office"),
        ("reserve {order} 2 PUMP", "no part 'PUMP' in this office"),
        ("feedback {order} 9", "score"),
        ("followup {order} look again pri=7", "priority"),
        ("snooze {order} until=+1h", "reason"),
        ("close {order} labour=visits cover=nobody", "cover"),
        ("close {order} labour=sometimes", "labour"),
        ("note {order} for {technician}", "'{technician}' cannot be used; expected {order}, the only one"),
        ("message {order} to=nobody hello", "no person 'nobody' in this office"),
        ("message {order} canned=zork", "no canned text 'zork' in this office"),
        ("message {order} @zork hello", "no person '@zork' in this office"),
        ("message {order} to=office,kim @ali write to ops@acme.example", ""),
        ("note {order} done; nothing", ""),
    ],
)
def test_names_amounts_and_words_that_are_none_are_told_with_their_line(
    desk: Desk, line: str, said: str
) -> None:
    text = a_rule(do=line, event="order.created")
    if not said:
        assert checked_here(text, desk, "mine.toml").lines == (line,)
        return

    with pytest.raises(InvalidInput) as refused:
        checked_here(text, desk, "mine.toml")

    assert str(refused.value).startswith("mine.toml:4: do: ")
    assert said in str(refused.value)


def test_every_verb_about_an_order_may_stand_in_a_rule_as_its_example_has_it(desk: Desk) -> None:
    do(desk, "part PUMP-3 Pump", "warehouse main")
    desk.run(LoadFacts(facts=(Customer(id=1, name="Acme"),), what="customers"))
    about = [verb for verb in VERBS if verb.takes is not Takes.NOTHING and not verb.is_early]
    mine = [verb for verb in about if allows(RULE_ROLE, verb.needs)]
    assert len(mine) > 30

    for verb in mine:
        line = verb.example.replace("4417", "{order}").replace('"', "'")
        assert checked_here(a_rule(do=line), desk).lines == (line,), line


def test_who_is_called_anyone_and_what_hangs_on_the_order_is_left_to_its_turn(desk: Desk) -> None:
    for line in (
        "assign {order} anyone",
        "answer {order} 7 yes",
        "complete {order} whatever was done",
        "close {order} labour=visits cover=contract materials=none",
    ):
        assert checked_here(a_rule(do=line), desk).lines == (line,)


def test_whoever_an_alert_goes_to_has_to_be_there(desk: Desk) -> None:
    text = an_alert_rule(when="pri=1", escalate=["10m manager", "15m boss"])
    with pytest.raises(InvalidInput, match=r"mine.toml:5: escalate: 'boss' cannot be used; expected a role"):
        checked_here(text, desk, "mine.toml")
    desk.run(AddUser(name="Boss", role=Role.MANAGER))

    assert checked_here(text, desk).alert is not None
